//! Contacts of a tenant, as they are read (S7): each as far as its reader may see it.

use chrono::{DateTime, TimeDelta, Utc};
use domain::TenantId;
use domain::access::{Action, Resource, Sensitive, Sensitivity, Shown};
use domain::contact::{ContactKind, Country, SurveyLanguage, UNDO_SECONDS};
use domain::id::PersonId;
use domain::planted::{Fault, planted};
use domain::tenant::name_key;
use store::{ContactFilter, ContactRow, ContactWorkloadRow, Kept, Tx};

use crate::identity::{Who, moment};
use crate::list_filter::LONGEST_SEARCH;
use crate::place::Place;
use crate::tenant::workload_name;
use crate::{App, AppError, AuditAction, Ctx, Field, Problem, Seen, TenantItem, WorkloadName};

/// Contacts of a page of the list.
const PAGE: i64 = 50;

/// How many of those who are survey eligible the tenant page names.
const MOST_NAMED: i64 = 6;

/// How many deletions can be undone from one page.
const MOST_UNDONE: i64 = 10;

/// A contact, redacted for its reader.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContactItem {
    /// Its name in URLs and JSON.
    pub id: String,
    /// On whose side.
    pub kind: ContactKind,
    /// Name.
    pub name: Shown<String>,
    /// E-mail.
    pub email: Shown<String>,
    /// Phone.
    pub phone: Shown<Option<String>>,
    /// Title.
    pub title: Option<String>,
    /// Country/region.
    pub country: Option<Country>,
    /// Survey language.
    pub language: Option<SurveyLanguage>,
    /// The workloads that it assists with.
    pub workloads: Vec<WorkloadName>,
    /// Survey eligible; only a customer's contact says.
    pub survey_eligible: Option<bool>,
    /// Of which organisation it is; only where the reader sees several.
    pub organisation: Option<String>,
    /// When it was last changed.
    pub changed_at: DateTime<Utc>,
    /// Until when its deletion can be undone; nothing where it is not deleted.
    pub undo_until: Option<DateTime<Utc>>,
    /// What somebody who changes it says stands there.
    pub revision: String,
}

/// How many contacts a tenant has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ContactCounts {
    /// Of the customer.
    pub customers: i64,
    /// Of those, whom a survey may reach.
    pub survey_eligible: i64,
    /// Of the partner.
    pub partners: i64,
}

impl ContactCounts {
    /// Whether the tenant is flagged: a survey reaches nobody there (S7.2).
    pub fn lack_survey_eligible(self) -> bool {
        self.survey_eligible == 0
    }
}

/// What is asked of the list of contacts.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ContactQuery {
    /// The code of the type.
    pub kind: String,
    /// Words of name, e-mail, title or phone.
    pub search: String,
    /// Where to go on.
    pub cursor: String,
}

/// The contacts of a tenant: by name, or in the order in which they were added where names are withheld.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContactList {
    /// The tenant.
    pub tenant: TenantItem,
    /// How many there are in all.
    pub counts: ContactCounts,
    /// The contacts of this page.
    pub contacts: Vec<ContactItem>,
    /// Where the next page begins.
    pub next_cursor: Option<String>,
    /// Those of which the deletion can be undone by the reader.
    pub deleted: Vec<ContactItem>,
    /// Whether the list can be searched: not by what is withheld (S1.4).
    pub may_search: bool,
    /// Whether the reader may change anything.
    pub may_write: bool,
}

/// What the tenant page shows of contacts.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ContactsOfTenant {
    /// How many there are.
    pub counts: ContactCounts,
    /// Some of them, without their workloads.
    pub some: Vec<ContactItem>,
    /// Whether the reader may add one.
    pub may_write: bool,
}

/// What a form for a contact begins with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContactDesk {
    /// The tenant.
    pub tenant: TenantItem,
    /// The contact that stands there; nothing for a new one.
    pub contact: Option<ContactItem>,
    /// The workloads to choose from.
    pub workloads: Vec<WorkloadName>,
    /// Whether the reader may write.
    pub may_write: bool,
}

