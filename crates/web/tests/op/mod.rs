//! A provider of our own (`OpenID` Connect) on the loopback address, which is honest until it is told to lie: in what it says of
//! itself, in its keys, in its tokens, in what people bring back.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use app::ProviderSettings;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use base64::Engine as _;
use base64::prelude::{BASE64_STANDARD, BASE64_URL_SAFE_NO_PAD};
use ring::rand::SystemRandom;
use ring::signature::{
    ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair as _, RSA_PKCS1_SHA256, RSA_PSS_SHA256,
    RsaKeyPair,
};
use serde_json::{Value, json};

/// As whom the provider knows us, and the secret by which.
pub(crate) const CLIENT: &str = "uptake-client";
pub(crate) const SECRET: &str = "a secret: with/odd+letters";

/// The key pair of the tests for RSA; it signs nothing else.
const RSA: &[u8] = include_bytes!("rsa.der");

/// A change to something that is about to be said.
type Twist<T> = Option<Box<dyn Fn(&mut T) + Send + Sync>>;

/// Where it answers in another way altogether.
pub(crate) type Answers = Option<Box<dyn Fn() -> Response + Send + Sync>>;

/// Its lies.
#[derive(Default)]
pub(crate) struct Lies {
    pub(crate) metadata: Twist<Value>,
    pub(crate) keys: Twist<Value>,
    pub(crate) header: Twist<Value>,
    pub(crate) claims: Twist<Value>,
    /// The whole token.
    pub(crate) token: Twist<String>,
    /// The answer that has it.
    pub(crate) tokens: Twist<Value>,
    pub(crate) metadata_answer: Answers,
    pub(crate) keys_answer: Answers,
    pub(crate) token_answer: Answers,
    /// Where one of its addresses never answers.
    pub(crate) is_silent: Option<&'static str>,
    /// Whether it signs with a key that it does not show.
    pub(crate) signs_with_another: bool,
}

/// By what it signs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Es256,
    Rs256,
    Ps256,
    EdDsa,
}

impl Kind {
    fn name(self) -> &'static str {
        match self {
            Self::Es256 => "ES256",
            Self::Rs256 => "RS256",
            Self::Ps256 => "PS256",
            Self::EdDsa => "EdDSA",
        }
    }
}

enum Pair {
    Ec(EcdsaKeyPair),
    Rsa(Box<RsaKeyPair>, Kind),
    Edwards(Ed25519KeyPair),
}

impl Pair {
    fn new(kind: Kind) -> Self {
        let chance = SystemRandom::new();
        match kind {
            Kind::Es256 => {
                let made = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &chance).unwrap();
                let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, made.as_ref(), &chance);
                Self::Ec(pair.unwrap())
            }
            Kind::Rs256 | Kind::Ps256 => Self::Rsa(Box::new(RsaKeyPair::from_pkcs8(RSA).unwrap()), kind),
            Kind::EdDsa => {
                let made = Ed25519KeyPair::generate_pkcs8(&chance).unwrap();
                Self::Edwards(Ed25519KeyPair::from_pkcs8(made.as_ref()).unwrap())
            }
        }
    }

    fn public(&self, kid: &str) -> Value {
        match self {
            Self::Ec(pair) => {
                let point = pair.public_key().as_ref();
                json!({ "kty": "EC", "crv": "P-256", "kid": kid, "use": "sig", "x": spelt(&point[1..33]), "y": spelt(&point[33..]) })
            }
            Self::Rsa(pair, _) => {
                let public = ring::rsa::PublicKeyComponents::<Vec<u8>>::from(pair.public());
                json!({ "kty": "RSA", "kid": kid, "use": "sig", "n": spelt(&public.n), "e": spelt(&public.e) })
            }
            Self::Edwards(pair) => {
                json!({ "kty": "OKP", "crv": "Ed25519", "kid": kid, "x": spelt(pair.public_key().as_ref()) })
            }
        }
    }

    fn sign(&self, message: &[u8]) -> Vec<u8> {
        let chance = SystemRandom::new();
        match self {
            Self::Ec(pair) => pair.sign(&chance, message).unwrap().as_ref().to_vec(),
            Self::Rsa(pair, kind) => {
                let mut signature = vec![0; pair.public().modulus_len()];
                let way: &dyn ring::signature::RsaEncoding =
                    if *kind == Kind::Ps256 { &RSA_PSS_SHA256 } else { &RSA_PKCS1_SHA256 };
                pair.sign(way, &chance, message, &mut signature).unwrap();
                signature
            }
            Self::Edwards(pair) => pair.sign(message).as_ref().to_vec(),
        }
    }
}

/// A code that was given.
#[derive(Debug, Clone)]
struct Given {
    subject: String,
    nonce: String,
    challenge: String,
    redirect_uri: String,
}

