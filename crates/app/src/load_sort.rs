//! Brings the rows of a file together by tenant, in bounded memory: what does not fit is sorted and set aside in
//! files that nobody else can open, and merged at the end.
//!
//! Deliberately absent: what a row means. Here it is a tenant and some bytes.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Seek, Write};
use std::path::PathBuf;

/// Bytes of rows that are held before they are sorted and set aside.
const HELD_BYTES: usize = 32 << 20;

/// How many rows are held at the most, however short they are.
const HELD_ROWS: usize = 1 << 20;

/// How much of a file that was set aside is read at a time.
const READ_BYTES: usize = 128 << 10;

/// The longest block of one tenant: a hundred thousand rows and more. A tenant has some hundreds.
const MOST_TENANT_BYTES: usize = 48 << 20;

/// Where a row stands among the bytes that are held.
#[derive(Clone, Copy)]
struct Held {
    tenant: u128,
    start: u32,
    end: u32,
}

/// Takes rows in the order of the file.
pub(crate) struct TenantSorter {
    folder: PathBuf,
    bytes: Vec<u8>,
    rows: Vec<Held>,
    aside: Vec<File>,
    held_bytes: usize,
}

impl TenantSorter {
    /// Sets aside into this folder what does not fit into memory.
    pub(crate) fn new(folder: PathBuf) -> Self {
        Self { folder, bytes: Vec::new(), rows: Vec::new(), aside: Vec::new(), held_bytes: HELD_BYTES }
    }

    /// Adds a row; `write` appends its bytes.
    pub(crate) fn add(&mut self, tenant: u128, write: impl FnOnce(&mut Vec<u8>)) -> io::Result<()> {
        let start = self.place()?;
        write(&mut self.bytes);
        let end = self.place()?;
        self.rows.push(Held { tenant, start, end });
        if self.bytes.len() >= self.held_bytes || self.rows.len() >= HELD_ROWS {
            self.set_aside()?;
        }
        Ok(())
    }

    fn place(&self) -> io::Result<u32> {
        u32::try_from(self.bytes.len()).map_err(|_| io::Error::other("a row of more than 4 GiB"))
    }

    /// Sorts what is held and writes it to a file without a name: it is gone when the process is.
    fn set_aside(&mut self) -> io::Result<()> {
        std::fs::create_dir_all(&self.folder)?;
        let mut held = self.sorted();
        let mut file = BufWriter::with_capacity(READ_BYTES, tempfile::tempfile_in(&self.folder)?);
        let mut block = Vec::new();
        while let Some(tenant) = held.tenant() {
            block.clear();
            held.take(&mut block)?;
            let length = u32::try_from(block.len()).map_err(io::Error::other)?;
            file.write_all(&tenant.to_be_bytes())?;
            file.write_all(&length.to_be_bytes())?;
            file.write_all(&block)?;
        }
        if let Run::Held { mut bytes, mut rows, .. } = held {
            bytes.clear();
            rows.clear();
            (self.bytes, self.rows) = (bytes, rows);
        }
        let mut file = file.into_inner().map_err(io::IntoInnerError::into_error)?;
        file.rewind()?;
        self.aside.push(file);
        Ok(())
    }

    /// What is held, by tenant; the rows of a tenant stay in the order of the file.
    fn sorted(&mut self) -> Run {
        let (bytes, mut rows) = (std::mem::take(&mut self.bytes), std::mem::take(&mut self.rows));
        rows.sort_by_key(|row| row.tenant);
        Run::Held { bytes, rows, at: 0 }
    }

    /// All rows, tenant by tenant.
    pub(crate) fn merge(mut self) -> io::Result<Tenants> {
        let mut runs = Vec::new();
        for file in std::mem::take(&mut self.aside) {
            runs.push(Run::aside(file)?);
        }
        runs.push(self.sorted());
        let next = runs.iter().enumerate().filter_map(|(place, run)| Some(Reverse((run.tenant()?, place)))).collect();
        Ok(Tenants { runs, next, block: Vec::new() })
    }
}

/// Rows that are sorted by tenant.
enum Run {
    Held { bytes: Vec<u8>, rows: Vec<Held>, at: usize },
    Aside { file: BufReader<File>, tenant: Option<u128> },
}

impl Run {
    fn aside(file: File) -> io::Result<Self> {
        let mut file = BufReader::with_capacity(READ_BYTES, file);
        let tenant = next_tenant(&mut file)?;
        Ok(Self::Aside { file, tenant })
    }

