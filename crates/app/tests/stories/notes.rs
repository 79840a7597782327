//! Status notes: whose they are, who sees what of them, and that none is ever changed (S6).

use app::{AppError, Ctx, NoteQuery, Problem, StatusNoteItem};
use domain::TenantId;
use domain::access::Role;
use domain::status_note::NewStatusNote;
use testkit::report::{Report, Usage};
use testkit::{Noorderlicht, TENANTS, World, both_engines, operator};

/// A tenant that both partners serve, and people of both.
struct Shared {
    world: World,
    tenant: TenantId,
    executive: Ctx,
    viewer: Ctx,
    other: Ctx,
    office: Ctx,
    manager: Ctx,
}

impl Shared {
    async fn open(database: testkit::Database) -> Self {
        let Noorderlicht { world } = Noorderlicht::open(database).await;
        let [bakery, ..] = TENANTS;
        let yammer = Usage {
            tenant: bakery.id,
            name: bakery.name,
            workload: "Yammer",
            month: "2026-09-01",
            location: Noorderlicht::HAARLEM,
            ..Usage::default()
        };
        world.load("more.csv", Report::office(&[yammer]).text()).await;
        let (ours, theirs) = (Some(Noorderlicht::PARTNER), Some(Noorderlicht::OTHER_PARTNER));
        let executive = world.add_person("Xenia Executive", ours, Role::ExecutiveReportViewer, &[]).await;
        let viewer = world.add_person("Vera Viewer", ours, Role::ReportViewer, &[]).await;
        let other = world.add_person("Otto Other", theirs, Role::ExecutiveReportViewer, &[]).await;
        let office = world.add_person("Petra Programme", None, Role::ProgrammeAdmin, &[]).await;
        let manager = world.add_person("Mart Manager", None, Role::PartnerManager, &[Noorderlicht::PARTNER]).await;
        let [executive, viewer, other, office, manager] = [executive, viewer, other, office, manager];
        Self {
            tenant: bakery.id.parse().unwrap(),
            executive: world.with_token(&executive).await,
            viewer: world.with_token(&viewer).await,
            other: world.with_token(&other).await,
            office: world.with_token(&office).await,
            manager: world.with_token(&manager).await,
            world,
        }
    }

    async fn write(&self, who: &Ctx, scope: &str) -> StatusNoteItem {
        self.world.app.add_status_note(who, self.tenant, &self.note(scope), None, None).await.unwrap()
    }

    fn note(&self, scope: &str) -> NewStatusNote {
        NewStatusNote {
            scope: scope.to_owned(),
            next_actions: "Call the service desk".to_owned(),
            next_action_date: self.world.app.now().date_naive().to_string(),
            next_action_owner: "Noor Kanarie".to_owned(),
            ..NewStatusNote::default()
        }
    }

    /// The scopes of the notes that somebody sees, newest first.
    async fn seen_by(&self, who: &Ctx) -> Vec<String> {
        self.asked(who, &NoteQuery::default()).await.unwrap().into_iter().map(|note| note.scope).collect()
    }

    async fn asked(&self, who: &Ctx, query: &NoteQuery) -> Result<Vec<StatusNoteItem>, AppError> {
        Ok(self.world.app.status_notes(who, self.tenant, query).await?.value.notes)
    }
}

