//! What a value may be, and the answer to one that is not.

use super::*;
use crate::{Fact, Reason, UsageRow};

/// The row of licence usage with that value, or the column and reason of its refusal.
fn office(field: usize, value: &str) -> Result<UsageRow, (String, Reason)> {
    let [row] = read(office_with(field, value)).unwrap().try_into().unwrap();
    match row {
        Ok(Row { fact: Fact::Usage(row), .. }) => Ok(*row),
        Ok(other) => panic!("{other:?}"),
        Err(refusal) => {
            assert_eq!(refusal.line, 2);
            assert_eq!(refusal.value, value.trim());
            Err((refusal.column, refusal.reason))
        }
    }
}

fn refusal(field: usize, value: &str) -> Reason {
    let (column, reason) = office(field, value).unwrap_err();
    assert_eq!(column, OFFICE_HEADER.split(',').nth(field).unwrap());
    reason
}

#[test]
fn months_are_read_in_every_form_that_reports_use() {
    for text in [
        "2026-08-01",
        "2026-08",
        " 2026-08 ",
        "8/1/2026",
        "08/01/2026",
        "2026-08-01T00:00:00",
        "2026-08-01T00:00:00Z",
        "2026-08-01T00:00:00.0000000",
        "2026-08-01T00:00:00+00:00",
        "2026-08-01 00:00:00",
        "8/1/2026 12:00:00 AM",
        "8/1/2026 0:00",
    ] {
        assert_eq!(office(3, text).unwrap().month.to_string(), "2026-08", "{text}");
    }
}

#[test]
fn what_is_no_month_is_refused_and_not_guessed() {
    for (text, reason) in [
        ("", Reason::Missing),
        ("August 2026", Reason::NotAMonth),
        ("2026", Reason::NotAMonth),
        ("2026-13-01", Reason::NotAMonth),
        ("2026-02-30", Reason::NotAMonth),
        ("13/1/2026", Reason::NotAMonth),
        ("2026/08/01", Reason::NotAMonth),
        ("01-08-2026", Reason::NotAMonth),
        ("2026-8-1", Reason::NotAMonth),
        ("2026-08-01T12:30:00", Reason::NotAMonth),
        ("2026-08-01T00:00:00.5", Reason::NotAMonth),
        ("46235", Reason::NotAMonth),
        ("+026-08-01", Reason::NotAMonth),
        ("2026-08-15", Reason::NotTheFirst),
        ("2026-08-31", Reason::NotTheFirst),
        // The European order of the same date.
        ("1/8/2026", Reason::NotTheFirst),
        ("1999-12-01", Reason::MonthOutOfRange),
        ("2200-01", Reason::MonthOutOfRange),
    ] {
        assert_eq!(refusal(3, text), reason, "{text}");
    }
}

#[test]
fn numbers_are_whole_and_not_below_zero() {
    for (text, number) in
        [("0", 0), ("007", 7), (" 42 ", 42), ("42.0", 42), ("42.00", 42), ("10000000000", 10_000_000_000)]
    {
        let row = office(4, text).unwrap();
        assert_eq!((row.figures[0].figure.pau, row.figures[0].figure.mau), (number, 80), "{text}");
        assert_eq!(office(5, text).unwrap().figures[0].figure.mau, number, "{text}");
    }
    for (text, reason) in [
        ("", Reason::Missing),
        ("-1", Reason::Negative),
        ("-1.0", Reason::Negative),
        ("-", Reason::NotANumber),
        ("+1", Reason::NotANumber),
        ("1.5", Reason::NotANumber),
        ("1.200", Reason::NotANumber),
        ("1 200", Reason::NotANumber),
        ("1e3", Reason::NotANumber),
        (".0", Reason::NotANumber),
        ("0x10", Reason::NotANumber),
        ("NaN", Reason::NotANumber),
        ("٣", Reason::NotANumber),
        ("10000000001", Reason::Absurd),
        ("99999999999999999999999999999999", Reason::Absurd),
    ] {
        assert_eq!(refusal(4, text), reason, "{text}");
        assert_eq!(refusal(5, text), reason, "{text}");
    }
    let separated = office_lines(&office_line().replace(",120,", ",\"1,200\","));
    assert_eq!(read(separated).unwrap()[0].as_ref().unwrap_err().reason, Reason::NotANumber);
}

