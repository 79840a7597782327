//! What fuzzing throws at this crate: whatever the bytes, reading ends, and every row stands in the file.

use std::io::Cursor;

use domain::load::FeedKind;

use crate::header::Column;
use crate::{Block, FeedFile, Limits, Row, RowRefusal, kind};

/// Small enough that hostile inputs of a few kilobytes reach every one of them.
const LIMITS: Limits = Limits {
    longest_field_bytes: 256,
    longest_record_bytes: 2048,
    most_columns: 64,
    most_unpacked_bytes: 64 << 10,
    most_json_bytes: 32 << 10,
    most_ratio: 20,
};

/// A file from its first byte: sniffed, unpacked, its header and its rows.
///
/// # Panics
/// When that is not so.
pub fn file(data: &[u8]) {
    for limits in [LIMITS, Limits::default()] {
        let Ok(mut file) = FeedFile::open(Cursor::new(data), limits) else { continue };
        let (mut rows, mut line) = (0_u64, 0);
        let mut in_blocks = rows_in_blocks(data, limits);
        while let Ok(Some(row)) = file.next_row() {
            assert_eq!(in_blocks.next().as_ref(), Some(&row), "in blocks of records it is another row");
            let at = row.as_ref().map_or_else(|refusal| refusal.line, |row| row.line);
            assert!(at > line, "line {at} after line {line}");
            (rows, line) = (rows + 1, at);
            assert!(rows <= limits.most_unpacked_bytes, "more rows than bytes");
            if let Err(refusal) = row {
                // Also what is told of a row is bounded, and can be shown.
                assert!(refusal.value.len() <= 4096 && !refusal.to_string().is_empty());
            }
        }
        assert_eq!(in_blocks.next(), None, "in blocks of records there are more rows");
        assert!(file.consumed_bytes() <= data.len() as u64);
        assert!(matches!(file.next_row(), Ok(None)), "a file that ended goes on");
    }
}

/// The rows of a file that is read in halves.
fn rows_in_blocks(data: &[u8], limits: Limits) -> impl Iterator<Item = Result<Row, RowRefusal>> {
    let mut rows = Vec::new();
    if let Ok(file) = FeedFile::open(Cursor::new(data), limits) {
        let (mut splitter, checker) = file.halves();
        let mut block = Block::default();
        loop {
            let filled = splitter.fill(&mut block, 7);
            rows.extend(checker.rows(&mut block));
            if !matches!(filled, Ok(true)) {
                break;
            }
        }
    }
    rows.into_iter()
}

/// Every column of a report that is read.
fn header(kind: FeedKind) -> Vec<&'static str> {
    let report = kind::report(kind);
    report.needed.iter().chain(report.optional).copied().map(Column::name).collect()
}

/// Rows below a good header: the first byte says of which report.
///
/// # Panics
/// When that is not so.
pub fn rows(data: &[u8]) {
    let Some((first, rest)) = data.split_first() else { return };
    let mut kinds = FeedKind::ALL.into_iter().cycle().skip(usize::from(*first) % FeedKind::ALL.len());
    let separator = [",", "\t", ";", ","].into_iter().nth(usize::from(*first) / FeedKind::ALL.len() % 4).unwrap_or(",");
    let mut text = kinds.next().map(header).unwrap_or_default().join(separator).into_bytes();
    text.push(b'\n');
    text.extend_from_slice(rest);
    file(&text);
}

#[cfg(test)]
#[path = "../../../fuzz/replay.rs"]
mod replay;

#[cfg(test)]
mod tests {
    use super::replay::replay;
    use super::*;

    #[test]
    fn no_file_of_the_corpus_breaks_the_reader() {
        assert!(replay("feeds_file", file) > 1000);
    }

    #[test]
    fn no_row_of_the_corpus_breaks_the_reader() {
        assert!(replay("feeds_rows", rows) > 1000);
    }

    #[test]
    fn every_report_has_a_header_that_opens() {
        for kind in FeedKind::ALL {
            let file = FeedFile::open(Cursor::new(header(kind).join(",")), Limits::default()).unwrap();
            assert_eq!(file.kind(), kind);
        }
    }
}
