//! Word parts from which the names of companies, schools and authorities are put together.
//!
//! The places are invented: pairs that make the name of a place with a history were left out. Whoever bears such a
//! name in life is not meant.

use rand::RngExt;
use rand_chacha::ChaCha8Rng;

/// A country in which the tenants of a world are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Market {
    /// As reports write it.
    pub(super) country: &'static str,
    words: &'static Words,
}

/// The parts of one language.
#[derive(Debug, PartialEq, Eq)]
struct Words {
    firsts: &'static [&'static str],
    seconds: &'static [&'static str],
    trades: &'static [&'static str],
    /// What stands behind a company's name.
    forms: &'static [&'static str],
    /// Patterns, with the place for `{}`.
    schools: &'static [&'static str],
    authorities: &'static [&'static str],
    /// What makes a very long name of a name and two places.
    long: &'static str,
}

const DUTCH: Words = Words {
    firsts: &[
        "Koper", "Zilver", "IJzer", "Noorder", "Wester", "Ooster", "Water", "Berken", "Eiken", "Linden", "Distel",
        "Mosterd", "Klaver", "Heide", "Duin", "Polder", "Veen", "Stern", "Reiger", "Kievit", "Haver", "Gerst", "Rogge",
        "Granaat", "Leem", "Turf", "Zand", "Riet", "Kwartel", "Meidoorn",
    ],
    seconds: &[
        "stroom", "veld", "rak", "borg", "kade", "dijk", "werk", "poort", "stede", "gaarde", "bron", "molen", "brug",
        "toren", "haven", "akker", "kamp", "horst", "steen", "spoor",
    ],
    trades: &[
        "Logistiek",
        "Installatie",
        "Zorg",
        "Bouw",
        "Advies",
        "Techniek",
        "Transport",
        "Voeding",
        "Textiel",
        "Verzekeringen",
        "Media",
        "Tuinbouw",
        "Metaal",
        "Cacao & Koffie",
        "Café's",
        "Fietsen",
        "Ingenieurs",
    ],
    forms: &["B.V.", "Groep", "Holding N.V.", "Coöperatie U.A.", "& Partners", "Nederland"],
    schools: &["{} College", "Hogeschool {}", "Stichting Onderwijs {}", "Universiteit {}", "ROC {}", "Scholengroep {}"],
    authorities: &["Gemeente {}", "Waterschap {}", "Veiligheidsregio {}", "Provincie {}", "Omgevingsdienst {}"],
    long: "{} voor Passend Onderwijs, Jeugdzorg en Leerlingenvervoer in {} en Omstreken",
};

const BELGIAN: Words = Words {
    firsts: &[
        "Lissel", "Bruin", "Merre", "Vlieder", "Hazel", "Beauver", "Outrel", "Bellor", "Grandel", "Hautri", "Valon",
        "Claire", "Noirel", "Krekel", "Zwane", "Ooie",
    ],
    seconds: &["gem", "kerke", "zele", "bosch", "lande", "rivelle", "forêt", "chênes", "champelle", "bruyère"],
    trades: &[
        "Chocolaterie",
        "Brouwerij",
        "Logistics",
        "Bouwwerken",
        "Santé",
        "Énergie",
        "Textiel",
        "Crèmerie",
        "Métal",
        "Diamant",
        "Assurances",
        "Drankenhandel",
    ],
    forms: &["BV", "NV", "SA", "SRL", "Groep", "Groupe"],
    schools: &["Lycée {}", "Athenée {}", "Hogeschool {}", "Université de {}", "Scholengroep {}"],
    authorities: &["Stad {}", "Commune de {}", "Gemeente {}", "Province de {}"],
    long: "{} en samenwerkingsverband voor welzijn, vervoer en huisvesting van {} en de rand",
};

const GERMAN: Words = Words {
    firsts: &[
        "Grün", "Öster", "Reben", "Kalten", "Fichten", "Buchel", "Silber", "Wald", "Löwen", "Hirsch", "Nord",
        "Brücken", "Linden", "Adler", "Ginster", "Kranich",
    ],
    seconds: &["weiler", "felden", "moor", "büren", "ried", "bach", "hütten", "furten", "eck", "höfe", "loh", "grund"],
    trades: &[
        "Maschinenbau",
        "Bäckereien",
        "Logistik",
        "Werkzeuge",
        "Pflegedienste",
        "Großhandel",
        "Optik",
        "Möbel",
        "Versicherung",
        "Bau",
        "Verlag",
        "Getränke",
    ],
    forms: &["GmbH", "AG", "GmbH & Co. KG", "Gruppe", "eG"],
    schools: &["Gymnasium {}", "Hochschule {}", "Universität {}", "Schulverbund {}"],
    authorities: &["Stadt {}", "Landkreis {}", "Gemeinde {}", "Zweckverband {}"],
    long: "{} und Zweckverband für Abwasser, Nahverkehr und Wirtschaftsförderung im Raum {} und Umgebung",
};

