//! Offers: the catalogue, and the form for one (S5.1).

use app::{OfferDesk, OfferItem, Offers};
use askama::Template;
use domain::money::{Currency, Money};
use domain::offer::OfferField;
use locale::Words;

use super::Shell;
use super::form::FormFaults;
use super::shell::Entry;
use super::tenant_list::workload_name;
use crate::words::{say, tell};

/// The catalogue of offers.
#[derive(Debug, Clone, Template)]
#[template(path = "offer/list.html")]
pub struct OffersPage {
    /// What surrounds it.
    pub shell: Shell,
    /// The offers.
    pub offers: Offers,
}

impl OffersPage {
    /// An amount of an offer, or that it is withheld.
    pub fn money(&self, offer: &OfferItem, minor: Option<i64>) -> String {
        match minor {
            Some(minor) => self.shell.words.money(Money { minor, currency: offer.currency }),
            None => say!(self, "withheld").to_owned(),
        }
    }
}

/// What is in the fields of the form.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TypedOffer {
    /// What people call it.
    pub name: String,
    /// The code of the workload.
    pub workload: String,
    /// The first day.
    pub valid_from: String,
    /// The last day.
    pub valid_to: String,
    /// What one unit earns, as it is typed.
    pub rate: String,
    /// The most it earns, as it is typed.
    pub ceiling: String,
    /// The currency.
    pub currency: String,
    /// How many licences it takes, as it is typed.
    pub licence_minimum: String,
    /// Segments that it leaves out, a line each.
    pub excluded_segments: String,
}

impl TypedOffer {
    /// The form of an offer as it stands.
    pub fn of(offer: &OfferItem) -> Self {
        let typed = |minor: Option<i64>| minor.map(|minor| offer.currency.typed(minor)).unwrap_or_default();
        Self {
            name: offer.name.clone(),
            workload: offer.workload.code.clone(),
            valid_from: offer.valid_from.to_string(),
            valid_to: offer.valid_to.to_string(),
            rate: typed(offer.rate_minor),
            ceiling: typed(offer.ceiling_minor),
            currency: offer.currency.code().to_owned(),
            licence_minimum: offer.licence_minimum.to_string(),
            excluded_segments: offer.excluded_segments.join("\n"),
        }
    }
}

/// The form for an offer; `as_pane()` is the part for a pane.
#[derive(Debug, Clone, Template)]
#[template(path = "offer/form.html", blocks = ["pane"])]
pub struct OfferPage {
    /// What surrounds it.
    pub shell: Shell,
    /// The offer that stands there, and what can be chosen.
    pub desk: OfferDesk,
    /// What is in the fields.
    pub typed: TypedOffer,
    /// What the form says stands there.
    pub version: String,
    /// Whether somebody else changed it since the form was opened.
    pub is_overtaken: bool,
    /// What is wrong with it.
    pub faults: FormFaults,
}

impl OfferPage {
    /// Where the form goes.
    pub fn action(&self) -> String {
        match &self.desk.offer {
            Some(offer) => format!("/offers/{}", offer.handle),
            None => "/offers".to_owned(),
        }
    }

    /// The title.
    pub fn title(&self) -> &'static str {
        if self.desk.offer.is_some() { say!(self, "offer-edit") } else { say!(self, "offer-new") }
    }

    /// A field of one line: name, label, what is in it, and the type of its input.
    pub fn lines(&self) -> [(&'static str, &'static str, &str, &'static str); 2] {
        [
            ("rate_minor", say!(self, "offer-rate"), &self.typed.rate, "decimal"),
            ("ceiling_minor", say!(self, "offer-ceiling"), &self.typed.ceiling, "decimal"),
        ]
    }

    /// The days.
    pub fn days(&self) -> [(&'static str, &'static str, &str); 2] {
        [
            ("valid_from", say!(self, "offer-valid-from"), &self.typed.valid_from),
            ("valid_to", say!(self, "offer-valid-to"), &self.typed.valid_to),
        ]
    }

    /// Currencies to choose from.
    pub fn currencies(&self) -> impl Iterator<Item = &'static str> {
        Currency::all().map(Currency::code)
    }

    /// Whether that currency is chosen.
    pub fn is_chosen(&self, code: &str) -> bool {
        self.typed.currency == code
    }

    /// How many tenants have a workload.
    pub fn tenants(&self, tenants: &i64) -> String {
        let count: i64 = *tenants;
        say!(self, "offer-tenants", tenants = count)
    }

    /// Whether this field is the first that has something wrong, and so has the focus.
    pub fn is_first_fault(&self, field: &str) -> bool {
        self.faults.0.first().is_some_and(|fault| fault.field == field)
    }
}

/// The label of a field of an offer.
pub fn field_label(field: &str, words: &Words) -> &'static str {
    let fields = [
        (OfferField::Name, tell!(words, "offer-name")),
        (OfferField::Workload, tell!(words, "workload")),
        (OfferField::ValidFrom, tell!(words, "offer-valid-from")),
        (OfferField::ValidTo, tell!(words, "offer-valid-to")),
        (OfferField::Rate, tell!(words, "offer-rate")),
        (OfferField::Ceiling, tell!(words, "offer-ceiling")),
        (OfferField::Currency, tell!(words, "offer-currency")),
        (OfferField::LicenceMinimum, tell!(words, "offer-licence-minimum")),
    ];
    let found = fields.into_iter().find(|(one, _)| one.code() == field).map(|(_, label)| label);
    found.unwrap_or_else(|| tell!(words, "offer-excluded-segments"))
}
