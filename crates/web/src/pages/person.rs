//! People, for whoever manages them: the list, the form for one, and many at once (S1.2, S1.6).

use std::collections::{BTreeMap, BTreeSet};

use app::{
    Effect, Hindrance, ImportPlan, PersonDesk, PersonItem, PersonList, PersonState, ProviderChoice, RoleAsked,
    RoleHeld, SensitiveShown,
};
use askama::Template;
use domain::access::{Reach, Role};
use domain::organisation::OrganisationKind;
use domain::person::{Language, SHORTEST_PASSWORD};
use i18n_embed_fl::fl;
use locale::Words;

use super::Shell;
use super::form::FormFaults;
use super::profile::{role_gives, role_label};
use super::shell::{Entry, own_name};
use crate::words::{say, tell};

/// The list of people.
#[derive(Debug, Clone, Template)]
#[template(path = "person/list.html")]
pub struct PeoplePage {
    /// What surrounds it.
    pub shell: Shell,
    /// A page of people.
    pub list: PersonList,
    /// What was searched for.
    pub search: String,
    /// Where the next page is.
    pub next: Option<String>,
    /// Whether those of every organisation are there.
    pub is_of_all: bool,
}

/// The roles of a person, one a line, each with its places.
pub fn held(roles: &[RoleHeld], words: &Words) -> Vec<(String, String)> {
    let mut lines: Vec<(Role, Vec<String>)> = Vec::new();
    for one in roles {
        let place = match &one.at {
            Some((_, name)) => name.clone(),
            None if one.role == Role::PartnerManager => fl!(words.loader(), "person-no-partner-yet"),
            None => fl!(words.loader(), "entire-organisation"),
        };
        match lines.iter_mut().find(|(role, _)| *role == one.role) {
            Some((_, places)) => places.push(place),
            None => lines.push((one.role, vec![place])),
        }
    }
    lines.sort_by_key(|(role, _)| *role);
    lines.into_iter().map(|(role, places)| (role_label(role, words), places.join(", "))).collect()
}

/// Whether the account can be used, in the reader's words.
pub fn state_label(state: PersonState, words: &Words) -> &'static str {
    match state {
        PersonState::Active => tell!(words, "person-active"),
        PersonState::Invited => tell!(words, "person-invited"),
        PersonState::Closed => tell!(words, "person-closed"),
    }
}

/// Whether an invitation is all there is yet.
pub fn is_invited(person: &PersonItem) -> bool {
    person.state == PersonState::Invited
}

/// Whether the account is closed.
pub fn is_closed(person: &PersonItem) -> bool {
    person.state == PersonState::Closed
}

/// How a table of people looks.
const SAMPLE: &str = "email,name,role,locations\nanna@partner.example,Anna de Vries,report_viewer,1234567;1234568\n\
                      bram@partner.example,Bram Jansen,incentives_admin,";

/// The style of its badge.
pub fn state_style(state: PersonState) -> &'static str {
    match state {
        PersonState::Active => "success",
        PersonState::Invited => "info",
        PersonState::Closed => "neutral",
    }
}

/// What somebody sees, in a sentence (S1.6).
pub fn effect_words(effect: Effect, words: &Words) -> String {
    let w = words.loader();
    let sees = match effect.tenants {
        None if effect.hindrance == Some(Hindrance::ForeignDirectory) => fl!(w, "effect-foreign-directory"),
        None => fl!(w, "effect-nothing"),
        Some((tenants, SensitiveShown::All)) => fl!(w, "effect-shown", count = tenants),
        Some((tenants, SensitiveShown::Some)) => fl!(w, "effect-some", count = tenants),
        Some((tenants, SensitiveShown::Nothing)) => fl!(w, "effect-withheld", count = tenants),
    };
    if effect.hindrance == Some(Hindrance::DetailsClosed) {
        return fl!(w, "effect-details-closed", sees = sees);
    }
    sees
}

/// What is in the fields of the form.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TypedPerson {
    /// The address.
    pub email: String,
    /// The name.
    pub name: String,
    /// The language.
    pub language: String,
    /// Where each role is given: `everywhere` or `chosen`; others are not given.
    pub reach: BTreeMap<String, String>,
    /// The chosen places of each role.
    pub at: BTreeMap<String, BTreeSet<String>>,
}

impl TypedPerson {
    /// The form of a person as they stand.
    pub fn of(person: &PersonItem) -> Self {
        let mut typed = Self { email: person.email.clone(), name: person.name.clone(), ..Self::default() };
        for held in &person.roles {
            let role = held.role.code().to_owned();
            match &held.at {
                // Everywhere is more than some places, and shown as that.
                None => drop(typed.reach.insert(role, "everywhere".to_owned())),
                Some((id, _)) => {
                    typed.reach.entry(role.clone()).or_insert_with(|| "chosen".to_owned());
                    typed.at.entry(role).or_default().insert(id.clone());
                }
            }
        }
        typed
    }

