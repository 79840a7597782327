//! Connections that died while nobody used them, as all do when PostgreSQL restarts: nobody notices.

use std::task::Poll;
use std::time::Duration;

use app::{App, Settings, TenantQuery};
use domain::access::Role;
use domain::person::Theme;
use futures_util::future::{join_all, join3};
use store::{FEWEST_CONNECTIONS, Store};
use testkit::report::{Report, Usage};
use testkit::{Engine, Noorderlicht, TENANTS, World, both_engines, operator, tell};

/// Ends every connection of the application, and returns when they have ended.
async fn end_connections(world: &World) {
    let ended = world.database.run(
        "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
         WHERE datname = current_database() AND pid <> pg_backend_pid()",
    );
    assert!(ended.await.unwrap() > 0, "the application has no connection that could be lost");
}

#[test]
fn a_connection_that_died_idle_is_replaced_before_anybody_notices() {
    tell(Engine::Postgres, Noorderlicht::open, |Noorderlicht { world }| async move {
        let [bakery, ..] = TENANTS;
        let row = Usage { tenant: bakery.id, name: bakery.name, location: Noorderlicht::UTRECHT, ..Usage::default() };
        let report = Report::office(&[Usage { month: "2026-09-01", ..row }]);

        end_connections(&world).await;
        assert!(world.app.is_ready().await, "ready");
        end_connections(&world).await;
        assert_eq!(world.app.loads(&operator()).await.unwrap().value.loads.len(), 2);
        end_connections(&world).await;
        let plan = world.stage("usage.csv", report.text()).await.unwrap();
        end_connections(&world).await;
        let applied = world.app.apply_load(&operator(), plan.load.id).await.unwrap().value;
        end_connections(&world).await;
        world.undo(&applied).await;
    });
}

#[test]
fn each_thing_asked_of_the_database_survives_a_lost_connection() {
    tell(Engine::Postgres, Noorderlicht::open, |Noorderlicht { world }| async move {
        let store = &world.store;
        let load = domain::id::LoadId(4711);
        end_connections(&world).await;
        assert_eq!(store.pending_migrations().await.unwrap(), 0);
        end_connections(&world).await;
        store.durability().await.unwrap();
        end_connections(&world).await;
        store.analyze().await.unwrap();
        end_connections(&world).await;
        store.migrate().await.unwrap();
        end_connections(&world).await;
        let room = store.make_room(load).await.unwrap();
        end_connections(&world).await;
        room.begin().await.unwrap().commit().await.unwrap();
        end_connections(&world).await;
        room.write().await.unwrap().commit().await.unwrap();
        end_connections(&world).await;
        assert!(store.room(load).await.unwrap().is_some());
        end_connections(&world).await;
        assert_eq!(store.rooms().await.unwrap(), [load]);
        end_connections(&world).await;
        store.remove_room(load).await.unwrap();
        end_connections(&world).await;
        assert!(store.lock_load(domain::load::FeedKind::OfficeUsage).await.unwrap().is_some());
    });
}

#[test]
fn no_more_connections_are_held_than_were_allowed_and_everybody_is_served() {
    const HELD: &str = "SELECT pid FROM pg_stat_activity
                        WHERE datname = current_database() AND application_name = 'uptake' AND pid <> pg_backend_pid()";
    tell(Engine::Postgres, Noorderlicht::open, |Noorderlicht { world }| async move {
        let email = world
            .add_person("Els", Some(Noorderlicht::PARTNER), Role::ExecutiveReportViewer, &[Noorderlicht::GENT])
            .await;
        let els = world.with_token(&email).await;
        world.store.close().await;
        let store = Store::open_with(world.database.url(), FEWEST_CONNECTIONS).await.unwrap();
        let app = App::new(store.clone(), world.clock.clock(), Settings::usual(world.database.folder()));
        let asked = join_all((0..60).map(|turn| {
            let (app, els) = (&app, &els);
            async move {
                match turn % 3 {
                    0 => app.tenants(els, &TenantQuery::default()).await.map(|_| ()),
                    1 => app.profile(els).await.map(|_| ()),
                    _ => app.set_preferences(els, None, Theme::Dark).await,
                }
            }
        }));
        let path = world.database.folder().join("usage.csv");
        let [bakery, ..] = TENANTS;
        let row = Usage { tenant: bakery.id, name: bakery.name, location: Noorderlicht::UTRECHT, ..Usage::default() };
        std::fs::write(&path, Report::office(&[Usage { month: "2026-09-01", ..row }]).text()).unwrap();
        let loaded = async {
            let plan = app.stage_load(&operator(), "usage.csv", &path, |_| ()).await?;
            app.apply_load(&operator(), plan.value.load.id).await
        };
        let (answers, loaded, held) = join3(asked, loaded, async {
            let mut most = 0;
            for _ in 0..20 {
                most = most.max(world.database.run(HELD).await.unwrap());
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
            most
        })
        .await;
        for answer in answers {
            answer.unwrap();
        }
        loaded.unwrap();
        // A load has a further one.
        assert!((2..=u64::from(FEWEST_CONNECTIONS) + 1).contains(&held), "{held}");
        store.close().await;
    });
}

both_engines! {
    async fn whoever_is_given_up_while_a_transaction_begins_leaves_none_open(world in World) {
        for looks in 0..300 {
            // Given up before it has begun, in the middle, or after.
            let mut reading = Box::pin(world.store.read());
            for _ in 0..looks % 30 {
                let is_begun = std::future::poll_fn(|context| Poll::Ready(reading.as_mut().poll(context).is_ready()));
                if is_begun.await {
                    break;
                }
                tokio::task::yield_now().await;
            }
            drop(reading);
            let mut tx = world.store.write().await.unwrap();
            tx.forget_request_keys(0).await.unwrap_or_else(|error| panic!("looked at {looks} times: {error}"));
            tx.commit().await.unwrap();
        }
    }
}
