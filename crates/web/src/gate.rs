//! What every request passes on its way in and out: a number, limits, errors rendered, headers, a line in the log.
//!
//! Nothing reaches a handler around it, and nothing leaves around it: it is one layer over the whole router.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::{Duration, Instant};

use app::{AppError, Credential, Viewer};
use axum::body::Body;
use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use domain::planted::{Fault, planted};
use futures_util::FutureExt;
use tokio::time::timeout;

use crate::api::openapi;
use crate::error::{FieldProblem, Unrendered, WebError, render_page, render_problem};
use crate::extract::fields::CheckedForm;
use crate::extract::upload::read_whole;
use crate::extract::{Caller, Fields, Lasting, csrf, flash_cookie};
use crate::handlers::{no_access, shell};
use crate::headers;
use crate::routes::{self, Access, Kind, Route};
use crate::state::Web;

/// Longer than any address of ours, saved views and cursors included.
const LONGEST_URI: usize = 8 * 1024;

/// The largest form.
const MOST_FORM_BYTES: usize = 64 * 1024;

/// The largest form with texts of people's work: three of 10,000 characters, each of which takes up to twelve bytes.
const MOST_BYTES_OF_TEXTS: usize = 512 * 1024;

/// How long a request waits for a place before it is told to come back.
const WAIT_FOR_PLACE: Duration = Duration::from_secs(3);

/// What the log and the counters call an address that is none of ours.
const NOWHERE: &str = "(none)";

/// What is known of a request before anything is done with it.
struct About {
    method: &'static str,
    /// The pattern of the route: never the path itself, which names tenants.
    pattern: &'static str,
    kind: Kind,
    route: Option<&'static Route>,
    is_fragment: bool,
}

impl About {
    fn of(request: &Request) -> Self {
        let matched = request.extensions().get::<MatchedPath>().map(MatchedPath::as_str);
        let path = request.uri().path();
        let route = matched.and_then(|pattern| routes::find(request.method(), pattern));
        let sibling = route.or_else(|| matched.and_then(routes::find_path));
        let is_api = path == "/api" || path.starts_with("/api/");
        Self {
            method: method_name(request.method()),
            pattern: sibling.map_or(NOWHERE, |route| route.path),
            kind: sibling.map_or(if is_api { Kind::Api } else { Kind::Page }, |route| route.kind),
            route,
            is_fragment: request.headers().contains_key("hx-request"),
        }
    }
}

/// The methods there are; others are one label, so that nobody fills the counters with inventions.
fn method_name(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::DELETE => "DELETE",
        Method::OPTIONS => "OPTIONS",
        Method::PATCH => "PATCH",
        _ => "OTHER",
    }
}

/// The layer over the whole router.
pub(crate) async fn pass(State(web): State<Web>, request: Request, next: Next) -> Response {
    let started = Instant::now();
    let under_way = web.metrics.begin();
    let about = About::of(&request);
    let (mut parts, body) = request.into_parts();
    let caller = Caller::of(&web, &parts, about.kind, web.request_id());
    parts.extensions.insert(caller.clone());
    let answer = answer(&web, &about, &caller, Request::from_parts(parts, body), next).await;
    let response = rendered(&web, &about, &caller, answer).await;
    let response = finished(&web, &about, &caller, response);
    drop(under_way);
    let (took, status) = (started.elapsed(), response.status().as_u16());
    if planted(Fault::PathInLog) {
        tracing::info!(path = caller.path, "asked");
    }
    let counted = if planted(Fault::PathInCounters) { caller.path.clone().leak() } else { about.pattern };
    web.metrics.answered(about.method, counted, status, took);
    tracing::info!(
        method = about.method,
        route = about.pattern,
        status,
        ms = u64::try_from(took.as_millis()).unwrap_or(u64::MAX),
        request_id = caller.ctx.request_id,
        "answered"
    );
    response
}

/// The handler's answer, or why there is none.
async fn answer(web: &Web, about: &About, caller: &Caller, request: Request, next: Next) -> Response {
    if let Err(error) = check_address(about, &request) {
        return error.into_response();
    }
    // Whoever shows nothing gets nothing: no body of theirs is read, and no field of it judged.
    if about.route.is_some_and(|route| route.access != Access::Public) && !caller.has_credential() {
        return WebError::from(AppError::SignedOut).into_response();
    }
    // Probes have to be answered when everybody else has to wait.
    let place = match about.kind {
        Kind::Probe => None,
        _ => match timeout(WAIT_FOR_PLACE, web.places.acquire()).await {
            Ok(Ok(place)) => Some(place),
            _ => return WebError::Overloaded.into_response(),
        },
    };
    let work = AssertUnwindSafe(next.run(request)).catch_unwind();
    let done = if about.route.is_some_and(Route::takes_its_time) {
        Ok(work.await)
    } else {
        timeout(web.config.patience, work).await
    };
    drop(place);
    match done {
        Ok(Ok(response)) => response,
        Ok(Err(_)) => {
            web.metrics.panicked();
            tracing::error!(request_id = caller.ctx.request_id, route = about.pattern, "a handler panicked");
            WebError::Panicked.into_response()
        }
        Err(_) => WebError::Overloaded.into_response(),
    }
}

