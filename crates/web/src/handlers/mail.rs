//! What somebody gets by mail: the choice on the profile page, and the link in a letter (S14.2).

use app::{AppError, Expected, MailChoiceAsked, Outcome};
use axum::extract::State;
use axum::http::StatusCode;

use super::profile::{Forms, desk};
use super::{Answer, Flash, page, see_with, shell};
use crate::error::{FieldProblem, field_words};
use crate::extract::{Caller, Fields, Form, InPath};
use crate::pages::mail::{MailForm, UnsubscribePage};
use crate::state::Web;

/// Keeps the choice.
pub(crate) async fn update(State(web): State<Web>, caller: Caller, Form(form): Form) -> Answer {
    let seen = web.app.mail_choice(&caller.ctx).await?;
    let expected = form.given("version").map_or(Expected::Any, Expected::one);
    match web.app.set_mail_choice(&caller.ctx, &asked(&form, &seen.value), &expected).await {
        Ok(done) => match done.value {
            Outcome::Saved(_) => see_with(&web, "/profile", Flash::MailSaved),
            Outcome::Overtaken(standing) => {
                let mail = MailForm { is_overtaken: true, ..MailForm::of(standing) };
                desk(&web, &caller, Forms { status: StatusCode::CONFLICT, mail: Some(mail), ..Forms::default() }).await
            }
        },
        Err(AppError::Invalid(problems)) => {
            let words = caller.words(Some(&seen.viewer));
            let first = problems.into_iter().next();
            let error = first.map(|(field, problem)| field_words(field, &FieldProblem::App(problem), words));
            let mail = MailForm { error, ..MailForm::of(seen.value) };
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            desk(&web, &caller, Forms { status, mail: Some(mail), ..Forms::default() }).await
        }
        Err(error) => Err(error.into()),
    }
}

/// What the form says: the kinds that it shows and that are not ticked. Those that it does not show stay as they are.
fn asked(form: &Fields, standing: &app::MailDesk) -> MailChoiceAsked {
    let is_wanted = |code: &str| form.all("wanted").any(|one| one == code);
    let shown = standing.kinds.iter().filter(|kind| !is_wanted(kind.code()));
    let others = standing.choice.off.iter().filter(|kind| !standing.kinds.contains(kind));
    // What is no number is no day and no hour either.
    let number = |name: &str| form.given(name).map(|text| text.parse().unwrap_or(u8::MAX));
    MailChoiceAsked {
        unwanted: shown.chain(others).map(|kind| kind.code().to_owned()).collect(),
        digest_day: number("digest_day"),
        digest_hour: number("digest_hour"),
    }
}

/// What a link is for. Looking changes nothing: programs that look at links before people do would do it for them.
pub(crate) async fn show(State(web): State<Web>, caller: Caller, InPath(token): InPath<String>) -> Answer {
    let kind = web.app.unsubscribe_desk(&token).await?;
    page(&UnsubscribePage { shell: shell(&web, &caller, None, None), kind, action: action(&token), is_done: false })
}

/// Does without that kind of message: by the page, or by the program that shows the letter (RFC 8058).
pub(crate) async fn unsubscribe(State(web): State<Web>, caller: Caller, InPath(token): InPath<String>) -> Answer {
    let kind = web.app.unsubscribe(&caller.visit(), &token).await?;
    page(&UnsubscribePage { shell: shell(&web, &caller, None, None), kind, action: action(&token), is_done: true })
}

fn action(token: &str) -> String {
    let token: String = form_urlencoded::byte_serialize(token.as_bytes()).collect();
    format!("/unsubscribe/{token}")
}
