//! Somebody of the programme office who loads, applies, discards and takes back, and remembers what was acknowledged.

use std::collections::BTreeMap;
use std::io;

use serde_json::Value;
use testkit::report::{Report, Usage};
use testkit::{Answer, Client, Dice, Served, TENANTS};

use crate::site::Site;

/// The version of the figures that [`Site`] begins with.
const FIRST: i64 = 60;

/// The active users of the workload that is never loaded anew.
const OTHER: i64 = 60;

/// Usage of August for every tenant of the small world, with that many active users each.
fn usage(version: i64) -> String {
    let mau = version.to_string();
    let rows = TENANTS.map(|tenant| Usage {
        tenant: tenant.id,
        name: tenant.name,
        location: tenant.location,
        pau: "100000",
        mau: &mau,
        ..Usage::default()
    });
    Report::office(&rows).text().to_owned()
}

/// What there is of loads: the state of each of this loader's, and the version of the figures.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Loads {
    states: BTreeMap<i64, String>,
    version: i64,
}

#[derive(Debug, Clone)]
enum Act {
    Stage(i64),
    Apply(i64),
    Discard(i64),
    Undo(i64),
}

/// Whether an answer tells of that problem.
fn is_problem(answer: &Answer, name: &str) -> bool {
    answer.json()["type"].as_str().is_some_and(|kind| kind.ends_with(&format!("#problem-{name}")))
}

/// Somebody who loads.
pub(crate) struct Loader {
    token: String,
    loads: Loads,
    /// What each load brings.
    versions: BTreeMap<i64, i64>,
    in_doubt: Option<Act>,
    newest_version: i64,
    /// Whether what waits may be gone without anybody having asked for it.
    pub(crate) may_lose_rooms: bool,
    /// The loads that others made.
    before: i64,
}

impl Loader {
    /// Somebody new in the programme office.
    pub(crate) fn join(site: &Site) -> Self {
        let (_, token) = site.add_person("lader", None);
        let before = site.rows("load").len();
        Self {
            token,
            loads: Loads { states: BTreeMap::new(), version: FIRST },
            versions: BTreeMap::new(),
            in_doubt: None,
            may_lose_rooms: false,
            newest_version: 1_000,
            before: i64::try_from(before).unwrap(),
        }
    }

    /// A caller with this person's token.
    pub(crate) fn client(&self, server: &Served) -> Client {
        server.client().with_token(&self.token)
    }

    fn in_state(&self, state: &str) -> Option<i64> {
        self.loads.states.iter().rev().find(|(_, other)| *other == state).map(|(id, _)| *id)
    }

    /// The version that counts when these loads are as they are: that of the newest applied one.
    fn version_of(&self, states: &BTreeMap<i64, String>) -> i64 {
        let newest = states.iter().rev().find(|(_, state)| *state == "applied");
        newest.and_then(|(id, _)| self.versions.get(id).copied()).unwrap_or(FIRST)
    }

    /// Does one thing; an error when nobody knows whether it was done. Gives whether it was acknowledged.
    pub(crate) fn act(&mut self, client: &mut Client, dice: &mut Dice) -> io::Result<bool> {
        let act = match (self.in_state("planned"), self.in_state("applied")) {
            (Some(planned), _) if dice.below(5) == 0 => Act::Discard(planned),
            (Some(planned), _) => Act::Apply(planned),
            (None, Some(applied)) if dice.below(3) == 0 => Act::Undo(applied),
            _ => {
                self.newest_version += 1;
                Act::Stage(self.newest_version)
            }
        };
        self.in_doubt = Some(act.clone());
        let answer = send(client, &act)?;
        match answer.status {
            200..300 => {
                let id = answer.json()["id"].as_i64();
                self.note(&act, id);
                self.in_doubt = None;
                Ok(true)
            }
            // The server before this one has died, and the database has not noticed yet.
            409 if is_problem(&answer, "load-at-work") => {
                self.in_doubt = None;
                Ok(false)
            }
            // Said to be gone, it is: nothing of it may ever count.
            409 if self.may_lose_rooms && is_problem(&answer, "load-lost") => {
                let (Act::Apply(id) | Act::Stage(id) | Act::Discard(id) | Act::Undo(id)) = act;
                self.loads.states.insert(id, "dead".to_owned());
                self.in_doubt = None;
                Ok(true)
            }
            500.. => Err(io::Error::other(format!("{act:?}: {}", answer.status))),
            status => panic!("{act:?} was refused with {status}: {}", answer.text()),
        }
    }

