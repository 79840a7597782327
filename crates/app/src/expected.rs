//! What somebody who changes a thing believes stands there, and what becomes of it when something else does.

/// The revisions from which a change may have been made: opaque texts, as the thing itself gave them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expected {
    /// Whatever stands there.
    Any,
    /// One of these.
    OneOf(Vec<String>),
}

impl Expected {
    /// Exactly this one.
    pub fn one(revision: impl Into<String>) -> Self {
        Self::OneOf(vec![revision.into()])
    }

    /// Whether it is what stands there.
    pub fn is(&self, revision: &str) -> bool {
        match self {
            Self::Any => true,
            Self::OneOf(revisions) => revisions.iter().any(|one| one == revision),
        }
    }
}

/// What became of a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome<T> {
    /// It stands as changed.
    Saved(T),
    /// Somebody else was first: this stands, and nothing was changed.
    Overtaken(T),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_stands_there_is_expected() {
        assert!(Expected::Any.is("1-2") && Expected::one("1-2").is("1-2"));
        assert!(!Expected::one("1-2").is("1-3") && !Expected::OneOf(Vec::new()).is("1-2"));
    }
}
