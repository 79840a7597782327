//! No template has words of its own: whatever people read comes from the locales.

use std::fs;
use std::path::{Path, PathBuf};

/// Names that no language translates, and keys of the keyboard.
const NO_WORDS: [&str; 6] = ["Uptake", "/", "g", "o", "t", "Esc"];

/// Attributes that people read or hear.
const READ_ALOUD: [&str; 5] = ["aria-label", "title", "placeholder", "alt", "aria-description"];

fn templates(folder: &Path, into: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { templates(&path, into) } else { into.push(path) }
    }
}

/// The template without what is computed: expressions, blocks, comments.
fn without_code(template: &str) -> String {
    let mut plain = String::new();
    let mut rest = template;
    while let Some((before, inside)) = rest.split_once('{') {
        plain.push_str(before);
        let end = match inside.chars().next() {
            Some('{') => "}}",
            Some('%') => "%}",
            Some('#') => "#}",
            _ => {
                plain.push('{');
                rest = inside;
                continue;
            }
        };
        rest = inside.split_once(end).map_or("", |(_, after)| after);
    }
    plain + rest
}

fn has_words(text: &str) -> bool {
    let text = text.replace("&quot;", "").replace("&amp;", "");
    text.split_whitespace().any(|word| word.chars().any(char::is_alphabetic) && !NO_WORDS.contains(&word))
}

/// Words between tags, and in attributes that people read.
fn words_of_its_own(template: &str) -> Vec<String> {
    let plain = without_code(template);
    let mut found = Vec::new();
    for (place, part) in plain.split('<').enumerate() {
        let (tag, text) = if place == 0 { ("", part) } else { part.split_once('>').unwrap_or((part, "")) };
        if has_words(text) {
            found.push(text.trim().to_owned());
        }
        for attribute in READ_ALOUD {
            let start = format!(" {attribute}=\"");
            let values = tag.split(&start).skip(1).filter_map(|rest| rest.split('"').next());
            found.extend(values.filter(|value| has_words(value)).map(|value| format!("{attribute}: {value}")));
        }
    }
    found
}

#[test]
fn no_template_has_words_of_its_own() {
    let mut files = Vec::new();
    templates(&Path::new(env!("CARGO_MANIFEST_DIR")).join("templates"), &mut files);
    assert!(files.len() > 20, "only {} templates", files.len());
    for file in files {
        let found = words_of_its_own(&fs::read_to_string(&file).unwrap());
        assert!(found.is_empty(), "{}: {found:?}", file.display());
    }
}

#[test]
fn a_planted_word_is_found() {
    for (template, word) in [
        ("<p>Hello</p>", "Hello"),
        ("{{ a }} tenants", "tenants"),
        ("<img alt=\"A chart\">", "alt: A chart"),
        ("<a title=\"{{ name }} of\" href=\"/x\">{{ x }}</a>", "title:  of"),
    ] {
        assert_eq!(words_of_its_own(template), [word]);
    }
    assert!(words_of_its_own("<p class=\"lead\">{{ say!(self, \"x\") }} · {% if a %}/{% endif %}</p>").is_empty());
}
