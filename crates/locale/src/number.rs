//! Numbers as a language writes them: 1,234.5 and 1.234,5.

use domain::money::Money;
use domain::person::Language;
use domain::usage::Usage;
use fixed_decimal::Decimal;
use fluent::FluentValue;
use i18n_embed_fl::fl;
use icu_decimal::DecimalFormatter;
use icu_decimal::options::DecimalFormatterOptions;
use icu_locale_core::{Locale, locale};

use crate::{Pattern, Words};

/// The minus sign that is as wide as a digit; the hyphen is not.
const MINUS: char = '\u{2212}';

/// How one language writes numbers.
pub(crate) struct Numbers {
    /// Absent only where the language's data is, and it is compiled in.
    formatter: Option<DecimalFormatter>,
    /// What ICU puts between thousands, and before decimals, where that is all it does: a list writes 250 numbers.
    marks: Option<(String, String)>,
}

/// What a language puts between thousands and before decimals, by two numbers that it wrote; nothing where it does more.
fn marks(formatter: &DecimalFormatter) -> Option<(String, String)> {
    let written = |digits: u64, decimals: i16| {
        let mut decimal = Decimal::from(digits);
        decimal.multiply_pow10(-decimals);
        formatter.format(&decimal).to_string()
    };
    let rest = written(12_345_678, 1);
    let (group, rest) = rest.strip_prefix('1')?.split_once("234")?;
    let point = rest.strip_prefix(group)?.strip_prefix("567")?.strip_suffix('8')?;
    let is_all = written(1_234, 0) == format!("1{group}234");
    is_all.then(|| (group.to_owned(), point.to_owned()))
}

impl Numbers {
    pub(crate) fn of(language: Language) -> Self {
        let locale: Locale = match language {
            Language::English => locale!("en"),
            Language::Dutch => locale!("nl"),
        };
        let formatter = DecimalFormatter::try_new(locale.into(), DecimalFormatterOptions::default());
        let formatter = formatter.ok();
        Self { marks: formatter.as_ref().and_then(marks), formatter }
    }

    /// A number given as so many parts of ten to the power of `decimals`: 875 with one decimal is 87.5.
    fn write(&self, value: i64, decimals: i16) -> String {
        match (&self.marks, decimals) {
            (Some((group, _)), 0) => {
                let mut written = begun(value);
                push_grouped(&mut written, value.unsigned_abs(), group);
                written
            }
            (Some((group, point)), 1) => {
                let mut written = begun(value);
                push_grouped(&mut written, value.unsigned_abs() / 10, group);
                written.push_str(point);
                push_digit(&mut written, value.unsigned_abs());
                written
            }
            _ => self.write_by_icu(value, decimals),
        }
    }

    fn write_by_icu(&self, value: i64, decimals: i16) -> String {
        let mut decimal = Decimal::from(value.unsigned_abs());
        decimal.multiply_pow10(-decimals);
        let digits = match &self.formatter {
            Some(formatter) => formatter.format(&decimal).to_string(),
            None => decimal.to_string(),
        };
        signed(value, digits)
    }
}

fn signed(value: i64, digits: String) -> String {
    if value < 0 { format!("{MINUS}{digits}") } else { digits }
}

/// Room for the longest number with its marks, and its sign.
fn begun(value: i64) -> String {
    let mut written = String::with_capacity(40);
    if value < 0 {
        written.push(MINUS);
    }
    written
}

/// The last digit.
fn push_digit(written: &mut String, value: u64) {
    written.extend(u8::try_from(value % 10).map(|digit| char::from(b'0'.saturating_add(digit))));
}

/// The digits, with something between thousands; nothing is made on the way, for a list writes 250 numbers.
fn push_grouped(written: &mut String, value: u64, group: &str) {
    if value >= 1_000 {
        push_grouped(written, value / 1_000, group);
        written.push_str(group);
    }
    for unit in [100, 10, 1] {
        if value >= unit || unit == 1 {
            push_digit(written, value / unit);
        }
    }
}

impl Words {
    /// A whole number: `1,234` or `1.234`.
    pub fn number(&self, value: i64) -> String {
        self.numbers.write(value, 0)
    }

    /// A number where there is little room: `950`, `12.5k`, `3M`.
    pub fn number_short(&self, value: i64) -> String {
        const UNITS: [(&str, i64); 3] = [("G", 1_000_000_000), ("M", 1_000_000), ("k", 1_000)];
        let unit = UNITS.into_iter().find(|(_, unit)| value.unsigned_abs() >= unit.unsigned_abs());
        let Some((name, unit)) = unit else { return self.number(value) };
        let tenths = value.saturating_mul(10).checked_div(unit).unwrap_or(value);
        match (tenths.checked_div(10), tenths.checked_rem(10)) {
            (Some(whole), Some(0)) => format!("{}{name}", self.number(whole)),
            _ => format!("{}{name}", self.numbers.write(tenths, 1)),
        }
    }

    /// A Usage %: `87.5%` or `87,5%`.
    pub fn percent(&self, usage: Usage) -> String {
        self.percent_of_tenths(usage.tenths())
    }

    /// A percentage given in tenths.
    pub fn percent_of_tenths(&self, tenths: i64) -> String {
        let mut written = self.numbers.write(tenths, 1);
        written.push('%');
        written
    }

    /// An amount with its currency: `EUR 1,234.50` or `EUR 1.234,50`. The code is the same in every language, and of no two
    /// currencies.
    pub fn money(&self, money: Money) -> String {
        let digits = i16::try_from(money.currency.digits()).unwrap_or(2);
        format!("{}\u{a0}{}", money.currency.code(), self.numbers.write(money.minor, digits))
    }

