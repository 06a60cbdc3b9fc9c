use super::own_program;
use crate::failure::{FAILED, Failure};
use bench::BenchOptions;
use clap::Args;
use std::io::Write;
use std::path::PathBuf;

/// Options of `xindai bench`.
#[derive(Debug, Args)]
pub struct BenchArgs {
    /// What to measure
    #[arg(value_parser = clap::builder::PossibleValuesParser::new(bench::NAMES))]
    name: String,
    /// Loans of the book
    #[arg(long, value_name = "N")]
    loans: Option<u32>,
    /// Days to close
    #[arg(long, value_name = "N")]
    days: Option<u32>,
    /// Rows of a file, lines of the audit trail
    #[arg(long, visible_alias = "lines", value_name = "N")]
    rows: Option<u32>,
    /// Repeats of which the median is told
    #[arg(long, value_name = "N")]
    repeats: Option<u32>,
    /// Clients at the same time
    #[arg(long, visible_alias = "users", value_name = "N")]
    clients: Option<u32>,
    /// How long one repeat lasts
    #[arg(long, value_name = "N")]
    seconds: Option<u64>,
    /// An empty PostgreSQL database instead of the embedded one
    #[arg(long, value_name = "URL")]
    database_url: Option<String>,
    /// Folder of the bench's own book; a temporary one when absent
    #[arg(long, alias = "data-dir", value_name = "DIR")]
    data: Option<PathBuf>,
    /// Ids of loans in no order: the worst case of a close
    #[arg(long)]
    scattered: bool,
    /// Print JSON: {"bench","figures","runs","machine"}
    #[arg(long)]
    json: bool,
}

/// Measures.
pub fn bench(args: &BenchArgs, out: &mut dyn Write) -> Result<(), Failure> {
    let options = BenchOptions {
        loans: args.loans,
        days: args.days,
        rows: args.rows,
        repeats: args.repeats,
        clients: args.clients,
        seconds: args.seconds,
        database_url: args.database_url.clone(),
        data: args.data.clone(),
        binary: Some(own_program()?),
        scattered: args.scattered,
    };
    let measured = bench::run(&args.name, &options).map_err(|cause| Failure::because(FAILED, &cause))?;
    super::print_figures(&measured, args.json, out)
}
