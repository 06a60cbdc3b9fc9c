use super::own_program;
use crate::failure::{FAILED, Failure};
use bench::FailoverOptions;
use clap::Args;
use std::io::Write;
use std::path::PathBuf;

/// Options of `xindai failover`.
#[derive(Debug, Args)]
pub struct FailoverArgs {
    /// An empty database of the cluster: postgres://user@host1:port,host2:port/name
    #[arg(long, value_name = "URL")]
    database_url: String,
    /// A program that kills the cluster's leader; it is given the number of the kill
    #[arg(long, value_name = "PROGRAM")]
    kill: PathBuf,
    /// How often the leader is killed
    #[arg(long, default_value_t = 4)]
    kills: u32,
    /// Decides what load is borne
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Fails when nothing is acknowledged for longer after a kill
    #[arg(long, value_name = "SECONDS", default_value_t = 60)]
    longest_outage: u64,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// Kills the leader of a PostgreSQL cluster under two nodes of this program, and verifies the book.
pub fn failover(args: FailoverArgs, out: &mut dyn Write) -> Result<(), Failure> {
    let options = FailoverOptions {
        kills: args.kills,
        seed: args.seed,
        binary: own_program()?,
        database_url: args.database_url,
        kill: args.kill,
        longest_outage: args.longest_outage,
    };
    let survived = bench::failover(&options).map_err(|cause| Failure::because(FAILED, &cause))?;
    super::print_figures(&survived, args.json, out)
}
