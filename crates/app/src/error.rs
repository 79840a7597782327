//! What can go wrong with a verb, in terms that every door can render.

use domain::access::{Denied, NoTenants};
use domain::claim::{MoveFault, StateCode};
use domain::day::DayFault;
use domain::file::FileFault;
use domain::service_status::{SplitProblem, TaxonomyProblem};
use domain::status_note::NoteFault;
use domain::text::TextFault;
use domain::ticket::TicketMoveFault;

use crate::WorkloadName;

/// A field of a form or a JSON body, by its name there.
pub type Field = &'static str;

/// What is wrong with one field, or with the request as a whole; the words are the doors' business.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    /// Nothing was given where something is needed.
    Missing,
    /// Longer than that many characters.
    TooLong(usize),
    /// Not of the form it should have; for instance not a number.
    Malformed,
    /// Outside these two bounds, both allowed.
    OutOfRange(i64, i64),
    /// Not among the values there are, or withheld: one answer for both (S1.4).
    Unknown,
    /// A cursor of another list, another order or another person.
    ForeignCursor,
    /// The current password is another.
    WrongPassword,
    /// It is no code of the person's, or it was used already.
    WrongCode,
    /// The person has a second factor already.
    SecondFactorIsOn,
    /// The person has no second factor.
    SecondFactorIsOff,
    /// It is not being set up any more.
    SetupEnded,
    /// What the browser brings is no answer of a device to what it was asked.
    NotByTheDevice,
    /// It goes with a password, and there is none that counts.
    NoPassword,
    /// The own one is turned off in the own profile.
    NotOfYourself,
    /// The two new passwords differ.
    Differs,
    /// Not the address of whoever would be erased.
    NotTheAddress,
    /// The password cannot be used.
    Weak(domain::person::WeakPassword),
    /// Somebody or something has it already.
    Taken,
    /// The role cannot be given there.
    RoleNotHere,
    /// The key of this request was used for another (S15.1).
    KeyOfAnother,
    /// A line break where one line is wanted.
    LineBreak,
    /// A character that nobody sees and that changes how others are read.
    Unseen(u32),
    /// Not a day such as 2026-03-01.
    NotADay,
    /// A day before today.
    Past,
    /// A day later than any that the product knows.
    TooFar,
    /// No list has it.
    NotInTheList,
    /// A day that is still to come.
    Future,
    /// The exact note of that workload (S9.3).
    CopyOf(WorkloadName),
    /// Withheld from this person, who therefore neither searches by it nor changes it (S1.4).
    Withheld,
    /// The tenant would have that many customer contacts, and none of them survey eligible (S7.2).
    NoneSurveyEligible(usize),
    /// Another contact of the tenant has this e-mail address (S7.3).
    EmailTwice,
    /// A partner's contact has no such field (S7.1).
    NotOfThisType,
    /// Not an e-mail address.
    NotAnEmail,
    /// Not a telephone number.
    NotAPhone,
    /// No workload of the catalogue has this code.
    UnknownWorkload(String),
    /// The last day is before the first.
    EndsBeforeItBegins,
    /// The offer of this name pays for the same workload on one of these days, in this other currency (S5.1).
    AnotherCurrency(String, &'static str),
    /// There are that many already, and no more may be.
    AsManyAsMayBe(usize),
    /// Domain and tenant ID do not belong together (S4.2).
    NotOfThisTenant,
    /// No claims are filed for this location.
    NotEnrolled,
    /// A role that this admin does not give, or a person who has one (S1.2).
    NotYoursToGive,
    /// Nobody gives a role to themselves.
    NotToYourself,
    /// The role is for chosen places, and none is chosen.
    PlaceMissing,
    /// The organisation has no such place.
    PlaceUnknown,
    /// Nobody could manage the organisation's people as far as somebody can now.
    LastAdmin,
    /// A table has a column of this name, which none of ours has.
    ColumnUnknown(String),
    /// The provider is not for people of this organisation.
    NotThisProvider,
    /// There would be no way to sign in any more.
    LastWayIn,
    /// The account of that person is closed.
    AccountClosed,
    /// It takes somebody who has signed in just now.
    SignInAgain,
    /// Nobody who can do the most for the organisation's people could sign in any more.
    NoAdminByProvider,
    /// The organisation's people sign in by a provider alone.
    SingleSignOnOnly,
    /// The person can sign in already, or the account is closed.
    NotInvited,
    /// A workload more than once.
    WorkloadTwice(String),
    /// Neither a tenant ID nor a domain.
    NotATenant,
    /// These workloads are given to nobody.
    WorkloadsLeft(Vec<WorkloadName>),
    /// The partner of that name wants no referrals until that day (S10.5).
    Paused(String, chrono::NaiveDate),
    /// The partner of that name is named more than once, or has or had some of it.
    PartnerTwice(String),
}

impl From<TextFault> for Problem {
    fn from(fault: TextFault) -> Self {
        match fault {
            TextFault::Missing => Self::Missing,
            TextFault::TooLong { most, .. } => Self::TooLong(most),
            TextFault::LineBreak => Self::LineBreak,
            TextFault::Unseen(code) => Self::Unseen(code),
        }
    }
}

impl From<DayFault> for Problem {
    fn from(fault: DayFault) -> Self {
        match fault {
            DayFault::Missing => Self::Missing,
            DayFault::NotADay => Self::NotADay,
            DayFault::Past { .. } => Self::Past,
            DayFault::TooFar { .. } => Self::TooFar,
        }
    }
}

impl From<NoteFault> for Problem {
    fn from(fault: NoteFault) -> Self {
        match fault {
            NoteFault::Text(fault) => fault.into(),
            NoteFault::Day(fault) => fault.into(),
            NoteFault::NotAStatus => Self::NotInTheList,
        }
    }
}

