//! Countries and regions by their ISO 3166-1 codes (S7.3).

use std::fmt;
use std::str::FromStr;

/// A country or region: two capital letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Country(&'static str);

/// What is not the code of a country.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not the code of a country or region: {0}")]
pub struct NotACountry(pub String);

/// The codes that ISO 3166-1 assigns, in order.
const CODES: [&str; 249] = [
    "AD", "AE", "AF", "AG", "AI", "AL", "AM", "AO", "AQ", "AR", "AS", "AT", "AU", "AW", "AX", "AZ", "BA", "BB", "BD",
    "BE", "BF", "BG", "BH", "BI", "BJ", "BL", "BM", "BN", "BO", "BQ", "BR", "BS", "BT", "BV", "BW", "BY", "BZ", "CA",
    "CC", "CD", "CF", "CG", "CH", "CI", "CK", "CL", "CM", "CN", "CO", "CR", "CU", "CV", "CW", "CX", "CY", "CZ", "DE",
    "DJ", "DK", "DM", "DO", "DZ", "EC", "EE", "EG", "EH", "ER", "ES", "ET", "FI", "FJ", "FK", "FM", "FO", "FR", "GA",
    "GB", "GD", "GE", "GF", "GG", "GH", "GI", "GL", "GM", "GN", "GP", "GQ", "GR", "GS", "GT", "GU", "GW", "GY", "HK",
    "HM", "HN", "HR", "HT", "HU", "ID", "IE", "IL", "IM", "IN", "IO", "IQ", "IR", "IS", "IT", "JE", "JM", "JO", "JP",
    "KE", "KG", "KH", "KI", "KM", "KN", "KP", "KR", "KW", "KY", "KZ", "LA", "LB", "LC", "LI", "LK", "LR", "LS", "LT",
    "LU", "LV", "LY", "MA", "MC", "MD", "ME", "MF", "MG", "MH", "MK", "ML", "MM", "MN", "MO", "MP", "MQ", "MR", "MS",
    "MT", "MU", "MV", "MW", "MX", "MY", "MZ", "NA", "NC", "NE", "NF", "NG", "NI", "NL", "NO", "NP", "NR", "NU", "NZ",
    "OM", "PA", "PE", "PF", "PG", "PH", "PK", "PL", "PM", "PN", "PR", "PS", "PT", "PW", "PY", "QA", "RE", "RO", "RS",
    "RU", "RW", "SA", "SB", "SC", "SD", "SE", "SG", "SH", "SI", "SJ", "SK", "SL", "SM", "SN", "SO", "SR", "SS", "ST",
    "SV", "SX", "SY", "SZ", "TC", "TD", "TF", "TG", "TH", "TJ", "TK", "TL", "TM", "TN", "TO", "TR", "TT", "TV", "TW",
    "TZ", "UA", "UG", "UM", "US", "UY", "UZ", "VA", "VC", "VE", "VG", "VI", "VN", "VU", "WF", "WS", "YE", "YT", "ZA",
    "ZM", "ZW",
];

impl Country {
    /// Every country and region, by code.
    pub fn all() -> impl Iterator<Item = Self> {
        CODES.into_iter().map(Self)
    }

    /// The code.
    pub fn code(self) -> &'static str {
        self.0
    }
}

impl FromStr for Country {
    type Err = NotACountry;

    /// Reads a code in upper or lower case.
    fn from_str(text: &str) -> Result<Self, NotACountry> {
        let code = text.trim().to_ascii_uppercase();
        let found = CODES.binary_search(&code.as_str()).ok().and_then(|at| CODES.get(at));
        found.copied().map(Self).ok_or_else(|| NotACountry(text.to_owned()))
    }
}

impl fmt::Display for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_is_read_and_the_list_is_in_order() {
        assert!(CODES.is_sorted_by(|one, next| one < next));
        for country in Country::all() {
            assert!(country.code().len() == 2 && country.code().bytes().all(|byte| byte.is_ascii_uppercase()));
            assert_eq!(country.to_string().to_lowercase().parse(), Ok(country));
        }
    }

    #[test]
    fn what_is_assigned_to_nobody_is_no_country() {
        for text in ["", "UK", "EU", "XK", "AN", "SU", "ZZ", "NLD", "N", "Nederland", "ＮＬ", "N L"] {
            assert_eq!(text.parse::<Country>(), Err(NotACountry(text.to_owned())));
        }
        for text in ["NL", "be", " gb ", "CW", "SS"] {
            assert!(text.parse::<Country>().is_ok(), "{text}");
        }
    }
}
