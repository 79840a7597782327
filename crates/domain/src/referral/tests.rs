use std::collections::BTreeSet;

use chrono::NaiveDate;
use proptest::prelude::*;

use super::*;
use crate::calendar::Calendar;
use crate::claim::Party;
use crate::id::{LocationId, OrganisationId, WorkloadId};
use crate::money::MOST_MINOR;
use crate::text::TextFault;

fn on(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn day(today: &str) -> Day<'static> {
    Day { today: on(today), still: on(today), calendar: Calendar::of("NL"), clocks: Clocks::default() }
}

fn assigned(today: &str) -> State {
    State::Assigned(day(today).assign())
}

#[test]
fn acceptance_is_due_by_business_days_and_returning_by_calendar_days() {
    for (today, accept_by, remind_on, returns_after) in [
        // Thursday, over a weekend.
        ("2026-09-10", "2026-09-14", "2026-09-11", "2026-09-17"),
        ("2026-09-11", "2026-09-15", "2026-09-14", "2026-09-18"),
        // On a Saturday the days begin on Monday.
        ("2026-09-12", "2026-09-15", "2026-09-14", "2026-09-19"),
        // Good Friday is worked on in the Netherlands, Easter Monday is not.
        ("2026-04-02", "2026-04-07", "2026-04-03", "2026-04-09"),
        // Christmas and the day after, both off, and a weekend.
        ("2026-12-24", "2026-12-29", "2026-12-28", "2026-12-31"),
    ] {
        let waits = day(today).assign();
        assert_eq!((waits.accept_by, waits.remind_on), (on(accept_by), on(remind_on)), "{today}");
        assert_eq!(waits.returns_after, on(returns_after), "{today}");
    }
    assert_eq!(day("2026-09-10").pause_until(), on("2026-10-09"), "the day on which it begins is the first of thirty");
}

#[test]
fn an_answer_is_taken_until_the_referral_returns_and_then_no_more() {
    for (answered, is_taken) in
        [("2026-09-10", true), ("2026-09-15", true), ("2026-09-17", true), ("2026-09-18", false)]
    {
        let accepted = assigned("2026-09-10").accept(day(answered));
        assert_eq!(accepted.is_ok(), is_taken, "{answered}");
        let declined = assigned("2026-09-10").decline("no_capacity", "", day(answered));
        assert_eq!(declined.is_ok(), is_taken, "{answered}");
        let returned = assigned("2026-09-10").give_back(day(answered));
        assert_eq!(returned.is_ok(), !is_taken, "{answered}: either it can be answered, or it goes back");
    }
    // Where it still is the last day somewhere, it is not over.
    let late = Day { today: on("2026-09-18"), ..day("2026-09-17") };
    assert!(assigned("2026-09-10").accept(late).is_ok());
}

#[test]
fn a_referral_is_answered_once() {
    let accepted = assigned("2026-09-10").accept(day("2026-09-11")).unwrap();
    let again = accepted.clone().accept(day("2026-09-11"));
    assert_eq!(again, Err(MoveFault::NotFrom { from: Status::Active, by: Move::Acceptance }));
    let declined = accepted.decline("no_capacity", "", day("2026-09-11"));
    assert_eq!(declined, Err(MoveFault::NotFrom { from: Status::Active, by: Move::Decline }));
    let after = State::Returned.accept(day("2026-09-20"));
    assert_eq!(after, Err(MoveFault::NotFrom { from: Status::Returned, by: Move::Acceptance }));
}