    fn note(&mut self, act: &Act, id: Option<i64>) {
        let (id, state) = match act {
            Act::Stage(version) => {
                let id = id.unwrap_or_default();
                self.versions.insert(id, *version);
                (id, "planned")
            }
            Act::Apply(id) => (*id, "applied"),
            Act::Discard(id) => (*id, "discarded"),
            Act::Undo(id) => (*id, "undone"),
        };
        self.loads.states.insert(id, state.to_owned());
        self.loads.version = self.version_of(&self.loads.states);
    }

    /// Compares what is there with what must be; takes over what was in doubt. Gives what is wrong.
    pub(crate) fn check(&mut self, server: &Served) -> Vec<String> {
        let found = match self.observe(&mut self.client(server)) {
            Ok(found) => found,
            Err(error) => return vec![format!("loads: {error}")],
        };
        if found == self.loads {
            self.in_doubt = None;
            return Vec::new();
        }
        let acknowledged = self.loads.clone();
        let in_doubt = self.in_doubt.take();
        match &in_doubt {
            // Begun, and then planned or left dead: nothing of it may count, and there is one at the most.
            Some(Act::Stage(version)) => {
                let new: Vec<_> = found.states.iter().filter(|it| !acknowledged.states.contains_key(it.0)).collect();
                if let [(id, state)] = new[..] {
                    self.versions.insert(*id, *version);
                    self.loads.states.insert(*id, state.clone());
                }
            }
            // Not answered that what waited is gone, and it is.
            Some(Act::Apply(id)) if self.may_lose_rooms && found.states.get(id).is_some_and(|it| it == "dead") => {
                self.loads.states.insert(*id, "dead".to_owned());
            }
            Some(act) => self.note(act, None),
            None => {}
        }
        if found == self.loads {
            return Vec::new();
        }
        let expected = std::mem::replace(&mut self.loads, found.clone());
        vec![format!(
            "there is {found:?}, acknowledged was {acknowledged:?}, in doubt {in_doubt:?}, expected {expected:?} by {:?}",
            self.versions
        )]
    }

    fn observe(&self, client: &mut Client) -> io::Result<Loads> {
        let list = client.get("/api/v1/loads")?;
        let tenants = client.get("/api/v1/tenants?limit=10")?;
        let (Some(items), Some(rows)) =
            (list.json()["items"].as_array().cloned(), tenants.json()["items"].as_array().cloned())
        else {
            return Err(io::Error::other(format!("{} {}", list.text(), tenants.text())));
        };
        let oldest = items.iter().filter_map(|it| it["id"].as_i64()).min().unwrap_or_default();
        let mut states: BTreeMap<i64, String> = items.iter().filter_map(|load| self.state(load)).collect();
        // Older ones than the list has are as they were: nothing here touches them any more.
        states.extend(self.loads.states.iter().filter(|(id, _)| **id < oldest).map(|(id, to)| (*id, to.clone())));
        let mut versions: Vec<_> =
            rows.iter().map(|tenant| tenant["mau"].as_i64().unwrap_or_default() - OTHER).collect();
        versions.dedup();
        match versions[..] {
            [version] => Ok(Loads { states, version }),
            _ => Err(io::Error::other(format!("the tenants are of several versions: {versions:?}"))),
        }
    }

    /// The state of a load of this loader; one that its process left behind is dead, whatever it is called.
    fn state(&self, load: &Value) -> Option<(i64, String)> {
        let id = load["id"].as_i64().filter(|id| *id > self.before)?;
        let state = match load["state"].as_str().unwrap_or_default() {
            "staging" | "failed" => "dead",
            other => other,
        };
        Some((id, state.to_owned()))
    }
}

fn send(client: &mut Client, act: &Act) -> io::Result<Answer> {
    match act {
        Act::Stage(version) => {
            let kind = [("Content-Type", "text/csv")];
            client.send("POST", "/api/v1/loads?file_name=OfficeUsage.csv", &kind, usage(*version).as_bytes())
        }
        Act::Apply(id) => client.send("POST", &format!("/api/v1/loads/{id}/application"), &[], b""),
        Act::Discard(id) => client.send("POST", &format!("/api/v1/loads/{id}/discarding"), &[], b""),
        Act::Undo(id) => client.send("POST", &format!("/api/v1/loads/{id}/undoing"), &[], b""),
    }
}
