//! A status note: what a partner reports about a tenant, and what it does next (S6).
//!
//! Notes are never changed: what is missing here is any way to. Who wrote a note and when is for whoever keeps it.

use std::fmt;

use chrono::NaiveDate;

use crate::day::{self, DayFault};
use crate::id::TenantKey;
use crate::text::{self, Cut, TextFault};

/// Most characters of each text of a note (S6.1).
pub const LONGEST_TEXT: usize = 10_000;

/// Most characters of the next action's owner.
pub const LONGEST_OWNER: usize = 200;

/// How many notes a tenant's page shows, newest first (S6.2).
pub const NOTES_SHOWN: usize = 4;

/// After about how many characters a long text is cut (S6.2).
pub const CUT_AFTER: usize = 280;

/// How a tenant stands as a whole (S6.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum OverallStatus {
    /// Work goes on.
    #[default]
    Active,
    /// Something is in the way.
    Blocked,
    /// Work rests, by agreement.
    Paused,
}

impl OverallStatus {
    /// Every status, as the choice lists them.
    pub const ALL: [Self; 3] = [Self::Active, Self::Blocked, Self::Paused];

    /// The name in URLs, JSON and the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Blocked => "blocked",
            Self::Paused => "paused",
        }
    }

    /// The status of that name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.code() == code)
    }
}

/// Who takes the next action. It identifies a person, so it goes out as [`crate::access::Sensitive`] (S1.4), and is
/// not printed for whoever debugs.
#[derive(Clone, PartialEq, Eq)]
pub struct Owner(String);

impl Owner {
    /// The owner as it was kept.
    pub fn kept(name: String) -> Self {
        Self(name)
    }

    /// What was filled in.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Owner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Owner(..)")
    }
}

/// A status note that can be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatusNote {
    /// What is being taken up, by whom, how far.
    pub scope: String,
    /// What could go wrong.
    pub risks: Option<String>,
    /// What happens next.
    pub next_actions: String,
    /// By when.
    pub next_action_on: NaiveDate,
    /// By whom.
    pub owner: Owner,
    /// How the tenant stands.
    pub overall_status: OverallStatus,
}

/// A status note as it was typed; an empty text is a field left empty.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct NewStatusNote {
    /// Onboarding scope.
    pub scope: String,
    /// Risks.
    pub risks: String,
    /// Next actions.
    pub next_actions: String,
    /// Next action date, `2026-03-01`.
    pub next_action_date: String,
    /// Next action owner.
    pub next_action_owner: String,
    /// The code of the overall status; left empty it is active.
    pub overall_status: String,
}

/// A field of a note.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NoteField {
    /// Onboarding scope.
    Scope,
    /// Risks.
    Risks,
    /// Next actions.
    NextActions,
    /// Next action date.
    NextActionDate,
    /// Next action owner.
    NextActionOwner,
    /// Overall status.
    OverallStatus,
}

impl NoteField {
    /// The name in forms and JSON.
    pub fn code(self) -> &'static str {
        match self {
            Self::Scope => "scope",
            Self::Risks => "risks",
            Self::NextActions => "next_actions",
            Self::NextActionDate => "next_action_date",
            Self::NextActionOwner => "next_action_owner",
            Self::OverallStatus => "overall_status",
        }
    }
}

