//! The life of a referral (S10.4): each state carries what there is of it then, and has only the moves that it allows.

use chrono::{Days, NaiveDate};

use crate::calendar::Calendar;
use crate::claim::Party;
use crate::text::{self, TextFault};

/// Most characters of a reason.
pub const LONGEST_REASON: usize = 2_000;

/// How long each waiting lasts (S10). Business days are those of the calendar of the referral's location.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Clocks {
    /// For the partner to accept or decline, in business days (S10.4).
    pub acceptance: u32,
    /// Until the partner is reminded, in business days; before the acceptance is due.
    pub reminder: u32,
    /// Until a referral that nobody answered goes back to the programme office, in calendar days (S10.4).
    pub returning: u32,
    /// For how long a partner pauses, in calendar days (S10.5).
    pub pause: u32,
    /// Until the usage of a referral is expected, in calendar days (S10.2).
    pub usage: u32,
}

impl Default for Clocks {
    fn default() -> Self {
        Self { acceptance: 2, reminder: 1, returning: 7, pause: 30, usage: 3 }
    }
}

/// Where an accepted referral stands (S10.4): set by the partner as often as needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Progress {
    /// The partner works on it.
    Active,
    /// It led to something.
    Won,
    /// It did not.
    Lost,
    /// It is over, neither won nor lost.
    Closed,
}

impl Progress {
    /// Every progress.
    pub const ALL: [Self; 4] = [Self::Active, Self::Won, Self::Lost, Self::Closed];

    /// The progress of that name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.status().code() == code)
    }

    /// It as a status.
    pub fn status(self) -> Status {
        match self {
            Self::Active => Status::Active,
            Self::Won => Status::Won,
            Self::Lost => Status::Lost,
            Self::Closed => Status::Closed,
        }
    }
}

/// A state by its name alone; of an accepted referral, by its progress.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// It waits for the partner's answer.
    Assigned,
    /// Accepted, and the partner works on it.
    Active,
    /// Accepted, and won.
    Won,
    /// Accepted, and lost.
    Lost,
    /// Accepted, and over.
    Closed,
    /// The partner declined it.
    Declined,
    /// Nobody answered in time, and it went back to the programme office.
    Returned,
    /// The programme office took it back.
    Withdrawn,
}

impl Status {
    /// Every status, in the order of a referral's life.
    pub const ALL: [Self; 8] = [
        Self::Assigned,
        Self::Active,
        Self::Won,
        Self::Lost,
        Self::Closed,
        Self::Declined,
        Self::Returned,
        Self::Withdrawn,
    ];

    /// The name in URLs, JSON and the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::Assigned => "assigned",
            Self::Active => "active",
            Self::Won => "won",
            Self::Lost => "lost",
            Self::Closed => "closed",
            Self::Declined => "declined",
            Self::Returned => "returned",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// The status of that name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.code() == code)
    }

    /// Whether the partner still has it. One that it has not stays readable, without the customer's personal data (S10.4).
    pub fn is_with_partner(self) -> bool {
        !matches!(self, Self::Declined | Self::Returned | Self::Withdrawn)
    }

    /// Whether status, services, value and notes can be edited (S10.4).
    pub fn can_be_edited(self) -> bool {
        matches!(self, Self::Active | Self::Won | Self::Lost | Self::Closed)
    }
}

/// Why a partner declines (S10.4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DeclineReason {
    /// Nobody is free for it.
    NoCapacity,
    /// The partner does not do these workloads.
    NoExpertise,
    /// The customer is where the partner does not work.
    OutsideRegion,
    /// The partner does not speak the customer's language.
    Language,
    /// The customer is too small or too large for it.
    CustomerSize,
    /// The customer cannot be reached.
    Unreachable,
    /// It would work against itself or another customer.
    Conflict,
    /// It has the customer's request already.
    Duplicate,
    /// Something else, which is said.
    Other,
}

impl DeclineReason {
    /// Every reason, in the order of the list.
    pub const ALL: [Self; 9] = [
        Self::NoCapacity,
        Self::NoExpertise,
        Self::OutsideRegion,
        Self::Language,
        Self::CustomerSize,
        Self::Unreachable,
        Self::Conflict,
        Self::Duplicate,
        Self::Other,
    ];

    /// The name in JSON and the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::NoCapacity => "no_capacity",
            Self::NoExpertise => "no_expertise",
            Self::OutsideRegion => "outside_region",
            Self::Language => "language",
            Self::CustomerSize => "customer_size",
            Self::Unreachable => "unreachable",
            Self::Conflict => "conflict",
            Self::Duplicate => "duplicate",
            Self::Other => "other",
        }
    }

    /// The reason of that name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.code() == code)
    }
}

