//! What a partner says of an accepted referral (S10.4), and which referrals it wants (S10.5).

use crate::contact::{Country, SurveyLanguage};
use crate::money::{Currency, MOST_MINOR, Money};
use crate::text::{self, TextFault};

use super::Progress;

/// Most characters of what was sold.
pub const LONGEST_SERVICES: usize = 2_000;

/// Most characters of a note.
pub const LONGEST_NOTE: usize = 10_000;

/// Most customer sizes that a partner names.
const MOST_SIZES: usize = 20;

/// Most characters of a customer size.
const LONGEST_SIZE: usize = 100;

/// A field of the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum EditField {
    /// Where it stands.
    Status,
    /// Value-added services sold.
    Services,
    /// Their estimated value.
    Value,
    /// In which currency.
    Currency,
    /// A note for the history.
    Note,
}

impl EditField {
    /// Every field, in the order of the form.
    pub const ALL: [Self; 5] = [Self::Status, Self::Services, Self::Value, Self::Currency, Self::Note];

    /// The name in forms and JSON.
    pub fn code(self) -> &'static str {
        match self {
            Self::Status => "status",
            Self::Services => "services_sold",
            Self::Value => "estimated_value",
            Self::Currency => "currency",
            Self::Note => "note",
        }
    }
}

/// What is wrong with a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EditFault {
    /// Not one of the statuses that a partner sets, a currency of the standard, a country or a language.
    NotInTheList,
    /// Not an amount.
    Malformed,
    /// More than that many minor units.
    TooLarge(i64),
    /// An amount without a currency.
    Missing,
    /// More than that many.
    TooMany(usize),
    /// A text that cannot be kept.
    Text(TextFault),
}

/// What was typed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NewEdit {
    /// The code of a status.
    pub status: String,
    /// Value-added services sold; may be empty.
    pub services: String,
    /// Their estimated value, as people type it; may be empty. Nothing leaves what is there.
    pub value: Option<String>,
    /// In which currency, by its code.
    pub currency: String,
    /// A note for the history; may be empty.
    pub note: String,
}

/// What is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// Where it stands.
    pub progress: Progress,
    /// Value-added services sold.
    pub services: Option<String>,
    /// Their estimated value; nothing leaves what is there.
    pub value: Option<Option<Money>>,
    /// A note for the history.
    pub note: Option<String>,
}

impl NewEdit {
    /// What is kept of it, or all that is wrong with it.
    pub fn check(&self) -> Result<Edit, Vec<(EditField, EditFault)>> {
        let mut wrong = Vec::new();
        let progress = Progress::from_code(self.status.trim());
        if progress.is_none() {
            wrong.push((EditField::Status, EditFault::NotInTheList));
        }
        let mut said = |field, text: &str, most| match text::lines(text, most) {
            Ok(text) => text,
            Err(fault) => {
                wrong.push((field, EditFault::Text(fault)));
                None
            }
        };
        let services = said(EditField::Services, &self.services, LONGEST_SERVICES);
        let note = said(EditField::Note, &self.note, LONGEST_NOTE);
        let value = match &self.value {
            None => None,
            Some(typed) => match money(typed, &self.currency) {
                Ok(money) => Some(money),
                Err(fault) => {
                    wrong.push(fault);
                    None
                }
            },
        };
        match progress {
            Some(progress) if wrong.is_empty() => Ok(Edit { progress, services, value, note }),
            _ => Err(wrong),
        }
    }
}

/// An amount as people type it; nothing for an empty one.
fn money(typed: &str, currency: &str) -> Result<Option<Money>, (EditField, EditFault)> {
    if typed.trim().is_empty() {
        return Ok(None);
    }
    let currency = match currency.trim() {
        "" => return Err((EditField::Currency, EditFault::Missing)),
        code => code.parse::<Currency>().map_err(|_| (EditField::Currency, EditFault::NotInTheList))?,
    };
    let minor = currency.minor_of(typed).ok_or((EditField::Value, EditFault::Malformed))?;
    if minor > MOST_MINOR {
        return Err((EditField::Value, EditFault::TooLarge(MOST_MINOR)));
    }
    Ok(Some(Money { minor, currency }))
}

/// Which referrals a partner wants, as typed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NewPreference {
    /// Languages that it speaks, by tag.
    pub languages: Vec<String>,
    /// Countries in which it works, by code.
    pub countries: Vec<String>,
    /// Sizes of customers that it serves, as requests write them.
    pub sizes: Vec<String>,
}

/// Which referrals a partner wants (S10.5). What it does not say anything of counts neither for it nor against it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Preference {
    /// Languages that it speaks, by tag.
    pub languages: Vec<String>,
    /// Countries in which it works, by code.
    pub countries: Vec<String>,
    /// Sizes of customers that it serves.
    pub sizes: Vec<String>,
}

impl NewPreference {
    /// What is kept of it, or all that is wrong with it, by the name of the field.
    pub fn check(&self) -> Result<Preference, Vec<(&'static str, EditFault)>> {
        let mut wrong = Vec::new();
        let mut list = |field, given: &[String], read: &dyn Fn(&str) -> Option<String>| {
            let mut kept: Vec<String> = Vec::new();
            for one in given.iter().map(|one| one.trim()).filter(|one| !one.is_empty()) {
                match read(one) {
                    Some(one) => kept.push(one),
                    None => wrong.push((field, EditFault::NotInTheList)),
                }
            }
            kept.sort();
            kept.dedup();
            kept
        };
        let languages = list("languages", &self.languages, &|tag| {
            tag.parse::<SurveyLanguage>().ok().map(|one| one.tag().to_owned())
        });
        let countries =
            list("countries", &self.countries, &|code| code.parse::<Country>().ok().map(|one| one.code().to_owned()));
        let sizes = list("sizes", &self.sizes, &|size| text::line(size, LONGEST_SIZE).ok().flatten());
        if sizes.len() > MOST_SIZES {
            wrong.push(("sizes", EditFault::TooMany(MOST_SIZES)));
        }
        wrong.dedup();
        if wrong.is_empty() { Ok(Preference { languages, countries, sizes }) } else { Err(wrong) }
    }
}
