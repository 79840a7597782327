//! The tenant list: one page of it, and the figures of the whole (S2.4, S2.5).
//!
//! Whatever the scope, the list reads from `portfolio` rows: one organisation's, one location's, several
//! locations' with repetitions folded, or, for a partner manager, several partners' with what they share put together
//! ([`Several`]). Sorting puts rows without a value last in either direction; ties go by name, then by GUID.
//!
//! A page costs what its rows cost, however long the list is: each location, and the rows with and without a
//! value, are read in order from an index of their own, as many as the page has, and then merged.

use std::collections::BTreeMap;

use domain::access::{Scope, View};
use domain::id::{LocationId, OrganisationId};
use domain::service_status::{NEW_SUBSCRIPTION, STATUS_UNKNOWN};
use domain::signal::Signal;
use uuid::Uuid;

use crate::audit::like;
use crate::blockers::of_holders;
use crate::merged_tenant::Several;
use crate::portfolio_total::{kept_potential, kept_totals};
use crate::statement::{Statement, Value};
use crate::tenant_mark::{OF_SEVERAL, of_the_row, overdue};
use crate::usage::TenantNamed;
use crate::{StoreError, Tx};

/// What the list is narrowed to. Empty lists and `None` filter nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "four filters that are on or off, each by itself")]
pub struct ListFilter {
    /// Words of the search, each already in the form of [`domain::tenant::name_key`].
    pub words: Vec<String>,
    /// Locations; the caller has checked that they are in scope.
    pub locations: Vec<LocationId>,
    /// Countries.
    pub countries: Vec<String>,
    /// Segments.
    pub segments: Vec<String>,
    /// Workloads, by code.
    pub workloads: Vec<String>,
    /// Statuses of seats (L1), by code.
    pub l1: Vec<String>,
    /// Reasons of seats (L2), by code.
    pub l2: Vec<String>,
    /// Lowest Usage %, in millionths.
    pub usage_from: Option<i64>,
    /// Highest Usage %, in millionths.
    pub usage_to: Option<i64>,
    /// Only tenants without a Usage %.
    pub without_usage: bool,
    /// Overall statuses of the newest status note, by code.
    pub overall_status: Vec<String>,
    /// Only tenants where something was due before today.
    pub overdue: bool,
    /// Only tenants without a contact that is survey eligible.
    pub no_survey_contact: bool,
    /// Only tenants with fewer paid units than the licence minimum.
    pub below_minimum: bool,
    /// Only tenants with one of these signals: the sum of their weights.
    pub signals: i64,
    /// The day of the list.
    pub day: ListDay,
}

/// The day on which a list is read: what is overdue, and which signals stand.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ListDay {
    /// Today, as `2026-08-01`.
    pub today: String,
    /// Since when signals stand, in milliseconds.
    pub signals_since: i64,
}

impl ListFilter {
    /// A list that is narrowed to nothing.
    pub fn of_day(day: ListDay) -> Self {
        Self { day, ..Self::default() }
    }

    /// Whether it asks for what is noted of tenants, in their marks.
    pub(crate) fn asks_for_marks(&self) -> bool {
        !self.overall_status.is_empty() || self.overdue || self.no_survey_contact || self.signals != 0
    }

    /// Whether it leaves every row of the locations in.
    fn keeps_all_of_the_locations(&self) -> bool {
        *self == Self { locations: self.locations.clone(), day: self.day.clone(), ..Self::default() }
    }
}

/// A row's place in the order: its value in the sorted column, its name and its GUID.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListCursor {
    /// The value where the column holds numbers.
    pub number: Option<i64>,
    /// The value where the column holds text.
    pub text: Option<String>,
    /// The name, as it is sorted.
    pub name_key: String,
    /// The GUID.
    pub tenant_id: Uuid,
    /// Whether the rows before it are wanted, and not those after.
    pub backwards: bool,
}

