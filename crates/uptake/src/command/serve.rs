//! `serve`: pages and API.

use std::time::Duration;

use anyhow::Context as _;
use app::{App, ClientSecret, Provider, ProviderSettings};
use domain::retention::Retention;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio::time::MissedTickBehavior;
use tracing_subscriber::EnvFilter;

use super::mail::Carrying;
use super::{app_over, open_store};
use crate::options::{Common, Serve};

/// Serves until told to stop.
pub(crate) async fn run(common: &Common, serve: Serve) -> anyhow::Result<()> {
    let sender = super::mail::sender(common)?;
    begin_log();
    let store = open_store(common).await?;
    anyhow::ensure!(
        serve.providers.is_empty() || common.public_url.is_some(),
        "a provider leads people back to an address that it knows: say which by --public-url"
    );
    let retention = Retention {
        audit: serve.keep_audit_days,
        accounts: serve.keep_accounts_days,
        tickets: serve.keep_tickets_days,
        proofs: serve.keep_proofs_days,
        mail: Some(serve.keep_mail_days),
        failed_mail: Some(serve.keep_failed_mail_days),
    };
    let app = app_over(common, store.clone())?.with_providers(providers(serve.providers)?).with_retention(retention);
    let app = match &common.public_url {
        Some(url) => app.with_address(&url.to_string()),
        None => app,
    };
    // Before anybody is served what an older backup brought back.
    let again = app.keep_erasures().await.context("what was erased cannot be looked up")?;
    if again > 0 {
        tracing::warn!(again, "erased once more: the database is older than what was erased");
    }
    let listener =
        TcpListener::bind(serve.listen).await.with_context(|| format!("cannot listen on {}", serve.listen))?;
    let metrics = match serve.metrics_listen {
        Some(address) => Some(TcpListener::bind(address).await.with_context(|| format!("cannot listen on {address}"))?),
        None => None,
    };
    if let Some(metrics) = &metrics {
        tracing::info!(address = %metrics.local_addr()?, "metrics are there");
    }
    let config = web::Config {
        public_url: common.public_url.clone(),
        trusted_proxies: serve.trusted_proxies,
        most_upload_bytes: serve.most_upload_bytes,
        most_connections: serve.most_connections,
        most_requests: serve.most_requests,
        patience: Duration::from_secs(serve.request_seconds),
        read_patience: Duration::from_secs(serve.client_seconds),
        farewell: Duration::from_secs(serve.farewell_seconds),
    };
    let address = listener.local_addr()?;
    if !address.ip().is_loopback() && !config.secure_cookies() {
        tracing::warn!(%address, "passwords would travel unencrypted: serve behind TLS, and say --public-url https://...");
    }
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    tracing::info!(%address, "serving");
    let mending = tokio::spawn(mend_now_and_then(app.clone()));
    let erasing = tokio::spawn(erase_now_and_then(app.clone()));
    let lapsing = tokio::spawn(lapse_now_and_then(app.clone()));
    let returning = tokio::spawn(return_now_and_then(app.clone()));
    let turning = tokio::spawn(bring_seasons(app.clone()));
    let removing = tokio::spawn(remove_now_and_then(app.clone()));
    let carrying = sender.map(|sender| Carrying::begin(app.clone(), sender));
    let served = web::serve(listener, metrics, app, config, async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
    .await;
    mending.abort();
    erasing.abort();
    lapsing.abort();
    returning.abort();
    turning.abort();
    removing.abort();
    if let Some(carrying) = carrying {
        carrying.end().await;
    }
    store.close().await;
    Ok(served?)
}

/// The providers with what their files and variables hold.
fn providers(settings: Vec<ProviderSettings>) -> anyhow::Result<Vec<Provider>> {
    let mut providers: Vec<Provider> = Vec::new();
    for mut one in settings {
        let code = one.code.clone();
        anyhow::ensure!(
            providers.iter().all(|other| other.settings().code != code),
            "there are two providers with the code {code}"
        );
        let variable = format!("UPTAKE_PROVIDER_SECRET_{}", code.to_uppercase().replace('-', "_"));
        let secret = match &one.secret_file {
            Some(file) => {
                Some(std::fs::read_to_string(file).with_context(|| format!("the secret of {code} cannot be read"))?)
            }
            None => std::env::var(variable).ok(),
        };
        one.client_secret = secret.as_deref().and_then(ClientSecret::new);
        if let Some(file) = &one.authority_file {
            let read = std::fs::read(file).with_context(|| format!("the certificates for {code} cannot be read"))?;
            one.authorities = Some(read);
        }
        if one.client_secret.is_none() {
            tracing::warn!(provider = code, "it is asked without a secret, as a public client");
        }
        providers.push(Provider::new(one).with_context(|| format!("the provider {code} cannot be used"))?);
    }
    Ok(providers)
}

/// How often it is looked whether a clock went back.
const MENDING: Duration = Duration::from_mins(1);

/// Ends what a clock wrote that went ahead and was set back, beginning with what it wrote before the server was started.
async fn mend_now_and_then(app: App) {
    let mut every = tokio::time::interval(MENDING);
    every.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        every.tick().await;
        match app.mend_clock().await {
            Ok(0) => {}
            Ok(count) => tracing::warn!(
                count,
                "a clock went ahead and was set back: what it wrote meanwhile keeps nobody waiting"
            ),
            Err(error) => tracing::warn!(%error, "it could not be looked now for what lies ahead"),
        }
    }
}

