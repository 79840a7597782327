//! Sample data of claims.

use app::{
    ClaimDesk, ClaimDetail, ClaimFiled, ClaimItem, ClaimList, ClaimMoved, ClaimQuery, ClaimWorkload, Competitor,
    FilingLocation, ProofItem, TenantCheck,
};
use chrono::{DateTime, NaiveDate, Utc};
use domain::TenantId;
use domain::claim::{ActionRequired, Due, FilingField, Move, NewFiling, Party, State, StateCode, UnderReview};
use domain::file::FileKind;
use uuid::Uuid;

use super::Shell;
use super::claim::{ClaimFormPage, ClaimPage, ClaimsPage, Refused, field_label, typed_of};
use super::form::{FieldFault, FormFaults};
use super::samples::workload;

const HOSTILE: &str = "Škoda Parts Ærø <script>alert(1)</script>";

fn day(day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, day).unwrap()
}

fn moment() -> DateTime<Utc> {
    day(3).and_time(chrono::NaiveTime::MIN).and_utc()
}

fn item(state: StateCode, is_office: bool) -> ClaimItem {
    let is_reported = state == StateCode::Approved;
    ClaimItem {
        number: if is_reported { "F-40000010000007" } else { "C-40000010000001" }.to_owned(),
        name: HOSTILE.to_owned(),
        organisation: is_office.then(|| HOSTILE.to_owned()),
        location: (!is_reported).then(|| HOSTILE.to_owned()),
        tenant_id: TenantId(Uuid::from_u128(7)),
        domain: "contoso.example".to_owned(),
        workloads: vec![
            ClaimWorkload { workload: workload(0), is_held: Some(false) },
            ClaimWorkload { workload: workload(1), is_held: None },
        ],
        state,
        since: day(1),
        due: (!is_reported).then(|| (Due::Review, day(9))),
        is_overdue: state == StateCode::UnderReview,
        is_reported,
    }
}

/// The list, with something in it or with nothing.
pub(super) fn list(shell: Shell, is_office: bool, is_empty: bool) -> ClaimsPage {
    let states = [StateCode::Draft, StateCode::UnderReview, StateCode::Approved];
    let items = if is_empty { Vec::new() } else { states.map(|state| item(state, is_office)).to_vec() };
    let query = ClaimQuery {
        search: HOSTILE.to_owned(),
        states: vec!["draft".to_owned()],
        source: "filed".to_owned(),
        ..ClaimQuery::default()
    };
    let list = ClaimList {
        items,
        next_cursor: (!is_empty).then(|| "next".to_owned()),
        counts: vec![(StateCode::Draft, 1), (StateCode::UnderReview, 1204)],
        may_file: !is_office,
        may_review: is_office,
    };
    ClaimsPage { shell, query, error: is_empty.then(|| HOSTILE.to_owned()), list }
}

fn proof(id: &str) -> ProofItem {
    ProofItem {
        id: id.to_owned(),
        file_name: format!("{HOSTILE}.pdf"),
        kind: FileKind::Pdf,
        bytes: 120_345,
        added_at: moment(),
        person: Some(HOSTILE.to_owned()),
    }
}

fn claim(is_office: bool) -> ClaimDetail {
    let state = if is_office {
        State::UnderReview(UnderReview { review_due: day(9) })
    } else {
        State::ActionRequired(ActionRequired { question: HOSTILE.to_owned(), answer_due: day(9) })
    };
    let possible: &[Move] = if is_office {
        &[Move::Approval, Move::Rejection, Move::InformationRequest, Move::Disassociation]
    } else {
        &[Move::Submission, Move::Disassociation]
    };
    let moved = |by, party| ClaimMoved {
        by,
        state: StateCode::Submitted,
        at: moment(),
        party,
        person: Some(HOSTILE.to_owned()),
        reason: Some(HOSTILE.to_owned()),
        due_on: Some(day(9)),
    };
    let competitor = |number: Option<&str>| Competitor {
        workload: workload(0).code,
        organisation: HOSTILE.to_owned(),
        number: number.map(str::to_owned),
        state: StateCode::Approved,
        proofs: number.map(proof).into_iter().collect(),
    };
    ClaimDetail {
        item: item(state.code(), is_office),
        location_id: Some("4100001".to_owned()),
        filed: Some(ClaimFiled {
            activity: HOSTILE.to_owned(),
            customer_name: HOSTILE.to_owned(),
            customer_title: Some(HOSTILE.to_owned()),
            customer_email: "noor@customer.example".to_owned(),
            own_name: HOSTILE.to_owned(),
            own_email: "own@partner.example".to_owned(),
            comment: Some(HOSTILE.to_owned()),
            created_at: moment(),
        }),
        state,
        moves: possible.to_vec(),
        can_edit: !is_office,
        can_remove: false,
        takes_proofs: !is_office,
        proofs: vec![proof("one")],
        history: vec![moved(Move::InformationRequest, Party::Office), moved(Move::Lapse, Party::Clock)],
        tenant: is_office
            .then(|| TenantCheck::OtherDomain { name: HOSTILE.to_owned(), domain: "other.example".to_owned() }),
        competitors: if is_office { vec![competitor(Some("C-40000020000003")), competitor(None)] } else { Vec::new() },
        revision: "3".to_owned(),
    }
}

/// A claim as the partner or the office has it, with a move and a proof that were refused.
pub(super) fn page(shell: Shell, is_office: bool) -> ClaimPage {
    let refused = Refused {
        by: if is_office { Move::Approval } else { Move::Disassociation },
        why: HOSTILE.to_owned(),
        reason: HOSTILE.to_owned(),
        workloads: vec![workload(0).code],
    };
    ClaimPage { shell, claim: claim(is_office), refused: Some(refused), proof_error: Some(HOSTILE.to_owned()) }
}

/// A claim that a report brought.
pub(super) fn reported(shell: Shell) -> ClaimPage {
    let claim = ClaimDetail {
        item: item(StateCode::Approved, false),
        location_id: None,
        filed: None,
        moves: Vec::new(),
        can_edit: false,
        takes_proofs: false,
        proofs: Vec::new(),
        history: Vec::new(),
        ..claim(false)
    };
    ClaimPage { shell, claim, refused: None, proof_error: None }
}

/// The form for a claim, new or with everything wrong.
pub(super) fn form(shell: Shell, is_refused: bool) -> ClaimFormPage {
    let fault = |field: FilingField| FieldFault {
        field: field.code().to_owned(),
        label: field_label(field.code(), shell.words).to_owned(),
        message: HOSTILE.to_owned(),
    };
    let fields = [FilingField::Location, FilingField::Domain, FilingField::Workloads, FilingField::Comment];
    let faults = if is_refused { FormFaults(fields.map(fault).to_vec()) } else { FormFaults::default() };
    let standing = claim(false);
    let typed = if is_refused { typed_of(&standing) } else { NewFiling::default() };
    let locations = [("4100001", HOSTILE), ("4100002", "Contoso Gent")];
    let desk = ClaimDesk {
        claim: is_refused.then_some(standing),
        locations: locations.map(|(id, name)| FilingLocation { id: id.to_owned(), name: name.to_owned() }).to_vec(),
        workloads: (0..4).map(workload).collect(),
        may_write: true,
    };
    ClaimFormPage { shell, desk, typed, version: "3".to_owned(), is_overtaken: is_refused, faults }
}
