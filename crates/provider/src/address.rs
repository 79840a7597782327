//! Addresses of a provider: which are asked at all, by their text and by the network address behind a name.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use hyper::Uri;

/// An address that can be asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Endpoint {
    /// As it was written.
    pub(crate) text: String,
    pub(crate) is_tls: bool,
    /// The name or the network address, without brackets.
    pub(crate) host: String,
    pub(crate) port: u16,
    /// Host and port as the header says them.
    pub(crate) authority: String,
    pub(crate) path: String,
}

/// The longest address.
const LONGEST: usize = 2048;

impl Endpoint {
    /// Reads an address: `https`, or `http` where the operator allows what is not public; a host, no user, no fragment.
    pub(crate) fn read(text: &str, allows_plain: bool) -> Option<Self> {
        if text.len() > LONGEST || text.contains('#') || text.bytes().any(|byte| byte <= b' ' || byte == b'\\') {
            return None;
        }
        let uri: Uri = text.parse().ok()?;
        let is_tls = match uri.scheme_str()? {
            "https" => true,
            "http" if allows_plain => false,
            _ => return None,
        };
        let authority = uri.authority().filter(|authority| !authority.as_str().contains('@'))?;
        let host = authority.host().trim_start_matches('[').trim_end_matches(']').to_ascii_lowercase();
        if host.is_empty() {
            return None;
        }
        Some(Self {
            text: text.to_owned(),
            is_tls,
            port: authority.port_u16().unwrap_or(if is_tls { 443 } else { 80 }),
            authority: authority.as_str().to_owned(),
            path: uri.path_and_query().map_or_else(|| "/".to_owned(), ToString::to_string),
            host,
        })
    }
}

/// Whether a network address is asked. What is nobody's public address is asked only where the operator allows it, and the
/// addresses under which machines tell of themselves (169.254.0.0/16, `fe80::/10`) never.
pub(crate) fn is_asked(address: IpAddr, allows_private: bool) -> bool {
    match address.to_canonical() {
        IpAddr::V4(it) => !is_never_asked(it) && (allows_private || is_public(it)),
        IpAddr::V6(it) => {
            let is_local_to_link = it.is_unicast_link_local();
            !is_local_to_link && !it.is_multicast() && !it.is_unspecified() && (allows_private || is_public_six(it))
        }
    }
}

fn is_never_asked(it: Ipv4Addr) -> bool {
    it.is_link_local() || it.is_multicast() || it.is_broadcast() || it.octets()[0] == 0
}

fn is_public(it: Ipv4Addr) -> bool {
    let [first, second, third, _] = it.octets();
    let is_shared = first == 100 && (64..128).contains(&second);
    let is_of_protocols = first == 192 && second == 0 && third == 0;
    let is_of_benchmarks = first == 198 && (second == 18 || second == 19);
    !(it.is_loopback()
        || it.is_private()
        || it.is_documentation()
        || is_shared
        || is_of_protocols
        || is_of_benchmarks
        || first >= 240)
}

fn is_public_six(it: Ipv6Addr) -> bool {
    let [first, second, ..] = it.segments();
    // Global unicast alone; within it, what leads to an IPv4 address by another way, and what is for books.
    (0x2000..0x4000).contains(&first)
        && first != 0x2002
        && !(first == 0x2001 && (second == 0 || second == 0xdb8))
        && !it.is_loopback()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_that_could_lead_elsewhere_are_none() {
        for text in [
            "",
            "ftp://id.example/",
            "file:///etc/passwd",
            "gopher://id.example",
            "javascript:alert(1)",
            "//id.example/",
            "id.example",
            "https://user@id.example/",
            "https://id.example/#fragment",
            "https://id.example/a b",
            "https://id.example\\@evil.example/",
            "https:///path",
        ] {
            assert_eq!(Endpoint::read(text, true), None, "{text}");
        }
        assert_eq!(Endpoint::read("http://id.example/", false), None);
        let read = Endpoint::read("https://ID.example:8443/a?b=c", false).unwrap();
        assert_eq!((read.host.as_str(), read.port, read.path.as_str()), ("id.example", 8443, "/a?b=c"));
        let read = Endpoint::read("http://[::1]/", true).unwrap();
        assert_eq!((read.host.as_str(), read.port), ("::1", 80));
    }

    #[test]
    fn what_is_not_public_is_asked_only_where_it_is_allowed() {
        for (address, by_itself, where_allowed) in [
            ("93.184.216.34", true, true),
            ("2606:2800:220:1::1", true, true),
            ("127.0.0.1", false, true),
            ("::1", false, true),
            ("10.1.2.3", false, true),
            ("172.16.0.1", false, true),
            ("192.168.1.1", false, true),
            ("100.64.0.1", false, true),
            ("fd00::1", false, true),
            ("::ffff:127.0.0.1", false, true),
            ("2002:7f00:1::", false, true),
            ("198.18.0.1", false, true),
            ("169.254.169.254", false, false),
            ("::ffff:169.254.169.254", false, false),
            ("fe80::1", false, false),
            ("0.0.0.0", false, false),
            ("::", false, false),
            ("224.0.0.1", false, false),
            ("255.255.255.255", false, false),
            ("ff02::1", false, false),
        ] {
            let it: IpAddr = address.parse().unwrap();
            assert_eq!((is_asked(it, false), is_asked(it, true)), (by_itself, where_allowed), "{address}");
        }
    }
}
