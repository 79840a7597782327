//! My work: what waits for somebody, by urgency, each item one click from where it is done (S12.1).

use app::{Work, WorkCount, WorkItem};
use askama::Template;
use domain::work::{Urgency, WorkKind};
use i18n_embed_fl::fl;
use locale::Words;

use super::Shell;
use super::intent_note::note_url;
use super::service_status::status_url;
use super::shell::Entry;
use super::tenant_list::workload_name;
use crate::words::{say, tell};

/// More than that is not counted out in the navigation.
pub const MOST_IN_NAVIGATION: i64 = 99;

/// The page.
#[derive(Debug, Clone, Template)]
#[template(path = "work/show.html")]
pub struct WorkPage {
    /// What surrounds it.
    pub shell: Shell,
    /// The one kind that is shown, page by page; nothing for the first of each.
    pub kind: Option<WorkKind>,
    /// What waits.
    pub work: Work,
}

/// How much is urgent, for a script that puts it into the navigation.
#[derive(Debug, Clone, Template)]
#[template(path = "work/count.html")]
pub struct WorkCountPart {
    /// Whose words it has.
    pub shell: Shell,
    /// How many items, one more than are shown where there are more.
    pub count: i64,
}

/// Items under one heading.
#[derive(Debug)]
struct Group<'a> {
    /// The heading.
    label: &'static str,
    /// What to do about them.
    advice: &'static str,
    /// Whether it is late.
    is_late: bool,
    /// The kind of which there are more than these, and how many in all.
    all: Option<(WorkKind, String)>,
    /// The items.
    items: Vec<&'a WorkItem>,
}

/// The name of a kind.
pub fn kind_label(kind: WorkKind, words: &Words) -> &'static str {
    match kind {
        WorkKind::NextAction => tell!(words, "work-next-action"),
        WorkKind::AskedNote => tell!(words, "work-asked-note"),
        WorkKind::Referral => tell!(words, "work-referral"),
        WorkKind::Claim => tell!(words, "work-claim"),
        WorkKind::Ticket => tell!(words, "work-ticket"),
        WorkKind::IntentQuestion => tell!(words, "work-intent-question"),
        WorkKind::SplitOutOfBalance => tell!(words, "work-split-out-of-balance"),
        WorkKind::NoSurveyContact => tell!(words, "work-no-survey-contact"),
        WorkKind::IntentNoteMissing => tell!(words, "work-intent-note-missing"),
        WorkKind::IntentNoteOld => tell!(words, "work-intent-note-old"),
    }
}

/// How many there are of a kind.
pub fn count(one: &WorkCount, words: &Words) -> String {
    let number = words.number(one.count);
    if one.has_more { fl!(words.loader(), "work-more-than", count = number) } else { number }
}

fn kind_advice(kind: WorkKind, is_office: bool, words: &Words) -> &'static str {
    match kind {
        WorkKind::NextAction => tell!(words, "work-next-action-advice"),
        WorkKind::AskedNote if is_office => tell!(words, "work-asked-note-late-advice"),
        WorkKind::AskedNote => tell!(words, "work-asked-note-advice"),
        WorkKind::Referral => tell!(words, "work-referral-advice"),
        WorkKind::Claim if is_office => tell!(words, "work-claim-review-advice"),
        WorkKind::Claim => tell!(words, "work-claim-advice"),
        WorkKind::Ticket if is_office => tell!(words, "work-ticket-office-advice"),
        WorkKind::Ticket => tell!(words, "work-ticket-advice"),
        WorkKind::IntentQuestion => tell!(words, "work-intent-question-advice"),
        WorkKind::SplitOutOfBalance => tell!(words, "work-split-out-of-balance-advice"),
        WorkKind::NoSurveyContact => tell!(words, "work-no-survey-contact-advice"),
        WorkKind::IntentNoteMissing => tell!(words, "work-intent-note-missing-advice"),
        WorkKind::IntentNoteOld => tell!(words, "work-intent-note-old-advice"),
    }
}

/// What is done about an item. A note of the programme's own answers nothing that a partner was asked (S6.4): whoever
/// asked asks again, and the item is gone until the new day is over.
fn action(item: &WorkItem, words: &Words) -> &'static str {
    match item.kind {
        WorkKind::AskedNote if item.partner_id.is_some() => tell!(words, "work-do-ask-again"),
        WorkKind::NextAction | WorkKind::AskedNote => tell!(words, "work-do-note"),
        WorkKind::Referral => tell!(words, "work-do-open"),
        WorkKind::Claim if item.partner.is_some() => tell!(words, "work-do-decide"),
        WorkKind::Claim => tell!(words, "work-do-answer"),
        WorkKind::IntentQuestion | WorkKind::Ticket => tell!(words, "work-do-answer"),
        WorkKind::SplitOutOfBalance => tell!(words, "work-do-split"),
        WorkKind::NoSurveyContact => tell!(words, "work-do-contact"),
        WorkKind::IntentNoteMissing | WorkKind::IntentNoteOld => tell!(words, "work-do-intent"),
    }
}

