//! The list of referrals, as a grid (S10.1).

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use domain::access::{Action, Resource, Scope, View};
use domain::id::OrganisationId;
use domain::planted::{Fault, planted};
use domain::referral::{ReferralSort, Source, Status};
use store::{LocationRow, OrganisationRow, ReferralCursor, ReferralFilter, ReferralListRow, ReferralsAsked, Tx};

use crate::identity::{Who, still};
use crate::list_filter::{check_values, locations, words};
use crate::referral::{is_office, item};
use crate::referral_preference::paused_until;
use crate::secret::mark;
use crate::tenant::workload_name;
use crate::tenant_list::{DEFAULT_LIMIT, MOST_LIMIT};
use crate::{App, AppError, AuditAction, Ctx, LocationChoice, Problem, ReferralItem, Seen, WorkloadName};

/// The longest cursor, in bytes.
const LONGEST_CURSOR: usize = 4_000;

/// Rows of one step of an export.
const EXPORT_ROWS: i64 = 1_000;

/// What is asked of the referrals. Empty lists and `None` filter nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReferralQuery {
    /// The order; nothing is the newest first.
    pub sort: Option<ReferralSort>,
    /// Words that name, ID or domain of the tenant, the RFA ID or the number contain.
    pub search: Option<String>,
    /// Statuses, by code.
    pub statuses: Vec<String>,
    /// Sources, by code.
    pub sources: Vec<String>,
    /// Locations, by their own partner ID; one that is not the person's is [`Problem::Unknown`].
    pub locations: Vec<String>,
    /// Workloads, by code.
    pub workloads: Vec<String>,
    /// Partners, by partner ID; likewise.
    pub partners: Vec<String>,
    /// Rows of a page, 1 to 100; `None` is 50.
    pub limit: Option<i64>,
    /// Where to go on, from the page before.
    pub cursor: Option<String>,
}

/// A page of the referrals.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReferralList {
    /// The order in which they are.
    pub sort: ReferralSort,
    /// The rows.
    pub items: Vec<ReferralItem>,
    /// Where the next page begins.
    pub next_cursor: Option<String>,
    /// Where the page before begins.
    pub previous_cursor: Option<String>,
    /// How many there are of each status, of the list as narrowed by everything but statuses.
    pub counts: Vec<(Status, i64)>,
    /// Whether the reader sees those of several partners.
    pub sees_several: bool,
    /// The last day of the own organisation's pause (S10.5).
    pub paused_until: Option<chrono::NaiveDate>,
}

/// What the list can be filtered by; never more than the person has.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ReferralChoices {
    /// Locations in scope.
    pub locations: Vec<LocationChoice>,
    /// Partners in scope, where there are several: partner ID and name.
    pub partners: Vec<(String, String)>,
    /// The workloads of the catalogue.
    pub workloads: Vec<WorkloadName>,
}

/// What a page is read by.
struct Wanted {
    scope: Scope,
    sort: ReferralSort,
    filter: ReferralFilter,
    cursor: Option<ReferralCursor>,
}

impl App {
    /// A page of the referrals. Fields: those of the query, by their names in it.
    pub async fn referrals(&self, ctx: &Ctx, query: &ReferralQuery) -> Result<Seen<ReferralList>, AppError> {
        let mut tx = self.store.read().await?;
        let (who, value) = self.listed(&mut tx, ctx, query).await?;
        tx.end();
        Ok(Seen { viewer: who.viewer, value })
    }

    /// The list as a page needs it: rows, and what can be filtered by, of one state of the database.
    pub async fn referral_desk(
        &self,
        ctx: &Ctx,
        query: &ReferralQuery,
    ) -> Result<Seen<(ReferralList, ReferralChoices)>, AppError> {
        let mut tx = self.store.read().await?;
        let (who, list) = self.listed(&mut tx, ctx, query).await?;
        let scope = who.scope()?;
        let partners = if is_office(&scope) { partners_in_scope(&mut tx, &scope).await? } else { Vec::new() };
        let choices = ReferralChoices {
            locations: locations_in_scope(&mut tx, &scope)
                .await?
                .iter()
                .map(|row| LocationChoice { mpn_id: row.mpn_id.clone(), name: row.name.clone() })
                .collect(),
            partners: partners.into_iter().filter_map(|row| Some((row.partner_id?, row.name))).collect(),
            workloads: tx.workloads().await?.into_iter().map(workload_name).collect(),
        };
        tx.end();
        Ok(Seen { viewer: who.viewer, value: (list, choices) })
    }

