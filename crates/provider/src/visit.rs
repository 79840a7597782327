//! A visit to a provider: the address to which a person is led, and what follows from the answer that they bring back.

use std::sync::Arc;
use std::time::Duration;

use base64::Engine as _;
use base64::prelude::{BASE64_STANDARD, BASE64_URL_SAFE_NO_PAD};
use ring::digest::{SHA256, digest};
use serde::Deserialize;
use tokio::sync::{Mutex, Semaphore};
use uuid::Uuid;

use crate::address::Endpoint;
use crate::keys::Keys;
use crate::metadata::{self, Metadata};
use crate::network::{Asked, Network};
use crate::settings::{EACH_DIRECTORY, ProviderSettings};
use crate::token::Token;
use crate::{Fault, NotAProvider};

/// How long all questions of one request to a provider may take together: less than a request may take in all.
const PATIENCE: Duration = Duration::from_secs(5);

/// How many people ask one provider at the same time; whoever comes besides is told that it is away, so that a slow provider
/// takes nobody else's place.
const MOST_AT_ONCE: usize = 16;

/// For how long description and keys are kept, in milliseconds.
const KEPT_MILLIS: i64 = 3_600_000;

/// How soon keys are asked for again, for one that is not among them, in milliseconds.
const AGAIN_MILLIS: i64 = 60_000;

/// The longest code.
const LONGEST_CODE: usize = 8 * 1024;

/// Where a person is led.
#[derive(Debug, Clone, Copy)]
pub struct Departure<'a> {
    /// To where the provider leads them back.
    pub redirect_uri: &'a str,
    /// By what their answer is known.
    pub state: &'a str,
    /// By what the ID token is known to be for this question.
    pub nonce: &'a str,
    /// What proves at the end who began (RFC 7636).
    pub verifier: &'a str,
    /// The language in which they read.
    pub language: &'a str,
}

/// What a person brings back.
#[derive(Debug, Clone, Copy)]
pub struct Arrival<'a> {
    /// What they were sent with.
    pub departure: Departure<'a>,
    /// The code for the ID token.
    pub code: Option<&'a str>,
    /// Who says that it answers (RFC 9207).
    pub issuer: Option<&'a str>,
    /// What went wrong there.
    pub error: Option<&'a str>,
    /// The moment, in milliseconds.
    pub now: i64,
}

/// Who has signed in at a provider: issuer and subject together are one account for ever.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// Who says so.
    pub issuer: String,
    /// The account there.
    pub subject: String,
    /// From which directory.
    pub directory: Option<Uuid>,
    /// What the account is called there, to be shown to its person; may be empty.
    pub label: String,
    /// The address that the provider knows, checked by nobody; an account is never found by it.
    pub email: String,
}

/// What is known of a provider by now.
#[derive(Debug)]
struct Known {
    metadata: Metadata,
    keys: Keys,
    /// When it was read.
    at: i64,
    /// When the keys were read again, for one that was not among them.
    again_at: Option<i64>,
}

/// A provider.
pub struct Provider {
    settings: ProviderSettings,
    place: Endpoint,
    network: Network,
    known: Mutex<Option<Arc<Known>>>,
    places: Semaphore,
}

impl std::fmt::Debug for Provider {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Provider").field("settings", &self.settings).finish_non_exhaustive()
    }
}

impl Provider {
    /// The provider of these settings; nothing is asked yet.
    pub fn new(settings: ProviderSettings) -> Result<Self, NotAProvider> {
        let place = metadata::place(&settings).ok_or_else(|| NotAProvider("issuer is no address".to_owned()))?;
        let network = Network::new(settings.authorities.as_deref(), settings.allows_private).map_err(NotAProvider)?;
        Ok(Self { settings, place, network, known: Mutex::default(), places: Semaphore::new(MOST_AT_ONCE) })
    }

    /// How it is set up.
    pub fn settings(&self) -> &ProviderSettings {
        &self.settings
    }

    /// The address to which a person is led.
    pub async fn depart(&self, departure: &Departure<'_>, now: i64) -> Result<String, Fault> {
        let known = self.in_time(self.known(now, None)).await?;
        let challenge = BASE64_URL_SAFE_NO_PAD.encode(digest(&SHA256, departure.verifier.as_bytes()));
        let mut query = form_urlencoded::Serializer::new(String::new());
        query
            .append_pair("response_type", "code")
            .append_pair("client_id", &self.settings.client_id)
            .append_pair("redirect_uri", departure.redirect_uri)
            .append_pair("scope", "openid profile email")
            .append_pair("state", departure.state)
            .append_pair("nonce", departure.nonce)
            .append_pair("code_challenge", &challenge)
            .append_pair("code_challenge_method", "S256")
            .append_pair("ui_locales", departure.language);
        let place = &known.metadata.authorization.text;
        let joint = if place.contains('?') { '&' } else { '?' };
        Ok(format!("{place}{joint}{}", query.finish()))
    }

    /// Who has signed in, by the answer that a person brought back.
    pub async fn arrive(&self, arrival: &Arrival<'_>) -> Result<Identity, Fault> {
        self.in_time(self.arrived(arrival)).await
    }

