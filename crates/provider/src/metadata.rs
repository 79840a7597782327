//! How a provider describes itself (`OpenID` Connect Discovery).

use serde::Deserialize;

use crate::Fault;
use crate::address::Endpoint;
use crate::settings::{EACH_DIRECTORY, ProviderSettings};

/// As it is written.
#[derive(Debug, Deserialize)]
struct Written {
    issuer: String,
    authorization_endpoint: String,
    token_endpoint: String,
    jwks_uri: String,
    response_types_supported: Option<Vec<String>>,
    code_challenge_methods_supported: Option<Vec<String>>,
    token_endpoint_auth_methods_supported: Option<Vec<String>>,
    #[serde(default)]
    authorization_response_iss_parameter_supported: bool,
}

/// What is used of it, checked.
#[derive(Debug, Clone)]
pub(crate) struct Metadata {
    pub(crate) authorization: Endpoint,
    pub(crate) token: Endpoint,
    pub(crate) keys: Endpoint,
    /// Whether every answer names the issuer (RFC 9207).
    pub(crate) names_issuer: bool,
    /// Whether the secret goes into the form and not into a header.
    pub(crate) takes_secret_in_form: bool,
}

/// Where a provider describes itself.
pub(crate) fn place(settings: &ProviderSettings) -> Option<Endpoint> {
    let issuer = settings.issuer.replace(EACH_DIRECTORY, "organizations");
    let place = format!("{}/.well-known/openid-configuration", issuer.trim_end_matches('/'));
    Endpoint::read(&place, settings.allows_private)
}

/// Reads a description, of that provider and no other.
pub(crate) fn read(body: &[u8], settings: &ProviderSettings) -> Result<Metadata, Fault> {
    let written: Written =
        serde_json::from_slice(body).map_err(|error| Fault::doubtful(format!("metadata: {error}")))?;
    if written.issuer != settings.issuer {
        return Err(Fault::doubtful("the metadata is of another issuer"));
    }
    let lacks = |list: &Option<Vec<String>>, wanted: &str| {
        list.as_ref().is_some_and(|list| !list.iter().any(|one| one == wanted))
    };
    if lacks(&written.response_types_supported, "code") {
        return Err(Fault::doubtful("it does not give codes"));
    }
    if lacks(&written.code_challenge_methods_supported, "S256") {
        return Err(Fault::doubtful("it does not take S256"));
    }
    let methods = &written.token_endpoint_auth_methods_supported;
    let takes_secret_in_form = lacks(methods, "client_secret_basic");
    if settings.client_secret.is_some() && takes_secret_in_form && lacks(methods, "client_secret_post") {
        return Err(Fault::doubtful("it takes no secret of ours"));
    }
    let endpoint = |text: &str| {
        Endpoint::read(text, settings.allows_private).ok_or_else(|| Fault::doubtful("an address that is not asked"))
    };
    Ok(Metadata {
        authorization: endpoint(&written.authorization_endpoint)?,
        token: endpoint(&written.token_endpoint)?,
        keys: endpoint(&written.jwks_uri)?,
        names_issuer: written.authorization_response_iss_parameter_supported,
        takes_secret_in_form,
    })
}
