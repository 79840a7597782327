//! Sample data of offers, earnings and opportunities.

use app::{
    Earnings, OfferDesk, OfferEarnings, OfferItem, Offers, Opportunities, Opportunity, OpportunityCard,
    OpportunityQuery,
};
use chrono::NaiveDate;
use domain::access::Shown;
use domain::incentive::{Calculation, Facts};
use domain::month::Month;
use domain::offer::{Offer, OfferDraft};
use domain::opportunity::OpportunitySort;
use domain::usage::{Figure, MonthFigure};

use super::Shell;
use super::earnings::EarningsPage;
use super::form::{FieldFault, FormFaults};
use super::offer::{OfferPage, OffersPage, TypedOffer};
use super::opportunity::OpportunitiesPage;
use super::samples::{amounts, tenant, tenant_details, tenant_list, workload};
use super::tenant_query::TenantQuery;

fn day(month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, month, day).unwrap()
}

fn offer(index: usize) -> OfferItem {
    let is_withheld = index == 2;
    OfferItem {
        handle: format!("offer{index}"),
        name: format!("Growth <script>{index}"),
        workload: workload(index),
        valid_from: day(1, 1),
        valid_to: day(12, 31),
        rate_minor: (!is_withheld).then_some(450),
        ceiling_minor: (!is_withheld).then_some(1_000_000),
        currency: "EUR".parse().unwrap(),
        licence_minimum: 150,
        excluded_segments: if index == 1 { vec!["Education".into(), "Non-profit".into()] } else { Vec::new() },
        is_example: index == 0,
        is_in_season: index != 1,
        revision: "3".into(),
        withheld: if is_withheld { vec!["rate_minor", "ceiling_minor"] } else { Vec::new() },
    }
}

pub(super) fn offers(shell: Shell, count: usize, may_write: bool) -> OffersPage {
    OffersPage { shell, offers: Offers { items: (0..count).map(offer).collect(), may_write } }
}

pub(super) fn offer_form(shell: Shell, is_refused: bool) -> OfferPage {
    let desk = OfferDesk {
        offer: is_refused.then(|| offer(0)),
        workloads: (0..12).map(|index| (workload(index), 7)).collect(),
        segments: vec!["Education".into(), "Enterprise".into()],
        may_write: true,
    };
    let faults = ["name", "workload", "valid_to", "rate_minor", "currency", "licence_minimum", "excluded_segments"];
    let fault = |field: &str| FieldFault { field: field.into(), label: field.into(), message: "?".into() };
    let faults = FormFaults(if is_refused { faults.into_iter().map(fault).collect() } else { Vec::new() });
    let typed = if is_refused { TypedOffer::of(&offer(0)) } else { TypedOffer::default() };
    OfferPage { shell, desk, typed, version: "3".into(), is_overtaken: is_refused, faults }
}

pub(super) fn earnings(shell: Shell, is_shown: bool) -> EarningsPage {
    let months: Vec<MonthFigure> = (1..8)
        .map(|month| MonthFigure {
            month: Month::new(2026, month).unwrap(),
            figure: Figure { pau: 400, mau: 100 + i64::from(month % 4) * 50 },
        })
        .collect();
    let calculated = |rate_minor: i64, segment: &str, approved| {
        let draft = OfferDraft {
            name: "Growth <b>".into(),
            valid_from: day(3, 1),
            valid_to: day(12, 31),
            rate_minor,
            ceiling_minor: 20_000,
            currency: "EUR".into(),
            licence_minimum: None,
            excluded_segments: vec!["Education".into()],
        };
        let offer = Offer::check(&draft).unwrap();
        let facts = Facts { months: &months, is_current: true, approved, segment };
        let calculation = Calculation::of(&offer, &facts, day(8, 1));
        OfferEarnings { handle: format!("o{rate_minor}"), offer, is_example: rate_minor == 450, calculation }
    };
    let held = Month::new(2026, 1);
    let offers = vec![calculated(450, "", held), calculated(9_000, "", held), calculated(20, "Education", None)];
    let details = tenant_details();
    let row = details.rows.into_iter().nth(if is_shown { 2 } else { 1 }).unwrap();
    let offers = if is_shown { Shown::Value(offers) } else { Shown::Withheld };
    EarningsPage { shell, why: Earnings { tenant: details.tenant, row, day: day(8, 1), offers } }
}

/// A list that is narrowed to nothing and has no row all the same.
pub(super) fn no_opportunities(shell: Shell) -> OpportunitiesPage {
    OpportunitiesPage { query: OpportunityQuery::default(), ..opportunities(shell, 0, true) }
}

pub(super) fn opportunities(shell: Shell, rows: usize, is_shown: bool) -> OpportunitiesPage {
    let money = |index: usize| if is_shown { Shown::Value(amounts(index)) } else { Shown::Withheld };
    let row = |index: usize| Opportunity {
        tenant_id: tenant(index).tenant_id,
        name: tenant(index).name,
        tpid: if index == 1 { String::new() } else { "70001".into() },
        workload: workload(index % 12),
        sku_bucket: "security".into(),
        figure: Figure { pau: 400, mau: 311 },
        units: 89,
        potential: if is_shown { Shown::Value(amounts(index).into_iter().next()) } else { Shown::Withheld },
        is_claimed: index.is_multiple_of(2),
        withheld: Vec::new(),
    };
    let card = |(index, code): (usize, &str)| OpportunityCard {
        sku_bucket: code.into(),
        rows: 1_204,
        units: 48_200,
        potential: money(index),
    };
    let query = OpportunityQuery {
        buckets: if rows == 0 { vec!["security".into()] } else { Vec::new() },
        search: (rows == 0).then(|| "bak".into()),
        ..OpportunityQuery::default()
    };
    let codes = ["microsoft_365", "security", "copilot", "other", "<own>"];
    let list = Opportunities {
        sort: OpportunitySort::usual(is_shown),
        items: (0..rows).map(row).collect(),
        next_cursor: (rows > 0).then(|| "bmV4dA".into()),
        previous_cursor: (rows > 5).then(|| "cHJldg".into()),
        cards: codes.into_iter().enumerate().map(card).collect(),
    };
    let choices = tenant_list(shell.clone(), TenantQuery::default(), 0).choices;
    OpportunitiesPage { shell, query, query_error: (rows == 0).then(|| "sort: ?".into()), list, choices }
}
