//! People as their admins see them: who there is, what each gets, and what a change would give (S1.2, S1.6).

use chrono::{DateTime, Utc};
use domain::access::{
    Action, Assignment, Directory, NoTenants, PeopleScope, Principal, Reach, Resource, Role, Scope, Sensitivity,
    ShownAt,
};
use domain::id::PersonId;
use domain::organisation::OrganisationKind;
use domain::person::Language;
use domain::planted::{Fault, planted};
use domain::tenant::name_key;
use store::{ListFilter, ManagedRow, OrganisationRow, RoleRow, Tx};

use crate::identity::{Who, moment, roles_held};
use crate::secret::mark;
use crate::{App, AppError, Ctx, Problem, RoleHeld, Seen};

/// How many people a page of the list has.
const PAGE: usize = 50;

/// The longest search, in characters.
const LONGEST_SEARCH: usize = 200;

/// Whether somebody can use the account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PersonState {
    /// Yes.
    Active,
    /// Not yet: an invitation waits, or has run out.
    Invited,
    /// No: the account is closed.
    Closed,
}

impl PersonState {
    /// The name in JSON.
    pub fn code(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Invited => "invited",
            Self::Closed => "closed",
        }
    }
}

/// A person in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonItem {
    /// The name in addresses.
    pub handle: String,
    /// The address.
    pub email: String,
    /// The name.
    pub name: String,
    /// The organisation's name.
    pub organisation: String,
    /// Its partner ID; nothing in the programme office.
    pub partner_id: Option<String>,
    /// What that organisation is.
    pub kind: OrganisationKind,
    /// The language chosen.
    pub language: Option<Language>,
    /// The roles, and where.
    pub roles: Vec<RoleHeld>,
    /// Whether the account can be used.
    pub state: PersonState,
    /// When they signed in last.
    pub signed_in_at: Option<DateTime<Utc>>,
    /// Until when they are invited.
    pub invited_until: Option<DateTime<Utc>>,
    /// Whether they have a second factor beside the password.
    pub has_second_factor: bool,
    /// How many passkeys they have.
    pub passkeys: i64,
    /// Whether it is whoever asks.
    pub is_self: bool,
    /// Whether whoever asks gives every role that the person has, and so can close the account.
    pub is_managed: bool,
    /// Which version of it this is.
    pub revision: String,
}

/// A page of people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonList {
    /// By name.
    pub items: Vec<PersonItem>,
    /// How many there are in all, as searched for.
    pub found: usize,
    /// Where the next page begins.
    pub next_cursor: Option<String>,
}

/// Where sensitive data is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SensitiveShown {
    /// For every tenant.
    All,
    /// For those of some locations.
    Some,
    /// For none.
    Nothing,
}

impl SensitiveShown {
    /// The name in JSON.
    pub fn code(self) -> &'static str {
        match self {
            Self::All => "shown",
            Self::Some => "shown_at_some_locations",
            Self::Nothing => "withheld",
        }
    }
}

/// What somebody sees in effect (S1.6).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Effect {
    /// How many tenants, and where sensitive data is shown; nothing where there are none for the person at all.
    pub tenants: Option<(i64, SensitiveShown)>,
    /// What keeps something from them.
    pub hindrance: Option<Hindrance>,
}

/// What keeps tenants, or what is in them, from somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hindrance {
    /// No role shows tenants (S1.3).
    NoViewerRole,
    /// No claims are filed under the directory from which they sign in (S11.1).
    ForeignDirectory,
    /// The directory from which they sign in is not enrolled: the details of tenants are closed (S11.1).
    DetailsClosed,
}

impl Hindrance {
    /// The name in JSON: that of the problem they run into.
    pub fn code(self) -> &'static str {
        match self {
            Self::NoViewerRole => "no_viewer_role",
            Self::ForeignDirectory => "foreign_directory",
            Self::DetailsClosed => "details_closed",
        }
    }
}

/// A role, and where it shall be given: nothing is the entire organisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoleAsked {
    /// The role, by its code.
    pub role: String,
    /// IDs of locations or, for a partner manager, of partners.
    pub at: Option<Vec<String>>,
}

impl RoleAsked {
    /// The roles that somebody has, as somebody would ask for them.
    pub fn of(held: &[RoleHeld]) -> Vec<Self> {
        let mut asked: Vec<Self> = Vec::new();
        for one in held {
            let role = one.role.code();
            match (&one.at, asked.iter_mut().find(|it| it.role == role && it.at.is_some())) {
                (Some((id, _)), Some(Self { at: Some(at), .. })) => at.push(id.clone()),
                (at, _) => asked.push(Self { role: role.to_owned(), at: at.as_ref().map(|(id, _)| vec![id.clone()]) }),
            }
        }
        asked
    }
}