impl App {
    /// The contacts of a tenant. Fields: `type`, `q` (refused where names are withheld), `cursor`.
    pub async fn contacts(
        &self,
        ctx: &Ctx,
        tenant_id: TenantId,
        query: &ContactQuery,
    ) -> Result<Seen<ContactList>, AppError> {
        let mut tx = self.store.read().await?;
        let who = self.who(&mut tx, ctx).await?;
        who.may(Resource::Contacts, Action::Read)?;
        let place = Place::find(&mut tx, &who, tenant_id).await?;
        let filter = filter(query, place.sensitivity)?;
        let cursor = query.cursor.as_str();
        if !cursor.is_empty() && tx.contact(&place.scope, place.key, cursor, Kept::All).await?.is_none() {
            return Err(AppError::field("cursor", Problem::ForeignCursor));
        }
        let mut rows = tx.contacts(&place.scope, place.key, &filter, PAGE + 1).await?;
        let has_more = i64::try_from(rows.len()).is_ok_and(|count| count > PAGE);
        if has_more {
            rows.pop();
        }
        let next_cursor = rows.last().filter(|_| has_more).map(|row| row.handle.clone());
        let may_write = who.may(Resource::Contacts, Action::Write).is_ok();
        let mut deleted = Vec::new();
        if may_write {
            let since = Kept::DeletedSince(undone_since(&who));
            let filter = ContactFilter { kept: since, ..ContactFilter::default() };
            deleted = tx.contacts(&place.scope, place.key, &filter, MOST_UNDONE).await?;
        }
        let value = ContactList {
            counts: counts(&mut tx, &place).await?,
            contacts: items(&mut tx, &who, &place, rows).await?,
            deleted: items(&mut tx, &who, &place, deleted).await?,
            next_cursor,
            may_search: place.sensitivity == Sensitivity::Shown,
            may_write,
            tenant: place.tenant,
        };
        tx.end();
        self.audit_look(ctx, &who, AuditAction::ContactsOpened, &tenant_id.to_string()).await?;
        Ok(Seen { viewer: who.viewer, value })
    }

    /// One contact of a tenant.
    pub async fn contact(&self, ctx: &Ctx, tenant_id: TenantId, contact: &str) -> Result<ContactItem, AppError> {
        let desk = self.contact_desk(ctx, tenant_id, Some(contact)).await?.value;
        desk.contact.ok_or(AppError::NotFound)
    }

    /// What the form for a contact of a tenant begins with: for that one, or for a new one.
    pub async fn contact_desk(
        &self,
        ctx: &Ctx,
        tenant_id: TenantId,
        contact: Option<&str>,
    ) -> Result<Seen<ContactDesk>, AppError> {
        let mut tx = self.store.read().await?;
        let who = self.who(&mut tx, ctx).await?;
        who.may(Resource::Contacts, Action::Read)?;
        let place = Place::find(&mut tx, &who, tenant_id).await?;
        let contact = match contact {
            Some(handle) => {
                let row = found(&mut tx, &place, handle, Kept::Present).await?;
                Some(item(&mut tx, &who, &place, row).await?)
            }
            None => None,
        };
        let workloads = tx.workloads().await?.into_iter().map(workload_name).collect();
        tx.end();
        self.audit_look(ctx, &who, AuditAction::ContactsOpened, &tenant_id.to_string()).await?;
        let may_write = who.may(Resource::Contacts, Action::Write).is_ok();
        Ok(Seen { viewer: who.viewer, value: ContactDesk { tenant: place.tenant, contact, workloads, may_write } })
    }
}

/// What the tenant page shows of contacts, in the transaction of the page.
pub(crate) async fn of_tenant(tx: &mut Tx, who: &Who, place: &Place) -> Result<ContactsOfTenant, AppError> {
    let is_shown = place.sensitivity == Sensitivity::Shown;
    let filter = ContactFilter { by_name: is_shown, ..ContactFilter::default() };
    let some = tx.contacts(&place.scope, place.key, &filter, MOST_NAMED).await?;
    Ok(ContactsOfTenant {
        counts: counts(tx, place).await?,
        some: some.into_iter().map(|row| redacted(row, &[], place, who)).collect::<Result<_, _>>()?,
        may_write: who.may(Resource::Contacts, Action::Write).is_ok(),
    })
}

/// From which moment on a deletion can still be undone, in milliseconds.
pub(crate) fn undone_since(who: &Who) -> i64 {
    who.now - UNDO_SECONDS * 1_000
}

/// A contact that exists for the person; else it is not found, whatever the reason.
pub(crate) async fn found(tx: &mut Tx, place: &Place, handle: &str, kept: Kept) -> Result<ContactRow, AppError> {
    tx.contact(&place.scope, place.key, handle, kept).await?.ok_or(AppError::NotFound)
}

