//! Saved views of the tenant list (S2.4): a name for a query string.

use domain::one_line::is_one_line;

use crate::{App, AppError, Ctx, Problem, RequestKey};

/// A saved view.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedView {
    /// A handle for the URL.
    pub id: String,
    /// The name the person gave it.
    pub name: String,
    /// The query string of the list, without `?` and without a cursor.
    pub query: String,
}

/// The longest name of a view.
const LONGEST_NAME: usize = 60;

/// The longest query of a view, in bytes.
const LONGEST_QUERY: usize = 2_000;

/// Most views of a person: every list shows them.
const MOST_VIEWS: usize = 100;

impl App {
    /// The person's saved views, by name.
    pub async fn views(&self, ctx: &Ctx) -> Result<Vec<SavedView>, AppError> {
        let mut tx = self.store.read().await?;
        let who = self.who(&mut tx, ctx).await?;
        let views = tx.saved_views(who.account()?).await?;
        tx.commit().await?;
        Ok(views.into_iter().map(saved_view).collect())
    }

    /// Saves the query under a name, replacing the view of that name. Fields: `name` (1 to 60; no more
    /// than 100 views), `query` (to 2,000). With
    /// the key of a request that was made before, the view that it saved.
    pub async fn save_view(
        &self,
        ctx: &Ctx,
        name: &str,
        query: &str,
        key: Option<&RequestKey>,
    ) -> Result<SavedView, AppError> {
        let name = name.trim();
        let mut wrong = Vec::new();
        if name.is_empty() {
            wrong.push(("name", Problem::Missing));
        } else if name.chars().count() > LONGEST_NAME {
            wrong.push(("name", Problem::TooLong(LONGEST_NAME)));
        } else if !is_one_line(name) {
            wrong.push(("name", Problem::Malformed));
        }
        if query.len() > LONGEST_QUERY {
            wrong.push(("query", Problem::TooLong(LONGEST_QUERY)));
        } else if query.chars().any(char::is_control) {
            wrong.push(("query", Problem::Malformed));
        }
        if !wrong.is_empty() {
            return Err(AppError::Invalid(wrong));
        }
        let mut tx = self.store.write().await?;
        let who = self.who_changes_themselves(&mut tx, ctx).await?;
        let person = who.account()?;
        if let Some(handle) = self.made_before(&mut tx, &who, key).await? {
            let views = tx.saved_views(person).await?;
            tx.end();
            return views.into_iter().find(|view| view.handle == handle).map(saved_view).ok_or(AppError::NotFound);
        }
        let views = tx.saved_views(person).await?;
        if views.len() >= MOST_VIEWS && views.iter().all(|view| view.name != name) {
            return Err(AppError::field("name", Problem::AsManyAsMayBe(MOST_VIEWS)));
        }
        let view = tx.save_view(person, name, query.trim_start_matches('?'), &self.new_handle()?).await?;
        self.note_made(&mut tx, &who, key, &view.handle).await?;
        tx.commit().await?;
        Ok(saved_view(view))
    }

    /// Deletes a view of the person.
    pub async fn delete_view(&self, ctx: &Ctx, id: &str) -> Result<(), AppError> {
        let mut tx = self.store.write().await?;
        let who = self.who_changes_themselves(&mut tx, ctx).await?;
        if !tx.delete_view(who.account()?, id).await? {
            return Err(AppError::NotFound);
        }
        Ok(tx.commit().await?)
    }
}

pub(crate) fn saved_view(row: store::SavedViewRow) -> SavedView {
    SavedView { id: row.handle, name: row.name, query: row.query }
}
