//! Referrals: requests come in, are given to partners, answered, and go back when nobody does (S10).

use app::{
    App, AppError, Ctx, Expected, Outcome, Problem, ReferralDetail, ReferralQuery, RequestDetail, RequestQuery,
    Settings, ShareAsked, TenantQuery,
};
use chrono::TimeDelta;
use domain::access::{Role, Shown};
use domain::referral::{Merit, Move, MoveFault, NewEdit, NewPreference, Status};
use domain::work::WorkKind;
use futures_util::future::join_all;
use testkit::report::{Report, Usage};
use testkit::{Database, Noorderlicht, TENANTS, World, both_engines};

/// Two partners with people who see tenants and people who manage, and the programme office.
pub(crate) struct Desk {
    pub(crate) world: World,
    pub(crate) own: Ctx,
    pub(crate) gent: Ctx,
    reporter: Ctx,
    admin: Ctx,
    pub(crate) other: Ctx,
    incentives: Ctx,
    pub(crate) office: Ctx,
    pub(crate) manager: Ctx,
}

const HEADER: &str = "rfa_id,tenant_id,customer_name,workloads,country,language,customer_size,asked_on,contact_name,\
                      contact_email,contact_phone,notes,deal_value,currency,partner_id,status";

/// A request of a tenant for workloads, as a line of the own format.
pub(crate) fn line(rfa: &str, tenant: usize, workloads: &str, target: &str, status: &str) -> String {
    let tenant = TENANTS[tenant];
    format!(
        "{rfa},{},{},{workloads},NL,nl,SMB,2026-09-01,Kim Klant,kim@klant.example,+31 6 1234,Please call.,7919,EUR,{target},{status}",
        tenant.id, tenant.name
    )
}

pub(crate) fn file(lines: &[String]) -> String {
    format!("{HEADER}\n{}\n", lines.join("\n"))
}

fn shares(of: &[(&str, &[&str])]) -> Vec<ShareAsked> {
    let share = |(location, workloads): &(&str, &[&str])| ShareAsked {
        location: (*location).to_owned(),
        workloads: workloads.iter().map(|&code| code.to_owned()).collect(),
    };
    of.iter().map(share).collect()
}

impl Desk {
    pub(crate) async fn open(database: Database) -> Self {
        let world = Noorderlicht::open(database).await.world;
        let (own, other) = (Some(Noorderlicht::PARTNER), Some(Noorderlicht::OTHER_PARTNER));
        let person = async |name: &str, partner, role, at: &[&str]| {
            let email = world.add_person(name, partner, role, at).await;
            world.with_token(&email).await
        };
        Self {
            own: person("Els Executive", own, Role::ExecutiveReportViewer, &[]).await,
            gent: person("Geert Gent", own, Role::ExecutiveReportViewer, &[Noorderlicht::GENT]).await,
            reporter: person("Rik Reporter", own, Role::ReportViewer, &[]).await,
            admin: person("Ada Admin", own, Role::AccountAdmin, &[]).await,
            other: person("Otto Other", other, Role::ExecutiveReportViewer, &[]).await,
            incentives: person("Ina Incentives", own, Role::IncentivesAdmin, &[]).await,
            office: person("Olga Office", None, Role::ProgrammeAdmin, &[]).await,
            manager: person("Mara Manager", None, Role::PartnerManager, &[Noorderlicht::OTHER_PARTNER]).await,
            world,
        }
    }

    pub(crate) fn app(&self) -> &App {
        &self.world.app
    }

    /// A request that came in, by its number.
    async fn request(&self, rfa: &str) -> i64 {
        let query = RequestQuery { search: Some(rfa.to_owned()), ..RequestQuery::default() };
        self.app().referral_requests(&self.office, &query).await.unwrap().value.items[0].id
    }

    /// A request of the museum for two workloads.
    pub(crate) async fn asked(&self, rfa: &str) -> i64 {
        self.world.load(&format!("{rfa}.csv"), &file(&[line(rfa, 2, "Teams;Exchange", "", "")])).await;
        self.request(rfa).await
    }

    pub(crate) async fn assign(&self, id: i64, of: &[(&str, &[&str])]) -> Result<RequestDetail, AppError> {
        match self.app().assign_request(&self.office, id, &shares(of), &Expected::Any, None).await?.value {
            Outcome::Saved(request) => Ok(request),
            Outcome::Overtaken(_) => Err(AppError::Conflict),
        }
    }

    /// The referral of the museum that was given to Gent.
    async fn given(&self, rfa: &str) -> String {
        let id = self.asked(rfa).await;
        let request = self.assign(id, &[(Noorderlicht::GENT, &["Teams", "Exchange"])]).await.unwrap();
        request.referrals[0].number.clone()
    }

