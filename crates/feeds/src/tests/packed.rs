//! gzip and ZIP, sound and unsound.

use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::*;

pub(super) fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn zip(method: CompressionMethod, files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        let options = SimpleFileOptions::default().compression_method(method);
        if name.ends_with('/') {
            writer.add_directory(*name, options).unwrap();
        } else {
            writer.start_file(*name, options).unwrap();
            writer.write_all(bytes).unwrap();
        }
    }
    writer.finish().unwrap().into_inner()
}

fn deflated(files: &[(&str, &[u8])]) -> Vec<u8> {
    zip(CompressionMethod::Deflated, files)
}

fn sample() -> Vec<u8> {
    office_lines(&format!("{}\n", office_line()).repeat(3000)).into_bytes()
}

#[test]
fn a_packed_file_gives_the_rows_of_the_file() {
    let text = sample();
    let expected = read(text.clone()).unwrap();
    let (first, second) = text.split_at(text.len() / 3);
    for (name, bytes) in [
        ("gzip", gzip(&text)),
        ("gzip in two members", [gzip(first), gzip(second)].concat()),
        ("ZIP", deflated(&[("OfficeUsage.csv", &text)])),
        ("ZIP without compression", zip(CompressionMethod::Stored, &[("a", &text)])),
        (
            "ZIP with what macOS adds",
            deflated(&[("in/", b""), ("in/a.tsv", &text), ("__MACOSX/in/._a.tsv", b"x"), ("in/.DS_Store", b"x")]),
        ),
        ("gzip with a byte order mark", gzip(&[b"\xef\xbb\xbf", text.as_slice()].concat())),
    ] {
        let length = bytes.len() as u64;
        let mut file = open(bytes).unwrap();
        let mut rows = Vec::new();
        while let Some(row) = file.next_row().unwrap() {
            rows.push(row);
        }
        assert!(rows == expected, "{name}");
        assert!((1..=length).contains(&file.consumed_bytes()), "{name}");
    }
}

#[test]
fn progress_is_counted_in_bytes_of_the_input() {
    let bytes = sample();
    let length = bytes.len() as u64;
    let mut file = open(bytes).unwrap();
    let mut before = 0;
    while file.next_row().unwrap().is_some() {
        assert!(file.consumed_bytes() >= before);
        before = file.consumed_bytes();
    }
    assert_eq!(before, length);
}

#[test]
fn an_archive_that_is_not_one_file_is_refused_by_what_it_is() {
    let text = sample();
    let two: &[(&str, &[u8])] = &[("a.csv", &text), ("b.csv", &text)];
    assert_eq!(refused(deflated(&[])), "archive_empty");
    assert_eq!(refused(deflated(&[("only/", b"")])), "archive_empty");
    assert_eq!(refused(deflated(two)), "archive_several_files");
    assert_eq!(refused(gzip(&gzip(&text))), "archive_nested");
    assert_eq!(refused(gzip(&deflated(&[("a", &text)]))), "archive_nested");
    assert_eq!(refused(deflated(&[("a.zip", &deflated(&[("a", &text)]))])), "archive_nested");
    assert_eq!(refused(deflated(&[("a.csv.gz", &gzip(&text))])), "archive_nested");
    assert_eq!(refused(gzip(b"BZh91AY")), "archive_nested");
    for start in
        [&b"BZh91AY"[..], b"7z\xbc\xaf\x27\x1c\0\x04", b"\xfd7zXZ\0\0", b"Rar!\x1a\x07\x01\0", b"\x28\xb5\x2f\xfd "]
    {
        assert_eq!(refused(start), "archive_unknown_format");
    }
    assert_eq!(refused(deflated(&[("[Content_Types].xml", b"<"), ("xl/workbook.xml", b"<")])), "not_text");
    assert_eq!(refused(gzip(b"")), "empty");
    assert_eq!(refused(deflated(&[("a.csv", b"")])), "empty");
}

/// The ZIP with a byte of both its headers of the one file changed.
fn patched(mut bytes: Vec<u8>, in_local: usize, in_central: usize, value: u8) -> Vec<u8> {
    let central = bytes.windows(4).position(|four| four == b"PK\x01\x02").unwrap();
    bytes[in_local] = value;
    bytes[central + in_central] = value;
    bytes
}

#[test]
fn a_zip_that_cannot_be_unpacked_is_refused() {
    let whole = deflated(&[("a.csv", &sample())]);
    assert_eq!(refused(patched(whole.clone(), 6, 8, 1)), "archive_encrypted");
    assert_eq!(refused(patched(whole, 8, 10, 14)), "archive_unknown_method");
}

#[test]
fn damage_is_noticed_at_the_latest_at_the_end() {
    let text = sample();
    for whole in [gzip(&text), deflated(&[("a.csv", &text)]), zip(CompressionMethod::Stored, &[("a.csv", &text)])] {
        for cut in [10, 40, whole.len() / 2, whole.len() - 9] {
            assert_eq!(refused(&whole[..cut]), "archive_damaged", "cut at {cut} of {}", whole.len());
        }
    }
    // A changed letter in a file that is only stored: nothing but the checksum tells.
    let mut changed = zip(CompressionMethod::Stored, &[("a.csv", &text)]);
    let at = changed.windows(4).position(|four| four == b"Kade").unwrap();
    changed[at] = b'J';
    assert_eq!(refused(changed), "archive_damaged");
    let mut changed = gzip(&text);
    let length = changed.len();
    changed[length - 5] ^= 1;
    assert_eq!(refused(changed), "archive_damaged");
}
