//! Signing in and out, as a browser does it.

use crate::desk::{Desk, PASSWORD, Person};
use testkit::both_engines;
use web::Config;

both_engines! {
    async fn a_person_signs_in_and_comes_to_the_page_they_wanted(desk in Desk) {
        let mut browser = desk.browser();
        let sent_away = browser.get("/tenants?sort=-mau").await.assert_status(303);
        assert_eq!(sent_away.location(), "/sign-in?next=%2Ftenants%3Fsort%3D-mau");
        let page = browser.get(sent_away.location()).await.assert_status(200);
        let value = |name: &str| page.attribute(&format!("form[action='/sign-in'] input[name={name}]"), "value").unwrap();
        let (token, next) = (value("csrf"), value("next"));
        let email = " Executive@Uptake.example ";
        let fields = [("csrf", token.as_str()), ("next", &next), ("email", email), ("password", PASSWORD)];
        let answer = browser.post_bare("/sign-in", &fields).await.assert_status(303);
        assert_eq!(answer.location(), "/tenants?sort=-mau");
        browser.get("/tenants?sort=-mau").await.assert_status(200);
        assert_eq!(browser.get("/sign-in").await.assert_status(303).location(), "/");
    }

    async fn a_wrong_password_and_an_unknown_account_get_the_same_page(desk in Desk) {
        let mut pages = Vec::new();
        for email in ["executive@uptake.example", "nobody@uptake.example"] {
            let mut browser = desk.browser();
            let fields = [("email", email), ("password", "not this one"), ("next", "/")];
            let page = browser.post_from("/sign-in", "/sign-in", &fields).await.assert_status(422);
            assert_eq!(page.attribute("#email", "value").as_deref(), Some(email));
            assert!(!page.body.contains("not this one"));
            assert_eq!(page.count("[role=alert]"), 1);
            let token = page.attribute("input[name=csrf]", "value").unwrap();
            pages.push(without_tokens(&page.body.replace(email, "@").replace(&token, "")));
        }
        assert_eq!(pages[0], pages[1]);
    }
}

/// A page without the tokens of its forms, which are others on every page.
fn without_tokens(page: &str) -> String {
    let mut pieces = page.split("name=\"csrf\" value=\"");
    let first = pieces.next().unwrap_or_default().to_owned();
    pieces.fold(first, |text, piece| text + piece.split_once('"').map_or("", |(_, rest)| rest))
}

