//! Saved views of the tenant list (S2.4): a name for a query string.

use crate::{App, AppError, Ctx};

/// A saved view.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedView {
    /// A handle for the URL.
    pub id: i64,
    /// The name the person gave it.
    pub name: String,
    /// The query string of the list, without `?` and without a cursor.
    pub query: String,
}

impl App {
    /// The person's saved views, by name.
    pub async fn views(&self, ctx: &Ctx) -> Result<Vec<SavedView>, AppError> {
        let _ = ctx;
        Err(AppError::Busy)
    }

    /// Saves the query under a name, replacing the view of that name. Fields: `name` (1 to 60), `query` (to 2,000).
    pub async fn save_view(&self, ctx: &Ctx, name: &str, query: &str) -> Result<SavedView, AppError> {
        let _ = (ctx, name, query);
        Err(AppError::Busy)
    }

    /// Deletes a view of the person.
    pub async fn delete_view(&self, ctx: &Ctx, id: i64) -> Result<(), AppError> {
        let _ = (ctx, id);
        Err(AppError::Busy)
    }
}
