//! Who is behind a request: read in the transaction, or the statement, that serves it, and
//! never taken from memory unless that statement confirms it (S1.5).

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use domain::access::{Action, Assignment, Principal, Reach, Resource, Role, Scope, allows};
use domain::id::{OrganisationId, PersonId, SessionId, TokenId};
use domain::organisation::OrganisationKind;
use domain::person::{Language, Theme};
use domain::planted::{Fault, planted};
use store::{AuditEntry, CallerRow, CredentialRow, Hold, PersonRow, RoleRow, Standing, StoreError, Tx};

use crate::ahead::lies_ahead;
use crate::known::Desk;
use crate::secret::hash_secret;
use crate::session::IDLE_MILLIS;
use crate::{App, AppError, AuditAction, Credential, Ctx, RoleHeld, TokenScope, Viewer};

/// How much later use is noted again: a minute.
const TOUCH_MILLIS: i64 = 60_000;

/// The caller of a verb.
pub(crate) struct Who {
    /// The person; for the operator somebody of the programme office.
    pub viewer: Viewer,
    /// The roles with the names of their places.
    pub roles: Vec<RoleRow>,
    /// The session of the request.
    pub session: Option<SessionId>,
    /// The scope of the request's token, where it came with one.
    pub token_scope: Option<String>,
    /// The programme office.
    pub programme: OrganisationId,
    /// The moment of the request, in milliseconds.
    pub now: i64,
    /// By what a statement can tell that they are still who they are; nothing for the operator.
    pub standing: Option<Standing>,
}

impl Who {
    /// The person's key; nothing for the operator.
    pub(crate) fn person(&self) -> Option<PersonId> {
        Some(self.viewer.principal.person_id).filter(|person| person.0 != 0)
    }

    /// The person's key, for what only a person has: an account.
    pub(crate) fn account(&self) -> Result<PersonId, AppError> {
        self.person().ok_or(AppError::Forbidden)
    }

    /// Whether the roles, and the token's scope, allow it.
    pub(crate) fn may(&self, resource: Resource, action: Action) -> Result<(), AppError> {
        let is_reading = self.token_scope.as_ref().is_some_and(|scope| scope != TokenScope::Write.code());
        if action == Action::Write && is_reading && !planted(Fault::ReadTokenWrites) {
            return Err(AppError::Forbidden);
        }
        Ok(allows(&self.viewer.principal, resource, action)?)
    }

    /// The tenants that exist for the person.
    pub(crate) fn scope(&self) -> Result<Scope, AppError> {
        Ok(Scope::of(&self.viewer.principal)?)
    }

    /// The tenants that exist for the person, for whatever shows more of one of them than its row in a list. Whether they
    /// are open is told before any of them is looked for, so that the refusal tells nothing of them.
    pub(crate) fn open_scope(&self) -> Result<Scope, AppError> {
        let scope = self.scope()?;
        if self.viewer.principal.has_open_details() { Ok(scope) } else { Err(AppError::DetailsClosed) }
    }

    /// The tenants that exist for the person, for a page of the list: each one asks anew.
    pub(crate) fn scope_of_page(&self, is_first: bool) -> Result<Scope, AppError> {
        if planted(Fault::ExportAsksOnce) && !is_first {
            let mut before = self.viewer.principal.clone();
            before.assignments.push(Assignment { role: Role::ReportViewer, reach: Reach::Everywhere });
            return Ok(Scope::of(&before)?);
        }
        self.scope()
    }

    /// For whom a cursor is: the person by their address, and not by a number. Whoever guesses their own
    /// number knows how many people there are.
    pub(crate) fn reader(&self) -> String {
        if planted(Fault::CursorCountsPeople) {
            return format!("{:?}", self.viewer.principal.person_id);
        }
        self.viewer.email.clone()
    }

    /// The roles as people read them.
    pub(crate) fn roles_held(&self) -> Vec<RoleHeld> {
        roles_held(&self.roles)
    }

    /// Whether what this person opens stands in the audit: somebody of the programme office (S2.3).
    pub(crate) fn is_watched(&self) -> bool {
        self.viewer.kind() == OrganisationKind::Programme && self.person().is_some()
    }
}

/// Roles as people read them; names that are not roles are left out.
pub(crate) fn roles_held(rows: &[RoleRow]) -> Vec<RoleHeld> {
    rows.iter()
        .filter_map(|row| {
            Some(RoleHeld { role: Role::from_code(&row.role)?, at: row.place_id.clone().zip(row.place.clone()) })
        })
        .collect()
}

/// A stored moment.
pub(crate) fn moment(millis: i64) -> DateTime<Utc> {
    DateTime::from_timestamp_millis(millis).unwrap_or_default()
}

