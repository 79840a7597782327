//! Signing in with a provider: the way there, and the way back (S1).
//!
//! The way there begins with a form, as everything does that changes something, and goes on from a page of ours: the policy
//! for forms lets none of them lead to another site, so that the page leads there, by itself and by a link.

use app::{
    AppError, Proof, ProviderAnswer, ProviderAsked, ProviderChoice, ProviderDeparture, ProviderDone, ProviderProblem,
};
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use domain::person::Language;

use super::sign_in::entered;
use super::{Answer, Flash, page_with, see_with, shell};
use crate::error::WebError;
use crate::extract::{Caller, Fields, Form, InPath, Lasting, Next, provider_cookie};
use crate::pages::provider::{DeparturePage, ProviderRefusedPage};
use crate::state::Web;

/// After how many seconds it is worth to ask a provider again that did not answer.
const AGAIN_SECONDS: u64 = 30;

/// Where a provider leads people back to.
fn redirect_uri(web: &Web, headers: &HeaderMap, code: &str) -> String {
    format!("{}/sign-in/providers/{code}/answer", web.base_url(headers))
}

fn language(caller: &Caller) -> Language {
    caller.words(None).language()
}

/// Leads to a provider, to sign in.
pub(crate) async fn depart(
    State(web): State<Web>,
    caller: Caller,
    InPath(code): InPath<String>,
    headers: HeaderMap,
    Form(form): Form,
) -> Answer {
    let redirect_uri = redirect_uri(&web, &headers, &code);
    let asked = asked(&caller, &code, &redirect_uri);
    let next = Next::or_first_page(form.one("next"));
    match web.app.depart_to_sign_in(&asked, next.as_str()).await {
        Ok(departure) => led_there(&web, &caller, &departure),
        Err(error) => refused(&web, &caller, &code, error).await,
    }
}

/// The provider that is asked, as this browser asks it.
pub(super) fn asked<'a>(caller: &'a Caller, code: &'a str, redirect_uri: &'a str) -> ProviderAsked<'a> {
    ProviderAsked { code, redirect_uri, browser: caller.provider_visit.as_deref(), language: language(caller).tag() }
}

/// The page that leads to a provider.
pub(super) fn led_there(web: &Web, caller: &Caller, departure: &ProviderDeparture) -> Answer {
    let cookie =
        provider_cookie(&departure.browser, Lasting::Seconds(departure.browser_seconds), web.config.secure_cookies())
            .ok_or_else(|| WebError::internal("a visit's secret is no header value"))?;
    let refresh = HeaderValue::from_str(&format!("0;url={}", departure.url))
        .map_err(|_| WebError::internal("a provider's address is no header value"))?;
    let shell = shell(web, caller, None, None);
    let page = DeparturePage { shell, name: departure.name.clone(), url: departure.url.clone() };
    let mut response = page_with(StatusCode::OK, &page)?;
    response.headers_mut().append(header::SET_COOKIE, cookie);
    response.headers_mut().insert(header::REFRESH, refresh);
    Ok(response)
}

/// Leads to a provider somebody who accepts an invitation; what is wrong with that is said on its page.
pub(crate) async fn depart_by_invitation(
    State(web): State<Web>,
    caller: Caller,
    InPath((secret, code)): InPath<(String, String)>,
    headers: HeaderMap,
    Form(form): Form,
) -> Answer {
    let redirect_uri = redirect_uri(&web, &headers, &code);
    let asked = asked(&caller, &code, &redirect_uri);
    let email = form.text("email");
    match web.app.depart_by_invitation(&caller.visit(), &asked, &secret, email).await {
        Ok(departure) => led_there(&web, &caller, &departure),
        Err(error @ AppError::Provider(_)) => refused(&web, &caller, &code, error).await,
        Err(error) => super::invitation::refused(&web, &caller, &secret, email, error),
    }
}

