//! The cookies: session, visit before signing in, language and theme of visitors, notice after an action.

use axum::http::{HeaderMap, HeaderValue};
use axum_extra::extract::cookie::{Cookie, CookieJar, SameSite};
use domain::person::{Language, Theme};
use domain::planted::{Fault, planted};

const LANGUAGE: &str = "uptake-language";
const THEME: &str = "uptake-theme";
const FLASH: &str = "uptake-flash";

/// The cookies of a request.
pub(crate) struct Cookies {
    jar: CookieJar,
    is_secure: bool,
}

impl Cookies {
    /// The cookies that a request brought. Where people come by TLS, only cookies bound to it count.
    pub(crate) fn of(headers: &HeaderMap, is_secure: bool) -> Self {
        Self { jar: CookieJar::from_headers(headers), is_secure }
    }

    /// The secret of the session.
    pub(crate) fn session(&self) -> Option<&str> {
        self.value(session_name(self.is_secure))
    }

    /// The secret of a visit before signing in.
    pub(super) fn visit(&self) -> Option<&str> {
        self.value(visit_name(self.is_secure))
    }

    /// The language chosen by somebody who is not signed in.
    pub(super) fn language(&self) -> Option<Language> {
        self.value(LANGUAGE).and_then(Language::from_tag)
    }

    /// The theme chosen by somebody who is not signed in.
    pub(super) fn theme(&self) -> Option<Theme> {
        self.value(THEME).and_then(Theme::from_code)
    }

    /// The code of the notice about the last action.
    pub(super) fn flash(&self) -> Option<&str> {
        self.value(FLASH)
    }

    fn value(&self, name: &str) -> Option<&str> {
        self.jar.get(name).map(Cookie::value).filter(|value| !value.is_empty())
    }
}

/// With the prefix `__Host-` a browser takes the cookie from this host by TLS alone, so that no neighbour can plant one.
fn session_name(is_secure: bool) -> &'static str {
    if is_secure { "__Host-uptake-session" } else { "uptake-session" }
}

fn visit_name(is_secure: bool) -> &'static str {
    if is_secure { "__Host-uptake-visit" } else { "uptake-visit" }
}

/// How long a cookie stays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Lasting {
    /// Until the browser is closed.
    Browser,
    /// That many seconds; none removes it.
    Seconds(i64),
}

/// The cookie that signs a browser in, or, lasting no time, out.
pub(crate) fn session_cookie(secret: &str, lasting: Lasting, is_secure: bool) -> Option<HeaderValue> {
    written(session_name(is_secure), secret, lasting, is_secure)
}

/// The cookie to which forms before signing in are bound.
pub(super) fn visit_cookie(secret: &str, is_secure: bool) -> Option<HeaderValue> {
    written(visit_name(is_secure), secret, Lasting::Browser, is_secure)
}

/// The cookie that names the notice to show on the next page.
pub(crate) fn flash_cookie(code: &str, lasting: Lasting, is_secure: bool) -> Option<HeaderValue> {
    written(FLASH, code, lasting, is_secure)
}

/// The cookies with what somebody who is not signed in chose.
pub(crate) fn preference_cookies(
    language: Option<Language>,
    theme: Option<Theme>,
    is_secure: bool,
) -> impl Iterator<Item = HeaderValue> {
    const YEAR: Lasting = Lasting::Seconds(365 * 24 * 3600);
    let language = language.and_then(|language| written(LANGUAGE, language.tag(), YEAR, is_secure));
    let theme = theme.and_then(|theme| written(THEME, theme.code(), YEAR, is_secure));
    [language, theme].into_iter().flatten()
}

fn written(name: &str, value: &str, lasting: Lasting, is_secure: bool) -> Option<HeaderValue> {
    let mut cookie = Cookie::new(name, value);
    cookie.set_path("/");
    cookie.set_http_only(!planted(Fault::CookieForScripts));
    cookie.set_secure(is_secure && !planted(Fault::CookieWithoutTls));
    // Chosen explicitly: without it, browsers send the cookie with foreign forms for two minutes.
    cookie.set_same_site((!planted(Fault::CookieForOtherSites)).then_some(SameSite::Lax));
    let text = match lasting {
        Lasting::Browser => cookie.to_string(),
        Lasting::Seconds(seconds) => format!("{cookie}; Max-Age={}", seconds.max(0)),
    };
    HeaderValue::from_str(&text).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_session_cookie_is_bound_to_host_and_tls_where_there_is_tls() {
        let cookie = session_cookie("abc", Lasting::Seconds(60), true).unwrap();
        assert_eq!(cookie, "__Host-uptake-session=abc; HttpOnly; SameSite=Lax; Secure; Path=/; Max-Age=60");
        let cookie = session_cookie("abc", Lasting::Browser, false).unwrap();
        assert_eq!(cookie, "uptake-session=abc; HttpOnly; SameSite=Lax; Path=/");
    }

    #[test]
    fn where_there_is_tls_a_cookie_without_the_prefix_is_nobody() {
        let headers = HeaderMap::from_iter([(axum::http::header::COOKIE, "uptake-session=planted".parse().unwrap())]);
        assert_eq!(Cookies::of(&headers, true).session(), None);
        assert_eq!(Cookies::of(&headers, false).session(), Some("planted"));
    }
}
