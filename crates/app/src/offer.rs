//! Offers: what a vendor pays for usage that grows, and changing them (S5.1).

use chrono::NaiveDate;
use domain::access::{Action, Resource, Role, Sensitive, Sensitivity, Shown};
use domain::day;
use domain::id::WorkloadId;
use domain::money::{Currency, MOST_MINOR};
use domain::offer::{LONGEST_NAME, LONGEST_SEGMENT, Offer, OfferDraft, OfferError, OfferField};
use domain::planted::{Fault, planted};
use domain::usage::MOST_UNITS;
use store::{OfferRow, Tx};

use crate::identity::Who;
use crate::{App, AppError, AuditAction, Ctx, Expected, Field, Outcome, Problem, RequestKey, Seen, WorkloadName};

/// The most offers that an installation keeps; a catalogue has dozens.
const MOST_OFFERS: usize = 2_000;

/// An offer, redacted for its reader.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfferItem {
    /// Its name in URLs and JSON.
    pub handle: String,
    /// What people call it.
    pub name: String,
    /// For which workload it pays.
    pub workload: WorkloadName,
    /// The first day on which it pays.
    pub valid_from: NaiveDate,
    /// The last one.
    pub valid_to: NaiveDate,
    /// What one unit earns; nothing where that is withheld.
    pub rate_minor: Option<i64>,
    /// The most it earns at one tenant; nothing where that is withheld.
    pub ceiling_minor: Option<i64>,
    /// In which currency.
    pub currency: Currency,
    /// How many licences it takes.
    pub licence_minimum: i64,
    /// Whom it leaves out.
    pub excluded_segments: Vec<String>,
    /// Whether it is invented: those that ship are.
    pub is_example: bool,
    /// Whether it pays today.
    pub is_in_season: bool,
    /// Which version of it this is.
    pub revision: String,
    /// Names of the fields that are withheld from the reader (S1.4).
    pub withheld: Vec<&'static str>,
}

/// An offer as somebody types it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OfferEdit {
    /// Its name.
    pub name: String,
    /// The code of the workload.
    pub workload: String,
    /// The first day, as `2026-08-01`.
    pub valid_from: String,
    /// The last day.
    pub valid_to: String,
    /// What one unit earns, in minor units; nothing where that is missing or no number.
    pub rate_minor: Option<i64>,
    /// The most it earns at one tenant.
    pub ceiling_minor: Option<i64>,
    /// The currency, by its code.
    pub currency: String,
    /// How many licences it takes; nothing is 150.
    pub licence_minimum: Option<i64>,
    /// Customer segments that it leaves out.
    pub excluded_segments: Vec<String>,
}

/// The catalogue of offers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offers {
    /// By workload, and by their first days.
    pub items: Vec<OfferItem>,
    /// Whether the reader may change them.
    pub may_write: bool,
}

/// What a form for an offer begins with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfferDesk {
    /// The offer; nothing for a new one.
    pub offer: Option<OfferItem>,
    /// The catalogue of workloads, each with the number of tenants that have it.
    pub workloads: Vec<(WorkloadName, i64)>,
    /// The segments that tenants have.
    pub segments: Vec<String>,
    /// Whether the reader may change it.
    pub may_write: bool,
}

/// Whether somebody gets the money of offers: who sees it at some tenant, or is there for incentives (S1.4).
fn sensitivity(who: &Who) -> Sensitivity {
    let sees = [Role::ExecutiveReportViewer, Role::IncentivesAdmin, Role::ProgrammeAdmin, Role::PartnerManager];
    if who.person().is_none()
        || sees.into_iter().any(|role| who.viewer.principal.has(role))
        || planted(Fault::OfferMoneyShown)
    {
        Sensitivity::Shown
    } else {
        Sensitivity::Withheld
    }
}

/// Today, by which offers pay: a day of UTC, the same on every server.
pub(crate) fn season_day(now: i64) -> NaiveDate {
    day::of_moment(now)
}

