//! The taxonomy for the programme admin: its versions, a form that works by buttons alone, what a version would touch, and
//! saving it (S8.5).

use app::{AppError, Expected, Outcome, Seen, TaxonomyDesk};
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use domain::day;
use domain::service_status::{TaxonomyField, TaxonomyProblem};

use super::form::ended;
use super::{Answer, Flash, page, page_with, see_with, shell};
use crate::error::{WebError, taxonomy_words};
use crate::extract::{Caller, Fields, Form};
use crate::pages::form::{FieldFault, FormFaults};
use crate::pages::shell::Entry;
use crate::pages::taxonomy::{TaxonomyPage, field_label};
use crate::pages::taxonomy_edit::{TaxonomyEditPage, TypedNode, TypedTaxonomy};
use crate::pages::taxonomy_preview::TaxonomyPreviewPage;
use crate::state::Web;

const PATH: &str = "/taxonomy";
const EDIT: &str = "/taxonomy/edit";

/// The versions, and the one in force or of a day.
pub(crate) async fn show(State(web): State<Web>, caller: Caller, query: Fields) -> Answer {
    // What is no day is no version either.
    let on = day::read(query.text("on")).map_err(|_| WebError::NotFound)?;
    let seen = web.app.taxonomy_desk(&caller.ctx, on).await?;
    let shell = shell(&web, &caller, Some(&seen.viewer), Some(Entry::Taxonomy));
    page(&TaxonomyPage { shell, desk: seen.value })
}

/// The form, filled with the newest version.
pub(crate) async fn edit(State(web): State<Web>, caller: Caller) -> Answer {
    let seen = web.app.taxonomy_desk(&caller.ctx, None).await?;
    let typed = TypedTaxonomy::of(&seen.value);
    page(&filled(&web, &caller, seen, typed))
}

fn filled(web: &Web, caller: &Caller, seen: Seen<TaxonomyDesk>, typed: TypedTaxonomy) -> TaxonomyEditPage {
    TaxonomyEditPage {
        shell: shell(web, caller, Some(&seen.viewer), Some(Entry::Taxonomy)),
        desk: seen.value,
        typed,
        faults: FormFaults::default(),
        focus: None,
    }
}

/// Changes the form by its buttons, shows what it would touch, or saves it.
pub(crate) async fn update(State(web): State<Web>, caller: Caller, headers: HeaderMap, Form(form): Form) -> Answer {
    let mut typed = typed_in(&form);
    let done = match form.text("do") {
        "save" => save(&web, &caller, &typed).await,
        "" | "preview" => preview(&web, &caller, &typed, StatusCode::OK).await,
        wanted => {
            let focus = typed.arrange(wanted);
            let seen = web.app.taxonomy_desk(&caller.ctx, None).await;
            match seen {
                Ok(seen) => page(&TaxonomyEditPage { focus, ..filled(&web, &caller, seen, typed) }),
                Err(error) => Err(error.into()),
            }
        }
    };
    match done {
        Err(WebError::App(AppError::SignedOut)) => ended(&web, &caller, &headers, &form, EDIT, field_label),
        done => done,
    }
}

async fn save(web: &Web, caller: &Caller, typed: &TypedTaxonomy) -> Answer {
    let expected = Expected::one(typed.version.as_str());
    match web.app.save_taxonomy(&caller.ctx, &typed.entered(), &expected).await {
        Ok(Seen { value: Outcome::Saved(_), .. }) => see_with(web, PATH, Flash::TaxonomySaved),
        // What somebody else saved meanwhile stands beside the own changes, and nothing of these is lost.
        Ok(Seen { value: Outcome::Overtaken(_), .. }) => preview(web, caller, typed, StatusCode::CONFLICT).await,
        Err(AppError::Taxonomy(problems)) => refused(web, caller, typed, &problems).await,
        Err(error) => Err(error.into()),
    }
}

