//! What every request shares: the application, how the server is set up, and what it counts.

use std::net::IpAddr;
use std::path::PathBuf;
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use app::App;
use axum::http::{HeaderMap, Uri, header};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use tokio::sync::Semaphore;

use crate::metrics::Metrics;

/// How an operator sets up the server (docs/operator/settings.md).
#[derive(Debug, Clone)]
pub struct Config {
    /// Under which address people reach it, where that is not the one it listens on. With `https`, cookies
    /// are for TLS alone and browsers are told to stay with it.
    pub public_url: Option<PublicUrl>,
    /// The proxies whose `X-Forwarded-For` is believed; everybody else's is not.
    pub trusted_proxies: Vec<Network>,
    /// The largest file that can be uploaded.
    pub most_upload_bytes: u64,
    /// How many connections are open at most; further ones wait in the queue of the system.
    pub most_connections: usize,
    /// How many requests are worked on at most; further ones wait a moment and then get 503.
    pub most_requests: usize,
    /// How long a request may take. Loads are not bound by it: they take as long as the file is large.
    pub patience: Duration,
    /// How long a client may take to send a request's header, or the next part of a body.
    pub read_patience: Duration,
    /// How long requests under way get to finish when the server is told to stop.
    pub farewell: Duration,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            public_url: None,
            trusted_proxies: Vec::new(),
            most_upload_bytes: 2 << 30,
            most_connections: 2048,
            most_requests: 256,
            patience: Duration::from_secs(7),
            read_patience: Duration::from_secs(20),
            farewell: Duration::from_secs(20),
        }
    }
}

impl Config {
    /// Whether people reach the server by TLS, so that cookies can be bound to it.
    pub fn secure_cookies(&self) -> bool {
        self.public_url.as_ref().is_some_and(|url| url.is_https)
    }
}

/// The address by which people reach the server: scheme and host, without a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicUrl {
    is_https: bool,
    host: String,
}

/// What is no public address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotAPublicUrl(pub String);

impl std::fmt::Display for NotAPublicUrl {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "not an address such as https://uptake.example: {}", self.0)
    }
}

impl std::error::Error for NotAPublicUrl {}

impl PublicUrl {
    /// Host, and port where it is not the usual one, as browsers send it.
    pub fn host(&self) -> &str {
        &self.host
    }

    /// Whether people come by TLS.
    pub fn is_https(&self) -> bool {
        self.is_https
    }
}

impl std::fmt::Display for PublicUrl {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}://{}", if self.is_https { "https" } else { "http" }, self.host)
    }
}

impl FromStr for PublicUrl {
    type Err = NotAPublicUrl;

    fn from_str(text: &str) -> Result<Self, NotAPublicUrl> {
        let refused = || NotAPublicUrl(text.to_owned());
        let url: Uri = text.parse().map_err(|_| refused())?;
        let is_https = match url.scheme_str() {
            Some("https") => true,
            Some("http") => false,
            _ => return Err(refused()),
        };
        // Cookies with the prefix __Host- and all links are for the root of the host.
        if !matches!(url.path(), "" | "/") || url.query().is_some() {
            return Err(refused());
        }
        let authority = url.authority().filter(|authority| !authority.as_str().contains('@')).ok_or_else(refused)?;
        let usual_port = if is_https { 443 } else { 80 };
        let host = match authority.port_u16() {
            Some(port) if port != usual_port => format!("{}:{port}", authority.host()),
            _ => authority.host().to_owned(),
        };
        Ok(Self { is_https, host: host.to_ascii_lowercase() })
    }
}

/// A range of addresses: `10.0.0.0/8`, or one address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Network {
    address: IpAddr,
    prefix: u8,
}

/// What is no range of addresses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotANetwork(pub String);

impl std::fmt::Display for NotANetwork {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "not an address or a range such as 10.0.0.0/8: {}", self.0)
    }
}

impl std::error::Error for NotANetwork {}

impl FromStr for Network {
    type Err = NotANetwork;

    fn from_str(text: &str) -> Result<Self, NotANetwork> {
        let refused = || NotANetwork(text.to_owned());
        let (address, prefix) = match text.split_once('/') {
            Some((address, prefix)) => (address, Some(prefix)),
            None => (text, None),
        };
        let address: IpAddr = address.trim().parse().map_err(|_| refused())?;
        let longest = if address.is_ipv4() { 32 } else { 128 };
        let prefix = match prefix {
            Some(prefix) => prefix.trim().parse().ok().filter(|bits| *bits <= longest).ok_or_else(refused)?,
            None => longest,
        };
        Ok(Self { address, prefix })
    }
}