/// A row of the list.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct ListRow {
    /// The tenant's key.
    pub tenant_key: i64,
    /// The GUID.
    pub tenant_id: Uuid,
    /// The name.
    pub name: String,
    /// The name as it is sorted.
    pub name_key: String,
    /// The domain.
    pub domain: String,
    /// The country or region.
    pub country: String,
    /// The segment.
    pub segment: String,
    /// How many workloads are claimed.
    pub workloads_claimed: i64,
    /// The newest month.
    pub month: Option<i64>,
    /// PAU.
    pub pau: i64,
    /// MAU.
    pub mau: i64,
    /// Usage %, in millionths.
    pub usage_ppm: Option<i64>,
    /// The change since the month before, in millionths.
    pub change_ppm: Option<i64>,
    /// PAU of the month before, over the same workloads.
    pub before_pau: Option<i64>,
    /// MAU of the month before.
    pub before_mau: Option<i64>,
    /// When the newest of its figures was loaded, in milliseconds.
    pub figures_at: Option<i64>,
    /// The overall status of the newest status note, by code.
    pub overall_status: Option<String>,
    /// When that note was written, in milliseconds.
    pub noted_at: Option<i64>,
    /// The next action date, as `2026-08-01`.
    pub next_action_on: Option<String>,
    /// By when something is due: the next action, or a note that is asked for.
    pub due_on: Option<String>,
    /// Whether a contact is survey eligible; nothing where nothing is noted of the tenant at all.
    pub has_survey_contact: Option<bool>,
    /// How many seats were blocked before they grew.
    pub blocked_from: Option<i64>,
    /// How many are.
    pub blocked_to: Option<i64>,
    /// When they grew, in milliseconds.
    pub blocked_at: Option<i64>,
    /// What its workloads could earn, in the first currency by the alphabet.
    pub potential_minor: Option<i64>,
    /// In which.
    pub potential_currency: Option<String>,
    /// In the others: `JPY 5,USD 1234`.
    pub potential_others: String,
    /// The licence minimum of the programme, as it stands in the state of the database that the row is of.
    pub licence_minimum: i64,
    /// The value in the sorted column, where it holds numbers.
    pub sort_number: Option<i64>,
    /// The value in the sorted column, where it holds text.
    pub sort_text: Option<String>,
}

/// A page of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListPage {
    /// Its rows, in order.
    pub rows: Vec<ListRow>,
    /// Whether there are rows before it.
    pub has_previous: bool,
    /// Whether there are rows after it.
    pub has_next: bool,
    /// The figures of the whole list, where the same statement could tell them.
    pub totals: Option<ListTotals>,
}

/// The figures of the whole list, as narrowed.
#[derive(Debug, Clone, PartialEq, Eq, Default, sqlx::FromRow)]
pub struct ListTotals {
    /// How many tenants.
    pub tenants: i64,
    /// PAU.
    pub pau: i64,
    /// MAU.
    pub mau: i64,
    /// How many have something that was due before today.
    pub overdue: i64,
    /// What they could earn, an amount a currency: `EUR 12,USD 3`.
    pub potential: String,
}

const COLUMNS: &str =
    "organisation_id, tenant_key, tenant_id, name, name_key, domain, country, segment, workloads_claimed, month,
 pau, mau, usage_ppm, change_ppm, before_pau, before_mau, signals, figures_at, potential_minor, potential_currency,
 potential_others, potential_key";

/// The columns of a [`ListRow`] in their order, up to its value in the sorted column.
pub(crate) const ROW: &str = "p.tenant_key, p.tenant_id, p.name, p.name_key, p.domain, p.country, p.segment,
 p.workloads_claimed, p.month, p.pau, p.mau, p.usage_ppm, p.change_ppm, p.before_pau, p.before_mau, p.figures_at,
 m.overall_status, m.noted_at, m.next_action_on, m.due_on, m.has_survey_contact, m.blocked_from, m.blocked_to, m.blocked_at,
 p.potential_minor, p.potential_currency, p.potential_others,
 (SELECT licence_minimum FROM programme_setting) AS licence_minimum";

/// The organisations whose portfolio a scope reads.
pub(crate) fn organisations(scope: &Scope, programme: OrganisationId) -> Vec<OrganisationId> {
    match scope.view() {
        View::Programme => vec![programme],
        View::Partners(partners) => partners.clone(),
        View::Partner { organisation_id, .. } => vec![*organisation_id],
    }
}

/// The locations to which a list is limited; nothing when it is that of the whole organisation.
pub(crate) fn limited_to(scope: &Scope, filter: &ListFilter) -> Option<Vec<LocationId>> {
    match scope.view() {
        View::Partner { .. } if !filter.locations.is_empty() => Some(filter.locations.clone()),
        _ => scope.limited_to(),
    }
}

