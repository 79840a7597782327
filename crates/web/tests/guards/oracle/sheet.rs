//! A file of comma separated values, read in the plainest way there is.

/// The cells of a file, with the names of its columns.
pub(crate) struct Sheet {
    columns: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Sheet {
    /// Reads a text: letter by letter, with quotes and doubled quotes.
    pub(crate) fn read(text: &str) -> Self {
        let mut rows = vec![vec![String::new()]];
        let mut in_quotes = false;
        let mut letters = text.trim_start_matches('\u{feff}').chars().peekable();
        while let Some(letter) = letters.next() {
            let row = rows.last_mut().unwrap();
            match letter {
                '"' if in_quotes && letters.peek() == Some(&'"') => {
                    letters.next();
                    row.last_mut().unwrap().push('"');
                }
                '"' => in_quotes = !in_quotes,
                ',' if !in_quotes => row.push(String::new()),
                '\r' if !in_quotes => {}
                '\n' if !in_quotes => rows.push(vec![String::new()]),
                letter => row.last_mut().unwrap().push(letter),
            }
        }
        rows.retain(|row| row.len() > 1);
        let columns = rows.remove(0);
        Self { columns, rows }
    }

    /// The rows, each with a way to ask for a cell by the name of its column.
    pub(crate) fn rows(&self) -> impl Iterator<Item = Line<'_>> {
        self.rows.iter().map(|cells| Line { columns: &self.columns, cells })
    }

    /// Whether there is a column of that name.
    pub(crate) fn has(&self, column: &str) -> bool {
        self.columns.iter().any(|name| name == column)
    }
}

/// A row of a sheet.
#[derive(Clone, Copy)]
pub(crate) struct Line<'a> {
    columns: &'a [String],
    cells: &'a [String],
}

impl<'a> Line<'a> {
    /// The cell of a column that must be there.
    pub(crate) fn at(self, column: &str) -> &'a str {
        // Reports do not agree on the case of `Month`.
        let place = self.columns.iter().position(|name| name.eq_ignore_ascii_case(column));
        self.cells[place.unwrap_or_else(|| panic!("no column {column}"))].trim()
    }

    /// The number of a cell; an empty cell is nothing.
    pub(crate) fn number(self, column: &str) -> Option<i64> {
        let text = self.at(column);
        (!text.is_empty()).then(|| text.parse().unwrap())
    }
}

#[test]
fn quotes_commas_and_breaks_in_cells_are_read() {
    let sheet = Sheet::read("\u{feff}a,b\r\n\"x, \"\"y\"\"\",1\r\n\"two\nlines\",\r\n");
    let cells: Vec<_> = sheet.rows().map(|row| (row.at("a").to_owned(), row.number("b"))).collect();
    assert_eq!(cells, [("x, \"y\"".to_owned(), Some(1)), ("two\nlines".to_owned(), None)]);
}
