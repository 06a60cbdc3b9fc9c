use crate::failure::{FAILED, Failure};
use bench::SimulateOptions;
use clap::Args;
use std::io::Write;

/// Options of `xindai simulate`.
#[derive(Debug, Args)]
pub struct SimulateArgs {
    /// First seed: the same seed gives the same lives
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Loans of a portfolio
    #[arg(long, value_name = "N")]
    loans: Option<u32>,
    /// Days that a portfolio lives
    #[arg(long, value_name = "N")]
    days: Option<u32>,
    /// Run one seed after another for so long; one seed when absent
    #[arg(long, value_name = "N")]
    seconds: Option<u64>,
    /// An empty PostgreSQL database instead of a temporary SQLite file
    #[arg(long, value_name = "URL")]
    database_url: Option<String>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// Lives random portfolios and checks them every day.
pub fn simulate(args: &SimulateArgs, out: &mut dyn Write) -> Result<(), Failure> {
    let options = SimulateOptions {
        seed: args.seed,
        loans: args.loans,
        days: args.days,
        seconds: args.seconds,
        database_url: args.database_url.clone(),
    };
    let lived = bench::simulate(&options).map_err(|cause| Failure::because(FAILED, &cause))?;
    super::print_figures(&lived, args.json, out)
}
