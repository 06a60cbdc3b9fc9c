//! The addresses to listen on, whether passwords travel in the open, and the identity provider.

use super::finding::{Finding, Told, bad, both, doubtful, good, same};
use access::app::{DiscoveryFault, examine_provider};
use platform::config::{Config, SignOn};
use platform::outgoing::OutgoingError;
use std::io::{ErrorKind, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::time::Duration;

/// A server of ours answers within this time, or it is not one of ours.
const PATIENCE: Duration = Duration::from_secs(2);

pub fn examine(config: &Config) -> Vec<Finding> {
    let mut findings = vec![listen(config)];
    findings.extend(config.metrics_listen.map(metrics));
    findings.extend(config.sign_on().map(provider));
    if !config.listen.ip().is_loopback() && !config.secure_cookie {
        findings.push(doubtful(
            "https",
            both(
                format!("在 {} 上以明文 HTTP 提供服务：口令会被旁听", config.listen),
                format!("plain HTTP is served on {}: passwords can be overheard", config.listen),
            ),
            both(
                "设置 tls_cert 与 tls_key；或由代理提供 HTTPS，并设 secure_cookie = true",
                "set tls_cert and tls_key, or let a proxy speak HTTPS and set secure_cookie = true",
            ),
        ));
    }
    findings
}

fn listen(config: &Config) -> Finding {
    const CODE: &str = "listen";
    let address = config.listen;
    let cause = match TcpListener::bind(address) {
        Ok(_) => return good(CODE, both(format!("{address} 可用"), format!("{address} is free"))),
        Err(cause) => cause,
    };
    if cause.kind() == ErrorKind::AddrInUse && (config.tls().is_some() || is_ours(address)) {
        return good(
            CODE,
            both(
                format!("{address} 上已有服务在运行"),
                format!("a server runs on {address}"),
            ),
        );
    }
    let mend = match cause.kind() {
        ErrorKind::AddrInUse => both(
            "端口被其他程序占用：换一个 listen，或停掉该程序（ss -ltnp）",
            "another program has the port: choose another `listen`, or stop that program (ss -ltnp shows it)",
        ),
        ErrorKind::PermissionDenied => both(
            "1024 以下的端口需要授权：换一个端口，或给服务加 AmbientCapabilities=CAP_NET_BIND_SERVICE",
            "ports below 1024 need a right: choose another, or give the service AmbientCapabilities=CAP_NET_BIND_SERVICE",
        ),
        ErrorKind::AddrNotAvailable => both("listen 须是本机的地址", "`listen` must be an address of this machine"),
        _ => both("换一个 listen", "choose another `listen`"),
    };
    bad(CODE, same(format!("{address}: {cause}")), mend)
}

fn metrics(address: SocketAddr) -> Finding {
    const CODE: &str = "metrics_listen";
    if address.ip().is_loopback() {
        return good(CODE, same(address));
    }
    doubtful(
        CODE,
        both(
            format!("监控数据在 {address} 上对所有人开放"),
            format!("the figures on {address} are open to whoever reaches it"),
        ),
        both(
            "用防火墙限制，或只监听 127.0.0.1",
            "close it with a firewall, or listen on 127.0.0.1 only",
        ),
    )
}

/// Asks the identity provider about itself, as a sign-on does. What only the provider knows is told: under which address it must send
/// people back.
fn provider(settings: &SignOn) -> Finding {
    const CODE: &str = "oidc";
    let (issuer, back) = (&settings.issuer, &settings.redirect_url);
    let fault = match examine_provider(settings) {
        Ok(signs_out) => {
            let (zh, en) = if signs_out {
                ("支持统一退出", "people can sign out there")
            } else {
                ("未公布退出地址", "it announces no address to sign out")
            };
            return good(
                CODE,
                both(
                    format!("{issuer} 可用，{zh}；须在其上登记回调地址 {back}"),
                    format!("{issuer} answers, {en}; the redirect address registered there must be {back}"),
                ),
            );
        }
        Err(fault) => fault,
    };
    bad(CODE, same(format!("{issuer}: {fault}")), mend_of(&fault))
}

fn mend_of(fault: &DiscoveryFault) -> Told {
    match fault {
        DiscoveryFault::Outgoing(OutgoingError::Roots { .. }) => both(
            "检查 oidc_ca_file：PEM 格式，且服务用户可读",
            "look at oidc_ca_file: PEM, and readable by the service's user",
        ),
        DiscoveryFault::Outgoing(_) => both(
            "检查 oidc_issuer、网络与证书（oidc_ca_file）：须能取得 <issuer>/.well-known/openid-configuration 及其中的 jwks_uri",
            "look at oidc_issuer, the network and certificates (oidc_ca_file): <issuer>/.well-known/openid-configuration and the jwks_uri in it must be reachable",
        ),
        DiscoveryFault::OtherIssuer(told) => both(
            format!("oidc_issuer 须与其公布的完全一致：{told}"),
            format!("oidc_issuer must be what it calls itself, letter by letter: {told}"),
        ),
        DiscoveryFault::Lacks(name) => both(
            format!("身份提供方须公布 {name}（HTTPS 地址）"),
            format!("the provider must announce {name}, an HTTPS address"),
        ),
        DiscoveryFault::NoKeys => both(
            "在身份提供方启用 RS256 或 ES256 签名密钥",
            "let the provider sign with RS256 or ES256",
        ),
    }
}

/// Whether what listens there answers as a server of ours.
fn is_ours(address: SocketAddr) -> bool {
    let asked = || -> std::io::Result<String> {
        let mut stream = TcpStream::connect_timeout(&address, PATIENCE)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        stream.write_all(b"GET /api/v1/health HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n")?;
        let mut answer = String::new();
        stream.take(8192).read_to_string(&mut answer)?;
        Ok(answer)
    };
    asked().is_ok_and(|answer| answer.contains(r#"{"status":"ok"}"#))
}