/// It waits for the partner's answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assigned {
    /// The last day on which an acceptance is in time.
    pub accept_by: NaiveDate,
    /// The day on which the partner is reminded.
    pub remind_on: NaiveDate,
    /// The last day on which it can be answered at all.
    pub returns_after: NaiveDate,
}

/// The partner has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accepted {
    /// Since when.
    pub accepted_on: NaiveDate,
    /// Where it stands.
    pub progress: Progress,
}

/// The partner does not want it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Declined {
    /// Why, from the list.
    pub reason: DeclineReason,
    /// Why, in words.
    pub remark: Option<String>,
}

/// The programme office took it back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Withdrawn {
    /// Why.
    pub reason: String,
}

/// A referral in whichever state it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// See [`Assigned`].
    Assigned(Assigned),
    /// See [`Accepted`].
    Accepted(Accepted),
    /// See [`Declined`].
    Declined(Declined),
    /// Nobody answered in time.
    Returned,
    /// See [`Withdrawn`].
    Withdrawn(Withdrawn),
}

/// What moves a referral on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Move {
    /// The programme office gives it to the partner.
    Assignment,
    /// The partner accepts it.
    Acceptance,
    /// The partner declines it.
    Decline,
    /// The partner edits it.
    Edit,
    /// Nobody answered in time, and it goes back.
    Return,
    /// The programme office takes it back.
    Withdrawal,
}

impl Move {
    /// Every move.
    pub const ALL: [Self; 6] =
        [Self::Assignment, Self::Acceptance, Self::Decline, Self::Edit, Self::Return, Self::Withdrawal];

    /// The name in URLs, JSON and the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::Assignment => "assignment",
            Self::Acceptance => "acceptance",
            Self::Decline => "decline",
            Self::Edit => "edit",
            Self::Return => "return",
            Self::Withdrawal => "withdrawal",
        }
    }

    /// The move of that name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.code() == code)
    }

    /// Who makes it.
    pub fn may_be_made_by(self, party: Party) -> bool {
        match self {
            Self::Assignment | Self::Withdrawal => party == Party::Office,
            Self::Acceptance | Self::Decline | Self::Edit => party == Party::Partner,
            Self::Return => party == Party::Clock,
        }
    }
}

/// Why a referral was not moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MoveFault {
    /// Its state has no such move.
    #[error("a referral that is {} has no {}", from.code(), by.code())]
    NotFrom {
        /// The state.
        from: Status,
        /// The move.
        by: Move,
    },
    /// The last day for it is over.
    #[error("the time for it ended on {until}")]
    TooLate {
        /// That day.
        until: NaiveDate,
    },
    /// There is still time to answer.
    #[error("there is time until {until}")]
    NotDue {
        /// The last day.
        until: NaiveDate,
    },
    /// No reason of the list is given.
    #[error("the reason is not in the list")]
    NotAReason,
    /// What is said cannot be kept, or is missing where something has to be said.
    #[error("the remark {0}")]
    Remark(TextFault),
}

/// When something is done, and by which days it is counted.
#[derive(Debug, Clone, Copy)]
pub struct Day<'a> {
    /// Today: from it a waiting is counted.
    pub today: NaiveDate,
    /// The day that it still is somewhere on earth: only what it has passed is too late, wherever somebody is.
    pub still: NaiveDate,
    /// The business days of the referral's location.
    pub calendar: &'a Calendar,
    /// How long each waiting lasts.
    pub clocks: Clocks,
}

impl Day<'_> {
    fn later(&self, days: u32) -> NaiveDate {
        self.today.checked_add_days(Days::new(days.into())).unwrap_or(NaiveDate::MAX)
    }

    /// Gives a referral to a partner today. Where a country rests longer than a referral waits, it waits until an acceptance
    /// in time would still be one.
    #[must_use]
    pub fn assign(&self) -> Assigned {
        let accept_by = self.calendar.after(self.today, self.clocks.acceptance);
        Assigned {
            accept_by,
            remind_on: self.calendar.after(self.today, self.clocks.reminder),
            returns_after: self.later(self.clocks.returning).max(accept_by),
        }
    }

    /// The last day of a pause that begins today (S10.5).
    #[must_use]
    pub fn pause_until(&self) -> NaiveDate {
        self.later(self.clocks.pause.saturating_sub(1))
    }
}

