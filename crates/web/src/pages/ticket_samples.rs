//! Sample data of tickets and of help.

use app::{
    AttachmentItem, Help, LocationChoice, RoleHeld, SoughtAnswer, TicketDesk, TicketDetail, TicketItem, TicketList,
    TicketMessage, TicketQuery,
};
use chrono::NaiveDate;
use domain::TenantId;
use domain::access::Directory;
use domain::access::Role;
use domain::file::FileKind;
use domain::help::{Known, Sought, Standing};
use domain::ticket::{NewTicket, Side, TicketField, TicketMove, TicketSort, TicketState, TicketSubject, TicketType};
use uuid::Uuid;

use super::Shell;
use super::form::{FieldFault, FormFaults};
use super::help::{HelpAsked, HelpPage};
use super::samples::{at, tenant, workload};
use super::ticket::{RefusedAnswer, TicketFormPage, TicketPage, TicketsPage, field_label, typed_of};

const HOSTILE: &str = "Škoda Parts Ærø <script>alert(1)</script>";

fn item(index: usize, is_office: bool) -> TicketItem {
    let state = TicketState::ALL[index % TicketState::ALL.len()];
    TicketItem {
        number: format!("T-7K3M9Q2{index}"),
        title: if index == 0 { HOSTILE.to_owned() } else { "A customer is not in the list".to_owned() },
        kind: TicketType::ALL[index % 3],
        subject: TicketSubject::ALL[index % 8],
        organisation: is_office.then(|| HOSTILE.to_owned()),
        author: is_office.then(|| HOSTILE.to_owned()),
        is_own: !is_office,
        tenant: (index.is_multiple_of(2)).then(|| "contoso.example".to_owned()),
        workload: (index.is_multiple_of(3)).then(|| workload(index)),
        state,
        opened_at: at(9),
        changed_at: at(2),
        due_on: (state == TicketState::New).then(|| NaiveDate::from_ymd_opt(2026, 11, 9).unwrap()),
        is_overdue: state == TicketState::New && is_office,
        assignee: (is_office && index > 0).then(|| ("handle".to_owned(), HOSTILE.to_owned())),
    }
}

/// The list, with something in it or with nothing.
pub(super) fn list(shell: Shell, is_office: bool, is_empty: bool, is_filtered: bool) -> TicketsPage {
    let query = TicketQuery {
        search: if is_filtered { HOSTILE.to_owned() } else { String::new() },
        states: is_filtered.then(|| "new".to_owned()).into_iter().collect(),
        kinds: is_filtered.then(|| "problem".to_owned()).into_iter().collect(),
        overdue: if is_filtered { "true".to_owned() } else { String::new() },
        sort: if is_filtered { "-title".to_owned() } else { String::new() },
        ..TicketQuery::default()
    };
    let list = TicketList {
        items: if is_empty { Vec::new() } else { (0..6).map(|index| item(index, is_office)).collect() },
        sort: query.sort.parse().unwrap_or_else(|_| TicketSort::default()),
        next_cursor: (!is_empty).then(|| "next".to_owned()),
        previous_cursor: (is_filtered && !is_empty).then(|| "previous".to_owned()),
        counts: if is_empty { Vec::new() } else { TicketState::ALL.map(|state| (state, 1_204)).to_vec() },
        may_open: true,
        sees_several: is_office,
        is_office,
    };
    TicketsPage { shell, query, query_error: is_filtered.then(|| HOSTILE.to_owned()), list }
}

fn ticket(index: usize, is_office: bool) -> TicketDetail {
    let message = |by, side: Side, person: Option<&str>| TicketMessage {
        by,
        state: TicketState::Open,
        side,
        person: person.map(str::to_owned),
        is_own: false,
        written_at: at(3),
        text: (by != TicketMove::Resolution).then(|| format!("{HOSTILE}\nand a second line")),
    };
    let file = |id: &str, side, can_remove| AttachmentItem {
        id: id.to_owned(),
        file_name: format!("{HOSTILE}.pdf"),
        kind: FileKind::Pdf,
        bytes: 120_345,
        added_at: at(3),
        side,
        person: (side == Side::Asker).then(|| HOSTILE.to_owned()),
        can_remove,
    };
    let item = item(index, is_office);
    let is_new = item.state == TicketState::New;
    TicketDetail {
        description: format!("{HOSTILE}\n\nIt was there yesterday."),
        reference: Some("01K9Q2X7K3M".to_owned()),
        tenant: (index == 2).then(|| (TenantId(Uuid::from_u128(7)), HOSTILE.to_owned())),
        is_tenant_unknown: is_office && index != 2,
        messages: if is_new {
            Vec::new()
        } else {
            vec![
                message(TicketMove::Answer { goes_on: false }, Side::Office, is_office.then_some(HOSTILE)),
                message(TicketMove::Resolution, Side::Asker, Some(HOSTILE)),
                message(TicketMove::Reopening, Side::Asker, None),
            ]
        },
        attachments: if is_new {
            Vec::new()
        } else {
            vec![file("one", Side::Asker, true), file("two", Side::Office, false)]
        },
        side: if is_office { Side::Office } else { Side::Asker },
        may_write: true,
        may_assign: is_office,
        answerers: if is_office { vec![("handle".to_owned(), HOSTILE.to_owned())] } else { Vec::new() },
        revision: "3".to_owned(),
        item,
    }
}