both_engines! {
    async fn guessing_is_slowed_down(desk in Desk) {
        let mut browser = desk.browser();
        let mut last = browser.sign_in(Person::Executive, "a wrong one").await;
        for _ in 0..20 {
            if last.status == 429 {
                break;
            }
            last = browser.sign_in(Person::Executive, "a wrong one").await;
        }
        let last = last.assert_status(429);
        assert!(last.header("retry-after").parse::<u64>().unwrap() > 0);
        browser.sign_in(Person::Executive, PASSWORD).await.assert_status(429);
    }

    async fn guesses_in_another_browser_do_not_keep_the_owner_out(desk in Desk) {
        let mut own = desk.signed_in(Person::Executive).await;
        own.post_from("/overview", "/sign-out", &[]).await.assert_status(303);
        assert!(own.cookies.contains_key("uptake-known"));
        let mut other = desk.browser();
        for _ in 0..10 {
            other.sign_in(Person::Executive, "a wrong one").await.assert_status(422);
        }
        other.sign_in(Person::Executive, PASSWORD).await.assert_status(429);
        own.sign_in(Person::Executive, PASSWORD).await.assert_status(303);
        own.get("/overview").await.assert_status(200);
        // What is known of the browser signs nobody in.
        let mut bare = desk.browser();
        bare.cookies.insert("uptake-known".into(), own.cookies["uptake-known"].clone());
        bare.get("/overview").await.assert_status(303);
    }

    async fn signing_in_always_makes_a_new_session_and_ends_the_one_before(desk in Desk) {
        let mut browser = desk.signed_in(Person::Executive).await;
        let first = browser.cookies["uptake-session"].clone();
        let token = browser.token_of("/overview").await;
        let fields = [("csrf", token.as_str()), ("email", "reporter@uptake.example"), ("password", PASSWORD)];
        browser.post_bare("/sign-in", &fields).await.assert_status(303);
        assert_ne!(browser.cookies["uptake-session"], first);
        let mut copy = desk.browser();
        copy.cookies.insert("uptake-session".into(), first);
        let sent_away = copy.get("/overview").await.assert_status(303);
        assert_eq!(sent_away.location(), "/sign-in?notice=expired&next=%2Foverview");
    }

    async fn signing_out_ends_the_session_itself(desk in Desk) {
        let mut browser = desk.signed_in(Person::Executive).await;
        let mut copy = desk.browser();
        copy.cookies = browser.cookies.clone();
        let answer = browser.post_from("/overview", "/sign-out", &[]).await.assert_status(303);
        assert_eq!(answer.location(), "/signed-out");
        assert!(!browser.cookies.contains_key("uptake-session"));
        browser.get("/signed-out").await.assert_status(200);
        copy.get("/overview").await.assert_status(303);
    }

    async fn nothing_that_a_link_brings_leads_to_another_host(desk in Desk) {
        for next in ["//evil.example", "/\\evil.example", "https://evil.example", "/\t/evil.example"] {
            let mut browser = desk.browser();
            let fields = [("email", "executive@uptake.example"), ("password", PASSWORD), ("next", next)];
            let answer = browser.post_from("/sign-in", "/sign-in", &fields).await.assert_status(303);
            assert_eq!(answer.location(), "/", "{next}");
        }
    }

    async fn a_form_without_the_token_of_its_page_changes_nothing(desk in Desk) {
        let mut browser = desk.signed_in(Person::Executive).await;
        let of_another = desk.signed_in(Person::Reporter).await.token_of("/profile").await;
        for token in ["", "AAAA", of_another.as_str()] {
            let fields = [("csrf", token), ("language", "nl"), ("theme", "dark")];
            browser.post_bare("/profile/preferences", &fields).await.assert_status(403);
        }
        let right = browser.token_of("/profile").await;
        let fields = [("csrf", right.as_str()), ("language", "nl"), ("theme", "dark")];
        browser.headers.push(("sec-fetch-site", "cross-site".into()));
        browser.post_bare("/profile/preferences", &fields).await.assert_status(403);
        browser.headers.pop();
        browser.headers.push(("origin", "https://evil.example".into()));
        browser.post_bare("/profile/preferences", &fields).await.assert_status(403);
        browser.headers.pop();
        assert_eq!(browser.get("/profile").await.attribute("html", "lang").as_deref(), Some("en"));
        browser.headers.push(("origin", "http://127.0.0.1:8080".into()));
        browser.post_bare("/profile/preferences", &fields).await.assert_status(303);
        assert_eq!(browser.get("/profile").await.attribute("html", "lang").as_deref(), Some("nl"));
    }

    async fn behind_tls_cookies_are_bound_to_it(desk in Desk) {
        let config = Config { public_url: Some("https://uptake.example".parse().unwrap()), ..Config::default() };
        let desk = desk.with(config);
        let mut browser = desk.browser();
        let page = browser.get("/sign-in").await.assert_status(200);
        assert!(page.header("set-cookie").starts_with("__Host-uptake-visit="));
        assert_eq!(page.header("strict-transport-security"), "max-age=31536000; includeSubDomains");
        let answer = browser.sign_in(Person::Executive, PASSWORD).await.assert_status(303);
        let cookie = answer.header("set-cookie");
        for part in ["__Host-uptake-session=", "HttpOnly", "SameSite=Lax", "Secure", "Path=/", "Max-Age="] {
            assert!(cookie.contains(part), "{cookie} has no {part}");
        }
        browser.get("/overview").await.assert_status(200);
    }

    async fn a_visitor_chooses_the_language_before_signing_in(desk in Desk) {
        let mut browser = desk.browser();
        browser.headers.push(("accept-language", "nl-NL,nl;q=0.9,en;q=0.5".into()));
        assert_eq!(browser.get("/sign-in").await.attribute("html", "lang").as_deref(), Some("nl"));
        let fields = [("language", "en"), ("next", "/sign-in?next=%2Ftenants")];
        let answer = browser.post_from("/sign-in", "/language", &fields).await.assert_status(303);
        assert_eq!(answer.location(), "/sign-in?next=%2Ftenants");
        assert_eq!(browser.get("/sign-in").await.attribute("html", "lang").as_deref(), Some("en"));
    }
}
