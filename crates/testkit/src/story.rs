//! One story, told on both engines.

use std::future::Future;

use store::Engine;

use crate::Database;

/// Tells a story in a new world of that engine, on a runtime of its own.
pub fn tell<W, S: Future<Output = ()>>(
    engine: Engine,
    open: impl AsyncFnOnce(Database) -> W,
    story: impl FnOnce(W) -> S,
) {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(async { story(open(Database::promised(engine)).await).await });
}

/// Makes two tests of each story: `name::on_sqlite` and `name::on_postgres`.
///
/// A story is an async function of one argument, the world, of which the type has a function `open` that
/// makes it from a [`Database`].
#[macro_export]
macro_rules! both_engines {
    ($($(#[$about:meta])* async fn $name:ident($world:pat_param in $kind:ty) $body:block)+) => {$(
        #[cfg(test)]
        mod $name {
            use super::*;

            $(#[$about])*
            async fn story($world: $kind) $body

            #[test]
            fn on_sqlite() {
                $crate::tell($crate::Engine::Sqlite, async |database| <$kind>::open(database).await, story);
            }

            #[test]
            fn on_postgres() {
                $crate::tell($crate::Engine::Postgres, async |database| <$kind>::open(database).await, story);
            }
        }
    )+};
}
