//! A page of the Referrals API: `{"value": [...]}`, or one referral by itself.
//!
//! The text is held as a whole, up to a limit, and each referral is read from its own part of it when it is its turn: one that
//! is wrong is refused, and the page goes on. Rows are numbered from 1 as they stand in the page, for a page is often one line.

use std::ops::Range;

use chrono::{Datelike as _, NaiveDate};
use domain::TenantId;
use domain::money::{Currency, MOST_MINOR, Money};
use domain::organisation::PartnerId;
use domain::person::Email;
use domain::referral::{Source, Status};
use domain::text;
use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;

use crate::field::{LONGEST_NAME, LONGEST_TEXT};
use crate::refusal::{FileRefusal, Reason, RowRefusal, shown};
use crate::row::{Fact, ReferralContact, ReferralRow, Row};

/// How long the number of a request may be, in letters.
pub(crate) const LONGEST_RFA_ID: usize = 100;

/// How long what a customer wrote may be, in letters.
pub(crate) const LONGEST_NOTES: usize = 10_000;

/// Most workloads of a request.
pub(crate) const MOST_WORKLOADS: usize = 50;

/// Most contacts of a request.
const MOST_CONTACTS: usize = 20;

/// A page that is being read.
pub(crate) struct ReferralPage {
    text: String,
    parts: std::vec::IntoIter<Range<usize>>,
    number: u64,
}

impl std::fmt::Debug for ReferralPage {
    /// Without its text, which names people.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ReferralPage").field("number", &self.number).finish_non_exhaustive()
    }
}

/// What a page is made of; all else in it says nothing that we use.
#[derive(Deserialize)]
struct Outline<'a> {
    #[serde(borrow)]
    value: Option<&'a RawValue>,
    #[serde(borrow)]
    id: Option<&'a RawValue>,
}

impl ReferralPage {
    /// Finds the referrals in a text.
    pub(crate) fn open(text: Vec<u8>) -> Result<Self, FileRefusal> {
        let text = String::from_utf8(text).map_err(|_| FileRefusal::WrongEncoding { encoding: "another encoding" })?;
        let outline: Outline<'_> = serde_json::from_str(&text).map_err(|error| broken(&error))?;
        let part = |raw: &RawValue| {
            // The part is one of the text: where it begins is how far it is from the beginning.
            let start = (raw.get().as_ptr() as usize).saturating_sub(text.as_ptr() as usize);
            start..start.saturating_add(raw.get().len())
        };
        let parts: Vec<Range<usize>> = match (outline.value, outline.id) {
            (Some(list), _) => {
                let list: Vec<&RawValue> = serde_json::from_str(list.get()).map_err(|_| FileRefusal::OtherJson)?;
                list.into_iter().map(part).collect()
            }
            (None, Some(_)) => std::iter::once(0..text.len()).collect(),
            (None, None) => return Err(FileRefusal::OtherJson),
        };
        if parts.is_empty() {
            return Err(FileRefusal::Empty);
        }
        Ok(Self { text, parts: parts.into_iter(), number: 0 })
    }

    /// The next referral, or why it cannot be used.
    pub(crate) fn next(&mut self) -> Option<Result<Row, RowRefusal>> {
        let part = self.parts.next()?;
        self.number += 1;
        let text = self.text.get(part).unwrap_or_default();
        let line = self.number;
        let row = match serde_json::from_str::<Value>(text) {
            Ok(value) if value.is_object() => referral(&value),
            _ => Err(Wrong { path: "", value: text.to_owned(), reason: Reason::OtherKind }),
        };
        Some(match row {
            Ok(row) => Ok(Row { line, fact: Fact::Referral(Box::new(row)) }),
            Err(wrong) => Err(RowRefusal {
                line,
                column: wrong.path.to_owned(),
                value: shown(wrong.value.as_bytes()),
                reason: wrong.reason,
            }),
        })
    }
}

fn broken(error: &serde_json::Error) -> FileRefusal {
    match error.classify() {
        serde_json::error::Category::Data => FileRefusal::OtherJson,
        _ => FileRefusal::BrokenJson { line: error.line(), column: error.column() },
    }
}

/// What is wrong with a value, and where it stands.
struct Wrong {
    path: &'static str,
    value: String,
    reason: Reason,
}

fn wrong(path: &'static str, value: &Value, reason: Reason) -> Wrong {
    // What somebody else's data says is told as far as it helps; the rest of a long value does not.
    let value = match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    Wrong { path, value, reason }
}

/// The value at a path of names; nothing where there is none.
fn at<'a>(value: &'a Value, path: &str) -> &'a Value {
    path.split('.').fold(value, |value, name| value.get(name).unwrap_or(&Value::Null))
}

