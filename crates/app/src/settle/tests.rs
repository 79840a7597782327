use super::*;

/// Two locations of partner 1, one of partner 2.
const PLACES: [Place; 3] = [
    Place { location_id: 11, organisation_id: 1 },
    Place { location_id: 12, organisation_id: 1 },
    Place { location_id: 21, organisation_id: 2 },
];

const TEAMS: i64 = 5;
const NEW: i64 = -1;

fn row(line: i64) -> FigureRow {
    FigureRow {
        workload_id: TEAMS,
        month: 202_608,
        subscription: 0,
        line,
        location: 0,
        is_claim: true,
        is_duplicate: false,
        pau: 10,
        mau: 5,
    }
}

fn said(month: i64, name: &str) -> SaidRow<'_> {
    SaidRow { month, organisation_id: 1, texts: [name, "", "", "", ""] }
}

fn settled(rows: &[FigureRow], said: &[SaidRow<'_>]) -> (Staged, i64, PartnerMonths) {
    let mut bytes = Vec::new();
    for row in rows {
        row.write(&mut bytes);
    }
    for row in said {
        row.write(&mut bytes);
    }
    let workloads = BTreeMap::from([(TEAMS, "teams".to_owned()), (NEW, "kaizala".to_owned())]);
    let mut settler = Settler::new(PLACES.to_vec(), workloads);
    let mut batch = Staged::default();
    settler.settle(Uuid::from_u128(7), &bytes, &mut batch);
    let (repeated, partners) = settler.partners();
    (batch, repeated, partners)
}

/// Line, reason, value and the line that it contradicts.
fn told(batch: &Staged) -> Vec<(i64, &str, &str, Option<i64>)> {
    batch.refused.iter().map(|it| (it.line, it.reason.as_str(), it.value.as_str(), it.other_line)).collect()
}

#[test]
fn repeated_rows_count_once_and_distinct_subscriptions_add_up() {
    let rows = [
        FigureRow { subscription: 1, ..row(2) },
        FigureRow { subscription: 1, location: 1, is_duplicate: true, ..row(3) },
        FigureRow { subscription: 2, pau: 7, mau: 9, is_claim: false, ..row(4) },
        FigureRow { month: 202_609, subscription: 1, ..row(5) },
    ];
    let (batch, repeated, partners) = settled(&rows, &[said(202_608, "a")]);
    let figures: Vec<_> = batch
        .figures
        .iter()
        .map(|it| (it.workload_id, it.month, it.pau, it.mau, it.location_id, it.is_newest))
        .collect();
    assert_eq!(figures, [(TEAMS, 202_608, 17, 14, Some(11), false), (TEAMS, 202_609, 10, 5, Some(11), true)]);
    let holdings: Vec<_> = batch.holdings.iter().map(|it| (it.month, it.location_id)).collect();
    assert_eq!(holdings, [(202_608, 12)]);
    assert_eq!((repeated, batch.refused.len()), (1, 0));
    assert_eq!(partners, PartnerMonths::from([(1, 202_609)]));
}

#[test]
fn the_location_whose_row_is_no_repetition_holds_the_claim() {
    let rows = [FigureRow { is_duplicate: true, ..row(2) }, FigureRow { location: 1, ..row(3) }];
    let (batch, ..) = settled(&rows, &[said(202_608, "a")]);
    assert_eq!(batch.figures[0].location_id, Some(12));
    assert_eq!(batch.holdings[0].location_id, 11);
    let repetitions = rows.map(|row| FigureRow { is_duplicate: true, ..row });
    assert_eq!(settled(&repetitions, &[said(202_608, "a")]).0.figures[0].location_id, Some(11));
}

#[test]
fn a_line_is_refused_with_all_of_its_figures_and_each_names_the_first_that_says_otherwise() {
    let rows = [
        row(2),
        row(3),
        FigureRow { mau: 6, ..row(4) },
        FigureRow { workload_id: NEW, ..row(4) },
        FigureRow { workload_id: NEW, ..row(5) },
    ];
    let (batch, repeated, _) = settled(&rows, &[said(202_608, "a")]);
    assert_eq!(
        told(&batch),
        [
            (2, "contradicts", "teams: PAU 10, MAU 5", Some(4)),
            (3, "contradicts", "teams: PAU 10, MAU 5", Some(4)),
            (4, "contradicts", "teams: PAU 10, MAU 6", Some(2)),
        ]
    );
    let left: Vec<_> = batch.figures.iter().map(|it| it.workload_id).collect();
    assert_eq!((left, repeated), (vec![NEW], 0));
}

#[test]
fn two_partners_with_one_claim_are_refused_and_a_row_without_a_claim_is_not() {
    let rows = [
        row(2),
        FigureRow { location: 2, ..row(3) },
        FigureRow { location: 1, ..row(4) },
        FigureRow { location: 2, is_claim: false, ..row(5) },
    ];
    let (batch, ..) = settled(&rows, &[said(202_608, "a")]);
    assert_eq!(
        told(&batch),
        [
            (2, "competing_claims", "teams", Some(3)),
            (3, "competing_claims", "teams", Some(2)),
            (4, "competing_claims", "teams", Some(3)),
        ]
    );
    assert_eq!((batch.figures.len(), batch.figures[0].location_id), (1, None));
}

#[test]
fn a_tenant_of_which_nothing_is_left_is_not_brought() {
    let rows = [row(2), FigureRow { pau: 11, ..row(3) }];
    let (batch, _, partners) = settled(&rows, &[said(202_608, "a")]);
    assert_eq!((batch.tenants.len(), batch.figures.len(), partners.len()), (0, 0, 0));
    // One without any figures is: there was nothing to refuse.
    let (batch, _, partners) = settled(&[], &[said(202_608, "a")]);
    assert_eq!((batch.tenants.len(), partners), (1, PartnerMonths::from([(1, 202_608)])));
}

#[test]
fn a_tenant_is_what_the_newest_month_says_and_within_a_month_the_first_line() {
    let (batch, ..) = settled(&[], &[said(202_607, "old"), said(202_608, "Né"), said(202_608, "later")]);
    let tenant = &batch.tenants[0];
    assert_eq!((tenant.month, tenant.name.as_str(), tenant.name_key.as_str()), (202_608, "Né", "ne"));
}
