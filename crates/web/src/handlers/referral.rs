//! Referrals: the list, and one of them with what can be done with it (S10).

use app::{AppError, Expected, Outcome, ReferralDetail, ReferralItem, ReferralQuery, Seen};
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use domain::referral::{EditField, Move, NewEdit};
use locale::Words;

use super::export::{cut_off, download};
use super::form::{faults, given_back};
use super::{Answer, Flash, page, page_with, see_with, shell};
use crate::csv::Csv;
use crate::error::{FieldProblem, WebError, field_words, words_of};
use crate::extract::{Caller, Fields, Form, InPath, referral_query};
use crate::pages::form::FormFaults;
use crate::pages::referral::{ReferralPage, Said, field_label, typed_of};
use crate::pages::referral_list::ReferralsPage;
use crate::pages::shell::Entry;
use crate::pages::tenant_query::PAGE_SIZES;
use crate::state::Web;

fn url(number: &str) -> String {
    format!("/referrals/{number}")
}

/// The list. What cannot be taken of the query is left out, and named.
pub(crate) async fn list(State(web): State<Web>, caller: Caller, fields: Fields) -> Answer {
    let (mut query, mut refused) = referral_query::forgivingly(&fields);
    query.limit = query.limit.filter(|size| PAGE_SIZES.contains(size));
    let seen = match web.app.referral_desk(&caller.ctx, &query).await {
        Err(AppError::Invalid(problems)) => {
            for (name, problem) in problems {
                forget(&mut query, name);
                refused.push((name.to_owned(), FieldProblem::App(problem)));
            }
            web.app.referral_desk(&caller.ctx, &query).await?
        }
        other => other?,
    };
    let shell = shell(&web, &caller, Some(&seen.viewer), Some(Entry::FastTrack));
    let sentence =
        |(name, problem): &(String, FieldProblem)| format!("{name}: {}", field_words(name, problem, shell.words));
    let query_error = (!refused.is_empty()).then(|| refused.iter().map(sentence).collect::<Vec<_>>().join(" "));
    let (list, choices) = seen.value;
    page(&ReferralsPage { shell, query, query_error, list, choices })
}

/// Takes a parameter out; a place in a list is a place in that list alone.
fn forget(query: &mut ReferralQuery, name: &str) {
    match name {
        "q" => query.search = None,
        "status" => query.statuses.clear(),
        "source" => query.sources.clear(),
        "location" => query.locations.clear(),
        "workload" => query.workloads.clear(),
        "partner" => query.partners.clear(),
        "sort" => query.sort = None,
        "limit" => query.limit = None,
        _ => {}
    }
    query.cursor = None;
}

const COLUMNS: [&str; 14] = [
    "number",
    "tenant_id",
    "name",
    "domain",
    "rfa_id",
    "source",
    "partner",
    "location",
    "workloads",
    "status",
    "assigned_at",
    "accepted_on",
    "accept_by",
    "days_left",
];

/// The referrals as filtered and sorted, all of them. What is sensitive of them is on their pages alone.
pub(crate) async fn export(State(web): State<Web>, caller: Caller, fields: Fields) -> Answer {
    let mut query = referral_query::strictly(&fields)?;
    query.cursor = None;
    let first = web.app.referrals_for_export(&caller.ctx, &query).await?;
    let rows = async_stream::try_stream! {
        let mut csv = Csv::with_header(&COLUMNS);
        let (mut items, mut next) = first;
        loop {
            for item in &items {
                write(&mut csv, item);
            }
            yield Bytes::from(std::mem::take(&mut csv).into_bytes());
            let Some(cursor) = next else { break };
            query.cursor = Some(cursor);
            let more = web.app.referrals_for_export(&caller.ctx, &query).await;
            (items, next) = more.map_err(|error| cut_off(&error))?;
        }
    };
    download("referrals.csv", rows)
}

fn write(csv: &mut Csv, item: &ReferralItem) {
    csv.row()
        .value(&item.number)
        .value(item.tenant_id)
        .text(&item.tenant)
        .text(&item.domain)
        .text(&item.rfa_id)
        .value(item.source.code())
        .text(item.organisation.as_deref().unwrap_or_default())
        .value(&item.location.mpn_id)
        .text(&item.workloads.iter().map(|one| one.code.as_str()).collect::<Vec<_>>().join(" "))
        .value(item.status.code())
        .value(item.assigned_at.to_rfc3339())
        .maybe(item.accepted_on)
        .maybe(item.accept_by)
        .maybe(item.days_left)
        .end();
}

/// One referral.
pub(crate) async fn show(State(web): State<Web>, caller: Caller, InPath(number): InPath<String>) -> Answer {
    page(&shown(&web, &caller, web.app.referral(&caller.ctx, &number).await?))
}

