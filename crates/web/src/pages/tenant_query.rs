//! What the tenant list is asked for, as it stands in the URL: the whole state of the page (S2.4).

use domain::tenant::{TenantColumn, TenantSort};
use domain::usage::UsageBand;

/// The page sizes offered.
pub const PAGE_SIZES: [i64; 3] = [25, 50, 100];

/// How many rows a page: the offered size, or the usual one.
pub(super) fn page_size(limit: &str) -> i64 {
    limit.parse().ok().filter(|size| PAGE_SIZES.contains(size)).unwrap_or(app::DEFAULT_LIMIT)
}

/// A query string while it is written: without what is empty, so that there is one text for one state.
#[derive(Debug, Default)]
pub(super) struct QueryText(pub(super) String);

impl QueryText {
    /// Adds a value, unless it is empty.
    pub(super) fn put(&mut self, name: &str, value: &str) {
        let Self(text) = self;
        if !value.trim().is_empty() {
            text.push(if text.is_empty() { '?' } else { '&' });
            text.push_str(name);
            text.push('=');
            percent_encode(value.trim(), text);
        }
    }

    /// Adds the values of a filter.
    pub(super) fn put_all(&mut self, name: &str, values: &[String]) {
        for value in values {
            self.put(name, value);
        }
    }
}

/// The columns that are shown until somebody chooses others: what fits a laptop's screen.
const USUAL_COLUMNS: [TenantColumn; 11] = [
    TenantColumn::Name,
    TenantColumn::TenantId,
    TenantColumn::WorkloadsClaimed,
    TenantColumn::Pau,
    TenantColumn::Mau,
    TenantColumn::UsagePercent,
    TenantColumn::Change,
    TenantColumn::Potential,
    TenantColumn::OverallStatus,
    TenantColumn::NextAction,
    TenantColumn::Signals,
];

/// The query of the tenant list as it was typed: read by the handler, written back into forms and links.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(default)]
pub struct TenantQuery {
    /// Text to search in name, ID and domain.
    pub q: String,
    /// Partner IDs of locations.
    pub location: Vec<String>,
    /// Countries, as the feed writes them.
    pub country: Vec<String>,
    /// Segments, as the feed writes them.
    pub segment: Vec<String>,
    /// Codes of workloads.
    pub workload: Vec<String>,
    /// Codes of statuses of seats (L1).
    pub l1: Vec<String>,
    /// Codes of reasons of seats (L2).
    pub l2: Vec<String>,
    /// Codes of overall statuses.
    pub overall_status: Vec<String>,
    /// Codes of signals.
    pub signal: Vec<String>,
    /// `true` for tenants where something is overdue.
    pub overdue: Vec<String>,
    /// `true` for tenants without a survey-eligible contact.
    pub no_survey_contact: Vec<String>,
    /// `true` for tenants below the licence minimum.
    pub below_minimum: Vec<String>,
    /// Code of a band of Usage %.
    pub band: String,
    /// Lowest Usage %, as typed.
    pub usage_from: String,
    /// Highest Usage %, as typed.
    pub usage_to: String,
    /// The order: `name`, `-usage_percent`.
    pub sort: String,
    /// Codes of the columns to show; empty is the usual choice.
    pub column: Vec<String>,
    /// How many rows a page.
    pub limit: String,
    /// Where the page begins.
    pub cursor: String,
}

/// A filter of several values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Filter {
    /// Partner IDs of locations.
    Location,
    /// Countries.
    Country,
    /// Segments.
    Segment,
    /// Workloads.
    Workload,
    /// Statuses of seats (L1).
    Status,
    /// Reasons of seats (L2).
    Reason,
    /// Overall statuses of the newest status note.
    OverallStatus,
    /// Signals.
    Signal,
    /// Whether something is overdue.
    Overdue,
    /// Whether no contact is survey eligible.
    NoSurveyContact,
    /// Whether the tenant is below the licence minimum.
    BelowMinimum,
}

/// Text that is no percentage.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a percentage: {0}")]
pub struct NotAPercentage(pub String);

impl TenantQuery {
    /// The chosen order; the usual one where none or a wrong one is chosen.
    pub fn order(&self) -> TenantSort {
        self.sort.parse().unwrap_or_default()
    }

    /// The columns to show, in the list's own order; the name is always there.
    pub fn columns(&self) -> Vec<TenantColumn> {
        let chosen = |column: &TenantColumn| match self.column.is_empty() {
            _ if *column == TenantColumn::Name => true,
            true => USUAL_COLUMNS.contains(column),
            false => self.column.iter().any(|code| code == column.code()),
        };
        TenantColumn::ALL.into_iter().filter(chosen).collect()
    }

    /// How many rows a page: the offered size, or the usual one.
    pub fn page_size(&self) -> i64 {
        page_size(&self.limit)
    }

