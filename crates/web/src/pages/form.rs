//! The parts of forms that several pages have.

use askama::Template;

use super::Shell;
use super::shell::Entry;
use crate::words::say;

/// A value that can be chosen, and how it is called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// What the form sends.
    pub value: String,
    /// What people read.
    pub label: String,
}

/// What is wrong with one field of a form that comes back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldFault {
    /// The field's name in the form; its element is `field-` and this name.
    pub field: String,
    /// How the form calls it.
    pub label: String,
    /// What is wrong, in the reader's words.
    pub message: String,
}

/// All that is wrong with a form that comes back, in the order of the form.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FormFaults(pub Vec<FieldFault>);

impl FormFaults {
    /// Whether nothing is.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What is wrong with a field.
    pub fn at(&self, field: &str) -> Option<&str> {
        self.0.iter().find(|fault| fault.field == field).map(|fault| fault.message.as_str())
    }
}

/// The answer to a form that came after its session had ended, or that belongs to something that is not there: what was
/// typed, so that nothing of it is lost.
#[derive(Debug, Clone, Template)]
#[template(path = "form/ended.html")]
pub struct EndedPage {
    /// What surrounds it; without a person where the session has ended.
    pub shell: Shell,
    /// The path of the form, where it can be opened again after signing in.
    pub form_path: Option<String>,
    /// The names of the fields, as the form calls them, and what was typed.
    pub typed: Vec<(String, String)>,
}
