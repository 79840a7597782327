//! Files made to hurt: the answer is a refusal, soon and in little memory.

use std::cell::Cell;
use std::io::{self, Read, Seek, SeekFrom};
use std::rc::Rc;

use super::packed::gzip;
use super::*;
use crate::Reason;

/// A file of a start and then the same bytes over and over, made as it is read; it counts what was asked of it.
#[derive(Debug)]
struct Endless {
    start: Vec<u8>,
    again: &'static [u8],
    length: u64,
    at: u64,
    given: Rc<Cell<u64>>,
}

impl Endless {
    fn new(start: impl Into<Vec<u8>>, again: &'static [u8], length: u64) -> (Self, Rc<Cell<u64>>) {
        let given = Rc::new(Cell::new(0));
        (Self { start: start.into(), again, length, at: 0, given: Rc::clone(&given) }, given)
    }

    fn byte(&self, at: u64) -> u8 {
        let at = usize::try_from(at).unwrap();
        self.start.get(at).copied().unwrap_or_else(|| self.again[(at - self.start.len()) % self.again.len()])
    }
}

impl Read for Endless {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let most = buffer.len().min(usize::try_from(self.length - self.at).unwrap());
        for (offset, slot) in (0..).zip(&mut buffer[..most]) {
            *slot = self.byte(self.at + offset);
        }
        self.at += most as u64;
        self.given.set(self.given.get() + most as u64);
        Ok(most)
    }
}

impl Seek for Endless {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.at = match to {
            SeekFrom::Start(at) => at,
            SeekFrom::End(by) => self.length.saturating_add_signed(by),
            SeekFrom::Current(by) => self.at.saturating_add_signed(by),
        };
        Ok(self.at)
    }
}

const GIB: u64 = 1 << 30;

/// The refusal of a lazy file of a gigabyte, and how many bytes of it were read before.
fn refusal_of(start: &str, again: &'static [u8]) -> (FileRefusal, u64) {
    let (input, given) = Endless::new(start, again, GIB);
    let refusal = match FeedFile::open(input, Limits::default()) {
        Err(refusal) => refusal,
        Ok(mut file) => loop {
            match file.next_row() {
                Ok(Some(_)) => {}
                Ok(None) => panic!("read to its end"),
                Err(refusal) => break refusal,
            }
        },
    };
    (refusal, given.get())
}

#[test]
fn a_field_of_a_gigabyte_is_refused_after_a_megabyte() {
    let line = office_line();
    for (name, start, again, code, at) in [
        ("quoted", office_lines(&format!("{line}\n{TENANT},\"")), &b"x"[..], "unclosed_quote", 3),
        ("quoted, of line breaks", office_lines(&format!("{line}\n\"")), b"\n", "unclosed_quote", 3),
        ("quoted, of quotes", office_lines(&format!("{line}\n\"")), b"\"\"", "unclosed_quote", 3),
        ("plain", office_lines(&format!("{line}\n{TENANT},")), b"x", "row_too_long", 3),
        ("of commas", office_lines(&format!("{line}\n{TENANT}")), b",", "row_too_long", 3),
        ("behind a stray quote", office_lines(&format!("{line}\n\"a\"b")), b"x", "row_too_long", 3),
        ("in the header", String::from("\"CustomerTenantId"), b"x", "unclosed_quote", 1),
        ("a header without an end", String::from("CustomerTenantId"), b",a", "row_too_long", 1),
    ] {
        let (refusal, given) = refusal_of(&start, again);
        assert_eq!(refusal.code(), code, "{name}");
        assert!(given < 1_300_000, "{name}: {given} bytes were read");
        assert!(refusal.to_string().contains(&format!("line {at}")), "{name}: {refusal}");
    }
}

#[test]
fn a_field_that_is_too_long_refuses_its_row_alone() {
    let long = "x".repeat(100_000);
    let line = office_line();
    let text = office_lines(&format!("{line}\n{}\n{line}\n", line.replace("Utrecht", &long)));
    let rows = read(text).unwrap();
    assert_eq!(rows.iter().map(Result::is_ok).collect::<Vec<_>>(), [true, false, true]);
    let refusal = rows[1].as_ref().unwrap_err();
    assert_eq!((refusal.column.as_str(), refusal.reason), ("PartnerLocation", Reason::TooLong { most: 65536 }));
    assert_eq!(refusal.value.chars().count(), 201);
}

