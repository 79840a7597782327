//! Signing in and out.

use app::{AppError, Credential, Entrance, SignedIn};
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::Response;
use domain::planted::{Fault, planted};

use super::second_factor::led_on;
use super::{Answer, page, page_with, see, shell};
use crate::error::WebError;
use crate::extract::{Caller, Fields, Form, Lasting, Next, known_cookie, session_cookie};
use crate::pages::sign_in::{SignInError, SignInNotice, SignInPage, SignedOutPage};
use crate::state::Web;

/// The form. Whoever is signed in already is led on.
pub(crate) async fn new(State(web): State<Web>, caller: Caller, query: Fields) -> Answer {
    let next = Next::or_first_page(query.one("next"));
    if caller.has_credential() && web.app.viewer(&caller.ctx).await.is_ok() {
        return see(next.as_str());
    }
    let notice = match query.one("notice") {
        Some("expired") => Some(SignInNotice::Expired),
        Some("password-set") => Some(SignInNotice::PasswordSet),
        Some("password-reset") => Some(SignInNotice::PasswordReset),
        Some("code-late") => Some(SignInNotice::CodeLate),
        Some("factor-demanded") => Some(SignInNotice::FactorDemanded),
        Some("signed-out-everywhere") => Some(SignInNotice::SignedOutEverywhere),
        _ => None,
    };
    let shell = shell(&web, &caller, None, None);
    let providers = web.app.providers();
    let (has_mail, next) = (web.app.sends_mail(), next.as_str().to_owned());
    let has_passkeys = web.app.has_passkeys();
    page(&SignInPage { shell, email: String::new(), error: None, notice, next, providers, has_passkeys, has_mail })
}

/// Signs in: always with a new session, or on to the second factor.
pub(crate) async fn create(State(web): State<Web>, caller: Caller, Form(form): Form) -> Answer {
    let email = form.text("email").trim();
    if planted(Fault::AddressInLog) {
        tracing::info!(email, "somebody signs in");
    }
    match web.app.sign_in(&caller.visit(), email, form.text("password")).await {
        Ok(Entrance::SecondStep(step)) => led_on(&web, &step, "/sign-in/code", &Next::or_first_page(form.one("next"))),
        Ok(Entrance::SignedIn(signed_in)) => {
            // The session that this browser had, perhaps somebody else's, ends here.
            if caller.has_credential() && !planted(Fault::SignInKeepsOldSession) {
                let _ = web.app.sign_out(&caller.ctx).await;
            }
            entered(&web, &signed_in, &Next::or_first_page(form.one("next")))
        }
        Err(AppError::WrongCredentials) => refused(&web, &caller, &form, SignInError::Refused),
        Err(AppError::TooMany(seconds)) => {
            refused(&web, &caller, &form, SignInError::TooMany { minutes: whole_minutes(seconds) })
        }
        Err(error) => Err(error.into()),
    }
}

/// Seconds until another attempt counts, in minutes begun.
pub(super) fn whole_minutes(seconds: u64) -> i64 {
    i64::try_from(seconds.div_ceil(60)).unwrap_or(i64::MAX)
}

pub(super) fn entered(web: &Web, signed_in: &SignedIn, next: &Next) -> Answer {
    signed_in_cookies(web, signed_in, see(next.as_str())?)
}

/// The response with which a browser is signed in.
pub(super) fn signed_in_cookies(web: &Web, signed_in: &SignedIn, mut response: Response) -> Answer {
    let lasting = Lasting::Seconds(signed_in.lifetime_seconds);
    let cookie = session_cookie(&signed_in.secret, lasting, web.config.secure_cookies())
        .ok_or_else(|| WebError::internal("a session secret is no header value"))?;
    let known = known_cookie(&signed_in.known_browser, signed_in.known_seconds, web.config.secure_cookies())
        .ok_or_else(|| WebError::internal("a browser's secret is no header value"))?;
    response.headers_mut().append(header::SET_COOKIE, cookie);
    response.headers_mut().append(header::SET_COOKIE, known);
    Ok(response)
}

fn refused(web: &Web, caller: &Caller, form: &Fields, error: SignInError) -> Answer {
    web.metrics.sign_in_refused();
    let status = match error {
        SignInError::Refused => StatusCode::UNPROCESSABLE_ENTITY,
        SignInError::TooMany { .. } => StatusCode::TOO_MANY_REQUESTS,
    };
    let shell = shell(web, caller, None, None);
    let (email, next) = (form.text("email").trim().to_owned(), Next::or_first_page(form.one("next")));
    let (has_mail, next) = (web.app.sends_mail(), next.as_str().to_owned());
    let page = SignInPage {
        shell,
        email,
        error: Some(error),
        notice: None,
        next,
        providers: web.app.providers(),
        has_passkeys: web.app.has_passkeys(),
        has_mail,
    };
    let mut response = page_with(status, &page)?;
    if let SignInError::TooMany { minutes } = error {
        response.headers_mut().insert(header::RETRY_AFTER, (minutes.saturating_mul(60)).into());
    }
    Ok(response)
}

/// Signs out. The cookie goes whatever happens.
pub(crate) async fn delete(State(web): State<Web>, caller: Caller) -> Answer {
    if caller.ctx.credential != Credential::Nobody {
        match web.app.sign_out(&caller.ctx).await {
            Ok(()) | Err(AppError::SignedOut) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(without_session(&web, see("/signed-out")?))
}

/// The response with which a browser forgets its session.
pub(super) fn without_session(web: &Web, mut response: Response) -> Response {
    if let Some(cookie) = session_cookie("", Lasting::Seconds(0), web.config.secure_cookies()) {
        let headers: &mut HeaderMap = response.headers_mut();
        headers.append(header::SET_COOKIE, cookie);
        // What the browser kept of pages goes too, so that "back" shows nothing to whoever comes next.
        headers.insert("clear-site-data", header::HeaderValue::from_static("\"cache\""));
    }
    response
}

/// The page after signing out.
pub(crate) async fn signed_out(State(web): State<Web>, caller: Caller) -> Answer {
    page(&SignedOutPage { shell: shell(&web, &caller, None, None) })
}
