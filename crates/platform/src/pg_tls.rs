//! TLS to PostgreSQL. The names are those of libpq: `sslmode=require` and `sslrootcert=FILE` in the address of the database. The
//! server's certificate and its host name are always verified: without a file to trust there is no TLS.

use crate::db_error::DbError;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, RootCertStore, crypto};
use std::sync::Arc;
use tokio_postgres::Config;
use tokio_postgres::config::SslMode;
use tokio_postgres_rustls::MakeRustlsConnect;

/// The settings of an address, and how to speak TLS when it asks for it.
pub(crate) fn settings(url: &str) -> Result<(Config, Option<MakeRustlsConnect>), DbError> {
    let (address, query) = url.split_once('?').unwrap_or((url, ""));
    let (mut kept, mut roots, mut verified) = (Vec::new(), None, false);
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        match pair.split_once('=') {
            Some(("sslrootcert", file)) => roots = Some(decoded(file)?),
            // Both are what `require` means here.
            Some(("sslmode", "verify-full" | "verify-ca")) => verified = true,
            _ => kept.push(pair),
        }
    }
    let plain = match kept.as_slice() {
        [] => address.to_owned(),
        kept => format!("{address}?{}", kept.join("&")),
    };
    let mut config: Config = plain
        .parse()
        .map_err(|e: tokio_postgres::Error| DbError::Open(e.to_string()))?;
    if verified {
        config.ssl_mode(SslMode::Require);
    }
    match (config.get_ssl_mode(), roots) {
        (SslMode::Require, None) => Err(DbError::Open(
            "sslmode=require needs sslrootcert=FILE: the certificate that the server's was issued by".to_owned(),
        )),
        (SslMode::Disable, _) | (_, None) => Ok((config, None)),
        (_, Some(file)) => {
            config.ssl_mode(SslMode::Require);
            Ok((config, Some(MakeRustlsConnect::new(trusting(&file)?))))
        }
    }
}

fn trusting(file: &str) -> Result<ClientConfig, DbError> {
    let fail = |cause: &dyn std::fmt::Display| DbError::Open(format!("sslrootcert {file}: {cause}"));
    let mut roots = RootCertStore::empty();
    for certificate in CertificateDer::pem_file_iter(file).map_err(|e| fail(&e))? {
        let certificate = certificate.map_err(|e| fail(&e))?;
        roots.add(certificate).map_err(|e| fail(&e))?;
    }
    if roots.is_empty() {
        return Err(fail(&"it holds no certificate"));
    }
    let builder = ClientConfig::builder_with_provider(Arc::new(crypto::ring::default_provider()));
    let builder = builder.with_safe_default_protocol_versions().map_err(|e| fail(&e))?;
    Ok(builder.with_root_certificates(roots).with_no_client_auth())
}

/// A value of a query with its `%2F` as `/`.
fn decoded(text: &str) -> Result<String, DbError> {
    let (mut out, mut rest) = (Vec::new(), text.as_bytes());
    while let Some((&byte, tail)) = rest.split_first() {
        let escaped = (byte == b'%').then(|| tail.get(..2)).flatten();
        let escaped = escaped.and_then(|digits| hex::decode(digits).ok());
        match escaped.as_deref() {
            Some(&[byte]) => {
                out.push(byte);
                rest = &tail[2..];
            }
            _ => {
                out.push(byte);
                rest = tail;
            }
        }
    }
    String::from_utf8(out).map_err(|_| DbError::Open("sslrootcert is no text".to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_libpq_knows_and_the_driver_does_not_is_taken_out() {
        let (config, tls) = settings("postgres://a@h/n?options=-csearch_path%3Dx").expect("an address");
        assert!(tls.is_none() && config.get_options() == Some("-csearch_path=x"));
        assert_eq!(decoded("%2Fetc%2Fca.pem").as_deref(), Ok("/etc/ca.pem"));
        assert_eq!(decoded("100%").as_deref(), Ok("100%"));
        for mode in ["require", "verify-full"] {
            let error = settings(&format!("postgres://a@h/n?sslmode={mode}")).map(|_| ());
            assert!(
                error.is_err_and(|error| error.to_string().contains("sslrootcert=FILE")),
                "{mode}"
            );
        }
        let error = settings("postgres://a@h/n?sslrootcert=/no/such/file").map(|_| ());
        assert!(error.is_err_and(|error| error.to_string().contains("/no/such/file")));
        assert!(settings("postgres://a@h/n?sslmode=disable&sslrootcert=x").is_ok_and(|(_, tls)| tls.is_none()));
    }
}
