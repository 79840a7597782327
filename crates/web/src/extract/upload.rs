//! Bodies: small ones read whole, uploads written to a file piece by piece and never held in memory.

use std::path::{Path, PathBuf};
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::multipart::Field;
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::header;
use chrono::{DateTime, Utc};
use futures_util::{Stream, StreamExt};
use tokio::fs::{self, OpenOptions};
use tokio::io::AsyncWriteExt;
use tokio::time::timeout;

use super::Fields;
use crate::error::{FieldProblem, WebError};
use crate::state::Web;

/// A file that was uploaded: it lies in the folder of uploads until this is dropped.
#[derive(Debug)]
pub(crate) struct Upload {
    /// What the sender calls it, without folders.
    pub(crate) file_name: String,
    file: TemporaryFile,
}

/// A file that is removed when this is dropped.
#[derive(Debug)]
struct TemporaryFile(PathBuf);

impl Drop for TemporaryFile {
    fn drop(&mut self) {
        if let Err(error) = std::fs::remove_file(&self.0)
            && error.kind() != std::io::ErrorKind::NotFound
        {
            tracing::warn!(%error, "an upload stays behind");
        }
    }
}

impl Upload {
    /// Where it lies.
    pub(crate) fn path(&self) -> &Path {
        &self.file.0
    }

    /// The upload of a page: a form whose field `file` is the file, of at most so many bytes where there is a limit of
    /// its own. Its token was checked before.
    pub(crate) async fn from_page(request: Request, web: &Web, most: Option<u64>) -> Result<Self, WebError> {
        file_of(&mut multipart(request, web).await?, web, limit(web, most)).await
    }

    /// The upload of a program: such a form, or the file itself with its name in the query.
    pub(crate) async fn from_program(
        request: Request,
        web: &Web,
        query: &Fields,
        most: Option<u64>,
    ) -> Result<Self, WebError> {
        let most = limit(web, most);
        if content_type(&request).starts_with("multipart/form-data") {
            return file_of(&mut multipart(request, web).await?, web, most).await;
        }
        let Some(file_name) = query.given("file_name").map(file_name) else {
            return Err(WebError::field("file_name", FieldProblem::App(app::Problem::Missing)));
        };
        let mut body = request.into_body().into_data_stream();
        Ok(Self { file_name, file: store(&mut body, web, most).await? })
    }
}

fn limit(web: &Web, most: Option<u64>) -> u64 {
    most.map_or(web.config.most_upload_bytes, |most| most.min(web.config.most_upload_bytes))
}

fn content_type(request: &Request) -> String {
    let value = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    value.unwrap_or_default().trim().to_ascii_lowercase()
}

async fn multipart(request: Request, web: &Web) -> Result<Multipart, WebError> {
    if !content_type(&request).starts_with("multipart/form-data") {
        return Err(WebError::UnsupportedMedia);
    }
    Multipart::from_request(request, web).await.map_err(|_| WebError::BrokenUpload)
}

async fn next_field<'a>(form: &'a mut Multipart, web: &Web) -> Result<Option<Field<'a>>, WebError> {
    let next = timeout(web.config.read_patience, form.next_field()).await.map_err(|_| WebError::TooSlow)?;
    next.map_err(|_| WebError::BrokenUpload)
}

/// The first field that is a file; fields before it are passed over.
async fn file_of(form: &mut Multipart, web: &Web, most: u64) -> Result<Upload, WebError> {
    while let Some(mut field) = next_field(form, web).await? {
        if field.name() == Some("file") {
            let name = file_name(field.file_name().unwrap_or_default());
            let file = store(&mut field, web, most).await?;
            // Browsers send the field without a name and without a byte where nobody chose a file.
            let is_empty = fs::metadata(&file.0).await.is_ok_and(|about| about.len() == 0);
            if name.is_empty() && is_empty {
                break;
            }
            return Ok(Upload { file_name: name, file });
        }
    }
    Err(WebError::field("file", FieldProblem::App(app::Problem::Missing)))
}

/// The last part of a name, however the sender writes folders, without what no file name has.
pub(super) fn file_name(sent: &str) -> String {
    const LONGEST: usize = 200;
    let last = sent.rsplit(['/', '\\']).next().unwrap_or_default();
    let name: String = last.chars().filter(|letter| !letter.is_control()).take(LONGEST).collect();
    name.trim().to_owned()
}

