//! The real router over a small world in a database of its own, and browsers and programs that call it.

mod browser;
mod world;

pub(crate) use browser::{Answer, Browser, Program, multipart};
pub(crate) use testkit::{PASSWORD, operator};
pub(crate) use world::{Desk, EmptyDesk, Person, office_usage, tenant_id};