fn shown(web: &Web, caller: &Caller, seen: Seen<ReferralDetail>) -> ReferralPage {
    let shell = shell(web, caller, Some(&seen.viewer), Some(Entry::FastTrack));
    ReferralPage {
        shell,
        typed: typed_of(&seen.value),
        referral: seen.value,
        said: Said::default(),
        faults: FormFaults::default(),
        refused: None,
        why: None,
    }
}

fn label(name: &str, words: &Words) -> String {
    field_label(name, words).to_owned()
}

/// What was sent in one of the forms.
struct Sent {
    by: Move,
    flash: Flash,
    said: Said,
    typed: Option<NewEdit>,
}

/// The answer to a form: the referral as it stands, or what is wrong, with what was typed.
async fn answered(
    web: &Web,
    caller: &Caller,
    number: &str,
    sent: Sent,
    done: Result<Seen<Outcome<ReferralDetail>>, AppError>,
) -> Answer {
    let (status, problems, error) = match done {
        Ok(Seen { value: Outcome::Saved(_), .. }) => return see_with(web, &url(number), sent.flash),
        Ok(Seen { value: Outcome::Overtaken(_), .. }) => (StatusCode::CONFLICT, Vec::new(), None),
        Err(AppError::Invalid(problems)) => (StatusCode::UNPROCESSABLE_ENTITY, problems, None),
        Err(error @ AppError::ReferralMove(_)) => {
            let error = WebError::from(error);
            (error.status(), Vec::new(), Some(error))
        }
        Err(error) => return Err(error.into()),
    };
    let mut it = shown(web, caller, web.app.referral(&caller.ctx, number).await?);
    let words = it.shell.words;
    it.why = match &error {
        Some(error) => Some(words_of(error, words)),
        None if problems.is_empty() => Some(crate::words::tell!(words, "referral-overtaken").to_owned()),
        None => None,
    };
    it.faults = faults(&problems, |name| label(name, words), words);
    it.refused = Some(sent.by);
    it.said = sent.said;
    if let Some(typed) = sent.typed {
        it.typed = typed;
    }
    page_with(status, &it)
}

/// Accepts it.
pub(crate) async fn accept(
    State(web): State<Web>,
    caller: Caller,
    InPath(number): InPath<String>,
    headers: HeaderMap,
    Form(form): Form,
) -> Answer {
    let done = web.app.accept_referral(&caller.ctx, &number, &Expected::one(form.text("version"))).await;
    let sent = Sent { by: Move::Acceptance, flash: Flash::ReferralAccepted, said: Said::default(), typed: None };
    let done = answered(&web, &caller, &number, sent, done).await;
    given_back(&web, &caller, &headers, &form, done, &url(&number), label).await
}

/// Declines it.
pub(crate) async fn decline(
    State(web): State<Web>,
    caller: Caller,
    InPath(number): InPath<String>,
    headers: HeaderMap,
    Form(form): Form,
) -> Answer {
    let said = Said { reason: form.text("reason").to_owned(), remark: form.text("remark").to_owned() };
    let expected = Expected::one(form.text("version"));
    let given = (said.reason.as_str(), said.remark.as_str());
    let done = web.app.decline_referral(&caller.ctx, &number, given, &expected).await;
    let sent = Sent { by: Move::Decline, flash: Flash::ReferralDeclined, said, typed: None };
    let done = answered(&web, &caller, &number, sent, done).await;
    given_back(&web, &caller, &headers, &form, done, &url(&number), label).await
}

/// Takes it back.
pub(crate) async fn withdraw(
    State(web): State<Web>,
    caller: Caller,
    InPath(number): InPath<String>,
    headers: HeaderMap,
    Form(form): Form,
) -> Answer {
    let said = Said { reason: String::new(), remark: form.text("remark").to_owned() };
    let expected = Expected::one(form.text("version"));
    let done = web.app.withdraw_referral(&caller.ctx, &number, &said.remark, &expected).await;
    let sent = Sent { by: Move::Withdrawal, flash: Flash::ReferralWithdrawn, said, typed: None };
    let done = answered(&web, &caller, &number, sent, done).await;
    given_back(&web, &caller, &headers, &form, done, &url(&number), label).await
}

/// Says how it goes.
pub(crate) async fn update(
    State(web): State<Web>,
    caller: Caller,
    InPath(number): InPath<String>,
    headers: HeaderMap,
    Form(form): Form,
) -> Answer {
    let text = |field: EditField| form.text(field.code()).to_owned();
    let typed = NewEdit {
        status: text(EditField::Status),
        services: text(EditField::Services),
        // The field is not there for whom the value is withheld.
        value: form.one(EditField::Value.code()).map(str::to_owned),
        currency: text(EditField::Currency),
        note: text(EditField::Note),
    };
    let done = web.app.edit_referral(&caller.ctx, &number, &typed, &Expected::one(form.text("version"))).await;
    let sent = Sent { by: Move::Edit, flash: Flash::ReferralSaved, said: Said::default(), typed: Some(typed) };
    let done = answered(&web, &caller, &number, sent, done).await;
    given_back(&web, &caller, &headers, &form, done, &url(&number), label).await
}