    /// The roles asked for by it, of those that can be given.
    pub fn roles(&self, gives: &[Role]) -> Vec<RoleAsked> {
        let asked = gives.iter().filter_map(|role| {
            let code = role.code();
            let at = match self.reach.get(code).map(String::as_str) {
                Some("everywhere") => None,
                Some("chosen") => Some(self.at.get(code).into_iter().flatten().cloned().collect()),
                _ => return None,
            };
            Some(RoleAsked { role: code.to_owned(), at })
        });
        asked.collect()
    }
}

/// A link that is shown once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShownInvitation {
    /// For whom.
    pub email: String,
    /// The link.
    pub url: String,
    /// Until when it works.
    pub until: chrono::DateTime<chrono::Utc>,
}

/// The page of a person, or of somebody new.
#[derive(Debug, Clone, Template)]
#[template(path = "person/form.html")]
pub struct PersonPage {
    /// What surrounds it.
    pub shell: Shell,
    /// The person who stands there, and what can be given.
    pub desk: PersonDesk,
    /// What is in the fields.
    pub typed: TypedPerson,
    /// What the form says stands there.
    pub version: String,
    /// Whether somebody else changed it since the form was opened.
    pub is_overtaken: bool,
    /// What is wrong with it.
    pub faults: FormFaults,
    /// What the person would see by it.
    pub preview: Option<Effect>,
    /// The link of an invitation, told once.
    pub invitation: Option<ShownInvitation>,
    /// Whether the invitation is on its way by mail instead.
    pub is_mailed: bool,
}

impl PersonPage {
    /// The title.
    pub fn title(&self) -> &str {
        self.desk.person.as_ref().map_or(say!(self, "person-new"), |person| &person.name)
    }

    /// Where the form goes.
    pub fn action(&self) -> String {
        self.desk.person.as_ref().map_or("/people".to_owned(), |person| format!("/people/{}", person.handle))
    }

    /// Roles of the person that whoever looks does not give.
    pub fn others(&self) -> Vec<(String, String)> {
        let roles = self.desk.person.as_ref().map(|person| person.roles.as_slice()).unwrap_or_default();
        let others: Vec<_> = roles.iter().filter(|held| !self.desk.gives.contains(&held.role)).cloned().collect();
        held(&others, self.shell.words)
    }

    /// Whether a role is given at chosen places: locations, or a manager's partners.
    pub fn has_places(&self, role: &Role) -> bool {
        *role == Role::PartnerManager || role.can_be_given_at(Reach::Location(domain::id::LocationId(0)))
    }

    /// Whether a role is given for the entire organisation.
    pub fn is_for_all(&self, role: &Role) -> bool {
        role.can_be_given_at(Reach::Everywhere)
    }

    /// Whether a role is given there in the form.
    pub fn is_at(&self, role: &Role, reach: &str) -> bool {
        let typed = self.typed.reach.get(role.code()).map_or("none", String::as_str);
        // A partner manager without partners is one all the same.
        let waits = *role == Role::PartnerManager && typed == "everywhere" && reach == "waiting";
        typed == reach || waits
    }

    /// Whether a place is chosen for a role.
    pub fn is_chosen(&self, role: &Role, id: &str) -> bool {
        self.typed.at.get(role.code()).is_some_and(|places| places.contains(id))
    }

    /// Whether that field is the first with something wrong.
    pub fn is_first_fault(&self, field: &str) -> bool {
        self.faults.0.first().is_some_and(|fault| fault.field == field)
    }

    /// Whether the form is for somebody of a partner.
    pub fn is_of_partner(&self) -> bool {
        self.desk.kind == OrganisationKind::Partner
    }
}

/// Many people at once.
#[derive(Debug, Clone, Template)]
#[template(path = "person/import.html")]
pub struct ImportPage {
    /// What surrounds it.
    pub shell: Shell,
    /// What the table says; nothing before there is one.
    pub plan: Option<ImportPlan>,
    /// The table, for the form that does it.
    pub csv: String,
    /// Each wrong line: its number, column and what is wrong.
    pub errors: Vec<(u64, &'static str, String)>,
    /// The links of the invited, told once.
    pub invitations: Vec<ShownInvitation>,
}

/// The page on which whoever is invited sets a password.
#[derive(Debug, Clone, Template)]
#[template(path = "person/invitation.html")]
pub struct InvitationPage {
    /// What surrounds it; nobody is signed in.
    pub shell: Shell,
    /// Where the form goes.
    pub action: String,
    /// The address as typed.
    pub email: String,
    /// Why it was refused: the field, and what is said.
    pub error: Option<(&'static str, String)>,
    /// With which providers it can be accepted.
    pub providers: Vec<ProviderChoice>,
}

impl InvitationPage {
    /// What is wrong with that field.
    pub fn at(&self, field: &str) -> Option<&str> {
        self.error.as_ref().filter(|(one, _)| *one == field).map(|(_, text)| text.as_str())
    }
}

/// The label of a field of the form.
pub fn field_label(field: &str, words: &Words) -> &'static str {
    match field {
        "email" => tell!(words, "email"),
        "name" => tell!(words, "name"),
        "language" => tell!(words, "language"),
        "partner_id" => tell!(words, "organisation"),
        "roles" => tell!(words, "person-roles-held"),
        "person" => tell!(words, "person"),
        _ => "",
    }
}
