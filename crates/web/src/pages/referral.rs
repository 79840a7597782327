//! One referral, with what can be done with it (S10.2, S10.4).

use app::{ReferralDetail, RfaContact};
use askama::Template;
use domain::access::Shown;
use domain::money::Currency;
use domain::referral::{DeclineReason, EditField, Move, NewEdit, Progress, State};
use i18n_embed_fl::fl;
use locale::Words;

use super::Shell;
use super::claim::party_label;
use super::form::FormFaults;
use super::money::amount;
use super::referral_list::{source_label, status_label, status_style, time_left};
use super::shell::Entry;
use super::tenant_list::workload_name;
use crate::words::{say, tell};

/// The page of a referral.
#[derive(Debug, Clone, Template)]
#[template(path = "referral/show.html")]
pub struct ReferralPage {
    /// What surrounds it.
    pub shell: Shell,
    /// The referral.
    pub referral: ReferralDetail,
    /// What is in the fields of the form in which the partner says how it goes.
    pub typed: NewEdit,
    /// What is in the fields of the other forms.
    pub said: Said,
    /// What is wrong with what was sent.
    pub faults: FormFaults,
    /// Which of the forms was refused.
    pub refused: Option<Move>,
    /// Why, where it is no field's fault.
    pub why: Option<String>,
}

/// What was typed into the forms of one purpose.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Said {
    /// The code of a reason.
    pub reason: String,
    /// A remark.
    pub remark: String,
}

/// What stands in the form of a referral as it is.
pub fn typed_of(referral: &ReferralDetail) -> NewEdit {
    let money = match &referral.value {
        Shown::Value(money) => *money,
        Shown::Withheld => None,
    };
    NewEdit {
        status: referral.item.status.code().to_owned(),
        services: referral.services.clone().unwrap_or_default(),
        value: referral.can_value.then(|| money.map(|money| money.currency.typed(money.minor)).unwrap_or_default()),
        currency: money.map_or("EUR", |money| money.currency.code()).to_owned(),
        note: String::new(),
    }
}

impl ReferralPage {
    /// The address of something that is done with it.
    pub fn url(&self, by: &str) -> String {
        format!("/referrals/{}/{by}", self.referral.item.number)
    }

    /// Whether the reader can do that with it.
    pub fn can(&self, by: Move) -> bool {
        self.referral.moves.contains(&by)
    }

    /// Whether the reader can accept it.
    pub fn can_accept(&self) -> bool {
        self.can(Move::Acceptance)
    }

    /// Whether the reader can decline it.
    pub fn can_decline(&self) -> bool {
        self.can(Move::Decline)
    }

    /// Whether the reader can say how it goes.
    pub fn can_edit(&self) -> bool {
        self.can(Move::Edit)
    }

    /// Whether the reader can take it back.
    pub fn can_withdraw(&self) -> bool {
        self.can(Move::Withdrawal)
    }

    /// Whether that form was refused.
    pub fn was_refused(&self, by: Move) -> bool {
        self.refused == Some(by)
    }

    /// Whether the reader is of the programme office.
    pub fn is_office(&self) -> bool {
        self.referral.item.organisation.is_some()
    }

    /// Why the partner has it no more, and what that means.
    pub fn over(&self) -> Option<&'static str> {
        match self.referral.state {
            _ if self.is_office() => None,
            State::Declined(_) => Some(say!(self, "referral-over-declined")),
            State::Returned => Some(say!(self, "referral-over-returned")),
            State::Withdrawn(_) => Some(say!(self, "referral-over-withdrawn")),
            State::Assigned(_) | State::Accepted(_) => None,
        }
    }

    /// How much time is left to answer.
    pub fn left(&self) -> Option<String> {
        self.referral.item.days_left.map(|days| time_left(days, self.shell.words))
    }

    /// Whether the time to accept is over.
    pub fn is_late(&self) -> bool {
        self.referral.item.days_left.is_some_and(|days| days < 0)
    }

    /// The reasons to decline: code, label, and whether it is chosen.
    pub fn reasons(&self) -> Vec<(&'static str, &'static str, bool)> {
        DeclineReason::ALL
            .into_iter()
            .map(|one| (one.code(), reason_label(one, self.shell.words), self.said.reason == one.code()))
            .collect()
    }

    /// The statuses that a partner sets: code, label, and whether it is chosen.
    pub fn progress(&self) -> Vec<(&'static str, &'static str, bool)> {
        let of = |one: Progress| {
            let status = one.status();
            (status.code(), status_label(status, self.shell.words), self.typed.status == status.code())
        };
        Progress::ALL.into_iter().map(of).collect()
    }

    /// Currencies to choose from, and whether each is chosen.
    pub fn currencies(&self) -> impl Iterator<Item = (&'static str, bool)> {
        Currency::all().map(|one| (one.code(), self.typed.currency == one.code()))
    }

    /// The amount in the form.
    pub fn value(&self) -> &str {
        self.typed.value.as_deref().unwrap_or_default()
    }

    /// Whether this field is the first that has something wrong, and so has the focus.
    pub fn is_first_fault(&self, field: &str) -> bool {
        self.faults.0.first().is_some_and(|fault| fault.field == field)
    }

    /// Whom to talk to; nothing where they are withheld or taken away.
    pub fn contacts(&self) -> &[RfaContact] {
        match &self.referral.customer.contacts {
            Some(Shown::Value(contacts)) => contacts,
            Some(Shown::Withheld) | None => &[],
        }
    }

    /// Whether contacts are withheld.
    pub fn withholds_contacts(&self) -> bool {
        self.referral.customer.contacts == Some(Shown::Withheld)
    }

    /// Whether contacts are taken away.
    pub fn has_no_people(&self) -> bool {
        self.referral.customer.contacts.is_none()
    }

    /// When usage is there.
    pub fn expected(&self) -> String {
        fl!(
            self.shell.words.loader(),
            "referral-usage-expected",
            day = self.shell.words.date(self.referral.usage_expected_by)
        )
    }

    /// The country of the customer by its name.
    pub fn country(&self) -> String {
        country_name(&self.referral.customer.country, self.shell.words)
    }

    /// The language of the customer by its name.
    pub fn language(&self) -> String {
        language_name(&self.referral.customer.language, self.shell.words)
    }
}

