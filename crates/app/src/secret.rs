//! Secrets: passwords, session and token secrets, and their hashes.

use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordHasher as _, PasswordVerifier as _, Version};
use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use sha2::{Digest as _, Sha256};

use crate::{App, AppError};

/// What a personal access token begins with, so that scanners for leaked secrets know it.
pub(crate) const TOKEN_PREFIX: &str = "upt_";

/// What hashing a password costs, told by a hash of nobody's password: others are made at the same cost, and that one is
/// compared for unknown accounts, so that they take as long as known ones.
#[derive(Debug, Clone, Copy)]
pub struct PasswordCost(&'static str);

impl PasswordCost {
    /// 19 MiB and two passes for each guess of whoever has the database.
    pub const USUAL: Self =
        Self("$argon2id$v=19$m=19456,t=2,p=1$VXB0YWtlTm9ib2R5c1NhbHQ$4h6lBGhAUDb4HkeBgf8eWC0pQ2nQ4yMXcTMcBUsTqWU");

    /// The least that there is: for tests, which make people by the hundred and keep no secrets.
    pub const LEAST: Self =
        Self("$argon2id$v=19$m=8,t=1,p=1$VXB0YWtlTm9ib2R5c1NhbHQ$4h6lBGhAUDb4HkeBgf8eWC0pQ2nQ4yMXcTMcBUsTqWU");

    fn hasher(self) -> Result<Argon2<'static>, AppError> {
        let params = PasswordHash::new(self.0).ok().and_then(|hash| Params::try_from(&hash).ok());
        let params = params.ok_or_else(|| AppError::Internal("the cost of passwords cannot be read".to_owned()))?;
        Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
    }
}

/// The hash under which a secret of 256 random bits is stored: nothing slower is needed for those.
pub(crate) fn hash_secret(secret: &str) -> Vec<u8> {
    Sha256::digest(secret.as_bytes()).to_vec()
}

/// A short mark of some text that tells nothing of it.
pub(crate) fn mark(text: &str) -> String {
    let digest = Sha256::digest(text.as_bytes());
    BASE64_URL_SAFE_NO_PAD.encode(digest.get(..9).unwrap_or_default())
}

impl App {
    /// A new secret: 256 random bits, in letters that go into a cookie or a header.
    pub(crate) fn new_secret(&self) -> Result<String, AppError> {
        Ok(BASE64_URL_SAFE_NO_PAD.encode(self.chance.bytes::<32>()?))
    }

    /// A password that nobody can guess, for accounts that are made for somebody.
    pub fn new_password(&self) -> Result<String, AppError> {
        Ok(BASE64_URL_SAFE_NO_PAD.encode(self.chance.bytes::<12>()?))
    }

    /// A new handle by which something is named in a URL; no secret, but nothing one can count either. It does not begin like an
    /// option of a command line.
    pub(crate) fn new_handle(&self) -> Result<String, AppError> {
        let handle = BASE64_URL_SAFE_NO_PAD.encode(self.chance.bytes::<12>()?);
        Ok(handle.strip_prefix('-').map_or_else(|| handle.clone(), |rest| format!("A{rest}")))
    }

    /// The hash of a password, for storing.
    pub(crate) async fn hash_password(&self, password: &str) -> Result<String, AppError> {
        let password = password.to_owned();
        let (salt, cost) = (self.chance.bytes::<16>()?, self.password_cost);
        self.hashing
            .run(move || {
                cost.hasher()?
                    .hash_password_with_salt(password.as_bytes(), &salt)
                    .map(|hash| hash.to_string())
                    .map_err(|error| AppError::Internal(format!("hashing a password: {error}")))
            })
            .await?
    }

    /// Whether the password is the one that was hashed. Without a hash it takes as long and is not.
    pub(crate) async fn is_password(&self, password: &str, hash: Option<&str>) -> Result<bool, AppError> {
        let password = password.to_owned();
        let is_known = hash.is_some();
        let hash = hash.unwrap_or(self.password_cost.0).to_owned();
        self.hashing
            .run(move || {
                let matches = PasswordHash::new(&hash)
                    .is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok());
                matches && is_known
            })
            .await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_of_nobody_costs_what_others_cost() {
        for cost in [PasswordCost::USUAL, PasswordCost::LEAST] {
            let nobody = PasswordHash::new(cost.0).unwrap();
            let somebody =
                cost.hasher().unwrap().hash_password_with_salt(b"paarse fiets", b"0123456789abcdef").unwrap();
            assert_eq!(nobody.algorithm, somebody.algorithm);
            assert_eq!(nobody.version, somebody.version);
            assert_eq!(nobody.params, somebody.params);
        }
    }

    #[test]
    fn passwords_usually_cost_what_is_asked_for_at_least() {
        let params = Params::try_from(&PasswordHash::new(PasswordCost::USUAL.0).unwrap()).unwrap();
        assert!(params.m_cost() >= 19 * 1024 && params.t_cost() >= 2, "{params:?}");
    }

    #[test]
    fn a_mark_is_the_same_for_the_same_text_and_shows_none_of_it() {
        assert_eq!(mark("anna@example.com"), mark("anna@example.com"));
        assert_ne!(mark("anna@example.com"), mark("anne@example.com"));
        assert!(!mark("anna@example.com").contains("anna"));
    }
}