#[test]
fn a_quote_that_is_never_closed_is_found_by_its_line() {
    let line = office_line();
    let open_quote = line.replace("Kade", "\"Kade");
    let text = office_lines(&format!("{line}\n\n{open_quote}\n{line}\n{line}\n"));
    assert_eq!(
        read(text).unwrap_err().to_string(),
        "A quote opens on line 4, and none closes it within the length of a row."
    );
}

#[test]
fn a_bomb_is_refused_before_it_is_unpacked() {
    // Two gigabytes of blank lines in two megabytes.
    let blank = [&[b' '; 4095][..], b"\n"].concat().repeat(8 << 10);
    let bytes = [gzip(office_lines("").as_bytes()), gzip(&blank).repeat(64)].concat();
    let length = bytes.len() as u64;
    assert!(length < 4 << 20);
    let mut file = open(bytes).unwrap();
    assert_eq!(file.next_row().unwrap_err().code(), "bomb");
    assert!(file.consumed_bytes() < length / 10, "{} of {length}", file.consumed_bytes());
}

#[test]
fn a_text_that_is_larger_than_allowed_is_refused_packed_or_not() {
    let limits = Limits { most_unpacked_bytes: 200_000, ..Limits::default() };
    let text = office_lines(&format!("{}\n", office_line()).repeat(5000));
    for bytes in [gzip(text.as_bytes()), text.into_bytes()] {
        let mut file = FeedFile::open(Cursor::new(bytes), limits).unwrap();
        let refusal = loop {
            match file.next_row() {
                Ok(row) => assert!(row.is_some_and(|row| row.is_ok()), "read to its end"),
                Err(refusal) => break refusal,
            }
        };
        assert_eq!(refusal.code(), "too_large");
    }
}

#[test]
fn a_small_file_of_equal_rows_is_no_bomb() {
    let text = office_lines(&format!("{}\n", office_line()).repeat(40_000));
    let packed = gzip(text.as_bytes());
    assert!(text.len() > packed.len() * 50);
    assert_eq!(read(packed).unwrap().len(), 40_000);
}

#[test]
fn the_directory_of_a_zip_is_not_read_without_bound() {
    let count: u16 = 60_000;
    let mut bytes = b"PK\x03\x04".to_vec();
    bytes.resize(30, 0);
    let start = bytes.len();
    let mut entry = b"PK\x01\x02".to_vec();
    entry.resize(46, 0);
    // A name of 100 letters, different for each entry.
    entry[28] = 100;
    for number in 0..count {
        bytes.extend(&entry);
        bytes.extend(format!("{number:0100}").into_bytes());
    }
    let size = bytes.len() - start;
    bytes.extend(b"PK\x05\x06\0\0\0\0");
    bytes.extend(count.to_le_bytes().repeat(2));
    bytes.extend(u32::try_from(size).unwrap().to_le_bytes());
    bytes.extend(u32::try_from(start).unwrap().to_le_bytes());
    bytes.extend([0, 0]);
    let length = bytes.len() as u64;
    let (input, given) = Endless::new(bytes, b"x", length);
    let refusal = FeedFile::open(input, Limits::default()).unwrap_err();
    assert_eq!(refusal.code(), "archive_several_files");
    assert!(given.get() < length / 2, "{} of {length}", given.get());
}

