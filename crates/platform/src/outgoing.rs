//! Calls to other programs over HTTP: bounded in time and size, no redirect is followed, certificates are always verified.

use std::fmt;
use std::io::{self, Read, Write};
use std::net::{IpAddr, TcpStream};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use crate::spans::traceparent;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned, crypto};
use serde_json::Value;

/// So long a connection may take to be made.
const CONNECT: Duration = Duration::from_secs(3);
/// So long a call may take in all.
const WHOLE: Duration = Duration::from_secs(10);
/// An answer that is longer is refused.
const LONGEST: u64 = 256 * 1024;

/// Why a call to another program came to nothing. Never quotes what was sent.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OutgoingError {
    /// Neither HTTPS nor on this machine.
    #[error("{0} is neither https:// nor on this machine")]
    Unsafe(String),
    /// The certificates to trust cannot be read.
    #[error("certificates of {file}: {reason}")]
    Roots {
        /// The file.
        file: String,
        /// What is wrong with it.
        reason: String,
    },
    /// It cannot be reached, or takes too long.
    #[error("{0}")]
    Unreachable(String),
    /// It answered with another status than 200.
    #[error("answered {status}: {error}")]
    Refused {
        /// The status.
        status: u16,
        /// The member `error` of the answer, which names a kind of error (RFC 6749 5.2); empty when there is none.
        error: String,
    },
    /// The answer is no JSON, or too long.
    #[error("the answer is no JSON of at most {LONGEST} bytes")]
    Unreadable,
}

/// Makes calls. Cheap to clone.
#[derive(Clone)]
pub struct Outgoing(ureq::Agent);

/// Whether what is sent to an address stays secret: HTTPS, or plain HTTP to this machine.
#[must_use]
pub fn is_safe_address(address: &str) -> bool {
    let (is_https, rest) = match (address.strip_prefix("https://"), address.strip_prefix("http://")) {
        (Some(rest), _) => (true, rest),
        (_, Some(rest)) => (false, rest),
        (None, None) => return false,
    };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    if host.is_empty() || host.contains(['@', '\\']) {
        return false;
    }
    if is_https {
        return true;
    }
    let name = match host.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or_default(),
        None => host.split(':').next().unwrap_or_default(),
    };
    name == "localhost" || name.parse().is_ok_and(|address: IpAddr| address.is_loopback())
}

impl Outgoing {
    /// Calls that trust the certificates of a file; it is read only when an address asks for it.
    ///
    /// # Errors
    /// [`OutgoingError::Roots`].
    pub fn to(address: &str, roots: &Path) -> Result<Self, OutgoingError> {
        let builder = ureq::AgentBuilder::new()
            .timeout_connect(CONNECT)
            .timeout(WHOLE)
            .redirects(0)
            .user_agent("xindai");
        let builder = match address.starts_with("https://") {
            true => builder.tls_connector(Arc::new(Tls(Arc::new(trusting(roots)?)))),
            false => builder,
        };
        Ok(Self(builder.build()))
    }

    /// GET of JSON.
    ///
    /// # Errors
    /// [`OutgoingError`].
    pub fn get_json(&self, address: &str) -> Result<Value, OutgoingError> {
        let request = self.0.get(safe(address)?).set("accept", "application/json");
        answered(traced(request).call())
    }

    /// POST of a form, answered with JSON.
    ///
    /// # Errors
    /// [`OutgoingError`].
    pub fn post_form(
        &self,
        address: &str,
        authorization: Option<&str>,
        form: &[(&str, &str)],
    ) -> Result<Value, OutgoingError> {
        let mut request = self.0.post(safe(address)?).set("accept", "application/json");
        if let Some(value) = authorization {
            request = request.set("authorization", value);
        }
        answered(traced(request).send_form(form))
    }

    /// POST of JSON, answered with JSON.
    ///
    /// # Errors
    /// [`OutgoingError`].
    pub fn post_json(&self, address: &str, content: &Value) -> Result<Value, OutgoingError> {
        let request = self.0.post(safe(address)?).set("accept", "application/json");
        let request = request.set("content-type", "application/json");
        answered(traced(request).send_string(&content.to_string()))
    }
}

