//! What the server writes to its log, as the program writes it: lines of JSON.

use std::io::Write;
use std::sync::{Mutex, OnceLock};

use tracing_subscriber::fmt::MakeWriter;

static WRITTEN: Mutex<Vec<u8>> = Mutex::new(Vec::new());

/// Puts every line aside.
#[derive(Clone, Copy)]
struct Aside;

impl Write for Aside {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        WRITTEN.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Aside {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        *self
    }
}

/// Begins to keep the log of this process.
pub(super) fn capture() {
    static ONCE: OnceLock<()> = OnceLock::new();
    ONCE.get_or_init(|| {
        tracing_subscriber::fmt()
            .json()
            .with_max_level(tracing::Level::INFO)
            .with_ansi(false)
            .with_writer(Aside)
            .try_init()
            .unwrap();
    });
}

/// The lines since the last time; each one parses.
pub(crate) fn taken() -> String {
    let text = String::from_utf8(std::mem::take(&mut *WRITTEN.lock().unwrap())).unwrap();
    for line in text.lines() {
        assert!(serde_json::from_str::<serde_json::Value>(line).is_ok(), "no line of JSON: {line}");
    }
    text
}
