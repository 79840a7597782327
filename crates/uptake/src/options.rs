//! What can be typed: every command with its options, and the help that explains them.

#![expect(clippy::doc_markdown, reason = "the comments are printed as help, where back-ticks would stand")]

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};
use domain::access::Role;
use domain::person::Email;
use domain::retention::{FAILED_MAIL_DAYS, MAIL_DAYS};

/// The desk at which vendor and partners get cloud subscriptions used.
///
/// Exit codes: 0 done, 1 refused (the reason is on standard error), 2 wrong usage.
#[derive(Debug, Parser)]
#[command(name = "uptake", version, arg_required_else_help = true, max_term_width = 100)]
pub(crate) struct Options {
    #[command(flatten)]
    pub(crate) common: Common,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// Options of every command.
#[derive(Debug, Args)]
pub(crate) struct Common {
    /// The database: sqlite:PATH, or postgres://USER:PASSWORD@HOST/NAME.
    #[arg(
        long,
        env = "UPTAKE_DATABASE",
        global = true,
        default_value = "sqlite:uptake-data/uptake.db",
        hide_env_values = true,
        value_name = "URL"
    )]
    pub(crate) database: String,
    /// How many connections to PostgreSQL are held at the most, by each process; a load at work has a further one.
    #[arg(long, env = "UPTAKE_DATABASE_CONNECTIONS", global = true, default_value_t = store::USUAL_CONNECTIONS, value_parser = clap::value_parser!(u32).range(i64::from(store::FEWEST_CONNECTIONS)..=1_000), value_name = "N")]
    pub(crate) database_connections: u32,
    /// The folder for uploads on their way in, and for the proofs of claims [default: beside the SQLite file, or ./uptake-data].
    #[arg(long, env = "UPTAKE_DATA_DIR", global = true, value_name = "DIR")]
    pub(crate) data_dir: Option<PathBuf>,
    /// An S3-compatible bucket for the files of claims and tickets, in place of the data directory; for servers on several
    /// machines. Its secret key stands in a file, or in UPTAKE_FILES_SECRET: docs/operator/files.md.
    #[arg(
        long = "files",
        env = "UPTAKE_FILES",
        global = true,
        value_name = "bucket=...; endpoint=https://...; key=...; secret-file=..."
    )]
    pub(crate) bucket: Option<bucket::BucketSettings>,
    /// An attribution type of a report that says that its location holds the claim; repeat for several.
    #[arg(long = "claim-attribution", env = "UPTAKE_CLAIM_ATTRIBUTIONS", global = true, value_delimiter = ',', default_values = ["CPOR - FRP", "CPOR"], value_name = "TYPE")]
    pub(crate) claim_attributions: Vec<String>,
    /// The share of refused rows, in percent, that stops a load.
    #[arg(long, env = "UPTAKE_REFUSED_PERCENT", global = true, default_value_t = domain::load::REFUSED_PERCENT, value_parser = clap::value_parser!(u8).range(0..=100), value_name = "PERCENT")]
    pub(crate) refused_percent: u8,
    /// The address that people type, such as https://uptake.example.com; needed behind TLS, for mail, and for passkeys.
    #[arg(long, env = "UPTAKE_PUBLIC_URL", global = true, value_name = "URL")]
    pub(crate) public_url: Option<web::PublicUrl>,
    /// The mail server: smtps://USER:PASSWORD@HOST, or smtp://... with STARTTLS; there is no mail unless given.
    #[arg(long, env = "UPTAKE_SMTP", global = true, hide_env_values = true, value_name = "URL")]
    pub(crate) smtp: Option<String>,
    /// From whom mail comes, such as "Uptake <uptake@your.example>".
    #[arg(long, env = "UPTAKE_MAIL_FROM", global = true, value_name = "SENDER")]
    pub(crate) mail_from: Option<String>,
    /// A file with certificates (PEM) that the mail server may have besides those of the world.
    #[arg(long, env = "UPTAKE_SMTP_CA", global = true, value_name = "FILE")]
    pub(crate) smtp_ca: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Serve pages and API.
    Serve(Serve),
    /// Load reports that were downloaded from Partner Center.
    ///
    /// The kind of each file is recognised by its header; files are loaded in the order in which they build on
    /// one another, whatever the order given. Each is planned and then applied, all or nothing. Loading the
    /// same file again changes nothing.
    Import(Import),
    /// Give people accounts and roles.
    #[command(subcommand)]
    User(UserCommand),
    /// What is kept of a person.
    #[command(subcommand)]
    Person(PersonCommand),
    /// Personal access tokens for the API.
    #[command(subcommand)]
    Token(TokenCommand),
    /// Send mail and do nothing else. `serve` does so too; of several, one sends each message.
    Worker,
    /// Look at mail, try it again, or try whether it goes out.
    #[command(subcommand)]
    Mail(MailCommand),
    /// Bring the database schema up to date. `serve` does so too.
    Migrate,
    /// Check settings, durability, schema, clock and disk.
    Doctor {
        /// For machines: one JSON document.
        #[arg(long)]
        json: bool,
    },
    /// Write a consistent copy of the SQLite database while it is in use.
    Backup {
        /// The copy, which must not exist yet; or a folder, in which it is named after the moment.
        file: PathBuf,
    },
    /// Put a backup in the place of the SQLite database, while no server runs.
    ///
    /// The backup is looked at first, brought up to date, and nobody is signed in by it.
    Restore {
        /// The backup.
        file: PathBuf,
        /// Take the place of a database that is there; that one is kept beside it.
        #[arg(long)]
        replace: bool,
    },
    /// Print the main SQL statement behind the tenant list or a tenant's usage: what `make bench` holds them against.
    #[command(hide = true)]
    Statement(Statement),
    /// Write synthetic reports of an invented world.
    Sample(Sample),
    /// Fill an empty database with an invented world, and print who can sign in.
    Demo(Demo),
}

