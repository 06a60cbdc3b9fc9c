//! Settings: built-in defaults, over them one TOML file, over it environment variables `XINDAI_<KEY>`, over them the
//! command line. A key nobody knows is an error that names it.

mod read;
mod shown;
mod sign_on;

pub use shown::redact_url;
pub use sign_on::SignOn;

use read::{from_table, invalid, read_file, set};

use crate::outgoing::is_safe_address;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};
use std::time::Duration;
use toml::Table;

/// How log lines look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LogFormat {
    /// For people.
    Text,
    /// One JSON object per line, for machines.
    Json,
}

/// A text that never shows in logs or errors.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// The text itself.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

/// The settings of the program.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    /// Where the program keeps its files.
    pub data_dir: PathBuf,
    /// `sqlite:PATH` or `postgres://…`; unless set, SQLite in `data_dir`.
    database_url: Option<String>,
    /// The address to serve on.
    pub listen: SocketAddr,
    /// The address that tells whoever watches the program its figures; without it they are not told.
    pub metrics_listen: Option<SocketAddr>,
    /// Certificate chain for HTTPS, PEM; with `tls_key`. Without both HTTP is spoken.
    pub tls_cert: Option<PathBuf>,
    /// Private key of the certificate, PEM.
    pub tls_key: Option<PathBuf>,
    /// Addresses of proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<IpAddr>,
    /// The lender's name, shown on screens and papers.
    pub institution: String,
    /// A session ends after so many minutes without a request.
    pub session_idle_minutes: u32,
    /// Cookies only over HTTPS: set it when a proxy in front speaks HTTPS.
    pub secure_cookie: bool,
    /// Master key of identity fields; unless set, `field.key` in `data_dir`.
    key_file: Option<PathBuf>,
    /// A program that tells the master keys on its standard output: the client of a key service.
    pub key_command: Option<String>,
    /// Where `xindai backup` puts backups unless told; watched by `xindai doctor`.
    pub backup_dir: Option<PathBuf>,
    /// How log lines look.
    pub log_format: LogFormat,
    /// `error`, `warn`, `info`, `debug`, `trace`, or a filter as `info,platform=debug`.
    pub log_level: String,
    /// The largest request body.
    pub body_limit_bytes: usize,
    /// A request that takes longer is answered with 503.
    pub request_timeout_seconds: u64,
    /// API requests a minute from one address; 0 = any number.
    pub rate_address_per_minute: u32,
    /// API requests a minute by one user; 0 = any number.
    pub rate_user_per_minute: u32,
    /// Sign-ins and other calls that change something without a session, a minute from one address; 0 = any number.
    pub rate_sign_in_per_minute: u32,
    /// News of commands for readers inside the program is kept for so many days after every reader has taken it.
    pub outbox_days: u32,
    oidc_issuer: Option<String>,
    oidc_name: Option<String>,
    oidc_client_id: Option<String>,
    oidc_client_secret_file: Option<PathBuf>,
    oidc_redirect_url: Option<String>,
    oidc_login_claim: Option<String>,
    oidc_acr_values: Vec<String>,
    oidc_ca_file: Option<PathBuf>,
    oidc_clock_skew_seconds: u32,
    /// A collector of traces that speaks OTLP over HTTP: `http://127.0.0.1:4318`. Without it nothing is traced.
    pub otlp_endpoint: Option<String>,
    /// Of so many requests in a hundred the trace is delivered, unless the caller's `traceparent` decides.
    pub otlp_percent: u32,
    /// Certificates by which a collector over HTTPS is known.
    pub otlp_ca_file: PathBuf,
    #[serde(skip)]
    field_key: Option<Secret>,
    #[serde(skip)]
    sign_on: Option<SignOn>,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            data_dir: PathBuf::from("var"),
            database_url: None,
            listen: SocketAddr::from(([127, 0, 0, 1], 7180)),
            metrics_listen: None,
            tls_cert: None,
            tls_key: None,
            trusted_proxies: Vec::new(),
            institution: "信贷".to_owned(),
            session_idle_minutes: 30,
            secure_cookie: false,
            key_file: None,
            key_command: None,
            backup_dir: None,
            log_format: LogFormat::Text,
            log_level: "info".to_owned(),
            body_limit_bytes: 2 * 1024 * 1024,
            request_timeout_seconds: 30,
            rate_address_per_minute: 6000,
            rate_user_per_minute: 1200,
            rate_sign_in_per_minute: 30,
            outbox_days: 90,
            otlp_endpoint: None,
            otlp_percent: 100,
            otlp_ca_file: PathBuf::from(sign_on::SYSTEM_ROOTS),
            oidc_issuer: None,
            oidc_name: None,
            oidc_client_id: None,
            oidc_client_secret_file: None,
            oidc_redirect_url: None,
            oidc_login_claim: None,
            oidc_acr_values: Vec::new(),
            oidc_ca_file: None,
            oidc_clock_skew_seconds: 60,
            field_key: None,
            sign_on: None,
        }
    }
}

