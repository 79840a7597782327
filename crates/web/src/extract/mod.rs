//! What handlers take from a request: who calls, path, query, form, JSON and upload.
//!
//! Every one of them refuses malformed input with [`crate::error::WebError`], so that a page answers
//! with a page and the API with a problem. Deliberately absent: any decision on who may do what.

mod address;
mod caller;
mod cookie;
pub(crate) mod csrf;
pub(crate) mod fields;
#[cfg(any(test, fuzzing))]
pub mod hostile;
mod if_match;
mod json;
mod language;
pub(crate) mod licence_query;
mod next;
pub(crate) mod opportunity_query;
mod path;
pub(crate) mod referral_query;
pub(crate) mod tenant_query;
pub(crate) mod upload;

pub(crate) use address::Peer;
pub(crate) use caller::Caller;
pub(crate) use cookie::{
    Lasting, flash_cookie, known_cookie, preference_cookies, provider_cookie, session_cookie, step_cookie,
};
pub(crate) use fields::{Fields, Form};
pub(crate) use if_match::{IfMatch, IfMatchGiven};
pub(crate) use json::{Json, JsonOrNothing, NewJson};
pub(crate) use next::Next;
pub(crate) use path::InPath;
pub(crate) use upload::{Upload, remove_leftovers};
