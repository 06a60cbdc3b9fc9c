//! `xindai import`: takes a loan book over from files, all of it or nothing.

mod rows;
mod work;

use crate::failure::Failure;
use crate::settings::Settings;
use crate::site::Site;
use clap::Args;
use platform::{CommandContext, run_command};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::io::Write;
use std::path::{Path, PathBuf};

const FORM: &str = "\
FILE is CSV with a heading. Columns:
  product          code of a product that was offered on the day of disbursement
  principal        amount in the product's currency
  periods          number of instalments
  disbursed_on     2025-01-20; at the latest the business date
  customer_name    as in the identity document
  identity_kind    resident_id, passport, unified_credit_code or other
  identity_number  its number; an existing customer with it is the borrower
and, each of them may be absent:
  number           the loan's number
  annual_rate      0.042; else what the product offers on that day
  pay_day          1 to 31; else the product's own rule
  customer_kind    person or company [default: by the kind of identity]
  mobile           a mobile number of mainland China
  officer          login of who looks after the loan

The file of --repayments has the columns number, value_date, amount, and may have kind (regular, payoff,
prepay_shorten or prepay_reduce) and note.

The same files imported again change nothing and give the first answer.";

/// Options of `xindai import`.
#[derive(Debug, Args)]
#[command(after_help = FORM)]
pub struct ImportArgs {
    /// The loans
    file: PathBuf,
    /// What was paid on them before
    #[arg(long, value_name = "FILE")]
    repayments: Option<PathBuf>,
    /// Do everything and take it back
    #[arg(long)]
    dry_run: bool,
    /// Print JSON: {"loans","customers","repayments","replayed","dry_run"}
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    settings: Settings,
}

/// What was taken over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Imported {
    loans: usize,
    customers: usize,
    repayments: usize,
}

#[derive(Serialize)]
struct Report {
    #[serde(flatten)]
    imported: Imported,
    replayed: bool,
    dry_run: bool,
}

/// Imports a loan book.
pub fn import(args: &ImportArgs, out: &mut dyn Write) -> Result<(), Failure> {
    let loans_text = read(&args.file)?;
    let repayments_text = args.repayments.as_deref().map(read).transpose()?.unwrap_or_default();
    let loans = rows::loans(&args.file, &loans_text)?;
    let repayments = match &args.repayments {
        Some(file) => rows::repayments(file, &repayments_text)?,
        None => Vec::new(),
    };
    let site = Site::open_existing(args.settings.load(None)?)?;
    let digest = hex::encode(
        Sha256::new()
            .chain_update(&loans_text)
            .chain_update([0])
            .chain_update(&repayments_text)
            .finalize(),
    );
    let context = CommandContext {
        idempotency_key: Some(format!("import-{digest}")),
        dry_run: args.dry_run,
        ..CommandContext::system("command-line", site.clock.now())
    };
    let outcome = run_command(&site.db, &context, "server.import", &digest, |tx| {
        work::take_over(tx, &site, &context, (&loans, &repayments))
    })?;
    let report = Report {
        imported: outcome.value,
        replayed: outcome.replayed,
        dry_run: args.dry_run,
    };
    super::print_figures(&report, args.json, out)
}

fn read(file: &Path) -> Result<String, Failure> {
    std::fs::read_to_string(file).map_err(|cause| Failure::file(file, &cause))
}
