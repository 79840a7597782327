//! Partners and their locations, for the programme office (S1.1).

use app::{DirectoryEdit, DirectoryItem, LocationEdit, LocationItem, PartnerDesk, PartnerItem};
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

/// A form of the page of a partner.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PartnerForm {
    /// That of its name.
    Partner,
    /// That of a new location.
    Location,
    /// That of a new directory.
    Directory,
}

/// A partner with its locations and directories.
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
    /// What was typed of a new directory.
    pub typed_directory: DirectoryEdit,
    /// Whether somebody else changed it since the form was opened.
    pub is_overtaken: bool,
    /// What is wrong with one of the forms.
    pub faults: FormFaults,
    /// With which.
    pub wrong: PartnerForm,
}

impl PartnerPage {
    /// Whether what is wrong is in that form.
    pub fn is_wrong(&self, form: PartnerForm) -> bool {
        self.wrong == form
    }

    /// What tells the fields of that form from those of the others. The one that is wrong has none: what is said of its
    /// fields leads to them by their own names.
    pub fn suffix(&self, form: PartnerForm) -> &'static str {
        match form {
            _ if self.is_wrong(form) => "",
            PartnerForm::Partner => "-of-partner",
            PartnerForm::Location => "-of-location",
            PartnerForm::Directory => "-of-directory",
        }
    }
}

/// The form for a directory.
#[derive(Debug, Clone, Template)]
#[template(path = "partner/directory.html")]
pub struct DirectoryPage {
    /// What surrounds it.
    pub shell: Shell,
    /// The partner.
    pub partner: PartnerItem,
    /// The directory that stands there.
    pub directory: DirectoryItem,
    /// What is in the fields.
    pub typed: DirectoryEdit,
    /// What the form says stands there.
    pub version: String,
    /// Whether somebody else changed it since the form was opened.
    pub is_overtaken: bool,
    /// What is wrong with it.
    pub faults: FormFaults,
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
        "directory_id" => tell!(words, "directory-id"),
        "files_claims" => tell!(words, "directory-files-claims"),
        _ => "",
    }
}
