//! `import`: plan and apply reports.

use std::fs::File;
use std::io::IsTerminal as _;
use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Context as _, bail};
use app::{App, AppError, Ctx, LoadPlan};
use domain::load::FeedKind;
use feeds::{FeedFile, Limits};
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::{Value, json};

use super::open_app;
use crate::options::{Common, Import};
use crate::output::{words_of, words_of_refusal};

/// What came of a file.
enum Outcome {
    /// Its figures count now.
    Applied,
    /// Only the plan was asked for.
    Planned,
    /// There was nothing new in it.
    Unchanged,
    /// More rows were refused than may be.
    Stopped,
}

impl Outcome {
    fn code(&self) -> &'static str {
        match self {
            Self::Applied => "applied",
            Self::Planned => "planned",
            Self::Unchanged => "unchanged",
            Self::Stopped => "refused",
        }
    }
}

/// Loads the files in the order in which they build on one another; stops at the first that is refused.
pub(crate) async fn run(common: &Common, import: Import) -> anyhow::Result<()> {
    let mut results = Vec::new();
    let outcome = run_all(common, &import, &mut results).await;
    if import.json {
        println!("{}", json!({ "ok": outcome.is_ok(), "loads": results }));
    }
    outcome
}

async fn run_all(common: &Common, import: &Import, results: &mut Vec<Value>) -> anyhow::Result<()> {
    let files = in_order(&import.files, results)?;
    let app = open_app(common).await?;
    for path in files {
        let name = path.display().to_string();
        let mut seconds = Seconds::default();
        match load(&app, &path, import, &mut seconds).await {
            Ok((outcome, plan)) => {
                results.push(as_json(&name, &outcome, &plan, seconds));
                if !import.json {
                    print(&name, &outcome, &plan);
                }
                if matches!(outcome, Outcome::Stopped) {
                    bail!(
                        "{name}: {} of {} rows were refused, which is more than {} %, so nothing was loaded",
                        plan.load.counts.refused,
                        plan.load.counts.rows,
                        plan.refused_percent
                    );
                }
            }
            Err(error) => {
                let error = anyhow::Error::from(error);
                results.push(json!({ "file": name, "state": "failed", "error": words_of(&error) }));
                bail!("{name}: {}", words_of(&error));
            }
        }
    }
    Ok(())
}

/// Recognises every file before the first is loaded, and puts them in order.
fn in_order(files: &[PathBuf], results: &mut Vec<Value>) -> anyhow::Result<Vec<PathBuf>> {
    let mut known: Vec<(FeedKind, &PathBuf)> = Vec::new();
    for path in files {
        match kind_of(path) {
            Ok(kind) => known.push((kind, path)),
            Err(error) => {
                results.push(
                    json!({ "file": path.display().to_string(), "state": "failed", "error": format!("{error:#}") }),
                );
                return Err(error);
            }
        }
    }
    known.sort_by_key(|(kind, _)| *kind);
    Ok(known.into_iter().map(|(_, path)| path.clone()).collect())
}

fn kind_of(path: &Path) -> anyhow::Result<FeedKind> {
    let file = File::open(path).with_context(|| format!("{} cannot be read", path.display()))?;
    let file = FeedFile::open(file, Limits::default()).with_context(|| path.display().to_string())?;
    Ok(file.kind())
}

/// Plans a file and, unless only that was asked, applies it.
pub(crate) async fn load_file(app: &App, path: &Path, quiet: bool) -> Result<LoadPlan, AppError> {
    let ctx = Ctx::of_operator();
    let plan = stage(app, &ctx, path, quiet).await?;
    Ok(app.apply_load(&ctx, plan.load.id).await?.value)
}

async fn stage(app: &App, ctx: &Ctx, path: &Path, quiet: bool) -> Result<LoadPlan, AppError> {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let bar = progress_bar(&name, quiet);
    let shown = bar.clone();
    let staged = app
        .stage_load(ctx, &name, path, move |progress| {
            shown.set_length(progress.of_bytes);
            shown.set_position(progress.bytes);
        })
        .await;
    bar.finish_and_clear();
    Ok(staged?.value)
}

