//! Run a batch: try it, or take it in. Both are the same work; a trial is rolled back.

use super::desk::Desk;
use super::error::{ImportError, Result};
use super::live::{self, Live};
use super::query::{self, BatchRow, State};
use super::report::{Report, RowOutcome};
use super::rows::{Rows, book_rows, read_rows};
use super::store;
use super::upload::{kept_table, mapping_of};
use crate::domain::{ImportRefusal, RUNNING_OF_A_USER, find_entity};
use export::app::Queue;
use kernel::{Currency, Money};
use ledger::AccountingCache;
use platform::http::AppState;
use platform::{AuditLine, Backend, CheckRequired, CommandContext, CommandError, Outcome, Tx, run_command, spans};
use serde_json::json;
use std::panic::{AssertUnwindSafe, catch_unwind};
use uuid::Uuid;

/// One batch at a time is booked by a process.
static BATCHES: Queue = Queue::new();

/// Asks for a run of a batch of one's own.
///
/// # Errors
/// [`ImportRefusal`]: `Unknown`, `Expired`, `NotRunnable`, `Busy`; that a single command would need a second person.
pub fn request_run(state: &AppState, context: &CommandContext, id: Uuid) -> Result<Outcome<BatchRow>> {
    let dry_run = context.dry_run;
    // A trial is kept: that it is asked for, not what it books.
    let asking = CommandContext {
        dry_run: false,
        ..context.clone()
    };
    run_command(&state.db, &asking, "import.run", &(id, dry_run), |tx| {
        let now = context.now;
        let row = query::find_own(tx, context.actor.user_id, id, now)?;
        match row.state {
            State::Expired => return Err(ImportRefusal::Expired.into()),
            state if !state.may_run() => return Err(ImportRefusal::NotRunnable.into()),
            _ => {}
        }
        if !dry_run && row.approved_by.is_none() {
            admit(&row, context)?;
        }
        if query::count_running(tx, context.actor.user_id, now)? >= RUNNING_OF_A_USER {
            let most = RUNNING_OF_A_USER;
            return Err(ImportRefusal::Busy { most }.into());
        }
        store::queue_run(tx, id, dry_run, now)?;
        query::find_own(tx, context.actor.user_id, id, now)
    })
}

/// A batch must not do what its maker could not do row by row: where a single command needs a second person, or batches of the
/// kind do, always or above an amount, somebody else lets the batch in as a whole. What was not tried may be worth anything.
fn admit(row: &BatchRow, context: &CommandContext) -> Result<()> {
    let entity = find_entity(&row.entity)?;
    if entity.commands.iter().any(|command| context.admit(command).is_err()) {
        let command = entity.take_in.to_owned();
        return Err(CommandError::from(CheckRequired { command }).into());
    }
    context.admit(entity.take_in)?;
    let tried = row.state == State::Checked;
    let untried = (!tried).then(|| Money::new(i64::MAX, Currency::CNY));
    for amount in row.amounts().chain(untried) {
        context.admit_amount(entity.take_in, amount)?;
    }
    Ok(())
}

/// Runs a batch on a thread of its own.
pub fn in_background(state: &AppState, books: &AccountingCache, context: CommandContext, row: BatchRow) {
    let (state, books) = (state.clone(), books.clone());
    let (in_work, span) = (live::begin(row.id), spans::job("import"));
    std::thread::spawn(move || {
        let _inside = span.enter();
        let beat = || {
            let alive = |tx: &mut Tx| store::beat(tx, row.id, State::Queued, 0, state.clock.now());
            if let Err(cause) = state.db.write(alive) {
                tracing::warn!(%cause, "an import cannot tell that it waits");
            }
        };
        let _turn = BATCHES.wait(beat);
        let worked = AssertUnwindSafe(|| run(&state, &books, &context, (&row, &in_work.live)));
        match catch_unwind(worked) {
            Ok(Ok(())) => {}
            Ok(Err(cause)) => tracing::warn!(%cause, import = %row.id, "an import failed"),
            Err(_) => fail(&state, &row),
        }
    });
}

/// Notes that the work ended by a panic: its transaction was rolled back.
fn fail(state: &AppState, row: &BatchRow) {
    tracing::error!(import = %row.id, "an import ended by a panic");
    let failed = (State::Failed, Some("import.failed"));
    let end = |tx: &mut Tx| store::end_run(tx, row.id, failed, &Report::default(), state.clock.now());
    if let Err(cause) = state.db.write(end) {
        tracing::error!(%cause, import = %row.id, "an import that failed cannot be noted");
    }
}

/// Runs a batch now. How it ended is noted with it.
///
/// # Errors
/// What ended the batch, but for rows that are refused and a wish to stop.
pub fn run(
    state: &AppState,
    books: &AccountingCache,
    context: &CommandContext,
    (row, live): (&BatchRow, &Live),
) -> Result<()> {
    let now = || state.clock.now();
    state.db.write(|tx| store::beat(tx, row.id, State::Running, 0, now()))?;
    let desk = Run {
        state,
        books,
        context,
        row,
        live,
    };
    let ended = desk.try_rows();
    match ended {
        Ok(report) if context.dry_run => desk.end(State::Checked, None, &report),
        // What was taken in has been noted in its own transaction.
        Ok(_) => Ok(()),
        Err(Ended::Refused(report)) => desk.end(State::Refused, Some("import.rows_refused"), &report),
        Err(Ended::Failed(ImportError::Refused(ImportRefusal::Cancelled))) => {
            desk.end(State::Cancelled, Some("import.cancelled"), &Report::default())
        }
        Err(Ended::Failed(cause)) => {
            desk.end(State::Failed, Some(&code_of(&cause)), &Report::default())?;
            Err(cause)
        }
    }
}