    /// The band chosen, where there is one of that name.
    pub fn usage_band(&self) -> Option<UsageBand> {
        UsageBand::ALL.into_iter().find(|band| self.band == band.code())
    }

    /// The lowest Usage % in tenths of a percent, where one is typed.
    pub fn lowest_usage(&self) -> Result<Option<i64>, NotAPercentage> {
        tenths(&self.usage_from)
    }

    /// The highest Usage % in tenths of a percent, where one is typed.
    pub fn highest_usage(&self) -> Result<Option<i64>, NotAPercentage> {
        tenths(&self.usage_to)
    }

    /// The values of a filter.
    pub fn values(&self, filter: Filter) -> &[String] {
        match filter {
            Filter::Location => &self.location,
            Filter::Country => &self.country,
            Filter::Segment => &self.segment,
            Filter::Workload => &self.workload,
            Filter::Status => &self.l1,
            Filter::Reason => &self.l2,
            Filter::OverallStatus => &self.overall_status,
            Filter::Signal => &self.signal,
            Filter::Overdue => &self.overdue,
            Filter::NoSurveyContact => &self.no_survey_contact,
            Filter::BelowMinimum => &self.below_minimum,
        }
    }

    fn values_mut(&mut self, filter: Filter) -> &mut Vec<String> {
        match filter {
            Filter::Location => &mut self.location,
            Filter::Country => &mut self.country,
            Filter::Segment => &mut self.segment,
            Filter::Workload => &mut self.workload,
            Filter::Status => &mut self.l1,
            Filter::Reason => &mut self.l2,
            Filter::OverallStatus => &mut self.overall_status,
            Filter::Signal => &mut self.signal,
            Filter::Overdue => &mut self.overdue,
            Filter::NoSurveyContact => &mut self.no_survey_contact,
            Filter::BelowMinimum => &mut self.below_minimum,
        }
    }

    /// Whether anything narrows the list.
    pub fn is_filtered(&self) -> bool {
        let texts = [&self.q, &self.band, &self.usage_from, &self.usage_to];
        texts.into_iter().any(|text| !text.trim().is_empty())
            || Filter::ALL.into_iter().any(|one| !self.values(one).is_empty())
    }

    /// The same without one value of a filter, from the first page on.
    #[must_use]
    pub fn without(&self, filter: Filter, value: &str) -> Self {
        let mut query = self.at_start();
        query.values_mut(filter).retain(|one| one != value);
        query
    }

    /// The same without the searched text.
    #[must_use]
    pub fn without_text(&self) -> Self {
        Self { q: String::new(), ..self.at_start() }
    }

    /// The same without a band of Usage %.
    #[must_use]
    pub fn without_band(&self) -> Self {
        Self { band: String::new(), ..self.at_start() }
    }

    /// The same without lowest and highest Usage %.
    #[must_use]
    pub fn without_range(&self) -> Self {
        Self { usage_from: String::new(), usage_to: String::new(), ..self.at_start() }
    }

    /// The same without anything that narrows the list: order, columns and page size stay.
    #[must_use]
    pub fn unfiltered(&self) -> Self {
        Self { sort: self.sort.clone(), column: self.column.clone(), limit: self.limit.clone(), ..Self::default() }
    }

    /// The same from the first page on.
    #[must_use]
    pub fn at_start(&self) -> Self {
        Self { cursor: String::new(), ..self.clone() }
    }

    /// The same from that place on.
    #[must_use]
    pub fn at(&self, cursor: &str) -> Self {
        Self { cursor: cursor.to_owned(), ..self.clone() }
    }

    /// The same in the order that a click on a column's header asks for: the other way round where it
    /// is the order already, else numbers from high to low and texts from A to Z.
    #[must_use]
    pub fn sorted_by(&self, column: TenantColumn) -> Self {
        let now = self.order();
        let descending = if now.column == column { !now.descending } else { column.is_highest_first() };
        Self { sort: TenantSort { column, descending }.to_string(), ..self.at_start() }
    }

    /// The query string, without what is empty or usual: one text for one state.
    pub fn text(&self) -> String {
        let mut text = QueryText::default();
        text.put("q", &self.q);
        for filter in Filter::ALL {
            text.put_all(filter.name(), self.values(filter));
        }
        text.put("band", &self.band);
        text.put("usage_from", &self.usage_from);
        text.put("usage_to", &self.usage_to);
        if self.order() != TenantSort::default() {
            text.put("sort", &self.order().to_string());
        }
        if self.columns() != Self::default().columns() {
            for column in self.columns() {
                text.put("column", column.code());
            }
        }
        if self.page_size() != app::DEFAULT_LIMIT {
            text.put("limit", &self.page_size().to_string());
        }
        text.put("cursor", &self.cursor);
        text.0
    }

    /// The state as a view keeps it: from the first page on, without `?`.
    pub fn saved(&self) -> String {
        self.at_start().text().trim_start_matches('?').to_owned()
    }

    /// The page in this state.
    pub fn url(&self) -> String {
        format!("/tenants{}", self.text())
    }