/// Under which organisation and locations the totals of a list are kept; nothing when they have to be added up,
/// because the list is narrowed, or of several partners, whose tenants overlap.
pub(crate) fn kept_as(
    scope: &Scope,
    programme: OrganisationId,
    filter: &ListFilter,
) -> Option<(OrganisationId, Option<Vec<LocationId>>)> {
    // For the programme office locations are a filter, for a partner they are what the totals are kept by.
    let is_narrowed = !filter.locations.is_empty() && !matches!(scope.view(), View::Partner { .. });
    let [organisation] = organisations(scope, programme)[..] else { return None };
    (!is_narrowed && filter.keeps_all_of_the_locations()).then(|| (organisation, limited_to(scope, filter)))
}

/// Selects columns from the rows of a scope, `p`, with their marks, `m`; a condition may follow.
pub(crate) fn select_in_scope(
    columns: impl Fn(&mut Statement),
    scope: &Scope,
    programme: OrganisationId,
    filter: &ListFilter,
) -> Statement {
    select_named(columns, scope, programme, filter, TenantNamed::Any)
}

/// The same, of a tenant.
fn select_named(
    columns: impl Fn(&mut Statement),
    scope: &Scope,
    programme: OrganisationId,
    filter: &ListFilter,
    tenant: TenantNamed,
) -> Statement {
    let mut statement = Statement::default();
    let whose = organisations(scope, programme);
    match (whose.as_slice(), limited_to(scope, filter).as_deref()) {
        ([one], None) => {
            columns(&mut statement);
            statement.text(" FROM portfolio AS p").text(of_the_row()).text(" WHERE p.organisation_id = ");
            statement.value(Value::Int(one.0)).text(" AND p.location_id = 0");
        }
        ([one], Some([location])) => {
            columns(&mut statement);
            statement.text(" FROM portfolio AS p").text(of_the_row()).text(" WHERE p.organisation_id = ");
            statement.value(Value::Int(one.0)).text(" AND p.location_id = ").value(Value::Int(location.0));
        }
        ([one], Some(locations)) => {
            columns(&mut statement);
            statement.text(" FROM (SELECT DISTINCT ").text(COLUMNS).text(" FROM portfolio");
            statement.text(" WHERE organisation_id = ").value(Value::Int(one.0)).text(" AND location_id IN (");
            statement.values(locations.iter().map(|location| Value::Int(location.0)));
            statement.text(")) AS p").text(of_the_row()).text(" WHERE TRUE");
        }
        (several, _) => {
            Several { partners: several, programme }.all(&mut statement, tenant);
            columns(&mut statement);
            statement.text(" FROM p").text(OF_SEVERAL).text(" WHERE TRUE");
        }
    }
    tenant.narrow(&mut statement, " AND p.tenant_key = ");
    statement
}

