//! What can befall a file: locked, the disk full, taken away, replaced.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use rustix::fs::{IFlags, ioctl_getflags, ioctl_setflags};
use sqlx::{Connection, Executor, SqliteConnection};
use testkit::{Dice, Engine, Served};

use crate::account::{Person, is_later};
use crate::faults::{Trouble, fault_after_fault, keeping_what_refuses_is_found_out};
use crate::site::{BINARY, Site};

/// The faults, in their order: the last two need what not every machine has.
const KINDS: [&str; 6] =
    ["locked by another", "the disk full", "taken away", "replaced", "read-only", "the disk filled"];

/// A disk up to this size can be filled without anybody else noticing.
const SMALL_DISK: u64 = 256 << 20;

struct File {
    url: String,
    path: PathBuf,
    held: Option<SqliteConnection>,
    /// What cannot be written, and the way in which that was done.
    protected: Vec<PathBuf>,
    kinds: Vec<&'static str>,
    runtime: tokio::runtime::Runtime,
}

impl File {
    fn of(site: &Site) -> Self {
        let url = site.database.url().to_owned();
        let path = PathBuf::from(url.trim_start_matches("sqlite:"));
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let mut file = Self { url, path, held: None, protected: Vec::new(), kinds: KINDS.to_vec(), runtime };
        if !file.can_be_protected() {
            println!("not run: \"read-only\", for root can write every file here");
            file.kinds.retain(|kind| *kind != "read-only");
        }
        if !file.is_on_small_disk() {
            file.kinds.retain(|kind| *kind != "the disk filled");
        }
        file
    }

    /// Whether a file here can be made one that nobody can write.
    fn can_be_protected(&self) -> bool {
        let probe = self.beside("probe");
        fs::write(&probe, "").unwrap();
        let can = protect(&probe, true).is_ok() && fs::OpenOptions::new().write(true).open(&probe).is_err();
        let _ = protect(&probe, false);
        fs::remove_file(&probe).unwrap();
        can
    }

    /// Lets nobody write the files of the database any more, nor, where it is to be so, make one beside them.
    fn make_read_only(&mut self, with_folder: bool) {
        let name = self.path.file_name().unwrap().to_str().unwrap();
        // Not the index of the log, which is memory that is shared: the kernel ends whoever writes it by SIGBUS then.
        let files = ["", "-wal"].map(|end| self.beside(&format!("{name}{end}")));
        let folder = with_folder.then(|| self.path.parent().unwrap().to_owned());
        for path in files.into_iter().chain(folder).filter(|path| path.exists()) {
            protect(&path, true).unwrap();
            self.protected.push(path);
        }
    }

    /// Lets everything be written again, the folder first.
    fn make_writable(&mut self) {
        for path in self.protected.drain(..).rev() {
            protect(&path, false).unwrap();
        }
    }

    fn beside(&self, name: &str) -> PathBuf {
        self.path.with_file_name(name)
    }

    /// Whether the file lies on a disk of its own that can be filled (`scripts/faults` brings one).
    fn is_on_small_disk(&self) -> bool {
        rustix::fs::statvfs(&self.path).is_ok_and(|disk| disk.f_blocks * disk.f_frsize <= SMALL_DISK)
    }
}

impl Drop for File {
    fn drop(&mut self) {
        self.make_writable();
    }
}

/// Lets nobody write a file or a folder, or everybody who could before: by the right to write, which does not bind root,
/// and where it can be had by the mark that binds root too.
fn protect(path: &Path, is_on: bool) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    let mark = |is_on: bool| -> std::io::Result<()> {
        let opened = fs::File::open(path)?;
        let mut flags = ioctl_getflags(&opened)?;
        flags.set(IFlags::IMMUTABLE, is_on);
        Ok(ioctl_setflags(&opened, flags)?)
    };
    if rustix::process::geteuid().is_root() {
        return mark(is_on);
    }
    let mut permissions = fs::metadata(path)?.permissions();
    let mode = permissions.mode();
    permissions.set_mode(if is_on { mode & !0o222 } else { mode | 0o200 });
    fs::set_permissions(path, permissions)
}

/// Sets how large a file of that process may become, which is a full disk for it alone.
fn limit_files(server: &Served, limit: &str) {
    let (pid, limit) = (server.pid().to_string(), format!("--fsize={limit}:unlimited"));
    assert!(Command::new("prlimit").args(["--pid", &pid, &limit]).status().unwrap().success());
}

/// A server that is told by an error, and not by a signal, that a file cannot grow.
fn serve(site: &Site) -> Served {
    let settled = site.serving();
    let mut command = Command::new("sh");
    command.args(["-c", "trap '' XFSZ; exec \"$0\" serve", BINARY]);
    command.envs(settled.get_envs().filter_map(|(name, value)| Some((name, value?))));
    Served::start(command).unwrap_or_else(|log| panic!("it does not start: {:?}", log.lines()))
}

