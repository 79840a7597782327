//! Mail: `worker`, which sends it and does nothing else, and `mail list`, `retry` and `test`.

use anyhow::{Context as _, bail, ensure};
use app::{App, Ctx, Delivery, MailListed};
use domain::person::Email;
use mail::{Postbox, PostboxUrl, Site};
use serde_json::json;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;

use super::serve::begin_log;
use super::{app_over, open_app_there, open_store};
use crate::options::{Common, ListMail, MailCommand, MailState};

/// How a command sends mail, or nothing where none is set up.
pub(crate) fn sender(common: &Common) -> anyhow::Result<Option<(Site, Postbox)>> {
    let Some(url) = &common.smtp else { return Ok(None) };
    // Read here: what is wrong with an option is told with the option, and this one can hold a password.
    let url: PostboxUrl = url.parse().context("--smtp")?;
    let from =
        common.mail_from.as_deref().context("--smtp needs --mail-from, such as “Uptake <uptake@your.example>”")?;
    let public_url = common.public_url.as_ref().context("--smtp needs --public-url: letters have links in them")?;
    let site = Site::new(&public_url.to_string(), from).map_err(anyhow::Error::msg)?;
    let host = public_url.host();
    let hello = host.rsplit_once(':').map_or(host, |(host, _)| host);
    let postbox = Postbox::new(url, hello);
    let postbox = match &common.smtp_ca {
        None => postbox,
        Some(path) => {
            let pem = std::fs::read(path).with_context(|| format!("{} cannot be read", path.display()))?;
            postbox.with_authority(&pem).map_err(|reason| anyhow::anyhow!("{}: {reason}", path.display()))?
        }
    };
    Ok(Some((site, postbox)))
}

/// Carries mail until it is told to stop.
pub(crate) struct Carrying {
    stop: watch::Sender<bool>,
    all: tokio::task::JoinHandle<()>,
}

impl Carrying {
    /// Begins.
    pub(crate) fn begin(app: App, (site, postbox): (Site, Postbox)) -> Self {
        let (stop, stopped) = watch::channel(false);
        Self { stop, all: tokio::spawn(mail::carry(app, site, postbox, stopped)) }
    }

    /// Lets letters on their way arrive, and ends.
    pub(crate) async fn end(self) {
        // Nobody listens any more: then it has ended.
        let _ = self.stop.send(true);
        let _ = self.all.await;
    }
}

/// Sends mail until told to stop.
pub(crate) async fn work(common: &Common) -> anyhow::Result<()> {
    let sender = sender(common)?.context("there is no mail to send: set --smtp, --mail-from and --public-url")?;
    begin_log();
    let store = open_store(common).await?;
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    let carrying = Carrying::begin(app_over(common, store.clone())?, sender);
    tracing::info!("carrying mail");
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
    carrying.end().await;
    store.close().await;
    Ok(())
}

/// What an operator does about mail.
pub(crate) async fn run(common: &Common, command: MailCommand) -> anyhow::Result<()> {
    match command {
        MailCommand::List(asked) => list(common, &asked).await,
        MailCommand::Retry { handle, all } => retry(common, handle.as_deref(), all).await,
        MailCommand::Test { to } => test(common, &to).await,
    }
}

async fn list(common: &Common, asked: &ListMail) -> anyhow::Result<()> {
    let app = open_app_there(common).await?;
    let ctx = Ctx::of_operator();
    let state = asked.state.map(MailState::code);
    let (counts, mails) = (app.mail_counts(&ctx).await?, app.mails(&ctx, state, asked.limit).await?);
    if asked.json {
        let items: Vec<_> = mails.iter().map(as_json).collect();
        let counts: serde_json::Map<_, _> = counts.into_iter().map(|(state, count)| (state, json!(count))).collect();
        println!("{}", json!({ "counts": counts, "items": items }));
        return Ok(());
    }
    let counted: Vec<String> = counts.iter().map(|(state, count)| format!("{count} {state}")).collect();
    println!("{}", if counted.is_empty() { "No mail.".to_owned() } else { counted.join(", ") });
    for one in mails {
        let when = match (one.done_at, one.next_at) {
            (Some(at), _) => at.format("%Y-%m-%d %H:%M").to_string(),
            (None, Some(at)) => at.format("next %Y-%m-%d %H:%M").to_string(),
            (None, None) => String::new(),
        };
        let to = one.to.as_deref().unwrap_or("(not addressed yet)");
        println!("{}  {:<8} {:<15} {to}  {when}, tried {}", one.handle, one.state, one.kind, one.tries);
        if !one.reason.is_empty() {
            println!("    {}", one.reason);
        }
    }
    Ok(())
}

fn as_json(one: &MailListed) -> serde_json::Value {
    json!({
        "handle": one.handle, "kind": one.kind, "to": one.to, "state": one.state, "reason": one.reason,
        "made_at": one.made_at, "next_at": one.next_at, "tries": one.tries, "done_at": one.done_at,
    })
}

async fn retry(common: &Common, handle: Option<&str>, all: bool) -> anyhow::Result<()> {
    ensure!(all != handle.is_some(), "name one message, as `uptake mail list` does, or say --all");
    let app = open_app_there(common).await?;
    match app.retry_mail(&Ctx::of_operator(), handle).await? {
        0 if all => println!("Nothing failed or waits."),
        0 => bail!("no such message has failed or waits"),
        1 => println!("1 message is tried now."),
        count => println!("{count} messages are tried now."),
    }
    Ok(())
}

async fn test(common: &Common, to: &Email) -> anyhow::Result<()> {
    let (site, postbox) = sender(common)?.context("there is no mail: set --smtp, --mail-from and --public-url")?;
    let clock = app::Clock::of_machine();
    let handle = format!("test-{}", clock.now().timestamp_millis());
    let message = mail::test_message(to.as_str(), &handle, clock.now(), &site).map_err(anyhow::Error::msg)?;
    match postbox.send(&message).await {
        Delivery::Taken => println!("The mail server has taken a message to {to}."),
        Delivery::Away(reason) | Delivery::PutOff(reason) | Delivery::Refused(reason) => bail!("{reason}"),
    }
    Ok(())
}