#[test]
fn flags_are_yes_or_no() {
    for (text, flag) in
        [("", false), ("0", false), ("FALSE", false), ("no", false), ("1", true), ("True", true), ("YES", true)]
    {
        assert_eq!(office(13, text).unwrap().is_duplicate, flag, "{text}");
    }
    for text in ["2", "ja", "y", "-1"] {
        assert_eq!(refusal(13, text), Reason::NotAFlag, "{text}");
    }
}

#[test]
fn ids_are_read_in_their_usual_forms() {
    for text in [TENANT.to_uppercase(), format!("{{{TENANT}}}"), format!(" {TENANT} ")] {
        assert_eq!(office(0, &text).unwrap().tenant_id.to_string(), TENANT);
    }
    assert_eq!(refusal(0, ""), Reason::Missing);
    for text in ["kade.example", "0b8e1c646c1f4b3e9a550a1f2b3c4d5e", "00000000-0000-0000-0000-000000000000"] {
        assert_eq!(refusal(0, text), Reason::NotATenantId, "{text}");
    }
    assert_eq!(office(9, "4100001.0").unwrap().mpn_id.as_str(), "4100001");
    assert_eq!(refusal(9, ""), Reason::Missing);
    assert_eq!(refusal(9, "4.1E+06"), Reason::NotAPartnerId);
}

#[test]
fn texts_have_a_length_and_no_control_characters() {
    let long = |letters| "é".repeat(letters);
    assert_eq!(office(6, &long(300)).unwrap().customer_name, long(300));
    assert_eq!(office(7, &long(200)).unwrap().market, long(200));
    let [row] = read(office_with(6, &long(301))).unwrap().try_into().unwrap();
    let it = row.unwrap_err();
    assert_eq!((it.reason, it.value), (Reason::TooLong { most: 300 }, long(200) + "…"));
    let [row] = read(office_with(7, &long(201))).unwrap().try_into().unwrap();
    assert_eq!(row.unwrap_err().reason, Reason::TooLong { most: 200 });
    for (text, seen) in [("Ka\0de", "Ka␀de"), ("Ka\u{1b}[31mde", "Ka␛[31mde"), ("Ka\u{9b}de", "Ka\u{fffd}de")] {
        let it = read(office_with(6, text)).unwrap().remove(0).unwrap_err();
        assert_eq!((it.column.as_str(), it.reason), ("CustomerName", Reason::ControlCharacter));
        assert_eq!(it.value, seen);
    }
    assert_eq!(office(6, "Kade\u{a0}\u{a0}Logistiek\t").unwrap().customer_name, "Kade Logistiek");
    assert_eq!(office(6, "株式会社 Ångström").unwrap().customer_name, "株式会社 Ångström");
    assert_eq!(office(6, "\u{2066}Kade\u{202e} \u{2069} Logistiek").unwrap().customer_name, "Kade Logistiek");
    assert_eq!(office(6, "\u{200f}שמש\u{200f}").unwrap().customer_name, "\u{200f}שמש\u{200f}");
    let nothing = read(office_with(6, "\u{202e}")).unwrap().remove(0).unwrap_err();
    assert_eq!((nothing.reason, nothing.value.as_str()), (Reason::Missing, "\u{fffd}"));
}

#[test]
fn what_a_row_cannot_do_without_is_missed_and_the_rest_is_not() {
    for needed in [0, 2, 3, 4, 5, 6, 9] {
        assert_eq!(refusal(needed, ""), Reason::Missing);
        assert_eq!(refusal(needed, "  "), Reason::Missing);
    }
    for free in [1, 7, 8, 10, 11, 12, 13] {
        assert!(office(free, "").is_ok(), "{free}");
    }
}

