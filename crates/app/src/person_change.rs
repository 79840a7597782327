//! Changing people: inviting them, giving and taking roles, closing and reopening accounts (S1.2, S1.5).

use domain::access::{Action, Assignment, PeopleScope, Role};
use domain::id::{OrganisationId, PersonId};
use domain::one_line::is_one_line;
use domain::person::{Email, Language};
use domain::planted::{Fault, planted};
use store::{OrganisationRow, RoleRow, Tx};

use crate::identity::Who;
use crate::invitation::Invited;
use crate::person::{assignments, item, managed, may_become, organisation_of, organisation_row};
use crate::{App, AppError, AuditAction, Ctx, Expected, Outcome, PersonItem, Problem, RequestKey, RoleAsked, Seen};

/// The longest name of a person.
pub(crate) const LONGEST_NAME: usize = 200;

/// Somebody who shall be invited, as it is typed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PersonAsked {
    /// The address.
    pub email: String,
    /// The name.
    pub name: String,
    /// The language, as a tag; empty: as the browser says.
    pub language: String,
    /// The partner's ID; nothing: the own organisation.
    pub partner_id: Option<String>,
    /// The roles.
    pub roles: Vec<RoleAsked>,
}

/// A person as they shall be.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PersonEdit {
    /// The name.
    pub name: String,
    /// All the roles.
    pub roles: Vec<RoleAsked>,
}

/// A name that can be one.
pub(crate) fn name_of(typed: &str) -> Result<String, Problem> {
    let name = typed.trim();
    if name.is_empty() {
        return Err(Problem::Missing);
    }
    if name.chars().count() > LONGEST_NAME {
        return Err(Problem::TooLong(LONGEST_NAME));
    }
    if !is_one_line(name) {
        return Err(Problem::Malformed);
    }
    Ok(name.to_owned())
}

/// How much those of an organisation who can sign in may do for its people.
pub(crate) async fn most_of_admins(tx: &mut Tx, organisation: OrganisationId) -> Result<u8, AppError> {
    let roles = tx.roles_at_work(organisation).await?;
    Ok(roles.into_iter().map(Role::manages_people).max().unwrap_or(0))
}

impl App {
    /// Adds a person and invites them. Fields: `email`, `name`, `language`, `partner_id`, `roles`.
    pub async fn invite_person(
        &self,
        ctx: &Ctx,
        asked: &PersonAsked,
        key: Option<&RequestKey>,
    ) -> Result<Seen<Invited>, AppError> {
        let mut tx = self.store.write().await?;
        tx.lock_people().await?;
        let (who, scope) = self.manager(&mut tx, ctx, Action::Write).await?;
        if let Some(handle) = self.made_before(&mut tx, &who, key).await? {
            let row = managed(&mut tx, &scope, &handle).await?;
            let person = item(&mut tx, &who, &scope, row).await?;
            tx.end();
            // The secret was told once, and is kept nowhere.
            return Ok(Seen {
                viewer: who.viewer,
                value: Invited { person, invitation: None, is_mailed: self.sends_mail() },
            });
        }
        let organisation = organisation_of(&mut tx, &who, &scope, asked.partner_id.as_deref()).await?;
        let mut wrong = Vec::new();
        let email = asked.email.parse::<Email>();
        if email.is_err() {
            let problem = if asked.email.trim().is_empty() { Problem::Missing } else { Problem::NotAnEmail };
            wrong.push(("email", problem));
        }
        let name = name_of(&asked.name).map_err(|problem| wrong.push(("name", problem)));
        let language = Language::from_tag(&asked.language);
        if language.is_none() && !asked.language.is_empty() {
            wrong.push(("language", Problem::NotInTheList));
        }
        if asked.roles.is_empty() {
            wrong.push(("roles", Problem::Missing));
        }
        let roles = match assignments(&mut tx, &organisation, &asked.roles).await {
            Ok(roles) => roles,
            Err(AppError::Invalid(problems)) => {
                wrong.extend(problems);
                Vec::new()
            }
            Err(error) => return Err(error),
        };
        let (Ok(email), Ok(name), true) = (email, name, wrong.is_empty()) else {
            return Err(AppError::Invalid(wrong));
        };
        may_become(&scope, &[], &roles, false)?;
        let (handle, invitation) =
            self.add_invited(&mut tx, ctx, &who, &organisation, &email, &name, language, &roles).await?;
        self.note_made(&mut tx, &who, key, &handle).await?;
        let row = managed(&mut tx, &scope, &handle).await?;
        let person = item(&mut tx, &who, &scope, row).await?;
        tx.commit().await?;
        Ok(Seen { viewer: who.viewer, value: Invited { person, is_mailed: invitation.is_none(), invitation } })
    }

