//! Who asks, when, and through which door.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use bucket::Bucket;
use chrono::{DateTime, Utc};
use domain::access::{Action, Principal, Resource, allows};
use domain::organisation::OrganisationKind;
use domain::person::{Language, Theme};
use domain::retention::Retention;
use passkey::Site;
use provider::Provider;

use crate::AppError;
use crate::earnings::Season;
use crate::hashing::Hashing;
use crate::known::Known;
use crate::opportunity::{KnownCatalogue, KnownSums};
use crate::retention::Removed;
use crate::secret::PasswordCost;

/// Gives the present moment; a test brings its own.
#[derive(Clone)]
pub struct Clock(Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>);

impl Clock {
    /// A clock that asks this function.
    pub fn new(now: impl Fn() -> DateTime<Utc> + Send + Sync + 'static) -> Self {
        Self(Arc::new(now))
    }

    /// The machine's clock.
    #[expect(clippy::disallowed_methods, reason = "the one place that asks the machine")]
    pub fn of_machine() -> Self {
        Self::new(Utc::now)
    }

    /// The present moment.
    pub fn now(&self) -> DateTime<Utc> {
        (self.0)()
    }
}

/// Fills bytes so that nobody can guess them.
type Fill = dyn Fn(&mut [u8]) -> Result<(), AppError> + Send + Sync;

/// Gives bytes that nobody can guess; a test brings its own.
#[derive(Clone)]
pub struct Chance(Arc<Fill>);

impl Chance {
    /// Chance that asks this function to fill the bytes.
    pub fn new(fill: impl Fn(&mut [u8]) -> Result<(), AppError> + Send + Sync + 'static) -> Self {
        Self(Arc::new(fill))
    }

    /// The machine's source of randomness.
    #[expect(clippy::disallowed_methods, reason = "the one place that asks the machine")]
    pub fn of_machine() -> Self {
        Self::new(|bytes| getrandom::fill(bytes).map_err(|error| AppError::Internal(format!("no randomness: {error}"))))
    }

    /// Bytes that nobody can guess.
    pub fn bytes<const N: usize>(&self) -> Result<[u8; N], AppError> {
        let mut bytes = [0; N];
        (self.0)(&mut bytes)?;
        Ok(bytes)
    }
}

/// What an operator sets (docs/operator/settings.md).
#[derive(Debug, Clone)]
pub struct Settings {
    /// Which attribution types bring a claim (S13.7).
    pub claim_attributions: domain::claim::ClaimAttributions,
    /// The share of refused rows, in percent, that stops a load (S13.3).
    pub refused_percent: u8,
    /// Where uploads wait while they are read.
    pub data_dir: std::path::PathBuf,
    /// Whether there is mail.
    pub sends_mail: bool,
}

impl Settings {
    /// What holds unless an operator sets something else, with that folder for uploads.
    pub fn usual(data_dir: impl Into<std::path::PathBuf>) -> Self {
        Self {
            claim_attributions: domain::claim::ClaimAttributions::default(),
            refused_percent: domain::load::REFUSED_PERCENT,
            data_dir: data_dir.into(),
            sends_mail: false,
        }
    }
}

/// The application: the store, the clock, chance and the settings. Cheap to clone.
#[derive(Clone)]
pub struct App {
    pub(crate) store: store::Store,
    pub(crate) clock: Clock,
    pub(crate) chance: Chance,
    pub(crate) settings: Arc<Settings>,
    /// Where passwords are hashed, a few at a time.
    pub(crate) hashing: Arc<Hashing>,
    /// What that costs.
    pub(crate) password_cost: PasswordCost,
    /// Whom it served lately.
    pub(crate) known: Arc<Known>,
    /// The workloads there are, as it last read them.
    pub(crate) catalogue: KnownCatalogue,
    /// What lists of opportunities come to, as it last read it.
    pub(crate) sums: KnownSums,
    /// Whether files of the database may still hold what was erased; it is not known of those that were found.
    pub(crate) remembers_erased: Arc<AtomicBool>,
    /// Up to which day it knows that what is kept of earnings is right.
    pub(crate) season: Season,
    /// Where people can sign in besides.
    pub(crate) providers: Arc<[Provider]>,
    /// The site that passkeys are for; nothing where browsers know none for its address.
    pub(crate) passkey_site: Option<Arc<Site>>,
    /// Where files that people bring are kept; nothing: in the data directory.
    pub(crate) bucket: Option<Bucket>,
    /// How long some things are kept.
    pub(crate) retention: Retention,
    /// How many of them were removed.
    pub(crate) removed: Arc<Removed>,
}

impl App {
    /// The application over this store.
    pub fn new(store: store::Store, clock: Clock, settings: Settings) -> Self {
        let hashing = Arc::new(Hashing::start());
        Self {
            store,
            clock,
            chance: Chance::of_machine(),
            settings: Arc::new(settings),
            hashing,
            password_cost: PasswordCost::USUAL,
            known: Arc::default(),
            catalogue: KnownCatalogue::default(),
            sums: KnownSums::default(),
            remembers_erased: Arc::new(AtomicBool::new(true)),
            season: Season::default(),
            providers: Arc::default(),
            passkey_site: None,
            bucket: None,
            retention: Retention::default(),
            removed: Arc::default(),
        }
    }

    /// The same application with another source of chance; a test brings its own.
    #[must_use]
    pub fn with_chance(self, chance: Chance) -> Self {
        Self { chance, ..self }
    }

    /// The same application, which hashes passwords at that cost; a test that is not about them takes the least.
    #[must_use]
    pub fn with_password_cost(self, password_cost: PasswordCost) -> Self {
        Self { password_cost, ..self }
    }

