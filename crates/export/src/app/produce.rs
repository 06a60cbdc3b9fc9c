//! Make a file in the background.

use super::error::{ExportError, Result};
use super::query::{ExportRow, State};
use super::reseal::place as place_of;
use super::sheet::Sheet;
use super::store;
use super::turn::Queue;
use crate::domain::{Cell, Column, ExportRefusal, Mark, ROWS_OF_A_FILE};
use kernel::Actor;
use platform::http::AppState;
use platform::{AuditLine, Tx, spans};
use serde_json::json;

const ROWS_BETWEEN_BEATS: i64 = 5_000;
const CHUNK: usize = 256 * 1024;

/// One file at a time.
static FILES: Queue = Queue::new();

/// Gives the rows of a list, one by one, as they are in one reading transaction.
pub type Rows = Box<dyn FnMut(&mut Tx, &mut dyn FnMut(&[Cell<'_>]) -> Result<()>) -> Result<()> + Send>;

/// Makes a file on a thread of its own.
pub fn in_background(
    state: &AppState,
    actor: Actor,
    row: ExportRow,
    columns: Vec<Column>,
    (english, rows): (bool, Rows),
) {
    let (state, span) = (state.clone(), spans::job("export"));
    std::thread::spawn(move || {
        let _inside = span.enter();
        let beat = || {
            let alive = |tx: &mut Tx| store::beat(tx, row.id, State::Queued, 0, state.clock.now());
            if let Err(cause) = state.db.write(alive) {
                tracing::warn!(%cause, "an export cannot tell that it waits");
            }
        };
        let _turn = FILES.wait(beat);
        if let Err(cause) = produce(&state, &actor, &row, &columns, (english, rows)) {
            tracing::warn!(%cause, export = %row.id, "an export failed");
        }
    });
}

/// Makes a file now. What went wrong is also noted for its user.
///
/// # Errors
/// What the rows or the file refuse, or the database's.
pub fn produce(
    state: &AppState,
    actor: &Actor,
    row: &ExportRow,
    columns: &[Column],
    (english, rows): (bool, Rows),
) -> Result<()> {
    let mark = Mark {
        login: actor.login.clone(),
        at: kernel::Timestamp::from_millis(row.asked_at),
        number: row.id.to_string(),
        english,
    };
    let written =
        write_rows(state, row, columns, (&mark, rows)).and_then(|(count, file)| keep(state, actor, row, (count, file)));
    if let Err(error) = &written {
        let code = code_of(error);
        state.db.write(|tx| store::fail(tx, row.id, code, state.clock.now()))?;
    }
    written
}

fn code_of(error: &ExportError) -> &'static str {
    match error {
        ExportError::Refused(ExportRefusal::TooManyRows { .. }) => "export.too_many_rows",
        ExportError::Refused(ExportRefusal::TooLarge { .. }) => "export.too_large",
        _ => "export.failed",
    }
}

fn write_rows(
    state: &AppState,
    row: &ExportRow,
    columns: &[Column],
    (mark, mut rows): (&Mark, Rows),
) -> Result<(i64, Vec<u8>)> {
    let tell = |count: i64| {
        let now = state.clock.now();
        state.db.write(|tx| store::beat(tx, row.id, State::Running, count, now))
    };
    tell(0)?;
    let (count, sheet) = state.db.read(|tx| -> Result<(i64, Sheet)> {
        let (mut count, mut sheet) = (0, Sheet::begin(row.format, columns, mark)?);
        rows(tx, &mut |cells| {
            count += 1;
            if count > ROWS_OF_A_FILE {
                let most = ROWS_OF_A_FILE;
                return Err(ExportRefusal::TooManyRows { rows: count, most }.into());
            }
            if count % ROWS_BETWEEN_BEATS == 0 {
                tell(count)?;
            }
            sheet.add(cells)
        })?;
        Ok((count, sheet))
    })?;
    Ok((count, sheet.finish()?))
}

fn keep(state: &AppState, actor: &Actor, row: &ExportRow, (count, file): (i64, Vec<u8>)) -> Result<()> {
    let place = place_of(row.id);
    let chunks: Vec<Vec<u8>> = file
        .chunks(CHUNK)
        .map(|chunk| state.keys.encrypt(chunk, &place))
        .collect();
    let bytes = i64::try_from(file.len()).unwrap_or(i64::MAX);
    state.db.write(|tx| {
        let now = state.clock.now();
        tx.act_as(actor, "export", now);
        store::insert_chunks(tx, row.id, chunks.clone())?;
        store::finish(tx, row.id, (count, bytes), now)?;
        tx.audit(AuditLine {
            action: "export.made",
            object_kind: "export",
            object_id: row.id.to_string(),
            before: None,
            after: Some(json!({ "list": row.list, "rows": count, "bytes": bytes })),
        });
        Ok(())
    })
}
