//! A device that keeps a passkey, written down a second time (`WebAuthn`, section 6): what people have in their hands is not ours
//! either.

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use ring::digest::{SHA256, digest};
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair as _};
use serde_json::{Value, json};

use crate::World;

/// How a device, and the browser before it, answer: as they should, or as somebody would who wants in.
#[derive(Debug, Clone)]
#[expect(clippy::struct_excessive_bools, reason = "each is a lie of its own")]
pub struct Manner {
    /// The site that the browser says it is on.
    pub origin: String,
    /// The host that the device is asked for; nothing: the one of the question.
    pub host: Option<String>,
    /// What the browser says was asked; nothing: what was.
    pub kind: Option<&'static str>,
    /// Another question than the one that was asked, as the browser writes it.
    pub challenge: Option<String>,
    /// Whether somebody touched the device.
    pub is_present: bool,
    /// Whether they showed finger, face or PIN.
    pub is_verified: bool,
    /// Whether the site was in a frame of another.
    pub is_framed: bool,
    /// Whom the device says that the key is of; nothing: whom it was made for.
    pub user: Option<String>,
    /// Whether the signature is of what is said.
    pub is_signed: bool,
}

impl Default for Manner {
    fn default() -> Self {
        Self {
            origin: World::ADDRESS.to_owned(),
            host: None,
            kind: None,
            challenge: None,
            is_present: true,
            is_verified: true,
            is_framed: false,
            user: None,
            is_signed: true,
        }
    }
}

/// A device with one passkey.
pub struct Device {
    pair: EcdsaKeyPair,
    /// What the device calls the passkey.
    pub credential_id: Vec<u8>,
    /// Whom it was made for.
    pub user: String,
    /// How often it has answered; one that does not count says nought.
    pub count: Option<u32>,
}

fn text(bytes: impl AsRef<[u8]>) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(bytes)
}

fn of<'a>(options: &'a Value, path: &str) -> &'a str {
    options.pointer(path).and_then(Value::as_str).unwrap_or_else(|| panic!("no {path} in {options}"))
}

fn read(options: &str) -> Value {
    serde_json::from_str(options).expect("JSON")
}

/// What the browser says of itself.
fn client(options: &Value, kind: &str, manner: &Manner) -> Vec<u8> {
    let challenge = manner.challenge.as_deref().unwrap_or_else(|| of(options, "/challenge"));
    json!({
        "type": manner.kind.unwrap_or(kind),
        "challenge": challenge,
        "origin": manner.origin,
        "crossOrigin": manner.is_framed,
    })
    .to_string()
    .into_bytes()
}

impl Device {
    /// A device with a new key, which calls it so.
    pub fn new(credential_id: &[u8]) -> Self {
        let random = SystemRandom::new();
        let document = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, &random).expect("a key");
        let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, document.as_ref(), &random);
        let pair = pair.expect("the key just made");
        Self { pair, credential_id: credential_id.to_vec(), user: String::new(), count: Some(0) }
    }

    /// One that does not count, as those are that share their keys.
    pub fn that_does_not_count(credential_id: &[u8]) -> Self {
        Self { count: None, ..Self::new(credential_id) }
    }

    /// What a device says of itself in every answer.
    fn says(&mut self, host: &str, manner: &Manner, brings_key: bool) -> Vec<u8> {
        self.count = self.count.map(|count| count + 1);
        let flags = u8::from(manner.is_present) | u8::from(manner.is_verified) << 2 | u8::from(brings_key) << 6;
        let host = manner.host.as_deref().unwrap_or(host);
        let mut said = digest(&SHA256, host.as_bytes()).as_ref().to_vec();
        said.push(flags);
        said.extend(self.count.unwrap_or_default().to_be_bytes());
        said
    }

    /// The answer to a question for a new passkey.
    pub fn creates(&mut self, options: &str, manner: &Manner) -> String {
        let options = read(options);
        of(&options, "/user/id").clone_into(&mut self.user);
        let mut said = self.says(of(&options, "/rp/id"), manner, true);
        said.extend([0; 16]);
        said.extend(u16::try_from(self.credential_id.len()).expect("a short name").to_be_bytes());
        said.extend(&self.credential_id);
        // COSE: a map of five, with kind 2 (two coordinates), algorithm -7, curve 1, and both coordinates of 32 bytes.
        let point = self.pair.public_key().as_ref();
        let (x, y) = point.get(1..).expect("a point as it is").split_at(32);
        said.extend([0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20]);
        said.extend(x);
        said.extend([0x22, 0x58, 0x20]);
        said.extend(y);
        // CBOR: a map of three, with the format "none", an empty statement, and what the device says.
        let mut attestation = b"\xa3\x63fmt\x64none\x67attStmt\xa0\x68authData\x59".to_vec();
        attestation.extend(u16::try_from(said.len()).expect("a short answer").to_be_bytes());
        attestation.extend(said);
        json!({
            "id": text(&self.credential_id),
            "rawId": text(&self.credential_id),
            "type": "public-key",
            "authenticatorAttachment": "platform",
            "clientExtensionResults": { "credProps": { "rk": true } },
            "response": {
                "clientDataJSON": text(client(&options, "webauthn.create", manner)),
                "attestationObject": text(attestation),
                "transports": ["internal"],
            },
        })
        .to_string()
    }

    /// The answer to a question for any passkey.
    pub fn answers(&mut self, options: &str, manner: &Manner) -> String {
        let options = read(options);
        let said = self.says(of(&options, "/rpId"), manner, false);
        let client = client(&options, "webauthn.get", manner);
        let mut signed = said.clone();
        signed.extend(digest(&SHA256, &client).as_ref());
        if !manner.is_signed {
            signed.push(0);
        }
        let signature = self.pair.sign(&SystemRandom::new(), &signed).expect("a signature");
        json!({
            "id": text(&self.credential_id),
            "rawId": text(&self.credential_id),
            "type": "public-key",
            "authenticatorAttachment": "platform",
            "clientExtensionResults": {},
            "response": {
                "clientDataJSON": text(client),
                "authenticatorData": text(said),
                "signature": text(signature),
                "userHandle": manner.user.as_deref().unwrap_or(&self.user),
            },
        })
        .to_string()
    }
}
