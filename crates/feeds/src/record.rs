//! Records and fields of a table in text (RFC 4180, and what reports make of it), in bounded memory.
//!
//! Written here instead of taken from a CSV library for two reasons. A library's buffers grow with the record, so
//! that one quote too many makes it swallow the file; and it does not tell that, or where, such a quote was opened.

use std::io::Read;

use crate::Limits;
use crate::refusal::FileRefusal;
use crate::unpack::Unpacked;

/// How much is read at a time.
const BUFFER_BYTES: usize = 64 << 10;

/// How much room of an earlier record is kept for the next, in bytes, and for how many fields: nearly all need less.
const KEPT_BYTES: usize = 4 << 10;
const KEPT_FIELDS: usize = 1 << 10;

/// How much of the file's start is looked at to see what it is.
const PEEKED_BYTES: usize = 8 << 10;

/// One record; its fields stand one behind the other, without their quotes.
#[derive(Debug, Default)]
pub(crate) struct Record {
    /// The line on which it begins.
    pub(crate) line: u64,
    /// The last line of a record with text behind a closing quote; its fields mean nothing.
    pub(crate) stray_quote: Option<u64>,
    /// The first field that is too long, and how long one may be.
    pub(crate) too_long: Option<(usize, usize)>,
    bytes: Vec<u8>,
    ends: Vec<usize>,
    raw_bytes: usize,
}

impl Record {
    fn clear(&mut self, line: u64) {
        self.line = line;
        self.stray_quote = None;
        self.too_long = None;
        self.bytes.clear();
        self.bytes.shrink_to(KEPT_BYTES);
        self.ends.clear();
        self.ends.shrink_to(KEPT_FIELDS);
        self.raw_bytes = 0;
    }

    /// Bytes it had in the file, with quotes, delimiters and line breaks.
    pub(crate) fn raw_bytes(&self) -> usize {
        self.raw_bytes
    }

    fn end_field(&mut self, longest_bytes: usize) {
        let start = self.ends.last().copied().unwrap_or(0);
        if self.too_long.is_none() && self.bytes.len() - start > longest_bytes {
            self.too_long = Some((self.ends.len(), longest_bytes));
        }
        self.ends.push(self.bytes.len());
    }

    /// How many fields it has.
    pub(crate) fn width(&self) -> usize {
        self.ends.len()
    }

    /// The first fields with bars between them, to show the record to somebody.
    pub(crate) fn excerpt(&self) -> Vec<u8> {
        const MOST_BYTES: usize = 2000;
        let mut excerpt = Vec::new();
        for field in self.fields() {
            if excerpt.len() > MOST_BYTES {
                break;
            }
            if !excerpt.is_empty() {
                excerpt.extend_from_slice(b" | ");
            }
            excerpt.extend_from_slice(field.get(..MOST_BYTES).unwrap_or(field));
        }
        excerpt
    }

    /// Where a field stands in [`Self::text`].
    pub(crate) fn span(&self, field: usize) -> std::ops::Range<usize> {
        let start = field.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        start..self.ends.get(field).copied().unwrap_or(start)
    }

    /// A field's bytes; none where there is no such field.
    pub(crate) fn field(&self, field: usize) -> &[u8] {
        self.bytes.get(self.span(field)).unwrap_or_default()
    }

    /// The fields in turn.
    pub(crate) fn fields(&self) -> impl Iterator<Item = &[u8]> {
        (0..self.width()).map(|field| self.field(field))
    }

    /// Whether nothing stands in it: an empty line, or the empty cells that spreadsheets leave behind a table.
    pub(crate) fn is_blank(&self) -> bool {
        self.stray_quote.is_none() && self.bytes.iter().all(u8::is_ascii_whitespace)
    }

    /// Whether nothing stands in the fields from that one on.
    pub(crate) fn is_blank_from(&self, field: usize) -> bool {
        let rest = self.bytes.get(self.span(field).start..).unwrap_or_default();
        self.width() <= field || rest.iter().all(u8::is_ascii_whitespace)
    }