    /// The same application by another clock.
    #[must_use]
    pub fn with_clock(self, clock: Clock) -> Self {
        Self { clock, ..self }
    }

    /// The same application, where people can sign in with these providers too.
    #[must_use]
    pub fn with_providers(self, providers: Vec<Provider>) -> Self {
        Self { providers: providers.into(), ..self }
    }

    /// The same application, which people reach at that address: scheme and host. Passkeys are for it.
    #[must_use]
    pub fn with_address(self, public_url: &str) -> Self {
        Self { passkey_site: Site::at(public_url).map(Arc::new), ..self }
    }

    /// The same application, which keeps files that people bring in this bucket.
    #[must_use]
    pub fn with_bucket(self, bucket: Option<Bucket>) -> Self {
        Self { bucket, ..self }
    }

    /// The present moment, by the application's clock.
    pub fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    /// Where bytes that nobody can guess come from.
    pub fn chance(&self) -> &Chance {
        &self.chance
    }

    /// The operator's settings.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }
}

/// The door through which a request comes; it stands in the audit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Door {
    /// A page in a browser.
    Page,
    /// The JSON API.
    Api,
    /// The command line.
    CommandLine,
    /// A link in a letter, or the letter itself.
    Mail,
    /// None: it was time.
    Clock,
}

impl Door {
    /// The name in the audit.
    pub fn code(self) -> &'static str {
        match self {
            Self::Page => "page",
            Self::Api => "api",
            Self::CommandLine => "command_line",
            Self::Mail => "mail",
            Self::Clock => "clock",
        }
    }
}

/// How a caller proves who they are. The secret itself is never logged or printed.
#[derive(Clone, PartialEq, Eq)]
pub enum Credential {
    /// None.
    Nobody,
    /// The secret of a session, from the cookie.
    Session(String),
    /// A personal access token.
    Token(String),
    /// Whoever can run the program on the server: the command line. Never made by `web`.
    Operator,
}

impl std::fmt::Debug for Credential {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Nobody => "Nobody",
            Self::Session(_) => "Session(..)",
            Self::Token(_) => "Token(..)",
            Self::Operator => "Operator",
        })
    }
}

/// One request: who, through which door, from where, under which number.
#[derive(Debug, Clone)]
pub struct Ctx {
    /// The proof of who it is.
    pub credential: Credential,
    /// The door.
    pub door: Door,
    /// The number under which the log knows the request.
    pub request_id: String,
    /// The network address of the caller; empty on the command line.
    pub address: String,
}

impl Ctx {
    /// The operator at the command line.
    pub fn of_operator() -> Self {
        Self {
            credential: Credential::Operator,
            door: Door::CommandLine,
            request_id: String::new(),
            address: String::new(),
        }
    }
}

/// The person behind a request, as read in the transaction that served it.
#[derive(Debug, Clone)]
pub struct Viewer {
    /// The organisation and the present roles.
    pub principal: Principal,
    /// The person's name.
    pub name: String,
    /// The e-mail address.
    pub email: String,
    /// The organisation's name.
    pub organisation: String,
    /// The partner ID; nothing in the programme office.
    pub partner_id: Option<String>,
    /// The language chosen; nothing while the browser decides.
    pub language: Option<Language>,
    /// The theme chosen.
    pub theme: Theme,
    /// Whether tenants are there to be seen (S1.3).
    pub may_see_tenants: bool,
    /// Whether loads are.
    pub may_load: bool,
    /// Whether the audit is.
    pub may_audit: bool,
}

impl Viewer {
    /// What the person's organisation is.
    pub fn kind(&self) -> OrganisationKind {
        self.principal.kind
    }

    /// Whether claims are there to be seen.
    pub fn may_see_claims(&self) -> bool {
        allows(&self.principal, Resource::Claims, Action::Read).is_ok()
    }

    /// Whether there are customers' requests to assign.
    pub fn may_assign_referrals(&self) -> bool {
        allows(&self.principal, Resource::ReferralAssignment, Action::Read).is_ok()
    }

    /// Whether there is to say which referrals the own organisation wants.
    pub fn may_choose_referrals(&self) -> bool {
        allows(&self.principal, Resource::ReferralPreference, Action::Read).is_ok()
    }

    /// Whether offers can be looked at.
    pub fn may_see_offers(&self) -> bool {
        allows(&self.principal, Resource::Offers, Action::Read).is_ok()
    }

    /// Whether there are people to manage.
    pub fn may_manage_people(&self) -> bool {
        allows(&self.principal, Resource::People, Action::Read).is_ok()
    }

    /// Whether it can be set how people sign in.
    pub fn may_set_sign_in(&self) -> bool {
        allows(&self.principal, Resource::SignInSettings, Action::Read).is_ok()
    }

    /// Whether it can be seen what is set for the whole programme.
    pub fn may_see_programme(&self) -> bool {
        allows(&self.principal, Resource::ProgrammeSettings, Action::Read).is_ok()
    }

    /// Whether partners and their locations are there to be seen.
    pub fn may_see_partners(&self) -> bool {
        allows(&self.principal, Resource::Partners, Action::Read).is_ok()
    }

    /// Whether there are people whose data can be copied and erased.
    pub fn may_see_personal_data(&self) -> bool {
        allows(&self.principal, Resource::PersonalData, Action::Read).is_ok()
    }

    /// Whether versions of the taxonomy can be made.
    pub fn may_change_taxonomy(&self) -> bool {
        allows(&self.principal, Resource::TaxonomyVersions, Action::Write).is_ok()
    }
}

/// What a verb gives, with the person who asked, both of the same transaction.
#[derive(Debug, Clone)]
pub struct Seen<T> {
    /// Who asked.
    pub viewer: Viewer,
    /// What was asked for, redacted for that person.
    pub value: T,
}
