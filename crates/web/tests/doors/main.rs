//! Pages and API through the real router, over a small world in a database of its own.

#[cfg(test)]
mod api;
#[cfg(test)]
mod audit;
#[cfg(test)]
mod contacts;
#[cfg(test)]
mod desk;
#[cfg(test)]
mod documents;
#[cfg(test)]
mod errors;
#[cfg(test)]
mod exports;
#[cfg(test)]
mod gone;
#[cfg(test)]
mod intent_notes;
#[cfg(test)]
mod loads;
#[cfg(test)]
mod notes;
#[cfg(test)]
#[path = "../op/mod.rs"]
mod op;
#[cfg(test)]
mod pages;
#[cfg(test)]
mod personal_data;
#[cfg(test)]
mod profile;
#[cfg(test)]
mod programme;
#[cfg(test)]
mod providers;
#[cfg(test)]
mod request_keys;
#[cfg(test)]
mod routes;
#[cfg(test)]
mod server;
#[cfg(test)]
mod service_status;
#[cfg(test)]
mod sign_in;
#[cfg(test)]
mod taxonomy;
#[cfg(test)]
mod tickets;