#[test]
fn what_is_no_table_in_utf8_is_called_by_its_name() {
    let utf16: Vec<u8> = OFFICE_HEADER.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let swapped: Vec<u8> = OFFICE_HEADER.encode_utf16().flat_map(u16::to_be_bytes).collect();
    for (bytes, words) in [
        (b"%PDF-1.7\n".to_vec(), "a PDF document"),
        (b"\n <!DOCTYPE HTML><p>Sign in".to_vec(), "a web page"),
        (b"\xef\xbb\xbf<html>".to_vec(), "a web page"),
        (b"<?xml version=\"1.0\"?>".to_vec(), "an XML document"),
        (b"[{\"id\":1}]".to_vec(), "JSON"),
        (b"{\"rows\":[]}".to_vec(), "no page of referrals"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec(), "an Excel workbook of the old kind"),
        (b"\x89PNG\r\n\x1a\n".to_vec(), "a picture"),
        (b"a,b\0c\n".to_vec(), "a binary file"),
        ([b"\xff\xfe".as_slice(), &utf16].concat(), "UTF-16 (little endian)"),
        ([b"\xfe\xff".as_slice(), &swapped].concat(), "UTF-16 (big endian)"),
        (utf16, "UTF-16 (little endian)"),
        (swapped, "UTF-16 (big endian)"),
        (b"\xff\xfe\0\0a\0\0\0".to_vec(), "UTF-32 (little endian)"),
    ] {
        let message = read(bytes.clone()).unwrap_err().to_string();
        assert!(message.contains(words), "{message}");
        // Packing it changes nothing of what it is.
        assert_eq!(read(gzip(&bytes)).unwrap_err().to_string(), message);
    }
    for bytes in ["", "\u{feff}", " \r\n\n", "\u{feff}\n,,,\n"] {
        assert_eq!(refused(bytes), "empty");
    }
}

#[test]
fn a_disk_that_fails_is_not_taken_for_the_end_of_the_file() {
    struct Failing(Cursor<Vec<u8>>);
    impl Read for Failing {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            match self.0.read(buffer)? {
                0 if !buffer.is_empty() => Err(io::Error::other("the cable")),
                read => Ok(read),
            }
        }
    }
    impl Seek for Failing {
        fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
            self.0.seek(to)
        }
    }
    let text = office_lines(&format!("{}\n", office_line()).repeat(2000)).into_bytes();
    for bytes in [text.clone(), gzip(&text)] {
        let cut = bytes[..bytes.len() - 20].to_vec();
        let refusal = match FeedFile::open(Failing(Cursor::new(cut)), Limits::default()) {
            Err(refusal) => refusal,
            Ok(mut file) => loop {
                match file.next_row() {
                    Ok(row) => assert!(row.is_some(), "taken for the end"),
                    Err(refusal) => {
                        assert!(file.next_row().unwrap().is_none(), "nothing comes behind a refusal");
                        break refusal;
                    }
                }
            },
        };
        assert_eq!(refusal.code(), "unreadable");
        assert!(!refusal.to_string().contains("cable"), "the cause is for the log");
    }
}

#[test]
fn a_block_is_full_before_it_is_large() {
    // Records of nearly a megabyte, each a row that is refused.
    let (input, given) = Endless::new(format!("{OFFICE_HEADER}\n"), LONG_LINE, 40 << 20);
    let (mut splitter, checker) = FeedFile::open(input, Limits::default()).unwrap().halves();
    let (mut block, mut before, mut blocks) = (Block::default(), given.get(), 0);
    while splitter.fill(&mut block, 2000).unwrap() {
        assert!(checker.rows(&mut block).all(|row| row.is_err()));
        assert!(given.get() - before < 2 << 20, "{} bytes in a block", given.get() - before);
        (before, blocks) = (given.get(), blocks + 1);
    }
    assert!(blocks > 20, "{blocks}");
}

/// A line of half a megabyte.
const LONG_LINE: &[u8] = &{
    let mut line = [b'x'; 512 << 10];
    line[(512 << 10) - 1] = b'\n';
    line
};

#[test]
fn the_halves_of_a_file_can_be_read_on_other_threads() {
    fn is_send<T: Send>() {}
    is_send::<crate::Splitter<std::fs::File>>();
    is_send::<crate::Checker>();
    is_send::<Block>();
}

#[test]
fn a_file_can_be_read_on_another_thread() {
    fn is_send<T: Send>() {}
    is_send::<FeedFile<std::fs::File>>();
}
