//! The real program speaks HTTPS with the certificate that its settings name.

use crate::book::Scratch;
use crate::nodes::Node;
use platform::testing::TestDb;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned, crypto};
use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::Arc;

/// One call over TLS, trusting one certificate; the whole answer.
fn call(address: &str, trusted: &CertificateDer<'static>, request: &str) -> String {
    let mut roots = RootCertStore::empty();
    roots.add(trusted.clone()).expect("a certificate");
    let builder = ClientConfig::builder_with_provider(Arc::new(crypto::ring::default_provider()));
    let builder = builder.with_safe_default_protocol_versions().expect("versions");
    let config = builder.with_root_certificates(roots).with_no_client_auth();
    let name = ServerName::try_from("localhost").expect("a name");
    let connection = ClientConnection::new(Arc::new(config), name).expect("a client");
    let stream = TcpStream::connect(address).expect("it listens");
    let mut stream = StreamOwned::new(connection, stream);
    stream.write_all(request.as_bytes()).expect("sent");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("an answer");
    answer.to_ascii_lowercase()
}

#[test]
fn the_program_serves_https_and_its_cookies_go_over_nothing_else() {
    let scratch = Scratch::new("https");
    let test = TestDb::empty();
    let (cert, key) = (scratch.path("cert.pem"), scratch.path("key.pem"));
    let made = rcgen::generate_simple_self_signed(vec!["localhost".to_owned()]).expect("a certificate");
    std::fs::write(&cert, made.cert.pem()).expect("written");
    std::fs::write(&key, made.signing_key.serialize_pem()).expect("written");
    let settings = [("XINDAI_TLS_CERT", cert.as_str()), ("XINDAI_TLS_KEY", key.as_str())];
    let mut node = Node::start(&scratch.path("data"), test.url(), &settings);
    let address = node.base.strip_prefix("https://").expect("HTTPS is told").to_owned();
    let trusted = made.cert.der().clone();

    let head = "host: localhost\r\nconnection: close\r\nx-requested-with: xindai\r\n";
    let health = call(
        &address,
        &trusted,
        &format!("GET /api/v1/health HTTP/1.1\r\n{head}\r\n"),
    );
    assert!(health.starts_with("http/1.1 200"), "{health}");
    assert!(health.contains("strict-transport-security: max-age="), "{health}");
    let body = format!(r#"{{"login":"admin","password":"{}"}}"#, node.password());
    let length = body.len();
    let sign_in = format!(
        "POST /api/v1/session HTTP/1.1\r\n{head}content-type: application/json\r\ncontent-length: {length}\r\n\r\n{body}"
    );
    let signed_in = call(&address, &trusted, &sign_in);
    assert!(signed_in.starts_with("http/1.1 200"), "{signed_in}");
    let cookie = signed_in
        .lines()
        .find(|line| line.starts_with("set-cookie: "))
        .expect("a cookie");
    assert!(cookie.contains("; secure") && cookie.contains("; httponly"), "{cookie}");
    node.stop();
}
