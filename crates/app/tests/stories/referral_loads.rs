//! Requests for assistance come in: pages of the Referrals API and files of the own format are planned, applied and taken back
//! (S10, S13).

use app::{AppError, ReferralQuery, RequestQuery};
use domain::access::Shown;
use domain::referral::Status;
use testkit::{Noorderlicht, TENANTS, both_engines};

use crate::referrals::{Desk, file, line};

both_engines! {
    async fn a_load_of_referrals_is_planned_applied_and_taken_back(desk in Desk) {
        let lines = [line("RFA-1", 2, "Teams", "", ""), line("RFA-2", 0, "Exchange", Noorderlicht::UTRECHT, ""),
                     line("RFA-3", 0, "Exchange", Noorderlicht::UTRECHT, "won"), line("RFA-1", 2, "Teams", "", "")];
        let plan = desk.world.stage("referrals.csv", &file(&lines)).await.unwrap();
        let counts = plan.load.counts;
        assert_eq!((counts.rows, counts.added, counts.repeated, counts.refused), (4, 3, 1, 0));
        let applied = desk.app().apply_load(&testkit::operator(), plan.load.id).await.unwrap().value;
        let listed = desk.app().referrals(&desk.own, &ReferralQuery::default()).await.unwrap().value.items;
        let stand: Vec<_> = listed.iter().map(|one| (one.rfa_id.as_str(), one.status)).collect();
        assert_eq!(stand, [("RFA-3", Status::Won), ("RFA-2", Status::Assigned)]);
        let again = desk.world.load("again.csv", &file(&lines)).await;
        assert!(again.load.counts.changes_nothing(), "{:?}", again.load.counts);
        desk.world.undo(&again).await;
        desk.world.undo(&applied).await;
        assert!(desk.listed(&desk.own).await.is_empty());
        let requests = desk.app().referral_requests(&desk.office, &RequestQuery::default()).await.unwrap().value;
        assert!(requests.items.is_empty());
        // What was worked on stays.
        let applied = desk.world.load("referrals.csv", &file(&lines)).await;
        let waiting = desk.waiting(&desk.own).await.remove(0);
        desk.accept(&desk.own, &waiting).await.unwrap();
        assert!(matches!(desk.app().undo_load(&testkit::operator(), applied.load.id).await, Err(AppError::InUse)));
        assert_eq!(desk.listed(&desk.own).await.len(), 2);
    }

    async fn a_newer_file_changes_what_the_customer_said_and_not_who_has_it(desk in Desk) {
        let id = desk.asked("RFA-1").await;
        desk.assign(id, &[(Noorderlicht::GENT, &["Teams", "Exchange"])]).await.unwrap();
        let number = desk.listed(&desk.own).await.remove(0);
        let newer = file(&[line("RFA-1", 2, "Teams;Intune", "", "").replace("kim@klant.example", "sam@klant.example")]);
        let plan = desk.world.load("newer.csv", &newer).await;
        assert_eq!((plan.load.counts.added, plan.load.counts.changed), (0, 1));
        let told = desk.read(&desk.own, &number).await.unwrap();
        assert!(matches!(&told.customer.contacts, Some(Shown::Value(people)) if people[0].email == "sam@klant.example"));
        let request = desk.app().referral_request(&desk.office, id).await.unwrap().value;
        let workloads: Vec<_> = request.workloads.iter().map(|one| (one.workload.code.as_str(), one.referral.is_some())).collect();
        assert_eq!(workloads, [("Exchange", true), ("Teams", true), ("Intune", false)], "what somebody has stays");
        assert!(desk.world.load("newer.csv", &newer).await.load.counts.changes_nothing());
        let loads = desk.app().loads(&testkit::operator()).await.unwrap().value.loads;
        desk.app().undo_load(&testkit::operator(), loads[0].id).await.unwrap();
        desk.world.undo(&plan).await;
        let told = desk.read(&desk.own, &number).await.unwrap();
        assert!(matches!(&told.customer.contacts, Some(Shown::Value(people)) if people[0].email == "kim@klant.example"));
        let request = desk.app().referral_request(&desk.office, id).await.unwrap().value;
        assert_eq!(request.workloads.len(), 2);
    }

    async fn who_has_it_no_more_reads_what_was_said_until_then(desk in Desk) {
        let id = desk.asked("RFA-1").await;
        desk.assign(id, &[(Noorderlicht::GENT, &["Teams"]), (Noorderlicht::HAARLEM, &["Exchange"])]).await.unwrap();
        let (own, other) = (desk.listed(&desk.own).await.remove(0), desk.listed(&desk.other).await.remove(0));
        let said = async |by: &app::Ctx, number: &str| {
            let told = desk.read(by, number).await.unwrap().customer;
            let Shown::Value(Some(deal)) = told.deal else { panic!("{:?}", told.deal) };
            (told.name, told.size, told.country, deal.minor)
        };
        let before = said(&desk.own, &own).await;
        assert_eq!((before.1.as_str(), before.3), ("SMB", 791_900));
        desk.decline(&desk.own, &own, "no_capacity", "").await.unwrap();
        let grown = line("RFA-1", 2, "Teams;Exchange", "", "").replace("SMB", "Enterprise").replace("7919", "90000");
        let first = desk.world.load("grown.csv", &file(std::slice::from_ref(&grown))).await;
        assert_eq!(first.load.counts.changed, 1);
        let now = said(&desk.other, &other).await;
        assert_eq!((now.1.as_str(), now.3), ("Enterprise", 9_000_000), "who has it reads what is said now");
        assert_eq!(said(&desk.office, &own).await, now, "and so does the office");
        assert_eq!(said(&desk.own, &own).await, before);
        // Neither a further file nor one that is taken back tells more.
        let second = desk.world.load("larger.csv", &file(&[grown.replace("90000", "95000")])).await;
        assert_eq!(said(&desk.own, &own).await, before);
        desk.world.undo(&second).await;
        desk.decline(&desk.other, &other, "no_capacity", "").await.unwrap();
        assert_eq!(said(&desk.other, &other).await, now);
        desk.world.undo(&first).await;
        assert_eq!(said(&desk.own, &own).await, before);
        assert_eq!(said(&desk.other, &other).await, now, "what was read when it was declined");
        assert_eq!(said(&desk.office, &other).await, before);
        desk.world.load("less.csv", &file(&[grown.replace("90000", "1")])).await;
        assert_eq!((said(&desk.own, &own).await, said(&desk.other, &other).await), (before, now));
    }

    async fn rows_that_cannot_be_taken_are_refused_each_with_its_reason(desk in Desk) {
        let unknown = line("RFA-1", 2, "Teams", "", "").replace(TENANTS[2].id, "0b8e1c64-6c1f-4b3e-9a55-0a1f2b3c4dff");
        let torn = line("RFA-2", 2, "Teams", "", "").replace("SMB", "Enterprise");
        let lines = [unknown, line("RFA-2", 2, "Teams", "", ""), torn, line("RFA-3", 2, "Abacus", "", ""), line("RFA-4", 2, "Teams", "", ""),
                     line("RFA-5", 2, "Teams", "", ""), line("RFA-6", 2, "Teams", "", "")];
        let plan = desk.world.stage("referrals.csv", &file(&lines)).await.unwrap();
        let refused: Vec<_> = plan.refused.iter().map(|row| (row.line, row.column.as_str(), row.reason.as_str())).collect();
        assert_eq!(refused, [(2, "tenant_id", "unknown_tenant"), (3, "rfa_id", "contradicts"), (4, "rfa_id", "contradicts"),
                             (5, "workloads", "unknown_workload")]);
        assert!(matches!(desk.app().apply_load(&testkit::operator(), plan.load.id).await, Err(AppError::TooManyRefused)));
        desk.world.load("one.csv", &file(&[line("RFA-4", 2, "Teams", "", "")])).await;
        let moved = desk.world.stage("moved.csv", &file(&[line("RFA-4", 0, "Teams", "", ""), line("RFA-7", 0, "Teams", "", "")])).await.unwrap();
        assert_eq!(moved.refused[0].reason, "other_tenant");
    }

    async fn a_page_of_the_referrals_api_is_loaded(desk in Desk) {
        let museum = TENANTS[2];
        let one = |id: &str, status: &str| format!(
            r#"{{"id":"{id}","externalReferenceId":"RFA-{id}","status":"{status}","substatus":"Received","createdDateTime":"2026-09-01T00:00:00Z",
            "target":[{{"id":"{}"}}],"customerProfile":{{"name":"Museum","address":{{"country":"BE"}},"ids":[{{"id":"{}"}}],
            "team":[{{"firstName":"Mia","email":"mia@museum.example"}}]}},
            "details":{{"dealValue":50,"currency":"EUR","requirements":{{"products":[{{"id":"Microsoft Teams"}}]}}}}}}"#,
            Noorderlicht::GENT, museum.id);
        let page = format!("{{\"value\":[{},{},{{\"id\":\"x\"}}]}}", one("a", "New"), one("b", "Active"));
        let plan = desk.world.load("referrals.json", &page).await;
        assert_eq!((plan.load.counts.added, plan.load.counts.refused, plan.refused[0].line), (2, 1, 3));
        let listed = desk.app().referrals(&desk.gent, &ReferralQuery::default()).await.unwrap().value.items;
        let stand: Vec<_> = listed.iter().map(|one| (one.rfa_id.as_str(), one.status, one.source.code())).collect();
        assert_eq!(stand, [("RFA-b", Status::Active, "partner_center"), ("RFA-a", Status::Assigned, "partner_center")]);
        desk.world.load("one.json", &one("c", "New")).await;
        assert_eq!(desk.listed(&desk.gent).await.len(), 3);
    }
}
