//! Erasing a person (S16.2, docs/adr/0027): an account, or a contact over all tenants. What they did and wrote stays, under a number
//! that tells nobody who it was.
//!
//! What was erased is noted by names that tell nobody, in the database and, one a line, in a file beside the uploads. A backup that
//! is put back is older than the file: what it has more is erased once more when a server starts.

use std::collections::BTreeSet;
use std::io::Write as _;

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use domain::access::{PeopleScope, Resource};
use domain::id::{OrganisationId, PersonId};
use domain::planted::{Fault, planted};
use sha2::{Digest as _, Sha256};
use store::{AuditEntry, ErasureRow, NamedInRow, Tx};

use crate::identity::{Who, roles_held};
use crate::person_change::{keep_an_admin, most_of_admins};
use crate::personal_data::{About, about, counts};
use crate::secret::hash_secret;
use crate::{App, AppError, AuditAction, Ctx, Problem, Whose};

/// The file in which it is noted what was erased.
const FILE: &str = "erased";

impl App {
    /// Erases a person whose address is typed once more; gives how many rows there were of each kind. Fields: `email`, `confirmation`,
    /// `person` (somebody with a role that whoever asks does not give), `roles` (the last admin).
    pub async fn erase_person(
        &self,
        ctx: &Ctx,
        whose: &Whose,
        confirmation: &str,
    ) -> Result<Vec<(&'static str, i64)>, AppError> {
        let mut tx = self.store.write().await?;
        tx.lock_people().await?;
        let who = self.who_changes(&mut tx, ctx).await?;
        who.may(Resource::PersonalData, domain::access::Action::Write)?;
        let scope = PeopleScope::of(&who.viewer.principal)?;
        let about = about(&mut tx, &scope, whose).await?;
        if confirmation.trim().to_lowercase() != about.found.email && !planted(Fault::ErasureWithoutWord) {
            let problem = if confirmation.trim().is_empty() { Problem::Missing } else { Problem::NotTheAddress };
            return Err(AppError::field("confirmation", problem));
        }
        let counts = counts(&mut tx, about.of()).await?;
        let erased = match about.person {
            Some(person) => self.erase_account(&mut tx, ctx, &who, &scope, &about, person).await?,
            None => self.erase_address(&mut tx, ctx, Some(&who), &about.found.email).await?,
        };
        // Contacts alone are in the audit by tenant; that the person was erased is there once.
        let subject = match &about.found.whose {
            Whose::Person(handle) => handle.as_str(),
            Whose::Contact(_) => "",
        };
        let detail =
            serde_json::json!({ "contacts": erased, "rows": counts.iter().map(|(_, count)| count).sum::<i64>() });
        let is_self = who.person().is_some() && who.person() == about.person;
        let unaddressed = Ctx { address: String::new(), ..ctx.clone() };
        let ctx = if is_self { &unaddressed } else { ctx };
        self.audit(&mut tx, ctx, &who, AuditAction::PersonalDataErased, subject, &detail).await?;
        tx.commit().await?;
        self.forget_soon().await;
        Ok(counts)
    }

    async fn erase_account(
        &self,
        tx: &mut Tx,
        ctx: &Ctx,
        who: &Who,
        scope: &PeopleScope,
        about: &About,
        person: PersonId,
    ) -> Result<usize, AppError> {
        let Whose::Person(handle) = &about.found.whose else { return Err(AppError::NotFound) };
        let roles = roles_held(&tx.roles(person).await?);
        if !scope.manages(roles.iter().map(|held| held.role)) {
            return Err(AppError::field("person", Problem::NotYoursToGive));
        }
        let organisation = tx.person(person).await?.map(|row| OrganisationId(row.organisation_id));
        let organisation = organisation.ok_or(AppError::NotFound)?;
        let most = most_of_admins(tx, organisation).await?;
        // Contacts of that address belong to whoever wrote them, in any organisation: whoever may invite an address must not be able
        // to erase by it what others have.
        let is_for_all = scope.organisation().is_none() || planted(Fault::ErasureBeyondOrganisation);
        let erased = if is_for_all { self.erase_address(tx, ctx, Some(who), &about.found.email).await? } else { 0 };
        self.erase_row(tx, about, person, handle, organisation).await?;
        keep_an_admin(tx, organisation, most).await?;
        Ok(erased)
    }

