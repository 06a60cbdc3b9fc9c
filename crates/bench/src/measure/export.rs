//! The list of loans as a file: read, written, encrypted and stored, as the server does it in the background.

use super::book::{self, BookPlan};
use super::{Figures, number, seconds};
use crate::error::BenchError;
use crate::options::BenchOptions;
use crate::program::Workplace;
use export::app::{ExportError, Wanted, find_export, produce, request};
use export::domain::Format;
use kernel::DataScope;
use loan::app::export_rows::{LOAN_COLUMNS, chosen_columns, titles};
use loan::app::query_export::rows_of;
use loan::app::query_filter::LoanFilter;
use loan::app::query_order::LoanOrder;
use platform::clock::Clock;
use platform::config::Config;
use platform::http::{AppState, ProgressHub};
use platform::keys::FieldKeys;
use platform::{CommandContext, Db, DbOptions, migrations};
use serde_json::Value;
use std::sync::Arc;
use std::time::Instant;

const LOANS: u32 = 100_000;

pub(crate) fn run(options: &BenchOptions) -> Result<Vec<Figures>, BenchError> {
    let loans = options.loans.unwrap_or(LOANS);
    let place = Workplace::new(options.data.as_deref(), "bench-export")?;
    let url = options
        .database_url
        .clone()
        .unwrap_or_else(|| format!("sqlite:{}", place.path().join("book.db").display()));
    let db = Db::open(&url, DbOptions::default())?;
    db.migrate(migrations::all())?;
    book::open_day(&db)?;
    book::make(
        &db,
        BookPlan {
            loans,
            scattered: false,
            ..BookPlan::default()
        },
    )?;
    let state = AppState {
        db,
        clock: Clock::system(),
        progress: ProgressHub::default(),
        config: Arc::new(Config::default()),
        keys: Arc::new(FieldKeys::from_master(&[7; 32])),
    };
    let measured = |_| measure(&state, loans);
    (0..options.repeats.unwrap_or(3).max(1)).map(measured).collect()
}

fn measure(state: &AppState, loans: u32) -> Result<Figures, BenchError> {
    let mut figures = Figures::new();
    for format in [Format::Xlsx, Format::Csv] {
        let begun = Instant::now();
        let bytes = make(state, format, loans).map_err(|cause| BenchError::Broken(cause.to_string()))?;
        let name = format.ending();
        figures.insert(format!("{name}_seconds"), seconds(begun.elapsed()));
        figures.insert(format!("{name}_mb"), number(bytes as f64 / 1e6));
    }
    figures.insert("rows".to_owned(), Value::from(loans));
    figures.insert("columns".to_owned(), Value::from(LOAN_COLUMNS.len()));
    Ok(figures)
}

fn make(state: &AppState, format: Format, loans: u32) -> Result<i64, ExportError> {
    let context = CommandContext::system("bench", state.clock.now());
    let wanted = Wanted {
        list: "loans",
        permissions: vec!["loan.export"],
        format,
        asked: Value::Null,
        rows: i64::from(loans),
    };
    let row = state.db.write(|tx| {
        tx.act_as(&context.actor, &context.request_id, context.now);
        request(tx, &context, &wanted)
    })?;
    let keys: Vec<String> = LOAN_COLUMNS.iter().map(|column| column.key.to_owned()).collect();
    let chosen = chosen_columns(&keys)?;
    let filter = LoanFilter {
        scope: DataScope::All,
        ..LoanFilter::default()
    };
    let order = LoanOrder {
        field: "disbursed_on",
        descending: true,
    };
    let columns = titles(&chosen, false);
    let rows = rows_of(filter, (order, book::opening_day()), chosen, false);
    produce(state, &context.actor, &row, &columns, (false, rows))?;
    let user = context.actor.user_id;
    let made = state.db.read(|tx| find_export(tx, user, row.id, state.clock.now()))?;
    if made.rows_done == i64::from(loans) {
        return Ok(made.bytes);
    }
    Err(ExportError::Rows(format!(
        "{} of {loans} rows were written",
        made.rows_done
    )))
}