    pub(crate) async fn read(&self, who: &Ctx, number: &str) -> Result<ReferralDetail, AppError> {
        Ok(self.app().referral(who, number).await?.value)
    }

    pub(crate) async fn accept(&self, who: &Ctx, number: &str) -> Result<ReferralDetail, AppError> {
        saved(self.app().accept_referral(who, number, &Expected::Any).await?.value)
    }

    pub(crate) async fn decline(
        &self,
        who: &Ctx,
        number: &str,
        reason: &str,
        remark: &str,
    ) -> Result<ReferralDetail, AppError> {
        saved(self.app().decline_referral(who, number, (reason, remark), &Expected::Any).await?.value)
    }

    async fn edit(&self, who: &Ctx, number: &str, edit: &NewEdit) -> Result<ReferralDetail, AppError> {
        saved(self.app().edit_referral(who, number, edit, &Expected::Any).await?.value)
    }

    pub(crate) async fn listed(&self, who: &Ctx) -> Vec<String> {
        let list = self.app().referrals(who, &ReferralQuery::default()).await.unwrap().value;
        let counted: i64 = list.counts.iter().map(|(_, count)| count).sum();
        assert_eq!(counted, i64::try_from(list.items.len()).unwrap());
        list.items.into_iter().map(|item| item.number).collect()
    }

    /// The referrals that wait for somebody.
    pub(crate) async fn waiting(&self, who: &Ctx) -> Vec<String> {
        let work = self.app().work(who, Some("referral"), None).await.unwrap().value;
        let count = work.counts.iter().find(|one| one.kind == WorkKind::Referral).unwrap().count;
        assert_eq!(usize::try_from(count).unwrap(), work.items.len());
        work.items.into_iter().filter_map(|item| item.referral).collect()
    }
}

fn saved(outcome: Outcome<ReferralDetail>) -> Result<ReferralDetail, AppError> {
    match outcome {
        Outcome::Saved(referral) => Ok(referral),
        Outcome::Overtaken(_) => Err(AppError::Conflict),
    }
}

fn problem<T: std::fmt::Debug>(done: Result<T, AppError>) -> (&'static str, Problem) {
    match done {
        Err(AppError::Invalid(mut fields)) => fields.remove(0),
        other => panic!("{other:?}"),
    }
}

fn won() -> NewEdit {
    NewEdit {
        status: "won".to_owned(),
        services: "Adoption workshop".to_owned(),
        value: Some("2500".to_owned()),
        currency: "EUR".to_owned(),
        note: "They signed today.".to_owned(),
    }
}

