//! What a workload at a tenant earned and could earn by an offer, in whole minor units (S5.2, S5.3).
//!
//! The lists keep what this computes, computed by the database; a test holds the two equal. Here it is laid open, so that
//! a page can say why this amount.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::month::Month;
use crate::offer::Offer;
use crate::usage::{Figure, MonthFigure};

/// What is known of a workload at a tenant.
#[derive(Debug, Clone, Copy)]
pub struct Facts<'a> {
    /// Its figures, in any order. Several of one month add up.
    pub months: &'a [MonthFigure],
    /// Whether the newest of them counts now: an older month than the newest of the tenant's has no licences left (S3.4).
    pub is_current: bool,
    /// The month in which the claim was approved; nothing where nobody holds one.
    pub approved: Option<Month>,
    /// The customer's segment; may be empty.
    pub segment: &'a str,
}

/// Why an offer does not apply: the first of these that is so (S5.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reason {
    /// Fewer licences than it takes.
    BelowMinimum,
    /// Not on this day.
    NotInSeason,
    /// The customer's segment is left out.
    SegmentExcluded,
    /// All that it pays has been earned.
    CeilingReached,
}

impl Reason {
    /// Every reason, in their order: the first that is so is the one that is told.
    pub const ALL: [Self; 4] = [Self::BelowMinimum, Self::NotInSeason, Self::SegmentExcluded, Self::CeilingReached];

    /// The name in JSON.
    pub fn code(self) -> &'static str {
        match self {
            Self::BelowMinimum => "below_minimum",
            Self::NotInSeason => "not_in_season",
            Self::SegmentExcluded => "segment_excluded",
            Self::CeilingReached => "ceiling_reached",
        }
    }
}

/// A month in which usage grew beyond all months before it, or could have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EarnedMonth {
    /// The month.
    pub month: Month,
    /// What was reported.
    pub figure: Figure,
    /// The highest MAU of any month before.
    pub high_water_mau: i64,
    /// min(MAU, PAU) less that mark; never below 0.
    pub grown_units: i64,
    /// Why the growth earned nothing; nothing where it counted.
    pub left_out: Option<LeftOut>,
    /// How many units of it were earned within the ceiling.
    pub earned_units: i64,
}

/// Why the growth of a month earns nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LeftOut {
    /// No claim, or the month is not after that of its approval.
    NotAfterApproval,
    /// No day of it lies in the offer's validity.
    OutsideValidity,
    /// Fewer licences than the offer takes.
    BelowMinimum,
    /// The customer's segment is left out.
    SegmentExcluded,
}

impl LeftOut {
    /// The name in JSON.
    pub fn code(self) -> &'static str {
        match self {
            Self::NotAfterApproval => "not_after_approval",
            Self::OutsideValidity => "outside_validity",
            Self::BelowMinimum => "below_minimum",
            Self::SegmentExcluded => "segment_excluded",
        }
    }
}

/// An offer at a workload of a tenant, line by line: why this amount.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Calculation {
    /// PAU that count now.
    pub pau: i64,
    /// The highest MAU of any month before the newest.
    pub high_water_mau: i64,
    /// max(0, PAU − that mark).
    pub opportunity_units: i64,
    /// Ceiling / rate, rounded down.
    pub most_units: i64,
    /// Units earned, over all months.
    pub earned_units: i64,
    /// What they came to.
    pub earned_minor: i64,
    /// Max compensable units: what is left of the most.
    pub compensable_units: i64,
    /// min(opportunity units, compensable units) where the offer applies, else 0.
    pub potential_units: i64,
    /// Those times the rate.
    pub potential_minor: i64,
    /// Why it does not apply; nothing where it does.
    pub reason: Option<Reason>,
    /// The months, oldest first.
    pub months: Vec<EarnedMonth>,
}

/// The figures by month, those of one month added up.
fn by_month(months: &[MonthFigure]) -> BTreeMap<Month, Figure> {
    let mut by_month = BTreeMap::new();
    for one in months {
        let sum: &mut Figure = by_month.entry(one.month).or_default();
        *sum = sum.plus(one.figure);
    }
    by_month
}

/// Prior high-water mark: the highest MAU of any month before the newest; 0 where there is none (S5.2).
pub fn high_water_mau(months: &[MonthFigure]) -> i64 {
    by_month(months).into_values().rev().skip(1).map(|figure| figure.mau).max().unwrap_or(0).max(0)
}

/// max(0, PAU − prior high-water mark): room to grow (S5.2). Without current figures there is none.
pub fn opportunity_units(facts: &Facts<'_>) -> i64 {
    let newest = by_month(facts.months).into_values().next_back().filter(|_| facts.is_current).unwrap_or_default();
    newest.pau.saturating_sub(high_water_mau(facts.months)).max(0)
}

impl Calculation {
    /// What an offer earned and could earn on a day.
    pub fn of(offer: &Offer, facts: &Facts<'_>, day: NaiveDate) -> Self {
        let figures = by_month(facts.months);
        let most_units = offer.most_units();
        let (mut months, mut mark, mut earned_units) = (Vec::with_capacity(figures.len()), 0, 0_i64);
        for (&month, &figure) in &figures {
            let grown_units = figure.mau.min(figure.pau).saturating_sub(mark).max(0);
            let left_out = left_out(offer, facts, month, figure);
            let counted = if left_out.is_none() { grown_units } else { 0 };
            let earned = counted.min(most_units.saturating_sub(earned_units)).max(0);
            earned_units = earned_units.saturating_add(earned);
            months.push(EarnedMonth {
                month,
                figure,
                high_water_mau: mark,
                grown_units,
                left_out,
                earned_units: earned,
            });
            mark = mark.max(figure.mau);
        }
        let pau = figures.into_values().next_back().filter(|_| facts.is_current).unwrap_or_default().pau;
        let opportunity_units = opportunity_units(facts);
        let compensable_units = most_units.saturating_sub(earned_units).max(0);
        let reason = reason(offer, facts.segment, pau, compensable_units, day);
        let potential_units = if reason.is_none() { opportunity_units.min(compensable_units) } else { 0 };
        Self {
            pau,
            high_water_mau: high_water_mau(facts.months),
            opportunity_units,
            most_units,
            earned_units,
            earned_minor: offer.money(earned_units).minor,
            compensable_units,
            potential_units,
            potential_minor: offer.money(potential_units).minor,
            reason,
            months,
        }
    }

    /// Whether the offer applies.
    pub fn applies(&self) -> bool {
        self.reason.is_none()
    }
}

/// The first reason for which an offer does not apply.
fn reason(offer: &Offer, segment: &str, pau: i64, compensable_units: i64, day: NaiveDate) -> Option<Reason> {
    Reason::ALL.into_iter().find(|reason| match reason {
        Reason::BelowMinimum => pau < offer.licence_minimum,
        Reason::NotInSeason => !offer.is_in_season(day),
        Reason::SegmentExcluded => offer.excludes(segment),
        Reason::CeilingReached => compensable_units == 0,
    })
}

fn left_out(offer: &Offer, facts: &Facts<'_>, month: Month, figure: Figure) -> Option<LeftOut> {
    if facts.approved.is_none_or(|approved| month <= approved) {
        return Some(LeftOut::NotAfterApproval);
    }
    if !offer.counts(month) {
        return Some(LeftOut::OutsideValidity);
    }
    if figure.pau < offer.licence_minimum {
        return Some(LeftOut::BelowMinimum);
    }
    offer.excludes(facts.segment).then_some(LeftOut::SegmentExcluded)
}

#[cfg(test)]
mod tests;
