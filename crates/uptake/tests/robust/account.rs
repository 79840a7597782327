//! Somebody who changes what is theirs and remembers every acknowledgement.
//!
//! What was acknowledged must be there; what was not answered may be there or not, but whole. A person here does one
//! thing at a time, so that at any moment at most one thing is in doubt.

use std::collections::BTreeMap;
use std::io;

use serde_json::{Value, json};
use testkit::{Answer, Client, Dice, Noorderlicht, PASSWORD, Served};

use crate::site::Site;

/// The themes that a person can choose.
const THEMES: [&str; 3] = ["system", "light", "dark"];

/// What an account holds.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Holdings {
    /// Saved views: name and query.
    views: BTreeMap<String, String>,
    /// The language, and the theme.
    preferences: (Option<String>, String),
    /// How many sessions are open.
    sessions: usize,
    /// The names of its tokens.
    tokens: Vec<String>,
}

/// Something that a person does.
#[derive(Debug, Clone)]
enum Act {
    SaveView(String, String),
    DeleteView(String),
    Prefer(Option<&'static str>, &'static str),
    SignIn,
    SignOut,
    EndSessions,
    MakeToken(String),
    RevokeToken(String),
    ChangePassword(String),
}

/// Why nobody knows whether something was done.
#[derive(Debug)]
pub(crate) enum Doubt {
    /// There was no answer, or half of one.
    Silence(String),
    /// The answer says that it did not work out; it may have been done before that.
    Answer(String, Answer),
}

impl Doubt {
    /// What is wrong with being left in doubt like that, by a server that lives: it has to say so, and when to come back.
    pub(crate) fn complaint(&self) -> Option<String> {
        match self {
            Self::Silence(what) => Some(what.clone()),
            Self::Answer(_, answer) if is_later(answer) => None,
            Self::Answer(what, answer) => Some(format!("{what}: {answer}")),
        }
    }
}

/// Whether an answer says that it will work later, and when.
pub(crate) fn is_later(answer: &Answer) -> bool {
    matches!(answer.status, 503 | 507) && answer.field("retry-after").is_some_and(|it| it.parse::<u32>().is_ok())
}

/// Somebody with an account.
pub(crate) struct Person {
    email: String,
    token: String,
    password: String,
    holdings: Holdings,
    /// What was begun and not answered, and what the account holds if it was done.
    in_doubt: Option<(Act, Holdings)>,
    /// The secrets of sessions that are open, and of some that have ended.
    open: Vec<String>,
    ended: Vec<String>,
    /// The handles of views and tokens by their names, as last listed.
    handles: BTreeMap<String, String>,
    /// How often this person signed in, as far as is known.
    sign_ins: usize,
    made: u64,
    /// What was not there though the server had said so.
    missed: Vec<String>,
}

impl Person {
    /// Somebody new at the partner Noorderlicht.
    pub(crate) fn join(site: &Site, name: &str) -> Self {
        let (email, token) = site.add_person(name, Some(Noorderlicht::PARTNER));
        let holdings = Holdings {
            views: BTreeMap::new(),
            preferences: (None, "system".to_owned()),
            sessions: 0,
            tokens: vec!["command line".to_owned()],
        };
        Self {
            email,
            token,
            password: PASSWORD.to_owned(),
            holdings,
            in_doubt: None,
            open: Vec::new(),
            ended: Vec::new(),
            handles: BTreeMap::new(),
            sign_ins: 0,
            made: 0,
            missed: Vec::new(),
        }
    }

    /// Does one thing; an error when nobody knows whether it was done. Gives whether it was acknowledged.
    pub(crate) fn act(&mut self, server: &Served, client: &mut Client, dice: &mut Dice) -> Result<bool, Doubt> {
        let act = self.choose(dice);
        let after = self.after(&act);
        self.in_doubt = Some((act.clone(), after.clone()));
        let sent = self.send(&act, server, client);
        let answer = sent.map_err(|error| Doubt::Silence(format!("{act:?}: {error}")))?;
        match answer.status {
            200..400 => {
                self.note(&act, Some(&answer));
                self.holdings = after;
                self.in_doubt = None;
                Ok(true)
            }
            // Answered, and yet in doubt: it may have been done before the answer went wrong.
            500.. => Err(Doubt::Answer(format!("{act:?}"), answer)),
            // Attempts to sign in that were broken off count as failed ones.
            429 => {
                self.in_doubt = None;
                Ok(false)
            }
            // What was acknowledged before is not there: it was acknowledged too early.
            404 => {
                self.missed.push(format!("{act:?} found nothing"));
                Err(Doubt::Answer(format!("{act:?}"), answer))
            }
            status => panic!("{act:?} was refused with {status}: {}", answer.text()),
        }
    }

