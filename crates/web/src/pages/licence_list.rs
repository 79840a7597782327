//! The licences, with cards above them that filter (S5.5).

use app::{LicenceCard, LicenceChoices, LicenceItem, LicenceList, OTHER_BUCKET};
use askama::Template;
use domain::licence::{LicenceColumn, TERM_WINDOWS};
use locale::Words;

use super::Shell;
use super::licence_query::{LicenceFilter, LicenceQuery};
use super::shell::Entry;
use super::tenant_list::{Chip, Pick, PickerGroup};
use super::tenant_query::PAGE_SIZES;
use crate::words::{say, tell};

/// The licences. `as_results()` is the part that changes while somebody searches.
#[derive(Debug, Clone, Template)]
#[template(path = "licence/list.html", blocks = ["results"])]
pub struct LicenceListPage {
    /// What surrounds it.
    pub shell: Shell,
    /// The state of the page, as the URL has it.
    pub query: LicenceQuery,
    /// What was wrong with the query, in the reader's words; the list is then as if that were not there.
    pub query_error: Option<String>,
    /// The rows of this page, with totals and cards.
    pub list: LicenceList,
    /// What can be chosen in the filters.
    pub choices: LicenceChoices,
}

impl LicenceListPage {
    /// The filters that offer a choice, each with its heading.
    pub fn pickers(&self) -> Vec<PickerGroup<'_>> {
        [LicenceFilter::Sku, LicenceFilter::Location, LicenceFilter::Country]
            .into_iter()
            .map(|filter| PickerGroup {
                name: filter.name(),
                label: Some(self.filter_label(filter).to_owned()),
                choices: self.choices_of(filter),
                chosen: self.query.values(filter),
            })
            .filter(|group| group.choices.len() > 1 || !group.chosen.is_empty())
            .collect()
    }

    fn filter_label(&self, filter: LicenceFilter) -> &'static str {
        match filter {
            LicenceFilter::Sku => say!(self, "licence-sku"),
            LicenceFilter::Location => say!(self, "filter-location"),
            LicenceFilter::Country => say!(self, "filter-country"),
            LicenceFilter::Bucket => say!(self, "licences-cards"),
        }
    }

    fn choices_of(&self, filter: LicenceFilter) -> Vec<Pick<'_>> {
        let as_it_is = |value| Pick { value, label: value };
        match filter {
            LicenceFilter::Sku => self.choices.skus.iter().map(|one| as_it_is(&**one)).collect(),
            LicenceFilter::Country => self.choices.countries.iter().map(|one| as_it_is(&**one)).collect(),
            LicenceFilter::Location => {
                self.choices.locations.iter().map(|one| Pick { value: &one.mpn_id, label: &one.name }).collect()
            }
            LicenceFilter::Bucket => {
                let cards = self.list.cards.iter();
                cards.map(|card| Pick { value: &card.bucket, label: self.bucket(&card.bucket) }).collect()
            }
        }
    }

    /// A bucket in the reader's words: the name of a family of products is the same in every language.
    pub fn bucket<'a>(&'a self, bucket: &'a str) -> &'a str {
        if bucket == OTHER_BUCKET { say!(self, "licence-other-bucket") } else { bucket }
    }

    /// Whether the list is of that bucket alone.
    pub fn is_of(&self, card: &LicenceCard) -> bool {
        matches!(&self.query.sku_bucket[..], [only] if *only == card.bucket)
    }

    /// What stands under a card's name.
    pub fn card_text(&self, card: &LicenceCard) -> String {
        let [unused, sold] =
            [domain::licence::unused(card.sold, card.assigned), card.sold].map(|it| self.shell.words.number(it));
        say!(self, "licences-card-unused", unused = unused, sold = sold)
    }

    /// The filters that are on, each with the list without it.
    pub fn chips(&self) -> Vec<Chip> {
        let query = &self.query;
        let mut chips = Vec::new();
        if !query.q.trim().is_empty() {
            let label = say!(self, "chip-search", text = query.q.trim().to_owned());
            chips.push(Chip { label, remove_url: LicenceQuery { q: String::new(), ..query.at_start() }.url() });
        }
        if !query.tenant_id.is_empty() {
            let named = self.list.items.first().map_or_else(|| query.tenant_id.clone(), |item| item.name.clone());
            let remove_url = LicenceQuery { tenant_id: String::new(), ..query.at_start() }.url();
            chips.push(Chip { label: named, remove_url });
        }
        for filter in LicenceFilter::ALL.into_iter().filter(|filter| !query.values(*filter).is_empty()) {
            let choices = self.choices_of(filter);
            for value in query.values(filter) {
                let named = choices.iter().find(|one| one.value == value).map_or(&**value, |one| one.label).to_owned();
                let label = match filter {
                    LicenceFilter::Location => say!(self, "chip-location", value = named),
                    LicenceFilter::Country => say!(self, "chip-country", value = named),
                    LicenceFilter::Sku => say!(self, "chip-sku", value = named),
                    LicenceFilter::Bucket => say!(self, "chip-sku-bucket", value = named),
                };
                chips.push(Chip { label, remove_url: query.without(filter, value).url() });
            }
        }
        if let Some(days) = query.term_window() {
            let remove_url = LicenceQuery { term_days: String::new(), ..query.at_start() }.url();
            chips.push(Chip { label: self.term_label(days), remove_url });
        }
        if !query.auto_renew.is_empty() {
            let label = self.renewal(query.auto_renew == "true").to_owned();
            let remove_url = LicenceQuery { auto_renew: String::new(), ..query.at_start() }.url();
            chips.push(Chip { label, remove_url });
        }
        if query.unused == "true" {
            let remove_url = LicenceQuery { unused: String::new(), ..query.at_start() }.url();
            chips.push(Chip { label: say!(self, "licence-only-unused").to_owned(), remove_url });
        }
        chips
    }

    /// A window of the term in the reader's words.
    pub fn term_label(&self, days: i64) -> String {
        say!(self, "licence-term-days", days = days)
    }

    /// Whether something renews itself, in the reader's words.
    pub fn renewal(&self, auto_renew: bool) -> &'static str {
        if auto_renew { say!(self, "licence-renews") } else { say!(self, "licence-ends") }
    }

    /// How the figures of a row came about, in sentences (S3.5).
    pub fn explanation(&self, item: &LicenceItem) -> Vec<String> {
        let words = self.shell.words;
        let [sold, assigned, unused] = [item.sold, item.assigned, item.unused].map(|number| words.number(number));
        let mut sentences = vec![say!(self, "licence-computed", sold = sold, assigned = assigned, unused = unused)];
        if item.unused < 0 {
            sentences.push(say!(self, "licence-more-assigned").to_owned());
        }
        let workloads = item.workloads.join(", ");
        sentences.push(match (item.figure, workloads.is_empty()) {
            (_, true) => say!(self, "licence-not-mapped").to_owned(),
            (Some(_), false) => say!(self, "licence-usage-of", workloads = workloads),
            (None, false) => say!(self, "licence-no-usage", workloads = workloads),
        });
        if let (Some(month), Some(at)) = (item.month, item.loaded_at) {
            let (month, loaded) = (words.month(month), words.moment(at));
            sentences.push(say!(
                self,
                "licence-seats-of",
                month = month,
                file = item.file_name.clone(),
                loaded = loaded
            ));
        }
        sentences
    }

    /// What the button is called that opens this.
    pub fn explain_label(&self, item: &LicenceItem) -> String {
        say!(self, "licence-explain", sku = item.sku.clone(), name = item.name.clone())
    }

    /// Whether this person has no licence at all, filtered or not.
    pub fn has_none(&self) -> bool {
        self.list.items.is_empty() && !self.query.is_filtered() && self.query.cursor.is_empty()
    }

    /// What `aria-sort` says of a column, where the list is sorted by it.
    pub fn aria_sort(&self, column: &LicenceColumn) -> Option<&'static str> {
        let order = self.query.order();
        (order.column == *column).then_some(if order.descending { "descending" } else { "ascending" })
    }
}

/// The heading of a column in the reader's words.
pub fn licence_column(column: LicenceColumn, words: &Words) -> &'static str {
    match column {
        LicenceColumn::Name => tell!(words, "column-name"),
        LicenceColumn::Sku => tell!(words, "licence-sku"),
        LicenceColumn::Family => tell!(words, "licence-family"),
        LicenceColumn::Country => tell!(words, "column-country"),
        LicenceColumn::Sold => tell!(words, "licence-sold"),
        LicenceColumn::Assigned => tell!(words, "licence-assigned"),
        LicenceColumn::Unused => tell!(words, "licence-unused"),
        LicenceColumn::Pau => tell!(words, "column-pau"),
        LicenceColumn::Mau => tell!(words, "column-mau"),
        LicenceColumn::TermEnd => tell!(words, "licence-term-end"),
        LicenceColumn::AutoRenew => tell!(words, "licence-auto-renew"),
    }
}
