//! The life of a claim (S4.3, S4.5): each state carries what there is of it then, and has only the moves that it allows.

use chrono::{Days, NaiveDate};

use crate::calendar::Calendar;
use crate::text::{self, TextFault};

/// Most characters of a reason.
pub const LONGEST_REASON: usize = 2_000;

/// How long each waiting lasts (S4.3). Business days are those of the calendar of the claim's location.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Clocks {
    /// Until the programme office has decided, in business days.
    pub review: u32,
    /// Until the partner has answered, in business days; then the claim is rejected.
    pub answer: u32,
    /// For how long after approval the customer can object, in calendar days.
    pub objection: u32,
    /// For how long after rejection the partner can dispute it, in calendar days.
    pub dispute: u32,
}

impl Default for Clocks {
    fn default() -> Self {
        Self { review: 5, answer: 5, objection: 7, dispute: 30 }
    }
}

/// On which side somebody stands who moves a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Party {
    /// The partner whose claim it is.
    Partner,
    /// The programme office.
    Office,
    /// Nobody: it was time.
    Clock,
}

impl Party {
    /// The name in JSON and the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::Partner => "partner",
            Self::Office => "office",
            Self::Clock => "clock",
        }
    }

    /// The party of that name.
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Partner, Self::Office, Self::Clock].into_iter().find(|one| one.code() == code)
    }
}

/// Who does not agree with a decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Disputant {
    /// The partner, with a rejection.
    Partner,
    /// The customer, with an approval.
    Customer,
}

impl Disputant {
    /// The name in JSON and the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::Partner => "partner",
            Self::Customer => "customer",
        }
    }

    /// The disputant of that name.
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Partner, Self::Customer].into_iter().find(|one| one.code() == code)
    }
}

/// Being written; nobody else reads it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft;

/// Waits for the programme office.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Submitted {
    /// The last day on which the decision is in time.
    pub review_due: NaiveDate,
}

/// The programme office reads it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnderReview {
    /// The last day on which the decision is in time.
    pub review_due: NaiveDate,
}

/// The programme office asked for more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActionRequired {
    /// What it asked.
    pub question: String,
    /// The last day on which an answer is in time.
    pub answer_due: NaiveDate,
}

/// The location is partner of record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Approved {
    /// Since when.
    pub approved_on: NaiveDate,
    /// The last day on which the customer can object.
    pub objection_until: NaiveDate,
}

/// It is not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rejected {
    /// Why.
    pub reason: String,
    /// The last day on which the partner can dispute it; nothing where that was done already.
    pub dispute_until: Option<NaiveDate>,
}

/// Somebody does not agree, and the programme office decides once more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Disputed {
    /// Who.
    pub by: Disputant,
    /// Why.
    pub reason: String,
    /// The last day on which the decision is in time.
    pub review_due: NaiveDate,
}

/// It has ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Disassociated {
    /// Why.
    pub reason: String,
}

/// A claim in whichever state it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// See [`Draft`].
    Draft(Draft),
    /// See [`Submitted`].
    Submitted(Submitted),
    /// See [`UnderReview`].
    UnderReview(UnderReview),
    /// See [`ActionRequired`].
    ActionRequired(ActionRequired),
    /// See [`Approved`].
    Approved(Approved),
    /// See [`Rejected`].
    Rejected(Rejected),
    /// See [`Disputed`].
    Disputed(Disputed),
    /// See [`Disassociated`].
    Disassociated(Disassociated),
}

/// A state by its name alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum StateCode {
    /// Draft.
    Draft,
    /// Submitted.
    Submitted,
    /// Under review.
    UnderReview,
    /// Action required.
    ActionRequired,
    /// Approved.
    Approved,
    /// Rejected.
    Rejected,
    /// Disputed.
    Disputed,
    /// Disassociated.
    Disassociated,
}

impl StateCode {
    /// Every state, in the order of S4.3.
    pub const ALL: [Self; 8] = [
        Self::Draft,
        Self::Submitted,
        Self::UnderReview,
        Self::ActionRequired,
        Self::Approved,
        Self::Rejected,
        Self::Disputed,
        Self::Disassociated,
    ];

    /// Those in which the programme office has to do something.
    pub const OF_OFFICE: [Self; 3] = [Self::Submitted, Self::UnderReview, Self::Disputed];

