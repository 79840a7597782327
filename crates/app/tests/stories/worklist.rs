//! My work: what waits is there, by urgency, for whom it waits, and gone when it is done (S12.1).

use app::{AppError, Ctx, Expected, Problem, Work};
use chrono::TimeDelta;
use domain::TenantId;
use domain::access::Role;
use domain::person::Language;
use domain::service_status::{NewLine, NewSplit};
use domain::status_note::NewStatusNote;
use testkit::report::{Report, Usage};
use testkit::{Noorderlicht, TENANTS, Tenant, World, both_engines};

/// The world, with somebody of each sort.
pub(super) struct Desk {
    pub(super) world: World,
    emails: [String; 5],
    pub(super) executive: Ctx,
    pub(super) gent: Ctx,
    pub(super) other: Ctx,
    pub(super) office: Ctx,
    manager: Ctx,
}

impl Desk {
    pub(super) async fn open(database: testkit::Database) -> Self {
        let Noorderlicht { world } = Noorderlicht::open(database).await;
        let (ours, theirs) = (Some(Noorderlicht::PARTNER), Some(Noorderlicht::OTHER_PARTNER));
        let emails = [
            world.add_person("Xenia Executive", ours, Role::ExecutiveReportViewer, &[]).await,
            world.add_person("Gerrit Gent", ours, Role::ReportViewer, &[Noorderlicht::GENT]).await,
            world.add_person("Otto Other", theirs, Role::ExecutiveReportViewer, &[]).await,
            world.add_person("Petra Programme", None, Role::ProgrammeAdmin, &[]).await,
            world.add_person("Mart Manager", None, Role::PartnerManager, &[Noorderlicht::OTHER_PARTNER]).await,
        ];
        let [executive, gent, other, office, manager] = tokens(&world, &emails).await;
        Self { world, emails, executive, gent, other, office, manager }
    }

    /// Days go by; everybody goes on with a new token.
    pub(super) async fn pass(&mut self, days: i64) {
        self.world.clock.pass(TimeDelta::days(days));
        [self.executive, self.gent, self.other, self.office, self.manager] = tokens(&self.world, &self.emails).await;
    }

    /// A note whose next action is in so many days.
    pub(super) fn note(&self, in_days: i64, status: &str) -> NewStatusNote {
        NewStatusNote {
            scope: "Mail first".to_owned(),
            next_actions: "Call the service desk".to_owned(),
            next_action_date: (self.world.app.now().date_naive() + TimeDelta::days(in_days)).to_string(),
            next_action_owner: "Noor Kanarie".to_owned(),
            overall_status: status.to_owned(),
            ..NewStatusNote::default()
        }
    }

    pub(super) async fn write_note(&self, who: &Ctx, tenant: &Tenant, in_days: i64, status: &str) {
        self.world.app.add_status_note(who, id(tenant), &self.note(in_days, status), None, None).await.unwrap();
    }

    async fn work(&self, who: &Ctx, kind: Option<&str>) -> Work {
        self.world.app.work(who, kind, None).await.unwrap().value
    }

    /// What waits of a kind: the tenant, and the workload where there is one.
    async fn waits(&self, who: &Ctx, kind: &str) -> Vec<String> {
        let work = self.work(who, Some(kind)).await;
        let counted = work.counts.iter().find(|one| one.kind.code() == kind).unwrap().count;
        assert_eq!(usize::try_from(counted).unwrap(), work.items.len(), "{kind} is counted as it is listed");
        let name = |item: &app::WorkItem| match &item.workload {
            Some(workload) => format!("{} {}", item.tenant, workload.code),
            None => item.tenant.clone(),
        };
        work.items.iter().map(name).collect()
    }

    async fn urgent(&self, who: &Ctx) -> i64 {
        self.world.app.urgent_work(who, 100).await.unwrap().value
    }
}

async fn tokens(world: &World, emails: &[String; 5]) -> [Ctx; 5] {
    let [executive, gent, other, office, manager] = emails;
    [
        world.with_token(executive).await,
        world.with_token(gent).await,
        world.with_token(other).await,
        world.with_token(office).await,
        world.with_token(manager).await,
    ]
}

