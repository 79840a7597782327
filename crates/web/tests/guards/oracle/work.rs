//! What people wrote, tenant by tenant and in the worklist, beside the diary: notes, contacts, splits, intent notes and
//! questions, with what is withheld of them.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::compare::{Comparison, without_request};
use super::deeds::{Deed, Diary, Line, STANDS, names_are_told, total_of};
use super::eyes::{Eyes, Given, Question, Sight};
use super::worlds::Dice;
use crate::wire::query;

/// Whoever reads it.
pub(crate) struct Reader<'a> {
    pub(crate) diary: &'a Diary,
    pub(crate) eyes: &'a Eyes,
    pub(crate) roles: &'a [Given],
    /// The claims that wait, for whom any can.
    pub(crate) claims: Option<Vec<Value>>,
}

impl Reader<'_> {
    fn is_told(&self, one: &Sight<'_>) -> bool {
        names_are_told(self.eyes, self.roles, one)
    }

    /// The newest first.
    fn newest<'a>(&'a self, one: &'a Sight<'_>) -> Vec<&'a Line> {
        let mut lines: Vec<_> = self.diary.shown(self.eyes, one).collect();
        lines.reverse();
        lines
    }
}

fn escaped(workload: &str) -> String {
    query(&[("w", workload)]).split_off(2).replace('+', "%20")
}

fn fields(item: &Value, names: &[&str]) -> Value {
    names.iter().map(|&name| (name.to_owned(), item[name].clone())).collect::<serde_json::Map<_, _>>().into()
}

fn sorted(mut items: Vec<Value>) -> Vec<Value> {
    items.sort_by_key(Value::to_string);
    items
}