/// Why a note cannot be kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoteFault {
    /// Not a text that can be kept.
    #[error("{0}")]
    Text(#[from] TextFault),
    /// Not a day that can be.
    #[error("{0}")]
    Day(#[from] DayFault),
    /// None of the overall statuses.
    #[error("is none of active, blocked, paused")]
    NotAStatus,
}

impl NewStatusNote {
    /// The note to keep, or all that is wrong with it, in the order of the form.
    pub fn check(&self, today: NaiveDate) -> Result<StatusNote, Vec<(NoteField, NoteFault)>> {
        let scope = text::required_lines(&self.scope, LONGEST_TEXT);
        let risks = text::lines(&self.risks, LONGEST_TEXT);
        let next_actions = text::required_lines(&self.next_actions, LONGEST_TEXT);
        let next_action_on = required_coming(&self.next_action_date, today);
        let owner = text::required_line(&self.next_action_owner, LONGEST_OWNER);
        let overall_status = match self.overall_status.trim() {
            "" => Ok(OverallStatus::default()),
            code => OverallStatus::from_code(code).ok_or(NoteFault::NotAStatus),
        };
        match (scope, risks, next_actions, next_action_on, owner, overall_status) {
            (Ok(scope), Ok(risks), Ok(next_actions), Ok(next_action_on), Ok(owner), Ok(overall_status)) => {
                Ok(StatusNote { scope, risks, next_actions, next_action_on, owner: Owner(owner), overall_status })
            }
            (scope, risks, next_actions, next_action_on, owner, overall_status) => Err([
                (NoteField::Scope, scope.err().map(NoteFault::from)),
                (NoteField::Risks, risks.err().map(NoteFault::from)),
                (NoteField::NextActions, next_actions.err().map(NoteFault::from)),
                (NoteField::NextActionDate, next_action_on.err().map(NoteFault::from)),
                (NoteField::NextActionOwner, owner.err().map(NoteFault::from)),
                (NoteField::OverallStatus, overall_status.err()),
            ]
            .into_iter()
            .filter_map(|(field, fault)| fault.map(|fault| (field, fault)))
            .collect()),
        }
    }
}

/// The day by which a note is asked for (S6.4): there must be one, today or later.
pub fn check_asked_for(date: &str, today: NaiveDate) -> Result<NaiveDate, DayFault> {
    required_coming(date, today)
}

fn required_coming(date: &str, today: NaiveDate) -> Result<NaiveDate, DayFault> {
    let day = day::read(date)?.ok_or(DayFault::Missing)?;
    day::check_coming(day, today)?;
    Ok(day)
}

/// A text of a note as the list shows it: whole, or cut for Read more (S6.2).
pub fn cut(text: &str) -> Cut<'_> {
    text::cut(text, CUT_AFTER)
}

/// The note that was to be corrected is not there. One answer for a note of another tenant and for none at all, so
/// that it tells nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the note to correct is not there")]
pub struct NoNoteToCorrect;