/// Writes a body to a file of its own, within the limit.
async fn store<S, E>(body: &mut S, web: &Web, most: u64) -> Result<TemporaryFile, WebError>
where
    S: Stream<Item = Result<Bytes, E>> + Unpin,
{
    let folder = web.uploads_dir();
    fs::create_dir_all(&folder).await.map_err(|error| WebError::io(&error, "the folder of uploads"))?;
    let path = folder.join(format!("{}.part", web.random_text()));
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    options.mode(0o600);
    let mut out = options.open(&path).await.map_err(|error| WebError::io(&error, "the file of an upload"))?;
    let file = TemporaryFile(path);
    let mut written: u64 = 0;
    while let Some(piece) = next_piece(body, web.config.read_patience).await? {
        written = written.saturating_add(piece.len() as u64);
        if written > most {
            return Err(WebError::TooLarge(most));
        }
        out.write_all(&piece).await.map_err(|error| WebError::io(&error, "writing an upload"))?;
    }
    out.flush().await.map_err(|error| WebError::io(&error, "writing an upload"))?;
    Ok(file)
}

/// The next piece of a body, which may not take longer than that.
async fn next_piece<S, E>(body: &mut S, patience: Duration) -> Result<Option<Bytes>, WebError>
where
    S: Stream<Item = Result<Bytes, E>> + Unpin,
{
    match timeout(patience, body.next()).await {
        Err(_) => Err(WebError::TooSlow),
        Ok(None) => Ok(None),
        Ok(Some(Ok(piece))) => Ok(Some(piece)),
        Ok(Some(Err(_))) => Err(WebError::BrokenUpload),
    }
}

/// Reads a small body whole.
pub(crate) async fn read_whole(body: Body, most: usize, patience: Duration) -> Result<Vec<u8>, WebError> {
    let mut body = body.into_data_stream();
    let mut bytes = Vec::new();
    let reading = async {
        while let Some(piece) = next_piece(&mut body, patience).await? {
            if bytes.len() + piece.len() > most {
                return Err(WebError::TooLarge(most as u64));
            }
            bytes.extend_from_slice(&piece);
        }
        Ok(())
    };
    // A byte now and then would never let the patience of a piece run out.
    timeout(patience.saturating_mul(2), reading).await.map_err(|_| WebError::TooSlow)??;
    Ok(bytes)
}

/// Removes what a killed process left behind: uploads that nobody can be writing any more.
pub(crate) async fn remove_leftovers(folder: &Path, now: DateTime<Utc>) {
    const AGE: chrono::TimeDelta = chrono::TimeDelta::days(1);
    let Ok(mut entries) = fs::read_dir(folder).await else { return };
    while let Ok(Some(entry)) = entries.next_entry().await {
        let is_upload = entry.path().extension().is_some_and(|ending| ending == "part");
        let modified = entry.metadata().await.and_then(|about| about.modified()).map(DateTime::<Utc>::from);
        if is_upload && modified.is_ok_and(|at| now - at > AGE) {
            let _ = fs::remove_file(entry.path()).await;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_name_has_no_folders_and_nothing_that_is_no_text() {
        for (sent, name) in [
            ("OfficeUsage.csv", "OfficeUsage.csv"),
            ("../../etc/passwd", "passwd"),
            ("C:\\Users\\x\\usage.tsv", "usage.tsv"),
            (" a\r\nb\0.csv ", "ab.csv"),
            ("..", ".."),
            ("", ""),
        ] {
            assert_eq!(file_name(sent), name, "{sent:?}");
        }
        assert_eq!(file_name(&"é".repeat(500)).chars().count(), 200);
    }

    #[tokio::test]
    async fn a_body_larger_than_allowed_is_refused_before_it_is_read() {
        let patience = Duration::from_secs(1);
        assert_eq!(read_whole(Body::from("abc"), 3, patience).await.unwrap(), b"abc");
        assert!(matches!(read_whole(Body::from("abcd"), 3, patience).await, Err(WebError::TooLarge(3))));
    }

    #[tokio::test]
    async fn only_old_uploads_are_removed() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["old.part", "other.txt"] {
            std::fs::write(folder.path().join(name), "x").unwrap();
        }
        let written = std::fs::metadata(folder.path().join("old.part")).unwrap().modified().unwrap();
        let written = DateTime::<Utc>::from(written);
        remove_leftovers(folder.path(), written).await;
        assert!(folder.path().join("old.part").exists());
        remove_leftovers(folder.path(), written + chrono::TimeDelta::days(2)).await;
        assert!(!folder.path().join("old.part").exists() && folder.path().join("other.txt").exists());
    }
}