    /// What is the account's alone.
    async fn erase_row(
        &self,
        tx: &mut Tx,
        about: &About,
        person: PersonId,
        handle: &str,
        organisation: OrganisationId,
    ) -> Result<(), AppError> {
        let (now, email) = (self.now_millis(), about.found.email.as_str());
        let attempts = hash_secret(&format!("account {email}"));
        tx.erase_owner(organisation, &about.found.name).await?;
        tx.erase_account(person, handle, (email, &about.mark, &attempts), now).await?;
        Ok(tx.note_erasure("person", handle, now).await?)
    }

    /// Erases whoever goes by an address, but for an account; gives how many contacts went.
    async fn erase_address(&self, tx: &mut Tx, ctx: &Ctx, who: Option<&Who>, email: &str) -> Result<usize, AppError> {
        let now = self.now_millis();
        let mut erased = tx.erase_address(email).await?;
        for row in tx.named_in_requests(email).await? {
            if let Some(contacts) = without(&row.contacts, email) {
                tx.set_named(&NamedInRow { contacts, ..row }).await?;
            }
        }
        for one in &erased {
            tx.note_erasure("contact", &one.handle, now).await?;
        }
        let salt: String = self.new_secret()?.chars().take(22).collect();
        tx.note_erasure("address", &format!("{salt}:{}", digest(&salt, email)), now).await?;
        erased.sort_by_key(|one| (one.organisation_id, one.tenant_id));
        for one in
            erased.chunk_by(|one, next| (one.organisation_id, one.tenant_id) == (next.organisation_id, next.tenant_id))
        {
            let Some(first) = one.first() else { continue };
            tx.add_audit(&AuditEntry {
                happened_at: now,
                person: who.and_then(Who::person),
                organisation: Some(OrganisationId(first.organisation_id)),
                door: ctx.door.code(),
                action: AuditAction::ContactsErased.code(),
                subject: &first.tenant_id.to_string(),
                detail: &serde_json::json!({ "count": one.len() }).to_string(),
                address: "",
                request_id: &ctx.request_id,
            })
            .await?;
        }
        Ok(erased.len())
    }

    /// Takes what was erased out of files of the database, and notes beside it what that was; what cannot be done now is done soon by
    /// a server, or when one starts.
    pub(crate) async fn forget_soon(&self) {
        self.remembers_erased.store(true, std::sync::atomic::Ordering::SeqCst);
        if let Err(error) = self.forget_erased().await {
            tracing::warn!(%error, "files of the database still hold what was erased");
        }
        if let Err(error) = self.keep_erasures().await {
            tracing::warn!(%error, "what was erased could not be noted in its file");
        }
    }

