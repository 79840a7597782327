//! Referrals and tickets: who is told of them, and until when (S10.3, S10.4, S11.4).

use app::{Expected, Outcome, RequestQuery, ShareAsked};
use chrono::TimeDelta;
use domain::access::Role;
use domain::ticket::{NewTicket, TicketMove};
use testkit::{Kept, Noorderlicht, TENANTS, both_engines};

use crate::office::Office;

/// To whom letters went, and their subjects.
fn told(kept: &[Kept]) -> Vec<(String, String)> {
    let mut told: Vec<_> = kept.iter().map(|one| (one.to.join(" "), one.subject())).collect();
    told.sort();
    told
}

impl Office {
    /// Gives a request of the museum to a location, and gives the referral's number.
    async fn assigned(&self, office: &app::Ctx, rfa: &str, location: &str) -> String {
        let tenant = TENANTS[2];
        let file = format!(
            "rfa_id,tenant_id,customer_name,workloads,country,language,contact_name,contact_email,notes,deal_value,currency\n\
             {rfa},{},{},Teams;Exchange,NL,nl,Kxqkim Klant,kxqkim@klant.example,Kxqnotes.,791900,EUR\n",
            tenant.id, tenant.name
        );
        self.it.world.load(&format!("{rfa}.csv"), &file).await;
        let query = RequestQuery { search: Some(rfa.to_owned()), ..RequestQuery::default() };
        let id = self.app().referral_requests(office, &query).await.unwrap().value.items[0].id;
        let workloads = vec!["Teams".to_owned(), "Exchange".to_owned()];
        let shares = [ShareAsked { location: location.to_owned(), workloads }];
        match self.app().assign_request(office, id, &shares, &Expected::Any, None).await.unwrap().value {
            Outcome::Saved(request) => request.referrals[0].number.clone(),
            Outcome::Overtaken(_) => panic!("overtaken"),
        }
    }

    async fn said(&self, who: &app::Ctx, number: &str, by: TicketMove, text: &str) {
        let done = self.app().move_ticket(who, number, by, text, &Expected::Any, None).await.unwrap().value;
        assert!(matches!(done, Outcome::Saved(_)));
    }
}

const ANSWER: TicketMove = TicketMove::Answer { goes_on: false };

