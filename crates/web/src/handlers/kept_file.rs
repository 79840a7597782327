//! Files that people brought, on their way back (S4.2, S11.4).

use app::{FileContent, KeptFile};
use axum::body::Body;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use tokio_util::io::ReaderStream;

use super::Answer;
use crate::error::WebError;

/// A file to keep, never something to open here: what is in it, somebody else sent. It goes out under the kind that its content
/// has.
pub(crate) fn given_file(kept: KeptFile) -> Answer {
    let KeptFile { id, file_name, kind, bytes, content } = kept;
    let name: String = form_urlencoded::byte_serialize(file_name.as_bytes()).collect::<String>().replace('+', "%20");
    let plain = format!("{id}.{}", kind.extension());
    let disposition = HeaderValue::from_str(&format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{name}"))
        .map_err(|_| WebError::internal("the name of a file is no header value"))?;
    let body = match content {
        FileContent::Disk(file) => Body::from_stream(ReaderStream::new(tokio::fs::File::from_std(file))),
        FileContent::Bucket(pieces) => Body::from_stream(pieces),
    };
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(kind.media_type())),
        (header::CONTENT_LENGTH, HeaderValue::from(bytes)),
        (header::CONTENT_DISPOSITION, disposition),
    ];
    let response: Response = (headers, body).into_response();
    Ok(response)
}
