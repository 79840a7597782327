//! The rows of a tenant as bytes, on their way through the sorter: short, because there are millions.

use std::hash::{BuildHasher as _, RandomState};

/// What a row says of a workload in a month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct FigureRow {
    pub(crate) workload_id: i64,
    pub(crate) month: i64,
    /// The subscription, by its mark; 0 without one.
    pub(crate) subscription: u128,
    pub(crate) line: i64,
    /// The place of the location among those that are known.
    pub(crate) location: usize,
    pub(crate) is_claim: bool,
    /// Whether the file marks it as reported for another location already.
    pub(crate) is_duplicate: bool,
    pub(crate) pau: i64,
    pub(crate) mau: i64,
}

/// What a row says of the tenant itself: name, domain, country, segment and number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SaidRow<'a> {
    pub(crate) month: i64,
    pub(crate) organisation_id: i64,
    pub(crate) texts: [&'a str; 5],
}

/// What a row says of a subscription in a month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SeatRow<'a> {
    pub(crate) month: i64,
    pub(crate) line: i64,
    pub(crate) organisation_id: i64,
    pub(crate) sold: i64,
    pub(crate) assigned: i64,
    pub(crate) is_auto_renew: bool,
    /// SKU in small letters and digits, subscription, SKU, product, family, state, and the day on which it ends.
    pub(crate) texts: [&'a str; 7],
}

/// One or the other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum TenantRow<'a> {
    Figure(FigureRow),
    Seat(SeatRow<'a>),
    Said(SaidRow<'a>),
}

/// Tells subscriptions apart by 128 bits, so that their texts need not be kept. Two of one tenant that are the same
/// by chance are not to be expected in the life of the universe, nor to be made on purpose: the keys are random.
#[derive(Debug, Default)]
pub(crate) struct Marks(RandomState, RandomState);

impl Marks {
    /// The mark of a subscription; 0 for none.
    pub(crate) fn of(&self, subscription: &str) -> u128 {
        if subscription.is_empty() {
            return 0;
        }
        (u128::from(self.0.hash_one(subscription)) << 64 | u128::from(self.1.hash_one(subscription))).max(1)
    }
}

const IS_FIGURE: u8 = 1;
const IS_CLAIM: u8 = 2;
const IS_DUPLICATE: u8 = 4;
const HAS_SUBSCRIPTION: u8 = 8;
const IS_SEAT: u8 = 16;
const IS_AUTO_RENEW: u8 = 32;

impl FigureRow {
    /// Appends the row.
    pub(crate) fn write(&self, bytes: &mut Vec<u8>) {
        let flag = |is_set: bool, flag: u8| if is_set { flag } else { 0 };
        bytes.push(
            IS_FIGURE
                | flag(self.is_claim, IS_CLAIM)
                | flag(self.is_duplicate, IS_DUPLICATE)
                | flag(self.subscription != 0, HAS_SUBSCRIPTION),
        );
        for number in [self.workload_id, self.month, self.line, self.pau, self.mau] {
            write_number(bytes, number);
        }
        write_natural(bytes, self.location as u64);
        if self.subscription != 0 {
            bytes.extend_from_slice(&self.subscription.to_be_bytes());
        }
    }
}

impl SaidRow<'_> {
    /// Appends the row.
    pub(crate) fn write(&self, bytes: &mut Vec<u8>) {
        bytes.push(0);
        write_number(bytes, self.month);
        write_number(bytes, self.organisation_id);
        write_texts(bytes, self.texts);
    }
}

impl<'a> SeatRow<'a> {
    /// Appends the row.
    pub(crate) fn write(&self, bytes: &mut Vec<u8>) {
        bytes.push(if self.is_auto_renew { IS_SEAT | IS_AUTO_RENEW } else { IS_SEAT });
        for number in [self.month, self.line, self.organisation_id, self.sold, self.assigned] {
            write_number(bytes, number);
        }
        write_texts(bytes, self.texts);
    }

    fn take(flags: u8, block: &mut &'a [u8]) -> Option<Self> {
        let [mut month, mut line, mut organisation_id, mut sold, mut assigned] = [0; 5];
        for number in [&mut month, &mut line, &mut organisation_id, &mut sold, &mut assigned] {
            *number = take_number(block)?;
        }
        let is_auto_renew = flags & IS_AUTO_RENEW != 0;
        Some(Self { month, line, organisation_id, sold, assigned, is_auto_renew, texts: take_texts(block)? })
    }
}

