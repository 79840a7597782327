//! Mail from the real binary: what an operator types, a server that sends, and what its log tells of it.

use std::net::SocketAddr;
use std::process::{Command, Output, Stdio};
use std::time::Duration;

use serde_json::Value;
use testkit::{Client, Engine, MailServer, Mood, Noorderlicht, Served, wait_until};

const BINARY: &str = env!("CARGO_BIN_EXE_uptake");

/// How long is waited for a letter.
const LONGEST: Duration = Duration::from_secs(30);

/// The binary on that database, with that mail server.
fn mailing(database: &str, smtp: &str) -> Command {
    let mut command = Command::new(BINARY);
    command.env("UPTAKE_DATABASE", database).env("UPTAKE_SMTP", smtp);
    command
        .env("UPTAKE_MAIL_FROM", "Uptake <uptake@uptake.example>")
        .env("UPTAKE_PUBLIC_URL", "https://uptake.example");
    command.env_remove("UPTAKE_LOG").env_remove("UPTAKE_DATA_DIR").stdin(Stdio::null());
    command
}

async fn run(mut command: Command) -> Output {
    tokio::task::spawn_blocking(move || command.output().unwrap()).await.unwrap()
}

fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

async fn listed(database: &str, smtp: &str) -> Value {
    let mut command = mailing(database, smtp);
    command.args(["mail", "list", "--json"]);
    serde_json::from_slice(&run(command).await.stdout).unwrap()
}

async fn metrics(served: &Served) -> String {
    let told = served.log.told("metrics are there");
    let address: SocketAddr = told[0]["address"].as_str().unwrap().parse().unwrap();
    tokio::task::spawn_blocking(move || Client::of(address).get("/metrics").unwrap().text()).await.unwrap()
}

#[test]
fn an_operator_tries_lists_and_retries_mail_that_a_server_sends() {
    testkit::tell(Engine::Sqlite, Noorderlicht::mailing, |it| async move {
        let mail = MailServer::start().await;
        let (database, smtp) = (it.world.database.url().to_owned(), mail.url());
        let mut test = mailing(&database, &smtp);
        test.args(["mail", "test", "--to", "you@your.example"]);
        let output = run(test).await;
        assert!(output.status.success(), "{}", said(&output));
        let kept = mail.take();
        assert_eq!((kept.len(), kept[0].to.as_slice()), (1, ["you@your.example".to_owned()].as_slice()));

        let email = it
            .world
            .add_person("Vera Kxqvera", Some(Noorderlicht::PARTNER), domain::access::Role::ReportViewer, &[])
            .await;
        mail.will([Mood::NoSuchReader]);
        // On a Monday a digest would come besides.
        let without = app::MailChoiceAsked { unwanted: vec!["digest".to_owned()], ..app::MailChoiceAsked::default() };
        let vera = it.world.with_token(&email).await;
        it.world.app.set_mail_choice(&vera, &without, &app::Expected::Any).await.unwrap();
        // By the clock of the server that sends.
        let app = it.world.app.clone().with_clock(app::Clock::of_machine());
        app.ask_password_reset(&testkit::visit(), &email).await.unwrap();
        let mut command = Served::command(BINARY, &database);
        command.env("UPTAKE_SMTP", &smtp).env("UPTAKE_MAIL_FROM", "uptake@uptake.example");
        command.env("UPTAKE_PUBLIC_URL", "https://uptake.example").env("UPTAKE_METRICS_LISTEN", "127.0.0.1:0");
        let served = tokio::task::spawn_blocking(move || Served::start(command).unwrap()).await.unwrap();
        let log = served.log.clone();
        let refused = move || !log.told("refused by the mail server").is_empty();
        assert!(tokio::task::spawn_blocking(move || wait_until(LONGEST, refused)).await.unwrap());
        let list = listed(&database, &smtp).await;
        assert_eq!((&list["items"][0]["state"], &list["items"][0]["to"]), (&"failed".into(), &email.as_str().into()));
        assert!(list["items"][0]["reason"].as_str().unwrap().contains("550"), "{list}");
        let metrics = metrics(&served).await;
        assert!(metrics.contains("\nuptake_mail{state=\"failed\"} 1\n"), "{metrics}");
        assert!(metrics.contains("\nuptake_mail{state=\"waiting\"} 0\n"), "{metrics}");
        assert!(metrics.contains("\nuptake_mail_oldest_waiting_seconds 0\n"), "{metrics}");
        let mut retry = mailing(&database, &smtp);
        retry.args(["mail", "retry", list["items"][0]["handle"].as_str().unwrap()]);
        let output = run(retry).await;
        assert!(output.status.success(), "{}", said(&output));
        let log = served.log.clone();
        let sent = move || !log.told("sent").is_empty();
        assert!(tokio::task::spawn_blocking(move || wait_until(LONGEST, sent)).await.unwrap());
        let kept = mail.take();
        assert_eq!(kept.len(), 1);
        let secrets =
            [email, kept[0].link("/password-reset/").unwrap(), "550".to_owned(), "no such mailbox".to_owned()];
        assert_eq!(served.log.findings(&secrets), Vec::<String>::new());
        assert_eq!(listed(&database, &smtp).await["counts"]["sent"], 1);
    });
}

#[test]
fn settings_that_cannot_be_used_are_said_without_the_password() {
    testkit::tell(Engine::Sqlite, Noorderlicht::bare, |it| async move {
        let database = it.world.database.url().to_owned();
        for (smtp, without) in [
            ("http://user:kxqsecret@mail.example", ""),
            ("smtp://user:kxqsecret@mail.example?tls=none", ""),
            ("smtp://127.0.0.1:1", "UPTAKE_MAIL_FROM"),
            ("smtp://127.0.0.1:1", "UPTAKE_PUBLIC_URL"),
            ("smtp://127.0.0.1:1", ""),
        ] {
            let mut command = mailing(&database, smtp);
            command.args(["mail", "test", "--to", "you@your.example"]);
            if !without.is_empty() {
                command.env_remove(without);
            }
            let output = run(command).await;
            let said = said(&output);
            assert!(output.status.code() == Some(1) && said.len() > 20, "{smtp} without {without}: {said}");
            assert!(!said.contains("kxqsecret"), "{said}");
        }
    });
}
