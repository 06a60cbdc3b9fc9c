//! HTTPS, and TLS to a database, in process, with certificates made here.

use axum::Router;
use axum::routing::get;
use platform::http::{Certificate, ProgressHub, TlsError, TlsListener, serve};
use platform::outgoing::{Outgoing, OutgoingError};
use platform::{Db, DbOptions};
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, RootCertStore, ServerConfig, crypto};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio_rustls::{TlsAcceptor, TlsConnector};

/// A self-made certificate with its files.
struct Files(PathBuf);

impl Files {
    fn new() -> Self {
        let folder = std::env::temp_dir().join(format!("xindai-tls-{}", uuid::Uuid::now_v7()));
        std::fs::create_dir_all(&folder).expect("a folder");
        Self(folder)
    }

    fn certificate(&self) -> PathBuf {
        self.0.join("cert.pem")
    }

    fn key(&self) -> PathBuf {
        self.0.join("key.pem")
    }

    /// Puts a new certificate for localhost into the files; what a client must trust.
    fn renew(&self) -> CertificateDer<'static> {
        let made = rcgen::generate_simple_self_signed(vec!["localhost".to_owned()]).expect("a certificate");
        std::fs::write(self.certificate(), made.cert.pem()).expect("written");
        std::fs::write(self.key(), made.signing_key.serialize_pem()).expect("written");
        made.cert.der().clone()
    }
}

