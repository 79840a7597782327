//! The bytes of a letter: headers, and the same words as text and as HTML.

use app::Letter;
use askama::Template;
use domain::person::Language;
use lettre::Message;
use lettre::message::header::{HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart};

use crate::words::{Line, Written, test, written};

/// Where people reach this installation, and from whom its letters come.
#[derive(Debug, Clone)]
pub struct Site {
    base_url: String,
    from: Mailbox,
}

impl Site {
    /// Where people reach it, such as `https://uptake.example`, and the sender, such as `Uptake <uptake@uptake.example>`.
    pub fn new(base_url: &str, from: &str) -> Result<Self, String> {
        let from: Mailbox =
            from.parse().map_err(|_| format!("not a sender such as “Uptake <uptake@x.example>”: {from}"))?;
        Ok(Self { base_url: base_url.trim_end_matches('/').to_owned(), from })
    }

    /// The address of a page.
    pub(crate) fn at(&self, path: &str) -> String {
        format!("{}{path}", self.base_url)
    }
}

/// A letter as HTML.
#[derive(Template)]
#[template(path = "letter.html")]
struct Html<'a> {
    lang: &'static str,
    it: &'a Written,
}

/// A letter as a message, with an ID that is the same at every try.
pub fn message(letter: &Letter, site: &Site) -> Result<Message, String> {
    let it = written(letter, site);
    let host = site.from.email.domain();
    let mut builder = Message::builder()
        .from(site.from.clone())
        // The address alone: a name would be one more place for what somebody typed.
        .to(Mailbox::new(None, letter.to.parse().map_err(|_| "no mail server takes this address".to_owned())?))
        .subject(it.subject.as_str())
        .date(letter.at.into())
        .message_id(Some(format!("<{}@{host}>", letter.handle)))
        .raw_header(raw("Auto-Submitted", "auto-generated")?);
    if let Some(token) = &letter.unsubscribe {
        // RFC 8058: the program that shows the letter does it by one request.
        let url = site.at(&format!("/unsubscribe/{token}"));
        builder = builder
            .raw_header(raw("List-Unsubscribe", &format!("<{url}>"))?)
            .raw_header(raw("List-Unsubscribe-Post", "List-Unsubscribe=One-Click")?);
    }
    bodies(builder, letter.language, &it)
}

/// The message by which an operator tries whether mail goes out.
pub fn test_message(to: &str, handle: &str, at: chrono::DateTime<chrono::Utc>, site: &Site) -> Result<Message, String> {
    let it = test(Language::default());
    let builder = Message::builder()
        .from(site.from.clone())
        .to(Mailbox::new(None, to.parse().map_err(|_| format!("no mail server takes this address: {to}"))?))
        .subject(it.subject.as_str())
        .date(at.into())
        .message_id(Some(format!("<{handle}@{}>", site.from.email.domain())));
    bodies(builder, Language::default(), &it)
}

fn bodies(builder: lettre::message::MessageBuilder, language: Language, it: &Written) -> Result<Message, String> {
    let html = Html { lang: language.tag(), it }.render().map_err(|error| format!("a template: {error}"))?;
    builder
        .multipart(MultiPart::alternative_plain_html(text(it), html))
        .map_err(|error| format!("no message can be made: {error}"))
}

/// A header of our own making: ASCII that can be read, without white space at which it could be broken. What is anything else is
/// refused, and never written.
fn raw(name: &'static str, value: &str) -> Result<HeaderValue, String> {
    if !value.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err(format!("the header {name} cannot have this value"));
    }
    Ok(HeaderValue::dangerous_new_pre_encoded(HeaderName::new_from_ascii_str(name), value.to_owned(), value.to_owned()))
}

/// The letter as text.
fn text(it: &Written) -> String {
    let mut parts: Vec<String> = Vec::new();
    if !it.greeting.is_empty() {
        parts.push(it.greeting.clone());
    }
    for line in &it.lines {
        match (line, parts.last_mut()) {
            (Line::Text(text), _) => parts.push(text.clone()),
            (Line::Quote(text), _) => {
                parts.push(text.lines().map(|line| format!("> {line}")).collect::<Vec<_>>().join("\n"));
            }
            (Line::Item(text), Some(before)) if before.starts_with("- ") => {
                before.push_str("\n- ");
                before.push_str(text);
            }
            (Line::Item(text), _) => parts.push(format!("- {text}")),
        }
    }
    if let Some((label, url)) = &it.action {
        parts.push(format!("{label}:\n{url}"));
    }
    if !it.footer.is_empty() {
        parts.push(format!("-- \n{}", it.footer.join("\n")));
    }
    parts.extend(it.links.iter().map(|(label, url)| format!("{label}:\n{url}")));
    let mut text = parts.join("\n\n");
    text.push('\n');
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_of_our_own_has_nothing_that_could_end_it() {
        for value in ["a b", "a\r\nBcc: x@y.example", "é", "a\tb", "\0"] {
            assert!(raw("List-Unsubscribe", value).is_err(), "{value:?}");
        }
        assert!(raw("List-Unsubscribe", "<https://uptake.example/unsubscribe/a.b-c_d>").is_ok());
    }

    #[test]
    fn a_sender_is_an_address_with_or_without_a_name() {
        for from in ["uptake@uptake.example", "Uptake <uptake@uptake.example>"] {
            assert!(Site::new("https://uptake.example/", from).is_ok(), "{from}");
        }
        for from in ["", "uptake", "Uptake <uptake@x.example>\r\nBcc: <y@z.example>"] {
            assert!(Site::new("https://uptake.example", from).is_err(), "{from}");
        }
    }
}
