//! The tenant list, with the figures of the list as filtered above it (S2.4, S2.5).

use std::sync::Arc;

use app::{FilterChoices, SavedView, TenantItem, TenantList, WorkloadName};
use askama::Template;
use domain::Month;
use domain::access::Shown;
use domain::person::Language;
use domain::service_status::Node;
use domain::signal::Signal;
use domain::status_note::OverallStatus;
use domain::tenant::TenantColumn;
use domain::usage::UsageBand;
use i18n_embed_fl::fl;
use locale::{Pattern, Words};

use super::Shell;
use super::mark::Written;
use super::money::amounts;
use super::shell::Entry;
use super::signal::{label_of_code, signal_label, signal_sentence, signal_style};
use super::status_note::{status_label, status_style};
use super::tenant_query::{Filter, PAGE_SIZES, TenantQuery};
use crate::words::{say, tell};

/// The tenant list. `as_results()` is the part that changes while somebody searches.
#[derive(Debug, Clone, Template)]
#[template(path = "tenant/list.html", blocks = ["results"])]
pub struct TenantListPage {
    /// What surrounds it.
    pub shell: Shell,
    /// The state of the page, as the URL has it.
    pub query: TenantQuery,
    /// What was wrong with the query, in the reader's words; the list is then as if that were not there.
    pub query_error: Option<String>,
    /// The rows of this page, and the figures of the list as filtered (S2.5).
    pub list: TenantList,
    /// What can be chosen in the filters.
    pub choices: Arc<FilterChoices>,
    /// The person's saved views.
    pub views: Vec<SavedView>,
}

/// A filter that is on, and the list without it.
#[derive(Debug, Clone)]
pub struct Chip {
    /// What it narrows to.
    pub label: String,
    /// The list without it.
    pub remove_url: String,
}

/// A small menu of the bar, in which values of a filter are ticked, or of filters that belong together.
#[derive(Debug, Clone)]
pub struct Picker<'a> {
    /// The heading.
    pub label: String,
    /// The filters.
    pub groups: Vec<PickerGroup<'a>>,
}

/// What can be ticked in a filter: borrowed, for a page has a hundred of them.
#[derive(Debug, Clone, Copy)]
pub struct Pick<'a> {
    /// What the form sends.
    pub value: &'a str,
    /// What people read.
    pub label: &'a str,
}

/// A filter in a menu.
#[derive(Debug, Clone)]
pub struct PickerGroup<'a> {
    /// The name in the form.
    pub name: &'static str,
    /// The heading, where the menu has several.
    pub label: Option<String>,
    /// What can be ticked.
    pub choices: Vec<Pick<'a>>,
    /// What is ticked.
    pub chosen: &'a [String],
}

impl PickerGroup<'_> {
    /// Whether that value is ticked.
    pub fn has(&self, value: &str) -> bool {
        self.chosen.iter().any(|one| one == value)
    }
}

/// How each cell of a column begins, which is the same in every row.
#[derive(Debug, Clone, Template)]
#[template(
    source = r#"<td class="{{ column.code() }}{% if column.is_number() %} number{% endif %}">{% if let Some(label) = label %}<span class="card-label">{{ label }} </span>{% endif %}"#,
    ext = "html"
)]
struct CellStart {
    column: TenantColumn,
    /// The column's name, for narrow screens.
    label: Option<&'static str>,
}

/// A column of the list.
#[derive(Debug, Clone)]
pub struct ListColumn {
    /// Which.
    pub column: TenantColumn,
    /// How its cells begin.
    pub cell: Written,
    /// How those begin that say on narrow screens what they are.
    pub labelled_cell: Written,
}

impl TenantListPage {
    /// The columns that are shown.
    pub fn columns(&self) -> Vec<ListColumn> {
        let of = |column: TenantColumn| {
            let label = match column {
                TenantColumn::Pau => tell!(self.shell.words, "pau"),
                TenantColumn::Mau => tell!(self.shell.words, "mau"),
                other => column_label(other, self.shell.words),
            };
            ListColumn {
                column,
                cell: Written::by(&CellStart { column, label: None }),
                labelled_cell: Written::by(&CellStart { column, label: Some(label) }),
            }
        };
        self.query.columns().into_iter().map(of).collect()
    }