/// Adds what the list is narrowed to.
pub(crate) fn narrow(statement: &mut Statement, scope: &Scope, programme: OrganisationId, filter: &ListFilter) {
    // A partner's locations have narrowed the rows already; for the programme office the claims say it.
    if !matches!(scope.view(), View::Partner { .. }) && !filter.locations.is_empty() {
        statement.text(" AND EXISTS (SELECT 1 FROM claim_location AS cl WHERE cl.tenant_key = p.tenant_key");
        statement.text(" AND cl.location_id IN (");
        statement.values(filter.locations.iter().map(|location| Value::Int(location.0))).text("))");
    }
    for word in &filter.words {
        let pattern = like(word);
        statement.text(" AND (p.name_key LIKE ").value(Value::Text(pattern.clone()));
        statement.text(" ESCAPE '\\' OR p.domain LIKE ").value(Value::Text(pattern.clone()));
        statement.text(" ESCAPE '\\' OR EXISTS (SELECT 1 FROM tenant AS t WHERE t.tenant_key = p.tenant_key");
        statement.text(" AND t.id_text LIKE ").value(Value::Text(pattern)).text(" ESCAPE '\\'))");
    }
    for (column, values) in [(" AND p.country IN (", &filter.countries), (" AND p.segment IN (", &filter.segments)] {
        if !values.is_empty() {
            statement.text(column).values(values.iter().cloned().map(Value::Text)).text(")");
        }
    }
    if !filter.workloads.is_empty() {
        statement.text(
            " AND EXISTS (SELECT 1 FROM portfolio_workload AS pw JOIN workload AS w ON w.workload_id = pw.workload_id
              WHERE pw.tenant_key = p.tenant_key AND pw.organisation_id IN (",
        );
        statement.values(organisations(scope, programme).iter().map(|organisation| Value::Int(organisation.0)));
        statement.text(") AND w.code IN (").values(filter.workloads.iter().cloned().map(Value::Text)).text("))");
    }
    if !filter.l1.is_empty() || !filter.l2.is_empty() {
        narrow_to_status(statement, scope, programme, filter);
    }
    if let Some(usage) = filter.usage_from {
        statement.text(" AND p.usage_ppm >= ").value(Value::Int(usage));
    }
    if let Some(usage) = filter.usage_to {
        statement.text(" AND p.usage_ppm <= ").value(Value::Int(usage));
    }
    if filter.without_usage {
        statement.text(" AND p.usage_ppm IS NULL");
    }
    narrow_to_marks(statement, filter);
}

/// Only tenants of which that is noted.
fn narrow_to_marks(statement: &mut Statement, filter: &ListFilter) {
    if !filter.overall_status.is_empty() {
        statement.text(" AND m.overall_status IN (");
        statement.values(filter.overall_status.iter().cloned().map(Value::Text)).text(")");
    }
    if filter.overdue {
        statement.text(" AND m.due_on < ").value(Value::Text(filter.day.today.clone()));
    }
    if filter.no_survey_contact {
        statement.text(" AND m.has_survey_contact IS NOT TRUE");
    }
    if filter.below_minimum {
        statement.text(" AND p.month IS NOT NULL AND p.pau < (SELECT licence_minimum FROM programme_setting)");
    }
    if filter.signals != 0 {
        statement.text(" AND (");
        standing_signals(statement, filter.day.signals_since);
        statement.text(" & ").value(Value::Int(filter.signals)).text(") <> 0");
    }
}

/// The signals of a row that stand, as the sum of their weights.
pub(crate) fn standing_signals(statement: &mut Statement, since: i64) {
    statement.text("(CASE WHEN p.figures_at >= ").value(Value::Int(since)).text(" THEN p.signals ELSE 0 END");
    statement.text(" + CASE WHEN m.blocked_at >= ").value(Value::Int(since)).text(" THEN ");
    statement.value(Value::Int(Signal::BlockedSeatsGrew { from: 0, to: 0 }.weight())).text(" ELSE 0 END)");
}

/// Only tenants with seats of a status, or of a reason; where workloads are chosen too, seats of these.
fn narrow_to_status(statement: &mut Statement, scope: &Scope, programme: OrganisationId, filter: &ListFilter) {
    let texts = |values: &[String]| values.iter().cloned().map(Value::Text).collect::<Vec<_>>();
    let workloads = |statement: &mut Statement, of: &'static str| {
        if !filter.workloads.is_empty() {
            statement.text(of).values(texts(&filter.workloads)).text("))");
        }
    };
    statement.text(
        " AND (EXISTS (SELECT 1 FROM claim AS c
                       JOIN split_seats AS b ON b.organisation_id = c.organisation_id AND b.tenant_key = c.tenant_key
                                            AND b.workload_id = c.workload_id
                       WHERE c.tenant_key = p.tenant_key",
    );
    of_holders(statement, scope);
    workloads(statement, " AND b.workload_id IN (SELECT w.workload_id FROM workload AS w WHERE w.code IN (");
    if !filter.l1.is_empty() {
        statement.text(" AND b.l1 IN (").values(texts(&filter.l1)).text(")");
    }
    if !filter.l2.is_empty() {
        statement.text(" AND b.l2 IN (").values(texts(&filter.l2)).text(")");
    }
    statement.text(")");
    // Where nobody has saved a split, all seats are as they came.
    let takes = |values: &[String], code: &str| values.is_empty() || values.iter().any(|value| value == code);
    if takes(&filter.l1, STATUS_UNKNOWN) && takes(&filter.l2, NEW_SUBSCRIPTION) {
        statement.text(
            " OR EXISTS (SELECT 1 FROM portfolio_workload AS pw
                         WHERE pw.tenant_key = p.tenant_key AND pw.holder_id IS NOT NULL AND pw.pau > 0
                           AND NOT EXISTS (SELECT 1 FROM split AS s WHERE s.organisation_id = pw.holder_id
                                           AND s.tenant_key = pw.tenant_key AND s.workload_id = pw.workload_id)
                           AND pw.organisation_id IN (",
        );
        statement.values(organisations(scope, programme).iter().map(|one| Value::Int(one.0))).text(")");
        workloads(statement, " AND pw.workload_id IN (SELECT w.workload_id FROM workload AS w WHERE w.code IN (");
        statement.text(")");
    }
    statement.text(")");
}

/// The several partners whose totals are kept of the tenants that no other partner sees; nothing when a list is narrowed, or
/// is not that of several partners.
fn kept_apart<'a>(scope: &'a Scope, filter: &ListFilter) -> Option<&'a [OrganisationId]> {
    let View::Partners(partners) = scope.view() else { return None };
    (partners.len() > 1 && *filter == ListFilter::of_day(filter.day.clone())).then_some(partners)
}

