//! CSV that leaves (S13.5): UTF-8 with a byte order mark, as spreadsheets want it, and no cell that a
//! spreadsheet would run as a formula.

use std::fmt::Display;

use domain::planted::{Fault, planted};
use domain::usage::{Usage, percent};

/// Rows of CSV, growing.
#[derive(Debug, Default)]
pub(crate) struct Csv(String);

impl Csv {
    /// An empty file with its header.
    pub(crate) fn with_header(columns: &[&str]) -> Self {
        let mut csv = Self(String::from("\u{feff}"));
        columns.iter().fold(csv.row(), |row, column| row.text(column)).end();
        csv
    }

    /// Begins a row.
    pub(crate) fn row(&mut self) -> Row<'_> {
        Row { csv: &mut self.0, is_first: true }
    }

    /// What was written.
    pub(crate) fn into_bytes(self) -> Vec<u8> {
        self.0.into_bytes()
    }
}

/// A row, growing; it ends with [`Row::end`].
pub(crate) struct Row<'a> {
    csv: &'a mut String,
    is_first: bool,
}

impl Row<'_> {
    fn cell(mut self, cell: &str) -> Self {
        if !std::mem::replace(&mut self.is_first, false) {
            self.csv.push(',');
        }
        let wants_quotes = cell.contains(['"', ',', ';', '\r', '\n', '\t']) || cell.trim() != cell;
        if wants_quotes {
            self.csv.push('"');
            self.csv.push_str(&cell.replace('"', "\"\""));
            self.csv.push('"');
        } else {
            self.csv.push_str(cell);
        }
        self
    }

    /// A text that somebody else may have written.
    pub(crate) fn text(self, text: &str) -> Self {
        if is_formula(text) && !planted(Fault::FormulaInExport) {
            self.cell(&format!("'{text}"))
        } else {
            self.cell(text)
        }
    }

    /// A number, a day, an ID: something that this program wrote.
    pub(crate) fn value(self, value: impl Display) -> Self {
        self.cell(&value.to_string())
    }

    /// A value, or an empty cell.
    pub(crate) fn maybe(self, value: Option<impl Display>) -> Self {
        match value {
            Some(value) => self.value(value),
            None => self.cell(""),
        }
    }

    /// A Usage % with one decimal, or an empty cell where there is none.
    pub(crate) fn usage(self, usage: Option<Usage>) -> Self {
        self.tenths(usage.map(Usage::tenths))
    }

    /// Tenths as a number with one decimal, or an empty cell.
    pub(crate) fn tenths(self, tenths: Option<i64>) -> Self {
        self.maybe(tenths.map(|tenths| format!("{:.1}", percent(tenths))))
    }

    /// Ends the row.
    pub(crate) fn end(self) {
        self.csv.push_str("\r\n");
    }
}

/// Whether a spreadsheet might run a text: it begins with a sign of a formula, perhaps behind blanks, marks
/// or quotes that some programs drop, perhaps in its full-width form.
fn is_formula(text: &str) -> bool {
    let is_dropped = |letter: char| {
        letter.is_whitespace()
            || letter.is_control()
            || matches!(letter, '"' | '\'' | '\u{feff}' | '\u{200b}'..='\u{200f}')
    };
    let begins_with_break = text.starts_with(['\t', '\r', '\n']);
    let sign = text.trim_start_matches(is_dropped).chars().next();
    begins_with_break
        || matches!(sign, Some('=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠' | '﹢' | '﹣' | '﹫' | '﹦'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> String {
        let mut csv = Csv::default();
        csv.row().text(text).end();
        String::from_utf8(csv.into_bytes()).unwrap()
    }

    #[test]
    fn cells_are_quoted_where_they_must_be() {
        let mut csv = Csv::with_header(&["a", "b"]);
        csv.row().text("x, \"y\"").value(-3).end();
        csv.row().maybe(None::<i64>).tenths(Some(-32)).end();
        csv.row().text("two\nlines").usage(Usage::of(7, 8)).end();
        let written = String::from_utf8(csv.into_bytes()).unwrap();
        assert_eq!(written, "\u{feff}a,b\r\n\"x, \"\"y\"\"\",-3\r\n,-3.2\r\n\"two\nlines\",87.5\r\n");
    }

    #[test]
    fn no_text_is_a_formula() {
        for formula in [
            "=1+1",
            "+1",
            "-1",
            "@SUM(A1)",
            "\t=1",
            "\r=1",
            "\n=1",
            "  =1",
            "\"=1",
            "'=1",
            "\u{feff}=1",
            "\u{200b}=1",
            "\u{a0}=1",
            "＝1",
            "＋1",
            "－1",
            "＠x",
            "=cmd|' /C calc'!A0",
        ] {
            let written = text(formula);
            assert!(written.trim_start_matches('"').starts_with('\''), "{formula:?} left as {written:?}");
        }
    }

    #[test]
    fn usual_names_stay_as_they_are() {
        for name in ["Contoso", "3M", "a-b", "Jansen & Zn.", "株式会社", "(=)", ""] {
            assert_eq!(text(name), format!("{name}\r\n"));
        }
    }
}
