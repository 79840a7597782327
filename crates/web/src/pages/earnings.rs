//! Why a workload at a tenant could earn what it could, line by line (S5.2, S5.3).

use app::{Earnings, Incentive, OfferEarnings};
use askama::Template;
use domain::access::Shown;
use domain::incentive::{LeftOut, Reason};
use domain::money::Money;
use locale::Words;

use super::Shell;
use super::money::amount;
use super::shell::Entry;
use super::tenant_list::workload_name;
use crate::words::{say, tell};

/// The calculation of each offer; `as_pane()` is the part for a pane.
#[derive(Debug, Clone, Template)]
#[template(path = "earnings/show.html", blocks = ["pane"])]
pub struct EarningsPage {
    /// What surrounds it.
    pub shell: Shell,
    /// The calculations.
    pub why: Earnings,
}

impl EarningsPage {
    /// The workload in the reader's language.
    pub fn workload(&self) -> &str {
        workload_name(&self.why.row.workload, self.shell.words)
    }

    /// The offers, where their money is shown.
    pub fn offers(&self) -> Option<&[OfferEarnings]> {
        match &self.why.offers {
            Shown::Value(offers) => Some(offers),
            Shown::Withheld => None,
        }
    }

    /// An amount of an offer.
    pub fn money(&self, one: &OfferEarnings, minor: i64) -> String {
        self.shell.words.money(Money { minor, currency: one.offer.currency })
    }
}

/// Why an offer does not apply, in the reader's words.
pub fn reason_label(reason: Reason, words: &Words) -> &'static str {
    match reason {
        Reason::BelowMinimum => tell!(words, "reason-below-minimum"),
        Reason::NotInSeason => tell!(words, "reason-not-in-season"),
        Reason::SegmentExcluded => tell!(words, "reason-segment-excluded"),
        Reason::CeilingReached => tell!(words, "reason-ceiling-reached"),
    }
}

/// Whether an offer applies, and if not, why.
pub fn incentive_label(one: &Incentive, words: &Words) -> &'static str {
    one.reason.map_or_else(|| tell!(words, "incentive-applies"), |reason| reason_label(reason, words))
}

/// Why a month's growth does not count, in the reader's words.
pub fn left_out_label(why: LeftOut, words: &Words) -> &'static str {
    match why {
        LeftOut::NotAfterApproval => tell!(words, "left-out-not-after-approval"),
        LeftOut::OutsideValidity => tell!(words, "left-out-outside-validity"),
        LeftOut::BelowMinimum => tell!(words, "reason-below-minimum"),
        LeftOut::SegmentExcluded => tell!(words, "reason-segment-excluded"),
    }
}