    fn choose(&mut self, dice: &mut Dice) -> Act {
        self.made += 1;
        let view = format!("view {}", dice.below(5));
        match dice.below(20) {
            0 if self.open.is_empty() => Act::SignIn,
            0 => Act::SignOut,
            1 if self.holdings.sessions > 3 => Act::EndSessions,
            1 => Act::SignIn,
            2 if self.holdings.sessions > 1 && !self.open.is_empty() => {
                Act::ChangePassword(format!("correct horse {}", self.made))
            }
            3 | 4 if self.holdings.tokens.len() > 4 && self.listed_token().is_some() => {
                Act::RevokeToken(self.listed_token().unwrap())
            }
            3 | 4 if !self.open.is_empty() => Act::MakeToken(format!("token {}", self.made)),
            5..9 => Act::Prefer(*dice.pick(&[None, Some("en"), Some("nl")]), dice.pick::<&str>(&THEMES)),
            9..12 if self.handles.contains_key(&view) => Act::DeleteView(view),
            _ => Act::SaveView(view, format!("q={}", self.made)),
        }
    }

    /// A token whose handle is known; not the one that this person works with.
    fn listed_token(&self) -> Option<String> {
        let known = |name: &&String| name.starts_with("token") && self.handles.contains_key(*name);
        self.holdings.tokens.iter().find(known).cloned()
    }

    fn after(&self, act: &Act) -> Holdings {
        let mut after = self.holdings.clone();
        match act {
            Act::SaveView(name, query) => drop(after.views.insert(name.clone(), query.clone())),
            Act::DeleteView(name) => drop(after.views.remove(name)),
            Act::Prefer(language, theme) => after.preferences = (language.map(str::to_owned), (*theme).to_owned()),
            Act::SignIn => after.sessions += 1,
            Act::SignOut => after.sessions -= 1,
            Act::EndSessions => after.sessions = 0,
            // All but the one in which it was changed.
            Act::ChangePassword(_) => after.sessions = 1,
            Act::MakeToken(name) => {
                after.tokens.push(name.clone());
                after.tokens.sort();
            }
            Act::RevokeToken(name) => after.tokens.retain(|one| one != name),
        }
        after
    }

    fn send(&self, act: &Act, server: &Served, client: &mut Client) -> io::Result<Answer> {
        match act {
            Act::SaveView(name, query) => {
                client.json("POST", "/api/v1/views", &json!({ "name": name, "query": query }))
            }
            Act::DeleteView(name) => client.send("DELETE", &format!("/api/v1/views/{}", self.handles[name]), &[], b""),
            Act::Prefer(language, theme) => {
                client.json("PUT", "/api/v1/me/preferences", &json!({ "language": language, "theme": theme }))
            }
            Act::SignIn => sign_in(&mut server.client(), &self.email, &self.password),
            Act::SignOut => {
                let cookie = format!("uptake-session={}", self.open.last().unwrap());
                submit(&mut server.client(), &cookie, "/sign-out", &[])
            }
            Act::EndSessions => client.send("DELETE", "/api/v1/me/sessions", &[], b""),
            Act::MakeToken(name) => {
                let cookie = format!("uptake-session={}", self.open.last().unwrap());
                let fields = [("name", name.as_str()), ("expires_days", "30"), ("scope", "read")];
                submit(&mut server.client(), &cookie, "/profile/tokens", &fields)
            }
            Act::RevokeToken(name) => {
                client.send("DELETE", &format!("/api/v1/me/tokens/{}", self.handles[name]), &[], b"")
            }
            Act::ChangePassword(new) => {
                let cookie = format!("uptake-session={}", self.open.last().unwrap());
                let fields = [("current", self.password.as_str()), ("new", new), ("repeat", new)];
                submit(&mut server.client(), &cookie, "/profile/password", &fields)
            }
        }
    }

    /// Notes what came of something that was done, beside what the account holds.
    fn note(&mut self, act: &Act, answer: Option<&Answer>) {
        match act {
            Act::SaveView(name, _) => {
                if let Some(id) = answer.and_then(|answer| answer.json()["id"].as_str().map(str::to_owned)) {
                    self.handles.insert(name.clone(), id);
                }
            }
            Act::DeleteView(name) | Act::RevokeToken(name) => drop(self.handles.remove(name)),
            Act::SignIn => {
                self.sign_ins += 1;
                let secret = answer.and_then(|answer| answer.cookie("uptake-session"));
                self.open.extend(secret.map(str::to_owned));
            }
            Act::SignOut => self.ended.extend(self.open.pop()),
            Act::EndSessions => self.ended.append(&mut self.open),
            Act::ChangePassword(new) => {
                self.password.clone_from(new);
                let this = self.open.pop();
                self.ended.append(&mut self.open);
                self.open.extend(this);
            }
            Act::MakeToken(_) | Act::Prefer(..) => {}
        }
        if self.ended.len() > 3 {
            self.ended.drain(..1);
        }
    }

    /// Whether something can be written: what this person prefers already.
    pub(crate) fn writes(&self, server: &Served) -> bool {
        let (language, theme) = &self.holdings.preferences;
        let preferred = json!({ "language": language, "theme": theme });
        let answer = self.client(server).json("PUT", "/api/v1/me/preferences", &preferred);
        answer.is_ok_and(|answer| (200..300).contains(&answer.status))
    }

    /// A caller with this person's token.
    pub(crate) fn client(&self, server: &Served) -> Client {
        server.client().with_token(&self.token)
    }