    /// Adds somebody whose data were looked at, with an invitation; the address taken is a problem of `email`.
    #[expect(clippy::too_many_arguments, reason = "who asks, and all that is known of the person")]
    pub(crate) async fn add_invited(
        &self,
        tx: &mut Tx,
        ctx: &Ctx,
        who: &Who,
        organisation: &OrganisationRow,
        email: &Email,
        name: &str,
        language: Option<Language>,
        roles: &[Assignment],
    ) -> Result<(String, Option<crate::Invitation>), AppError> {
        if tx.person_by_email(email.as_str()).await?.is_some() {
            return Err(AppError::field("email", Problem::Taken));
        }
        let handle = self.new_handle()?;
        let person = tx
            .add_person(&store::NewPerson {
                organisation: organisation.id(),
                handle: &handle,
                directory: None,
                email: email.as_str(),
                name,
                password_hash: None,
                language: language.map(Language::tag),
                created_at: who.now,
            })
            .await?;
        for role in roles {
            tx.give_role(person, *role).await?;
        }
        let invitation = self.new_invitation(tx, person, who.now).await?;
        let detail = serde_json::json!({ "roles": detail_of(tx, person).await?, "invited": true });
        self.audit(tx, ctx, who, AuditAction::PersonAdded, email.as_str(), &detail).await?;
        Ok((handle, invitation))
    }

    /// Changes a person's name and roles in place of the version that is expected there. Fields: `name`, `roles`.
    pub async fn change_person(
        &self,
        ctx: &Ctx,
        handle: &str,
        edit: &PersonEdit,
        expected: &Expected,
    ) -> Result<Seen<Outcome<PersonItem>>, AppError> {
        let mut tx = self.store.write().await?;
        tx.lock_people().await?;
        let (who, scope) = self.manager(&mut tx, ctx, Action::Write).await?;
        let row = managed(&mut tx, &scope, handle).await?;
        let (person, organisation) = (PersonId(row.person.person_id), organisation_row(&row));
        let (email, old_name) = (row.person.email.clone(), row.person.name.clone());
        let before = item(&mut tx, &who, &scope, row).await?;
        if !expected.is(&before.revision) {
            tx.end();
            return Ok(Seen { viewer: who.viewer, value: Outcome::Overtaken(before) });
        }
        let name = name_of(&edit.name).map_err(|problem| AppError::field("name", problem))?;
        let wanted = assignments(&mut tx, &organisation, &edit.roles).await?;
        if name != old_name && !before.is_managed {
            return Err(AppError::field("name", Problem::NotYoursToGive));
        }
        tx.set_name(person, &name).await?;
        if name != old_name {
            let detail = serde_json::json!({ "name": name });
            self.audit(&mut tx, ctx, &who, AuditAction::PersonChanged, &email, &detail).await?;
        }
        self.set_roles(&mut tx, ctx, &who, &scope, person, &wanted).await?;
        let row = managed(&mut tx, &scope, handle).await?;
        let value = Outcome::Saved(item(&mut tx, &who, &scope, row).await?);
        tx.commit().await?;
        Ok(Seen { viewer: who.viewer, value })
    }

