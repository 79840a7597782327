//! Every figure that somebody sees, computed a second time from the files alone, and compared.
//!
//! Random worlds of files are loaded through the verbs; then each kind of person asks the real router for lists,
//! totals, details, histories and exports, and every answer is held against `books` and `eyes`, which know the files and
//! the rules and nothing of the product. Set `UPTAKE_WORLDS` for more worlds than usual, and `UPTAKE_SEED` for
//! those from a certain one on.

#[cfg(test)]
mod books;
#[cfg(test)]
mod caller;
#[cfg(test)]
mod compare;
#[cfg(test)]
mod eyes;
#[cfg(test)]
mod people;
#[cfg(test)]
mod sheet;
#[cfg(test)]
mod tour;
#[cfg(test)]
mod worlds;

use testkit::Engine;

/// Worlds for each engine, unless asked for more.
const WORLDS: u64 = 12;

#[test]
fn random_worlds_agree_with_their_files_on_sqlite() {
    tour::visit_worlds(Engine::Sqlite, WORLDS);
}

#[test]
fn random_worlds_agree_with_their_files_on_postgres() {
    tour::visit_worlds(Engine::Postgres, WORLDS);
}

#[test]
fn a_planted_fault_is_found() {
    tour::find_planted_faults(Engine::Sqlite);
}
