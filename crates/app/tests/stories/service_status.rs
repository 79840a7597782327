//! Service status: whose it is, what stood when, and what loads do to it (S8).

use app::{AppError, Ctx, Expected, Outcome, Problem, SplitCause, SplitDesk};
use chrono::{Days, TimeDelta};
use domain::TenantId;
use domain::access::{Role, Shown};
use domain::service_status::{Choice, NewLine, NewSplit, SplitFault, Taxonomy, preset};
use testkit::report::{Report, Usage};
use testkit::{Noorderlicht, TENANTS, World, both_engines, operator};

/// A tenant that two partners serve: Teams is of the one, with 100 seats, Yammer of the other.
pub(super) struct Seats {
    /// The world.
    pub(super) world: World,
    /// The tenant.
    pub(super) tenant: TenantId,
    /// Who sees everything at the partner.
    pub(super) executive: Ctx,
    /// Who sees all of the partner's tenants too.
    pub(super) viewer: Ctx,
    other: Ctx,
    /// The programme admin.
    pub(super) office: Ctx,
    /// A partner manager.
    pub(super) manager: Ctx,
}

/// A line: seats, codes with `/` between them, target date, remark.
pub(super) fn line(seats: i64, choice: &str) -> NewLine {
    let mut codes = choice.split('/').map(str::to_owned);
    let mut code = || codes.next().unwrap_or_default();
    NewLine { seats: seats.to_string(), l1: code(), l2: code(), l3: code(), ..NewLine::default() }
}

/// A split as it would be typed.
pub(super) fn split(total: i64, lines: &[(i64, &str)]) -> NewSplit {
    NewSplit { total: total.to_string(), lines: lines.iter().map(|(seats, choice)| line(*seats, choice)).collect() }
}

const NEW: &str = "status_unknown/new_subscription_or_workload";
/// A reason of being blocked.
pub(super) const LEGAL: &str = "blocked/legal_or_regulatory";

/// The lines of a split, as `seats codes`.
pub(super) fn lines(desk: &SplitDesk) -> Vec<String> {
    desk.lines.iter().map(|line| format!("{} {}", line.seats, line.choice)).collect()
}

impl Seats {
    /// The world with everybody in it.
    pub(super) async fn open(database: testkit::Database) -> Self {
        let Noorderlicht { world } = Noorderlicht::open(database).await;
        let (ours, theirs) = (Some(Noorderlicht::PARTNER), Some(Noorderlicht::OTHER_PARTNER));
        let executive = world.add_person("Xenia Executive", ours, Role::ExecutiveReportViewer, &[]).await;
        let viewer = world.add_person("Vera Viewer", ours, Role::ReportViewer, &[]).await;
        let other = world.add_person("Otto Other", theirs, Role::ExecutiveReportViewer, &[]).await;
        let office = world.add_person("Petra Programme", None, Role::ProgrammeAdmin, &[]).await;
        let manager = world.add_person("Mart Manager", None, Role::PartnerManager, &[Noorderlicht::PARTNER]).await;
        let it = Self {
            tenant: TENANTS[0].id.parse().unwrap(),
            executive: world.with_token(&executive).await,
            viewer: world.with_token(&viewer).await,
            other: world.with_token(&other).await,
            office: world.with_token(&office).await,
            manager: world.with_token(&manager).await,
            world,
        };
        it.load("2026-09-01", "Yammer", "40", Noorderlicht::HAARLEM).await;
        it
    }

    async fn load(&self, month: &str, workload: &str, pau: &str, location: &str) -> app::LoadPlan {
        let [bakery, ..] = TENANTS;
        let row = Usage { tenant: bakery.id, name: bakery.name, workload, month, pau, location, ..Usage::default() };
        self.world.load("usage.csv", Report::office(&[row]).text()).await
    }

    /// Loads a month of Teams with that many seats.
    pub(super) async fn teams(&self, month: &str, pau: &str) -> app::LoadPlan {
        self.load(month, "Teams", pau, Noorderlicht::UTRECHT).await
    }

    /// What stands there, as somebody sees it.
    pub(super) async fn desk(&self, who: &Ctx) -> SplitDesk {
        self.world.app.service_status(who, self.tenant, "Teams", "").await.unwrap().value
    }

