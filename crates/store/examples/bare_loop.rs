//! The floor of a read on SQLite: one statement, prepared once for each thread, run again and again with every row
//! and column looked at, and nothing else. `make bench` holds the product against it.
//!
//!     bare_loop FILE SECONDS THREADS < statement.sql
//!
//! Prints how often a second the statement was run.

use std::error::Error;
use std::io::Read as _;
use std::time::{Duration, Instant};

use rusqlite::types::ValueRef;
use rusqlite::{Connection, OpenFlags};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let mut next = || arguments.next().ok_or("usage: bare_loop FILE SECONDS THREADS");
    let (file, seconds, threads) = (next()?, next()?.parse::<f64>()?, next()?.parse::<u32>()?);
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text)?;
    let lasts = Duration::from_secs_f64(seconds);
    let runs = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..threads).map(|_| scope.spawn(|| run(&file, &text, lasts))).collect();
        workers.into_iter().map(|worker| worker.join().map_err(|_| "a thread failed")?).sum::<Result<f64, String>>()
    })?;
    println!("{:.0}", runs / seconds);
    Ok(())
}

/// How often the statement was run before the time was over.
fn run(file: &str, text: &str, lasts: Duration) -> Result<f64, String> {
    looped(file, text, lasts).map_err(|error| error.to_string())
}

fn looped(file: &str, text: &str, lasts: Duration) -> Result<f64, rusqlite::Error> {
    let connection = Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    let mut statement = connection.prepare(text)?;
    let columns = statement.column_count();
    let began = Instant::now();
    let (mut runs, mut bytes) = (0.0, 0);
    while began.elapsed() < lasts {
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            for column in 0..columns {
                bytes += match row.get_ref(column)? {
                    ValueRef::Text(it) | ValueRef::Blob(it) => it.len(),
                    _ => 8,
                };
            }
        }
        runs += 1.0;
    }
    std::hint::black_box(bytes);
    Ok(runs)
}
