//! From the bytes of a file to those of its text: as it is, gzip, or a ZIP of one file.
//!
//! What a file is, its first bytes say; names and declared sizes are not believed.

use std::io::{self, BufReader, ErrorKind, Read, Seek, SeekFrom, Take};

use flate2::Crc;
use flate2::bufread::{DeflateDecoder, MultiGzDecoder};
use zip::result::ZipError;
use zip::{CompressionMethod, ZipArchive};

use crate::Limits;
use crate::refusal::{ArchiveFault, FileRefusal};
use crate::sniff;

/// The text of a file, guarded against unpacking to more than a report can be.
#[derive(Debug)]
pub(crate) struct Unpacked<R> {
    form: Form<R>,
    limits: Limits,
    /// Bytes of the text that were given so far.
    given_bytes: u64,
}

#[derive(Debug)]
enum Form<R> {
    Plain(Counted<R>),
    Gzip(MultiGzDecoder<BufReader<Counted<R>>>),
    Stored(Take<Counted<R>>, Sum),
    Deflated(DeflateDecoder<BufReader<Take<Counted<R>>>>, Sum),
}

/// The checksum of a ZIP's file, as read and as promised.
#[derive(Debug)]
struct Sum {
    read: Crc,
    promised: u32,
}

impl<R: Read + Seek> Unpacked<R> {
    /// Finds out how the file is packed.
    pub(crate) fn open(mut input: R, limits: Limits) -> Result<Self, FileRefusal> {
        let mut start = [0; 8];
        input.seek(SeekFrom::Start(0)).map_err(FileRefusal::Io)?;
        let length = read_start(&mut input, &mut start).map_err(FileRefusal::Io)?;
        input.seek(SeekFrom::Start(0)).map_err(FileRefusal::Io)?;
        let start = start.get(..length).unwrap_or_default();
        let form = if sniff::is_gzip(start) {
            Form::Gzip(MultiGzDecoder::new(BufReader::with_capacity(PACKED_BUFFER_BYTES, Counted::new(input))))
        } else if sniff::is_zip(start) {
            open_zip(input)?
        } else {
            Form::Plain(Counted::new(input))
        };
        Ok(Self { form, limits, given_bytes: 0 })
    }
}

impl<R: Read> Unpacked<R> {
    /// Whether it came packed.
    pub(crate) fn is_packed(&self) -> bool {
        !matches!(self.form, Form::Plain(_))
    }

    /// Bytes of the input that have been read, packed as they came.
    pub(crate) fn consumed_bytes(&self) -> u64 {
        match &self.form {
            Form::Plain(input) => input.bytes,
            Form::Gzip(input) => input.get_ref().get_ref().bytes,
            Form::Stored(input, _) => input.get_ref().bytes,
            Form::Deflated(input, _) => input.get_ref().get_ref().get_ref().bytes,
        }
    }

    /// Reads some bytes of the text; 0 at its end.
    pub(crate) fn read(&mut self, buffer: &mut [u8]) -> Result<usize, FileRefusal> {
        let read = loop {
            match self.form.read(buffer) {
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) if self.is_packed() => return Err(unpacking(error)),
                Err(error) => return Err(FileRefusal::Io(error)),
                Ok(read) => break read,
            }
        };
        self.given_bytes = self.given_bytes.saturating_add(read as u64);
        self.check_size()?;
        Ok(read)
    }

    fn check_size(&self) -> Result<(), FileRefusal> {
        let Limits { most_unpacked_bytes: most_bytes, most_ratio, .. } = self.limits;
        if self.given_bytes > most_bytes {
            return Err(FileRefusal::TooLarge { most_bytes });
        }
        let expected = self.consumed_bytes().saturating_mul(most_ratio).max(Limits::RATIO_FROM_BYTES);
        if self.is_packed() && self.given_bytes > expected {
            return Err(FileRefusal::Bomb { most_ratio });
        }
        Ok(())
    }
}

impl<R: Read> Form<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Plain(input) => input.read(buffer),
            Self::Gzip(input) => input.read(buffer),
            Self::Stored(input, sum) => {
                let read = input.read(buffer)?;
                sum.take(buffer, read)
            }
            Self::Deflated(input, sum) => {
                let read = input.read(buffer)?;
                sum.take(buffer, read)
            }
        }
    }
}

impl Sum {
    /// Adds what was read; at the end, where nothing was, the sum must be the promised one.
    fn take(&mut self, buffer: &[u8], read: usize) -> io::Result<usize> {
        if read == 0 && !buffer.is_empty() && self.read.sum() != self.promised {
            return Err(ErrorKind::InvalidData.into());
        }
        self.read.update(buffer.get(..read).unwrap_or_default());
        Ok(read)
    }
}

/// How much of a packed file is read at a time.
const PACKED_BUFFER_BYTES: usize = 32 << 10;