#[test]
fn a_workload_needs_a_name_that_the_catalogue_can_hold() {
    assert_eq!(office(2, "  Viva   Goals ").unwrap().figures[0].workload, "Viva Goals");
    assert_eq!(refusal(2, "--"), Reason::NotAWorkload);
    let longest = "w".repeat(domain::workload::LONGEST_NAME);
    assert!(office(2, &longest).is_ok());
    assert_eq!(refusal(2, &(longest + "w")), Reason::TooLong { most: domain::workload::LONGEST_NAME });
    let accented = "é".repeat(domain::workload::LONGEST_NAME);
    assert_eq!(refusal(2, &accented), Reason::TooLong { most: domain::workload::LONGEST_NAME });
}

#[test]
fn a_level_is_the_partner_or_a_location() {
    let text = "MPNId,PartnerName,PGA_MPNId,PGA_PartnerName,City,Country,AccountType\n1,A,1,A,,,Branch\n1,A,1,A,,,\n";
    let refusals: Vec<_> = read(text).unwrap().into_iter().map(Result::unwrap_err).collect();
    assert_eq!(refusals[0].to_string(), "Line 2, AccountType “Branch”: is neither Global nor Location.");
    assert_eq!(refusals[1].to_string(), "Line 3, AccountType: is missing.");
}

#[test]
fn half_a_row_is_refused_with_its_line_and_the_file_goes_on() {
    let (line, half) = (office_line(), &office_line()[..60]);
    let rows = read(office_lines(&format!("{line}\n{half}\n{line},extra\n{line}\n{half}"))).unwrap();
    let outcome: Vec<_> = rows.iter().map(|row| row.as_ref().map(|row| row.line).map_err(|it| it.line)).collect();
    assert_eq!(outcome, [Ok(2), Err(3), Err(4), Ok(5), Err(6)]);
    let reasons: Vec<_> = rows.into_iter().filter_map(Result::err).map(|it| it.reason).collect();
    let count = |found| Reason::WrongFieldCount { expected: 14, found };
    assert_eq!(reasons, [count(4), count(15), count(4)]);
}

#[test]
fn bytes_that_are_no_utf8_refuse_their_row_and_name_their_column() {
    let mut bytes = office_lines("").into_bytes();
    for field in ["Kade", "Caf\u{e9}", "Kade"] {
        // Latin-1, as an old export has it.
        let line = office_line().replace("Kade Logistiek", field) + "\n";
        bytes.extend(line.chars().map(|letter| u8::try_from(u32::from(letter)).unwrap()));
    }
    let rows = read(bytes).unwrap();
    let outcome: Vec<bool> = rows.iter().map(Result::is_ok).collect();
    assert_eq!(outcome, [true, false, true]);
    let refusal = rows[1].as_ref().unwrap_err();
    assert_eq!((refusal.line, refusal.column.as_str(), refusal.reason), (3, "CustomerName", Reason::NotUtf8));
    assert_eq!(refusal.value, "Caf\u{fffd}");
}

#[test]
fn text_behind_a_closing_quote_refuses_its_lines_and_no_others() {
    let line = office_line();
    let stray = line.replace("Kade Logistiek", "\"Kade\nLogistiek\" B.V.");
    let rows = read(office_lines(&format!("{line}\n{stray}\n{line}\n"))).unwrap();
    assert_eq!(rows.len(), 3);
    assert_eq!(rows[0].as_ref().unwrap().line, 2);
    let refusal = rows[1].as_ref().unwrap_err();
    assert_eq!((refusal.line, refusal.reason), (3, Reason::StrayQuote { last_line: 4 }));
    assert!(refusal.value.starts_with(&format!("{TENANT} | 778899 | Teams")), "{}", refusal.value);
    assert_eq!(rows[2].as_ref().unwrap().line, 5);
}
