//! The guards: nobody ever sees what is not theirs.
//!
//! Each guard looks at the real accept loop from outside and knows nothing of how it works: the access oracle (S1),
//! and canaries and a lint of headers and cookies on whatever leaves (S3, S9). `docs/proof.md` says what each figure is.

#[cfg(test)]
mod cross_site;
#[cfg(test)]
mod keys;
#[cfg(test)]
mod oracle;
#[cfg(test)]
mod planted;
#[cfg(test)]
mod races;
#[cfg(test)]
mod timing;
#[cfg(test)]
mod twins;
#[cfg(test)]
mod wire;
