//! The real router over a small world in a database of its own, and browsers and programs that call it.

mod browser;
mod world;

pub(crate) use browser::{Answer, Browser, Program, multipart};
pub(crate) use world::{Desk, PASSWORD, Person, office_usage, operator, tenant_id};
