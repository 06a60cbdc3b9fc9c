//! HTTPS: the certificate is read again when its files change, and handshakes wait for nobody.

use axum::serve::Listener;
use kernel::Timestamp;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::{ClientHello, ResolvesServerCert};
use rustls::sign::CertifiedKey;
use rustls::{ServerConfig, crypto};
use std::fmt;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, mpsc};
use tokio::task::JoinHandle;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;
use x509_cert::der::Decode;

/// Who has not finished the handshake by then is hung up on.
const HANDSHAKE: Duration = Duration::from_secs(10);
/// Handshakes at the same time; further callers wait in the system's queue.
const HANDSHAKES: usize = 256;

/// Why HTTPS cannot be served.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TlsError {
    /// A file cannot be read.
    #[error("{}: {reason}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// The system's reason.
        reason: String,
    },
    /// The file of the certificate holds none.
    #[error("{}: no certificate in PEM form: {reason}", path.display())]
    Certificate {
        /// The file.
        path: PathBuf,
        /// Why.
        reason: String,
    },
    /// The file of the key holds none.
    #[error("{}: no private key in PEM form: {reason}", path.display())]
    Key {
        /// The file.
        path: PathBuf,
        /// Why.
        reason: String,
    },
    /// Certificate and key do not belong together, or cannot be used.
    #[error("certificate and key do not fit: {0}")]
    Pair(String),
}

/// A certificate with its key, in files that somebody renews.
pub struct Certificate {
    files: (PathBuf, PathBuf),
    held: RwLock<Held>,
}

struct Held {
    key: Arc<CertifiedKey>,
    /// What the files held, to see when they change.
    text: (Vec<u8>, Vec<u8>),
}

impl Certificate {
    /// Reads both files (PEM).
    ///
    /// # Errors
    /// [`TlsError`] when they cannot be used.
    pub fn load(certificate: &Path, key: &Path) -> Result<Self, TlsError> {
        let files = (certificate.to_owned(), key.to_owned());
        let held = read(&files)?;
        Ok(Self {
            files,
            held: RwLock::new(held),
        })
    }

    /// Until when the server's own certificate is good; `None` when it cannot be read.
    #[must_use]
    pub fn ends_at(&self) -> Option<Timestamp> {
        let held = self.held.read().unwrap_or_else(PoisonError::into_inner);
        let own = x509_cert::Certificate::from_der(held.key.cert.first()?).ok()?;
        let ends_at = own.tbs_certificate.validity.not_after.to_unix_duration();
        Some(Timestamp::from_millis(i64::try_from(ends_at.as_millis()).ok()?))
    }

    /// Reads the files again when they have changed; whether they had. Connections that exist keep what they have; new ones get
    /// the new certificate.
    ///
    /// # Errors
    /// [`TlsError`] when the new files cannot be used: the former certificate stays in use.
    pub fn reload(&self) -> Result<bool, TlsError> {
        let text = (bytes(&self.files.0)?, bytes(&self.files.1)?);
        if self.held.read().unwrap_or_else(PoisonError::into_inner).text == text {
            return Ok(false);
        }
        let held = read(&self.files)?;
        *self.held.write().unwrap_or_else(PoisonError::into_inner) = held;
        Ok(true)
    }
}

impl ResolvesServerCert for Certificate {
    fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(Arc::clone(
            &self.held.read().unwrap_or_else(PoisonError::into_inner).key,
        ))
    }
}

impl fmt::Debug for Certificate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Certificate({})", self.files.0.display())
    }
}

fn bytes(path: &Path) -> Result<Vec<u8>, TlsError> {
    std::fs::read(path).map_err(|cause| TlsError::File {
        path: path.to_owned(),
        reason: cause.to_string(),
    })
}

fn read(files: &(PathBuf, PathBuf)) -> Result<Held, TlsError> {
    let text = (bytes(&files.0)?, bytes(&files.1)?);
    let bad = |reason: String| TlsError::Certificate {
        path: files.0.clone(),
        reason,
    };
    let chain: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(&text.0).collect();
    let chain = chain.map_err(|cause| bad(cause.to_string()))?;
    if chain.is_empty() {
        return Err(bad("it is empty".to_owned()));
    }
    let key = PrivateKeyDer::from_pem_slice(&text.1).map_err(|cause| TlsError::Key {
        path: files.1.clone(),
        reason: cause.to_string(),
    })?;
    let provider = crypto::ring::default_provider();
    let key = CertifiedKey::from_der(chain, key, &provider).map_err(|cause| TlsError::Pair(cause.to_string()))?;
    Ok(Held {
        key: Arc::new(key),
        text,
    })
}

/// Accepts connections and speaks TLS 1.2 or 1.3 with them.
pub struct TlsListener {
    address: SocketAddr,
    ready: mpsc::Receiver<(TlsStream<TcpStream>, SocketAddr)>,
    accepting: JoinHandle<()>,
}

impl TlsListener {
    /// Serves TLS on a bound socket. Call it inside a runtime.
    ///
    /// # Errors
    /// When the socket has no address, or the versions of TLS cannot be offered.
    pub fn new(listener: TcpListener, certificate: Arc<Certificate>) -> std::io::Result<Self> {
        let address = listener.local_addr()?;
        let provider = Arc::new(crypto::ring::default_provider());
        let builder = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .map_err(std::io::Error::other)?;
        let mut config = builder.with_no_client_auth().with_cert_resolver(certificate);
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        let (tell, ready) = mpsc::channel(HANDSHAKES);
        let accepting = tokio::spawn(accept(listener, TlsAcceptor::from(Arc::new(config)), tell));
        Ok(Self {
            address,
            ready,
            accepting,
        })
    }
}

/// Each handshake runs beside the others: a caller who says nothing holds up nobody.
async fn accept(
    mut listener: TcpListener,
    acceptor: TlsAcceptor,
    tell: mpsc::Sender<(TlsStream<TcpStream>, SocketAddr)>,
) {
    let places = Arc::new(Semaphore::new(HANDSHAKES));
    while let Ok(place) = Arc::clone(&places).acquire_owned().await {
        let (stream, from) = Listener::accept(&mut listener).await;
        let (acceptor, tell) = (acceptor.clone(), tell.clone());
        tokio::spawn(async move {
            let _place = place;
            match tokio::time::timeout(HANDSHAKE, acceptor.accept(stream)).await {
                // An error means that nobody serves any more.
                Ok(Ok(stream)) => tell.send((stream, from)).await.unwrap_or_default(),
                Ok(Err(cause)) => tracing::debug!(%cause, "a TLS handshake failed"),
                Err(_) => tracing::debug!("a TLS handshake took too long"),
            }
        });
    }
}

impl Listener for TlsListener {
    type Io = TlsStream<TcpStream>;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Self::Io, Self::Addr) {
        match self.ready.recv().await {
            Some(connection) => connection,
            // The accepting task ended: nothing comes any more.
            None => std::future::pending().await,
        }
    }

    fn local_addr(&self) -> std::io::Result<SocketAddr> {
        Ok(self.address)
    }
}

impl Drop for TlsListener {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}