/// How long the parts of a load took.
#[derive(Clone, Copy, Default)]
struct Seconds {
    /// Reading the file and comparing it with what is there.
    read: f64,
    /// Applying it.
    apply: f64,
}

async fn load(app: &App, path: &Path, import: &Import, seconds: &mut Seconds) -> Result<(Outcome, LoadPlan), AppError> {
    let ctx = Ctx::of_operator();
    let began = Instant::now();
    let plan = stage(app, &ctx, path, import.json).await?;
    seconds.read = began.elapsed().as_secs_f64();
    let id = plan.load.id;
    let outcome = if plan.stops {
        Outcome::Stopped
    } else if import.plan {
        Outcome::Planned
    } else if plan.load.counts.changes_nothing() {
        Outcome::Unchanged
    } else {
        let began = Instant::now();
        let applied = match app.apply_load(&ctx, id).await {
            // Planned anew against what came between: what would happen now is what was asked for.
            Err(AppError::PlanChanged) => app.apply_load(&ctx, id).await,
            other => other,
        };
        seconds.apply = began.elapsed().as_secs_f64();
        return Ok((Outcome::Applied, LoadPlan { load: applied?.value.load, ..plan }));
    };
    app.discard_load(&ctx, id).await?;
    Ok((outcome, plan))
}

fn progress_bar(name: &str, quiet: bool) -> ProgressBar {
    if quiet || !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new(0).with_message(name.to_owned());
    match ProgressStyle::with_template("{msg} {wide_bar} {bytes} of {total_bytes}, {eta} to go") {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}

fn as_json(file: &str, outcome: &Outcome, plan: &LoadPlan, seconds: Seconds) -> Value {
    let counts = plan.load.counts;
    let refusals: Vec<_> = plan
        .refused
        .iter()
        .map(|row| {
            json!({
                "line": row.line, "column": row.column, "value": row.value, "reason": row.reason,
                "message": words_of_refusal(&row.reason), "other_line": row.other_line,
            })
        })
        .collect();
    json!({
        "file": file, "kind": plan.load.kind.code(), "state": outcome.code(), "load": plan.load.id,
        "rows": counts.rows, "added": counts.added, "changed": counts.changed, "left": counts.left,
        "repeated": counts.repeated, "refused": counts.refused, "tenants_new": counts.tenants_new,
        "claims_begun": counts.claims_begun, "claims_ended": counts.claims_ended,
        "months": plan.load.months.map(|(first, last)| [first, last]),
        "ignored_columns": plan.ignored_columns, "new_workloads": plan.new_workloads, "refusals": refusals,
        "read_seconds": seconds.read, "apply_seconds": seconds.apply,
    })
}

fn print(file: &str, outcome: &Outcome, plan: &LoadPlan) {
    let counts = plan.load.counts;
    let done = match outcome {
        Outcome::Applied => "loaded",
        Outcome::Planned => "planned, nothing loaded",
        Outcome::Unchanged => "nothing new, nothing loaded",
        Outcome::Stopped => "refused, nothing loaded",
    };
    println!("{file}: {} {done}", plan.load.kind.report());
    println!(
        "    {} rows: {} added, {} changed, {} left as they were, {} repeated, {} refused",
        counts.rows, counts.added, counts.changed, counts.left, counts.repeated, counts.refused
    );
    if let Some((first, last)) = plan.load.months {
        println!(
            "    months {first} to {last}; {} new tenants; {} claims begun, {} ended",
            counts.tenants_new, counts.claims_begun, counts.claims_ended
        );
    }
    if !plan.new_workloads.is_empty() {
        println!("    new workloads: {}", plan.new_workloads.join(", "));
    }
    if !plan.ignored_columns.is_empty() {
        println!("    columns not used: {}", plan.ignored_columns.join(", "));
    }
    for row in plan.refused.iter().take(10) {
        let other = row.other_line.map(|line| format!(" (see line {line})")).unwrap_or_default();
        println!("    line {}, {} “{}”: {}{other}", row.line, row.column, row.value, words_of_refusal(&row.reason));
    }
    if counts.refused > 10 {
        println!("    ... the other refused rows can be downloaded from the page of load {}", plan.load.id);
    }
}