#[derive(Debug, Args)]
pub(crate) struct Serve {
    /// Where pages and API are served.
    #[arg(long, env = "UPTAKE_LISTEN", default_value = "127.0.0.1:8080", value_name = "ADDR")]
    pub(crate) listen: SocketAddr,
    /// Where Prometheus metrics are served; not at all unless given.
    #[arg(long, env = "UPTAKE_METRICS_LISTEN", value_name = "ADDR")]
    pub(crate) metrics_listen: Option<SocketAddr>,
    /// A provider with which people can sign in (OpenID Connect); repeat for several, or a line each in the variable.
    /// Needs --public-url. Its secret stands in a file, or in UPTAKE_PROVIDER_SECRET_CODE: docs/operator/sign-in.md.
    #[arg(
        long = "provider",
        env = "UPTAKE_PROVIDERS",
        value_delimiter = '\n',
        value_name = "code=...; name=...; issuer=https://...; client=..."
    )]
    pub(crate) providers: Vec<app::ProviderSettings>,
    /// A proxy whose X-Forwarded-For is believed: an address or a range; repeat for several.
    #[arg(long = "trusted-proxy", env = "UPTAKE_TRUSTED_PROXIES", value_delimiter = ',', value_name = "RANGE")]
    pub(crate) trusted_proxies: Vec<web::Network>,
    /// The largest file that can be uploaded, in bytes.
    #[arg(long, env = "UPTAKE_MOST_UPLOAD_BYTES", default_value_t = 2 << 30, value_name = "BYTES")]
    pub(crate) most_upload_bytes: u64,
    /// How many connections are open at most; further ones wait.
    #[arg(long, env = "UPTAKE_MOST_CONNECTIONS", default_value_t = 2048, value_name = "N")]
    pub(crate) most_connections: usize,
    /// How many requests are worked on at most; further ones wait 3 seconds and are then told to come back.
    #[arg(long, env = "UPTAKE_MOST_REQUESTS", default_value_t = 256, value_name = "N")]
    pub(crate) most_requests: usize,
    /// How long an answer may take, in seconds; loads take as long as they need.
    #[arg(long, env = "UPTAKE_REQUEST_SECONDS", default_value_t = 7, value_parser = clap::value_parser!(u64).range(1..=3600), value_name = "SECONDS")]
    pub(crate) request_seconds: u64,
    /// How long a client may take to send a header or the next part of a body, or to take an answer, in seconds.
    #[arg(long, env = "UPTAKE_CLIENT_SECONDS", default_value_t = 20, value_parser = clap::value_parser!(u64).range(1..=3600), value_name = "SECONDS")]
    pub(crate) client_seconds: u64,
    /// How long requests under way may take to finish when the server is told to stop, in seconds.
    #[arg(long, env = "UPTAKE_FAREWELL_SECONDS", default_value_t = 20, value_parser = clap::value_parser!(u64).range(0..=3600), value_name = "SECONDS")]
    pub(crate) farewell_seconds: u64,
    /// After how many days entries of the audit are removed; kept for good unless given.
    #[arg(long, env = "UPTAKE_KEEP_AUDIT_DAYS", value_parser = clap::value_parser!(u32).range(1..=36_500), value_name = "DAYS")]
    pub(crate) keep_audit_days: Option<u32>,
    /// After how many days accounts that are closed are erased; kept for good unless given.
    #[arg(long, env = "UPTAKE_KEEP_ACCOUNTS_DAYS", value_parser = clap::value_parser!(u32).range(1..=36_500), value_name = "DAYS")]
    pub(crate) keep_accounts_days: Option<u32>,
    /// After how many days tickets that are resolved are removed, with their files; kept for good unless given.
    #[arg(long, env = "UPTAKE_KEEP_TICKETS_DAYS", value_parser = clap::value_parser!(u32).range(1..=36_500), value_name = "DAYS")]
    pub(crate) keep_tickets_days: Option<u32>,
    /// After how many days proofs of claims that were rejected or have ended are removed, 31 or more, as a rejection can be disputed
    /// for 30; kept for good unless given.
    #[arg(long, env = "UPTAKE_KEEP_PROOFS_DAYS", value_parser = clap::value_parser!(u32).range(31..=36_500), value_name = "DAYS")]
    pub(crate) keep_proofs_days: Option<u32>,
    /// After how many days messages that were sent are forgotten: what they were about and for whom.
    #[arg(long, env = "UPTAKE_KEEP_MAIL_DAYS", default_value_t = MAIL_DAYS, value_parser = clap::value_parser!(u32).range(1..=36_500), value_name = "DAYS")]
    pub(crate) keep_mail_days: u32,
    /// After how many days messages that failed are forgotten.
    #[arg(long, env = "UPTAKE_KEEP_FAILED_MAIL_DAYS", default_value_t = FAILED_MAIL_DAYS, value_parser = clap::value_parser!(u32).range(1..=36_500), value_name = "DAYS")]
    pub(crate) keep_failed_mail_days: u32,
}

