//! The API's document as a page to read (S15.1).

use askama::Template;

use super::Shell;
use super::shell::Entry;
use crate::words::say;

/// Every operation of the API, by subject.
#[derive(Debug, Clone, Template)]
#[template(path = "api/show.html")]
pub struct ApiPage {
    /// What surrounds it.
    pub shell: Shell,
    /// The version of the API's document.
    pub version: String,
    /// The address under which operations are found, such as `https://uptake.example`.
    pub base_url: String,
    /// The OpenAPI document itself.
    pub document_url: String,
    /// The operations by subject.
    pub subjects: Vec<Subject>,
    /// What can go wrong, by the name that a problem's `type` ends in.
    pub problems: Vec<ProblemKind>,
}

/// A kind of problem (RFC 9457).
#[derive(Debug, Clone)]
pub struct ProblemKind {
    /// Its name.
    pub code: String,
    /// The HTTP status.
    pub status: u16,
    /// What it means, in the reader's words.
    pub title: String,
    /// What to do about it, in the reader's words.
    pub advice: String,
}

/// The operations that concern one subject.
#[derive(Debug, Clone)]
pub struct Subject {
    /// Its name, the tag in the document.
    pub name: String,
    /// What it is about.
    pub description: String,
    /// Its operations.
    pub operations: Vec<Operation>,
}

/// One operation.
#[derive(Debug, Clone)]
pub struct Operation {
    /// The HTTP method, in capitals.
    pub method: String,
    /// The path, with its parameters in braces.
    pub path: String,
    /// What it does, in a few words.
    pub summary: String,
    /// What else is to know.
    pub description: String,
    /// What it takes in path, query and header.
    pub parameters: Vec<Parameter>,
    /// An example of the body it takes.
    pub body_example: Option<String>,
    /// What it answers.
    pub answers: Vec<Answer>,
}

/// A parameter of an operation.
#[derive(Debug, Clone)]
pub struct Parameter {
    /// Its name.
    pub name: String,
    /// Where it stands: `path`, `query` or `header`.
    pub place: String,
    /// Its type, as the document gives it.
    pub kind: String,
    /// Whether it has to be given.
    pub required: bool,
    /// What it does.
    pub description: String,
}

/// An answer of an operation.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The HTTP status.
    pub status: String,
    /// What it means.
    pub description: String,
    /// An example of the body.
    pub example: Option<String>,
}

impl ApiPage {
    /// The line that calls an operation from a terminal.
    pub fn curl(&self, operation: &Operation) -> String {
        let method = match operation.method.as_str() {
            "GET" => String::new(),
            method => format!(" -X {method}"),
        };
        let body = operation.body_example.as_deref().map_or_else(String::new, |body| {
            let line: Vec<&str> = body.lines().map(str::trim).collect();
            format!(" -H \"Content-Type: application/json\" -d '{}'", line.join(" "))
        });
        let (base_url, path) = (&self.base_url, &operation.path);
        format!("curl{method} -H \"Authorization: Bearer $UPTAKE_TOKEN\" \"{base_url}{path}\"{body}")
    }
}

impl Operation {
    /// The id under which the page can be linked to.
    pub fn anchor(&self) -> String {
        let letters = |letter: char| if letter.is_ascii_alphanumeric() { letter.to_ascii_lowercase() } else { '-' };
        format!("{}{}", self.method, self.path).chars().map(letters).collect()
    }
}
