//! The taxonomy of service statuses, version by version (S8.5). It is the same for everybody.

use chrono::NaiveDate;
use domain::id::PersonId;
use domain::service_status::{Choice, Labels, Node, Taxonomy, preset};

use crate::{StoreError, Tx, on};

/// A version's place in the database.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TaxonomyId(pub i64);

#[derive(sqlx::FromRow)]
struct VersionRow {
    taxonomy_id: i64,
    valid_from: String,
    valid_to: Option<String>,
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
        Ok(Some(TaxonomyId(id)))
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
        let valid_from = day("taxonomy", "valid_from", &row.valid_from)?;
        let valid_to = row.valid_to.as_deref().map(|text| day("taxonomy", "valid_to", text)).transpose()?;
        Ok((TaxonomyId(row.taxonomy_id), Taxonomy::kept(nodes, valid_from, valid_to)))
    }
}
