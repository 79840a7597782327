//! What is kept for some days goes when they are over, and not a millisecond before (S16.2).

use chrono::TimeDelta;
use domain::retention::{Retention, RetentionKind};
use futures_util::future::join_all;
use testkit::{both_engines, operator};

use super::filled::Filled;

/// The moment from which everything is that may go, in milliseconds.
const SINCE: i64 = 1_790_000_000_000;

/// Whatever there is of a kind from that moment, and nothing of another.
const ROWS: [&str; 8] = [
    "INSERT INTO audit (happened_at, door, action, subject, detail, address, request_id)
     VALUES (1790000000000, 'clock', 'retention.removed', 'kxqlimit', '{}', '', '')",
    "UPDATE person SET deactivated_at = 1790000000000 WHERE name = 'Pia Kxqperson'",
    "UPDATE ticket SET state = 'resolved', changed_at = 1790000000000",
    "UPDATE filed_claim SET state = 'rejected', reason = 'kxqreason', moved_at = 1790000000000",
    "DELETE FROM mail WHERE handle <> 'letter2'",
    "UPDATE mail SET state = 'sent', done_at = 1790000000000, reason = 'kxqsent'",
    "INSERT INTO mail (handle, kind, person_id, subject, made_at, next_at, state, reason, done_at)
     SELECT 'letter3', kind, person_id, subject, made_at, next_at, 'failed', 'kxqfailed', done_at FROM mail",
    "INSERT INTO mail (handle, kind, person_id, subject, made_at, next_at)
     SELECT 'letter4', kind, person_id, 'kxqwaits', made_at, next_at FROM mail WHERE handle = 'letter2'",
];

fn of(kind: RetentionKind) -> Retention {
    let some = |one| (one == kind).then_some(3);
    Retention {
        audit: some(RetentionKind::Audit),
        accounts: some(RetentionKind::Accounts),
        tickets: some(RetentionKind::Tickets),
        proofs: some(RetentionKind::Proofs),
        mail: some(RetentionKind::Mail),
        failed_mail: some(RetentionKind::FailedMail),
    }
}

/// How many of a kind there are of what may go.
async fn there(it: &Filled, kind: RetentionKind) -> usize {
    let dump = it.world.database.dump(&[]).await;
    let (table, word) = match kind {
        RetentionKind::Audit => ("audit", "kxqlimit"),
        RetentionKind::Accounts => ("person", "Kxqperson"),
        RetentionKind::Tickets => ("ticket", "kxqtitle"),
        RetentionKind::Proofs => ("claim_proof", "kxqproof"),
        RetentionKind::Mail => ("mail", "kxqsent"),
        RetentionKind::FailedMail => ("mail", "kxqfailed"),
    };
    dump[table].iter().filter(|row| row.contains(word)).count()
}

both_engines! {
    async fn each_kind_goes_at_its_limit_and_not_before(it in Filled) {
        for row in ROWS {
            it.world.database.run(row).await.unwrap_or_else(|error| panic!("{row}: {error}"));
        }
        let clock = &it.world.clock;
        let limit = SINCE + 3 * 24 * 3_600_000;
        clock.pass(TimeDelta::milliseconds(limit - 1 - clock.now().timestamp_millis()));
        // Without a setting nothing goes, however old.
        assert_eq!(it.world.app.remove_outdated().await.unwrap(), []);
        for kind in RetentionKind::ALL {
            it.world.app.clone().with_retention(of(kind)).remove_outdated().await.unwrap();
            assert_eq!(there(&it, kind).await, 1, "{kind:?} goes early");
        }
        clock.pass(TimeDelta::milliseconds(1));
        for kind in RetentionKind::ALL {
            let app = it.world.app.clone().with_retention(of(kind));
            let due = app.retention(&operator()).await.unwrap().value;
            let due = due.iter().find(|one| one.kind == kind).unwrap();
            assert_eq!((due.days, due.due > 0), (Some(3), true), "{kind:?}");
            let others: Vec<_> = RetentionKind::ALL.into_iter().filter(|other| *other > kind).collect();
            // Two servers at the same moment remove each row once.
            let done = join_all([app.remove_outdated(), app.remove_outdated()]).await;
            let count: u64 = done.into_iter().flat_map(Result::unwrap).map(|(_, count)| count).sum();
            assert!(count > 0, "{kind:?}");
            assert_eq!(there(&it, kind).await, 0, "{kind:?} stays");
            for other in others {
                assert_eq!(there(&it, other).await, 1, "{other:?} goes with {kind:?}");
            }
            assert_eq!(app.remove_outdated().await.unwrap(), [], "{kind:?} once more");
        }
        let dump = it.world.database.dump(&[]).await;
        // The account stays as a number, and what others may need of the claim.
        assert!(dump["person"].iter().any(|row| row.contains("Erased person")), "{:?}", dump["person"]);
        assert_eq!((dump["filed_claim"].len(), dump["ticket_message"].len(), dump["ticket_attachment"].len()), (1, 0, 0));
        assert!(dump["mail"].len() == 1 && dump["mail"][0].contains("kxqwaits"), "{:?}", dump["mail"]);
        let audit = dump["audit"].join("\n");
        for kind in RetentionKind::ALL {
            let is_told = audit.contains(&format!("subject='{}'", kind.code()));
            assert_eq!(is_told, kind.is_audited(), "{kind:?} in the audit: {audit}");
        }
        // What is not old enough is refused by the database itself.
        let refused = it.world.database.run("DELETE FROM audit").await.expect_err("the audit is emptied");
        assert!(refused.contains("append-only"), "{refused}");
    }
}
