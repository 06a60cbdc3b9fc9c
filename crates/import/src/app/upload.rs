//! Take a file in: it is read, shown and kept; nothing is booked yet.

use super::error::Result;
use super::query::{self, BatchRow, State};
use super::read::{FileKind, read_table};
use super::reseal::place as place_of;
use super::store;
use crate::domain::{
    Column, Entity, FILE_BYTES, ImportRefusal, Line, Mapping, PREVIEW_ROWS, RUNNING_OF_A_USER, Table, find_entity,
};
use platform::keys::FieldKeys;
use platform::{AuditLine, CommandContext, Db, Outcome, Sight, run_command};
use serde_json::json;
use sha2::{Digest, Sha256};
use uuid::Uuid;

const CHUNK: usize = 256 * 1024;
const LONGEST_NAME: usize = 200;

/// A file that was sent.
#[derive(Debug, Clone, Copy)]
pub struct Upload<'a> {
    /// What its rows are.
    pub entity: &'static Entity,
    /// Its name.
    pub file_name: &'a str,
    /// Its content.
    pub content: &'a [u8],
}

/// What of a file is shown before anything is done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preview {
    /// Its headings.
    pub headings: Vec<String>,
    /// For each declared column its place in the file.
    pub mapping: Mapping,
    /// Its first rows.
    pub lines: Vec<Line>,
    /// Keys of the columns whose cells are left empty, because the reader may not see such fields.
    pub hidden: Vec<&'static str>,
}

/// Takes a file in.
///
/// # Errors
/// [`ImportRefusal`] from `FileNameInvalid` to `RowsMissing`, `FieldDenied`, `Busy`, and what commands may answer.
pub fn upload(
    db: &Db,
    keys: &FieldKeys,
    context: &CommandContext,
    upload: &Upload<'_>,
) -> Result<(Outcome<BatchRow>, Preview)> {
    check_name(upload.file_name)?;
    let (kind, table) = read_table(upload.content)?;
    let (mapping, columns) = remembered_mapping(db, upload.entity, &table.headings)?;
    mapping.check_fields(upload.entity.columns, |permission| context.sight.sees(permission))?;
    if table.lines.is_empty() {
        return Err(ImportRefusal::RowsMissing.into());
    }
    let hash = hex::encode(Sha256::digest(upload.content));
    let fingerprint = (upload.entity.key, upload.file_name, &hash);
    let rows = i64::try_from(table.lines.len()).unwrap_or(i64::MAX);
    let outcome = run_command(db, context, "import.upload", &fingerprint, |tx| {
        let user = context.actor.user_id;
        if query::count_running(tx, user, context.now)? >= RUNNING_OF_A_USER {
            let most = RUNNING_OF_A_USER;
            return Err(ImportRefusal::Busy { most }.into());
        }
        let mut row = batch_of(context, upload, (kind, &hash, rows));
        row.columns.clone_from(&columns);
        let place = place_of(row.id);
        let chunks: Vec<Vec<u8>> = upload
            .content
            .chunks(CHUNK)
            .map(|chunk| keys.encrypt(chunk, &place))
            .collect();
        store::insert_batch(tx, &row)?;
        store::insert_chunks(tx, row.id, &chunks)?;
        tx.audit(AuditLine {
            action: "import.uploaded",
            object_kind: "import",
            object_id: row.id.to_string(),
            before: None,
            after: Some(json!({ "entity": row.entity, "file": row.file_name, "sha256": hash, "rows": rows })),
        });
        Ok::<_, super::error::ImportError>(row)
    })?;
    Ok((outcome, preview_of(table, mapping)))
}

pub(super) fn batch_of(
    context: &CommandContext,
    upload: &Upload<'_>,
    (kind, hash, rows): (FileKind, &str, i64),
) -> BatchRow {
    BatchRow {
        id: Uuid::now_v7(),
        user_id: context.actor.user_id,
        login: context.actor.login.clone(),
        org_id: context.org,
        entity: upload.entity.key.to_owned(),
        file_name: upload.file_name.to_owned(),
        file_hash: hash.to_owned(),
        format: kind.name().to_owned(),
        bytes: i64::try_from(upload.content.len()).unwrap_or(i64::MAX),
        state: State::Uploaded,
        dry_run: false,
        rows_total: rows,
        rows_done: 0,
        created: 0,
        unchanged: 0,
        refused: 0,
        problem: None,
        asked_at: context.now.millis(),
        finished_at: None,
        columns: None,
        sums: Vec::new(),
        approved_by: None,
    }
}

