//! Signing on through an identity provider (OpenID Connect Core 1.0).

use super::read::invalid;
use super::{Config, ConfigError, Secret};
use crate::outgoing::is_safe_address;
use std::path::PathBuf;

/// Roots that a Debian machine trusts.
pub(super) const SYSTEM_ROOTS: &str = "/etc/ssl/certs/ca-certificates.crt";
/// A clock that is wrong by more is to be mended.
const SKEW_MOST: u32 = 300;

/// An identity provider and what this program is to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignOn {
    /// Its name on the sign-in page.
    pub name: String,
    /// Its address, as its identity tokens name it.
    pub issuer: String,
    /// What it calls this program.
    pub client_id: String,
    /// Proves to it that this program asks; without one only PKCE does.
    pub client_secret: Option<Secret>,
    /// Where it sends people back to: `https://HOST/sign-on`.
    pub redirect_url: String,
    /// The claim that holds the login, for the first sign-on of people who are not linked; without one administrators link them.
    pub login_claim: Option<String>,
    /// One of these must be the `acr` of every identity token; any will do when empty.
    pub acr_values: Vec<String>,
    /// The certificates that it is known by.
    pub ca_file: PathBuf,
    /// By so many seconds its clock may differ.
    pub clock_skew_seconds: u32,
}

/// The provider in effect; `None` when no issuer is named.
pub(super) fn settings(config: &Config, secret: Option<Secret>) -> Result<Option<SignOn>, ConfigError> {
    let Some(issuer) = config.oidc_issuer.clone() else {
        return match named_alone(config, secret.as_ref()) {
            Some(key) => Err(invalid(key, "needs oidc_issuer")),
            None => Ok(None),
        };
    };
    let needed = |key: &str, value: &Option<String>| {
        let value = value.clone().filter(|value| !value.trim().is_empty());
        value.ok_or_else(|| invalid(key, "is needed with oidc_issuer"))
    };
    let safe = |key: &str, address: &str| match is_safe_address(address) {
        true => Ok(()),
        false => Err(invalid(key, "must begin with https://, or http:// on this machine")),
    };
    let redirect_url = needed("oidc_redirect_url", &config.oidc_redirect_url)?;
    safe("oidc_issuer", &issuer)?;
    safe("oidc_redirect_url", &redirect_url)?;
    if issuer.contains(['?', '#']) {
        return Err(invalid("oidc_issuer", "has neither query nor fragment"));
    }
    if !redirect_url.ends_with("/sign-on") {
        return Err(invalid("oidc_redirect_url", "must end with /sign-on"));
    }
    if config.oidc_clock_skew_seconds > SKEW_MOST {
        return Err(invalid("oidc_clock_skew_seconds", "must be 0 to 300"));
    }
    Ok(Some(SignOn {
        name: needed("oidc_name", &config.oidc_name)?,
        client_id: needed("oidc_client_id", &config.oidc_client_id)?,
        client_secret: client_secret(config, secret)?,
        issuer,
        redirect_url,
        login_claim: config.oidc_login_claim.clone(),
        acr_values: config.oidc_acr_values.clone(),
        ca_file: config
            .oidc_ca_file
            .clone()
            .unwrap_or_else(|| PathBuf::from(SYSTEM_ROOTS)),
        clock_skew_seconds: config.oidc_clock_skew_seconds,
    }))
}

/// A setting that says nothing without an issuer.
fn named_alone(config: &Config, secret: Option<&Secret>) -> Option<&'static str> {
    [
        ("oidc_name", config.oidc_name.is_some()),
        ("oidc_client_id", config.oidc_client_id.is_some()),
        ("oidc_client_secret_file", config.oidc_client_secret_file.is_some()),
        ("oidc_client_secret", secret.is_some()),
        ("oidc_redirect_url", config.oidc_redirect_url.is_some()),
        ("oidc_login_claim", config.oidc_login_claim.is_some()),
        ("oidc_acr_values", !config.oidc_acr_values.is_empty()),
        ("oidc_ca_file", config.oidc_ca_file.is_some()),
    ]
    .into_iter()
    .find_map(|(key, set)| set.then_some(key))
}

/// From the environment, or from a file without the line's end.
fn client_secret(config: &Config, secret: Option<Secret>) -> Result<Option<Secret>, ConfigError> {
    const KEY: &str = "oidc_client_secret_file";
    let read = match (&config.oidc_client_secret_file, secret) {
        (Some(_), Some(_)) => return Err(invalid(KEY, "stands beside XINDAI_OIDC_CLIENT_SECRET")),
        (None, secret) => secret,
        (Some(file), None) => {
            let text = std::fs::read_to_string(file).map_err(|cause| invalid(KEY, &cause.to_string()))?;
            Some(Secret(text.trim().to_owned()))
        }
    };
    match &read {
        Some(secret) if secret.reveal().is_empty() => Err(invalid(KEY, "is empty")),
        _ => Ok(read),
    }
}
