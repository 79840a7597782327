//! Customers' requests, as the programme office reads them: what they asked for, who has it, and who could (S10.5).

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use domain::TenantId;
use domain::access::{Action, Resource, Sensitivity};
use domain::id::{LocationId, OrganisationId, RfaId, WorkloadId};
use domain::planted::{Fault, planted};
use domain::referral::{Candidate, Merit, Need, Source, suggest, suggest_shares};
use store::{CandidateRow, PreferenceRow, RfaFilter, RfaListRow, RfaRow, RfaWorkloadRow, Tx};

use crate::claim::named;
use crate::identity::{Who, still};
use crate::list_filter::words;
use crate::referral::{customer, item};
use crate::referral_preference::paused_until;
use crate::secret::mark;
use crate::{App, AppError, AuditAction, Ctx, LocationChoice, Problem, ReferralItem, RfaCustomer, Seen, WorkloadName};

/// Requests of a page.
const PAGE: i64 = 50;

/// What is asked of the requests.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RequestQuery {
    /// `open` for those of which something is to be assigned, `assigned` for the others; empty is all.
    pub state: String,
    /// Words that name, ID or domain of the tenant, the customer's name or the RFA ID contain.
    pub search: Option<String>,
    /// Where to go on.
    pub cursor: Option<String>,
}

/// A request in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestItem {
    /// Its key.
    pub id: i64,
    /// The number under which people know it.
    pub rfa_id: String,
    /// From where it is.
    pub source: Source,
    /// The tenant.
    pub tenant_id: TenantId,
    /// Its name.
    pub tenant: String,
    /// The customer's country, as the request has it; may be empty.
    pub country: String,
    /// When they asked.
    pub asked_on: Option<NaiveDate>,
    /// How many workloads it has.
    pub workloads: i64,
    /// How many of them nobody has.
    pub open: i64,
}

/// A page of the requests.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestList {
    /// The requests, the newest first.
    pub items: Vec<RequestItem>,
    /// How many there are of which something is to be assigned.
    pub open: i64,
    /// How many there are of which nothing is.
    pub assigned: i64,
    /// Where the next page begins.
    pub next_cursor: Option<String>,
}

/// A workload of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestWorkload {
    /// Which.
    pub workload: WorkloadName,
    /// The number of the referral by which a partner has it.
    pub referral: Option<String>,
}

/// A partner who could have a request, or why not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartnerCandidate {
    /// Its partner ID.
    pub partner_id: String,
    /// Its name.
    pub name: String,
    /// Its locations.
    pub locations: Vec<LocationChoice>,
    /// The location that suits best, by its partner ID, and why; nothing where it is not suggested.
    pub suggested: Option<(String, Vec<Merit>)>,
    /// The last day of its pause.
    pub paused_until: Option<NaiveDate>,
    /// Whether it declined the request, or did not answer it.
    pub said_no: bool,
}

/// A way to share a request out: location by its partner ID, and workload codes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SharePlanned {
    /// The location.
    pub location: String,
    /// The partner's name.
    pub partner: String,
    /// The workloads.
    pub workloads: Vec<WorkloadName>,
}

/// A request, with all that there is of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestDetail {
    /// As in the list.
    pub item: RequestItem,
    /// The tenant's domain; may be empty.
    pub domain: String,
    /// What the customer said.
    pub customer: RfaCustomer,
    /// Its workloads, and who has each.
    pub workloads: Vec<RequestWorkload>,
    /// What partners have or had of it, the newest first.
    pub referrals: Vec<ReferralItem>,
    /// Every partner, those who suit first.
    pub candidates: Vec<PartnerCandidate>,
    /// How it could be shared out.
    pub suggested: Vec<SharePlanned>,
    /// What somebody who assigns it says stands there.
    pub revision: String,
}

impl App {
    /// A page of the requests. Fields: `state`, `q`, `cursor`.
    pub async fn referral_requests(&self, ctx: &Ctx, query: &RequestQuery) -> Result<Seen<RequestList>, AppError> {
        let mut tx = self.store.read().await?;
        let who = self.who(&mut tx, ctx).await?;
        who.may(Resource::ReferralAssignment, Action::Read)?;
        let is_open = match query.state.as_str() {
            "" => None,
            "open" => Some(true),
            "assigned" => Some(false),
            _ => return Err(AppError::field("state", Problem::Unknown)),
        };
        let own = mark(&format!("{} requests {} {:?}", who.reader(), query.state, query.search));
        let after = query.cursor.as_deref().map(|text| read_cursor(text, &own)).transpose()?;
        let filter = RfaFilter { is_open, words: words(query.search.as_deref())?, after };
        let mut rows = tx.rfas(&filter, PAGE + 1).await?;
        let has_more = i64::try_from(rows.len()).is_ok_and(|count| count > PAGE);
        if has_more {
            rows.pop();
        }
        let next = rows.last().filter(|_| has_more).map(|row| write_cursor(row.rfa_id, &own));
        let (open, assigned) = tx.rfa_counts(&filter).await?;
        tx.end();
        let items = rows.into_iter().map(listed).collect::<Result<_, _>>()?;
        Ok(Seen { viewer: who.viewer, value: RequestList { items, open, assigned, next_cursor: next } })
    }