struct Shared {
    base: String,
    lies: Lies,
    kind: Kind,
    pair: Pair,
    kid: String,
    /// The moment, in seconds.
    now: i64,
    codes: HashMap<String, Given>,
    /// Those that were taken.
    taken: HashMap<String, Given>,
    /// What it was asked, by path.
    asked: HashMap<&'static str, u32>,
    count: u32,
    /// Further claims of everybody.
    claims: Value,
}

/// The provider. Dropped, it is gone.
pub(crate) struct Op {
    pub(crate) issuer: String,
    shared: Arc<Mutex<Shared>>,
    serving: tokio::task::JoinHandle<()>,
}

impl Drop for Op {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

pub(crate) fn spelt(bytes: &[u8]) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(bytes)
}

impl Op {
    /// A provider that signs in that way.
    pub(crate) async fn start(kind: Kind, now: i64) -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let shared = Arc::new(Mutex::new(Shared {
            base: base.clone(),
            lies: Lies::default(),
            kind,
            pair: Pair::new(kind),
            kid: "first".to_owned(),
            now,
            codes: HashMap::new(),
            taken: HashMap::new(),
            asked: HashMap::new(),
            count: 0,
            claims: json!({}),
        }));
        let router = Router::new()
            .route("/.well-known/openid-configuration", get(metadata))
            .route("/{directory}/v2.0/.well-known/openid-configuration", get(metadata))
            .route("/keys", get(keys))
            .route("/token", post(token))
            .with_state(Arc::clone(&shared));
        let serving = tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self { issuer: base, shared, serving }
    }

    /// How an operator sets it up under that code, with more besides.
    pub(crate) fn settings(&self, code: &str, more: &str) -> ProviderSettings {
        let text = format!(
            "code={code}; name=Name of {code}; issuer={}; client={CLIENT}; private=allowed; {more}",
            self.issuer
        );
        ProviderSettings { client_secret: app::ClientSecret::new(SECRET), ..text.parse().unwrap() }
    }

    fn with<T>(&self, change: impl FnOnce(&mut Shared) -> T) -> T {
        change(&mut self.shared.lock().unwrap())
    }

    /// It lies so from now on.
    pub(crate) fn lie(&self, lies: Lies) {
        self.with(|shared| shared.lies = lies);
    }

    /// Its clock.
    pub(crate) fn set_now(&self, now: i64) {
        self.with(|shared| shared.now = now);
    }

    /// Further claims of everybody.
    pub(crate) fn claim(&self, claims: Value) {
        self.with(|shared| shared.claims = claims);
    }

    /// It has another key from now on.
    pub(crate) fn change_keys(&self, kid: &str) {
        self.with(|shared| (shared.pair, shared.kid) = (Pair::new(shared.kind), kid.to_owned()));
    }

    /// How often it was asked at a path.
    pub(crate) fn asked(&self, path: &'static str) -> u32 {
        self.with(|shared| shared.asked.get(path).copied().unwrap_or(0))
    }

    /// The same answer, whose code counts once more.
    pub(crate) fn given_again(&self, fields: &[(String, String)]) -> Vec<(String, String)> {
        let code = &fields.iter().find(|(name, _)| name == "code").unwrap().1;
        self.with(|shared| {
            let given = shared.taken[code].clone();
            shared.codes.insert(code.clone(), given);
        });
        fields.to_vec()
    }

    /// What somebody brings back who signs in there as that subject, having come with that address.
    pub(crate) fn sign_in(&self, address: &str, subject: &str) -> Vec<(String, String)> {
        let url = url::Url::parse(address).unwrap();
        let fields: HashMap<String, String> = url.query_pairs().into_owned().collect();
        assert_eq!(fields["response_type"], "code");
        assert_eq!(fields["code_challenge_method"], "S256");
        assert_eq!(fields["client_id"], CLIENT);
        assert!(fields["scope"].split(' ').any(|one| one == "openid"));
        for (name, least) in [("state", 43), ("nonce", 43), ("code_challenge", 43)] {
            assert!(fields[name].len() >= least, "{name} is short");
        }
        self.with(|shared| {
            shared.count += 1;
            let code = format!("code-{}-{}", shared.count, shared.base.len());
            let given = Given {
                subject: subject.to_owned(),
                nonce: fields["nonce"].clone(),
                challenge: fields["code_challenge"].clone(),
                redirect_uri: fields["redirect_uri"].clone(),
            };
            shared.codes.insert(code.clone(), given);
            [("code", code), ("state", fields["state"].clone()), ("iss", shared.base.clone())]
                .map(|(name, value)| (name.to_owned(), value))
                .to_vec()
        })
    }
}

type Server = State<Arc<Mutex<Shared>>>;

/// Counts, and says whether that address is one that never answers.
fn count(server: &Mutex<Shared>, path: &'static str) -> bool {
    let mut shared = server.lock().unwrap();
    *shared.asked.entry(path).or_default() += 1;
    shared.lies.is_silent == Some(path)
}

