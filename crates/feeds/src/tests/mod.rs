//! Whole files, from bytes to rows.

mod hostile;
mod packed;
mod properties;
mod referrals;
mod reports;
mod values;

use std::io::Cursor;

use crate::{Block, FeedFile, FileRefusal, Limits, Row, RowRefusal};

/// A tenant that the tests agree on.
const TENANT: &str = "0b8e1c64-6c1f-4b3e-9a55-0a1f2b3c4d5e";

const OFFICE_HEADER: &str = "CustomerTenantId,CustomerTpid,WorkloadName,Month,PaidAvailableUnits,MonthlyActiveUsers,\
    CustomerName,CustomerMarket,CustomerSegment,MPNId,PartnerName,PartnerLocation,PartnerAttributionType,\
    IsDuplicateRowForPGA";

/// The fields of a row of licence usage in which everything is right.
const OFFICE_FIELDS: [&str; 14] = [
    TENANT,
    "778899",
    "Teams",
    "2026-08-01",
    "120",
    "80",
    "Kade Logistiek",
    "Netherlands",
    "SMB",
    "4100001",
    "Noordlicht",
    "Utrecht",
    "CPOR",
    "0",
];

type Rows = Vec<Result<Row, RowRefusal>>;

fn open(bytes: impl Into<Vec<u8>>) -> Result<FeedFile<Cursor<Vec<u8>>>, FileRefusal> {
    FeedFile::open(Cursor::new(bytes.into()), Limits::default())
}

/// All rows of a file, or why it is refused; read row by row, and in blocks, which has to come to the same.
fn read(bytes: impl Into<Vec<u8>>) -> Result<Rows, FileRefusal> {
    let bytes = bytes.into();
    let (rows, refusal) = read_in_blocks(open(bytes.clone())?, 3);
    let mut file = open(bytes)?;
    let mut by_one = Vec::new();
    let ended = loop {
        match file.next_row() {
            Ok(Some(row)) => by_one.push(row),
            Ok(None) => break Ok(by_one),
            Err(refused) => {
                assert_eq!(rows, by_one);
                break Err(refused);
            }
        }
    };
    match (ended, refusal) {
        (Ok(by_one), None) => {
            assert_eq!(rows, by_one);
            Ok(rows)
        }
        (Err(refused), Some(refusal)) => {
            assert_eq!(refusal.to_string(), refused.to_string());
            Err(refused)
        }
        (ended, refusal) => panic!("{ended:?} by rows, {refusal:?} in blocks"),
    }
}

/// The rows of a file in blocks of so many records, and why it cannot be read on.
fn read_in_blocks(file: FeedFile<Cursor<Vec<u8>>>, most: usize) -> (Rows, Option<FileRefusal>) {
    let (mut splitter, checker) = file.halves();
    let (mut block, mut rows) = (Block::default(), Vec::new());
    loop {
        let filled = splitter.fill(&mut block, most);
        let before = rows.len();
        rows.extend(checker.rows(&mut block));
        assert!(rows.len() - before <= most);
        match filled {
            Ok(true) => assert!(rows.len() > before),
            Ok(false) => {
                assert_eq!(rows.len(), before);
                return (rows, None);
            }
            Err(refusal) => return (rows, Some(refusal)),
        }
    }
}

/// The name of the refusal of a file that has to be refused.
fn refused(bytes: impl Into<Vec<u8>>) -> &'static str {
    read(bytes).unwrap_err().code()
}

/// Licence usage with one row, in which one field is another one.
fn office_with(field: usize, value: &str) -> String {
    let mut fields = OFFICE_FIELDS;
    fields[field] = value;
    format!("{OFFICE_HEADER}\n{}\n", fields.join(","))
}

/// Licence usage with these lines.
fn office_lines(lines: &str) -> String {
    format!("{OFFICE_HEADER}\n{lines}")
}

/// A line of licence usage in which everything is right.
fn office_line() -> String {
    OFFICE_FIELDS.join(",")
}