    /// One request, with the partners who suit it.
    pub async fn referral_request(&self, ctx: &Ctx, id: i64) -> Result<Seen<RequestDetail>, AppError> {
        let mut tx = self.store.read().await?;
        let who = self.who(&mut tx, ctx).await?;
        who.may(Resource::ReferralAssignment, Action::Read)?;
        let row = tx.rfa(RfaId(id)).await?.ok_or(AppError::NotFound)?;
        let value = request(&mut tx, &who, &row).await?;
        tx.end();
        self.audit_look(ctx, &who, AuditAction::RequestOpened, &row.code).await?;
        Ok(Seen { viewer: who.viewer, value })
    }
}

fn source(code: &str) -> Result<Source, AppError> {
    Source::from_code(code).ok_or_else(|| AppError::Internal(format!("rfa.source is {code}")))
}

fn day(text: Option<String>) -> Option<NaiveDate> {
    text.and_then(|day| day.parse().ok())
}

fn listed(row: RfaListRow) -> Result<RequestItem, AppError> {
    Ok(RequestItem {
        id: row.rfa_id,
        rfa_id: row.code,
        source: source(&row.source)?,
        tenant_id: TenantId(row.tenant_id),
        tenant: row.tenant,
        country: row.country,
        asked_on: day(row.asked_on),
        workloads: row.workloads,
        open: row.open,
    })
}

/// A request with all that there is of it.
pub(crate) async fn request(tx: &mut Tx, who: &Who, row: &RfaRow) -> Result<RequestDetail, AppError> {
    let rfa = RfaId(row.rfa_id);
    let workloads = tx.rfa_workloads(rfa).await?;
    let referrals = tx.referrals_of(rfa).await?;
    let ids: Vec<_> = referrals.iter().map(store::ReferralRow::id).collect();
    let given = tx.referral_workloads(&ids).await?;
    let round = Round::of(tx, who, row, &workloads).await?;
    let name = |one: &RfaWorkloadRow| named(one.code.clone(), one.name_en.clone(), one.name_nl.clone());
    let suggested = suggest_shares(&round.need, &round.candidates, round.having.len());
    let suggested = suggested.into_iter().filter_map(|share| {
        let place = round.rows.iter().find(|row| row.location_id == share.location.0)?;
        let gets = |one: &&RfaWorkloadRow| share.workloads.contains(&WorkloadId(one.workload_id));
        let workloads = workloads.iter().filter(gets).map(name).collect();
        Some(SharePlanned { location: place.mpn_id.clone(), partner: place.organisation.clone(), workloads })
    });
    let open = workloads.iter().filter(|one| one.number.is_none()).count();
    Ok(RequestDetail {
        item: RequestItem {
            id: row.rfa_id,
            rfa_id: row.code.clone(),
            source: source(&row.source)?,
            tenant_id: TenantId(row.tenant_id),
            tenant: row.tenant.clone(),
            country: row.country.clone(),
            asked_on: day(row.asked_on.clone()),
            workloads: i64::try_from(workloads.len()).unwrap_or(i64::MAX),
            open: i64::try_from(open).unwrap_or(i64::MAX),
        },
        domain: row.domain.clone(),
        customer: customer(row, Sensitivity::Shown, true)?,
        referrals: referrals.iter().map(|one| item(one, who, true, &given)).collect::<Result<_, _>>()?,
        candidates: round.listed(),
        suggested: suggested.collect(),
        workloads: workloads
            .iter()
            .map(|one| RequestWorkload { workload: name(one), referral: one.number.clone() })
            .collect(),
        revision: row.version.to_string(),
    })
}

/// What an assignment of a request is decided by.
pub(crate) struct Round {
    /// Every location of every partner.
    pub(crate) rows: Vec<CandidateRow>,
    /// What partners say of the referrals that they want.
    preferences: BTreeMap<i64, PreferenceRow>,
    /// What is to be assigned.
    pub(crate) need: Need,
    /// The partners who have some of the request.
    pub(crate) having: BTreeSet<OrganisationId>,
    /// The partners, as the rules look at them.
    candidates: Vec<Candidate>,
    still: NaiveDate,
}

