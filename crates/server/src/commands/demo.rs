use super::serve::serve_site;
use crate::failure::{FAILED, Failure};
use crate::settings::Settings;
use crate::site::{Site, make_folder};
use clap::Args;
use demo::{DemoError, DemoOptions};
use platform::config::Config;
use platform::keys::{self, FieldKeys};
use platform::logging;
use std::io::Write;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

/// The closing report, kept beside the book.
const REPORT: &str = "demo-report.json";

/// Options of `xindai demo`.
#[derive(Debug, Args)]
pub struct DemoArgs {
    /// Folder of the demo's book [default: demo in the data directory]
    #[arg(long, alias = "data-dir", value_name = "DIR")]
    data: Option<PathBuf>,
    /// Make the book and end
    #[arg(long)]
    no_serve: bool,
    /// Print the closing report as JSON
    #[arg(long)]
    json: bool,
    /// Only so many of the 10,000 real loans
    #[arg(long, value_name = "N")]
    loans: Option<usize>,
    /// Address to serve on
    #[arg(long, value_name = "ADDRESS")]
    listen: Option<SocketAddr>,
    /// postgres://… instead of the embedded database
    #[arg(long, value_name = "URL")]
    database_url: Option<String>,
    /// Configuration file (TOML)
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
}

/// Makes the demo's book, prints its closing report and serves it.
pub fn demo(args: &DemoArgs, out: &mut dyn Write) -> Result<(), Failure> {
    let config = config_of(args)?;
    // Traces that wait are delivered when the program ends.
    let _traces = logging::start(&config).map_err(|reason| Failure::argument("log_level", reason))?;
    let report = config.data_dir.join(REPORT);
    let figures = match make(args, &config) {
        Ok(made) => {
            // Writes down which key the book was made with.
            Site::open(config.clone())?;
            let figures = serde_json::to_string_pretty(&made)?;
            std::fs::write(&report, &figures).map_err(|cause| Failure::file(&report, &cause))?;
            figures
        }
        // A second `xindai demo` serves the book of the first, if that was finished.
        Err(DemoError::NotEmpty(place)) if !args.no_serve && report.is_file() => {
            writeln!(out, "{place} holds the book of an earlier run, which reported:")?;
            std::fs::read_to_string(&report).map_err(|cause| Failure::file(&report, &cause))?
        }
        Err(cause) => return Err(Failure::because(FAILED, &cause)),
    };
    if args.json {
        writeln!(out, "{figures}")?;
    } else {
        super::print_lines(&figures, out)?;
    }
    if args.no_serve {
        return Ok(());
    }
    let logins: Vec<&str> = demo::people::LOGINS.iter().map(|(login, ..)| *login).collect();
    writeln!(
        out,
        "logins: {}; password: {}",
        logins.join(", "),
        demo::people::PASSWORD
    )?;
    let site = Site::open(config)?;
    serve_site(&site, out)
}

fn config_of(args: &DemoArgs) -> Result<Config, Failure> {
    let settings = Settings {
        config: args.config.clone(),
        data_dir: args.data.clone(),
        database_url: args.database_url.clone(),
    };
    let config = settings.load(args.listen)?;
    if args.data.is_some() {
        return Ok(config);
    }
    let data_dir = Some(config.data_dir.join("demo"));
    Settings { data_dir, ..settings }.load(args.listen)
}

fn make(args: &DemoArgs, config: &Config) -> Result<demo::Report, DemoError> {
    make_folder(&config.data_dir)?;
    let keys = FieldKeys::of_source(keys::source(config))?;
    demo::run(&DemoOptions {
        database_url: config.database_url(),
        keys: Arc::new(keys),
        loans: args.loans,
        quiet: args.json,
    })
}
