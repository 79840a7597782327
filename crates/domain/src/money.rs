//! Money: whole minor units of a currency (invariant 10 of the architecture), never a float, never added across currencies.

use std::fmt;
use std::str::FromStr;

/// The most minor units that one amount of an offer may have. Sums over every tenant and workload there can be stay far
/// below what a number holds.
pub const MOST_MINOR: i64 = 1_000_000_000_000;

/// A currency of ISO 4217 in use, by its code.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Currency {
    /// Its place among [`CODES`], which are in the order of the alphabet.
    place: usize,
}

/// What is not a currency of ISO 4217.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a currency of ISO 4217: {0}")]
pub struct NotACurrency(pub String);

/// The currencies of ISO 4217 that people pay with: without funds, metals, and the codes for tests and for none.
const CODES: [&str; 154] = [
    "AED", "AFN", "ALL", "AMD", "AOA", "ARS", "AUD", "AWG", "AZN", "BAM", "BBD", "BDT", "BHD", "BIF", "BMD", "BND",
    "BOB", "BRL", "BSD", "BTN", "BWP", "BYN", "BZD", "CAD", "CDF", "CHF", "CLP", "CNY", "COP", "CRC", "CUP", "CVE",
    "CZK", "DJF", "DKK", "DOP", "DZD", "EGP", "ERN", "ETB", "EUR", "FJD", "FKP", "GBP", "GEL", "GHS", "GIP", "GMD",
    "GNF", "GTQ", "GYD", "HKD", "HNL", "HTG", "HUF", "IDR", "ILS", "INR", "IQD", "IRR", "ISK", "JMD", "JOD", "JPY",
    "KES", "KGS", "KHR", "KMF", "KPW", "KRW", "KWD", "KYD", "KZT", "LAK", "LBP", "LKR", "LRD", "LSL", "LYD", "MAD",
    "MDL", "MGA", "MKD", "MMK", "MNT", "MOP", "MRU", "MUR", "MVR", "MWK", "MXN", "MYR", "MZN", "NAD", "NGN", "NIO",
    "NOK", "NPR", "NZD", "OMR", "PAB", "PEN", "PGK", "PHP", "PKR", "PLN", "PYG", "QAR", "RON", "RSD", "RUB", "RWF",
    "SAR", "SBD", "SCR", "SDG", "SEK", "SGD", "SHP", "SLE", "SOS", "SRD", "SSP", "STN", "SVC", "SYP", "SZL", "THB",
    "TJS", "TMT", "TND", "TOP", "TRY", "TTD", "TWD", "TZS", "UAH", "UGX", "USD", "UYU", "UZS", "VED", "VES", "VND",
    "VUV", "WST", "XAF", "XCD", "XOF", "XPF", "YER", "ZAR", "ZMW", "ZWG",
];

/// Currencies without minor units, and those with three digits of them; all others have two.
const WITHOUT_DIGITS: [&str; 16] =
    ["BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "VND", "VUV", "XAF", "XOF", "XPF"];
const WITH_THREE_DIGITS: [&str; 7] = ["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"];

impl Currency {
    /// Every currency, in the order of the alphabet.
    pub fn all() -> impl Iterator<Item = Self> {
        (0..CODES.len()).map(|place| Self { place })
    }

    /// The code: `EUR`.
    pub fn code(self) -> &'static str {
        CODES.get(self.place).copied().unwrap_or_default()
    }

    /// How many digits the minor units take: 2 for the euro, 0 for the yen.
    pub fn digits(self) -> u32 {
        match self.code() {
            code if WITHOUT_DIGITS.contains(&code) => 0,
            code if WITH_THREE_DIGITS.contains(&code) => 3,
            _ => 2,
        }
    }
}

impl Currency {
    /// The minor units of an amount as people type it: `4.50` or `4,50`, without marks between thousands. Nothing where that is
    /// no amount, has more digits than the currency, or is too large.
    pub fn minor_of(self, typed: &str) -> Option<i64> {
        let typed = typed.trim();
        let (whole, part) = typed.split_once(['.', ',']).unwrap_or((typed, "0"));
        let are_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        if !are_digits(whole) || !are_digits(part) || whole.len() > 15 {
            return None;
        }
        let digits = usize::try_from(self.digits()).ok()?;
        let part = part.trim_end_matches('0');
        if part.len() > digits {
            return None;
        }
        format!("{whole}{part:0<digits$}").parse().ok()
    }

    /// An amount as it is typed: `4.50`.
    pub fn typed(self, minor: i64) -> String {
        let digits = usize::try_from(self.digits()).unwrap_or(2);
        let all = format!("{:0>width$}", minor.max(0), width = digits.saturating_add(1));
        let (whole, part) = all.split_at(all.len().saturating_sub(digits));
        if part.is_empty() { whole.to_owned() } else { format!("{whole}.{part}") }
    }
}

impl FromStr for Currency {
    type Err = NotACurrency;

    /// Reads a code in capitals, as the standard writes it.
    fn from_str(text: &str) -> Result<Self, NotACurrency> {
        CODES.binary_search(&text).map(|place| Self { place }).map_err(|_| NotACurrency(text.to_owned()))
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// An amount in one currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Money {
    /// Whole minor units: cents of a euro.
    pub minor: i64,
    /// Of which currency.
    pub currency: Currency,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_reads_back_as_itself() {
        assert!(CODES.windows(2).all(|pair| pair[0] < pair[1]));
        for currency in Currency::all() {
            assert_eq!(currency.code().parse(), Ok(currency));
        }
        for wrong in ["", "eur", "EURO", "XXX", "XTS", "XAU", "EU", "E\u{0}R"] {
            assert_eq!(wrong.parse::<Currency>(), Err(NotACurrency(wrong.to_owned())));
        }
    }

    #[test]
    fn an_amount_is_read_as_it_is_typed() {
        let (euro, yen, dinar) = ("EUR".parse::<Currency>().unwrap(), "JPY".parse().unwrap(), "KWD".parse().unwrap());
        let cases: [(Currency, &str, Option<i64>); 14] = [
            (euro, "4.50", Some(450)),
            (euro, "4,5", Some(450)),
            (euro, " 12 ", Some(1_200)),
            (euro, "0.05", Some(5)),
            (euro, "4.500", Some(450)),
            (euro, "4.555", None),
            (euro, "1,000.00", None),
            (euro, "-4", None),
            (euro, "", None),
            (euro, ".", None),
            (euro, "9999999999999999", None),
            (yen, "450", Some(450)),
            (yen, "4.5", None),
            (dinar, "4.5", Some(4_500)),
        ];
        for (currency, typed, minor) in cases {
            assert_eq!(currency.minor_of(typed), minor, "{currency} {typed}");
        }
        for currency in [euro, yen, dinar] {
            for minor in [0, 5, 450, 123_456] {
                assert_eq!(currency.minor_of(&currency.typed(minor)), Some(minor), "{currency}");
            }
        }
        assert_eq!((euro.typed(5), yen.typed(450), dinar.typed(4_500)), ("0.05".into(), "450".into(), "4.500".into()));
    }

    #[test]
    fn minor_units_have_the_digits_of_the_standard() {
        for (code, digits) in [("EUR", 2), ("USD", 2), ("JPY", 0), ("KWD", 3), ("ISK", 0), ("TND", 3), ("HUF", 2)] {
            assert_eq!(code.parse::<Currency>().unwrap().digits(), digits, "{code}");
        }
        for code in WITHOUT_DIGITS.into_iter().chain(WITH_THREE_DIGITS) {
            assert!(CODES.contains(&code), "{code}");
        }
    }
}
