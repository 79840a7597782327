//! Splits of a workload's seats over statuses: the one that stands, and every one before it (S8).
//!
//! A split belongs to the partner that holds the claim on the workload. Whoever changes one, or the total of one, first
//! gets hold of the row of the portfolio that has the total: a person by [`Tx::hold_total`], a load by writing it.

use domain::access::Scope;
use domain::day;
use domain::id::{LoadId, OrganisationId, PersonId, TenantKey, WorkloadId};
use domain::service_status::{BLOCKED, Choice, Line, Split};
use domain::signal::{self, Growth};
use uuid::Uuid;

use crate::statement::{Statement, Value};
use crate::taxonomy::day as kept_day;
use crate::usage::{TenantNamed, with_mine};
use crate::{Engine, StoreError, TaxonomyId, Tx, on};

/// Whose split, and of what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SplitKey {
    /// The partner.
    pub organisation: OrganisationId,
    /// The tenant.
    pub tenant: TenantKey,
    /// The workload.
    pub workload: WorkloadId,
}

/// A claimed workload of a tenant: what a split is of.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct SplitPlaceRow {
    /// The tenant.
    pub tenant_key: i64,
    /// The workload.
    pub workload_id: i64,
    /// Its code.
    pub code: String,
    /// Its name in English.
    pub name_en: String,
    /// Its name in Dutch.
    pub name_nl: String,
    /// The partner that holds the claim, and so whose split it is.
    pub holder_id: i64,
    /// That partner's name.
    pub partner: String,
    /// The month of which the total is.
    pub month: Option<i64>,
    /// The total entitlements: the PAU of that month.
    pub total: i64,
    /// The newest revision of the split; nothing where nobody has saved one.
    pub revision: Option<i64>,
}

impl SplitPlaceRow {
    /// Whose split, and of what.
    pub fn key(&self) -> SplitKey {
        SplitKey {
            organisation: OrganisationId(self.holder_id),
            tenant: TenantKey(self.tenant_key),
            workload: WorkloadId(self.workload_id),
        }
    }
}

/// A split as it stood from some moment on.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct SplitRevisionRow {
    /// The split.
    pub split_id: i64,
    /// Counted from 1.
    pub revision: i64,
    /// The total entitlements.
    pub total: i64,
    /// The seats of all lines less the total.
    pub difference: i64,
    /// Who saved it; nothing where a load adjusted it, or the person is gone.
    pub person_id: Option<i64>,
    /// That person's name.
    pub person: Option<String>,
    /// The load that adjusted it.
    pub load_id: Option<i64>,
    /// Whether that load was taken back.
    pub is_undoing: bool,
    /// When, in milliseconds.
    pub made_at: i64,
}

/// Seats of a workload by status and reason, as they stand; a workload without a split has none.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct SplitSeatsRow {
    /// The workload.
    pub workload_id: i64,
    /// The status.
    pub l1: String,
    /// The reason; empty where there is none.
    pub l2: String,
    /// How many.
    pub seats: i64,
}

/// Who or what makes revisions, and when.
#[derive(Debug, Clone, Copy)]
pub struct Maker {
    /// The person that saves.
    pub person: Option<PersonId>,
    /// The load that adjusts.
    pub load: Option<LoadId>,
    /// Whether the load is taken back.
    pub is_undoing: bool,
    /// The version by which lines are chosen.
    pub taxonomy: TaxonomyId,
    /// When, in milliseconds.
    pub made_at: i64,
}

#[derive(sqlx::FromRow)]
struct LineRow {
    split_id: i64,
    revision: i64,
    seats: i64,
    l1: String,
    l2: Option<String>,
    l3: Option<String>,
    target_on: Option<String>,
    remark: Option<String>,
}

impl LineRow {
    fn line(self) -> Result<Line, StoreError> {
        let choice = Choice::new(&self.l1, self.l2.as_deref(), self.l3.as_deref())
            .ok_or_else(|| StoreError::inconsistent("split_line", "l3", self.l3.unwrap_or_default()))?;
        let target_on = self.target_on.as_deref().map(|text| kept_day("split_line", "target_on", text)).transpose()?;
        Ok(Line { seats: self.seats, choice, target_on, remark: self.remark })
    }
}

