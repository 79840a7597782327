//! The copy of all that is kept of one person (S16.2): a JSON text, made piece by piece, so that it needs no room however long it is.
//! Each piece asks anew whether whoever asks may have it. A tenant that does not exist for them is not named, as it is nowhere: its ID is
//! `null`, and the row says that it is withheld. So it is with what somebody wrote of customers, for an admin of the organisation whom no
//! role shows it.

use std::collections::HashMap;

use domain::access::{Action, Resource, Scope, Sensitivity, View};
use domain::planted::{Fault, planted};
use serde_json::{Map, Value};
use store::{CopyField, CopyKind, CopyOf, CopyShape, CopyValue, Tx};
use uuid::Uuid;

use crate::identity::{Who, moment};
use crate::personal_data::{About, about};
use crate::secret::mark;
use crate::{App, AppError, AuditAction, Ctx, PersonalDataFound, Whose};

/// Rows of a piece.
const ROWS: i64 = 500;

/// Kinds of rows in which somebody wrote of customers. Of an organisation's admin they need what the pages need: a role that shows
/// tenants, and what is sensitive, in all of it (S1.3, S1.4).
const WORK: [&str; 11] = [
    // What somebody searches for are customers.
    "saved_views",
    "status_notes",
    "contacts_written",
    "intent_notes",
    "questions_asked",
    "questions_answered",
    "service_status",
    "claims_filed",
    "claim_moves",
    "referrals_valued",
    "referral_changes",
];

/// Fields of those that tell that there is a row, and not what it says.
const TOLD_OF_WORK: [&str; 12] = [
    "handle",
    "number",
    "claim",
    "referral",
    "tenant_id",
    "organisation",
    "workload",
    "version",
    "revision",
    "as",
    "move",
    "party",
];

/// Of whom a copy is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CopyAsked {
    /// Of whoever asks.
    Own,
    /// Of somebody else, for whoever is there for that.
    Of(Whose),
}

/// How far a copy is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct CopyPlace {
    /// The kind of rows, counted.
    kind: usize,
    /// How many of its rows were looked at.
    rows: i64,
    /// Whether one of them was written.
    has_some: bool,
}

impl App {
    /// The next piece of a copy, and where it goes on. That it is made stands in the audit, and not of whom by name.
    pub async fn access_copy(
        &self,
        ctx: &Ctx,
        asked: &CopyAsked,
        place: CopyPlace,
    ) -> Result<(String, Option<CopyPlace>), AppError> {
        let is_first = place == CopyPlace::default();
        let mut tx = self.store.read().await?;
        let (who, about) = match asked {
            CopyAsked::Own => {
                let who = self.who(&mut tx, ctx).await?;
                who.may(Resource::OwnAccount, Action::Read)?;
                let person = who.account()?;
                let found = PersonalDataFound {
                    whose: Whose::Person(String::new()),
                    name: who.viewer.name.clone(),
                    email: who.viewer.email.clone(),
                    organisation: Some(who.viewer.organisation.clone()),
                };
                let about = About { mark: mark(&found.email), person: Some(person), found };
                (who, about)
            }
            CopyAsked::Of(whose) => {
                let (who, scope) = self.data_admin(&mut tx, ctx).await?;
                let about = about(&mut tx, &scope, whose).await?;
                (who, about)
            }
        };
        let mut piece = String::new();
        if is_first {
            let made_at = moment(who.now).to_rfc3339();
            piece.push_str("{\n\"format\": \"uptake access copy 1\",\n\"made_at\": ");
            piece.push_str(&Value::from(made_at).to_string());
            piece.push_str(",\n\"data\": {");
        }
        let mut eyes = Eyes::of(&who, asked);
        let next = next_piece(&mut tx, &mut eyes, about.of(), place, &mut piece).await?;
        tx.end();
        if is_first {
            let (subject, detail) = match (&about.found.whose, about.person) {
                (Whose::Person(handle), Some(_)) => (handle.as_str(), serde_json::json!({})),
                _ => ("", serde_json::json!({ "of": "contact" })),
            };
            let mut tx = self.store.write().await?;
            self.audit(&mut tx, ctx, &who, AuditAction::PersonalDataCopied, subject, &detail).await?;
            tx.commit().await?;
        }
        Ok((piece, next))
    }
}

/// Which tenants exist for whoever asks.
struct Eyes<'a> {
    who: &'a Who,
    /// Nothing where none does.
    scope: Option<Scope>,
    /// Whether what the person wrote of customers is told: to themselves, to the programme office, and to whoever sees all of it.
    sees_work: bool,
    known: HashMap<Uuid, bool>,
}

impl<'a> Eyes<'a> {
    fn of(who: &'a Who, asked: &CopyAsked) -> Self {
        let scope = who.scope().ok();
        let sees_all = |scope: &Scope| scope.limited_to().is_none() && scope.sensitivity_of_all() == Sensitivity::Shown;
        let sees_work = *asked == CopyAsked::Own
            || (scope.as_ref().is_some_and(sees_all) && who.viewer.principal.has_open_details())
            || planted(Fault::CopyShowsWork);
        Self { who, scope, sees_work, known: HashMap::new() }
    }

    /// Whether a text names a tenant that does not exist for them.
    async fn hide(&mut self, tx: &mut Tx, text: &str) -> Result<bool, AppError> {
        let Some(id) = text.get(..36).and_then(|id| id.parse::<Uuid>().ok()) else { return Ok(false) };
        if planted(Fault::CopyNamesHiddenTenants) {
            return Ok(false);
        }
        let Some(scope) = &self.scope else { return Ok(true) };
        if matches!(scope.view(), View::Programme) {
            return Ok(false);
        }
        if let Some(is_hidden) = self.known.get(&id) {
            return Ok(*is_hidden);
        }
        let is_hidden = tx.tenant_row(scope, self.who.programme, id).await?.is_none();
        self.known.insert(id, is_hidden);
        Ok(is_hidden)
    }

