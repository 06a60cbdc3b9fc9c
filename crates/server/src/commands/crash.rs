use super::own_program;
use crate::failure::{FAILED, Failure};
use bench::CrashOptions;
use clap::Args;
use std::io::Write;
use std::path::PathBuf;

/// Options of `xindai crash`.
#[derive(Debug, Args)]
pub struct CrashArgs {
    /// How often the program is killed
    #[arg(long, default_value_t = 200)]
    kills: u32,
    /// Decides when it is killed and what load it bears
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Loans under load
    #[arg(long, value_name = "N")]
    loans: Option<u32>,
    /// Where the data directory is made; a temporary folder when absent
    #[arg(long, alias = "data-dir", value_name = "DIR")]
    data: Option<PathBuf>,
    /// An empty PostgreSQL database instead of the embedded one
    #[arg(long, value_name = "URL")]
    database_url: Option<String>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// Kills this program under load, restarts and verifies it.
pub fn crash(args: &CrashArgs, out: &mut dyn Write) -> Result<(), Failure> {
    let options = CrashOptions {
        kills: args.kills,
        seed: args.seed,
        binary: own_program()?,
        data: args.data.clone(),
        database_url: args.database_url.clone(),
        loans: args.loans,
    };
    let survived = bench::crash(&options).map_err(|cause| Failure::because(FAILED, &cause))?;
    super::print_figures(&survived, args.json, out)
}
