//! ID tokens: read, verified, and held against what was asked.

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use domain::planted::{Fault as Planted, planted};
use serde::Deserialize;
use uuid::Uuid;

use crate::keys::{Algorithm, Keys};
use crate::settings::{Directory, EACH_DIRECTORY, ProviderSettings};
use crate::{Fault, Identity};

/// The longest token.
const LONGEST: usize = 32 * 1024;

/// By how much the provider's clock may differ, in seconds.
const SKEW: f64 = 120.0;

/// How long ago a token may have been made, in seconds: it is made when it is asked for.
const FRESH: f64 = 600.0;

/// The longest name of an account, in characters (`OpenID` Connect Core, 2).
const LONGEST_SUBJECT: usize = 255;

#[derive(Debug, Deserialize)]
struct Header {
    alg: String,
    kid: Option<String>,
    typ: Option<String>,
    crit: Option<serde_json::Value>,
}

/// One audience or several.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Audience {
    One(String),
    Several(Vec<String>),
}

#[derive(Debug, Deserialize)]
struct Claims {
    iss: String,
    sub: String,
    aud: Audience,
    azp: Option<String>,
    exp: f64,
    iat: f64,
    nbf: Option<f64>,
    nonce: Option<String>,
    tid: Option<String>,
    email: Option<serde_json::Value>,
    preferred_username: Option<serde_json::Value>,
}

/// A token taken apart, and not believed yet.
pub(crate) struct Token<'a> {
    algorithm: Algorithm,
    pub(crate) kid: Option<String>,
    signed: &'a str,
    payload: Vec<u8>,
    signature: Vec<u8>,
}

impl<'a> Token<'a> {
    /// Takes a token apart.
    pub(crate) fn read(text: &'a str) -> Result<Self, Fault> {
        let wrong = || Fault::doubtful("an ID token that is none");
        if text.len() > LONGEST {
            return Err(Fault::doubtful("an ID token that is too long"));
        }
        let (signed, signature) = text.rsplit_once('.').ok_or_else(wrong)?;
        let (header, payload) = signed.split_once('.').ok_or_else(wrong)?;
        let bytes = |piece: &str| BASE64_URL_SAFE_NO_PAD.decode(piece).map_err(|_| wrong());
        let header: Header = serde_json::from_slice(&bytes(header)?).map_err(|_| wrong())?;
        if header.crit.is_some() {
            return Err(Fault::doubtful("an ID token with conditions"));
        }
        if header.typ.as_ref().is_some_and(|typ| !typ.eq_ignore_ascii_case("jwt")) {
            return Err(Fault::doubtful("a token of another kind"));
        }
        let algorithm = Algorithm::from_name(&header.alg)
            .ok_or_else(|| Fault::doubtful("an ID token signed by an algorithm that does not count"))?;
        Ok(Self { algorithm, kid: header.kid, signed, payload: bytes(payload)?, signature: bytes(signature)? })
    }

    /// Who it says has signed in, where one of these keys signed it, for us, now, and for this question.
    pub(crate) fn verified(
        &self,
        keys: &Keys,
        settings: &ProviderSettings,
        nonce: &str,
        now_millis: i64,
    ) -> Result<Identity, Fault> {
        if !keys.signed(self.kid.as_deref(), self.algorithm, self.signed.as_bytes(), &self.signature) {
            return Err(Fault::doubtful("an ID token that is signed by none of its keys"));
        }
        let claims: Claims =
            serde_json::from_slice(&self.payload).map_err(|error| Fault::doubtful(format!("claims: {error}")))?;
        let directory = directory(&claims, settings)?;
        check_issuer(&claims.iss, settings, directory)?;
        check_audience(&claims, &settings.client_id)?;
        check_times(&claims, now_millis)?;
        if claims.nonce.as_deref() != Some(nonce) && !planted(Planted::NonceNotCompared) {
            return Err(Fault::doubtful("an ID token for another question"));
        }
        let is_name = !claims.sub.is_empty()
            && claims.sub.chars().count() <= LONGEST_SUBJECT
            && !claims.sub.chars().any(char::is_control);
        if !is_name {
            return Err(Fault::doubtful("an ID token of nobody"));
        }
        let label = [&claims.preferred_username, &claims.email].into_iter().flatten().find_map(|one| one.as_str());
        let email = claims.email.as_ref().and_then(|one| one.as_str()).unwrap_or_default();
        Ok(Identity {
            label: shown(label.unwrap_or_default()),
            email: email.trim().to_lowercase(),
            issuer: claims.iss,
            subject: claims.sub,
            directory,
        })
    }
}

/// A text of a provider's that people are shown.
fn shown(text: &str) -> String {
    text.chars().filter(|one| !one.is_control()).take(254).collect()
}

fn directory(claims: &Claims, settings: &ProviderSettings) -> Result<Option<Uuid>, Fault> {
    match settings.directory {
        Directory::None => Ok(None),
        Directory::Fixed(guid) => Ok(Some(guid)),
        Directory::OfClaim => {
            let guid = claims.tid.as_deref().and_then(|tid| Uuid::try_parse(tid).ok());
            guid.map(Some).ok_or_else(|| Fault::doubtful("an ID token of no directory"))
        }
    }
}

fn check_issuer(issuer: &str, settings: &ProviderSettings, directory: Option<Uuid>) -> Result<(), Fault> {
    let expected = match directory {
        Some(guid) => settings.issuer.replace(EACH_DIRECTORY, &guid.hyphenated().to_string()),
        None => settings.issuer.clone(),
    };
    if issuer == expected { Ok(()) } else { Err(Fault::doubtful("an ID token of another issuer")) }
}

/// For us, and for nobody besides.
fn check_audience(claims: &Claims, client_id: &str) -> Result<(), Fault> {
    let is_ours = match &claims.aud {
        Audience::One(one) => one == client_id,
        Audience::Several(all) => !all.is_empty() && all.iter().all(|one| one == client_id),
    };
    let is_to_us = claims.azp.as_ref().is_none_or(|azp| azp == client_id);
    if is_ours && is_to_us { Ok(()) } else { Err(Fault::doubtful("an ID token for others")) }
}

fn check_times(claims: &Claims, now_millis: i64) -> Result<(), Fault> {
    #[expect(clippy::cast_precision_loss, reason = "moments of our age are exact")]
    let now = now_millis as f64 / 1_000.0;
    let is_now = claims.exp > now - SKEW
        && claims.iat < now + SKEW
        && claims.iat > now - FRESH - SKEW
        && claims.nbf.is_none_or(|nbf| nbf < now + SKEW);
    if is_now { Ok(()) } else { Err(Fault::doubtful("an ID token of another time")) }
}