/// What the form for a person begins with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonDesk {
    /// The person; nothing for a new one.
    pub person: Option<PersonItem>,
    /// What they see by now.
    pub effect: Option<Effect>,
    /// The organisation: name and, for a partner, its ID.
    pub organisation: (String, Option<String>),
    /// What that is.
    pub kind: OrganisationKind,
    /// The roles that whoever asks gives there.
    pub gives: Vec<Role>,
    /// Where they can be given: IDs and names of locations or, in the programme office, of partners.
    pub places: Vec<(String, String)>,
    /// Every partner, for whoever manages everybody.
    pub partners: Vec<(String, String)>,
}

/// Whose roles a preview is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    /// Somebody who is there, by the handle.
    Person(String),
    /// Somebody new in the partner of that ID or, without one, in the own organisation.
    New(Option<String>),
}

/// The own organisation, or the one that is named, where the people of it are managed.
pub(crate) async fn organisation_of(
    tx: &mut Tx,
    who: &Who,
    scope: &PeopleScope,
    partner_id: Option<&str>,
) -> Result<OrganisationRow, AppError> {
    let unknown = || AppError::field("partner_id", Problem::Unknown);
    match partner_id {
        Some(id) => tx.partner(id).await?.filter(|one| scope.covers(one.id())).ok_or_else(unknown),
        None => match &who.viewer.partner_id {
            Some(own) => tx.partner(own).await?.ok_or_else(unknown),
            None => Ok(tx.programme().await?),
        },
    }
}

pub(crate) fn kind_of(row: &OrganisationRow) -> OrganisationKind {
    if row.partner_id.is_some() { OrganisationKind::Partner } else { OrganisationKind::Programme }
}

pub(crate) fn organisation_row(row: &ManagedRow) -> OrganisationRow {
    OrganisationRow {
        organisation_id: row.person.organisation_id,
        kind: row.person.kind.clone(),
        partner_id: row.person.partner_id.clone(),
        name: row.person.organisation.clone(),
    }
}

/// The person of a handle, where they are among those who are managed; others are not there.
pub(crate) async fn managed(tx: &mut Tx, scope: &PeopleScope, handle: &str) -> Result<ManagedRow, AppError> {
    tx.managed_person(handle, scope.organisation()).await?.ok_or(AppError::NotFound)
}

/// The person with their roles, for whoever manages them.
pub(crate) async fn item(tx: &mut Tx, who: &Who, scope: &PeopleScope, row: ManagedRow) -> Result<PersonItem, AppError> {
    let rows = tx.roles(PersonId(row.person.person_id)).await?;
    let roles = roles_held(&rows);
    let state = match (row.person.deactivated_at, row.has_way_in) {
        (Some(_), _) => PersonState::Closed,
        (None, 0) => PersonState::Invited,
        (None, _) => PersonState::Active,
    };
    Ok(PersonItem {
        is_self: who.person() == Some(PersonId(row.person.person_id)),
        has_second_factor: row.has_authenticator != 0,
        passkeys: row.passkeys,
        is_managed: scope.manages(roles.iter().map(|held| held.role)),
        revision: revision(&row, &rows),
        kind: kind_of(&organisation_row(&row)),
        handle: row.handle,
        email: row.person.email,
        name: row.person.name,
        organisation: row.person.organisation,
        partner_id: row.person.partner_id,
        language: row.person.language.as_deref().and_then(Language::from_tag),
        roles,
        state,
        signed_in_at: row.signed_in_at.map(moment),
        invited_until: row.invited_until.map(moment),
    })
}

/// What a change is made from: whatever the form shows of a person, and nothing that they change themselves.
fn revision(row: &ManagedRow, roles: &[RoleRow]) -> String {
    let mut roles: Vec<_> = roles.iter().map(|one| (&one.role, one.location_id, one.partner_id)).collect();
    roles.sort_unstable();
    let state = format!("{:?} {} {roles:?}", row.person.name, row.person.deactivated_at.is_some());
    mark(&state)
}