    /// Gives and takes roles until the person has these, each with a line in the audit.
    pub(crate) async fn set_roles(
        &self,
        tx: &mut Tx,
        ctx: &Ctx,
        who: &Who,
        scope: &PeopleScope,
        person: PersonId,
        wanted: &[Assignment],
    ) -> Result<(), AppError> {
        let row = tx.person(person).await?.ok_or(AppError::NotFound)?;
        let organisation = OrganisationId(row.organisation_id);
        let standing = tx.roles(person).await?;
        let standing = standing.iter().map(RoleRow::assignment).collect::<Result<Vec<_>, _>>()?;
        may_become(scope, &standing, wanted, who.person() == Some(person))?;
        let most = most_of_admins(tx, organisation).await?;
        let old = detail_of(tx, person).await?;
        let mut actions = Vec::new();
        for one in standing.iter().filter(|one| !wanted.contains(one)) {
            tx.take_role(person, one.role, Some(one.reach)).await?;
            actions.push((AuditAction::RoleTaken, one.role));
        }
        for one in wanted.iter().filter(|one| !standing.contains(one)) {
            tx.give_role(person, *one).await?;
            actions.push((AuditAction::RoleGiven, one.role));
        }
        keep_an_admin(tx, organisation, most).await?;
        actions.dedup();
        let new = detail_of(tx, person).await?;
        for (action, role) in actions {
            let of = |all: &[(String, Option<String>)]| -> Vec<Option<String>> {
                all.iter().filter(|(code, _)| code == role.code()).map(|(_, at)| at.clone()).collect()
            };
            let detail = serde_json::json!({ "role": role.code(), "before": of(&old), "after": of(&new) });
            self.audit(tx, ctx, who, action, &row.email, &detail).await?;
        }
        Ok(())
    }

    /// Closes or reopens an account. Closed, it ends at once in every session and for every token; it keeps its roles.
    pub async fn set_person_open(&self, ctx: &Ctx, handle: &str, is_open: bool) -> Result<Seen<PersonItem>, AppError> {
        let mut tx = self.store.write().await?;
        tx.lock_people().await?;
        let (who, scope) = self.manager(&mut tx, ctx, Action::Write).await?;
        let row = managed(&mut tx, &scope, handle).await?;
        let (person, organisation) = (PersonId(row.person.person_id), OrganisationId(row.person.organisation_id));
        let (email, was_open) = (row.person.email.clone(), row.person.deactivated_at.is_none());
        let before = item(&mut tx, &who, &scope, row).await?;
        if !before.is_managed {
            return Err(AppError::field("person", Problem::NotYoursToGive));
        }
        if was_open != is_open {
            let most = most_of_admins(&mut tx, organisation).await?;
            self.set_open(&mut tx, person, is_open, who.now).await?;
            keep_an_admin(&mut tx, organisation, most).await?;
            let action = if is_open { AuditAction::PersonReopened } else { AuditAction::PersonClosed };
            self.audit(&mut tx, ctx, &who, action, &email, &serde_json::json!({})).await?;
        }
        let row = managed(&mut tx, &scope, handle).await?;
        let value = item(&mut tx, &who, &scope, row).await?;
        tx.commit().await?;
        Ok(Seen { viewer: who.viewer, value })
    }

    /// Closes or reopens an account; closing ends its sessions, tokens, invitation, second factor and passkeys.
    pub(crate) async fn set_open(
        &self,
        tx: &mut Tx,
        person: PersonId,
        is_open: bool,
        now: i64,
    ) -> Result<(), AppError> {
        tx.set_deactivated(person, (!is_open).then_some(now)).await?;
        if !is_open && !planted(Fault::ClosedAccountServed) {
            tx.end_sessions(person, None).await?;
            tx.revoke_tokens(person).await?;
            tx.end_invitation(person).await?;
            if !planted(Fault::SecondFactorStaysWhenClosed) {
                tx.remove_authenticator(person).await?;
            }
            if !planted(Fault::PasskeyOfClosedAccount) {
                tx.remove_passkeys(person).await?;
            }
        }
        Ok(())
    }
}

/// Refuses a change after which nobody of the organisation could do for its people what somebody could before.
pub(crate) async fn keep_an_admin(tx: &mut Tx, organisation: OrganisationId, most: u8) -> Result<(), AppError> {
    if most_of_admins(tx, organisation).await? < most && !planted(Fault::LastAdminMayGo) {
        return Err(AppError::field("roles", Problem::LastAdmin));
    }
    Ok(())
}

/// The roles of a person for the audit: codes, and IDs of places.
async fn detail_of(tx: &mut Tx, person: PersonId) -> Result<Vec<(String, Option<String>)>, AppError> {
    Ok(tx.roles(person).await?.into_iter().map(|row| (row.role, row.place_id)).collect())
}
