//! The token's own person: profile, preferences, password, sessions, tokens.

use app::{PasskeyListed, Profile, RoleHeld, Seen, SessionListed, TokenListed};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use chrono::{DateTime, Utc};
use domain::person::{Language, Theme};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Answer, ChangeProblems, Done, LocationBody, Problems};
use crate::extract::{self, Caller, InPath};
use crate::state::Web;

/// A role, and where.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RoleBody {
    /// The role.
    #[schema(example = "report_viewer")]
    role: &'static str,
    /// The location, or a partner manager's partner; null for the entire organisation.
    #[schema(required)]
    at: Option<LocationBody>,
}

impl From<&RoleHeld> for RoleBody {
    fn from(held: &RoleHeld) -> Self {
        let at = held.at.as_ref().map(|(id, name)| LocationBody { partner_id: id.clone(), name: name.clone() });
        Self { role: held.role.code(), at }
    }
}

/// Who the token's person is.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MeBody {
    /// The name.
    name: String,
    /// The e-mail address.
    email: String,
    /// The organisation's name.
    organisation: String,
    /// What the organisation is: `programme` or `partner`.
    #[schema(example = "partner")]
    kind: &'static str,
    /// The organisation's partner ID; null in the programme office.
    #[schema(required)]
    partner_id: Option<String>,
    /// The language chosen, `en` or `nl`; null while the browser decides.
    #[schema(required, example = "nl")]
    language: Option<&'static str>,
    /// The theme chosen: `system`, `light` or `dark`.
    #[schema(example = "system")]
    theme: &'static str,
    /// Every role, and where.
    roles: Vec<RoleBody>,
    /// How many tenants they show; null without a viewer role.
    #[schema(required)]
    tenants: Option<i64>,
}

impl MeBody {
    fn of(seen: &Seen<Profile>) -> Self {
        let viewer = &seen.viewer;
        Self {
            name: viewer.name.clone(),
            email: viewer.email.clone(),
            organisation: viewer.organisation.clone(),
            kind: viewer.kind().code(),
            partner_id: viewer.partner_id.clone(),
            language: viewer.language.map(Language::tag),
            theme: viewer.theme.code(),
            roles: seen.value.roles.iter().map(RoleBody::from).collect(),
            tenants: seen.value.tenants,
        }
    }
}

/// Show who the token's person is
#[utoipa::path(get, path = "/api/v1/me", tag = "Me",
    responses((status = 200, description = "The person", body = MeBody), Problems))]
pub(crate) async fn show(State(web): State<Web>, caller: Caller) -> Answer<MeBody> {
    Ok(Json(MeBody::of(&web.app.profile(&caller.ctx).await?)))
}

/// A language of the interface.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum LanguageName {
    En,
    Nl,
}

impl From<LanguageName> for Language {
    fn from(name: LanguageName) -> Self {
        match name {
            LanguageName::En => Self::English,
            LanguageName::Nl => Self::Dutch,
        }
    }
}

/// Light, dark, or as the device says.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum ThemeName {
    System,
    Light,
    Dark,
}

impl From<ThemeName> for Theme {
    fn from(name: ThemeName) -> Self {
        match name {
            ThemeName::System => Self::System,
            ThemeName::Light => Self::Light,
            ThemeName::Dark => Self::Dark,
        }
    }
}

/// Language and theme.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PreferencesBody {
    /// The language; null leaves it to the browser. It has to be given, so that nobody loses it by leaving it out.
    #[serde(deserialize_with = "Option::deserialize")]
    #[schema(required, inline)]
    language: Option<LanguageName>,
    // Described by its type: a description here would make a schema that nothing fits.
    #[schema(inline)]
    theme: ThemeName,
}

/// Set language and theme
#[utoipa::path(put, path = "/api/v1/me/preferences", tag = "Me", request_body = PreferencesBody,
    responses((status = 204, description = "Kept"), Problems, ChangeProblems))]
pub(crate) async fn update_preferences(
    State(web): State<Web>,
    caller: Caller,
    extract::Json(body): extract::Json<PreferencesBody>,
) -> Done {
    let language = body.language.map(Language::from);
    web.app.set_preferences(&caller.ctx, language, body.theme.into()).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// A session of the person.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SessionBody {
    /// By which it can be ended.
    handle: String,
    /// When it began.
    created_at: DateTime<Utc>,
    /// When it was last used, to the minute.
    seen_at: DateTime<Utc>,
    /// When it ends whatever happens.
    expires_at: DateTime<Utc>,
    /// What the browser said it was.
    user_agent: String,
    /// From where it began.
    address: String,
}

impl From<SessionListed> for SessionBody {
    fn from(session: SessionListed) -> Self {
        let SessionListed { handle, is_this: _, created_at, seen_at, expires_at, user_agent, address } = session;
        Self { handle, created_at, seen_at, expires_at, user_agent, address }
    }
}

/// The person's sessions.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SessionsBody {
    /// Newest use first.
    items: Vec<SessionBody>,
}

/// List sessions
#[utoipa::path(get, path = "/api/v1/me/sessions", tag = "Me",
    responses((status = 200, description = "The open sessions", body = SessionsBody), Problems))]
pub(crate) async fn list_sessions(State(web): State<Web>, caller: Caller) -> Answer<SessionsBody> {
    let profile = web.app.profile(&caller.ctx).await?.value;
    Ok(Json(SessionsBody { items: profile.sessions.into_iter().map(SessionBody::from).collect() }))
}

