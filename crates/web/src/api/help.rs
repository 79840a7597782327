//! "Why can't I see this?" (S11.1, S11.2, S11.3).

use app::{Help, SoughtAnswer};
use axum::Json;
use axum::extract::State;
use domain::help::Answer as Answered;
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};

use super::{Answer, LocationBody, Problems};
use crate::error::{FieldProblem, WebError};
use crate::extract::{Caller, Fields};
use crate::state::Web;

/// What can be asked.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "read by the document alone")]
pub(crate) struct HelpParams {
    /// A tenant ID or a domain: what is known of it, as far as it is yours to know.
    #[param(example = "contoso.example")]
    tenant: Option<String>,
}

/// The answer to a question.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct HelpAnswerBody {
    /// `viewer_role`, `locations`, `claims_directory`, `enrolled_directory`, `enrolment` or `licence_minimum`.
    #[schema(example = "viewer_role")]
    question: &'static str,
    /// Whether that is the reason: `reason`, `in_part`, `no_reason` or `does_not_apply`.
    #[schema(example = "no_reason")]
    verdict: &'static str,
    /// What to do next: `ask_admin`, `open_ticket`, `look_at_tenants` or `nothing`.
    #[schema(example = "nothing")]
    next: &'static str,
}

impl From<&Answered> for HelpAnswerBody {
    fn from(answer: &Answered) -> Self {
        Self { question: answer.question.code(), verdict: answer.verdict.code(), next: answer.next.code() }
    }
}

/// What is known of a tenant that was named.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SoughtBody {
    /// The tenant ID or the domain, as it was read.
    #[schema(example = "contoso.example")]
    sought: String,
    /// `seen`, `seen_under_minimum`, `no_viewer_role`, `foreign_directory`, `other_locations` or `not_yours`: that is said of
    /// somebody else's tenant and of one that does not exist alike.
    #[schema(example = "not_yours")]
    standing: &'static str,
    /// What to do next.
    #[schema(example = "open_ticket")]
    next: &'static str,
    /// The tenant, where you see it.
    #[schema(required)]
    tenant_id: Option<String>,
    /// Its name, where you see it.
    #[schema(required)]
    name: Option<String>,
    /// Where your organisation holds it, where that is the reason.
    locations: Vec<LocationBody>,
}

impl From<&SoughtAnswer> for SoughtBody {
    fn from(answer: &SoughtAnswer) -> Self {
        Self {
            sought: answer.sought.to_string(),
            standing: answer.standing.code(),
            next: answer.standing.next().code(),
            tenant_id: answer.tenant.as_ref().map(|tenant| tenant.tenant_id.to_string()),
            name: answer.tenant.as_ref().map(|tenant| tenant.name.clone()),
            locations: answer.locations.iter().map(LocationBody::from).collect(),
        }
    }
}

/// The answers.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct HelpBody {
    /// To each question.
    answers: Vec<HelpAnswerBody>,
    /// Where you have a viewer role, if for some locations alone.
    locations: Vec<LocationBody>,
    /// The locations of your organisation for which no claims are filed.
    not_enrolled: Vec<LocationBody>,
    /// How many of the tenants that you see are under the licence minimum; null where you see none.
    #[schema(required)]
    under_minimum: Option<i64>,
    /// That minimum.
    #[schema(example = 150)]
    licence_minimum: i64,
    /// What is known of the tenant that was named; null where none was.
    #[schema(required)]
    tenant: Option<SoughtBody>,
}

impl From<Help> for HelpBody {
    fn from(help: Help) -> Self {
        Self {
            answers: help.answers.iter().map(HelpAnswerBody::from).collect(),
            locations: help.locations.iter().map(LocationBody::from).collect(),
            not_enrolled: help.not_enrolled.iter().map(LocationBody::from).collect(),
            under_minimum: help.under_minimum,
            licence_minimum: help.minimum,
            tenant: help.sought.as_ref().map(SoughtBody::from),
        }
    }
}

/// Say why you cannot see something
#[utoipa::path(get, operation_id = "show", path = "/api/v1/help", tag = "Help", params(HelpParams),
    responses((status = 200, description = "The answers", body = HelpBody), Problems))]
pub(crate) async fn show(State(web): State<Web>, caller: Caller, fields: Fields) -> Answer<HelpBody> {
    if fields.count("tenant") > 1 {
        return Err(WebError::field("tenant", FieldProblem::GivenTwice));
    }
    let seen = web.app.help(&caller.ctx, fields.text("tenant")).await.map_err(WebError::of_parameters)?;
    Ok(Json(seen.value.into()))
}
