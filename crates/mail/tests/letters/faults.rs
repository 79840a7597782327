//! A mail server that is away, slow, refuses, or dies: nothing is lost, and nothing comes twice but what was on its way when a
//! server died after it had the letter, and then under the same Message-ID.

use std::collections::BTreeMap;
use std::time::Duration;

use app::Settings;
use chrono::TimeDelta;
use domain::access::Role;
use mail::{carry_one, deliver_all};
use testkit::{Dice, Engine, Kept, MailServer, Mood, Noorderlicht, Score, both_engines, operator, seed, size};

use crate::office::{Office, tenant};

/// Fewest runs of the gate.
const RUNS: u64 = 200;

/// What a server does now and then.
fn mood(dice: &mut Dice) -> Mood {
    // Refusing for good is another story: an operator has to see to that.
    let is_passing = |mood: &Mood| !matches!(mood, Mood::NoSuchReader | Mood::NoSuchLetters | Mood::Silent);
    let passing: Vec<Mood> = Mood::ALL.into_iter().filter(is_passing).collect();
    passing[usize::try_from(dice.below(passing.len() as u64)).unwrap()]
}

/// Another server of the installation on the same database.
async fn second(it: &Office) -> app::App {
    let world = &it.it.world;
    let settings = Settings { sends_mail: true, ..Settings::usual(world.database.folder()) };
    app::App::new(world.database.open().await, world.clock.clock(), settings)
}

/// How often each letter came, by its Message-ID, and how often nobody was told that it was kept.
fn counted(kept: &[Kept]) -> BTreeMap<String, (usize, usize, Vec<String>)> {
    let mut counted: BTreeMap<String, (usize, usize, Vec<String>)> = BTreeMap::new();
    for one in kept {
        let entry = counted.entry(one.header("message-id")).or_default();
        entry.0 += 1;
        entry.1 += usize::from(!one.is_told);
        entry.2.extend(one.to.clone());
    }
    counted
}

async fn nothing_is_lost(engine: Engine) {
    let it = Office::open(testkit::Database::new(engine).await).await;
    let readers = ["Vera", "Walid", "Xenia"];
    for name in readers {
        it.somebody(name, Role::ReportViewer, &[]).await;
    }
    let first = it.app().clone();
    let apps = [first, second(&it).await];
    let clock = &it.it.world.clock;
    // Whoever is impatient with a server that only is slow makes doubles: only a silent one is not waited for long.
    let hasty = it.postbox.clone().with_patience(Duration::from_secs(10), Duration::from_millis(20));
    let runs = size("UPTAKE_CHECKS", RUNS);
    let mut dice = Dice::of(seed());
    let (mut doubles, mut untold, mut killed) = (0, 0, 0);
    for run in 0..runs {
        let mut killed_now = 0;
        // A note on another tenant each time, so that nothing is told together with what was told before.
        apps[0]
            .ask_for_note(
                &operator(),
                tenant(usize::try_from(run % 3).unwrap()),
                Noorderlicht::PARTNER,
                "2026-12-20",
                None,
            )
            .await
            .unwrap();
        let is_silent = dice.below(10) == 0;
        let postbox = if is_silent { &hasty } else { &it.postbox };
        if is_silent {
            it.server.will([Mood::Silent; 6]);
        } else {
            it.server.will((0..dice.below(5)).map(|_| mood(&mut dice)).collect::<Vec<_>>());
        }
        apps[0].address_mail().await.unwrap();
        for _ in 0..3 {
            // Two servers at once; sometimes one of them is killed in the middle.
            let (one, other) = (carry_one(&apps[0], &it.site, postbox), carry_one(&apps[1], &it.site, postbox));
            if dice.below(4) == 0 {
                let killing = tokio::time::timeout(Duration::from_millis(dice.below(12)), one);
                let (ended, carried) = tokio::join!(killing, other);
                killed_now += usize::from(ended.is_err());
                carried.unwrap();
            } else {
                let (one, other) = tokio::join!(one, other);
                one.unwrap();
                other.unwrap();
            }
            clock.pass(TimeDelta::minutes(i64::try_from(dice.below(4)).unwrap()));
        }
        // The mail server is well again; what waits is sent in the end.
        it.server.recover();
        for _ in 0..4 {
            clock.pass(TimeDelta::minutes(61));
            for app in &apps {
                while carry_one(app, &it.site, &it.postbox).await.unwrap().is_some() {}
            }
        }
        let kept = it.server.take();
        let counted = counted(&kept);
        let mut reached: Vec<String> = counted.values().map(|(_, _, to)| to[0].clone()).collect();
        reached.sort();
        assert_eq!(reached, readers.map(|name| format!("{}@uptake.example", name.to_lowercase())), "run {run}");
        for (id, (times, nobody_told, to)) in counted {
            assert!(to.iter().all(|one| *one == to[0]), "{id} is to several");
            doubles += times - 1;
            untold += nobody_told;
            // Killed between the server's word and ours, it is as if nobody had been told.
            assert!(times <= 1 + nobody_told + killed_now, "run {run}: {id} came {times} times");
        }
        killed += killed_now;
        assert!(apps[0].mails(&operator(), Some("waiting"), 9).await.unwrap().is_empty(), "run {run}: something waits");
    }
    println!("{runs} runs on {engine:?}: {doubles} doubles, {untold} times nobody was told, {killed} killed");
    assert!(doubles <= untold + killed);
    let enough = usize::try_from(runs / 20).unwrap();
    assert!(untold > enough && killed > enough, "hardly any server died: {untold}, {killed}");
}