/// A text that may be missing.
fn line(value: &Value, path: &'static str, most: usize) -> Result<String, Wrong> {
    let found = at(value, path);
    match found {
        Value::Null => Ok(String::new()),
        Value::String(text) => {
            let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
            match text::line(&text, most) {
                Ok(text) => Ok(text.unwrap_or_default()),
                Err(text::TextFault::TooLong { most, .. }) => Err(wrong(path, found, Reason::TooLong { most })),
                Err(_) => Err(wrong(path, found, Reason::ControlCharacter)),
            }
        }
        Value::Number(number) if number.is_u64() => Ok(number.to_string()),
        other => Err(wrong(path, other, Reason::OtherKind)),
    }
}

fn list<'a>(value: &'a Value, path: &'static str, most: usize) -> Result<&'a [Value], Wrong> {
    match at(value, path) {
        Value::Null => Ok(&[]),
        Value::Array(all) if all.len() > most => {
            Err(Wrong { path, value: all.len().to_string(), reason: Reason::TooMany { most } })
        }
        Value::Array(all) => Ok(all),
        other => Err(wrong(path, other, Reason::OtherKind)),
    }
}

fn referral(value: &Value) -> Result<ReferralRow, Wrong> {
    let own = line(value, "id", LONGEST_RFA_ID)?;
    let rfa_id = match line(value, "externalReferenceId", LONGEST_RFA_ID)? {
        rfa_id if rfa_id.is_empty() => own,
        rfa_id => rfa_id,
    };
    if rfa_id.is_empty() {
        return Err(wrong("id", at(value, "id"), Reason::Missing));
    }
    let customer_name = match line(value, "customerProfile.name", LONGEST_NAME)? {
        name if name.is_empty() => line(value, "name", LONGEST_NAME)?,
        name => name,
    };
    if customer_name.is_empty() {
        return Err(wrong("customerProfile.name", at(value, "customerProfile.name"), Reason::Missing));
    }
    let status = status(&line(value, "status", LONGEST_TEXT)?, &line(value, "substatus", LONGEST_TEXT)?);
    let contacts = contacts(value)?;
    Ok(ReferralRow {
        rfa_id,
        source: Source::PartnerCenter,
        tenant_id: tenant(value)?,
        customer_name,
        country: line(value, "customerProfile.address.country", LONGEST_TEXT)?,
        language: contacts.iter().map(|one| one.language.clone()).find(|one| !one.is_empty()).unwrap_or_default(),
        size: line(value, "customerProfile.size", LONGEST_TEXT)?,
        asked_on: asked_on(value)?,
        workloads: workloads(value)?,
        contacts,
        notes: notes(value)?,
        value: deal(value)?,
        target: target(value)?,
        status: status.ok_or_else(|| wrong("status", at(value, "status"), Reason::UnknownStatus))?,
    })
}

/// Where a referral stands, by the words of the Referrals API or our own; new where nothing is said.
pub(crate) fn status(status: &str, substatus: &str) -> Option<Status> {
    let is = |text: &str, word: &str| text.trim().eq_ignore_ascii_case(word);
    match status.trim() {
        "" => Some(Status::Assigned),
        new if is(new, "New") => Some(Status::Assigned),
        active if is(active, "Active") => Some(Status::Active),
        closed if is(closed, "Closed") => Some(match substatus {
            won if is(won, "Won") => Status::Won,
            lost if is(lost, "Lost") => Status::Lost,
            declined if is(declined, "Declined") => Status::Declined,
            expired if is(expired, "Expired") => Status::Returned,
            _ => Status::Closed,
        }),
        own => Status::from_code(&own.to_ascii_lowercase()),
    }
}

/// The first of the customer's IDs that is one of a tenant.
fn tenant(value: &Value) -> Result<TenantId, Wrong> {
    const PATH: &str = "customerProfile.ids";
    let ids = list(value, PATH, 100)?;
    let texts = ids.iter().filter_map(|one| at(one, "id").as_str());
    match texts.clone().find_map(|id| id.trim().parse().ok()) {
        Some(tenant) => Ok(tenant),
        None => match texts.into_iter().next() {
            Some(first) => Err(Wrong { path: PATH, value: first.to_owned(), reason: Reason::NotATenantId }),
            None => Err(Wrong { path: PATH, value: String::new(), reason: Reason::Missing }),
        },
    }
}

