use chrono::NaiveDate;

use super::*;
use crate::id::WorkloadId;
use crate::text::TextFault;

fn typed() -> NewTicket {
    NewTicket {
        title: "Why is the bakery gone?".into(),
        kind: "question".into(),
        subject: "access".into(),
        description: "It was there yesterday.".into(),
        ..NewTicket::default()
    }
}

fn check(new: &NewTicket) -> Result<TicketDraft, Vec<(TicketField, TicketFault)>> {
    new.check(|code| (code == "Teams").then_some(WorkloadId(7)))
}

fn fault(new: &NewTicket) -> (TicketField, TicketFault) {
    let mut faults = check(new).unwrap_err();
    assert_eq!(faults.len(), 1, "{faults:?}");
    faults.remove(0)
}

#[test]
fn a_ticket_is_kept_as_it_was_typed() {
    let all = NewTicket {
        tenant: " 0B8E1C64-6c1f-4b3e-9a55-0a1f2b3c4d01 ".into(),
        workload: "Teams".into(),
        reference: "01HXYZ".into(),
        ..typed()
    };
    let kept = check(&all).unwrap();
    assert_eq!(kept.tenant.unwrap().to_string(), "0b8e1c64-6c1f-4b3e-9a55-0a1f2b3c4d01");
    assert_eq!((kept.workload, kept.reference.as_deref()), (Some(WorkloadId(7)), Some("01HXYZ")));
    let least = check(&typed()).unwrap();
    assert_eq!((least.tenant, least.workload, least.reference), (None, None, None));
    let domain = NewTicket { tenant: "Bakkerij.Example".into(), ..typed() };
    assert_eq!(check(&domain).unwrap().tenant.unwrap().to_string(), "bakkerij.example");
}

#[test]
fn each_field_says_what_is_wrong_with_it() {
    let too_long = |most, characters| TicketFault::Text(TextFault::TooLong { characters, most });
    for (new, expected) in [
        (NewTicket { title: " ".into(), ..typed() }, (TicketField::Title, TicketFault::Missing)),
        (
            NewTicket { title: "a\nBcc: b".into(), ..typed() },
            (TicketField::Title, TicketFault::Text(TextFault::LineBreak)),
        ),
        (NewTicket { title: "é".repeat(201), ..typed() }, (TicketField::Title, too_long(200, 201))),
        (NewTicket { kind: String::new(), ..typed() }, (TicketField::Type, TicketFault::Missing)),
        (NewTicket { kind: "complaint".into(), ..typed() }, (TicketField::Type, TicketFault::NotInTheList)),
        (NewTicket { subject: "weather".into(), ..typed() }, (TicketField::Subject, TicketFault::NotInTheList)),
        (NewTicket { description: "\n".into(), ..typed() }, (TicketField::Description, TicketFault::Missing)),
        (
            NewTicket { description: "a".repeat(100_000), ..typed() },
            (TicketField::Description, too_long(LONGEST_DESCRIPTION, 100_000)),
        ),
        (NewTicket { tenant: "the bakery".into(), ..typed() }, (TicketField::Tenant, TicketFault::NotATenant)),
        (
            NewTicket { workload: "Word".into(), ..typed() },
            (TicketField::Workload, TicketFault::UnknownWorkload("Word".into())),
        ),
        (NewTicket { reference: "a".repeat(101), ..typed() }, (TicketField::Reference, too_long(100, 101))),
    ] {
        assert_eq!(fault(&new), expected, "{new:?}");
    }
    assert_eq!(check(&NewTicket::default()).unwrap_err().len(), 4);
}

