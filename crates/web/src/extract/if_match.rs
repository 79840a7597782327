//! From which version a program changes something: `If-Match`, with the `ETag` that came with what it read (S15.1).

use app::Expected;
use axum::extract::FromRequestParts;
use axum::http::header;
use axum::http::request::Parts;
use domain::planted::{Fault, planted};

use crate::error::{FieldProblem, WebError};

/// The versions from which the change may be made. A request that names none is refused: whoever changes something has
/// to have seen it.
#[derive(Debug)]
pub(crate) struct IfMatch(pub(crate) Expected);

impl<S: Sync> FromRequestParts<S> for IfMatch {
    type Rejection = WebError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, WebError> {
        let given: Vec<_> = parts.headers.get_all(header::IF_MATCH).iter().collect();
        if given.is_empty() {
            return Err(WebError::NoVersion);
        }
        let malformed = || WebError::field("If-Match", FieldProblem::malformed());
        let mut texts = Vec::new();
        for value in given {
            texts.push(value.to_str().map_err(|_| malformed())?);
        }
        if planted(Fault::IfMatchIgnored) {
            return Ok(Self(Expected::Any));
        }
        read(&texts.join(",")).map(Self).ok_or_else(malformed)
    }
}

/// The same where a request may leave it out: then whatever stands there is changed.
#[derive(Debug)]
pub(crate) struct IfMatchGiven(pub(crate) Expected);

impl<S: Sync> FromRequestParts<S> for IfMatchGiven {
    type Rejection = WebError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, WebError> {
        if !parts.headers.contains_key(header::IF_MATCH) {
            return Ok(Self(Expected::Any));
        }
        let IfMatch(expected) = IfMatch::from_request_parts(parts, state).await?;
        Ok(Self(expected))
    }
}

/// Reads a list of entity tags (RFC 9110, 13.1.1), or `*`.
///
/// A weak tag counts as the strong one: a proxy that compresses answers makes tags weak on the way out, and ours name
/// the version of a thing and not the bytes of an answer.
pub(super) fn read(text: &str) -> Option<Expected> {
    if text.trim() == "*" {
        return Some(Expected::Any);
    }
    let tags = text.split(',').map(str::trim).filter(|tag| !tag.is_empty());
    let tags: Vec<_> = tags.map(opaque).collect::<Option<_>>()?;
    (!tags.is_empty()).then_some(Expected::OneOf(tags))
}

/// What stands between the quotation marks of a tag. Ours have no comma in them.
fn opaque(tag: &str) -> Option<String> {
    let strong = tag.strip_prefix("W/").unwrap_or(tag);
    let inner = strong.strip_prefix('"')?.strip_suffix('"')?;
    (!inner.contains('"')).then(|| inner.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_is_named_by_its_tag_alone() {
        let one_of = |tags: &[&str]| Some(Expected::OneOf(tags.iter().map(|&tag| tag.to_owned()).collect()));
        assert_eq!(read(r#""3""#), one_of(&["3"]));
        assert_eq!(read(r#"W/"3""#), one_of(&["3"]), "as a proxy that compresses hands it on");
        assert_eq!(read(r#" "1-2" ,, "x" "#), one_of(&["1-2", "x"]));
        assert_eq!(read(" * "), Some(Expected::Any));
        for text in ["", ",", "3", r#""3"#, r#"3""#, r#"w/"3""#, r#""3" 4"#, r#"*, "3""#, r#"""3"""#] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