/// The day of a moment; a later part of it says nothing more.
fn asked_on(value: &Value) -> Result<Option<NaiveDate>, Wrong> {
    const PATH: &str = "createdDateTime";
    let text = line(value, PATH, LONGEST_TEXT)?;
    if text.is_empty() {
        return Ok(None);
    }
    let day = text.split(['T', ' ']).next().unwrap_or_default().parse::<NaiveDate>().ok();
    day.filter(|day| is_plausible(*day)).map(Some).ok_or_else(|| wrong(PATH, at(value, PATH), Reason::NotADay))
}

/// Whether somebody can have asked on that day.
pub(crate) fn is_plausible(day: NaiveDate) -> bool {
    (2000..2200).contains(&day.year())
}

fn workloads(value: &Value) -> Result<Vec<String>, Wrong> {
    const PATH: &str = "details.requirements.products";
    let mut workloads: Vec<String> = Vec::new();
    for one in list(value, PATH, MOST_WORKLOADS)? {
        // Products are objects with an ID; some pages have the bare names.
        let name = match one {
            Value::String(name) => name.trim().to_owned(),
            other => {
                at(other, "id").as_str().or_else(|| at(other, "name").as_str()).unwrap_or_default().trim().to_owned()
            }
        };
        if name.is_empty() || name.chars().count() > LONGEST_TEXT {
            return Err(wrong(PATH, one, Reason::NotAWorkload));
        }
        workloads.push(name);
    }
    if workloads.is_empty() {
        return Err(Wrong { path: PATH, value: String::new(), reason: Reason::Missing });
    }
    Ok(workloads)
}

fn contacts(value: &Value) -> Result<Vec<ReferralContact>, Wrong> {
    const PATH: &str = "customerProfile.team";
    let mut contacts = Vec::new();
    for one in list(value, PATH, MOST_CONTACTS)? {
        let of = |name: &'static str, most| line(one, name, most).map_err(|wrong| Wrong { path: PATH, ..wrong });
        let name = format!("{} {}", of("firstName", LONGEST_NAME)?, of("lastName", LONGEST_NAME)?).trim().to_owned();
        let (email, phone) = (of("email", LONGEST_TEXT)?, of("phoneNumber", LONGEST_TEXT)?);
        if !email.is_empty() && email.parse::<Email>().is_err() {
            return Err(Wrong { path: PATH, value: email, reason: Reason::NotAnEmail });
        }
        let language = of("contactPreference.locale", LONGEST_TEXT)?;
        if !(name.is_empty() && email.is_empty() && phone.is_empty()) {
            contacts.push(ReferralContact { name, email, phone, language });
        }
    }
    Ok(contacts)
}

fn notes(value: &Value) -> Result<String, Wrong> {
    const PATH: &str = "details.notes";
    match at(value, PATH) {
        Value::Null => Ok(String::new()),
        Value::String(notes) => match text::lines(notes, LONGEST_NOTES) {
            Ok(notes) => Ok(notes.unwrap_or_default()),
            Err(text::TextFault::TooLong { most, .. }) => Err(wrong(PATH, at(value, PATH), Reason::TooLong { most })),
            Err(_) => Err(wrong(PATH, at(value, PATH), Reason::ControlCharacter)),
        },
        other => Err(wrong(PATH, other, Reason::OtherKind)),
    }
}

/// An amount as a file writes it.
pub(crate) fn money(typed: &str, currency: Currency) -> Option<Money> {
    let minor = currency.minor_of(typed).filter(|minor| *minor <= MOST_MINOR)?;
    Some(Money { minor, currency })
}

fn deal(value: &Value) -> Result<Option<Money>, Wrong> {
    const PATH: &str = "details.dealValue";
    let typed = match at(value, PATH) {
        Value::Null => return Ok(None),
        Value::Number(number) => number.to_string(),
        Value::String(text) if text.trim().is_empty() => return Ok(None),
        Value::String(text) => text.clone(),
        other => return Err(wrong(PATH, other, Reason::OtherKind)),
    };
    let code = line(value, "details.currency", LONGEST_TEXT)?;
    let currency = code.parse::<Currency>();
    let currency = currency.map_err(|_| wrong("details.currency", at(value, "details.currency"), Reason::NotMoney))?;
    money(&typed, currency).map(Some).ok_or_else(|| wrong(PATH, at(value, PATH), Reason::NotMoney))
}

/// The first partner it was given to.
fn target(value: &Value) -> Result<Option<PartnerId>, Wrong> {
    const PATH: &str = "target";
    let Some(first) = list(value, PATH, 100)?.first() else { return Ok(None) };
    let id = line(first, "id", LONGEST_TEXT).map_err(|wrong| Wrong { path: PATH, ..wrong })?;
    if id.is_empty() {
        return Ok(None);
    }
    id.parse().map(Some).map_err(|_| Wrong { path: PATH, value: id, reason: Reason::NotAPartnerId })
}