impl Assigned {
    /// Whether it is time to answer still.
    fn in_time(&self, day: Day<'_>) -> Result<(), MoveFault> {
        if day.still <= self.returns_after { Ok(()) } else { Err(MoveFault::TooLate { until: self.returns_after }) }
    }

    /// Accepts it.
    pub fn accept(self, day: Day<'_>) -> Result<Accepted, MoveFault> {
        self.in_time(day)?;
        Ok(Accepted { accepted_on: day.today, progress: Progress::Active })
    }

    /// Declines it.
    pub fn decline(self, reason: &str, remark: &str, day: Day<'_>) -> Result<Declined, MoveFault> {
        self.in_time(day)?;
        let reason = DeclineReason::from_code(reason.trim()).ok_or(MoveFault::NotAReason)?;
        let remark = text::lines(remark, LONGEST_REASON).map_err(MoveFault::Remark)?;
        if reason == DeclineReason::Other && remark.is_none() {
            return Err(MoveFault::Remark(TextFault::Missing));
        }
        Ok(Declined { reason, remark })
    }

    /// Sends it back because nobody answered in time.
    pub fn give_back(self, day: Day<'_>) -> Result<(), MoveFault> {
        if day.still <= self.returns_after {
            return Err(MoveFault::NotDue { until: self.returns_after });
        }
        Ok(())
    }
}

impl State {
    /// Its name.
    pub fn status(&self) -> Status {
        match self {
            Self::Assigned(_) => Status::Assigned,
            Self::Accepted(state) => state.progress.status(),
            Self::Declined(_) => Status::Declined,
            Self::Returned => Status::Returned,
            Self::Withdrawn(_) => Status::Withdrawn,
        }
    }

    /// The day by which it is to be accepted.
    pub fn accept_by(&self) -> Option<NaiveDate> {
        match self {
            Self::Assigned(state) => Some(state.accept_by),
            _ => None,
        }
    }

    fn no(self, by: Move) -> MoveFault {
        MoveFault::NotFrom { from: self.status(), by }
    }

    /// The state once the partner has accepted it.
    pub fn accept(self, day: Day<'_>) -> Result<Self, MoveFault> {
        match self {
            Self::Assigned(state) => Ok(Self::Accepted(state.accept(day)?)),
            other => Err(other.no(Move::Acceptance)),
        }
    }

    /// The state once the partner has declined it.
    pub fn decline(self, reason: &str, remark: &str, day: Day<'_>) -> Result<Self, MoveFault> {
        match self {
            Self::Assigned(state) => Ok(Self::Declined(state.decline(reason, remark, day)?)),
            other => Err(other.no(Move::Decline)),
        }
    }

    /// The state once nobody has answered in time.
    pub fn give_back(self, day: Day<'_>) -> Result<Self, MoveFault> {
        match self {
            Self::Assigned(state) => state.give_back(day).map(|()| Self::Returned),
            other => Err(other.no(Move::Return)),
        }
    }

    /// The state once the programme office has taken it back.
    pub fn withdraw(self, reason: &str) -> Result<Self, MoveFault> {
        match self {
            Self::Assigned(_) | Self::Accepted(_) => {
                let reason = text::required_lines(reason, LONGEST_REASON).map_err(MoveFault::Remark)?;
                Ok(Self::Withdrawn(Withdrawn { reason }))
            }
            other => Err(other.no(Move::Withdrawal)),
        }
    }

    /// The state once the partner has said where it stands.
    pub fn progressed(self, progress: Progress) -> Result<Self, MoveFault> {
        match self {
            Self::Accepted(state) => Ok(Self::Accepted(Accepted { progress, ..state })),
            other => Err(other.no(Move::Edit)),
        }
    }

    /// The moves that a party can make of it on that day.
    pub fn moves(&self, party: Party, day: Day<'_>) -> Vec<Move> {
        let possible = |by: &Move| {
            by.may_be_made_by(party)
                && match by {
                    Move::Assignment => false,
                    Move::Acceptance => self.clone().accept(day).is_ok(),
                    Move::Decline => self.clone().decline("no_capacity", "", day).is_ok(),
                    Move::Edit => self.status().can_be_edited(),
                    Move::Return => self.clone().give_back(day).is_ok(),
                    Move::Withdrawal => self.clone().withdraw("-").is_ok(),
                }
        };
        Move::ALL.into_iter().filter(possible).collect()
    }
}