/// Takes what somebody brings back from a provider.
pub(crate) async fn arrive(
    State(web): State<Web>,
    caller: Caller,
    InPath(code): InPath<String>,
    headers: HeaderMap,
    query: Fields,
) -> Answer {
    let redirect_uri = redirect_uri(&web, &headers, &code);
    let asked = asked(&caller, &code, &redirect_uri);
    // What comes twice could be read in two ways.
    let once = ["state", "code", "iss", "error"].iter().all(|name| query.count(name) <= 1);
    let answer = ProviderAnswer {
        state: query.one("state").filter(|_| once),
        code: query.one("code"),
        issuer: query.one("iss"),
        error: query.one("error"),
    };
    match web.app.arrive(&caller.ctx, &caller.visit(), &asked, &answer).await {
        Ok(ProviderDone::SignedIn { signed_in, next }) => {
            // The session that this browser had, perhaps somebody else's, ends here.
            if caller.has_credential() {
                let _ = web.app.sign_out(&caller.ctx).await;
            }
            let mut response = entered(&web, &signed_in, &Next::or_first_page(Some(&next)))?;
            forget_visit(&web, response.headers_mut());
            Ok(response)
        }
        Ok(ProviderDone::Connected) => {
            let mut response = see_with(&web, "/profile", Flash::ProviderConnected)?;
            forget_visit(&web, response.headers_mut());
            Ok(response)
        }
        Err(error) => refused(&web, &caller, &code, error).await,
    }
}

fn forget_visit(web: &Web, headers: &mut HeaderMap) {
    if let Some(cookie) = provider_cookie("", Lasting::Seconds(0), web.config.secure_cookies()) {
        headers.append(header::SET_COOKIE, cookie);
    }
}

/// The page that says why a provider signed nobody in: the same for every account that is nobody's here.
pub(super) async fn refused(web: &Web, caller: &Caller, code: &str, error: AppError) -> Answer {
    let AppError::Provider(problem) = error else { return Err(error.into()) };
    web.metrics.sign_in_refused();
    let name = web.app.providers().into_iter().find(|one| one.code == code).map(|one: ProviderChoice| one.name);
    let viewer = if caller.has_credential() { web.app.viewer(&caller.ctx).await.ok() } else { None };
    let status = match problem {
        ProviderProblem::Away => StatusCode::SERVICE_UNAVAILABLE,
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let is_signed_in = viewer.is_some();
    let shell = shell(web, caller, viewer.as_ref(), None);
    let page = ProviderRefusedPage { shell, name: name.unwrap_or_default(), problem, is_signed_in };
    let mut response = page_with(status, &page)?;
    if problem == ProviderProblem::Away {
        response.headers_mut().insert(header::RETRY_AFTER, AGAIN_SECONDS.into());
    }
    Ok(response)
}

/// Leads to a provider somebody who is signed in, to connect the account there.
pub(crate) async fn depart_to_connect(
    State(web): State<Web>,
    caller: Caller,
    headers: HeaderMap,
    Form(form): Form,
) -> Answer {
    let code = form.text("provider");
    let redirect_uri = redirect_uri(&web, &headers, code);
    let asked = asked(&caller, code, &redirect_uri);
    let proof = Proof { current: form.text("current"), code: form.text("code") };
    match web.app.depart_to_connect(&caller.ctx, &asked, proof).await {
        Ok(departure) => led_there(&web, &caller, &departure),
        Err(error @ AppError::Provider(_)) => refused(&web, &caller, code, error).await,
        Err(error) => super::profile::way_refused(&web, &caller, error).await,
    }
}

/// Disconnects an account at a provider.
pub(crate) async fn disconnect(State(web): State<Web>, caller: Caller, InPath(handle): InPath<String>) -> Answer {
    match web.app.disconnect_provider(&caller.ctx, &handle).await {
        Ok(()) => see_with(&web, "/profile", Flash::ProviderDisconnected),
        Err(error) => super::profile::way_refused(&web, &caller, error).await,
    }
}
