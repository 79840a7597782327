//! The figures of the scoreboard: each printed, and kept where a run asks for it.

use std::fs::OpenOptions;
use std::io::Write;
use std::time::Instant;

use serde_json::json;

/// Where a run wants its figures, one line of JSON each.
const SCORES: &str = "UPTAKE_SCORES";

/// A figure of the scoreboard (`docs/proof.md`), while it is measured.
#[derive(Debug)]
pub struct Score {
    id: &'static str,
    figure: &'static str,
    engine: &'static str,
    seed: u64,
    began: Instant,
}

impl Score {
    /// Begins to measure a figure, on an engine (`sqlite`, `postgres`, or empty where it has none), from a seed.
    pub fn begin(id: &'static str, figure: &'static str, engine: &'static str, seed: u64) -> Self {
        Self { id, figure, engine, seed, began: Instant::now() }
    }

    /// Ends it: prints the line, and appends it to the file that `UPTAKE_SCORES` names.
    pub fn end(self, cases: u64, failures: u64) {
        keep(&self.line(cases, failures));
    }

    /// Ends one that has a value of its own beside the counts.
    pub fn end_at(self, cases: u64, failures: u64, value: f64) {
        let mut line = self.line(cases, failures);
        line.as_object_mut().unwrap().insert("value".to_owned(), json!(value));
        keep(&line);
    }

    fn line(&self, cases: u64, failures: u64) -> serde_json::Value {
        let tenths = u64::try_from(self.began.elapsed().as_millis() / 100).unwrap();
        #[expect(clippy::cast_precision_loss, reason = "tenths of seconds of a run are far below 2^52")]
        let seconds = tenths as f64 / 10.0;
        json!({
            "id": self.id, "figure": self.figure, "engine": self.engine, "seed": self.seed,
            "cases": cases, "failures": failures, "seconds": seconds,
        })
    }
}

/// Prints a line, and appends it to the file that a run asks for.
fn keep(line: &serde_json::Value) {
    println!("{line}");
    if let Some(path) = std::env::var_os(SCORES) {
        let mut file = OpenOptions::new().create(true).append(true).open(path).unwrap();
        // In one write, so that lines of several processes do not mix.
        file.write_all(format!("{line}\n").as_bytes()).unwrap();
    }
}

/// The seed of a run: `UPTAKE_SEED`, else 1.
pub fn seed() -> u64 {
    size("UPTAKE_SEED", 1)
}

/// How large a run is to be: the variable of that name, else what is usual.
pub fn size(name: &str, usual: u64) -> u64 {
    let Ok(text) = std::env::var(name) else { return usual };
    text.trim().parse().unwrap_or_else(|_| panic!("{name}={text} is no number"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_says_what_it_is_of_and_from_which_seed() {
        let line = Score::begin("S1", "access oracle", "sqlite", 7).line(50_000, 0);
        let told = |name: &str| line[name].clone();
        assert_eq!((told("id"), told("engine"), told("seed")), (json!("S1"), json!("sqlite"), json!(7)));
        assert_eq!(
            (told("figure"), told("cases"), told("failures")),
            (json!("access oracle"), json!(50_000), json!(0))
        );
        assert!(told("seconds").as_f64().is_some_and(|seconds| seconds < 5.0));
    }
}