/// Why a verb did not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum AppError {
    /// Nobody is signed in, or the session or token has ended.
    #[error("not signed in")]
    SignedOut,
    /// Unknown account or wrong password: one answer for both.
    #[error("wrong address or password")]
    WrongCredentials,
    /// Nobody was signed in by a provider.
    #[error("a provider signed nobody in: {0:?}")]
    Provider(crate::ProviderProblem),
    /// Too many tries; again after that many seconds.
    #[error("too many attempts, retry in {0} s")]
    TooMany(u64),
    /// No role that shows tenants (S1.3).
    #[error("no viewer role")]
    NoViewerRole,
    /// No claims are filed under the directory from which the person signs in (S11.1).
    #[error("no claims are filed under the directory")]
    ForeignDirectory,
    /// The directory from which the person signs in is not enrolled: details of tenants are closed (S11.1).
    #[error("the directory is not enrolled")]
    DetailsClosed,
    /// The person's roles do not allow it.
    #[error("not allowed")]
    Forbidden,
    /// It does not exist for this person.
    #[error("not found")]
    NotFound,
    /// Fields that cannot be taken as they are.
    #[error("invalid: {0:?}")]
    Invalid(Vec<(Field, Problem)>),
    /// A split that cannot be saved, with all that is wrong with it (S8.3).
    #[error("the split cannot be saved: {0:?}")]
    Split(Vec<SplitProblem>),
    /// A version of the taxonomy that cannot be used, with all that is wrong with it (S8.5).
    #[error("the taxonomy cannot be used: {0:?}")]
    Taxonomy(Vec<TaxonomyProblem>),
    /// The version of the taxonomy counts already, and is never changed any more.
    #[error("the version counts already")]
    TaxonomyInForce,
    /// The file cannot be loaded as a whole.
    #[error(transparent)]
    File(#[from] feeds::FileRefusal),
    /// Another load of this kind is at work at this moment (S13).
    #[error("a load of this kind is at work")]
    LoadAtWork,
    /// The load is not in a state that allows it: applied already, or not the newest of its kind.
    #[error("the load does not allow this now")]
    WrongLoadState,
    /// What waited of the load is gone; the file has to come again.
    #[error("what was read of the file is gone")]
    LoadLost,
    /// Others' data changed since the plan; it was made anew and wants another look.
    #[error("the plan is out of date and was made anew")]
    PlanChanged,
    /// More rows were refused than the share that stops a load (S13.3).
    #[error("too many rows were refused")]
    TooManyRefused,
    /// What the load brought is used by something else, so it cannot be undone.
    #[error("what the load brought is in use")]
    InUse,
    /// A question about this note waits for its answer already (S9.4).
    #[error("a question is open")]
    QuestionOpen,
    /// The question was answered by somebody else.
    #[error("the question is answered")]
    QuestionAnswered,
    /// The claim has no such move now (S4.3).
    #[error("{0}")]
    ClaimMove(MoveFault),
    /// In this state nothing of a claim is changed (S4.5).
    #[error("a claim that is {} is not changed", .0.code())]
    ClaimNotEditable(StateCode),
    /// A report brought the claim (S4.6).
    #[error("a claim of a report is read-only")]
    ClaimReadOnly,
    /// Others hold these workloads: who gets them is to be decided (S4.4).
    #[error("others hold {} of the workloads", .0.len())]
    ClaimTaken(Vec<WorkloadName>),
    /// The tenant of a claim is not the one that its domain says (S4.2).
    #[error("the tenant of the claim is not known as that")]
    ClaimTenant(crate::TenantCheck),
    /// The referral has no such move now (S10.4).
    #[error("{0}")]
    ReferralMove(domain::referral::MoveFault),
    /// Nothing of the request is left to assign.
    #[error("nothing of the request is left to assign")]
    RequestAssigned,
    /// A file is no proof (S4.2).
    #[error("a proof {0}")]
    Proof(FileFault),
    /// A ticket does not move so (S11.4).
    #[error("{0}")]
    TicketMove(TicketMoveFault),
    /// What is asked in a ticket was answered, and is changed no more (S11.4).
    #[error("the ticket was answered")]
    TicketAnswered,
    /// A file that is not kept with a ticket (S11.4).
    #[error("an attachment {0}")]
    Attachment(FileFault),
    /// Someone else changed the same thing at the same time; again will do.
    #[error("changed by somebody else at the same time")]
    Conflict,
    /// The database is busy or away; try again later.
    #[error("the database does not answer in time")]
    Busy,
    /// A fault of ours; the text is for the log.
    #[error("{0}")]
    Internal(String),
}

impl AppError {
    /// One field that cannot be taken.
    pub fn field(field: Field, problem: Problem) -> Self {
        Self::Invalid(vec![(field, problem)])
    }
}

impl From<Denied> for AppError {
    fn from(_: Denied) -> Self {
        Self::Forbidden
    }
}

impl From<NoTenants> for AppError {
    fn from(why: NoTenants) -> Self {
        match why {
            NoTenants::NoViewerRole => Self::NoViewerRole,
            NoTenants::ForeignDirectory => Self::ForeignDirectory,
        }
    }
}

impl From<store::StoreError> for AppError {
    fn from(error: store::StoreError) -> Self {
        match error {
            store::StoreError::Busy(reason) => {
                tracing::warn!(reason, "the database is busy or away");
                Self::Busy
            }
            // The disk is full or read-only: nothing that the caller did, and it passes.
            store::StoreError::File { path, error } => {
                tracing::warn!(path, %error, "a file beside the database cannot be used");
                Self::Busy
            }
            store::StoreError::Conflict(_) => Self::Conflict,
            other => Self::Internal(other.to_string()),
        }
    }
}
