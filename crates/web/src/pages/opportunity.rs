//! Opportunities: where the most is to be gained (S5.4).

use std::sync::Arc;

use app::{FilterChoices, Opportunities, OpportunityCard, OpportunityQuery};
use askama::Template;
use domain::access::Shown;
use domain::opportunity::{OpportunityColumn, OpportunitySort};
use locale::Words;

use super::Shell;
use super::form::Choice;
use super::money::{amount, amounts};
use super::shell::Entry;
use super::tenant_list::workload_name;
use super::tenant_query::{PAGE_SIZES, QueryText};
use crate::words::{say, tell};

/// The opportunities. `as_results()` is the part that changes while somebody searches.
#[derive(Debug, Clone, Template)]
#[template(path = "opportunity/list.html", blocks = ["results"])]
pub struct OpportunitiesPage {
    /// What surrounds it.
    pub shell: Shell,
    /// What is asked for, as the URL has it.
    pub query: OpportunityQuery,
    /// What was wrong with the query, in the reader's words.
    pub query_error: Option<String>,
    /// The rows, and the cards above them.
    pub list: Opportunities,
    /// What can be chosen in the filters.
    pub choices: Arc<FilterChoices>,
}

/// A filter of several values in the bar.
#[derive(Debug, Clone)]
pub struct Picker {
    /// The name in the form.
    pub name: &'static str,
    /// The heading.
    pub label: String,
    /// What can be ticked, and whether it is.
    pub choices: Vec<(Choice, bool)>,
}

/// The address of a list.
pub fn url(query: &OpportunityQuery) -> String {
    address("/opportunities", query)
}

fn address(path: &str, query: &OpportunityQuery) -> String {
    let mut text = QueryText::default();
    text.put("q", query.search.as_deref().unwrap_or_default());
    for (name, values) in [
        ("sku_bucket", &query.buckets),
        ("workload", &query.workloads),
        ("location", &query.locations),
        ("country", &query.countries),
        ("segment", &query.segments),
    ] {
        text.put_all(name, values);
    }
    let optional = [
        ("claimed", query.is_claimed.map(|is_claimed| is_claimed.to_string())),
        ("sort", query.sort.map(|sort| sort.to_string())),
        ("limit", query.limit.filter(|limit| *limit != app::DEFAULT_LIMIT).map(|limit| limit.to_string())),
        ("cursor", query.cursor.clone()),
    ];
    for (name, value) in optional {
        text.put(name, value.as_deref().unwrap_or_default());
    }
    format!("{path}{}", text.0)
}

impl OpportunitiesPage {
    fn at_start(&self) -> OpportunityQuery {
        OpportunityQuery { cursor: None, ..self.query.clone() }
    }

    /// The columns.
    pub fn columns(&self) -> [OpportunityColumn; 10] {
        OpportunityColumn::ALL
    }

    /// Whether nobody sorts by a column because money is withheld (S1.4).
    pub fn is_withheld(&self, column: &OpportunityColumn) -> bool {
        let is_withheld = |card: &OpportunityCard| card.potential == Shown::Withheld;
        column.is_sensitive() && self.list.cards.iter().any(is_withheld)
    }

    /// The list in the order of a column, the other way round where it is in that order already.
    pub fn sorted_url(&self, column: &OpportunityColumn) -> String {
        let current = self.list.sort;
        let descending = if current.column == *column { !current.descending } else { column.is_number() };
        url(&OpportunityQuery { sort: Some(OpportunitySort { column: *column, descending }), ..self.at_start() })
    }

