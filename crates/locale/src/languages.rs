//! The languages say the same: every message in both, with the same arguments, none empty, none forgotten in English.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};

/// Messages that are the same in Dutch, because the word is.
const SAME_IN_BOTH: [&str; 53] = [
    "passkeys",
    "directory",
    "directory-claims",
    "factor-code",
    "personal-data-account",
    "taxonomy-code",
    "taxonomy-workloads",
    "points",
    "nav-fasttrack",
    "nav-help",
    "nav-api",
    "tenants",
    "tenants-count",
    "workload",
    "claim",
    "pau",
    "mau",
    "tpid",
    "filter-segment",
    "filter-workload",
    "chip-segment",
    "chip-status",
    "service-status-l1",
    "chip-workload",
    "column-segment",
    "column-overall-status",
    "column-pau",
    "column-mau",
    "computed",
    "api-parameter",
    "api-place",
    "api-type",
    "api-status",
    "upload-progress",
    "load-details",
    "claim-partner",
    "claim-party-partner",
    "claim-workloads",
    "claims",
    "chip-sku",
    "licence-sku",
    "offer-tenants",
    "opportunity-count",
    "sku-bucket-copilot",
    "sku-bucket-microsoft-365",
    "partner",
    "partners",
    "person-account",
    "tickets",
    "ticket-subject-claims",
    "referral-source-partner-center",
    "referral-status",
    "mail-ticket-subject",
];

/// A message as the comparison sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Message {
    arguments: BTreeSet<String>,
    text: String,
}

fn locales() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../locales")
}

fn messages(language: &str) -> BTreeMap<String, Message> {
    let source = fs::read_to_string(locales().join(language).join("web.ftl")).unwrap();
    let resource =
        fluent_syntax::parser::parse(source.as_str()).unwrap_or_else(|(_, errors)| panic!("{language}: {errors:?}"));
    let mut found = BTreeMap::new();
    for entry in &resource.body {
        if let Entry::Message(message) = entry {
            let mut read = Message { arguments: BTreeSet::new(), text: String::new() };
            walk(
                message.value.as_ref().unwrap_or_else(|| panic!("{language}: {} is empty", message.id.name)),
                &mut read,
            );
            assert!(
                found.insert(message.id.name.to_owned(), read).is_none(),
                "{language}: {} is there twice",
                message.id.name
            );
        }
    }
    found
}

fn walk(pattern: &Pattern<&str>, into: &mut Message) {
    for element in &pattern.elements {
        match element {
            PatternElement::TextElement { value } => into.text.push_str(value),
            PatternElement::Placeable { expression: Expression::Inline(inline) } => name(inline, into),
            PatternElement::Placeable { expression: Expression::Select { selector, variants } } => {
                name(selector, into);
                for variant in variants {
                    into.text.push('|');
                    walk(&variant.value, into);
                }
            }
        }
    }
}

fn name(inline: &InlineExpression<&str>, into: &mut Message) {
    match inline {
        InlineExpression::VariableReference { id } => {
            into.arguments.insert(id.name.to_owned());
            into.text.push_str("{}");
        }
        // A character that cannot be seen in the file.
        InlineExpression::StringLiteral { value } => into.text.push_str(value),
        other => panic!("only arguments and literals are used in messages, not {other:?}"),
    }
}

#[test]
fn every_message_is_there_in_both_languages_with_the_same_arguments() {
    let (english, dutch) = (messages("en"), messages("nl"));
    assert!(english.len() > 300, "only {} messages", english.len());
    assert_eq!(english.keys().collect::<Vec<_>>(), dutch.keys().collect::<Vec<_>>());
    for (id, message) in &english {
        assert_eq!(message.arguments, dutch[id].arguments, "{id}");
    }
}

#[test]
fn no_message_is_empty() {
    for language in ["en", "nl"] {
        for (id, message) in messages(language) {
            assert!(!message.text.trim().is_empty(), "{language}: {id}");
        }
    }
}

#[test]
fn what_is_the_same_in_both_languages_is_known_to_be() {
    let (english, dutch) = (messages("en"), messages("nl"));
    let same: BTreeSet<&str> =
        english.iter().filter(|(id, message)| dutch[*id].text == message.text).map(|(id, _)| id.as_str()).collect();
    let known: BTreeSet<&str> = SAME_IN_BOTH.into_iter().collect();
    assert_eq!(same.difference(&known).collect::<Vec<_>>(), Vec::<&&str>::new(), "not translated");
    assert_eq!(known.difference(&same).collect::<Vec<_>>(), Vec::<&&str>::new(), "translated by now");
}

/// Every source that takes messages: Rust and templates.
fn sources(folder: &Path, into: &mut String) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let extension = path.extension().and_then(|one| one.to_str()).unwrap_or_default();
        if path.is_dir() && !path.ends_with("dist") && !path.ends_with("target") {
            sources(&path, into);
        } else if ["rs", "html"].contains(&extension) {
            into.push_str(&fs::read_to_string(&path).unwrap());
        }
    }
}

#[test]
fn every_message_is_used() {
    let mut all = String::new();
    sources(&locales().join("../crates"), &mut all);
    let unused: Vec<String> = messages("en")
        .into_keys()
        // Looked up by the codes that loads keep: the next test has them.
        .filter(|id| !id.starts_with("row-") && !id.starts_with("file-"))
        .filter(|id| !all.contains(&format!("\"{id}\"")))
        .collect();
    assert_eq!(unused, Vec::<String>::new());
}

/// The codes that the functions `code` of a type's `impl` give, as the source writes them.
fn codes_of(source: &str, of: &str) -> Vec<String> {
    let body =
        source.split(&format!("impl {of} {{")).nth(1).and_then(|rest| rest.split("\n}").next()).unwrap_or_default();
    let code = body.split("fn code(").nth(1).unwrap_or_default();
    code.split("=> \"").skip(1).filter_map(|rest| rest.split('"').next()).map(str::to_owned).collect()
}

#[test]
fn every_reason_to_refuse_a_file_or_a_row_has_words() {
    let source = fs::read_to_string(locales().join("../crates/feeds/src/refusal.rs")).unwrap();
    let known = messages("en");
    for (of, prefix) in [("FileRefusal", "file-"), ("ArchiveFault", "file-"), ("Reason", "row-")] {
        let codes = codes_of(&source, of);
        assert!(codes.len() > 5, "{of} has only the codes {codes:?}");
        for code in codes {
            let id = format!("{prefix}{}", code.replace('_', "-"));
            assert!(known.contains_key(&id), "{of}: no words for {code}");
        }
    }
}