#[derive(Debug, Args)]
pub(crate) struct Import {
    /// The files: .csv, .tsv, either as .gz, or a .zip of one.
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    /// Only say what would change.
    #[arg(long)]
    pub(crate) plan: bool,
    /// For machines: one JSON document, no progress.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Subcommand)]
pub(crate) enum UserCommand {
    /// Add a person with a role. The password is read from standard input.
    ///
    ///   uptake user add --email you@your.example --name "You" --programme --role programme_admin --password-stdin
    ///   uptake user add --email one@partner.example --name "One" --partner 4000001 --role report_viewer --location 4100001 --password-stdin
    #[command(verbatim_doc_comment)]
    Add(AddUser),
    /// Give a person a further role.
    Grant(RoleAt),
    /// Take a role away; effective at the person's next request.
    Revoke(RoleAt),
    /// Close an account, and end its sessions and tokens.
    Close {
        /// The person's address.
        #[arg(long, value_name = "EMAIL")]
        email: Email,
    },
    /// Reopen a closed account.
    Reopen {
        /// The person's address.
        #[arg(long, value_name = "EMAIL")]
        email: Email,
    },
    /// Print a link by which a person sets a (new) password, or connects an account at a provider; it works once, for a week.
    ///
    /// The way back in for whoever forgot a password where no mail is sent, or whose provider is gone.
    Invite {
        /// The person's address.
        #[arg(long, value_name = "EMAIL")]
        email: Email,
    },
    /// Take second factor and passkeys away from a person who lost them; their sessions end, and they are told by mail.
    RemoveSecondFactor {
        /// The person's address.
        #[arg(long, value_name = "EMAIL")]
        email: Email,
    },
    /// Have the people of an organisation sign in with a provider only, or let passwords count again.
    ///
    /// Nothing holds the operator: this is the way back in when a provider fails or is gone.
    SingleSignOn(SingleSignOn),
    /// List everybody who has an account, with their roles.
    List {
        /// For machines: one JSON document.
        #[arg(long)]
        json: bool,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum PersonCommand {
    /// Write all that is kept of a person as JSON: of an account with that address, or else of a contact.
    Export {
        /// The person's address.
        #[arg(long, value_name = "EMAIL")]
        email: Email,
        /// Of a contact, also where somebody has an account with that address.
        #[arg(long)]
        contact: bool,
        /// Write it to this file, which must not exist yet, in place of standard output.
        #[arg(long, value_name = "FILE")]
        file: Option<PathBuf>,
    },
    /// Erase a person for good: the account with that address, or else the contact over all tenants. It cannot be undone.
    Erase {
        /// The person's address.
        #[arg(long, value_name = "EMAIL")]
        email: Email,
        /// The contact, also where somebody has an account with that address.
        #[arg(long)]
        contact: bool,
        /// The address once more.
        #[arg(long, value_name = "EMAIL")]
        confirm: String,
    },
}

/// Reads a role, and names them all when it is none.
fn role(text: &str) -> Result<Role, String> {
    Role::from_code(text).ok_or_else(|| format!("roles are {}", Role::ALL.map(Role::code).join(", ")))
}

#[derive(Debug, Args)]
pub(crate) struct AddUser {
    /// The address with which the person signs in.
    #[arg(long, value_name = "EMAIL")]
    pub(crate) email: Email,
    /// The person's name.
    #[arg(long)]
    pub(crate) name: String,
    /// The partner ID of the person's organisation; load its profile first.
    #[arg(long, value_name = "ID", required_unless_present = "programme")]
    pub(crate) partner: Option<String>,
    /// The person is of the programme office.
    #[arg(long, conflicts_with = "partner")]
    pub(crate) programme: bool,
    /// The role, such as executive_report_viewer, report_viewer, account_admin, programme_admin.
    #[arg(long, value_parser = role)]
    pub(crate) role: Role,
    /// A location (its own partner ID) for which the role is given; repeat for several; without any it is for
    /// the entire organisation.
    #[arg(long = "location", value_name = "ID")]
    pub(crate) locations: Vec<String>,
    /// A partner that a partner manager is assigned; repeat for several.
    #[arg(long = "assigned-partner", value_name = "ID", conflicts_with = "locations")]
    pub(crate) assigned_partners: Vec<String>,
    /// The directory (a GUID) from which the person signs in.
    #[arg(long, value_name = "GUID")]
    pub(crate) directory: Option<uuid::Uuid>,
    /// Read the password from the first line of standard input.
    #[arg(long, required = true)]
    pub(crate) password_stdin: bool,
}

#[derive(Debug, Args)]
pub(crate) struct SingleSignOn {
    /// The partner ID of the organisation.
    #[arg(long, value_name = "ID", required_unless_present = "programme")]
    pub(crate) partner: Option<String>,
    /// The programme office.
    #[arg(long, conflicts_with = "partner")]
    pub(crate) programme: bool,
    /// Whether passwords stop counting, or count again.
    #[arg(value_enum)]
    pub(crate) setting: Setting,
}

/// On or off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Setting {
    /// Passwords stop counting.
    On,
    /// Passwords count again.
    Off,
}

#[derive(Debug, Args)]
pub(crate) struct RoleAt {
    /// The person's address.
    #[arg(long, value_name = "EMAIL")]
    pub(crate) email: Email,
    /// The role.
    #[arg(long, value_parser = role)]
    pub(crate) role: Role,
    /// A location (its own partner ID), or, for a partner manager, a partner; repeat for several; without any
    /// the entire organisation is meant (for revoke: wherever it is given).
    #[arg(long = "location", visible_alias = "assigned-partner", value_name = "ID")]
    pub(crate) at: Vec<String>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum TokenCommand {
    /// Make a token for a person, and print it alone. It is not shown again.
    Create(CreateToken),
}

#[derive(Debug, Subcommand)]
pub(crate) enum MailCommand {
    /// List what waits, failed, was sent or dropped, the newest first, with the reason.
    List(ListMail),
    /// Try messages now that failed or wait for longer.
    Retry {
        /// The message, as the list names it.
        handle: Option<String>,
        /// All of them.
        #[arg(long, conflicts_with = "handle")]
        all: bool,
    },
    /// Send a message to see whether mail goes out.
    Test {
        /// To this address.
        #[arg(long, value_name = "EMAIL")]
        to: Email,
    },
}

#[derive(Debug, Args)]
pub(crate) struct ListMail {
    /// Only those in this state.
    #[arg(long, value_enum)]
    pub(crate) state: Option<MailState>,
    /// How many at most.
    #[arg(long, default_value_t = 50, value_parser = clap::value_parser!(i64).range(1..=10_000), value_name = "N")]
    pub(crate) limit: i64,
    /// For machines: one JSON document.
    #[arg(long)]
    pub(crate) json: bool,
}

/// What became of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum MailState {
    /// It is still to be sent.
    Waiting,
    /// The mail server has taken it.
    Sent,
    /// The mail server will not take it.
    Failed,
    /// Its reader may not see it any more, or does not want it.
    Dropped,
}

impl MailState {
    /// The name in the database.
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Sent => "sent",
            Self::Failed => "failed",
            Self::Dropped => "dropped",
        }
    }
}

