//! Random requests over every route of the table, about what somebody sees and about what they do not.

use serde_json::json;
use web::{Kind, Route, Verb, routes};

use super::WRITTEN;
use super::vocabulary::{Vocabulary, path_part};
use crate::oracle::worlds::Dice;
use crate::wire::{Ask, Key, Reply, query};

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

/// A day that is still to come.
const SOME_DAY: &str = "2027-03-01";

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
    of_claims: Vec<&'static Route>,
    /// What has to be written by somebody. The dice find it the less often the more routes there are.
    writes: Vec<&'static Route>,
    /// Splits that were seen: where, and of how many seats.
    splits: Vec<(String, i64)>,
    /// Numbers of claims: one that nobody has, and the own.
    claims: Vec<String>,
    /// Numbers of tickets: those of others, and the own.
    tickets: Vec<String>,
    /// How many bodies were made; what is to differ each time has it in its text. Dice are not thrown for it.
    bodies: usize,
}

impl<'a> Script<'a> {
    pub(super) fn new(dice: Dice, words: &'a Vocabulary, (session, token): (Key, Key), form_token: String) -> Self {
        let is_list = |route: &&Route| {
            ["/tenants", "/licences"].iter().any(|list| route.path.contains(list)) || route.path.ends_with("/overview")
        };
        Self {
            dice,
            words,
            session,
            token,
            form_token,
            cursors: Vec::new(),
            handles: vec!["AAAAAAAAAAAAAAAA".to_owned()],
            lists: routes().iter().filter(is_list).collect(),
            of_claims: routes()
                .iter()
                .filter(|route| {
                    ["/claims", "/opportunities", "/tickets", "/help"].iter().any(|one| route.path.contains(one))
                })
                .collect(),
            writes: routes()
                .iter()
                .filter(|route| {
                    let what = route.path.rsplit('/').next();
                    route.kind == Kind::Api && route.changes_state() && what.is_some_and(|what| WRITTEN.contains(&what))
                })
                .collect(),
            splits: Vec::new(),
            claims: words.foreign_claims(),
            tickets: words.tickets.clone(),
            bodies: 0,
        }
    }

    /// The next request.
    pub(super) fn next(&mut self) -> Ask {
        let route = match self.dice.between(0, 99) {
            0..=54 => *self.dice.pick(&self.lists),
            55..=64 => *self.dice.pick(&self.of_claims),
            65..=74 => *self.dice.pick(&self.writes),
            _ => self.dice.pick(routes()),
        };
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
        let workload: &String = self.dice.pick(&self.words.workloads);
        let workload = path_part(workload);
        let handle = self.dice.pick(&self.handles).clone();
        // Most often the newest: of those that came before, some can be changed no more.
        let is_newest = route.path.contains("{number}") && self.dice.happens(60);
        let newest = self.claims.last().filter(|_| is_newest).cloned();
        let number = newest.unwrap_or_else(|| self.claims[self.bodies % self.claims.len()].clone());
        let is_ticket = route.path.contains("/tickets/");
        let own = self.tickets.last().filter(|_| is_newest).cloned();
        let ticket = own.unwrap_or_else(|| self.tickets[self.bodies % self.tickets.len()].clone());
        let number = if is_ticket { ticket } else { number };
        let id = self.dice.between(1, 12).to_string();
        let is_load = route.path.contains("/loads/") || route.path.contains("/referral-requests/");
        // Referrals have the numbers of their partners as claims have.
        let number = if route.path.contains("/referrals/") { number.replacen('C', "R", 1) } else { number };
        route
            .path
            .replace("{tenant_id}", &tenant)
            .replace("{workload}", &workload)
            .replace("{id}", if is_load { &id } else { &handle })
            .replace("{handle}", &handle)
            .replace("{contact_id}", &handle)
            .replace("{number}", &number)
            .replace("{partner_id}", &handle)
            .replace("{location_id}", &handle)
            .replace("{secret}", &handle)
            .replace("{provider}", "op")
            .replace("{token}", &handle)
            .replace("{*path}", "no-such-file.css")
    }

