//! What people write in a world: status notes, contacts, service statuses, intent notes and questions, by whom and where; and
//! what of it somebody must see, from the rules alone (S1.4, S6 to S9, S12.1).
//!
//! Everything that happens is one line of a diary, oldest first. Whoever asks is told by going through it from its
//! first line to its last; nothing is kept ready.

use std::collections::{BTreeMap, BTreeSet};

use app::{Ctx, Expected};
use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use domain::TenantId;
use domain::access::Role;
use domain::contact::NewContact;
use domain::service_status::{NewLine, NewSplit};
use domain::status_note::NewStatusNote;
use serde_json::{Value, json};
use testkit::World;

use super::books::Books;
use super::eyes::{Eyes, Given, Sight, sights};
use super::worlds::{Dice, Drawn, Partner};

/// Somebody who writes: of a partner, or of the programme office.
struct Writer {
    name: String,
    partner: Option<String>,
    eyes: Eyes,
    token: Ctx,
}

/// What was done.
#[derive(Debug, Clone)]
pub(crate) enum Deed {
    Noted { scope: String, owner: String, status: &'static str, next: NaiveDate },
    NoteAsked { due: NaiveDate },
    Met { name: String, email: String, kind: &'static str, is_eligible: bool },
    Split { workload: String, lines: Vec<(i64, &'static str, &'static str)>, remark: String },
    Meant { workload: String, text: String },
    Wondered { workload: String, question: String },
}

/// A line of the diary. What was asked of a partner is that partner's.
#[derive(Debug, Clone)]
pub(crate) struct Line {
    /// Whose it is; nobody's in particular is the programme office's.
    pub(crate) whose: Option<String>,
    pub(crate) author: String,
    pub(crate) tenant: String,
    pub(crate) at: DateTime<Utc>,
    pub(crate) deed: Deed,
}

/// All that was done in a world, oldest first.
pub(crate) struct Diary {
    lines: Vec<Line>,
    today: NaiveDate,
}

/// What the list shows of it for a tenant.
#[derive(Debug, Clone, Default)]
pub(crate) struct Mark {
    pub(crate) status: Option<&'static str>,
    pub(crate) noted: Option<DateTime<Utc>>,
    pub(crate) next: Option<NaiveDate>,
    pub(crate) is_overdue: bool,
    pub(crate) is_surveyed: bool,
    /// Workload, status and reason of seats.
    pub(crate) seats: Vec<(String, String, String)>,
}

/// Statuses and reasons, without those that need more.
pub(crate) const STANDS: [(&str, &str); 6] = [
    ("in_progress", ""),
    ("blocked", "legal_or_regulatory"),
    ("blocked", "service_reliability"),
    ("no_intent", "executive_sponsorship"),
    ("status_unknown", "customer_unresponsive"),
    ("status_unknown", "new_subscription_or_workload"),
];

/// How all seats stand where nobody has said so.
const AS_THEY_CAME: (&str, &str) = ("status_unknown", "new_subscription_or_workload");

impl Eyes {
    /// Whether what is that partner's, or the office's, is shown at a tenant in sight.
    pub(crate) fn read(&self, whose: Option<&str>) -> bool {
        match self {
            Self::Open => true,
            Self::Closed => false,
            Self::Of(partners) => whose.is_some_and(|one| partners.contains(one)),
            Self::At(partner, _) | Self::Partner(partner) => whose == Some(partner.as_str()),
        }
    }
}

/// Whether somebody is told who people are at a tenant: in the office always, else by being an executive viewer where the
/// tenant is held.
pub(crate) fn names_are_told(eyes: &Eyes, roles: &[Given], one: &Sight<'_>) -> bool {
    if matches!(eyes, Eyes::Open | Eyes::Of(_)) {
        return true;
    }
    for given in roles.iter().filter(|given| given.role == "executive_report_viewer") {
        if given.at.is_empty() || given.at.iter().any(|place| one.locations.contains(place)) {
            return true;
        }
    }
    false
}

async fn writer(world: &World, partner: Option<&Partner>, role: Role, at: &[&str], number: usize) -> Writer {
    let id = partner.map(|partner| partner.id.clone());
    let name = format!("Kxqauthor{number} {}", id.as_deref().unwrap_or("office"));
    let email = world.add_person(&name, id.as_deref(), role, at).await;
    let given = Given { role: role.code(), at: at.iter().map(|&place| place.to_owned()).collect() };
    let eyes = Eyes::of(id.as_deref(), &[given]);
    Writer { name, partner: id, eyes, token: world.with_token(&email).await }
}

impl Diary {
    /// Lets people of a world write, here and there, on what they see.
    pub(crate) async fn write(world: &World, books: &Books, drawn: &Drawn, dice: &mut Dice) -> Self {
        let mut writers = vec![writer(world, None, Role::ProgrammeAdmin, &[], 0).await];
        for (number, partner) in (1..).zip(&drawn.partners) {
            writers.push(writer(world, Some(partner), Role::ExecutiveReportViewer, &[], number * 10).await);
            let at = dice.pick(&partner.locations).clone();
            writers.push(writer(world, Some(partner), Role::ReportViewer, &[&at], number * 10 + 1).await);
        }
        let mut diary = Self { lines: Vec::new(), today: NaiveDate::MIN };
        for number in 0..dice.between(50, 80) {
            world.clock.pass(TimeDelta::seconds(7));
            let who = dice.pick(&writers);
            let seen = sights(books, &who.eyes);
            if !seen.is_empty() {
                let chance = dice.between(0, 9);
                diary.act(world, who, dice.pick(&seen), number, chance, dice).await;
            }
        }
        // Of questions there would be too few, one at a time being open of a workload.
        for (number, who) in (100..).step_by(40).zip(writers.iter().filter(|who| matches!(who.eyes, Eyes::Partner(_))))
        {
            for (number, one) in (number..).zip(sights(books, &who.eyes)) {
                if dice.happens(40) {
                    world.clock.pass(TimeDelta::seconds(7));
                    diary.act(world, who, &one, number, 9, dice).await;
                }
            }
        }
        // Until some of what was promised is overdue, and some is not.
        world.clock.pass(TimeDelta::days(4));
        diary.turn(world);
        diary
    }

    /// From now on it is whatever day it is.
    pub(crate) fn turn(&mut self, world: &World) {
        self.today = (world.app.now() - TimeDelta::hours(12)).date_naive();
    }

    async fn act(&mut self, world: &World, who: &Writer, one: &Sight<'_>, number: i64, chance: i64, dice: &mut Dice) {
        let app = &world.app;
        let tenant: TenantId = one.tenant.parse().unwrap();
        let day = app.now().date_naive() + Days::new(dice.between(0, 9).unsigned_abs());
        let named = |what: &str| format!("kxq{what}{number}z");
        let held: Vec<_> = one.rows.iter().filter(|row| row.claim.is_some()).collect();
        let mut whose = who.partner.clone();
        let deed = match chance {
            0..=2 => {
                let status = *dice.pick(&["active", "blocked", "paused"]);
                let (scope, owner) = (named("scope"), named("owner"));
                let note = NewStatusNote {
                    scope: scope.clone(),
                    next_actions: "go on".to_owned(),
                    next_action_date: day.to_string(),
                    next_action_owner: owner.clone(),
                    overall_status: status.to_owned(),
                    ..NewStatusNote::default()
                };
                app.add_status_note(&who.token, tenant, &note, None, None).await.unwrap();
                Deed::Noted { scope, owner, status, next: day }
            }
            3 | 4 => {
                let customers = self
                    .at(one)
                    .any(|line| line.whose == whose && matches!(line.deed, Deed::Met { kind: "customer", .. }));
                let kind = *dice.pick(&["customer", "customer", "partner"]);
                // The first of a customer has to be eligible (S7.2).
                let is_eligible = kind == "customer" && (!customers || dice.happens(50));
                let (name, email) = (named("contact"), format!("{}@klant.example", named("mail")));
                let new = NewContact {
                    kind: kind.to_owned(),
                    name: name.clone(),
                    email: email.clone(),
                    phone: String::new(),
                    title: String::new(),
                    country: "NL".to_owned(),
                    language: "nl".to_owned(),
                    workloads: vec!["Teams".to_owned()],
                    survey_eligible: (kind == "customer").then_some(is_eligible),
                };
                app.add_contact(&who.token, tenant, &new, None).await.unwrap();
                Deed::Met { name, email, kind, is_eligible }
            }
            5 if who.partner.is_none() => {
                let partners: Vec<&String> = held.iter().map(|row| &row.claim.as_ref().unwrap().partner).collect();
                if partners.is_empty() {
                    return;
                }
                let partner = (*dice.pick(&partners)).clone();
                let due = day.to_string();
                app.ask_for_note(&who.token, tenant, &partner, &due, None).await.unwrap();
                whose = Some(partner);
                Deed::NoteAsked { due: day }
            }
            5..=9 if held.is_empty() => return,
            chance => {
                let row = *dice.pick(&held);
                let (workload, claim) = (row.workload.clone(), row.claim.clone().unwrap());
                // What is said of a workload belongs to whoever holds it.
                whose = Some(claim.partner);
                match chance {
                    5 | 6 => {
                        let Some(deed) = self.split(world, who, one, &workload, dice, named("remark")).await else {
                            return;
                        };
                        deed
                    }
                    7 | 8 => {
                        let text = format!("Blocked, because of {}.", named("intent"));
                        app.save_intent_note(&who.token, tenant, &workload, &text, &Expected::Any).await.unwrap();
                        Deed::Meant { workload, text }
                    }
                    _ => {
                        // One at a time is open of a workload.
                        if self
                            .at(one)
                            .any(|line| matches!(&line.deed, Deed::Wondered { workload: of, .. } if *of == workload))
                        {
                            return;
                        }
                        let question = named("question");
                        app.ask_about_intent(&who.token, tenant, &workload, &question, None).await.unwrap();
                        Deed::Wondered { workload, question }
                    }
                }
            }
        };
        let line = Line { whose, author: who.name.clone(), tenant: one.tenant.clone(), at: app.now(), deed };
        self.lines.push(line);
    }

    /// Divides the seats of a workload over two lines, the first time that anybody does; what is blocked then has not grown.
    async fn split(
        &self,
        world: &World,
        who: &Writer,
        one: &Sight<'_>,
        workload: &str,
        dice: &mut Dice,
        remark: String,
    ) -> Option<Deed> {
        let tenant: TenantId = one.tenant.parse().unwrap();
        let total = total_of(one, workload);
        if total < 2 || self.split_of(one, workload).is_some() {
            return None;
        }
        let part = dice.between(1, total - 1);
        // Two that differ: alike ones become one line.
        let mut stands = STANDS;
        dice.shuffle(&mut stands);
        let lines: Vec<_> = [part, total - part].into_iter().zip(stands).map(|(n, (l1, l2))| (n, l1, l2)).collect();
        let new = NewSplit {
            total: total.to_string(),
            lines: lines
                .iter()
                .map(|(seats, l1, l2)| NewLine {
                    seats: seats.to_string(),
                    l1: (*l1).to_owned(),
                    l2: (*l2).to_owned(),
                    remark: remark.clone(),
                    ..NewLine::default()
                })
                .collect(),
        };
        world.app.save_service_status(&who.token, tenant, workload, &new, &Expected::Any).await.unwrap();
        Some(Deed::Split { workload: workload.to_owned(), lines, remark })
    }

    /// What was done at a tenant.
    fn at<'a>(&'a self, one: &'a Sight<'_>) -> impl Iterator<Item = &'a Line> {
        self.lines.iter().filter(|line| line.tenant == one.tenant)
    }

