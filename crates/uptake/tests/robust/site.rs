//! An installation of its own: a database, the binary, and the command line to fill it.

use std::io::Write;
use std::process::{Command, Stdio};
use std::sync::Mutex;

use testkit::{Database, Engine, Noorderlicht, PASSWORD, Served};

/// The binary under test.
pub(crate) const BINARY: &str = env!("CARGO_BIN_EXE_uptake");

/// An installation.
pub(crate) struct Site {
    pub(crate) database: Database,
    /// What no log may tell.
    secrets: Mutex<Vec<String>>,
    /// The fault with which its servers are started.
    planted: Option<&'static str>,
    /// By which its servers find the database, where that is not the direct way.
    way: Option<String>,
    /// Settings of its servers.
    settings: Vec<(&'static str, String)>,
}

/// Waits for something that is done in the background.
pub(crate) fn wait_for<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(future)
}

/// What a command of the command line did.
pub(crate) struct Told {
    pub(crate) is_done: bool,
    pub(crate) out: String,
    pub(crate) error: String,
}

impl Site {
    /// An installation with the small world: two partners, four tenants, nobody with an account.
    pub(crate) fn new(engine: Engine) -> Self {
        let fill = async |database| Self::over(database).database;
        let site = Self::bare(wait_for(Database::promised(engine).like("Site", fill)));
        site.keep_secret(PASSWORD);
        site
    }

    /// The same over a database that is there.
    pub(crate) fn over(database: Database) -> Self {
        let site = Self::bare(database);
        site.keep_secret(PASSWORD);
        site.load("Profile.csv", Noorderlicht::profile().text());
        site.load("OfficeUsage.csv", Noorderlicht::usage().text());
        site
    }

    /// An installation of which the database was never opened.
    pub(crate) fn empty(engine: Engine) -> Self {
        Self::bare(wait_for(Database::empty(engine)))
    }

    /// An installation over a database that is there, and nothing more.
    pub(crate) fn bare(database: Database) -> Self {
        Self { database, secrets: Mutex::default(), planted: None, way: None, settings: Vec::new() }
    }

    /// The installation with servers that have a fault.
    pub(crate) fn with_fault(mut self, fault: &'static str) -> Self {
        self.planted = Some(fault);
        self
    }

    /// The installation with servers that find the database by that address.
    pub(crate) fn by_way_of(mut self, address: String) -> Self {
        self.way = Some(address);
        self
    }

    /// The installation with servers that have a setting.
    pub(crate) fn with(mut self, variable: &'static str, value: &str) -> Self {
        self.settings.push((variable, value.to_owned()));
        self
    }

    /// What it is of, as figures name it.
    pub(crate) fn engine(&self) -> &'static str {
        match self.database.engine() {
            Engine::Sqlite => "sqlite",
            Engine::Postgres => "postgres",
        }
    }

    /// Says that a word must not stand in any log.
    pub(crate) fn keep_secret(&self, word: &str) {
        self.secrets.lock().unwrap().push(word.to_owned());
    }

    /// What must not stand in any log.
    pub(crate) fn secrets(&self) -> Vec<String> {
        self.secrets.lock().unwrap().clone()
    }

    /// A command of the command line, not yet run.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(BINARY);
        command.args(arguments).env("UPTAKE_DATABASE", self.database.url());
        command.env("UPTAKE_DATA_DIR", self.database.folder());
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    /// Runs a command of the command line.
    pub(crate) fn run(&self, arguments: &[&str], input: &str) -> Told {
        let mut running = self.command(arguments).spawn().unwrap();
        running.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
        let done = running.wait_with_output().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        Told { is_done: done.status.success(), out: text(done.stdout), error: text(done.stderr) }
    }

    /// Runs a command that has to succeed, and gives what it printed.
    pub(crate) fn done(&self, arguments: &[&str], input: &str) -> String {
        let told = self.run(arguments, input);
        assert!(told.is_done, "{arguments:?}: {}", told.error);
        told.out
    }

    /// Loads a report by the command line.
    pub(crate) fn load(&self, name: &str, report: &str) {
        let path = self.database.folder().join(name);
        std::fs::write(&path, report).unwrap();
        self.done(&["import", path.to_str().unwrap()], "");
    }

    /// Adds somebody of the partner Noorderlicht who sees everything of it, or, without a partner, of the programme
    /// office; gives the address and a token.
    pub(crate) fn add_person(&self, name: &str, partner: Option<&str>) -> (String, String) {
        let email = format!("{name}@kanarie.example");
        let full_name = format!("Q{name} Kanariewx");
        let whose = match partner {
            Some(partner) => ["--partner", partner, "--role", "executive_report_viewer"],
            None => ["--programme", "--role", "programme_admin", "--password-stdin"],
        };
        let mut arguments = vec!["user", "add", "--email", &email, "--name", &full_name];
        arguments.extend(whose);
        if partner.is_some() {
            arguments.push("--password-stdin");
        }
        self.done(&arguments, &format!("{PASSWORD}\n"));
        let token = self.done(&["token", "create", "--email", &email], "").trim().to_owned();
        for secret in [&email, &full_name, &token] {
            self.keep_secret(secret);
        }
        (email, token)
    }

    /// The command that serves.
    pub(crate) fn serving(&self) -> Command {
        let mut command = Served::command(BINARY, self.way.as_deref().unwrap_or(self.database.url()));
        command.env("UPTAKE_DATA_DIR", self.database.folder()).envs(self.settings.iter().cloned());
        match self.planted {
            Some(fault) => command.env("UPTAKE_PLANTED", fault),
            None => command.env_remove("UPTAKE_PLANTED"),
        };
        command
    }

    /// A server that serves.
    pub(crate) fn serve(&self) -> Served {
        Served::start(self.serving()).unwrap_or_else(|log| panic!("it does not start: {:?}", log.lines()))
    }

    /// The rows of a table, as text.
    pub(crate) fn rows(&self, table: &str) -> Vec<String> {
        wait_for(self.database.dump(&[])).remove(table).unwrap_or_default()
    }

    /// What the database itself finds wrong with its file.
    pub(crate) fn damage(&self) -> Vec<String> {
        let told = self.run(&["doctor", "--json"], "");
        let told: serde_json::Value = serde_json::from_str(&told.out).unwrap();
        let looked_at = ["database", "schema", "quick_check"];
        let is_damage = |it: &&serde_json::Value| it["ok"] == false && looked_at.iter().any(|one| it["what"] == **one);
        told["findings"].as_array().unwrap().iter().filter(is_damage).map(ToString::to_string).collect()
    }
}

/// The value of a column in a row of a dump.
pub(crate) fn column<'a>(row: &'a str, name: &str) -> &'a str {
    let start = format!("{name}=");
    row.split(' ').find_map(|one| one.strip_prefix(&start)).unwrap_or_default().trim_matches('\'')
}