impl Drop for Files {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Asks for `/` trusting one certificate.
async fn ask(address: SocketAddr, trusted: &CertificateDer<'static>) -> std::io::Result<String> {
    let mut roots = RootCertStore::empty();
    roots.add(trusted.clone()).expect("a certificate");
    let builder = ClientConfig::builder_with_provider(Arc::new(crypto::ring::default_provider()));
    let builder = builder.with_safe_default_protocol_versions().expect("versions");
    let config = builder.with_root_certificates(roots).with_no_client_auth();
    let name = ServerName::try_from("localhost").expect("a name");
    let stream = TcpStream::connect(address).await?;
    let mut stream = TlsConnector::from(Arc::new(config)).connect(name, stream).await?;
    stream
        .write_all(b"GET / HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n")
        .await?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await?;
    Ok(answer)
}

#[tokio::test]
async fn https_is_served_and_a_renewed_certificate_is_taken_up_without_a_restart() {
    let files = Files::new();
    let first = files.renew();
    let certificate = Arc::new(Certificate::load(&files.certificate(), &files.key()).expect("a pair"));
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("bound");
    let listener = TlsListener::new(listener, Arc::clone(&certificate)).expect("a listener");
    let router = Router::new().route("/", get(|| async { "well" }));
    let (stop, stopped) = oneshot::channel::<()>();
    let stopping = async move { stopped.await.unwrap_or_default() };
    let server = tokio::spawn(serve(
        listener,
        router,
        ProgressHub::default(),
        Duration::from_secs(60),
        stopping,
    ));

    // Somebody who connects and says nothing holds up nobody.
    let silent = TcpStream::connect(address).await.expect("connected");
    let answer = ask(address, &first).await.expect("an answer");
    assert!(
        answer.starts_with("HTTP/1.1 200") && answer.ends_with("well"),
        "{answer}"
    );
    assert_eq!(certificate.reload(), Ok(false));
    // What rcgen writes unless told.
    assert_eq!(
        certificate.ends_at().map(|at| at.to_string()).as_deref(),
        Some("4096-01-01T00:00:00.000Z")
    );

    let second = files.renew();
    assert!(ask(address, &second).await.is_err(), "not yet");
    assert_eq!(certificate.reload(), Ok(true));
    assert!(ask(address, &second).await.is_ok());
    assert!(ask(address, &first).await.is_err(), "the former certificate is gone");

    // A renewal that went wrong leaves what works.
    std::fs::write(files.key(), "nonsense").expect("written");
    assert!(matches!(certificate.reload(), Err(TlsError::Key { .. })));
    assert!(ask(address, &second).await.is_ok());
    drop(silent);
    stop.send(()).expect("the server runs");
    assert!(server.await.expect("no panic").is_ok());
}

#[tokio::test]
async fn a_call_outwards_trusts_the_certificates_of_its_file_and_no_others() {
    let (files, other) = (Files::new(), Files::new());
    files.renew();
    other.renew();
    let certificate = Arc::new(Certificate::load(&files.certificate(), &files.key()).expect("a pair"));
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let port = listener.local_addr().expect("bound").port();
    let listener = TlsListener::new(listener, certificate).expect("a listener");
    let long = format!("[{}]", " ".repeat(300 * 1024));
    let router = Router::new()
        .route("/", get(|| async { r#"{"well":true}"# }))
        .route("/elsewhere", get(|| async { axum::response::Redirect::to("/") }))
        .route("/long", get(|| async { long }));
    let (stop, stopped) = oneshot::channel::<()>();
    let stopping = async move { stopped.await.unwrap_or_default() };
    let server = tokio::spawn(serve(
        listener,
        router,
        ProgressHub::default(),
        Duration::from_secs(60),
        stopping,
    ));
    let asked = tokio::task::spawn_blocking(move || {
        let address = format!("https://localhost:{port}");
        let ask = |files: &Files, path: &str| {
            Outgoing::to(&address, &files.certificate())?.get_json(&format!("{address}{path}"))
        };
        assert_eq!(ask(&files, "/").expect("trusted")["well"], true);
        assert!(matches!(ask(&other, "/"), Err(OutgoingError::Unreachable(_))));
        let status = |path| match ask(&files, path) {
            Err(OutgoingError::Refused { status, .. }) => status,
            other => panic!("{other:?}"),
        };
        assert_eq!(
            (status("/elsewhere"), status("/none")),
            (303, 404),
            "no redirect is followed"
        );
        assert_eq!(ask(&files, "/long"), Err(OutgoingError::Unreadable));
        let plain = format!("http://example.com:{port}/");
        let outgoing = Outgoing::to(&plain, &files.certificate()).expect("no certificate is read");
        assert_eq!(outgoing.get_json(&plain), Err(OutgoingError::Unsafe(plain.clone())));
        let missing = Outgoing::to(&address, &files.0.join("none.pem")).map(|_| ());
        assert!(matches!(missing, Err(OutgoingError::Roots { .. })));
    });
    asked.await.expect("no panic");
    stop.send(()).expect("the server runs");
    assert!(server.await.expect("no panic").is_ok());
}

#[tokio::test]
async fn files_that_do_not_fit_are_named() {
    let (files, other) = (Files::new(), Files::new());
    let load = |certificate: PathBuf, key: PathBuf| Certificate::load(&certificate, &key).map(|_| ());
    assert!(matches!(
        load(files.certificate(), files.key()),
        Err(TlsError::File { .. })
    ));
    files.renew();
    other.renew();
    assert_eq!(load(files.certificate(), files.key()), Ok(()));
    assert!(matches!(load(files.certificate(), other.key()), Err(TlsError::Pair(_))));
    assert!(matches!(
        load(files.key(), files.key()),
        Err(TlsError::Certificate { .. })
    ));
}

/// A server that speaks just enough of PostgreSQL's protocol to be asked for TLS, to read who greets it, and to refuse.
async fn refusing_server(certificate: Arc<Certificate>) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("bound");
    let builder = ServerConfig::builder_with_provider(Arc::new(crypto::ring::default_provider()));
    let builder = builder.with_safe_default_protocol_versions().expect("versions");
    let config = builder.with_no_client_auth().with_cert_resolver(certificate);
    let acceptor = TlsAcceptor::from(Arc::new(config));
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut asked = [0; 8];
            stream.read_exact(&mut asked).await.expect("a request for TLS");
            assert_eq!(asked, [0, 0, 0, 8, 4, 210, 22, 47]);
            stream.write_all(b"S").await.expect("granted");
            let Ok(mut stream) = acceptor.accept(stream).await else {
                continue;
            };
            let mut greeting = [0; 512];
            let read = stream.read(&mut greeting).await.expect("a greeting");
            let greeting = String::from_utf8_lossy(&greeting[..read]).into_owned();
            let heard = if greeting.contains("xindai") {
                "heard"
            } else {
                "not heard"
            };
            let mut fields = format!("SFATAL\0VFATAL\0C28000\0M{heard} under TLS\0\0").into_bytes();
            let mut message = vec![b'E'];
            message.extend(u32::try_from(fields.len() + 4).expect("short").to_be_bytes());
            message.append(&mut fields);
            stream.write_all(&message).await.expect("refused");
            let _ = stream.shutdown().await;
        }
    });
    address
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_is_spoken_to_under_tls_when_its_certificate_is_trusted() {
    let (files, other) = (Files::new(), Files::new());
    files.renew();
    other.renew();
    let certificate = Arc::new(Certificate::load(&files.certificate(), &files.key()).expect("a pair"));
    let port = refusing_server(certificate).await.port();
    let open = async |host: &str, trusted: PathBuf| {
        let url = format!(
            "postgres://a:b@{host}:{port}/n?sslmode=verify-full&sslrootcert={}",
            trusted.display()
        );
        let opened = tokio::task::spawn_blocking(move || Db::open(&url, DbOptions::default()).map(|_| ()));
        opened
            .await
            .expect("no panic")
            .expect_err("refused in any case")
            .to_string()
    };
    let error = open("localhost", files.certificate()).await;
    assert!(
        error.contains("heard under TLS") && !error.contains("not heard"),
        "{error}"
    );
    for (host, trusted) in [("localhost", other.certificate()), ("127.0.0.1", files.certificate())] {
        let error = open(host, trusted).await;
        assert!(!error.contains("under TLS"), "{host}: {error}");
    }
}
