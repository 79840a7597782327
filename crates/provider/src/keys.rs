//! The keys of a provider, and whether one of them signed something.

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use ring::signature::{
    ECDSA_P256_SHA256_FIXED, ED25519, RSA_PKCS1_2048_8192_SHA256, RSA_PSS_2048_8192_SHA256, RsaPublicKeyComponents,
    UnparsedPublicKey,
};
use serde::Deserialize;

use crate::Fault;

/// The most keys of a provider.
const MOST_KEYS: usize = 64;

/// The algorithms that count, whatever a token says of itself: none of them can be had with a public key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Algorithm {
    Rs256,
    Ps256,
    Es256,
    EdDsa,
}

impl Algorithm {
    pub(crate) fn from_name(name: &str) -> Option<Self> {
        match name {
            "RS256" => Some(Self::Rs256),
            "PS256" => Some(Self::Ps256),
            "ES256" => Some(Self::Es256),
            "EdDSA" => Some(Self::EdDsa),
            _ => None,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Rs256 => "RS256",
            Self::Ps256 => "PS256",
            Self::Es256 => "ES256",
            Self::EdDsa => "EdDSA",
        }
    }
}

/// A key as it is written (RFC 7517).
#[derive(Debug, Deserialize)]
struct Written {
    kty: String,
    kid: Option<String>,
    #[serde(rename = "use")]
    usage: Option<String>,
    alg: Option<String>,
    crv: Option<String>,
    n: Option<String>,
    e: Option<String>,
    x: Option<String>,
    y: Option<String>,
}

#[derive(Debug, Clone)]
enum Public {
    Rsa {
        n: Vec<u8>,
        e: Vec<u8>,
    },
    /// A point of P-256.
    Point(Vec<u8>),
    /// An Ed25519 key.
    Edwards(Vec<u8>),
}

#[derive(Debug, Clone)]
struct Key {
    kid: Option<String>,
    alg: Option<String>,
    public: Public,
}

impl Key {
    fn is_for(&self, algorithm: Algorithm) -> bool {
        let fits = matches!(
            (&self.public, algorithm),
            (Public::Rsa { .. }, Algorithm::Rs256 | Algorithm::Ps256)
                | (Public::Point(_), Algorithm::Es256)
                | (Public::Edwards(_), Algorithm::EdDsa)
        );
        fits && self.alg.as_ref().is_none_or(|alg| alg == algorithm.name())
    }

    fn signed(&self, algorithm: Algorithm, message: &[u8], signature: &[u8]) -> bool {
        let verified = match (&self.public, algorithm) {
            (Public::Rsa { n, e }, Algorithm::Rs256) => {
                RsaPublicKeyComponents { n, e }.verify(&RSA_PKCS1_2048_8192_SHA256, message, signature)
            }
            (Public::Rsa { n, e }, Algorithm::Ps256) => {
                RsaPublicKeyComponents { n, e }.verify(&RSA_PSS_2048_8192_SHA256, message, signature)
            }
            (Public::Point(point), Algorithm::Es256) => {
                UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, point).verify(message, signature)
            }
            (Public::Edwards(key), Algorithm::EdDsa) => {
                UnparsedPublicKey::new(&ED25519, key).verify(message, signature)
            }
            _ => return false,
        };
        verified.is_ok()
    }
}

/// The keys of a provider.
#[derive(Debug, Clone)]
pub(crate) struct Keys(Vec<Key>);

impl Keys {
    /// Reads a set of keys. Those of kinds that do not count here, and those that are not for signatures, are left out.
    pub(crate) fn read(body: &[u8]) -> Result<Self, Fault> {
        #[derive(Deserialize)]
        struct Set {
            keys: Vec<serde_json::Value>,
        }
        let set: Set = serde_json::from_slice(body).map_err(|error| Fault::doubtful(format!("keys: {error}")))?;
        if set.keys.len() > MOST_KEYS {
            return Err(Fault::doubtful("too many keys"));
        }
        let keys = set.keys.into_iter().filter_map(|one| key(serde_json::from_value(one).ok()?));
        Ok(Self(keys.collect()))
    }

    /// Whether there is a key of that name.
    pub(crate) fn has(&self, kid: &str) -> bool {
        self.0.iter().any(|key| key.kid.as_deref() == Some(kid))
    }

    /// Whether the key of that name, or, without a name, the only one there is for the algorithm, signed the message.
    pub(crate) fn signed(&self, kid: Option<&str>, algorithm: Algorithm, message: &[u8], signature: &[u8]) -> bool {
        let mut fitting =
            self.0.iter().filter(|key| key.is_for(algorithm) && (kid.is_none() || key.kid.as_deref() == kid));
        match (fitting.next(), fitting.next()) {
            (Some(key), None) => key.signed(algorithm, message, signature),
            _ => false,
        }
    }
}

fn key(written: Written) -> Option<Key> {
    if written.usage.as_ref().is_some_and(|usage| usage != "sig") {
        return None;
    }
    let bytes = |text: Option<&String>| BASE64_URL_SAFE_NO_PAD.decode(text?).ok();
    let public = match (written.kty.as_str(), written.crv.as_deref()) {
        ("RSA", _) => Public::Rsa { n: bytes(written.n.as_ref())?, e: bytes(written.e.as_ref())? },
        ("EC", Some("P-256")) => {
            let (x, y) = (bytes(written.x.as_ref())?, bytes(written.y.as_ref())?);
            (x.len() == 32 && y.len() == 32).then_some(())?;
            Public::Point([&[4], x.as_slice(), y.as_slice()].concat())
        }
        ("OKP", Some("Ed25519")) => Public::Edwards(bytes(written.x.as_ref())?),
        _ => return None,
    };
    Some(Key { kid: written.kid, alg: written.alg, public })
}