/// Where each role is to be given: known roles of the organisation's kind, at places that it has. Problems are at `roles`.
pub(crate) async fn assignments(
    tx: &mut Tx,
    organisation: &OrganisationRow,
    asked: &[RoleAsked],
) -> Result<Vec<Assignment>, AppError> {
    let wrong = |problem| AppError::field("roles", problem);
    let mut found = std::collections::BTreeSet::new();
    for one in asked {
        let role = Role::from_code(&one.role).ok_or_else(|| wrong(Problem::NotInTheList))?;
        if role.belongs_to() != kind_of(organisation) {
            return Err(wrong(Problem::RoleNotHere));
        }
        let Some(at) = &one.at else {
            // A partner manager without partners yet waits for them, and sees nothing.
            if role != Role::PartnerManager && !role.can_be_given_at(Reach::Everywhere) {
                return Err(wrong(Problem::RoleNotHere));
            }
            found.insert(Assignment { role, reach: Reach::Everywhere });
            continue;
        };
        if at.is_empty() {
            return Err(wrong(Problem::PlaceMissing));
        }
        for place in at {
            let reach = place_of(tx, organisation, role, place).await?.ok_or_else(|| wrong(Problem::PlaceUnknown))?;
            if !role.can_be_given_at(reach) {
                return Err(wrong(Problem::RoleNotHere));
            }
            found.insert(Assignment { role, reach });
        }
    }
    Ok(found.into_iter().collect())
}

/// The place of an ID: an assigned partner for a manager, and a location of the organisation itself for anybody else.
pub(crate) async fn place_of(
    tx: &mut Tx,
    organisation: &OrganisationRow,
    role: Role,
    place: &str,
) -> Result<Option<Reach>, AppError> {
    if role == Role::PartnerManager {
        return Ok(tx.partner(place).await?.map(|partner| Reach::Partner(partner.id())));
    }
    if planted(Fault::RoleAtOthersLocation) {
        let all = tx.all_locations().await?;
        return Ok(all.into_iter().find(|one| one.mpn_id == place).map(|one| Reach::Location(one.id())));
    }
    Ok(tx.location_of(organisation.id(), place).await?.map(|location| Reach::Location(location.id())))
}

impl App {
    /// People whose name or address contains the search, by name, from a cursor on.
    pub async fn person_list(
        &self,
        ctx: &Ctx,
        search: &str,
        cursor: Option<&str>,
    ) -> Result<Seen<PersonList>, AppError> {
        if search.chars().count() > LONGEST_SEARCH {
            return Err(AppError::field("q", Problem::TooLong(LONGEST_SEARCH)));
        }
        let from: usize = match cursor {
            None => 0,
            Some(text) => text.parse().map_err(|_| AppError::field("cursor", Problem::ForeignCursor))?,
        };
        let mut tx = self.store.read().await?;
        let (who, scope) = self.manager(&mut tx, ctx, Action::Read).await?;
        let (key, address) = (name_key(search), search.trim().to_lowercase());
        let mut rows = tx.managed_people(scope.organisation()).await?;
        rows.retain(|row| name_key(&row.person.name).contains(&key) || row.person.email.contains(&address));
        let found = rows.len();
        let mut items = Vec::new();
        for row in rows.into_iter().skip(from).take(PAGE) {
            items.push(item(&mut tx, &who, &scope, row).await?);
        }
        tx.end();
        let next = from.saturating_add(items.len());
        let next_cursor = (next < found && !items.is_empty()).then(|| next.to_string());
        Ok(Seen { viewer: who.viewer, value: PersonList { items, found, next_cursor } })
    }

    /// One person, with what they see in effect, and what can be given to them; or what somebody new could be given.
    pub async fn person_desk(&self, ctx: &Ctx, subject: &Subject) -> Result<Seen<PersonDesk>, AppError> {
        let mut tx = self.store.read().await?;
        let (who, scope) = self.manager(&mut tx, ctx, Action::Read).await?;
        let (person, organisation) = match subject {
            Subject::Person(handle) => {
                let row = managed(&mut tx, &scope, handle).await?;
                let organisation = organisation_row(&row);
                (Some(row), organisation)
            }
            Subject::New(partner_id) => (None, organisation_of(&mut tx, &who, &scope, partner_id.as_deref()).await?),
        };
        let effect = match &person {
            Some(row) => {
                let roles = tx.roles(PersonId(row.person.person_id)).await?;
                let roles = roles.iter().map(RoleRow::assignment).collect::<Result<Vec<_>, _>>()?;
                Some(effect(&mut tx, &who, &organisation, roles, row.person.directory()).await?)
            }
            None => None,
        };
        let person = match person {
            Some(row) => Some(item(&mut tx, &who, &scope, row).await?),
            None => None,
        };
        let kind = kind_of(&organisation);
        let named = |row: OrganisationRow| row.partner_id.map(|id| (id, row.name));
        let needs_partners = kind == OrganisationKind::Programme || scope.organisation().is_none();
        let partners: Vec<_> =
            if needs_partners { tx.partners().await?.into_iter().filter_map(named).collect() } else { Vec::new() };
        let places = match kind {
            OrganisationKind::Programme => partners.clone(),
            OrganisationKind::Partner => {
                let locations = tx.enrolled_locations(organisation.id()).await?;
                locations.into_iter().map(|one| (one.mpn_id, one.name)).collect()
            }
        };
        tx.end();
        let value = PersonDesk {
            person,
            effect,
            kind,
            gives: scope.roles_for(kind).collect(),
            organisation: (organisation.name, organisation.partner_id),
            places,
            partners,
        };
        Ok(Seen { viewer: who.viewer, value })
    }