    /// The filters that offer a choice.
    pub fn pickers(&self) -> Vec<Picker<'_>> {
        let group = |filter: Filter, label: Option<&str>| PickerGroup {
            name: filter.name(),
            label: label.map(str::to_owned),
            choices: self.choices_of(filter),
            chosen: self.query.values(filter),
        };
        let of_seats = vec![
            group(Filter::Status, Some(say!(self, "service-status-l1"))),
            group(Filter::Reason, Some(say!(self, "service-status-l2"))),
        ];
        let of_attention = vec![
            group(Filter::Overdue, None),
            group(Filter::NoSurveyContact, None),
            group(Filter::BelowMinimum, None),
            group(Filter::OverallStatus, Some(say!(self, "filter-overall-status"))),
            group(Filter::Signal, Some(say!(self, "column-signals"))),
        ];
        [
            (say!(self, "filter-location"), vec![group(Filter::Location, None)]),
            (say!(self, "filter-country"), vec![group(Filter::Country, None)]),
            (say!(self, "filter-segment"), vec![group(Filter::Segment, None)]),
            (say!(self, "filter-workload"), vec![group(Filter::Workload, None)]),
            (say!(self, "service-status"), of_seats),
            (say!(self, "filter-attention"), of_attention),
        ]
        .into_iter()
        .map(|(label, groups)| Picker { label: label.to_owned(), groups })
        .filter(|picker| picker.groups.iter().any(|group| group.choices.len() > 1 || !group.chosen.is_empty()))
        .collect()
    }

    fn choices_of(&self, filter: Filter) -> Vec<Pick<'_>> {
        let pick = |value, label| Pick { value, label };
        let as_it_is = |value| Pick { value, label: value };
        let words = self.shell.words;
        let kept = &*self.choices;
        match filter {
            Filter::Location => kept.locations.iter().map(|one| pick(&*one.mpn_id, &*one.name)).collect(),
            Filter::Country => kept.countries.iter().map(|one| as_it_is(&**one)).collect(),
            Filter::Segment => kept.segments.iter().map(|one| as_it_is(&**one)).collect(),
            Filter::Workload => kept.workloads.iter().map(|one| pick(&*one.code, workload_name(one, words))).collect(),
            Filter::Status => self.statuses(1),
            Filter::Reason => self.statuses(2),
            Filter::OverallStatus => {
                OverallStatus::ALL.into_iter().map(|one| pick(one.code(), status_label(one, words))).collect()
            }
            Filter::Signal => Signal::CODES.into_iter().map(|code| pick(code, label_of_code(code, words))).collect(),
            Filter::Overdue => vec![pick("true", say!(self, "filter-overdue"))],
            Filter::NoSurveyContact => vec![pick("true", say!(self, "filter-no-survey-contact"))],
            Filter::BelowMinimum => vec![pick("true", say!(self, "filter-below-minimum"))],
        }
    }

    /// Statuses, or the reasons of those that are ticked; of all while none is.
    fn statuses(&self, level: u8) -> Vec<Pick<'_>> {
        let is_ticked = |node: &Node| {
            level == 1 || self.query.l1.is_empty() || self.query.l1.iter().any(|code| code == node.choice.l1())
        };
        let nodes = self.choices.statuses.iter().filter(|node| node.choice.level() == level && is_ticked(node));
        let language = self.shell.words.language();
        let mut picks: Vec<_> = nodes.map(|node| picked(node, language)).collect();
        // What is not offered any more is there while it is asked for, as from the page of blockers.
        let asked = if level == 1 { &self.query.l1 } else { &self.query.l2 };
        let retired = self.choices.retired.iter().filter(|node| node.choice.level() == level && is_ticked(node));
        for node in retired.filter(|node| asked.iter().any(|code| code == node.choice.code())) {
            if !picks.iter().any(|one| one.value == node.choice.code()) {
                picks.push(picked(node, language));
            }
        }
        picks
    }

    /// The filters that are on, each with the list without it.
    pub fn chips(&self) -> Vec<Chip> {
        let query = &self.query;
        let mut chips = Vec::new();
        if !query.q.trim().is_empty() {
            let label = say!(self, "chip-search", text = query.q.trim().to_owned());
            chips.push(Chip { label, remove_url: query.without_text().url() });
        }
        for filter in Filter::ALL.into_iter().filter(|filter| !query.values(*filter).is_empty()) {
            let choices = self.choices_of(filter);
            for value in query.values(filter) {
                let named = choices.iter().find(|one| one.value == value).map_or(&**value, |one| one.label);
                let label = self.chip_label(filter, named.to_owned());
                chips.push(Chip { label, remove_url: query.without(filter, value).url() });
            }
        }
        if let Some(band) = query.usage_band() {
            let label = say!(self, "chip-usage", value = band_label(band, self.shell.words));
            chips.push(Chip { label, remove_url: query.without_band().url() });
        }
        if let Some(label) = self.range_label() {
            chips.push(Chip { label, remove_url: query.without_range().url() });
        }
        chips
    }

    fn range_label(&self) -> Option<String> {
        let [from, to] = [&self.query.usage_from, &self.query.usage_to].map(|text| text.trim().to_owned());
        match (from.is_empty(), to.is_empty()) {
            (true, true) => None,
            (false, true) => Some(say!(self, "chip-usage-from", from = from)),
            (true, false) => Some(say!(self, "chip-usage-to", to = to)),
            (false, false) => Some(say!(self, "chip-usage-between", from = from, to = to)),
        }
    }

    fn chip_label(&self, filter: Filter, value: String) -> String {
        match filter {
            Filter::Location => say!(self, "chip-location", value = value),
            Filter::Country => say!(self, "chip-country", value = value),
            Filter::Segment => say!(self, "chip-segment", value = value),
            Filter::Workload => say!(self, "chip-workload", value = value),
            Filter::Status => say!(self, "chip-status", value = value),
            Filter::Reason => say!(self, "chip-reason", value = value),
            Filter::OverallStatus => say!(self, "chip-overall-status", value = value),
            Filter::Signal => say!(self, "chip-signal", value = value),
            // What is chosen says it all.
            Filter::Overdue | Filter::NoSurveyContact | Filter::BelowMinimum => value,
        }
    }

    /// The newest month of the rows shown: rows of another month say which.
    pub fn month(&self) -> Option<Month> {
        self.list.items.iter().filter_map(|one| one.month).max()
    }

    /// The month of a row, where it is not that of the others.
    pub fn other_month(item: &TenantItem, of_others: Option<Month>) -> Option<Month> {
        item.month.filter(|month| Some(*month) != of_others)
    }

    /// What the link on a tenant's Usage % is called.
    pub fn usage_link_label(&self, item: &TenantItem) -> String {
        static LABEL: Pattern = Pattern::new();
        let words = self.shell.words;
        let percent = item.figure.usage().map(|usage| words.percent(usage));
        let usage = percent.as_deref().unwrap_or_else(|| tell!(words, "no-paid-units"));
        LABEL.fill(words, [&item.name, usage], |words, [name, usage]| {
            fl!(words.loader(), "usage-link", name = name, usage = usage)
        })
    }

    /// The list of those tenants alone where something is overdue.
    pub fn overdue_url(&self) -> String {
        TenantQuery { overdue: vec!["true".to_owned()], ..self.query.at_start() }.url()
    }

    /// Whether this person has no tenant at all, filtered or not.
    pub fn has_no_tenant(&self) -> bool {
        self.list.items.is_empty() && !self.query.is_filtered() && self.query.cursor.is_empty()
    }

    /// Whether nobody sorts by a column because money is withheld (S1.4).
    pub fn is_withheld(&self, column: &TenantColumn) -> bool {
        column.is_sensitive() && self.list.totals.potential == Shown::Withheld
    }

    /// What `aria-sort` says of a column, where the list is sorted by it.
    pub fn aria_sort(&self, column: &TenantColumn) -> Option<&'static str> {
        let order = self.query.order();
        (order.column == *column).then_some(if order.descending { "descending" } else { "ascending" })
    }
}

