//! Partners, their locations and directories, for the programme office (S1.1).
//!
//! What a partner profile brings is changed by the next one that says otherwise; enrolment is in no report, and stays.

use domain::access::{Action, Resource};
use domain::id::OrganisationId;
use domain::one_line::is_one_line;
use domain::organisation::PartnerId;
use store::{EnrolledRow, NewLocation, OrganisationRow, PartnerRow, Tx};

use crate::directory::directories;
use crate::identity::Who;
use crate::person_change::name_of;
use crate::secret::mark;
use crate::{
    App, AppError, AuditAction, Ctx, DirectoryItem, Expected, Field, Outcome, Problem, RequestKey, Seen,
    UnknownDirectory,
};

/// The longest name of a city or country.
const LONGEST_PLACE: usize = 100;

/// A partner in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartnerItem {
    /// The partner ID.
    pub partner_id: String,
    /// The name.
    pub name: String,
    /// How many locations it has.
    pub locations: i64,
    /// For how many of them claims are filed.
    pub enrolled: i64,
    /// How many people have an account.
    pub people: i64,
    /// Which version of it this is.
    pub revision: String,
}

/// A location of a partner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LocationItem {
    /// Its own partner ID.
    pub location_id: String,
    /// Its name.
    pub name: String,
    /// Its city; may be empty.
    pub city: String,
    /// Its country; may be empty.
    pub country: String,
    /// Whether claims are filed for it.
    pub is_enrolled: bool,
    /// Which version of it this is.
    pub revision: String,
}

/// A partner with its locations and directories.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartnerDesk {
    /// The partner.
    pub partner: PartnerItem,
    /// Its locations, by name.
    pub locations: Vec<LocationItem>,
    /// The directories from which its people sign in, by name.
    pub directories: Vec<DirectoryItem>,
    /// Those from which some did, and which are nobody's yet.
    pub unknown_directories: Vec<UnknownDirectory>,
}

/// A location as somebody types it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LocationEdit {
    /// Its own partner ID; of one that is changed, it stays.
    pub location_id: String,
    /// Its name.
    pub name: String,
    /// Its city.
    pub city: String,
    /// Its country.
    pub country: String,
    /// Whether claims are filed for it.
    pub is_enrolled: bool,
}

fn partner_item(row: PartnerRow) -> PartnerItem {
    PartnerItem {
        revision: mark(&row.name),
        partner_id: row.partner_id,
        name: row.name,
        locations: row.locations,
        enrolled: row.enrolled,
        people: row.people,
    }
}

fn location_item(row: EnrolledRow) -> LocationItem {
    LocationItem {
        revision: mark(&format!("{:?}", (&row.name, &row.city, &row.country, row.is_enrolled))),
        location_id: row.mpn_id,
        name: row.name,
        city: row.city,
        country: row.country,
        is_enrolled: row.is_enrolled,
    }
}

async fn desk(tx: &mut Tx, partner_id: &str) -> Result<PartnerDesk, AppError> {
    let row = tx.partners_enrolled().await?.into_iter().find(|row| row.partner_id == partner_id);
    let row = row.ok_or(AppError::NotFound)?;
    let partner = OrganisationId(row.organisation_id);
    let locations = tx.enrolled_locations(partner).await?;
    Ok(PartnerDesk {
        partner: partner_item(row),
        locations: locations.into_iter().map(location_item).collect(),
        directories: directories(tx, partner).await?,
        unknown_directories: tx.unknown_directories(partner).await?.into_iter().map(Into::into).collect(),
    })
}

async fn location(tx: &mut Tx, partner: &OrganisationRow, id: &str) -> Result<EnrolledRow, AppError> {
    tx.enrolled_locations(partner.id()).await?.into_iter().find(|row| row.mpn_id == id).ok_or(AppError::NotFound)
}

/// An ID as reports have them.
fn id_of(typed: &str) -> Result<String, Problem> {
    if typed.trim().is_empty() {
        return Err(Problem::Missing);
    }
    typed.parse::<PartnerId>().map(|id| id.as_str().to_owned()).map_err(|_| Problem::Malformed)
}

