//! What must differ between the engines: bulk loading, and nothing that one text can say.

pub(crate) mod postgres;
pub(crate) mod sqlite;