both_engines! {
    async fn a_referral_is_told_to_whoever_can_answer_it_there(it in Office) {
        it.somebody("Vera Gent", Role::ReportViewer, &[Noorderlicht::GENT]).await;
        it.somebody("Els All", Role::ExecutiveReportViewer, &[]).await;
        it.somebody("Vera Utrecht", Role::ReportViewer, &[Noorderlicht::UTRECHT]).await;
        it.somebody("Ada Admin", Role::AccountAdmin, &[]).await;
        it.it.world.add_person("Other", Some(Noorderlicht::OTHER_PARTNER), Role::ReportViewer, &[]).await;
        let office = it.somebody("Otto Office", Role::ProgrammeAdmin, &[]).await;
        let number = it.assigned(&office, "RFA-1", Noorderlicht::GENT).await;
        let kept = it.delivered().await;
        let subject = format!("Referral {number}: {}", TENANTS[2].name);
        assert_eq!(
            told(&kept),
            [("els.all@uptake.example".to_owned(), subject.clone()), ("vera.gent@uptake.example".to_owned(), subject)]
        );
        for one in &kept {
            assert!(one.plain().contains("Teams") && one.plain().contains("17 September 2026"), "{}", one.plain());
            assert!(one.plain().contains(&format!("https://uptake.example/referrals/{number}")), "{}", one.plain());
            // Whom to talk to, and what it is worth, are for whoever opens the page.
            // Long enough for no link to have them by chance.
            for secret in ["Kxqkim", "kxqkim", "Kxqnotes", "791900", "7,919", "791,900", "Otto Office"] {
                assert!(!one.plain().contains(secret) && !one.bodies().1.contains(secret), "{secret}");
            }
        }
    }

    async fn a_referral_is_reminded_of_once_and_only_while_it_waits(it in Office) {
        let own = it.somebody("Els All", Role::ExecutiveReportViewer, &[]).await;
        let office = it.somebody("Otto Office", Role::ProgrammeAdmin, &[]).await;
        let waits = it.assigned(&office, "RFA-1", Noorderlicht::GENT).await;
        let answered = it.assigned(&office, "RFA-2", Noorderlicht::UTRECHT).await;
        // Answered before the letter was made: there is nothing to tell any more.
        it.app().accept_referral(&own, &answered, &Expected::Any).await.unwrap();
        let all = "els.all@uptake.example".to_owned();
        assert_eq!(told(&it.delivered().await), [(all.clone(), format!("Referral {waits}: {}", TENANTS[2].name))]);
        it.it.world.clock.pass(TimeDelta::days(2));
        assert_eq!(it.app().remind_referrals().await.unwrap(), 1);
        assert_eq!(it.app().remind_referrals().await.unwrap(), 0);
        let subject = format!("Referral {waits} waits for an answer: {}", TENANTS[2].name);
        assert_eq!(told(&it.delivered().await), [(all, subject)]);
        // What is not sent before it went back is not sent at all.
        let late = it.assigned(&office, "RFA-3", Noorderlicht::GENT).await;
        it.it.world.clock.pass(TimeDelta::days(30));
        assert_eq!(it.app().return_referrals().await.unwrap(), 2, "{late} too");
        let kept = it.delivered().await;
        let about: Vec<_> = kept.iter().map(Kept::subject).filter(|one| one.contains("Referral")).collect();
        assert!(about.len() == 4 && about.iter().all(|one| one.contains(" back")), "{about:?}");
    }

    async fn a_referral_that_a_partner_has_no_more_is_told_to_the_other_side(it in Office) {
        let own = it.somebody("Els All", Role::ExecutiveReportViewer, &[]).await;
        it.somebody("Vera Utrecht", Role::ReportViewer, &[Noorderlicht::UTRECHT]).await;
        it.somebody("Ada Admin", Role::AccountAdmin, &[]).await;
        it.it.world.add_person("Other", Some(Noorderlicht::OTHER_PARTNER), Role::ReportViewer, &[]).await;
        let office = it.somebody("Otto Office", Role::ProgrammeAdmin, &[]).await;
        let declined = it.assigned(&office, "RFA-1", Noorderlicht::GENT).await;
        let taken = it.assigned(&office, "RFA-2", Noorderlicht::GENT).await;
        let late = it.assigned(&office, "RFA-3", Noorderlicht::GENT).await;
        it.delivered().await;
        let (els, otto, tenant) = ("els.all@uptake.example", "otto.office@uptake.example", TENANTS[2].name);
        let told_once = |kept: &[Kept], to: &str, subject: &str| {
            assert_eq!(told(kept), [(to.to_owned(), subject.to_owned())]);
            kept[0].bodies().0
        };

        it.app().decline_referral(&own, &declined, ("no_capacity", "Kxqremark."), &Expected::Any).await.unwrap();
        let subject = format!("Referral {declined} was declined: {tenant}");
        let text = told_once(&it.delivered().await, otto, &subject);
        for said in ["Nobody is free for it", "> Kxqremark.", "Noorderlicht", "https://uptake.example/referral-requests/"] {
            assert!(text.contains(said), "{said}: {text}");
        }
        it.app().withdraw_referral(&office, &taken, "Kxqwhy.", &Expected::Any).await.unwrap();
        let text = told_once(&it.delivered().await, els, &format!("Referral {taken} was taken back"));
        assert!(text.contains("> Kxqwhy.") && text.contains(&format!("/referrals/{taken}")), "{text}");
        assert!(!text.contains(tenant), "the customer is not theirs any more: {text}");
        it.it.world.clock.pass(TimeDelta::days(30));
        assert_eq!(it.app().return_referrals().await.unwrap(), 1);
        let kept = it.delivered().await;
        let back: Vec<_> = told(&kept).into_iter().filter(|(_, subject)| subject.contains("Referral")).collect();
        let (to_partner, to_office) = (format!("Referral {late} went back"), format!("Referral {late} came back: {tenant}"));
        assert_eq!(back, [(els.to_owned(), to_partner.clone()), (otto.to_owned(), to_office)]);
        let to_els = kept.iter().find(|one| one.subject() == to_partner).unwrap();
        assert!(!to_els.plain().contains(tenant), "{}", to_els.plain());
    }

    async fn what_came_back_is_told_to_nobody_who_may_not_assign_any_more(it in Office) {
        let own = it.somebody("Els All", Role::ExecutiveReportViewer, &[]).await;
        let office = it.somebody("Otto Office", Role::ProgrammeAdmin, &[]).await;
        let number = it.assigned(&office, "RFA-1", Noorderlicht::GENT).await;
        it.delivered().await;
        it.app().decline_referral(&own, &number, ("language", ""), &Expected::Any).await.unwrap();
        it.app().address_mail().await.unwrap();
        let lesser = "UPDATE role_assignment SET role = 'partner_manager' WHERE role = 'programme_admin'";
        it.it.world.database.run(lesser).await.unwrap();
        assert_eq!(it.delivered().await, []);
    }

    async fn every_answer_in_a_ticket_is_told_to_the_other_side(it in Office) {
        let asker = it.somebody("Vera Viewer", Role::ReportViewer, &[Noorderlicht::GENT]).await;
        it.somebody("Ada Admin", Role::AccountAdmin, &[]).await;
        let office = it.somebody("Otto Office", Role::ProgrammeAdmin, &[]).await;
        let new = NewTicket {
            title: "Where is our tenant?".to_owned(),
            kind: "question".to_owned(),
            subject: "access".to_owned(),
            description: "It was there yesterday.".to_owned(),
            ..NewTicket::default()
        };
        let number = it.app().open_ticket(&asker, &new, None).await.unwrap().value.item.number;
        let (vera, otto) = ("vera.viewer@uptake.example", "otto.office@uptake.example");
        let subject = |state: &str| format!("Ticket {number}: {state}");
        let kept = it.delivered().await;
        assert_eq!(told(&kept), [(otto.to_owned(), subject("New"))], "nobody answers it yet");
        assert!(kept[0].bodies().0.contains("> It was there yesterday."), "{}", kept[0].bodies().0);
        assert!(kept[0].plain().contains("Where is our tenant?"), "{}", kept[0].plain());
        it.said(&office, &number, ANSWER, "Which tenant is it?").await;
        let kept = it.delivered().await;
        assert_eq!(told(&kept), [(vera.to_owned(), subject("Waiting for an answer"))]);
        assert!(kept[0].bodies().0.contains("> Which tenant is it?") && !kept[0].plain().contains("Otto"));
        assert!(kept[0].plain().contains(&format!("https://uptake.example/tickets/{number}")), "{}", kept[0].plain());
        // Once somebody answers it, it is theirs alone to hear of.
        it.somebody("Mira Manager", Role::PartnerManager, &[Noorderlicht::PARTNER]).await;
        let desk = it.app().ticket(&office, &number).await.unwrap().value;
        let mira = desk.answerers.iter().find(|one| one.1 == "Mira Manager").unwrap().0.clone();
        it.app().assign_ticket(&office, &number, &mira, &Expected::Any).await.unwrap();
        it.said(&asker, &number, ANSWER, "The museum.").await;
        let kept = it.delivered().await;
        assert_eq!(told(&kept), [("mira.manager@uptake.example".to_owned(), subject("Open"))]);
        assert!(kept[0].bodies().0.contains("> The museum."));
        it.said(&office, &number, TicketMove::Resolution, "It is back.").await;
        let kept = it.delivered().await;
        assert_eq!(told(&kept), [(vera.to_owned(), subject("Resolved"))]);
        // Whoever looks after the partner is told of a new one, before the programme admin.
        let second = it.app().open_ticket(&asker, &new, None).await.unwrap().value.item.number;
        let kept = it.delivered().await;
        assert_eq!(told(&kept), [("mira.manager@uptake.example".to_owned(), format!("Ticket {second}: New"))]);
        // Whose ticket it is not any more is told nothing, and then it is for the others again.
        it.said(&asker, &number, TicketMove::Reopening, "It went again.").await;
        let mira = "mira.manager@uptake.example".parse().unwrap();
        it.app().revoke_role(&testkit::operator(), &mira, Role::PartnerManager, &[]).await.unwrap();
        assert_eq!(told(&it.delivered().await), []);
        it.said(&asker, &number, ANSWER, "Are you there?").await;
        assert_eq!(told(&it.delivered().await), [(otto.to_owned(), subject("Reopened"))]);
    }
}
