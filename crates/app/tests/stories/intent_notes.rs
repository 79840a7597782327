//! Service intent notes: what a copy is held against (S9.3).

use app::{AppError, Ctx, Expected, IntentDesk, Outcome, Problem, Seen};
use testkit::report::{Report, Usage};
use testkit::{Noorderlicht, TENANTS, both_engines, operator};

use crate::worklist::{Desk, id};

const SAME: &str = "No intent to use it, because the works council objects.";

impl Desk {
    /// A month in which somebody's location holds Yammer at the bakery, beside Teams.
    async fn yammer_of(&self, month: &str, location: &str) {
        let [bakery, ..] = TENANTS;
        let teams =
            Usage { tenant: bakery.id, name: bakery.name, month, location: bakery.location, ..Usage::default() };
        let yammer = Usage { workload: "Yammer", location, ..teams };
        self.world.load(&format!("{month}.csv"), Report::office(&[teams, yammer]).text()).await;
    }

    async fn save(&self, who: &Ctx, workload: &str, text: &str) -> Result<Seen<Outcome<IntentDesk>>, AppError> {
        self.world.app.save_intent_note(who, id(&TENANTS[0]), workload, text, &Expected::Any).await
    }
}

fn is_saved(answer: Result<Seen<Outcome<IntentDesk>>, AppError>) -> bool {
    matches!(answer.unwrap().value, Outcome::Saved(_))
}

fn is_copy_of(wrong: &[(app::Field, Problem)], code: &str) -> bool {
    matches!(wrong, [("text", Problem::CopyOf(workload))] if workload.code == code)
}

both_engines! {
    async fn the_words_of_a_workload_that_is_not_held_any_more_can_be_written_anew(desk in Desk) {
        desk.yammer_of("2026-09-01", Noorderlicht::UTRECHT).await;
        assert!(is_saved(desk.save(&desk.executive, "Yammer", SAME).await));
        let copied = desk.save(&desk.executive, "Teams", SAME).await;
        assert!(matches!(copied, Err(AppError::Invalid(wrong)) if is_copy_of(&wrong, "Yammer")));
        desk.yammer_of("2026-10-01", Noorderlicht::HAARLEM).await;
        assert!(is_saved(desk.save(&desk.executive, "Teams", SAME).await), "nobody here sees a note with these words");
        assert!(is_saved(desk.save(&desk.other, "Yammer", SAME).await), "each partner's notes are its own");
        desk.yammer_of("2026-11-01", Noorderlicht::UTRECHT).await;
        let back = desk.world.app.intent_note(&desk.executive, id(&TENANTS[0]), "Yammer").await.unwrap().value;
        assert_eq!(back.current.unwrap().text, SAME, "it is there as it was");
        // From now on the two are held against each other again.
        let copied = desk.save(&desk.executive, "Teams", &SAME.to_uppercase()).await;
        assert!(matches!(copied, Err(AppError::Invalid(wrong)) if wrong.len() == 1));
        assert!(is_saved(desk.save(&desk.executive, "Yammer", "Moved over, because the contract ended.").await));
    }

    async fn the_audit_names_each_tenant_whose_note_the_questions_show(desk in Desk) {
        let [bakery, haven, ..] = TENANTS;
        let app = &desk.world.app;
        let opened = async || {
            let page = app.audit_page(&operator(), &app::AuditQuery::of("intent_note.opened")).await.unwrap().value;
            let mut subjects: Vec<String> = page.entries.into_iter().map(|entry| entry.subject).collect();
            subjects.sort_unstable();
            subjects
        };
        app.intent_questions(&desk.office).await.unwrap();
        assert!(opened().await.is_empty(), "nothing was shown");
        for tenant in [&bakery, &haven] {
            app.ask_about_intent(&desk.executive, id(tenant), "Teams", "How?", None).await.unwrap();
        }
        app.intent_questions(&desk.office).await.unwrap();
        assert_eq!(opened().await, [format!("{} Teams", bakery.id), format!("{} Teams", haven.id)]);
    }
}
