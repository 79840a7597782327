//! The round of all doors: every route of the table, by every method, as whoever has which key.

use std::collections::BTreeSet;

use web::{Kind, Route, Verb, routes};

use super::caller::Caller;
use super::compare::Made;
use super::eyes::{Given, Sight};
use super::verdict::{doors, may};
use super::worlds::Dice;
use crate::wire::{Ask, Reply, query};

/// Whether the key opens anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Standing {
    /// No key at all.
    Nobody,
    /// The key of a session or token that has ended, or of an account that was closed.
    Ended,
    /// A key that counts.
    Live,
}

/// Whose thing an address names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Whose {
    /// What the person may see; or the address names nothing.
    Own,
    /// What somebody else has.
    Foreign,
    /// What nobody has.
    Nobodys,
    /// What cannot be the name of such a thing.
    Malformed,
}

/// Things of others, by the names that addresses use.
#[derive(Debug, Clone)]
pub(crate) struct Others {
    pub(crate) tenant: String,
    pub(crate) claim: String,
    pub(crate) view: String,
    pub(crate) session: String,
    pub(crate) token: String,
    pub(crate) passkey: String,
}

/// A visitor on the round.
pub(crate) struct Round<'a> {
    pub(crate) caller: &'a Caller,
    pub(crate) standing: Standing,
    pub(crate) roles: &'a [Given],
    pub(crate) seen: &'a [Sight<'a>],
    pub(crate) others: &'a Others,
}

fn escaped(text: &str) -> String {
    query(&[("w", text)]).split_off(2).replace('+', "%20")
}

