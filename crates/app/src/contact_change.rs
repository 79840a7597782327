//! Adding, changing and deleting contacts (S7). What must hold of the contacts of a tenant together is judged while the
//! tenant is held, so that no two people break it between them (S7.2).

use std::collections::HashMap;

use domain::TenantId;
use domain::access::{Action, Resource, Sensitivity};
use domain::contact::{
    Contact, ContactChange, ContactFault, ContactField, ContactKind, Listed, MOST_CONTACTS, NewContact, SetFault,
    can_be_undone,
};
use domain::id::{ContactId, OrganisationId, PersonId, WorkloadId};
use domain::tenant::name_key;
use store::{Authors, ContactRow, Kept, StoreError, Tx};

use crate::contact::{broken, found, item, kind, sensitivity_of};
use crate::identity::{Who, moment};
use crate::place::Place;
use crate::{App, AppError, AuditAction, ContactItem, Ctx, Expected, Field, Outcome, Problem, RequestKey, Seen};

/// What a contact is to become. What identifies the person stays as it is where nothing is given: so somebody from whom
/// it is withheld changes the rest (S1.4).
#[derive(Clone, PartialEq, Eq, Default)]
pub struct ContactEdit {
    /// Name.
    pub name: Option<String>,
    /// E-mail.
    pub email: Option<String>,
    /// Phone; an empty one is taken away.
    pub phone: Option<String>,
    /// The code of the type.
    pub kind: String,
    /// Title.
    pub title: String,
    /// Country/region, a code.
    pub country: String,
    /// Survey language, a tag.
    pub language: String,
    /// Services assisted with: the codes of workloads.
    pub workloads: Vec<String>,
    /// Survey eligible; nothing where neither yes nor no was said.
    pub survey_eligible: Option<bool>,
}

impl ContactEdit {
    /// The contact as it would be typed anew.
    fn onto(&self, row: &ContactRow) -> NewContact {
        NewContact {
            kind: self.kind.clone(),
            name: self.name.clone().unwrap_or_else(|| row.name.clone()),
            email: self.email.clone().unwrap_or_else(|| row.email.clone()),
            phone: self.phone.clone().unwrap_or_else(|| row.phone.clone().unwrap_or_default()),
            title: self.title.clone(),
            country: self.country.clone(),
            language: self.language.clone(),
            workloads: self.workloads.clone(),
            survey_eligible: self.survey_eligible,
        }
    }

    /// What is given although it is withheld from whoever gives it: nobody changes what they do not see.
    fn unseen(&self, row: &ContactRow, place: &Place, who: &Who) -> Vec<(Field, Problem)> {
        let given = [
            (ContactField::Name, self.name.is_some(), row.name_by),
            (ContactField::Email, self.email.is_some(), row.email_by),
            (ContactField::Phone, self.phone.is_some(), row.phone_by),
        ];
        let is_unseen = |author| sensitivity_of(place, who, author) == Sensitivity::Withheld;
        let unseen = given.into_iter().filter(|(_, is_given, author)| *is_given && is_unseen(*author));
        unseen.map(|(field, ..)| (field.code(), Problem::Withheld)).collect()
    }
}

impl App {
    /// Adds a contact to a tenant. Fields: those of [`ContactField`]. With the key of a request that was made before, the
    /// contact that it added.
    pub async fn add_contact(
        &self,
        ctx: &Ctx,
        tenant_id: TenantId,
        new: &NewContact,
        key: Option<&RequestKey>,
    ) -> Result<ContactItem, AppError> {
        let mut tx = self.store.write().await?;
        let who = self.who_changes(&mut tx, ctx).await?;
        who.may(Resource::Contacts, Action::Write)?;
        let place = Place::find(&mut tx, &who, tenant_id).await?;
        if let Some(handle) = self.made_before(&mut tx, &who, key).await? {
            let row = found(&mut tx, &place, &handle, Kept::Present).await?;
            let made = item(&mut tx, &who, &place, row).await?;
            tx.end();
            return Ok(made);
        }
        self.erase_due(&mut tx, who.now).await?;
        let contact = checked(&mut tx, new).await?;
        let place = place.held(&mut tx, &who).await?;
        judge(&mut tx, &place, place.organisation, &ContactChange::Add(Listed::of(None, &contact))).await?;
        let handle = self.new_handle()?;
        let author = who.person();
        tx.add_contact(&store::NewContact {
            handle: &handle,
            organisation: place.organisation,
            tenant: place.key,
            contact: &contact,
            search_key: &search_key(&contact),
            authors: Authors { name: author, email: author, phone: author },
            added_at: who.now,
        })
        .await
        .map_err(same_email)?;
        self.note_made(&mut tx, &who, key, &handle).await?;
        self.audit_contact(&mut tx, ctx, &who, AuditAction::ContactAdded, tenant_id, &handle).await?;
        let row = found(&mut tx, &place, &handle, Kept::Present).await?;
        let added = item(&mut tx, &who, &place, row).await?;
        tx.commit().await?;
        Ok(added)
    }

