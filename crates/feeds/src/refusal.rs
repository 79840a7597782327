//! Why a file, or a row of one, is not taken: in words for whoever has to mend it.

use std::fmt::{self, Write as _};
use std::io;

use domain::load::FeedKind;
use domain::one_line::turns_direction;

/// What is wrong with a file as a whole; nothing of it can be used.
#[derive(Debug, thiserror::Error)]
pub enum FileRefusal {
    /// There is no text in it.
    #[error("The file is empty.")]
    Empty,
    /// It is something else than a table in text.
    #[error("The file is not a table in text: it seems to be {seems}. Download the report as CSV or TSV.")]
    NotText {
        /// What its first bytes look like, with an article: "a PDF document".
        seems: &'static str,
    },
    /// It is text in another encoding than UTF-8.
    #[error("The file is written in {encoding}. Save it as UTF-8.")]
    WrongEncoding {
        /// The encoding it seems to have.
        encoding: &'static str,
    },
    /// It is packed in a way that cannot be read.
    #[error("{0}")]
    Archive(#[from] ArchiveFault),
    /// Its text, unpacked, is larger than allowed.
    #[error("The text of the file is larger than {} MiB. Load it in parts.", most_bytes >> 20)]
    TooLarge {
        /// The most that is allowed.
        most_bytes: u64,
    },
    /// It unpacks to so many times its size that it cannot be a report.
    #[error("The file unpacks to more than {most_ratio} times its size, which no report does.")]
    Bomb {
        /// The most that is allowed.
        most_ratio: u64,
    },
    /// The first line is the header of none of the reports.
    #[error(
        "The first line is not the header of a report that can be loaded ({}). It has: {}.",
        reports(),
        listed(columns)
    )]
    UnknownHeader {
        /// The columns it has.
        columns: Vec<String>,
    },
    /// It is nearly the header of a report.
    #[error(
        "The file looks like the report {}, but has no column {}.",
        kind.report(),
        columns.join(", ")
    )]
    MissingColumn {
        /// The report it comes nearest to.
        kind: FeedKind,
        /// The columns that are needed and not there.
        columns: Vec<&'static str>,
    },
    /// A column that is needed is there twice, perhaps under two names.
    #[error("The column {column} is there twice: as \u{201c}{first}\u{201d} and as \u{201c}{second}\u{201d}.")]
    DuplicateColumn {
        /// The column that is needed.
        column: &'static str,
        /// How the header writes it first.
        first: String,
        /// How the header writes it again.
        second: String,
    },
    /// The header has more columns than any report.
    #[error("The first line has more than {most} columns.")]
    TooManyColumns {
        /// The most that is allowed.
        most: usize,
    },
    /// A quote opens a field and is not closed, so that the rest of the file belongs to that field.
    #[error("A quote opens on line {line}, and none closes it within the length of a row.")]
    UnclosedQuote {
        /// The line on which the quote stands.
        line: u64,
    },
    /// One record is so long that it cannot be a row of a report.
    #[error("The row that begins on line {line} is longer than {} KiB.", most_bytes >> 10)]
    RowTooLong {
        /// The line on which it begins.
        line: u64,
        /// The most that is allowed.
        most_bytes: usize,
    },
    /// It begins as JSON and is none, or breaks off.
    #[error("The JSON is broken at line {line}, column {column}.")]
    BrokenJson {
        /// The line.
        line: usize,
        /// The column.
        column: usize,
    },
    /// It is JSON, and no page of referrals.
    #[error(
        "The JSON is no page of referrals: it has neither a list \u{201c}value\u{201d} nor the \u{201c}id\u{201d} of one."
    )]
    OtherJson,
    /// A tenant has more rows than any report has of one.
    #[error("The file has more rows of one tenant than can be taken. Load it in parts.")]
    TenantTooLarge,
    /// The bytes could not be had.
    #[error("The file could not be read.")]
    Io(#[source] io::Error),
}

impl FileRefusal {
    /// The refusal's name for machines; it does not change.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::NotText { .. } => "not_text",
            Self::WrongEncoding { .. } => "wrong_encoding",
            Self::Archive(fault) => fault.code(),
            Self::TooLarge { .. } => "too_large",
            Self::Bomb { .. } => "bomb",
            Self::UnknownHeader { .. } => "unknown_header",
            Self::MissingColumn { .. } => "missing_column",
            Self::DuplicateColumn { .. } => "duplicate_column",
            Self::TooManyColumns { .. } => "too_many_columns",
            Self::UnclosedQuote { .. } => "unclosed_quote",
            Self::RowTooLong { .. } => "row_too_long",
            Self::BrokenJson { .. } => "broken_json",
            Self::OtherJson => "other_json",
            Self::TenantTooLarge => "tenant_too_large",
            Self::Io(_) => "unreadable",
        }
    }
}

