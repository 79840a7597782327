//! "Why can't I see this?": what stands in somebody's way, from what is known of them (S11.1, S11.2).
//!
//! Deliberately absent: reading it, and words. What is not known of a tenant is not guessed: that of a stranger and one that
//! nobody has are one answer.

use crate::TenantId;
use crate::access::Directory;
use crate::text::{self, TextFault};

/// The longest name of a domain.
const LONGEST_DOMAIN: usize = 253;

/// The longest label of one.
const LONGEST_LABEL: usize = 63;

/// A tenant as somebody names it: by its ID, or by a domain.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Sought {
    /// By its ID.
    Id(TenantId),
    /// By a domain, in small letters.
    Domain(String),
}

/// Why a text names no tenant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SoughtFault {
    /// There is none.
    #[error("is required")]
    Missing,
    /// Neither a tenant ID nor a domain.
    #[error("is neither a tenant ID nor a domain")]
    Neither,
    /// No text that could be either.
    #[error("{0}")]
    Text(TextFault),
}

impl Sought {
    /// Reads a tenant ID or a domain.
    pub fn read(text: &str) -> Result<Self, SoughtFault> {
        let line = match text::required_line(text, LONGEST_DOMAIN) {
            Ok(line) => line,
            Err(TextFault::Missing) => return Err(SoughtFault::Missing),
            Err(fault) => return Err(SoughtFault::Text(fault)),
        };
        match line.parse() {
            Ok(id) => Ok(Self::Id(id)),
            Err(_) => read_domain(&line).map(Self::Domain).ok_or(SoughtFault::Neither),
        }
    }
}

impl std::fmt::Display for Sought {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Id(id) => id.fmt(f),
            Self::Domain(domain) => f.write_str(domain),
        }
    }
}

/// The name of a domain, in small letters: labels of letters, digits and hyphens, of whatever script.
pub(crate) fn read_domain(line: &str) -> Option<String> {
    let line = line.to_lowercase();
    let is_label = |label: &str| {
        let is_made_of = label.chars().all(|letter| letter.is_alphanumeric() || letter == '-');
        let is_long_enough = !label.is_empty() && label.len() <= LONGEST_LABEL;
        is_long_enough && is_made_of && !label.starts_with('-') && !label.ends_with('-')
    };
    (line.contains('.') && line.split('.').all(is_label)).then_some(line)
}

/// A question of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Question {
    /// Why do I see no tenants? Because there is no viewer role.
    ViewerRole,
    /// Why do I see only some? Because the role is for some locations.
    Locations,
    /// Do I sign in from the directory under which claims are filed?
    ClaimsDirectory,
    /// Do I sign in from one that is enrolled?
    EnrolledDirectory,
    /// Is the own organisation enrolled?
    Enrolment,
    /// Are tenants under the licence minimum?
    LicenceMinimum,
}

impl Question {
    /// Every question, in the order of the page.
    pub const ALL: [Self; 6] = [
        Self::ViewerRole,
        Self::Locations,
        Self::ClaimsDirectory,
        Self::EnrolledDirectory,
        Self::Enrolment,
        Self::LicenceMinimum,
    ];

    /// The name in JSON.
    pub fn code(self) -> &'static str {
        match self {
            Self::ViewerRole => "viewer_role",
            Self::Locations => "locations",
            Self::ClaimsDirectory => "claims_directory",
            Self::EnrolledDirectory => "enrolled_directory",
            Self::Enrolment => "enrolment",
            Self::LicenceMinimum => "licence_minimum",
        }
    }
}

/// Whether something is a reason for not seeing what somebody looks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// It is one.
    Reason,
    /// It is one for some of it.
    InPart,
    /// It is none.
    NoReason,
    /// It does not concern this person.
    DoesNotApply,
}

impl Verdict {
    /// The name in JSON.
    pub fn code(self) -> &'static str {
        match self {
            Self::Reason => "reason",
            Self::InPart => "in_part",
            Self::NoReason => "no_reason",
            Self::DoesNotApply => "does_not_apply",
        }
    }
}

/// What to do next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NextStep {
    /// Ask an admin of the own organisation.
    AskAdmin,
    /// Open a ticket.
    OpenTicket,
    /// Look at the tenants that are under the minimum.
    LookAtTenants,
    /// Nothing.
    Nothing,
}