impl Comparison<'_> {
    /// The worklist and the questions, and the work on some tenants: each of which anything is written, and some others.
    pub(crate) async fn work(&mut self, reader: &Reader<'_>, dice: &mut Dice) {
        self.worklist(reader).await;
        self.questions(reader).await;
        self.statuses().await;
        self.elsewhere(reader).await;
        let mut tenants = self.seen.clone();
        dice.shuffle(&mut tenants);
        tenants.sort_by_key(|one| reader.diary.shown(reader.eyes, one).next().is_none());
        for one in tenants.iter().take(6) {
            self.notes(reader, one).await;
            self.contacts(reader, one).await;
            self.page(reader, one).await;
            for row in &one.rows {
                if row.claim.is_some() {
                    self.split(reader, one, &row.workload).await;
                    self.intent(reader, one, &row.workload).await;
                } else if dice.happens(20) {
                    self.unclaimed(one, &row.workload).await;
                }
            }
        }
    }

    async fn notes(&mut self, reader: &Reader<'_>, one: &Sight<'_>) {
        let path = format!("/api/v1/tenants/{}/status-notes", one.tenant);
        let answer = self.caller.get(&path).await;
        let is_told = reader.is_told(one);
        let hidden: &[&str] = if is_told { &[] } else { &["author", "next_action_owner"] };
        let mut expected = Vec::new();
        for line in reader.newest(one) {
            if let Deed::Noted { scope, owner, status, next } = &line.deed {
                expected.push(json!({
                    "scope": scope, "overall_status": status, "next_action_date": next, "written_at": line.at,
                    "author": is_told.then_some(&line.author), "next_action_owner": is_told.then_some(owner),
                    "withheld": hidden,
                }));
            }
        }
        let told: Vec<Value> = answer["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|item| {
                fields(
                    item,
                    &[
                        "scope",
                        "overall_status",
                        "next_action_date",
                        "written_at",
                        "author",
                        "next_action_owner",
                        "withheld",
                    ],
                )
            })
            .collect();
        assert_eq!(told, expected, "{path}");
        self.made.one("notes");
    }

    async fn contacts(&mut self, reader: &Reader<'_>, one: &Sight<'_>) {
        let path = format!("/api/v1/tenants/{}/contacts", one.tenant);
        let answer = self.caller.get(&path).await;
        let is_told = reader.is_told(one);
        let hidden: &[&str] = if is_told { &[] } else { &["name", "email", "phone"] };
        let (mut expected, mut counts) = (Vec::new(), [0, 0, 0]);
        for line in reader.newest(one) {
            if let Deed::Met { name, email, kind, is_eligible } = &line.deed {
                let is_customer = *kind == "customer";
                counts[if is_customer { 0 } else { 2 }] += 1;
                counts[1] += i32::from(*is_eligible);
                expected.push(json!({
                    "type": kind, "name": is_told.then_some(name), "email": is_told.then_some(email),
                    "survey_eligible": is_customer.then_some(is_eligible), "changed_at": line.at, "withheld": hidden,
                }));
            }
        }
        let told = answer["items"].as_array().unwrap().iter();
        let told =
            told.map(|item| fields(item, &["type", "name", "email", "survey_eligible", "changed_at", "withheld"]));
        assert_eq!(sorted(told.collect()), sorted(expected), "{path}");
        let told = [&answer["customers"], &answer["survey_eligible"], &answer["partners"]];
        assert_eq!(told, [&json!(counts[0]), &json!(counts[1]), &json!(counts[2])], "{path}");
        self.made.one("contacts");
    }

    /// The page of a tenant has the newest four notes, and no name that is withheld: what else it must not have, the canaries
    /// know.
    async fn page(&mut self, reader: &Reader<'_>, one: &Sight<'_>) {
        let page = self.caller.download(&format!("/tenants/{}", one.tenant)).await;
        let notes = reader.newest(one).into_iter().filter_map(|line| match &line.deed {
            Deed::Noted { scope, owner, .. } => Some((scope, owner)),
            _ => None,
        });
        for (place, (scope, owner)) in notes.enumerate() {
            assert_eq!(page.contains(scope.as_str()), place < 4, "{} {scope} on the page", one.tenant);
            assert_eq!(
                page.contains(owner.as_str()),
                place < 4 && reader.is_told(one),
                "{} {owner} on the page",
                one.tenant
            );
        }
        self.made.one("tenant pages");
    }

    async fn split(&mut self, reader: &Reader<'_>, one: &Sight<'_>, workload: &str) {
        let path = format!("/api/v1/tenants/{}/workloads/{}/service-status", one.tenant, escaped(workload));
        let answer = self.caller.get(&path).await;
        let saved = reader.diary.split_of(one, workload);
        let is_told = reader.is_told(one);
        let total = total_of(one, workload);
        let line = |seats: &i64, l1: &str, l2: &str, remark: Option<&String>| json!({ "seats": seats, "l1": l1, "l2": Some(l2).filter(|l2| !l2.is_empty()), "remark": remark });
        let expected = match saved.map(|line| &line.deed) {
            Some(Deed::Split { lines, remark, .. }) => {
                lines.iter().map(|(seats, l1, l2)| line(seats, l1, l2, Some(remark))).collect()
            }
            _ if total == 0 => Vec::new(),
            _ => vec![line(&total, "status_unknown", "new_subscription_or_workload", None)],
        };
        let told =
            answer["lines"].as_array().unwrap().iter().map(|item| fields(item, &["seats", "l1", "l2", "remark"]));
        assert_eq!(sorted(told.collect()), sorted(expected), "{path}: {answer}");
        assert_eq!([&answer["total"], &answer["difference"]], [&json!(total), &json!(0)], "{path}: {answer}");
        let made = &answer["made"];
        assert_eq!(made.is_null(), saved.is_none(), "{path}: {answer}");
        if let Some(saved) = saved {
            let hidden: &[&str] = if is_told { &[] } else { &["person"] };
            assert_eq!(made["person"], json!(is_told.then_some(&saved.author)), "{path}: {answer}");
            assert_eq!(made["withheld"], json!(hidden), "{path}: {answer}");
        }
        self.made.one("splits");
    }

    async fn intent(&mut self, reader: &Reader<'_>, one: &Sight<'_>, workload: &str) {
        let path = format!("/api/v1/tenants/{}/workloads/{}/intent-note", one.tenant, escaped(workload));
        let answer = self.caller.get(&path).await;
        let is_told = reader.is_told(one);
        let name = |line: &Line| is_told.then(|| line.author.clone());
        let (mut texts, mut questions) = (Vec::new(), Vec::new());
        for line in reader.newest(one) {
            match &line.deed {
                Deed::Meant { workload: of, text } if of == workload => texts.push(json!([text, name(line)])),
                Deed::Wondered { workload: of, question } if of == workload => {
                    questions.push(json!([question, name(line)]));
                }
                _ => {}
            }
        }
        let current = Some(&answer["current"]).filter(|one| !one.is_null());
        let told = current.into_iter().chain(answer["older"].as_array().unwrap());
        let told: Vec<Value> = told.map(|note| json!([note["text"], note["author"]])).collect();
        assert_eq!(told, texts, "{path}: {answer}");
        let told = answer["questions"].as_array().unwrap().iter().map(|one| json!([one["question"], one["asked_by"]]));
        assert_eq!(sorted(told.collect()), sorted(questions), "{path}: {answer}");
        self.made.one("intent notes");
    }

    /// Of a workload that nobody holds there is neither: it answers as one that does not exist.
    async fn unclaimed(&mut self, one: &Sight<'_>, workload: &str) {
        for what in ["service-status", "intent-note"] {
            let mut answers = Vec::new();
            for name in [escaped(workload), "Nobodys".to_owned()] {
                let (status, body) =
                    self.caller.ask(&format!("/api/v1/tenants/{}/workloads/{name}/{what}", one.tenant)).await;
                answers.push((status, without_request(body).replace(&name, "")));
            }
            assert_eq!(answers[0], answers[1], "{} {workload} {what}", one.tenant);
            assert_eq!(answers[0].0, 404, "{} {workload} {what}", one.tenant);
        }
        self.made.one("unclaimed workloads");
    }

    /// What the own partner does where somebody has no role answers as what nobody has.
    async fn elsewhere(&mut self, reader: &Reader<'_>) {
        let Eyes::At(partner, _) = reader.eyes else { return };
        let mut places = Vec::new();
        for tenant in self.books.tenants() {
            if self.seen.iter().any(|one| one.tenant == tenant) {
                continue;
            }
            let is_own =
                |workload: &&str| self.books.claim(tenant, workload).is_some_and(|claim| claim.partner == *partner);
            if let Some(workload) = self.books.workloads(tenant).into_iter().find(is_own) {
                places.push((tenant, escaped(workload)));
            }
        }
        for (tenant, workload) in places.into_iter().take(2) {
            let of_workload = |what: &str| format!("/workloads/{workload}/{what}");
            for rest in [
                "/status-notes".to_owned(),
                "/contacts".to_owned(),
                of_workload("service-status"),
                of_workload("intent-note"),
            ] {
                let (status, body) = self.caller.ask(&format!("/api/v1/tenants/{tenant}{rest}")).await;
                assert_eq!(status, 404, "{tenant}{rest}, at a location of others: {body}");
            }
            self.made.one("work elsewhere");
        }
    }

    /// Tenants by each status and reason that seats may have.
    async fn statuses(&mut self) {
        for (l1, l2) in STANDS {
            let is_there = !l2.is_empty();
            let question = Question {
                sort: "name",
                l1: (!is_there).then(|| l1.to_owned()),
                l2: is_there.then(|| l2.to_owned()),
                ..Question::default()
            };
            let expected: Vec<&str> = question.answer(&self.seen).into_iter().map(|one| one.tenant.as_str()).collect();
            let named = if is_there { ("l2", l2) } else { ("l1", l1) };
            let path = format!("/api/v1/tenants?{}", query(&[named, ("limit", "100")]));
            let answer = self.caller.get(&path).await;
            let told = answer["items"].as_array().unwrap().iter().map(|one| one["tenant_id"].as_str().unwrap());
            assert_eq!(told.collect::<Vec<_>>(), expected, "{path}");
        }
        self.made.one("statuses");
    }

    async fn worklist(&mut self, reader: &Reader<'_>) {
        let mut waiting = reader.diary.waiting(reader.eyes, &self.seen);
        waiting.extend(reader.claims.clone().map(|claims| ("claim", claims)));
        // Nobody has asked anything, and everybody could be answered.
        waiting.insert("ticket", Vec::new());
        let answer = self.caller.get("/api/v1/work").await;
        let counts = answer["counts"].as_array().unwrap().iter();
        let counts: BTreeMap<&str, &Value> = counts.map(|one| (one["kind"].as_str().unwrap(), &one["count"])).collect();
        let expected: BTreeMap<&str, Value> = waiting.iter().map(|(kind, items)| (*kind, json!(items.len()))).collect();
        assert_eq!(counts, expected.iter().map(|(kind, count)| (*kind, count)).collect(), "counts of the worklist");
        for (kind, expected) in waiting {
            let (mut items, mut cursor) = (Vec::new(), None::<String>);
            loop {
                let mut page = vec![("kind", kind.to_owned())];
                page.extend(cursor.take().map(|cursor| ("cursor", cursor)));
                let answer = self.caller.get(&format!("/api/v1/work?{}", query(&page))).await;
                let rows = answer["items"].as_array().unwrap().iter();
                items.extend(rows.map(|one| json!([one["tenant_id"], one["workload"], one["due_on"]])));
                match answer["next_cursor"].as_str() {
                    Some(next) if items.len() <= expected.len() => cursor = Some(next.to_owned()),
                    _ => break,
                }
            }
            // By day where there is one.
            let days: Vec<String> = items.iter().map(|item| item[2].to_string()).collect();
            assert!(days.is_sorted(), "{kind}: {days:?}");
            assert_eq!(sorted(items), sorted(expected), "{kind}");
            self.made.one("worklists");
        }
    }

    /// Questions that wait for an answer, of all tenants in sight.
    async fn questions(&mut self, reader: &Reader<'_>) {
        let mut expected = Vec::new();
        for one in &self.seen {
            for line in reader.diary.shown(reader.eyes, one) {
                if let Deed::Wondered { workload, question } = &line.deed {
                    expected.push(json!([one.tenant, workload, question]));
                }
            }
        }
        let answer = self.caller.get("/api/v1/intent-questions").await;
        let told = answer["items"].as_array().unwrap().iter();
        let told = told.map(|one| json!([one["tenant_id"], one["workload"], one["question"]]));
        assert_eq!(sorted(told.collect()), sorted(expected), "open questions");
        self.made.one("questions");
    }
}
