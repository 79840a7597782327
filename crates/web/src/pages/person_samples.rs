//! Sample data of people, invitations and partners.

use app::{
    DirectoryEdit, DirectoryItem, Effect, Hindrance, ImportError, ImportLine, ImportPlan, LocationEdit, LocationItem,
    PartnerDesk, PartnerItem, PersonDesk, PersonItem, PersonList, PersonState, PersonalData, PersonalDataFound,
    Problem, RetentionItem, RoleHeld, SensitiveShown, UnknownDirectory, Whose,
};
use domain::access::Role;
use domain::organisation::OrganisationKind;
use domain::retention::RetentionKind;

use super::Shell;
use super::form::{FieldFault, FormFaults};
use super::partner::{DirectoryPage, LocationPage, PartnerForm, PartnerPage, PartnersPage};
use super::person::{ImportPage, InvitationPage, PeoplePage, PersonPage, ShownInvitation, TypedPerson};
use super::personal_data::{PersonalDataPage, PersonalDataSearchPage};
use super::samples::at;

fn person(index: usize) -> PersonItem {
    let place = |id: &str| Some((id.to_owned(), format!("Location <script>{id}")));
    let state = [PersonState::Active, PersonState::Invited, PersonState::Closed][index % 3];
    PersonItem {
        handle: format!("person{index}"),
        email: format!("anna{index}@example.com"),
        name: format!("Anna <script>{index}"),
        organisation: "Delta Adoption Partners".into(),
        partner_id: Some("4000001".into()),
        kind: OrganisationKind::Partner,
        language: None,
        roles: match index {
            2 => Vec::new(),
            1 => vec![RoleHeld { role: Role::GlobalAdmin, at: None }],
            _ => vec![
                RoleHeld { role: Role::ReportViewer, at: place("4100001") },
                RoleHeld { role: Role::ReportViewer, at: place("4100002") },
                RoleHeld { role: Role::IncentivesAdmin, at: None },
            ],
        },
        state,
        signed_in_at: (state == PersonState::Active).then(|| at(2)),
        invited_until: (state == PersonState::Invited).then(|| at(-5)),
        is_self: index == 0,
        has_second_factor: true,
        passkeys: 2,
        is_managed: index != 1,
        revision: "9f".into(),
    }
}

fn faults(fields: &[&str]) -> FormFaults {
    let fault = |field: &&str| FieldFault { field: (*field).into(), label: (*field).into(), message: "?".into() };
    FormFaults(fields.iter().map(fault).collect())
}

fn shown() -> ShownInvitation {
    ShownInvitation {
        email: "anna@example.com".into(),
        url: "https://uptake.example/invitations/x".into(),
        until: at(-7),
    }
}

pub(super) fn people(shell: Shell, count: usize, is_of_all: bool) -> PeoplePage {
    let list = PersonList { items: (0..count).map(person).collect(), found: 120, next_cursor: Some("50".into()) };
    let next = (count > 0).then(|| "/people?q=a&cursor=50".to_owned());
    PeoplePage { shell, list, search: "a".into(), next, is_of_all }
}

/// Somebody at work, with a preview; somebody invited; somebody closed; and, with 3, somebody new of a refused form.
pub(super) fn person_page(shell: Shell, index: usize) -> PersonPage {
    let standing = (index < 3).then(|| person(index));
    let places = vec![("4100001".to_owned(), "Utrecht <script>".to_owned()), ("4100002".to_owned(), "Gent".to_owned())];
    let desk = PersonDesk {
        effect: standing.as_ref().map(|_| Effect { tenants: None, hindrance: Some(Hindrance::NoViewerRole) }),
        organisation: ("Delta Adoption Partners".into(), Some("4000001".into())),
        kind: OrganisationKind::Partner,
        gives: vec![Role::ExecutiveReportViewer, Role::ReportViewer, Role::IncentivesAdmin, Role::AccountAdmin],
        partners: if index == 3 { vec![("4000001".into(), "Delta <script>".into())] } else { Vec::new() },
        places: if index == 2 { Vec::new() } else { places },
        person: standing.clone(),
    };
    PersonPage {
        shell,
        typed: standing.as_ref().map(TypedPerson::of).unwrap_or_default(),
        version: "9f".into(),
        is_overtaken: index == 2,
        faults: if index == 3 { faults(&["email", "name", "roles"]) } else { FormFaults::default() },
        preview: (index == 0).then_some(Effect {
            tenants: Some((214, SensitiveShown::Nothing)),
            hindrance: Some(Hindrance::DetailsClosed),
        }),
        invitation: (index == 1).then(shown),
        is_mailed: index == 2,
        desk,
    }
}

/// Before a table, with one that is wrong, one that can be done, and one that was.
pub(super) fn import(shell: Shell, step: usize) -> ImportPage {
    let line = |line| ImportLine {
        line,
        email: "anna@example.com".into(),
        name: "Anna <script>".into(),
        organisation: "Delta".into(),
        role: Role::ReportViewer,
        at: if line == 2 { vec!["4100001".into()] } else { Vec::new() },
        is_new: line == 2,
    };
    let wrong = ImportError { line: 4, column: "email", problem: Problem::NotAnEmail };
    let plan = ImportPlan {
        lines: vec![line(2), line(3)],
        errors: if step == 1 { vec![wrong] } else { Vec::new() },
        is_done: step == 3,
        invitations: Vec::new(),
        mailed: step,
    };
    let errors = if step == 1 { vec![(4, "email", "<script>".to_owned())] } else { Vec::new() };
    let invitations = if step == 3 { vec![shown()] } else { Vec::new() };
    ImportPage { shell, plan: (step > 0).then_some(plan), csv: "email\n<script>".into(), errors, invitations }
}