fn item(row: OfferRow, who: &Who) -> OfferItem {
    let OfferRow { handle, code, name_en, name_nl, offer, is_example, version, .. } = row;
    let is_in_season = offer.is_in_season(season_day(who.now));
    let money = Sensitive::new((offer.rate_minor, offer.ceiling_minor)).for_reader(sensitivity(who));
    let (rate_minor, ceiling_minor, withheld) = match money {
        Shown::Value((rate, ceiling)) => (Some(rate), Some(ceiling), Vec::new()),
        Shown::Withheld => (None, None, vec![OfferField::Rate.code(), OfferField::Ceiling.code()]),
    };
    OfferItem {
        handle,
        name: offer.name,
        workload: WorkloadName { code, name_en, name_nl },
        valid_from: offer.valid_from,
        valid_to: offer.valid_to,
        rate_minor,
        ceiling_minor,
        currency: offer.currency,
        licence_minimum: offer.licence_minimum,
        excluded_segments: offer.excluded_segments,
        is_example,
        is_in_season,
        revision: version.to_string(),
        withheld,
    }
}

async fn found(tx: &mut Tx, handle: &str) -> Result<OfferRow, AppError> {
    tx.offers().await?.into_iter().find(|row| row.handle == handle).ok_or(AppError::NotFound)
}

impl App {
    /// Every offer, also those that do not pay yet or any more.
    pub async fn offers(&self, ctx: &Ctx) -> Result<Seen<Offers>, AppError> {
        let mut tx = self.store.read().await?;
        let who = self.who(&mut tx, ctx).await?;
        who.may(Resource::Offers, Action::Read)?;
        let rows = tx.offers().await?;
        tx.end();
        let may_write = who.may(Resource::Offers, Action::Write).is_ok();
        let items = rows.into_iter().map(|row| item(row, &who)).collect();
        Ok(Seen { viewer: who.viewer, value: Offers { items, may_write } })
    }

    /// One offer.
    pub async fn offer(&self, ctx: &Ctx, handle: &str) -> Result<Seen<OfferItem>, AppError> {
        let mut tx = self.store.read().await?;
        let who = self.who(&mut tx, ctx).await?;
        who.may(Resource::Offers, Action::Read)?;
        let row = found(&mut tx, handle).await?;
        tx.end();
        let value = item(row, &who);
        Ok(Seen { viewer: who.viewer, value })
    }

    /// What the form for an offer begins with.
    pub async fn offer_desk(&self, ctx: &Ctx, handle: Option<&str>) -> Result<Seen<OfferDesk>, AppError> {
        let mut tx = self.store.read().await?;
        let who = self.who(&mut tx, ctx).await?;
        who.may(Resource::Offers, Action::Read)?;
        let may_write = who.may(Resource::Offers, Action::Write).is_ok();
        let offer = match handle {
            Some(handle) => Some(item(found(&mut tx, handle).await?, &who)),
            None => None,
        };
        // How many tenants there are in all is the programme office's to know.
        let tenants = if may_write { tx.tenants_by_workload().await? } else { Vec::new() };
        let count = |code: &str| tenants.iter().find(|one| one.0 == code).map_or(0, |one| one.1);
        let workloads = tx.workloads().await?.into_iter().map(crate::tenant::workload_name);
        let workloads = workloads.map(|one| (one.clone(), count(&one.code))).collect();
        let segments = if may_write { tx.segments().await? } else { Vec::new() };
        tx.end();
        Ok(Seen { viewer: who.viewer, value: OfferDesk { offer, workloads, segments, may_write } })
    }

    /// Adds an offer, and computes anew what everybody could earn. Fields: those of [`OfferField`].
    pub async fn add_offer(
        &self,
        ctx: &Ctx,
        typed: &OfferEdit,
        key: Option<&RequestKey>,
    ) -> Result<OfferItem, AppError> {
        self.add_offer_as(ctx, typed, key, false).await
    }

