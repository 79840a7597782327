//! Who is told what, when, and in whose words (S14.1, S14.2).

use app::{AppError, Entrance, MailChoiceAsked, Outcome, Problem};
use chrono::TimeDelta;
use domain::access::Role;
use domain::claim::Move;
use testkit::{Kept, Noorderlicht, PASSWORD, TENANTS, both_engines, operator, shown_by_app, visit};

use crate::office::{Office, tenant};

const NEW_PASSWORD: &str = "three herons over water";

/// To whom letters went, and their subjects.
fn told(kept: &[Kept]) -> Vec<(String, String)> {
    let mut told: Vec<_> = kept.iter().map(|one| (one.to.join(" "), one.subject())).collect();
    told.sort();
    told
}

fn told_as(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    expected.iter().map(|(to, subject)| ((*to).to_owned(), (*subject).to_owned())).collect()
}

both_engines! {
    async fn an_invitation_is_mailed_and_told_to_nobody_else(it in Office) {
        let admin = it.somebody("Account Admin", Role::AccountAdmin, &[]).await;
        let invited = it.invite(&admin, "wim@partner.example", "Wim Kxq").await;
        assert!(invited.is_mailed && invited.invitation.is_none());
        let kept = it.delivered().await;
        assert_eq!(told(&kept), told_as(&[("wim@partner.example", "Uw account bij Uptake")]));
        let secret = kept[0].link("https://uptake.example/invitations/").unwrap();
        assert!(kept[0].bodies().1.contains(&secret), "the page says the same");
        assert!(kept[0].header("list-unsubscribe").is_empty(), "nobody does without a way in");
        // A second letter has a link of its own, and the first works no more.
        it.app().invite_again(&admin, &invited.person.handle).await.unwrap();
        let again = it.delivered().await[0].link("/invitations/").unwrap();
        let accept = async |secret: &str| {
            it.app().accept_invitation(&visit(), secret, "wim@partner.example", NEW_PASSWORD, NEW_PASSWORD).await
        };
        assert!(matches!(accept(&secret).await, Err(AppError::WrongCredentials)));
        accept(&again).await.unwrap();
        assert!(matches!(accept(&again).await, Err(AppError::WrongCredentials)), "twice");
        assert!(it.app().sign_in(&visit(), "wim@partner.example", NEW_PASSWORD).await.is_ok());
    }

    async fn an_invitation_that_is_over_or_taken_back_is_not_sent(it in Office) {
        let admin = it.somebody("Account Admin", Role::AccountAdmin, &[]).await;
        it.invite(&admin, "late@partner.example", "Late").await;
        let closed = it.invite(&admin, "closed@partner.example", "Closed").await;
        it.app().set_person_open(&admin, &closed.person.handle, false).await.unwrap();
        it.it.world.clock.pass(TimeDelta::days(8));
        assert_eq!(told(&it.delivered().await), []);
        let listed = it.app().mails(&operator(), Some("dropped"), 9).await.unwrap();
        assert_eq!(listed.len(), 2, "{listed:?}");
    }

    async fn a_forgotten_password_is_set_anew_once_and_ends_every_session(it in Office) {
        let email = it.it.world.add_person("Vera Viewer", Some(Noorderlicht::PARTNER), Role::ReportViewer, &[]).await;
        let session = it.it.world.signed_in(&email).await;
        let app = it.app();
        app.ask_password_reset(&visit(), &format!(" {} ", email.to_uppercase())).await.unwrap();
        let kept = it.delivered().await;
        assert_eq!(told(&kept), told_as(&[(&email, "A new password for Uptake")]));
        let secret = kept[0].link("/password-reset/").unwrap();
        let reset = async |secret: &str, new: &str, repeat: &str| app.reset_password(&visit(), secret, new, repeat).await;
        assert!(matches!(reset(&secret, "short", "short").await, Err(AppError::Invalid(_))));
        assert!(matches!(reset(&secret, NEW_PASSWORD, "other").await, Err(AppError::Invalid(_))));
        assert!(matches!(reset("nothing", NEW_PASSWORD, NEW_PASSWORD).await, Err(AppError::WrongCredentials)));
        assert!(app.viewer(&session).await.is_ok(), "nothing is done by a refused one");
        reset(&secret, NEW_PASSWORD, NEW_PASSWORD).await.unwrap();
        assert!(matches!(app.viewer(&session).await, Err(AppError::SignedOut)));
        assert!(matches!(reset(&secret, NEW_PASSWORD, NEW_PASSWORD).await, Err(AppError::WrongCredentials)), "twice");
        assert!(matches!(app.sign_in(&visit(), &email, PASSWORD).await, Err(AppError::WrongCredentials)));
        assert!(app.sign_in(&visit(), &email, NEW_PASSWORD).await.is_ok());
    }

    async fn a_link_to_a_new_password_ends_after_an_hour_and_is_not_mailed_all_the_time(it in Office) {
        let email = it.it.world.add_person("Vera Viewer", Some(Noorderlicht::PARTNER), Role::ReportViewer, &[]).await;
        let (app, clock) = (it.app(), &it.it.world.clock);
        app.ask_password_reset(&visit(), &email).await.unwrap();
        let secret = it.delivered().await[0].link("/password-reset/").unwrap();
        app.ask_password_reset(&visit(), &email).await.unwrap();
        assert_eq!(told(&it.delivered().await), [], "a moment ago there was one");
        clock.pass(TimeDelta::minutes(6));
        app.ask_password_reset(&visit(), &email).await.unwrap();
        let second = it.delivered().await[0].link("/password-reset/").unwrap();
        clock.pass(TimeDelta::minutes(55));
        let reset = async |secret: &str| app.reset_password(&visit(), secret, NEW_PASSWORD, NEW_PASSWORD).await;
        assert!(matches!(reset(&secret).await, Err(AppError::WrongCredentials)), "its hour is over");
        reset(&second).await.unwrap();
    }

    async fn whoever_asks_for_a_new_password_is_not_told_who_has_an_account(it in Office) {
        let app = it.app();
        let open = it.it.world.add_person("Open", Some(Noorderlicht::PARTNER), Role::ReportViewer, &[]).await;
        let closed = it.it.world.add_person("Closed", Some(Noorderlicht::PARTNER), Role::ReportViewer, &[]).await;
        app.set_active(&operator(), &closed.parse().unwrap(), false).await.unwrap();
        let admin = it.somebody("Account Admin", Role::AccountAdmin, &[]).await;
        it.invite(&admin, "invited@partner.example", "Invited").await;
        it.delivered().await;
        for email in [&open, &closed, "nobody@partner.example", "invited@partner.example"] {
            app.ask_password_reset(&visit(), email).await.unwrap();
        }
        assert_eq!(told(&it.delivered().await), told_as(&[(&open, "A new password for Uptake")]));
        for (typed, problem) in [("", Problem::Missing), ("nobody", Problem::NotAnEmail), ("a@b.c\r\nBcc: d@e.f", Problem::NotAnEmail)] {
            let Err(AppError::Invalid(told)) = app.ask_password_reset(&visit(), typed).await else { panic!("{typed}") };
            assert_eq!(told, [("email", problem)]);
        }
        // Known or not, too many are too many.
        for email in [open.as_str(), "nobody@partner.example"] {
            for _ in 0..9 {
                app.ask_password_reset(&visit(), email).await.unwrap();
            }
            assert!(matches!(app.ask_password_reset(&visit(), email).await, Err(AppError::TooMany(_))), "{email}");
        }
        assert!(app.sign_in(&visit(), &open, PASSWORD).await.is_ok(), "whoever has the password gets in");
    }

    async fn a_change_of_the_second_factor_is_told_to_its_person(it in Office) {
        let email = it.it.world.add_person("Vera Viewer", Some(Noorderlicht::PARTNER), Role::ReportViewer, &[]).await;
        let (app, clock) = (it.app(), &it.it.world.clock);
        let heard = async |words: &str, secrets: &[String]| {
            let kept = it.delivered().await;
            assert_eq!(told(&kept), told_as(&[(&email, "How you sign in to Uptake has changed")]), "{words}");
            let text = kept[0].plain();
            assert!(text.contains(words) && text.contains(&email), "{text}");
            assert!(kept[0].header("list-unsubscribe").is_empty(), "nobody does without");
            assert!(secrets.iter().all(|secret| !text.contains(secret)), "{text}");
        };
        let set_up = async |ctx: &app::Ctx| {
            app.begin_authenticator(ctx).await.unwrap();
            let key = app.second_factor(ctx).await.unwrap().value.setup.unwrap().shown().to_owned();
            let codes = app.confirm_authenticator(ctx, &shown_by_app(&key, app.now()), PASSWORD).await.unwrap();
            clock.pass(TimeDelta::seconds(30));
            let mut secrets: Vec<String> = codes.shown().collect();
            secrets.push(key);
            secrets
        };
        let ctx = it.it.world.signed_in(&email).await;
        let secrets = set_up(&ctx).await;
        heard("A second factor was set up", &secrets).await;
        let new: Vec<String> = app.renew_recovery_codes(&ctx, &secrets[0], PASSWORD).await.unwrap().shown().collect();
        heard("New recovery codes were made", &new).await;
        let Entrance::SecondStep(step) = app.sign_in(&visit(), &email, PASSWORD).await.unwrap() else { panic!("let in") };
        app.pass_second_step(&visit(), &step.secret, &new[0]).await.unwrap();
        heard("signed in to", &new).await;
        app.take_second_factor_by_operator(&operator(), &email.parse().unwrap()).await.unwrap();
        heard("were taken away", &[]).await;
        let ctx = it.it.world.signed_in(&email).await;
        let secrets = set_up(&ctx).await;
        heard("A second factor was set up", &secrets).await;
        app.remove_second_factor(&ctx, &secrets[1], PASSWORD).await.unwrap();
        heard("was turned off", &secrets).await;
        it.it.world.with_passkey(&ctx, b"a device").await;
        heard("A passkey was added", &[]).await;
        let passkey = app.passkeys(&ctx).await.unwrap().value.passkeys.remove(0).handle;
        app.remove_passkey(&ctx, &passkey).await.unwrap();
        heard("was removed", &[passkey]).await;
        // Whoever holds somebody's session does not keep it from them.
        let unwanted = MailChoiceAsked { unwanted: vec!["second_factor".to_owned()], ..MailChoiceAsked::default() };
        let refused = app.set_mail_choice(&ctx, &unwanted, &app::Expected::Any).await;
        assert!(matches!(refused, Err(AppError::Invalid(fields)) if fields == [("unwanted", Problem::NotInTheList)]));
    }

    async fn the_other_side_is_told_that_a_claim_was_moved(it in Office) {
        let own = it.somebody("Ines Own", Role::IncentivesAdmin, &[Noorderlicht::UTRECHT]).await;
        it.somebody("Ines Gent", Role::IncentivesAdmin, &[Noorderlicht::GENT]).await;
        it.somebody("Vera Viewer", Role::ExecutiveReportViewer, &[]).await;
        let office = it.somebody("Otto Office", Role::ProgrammeAdmin, &[]).await;
        it.it.world.add_person("Olga Office", None, Role::ProgrammeAdmin, &[]).await;
        let number = it.submitted(&own, "Kxq adoption").await;
        let submitted = format!("Claim {number}: Submitted");
        let kept = it.delivered().await;
        assert_eq!(
            told(&kept),
            told_as(&[("olga.office@uptake.example", &submitted), ("otto.office@uptake.example", &submitted)])
        );
        assert!(kept[0].plain().contains("Noorderlicht") && kept[0].plain().contains("Kxq adoption"));
        it.move_claim(&office, &number, Move::InformationRequest, "Which plan, and whose?").await;
        let kept = it.delivered().await;
        assert_eq!(told(&kept), told_as(&[("ines.own@uptake.example", &format!("Claim {number}: Action required"))]));
        assert!(kept[0].bodies().0.contains("> Which plan, and whose?"), "{}", kept[0].bodies().0);
        assert!(kept[0].plain().contains("Answer until 17 September 2026"), "{}", kept[0].plain());
        // Contacts are for whoever opens the claim.
        assert!(!kept[0].plain().contains("Kxqcustomer"));
        // Moved twice before it was told: once, as it stands.
        it.move_claim(&own, &number, Move::Submission, "").await;
        it.move_claim(&office, &number, Move::Review, "").await;
        it.move_claim(&office, &number, Move::Rejection, "Not proven.").await;
        let kept = it.delivered().await;
        let rejected = format!("Claim {number}: Rejected");
        assert_eq!(
            told(&kept),
            told_as(&[
                ("ines.own@uptake.example", &rejected),
                ("olga.office@uptake.example", &rejected),
                ("otto.office@uptake.example", &rejected),
            ])
        );
    }

    async fn time_that_is_over_is_told_too(it in Office) {
        let own = it.somebody("Ines Own", Role::IncentivesAdmin, &[]).await;
        let office = it.somebody("Otto Office", Role::ProgrammeAdmin, &[]).await;
        let number = it.submitted(&own, "Kxq adoption").await;
        it.move_claim(&office, &number, Move::InformationRequest, "Which plan?").await;
        it.delivered().await;
        it.it.world.clock.pass(TimeDelta::days(20));
        assert_eq!(it.app().lapse_claims().await.unwrap(), 1);
        let kept = it.delivered().await;
        let lapsed = kept.iter().find(|one| one.subject() == format!("Claim {number}: Rejected")).unwrap();
        assert!(lapsed.plain().contains("no answer in time"), "{}", lapsed.plain());
    }

    async fn a_note_that_is_asked_for_is_told_to_whoever_can_write_it(it in Office) {
        it.somebody("Vera Utrecht", Role::ReportViewer, &[Noorderlicht::UTRECHT]).await;
        it.somebody("Vera Gent", Role::ReportViewer, &[Noorderlicht::GENT]).await;
        it.somebody("Ines", Role::IncentivesAdmin, &[]).await;
        it.it.world.add_person("Other", Some(Noorderlicht::OTHER_PARTNER), Role::ReportViewer, &[]).await;
        let office = it.somebody("Otto Office", Role::ProgrammeAdmin, &[]).await;
        it.app().ask_for_note(&office, tenant(0), Noorderlicht::PARTNER, "2026-09-20", None).await.unwrap();
        let kept = it.delivered().await;
        assert_eq!(
            told(&kept),
            told_as(&[("vera.utrecht@uptake.example", "Status note asked for: Bakkerij Zonneschijn")])
        );
        assert!(kept[0].plain().contains("20 September 2026"));
        assert!(!kept[0].plain().contains("Otto"), "who asks is withheld");
        assert!(kept[0].link(&format!("/tenants/{}/", TENANTS[0].id)).is_some());
    }

    async fn questions_go_to_the_manager_and_answers_back(it in Office) {
        let asker = it.somebody("Vera Viewer", Role::ReportViewer, &[]).await;
        it.somebody("Otto Office", Role::ProgrammeAdmin, &[]).await;
        let ask = async |number: usize| {
            it.app().ask_about_intent(&asker, tenant(number), "Teams", "How do I say it?", None).await.unwrap();
        };
        ask(0).await;
        let kept = it.delivered().await;
        assert_eq!(
            told(&kept),
            told_as(&[("otto.office@uptake.example", "Question about an intent note: Bakkerij Zonneschijn")]),
            "nobody looks after the partner: then it is for whoever does everything"
        );
        let manager = it.somebody("Mira Manager", Role::PartnerManager, &[Noorderlicht::PARTNER]).await;
        ask(1).await;
        let kept = it.delivered().await;
        assert_eq!(
            told(&kept),
            told_as(&[("mira.manager@uptake.example", "Question about an intent note: Haven Lauwersoog")])
        );
        assert!(kept[0].plain().contains("> How do I say it?") && kept[0].plain().contains("Vera Viewer asks:"));
        for question in it.app().intent_questions(&manager).await.unwrap().value.questions {
            it.app().answer_about_intent(&manager, &question.handle, "Say why.").await.unwrap();
        }
        let kept = it.delivered().await;
        assert_eq!(kept.len(), 2);
        for one in &kept {
            assert_eq!(one.to, ["vera.viewer@uptake.example"]);
            assert!(one.plain().contains("> Say why.") && !one.plain().contains("Mira"), "{}", one.plain());
        }
        // Whoever sees personal data is told who answers.
        let executive = it.somebody("Ewa Executive", Role::ExecutiveReportViewer, &[]).await;
        it.app().ask_about_intent(&executive, tenant(2), "Teams", "And here?", None).await.unwrap();
        let open = it.app().intent_questions(&manager).await.unwrap().value.questions.remove(0);
        it.app().answer_about_intent(&manager, &open.handle, "So.").await.unwrap();
        let kept = it.delivered().await;
        let answer = kept.iter().find(|one| one.to == ["ewa.executive@uptake.example"]).unwrap();
        assert!(answer.plain().contains("Mira Manager answers:"), "{}", answer.plain());
        // What somebody of the programme office was sent of a partner's stands in the audit (S2.3).
        let looks = it.app().audit_page(&operator(), &app::AuditQuery::of("intent_note.opened")).await.unwrap().value.entries;
        assert!(looks.iter().any(|one| one.door == "mail"), "{looks:?}");
    }

    async fn what_its_reader_may_not_see_any_more_is_not_sent(it in Office) {
        let office = it.somebody("Otto Office", Role::ProgrammeAdmin, &[]).await;
        let (app, clock) = (it.app(), &it.it.world.clock);
        let emails = ["Taken", "Closed", "Elsewhere", "Stays"];
        for name in emails {
            it.somebody(name, Role::ReportViewer, &[Noorderlicht::UTRECHT]).await;
        }
        app.ask_for_note(&office, tenant(0), Noorderlicht::PARTNER, "2026-09-20", None).await.unwrap();
        app.address_mail().await.unwrap();
        let email = |name: &str| format!("{name}@uptake.example").parse().unwrap();
        app.revoke_role(&operator(), &email("taken"), Role::ReportViewer, &[]).await.unwrap();
        app.set_active(&operator(), &email("closed"), false).await.unwrap();
        app.revoke_role(&operator(), &email("elsewhere"), Role::ReportViewer, &[]).await.unwrap();
        app.grant_role(&operator(), &email("elsewhere"), Role::ReportViewer, &[Noorderlicht::GENT.to_owned()]).await.unwrap();
        assert_eq!(it.delivered().await.iter().map(|one| one.to.join("")).collect::<Vec<_>>(), ["stays@uptake.example"]);
        let dropped = app.mails(&operator(), Some("dropped"), 9).await.unwrap();
        assert_eq!(dropped.len(), 3, "{dropped:?}");
        // Written meanwhile, the note is asked for no more.
        app.ask_for_note(&office, tenant(1), Noorderlicht::PARTNER, "2026-09-20", None).await.unwrap();
        app.address_mail().await.unwrap();
        it.it.world.database.run("UPDATE note_request SET answered_at = 1").await.unwrap();
        clock.pass(TimeDelta::minutes(1));
        assert_eq!(it.delivered().await, []);
    }

    async fn everybody_chooses_and_one_click_is_enough(it in Office) {
        let office = it.somebody("Otto Office", Role::ProgrammeAdmin, &[]).await;
        let vera = it.somebody("Vera", Role::ReportViewer, &[]).await;
        let app = it.app();
        let asked = async |number: usize| {
            app.ask_for_note(&office, tenant(number), Noorderlicht::PARTNER, "2026-09-20", None).await.unwrap();
            it.delivered().await
        };
        let kept = asked(0).await;
        let token = kept[0].link("/unsubscribe/").unwrap();
        assert_eq!(kept[0].header("list-unsubscribe"), format!("<https://uptake.example/unsubscribe/{token}>"));
        assert_eq!(kept[0].header("list-unsubscribe-post"), "List-Unsubscribe=One-Click");
        app.unsubscribe_desk(&token).await.unwrap();
        assert_eq!(asked(1).await.len(), 1, "looking changes nothing");
        app.unsubscribe(&visit(), &token).await.unwrap();
        app.unsubscribe(&visit(), &token).await.unwrap();
        assert_eq!(asked(2).await, []);
        let desk = app.mail_choice(&vera).await.unwrap().value;
        assert!(!desk.choice.wants(domain::mail::MailKind::NoteAsked));
        // Somebody else's, another kind's, and what is no token are one answer.
        let (handle, rest) = token.split_once('.').unwrap();
        let signed = rest.split_once('.').unwrap().1;
        for strange in [
            format!("{handle}.digest.{signed}"),
            format!("{handle}.invitation.{signed}"),
            format!("x{handle}.note_asked.{signed}"),
            format!("{token}.x"),
            token.replace(signed, "AAAA"),
            String::new(),
            "a".repeat(5_000),
        ] {
            assert!(matches!(app.unsubscribe(&visit(), &strange).await, Err(AppError::NotFound)), "{strange}");
        }
        // Changed by two at once, the second is told what stands.
        let mine = MailChoiceAsked { unwanted: vec!["digest".to_owned()], ..MailChoiceAsked::default() };
        let expected = app::Expected::one(desk.revision);
        let saved = app.set_mail_choice(&vera, &mine, &expected).await.unwrap().value;
        assert!(matches!(saved, Outcome::Saved(_)));
        let overtaken = app.set_mail_choice(&vera, &mine, &expected).await.unwrap().value;
        assert!(matches!(overtaken, Outcome::Overtaken(_)));
        assert_eq!(asked(0).await.len(), 1, "wanted again");
    }

    async fn a_digest_comes_once_at_its_hour_and_only_where_something_waits(it in Office) {
        let office = it.somebody("Otto Office", Role::ProgrammeAdmin, &[]).await;
        let vera = it.somebody("Vera", Role::ReportViewer, &[]).await;
        it.somebody("Ines", Role::IncentivesAdmin, &[]).await;
        let (app, clock) = (it.app(), &it.it.world.clock);
        // The clock stands on a Thursday, 06:26.
        app.ask_for_note(&office, tenant(0), Noorderlicht::PARTNER, "2026-09-30", None).await.unwrap();
        assert_eq!(it.delivered().await.len(), 1);
        clock.pass(TimeDelta::days(3) + TimeDelta::hours(23));
        assert_eq!(it.delivered().await, [], "Monday, before six");
        clock.pass(TimeDelta::hours(1));
        let second = store_of(&it).await;
        app.make_digests().await.unwrap();
        second.make_digests().await.unwrap();
        let kept = it.delivered().await;
        assert_eq!(told(&kept), told_as(&[("vera@uptake.example", "What waits for you this week")]), "each once");
        let text = kept[0].bodies().0;
        assert!(text.contains("Bakkerij Zonneschijn") && text.contains("by 30 September 2026"), "{text}");
        clock.pass(TimeDelta::hours(20));
        assert_eq!(it.delivered().await, []);
        // Chosen after its hour, it counts from the next week on.
        let choice = MailChoiceAsked { digest_day: Some(1), digest_hour: Some(1), ..MailChoiceAsked::default() };
        app.set_mail_choice(&vera, &choice, &app::Expected::Any).await.unwrap();
        assert_eq!(it.delivered().await, []);
        clock.pass(TimeDelta::days(7));
        assert_eq!(told(&it.delivered().await).len(), 1);
        let off = MailChoiceAsked { unwanted: vec!["digest".to_owned()], ..MailChoiceAsked::default() };
        app.set_mail_choice(&vera, &off, &app::Expected::Any).await.unwrap();
        clock.pass(TimeDelta::days(7));
        assert_eq!(it.delivered().await, []);
    }

    async fn a_digest_comes_to_whoever_has_a_passkey_alone(it in Office) {
        let office = it.somebody("Otto Office", Role::ProgrammeAdmin, &[]).await;
        let world = &it.it.world;
        it.somebody("Vera", Role::ReportViewer, &[]).await;
        world.with_passkey(&world.signed_in("vera@uptake.example").await, b"hers").await;
        world.database.run("UPDATE person SET password_hash = NULL WHERE name = 'Vera'").await.unwrap();
        it.app().ask_for_note(&office, tenant(0), Noorderlicht::PARTNER, "2026-09-30", None).await.unwrap();
        it.delivered().await;
        world.clock.pass(TimeDelta::days(4));
        assert_eq!(told(&it.delivered().await), told_as(&[("vera@uptake.example", "What waits for you this week")]));
    }

    async fn without_mail_nothing_is_kept_and_links_are_told(it in Noorderlicht) {
        let email = it.world.add_person("Account Admin", Some(Noorderlicht::PARTNER), Role::AccountAdmin, &[]).await;
        let admin = it.world.with_token(&email).await;
        let asked = app::PersonAsked {
            email: "wim@partner.example".to_owned(),
            name: "Wim".to_owned(),
            roles: vec![app::RoleAsked { role: "report_viewer".to_owned(), at: None }],
            ..app::PersonAsked::default()
        };
        let invited = it.world.app.invite_person(&admin, &asked, None).await.unwrap().value;
        assert!(invited.invitation.is_some() && !invited.is_mailed);
        assert!(matches!(it.world.app.ask_password_reset(&visit(), &email).await, Err(AppError::NotFound)));
        assert_eq!(it.world.app.mails(&operator(), None, 9).await.unwrap(), []);
    }
}

/// Another server on the same database.
async fn store_of(it: &Office) -> app::App {
    let world = &it.it.world;
    let settings = app::Settings { sends_mail: true, ..app::Settings::usual(world.database.folder()) };
    app::App::new(world.database.open().await, world.clock.clock(), settings)
}
