//! The headers that every response has, errors and assets included.

use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::Response;
use domain::planted::{Fault, planted};

use crate::routes::Kind;
use crate::state::Config;

/// Everything comes from this server; nothing is inline, nothing is framed, nothing is sent elsewhere.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; \
                      connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

const ALWAYS: [(HeaderName, &str); 7] = [
    (header::CONTENT_SECURITY_POLICY, POLICY),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (header::REFERRER_POLICY, "same-origin"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (
        HeaderName::from_static("permissions-policy"),
        "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()",
    ),
];

/// A build's assets have the hash of their content in their names, so that they never change.
const FOREVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
const NEVER: HeaderValue = HeaderValue::from_static("no-store");

/// Adds the headers that every response of that kind has.
pub(crate) fn add(response: &mut Response, kind: Kind, config: &Config) {
    let is_asset = kind == Kind::Asset && matches!(response.status(), StatusCode::OK | StatusCode::NOT_MODIFIED);
    let status = response.status();
    let headers = response.headers_mut();
    for (name, value) in ALWAYS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers.insert(header::CACHE_CONTROL, if is_asset { FOREVER } else { NEVER });
    if !is_asset {
        headers.append(header::VARY, HeaderValue::from_static("cookie, authorization, accept-language, hx-request"));
    }
    if planted(Fault::PolicyMissingOnErrors) && status.is_client_error() {
        headers.remove(header::CONTENT_SECURITY_POLICY);
    }
    if planted(Fault::DownloadsAreKept) && kind == Kind::Download {
        headers.remove(header::CACHE_CONTROL);
    }
    if planted(Fault::TypeMayBeGuessed) && status.is_redirection() {
        headers.remove(header::X_CONTENT_TYPE_OPTIONS);
    }
    if planted(Fault::MakerTold) {
        headers.insert(header::SERVER, HeaderValue::from_static("uptake"));
    }
    if config.secure_cookies() && !planted(Fault::TlsNotDemanded) {
        headers
            .insert(header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static("max-age=31536000; includeSubDomains"));
    }
}