    /// Erases once more what was erased before this database was put back, and notes in the file what that lacks; gives how much was
    /// erased.
    pub async fn keep_erasures(&self) -> Result<usize, AppError> {
        let path = self.settings.data_dir.join(FILE);
        let written = match std::fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => String::new(),
            Err(error) => return Err(AppError::Internal(format!("{}: {error}", path.display()))),
        };
        let written: BTreeSet<(&str, &str)> = written.lines().filter_map(|line| line.split_once(' ')).collect();
        let mut tx = self.store.read().await?;
        let done = tx.erasures().await?;
        tx.end();
        let known: BTreeSet<(&str, &str)> = done.iter().map(|row| (row.kind.as_str(), row.mark.as_str())).collect();
        let again: Vec<(&str, &str)> = written.difference(&known).copied().collect();
        if !again.is_empty() && !planted(Fault::ErasureNotRepeated) {
            self.erase_again(&again).await?;
        }
        let new: Vec<&ErasureRow> =
            done.iter().filter(|row| !written.contains(&(row.kind.as_str(), row.mark.as_str()))).collect();
        if !new.is_empty() {
            note(&path, &new).map_err(|error| AppError::Internal(format!("{}: {error}", path.display())))?;
        }
        Ok(again.len())
    }

    /// Erases an account because it is time, whoever it is. What else goes by its address is not the account's.
    pub(crate) async fn erase_for_good(&self, tx: &mut Tx, scope: &PeopleScope, whose: &Whose) -> Result<(), AppError> {
        let about = about(tx, scope, whose).await?;
        let (Some(person), Whose::Person(handle)) = (about.person, whose) else { return Err(AppError::NotFound) };
        let row = tx.person(person).await?.ok_or(AppError::NotFound)?;
        self.erase_row(tx, &about, person, handle, OrganisationId(row.organisation_id)).await
    }

    async fn erase_again(&self, again: &[(&str, &str)]) -> Result<(), AppError> {
        let (ctx, now) = (Ctx { door: crate::Door::Clock, ..Ctx::of_operator() }, self.now_millis());
        let mut tx = self.store.write().await?;
        tx.lock_people().await?;
        let who = self.who(&mut tx, &Ctx::of_operator()).await?;
        let scope = PeopleScope::of(&who.viewer.principal)?;
        let digests: Vec<(&str, &str)> =
            again.iter().filter(|(kind, _)| *kind == "address").filter_map(|(_, mark)| mark.split_once(':')).collect();
        for email in addresses(&mut tx).await? {
            if digests.iter().any(|(salt, hash)| digest(salt, &email) == *hash) {
                self.erase_address(&mut tx, &ctx, None, &email).await?;
            }
        }
        for (kind, mark) in again {
            match *kind {
                "contact" => tx.erase_contact(mark).await?,
                "person" => match self.erase_for_good(&mut tx, &scope, &Whose::Person((*mark).to_owned())).await {
                    Ok(()) | Err(AppError::NotFound) => {}
                    Err(error) => return Err(error),
                },
                _ => {}
            }
            tx.note_erasure(kind, mark, now).await?;
        }
        let detail = serde_json::json!({ "again": again.len() });
        self.audit(&mut tx, &ctx, &who, AuditAction::PersonalDataErased, "", &detail).await?;
        tx.commit().await?;
        self.remembers_erased.store(true, std::sync::atomic::Ordering::SeqCst);
        self.forget_erased().await?;
        Ok(())
    }
}

/// The hash of an address with its salt: it tells whether an address that is there was erased, and tells nobody's.
fn digest(salt: &str, email: &str) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(Sha256::digest(format!("{salt} {email}").as_bytes()))
}

/// Those whom a request names, without whoever has that address; nothing where nobody has it.
fn without(contacts: &str, email: &str) -> Option<String> {
    let people: Vec<serde_json::Value> = serde_json::from_str(contacts).ok()?;
    let count = people.len();
    let is_other = |one: &serde_json::Value| {
        one.get("email").and_then(serde_json::Value::as_str).is_none_or(|text| text.to_lowercase() != email)
    };
    let left: Vec<_> = people.into_iter().filter(is_other).collect();
    (left.len() < count).then(|| serde_json::Value::from(left).to_string())
}

/// Every address that stands somewhere, those of requests too.
async fn addresses(tx: &mut Tx) -> Result<BTreeSet<String>, AppError> {
    let mut all: BTreeSet<String> = tx.addresses().await?.into_iter().collect();
    for row in tx.named_in_requests("@").await? {
        let people: Vec<serde_json::Value> = serde_json::from_str(&row.contacts).unwrap_or_default();
        let emails = people.iter().filter_map(|one| one.get("email").and_then(serde_json::Value::as_str));
        all.extend(emails.map(str::to_lowercase));
    }
    Ok(all)
}

/// Adds lines to the file, on the disk before it is done.
fn note(path: &std::path::Path, rows: &[&ErasureRow]) -> std::io::Result<()> {
    let mut text = String::new();
    for row in rows {
        text.push_str(&row.kind);
        text.push(' ');
        text.push_str(&row.mark);
        text.push('\n');
    }
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    let mut file = std::fs::OpenOptions::new().create(true).append(true).open(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}