/// The columns of headings, by name and by what was chosen before; those that were chosen are kept with the batch, so that
/// another choice meanwhile does not change what was shown.
pub(super) fn remembered_mapping(
    db: &Db,
    entity: &Entity,
    headings: &[String],
) -> Result<(Mapping, Option<Vec<Option<String>>>)> {
    let remembered = db.read(|tx| query::remembered(tx, entity.key))?;
    let mapping = Mapping::with(entity.columns, headings, &remembered)?;
    let by_name = Mapping::of(entity.columns, headings)?;
    let keys = mapping.keys(entity.columns, headings.len()).into_iter();
    let chosen = (mapping != by_name).then(|| keys.map(|key| key.map(str::to_owned)).collect());
    Ok((mapping, chosen))
}

/// The columns of a batch that is kept.
pub(super) fn mapping_of(entity: &Entity, row: &BatchRow, headings: &[String]) -> Result<Mapping> {
    Ok(match &row.columns {
        Some(keys) => Mapping::chosen(entity.columns, headings, keys)?,
        None => Mapping::of(entity.columns, headings)?,
    })
}

pub(super) fn preview_of(mut table: Table, mapping: Mapping) -> Preview {
    table.lines.truncate(PREVIEW_ROWS);
    Preview {
        headings: table.headings,
        mapping,
        lines: table.lines,
        hidden: Vec::new(),
    }
}

fn check_name(name: &str) -> Result<()> {
    let length = name.chars().count();
    let sound = (1..=LONGEST_NAME).contains(&length) && !name.chars().any(char::is_control);
    if sound {
        Ok(())
    } else {
        Err(ImportRefusal::FileNameInvalid.into())
    }
}

/// What is shown to a reader of a batch whose rows are still kept.
///
/// # Errors
/// [`ImportRefusal::Expired`], or as [`upload`].
pub fn preview(db: &Db, keys: &FieldKeys, row: &BatchRow, sight: &Sight) -> Result<Preview> {
    let (entity, table) = kept_table(db, keys, row)?;
    let mapping = mapping_of(entity, row, &table.headings)?;
    let mut preview = preview_of(table, mapping);
    let unseen = |guard: &Option<&'static str>| guard.is_some_and(|permission| !sight.sees(permission));
    if entity.columns.iter().any(|column| unseen(&column.guard)) {
        conceal(&mut preview, entity, |column| unseen(&column.guard));
    }
    Ok(preview)
}

/// Empties the cells of columns that the reader may not see, and those that are not read: they may hold the same under another heading.
fn conceal(preview: &mut Preview, entity: &Entity, unseen: impl Fn(&Column) -> bool) {
    let placed = entity.columns.iter().zip(&preview.mapping.places);
    let (hidden, shown): (Vec<_>, Vec<_>) = placed
        .filter_map(|(column, place)| Some((column, (*place)?)))
        .partition(|(column, _)| unseen(column));
    let shown: Vec<usize> = shown.into_iter().map(|(_, place)| place).collect();
    preview.hidden = hidden.into_iter().map(|(column, _)| column.key).collect();
    for line in &mut preview.lines {
        let cells = line.cells.iter_mut().enumerate();
        cells
            .filter(|(place, _)| !shown.contains(place))
            .for_each(|(_, cell)| cell.clear());
    }
}

/// The rows of a batch as they were sent.
pub(super) fn kept_table(db: &Db, keys: &FieldKeys, row: &BatchRow) -> Result<(&'static Entity, Table)> {
    let entity = find_entity(&row.entity)?;
    let place = place_of(row.id);
    let mut content = Vec::with_capacity(usize::try_from(row.bytes).unwrap_or(0).min(FILE_BYTES));
    for chunk in db.read(|tx| query::chunks(tx, row.id))? {
        content.extend(keys.decrypt(&chunk, &place)?);
    }
    if content.is_empty() {
        return Err(ImportRefusal::Expired.into());
    }
    Ok((entity, read_table(&content)?.1))
}
