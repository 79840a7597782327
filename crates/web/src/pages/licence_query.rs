//! What the licences are asked for, as it stands in the URL: the whole state of the page (S5.5).

use domain::licence::{LicenceColumn, LicenceSort, TERM_WINDOWS};

use super::tenant_query::{QueryText, page_size};

/// The query of the licences as it was typed: read by the handler, written back into forms and links.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LicenceQuery {
    /// Text to search in the tenant's name, ID and domain, and the SKU.
    pub q: String,
    /// A tenant's ID: its licences alone.
    pub tenant_id: String,
    /// Partner IDs of locations.
    pub location: Vec<String>,
    /// Countries, as the feed writes them.
    pub country: Vec<String>,
    /// SKUs, as the feed writes them.
    pub sku: Vec<String>,
    /// Buckets of SKUs.
    pub sku_bucket: Vec<String>,
    /// Within how many days the term ends.
    pub term_days: String,
    /// `true` or `false`.
    pub auto_renew: String,
    /// `true` for licences with unused seats.
    pub unused: String,
    /// The order: `-unused`, `term_end`.
    pub sort: String,
    /// How many rows a page.
    pub limit: String,
    /// Where the page begins.
    pub cursor: String,
}

/// A filter of several values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LicenceFilter {
    /// Partner IDs of locations.
    Location,
    /// Countries.
    Country,
    /// SKUs.
    Sku,
    /// Buckets of SKUs.
    Bucket,
}

impl LicenceFilter {
    /// Every filter, in the order in which the page has them.
    pub const ALL: [Self; 4] = [Self::Bucket, Self::Sku, Self::Location, Self::Country];

    /// The name in the URL.
    pub fn name(self) -> &'static str {
        match self {
            Self::Location => "location",
            Self::Country => "country",
            Self::Sku => "sku",
            Self::Bucket => "sku_bucket",
        }
    }
}

impl LicenceQuery {
    /// The chosen order; the usual one where none or a wrong one is chosen.
    pub fn order(&self) -> LicenceSort {
        self.sort.parse().unwrap_or_default()
    }

    /// How many rows a page: the offered size, or the usual one.
    pub fn page_size(&self) -> i64 {
        page_size(&self.limit)
    }

    /// The window of the term that is chosen, where there is one of that length.
    pub fn term_window(&self) -> Option<i64> {
        self.term_days.parse().ok().filter(|days| TERM_WINDOWS.contains(days))
    }

    /// The values of a filter.
    pub fn values(&self, filter: LicenceFilter) -> &[String] {
        match filter {
            LicenceFilter::Location => &self.location,
            LicenceFilter::Country => &self.country,
            LicenceFilter::Sku => &self.sku,
            LicenceFilter::Bucket => &self.sku_bucket,
        }
    }

    fn values_mut(&mut self, filter: LicenceFilter) -> &mut Vec<String> {
        match filter {
            LicenceFilter::Location => &mut self.location,
            LicenceFilter::Country => &mut self.country,
            LicenceFilter::Sku => &mut self.sku,
            LicenceFilter::Bucket => &mut self.sku_bucket,
        }
    }

    /// Whether anything narrows the list.
    pub fn is_filtered(&self) -> bool {
        let texts = [&self.q, &self.tenant_id, &self.term_days, &self.auto_renew, &self.unused];
        texts.into_iter().any(|text| !text.trim().is_empty())
            || LicenceFilter::ALL.into_iter().any(|one| !self.values(one).is_empty())
    }

    /// The same without one value of a filter, from the first page on.
    #[must_use]
    pub fn without(&self, filter: LicenceFilter, value: &str) -> Self {
        let mut query = self.at_start();
        query.values_mut(filter).retain(|one| one != value);
        query
    }

    /// The same with that bucket alone, or without any where it is the only one already: what a card does.
    #[must_use]
    pub fn of_bucket(&self, bucket: &str) -> Self {
        let is_chosen = matches!(&self.sku_bucket[..], [only] if only == bucket);
        let sku_bucket = if is_chosen { Vec::new() } else { vec![bucket.to_owned()] };
        Self { sku_bucket, ..self.at_start() }
    }

    /// The same without anything that narrows the list: order and page size stay.
    #[must_use]
    pub fn unfiltered(&self) -> Self {
        Self { sort: self.sort.clone(), limit: self.limit.clone(), ..Self::default() }
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

    /// The same in the order that a click on a column's header asks for.
    #[must_use]
    pub fn sorted_by(&self, column: LicenceColumn) -> Self {
        let now = self.order();
        let descending = if now.column == column { !now.descending } else { column.is_number() };
        Self { sort: LicenceSort { column, descending }.to_string(), ..self.at_start() }
    }

    /// The query string, without what is empty or usual: one text for one state.
    pub fn text(&self) -> String {
        let mut text = QueryText::default();
        text.put("q", &self.q);
        text.put("tenant_id", &self.tenant_id);
        for filter in LicenceFilter::ALL {
            text.put_all(filter.name(), self.values(filter));
        }
        text.put("term_days", &self.term_days);
        text.put("auto_renew", &self.auto_renew);
        text.put("unused", &self.unused);
        if self.order() != LicenceSort::default() {
            text.put("sort", &self.order().to_string());
        }
        if self.page_size() != app::DEFAULT_LIMIT {
            text.put("limit", &self.page_size().to_string());
        }
        text.put("cursor", &self.cursor);
        text.0
    }

    /// The page in this state.
    pub fn url(&self) -> String {
        format!("/licences{}", self.text())
    }

    /// The list in this state as a CSV file.
    pub fn export_url(&self) -> String {
        format!("/licences/export.csv{}", self.at_start().text())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_part_of_the_state_is_in_the_url_and_the_usual_is_not() {
        assert_eq!(
            LicenceQuery { sort: "-unused".into(), limit: "50".into(), ..LicenceQuery::default() }.url(),
            "/licences"
        );
        let query = LicenceQuery {
            q: "a&b".into(),
            sku: vec!["M365, E3".into()],
            sku_bucket: vec!["Office 365".into()],
            term_days: "30".into(),
            auto_renew: "false".into(),
            unused: "true".into(),
            sort: "term_end".into(),
            limit: "100".into(),
            cursor: "x".into(),
            ..LicenceQuery::default()
        };
        assert_eq!(
            query.url(),
            "/licences?q=a%26b&sku_bucket=Office+365&sku=M365%2C+E3&term_days=30&auto_renew=false&unused=true&sort=term_end&limit=100&cursor=x"
        );
        assert_eq!(query.unfiltered().url(), "/licences?sort=term_end&limit=100");
        assert_eq!(query.of_bucket("Office 365").sku_bucket, Vec::<String>::new());
        assert_eq!(query.of_bucket("Copilot").sku_bucket, ["Copilot"]);
        assert_eq!(LicenceQuery::default().sorted_by(LicenceColumn::Unused).sort, "unused");
    }
}