#[test]
fn declining_needs_a_reason_of_the_list_and_another_one_needs_words() {
    let decline = |reason: &str, remark: &str| assigned("2026-09-10").decline(reason, remark, day("2026-09-10"));
    assert_eq!(decline("", ""), Err(MoveFault::NotAReason));
    assert_eq!(decline("because", ""), Err(MoveFault::NotAReason));
    assert_eq!(decline("other", " \n "), Err(MoveFault::Remark(TextFault::Missing)));
    assert!(matches!(decline("no_capacity", &"x".repeat(2_001)), Err(MoveFault::Remark(TextFault::TooLong { .. }))));
    let declined = decline("other", "We know them too well.").unwrap();
    assert_eq!(declined.status(), Status::Declined);
    for reason in DeclineReason::ALL {
        assert_eq!(DeclineReason::from_code(reason.code()), Some(reason));
        assert!(decline(reason.code(), "So.").is_ok());
    }
}

#[test]
fn each_state_has_the_moves_that_it_allows_and_no_others() {
    let today = "2026-09-10";
    let accepted = |progress| State::Accepted(Accepted { accepted_on: on(today), progress });
    let cases: [(State, &[Move], &[Move]); 5] = [
        (assigned(today), &[Move::Acceptance, Move::Decline], &[Move::Withdrawal]),
        (accepted(Progress::Active), &[Move::Edit], &[Move::Withdrawal]),
        (accepted(Progress::Won), &[Move::Edit], &[Move::Withdrawal]),
        (State::Returned, &[], &[]),
        (State::Withdrawn(Withdrawn { reason: "So.".into() }), &[], &[]),
    ];
    for (state, partner, office) in cases {
        assert_eq!(state.moves(Party::Partner, day(today)), partner, "{state:?}");
        assert_eq!(state.moves(Party::Office, day(today)), office, "{state:?}");
        assert_eq!(state.moves(Party::Clock, day("2026-09-30")).is_empty(), state.accept_by().is_none());
    }
    for status in Status::ALL {
        assert_eq!(Status::from_code(status.code()), Some(status));
        assert!(status.is_with_partner() || !status.can_be_edited(), "{status:?}");
    }
    assert!(accepted(Progress::Won).progressed(Progress::Active).is_ok(), "as often as needed");
    assert!(State::Returned.progressed(Progress::Won).is_err());
}

#[test]
fn an_edit_is_kept_or_every_fault_is_told() {
    let typed = NewEdit {
        status: "won".into(),
        services: " Adoption workshop ".into(),
        value: Some("1250,50".into()),
        currency: "EUR".into(),
        note: String::new(),
    };
    let kept = typed.check().unwrap();
    assert_eq!((kept.progress, kept.services.as_deref()), (Progress::Won, Some("Adoption workshop")));
    assert_eq!(kept.value.unwrap().unwrap().minor, 125_050);
    assert_eq!(NewEdit { value: None, ..typed.clone() }.check().unwrap().value, None, "left as it is");
    assert_eq!(NewEdit { value: Some(" ".into()), ..typed.clone() }.check().unwrap().value, Some(None), "taken away");
    let wrong = NewEdit {
        status: "declined".into(),
        services: "x".repeat(2_001),
        value: Some("-1".into()),
        currency: "EUR".into(),
        note: "x".repeat(10_001),
    };
    let fields: Vec<_> = wrong.check().unwrap_err().into_iter().map(|(field, _)| field).collect();
    assert_eq!(fields, [EditField::Status, EditField::Services, EditField::Note, EditField::Value]);
    for (value, currency, fault) in [
        ("1", "", (EditField::Currency, EditFault::Missing)),
        ("1", "euro", (EditField::Currency, EditFault::NotInTheList)),
        ("1,234.50", "EUR", (EditField::Value, EditFault::Malformed)),
        ("99999999999", "EUR", (EditField::Value, EditFault::TooLarge(MOST_MINOR))),
    ] {
        let edit = NewEdit { value: Some(value.into()), currency: currency.into(), ..typed.clone() };
        assert_eq!(edit.check().unwrap_err(), [fault], "{value} {currency}");
    }
}

