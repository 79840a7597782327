//! What a letter says, in the reader's language: a subject, lines, and one thing to do.
//!
//! Names that people typed stand in subjects and lines: here they lose whatever breaks a line or turns its direction, so that
//! nothing of them can be taken for another header, another sender or another line.

use app::{Content, FactorTold, Letter, OverAt, WorkCount, WorkItem, WorkloadName};
use chrono::{DateTime, Utc};
use domain::access::Shown;
use domain::claim::{Due, StateCode};
use domain::one_line::turns_direction;
use domain::person::Language;
use domain::referral::DeclineReason;
use domain::ticket::{TicketMove, TicketState};
use domain::work::WorkKind;
use i18n_embed_fl::fl;
use locale::Words;

use crate::message::Site;

/// The longest subject, in characters.
const LONGEST_SUBJECT: usize = 150;

/// The longest text of others that a letter repeats, in characters; the page has all of it.
const LONGEST_QUOTE: usize = 1_000;

/// A line of a letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Line {
    /// A paragraph.
    Text(String),
    /// What somebody wrote.
    Quote(String),
    /// An item of a list.
    Item(String),
}

/// A letter in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// The subject.
    pub subject: String,
    /// To whom it speaks.
    pub greeting: String,
    /// What it says.
    pub lines: Vec<Line>,
    /// What there is to do: a label and an address.
    pub action: Option<(String, String)>,
    /// What is said at its end.
    pub footer: Vec<String>,
    /// Where the reader chooses messages, and does without these: labels and addresses.
    pub links: Vec<(String, String)>,
}

/// The letter in words.
pub fn written(letter: &Letter, site: &Site) -> Written {
    let words = Words::of(letter.language);
    let w = words.loader();
    let mut leads = Vec::new();
    let mut footer = vec![fl!(w, "mail-no-reply")];
    if let Some(token) = &letter.unsubscribe {
        footer.push(fl!(w, "mail-choose"));
        leads.push((fl!(w, "mail-choose-do"), site.at("/profile#mail")));
        leads.push((fl!(w, "mail-unsubscribe-do"), site.at(&format!("/unsubscribe/{token}"))));
    }
    let (subject, lines, action) = said(&letter.content, words, site);
    Written {
        subject: one_line(&subject, LONGEST_SUBJECT),
        greeting: fl!(w, "mail-greeting", name = one_line(&letter.name, 200)),
        lines,
        action: Some(action),
        footer,
        links: leads,
    }
}

/// The message by which an operator tries whether mail goes out.
pub(crate) fn test(language: Language) -> Written {
    let w = Words::of(language).loader();
    Written {
        subject: fl!(w, "mail-test-subject"),
        greeting: String::new(),
        lines: vec![Line::Text(fl!(w, "mail-test-text"))],
        action: None,
        footer: Vec::new(),
        links: Vec::new(),
    }
}

type Said = (String, Vec<Line>, (String, String));