both_engines! {
    async fn a_referral_is_there_the_moment_it_is_assigned_and_for_nobody_else(desk in Desk) {
        let id = desk.asked("RFA-1").await;
        assert!(desk.listed(&desk.own).await.is_empty());
        let request = desk.assign(id, &[(Noorderlicht::GENT, &["Teams", "Exchange"])]).await.unwrap();
        assert_eq!((request.item.open, request.referrals.len(), request.referrals[0].status), (0, 1, Status::Assigned));
        let number = request.referrals[0].number.clone();
        assert!(number.starts_with("R-"), "{number}");
        for who in [&desk.own, &desk.gent, &desk.reporter, &desk.office] {
            assert_eq!(desk.listed(who).await, [number.as_str()]);
            assert!(desk.read(who, &number).await.is_ok());
        }
        for who in [&desk.other, &desk.manager] {
            assert!(desk.listed(who).await.is_empty());
            assert!(matches!(desk.read(who, &number).await, Err(AppError::NotFound)));
            assert!(matches!(desk.read(who, "R-0").await, Err(AppError::NotFound)));
        }
        for who in [&desk.incentives, &desk.admin] {
            assert!(matches!(desk.read(who, &number).await, Err(AppError::NoViewerRole)));
        }
        for who in [&desk.own, &desk.manager, &desk.admin] {
            assert!(matches!(desk.app().referral_request(who, id).await, Err(AppError::Forbidden)));
        }
        // Somebody who sees Utrecht alone sees nothing of what Gent has.
        let utrecht = desk.world.add_person("Ursel Utrecht", Some(Noorderlicht::PARTNER), Role::ExecutiveReportViewer,
                                            &[Noorderlicht::UTRECHT]).await;
        let utrecht = desk.world.with_token(&utrecht).await;
        assert!(desk.listed(&utrecht).await.is_empty() && desk.waiting(&utrecht).await.is_empty());
        assert!(matches!(desk.accept(&utrecht, &number).await, Err(AppError::NotFound)));
        assert!(matches!(desk.accept(&desk.other, &number).await, Err(AppError::NotFound)));
        assert!(matches!(desk.accept(&desk.office, &number).await, Err(AppError::Forbidden)));
    }

    async fn a_referral_waits_until_it_is_answered_and_then_no_more(desk in Desk) {
        let number = desk.given("RFA-1").await;
        // Thursday the 10th of September: two business days later is Monday the 14th.
        let item = desk.read(&desk.own, &number).await.unwrap().item;
        assert_eq!((item.accept_by, item.returns_after), (Some("2026-09-14".parse().unwrap()), Some("2026-09-17".parse().unwrap())));
        assert_eq!(desk.waiting(&desk.gent).await, [number.as_str()]);
        let accepted = desk.accept(&desk.gent, &number).await.unwrap();
        assert_eq!((accepted.item.status, accepted.moves.as_slice()), (Status::Active, [Move::Edit].as_slice()));
        assert!(desk.waiting(&desk.own).await.is_empty());
        let again = desk.accept(&desk.own, &number).await;
        assert!(matches!(again, Err(AppError::ReferralMove(MoveFault::NotFrom { from: Status::Active, by: Move::Acceptance }))));
        let declined = desk.decline(&desk.own, &number, "no_capacity", "").await;
        assert!(matches!(declined, Err(AppError::ReferralMove(MoveFault::NotFrom { .. }))));
        let history: Vec<_> = accepted.history.iter().map(|one| one.by).collect();
        assert_eq!(history, [Move::Acceptance, Move::Assignment]);
        assert_eq!(accepted.history[0].person, Some(Shown::Value("Geert Gent".to_owned())));
        assert_eq!(accepted.history[1].person, None, "who it was at the programme office is not told");
    }

    async fn declining_needs_a_reason_and_leaves_the_customers_people_behind(desk in Desk) {
        let number = desk.given("RFA-1").await;
        let before = desk.read(&desk.own, &number).await.unwrap();
        assert!(format!("{:?}", before.customer.notes).contains("Please call"));
        assert!(matches!(&before.customer.contacts, Some(Shown::Value(people)) if people[0].email == "kim@klant.example"));
        assert_eq!(problem(desk.decline(&desk.own, &number, "", "").await), ("reason", Problem::Missing));
        assert_eq!(problem(desk.decline(&desk.own, &number, "nope", "").await), ("reason", Problem::NotInTheList));
        assert_eq!(problem(desk.decline(&desk.own, &number, "other", "").await), ("remark", Problem::Missing));
        let declined = desk.decline(&desk.own, &number, "no_capacity", "Everybody is busy.").await.unwrap();
        assert_eq!((declined.item.status, declined.moves.len(), declined.usage.len()), (Status::Declined, 0, 0));
        assert_eq!((declined.customer.contacts, declined.customer.notes), (None, None));
        assert!(matches!(desk.edit(&desk.own, &number, &won()).await, Err(AppError::ReferralMove(MoveFault::NotFrom { .. }))));
        assert_eq!(desk.listed(&desk.own).await, [number.as_str()], "it stays readable");
        let office = desk.read(&desk.office, &number).await.unwrap();
        assert!(office.customer.contacts.is_some(), "the programme office gives it to somebody else");
        // The workloads can be given to another, and the first is not suggested again.
        let id = desk.request("RFA-1").await;
        let request = desk.app().referral_request(&desk.office, id).await.unwrap().value;
        let own = request.candidates.iter().find(|one| one.name == "Noorderlicht").unwrap();
        assert!(own.said_no && own.suggested.is_none(), "{own:?}");
        desk.assign(id, &[(Noorderlicht::HAARLEM, &["Teams", "Exchange"])]).await.unwrap();
        assert_eq!(desk.listed(&desk.other).await.len(), 1);
        let told = format!("{:?}", desk.read(&desk.own, &number).await.unwrap());
        assert!(!told.contains("Zuiderkruis") && !told.contains(&desk.listed(&desk.other).await[0]), "{told}");
    }

    async fn an_edit_is_kept_with_everything_that_was_said_before(desk in Desk) {
        let number = desk.given("RFA-1").await;
        assert!(matches!(desk.edit(&desk.own, &number, &won()).await, Err(AppError::ReferralMove(_))), "not before it is accepted");
        desk.accept(&desk.own, &number).await.unwrap();
        let edited = desk.edit(&desk.own, &number, &won()).await.unwrap();
        assert_eq!(edited.item.status, Status::Won);
        assert!(matches!(edited.value, Shown::Value(Some(money)) if money.minor == 250_000));
        let back = NewEdit { status: "active".to_owned(), note: "Not quite.".to_owned(), value: None, ..won() };
        let edited = desk.edit(&desk.own, &number, &back).await.unwrap();
        assert!(matches!(edited.value, Shown::Value(Some(money)) if money.minor == 250_000), "left as it is");
        let notes: Vec<_> = edited.history.iter().filter_map(|one| one.note.as_deref()).collect();
        assert_eq!(notes, ["Not quite.", "They signed today."]);
        assert!(edited.history.iter().all(|one| !one.is_value_cleared));
        let without = NewEdit { value: Some(String::new()), note: "Too early to say.".to_owned(), ..back.clone() };
        for is_there in [true, false] {
            let edited = desk.edit(&desk.own, &number, &without).await.unwrap();
            assert_eq!(edited.value, Shown::Value(None));
            assert_eq!(edited.history[0].is_value_cleared, is_there, "what is not there is not taken away");
            let read = desk.read(&desk.reporter, &number).await.unwrap();
            assert!(read.history.iter().all(|one| !one.is_value_cleared), "that there was one is not told either");
        }
        assert_eq!(edited.item.accepted_on, Some("2026-09-10".parse().unwrap()));
        let stale = Expected::one("1");
        let overtaken = desk.app().edit_referral(&desk.own, &number, &won(), &stale).await.unwrap().value;
        assert!(matches!(overtaken, Outcome::Overtaken(it) if it.item.status == Status::Active));
        let wrong = NewEdit { status: "declined".to_owned(), value: Some("-4".to_owned()), ..won() };
        assert!(matches!(desk.edit(&desk.own, &number, &wrong).await, Err(AppError::Invalid(fields)) if fields.len() == 2));
        for who in [&desk.other, &desk.office, &desk.manager, &desk.admin] {
            assert!(matches!(desk.edit(who, &number, &won()).await, Err(AppError::NotFound | AppError::Forbidden)));
        }
    }

    async fn a_report_viewer_gets_no_money_and_nobodys_name(desk in Desk) {
        let number = desk.given("RFA-1").await;
        desk.accept(&desk.own, &number).await.unwrap();
        desk.edit(&desk.own, &number, &won()).await.unwrap();
        let read = desk.read(&desk.reporter, &number).await.unwrap();
        assert_eq!(read.withheld, ["contacts", "notes", "deal_value", "estimated_value", "history.person"]);
        assert_eq!((&read.value, &read.customer.deal), (&Shown::Withheld, &Shown::Withheld));
        let told = format!("{read:?}");
        for secret in ["kim@", "Kim Klant", "Please call", "250000", "791900", "Els Executive"] {
            assert!(!told.contains(secret), "{secret}: {told}");
        }
        let (field, refused) = problem(desk.edit(&desk.reporter, &number, &won()).await);
        assert_eq!((field, refused), ("estimated_value", Problem::Withheld));
        let edited = desk.edit(&desk.reporter, &number, &NewEdit { value: None, status: "lost".to_owned(), ..won() }).await.unwrap();
        assert_eq!((edited.item.status, &edited.value), (Status::Lost, &Shown::Withheld));
        assert_eq!(edited.history[0].person, Some(Shown::Value("Rik Reporter".to_owned())), "authors see themselves");
        assert!(matches!(desk.read(&desk.own, &number).await.unwrap().value, Shown::Value(Some(money)) if money.minor == 250_000));
        let sorted = ReferralQuery { sort: Some("rfa_id".parse().unwrap()), ..ReferralQuery::default() };
        assert!(desk.app().referrals(&desk.reporter, &sorted).await.is_ok());
    }

    async fn a_request_is_shared_out_by_workload_and_each_partner_sees_its_own(desk in Desk) {
        let id = desk.asked("RFA-1").await;
        let assign = async |of: &[(&str, &[&str])]| problem(desk.assign(id, of).await).1;
        assert_eq!(assign(&[]).await, Problem::Missing);
        assert_eq!(assign(&[("", &["Teams"])]).await, Problem::Missing);
        assert_eq!(assign(&[("9", &["Teams"])]).await, Problem::PlaceUnknown);
        assert_eq!(assign(&[(Noorderlicht::GENT, &["Nonsense"])]).await, Problem::UnknownWorkload("Nonsense".to_owned()));
        assert_eq!(assign(&[(Noorderlicht::GENT, &["Yammer"])]).await, Problem::UnknownWorkload("Yammer".to_owned()));
        let twice = assign(&[(Noorderlicht::GENT, &["Teams"]), (Noorderlicht::HAARLEM, &["Teams", "Exchange"])]).await;
        assert_eq!(twice, Problem::WorkloadTwice("Teams".to_owned()));
        assert!(matches!(assign(&[(Noorderlicht::GENT, &["Teams"])]).await, Problem::WorkloadsLeft(left) if left[0].code == "Exchange"));
        let same = assign(&[(Noorderlicht::GENT, &["Teams"]), (Noorderlicht::UTRECHT, &["Exchange"])]).await;
        assert_eq!(same, Problem::PartnerTwice("Noorderlicht".to_owned()));
        let request = desk.assign(id, &[(Noorderlicht::GENT, &["Teams"]), (Noorderlicht::HAARLEM, &["exchange"])]).await.unwrap();
        assert_eq!(request.referrals.len(), 2);
        let (own, theirs) = (desk.listed(&desk.own).await, desk.listed(&desk.other).await);
        let own = desk.read(&desk.own, &own[0]).await.unwrap();
        assert_eq!(own.item.workloads.iter().map(|one| one.code.as_str()).collect::<Vec<_>>(), ["Teams"]);
        assert_ne!(own.item.number, theirs[0]);
        assert!(matches!(desk.assign(id, &[(Noorderlicht::GENT, &["Teams"])]).await, Err(AppError::RequestAssigned)));
        // What one declines is to be assigned again, the rest is not.
        desk.decline(&desk.other, &theirs[0], "no_expertise", "").await.unwrap();
        let open = desk.app().referral_request(&desk.office, id).await.unwrap().value;
        assert_eq!((open.item.open, open.workloads.iter().filter(|one| one.referral.is_none()).count()), (1, 1));
    }

    async fn four_partners_are_too_many(desk in Desk) {
        let partners: Vec<(String, String)> = (0..4).map(|n| (format!("400010{n}"), format!("410010{n}"))).collect();
        for (partner, location) in &partners {
            let profile = Report::profile(&[(partner, partner, &[(location, location, "Breda")])]);
            desk.world.load("more.csv", profile.text()).await;
        }
        desk.world.load("four.csv", &file(&[line("RFA-4", 0, "Teams;Exchange;Intune;SharePoint", "", "")])).await;
        let id = desk.request("RFA-4").await;
        let codes: [&[&str]; 4] = [&["Teams"], &["Exchange"], &["Intune"], &["SharePoint"]];
        let four: Vec<_> = partners.iter().zip(codes).map(|((_, location), code)| (location.as_str(), code)).collect();
        assert_eq!(problem(desk.assign(id, &four).await), ("shares", Problem::AsManyAsMayBe(3)));
        let three: Vec<_> = four.iter().take(2).copied()
            .chain([(four[2].0, ["Intune", "SharePoint"].as_slice())]).collect();
        assert_eq!(desk.assign(id, &three).await.unwrap().referrals.len(), 3);
    }

    async fn what_nobody_answers_is_reminded_of_and_goes_back_once(desk in Desk) {
        let second = App::new(desk.world.database.open().await, desk.world.clock.clock(), Settings::usual(desk.world.database.folder()));
        let number = desk.given("RFA-1").await;
        assert_eq!(desk.app().remind_referrals().await.unwrap(), 0);
        desk.world.clock.pass(TimeDelta::days(1));
        let servers = || (0..8).map(|turn| if turn % 2 == 0 { desk.app().clone() } else { second.clone() });
        let reminded = join_all(servers().map(|app| async move {
            loop {
                match app.remind_referrals().await {
                    Err(AppError::Busy | AppError::Conflict) => {}
                    done => return done.unwrap(),
                }
            }
        })).await;
        assert_eq!(reminded.iter().sum::<usize>(), 1, "{reminded:?}");
        desk.world.clock.pass(TimeDelta::days(6) + TimeDelta::hours(20));
        assert_eq!(desk.app().return_referrals().await.unwrap(), 0, "somewhere it still is the 17th");
        assert_eq!(desk.waiting(&desk.own).await, [number.as_str()], "overdue, and it can still be answered");
        desk.world.clock.pass(TimeDelta::hours(12));
        // The time is over, though the clock has not come round yet.
        let late = desk.accept(&desk.own, &number).await;
        assert!(matches!(late, Err(AppError::ReferralMove(MoveFault::TooLate { .. }))), "{late:?}");
        let returned = join_all(servers().map(|app| async move {
            loop {
                match app.return_referrals().await {
                    Err(AppError::Busy | AppError::Conflict) => {}
                    done => return done.unwrap(),
                }
            }
        })).await;
        assert_eq!(returned.iter().sum::<usize>(), 1, "{returned:?}");
        let read = desk.read(&desk.own, &number).await.unwrap();
        assert_eq!((read.item.status, read.moves.len(), &read.customer.contacts), (Status::Returned, 0, &None));
        assert_eq!(read.history.iter().filter(|one| one.by == Move::Return).count(), 1);
        let late = desk.accept(&desk.own, &number).await;
        assert!(matches!(late, Err(AppError::ReferralMove(MoveFault::NotFrom { from: Status::Returned, .. }))));
        assert!(desk.waiting(&desk.own).await.is_empty());
        let request = desk.app().referral_request(&desk.office, desk.request("RFA-1").await).await.unwrap().value;
        assert_eq!(request.item.open, 2, "the programme office has it again");
    }

    async fn an_answer_and_the_clock_do_not_both_count(desk in Desk) {
        for turn in 0..4 {
            let number = desk.given(&format!("RFA-{turn}")).await;
            let (app, own) = (desk.app(), &desk.own);
            let accepts = (0..6).map(|_| async { loop {
                let done = app.accept_referral(own, &number, &Expected::Any).await;
                if !matches!(done, Err(AppError::Busy | AppError::Conflict)) { return done.map(|_| ()); }
            }});
            let declines = (0..6).map(|_| async { loop {
                let done = app.decline_referral(own, &number, ("no_capacity", ""), &Expected::Any).await;
                if !matches!(done, Err(AppError::Busy | AppError::Conflict)) { return done.map(|_| ()); }
            }});
            let (accepted, declined) = futures_util::future::join(join_all(accepts), join_all(declines)).await;
            let done = accepted.iter().chain(&declined).filter(|one| one.is_ok()).count();
            assert_eq!(done, 1, "{accepted:?} {declined:?}");
            assert_eq!(desk.read(own, &number).await.unwrap().history.len(), 2);
            desk.app().withdraw_referral(&desk.office, &number, "Next.", &Expected::Any).await.map(|_| ()).or_else(|error|
                if matches!(error, AppError::ReferralMove(_)) { Ok(()) } else { Err(error) }).unwrap();
        }
    }

    async fn at_most_one_partner_has_a_workload_whoever_assigns(desk in Desk) {
        let second = App::new(desk.world.database.open().await, desk.world.clock.clock(), Settings::usual(desk.world.database.folder()));
        let id = desk.asked("RFA-1").await;
        let assignments = (0..16).map(|turn| {
            let app = if turn % 2 == 0 { desk.app() } else { &second };
            let office = &desk.office;
            async move {
                let to = if turn % 4 < 2 { Noorderlicht::GENT } else { Noorderlicht::HAARLEM };
                let shares = shares(&[(to, &["Teams", "Exchange"])]);
                loop {
                    let done = app.assign_request(office, id, &shares, &Expected::Any, None).await;
                    if !matches!(done, Err(AppError::Busy | AppError::Conflict)) { return done.map(|_| ()); }
                }
            }
        });
        let done = join_all(assignments).await;
        assert_eq!(done.iter().filter(|one| one.is_ok()).count(), 1, "{done:?}");
        let known = |error: &AppError| matches!(error, AppError::RequestAssigned);
        assert!(done.iter().filter_map(|one| one.as_ref().err()).all(known), "{done:?}");
    }

    async fn a_partner_that_pauses_is_given_nothing_for_thirty_days(desk in Desk) {
        let id = desk.asked("RFA-1").await;
        for who in [&desk.own, &desk.incentives, &desk.office] {
            assert!(matches!(desk.app().pause_referrals(who, true).await, Err(AppError::Forbidden)));
        }
        let paused = desk.app().pause_referrals(&desk.admin, true).await.unwrap().value;
        assert_eq!(paused.paused_until, Some("2026-10-09".parse().unwrap()));
        let list = desk.app().referrals(&desk.own, &ReferralQuery::default()).await.unwrap().value;
        assert_eq!(list.paused_until, paused.paused_until);
        let refused = problem(desk.assign(id, &[(Noorderlicht::GENT, &["Teams", "Exchange"])]).await);
        assert_eq!(refused, ("shares", Problem::Paused("Noorderlicht".to_owned(), "2026-10-09".parse().unwrap())));
        let request = desk.app().referral_request(&desk.office, id).await.unwrap().value;
        assert_eq!(request.candidates[0].name, "Zuiderkruis", "one that pauses is not suggested");
        assert!(request.suggested.iter().all(|share| share.partner == "Zuiderkruis"));
        let resumed = desk.app().pause_referrals(&desk.admin, false).await.unwrap().value;
        assert_eq!(resumed.paused_until, None);
        desk.app().pause_referrals(&desk.admin, true).await.unwrap();
        desk.world.clock.pass(TimeDelta::days(31) + TimeDelta::hours(12));
        assert_eq!(desk.app().referral_preference(&desk.admin_anew().await).await.unwrap().value.paused_until, None);
        desk.assign_anew(id).await;
    }

    async fn suggestions_say_why(desk in Desk) {
        let id = desk.asked("RFA-1").await;
        let wanted = NewPreference { languages: vec!["nl".into()], countries: vec!["NL".into()], sizes: vec!["smb".into()] };
        let other_admin = desk.world.add_person("Oda Admin", Some(Noorderlicht::OTHER_PARTNER), Role::GlobalAdmin, &[]).await;
        let other_admin = desk.world.with_token(&other_admin).await;
        let kept = desk.app().set_referral_preference(&other_admin, &wanted, &Expected::one("0")).await.unwrap().value;
        assert!(matches!(kept, Outcome::Saved(item) if item.revision == "1" && item.wanted.languages == ["nl"]));
        let stale = desk.app().set_referral_preference(&other_admin, &wanted, &Expected::one("0")).await.unwrap().value;
        assert!(matches!(stale, Outcome::Overtaken(_)));
        let wrong = NewPreference { countries: vec!["Nederland".into()], ..wanted };
        let refused = desk.app().set_referral_preference(&other_admin, &wrong, &Expected::Any).await;
        assert!(matches!(refused, Err(AppError::Invalid(fields)) if fields == [("countries", Problem::NotInTheList)]));
        let request = desk.app().referral_request(&desk.office, id).await.unwrap().value;
        let merits: Vec<_> = request.candidates.iter()
            .map(|one| (one.name.as_str(), one.suggested.as_ref().unwrap().1.clone())).collect();
        // The museum's Teams is held by Noorderlicht.
        assert_eq!(merits[0].0, "Noorderlicht");
        assert!(merits[0].1.contains(&Merit::HoldsWorkloads(1)), "{merits:?}");
        assert_eq!(merits[1].0, "Zuiderkruis");
        for merit in [Merit::Language, Merit::Country, Merit::Size] {
            assert!(merits[1].1.contains(&merit), "{merits:?}");
        }
    }

    async fn usage_appears_with_the_first_feed_after_the_assignment(desk in Desk) {
        let number = desk.given("RFA-1").await;
        let before = desk.read(&desk.own, &number).await.unwrap();
        assert!(before.usage.iter().all(|one| one.figure.is_none()), "the feed was before");
        assert_eq!(before.usage_expected_by, "2026-09-13".parse().unwrap());
        desk.world.clock.pass(TimeDelta::days(1));
        let museum = TENANTS[2];
        desk.world.load("september.csv", Report::office(&[
            Usage { tenant: museum.id, name: museum.name, location: museum.location, month: "2026-09-01", pau: "200", mau: "150", ..Usage::default() },
        ]).text()).await;
        let after = desk.read(&desk.own, &number).await.unwrap();
        let figures: Vec<_> = after.usage.iter()
            .map(|one| (one.workload.code.as_str(), one.figure.map(|(_, figure)| (figure.pau, figure.mau)))).collect();
        assert_eq!(figures, [("Exchange", None), ("Teams", Some((200, 150)))]);
        assert!(after.sees_tenant, "the partner holds a claim there");
    }

    async fn the_list_is_searched_sorted_filtered_and_goes_on(desk in Desk) {
        let mut lines: Vec<_> = (10..16).map(|n| line(&format!("RFA-{n}"), 2, "Teams", Noorderlicht::GENT, "")).collect();
        lines.extend((20..24).map(|n| line(&format!("RFA-{n}"), 0, "Exchange", Noorderlicht::UTRECHT, "active")));
        desk.world.load("many.csv", &file(&lines)).await;
        let list = async |query: ReferralQuery| {
            let list = desk.app().referrals(&desk.own, &query).await.unwrap().value;
            (list.items.iter().map(|one| one.rfa_id.clone()).collect::<Vec<_>>(), list.next_cursor, list.previous_cursor)
        };
        let all = ReferralQuery::default();
        assert_eq!(list(ReferralQuery { search: Some("museum".into()), ..all.clone() }).await.0.len(), 6);
        assert_eq!(list(ReferralQuery { search: Some("rfa-21".into()), ..all.clone() }).await.0, ["RFA-21"]);
        assert_eq!(list(ReferralQuery { statuses: vec!["active".into()], ..all.clone() }).await.0.len(), 4);
        assert_eq!(list(ReferralQuery { sources: vec!["partner_center".into()], ..all.clone() }).await.0.len(), 0);
        assert_eq!(list(ReferralQuery { locations: vec![Noorderlicht::GENT.into()], ..all.clone() }).await.0.len(), 6);
        assert_eq!(list(ReferralQuery { workloads: vec!["Exchange".into()], ..all.clone() }).await.0.len(), 4);
        for sort in ["name", "-name", "rfa_id", "-rfa_id", "source", "assigned_at", "-assigned_at", "accepted_on", "status", "-status", "accept_by"] {
            let query = ReferralQuery { sort: Some(sort.parse().unwrap()), limit: Some(3), ..all.clone() };
            let (mut seen, mut next, _) = list(query.clone()).await;
            let mut last_previous = None;
            while let Some(cursor) = next {
                let (items, onward, previous) = list(ReferralQuery { cursor: Some(cursor), ..query.clone() }).await;
                seen.extend(items);
                (next, last_previous) = (onward, previous);
            }
            assert_eq!(seen.len(), 10, "{sort}");
            assert_eq!(seen.iter().collect::<std::collections::BTreeSet<_>>().len(), 10, "{sort}: each once");
            let (back, ..) = list(ReferralQuery { cursor: last_previous, ..query }).await;
            assert_eq!(back, seen[6..9], "{sort}: back again");
        }
        let refused = async |query: ReferralQuery| problem(desk.app().referrals(&desk.own, &query).await.map(|_| ()));
        assert_eq!(refused(ReferralQuery { statuses: vec!["x".into()], ..all.clone() }).await, ("status", Problem::Unknown));
        assert_eq!(refused(ReferralQuery { locations: vec![Noorderlicht::HAARLEM.into()], ..all.clone() }).await, ("location", Problem::Unknown));
        assert_eq!(refused(ReferralQuery { partners: vec![Noorderlicht::PARTNER.into()], ..all.clone() }).await, ("partner", Problem::Unknown));
        assert_eq!(refused(ReferralQuery { cursor: Some("e30".into()), ..all.clone() }).await, ("cursor", Problem::ForeignCursor));
        let by_partner = ReferralQuery { partners: vec![Noorderlicht::PARTNER.into()], ..all.clone() };
        assert_eq!(desk.app().referrals(&desk.office, &by_partner).await.unwrap().value.items.len(), 10);
        assert_eq!(problem(desk.app().referrals(&desk.manager, &by_partner).await.map(|_| ())), ("partner", Problem::Unknown));
        let mut exported = 0;
        let mut query = all;
        loop {
            let (items, next) = desk.app().referrals_for_export(&desk.own, &query).await.unwrap();
            exported += items.len();
            let Some(cursor) = next else { break };
            query.cursor = Some(cursor);
        }
        assert_eq!(exported, 10);
    }

    async fn a_withdrawal_says_why_and_takes_it_back(desk in Desk) {
        let number = desk.given("RFA-1").await;
        desk.accept(&desk.own, &number).await.unwrap();
        let withdraw = async |who: &Ctx, remark: &str| match desk.app().withdraw_referral(who, &number, remark, &Expected::Any).await {
            Ok(done) => saved(done.value),
            Err(error) => Err(error),
        };
        assert!(matches!(withdraw(&desk.own, "So.").await, Err(AppError::Forbidden)));
        assert_eq!(problem(withdraw(&desk.office, " ").await), ("remark", Problem::Missing));
        let taken = withdraw(&desk.office, "The customer chose somebody else.").await.unwrap();
        assert_eq!(taken.item.status, Status::Withdrawn);
        let read = desk.read(&desk.own, &number).await.unwrap();
        assert_eq!(read.history[0].remark.as_deref(), Some("The customer chose somebody else."));
        assert!(read.customer.contacts.is_none() && read.moves.is_empty());
        assert!(desk.app().tenants(&desk.own, &TenantQuery::default()).await.is_ok());
    }
}

impl Desk {
    /// The admin with a token that is not over after a month.
    async fn admin_anew(&self) -> Ctx {
        self.world.with_token("ada.admin@uptake.example").await
    }

    /// Assigns after a month, when the pause is over.
    async fn assign_anew(&self, id: i64) {
        let office = self.world.with_token("olga.office@uptake.example").await;
        let shares = shares(&[(Noorderlicht::GENT, &["Teams", "Exchange"])]);
        let done = self.app().assign_request(&office, id, &shares, &Expected::Any, None).await.unwrap().value;
        assert!(matches!(done, Outcome::Saved(_)));
    }
}
