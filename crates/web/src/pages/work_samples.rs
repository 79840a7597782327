//! Notes and contacts of an invented customer, for the tests that render every page.

use app::{AskingDesk, NoteDesk, NoteHistory, NoteQuery, NoteRequestItem, NotesOfTenant, StatusNoteItem};
use chrono::NaiveDate;
use domain::status_note::{NewStatusNote, OverallStatus};

use super::Shell;
use super::form::{EndedPage, FieldFault, FormFaults};
use super::samples::{at, tenant_details};
use super::status_note::{NoteRequestPage, StatusNotePage, StatusNotesPage};

fn day(day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, day).unwrap()
}

fn note(number: i64, status: OverallStatus) -> StatusNoteItem {
    StatusNoteItem {
        id: format!("note{number}"),
        written_at: at(number * 9),
        author: (number != 2).then(|| "Anna de Vries".into()),
        organisation: (number == 1).then(|| "Delta Adoption Partners".into()),
        scope: "Mail for 400 people is done; files follow by department, finance first. "
            .repeat(1 + usize::try_from(number).unwrap() * 4),
        risks: (number == 1).then(|| "The old file server <script>alert(1)</script> fills up".into()),
        next_actions: "Call the service desk\nPlan the training".into(),
        next_action_on: day(20),
        next_action_owner: (number != 2).then(|| "Noor Bakker".into()),
        overall_status: status,
        corrects: (number == 1).then(|| "note3".into()),
        corrected_by: (number == 3).then(|| "note1".into()),
        withheld: if number == 2 { vec!["author", "next_action_owner"] } else { Vec::new() },
    }
}

pub(super) fn notes() -> NotesOfTenant {
    let asked = |is_overdue| NoteRequestItem {
        id: "asked".into(),
        partner: "Delta Adoption Partners".into(),
        due_on: day(25),
        asked_at: at(3),
        is_overdue,
    };
    NotesOfTenant {
        newest: OverallStatus::ALL.into_iter().zip(1..).map(|(status, number)| note(number, status)).collect(),
        requests: vec![asked(true), asked(false)],
        is_overdue: true,
        may_write: true,
        may_ask: true,
    }
}

pub(super) fn history(shell: Shell, query: NoteQuery) -> StatusNotesPage {
    let is_empty = !query.search.is_empty();
    StatusNotesPage {
        shell,
        query_error: is_empty.then(|| "from: ?".into()),
        query,
        history: NoteHistory {
            tenant: tenant_details().tenant,
            notes: if is_empty { Vec::new() } else { notes().newest },
            next_cursor: (!is_empty).then(|| "note3".into()),
            newer_than: (!is_empty).then(|| "note1".into()),
            authors: vec!["Anna de Vries".into()],
            may_write: true,
        },
    }
}

fn faults(fields: &[&str]) -> FormFaults {
    let fault = |field: &&str| FieldFault { field: (*field).into(), label: (*field).into(), message: "?".into() };
    FormFaults(fields.iter().map(fault).collect())
}

pub(super) fn form(shell: Shell, is_wrong: bool) -> StatusNotePage {
    let fields =
        ["scope", "risks", "next_actions", "next_action_date", "next_action_owner", "overall_status", "corrects"];
    let typed = NewStatusNote { scope: "<b>".into(), overall_status: "paused".into(), ..NewStatusNote::default() };
    let corrects = is_wrong.then(|| note(2, OverallStatus::Active));
    StatusNotePage {
        shell,
        desk: NoteDesk { tenant: tenant_details().tenant, corrects, may_write: true, today: day(22) },
        typed,
        faults: if is_wrong { faults(&fields) } else { FormFaults::default() },
    }
}

pub(super) fn asking(shell: Shell, partners: Vec<(String, String)>) -> NoteRequestPage {
    NoteRequestPage {
        shell,
        desk: AskingDesk { tenant: tenant_details().tenant, partners, may_ask: true, today: day(22) },
        partner: "4000001".into(),
        due_on: "2026-11-30".into(),
        faults: faults(&["due_on", "partner"]),
    }
}

pub(super) fn ended(shell: Shell, is_gone: bool) -> EndedPage {
    let form_path = (!is_gone).then(|| "/tenants/x/status-notes/new".into());
    EndedPage { shell, form_path, typed: vec![("Scope".into(), "a\nb".into())] }
}