    /// Saves in place of what is expected there.
    pub(super) async fn save(
        &self,
        who: &Ctx,
        expected: &Expected,
        new: &NewSplit,
    ) -> Result<Outcome<SplitDesk>, AppError> {
        Ok(self.world.app.save_service_status(who, self.tenant, "Teams", new, expected).await?.value)
    }

    /// Saves whatever stands there.
    pub(super) async fn put(&self, who: &Ctx, total: i64, lines: &[(i64, &str)]) -> SplitDesk {
        match self.save(who, &Expected::Any, &split(total, lines)).await.unwrap() {
            Outcome::Saved(desk) => desk,
            Outcome::Overtaken(_) => panic!("whatever stands there was expected"),
        }
    }

    /// What stood on a day.
    pub(super) async fn on(&self, day: chrono::NaiveDate) -> SplitDesk {
        self.world.app.service_status(&self.executive, self.tenant, "Teams", &day.to_string()).await.unwrap().value
    }
}

both_engines! {
    async fn a_workload_begins_with_all_seats_of_unknown_status(seats in Seats) {
        let first = seats.desk(&seats.executive).await;
        assert_eq!((lines(&first), first.revision.as_str()), (vec![format!("100 {NEW}")], "0-100"));
        assert!(first.standing.is_none() && first.history.is_empty() && first.may_write);
        assert_eq!(first.month.unwrap().to_string(), "2026-08");
        let saved = seats.put(&seats.executive, 100, &[(60, "in_progress"), (40, LEGAL)]).await;
        assert_eq!(lines(&saved), ["60 in_progress", "40 blocked/legal_or_regulatory"]);
        assert_eq!((saved.revision.as_str(), saved.history.len()), ("1-100", 1));
        assert_eq!(seats.desk(&seats.viewer).await.lines, saved.lines);
    }

    async fn only_a_claimed_workload_in_scope_has_a_status_and_each_partner_has_its_own(seats in Seats) {
        let app = &seats.world.app;
        seats.put(&seats.executive, 100, &[(100, LEGAL)]).await;
        let found = async |who: &Ctx, workload: &str| app.service_status(who, seats.tenant, workload, "").await.is_ok();
        for (who, teams, yammer) in [
            (&seats.executive, true, false),
            (&seats.viewer, true, false),
            (&seats.other, false, true),
            (&seats.manager, true, false),
            (&seats.office, true, true),
        ] {
            assert_eq!((found(who, "Teams").await, found(who, "Yammer").await), (teams, yammer));
            assert!(!found(who, "Exchange").await && !found(who, "Nothing").await, "claimed by nobody");
        }
        let theirs = app.save_service_status(&seats.other, seats.tenant, "Teams", &split(100, &[]), &Expected::Any).await;
        assert!(matches!(theirs, Err(AppError::NotFound)));
        let manager = app.save_service_status(&seats.manager, seats.tenant, "Teams", &split(100, &[]), &Expected::Any).await;
        assert!(matches!(manager, Err(AppError::Forbidden)));
        let page = app.tenant(&seats.other, seats.tenant).await.unwrap().value;
        let told: Vec<_> = page.statuses.iter().map(|one| (one.workload.as_str(), one.balance.total)).collect();
        assert_eq!(told, [("Yammer", 40)]);
        assert_eq!((seats.desk(&seats.office).await.partner.as_deref(), seats.desk(&seats.executive).await.partner), (Some("Noorderlicht"), None));
    }

    async fn who_saved_is_withheld_from_a_report_viewer_but_for_the_own(seats in Seats) {
        seats.put(&seats.executive, 100, &[(100, LEGAL)]).await;
        let told = async |who: &Ctx| seats.desk(who).await.standing.unwrap().person;
        assert_eq!(told(&seats.viewer).await, Some(Shown::Withheld));
        assert_eq!(told(&seats.executive).await, Some(Shown::Value("Xenia Executive".to_owned())));
        seats.put(&seats.viewer, 100, &[(100, NEW)]).await;
        assert_eq!(told(&seats.viewer).await, Some(Shown::Value("Vera Viewer".to_owned())));
    }

    async fn seats_enter_and_leave_with_the_loads_and_come_back_when_one_is_undone(seats in Seats) {
        seats.put(&seats.executive, 100, &[(30, NEW), (20, "in_progress"), (50, LEGAL)]).await;
        seats.teams("2026-09-01", "110").await;
        assert_eq!(lines(&seats.desk(&seats.executive).await), [&format!("40 {NEW}"), "20 in_progress", &format!("50 {LEGAL}")]);
        let less = seats.teams("2026-10-01", "80").await;
        let same = seats.desk(&seats.executive).await;
        assert_eq!((lines(&same)[0].as_str(), same.balance.unwrap().difference()), (format!("10 {NEW}").as_str(), 0));
        seats.teams("2026-10-01", "60").await;
        let out = seats.desk(&seats.executive).await;
        assert_eq!(lines(&out), ["20 in_progress", &format!("50 {LEGAL}")]);
        assert_eq!((out.balance.unwrap().total, out.balance.unwrap().difference()), (60, 10));
        let page = seats.world.app.tenant(&seats.executive, seats.tenant).await.unwrap().value;
        assert_eq!(page.statuses[0].balance.difference(), 10);
        // Loading the same again changes nothing, and neither does a workload of somebody else.
        seats.teams("2026-10-01", "60").await;
        seats.load("2026-10-01", "Yammer", "1000", Noorderlicht::HAARLEM).await;
        let history = seats.world.app.service_status_history(&seats.executive, seats.tenant, "Teams", None).await.unwrap().value;
        let causes: Vec<_> = history.items.iter().map(|one| (one.revision.number, one.revision.cause)).collect();
        assert_eq!(causes, [(4, SplitCause::Loaded), (3, SplitCause::Loaded), (2, SplitCause::Loaded), (1, SplitCause::Saved)]);
        assert_eq!(history.items[0].lines.len(), 2);
        assert!(history.items[0].revision.person.is_none());
        // Only the newest load of its kind can be taken back: that of Yammer first.
        let loads = seats.world.app.loads(&operator()).await.unwrap().value.loads;
        for load in loads.iter().take_while(|load| load.id >= less.load.id) {
            seats.world.app.undo_load(&operator(), load.id).await.unwrap();
        }
        let back = seats.desk(&seats.executive).await;
        assert_eq!((back.balance.unwrap().total, back.balance.unwrap().difference()), (110, 0));
        assert_eq!(lines(&back), ["20 in_progress", &format!("50 {LEGAL}"), &format!("40 {NEW}")]);
        assert_eq!(back.standing.unwrap().cause, SplitCause::LoadUndone);
        assert!(back.history.len() > 4, "what stood before stays");
    }

    async fn a_claim_that_moves_takes_no_split_along_and_one_that_comes_back_finds_its_own(seats in Seats) {
        seats.put(&seats.executive, 100, &[(100, LEGAL)]).await;
        seats.load("2026-09-01", "Teams", "120", Noorderlicht::HAARLEM).await;
        assert!(matches!(seats.world.app.service_status(&seats.executive, seats.tenant, "Teams", "").await, Err(AppError::NotFound)));
        assert_eq!(lines(&seats.desk(&seats.other).await), [format!("120 {NEW}")]);
        seats.put(&seats.other, 120, &[(120, "no_intent/executive_sponsorship")]).await;
        seats.teams("2026-10-01", "130").await;
        assert_eq!(lines(&seats.desk(&seats.executive).await), [format!("100 {LEGAL}"), format!("30 {NEW}")]);
    }

    async fn the_second_of_two_who_save_is_told_what_stands_and_nothing_is_lost(seats in Seats) {
        let seen = Expected::one(seats.desk(&seats.executive).await.revision);
        seats.save(&seats.executive, &seen, &split(100, &[(100, LEGAL)])).await.unwrap();
        let late = seats.save(&seats.viewer, &seen, &split(100, &[(100, "in_progress")])).await.unwrap();
        let Outcome::Overtaken(standing) = late else { panic!("{late:?}") };
        assert_eq!((lines(&standing), standing.revision.as_str()), (vec![format!("100 {LEGAL}")], "1-100"));
        // A load that changed the total in between is somebody else too, also while nobody has saved.
        seats.teams("2026-09-01", "90").await;
        let late = seats.save(&seats.viewer, &Expected::one("1-100"), &split(100, &[(100, "in_progress")])).await.unwrap();
        assert!(matches!(late, Outcome::Overtaken(desk) if desk.balance.unwrap().total == 90));
        let stale = seats.save(&seats.viewer, &Expected::Any, &split(100, &[(90, "in_progress")])).await;
        let Err(AppError::Split(problems)) = stale else { panic!("{stale:?}") };
        assert_eq!(problems.len(), 1);
        assert_eq!(problems[0].fault, SplitFault::TotalChanged { seen: 100, now: 90 });
    }

    async fn what_stood_on_a_day_is_told_with_the_names_of_that_day(seats in Seats) {
        let first = seats.world.app.now().date_naive();
        seats.put(&seats.executive, 100, &[(60, LEGAL), (40, NEW)]).await;
        seats.put(&seats.executive, 100, &[(70, LEGAL), (30, NEW)]).await;
        seats.world.clock.pass(TimeDelta::days(10));
        let now = seats.world.app.now();
        let mut nodes = preset::nodes();
        nodes.retain(|node| node.choice.l2() != Some("legal_or_regulatory"));
        nodes.iter_mut().find(|node| node.choice == Choice::status("status_unknown")).unwrap().labels.en = "Nobody knows".to_owned();
        let mut tx = seats.world.store.write().await.unwrap();
        tx.add_taxonomy(&Taxonomy::checked(nodes, now.date_naive()).unwrap(), None, now.timestamp_millis()).await.unwrap();
        tx.commit().await.unwrap();
        let names = |desk: &SplitDesk, at: usize| desk.lines[at].labels.iter().map(|one| one.en.clone()).collect::<Vec<_>>();
        let then = seats.on(first).await;
        assert_eq!((lines(&then)[0].as_str(), names(&then, 1)[0].as_str()), ("70 blocked/legal_or_regulatory", "Status unknown"));
        let today = seats.desk(&seats.executive).await;
        assert_eq!((names(&today, 1)[0].as_str(), names(&today, 0)), ("Nobody knows", vec!["Blocked".to_owned(), "Legal or regulatory".to_owned()]));
        // What is gone cannot be saved again.
        let gone = seats.save(&seats.executive, &Expected::Any, &split(100, &[(100, LEGAL)])).await;
        assert!(matches!(gone, Err(AppError::Split(problems)) if matches!(&problems[0].fault, SplitFault::NoLongerOffered(label) if label.nl == "Wet- en regelgeving")));
        seats.put(&seats.executive, 100, &[(100, "in_progress")]).await;
        assert_eq!(lines(&seats.on(now.date_naive().pred_opt().unwrap()).await), lines(&then));
        assert_eq!(lines(&seats.on(now.date_naive()).await), ["100 in_progress"]);
        let before = seats.on(first.pred_opt().unwrap()).await;
        assert!(before.balance.is_none() && before.lines.is_empty() && before.as_of.is_some());
        for (day, problem) in [
            ("2026-02-30".to_owned(), Problem::NotADay),
            (now.date_naive().checked_add_days(Days::new(2)).unwrap().to_string(), Problem::Future),
        ] {
            let refused = seats.world.app.service_status(&seats.executive, seats.tenant, "Teams", &day).await;
            assert!(matches!(refused, Err(AppError::Invalid(fields)) if fields == [("as_of", problem)]), "{day}");
        }
    }

    async fn what_stood_is_never_changed_and_a_long_history_goes_on(seats in Seats) {
        for number in 1..=52 {
            seats.put(&seats.executive, 100, &[(100 - number, LEGAL), (number, "in_progress")]).await;
        }
        let page = async |cursor: Option<&str>| seats.world.app.service_status_history(&seats.executive, seats.tenant, "Teams", cursor).await;
        let first = page(None).await.unwrap().value;
        let rest = page(first.next_cursor.as_deref()).await.unwrap().value;
        assert_eq!((first.items.len(), rest.items.len(), rest.next_cursor), (50, 2, None));
        assert_eq!((first.items[0].revision.number, rest.items[1].revision.number), (52, 1));
        assert!(matches!(page(Some("x")).await, Err(AppError::Invalid(_))));
        for text in ["UPDATE split_revision SET total = 1", "UPDATE split_line SET seats = 1"] {
            assert!(seats.world.database.run(text).await.unwrap_err().contains("never changed"), "{text}");
        }
        let audit = seats.world.app.audit_page(&operator(), &app::AuditQuery::of("service_status.saved")).await.unwrap().value;
        assert_eq!(audit.entries.len(), 52);
    }
}