both_engines! {
    async fn two_partners_of_one_tenant_do_not_see_each_others_notes(shared in Shared) {
        shared.write(&shared.executive, "ours").await;
        shared.write(&shared.other, "theirs").await;
        assert_eq!(shared.seen_by(&shared.executive).await, ["ours"]);
        assert_eq!(shared.seen_by(&shared.other).await, ["theirs"]);
        assert_eq!(shared.seen_by(&shared.manager).await, ["ours"]);
        assert_eq!(shared.seen_by(&shared.office).await, ["theirs", "ours"]);
        let page = shared.world.app.tenant(&shared.executive, shared.tenant).await.unwrap().value;
        assert_eq!(page.notes.newest.len(), 1);
    }

    async fn names_are_withheld_from_a_report_viewer_who_sees_the_own(shared in Shared) {
        shared.write(&shared.executive, "of the executive").await;
        shared.write(&shared.viewer, "of the viewer").await;
        let notes = shared.asked(&shared.viewer, &NoteQuery::default()).await.unwrap();
        let told: Vec<_> = notes.iter().map(|note| (note.author.as_deref(), note.withheld.len())).collect();
        assert_eq!(told, [(Some("Vera Viewer"), 0), (None, 2)]);
        assert!(notes[0].next_action_owner.is_some() && notes[1].next_action_owner.is_none());
        let by_author = NoteQuery { author: "Xenia Executive".to_owned(), ..NoteQuery::default() };
        let refused = shared.asked(&shared.viewer, &by_author).await;
        assert!(matches!(&refused, Err(AppError::Invalid(fields)) if *fields == [("author", Problem::Unknown)]));
        assert_eq!(shared.asked(&shared.executive, &by_author).await.unwrap().len(), 1);
    }

    async fn a_correction_and_what_it_corrects_stay_readable(shared in Shared) {
        let first = shared.write(&shared.executive, "four hundred people").await;
        let add = async |who: &Ctx, corrects: &str| {
            shared.world.app.add_status_note(who, shared.tenant, &shared.note("forty people"), Some(corrects), None).await
        };
        let second = add(&shared.executive, &first.id).await.unwrap();
        assert_eq!(second.corrects.as_deref(), Some(first.id.as_str()));
        let notes = shared.asked(&shared.executive, &NoteQuery::default()).await.unwrap();
        assert_eq!(notes[1].corrected_by.as_deref(), Some(second.id.as_str()));
        assert_eq!(notes[1].scope, "four hundred people");
        // A note of another partner is as absent as none at all.
        for wrong in [add(&shared.other, &first.id).await, add(&shared.executive, "nothing").await] {
            assert!(matches!(wrong, Err(AppError::Invalid(fields)) if fields == [("corrects", Problem::NotInTheList)]));
        }
        let changed = shared.world.database.run("UPDATE status_note SET scope = 'other'").await;
        assert!(changed.unwrap_err().contains("never changed"));
    }

    async fn a_note_that_is_asked_for_stands_until_that_partner_writes_one(shared in Shared) {
        let app = &shared.world.app;
        let due = app.now().date_naive().to_string();
        let missing = app.ask_for_note(&shared.office, shared.tenant, "", &due, None).await;
        assert!(matches!(missing, Err(AppError::Invalid(fields)) if fields == [("partner", Problem::Missing)]));
        app.ask_for_note(&shared.office, shared.tenant, Noorderlicht::PARTNER, &due, None).await.unwrap();
        app.ask_for_note(&shared.manager, shared.tenant, "", &due, None).await.unwrap();
        let open = async |who: &Ctx| app.tenant(who, shared.tenant).await.unwrap().value.notes.requests.len();
        assert_eq!((open(&shared.executive).await, open(&shared.other).await), (1, 0));
        shared.write(&shared.other, "of the other partner").await;
        assert_eq!(open(&shared.executive).await, 1);
        shared.write(&shared.executive, "what was asked for").await;
        assert_eq!((open(&shared.executive).await, open(&shared.office).await), (0, 0));
        let asked = app.ask_for_note(&shared.executive, shared.tenant, Noorderlicht::PARTNER, &due, None).await;
        assert!(matches!(asked, Err(AppError::Forbidden)));
    }

    async fn the_history_is_filtered_by_day_status_and_words(shared in Shared) {
        shared.write(&shared.executive, "Über die Straße").await;
        shared.world.clock.pass(chrono::TimeDelta::days(3));
        shared.write(&shared.executive, "100 % of 5_000 files").await;
        let of = async |query: NoteQuery| shared.asked(&shared.executive, &query).await.unwrap().len();
        let search = |text: &str| NoteQuery { search: text.to_owned(), ..NoteQuery::default() };
        assert_eq!((of(search("STRASSE")).await, of(search("0 %")).await, of(search("5%f")).await), (1, 1, 0));
        assert_eq!(of(search("Kanarie")).await, 0, "the owner is found");
        let today = shared.world.app.now().date_naive().to_string();
        assert_eq!(of(NoteQuery { from: today.clone(), ..NoteQuery::default() }).await, 1);
        assert_eq!(of(NoteQuery { until: today, ..NoteQuery::default() }).await, 2);
        assert_eq!(of(NoteQuery { overall_status: "paused".to_owned(), ..NoteQuery::default() }).await, 0);
        let wrong = NoteQuery { from: "x".to_owned(), overall_status: "y".to_owned(), cursor: "z".to_owned(), ..NoteQuery::default() };
        assert!(matches!(shared.asked(&shared.executive, &wrong).await, Err(AppError::Invalid(fields)) if fields.len() == 2));
    }

    async fn a_long_history_goes_on_by_cursor_and_no_note_comes_twice(shared in Shared) {
        for number in 0..53 {
            shared.write(&shared.executive, &format!("note {number}")).await;
            shared.write(&shared.other, "of the other partner").await;
        }
        let first = shared.world.app.status_notes(&shared.executive, shared.tenant, &NoteQuery::default()).await.unwrap().value;
        let cursor = first.next_cursor.unwrap();
        let rest = shared.asked(&shared.executive, &NoteQuery { cursor: cursor.clone(), ..NoteQuery::default() }).await.unwrap();
        assert_eq!((first.notes.len(), rest.len(), rest[0].scope.as_str()), (50, 3, "note 2"));
        let foreign = shared.asked(&shared.other, &NoteQuery { cursor, ..NoteQuery::default() }).await;
        assert!(matches!(foreign, Err(AppError::Invalid(fields)) if fields == [("cursor", Problem::ForeignCursor)]));
    }

    async fn the_history_opens_at_any_note_and_goes_on_to_both_sides(shared in Shared) {
        let mut ids = Vec::new();
        for number in 0..120 {
            ids.push(shared.write(&shared.executive, &format!("note {number}")).await.id);
            if number % 50 == 0 {
                shared.write(&shared.other, "of the other partner").await;
            }
        }
        let page = async |query: NoteQuery| {
            let history = shared.world.app.status_notes(&shared.executive, shared.tenant, &query).await.unwrap().value;
            let ends = [history.notes.first(), history.notes.last()].map(|note| note.unwrap().scope.clone());
            (ends, history.newer_than, history.next_cursor)
        };
        let told = |newest: &str, oldest: &str| [newest, oldest].map(|number| format!("note {number}"));
        let (ends, newer, older) = page(NoteQuery { at: ids[60].clone(), ..NoteQuery::default() }).await;
        assert_eq!((ends, newer.as_ref(), older.as_ref()), (told("60", "11"), Some(&ids[60]), Some(&ids[11])));
        let (ends, none, _) = page(NoteQuery { newer_than: ids[85].clone(), ..NoteQuery::default() }).await;
        assert_eq!((ends, none), (told("119", "86"), None));
        let (ends, newer, older) = page(NoteQuery { newer_than: newer.unwrap(), ..NoteQuery::default() }).await;
        assert_eq!((ends, newer.as_ref(), older.as_ref()), (told("110", "61"), Some(&ids[110]), Some(&ids[61])));
        let (ends, newer, older) = page(NoteQuery { cursor: older.unwrap(), ..NoteQuery::default() }).await;
        assert_eq!((ends, newer.as_ref(), older.as_ref()), (told("60", "11"), Some(&ids[60]), Some(&ids[11])));
        let (ends, newer, older) = page(NoteQuery { cursor: older.unwrap(), ..NoteQuery::default() }).await;
        assert_eq!((ends, newer.as_ref(), older), (told("10", "0"), Some(&ids[10]), None));
        let (ends, newer, older) = page(NoteQuery::default()).await;
        assert_eq!((ends, newer, older.as_ref()), (told("119", "70"), None, Some(&ids[70])));
        let of_another = NoteQuery { at: ids[60].clone(), newer_than: "none".to_owned(), ..NoteQuery::default() };
        let refused = shared.asked(&shared.other, &of_another).await;
        let foreign = |field| (field, Problem::ForeignCursor);
        assert!(matches!(refused, Err(AppError::Invalid(fields)) if fields == [foreign("at"), foreign("newer_than")]));
    }

    async fn the_audit_knows_that_a_note_was_written_and_not_what_it_says(shared in Shared) {
        shared.write(&shared.executive, "something secret").await;
        shared.seen_by(&shared.office).await;
        let page = shared.world.app.audit_page(&operator(), &app::AuditQuery::of("note")).await.unwrap().value;
        let told: Vec<&str> = page.entries.iter().map(|entry| entry.action.code()).collect();
        assert_eq!(told, ["status_notes.opened", "status_note.added"]);
        assert!(page.entries.iter().all(|entry| !entry.detail.contains("secret") && !entry.detail.contains("Kanarie")));
    }
}
