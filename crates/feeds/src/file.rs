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

/// A block of records is full at so many bytes of the file, however few they are: what is in memory of a file stays small.
const BLOCK_BYTES: usize = 512 << 10;

/// A report that is being read.
#[derive(Debug)]
pub struct FeedFile<R> {
    splitter: Splitter<R>,
    checker: Checker,
    /// The row that was read last.
    block: Block,
}

/// Takes a file apart into records.
#[derive(Debug)]
pub struct Splitter<R> {
    form: Form<R>,
}

/// In what form the rows of a file stand.
#[derive(Debug)]
enum Form<R> {
    /// A table in text, and whether nothing comes any more.
    Table { records: Box<Records<R>>, ended: bool },
    /// A page of referrals in JSON, and how many bytes it had. Its rows come checked.
    Referrals(ReferralPage, u64),
}

/// Records of a file that nobody has checked. Filled anew, it keeps the room of those it had.
#[derive(Debug, Default)]
pub struct Block {
    records: Vec<Record>,
    /// How many of them count.
    filled: usize,
    /// Rows that come checked.
    rows: Vec<Result<Row, RowRefusal>>,
    /// How far into the file it reaches.
    bytes: u64,
}

/// Checks what records say.
#[derive(Debug)]
pub struct Checker {
    /// Nothing where rows come checked.
    header: Option<Header>,
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
            return Ok(Self::new(Form::Referrals(page, records.consumed_bytes()), None));
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
        Ok(Self::new(Form::Table { records: Box::new(records), ended: false }, Some(header)))
    }

    fn new(form: Form<R>, header: Option<Header>) -> Self {
        Self { splitter: Splitter { form }, checker: Checker { header }, block: Block::default() }
    }

    /// The report it is.
    pub fn kind(&self) -> FeedKind {
        self.checker.header.as_ref().map_or(FeedKind::Referrals, Header::kind)
    }

    /// The columns that belong to no generation of the report, as the header writes them; they are not read.
    pub fn ignored_columns(&self) -> &[String] {
        self.checker.header.as_ref().map_or(&[], Header::ignored)
    }

    /// How many bytes of the input, packed as it came, were read for the rows so far.
    pub fn consumed_bytes(&self) -> u64 {
        self.block.consumed_bytes()
    }

    /// The next row, or why it cannot be used; nothing at the end of the file.
    ///
    /// An error means that the file cannot be read on. What was read before it must then not be used, for nobody
    /// knows what is missing.
    pub fn next_row(&mut self) -> Result<Option<Result<Row, RowRefusal>>, FileRefusal> {
        self.splitter.fill(&mut self.block, 1)?;
        Ok(self.checker.rows(&mut self.block).next())
    }

    /// The two halves of reading it, for two threads: one takes it apart, the other checks what that comes to.
    pub fn halves(self) -> (Splitter<R>, Checker) {
        (self.splitter, self.checker)
    }
}

impl<R: Read> Splitter<R> {
    /// Fills a block with the next records, so many at the most, and no more than some of the file. Whether there is
    /// anything in it: at the end of the file there is nothing.
    ///
    /// An error means that the file cannot be read on ([`FeedFile::next_row`]); what the block holds comes before it.
    pub fn fill(&mut self, block: &mut Block, most: usize) -> Result<bool, FileRefusal> {
        block.filled = 0;
        block.rows.clear();
        match &mut self.form {
            Form::Table { records, ended } => {
                let filled = fill_table(records, ended, block, most);
                block.bytes = records.consumed_bytes();
                filled?;
            }
            Form::Referrals(page, bytes) => {
                block.rows.extend(std::iter::from_fn(|| page.next()).take(most));
                block.bytes = *bytes;
            }
        }
        Ok(block.filled + block.rows.len() > 0)
    }
}

fn fill_table<R: Read>(
    records: &mut Records<R>,
    ended: &mut bool,
    block: &mut Block,
    most: usize,
) -> Result<(), FileRefusal> {
    let mut bytes = 0;
    while !*ended && block.filled < most && bytes < BLOCK_BYTES {
        if block.filled == block.records.len() {
            block.records.push(Record::default());
        }
        let Some(record) = block.records.get_mut(block.filled) else { break };
        *ended = !records.read(record).inspect_err(|_| *ended = true)?;
        if !*ended && !record.is_blank() {
            bytes += record.raw_bytes();
            block.filled += 1;
        }
    }
    Ok(())
}

impl Block {
    /// How many bytes of the input, packed as it came, were read for it and for all before it: for progress.
    pub fn consumed_bytes(&self) -> u64 {
        self.bytes
    }
}

impl Checker {
    /// The rows of a block in turn, each checked, or why it cannot be used.
    pub fn rows<'a>(&'a self, block: &'a mut Block) -> impl Iterator<Item = Result<Row, RowRefusal>> + 'a {
        let Block { records, filled, rows, .. } = block;
        let records = records.iter().take(*filled);
        let lines =
            self.header.iter().flat_map(move |header| records.clone().map(move |record| Line { header, record }));
        lines.map(|line| line.row()).chain(rows.drain(..))
    }
}

/// A record under its header.
struct Line<'a> {
    header: &'a Header,
    record: &'a Record,
}

impl<'a> Line<'a> {
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
    fn fields(&self) -> Result<Fields<'a>, RowRefusal> {
        let record = self.record;
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
            Ok(text) => Ok(Fields::new(text, record, self.header)),
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
