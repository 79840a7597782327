//! Claims: the list, filing and editing one, moving it on, and its proofs (S4).

use app::{AppError, ClaimDesk, ClaimDetail, ClaimQuery, Expected, MoveAsked, Outcome, Seen};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode};
use domain::claim::{FilingField, Move, NewFiling};
use domain::file::MOST_FILE_BYTES;
use locale::Words;

use super::form::{faults, given_back};
use super::kept_file::given_file;
use super::load::to_its_end;
use super::{Answer, Flash, page, page_with, refused_fields, see, see_with, shell};
use crate::error::{FieldProblem, WebError, field_words, words_of};
use crate::extract::{Caller, Fields, Form, InPath, Upload};
use crate::pages::claim::{ClaimFormPage, ClaimPage, ClaimsPage, Refused, field_label, typed_of};
use crate::pages::form::FormFaults;
use crate::pages::shell::Entry;
use crate::state::Web;

fn url(number: &str) -> String {
    format!("/claims/{number}")
}

/// The entry under which claims stand for this person.
fn entry(viewer: &app::Viewer) -> Entry {
    let is_office = viewer.kind() == domain::organisation::OrganisationKind::Programme;
    if is_office { Entry::ClaimReview } else { Entry::Claims }
}

/// The list, with search and filter.
pub(crate) async fn list(State(web): State<Web>, caller: Caller, fields: Fields) -> Answer {
    let text = |name: &str| fields.given(name).unwrap_or_default().to_owned();
    let mut query = ClaimQuery {
        states: fields.all("state").filter(|one| !one.is_empty()).map(str::to_owned).collect(),
        tenant_id: text("tenant_id"),
        search: text("q"),
        source: text("source"),
        cursor: text("cursor"),
    };
    let mut problems = Vec::new();
    let seen = match web.app.claims(&caller.ctx, &query).await {
        // What cannot be taken is left out and named, so that the page still says something.
        Err(AppError::Invalid(wrong)) => {
            query = ClaimQuery::default();
            problems = wrong;
            web.app.claims(&caller.ctx, &query).await?
        }
        other => other?,
    };
    let shell = shell(&web, &caller, Some(&seen.viewer), Some(entry(&seen.viewer)));
    let error = in_one(&problems, shell.words);
    page(&ClaimsPage { shell, query, error, list: seen.value })
}

/// All that is wrong, in a sentence each.
fn in_one(problems: &[(app::Field, app::Problem)], words: &Words) -> Option<String> {
    let sentence =
        |(field, problem): &(app::Field, app::Problem)| field_words(field, &FieldProblem::App(problem.clone()), words);
    (!problems.is_empty()).then(|| problems.iter().map(sentence).collect::<Vec<_>>().join(" "))
}

/// The form for a new claim, with the tenant filled in where a link names it. Whoever may not file is led to the list.
pub(crate) async fn new(State(web): State<Web>, caller: Caller, fields: Fields) -> Answer {
    let seen = web.app.claim_desk(&caller.ctx, None).await?;
    if !seen.value.may_write {
        return see("/claims");
    }
    let text = |name: &str| fields.given(name).unwrap_or_default().to_owned();
    let mut typed = NewFiling {
        tenant_id: text("tenant_id"),
        domain: text("domain"),
        name: text("name"),
        workloads: fields.all("workload").map(str::to_owned).collect(),
        own_name: seen.viewer.name.clone(),
        own_email: seen.viewer.email.clone(),
        ..NewFiling::default()
    };
    if let [only] = seen.value.locations.as_slice() {
        typed.location.clone_from(&only.id);
    }
    page(&filled(&web, &caller, seen, typed, String::new()))
}

/// The page of a form, with nothing wrong yet.
fn filled(web: &Web, caller: &Caller, seen: Seen<ClaimDesk>, typed: NewFiling, version: String) -> ClaimFormPage {
    let shell = shell(web, caller, Some(&seen.viewer), Some(Entry::Claims));
    ClaimFormPage { shell, desk: seen.value, typed, version, is_overtaken: false, faults: FormFaults::default() }
}

fn typed(form: &Fields) -> NewFiling {
    let text = |field: FilingField| form.text(field.code()).to_owned();
    NewFiling {
        location: text(FilingField::Location),
        tenant_id: text(FilingField::TenantId),
        domain: text(FilingField::Domain),
        workloads: form.all("workloads").map(str::to_owned).collect(),
        activity: text(FilingField::Activity),
        name: text(FilingField::Name),
        customer_name: text(FilingField::CustomerName),
        customer_title: text(FilingField::CustomerTitle),
        customer_email: text(FilingField::CustomerEmail),
        own_name: text(FilingField::OwnName),
        own_email: text(FilingField::OwnEmail),
        comment: text(FilingField::Comment),
    }
}

