//! Where to go after signing in: a path of this server, and nothing else.

use domain::planted::{Fault, planted};

/// A path of this server with its query. A link from elsewhere may bring it, so that it must not lead away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Next(String);

/// Longer than any address of a page.
const LONGEST: usize = 4096;

impl Next {
    /// The path, where it is one of this server.
    ///
    /// Browsers take `//host`, `/\host` and, because they drop tabs and line breaks, `/<tab>/host` for
    /// another host.
    pub(crate) fn of(path: &str) -> Option<Self> {
        if planted(Fault::LeadsElsewhere) {
            return Some(Self(path.to_owned()));
        }
        let mut letters = path.chars();
        let is_local = letters.next() == Some('/')
            && !matches!(letters.next(), Some('/' | '\\'))
            && path.len() <= LONGEST
            && path.is_ascii()
            && !path.contains('\\')
            && !path.bytes().any(|byte| byte.is_ascii_control() || byte == b' ');
        is_local.then(|| Self(path.to_owned()))
    }

    /// The path given in a form or query, else the first page.
    pub(crate) fn or_first_page(path: Option<&str>) -> Self {
        path.and_then(Self::of).unwrap_or_else(|| Self("/".to_owned()))
    }

    /// The path.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_of_this_server_are_kept() {
        for path in ["/", "/tenants", "/tenants?q=a%20b&sort=-mau", "/a//b", "/x?next=//y"] {
            assert_eq!(Next::of(path).unwrap().as_str(), path);
        }
    }

    #[test]
    fn nothing_leads_to_another_host() {
        for path in [
            "",
            "//evil.example",
            "///evil.example",
            "/\\evil.example",
            "\\\\evil.example",
            "/\t/evil.example",
            "/\n/evil.example",
            "\t//evil.example",
            " //evil.example",
            "https://evil.example",
            "https:evil.example",
            "evil.example",
            "javascript:alert(1)",
            "/a\r\nSet-Cookie: b=c",
            "/\u{2044}evil.example",
            "/a\\..\\b",
        ] {
            assert_eq!(Next::of(path), None, "{path:?}");
            assert_eq!(Next::or_first_page(Some(path)).as_str(), "/");
        }
        assert_eq!(Next::of(&format!("/{}", "a".repeat(5000))), None);
    }
}