#[test]
fn a_preference_is_read_in_one_spelling() {
    let typed = NewPreference {
        languages: vec!["NL".into(), "nl".into(), "en".into(), " ".into()],
        countries: vec!["nl".into(), "BE".into()],
        sizes: vec!["Enterprise".into()],
    };
    let kept = typed.check().unwrap();
    assert_eq!((kept.languages, kept.countries), (vec!["en".into(), "nl".into()], vec!["BE".into(), "NL".into()]));
    let wrong = NewPreference { languages: vec!["Dutch".into()], ..typed.clone() };
    assert_eq!(wrong.check().unwrap_err(), [("languages", EditFault::NotInTheList)]);
    let wrong = NewPreference { countries: vec!["UK".into()], sizes: vec!["x".repeat(101)], ..typed };
    assert_eq!(wrong.check().unwrap_err().len(), 2);
}

#[test]
fn a_sort_is_read_back_as_it_is_written() {
    for column in ReferralColumn::ALL {
        for descending in [false, true] {
            let sort = ReferralSort { column, descending };
            assert_eq!(sort.to_string().parse(), Ok(sort));
        }
    }
    assert!("".parse::<ReferralSort>().is_err() && "estimated_value".parse::<ReferralSort>().is_err());
}

fn share(partner: i64, workloads: &[i64]) -> Share {
    Share {
        organisation: OrganisationId(partner),
        location: LocationId(partner * 10),
        workloads: workloads.iter().copied().map(WorkloadId).collect(),
    }
}

fn set(workloads: &[i64]) -> BTreeSet<WorkloadId> {
    workloads.iter().copied().map(WorkloadId).collect()
}

#[test]
fn every_workload_goes_to_one_of_up_to_three_partners() {
    let open = set(&[1, 2, 3]);
    let none = BTreeSet::new();
    let check = |shares: &[Share]| check_shares(&open, &none, shares);
    assert_eq!(check(&[share(1, &[1, 2, 3])]), Ok(()));
    assert_eq!(check(&[share(1, &[3]), share(2, &[1]), share(3, &[2])]), Ok(()));
    assert_eq!(check(&[]), Err(ShareFault::Nobody));
    assert_eq!(check(&[share(1, &[1]), share(1, &[2, 3])]), Err(ShareFault::PartnerTwice(OrganisationId(1))));
    assert_eq!(check(&[share(1, &[1, 2, 3]), share(2, &[])]), Err(ShareFault::Nothing(OrganisationId(2))));
    assert_eq!(check(&[share(1, &[1, 2]), share(2, &[2, 3])]), Err(ShareFault::WorkloadTwice(WorkloadId(2))));
    assert_eq!(check(&[share(1, &[1, 1, 2, 3])]), Err(ShareFault::WorkloadTwice(WorkloadId(1))));
    assert_eq!(check(&[share(1, &[1])]), Err(ShareFault::Left(vec![WorkloadId(2), WorkloadId(3)])));
    assert_eq!(check(&[share(1, &[1, 2, 3, 9])]), Err(ShareFault::NotToAssign(WorkloadId(9))));
    let four = [share(1, &[1]), share(2, &[2]), share(3, &[3]), share(4, &[3])];
    assert_eq!(check(&four), Err(ShareFault::TooMany(4)));
    // Those who have some of it count too, and get no second part.
    let having = BTreeSet::from([OrganisationId(7), OrganisationId(8)]);
    assert_eq!(check_shares(&open, &having, &[share(1, &[1, 2, 3])]), Ok(()));
    assert_eq!(check_shares(&open, &having, &[share(1, &[1]), share(2, &[2, 3])]), Err(ShareFault::TooMany(4)));
    assert_eq!(check_shares(&open, &having, &[share(7, &[1, 2, 3])]), Ok(()), "who has some of it can have the rest");
    assert_eq!(check_shares(&none_left(), &none, &[share(1, &[1])]), Err(ShareFault::NothingLeft));
}

fn none_left() -> BTreeSet<WorkloadId> {
    BTreeSet::new()
}

