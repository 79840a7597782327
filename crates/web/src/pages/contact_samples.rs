//! Contacts of an invented customer, for the tests that render every page.

use app::{ContactCounts, ContactDesk, ContactItem, ContactList, ContactQuery, ContactsOfTenant, WorkloadName};
use chrono::TimeDelta;
use domain::access::Shown;
use domain::contact::ContactKind;
use domain::workload::PRESET;

use super::Shell;
use super::contact::{ContactDeletionPage, ContactPage, ContactsPage, typed_of};
use super::form::{FieldFault, FormFaults};
use super::samples::{at, tenant_details};

fn workloads() -> Vec<WorkloadName> {
    let named = |one: &domain::workload::PresetWorkload| WorkloadName {
        code: one.code.into(),
        name_en: one.name_en.into(),
        name_nl: one.name_nl.into(),
    };
    PRESET.iter().map(named).collect()
}

fn contact(number: i64) -> ContactItem {
    let is_withheld = number == 2;
    let shown = |text: &str| if is_withheld { Shown::Withheld } else { Shown::Value(text.to_owned()) };
    let is_partner = number == 3;
    ContactItem {
        id: format!("contact{number}"),
        kind: if is_partner { ContactKind::Partner } else { ContactKind::Customer },
        name: shown("Noor <script>alert(1)</script> van den Bakker-Ten Broecke"),
        email: shown("noor.van.den.bakker@klant.example.com"),
        phone: if is_withheld { Shown::Withheld } else { Shown::Value((number == 1).then(|| "020 555 01 99".into())) },
        title: (number == 1).then(|| "Hoofd werkplekken".into()),
        country: (!is_partner).then(|| "NL".parse().unwrap()),
        language: (!is_partner).then(|| "pt-BR".parse().unwrap()),
        workloads: workloads().into_iter().take(usize::try_from(number).unwrap() * 2).collect(),
        survey_eligible: (!is_partner).then_some(number == 1),
        organisation: (number == 1).then(|| "Delta Adoption Partners".into()),
        changed_at: at(number),
        undo_until: None,
        revision: number.to_string(),
    }
}

pub(super) fn of_tenant() -> ContactsOfTenant {
    let counts = ContactCounts { customers: 2, survey_eligible: 1, partners: 1 };
    ContactsOfTenant { counts, some: vec![contact(1), contact(2)], may_write: true }
}

pub(super) fn list(shell: Shell, is_found: bool) -> ContactsPage {
    let deleted = |number| ContactItem { undo_until: Some(at(0) + TimeDelta::seconds(number)), ..contact(number) };
    ContactsPage {
        shell,
        query: if is_found {
            ContactQuery::default()
        } else {
            ContactQuery { search: "<b>".into(), kind: "partner".into(), cursor: String::new() }
        },
        error: (!is_found).then(|| "?".into()),
        list: ContactList {
            tenant: tenant_details().tenant,
            counts: if is_found { of_tenant().counts } else { ContactCounts::default() },
            contacts: if is_found { (1..=3).map(contact).collect() } else { Vec::new() },
            next_cursor: is_found.then(|| "contact3".into()),
            deleted: if is_found { vec![deleted(1), deleted(2)] } else { Vec::new() },
            may_search: is_found,
            may_write: true,
        },
        now: at(0),
    }
}

/// How the form is shown.
#[derive(Clone, Copy)]
pub(super) enum Form {
    /// For a new contact.
    New,
    /// With something wrong at every field.
    Refused,
    /// With what somebody else wrote meanwhile, and withheld fields.
    Overtaken,
}

pub(super) fn form(shell: Shell, form: Form) -> ContactPage {
    let standing = match form {
        Form::New => None,
        Form::Refused => Some(contact(1)),
        Form::Overtaken => Some(contact(2)),
    };
    let fields = ["type", "name", "email", "phone", "title", "country", "language", "workloads", "survey_eligible"];
    let fault = |field: &str| FieldFault { field: field.into(), label: field.into(), message: "?".into() };
    let is_refused = matches!(form, Form::Refused);
    ContactPage {
        shell,
        typed: typed_of(standing.as_ref().unwrap_or(&contact(3))),
        version: "1".into(),
        is_overtaken: matches!(form, Form::Overtaken),
        desk: ContactDesk {
            tenant: tenant_details().tenant,
            contact: standing,
            workloads: workloads(),
            may_write: true,
        },
        faults: if is_refused { FormFaults(fields.into_iter().map(fault).collect()) } else { FormFaults::default() },
    }
}

pub(super) fn deletion(shell: Shell, is_refused: bool) -> ContactDeletionPage {
    ContactDeletionPage {
        shell,
        tenant_id: tenant_details().tenant.tenant_id.to_string(),
        tenant: tenant_details().tenant.name,
        contact: contact(1),
        refused: is_refused.then(|| "?".into()),
        is_overtaken: is_refused,
    }
}