async fn preview(web: &Web, caller: &Caller, typed: &TypedTaxonomy, status: StatusCode) -> Answer {
    match web.app.preview_taxonomy(&caller.ctx, &typed.entered()).await {
        Ok(seen) => {
            let is_overtaken = typed.version != seen.value.desk.revision;
            // From here on the writer has seen what stands there: the next try replaces it.
            let typed = TypedTaxonomy { version: seen.value.desk.revision.clone(), ..typed.clone() };
            let shell = shell(web, caller, Some(&seen.viewer), Some(Entry::Taxonomy));
            page_with(status, &TaxonomyPreviewPage { shell, preview: seen.value, typed, is_overtaken })
        }
        Err(AppError::Taxonomy(problems)) => refused(web, caller, typed, &problems).await,
        Err(error) => Err(error.into()),
    }
}

/// The form with what is wrong in it.
async fn refused(web: &Web, caller: &Caller, typed: &TypedTaxonomy, problems: &[TaxonomyProblem]) -> Answer {
    let seen = web.app.taxonomy_desk(&caller.ctx, None).await?;
    let it = filled(web, caller, seen, typed.clone());
    let faults = faults(problems, &it);
    page_with(StatusCode::UNPROCESSABLE_ENTITY, &TaxonomyEditPage { faults, ..it })
}

/// Takes back the planned version.
pub(crate) async fn withdraw(State(web): State<Web>, caller: Caller, Form(form): Form) -> Answer {
    let expected = Expected::one(form.text("version"));
    match web.app.withdraw_taxonomy(&caller.ctx, &expected).await?.value {
        Outcome::Saved(_) => see_with(&web, PATH, Flash::TaxonomyWithdrawn),
        Outcome::Overtaken(_) => see_with(&web, PATH, Flash::TaxonomyOvertaken),
    }
}

/// What the form holds. A row is `number.level.code`, without a code where it is new; its fields are named by its number.
pub(crate) fn typed_in(form: &Fields) -> TypedTaxonomy {
    let is_number = |number: &str| (1..=6).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_digit());
    let row = |row: &str| {
        let mut parts = row.splitn(3, '.');
        let number = parts.next().filter(|number| is_number(number))?;
        let level = parts.next()?.parse::<u8>().ok().filter(|level| (1..=3).contains(level))?;
        let text = |name: &str| form.text(&format!("{name}-{number}")).to_owned();
        Some(TypedNode {
            number: number.to_owned(),
            level,
            code: parts.next().unwrap_or_default().to_owned(),
            typed_code: text("code"),
            label_en: text("en"),
            label_nl: text("nl"),
            remark_required: !text("remark").is_empty(),
            target_date_allowed: !text("dated").is_empty(),
            is_retired: !text("gone").is_empty(),
        })
    };
    TypedTaxonomy {
        version: form.text("version").to_owned(),
        valid_from: form.text("valid_from").to_owned(),
        nodes: form.all("row").filter_map(row).collect(),
    }
}

/// What is wrong, each at its field of the form.
fn faults(problems: &[TaxonomyProblem], it: &TaxonomyEditPage) -> FormFaults {
    let words = it.shell.words;
    let offered = it.typed.offered();
    let fault = |problem: &TaxonomyProblem| {
        let name = match problem.field {
            TaxonomyField::LabelEn => "en",
            TaxonomyField::LabelNl => "nl",
            TaxonomyField::RemarkRequired => "remark",
            TaxonomyField::TargetDateAllowed => "dated",
            other => other.code(),
        };
        let node = problem.node.and_then(|at| offered.get(at));
        let field = node.map_or_else(|| name.to_owned(), |node| format!("{name}-{}", node.number));
        let label = match node.map(|node| it.name(node)).filter(|name| !name.is_empty()) {
            Some(node) => format!("{node}: {}", field_label(name, words)),
            None => field_label(name, words),
        };
        FieldFault { field, label, message: taxonomy_words(&problem.fault, words) }
    };
    FormFaults(problems.iter().map(fault).collect())
}
