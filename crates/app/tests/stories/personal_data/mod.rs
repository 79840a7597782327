//! What is kept of a person: all of it is in the copy that they can ask for, and nobody gets the copy of somebody else's (S16.2).

mod erasing;
mod filled;
mod left_out;
mod retaining;

use std::collections::{BTreeMap, BTreeSet};

use app::{App, AppError, CopyAsked, CopyPlace, Ctx, PersonalData, Whose};
use domain::access::Role;
use serde_json::Value;
use store::{CopyKind, KINDS_OF_CONTACT, KINDS_OF_PERSON};
use testkit::{Noorderlicht, both_engines, operator};

use filled::CONTACT;
pub(crate) use filled::Filled;
use left_out::{LEFT_OUT, WITHOUT_PEOPLE};

/// The copy, whole.
async fn copy(app: &App, who: &Ctx, asked: CopyAsked) -> Result<Value, AppError> {
    let (mut text, mut next) = app.access_copy(who, &asked, CopyPlace::default()).await?;
    while let Some(place) = next {
        let (piece, further) = app.access_copy(who, &asked, place).await?;
        text.push_str(&piece);
        next = further;
    }
    Ok(serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}")))
}

/// The columns that a copy tells.
fn told() -> BTreeSet<&'static str> {
    [KINDS_OF_PERSON, KINDS_OF_CONTACT]
        .into_iter()
        .flatten()
        .flat_map(|kind| kind.fields)
        .map(|field| field.of)
        .collect()
}

/// Fields of kinds that no row of a copy fills.
fn never_filled(copy: &Value, kinds: &'static [CopyKind]) -> Vec<String> {
    let is_filled = |kind: &str, field: &str| {
        let rows = copy["data"][kind].as_array().unwrap_or_else(|| panic!("no {kind}: {copy}"));
        rows.iter().any(|row| !row[field].is_null() && row[field] != "")
    };
    let fields = kinds.iter().flat_map(|kind| kind.fields.iter().map(move |field| (kind.name, field.name)));
    fields.filter(|(kind, field)| !is_filled(kind, field)).map(|(kind, field)| format!("{kind}.{field}")).collect()
}

