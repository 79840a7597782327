//! `doctor`: whether this installation can be relied on, and what to do where not.

use std::path::Path;

use anyhow::bail;
use app::Clock;
use serde_json::json;

use super::{bucket, data_dir, open_as_it_is};
use crate::options::Common;

/// Free disk space below which loads are at risk, in bytes: 1 GiB.
const LEAST_FREE_BYTES: u64 = 1 << 30;

/// What was looked at, what was found, and whether it will do.
struct Finding {
    what: &'static str,
    found: String,
    is_fine: bool,
}

/// Looks at everything, and fails when something will not do.
pub(crate) async fn run(common: &Common, as_json: bool) -> anyhow::Result<()> {
    let mut findings = Vec::new();
    let mut look = |what, found: String, is_fine| findings.push(Finding { what, found, is_fine });
    match open_as_it_is(common).await {
        Err(error) => look("database", error.to_string(), false),
        Ok(store) => {
            look("database", format!("{:?} answers", store.engine()), store.is_ready().await);
            match store.pending_migrations().await {
                Ok(0) => look("schema", "up to date".to_owned(), true),
                Ok(count) => look("schema", format!("{count} migrations missing: run `uptake migrate`"), false),
                Err(error) => look("schema", error.to_string(), false),
            }
            match store.durability().await {
                Ok(settings) => settings.into_iter().for_each(|(name, value, is_fine)| look(name, value, is_fine)),
                Err(error) => look("durability", error.to_string(), false),
            }
            let folder = data_dir(common, &store);
            look_at_disk(&folder, &mut look);
            look_at_bucket(common, &mut look).await;
        }
    }
    let now = Clock::of_machine().now();
    look("clock", now.format("%Y-%m-%d %H:%M:%S UTC").to_string(), now.timestamp() > EARLIEST_MOMENT);
    let failed = findings.iter().filter(|finding| !finding.is_fine).count();
    if as_json {
        let findings: Vec<_> = findings
            .iter()
            .map(|finding| json!({ "what": finding.what, "found": finding.found, "ok": finding.is_fine }))
            .collect();
        println!("{}", json!({ "ok": failed == 0, "findings": findings }));
    } else {
        for finding in &findings {
            println!("{}  {:<20} {}", if finding.is_fine { "ok  " } else { "FAIL" }, finding.what, finding.found);
        }
    }
    match failed {
        0 => Ok(()),
        1 => bail!("1 finding needs attention"),
        count => bail!("{count} findings need attention"),
    }
}

/// A clock before this is wrong: the year in which this was written had begun.
const EARLIEST_MOMENT: i64 = 1_767_225_600;

/// Writes, reads and removes an object, where files are kept in a bucket.
async fn look_at_bucket(common: &Common, look: &mut impl FnMut(&'static str, String, bool)) {
    match bucket(common) {
        Ok(None) => {}
        Ok(Some(bucket)) => match bucket.check().await {
            Ok(()) => look("bucket for files", "written, read and removed".to_owned(), true),
            Err(error) => look("bucket for files", error.to_string(), false),
        },
        Err(error) => look("bucket for files", format!("{error:#}"), false),
    }
}

fn look_at_disk(folder: &Path, look: &mut impl FnMut(&'static str, String, bool)) {
    if let Err(error) = std::fs::create_dir_all(folder) {
        return look("data folder", format!("{}: {error}", folder.display()), false);
    }
    match tempfile::tempfile_in(folder) {
        Ok(_) => look("data folder", format!("{} can be written", folder.display()), true),
        Err(error) => look("data folder", format!("{}: {error}", folder.display()), false),
    }
    match rustix::fs::statvfs(folder) {
        Ok(disk) => {
            let free = disk.f_bavail.saturating_mul(disk.f_frsize);
            look("disk", format!("{} MiB free", free >> 20), free >= LEAST_FREE_BYTES);
        }
        Err(error) => look("disk", error.to_string(), false),
    }
}