/// Why the settings cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ConfigError {
    /// The file cannot be read.
    #[error("cannot read the configuration file {}: {reason}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// The system's reason.
        reason: String,
    },
    /// The file is not TOML.
    #[error("the configuration file is not valid TOML: {0}")]
    Syntax(String),
    /// Nobody knows this key.
    #[error("unknown configuration key {key} in {place}")]
    UnknownKey {
        /// The key as written.
        key: String,
        /// `file`, `environment` or `command line`.
        place: &'static str,
    },
    /// A key has a value it cannot have.
    #[error("configuration key {key}: {reason}")]
    InvalidValue {
        /// The key.
        key: String,
        /// What it must be.
        reason: String,
    },
}

/// Where settings come from, weakest first.
#[derive(Debug, Clone, Default)]
pub struct ConfigSources {
    /// The TOML file, if any.
    pub file: Option<PathBuf>,
    /// Environment variables; those without `XINDAI_` are passed over.
    pub environment: Vec<(String, String)>,
    /// Key and value pairs of the command line.
    pub command_line: Vec<(String, String)>,
}

const PREFIX: &str = "XINDAI_";
const FIELD_KEY: &str = "XINDAI_FIELD_KEY";
const CLIENT_SECRET: &str = "XINDAI_OIDC_CLIENT_SECRET";
/// Names the configuration file; read by the command line.
const CONFIG: &str = "XINDAI_CONFIG";

#[derive(Clone, Copy)]
enum Kind {
    Text,
    Number,
    Switch,
    /// Texts; in the environment and on the command line between commas.
    List,
}

const KEYS: &[(&str, Kind)] = &[
    ("data_dir", Kind::Text),
    ("database_url", Kind::Text),
    ("listen", Kind::Text),
    ("metrics_listen", Kind::Text),
    ("tls_cert", Kind::Text),
    ("tls_key", Kind::Text),
    ("trusted_proxies", Kind::List),
    ("institution", Kind::Text),
    ("session_idle_minutes", Kind::Number),
    ("secure_cookie", Kind::Switch),
    ("key_file", Kind::Text),
    ("key_command", Kind::Text),
    ("backup_dir", Kind::Text),
    ("log_format", Kind::Text),
    ("log_level", Kind::Text),
    ("body_limit_bytes", Kind::Number),
    ("request_timeout_seconds", Kind::Number),
    ("rate_address_per_minute", Kind::Number),
    ("rate_user_per_minute", Kind::Number),
    ("rate_sign_in_per_minute", Kind::Number),
    ("outbox_days", Kind::Number),
    ("otlp_endpoint", Kind::Text),
    ("otlp_percent", Kind::Number),
    ("otlp_ca_file", Kind::Text),
    ("oidc_issuer", Kind::Text),
    ("oidc_name", Kind::Text),
    ("oidc_client_id", Kind::Text),
    ("oidc_client_secret_file", Kind::Text),
    ("oidc_redirect_url", Kind::Text),
    ("oidc_login_claim", Kind::Text),
    ("oidc_acr_values", Kind::List),
    ("oidc_ca_file", Kind::Text),
    ("oidc_clock_skew_seconds", Kind::Number),
];

