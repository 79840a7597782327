//! What every answer must carry, and what none may, written down a second time (S9).

use super::{Ask, Reply};

/// Each of these once, with exactly that value.
const FIXED: [(&str, &str); 6] = [
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    ("referrer-policy", "same-origin"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("permissions-policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()"),
];

const POLICY: [(&str, &str); 9] = [
    ("default-src", "'none'"),
    ("script-src", "'self'"),
    ("style-src", "'self'"),
    ("img-src", "'self' data:"),
    ("font-src", "'self'"),
    ("connect-src", "'self'"),
    ("form-action", "'self'"),
    ("frame-ancestors", "'none'"),
    ("base-uri", "'none'"),
];

/// All the headers that an answer can have besides; another one is a question to whoever adds it.
const KNOWN: [&str; 22] = [
    "allow",
    "cache-control",
    "clear-site-data",
    "connection",
    "content-disposition",
    "content-encoding",
    "content-length",
    "content-security-policy",
    "content-type",
    "date",
    "etag",
    "hx-push-url",
    "hx-redirect",
    "location",
    "refresh",
    "retry-after",
    "set-cookie",
    "strict-transport-security",
    "transfer-encoding",
    "vary",
    "www-authenticate",
    "x-request-id",
];

const COOKIES: [&str; 8] = [
    "uptake-session",
    "uptake-known",
    "uptake-visit",
    "uptake-provider",
    "uptake-step",
    "uptake-language",
    "uptake-theme",
    "uptake-flash",
];

/// Demands that an answer has everything that protects it.
pub(crate) fn check(ask: &Ask, reply: &Reply, is_secure: bool) {
    let what = format!("{} {} {}", reply.asked, reply.status, if is_secure { "by TLS" } else { "" });
    let all = |name: &str| -> Vec<&str> {
        reply.headers.iter().filter(|(one, _)| one == name).map(|(_, value)| value.as_str()).collect()
    };
    for (name, value) in FIXED {
        assert_eq!(all(name), [value], "{what}: {name}");
    }
    check_policy(&all("content-security-policy"), &what);
    for name in ["date", "x-request-id", "cache-control"] {
        assert_eq!(all(name).len(), 1, "{what}: {name}");
    }
    let id = all("x-request-id")[0];
    assert!(id.len() == 32 && id.bytes().all(|one| one.is_ascii_hexdigit()), "{what}: {id}");
    for (name, _) in &reply.headers {
        let is_known = KNOWN.contains(&name.as_str()) || FIXED.iter().any(|(fixed, _)| fixed == name);
        assert!(is_known, "{what}: an unknown header {name}");
    }
    let is_built = ask.path.starts_with("/assets/") || ask.path.starts_with("/favicon.ico");
    if is_built && matches!(reply.status, 200 | 304) {
        assert_eq!(all("cache-control"), ["public, max-age=31536000, immutable"], "{what}");
    } else {
        assert_eq!(all("cache-control"), ["no-store"], "{what}");
        let varies = all("vary").join(", ").to_lowercase();
        for name in ["cookie", "authorization", "accept-language", "hx-request"] {
            assert!(varies.split(", ").any(|one| one == name), "{what}: varies by {varies}");
        }
    }
    let strict = all("strict-transport-security");
    assert_eq!(strict, if is_secure { vec!["max-age=31536000; includeSubDomains"] } else { vec![] }, "{what}");
    for cookie in all("set-cookie") {
        check_cookie(cookie, is_secure, &what);
    }
    check_status(ask, reply, &what);
}

fn check_policy(policies: &[&str], what: &str) {
    let [policy] = policies else { panic!("{what}: {} policies", policies.len()) };
    let told: Vec<(&str, &str)> =
        policy.split(';').map(|one| one.trim().split_once(' ').unwrap_or((one, ""))).collect();
    let told: Vec<(&str, &str)> = told.into_iter().map(|(name, value)| (name, value.trim())).collect();
    assert_eq!(told, POLICY, "{what}");
}

fn check_cookie(cookie: &str, is_secure: bool, what: &str) {
    let mut parts = cookie.split("; ");
    let name = parts.next().unwrap().split('=').next().unwrap();
    let bare = name.strip_prefix("__Host-").unwrap_or(name);
    assert!(COOKIES.contains(&bare), "{what}: an unknown cookie {name}");
    assert_eq!(name != bare, is_secure, "{what}: {name}");
    let flags: Vec<&str> = parts.collect();
    for flag in ["HttpOnly", "SameSite=Lax", "Path=/"] {
        assert!(flags.contains(&flag), "{what}: {name} without {flag}");
    }
    assert_eq!(flags.contains(&"Secure"), is_secure, "{what}: {name}");
    let is_known = |flag: &&str| matches!(*flag, "HttpOnly" | "SameSite=Lax" | "Path=/" | "Secure");
    let other: Vec<_> = flags.iter().filter(|flag| !is_known(flag) && !flag.starts_with("Max-Age=")).collect();
    assert!(other.is_empty(), "{what}: {name} with {other:?}");
}

fn check_status(ask: &Ask, reply: &Reply, what: &str) {
    let is_api = ask.path.starts_with("/api/") && !ask.path.starts_with("/api/v1/docs");
    let kind = reply.header("content-type");
    match reply.status {
        303 => {
            let to = reply.header("location");
            let is_here = to.starts_with('/') && !to.starts_with("//") && !to.contains('\\');
            assert!(is_here, "{what}: leads to {to}");
        }
        401 if is_api => assert!(reply.header("www-authenticate").starts_with("Bearer"), "{what}"),
        405 => assert!(!reply.header("allow").is_empty(), "{what}"),
        429 | 503 | 507 => assert!(!reply.header("retry-after").is_empty(), "{what}"),
        500.. => panic!("{what}: {}", reply.text()),
        _ => {}
    }
    if ask.method != "HEAD" && !reply.body.is_empty() {
        let is_json = matches!(kind, "application/json" | "application/problem+json");
        let is_text = kind.contains("charset=utf-8");
        let is_build = ask.path.starts_with("/assets/") || ask.path.starts_with("/favicon.ico");
        // What somebody sent is given back to be kept, and never to be opened here.
        let is_of_proofs = matches!(kind, "application/pdf" | "image/png");
        let is_file = ["/proofs/", "/attachments/"].iter().any(|one| ask.path.contains(one));
        let is_proof = is_file && reply.status == 200 && is_of_proofs;
        assert!(!is_proof || reply.header("content-disposition").starts_with("attachment;"), "{what}");
        assert!(is_json || is_text || is_build || is_proof, "{what}: {kind}");
        assert!(!is_api || is_proof || kind.contains("json"), "{what}: {kind}");
        assert!(!is_api || reply.status < 400 || kind == "application/problem+json", "{what}: {kind}");
    }
}
