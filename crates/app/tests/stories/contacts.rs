//! Contacts: who sees whom, what may not be left, and what is gone for good (S7, S1.4).

use app::{App, AppError, ContactEdit, ContactItem, ContactQuery, Ctx, Expected, Outcome, Problem, Settings};
use chrono::TimeDelta;
use domain::TenantId;
use domain::access::{Role, Shown};
use domain::contact::NewContact;
use futures_util::future::join_all;
use testkit::report::{Report, Usage};
use testkit::{Database, Noorderlicht, TENANTS, World, both_engines, operator};

/// A tenant of two partners, and people around it.
struct Shared {
    world: World,
    tenant: TenantId,
    executive: Ctx,
    viewer: Ctx,
    elsewhere: Ctx,
    other: Ctx,
    office: Ctx,
    manager: Ctx,
}

impl Shared {
    async fn open(database: Database) -> Self {
        let world = Noorderlicht::open(database).await.world;
        let [bakery, ..] = TENANTS;
        let shared = Usage {
            tenant: bakery.id,
            name: bakery.name,
            workload: "Yammer",
            month: "2026-09-01",
            location: Noorderlicht::HAARLEM,
            ..Usage::default()
        };
        world.load("more.csv", Report::office(&[shared]).text()).await;
        let own = Some(Noorderlicht::PARTNER);
        let person = async |name: &str, partner, role, at: &[&str]| {
            let email = world.add_person(name, partner, role, at).await;
            world.signed_in(&email).await
        };
        let executive = person("Els Executive", own, Role::ExecutiveReportViewer, &[]).await;
        let viewer = person("Vera Viewer", own, Role::ReportViewer, &[Noorderlicht::UTRECHT]).await;
        let elsewhere = person("Gert Gent", own, Role::ExecutiveReportViewer, &[Noorderlicht::GENT]).await;
        let other = person("Otto Other", Some(Noorderlicht::OTHER_PARTNER), Role::ExecutiveReportViewer, &[]).await;
        let office = person("Olga Office", None, Role::ProgrammeAdmin, &[]).await;
        let manager = person("Mara Manager", None, Role::PartnerManager, &[Noorderlicht::OTHER_PARTNER]).await;
        let tenant = bakery.id.parse().unwrap();
        Self { world, tenant, executive, viewer, elsewhere, other, office, manager }
    }

    fn app(&self) -> &App {
        &self.world.app
    }

    async fn add(&self, who: &Ctx, new: &NewContact) -> Result<ContactItem, AppError> {
        self.app().add_contact(who, self.tenant, new, None).await
    }

    async fn list(&self, who: &Ctx) -> Vec<ContactItem> {
        self.asked(who, &ContactQuery::default()).await.unwrap()
    }

    async fn asked(&self, who: &Ctx, query: &ContactQuery) -> Result<Vec<ContactItem>, AppError> {
        Ok(self.app().contacts(who, self.tenant, query).await?.value.contacts)
    }

    async fn change(&self, who: &Ctx, one: &ContactItem, edit: &ContactEdit) -> Result<ContactItem, AppError> {
        let expected = Expected::one(one.revision.as_str());
        match self.app().change_contact(who, self.tenant, &one.id, edit, &expected).await?.value {
            Outcome::Saved(item) => Ok(item),
            Outcome::Overtaken(_) => Err(AppError::Conflict),
        }
    }

    async fn delete(&self, who: &Ctx, one: &ContactItem) -> Result<ContactItem, AppError> {
        match self.app().delete_contact(who, self.tenant, &one.id, &Expected::Any).await?.value {
            Outcome::Saved(item) | Outcome::Overtaken(item) => Ok(item),
        }
    }

    async fn restore(&self, who: &Ctx, one: &ContactItem) -> Result<ContactItem, AppError> {
        Ok(self.app().restore_contact(who, self.tenant, &one.id).await?.value)
    }
}