/// A ticket in one of the states, as whoever asks or the office has it; with what was refused or without.
pub(super) fn page(shell: Shell, index: usize, is_office: bool, is_refused: bool) -> TicketPage {
    let refused = RefusedAnswer { why: HOSTILE.to_owned(), text: HOSTILE.to_owned(), goes_on: true, is_text: true };
    TicketPage {
        shell,
        ticket: ticket(index, is_office),
        refused: is_refused.then_some(refused),
        attachment_error: is_refused.then(|| HOSTILE.to_owned()),
    }
}

/// The form for a ticket, new or with everything wrong.
pub(super) fn form(shell: Shell, is_refused: bool) -> TicketFormPage {
    let fault = |field: TicketField| FieldFault {
        field: field.code().to_owned(),
        label: field_label(field.code(), shell.words).to_owned(),
        message: HOSTILE.to_owned(),
    };
    let fields = [
        TicketField::Title,
        TicketField::Type,
        TicketField::Subject,
        TicketField::Description,
        TicketField::Tenant,
        TicketField::Workload,
        TicketField::Reference,
    ];
    let standing = ticket(0, false);
    let typed = if is_refused {
        NewTicket { workload: HOSTILE.to_owned(), ..typed_of(&standing) }
    } else {
        NewTicket { kind: "problem".to_owned(), subject: "access".to_owned(), ..NewTicket::default() }
    };
    TicketFormPage {
        faults: if is_refused { FormFaults(fields.map(fault).to_vec()) } else { FormFaults::default() },
        shell,
        desk: TicketDesk {
            ticket: is_refused.then_some(standing),
            workloads: (0..4).map(workload).collect(),
            may_write: true,
        },
        typed,
        version: "3".to_owned(),
        is_overtaken: is_refused,
    }
}

fn locations() -> Vec<LocationChoice> {
    let one = |id: &str, name: &str| LocationChoice { mpn_id: id.to_owned(), name: name.to_owned() };
    vec![one("4100001", HOSTILE), one("4100002", "Contoso Gent")]
}

/// Help, in whatever stands in somebody's way: each number is something else.
pub(super) fn help(shell: Shell, number: usize) -> HelpPage {
    let is_fine = number == 0;
    let known = Known {
        is_partner: number != 4,
        has_viewer_role: !matches!(number, 2 | 4),
        is_limited: number == 1,
        directory: match number {
            1 => Some(Directory { files_claims: false, is_enrolled: true }),
            3 => Some(Directory { files_claims: true, is_enrolled: false }),
            5 => Some(Directory { files_claims: true, is_enrolled: true }),
            _ => None,
        },
        locations: 2,
        enrolled: [2, 1, 0][number % 3],
        under_minimum: if matches!(number, 2 | 4) {
            None
        } else {
            Some(if number == 3 { 1 } else { 12 * i64::from(!is_fine) })
        },
    };
    let standing = [
        Standing::Seen,
        Standing::OtherLocations,
        Standing::NoViewerRole,
        Standing::NotYours,
        Standing::ForeignDirectory,
        Standing::SeenUnderMinimum,
    ][number % 6];
    let sought = SoughtAnswer {
        sought: Sought::Domain("contoso.example".to_owned()),
        standing,
        tenant: matches!(standing, Standing::Seen | Standing::SeenUnderMinimum).then(|| tenant(11)),
        locations: if number == 1 { locations() } else { Vec::new() },
    };
    HelpPage {
        shell,
        asked: HelpAsked {
            tenant: "contoso.example".to_owned(),
            workload: if is_fine { String::new() } else { "Teams".to_owned() },
            reference: if is_fine { String::new() } else { HOSTILE.to_owned() },
        },
        error: (number == 3).then(|| HOSTILE.to_owned()),
        help: Help {
            answers: known.answers(),
            roles: if number == 2 { Vec::new() } else { vec![RoleHeld { role: Role::ReportViewer, at: None }] },
            locations: if number == 1 { locations() } else { Vec::new() },
            not_enrolled: locations(),
            under_minimum: known.under_minimum,
            minimum: 150,
            sought: (number != 3).then_some(sought),
        },
    }
}
