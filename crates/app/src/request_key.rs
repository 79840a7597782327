//! Requests that may come twice and count once (S15.1).
//!
//! A program that does not know whether its request arrived sends it again under the same key. What was made the first
//! time is read anew and given again, as far as the caller may see it by then; no answer is kept, so that nothing of a
//! person stays behind in it.

use domain::id::PersonId;
use domain::planted::{Fault, planted};
use sha2::{Digest as _, Sha256};
use store::Tx;

use crate::identity::Who;
use crate::{App, AppError, Problem};

/// The longest key, in bytes.
const LONGEST_KEY: usize = 255;

/// How long a key is known, in milliseconds: a day.
const KEPT_MILLIS: i64 = 24 * 3_600_000;

/// The field by which a problem names the key.
const FIELD: &str = "Idempotency-Key";

/// The key of a request, with what it is held against when it comes again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestKey {
    key: String,
    route: String,
    body_hash: Vec<u8>,
}

impl RequestKey {
    /// The key that a program gave its request, of 1 to 255 visible ASCII characters, with method and path, and the body
    /// byte by byte.
    pub fn new(key: &str, route: &str, body: &[u8]) -> Result<Self, AppError> {
        if key.is_empty() || key.len() > LONGEST_KEY || !key.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(AppError::field(FIELD, Problem::Malformed));
        }
        Ok(Self { key: key.to_owned(), route: route.to_owned(), body_hash: Sha256::digest(body).to_vec() })
    }
}

/// Whose keys they are: everybody has their own.
fn owner(who: &Who) -> Option<PersonId> {
    if planted(Fault::RequestKeysOfEverybody) { Some(PersonId(1)) } else { who.person() }
}

impl App {
    /// Whether a request was made before under its key: the handle of what it made then. The same key for anything else is
    /// refused. Asked in the transaction that makes something, before it does.
    pub(crate) async fn made_before(
        &self,
        tx: &mut Tx,
        who: &Who,
        key: Option<&RequestKey>,
    ) -> Result<Option<String>, AppError> {
        let (Some(key), Some(person)) = (key, owner(who)) else { return Ok(None) };
        tx.forget_request_keys(who.now - KEPT_MILLIS).await?;
        let before = tx.take_request_key(person, &key.key, &key.route, &key.body_hash, who.now).await?;
        match before {
            None => Ok(None),
            Some(before) if before.route == key.route && before.body_hash == key.body_hash => Ok(Some(before.made)),
            Some(_) => Err(AppError::field(FIELD, Problem::KeyOfAnother)),
        }
    }

    /// Writes down what a request made, in the transaction that makes it.
    pub(crate) async fn note_made(
        &self,
        tx: &mut Tx,
        who: &Who,
        key: Option<&RequestKey>,
        handle: &str,
    ) -> Result<(), AppError> {
        let (Some(key), Some(person)) = (key, owner(who)) else { return Ok(()) };
        Ok(tx.note_made(person, &key.key, handle).await?)
    }
}