    /// What was done at a tenant, as far as somebody who sees the tenant sees it.
    pub(crate) fn shown<'a>(&'a self, eyes: &'a Eyes, one: &'a Sight<'_>) -> impl Iterator<Item = &'a Line> {
        self.at(one).filter(|line| eyes.read(line.whose.as_deref()))
    }

    /// How the seats of a workload were divided, where somebody did.
    pub(crate) fn split_of<'a>(&'a self, one: &'a Sight<'_>, of: &str) -> Option<&'a Line> {
        self.at(one).filter(|line| matches!(&line.deed, Deed::Split { workload, .. } if workload == of)).last()
    }

    /// What the list shows of a tenant.
    pub(crate) fn mark(&self, eyes: &Eyes, one: &Sight<'_>) -> Mark {
        let mut mark = Mark::default();
        // Each organisation has promised what its newest note says.
        let mut promised: BTreeMap<Option<&str>, NaiveDate> = BTreeMap::new();
        for line in self.shown(eyes, one) {
            match &line.deed {
                Deed::Noted { status, next, .. } => {
                    (mark.status, mark.noted) = (Some(*status), Some(line.at));
                    promised.insert(line.whose.as_deref(), *next);
                }
                Deed::Met { is_eligible: true, .. } => mark.is_surveyed = true,
                _ => {}
            }
        }
        mark.next = promised.values().min().copied();
        let asked = self.asked(eyes, one).into_iter().map(|(_, due)| due).min();
        mark.is_overdue = mark.next.into_iter().chain(asked).any(|day| day < self.today);
        for row in one.rows.iter().filter(|row| row.claim.is_some()) {
            let mut say = |l1: &str, l2: &str| mark.seats.push((row.workload.clone(), l1.to_owned(), l2.to_owned()));
            match self.split_of(one, &row.workload).map(|line| &line.deed) {
                Some(Deed::Split { lines, .. }) => lines.iter().for_each(|(_, l1, l2)| say(l1, l2)),
                _ if total_of(one, &row.workload) > 0 => say(AS_THEY_CAME.0, AS_THEY_CAME.1),
                _ => {}
            }
        }
        mark
    }

    /// Notes that a partner was asked for and has not written since: whose, and by when.
    fn asked(&self, eyes: &Eyes, one: &Sight<'_>) -> Vec<(String, NaiveDate)> {
        let mut open: Vec<(String, NaiveDate)> = Vec::new();
        for line in self.shown(eyes, one) {
            match (&line.deed, &line.whose) {
                (Deed::NoteAsked { due }, Some(partner)) => open.push((partner.clone(), *due)),
                (Deed::Noted { .. }, Some(partner)) => open.retain(|(asked, _)| asked != partner),
                _ => {}
            }
        }
        open
    }

    /// What waits for somebody, by kind: tenant, workload and day (S12.1). Each once for each partner that it is of.
    pub(crate) fn waiting(&self, eyes: &Eyes, seen: &[Sight<'_>]) -> BTreeMap<&'static str, Vec<Value>> {
        let is_office = matches!(eyes, Eyes::Open | Eyes::Of(_));
        let kinds: &[&'static str] = if is_office {
            &["asked_note", "intent_question"]
        } else {
            &[
                "next_action",
                "asked_note",
                "referral",
                "split_out_of_balance",
                "no_survey_contact",
                "intent_note_missing",
                "intent_note_old",
            ]
        };
        let mut waiting: BTreeMap<&'static str, Vec<Value>> = kinds.iter().map(|&kind| (kind, Vec::new())).collect();
        let mut wait = |kind: &str, one: &Sight<'_>, workload: Option<&str>, due: Option<NaiveDate>| {
            if let Some(items) = waiting.get_mut(kind) {
                items.push(json!([one.tenant, workload, due]));
            }
        };
        for one in seen {
            let mark = self.mark(eyes, one);
            // Whoever asked waits until the day is over.
            for (_, due) in self.asked(eyes, one).into_iter().filter(|(_, due)| !is_office || *due < self.today) {
                wait("asked_note", one, None, Some(due));
            }
            if let Some(next) = mark.next.filter(|next| *next < self.today) {
                wait("next_action", one, None, Some(next));
            }
            if !mark.is_surveyed {
                wait("no_survey_contact", one, None, None);
            }
            let meant = |of: &str| {
                self.shown(eyes, one).any(|line| matches!(&line.deed, Deed::Meant { workload, .. } if workload == of))
            };
            for row in one.rows.iter().filter(|row| row.claim.is_some() && !meant(&row.workload)) {
                wait("intent_note_missing", one, Some(&row.workload), None);
            }
            for line in self.shown(eyes, one) {
                if let Deed::Wondered { workload, .. } = &line.deed {
                    wait("intent_question", one, Some(workload), None);
                }
            }
        }
        waiting
    }

    /// Every word that gives away who wrote what of whom.
    pub(crate) fn words(&self) -> Vec<String> {
        let mut words: BTreeSet<String> = BTreeSet::new();
        for line in &self.lines {
            let (texts, names) = line.said();
            words.extend(texts.into_iter().chain(names));
        }
        words.into_iter().collect()
    }

    /// The words that somebody may see.
    pub(crate) fn allowed(
        &self,
        eyes: &Eyes,
        roles: &[Given],
        seen: &[Sight<'_>],
        partner: Option<&str>,
    ) -> BTreeSet<String> {
        let mut allowed = BTreeSet::new();
        for one in seen {
            let is_told = names_are_told(eyes, roles, one);
            for line in self.shown(eyes, one) {
                let (texts, names) = line.said();
                allowed.extend(texts);
                allowed.extend(names.into_iter().filter(|_| is_told));
            }
        }
        // The audit names who did something at which tenant: to the office's admin all, to a partner's global admin what
        // the own people did (S16.1).
        // An admin sees the names of the own people, and of no tenant by that (S1.2).
        let is_admin = roles.iter().any(|given| given.role == "account_admin");
        let is_auditor = roles.iter().any(|given| given.role == "global_admin");
        for line in &self.lines {
            let own = partner.is_some_and(|partner| line.author.ends_with(&format!(" {partner}")));
            if *eyes == Eyes::Open || (is_auditor && own) {
                allowed.extend([line.author.to_lowercase(), line.tenant.clone()]);
            }
            if is_admin && own {
                allowed.insert(line.author.to_lowercase());
            }
        }
        allowed
    }
}

/// The total of a workload: the PAU of its newest month.
pub(crate) fn total_of(one: &Sight<'_>, workload: &str) -> i64 {
    one.rows.iter().find(|row| row.workload == workload).map_or(0, |row| row.cell.pau)
}

impl Line {
    /// The words of it that whoever sees it is told, and those that name people; in small letters.
    fn said(&self) -> (Vec<String>, Vec<String>) {
        let (texts, mut names) = match &self.deed {
            Deed::Noted { scope, owner, .. } => (vec![scope.clone()], vec![owner.clone()]),
            Deed::NoteAsked { .. } => return (Vec::new(), Vec::new()),
            Deed::Met { name, email, .. } => return (Vec::new(), vec![name.to_lowercase(), email.to_lowercase()]),
            Deed::Split { remark, .. } => (vec![remark.clone()], Vec::new()),
            Deed::Meant { text, .. } => (vec![text.clone()], Vec::new()),
            Deed::Wondered { question, .. } => (vec![question.clone()], Vec::new()),
        };
        names.push(self.author.clone());
        let small = |words: Vec<String>| words.into_iter().map(|word| word.to_lowercase()).collect();
        (small(texts), small(names))
    }
}
