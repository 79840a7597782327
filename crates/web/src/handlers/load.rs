//! Loads: a file's way in, for the programme office (S13).

use app::{App, AppError, Ctx, LoadPlan, Seen};
use axum::extract::{Request, State};
use axum::http::StatusCode;

use super::{Answer, Flash, page, page_with, see, see_with, shell};
use crate::error::{WebError, words_of};
use crate::extract::{Caller, InPath, Upload};
use crate::pages::load::{LoadPage, LoadsPage};
use crate::pages::shell::Entry;
use crate::state::Web;

/// Upload, freshness and history of loads.
pub(crate) async fn list(State(web): State<Web>, caller: Caller) -> Answer {
    desk(&web, &caller, None).await
}

/// The page of loads, perhaps with why an upload was refused.
async fn desk(web: &Web, caller: &Caller, refused: Option<&WebError>) -> Answer {
    let seen = web.app.loads(&caller.ctx).await?;
    let shell = shell(web, caller, Some(&seen.viewer), Some(Entry::Loads));
    let upload_error = refused.map(|error| words_of(error, shell.words));
    let status = refused.map_or(StatusCode::OK, WebError::status);
    let largest_bytes = web.config.most_upload_bytes;
    page_with(status, &LoadsPage { shell, loads: seen.value, upload_error, largest_bytes })
}

/// Takes a file and plans it.
pub(crate) async fn create(State(web): State<Web>, caller: Caller, request: Request) -> Answer {
    may_load(&web, &caller).await?;
    let upload = match Upload::from_page(request, &web, None).await {
        Ok(upload) => upload,
        Err(error @ (WebError::Fields(_) | WebError::BrokenUpload)) => return desk(&web, &caller, Some(&error)).await,
        Err(error) => return Err(error),
    };
    match staged(web.app.clone(), caller.ctx.clone(), upload).await {
        Ok(seen) => see(&url(seen.value.load.id)),
        Err(error @ WebError::App(AppError::File(_) | AppError::LoadAtWork)) => desk(&web, &caller, Some(&error)).await,
        Err(error) => Err(error),
    }
}

/// Refuses who may not load before the first byte of a large file is taken.
pub(crate) async fn may_load(web: &Web, caller: &Caller) -> Result<(), WebError> {
    let viewer = web.app.viewer(&caller.ctx).await?;
    if viewer.may_load { Ok(()) } else { Err(AppError::Forbidden.into()) }
}

/// Reads an upload into the waiting room. It goes on when the browser is closed: the plan is then in the list.
pub(crate) async fn staged(app: App, ctx: Ctx, upload: Upload) -> Result<Seen<LoadPlan>, WebError> {
    to_its_end(async move { app.stage_load(&ctx, &upload.file_name, upload.path(), |_| ()).await }).await
}

/// Work that a closed browser does not stop half-way: it is done to its end, and somebody else sees it.
pub(crate) async fn to_its_end<T: Send + 'static>(
    work: impl Future<Output = Result<T, AppError>> + Send + 'static,
) -> Result<T, WebError> {
    match tokio::spawn(work).await {
        Ok(done) => Ok(done?),
        Err(_) => Err(WebError::Panicked),
    }
}

/// One load with its plan.
pub(crate) async fn show(State(web): State<Web>, caller: Caller, InPath(id): InPath<i64>) -> Answer {
    let seen = web.app.load(&caller.ctx, id).await?;
    let shell = shell(&web, &caller, Some(&seen.viewer), Some(Entry::Loads));
    page(&LoadPage { shell, plan: seen.value })
}

/// Applies a planned load. The page says where a load stands, so that nothing needs to be said besides.
pub(crate) async fn apply(State(web): State<Web>, caller: Caller, InPath(id): InPath<i64>) -> Answer {
    let (app, ctx) = (web.app.clone(), caller.ctx.clone());
    match to_its_end(async move { app.apply_load(&ctx, id).await }).await {
        Ok(_) => see(&url(id)),
        Err(WebError::App(AppError::PlanChanged)) => see_with(&web, &url(id), Flash::PlanRenewed),
        Err(error) => Err(error),
    }
}

/// Discards a planned load.
pub(crate) async fn discard(State(web): State<Web>, caller: Caller, InPath(id): InPath<i64>) -> Answer {
    let (app, ctx) = (web.app.clone(), caller.ctx.clone());
    to_its_end(async move { app.discard_load(&ctx, id).await }).await?;
    see(&url(id))
}

/// Takes an applied load back.
pub(crate) async fn undo(State(web): State<Web>, caller: Caller, InPath(id): InPath<i64>) -> Answer {
    let (app, ctx) = (web.app.clone(), caller.ctx.clone());
    to_its_end(async move { app.undo_load(&ctx, id).await }).await?;
    see(&url(id))
}

fn url(id: i64) -> String {
    format!("/loads/{id}")
}
