//! Whom personal data are kept of, and how much (S16.2): the programme admin finds everybody, a partner's global admin the people of
//! the own organisation. Whoever is not theirs is not there: one answer for both.

use std::collections::BTreeMap;

use domain::access::{Action, PeopleScope, Resource};
use domain::id::PersonId;
use domain::person::Email;
use domain::planted::{Fault, planted};
use domain::tenant::name_key;
use serde_json::Value;
use store::{CopyOf, Tx};

use crate::identity::Who;
use crate::secret::mark;
use crate::{App, AppError, Ctx, Problem, Seen};

/// Most people that a search shows of each sort.
const MOST_FOUND: usize = 50;

/// Most tenants of a contact whose looks are led to.
const MOST_TENANTS: i64 = 20;

/// The longest search, in characters.
const LONGEST_SEARCH: usize = 200;

/// Of whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Whose {
    /// Of somebody with an account, by the handle.
    Person(String),
    /// Of a contact, by the address.
    Contact(String),
}

/// Somebody of whom something is kept.
#[derive(Clone, PartialEq, Eq)]
pub struct PersonalDataFound {
    /// Who.
    pub whose: Whose,
    /// The name.
    pub name: String,
    /// The address.
    pub email: String,
    /// The organisation, of somebody with an account.
    pub organisation: Option<String>,
}

impl std::fmt::Debug for PersonalDataFound {
    /// Without what identifies the person.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PersonalDataFound")
    }
}

/// How much is kept of a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonalData {
    /// Who it is.
    pub found: PersonalDataFound,
    /// How many rows there are of each kind, of the kinds of which there are any.
    pub counts: Vec<(&'static str, i64)>,
    /// By what the audit names looks at it: the IDs of the tenants of a contact, or the handle of an account.
    pub seen_as: Vec<String>,
}

impl PersonalData {
    /// Every kind of rows that there can be: of an account, and of a contact.
    pub fn kinds() -> [Vec<&'static str>; 2] {
        [store::KINDS_OF_PERSON, store::KINDS_OF_CONTACT].map(|kinds| kinds.iter().map(|kind| kind.name).collect())
    }
}

/// Somebody whose data are asked for, and who is there for whoever asks.
pub(crate) struct About {
    pub found: PersonalDataFound,
    /// The number of an account.
    pub person: Option<PersonId>,
    /// The mark of the address in the audit.
    pub mark: String,
}

impl About {
    /// As the store wants it.
    pub(crate) fn of(&self) -> CopyOf<'_> {
        match self.person {
            Some(person) => CopyOf::Person(person, &self.found.email, &self.mark),
            None => CopyOf::Contact(&self.found.email),
        }
    }
}

impl App {
    /// People whose name or address contains the search. Fields: `q`.
    pub async fn find_personal_data(&self, ctx: &Ctx, search: &str) -> Result<Seen<Vec<PersonalDataFound>>, AppError> {
        let mut tx = self.store.read().await?;
        let (who, scope) = self.data_admin(&mut tx, ctx).await?;
        let search = search.trim();
        if search.is_empty() {
            return Err(AppError::field("q", Problem::Missing));
        }
        if search.chars().count() > LONGEST_SEARCH {
            return Err(AppError::field("q", Problem::TooLong(LONGEST_SEARCH)));
        }
        let (key, address) = (name_key(search), search.to_lowercase());
        let mut rows = tx.managed_people(scope.organisation()).await?;
        rows.retain(|row| name_key(&row.person.name).contains(&key) || row.person.email.contains(&address));
        let accounts = rows.into_iter().take(MOST_FOUND).map(|row| PersonalDataFound {
            whose: Whose::Person(row.handle),
            name: row.person.name,
            email: row.person.email,
            organisation: Some(row.person.organisation),
        });
        let mut found: Vec<_> = accounts.collect();
        if sees_contacts(&scope) {
            found.extend(contacts(&mut tx, &address, &key).await?);
        }
        tx.end();
        Ok(Seen { viewer: who.viewer, value: found })
    }

    /// How much is kept of a person. Fields: `email`.
    pub async fn personal_data(&self, ctx: &Ctx, whose: &Whose) -> Result<Seen<PersonalData>, AppError> {
        let mut tx = self.store.read().await?;
        let (who, scope) = self.data_admin(&mut tx, ctx).await?;
        let about = about(&mut tx, &scope, whose).await?;
        let counts = counts(&mut tx, about.of()).await?;
        let seen_as = match &about.found.whose {
            Whose::Person(handle) => vec![handle.clone()],
            Whose::Contact(email) => tx.tenants_naming(email, MOST_TENANTS).await?,
        };
        tx.end();
        Ok(Seen { viewer: who.viewer, value: PersonalData { found: about.found, counts, seen_as } })
    }

