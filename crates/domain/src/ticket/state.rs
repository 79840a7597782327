//! The life of a ticket: who waits for whom, and by when the programme office answers first (S11.4).

use chrono::NaiveDate;

use crate::calendar::Calendar;

/// Within how many business days the programme office answers first.
pub const FIRST_RESPONSE_DAYS: u32 = 2;

/// Where a ticket stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TicketState {
    /// The programme office has not answered yet.
    New,
    /// It is at work on it.
    Open,
    /// It waits for whoever asked.
    Waiting,
    /// It was resolved, and is open again.
    Reopened,
    /// It is resolved.
    Resolved,
}

impl TicketState {
    /// Every state, in the order of its life.
    pub const ALL: [Self; 5] = [Self::New, Self::Open, Self::Waiting, Self::Reopened, Self::Resolved];

    /// Those in which it waits for the programme office.
    pub const OF_OFFICE: [Self; 3] = [Self::New, Self::Open, Self::Reopened];

    /// The name in URLs, JSON and the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Open => "open",
            Self::Waiting => "waiting",
            Self::Reopened => "reopened",
            Self::Resolved => "resolved",
        }
    }

    /// The state of that name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }

    /// Whether whoever asked can still change what is asked: nobody has answered it yet.
    pub fn can_be_edited(self) -> bool {
        self == Self::New
    }

    /// Whether files can be added, and taken away again.
    pub fn takes_files(self) -> bool {
        self != Self::Resolved
    }
}

/// On which side of a ticket somebody stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Side {
    /// With whoever asked: the own organisation.
    Asker,
    /// With whoever answers: the programme office.
    Office,
}

impl Side {
    /// The name in JSON and the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::Asker => "asker",
            Self::Office => "office",
        }
    }

    /// The side of that name.
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Asker, Self::Office].into_iter().find(|side| side.code() == code)
    }
}

/// What moves a ticket on; each with a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TicketMove {
    /// Something is answered, asked or added.
    Answer {
        /// Of the programme office: that it goes on by itself, and waits for nobody.
        goes_on: bool,
    },
    /// It is resolved.
    Resolution,
    /// It is not, after all.
    Reopening,
}

/// Why a ticket does not move on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TicketMoveFault {
    /// Nothing is added to what is resolved, except by reopening it.
    #[error("the ticket is resolved")]
    Resolved,
    /// Only what is resolved is reopened.
    #[error("the ticket is not resolved")]
    NotResolved,
}

impl TicketMove {
    /// The name in JSON and the database: the last part of the operation's path, in the singular.
    pub fn code(self) -> &'static str {
        match self {
            Self::Answer { .. } => "answer",
            Self::Resolution => "resolution",
            Self::Reopening => "reopening",
        }
    }

    /// The move of that name.
    pub fn from_code(code: &str) -> Option<Self> {
        let all = [Self::Answer { goes_on: false }, Self::Resolution, Self::Reopening];
        all.into_iter().find(|one| one.code() == code)
    }

    /// Whether it has to say something: whoever asked may find on their own that it is done.
    pub fn wants_text(self, side: Side) -> bool {
        !(self == Self::Resolution && side == Side::Asker)
    }
}

impl TicketState {
    /// Where a move of that side leads to. What was closed without an answer is as new when whoever asked opens it again: its clock
    /// runs on. The programme office answers by opening it again.
    pub fn after(self, by: TicketMove, side: Side, is_answered: bool) -> Result<Self, TicketMoveFault> {
        match (self, by, side) {
            (Self::Resolved, TicketMove::Reopening, Side::Asker) if !is_answered => Ok(Self::New),
            (Self::Resolved, TicketMove::Reopening, _) => Ok(Self::Reopened),
            (Self::Resolved, TicketMove::Answer { .. } | TicketMove::Resolution, _) => Err(TicketMoveFault::Resolved),
            (_, TicketMove::Reopening, _) => Err(TicketMoveFault::NotResolved),
            (_, TicketMove::Resolution, _) => Ok(Self::Resolved),
            (_, TicketMove::Answer { goes_on: true }, Side::Office)
            | (Self::Waiting, TicketMove::Answer { .. }, Side::Asker) => Ok(Self::Open),
            (_, TicketMove::Answer { goes_on: false }, Side::Office) => Ok(Self::Waiting),
            // Whoever asked adds something: who has to answer stays the same.
            (state, TicketMove::Answer { .. }, Side::Asker) => Ok(state),
        }
    }
}

/// The last day on which a first answer is in time, to what was asked on a day: business days of the countries of whoever
/// asked, where they are one; else Saturdays and Sundays alone are off.
pub fn first_response_due<'a>(asked_on: NaiveDate, countries: impl IntoIterator<Item = &'a str>) -> NaiveDate {
    let mut codes: Vec<&str> = Vec::new();
    for country in countries {
        let calendar = Calendar::of(country);
        if !codes.contains(&calendar.code()) {
            codes.push(calendar.code());
        }
    }
    let country = if let [only] = codes.as_slice() { only } else { "" };
    Calendar::of(country).after(asked_on, FIRST_RESPONSE_DAYS)
}
