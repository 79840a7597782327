//! The cookies: session, known browser, visit before signing in, the step between password and code, language and theme of
//! visitors, notice after an action.

use axum::http::{HeaderMap, HeaderValue};
use axum_extra::extract::cookie::{Cookie, CookieJar, SameSite};
use domain::person::{Language, Theme};
use domain::planted::{Fault, planted};

/// One of the cookies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Name {
    Session,
    Known,
    Visit,
    Provider,
    Step,
    Language,
    Theme,
    Flash,
}

impl Name {
    /// With the prefix `__Host-` a browser takes the cookie from this host by TLS alone, so that no neighbour can plant
    /// one.
    fn text(self, is_secure: bool) -> &'static str {
        match (self, is_secure) {
            (Self::Session, true) => "__Host-uptake-session",
            (Self::Session, false) => "uptake-session",
            (Self::Known, true) => "__Host-uptake-known",
            (Self::Known, false) => "uptake-known",
            (Self::Visit, true) => "__Host-uptake-visit",
            (Self::Visit, false) => "uptake-visit",
            (Self::Provider, true) => "__Host-uptake-provider",
            (Self::Provider, false) => "uptake-provider",
            (Self::Step, true) => "__Host-uptake-step",
            (Self::Step, false) => "uptake-step",
            (Self::Language, true) => "__Host-uptake-language",
            (Self::Language, false) => "uptake-language",
            (Self::Theme, true) => "__Host-uptake-theme",
            (Self::Theme, false) => "uptake-theme",
            (Self::Flash, true) => "__Host-uptake-flash",
            (Self::Flash, false) => "uptake-flash",
        }
    }
}

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
        self.value(Name::Session)
    }

    /// The secret by which the browser is known where somebody signed in before.
    pub(super) fn known(&self) -> Option<&str> {
        self.value(Name::Known)
    }

    /// The secret of a visit before signing in.
    pub(super) fn visit(&self) -> Option<&str> {
        self.value(Name::Visit)
    }

    /// The secret of whoever is at a provider.
    pub(super) fn provider(&self) -> Option<&str> {
        self.value(Name::Provider)
    }

    /// The secret of whoever proved their password and nothing else yet.
    pub(super) fn step(&self) -> Option<&str> {
        self.value(Name::Step)
    }

    /// The language chosen by somebody who is not signed in.
    pub(super) fn language(&self) -> Option<Language> {
        self.value(Name::Language).and_then(Language::from_tag)
    }

    /// The theme chosen by somebody who is not signed in.
    pub(super) fn theme(&self) -> Option<Theme> {
        self.value(Name::Theme).and_then(Theme::from_code)
    }

    /// The code of the notice about the last action.
    pub(super) fn flash(&self) -> Option<&str> {
        self.value(Name::Flash)
    }

    fn value(&self, name: Name) -> Option<&str> {
        self.jar.get(name.text(self.is_secure)).map(Cookie::value).filter(|value| !value.is_empty())
    }
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
    written(Name::Session, secret, lasting, is_secure)
}

/// The cookie by which a browser is known the next time somebody signs in; it signs nobody in.
pub(crate) fn known_cookie(secret: &str, seconds: i64, is_secure: bool) -> Option<HeaderValue> {
    written(Name::Known, secret, Lasting::Seconds(seconds), is_secure)
}

/// The cookie by which a browser is known when it comes back from a provider.
pub(crate) fn provider_cookie(secret: &str, lasting: Lasting, is_secure: bool) -> Option<HeaderValue> {
    written(Name::Provider, secret, lasting, is_secure)
}

/// The cookie of whoever proved their password and nothing else yet; it signs nobody in.
pub(crate) fn step_cookie(secret: &str, lasting: Lasting, is_secure: bool) -> Option<HeaderValue> {
    written(Name::Step, secret, lasting, is_secure)
}

