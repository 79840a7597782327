//! How the people of an organisation sign in (S1.2): whether by a provider alone, and which accounts there are theirs.

use domain::access::{Action, PeopleScope, Resource, Role};
use domain::organisation::OrganisationKind;
use store::{OrganisationRow, Tx};

use crate::identity::{Who, moment};
use crate::person::{kind_of, organisation_of};
use crate::person_change::{keep_an_admin, most_of_admins};
use crate::{
    App, AppError, AuditAction, Credential, Ctx, Expected, Outcome, Problem, ProofAsked, ProviderChoice, Seen,
};

/// An account at a provider in its person's list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProviderAccountListed {
    /// A handle to disconnect it by.
    pub handle: String,
    /// The provider's name, or its code where the operator has taken it out.
    pub provider: String,
    /// What the account is called there; may be empty.
    pub label: String,
    /// Whether the provider is there, and for people of the organisation.
    pub lets_in: bool,
    /// When it was connected.
    pub connected_at: chrono::DateTime<chrono::Utc>,
    /// When it was last used to sign in; never is nothing.
    pub used_at: Option<chrono::DateTime<chrono::Utc>>,
}

/// By what somebody can sign in.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct WaysIn {
    /// Accounts at providers, in the order in which they were connected.
    pub accounts: Vec<ProviderAccountListed>,
    /// Providers with which an account can be connected.
    pub providers: Vec<ProviderChoice>,
    /// What connecting one takes.
    pub asks: ProofAsked,
    /// Whether there is a passkey that counts.
    pub has_passkey: bool,
    /// Whether the organisation signs in by a provider alone.
    pub is_single_sign_on: bool,
}

impl WaysIn {
    /// Whether there is any: an account at a provider that the operator has taken out lets nobody in.
    pub(crate) fn has_one(&self) -> bool {
        let has_password = self.asks.password && !self.is_single_sign_on;
        has_password || self.has_passkey || self.accounts.iter().any(|account| account.lets_in)
    }
}

/// How the people of an organisation sign in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignInSettings {
    /// The organisation's name.
    pub organisation: String,
    /// Its partner ID; nothing for the programme office.
    pub partner_id: Option<String>,
    /// What it is.
    pub kind: OrganisationKind,
    /// Whether they sign in by a provider alone.
    pub is_single_sign_on: bool,
    /// Whether a password alone lets nobody of them in.
    pub needs_second_factor: bool,
    /// The providers for them.
    pub providers: Vec<ProviderChoice>,
    /// How many have an open account.
    pub people: i64,
    /// How many of those have none at a provider.
    pub without_provider: i64,
    /// How many have a password and no second factor.
    pub without_second_factor: i64,
    /// Which version of it this is.
    pub revision: String,
    /// Every partner, ID and name, for whoever sets it for all of them.
    pub partners: Vec<(String, String)>,
}

impl App {
    /// By what a person can sign in.
    pub(crate) async fn ways_in(&self, tx: &mut Tx, who: &Who) -> Result<WaysIn, AppError> {
        let person = who.account()?;
        let is_single_sign_on = tx.is_single_sign_on(who.viewer.principal.organisation_id).await?;
        let known = self.providers();
        let providers = self.providers_for(who.viewer.kind().code(), who.viewer.partner_id.as_deref());
        let name_of = |code: &str| known.iter().find(|one| one.code == code).map(|one| one.name.clone());
        let accounts = tx.provider_accounts(person).await?.into_iter().map(|row| ProviderAccountListed {
            handle: row.handle,
            lets_in: providers.iter().any(|one| one.code == row.provider),
            provider: name_of(&row.provider).unwrap_or(row.provider),
            label: row.label,
            connected_at: moment(row.connected_at),
            used_at: row.used_at.map(moment),
        });
        let accounts = accounts.collect();
        Ok(WaysIn {
            accounts,
            providers,
            has_passkey: !is_single_sign_on && self.has_passkeys() && tx.passkey_count(person).await? > 0,
            asks: ProofAsked::of(tx, person).await?,
            is_single_sign_on,
        })
    }

    /// Disconnects an account at a provider, by its handle, and ends every other session. Field: `account`, where there would be no way in any more.
    pub async fn disconnect_provider(&self, ctx: &Ctx, handle: &str) -> Result<(), AppError> {
        let mut tx = self.store.write().await?;
        let who = self.who_changes_themselves(&mut tx, ctx).await?;
        let person = who.account()?;
        if !tx.remove_provider_account(person, handle).await? {
            return Err(AppError::NotFound);
        }
        if !self.ways_in(&mut tx, &who).await?.has_one() {
            return Err(AppError::field("account", Problem::LastWayIn));
        }
        tx.end_sessions(person, who.session).await?;
        self.audit(&mut tx, ctx, &who, AuditAction::ProviderDisconnected, handle, &serde_json::json!({})).await?;
        Ok(tx.commit().await?)
    }

    /// How the people of the own organisation, or of the partner of that ID, sign in.
    pub async fn sign_in_settings(
        &self,
        ctx: &Ctx,
        partner_id: Option<&str>,
    ) -> Result<Seen<SignInSettings>, AppError> {
        let mut tx = self.store.read().await?;
        let who = self.who(&mut tx, ctx).await?;
        who.may(Resource::SignInSettings, Action::Read)?;
        let scope = PeopleScope::of(&who.viewer.principal)?;
        let organisation = organisation_of(&mut tx, &who, &scope, partner_id).await?;
        let value = self.settings_of(&mut tx, &scope, organisation).await?;
        tx.end();
        Ok(Seen { viewer: who.viewer, value })
    }