/// How often it is looked for what is to be erased.
const ERASING: Duration = Duration::from_secs(5);

/// Erases deleted contacts when their time is over (S7.4), beginning with what was due while no server ran.
async fn erase_now_and_then(app: App) {
    let mut every = tokio::time::interval(ERASING);
    every.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        every.tick().await;
        match app.erase_contacts().await {
            Ok((0, _)) => {}
            Ok((count, is_forgotten)) => tracing::info!(count, is_forgotten, "erased deleted contacts"),
            Err(error) => tracing::warn!(%error, "deleted contacts could not be erased now"),
        }
    }
}

/// How often it is looked for claims and referrals whose time to answer is over.
const LAPSING: Duration = Duration::from_mins(1);

/// Rejects claims that nobody answered for in time (S4.3), beginning with what was due while no server ran.
async fn lapse_now_and_then(app: App) {
    let mut every = tokio::time::interval(LAPSING);
    every.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        every.tick().await;
        match app.lapse_claims().await {
            Ok(0) => {}
            Ok(count) => tracing::info!(count, "claims lapsed"),
            Err(error) => tracing::warn!(%error, "claims could not lapse now"),
        }
    }
}

/// Reminds partners of referrals and sends back those that nobody answered in time (S10.4), beginning with what was due while no
/// server ran.
async fn return_now_and_then(app: App) {
    let mut every = tokio::time::interval(LAPSING);
    every.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        every.tick().await;
        match app.remind_referrals().await {
            Ok(0) => {}
            Ok(count) => tracing::info!(count, "reminded of referrals"),
            Err(error) => tracing::warn!(%error, "nobody could be reminded of referrals now"),
        }
        match app.return_referrals().await {
            Ok(0) => {}
            Ok(count) => tracing::info!(count, "referrals returned"),
            Err(error) => tracing::warn!(%error, "referrals could not return now"),
        }
    }
}

/// How often it is looked whether a new day has begun.
const TURNING: Duration = Duration::from_mins(1);

/// Brings earnings to the season of today soon after midnight UTC, so that nobody has to wait for it: whoever comes first would
/// do the same (S5.3).
async fn bring_seasons(app: App) {
    let mut every = tokio::time::interval(TURNING);
    every.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        every.tick().await;
        match app.bring_season().await {
            Ok(true) => tracing::info!("earnings are those of today's offers"),
            Ok(false) => {}
            Err(error) => tracing::warn!(%error, "earnings could not be brought to today's offers now"),
        }
    }
}

/// How often it is looked for what has been kept long enough.
const REMOVING: Duration = Duration::from_hours(1);

/// Removes what has been kept long enough (S16.2), beginning with what was due while no server ran.
async fn remove_now_and_then(app: App) {
    let mut every = tokio::time::interval(REMOVING);
    every.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        every.tick().await;
        match app.remove_outdated().await {
            Ok(removed) => {
                for (kind, count) in removed {
                    tracing::info!(kind = kind.code(), count, "removed what was kept long enough");
                }
            }
            Err(error) => tracing::warn!(%error, "what was kept long enough could not be removed now"),
        }
    }
}

/// Begins to write the log: a line of JSON each.
pub(super) fn begin_log() {
    let filter = EnvFilter::try_from_env("UPTAKE_LOG").unwrap_or_else(|_| EnvFilter::new("info,sqlx=warn"));
    tracing_subscriber::fmt().json().flatten_event(true).with_env_filter(filter).with_writer(std::io::stderr).init();
    log_panics();
}

/// A panic is a line of the log like any other: where it happened, and not what it says, which can hold
/// anything.
fn log_panics() {
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        tracing::error!(place, "panicked");
    }));
}