impl Tx {
    /// The claimed workloads of a tenant that the scope sees, in the order of the catalogue; of one code, or all.
    pub async fn split_places(
        &mut self,
        scope: &Scope,
        programme: OrganisationId,
        tenant: Uuid,
        code: Option<&str>,
    ) -> Result<Vec<SplitPlaceRow>, StoreError> {
        let mut statement = with_mine(scope, programme, TenantNamed::Guid(tenant));
        statement.text(
            "SELECT m.tenant_key, m.workload_id, w.code, w.name_en, w.name_nl, m.holder_id, o.name AS partner, m.month,
                    m.pau AS total, s.revision
             FROM mine AS m
             JOIN workload AS w ON w.workload_id = m.workload_id
             JOIN organisation AS o ON o.organisation_id = m.holder_id
             LEFT JOIN split AS s ON s.organisation_id = m.holder_id AND s.tenant_key = m.tenant_key
                                 AND s.workload_id = m.workload_id",
        );
        if let Some(code) = code {
            statement.text(" WHERE w.code = ").value(Value::Text(code.to_owned()));
        }
        statement.text(" ORDER BY w.position, w.code");
        statement.rows(self).await
    }

    /// The revisions of a split that the scope sees, newest first; before a revision, and made before a moment in
    /// milliseconds, where these are given.
    pub async fn split_revisions(
        &mut self,
        scope: &Scope,
        programme: OrganisationId,
        key: SplitKey,
        before: Option<i64>,
        made_before: Option<i64>,
        limit: i64,
    ) -> Result<Vec<SplitRevisionRow>, StoreError> {
        let mut statement = with_mine(scope, programme, TenantNamed::Key(key.tenant));
        statement.text(
            "SELECT r.split_id, r.revision, r.total, r.difference, r.person_id, p.name AS person, r.load_id, r.is_undoing,
                    r.made_at
             FROM mine AS m
             JOIN split AS s ON s.organisation_id = m.holder_id AND s.tenant_key = m.tenant_key
                            AND s.workload_id = m.workload_id
             JOIN split_revision AS r ON r.split_id = s.split_id
             LEFT JOIN person AS p ON p.person_id = r.person_id
             WHERE m.workload_id = ",
        );
        statement.value(Value::Int(key.workload.0));
        if let Some(before) = before {
            statement.text(" AND r.revision < ").value(Value::Int(before));
        }
        if let Some(moment) = made_before {
            statement.text(" AND r.made_at < ").value(Value::Int(moment));
        }
        statement.text(" ORDER BY r.revision DESC").limit(limit);
        statement.rows(self).await
    }

    /// The split of a revision that was read in scope.
    pub async fn split_of(&mut self, row: &SplitRevisionRow) -> Result<Split, StoreError> {
        Ok(self.splits_of(std::slice::from_ref(row)).await?.pop().unwrap_or_default())
    }

    /// The splits of revisions of one split that were read in scope, in their order, newest first.
    pub async fn splits_of(&mut self, rows: &[SplitRevisionRow]) -> Result<Vec<Split>, StoreError> {
        let (Some(newest), Some(oldest)) = (rows.first(), rows.last()) else { return Ok(Vec::new()) };
        let lines: Vec<LineRow> = on!(self, c => sqlx::query_as(
            "SELECT split_id, revision, seats, l1, l2, l3, target_on, remark FROM split_line
             WHERE split_id = $1 AND revision BETWEEN $2 AND $3 ORDER BY revision DESC, position"
        ).bind(newest.split_id).bind(oldest.revision).bind(newest.revision).fetch_all(c).await?);
        let mut lines = lines.into_iter().peekable();
        let mut splits = Vec::with_capacity(rows.len());
        for row in rows {
            let own = std::iter::from_fn(|| lines.next_if(|line| line.revision == row.revision));
            splits.push(Split::kept(row.total, own.map(LineRow::line).collect::<Result<_, _>>()?));
        }
        Ok(splits)
    }

