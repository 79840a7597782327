//! The taxonomy of service statuses, version by version (S8.5). It is the same for everybody.

use chrono::NaiveDate;
use domain::access::Scope;
use domain::id::PersonId;
use domain::service_status::{Choice, Count, Labels, Node, Taxonomy, Usage, preset};

use crate::blockers::of_holders;
use crate::statement::Statement;
use crate::{Engine, StoreError, Tx, on};

/// A version's place in the database.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TaxonomyId(pub i64);

#[derive(sqlx::FromRow)]
struct VersionRow {
    taxonomy_id: i64,
    valid_from: String,
    valid_to: Option<String>,
}

/// A version without what is in it: from when to when, and who made it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaxonomyVersion {
    /// Which.
    pub id: TaxonomyId,
    /// The first day on which it counts.
    pub valid_from: NaiveDate,
    /// The last; nothing for the newest.
    pub valid_to: Option<NaiveDate>,
    /// Who made it; nothing for the one that ships, and where the person is gone.
    pub person: Option<String>,
    /// When, in milliseconds; 0 for the one that ships.
    pub made_at: i64,
}

#[derive(sqlx::FromRow)]
struct ListedRow {
    #[sqlx(flatten)]
    version: VersionRow,
    person: Option<String>,
    made_at: i64,
}

/// Lines that stand, by choice: all, those without a remark, those with a target date.
#[derive(sqlx::FromRow)]
struct UsageRow {
    l1: String,
    l2: Option<String>,
    l3: Option<String>,
    tenants: i64,
    workloads: i64,
    seats: i64,
    bare_tenants: i64,
    bare_workloads: i64,
    bare_seats: i64,
    dated_tenants: i64,
    dated_workloads: i64,
    dated_seats: i64,
}

#[derive(sqlx::FromRow)]
struct NodeRow {
    l1: String,
    l2: Option<String>,
    l3: Option<String>,
    label_en: String,
    label_nl: String,
    remark_required: bool,
    target_date_allowed: bool,
}

impl VersionRow {
    fn days(&self) -> Result<(NaiveDate, Option<NaiveDate>), StoreError> {
        let valid_to = self.valid_to.as_deref().map(|text| day("taxonomy", "valid_to", text)).transpose()?;
        Ok((day("taxonomy", "valid_from", &self.valid_from)?, valid_to))
    }
}

impl UsageRow {
    fn usage(self) -> Result<Usage, StoreError> {
        let choice = Choice::new(&self.l1, self.l2.as_deref(), self.l3.as_deref())
            .ok_or_else(|| StoreError::inconsistent("split_line", "l3", self.l3.unwrap_or_default()))?;
        let count = |tenants, workloads, seats| Count { tenants, workloads, seats };
        Ok(Usage {
            choice,
            lines: count(self.tenants, self.workloads, self.seats),
            without_remark: count(self.bare_tenants, self.bare_workloads, self.bare_seats),
            with_target_date: count(self.dated_tenants, self.dated_workloads, self.dated_seats),
        })
    }
}

impl NodeRow {
    fn node(self) -> Result<Node, StoreError> {
        let choice = Choice::new(&self.l1, self.l2.as_deref(), self.l3.as_deref())
            .ok_or_else(|| StoreError::inconsistent("taxonomy_node", "l3", self.l3.unwrap_or_default()))?;
        Ok(Node {
            choice,
            labels: Labels { en: self.label_en, nl: self.label_nl },
            remark_required: self.remark_required,
            target_date_allowed: self.target_date_allowed,
        })
    }
}

pub(crate) fn day(table: &'static str, column: &'static str, text: &str) -> Result<NaiveDate, StoreError> {
    text.parse().map_err(|_| StoreError::inconsistent(table, column, text))
}

impl Tx {
    /// Puts the taxonomy that ships where there is none. It counts from the beginning of all days, so that every day has
    /// a version.
    pub(crate) async fn fill_taxonomy(&mut self) -> Result<(), StoreError> {
        if self.count("SELECT COUNT(*) FROM taxonomy").await? > 0 {
            return Ok(());
        }
        let ships = Taxonomy::kept(preset::nodes(), NaiveDate::default(), None);
        // Of two servers that start at the same moment one fills it.
        self.add_version(&ships, None, 0).await.map(drop)
    }

