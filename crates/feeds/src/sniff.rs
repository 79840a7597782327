//! What a file is, by its first bytes.

use crate::refusal::{ArchiveFault, FileRefusal};

/// Whether these are the first bytes of gzip.
pub(crate) fn is_gzip(start: &[u8]) -> bool {
    start.starts_with(b"\x1f\x8b")
}

/// Whether these are the first bytes of a ZIP: of a file in it, or of the end of an empty one.
pub(crate) fn is_zip(start: &[u8]) -> bool {
    start.starts_with(b"PK\x03\x04") || start.starts_with(b"PK\x05\x06")
}

/// First bytes of other ways to pack a file.
const OTHER_ARCHIVES: [(&[u8], &str); 5] = [
    (b"BZh", "bzip2"),
    (b"7z\xbc\xaf\x27\x1c", "7-Zip"),
    (b"Rar!\x1a\x07", "RAR"),
    (b"\xfd7zXZ\0", "xz"),
    (b"\x28\xb5\x2f\xfd", "Zstandard"),
];

/// First bytes of documents that people take for a table in text.
const DOCUMENTS: [(&[u8], &str); 6] = [
    (b"%PDF", "a PDF document"),
    (b"\xd0\xcf\x11\xe0", "an Excel workbook of the old kind (.xls)"),
    (b"PAR1", "a Parquet file"),
    (b"SQLite format 3\0", "a database"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
];

/// Byte order marks, and what they say; the longer ones first, for one begins as another does.
const MARKS: [(&[u8], &str); 4] = [
    (b"\xff\xfe\0\0", "UTF-32 (little endian)"),
    (b"\0\0\xfe\xff", "UTF-32 (big endian)"),
    (b"\xff\xfe", "UTF-16 (little endian)"),
    (b"\xfe\xff", "UTF-16 (big endian)"),
];

/// The mark that some programs set before UTF-8.
const UTF8_MARK: &[u8] = b"\xef\xbb\xbf";

/// Checks that a text begins as a table may, and says how many bytes its byte order mark has.
///
/// `packed` says that the text came out of gzip or ZIP.
pub(crate) fn check(start: &[u8], packed: bool) -> Result<usize, FileRefusal> {
    if let Some(encoding) = other_encoding(start) {
        return Err(FileRefusal::WrongEncoding { encoding });
    }
    check_archive(start, packed)?;
    let mark_bytes = if start.starts_with(UTF8_MARK) { UTF8_MARK.len() } else { 0 };
    let text = start.get(mark_bytes..).unwrap_or_default().trim_ascii_start();
    match document(text) {
        Some(seems) => Err(FileRefusal::NotText { seems }),
        None => Ok(mark_bytes),
    }
}

fn other_encoding(start: &[u8]) -> Option<&'static str> {
    if let Some((_, encoding)) = MARKS.iter().find(|(mark, _)| start.starts_with(mark)) {
        return Some(encoding);
    }
    // Without a mark: letters of a header are in the lower half, so every other byte is zero.
    match start {
        [0, 1..=127, 0, 1..=127, ..] => Some("UTF-16 (big endian)"),
        [1..=127, 0, 1..=127, 0, ..] => Some("UTF-16 (little endian)"),
        _ => None,
    }
}

fn check_archive(start: &[u8], packed: bool) -> Result<(), ArchiveFault> {
    let other = OTHER_ARCHIVES.iter().find(|(first, _)| start.starts_with(first)).map(|(_, name)| *name);
    match (packed, other) {
        (true, _) if is_gzip(start) => Err(ArchiveFault::Nested("a gzip file")),
        (true, _) if is_zip(start) => Err(ArchiveFault::Nested("a ZIP file")),
        (true, Some(_)) => Err(ArchiveFault::Nested("an archive")),
        (false, Some(name)) => Err(ArchiveFault::UnknownFormat(name)),
        _ => Ok(()),
    }
}

/// Whether a text, behind its byte order mark, is an object of JSON: a page of referrals, or one of them.
pub(crate) fn is_json_object(start: &[u8]) -> bool {
    let text = start.strip_prefix(UTF8_MARK).unwrap_or(start);
    text.trim_ascii_start().first() == Some(&b'{')
}

/// What a text seems to be that is no table.
fn document(text: &[u8]) -> Option<&'static str> {
    if let Some((_, seems)) = DOCUMENTS.iter().find(|(first, _)| text.starts_with(first)) {
        return Some(seems);
    }
    let begins = |word: &[u8]| text.get(..word.len()).is_some_and(|first| first.eq_ignore_ascii_case(word));
    if begins(b"<!doctype html") || begins(b"<html") {
        return Some("a web page, perhaps that of a sign-in that has run out");
    }
    match text.first() {
        Some(b'<') => Some("an XML document"),
        Some(b'[') => Some("JSON"),
        _ if has_control(text) => Some("a binary file"),
        _ => None,
    }
}

/// Whether the first line has bytes that no text has. Those of later lines are the business of their rows.
fn has_control(text: &[u8]) -> bool {
    let line = text.split(|byte| *byte == b'\n').next().unwrap_or_default();
    line.iter().any(|byte| byte.is_ascii_control() && !byte.is_ascii_whitespace())
}

/// What a ZIP is by the names in it, where it is a document and not an archive.
pub(crate) fn office_document<'a>(names: impl Iterator<Item = &'a str>) -> Option<&'static str> {
    let mut seems = None;
    for name in names {
        if name == "xl/workbook.xml" || name == "xl/workbook.bin" {
            return Some("an Excel workbook (.xlsx)");
        }
        if name == "[Content_Types].xml" {
            seems = Some("an Office document");
        } else if name == "META-INF/manifest.xml" {
            seems = Some("an OpenDocument file");
        }
    }
    seems
}