    /// The seats of a tenant's splits that the scope sees, as they stand.
    pub async fn split_seats(
        &mut self,
        scope: &Scope,
        programme: OrganisationId,
        tenant: TenantKey,
    ) -> Result<Vec<SplitSeatsRow>, StoreError> {
        let mut statement = with_mine(scope, programme, TenantNamed::Key(tenant));
        statement.text(
            "SELECT b.workload_id, b.l1, b.l2, b.seats
             FROM mine AS m
             JOIN split_seats AS b ON b.organisation_id = m.holder_id AND b.tenant_key = m.tenant_key
                                  AND b.workload_id = m.workload_id
             ORDER BY b.workload_id, b.l1, b.l2",
        );
        statement.rows(self).await
    }

    /// Holds the total of a workload until the transaction ends, and says what it is; nothing where the partner does not
    /// hold the claim any more. Two that save, and a load that changes the total, go one after the other.
    pub async fn hold_total(&mut self, key: SplitKey) -> Result<Option<i64>, StoreError> {
        let mut statement = Statement::new("SELECT pau FROM portfolio_workload WHERE organisation_id = ");
        statement.value(Value::Int(key.organisation.0)).text(" AND holder_id = organisation_id AND tenant_key = ");
        statement.value(Value::Int(key.tenant.0)).text(" AND workload_id = ").value(Value::Int(key.workload.0));
        if self.engine() == Engine::Postgres {
            statement.text(" FOR UPDATE");
        }
        let totals: Vec<(i64,)> = statement.rows(self).await?;
        Ok(totals.first().map(|(total,)| *total))
    }

    /// Makes a split the one that stands, as the revision after this one; whoever calls holds its tenant and its total.
    pub async fn save_split(
        &mut self,
        key: SplitKey,
        after: i64,
        split: &Split,
        maker: Maker,
    ) -> Result<(), StoreError> {
        let SplitKey { organisation, tenant, workload } = key;
        let before = self.blocked_seats(organisation, tenant).await?;
        let split_id: i64 = on!(self, c => sqlx::query_scalar(
            "INSERT INTO split (organisation_id, tenant_key, workload_id, revision, total, difference)
             VALUES ($1, $2, $3, 0, 0, 0)
             ON CONFLICT (organisation_id, tenant_key, workload_id) DO UPDATE SET revision = split.revision
             RETURNING split_id"
        ).bind(organisation.0).bind(tenant.0).bind(workload.0).fetch_one(c).await?);
        self.add_revisions(&[NewRevision { split_id, revision: after.saturating_add(1), split: split.clone() }], maker)
            .await?;
        let now = self.blocked_seats(organisation, tenant).await?;
        let standing = self.growth_of(organisation, tenant).await?;
        let since = day::start_of(signal::stands_since(day::of_moment(maker.made_at)));
        let stood = standing.filter(|it| it.noticed_at >= since);
        let growth = match after {
            0 => stood.map(|it| it.with_known(now.saturating_sub(before))),
            _ => Growth::after(stood, before, now, maker.made_at),
        };
        if growth != standing {
            self.mark_growth(organisation, tenant, growth).await?;
        }
        Ok(())
    }

    /// How many seats of a tenant are blocked, over all workloads of the partner.
    async fn blocked_seats(&mut self, organisation: OrganisationId, tenant: TenantKey) -> Result<i64, StoreError> {
        Ok(on!(self, c => sqlx::query_scalar(
            "SELECT CAST(COALESCE(SUM(b.seats), 0) AS BIGINT)
             FROM split_seats AS b
             JOIN claim AS c ON c.tenant_key = b.tenant_key AND c.workload_id = b.workload_id
                            AND c.organisation_id = b.organisation_id
             WHERE b.organisation_id = $1 AND b.tenant_key = $2 AND b.l1 = $3"
        ).bind(organisation.0).bind(tenant.0).bind(BLOCKED).fetch_one(c).await?))
    }
}

/// A revision to keep.
struct NewRevision {
    split_id: i64,
    revision: i64,
    split: Split,
}