    /// The name in URLs, JSON and the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Submitted => "submitted",
            Self::UnderReview => "under_review",
            Self::ActionRequired => "action_required",
            Self::Approved => "approved",
            Self::Rejected => "rejected",
            Self::Disputed => "disputed",
            Self::Disassociated => "disassociated",
        }
    }

    /// The state of that name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.code() == code)
    }

    /// Whether the claim can be edited (S4.5).
    pub fn can_be_edited(self) -> bool {
        matches!(self, Self::Draft | Self::Submitted | Self::ActionRequired)
    }

    /// Whether a proof can be added: while it can be edited, and newer ones once it is approved (S4.5).
    pub fn takes_proofs(self) -> bool {
        self.can_be_edited() || self == Self::Approved
    }
}

/// What moves a claim on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Move {
    /// The partner submits it, or answers what was asked.
    Submission,
    /// The programme office takes it up.
    Review,
    /// The programme office approves it.
    Approval,
    /// The programme office rejects it.
    Rejection,
    /// The programme office asks for more.
    InformationRequest,
    /// The customer objects to an approval, in time.
    Objection,
    /// The partner disputes a rejection, in time.
    Dispute,
    /// It ends: either side takes it back.
    Disassociation,
    /// The time to answer is over.
    Lapse,
}

impl Move {
    /// Every move.
    pub const ALL: [Self; 9] = [
        Self::Submission,
        Self::Review,
        Self::Approval,
        Self::Rejection,
        Self::InformationRequest,
        Self::Objection,
        Self::Dispute,
        Self::Disassociation,
        Self::Lapse,
    ];

    /// The name in URLs, JSON and the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::Submission => "submission",
            Self::Review => "review",
            Self::Approval => "approval",
            Self::Rejection => "rejection",
            Self::InformationRequest => "information-request",
            Self::Objection => "objection",
            Self::Dispute => "dispute",
            Self::Disassociation => "disassociation",
            Self::Lapse => "lapse",
        }
    }

    /// The move of that name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.code() == code)
    }

    /// Who makes it.
    pub fn may_be_made_by(self, party: Party) -> bool {
        match self {
            Self::Submission | Self::Dispute => party == Party::Partner,
            Self::Review | Self::Approval | Self::Rejection | Self::InformationRequest | Self::Objection => {
                party == Party::Office
            }
            Self::Disassociation => matches!(party, Party::Partner | Party::Office),
            Self::Lapse => party == Party::Clock,
        }
    }

    /// Whether it says why.
    pub fn wants_reason(self) -> bool {
        matches!(
            self,
            Self::Rejection | Self::InformationRequest | Self::Objection | Self::Dispute | Self::Disassociation
        )
    }
}

/// Why a claim was not moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MoveFault {
    /// Its state has no such move.
    #[error("a claim in the state {} has no {}", from.code(), by.code())]
    NotFrom {
        /// The state.
        from: StateCode,
        /// The move.
        by: Move,
    },
    /// The last day for it is over.
    #[error("the time for it ended on {until}")]
    TooLate {
        /// That day.
        until: NaiveDate,
    },
    /// It was disputed already, and decided for good.
    #[error("it was decided for good")]
    Final,
    /// There is still time to answer.
    #[error("there is time until {until}")]
    NotDue {
        /// The last day.
        until: NaiveDate,
    },
    /// No reason is given, or one that cannot be kept.
    #[error("the reason {0}")]
    Reason(TextFault),
}

/// What a claim waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Due {
    /// The programme office's decision.
    Review,
    /// The partner's answer; then it is rejected.
    Answer,
    /// The end of the time in which the customer can object.
    Objection,
    /// The end of the time in which the partner can dispute.
    Dispute,
}

impl Due {
    /// The name in JSON.
    pub fn code(self) -> &'static str {
        match self {
            Self::Review => "review",
            Self::Answer => "answer",
            Self::Objection => "objection",
            Self::Dispute => "dispute",
        }
    }
}

/// When something is done, and by which days it is counted.
#[derive(Debug, Clone, Copy)]
pub struct Day<'a> {
    /// Today: from it a waiting is counted.
    pub today: NaiveDate,
    /// The day that it still is somewhere on earth: only what it has passed is too late, wherever somebody is.
    pub still: NaiveDate,
    /// The business days of the claim's location.
    pub calendar: &'a Calendar,
    /// How long each waiting lasts.
    pub clocks: Clocks,
}

