//! The page that explains the API, made from its document (ADR 0007).

use std::collections::BTreeSet;

use axum::extract::State;
use axum::http::HeaderMap;
use locale::Words;
use serde_json::{Map, Value};

use super::{Answer, page, shell};
use crate::api::openapi::{document, operations};
use crate::error::{WebError, advice, every_kind, title};
use crate::extract::Caller;
use crate::pages::api::{Answer as AnswerShown, ApiPage, Operation, Parameter, ProblemKind, Subject};
use crate::pages::shell::Entry;
use crate::state::Web;

/// The page; for everybody, as the document is.
pub(crate) async fn show(State(web): State<Web>, caller: Caller, headers: HeaderMap) -> Answer {
    let viewer = if caller.has_credential() { web.app.viewer(&caller.ctx).await.ok() } else { None };
    let shell = shell(&web, &caller, viewer.as_ref(), Some(Entry::Api));
    page(&ApiPage {
        problems: problems(shell.words),
        shell,
        version: text(document().pointer("/info/version")),
        base_url: web.base_url(&headers),
        document_url: "/api/v1/openapi.json".to_owned(),
        subjects: subjects(),
    })
}

/// What can go wrong, by name.
fn problems(words: &Words) -> Vec<ProblemKind> {
    let shown = |error: WebError| ProblemKind {
        code: error.name(),
        status: error.status().as_u16(),
        title: title(&error, words),
        advice: advice(&error, words),
    };
    every_kind().into_iter().map(shown).collect()
}

fn text(value: Option<&Value>) -> String {
    value.and_then(Value::as_str).unwrap_or_default().to_owned()
}

fn list(value: Option<&Value>) -> impl Iterator<Item = &Value> {
    value.and_then(Value::as_array).into_iter().flatten()
}

/// The operations by the tags of the document, in its order.
fn subjects() -> Vec<Subject> {
    let subject = |tag: &Value| {
        let name = text(tag.get("name"));
        let is_of_it = |operation: &Value| list(operation.get("tags")).any(|one| one.as_str() == Some(&name));
        let shown = operations().filter(|(_, operation)| is_of_it(operation));
        Subject {
            operations: shown.map(|((method, path), operation)| shown_operation(&method, path, operation)).collect(),
            description: text(tag.get("description")),
            name,
        }
    };
    list(document().get("tags")).map(subject).collect()
}

fn shown_operation(method: &str, path: String, operation: &Value) -> Operation {
    let body = operation.pointer("/requestBody/content/application~1json/schema");
    let answers = operation.get("responses").and_then(Value::as_object).into_iter().flatten();
    Operation {
        method: method.to_ascii_uppercase(),
        path,
        summary: text(operation.get("summary")),
        description: text(operation.get("description")),
        parameters: list(operation.get("parameters")).map(parameter).collect(),
        body_example: body.map(written_example),
        answers: answers.map(|(status, answer)| shown_answer(status, answer)).collect(),
    }
}

fn parameter(one: &Value) -> Parameter {
    Parameter {
        name: text(one.get("name")),
        place: text(one.get("in")),
        kind: one.get("schema").map(kind).unwrap_or_default(),
        required: one.get("required").and_then(Value::as_bool).unwrap_or(false),
        description: text(one.get("description")),
    }
}

/// The type of a schema: `integer`, `string`, `array of string`.
fn kind(schema: &Value) -> String {
    let types: Vec<&str> = match schema.get("type") {
        Some(Value::String(one)) => vec![one],
        Some(Value::Array(several)) => several.iter().filter_map(Value::as_str).filter(|one| *one != "null").collect(),
        _ => Vec::new(),
    };
    match schema.get("items") {
        Some(items) => format!("array of {}", kind(items)),
        None => types.join(" or "),
    }
}

fn shown_answer(status: &str, answer: &Value) -> AnswerShown {
    let content = answer.get("content").and_then(Value::as_object);
    let schema = content.and_then(|kinds| kinds.values().next()).and_then(|body| body.get("schema"));
    // Every problem looks alike; one example is enough, and the document has them all.
    let is_problem = !status.starts_with('2');
    AnswerShown {
        status: status.to_owned(),
        description: text(answer.get("description")),
        example: schema.filter(|_| !is_problem || status == "400").map(written_example),
    }
}

fn written_example(schema: &Value) -> String {
    serde_json::to_string_pretty(&example(schema, &mut BTreeSet::new())).unwrap_or_default()
}

/// An example of a schema: the one that it has, else one made from its parts.
fn example(schema: &Value, within: &mut BTreeSet<String>) -> Value {
    if let Some(example) = schema.get("example") {
        return example.clone();
    }
    if let Some(name) = schema.get("$ref").and_then(Value::as_str) {
        // A shape that holds itself ends where it begins again.
        if !within.insert(name.to_owned()) {
            return Value::Null;
        }
        let found = name.strip_prefix('#').and_then(|pointer| document().pointer(pointer));
        let made = found.map_or(Value::Null, |schema| example(schema, within));
        within.remove(name);
        return made;
    }
    if let Some(parts) = schema.get("allOf").and_then(Value::as_array) {
        return together(parts, within);
    }
    if let Some(parts) = schema.get("oneOf").or(schema.get("anyOf")).and_then(Value::as_array) {
        let filled = parts.iter().find(|one| one.get("type").and_then(Value::as_str) != Some("null"));
        return filled.map_or(Value::Null, |schema| example(schema, within));
    }
    match kind(schema).as_str() {
        "integer" => 0.into(),
        "number" => 0.0.into(),
        "boolean" => false.into(),
        "string" => text_example(schema).into(),
        "object" => object(schema, within),
        _ => match schema.get("items") {
            Some(items) => Value::Array(vec![example(items, within)]),
            None => Value::Null,
        },
    }
}

fn text_example(schema: &Value) -> &'static str {
    match schema.get("format").and_then(Value::as_str) {
        Some("date-time") => "2026-09-03T08:15:00Z",
        Some("date") => "2026-09-03",
        Some("uuid") => "0b8e1c64-6c1f-4b3e-9a55-0a1f2b3c4d5e",
        _ => "",
    }
}

fn object(schema: &Value, within: &mut BTreeSet<String>) -> Value {
    let properties = schema.get("properties").and_then(Value::as_object).into_iter().flatten();
    Value::Object(properties.map(|(name, schema)| (name.clone(), example(schema, within))).collect())
}

fn together(parts: &[Value], within: &mut BTreeSet<String>) -> Value {
    let mut whole = Map::new();
    for part in parts {
        if let Value::Object(fields) = example(part, within) {
            whole.extend(fields);
        }
    }
    Value::Object(whole)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_operation_is_shown_with_an_example_of_what_it_gives() {
        let subjects = subjects();
        assert_eq!(subjects.iter().map(|one| one.operations.len()).sum::<usize>(), operations().count());
        for operation in subjects.iter().flat_map(|one| &one.operations) {
            let first = operation.answers.first().unwrap();
            assert!(first.status.starts_with('2'), "{} {}", operation.method, operation.path);
            assert!(first.status == "204" || first.example.is_some(), "{} {}", operation.method, operation.path);
        }
    }

    #[test]
    fn an_example_has_the_fields_of_the_shape() {
        let subjects = subjects();
        let all = subjects.iter().flat_map(|one| &one.operations);
        let list = all.into_iter().find(|one| one.path == "/api/v1/tenants").unwrap();
        let example: Value = serde_json::from_str(list.answers[0].example.as_ref().unwrap()).unwrap();
        assert_eq!(example["items"][0]["usage_percent"], 72.8);
        assert_eq!(example["totals"]["tenants"], 240);
    }
}
