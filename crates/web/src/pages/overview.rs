//! The first page: what the figures say, each leading to the list behind it (S2.6).

use app::{Mover, Overview, StatusSeats, WorkloadTotal};
use askama::Template;
use domain::Month;
use domain::tenant::TenantColumn;
use domain::usage::{Figure, MONTHS_SHOWN, MonthFigure};

use super::Shell;
use super::chart::Chart;
use super::freshness::kind_label;
use super::service_status::style;
use super::shell::Entry;
use super::tenant_list::{band_label, workload_name};
use super::tenant_query::TenantQuery;
use super::work::{count, kind_label as work_label};
use crate::words::say;

/// The overview of what the viewer may see.
#[derive(Debug, Clone, Template)]
#[template(path = "overview/show.html")]
pub struct OverviewPage {
    /// What surrounds it.
    pub shell: Shell,
    /// The figures.
    pub overview: Overview,
}

impl OverviewPage {
    /// The newest month with figures; without one there are none.
    pub fn month(&self) -> Option<Month> {
        self.overview.months.last().map(|one| one.month)
    }

    /// The months the page shows, with gaps where nothing was reported.
    pub fn months(&self) -> Vec<(Month, Option<Figure>)> {
        with_gaps(&self.overview.months)
    }

    /// Usage % of the newest month less that of the month before, in tenths of a point.
    pub fn change_tenths(&self) -> Option<i64> {
        newest_change(&self.overview.months)
    }

    /// The line of Usage % over the months.
    pub fn usage_chart(&self) -> Chart {
        Chart::of_usage(self.shell.words, say!(self, "usage-percent").to_owned(), &self.months())
    }

    /// The lines of PAU and MAU over the months.
    pub fn units_chart(&self) -> Chart {
        Chart::of_units(self.shell.words, [say!(self, "pau").to_owned(), say!(self, "mau").to_owned()], &self.months())
    }

    /// The width of a band's bar, in percent of the fullest band.
    pub fn band_share(&self, tenants: &i64) -> i64 {
        let most = self.overview.bands.iter().map(|one| one.tenants).max().unwrap_or(0);
        tenants.saturating_mul(100).checked_div(most).unwrap_or(0)
    }

    /// A status in the reader's language.
    pub fn status_name<'a>(&self, one: &'a StatusSeats) -> &'a str {
        one.name.of(self.shell.words.language())
    }

    /// The width of a status's bar, in percent of that with the most seats.
    pub fn status_share(&self, seats: i64) -> i64 {
        let most = self.overview.statuses.iter().map(|one| one.seats).max().unwrap_or(0);
        seats.saturating_mul(100).checked_div(most).unwrap_or(0)
    }

    /// Who rose and who fell most, each list under its heading.
    pub fn movers(&self) -> [(String, &[Mover]); 2] {
        [
            (say!(self, "rose-most").to_owned(), self.overview.risen.as_slice()),
            (say!(self, "fell-most").to_owned(), self.overview.fallen.as_slice()),
        ]
    }

    /// The tenants that have a workload, highest Usage % first.
    pub fn workload_url(&self, total: &WorkloadTotal) -> String {
        TenantQuery { workload: vec![total.workload.code.clone()], ..TenantQuery::default() }
            .sorted_by(TenantColumn::UsagePercent)
            .url()
    }
}

/// The thirteen months that end with the newest one given; a month that is not among them is a gap.
pub fn with_gaps(months: &[MonthFigure]) -> Vec<(Month, Option<Figure>)> {
    let Some(newest) = months.iter().map(|one| one.month).max() else { return Vec::new() };
    let figure = |month: Month| months.iter().find(|one| one.month == month).map(|one| one.figure);
    newest.since(newest.plus(1 - MONTHS_SHOWN)).into_iter().map(|month| (month, figure(month))).collect()
}

/// Usage % of the newest month less that of the month directly before, in tenths of a point.
pub fn newest_change(months: &[MonthFigure]) -> Option<i64> {
    let shown = with_gaps(months);
    match shown.as_slice() {
        [.., (_, Some(before)), (_, Some(newest))] => change(*before, *newest),
        _ => None,
    }
}

/// The change of Usage % from one figure to another, in tenths of a point, of what people see.
pub fn change(before: Figure, now: Figure) -> Option<i64> {
    Some(now.usage()?.tenths() - before.usage()?.tenths())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figures(of: &[(u32, i64)]) -> Vec<MonthFigure> {
        let one =
            |&(month, mau)| MonthFigure { month: Month::new(2026, month).unwrap(), figure: Figure { pau: 200, mau } };
        of.iter().map(one).collect()
    }

    #[test]
    fn thirteen_months_end_with_the_newest() {
        let shown = with_gaps(&figures(&[(3, 10), (5, 20)]));
        assert_eq!(shown.len(), 13);
        assert_eq!(shown.first().unwrap().0.to_string(), "2025-05");
        assert_eq!(shown.iter().filter(|(_, figure)| figure.is_some()).count(), 2);
        assert!(with_gaps(&[]).is_empty());
    }

    #[test]
    fn a_change_is_from_the_month_directly_before_or_there_is_none() {
        assert_eq!(newest_change(&figures(&[(4, 100), (5, 101)])), Some(5));
        assert_eq!(newest_change(&figures(&[(3, 100), (5, 101)])), None);
        assert_eq!(newest_change(&figures(&[(5, 101)])), None);
    }
}
