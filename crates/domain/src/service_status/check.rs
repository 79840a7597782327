//! A split that somebody wants to save: all that is wrong with it, at once and each at its field (S8.2, S8.3).
//!
//! Numbers and days come as they were typed, so that page, API and files get the same answers.

use chrono::NaiveDate;

use super::choice::Choice;
use super::split::{Balance, Line, Split};
use super::taxonomy::{Labels, Taxonomy};
use crate::day::{self, DayFault};
use crate::text::{self, TextFault};
use crate::usage::MOST_UNITS;

/// Most lines of a split: more than there are choices, and still a list that a person reads.
pub const MOST_LINES: usize = 200;

/// Most characters of a remark, which is one line.
pub const LONGEST_REMARK: usize = 500;

/// A line as it was typed; an empty text is a field left empty.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NewLine {
    /// How many seats.
    pub seats: String,
    /// The code of the status.
    pub l1: String,
    /// The code of the reason.
    pub l2: String,
    /// The code of the technical reason.
    pub l3: String,
    /// The target date, `2026-03-01`.
    pub target_date: String,
    /// The remark.
    pub remark: String,
}

/// A split as it was typed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NewSplit {
    /// The total that the writer saw.
    pub total: String,
    /// The lines.
    pub lines: Vec<NewLine>,
}

/// What of a split is at fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SplitField {
    /// The total that the writer saw.
    Total,
    /// The lines together.
    Lines,
    /// A line's seats.
    Seats,
    /// Its status.
    L1,
    /// Its reason.
    L2,
    /// Its technical reason.
    L3,
    /// Its target date.
    TargetDate,
    /// Its remark.
    Remark,
}

impl SplitField {
    /// The name in forms and JSON.
    pub fn code(self) -> &'static str {
        match self {
            Self::Total => "total",
            Self::Lines => "lines",
            Self::Seats => "seats",
            Self::L1 => "l1",
            Self::L2 => "l2",
            Self::L3 => "l3",
            Self::TargetDate => "target_date",
            Self::Remark => "remark",
        }
    }
}

/// Why a split cannot be saved.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SplitFault {
    /// More seats than the total.
    #[error("{0} seats too many")]
    TooMany(i64),
    /// Fewer seats than the total.
    #[error("{0} seats missing")]
    TooFew(i64),
    /// The total is no longer what the writer saw: a feed has changed it meanwhile.
    #[error("the total is {now}, and no longer {seen}")]
    TotalChanged {
        /// What the writer saw.
        seen: i64,
        /// What it is.
        now: i64,
    },
    /// More lines than [`MOST_LINES`].
    #[error("has {lines} lines, {MOST_LINES} at most")]
    TooManyLines {
        /// How many there are.
        lines: usize,
    },
    /// Nothing was filled in.
    #[error("is required")]
    Missing,
    /// Not a whole number, in digits alone.
    #[error("is not a whole number")]
    NotANumber,
    /// Fewer seats than there can be, or more than there are people.
    #[error("is not between {least} and {MOST_UNITS}")]
    NotPossible {
        /// The fewest: 1 on a line, 0 in all.
        least: i64,
    },
    /// Not an option of what was chosen before it: of another branch, or of none.
    #[error("is not an option here")]
    NotAnOption,
    /// It was an option, and a version of the taxonomy that counts by now does not offer it any more.
    #[error("{} is not offered any more", .0.en)]
    NoLongerOffered(Labels),
    /// What was chosen before it has no options, so there is no such field.
    #[error("has no place here")]
    NoOptions,
    /// A technical reason needs its reason.
    #[error("needs a reason (L2)")]
    WithoutReason,
    /// This status has no target date.
    #[error("this status has no target date")]
    NoTargetDate,
    /// Not a day, or one that is gone.
    #[error("{0}")]
    Day(#[from] DayFault),
    /// Not a remark of one line.
    #[error("{0}")]
    Text(#[from] TextFault),
}

/// A fault, and where it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SplitProblem {
    /// Which line, from 0; nothing where it is about the whole.
    pub line: Option<usize>,
    /// What of it.
    pub field: SplitField,
    /// Why.
    pub fault: SplitFault,
}

type Found = Vec<(SplitField, SplitFault)>;

impl NewSplit {
    /// The split to save in place of the one that stands, or all that is wrong with it.
    ///
    /// Lines that say the same become one. A target date that is gone may stay with a line that had it already:
    /// somebody who puts other lines right need not know when this one will be done.
    pub fn check(&self, standing: &Split, taxonomy: &Taxonomy, today: NaiveDate) -> Result<Split, Vec<SplitProblem>> {
        let total = standing.total();
        let mut problems: Vec<SplitProblem> = self
            .problems_of_all(total)
            .into_iter()
            .map(|(field, fault)| SplitProblem { line: None, field, fault })
            .collect();
        let mut lines = Vec::new();
        for (at, entered) in self.lines.iter().take(MOST_LINES).enumerate() {
            match entered.check(standing, taxonomy, today) {
                Ok(line) => lines.push(line),
                Err(found) => {
                    problems.extend(found.into_iter().map(|(field, fault)| SplitProblem {
                        line: Some(at),
                        field,
                        fault,
                    }));
                }
            }
        }
        if problems.is_empty() { Ok(Split::kept(total, lines).merged()) } else { Err(problems) }
    }

    /// What a line's choice would be by its codes, as far as a field of it: the status, the reason or the technical reason.
    pub fn choice_at(&self, line: usize, field: SplitField) -> Option<Choice> {
        let line = self.lines.get(line)?;
        let (l1, l2, l3) = (line.l1.trim(), line.l2.trim(), line.l3.trim());
        match field {
            SplitField::L1 => Choice::new(l1, None, None),
            SplitField::L2 => Choice::new(l1, Some(l2), None),
            SplitField::L3 => Choice::new(l1, Some(l2), Some(l3)),
            _ => None,
        }
    }

