//! By what tickets can be sorted.

use std::fmt;
use std::str::FromStr;

use crate::tenant::NotSortable;

/// A column of the list of tickets by which it can be sorted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TicketColumn {
    /// Its number.
    Number,
    /// Its title.
    Title,
    /// Where it stands.
    State,
    /// When it was opened.
    Opened,
    /// When something happened to it last.
    Changed,
    /// By when the programme office answers first; what waits for no first answer comes last either way.
    Due,
}

impl TicketColumn {
    /// Every column, in the order in which the list shows them.
    pub const ALL: [Self; 6] = [Self::Title, Self::Number, Self::State, Self::Due, Self::Opened, Self::Changed];

    /// The column's name in URLs and JSON.
    pub fn code(self) -> &'static str {
        match self {
            Self::Number => "number",
            Self::Title => "title",
            Self::State => "state",
            Self::Opened => "opened_at",
            Self::Changed => "changed_at",
            Self::Due => "due_on",
        }
    }

    /// Whether rows are put in its order by a number.
    pub fn is_sorted_as_number(self) -> bool {
        matches!(self, Self::State | Self::Opened | Self::Changed)
    }

    /// Whether people want the highest first.
    pub fn wants_highest_first(self) -> bool {
        matches!(self, Self::Opened | Self::Changed)
    }
}

/// An order of the tickets: `-changed_at`, `due_on`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct TicketSort {
    /// By what.
    pub column: TicketColumn,
    /// Highest first.
    pub descending: bool,
}

impl Default for TicketSort {
    /// What moved last comes first.
    fn default() -> Self {
        Self { column: TicketColumn::Changed, descending: true }
    }
}

impl FromStr for TicketSort {
    type Err = NotSortable;

    fn from_str(text: &str) -> Result<Self, NotSortable> {
        let (code, descending) = text.strip_prefix('-').map_or((text, false), |code| (code, true));
        let column = TicketColumn::ALL.into_iter().find(|column| column.code() == code);
        column.map(|column| Self { column, descending }).ok_or_else(|| NotSortable(code.to_owned()))
    }
}

impl fmt::Display for TicketSort {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", if self.descending { "-" } else { "" }, self.column.code())
    }
}
