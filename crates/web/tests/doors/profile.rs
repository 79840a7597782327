//! The own account on its page.

use crate::desk::{Desk, PASSWORD, Person};
use testkit::both_engines;

both_engines! {
    async fn a_password_is_changed_and_other_sessions_end(desk in Desk) {
        let (mut browser, mut other) = (desk.signed_in(Person::Executive).await, desk.signed_in(Person::Executive).await);
        let new = "paarse fiets op zolder";
        for (current, new, repeat) in
            [("wrong one here", new, new), (PASSWORD, "short", "short"), (PASSWORD, new, "another one")]
        {
            let fields = [("current", current), ("new", new), ("repeat", repeat)];
            let page = browser.post_from("/profile", "/profile/password", &fields).await.assert_status(422);
            assert!(
                page.count("[aria-invalid=true]") == 1 && page.count("input[type=password][value]") == 0,
                "{}",
                page.body
            );
        }
        let fields = [("current", PASSWORD), ("new", new), ("repeat", new)];
        browser.post_from("/profile", "/profile/password", &fields).await.assert_status(303);
        browser.get("/profile").await.assert_status(200);
        other.get("/profile").await.assert_status(303);
        desk.browser().sign_in(Person::Executive, PASSWORD).await.assert_status(422);
        desk.browser().sign_in(Person::Executive, new).await.assert_status(303);
    }

    async fn guesses_at_the_current_password_end_as_at_signing_in(desk in Desk) {
        let mut browser = desk.signed_in(Person::Executive).await;
        let new = "paarse fiets op zolder";
        let fields = |current| [("current", current), ("new", new), ("repeat", new)];
        for _ in 0..10 {
            browser.post_from("/profile", "/profile/password", &fields("wrong one here")).await.assert_status(422);
        }
        let page = browser.post_from("/profile", "/profile/password", &fields(PASSWORD)).await.assert_status(429);
        assert_eq!(page.count("#password-error[role=alert]"), 1, "{}", page.body);
        assert!((60..=900).contains(&page.header("retry-after").parse::<u32>().unwrap()));
        desk.browser().sign_in(Person::Executive, PASSWORD).await.assert_status(429);
        browser.get("/profile").await.assert_status(200);
    }

    async fn a_token_is_shown_once_works_and_is_revoked(desk in Desk) {
        let mut browser = desk.signed_in(Person::Executive).await;
        let fields = [("name", "report"), ("expires_days", "30"), ("scope", "read")];
        let page = browser.post_from("/profile", "/profile/tokens", &fields).await.assert_status(200);
        let secret = page.attribute("[data-copy]", "data-copy").unwrap();
        let program = crate::desk::Program::new(desk.router.clone(), Some(secret.clone()));
        program.get("/api/v1/me").await.assert_status(200);
        // A token to read with changes nothing.
        program
            .json("PUT", "/api/v1/me/preferences", &serde_json::json!({"language": null, "theme": "dark"}))
            .await
            .assert_status(403);
        let page = browser.get("/profile").await;
        assert!(!page.body.contains(&secret));
        let revoke = page.attribute("form[action^='/profile/tokens/']", "action").unwrap();
        browser.post_from("/profile", &revoke, &[]).await.assert_status(303);
        program.get("/api/v1/me").await.assert_status(401);
    }

    async fn a_token_form_comes_back_filled_in_with_what_is_wrong(desk in Desk) {
        let mut browser = desk.signed_in(Person::Executive).await;
        for (name, days) in [("", "30"), ("report", "0"), ("report", "soon"), ("report", "100000")] {
            let fields = [("name", name), ("expires_days", days), ("scope", "write")];
            let page = browser.post_from("/profile", "/profile/tokens", &fields).await.assert_status(422);
            assert_eq!(page.attribute("[name=expires_days]", "value").as_deref(), Some(days));
            assert_eq!(page.count("[aria-invalid=true]"), 1, "{name} {days}");
        }
    }

    async fn one_session_or_all_of_them_end(desk in Desk) {
        let (mut here, mut there) = (desk.signed_in(Person::Executive).await, desk.signed_in(Person::Executive).await);
        let page = here.get("/profile").await;
        let end = page.attribute(
            "form[action^='/profile/sessions/'][action$='/deletion']:not([action='/profile/sessions/deletion'])",
            "action",
        );
        here.post_from("/profile", &end.unwrap(), &[]).await.assert_status(303);
        there.get("/profile").await.assert_status(303);
        let answer = here.post_from("/profile", "/profile/sessions/deletion", &[]).await.assert_status(303);
        assert_eq!(answer.location(), "/sign-in?notice=signed-out-everywhere");
        here.get("/profile").await.assert_status(303);
        here.post_from("/sign-in", "/profile/sessions/no-such/deletion", &[]).await.assert_status(303);
    }

    async fn language_and_theme_stay_with_the_person(desk in Desk) {
        let mut browser = desk.signed_in(Person::Reporter).await;
        let fields = [("language", "nl"), ("theme", "dark")];
        browser.post_from("/profile", "/profile/preferences", &fields).await.assert_status(303);
        assert_eq!(browser.get("/profile").await.count(".message.success"), 1);
        assert_eq!(browser.get("/profile").await.count(".message.success"), 0, "the notice stays");
        let page = desk.signed_in(Person::Reporter).await.get("/overview").await;
        assert_eq!(page.attribute("html", "lang").as_deref(), Some("nl"));
        assert_eq!(page.attribute("html", "data-theme").as_deref(), Some("dark"));
        browser
            .post_from("/profile", "/profile/preferences", &[("language", "de"), ("theme", "dark")])
            .await
            .assert_status(400);
    }
}
