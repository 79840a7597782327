//! Documents that are made from the program, kept in the repository and compared here.
//! `UPDATE_GENERATED=1 cargo test -p web` writes them anew.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use domain::access::{Action, Assignment, Principal, Reach, Resource, Role, TicketScope, TicketView};
use web::{Access, routes};

/// Compares a document of the repository with what it should be.
fn compare(name: &str, expected: &str) {
    let path: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs").join(name);
    if std::env::var_os("UPDATE_GENERATED").is_some() {
        std::fs::write(&path, expected).unwrap();
    }
    let found = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(found == expected, "docs/{name} is out of date: UPDATE_GENERATED=1 cargo test -p web writes it anew");
}

#[test]
fn the_document_of_the_api_is_up_to_date() {
    compare("openapi.json", &web::openapi_json());
}

#[test]
fn the_access_matrix_is_up_to_date() {
    compare("access-matrix.md", &access_matrix());
}

/// In the document a body is its type's name alone: of two that share one, the second would be described as the first.
#[test]
fn no_two_bodies_of_the_document_share_a_name() {
    let mut names = Vec::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let text = std::fs::read_to_string(&path).unwrap();
                names.extend(text.split("ToSchema").skip(1).filter_map(|after| {
                    let (_, after) = after.split_once(")]\n")?;
                    let declared = after.lines().find(|line| line.starts_with("pub"))?;
                    let name = declared.split_whitespace().nth(2)?;
                    Some(name.split(|c: char| !c.is_alphanumeric()).next()?.to_owned())
                }));
            }
        }
    }
    names.sort();
    let twice: Vec<_> = names.windows(2).filter(|two| two[0] == two[1]).map(|two| &two[0]).collect();
    assert!(names.len() > 100 && twice.is_empty(), "of {} bodies these share a name: {twice:?}", names.len());
}

/// Programs that are made from the document call operations by their names.
#[test]
fn no_two_operations_of_the_document_share_a_name() {
    let document: serde_json::Value = serde_json::from_str(&web::openapi_json()).unwrap();
    let paths = document["paths"].as_object().unwrap().values().filter_map(|path| path.as_object());
    let mut names: Vec<&str> =
        paths.flat_map(|path| path.values()).filter_map(|one| one["operationId"].as_str()).collect();
    names.sort_unstable();
    let twice: Vec<_> = names.windows(2).filter(|two| two[0] == two[1]).map(|two| two[0]).collect();
    assert!(names.len() > 100 && twice.is_empty(), "of {} operations these share a name: {twice:?}", names.len());
}

fn access_matrix() -> String {
    let mut text = String::from(
        "# Access matrix\n\nMade from the policy (`crates/domain/src/access`) and the route table \
         (`crates/web/src/routes.rs`) by a test; do not edit.\nWhich tenants a viewer sees is for the scope to say; \
         what is out of scope is not found.\n\n## Role, resource, action\n\n",
    );
    text.push_str(&domain::access::matrix());
    text.push_str(
        "\n## Tickets\n\nWhoever opened a ticket sees it, with whatever role or none. Besides, by role:\n\n| role | sees |\n|---|---|\n",
    );
    for role in Role::ALL {
        let _ = writeln!(text, "| {} | {} |", role.code(), tickets_of(role));
    }
    text.push_str("\n## Routes\n\n\"own\": whoever is signed in, for the own account. \"all\": also who is not signed in.\n\n| method | path | kind | needs |");
    for role in Role::ALL {
        let _ = write!(text, " {} |", role.code());
    }
    text.push_str("\n|---|---|---|---|");
    text.push_str(&"---|".repeat(Role::ALL.len()));
    for route in routes() {
        let needs = match route.access {
            Access::Public => "all".to_owned(),
            Access::Needs(Resource::OwnAccount, _) => "own".to_owned(),
            Access::Needs(resource, action) => format!("{resource:?} {action:?}"),
        };
        let _ = write!(text, "\n| {} | `{}` | {:?} | {needs} |", route.method.name(), route.path, route.kind);
        for role in Role::ALL {
            text.push_str(if is_open(role, route.access) { " yes |" } else { " no |" });
        }
    }
    text.push('\n');
    text
}

/// Which tickets a role shows, besides the own.
fn tickets_of(role: Role) -> &'static str {
    let reach =
        if role == Role::PartnerManager { Reach::Partner(domain::id::OrganisationId(9)) } else { Reach::Everywhere };
    let scope = TicketScope::of(&Principal {
        person_id: domain::id::PersonId(1),
        organisation_id: domain::id::OrganisationId(1),
        kind: role.belongs_to(),
        assignments: vec![Assignment { role, reach }],
        directory: None,
    });
    match scope.view() {
        TicketView::Own => "no others",
        TicketView::Organisation(_) => "those of the own organisation",
        TicketView::Partners(_) => "those of the assigned partners",
        TicketView::Programme => "all",
    }
}

fn is_open(role: Role, access: Access) -> bool {
    let allows = |resource: Resource, action: Action| {
        let principal = Principal {
            person_id: domain::id::PersonId(1),
            organisation_id: domain::id::OrganisationId(1),
            kind: role.belongs_to(),
            assignments: vec![Assignment { role, reach: Reach::Everywhere }],
            directory: None,
        };
        domain::access::allows(&principal, resource, action).is_ok()
    };
    match access {
        Access::Public => true,
        Access::Needs(resource, action) => allows(resource, action),
    }
}