/// What is wrong with a packed file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ArchiveFault {
    /// The ZIP has no file in it.
    #[error("The ZIP file has no file in it.")]
    NoFile,
    /// The ZIP has several files, and which to take cannot be known.
    #[error("The ZIP file has several files in it. Pack each on its own, or load them unpacked.")]
    SeveralFiles,
    /// The ZIP wants a password.
    #[error("The ZIP file is protected by a password. Unpack it first.")]
    Encrypted,
    /// What is packed is itself packed.
    #[error("The file is packed twice: in it is {0}. Unpack it once.")]
    Nested(&'static str),
    /// The ZIP is packed by a method that is not read.
    #[error("The ZIP file is packed by a method that cannot be read. Pack it again in the usual way, or unpack it.")]
    UnknownMethod,
    /// It is packed by a program whose files are not read.
    #[error("The file is packed as {0}. Use gzip or ZIP, or load it unpacked.")]
    UnknownFormat(&'static str),
    /// It is damaged, or was cut off.
    #[error("The packed file is damaged or was cut off. Download it again.")]
    Damaged,
}

impl ArchiveFault {
    /// The fault's name for machines; it does not change.
    pub fn code(self) -> &'static str {
        match self {
            Self::NoFile => "archive_empty",
            Self::SeveralFiles => "archive_several_files",
            Self::Encrypted => "archive_encrypted",
            Self::Nested(_) => "archive_nested",
            Self::UnknownMethod => "archive_unknown_method",
            Self::UnknownFormat(_) => "archive_unknown_format",
            Self::Damaged => "archive_damaged",
        }
    }
}

/// A row that is not used, and why; the file goes on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowRefusal {
    /// The line of the text on which the record begins; the header begins on line 1.
    pub line: u64,
    /// The column as the file's header writes it; empty where the whole row is meant.
    pub column: String,
    /// What stands there, cut to 200 letters, with control characters made visible.
    pub value: String,
    /// What is wrong with it.
    pub reason: Reason,
}

impl fmt::Display for RowRefusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Line {}", self.line)?;
        if !self.column.is_empty() {
            write!(f, ", {}", self.column)?;
        }
        if !self.value.is_empty() {
            write!(f, " \u{201c}{}\u{201d}", self.value)?;
        }
        write!(f, ": {}.", self.reason)
    }
}

/// What is wrong with a value, or with a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
pub enum Reason {
    /// Nothing stands where something is needed.
    #[error("is missing")]
    Missing,
    /// Not a GUID, or the one of zeros.
    #[error("is not a tenant ID (a GUID such as 0b8e1c64-6c1f-4b3e-9a55-0a1f2b3c4d5e)")]
    NotATenantId,
    /// No month in any of the forms that reports use.
    #[error("is not a month (write 2026-08-01 or 2026-08)")]
    NotAMonth,
    /// A day that is not the first of its month.
    #[error("is not the first day of a month")]
    NotTheFirst,
    /// A month that no report can be of.
    #[error("is a month out of range (2000 to 2199)")]
    MonthOutOfRange,
    /// No whole number in digits.
    #[error("is not a whole number (write digits only)")]
    NotANumber,
    /// Less than zero.
    #[error("is less than zero")]
    Negative,
    /// More than there are people.
    #[error("is larger than any real number of licences or users")]
    Absurd,
    /// Not the number of a partner or location.
    #[error("is not a partner ID (up to 20 letters and digits)")]
    NotAPartnerId,
    /// Neither yes nor no.
    #[error("is neither 0 nor 1")]
    NotAFlag,
    /// A name without a letter or digit.
    #[error("is not the name of a workload")]
    NotAWorkload,
    /// No day in any of the forms that reports use.
    #[error("is not a day (write 2026-08-31)")]
    NotADay,
    /// Nothing that a SKU could be called.
    #[error("is not the name of a SKU")]
    NotASku,
    /// None of the clusters of propensity.
    #[error("is none of Act Now, Evaluate, Nurture and Educate")]
    UnknownCluster,
    /// Not an e-mail address.
    #[error("is not an e-mail address")]
    NotAnEmail,
    /// Not an amount, or one in a currency that there is not.
    #[error("is not an amount in a currency of ISO 4217")]
    NotMoney,
    /// None of the states of a referral.
    #[error("is none of the states of a referral")]
    UnknownStatus,
    /// A value of another kind: a list where a text is wanted.
    #[error("is of another kind than is wanted here")]
    OtherKind,
    /// More than are taken.
    #[error("are too many (at most {most})")]
    TooMany {
        /// The most that is allowed.
        most: usize,
    },
    /// Neither the partner nor a location.
    #[error("is neither Global nor Location")]
    UnknownLevel,
    /// Longer than such a value can be.
    #[error("is too long (at most {most} characters)")]
    TooLong {
        /// The most that is allowed.
        most: usize,
    },
    /// Bytes that are no text in UTF-8.
    #[error("is not written in UTF-8")]
    NotUtf8,
    /// A character that is no text, such as NUL.
    #[error("has a character that is no text")]
    ControlCharacter,
    /// More or fewer fields than the header has columns.
    #[error("has {found} fields, and the header has {expected}")]
    WrongFieldCount {
        /// The columns of the header.
        expected: usize,
        /// The fields of the row.
        found: usize,
    },
    /// Text stands behind a closing quote.
    #[error("has text behind a closing quote (everything up to line {last_line} is refused with it)")]
    StrayQuote {
        /// The last line that was read as part of the row.
        last_line: u64,
    },
}

