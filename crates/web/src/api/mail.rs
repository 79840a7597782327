//! What the token's own person gets by mail (S14.2).

use app::{MailChoiceAsked, MailDesk};
use axum::extract::State;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::tagged::{IfMatchParam, Tagged, TaggedAnswer, VersionProblems};
use super::{ChangeProblems, Problems};
use crate::error::WebError;
use crate::extract::{self, Caller, IfMatch};
use crate::state::Web;

/// A kind of message.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MailKindBody {
    /// Which: `claim_moved`, `note_asked`, `intent_question`, `intent_answer`, `referral_assigned`, `referral_due`, `ticket`
    /// or `digest`.
    #[schema(example = "digest")]
    kind: &'static str,
    /// Whether the person gets it.
    wanted: bool,
}

/// What the person gets by mail.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MailBody {
    /// Whether this installation sends mail.
    sends_mail: bool,
    /// The kinds that can come to this person; links to get in are always sent.
    kinds: Vec<MailKindBody>,
    /// All that the person does without.
    unwanted: Vec<&'static str>,
    /// The day of the digest; 0 is Monday.
    #[schema(minimum = 0, maximum = 6)]
    digest_day: u8,
    /// Its hour, UTC.
    #[schema(minimum = 0, maximum = 23, example = 6)]
    digest_hour: u8,
}

impl MailBody {
    fn tagged(desk: &MailDesk) -> Tagged<Self> {
        let kinds = desk.kinds.iter().map(|kind| MailKindBody { kind: kind.code(), wanted: desk.choice.wants(*kind) });
        let body = Self {
            sends_mail: desk.sends_mail,
            kinds: kinds.collect(),
            unwanted: desk.choice.off.iter().map(|kind| kind.code()).collect(),
            digest_day: desk.choice.digest_at.day(),
            digest_hour: desk.choice.digest_at.hour(),
        };
        Tagged { revision: desk.revision.clone(), body }
    }
}

/// What the person shall get by mail.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct MailChoiceBody {
    /// The kinds to do without: `claim_moved`, `note_asked`, `intent_question`, `intent_answer`, `referral_assigned`,
    /// `referral_due`, `ticket`, `digest`.
    #[schema(example = json!(["note_asked"]))]
    unwanted: Vec<String>,
    /// The day of the digest; 0 is Monday.
    #[schema(minimum = 0, maximum = 6, example = 0)]
    digest_day: u8,
    /// Its hour, UTC.
    #[schema(minimum = 0, maximum = 23, example = 6)]
    digest_hour: u8,
}

/// Show what comes by mail
#[utoipa::path(get, operation_id = "mail", path = "/api/v1/me/mail", tag = "Me",
    responses((status = 200, description = "The choice", body = MailBody,
               headers(("ETag" = String, description = "The version"))), Problems))]
pub(crate) async fn show(State(web): State<Web>, caller: Caller) -> TaggedAnswer<MailBody> {
    Ok(MailBody::tagged(&web.app.mail_choice(&caller.ctx).await?.value))
}

/// Choose what comes by mail
#[utoipa::path(put, operation_id = "choose_mail", path = "/api/v1/me/mail", tag = "Me", params(IfMatchParam),
    request_body = MailChoiceBody,
    responses((status = 200, description = "Kept", body = MailBody,
               headers(("ETag" = String, description = "The version"))), Problems, ChangeProblems, VersionProblems))]
pub(crate) async fn update(
    State(web): State<Web>,
    caller: Caller,
    IfMatch(expected): IfMatch,
    extract::Json(body): extract::Json<MailChoiceBody>,
) -> TaggedAnswer<MailBody> {
    let asked = MailChoiceAsked {
        unwanted: body.unwanted,
        digest_day: Some(body.digest_day),
        digest_hour: Some(body.digest_hour),
    };
    let seen = web.app.set_mail_choice(&caller.ctx, &asked, &expected).await.map_err(WebError::of_body)?;
    Tagged::changed(seen, MailBody::tagged)
}