fn customer(name: &str, is_eligible: bool) -> NewContact {
    NewContact {
        kind: "customer".to_owned(),
        name: name.to_owned(),
        email: format!("{}@Klant.example.com", name.to_lowercase().replace(' ', ".")),
        phone: "+31 20 555 01 99".to_owned(),
        title: "Head of desks".to_owned(),
        country: "NL".to_owned(),
        language: "nl".to_owned(),
        workloads: vec!["Teams".to_owned(), "Exchange".to_owned()],
        survey_eligible: Some(is_eligible),
    }
}

fn partner(name: &str) -> NewContact {
    NewContact {
        kind: "partner".to_owned(),
        name: name.to_owned(),
        email: format!("{}@partner.example.com", name.to_lowercase().replace(' ', ".")),
        workloads: vec!["Teams".to_owned()],
        ..NewContact::default()
    }
}

/// The rest of a contact as it is, and nothing of who it is.
fn rest_of(new: &NewContact) -> ContactEdit {
    ContactEdit {
        kind: new.kind.clone(),
        title: new.title.clone(),
        country: new.country.clone(),
        language: new.language.clone(),
        workloads: new.workloads.clone(),
        survey_eligible: new.survey_eligible,
        ..ContactEdit::default()
    }
}

/// All of a contact.
fn all_of(new: &NewContact) -> ContactEdit {
    ContactEdit {
        name: Some(new.name.clone()),
        email: Some(new.email.clone()),
        phone: Some(new.phone.clone()),
        ..rest_of(new)
    }
}

fn shown(text: &str) -> Shown<String> {
    Shown::Value(text.to_owned())
}

#[track_caller]
fn assert_refused<T: std::fmt::Debug>(answer: Result<T, AppError>, expected: &[(&str, Problem)]) {
    match answer {
        Err(AppError::Invalid(fields)) => assert_eq!(fields, expected),
        other => panic!("{other:?} instead of {expected:?}"),
    }
}

