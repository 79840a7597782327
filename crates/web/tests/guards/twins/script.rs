//! Random requests over every route of the table, about what somebody sees and about what they do not.

use std::collections::BTreeSet;

use web::{Kind, Route, Verb, routes};

use crate::oracle::books::Books;
use crate::oracle::eyes::{Eyes, sights};
use crate::oracle::worlds::{Dice, Drawn};
use crate::wire::{Ask, Key, Reply, query};

/// The words of both worlds.
#[derive(Debug, Clone)]
pub(super) struct Vocabulary {
    pub(super) visible: Vec<String>,
    /// Tenants that the person does not see, in either world.
    pub(super) hidden: Vec<String>,
    workloads: Vec<String>,
    locations: Vec<String>,
    countries: Vec<String>,
    segments: Vec<String>,
    words: Vec<String>,
}

impl Vocabulary {
    pub(super) fn of(first: &Books, second: &Books, eyes: &Eyes, drawn: &Drawn) -> Self {
        let seen = sights(first, eyes);
        let visible: BTreeSet<String> = seen.iter().map(|one| one.tenant.clone()).collect();
        let (mut hidden, mut workloads) = (BTreeSet::new(), BTreeSet::new());
        let (mut countries, mut segments, mut words) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
        for books in [first, second] {
            for tenant in books.tenants() {
                if !visible.contains(tenant) {
                    hidden.insert(tenant.to_owned());
                }
                let known = books.known(tenant);
                words.extend(known.name.split(' ').map(str::to_owned));
                words.extend([tenant[..6].to_owned(), known.domain, known.name]);
                countries.insert(known.country);
                segments.insert(known.segment);
                workloads.extend(books.workloads(tenant).into_iter().map(str::to_owned));
            }
        }
        let locations =
            drawn.partners.iter().flat_map(|partner| partner.locations.clone().into_iter().chain([partner.id.clone()]));
        let list = |set: BTreeSet<String>| -> Vec<String> { set.into_iter().filter(|one| !one.is_empty()).collect() };
        Self {
            visible: list(visible),
            hidden: list(hidden),
            workloads: list(workloads),
            locations: locations.chain(["5999999".to_owned()]).collect(),
            countries: list(countries),
            segments: list(segments),
            words: list(words),
        }
    }
}

const SORTS: [&str; 16] = [
    "name",
    "-name",
    "tenant_id",
    "domain",
    "country",
    "segment",
    "-workloads_claimed",
    "pau",
    "-mau",
    "-usage_percent",
    "change",
    "-overall_status",
    "-last_note_at",
    "next_action_on",
    "-signals",
    "revenue",
];

/// What is noted of tenants, to narrow the list to.
const MARKS: [(&str, &str); 4] =
    [("overdue", "true"), ("overall_status", "blocked"), ("no_survey_contact", "true"), ("signal", "usage_fell")];

/// Statuses of seats and their reasons; one that is none.
const STATUSES: [&str; 4] = ["status_unknown", "blocked", "no_intent", "kxqstatus"];
const REASONS: [&str; 3] = ["new_subscription_or_workload", "service_reliability", "executive_sponsorship"];

/// Requests, one after the other; cursors and handles of answers come back in later ones.
pub(super) struct Script<'a> {
    dice: Dice,
    words: &'a Vocabulary,
    session: Key,
    token: Key,
    form_token: String,
    cursors: Vec<String>,
    handles: Vec<String>,
    lists: Vec<&'static Route>,
}

impl<'a> Script<'a> {
    pub(super) fn new(dice: Dice, words: &'a Vocabulary, (session, token): (Key, Key), form_token: String) -> Self {
        let is_list = |route: &&Route| route.path.contains("/tenants") || route.path.ends_with("/overview");
        Self {
            dice,
            words,
            session,
            token,
            form_token,
            cursors: Vec::new(),
            handles: vec!["AAAAAAAAAAAAAAAA".to_owned()],
            lists: routes().iter().filter(is_list).collect(),
        }
    }

