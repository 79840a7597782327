//! What counts as an answer of a device, and what does not, without a database.

#![expect(clippy::unwrap_used, reason = "what fails here fails the test")]

use passkey::{Claim, Refusal, Site, User};
use testkit::{Device, Manner};
use uuid::Uuid;

const ADDRESS: &str = "https://uptake.example";

fn site() -> Site {
    Site::at(ADDRESS).unwrap()
}

fn user() -> User<'static> {
    User { id: Uuid::from_u128(7), email: "anna@uptake.example", name: "Anna Brink" }
}

/// A device with a passkey, and the key that is stored of it.
fn added(site: &Site) -> (Device, String) {
    let mut device = Device::new(b"the passkey of a device");
    let question = site.ask_for_new(user(), Vec::new()).unwrap();
    let answer = device.creates(&question.options, &Manner::default());
    let added = site.add(&question.state, &answer).unwrap();
    assert_eq!(added.credential_id, device.credential_id);
    (device, added.key)
}

/// Every way in which an answer is not what it should be.
fn bad() -> Vec<(&'static str, Manner)> {
    let usual = Manner::default;
    vec![
        ("another site", Manner { origin: "https://uptake.example.evil.example".to_owned(), ..usual() }),
        ("a site beneath", Manner { origin: "https://evil.uptake.example".to_owned(), ..usual() }),
        ("without TLS", Manner { origin: "http://uptake.example".to_owned(), ..usual() }),
        ("another port", Manner { origin: "https://uptake.example:8443".to_owned(), ..usual() }),
        ("no site", Manner { origin: "null".to_owned(), ..usual() }),
        ("a frame of another site", Manner { is_framed: true, ..usual() }),
        ("a key of another host", Manner { host: Some("evil.example".to_owned()), ..usual() }),
        ("nobody touched it", Manner { is_present: false, ..usual() }),
        ("nobody showed who they are", Manner { is_verified: false, ..usual() }),
        ("another question", Manner { challenge: Some("A".repeat(43)), ..usual() }),
        ("no question", Manner { challenge: Some(String::new()), ..usual() }),
    ]
}

#[test]
fn a_device_is_asked_to_keep_the_key_and_to_look_at_its_person() {
    let question = site().ask_for_new(user(), vec![b"one".to_vec()]).unwrap();
    let options: serde_json::Value = serde_json::from_str(&question.options).unwrap();
    let at = |path: &str| options.pointer(path).unwrap().clone();
    assert_eq!(at("/rp/id"), "uptake.example");
    assert_eq!(at("/authenticatorSelection/residentKey"), "required");
    assert_eq!(at("/authenticatorSelection/requireResidentKey"), true);
    assert_eq!(at("/authenticatorSelection/userVerification"), "required");
    assert_eq!(at("/attestation"), "none");
    assert_eq!(at("/excludeCredentials/0/id"), "b25l");
    assert_eq!(at("/user/name"), "anna@uptake.example");
    let question = site().ask().unwrap();
    let options: serde_json::Value = serde_json::from_str(&question.options).unwrap();
    assert_eq!(options.pointer("/rpId").unwrap(), "uptake.example");
    assert_eq!(options.pointer("/userVerification").unwrap(), "required");
    assert_eq!(
        options.pointer("/allowCredentials").unwrap(),
        &serde_json::json!([]),
        "it would tell who has an account"
    );
    assert_ne!(question.options, site().ask().unwrap().options, "the same question twice");
}

#[test]
fn a_passkey_answers_and_its_count_is_kept() {
    let site = site();
    let (mut device, key) = added(&site);
    let question = site.ask().unwrap();
    let claim = Claim::read(&device.answers(&question.options, &Manner::default())).unwrap();
    assert_eq!((claim.user, claim.credential_id.as_slice()), (user().id, device.credential_id.as_slice()));
    let newer = site.check(&question.state, &claim, &key).unwrap().expect("it counts");
    // The same count, or one before it, is of a copy.
    let copied = site.check(&question.state, &claim, &newer);
    assert!(matches!(copied, Err(Refusal::Wrong(_))), "{copied:?}");
    // A device that does not count says nought each time, and is believed.
    let mut device = Device::that_does_not_count(b"another");
    let question = site.ask_for_new(user(), Vec::new()).unwrap();
    let key = site.add(&question.state, &device.creates(&question.options, &Manner::default())).unwrap().key;
    for _ in 0..2 {
        let question = site.ask().unwrap();
        let claim = Claim::read(&device.answers(&question.options, &Manner::default())).unwrap();
        assert_eq!(site.check(&question.state, &claim, &key).unwrap(), None);
    }
}

#[test]
fn nothing_else_is_an_answer() {
    let site = site();
    let (mut device, key) = added(&site);
    for (what, manner) in bad() {
        let question = site.ask_for_new(user(), Vec::new()).unwrap();
        let answer = Device::new(b"new").creates(&question.options, &manner);
        assert!(site.add(&question.state, &answer).is_err(), "a new passkey: {what}");
        let question = site.ask().unwrap();
        let claim = Claim::read(&device.answers(&question.options, &manner)).unwrap();
        assert!(site.check(&question.state, &claim, &key).is_err(), "a passkey: {what}");
    }
    for manner in [
        Manner { kind: Some("webauthn.create"), ..Manner::default() },
        Manner { is_signed: false, ..Manner::default() },
    ] {
        let question = site.ask().unwrap();
        let claim = Claim::read(&device.answers(&question.options, &manner)).unwrap();
        assert!(site.check(&question.state, &claim, &key).is_err(), "{manner:?}");
    }
    let question = site.ask_for_new(user(), Vec::new()).unwrap();
    let manner = Manner { kind: Some("webauthn.get"), ..Manner::default() };
    assert!(site.add(&question.state, &Device::new(b"new").creates(&question.options, &manner)).is_err());
    // Another device's signature over the same, and an answer to a question that somebody else was asked.
    let question = site.ask().unwrap();
    let mut other = Device::new(&device.credential_id);
    other.user.clone_from(&device.user);
    other.count = device.count;
    let claim = Claim::read(&other.answers(&question.options, &Manner::default())).unwrap();
    assert!(site.check(&question.state, &claim, &key).is_err(), "another device");
    let claim = Claim::read(&device.answers(&site.ask().unwrap().options, &Manner::default())).unwrap();
    assert!(site.check(&question.state, &claim, &key).is_err(), "an answer to another question");
    // What is no answer at all.
    for text in ["", "{}", "null", "[]", "\"x\"", "{\"id\":1}", &"[".repeat(10_000)] {
        assert!(matches!(Claim::read(text), Err(Refusal::Form(_))), "{text:.40}");
        assert!(matches!(site.add(&question.state, text), Err(Refusal::Form(_))), "{text:.40}");
    }
}

#[test]
fn a_site_is_a_name_with_tls() {
    for address in
        ["https://uptake.example", "https://uptake.example:8443", "http://localhost:8080", "https://localhost"]
    {
        assert!(Site::at(address).is_some(), "{address}");
    }
    for address in
        ["http://uptake.example", "https://127.0.0.1", "http://127.0.0.1:8080", "https://[::1]:8080", "uptake", ""]
    {
        assert!(Site::at(address).is_none(), "{address}");
    }
}
