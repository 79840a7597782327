//! Random rows written by a CSV library of others and read here; random bytes.

use domain::Month;
use domain::usage::{Figure, MOST_UNITS};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;
use uuid::Uuid;

use super::packed::gzip;
use super::*;
use crate::{Fact, Reason, UsageRow, WorkloadFigure};

/// A text as a row has it: trimmed, single spaces, with letters that a table must quote.
fn text(most: usize) -> impl Strategy<Value = String> {
    let word = "[a-zA-Z0-9\"',;é株\u{a9}-]{1,12}";
    vec(word, 0..4).prop_map(move |words| words.join(" ").chars().take(most).collect::<String>().trim().to_owned())
}

fn named(most: usize) -> impl Strategy<Value = String> {
    text(most).prop_map(|text| if text.chars().any(char::is_alphanumeric) { text } else { "x".to_owned() })
}

prop_compose! {
    fn usage_row()(
        tenant in 1..u128::MAX,
        months in 0..2400_i32,
        (tpid, name, market, segment, attribution) in (text(20), named(60), text(20), text(20), text(20)),
        workload in named(16),
        (pau, mau) in (0..=MOST_UNITS, 0..=MOST_UNITS),
        mpn_id in "[0-9]{1,20}",
        pga in proptest::option::of("[0-9]{1,20}"),
        is_duplicate: bool,
    ) -> UsageRow {
        UsageRow {
            tenant_id: domain::TenantId(Uuid::from_u128(tenant)),
            tpid,
            month: Month::new(2000, 1).unwrap().plus(months),
            customer_name: name,
            market,
            segment,
            mpn_id: mpn_id.parse().unwrap(),
            pga_mpn_id: pga.map(|id| id.parse().unwrap()),
            attribution,
            is_duplicate,
            subscription: String::new(),
            figures: vec![WorkloadFigure { workload, figure: Figure { pau, mau } }],
        }
    }
}

/// How a file is written.
#[derive(Debug, Clone)]
#[expect(clippy::struct_excessive_bools, reason = "each is a choice of its own")]
struct Dialect {
    delimiter: u8,
    terminator: csv::Terminator,
    always_quote: bool,
    mark: bool,
    packed: bool,
    american_dates: bool,
}

prop_compose! {
    fn dialect()(
        delimiter in prop_oneof![Just(b','), Just(b'\t'), Just(b';')],
        terminator in prop_oneof![
            Just(csv::Terminator::CRLF), Just(csv::Terminator::Any(b'\n')), Just(csv::Terminator::Any(b'\r'))
        ],
        (always_quote, mark, packed, american_dates) in any::<(bool, bool, bool, bool)>(),
    ) -> Dialect {
        Dialect { delimiter, terminator, always_quote, mark, packed, american_dates }
    }
}

fn printed(rows: &[UsageRow], dialect: &Dialect) -> Vec<u8> {
    let style = if dialect.always_quote { csv::QuoteStyle::Always } else { csv::QuoteStyle::Necessary };
    let start = if dialect.mark { b"\xef\xbb\xbf".to_vec() } else { Vec::new() };
    let mut writer = csv::WriterBuilder::new()
        .delimiter(dialect.delimiter)
        .terminator(dialect.terminator)
        .quote_style(style)
        .from_writer(start);
    writer.write_record(OFFICE_HEADER.split(',').chain(["PGAMpnId", "Colour"])).unwrap();
    for row in rows {
        let month = if dialect.american_dates {
            format!("{}/1/{}", row.month.month(), row.month.year())
        } else {
            format!("{}-01", row.month)
        };
        let figure = &row.figures[0];
        let flag = if row.is_duplicate { "1" } else { "0" };
        writer
            .write_record([
                row.tenant_id.to_string().as_str(),
                &row.tpid,
                &figure.workload,
                &month,
                &figure.figure.pau.to_string(),
                &figure.figure.mau.to_string(),
                &row.customer_name,
                &row.market,
                &row.segment,
                row.mpn_id.as_str(),
                "Noordlicht",
                "Utrecht",
                &row.attribution,
                flag,
                row.pga_mpn_id.as_ref().map_or("", |id| id.as_str()),
                "green\r\nand \"blue\"",
            ])
            .unwrap();
    }
    let bytes = writer.into_inner().unwrap();
    if dialect.packed { gzip(&bytes) } else { bytes }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn rows_are_read_as_they_were_written(rows in vec(usage_row(), 0..40), dialect in dialect()) {
        let expected: Vec<Fact> = rows.iter().cloned().map(|row| Fact::Usage(Box::new(row))).collect();
        let facts: Result<Vec<Fact>, _> =
            read(printed(&rows, &dialect)).unwrap().into_iter().map(|row| row.map(|row| row.fact)).collect();
        prop_assert_eq!(facts, Ok(expected));
    }

    #[test]
    fn random_bytes_are_refused_or_read_and_nothing_else(bytes in vec(any::<u8>(), 0..2000)) {
        let _ = read(bytes.clone());
        for start in [&b"\x1f\x8b\x08\0\0\0\0\0"[..], b"PK\x03\x04", b"PK\x05\x06", b"\"", b"\xef\xbb\xbf"] {
            let _ = read([start, &bytes].concat());
        }
    }

    #[test]
    fn random_bytes_behind_a_header_make_no_row_that_was_not_there(
        bytes in vec(prop_oneof![Just(b','), Just(b'"'), Just(b'\n'), Just(b'\r'), any::<u8>()], 0..2000)
    ) {
        let text = [format!("{OFFICE_HEADER}\n").as_bytes(), &bytes].concat();
        if let Ok(rows) = read(text) {
            prop_assert!(rows.iter().all(Result::is_err), "no such bytes are a GUID");
        }
    }

    #[test]
    fn a_file_cut_anywhere_gives_its_first_rows_and_at_most_one_refusal(
        rows in vec(usage_row(), 1..20), dialect in dialect(), cut: Index
    ) {
        let dialect = Dialect { packed: false, ..dialect };
        let bytes = printed(&rows, &dialect);
        match read(&bytes[..cut.index(bytes.len())]) {
            Ok(read) => {
                let refused = read.iter().filter(|row| row.is_err()).count();
                prop_assert!(refused <= 1);
                for (row, expected) in read.iter().zip(&rows) {
                    if let Ok(row) = row {
                        prop_assert_eq!(&row.fact, &Fact::Usage(Box::new(expected.clone())));
                    }
                }
            }
            Err(refusal) => {
                let codes = ["empty", "unknown_header", "missing_column", "unclosed_quote"];
                prop_assert!(codes.contains(&refusal.code()), "{}", refusal);
            }
        }
    }

    #[test]
    fn what_a_refusal_shows_is_short_and_has_no_control_characters(value in "\\PC{0,300}|[\0-\u{1f}\u{7f}-\u{9f}]{0,300}") {
        let text = format!("{OFFICE_HEADER}\n\"{}\",{}\n", value.replace('"', "\"\""), &OFFICE_FIELDS[1..].join(","));
        for row in read(text).unwrap() {
            let refusal = row.unwrap_err();
            prop_assert!(refusal.value.chars().count() <= 201);
            prop_assert!(!refusal.value.chars().any(char::is_control));
            prop_assert!(matches!(refusal.reason, Reason::NotATenantId | Reason::Missing | Reason::NotUtf8));
        }
    }
}
