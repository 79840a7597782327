//! A tenant and its usage details (S3.2 to S3.4, S3.6).

use app::{IntentOfWorkload, StatusOfWorkload, TenantDetails, UsageRow};
use askama::Template;
use domain::access::Shown;

use super::Shell;
use super::chart::Sparkline;
use super::contact::{kind_label, name};
use super::earnings::incentive_label;
use super::intent_note::{byline, note_url};
use super::money::{amount, amounts};
use super::overview::change;
use super::service_status::{SeatsBar, difference_words, status_url};
use super::shell::Entry;
use super::signal::{signal_label, signal_sentence, signal_style};
use super::status_note::{author, owner, shown, status_label, status_style};
use super::tenant_list::workload_name;
use crate::words::say;

/// A tenant, with its usage by workload.
#[derive(Debug, Clone, Template)]
#[template(path = "tenant/show.html")]
pub struct TenantPage {
    /// What surrounds it.
    pub shell: Shell,
    /// The tenant and its rows.
    pub details: TenantDetails,
}

impl TenantPage {
    /// Where a claim on an unclaimed workload is filed, with what is known of the tenant filled in (S3.2).
    pub fn claim_url(&self, row: &UsageRow) -> String {
        self.claim_url_of(Some(&row.workload.code))
    }

    /// The same, with no workload chosen yet.
    pub fn claim_any_url(&self) -> String {
        self.claim_url_of(None)
    }

    fn claim_url_of(&self, workload: Option<&str>) -> String {
        let tenant = &self.details.tenant;
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.append_pair("tenant_id", &tenant.tenant_id.to_string());
        query.append_pair("domain", &tenant.domain).append_pair("name", &tenant.name);
        if let Some(code) = workload {
            query.append_pair("workload", code);
        }
        format!("/claims/new?{}", query.finish())
    }

    /// The line of a row's Usage % over the months.
    pub fn sparkline(&self, row: &UsageRow) -> Sparkline {
        Sparkline::of(row.trend.iter().map(|(_, figure)| figure.and_then(domain::usage::Figure::usage)))
    }

    /// A row's change since the month before, in tenths of a point.
    pub fn change_of(&self, row: &UsageRow) -> Option<i64> {
        match row.trend.as_slice() {
            [.., (_, Some(before)), (_, Some(_))] => change(*before, row.figure?),
            _ => None,
        }
    }

    /// Whether more people are active than units are paid, in all or in a row (S3.1).
    pub fn is_above_full(&self) -> bool {
        let rows = self.details.rows.iter().filter_map(|row| row.figure);
        rows.chain([self.details.tenant.figure])
            .filter_map(domain::usage::Figure::usage)
            .any(domain::usage::Usage::is_above_full)
    }

    /// Whether there is a row without paid units (S3.1).
    pub fn has_no_paid_units(&self) -> bool {
        self.details.rows.iter().any(|row| row.figure.is_some_and(|figure| figure.pau == 0))
    }

    /// How many contacts there are of either type.
    pub fn contacts_count(&self) -> i64 {
        let counts = self.details.contacts.counts;
        counts.customers.saturating_add(counts.partners)
    }

    /// The intent note of a row, where the workload is claimed.
    pub fn intent_of(&self, row: &UsageRow) -> Option<&IntentOfWorkload> {
        self.details.intents.iter().find(|one| one.workload == row.workload.code)
    }

    /// The service status of a row, where the workload is claimed.
    pub fn status_of(&self, row: &UsageRow) -> Option<&StatusOfWorkload> {
        self.details.statuses.iter().find(|one| one.workload == row.workload.code)
    }

    /// Its bar.
    pub fn seats_bar(&self, status: &StatusOfWorkload) -> SeatsBar {
        SeatsBar::of(status, self.shell.words)
    }

    /// Whether a row's figure is of another month than the tenant's newest.
    pub fn is_of_other_month(&self, row: &UsageRow) -> bool {
        row.month != self.details.tenant.month
    }
}
