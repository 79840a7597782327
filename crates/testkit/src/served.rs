//! The real binary, serving: started, asked, killed or told to stop, with every line of its log looked at.

use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};
use serde_json::Value;

use crate::Client;

/// How long a server may take to start or to stop before that is a finding.
const LONGEST: Duration = Duration::from_mins(1);

/// How often something is looked at that is waited for.
const LOOK: Duration = Duration::from_millis(5);

/// What a server wrote to its log, line by line.
#[derive(Debug, Clone, Default)]
pub struct Log(Arc<Mutex<Vec<String>>>);

impl Log {
    /// The lines so far.
    pub fn lines(&self) -> Vec<String> {
        self.0.lock().unwrap().clone()
    }

    /// The lines with that message, as JSON.
    pub fn told(&self, message: &str) -> Vec<Value> {
        let lines = self.lines();
        let parsed = lines.iter().filter_map(|line| serde_json::from_str::<Value>(line).ok());
        parsed.filter(|line| line["message"] == message).collect()
    }

    /// The lines that tell of trouble.
    pub fn troubles(&self) -> Vec<String> {
        let mut lines = self.lines();
        lines.retain(|line| !line.contains("\"level\":\"INFO\""));
        lines
    }

    /// What is wrong with the log: lines that are not one JSON object with moment and level, lines with a character
    /// that a terminal would obey, and lines with one of these words.
    pub fn findings(&self, secrets: &[String]) -> Vec<String> {
        let mut found = Vec::new();
        for line in self.lines() {
            let parsed: Option<Value> = serde_json::from_str(&line).ok();
            let has = |name| parsed.as_ref().and_then(|it| it.get(name)).is_some_and(Value::is_string);
            if !has("timestamp") || !has("level") {
                found.push(format!("a line of the log is no JSON object: {line:?}"));
            }
            if line.chars().any(char::is_control) {
                found.push(format!("a line of the log has a control character: {line:?}"));
            }
            for secret in secrets.iter().filter(|secret| line.contains(secret.as_str())) {
                found.push(format!("the log tells {secret:?}: {line}"));
            }
        }
        found
    }
}

/// A server of the real binary. Dropped, it is killed.
#[derive(Debug)]
pub struct Served {
    child: Child,
    /// Where it listens.
    pub address: SocketAddr,
    /// What it writes to its log.
    pub log: Log,
    reading: Option<JoinHandle<()>>,
    /// How long it took until it said that it serves.
    pub took: Duration,
}

impl Served {
    /// The command of a server of that binary on that database, on some free port.
    pub fn command(binary: &str, database: &str) -> Command {
        let mut command = Command::new(binary);
        command.arg("serve").env("UPTAKE_DATABASE", database).env("UPTAKE_LISTEN", "127.0.0.1:0");
        command.env_remove("UPTAKE_LOG").env_remove("UPTAKE_DATA_DIR");
        command
    }

    /// Starts it and waits until it serves; its log when it ended instead.
    pub fn start(mut command: Command) -> Result<Self, Log> {
        let began = Instant::now();
        let mut child = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
        let log = Log::default();
        let (out, lines) = (BufReader::new(child.stderr.take().unwrap()), log.clone());
        let reading = std::thread::spawn(move || {
            for line in out.split(b'\n').map_while(Result::ok) {
                lines.0.lock().unwrap().push(String::from_utf8_lossy(&line).into_owned());
            }
        });
        loop {
            if let Some(serving) = log.told("serving").first() {
                let address = serving["address"].as_str().unwrap().parse().unwrap();
                return Ok(Self { child, address, log, reading: Some(reading), took: began.elapsed() });
            }
            if child.try_wait().unwrap().is_some() {
                reading.join().unwrap();
                return Err(log);
            }
            assert!(began.elapsed() < LONGEST, "the server does not start: {:?}", log.lines());
            std::thread::sleep(LOOK);
        }
    }

    /// The process.
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// A caller of it.
    pub fn client(&self) -> Client {
        Client::of(self.address)
    }

    /// Whether it runs.
    pub fn is_running(&mut self) -> bool {
        self.child.try_wait().unwrap().is_none()
    }

    /// Sends a signal.
    pub fn signal(&self, signal: Signal) {
        signal_to(self.pid(), signal);
    }

    /// Kills it, as `kill -9` does, and gives its log. What it was writing at that moment may be cut.
    pub fn kill(mut self) -> Log {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
        self.reading.take().unwrap().join().unwrap();
        self.log.clone()
    }

    /// Tells it to stop, and waits until it has.
    pub fn stop(mut self) -> (ExitStatus, Log) {
        self.signal(Signal::TERM);
        let status = self.ended();
        (status, self.log.clone())
    }

    /// Waits until it has ended of its own accord.
    pub fn ended(&mut self) -> ExitStatus {
        let began = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                if let Some(reading) = self.reading.take() {
                    reading.join().unwrap();
                }
                return status;
            }
            assert!(began.elapsed() < LONGEST, "the server does not stop");
            std::thread::sleep(LOOK);
        }
    }

    /// Its memory in use, in bytes.
    pub fn resident_bytes(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.pid())).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap_or("0 kB");
        line.trim().trim_end_matches(" kB").parse::<u64>().unwrap_or(0) * 1024
    }

    /// How many files and sockets it holds.
    pub fn open_files(&self) -> usize {
        std::fs::read_dir(format!("/proc/{}/fd", self.pid())).map_or(0, Iterator::count)
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Sends a signal to a process.
pub fn signal_to(pid: u32, signal: Signal) {
    let pid = Pid::from_raw(i32::try_from(pid).unwrap()).unwrap();
    // It may have ended already, which is what most signals are sent for.
    let _ = kill_process(pid, signal);
}

/// Looks until something is so; whether it came to that in time.
pub fn wait_until(longest: Duration, mut is_so: impl FnMut() -> bool) -> bool {
    let began = Instant::now();
    loop {
        if is_so() {
            return true;
        }
        if began.elapsed() > longest {
            return false;
        }
        std::thread::sleep(LOOK);
    }
}