/// Begins a statement with revisions as rows `x`: split, revision, total, difference.
fn with_heads(engine: Engine, heads: &str) -> Statement {
    let (before, after) = match engine {
        Engine::Sqlite => (
            "WITH x AS (SELECT j.value ->> 0 AS split_id, j.value ->> 1 AS revision, j.value ->> 2 AS total,
                               j.value ->> 3 AS difference FROM json_each(",
            ") AS j)",
        ),
        Engine::Postgres => (
            "WITH x AS (SELECT CAST(j.value ->> 0 AS BIGINT) AS split_id, CAST(j.value ->> 1 AS BIGINT) AS revision,
                               CAST(j.value ->> 2 AS BIGINT) AS total, CAST(j.value ->> 3 AS BIGINT) AS difference
                        FROM json_array_elements(CAST(",
            " AS JSON)) AS j)",
        ),
    };
    let mut statement = Statement::new(before);
    statement.value(Value::Text(heads.to_owned())).text(after);
    statement
}

/// Begins a statement with lines as rows `x`: split, revision, place, seats, statuses, target date, remark.
fn with_lines(engine: Engine, lines: String) -> Statement {
    let (before, after) = match engine {
        Engine::Sqlite => (
            "WITH x AS (SELECT j.value ->> 0 AS split_id, j.value ->> 1 AS revision, j.value ->> 2 AS position,
                               j.value ->> 3 AS seats, j.value ->> 4 AS l1, j.value ->> 5 AS l2, j.value ->> 6 AS l3,
                               j.value ->> 7 AS target_on, j.value ->> 8 AS remark FROM json_each(",
            ") AS j)",
        ),
        Engine::Postgres => (
            "WITH x AS (SELECT CAST(j.value ->> 0 AS BIGINT) AS split_id, CAST(j.value ->> 1 AS BIGINT) AS revision,
                               CAST(j.value ->> 2 AS BIGINT) AS position, CAST(j.value ->> 3 AS BIGINT) AS seats,
                               j.value ->> 4 AS l1, j.value ->> 5 AS l2, j.value ->> 6 AS l3,
                               j.value ->> 7 AS target_on, j.value ->> 8 AS remark
                        FROM json_array_elements(CAST(",
            " AS JSON)) AS j)",
        ),
    };
    let mut statement = Statement::new(before);
    statement.value(Value::Text(lines)).text(after);
    statement
}

const ADD_LINES: &str = "
INSERT INTO split_line (split_id, revision, position, seats, l1, l2, l3, target_on, remark)
SELECT split_id, revision, position, seats, l1, l2, l3, target_on, remark FROM x";

const MOVE_SPLITS: &str = "
UPDATE split SET revision = x.revision, total = x.total, difference = x.difference
FROM x WHERE split.split_id = x.split_id";

const DROP_SEATS: &str = "
DELETE FROM split_seats WHERE (organisation_id, tenant_key, workload_id) IN (
    SELECT s.organisation_id, s.tenant_key, s.workload_id FROM x JOIN split AS s ON s.split_id = x.split_id)";

const ADD_SEATS: &str = "
INSERT INTO split_seats (organisation_id, tenant_key, workload_id, l1, l2, seats)
SELECT s.organisation_id, s.tenant_key, s.workload_id, l.l1, COALESCE(l.l2, ''), CAST(SUM(l.seats) AS BIGINT)
FROM x JOIN split AS s ON s.split_id = x.split_id
JOIN split_line AS l ON l.split_id = s.split_id AND l.revision = s.revision
GROUP BY s.organisation_id, s.tenant_key, s.workload_id, l.l1, COALESCE(l.l2, '')";

/// Splits of which the total is another now, in order. It begins with the splits: where nobody has saved one, a load of
/// any size asks nothing more.
const CHANGED: &str = "
SELECT s.split_id, s.revision, d.pau
FROM split AS s CROSS JOIN derived_last AS d
WHERE d.tenant_key = s.tenant_key AND d.workload_id = s.workload_id
  AND d.organisation_id = s.organisation_id AND d.pau <> s.total
ORDER BY s.split_id";

/// How many splits are adjusted at a time.
const AT_A_TIME: usize = 1_000;

impl Tx {
    /// Adjusts the splits of which a load has changed the total (S8.4); after the portfolio has it.
    pub(crate) async fn adjust_splits(&mut self, load: LoadId) -> Result<(), StoreError> {
        let changed: Vec<(i64, i64, i64)> = on!(self, c => sqlx::query_as(CHANGED).fetch_all(c).await?);
        if changed.is_empty() {
            return Ok(());
        }
        let maker = self.loader(load).await?;
        for some in changed.chunks(AT_A_TIME) {
            let revisions = self.adjusted(some).await?;
            self.add_revisions(&revisions, maker).await?;
        }
        Ok(())
    }

    async fn loader(&mut self, load: LoadId) -> Result<Maker, StoreError> {
        let (is_undoing, made_at): (bool, i64) = on!(self, c => sqlx::query_as(
            "SELECT undone_at IS NOT NULL, COALESCE(undone_at, applied_at, staged_at) FROM load WHERE load_id = $1"
        ).bind(load.0).fetch_one(c).await?);
        let day = day::of_moment(made_at);
        let absent = || StoreError::inconsistent("taxonomy", "valid_from", day.to_string());
        let (taxonomy, _) = self.taxonomy_on(day).await?.ok_or_else(absent)?;
        Ok(Maker { person: None, load: Some(load), is_undoing, taxonomy, made_at })
    }

    /// The revisions after those that stand, with their new totals.
    async fn adjusted(&mut self, changed: &[(i64, i64, i64)]) -> Result<Vec<NewRevision>, StoreError> {
        let mut statement = Statement::new(
            "SELECT l.split_id, l.revision, l.seats, l.l1, l.l2, l.l3, l.target_on, l.remark
             FROM split AS s JOIN split_line AS l ON l.split_id = s.split_id AND l.revision = s.revision
             WHERE s.split_id IN (",
        );
        statement.values(changed.iter().map(|one| Value::Int(one.0))).text(") ORDER BY l.split_id, l.position");
        let rows: Vec<LineRow> = statement.rows(self).await?;
        let mut rows = rows.into_iter().peekable();
        let mut revisions = Vec::with_capacity(changed.len());
        for &(split_id, revision, total) in changed {
            let mut lines = Vec::new();
            while let Some(row) = rows.next_if(|row| row.split_id == split_id) {
                lines.push(row.line()?);
            }
            let split = Split::kept(0, lines).with_total(total).split;
            revisions.push(NewRevision { split_id, revision: revision.saturating_add(1), split });
        }
        Ok(revisions)
    }

    async fn add_revisions(&mut self, revisions: &[NewRevision], maker: Maker) -> Result<(), StoreError> {
        let heads = revisions.iter().map(|one| {
            let balance = one.split.balance();
            serde_json::json!([one.split_id, one.revision, balance.total, balance.difference()])
        });
        let heads: serde_json::Value = heads.collect();
        let lines = revisions.iter().flat_map(|one| {
            (1_i64..).zip(one.split.lines()).map(move |(position, line)| {
                let (l1, l2, l3) = (line.choice.l1(), line.choice.l2(), line.choice.l3());
                let target_on = line.target_on.map(|day| day.to_string());
                serde_json::json!([
                    one.split_id,
                    one.revision,
                    position,
                    line.seats,
                    l1,
                    l2,
                    l3,
                    target_on,
                    line.remark
                ])
            })
        });
        let lines: serde_json::Value = lines.collect();
        let (heads, lines) = (heads.to_string(), lines.to_string());
        let engine = self.engine();
        let mut statement = with_heads(engine, &heads);
        statement.text(
            "INSERT INTO split_revision (split_id, revision, total, difference, person_id, load_id, is_undoing,
                                         taxonomy_id, made_at)
             SELECT x.split_id, x.revision, x.total, x.difference, ",
        );
        optional(&mut statement, maker.person.map(|it| it.0)).text(", ");
        optional(&mut statement, maker.load.map(|it| it.0)).text(if maker.is_undoing {
            ", TRUE, "
        } else {
            ", FALSE, "
        });
        statement.value(Value::Int(maker.taxonomy.0)).text(", ").value(Value::Int(maker.made_at)).text(" FROM x");
        statement.run(self).await?;
        let mut statement = with_lines(engine, lines);
        statement.text(ADD_LINES);
        statement.run(self).await?;
        for text in [MOVE_SPLITS, DROP_SEATS, ADD_SEATS] {
            let mut statement = with_heads(engine, &heads);
            statement.text(text);
            statement.run(self).await?;
        }
        Ok(())
    }
}

fn optional(statement: &mut Statement, key: Option<i64>) -> &mut Statement {
    match key {
        Some(key) => statement.value(Value::Int(key)),
        None => statement.text("CAST(NULL AS BIGINT)"),
    }
}
