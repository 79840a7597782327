//! The list of referrals, as a grid (S10.1).

use app::{ReferralChoices, ReferralItem, ReferralList, ReferralQuery};
use askama::Template;
use domain::referral::{ReferralColumn, ReferralSort, Source, Status};
use i18n_embed_fl::fl;
use locale::Words;

use super::Shell;
use super::form::Choice;
use super::opportunity::Picker;
use super::shell::Entry;
use super::tenant_list::workload_name;
use super::tenant_query::{PAGE_SIZES, QueryText};
use crate::words::{say, tell};

/// The list. `as_results()` is the part that changes while somebody searches.
#[derive(Debug, Clone, Template)]
#[template(path = "referral/list.html", blocks = ["results"])]
pub struct ReferralsPage {
    /// What surrounds it.
    pub shell: Shell,
    /// What is asked for, as the URL has it.
    pub query: ReferralQuery,
    /// What was wrong with the query, in the reader's words.
    pub query_error: Option<String>,
    /// The rows.
    pub list: ReferralList,
    /// What can be chosen in the filters.
    pub choices: ReferralChoices,
}

/// The address of a list.
pub fn url(query: &ReferralQuery) -> String {
    address("/referrals", query)
}

fn address(path: &str, query: &ReferralQuery) -> String {
    let mut text = QueryText::default();
    text.put("q", query.search.as_deref().unwrap_or_default());
    for (name, values) in [
        ("status", &query.statuses),
        ("source", &query.sources),
        ("location", &query.locations),
        ("workload", &query.workloads),
        ("partner", &query.partners),
    ] {
        text.put_all(name, values);
    }
    for (name, value) in [
        ("sort", query.sort.map(|sort| sort.to_string())),
        ("limit", query.limit.filter(|limit| *limit != app::DEFAULT_LIMIT).map(|limit| limit.to_string())),
        ("cursor", query.cursor.clone()),
    ] {
        text.put(name, value.as_deref().unwrap_or_default());
    }
    format!("{path}{}", text.0)
}

impl ReferralsPage {
    fn at_start(&self) -> ReferralQuery {
        ReferralQuery { cursor: None, ..self.query.clone() }
    }

    /// The columns.
    pub fn columns(&self) -> [ReferralColumn; 7] {
        ReferralColumn::ALL
    }

    /// The list in the order of a column, the other way round where it is in that order already.
    pub fn sorted_url(&self, column: &ReferralColumn) -> String {
        let current = self.list.sort;
        let descending = if current.column == *column { !current.descending } else { column.is_newest_first() };
        url(&ReferralQuery { sort: Some(ReferralSort { column: *column, descending }), ..self.at_start() })
    }

