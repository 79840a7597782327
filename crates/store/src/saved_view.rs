//! Saved views of the tenant list (S2.4).

use domain::id::PersonId;
use domain::planted::{Fault, planted};

use crate::{StoreError, Tx, on};

/// A saved view.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct SavedViewRow {
    /// The handle by which its person can delete it.
    pub handle: String,
    /// The name.
    pub name: String,
    /// The query string.
    pub query: String,
}

impl Tx {
    /// The views of a person, by name.
    pub async fn saved_views(&mut self, person: PersonId) -> Result<Vec<SavedViewRow>, StoreError> {
        let text = if planted(Fault::ViewsOfEverybody) {
            "SELECT handle, name, query FROM saved_view WHERE person_id >= $1 OR person_id < $1 ORDER BY name"
        } else {
            "SELECT handle, name, query FROM saved_view WHERE person_id = $1 ORDER BY name"
        };
        Ok(on!(self, c => sqlx::query_as(text).bind(person.0).fetch_all(c).await?))
    }

    /// Saves a view under a name, in place of the one of that name.
    pub async fn save_view(
        &mut self,
        person: PersonId,
        name: &str,
        query: &str,
        handle: &str,
    ) -> Result<SavedViewRow, StoreError> {
        Ok(on!(self, c => sqlx::query_as(
            "INSERT INTO saved_view (handle, person_id, name, query) VALUES ($4, $1, $2, $3)
             ON CONFLICT (person_id, name) DO UPDATE SET query = excluded.query
             RETURNING handle, name, query"
        ).bind(person.0).bind(name).bind(query).bind(handle).fetch_one(c).await?))
    }

    /// Deletes a view of a person; whether there was one.
    pub async fn delete_view(&mut self, person: PersonId, handle: &str) -> Result<bool, StoreError> {
        let text = if planted(Fault::ViewDeletedByAnybody) {
            "DELETE FROM saved_view WHERE person_id <> $1 AND handle = $2"
        } else {
            "DELETE FROM saved_view WHERE person_id = $1 AND handle = $2"
        };
        Ok(on!(self, c => sqlx::query(text)
            .bind(person.0).bind(handle).execute(c).await?.rows_affected())
            > 0)
    }
}
