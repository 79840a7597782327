//! The power goes under write load (S15): what was acknowledged is on the disk.
//!
//! A killed process loses nothing that it gave to the system, so that kills say nothing about this. Here the file system
//! itself stops at some instant and forgets whatever had not been written, as a machine does that loses power; then it is
//! mounted again. That takes a disk of one's own and root: `scripts/power-cut` brings the disk, and names it in
//! `UPTAKE_POWER_DISK`. Without one there is nothing to cut, and these say so.

use std::cell::RefCell;
use std::fs::File;
use std::path::PathBuf;
use std::process::Command;

use rustix::process::Signal;
use sqlx::{Connection, SqliteConnection};
use testkit::{Database, Dice, Engine, PostgresServer, Score, Served, seed, size};

use crate::kills::{Blow, strike_again_and_again};
use crate::site::{Site, wait_for};

/// How many cuts of a wrong setting are looked at.
const CONTROLS: u64 = 10;

/// Of so many, this many have to lose something, or the cuts do not cut.
const LEAST_FOUND: u64 = 8;

/// A file system of its own on a device that can be unplugged.
struct Disk {
    folder: PathBuf,
    device: String,
}

/// Runs a command that has to succeed.
fn done(program: &str, arguments: &[&str]) {
    let told = Command::new(program).args(arguments).output().unwrap();
    assert!(told.status.success(), "{program} {arguments:?}: {}", String::from_utf8_lossy(&told.stderr));
}

impl Disk {
    /// The disk that the run brought, if it did.
    fn of_run() -> Option<Self> {
        let Some(folder) = std::env::var_os("UPTAKE_POWER_DISK") else {
            println!("not run: there is no disk whose power can be cut; scripts/power-cut brings one");
            return None;
        };
        let device = std::env::var("UPTAKE_POWER_DEVICE").expect("a disk has a device");
        let disk = Self { folder: folder.into(), device };
        // A test before this one may have ended without power.
        disk.mount_again();
        Some(disk)
    }

    /// Stops the file system as it is; nothing is written any more.
    ///
    /// The request is `EXT4_IOC_SHUTDOWN` without flushing the log. No library of ours asks it, and asking it by hand
    /// would need `unsafe`.
    fn cut(&self) {
        const SHUT_DOWN: &str = "import fcntl, os, struct, sys
fcntl.ioctl(os.open(sys.argv[1], os.O_RDONLY), 0x8004587D, struct.pack('I', 2))";
        done("python3", &["-c", SHUT_DOWN, self.path()]);
    }

    /// Mounts it again, which brings back what its log has.
    fn mount_again(&self) {
        done("umount", &[self.path()]);
        done("mount", &[&self.device, self.path()]);
    }

    fn path(&self) -> &str {
        self.folder.to_str().unwrap()
    }

    /// Writes what is there. An installation is not used before it has been made.
    fn settle(&self) {
        rustix::fs::syncfs(File::open(&self.folder).unwrap()).unwrap();
    }
}

/// The power of a machine that has server and, where there is one, database server.
struct PowerCut<'a> {
    disk: &'a Disk,
    postgres: Option<RefCell<PostgresServer>>,
}

impl Blow for PowerCut<'_> {
    /// Everything stands still first, as it does without power. A server that went on could hear from a file system that
    /// is being stopped that something was written, and say so to somebody.
    fn strike(&self, server: &Served) {
        server.signal(Signal::STOP);
        if let Some(postgres) = &self.postgres {
            postgres.borrow().hang();
        }
        self.disk.cut();
        server.signal(Signal::KILL);
    }

    fn takes_rooms(&self) -> bool {
        true
    }

    fn recover(&self) {
        if let Some(postgres) = &self.postgres {
            postgres.borrow_mut().kill();
        }
        self.disk.mount_again();
        if let Some(postgres) = &self.postgres {
            postgres.borrow_mut().start();
        }
    }
}

/// An installation whose data lie on the disk, and what cuts its power.
fn installed(disk: &Disk, engine: Engine) -> (PowerCut<'_>, Site) {
    let (site, postgres) = match engine {
        Engine::Sqlite => (Site::new(engine), None),
        Engine::Postgres => {
            let server = PostgresServer::within(&disk.folder, &["fsync=on", "full_page_writes=on"]);
            let site = Site::over(wait_for(Database::on_server(&server.url())));
            (site, Some(RefCell::new(server)))
        }
    };
    assert!(site.database.folder().starts_with(&disk.folder), "the data do not lie on the disk");
    disk.settle();
    (PowerCut { disk, postgres }, site)
}

/// What the most thorough look at the file of an embedded database finds: indexes that do not fit their tables, too.
fn damage(site: &Site) -> Vec<String> {
    if site.database.engine() == Engine::Postgres {
        return Vec::new();
    }
    let found: Vec<String> = wait_for(async {
        let mut connection = SqliteConnection::connect(site.database.url()).await.unwrap();
        sqlx::query_scalar("PRAGMA integrity_check").fetch_all(&mut connection).await.unwrap()
    });
    found.into_iter().filter(|line| line != "ok").collect()
}

fn nothing_is_lost(engine: Engine, usual: u64) {
    let Some(disk) = Disk::of_run() else { return };
    let (blow, site) = installed(&disk, engine);
    let (seed, cuts) = (seed(), size("UPTAKE_CUTS", usual));
    let score = Score::begin("S15", "power cut under write load", site.engine(), seed);
    let mut outcome = strike_again_and_again(&blow, &site, cuts, &mut Dice::of(seed));
    outcome.wrong.extend(damage(&site));
    score.end(cuts, outcome.wrong.len() as u64);
    println!("{} acknowledged, started within {:?}", outcome.acknowledged, outcome.starts.last());
    assert!(outcome.wrong.is_empty(), "{:#?}", outcome.wrong);
    assert!(outcome.acknowledged > cuts * 5, "only {} writes were acknowledged", outcome.acknowledged);
}

/// The control: a server that acknowledges what is not on the disk loses it, nearly every time.
fn a_lie_is_found_out(engine: Engine) {
    let Some(disk) = Disk::of_run() else { return };
    let mut found = 0;
    for number in 0..CONTROLS {
        let (blow, site) = installed(&disk, engine);
        let site = site.with_fault("AcksBeforeSync");
        let outcome = strike_again_and_again(&blow, &site, 1, &mut Dice::of(seed() + number));
        found += u64::from(!outcome.wrong.is_empty());
    }
    println!("{found} of {CONTROLS} cuts were missed by somebody");
    assert!(found >= LEAST_FOUND, "only {found} of {CONTROLS} cuts were missed by anybody");
}

#[test]
fn nothing_acknowledged_is_lost_when_the_power_goes_on_sqlite() {
    nothing_is_lost(Engine::Sqlite, 20);
}

#[test]
fn nothing_acknowledged_is_lost_when_the_power_goes_on_postgres() {
    nothing_is_lost(Engine::Postgres, 5);
}

#[test]
fn a_server_that_acknowledges_before_the_disk_has_it_is_found_out_on_sqlite() {
    a_lie_is_found_out(Engine::Sqlite);
}

#[test]
fn a_server_that_acknowledges_before_the_disk_has_it_is_found_out_on_postgres() {
    a_lie_is_found_out(Engine::Postgres);
}