#[derive(Debug, Args)]
pub(crate) struct CreateToken {
    /// The person's address.
    #[arg(long, value_name = "EMAIL")]
    pub(crate) email: Email,
    /// Days until it ends.
    #[arg(long, default_value_t = 90, value_parser = clap::value_parser!(i64).range(1..=366), value_name = "N")]
    pub(crate) expires_days: i64,
}

#[derive(Debug, Args)]
pub(crate) struct Statement {
    /// A personal access token: as that person would ask.
    #[arg(long)]
    pub(crate) token: String,
    /// The order of the list.
    #[arg(long, default_value = "name")]
    pub(crate) sort: String,
    /// The usage of this tenant, in place of the list.
    #[arg(long)]
    pub(crate) tenant: Option<String>,
    /// The opportunities, in place of the list; narrowed as in `country=NL`.
    #[arg(long, num_args = 0..=1, default_missing_value = "", conflicts_with = "tenant", value_name = "FILTER")]
    pub(crate) opportunities: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct Sample {
    /// The folder to write to.
    pub(crate) dir: PathBuf,
    /// How many partners.
    #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    pub(crate) partners: u32,
    /// How many tenants, of all partners together.
    #[arg(long, default_value_t = 200)]
    pub(crate) tenants: u32,
    /// How many months, up to the last whole one.
    #[arg(long, default_value_t = 13, value_parser = clap::value_parser!(u32).range(1..=120))]
    pub(crate) months: u32,
    /// Which of the possible worlds.
    #[arg(long, default_value_t = 1)]
    pub(crate) seed: u64,
}

#[derive(Debug, Args)]
pub(crate) struct Demo {
    /// How many tenants.
    #[arg(long, default_value_t = 200)]
    pub(crate) tenants: u32,
    /// Which of the possible worlds.
    #[arg(long, default_value_t = 1)]
    pub(crate) seed: u64,
    /// For machines: one JSON document, no progress.
    #[arg(long)]
    pub(crate) json: bool,
}