impl NextStep {
    /// The name in JSON.
    pub fn code(self) -> &'static str {
        match self {
            Self::AskAdmin => "ask_admin",
            Self::OpenTicket => "open_ticket",
            Self::LookAtTenants => "look_at_tenants",
            Self::Nothing => "nothing",
        }
    }
}

/// What is known of somebody, as far as it bears on what they see.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Known {
    /// Whether the person is of a partner; the rest concerns partners alone.
    pub is_partner: bool,
    /// Whether there is a viewer role anywhere.
    pub has_viewer_role: bool,
    /// Whether that is for some locations alone.
    pub is_limited: bool,
    /// The directory from which they sign in; nothing for an account of this installation.
    pub directory: Option<Directory>,
    /// How many locations the partner has.
    pub locations: usize,
    /// For how many of them claims are filed.
    pub enrolled: usize,
    /// How many tenants in sight are under the licence minimum; nothing where none are seen.
    pub under_minimum: Option<i64>,
}

/// An answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Answer {
    /// To what.
    pub question: Question,
    /// Whether that is the reason.
    pub verdict: Verdict,
    /// What to do next.
    pub next: NextStep,
}

impl Known {
    /// The answer to each question.
    pub fn answers(&self) -> Vec<Answer> {
        Question::ALL.into_iter().map(|question| self.answer(question)).collect()
    }

    fn answer(&self, question: Question) -> Answer {
        let of = |verdict, next| Answer { question, verdict, next };
        let not_mine = of(Verdict::DoesNotApply, NextStep::Nothing);
        let fine = of(Verdict::NoReason, NextStep::Nothing);
        let admin = if self.is_partner { NextStep::AskAdmin } else { NextStep::OpenTicket };
        match question {
            Question::ViewerRole if !self.has_viewer_role => of(Verdict::Reason, admin),
            Question::Locations if !self.has_viewer_role || !self.is_partner => not_mine,
            Question::Locations if self.is_limited => of(Verdict::InPart, NextStep::AskAdmin),
            Question::ClaimsDirectory | Question::EnrolledDirectory | Question::Enrolment if !self.is_partner => {
                not_mine
            }
            Question::ClaimsDirectory | Question::EnrolledDirectory if self.directory.is_none() => not_mine,
            Question::ClaimsDirectory if self.directory.is_some_and(|one| !one.files_claims) => {
                of(Verdict::Reason, NextStep::OpenTicket)
            }
            Question::EnrolledDirectory if self.directory.is_some_and(|one| !one.is_enrolled) => {
                of(Verdict::Reason, NextStep::OpenTicket)
            }
            Question::Enrolment if self.enrolled == 0 => of(Verdict::Reason, NextStep::OpenTicket),
            Question::Enrolment if self.enrolled < self.locations => of(Verdict::InPart, NextStep::OpenTicket),
            Question::LicenceMinimum => match self.under_minimum {
                None => not_mine,
                Some(0) => fine,
                Some(_) => of(Verdict::InPart, NextStep::LookAtTenants),
            },
            Question::ViewerRole
            | Question::Locations
            | Question::ClaimsDirectory
            | Question::EnrolledDirectory
            | Question::Enrolment => fine,
        }
    }
}

/// What is known of a tenant that somebody named, as far as it is theirs to know.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Standing {
    /// They see it.
    Seen,
    /// They see it, and it has fewer licences than the programme asks for.
    SeenUnderMinimum,
    /// Their organisation holds it, and they have no viewer role.
    NoViewerRole,
    /// Their organisation holds it, and they sign in from a directory under which no claims are filed.
    ForeignDirectory,
    /// Their organisation holds it, at locations that are not theirs.
    OtherLocations,
    /// Nothing: it is not theirs, or there is none. Nobody is told which.
    NotYours,
}