/// What shared tenants come to that could earn in the same currencies: the first of these and its sum, the others of each
/// tenant, how many tenants there are, and their PAU and MAU.
type SharedSums = (Option<String>, Option<i64>, String, i64, i64, i64);

/// What could be earned, by currency.
#[derive(Debug, Default)]
struct Potential(BTreeMap<String, i64>);

impl Potential {
    fn add(&mut self, currency: String, minor: i64) {
        let sum = self.0.entry(currency).or_default();
        *sum = sum.saturating_add(minor);
    }

    /// What a row could earn in other currencies than its first: `JPY 5,USD 1234`, or nothing.
    fn add_others(&mut self, others: &str) -> Result<(), StoreError> {
        for one in others.split(',').filter(|one| !one.is_empty()) {
            let read = one.split_once(' ').and_then(|(currency, minor)| Some((currency, minor.parse::<i64>().ok()?)));
            let (currency, minor) =
                read.ok_or_else(|| StoreError::inconsistent("portfolio", "potential_others", others))?;
            self.add(currency.to_owned(), minor);
        }
        Ok(())
    }

    fn written(self) -> String {
        let written = self.0.into_iter().map(|(currency, minor)| [currency, minor.to_string()].join(" "));
        written.collect::<Vec<_>>().join(",")
    }
}

