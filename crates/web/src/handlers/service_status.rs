//! The service status of a workload: the form with its lines, which works by buttons alone, and past days (S8).

use app::{AppError, Expected, Outcome, Seen, SplitDesk, SplitQuery};
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use domain::TenantId;
use domain::service_status::{NewLine, SplitProblem};

use super::form::{form as answer, given_back, saved};
use super::{Answer, Flash, problem_of, refused_fields, shell};
use crate::error::{FieldProblem, field_words, split_words};
use crate::extract::{Caller, Fields, Form, InPath};
use crate::pages::form::{FieldFault, FormFaults};
use crate::pages::service_status::{ServiceStatusPage, TypedLine, TypedSplit, field_label, status_url};
use crate::pages::shell::Entry;
use crate::state::Web;

/// What stands on a workload, stood on a past day, or was saved at some moment.
pub(crate) async fn show(
    State(web): State<Web>,
    caller: Caller,
    InPath((tenant_id, workload)): InPath<(TenantId, String)>,
    fields: Fields,
    headers: HeaderMap,
) -> Answer {
    let (as_of, version, before) = (fields.text("as_of"), fields.text("version"), fields.text("before"));
    let query = SplitQuery { as_of, version, before };
    let (seen, problems) = match web.app.service_status_of(&caller.ctx, tenant_id, &workload, query).await {
        Ok(seen) => (seen, Vec::new()),
        // A day that cannot be taken is named, and the page still says something.
        Err(error) => {
            let problems = refused_fields(error)?;
            (web.app.service_status(&caller.ctx, tenant_id, &workload, "").await?, problems)
        }
    };
    let mut it = filled(&web, &caller, seen);
    it.as_of_error = problem_of(&problems, "as_of").map(|problem| {
        let words = field_words("as_of", &FieldProblem::App(problem.clone()), it.shell.words);
        (words, as_of.to_owned())
    });
    answer(&headers, StatusCode::OK, &it.as_pane(), &it)
}

/// The page as it is opened.
fn filled(web: &Web, caller: &Caller, seen: Seen<SplitDesk>) -> ServiceStatusPage {
    ServiceStatusPage {
        shell: shell(web, caller, Some(&seen.viewer), Some(Entry::FastTrack)),
        typed: TypedSplit::of(&seen.value),
        desk: seen.value,
        faults: FormFaults::default(),
        is_overtaken: false,
        focus: None,
        as_of_error: None,
    }
}

/// Saves the split, or only changes the form: by its buttons.
pub(crate) async fn update(
    State(web): State<Web>,
    caller: Caller,
    InPath((tenant_id, workload)): InPath<(TenantId, String)>,
    headers: HeaderMap,
    Form(form): Form,
) -> Answer {
    let back = status_url(tenant_id, &workload);
    let done = change(&web, &caller, (tenant_id, &workload), &headers, &form).await;
    given_back(&web, &caller, &headers, &form, done, &back, field_label).await
}

async fn change(
    web: &Web,
    caller: &Caller,
    (tenant_id, workload): (TenantId, &str),
    headers: &HeaderMap,
    form: &Fields,
) -> Answer {
    let mut typed = typed_in(form);
    let wanted = form.text("do").to_owned();
    if !matches!(wanted.as_str(), "" | "save") {
        let focus = arrange(&mut typed, &wanted);
        let seen = web.app.service_status(&caller.ctx, tenant_id, workload, "").await?;
        if !seen.value.may_write {
            return Err(AppError::Forbidden.into());
        }
        let it = ServiceStatusPage { typed, focus, ..filled(web, caller, seen) };
        return answer(headers, StatusCode::OK, &it.as_pane(), &it);
    }
    let (expected, entered) = (Expected::one(typed.version.as_str()), typed.entered());
    match web.app.save_service_status(&caller.ctx, tenant_id, workload, &entered, &expected).await {
        Ok(Seen { value: Outcome::Saved(_), .. }) => {
            saved(web, headers, &format!("/tenants/{tenant_id}#service-status"), Flash::ServiceStatusSaved)
        }
        Ok(Seen { viewer, value: Outcome::Overtaken(desk) }) => {
            let it = filled(web, caller, Seen { viewer, value: desk });
            // From here on the writer has seen what stands there: the next try replaces it.
            let typed = TypedSplit { lines: typed.lines, ..it.typed };
            let it = ServiceStatusPage { typed, is_overtaken: true, ..it };
            answer(headers, StatusCode::CONFLICT, &it.as_pane(), &it)
        }
        Err(AppError::Split(problems)) => {
            let seen = web.app.service_status(&caller.ctx, tenant_id, workload, "").await?;
            let it = filled(web, caller, seen);
            let faults = faults(&problems, &typed, &it);
            let it = ServiceStatusPage { typed, faults, ..it };
            answer(headers, StatusCode::UNPROCESSABLE_ENTITY, &it.as_pane(), &it)
        }
        Err(error) => Err(error.into()),
    }
}

/// What the form holds. Lines are named by `line`, their fields by that number.
pub(crate) fn typed_in(form: &Fields) -> TypedSplit {
    let line = |number: &str| {
        let text = |name: &str| form.text(&format!("{name}-{number}")).to_owned();
        let line = NewLine {
            seats: text("seats"),
            l1: text("l1"),
            l2: text("l2"),
            l3: text("l3"),
            target_date: text("target_date"),
            remark: text("remark"),
        };
        TypedLine { number: number.to_owned(), line }
    };
    let is_number = |number: &&str| (1..=6).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_digit());
    TypedSplit {
        version: form.text("version").to_owned(),
        total: form.text("total").to_owned(),
        lines: form.all("line").filter(is_number).map(line).collect(),
    }
}

/// Does what a button of the form says; the line where work goes on.
pub(crate) fn arrange(typed: &mut TypedSplit, wanted: &str) -> Option<String> {
    match wanted.split_once('-') {
        Some(("remove", number)) => typed.remove(number),
        Some(("rest", number)) => {
            typed.rest_to(number);
            Some(number.to_owned())
        }
        // The reasons that fit what is chosen come with the page itself.
        _ if wanted == "add" => Some(typed.add()),
        _ => None,
    }
}

/// What is wrong, each at its field of the form.
fn faults(problems: &[SplitProblem], typed: &TypedSplit, it: &ServiceStatusPage) -> FormFaults {
    let words = it.shell.words;
    let fault = |problem: &SplitProblem| {
        let (name, place) = (problem.field.code(), problem.line.map(|line| line.saturating_add(1)));
        let line = problem.line.and_then(|line| typed.lines.get(line));
        let field = line.map_or_else(|| name.to_owned(), |line| format!("{name}-{}", line.number));
        let label = field_label(name, words);
        let label = match place {
            Some(place) => i18n_embed_fl::fl!(words.loader(), "service-status-in-line", label = label, line = place),
            None => label,
        };
        FieldFault { field, label, message: split_words(&problem.fault, words) }
    };
    FormFaults(problems.iter().map(fault).collect())
}