impl Day<'_> {
    fn business(&self, days: u32) -> NaiveDate {
        self.calendar.after(self.today, days)
    }

    fn calendar_days(&self, days: u32) -> NaiveDate {
        self.today.checked_add_days(Days::new(days.into())).unwrap_or(NaiveDate::MAX)
    }

    fn review(&self) -> NaiveDate {
        self.business(self.clocks.review)
    }

    fn approve(&self) -> Approved {
        Approved { approved_on: self.today, objection_until: self.calendar_days(self.clocks.objection) }
    }

    fn reject(&self, reason: String) -> Rejected {
        Rejected { reason, dispute_until: Some(self.calendar_days(self.clocks.dispute)) }
    }

    fn ask(&self, question: String) -> ActionRequired {
        ActionRequired { question, answer_due: self.business(self.clocks.answer) }
    }
}

impl Draft {
    /// Submits it.
    #[must_use]
    pub fn submit(self, day: Day<'_>) -> Submitted {
        Submitted { review_due: day.review() }
    }
}

impl Submitted {
    /// Takes it up; its time goes on.
    #[must_use]
    pub fn take_up(self) -> UnderReview {
        UnderReview { review_due: self.review_due }
    }

    /// Withdraws it.
    #[must_use]
    pub fn end(self, reason: String) -> Disassociated {
        Disassociated { reason }
    }
}

impl UnderReview {
    /// Approves it.
    #[must_use]
    pub fn approve(self, day: Day<'_>) -> Approved {
        day.approve()
    }

    /// Rejects it.
    #[must_use]
    pub fn reject(self, reason: String, day: Day<'_>) -> Rejected {
        day.reject(reason)
    }

    /// Asks for more.
    #[must_use]
    pub fn ask(self, question: String, day: Day<'_>) -> ActionRequired {
        day.ask(question)
    }

    /// Withdraws it.
    #[must_use]
    pub fn end(self, reason: String) -> Disassociated {
        Disassociated { reason }
    }
}

impl ActionRequired {
    /// Answers: it is submitted anew.
    pub fn submit(self, day: Day<'_>) -> Result<Submitted, MoveFault> {
        in_time(self.answer_due, day.still)?;
        Ok(Submitted { review_due: day.review() })
    }

    /// Rejects it because nobody answered in time; the reason is what was asked.
    pub fn lapse(self, day: Day<'_>) -> Result<Rejected, MoveFault> {
        if day.still <= self.answer_due {
            return Err(MoveFault::NotDue { until: self.answer_due });
        }
        Ok(day.reject(self.question))
    }

    /// Withdraws it.
    #[must_use]
    pub fn end(self, reason: String) -> Disassociated {
        Disassociated { reason }
    }
}

impl Approved {
    /// The customer objects.
    pub fn object(self, reason: String, day: Day<'_>) -> Result<Disputed, MoveFault> {
        in_time(self.objection_until, day.still)?;
        Ok(Disputed { by: Disputant::Customer, reason, review_due: day.review() })
    }

    /// It ends.
    #[must_use]
    pub fn end(self, reason: String) -> Disassociated {
        Disassociated { reason }
    }
}

impl Rejected {
    /// The partner disputes it: once.
    pub fn dispute(self, reason: String, day: Day<'_>) -> Result<Disputed, MoveFault> {
        in_time(self.dispute_until.ok_or(MoveFault::Final)?, day.still)?;
        Ok(Disputed { by: Disputant::Partner, reason, review_due: day.review() })
    }
}

impl Disputed {
    /// Approves it after all.
    #[must_use]
    pub fn approve(self, day: Day<'_>) -> Approved {
        day.approve()
    }

    /// Rejects it: for good where the partner had disputed it.
    #[must_use]
    pub fn reject(self, reason: String, day: Day<'_>) -> Rejected {
        match self.by {
            Disputant::Partner => Rejected { reason, dispute_until: None },
            Disputant::Customer => day.reject(reason),
        }
    }

    /// It ends.
    #[must_use]
    pub fn end(self, reason: String) -> Disassociated {
        Disassociated { reason }
    }
}

fn in_time(until: NaiveDate, still: NaiveDate) -> Result<(), MoveFault> {
    if still <= until { Ok(()) } else { Err(MoveFault::TooLate { until }) }
}

