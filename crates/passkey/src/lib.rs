//! Passkeys (`WebAuthn`): what a browser is asked, and every check on what it answers (S1).
//!
//! The ceremonies and their checks are the library's; here stands which of its choices Uptake makes: a passkey is found by the
//! device, without an address being typed, and verifies its person by finger, face or PIN each time. What a site asked, and the key
//! that it keeps, are texts that the caller stores: the state of a question must not come back from the browser. Deliberately
//! absent: whose passkey it is, and whether they may come in.

use uuid::Uuid;
use webauthn_rs::prelude::{
    CredentialID, DiscoverableAuthentication, Passkey, PasskeyRegistration, PublicKeyCredential,
    RegisterPublicKeyCredential, Url, WebauthnError,
};
use webauthn_rs::{Webauthn, WebauthnBuilder};
use webauthn_rs_proto::ResidentKeyRequirement;

/// What people's devices show as the name of the site.
const NAME: &str = "Uptake";

/// The site for which passkeys are: its host, and the one address from which they are answered.
#[derive(Debug, Clone)]
pub struct Site(Webauthn);

/// A question to a browser.
#[derive(Clone, PartialEq, Eq)]
pub struct Question {
    /// What the browser is given, as JSON: `PublicKeyCredentialCreationOptionsJSON` or `PublicKeyCredentialRequestOptionsJSON`.
    pub options: String,
    /// By what its answer is checked. The browser must not have it.
    pub state: String,
}

/// Without what is asked.
impl std::fmt::Debug for Question {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Question(..)")
    }
}

/// Whom a device keeps a passkey for.
#[derive(Debug, Clone, Copy)]
pub struct User<'a> {
    /// By what it is known, and tells nobody who that is.
    pub id: Uuid,
    /// The address, by which people tell their accounts apart.
    pub email: &'a str,
    /// The name.
    pub name: &'a str,
}

/// A passkey that a device made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Added {
    /// By what it is known.
    pub credential_id: Vec<u8>,
    /// Its public key, and what is known of it, to be stored.
    pub key: String,
}

/// An answer with a passkey, of which nothing is checked yet.
#[derive(Debug)]
pub struct Claim {
    /// Whose it says that it is.
    pub user: Uuid,
    /// Which it says that it is.
    pub credential_id: Vec<u8>,
    answer: PublicKeyCredential,
}

/// Why an answer does not count.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    /// It has not the form of one.
    #[error("it is no answer of a device")]
    Form(#[from] serde_json::Error),
    /// The site was in a frame of another one.
    #[error("the question was shown in a frame of another site")]
    Framed,
    /// It is not by the device, the site, the question or the person that it has to be by.
    #[error("it does not stand: {0}")]
    Wrong(#[from] WebauthnError),
}

impl Site {
    /// The site at that address, scheme and host and perhaps a port. Nothing where browsers know no passkeys: for a host that is a
    /// number, and without TLS, except on `localhost`.
    pub fn at(public_url: &str) -> Option<Self> {
        let url = Url::parse(public_url).ok()?;
        let host = url.domain()?.to_owned();
        if url.scheme() != "https" && host != "localhost" {
            return None;
        }
        Some(Self(WebauthnBuilder::new(&host, &url).ok()?.rp_name(NAME).build().ok()?))
    }

    /// Asks a device to make a passkey for somebody, who has these already.
    pub fn ask_for_new(&self, user: User<'_>, has: Vec<CredentialID>) -> Result<Question, Refusal> {
        let (mut asked, state) = self.0.start_passkey_registration(user.id, user.email, user.name, Some(has))?;
        // Found by the device: signing in asks for no address, which would tell who has an account.
        if let Some(wanted) = &mut asked.public_key.authenticator_selection {
            wanted.resident_key = Some(ResidentKeyRequirement::Required);
            wanted.require_resident_key = true;
        }
        Ok(Question { options: serde_json::to_string(&asked.public_key)?, state: serde_json::to_string(&state)? })
    }

    /// Checks the answer with a new passkey to the question of that state.
    pub fn add(&self, state: &str, answer: &str) -> Result<Added, Refusal> {
        let state: PasskeyRegistration = serde_json::from_str(state)?;
        let answer: RegisterPublicKeyCredential = serde_json::from_str(answer)?;
        let key = self.0.finish_passkey_registration(&answer, &state)?;
        Ok(Added { credential_id: key.cred_id().clone(), key: serde_json::to_string(&key)? })
    }

    /// Asks a device for any passkey of this site.
    pub fn ask(&self) -> Result<Question, Refusal> {
        let (asked, state) = self.0.start_discoverable_authentication()?;
        Ok(Question { options: serde_json::to_string(&asked.public_key)?, state: serde_json::to_string(&state)? })
    }

    /// Checks the answer with a passkey, whose key was stored, to the question of that state. The key as it is to be stored from
    /// now on, where it changed: a device counts how often it answers.
    pub fn check(&self, state: &str, claim: &Claim, key: &str) -> Result<Option<String>, Refusal> {
        let state: DiscoverableAuthentication = serde_json::from_str(state)?;
        let mut key: Passkey = serde_json::from_str(key)?;
        // The library looks at this where a passkey is added, and not here. What it is of is signed.
        let client: serde_json::Value = serde_json::from_slice(&claim.answer.response.client_data_json)?;
        if client.get("crossOrigin").is_some_and(|framed| framed != false) {
            return Err(Refusal::Framed);
        }
        let passed = self.0.finish_discoverable_authentication_v2(&claim.answer, state, &key)?;
        let is_changed = key.update_credential(&passed) == Some(true);
        Ok(if is_changed { Some(serde_json::to_string(&key)?) } else { None })
    }
}

impl Claim {
    /// Reads an answer.
    pub fn read(answer: &str) -> Result<Self, Refusal> {
        let answer: PublicKeyCredential = serde_json::from_str(answer)?;
        let user = answer.get_user_unique_id().and_then(|bytes| Uuid::from_slice(bytes).ok());
        let user = user.ok_or(WebauthnError::InvalidUserUniqueId)?;
        Ok(Self { user, credential_id: answer.get_credential_id().to_vec(), answer })
    }
}