    /// Who asks, and whose data they may have. Nothing is changed by it, so that nobody is held; what is asked for is kept out of
    /// addresses, and so comes by a method that changes things.
    pub(crate) async fn data_admin(&self, tx: &mut Tx, ctx: &Ctx) -> Result<(Who, PeopleScope), AppError> {
        let who = self.who(tx, ctx).await?;
        who.may(Resource::PersonalData, Action::Write)?;
        let scope = PeopleScope::of(&who.viewer.principal)?;
        Ok((who, scope))
    }
}

/// Whether contacts are there to be found: whoever is there for one organisation has no tenant by that (S1.3).
fn sees_contacts(scope: &PeopleScope) -> bool {
    scope.organisation().is_none() || planted(Fault::CopyOfContact)
}

/// Somebody, where they are there for whoever asks.
pub(crate) async fn about(tx: &mut Tx, scope: &PeopleScope, whose: &Whose) -> Result<About, AppError> {
    let about = match whose {
        Whose::Person(handle) => {
            let organisation = scope.organisation().filter(|_| !planted(Fault::CopyOfStranger));
            let row = tx.managed_person(handle, organisation).await?.ok_or(AppError::NotFound)?;
            About {
                mark: mark(&row.person.email),
                person: Some(PersonId(row.person.person_id)),
                found: PersonalDataFound {
                    whose: Whose::Person(row.handle),
                    name: row.person.name,
                    email: row.person.email,
                    organisation: Some(row.person.organisation),
                },
            }
        }
        Whose::Contact(address) => {
            let email: Email = address.parse().map_err(|_| {
                AppError::field("email", if address.trim().is_empty() { Problem::Missing } else { Problem::NotAnEmail })
            })?;
            if !sees_contacts(scope) {
                return Err(AppError::NotFound);
            }
            let named = contacts(tx, email.as_str(), &name_key(email.as_str())).await?;
            let named = named.into_iter().find(|one| one.email == email.as_str()).map(|one| one.name);
            About {
                mark: String::new(),
                person: None,
                found: PersonalDataFound {
                    whose: Whose::Contact(email.to_string()),
                    name: named.unwrap_or_default(),
                    email: email.to_string(),
                    organisation: None,
                },
            }
        }
    };
    if about.person.is_none() && counts(tx, about.of()).await?.is_empty() {
        return Err(AppError::NotFound);
    }
    Ok(about)
}

/// How many rows there are of each kind.
pub(crate) async fn counts(tx: &mut Tx, of: CopyOf<'_>) -> Result<Vec<(&'static str, i64)>, AppError> {
    let mut counts = Vec::new();
    for kind in of.kinds() {
        let count = tx.count_copied(kind, of).await?;
        if count > 0 {
            counts.push((kind.name, count));
        }
    }
    Ok(counts)
}

/// Contacts, people in claims and people in requests whose name or address has that in it, by address.
async fn contacts(tx: &mut Tx, search: &str, key: &str) -> Result<Vec<PersonalDataFound>, AppError> {
    let limit = i64::try_from(MOST_FOUND).unwrap_or(i64::MAX);
    let mut named: BTreeMap<String, String> = BTreeMap::new();
    for row in tx.find_contacts(search, key, limit).await? {
        named.entry(row.email).or_insert(row.name);
    }
    for text in tx.find_in_requests(search, limit).await? {
        for (name, email) in people_in(&text) {
            if name.to_lowercase().contains(search) || email.contains(search) {
                named.entry(email).or_insert(name);
            }
        }
    }
    let found = named.into_iter().take(MOST_FOUND).map(|(email, name)| PersonalDataFound {
        whose: Whose::Contact(email.clone()),
        name,
        email,
        organisation: None,
    });
    Ok(found.collect())
}

/// Names and addresses of those whom a request names, the address in small letters; without one, nobody is found by it.
fn people_in(contacts: &str) -> Vec<(String, String)> {
    let people: Vec<Value> = serde_json::from_str(contacts).unwrap_or_default();
    let text = |one: &Value, field: &str| one.get(field).and_then(Value::as_str).unwrap_or_default().to_owned();
    let people = people.iter().map(|one| (text(one, "name"), text(one, "email").to_lowercase()));
    people.filter(|(_, email)| !email.is_empty()).collect()
}