const BRITISH: Words = Words {
    firsts: &[
        "Ashen", "Nether", "Thornel", "Fernel", "Olden", "Ravel", "Bramel", "Woolen", "Marlen", "Ember", "Kestel",
        "Sedgel", "Harrel", "Copper", "Wimble", "Chalken",
    ],
    seconds: &["combe", "wick", "beck", "mouth", "marsh", "holt", "stead", "bridge", "moor", "thwaite"],
    trades: &[
        "Freight",
        "Foods",
        "Engineering",
        "Care",
        "Textiles",
        "Insurance",
        "Printworks",
        "Homes",
        "Energy",
        "Dairies",
        "Instruments",
        "Legal",
    ],
    forms: &["Ltd", "plc", "Group", "Partners LLP", "& Co."],
    schools: &["{} Academy Trust", "University of {}", "{} College", "{} Grammar School"],
    authorities: &["{} Borough Council", "{} City Council", "{} NHS Trust", "{} Fire and Rescue"],
    long: "{} and the Joint Commissioning Partnership for Housing, Transport and Care in {} and District",
};

const AMERICAN: Words = Words {
    firsts: &[
        "Brindle",
        "Quillen",
        "Tamber",
        "Ollow",
        "Sarrow",
        "Vireo",
        "Marrow",
        "Juniper",
        "Copperleaf",
        "Heron",
        "Granite",
        "Amberlin",
        "Bisonet",
        "Cottonel",
        "Falconet",
        "Larkel",
    ],
    seconds: &[" Hollow", " Fork", " Bend", " Junction", " Ridge", " Springs", " Creek", "wick", "vale", "stead"],
    trades: &[
        "Manufacturing",
        "Foods",
        "Health",
        "Logistics",
        "Insurance",
        "Robotics",
        "Outfitters",
        "Energy",
        "Timber",
        "Analytics",
        "Dental",
        "Realty",
    ],
    forms: &["Inc.", "LLC", "Corp.", "Group", "Holdings, Inc."],
    schools: &["{} School District", "{} State University", "{} Community College", "University of {}"],
    authorities: &["City of {}", "{} County", "{} Transit Authority", "Port of {}"],
    long: "{} and the Regional Cooperative for Water, Transit and Workforce Development of Greater {}",
};

const NETHERLANDS: Market = Market { country: "Netherlands", words: &DUTCH };

const MARKETS: [Market; 5] = [
    NETHERLANDS,
    Market { country: "Belgium", words: &BELGIAN },
    Market { country: "Germany", words: &GERMAN },
    Market { country: "United Kingdom", words: &BRITISH },
    Market { country: "United States", words: &AMERICAN },
];

/// The kinds of customer, as reports call their segments.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Segment {
    Corporate,
    SmallAndMedium,
    Education,
    PublicSector,
}

impl Segment {
    /// As reports write it.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Corporate => "Corporate",
            Self::SmallAndMedium => "SMB",
            Self::Education => "Education",
            Self::PublicSector => "Public Sector",
        }
    }
}

/// One of the words; empty only where there are none.
pub(super) fn pick<T: Copy + Default>(words: &[T], chance: &mut ChaCha8Rng) -> T {
    let most = u32::try_from(words.len()).unwrap_or(u32::MAX).max(1);
    words.get(chance.random_range(0..most) as usize).copied().unwrap_or_default()
}

impl Market {
    /// The market of a customer of a location: mostly that of the location itself.
    pub(super) fn near(country: &str, chance: &mut ChaCha8Rng) -> Self {
        let own = MARKETS.into_iter().find(|market| market.country == country).unwrap_or(NETHERLANDS);
        let other = MARKETS.get(chance.random_range(0..5_u32) as usize).copied().unwrap_or(NETHERLANDS);
        if chance.random_ratio(1, 5) { other } else { own }
    }

    /// A name of an invented place.
    pub(super) fn place(self, chance: &mut ChaCha8Rng) -> String {
        format!("{}{}", pick(self.words.firsts, chance), pick(self.words.seconds, chance))
    }

    /// The name of a customer of that kind. `number` gives some customers a name of a special form.
    pub(super) fn customer(self, segment: Segment, number: u32, chance: &mut ChaCha8Rng) -> String {
        let place = self.place(chance);
        let pattern = match segment {
            Segment::Education => pick(self.words.schools, chance),
            Segment::PublicSector => pick(self.words.authorities, chance),
            Segment::Corporate | Segment::SmallAndMedium => {
                return self.company(&place, number, chance);
            }
        };
        self.special(pattern.replace("{}", &place), number, chance)
    }

    /// The name, or for some customers a very long one.
    fn special(self, name: String, number: u32, chance: &mut ChaCha8Rng) -> String {
        if number % 37 != 11 {
            return name;
        }
        self.words.long.replacen("{}", &name, 1).replacen("{}", &self.place(chance), 1)
    }

    fn company(self, place: &str, number: u32, chance: &mut ChaCha8Rng) -> String {
        let (trade, form) = (pick(self.words.trades, chance), pick(self.words.forms, chance));
        match number % 37 {
            // What a table has to quote: a comma, a quote.
            7 => format!("{place}, {} {trade} {form}", self.place(chance)),
            19 => format!("\"{place}\" {trade} {form}"),
            _ => self.special(format!("{place} {trade} {form}"), number, chance),
        }
    }
}