/// What it is about: the claim, the ticket or the referral, whose tenant need not have a page for the reader; else the tenant.
fn about_url(item: &WorkItem) -> String {
    match (&item.claim, &item.ticket, &item.referral) {
        (Some(number), _, _) => format!("/claims/{number}"),
        (None, Some(number), _) => format!("/tickets/{number}"),
        (None, None, Some(number)) => format!("/referrals/{number}"),
        (None, None, None) => tenant_url(item),
    }
}

fn tenant_url(item: &WorkItem) -> String {
    item.tenant_id.map_or_else(|| "/tenants".to_owned(), |tenant| format!("/tenants/{tenant}"))
}

/// Where it is done.
fn url(item: &WorkItem) -> String {
    let tenant = tenant_url(item);
    let code = item.workload.as_ref().map_or("", |workload| workload.code.as_str());
    match (item.kind, &item.partner_id) {
        (WorkKind::AskedNote, Some(partner)) => {
            let partner: String = form_urlencoded::byte_serialize(partner.as_bytes()).collect();
            format!("{tenant}/note-requests/new?partner={partner}")
        }
        (WorkKind::NextAction | WorkKind::AskedNote, _) => format!("{tenant}/status-notes/new"),
        (WorkKind::IntentQuestion, _) => "/intent-questions".to_owned(),
        (WorkKind::IntentNoteMissing | WorkKind::IntentNoteOld, _) => {
            item.tenant_id.map_or(tenant, |tenant| note_url(tenant, code))
        }
        (WorkKind::NoSurveyContact, _) => format!("{tenant}/contacts/new"),
        (WorkKind::SplitOutOfBalance, _) => item.tenant_id.map_or(tenant, |tenant| status_url(tenant, code)),
        (WorkKind::Referral | WorkKind::Claim | WorkKind::Ticket, _) => about_url(item),
    }
}

/// Whether it is done in the pane: the form is there for whoever the item waits for.
fn is_in_pane(item: &WorkItem) -> bool {
    match item.kind {
        WorkKind::AskedNote => true,
        WorkKind::NextAction
        | WorkKind::SplitOutOfBalance
        | WorkKind::NoSurveyContact
        | WorkKind::IntentNoteMissing
        | WorkKind::IntentNoteOld => item.partner.is_none(),
        WorkKind::Referral | WorkKind::Claim | WorkKind::Ticket | WorkKind::IntentQuestion => false,
    }
}

impl WorkPage {
    /// What is shown, under headings: what has a day by that, the rest by kind.
    fn groups(&self) -> Vec<Group<'_>> {
        let words = self.shell.words;
        let mut groups: Vec<Group<'_>> = Vec::new();
        for item in &self.work.items {
            let (label, advice, is_late) = match item.urgency {
                _ if self.kind.is_some() => ("", "", false),
                Urgency::Overdue(_) => (tell!(words, "work-overdue"), "", true),
                Urgency::DueToday => (tell!(words, "work-due-today"), "", false),
                Urgency::Due(_) => (tell!(words, "work-due"), "", false),
                Urgency::Open => (kind_label(item.kind, words), self.advice(item.kind), false),
            };
            match groups.last_mut().filter(|group| group.label == label) {
                Some(group) => group.items.push(item),
                None => groups.push(Group { label, advice, is_late, all: None, items: vec![item] }),
            }
        }
        for group in &mut groups {
            let Some(kind) = group.items.first().map(|item| item.kind).filter(|_| !group.advice.is_empty()) else {
                continue;
            };
            let counted = self.work.counts.iter().find(|one| one.kind == kind);
            let more = counted.filter(|one| usize::try_from(one.count).unwrap_or(usize::MAX) > group.items.len());
            group.all = more.map(|one| (kind, self.count(one)));
        }
        groups
    }

    /// What to do about a kind.
    fn advice(&self, kind: WorkKind) -> &'static str {
        // Questions wait for the programme office alone.
        let is_office = self.work.counts.iter().any(|one| one.kind == WorkKind::IntentQuestion);
        kind_advice(kind, is_office, self.shell.words)
    }

    /// The kinds of which there is something, or the one that is shown.
    fn counts(&self) -> impl Iterator<Item = &WorkCount> {
        self.work.counts.iter().filter(|one| one.count > 0 || self.kind == Some(one.kind))
    }

    /// How many there are of a kind.
    fn count(&self, one: &WorkCount) -> String {
        count(one, self.shell.words)
    }

    /// What is said about when, beside an item.
    fn when(&self, item: &WorkItem) -> Option<String> {
        let (words, w) = (self.shell.words, self.shell.words.loader());
        match (item.due_on, item.since_on) {
            (Some(day), _) => Some(fl!(w, "work-by", day = words.date(day))),
            (None, Some(day)) => Some(fl!(w, "work-since", day = words.date(day))),
            (None, None) => None,
        }
    }

    /// Whether it is the kind that is shown.
    fn is_shown(&self, kind: WorkKind) -> bool {
        self.kind == Some(kind)
    }

    fn next_url(&self) -> Option<String> {
        let (kind, cursor) = (self.kind?, self.work.next_cursor.as_ref()?);
        Some(format!("/my-work?kind={}&cursor={cursor}", kind.code()))
    }
}

impl WorkCountPart {
    fn shown(&self) -> String {
        let words = self.shell.words;
        if self.count > MOST_IN_NAVIGATION {
            format!("{}+", words.number(MOST_IN_NAVIGATION))
        } else {
            words.number(self.count)
        }
    }
}