fn label(name: &str, words: &Words) -> String {
    field_label(name, words).to_owned()
}

/// Files a claim, as a draft.
pub(crate) async fn create(State(web): State<Web>, caller: Caller, headers: HeaderMap, Form(form): Form) -> Answer {
    let done = file(&web, &caller, &form).await;
    given_back(&web, &caller, &headers, &form, done, "/claims/new", label).await
}

async fn file(web: &Web, caller: &Caller, form: &Fields) -> Answer {
    let typed = typed(form);
    let problems = match web.app.file_claim(&caller.ctx, &typed, None).await {
        Ok(filed) => return see_with(web, &url(&filed.value.item.number), Flash::ClaimSaved),
        Err(error) => refused_fields(error)?,
    };
    let it = filled(web, caller, web.app.claim_desk(&caller.ctx, None).await?, typed, String::new());
    refused_form(it, &problems)
}

fn refused_form(it: ClaimFormPage, problems: &[(app::Field, app::Problem)]) -> Answer {
    let faults = faults(problems, |name| label(name, it.shell.words), it.shell.words);
    page_with(StatusCode::UNPROCESSABLE_ENTITY, &ClaimFormPage { faults, ..it })
}

/// The form for a claim that is there. Whoever may not change it is led to where it stands.
pub(crate) async fn edit(State(web): State<Web>, caller: Caller, InPath(number): InPath<String>) -> Answer {
    let seen = web.app.claim_desk(&caller.ctx, Some(&number)).await?;
    let claim = seen.value.claim.as_ref().ok_or(AppError::NotFound)?;
    if !seen.value.may_write {
        return see(&url(&number));
    }
    if !claim.can_edit {
        return Err(AppError::ClaimNotEditable(claim.state.code()).into());
    }
    let (typed, version) = (typed_of(claim), claim.revision.clone());
    page(&filled(&web, &caller, seen, typed, version))
}

/// Changes a claim.
pub(crate) async fn update(
    State(web): State<Web>,
    caller: Caller,
    InPath(number): InPath<String>,
    headers: HeaderMap,
    Form(form): Form,
) -> Answer {
    let done = change(&web, &caller, &number, &form).await;
    given_back(&web, &caller, &headers, &form, done, &format!("{}/edit", url(&number)), label).await
}

async fn change(web: &Web, caller: &Caller, number: &str, form: &Fields) -> Answer {
    let (typed, version) = (typed(form), form.text("version").to_owned());
    let done = web.app.edit_claim(&caller.ctx, number, &typed, &Expected::one(version.as_str())).await;
    let problems = match done {
        Ok(Seen { value: Outcome::Saved(_), .. }) => return see_with(web, &url(number), Flash::ClaimSaved),
        Ok(Seen { value: Outcome::Overtaken(_), .. }) => None,
        Err(error) => Some(refused_fields(error)?),
    };
    let seen = web.app.claim_desk(&caller.ctx, Some(number)).await?;
    if let Some(problems) = problems {
        return refused_form(filled(web, caller, seen, typed, version), &problems);
    }
    // Whoever sends it again has seen what stands there by now.
    let standing = seen.value.claim.as_ref().map(|one| one.revision.clone()).unwrap_or_default();
    let it = filled(web, caller, seen, typed, standing);
    page_with(StatusCode::CONFLICT, &ClaimFormPage { is_overtaken: true, ..it })
}

/// Removes a draft.
pub(crate) async fn delete(
    State(web): State<Web>,
    caller: Caller,
    InPath(number): InPath<String>,
    Form(_): Form,
) -> Answer {
    web.app.remove_claim(&caller.ctx, &number).await?;
    see_with(&web, "/claims", Flash::ClaimRemoved)
}

/// One claim.
pub(crate) async fn show(State(web): State<Web>, caller: Caller, InPath(number): InPath<String>) -> Answer {
    let it = shown(&web, &caller, web.app.claim(&caller.ctx, &number).await?);
    page(&it)
}

fn shown(web: &Web, caller: &Caller, seen: Seen<ClaimDetail>) -> ClaimPage {
    let shell = shell(web, caller, Some(&seen.viewer), Some(entry(&seen.viewer)));
    ClaimPage { shell, claim: seen.value, refused: None, proof_error: None }
}

/// Moves a claim on. What was typed stays on the page where it is refused.
async fn moved(web: &Web, caller: &Caller, headers: &HeaderMap, number: &str, by: Move, form: &Fields) -> Answer {
    let done = move_on(web, caller, number, by, form).await;
    given_back(web, caller, headers, form, done, &url(number), label).await
}