    /// Adds an offer that is invented, and says so.
    pub async fn add_example_offer(&self, ctx: &Ctx, typed: &OfferEdit) -> Result<OfferItem, AppError> {
        self.add_offer_as(ctx, typed, None, true).await
    }

    async fn add_offer_as(
        &self,
        ctx: &Ctx,
        typed: &OfferEdit,
        key: Option<&RequestKey>,
        is_example: bool,
    ) -> Result<OfferItem, AppError> {
        let (mut tx, who) = self.change_catalogue(ctx).await?;
        if let Some(handle) = self.made_before(&mut tx, &who, key).await? {
            let made = item(found(&mut tx, &handle).await?, &who);
            tx.end();
            return Ok(made);
        }
        let others = tx.offers().await?;
        if others.len() >= MOST_OFFERS {
            return Err(AppError::field(OfferField::Name.code(), Problem::AsManyAsMayBe(MOST_OFFERS)));
        }
        let (workload, offer) = checked(&mut tx, typed, &others, None).await?;
        let handle = self.new_handle()?;
        tx.add_offer(&store::NewOffer { handle: &handle, workload, offer: &offer, is_example }).await?;
        tx.earn_anew().await?;
        self.note_made(&mut tx, &who, key, &handle).await?;
        self.audit_offer(&mut tx, ctx, &who, AuditAction::OfferAdded, &handle, &offer).await?;
        let added = item(found(&mut tx, &handle).await?, &who);
        tx.commit().await?;
        Ok(added)
    }

    /// Changes an offer in place of the version that is expected there. Fields: those of [`OfferField`].
    pub async fn change_offer(
        &self,
        ctx: &Ctx,
        handle: &str,
        typed: &OfferEdit,
        expected: &Expected,
    ) -> Result<Seen<Outcome<OfferItem>>, AppError> {
        let (mut tx, who) = self.change_catalogue(ctx).await?;
        let row = found(&mut tx, handle).await?;
        if !expected.is(&row.version.to_string()) {
            let value = Outcome::Overtaken(item(row, &who));
            tx.end();
            return Ok(Seen { viewer: who.viewer, value });
        }
        let others = tx.offers().await?;
        let (workload, offer) = checked(&mut tx, typed, &others, Some(row.offer_id)).await?;
        tx.change_offer(row.offer_id, workload, &offer).await?;
        tx.earn_anew().await?;
        self.audit_offer(&mut tx, ctx, &who, AuditAction::OfferChanged, handle, &offer).await?;
        let value = Outcome::Saved(item(found(&mut tx, handle).await?, &who));
        tx.commit().await?;
        Ok(Seen { viewer: who.viewer, value })
    }

    /// Begins to change the catalogue: one at a time, and not while a load is applied. The season is that of today.
    async fn change_catalogue(&self, ctx: &Ctx) -> Result<(Tx, Who), AppError> {
        let mut tx = self.store.write_at_length().await?;
        tx.lock_application().await?;
        let who = self.who_changes(&mut tx, ctx).await?;
        who.may(Resource::Offers, Action::Write)?;
        tx.advance_season(&season_day(who.now).to_string()).await?;
        Ok((tx, who))
    }

    async fn audit_offer(
        &self,
        tx: &mut Tx,
        ctx: &Ctx,
        who: &Who,
        action: AuditAction,
        handle: &str,
        offer: &Offer,
    ) -> Result<(), AppError> {
        let detail = serde_json::json!({
            "offer": handle,
            "rate_minor": offer.rate_minor,
            "ceiling_minor": offer.ceiling_minor,
            "currency": offer.currency.code(),
            "valid_from": offer.valid_from,
            "valid_to": offer.valid_to,
        });
        self.audit(tx, ctx, who, action, &offer.name, &detail).await
    }

