//! Take files in at once, in one transaction: for the command line and the bench. All rows of all files or none.

use super::desk::Desk;
use super::error::{ImportError, Result};
use super::query::State;
use super::read::read_table;
use super::report::{Report, RowOutcome};
use super::rows::{Rows, book_rows, read_rows};
use super::store;
use super::upload::{Upload, batch_of, remembered_mapping};
use crate::domain::{Entity, ImportRefusal};
use ledger::AccountingCache;
use platform::keys::FieldKeys;
use platform::{AuditLine, CommandContext, Db, DbError, Tx};
use serde_json::json;
use sha2::{Digest, Sha256};

/// What became of the rows of a file.
#[derive(Debug)]
pub struct TakenIn {
    /// What they are.
    pub entity: &'static Entity,
    /// The file's name.
    pub file_name: String,
    /// How many.
    pub rows: usize,
    /// What each did. When one of any file is refused, none of any was taken in.
    pub report: Report,
}

/// Where files are taken in.
#[derive(Clone, Copy)]
pub struct Place<'a> {
    /// The database.
    pub db: &'a Db,
    /// The keys of identity fields.
    pub keys: &'a FieldKeys,
    /// Chart and posting rules.
    pub books: &'a AccountingCache,
}

/// Takes files in, one after the other, in one transaction that is rolled back when a row is refused, or for a dry run.
///
/// # Errors
/// [`ImportRefusal`] from `FileEmpty` to `ColumnsMissing` for a file that cannot be read, or what ends all; refused rows are no error.
pub fn take_in(place: Place<'_>, context: &CommandContext, files: &[Upload<'_>]) -> Result<Vec<TakenIn>> {
    let mut read = Vec::with_capacity(files.len());
    for file in files {
        let mut report = Report::default();
        let (kind, table) = read_table(file.content)?;
        let (mapping, _) = remembered_mapping(place.db, file.entity, &table.headings)?;
        if !mapping.missing.is_empty() {
            return Err(ImportRefusal::ColumnsMissing(mapping.missing).into());
        }
        let rows = read_rows(file.entity, &mapping, &table, &mut report);
        read.push((file, (kind, table.lines.len()), rows, report));
    }
    let work = |tx: &mut Tx| {
        tx.act_as(&context.actor, &context.request_id, context.now);
        let mut taken = Vec::with_capacity(read.len());
        for (file, (kind, count), rows, unread) in &read {
            let report = book(tx, place, context, (rows, unread))?;
            let hash = hex::encode(Sha256::digest(file.content));
            let count = i64::try_from(*count).unwrap_or(i64::MAX);
            let batch = batch_of(context, file, (*kind, &hash, count));
            store::insert_batch(tx, &batch)?;
            store::insert_outcomes(tx, batch.id, &report)?;
            store::end_run(tx, batch.id, (State::Done, None), &report, context.now)?;
            tell(tx, &batch.id.to_string(), (file, &hash), &report);
            taken.push(TakenIn {
                entity: file.entity,
                file_name: file.file_name.to_owned(),
                rows: usize::try_from(count).unwrap_or(0),
                report,
            });
        }
        match taken.iter().any(|file| file.report.refused > 0) {
            true => Err(Ended::Refused(taken)),
            false => Ok(taken),
        }
    };
    let ended = if context.dry_run {
        place.db.preview(work)
    } else {
        place.db.write(work)
    };
    match ended {
        Ok(taken) | Err(Ended::Refused(taken)) => Ok(taken),
        Err(Ended::Failed(cause)) => Err(cause),
    }
}

enum Ended {
    Refused(Vec<TakenIn>),
    Failed(ImportError),
}

impl From<ImportError> for Ended {
    fn from(error: ImportError) -> Self {
        Self::Failed(error)
    }
}

impl From<DbError> for Ended {
    fn from(error: DbError) -> Self {
        Self::Failed(error.into())
    }
}

fn book(tx: &mut Tx, place: Place<'_>, context: &CommandContext, (rows, unread): (&Rows, &Report)) -> Result<Report> {
    let mut report = unread.again();
    let tell = |_: &mut Tx, _: usize| Ok(());
    let desk = Desk {
        keys: place.keys,
        context,
        books: place.books,
        tell: &tell,
    };
    book_rows(tx, &desk, rows, &mut report)?;
    Ok(report)
}

fn tell(tx: &mut Tx, id: &str, (file, hash): (&Upload<'_>, &str), report: &Report) {
    tx.audit(AuditLine {
        action: "import.done",
        object_kind: "import",
        object_id: id.to_owned(),
        before: None,
        after: Some(json!({
            "entity": file.entity.key, "file": file.file_name, "sha256": hash,
            "created": report.count(RowOutcome::Created), "unchanged": report.count(RowOutcome::Unchanged),
        })),
    });
}