    /// Changes a contact in place of the version that is expected there. Fields: those of [`ContactField`].
    pub async fn change_contact(
        &self,
        ctx: &Ctx,
        tenant_id: TenantId,
        contact: &str,
        edit: &ContactEdit,
        expected: &Expected,
    ) -> Result<Seen<Outcome<ContactItem>>, AppError> {
        let (mut tx, who, place, row) = self.held(ctx, tenant_id, contact, Kept::Present).await?;
        if !expected.is(&row.version.to_string()) {
            return overtaken(tx, who, &place, row).await;
        }
        let unseen = edit.unseen(&row, &place, &who);
        if !unseen.is_empty() {
            return Err(AppError::Invalid(unseen));
        }
        let changed = checked(&mut tx, &edit.onto(&row)).await?;
        let change = ContactChange::Edit(row.id(), Listed::of(Some(row.id()), &changed));
        judge(&mut tx, &place, OrganisationId(row.organisation_id), &change).await?;
        let authors = authors(&row, &changed, who.person());
        tx.change_contact(row.id(), &changed, &search_key(&changed), authors, who.now).await.map_err(same_email)?;
        self.audit_contact(&mut tx, ctx, &who, AuditAction::ContactChanged, tenant_id, contact).await?;
        let row = found(&mut tx, &place, contact, Kept::Present).await?;
        let value = Outcome::Saved(item(&mut tx, &who, &place, row).await?);
        tx.commit().await?;
        Ok(Seen { viewer: who.viewer, value })
    }

    /// Deletes a contact that is of the expected version; for a while that can be undone (S7.4). A refusal names
    /// `survey_eligible`.
    pub async fn delete_contact(
        &self,
        ctx: &Ctx,
        tenant_id: TenantId,
        contact: &str,
        expected: &Expected,
    ) -> Result<Seen<Outcome<ContactItem>>, AppError> {
        let (mut tx, who, place, row) = self.held(ctx, tenant_id, contact, Kept::Present).await?;
        if !expected.is(&row.version.to_string()) {
            return overtaken(tx, who, &place, row).await;
        }
        judge(&mut tx, &place, OrganisationId(row.organisation_id), &ContactChange::Delete(row.id())).await?;
        tx.set_contact_deleted(row.id(), Some(who.now)).await?;
        self.audit_contact(&mut tx, ctx, &who, AuditAction::ContactDeleted, tenant_id, contact).await?;
        let row = found(&mut tx, &place, contact, Kept::All).await?;
        let value = Outcome::Saved(item(&mut tx, &who, &place, row).await?);
        tx.commit().await?;
        Ok(Seen { viewer: who.viewer, value })
    }

    /// Brings a contact back that was deleted in the last half minute; later it is not there any more (S7.4). One that is not
    /// deleted stays as it is. Fields: `email` and `survey_eligible`, where what came meanwhile does not allow it.
    pub async fn restore_contact(
        &self,
        ctx: &Ctx,
        tenant_id: TenantId,
        contact: &str,
    ) -> Result<Seen<ContactItem>, AppError> {
        let (mut tx, who, place, row) = self.held(ctx, tenant_id, contact, Kept::All).await?;
        if let Some(deleted_at) = row.deleted_at {
            if !can_be_undone(moment(deleted_at), moment(who.now)) {
                return Err(AppError::NotFound);
            }
            let change = ContactChange::Add(Listed { id: None, ..listed(&row)? });
            judge(&mut tx, &place, OrganisationId(row.organisation_id), &change).await?;
            tx.set_contact_deleted(row.id(), None).await.map_err(same_email)?;
            self.audit_contact(&mut tx, ctx, &who, AuditAction::ContactRestored, tenant_id, contact).await?;
        }
        let row = found(&mut tx, &place, contact, Kept::Present).await?;
        let value = item(&mut tx, &who, &place, row).await?;
        tx.commit().await?;
        Ok(Seen { viewer: who.viewer, value })
    }

    /// A contact that somebody is about to change, with its tenant held.
    async fn held(
        &self,
        ctx: &Ctx,
        tenant_id: TenantId,
        contact: &str,
        kept: Kept,
    ) -> Result<(Tx, Who, Place, ContactRow), AppError> {
        let mut tx = self.store.write().await?;
        let who = self.who_changes(&mut tx, ctx).await?;
        who.may(Resource::Contacts, Action::Write)?;
        let place = Place::find(&mut tx, &who, tenant_id).await?;
        self.erase_due(&mut tx, who.now).await?;
        let place = place.held(&mut tx, &who).await?;
        let row = found(&mut tx, &place, contact, kept).await?;
        Ok((tx, who, place, row))
    }