    /// The tenant that comes next.
    fn tenant(&self) -> Option<u128> {
        match self {
            Self::Held { rows, at, .. } => rows.get(*at).map(|row| row.tenant),
            Self::Aside { tenant, .. } => *tenant,
        }
    }

    /// Appends the rows of that tenant to a block, and goes on to the next.
    fn take(&mut self, block: &mut Vec<u8>) -> io::Result<()> {
        match self {
            Self::Held { bytes, rows, at } => {
                let tenant = rows.get(*at).map(|row| row.tenant);
                while let Some(row) = rows.get(*at).filter(|row| Some(row.tenant) == tenant) {
                    block.extend_from_slice(bytes.get(row.start as usize..row.end as usize).unwrap_or_default());
                    *at += 1;
                }
            }
            Self::Aside { file, tenant } => {
                let mut length = [0; 4];
                file.read_exact(&mut length)?;
                let length = u64::from(u32::from_be_bytes(length));
                if file.by_ref().take(length).read_to_end(block)? as u64 != length {
                    return Err(io::ErrorKind::UnexpectedEof.into());
                }
                *tenant = next_tenant(file)?;
            }
        }
        Ok(())
    }
}

fn next_tenant(file: &mut BufReader<File>) -> io::Result<Option<u128>> {
    let mut tenant = [0; 16];
    match file.read_exact(&mut tenant) {
        Ok(()) => Ok(Some(u128::from_be_bytes(tenant))),
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(None),
        Err(error) => Err(error),
    }
}

/// Why the next tenant cannot be had.
pub(crate) enum Unmerged {
    /// A tenant has more rows than fit into memory.
    Crowded,
    /// What was set aside could not be read.
    Io(io::Error),
}

/// Tenants in the order of their IDs, each with all of its rows in the order of the file.
pub(crate) struct Tenants {
    runs: Vec<Run>,
    next: BinaryHeap<Reverse<(u128, usize)>>,
    block: Vec<u8>,
}

impl Tenants {
    /// The next tenant and its rows, one behind the other.
    pub(crate) fn next(&mut self) -> Result<Option<(u128, &[u8])>, Unmerged> {
        self.block.clear();
        let Some(&Reverse((tenant, _))) = self.next.peek() else { return Ok(None) };
        // Runs hold rows in the order of the file: so does the block when they are taken in turn.
        while let Some(&Reverse((_, place))) = self.next.peek().filter(|Reverse((one, _))| *one == tenant) {
            self.next.pop();
            let Some(run) = self.runs.get_mut(place) else { continue };
            run.take(&mut self.block).map_err(Unmerged::Io)?;
            if self.block.len() > MOST_TENANT_BYTES {
                return Err(Unmerged::Crowded);
            }
            if let Some(after) = run.tenant() {
                self.next.push(Reverse((after, place)));
            }
        }
        Ok(Some((tenant, &self.block)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn merged(held_bytes: usize, rows: &[(u128, u8)]) -> Vec<(u128, Vec<u8>)> {
        let folder = tempfile::tempdir().unwrap();
        let mut sorter = TenantSorter::new(folder.path().join("made when needed"));
        sorter.held_bytes = held_bytes;
        for (tenant, byte) in rows {
            sorter.add(*tenant, |bytes| bytes.push(*byte)).unwrap();
        }
        let mut tenants = sorter.merge().unwrap();
        let mut all = Vec::new();
        while let Ok(Some((tenant, block))) = tenants.next() {
            all.push((tenant, block.to_vec()));
        }
        all
    }

    #[test]
    fn rows_come_back_by_tenant_and_in_the_order_of_the_file_whatever_fits_into_memory() {
        let rows: Vec<(u128, u8)> = (0..251_u8).map(|byte| (u128::from(byte) * 7 % 11, byte)).collect();
        let expected: Vec<(u128, Vec<u8>)> = (0..11)
            .map(|tenant| (tenant, rows.iter().filter(|row| row.0 == tenant).map(|row| row.1).collect()))
            .collect();
        for held_bytes in [1, 2, 16, 1000] {
            assert_eq!(merged(held_bytes, &rows), expected, "{held_bytes}");
        }
        assert_eq!(merged(8, &[]), []);
    }

    #[test]
    fn a_tenant_with_more_rows_than_fit_into_memory_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let mut sorter = TenantSorter::new(folder.path().to_owned());
        for _ in 0..=MOST_TENANT_BYTES >> 20 {
            sorter.add(1, |bytes| bytes.resize(bytes.len() + (1 << 20), 0)).unwrap();
        }
        assert!(matches!(sorter.merge().unwrap().next(), Err(Unmerged::Crowded)));
    }
}
