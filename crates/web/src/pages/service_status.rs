//! The service status of a workload: the form with its lines, what stood on a past day, and the bars of the tenant
//! page (S8).

use app::{SplitCause, SplitDesk, SplitLineItem, SplitRevisionItem, StatusOfWorkload};
use askama::Template;
use domain::access::Shown;
use domain::service_status::{Balance, Choice, Labels, NewLine, NewSplit, Node, SplitFault};
use i18n_embed_fl::fl;
use locale::Words;

use super::Shell;
use super::form::FormFaults;
use super::shell::Entry;
use super::tenant_list::workload_name;
use crate::error::split_words;
use crate::words::{say, tell};

/// The service status of a workload, as it is changed or read.
#[derive(Debug, Clone, Template)]
#[template(path = "service_status/show.html", blocks = ["pane"])]
pub struct ServiceStatusPage {
    /// What surrounds it.
    pub shell: Shell,
    /// What stands there.
    pub desk: SplitDesk,
    /// What is in the form.
    pub typed: TypedSplit,
    /// What is wrong with it.
    pub faults: FormFaults,
    /// Whether somebody else has changed it since the form was opened: theirs stands beside what was typed.
    pub is_overtaken: bool,
    /// The line with the focus, by its number.
    pub focus: Option<String>,
    /// What is wrong with the day that was asked for, in the reader's words, and that day as it was typed.
    pub as_of_error: Option<(String, String)>,
}

/// A split in a form.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TypedSplit {
    /// What the form says stands there.
    pub version: String,
    /// The total that the writer saw.
    pub total: String,
    /// The lines.
    pub lines: Vec<TypedLine>,
}

/// A line in a form.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TypedLine {
    /// Its number, by which its fields are named; lines keep theirs while others come and go.
    pub number: String,
    /// What is in its fields.
    pub line: NewLine,
}

impl TypedSplit {
    /// The form as it is opened.
    pub fn of(desk: &SplitDesk) -> Self {
        let line = |(number, line): (usize, &SplitLineItem)| {
            let text = |code: Option<&str>| code.unwrap_or_default().to_owned();
            TypedLine {
                number: number.to_string(),
                line: NewLine {
                    seats: line.seats.to_string(),
                    l1: line.choice.l1().to_owned(),
                    l2: text(line.choice.l2()),
                    l3: text(line.choice.l3()),
                    target_date: line.target_on.map(|day| day.to_string()).unwrap_or_default(),
                    remark: line.remark.clone().unwrap_or_default(),
                },
            }
        };
        Self {
            version: desk.revision.clone(),
            total: desk.balance.map(|balance| balance.total).unwrap_or_default().to_string(),
            lines: desk.lines.iter().enumerate().map(line).collect(),
        }
    }

    /// What is to be checked and saved.
    pub fn entered(&self) -> NewSplit {
        NewSplit { total: self.total.clone(), lines: self.lines.iter().map(|one| one.line.clone()).collect() }
    }

    /// Total and sum, of what is possible in the fields.
    pub fn balance(&self) -> Balance {
        self.entered().balance(self.total.trim().parse().unwrap_or_default())
    }

    /// Adds an empty line; its number.
    pub fn add(&mut self) -> String {
        let highest = self.lines.iter().filter_map(|one| one.number.parse::<u64>().ok()).max();
        let number = highest.map_or(0, |highest| highest.saturating_add(1)).to_string();
        self.lines.push(TypedLine { number: number.clone(), ..TypedLine::default() });
        number
    }

    /// Takes a line away; the number of the one that stands there then.
    pub fn remove(&mut self, number: &str) -> Option<String> {
        let at = self.lines.iter().position(|one| one.number == number)?;
        self.lines.remove(at);
        self.lines.get(at).or(self.lines.last()).map(|one| one.number.clone())
    }

