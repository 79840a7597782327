//! The real binary under blows: killed, its database taken away, its disk full, its clients slow.
//!
//! Everything here looks from outside: a process, HTTP, the command line, the tables. Chance follows from
//! `UPTAKE_SEED`, and sizes from `UPTAKE_KILLS` and the like, so that a long run is the same test with larger numbers.

#[cfg(test)]
mod abuse;
#[cfg(test)]
mod account;
#[cfg(test)]
mod backups;
#[cfg(test)]
mod deploy;
#[cfg(test)]
mod erasure;
#[cfg(test)]
mod farewell;
#[cfg(test)]
mod faults;
#[cfg(test)]
mod faults_of_postgres;
#[cfg(test)]
mod faults_of_sqlite;
#[cfg(test)]
mod files;
#[cfg(test)]
mod imports;
#[cfg(test)]
mod kills;
#[cfg(test)]
mod loader;
#[cfg(test)]
mod mail;
#[cfg(test)]
mod power_cuts;
#[cfg(test)]
mod restore;
#[cfg(test)]
mod site;
#[cfg(test)]
mod upgrades;
