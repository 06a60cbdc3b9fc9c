//! The options that say which book a command works on.

use crate::failure::Failure;
use clap::Args;
use platform::config::{Config, ConfigSources};
use std::net::SocketAddr;
use std::path::PathBuf;

/// Holds a password for `xindai user`; no setting of the program.
pub const PASSWORD_VARIABLE: &str = "XINDAI_PASSWORD";

/// Where the book is.
#[derive(Debug, Clone, Default, Args)]
pub struct Settings {
    /// Configuration file (TOML); else the one named by XINDAI_CONFIG
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Folder of the database and the keys
    #[arg(long, alias = "data", value_name = "DIR")]
    pub data_dir: Option<PathBuf>,
    /// sqlite:PATH or postgres://…; without it SQLite in the data directory
    #[arg(long, value_name = "URL")]
    pub database_url: Option<String>,
}

impl Settings {
    /// The settings in effect: defaults, file, environment, these options.
    ///
    /// # Errors
    /// `cli.config_invalid`.
    pub fn load(&self, listen: Option<SocketAddr>) -> Result<Config, Failure> {
        let mut environment = Config::process_environment();
        environment.retain(|(name, _)| name != PASSWORD_VARIABLE);
        let named = environment.iter().find(|(name, _)| name == "XINDAI_CONFIG");
        let file = self.config.clone().or_else(|| named.map(|(_, path)| path.into()));
        let mut command_line = Vec::new();
        let mut put =
            |key: &str, value: Option<String>| command_line.extend(value.map(|value| (key.to_owned(), value)));
        put("data_dir", self.data_dir.as_ref().map(|dir| dir.display().to_string()));
        put("database_url", self.database_url.clone());
        put("listen", listen.map(|address| address.to_string()));
        Ok(Config::load(&ConfigSources {
            file,
            environment,
            command_line,
        })?)
    }
}