pub(super) fn invitation(shell: Shell, error: Option<&'static str>) -> InvitationPage {
    let error = error.map(|field| (field, "It does not work <script>".to_owned()));
    InvitationPage {
        shell,
        action: "/invitations/x".into(),
        email: String::new(),
        error,
        providers: super::profile_samples::providers(),
    }
}

fn partner() -> PartnerItem {
    PartnerItem {
        partner_id: "4000001".into(),
        name: "Delta <script>".into(),
        locations: 2,
        enrolled: 1,
        people: 12,
        revision: "a".into(),
    }
}

fn location(is_enrolled: bool) -> LocationItem {
    LocationItem {
        location_id: "4100001".into(),
        name: "Delta Utrecht <script>".into(),
        city: "Utrecht".into(),
        country: "Netherlands".into(),
        is_enrolled,
        revision: "b".into(),
    }
}

pub(super) fn partners(shell: Shell, count: usize, is_refused: bool) -> PartnersPage {
    let faults = faults(if is_refused { &["partner_id", "name"] } else { &[] });
    PartnersPage { shell, partners: vec![partner(); count], typed: ("x!".into(), String::new()), faults }
}

pub(super) fn partner_page(shell: Shell, wrong: Option<PartnerForm>) -> PartnerPage {
    let is_bare = wrong == Some(PartnerForm::Partner);
    let locations = if is_bare { Vec::new() } else { vec![location(true), location(false)] };
    let directories = if is_bare { Vec::new() } else { vec![directory("", false), directory("Delta <script>", true)] };
    let unknown = UnknownDirectory { directory_id: uuid::Uuid::from_u128(9), people: 2 };
    let unknown_directories = if is_bare { Vec::new() } else { vec![unknown] };
    PartnerPage {
        shell,
        desk: PartnerDesk { partner: partner(), locations, directories, unknown_directories },
        name: "Delta".into(),
        typed: LocationEdit::default(),
        typed_directory: DirectoryEdit::default(),
        is_overtaken: wrong.is_some(),
        faults: faults(match wrong {
            Some(PartnerForm::Location) => &["location_id", "name", "city", "country"],
            Some(PartnerForm::Directory) => &["directory_id", "name"],
            Some(PartnerForm::Partner) => &["name"],
            None => &[],
        }),
        wrong: wrong.unwrap_or(PartnerForm::Partner),
    }
}

fn directory(name: &str, is_open: bool) -> DirectoryItem {
    DirectoryItem {
        directory_id: uuid::Uuid::from_u128(0x7c9e_6679_7425_40de_944b_e07f_c1f9_0ae7),
        name: name.into(),
        files_claims: is_open,
        is_enrolled: is_open,
        people: 3,
        revision: "c".into(),
    }
}

pub(super) fn directory_page(shell: Shell, is_refused: bool) -> DirectoryPage {
    DirectoryPage {
        shell,
        partner: partner(),
        directory: directory(if is_refused { "" } else { "Delta <script>" }, true),
        typed: DirectoryEdit { files_claims: true, ..DirectoryEdit::default() },
        version: "c".into(),
        is_overtaken: is_refused,
        faults: faults(if is_refused { &["name"] } else { &[] }),
    }
}

pub(super) fn location_page(shell: Shell, is_refused: bool) -> LocationPage {
    LocationPage {
        shell,
        partner: partner(),
        location: location(true),
        typed: LocationEdit { name: "Delta Utrecht".into(), is_enrolled: true, ..LocationEdit::default() },
        version: "b".into(),
        is_overtaken: is_refused,
        faults: faults(if is_refused { &["name", "city", "country"] } else { &[] }),
    }
}

fn of_whom(index: usize) -> PersonalDataFound {
    let email = format!("anna{index}@example.com");
    let is_account = index.is_multiple_of(2);
    PersonalDataFound {
        whose: if is_account { Whose::Person(format!("person{index}")) } else { Whose::Contact(email.clone()) },
        name: format!("Anna <script>{index}"),
        email,
        organisation: is_account.then(|| "Delta Adoption Partners".into()),
    }
}

pub(super) fn personal_data_search(shell: Shell, found: Option<usize>, is_refused: bool) -> PersonalDataSearchPage {
    PersonalDataSearchPage {
        shell,
        search: "anna <script>".into(),
        found: found.map(|count| (0..count).map(of_whom).collect()),
        is_office: found != Some(0),
        retention: RetentionKind::ALL
            .into_iter()
            .zip([Some(1), None, Some(365), None, Some(30), Some(180)])
            .filter(|_| found != Some(0))
            .map(|(kind, days)| RetentionItem { kind, days, due: 1_234 })
            .collect(),
        faults: if is_refused { faults(&["q"]) } else { FormFaults::default() },
    }
}

pub(super) fn personal_data(shell: Shell, is_account: bool, refused: &[&str]) -> PersonalDataPage {
    let kinds = PersonalData::kinds();
    let kinds = if is_account { &kinds[0] } else { &kinds[1] };
    let counts = kinds.iter().copied().zip(1..).collect();
    let seen_as = if is_account { vec!["person0".to_owned()] } else { Vec::new() };
    let (confirmation, faults) = ("anna <script>".to_owned(), faults(refused));
    PersonalDataPage {
        shell,
        confirmation,
        faults,
        data: PersonalData { found: of_whom(usize::from(!is_account)), counts, seen_as },
    }
}
