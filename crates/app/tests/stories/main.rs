//! What the verbs promise, told on both engines.

#[cfg(test)]
mod accounts;
#[cfg(test)]
mod loads;
#[cfg(test)]
mod refusals;
mod rooms;
#[cfg(test)]
mod schema;
#[cfg(test)]
mod standing;
#[cfg(test)]
mod undo;
