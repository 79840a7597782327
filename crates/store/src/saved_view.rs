//! Saved views of the tenant list (S2.4).

use domain::id::{PersonId, ViewId};

use crate::{StoreError, Tx, on};

/// A saved view.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct SavedViewRow {
    /// The key.
    pub saved_view_id: i64,
    /// The name.
    pub name: String,
    /// The query string.
    pub query: String,
}

impl Tx {
    /// The views of a person, by name.
    pub async fn saved_views(&mut self, person: PersonId) -> Result<Vec<SavedViewRow>, StoreError> {
        Ok(on!(self, c => sqlx::query_as(
            "SELECT saved_view_id, name, query FROM saved_view WHERE person_id = $1 ORDER BY name"
        ).bind(person.0).fetch_all(c).await?))
    }

    /// Saves a view under a name, in place of the one of that name.
    pub async fn save_view(&mut self, person: PersonId, name: &str, query: &str) -> Result<SavedViewRow, StoreError> {
        Ok(on!(self, c => sqlx::query_as(
            "INSERT INTO saved_view (person_id, name, query) VALUES ($1, $2, $3)
             ON CONFLICT (person_id, name) DO UPDATE SET query = excluded.query
             RETURNING saved_view_id, name, query"
        ).bind(person.0).bind(name).bind(query).fetch_one(c).await?))
    }

    /// Deletes a view of a person; whether there was one.
    pub async fn delete_view(&mut self, person: PersonId, view: ViewId) -> Result<bool, StoreError> {
        Ok(on!(self, c => sqlx::query("DELETE FROM saved_view WHERE person_id = $1 AND saved_view_id = $2")
            .bind(person.0).bind(view.0).execute(c).await?.rows_affected())
            > 0)
    }
}
