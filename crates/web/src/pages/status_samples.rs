//! Service statuses of an invented customer, for the tests that render every page.

use app::{
    Blocker, BlockersOfStatus, SplitCause, SplitDesk, SplitLineItem, SplitRevisionItem, StatusOfWorkload, WorkloadName,
};
use chrono::NaiveDate;
use domain::Month;
use domain::access::Shown;
use domain::service_status::{Balance, Choice, Labels, Taxonomy, preset};

use super::Shell;
use super::blockers::BlockersPage;
use super::form::{FieldFault, FormFaults};
use super::samples::{at, tenant_details};
use super::service_status::{ServiceStatusPage, TypedSplit};

fn taxonomy() -> Taxonomy {
    Taxonomy::kept(preset::nodes(), NaiveDate::default(), None)
}

fn line(seats: i64, code: &str, remark: Option<&str>) -> SplitLineItem {
    let mut codes = code.split('/');
    let choice = Choice::new(codes.next().unwrap(), codes.next(), codes.next()).unwrap();
    let unknown = vec![Labels { en: "Gone <b>".into(), nl: "Weg <b>".into() }];
    SplitLineItem {
        seats,
        labels: taxonomy().labels(&choice).map_or(unknown, |labels| labels.into_iter().cloned().collect()),
        choice,
        target_on: (seats == 120).then(|| NaiveDate::from_ymd_opt(2026, 12, 1).unwrap()),
        remark: remark.map(str::to_owned),
    }
}

fn revision(number: i64, cause: SplitCause, person: Option<Shown<String>>, sum: i64) -> SplitRevisionItem {
    SplitRevisionItem { number, made_at: at(9 - number), cause, person, balance: Balance { total: 500, sum } }
}

/// The seats of the first workloads of the tenant page: as they should be, out of balance, none, and of a status that an
/// administrator added.
pub(super) fn statuses(workloads: &[String]) -> Vec<StatusOfWorkload> {
    let seats: [&[(&str, i64)]; 4] = [
        &[("status_unknown", 80), ("in_progress", 300), ("blocked", 120)],
        &[("blocked", 400), ("no_intent", 112)],
        &[],
        &[("parked", 1), ("duplicate_or_invalid", 499)],
    ];
    let named = |code: &str| {
        let labels = taxonomy().labels(&Choice::status(code)).and_then(|labels| labels.first().copied().cloned());
        labels.unwrap_or_else(|| Labels { en: "Parked".into(), nl: "Geparkeerd".into() })
    };
    let status = |(workload, seats): (&String, &[(&str, i64)])| StatusOfWorkload {
        workload: workload.clone(),
        balance: Balance::of(if seats.is_empty() { 0 } else { 500 }, seats.iter().map(|one| one.1)),
        statuses: seats.iter().map(|(code, seats)| ((*code).to_owned(), named(code), *seats)).collect(),
    };
    workloads.iter().zip(seats).map(status).collect()
}

pub(super) fn page(shell: Shell, may_write: bool) -> ServiceStatusPage {
    let lines = vec![
        line(80, "status_unknown/new_subscription_or_workload", None),
        line(300, "in_progress", None),
        line(120, "blocked/legal_or_regulatory/other", Some("<script>alert(1)</script> until 2028")),
        line(12, "blocked/gone", None),
    ];
    let history = vec![
        revision(3, SplitCause::LoadUndone, None, 512),
        revision(2, SplitCause::Loaded, None, 500),
        revision(1, SplitCause::Saved, Some(Shown::Withheld), 500),
    ];
    let desk = SplitDesk {
        tenant: tenant_details().tenant,
        workload: WorkloadName { code: "Teams".into(), name_en: "Teams".into(), name_nl: "Teams".into() },
        partner: (!may_write).then(|| "Delta Adoption Partners".to_owned()),
        month: Month::from_number(202_610),
        as_of: None,
        is_one_revision: false,
        balance: Some(Balance { total: 500, sum: 512 }),
        lines,
        standing: history.first().cloned(),
        revision: "3-500".into(),
        taxonomy: taxonomy(),
        history,
        history_before: Some(1),
        is_older_history: may_write,
        may_write,
        today: at(0).date_naive(),
    };
    let (typed, faults) = (TypedSplit::of(&desk), FormFaults::default());
    ServiceStatusPage { shell, desk, typed, faults, is_overtaken: false, focus: None, as_of_error: None }
}

/// The form with everything wrong that can be.
pub(super) fn refused(shell: Shell) -> ServiceStatusPage {
    let mut it = page(shell, true);
    it.typed.add();
    let fields = ["total", "lines"].map(str::to_owned).into_iter();
    let of_lines = ["seats", "l1", "l2", "l3", "target_date", "remark"].map(|name| format!("{name}-4"));
    let fault = |field: String| FieldFault { label: field.clone(), field, message: "?".into() };
    it.faults = FormFaults(fields.chain(of_lines).map(fault).collect());
    ServiceStatusPage { is_overtaken: true, ..it }
}

/// Blockers by reason, or none.
pub(super) fn blockers(shell: Shell, is_empty: bool) -> BlockersPage {
    let nodes = preset::nodes();
    let status = |code: &str| BlockersOfStatus {
        code: code.to_owned(),
        name: nodes.iter().find(|node| node.choice == Choice::status(code)).unwrap().labels.clone(),
        seats: if is_empty { 0 } else { 3_456 },
        tenants: if is_empty { 0 } else { 31 },
        reasons: nodes
            .iter()
            .filter(|node| !is_empty && node.choice.level() == 2 && node.choice.l1() == code)
            .zip(1..)
            .map(|(node, number)| Blocker {
                code: node.choice.code().to_owned(),
                name: node.labels.clone(),
                seats: 2_000 / (number * number),
                tenants: 20 / number,
            })
            .collect(),
    };
    BlockersPage { shell, statuses: vec![status("blocked"), status("no_intent")] }
}

/// A past day: with something, or before anybody had saved anything.
pub(super) fn past(shell: Shell, is_there: bool) -> ServiceStatusPage {
    let mut it = page(shell, true);
    it.desk.as_of = Some(at(30).date_naive());
    it.desk.is_one_revision = is_there;
    if !is_there {
        it.desk.balance = None;
        it.desk.lines.clear();
        it.desk.history.clear();
        it.as_of_error = Some(("?".into(), "<2026".into()));
    }
    it
}
