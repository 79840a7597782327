//! That a form was sent from one of our own pages, by the browser that was given it.
//!
//! Two independent checks: where the browser says the request comes from, and a token that only a page of
//! this session can know. The token is masked with fresh random bytes on every page, so that compression
//! cannot leak it piece by piece (BREACH).

use axum::http::{HeaderMap, Uri, header};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::planted::{Fault, planted};
use sha2::{Digest, Sha256};

use crate::state::Config;

/// What tokens of a session, or of a visit before signing in, are made from.
#[derive(Clone)]
pub(crate) struct Seed([u8; 32]);

impl Seed {
    /// The seed of a session, or of a visit, by its secret.
    pub(crate) fn of(secret: &str) -> Self {
        Self(Sha256::new().chain_update("uptake csrf").chain_update(secret).finalize().into())
    }

    /// A token for one page, masked with bytes that were never used before.
    pub(crate) fn token(&self, pad: [u8; 32]) -> String {
        let mut token = [0; 64];
        let (left, right) = token.split_at_mut(32);
        left.copy_from_slice(&pad);
        for (byte, (seed, pad)) in right.iter_mut().zip(self.0.iter().zip(pad)) {
            *byte = seed ^ pad;
        }
        URL_SAFE_NO_PAD.encode(token)
    }

    /// Whether a token was made from this seed. Takes the same time wherever it differs.
    pub(crate) fn made(&self, token: &str) -> bool {
        let Ok(token) = URL_SAFE_NO_PAD.decode(token) else { return false };
        let Some((pad, masked)) = token.split_at_checked(32).filter(|(_, masked)| masked.len() == 32) else {
            return false;
        };
        let difference =
            masked.iter().zip(pad).zip(self.0).fold(0, |sum, ((masked, pad), seed)| sum | (masked ^ pad ^ seed));
        std::hint::black_box(difference) == 0
    }
}

impl std::fmt::Debug for Seed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Seed(..)")
    }
}

/// Whether a browser that sent this request says that it comes from one of our own pages.
///
/// Browsers say so in `Sec-Fetch-Site`; older ones name the page in `Origin` or `Referer`. A program that is
/// no browser says nothing: it holds no one else's cookie, and the token still counts.
pub(crate) fn comes_from_here(headers: &HeaderMap, config: &Config) -> bool {
    if planted(Fault::OriginNotChecked) {
        return true;
    }
    let text = |name: header::HeaderName| headers.get(name).map(|value| value.to_str().unwrap_or("?"));
    if let Some(site) = headers.get("sec-fetch-site") {
        return matches!(site.as_bytes(), b"same-origin" | b"none");
    }
    let host = match &config.public_url {
        Some(url) => Some(url.host().to_owned()),
        None => text(header::HOST).map(str::to_ascii_lowercase),
    };
    match text(header::ORIGIN).or_else(|| text(header::REFERER)) {
        Some(page) => host.is_some() && host_of(page) == host,
        None => true,
    }
}

/// Host and port of an address, as far as it is one.
fn host_of(page: &str) -> Option<String> {
    let url: Uri = page.parse().ok()?;
    let authority = url.authority()?;
    let usual_port = if url.scheme_str() == Some("https") { 443 } else { 80 };
    let host = match authority.port_u16() {
        Some(port) if port != usual_port => format!("{}:{port}", authority.host()),
        _ => authority.host().to_owned(),
    };
    Some(host.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_another_on_every_page_and_each_is_known() {
        let seed = Seed::of("a secret");
        let (first, second) = (seed.token([7; 32]), seed.token([8; 32]));
        assert_ne!(first, second);
        assert!(seed.made(&first) && seed.made(&second));
        assert!(!Seed::of("another secret").made(&first));
    }

    #[test]
    fn what_was_not_made_from_the_seed_is_refused() {
        let seed = Seed::of("a secret");
        let token = seed.token([7; 32]);
        let mut changed = token.clone().into_bytes();
        changed[70] = if changed[70] == b'A' { b'B' } else { b'A' };
        let changed = String::from_utf8(changed).unwrap();
        for token in ["", "AAAA", "?", &token[1..], &format!("{token}AAAA"), &changed] {
            assert!(!seed.made(token), "{token}");
        }
    }

    fn says(config: &Config, headers: &[(&'static str, &str)]) -> bool {
        let pairs = headers.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap()));
        let pairs: Vec<(header::HeaderName, header::HeaderValue)> = pairs.collect();
        comes_from_here(&HeaderMap::from_iter(pairs), config)
    }

    #[test]
    fn a_form_of_another_site_is_told_from_our_own() {
        let config = Config::default();
        let host = ("host", "127.0.0.1:8080");
        assert!(says(&config, &[host, ("sec-fetch-site", "same-origin")]));
        assert!(says(&config, &[host, ("sec-fetch-site", "none")]));
        assert!(!says(&config, &[host, ("sec-fetch-site", "same-site"), ("origin", "http://127.0.0.1:8080")]));
        assert!(!says(&config, &[host, ("sec-fetch-site", "cross-site")]));
        assert!(says(&config, &[host, ("origin", "http://127.0.0.1:8080")]));
        assert!(!says(&config, &[host, ("origin", "http://127.0.0.1:8081")]));
        assert!(!says(&config, &[host, ("origin", "null"), ("referer", "http://127.0.0.1:8080/")]));
        assert!(says(&config, &[host, ("referer", "http://127.0.0.1:8080/sign-in?next=%2F")]));
        assert!(!says(&config, &[host, ("referer", "http://evil.example/127.0.0.1:8080")]));
        assert!(says(&config, &[host]));
    }

    #[test]
    fn behind_a_proxy_the_public_address_counts_and_not_the_host_that_it_sends() {
        let config = Config { public_url: "https://uptake.example".parse().ok(), ..Config::default() };
        assert!(says(&config, &[("host", "10.0.0.7:8080"), ("origin", "https://uptake.example")]));
        assert!(!says(&config, &[("host", "evil.example"), ("origin", "https://evil.example")]));
    }
}
