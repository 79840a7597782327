//! The taxonomy that ships (S8.5): the first two levels as the specification names them, the third our own.
//!
//! The technical reasons are meant for any workload, so none names a product or a feature; each list ends in Other.

use super::choice::{Choice, code_of};
use super::taxonomy::{Labels, Node};
use super::{BLOCKED, IN_PROGRESS, OTHER};

/// A name in English and in Dutch.
type Name = (&'static str, &'static str);

/// A reason, and its technical reasons without Other.
type Reason = (Name, &'static [Name]);

/// The last option of every list of technical reasons.
const LAST: Name = ("Other", "Anders");

/// The statuses, each with its reasons, in the order in which people see them.
const STATUSES: [(Name, &[Reason]); 5] = [
    (("Status unknown", "Status onbekend"), &UNKNOWN),
    (("In progress", "In uitvoering"), &[]),
    (("Blocked", "Geblokkeerd"), &BLOCKERS),
    (("No intent", "Geen intentie"), &NO_INTENT),
    (("Duplicate or invalid", "Dubbel of ongeldig"), &[]),
];

const UNKNOWN: [Reason; 2] = [
    (
        ("Customer unresponsive", "Klant reageert niet"),
        &[
            ("No contact person known", "Geen contactpersoon bekend"),
            ("No answer to messages or calls", "Geen antwoord op berichten of telefoontjes"),
            ("Contact person has left", "Contactpersoon is vertrokken"),
            ("Customer asked to wait", "Klant vroeg om te wachten"),
        ],
    ),
    (
        ("New subscription or workload", "Nieuw abonnement of nieuwe workload"),
        &[
            ("Not yet discussed with the customer", "Nog niet met de klant besproken"),
            ("Purpose of the purchase unknown", "Doel van de aankoop onbekend"),
            ("Renewed or changed plan", "Verlengd of gewijzigd abonnement"),
        ],
    ),
];

const BLOCKERS: [Reason; 10] = [
    (
        ("Customer IT infrastructure and remediation", "IT-infrastructuur van de klant en herstelwerk"),
        &[
            ("Network or bandwidth", "Netwerk of bandbreedte"),
            ("Identity or directory not ready", "Identiteiten of adreslijst niet gereed"),
            ("Outdated devices or operating systems", "Verouderde apparaten of besturingssystemen"),
            ("Migration of existing data", "Migratie van bestaande gegevens"),
            ("Configuration that must be put right first", "Configuratie die eerst moet worden hersteld"),
        ],
    ),
    (
        ("IT change management and resourcing", "IT-wijzigingsbeheer en capaciteit"),
        &[
            ("Change freeze", "Wijzigingsstop"),
            ("Waiting for approval of the change", "Wacht op goedkeuring van de wijziging"),
            ("Not enough IT staff", "Te weinig IT-medewerkers"),
            ("Missing skills", "Ontbrekende kennis"),
            ("Another project comes first", "Een ander project gaat voor"),
        ],
    ),
    (
        ("Legal or regulatory", "Wet- en regelgeving"),
        &[
            ("Location of data", "Locatie van gegevens"),
            ("Retention or archiving", "Bewaren of archiveren"),
            ("Rules of the sector", "Regels van de sector"),
            ("Contract or terms not agreed", "Geen akkoord over contract of voorwaarden"),
            ("Works council or union", "Ondernemingsraad of vakbond"),
        ],
    ),
    (
        ("Security or privacy", "Beveiliging of privacy"),
        &[
            ("Security review not finished", "Beveiligingsonderzoek niet afgerond"),
            ("Privacy assessment not finished", "Privacybeoordeling niet afgerond"),
            ("Access or sign-in policy", "Beleid voor toegang of aanmelden"),
            ("Encryption or keys", "Versleuteling of sleutels"),
            ("Sharing with people outside", "Delen met mensen van buiten"),
        ],
    ),
    (
        ("Adoption readiness", "Gereedheid voor adoptie"),
        &[
            ("No training or material", "Geen training of materiaal"),
            ("No plan for change or communication", "Geen verander- of communicatieplan"),
            ("Users see no need", "Gebruikers zien er het nut niet van in"),
            ("Support desk not prepared", "Helpdesk niet voorbereid"),
            ("Pilot not finished", "Pilot niet afgerond"),
        ],
    ),
    (
        ("Product feature or capability", "Functie of mogelijkheid van het product"),
        &[
            ("Feature does not exist", "Functie bestaat niet"),
            ("Feature falls short", "Functie schiet tekort"),
            ("Not available in the region or edition", "Niet beschikbaar in de regio of editie"),
            ("Limit on size or number", "Grens aan omvang of aantal"),
            ("Accessibility or language", "Toegankelijkheid of taal"),
        ],
    ),
    (
        ("Service reliability", "Betrouwbaarheid van de dienst"),
        &[
            ("Outages", "Storingen"),
            ("Slow performance", "Trage werking"),
            ("Errors or loss of data", "Fouten of verlies van gegevens"),
            ("Open case with the vendor", "Lopende melding bij de leverancier"),
        ],
    ),
    (
        ("Application compatibility", "Compatibiliteit van toepassingen"),
        &[
            ("Line-of-business application", "Bedrijfstoepassing"),
            ("Add-in or integration", "Invoegtoepassing of koppeling"),
            ("Browser or operating system", "Browser of besturingssysteem"),
            ("Devices or peripherals", "Apparaten of randapparatuur"),
            ("Files or formats", "Bestanden of indelingen"),
        ],
    ),
    (
        ("Partner engagement", "Betrokkenheid van de partner"),
        &[
            ("No agreement with the customer", "Geen overeenkomst met de klant"),
            ("Partner lacks capacity", "Partner heeft te weinig capaciteit"),
            ("Partner lacks expertise", "Partner heeft te weinig kennis"),
            ("Another partner does the work", "Een andere partner doet het werk"),
        ],
    ),
    (
        ("Billing, licensing and subscription", "Facturering, licenties en abonnement"),
        &[
            ("Licences not assigned", "Licenties niet toegewezen"),
            ("Wrong plan or edition", "Verkeerd abonnement of verkeerde editie"),
            ("Payment or invoice in dispute", "Betaling of factuur in geschil"),
            ("Subscription ends or moves", "Abonnement loopt af of gaat over"),
            ("Price", "Prijs"),
        ],
    ),
];

const NO_INTENT: [Reason; 3] = [
    (
        ("Using a competing solution", "Gebruikt een concurrerende oplossing"),
        &[
            ("Contract runs on", "Contract loopt door"),
            ("Fits the need better", "Past beter bij de behoefte"),
            ("Costs less", "Kost minder"),
            ("Switching is too much work", "Overstappen is te veel werk"),
        ],
    ),
    (
        ("Using an on-premises solution", "Gebruikt een on-premises oplossing"),
        &[
            ("Recent investment", "Recente investering"),
            ("Policy against the cloud", "Beleid tegen de cloud"),
            ("Tied to other systems", "Verbonden met andere systemen"),
            ("Works well enough", "Werkt goed genoeg"),
        ],
    ),
    (
        ("Executive sponsorship", "Steun van de directie"),
        &[
            ("No sponsor", "Niemand in de directie die het draagt"),
            ("Sponsor has left", "Wie het droeg, is vertrokken"),
            ("Other priorities", "Andere prioriteiten"),
            ("No budget", "Geen budget"),
        ],
    ),
];

/// The nodes of the preset, in the order in which people see them.
///
/// Each code is the snake case of the English name; a test holds that every name gives one.
pub fn nodes() -> Vec<Node> {
    let mut nodes = Vec::new();
    for (status, reasons) in STATUSES {
        let Some(l1) = code_of(status.0) else { continue };
        let place = Choice::status(&l1);
        let dated = [IN_PROGRESS, BLOCKED].contains(&l1.as_str());
        nodes.push(Node { target_date_allowed: dated, ..node(place.clone(), status) });
        for (reason, technical) in reasons {
            let Some(place) = code_of(reason.0).and_then(|code| place.option(&code)) else { continue };
            nodes.push(node(place.clone(), *reason));
            for name in technical.iter().chain([&LAST]) {
                nodes.extend(code_of(name.0).and_then(|code| place.option(&code)).map(|place| node(place, *name)));
            }
        }
    }
    nodes
}

fn node(choice: Choice, (en, nl): Name) -> Node {
    let remark_required = choice.code() == OTHER;
    let labels = Labels { en: en.to_owned(), nl: nl.to_owned() };
    Node { choice, labels, remark_required, target_date_allowed: false }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::service_status::Taxonomy;

    fn preset() -> Taxonomy {
        Taxonomy::checked(nodes(), chrono::NaiveDate::default()).unwrap()
    }

    /// The first two levels, written from the specification and not from the names above.
    const SPECIFIED: &str = "
        status_unknown: customer_unresponsive new_subscription_or_workload
        in_progress:
        blocked: customer_it_infrastructure_and_remediation it_change_management_and_resourcing legal_or_regulatory
            security_or_privacy adoption_readiness product_feature_or_capability service_reliability
            application_compatibility partner_engagement billing_licensing_and_subscription
        no_intent: using_a_competing_solution using_an_on_premises_solution executive_sponsorship
        duplicate_or_invalid:";

    #[test]
    fn the_first_two_levels_are_those_of_the_specification() {
        let mut expected = Vec::new();
        let mut status = "";
        for word in SPECIFIED.split_whitespace() {
            if let Some(l1) = word.strip_suffix(':') {
                status = l1;
                expected.push(Choice::status(l1));
            } else {
                expected.push(Choice::new(status, Some(word), None).unwrap());
            }
        }
        let found: Vec<_> = nodes().into_iter().map(|one| one.choice).filter(|one| one.level() < 3).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn every_reason_has_a_short_list_that_ends_in_other() {
        let taxonomy = preset();
        for reason in taxonomy.nodes().iter().filter(|one| one.choice.level() == 2) {
            let options: Vec<_> = taxonomy.options(&reason.choice).collect();
            assert!((3..=6).contains(&options.len()), "{}", reason.choice);
            let (last, others) = options.split_last().unwrap();
            assert!(last.choice.code() == OTHER && last.remark_required, "{}", reason.choice);
            assert!(others.iter().all(|one| !one.remark_required && one.choice.code() != OTHER));
        }
    }

    #[test]
    fn no_name_was_left_out_for_want_of_a_code() {
        let names =
            STATUSES.iter().map(|(_, reasons)| 1 + reasons.iter().map(|(_, list)| 2 + list.len()).sum::<usize>());
        assert_eq!(nodes().len(), names.sum::<usize>());
    }

    #[test]
    fn only_work_that_goes_on_or_waits_has_a_target_date() {
        let dated: Vec<_> =
            preset().statuses().filter(|one| one.target_date_allowed).map(|one| one.choice.to_string()).collect();
        assert_eq!(dated, ["in_progress", "blocked"]);
        let deep = Choice::new("blocked", Some("legal_or_regulatory"), Some("other")).unwrap();
        assert!(preset().allows_target_date(&deep));
        assert!(!preset().allows_target_date(&Choice::of_new_seats()));
        let unheard_of = Choice::status("unheard_of");
        assert!(!preset().allows_target_date(&unheard_of) && !preset().needs_remark(&unheard_of));
    }

    #[test]
    fn every_label_is_translated() {
        for node in nodes() {
            assert_ne!(node.labels.en, node.labels.nl, "{}", node.choice);
        }
    }
}