/// The cookie to which forms before signing in are bound.
pub(super) fn visit_cookie(secret: &str, is_secure: bool) -> Option<HeaderValue> {
    written(Name::Visit, secret, Lasting::Browser, is_secure)
}

/// The cookie that names the notice to show on the next page.
pub(crate) fn flash_cookie(code: &str, lasting: Lasting, is_secure: bool) -> Option<HeaderValue> {
    written(Name::Flash, code, lasting, is_secure)
}

/// The cookies with what somebody who is not signed in chose.
pub(crate) fn preference_cookies(
    language: Option<Language>,
    theme: Option<Theme>,
    is_secure: bool,
) -> impl Iterator<Item = HeaderValue> {
    const YEAR: Lasting = Lasting::Seconds(365 * 24 * 3600);
    let language = language.and_then(|language| written(Name::Language, language.tag(), YEAR, is_secure));
    let theme = theme.and_then(|theme| written(Name::Theme, theme.code(), YEAR, is_secure));
    [language, theme].into_iter().flatten()
}

fn written(name: Name, value: &str, lasting: Lasting, is_secure: bool) -> Option<HeaderValue> {
    let mut cookie = Cookie::new(name.text(is_secure), value);
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
    use axum::http::header;

    #[test]
    fn the_session_cookie_is_bound_to_host_and_tls_where_there_is_tls() {
        let cookie = session_cookie("abc", Lasting::Seconds(60), true).unwrap();
        assert_eq!(cookie, "__Host-uptake-session=abc; HttpOnly; SameSite=Lax; Secure; Path=/; Max-Age=60");
        let cookie = session_cookie("abc", Lasting::Browser, false).unwrap();
        assert_eq!(cookie, "uptake-session=abc; HttpOnly; SameSite=Lax; Path=/");
    }

    #[test]
    fn every_cookie_is_bound_to_host_and_tls_where_there_is_tls() {
        let written = |is_secure| {
            let mut all: Vec<HeaderValue> =
                preference_cookies(Some(Language::Dutch), Some(Theme::Dark), is_secure).collect();
            all.extend(flash_cookie("view_saved", Lasting::Browser, is_secure));
            all.extend(visit_cookie("abc", is_secure));
            all.extend(session_cookie("abc", Lasting::Browser, is_secure));
            all.extend(provider_cookie("abc", Lasting::Browser, is_secure));
            all.extend(step_cookie("abc", Lasting::Browser, is_secure));
            all.into_iter().map(|cookie| cookie.to_str().unwrap().to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(written(true).len(), 7);
        for cookie in written(true) {
            assert!(cookie.starts_with("__Host-uptake-") && cookie.contains("; Secure; Path=/"), "{cookie}");
        }
        for cookie in written(false) {
            assert!(cookie.starts_with("uptake-") && !cookie.contains("Secure"), "{cookie}");
        }
    }

    #[test]
    fn where_there_is_tls_a_cookie_without_the_prefix_counts_for_nothing() {
        let bare = "uptake-session=a; uptake-visit=b; uptake-language=nl; uptake-theme=dark; uptake-flash=view_saved";
        let read = |text: &str, is_secure| {
            let cookies = Cookies::of(&HeaderMap::from_iter([(header::COOKIE, text.parse().unwrap())]), is_secure);
            let texts = [cookies.session(), cookies.visit(), cookies.flash()].map(|text| text.map(str::to_owned));
            (texts, cookies.language(), cookies.theme())
        };
        let all =
            |texts: [&str; 3]| (texts.map(|text| Some(text.to_owned())), Some(Language::Dutch), Some(Theme::Dark));
        let nothing = ([const { None }; 3], None, None);
        assert_eq!(read(bare, true), nothing);
        assert_eq!(read(bare, false), all(["a", "b", "view_saved"]));
        let bound = bare.replace("uptake-", "__Host-uptake-");
        assert_eq!(read(&bound, true), all(["a", "b", "view_saved"]));
        assert_eq!(read(&bound, false), nothing);
    }
}