both_engines! {
    async fn every_column_of_a_table_with_people_is_told_or_left_out_for_a_reason(Noorderlicht { world } in Noorderlicht) {
        let columns = world.database.columns().await;
        let told = told();
        let left_out: BTreeMap<&str, &str> = LEFT_OUT.into_iter().collect();
        assert_eq!(left_out.len(), LEFT_OUT.len(), "a column is left out twice");
        let tables: BTreeSet<&str> = told.iter().filter_map(|of| of.split('.').next()).collect();
        let mut undecided = Vec::new();
        for column in &columns {
            let name = format!("{}.{}", column.table, column.name);
            let (is_told, is_left_out) = (told.contains(name.as_str()), left_out.contains_key(name.as_str()));
            assert!(!(is_told && is_left_out), "{name} is told and left out");
            let says_nobody = WITHOUT_PEOPLE.contains(&column.table.as_str());
            assert!(!(says_nobody && tables.contains(column.table.as_str())), "{} has people", column.table);
            // By its name, a column of any table may be about a person.
            let may_be = ["person", "email", "phone", "owner", "user_agent", "assignee", "_by"]
                .iter()
                .any(|word| column.name.contains(word));
            if !is_told && !is_left_out && (!says_nobody || may_be) {
                undecided.push(name);
            }
        }
        assert_eq!(undecided, Vec::<String>::new(), "tell them in the copy of personal data, or say why not");
        let there: BTreeSet<String> = columns.iter().map(|one| format!("{}.{}", one.table, one.name)).collect();
        let gone: Vec<&&str> = told.iter().chain(left_out.keys()).filter(|name| !there.contains(**name)).collect();
        assert!(gone.is_empty(), "no such column: {gone:?}");
        assert!(left_out.values().all(|why| why.len() > 8), "a reason that is none");
    }

    async fn the_copy_has_every_field_of_a_person_and_of_a_contact(it in Filled) {
        let app = &it.world.app;
        let of_person = copy(app, &operator(), CopyAsked::Of(Whose::Person(it.handle.clone()))).await.unwrap();
        assert_eq!(never_filled(&of_person, KINDS_OF_PERSON), Vec::<String>::new());
        let of_contact = copy(app, &operator(), CopyAsked::Of(Whose::Contact(CONTACT.to_uppercase()))).await.unwrap();
        assert_eq!(never_filled(&of_contact, KINDS_OF_CONTACT), Vec::<String>::new());
        // Whatever was written by the person, or of the contact, is there as it was written.
        let texts = (of_person.to_string(), of_contact.to_string());
        for canary in filled::OF_PERSON {
            assert!(texts.0.contains(canary), "{canary} is not in the copy: {}", texts.0);
        }
        for canary in filled::OF_CONTACT {
            assert!(texts.1.contains(canary), "{canary} is not in the copy: {}", texts.1);
        }
        for canary in filled::OF_OTHERS {
            assert!(!texts.0.contains(canary) && !texts.1.contains(canary), "{canary} is somebody else's");
        }
        // No secret, and no number that counts what others have.
        for secret in ["secret", "hash", "person_id", "audit_id"] {
            assert!(!texts.0.contains(&format!("\"{secret}")), "{secret}: {}", texts.0);
        }
        let counted = app.personal_data(&operator(), &Whose::Person(it.handle.clone())).await.unwrap().value;
        for (kind, count) in counted.counts {
            let rows = of_person["data"][kind].as_array().unwrap().len();
            // That the copy was made came after it.
            assert!(rows == usize::try_from(count).unwrap() || kind.starts_with("done"), "{kind}: {rows} of {count}");
        }
        let [person, contact] = PersonalData::kinds();
        assert_eq!((person.len(), contact.len()), (KINDS_OF_PERSON.len(), KINDS_OF_CONTACT.len()));
    }

    async fn a_long_copy_is_whole_and_in_order(it in Filled) {
        it.world.database.run(
            "INSERT INTO saved_view (handle, person_id, name, query)
             SELECT 'long' || CAST(n.number AS TEXT), p.person_id, 'view ' || CAST(n.number AS TEXT), 'q'
             FROM person AS p, (
                 SELECT ROW_NUMBER() OVER (ORDER BY a.audit_id, b.audit_id, c.audit_id, d.audit_id) AS number
                 FROM audit AS a, audit AS b, audit AS c, audit AS d LIMIT 1300) AS n
             WHERE p.email = 'pia.kxqperson@uptake.example'",
        ).await.unwrap();
        let told = copy(&it.world.app, &operator(), CopyAsked::Of(Whose::Person(it.handle.clone()))).await.unwrap();
        let views = told["data"]["saved_views"].as_array().unwrap();
        let names: BTreeSet<&str> = views.iter().map(|one| one["name"].as_str().unwrap()).collect();
        let kept = it.world.database.dump(&[]).await["saved_view"].len();
        assert_eq!(kept, 1301, "more than a piece has");
        assert_eq!((views.len(), names.len()), (kept, kept));
    }

    async fn everybody_has_the_own_copy_and_admins_those_of_their_people(it in Filled) {
        let world = &it.world;
        let own = Some(Noorderlicht::PARTNER);
        let person = async |name: &str, partner, role| {
            let email = world.add_person(name, partner, role, &[]).await;
            (world.with_token(&email).await, email)
        };
        let (viewer, email) = person("Vera Viewer", own, Role::ReportViewer).await;
        let (account, _) = person("Ada Account", own, Role::AccountAdmin).await;
        let (global, _) = person("Gus Global", own, Role::GlobalAdmin).await;
        let (other, _) = person("Otto Other", Some(Noorderlicht::OTHER_PARTNER), Role::GlobalAdmin).await;
        let (manager, _) = person("Mara Manager", None, Role::PartnerManager).await;
        let (office, _) = person("Olga Office", None, Role::ProgrammeAdmin).await;
        let app = &world.app;
        let told = copy(app, &viewer, CopyAsked::Own).await.unwrap();
        assert_eq!(told["data"]["account"][0]["email"], email.as_str());
        assert!(!told.to_string().contains("kxqperson"), "{told}");
        let found = app.find_personal_data(&office, "VERA").await.unwrap().value;
        assert_eq!((found.len(), found[0].email.as_str()), (1, email.as_str()));
        let of_viewer = found[0].whose.clone();
        for who in [&global, &office, &operator()] {
            let told = copy(app, who, CopyAsked::Of(of_viewer.clone())).await.unwrap();
            assert_eq!(told["data"]["account"][0]["name"], "Vera Viewer");
        }
        for who in [&viewer, &account, &manager] {
            assert!(matches!(copy(app, who, CopyAsked::Of(of_viewer.clone())).await, Err(AppError::Forbidden)));
            assert!(matches!(app.find_personal_data(who, "vera").await, Err(AppError::Forbidden)));
        }
        // A stranger is not there, as nobody is.
        let nobody = Whose::Person("AAAAAAAAAAAAAAAA".to_owned());
        for whose in [&of_viewer, &nobody, &Whose::Contact(CONTACT.to_owned())] {
            assert!(matches!(copy(app, &other, CopyAsked::Of(whose.clone())).await, Err(AppError::NotFound)), "{whose:?}");
            assert!(matches!(app.personal_data(&other, whose).await, Err(AppError::NotFound)), "{whose:?}");
        }
        assert!(app.find_personal_data(&other, "vera").await.unwrap().value.is_empty());
        assert!(app.find_personal_data(&global, "kxqcontact").await.unwrap().value.is_empty(), "a role without tenants");
        let found = app.find_personal_data(&office, "KXQCONTACT").await.unwrap().value;
        assert_eq!(found.iter().map(|one| one.email.as_str()).collect::<Vec<_>>(), [CONTACT]);
        let unknown = Whose::Contact("nobody.at.all@klant.example".to_owned());
        assert!(matches!(copy(app, &office, CopyAsked::Of(unknown)).await, Err(AppError::NotFound)));
        let typed = Whose::Contact("no address".to_owned());
        assert!(matches!(copy(app, &office, CopyAsked::Of(typed)).await, Err(AppError::Invalid(_))));
        // The copy stands in the audit by what names nobody.
        let page = app.audit_page(&operator(), &app::AuditQuery::of("personal_data.copied")).await.unwrap().value;
        assert!(page.entries.len() >= 4, "{page:?}");
        assert!(page.entries.iter().all(|one| !one.subject.contains('@') && !one.detail.contains('@')), "{page:?}");
    }
}