/// What the decoders say of damaged bytes is not the same as what the disk says of itself.
fn unpacking(error: io::Error) -> FileRefusal {
    match error.kind() {
        ErrorKind::InvalidInput | ErrorKind::InvalidData | ErrorKind::UnexpectedEof => ArchiveFault::Damaged.into(),
        _ => FileRefusal::Io(error),
    }
}

/// Finds the one file of a ZIP, and stands at its first byte.
fn open_zip<R: Read + Seek>(input: R) -> Result<Form<R>, FileRefusal> {
    let mut guarded = Budget { input, left: DIRECTORY_BYTES };
    let entry = find_entry(&mut guarded)?;
    let mut input = guarded.input;
    input.seek(SeekFrom::Start(entry.data_start)).map_err(FileRefusal::Io)?;
    let packed = Counted::new(input).take(entry.packed_bytes);
    let sum = Sum { read: Crc::new(), promised: entry.sum };
    Ok(if entry.is_deflated {
        Form::Deflated(DeflateDecoder::new(BufReader::with_capacity(PACKED_BUFFER_BYTES, packed)), sum)
    } else {
        Form::Stored(packed, sum)
    })
}

/// Where the file of a ZIP stands in it.
struct Entry {
    data_start: u64,
    packed_bytes: u64,
    is_deflated: bool,
    sum: u32,
}

fn find_entry<R: Read + Seek>(input: &mut Budget<R>) -> Result<Entry, FileRefusal> {
    let mut archive = ZipArchive::new(input).map_err(opening)?;
    if let Some(seems) = sniff::office_document(archive.file_names()) {
        return Err(FileRefusal::NotText { seems });
    }
    let mut files = (0..archive.len()).filter(|index| archive.name_for_index(*index).is_some_and(is_report));
    let (Some(index), None) = (files.next(), files.next()) else {
        let fault = if archive.file_names().any(is_report) { ArchiveFault::SeveralFiles } else { ArchiveFault::NoFile };
        return Err(fault.into());
    };
    drop(files);
    let file = archive.by_index_raw(index).map_err(opening)?;
    if file.encrypted() {
        return Err(ArchiveFault::Encrypted.into());
    }
    let is_deflated = match file.compression() {
        CompressionMethod::Stored => false,
        CompressionMethod::Deflated => true,
        _ => return Err(ArchiveFault::UnknownMethod.into()),
    };
    let data_start = file.data_start().ok_or(ArchiveFault::Damaged)?;
    Ok(Entry { data_start, packed_bytes: file.compressed_size(), is_deflated, sum: file.crc32() })
}

/// Whether an entry is a file that somebody packed, and not a folder or what macOS adds on its own.
fn is_report(name: &str) -> bool {
    let last = name.rsplit(['/', '\\']).next().unwrap_or(name);
    !last.is_empty() && !last.starts_with("._") && last != ".DS_Store" && !name.starts_with("__MACOSX/")
}

fn opening(error: ZipError) -> FileRefusal {
    match error {
        ZipError::Io(error) if error.kind() == ErrorKind::FileTooLarge => ArchiveFault::SeveralFiles.into(),
        ZipError::Io(error) => unpacking(error),
        ZipError::UnsupportedArchive(_) => ArchiveFault::UnknownMethod.into(),
        _ => ArchiveFault::Damaged.into(),
    }
}

/// The most that may be read of a ZIP to find its file. The directory of one file has some hundred bytes; that of
/// millions of entries would fill the memory.
const DIRECTORY_BYTES: usize = 2 << 20;

/// A reader that gives up after so many bytes.
struct Budget<R> {
    input: R,
    left: usize,
}

impl<R: Read> Read for Budget<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.left == 0 && !buffer.is_empty() {
            return Err(ErrorKind::FileTooLarge.into());
        }
        let most = buffer.len().min(self.left);
        let read = self.input.read(buffer.get_mut(..most).unwrap_or_default())?;
        self.left = self.left.saturating_sub(read);
        Ok(read)
    }
}

impl<R: Seek> Seek for Budget<R> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.input.seek(to)
    }
}

/// A reader that counts what it gave.
#[derive(Debug)]
struct Counted<R> {
    input: R,
    bytes: u64,
}

impl<R> Counted<R> {
    fn new(input: R) -> Self {
        Self { input, bytes: 0 }
    }
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.input.read(buffer)?;
        self.bytes += read as u64;
        Ok(read)
    }
}

/// Fills as much of the buffer as there is.
fn read_start(input: &mut impl Read, buffer: &mut [u8]) -> io::Result<usize> {
    let mut filled = 0;
    while let Some(free) = buffer.get_mut(filled..).filter(|free| !free.is_empty()) {
        match input.read(free) {
            Ok(0) => break,
            Ok(read) => filled += read,
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(filled)
}