both_engines! {
    async fn a_contact_belongs_to_the_partner_that_wrote_it(shared in Shared) {
        let own = shared.add(&shared.executive, &customer("Noor Bakker", true)).await.unwrap();
        assert_eq!((own.name.clone(), own.email.clone()), (shown("Noor Bakker"), shown("noor.bakker@klant.example.com")));
        assert_eq!((own.workloads.len(), own.revision.as_str(), own.organisation.clone()), (2, "1", None));
        assert!(shared.list(&shared.other).await.is_empty());
        // Nor does the other partner's rule know of it: the same address, and no other that is eligible.
        let theirs = shared.add(&shared.other, &customer("Noor Bakker", true)).await.unwrap();
        assert_eq!(shared.list(&shared.executive).await, std::slice::from_ref(&own));
        for (who, of) in [(&shared.office, vec!["Noorderlicht", "Zuiderkruis"]), (&shared.manager, vec!["Zuiderkruis"])] {
            let seen: Vec<_> = shared.list(who).await.into_iter().map(|one| one.organisation.unwrap()).collect();
            assert_eq!(seen, of);
        }
        for (who, id) in [(&shared.other, &own.id), (&shared.executive, &theirs.id), (&shared.manager, &own.id), (&shared.elsewhere, &own.id)] {
            assert!(matches!(shared.app().contact(who, shared.tenant, id).await, Err(AppError::NotFound)));
            for answer in [
                shared.app().delete_contact(who, shared.tenant, id, &Expected::Any).await.map(|_| ()),
                shared.app().restore_contact(who, shared.tenant, id).await.map(|_| ()),
                shared.app().change_contact(who, shared.tenant, id, &ContactEdit::default(), &Expected::Any).await.map(|_| ()),
            ] {
                assert!(matches!(answer, Err(AppError::NotFound | AppError::Forbidden)), "{answer:?}");
            }
        }
        assert!(matches!(shared.app().contacts(&shared.elsewhere, shared.tenant, &ContactQuery::default()).await, Err(AppError::NotFound)));
        assert!(matches!(shared.add(&shared.manager, &partner("No")).await, Err(AppError::Forbidden)));
        let other_tenant = TENANTS[1].id.parse().unwrap();
        assert!(matches!(shared.app().contact(&shared.executive, other_tenant, &own.id).await, Err(AppError::NotFound)));
    }

    async fn who_it_is_is_withheld_from_a_report_viewer_but_for_what_they_wrote(shared in Shared) {
        let els = shared.add(&shared.executive, &customer("Noor Bakker", true)).await.unwrap();
        let vera = shared.add(&shared.viewer, &customer("Bram Visser", false)).await.unwrap();
        assert_eq!(vera.name, shown("Bram Visser"));
        let seen = shared.list(&shared.viewer).await;
        assert_eq!(seen.iter().map(|one| one.id.as_str()).collect::<Vec<_>>(), [els.id.as_str(), &vera.id], "by when they were added");
        assert_eq!((&seen[0].name, &seen[0].email, &seen[0].phone), (&Shown::Withheld, &Shown::Withheld, &Shown::Withheld));
        assert_eq!((seen[0].title.as_deref(), seen[0].survey_eligible), (Some("Head of desks"), Some(true)));
        assert_eq!(seen[1].name, shown("Bram Visser"));
        let by_name = shared.list(&shared.executive).await;
        assert_eq!(by_name[0].id, vera.id, "by name, where names are seen");
        // Each field has its own author.
        let edit = ContactEdit { phone: Some("020 123 4567".to_owned()), ..rest_of(&customer("", false)) };
        shared.change(&shared.executive, &vera, &edit).await.unwrap();
        let after = shared.app().contact(&shared.viewer, shared.tenant, &vera.id).await.unwrap();
        assert_eq!((after.name, after.phone), (shown("Bram Visser"), Shown::Withheld));
    }

    async fn what_is_withheld_is_neither_searched_nor_changed(shared in Shared) {
        let noor = shared.add(&shared.executive, &customer("Noor Bakker", true)).await.unwrap();
        let search = |text: &str| ContactQuery { search: text.to_owned(), ..ContactQuery::default() };
        for words in ["BAKK", "noor.bakker@klant", "555 01", "head OF"] {
            assert_eq!(shared.asked(&shared.executive, &search(words)).await.unwrap().len(), 1, "{words}");
            assert_refused(shared.asked(&shared.viewer, &search(words)).await, &[("q", Problem::Withheld)]);
        }
        assert!(shared.asked(&shared.executive, &search("bak%er")).await.unwrap().is_empty());
        let edit = ContactEdit { title: "Other".to_owned(), ..rest_of(&customer("", true)) };
        let after = shared.change(&shared.viewer, &noor, &edit).await.unwrap();
        assert_eq!((after.name, after.title.as_deref(), after.revision.as_str()), (Shown::Withheld, Some("Other"), "2"));
        let seen = shared.app().contact(&shared.executive, shared.tenant, &noor.id).await.unwrap();
        assert_eq!((&seen.name, &seen.phone), (&shown("Noor Bakker"), &Shown::Value(Some("+31 20 555 01 99".to_owned()))));
        // Not even to what it is already: the answer would tell.
        let told = all_of(&customer("Noor Bakker", true));
        let withheld = ["name", "email", "phone"].map(|field| (field, Problem::Withheld));
        assert_refused(shared.change(&shared.viewer, &seen, &told).await, &withheld);
        assert_eq!(shared.app().contact(&shared.viewer, shared.tenant, &noor.id).await.unwrap().name, Shown::Withheld);
    }

    async fn whoever_comes_second_changes_nothing(shared in Shared) {
        let noor = shared.add(&shared.executive, &customer("Noor Bakker", true)).await.unwrap();
        let first = shared.change(&shared.executive, &noor, &all_of(&customer("Noor de Bakker", true))).await.unwrap();
        let late = shared.change(&shared.executive, &noor, &all_of(&customer("Late", true))).await;
        assert!(matches!(late, Err(AppError::Conflict)));
        let expected = Expected::one(noor.revision.as_str());
        let late = shared.app().delete_contact(&shared.executive, shared.tenant, &noor.id, &expected).await.unwrap().value;
        assert!(matches!(late, Outcome::Overtaken(standing) if standing == first));
    }

    async fn a_tenant_with_customer_contacts_has_one_that_is_survey_eligible(shared in Shared) {
        let none = |customers| [("survey_eligible", Problem::NoneSurveyEligible(customers))];
        let who = &shared.executive;
        assert_refused(shared.add(who, &customer("First", false)).await, &none(1));
        let first = shared.add(who, &customer("First", true)).await.unwrap();
        let second = shared.add(who, &customer("Second", false)).await.unwrap();
        shared.add(who, &partner("Ours")).await.unwrap();
        assert_refused(shared.delete(who, &first).await, &none(1));
        assert_refused(shared.change(who, &first, &rest_of(&customer("", false))).await, &none(2));
        let as_partner = ContactEdit { country: String::new(), language: String::new(), ..rest_of(&partner("")) };
        assert_refused(shared.change(who, &first, &as_partner).await, &none(1));
        shared.delete(who, &second).await.unwrap();
        shared.delete(who, &first).await.unwrap();
        // Alone it could not come back, and after the first it can.
        assert_refused(shared.restore(who, &second).await, &none(1));
        shared.restore(who, &first).await.unwrap();
        let back = shared.restore(who, &second).await.unwrap();
        assert_eq!((back.name, back.workloads.len(), back.undo_until), (shown("Second"), 2, None));
        let page = shared.app().tenant(who, shared.tenant).await.unwrap().value.contacts;
        assert_eq!((page.counts.customers, page.counts.survey_eligible, page.counts.partners), (2, 1, 1));
        assert_eq!(page.some.len(), 3, "of either type");
    }

    async fn the_same_address_twice_is_refused_and_by_the_database_too(shared in Shared) {
        let who = &shared.executive;
        let first = shared.add(who, &customer("Noor Bakker", true)).await.unwrap();
        let twice = [("email", Problem::EmailTwice)];
        let same = NewContact { email: "NOOR.BAKKER@KLANT.EXAMPLE.COM".to_owned(), ..partner("Other") };
        assert_refused(shared.add(who, &same).await, &twice);
        // A report viewer is told by the rule, and nothing more.
        assert_refused(shared.add(&shared.viewer, &same).await, &twice);
        let second = shared.add(who, &partner("Other")).await.unwrap();
        assert_refused(shared.change(who, &second, &all_of(&same)).await, &twice);
        let forced = shared.world.database.run("UPDATE contact SET email = 'Noor.Bakker@klant.example.com'").await;
        assert!(forced.is_err());
        // A deleted one gives its address free, and does not come back while it is taken.
        shared.delete(who, &second).await.unwrap();
        let anew = shared.add(who, &partner("Other")).await.unwrap();
        assert_refused(shared.restore(who, &second).await, &twice);
        shared.delete(who, &anew).await.unwrap();
        shared.restore(who, &second).await.unwrap();
        assert_eq!(shared.list(who).await.len(), 2);
        assert_eq!(first.revision, "1");
    }

    async fn what_cannot_be_kept_is_told_field_by_field(shared in Shared) {
        let wrong = NewContact {
            kind: "customer".to_owned(),
            name: "Noor\u{202e}x".to_owned(),
            email: "noor at example".to_owned(),
            phone: "call me".to_owned(),
            title: "x".repeat(10_001),
            country: "XX".to_owned(),
            language: "Dutch".to_owned(),
            workloads: vec!["Kaizala Pro".to_owned()],
            survey_eligible: None,
        };
        assert_refused(shared.add(&shared.executive, &wrong).await, &[
            ("name", Problem::Unseen(0x202e)),
            ("email", Problem::NotAnEmail),
            ("phone", Problem::NotAPhone),
            ("title", Problem::TooLong(200)),
            ("country", Problem::NotInTheList),
            ("language", Problem::NotInTheList),
            ("workloads", Problem::UnknownWorkload("Kaizala Pro".to_owned())),
            ("survey_eligible", Problem::Missing),
        ]);
        let asked = NewContact { survey_eligible: Some(false), name: "a\nb".to_owned(), ..partner("x") };
        assert_refused(shared.add(&shared.executive, &asked).await, &[
            ("name", Problem::LineBreak), ("survey_eligible", Problem::NotOfThisType),
        ]);
    }

    async fn a_deletion_can_be_undone_for_half_a_minute(shared in Shared) {
        let who = &shared.executive;
        let noor = shared.add(who, &customer("Noor Bakker", true)).await.unwrap();
        let deleted = shared.delete(who, &noor).await.unwrap();
        assert_eq!(deleted.undo_until, Some(shared.app().now() + TimeDelta::seconds(30)));
        let list = shared.app().contacts(who, shared.tenant, &ContactQuery::default()).await.unwrap().value;
        assert_eq!((list.contacts.len(), list.deleted.len(), list.counts.customers), (0, 1, 0));
        assert!(matches!(shared.app().contact(who, shared.tenant, &noor.id).await, Err(AppError::NotFound)));
        shared.world.clock.pass(TimeDelta::seconds(30));
        assert_eq!(shared.restore(who, &noor).await.unwrap().name, shown("Noor Bakker"));
        assert_eq!(shared.restore(who, &noor).await.unwrap().id, noor.id, "twice is once");
        shared.delete(who, &noor).await.unwrap();
        shared.world.clock.pass(TimeDelta::milliseconds(30_001));
        assert!(matches!(shared.restore(who, &noor).await, Err(AppError::NotFound)));
        let list = shared.app().contacts(who, shared.tenant, &ContactQuery::default()).await.unwrap().value;
        assert!(list.deleted.is_empty());
    }

    async fn of_many_who_take_the_eligible_ones_away_somebody_is_left(shared in Shared) {
        let who = &shared.executive;
        let two = App::new(shared.world.database.open().await, shared.world.clock.clock(), Settings::usual(shared.world.database.folder()));
        let (rounds, clients) = (testkit::size("UPTAKE_ROUNDS", 6), testkit::size("UPTAKE_CLIENTS", 6));
        for round in 0..rounds {
            let mut contacts = Vec::new();
            for number in 0..clients {
                let new = customer(&format!("Round {round} {number}"), number + 1 < clients);
                contacts.push(shared.add(who, &new).await.unwrap());
            }
            let tries = contacts.iter().zip(0..).map(async |(one, number): (_, u64)| {
                let app = if number % 2 == 0 { shared.app() } else { &two };
                let unmarked = ContactEdit { survey_eligible: Some(false), ..rest_of(&customer("", false)) };
                let done = if (number + round) % 3 == 0 {
                    app.change_contact(who, shared.tenant, &one.id, &unmarked, &Expected::Any).await.map(|_| ())
                } else {
                    app.delete_contact(who, shared.tenant, &one.id, &Expected::Any).await.map(|_| ())
                };
                match done {
                    Ok(()) => 0,
                    Err(AppError::Invalid(fields)) => {
                        assert!(matches!(fields.as_slice(), [("survey_eligible", Problem::NoneSurveyEligible(_))]));
                        1
                    }
                    Err(error) => panic!("{error:?}"),
                }
            });
            let refused: i32 = join_all(tries).await.into_iter().sum();
            let left = shared.list(who).await;
            assert!(left.is_empty() || left.iter().any(|one| one.survey_eligible == Some(true)), "{left:?}");
            assert!(refused > 0 || left.is_empty());
            // Whoever is left goes in the order in which that is allowed.
            for one in left.iter().filter(|one| one.survey_eligible == Some(false)) {
                shared.delete(who, one).await.unwrap();
            }
            for one in left.iter().filter(|one| one.survey_eligible == Some(true)) {
                shared.delete(who, one).await.unwrap();
            }
            shared.world.clock.pass(TimeDelta::seconds(31));
        }
    }

    async fn after_half_a_minute_nothing_of_the_person_is_left_anywhere(shared in Shared) {
        let who = &shared.executive;
        let kept = shared.add(who, &customer("Kxqkept Person", true)).await.unwrap();
        let key = app::RequestKey::new("a-key", "POST /x", b"{\"name\":\"Kxqgone Person\"}").unwrap();
        let gone = customer("Kxqgone Person", true);
        let added = shared.app().add_contact(who, shared.tenant, &gone, Some(&key)).await.unwrap();
        shared.change(who, &added, &all_of(&customer("Kxqgone Renamed", true))).await.unwrap();
        shared.delete(who, &added).await.unwrap();
        shared.world.clock.pass(TimeDelta::seconds(30));
        assert_eq!(shared.app().erase_contacts().await.unwrap().0, 0, "it can still be undone");
        assert!(shared.holds("kxqgone").await, "the search for its bytes finds nothing at all");
        shared.world.clock.pass(TimeDelta::seconds(1));
        // Another server does it, and a restart in between loses nothing: what waits stands in the table.
        let other = App::new(shared.world.database.open().await, shared.world.clock.clock(), Settings::usual(shared.world.database.folder()));
        assert_eq!(other.erase_contacts().await.unwrap(), (1, true));
        assert!(!shared.holds("kxqgone").await, "something of the person is left");
        assert!(shared.holds("kxqkept").await);
        assert!(matches!(shared.app().contact(who, shared.tenant, &added.id).await, Err(AppError::NotFound)));
        assert_eq!(shared.list(who).await, [kept]);
        // The request under the same key makes nobody anew.
        assert!(shared.app().add_contact(who, shared.tenant, &gone, Some(&key)).await.is_err());
        let page = shared.app().audit_page(&operator(), &app::AuditQuery::of("contact")).await.unwrap().value;
        let told: Vec<&str> = page.entries.iter().map(|entry| entry.action.code()).collect();
        assert_eq!(told, ["contacts.erased", "contact.deleted", "contact.changed", "contact.added", "contact.added"]);
        assert_eq!((page.entries[0].organisation.as_deref(), page.entries[0].person.as_deref()), (Some("Noorderlicht"), None));
    }

    async fn what_is_due_is_erased_by_the_next_who_writes(shared in Shared) {
        let who = &shared.executive;
        let added = shared.add(who, &customer("Kxqgone Person", true)).await.unwrap();
        shared.delete(who, &added).await.unwrap();
        shared.world.clock.pass(TimeDelta::seconds(31));
        shared.add(&shared.other, &partner("Somebody")).await.unwrap();
        let dump = shared.world.database.dump(&[]).await;
        assert!(!format!("{dump:?}").to_lowercase().contains("kxqgone"));
    }
}

impl Shared {
    /// Whether a word stands in any table, or in any file of an embedded database.
    async fn holds(&self, word: &str) -> bool {
        let dump = format!("{:?}", self.world.database.dump(&[]).await).to_lowercase();
        let mut holds = dump.contains(word);
        if self.world.database.engine() == testkit::Engine::Sqlite {
            let finder = testkit::Canaries::new([word.to_owned()]);
            for entry in std::fs::read_dir(self.world.database.folder()).unwrap() {
                let path = entry.unwrap().path();
                let is_found = path.is_file() && !finder.in_bytes(&std::fs::read(&path).unwrap()).is_empty();
                holds |= is_found;
            }
        }
        holds
    }
}