impl<'a> TenantRow<'a> {
    /// Takes the first row off a block; nothing where it ends, or is not what was written here.
    pub(crate) fn take(block: &mut &'a [u8]) -> Option<Self> {
        let (flags, rest) = block.split_first()?;
        *block = rest;
        if flags & IS_SEAT != 0 {
            return SeatRow::take(*flags, block).map(Self::Seat);
        }
        if flags & IS_FIGURE == 0 {
            let (month, organisation_id) = (take_number(block)?, take_number(block)?);
            return Some(Self::Said(SaidRow { month, organisation_id, texts: take_texts(block)? }));
        }
        let [mut workload_id, mut month, mut line, mut pau, mut mau] = [0; 5];
        for number in [&mut workload_id, &mut month, &mut line, &mut pau, &mut mau] {
            *number = take_number(block)?;
        }
        let location = usize::try_from(take_natural(block)?).ok()?;
        let mut subscription = 0;
        if flags & HAS_SUBSCRIPTION != 0 {
            let (mark, rest) = block.split_first_chunk()?;
            *block = rest;
            subscription = u128::from_be_bytes(*mark);
        }
        let (is_claim, is_duplicate) = (flags & IS_CLAIM != 0, flags & IS_DUPLICATE != 0);
        Some(Self::Figure(FigureRow {
            workload_id,
            month,
            subscription,
            line,
            location,
            is_claim,
            is_duplicate,
            pau,
            mau,
        }))
    }
}

/// Seven bits a byte, the lowest first; the eighth says that more follow.
fn write_natural(bytes: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        bytes.push(number.to_le_bytes()[0] | 0x80);
        number >>= 7;
    }
    bytes.push(number.to_le_bytes()[0]);
}

fn take_natural(block: &mut &[u8]) -> Option<u64> {
    let mut number = 0;
    let mut shift = 0;
    loop {
        let (byte, rest) = block.split_first()?;
        *block = rest;
        number |= u64::from(byte & 0x7f).checked_shl(shift)?;
        if byte & 0x80 == 0 {
            return Some(number);
        }
        shift += 7;
    }
}

/// The sign goes last, so that small numbers of either sign are short.
fn write_number(bytes: &mut Vec<u8>, number: i64) {
    write_natural(bytes, (number.cast_unsigned() << 1) ^ (number >> 63).cast_unsigned());
}

fn take_number(block: &mut &[u8]) -> Option<i64> {
    let natural = take_natural(block)?;
    Some((natural >> 1).cast_signed() ^ -(natural & 1).cast_signed())
}

fn write_texts<const N: usize>(bytes: &mut Vec<u8>, texts: [&str; N]) {
    for text in texts {
        write_natural(bytes, text.len() as u64);
        bytes.extend_from_slice(text.as_bytes());
    }
}

fn take_texts<'a, const N: usize>(block: &mut &'a [u8]) -> Option<[&'a str; N]> {
    let mut texts = [""; N];
    for text in &mut texts {
        *text = take_text(block)?;
    }
    Some(texts)
}

fn take_text<'a>(block: &mut &'a [u8]) -> Option<&'a str> {
    let length = usize::try_from(take_natural(block)?).ok()?;
    let (text, rest) = block.split_at_checked(length)?;
    *block = rest;
    std::str::from_utf8(text).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_come_back_as_they_were_written() {
        let row = FigureRow {
            workload_id: -3,
            month: 202_613,
            subscription: 0,
            line: i64::MAX,
            location: 70_000,
            is_claim: true,
            is_duplicate: false,
            pau: 10_000_000_000,
            mau: 0,
        };
        let other = FigureRow {
            subscription: Marks::default().of("s1"),
            is_claim: false,
            is_duplicate: true,
            line: i64::MIN,
            ..row.clone()
        };
        let long = "é".repeat(300);
        let said = SaidRow { month: 1, organisation_id: 2, texts: ["a", "", &long, "d", ""] };
        let seat = SeatRow {
            month: 202_608,
            line: 7,
            organisation_id: 2,
            sold: 10_000_000_000,
            assigned: 0,
            is_auto_renew: true,
            texts: ["e3", "s1", &long, "", "f", "Active", "2026-12-31"],
        };
        let mut bytes = Vec::new();
        seat.write(&mut bytes);
        row.write(&mut bytes);
        said.write(&mut bytes);
        other.write(&mut bytes);
        let mut block = bytes.as_slice();
        assert_eq!(TenantRow::take(&mut block), Some(TenantRow::Seat(seat)));
        assert_eq!(TenantRow::take(&mut block), Some(TenantRow::Figure(row)));
        assert_eq!(TenantRow::take(&mut block), Some(TenantRow::Said(said)));
        assert_eq!(TenantRow::take(&mut block), Some(TenantRow::Figure(other)));
        assert_eq!((TenantRow::take(&mut block), block), (None, &[][..]));
        for end in 0..bytes.len() {
            let mut block = &bytes[..end];
            while TenantRow::take(&mut block).is_some() {}
        }
    }

    #[test]
    fn subscriptions_are_told_apart() {
        let marks = Marks::default();
        assert_eq!(marks.of(""), 0);
        assert_eq!(marks.of("s1"), marks.of("s1"));
        assert_ne!(marks.of("s1"), marks.of("s2"));
    }
}
