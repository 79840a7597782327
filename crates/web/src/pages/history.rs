//! The history of one figure: a line, the numbers, and where each comes from (S3.5).

use app::{History, HistoryMonth};
use askama::Template;
use domain::Month;
use domain::usage::{Figure, MONTHS_SHOWN};

use super::Shell;
use super::chart::Chart;
use super::freshness::kind_label;
use super::overview::change;
use super::shell::Entry;
use super::tenant_list::workload_name;
use crate::words::say;

/// The months of one workload of one tenant.
#[derive(Debug, Clone, Template)]
#[template(path = "tenant/history.html")]
pub struct HistoryPage {
    /// What surrounds it.
    pub shell: Shell,
    /// The months and where they come from.
    pub history: History,
    /// The month whose computation is shown (`?month=2026-08`); nothing is the newest.
    pub selected: Option<Month>,
}

/// A line of the table: a month, with or without a figure.
#[derive(Debug, Clone)]
pub struct HistoryLine<'a> {
    /// The month.
    pub month: Month,
    /// What was reported of it.
    pub reported: Option<&'a HistoryMonth>,
    /// The change since the month before, in tenths of a point.
    pub change_tenths: Option<i64>,
}

impl HistoryPage {
    fn find(&self, month: Month) -> Option<&HistoryMonth> {
        self.history.months.iter().find(|one| one.month == month)
    }

    /// Every month from the first to the newest, newest first, with those that are missing.
    pub fn lines(&self) -> Vec<HistoryLine<'_>> {
        let (Some(first), Some(newest)) = (self.history.months.first(), self.history.months.last()) else {
            return Vec::new();
        };
        let line = |month: Month| {
            let reported = self.find(month);
            let before = self.find(month.plus(-1));
            let change_tenths = before.zip(reported).and_then(|(before, now)| change(before.figure, now.figure));
            HistoryLine { month, reported, change_tenths }
        };
        newest.month.since(first.month).into_iter().rev().map(line).collect()
    }

    /// The months of the chart: at least the thirteen that every page shows.
    fn charted(&self) -> Vec<(Month, Option<Figure>)> {
        let Some(newest) = self.history.months.last() else { return Vec::new() };
        let usual = newest.month.plus(1 - MONTHS_SHOWN);
        let months = newest.month.since(usual);
        months.into_iter().map(|month| (month, self.find(month).map(|one| one.figure))).collect()
    }

    /// The line of Usage % over the months.
    pub fn usage_chart(&self) -> Chart {
        Chart::of_usage(self.shell.words, say!(self, "usage-percent").to_owned(), &self.charted())
    }

    /// The lines of PAU and MAU over the months.
    pub fn units_chart(&self) -> Chart {
        Chart::of_units(self.shell.words, [say!(self, "pau").to_owned(), say!(self, "mau").to_owned()], &self.charted())
    }

    /// The month whose computation is shown.
    pub fn opened(&self) -> Option<&HistoryMonth> {
        self.selected.and_then(|month| self.find(month)).or(self.history.months.last())
    }
}