impl Round {
    pub(crate) async fn of(
        tx: &mut Tx,
        who: &Who,
        row: &RfaRow,
        workloads: &[RfaWorkloadRow],
    ) -> Result<Self, AppError> {
        let rows = tx.referral_candidates(RfaId(row.rfa_id)).await?;
        let preferences = tx.referral_preferences().await?;
        let preferences: BTreeMap<_, _> = preferences.into_iter().map(|one| (one.organisation_id, one)).collect();
        let holders = tx.holders_of(row.tenant_key).await?;
        let open = workloads.iter().filter(|one| one.number.is_none());
        let text = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        let need = Need {
            workloads: open.map(|one| WorkloadId(one.workload_id)).collect(),
            language: text(&row.language),
            country: country_code(&row.country),
            size: text(&row.size),
        };
        let having = workloads.iter().filter_map(|one| one.organisation_id).map(OrganisationId).collect();
        let still = still(who.now);
        let candidates = candidates(&rows, &preferences, &holders, still);
        Ok(Self { rows, preferences, need, having, candidates, still })
    }

    /// Until when a partner wants no referrals.
    pub(crate) fn paused_until(&self, organisation: i64) -> Option<NaiveDate> {
        if planted(Fault::ReferralToPaused) {
            return None;
        }
        paused_until(self.preferences.get(&organisation), self.still)
    }

    /// Every partner, those who suit first.
    fn listed(&self) -> Vec<PartnerCandidate> {
        let suggestions = suggest(&self.need, &self.candidates);
        let place = |organisation: i64| suggestions.iter().position(|one| one.organisation.0 == organisation);
        let mut listed: Vec<(usize, PartnerCandidate)> = Vec::new();
        for group in self.rows.chunk_by(|one, next| one.organisation_id == next.organisation_id) {
            let Some(first) = group.first() else { continue };
            let place = place(first.organisation_id);
            let suggested = place.and_then(|place| suggestions.get(place)).and_then(|one| {
                let location = group.iter().find(|row| row.location_id == one.location.0)?;
                Some((location.mpn_id.clone(), one.merits.clone()))
            });
            let candidate = PartnerCandidate {
                partner_id: first.partner_id.clone(),
                name: first.organisation.clone(),
                locations: group
                    .iter()
                    .map(|row| LocationChoice { mpn_id: row.mpn_id.clone(), name: row.location.clone() })
                    .collect(),
                suggested,
                paused_until: paused_until(self.preferences.get(&first.organisation_id), self.still),
                said_no: first.said_no,
            };
            listed.push((place.unwrap_or(usize::MAX), candidate));
        }
        listed.sort_by_key(|(place, _)| *place);
        listed.into_iter().map(|(_, candidate)| candidate).collect()
    }
}

fn candidates(
    rows: &[CandidateRow],
    preferences: &BTreeMap<i64, PreferenceRow>,
    holders: &[(i64, WorkloadId)],
    still: NaiveDate,
) -> Vec<Candidate> {
    let mut candidates = Vec::new();
    for group in rows.chunk_by(|one, next| one.organisation_id == next.organisation_id) {
        let Some(first) = group.first() else { continue };
        let own = preferences.get(&first.organisation_id);
        let held = holders.iter().filter(|(organisation, _)| *organisation == first.organisation_id);
        candidates.push(Candidate {
            organisation: OrganisationId(first.organisation_id),
            name: first.organisation.clone(),
            locations: group.iter().map(|row| (LocationId(row.location_id), country_code(&row.country))).collect(),
            claims: held.map(|(_, workload)| *workload).collect(),
            preference: own.map(PreferenceRow::preference).unwrap_or_default(),
            last_assigned_at: first.last_assigned_at,
            is_out: first.said_no || paused_until(own, still).is_some(),
        });
    }
    candidates
}

/// The code of a country by its code or its name; nothing where nobody knows it.
fn country_code(text: &str) -> Option<String> {
    let text = text.trim();
    if let Ok(country) = text.parse::<domain::contact::Country>() {
        return Some(country.code().to_owned());
    }
    let calendar = domain::calendar::Calendar::of(text);
    Some(calendar.code().to_owned()).filter(|code| !code.is_empty())
}

fn write_cursor(after: i64, own: &str) -> String {
    use base64::Engine as _;
    base64::prelude::BASE64_URL_SAFE_NO_PAD.encode(format!("{own} {after}"))
}

fn read_cursor(text: &str, own: &str) -> Result<i64, AppError> {
    use base64::Engine as _;
    let foreign = || AppError::field("cursor", Problem::ForeignCursor);
    let bytes = base64::prelude::BASE64_URL_SAFE_NO_PAD.decode(text).map_err(|_| foreign())?;
    let written = String::from_utf8(bytes).map_err(|_| foreign())?;
    let (of, after) = written.split_once(' ').ok_or_else(foreign)?;
    if of == own { after.parse().map_err(|_| foreign()) } else { Err(foreign()) }
}
