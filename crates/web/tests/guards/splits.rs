//! Service statuses are seen, counted and searched by those alone whose claim or tenant it is, and saved against what
//! stands there alone (S8); every door of them, as everybody around a tenant of two partners.

use serde_json::{Value, json};
use testkit::TENANTS;

use crate::wire::{Ask, Key};
use crate::work::{FOREIGN, OWN, Work};

/// The own partner's reason for a workload of the tenant, and the other partner's for another one.
const REASON: [&str; 2] = ["legal_or_regulatory", "service_reliability"];

fn place(workload: &str) -> String {
    format!("/tenants/{}/workloads/{workload}/service-status", TENANTS[0].id)
}

impl Work {
    async fn ask(&mut self, path: &str, key: &Key) -> (u16, String) {
        let reply = self.line.send(&Ask::get(path).with_key(key)).await;
        (reply.status, reply.text().into_owned())
    }

    /// Saves a split of one line of all seats, and so many more than there are; the status of the answer.
    async fn save(&mut self, workload: &str, token: &Key, [word, reason]: [&str; 2], more: i64) -> (u16, i64) {
        let path = format!("/api/v1{}", place(workload));
        let total = self.line.send(&Ask::get(&path).with_key(token)).await.json()["total"].as_i64().unwrap();
        let line = json!({ "seats": total + more, "l1": "blocked", "l2": reason, "remark": word });
        let body = json!({ "total": total + more, "lines": [line] });
        let reply = self.line.send(&Ask::new("PUT", &path).with_key(token).with("if-match", "*").json(&body)).await;
        (reply.status, total)
    }

    /// Looks through every door as everybody, and counts the answers.
    pub(crate) async fn splits(&mut self) -> usize {
        let people = self.people.clone();
        let key = |who: &str| people.iter().find(|(name, ..)| *name == who).unwrap().2.clone();
        self.allow("executive");
        let (saved, total) = self.save("Teams", &key("executive"), [OWN[0], REASON[0]], 0).await;
        assert_eq!(saved, 200, "a split that adds up");
        self.allow("other");
        assert_eq!(self.save("Yammer", &key("other"), [FOREIGN[0], REASON[1]], 0).await.0, 200, "the other partner's");
        self.allow("executive");
        assert_eq!(self.save("Teams", &key("executive"), [OWN[0], REASON[0]], 1).await.0, 422, "another total");
        let mut answers = 0;
        for (name, session, token) in people {
            self.allow(name);
            let (own, other) = (["executive", "viewer"].contains(&name), name == "other");
            for (workload, is_there, word) in [("Teams", own, OWN[0]), ("Yammer", other, FOREIGN[0])] {
                let page = place(workload);
                for (path, key) in [
                    (page.clone(), &session),
                    (format!("{page}?as_of=2020-01-01"), &session),
                    (format!("/api/v1{page}"), &token),
                    (format!("/api/v1{page}/history"), &token),
                ] {
                    let (status, text) = self.ask(&path, key).await;
                    assert_eq!(status, if is_there { 200 } else { 404 }, "{name} {path}");
                    let has_lines = is_there && !path.contains("as_of");
                    assert_eq!(text.contains(word), has_lines, "{name} {path}: {word}");
                    // Who saved it is told to whoever may know, and to nobody else.
                    let holder = if workload == "Teams" { "Work executive" } else { "Work other" };
                    assert!(name != "viewer" || !text.contains(holder), "{name} {path}: {holder}");
                    answers += 1;
                }
            }
            answers += self.counted(name, &session, &token, total).await;
        }
        answers
    }

    /// What is added up and searched by service status.
    async fn counted(&mut self, name: &str, session: &Key, token: &Key, total: i64) -> usize {
        let reasons = match name {
            "executive" | "viewer" => [true, false],
            "other" => [false, true],
            _ => [false, false],
        };
        let (_, text) = self.ask("/api/v1/blockers", token).await;
        let blockers: Value = serde_json::from_str(&text).unwrap();
        let (_, page) = self.ask("/blockers", session).await;
        for (reason, is_own) in REASON.into_iter().zip(reasons) {
            let found = blockers["items"][0]["reasons"].as_array().unwrap().iter().find(|one| one["l2"] == reason);
            assert_eq!(found.is_some(), is_own, "{name}: {reason} among the blockers");
            assert_eq!(page.contains(reason), is_own, "{name}: {reason} on the page of blockers");
            if reason == REASON[0] && is_own {
                assert_eq!(
                    (&found.unwrap()["seats"], &found.unwrap()["tenants"]),
                    (&json!(total), &json!(1)),
                    "{name}"
                );
            }
            for filter in [format!("l1=blocked&l2={reason}"), format!("l2={reason}")] {
                let (_, text) = self.ask(&format!("/api/v1/tenants?{filter}"), token).await;
                let list: Value = serde_json::from_str(&text).unwrap();
                assert_eq!(list["totals"]["tenants"], json!(i64::from(is_own)), "{name}: tenants by {filter}");
                let (_, page) = self.ask(&format!("/tenants?{filter}"), session).await;
                assert_eq!(page.contains(TENANTS[0].id), is_own, "{name}: the list by {filter}");
            }
        }
        6
    }
}