async fn metadata(State(server): Server) -> Response {
    if count(&server, "metadata") {
        std::future::pending::<()>().await;
    }
    let shared = server.lock().unwrap();
    if let Some(answer) = &shared.lies.metadata_answer {
        return answer();
    }
    let base = &shared.base;
    let mut told = json!({
        "issuer": base, "authorization_endpoint": format!("{base}/authorize"),
        "token_endpoint": format!("{base}/token"), "jwks_uri": format!("{base}/keys"),
        "response_types_supported": ["code"], "code_challenge_methods_supported": ["plain", "S256"],
        "authorization_response_iss_parameter_supported": true, "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["none", "HS256", "RS256", "ES256"],
    });
    if let Some(twist) = &shared.lies.metadata {
        twist(&mut told);
    }
    Json(told).into_response()
}

async fn keys(State(server): Server) -> Response {
    if count(&server, "keys") {
        std::future::pending::<()>().await;
    }
    let shared = server.lock().unwrap();
    if let Some(answer) = &shared.lies.keys_answer {
        return answer();
    }
    let mut told = json!({ "keys": [shared.pair.public(&shared.kid)] });
    if let Some(twist) = &shared.lies.keys {
        twist(&mut told);
    }
    Json(told).into_response()
}

async fn token(State(server): Server, headers: HeaderMap, body: String) -> Response {
    if count(&server, "token") {
        std::future::pending::<()>().await;
    }
    let mut shared = server.lock().unwrap();
    if let Some(answer) = &shared.lies.token_answer {
        return answer();
    }
    let fields: HashMap<String, String> = form_urlencoded::parse(body.as_bytes()).into_owned().collect();
    let refused = |what: &str| (StatusCode::BAD_REQUEST, Json(json!({ "error": what }))).into_response();
    let spelt_out = |text: &str| form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
    let basic = format!("Basic {}", BASE64_STANDARD.encode(format!("{}:{}", spelt_out(CLIENT), spelt_out(SECRET))));
    let in_header = headers.get(header::AUTHORIZATION).is_some_and(|value| value.as_bytes() == basic.as_bytes());
    let in_form = fields.get("client_secret").is_some_and(|secret| secret == SECRET);
    if in_header == in_form {
        return refused("invalid_client");
    }
    // A code counts once, with the verifier of whoever began, and from where it was asked for.
    let Some(given) = shared.codes.remove(fields.get("code").map_or("", String::as_str)) else {
        return refused("invalid_grant");
    };
    shared.taken.insert(fields["code"].clone(), given.clone());
    let verifier = fields.get("code_verifier").map_or("", String::as_str);
    let challenge = spelt(ring::digest::digest(&ring::digest::SHA256, verifier.as_bytes()).as_ref());
    if challenge != given.challenge || fields.get("redirect_uri") != Some(&given.redirect_uri) {
        return refused("invalid_grant");
    }
    let mut tokens = json!({ "access_token": "x", "token_type": "Bearer", "id_token": id_token(&shared, &given) });
    if let Some(twist) = &shared.lies.tokens {
        twist(&mut tokens);
    }
    Json(tokens).into_response()
}

fn id_token(shared: &Shared, given: &Given) -> String {
    let mut header = json!({ "alg": shared.kind.name(), "kid": shared.kid, "typ": "JWT" });
    let mut claims = json!({
        "iss": shared.base, "sub": given.subject, "aud": CLIENT, "nonce": given.nonce, "iat": shared.now,
        "exp": shared.now + 300, "email": "someone@elsewhere.example", "email_verified": true,
    });
    for (name, value) in shared.claims.as_object().unwrap() {
        claims[name] = value.clone();
    }
    if let Some(twist) = &shared.lies.header {
        twist(&mut header);
    }
    if let Some(twist) = &shared.lies.claims {
        twist(&mut claims);
    }
    let signed = format!("{}.{}", spelt(header.to_string().as_bytes()), spelt(claims.to_string().as_bytes()));
    let other;
    let pair = if shared.lies.signs_with_another {
        other = Pair::new(Kind::Es256);
        &other
    } else {
        &shared.pair
    };
    let mut token = format!("{signed}.{}", spelt(&pair.sign(signed.as_bytes())));
    if let Some(twist) = &shared.lies.token {
        twist(&mut token);
    }
    token
}

/// Replaces the payload of a token by another, and leaves its signature.
pub(crate) fn with_payload(token: &str, change: impl Fn(String) -> String) -> String {
    let pieces: Vec<&str> = token.split('.').collect();
    let payload = String::from_utf8(BASE64_URL_SAFE_NO_PAD.decode(pieces[1]).unwrap()).unwrap();
    format!("{}.{}.{}", pieces[0], spelt(change(payload).as_bytes()), pieces[2])
}