impl Round<'_> {
    /// Goes past every door, trying each name and method; some of the ways at random.
    pub(crate) async fn go(&self, dice: &mut Dice, made: &mut Made) {
        let form_token = self.caller.form_token().await;
        let doors = doors();
        for route in routes() {
            let subject = doors[&(route.method.name(), route.path)];
            for (path, whose) in self.addresses(route, dice) {
                let ask = self.ask(route, &path, &form_token);
                let reply = self.caller.send(&ask).await;
                let expected = self.expected(route, subject, whose);
                let what = format!("{:?} {:?} {route:?} {whose:?}: {}", self.standing, self.roles, reply.text());
                assert!(expected.contains(&reply.status), "{} instead of {expected:?}: {what}", reply.status);
                self.check_rows(route, &path, &reply);
                made.one("doors");
                if route.method == Verb::Get && dice.happens(50) {
                    let head = Ask { method: "HEAD".to_owned(), ..ask };
                    let reply = self.caller.send(&head).await;
                    assert!(expected.contains(&reply.status), "HEAD: {} instead of {expected:?}: {what}", reply.status);
                    assert!(reply.body.is_empty(), "HEAD: {what}");
                    made.one("heads");
                }
            }
            self.other_method(route, dice, made).await;
        }
    }

    /// A method that no route of this address has.
    async fn other_method(&self, route: &Route, dice: &mut Dice, made: &mut Made) {
        let offered: BTreeSet<&str> =
            routes().iter().filter(|one| one.path == route.path).map(|one| one.method.name()).collect();
        let method = *dice.pick(&["GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"]);
        if offered.contains(method) || dice.happens(50) {
            return;
        }
        let (path, _) = self.addresses(route, dice).pop().unwrap();
        let reply = self.caller.send(&self.keyed(Ask::new(method, path), route)).await;
        assert_eq!(reply.status, 405, "{method} {route:?}: {}", reply.text());
        let mut allow: BTreeSet<&str> = reply.header("allow").split(',').map(str::trim).collect();
        allow.remove("HEAD");
        assert_eq!(allow, offered, "{method} {route:?}");
        made.one("other methods");
    }

    /// The addresses of a route, by whose things they name.
    fn addresses(&self, route: &Route, dice: &mut Dice) -> Vec<(String, Whose)> {
        use Whose::{Foreign, Malformed, Nobodys, Own};
        let nobodys = "99999999-0000-4000-8000-00000000ffff";
        if route.path.contains("{tenant_id}") {
            let at = |tenant: &str, workload: &str| {
                let path = route.path.replace("{tenant_id}", tenant).replace("{workload}", &escaped(workload));
                path.replace("{contact_id}", "AAAAAAAAAAAAAAAA")
            };
            let mut addresses = vec![
                (at(nobodys, "Teams"), Nobodys),
                (at("no-guid", "Teams"), Malformed),
                (at(&self.others.tenant, "Teams"), Foreign),
            ];
            let with_rows: Vec<&Sight<'_>> = self.seen.iter().filter(|one| !one.rows.is_empty()).collect();
            if !with_rows.is_empty() {
                let one = *dice.pick(&with_rows);
                let row = dice.pick(&one.rows);
                // Where nobody holds a claim there is neither note nor service status.
                let needs_claim = route.path.contains("/intent-") || route.path.contains("/service-status");
                let is_there = row.claim.is_some() || !needs_claim;
                // Nobody has a contact here.
                let is_there = is_there && !route.path.contains("{contact_id}");
                addresses.push((at(&one.tenant, &row.workload), if is_there { Own } else { Nobodys }));
                if route.path.contains("{workload}") {
                    addresses.push((at(&one.tenant, "Nobodys"), Nobodys));
                }
            }
            return addresses;
        }
        let named = |place: &str, names: &[(&str, Whose)]| -> Vec<(String, Whose)> {
            names.iter().map(|(name, whose)| (route.path.replace(place, name), *whose)).collect()
        };
        match route.path {
            path if path.contains("/loads/{id}") && route.changes_state() => {
                named("{id}", &[("999999", Nobodys), ("x", Malformed)])
            }
            path if path.contains("/loads/{id}") => named("{id}", &[("1", Own), ("999999", Nobodys), ("x", Malformed)]),
            path if path.contains("/views/{id}") => {
                named("{id}", &[(&self.others.view, Foreign), ("AAAAAAAAAAAAAAAA", Nobodys)])
            }
            path if path.contains("/sessions/{handle}") => {
                named("{handle}", &[(&self.others.session, Foreign), ("AAAAAAAAAAAAAAAA", Nobodys)])
            }
            path if path.contains("/tokens/{handle}") => {
                named("{handle}", &[(&self.others.token, Foreign), ("AAAAAAAAAAAAAAAA", Nobodys)])
            }
            path if path.contains("/passkeys/{handle}") => {
                named("{handle}", &[(&self.others.passkey, Foreign), ("AAAAAAAAAAAAAAAA", Nobodys)])
            }
            path if path.contains("{provider}") => named("{provider}", &[("op", Nobodys)])
                .into_iter()
                .map(|(path, whose)| (path.replace("{secret}", "AAAAAAAAAAAAAAAA"), whose))
                .collect(),
            path if path.contains("/provider-accounts/") => named("{handle}", &[("AAAAAAAAAAAAAAAA", Nobodys)]),
            path if ["/people/{handle}", "/invitations/", "/password-reset/"].iter().any(|one| path.contains(one)) => {
                let named = named("{handle}", &[("AAAAAAAAAAAAAAAA", Nobodys)]).into_iter();
                named.map(|(path, whose)| (path.replace("{secret}", "AAAAAAAAAAAAAAAA"), whose)).collect()
            }
            path if path.contains("/partners/{partner_id}") => named("{partner_id}", &[("9999999", Nobodys)])
                .into_iter()
                .map(|(path, whose)| {
                    (path.replace("{location_id}", "9999998").replace("{directory_id}", nobodys), whose)
                })
                .collect(),
            path if path.contains("/offers/{handle}") => named("{handle}", &[("AAAAAAAAAAAAAAAA", Nobodys)]),
            path if path.contains("/intent-questions/") => named("{handle}", &[("AAAAAAAAAAAAAAAA", Nobodys)])
                .into_iter()
                .map(|(path, whose)| (path.replace("{id}", "AAAAAAAAAAAAAAAA"), whose))
                .collect(),
            path if path.contains("/claims/{number}") => {
                named("{number}", &[("C-99999990000001", Nobodys), (&self.others.claim, Foreign)])
                    .into_iter()
                    .map(|(path, whose)| (path.replace("{id}", "AAAAAAAAAAAAAAAA"), whose))
                    .collect()
            }
            path if path.contains("/tickets/{number}") => named("{number}", &[("T-00000000", Nobodys)])
                .into_iter()
                .map(|(path, whose)| (path.replace("{id}", "AAAAAAAAAAAAAAAA"), whose))
                .collect(),
            path if path.contains("/referrals/{number}") => named("{number}", &[("R-99999990000001", Nobodys)]),
            path if path.contains("/referral-requests/{id}") => named("{id}", &[("999999", Nobodys), ("x", Malformed)]),
            path if path.contains("{token}") => named("{token}", &[("AAAAAAAAAAAAAAAA", Nobodys)]),
            path if path.contains("{*path}") => named("{*path}", &[("no-such-file.css", Nobodys)]),
            path => {
                assert!(!path.contains('{'), "{path}: what does its place name?");
                vec![(path.to_owned(), Own)]
            }
        }
    }

    /// With the key that this kind of route takes; without one, with nothing or with one that it does not take.
    fn keyed(&self, ask: Ask, route: &Route) -> Ask {
        let (right, wrong) = match route.kind {
            Kind::Api => (&self.caller.token, &self.caller.session),
            _ => (&self.caller.session, &self.caller.token),
        };
        match self.standing {
            Standing::Nobody if ask.path.len().is_multiple_of(2) => ask.with_key(wrong),
            Standing::Nobody => ask,
            Standing::Ended | Standing::Live => ask.with_key(right),
        }
    }

    fn ask(&self, route: &Route, path: &str, form_token: &str) -> Ask {
        let limit = if route.path == "/api/v1/tenants" { "?limit=100" } else { "" };
        let ask = self.keyed(Ask::new(route.method.name(), format!("{path}{limit}")), route);
        // What would end what the next doors need, goes without the token of a form, and must not be done.
        let ends_it = matches!(route.path, "/sign-out" | "/profile/sessions/deletion");
        let token = if ends_it && self.standing == Standing::Live { "" } else { form_token };
        match (route.method, route.kind) {
            (Verb::Get, _) => ask,
            (Verb::Post, Kind::Upload) => {
                let body = "--limit\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\nx\r\n--limit--\r\n";
                Ask { path: format!("{path}?csrf={token}"), ..ask }.body("multipart/form-data; boundary=limit", body)
            }
            (_, Kind::Api) => match route.path {
                "/api/v1/views" => ask.json(&serde_json::json!({ "name": "x", "query": "" })),
                "/api/v1/me/preferences" => ask.json(&serde_json::json!({ "language": "en", "theme": "dark" })),
                // A version that nothing has.
                "/api/v1/me/mail" => ask
                    .with("if-match", "\"none\"")
                    .json(&serde_json::json!({ "unwanted": [], "digest_day": 0, "digest_hour": 6 })),
                // An unknown parameter is refused before anything is ended.
                "/api/v1/me/sessions" if self.standing == Standing::Live => {
                    Ask { path: format!("{path}?so=what"), ..ask }
                }
                "/api/v1/claims" | "/api/v1/tickets" => ask.json(&serde_json::json!({})),
                // A version that nothing has.
                path if path.contains("{number}") && route.method == Verb::Put => {
                    ask.with("if-match", "\"none\"").json(&serde_json::json!({}))
                }
                path if path.contains("{tenant_id}")
                    || path.contains("/taxonomy/")
                    || path.contains("/offers")
                    || path.contains("/people")
                    || path.contains("/partners")
                    || path.contains("/personal-data/")
                    || path.ends_with("/sign-in-settings")
                    || path.ends_with("/programme-settings")
                    || path.ends_with("/referral-preference") =>
                {
                    ask.with("if-match", "\"none\"").json(&serde_json::json!({}))
                }
                path if ["/answers", "/resolution", "/reopening", "/decline", "/withdrawal", "/assignment"]
                    .iter()
                    .any(|end| path.ends_with(end)) =>
                {
                    ask.json(&serde_json::json!({}))
                }
                path if path.contains("intent-") || path.ends_with("/guidance") => ask.json(&serde_json::json!({})),
                _ => ask,
            },
            _ => ask.form(&[
                ("csrf", token),
                ("language", "en"),
                ("theme", "dark"),
                ("name", "x"),
                ("email", "nobody@kxq.example"),
                ("password", "wrong"),
                ("expires_days", "0"),
            ]),
        }
    }

    /// The statuses that a door may answer with.
    fn expected(&self, route: &Route, subject: &str, whose: Whose) -> Vec<u16> {
        use Standing::{Ended, Live, Nobody};
        let is_api = route.kind == Kind::Api;
        let refused = if is_api { 401 } else { 303 };
        match (subject, self.standing) {
            ("everybody", _) => return self.expected_of_everybody(route),
            // What is no address is none for anybody.
            (_, Ended) if whose == Whose::Malformed => return vec![refused, 404],
            // A form with texts of people's work comes back with them, to whom they were typed by.
            (
                "write" | "ask" | "answer" | "taxonomy" | "pay" | "file" | "decide" | "end" | "people" | "partners"
                | "tickets" | "settings" | "minimum" | "refer" | "allot" | "wanted" | "data",
                Ended,
            ) if !is_api => {
                return vec![refused, 401];
            }
            (_, Nobody | Ended) => return vec![refused],
            (_, Live) => {}
        }
        if whose == Whose::Malformed {
            return vec![404];
        }
        if !may(self.roles, subject) {
            return vec![403];
        }
        match (route.method.name(), route.path) {
            ("GET", "/") if may(self.roles, "tenants") => vec![303],
            ("GET", "/") => vec![303, 403],
            // What is missing in the form, the version that it was made from or the text, is told where the note is, and
            // nowhere else.
            ("POST", path) if path.contains("/intent-") && whose == Whose::Own => vec![409, 422],
            ("POST", path) if path.ends_with("/service-status") && whose == Whose::Own => vec![409],
            // What stands there instead is told where the thing is, and nowhere else.
            ("PUT" | "DELETE", path) if path.contains("{tenant_id}") && whose == Whose::Own => vec![412],
            // What is missing in the form is told where the tenant is there, and nowhere else.
            ("POST", path) if path.contains("{tenant_id}") && whose == Whose::Own => vec![422],
            // Whoever may read and not write is led to what there is to read.
            ("GET", path) if path.ends_with("/new") && whose == Whose::Own => vec![200, 303],
            // A version that nothing has: neither changed nor taken back.
            (
                "PUT" | "DELETE",
                "/api/v1/taxonomy/newest" | "/api/v1/sign-in-settings" | "/api/v1/programme-settings",
            )
            | ("PUT", "/api/v1/me/mail") => vec![412],
            // The version that was looked at is missing.
            ("POST", "/referral-preference") => vec![409, 422],
            ("PUT", "/api/v1/referral-preference") => vec![412, 428],
            ("POST", "/sign-in-settings" | "/programme-settings") => vec![409],
            // No provider is set up here, and nobody has that address.
            (
                "POST",
                "/profile/providers" | "/personal-data/person" | "/personal-data/copy" | "/personal-data/erasure",
            ) => vec![404],
            ("POST", "/loads") => vec![303, 415, 422],
            ("POST", "/api/v1/loads") => vec![400, 415, 422],
            // Guesses at the password are counted, by address too.
            (
                "POST",
                "/profile/password"
                | "/profile/second-factor"
                | "/profile/second-factor/recovery-codes"
                | "/profile/second-factor/deletion"
                | "/profile/passkeys/setup",
            ) => vec![422, 429],
            // All that is missing is told.
            (
                "POST",
                "/offers"
                | "/api/v1/offers"
                | "/people"
                | "/api/v1/people"
                | "/people/import"
                | "/people/import/application"
                | "/api/v1/people/import"
                | "/partners"
                | "/api/v1/partners"
                | "/claims"
                | "/api/v1/claims"
                | "/tickets"
                | "/api/v1/tickets"
                | "/profile/tokens"
                | "/profile/passkeys"
                | "/api/v1/taxonomy/preview"
                | "/taxonomy/edit"
                | "/personal-data"
                | "/api/v1/personal-data/search"
                | "/api/v1/personal-data/contents"
                | "/api/v1/personal-data/copy"
                | "/api/v1/personal-data/erasure",
            ) => vec![422],
            ("POST", "/profile/sessions/deletion") => vec![403],
            (
                "POST",
                "/views"
                | "/profile/preferences"
                | "/profile/mail"
                | "/profile/second-factor/setup"
                | "/taxonomy/withdrawal"
                | "/referral-preference/pause"
                | "/referral-preference/resumption",
            ) => vec![303],
            ("POST", "/api/v1/views") => vec![201],
            ("PUT", "/api/v1/me/preferences") | ("DELETE", "/api/v1/referral-preference/pause") => vec![204],
            ("DELETE", "/api/v1/me/sessions") => vec![400],
            _ if whose == Whose::Own => vec![200],
            _ => vec![404],
        }
    }

    fn expected_of_everybody(&self, route: &Route) -> Vec<u16> {
        let is_live = self.standing == Standing::Live;
        match (route.method.name(), route.path) {
            // A link that is its own proof, and that nobody has.
            (_, "/unsubscribe/{token}") | ("GET", "/assets/{*path}") => vec![404],
            // The token of a form that was made for somebody else.
            ("POST", _) if self.standing == Standing::Nobody => vec![403],
            // Nobody comes from a password.
            (_, "/sign-in/code" | "/sign-in/passkey" | "/sign-in/passkey/answer") => vec![303],
            // No provider is set up here.
            (_, path) if path.contains("{provider}") => vec![404],
            ("GET", "/sign-in") if is_live => vec![303],
            // The limit of attempts from one address counts here too.
            ("POST", "/sign-in" | "/invitations/{secret}" | "/password-reset/{secret}") => vec![422, 429],
            ("POST", "/sign-out") if is_live => vec![403],
            ("POST", "/sign-out" | "/language") => vec![303],
            ("GET", "/favicon.ico") => vec![308],
            _ => vec![200],
        }
    }

    /// Lists show all that the person sees, a tenant's own addresses that tenant, and neither anything else.
    fn check_rows(&self, route: &Route, path: &str, reply: &Reply) {
        if reply.status != 200 {
            return;
        }
        let is_list = matches!(route.path, "/tenants" | "/tenants/export.csv" | "/api/v1/tenants");
        let is_of_rows = matches!(route.path, "/opportunities" | "/opportunities/export.csv" | "/api/v1/opportunities");
        let expected: BTreeSet<&str> = if is_list || is_of_rows {
            self.seen.iter().map(|one| one.tenant.as_str()).collect()
        } else if route.path.contains("{tenant_id}") {
            self.seen.iter().map(|one| one.tenant.as_str()).filter(|tenant| path.contains(tenant)).collect()
        } else {
            return;
        };
        let text = reply.text().to_lowercase();
        // GUIDs of the worlds have the same middle, so that they can be told from anything else.
        let told: BTreeSet<&str> =
            text.match_indices("-0000-4000-8000-").filter_map(|(at, _)| text.get(at - 8..at + 28)).collect();
        // Usage details in JSON do not repeat the ID of their address.
        if is_of_rows {
            // Not every tenant has room to grow, nor is every one on the first page.
            assert!(told.is_subset(&expected), "{:?} {route:?}", self.roles);
        } else if is_list || !told.is_empty() {
            assert_eq!(told, expected, "{:?} {route:?}", self.roles);
        }
    }
}