async fn move_on(web: &Web, caller: &Caller, number: &str, by: Move, form: &Fields) -> Answer {
    let asked = MoveAsked {
        reason: form.text("reason").to_owned(),
        workloads: form.all("workloads").map(str::to_owned).collect(),
        takes_over: form.text("takes_over") == "yes",
    };
    let expected = Expected::one(form.text("version"));
    let done = web.app.move_claim(&caller.ctx, number, by, &asked, &expected).await;
    let (status, why) = match done {
        Ok(Seen { value: Outcome::Saved(_), .. }) => return see_with(web, &url(number), Flash::ClaimMoved),
        Ok(Seen { value: Outcome::Overtaken(_), .. }) => (StatusCode::CONFLICT, None),
        Err(
            error
            @ (AppError::Invalid(_) | AppError::ClaimMove(_) | AppError::ClaimTaken(_) | AppError::ClaimTenant(_)),
        ) => {
            let error = WebError::of_body(error);
            (error.status(), Some(error))
        }
        Err(error) => return Err(error.into()),
    };
    let mut it = shown(web, caller, web.app.claim(&caller.ctx, number).await?);
    let words = it.shell.words;
    let why = match &why {
        None => crate::words::tell!(words, "claim-overtaken").to_owned(),
        Some(WebError::Refused(fields)) => {
            let said = fields.iter().map(|(field, problem)| {
                let label = field_label(field, words);
                format!("{label}: {}", field_words(field, problem, words))
            });
            said.collect::<Vec<_>>().join(" ")
        }
        Some(error) => words_of(error, words),
    };
    it.refused = Some(Refused { by, why, reason: asked.reason, workloads: asked.workloads });
    page_with(status, &it)
}

/// Writes a handler that moves a claim on.
macro_rules! moves {
    ($($(#[$about:meta])* $name:ident $by:ident;)*) => {$(
        $(#[$about])*
        pub(crate) async fn $name(
            State(web): State<Web>,
            caller: Caller,
            InPath(number): InPath<String>,
            headers: HeaderMap,
            Form(form): Form,
        ) -> Answer {
            moved(&web, &caller, &headers, &number, Move::$by, &form).await
        }
    )*};
}

moves! {
    /// Submits it, or answers.
    submit Submission;
    /// Takes it up.
    review Review;
    /// Approves it.
    approve Approval;
    /// Rejects it.
    reject Rejection;
    /// Asks for more.
    ask InformationRequest;
    /// Notes that the customer objects.
    object Objection;
    /// Disputes a rejection.
    dispute Dispute;
    /// Ends it.
    disassociate Disassociation;
}

/// Adds a proof.
pub(crate) async fn add_proof(
    State(web): State<Web>,
    caller: Caller,
    InPath(number): InPath<String>,
    request: Request,
) -> Answer {
    web.app.may_prove(&caller.ctx, &number).await?;
    let done = match Upload::from_page(request, &web, Some(MOST_FILE_BYTES)).await {
        Ok(upload) => proof_upload(&web, &caller, &number, upload).await,
        Err(error) => Err(error),
    };
    let error = match done {
        Ok(_) => return see_with(&web, &format!("{}#proofs", url(&number)), Flash::ProofAdded),
        Err(
            error @ (WebError::Fields(_)
            | WebError::BrokenUpload
            | WebError::TooLarge(_)
            | WebError::App(AppError::Proof(_))),
        ) => error,
        Err(error) => return Err(error),
    };
    let mut it = shown(&web, &caller, web.app.claim(&caller.ctx, &number).await?);
    it.proof_error = Some(words_of(&error, it.shell.words));
    page_with(error.status(), &it)
}

/// Keeps a proof that was uploaded, to its end also where the sender goes away.
pub(crate) async fn proof_upload(
    web: &Web,
    caller: &Caller,
    number: &str,
    upload: Upload,
) -> Result<Seen<ClaimDetail>, WebError> {
    let (app, ctx, number) = (web.app.clone(), caller.ctx.clone(), number.to_owned());
    to_its_end(async move { app.add_proof(&ctx, &number, &upload.file_name, upload.path()).await }).await
}

/// Takes a proof away.
pub(crate) async fn delete_proof(
    State(web): State<Web>,
    caller: Caller,
    InPath((number, id)): InPath<(String, String)>,
    Form(_): Form,
) -> Answer {
    web.app.remove_proof(&caller.ctx, &number, &id).await?;
    see_with(&web, &format!("{}#proofs", url(&number)), Flash::ProofRemoved)
}

/// The file of a proof.
pub(crate) async fn show_proof(
    State(web): State<Web>,
    caller: Caller,
    InPath((number, id)): InPath<(String, String)>,
) -> Answer {
    proof_file(&web, &caller, &number, &id).await
}

/// The same for programs.
pub(crate) async fn proof_file(web: &Web, caller: &Caller, number: &str, id: &str) -> Answer {
    given_file(web.app.proof(&caller.ctx, number, id).await?)
}