    fn query(&mut self, route: &Route) -> String {
        let is_list = matches!(route.path, "/tenants" | "/tenants/export.csv" | "/api/v1/tenants");
        if matches!(route.path, "/claims" | "/api/v1/claims") && route.method == Verb::Get {
            return self.claim_query();
        }
        if matches!(route.path, "/help" | "/api/v1/help") {
            // By ID: of a tenant that the own organisation holds elsewhere, the domain is another in each twin.
            let tenants = self.words.explained(self.dice.happens(50));
            let nobodys = "99999999-0000-4000-8000-00000000ffff".to_owned();
            let tenant = tenants.get(self.bodies % tenants.len().max(1)).cloned().unwrap_or(nobodys);
            return query(&[("tenant", tenant)]);
        }
        if matches!(route.path, "/tickets" | "/api/v1/tickets") && route.method == Verb::Get {
            return self.ticket_query();
        }
        if matches!(route.path, "/licences" | "/licences/export.csv" | "/api/v1/licences") {
            return self.licence_query(route);
        }
        if !is_list {
            let fields: &[(&str, &str)] = match route.path {
                "/audit" | "/audit/export.csv" | "/api/v1/audit" => &[("q", "tenant"), ("from", "2026-01-01")],
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

    fn claim_query(&mut self) -> String {
        let mut fields: Vec<(&str, String)> = Vec::new();
        let words = self.words;
        let states = ["draft", "submitted", "action_required", "approved", "kxqstate"].map(str::to_owned).to_vec();
        let sources = ["filed", "reported"].map(str::to_owned).to_vec();
        for (name, values, percent) in [
            ("q", &words.words, 30),
            ("state", &states, 25),
            ("source", &sources, 20),
            ("tenant_id", &words.hidden, 20),
            ("cursor", &self.cursors, 15),
        ] {
            if !values.is_empty() && self.dice.happens(percent) {
                fields.push((name, self.dice.pick(values).clone()));
            }
        }
        query(&fields)
    }

    fn ticket_query(&mut self) -> String {
        let mut fields: Vec<(&str, String)> = Vec::new();
        let list = |values: &[&str]| values.iter().map(|&one| one.to_owned()).collect::<Vec<_>>();
        for (name, values, percent) in [
            ("q", list(&["kxqview", "ticket", "1"]), 30),
            ("state", list(&["new", "waiting", "resolved", "kxqstate"]), 25),
            ("sort", list(&["title", "-number", "state", "-due_on", "opened_at", "description"]), 30),
            ("overdue", list(&["true"]), 10),
            ("limit", list(&["1", "3"]), 20),
        ] {
            if self.dice.happens(percent) {
                fields.push((name, self.dice.pick(&values).clone()));
            }
        }
        query(&fields)
    }

    /// A ticket, an answer, or a file that goes with one.
    fn with_ticket(&mut self, route: &Route, ask: Ask) -> Ask {
        if route.path.ends_with("/attachments") {
            return self.with_claim(route, ask);
        }
        self.bodies += 1;
        let text = format!("ticket {}", self.bodies);
        // Its page says what help would.
        let tenants = self.words.explained(self.bodies.is_multiple_of(2));
        let tenant = tenants.get(self.bodies % tenants.len().max(1)).cloned().unwrap_or_default();
        if route.kind != Kind::Api {
            return ask.form(&[
                ("csrf", &self.form_token),
                ("title", &text),
                ("type", "problem"),
                ("subject", "access"),
                ("description", &text),
                ("tenant", &tenant),
                ("text", &text),
                ("version", "1"),
            ]);
        }
        let end = route.path.rsplit('/').next().unwrap_or_default();
        let body = match end {
            "answers" | "resolution" | "reopening" => json!({ "text": text }),
            "assignment" => json!({ "person": null }),
            _ => json!({
                "title": text, "type": "problem", "subject": "access", "description": text, "tenant": tenant,
            }),
        };
        let ask = if matches!(end, "assignment" | "{number}") { ask.with("if-match", "*") } else { ask };
        ask.json(&body)
    }

    /// A claim on a tenant that is seen or on one that is not, a proof of it, or a word that goes with a move.
    fn with_claim(&mut self, route: &Route, ask: Ask) -> Ask {
        self.bodies += 1;
        let text = format!("claim {}", self.bodies);
        if route.path.ends_with("/proofs") || route.path.ends_with("/attachments") {
            let file = format!("%PDF-1.7\n{text}");
            let form = format!(
                "--limit\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{text}.pdf\"\r\n\r\n{file}\r\n--limit--\r\n"
            );
            return match route.kind {
                Kind::Api => ask.with("if-match", "*").body("multipart/form-data; boundary=limit", form),
                _ => Ask { path: format!("{}?csrf={}", ask.path, self.form_token), ..ask }
                    .body("multipart/form-data; boundary=limit", form),
            };
        }
        let is_seen = self.bodies.is_multiple_of(2) && !self.words.visible.is_empty();
        let tenants = if is_seen { &self.words.visible } else { &self.words.hidden };
        let tenant = tenants.get(self.bodies % tenants.len().max(1)).cloned().unwrap_or_default();
        let location = self.words.own_locations.get(self.bodies % self.words.own_locations.len().max(1));
        let location = location.cloned().unwrap_or_default();
        if route.kind != Kind::Api {
            return ask.form(&[
                ("csrf", &self.form_token),
                ("location", &location),
                ("tenant_id", &tenant),
                ("domain", "claim.example.com"),
                ("workloads", "Teams"),
                ("activity", &text),
                ("name", &text),
                ("customer_name", &text),
                ("customer_email", "customer@claim.example.com"),
                ("own_name", &text),
                ("own_email", "own@claim.example.com"),
                ("reason", &text),
            ]);
        }
        let is_filing = matches!(route.path, "/api/v1/claims" | "/api/v1/claims/{number}");
        let body = json!({
            "location": location, "tenant_id": tenant, "domain": "claim.example.com", "workloads": ["Teams"],
            "activity": text, "name": text,
            "customer_contact": { "name": text, "email": "customer@claim.example.com" },
            "own_contact": { "name": text, "email": "own@claim.example.com" },
        });
        ask.with("if-match", "*").json(&if is_filing { body } else { json!({ "reason": text }) })
    }

    fn licence_query(&mut self, route: &Route) -> String {
        let mut fields: Vec<(&str, String)> = Vec::new();
        let words = self.words;
        if self.dice.happens(50) {
            let sorts = ["name", "-sku", "country", "-seats_sold", "unused", "mau", "-pau", "term_end", "revenue"];
            fields.push(("sort", (*self.dice.pick(&sorts)).to_owned()));
        }
        let skus = ["Microsoft 365 E3", "office 365 e1", "nothing"].map(str::to_owned).to_vec();
        let buckets = ["Microsoft 365", "other", "Copilot"].map(str::to_owned).to_vec();
        for (name, values, percent) in [
            ("q", &words.words, 35),
            ("location", &words.locations, 20),
            ("country", &words.countries, 15),
            ("sku", &skus, 15),
            ("sku_bucket", &buckets, 15),
            ("tenant_id", &words.hidden, 10),
        ] {
            if !values.is_empty() && self.dice.happens(percent) {
                fields.push((name, self.dice.pick(values).clone()));
            }
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
        if route.path.contains("/tickets") {
            return self.with_ticket(route, ask);
        }
        if route.path.contains("/claims") {
            return self.with_claim(route, ask);
        }
        let name = format!("view {}", self.dice.between(1, 4));
        let query = format!("q={}", self.dice.between(1, 4));
        match route.kind {
            Kind::Api if route.path == "/api/v1/views" => ask.json(&json!({ "name": name, "query": query })),
            Kind::Api if route.path.ends_with("/preferences") => {
                ask.json(&json!({ "language": "en", "theme": "dark" }))
            }
            Kind::Api => self.with_words(route, ask),
            _ => self.with_form(ask, &name, &query),
        }
    }

    /// A form that is right for whatever is written with one but a contact and a split.
    fn with_form(&mut self, ask: Ask, name: &str, query: &str) -> Ask {
        self.bodies += 1;
        let text = format!("Blocked, because of reason {}.", self.bodies);
        ask.form(&[
            ("csrf", &self.form_token),
            ("name", name),
            ("query", query),
            ("language", "en"),
            ("theme", "dark"),
            ("expires_days", "0"),
            ("email", "nobody@kxq.example"),
            ("scope", &text),
            ("next_actions", &text),
            ("next_action_date", SOME_DAY),
            ("next_action_owner", "Somebody"),
            ("overall_status", "active"),
            ("due_on", SOME_DAY),
            ("text", &text),
            ("question", &text),
            ("answer", &text),
        ])
    }

    /// What a program says of a tenant, so that it is written.
    fn with_words(&mut self, route: &Route, ask: Ask) -> Ask {
        self.bodies += 1;
        let text = format!("Blocked, because of reason {}.", self.bodies);
        // A workload that was seen, where there is one: few are claimed, and seats have to add up.
        let at = self.bodies % self.splits.len().max(1);
        let (split, total) = self.splits.get(at).cloned().unwrap_or((ask.path.clone(), 100));
        let of_workload = |end: &str| split.rsplit_once('/').map_or(ask.path.clone(), |(it, _)| format!("{it}/{end}"));
        let end = route.path.rsplit('/').next().unwrap_or_default();
        let (path, body) = match end {
            "status-notes" => {
                let body = json!({
                    "scope": text, "next_actions": text, "next_action_date": SOME_DAY,
                    "next_action_owner": "Somebody", "overall_status": "active",
                });
                (ask.path.clone(), body)
            }
            "note-requests" => (ask.path.clone(), json!({ "due_on": SOME_DAY })),
            "answer" => (ask.path.clone(), json!({ "answer": text })),
            "guidance" => (ask.path.clone(), json!({ "text": text })),
            "intent-questions" => (of_workload(end), json!({ "question": text })),
            "intent-note" => (of_workload(end), json!({ "text": text })),
            "service-status" => {
                let line = json!({ "seats": total, "l1": "in_progress", "remark": text });
                (of_workload(end), json!({ "total": total, "lines": [line] }))
            }
            _ => (ask.path.clone(), json!({})),
        };
        // Only what has versions asks for one; to others it says nothing.
        Ask { path, ..ask }.with("if-match", "*").json(&body)
    }

    /// A contact, at times one that others have too, and at times the first that is not eligible.
    fn with_contact(&mut self, route: &Route, ask: Ask) -> Ask {
        let is_eligible = self.dice.happens(60);
        let email = format!("contact{}@twins.example.com", self.dice.between(1, 3));
        let version = (*self.dice.pick(&["*", "\"1\"", "\"2\""])).to_owned();
        if route.kind == Kind::Api {
            let ask = if self.dice.happens(90) { ask.with("if-match", version) } else { ask };
            return ask.json(&json!({
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
        let is_split = ask.path.starts_with("/api/") && ask.path.ends_with("/service-status");
        if is_split && ask.method == "GET" && reply.status == 200 {
            let total = reply.json()["total"].as_i64().unwrap_or_default();
            self.splits.retain(|(path, _)| *path != ask.path);
            self.splits.push((ask.path.clone(), total));
        }
        if ask.path == "/api/v1/claims" && ask.method == "POST" {
            let found = text.split("\"number\":\"").nth(1).and_then(|rest| rest.split('"').next());
            self.claims.extend(found.map(str::to_owned));
        }
        if ask.path == "/api/v1/tickets" && ask.method == "POST" {
            let found = text.split("\"number\":\"").nth(1).and_then(|rest| rest.split('"').next());
            self.tickets.extend(found.map(str::to_owned));
        }
        for (end, list) in [("/proofs", "\"proofs\":[{\"id\":\""), ("/attachments", "\"attachments\":[{\"id\":\"")] {
            if ask.path.contains(end) {
                let found = text.split(list).nth(1).and_then(|rest| rest.split('"').next());
                self.handles.extend(found.map(str::to_owned));
            }
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