async fn counts(tx: &mut Tx, place: &Place) -> Result<ContactCounts, AppError> {
    let mut counts = ContactCounts::default();
    for row in tx.contact_counts(&place.scope, place.key).await? {
        match kind(&row.kind)? {
            ContactKind::Partner => counts.partners += row.count,
            ContactKind::Customer => {
                counts.customers += row.count;
                counts.survey_eligible += if row.survey_eligible == Some(true) { row.count } else { 0 };
            }
        }
    }
    Ok(counts)
}

/// What is asked for, as the store takes it. What is withheld is not searched, whoever wrote it (S1.4).
fn filter(query: &ContactQuery, sensitivity: Sensitivity) -> Result<ContactFilter, AppError> {
    let mut wrong: Vec<(Field, Problem)> = Vec::new();
    let (kind, search) = (query.kind.trim(), query.search.trim());
    if !kind.is_empty() && ContactKind::from_code(kind).is_none() {
        wrong.push(("type", Problem::Unknown));
    }
    let is_shown = sensitivity == Sensitivity::Shown;
    if !search.is_empty() && !is_shown && !planted(Fault::ContactsFoundByWithheld) {
        wrong.push(("q", Problem::Withheld));
    } else if search.chars().count() > LONGEST_SEARCH {
        wrong.push(("q", Problem::TooLong(LONGEST_SEARCH)));
    }
    if !wrong.is_empty() {
        return Err(AppError::Invalid(wrong));
    }
    Ok(ContactFilter {
        kind: kind.to_owned(),
        search: name_key(search),
        // The order of what is withheld would tell of it.
        by_name: is_shown,
        after: query.cursor.clone(),
        ..ContactFilter::default()
    })
}

pub(crate) fn kind(code: &str) -> Result<ContactKind, AppError> {
    ContactKind::from_code(code).ok_or_else(|| broken("kind"))
}

pub(crate) fn broken(column: &str) -> AppError {
    AppError::Internal(format!("a contact with a broken {column}"))
}

/// What a reader gets of a field of somebody's that this person wrote.
pub(crate) fn sensitivity_of(place: &Place, who: &Who, author: Option<i64>) -> Sensitivity {
    if planted(Fault::PeopleOfContactsShown) {
        return Sensitivity::Shown;
    }
    match (author, who.person()) {
        (Some(author), Some(reader)) => place.sensitivity.of_written_by(PersonId(author), reader),
        _ => place.sensitivity,
    }
}

/// Contacts as their reader gets them.
pub(crate) async fn items(
    tx: &mut Tx,
    who: &Who,
    place: &Place,
    rows: Vec<ContactRow>,
) -> Result<Vec<ContactItem>, AppError> {
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let workloads = tx.contact_workloads(&place.scope, place.key, &rows).await?;
    rows.into_iter().map(|row| redacted(row, &workloads, place, who)).collect()
}

/// A contact as its reader gets it.
pub(crate) async fn item(tx: &mut Tx, who: &Who, place: &Place, row: ContactRow) -> Result<ContactItem, AppError> {
    items(tx, who, place, vec![row]).await?.pop().ok_or(AppError::NotFound)
}

fn redacted(
    row: ContactRow,
    workloads: &[ContactWorkloadRow],
    place: &Place,
    who: &Who,
) -> Result<ContactItem, AppError> {
    let own = workloads.iter().filter(|one| one.contact_id == row.contact_id).map(|one| WorkloadName {
        code: one.code.clone(),
        name_en: one.name_en.clone(),
        name_nl: one.name_nl.clone(),
    });
    let undo_until = row.deleted_at.map(|at| moment(at) + TimeDelta::seconds(UNDO_SECONDS));
    Ok(ContactItem {
        kind: kind(&row.kind)?,
        name: Sensitive::new(row.name).for_reader(sensitivity_of(place, who, row.name_by)),
        email: Sensitive::new(row.email).for_reader(sensitivity_of(place, who, row.email_by)),
        phone: Sensitive::new(row.phone).for_reader(sensitivity_of(place, who, row.phone_by)),
        title: row.title,
        country: row.country.map(|code| code.parse()).transpose().map_err(|_| broken("country"))?,
        language: row.language.map(|tag| tag.parse()).transpose().map_err(|_| broken("language"))?,
        workloads: own.collect(),
        survey_eligible: row.survey_eligible,
        organisation: place.sees_several.then_some(row.organisation),
        changed_at: moment(row.changed_at),
        undo_until,
        revision: row.version.to_string(),
        id: row.handle,
    })
}
