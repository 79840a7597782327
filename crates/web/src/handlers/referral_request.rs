//! Customers' requests, and giving them to partners (S10.5).

use app::{AppError, Expected, Outcome, RequestDetail, RequestQuery, Seen, ShareAsked};
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};

use super::form::given_back;
use super::{Answer, Flash, page, page_with, see_with, shell};
use crate::error::{FieldProblem, WebError, field_words, words_of};
use crate::extract::{Caller, Fields, Form, InPath};
use crate::pages::referral_request::{RequestPage, RequestsPage};
use crate::pages::shell::Entry;
use crate::state::Web;

fn url(id: i64) -> String {
    format!("/referral-requests/{id}")
}

/// The list. What cannot be taken of the query is left out, and named.
pub(crate) async fn list(State(web): State<Web>, caller: Caller, fields: Fields) -> Answer {
    let given = |name: &str| fields.given(name).map(str::to_owned);
    let mut query =
        RequestQuery { state: given("state").unwrap_or_default(), search: given("q"), cursor: given("cursor") };
    let mut problems = Vec::new();
    let seen = match web.app.referral_requests(&caller.ctx, &query).await {
        Err(AppError::Invalid(wrong)) => {
            query = RequestQuery::default();
            problems = wrong;
            web.app.referral_requests(&caller.ctx, &query).await?
        }
        other => other?,
    };
    let shell = shell(&web, &caller, Some(&seen.viewer), Some(Entry::ReferralRequests));
    let sentence = |(name, problem): &(app::Field, app::Problem)| {
        field_words(name, &FieldProblem::App(problem.clone()), shell.words)
    };
    let error = (!problems.is_empty()).then(|| problems.iter().map(sentence).collect::<Vec<_>>().join(" "));
    page(&RequestsPage { shell, query, error, list: seen.value })
}

/// One request, with a way to share it out filled in.
pub(crate) async fn show(State(web): State<Web>, caller: Caller, InPath(id): InPath<i64>) -> Answer {
    page(&shown(&web, &caller, web.app.referral_request(&caller.ctx, id).await?))
}

fn shown(web: &Web, caller: &Caller, seen: Seen<RequestDetail>) -> RequestPage {
    let shell = shell(web, caller, Some(&seen.viewer), Some(Entry::ReferralRequests));
    let planned = seen.value.suggested.iter();
    let chosen = planned.flat_map(|share| {
        share.workloads.iter().map(|workload| (workload.code.clone(), share.location.clone())).collect::<Vec<_>>()
    });
    RequestPage { shell, chosen: chosen.collect(), request: seen.value, error: None }
}

/// Assigns what is open of a request.
pub(crate) async fn assign(
    State(web): State<Web>,
    caller: Caller,
    InPath(id): InPath<i64>,
    headers: HeaderMap,
    Form(form): Form,
) -> Answer {
    let done = give(&web, &caller, id, &form).await;
    given_back(&web, &caller, &headers, &form, done, &url(id), |_, _| String::new()).await
}

async fn give(web: &Web, caller: &Caller, id: i64, form: &Fields) -> Answer {
    let chosen: Vec<(String, String)> = form
        .names()
        .filter_map(|name| Some((name.strip_prefix("to:")?.to_owned(), form.text(name).trim().to_owned())))
        .collect();
    let expected = Expected::one(form.text("version"));
    let error = match web.app.assign_request(&caller.ctx, id, &shares(&chosen), &expected, None).await {
        Ok(Seen { value: Outcome::Saved(_), .. }) => return see_with(web, &url(id), Flash::ReferralAssigned),
        Ok(Seen { value: Outcome::Overtaken(_), .. }) => None,
        Err(error @ (AppError::Invalid(_) | AppError::RequestAssigned)) => Some(error),
        Err(error) => return Err(error.into()),
    };
    let mut it = shown(web, caller, web.app.referral_request(&caller.ctx, id).await?);
    let words = it.shell.words;
    let (status, said) = match error {
        None => (StatusCode::CONFLICT, crate::words::tell!(words, "request-overtaken").to_owned()),
        Some(AppError::Invalid(problems)) => {
            let said =
                problems.iter().map(|(name, problem)| field_words(name, &FieldProblem::App(problem.clone()), words));
            (StatusCode::UNPROCESSABLE_ENTITY, said.collect::<Vec<_>>().join(" "))
        }
        Some(error) => {
            let error = WebError::from(error);
            (error.status(), words_of(&error, words))
        }
    };
    it.error = Some(said);
    it.chosen = chosen;
    page_with(status, &it)
}

/// The workloads of each location that was chosen. One for which none was stays out, and is told to be missing.
fn shares(chosen: &[(String, String)]) -> Vec<ShareAsked> {
    let mut shares: Vec<ShareAsked> = Vec::new();
    for (workload, location) in chosen.iter().filter(|(_, location)| !location.is_empty()) {
        match shares.iter_mut().find(|share| share.location == *location) {
            Some(share) => share.workloads.push(workload.clone()),
            None => shares.push(ShareAsked { location: location.clone(), workloads: vec![workload.clone()] }),
        }
    }
    shares
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn workloads_of_one_location_are_one_share() {
        let chosen = [("Teams", "1"), ("Exchange", "2"), ("Intune", "1"), ("Yammer", "")]
            .map(|(workload, location)| (workload.to_owned(), location.to_owned()));
        let shares: Vec<_> = shares(&chosen).into_iter().map(|one| (one.location, one.workloads.join(" "))).collect();
        assert_eq!(shares, [("1".to_owned(), "Teams Intune".to_owned()), ("2".to_owned(), "Exchange".to_owned())]);
    }
}