/// The day that it still is somewhere: the furthest behind are twelve hours.
pub(crate) fn still(now: i64) -> NaiveDate {
    moment(now.saturating_sub(12 * 3_600_000)).date_naive()
}

impl App {
    /// The moment, in milliseconds.
    pub(crate) fn now_millis(&self) -> i64 {
        self.now().timestamp_millis()
    }

    /// Who is behind the request; [`AppError::SignedOut`] when nobody.
    pub(crate) async fn who(&self, tx: &mut Tx, ctx: &Ctx) -> Result<Who, AppError> {
        let caller = match &ctx.credential {
            Credential::Nobody => return Err(AppError::SignedOut),
            Credential::Operator => return operator(tx, self.now_millis()).await,
            Credential::Session(secret) => tx.caller_by_session(&hash_secret(secret)).await?,
            Credential::Token(secret) => tx.caller_by_token(&hash_secret(secret)).await?,
        };
        let caller = caller.ok_or(AppError::SignedOut)?;
        let who = self.who_by(ctx, &caller)?;
        self.known.remember(&ctx.credential, caller);
        Ok(who)
    }

    /// Who is behind a request that changes something. They stay who they are until the transaction ends, so that nothing is
    /// done by a role after its end was acknowledged.
    pub(crate) async fn who_changes(&self, tx: &mut Tx, ctx: &Ctx) -> Result<Who, AppError> {
        self.who_held(tx, ctx, Hold::Shared).await
    }

    /// The same for what changes the person's own account, which a token that only reads does not.
    pub(crate) async fn who_changes_themselves(&self, tx: &mut Tx, ctx: &Ctx) -> Result<Who, AppError> {
        let who = self.who_held(tx, ctx, Hold::Alone).await?;
        who.may(Resource::OwnAccount, Action::Write)?;
        Ok(who)
    }

    async fn who_held(&self, tx: &mut Tx, ctx: &Ctx, hold: Hold) -> Result<Who, AppError> {
        if let Credential::Session(secret) | Credential::Token(secret) = &ctx.credential {
            let is_session = matches!(ctx.credential, Credential::Session(_));
            tx.hold_caller(is_session, &hash_secret(secret), hold).await?;
        }
        self.who(tx, ctx).await
    }

    /// Who was behind a request with that credential before; nothing where nobody was, or where they may not any more
    /// whatever the database says. A statement has to hold them against their standing.
    pub(crate) fn who_was(&self, ctx: &Ctx) -> Option<(Who, Standing, Option<Arc<Desk>>)> {
        let known = self.known.get(&ctx.credential)?;
        let who = self.who_by(ctx, &known.row).ok()?;
        Some((who, known.row.standing.clone(), known.desk.clone()))
    }

    /// Who that caller is at this moment.
    fn who_by(&self, ctx: &Ctx, caller: &CallerRow) -> Result<Who, AppError> {
        let now = self.now_millis();
        let CallerRow { credential, person, roles, programme, standing } = caller;
        let is_session = matches!(ctx.credential, Credential::Session(_));
        let seen_after = is_session.then_some(now - IDLE_MILLIS);
        let is_idle = seen_after
            .is_some_and(|after| credential.used_at.is_some_and(|used| used <= after || lies_ahead(used, now)));
        let never_ends = if is_session { Fault::SessionNeverEnds } else { Fault::TokenNeverEnds };
        let is_over = credential.expires_at <= now || lies_ahead(credential.created_at, now);
        let has_ended = (is_over || is_idle) && !planted(never_ends);
        let is_closed = person.deactivated_at.is_some() && !planted(Fault::ClosedAccountServed);
        if has_ended || is_closed {
            return Err(AppError::SignedOut);
        }
        self.note_use(&ctx.credential, credential, now);
        Ok(Who {
            viewer: viewer(person, roles)?,
            roles: roles.clone(),
            session: is_session.then_some(SessionId(credential.id)),
            token_scope: credential.scope.clone(),
            programme: *programme,
            now,
            standing: Some(standing.clone()),
        })
    }

    /// A person as a letter is made for them: by their present roles, without a credential; not found where the account is closed.
    pub(crate) async fn who_reads(&self, tx: &mut Tx, person: PersonId) -> Result<Who, AppError> {
        let row = tx.person(person).await?.ok_or(AppError::NotFound)?;
        if row.deactivated_at.is_some() && !planted(Fault::MailToClosedAccount) {
            return Err(AppError::NotFound);
        }
        let roles = tx.roles(person).await?;
        Ok(Who {
            viewer: viewer(&row, &roles)?,
            roles,
            session: None,
            token_scope: None,
            programme: tx.programme().await?.id(),
            now: self.now_millis(),
            standing: None,
        })
    }

