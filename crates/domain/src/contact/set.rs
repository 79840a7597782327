//! The contacts of one tenant together: what a change would leave of them (S7.2, S7.3).
//!
//! Two people can break these rules together, so whoever asks holds the tenant until the change is written.

use super::{Contact, ContactField, ContactKind};
use crate::id::ContactId;
use crate::person::Email;

/// Most contacts that a partner keeps of a tenant: each change judges all of them together.
pub const MOST_CONTACTS: usize = 500;

/// A contact as far as the others have to know it. One that is deleted is not among them, also while that can be undone.
#[derive(Clone, PartialEq, Eq)]
pub struct Listed {
    /// Which; nothing for one that is being added.
    pub id: Option<ContactId>,
    /// On whose side.
    pub kind: ContactKind,
    /// Where to write to.
    pub email: Email,
    /// Whether a survey may come.
    pub survey_eligible: bool,
}

impl Listed {
    /// A contact as the others know it.
    pub fn of(id: Option<ContactId>, contact: &Contact) -> Self {
        let survey_eligible = contact.survey_eligible == Some(true);
        Self { id, kind: contact.kind, email: contact.person.email.clone(), survey_eligible }
    }
}

/// What is about to happen to a tenant's contacts.
#[derive(Clone, PartialEq, Eq)]
pub enum ContactChange {
    /// A new one, or one that comes back because its deletion is undone.
    Add(Listed),
    /// Another content for that one.
    Edit(ContactId, Listed),
    /// That one goes.
    Delete(ContactId),
}

/// Why the contacts of a tenant cannot become that.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SetFault {
    /// The tenant would have customer contacts, and none of them survey eligible (S7.2).
    #[error(
        "a tenant with customer contacts has at least one that is survey eligible; this would leave {customers} and none that is"
    )]
    NoneSurveyEligible {
        /// How many customer contacts there would be.
        customers: usize,
    },
    /// The same address twice on one tenant (S7.3).
    #[error("another contact of this tenant has this e-mail address")]
    EmailTwice,
    /// The contact is not there, or no longer.
    #[error("the contact is not there")]
    NotThere,
    /// There are as many as may be.
    #[error("a tenant has {MOST_CONTACTS} contacts at most")]
    AsManyAsMayBe,
}

impl SetFault {
    /// The field at which the form tells it; nothing where it is about the contact as a whole.
    pub fn field(self) -> Option<ContactField> {
        match self {
            Self::NoneSurveyEligible { .. } => Some(ContactField::SurveyEligible),
            Self::EmailTwice => Some(ContactField::Email),
            Self::NotThere => None,
            Self::AsManyAsMayBe => Some(ContactField::Name),
        }
    }
}

impl ContactChange {
    /// The contacts as the change would leave them, or why it cannot be.
    ///
    /// Turning a customer's contact into a partner's, deleting it, or taking back that it is eligible: each can leave a
    /// tenant without any. Deleting the last customer contact is no breach: there is nobody left to ask, and the tenant
    /// is flagged ([`lacks_survey_eligible`]).
    pub fn left(&self, contacts: &[Listed]) -> Result<Vec<Listed>, Vec<SetFault>> {
        let mut left = contacts.to_vec();
        match self {
            Self::Add(_) if left.len() >= MOST_CONTACTS => return Err(vec![SetFault::AsManyAsMayBe]),
            Self::Add(contact) => left.push(contact.clone()),
            Self::Edit(id, contact) => match left.iter_mut().find(|one| one.id == Some(*id)) {
                Some(one) => *one = Listed { id: Some(*id), ..contact.clone() },
                None => return Err(vec![SetFault::NotThere]),
            },
            Self::Delete(id) => {
                left.retain(|one| one.id != Some(*id));
                if left.len() == contacts.len() {
                    return Err(vec![SetFault::NotThere]);
                }
            }
        }
        let faults = check_set(&left);
        if faults.is_empty() { Ok(left) } else { Err(faults) }
    }
}

/// All that is wrong with the contacts of a tenant together.
pub fn check_set(contacts: &[Listed]) -> Vec<SetFault> {
    let mut faults = Vec::new();
    let mut addresses: Vec<&Email> = contacts.iter().map(|one| &one.email).collect();
    addresses.sort_unstable();
    if addresses.windows(2).any(|pair| pair.first() == pair.last()) {
        faults.push(SetFault::EmailTwice);
    }
    let customers = contacts.iter().filter(|one| one.kind == ContactKind::Customer).count();
    if customers > 0 && lacks_survey_eligible(contacts) {
        faults.push(SetFault::NoneSurveyEligible { customers });
    }
    faults
}