impl Network {
    /// Whether an address lies in it. An IPv4 address in IPv6 clothes is the IPv4 address.
    pub fn contains(self, address: IpAddr) -> bool {
        match (self.address, address.to_canonical()) {
            (IpAddr::V4(own), IpAddr::V4(other)) => {
                let unused = u32::from(32 - self.prefix);
                u32::from(own).checked_shr(unused) == u32::from(other).checked_shr(unused)
            }
            (IpAddr::V6(own), IpAddr::V6(other)) => {
                let unused = u32::from(128 - self.prefix);
                u128::from(own).checked_shr(unused) == u128::from(other).checked_shr(unused)
            }
            _ => false,
        }
    }
}

/// What every request shares. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Web(Arc<Shared>);

/// The parts of [`Web`].
pub(crate) struct Shared {
    /// The verbs.
    pub(crate) app: App,
    /// How the server is set up.
    pub(crate) config: Config,
    /// What it counts.
    pub(crate) metrics: Metrics,
    /// A place for each request that is worked on.
    pub(crate) places: Semaphore,
}

impl std::ops::Deref for Web {
    type Target = Shared;

    fn deref(&self) -> &Shared {
        &self.0
    }
}

impl Web {
    /// The state over this application.
    pub(crate) fn new(app: App, config: Config) -> Self {
        let places = Semaphore::new(config.most_requests);
        Self(Arc::new(Shared { app, config, metrics: Metrics::new(), places }))
    }

    /// Where people reach it: as an operator set it, or as this request asked for it.
    pub(crate) fn base_url(&self, headers: &HeaderMap) -> String {
        let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or("127.0.0.1:8080");
        self.config.public_url.as_ref().map_or_else(|| format!("http://{host}"), ToString::to_string)
    }

    /// Bytes that nobody can guess.
    pub(crate) fn random<const N: usize>(&self) -> [u8; N] {
        self.app.chance().bytes().unwrap_or_else(|error| {
            // Guessable secrets are worse than no server, and the system does not recover from this.
            tracing::error!(%error, "the system gives no random bytes");
            std::process::abort()
        })
    }

    /// A text that nobody can guess, for cookies and names of files.
    pub(crate) fn random_text(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.random::<32>())
    }

    /// The number under which the log knows a request.
    pub(crate) fn request_id(&self) -> String {
        format!("{:032x}", u128::from_be_bytes(self.random()))
    }

    /// Where uploads lie while they are read.
    pub(crate) fn uploads_dir(&self) -> PathBuf {
        self.app.settings().data_dir.join("uploads")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_public_address_is_scheme_and_host() {
        let url: PublicUrl = "https://Uptake.Example:443/".parse().unwrap();
        assert_eq!((url.to_string().as_str(), url.host()), ("https://uptake.example", "uptake.example"));
        let url: PublicUrl = "http://127.0.0.1:8080".parse().unwrap();
        assert_eq!(url.host(), "127.0.0.1:8080");
        for text in ["", "uptake.example", "ftp://uptake.example", "https://a@b.example", "https://a.example/sub"] {
            assert!(text.parse::<PublicUrl>().is_err(), "{text}");
        }
    }

    #[test]
    fn cookies_are_bound_to_tls_only_where_people_come_by_it() {
        let at = |url: &str| Config { public_url: url.parse().ok(), ..Config::default() }.secure_cookies();
        assert!(at("https://uptake.example"));
        assert!(!at("http://127.0.0.1:8080") && !Config::default().secure_cookies());
    }

    #[test]
    fn a_network_contains_its_own_addresses_alone() {
        for (network, address, inside) in [
            ("10.0.0.0/8", "10.255.0.1", true),
            ("10.0.0.0/8", "11.0.0.1", false),
            ("10.0.0.0/8", "::ffff:10.1.2.3", true),
            ("127.0.0.1", "127.0.0.1", true),
            ("127.0.0.1", "127.0.0.2", false),
            ("0.0.0.0/0", "203.0.113.9", true),
            ("0.0.0.0/0", "2001:db8::1", false),
            ("2001:db8::/32", "2001:db8:1::1", true),
            ("2001:db8::/32", "2001:db9::1", false),
            ("::/0", "2001:db8::1", true),
        ] {
            let network: Network = network.parse().unwrap();
            assert_eq!(network.contains(address.parse().unwrap()), inside, "{network:?} {address}");
        }
        for text in ["", "10.0.0.0/33", "10.0.0/8", "::/129", "here"] {
            assert!(text.parse::<Network>().is_err(), "{text}");
        }
    }
}