    /// Brings what is kept of earnings to the season of today, where offers began or ended to pay since. Asked by whoever
    /// reads them, so that they are right whoever comes first on a new day; a server that knows today's asks nobody.
    pub async fn bring_season(&self) -> Result<bool, AppError> {
        let today = season_day(self.now_millis());
        if self.season.is(today) {
            return Ok(false);
        }
        let day = today.to_string();
        let mut tx = self.store.read().await?;
        let has_turned = !tx.turning(&day).await?.is_empty();
        tx.end();
        if has_turned && !planted(Fault::SeasonStandsStill) {
            let mut tx = self.store.write_at_length().await?;
            tx.lock_application().await?;
            tx.advance_season(&day).await?;
            tx.commit().await?;
        }
        self.season.reached(today);
        Ok(has_turned)
    }
}

/// The offer that was typed and its workload, where they can be kept beside the others.
async fn checked(
    tx: &mut Tx,
    typed: &OfferEdit,
    others: &[OfferRow],
    own: Option<i64>,
) -> Result<(WorkloadId, Offer), AppError> {
    let mut problems: Vec<(Field, Problem)> = Vec::new();
    let workload = tx.workloads().await?.into_iter().find(|row| row.code == typed.workload);
    if workload.is_none() {
        let problem = if typed.workload.is_empty() { Problem::Missing } else { Problem::NotInTheList };
        problems.push((OfferField::Workload.code(), problem));
    }
    let mut days = |field: OfferField, text: &str| {
        let problem = if text.is_empty() { Problem::Missing } else { Problem::NotADay };
        let read = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok().filter(|day| day.to_string() == text);
        if read.is_none() {
            problems.push((field.code(), problem));
        }
        read
    };
    let from = days(OfferField::ValidFrom, &typed.valid_from);
    let to = days(OfferField::ValidTo, &typed.valid_to);
    for (field, amount) in [(OfferField::Rate, typed.rate_minor), (OfferField::Ceiling, typed.ceiling_minor)] {
        if amount.is_none() {
            problems.push((field.code(), Problem::Malformed));
        }
    }
    let fallback = from.or(to).unwrap_or_else(|| season_day(0));
    let draft = OfferDraft {
        name: typed.name.clone(),
        valid_from: from.unwrap_or(fallback),
        valid_to: to.unwrap_or(from.unwrap_or(fallback)),
        rate_minor: typed.rate_minor.unwrap_or(1),
        ceiling_minor: typed.ceiling_minor.unwrap_or(MOST_MINOR),
        currency: typed.currency.clone(),
        licence_minimum: typed.licence_minimum,
        excluded_segments: typed.excluded_segments.clone(),
    };
    let checked = Offer::check(&draft);
    if let Err(errors) = &checked {
        problems.extend(errors.iter().map(|error| (error.field().code(), problem(error))));
    }
    let (Some(workload), Ok(offer), true) = (workload, checked, problems.is_empty()) else {
        return Err(AppError::Invalid(problems));
    };
    for other in others.iter().filter(|other| other.code == workload.code && Some(other.offer_id) != own) {
        if let Err(error) = offer.beside(&other.offer) {
            return Err(AppError::field(error.field().code(), problem(&error)));
        }
    }
    Ok((WorkloadId(workload.workload_id), offer))
}

fn problem(error: &OfferError) -> Problem {
    match error {
        OfferError::NameMissing => Problem::Missing,
        OfferError::NameTooLong => Problem::TooLong(LONGEST_NAME),
        OfferError::NameNotOneLine => Problem::LineBreak,
        OfferError::DayOutOfRange(_) => Problem::TooFar,
        OfferError::EndsBeforeItBegins => Problem::EndsBeforeItBegins,
        OfferError::RateOutOfRange => Problem::OutOfRange(1, MOST_MINOR),
        OfferError::CeilingOutOfRange { least } => Problem::OutOfRange(*least, MOST_MINOR),
        OfferError::CurrencyUnknown => Problem::NotInTheList,
        OfferError::MinimumOutOfRange => Problem::OutOfRange(0, MOST_UNITS),
        OfferError::SegmentUnfit => Problem::TooLong(LONGEST_SEGMENT),
        OfferError::AnotherCurrency { other, currency } => Problem::AnotherCurrency(other.clone(), currency.code()),
    }
}