fn said(content: &Content, words: &Words, site: &Site) -> Said {
    let w = words.loader();
    match content {
        Content::Invitation { secret, organisation, until } => (
            fl!(w, "mail-invitation-subject"),
            vec![
                Line::Text(fl!(w, "mail-invitation-text", organisation = name(organisation))),
                Line::Text(fl!(w, "mail-link-until", until = words.moment(*until))),
            ],
            (fl!(w, "mail-invitation-do"), site.at(&format!("/invitations/{secret}"))),
        ),
        Content::PasswordReset { secret, until } => (
            fl!(w, "mail-reset-subject"),
            vec![
                Line::Text(fl!(w, "mail-reset-text")),
                Line::Text(fl!(w, "mail-link-until", until = words.moment(*until))),
                Line::Text(fl!(w, "mail-reset-otherwise")),
            ],
            (fl!(w, "mail-reset-do"), site.at(&format!("/password-reset/{secret}"))),
        ),
        Content::SecondFactor { what, email, at } => second_factor(*what, email, *at, words, site),
        Content::ClaimMoved { .. } => claim(content, words, site),
        Content::NoteAsked { tenant_id, tenant, due_on } => (
            fl!(w, "mail-note-subject", tenant = name(tenant)),
            vec![Line::Text(fl!(w, "mail-note-text", tenant = name(tenant), day = words.date(*due_on)))],
            (fl!(w, "work-do-note"), site.at(&format!("/tenants/{tenant_id}/status-notes/new"))),
        ),
        Content::IntentQuestion { partner, tenant, workload, question, asker } => {
            let about = workload_name(workload, words);
            let text = fl!(w, "mail-question-text", partner = name(partner), workload = about, tenant = name(tenant));
            let by = match asker {
                Shown::Value(asker) => fl!(w, "mail-question-by", name = name(asker)),
                Shown::Withheld => fl!(w, "mail-question-withheld"),
            };
            let lines = vec![Line::Text(text), Line::Text(by), Line::Quote(quote(question))];
            let action = (fl!(w, "mail-question-do"), site.at("/intent-questions"));
            (fl!(w, "mail-question-subject", tenant = name(tenant)), lines, action)
        }
        Content::IntentAnswer { tenant_id, tenant, workload, answer, answerer } => {
            let text = fl!(w, "mail-answer-text", workload = workload_name(workload, words), tenant = name(tenant));
            let by = match answerer {
                Shown::Value(answerer) => fl!(w, "mail-answer-by", name = name(answerer)),
                Shown::Withheld => fl!(w, "mail-answer-withheld"),
            };
            let lines = vec![Line::Text(text), Line::Text(by), Line::Quote(quote(answer))];
            let path = format!("/tenants/{tenant_id}/workloads/{}/intent-note", in_path(&workload.code));
            (fl!(w, "mail-answer-subject", tenant = name(tenant)), lines, (fl!(w, "mail-answer-do"), site.at(&path)))
        }
        Content::Referral { .. } => referral(content, words, site),
        Content::ReferralOver { number, request, decline_reason, remark } => {
            referral_over(number, request.as_ref(), *decline_reason, remark.as_deref(), words, site)
        }
        Content::Ticket { number, title, state, by, text } => {
            let mut lines = vec![Line::Text(match by {
                None => fl!(w, "mail-ticket-text-opened", number = name(number), title = name(title)),
                Some(TicketMove::Answer { .. }) => {
                    fl!(w, "mail-ticket-text-answered", number = name(number), title = name(title))
                }
                Some(TicketMove::Resolution) => {
                    fl!(w, "mail-ticket-text-resolved", number = name(number), title = name(title))
                }
                Some(TicketMove::Reopening) => {
                    fl!(w, "mail-ticket-text-reopened", number = name(number), title = name(title))
                }
            })];
            lines.extend(text.as_deref().map(|text| Line::Quote(quote(text))));
            let action = (fl!(w, "mail-ticket-do"), site.at(&format!("/tickets/{}", in_path(number))));
            let state = ticket_state_label(*state, words);
            (fl!(w, "mail-ticket-subject", number = name(number), state = state), lines, action)
        }
        Content::Digest { counts, items } => digest(counts, items, words, site),
    }
}

fn claim(content: &Content, words: &Words, site: &Site) -> Said {
    let w = words.loader();
    let Content::ClaimMoved { number, name: called, organisation, by, state, reason, due } = content else {
        return (String::new(), Vec::new(), (String::new(), String::new()));
    };
    let text = match organisation {
        Some(of) => fl!(w, "mail-claim-text-of", number = name(number), organisation = name(of), name = name(called)),
        None => fl!(w, "mail-claim-text", number = name(number), name = name(called)),
    };
    let mut lines = vec![Line::Text(text)];
    let mut state_line = fl!(w, "mail-claim-state", state = state_label(*state, words));
    if let Some(by) = by.filter(|by| by.code() == "lapse") {
        state_line = format!("{state_line} ({})", moved_label(by.code(), words));
    }
    lines.push(Line::Item(state_line));
    if let Some((due, day)) = due {
        lines.push(Line::Item(format!("{} {}", due_label(*due, words), words.date(*day))));
    }
    if let Some(reason) = reason {
        lines.push(Line::Text(fl!(w, "mail-claim-reason")));
        lines.push(Line::Quote(quote(reason)));
    }
    let subject = fl!(w, "mail-claim-subject", number = name(number), state = state_label(*state, words));
    (subject, lines, (fl!(w, "mail-claim-do"), site.at(&format!("/claims/{}", in_path(number)))))
}