    async fn listed(&self, tx: &mut Tx, ctx: &Ctx, query: &ReferralQuery) -> Result<(Who, ReferralList), AppError> {
        let who = self.who(tx, ctx).await?;
        who.may(Resource::Referrals, Action::Read).map_err(|_| AppError::NoViewerRole)?;
        let limit = query.limit.unwrap_or(DEFAULT_LIMIT);
        if !(1..=MOST_LIMIT).contains(&limit) {
            return Err(AppError::field("limit", Problem::OutOfRange(1, MOST_LIMIT)));
        }
        let wanted = wanted(tx, &who, query).await?;
        let (items, previous_cursor, next_cursor) = page(tx, &who, query, &wanted, limit).await?;
        let all = ReferralFilter { statuses: Vec::new(), ..wanted.filter.clone() };
        let counted = tx.referral_counts(&wanted.scope, &all).await?;
        let counts = Status::ALL.into_iter().filter_map(|status| {
            let found = counted.iter().find(|(code, _)| code == status.code())?;
            Some((status, found.1))
        });
        let sees_several = is_office(&wanted.scope);
        let paused_until = if sees_several {
            None
        } else {
            let row = tx.referral_preference(who.viewer.principal.organisation_id).await?;
            paused_until(row.as_ref(), still(who.now))
        };
        let value = ReferralList {
            sort: wanted.sort,
            items,
            next_cursor,
            previous_cursor,
            counts: counts.collect(),
            sees_several,
            paused_until,
        };
        Ok((who, value))
    }

    /// Up to 1,000 further rows for an export, and where to go on; each call asks anew what the person may see.
    pub async fn referrals_for_export(
        &self,
        ctx: &Ctx,
        query: &ReferralQuery,
    ) -> Result<(Vec<ReferralItem>, Option<String>), AppError> {
        let mut tx = self.store.read().await?;
        let who = self.who(&mut tx, ctx).await?;
        who.may(Resource::Referrals, Action::Read).map_err(|_| AppError::NoViewerRole)?;
        let wanted = wanted(&mut tx, &who, query).await?;
        let (items, _, next) = page(&mut tx, &who, query, &wanted, EXPORT_ROWS).await?;
        tx.end();
        if query.cursor.is_none() {
            self.audit_look(ctx, &who, AuditAction::ReferralsExported, "").await?;
        }
        Ok((items, next))
    }
}

/// The partners whose referrals somebody of the programme office sees.
async fn partners_in_scope(tx: &mut Tx, scope: &Scope) -> Result<Vec<OrganisationRow>, AppError> {
    let mut partners = tx.partners().await?;
    if let View::Partners(some) = scope.view() {
        partners.retain(|row| some.contains(&row.id()));
    }
    Ok(partners)
}

/// The locations at which referrals can be for somebody. One at which there is none is among them too: what there is elsewhere
/// is told to nobody.
async fn locations_in_scope(tx: &mut Tx, scope: &Scope) -> Result<Vec<LocationRow>, AppError> {
    Ok(match scope.view() {
        View::Programme => tx.all_locations().await?,
        View::Partners(partners) => {
            let mut all = tx.all_locations().await?;
            all.retain(|row| partners.contains(&OrganisationId(row.organisation_id)));
            all
        }
        View::Partner { organisation_id, .. } => {
            let mut own = tx.locations_of(*organisation_id).await?;
            if let Some(limited) = scope.limited_to() {
                own.retain(|row| limited.contains(&row.id()));
            }
            own
        }
    })
}

async fn wanted(tx: &mut Tx, who: &Who, query: &ReferralQuery) -> Result<Wanted, AppError> {
    let scope = who.scope()?;
    let sort = query.sort.unwrap_or_default();
    let words = words(query.search.as_deref())?;
    check_values([("location", &query.locations), ("workload", &query.workloads), ("partner", &query.partners)])?;
    let mut statuses = Vec::new();
    for code in &query.statuses {
        statuses.push(Status::from_code(code).ok_or_else(|| AppError::field("status", Problem::Unknown))?);
    }
    let mut sources = Vec::new();
    for code in &query.sources {
        sources.push(Source::from_code(code).ok_or_else(|| AppError::field("source", Problem::Unknown))?);
    }
    let own = if query.locations.is_empty() { Vec::new() } else { locations_in_scope(tx, &scope).await? };
    let mut partners = Vec::new();
    if !query.partners.is_empty() {
        // Whoever is of a partner sees one: there is nothing to choose.
        let known = if is_office(&scope) { partners_in_scope(tx, &scope).await? } else { Vec::new() };
        for id in &query.partners {
            let found = known.iter().find(|row| row.partner_id.as_ref() == Some(id));
            partners.push(found.map(OrganisationRow::id).ok_or_else(|| AppError::field("partner", Problem::Unknown))?);
        }
    }
    let filter = ReferralFilter {
        words,
        statuses,
        sources,
        locations: locations(&query.locations, &own)?,
        workloads: query.workloads.clone(),
        partners,
    };
    let cursor = read_cursor(&who.reader(), query, sort)?;
    Ok(Wanted { scope, sort, filter, cursor })
}

