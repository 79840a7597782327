//! A small named world, throwaway databases and actors for tests.
//!
//! [`both_engines!`] tells one story twice, on SQLite and on PostgreSQL, each in a [`World`] of its own:
//! an application with a clock that stands still, over a database that is gone afterwards. Worlds are
//! filled as everybody fills them, from [`report`]s through the verbs of `app`. [`Served`] is the real binary as
//! a process that can be killed, [`Client`] a caller over real HTTP. Deliberately absent: the router in the
//! process of the test, which the tests of `web` bring themselves, and any shortcut past the verbs, except
//! [`Database::dump`], which looks at the tables, [`Database::plan`], and [`Database::run`], which breaks what no verb would.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::missing_panics_doc,
    reason = "what fails here fails the test that asked for it, and says where"
)]

mod authenticator;
mod bucket_server;
mod canary;
mod chance;
mod client;
mod clock;
mod database;
mod device;
mod dice;
mod dump;
mod mail_server;
mod noorderlicht;
mod plan;
#[cfg(unix)]
mod postgres_server;
mod proxy;
pub mod report;
mod score;
mod served;
mod story;
mod world;

pub use authenticator::shown_by_app;
pub use bucket_server::{BUCKET_KEY, BucketMood, BucketServer};
pub use canary::Canaries;
pub use chance::SteadyChance;
pub use client::{Answer, Client, escaped, read_answer};
pub use clock::StandingClock;
pub use database::Database;
pub use device::{Device, Manner};
pub use dice::Dice;
pub use dump::{Column, Dump};
pub use mail_server::{Kept, MailServer, Mood};
pub use noorderlicht::{Noorderlicht, TENANTS, Tenant};
pub use plan::PlanStep;
#[cfg(unix)]
pub use postgres_server::{PostgresServer, postgres_program};
pub use proxy::Proxy;
pub use score::{Score, seed, size};
pub use served::{Log, Served, signal_to, wait_until};
pub use store::Engine;
pub use story::tell;
pub use world::{PASSWORD, World, operator, request, visit};
