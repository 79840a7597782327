//! Letters, from the verb that announces them to the mail server that takes them, told on both engines.

#[cfg(test)]
mod bytes;
#[cfg(test)]
mod faults;
#[cfg(test)]
mod office;
#[cfg(test)]
mod single;
#[cfg(test)]
mod told;
#[cfg(test)]
mod work;