/// End every session
#[utoipa::path(delete, path = "/api/v1/me/sessions", tag = "Me",
    responses((status = 204, description = "Signed out everywhere"), Problems))]
pub(crate) async fn delete_sessions(State(web): State<Web>, caller: Caller) -> Done {
    web.app.sign_out_everywhere(&caller.ctx).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// End a session
#[utoipa::path(delete, path = "/api/v1/me/sessions/{handle}", tag = "Me",
    params(("handle" = String, Path, description = "The session")),
    responses((status = 204, description = "Ended"), Problems))]
pub(crate) async fn delete_session(State(web): State<Web>, caller: Caller, InPath(handle): InPath<String>) -> Done {
    web.app.end_session(&caller.ctx, &handle).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// A token of the person; its secret was shown once, when it was made on the profile page.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TokenBody {
    /// By which it can be revoked.
    handle: String,
    /// The name the person gave it.
    name: String,
    /// What it may do: `read` or `write`, never more than the person.
    #[schema(example = "read")]
    scope: &'static str,
    /// When it was made.
    created_at: DateTime<Utc>,
    /// When it ends.
    expires_at: DateTime<Utc>,
    /// When it was last used, to the minute; null for never.
    #[schema(required)]
    used_at: Option<DateTime<Utc>>,
}

impl From<TokenListed> for TokenBody {
    fn from(token: TokenListed) -> Self {
        let TokenListed { handle, name, scope, created_at, expires_at, used_at } = token;
        Self { handle, name, scope: scope.code(), created_at, expires_at, used_at }
    }
}

/// The person's tokens.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TokensBody {
    /// Newest first.
    items: Vec<TokenBody>,
}

/// List access tokens
///
/// Tokens are made on the profile page, in a session: a token cannot make tokens.
#[utoipa::path(get, path = "/api/v1/me/tokens", tag = "Me",
    responses((status = 200, description = "The tokens that have not ended", body = TokensBody), Problems))]
pub(crate) async fn list_tokens(State(web): State<Web>, caller: Caller) -> Answer<TokensBody> {
    let profile = web.app.profile(&caller.ctx).await?.value;
    Ok(Json(TokensBody { items: profile.tokens.into_iter().map(TokenBody::from).collect() }))
}

/// Revoke an access token
#[utoipa::path(delete, path = "/api/v1/me/tokens/{handle}", tag = "Me",
    params(("handle" = String, Path, description = "The token")),
    responses((status = 204, description = "Revoked"), Problems))]
pub(crate) async fn delete_token(State(web): State<Web>, caller: Caller, InPath(handle): InPath<String>) -> Done {
    web.app.revoke_token(&caller.ctx, &handle).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The person's second factor.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SecondFactorBody {
    /// Since when there is an app that shows codes; null without one.
    #[schema(required)]
    added_at: Option<DateTime<Utc>>,
    /// How many recovery codes are left.
    recovery_codes_left: i64,
    /// Whether the organisation demands one beside a password.
    demanded: bool,
}

/// Show the second factor
///
/// Setting it up and turning it off takes the password, and is done in the profile.
#[utoipa::path(get, path = "/api/v1/me/second-factor", tag = "Me",
    responses((status = 200, description = "The second factor", body = SecondFactorBody), Problems))]
pub(crate) async fn show_second_factor(State(web): State<Web>, caller: Caller) -> Answer<SecondFactorBody> {
    let standing = web.app.second_factor(&caller.ctx).await?.value.standing;
    Ok(Json(SecondFactorBody {
        added_at: standing.added_at,
        recovery_codes_left: standing.codes_left,
        demanded: standing.is_demanded,
    }))
}

/// A passkey of the person.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PasskeyBody {
    /// By which it can be removed.
    handle: String,
    /// What the person calls it.
    name: String,
    /// When it was added.
    added_at: DateTime<Utc>,
    /// When it was last used to sign in; null for never.
    #[schema(required)]
    used_at: Option<DateTime<Utc>>,
}

impl From<PasskeyListed> for PasskeyBody {
    fn from(passkey: PasskeyListed) -> Self {
        let PasskeyListed { handle, name, added_at, used_at } = passkey;
        Self { handle, name, added_at, used_at }
    }
}

/// The person's passkeys.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PasskeysBody {
    /// In the order in which they were added.
    items: Vec<PasskeyBody>,
}

/// List passkeys
///
/// A passkey is added in the profile: it takes the device that keeps it.
#[utoipa::path(get, path = "/api/v1/me/passkeys", tag = "Me",
    responses((status = 200, description = "The passkeys", body = PasskeysBody), Problems))]
pub(crate) async fn list_passkeys(State(web): State<Web>, caller: Caller) -> Answer<PasskeysBody> {
    let desk = web.app.passkeys(&caller.ctx).await?.value;
    Ok(Json(PasskeysBody { items: desk.passkeys.into_iter().map(PasskeyBody::from).collect() }))
}

/// Remove a passkey
///
/// Every session of the person ends. The last way to sign in stays.
#[utoipa::path(delete, path = "/api/v1/me/passkeys/{handle}", tag = "Me",
    params(("handle" = String, Path, description = "The passkey")),
    responses((status = 204, description = "Removed"), Problems, ChangeProblems))]
pub(crate) async fn delete_passkey(State(web): State<Web>, caller: Caller, InPath(handle): InPath<String>) -> Done {
    web.app.remove_passkey(&caller.ctx, &handle).await?;
    Ok(StatusCode::NO_CONTENT)
}