    /// Takes out of a row what names a tenant that does not exist for them, and what was written of customers where that is
    /// not theirs to read.
    async fn withhold(&mut self, tx: &mut Tx, kind: &CopyKind, row: &mut Map<String, Value>) -> Result<(), AppError> {
        let mut withheld = Vec::new();
        let is_kept = |field: &CopyField| field.shape == CopyShape::Moment || TOLD_OF_WORK.contains(&field.name);
        if !self.sees_work && WORK.contains(&kind.name) {
            for field in kind.fields.iter().filter(|field| !is_kept(field)) {
                row.insert(field.name.to_owned(), Value::Null);
                withheld.push(field.name);
            }
        }
        for field in ["tenant_id", "subject"] {
            let Some(Value::String(text)) = row.get(field) else { continue };
            if self.hide(tx, &text.clone()).await? {
                row.insert(field.to_owned(), Value::Null);
                withheld.push(field);
            }
        }
        if !withheld.is_empty() {
            row.insert("withheld".to_owned(), Value::from(withheld));
        }
        Ok(())
    }
}

/// Writes the next rows; gives where they go on.
async fn next_piece(
    tx: &mut Tx,
    eyes: &mut Eyes<'_>,
    of: CopyOf<'_>,
    mut place: CopyPlace,
    piece: &mut String,
) -> Result<Option<CopyPlace>, AppError> {
    let mut left = ROWS;
    while let Some(kind) = of.kinds().get(place.kind) {
        if place.rows == 0 {
            piece.push_str(if place.kind == 0 { "\n" } else { ",\n" });
            piece.push_str(&Value::from(kind.name).to_string());
            piece.push_str(": [");
        }
        let limit = left.max(1);
        let rows = tx.copied(kind, whose_rows(kind, of), place.rows, limit).await?;
        let count = i64::try_from(rows.len()).unwrap_or(i64::MAX);
        for values in rows {
            let Some(mut row) = row(kind, values, of) else { continue };
            eyes.withhold(tx, kind, &mut row).await?;
            piece.push_str(if place.has_some { ",\n" } else { "\n" });
            piece.push_str(&Value::Object(row).to_string());
            place.has_some = true;
        }
        if count == limit {
            return Ok(Some(CopyPlace { rows: place.rows + count, ..place }));
        }
        piece.push_str(if place.has_some { "\n]" } else { "]" });
        left -= count;
        place = CopyPlace { kind: place.kind + 1, ..CopyPlace::default() };
    }
    piece.push_str("\n}\n}\n");
    Ok(None)
}

/// Whose rows of a kind are told.
fn whose_rows<'a>(kind: &CopyKind, of: CopyOf<'a>) -> CopyOf<'a> {
    match of {
        CopyOf::Person(person, email, mark) if planted(Fault::CopyHasOthersWords) && kind.name == "status_notes" => {
            CopyOf::Person(domain::id::PersonId(person.0 - 1), email, mark)
        }
        of => of,
    }
}

/// A row as it is told; none where nothing in it is about the person.
fn row(kind: &CopyKind, values: Vec<CopyValue>, of: CopyOf<'_>) -> Option<Map<String, Value>> {
    let mut row = Map::new();
    for (field, value) in kind.fields.iter().zip(values) {
        let value = match (value, field.shape, of) {
            (CopyValue::Nothing, ..) => Value::Null,
            // Of those whom a request names, the one.
            (CopyValue::Text(text), CopyShape::Json, CopyOf::Contact(email)) => {
                let people: Vec<Value> = serde_json::from_str(&text).unwrap_or_default();
                let is_named = |one: &Value| {
                    one.get("email").and_then(Value::as_str).is_some_and(|text| text.to_lowercase() == email)
                };
                let named: Vec<Value> = people.into_iter().filter(is_named).collect();
                if named.is_empty() {
                    return None;
                }
                Value::from(named)
            }
            (CopyValue::Text(text), CopyShape::Json, CopyOf::Person(..)) => {
                serde_json::from_str(&text).unwrap_or(Value::Null)
            }
            (CopyValue::Text(text), ..) => Value::from(text),
            (CopyValue::Number(millis), CopyShape::Moment, _) => Value::from(moment(millis).to_rfc3339()),
            (CopyValue::Number(number), ..) => Value::from(number),
            (CopyValue::Flag(flag), ..) => Value::from(flag),
            (CopyValue::Guid(id), ..) => Value::from(id.to_string()),
        };
        row.insert(field.name.to_owned(), value);
    }
    Some(row)
}

#[cfg(test)]
mod tests {
    use store::KINDS_OF_PERSON;

    use super::*;

    #[test]
    fn whatever_has_a_tenant_is_work_and_all_work_is_a_kind() {
        for name in WORK {
            assert!(KINDS_OF_PERSON.iter().any(|kind| kind.name == name), "{name}");
        }
        let has_tenant = |kind: &&CopyKind| kind.fields.iter().any(|field| field.name == "tenant_id");
        for kind in KINDS_OF_PERSON.iter().filter(has_tenant) {
            // That a note was asked for says nothing of what is in one.
            assert!(WORK.contains(&kind.name) || kind.name == "notes_asked", "{}", kind.name);
        }
    }
}
