//! Who calls, as far as the request says. Whether it is true, and what they may do, is for the verb to find.

use app::{Credential, Ctx, Door, Viewer, Visit};
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, header};
use domain::person::{Language, Theme};
use domain::planted::{Fault, planted};
use locale::Words;

use super::cookie::{Cookies, visit_cookie};
use super::csrf::Seed;
use super::{address, language};
use crate::error::WebError;
use crate::routes::Kind;
use crate::state::Web;

/// Who calls, as far as the request says.
#[derive(Debug, Clone)]
pub(crate) struct Caller {
    /// The credential, door, address and number of the request, for the verbs.
    pub(crate) ctx: Ctx,
    /// What the browser says it is.
    pub(crate) user_agent: String,
    known_browser: Option<String>,
    /// The secret of whoever is at a provider.
    pub(crate) provider_visit: Option<String>,
    /// The secret of whoever proved their password and nothing else yet.
    pub(crate) second_step: Option<String>,
    /// The language of the cookie, else of the browser.
    language: Language,
    /// The theme of the cookie.
    theme: Theme,
    /// What the tokens of this session's or visit's forms are made from.
    pub(crate) seed: Seed,
    /// The cookie of a visit that begins with this request.
    pub(crate) new_visit: Option<HeaderValue>,
    /// The notice about the last action, by its code.
    pub(crate) flash: Option<String>,
    /// Path and query.
    pub(crate) path: String,
}

/// Longer than that, what a browser says of itself is cut.
const LONGEST_USER_AGENT: usize = 200;

impl Caller {
    /// Reads who calls from a request of that kind.
    pub(crate) fn of(web: &Web, parts: &Parts, kind: Kind, request_id: String) -> Self {
        let is_secure = web.config.secure_cookies();
        let cookies = Cookies::of(&parts.headers, is_secure);
        let address = address::client(parts.extensions.get().copied(), &parts.headers, &web.config.trusted_proxies);
        let (door, credential) = match kind {
            // Cookies do not count here, so that no foreign page can use them.
            Kind::Api if planted(Fault::SessionOpensApi) && cookies.session().is_some() => {
                (Door::Api, cookies.session().map_or(Credential::Nobody, |secret| Credential::Session(secret.into())))
            }
            Kind::Api => (Door::Api, bearer(&parts.headers).map_or(Credential::Nobody, Credential::Token)),
            _ => {
                (Door::Page, cookies.session().map_or(Credential::Nobody, |secret| Credential::Session(secret.into())))
            }
        };
        let (seed, new_visit) = seed(web, &cookies, is_secure);
        // Programs get English unless they ask for another language; cookies are for browsers.
        let chosen = cookies.language().filter(|_| kind != Kind::Api);
        Self {
            ctx: Ctx {
                credential,
                door,
                request_id,
                address: address.map(|address| address.to_string()).unwrap_or_default(),
            },
            known_browser: cookies.known().map(str::to_owned),
            provider_visit: cookies.provider().map(str::to_owned),
            second_step: cookies.step().map(str::to_owned),
            user_agent: text(&parts.headers, &header::USER_AGENT).chars().take(LONGEST_USER_AGENT).collect(),
            language: chosen.unwrap_or_else(|| language::accepted(&parts.headers)),
            theme: cookies.theme().unwrap_or_default(),
            seed,
            new_visit,
            flash: cookies.flash().map(str::to_owned),
            path: parts.uri.path_and_query().map_or_else(|| "/".to_owned(), ToString::to_string),
        }
    }

    /// The words for a person, or for whoever is not signed in: the person's choice counts before the browser's.
    pub(crate) fn words(&self, viewer: Option<&Viewer>) -> &'static Words {
        Words::of(viewer.and_then(|viewer| viewer.language).unwrap_or(self.language))
    }

    /// The theme for a person, or for whoever is not signed in.
    pub(crate) fn theme(&self, viewer: Option<&Viewer>) -> Theme {
        viewer.map_or(self.theme, |viewer| viewer.theme)
    }

    /// Somebody who is about to sign in.
    pub(crate) fn visit(&self) -> Visit {
        Visit {
            address: self.ctx.address.clone(),
            user_agent: self.user_agent.clone(),
            request_id: self.ctx.request_id.clone(),
            known_browser: self.known_browser.clone(),
        }
    }

    /// Whether the request brought a credential, good or not.
    pub(crate) fn has_credential(&self) -> bool {
        self.ctx.credential != Credential::Nobody
    }
}

/// The token of `Authorization: Bearer`.
pub(super) fn bearer(headers: &HeaderMap) -> Option<String> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    let token = token.trim();
    (scheme.eq_ignore_ascii_case("bearer") && !token.is_empty()).then(|| token.to_owned())
}

/// What form tokens are made from: the session, or a visit, which begins here where there is neither.
fn seed(web: &Web, cookies: &Cookies, is_secure: bool) -> (Seed, Option<HeaderValue>) {
    if let Some(secret) = cookies.session().or_else(|| cookies.visit()) {
        return (Seed::of(secret), None);
    }
    let secret = web.random_text();
    (Seed::of(&secret), visit_cookie(&secret, is_secure))
}

fn text<'a>(headers: &'a HeaderMap, name: &header::HeaderName) -> &'a str {
    headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

impl<S: Sync> FromRequestParts<S> for Caller {
    type Rejection = WebError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, WebError> {
        let caller = parts.extensions.get::<Self>().cloned();
        caller.ok_or_else(|| WebError::internal("a request came past the gate"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_bearer_token_is_one() {
        let of = |value: &str| bearer(&HeaderMap::from_iter([(header::AUTHORIZATION, value.parse().unwrap())]));
        assert_eq!(of("Bearer abc"), Some("abc".into()));
        assert_eq!(of("bearer  abc "), Some("abc".into()));
        for value in ["", "Bearer", "Bearer ", "Basic abc", "abc"] {
            assert_eq!(of(value), None, "{value}");
        }
    }
}
