//! Styles, script and icons, from inside the binary.

use axum::extract::Path;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::error::WebError;
use crate::pages::assets::{Assets, Dist};

/// A file of the build, by its name.
pub(crate) async fn show(path: Option<Path<String>>, headers: HeaderMap) -> Result<Response, WebError> {
    let Some(Path(path)) = path else { return Err(WebError::NotFound) };
    // The manifest is for this program.
    let file = Dist::get(&path).filter(|_| path != "manifest.json").ok_or(WebError::NotFound)?;
    // Weak: the same content leaves compressed and plain.
    let tag = format!("W/\"{}\"", URL_SAFE_NO_PAD.encode(file.metadata.sha256_hash()));
    let is_known = headers
        .get_all(header::IF_NONE_MATCH)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .any(|value| value.split(',').any(|one| one.trim() == tag || one.trim() == "*"));
    let tag = HeaderValue::from_str(&tag).map_err(|_| WebError::internal("a tag is no header value"))?;
    if is_known {
        return Ok((StatusCode::NOT_MODIFIED, [(header::ETAG, tag)]).into_response());
    }
    let kind = HeaderValue::from_static(content_type(&path));
    Ok(([(header::CONTENT_TYPE, kind), (header::ETAG, tag)], file.data).into_response())
}

/// The icon under the name by which browsers ask for it unasked.
pub(crate) async fn favicon() -> Redirect {
    Redirect::permanent(&Assets::of_this_build().favicon)
}

fn content_type(path: &str) -> &'static str {
    match path.rsplit('.').next() {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("ico") => "image/x-icon",
        Some("woff2") => "font/woff2",
        Some("txt") => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}
