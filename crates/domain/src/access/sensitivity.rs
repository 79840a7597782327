//! Money and personal data, and whether a reader gets them (S1.4).

use std::fmt;

/// Whether sensitive data is shown or withheld; shown is the higher.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sensitivity {
    /// The reader gets the field's name, not its value.
    Withheld,
    /// The reader gets the value.
    Shown,
}

/// A sensitive value on its way out. It has no `Display` and no `Serialize`, and `Debug` does not
/// print it, so that it cannot leave except through [`Sensitive::for_reader`].
#[derive(Clone, PartialEq, Eq)]
pub struct Sensitive<T>(T);

/// What a reader gets of a sensitive value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shown<T> {
    /// The value.
    Value(T),
    /// Nothing but that there could be one.
    Withheld,
}

impl<T> Sensitive<T> {
    /// Marks a value as sensitive.
    pub fn new(value: T) -> Self {
        Self(value)
    }

    /// The value, or that it is withheld: the only way out.
    pub fn for_reader(self, sensitivity: Sensitivity) -> Shown<T> {
        match sensitivity {
            Sensitivity::Shown => Shown::Value(self.0),
            Sensitivity::Withheld => Shown::Withheld,
        }
    }
}

impl<T> fmt::Debug for Sensitive<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sensitive(..)")
    }
}
