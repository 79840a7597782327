//! "Why can't I see this?" (S11.1, S11.2, S11.3).

use app::AppError;
use axum::extract::State;

use super::{Answer, page, problem_of, shell};
use crate::error::{FieldProblem, field_words};
use crate::extract::{Caller, Fields};
use crate::pages::help::{HelpAsked, HelpPage};
use crate::pages::shell::Entry;
use crate::state::Web;

/// The longest text that is carried on into a form: more than any of them takes.
const LONGEST_CARRIED: usize = 300;

/// What a link brought, as far as a form takes it.
pub(super) fn carried(fields: &Fields, name: &str) -> String {
    fields.given(name).unwrap_or_default().chars().take(LONGEST_CARRIED).collect()
}

/// The answers, and, where a tenant ID or a domain is given, what is known of that. What is neither is said at the field.
pub(crate) async fn show(State(web): State<Web>, caller: Caller, fields: Fields) -> Answer {
    let asked = HelpAsked {
        tenant: carried(&fields, "tenant"),
        workload: carried(&fields, "workload"),
        reference: carried(&fields, "reference"),
    };
    let mut wrong = Vec::new();
    let seen = match web.app.help(&caller.ctx, &asked.tenant).await {
        Err(AppError::Invalid(problems)) => {
            wrong = problems;
            web.app.help(&caller.ctx, "").await?
        }
        other => other?,
    };
    let shell = shell(&web, &caller, Some(&seen.viewer), Some(Entry::Help));
    let said = |problem: &app::Problem| field_words("tenant", &FieldProblem::App(problem.clone()), shell.words);
    let error = problem_of(&wrong, "tenant").map(said);
    page(&HelpPage { shell, asked, error, help: seen.value })
}