fn referral(content: &Content, words: &Words, site: &Site) -> Said {
    let w = words.loader();
    let Content::Referral { is_reminder, number, tenant, location, workloads, accept_by, returns_after } = content
    else {
        return (String::new(), Vec::new(), (String::new(), String::new()));
    };
    let (number, tenant, place) = (name(number), name(tenant), name(location));
    let (subject, text) = if *is_reminder {
        let subject = fl!(w, "mail-referral-due-subject", number = number.clone(), tenant = tenant.clone());
        (subject, fl!(w, "mail-referral-due-text", tenant = tenant, place = place))
    } else {
        let subject = fl!(w, "mail-referral-subject", number = number.clone(), tenant = tenant.clone());
        (subject, fl!(w, "mail-referral-text", tenant = tenant, place = place))
    };
    let mut lines = vec![Line::Text(text)];
    lines.extend(workloads.iter().map(|one| Line::Item(workload_name(one, words))));
    let (accept, over) = (words.date(*accept_by), words.date(*returns_after));
    lines.push(Line::Text(fl!(w, "mail-referral-clocks", accept = accept, over = over)));
    (subject, lines, (fl!(w, "mail-referral-do"), site.at(&format!("/referrals/{}", in_path(&number)))))
}

fn referral_over(
    number: &str,
    request: Option<&OverAt>,
    decline_reason: Option<DeclineReason>,
    remark: Option<&str>,
    words: &Words,
    site: &Site,
) -> Said {
    let w = words.loader();
    let path = format!("/referrals/{}", in_path(number));
    let number = name(number);
    let (subject, text, action) = if let Some(OverAt { request, partner, tenant }) = request {
        let action = (fl!(w, "mail-referral-over-do"), site.at(&format!("/referral-requests/{request}")));
        let (partner, tenant) = (name(partner), name(tenant));
        let (one, of) = (number.clone(), tenant.clone());
        if decline_reason.is_some() {
            let text = fl!(w, "mail-referral-declined-text", number = number, partner = partner, tenant = tenant);
            (fl!(w, "mail-referral-declined-subject", number = one, tenant = of), text, action)
        } else {
            let text = fl!(w, "mail-referral-returned-text", number = number, partner = partner, tenant = tenant);
            (fl!(w, "mail-referral-returned-subject", number = one, tenant = of), text, action)
        }
    } else {
        let (one, action) = (number.clone(), (fl!(w, "mail-referral-do"), site.at(&path)));
        if remark.is_some() {
            let text = fl!(w, "mail-referral-withdrawn-text", number = number);
            (fl!(w, "mail-referral-withdrawn-subject", number = one), text, action)
        } else {
            let text = fl!(w, "mail-referral-lapsed-text", number = number);
            (fl!(w, "mail-referral-lapsed-subject", number = one), text, action)
        }
    };
    let mut lines = vec![Line::Text(text)];
    lines.extend(decline_reason.map(|reason| Line::Item(decline_label(reason, words))));
    lines.extend(remark.map(|remark| Line::Quote(quote(remark))));
    (subject, lines, action)
}

