//! From where a request comes: the peer, or whom a trusted proxy says.

use std::net::{IpAddr, SocketAddr};

use axum::http::HeaderMap;

use crate::state::Network;

/// The other end of the connection, as the accept loop saw it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Peer(pub SocketAddr);

/// The address of the client. `X-Forwarded-For` counts only as far as trusted proxies wrote it: the last
/// entry is the one that the nearest proxy saw, and whatever stands before an untrusted one is hearsay.
pub(super) fn client(peer: Option<Peer>, headers: &HeaderMap, trusted: &[Network]) -> Option<IpAddr> {
    let mut address = peer?.0.ip().to_canonical();
    let is_trusted = |address: IpAddr| trusted.iter().any(|network| network.contains(address));
    let written: Vec<&str> = headers
        .get_all("x-forwarded-for")
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .collect();
    for hop in written.into_iter().rev() {
        if !is_trusted(address) {
            break;
        }
        match hop_address(hop) {
            Some(before) => address = before.to_canonical(),
            None => break,
        }
    }
    Some(address)
}

/// Proxies write `192.0.2.1`, `192.0.2.1:4711`, `2001:db8::1` or `[2001:db8::1]:4711`.
fn hop_address(hop: &str) -> Option<IpAddr> {
    let hop = hop.trim();
    hop.parse().ok().or_else(|| hop.parse::<SocketAddr>().ok().map(|address| address.ip()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn client_of(peer: &str, forwarded: &[&str], trusted: &[&str]) -> String {
        let mut headers = HeaderMap::new();
        for value in forwarded {
            headers.append("x-forwarded-for", value.parse().unwrap());
        }
        let trusted: Vec<Network> = trusted.iter().map(|one| one.parse().unwrap()).collect();
        let peer = Peer(SocketAddr::new(peer.parse().unwrap(), 4711));
        client(Some(peer), &headers, &trusted).unwrap().to_string()
    }

    #[test]
    fn without_a_trusted_proxy_the_peer_is_the_client_whatever_it_says() {
        assert_eq!(client_of("203.0.113.9", &["192.0.2.1"], &[]), "203.0.113.9");
        assert_eq!(client_of("203.0.113.9", &["192.0.2.1"], &["10.0.0.0/8"]), "203.0.113.9");
    }

    #[test]
    fn a_trusted_proxy_is_believed_for_the_hop_it_saw_and_no_further() {
        let trusted = ["10.0.0.0/8"];
        assert_eq!(client_of("10.0.0.1", &["192.0.2.66, 192.0.2.1"], &trusted), "192.0.2.1");
        assert_eq!(client_of("10.0.0.1", &["192.0.2.66", "192.0.2.1, 10.0.0.2"], &trusted), "192.0.2.1");
        assert_eq!(client_of("10.0.0.1", &["192.0.2.1:5000"], &trusted), "192.0.2.1");
        assert_eq!(client_of("10.0.0.1", &["192.0.2.1, nonsense"], &trusted), "10.0.0.1");
        assert_eq!(client_of("10.0.0.1", &[], &trusted), "10.0.0.1");
    }
}