fn check_address(about: &About, request: &Request) -> Result<(), WebError> {
    let uri = request.uri();
    if uri.path().len() + uri.query().map_or(0, str::len) > LONGEST_URI {
        return Err(WebError::UriTooLong);
    }
    // A misspelt parameter that is passed over in silence answers another question than was asked.
    if let (Kind::Api, Some(route), Some(query)) = (about.kind, about.route, uri.query()) {
        let known = openapi::query_parameters(route.method, route.path);
        let unknown = |name: &&str| !known.iter().any(|one| one == name);
        let fields = Fields::read(query.as_bytes())?;
        let problems: Vec<_> =
            fields.names().filter(unknown).map(|name| (name.to_owned(), FieldProblem::NoSuchParameter)).collect();
        if !problems.is_empty() {
            return Err(WebError::Fields(problems));
        }
    }
    Ok(())
}

/// The answer, with an error in it rendered for whoever asked.
async fn rendered(web: &Web, about: &About, caller: &Caller, mut response: Response) -> Response {
    let Some(Unrendered(error)) = response.extensions_mut().remove::<Unrendered>() else { return response };
    if let Some(fault) = error.fault() {
        tracing::error!(request_id = caller.ctx.request_id, route = about.pattern, fault, "a request failed");
    }
    let mut rendering = match about.kind {
        Kind::Api => render_problem(&error, caller.words(None), &caller.ctx.request_id),
        Kind::Probe | Kind::Asset => error.status().into_response(),
        Kind::Page | Kind::Upload | Kind::Download | Kind::OneClick => page_for(web, about, caller, &error).await,
    };
    if let Some(allow) = response.headers_mut().remove(header::ALLOW) {
        rendering.headers_mut().insert(header::ALLOW, allow);
    }
    if let Some(seconds) = error.retry_after() {
        rendering.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    // What is left of a body that was not read to its end would be taken for the next request.
    if matches!(*error, WebError::TooLarge(_) | WebError::TooSlow | WebError::BrokenUpload) {
        rendering.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
    }
    rendering
}

async fn page_for(web: &Web, about: &About, caller: &Caller, error: &Arc<WebError>) -> Response {
    if let WebError::App(AppError::SignedOut) = **error {
        return to_sign_in(about, caller);
    }
    // A database that did not answer the request is not asked once more for what surrounds the error.
    let viewer = match **error {
        WebError::App(AppError::Busy) | WebError::Overloaded => None,
        _ => viewer(web, caller).await,
    };
    if let (WebError::App(AppError::NoViewerRole | AppError::ForeignDirectory), Some(viewer)) = (&**error, &viewer) {
        return no_access(web, caller, viewer).unwrap_or_else(|_| StatusCode::FORBIDDEN.into_response());
    }
    let shell = shell(web, caller, viewer.as_ref(), None);
    render_page(error, shell, &caller.ctx.request_id)
}

/// Who is behind the request, for what surrounds an error page; nobody when that cannot be found out now.
async fn viewer(web: &Web, caller: &Caller) -> Option<Viewer> {
    if caller.ctx.credential == Credential::Nobody {
        return None;
    }
    timeout(WAIT_FOR_PLACE, web.app.viewer(&caller.ctx)).await.ok()?.ok()
}

/// Leads a visitor to the sign-in page, and from there back to where they wanted to go.
fn to_sign_in(about: &About, caller: &Caller) -> Response {
    let mut query = form_urlencoded::Serializer::new(String::new());
    if caller.has_credential() {
        query.append_pair("notice", "expired");
    }
    // What was sent by a form cannot be sent again by a link.
    if matches!(about.method, "GET" | "HEAD") && caller.path != "/" && !about.is_fragment {
        query.append_pair("next", &caller.path);
    }
    let query = query.finish();
    let location = if query.is_empty() { "/sign-in".to_owned() } else { format!("/sign-in?{query}") };
    let Ok(location) = HeaderValue::from_str(&location) else { return StatusCode::UNAUTHORIZED.into_response() };
    if about.is_fragment {
        // A script that follows a redirect would put the sign-in page into the middle of the list.
        return (StatusCode::UNAUTHORIZED, [("hx-redirect", location)]).into_response();
    }
    (StatusCode::SEE_OTHER, [(header::LOCATION, location)]).into_response()
}

/// The response with everything that each one has.
fn finished(web: &Web, about: &About, caller: &Caller, mut response: Response) -> Response {
    headers::add(&mut response, about.kind, &web.config);
    let is_html =
        response.headers().get(header::CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    let out = response.headers_mut();
    if let Ok(request_id) = HeaderValue::from_str(&caller.ctx.request_id) {
        out.insert("x-request-id", request_id);
    }
    if is_html {
        if let Some(cookie) = &caller.new_visit {
            out.append(header::SET_COOKIE, cookie.clone());
        }
        // The notice stands on this page, and not on the next.
        if caller.flash.is_some()
            && let Some(cookie) = flash_cookie("", Lasting::Seconds(0), web.config.secure_cookies())
        {
            out.append(header::SET_COOKIE, cookie);
        }
    }
    response
}

/// The layer over every page that takes a form: where it comes from, and its token.
pub(crate) async fn check_form(State(web): State<Web>, caller: Caller, request: Request, next: Next) -> Response {
    match checked(&web, &caller, request).await {
        Ok(request) => next.run(request).await,
        Err(error) => error.into_response(),
    }
}

async fn checked(web: &Web, caller: &Caller, request: Request) -> Result<Request, WebError> {
    let (mut parts, body) = request.into_parts();
    if !csrf::comes_from_here(&parts.headers, &web.config) {
        return Err(WebError::StaleForm);
    }
    let kind = parts.headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    if !kind.to_ascii_lowercase().starts_with("application/x-www-form-urlencoded") {
        return Err(WebError::UnsupportedMedia);
    }
    let pattern = parts.extensions.get::<MatchedPath>().map(MatchedPath::as_str);
    let route = pattern.and_then(|pattern| routes::find(&parts.method, pattern));
    let most = if route.is_some_and(Route::takes_texts) { MOST_BYTES_OF_TEXTS } else { MOST_FORM_BYTES };
    let body = read_whole(body, most, web.config.read_patience).await?;
    let fields = if route.is_some_and(Route::takes_lines) { Fields::read_lines(&body) } else { Fields::read(&body) }?;
    if !caller.seed.made(fields.text("csrf")) && !planted(Fault::FormTokenNotChecked) {
        return Err(WebError::StaleForm);
    }
    parts.extensions.insert(CheckedForm(fields));
    Ok(Request::from_parts(parts, Body::empty()))
}

/// The layer over every page that takes a file: the same, with the token in the query, so that it is
/// known before the first byte of the file is read.
pub(crate) async fn check_upload(State(web): State<Web>, caller: Caller, request: Request, next: Next) -> Response {
    let query = Fields::read(request.uri().query().unwrap_or_default().as_bytes()).unwrap_or_default();
    let is_ours = caller.seed.made(query.text("csrf")) || planted(Fault::UploadTokenNotChecked);
    if csrf::comes_from_here(request.headers(), &web.config) && is_ours {
        next.run(request).await
    } else {
        WebError::StaleForm.into_response()
    }
}

#[cfg(test)]
mod tests {
    use std::future::pending;

    use axum::Router;
    use axum::middleware::from_fn_with_state;
    use axum::routing::get;
    use testkit::{Database, Engine, World};
    use tower::ServiceExt;

    use super::*;
    use crate::state::Config;

    /// The gate before handlers that no sound program has, under addresses that are public.
    async fn ask(path: &str) -> (StatusCode, String, String) {
        let world = World::open(Database::new(Engine::Sqlite).await).await;
        let config = Config { patience: Duration::from_millis(20), ..Config::default() };
        let web = Web::new(world.app.clone(), config);
        let broken = Router::new()
            .route("/sign-in", get(|| async { panic!("a secret of the handler") as &str }))
            .route("/signed-out", get(|| async { pending::<&str>().await }))
            .route("/language", get(|| async { WebError::internal("a secret of the database") }))
            .layer(from_fn_with_state(web.clone(), pass));
        let request = Request::builder().uri(path).body(Body::empty()).unwrap();
        let response = broken.oneshot(request).await.unwrap();
        let status = response.status();
        let body = read_whole(response.into_body(), 1 << 20, Duration::from_secs(5)).await.unwrap();
        (status, String::from_utf8(body).unwrap(), web.metrics.written(&[]))
    }

    #[tokio::test]
    async fn a_panic_is_a_page_that_tells_nothing_of_it() {
        let (status, page, metrics) = ask("/sign-in").await;
        assert_eq!(status, StatusCode::INTERNAL_SERVER_ERROR);
        assert!(page.contains("<h1>") && !page.contains("secret"), "{page}");
        assert!(metrics.contains("uptake_panics_total 1"), "{metrics}");
    }

    #[tokio::test]
    async fn a_fault_is_told_to_the_log_and_not_to_the_reader() {
        let (status, page, _) = ask("/language").await;
        assert_eq!(status, StatusCode::INTERNAL_SERVER_ERROR);
        assert!(page.contains("<h1>") && !page.contains("secret"), "{page}");
    }

    #[tokio::test]
    async fn an_answer_that_takes_too_long_is_given_up() {
        let (status, _, metrics) = ask("/signed-out").await;
        assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE);
        assert!(metrics.contains("uptake_http_requests_under_way 0"), "{metrics}");
    }
}