fn decline_label(reason: DeclineReason, words: &Words) -> String {
    let w = words.loader();
    match reason {
        DeclineReason::NoCapacity => fl!(w, "referral-reason-no-capacity"),
        DeclineReason::NoExpertise => fl!(w, "referral-reason-no-expertise"),
        DeclineReason::OutsideRegion => fl!(w, "referral-reason-outside-region"),
        DeclineReason::Language => fl!(w, "referral-reason-language"),
        DeclineReason::CustomerSize => fl!(w, "referral-reason-customer-size"),
        DeclineReason::Unreachable => fl!(w, "referral-reason-unreachable"),
        DeclineReason::Conflict => fl!(w, "referral-reason-conflict"),
        DeclineReason::Duplicate => fl!(w, "referral-reason-duplicate"),
        DeclineReason::Other => fl!(w, "referral-reason-other"),
    }
}

fn digest(counts: &[WorkCount], items: &[WorkItem], words: &Words, site: &Site) -> Said {
    const MOST_ITEMS: usize = 8;
    let w = words.loader();
    let mut lines = vec![Line::Text(fl!(w, "mail-digest-text"))];
    for one in counts {
        let number = words.number(one.count);
        let number = if one.has_more { fl!(w, "work-more-than", count = number) } else { number };
        lines.push(Line::Item(format!("{}: {number}", kind_label(one.kind, words))));
    }
    if !items.is_empty() {
        lines.push(Line::Text(fl!(w, "mail-digest-first")));
    }
    for item in items.iter().take(MOST_ITEMS) {
        let mut line = format!("{}: {}", kind_label(item.kind, words), name(&item.tenant));
        if let Some(workload) = &item.workload {
            line = format!("{line}, {}", workload_name(workload, words));
        }
        if let Some(partner) = &item.partner {
            line = format!("{line} ({})", name(partner));
        }
        if let Some(day) = item.due_on {
            line = format!("{line}, {}", fl!(w, "work-by", day = words.date(day)));
        }
        lines.push(Line::Item(line));
    }
    (fl!(w, "mail-digest-subject"), lines, (fl!(w, "mail-digest-do"), site.at("/my-work")))
}

fn second_factor(what: FactorTold, email: &str, at: DateTime<Utc>, words: &Words, site: &Site) -> Said {
    let w = words.loader();
    let (at, account) = (words.moment(at), name(email));
    let text = match what {
        FactorTold::Added => fl!(w, "mail-factor-added", at = at, account = account),
        FactorTold::Removed => fl!(w, "mail-factor-removed", at = at, account = account),
        FactorTold::Taken => fl!(w, "mail-factor-taken", at = at, account = account),
        FactorTold::CodesMade => fl!(w, "mail-factor-codes-made", at = at, account = account),
        FactorTold::CodeUsed => fl!(w, "mail-factor-code-used", at = at, account = account),
        FactorTold::PasskeyAdded => fl!(w, "mail-passkey-added", at = at, account = account),
        FactorTold::PasskeyRemoved => fl!(w, "mail-passkey-removed", at = at, account = account),
        FactorTold::PasswordChanged => fl!(w, "mail-password-changed", at = at, account = account),
    };
    (
        fl!(w, "mail-factor-subject"),
        vec![Line::Text(text), Line::Text(fl!(w, "mail-factor-otherwise"))],
        (fl!(w, "mail-factor-do"), site.at("/profile")),
    )
}

/// A name in the middle of other words.
fn name(text: &str) -> String {
    one_line(text, 200)
}

/// A text as one line of what can be read.
fn one_line(text: &str, most: usize) -> String {
    let breaks = |letter: char| letter.is_control() || matches!(letter, '\u{2028}' | '\u{2029}');
    let plain: String = text
        .chars()
        .filter(|letter| !turns_direction(*letter))
        .map(|letter| if breaks(letter) { ' ' } else { letter })
        .collect();
    let plain = plain.split_whitespace().collect::<Vec<_>>().join(" ");
    cut(&plain, most)
}

