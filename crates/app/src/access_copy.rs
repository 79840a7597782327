//! The copy of all that is kept of one person (S16.2): a JSON text, made piece by piece, so that it needs no room however long it is.
//! Each piece asks anew whether whoever asks may have it. A tenant that does not exist for them is not named, as it is nowhere: its ID is
//! `null`, and the row says that it is withheld.

use std::collections::HashMap;

use domain::access::{Action, Resource, Scope, View};
use domain::planted::{Fault, planted};
use serde_json::{Map, Value};
use store::{CopyKind, CopyOf, CopyShape, CopyValue, Tx};
use uuid::Uuid;

use crate::identity::{Who, moment};
use crate::personal_data::{About, about};
use crate::secret::mark;
use crate::{App, AppError, AuditAction, Ctx, PersonalDataFound, Whose};

/// Rows of a piece.
const ROWS: i64 = 500;

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
        let mut eyes = Eyes::of(&who);
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
    known: HashMap<Uuid, bool>,
}

impl<'a> Eyes<'a> {
    fn of(who: &'a Who) -> Self {
        Self { who, scope: who.scope().ok(), known: HashMap::new() }
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

    /// Takes out of a row what names a tenant that does not exist for them.
    async fn withhold(&mut self, tx: &mut Tx, row: &mut Map<String, Value>) -> Result<(), AppError> {
        let mut withheld = Vec::new();
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
            eyes.withhold(tx, &mut row).await?;
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