    async fn arrived(&self, arrival: &Arrival<'_>) -> Result<Identity, Fault> {
        let known = self.known(arrival.now, None).await?;
        // Whose answer it is comes first: another provider's says nothing, not even that it failed.
        match arrival.issuer {
            Some(issuer) if !self.is_own(issuer) => return Err(Fault::doubtful("the answer of another issuer")),
            None if known.metadata.names_issuer => return Err(Fault::doubtful("an answer without its issuer")),
            _ => {}
        }
        match arrival.error {
            None => {}
            Some(error @ ("server_error" | "temporarily_unavailable")) => return Err(Fault::away(error)),
            Some(_) => return Err(Fault::Declined),
        }
        let code = arrival.code.filter(|code| !code.is_empty() && code.len() <= LONGEST_CODE);
        let code = code.ok_or_else(|| Fault::doubtful("an answer without a code"))?;
        let text = self.exchanged(&known.metadata, code, &arrival.departure).await?;
        let token = Token::read(&text)?;
        // Keys change: one that is not known yet is looked for once more.
        let known = match token.kid.as_deref() {
            Some(kid) if !known.keys.has(kid) => self.known(arrival.now, Some(kid)).await?,
            _ => known,
        };
        let identity = token.verified(&known.keys, &self.settings, arrival.departure.nonce, arrival.now)?;
        // With a name for each directory, the answer's has to be the token's.
        if arrival.issuer.is_some_and(|issuer| issuer != identity.issuer && issuer != self.settings.issuer) {
            return Err(Fault::doubtful("the answer of another issuer"));
        }
        Ok(identity)
    }

    /// Whether that is this provider's name.
    fn is_own(&self, issuer: &str) -> bool {
        if issuer == self.settings.issuer {
            return true;
        }
        let Some((before, after)) = self.settings.issuer.split_once(EACH_DIRECTORY) else { return false };
        let directory = issuer.strip_prefix(before).and_then(|rest| rest.strip_suffix(after));
        directory.is_some_and(|guid| Uuid::try_parse(guid).is_ok())
    }

    /// The ID token for a code.
    async fn exchanged(&self, metadata: &Metadata, code: &str, departure: &Departure<'_>) -> Result<String, Fault> {
        #[derive(Deserialize)]
        struct Tokens {
            id_token: String,
        }
        let mut form = vec![
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", departure.redirect_uri),
            ("code_verifier", departure.verifier),
            ("client_id", self.settings.client_id.as_str()),
        ];
        let mut authorization = None;
        match &self.settings.client_secret {
            Some(secret) if metadata.takes_secret_in_form => form.push(("client_secret", secret.text())),
            Some(secret) => authorization = Some(basic(&self.settings.client_id, secret.text())),
            None => {}
        }
        let answer = self.network.ask(&metadata.token, Asked { form: Some(&form), authorization }).await?;
        if answer.status.is_server_error() || answer.status == hyper::StatusCode::TOO_MANY_REQUESTS {
            return Err(Fault::away(answer.status));
        }
        if answer.status != hyper::StatusCode::OK || !answer.is_json {
            return Err(Fault::doubtful(format!("no ID token for the code: {}", answer.status)));
        }
        let tokens: Tokens =
            serde_json::from_slice(&answer.body).map_err(|_| Fault::doubtful("an answer without an ID token"))?;
        Ok(tokens.id_token)
    }

    /// What is known of it; read anew when it is old, or for a key that is not there.
    async fn known(&self, now: i64, wanted: Option<&str>) -> Result<Arc<Known>, Fault> {
        let mut known = self.known.lock().await;
        let is_within = |since: i64, millis: i64| (0..millis).contains(&(now - since));
        if let Some(it) = known.as_ref().filter(|it| is_within(it.at, KEPT_MILLIS)) {
            let has = wanted.is_none_or(|kid| it.keys.has(kid));
            let is_asked_lately = it.again_at.is_some_and(|at| is_within(at, AGAIN_MILLIS));
            if has || is_asked_lately {
                return Ok(Arc::clone(it));
            }
            let it = Known { metadata: it.metadata.clone(), keys: it.keys.clone(), at: it.at, again_at: Some(now) };
            // Whatever comes of asking, it is not done again at once.
            let it = known.insert(Arc::new(it));
            let keys = Keys::read(&self.network.document(&it.metadata.keys).await?)?;
            let it = Arc::new(Known { metadata: it.metadata.clone(), keys, at: it.at, again_at: Some(now) });
            *known = Some(Arc::clone(&it));
            return Ok(it);
        }
        let metadata = metadata::read(&self.network.document(&self.place).await?, &self.settings)?;
        let keys = Keys::read(&self.network.document(&metadata.keys).await?)?;
        let it = Arc::new(Known { metadata, keys, at: now, again_at: None });
        *known = Some(Arc::clone(&it));
        Ok(it)
    }

    async fn in_time<T>(&self, asked: impl Future<Output = Result<T, Fault>>) -> Result<T, Fault> {
        let Ok(_place) = self.places.try_acquire() else { return Err(Fault::away("too many ask it")) };
        tokio::time::timeout(PATIENCE, asked).await.unwrap_or_else(|_| Err(Fault::away("no answer in time")))
    }
}

/// The header of a client with a secret (RFC 6749, 2.3.1).
fn basic(client_id: &str, secret: &str) -> String {
    let spelt = |text: &str| form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
    format!("Basic {}", BASE64_STANDARD.encode(format!("{}:{}", spelt(client_id), spelt(secret))))
}