/// Rows, and where the pages before and after begin.
type Page = (Vec<ReferralItem>, Option<String>, Option<String>);

async fn page(tx: &mut Tx, who: &Who, query: &ReferralQuery, wanted: &Wanted, limit: i64) -> Result<Page, AppError> {
    let Wanted { scope, sort, filter, cursor } = wanted;
    let asked = ReferralsAsked { filter, sort: *sort, cursor: cursor.as_ref(), limit };
    let mut rows = tx.referrals(scope, &asked).await?;
    let backwards = cursor.as_ref().is_some_and(|cursor| cursor.backwards);
    let has_more = i64::try_from(rows.len()).is_ok_and(|count| count > limit);
    if has_more {
        rows.pop();
    }
    if backwards {
        rows.reverse();
    }
    let (has_previous, has_next) = if backwards { (has_more, true) } else { (cursor.is_some(), has_more) };
    let reader = &who.reader();
    let written = |row: &ReferralListRow, backwards| write_cursor(reader, query, *sort, row, backwards);
    let next = rows.last().filter(|_| has_next).map(|row| written(row, false));
    let previous = rows.first().filter(|_| has_previous).map(|row| written(row, true));
    let ids: Vec<_> = rows.iter().map(|row| row.referral.id()).collect();
    let workloads = tx.referral_workloads(&ids).await?;
    let sees_several = is_office(scope);
    let items = rows.iter().map(|row| item(&row.referral, who, sees_several, &workloads));
    Ok((items.collect::<Result<_, _>>()?, previous, next))
}

#[derive(serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    of: String,
    b: bool,
    n: Option<i64>,
    t: Option<String>,
    r: String,
}

/// What ties a cursor to its list: the reader, the order and what the list is narrowed to.
fn list_mark(reader: &str, query: &ReferralQuery, sort: ReferralSort) -> String {
    let bare = ReferralQuery { cursor: None, limit: None, sort: Some(sort), ..query.clone() };
    mark(&format!("{reader} {bare:?}"))
}

fn write_cursor(
    reader: &str,
    query: &ReferralQuery,
    sort: ReferralSort,
    row: &ReferralListRow,
    backwards: bool,
) -> String {
    let written = Written {
        of: list_mark(reader, query, sort),
        b: backwards,
        n: row.sort_number,
        t: row.sort_text.clone(),
        r: row.referral.number.clone(),
    };
    BASE64_URL_SAFE_NO_PAD.encode(serde_json::to_vec(&written).unwrap_or_default())
}

/// The place that a text names, when it belongs to this list of this person.
fn read_cursor(reader: &str, query: &ReferralQuery, sort: ReferralSort) -> Result<Option<ReferralCursor>, AppError> {
    let Some(text) = &query.cursor else { return Ok(None) };
    let foreign = || AppError::field("cursor", Problem::ForeignCursor);
    if text.len() > LONGEST_CURSOR {
        return Err(foreign());
    }
    let bytes = BASE64_URL_SAFE_NO_PAD.decode(text).map_err(|_| foreign())?;
    let it: Written = serde_json::from_slice(&bytes).map_err(|_| foreign())?;
    // NUL is the one character that a database may refuse.
    let has_nul = [Some(&it.r), it.t.as_ref()].into_iter().flatten().any(|text| text.contains('\0'));
    let is_of_column = it.n.is_some() == sort.column.is_sorted_as_number() && it.t.is_some() != it.n.is_some();
    let is_own = it.of == list_mark(reader, query, sort) || planted(Fault::CursorOfAnybody);
    if !is_own || has_nul || !is_of_column {
        return Err(foreign());
    }
    Ok(Some(ReferralCursor { number: it.n, text: it.t, of: it.r, backwards: it.b }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_is_of_one_list_of_one_reader() {
        let query = ReferralQuery { search: Some("bak".into()), ..ReferralQuery::default() };
        let sort = ReferralSort::default();
        let written = Written { of: list_mark("anna", &query, sort), b: false, n: Some(7), t: None, r: "R-1".into() };
        let cursor = Some(BASE64_URL_SAFE_NO_PAD.encode(serde_json::to_vec(&written).unwrap()));
        let with = ReferralQuery { cursor: cursor.clone(), ..query };
        assert!(read_cursor("anna", &with, sort).unwrap().is_some());
        assert!(read_cursor("bob", &with, sort).is_err());
        assert!(read_cursor("anna", &ReferralQuery { search: None, ..with.clone() }, sort).is_err());
        assert!(read_cursor("anna", &with, "name".parse().unwrap()).is_err());
        assert!(read_cursor("anna", &ReferralQuery { cursor: Some("e30".into()), ..with }, sort).is_err());
    }
}
