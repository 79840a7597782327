//! How much of a file is taken before it is refused.

/// What a file may cost to read; past any of these it is refused instead of being held in memory.
///
/// The defaults are far above what a real report has: its longest field is a name of a few hundred bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of one field; a longer one refuses its row.
    pub longest_field_bytes: usize,
    /// Bytes of one record with all its line breaks; a longer one refuses the file, as an unclosed quote does.
    pub longest_record_bytes: usize,
    /// Columns of the header.
    pub most_columns: usize,
    /// Bytes of the whole text, once unpacked.
    pub most_unpacked_bytes: u64,
    /// Bytes of a page of referrals in JSON, which is held as a whole.
    pub most_json_bytes: usize,
    /// How many times as large as its packed form the text may be; looked at past [`Limits::RATIO_FROM_BYTES`].
    pub most_ratio: u64,
}

impl Limits {
    /// Below so many unpacked bytes no ratio is suspicious: a small file of equal rows packs very well.
    pub const RATIO_FROM_BYTES: u64 = 16 << 20;
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            longest_field_bytes: 64 << 10,
            longest_record_bytes: 1 << 20,
            most_columns: 512,
            most_unpacked_bytes: 8 << 30,
            most_json_bytes: 16 << 20,
            most_ratio: 200,
        }
    }
}