#[test]
fn every_move_leads_where_it_should() {
    use Side::{Asker, Office};
    use TicketState::{New, Open, Reopened, Resolved, Waiting};
    let (answer, goes_on) = (TicketMove::Answer { goes_on: false }, TicketMove::Answer { goes_on: true });
    for (from, by, side, to) in [
        (New, answer, Office, Ok(Waiting)),
        (New, goes_on, Office, Ok(Open)),
        (New, answer, Asker, Ok(New)),
        (New, goes_on, Asker, Ok(New)),
        (Open, answer, Asker, Ok(Open)),
        (Open, answer, Office, Ok(Waiting)),
        (Waiting, answer, Asker, Ok(Open)),
        (Waiting, answer, Office, Ok(Waiting)),
        (Waiting, goes_on, Office, Ok(Open)),
        (Reopened, answer, Asker, Ok(Reopened)),
        (Reopened, answer, Office, Ok(Waiting)),
        (Resolved, TicketMove::Reopening, Asker, Ok(Reopened)),
        (Resolved, TicketMove::Reopening, Office, Ok(Reopened)),
        (Resolved, answer, Asker, Err(TicketMoveFault::Resolved)),
        (Resolved, answer, Office, Err(TicketMoveFault::Resolved)),
        (Resolved, TicketMove::Resolution, Office, Err(TicketMoveFault::Resolved)),
        (Open, TicketMove::Reopening, Asker, Err(TicketMoveFault::NotResolved)),
    ] {
        assert_eq!(from.after(by, side, true), to, "{from:?} {by:?} {side:?}");
    }
    for state in [New, Open, Waiting, Reopened] {
        for side in [Asker, Office] {
            assert_eq!(state.after(TicketMove::Resolution, side, state != New), Ok(Resolved));
        }
    }
    assert_eq!(
        Resolved.after(TicketMove::Reopening, Asker, false),
        Ok(New),
        "nobody has answered it: the clock runs on"
    );
    assert_eq!(Resolved.after(TicketMove::Reopening, Office, false), Ok(Reopened), "that is an answer");
    assert!(!TicketMove::Resolution.wants_text(Asker) && TicketMove::Resolution.wants_text(Office));
    assert!(answer.wants_text(Asker) && TicketMove::Reopening.wants_text(Asker));
}

#[test]
fn a_ticket_is_new_exactly_as_long_as_nobody_of_the_programme_office_has_said_anything() {
    let answers = [false, true].map(|goes_on| TicketMove::Answer { goes_on });
    let mut reached = vec![(TicketState::New, false)];
    let mut next = 0;
    while let Some(&(from, is_answered)) = reached.get(next) {
        next += 1;
        for by in answers.into_iter().chain([TicketMove::Resolution, TicketMove::Reopening]) {
            for side in [Side::Asker, Side::Office] {
                let Ok(to) = from.after(by, side, is_answered) else { continue };
                let is_answered = is_answered || side == Side::Office;
                let is_new = !is_answered && to != TicketState::Resolved;
                assert_eq!(to == TicketState::New, is_new, "{from:?} {by:?} {side:?}");
                if !reached.contains(&(to, is_answered)) {
                    reached.push((to, is_answered));
                }
            }
        }
    }
    assert_eq!(reached.len(), 6, "{reached:?}");
}

#[test]
fn the_first_answer_is_due_in_business_days_of_the_one_country() {
    let on = |text: &str| -> NaiveDate { text.parse().unwrap() };
    // Thursday: Friday and Monday.
    assert_eq!(first_response_due(on("2026-08-06"), ["Netherlands"]), on("2026-08-10"));
    // King's Day is a Monday in 2026.
    assert_eq!(first_response_due(on("2026-04-24"), ["Netherlands", "NL"]), on("2026-04-29"));
    assert_eq!(first_response_due(on("2026-04-24"), ["Netherlands", "Belgium"]), on("2026-04-28"));
    assert_eq!(first_response_due(on("2026-04-24"), []), on("2026-04-28"));
}

#[test]
fn names_are_read_back_as_they_are_written() {
    for state in TicketState::ALL {
        assert_eq!(TicketState::from_code(state.code()), Some(state));
    }
    for kind in TicketType::ALL {
        assert_eq!(TicketType::from_code(kind.code()), Some(kind));
    }
    for subject in TicketSubject::ALL {
        assert_eq!(TicketSubject::from_code(subject.code()), Some(subject));
    }
    for column in TicketColumn::ALL {
        for descending in [false, true] {
            let sort = TicketSort { column, descending };
            assert_eq!(sort.to_string().parse(), Ok(sort));
        }
    }
    assert!("description".parse::<TicketSort>().is_err());
    assert_eq!(TicketSort::default().to_string(), "-changed_at");
}
