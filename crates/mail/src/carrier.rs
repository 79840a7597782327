//! Carrying letters to the mail server, for as long as the program runs.

use std::future::Future;
use std::time::Duration;

use app::{App, AppError, Delivery, Letter};
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep};

use crate::message::{Site, message};
use crate::postbox::Postbox;

/// How many letters one server carries at the same time.
const CARRIERS: usize = 4;

/// How often it is looked for something new.
const LOOKING: Duration = Duration::from_secs(2);

/// How long nothing is tried after the database did not answer.
const RESTING: Duration = Duration::from_secs(5);

/// How often it is tried again to note what came of a letter: for two minutes, before anybody else may take it.
const SETTLING: usize = 24;

/// How often digests are looked for, and how often links that have ended are forgotten.
const DIGESTS: Duration = Duration::from_mins(1);
const FORGETTING: Duration = Duration::from_hours(1);

/// How long letters on their way get to arrive when the program is told to stop.
const FAREWELL: Duration = Duration::from_secs(10);

/// Carries one letter; what came of it, or nothing where none was due.
pub async fn carry_one(app: &App, site: &Site, postbox: &Postbox) -> Result<Option<Delivery>, AppError> {
    let Some(letter) = app.next_letter().await? else { return Ok(None) };
    let delivery = match message(&letter, site) {
        Ok(message) => postbox.send(&message).await,
        Err(reason) => Delivery::Refused(reason),
    };
    settle(app, &letter, &delivery).await?;
    // Neither for whom, nor what the server said, which can name them: that is in the operator's list.
    let (mail, kind) = (letter.handle.as_str(), letter.kind.code());
    match &delivery {
        Delivery::Taken => tracing::info!(mail, kind, "sent"),
        Delivery::Away(_) => tracing::warn!(mail, kind, "the mail server is away or refuses us"),
        Delivery::PutOff(_) => tracing::info!(mail, kind, "put off by the mail server"),
        Delivery::Refused(_) => tracing::warn!(mail, kind, "refused by the mail server"),
    }
    Ok(Some(delivery))
}

/// Notes what came of a letter. What was taken is not forgotten because the database is away for a moment: it would be sent again.
async fn settle(app: &App, letter: &Letter, delivery: &Delivery) -> Result<(), AppError> {
    for _ in 0..SETTLING {
        match app.settle_letter(letter, delivery).await {
            Ok(()) => return Ok(()),
            Err(error) => tracing::warn!(%error, mail = letter.handle, "what came of a mail could not be noted"),
        }
        sleep(RESTING).await;
    }
    app.settle_letter(letter, delivery).await
}

/// Makes and addresses what is due, and carries one letter after the other until none is; how many were taken.
pub async fn deliver_all(app: &App, site: &Site, postbox: &Postbox) -> Result<usize, AppError> {
    app.make_digests().await?;
    app.address_mail().await?;
    let mut taken = 0;
    while let Some(delivery) = carry_one(app, site, postbox).await? {
        taken += usize::from(delivery == Delivery::Taken);
    }
    Ok(taken)
}

/// Carries letters until told to stop; those on their way then get a moment to arrive.
pub async fn carry(app: App, site: Site, postbox: Postbox, stopped: watch::Receiver<bool>) {
    let mut all = JoinSet::new();
    all.spawn(keep_up(app.clone(), stopped.clone()));
    for _ in 0..CARRIERS {
        all.spawn(carry_on(app.clone(), site.clone(), postbox.clone(), stopped.clone()));
    }
    let mut stopped = stopped;
    // An error is that nobody can tell any more.
    let _ = stopped.wait_for(|is_stopped| *is_stopped).await;
    let arrived = tokio::time::timeout(FAREWELL, async { while all.join_next().await.is_some() {} }).await;
    if arrived.is_err() {
        // They are sent again by whoever runs next: under the same Message-ID.
        tracing::warn!("letters on their way were left behind");
    }
}

async fn carry_on(app: App, site: Site, postbox: Postbox, mut stopped: watch::Receiver<bool>) {
    while !*stopped.borrow() {
        let pause = match carry_one(&app, &site, &postbox).await {
            Ok(Some(_)) => continue,
            Ok(None) => LOOKING,
            Err(error) => {
                tracing::warn!(%error, "mail could not be carried now");
                RESTING
            }
        };
        wait(sleep(pause), &mut stopped).await;
    }
}

/// Addresses messages, makes digests, and forgets links that have ended.
async fn keep_up(app: App, mut stopped: watch::Receiver<bool>) {
    let (mut digests_at, mut forgetting_at) = (Instant::now(), Instant::now());
    while !*stopped.borrow() {
        let done = async {
            if digests_at <= Instant::now() {
                digests_at = Instant::now() + DIGESTS;
                app.make_digests().await?;
            }
            if forgetting_at <= Instant::now() {
                forgetting_at = Instant::now() + FORGETTING;
                app.forget_links().await?;
            }
            app.address_mail().await
        };
        let pause = match done.await {
            Ok(_) => LOOKING,
            Err(error) => {
                tracing::warn!(%error, "mail could not be addressed now");
                RESTING
            }
        };
        wait(sleep(pause), &mut stopped).await;
    }
}

/// Waits, or stops waiting where there is nothing to wait for any more.
async fn wait(pause: impl Future<Output = ()>, stopped: &mut watch::Receiver<bool>) {
    tokio::select! {
        () = pause => {}
        _ = stopped.wait_for(|is_stopped| *is_stopped) => {}
    }
}