    /// Compares what is there with what must be; takes over what was in doubt. Gives what is wrong.
    pub(crate) fn check(&mut self, server: &Served) -> Vec<String> {
        if !self.missed.is_empty() {
            return std::mem::take(&mut self.missed);
        }
        let mut client = self.client(server);
        let found = match self.observe(&mut client) {
            Ok(found) => found,
            Err(error) => return vec![format!("{}: {error}", self.email)],
        };
        let in_doubt = self.in_doubt.take();
        if let Some((act, after)) = &in_doubt
            && found == *after
        {
            // What was in doubt and changes nothing that can be seen may be either; only the audit would tell.
            self.note(act, None);
            self.holdings = found;
        } else if found != self.holdings {
            let was = format!("{}: there is {found:?}, acknowledged was {:?}", self.email, self.holdings);
            self.holdings = found;
            return vec![format!("{was}, in doubt {in_doubt:?}")];
        }
        self.check_sessions(server)
    }

    fn check_sessions(&self, server: &Served) -> Vec<String> {
        let asked = |secret: &String| {
            let cookie = format!("uptake-session={secret}");
            server.client().send("GET", "/profile", &[("Cookie", &cookie)], b"").map_or(0, |answer| answer.status)
        };
        let open = self.open.iter().filter(|secret| asked(secret) != 200).map(|_| "a session was lost");
        let ended = self.ended.iter().filter(|secret| asked(secret) != 303).map(|_| "a session came back");
        open.chain(ended).map(|what| format!("{}: {what}", self.email)).collect()
    }

    fn observe(&mut self, client: &mut Client) -> io::Result<Holdings> {
        let mut list = |path: &str| -> io::Result<Vec<Value>> {
            let answer = client.get(path)?;
            match answer.json()["items"].as_array() {
                Some(items) if answer.status == 200 => Ok(items.clone()),
                _ => Err(io::Error::other(format!("{path}: {} {}", answer.status, answer.text()))),
            }
        };
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let (views, tokens, sessions) =
            (list("/api/v1/views")?, list("/api/v1/me/tokens")?, list("/api/v1/me/sessions")?);
        let me = client.get("/api/v1/me")?.json();
        let ids = views.iter().map(|view| (text(&view["name"]), text(&view["id"])));
        self.handles = ids.chain(tokens.iter().map(|one| (text(&one["name"]), text(&one["handle"])))).collect();
        let mut names: Vec<_> = tokens.iter().map(|token| text(&token["name"])).collect();
        names.sort();
        Ok(Holdings {
            views: views.iter().map(|view| (text(&view["name"]), text(&view["query"]))).collect(),
            preferences: (me["language"].as_str().map(str::to_owned), text(&me["theme"])),
            sessions: sessions.len(),
            tokens: names,
        })
    }

    /// Whether the password that was acknowledged is the one that counts, and whether each sign-in stands in the
    /// audit once. What is wrong.
    pub(crate) fn check_at_the_end(&mut self, site: &Site, server: &Served) -> Vec<String> {
        let mut wrong = Vec::new();
        match sign_in(&mut server.client(), &self.email, &self.password) {
            Ok(answer) if answer.status == 303 => self.sign_ins += 1,
            Ok(answer) if answer.status == 429 => {}
            other => wrong.push(format!("{}: the password is lost: {:?}", self.email, other.map(|it| it.status))),
        }
        let people = site.rows("person");
        let row = people.iter().find(|row| row.contains(&self.email)).unwrap();
        let key = crate::site::column(row, "person_id").to_owned();
        let of_person = |row: &&String| {
            crate::site::column(row, "person_id") == key && crate::site::column(row, "action") == "sign_in.done"
        };
        let told = site.rows("audit").iter().filter(of_person).count();
        if told != self.sign_ins {
            wrong.push(format!("{}: signed in {} times, {told} in the audit", self.email, self.sign_ins));
        }
        wrong
    }
}

/// The token of the forms of a page.
pub(crate) fn form_token(page: &str) -> String {
    let value = page.split("name=\"csrf\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
    value.unwrap_or_default().to_owned()
}

/// Signs in as a browser does.
pub(crate) fn sign_in(browser: &mut Client, email: &str, password: &str) -> io::Result<Answer> {
    let page = browser.get("/sign-in")?;
    let cookie = format!("uptake-visit={}", page.cookie("uptake-visit").unwrap_or_default());
    let token = form_token(&page.text());
    browser.form("/sign-in", &cookie, &[("csrf", &token), ("email", email), ("password", password)])
}

/// Sends a form of the profile page in a session.
fn submit(browser: &mut Client, cookie: &str, path: &str, fields: &[(&str, &str)]) -> io::Result<Answer> {
    let page = browser.send("GET", "/profile", &[("Cookie", cookie)], b"")?;
    if page.status != 200 {
        return Ok(page);
    }
    let token = form_token(&page.text());
    let fields: Vec<_> = fields.iter().copied().chain([("csrf", token.as_str())]).collect();
    browser.form(path, cookie, &fields)
}