    /// The next request.
    pub(super) fn next(&mut self) -> Ask {
        let route = if self.dice.happens(55) { *self.dice.pick(&self.lists) } else { self.dice.pick(routes()) };
        let path = self.path(route);
        let query = self.query(route);
        let mark = if query.is_empty() { "" } else { "?" };
        let method = match self.dice.between(0, 99) {
            0..=4 if route.method == Verb::Get => "HEAD",
            5..=6 => *self.dice.pick(&["POST", "PUT", "DELETE", "PATCH", "OPTIONS"]),
            _ => route.method.name(),
        };
        let mut ask = Ask::new(method, format!("{path}{mark}{query}"));
        let (right, wrong) = match route.kind {
            Kind::Api => (&self.token, &self.session),
            _ => (&self.session, &self.token),
        };
        ask = match self.dice.between(0, 99) {
            0..=3 => ask,
            4..=7 => ask.with_key(wrong),
            _ => ask.with_key(right),
        };
        for (name, value, percent) in [
            ("accept-encoding", "gzip", 30),
            ("accept-language", "nl", 20),
            ("hx-request", "true", 12),
            ("if-none-match", "\"0\"", 5),
        ] {
            if self.dice.happens(percent) {
                ask = ask.with(name, value);
            }
        }
        if method == route.method.name() && route.changes_state() { self.with_body(route, ask) } else { ask }
    }

    fn path(&mut self, route: &Route) -> String {
        let tenants = match self.dice.between(0, 9) {
            0..=4 if !self.words.visible.is_empty() => &self.words.visible,
            0..=8 if !self.words.hidden.is_empty() => &self.words.hidden,
            _ => &vec!["99999999-0000-4000-8000-00000000ffff".to_owned()],
        };
        let tenant = self.dice.pick(tenants).clone();
        let workload = query(&[("w", self.dice.pick(&self.words.workloads))]).split_off(2).replace('+', "%20");
        let handle = self.dice.pick(&self.handles).clone();
        let id = self.dice.between(1, 12).to_string();
        let is_load = route.path.contains("/loads/");
        route
            .path
            .replace("{tenant_id}", &tenant)
            .replace("{workload}", &workload)
            .replace("{id}", if is_load { &id } else { &handle })
            .replace("{handle}", &handle)
            .replace("{contact_id}", &handle)
            .replace("{*path}", "no-such-file.css")
    }

    fn query(&mut self, route: &Route) -> String {
        let is_list = matches!(route.path, "/tenants" | "/tenants/export.csv" | "/api/v1/tenants");
        if !is_list {
            let fields: &[(&str, &str)] = match route.path {
                "/audit" | "/api/v1/audit" => &[("q", "tenant")],
                "/sign-in" => &[("next", "/tenants")],
                path if path.ends_with("/service-status") && self.dice.happens(30) => &[("as_of", "2024-01-01")],
                _ if self.dice.happens(4) => &[("so", "what")],
                _ => &[],
            };
            return query(fields);
        }
        let mut fields: Vec<(&str, String)> = Vec::new();
        let words = self.words;
        if self.dice.happens(60) {
            fields.push(("sort", (*self.dice.pick(&SORTS)).to_owned()));
        }
        for (name, values, percent) in [
            ("q", &words.words, 35),
            ("location", &words.locations, 20),
            ("country", &words.countries, 15),
            ("segment", &words.segments, 10),
            ("workload", &words.workloads, 15),
            ("l1", &STATUSES.map(str::to_owned).to_vec(), 12),
            ("l2", &REASONS.map(str::to_owned).to_vec(), 8),
        ] {
            if !values.is_empty() && self.dice.happens(percent) {
                fields.push((name, self.dice.pick(values).clone()));
            }
        }
        if self.dice.happens(10) {
            fields.push(("usage_from", self.dice.between(0, 120).to_string()));
        }
        if self.dice.happens(10) {
            fields.push(("band", (*self.dice.pick(&["low", "fair", "good", "high", "above", "none", "x"])).to_owned()));
        }
        if self.dice.happens(10) {
            let (name, value) = *self.dice.pick(&MARKS);
            fields.push((name, value.to_owned()));
        }
        if self.dice.happens(50) {
            let limit = if route.kind == Kind::Api { self.dice.between(0, 9) } else { 25 };
            fields.push(("limit", limit.to_string()));
        }
        if !self.cursors.is_empty() && self.dice.happens(30) {
            fields.push(("cursor", self.dice.pick(&self.cursors).clone()));
        }
        query(&fields)
    }

