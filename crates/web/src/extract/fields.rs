//! The fields of a form or a query: names and values, each possibly several times.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;

use crate::error::{FieldProblem, WebError};

/// Names and values, in the order in which they came.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Fields(Vec<(String, String)>);

/// More than any form of ours has, and few enough to look through.
const MOST_FIELDS: usize = 200;

/// The same of a form with lines of fields: more than a person fills in, so that too many lines are told and not cut.
const MOST_FIELDS_OF_LINES: usize = 4_000;

impl Fields {
    /// Reads `a=1&b=2`, as forms and queries are written.
    pub(crate) fn read(text: &[u8]) -> Result<Self, WebError> {
        Self::read_at_most(text, MOST_FIELDS)
    }

    /// The same of a form with lines of fields.
    pub(crate) fn read_lines(text: &[u8]) -> Result<Self, WebError> {
        Self::read_at_most(text, MOST_FIELDS_OF_LINES)
    }

    fn read_at_most(text: &[u8], most: usize) -> Result<Self, WebError> {
        let fields: Vec<(String, String)> = form_urlencoded::parse(text).into_owned().take(most + 1).collect();
        if fields.len() > most {
            return Err(WebError::Malformed);
        }
        // No text has NUL in it, and one of the databases refuses it.
        if let Some((name, _)) = fields.iter().find(|(name, value)| name.contains('\0') || value.contains('\0')) {
            return Err(WebError::field(&name.replace('\0', ""), FieldProblem::malformed()));
        }
        Ok(Self(fields))
    }

    /// Every value of a field.
    pub(crate) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(one, _)| one == name).map(|(_, value)| value.as_str())
    }

    /// The value of a field; the last where it came several times, as a browser sends a check box after its hidden twin.
    pub(crate) fn one(&self, name: &str) -> Option<&str> {
        self.0.iter().rev().find(|(one, _)| one == name).map(|(_, value)| value.as_str())
    }

    /// The value of a field without white space around it; nothing for an empty one.
    pub(crate) fn given(&self, name: &str) -> Option<&str> {
        self.one(name).map(str::trim).filter(|value| !value.is_empty())
    }

    /// The value of a field, or an empty text.
    pub(crate) fn text(&self, name: &str) -> &str {
        self.one(name).unwrap_or_default()
    }

    /// The names, in the order in which they came.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(name, _)| name.as_str())
    }

    /// How often a field came.
    pub(crate) fn count(&self, name: &str) -> usize {
        self.all(name).count()
    }
}

/// The query of a request.
impl<S: Sync> FromRequestParts<S> for Fields {
    type Rejection = WebError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, WebError> {
        Self::read(parts.uri.query().unwrap_or_default().as_bytes())
    }
}

/// The form of a request, after its token was checked: [`crate::gate`] puts it there, and nothing else does.
#[derive(Debug)]
pub(crate) struct Form(pub(crate) Fields);

/// A form whose token was right.
#[derive(Debug, Clone)]
pub(crate) struct CheckedForm(pub(crate) Fields);

impl<S: Sync> FromRequestParts<S> for Form {
    type Rejection = WebError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, WebError> {
        let form = parts.extensions.remove::<CheckedForm>();
        form.map(|form| Self(form.0)).ok_or_else(|| WebError::internal("a handler reads a form that nobody checked"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_decoded_and_may_come_several_times() {
        let fields = Fields::read(b"q=a+b%26c&location=1&location=2&empty=+").unwrap();
        assert_eq!(fields.one("q"), Some("a b&c"));
        assert_eq!(fields.all("location").collect::<Vec<_>>(), ["1", "2"]);
        assert_eq!(fields.one("location"), Some("2"));
        assert_eq!((fields.given("empty"), fields.one("absent"), fields.text("absent")), (None, None, ""));
    }

    #[test]
    fn nul_and_hosts_of_fields_are_refused() {
        assert!(Fields::read(b"q=a%00b").is_err());
        assert!(Fields::read("a&".repeat(MOST_FIELDS + 1).as_bytes()).is_err());
        assert!(Fields::read("a&".repeat(MOST_FIELDS).as_bytes()).is_ok());
    }
}
