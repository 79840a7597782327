//! Every figure and every door, judged a second time from the files and the roles alone (S1).
//!
//! Random worlds of files are loaded through the verbs; then each kind of person asks the real accept loop. Lists,
//! totals, details, histories, the overview and exports are held against `books` and `eyes`, which know the files
//! and the rules and nothing of the product; every route of the table, by every method, against `verdict`.
//! `UPTAKE_CHECKS` sets how many answers are judged at least on each engine, `UPTAKE_SEED` with which world they begin.

pub(crate) mod books;
pub(crate) mod caller;
mod compare;
pub(crate) mod deeds;
pub(crate) mod eyes;
mod filings;
mod licences;
mod overview;
pub(crate) mod people;
mod referred;
mod rounds;
pub(crate) mod sheet;
pub(crate) mod tour;
mod verdict;
mod work;
pub(crate) mod worlds;

use testkit::{Engine, size};

/// Answers that are judged on each engine, unless asked for more: together the 50,000 of a gate, most of them where
/// they take less time.
const CHECKS_ON_SQLITE: u64 = 32_000;
const CHECKS_ON_POSTGRES: u64 = 18_000;

#[test]
fn random_worlds_agree_with_their_files_on_sqlite() {
    tour::visit_worlds(Engine::Sqlite, size("UPTAKE_CHECKS", CHECKS_ON_SQLITE));
}

#[test]
fn random_worlds_agree_with_their_files_on_postgres() {
    tour::visit_worlds(Engine::Postgres, size("UPTAKE_CHECKS", CHECKS_ON_POSTGRES));
}

#[test]
fn a_broken_table_is_found() {
    tour::find_broken_tables(Engine::Sqlite);
}
