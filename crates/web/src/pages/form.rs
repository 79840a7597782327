//! The parts of forms that several pages have.

/// A value that can be chosen, and how it is called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// What the form sends.
    pub value: String,
    /// What people read.
    pub label: String,
}
