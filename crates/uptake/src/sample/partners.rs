//! The partners of a world and their locations. They do not depend on the seed, so that a demo can name them.

/// A partner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Partner {
    /// Its number (PGA).
    pub(crate) mpn_id: u32,
    /// Its name.
    pub(crate) name: String,
    /// Its locations, the largest first; at least three.
    pub(crate) locations: Vec<Location>,
}

/// A location of a partner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Location {
    /// Its own number.
    pub(crate) mpn_id: u32,
    /// Its name.
    pub(crate) name: String,
    /// Where it is.
    pub(crate) city: &'static str,
    /// Where it is, as reports write it.
    pub(crate) country: &'static str,
}

const FIRST_PARTNER: u32 = 4_000_001;
const FIRST_LOCATION: u32 = 4_100_001;

const FIRSTS: [&str; 12] =
    ["Tol", "Vast", "Distel", "Kraan", "Merel", "Wind", "Oever", "Roer", "Zonne", "Bries", "Lucht", "Spant"];
const SECONDS: [&str; 11] =
    ["meer", "water", "hoek", "rade", "licht", "roede", "baken", "vaart", "spoor", "gaarde", "ster"];
const TRADES: [&str; 7] = ["Cloud", "Digital", "IT Services", "Werkplek", "Modern Work", "Adviseurs", "Solutions"];

const CITIES: [(&str, &str); 19] = [
    ("Utrecht", "Netherlands"),
    ("Groningen", "Netherlands"),
    ("Gent", "Belgium"),
    ("Eindhoven", "Netherlands"),
    ("Antwerpen", "Belgium"),
    ("Hamburg", "Germany"),
    ("Köln", "Germany"),
    ("Zwolle", "Netherlands"),
    ("München", "Germany"),
    ("Leeds", "United Kingdom"),
    ("Bristol", "United Kingdom"),
    ("Rotterdam", "Netherlands"),
    ("Denver", "United States"),
    ("Liège", "Belgium"),
    ("Breda", "Netherlands"),
    ("Austin", "United States"),
    ("Leeuwarden", "Netherlands"),
    ("Nijmegen", "Netherlands"),
    ("Maastricht", "Netherlands"),
];

/// The partners of a world; a larger world begins with those of a smaller one.
pub(crate) fn partners(count: u32) -> Vec<Partner> {
    let mut next_location = FIRST_LOCATION;
    (0..count)
        .map(|number| {
            let name = partner_name(number);
            let locations = (0..3 + number % 3).map(|place| location(&name, number * 5 + place, &mut next_location));
            Partner { mpn_id: FIRST_PARTNER + number, locations: locations.collect(), name }
        })
        .collect()
}

/// A name of its own for each partner: the lists have no common divisor, so that pairs repeat late.
fn partner_name(number: u32) -> String {
    let word = |words: &[&'static str], at: u32| {
        let length = u32::try_from(words.len()).unwrap_or(1);
        at.checked_rem(length).and_then(|at| words.get(at as usize)).copied().unwrap_or_default()
    };
    let name = format!("{}{} {}", word(&FIRSTS, number), word(&SECONDS, number), word(&TRADES, number));
    // 12 x 11 x 7: after so many partners the names begin again.
    match number / 924 {
        0 => name,
        round => format!("{name} {}", round + 1),
    }
}

fn location(partner: &str, place: u32, next: &mut u32) -> Location {
    let (city, country) = CITIES.get((place % 19) as usize).copied().unwrap_or(("Utrecht", "Netherlands"));
    let mpn_id = *next;
    *next += 1;
    Location { mpn_id, name: format!("{partner} {city}"), city, country }
}
