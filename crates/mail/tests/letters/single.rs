//! Organisations whose people sign in with a provider only, and people without a password (S1.2, S14.1); and messages that are
//! on their way.

use app::Delivery;
use chrono::TimeDelta;
use domain::access::Role;
use testkit::{Noorderlicht, both_engines, operator, visit};

use crate::office::Office;

/// Connects Vera to an account at a provider, and takes her password.
const BY_PROVIDER_ALONE: [&str; 2] = [
    "INSERT INTO provider_account (handle, person_id, provider, issuer, subject, label, connected_at)
     SELECT 'kept', person_id, 'op', 'https://op.example', 'vera', '', 1 FROM person WHERE email = 'vera.viewer@uptake.example'",
    "UPDATE person SET password_hash = NULL WHERE email = 'vera.viewer@uptake.example'",
];

both_engines! {
    async fn a_link_that_would_lead_nowhere_is_not_mailed(it in Office) {
        let email = it.it.world.add_person("Vera Viewer", Some(Noorderlicht::PARTNER), Role::ReportViewer, &[]).await;
        let (app, clock) = (it.app(), &it.it.world.clock);
        app.set_single_sign_on(&operator(), Some(Noorderlicht::PARTNER), true).await.unwrap();
        app.ask_password_reset(&visit(), &email).await.unwrap();
        assert!(it.delivered().await.is_empty(), "a new password would not count");
        // Asked for before it was decided so, and not sent yet.
        app.set_single_sign_on(&operator(), Some(Noorderlicht::PARTNER), false).await.unwrap();
        clock.pass(TimeDelta::minutes(6));
        app.ask_password_reset(&visit(), &email).await.unwrap();
        app.address_mail().await.unwrap();
        app.set_single_sign_on(&operator(), Some(Noorderlicht::PARTNER), true).await.unwrap();
        assert!(it.delivered().await.is_empty());
    }

    async fn whoever_has_a_password_that_counts_no_more_is_invited_again(it in Office) {
        let admin = it.somebody("Account Admin", Role::AccountAdmin, &[]).await;
        let vera = it.invite(&admin, "vera@partner.example", "Vera Viewer").await.person.handle;
        let secret = it.delivered().await[0].link("/invitations/").unwrap();
        let password = "three herons over water";
        it.app().accept_invitation(&visit(), &secret, "vera@partner.example", password, password).await.unwrap();
        assert!(it.app().invite_again(&admin, &vera).await.is_err(), "the password counts");
        it.app().set_single_sign_on(&operator(), Some(Noorderlicht::PARTNER), true).await.unwrap();
        it.app().invite_again(&admin, &vera).await.unwrap();
        let kept = it.delivered().await;
        assert_eq!((kept.len(), kept[0].to[0].as_str()), (1, "vera@partner.example"));
        assert!(kept[0].link("/invitations/").is_some());
    }

    async fn the_weekly_letter_comes_without_a_password_too(it in Office) {
        let office = it.somebody("Otto Office", Role::ProgrammeAdmin, &[]).await;
        it.somebody("Vera Viewer", Role::ReportViewer, &[]).await;
        it.app().ask_for_note(&office, crate::office::tenant(0), Noorderlicht::PARTNER, "2026-12-20", None).await.unwrap();
        it.delivered().await;
        for text in BY_PROVIDER_ALONE {
            assert_eq!(it.it.world.database.run(text).await, Ok(1));
        }
        // The clock stands on a Thursday, 06:26.
        it.it.world.clock.pass(TimeDelta::days(4));
        let kept = it.delivered().await;
        let to: Vec<_> = kept.iter().filter(|one| one.subject().contains("this week")).map(|one| one.to[0].clone()).collect();
        assert!(to.contains(&"vera.viewer@uptake.example".to_owned()), "{to:?}");
    }

    async fn what_is_on_its_way_is_not_sent_a_second_time_by_an_operator(it in Office) {
        let email = it.it.world.add_person("Vera Viewer", Some(Noorderlicht::PARTNER), Role::ReportViewer, &[]).await;
        let app = it.app();
        app.ask_password_reset(&visit(), &email).await.unwrap();
        app.address_mail().await.unwrap();
        let first = app.next_letter().await.unwrap().unwrap();
        app.settle_letter(&first, &Delivery::Away("the mail server is away".to_owned())).await.unwrap();
        it.it.world.clock.pass(TimeDelta::minutes(2));
        let second = app.next_letter().await.unwrap().unwrap();
        assert_eq!(second.handle, first.handle);
        // The server hangs; meanwhile the operator loses patience.
        assert_eq!(app.retry_mail(&operator(), None).await.unwrap(), 0);
        assert!(app.next_letter().await.unwrap().is_none());
        app.settle_letter(&second, &Delivery::Away("still".to_owned())).await.unwrap();
        assert_eq!(app.retry_mail(&operator(), None).await.unwrap(), 1);
        assert!(app.next_letter().await.unwrap().is_some());
    }
}
