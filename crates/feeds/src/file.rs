//! A file, from its first byte to its last row.

use std::io::{Read, Seek};

use domain::load::FeedKind;

use crate::field::Fields;
use crate::header::Header;
use crate::record::{Record, Records};
use crate::referral_page::ReferralPage;
use crate::refusal::{FileRefusal, Reason, RowRefusal, shown};
use crate::row::Row;
use crate::unpack::Unpacked;
use crate::{Limits, kind, sniff};

/// A report that is being read.
#[derive(Debug)]
pub struct FeedFile<R> {
    form: Form<R>,
}

/// In what form its rows stand.
#[derive(Debug)]
enum Form<R> {
    /// A table in text.
    Table(Box<Table<R>>),
    /// A page of referrals in JSON, and how many bytes it had.
    Referrals(ReferralPage, u64),
}

/// A table that is being read.
#[derive(Debug)]
struct Table<R> {
    records: Records<R>,
    record: Record,
    header: Header,
    ended: bool,
}

impl<R: Read + Seek> FeedFile<R> {
    /// Opens a report from its first byte: unpacks it where it is packed, and recognises it by its header.
    ///
    /// What the file is called does not matter. Fields are separated by commas, tabs or semicolons (what
    /// spreadsheets write where the comma is the decimal sign); lines without a value are skipped.
    pub fn open(input: R, limits: Limits) -> Result<Self, FileRefusal> {
        let unpacked = Unpacked::open(input, limits)?;
        let packed = unpacked.is_packed();
        let mut records = Records::new(unpacked, limits);
        let start = records.peek()?;
        let is_json = sniff::is_json_object(start);
        let mark_bytes = sniff::check(start, packed)?;
        if is_json {
            let page = ReferralPage::open(records.whole(mark_bytes, limits.most_json_bytes)?)?;
            return Ok(Self { form: Form::Referrals(page, records.consumed_bytes()) });
        }
        records.begin(mark_bytes);
        let mut record = Record::default();
        loop {
            if !records.read(&mut record)? {
                return Err(FileRefusal::Empty);
            }
            if !record.is_blank() {
                break;
            }
        }
        let header = Header::read(&record, limits)?;
        Ok(Self { form: Form::Table(Box::new(Table { records, record, header, ended: false })) })
    }

    /// The report it is.
    pub fn kind(&self) -> FeedKind {
        match &self.form {
            Form::Table(table) => table.header.kind(),
            Form::Referrals(..) => FeedKind::Referrals,
        }
    }

    /// The columns that belong to no generation of the report, as the header writes them; they are not read.
    pub fn ignored_columns(&self) -> &[String] {
        match &self.form {
            Form::Table(table) => table.header.ignored(),
            Form::Referrals(..) => &[],
        }
    }

    /// How many bytes of the input, packed as it came, have been read: for progress.
    pub fn consumed_bytes(&self) -> u64 {
        match &self.form {
            Form::Table(table) => table.records.consumed_bytes(),
            Form::Referrals(_, bytes) => *bytes,
        }
    }

    /// The next row, or why it cannot be used; nothing at the end of the file.
    ///
    /// An error means that the file cannot be read on. What was read before it must then not be used, for nobody
    /// knows what is missing.
    pub fn next_row(&mut self) -> Result<Option<Result<Row, RowRefusal>>, FileRefusal> {
        match &mut self.form {
            Form::Table(table) => table.next_row(),
            Form::Referrals(page, _) => Ok(page.next()),
        }
    }
}

impl<R: Read> Table<R> {
    fn next_row(&mut self) -> Result<Option<Result<Row, RowRefusal>>, FileRefusal> {
        while !self.ended {
            match self.records.read(&mut self.record) {
                Ok(true) if self.record.is_blank() => {}
                Ok(true) => return Ok(Some(self.row())),
                Ok(false) => self.ended = true,
                Err(refusal) => {
                    self.ended = true;
                    return Err(refusal);
                }
            }
        }
        Ok(None)
    }

    /// The record as a row of the file's kind.
    fn row(&self) -> Result<Row, RowRefusal> {
        let fields = self.fields()?;
        match kind::fact(self.header.kind(), &fields) {
            Ok(fact) => Ok(Row { line: self.record.line, fact }),
            Err((column, reason)) => Err(RowRefusal {
                line: self.record.line,
                column: self.header.written(column).to_owned(),
                value: shown(fields.raw(column).as_bytes()),
                reason,
            }),
        }
    }

    /// The record's fields, where it is well formed as a record.
    fn fields(&self) -> Result<Fields<'_>, RowRefusal> {
        let record = &self.record;
        if let Some(last_line) = record.stray_quote {
            return Err(self.whole_row(Reason::StrayQuote { last_line }));
        }
        if let Some((field, most)) = record.too_long {
            return Err(self.at_field(field, Reason::TooLong { most }));
        }
        let (expected, found) = (self.header.width(), record.width());
        if found < expected || !record.is_blank_from(expected) {
            return Err(self.whole_row(Reason::WrongFieldCount { expected, found }));
        }
        match record.text() {
            Ok(text) => Ok(Fields::new(text, record, &self.header)),
            Err(field) => Err(self.at_field(field, Reason::NotUtf8)),
        }
    }

    fn whole_row(&self, reason: Reason) -> RowRefusal {
        RowRefusal { line: self.record.line, column: String::new(), value: shown(&self.record.excerpt()), reason }
    }

    fn at_field(&self, field: usize, reason: Reason) -> RowRefusal {
        RowRefusal {
            line: self.record.line,
            column: self.header.written_at(field).to_owned(),
            value: shown(self.record.field(field)),
            reason,
        }
    }
}