    /// The list in this state as a CSV file.
    pub fn export_url(&self) -> String {
        format!("/tenants/export.csv{}", self.at_start().text())
    }
}

impl Filter {
    /// Every filter, in the order in which the page has them.
    pub const ALL: [Self; 11] = [
        Self::Location,
        Self::Country,
        Self::Segment,
        Self::Workload,
        Self::Status,
        Self::Reason,
        Self::OverallStatus,
        Self::Signal,
        Self::Overdue,
        Self::NoSurveyContact,
        Self::BelowMinimum,
    ];

    /// The name in the URL.
    pub fn name(self) -> &'static str {
        match self {
            Self::Location => "location",
            Self::Country => "country",
            Self::Segment => "segment",
            Self::Workload => "workload",
            Self::Status => "l1",
            Self::Reason => "l2",
            Self::OverallStatus => "overall_status",
            Self::Signal => "signal",
            Self::Overdue => "overdue",
            Self::NoSurveyContact => "no_survey_contact",
            Self::BelowMinimum => "below_minimum",
        }
    }

    /// Whether it is on or off: its one value is `true`.
    pub fn is_switch(self) -> bool {
        matches!(self, Self::Overdue | Self::NoSurveyContact | Self::BelowMinimum)
    }
}

/// Reads a percentage with at most one decimal, behind a point or a comma, as tenths.
fn tenths(typed: &str) -> Result<Option<i64>, NotAPercentage> {
    let text = typed.trim().trim_end_matches('%').trim_end();
    if text.is_empty() {
        return Ok(None);
    }
    let refused = || NotAPercentage(typed.to_owned());
    let (whole, decimals) = text.split_once(['.', ',']).unwrap_or((text, "0"));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.len() > 12 || decimals.len() > 1 || !digits(whole) || !digits(decimals) {
        return Err(refused());
    }
    format!("{whole}{decimals}").parse().map(Some).map_err(|_| refused())
}

/// Writes a value as it may stand in a query.
pub(super) fn percent_encode(value: &str, into: &mut String) {
    use std::fmt::Write as _;
    for byte in value.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => into.push(char::from(byte)),
            b' ' => into.push('+'),
            _ => {
                let _ = write!(into, "%{byte:02X}");
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_usual_state_has_an_empty_query() {
        assert_eq!(TenantQuery::default().url(), "/tenants");
        let spelled_out =
            TenantQuery { sort: "name".into(), limit: "50".into(), q: "  ".into(), ..TenantQuery::default() };
        assert_eq!(spelled_out.url(), "/tenants");
    }

    #[test]
    fn every_part_of_the_state_is_in_the_url() {
        let query = TenantQuery {
            q: "a&b é".into(),
            location: vec!["100".into(), "200".into()],
            usage_from: "10".into(),
            sort: "-mau".into(),
            column: vec!["mau".into()],
            limit: "100".into(),
            cursor: "x=".into(),
            ..TenantQuery::default()
        };
        assert_eq!(
            query.url(),
            "/tenants?q=a%26b+%C3%A9&location=100&location=200&usage_from=10&sort=-mau&column=name&column=mau&limit=100&cursor=x%3D"
        );
        assert_eq!(query.export_url().matches("cursor").count(), 0);
        assert!(query.is_filtered());
        assert_eq!(query.unfiltered().url(), "/tenants?sort=-mau&column=name&column=mau&limit=100");
    }

    #[test]
    fn a_click_on_a_header_sorts_and_a_second_turns_round() {
        let query = TenantQuery { cursor: "x".into(), ..TenantQuery::default() };
        let by_mau = query.sorted_by(TenantColumn::Mau);
        assert_eq!(by_mau.url(), "/tenants?sort=-mau");
        assert_eq!(by_mau.sorted_by(TenantColumn::Mau).url(), "/tenants?sort=mau");
        assert_eq!(query.sorted_by(TenantColumn::Name).url(), "/tenants?sort=-name");
        assert_eq!(query.sorted_by(TenantColumn::Domain).url(), "/tenants?sort=domain");
    }

    #[test]
    fn one_value_of_a_filter_can_be_taken_away() {
        let query = TenantQuery { country: vec!["NL".into(), "BE".into()], ..TenantQuery::default() };
        assert_eq!(query.without(Filter::Country, "NL").url(), "/tenants?country=BE");
    }

    #[test]
    fn percentages_are_read_with_point_or_comma() {
        for (typed, read) in
            [("", None), ("12", Some(120)), ("12,5", Some(125)), ("100.0 %", Some(1000)), ("0.1", Some(1))]
        {
            assert_eq!(tenths(typed), Ok(read), "{typed}");
        }
        for typed in ["-1", "abc", "1.23", ".", "1.", "1e3", "1,2,3", "9999999999999"] {
            assert!(tenths(typed).is_err(), "{typed}");
        }
    }
}