/// Tells the other side in which trace the call is made (W3C Trace Context), when there is one.
fn traced(request: ureq::Request) -> ureq::Request {
    match traceparent() {
        Some(traceparent) => request.set("traceparent", &traceparent),
        None => request,
    }
}

fn safe(address: &str) -> Result<&str, OutgoingError> {
    match is_safe_address(address) {
        true => Ok(address),
        false => Err(OutgoingError::Unsafe(address.to_owned())),
    }
}

fn answered(answer: Result<ureq::Response, ureq::Error>) -> Result<Value, OutgoingError> {
    let response = match answer {
        Ok(response) | Err(ureq::Error::Status(_, response)) => response,
        Err(ureq::Error::Transport(cause)) => return Err(OutgoingError::Unreachable(cause.to_string())),
    };
    let status = response.status();
    let mut body = Vec::new();
    let read = response.into_reader().take(LONGEST + 1).read_to_end(&mut body);
    read.map_err(|cause| OutgoingError::Unreachable(cause.to_string()))?;
    let json: Option<Value> = match body.len() as u64 > LONGEST {
        true => None,
        false => serde_json::from_slice(&body).ok(),
    };
    if status == 200 {
        return json.ok_or(OutgoingError::Unreadable);
    }
    let error = json
        .as_ref()
        .and_then(|json| json["error"].as_str())
        .unwrap_or_default();
    let error = error.chars().filter(char::is_ascii_graphic).take(64).collect();
    Err(OutgoingError::Refused { status, error })
}

fn trusting(file: &Path) -> Result<ClientConfig, OutgoingError> {
    let fail = |reason: String| OutgoingError::Roots {
        file: file.display().to_string(),
        reason,
    };
    let read = CertificateDer::pem_file_iter(file).and_then(Iterator::collect::<Result<Vec<_>, _>>);
    let mut roots = RootCertStore::empty();
    // A bundle may hold roots of kinds that are not spoken any more; they are passed over.
    roots.add_parsable_certificates(read.map_err(|cause| fail(cause.to_string()))?);
    if roots.is_empty() {
        return Err(fail("it holds no certificate".to_owned()));
    }
    let builder = ClientConfig::builder_with_provider(Arc::new(crypto::ring::default_provider()));
    let builder = builder.with_safe_default_protocol_versions();
    let builder = builder.map_err(|cause| fail(cause.to_string()))?;
    Ok(builder.with_root_certificates(roots).with_no_client_auth())
}

/// TLS by the rustls that serves HTTPS here, too.
struct Tls(Arc<ClientConfig>);

impl ureq::TlsConnector for Tls {
    fn connect(&self, host: &str, mut io: Box<dyn ureq::ReadWrite>) -> Result<Box<dyn ureq::ReadWrite>, ureq::Error> {
        let host = host.trim_start_matches('[').trim_end_matches(']').to_owned();
        let name = ServerName::try_from(host).map_err(io::Error::other)?;
        let mut connection = ClientConnection::new(Arc::clone(&self.0), name).map_err(io::Error::other)?;
        connection.complete_io(&mut io)?;
        Ok(Box::new(TlsStream(StreamOwned::new(connection, io))))
    }
}

struct TlsStream(StreamOwned<ClientConnection, Box<dyn ureq::ReadWrite>>);

impl fmt::Debug for TlsStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TlsStream")
    }
}

impl Read for TlsStream {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.0.read(buffer)
    }
}

impl Write for TlsStream {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

impl ureq::ReadWrite for TlsStream {
    fn socket(&self) -> Option<&TcpStream> {
        self.0.get_ref().socket()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_safe_over_https_or_on_this_machine() {
        for (address, safe) in [
            ("https://id.example.com/realms/bank", true),
            ("https://id.example.com:8443", true),
            ("http://127.0.0.1:9000/oidc", true),
            ("http://localhost:9000", true),
            ("http://[::1]:9000", true),
            ("http://id.example.com", false),
            ("http://127.0.0.1.example.com", false),
            ("http://localhost@example.com", false),
            ("http://localhost:80@example.com", false),
            ("https://", false),
            ("https://user@example.com", false),
            ("ftp://127.0.0.1", false),
            ("", false),
        ] {
            assert_eq!(is_safe_address(address), safe, "{address}");
        }
    }
}
