//! Sample data of referrals.

use app::{
    LocationChoice, PartnerCandidate, PreferenceItem, ReferralChanged, ReferralChoices, ReferralDetail, ReferralItem,
    ReferralList, ReferralQuery, ReferralUsage, RequestDetail, RequestItem, RequestList, RequestQuery, RequestWorkload,
    RfaContact, RfaCustomer,
};
use chrono::{DateTime, NaiveDate, Utc};
use domain::access::Shown;
use domain::claim::Party;
use domain::money::Money;
use domain::referral::{
    Accepted, Assigned, DeclineReason, Declined, Merit, Move, NewPreference, Preference, Progress, ReferralSort,
    Source, State, Status,
};
use domain::usage::Figure;
use domain::{Month, TenantId};
use uuid::Uuid;

use super::Shell;
use super::form::{FieldFault, FormFaults};
use super::referral::{ReferralPage, Said, field_label, typed_of};
use super::referral_list::ReferralsPage;
use super::referral_request::{PreferencePage, RequestPage, RequestsPage, preference_label};
use super::samples::workload;

const HOSTILE: &str = "Škoda Parts Ærø <script>alert(1)</script>";

fn day(day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, day).unwrap()
}

fn moment() -> DateTime<Utc> {
    day(3).and_hms_opt(9, 0, 0).unwrap().and_utc()
}

fn location() -> LocationChoice {
    LocationChoice { mpn_id: "4100001".to_owned(), name: HOSTILE.to_owned() }
}

fn state(status: Status) -> State {
    match status {
        Status::Assigned => State::Assigned(Assigned { accept_by: day(5), remind_on: day(4), returns_after: day(10) }),
        Status::Declined => {
            State::Declined(Declined { reason: DeclineReason::Other, remark: Some(HOSTILE.to_owned()) })
        }
        Status::Returned => State::Returned,
        Status::Withdrawn => State::Withdrawn(domain::referral::Withdrawn { reason: HOSTILE.to_owned() }),
        other => {
            let progress = Progress::from_code(other.code()).unwrap();
            State::Accepted(Accepted { accepted_on: day(4), progress })
        }
    }
}

fn item(status: Status, is_office: bool) -> ReferralItem {
    let is_open = status == Status::Assigned;
    ReferralItem {
        number: "R-40000010000001".to_owned(),
        tenant_id: TenantId(Uuid::from_u128(7)),
        tenant: HOSTILE.to_owned(),
        domain: "contoso.example".to_owned(),
        rfa_id: HOSTILE.to_owned(),
        source: if is_open { Source::PartnerCenter } else { Source::File },
        organisation: is_office.then(|| HOSTILE.to_owned()),
        location: location(),
        workloads: vec![workload(0), workload(1)],
        status,
        assigned_at: moment(),
        accepted_on: status.can_be_edited().then(|| day(4)),
        accept_by: is_open.then(|| day(5)),
        returns_after: is_open.then(|| day(10)),
        days_left: is_open.then_some(if is_office { -2 } else { 1 }),
    }
}

/// The list, with something in it or with nothing.
pub(super) fn list(shell: Shell, is_office: bool, is_empty: bool) -> ReferralsPage {
    let items = if is_empty { Vec::new() } else { Status::ALL.map(|status| item(status, is_office)).to_vec() };
    let query = if is_office {
        ReferralQuery {
            search: Some(HOSTILE.to_owned()),
            statuses: vec!["assigned".to_owned()],
            sources: vec!["file".to_owned()],
            sort: Some("-name".parse().unwrap()),
            cursor: Some("abc".to_owned()),
            limit: Some(25),
            ..ReferralQuery::default()
        }
    } else {
        ReferralQuery::default()
    };
    let list = ReferralList {
        sort: query.sort.unwrap_or_else(ReferralSort::default),
        items,
        next_cursor: (!is_empty).then(|| "next".to_owned()),
        previous_cursor: is_office.then(|| "before".to_owned()),
        counts: vec![(Status::Assigned, 1), (Status::Won, 1_204)],
        sees_several: is_office,
        paused_until: (!is_office).then(|| day(30)),
    };
    let choices = ReferralChoices {
        locations: vec![location(), location()],
        partners: vec![("4000001".to_owned(), HOSTILE.to_owned())],
        workloads: vec![workload(0), workload(1)],
    };
    ReferralsPage { shell, query, query_error: is_empty.then(|| HOSTILE.to_owned()), list, choices }
}

