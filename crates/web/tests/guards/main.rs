//! The guards: nobody ever sees what is not theirs.
//!
//! Each guard looks at the real accept loop from outside and knows nothing of how it works: the access oracle (S1),
//! and canaries and a lint of headers and cookies on whatever leaves (S3, S9). `docs/proof.md` says what each figure is.

#[cfg(test)]
mod bare;
#[cfg(test)]
mod claims;
#[cfg(test)]
mod contacts;
#[cfg(test)]
mod cross_site;
#[cfg(test)]
mod directories;
#[cfg(test)]
mod erasing;
#[cfg(test)]
mod keys;
#[cfg(test)]
mod mail;
#[cfg(test)]
mod money;
#[cfg(test)]
#[path = "../op/mod.rs"]
#[expect(dead_code, reason = "the doors have it lie in more ways than a guard looks at")]
mod op;
#[cfg(test)]
mod oracle;
#[cfg(test)]
mod passkeys;
#[cfg(test)]
mod people;
#[cfg(test)]
mod personal;
#[cfg(test)]
mod planted;
#[cfg(test)]
mod providers;
#[cfg(test)]
mod races;
#[cfg(test)]
mod referrals;
#[cfg(test)]
mod requests;
#[cfg(test)]
mod second_factor;
#[cfg(test)]
mod splits;
#[cfg(test)]
mod tickets;
#[cfg(test)]
mod timing;
#[cfg(test)]
mod twins;
#[cfg(test)]
mod wire;
#[cfg(test)]
mod work;

/// A fault is planted for the whole process: where tests are threads of one, the others wait meanwhile.
#[cfg(test)]
static PLANTING: std::sync::RwLock<()> = std::sync::RwLock::new(());

/// Held while a guard looks: nobody plants.
#[cfg(test)]
fn nobody_plants() -> std::sync::RwLockReadGuard<'static, ()> {
    PLANTING.read().unwrap_or_else(std::sync::PoisonError::into_inner)
}

/// Held while faults are planted: nobody else looks.
#[cfg(test)]
fn nobody_looks() -> std::sync::RwLockWriteGuard<'static, ()> {
    PLANTING.write().unwrap_or_else(std::sync::PoisonError::into_inner)
}
