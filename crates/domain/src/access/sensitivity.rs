//! Money and personal data, and whether a reader gets them (S1.4).

use std::fmt;

use crate::id::PersonId;

/// Whether sensitive data is shown or withheld; shown is the higher.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sensitivity {
    /// The reader gets the field's name, not its value.
    Withheld,
    /// The reader gets the value.
    Shown,
}

impl Sensitivity {
    /// What the reader gets of something that `author` wrote: authors always see what they wrote themselves (S1.4).
    ///
    /// That holds for one text or record at a time. Whether a list may be sorted, filtered or searched by a field is
    /// never a matter of who wrote it.
    #[must_use]
    pub fn of_written_by(self, author: PersonId, reader: PersonId) -> Self {
        if author == reader { Self::Shown } else { self }
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn authors_see_what_they_wrote_and_others_what_their_roles_give() {
        let (author, other) = (PersonId(1), PersonId(2));
        for given in [Sensitivity::Withheld, Sensitivity::Shown] {
            assert_eq!(given.of_written_by(author, author), Sensitivity::Shown);
            assert_eq!(given.of_written_by(author, other), given);
        }
    }

    #[test]
    fn a_sensitive_value_is_not_printed_for_whoever_debugs() {
        let value = Sensitive::new("0612345678");
        assert_eq!(format!("{value:?}"), "Sensitive(..)");
        assert_eq!(value.clone().for_reader(Sensitivity::Withheld), Shown::Withheld);
        assert_eq!(value.for_reader(Sensitivity::Shown), Shown::Value("0612345678"));
    }
}