fn customer(contacts: Option<Shown<Vec<RfaContact>>>) -> RfaCustomer {
    let money = Some(Money { minor: 1_250_050, currency: "EUR".parse().unwrap() });
    RfaCustomer {
        name: HOSTILE.to_owned(),
        country: "NL".to_owned(),
        language: "nl-NL".to_owned(),
        size: "51to250employees".to_owned(),
        asked_on: Some(day(1)),
        notes: contacts.as_ref().map(|_| HOSTILE.to_owned()),
        deal: if contacts == Some(Shown::Withheld) { Shown::Withheld } else { Shown::Value(money) },
        contacts,
    }
}

fn people() -> Shown<Vec<RfaContact>> {
    let one = RfaContact {
        name: HOSTILE.to_owned(),
        email: "noor@customer.example".to_owned(),
        phone: "+31 20 555 0188".to_owned(),
        language: "nl".to_owned(),
    };
    Shown::Value(vec![one, RfaContact { name: HOSTILE.to_owned(), ..RfaContact::default() }])
}

fn detail(status: Status, is_office: bool, contacts: Option<Shown<Vec<RfaContact>>>) -> ReferralDetail {
    let is_withheld = contacts == Some(Shown::Withheld);
    let money = Some(Money { minor: 250_000, currency: "EUR".parse().unwrap() });
    let value = if is_withheld { Shown::Withheld } else { Shown::Value(money) };
    let state = state(status);
    let change = |by, party| ReferralChanged {
        by,
        status,
        at: moment(),
        party,
        person: Some(if is_withheld { Shown::Withheld } else { Shown::Value(HOSTILE.to_owned()) }),
        decline_reason: (by == Move::Decline).then_some(DeclineReason::Other),
        remark: Some(HOSTILE.to_owned()),
        services: (by == Move::Edit).then(|| HOSTILE.to_owned()),
        value: value.clone(),
        is_value_cleared: by == Move::Edit && !is_withheld,
        note: Some(HOSTILE.to_owned()),
    };
    let moves: &[Move] = match (is_office, status) {
        (true, _) => &[Move::Withdrawal],
        (false, Status::Assigned) => &[Move::Acceptance, Move::Decline],
        (false, status) if status.can_be_edited() => &[Move::Edit],
        _ => &[],
    };
    ReferralDetail {
        item: item(status, is_office),
        state,
        moves: moves.to_vec(),
        usage: vec![
            ReferralUsage {
                workload: workload(0),
                figure: Some((Month::containing(day(1)), Figure { pau: 200, mau: 150 })),
            },
            ReferralUsage { workload: workload(1), figure: None },
        ],
        usage_expected_by: day(6),
        sees_tenant: is_office,
        customer: customer(contacts),
        services: Some(HOSTILE.to_owned()),
        can_value: !is_withheld,
        value: value.clone(),
        history: vec![
            change(Move::Edit, Party::Partner),
            change(Move::Decline, Party::Partner),
            change(Move::Return, Party::Clock),
            change(Move::Assignment, Party::Office),
        ],
        withheld: Vec::new(),
        request: is_office.then_some(7),
        revision: "3".to_owned(),
    }
}

fn shown(shell: Shell, referral: ReferralDetail) -> ReferralPage {
    ReferralPage {
        shell,
        typed: typed_of(&referral),
        referral,
        said: Said::default(),
        faults: FormFaults::default(),
        refused: None,
        why: None,
    }
}

/// A referral that stands somewhere.
pub(super) fn page(shell: Shell, status: Status, is_office: bool) -> ReferralPage {
    let contacts = (status.is_with_partner() || is_office).then(people);
    shown(shell, detail(status, is_office, contacts))
}

/// One of which a report viewer is told less.
pub(super) fn withheld(shell: Shell) -> ReferralPage {
    shown(shell, detail(Status::Active, false, Some(Shown::Withheld)))
}