fn candidate(partner: i64, claims: &[i64]) -> Candidate {
    Candidate {
        organisation: OrganisationId(partner),
        name: format!("Partner {partner}"),
        locations: vec![
            (LocationId(partner * 10), Some("DE".into())),
            (LocationId(partner * 10 + 1), Some("NL".into())),
        ],
        claims: set(claims),
        preference: Preference::default(),
        last_assigned_at: Some(0),
        is_out: false,
    }
}

fn need() -> Need {
    Need {
        workloads: set(&[1, 2, 3]),
        language: Some("nl-NL".into()),
        country: Some("NL".into()),
        size: Some("Enterprise".into()),
    }
}

fn order(need: &Need, candidates: &[Candidate]) -> Vec<i64> {
    suggest(need, candidates).into_iter().map(|one| one.organisation.0).collect()
}

#[test]
fn who_holds_claims_comes_first_then_who_fits_then_who_waited_longest() {
    let one = candidate(1, &[]);
    let holder = candidate(2, &[2]);
    let other = candidate(3, &[9]);
    let speaker = Candidate {
        preference: Preference { languages: vec!["nl".into()], ..Preference::default() },
        ..candidate(4, &[])
    };
    let waiting = Candidate { last_assigned_at: None, ..candidate(5, &[]) };
    let paused = Candidate { is_out: true, ..candidate(6, &[1, 2, 3]) };
    let all = [one, holder, other, speaker, waiting, paused];
    assert_eq!(order(&need(), &all), [2, 3, 4, 5, 1]);
    let suggestions = suggest(&need(), &all);
    assert_eq!(suggestions[0].merits, [Merit::HoldsWorkloads(1), Merit::Country]);
    assert_eq!(suggestions[0].location, LocationId(21), "the one in the customer's country");
    assert_eq!(suggestions[2].merits, [Merit::Language, Merit::Country]);
    assert_eq!(suggestions[3].merits, [Merit::Country, Merit::Turn], "two are alike, and it is their turn");
    assert_eq!(suggestions[4].merits, [Merit::Country]);
}

#[test]
fn a_request_is_shared_out_by_who_holds_what() {
    let candidates = [candidate(1, &[1]), candidate(2, &[2]), candidate(3, &[])];
    let shares = suggest_shares(&need(), &candidates, 0);
    assert_eq!(
        shares,
        [Share { location: LocationId(11), ..share(1, &[1, 3]) }, Share { location: LocationId(21), ..share(2, &[2]) }]
    );
    // There is room for one more alone.
    let shares = suggest_shares(&need(), &candidates, 2);
    assert_eq!(shares, [Share { location: LocationId(11), ..share(1, &[1, 2, 3]) }]);
    assert_eq!(suggest_shares(&need(), &candidates, 3), []);
    assert_eq!(suggest_shares(&need(), &[], 0), []);
}

proptest! {
    #[test]
    fn what_is_suggested_can_be_assigned(
        claims in prop::collection::vec((prop::collection::btree_set(1_i64..6, 0..5), any::<bool>()), 0..6),
        open in prop::collection::btree_set(1_i64..6, 1..5),
        having in 0_usize..3,
    ) {
        let candidates: Vec<_> = (1_i64..).zip(&claims).map(|(partner, (claims, is_out))| Candidate {
            claims: claims.iter().copied().map(WorkloadId).collect(), is_out: *is_out, ..candidate(partner, &[])
        }).collect();
        let need = Need { workloads: open.iter().copied().map(WorkloadId).collect(), ..need() };
        let those: BTreeSet<_> = (100..).map(OrganisationId).take(having).collect();
        let shares = suggest_shares(&need, &candidates, having);
        let somebody = candidates.iter().any(|one| !one.is_out);
        prop_assert_eq!(!shares.is_empty(), somebody);
        if somebody {
            prop_assert_eq!(check_shares(&need.workloads, &those, &shares), Ok(()));
        }
    }
}