    /// What somebody would see with these roles, computed as the list of tenants is. Nothing is changed.
    pub async fn preview_roles(
        &self,
        ctx: &Ctx,
        subject: &Subject,
        asked: &[RoleAsked],
    ) -> Result<Seen<Effect>, AppError> {
        let mut tx = self.store.read().await?;
        // Nothing is changed by it, so that nobody is held.
        let (who, scope) = self.manager(&mut tx, ctx, Action::Read).await?;
        who.may(Resource::People, Action::Write)?;
        let (standing, organisation, directory) = match subject {
            Subject::Person(handle) => {
                let row = managed(&mut tx, &scope, handle).await?;
                let roles = tx.roles(PersonId(row.person.person_id)).await?;
                let roles = roles.iter().map(RoleRow::assignment).collect::<Result<Vec<_>, _>>()?;
                (roles, organisation_row(&row), row.person.directory())
            }
            Subject::New(partner_id) => {
                (Vec::new(), organisation_of(&mut tx, &who, &scope, partner_id.as_deref()).await?, None)
            }
        };
        let wanted = assignments(&mut tx, &organisation, asked).await?;
        may_become(&scope, &standing, &wanted, false)?;
        let value = effect(&mut tx, &who, &organisation, wanted, directory).await?;
        tx.end();
        Ok(Seen { viewer: who.viewer, value })
    }

    /// Who asks, and whom they manage.
    pub(crate) async fn manager(&self, tx: &mut Tx, ctx: &Ctx, action: Action) -> Result<(Who, PeopleScope), AppError> {
        let who = match action {
            Action::Read => self.who(tx, ctx).await?,
            Action::Write => self.who_changes(tx, ctx).await?,
        };
        who.may(Resource::People, action)?;
        let scope = PeopleScope::of(&who.viewer.principal)?;
        Ok((who, scope))
    }
}

/// Whether roles may become others: only those are given and taken that one gives, and nobody gives any to themselves.
pub(crate) fn may_become(
    scope: &PeopleScope,
    standing: &[Assignment],
    wanted: &[Assignment],
    is_self: bool,
) -> Result<(), AppError> {
    let given = wanted.iter().filter(|one| !standing.contains(one));
    let taken = standing.iter().filter(|one| !wanted.contains(one));
    if given.clone().chain(taken).any(|one| !scope.gives(one.role)) {
        return Err(AppError::field("roles", Problem::NotYoursToGive));
    }
    if is_self && given.count() > 0 && !planted(Fault::RoleBeyondOwn) {
        return Err(AppError::field("roles", Problem::NotToYourself));
    }
    Ok(())
}

/// What somebody of an organisation sees with these roles, who signs in from this directory: by the same scope, and the same totals, as the list of tenants.
pub(crate) async fn effect(
    tx: &mut Tx,
    who: &Who,
    organisation: &OrganisationRow,
    assignments: Vec<Assignment>,
    directory: Option<Directory>,
) -> Result<Effect, AppError> {
    let principal = Principal {
        person_id: PersonId(0),
        organisation_id: organisation.id(),
        kind: kind_of(organisation),
        assignments,
        directory,
    };
    let scope = match Scope::of(&principal) {
        Ok(scope) => scope,
        Err(why) => {
            let hindrance = match why {
                NoTenants::NoViewerRole => Hindrance::NoViewerRole,
                NoTenants::ForeignDirectory => Hindrance::ForeignDirectory,
            };
            return Ok(Effect { tenants: None, hindrance: Some(hindrance) });
        }
    };
    let tenants = tx.tenant_totals(&scope, who.programme, &ListFilter::default()).await?.tenants;
    let shown = match (scope.sensitivity_of_all(), scope.shown_at()) {
        (Sensitivity::Shown, _) => SensitiveShown::All,
        (Sensitivity::Withheld, ShownAt::Nowhere) => SensitiveShown::Nothing,
        (Sensitivity::Withheld, ShownAt::Everywhere | ShownAt::Locations(_)) => SensitiveShown::Some,
    };
    let hindrance = (!principal.has_open_details()).then_some(Hindrance::DetailsClosed);
    Ok(Effect { tenants: Some((tenants, shown)), hindrance })
}