/// One with something wrong in a form.
pub(super) fn refused(shell: Shell, by: Move) -> ReferralPage {
    let status = if by == Move::Edit { Status::Active } else { Status::Assigned };
    let is_office = by == Move::Withdrawal;
    let it = page(shell, status, is_office);
    let fields: &[&str] = match by {
        Move::Edit => &["status", "services_sold", "estimated_value", "currency", "note"],
        Move::Decline => &["reason", "remark"],
        _ => &["remark"],
    };
    let words = it.shell.words;
    let fault = |field: &&str| FieldFault {
        field: (*field).to_owned(),
        label: field_label(field, words).to_owned(),
        message: HOSTILE.to_owned(),
    };
    let said = Said { reason: "other".to_owned(), remark: HOSTILE.to_owned() };
    let faults = FormFaults(fields.iter().map(fault).collect());
    ReferralPage { faults, said, refused: Some(by), why: Some(HOSTILE.to_owned()), ..it }
}

fn request_item(open: i64) -> RequestItem {
    RequestItem {
        id: 7,
        rfa_id: HOSTILE.to_owned(),
        source: Source::PartnerCenter,
        tenant_id: TenantId(Uuid::from_u128(7)),
        tenant: HOSTILE.to_owned(),
        country: "BE".to_owned(),
        asked_on: (open > 0).then(|| day(1)),
        workloads: 3,
        open,
    }
}

/// The list of requests.
pub(super) fn requests(shell: Shell, is_empty: bool) -> RequestsPage {
    let items = if is_empty { Vec::new() } else { vec![request_item(2), request_item(0)] };
    let query = RequestQuery { state: "open".to_owned(), search: Some(HOSTILE.to_owned()), cursor: None };
    let list = RequestList { items, open: 1, assigned: 1_204, next_cursor: (!is_empty).then(|| "next".to_owned()) };
    let query = if is_empty { RequestQuery::default() } else { query };
    RequestsPage { shell, query, error: is_empty.then(|| HOSTILE.to_owned()), list }
}

/// A request, to be assigned or assigned.
pub(super) fn request(shell: Shell, is_open: bool) -> RequestPage {
    let candidate = |suggested: Option<Vec<Merit>>, paused: bool| PartnerCandidate {
        partner_id: "4000001".to_owned(),
        name: HOSTILE.to_owned(),
        locations: vec![location()],
        suggested: suggested.map(|merits| ("4100001".to_owned(), merits)),
        paused_until: paused.then(|| day(30)),
        said_no: !paused && !is_open,
    };
    let all = vec![
        Merit::HoldsWorkloads(2),
        Merit::HoldsOthers(1),
        Merit::Language,
        Merit::Country,
        Merit::Size,
        Merit::Turn,
    ];
    let request = RequestDetail {
        item: request_item(i64::from(is_open)),
        domain: "contoso.example".to_owned(),
        customer: customer(Some(people())),
        workloads: vec![
            RequestWorkload { workload: workload(0), referral: Some("R-1".to_owned()) },
            RequestWorkload { workload: workload(1), referral: (!is_open).then(|| "R-2".to_owned()) },
        ],
        referrals: if is_open { Vec::new() } else { vec![item(Status::Won, true), item(Status::Declined, true)] },
        candidates: vec![candidate(Some(all), false), candidate(Some(Vec::new()), false), candidate(None, true)],
        suggested: Vec::new(),
        revision: "1".to_owned(),
    };
    let chosen = vec![(workload(1).code, "4100001".to_owned())];
    RequestPage { shell, request, chosen, error: is_open.then(|| HOSTILE.to_owned()) }
}

/// Which referrals are wanted.
pub(super) fn preference(shell: Shell, is_refused: bool) -> PreferencePage {
    let words = shell.words;
    let fault = |field: &str| FieldFault {
        field: field.to_owned(),
        label: preference_label(field, words).to_owned(),
        message: HOSTILE.to_owned(),
    };
    let faults = if is_refused { ["languages", "countries", "sizes"].map(fault).to_vec() } else { Vec::new() };
    PreferencePage {
        shell,
        preference: PreferenceItem {
            wanted: Preference::default(),
            paused_until: is_refused.then(|| day(30)),
            would_pause_until: day(30),
            revision: "1".to_owned(),
        },
        typed: NewPreference {
            languages: vec![HOSTILE.to_owned()],
            countries: vec!["NL".to_owned(), HOSTILE.to_owned()],
            sizes: vec!["SMB".to_owned()],
        },
        is_overtaken: is_refused,
        faults: FormFaults(faults),
    }
}