fn refuses<T>(answer: Result<T, AppError>, field: &str, problem: &Problem) -> bool {
    matches!(answer, Err(AppError::Invalid(wrong)) if wrong.len() == 1 && wrong[0].0 == field && wrong[0].1 == *problem)
}

pub(super) fn id(tenant: &Tenant) -> TenantId {
    tenant.id.parse().unwrap()
}

both_engines! {
    async fn a_next_action_waits_once_its_day_is_over_until_a_newer_note(desk in Desk) {
        let mut desk = desk;
        let [bakery, haven, ..] = TENANTS;
        desk.write_note(&desk.executive, &bakery, 5, "active").await;
        desk.write_note(&desk.executive, &haven, 3, "active").await;
        assert!(desk.waits(&desk.executive, "next_action").await.is_empty());
        desk.pass(8).await;
        assert_eq!(desk.waits(&desk.executive, "next_action").await, [haven.name, bakery.name], "the longest overdue first");
        assert_eq!(desk.urgent(&desk.executive).await, 2);
        let first = desk.work(&desk.executive, None).await.items.remove(0);
        assert_eq!((first.urgency.code(), first.tenant.as_str()), ("overdue", haven.name));
        for stranger in [&desk.gent, &desk.other] {
            assert!(desk.waits(stranger, "next_action").await.is_empty());
            assert_eq!(desk.urgent(stranger).await, 0);
        }
        desk.write_note(&desk.executive, &haven, 5, "active").await;
        assert_eq!(desk.waits(&desk.executive, "next_action").await, [bakery.name]);
    }

    async fn an_asked_note_waits_for_the_partner_and_late_for_who_asked(desk in Desk) {
        let mut desk = desk;
        let [bakery, ..] = TENANTS;
        let due = (desk.world.app.now().date_naive() + TimeDelta::days(4)).to_string();
        desk.world.app.ask_for_note(&desk.office, id(&bakery), "", &due, None).await.unwrap();
        assert_eq!(desk.waits(&desk.executive, "asked_note").await, [bakery.name]);
        assert_eq!(desk.work(&desk.executive, None).await.items[0].urgency.code(), "due");
        assert_eq!(desk.urgent(&desk.executive).await, 0, "there is time until its day");
        assert!(desk.waits(&desk.gent, "asked_note").await.is_empty());
        assert!(desk.waits(&desk.office, "asked_note").await.is_empty(), "the office waits until the day is over");
        desk.pass(6).await;
        assert_eq!(desk.waits(&desk.office, "asked_note").await, [bakery.name]);
        assert_eq!((desk.urgent(&desk.executive).await, desk.urgent(&desk.office).await), (1, 1));
        assert!(desk.waits(&desk.manager, "asked_note").await.is_empty(), "a partner that is not assigned");
        desk.write_note(&desk.executive, &bakery, 5, "active").await;
        assert!(desk.waits(&desk.executive, "asked_note").await.is_empty());
        assert!(desk.waits(&desk.office, "asked_note").await.is_empty());
    }

    async fn what_two_partners_of_a_tenant_were_asked_is_there_for_each_on_whatever_page(desk in Desk) {
        let mut desk = desk;
        let partners = [Noorderlicht::PARTNER, Noorderlicht::OTHER_PARTNER];
        let due = (desk.world.app.now().date_naive() + TimeDelta::days(4)).to_string();
        let mut report = Report::office(&[]);
        let mut asked = Vec::new();
        // The first is of one partner alone: a page of fifty ends between the two partners of a tenant.
        for number in 0..31_u32 {
            let tenant = uuid::Uuid::from_u128(0x0b8e_1c64_6c1f_4b3e_9a55_0000_0000_0000 + u128::from(number)).to_string();
            let name = format!("Aan de kade {number:02}");
            let row = Usage { tenant: &tenant, name: &name, location: Noorderlicht::UTRECHT, ..Usage::default() };
            report = report.usage(&row);
            if number > 0 {
                report = report.usage(&Usage { workload: "Yammer", location: Noorderlicht::HAARLEM, ..row });
            }
            let own = if number > 0 { &partners[..] } else { &partners[..1] };
            asked.extend(own.iter().map(|partner| (tenant.clone(), (*partner).to_owned())));
        }
        desk.world.load("shared.csv", report.text()).await;
        for (tenant, partner) in &asked {
            desk.world.app.ask_for_note(&desk.office, tenant.parse().unwrap(), partner, &due, None).await.unwrap();
        }
        desk.pass(6).await;
        let email = desk.world.add_person("Mia Manager", None, Role::PartnerManager, &partners).await;
        let both = desk.world.with_token(&email).await;
        for (who, wanted) in [(&desk.office, &partners[..]), (&both, &partners[..]), (&desk.manager, &partners[1..])] {
            let (mut seen, mut cursor) = (Vec::new(), None);
            loop {
                let page = desk.world.app.work(who, Some("asked_note"), cursor.as_deref()).await.unwrap().value;
                seen.extend(page.items.into_iter().map(|item| (item.tenant_id.unwrap().to_string(), item.partner_id.unwrap())));
                cursor = page.next_cursor;
                if cursor.is_none() {
                    break;
                }
            }
            let mut due = asked.clone();
            due.retain(|(_, partner)| wanted.contains(&partner.as_str()));
            assert_eq!(seen, due);
        }
    }

    async fn intent_notes_are_missing_then_there_then_old(desk in Desk) {
        let mut desk = desk;
        let [bakery, haven, museum, _] = TENANTS;
        let all = [&bakery, &haven, &museum].map(|tenant| format!("{} Teams", tenant.name));
        assert_eq!(desk.waits(&desk.executive, "intent_note_missing").await, all, "claimed workloads alone");
        assert_eq!(desk.waits(&desk.gent, "intent_note_missing").await, all[2..]);
        let text = "No intent to use it, because the works council objects.";
        let saved = desk.world.app.save_intent_note(&desk.executive, id(&bakery), "Teams", text, &Expected::Any).await;
        saved.unwrap();
        assert_eq!(desk.waits(&desk.executive, "intent_note_missing").await, all[1..]);
        desk.pass(90).await;
        assert!(desk.waits(&desk.executive, "intent_note_old").await.is_empty(), "90 days are not more than 90");
        desk.pass(1).await;
        assert_eq!(desk.waits(&desk.executive, "intent_note_old").await, all[..1]);
        assert!(desk.waits(&desk.gent, "intent_note_old").await.is_empty());
        assert!(desk.waits(&desk.other, "intent_note_old").await.is_empty());
        let text = "Still no intent, because the works council objects.";
        desk.world.app.save_intent_note(&desk.executive, id(&bakery), "Teams", text, &Expected::Any).await.unwrap();
        assert!(desk.waits(&desk.executive, "intent_note_old").await.is_empty());
    }

    async fn a_split_waits_while_it_is_out_of_balance(desk in Desk) {
        let [bakery, ..] = TENANTS;
        let app = &desk.world.app;
        let total = app.service_status(&desk.executive, id(&bakery), "Teams", "").await.unwrap().value.balance.unwrap().total;
        let line = |seats: i64| NewLine {
            seats: seats.to_string(),
            l1: "blocked".to_owned(),
            l2: "service_reliability".to_owned(),
            ..NewLine::default()
        };
        let save = async |total: i64| {
            let split = NewSplit { total: total.to_string(), lines: vec![line(total)] };
            app.save_service_status(&desk.executive, id(&bakery), "Teams", &split, &Expected::Any).await.unwrap();
        };
        save(total).await;
        assert!(desk.waits(&desk.executive, "split_out_of_balance").await.is_empty());
        let fewer = (total - 10).to_string();
        let usage = Usage {
            tenant: bakery.id,
            name: bakery.name,
            workload: "Teams",
            month: "2026-09-01",
            pau: &fewer,
            location: bakery.location,
            ..Usage::default()
        };
        desk.world.load("fewer.csv", Report::office(&[usage]).text()).await;
        assert_eq!(desk.waits(&desk.executive, "split_out_of_balance").await, [format!("{} Teams", bakery.name)]);
        assert_eq!(desk.urgent(&desk.executive).await, 1);
        assert!(desk.waits(&desk.gent, "split_out_of_balance").await.is_empty());
        assert!(desk.waits(&desk.other, "split_out_of_balance").await.is_empty());
        save(total - 10).await;
        assert!(desk.waits(&desk.executive, "split_out_of_balance").await.is_empty());
    }

    async fn guidance_asks_for_the_blocker_that_the_service_status_gives(desk in Desk) {
        let [bakery, ..] = TENANTS;
        let app = &desk.world.app;
        let text = "Blocked because the customer wants to wait.";
        let rules = async || {
            let seen = app.guidance(&desk.executive, text, Some(id(&bakery)), Some("Teams"), |_| Language::English).await;
            seen.unwrap().value.findings.iter().map(|one| one.rule.code()).collect::<Vec<_>>()
        };
        assert!(rules().await.is_empty());
        let total = app.service_status(&desk.executive, id(&bakery), "Teams", "").await.unwrap().value.balance.unwrap().total;
        let line = NewLine {
            seats: total.to_string(),
            l1: "blocked".to_owned(),
            l2: "service_reliability".to_owned(),
            ..NewLine::default()
        };
        let split = NewSplit { total: total.to_string(), lines: vec![line] };
        app.save_service_status(&desk.executive, id(&bakery), "Teams", &split, &Expected::Any).await.unwrap();
        assert_eq!(rules().await, ["no_blocker"]);
    }

    async fn a_question_waits_for_the_office_and_nobody_else(desk in Desk) {
        let [.., werf] = TENANTS;
        desk.world.app.ask_about_intent(&desk.other, id(&werf), "Teams", "How?", None).await.unwrap();
        for reader in [&desk.office, &desk.manager] {
            assert_eq!(desk.waits(reader, "intent_question").await, [format!("{} Teams", werf.name)]);
            assert_eq!(desk.work(reader, None).await.items[0].partner.as_deref(), Some("Zuiderkruis"));
        }
        let asked = desk.world.app.work(&desk.executive, Some("intent_question"), None).await;
        assert!(refuses(asked, "kind", &Problem::Unknown));
        let open = desk.world.app.intent_questions(&desk.office).await.unwrap().value.questions.remove(0);
        desk.world.app.answer_about_intent(&desk.office, &open.handle, "So.").await.unwrap();
        assert!(desk.waits(&desk.office, "intent_question").await.is_empty());
    }

    async fn a_question_about_a_tenant_that_the_partner_has_lost_is_not_the_managers_any_more(desk in Desk) {
        let [.., werf] = TENANTS;
        let app = &desk.world.app;
        app.ask_about_intent(&desk.other, id(&werf), "Teams", "How?", None).await.unwrap();
        let asked = app.intent_questions(&desk.manager).await.unwrap().value.questions.remove(0);
        let transacting = "Transacting Partner";
        let row = Usage { tenant: werf.id, name: werf.name, location: werf.location, month: "2026-09-01", ..Usage::default() };
        let lost = Report::office(&[Usage { attribution: transacting, ..row }]);
        let load = desk.world.load("lost.csv", lost.text()).await;
        assert!(app.intent_questions(&desk.manager).await.unwrap().value.questions.is_empty());
        let answered = app.answer_about_intent(&desk.manager, &asked.handle, "So.").await;
        assert!(matches!(answered, Err(AppError::NotFound)), "{answered:?}");
        // Nothing is lost: with the claim the question comes back.
        desk.world.undo(&load).await;
        app.answer_about_intent(&desk.manager, &asked.handle, "So.").await.unwrap();
    }

    async fn a_cursor_is_for_one_list_of_one_person(desk in Desk) {
        for cursor in ["", "x", "W10", &"A".repeat(5_000)] {
            let asked = desk.world.app.work(&desk.executive, Some("no_survey_contact"), Some(cursor)).await;
            assert!(refuses(asked, "cursor", &Problem::ForeignCursor), "{cursor:?}");
        }
    }
}