    /// A number given in tenths: `12.4`.
    pub fn tenths(&self, tenths: i64) -> String {
        self.numbers.write(tenths, 1)
    }

    /// A change in points, given in tenths, always with its sign: `+3.2 pt`.
    pub fn points(&self, tenths: i64) -> String {
        static POINTS: Pattern = Pattern::new();
        let mut change = self.numbers.write(tenths, 1);
        if tenths > 0 {
            change.insert(0, '+');
        }
        POINTS.fill(self, [&change], |words, [change]| fl!(words.loader(), "points", change = change))
    }

    /// A size in bytes, in the unit that leaves few digits: `3.4 MB`.
    pub fn bytes(&self, bytes: u64) -> String {
        const UNITS: [(&str, u64); 3] = [("GB", 1_000_000_000), ("MB", 1_000_000), ("kB", 1_000)];
        for (name, unit) in UNITS {
            if let Some(tenths) = bytes.saturating_mul(10).checked_div(unit).filter(|tenths| *tenths >= 10) {
                return format!("{} {name}", self.numbers.write(i64::try_from(tenths).unwrap_or(i64::MAX), 1));
            }
        }
        format!("{bytes} B")
    }
}

/// Writes the whole numbers that messages get as arguments, so that `{ $count }` is grouped.
pub(crate) fn in_messages<M>(language: Language) -> fn(&FluentValue<'_>, &M) -> Option<String> {
    match language {
        Language::English => |value, _| whole(value, Language::English),
        Language::Dutch => |value, _| whole(value, Language::Dutch),
    }
}

fn whole(value: &FluentValue<'_>, language: Language) -> Option<String> {
    match value {
        #[expect(clippy::cast_possible_truncation, reason = "arguments are counts, whole and far below 2^52")]
        FluentValue::Number(number) => Some(Words::of(language).number(number.value as i64)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_icu_writes_them() {
        for language in Language::ALL {
            let numbers = Numbers::of(language);
            assert!(numbers.marks.is_some(), "{language:?}");
            let some =
                (0..64).flat_map(|bit| [1_i64 << bit, (1_i64 << bit).wrapping_neg(), (1_i64 << bit).wrapping_sub(1)]);
            for value in some.chain(-11_000..11_000).chain([999_999, 1_000_000, i64::MAX, i64::MIN]) {
                for decimals in [0, 1, 2] {
                    assert_eq!(numbers.write(value, decimals), numbers.write_by_icu(value, decimals), "{language:?}");
                }
            }
        }
    }

    #[test]
    fn numbers_are_grouped_and_pointed_as_the_language_does() {
        let (english, dutch) = (Words::of(Language::English), Words::of(Language::Dutch));
        assert_eq!(english.number(1_234_567), "1,234,567");
        assert_eq!(dutch.number(1_234_567), "1.234.567");
        assert_eq!(dutch.number(1_234), "1.234");
        assert_eq!(english.number(-5), "\u{2212}5");
        assert_eq!(english.percent(Usage::of(7, 8).unwrap()), "87.5%");
        assert_eq!(dutch.percent(Usage::of(3_000, 200).unwrap()), "1.500,0%");
        assert_eq!(english.percent(Usage::of(0, 8).unwrap()), "0.0%");
    }

    #[test]
    fn a_number_is_short_where_there_is_little_room() {
        let words = Words::of(Language::Dutch);
        for (value, short) in
            [(0, "0"), (999, "999"), (1_000, "1k"), (12_500, "12,5k"), (3_000_000, "3M"), (-1_500, "\u{2212}1,5k")]
        {
            assert_eq!(words.number_short(value), short);
        }
    }

    #[test]
    fn an_amount_has_the_digits_of_its_currency() {
        let (english, dutch) = (Words::of(Language::English), Words::of(Language::Dutch));
        let money = |minor, code: &str| Money { minor, currency: code.parse().unwrap() };
        assert_eq!(english.money(money(123_450, "EUR")), "EUR\u{a0}1,234.50");
        assert_eq!(dutch.money(money(123_450, "EUR")), "EUR\u{a0}1.234,50");
        assert_eq!(english.money(money(5, "EUR")), "EUR\u{a0}0.05");
        assert_eq!(dutch.money(money(1_234_567, "JPY")), "JPY\u{a0}1.234.567");
        assert_eq!(english.money(money(1_234_567, "KWD")), "KWD\u{a0}1,234.567");
    }

    #[test]
    fn a_change_has_its_sign() {
        let (english, dutch) = (Words::of(Language::English), Words::of(Language::Dutch));
        assert_eq!(english.points(32), "+3.2 pt");
        assert_eq!(dutch.points(-107), "\u{2212}10,7 pt");
        assert_eq!(english.points(0), "0.0 pt");
    }

    #[test]
    fn a_size_has_the_unit_that_leaves_few_digits() {
        let words = Words::of(Language::Dutch);
        assert_eq!(words.bytes(0), "0 B");
        assert_eq!(words.bytes(999), "999 B");
        assert_eq!(words.bytes(1_000), "1,0 kB");
        assert_eq!(words.bytes(3_456_789), "3,4 MB");
        assert_eq!(words.bytes(12_000_000_000), "12,0 GB");
    }

    #[test]
    fn counts_in_messages_are_grouped() {
        assert_eq!(fl!(Words::of(Language::English).loader(), "tenants-count", count = 12_345_i64), "12,345 tenants");
        assert_eq!(fl!(Words::of(Language::Dutch).loader(), "tenants-count", count = 1_i64), "1 tenant");
    }
}
