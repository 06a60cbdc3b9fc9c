use super::tls::TlsListener;
use axum::extract::ConnectInfo;
use axum::extract::connect_info::Connected;
use axum::http::{Extensions, HeaderMap};
use axum::serve::IncomingStream;
use std::net::{IpAddr, SocketAddr};
use tokio::net::TcpListener;

/// The other end of a connection: the caller, or a proxy in front of us.
#[derive(Debug, Clone, Copy)]
pub struct Peer(pub SocketAddr);

/// The address of the caller of a request, an extension of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct CallerAddress(pub(super) Option<IpAddr>);

impl Connected<IncomingStream<'_, TcpListener>> for Peer {
    fn connect_info(stream: IncomingStream<'_, TcpListener>) -> Self {
        Self(*stream.remote_addr())
    }
}

impl Connected<IncomingStream<'_, TlsListener>> for Peer {
    fn connect_info(stream: IncomingStream<'_, TlsListener>) -> Self {
        Self(*stream.remote_addr())
    }
}

/// The address of the caller: the peer itself, or, when the peer is a proxy that we trust, the last address that it and the
/// trusted proxies before it did not add themselves (`X-Forwarded-For`). `None` in a test without a connection.
#[must_use]
pub fn caller_address(extensions: &Extensions, headers: &HeaderMap, trusted: &[IpAddr]) -> Option<IpAddr> {
    let mut address = extensions.get::<ConnectInfo<Peer>>()?.0.0.ip().to_canonical();
    let told = headers.get_all("x-forwarded-for").iter();
    let told: Vec<&str> = told
        .filter_map(|value| value.to_str().ok())
        .flat_map(|list| list.split(','))
        .collect();
    for hop in told.into_iter().rev() {
        if !trusted.contains(&address) {
            break;
        }
        match hop.trim().parse::<IpAddr>() {
            Ok(hop) => address = hop.to_canonical(),
            // What a trusted proxy passed on unread is no address of anybody.
            Err(_) => break,
        }
    }
    Some(address)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(peer: &str, forwarded: &[&'static str], trusted: &[&str]) -> String {
        let mut extensions = Extensions::new();
        let peer = SocketAddr::new(peer.parse().expect("an address"), 1);
        extensions.insert(ConnectInfo(Peer(peer)));
        let mut headers = HeaderMap::new();
        for value in forwarded {
            headers.append("x-forwarded-for", axum::http::HeaderValue::from_static(value));
        }
        let trusted: Vec<IpAddr> = trusted.iter().map(|one| one.parse().expect("an address")).collect();
        caller_address(&extensions, &headers, &trusted)
            .expect("connected")
            .to_string()
    }

    #[test]
    fn only_what_trusted_proxies_say_is_believed() {
        let proxies = ["10.0.0.1", "10.0.0.2"];
        assert_eq!(address("9.9.9.9", &["1.1.1.1"], &proxies), "9.9.9.9");
        assert_eq!(address("10.0.0.1", &["1.1.1.1"], &proxies), "1.1.1.1");
        // The caller may claim what it likes: the last untrusted address is the one that a trusted proxy saw.
        assert_eq!(address("10.0.0.1", &["6.6.6.6, 1.1.1.1"], &proxies), "1.1.1.1");
        assert_eq!(
            address("10.0.0.1", &["6.6.6.6, 1.1.1.1", "10.0.0.2"], &proxies),
            "1.1.1.1"
        );
        assert_eq!(address("10.0.0.1", &["nonsense"], &proxies), "10.0.0.1");
        assert_eq!(address("10.0.0.1", &[], &proxies), "10.0.0.1");
        assert_eq!(address("::ffff:10.0.0.1", &["1.1.1.1"], &proxies), "1.1.1.1");
    }
}