pub(crate) fn place_of(typed: &str) -> Result<&str, Problem> {
    let text = typed.trim();
    if text.chars().count() > LONGEST_PLACE {
        return Err(Problem::TooLong(LONGEST_PLACE));
    }
    if is_one_line(text) { Ok(text) } else { Err(Problem::LineBreak) }
}

/// What is wrong with a form, by field.
type Wrong = Vec<(Field, Problem)>;

/// What was typed of a location, where it can be kept: name, city and country.
fn checked(edit: &LocationEdit) -> Result<(String, &str, &str), Wrong> {
    let mut wrong = Vec::new();
    let name = name_of(&edit.name).map_err(|problem| wrong.push(("name", problem)));
    let city = place_of(&edit.city).map_err(|problem| wrong.push(("city", problem)));
    let country = place_of(&edit.country).map_err(|problem| wrong.push(("country", problem)));
    match (name, city, country) {
        (Ok(name), Ok(city), Ok(country)) => Ok((name, city, country)),
        _ => Err(wrong),
    }
}

impl App {
    /// Every partner, by name.
    pub async fn partner_list(&self, ctx: &Ctx) -> Result<Seen<Vec<PartnerItem>>, AppError> {
        let mut tx = self.store.read().await?;
        let who = self.who(&mut tx, ctx).await?;
        who.may(Resource::Partners, Action::Read)?;
        let value = tx.partners_enrolled().await?.into_iter().map(partner_item).collect();
        tx.end();
        Ok(Seen { viewer: who.viewer, value })
    }

    /// One partner with its locations.
    pub async fn partner_desk(&self, ctx: &Ctx, partner_id: &str) -> Result<Seen<PartnerDesk>, AppError> {
        let mut tx = self.store.read().await?;
        let who = self.who(&mut tx, ctx).await?;
        who.may(Resource::Partners, Action::Read)?;
        let value = desk(&mut tx, partner_id).await?;
        tx.end();
        Ok(Seen { viewer: who.viewer, value })
    }

    /// Begins to change partners, one at a time.
    pub(crate) async fn change_partners(&self, ctx: &Ctx) -> Result<(Tx, Who), AppError> {
        let mut tx = self.store.write().await?;
        tx.lock_people().await?;
        let who = self.who_changes(&mut tx, ctx).await?;
        who.may(Resource::Partners, Action::Write)?;
        Ok((tx, who))
    }

    /// Adds a partner. Fields: `partner_id`, `name`.
    pub async fn add_partner(
        &self,
        ctx: &Ctx,
        partner_id: &str,
        name: &str,
        key: Option<&RequestKey>,
    ) -> Result<Seen<PartnerDesk>, AppError> {
        let (mut tx, who) = self.change_partners(ctx).await?;
        if let Some(made) = self.made_before(&mut tx, &who, key).await? {
            let value = desk(&mut tx, &made).await?;
            tx.end();
            return Ok(Seen { viewer: who.viewer, value });
        }
        let mut wrong = Vec::new();
        let id = id_of(partner_id).map_err(|problem| wrong.push(("partner_id", problem)));
        let name = name_of(name).map_err(|problem| wrong.push(("name", problem)));
        let (Ok(id), Ok(name)) = (id, name) else { return Err(AppError::Invalid(wrong)) };
        if tx.partner(&id).await?.is_some() {
            return Err(AppError::field("partner_id", Problem::Taken));
        }
        tx.add_partner(&id, &name).await?;
        self.note_made(&mut tx, &who, key, &id).await?;
        self.audit(&mut tx, ctx, &who, AuditAction::PartnerAdded, &id, &serde_json::json!({ "name": name })).await?;
        let value = desk(&mut tx, &id).await?;
        tx.commit().await?;
        Ok(Seen { viewer: who.viewer, value })
    }