    /// Notes that session or token are in use, at most once a minute and outside the request: reading
    /// must not wait for the writer.
    fn note_use(&self, by: &Credential, row: &CredentialRow, now: i64) {
        if row.used_at.is_some_and(|used| used >= now - TOUCH_MILLIS) {
            return;
        }
        let (is_session, id) = (matches!(by, Credential::Session(_)), row.id);
        let store = self.store.clone();
        tokio::spawn(async move {
            let noted = async {
                let mut tx = store.write().await?;
                if is_session {
                    tx.touch_session(SessionId(id), now).await?;
                } else {
                    tx.touch_token(TokenId(id), now).await?;
                }
                tx.commit().await
            };
            if let Err(error) = noted.await {
                tracing::debug!(%error, "the use of a session was not noted");
            }
        });
    }

    /// Writes down what the caller does.
    pub(crate) async fn audit(
        &self,
        tx: &mut Tx,
        ctx: &Ctx,
        who: &Who,
        action: AuditAction,
        subject: &str,
        detail: &serde_json::Value,
    ) -> Result<(), AppError> {
        tx.add_audit(&AuditEntry {
            happened_at: who.now,
            person: who.person(),
            organisation: who.person().map(|_| who.viewer.principal.organisation_id),
            door: ctx.door.code(),
            action: action.code(),
            subject,
            detail: &detail.to_string(),
            address: &ctx.address,
            request_id: &ctx.request_id,
        })
        .await?;
        Ok(())
    }

    /// Writes down that somebody of the programme office opened something of a partner's (S2.3).
    pub(crate) async fn audit_look(
        &self,
        ctx: &Ctx,
        who: &Who,
        action: AuditAction,
        subject: &str,
    ) -> Result<(), AppError> {
        self.audit_looks(ctx, who, action, [subject]).await
    }

    /// The same of one look that shows several things; of one that shows nothing, nothing.
    pub(crate) async fn audit_looks(
        &self,
        ctx: &Ctx,
        who: &Who,
        action: AuditAction,
        subjects: impl IntoIterator<Item = &str> + Send,
    ) -> Result<(), AppError> {
        let subjects: BTreeSet<&str> = subjects.into_iter().collect();
        if !who.is_watched() || subjects.is_empty() {
            return Ok(());
        }
        let mut tx = self.store.write().await?;
        for subject in subjects {
            self.audit(&mut tx, ctx, who, action, subject, &serde_json::json!({})).await?;
        }
        Ok(tx.commit().await?)
    }
}

/// The operator acts as somebody of the programme office who may everything there, without an account.
async fn operator(tx: &mut Tx, now: i64) -> Result<Who, AppError> {
    let programme = tx.programme().await?;
    let principal = Principal {
        person_id: PersonId(0),
        organisation_id: programme.id(),
        kind: OrganisationKind::Programme,
        assignments: vec![Assignment { role: Role::ProgrammeAdmin, reach: Reach::Everywhere }],
        directory: None,
    };
    let viewer = Viewer {
        may_see_tenants: true,
        may_load: true,
        may_audit: true,
        principal,
        name: String::new(),
        email: String::new(),
        organisation: programme.name.clone(),
        partner_id: None,
        language: None,
        theme: Theme::System,
    };
    Ok(Who {
        viewer,
        roles: Vec::new(),
        session: None,
        token_scope: None,
        programme: programme.id(),
        now,
        standing: None,
    })
}

/// A person by their present roles, as the policy wants them.
pub(crate) fn principal_of(row: &PersonRow, roles: &[RoleRow]) -> Result<Principal, AppError> {
    let kind = OrganisationKind::from_code(&row.kind).ok_or_else(|| {
        AppError::from(StoreError::Inconsistent { table: "organisation", column: "kind", value: row.kind.clone() })
    })?;
    Ok(Principal {
        person_id: PersonId(row.person_id),
        organisation_id: OrganisationId(row.organisation_id),
        kind,
        assignments: roles.iter().map(RoleRow::assignment).collect::<Result<_, _>>()?,
        directory: row.directory(),
    })
}

fn viewer(row: &PersonRow, roles: &[RoleRow]) -> Result<Viewer, AppError> {
    let principal = principal_of(row, roles)?;
    let may = |resource| allows(&principal, resource, Action::Read).is_ok();
    Ok(Viewer {
        may_see_tenants: may(Resource::Tenants) && Scope::of(&principal).is_ok(),
        may_load: may(Resource::Loads),
        may_audit: may(Resource::Audit),
        principal,
        name: row.name.clone(),
        email: row.email.clone(),
        organisation: row.organisation.clone(),
        partner_id: row.partner_id.clone(),
        language: row.language.as_deref().and_then(Language::from_tag),
        theme: Theme::from_code(&row.theme).unwrap_or_default(),
    })
}