    /// Gives a line what is missing to the total, or takes from it what is too much, as far as it has that.
    pub fn rest_to(&mut self, number: &str) {
        let missing = self.balance().difference().saturating_neg();
        if let Some(one) = self.lines.iter_mut().find(|one| one.number == number) {
            let has = one.line.seats.trim().parse::<i64>().unwrap_or_default().max(0);
            one.line.seats = has.saturating_add(missing).max(0).to_string();
        }
    }
}

/// Something to choose, and whether it is chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pick {
    /// What the form sends.
    pub value: String,
    /// What people read.
    pub label: String,
    /// Whether it is chosen.
    pub is_chosen: bool,
    /// Whether a line with it must have a remark.
    pub needs_remark: bool,
    /// Whether a line with it can have a target date.
    pub is_dated: bool,
}

/// Options of one choice: whose, by codes and by name, and which.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picks {
    /// The choice that they are options of.
    pub of: String,
    /// Its name.
    pub name: String,
    /// The options.
    pub picks: Vec<Pick>,
}

impl ServiceStatusPage {
    /// Where the page is.
    pub fn url(&self) -> String {
        status_url(self.desk.tenant.tenant_id, &self.desk.workload.code)
    }

    /// When the one revision that is shown was made.
    fn saved_at(&self) -> Option<String> {
        let one = self.desk.standing.as_ref().filter(|_| self.desk.is_one_revision)?;
        Some(self.shell.words.moment(one.made_at))
    }

    /// The name of the workload.
    pub fn workload(&self) -> &str {
        workload_name(&self.desk.workload, self.shell.words)
    }

    fn label(&self, labels: &Labels) -> String {
        labels.of(self.shell.words.language()).to_owned()
    }

    fn pick(&self, node: &Node, chosen: &str) -> Pick {
        let taxonomy = &self.desk.taxonomy;
        Pick {
            value: node.choice.code().to_owned(),
            label: self.label(&node.labels),
            is_chosen: node.choice.code() == chosen.trim(),
            needs_remark: taxonomy.needs_remark(&node.choice),
            is_dated: taxonomy.allows_target_date(&node.choice),
        }
    }

    fn picks(&self, of: &Node, chosen: &str) -> Picks {
        let picks = self.desk.taxonomy.options(&of.choice).map(|node| self.pick(node, chosen)).collect();
        Picks { of: of.choice.to_string(), name: self.label(&of.labels), picks }
    }

    /// The statuses.
    pub fn statuses(&self, line: &NewLine) -> Vec<Pick> {
        self.desk.taxonomy.statuses().map(|node| self.pick(node, &line.l1)).collect()
    }

    /// The reasons of the chosen status; of every status while none is chosen.
    pub fn reasons(&self, line: &NewLine) -> Vec<Picks> {
        let chosen = |node: &&Node| line.l1.trim().is_empty() || node.choice.code() == line.l1.trim();
        let mut of_each: Vec<Picks> =
            self.desk.taxonomy.statuses().filter(chosen).map(|node| self.picks(node, &line.l2)).collect();
        if let [of_one] = of_each.as_mut_slice() {
            of_one.picks.extend(self.retired(line, 2));
        }
        of_each.retain(|picks| !picks.picks.is_empty());
        of_each
    }

    /// The technical reasons of the chosen reason.
    pub fn technical_reasons(&self, line: &NewLine) -> Vec<Pick> {
        let reason = Choice::new(line.l1.trim(), Some(line.l2.trim()), None);
        let node = reason.and_then(|reason| self.desk.taxonomy.node(&reason));
        let mut picks = node.map(|node| self.picks(node, &line.l3).picks).unwrap_or_default();
        picks.extend(self.retired(line, 3));
        picks
    }

    /// The line that stands there with the choice of one in the form, where that is not offered any more.
    fn retired_line(&self, line: &NewLine) -> Option<&SplitLineItem> {
        let choice = choice_of(line)?;
        let standing = self.desk.lines.iter().find(|one| one.choice == choice)?;
        self.desk.taxonomy.node(&choice).is_none().then_some(standing)
    }