impl Reason {
    /// The reason's name for machines; it does not change.
    pub fn code(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::NotATenantId => "not_a_tenant_id",
            Self::NotAMonth => "not_a_month",
            Self::NotTheFirst => "not_the_first",
            Self::MonthOutOfRange => "month_out_of_range",
            Self::NotANumber => "not_a_number",
            Self::Negative => "negative",
            Self::Absurd => "absurd",
            Self::NotAPartnerId => "not_a_partner_id",
            Self::NotAFlag => "not_a_flag",
            Self::NotAWorkload => "not_a_workload",
            Self::NotADay => "not_a_day",
            Self::NotASku => "not_a_sku",
            Self::UnknownCluster => "unknown_cluster",
            Self::NotAnEmail => "not_an_email",
            Self::NotMoney => "not_money",
            Self::UnknownStatus => "unknown_status",
            Self::OtherKind => "other_kind",
            Self::TooMany { .. } => "too_many",
            Self::UnknownLevel => "unknown_level",
            Self::TooLong { .. } => "too_long",
            Self::NotUtf8 => "not_utf8",
            Self::ControlCharacter => "control_character",
            Self::WrongFieldCount { .. } => "wrong_field_count",
            Self::StrayQuote { .. } => "stray_quote",
        }
    }
}

/// How many letters of a refused value are kept.
const LONGEST_SHOWN: usize = 200;

/// The value as a refusal shows it: cut, and with nothing in it that a page or a terminal would act on.
pub(crate) fn shown(value: &[u8]) -> String {
    // A letter has at most four bytes, so that a field of a megabyte need not be decoded to be cut.
    let (start, rest) = value.split_at_checked(LONGEST_SHOWN * 4).unwrap_or((value, &[]));
    let text = String::from_utf8_lossy(start);
    let mut letters = text.trim().chars();
    let mut shown: String = letters.by_ref().take(LONGEST_SHOWN).map(visible).collect();
    if letters.next().is_some() || !rest.is_empty() {
        shown.push('\u{2026}');
    }
    shown
}

/// The picture that Unicode has of a control character; any other letter as it is.
fn visible(letter: char) -> char {
    match letter {
        '\0'..='\u{1f}' => char::from_u32(0x2400 + u32::from(letter)).unwrap_or('\u{fffd}'),
        '\u{7f}' => '\u{2421}',
        '\u{80}'..='\u{9f}' => '\u{fffd}',
        letter if turns_direction(letter) => '\u{fffd}',
        letter => letter,
    }
}

/// The reports that can be loaded, for a sentence.
fn reports() -> String {
    FeedKind::ALL.map(FeedKind::report).join(", ")
}

/// The first columns of a header, for a sentence.
fn listed(columns: &[String]) -> String {
    const MOST: usize = 8;
    let mut text = String::new();
    for (index, column) in columns.iter().take(MOST).enumerate() {
        let name: String = column.chars().take(40).map(visible).collect();
        let comma = if index == 0 { "" } else { ", " };
        let _ = write!(text, "{comma}{name}");
    }
    if columns.len() > MOST {
        let _ = write!(text, " and {} more", columns.len() - MOST);
    }
    text
}