/// Whether the tenant is flagged: nobody of the customer can be surveyed (S7.2).
pub fn lacks_survey_eligible(contacts: &[Listed]) -> bool {
    !contacts.iter().any(|one| one.kind == ContactKind::Customer && one.survey_eligible)
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::*;

    const CUSTOMER: ContactKind = ContactKind::Customer;
    const PARTNER: ContactKind = ContactKind::Partner;

    fn one(number: i64, kind: ContactKind, survey_eligible: bool) -> Listed {
        let email = format!("p{number}@example.com").parse().unwrap();
        Listed { id: Some(ContactId(number)), kind, email, survey_eligible }
    }

    fn faults(change: &ContactChange, contacts: &[Listed]) -> Vec<SetFault> {
        change.left(contacts).err().unwrap_or_default()
    }

    #[test]
    fn there_is_an_end_to_the_contacts_of_a_tenant() {
        let number = |at: usize| i64::try_from(at).unwrap();
        let most: Vec<Listed> = (0..MOST_CONTACTS).map(|at| one(number(at), PARTNER, false)).collect();
        let another = ContactChange::Add(one(number(MOST_CONTACTS), PARTNER, false));
        assert_eq!(faults(&another, &most), [SetFault::AsManyAsMayBe]);
        assert_eq!(faults(&another, &most[1..]), []);
        assert_eq!(faults(&ContactChange::Delete(ContactId(0)), &most), []);
    }

    #[test]
    fn the_first_customer_contact_is_survey_eligible() {
        let none = SetFault::NoneSurveyEligible { customers: 1 };
        assert_eq!(faults(&ContactChange::Add(one(1, CUSTOMER, false)), &[]), [none]);
        assert_eq!(faults(&ContactChange::Add(one(1, CUSTOMER, true)), &[]), []);
        assert_eq!(faults(&ContactChange::Add(one(1, PARTNER, false)), &[]), []);
        assert_eq!(none.field(), Some(ContactField::SurveyEligible));
    }

    #[test]
    fn the_last_eligible_contact_stays_as_long_as_others_are_there() {
        let contacts = [one(1, CUSTOMER, true), one(2, CUSTOMER, false), one(3, PARTNER, false)];
        let (eligible, none) = (ContactId(1), [SetFault::NoneSurveyEligible { customers: 1 }]);
        assert_eq!(faults(&ContactChange::Delete(eligible), &contacts), none);
        assert_eq!(faults(&ContactChange::Edit(eligible, one(1, PARTNER, false)), &contacts), none);
        let both = [SetFault::NoneSurveyEligible { customers: 2 }];
        assert_eq!(faults(&ContactChange::Edit(eligible, one(1, CUSTOMER, false)), &contacts), both);
        assert_eq!(faults(&ContactChange::Delete(ContactId(2)), &contacts), []);
        assert_eq!(faults(&ContactChange::Delete(eligible), &[contacts[0].clone(), contacts[2].clone()]), []);
        assert_eq!(faults(&ContactChange::Edit(ContactId(2), one(2, CUSTOMER, true)), &contacts), []);
    }

    #[test]
    fn a_contact_that_comes_back_is_judged_like_a_new_one() {
        assert_eq!(
            faults(&ContactChange::Add(one(2, CUSTOMER, false)), &[one(3, PARTNER, false)]),
            [SetFault::NoneSurveyEligible { customers: 1 }]
        );
    }

    #[test]
    fn the_same_address_twice_on_a_tenant_is_refused_whatever_the_type() {
        let contacts = [one(1, CUSTOMER, true)];
        let same = Listed { id: None, kind: PARTNER, ..one(1, CUSTOMER, false) };
        assert_eq!(faults(&ContactChange::Add(same.clone()), &contacts), [SetFault::EmailTwice]);
        let others = [one(1, CUSTOMER, true), one(2, PARTNER, false)];
        assert_eq!(faults(&ContactChange::Edit(ContactId(2), same), &others), [SetFault::EmailTwice]);
        // Saved again with its own address.
        assert_eq!(faults(&ContactChange::Edit(ContactId(1), one(1, CUSTOMER, true)), &others), []);
    }

    #[test]
    fn what_is_not_there_cannot_be_changed() {
        let contacts = [one(1, CUSTOMER, true)];
        assert_eq!(faults(&ContactChange::Delete(ContactId(9)), &contacts), [SetFault::NotThere]);
        assert_eq!(faults(&ContactChange::Edit(ContactId(9), one(9, CUSTOMER, true)), &contacts), [SetFault::NotThere]);
    }

    #[test]
    fn a_tenant_where_nobody_can_be_surveyed_is_flagged() {
        assert!(lacks_survey_eligible(&[]));
        assert!(lacks_survey_eligible(&[one(1, PARTNER, false)]));
        assert!(!lacks_survey_eligible(&[one(1, CUSTOMER, true)]));
    }

    proptest! {
        #[test]
        fn no_row_of_changes_leaves_a_tenant_that_breaks_a_rule(
            changes in vec((0_u8..3, 0_i64..6, any::<bool>(), any::<bool>()), 0..60)
        ) {
            let mut contacts: Vec<Listed> = Vec::new();
            for (what, number, customer, eligible) in changes {
                let kind = if customer { CUSTOMER } else { PARTNER };
                let contact = one(number, kind, customer && eligible);
                let change = match what {
                    0 => ContactChange::Add(contact),
                    1 => ContactChange::Edit(ContactId(number), contact),
                    _ => ContactChange::Delete(ContactId(number)),
                };
                if let Ok(left) = change.left(&contacts) {
                    contacts = left;
                }
                let customers = contacts.iter().filter(|one| one.kind == CUSTOMER);
                prop_assert!(customers.clone().count() == 0 || customers.clone().any(|one| one.survey_eligible));
                let mut addresses: Vec<_> = contacts.iter().map(|one| one.email.clone()).collect();
                addresses.sort();
                addresses.dedup();
                prop_assert_eq!(addresses.len(), contacts.len());
            }
        }
    }
}
