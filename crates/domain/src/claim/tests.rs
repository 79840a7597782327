use chrono::NaiveDate;
use proptest::prelude::*;

use super::*;
use crate::calendar::Calendar;
use crate::id::WorkloadId;

fn on(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn day(text: &str) -> Day<'static> {
    Day { today: on(text), still: on(text), calendar: Calendar::of("NL"), clocks: Clocks::default() }
}

/// Moves a draft on, step by step.
fn moved(steps: &[(Move, &str)]) -> Result<State, MoveFault> {
    steps.iter().try_fold(State::Draft(Draft), |state, (by, at)| state.after(*by, "because", day(at)))
}

#[test]
fn each_waiting_ends_on_its_day() {
    // Good Friday is a working day in the Netherlands, Easter Monday is not.
    let submitted = moved(&[(Move::Submission, "2026-04-01")]).unwrap();
    assert_eq!(submitted.due(), Some((Due::Review, on("2026-04-09"))));
    let asked = moved(&[(Move::Submission, "2026-04-01"), (Move::InformationRequest, "2026-04-24")]).unwrap();
    // King's Day, on Monday the 27th.
    assert_eq!(asked.due(), Some((Due::Answer, on("2026-05-04"))));
    let approved = moved(&[(Move::Submission, "2026-04-01"), (Move::Approval, "2026-04-02")]).unwrap();
    assert_eq!(approved.due(), Some((Due::Objection, on("2026-04-09"))));
    let rejected = moved(&[(Move::Submission, "2026-04-01"), (Move::Rejection, "2026-04-02")]).unwrap();
    assert_eq!(rejected.due(), Some((Due::Dispute, on("2026-05-02"))));
}

#[test]
fn what_comes_too_late_does_not_move_a_claim() {
    let approved = [(Move::Submission, "2026-06-01"), (Move::Approval, "2026-06-02")];
    let with = |steps: &[(Move, &'static str)], last| moved(&[steps, &[last]].concat());
    assert!(with(&approved, (Move::Objection, "2026-06-09")).is_ok());
    assert_eq!(with(&approved, (Move::Objection, "2026-06-10")), Err(MoveFault::TooLate { until: on("2026-06-09") }));
    let rejected = [(Move::Submission, "2026-06-01"), (Move::Rejection, "2026-06-02")];
    assert!(with(&rejected, (Move::Dispute, "2026-07-02")).is_ok());
    assert_eq!(with(&rejected, (Move::Dispute, "2026-07-03")), Err(MoveFault::TooLate { until: on("2026-07-02") }));
    let asked = [(Move::Submission, "2026-06-01"), (Move::InformationRequest, "2026-06-02")];
    assert!(with(&asked, (Move::Submission, "2026-06-09")).is_ok());
    assert_eq!(with(&asked, (Move::Submission, "2026-06-10")), Err(MoveFault::TooLate { until: on("2026-06-09") }));
    assert_eq!(with(&asked, (Move::Lapse, "2026-06-09")), Err(MoveFault::NotDue { until: on("2026-06-09") }));
    let lapsed = with(&asked, (Move::Lapse, "2026-06-10")).unwrap();
    assert_eq!((lapsed.code(), lapsed.reason()), (StateCode::Rejected, Some("because")));
}

#[test]
fn a_rejection_is_disputed_once() {
    let steps = [
        (Move::Submission, "2026-06-01"),
        (Move::Rejection, "2026-06-02"),
        (Move::Dispute, "2026-06-03"),
        (Move::Rejection, "2026-06-04"),
    ];
    let last = moved(&steps).unwrap();
    assert_eq!(last.due(), None);
    assert_eq!(last.after(Move::Dispute, "because", day("2026-06-05")), Err(MoveFault::Final));
    // What the customer objected to can be disputed by the partner.
    let objected = [
        (Move::Submission, "2026-06-01"),
        (Move::Approval, "2026-06-02"),
        (Move::Objection, "2026-06-03"),
        (Move::Rejection, "2026-06-04"),
        (Move::Dispute, "2026-06-05"),
    ];
    assert_eq!(moved(&objected).unwrap().code(), StateCode::Disputed);
}

#[test]
fn a_move_that_wants_a_reason_is_not_made_without_one() {
    for by in Move::ALL.into_iter().filter(|by| by.wants_reason()) {
        for (from, last) in
            [(Move::Submission, "2026-06-01"), (Move::Approval, "2026-06-01"), (Move::Rejection, "2026-06-01")]
        {
            let steps: &[_] = if from == Move::Submission {
                &[(from, last)]
            } else {
                &[(Move::Submission, "2026-06-01"), (from, last)]
            };
            let state = moved(steps).unwrap();
            let refused = state.clone().after(by, " \n ", day("2026-06-02"));
            if state.after(by, "because", day("2026-06-02")).is_ok() {
                assert_eq!(refused, Err(MoveFault::Reason(crate::text::TextFault::Missing)), "{by:?}");
            }
        }
    }
}

type Steps = &'static [(Move, &'static str)];