fn code_of(error: &ImportError) -> String {
    use platform::http::Problem;
    match error {
        ImportError::Refused(refusal) => Problem::from(ImportError::Refused(refusal.clone())).code().to_owned(),
        ImportError::Db(cause) if cause.is_unique_violation() => "import.overtaken".to_owned(),
        ImportError::Db(cause) => Problem::from(cause.clone()).code().to_owned(),
        _ => "import.failed".to_owned(),
    }
}

/// Why the transaction of a batch is rolled back.
enum Ended {
    /// Rows are refused.
    Refused(Box<Report>),
    /// Something else.
    Failed(ImportError),
}

impl<E: Into<ImportError>> From<E> for Ended {
    fn from(error: E) -> Self {
        Self::Failed(error.into())
    }
}

struct Run<'a> {
    state: &'a AppState,
    books: &'a AccountingCache,
    context: &'a CommandContext,
    row: &'a BatchRow,
    live: &'a Live,
}

impl Run<'_> {
    fn try_rows(&self) -> std::result::Result<Report, Ended> {
        let (entity, table) = kept_table(&self.state.db, &self.state.keys, self.row)?;
        let mapping = mapping_of(entity, self.row, &table.headings)?;
        if !mapping.missing.is_empty() {
            return Err(ImportRefusal::ColumnsMissing(mapping.missing).into());
        }
        mapping.check_fields(entity.columns, |permission| self.context.sight.sees(permission))?;
        let mut unread = Report::default();
        let rows = read_rows(entity, &mapping, &table, &mut unread);
        drop(table);
        if unread.refused > 0 && !self.context.dry_run {
            return Err(Ended::Refused(Box::new(unread)));
        }
        let booked = |tx: &mut Tx| self.book(tx, &rows, &unread);
        if self.context.dry_run {
            self.state.db.preview(booked)
        } else {
            self.state.db.write(booked)
        }
    }

    fn book(&self, tx: &mut Tx, rows: &Rows, unread: &Report) -> std::result::Result<Report, Ended> {
        tx.act_as(&self.context.actor, &self.context.request_id, self.context.now);
        let mut report = unread.again();
        let tell = |tx: &mut Tx, done: usize| self.tell(tx, done);
        let desk = Desk {
            keys: &self.state.keys,
            context: self.context,
            books: self.books,
            tell: &tell,
        };
        book_rows(tx, &desk, rows, &mut report)?;
        if report.refused > 0 {
            return Err(Ended::Refused(Box::new(report)));
        }
        self.keep(tx, &report)?;
        Ok(report)
    }

    /// Notes with the rows themselves that they are taken in.
    fn keep(&self, tx: &mut Tx, report: &Report) -> Result<()> {
        store::insert_outcomes(tx, self.row.id, report)?;
        store::delete_chunks(tx, self.row.id)?;
        store::end_run(tx, self.row.id, (State::Done, None), report, self.state.clock.now())?;
        self.audit(tx, "import.done", report);
        Ok(())
    }

    fn end(&self, state: State, problem: Option<&str>, report: &Report) -> Result<()> {
        self.state.db.write(|tx| {
            let now = self.state.clock.now();
            tx.act_as(&self.context.actor, &self.context.request_id, now);
            store::insert_errors(tx, self.row.id, report)?;
            store::end_run(tx, self.row.id, (state, problem), report, now)?;
            self.audit(tx, "import.ended", report);
            Ok(())
        })
    }

    fn audit(&self, tx: &mut Tx, action: &'static str, report: &Report) {
        let after = json!({
            "entity": self.row.entity, "file": self.row.file_name, "sha256": self.row.file_hash, "dry_run": self.context.dry_run,
            "created": report.count(RowOutcome::Created), "unchanged": report.count(RowOutcome::Unchanged), "refused": report.refused,
            "approved_by": self.row.approved_by,
        });
        tx.audit(AuditLine {
            action,
            object_kind: "import",
            object_id: self.row.id.to_string(),
            before: None,
            after: Some(after),
        });
    }

    /// Tells how far it is; ends the work when somebody wants it to stop.
    fn tell(&self, tx: &mut Tx, done: usize) -> Result<()> {
        self.live.tell(done);
        // Another node of the same database can be told by a row only.
        let shared = tx.backend() == Backend::Postgres;
        if shared {
            self.beat_aside(done);
        }
        if self.live.is_stopped() || (shared && query::is_stop_asked(tx, self.row.id)?) {
            return Err(ImportRefusal::Cancelled.into());
        }
        Ok(())
    }

    /// A transaction of its own, on a thread of its own: that of the rows is not seen by others before its end.
    fn beat_aside(&self, done: usize) {
        let beat = |tx: &mut Tx| store::beat(tx, self.row.id, State::Running, done, self.state.clock.now());
        let told = std::thread::scope(|scope| scope.spawn(|| self.state.db.write(beat)).join());
        if !matches!(told, Ok(Ok(()))) {
            tracing::warn!(import = %self.row.id, "an import cannot tell how far it is");
        }
    }
}