    /// That something happened to a contact, and not to whom.
    async fn audit_contact(
        &self,
        tx: &mut Tx,
        ctx: &Ctx,
        who: &Who,
        action: AuditAction,
        tenant_id: TenantId,
        handle: &str,
    ) -> Result<(), AppError> {
        let detail = serde_json::json!({ "contact": handle });
        self.audit(tx, ctx, who, action, &tenant_id.to_string(), &detail).await
    }
}

/// Somebody else was first: what stands there, and nothing changes.
async fn overtaken(
    mut tx: Tx,
    who: Who,
    place: &Place,
    row: ContactRow,
) -> Result<Seen<Outcome<ContactItem>>, AppError> {
    let value = Outcome::Overtaken(item(&mut tx, &who, place, row).await?);
    tx.end();
    Ok(Seen { viewer: who.viewer, value })
}

/// The contact that was typed, where it can be kept.
async fn checked(tx: &mut Tx, typed: &NewContact) -> Result<Contact, AppError> {
    let rows = tx.workloads().await?;
    let known: HashMap<&str, WorkloadId> =
        rows.iter().map(|row| (row.code.as_str(), WorkloadId(row.workload_id))).collect();
    typed.check(|code| known.get(code).copied()).map_err(|faults| {
        AppError::Invalid(faults.into_iter().map(|(field, fault)| (field.code(), fault.into())).collect())
    })
}

/// Judges what a change would leave of an organisation's contacts at a tenant that is held (S7.2, S7.3).
async fn judge(
    tx: &mut Tx,
    place: &Place,
    organisation: OrganisationId,
    change: &ContactChange,
) -> Result<(), AppError> {
    let rows = tx.contacts_of(&place.scope, place.key, organisation).await?;
    let contacts: Vec<Listed> = rows.iter().map(listed).collect::<Result<_, _>>()?;
    let Err(faults) = change.left(&contacts) else { return Ok(()) };
    let told = faults.into_iter().map(|fault| {
        let problem = match fault {
            SetFault::NoneSurveyEligible { customers } => Problem::NoneSurveyEligible(customers),
            SetFault::EmailTwice => Problem::EmailTwice,
            SetFault::NotThere => return Err(AppError::NotFound),
            SetFault::AsManyAsMayBe => Problem::AsManyAsMayBe(MOST_CONTACTS),
        };
        Ok((fault.field().map_or("", ContactField::code), problem))
    });
    Err(AppError::Invalid(told.collect::<Result<_, _>>()?))
}

fn listed(row: &ContactRow) -> Result<Listed, AppError> {
    let (kind, email) = (kind(&row.kind)?, row.email.parse().map_err(|_| broken("email"))?);
    let survey_eligible = kind == ContactKind::Customer && row.survey_eligible == Some(true);
    Ok(Listed { id: Some(ContactId(row.contact_id)), kind, email, survey_eligible })
}

/// The database refuses the same address too; what it says of it is not what its readers would understand.
fn same_email(error: StoreError) -> AppError {
    match error {
        StoreError::Conflict(_) => AppError::field(ContactField::Email.code(), Problem::EmailTwice),
        error => error.into(),
    }
}

/// Who wrote what, by now: whoever changes a field is its author.
fn authors(row: &ContactRow, changed: &Contact, writer: Option<PersonId>) -> Authors {
    let by = |is_changed: bool, before: Option<i64>| if is_changed { writer } else { before.map(PersonId) };
    let person = &changed.person;
    let phone = person.phone.as_ref().map(domain::contact::Phone::as_str);
    Authors {
        name: by(person.name != row.name, row.name_by),
        email: by(person.email.as_str() != row.email, row.email_by),
        phone: by(phone != row.phone.as_deref(), row.phone_by),
    }
}

/// By what a contact is found and where in the list it stands.
fn search_key(contact: &Contact) -> String {
    let person = &contact.person;
    let phone = person.phone.as_ref().map_or("", domain::contact::Phone::as_str);
    let title = contact.title.as_deref().unwrap_or_default();
    name_key(&format!("{} {} {title} {phone}", person.name, person.email))
}

impl From<ContactFault> for Problem {
    fn from(fault: ContactFault) -> Self {
        match fault {
            ContactFault::Missing => Self::Missing,
            ContactFault::NotOfThisType => Self::NotOfThisType,
            ContactFault::NotInTheList => Self::NotInTheList,
            ContactFault::NotAnEmail => Self::NotAnEmail,
            ContactFault::NotAPhone => Self::NotAPhone,
            ContactFault::UnknownWorkload(code) => Self::UnknownWorkload(code),
            ContactFault::Text(fault) => fault.into(),
        }
    }
}