    /// Adds a version that goes on; the one before ends on the day before its first. A conflict means that another
    /// version was added meanwhile, or begins on the same day.
    pub async fn add_taxonomy(
        &mut self,
        taxonomy: &Taxonomy,
        person: Option<PersonId>,
        made_at: i64,
    ) -> Result<TaxonomyId, StoreError> {
        if let Some(last) = taxonomy.valid_from().pred_opt() {
            on!(self, c => sqlx::query("UPDATE taxonomy SET valid_to = $1 WHERE valid_to IS NULL")
                .bind(last.to_string()).execute(c).await?.rows_affected());
        }
        let added = self.add_version(taxonomy, person, made_at).await?;
        added.ok_or_else(|| StoreError::Conflict("taxonomy_one_newest".to_owned()))
    }

    async fn add_version(
        &mut self,
        taxonomy: &Taxonomy,
        person: Option<PersonId>,
        made_at: i64,
    ) -> Result<Option<TaxonomyId>, StoreError> {
        let id: Option<i64> = on!(self, c => sqlx::query_scalar(
            "INSERT INTO taxonomy (valid_from, person_id, made_at) VALUES ($1, $2, $3)
             ON CONFLICT DO NOTHING RETURNING taxonomy_id"
        )
        .bind(taxonomy.valid_from().to_string()).bind(person.map(|it| it.0)).bind(made_at).fetch_optional(c).await?);
        let Some(id) = id else { return Ok(None) };
        self.add_nodes(id, taxonomy).await?;
        Ok(Some(TaxonomyId(id)))
    }