    /// The fields as text, or the first one that is not UTF-8.
    pub(crate) fn text(&self) -> Result<&str, usize> {
        std::str::from_utf8(&self.bytes).map_err(|error| {
            let valid = error.valid_up_to();
            self.ends.partition_point(|end| *end <= valid)
        })
    }
}

/// Where in a record the reader stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    FieldStart,
    Plain,
    Quoted,
    /// Behind a quote inside a quoted field: its end, or the first of two.
    QuoteSeen,
    /// Behind text that stands behind a closing quote; skips to the end of the line.
    Stray,
    Done,
}

/// The records of a text, one after the other.
#[derive(Debug)]
pub(crate) struct Records<R> {
    input: Unpacked<R>,
    limits: Limits,
    buffer: Vec<u8>,
    at: usize,
    delimiter: u8,
    /// The line on which the next byte stands.
    line: u64,
    /// Whether the last byte was a carriage return: a line feed then belongs to the same line break.
    after_return: bool,
    quote_line: u64,
}

impl<R: Read> Records<R> {
    /// Makes ready; [`Self::peek`] and [`Self::begin`] come before the first record.
    pub(crate) fn new(input: Unpacked<R>, limits: Limits) -> Self {
        Self {
            input,
            limits,
            buffer: Vec::with_capacity(BUFFER_BYTES),
            at: 0,
            delimiter: b',',
            line: 1,
            after_return: false,
            quote_line: 1,
        }
    }

    /// The start of the text.
    pub(crate) fn peek(&mut self) -> Result<&[u8], FileRefusal> {
        while self.buffer.len() < PEEKED_BYTES && self.fill_behind()? {}
        Ok(&self.buffer)
    }

    /// Skips the byte order mark and finds out what separates the fields: what the first line has most of.
    pub(crate) fn begin(&mut self, mark_bytes: usize) {
        self.at = mark_bytes;
        let start = self.buffer.get(self.at..).unwrap_or_default();
        let line = start.trim_ascii_start().split(|byte| matches!(byte, b'\n' | b'\r')).next().unwrap_or_default();
        // Semicolons are what spreadsheets write in countries with a decimal comma, the Netherlands among them.
        let pieces = |delimiter: u8| line.split(move |byte| *byte == delimiter).count();
        self.delimiter = [b';', b'\t', b','].into_iter().max_by_key(|one| pieces(*one)).unwrap_or(b',');
    }

    /// All of the text, from behind the byte order mark, where it is no larger than that.
    pub(crate) fn whole(&mut self, mark_bytes: usize, most_bytes: usize) -> Result<Vec<u8>, FileRefusal> {
        let mut text = self.buffer.get(mark_bytes..).unwrap_or_default().to_vec();
        loop {
            if text.len() > most_bytes {
                return Err(FileRefusal::TooLarge { most_bytes: most_bytes as u64 });
            }
            self.buffer.clear();
            if !self.fill_behind()? {
                return Ok(text);
            }
            text.extend_from_slice(&self.buffer);
        }
    }

    /// Bytes of the input that have been read.
    pub(crate) fn consumed_bytes(&self) -> u64 {
        self.input.consumed_bytes()
    }

    /// Reads the next record; false at the end of the text.
    pub(crate) fn read(&mut self, record: &mut Record) -> Result<bool, FileRefusal> {
        if self.after_return && self.next_byte()? == Some(b'\n') {
            self.at += 1;
        }
        self.after_return = false;
        record.clear(self.line);
        if self.next_byte()?.is_none() {
            return Ok(false);
        }
        let mut state = State::FieldStart;
        while state != State::Done {
            if self.next_byte()?.is_none() {
                self.end_of_text(record, state)?;
                break;
            }
            let before = self.at;
            state = self.step(record, state);
            record.raw_bytes += self.at - before;
            if record.raw_bytes > self.limits.longest_record_bytes {
                return Err(self.too_long(record, state));
            }
        }
        Ok(true)
    }