impl Tx {
    /// The figures of the whole list, as narrowed.
    pub async fn tenant_totals(
        &mut self,
        scope: &Scope,
        programme: OrganisationId,
        filter: &ListFilter,
    ) -> Result<ListTotals, StoreError> {
        if let Some((organisation, locations)) = kept_as(scope, programme, filter) {
            let mut statement = Statement::new(
                "SELECT CAST(COALESCE(SUM(tenants), 0) AS BIGINT) AS tenants, CAST(COALESCE(SUM(pau), 0) AS BIGINT) AS pau,
                 CAST(COALESCE(SUM(mau), 0) AS BIGINT) AS mau, (SELECT COUNT(*)",
            );
            overdue(&mut statement, &[organisation], locations.as_deref(), &filter.day.today);
            statement.text(") AS overdue, ");
            kept_potential(&mut statement, organisation, locations.as_deref());
            statement.text(" AS potential");
            kept_totals(&mut statement, organisation, locations.as_deref());
            return statement.row(self).await;
        }
        if let Some(partners) = kept_apart(scope, filter) {
            return self.totals_of_several(Several { partners, programme }, &filter.day.today).await;
        }
        let columns = |statement: &mut Statement| {
            statement.text(
                "SELECT COUNT(*) AS tenants, CAST(COALESCE(SUM(p.pau), 0) AS BIGINT) AS pau,
                 CAST(COALESCE(SUM(p.mau), 0) AS BIGINT) AS mau, COUNT(CASE WHEN m.due_on < ",
            );
            statement.value(Value::Text(filter.day.today.clone())).text(" THEN 1 END) AS overdue, '' AS potential");
        };
        let mut statement = select_in_scope(columns, scope, programme, filter);
        narrow(&mut statement, scope, programme, filter);
        let totals: ListTotals = statement.row(self).await?;
        Ok(ListTotals { potential: self.potential_of(scope, programme, filter).await?, ..totals })
    }

    /// The figures of all tenants of several partners: those kept of tenants that no other partner sees, and the shared ones
    /// added up.
    async fn totals_of_several(&mut self, several: Several<'_>, today: &str) -> Result<ListTotals, StoreError> {
        let mut potential = Potential::default();
        let mut statement = Statement::new(
            "SELECT currency, potential_minor FROM portfolio_potential WHERE reach = 'alone' AND organisation_id IN (",
        );
        several.values(&mut statement);
        statement.text(")");
        for (currency, minor) in statement.rows(self).await? {
            potential.add(currency, minor);
        }

        let mut statement = Statement::new(
            "SELECT CAST(COALESCE(SUM(tenants), 0) AS BIGINT) AS tenants, CAST(COALESCE(SUM(pau), 0) AS BIGINT) AS pau,
                    CAST(COALESCE(SUM(mau), 0) AS BIGINT) AS mau, (SELECT COUNT(DISTINCT m.tenant_key)",
        );
        overdue(&mut statement, several.partners, None, today);
        statement
            .text(") AS overdue, '' AS potential FROM portfolio_total WHERE reach = 'alone' AND organisation_id IN (");
        several.values(&mut statement);
        statement.text(")");
        let mut totals: ListTotals = statement.row(self).await?;

        let mut statement = Statement::default();
        several.shared(&mut statement, TenantNamed::Any);
        statement.text(
            "SELECT potential_currency, CAST(SUM(potential_minor) AS BIGINT), potential_others, COUNT(*),
                    CAST(SUM(pau) AS BIGINT), CAST(SUM(mau) AS BIGINT)
             FROM shared GROUP BY potential_currency, potential_others",
        );
        for (currency, minor, others, tenants, pau, mau) in statement.rows::<SharedSums>(self).await? {
            totals = ListTotals {
                tenants: totals.tenants + tenants,
                pau: totals.pau.saturating_add(pau),
                mau: totals.mau.saturating_add(mau),
                ..totals
            };
            if let (Some(currency), Some(minor)) = (currency, minor) {
                potential.add(currency, minor);
            }
            for _ in 0..tenants {
                potential.add_others(&others)?;
            }
        }
        Ok(ListTotals { potential: potential.written(), ..totals })
    }

    /// What the tenants of a narrowed list could earn: the first currency of each is added up by the database, the few others
    /// that there are here.
    async fn potential_of(
        &mut self,
        scope: &Scope,
        programme: OrganisationId,
        filter: &ListFilter,
    ) -> Result<String, StoreError> {
        let mut potential = Potential::default();
        let columns = |statement: &mut Statement| {
            statement.text("SELECT p.potential_currency, CAST(SUM(p.potential_minor) AS BIGINT)");
        };
        let mut statement = select_in_scope(columns, scope, programme, filter);
        narrow(&mut statement, scope, programme, filter);
        statement.text(" AND p.potential_currency IS NOT NULL GROUP BY p.potential_currency");
        for (currency, minor) in statement.rows(self).await? {
            potential.add(currency, minor);
        }
        let columns = |statement: &mut Statement| {
            statement.text("SELECT p.potential_others");
        };
        let mut statement = select_in_scope(columns, scope, programme, filter);
        narrow(&mut statement, scope, programme, filter);
        statement.text(" AND p.potential_others <> ''");
        for (others,) in statement.rows::<(String,)>(self).await? {
            potential.add_others(&others)?;
        }
        Ok(potential.written())
    }

    /// A tenant of the scope, as the list has it; nothing when it is not in it or does not exist.
    pub async fn tenant_row(
        &mut self,
        scope: &Scope,
        programme: OrganisationId,
        tenant_id: Uuid,
    ) -> Result<Option<ListRow>, StoreError> {
        let columns = |statement: &mut Statement| {
            statement.text("SELECT ").text(ROW);
            statement.text(", CAST(NULL AS BIGINT) AS sort_number, CAST(NULL AS TEXT) AS sort_text");
        };
        let tenant = TenantNamed::Guid(tenant_id);
        let statement = select_named(columns, scope, programme, &ListFilter::default(), tenant);
        Ok(statement.rows(self).await?.pop())
    }
}