    async fn settings_of(
        &self,
        tx: &mut Tx,
        scope: &PeopleScope,
        row: OrganisationRow,
    ) -> Result<SignInSettings, AppError> {
        let is_single_sign_on = tx.is_single_sign_on(row.id()).await?;
        let needs_second_factor = tx.needs_second_factor(row.id()).await?;
        let (people, without_provider) = tx.people_by_way(row.id()).await?;
        let without_second_factor = tx.without_second_factor(row.id()).await?;
        let partners = if scope.organisation().is_none() { tx.partners().await? } else { Vec::new() };
        Ok(SignInSettings {
            kind: kind_of(&row),
            providers: self.providers_for(&row.kind, row.partner_id.as_deref()),
            is_single_sign_on,
            needs_second_factor,
            people,
            without_provider,
            without_second_factor,
            revision: (u8::from(is_single_sign_on) + 2 * u8::from(needs_second_factor)).to_string(),
            partners: partners.into_iter().filter_map(|one| Some((one.partner_id?, one.name))).collect(),
            organisation: row.name,
            partner_id: row.partner_id,
        })
    }

    /// Sets how the people of an organisation sign in, in place of the version that is expected there; the second factor stays as
    /// it is where nothing is said of it. Whoever signed in with a password alone is signed out where that is not enough any
    /// more; where people sign in with a provider from now on, everybody else is. Field: `single_sign_on`, missing, or where no admin could sign in any more.
    pub async fn set_sign_in_settings(
        &self,
        ctx: &Ctx,
        partner_id: Option<&str>,
        is_single_sign_on: Option<bool>,
        needs_second_factor: Option<bool>,
        expected: &Expected,
    ) -> Result<Seen<Outcome<SignInSettings>>, AppError> {
        let mut tx = self.store.write().await?;
        tx.lock_people().await?;
        tx.lock_sign_in(false).await?;
        let who = self.who_changes(&mut tx, ctx).await?;
        who.may(Resource::SignInSettings, Action::Write)?;
        let scope = PeopleScope::of(&who.viewer.principal)?;
        let organisation = organisation_of(&mut tx, &who, &scope, partner_id).await?;
        let before = self.settings_of(&mut tx, &scope, organisation.clone()).await?;
        if !expected.is(&before.revision) {
            tx.end();
            return Ok(Seen { viewer: who.viewer, value: Outcome::Overtaken(before) });
        }
        let is_single_sign_on = is_single_sign_on.ok_or_else(|| AppError::field("single_sign_on", Problem::Missing))?;
        if before.is_single_sign_on != is_single_sign_on {
            let most = most_of_admins(&mut tx, organisation.id()).await?;
            tx.set_single_sign_on(organisation.id(), is_single_sign_on, who.session).await?;
            let told = |error| match error {
                AppError::Invalid(_) => AppError::field("single_sign_on", Problem::NoAdminByProvider),
                error => error,
            };
            keep_an_admin(&mut tx, organisation.id(), most).await.map_err(told)?;
            if is_single_sign_on {
                // Whoever is connected to a provider that is not there any more cannot come in by it.
                let roles = tx.roles_by_provider(organisation.id()).await?;
                let present = roles.iter().filter(|(_, code)| before.providers.iter().any(|one| one.code == *code));
                if present.map(|(role, _)| Role::manages_people(*role)).max().unwrap_or(0) < most {
                    return Err(AppError::field("single_sign_on", Problem::NoAdminByProvider));
                }
            }
            self.note_single_sign_on(&mut tx, ctx, &who, &organisation, is_single_sign_on).await?;
        }
        if let Some(is_needed) = needs_second_factor.filter(|one| *one != before.needs_second_factor) {
            tx.set_needs_second_factor(organisation.id(), is_needed).await?;
            let subject = organisation.partner_id.as_deref().unwrap_or("programme");
            let detail = serde_json::json!({ "second_factor": is_needed });
            self.audit(&mut tx, ctx, &who, AuditAction::SignInSettingsChanged, subject, &detail).await?;
        }
        let value = Outcome::Saved(self.settings_of(&mut tx, &scope, organisation).await?);
        tx.commit().await?;
        Ok(Seen { viewer: who.viewer, value })
    }

    async fn note_single_sign_on(
        &self,
        tx: &mut Tx,
        ctx: &Ctx,
        who: &Who,
        organisation: &OrganisationRow,
        is_on: bool,
    ) -> Result<(), AppError> {
        let subject = organisation.partner_id.as_deref().unwrap_or("programme");
        let detail = serde_json::json!({ "single_sign_on": is_on });
        self.audit(tx, ctx, who, AuditAction::SignInSettingsChanged, subject, &detail).await
    }

    /// The same by the operator, who is held by nothing: it is the way back in when a provider is gone.
    pub async fn set_single_sign_on(&self, ctx: &Ctx, partner_id: Option<&str>, is_on: bool) -> Result<(), AppError> {
        if ctx.credential != Credential::Operator {
            return Err(AppError::Forbidden);
        }
        let mut tx = self.store.write().await?;
        tx.lock_people().await?;
        tx.lock_sign_in(false).await?;
        let who = self.who(&mut tx, ctx).await?;
        let organisation = match partner_id {
            None => tx.programme().await?,
            Some(id) => tx.partner(id).await?.ok_or_else(|| AppError::field("partner", Problem::Unknown))?,
        };
        tx.set_single_sign_on(organisation.id(), is_on, None).await?;
        self.note_single_sign_on(&mut tx, ctx, &who, &organisation, is_on).await?;
        Ok(tx.commit().await?)
    }
}