    /// What stands at the top of the pane while it is typed. What is no possible number of seats counts as none.
    pub fn balance(&self, total: i64) -> Balance {
        Balance::of(total, self.lines.iter().filter_map(|line| seats(&line.seats).ok()))
    }

    fn problems_of_all(&self, total: i64) -> Found {
        let mut found = Found::new();
        match number(&self.total, 0) {
            Err(fault) => found.push((SplitField::Total, fault)),
            Ok(seen) if seen != total => {
                found.push((SplitField::Total, SplitFault::TotalChanged { seen, now: total }));
            }
            Ok(_) => {}
        }
        if self.lines.len() > MOST_LINES {
            found.push((SplitField::Lines, SplitFault::TooManyLines { lines: self.lines.len() }));
        }
        match self.balance(total).difference() {
            0 => {}
            difference @ 1.. => found.push((SplitField::Lines, SplitFault::TooMany(difference))),
            difference => found.push((SplitField::Lines, SplitFault::TooFew(difference.saturating_neg()))),
        }
        found
    }
}

impl NewLine {
    fn check(&self, standing: &Split, taxonomy: &Taxonomy, today: NaiveDate) -> Result<Line, Found> {
        let mut found = Found::new();
        let seats = seats(&self.seats).map_err(|fault| found.push((SplitField::Seats, fault))).unwrap_or_default();
        let choice = self.choice(taxonomy, &mut found);
        let target_on = self.target_on(choice.as_ref(), standing, taxonomy, today).unwrap_or_else(|fault| {
            found.push((SplitField::TargetDate, fault));
            None
        });
        let remark = match text::line(&self.remark, LONGEST_REMARK) {
            Ok(None) if choice.as_ref().is_some_and(|choice| taxonomy.needs_remark(choice)) => Err(TextFault::Missing),
            other => other,
        };
        let remark = remark.unwrap_or_else(|fault| {
            found.push((SplitField::Remark, fault.into()));
            None
        });
        match choice {
            Some(choice) if found.is_empty() => Ok(Line { seats, choice, target_on, remark }),
            _ => Err(found),
        }
    }

    /// What was chosen, as far as it can be: a wrong reason leaves the status to judge the other fields by.
    fn choice(&self, taxonomy: &Taxonomy, found: &mut Found) -> Option<Choice> {
        let (l1, l2, l3) = (self.l1.trim(), self.l2.trim(), self.l3.trim());
        if l2.is_empty() && !l3.is_empty() {
            found.push((SplitField::L3, SplitFault::WithoutReason));
        }
        let status = Choice::status(l1);
        if taxonomy.node(&status).is_none() {
            let fault = if l1.is_empty() { SplitFault::Missing } else { SplitFault::NotAnOption };
            found.push((SplitField::L1, fault));
            return None;
        }
        let reason = match chosen(taxonomy, &status, l2) {
            // Where a status has reasons, one must be given (S8.2); the technical reason is for who knows it.
            Ok(None) if taxonomy.options(&status).next().is_some() => {
                found.push((SplitField::L2, SplitFault::Missing));
                return Some(status);
            }
            Ok(None) => return Some(status),
            Ok(Some(reason)) => reason,
            Err(fault) => {
                found.push((SplitField::L2, fault));
                return Some(status);
            }
        };
        match chosen(taxonomy, &reason, l3) {
            Ok(technical) => Some(technical.unwrap_or(reason)),
            Err(fault) => {
                found.push((SplitField::L3, fault));
                Some(reason)
            }
        }
    }

    fn target_on(
        &self,
        choice: Option<&Choice>,
        standing: &Split,
        taxonomy: &Taxonomy,
        today: NaiveDate,
    ) -> Result<Option<NaiveDate>, SplitFault> {
        let Some(day) = day::read(&self.target_date)? else { return Ok(None) };
        // Without a status there is nothing to say on whether it has a date.
        let Some(choice) = choice else { return Ok(None) };
        if !taxonomy.allows_target_date(choice) {
            return Err(SplitFault::NoTargetDate);
        }
        let stood = standing.lines().iter().any(|line| line.choice == *choice && line.target_on == Some(day));
        if !stood {
            day::check_coming(day, today)?;
        }
        Ok(Some(day))
    }
}

/// The option with that code, nothing where none was given.
fn chosen(taxonomy: &Taxonomy, of: &Choice, code: &str) -> Result<Option<Choice>, SplitFault> {
    if code.is_empty() {
        return Ok(None);
    }
    if taxonomy.options(of).next().is_none() {
        return Err(SplitFault::NoOptions);
    }
    let option = of.option(code).filter(|option| taxonomy.node(option).is_some());
    option.map(Some).ok_or(SplitFault::NotAnOption)
}

/// A number of seats that a line can have.
fn seats(text: &str) -> Result<i64, SplitFault> {
    match number(text, 1)? {
        seats @ 1..=MOST_UNITS => Ok(seats),
        _ => Err(SplitFault::NotPossible { least: 1 }),
    }
}

/// A whole number in digits. Grouped ones are refused: `1.000` is a thousand to one reader and one to another.
fn number(text: &str, least: i64) -> Result<i64, SplitFault> {
    let text = text.trim();
    let digits = text.strip_prefix('-').unwrap_or(text);
    match (text.is_empty(), !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())) {
        (true, _) => Err(SplitFault::Missing),
        (false, false) => Err(SplitFault::NotANumber),
        (false, true) => text.parse().map_err(|_| SplitFault::NotPossible { least }),
    }
}
