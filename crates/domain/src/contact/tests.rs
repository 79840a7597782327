//! What a contact must be, alone (S7.1, S7.3, S7.4).

use super::*;

fn customer() -> NewContact {
    NewContact {
        kind: "customer".to_owned(),
        name: "  Noor Bakker ".to_owned(),
        email: " Noor@Example.COM".to_owned(),
        country: "nl".to_owned(),
        language: "NL".to_owned(),
        workloads: ["Teams", "Exchange", "Teams", " "].map(str::to_owned).to_vec(),
        survey_eligible: Some(false),
        ..NewContact::default()
    }
}

fn partner() -> NewContact {
    NewContact {
        kind: "partner".to_owned(),
        country: String::new(),
        language: String::new(),
        survey_eligible: None,
        ..customer()
    }
}

fn workload(code: &str) -> Option<WorkloadId> {
    ["Exchange", "Teams"].iter().position(|one| *one == code).and_then(|at| i64::try_from(at).ok()).map(WorkloadId)
}

/// What is wrong with a contact after a change, as `field: sentence`.
fn faults(mut contact: NewContact, change: impl FnOnce(&mut NewContact)) -> Vec<String> {
    change(&mut contact);
    let faults = contact.check(workload).err().unwrap_or_default();
    faults.into_iter().map(|(field, fault)| format!("{}: {fault}", field.code())).collect()
}

#[test]
fn a_contact_is_kept_as_it_was_meant() {
    let kept = customer().check(workload).unwrap();
    assert_eq!((kept.person.name.as_str(), kept.person.email.as_str()), ("Noor Bakker", "noor@example.com"));
    assert_eq!((kept.country.map(Country::code), kept.language.map(SurveyLanguage::tag)), (Some("NL"), Some("nl")));
    assert_eq!((kept.workloads, kept.survey_eligible), (vec![WorkloadId(1), WorkloadId(0)], Some(false)));
    let kept = partner().check(workload).unwrap();
    assert_eq!(
        (kept.kind, kept.country, kept.language, kept.survey_eligible),
        (ContactKind::Partner, None, None, None)
    );
}

#[test]
fn each_type_requires_its_own_fields() {
    let empty = |kind: &str| faults(NewContact::default(), |contact| contact.kind = kind.to_owned());
    let both = ["name: is required", "email: is required", "workloads: is required"];
    assert_eq!(empty("partner"), both);
    let of_customer = ["name", "email", "country", "language", "workloads", "survey_eligible"];
    assert_eq!(empty("customer"), of_customer.map(|field| format!("{field}: is required")));
    assert_eq!(empty("")[0], "type: is required");
    assert_eq!(empty("Customer")[0], "type: is not in the list");
    assert_eq!(empty("")[1..], both);
}

#[test]
fn survey_eligible_is_refused_on_a_partners_contact() {
    for said in [true, false] {
        assert_eq!(
            faults(partner(), |contact| contact.survey_eligible = Some(said)),
            ["survey_eligible: a partner's contact has no such field"]
        );
        assert_eq!(faults(customer(), |contact| contact.survey_eligible = Some(said)), Vec::<String>::new());
    }
}

#[test]
fn an_email_address_that_is_none_is_refused() {
    let long_user = format!("{}@example.com", "a".repeat(65));
    for email in [
        "noor",
        "noor@",
        "@example.com",
        "noor@example",
        "noor@localhost",
        "noor@example..com",
        "noor@-example.com",
        "noor@example.com.",
        "a b@example.com",
        "noor@example.com\r\nBcc: x@example.com",
        "noor\u{202e}@example.com",
        "no\u{200b}or@example.com",
        "Noor <noor@example.com>",
        "noor@example.com, x@example.com",
        &long_user,
    ] {
        assert_eq!(
            faults(partner(), |contact| contact.email = email.to_owned()),
            ["email: is not an e-mail address"],
            "{email}"
        );
    }
    let longest_user = format!("{}@example.com", "a".repeat(64));
    for email in [&longest_user, "n.o+o-r@mail.example.co.uk", "o'neil@example.com", "jürgen@bücher.example"] {
        assert_eq!(faults(partner(), |contact| contact.email = email.to_owned()), Vec::<String>::new(), "{email}");
    }
}