    /// What `aria-sort` says of a column, where the list is sorted by it.
    pub fn aria_sort(&self, column: &ReferralColumn) -> Option<&'static str> {
        let order = self.list.sort;
        (order.column == *column).then_some(if order.descending { "descending" } else { "ascending" })
    }

    /// Whether the list is narrowed to that status.
    pub fn is_at(&self, status: &Status) -> bool {
        self.query.statuses.iter().any(|one| one == status.code())
    }

    /// The list of a status alone, or of all.
    pub fn at(&self, status: Option<&Status>) -> String {
        let statuses = status.map(|one| one.code().to_owned()).into_iter().collect();
        url(&ReferralQuery { statuses, ..self.at_start() })
    }

    /// The next page.
    pub fn next_url(&self) -> Option<String> {
        let cursor = self.list.next_cursor.clone();
        cursor.map(|cursor| url(&ReferralQuery { cursor: Some(cursor), ..self.query.clone() }))
    }

    /// The page before.
    pub fn previous_url(&self) -> Option<String> {
        let cursor = self.list.previous_cursor.clone();
        cursor.map(|cursor| url(&ReferralQuery { cursor: Some(cursor), ..self.query.clone() }))
    }

    /// The export of the list.
    pub fn export_url(&self) -> String {
        address("/referrals/export.csv", &ReferralQuery { limit: None, ..self.at_start() })
    }

    /// The list without filters.
    pub fn bare_url(&self) -> String {
        url(&ReferralQuery { sort: self.query.sort, limit: self.query.limit, ..ReferralQuery::default() })
    }

    /// Whether the list is narrowed.
    pub fn is_filtered(&self) -> bool {
        self.query
            != ReferralQuery {
                sort: self.query.sort,
                limit: self.query.limit,
                cursor: self.query.cursor.clone(),
                ..ReferralQuery::default()
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
        let workloads = self.choices.workloads.iter();
        let workloads =
            workloads.map(|one| Choice { value: one.code.clone(), label: workload_name(one, words).to_owned() });
        let locations = self.choices.locations.iter();
        let locations = locations.map(|one| Choice { value: one.mpn_id.clone(), label: one.name.clone() });
        let partners = self.choices.partners.iter();
        let partners = partners.map(|(id, name)| Choice { value: id.clone(), label: name.clone() });
        let sources = Source::ALL.into_iter();
        let sources =
            sources.map(|one| Choice { value: one.code().to_owned(), label: source_label(one, words).to_owned() });
        let query = &self.query;
        let all = [
            picker("partner", say!(self, "claim-partner"), partners.collect(), &query.partners),
            picker("workload", say!(self, "filter-workload"), workloads.collect(), &query.workloads),
            picker("location", say!(self, "filter-location"), locations.collect(), &query.locations),
            picker("source", say!(self, "referral-source"), sources.collect(), &query.sources),
        ];
        all.into_iter().filter(|one| one.choices.len() > 1 || one.choices.iter().any(|choice| choice.1)).collect()
    }

    /// Whether the time to accept is over.
    pub fn is_late(&self, item: &ReferralItem) -> bool {
        item.days_left.is_some_and(|days| days < 0)
    }

    /// How much time is left to answer.
    pub fn time_left(&self, item: &ReferralItem) -> Option<String> {
        item.days_left.map(|days| time_left(days, self.shell.words))
    }
}

/// How much time is left, in days.
pub fn time_left(days: i64, words: &Words) -> String {
    match days {
        0 => tell!(words, "referral-left-today").to_owned(),
        1.. => fl!(words.loader(), "referral-left-days", days = days),
        _ => fl!(words.loader(), "referral-late-days", days = days.saturating_neg()),
    }
}

/// The heading of a column in the reader's words.
pub fn column_label(column: ReferralColumn, words: &Words) -> &'static str {
    match column {
        ReferralColumn::Tenant => tell!(words, "column-name"),
        ReferralColumn::RfaId => tell!(words, "referral-rfa-id"),
        ReferralColumn::Source => tell!(words, "referral-source"),
        ReferralColumn::AssignedOn => tell!(words, "referral-assigned"),
        ReferralColumn::AcceptedOn => tell!(words, "referral-accepted"),
        ReferralColumn::Status => tell!(words, "referral-status"),
        ReferralColumn::TimeLeft => tell!(words, "referral-time-left"),
    }
}

/// From where a request is, in the reader's words.
pub fn source_label(source: Source, words: &Words) -> &'static str {
    match source {
        Source::PartnerCenter => tell!(words, "referral-source-partner-center"),
        Source::File => tell!(words, "referral-source-file"),
    }
}

/// Where a referral stands, in the reader's words.
pub fn status_label(status: Status, words: &Words) -> &'static str {
    match status {
        Status::Assigned => tell!(words, "referral-status-assigned"),
        Status::Active => tell!(words, "referral-status-active"),
        Status::Won => tell!(words, "referral-status-won"),
        Status::Lost => tell!(words, "referral-status-lost"),
        Status::Closed => tell!(words, "referral-status-closed"),
        Status::Declined => tell!(words, "referral-status-declined"),
        Status::Returned => tell!(words, "referral-status-returned"),
        Status::Withdrawn => tell!(words, "referral-status-withdrawn"),
    }
}

/// The style of the badge of a status.
pub fn status_style(status: Status) -> &'static str {
    match status {
        Status::Assigned => "warning",
        Status::Active => "info",
        Status::Won => "success",
        Status::Lost | Status::Declined | Status::Returned => "error",
        Status::Closed | Status::Withdrawn => "neutral",
    }
}