impl Trouble for File {
    fn kinds(&self) -> u64 {
        self.kinds.len() as u64
    }

    fn name(&self, kind: u64) -> &'static str {
        self.kinds[usize::try_from(kind).unwrap()]
    }

    fn leaves_reading(&self, kind: u64) -> bool {
        ["locked by another", "read-only"].contains(&self.name(kind))
    }

    fn strike(&mut self, kind: u64, server: &Served, dice: &mut Dice) {
        match self.name(kind) {
            "locked by another" => {
                let lock = *dice.pick(&["BEGIN IMMEDIATE", "BEGIN EXCLUSIVE"]);
                let held = self.runtime.block_on(async {
                    let mut connection = SqliteConnection::connect(&self.url).await.unwrap();
                    connection.execute("PRAGMA busy_timeout = 20000").await.unwrap();
                    connection.execute(lock).await.unwrap();
                    connection
                });
                self.held = Some(held);
            }
            "the disk full" => limit_files(server, &dice.below(100_000).to_string()),
            "taken away" => fs::rename(&self.path, self.beside("aside")).unwrap(),
            "replaced" => {
                fs::rename(&self.path, self.beside("aside")).unwrap();
                fs::write(&self.path, "no database at all ".repeat(1_000)).unwrap();
            }
            "read-only" => {
                self.make_read_only(dice.below(2) == 0);
                // What is open can be written still by whoever is not root; what is opened anew cannot.
                limit_files(server, &dice.below(100_000).to_string());
            }
            "the disk filled" => {
                let mut filler = fs::File::create(self.beside("filler")).unwrap();
                while filler.write_all(&[0; 4096]).is_ok() {}
            }
            other => panic!("{other}"),
        }
    }

    fn heal(&mut self, kind: u64, server: &Served) {
        match self.name(kind) {
            "locked by another" => {
                if let Some(connection) = self.held.take() {
                    self.runtime.block_on(connection.close()).unwrap();
                }
            }
            "the disk full" => limit_files(server, "unlimited"),
            "taken away" | "replaced" => fs::rename(self.beside("aside"), &self.path).unwrap(),
            "read-only" => {
                limit_files(server, "unlimited");
                self.make_writable();
            }
            "the disk filled" => fs::remove_file(self.beside("filler")).unwrap(),
            other => panic!("{other}"),
        }
    }
}

#[test]
fn faults_of_the_file_lose_nothing_and_pass() {
    let installed = Site::new(Engine::Sqlite).with("UPTAKE_REQUEST_SECONDS", "2");
    let server = serve(&installed);
    let mut file = File::of(&installed);
    fault_after_fault(&installed, server, &mut file, 40);
}

#[test]
fn a_server_that_keeps_connections_for_reading_is_found_out() {
    let installed = Site::new(Engine::Sqlite).with("UPTAKE_REQUEST_SECONDS", "2").with_fault("KeepsReadOnly");
    let server = serve(&installed);
    keeping_what_refuses_is_found_out(&installed, server, &mut File::of(&installed));
}

/// Nothing can be saved of such a file; but it is told, and nobody is answered from it as if it were whole.
#[test]
fn a_damaged_file_is_told_and_kills_nobody() {
    let installed = Site::new(Engine::Sqlite).with("UPTAKE_REQUEST_SECONDS", "2");
    let person = Person::join(&installed, "lezer");
    let path = PathBuf::from(installed.database.url().trim_start_matches("sqlite:"));
    let size = fs::metadata(&path).unwrap().len();
    fs::write(&path, vec![0xA5; usize::try_from(size).unwrap()]).unwrap();
    let log = Served::start(installed.serving()).map(Served::kill).unwrap_err();
    let told = installed.run(&["doctor"], "");
    assert!(!told.is_done && told.out.contains("FAIL"), "{}{}{:?}", told.out, told.error, log.lines());
    drop(person);
}

/// Pages of the file turn to noise under the running server.
#[test]
fn damage_under_the_running_server_is_answered_with_later() {
    let installed = Site::new(Engine::Sqlite).with("UPTAKE_REQUEST_SECONDS", "2");
    let person = Person::join(&installed, "lezer");
    let path = PathBuf::from(installed.database.url().trim_start_matches("sqlite:"));
    let mut server = installed.serve();
    let size = usize::try_from(fs::metadata(&path).unwrap().len()).unwrap();
    let mut file = fs::OpenOptions::new().write(true).open(&path).unwrap();
    file.write_all(&vec![0xA5; size]).unwrap();
    let mut statuses = Vec::new();
    for path in ["/api/v1/tenants", "/api/v1/overview", "/api/v1/me/sessions", "/readyz", "/api/v1/views", "/tenants"] {
        let answer = person.client(&server).get(path).unwrap();
        assert!(answer.status != 500 && (answer.status < 500 || is_later(&answer)), "{path}: {answer:?}");
        statuses.push(answer.status);
    }
    assert!(statuses.contains(&503), "{statuses:?}");
    assert!(server.is_running());
}