    /// What a line said before the taxonomy changed, where that cannot be chosen any more.
    pub fn was(&self, line: &TypedLine) -> Option<String> {
        let standing = self.retired_line(&line.line)?;
        Some(standing.labels.iter().map(|one| self.label(one)).collect::<Vec<_>>().join(" / "))
    }

    /// The option of a level that stands there and is not offered any more: it stays chosen until another one is.
    fn retired(&self, line: &NewLine, level: usize) -> Option<Pick> {
        let standing = self.retired_line(line)?;
        let place = standing.choice.path().get(level.checked_sub(1)?)?.clone();
        let name = self.label(standing.labels.get(level.checked_sub(1)?)?);
        self.desk.taxonomy.node(&place).is_none().then(|| Pick {
            value: place.code().to_owned(),
            label: say!(self, "service-status-retired", name = name),
            is_chosen: true,
            needs_remark: false,
            is_dated: false,
        })
    }

    /// All options below something, for the script.
    pub fn all_options(&self) -> Vec<Picks> {
        let every = self.desk.taxonomy.nodes().iter().map(|node| self.picks(node, ""));
        every.filter(|picks| !picks.picks.is_empty()).collect()
    }

    /// Whether a line can have a target date, as far as its status is chosen, or has one that has to be taken out.
    pub fn is_dated(&self, line: &NewLine) -> bool {
        let status = line.l1.trim();
        status.is_empty()
            || !line.target_date.is_empty()
            || self.desk.taxonomy.allows_target_date(&Choice::status(status))
    }

    /// Whether a line must have a remark.
    pub fn needs_remark(&self, line: &NewLine) -> bool {
        choice_of(line).is_some_and(|choice| self.desk.taxonomy.needs_remark(&choice))
    }

    /// A line without anything in it, which the script copies.
    pub fn empty_line(&self) -> TypedLine {
        TypedLine { number: "new".to_owned(), ..TypedLine::default() }
    }

    /// Total and sum: of what is in the form, or of what stands there.
    pub fn balance(&self) -> Balance {
        self.typed.balance()
    }

    /// What the difference means.
    pub fn told(&self, balance: Balance) -> String {
        difference_words(balance, self.shell.words)
    }

    /// What is said of one seat too many, or missing; for the script.
    pub fn told_of_one(&self, is_missing: bool) -> String {
        let fault = if is_missing { SplitFault::TooFew(1) } else { SplitFault::TooMany(1) };
        split_words(&fault, self.shell.words)
    }

    /// What is said of any number of seats too many, or missing, with `{n}` in its place; for the script.
    pub fn told_of_any(&self, are_missing: bool) -> String {
        let w = self.shell.words.loader();
        let any = "{n}";
        if are_missing { fl!(w, "split-some-missing", seats = any) } else { fl!(w, "split-some-too-many", seats = any) }
    }

    /// Who saved a revision, or what made it.
    pub fn made_by(&self, revision: &SplitRevisionItem) -> String {
        made_by(revision, self.shell.words)
    }

    /// The names of a line's choice, in the reader's language.
    pub fn names<'a>(&'a self, line: &'a SplitLineItem) -> Vec<&'a str> {
        line.labels.iter().map(|one| one.of(self.shell.words.language())).collect()
    }

    /// The field of a line, as the faults name it.
    pub fn fault(&self, name: &str, line: &TypedLine) -> Option<&str> {
        self.faults.at(&format!("{name}-{}", line.number))
    }

    /// Whether a field of a line has the focus when the page opens: the first that is wrong, or seats of the line at work.
    pub fn has_focus(&self, name: &str, line: &TypedLine) -> bool {
        let own = format!("{name}-{}", line.number);
        match self.faults.0.iter().find(|fault| fault.field.contains('-')) {
            Some(first) => first.field == own,
            None => name == "seats" && self.focus.as_deref() == Some(line.number.as_str()),
        }
    }
}

