//! Signing in with a provider, as a browser does it: what is taken, and what is not, whatever the provider says (S1).

mod good;
mod hostile;

use crate::desk::{Answer, Browser, Desk, PASSWORD, Person};
use crate::op::Op;

/// What a browser brings back from a provider, as a query.
fn query(fields: &[(String, String)]) -> String {
    form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish()
}

/// The address to which a page on the way to a provider leads.
#[track_caller]
fn leads_to(page: &Answer) -> String {
    let url = page.attribute("main a.primary", "href").unwrap();
    assert_eq!(page.header("refresh"), format!("0;url={url}"));
    url
}

/// Begins at the sign-in page; gives the address at the provider.
async fn depart(browser: &mut Browser, code: &str) -> String {
    let path = format!("/sign-in/providers/{code}");
    leads_to(&browser.post_from("/sign-in", &path, &[("next", "/tenants?sort=-mau")]).await.assert_status(200))
}

/// Comes back from a provider.
async fn arrive(browser: &mut Browser, code: &str, fields: &[(String, String)]) -> Answer {
    browser.get(&format!("/sign-in/providers/{code}/answer?{}", query(fields))).await
}

/// Signs in there and comes back.
async fn sign_in(browser: &mut Browser, op: &Op, code: &str, subject: &str) -> Answer {
    let url = depart(browser, code).await;
    arrive(browser, code, &op.sign_in(&url, subject)).await
}

/// Connects an account at a provider to a person who has a password, on the profile.
async fn connect(desk: &Desk, op: &Op, code: &str, person: Person, subject: &str) {
    let mut browser = desk.signed_in(person).await;
    let fields = [("provider", code), ("current", PASSWORD)];
    let page = browser.post_from("/profile", "/profile/providers", &fields).await.assert_status(200);
    let answer = arrive(&mut browser, code, &op.sign_in(&leads_to(&page), subject)).await.assert_status(303);
    assert_eq!(answer.location(), "/profile");
}

/// Whether the browser is signed in.
async fn is_in(browser: &mut Browser) -> bool {
    browser.get("/profile").await.status == 200
}