impl State {
    /// Its name.
    pub fn code(&self) -> StateCode {
        match self {
            Self::Draft(_) => StateCode::Draft,
            Self::Submitted(_) => StateCode::Submitted,
            Self::UnderReview(_) => StateCode::UnderReview,
            Self::ActionRequired(_) => StateCode::ActionRequired,
            Self::Approved(_) => StateCode::Approved,
            Self::Rejected(_) => StateCode::Rejected,
            Self::Disputed(_) => StateCode::Disputed,
            Self::Disassociated(_) => StateCode::Disassociated,
        }
    }

    /// What it waits for, and until when.
    pub fn due(&self) -> Option<(Due, NaiveDate)> {
        match self {
            Self::Draft(_) | Self::Disassociated(_) => None,
            Self::Submitted(Submitted { review_due })
            | Self::UnderReview(UnderReview { review_due })
            | Self::Disputed(Disputed { review_due, .. }) => Some((Due::Review, *review_due)),
            Self::ActionRequired(state) => Some((Due::Answer, state.answer_due)),
            Self::Approved(state) => Some((Due::Objection, state.objection_until)),
            Self::Rejected(state) => state.dispute_until.map(|until| (Due::Dispute, until)),
        }
    }

    /// Why it is so, in somebody's words.
    pub fn reason(&self) -> Option<&str> {
        match self {
            Self::ActionRequired(state) => Some(&state.question),
            Self::Rejected(state) => Some(&state.reason),
            Self::Disputed(state) => Some(&state.reason),
            Self::Disassociated(state) => Some(&state.reason),
            Self::Draft(_) | Self::Submitted(_) | Self::UnderReview(_) | Self::Approved(_) => None,
        }
    }

    /// The state after a move, made on that day for that reason.
    pub fn after(self, by: Move, reason: &str, day: Day<'_>) -> Result<Self, MoveFault> {
        let said = || text::required_lines(reason, LONGEST_REASON).map_err(MoveFault::Reason);
        let from = self.code();
        Ok(match (by, self) {
            (Move::Submission, Self::Draft(state)) => Self::Submitted(state.submit(day)),
            (Move::Submission, Self::ActionRequired(state)) => Self::Submitted(state.submit(day)?),
            (Move::Review, Self::Submitted(state)) => Self::UnderReview(state.take_up()),
            // Whoever decides at once has taken it up.
            (Move::Approval, Self::Submitted(state)) => Self::Approved(state.take_up().approve(day)),
            (Move::Approval, Self::UnderReview(state)) => Self::Approved(state.approve(day)),
            (Move::Approval, Self::Disputed(state)) => Self::Approved(state.approve(day)),
            (Move::Rejection, Self::Submitted(state)) => Self::Rejected(state.take_up().reject(said()?, day)),
            (Move::Rejection, Self::UnderReview(state)) => Self::Rejected(state.reject(said()?, day)),
            (Move::Rejection, Self::Disputed(state)) => Self::Rejected(state.reject(said()?, day)),
            (Move::InformationRequest, Self::Submitted(state)) => {
                Self::ActionRequired(state.take_up().ask(said()?, day))
            }
            (Move::InformationRequest, Self::UnderReview(state)) => Self::ActionRequired(state.ask(said()?, day)),
            (Move::Objection, Self::Approved(state)) => Self::Disputed(state.object(said()?, day)?),
            (Move::Dispute, Self::Rejected(state)) => Self::Disputed(state.dispute(said()?, day)?),
            (Move::Disassociation, Self::Submitted(state)) => Self::Disassociated(state.end(said()?)),
            (Move::Disassociation, Self::UnderReview(state)) => Self::Disassociated(state.end(said()?)),
            (Move::Disassociation, Self::ActionRequired(state)) => Self::Disassociated(state.end(said()?)),
            (Move::Disassociation, Self::Approved(state)) => Self::Disassociated(state.end(said()?)),
            (Move::Disassociation, Self::Disputed(state)) => Self::Disassociated(state.end(said()?)),
            (Move::Lapse, Self::ActionRequired(state)) => Self::Rejected(state.lapse(day)?),
            _ => return Err(MoveFault::NotFrom { from, by }),
        })
    }

    /// The moves that a party can make of it on that day.
    pub fn moves(&self, party: Party, day: Day<'_>) -> Vec<Move> {
        let possible = |by: &Move| by.may_be_made_by(party) && self.clone().after(*by, "-", day).is_ok();
        Move::ALL.into_iter().filter(possible).collect()
    }
}