    /// What `aria-sort` says of a column, where the list is sorted by it.
    pub fn aria_sort(&self, column: &OpportunityColumn) -> Option<&'static str> {
        let order = self.list.sort;
        (order.column == *column).then_some(if order.descending { "descending" } else { "ascending" })
    }

    /// Whether the list is that of a family of licences.
    pub fn is_chosen(&self, card: &OpportunityCard) -> bool {
        self.query.buckets.contains(&card.sku_bucket)
    }

    /// The list of a family alone, or of all where it is chosen already.
    pub fn card_url(&self, card: &OpportunityCard) -> String {
        let buckets = if self.is_chosen(card) { Vec::new() } else { vec![card.sku_bucket.clone()] };
        url(&OpportunityQuery { buckets, ..self.at_start() })
    }

    /// The next page.
    pub fn next_url(&self) -> Option<String> {
        self.list
            .next_cursor
            .clone()
            .map(|cursor| url(&OpportunityQuery { cursor: Some(cursor), ..self.query.clone() }))
    }

    /// The page before.
    pub fn previous_url(&self) -> Option<String> {
        let cursor = self.list.previous_cursor.clone();
        cursor.map(|cursor| url(&OpportunityQuery { cursor: Some(cursor), ..self.query.clone() }))
    }

    /// The export of the list.
    pub fn export_url(&self) -> String {
        address("/opportunities/export.csv", &OpportunityQuery { limit: None, ..self.at_start() })
    }

    /// The list without filters.
    pub fn bare_url(&self) -> String {
        url(&OpportunityQuery { sort: self.query.sort, limit: self.query.limit, ..OpportunityQuery::default() })
    }

    /// Whether the list is narrowed.
    pub fn is_filtered(&self) -> bool {
        self.query
            != OpportunityQuery {
                sort: self.query.sort,
                limit: self.query.limit,
                cursor: self.query.cursor.clone(),
                ..OpportunityQuery::default()
            }
    }

    /// The text that is searched for.
    pub fn search(&self) -> &str {
        self.query.search.as_deref().unwrap_or_default()
    }

    /// The order, where one is chosen.
    pub fn sort(&self) -> Option<String> {
        self.query.sort.map(|sort| sort.to_string())
    }

    /// Page sizes, and whether each is chosen.
    pub fn sizes(&self) -> Vec<(i64, bool)> {
        let chosen = self.query.limit.unwrap_or(app::DEFAULT_LIMIT);
        PAGE_SIZES.into_iter().map(|size| (size, size == chosen)).collect()
    }

    /// The filters of several values that offer a choice.
    pub fn pickers(&self) -> Vec<Picker> {
        let words = self.shell.words;
        let picker = |name, label: &str, all: Vec<Choice>, chosen: &[String]| Picker {
            name,
            label: label.to_owned(),
            choices: all.into_iter().map(|one| (one.clone(), chosen.contains(&one.value))).collect(),
        };
        let as_it_is =
            |values: &[String]| values.iter().map(|one| Choice { value: one.clone(), label: one.clone() }).collect();
        let workloads = self.choices.workloads.iter();
        let workloads = workloads
            .map(|one| Choice { value: one.code.clone(), label: workload_name(one, words).to_owned() })
            .collect();
        let locations = self.choices.locations.iter();
        let locations = locations.map(|one| Choice { value: one.mpn_id.clone(), label: one.name.clone() }).collect();
        let query = &self.query;
        let all = [
            picker("workload", say!(self, "filter-workload"), workloads, &query.workloads),
            picker("location", say!(self, "filter-location"), locations, &query.locations),
            picker("country", say!(self, "filter-country"), as_it_is(&self.choices.countries), &query.countries),
            picker("segment", say!(self, "filter-segment"), as_it_is(&self.choices.segments), &query.segments),
        ];
        all.into_iter().filter(|one| one.choices.len() > 1 || one.choices.iter().any(|choice| choice.1)).collect()
    }

    /// The choices of the claim: value, label, and whether it is chosen.
    pub fn claims(&self) -> [(&'static str, &'static str, bool); 3] {
        let chosen = self.query.is_claimed;
        [
            ("", say!(self, "claim-any"), chosen.is_none()),
            ("true", say!(self, "opportunity-claimed"), chosen == Some(true)),
            ("false", say!(self, "not-claimed"), chosen == Some(false)),
        ]
    }
}

/// The heading of a column in the reader's words.
pub fn column_label(column: OpportunityColumn, words: &Words) -> &'static str {
    match column {
        OpportunityColumn::Tenant => tell!(words, "column-name"),
        OpportunityColumn::Parent => tell!(words, "tpid"),
        OpportunityColumn::Workload => tell!(words, "workload"),
        OpportunityColumn::SkuBucket => tell!(words, "sku-bucket"),
        OpportunityColumn::Pau => tell!(words, "column-pau"),
        OpportunityColumn::Mau => tell!(words, "column-mau"),
        OpportunityColumn::UsagePercent => tell!(words, "column-usage"),
        OpportunityColumn::Units => tell!(words, "opportunity-units"),
        OpportunityColumn::Potential => tell!(words, "potential-earnings"),
        OpportunityColumn::Claim => tell!(words, "claim"),
    }
}

/// The name of a family of licences; one that an operator added is called as it is written.
pub fn bucket_label(code: &str, words: &Words) -> String {
    match code {
        "microsoft_365" => tell!(words, "sku-bucket-microsoft-365").to_owned(),
        "security" => tell!(words, "sku-bucket-security").to_owned(),
        "copilot" => tell!(words, "sku-bucket-copilot").to_owned(),
        "other" => tell!(words, "sku-bucket-other").to_owned(),
        own => own.to_owned(),
    }
}
