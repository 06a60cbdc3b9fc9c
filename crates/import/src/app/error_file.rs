//! The rows of a batch as they were sent, with what is wrong with each.

use super::error::Result;
use super::query::{self, BatchRow, ErrorRow};
use super::read::read_table;
use super::report::{Report, RowError};
use super::sheet::{Sheet, csv, xlsx};
use super::upload::{kept_table, mapping_of};
use crate::domain::{ERRORS_KEPT, Entity, Table};
use export::domain::Format;
use platform::http::{AppState, Lang};
use platform::{AuditLine, CommandContext};
use serde_json::json;
use std::collections::BTreeMap;

/// The refused rows only, or all rows: mended and sent again, the last column is not read.
#[derive(Debug, Clone, Copy)]
pub struct Wanted {
    /// Its format.
    pub format: Format,
    /// Whether words are English.
    pub english: bool,
    /// Whether rows without an error are in it too.
    pub all_rows: bool,
}

/// Makes the file. That it is taken out stands in the audit trail.
///
/// # Errors
/// [`crate::domain::ImportRefusal::Expired`], [`crate::domain::ImportRefusal::FieldDenied`], and as [`super::upload::upload`].
pub fn error_file(state: &AppState, context: &CommandContext, row: &BatchRow, wanted: Wanted) -> Result<Vec<u8>> {
    let (entity, table) = kept_table(&state.db, &state.keys, row)?;
    let mapping = mapping_of(entity, row, &table.headings)?;
    mapping.check_fields(entity.columns, |permission| context.sight.sees(permission))?;
    let most = i64::try_from(ERRORS_KEPT).unwrap_or(i64::MAX);
    let errors = state.db.read(|tx| query::list_errors(tx, row.id, (0, most)))?;
    let rows = with_errors(entity, table, &errors, wanted);
    let count = rows.len() - 1;
    let file = match wanted.format {
        Format::Csv => csv(&rows)?,
        Format::Xlsx => xlsx(&[Sheet {
            name: if wanted.english { entity.en } else { entity.zh },
            rows,
        }])?,
    };
    state.db.write(|tx| {
        tx.act_as(&context.actor, &context.request_id, context.now);
        tx.audit(AuditLine {
            action: "import.errors_downloaded",
            object_kind: "import",
            object_id: row.id.to_string(),
            before: None,
            after: Some(json!({ "entity": row.entity, "file": row.file_name, "rows": count })),
        });
        Ok::<_, platform::DbError>(())
    })?;
    Ok(file)
}

/// The refused rows of a file as CSV, in the reader's language, with what is wrong with each.
///
/// # Errors
/// As [`error_file`].
pub fn refused_rows(entity: &Entity, content: &[u8], report: &Report, english: bool) -> Result<Vec<u8>> {
    let told = |error: &RowError| ErrorRow {
        place: 0,
        line: i64::from(error.line),
        column: error.problem.to_json(Lang::En, None)["field"]
            .as_str()
            .map(str::to_owned),
        code: error.problem.code().to_owned(),
        zh: error.problem.detail(Lang::Zh),
        en: error.problem.detail(Lang::En),
    };
    let errors: Vec<ErrorRow> = report.errors.iter().map(told).collect();
    let wanted = Wanted {
        format: Format::Csv,
        english,
        all_rows: false,
    };
    csv(&with_errors(entity, read_table(content)?.1, &errors, wanted))
}

fn with_errors(entity: &Entity, table: Table, errors: &[ErrorRow], wanted: Wanted) -> Vec<Vec<String>> {
    let mut by_line: BTreeMap<i64, Vec<String>> = BTreeMap::new();
    for error in errors {
        let heading = error
            .column
            .as_deref()
            .map(|key| heading_of(entity, key, wanted.english));
        let text = if wanted.english { &error.en } else { &error.zh };
        let told = match heading {
            Some(heading) => format!("{heading}: {text} [{}]", error.code),
            None => format!("{text} [{}]", error.code),
        };
        by_line.entry(error.line).or_default().push(told);
    }
    let width = table.headings.len();
    let last = if wanted.english { "Errors" } else { "错误" };
    let mut rows = vec![filled(table.headings, width, last.to_owned())];
    for line in table.lines {
        let told = by_line.get(&i64::from(line.number)).map(|all| all.join("; "));
        if told.is_some() || wanted.all_rows {
            rows.push(filled(line.cells, width, told.unwrap_or_default()));
        }
    }
    rows
}

fn filled(mut cells: Vec<String>, width: usize, last: String) -> Vec<String> {
    cells.resize(width, String::new());
    cells.push(last);
    cells
}

fn heading_of<'a>(entity: &Entity, key: &'a str, english: bool) -> &'a str {
    let column = entity.columns.iter().find(|column| column.key == key);
    column.map_or(key, |column| if english { column.en } else { column.zh })
}