    fn with_body(&mut self, route: &Route, ask: Ask) -> Ask {
        // What would end the keys that later requests need is not to be done.
        if matches!(route.path, "/sign-out" | "/profile/sessions/deletion") {
            return ask.form(&[("csrf", "")]);
        }
        if route.path == "/api/v1/me/sessions" {
            return Ask { path: format!("{}?so=what", route.path), ..ask };
        }
        if matches!(route.path, "/sign-in" | "/profile/password") && self.dice.happens(80) {
            // Hashing takes its time, and there are other tests of it.
            return ask.form(&[("csrf", "")]);
        }
        if route.path.contains("/contacts") {
            return self.with_contact(route, ask);
        }
        let name = format!("view {}", self.dice.between(1, 4));
        let query = format!("q={}", self.dice.between(1, 4));
        match route.kind {
            Kind::Api if route.path == "/api/v1/views" => {
                ask.json(&serde_json::json!({ "name": name, "query": query }))
            }
            Kind::Api if route.path.ends_with("/preferences") => {
                ask.json(&serde_json::json!({ "language": "en", "theme": "dark" }))
            }
            Kind::Api => ask.json(&serde_json::json!({})),
            _ => ask.form(&[
                ("csrf", &self.form_token),
                ("name", &name),
                ("query", &query),
                ("language", "en"),
                ("theme", "dark"),
                ("expires_days", "0"),
                ("email", "nobody@kxq.example"),
            ]),
        }
    }

    /// A contact, at times one that others have too, and at times the first that is not eligible.
    fn with_contact(&mut self, route: &Route, ask: Ask) -> Ask {
        let is_eligible = self.dice.happens(60);
        let email = format!("contact{}@twins.example.com", self.dice.between(1, 3));
        let version = (*self.dice.pick(&["*", "\"1\"", "\"2\""])).to_owned();
        if route.kind == Kind::Api {
            let ask = if self.dice.happens(90) { ask.with("if-match", version) } else { ask };
            return ask.json(&serde_json::json!({
                "type": "customer", "name": "Somebody", "email": email, "country": "NL", "language": "nl",
                "workloads": ["Teams"], "survey_eligible": is_eligible,
            }));
        }
        ask.form(&[
            ("csrf", &self.form_token),
            ("version", version.trim_matches(['"', '*'])),
            ("type", "customer"),
            ("name", "Somebody"),
            ("email", &email),
            ("country", "NL"),
            ("language", "nl"),
            ("workloads", "Teams"),
            ("survey_eligible", if is_eligible { "yes" } else { "no" }),
        ])
    }

    /// Keeps cursors and handles for later.
    pub(super) fn learn(&mut self, ask: &Ask, reply: &Reply) {
        if reply.status >= 400 {
            return;
        }
        let text = reply.text();
        for (mark, end) in [("cursor\":\"", '"'), ("cursor=", '"'), ("cursor=", '&')] {
            let found = text.split(mark).nth(1).and_then(|rest| rest.split(end).next());
            self.cursors.extend(found.filter(|it| it.len() < 600 && !it.contains(' ')).map(str::to_owned));
        }
        if ask.path.starts_with("/api/v1/views") || ask.path.starts_with("/api/v1/me/tokens") {
            let found = text.split("\"id\":\"").nth(1).and_then(|rest| rest.split('"').next());
            self.handles.extend(found.filter(|_| !ask.path.contains("tokens")).map(str::to_owned));
        }
        if ask.path.contains("/contacts") {
            let found = text.split("\"id\":\"").nth(1).and_then(|rest| rest.split('"').next());
            self.handles.extend(found.map(str::to_owned));
        }
        let most = 12;
        if self.cursors.len() > most {
            self.cursors.drain(..self.cursors.len() - most);
        }
        if self.handles.len() > most {
            self.handles.drain(1..=self.handles.len() - most);
        }
    }
}
