//! What stands in the path. What cannot be there does not exist: 404, the same as for what is not there.

use axum::extract::{FromRequestParts, RawPathParams};
use axum::http::request::Parts;
use domain::TenantId;
use uuid::Uuid;

use crate::error::WebError;

/// A value of the path.
#[derive(Debug)]
pub(crate) struct InPath<T>(pub(crate) T);

/// What can stand in a path.
pub(crate) trait ReadFromPath: Sized {
    /// The value, from the parts of the path that the route names, in their order.
    fn read(parts: &[&str]) -> Option<Self>;
}

impl<S: Sync + Send, T: ReadFromPath> FromRequestParts<S> for InPath<T> {
    type Rejection = WebError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, WebError> {
        let params = RawPathParams::from_request_parts(parts, state).await.map_err(|_| WebError::NotFound)?;
        let values: Vec<&str> = params.iter().map(|(_, value)| value).collect();
        if values.iter().any(|value| value.contains('\0')) {
            return Err(WebError::NotFound);
        }
        T::read(&values).map(Self).ok_or(WebError::NotFound)
    }
}

impl ReadFromPath for Uuid {
    fn read(parts: &[&str]) -> Option<Self> {
        // Only the usual form: `{..}` and spaces around it would be further addresses of the same page.
        parts.first().filter(|text| text.len() == 36).and_then(|text| text.parse().ok())
    }
}

impl ReadFromPath for TenantId {
    fn read(parts: &[&str]) -> Option<Self> {
        Uuid::read(parts).map(Self)
    }
}

impl ReadFromPath for (String, Uuid) {
    fn read(parts: &[&str]) -> Option<Self> {
        let [one, id] = parts else { return None };
        Some(((*one).to_owned(), Uuid::read(&[id])?))
    }
}

impl ReadFromPath for (String, String) {
    fn read(parts: &[&str]) -> Option<Self> {
        let [one, other] = parts else { return None };
        Some(((*one).to_owned(), (*other).to_owned()))
    }
}

impl ReadFromPath for (TenantId, String) {
    fn read(parts: &[&str]) -> Option<Self> {
        let [tenant_id, code] = parts else { return None };
        Some((TenantId::read(&[tenant_id])?, (*code).to_owned()))
    }
}

impl ReadFromPath for i64 {
    fn read(parts: &[&str]) -> Option<Self> {
        let text = parts.first()?;
        text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok()).flatten()
    }
}

impl ReadFromPath for String {
    fn read(parts: &[&str]) -> Option<Self> {
        parts.first().map(|text| (*text).to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_thing_has_one_address() {
        let id = "0b8e1c64-6c1f-4b3e-9a55-0a1f2b3c4d5e";
        assert!(TenantId::read(&[id]).is_some());
        for text in ["", "x", "{0b8e1c64-6c1f-4b3e-9a55-0a1f2b3c4d5e}", " 0b8e1c64-6c1f-4b3e-9a55-0a1f2b3c4d5e"] {
            assert_eq!(TenantId::read(&[text]), None, "{text}");
        }
        assert_eq!(i64::read(&["42"]), Some(42));
        for text in ["", "-1", "+1", "1.0", "0x1", "99999999999999999999"] {
            assert_eq!(i64::read(&[text]), None, "{text}");
        }
    }
}