#[test]
fn each_state_has_its_own_moves() {
    let moves = |state: &State, party| -> Vec<&str> {
        state.moves(party, day("2026-06-02")).into_iter().map(Move::code).collect()
    };
    let table: [(Steps, &str, &str); 8] = [
        (&[], "submission", ""),
        (
            &[(Move::Submission, "2026-06-01")],
            "disassociation",
            "review approval rejection information-request disassociation",
        ),
        (
            &[(Move::Submission, "2026-06-01"), (Move::Review, "2026-06-01")],
            "disassociation",
            "approval rejection information-request disassociation",
        ),
        (
            &[(Move::Submission, "2026-06-01"), (Move::InformationRequest, "2026-06-01")],
            "submission disassociation",
            "disassociation",
        ),
        (
            &[(Move::Submission, "2026-06-01"), (Move::Approval, "2026-06-01")],
            "disassociation",
            "objection disassociation",
        ),
        (&[(Move::Submission, "2026-06-01"), (Move::Rejection, "2026-06-01")], "dispute", ""),
        (
            &[(Move::Submission, "2026-06-01"), (Move::Rejection, "2026-06-01"), (Move::Dispute, "2026-06-01")],
            "disassociation",
            "approval rejection disassociation",
        ),
        (&[(Move::Submission, "2026-06-01"), (Move::Disassociation, "2026-06-01")], "", ""),
    ];
    for (steps, partner, office) in table {
        let state = moved(steps).unwrap();
        assert_eq!(moves(&state, Party::Partner).join(" "), partner, "{state:?}");
        assert_eq!(moves(&state, Party::Office).join(" "), office, "{state:?}");
    }
}

proptest! {
    /// Whatever happens, only what is approved or was is ever a claim that counts, and only by an approval.
    #[test]
    fn only_an_approval_approves(steps in prop::collection::vec((0..9_usize, 0..40_u64), 0..20)) {
        let mut state = State::Draft(Draft);
        let mut today = on("2026-03-20");
        for (by, days) in steps {
            today = today.checked_add_days(chrono::Days::new(days)).unwrap();
            let by = Move::ALL[by];
            let day = Day { today, still: today, calendar: Calendar::of("NL"), clocks: Clocks::default() };
            let before = state.code();
            if let Ok(next) = state.clone().after(by, "because", day) {
                prop_assert!(next.code() != StateCode::Approved || by == Move::Approval);
                prop_assert!(before != StateCode::Disassociated, "what has ended stays so");
                prop_assert!(next.due().is_none_or(|(_, until)| by == Move::Review || until > today));
                state = next;
            }
        }
    }
}

fn typed() -> NewFiling {
    NewFiling {
        location: "100".into(),
        tenant_id: "0b6f5d3c-7c1e-4f0e-9f0a-0a1b2c3d4e5f".into(),
        domain: "Example.COM".into(),
        workloads: vec!["EXO".into()],
        activity: "Adoption plan".into(),
        name: "Mail".into(),
        customer_name: "A. Reader".into(),
        customer_email: "reader@example.com".into(),
        own_name: "B. Writer".into(),
        own_email: "writer@example.org".into(),
        ..NewFiling::default()
    }
}

fn check(new: &NewFiling) -> Result<Filing, Vec<(FilingField, FilingFault)>> {
    new.check(|code| [("EXO", 1), ("Teams", 2)].iter().find(|one| one.0 == code).map(|one| WorkloadId(one.1)))
}

#[test]
fn a_claim_says_for_whom_and_of_what() {
    let filing = check(&typed()).unwrap();
    assert_eq!((filing.domain.as_str(), filing.workloads.len(), filing.comment), ("example.com", 1, None));
    let fault = |change: &dyn Fn(&mut NewFiling)| {
        let mut new = typed();
        change(&mut new);
        check(&new).unwrap_err()
    };
    let workloads = |codes: &[&str]| fault(&|new| new.workloads = codes.iter().map(|&code| code.to_owned()).collect());
    assert_eq!(workloads(&[]), [(FilingField::Workloads, FilingFault::Missing)]);
    assert_eq!(workloads(&["EXO", "EXO"]), [(FilingField::Workloads, FilingFault::WorkloadTwice("EXO".into()))]);
    assert_eq!(workloads(&["Nothing"]), [(FilingField::Workloads, FilingFault::UnknownWorkload("Nothing".into()))]);
    for domain in ["", "example", "-a.nl", "a..nl", "a b.nl", "https://a.nl", "a.nl/x", "a_b.nl"] {
        let faults = fault(&|new| new.domain = domain.into());
        assert!(matches!(faults.as_slice(), [(FilingField::Domain, _)]), "{domain}: {faults:?}");
    }
    assert!(fault(&|new| *new = NewFiling::default()).len() >= 9);
}