fn look(engine: Engine, name: &'static str) {
    let score = Score::begin("S18", "mail: faults of its server", name, seed());
    testkit::tell(engine, testkit::Database::itself, async |_| nothing_is_lost(engine).await);
    score.end(size("UPTAKE_CHECKS", RUNS), 0);
}

#[test]
fn nothing_is_lost_in_any_weather_on_sqlite() {
    look(Engine::Sqlite, "sqlite");
}

#[test]
fn nothing_is_lost_in_any_weather_on_postgres() {
    look(Engine::Postgres, "postgres");
}

both_engines! {
    async fn each_bad_day_of_a_server_is_got_over_or_said(it in Office) {
        let office = it.somebody("Otto Office", Role::ProgrammeAdmin, &[]).await;
        it.somebody("Vera", Role::ReportViewer, &[]).await;
        let (app, clock) = (it.app(), &it.it.world.clock);
        let postbox = it.postbox.clone().with_patience(Duration::from_millis(300), Duration::from_millis(60));
        for mood in Mood::ALL {
            app.ask_for_note(&office, tenant(0), Noorderlicht::PARTNER, "2026-12-20", None).await.unwrap();
            it.server.will([mood]);
            deliver_all(app, &it.site, &postbox).await.unwrap();
            let first = it.server.take();
            let listed = app.mails(&operator(), None, 1).await.unwrap().remove(0);
            let is_taken = matches!(mood, Mood::Takes | Mood::TakesAndDies);
            let is_refused = matches!(mood, Mood::NoSuchReader | Mood::NoSuchLetters);
            let expected = if is_taken { "sent" } else if is_refused { "failed" } else { "waiting" };
            assert_eq!(listed.state, expected, "{mood:?}: {listed:?}");
            assert_eq!(listed.reason.is_empty(), is_taken, "{mood:?}: {listed:?}");
            assert_eq!(listed.to.as_deref(), Some("vera@uptake.example"));
            assert_eq!(first.len(), usize::from(is_taken || mood == Mood::DiesAfterLetter), "{mood:?}");
            if is_taken {
                continue;
            }
            // Not before its time, unless an operator says so.
            deliver_all(app, &it.site, &postbox).await.unwrap();
            assert_eq!(it.server.take(), [], "{mood:?}");
            if is_refused {
                clock.pass(TimeDelta::days(1));
                assert_eq!(it.delivered().await, [], "{mood:?}: refused for good");
            }
            assert_eq!(app.retry_mail(&operator(), Some(&listed.handle)).await.unwrap(), 1, "{mood:?}");
            let again = it.delivered().await;
            assert_eq!(again.len(), 1, "{mood:?}");
            if let [before] = first.as_slice() {
                assert_eq!(before.header("message-id"), again[0].header("message-id"));
            }
        }
    }

    async fn a_server_that_is_away_is_waited_for_ever_longer_and_never_given_up(it in Office) {
        let office = it.somebody("Otto Office", Role::ProgrammeAdmin, &[]).await;
        let vera = it.somebody("Vera", Role::ReportViewer, &[]).await;
        let (app, clock) = (it.app(), &it.it.world.clock);
        let alone = app::MailChoiceAsked { unwanted: vec!["digest".to_owned()], ..app::MailChoiceAsked::default() };
        app.set_mail_choice(&vera, &alone, &app::Expected::Any).await.unwrap();
        app.ask_for_note(&office, tenant(0), Noorderlicht::PARTNER, "2026-12-20", None).await.unwrap();
        it.server.will(std::iter::repeat_n(Mood::Closed, 300));
        for _ in 0..12 * 24 {
            deliver_all(app, &it.site, &it.postbox).await.unwrap();
            clock.pass(TimeDelta::minutes(30));
        }
        let tries = it.server.connections();
        assert!((120..170).contains(&tries), "{tries} tries in six days");
        let listed = app.mails(&operator(), Some("waiting"), 9).await.unwrap();
        assert!(listed.iter().any(|one| one.kind == "note_asked" && one.reason.contains("421")), "{listed:?}");
        it.server.recover();
        clock.pass(TimeDelta::hours(1));
        let kept = it.delivered().await;
        assert!(kept.iter().any(|one| one.subject().starts_with("Status note")), "{kept:?}");
    }

    async fn a_reader_who_is_put_off_for_days_is_given_up_and_kept(it in Office) {
        let admin = it.somebody("Account Admin", Role::AccountAdmin, &[]).await;
        it.invite(&admin, "full@partner.example", "Full").await;
        let (app, clock) = (it.app(), &it.it.world.clock);
        it.server.will(std::iter::repeat_n(Mood::ReaderLater, 500));
        for _ in 0..6 * 24 {
            deliver_all(app, &it.site, &it.postbox).await.unwrap();
            clock.pass(TimeDelta::hours(1));
        }
        let listed = app.mails(&operator(), Some("failed"), 9).await.unwrap();
        assert_eq!((listed.len(), listed[0].to.as_deref()), (1, Some("full@partner.example")), "{listed:?}");
        assert!(listed[0].reason.contains("450"), "{listed:?}");
        it.server.recover();
        assert_eq!(app.retry_mail(&operator(), None).await.unwrap(), 1);
        assert_eq!(it.delivered().await.len(), 1, "an operator lets it be tried again");
    }

    async fn of_many_servers_one_sends_each_letter(it in Office) {
        let office = it.somebody("Otto Office", Role::ProgrammeAdmin, &[]).await;
        for number in 0..20 {
            it.somebody(&format!("Vera {number}"), Role::ReportViewer, &[]).await;
        }
        it.app().ask_for_note(&office, tenant(0), Noorderlicht::PARTNER, "2026-12-20", None).await.unwrap();
        let servers = [it.app().clone(), second(&it).await, second(&it).await];
        let all = servers.iter().map(|app| deliver_all(app, &it.site, &it.postbox));
        let done = futures_util::future::join_all(all).await;
        let taken: usize = done.into_iter().map(Result::unwrap).sum();
        let mut to: Vec<String> = it.server.take().into_iter().flat_map(|one| one.to).collect();
        to.sort();
        to.dedup();
        assert_eq!((taken, to.len()), (20, 20));
    }

    async fn a_password_does_not_travel_to_a_server_without_tls(it in Office) {
        // As if it were far away: it has to offer TLS, and does not.
        let server = MailServer::start().await;
        let far = server.url().replace("127.0.0.1", "localhost.localdomain");
        let url: mail::PostboxUrl = far.replace("smtp://", "smtp://user:secret@").parse().unwrap();
        let postbox = mail::Postbox::new(url, "uptake.example").with_patience(Duration::from_secs(2), Duration::from_secs(2));
        let message = mail::test_message("a@uptake.example", "x", it.it.world.clock.now(), &it.site).unwrap();
        let told = postbox.send(&message).await;
        assert!(matches!(told, app::Delivery::Away(_)), "{told:?}");
        assert_eq!(server.take(), []);
    }
}