/// What somebody wrote, in lines.
fn quote(text: &str) -> String {
    let plain: String =
        text.chars().filter(|letter| *letter == '\n' || !letter.is_control() && !turns_direction(*letter)).collect();
    cut(plain.trim(), LONGEST_QUOTE)
}

fn cut(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let mut short: String = text.chars().take(most.saturating_sub(1)).collect();
    short.push('…');
    short
}

/// A part of a path, whatever stands in it.
fn in_path(text: &str) -> String {
    /// All but what means nothing in an address (RFC 3986, 2.3).
    const RESERVED: percent_encoding::AsciiSet =
        percent_encoding::NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');
    percent_encoding::utf8_percent_encode(text, &RESERVED).to_string()
}

fn workload_name(workload: &WorkloadName, words: &Words) -> String {
    name(match words.language() {
        Language::English => &workload.name_en,
        Language::Dutch => &workload.name_nl,
    })
}

fn state_label(state: StateCode, words: &Words) -> String {
    let w = words.loader();
    match state {
        StateCode::Draft => fl!(w, "claim-state-draft"),
        StateCode::Submitted => fl!(w, "claim-state-submitted"),
        StateCode::UnderReview => fl!(w, "claim-state-under-review"),
        StateCode::ActionRequired => fl!(w, "claim-state-action-required"),
        StateCode::Approved => fl!(w, "claim-state-approved"),
        StateCode::Rejected => fl!(w, "claim-state-rejected"),
        StateCode::Disputed => fl!(w, "claim-state-disputed"),
        StateCode::Disassociated => fl!(w, "claim-state-disassociated"),
    }
}

fn ticket_state_label(state: TicketState, words: &Words) -> String {
    let w = words.loader();
    match state {
        TicketState::New => fl!(w, "ticket-state-new"),
        TicketState::Open => fl!(w, "ticket-state-open"),
        TicketState::Waiting => fl!(w, "ticket-state-waiting"),
        TicketState::Reopened => fl!(w, "ticket-state-reopened"),
        TicketState::Resolved => fl!(w, "ticket-state-resolved"),
    }
}

/// What happened, where the state does not tell it.
fn moved_label(code: &str, words: &Words) -> String {
    if code == "lapse" { fl!(words.loader(), "claim-moved-lapse") } else { String::new() }
}

fn due_label(due: Due, words: &Words) -> String {
    let w = words.loader();
    match due {
        Due::Review => fl!(w, "claim-due-review"),
        Due::Answer => fl!(w, "claim-due-answer"),
        Due::Objection => fl!(w, "claim-due-objection"),
        Due::Dispute => fl!(w, "claim-due-dispute"),
    }
}

fn kind_label(kind: WorkKind, words: &Words) -> String {
    let w = words.loader();
    match kind {
        WorkKind::NextAction => fl!(w, "work-next-action"),
        WorkKind::AskedNote => fl!(w, "work-asked-note"),
        WorkKind::Referral => fl!(w, "work-referral"),
        WorkKind::Claim => fl!(w, "work-claim"),
        WorkKind::Ticket => fl!(w, "work-ticket"),
        WorkKind::IntentQuestion => fl!(w, "work-intent-question"),
        WorkKind::SplitOutOfBalance => fl!(w, "work-split-out-of-balance"),
        WorkKind::NoSurveyContact => fl!(w, "work-no-survey-contact"),
        WorkKind::IntentNoteMissing => fl!(w, "work-intent-note-missing"),
        WorkKind::IntentNoteOld => fl!(w, "work-intent-note-old"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_becomes_one_line_that_turns_nothing() {
        assert_eq!(one_line("Zon\r\nBcc: all@x.example\u{202e}gpj", 99), "Zon Bcc: all@x.examplegpj");
        assert_eq!(one_line("a\u{2028}b\0c\td", 99), "a b c d");
        assert_eq!(one_line("abcdef", 4), "abc…");
        assert_eq!(quote("first\nsecond\u{1b}\u{2066}"), "first\nsecond");
    }
}
