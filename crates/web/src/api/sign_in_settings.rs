//! How the people of an organisation sign in (S1.2), and the own accounts at providers.

use app::{ProviderAccountListed, SignInSettings};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::tagged::{IfMatchParam, Tagged, TaggedAnswer, VersionProblems};
use super::{Answer, ChangeProblems, Done, Problems};
use crate::error::WebError;
use crate::extract::{self, Caller, Fields, IfMatch, InPath};
use crate::state::Web;

/// An account at a provider by which the person signs in.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ProviderAccountBody {
    /// By which it can be disconnected.
    handle: String,
    /// The provider's name.
    #[schema(example = "Microsoft")]
    provider: String,
    /// What the account is called there; may be empty.
    label: String,
    /// When it was connected.
    connected_at: DateTime<Utc>,
    /// When it was last used to sign in; null is never.
    #[schema(required)]
    used_at: Option<DateTime<Utc>>,
}

impl From<ProviderAccountListed> for ProviderAccountBody {
    fn from(account: ProviderAccountListed) -> Self {
        let ProviderAccountListed { handle, provider, label, lets_in: _, connected_at, used_at } = account;
        Self { handle, provider, label, connected_at, used_at }
    }
}

/// The person's accounts at providers.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ProviderAccountsBody {
    /// In the order in which they were connected.
    items: Vec<ProviderAccountBody>,
}

/// List accounts at providers
#[utoipa::path(get, operation_id = "list_accounts", path = "/api/v1/me/provider-accounts", tag = "Me",
    responses((status = 200, description = "The accounts by which the person signs in", body = ProviderAccountsBody), Problems))]
pub(crate) async fn list_accounts(State(web): State<Web>, caller: Caller) -> Answer<ProviderAccountsBody> {
    let profile = web.app.profile(&caller.ctx).await?.value;
    Ok(Json(ProviderAccountsBody { items: profile.ways_in.accounts.into_iter().map(Into::into).collect() }))
}

/// Disconnect an account at a provider
///
/// The last way to sign in stays.
#[utoipa::path(delete, operation_id = "delete_account", path = "/api/v1/me/provider-accounts/{handle}", tag = "Me",
    params(("handle" = String, Path, description = "The account")),
    responses((status = 204, description = "Disconnected"), Problems, ChangeProblems))]
pub(crate) async fn delete_account(State(web): State<Web>, caller: Caller, InPath(handle): InPath<String>) -> Done {
    web.app.disconnect_provider(&caller.ctx, &handle).await.map_err(WebError::of_body)?;
    Ok(StatusCode::NO_CONTENT)
}

/// Whose settings.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "read by the document alone")]
pub(crate) struct WhoseParam {
    /// The partner, for the programme admin; without it, the own organisation.
    #[param(example = "1234567")]
    partner_id: Option<String>,
}

/// How the people of an organisation sign in.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SignInSettingsBody {
    /// The organisation's name.
    organisation: String,
    /// Its partner ID; null for the programme office.
    #[schema(required)]
    partner_id: Option<String>,
    /// Whether they sign in by a provider alone, and with no password.
    single_sign_on: bool,
    /// Whether a password alone is not enough: a second factor is asked for, or has to be set up first.
    second_factor: bool,
    /// The names of the providers for them.
    providers: Vec<String>,
    /// How many people have an open account.
    people: i64,
    /// How many of those have no account at a provider yet.
    without_provider: i64,
    /// How many of those have a password and no second factor yet.
    without_second_factor: i64,
}

fn tagged(settings: &SignInSettings) -> Tagged<SignInSettingsBody> {
    Tagged {
        revision: settings.revision.clone(),
        body: SignInSettingsBody {
            organisation: settings.organisation.clone(),
            partner_id: settings.partner_id.clone(),
            single_sign_on: settings.is_single_sign_on,
            second_factor: settings.needs_second_factor,
            providers: settings.providers.iter().map(|one| one.name.clone()).collect(),
            people: settings.people,
            without_provider: settings.without_provider,
            without_second_factor: settings.without_second_factor,
        },
    }
}

/// Show how people sign in
#[utoipa::path(get, operation_id = "show_sign_in", path = "/api/v1/sign-in-settings", tag = "People", params(WhoseParam),
    responses((status = 200, description = "The settings", body = SignInSettingsBody,
               headers(("ETag" = String, description = "The version"))), Problems))]
pub(crate) async fn show(State(web): State<Web>, caller: Caller, query: Fields) -> TaggedAnswer<SignInSettingsBody> {
    let seen = web.app.sign_in_settings(&caller.ctx, query.one("partner_id")).await;
    Ok(tagged(&seen.map_err(WebError::of_parameters)?.value))
}

/// The settings as they shall be.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SignInSettingsEditBody {
    /// Whether they sign in by a provider alone, and with no password.
    #[serde(default)]
    #[schema(required, value_type = bool)]
    single_sign_on: Option<bool>,
    /// Whether a password alone is not enough; without it, that stays as it is.
    #[serde(default)]
    second_factor: Option<bool>,
}

/// Set how people sign in
///
/// By a provider alone only where somebody who can do the most for the organisation's people has an account at one. Where a second
/// factor is demanded, whoever signed in with a password alone is signed out of the pages, and sets one up at the next time; tokens go on.
#[utoipa::path(put, operation_id = "change_sign_in", path = "/api/v1/sign-in-settings", tag = "People",
    params(WhoseParam, IfMatchParam), request_body = SignInSettingsEditBody,
    responses((status = 200, description = "Set", body = SignInSettingsBody,
               headers(("ETag" = String, description = "The version"))), Problems, ChangeProblems, VersionProblems))]
pub(crate) async fn update(
    State(web): State<Web>,
    caller: Caller,
    query: Fields,
    IfMatch(expected): IfMatch,
    extract::Json(body): extract::Json<SignInSettingsEditBody>,
) -> TaggedAnswer<SignInSettingsBody> {
    let (partner, is_on, factor) = (query.one("partner_id"), body.single_sign_on, body.second_factor);
    let set = web.app.set_sign_in_settings(&caller.ctx, partner, is_on, factor, &expected).await;
    Tagged::changed(set.map_err(WebError::of_body)?, tagged)
}
