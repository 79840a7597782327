//! What surrounds every page: header, navigation, person menu, notice (S0.1).

use domain::person::{Language, Theme};
use locale::Words;

use super::assets::Assets;
use crate::words::tell;

/// What surrounds a page.
#[derive(Debug, Clone)]
pub struct Shell {
    /// The words of the reader's language.
    pub words: &'static Words,
    /// Light, dark, or as the device says.
    pub theme: Theme,
    /// Where styles, script and icons are.
    pub assets: &'static Assets,
    /// Who is signed in.
    pub person: Option<ShellPerson>,
    /// The entries of the navigation that lead somewhere for this person (S0.1).
    pub entries: Vec<Entry>,
    /// The entry under which this page stands.
    pub active: Option<Entry>,
    /// The token that every form sends back.
    pub csrf: String,
    /// Path and query of this page, to come back to after a change of language or theme.
    pub path: String,
    /// What the last action did, once.
    pub flash: Option<Flash>,
    /// The text in the search box.
    pub search: String,
}

/// Who is signed in, for the person menu.
#[derive(Debug, Clone)]
pub struct ShellPerson {
    /// Name.
    pub name: String,
    /// E-mail address.
    pub email: String,
    /// Name of the organisation.
    pub organisation: String,
}

/// An entry of the navigation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Entry {
    /// Insights: Overview.
    Overview,
    /// Insights: the tenants of the programme.
    FastTrack,
    /// Insights: what waits for the person.
    Work,
    /// Insights: Blockers.
    Blockers,
    /// Insights: the own claims.
    Claims,
    /// Programme: claims to decide on.
    ClaimReview,
    /// Programme: customers' requests to assign.
    ReferralRequests,
    /// Settings: which referrals the own organisation wants.
    ReferralPreference,
    /// Programme: questions about intent notes.
    IntentQuestions,
    /// Insights: Offers.
    Offers,
    /// Programme: Loads.
    Loads,
    /// Programme: the taxonomy of service statuses.
    Taxonomy,
    /// Programme: what is set for the whole programme.
    ProgrammeSettings,
    /// Programme: Partners.
    Partners,
    /// Programme: everybody's accounts.
    Everybody,
    /// Programme: tickets of partners.
    TicketsToAnswer,
    /// Programme: Audit.
    Audit,
    /// Programme: what is kept of people.
    PersonalData,
    /// Settings: what is kept of the own organisation's people.
    OwnPersonalData,
    /// Settings: the own organisation's people.
    People,
    /// Settings: how people sign in.
    SignIn,
    /// Settings: the own organisation's audit.
    OwnAudit,
    /// Settings: Profile.
    Profile,
    /// Help: why something cannot be seen.
    Help,
    /// Help: the own tickets.
    Tickets,
    /// Help: API.
    Api,
}

/// A part of the navigation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// What the figures say.
    Insights,
    /// What the programme office does.
    Programme,
    /// The own account.
    Settings,
    /// Documentation.
    Help,
}

impl Part {
    const ALL: [Self; 4] = [Self::Insights, Self::Programme, Self::Settings, Self::Help];

    /// The heading.
    pub fn label(self, words: &Words) -> &'static str {
        match self {
            Self::Insights => tell!(words, "nav-insights"),
            Self::Programme => tell!(words, "nav-programme"),
            Self::Settings => tell!(words, "nav-settings"),
            Self::Help => tell!(words, "nav-help"),
        }
    }
}

impl Entry {
    /// The part in which it stands.
    pub fn part(self) -> Part {
        match self {
            Self::Overview | Self::FastTrack | Self::Work | Self::Blockers | Self::Claims | Self::Offers => {
                Part::Insights
            }
            Self::ClaimReview
            | Self::ReferralRequests
            | Self::IntentQuestions
            | Self::Loads
            | Self::Partners
            | Self::Everybody
            | Self::Taxonomy
            | Self::ProgrammeSettings
            | Self::TicketsToAnswer
            | Self::Audit
            | Self::PersonalData => Part::Programme,
            Self::Profile
            | Self::People
            | Self::SignIn
            | Self::ReferralPreference
            | Self::OwnAudit
            | Self::OwnPersonalData => Part::Settings,
            Self::Help | Self::Tickets | Self::Api => Part::Help,
        }
    }