#[test]
fn a_telephone_number_is_written_as_people_write_them() {
    for phone in [
        "+31 (0)20 123 45 67",
        "020-1234567",
        "\u{202a}+31612345678\u{202c}",
        "+1 555.010.9999 x12",
        "0201234567 ext. 9",
        "1234#5",
    ] {
        assert_eq!(faults(partner(), |contact| contact.phone = phone.to_owned()), Vec::<String>::new(), "{phone:?}");
    }
    for phone in [
        "call me",
        "123",
        "+",
        "31+20123456",
        "020 123 4567 x",
        "020 1234 ext",
        "020 1234 x1a",
        "exit 1234",
        "123456789012345678901",
        "020\n1234567",
        "٠٢٠١٢٣٤٥٦٧",
        "020=1234",
    ] {
        assert_eq!(
            faults(partner(), |contact| contact.phone = phone.to_owned()),
            ["phone: is not a telephone number"],
            "{phone:?}"
        );
    }
    let spread = |dots: usize| faults(partner(), |contact| contact.phone = format!("0{}201234", ".".repeat(dots)));
    assert_eq!((spread(33).len(), spread(34).len()), (0, 1), "40 characters at most");
    let kept = NewContact { phone: " 020   123 4567 ".to_owned(), ..partner() }.check(workload).unwrap();
    assert_eq!(kept.person.phone.unwrap().as_str(), "020 123 4567");
}

#[test]
fn countries_and_languages_come_from_their_lists() {
    assert_eq!(faults(customer(), |contact| contact.country = "Nederland".to_owned()), ["country: is not in the list"]);
    assert_eq!(faults(partner(), |contact| contact.country = "XX".to_owned()), ["country: is not in the list"]);
    assert_eq!(faults(partner(), |contact| contact.language = "Dutch".to_owned()), ["language: is not in the list"]);
}

#[test]
fn an_unknown_workload_is_named() {
    assert_eq!(
        faults(customer(), |contact| contact.workloads =
            vec!["Teams".to_owned(), "Kaizala".to_owned(), "Kaizala".to_owned()]),
        ["workloads: Kaizala is not a workload"]
    );
    let many: Vec<String> = (0..1_000).map(|at| format!("{at}{}", "x".repeat(10_000))).collect();
    let told = faults(customer(), |contact| contact.workloads = many);
    assert!(told.len() == 5 && told.iter().all(|one| one.len() < 120), "a hostile list is not read back");
}

#[test]
fn names_and_titles_are_one_line_of_some_length() {
    assert_eq!(faults(partner(), |contact| contact.name = "a\nb".to_owned()), ["name: must be one line"]);
    assert_eq!(faults(partner(), |contact| contact.name = "\u{3164}".to_owned()), ["name: is required"]);
    assert_eq!(
        faults(partner(), |contact| contact.title = "x".repeat(201)),
        ["title: has 201 characters, 200 at most"]
    );
    assert_eq!(faults(partner(), |contact| contact.name = "é".repeat(200)), Vec::<String>::new());
    assert_eq!(faults(partner(), |contact| contact.name = "é".repeat(201)), ["name: has 201 characters, 200 at most"]);
}

#[test]
fn a_deletion_can_be_undone_for_thirty_seconds() {
    let deleted_at = DateTime::from_timestamp(1_800_000_000, 0).unwrap();
    let after = |milliseconds| can_be_undone(deleted_at, deleted_at + TimeDelta::milliseconds(milliseconds));
    assert!(after(0) && after(29_999) && after(30_000));
    assert!(!after(30_001));
    // Another server's clock may be a little behind.
    assert!(after(-2_000));
}

#[test]
fn who_it_is_is_not_printed_for_whoever_debugs() {
    let kept = NewContact { phone: "0201234567".to_owned(), ..customer() }.check(workload).unwrap();
    let (printed, phone) = (format!("{kept:?}").to_lowercase(), format!("{:?}", kept.person.phone));
    assert!(!printed.contains("noor") && !printed.contains("example") && !phone.contains("020"));
}

#[test]
fn the_others_know_of_a_contact_whether_a_survey_may_come() {
    for (contact, eligible) in
        [(NewContact { survey_eligible: Some(true), ..customer() }, true), (customer(), false), (partner(), false)]
    {
        let listed = Listed::of(None, &contact.check(workload).unwrap());
        assert_eq!((listed.survey_eligible, listed.email.as_str()), (eligible, "noor@example.com"));
    }
}
