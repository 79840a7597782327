//! Requests that are easily taken for those of somebody else, or for later ones than they are: a question about a tenant that
//! the partner has lost (S9.4), the key of a request that another used too (S15.1), and a change made from a version that
//! does not stand any more.

use app::RequestKey;
use serde_json::{Value, json};
use testkit::TENANTS;

use crate::wire::{Ask, Key};
use crate::work::{OWN, Work};

impl Work {
    /// Looks at all of them, and counts the answers.
    pub(crate) async fn requests(&mut self) -> usize {
        self.questions().await + self.keys_by_person().await + self.stale_changes().await
    }

    fn token_of(&self, who: &str) -> Key {
        self.people.iter().find(|(name, ..)| *name == who).unwrap().2.clone()
    }

    /// The own partner's manager is asked about the tenant that the partner has, and not about the one that it has lost.
    async fn questions(&mut self) -> usize {
        self.line.allowed.clear();
        let (session, token) = self.manager.clone();
        let [kept, lost, ..] = TENANTS;
        let doors = [
            ("/intent-questions", &session),
            ("/my-work?kind=intent_question", &session),
            ("/api/v1/intent-questions", &token),
            ("/api/v1/work?kind=intent_question", &token),
        ];
        for (path, key) in doors {
            let reply = self.line.send(&Ask::get(path).with_key(key)).await;
            assert_eq!(reply.status, 200, "{path}");
            assert!(reply.text().contains(kept.name), "{path}: {}", reply.text());
            assert!(!reply.text().contains(lost.name), "{path}: {}", reply.text());
        }
        let path = format!("/api/v1/intent-questions/{}/answer", self.lost_question);
        let ask = Ask::new("POST", path).json(&json!({ "answer": "So." })).with_key(&token);
        assert_eq!(self.line.send(&ask).await.status, 404, "an answer about a tenant that the partner has lost");
        doors.len() + 1
    }

    /// The same key sent twice by one person is one request; sent by two it is two.
    async fn keys_by_person(&mut self) -> usize {
        self.allow("executive");
        self.count += 1;
        let today = self.world.world.app.now().date_naive();
        let body = json!({
            "scope": OWN[0], "next_actions": "go on", "next_action_owner": OWN[1], "overall_status": "active",
            "next_action_date": (today + chrono::TimeDelta::days(10)).to_string(),
        });
        let path = format!("/api/v1/tenants/{}/status-notes", TENANTS[2].id);
        let key = format!("a-key-{}", self.count);
        RequestKey::new(&key, &path, b"").unwrap();
        let mut made: Vec<Value> = Vec::new();
        for who in ["executive", "executive", "elsewhere"] {
            let ask = Ask::new("POST", &path).json(&body).with("idempotency-key", &key).with_key(&self.token_of(who));
            let reply = self.line.send(&ask).await;
            assert_eq!(reply.status, 201, "{who}: {}", reply.text());
            made.push(reply.json()["id"].clone());
        }
        assert_eq!(made[0], made[1], "sent twice by one person");
        assert_ne!(made[0], made[2], "sent by two, under the same key");
        3
    }

    /// Whoever changes what has changed meanwhile is refused.
    async fn stale_changes(&mut self) -> usize {
        self.allow("executive");
        let token = self.token_of("executive");
        let at = format!("/api/v1/tenants/{}/workloads/Teams", TENANTS[0].id);
        let total =
            self.line.send(&Ask::get(format!("{at}/service-status")).with_key(&token)).await.json()["total"].clone();
        let split = json!({ "total": total, "lines": [{ "seats": total, "l1": "in_progress" }] });
        for (path, body) in [
            (format!("{at}/service-status"), split),
            (format!("{at}/intent-note"), json!({ "text": "Blocked, because of another." })),
        ] {
            let ask = Ask::new("PUT", &path).json(&body).with("if-match", "\"999-1\"").with_key(&token);
            let reply = self.line.send(&ask).await;
            assert_eq!(reply.status, 412, "{path} from a version that does not stand: {}", reply.text());
        }
        3
    }
}