    /// Where it leads.
    pub fn url(self) -> &'static str {
        match self {
            Self::Overview => "/overview",
            Self::FastTrack => "/tenants",
            Self::Work => "/my-work",
            Self::Blockers => "/blockers",
            Self::Claims | Self::ClaimReview => "/claims",
            Self::ReferralRequests => "/referral-requests",
            Self::ReferralPreference => "/referral-preference",
            Self::IntentQuestions => "/intent-questions",
            Self::Offers => "/offers",
            Self::Loads => "/loads",
            Self::Taxonomy => "/taxonomy",
            Self::ProgrammeSettings => "/programme-settings",
            Self::Partners => "/partners",
            Self::Everybody | Self::People => "/people",
            Self::SignIn => "/sign-in-settings",
            Self::Audit | Self::OwnAudit => "/audit",
            Self::PersonalData | Self::OwnPersonalData => "/personal-data",
            Self::Profile => "/profile",
            Self::Help => "/help",
            Self::Tickets | Self::TicketsToAnswer => "/tickets",
            Self::Api => "/api/v1/docs",
        }
    }

    /// Whether how much waits there stands beside it.
    pub fn has_count(self) -> bool {
        self == Self::Work
    }

    /// Its icon in the sprite.
    pub fn icon(self) -> &'static str {
        match self {
            Self::Overview => "board",
            Self::FastTrack => "building",
            Self::Work => "clipboard_task",
            Self::Blockers => "prohibited",
            Self::Claims | Self::ClaimReview => "certificate",
            Self::ReferralRequests | Self::ReferralPreference => "person_arrow_right",
            Self::IntentQuestions => "chat_help",
            Self::Offers => "book_coins",
            Self::Loads => "database",
            Self::Taxonomy => "text_bullet_list_tree",
            Self::ProgrammeSettings => "options",
            Self::Partners => "building_multiple",
            Self::Everybody | Self::People => "people",
            Self::SignIn => "lock_closed",
            Self::Audit | Self::OwnAudit => "history",
            Self::PersonalData | Self::OwnPersonalData => "document",
            Self::Profile => "person",
            Self::Help => "question_circle",
            Self::Tickets | Self::TicketsToAnswer => "ticket_diagonal",
            Self::Api => "code",
        }
    }

    /// Its name.
    pub fn label(self, words: &Words) -> &'static str {
        match self {
            Self::Overview => tell!(words, "nav-overview"),
            Self::FastTrack => tell!(words, "nav-fasttrack"),
            Self::Work => tell!(words, "work"),
            Self::Blockers => tell!(words, "blockers"),
            Self::Claims => tell!(words, "claims"),
            Self::ClaimReview => tell!(words, "claim-review"),
            Self::ReferralRequests => tell!(words, "referral-requests"),
            Self::ReferralPreference => tell!(words, "referral-preference"),
            Self::IntentQuestions => tell!(words, "note-questions"),
            Self::Loads => tell!(words, "nav-loads"),
            Self::Taxonomy => tell!(words, "taxonomy"),
            Self::ProgrammeSettings => tell!(words, "programme-settings"),
            Self::Offers => tell!(words, "offers"),
            Self::Partners => tell!(words, "partners"),
            Self::Everybody | Self::People => tell!(words, "people"),
            Self::SignIn => tell!(words, "sign-in-settings"),
            Self::Audit | Self::OwnAudit => tell!(words, "nav-audit"),
            Self::PersonalData | Self::OwnPersonalData => tell!(words, "personal-data"),
            Self::Profile => tell!(words, "nav-profile"),
            Self::Help => tell!(words, "help"),
            Self::Tickets | Self::TicketsToAnswer => tell!(words, "tickets"),
            Self::Api => tell!(words, "nav-api"),
        }
    }
}

impl Shell {
    /// The parts of the navigation, each with its entries; a part without entries is not there.
    pub fn parts(&self) -> Vec<(Part, Vec<Entry>)> {
        Part::ALL
            .into_iter()
            .map(|part| (part, self.entries.iter().copied().filter(|entry| entry.part() == part).collect::<Vec<_>>()))
            .filter(|(_, entries)| !entries.is_empty())
            .collect()
    }

    /// The tabs of the programme's page: address and name.
    pub fn tabs(&self) -> [(&'static str, &'static str); 4] {
        [
            ("/tenants", tell!(self.words, "tenants")),
            ("/opportunities", tell!(self.words, "opportunities")),
            ("/licences", tell!(self.words, "licences")),
            ("/referrals", tell!(self.words, "referrals")),
        ]
    }

    /// Whether this page is the one at that address, whatever is asked of it.
    pub fn is_at(&self, path: &str) -> bool {
        self.path.split('?').next() == Some(path)
    }

    /// Whether the person can go there.
    pub fn leads_to(&self, entry: Entry) -> bool {
        self.entries.contains(&entry)
    }

    /// Under which name the browser keeps a draft of a form: the person's, so that nobody else on this machine gets it.
    pub fn draft(&self, form: &str, about: impl std::fmt::Display) -> String {
        let person = self.person.as_ref().map_or("", |person| person.email.as_str());
        format!("{person} {form} {about}")
    }

    /// The BCP 47 tag of the page.
    pub fn lang(&self) -> &'static str {
        self.words.language().tag()
    }

    /// The languages to switch to: each in its own name.
    pub fn other_languages(&self) -> Vec<(Language, &'static str)> {
        Language::ALL
            .into_iter()
            .filter(|language| *language != self.words.language())
            .map(|language| (language, own_name(language)))
            .collect()
    }
}

/// What a language calls itself, which no other language translates.
pub fn own_name(language: Language) -> &'static str {
    match language {
        Language::English => "English",
        Language::Dutch => "Nederlands",
    }
}

impl ShellPerson {
    /// Up to two capitals that stand for the person.
    pub fn initials(&self) -> String {
        let words: Vec<&str> = self.name.split_whitespace().collect();
        let ends = [words.first(), words.last().filter(|_| words.len() > 1)];
        ends.into_iter().flatten().filter_map(|word| word.chars().next()).flat_map(char::to_uppercase).collect()
    }
}

/// What the last action did.
#[derive(Debug, Clone)]
pub struct Flash {
    /// How it went.
    pub kind: FlashKind,
    /// One sentence in the reader's language.
    pub text: String,
}

/// How an action went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FlashKind {
    /// Something to know.
    Info,
    /// Done.
    Success,
    /// Done, but.
    Warning,
    /// Not done.
    Error,
}

impl FlashKind {
    /// The name of its style.
    pub fn style(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Success => "success",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }

    /// Its icon in the sprite.
    pub fn icon(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Success => "checkmark_circle",
            Self::Warning => "warning",
            Self::Error => "error_circle",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_is_shown_by_first_and_last_initial() {
        for (name, initials) in [("Anna de Vries", "AV"), ("Åsa", "Å"), ("", ""), (" jan  jansen ", "JJ")] {
            let person = ShellPerson { name: name.into(), email: String::new(), organisation: String::new() };
            assert_eq!(person.initials(), initials);
        }
    }
}