impl Standing {
    /// The name in JSON.
    pub fn code(self) -> &'static str {
        match self {
            Self::Seen => "seen",
            Self::SeenUnderMinimum => "seen_under_minimum",
            Self::NoViewerRole => "no_viewer_role",
            Self::ForeignDirectory => "foreign_directory",
            Self::OtherLocations => "other_locations",
            Self::NotYours => "not_yours",
        }
    }

    /// What to do next.
    pub fn next(self) -> NextStep {
        match self {
            Self::Seen => NextStep::Nothing,
            Self::SeenUnderMinimum | Self::ForeignDirectory | Self::NotYours => NextStep::OpenTicket,
            Self::NoViewerRole | Self::OtherLocations => NextStep::AskAdmin,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FINE: Known = Known {
        is_partner: true,
        has_viewer_role: true,
        is_limited: false,
        directory: Some(Directory { files_claims: true, is_enrolled: true }),
        locations: 2,
        enrolled: 2,
        under_minimum: Some(0),
    };

    fn verdict(known: Known, question: Question) -> (Verdict, NextStep) {
        let answer = known.answers().into_iter().find(|one| one.question == question).unwrap();
        (answer.verdict, answer.next)
    }

    #[test]
    fn each_question_is_answered_from_what_is_known() {
        use NextStep::{AskAdmin, LookAtTenants, Nothing, OpenTicket};
        use Question::{ClaimsDirectory, EnrolledDirectory, Enrolment, LicenceMinimum, Locations, ViewerRole};
        use Verdict::{DoesNotApply, InPart, NoReason, Reason};
        let directory = |files_claims, is_enrolled| Some(Directory { files_claims, is_enrolled });
        for (known, question, expected) in [
            (Known { has_viewer_role: false, under_minimum: None, ..FINE }, ViewerRole, (Reason, AskAdmin)),
            (Known { has_viewer_role: false, under_minimum: None, ..FINE }, Locations, (DoesNotApply, Nothing)),
            (Known { has_viewer_role: false, under_minimum: None, ..FINE }, LicenceMinimum, (DoesNotApply, Nothing)),
            (Known { has_viewer_role: false, is_partner: false, ..FINE }, ViewerRole, (Reason, OpenTicket)),
            (Known { is_limited: true, ..FINE }, Locations, (InPart, AskAdmin)),
            (Known { directory: directory(false, true), ..FINE }, ClaimsDirectory, (Reason, OpenTicket)),
            (Known { directory: directory(false, true), ..FINE }, EnrolledDirectory, (NoReason, Nothing)),
            (Known { directory: directory(true, false), ..FINE }, EnrolledDirectory, (Reason, OpenTicket)),
            (Known { directory: None, ..FINE }, ClaimsDirectory, (DoesNotApply, Nothing)),
            (Known { enrolled: 0, ..FINE }, Enrolment, (Reason, OpenTicket)),
            (Known { enrolled: 0, locations: 0, ..FINE }, Enrolment, (Reason, OpenTicket)),
            (Known { enrolled: 1, ..FINE }, Enrolment, (InPart, OpenTicket)),
            (Known { is_partner: false, enrolled: 0, ..FINE }, Enrolment, (DoesNotApply, Nothing)),
            (Known { under_minimum: Some(3), ..FINE }, LicenceMinimum, (InPart, LookAtTenants)),
        ] {
            assert_eq!(verdict(known, question), expected, "{question:?} of {known:?}");
        }
        for question in Question::ALL {
            assert_eq!(verdict(FINE, question), (NoReason, Nothing), "{question:?}");
        }
    }

    #[test]
    fn a_tenant_is_named_by_id_or_domain() {
        let id = "0b8e1c64-6c1f-4b3e-9a55-0a1f2b3c4d01";
        assert_eq!(Sought::read(&format!(" {{{}}} ", id.to_uppercase())), Ok(Sought::Id(id.parse().unwrap())));
        assert_eq!(Sought::read("Contoso.Example"), Ok(Sought::Domain("contoso.example".to_owned())));
        assert_eq!(Sought::read("münchen.example").unwrap().to_string(), "münchen.example");
        for (text, fault) in [
            (" ", SoughtFault::Missing),
            ("contoso", SoughtFault::Neither),
            ("-a.example", SoughtFault::Neither),
            ("a..example", SoughtFault::Neither),
            ("00000000-0000-0000-0000-000000000000", SoughtFault::Neither),
            ("a.example/x", SoughtFault::Neither),
            ("a\nb.example", SoughtFault::Text(TextFault::LineBreak)),
        ] {
            assert_eq!(Sought::read(text), Err(fault), "{text:?}");
        }
        assert!(matches!(Sought::read(&"a.".repeat(200)), Err(SoughtFault::Text(TextFault::TooLong { .. }))));
    }
}