/// A country by its name where its code is known, else as it is written.
pub fn country_name(text: &str, words: &Words) -> String {
    text.parse().map_or_else(|_| text.to_owned(), |country| words.country(country).to_owned())
}

/// The size of a customer, as requests write it (`51to250employees`), in the reader's words; what is written otherwise as it is.
pub fn size_words(text: &str, words: &Words) -> String {
    let bounds = text.strip_suffix("employees").and_then(|bounds| bounds.trim_end().split_once("to"));
    let number = |text: &str| text.trim().parse::<u32>().ok();
    match bounds.and_then(|(from, to)| number(from).zip(number(to))) {
        Some((from, to)) => {
            let [from, to] = [from, to].map(|bound| words.number(bound.into()));
            fl!(words.loader(), "referral-size-between", from = from, to = to)
        }
        None => text.to_owned(),
    }
}

/// A language by its name where its tag is known, else as it is written: `nl-NL` is Dutch.
pub fn language_name(text: &str, words: &Words) -> String {
    let bare = text.split('-').next().unwrap_or_default();
    let known = text.parse().or_else(|_| bare.parse());
    known.map_or_else(|_| text.to_owned(), |language| words.survey_language(language).to_owned())
}

/// Why it was declined, in the reader's words.
pub fn reason_label(reason: DeclineReason, words: &Words) -> &'static str {
    match reason {
        DeclineReason::NoCapacity => tell!(words, "referral-reason-no-capacity"),
        DeclineReason::NoExpertise => tell!(words, "referral-reason-no-expertise"),
        DeclineReason::OutsideRegion => tell!(words, "referral-reason-outside-region"),
        DeclineReason::Language => tell!(words, "referral-reason-language"),
        DeclineReason::CustomerSize => tell!(words, "referral-reason-customer-size"),
        DeclineReason::Unreachable => tell!(words, "referral-reason-unreachable"),
        DeclineReason::Conflict => tell!(words, "referral-reason-conflict"),
        DeclineReason::Duplicate => tell!(words, "referral-reason-duplicate"),
        DeclineReason::Other => tell!(words, "referral-reason-other"),
    }
}

/// What a move is called as something to do.
pub fn move_label(by: Move, words: &Words) -> &'static str {
    match by {
        Move::Assignment => tell!(words, "referral-do-assign"),
        Move::Acceptance => tell!(words, "referral-do-accept"),
        Move::Decline => tell!(words, "referral-do-decline"),
        Move::Edit => tell!(words, "referral-do-edit"),
        Move::Return => tell!(words, "referral-do-return"),
        Move::Withdrawal => tell!(words, "referral-do-withdraw"),
    }
}

/// What was done, in the history.
pub fn done_label(by: Move, words: &Words) -> &'static str {
    match by {
        Move::Assignment => tell!(words, "referral-did-assign"),
        Move::Acceptance => tell!(words, "referral-did-accept"),
        Move::Decline => tell!(words, "referral-did-decline"),
        Move::Edit => tell!(words, "referral-did-edit"),
        Move::Return => tell!(words, "referral-did-return"),
        Move::Withdrawal => tell!(words, "referral-did-withdraw"),
    }
}

/// The label of a field of any form of the page.
pub fn field_label(field: &str, words: &Words) -> &'static str {
    match field {
        "reason" => tell!(words, "referral-reason"),
        "remark" => tell!(words, "referral-remark"),
        field if field == EditField::Status.code() => tell!(words, "referral-status"),
        field if field == EditField::Services.code() => tell!(words, "referral-services"),
        field if field == EditField::Value.code() => tell!(words, "referral-value"),
        field if field == EditField::Currency.code() => tell!(words, "offer-currency"),
        _ => tell!(words, "referral-note"),
    }
}

#[cfg(test)]
mod tests {
    use domain::person::Language;

    use super::*;

    #[test]
    fn a_size_is_read_where_it_is_one() {
        let of = |text: &str| size_words(text, Words::of(Language::English));
        assert_eq!(of("51to250employees"), "51 to 250 employees");
        assert_eq!(of("1001to5000employees"), "1,001 to 5,000 employees");
        for other in ["", "SMB", "employees", "toemployees", "1toemployees", "51 to 99999999999employees", "51to250"] {
            assert_eq!(of(other), other);
        }
    }
}