    async fn add_nodes(&mut self, id: i64, taxonomy: &Taxonomy) -> Result<(), StoreError> {
        for (position, node) in (1_i64..).zip(taxonomy.nodes()) {
            on!(self, c => sqlx::query(
                "INSERT INTO taxonomy_node (taxonomy_id, position, l1, l2, l3, label_en, label_nl, remark_required,
                                            target_date_allowed)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
            )
            .bind(id).bind(position).bind(node.choice.l1()).bind(node.choice.l2()).bind(node.choice.l3())
            .bind(&node.labels.en).bind(&node.labels.nl).bind(node.remark_required).bind(node.target_date_allowed)
            .execute(c).await?.rows_affected());
        }
        Ok(())
    }

    /// Holds the taxonomy until the transaction ends: of two who change it, one waits, and then sees what the other did.
    pub async fn hold_taxonomy(&mut self) -> Result<(), StoreError> {
        // The version that ships is always there. With SQLite, one transaction writes at a time anyway.
        if self.engine() == Engine::Postgres {
            let _: Option<i64> = on!(self, c => sqlx::query_scalar(
                "SELECT taxonomy_id FROM taxonomy ORDER BY valid_from LIMIT 1 FOR UPDATE"
            ).fetch_optional(c).await?);
        }
        Ok(())
    }

    /// Puts another version in the place of one that does not count yet, which may begin on another day; whoever calls
    /// holds the taxonomy.
    pub async fn replace_taxonomy(
        &mut self,
        id: TaxonomyId,
        taxonomy: &Taxonomy,
        person: Option<PersonId>,
        made_at: i64,
    ) -> Result<(), StoreError> {
        self.end_before(id, taxonomy.valid_from().pred_opt()).await?;
        on!(self, c => sqlx::query("DELETE FROM taxonomy_node WHERE taxonomy_id = $1").bind(id.0)
            .execute(c).await?.rows_affected());
        on!(self, c => sqlx::query(
            "UPDATE taxonomy SET valid_from = $1, person_id = $2, made_at = $3 WHERE taxonomy_id = $4"
        ).bind(taxonomy.valid_from().to_string()).bind(person.map(|it| it.0)).bind(made_at).bind(id.0)
            .execute(c).await?.rows_affected());
        self.add_nodes(id.0, taxonomy).await
    }

    /// Takes back a version that does not count yet: the one before it goes on. Whoever calls holds the taxonomy.
    pub async fn withdraw_taxonomy(&mut self, id: TaxonomyId) -> Result<(), StoreError> {
        on!(self, c => sqlx::query("DELETE FROM taxonomy_node WHERE taxonomy_id = $1").bind(id.0)
            .execute(c).await?.rows_affected());
        let valid_from: String = on!(self, c => sqlx::query_scalar(
            "DELETE FROM taxonomy WHERE taxonomy_id = $1 RETURNING valid_from"
        ).bind(id.0).fetch_one(c).await?);
        let last = day("taxonomy", "valid_from", &valid_from)?.pred_opt().unwrap_or_default();
        on!(self, c => sqlx::query("UPDATE taxonomy SET valid_to = NULL WHERE valid_to = $1").bind(last.to_string())
            .execute(c).await?.rows_affected());
        Ok(())
    }

    /// Ends the version before one on that day.
    async fn end_before(&mut self, id: TaxonomyId, last: Option<NaiveDate>) -> Result<(), StoreError> {
        let valid_from: String = on!(self, c => sqlx::query_scalar(
            "SELECT valid_from FROM taxonomy WHERE taxonomy_id = $1"
        ).bind(id.0).fetch_one(c).await?);
        let ended = day("taxonomy", "valid_from", &valid_from)?.pred_opt().unwrap_or_default();
        on!(self, c => sqlx::query("UPDATE taxonomy SET valid_to = $1 WHERE valid_to = $2")
            .bind(last.map(|day| day.to_string())).bind(ended.to_string()).execute(c).await?.rows_affected());
        Ok(())
    }

    /// Every version, the newest first.
    pub async fn taxonomy_versions(&mut self) -> Result<Vec<TaxonomyVersion>, StoreError> {
        let rows: Vec<ListedRow> = on!(self, c => sqlx::query_as(
            "SELECT t.taxonomy_id, t.valid_from, t.valid_to, p.name AS person, t.made_at
             FROM taxonomy AS t LEFT JOIN person AS p ON p.person_id = t.person_id
             ORDER BY t.valid_from DESC"
        ).fetch_all(c).await?);
        let listed = |row: ListedRow| {
            let (valid_from, valid_to) = row.version.days()?;
            let id = TaxonomyId(row.version.taxonomy_id);
            Ok(TaxonomyVersion { id, valid_from, valid_to, person: row.person, made_at: row.made_at })
        };
        rows.into_iter().map(listed).collect()
    }

    /// The statuses and reasons that older versions had and the one of this day does not, each as it was last named.
    pub async fn retired_reasons(&mut self, day: NaiveDate) -> Result<Vec<Node>, StoreError> {
        let rows: Vec<NodeRow> = on!(self, c => sqlx::query_as(
            "SELECT n.l1, n.l2, n.l3, n.label_en, n.label_nl, n.remark_required, n.target_date_allowed
             FROM taxonomy AS t JOIN taxonomy_node AS n ON n.taxonomy_id = t.taxonomy_id
             WHERE t.valid_to < $1 AND n.l3 IS NULL
               AND NOT EXISTS (SELECT 1 FROM taxonomy AS u JOIN taxonomy_node AS m ON m.taxonomy_id = u.taxonomy_id
                               WHERE u.valid_from > t.valid_from AND u.valid_from <= $1
                                 AND m.l1 = n.l1 AND COALESCE(m.l2, '') = COALESCE(n.l2, '') AND m.l3 IS NULL)
             ORDER BY t.valid_from DESC, n.position"
        ).bind(day.to_string()).fetch_all(c).await?);
        rows.into_iter().map(NodeRow::node).collect()
    }

    /// How a choice was called by the last version before a day that had it; nothing where none did.
    pub async fn last_label(&mut self, choice: &Choice, before: NaiveDate) -> Result<Option<Labels>, StoreError> {
        let row: Option<(String, String)> = on!(self, c => sqlx::query_as(
            "SELECT n.label_en, n.label_nl
             FROM taxonomy AS t JOIN taxonomy_node AS n ON n.taxonomy_id = t.taxonomy_id
             WHERE t.valid_from < $1 AND n.l1 = $2 AND COALESCE(n.l2, '') = $3 AND COALESCE(n.l3, '') = $4
             ORDER BY t.valid_from DESC LIMIT 1"
        ).bind(before.to_string()).bind(choice.l1()).bind(choice.l2().unwrap_or_default())
            .bind(choice.l3().unwrap_or_default()).fetch_optional(c).await?);
        Ok(row.map(|(en, nl)| Labels { en, nl }))
    }

    /// What stands on each choice in scope at this moment: the lines of the splits of partners that hold the claim.
    pub async fn taxonomy_usage(&mut self, scope: &Scope) -> Result<Vec<Usage>, StoreError> {
        let mut statement = Statement::new(
            "SELECT l.l1, l.l2, l.l3,
                    COUNT(DISTINCT b.tenant_key) AS tenants, COUNT(DISTINCT b.split_id) AS workloads,
                    CAST(SUM(l.seats) AS BIGINT) AS seats,
                    COUNT(DISTINCT CASE WHEN l.remark IS NULL THEN b.tenant_key END) AS bare_tenants,
                    COUNT(DISTINCT CASE WHEN l.remark IS NULL THEN b.split_id END) AS bare_workloads,
                    CAST(SUM(CASE WHEN l.remark IS NULL THEN l.seats ELSE 0 END) AS BIGINT) AS bare_seats,
                    COUNT(DISTINCT CASE WHEN l.target_on IS NOT NULL THEN b.tenant_key END) AS dated_tenants,
                    COUNT(DISTINCT CASE WHEN l.target_on IS NOT NULL THEN b.split_id END) AS dated_workloads,
                    CAST(SUM(CASE WHEN l.target_on IS NOT NULL THEN l.seats ELSE 0 END) AS BIGINT) AS dated_seats
             FROM split AS b
             JOIN claim AS c ON c.tenant_key = b.tenant_key AND c.workload_id = b.workload_id
                            AND c.organisation_id = b.organisation_id
             JOIN split_line AS l ON l.split_id = b.split_id AND l.revision = b.revision
             WHERE TRUE",
        );
        of_holders(&mut statement, scope);
        statement.text(" GROUP BY l.l1, l.l2, l.l3 ORDER BY l.l1, l.l2, l.l3");
        let rows: Vec<UsageRow> = statement.rows(self).await?;
        rows.into_iter().map(UsageRow::usage).collect()
    }

    /// The version that counts on a day; nothing where none does.
    pub async fn taxonomy_on(&mut self, day: NaiveDate) -> Result<Option<(TaxonomyId, Taxonomy)>, StoreError> {
        let row: Option<VersionRow> = on!(self, c => sqlx::query_as(
            "SELECT taxonomy_id, valid_from, valid_to FROM taxonomy
             WHERE valid_from <= $1 AND (valid_to IS NULL OR valid_to >= $1)"
        ).bind(day.to_string()).fetch_optional(c).await?);
        match row {
            Some(row) => Ok(Some(self.version(row).await?)),
            None => Ok(None),
        }
    }

    /// The newest version: the one in force, or one that will be.
    pub async fn newest_taxonomy(&mut self) -> Result<(TaxonomyId, Taxonomy), StoreError> {
        let row: Option<VersionRow> = on!(self, c => sqlx::query_as(
            "SELECT taxonomy_id, valid_from, valid_to FROM taxonomy WHERE valid_to IS NULL"
        ).fetch_optional(c).await?);
        let absent = || StoreError::inconsistent("taxonomy", "valid_to", "no version without an end".to_owned());
        self.version(row.ok_or_else(absent)?).await
    }

    /// The version before another one; nothing before the first.
    pub async fn taxonomy_before(&mut self, taxonomy: &Taxonomy) -> Result<Option<(TaxonomyId, Taxonomy)>, StoreError> {
        match taxonomy.valid_from().pred_opt() {
            Some(day) => self.taxonomy_on(day).await,
            None => Ok(None),
        }
    }

    async fn version(&mut self, row: VersionRow) -> Result<(TaxonomyId, Taxonomy), StoreError> {
        let nodes: Vec<NodeRow> = on!(self, c => sqlx::query_as(
            "SELECT l1, l2, l3, label_en, label_nl, remark_required, target_date_allowed FROM taxonomy_node
             WHERE taxonomy_id = $1 ORDER BY position"
        ).bind(row.taxonomy_id).fetch_all(c).await?);
        let nodes = nodes.into_iter().map(NodeRow::node).collect::<Result<_, _>>()?;
        let (valid_from, valid_to) = row.days()?;
        Ok((TaxonomyId(row.taxonomy_id), Taxonomy::kept(nodes, valid_from, valid_to)))
    }
}