/// What a line says, by its codes.
fn choice_of(line: &NewLine) -> Option<Choice> {
    let given = |code: &str| Some(code.trim().to_owned()).filter(|code| !code.is_empty());
    let (l2, l3) = (given(&line.l2), given(&line.l3));
    Choice::new(line.l1.trim(), l2.as_deref(), l3.as_deref())
}

/// What a difference means, in the reader's words.
pub fn difference_words(balance: Balance, words: &Words) -> String {
    match balance.difference() {
        0 => tell!(words, "service-status-even").to_owned(),
        difference @ 1.. => split_words(&SplitFault::TooMany(difference), words),
        difference => split_words(&SplitFault::TooFew(difference.saturating_neg()), words),
    }
}

/// Who saved a revision, or what made it.
fn made_by(revision: &SplitRevisionItem, words: &Words) -> String {
    match (&revision.cause, &revision.person) {
        (SplitCause::Saved, Some(Shown::Value(name))) => name.clone(),
        (SplitCause::Saved, Some(Shown::Withheld)) => tell!(words, "service-intent-withheld").to_owned(),
        (SplitCause::Saved, None) => tell!(words, "note-no-author").to_owned(),
        (SplitCause::Loaded, _) => tell!(words, "service-status-by-load").to_owned(),
        (SplitCause::LoadUndone, _) => tell!(words, "service-status-by-undoing").to_owned(),
    }
}

/// The label of a field of the form; `seats-3` is one of a line.
pub fn field_label(field: &str, words: &Words) -> String {
    let name = field.split('-').next().unwrap_or_default();
    match name {
        "seats" => tell!(words, "service-status-seats"),
        "l1" => tell!(words, "service-status-l1"),
        "l2" => tell!(words, "service-status-l2"),
        "l3" => tell!(words, "service-status-l3"),
        "target_date" => tell!(words, "service-status-target"),
        "remark" => tell!(words, "service-status-remark"),
        "total" => tell!(words, "service-status-total"),
        _ => tell!(words, "service-status-difference"),
    }
    .to_owned()
}

/// Where the service status of a workload is.
pub fn status_url(tenant_id: impl std::fmt::Display, workload: &str) -> String {
    let code: String = form_urlencoded::byte_serialize(workload.as_bytes()).collect();
    // In a path a space is no plus sign.
    format!("/tenants/{tenant_id}/workloads/{}/service-status", code.replace('+', "%20"))
}

/// A bar of seats by status, with its figures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeatsBar {
    /// The parts, from left to right.
    pub parts: Vec<SeatsPart>,
}

/// A status in a bar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeatsPart {
    /// The style: the code of the status.
    pub style: &'static str,
    /// Where it begins, in percent of the bar.
    pub from: String,
    /// How long it is, in percent of the bar.
    pub length: String,
    /// The name of the status.
    pub name: String,
    /// Its seats.
    pub seats: i64,
}

impl SeatsBar {
    /// The bar of a workload. It is as long as the total, or as the sum where that is more.
    pub fn of(status: &StatusOfWorkload, words: &Words) -> Self {
        let most = status.balance.total.max(status.balance.sum).max(1);
        let hundredths = |seats: i64| i128::from(seats.max(0)) * 10_000 / i128::from(most);
        let percent = |hundredths: i128| format!("{}.{:02}", hundredths / 100, hundredths % 100);
        let mut before = 0_i64;
        let parts = status.statuses.iter().map(|(code, labels, seats)| {
            let from = hundredths(before);
            before = before.saturating_add(*seats);
            SeatsPart {
                style: style(code),
                from: percent(from),
                length: percent(hundredths(before) - from),
                name: labels.of(words.language()).to_owned(),
                seats: *seats,
            }
        });
        Self { parts: parts.collect() }
    }
}

/// The style of a status; one that an administrator added has the style of none.
pub fn style(code: &str) -> &'static str {
    const STYLES: [&str; 5] = ["status_unknown", "in_progress", "blocked", "no_intent", "duplicate_or_invalid"];
    STYLES.into_iter().find(|style| *style == code).unwrap_or("other_status")
}