impl Config {
    /// Reads the settings.
    ///
    /// # Errors
    /// [`ConfigError`], which names the key.
    pub fn load(sources: &ConfigSources) -> Result<Self, ConfigError> {
        let mut table = sources.file.as_deref().map_or(Ok(Table::new()), read_file)?;
        let (mut field_key, mut client_secret) = (None, None);
        for (name, value) in &sources.environment {
            let Some(key) = name.strip_prefix(PREFIX) else { continue };
            match name.as_str() {
                FIELD_KEY => field_key = Some(Secret(value.clone())),
                CLIENT_SECRET => client_secret = Some(Secret(value.clone())),
                CONFIG => {}
                _ => set(&mut table, &key.to_ascii_lowercase(), value, name, "environment")?,
            }
        }
        for (key, value) in &sources.command_line {
            set(&mut table, key, value, key, "command line")?;
        }
        let mut config = from_table(&table)?;
        config.field_key = field_key;
        config.check()?;
        config.sign_on = sign_on::settings(&config, client_secret)?;
        // Who speaks HTTPS itself has no reason to send cookies over anything else.
        config.secure_cookie |= config.tls().is_some();
        Ok(config)
    }

    /// The environment of this process, for [`ConfigSources`].
    #[must_use]
    pub fn process_environment() -> Vec<(String, String)> {
        std::env::vars_os()
            .filter_map(|(k, v)| Some((k.into_string().ok()?, v.into_string().ok()?)))
            .collect()
    }

    /// The database to open.
    #[must_use]
    pub fn database_url(&self) -> String {
        self.database_url
            .clone()
            .unwrap_or_else(|| format!("sqlite:{}", self.data_dir.join("xindai.db").display()))
    }

    /// The file with the master key of identity fields.
    #[must_use]
    pub fn key_file(&self) -> PathBuf {
        self.key_file.clone().unwrap_or_else(|| self.data_dir.join("field.key"))
    }

    /// The master key given by `XINDAI_FIELD_KEY`, if any.
    #[must_use]
    pub fn field_key(&self) -> Option<&str> {
        self.field_key.as_ref().map(Secret::reveal)
    }

    /// The identity provider through which people may sign on, if there is one.
    #[must_use]
    pub fn sign_on(&self) -> Option<&SignOn> {
        self.sign_on.as_ref()
    }

    /// The files for HTTPS, when it is spoken.
    #[must_use]
    pub fn tls(&self) -> Option<(&Path, &Path)> {
        self.tls_cert.as_deref().zip(self.tls_key.as_deref())
    }

    /// How long a request may take.
    #[must_use]
    pub fn request_timeout(&self) -> Duration {
        Duration::from_secs(self.request_timeout_seconds)
    }

    fn check(&self) -> Result<(), ConfigError> {
        let within = |key: &str, ok: bool, reason: &str| {
            if ok { Ok(()) } else { Err(invalid(key, reason)) }
        };
        let url = self.database_url();
        let known = ["sqlite:", "postgres://", "postgresql://"]
            .iter()
            .any(|start| url.starts_with(start));
        within("database_url", known, "must begin with sqlite: or postgres://")?;
        let pair = self.tls_cert.is_some() == self.tls_key.is_some();
        within("tls_cert", pair, "needs tls_key, and tls_key needs it")?;
        for (key, rate) in [
            ("rate_address_per_minute", self.rate_address_per_minute),
            ("rate_user_per_minute", self.rate_user_per_minute),
            ("rate_sign_in_per_minute", self.rate_sign_in_per_minute),
        ] {
            within(key, rate <= 10_000_000, "must be 0 to 10000000")?;
        }
        within(
            "session_idle_minutes",
            (1..=1440).contains(&self.session_idle_minutes),
            "must be 1 to 1440",
        )?;
        let collector = self.otlp_endpoint.as_deref().is_none_or(is_safe_address);
        within(
            "otlp_endpoint",
            collector,
            "must begin with https://, or http:// on this machine",
        )?;
        within("otlp_percent", self.otlp_percent <= 100, "must be 0 to 100")?;
        within(
            "outbox_days",
            (1..=3650).contains(&self.outbox_days),
            "must be 1 to 3650",
        )?;
        within(
            "body_limit_bytes",
            self.body_limit_bytes >= 1024,
            "must be at least 1024",
        )?;
        within(
            "request_timeout_seconds",
            (1..=3600).contains(&self.request_timeout_seconds),
            "must be 1 to 3600",
        )
    }
}
