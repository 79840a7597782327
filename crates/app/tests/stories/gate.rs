//! Whoever never stops writing is stopped all the same: what takes a role away gets its turn (S1.4).

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use app::Credential;
use domain::access::Role;
use sha2::{Digest, Sha256};
use store::Hold;
use testkit::{Engine, Noorderlicht, operator, tell};

/// How often one hold follows another at most; each is longer than it takes to ask for a role's end.
const HOLDS: usize = 300;
const HOLD: Duration = Duration::from_millis(20);

/// How long the next hold is waited for before the one that stands in its way ends.
const PATIENCE: Duration = Duration::from_millis(200);

#[test]
fn holds_that_never_cease_do_not_put_off_the_end_of_a_role() {
    tell(Engine::Postgres, Noorderlicht::open, |Noorderlicht { world }| async move {
        let email = world.add_person("Writes on", Some(Noorderlicht::PARTNER), Role::ReportViewer, &[]).await;
        let Credential::Session(secret) = world.signed_in(&email).await.credential else { unreachable!("a session") };
        let (secret_hash, has_ended) = (Sha256::digest(secret.as_bytes()), AtomicBool::new(false));
        let mut held = world.store.write().await.unwrap();
        held.hold_caller(true, &secret_hash, Hold::Shared).await.unwrap();
        let writes = async {
            for _ in 0..HOLDS {
                if has_ended.load(Ordering::SeqCst) {
                    break;
                }
                let mut next = world.store.write().await.unwrap();
                // The last one ends when the next has begun: there is always one.
                {
                    let begins = async {
                        next.hold_caller(true, &secret_hash, Hold::Shared).await.unwrap();
                        tokio::time::sleep(HOLD).await;
                    };
                    tokio::pin!(begins);
                    if let Ok(()) = tokio::time::timeout(PATIENCE, &mut begins).await {
                        held.commit().await.unwrap();
                    } else {
                        held.commit().await.unwrap();
                        begins.await;
                    }
                }
                held = next;
            }
            held.commit().await.unwrap();
            has_ended.load(Ordering::SeqCst)
        };
        let ends = async {
            let address = email.parse().unwrap();
            let done = world.app.revoke_role(&operator(), &address, Role::ReportViewer, &[]).await;
            has_ended.store(true, Ordering::SeqCst);
            done.unwrap();
        };
        let (ended_meanwhile, ()) = tokio::join!(writes, ends);
        assert!(ended_meanwhile, "the role ended only when nobody held its person any more");
    });
}
