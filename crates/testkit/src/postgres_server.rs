//! A PostgreSQL of a test's own, to be crashed, hung and filled without anybody else noticing.

use std::fs;
use std::io::Write as _;
use std::net::TcpListener;
use std::os::unix::fs::{PermissionsExt as _, chown};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use rustix::process::Signal;
use sqlx::{Connection, PgConnection};
use tempfile::TempDir;

use crate::{signal_to, wait_until};

/// The user as whom the server runs when the test is root, as whom PostgreSQL does not run: nobody.
const NOBODY: u32 = 65_534;

/// A PostgreSQL server that is gone with this.
#[derive(Debug)]
pub struct PostgresServer {
    programs: PathBuf,
    port: u16,
    password: String,
    settings: Vec<String>,
    running: Option<Child>,
    folder: TempDir,
}

/// The folder of PostgreSQL's programs: as `scripts/with-postgres` found it, or the newest of Debian's.
fn programs() -> PathBuf {
    if let Some(folder) = std::env::var_os("POSTGRES_BIN") {
        return folder.into();
    }
    let folders = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten().map(|it| it.path().join("bin"));
    let newest = folders.filter(|folder| folder.join("initdb").exists()).max();
    newest.expect("PostgreSQL's programs are found by POSTGRES_BIN")
}

/// A program of PostgreSQL, not yet run: `pg_dump` and the like.
pub fn postgres_program(name: &str) -> Command {
    Command::new(programs().join(name))
}

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

impl PostgresServer {
    /// A new server with such settings beside its own (`fsync=on`). Unless they say so, it does not sync: a process
    /// that is killed loses nothing by that, and a machine that loses power does.
    pub fn new(settings: &[&str]) -> Self {
        Self::within(Path::new("/tmp"), settings)
    }

    /// The same with its files within a folder, which everybody must be able to enter.
    pub fn within(folder: &Path, settings: &[&str]) -> Self {
        let folder = tempfile::Builder::new().prefix("uptake-pg.").tempdir_in(folder).unwrap();
        let mut random = [0_u8; 16];
        std::io::Read::read_exact(&mut fs::File::open("/dev/urandom").unwrap(), &mut random).unwrap();
        let password = u128::from_ne_bytes(random).to_string();
        let file = folder.path().join("password");
        let mut out = fs::File::create(&file).unwrap();
        out.set_permissions(fs::Permissions::from_mode(0o600)).unwrap();
        writeln!(out, "{password}").unwrap();
        let settings = settings.iter().map(|&one| one.to_owned()).collect();
        let mut server = Self { programs: programs(), port: free_port(), password, settings, running: None, folder };
        if is_root() {
            chown(server.folder.path(), Some(NOBODY), Some(NOBODY)).unwrap();
            chown(&file, Some(NOBODY), Some(NOBODY)).unwrap();
        }
        server.make(&file);
        server.start();
        server
    }

    fn program(&self, name: &str) -> Command {
        let mut command = Command::new(self.programs.join(name));
        command.current_dir(self.folder.path()).env("HOME", self.folder.path()).stdin(Stdio::null());
        if is_root() {
            command.uid(NOBODY).gid(NOBODY);
        }
        let log = fs::OpenOptions::new().create(true).append(true).open(self.folder.path().join("log")).unwrap();
        command.stdout(log.try_clone().unwrap()).stderr(log);
        command
    }

    fn make(&self, password_file: &Path) {
        let mut command = self.program("initdb");
        command.args(["-D", "data", "--no-sync", "--username=uptake", "--auth=password", "--encoding=UTF8"]);
        command.args(["--locale=C.UTF-8", "--locale-provider=icu", "--icu-locale=en-US", "--pwfile"]);
        assert!(command.arg(password_file).status().unwrap().success(), "initdb: {}", self.log());
    }

    /// What it wrote to its log.
    pub fn log(&self) -> String {
        fs::read_to_string(self.folder.path().join("log")).unwrap_or_default()
    }

    /// The folder of its files, its log among them.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Its address, with its own database.
    pub fn url(&self) -> String {
        format!("postgres://uptake:{}@127.0.0.1:{}/postgres", self.password, self.port)
    }

    /// Where it listens.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Starts it, and waits until it answers.
    pub fn start(&mut self) {
        let mut command = self.program("postgres");
        command.args(["-D", "data", "-p", &self.port.to_string(), "-c", "listen_addresses=127.0.0.1"]);
        command.args(["-c", "unix_socket_directories=", "-c", "max_connections=60", "-c", "shared_buffers=64MB"]);
        command.args(["-c", "fsync=off", "-c", "jit=off"]);
        for setting in &self.settings {
            command.args(["-c", setting]);
        }
        self.running = Some(command.spawn().unwrap());
        let url = self.url();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let answers = || {
            runtime.block_on(async {
                let connected = tokio::time::timeout(Duration::from_secs(1), PgConnection::connect(&url)).await;
                match connected {
                    Ok(Ok(connection)) => connection.close().await.is_ok(),
                    _ => false,
                }
            })
        };
        assert!(wait_until(Duration::from_mins(1), answers), "PostgreSQL does not start: {}", self.log());
    }

    /// The processes that it consists of, the first of them last.
    fn processes(&self) -> Vec<u32> {
        let Some(first) = self.running.as_ref().map(Child::id) else { return Vec::new() };
        let numbered = |entry: fs::DirEntry| entry.file_name().to_str()?.parse::<u32>().ok();
        let all = fs::read_dir("/proc").unwrap().flatten().filter_map(numbered);
        let of_first = |pid: &u32| {
            let about = fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
            let after_name = about.rsplit(')').next().unwrap_or_default().to_owned();
            after_name.split_whitespace().nth(1) == Some(first.to_string().as_str())
        };
        all.filter(of_first).chain([first]).collect()
    }

    /// Ends it at once, as `pg_ctl stop -m immediate` does: no checkpoint, no farewell.
    pub fn crash(&mut self) {
        if let Some(mut running) = self.running.take() {
            signal_to(running.id(), Signal::QUIT);
            running.wait().unwrap();
        }
    }

    /// Kills every process of it with `kill -9`.
    pub fn kill(&mut self) {
        let processes = self.processes();
        for pid in processes.iter().rev() {
            signal_to(*pid, Signal::KILL);
        }
        if let Some(mut running) = self.running.take() {
            running.wait().unwrap();
        }
        let is_gone = |pid: &u32| !Path::new(&format!("/proc/{pid}")).exists();
        assert!(wait_until(Duration::from_secs(20), || processes.iter().all(is_gone)), "PostgreSQL does not die");
    }

    /// Makes every process of it stand still: it takes connections, and answers nothing.
    pub fn hang(&self) {
        // Twice: a connection may begin while the others are being stopped, and after the first time none begins.
        for _ in 0..2 {
            self.processes().iter().rev().for_each(|pid| signal_to(*pid, Signal::STOP));
        }
    }

    /// Lets it go on.
    pub fn go_on(&self) {
        self.processes().iter().for_each(|pid| signal_to(*pid, Signal::CONT));
    }
}

impl Drop for PostgresServer {
    fn drop(&mut self) {
        self.go_on();
        if let Some(mut running) = self.running.take() {
            signal_to(running.id(), Signal::QUIT);
            let _ = running.wait();
        }
    }
}

fn is_root() -> bool {
    rustix::process::geteuid().is_root()
}