    /// Goes on in the bytes at hand as far as one state reaches, and says which comes next.
    fn step(&mut self, record: &mut Record, state: State) -> State {
        let rest = self.buffer.get(self.at..).unwrap_or_default();
        let delimiter = self.delimiter;
        let (taken, next) = match state {
            State::FieldStart if rest.first() == Some(&b'"') => {
                self.quote_line = self.line;
                (1, State::Quoted)
            }
            State::FieldStart | State::Plain => {
                let text = until(rest, |byte| byte == delimiter || byte == b'\n' || byte == b'\r');
                record.bytes.extend_from_slice(text);
                match rest.get(text.len()) {
                    None => (text.len(), State::Plain),
                    Some(end) => (text.len() + 1, self.end_field(record, *end)),
                }
            }
            State::Quoted => {
                let text = until(rest, |byte| byte == b'"');
                record.bytes.extend_from_slice(text);
                let (breaks, after_return) = line_breaks(text, self.after_return);
                self.line += breaks;
                self.after_return = after_return && text.len() == rest.len();
                if text.len() == rest.len() { (text.len(), State::Quoted) } else { (text.len() + 1, State::QuoteSeen) }
            }
            State::QuoteSeen => match rest.first() {
                Some(b'"') => {
                    record.bytes.push(b'"');
                    (1, State::Quoted)
                }
                Some(end) if *end == delimiter || matches!(end, b'\n' | b'\r') => (1, self.end_field(record, *end)),
                _ => (0, State::Stray),
            },
            State::Stray => {
                let text = until(rest, |byte| byte == b'\n' || byte == b'\r');
                record.stray_quote = Some(self.line);
                match rest.get(text.len()) {
                    None => (text.len(), State::Stray),
                    Some(end) => (text.len() + 1, self.end_field(record, *end)),
                }
            }
            State::Done => (0, State::Done),
        };
        self.at += taken;
        next
    }

    /// Closes the field before a delimiter or a line break.
    fn end_field(&mut self, record: &mut Record, end: u8) -> State {
        record.end_field(self.limits.longest_field_bytes);
        if end == self.delimiter {
            return State::FieldStart;
        }
        self.line += 1;
        self.after_return = end == b'\r';
        State::Done
    }

    /// Closes the record that the end of the text cuts off.
    fn end_of_text(&self, record: &mut Record, state: State) -> Result<(), FileRefusal> {
        if state == State::Quoted {
            return Err(FileRefusal::UnclosedQuote { line: self.quote_line });
        }
        record.end_field(self.limits.longest_field_bytes);
        Ok(())
    }

    fn too_long(&self, record: &Record, state: State) -> FileRefusal {
        match state {
            State::Quoted | State::QuoteSeen => FileRefusal::UnclosedQuote { line: self.quote_line },
            _ => FileRefusal::RowTooLong { line: record.line, most_bytes: self.limits.longest_record_bytes },
        }
    }

    /// The byte that comes next, reading on where needed.
    fn next_byte(&mut self) -> Result<Option<u8>, FileRefusal> {
        if self.at >= self.buffer.len() {
            self.buffer.clear();
            self.at = 0;
            self.fill_behind()?;
        }
        Ok(self.buffer.get(self.at).copied())
    }

    /// Reads some bytes behind those at hand; false at the end of the text.
    fn fill_behind(&mut self) -> Result<bool, FileRefusal> {
        let filled = self.buffer.len();
        self.buffer.resize(BUFFER_BYTES, 0);
        let free = self.buffer.get_mut(filled..).unwrap_or_default();
        let read = self.input.read(free);
        self.buffer.truncate(filled + *read.as_ref().unwrap_or(&0));
        Ok(read? > 0)
    }
}

/// The bytes before the first one that ends them.
fn until(bytes: &[u8], ends: impl Fn(u8) -> bool) -> &[u8] {
    let length = bytes.iter().position(|byte| ends(*byte)).unwrap_or(bytes.len());
    bytes.get(..length).unwrap_or(bytes)
}

/// How many lines end in a text, and whether it ends behind a carriage return.
fn line_breaks(text: &[u8], mut after_return: bool) -> (u64, bool) {
    let mut breaks = 0;
    for byte in text {
        if *byte == b'\r' || (*byte == b'\n' && !after_return) {
            breaks += 1;
        }
        after_return = *byte == b'\r';
    }
    (breaks, after_return)
}