/// Whether a note of `tenant` may correct one of `corrected`: both are of the same tenant (S6.3).
///
/// A note that is there is older than one that is being written, so nothing can correct itself. A correction can be
/// corrected too, and a note more than once; all of them stay readable.
pub fn check_correction(tenant: TenantKey, corrected: Option<TenantKey>) -> Result<(), NoNoteToCorrect> {
    if corrected == Some(tenant) { Ok(()) } else { Err(NoNoteToCorrect) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 3, 10).unwrap()
    }

    fn typed() -> NewStatusNote {
        NewStatusNote {
            scope: " Mail for 400 people\r\nthen files ".to_owned(),
            risks: String::new(),
            next_actions: "Call the service desk".to_owned(),
            next_action_date: "2026-03-10".to_owned(),
            next_action_owner: " Noor Bakker ".to_owned(),
            overall_status: "paused".to_owned(),
        }
    }

    /// What is wrong with the usual note after a change.
    fn faults(change: impl FnOnce(&mut NewStatusNote)) -> Vec<(NoteField, NoteFault)> {
        let mut note = typed();
        change(&mut note);
        note.check(today()).err().unwrap_or_default()
    }

    #[test]
    fn a_note_is_kept_as_it_was_meant() {
        let note = typed().check(today()).unwrap();
        assert_eq!(note.scope, "Mail for 400 people\nthen files");
        assert_eq!((note.risks, note.next_action_on), (None, today()));
        assert_eq!((note.owner.as_str(), note.overall_status), ("Noor Bakker", OverallStatus::Paused));
        assert_eq!(
            NewStatusNote { overall_status: String::new(), ..typed() }.check(today()).unwrap().overall_status,
            OverallStatus::Active
        );
    }

    #[test]
    fn scope_actions_date_and_owner_are_required_and_risks_are_not() {
        let missing = NoteFault::Text(TextFault::Missing);
        assert_eq!(
            NewStatusNote::default().check(today()),
            Err(vec![
                (NoteField::Scope, missing),
                (NoteField::NextActions, missing),
                (NoteField::NextActionDate, NoteFault::Day(DayFault::Missing)),
                (NoteField::NextActionOwner, missing),
            ])
        );
        assert_eq!(faults(|note| note.scope = "\u{200b}\n".to_owned()), [(NoteField::Scope, missing)]);
    }

    #[test]
    fn each_text_has_ten_thousand_characters_at_most() {
        for (field, text_of) in [
            (NoteField::Scope, (|note| &mut note.scope) as fn(&mut NewStatusNote) -> &mut String),
            (NoteField::Risks, |note| &mut note.risks),
            (NoteField::NextActions, |note| &mut note.next_actions),
        ] {
            assert_eq!(faults(|note| *text_of(note) = "é".repeat(10_000)), []);
            let too_long = NoteFault::Text(TextFault::TooLong { characters: 10_001, most: 10_000 });
            assert_eq!(faults(|note| *text_of(note) = "é".repeat(10_001)), [(field, too_long)]);
            let unseen = NoteFault::Text(TextFault::Unseen(0));
            assert_eq!(faults(|note| *text_of(note) = "a\0b".to_owned()), [(field, unseen)]);
        }
    }

    #[test]
    fn right_to_left_text_emoji_and_html_are_texts_like_any() {
        for text in ["שלום עולם", "\u{202e}gnol", "👩‍👩‍👧 🇳🇱", "<script>alert(1)</script>"] {
            assert_eq!(faults(|note| note.scope = text.to_owned()), [], "{text}");
        }
    }

    #[test]
    fn an_owner_is_one_line_that_turns_nothing_around() {
        for (owner, fault) in [
            ("Noor\nBcc: x@y.nl", TextFault::LineBreak),
            ("Noor\r", TextFault::LineBreak),
            ("No\u{202e}or", TextFault::Unseen(0x202e)),
            ("No\u{7}or", TextFault::Unseen(7)),
        ] {
            let expected =
                if owner == "Noor\r" { vec![] } else { vec![(NoteField::NextActionOwner, NoteFault::Text(fault))] };
            assert_eq!(faults(|note| note.next_action_owner = owner.to_owned()), expected, "{owner:?}");
        }
        assert_eq!(faults(|note| note.next_action_owner = "x".repeat(200)), []);
        assert_eq!(faults(|note| note.next_action_owner = "x".repeat(201)).len(), 1);
    }

    #[test]
    fn the_next_action_is_today_or_later() {
        let fault = |date: &str| faults(|note| note.next_action_date = date.to_owned());
        assert_eq!(
            fault("2026-03-09"),
            [(NoteField::NextActionDate, NoteFault::Day(DayFault::Past { today: today() }))]
        );
        assert_eq!(fault("10-03-2026"), [(NoteField::NextActionDate, NoteFault::Day(DayFault::NotADay))]);
        assert_eq!(fault("2027-03-09"), []);
        assert_eq!(check_asked_for("2026-03-09", today()), Err(DayFault::Past { today: today() }));
        assert_eq!(check_asked_for("", today()), Err(DayFault::Missing));
        assert_eq!(check_asked_for("2026-03-10", today()), Ok(today()));
    }

    #[test]
    fn all_that_is_wrong_is_told_at_once() {
        let wrong = NewStatusNote {
            scope: String::new(),
            risks: "x".repeat(10_001),
            next_actions: "\0".to_owned() + "x",
            next_action_date: "never".to_owned(),
            next_action_owner: "a\nb".to_owned(),
            overall_status: "Active".to_owned(),
        };
        let fields: Vec<_> = wrong.check(today()).unwrap_err().into_iter().map(|(field, _)| field.code()).collect();
        assert_eq!(
            fields,
            ["scope", "risks", "next_actions", "next_action_date", "next_action_owner", "overall_status"]
        );
    }

    #[test]
    fn a_correction_is_of_a_note_of_the_same_tenant() {
        assert_eq!(check_correction(TenantKey(1), Some(TenantKey(1))), Ok(()));
        assert_eq!(check_correction(TenantKey(1), Some(TenantKey(2))), Err(NoNoteToCorrect));
        assert_eq!(check_correction(TenantKey(1), None), Err(NoNoteToCorrect));
    }

    #[test]
    fn a_long_note_is_cut_for_read_more() {
        let long = "Ten words. ".repeat(40);
        assert!((220..=280).contains(&cut(&long).shown.len()));
        assert_eq!(cut(&"é".repeat(400)).shown.chars().count(), 280);
        assert_eq!(cut("Short.").rest, "");
    }

    #[test]
    fn an_owner_is_not_printed_for_whoever_debugs() {
        assert!(!format!("{:?}", typed().check(today()).unwrap()).contains("Noor"));
    }
}
