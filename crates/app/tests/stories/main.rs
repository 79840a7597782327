//! What the verbs promise, told on both engines.

#[cfg(test)]
mod accounts;
#[cfg(test)]
mod buckets;
#[cfg(test)]
mod claims;
#[cfg(test)]
mod clocks;
#[cfg(test)]
mod contacts;
#[cfg(test)]
mod earnings;
#[cfg(test)]
mod gate;
#[cfg(test)]
mod help;
#[cfg(test)]
mod intent_notes;
#[cfg(test)]
mod licences;
#[cfg(test)]
mod loads;
#[cfg(test)]
mod lost_connections;
#[cfg(test)]
mod many_hands;
#[cfg(test)]
mod marks;
#[cfg(test)]
mod mixed_hands;
#[cfg(test)]
mod notes;
#[cfg(test)]
mod opportunities;
#[cfg(test)]
mod partners;
#[cfg(test)]
mod passkeys;
#[cfg(test)]
mod people;
#[cfg(test)]
mod personal_data;
#[cfg(test)]
mod plans;
#[cfg(test)]
mod programme;
#[cfg(test)]
mod referral_loads;
#[cfg(test)]
mod referrals;
#[cfg(test)]
mod refusals;
#[cfg(test)]
mod rooms;
#[cfg(test)]
mod schema;
#[cfg(test)]
mod second_factor;
#[cfg(test)]
mod service_status;
#[cfg(test)]
mod shared_tenants;
#[cfg(test)]
mod standing;
#[cfg(test)]
mod taxonomy;
#[cfg(test)]
mod tickets;
#[cfg(test)]
mod undo;
#[cfg(test)]
mod walks;
#[cfg(test)]
mod worklist;