/// A status, or a reason, as it can be ticked.
fn picked(node: &Node, language: Language) -> Pick<'_> {
    Pick { value: node.choice.code(), label: node.labels.of(language) }
}

/// The heading of a column in the reader's words.
pub fn column_label(column: TenantColumn, words: &Words) -> &'static str {
    match column {
        TenantColumn::Name => tell!(words, "column-name"),
        TenantColumn::TenantId => tell!(words, "column-tenant-id"),
        TenantColumn::Domain => tell!(words, "column-domain"),
        TenantColumn::Country => tell!(words, "column-country"),
        TenantColumn::Segment => tell!(words, "column-segment"),
        TenantColumn::WorkloadsClaimed => tell!(words, "column-workloads-claimed"),
        TenantColumn::Pau => tell!(words, "column-pau"),
        TenantColumn::Mau => tell!(words, "column-mau"),
        TenantColumn::UsagePercent => tell!(words, "column-usage"),
        TenantColumn::Change => tell!(words, "column-change"),
        TenantColumn::OverallStatus => tell!(words, "column-overall-status"),
        TenantColumn::LastNote => tell!(words, "column-last-note"),
        TenantColumn::NextAction => tell!(words, "column-next-action"),
        TenantColumn::Signals => tell!(words, "column-signals"),
        TenantColumn::Potential => tell!(words, "potential-earnings"),
    }
}

/// The name of a band of Usage % in the reader's words.
pub fn band_label(band: UsageBand, words: &Words) -> &'static str {
    match band {
        UsageBand::None => tell!(words, "band-none"),
        UsageBand::Low => tell!(words, "band-low"),
        UsageBand::Fair => tell!(words, "band-fair"),
        UsageBand::Good => tell!(words, "band-good"),
        UsageBand::High => tell!(words, "band-high"),
        UsageBand::Above => tell!(words, "band-above"),
    }
}

/// The name of a workload in the reader's language.
pub fn workload_name<'a>(workload: &'a WorkloadName, words: &Words) -> &'a str {
    match words.language() {
        Language::English => &workload.name_en,
        Language::Dutch => &workload.name_nl,
    }
}