    /// Renames a partner in place of the version that is expected there. Field: `name`.
    pub async fn rename_partner(
        &self,
        ctx: &Ctx,
        partner_id: &str,
        name: &str,
        expected: &Expected,
    ) -> Result<Seen<Outcome<PartnerDesk>>, AppError> {
        let (mut tx, who) = self.change_partners(ctx).await?;
        let partner = tx.partner(partner_id).await?.ok_or(AppError::NotFound)?;
        if !expected.is(&mark(&partner.name)) {
            let value = Outcome::Overtaken(desk(&mut tx, partner_id).await?);
            tx.end();
            return Ok(Seen { viewer: who.viewer, value });
        }
        let name = name_of(name).map_err(|problem| AppError::field("name", problem))?;
        tx.rename_organisation(partner.id(), &name).await?;
        let detail = serde_json::json!({ "name": name });
        self.audit(&mut tx, ctx, &who, AuditAction::PartnerChanged, partner_id, &detail).await?;
        let value = Outcome::Saved(desk(&mut tx, partner_id).await?);
        tx.commit().await?;
        Ok(Seen { viewer: who.viewer, value })
    }

    /// Adds a location to a partner. Fields: `location_id`, `name`, `city`, `country`.
    pub async fn add_location(
        &self,
        ctx: &Ctx,
        partner_id: &str,
        edit: &LocationEdit,
        key: Option<&RequestKey>,
    ) -> Result<Seen<LocationItem>, AppError> {
        let (mut tx, who) = self.change_partners(ctx).await?;
        let partner = tx.partner(partner_id).await?.ok_or(AppError::NotFound)?;
        if let Some(made) = self.made_before(&mut tx, &who, key).await? {
            let value = location_item(location(&mut tx, &partner, &made).await?);
            tx.end();
            return Ok(Seen { viewer: who.viewer, value });
        }
        let mut wrong = Vec::new();
        let id = id_of(&edit.location_id).map_err(|problem| wrong.push(("location_id", problem)));
        let checked = checked(edit).map_err(|problems| wrong.extend(problems));
        let (Ok(id), Ok((name, city, country))) = (id, checked) else { return Err(AppError::Invalid(wrong)) };
        if tx.has_location(&id).await? {
            return Err(AppError::field("location_id", Problem::Taken));
        }
        let new = NewLocation { mpn_id: &id, name: &name, city, country, is_enrolled: edit.is_enrolled };
        tx.add_location(partner.id(), &new).await?;
        self.note_made(&mut tx, &who, key, &id).await?;
        self.audit_location(&mut tx, ctx, &who, AuditAction::LocationAdded, &partner, &new).await?;
        let value = location_item(location(&mut tx, &partner, &id).await?);
        tx.commit().await?;
        Ok(Seen { viewer: who.viewer, value })
    }

    /// Changes a location in place of the version that is expected there. Fields: `name`, `city`, `country`.
    pub async fn change_location(
        &self,
        ctx: &Ctx,
        partner_id: &str,
        location_id: &str,
        edit: &LocationEdit,
        expected: &Expected,
    ) -> Result<Seen<Outcome<LocationItem>>, AppError> {
        let (mut tx, who) = self.change_partners(ctx).await?;
        let partner = tx.partner(partner_id).await?.ok_or(AppError::NotFound)?;
        let row = location(&mut tx, &partner, location_id).await?;
        let key = domain::id::LocationId(row.location_id);
        let before = location_item(row);
        if !expected.is(&before.revision) {
            tx.end();
            return Ok(Seen { viewer: who.viewer, value: Outcome::Overtaken(before) });
        }
        let (name, city, country) = checked(edit).map_err(AppError::Invalid)?;
        let new = NewLocation { mpn_id: location_id, name: &name, city, country, is_enrolled: edit.is_enrolled };
        tx.change_location(partner.id(), key, &new).await?;
        self.audit_location(&mut tx, ctx, &who, AuditAction::LocationChanged, &partner, &new).await?;
        let value = Outcome::Saved(location_item(location(&mut tx, &partner, location_id).await?));
        tx.commit().await?;
        Ok(Seen { viewer: who.viewer, value })
    }

    async fn audit_location(
        &self,
        tx: &mut Tx,
        ctx: &Ctx,
        who: &Who,
        action: AuditAction,
        partner: &OrganisationRow,
        new: &NewLocation<'_>,
    ) -> Result<(), AppError> {
        let detail = serde_json::json!({
            "partner_id": partner.partner_id, "name": new.name, "city": new.city, "country": new.country,
            "enrolled": new.is_enrolled,
        });
        self.audit(tx, ctx, who, action, new.mpn_id, &detail).await
    }
}
