//! Partners and their locations, for the programme office (S1.1).

use app::{LocationEdit, LocationItem, PartnerDesk, PartnerItem};
use askama::Template;
use locale::Words;

use super::Shell;
use super::form::FormFaults;
use super::shell::Entry;
use crate::words::{say, tell};

/// The list of partners, with the form for a new one.
#[derive(Debug, Clone, Template)]
#[template(path = "partner/list.html")]
pub struct PartnersPage {
    /// What surrounds it.
    pub shell: Shell,
    /// Every partner.
    pub partners: Vec<PartnerItem>,
    /// The ID typed for a new one, and its name.
    pub typed: (String, String),
    /// What is wrong with that.
    pub faults: FormFaults,
}

/// A partner with its locations.
#[derive(Debug, Clone, Template)]
#[template(path = "partner/show.html")]
pub struct PartnerPage {
    /// What surrounds it.
    pub shell: Shell,
    /// The partner.
    pub desk: PartnerDesk,
    /// The name as typed.
    pub name: String,
    /// What was typed of a new location.
    pub typed: LocationEdit,
    /// Whether somebody else changed it since the form was opened.
    pub is_overtaken: bool,
    /// What is wrong with the form of the partner, and with that of a location.
    pub faults: FormFaults,
    /// Whether what is wrong is in the form of a new location.
    pub is_of_location: bool,
}

impl PartnerPage {
    /// What tells the name of a new location from that of the partner, where that one is what is wrong.
    pub fn suffix(&self) -> &'static str {
        if self.is_of_location { "" } else { "-of-location" }
    }
}

/// The form for a location.
#[derive(Debug, Clone, Template)]
#[template(path = "partner/location.html")]
pub struct LocationPage {
    /// What surrounds it.
    pub shell: Shell,
    /// The partner.
    pub partner: PartnerItem,
    /// The location that stands there.
    pub location: LocationItem,
    /// What is in the fields.
    pub typed: LocationEdit,
    /// What the form says stands there.
    pub version: String,
    /// Whether somebody else changed it since the form was opened.
    pub is_overtaken: bool,
    /// What is wrong with it.
    pub faults: FormFaults,
}

/// The label of a field of these forms.
pub fn field_label(field: &str, words: &Words) -> &'static str {
    match field {
        "partner_id" => tell!(words, "partner-id"),
        "name" => tell!(words, "name"),
        "location_id" => tell!(words, "location-id"),
        "city" => tell!(words, "location-city"),
        "country" => tell!(words, "location-country"),
        "enrolled" => tell!(words, "location-enrolled"),
        _ => "",
    }
}
