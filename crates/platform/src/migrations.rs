//! The schema, step by step: numbered pairs of SQL files, applied once and never changed afterwards.

use crate::clock::Clock;
use crate::db::Db;
use crate::db_error::DbError;
use crate::db_options::Backend;
use crate::schema;
use crate::tx::Tx;
use crate::values;
use sha2::{Digest, Sha256};

/// One step of the schema, written for both databases.
#[derive(Debug, Clone, Copy)]
pub struct Migration {
    /// Position; unique and ascending.
    pub number: u32,
    /// File name without its ending.
    pub name: &'static str,
    /// SQL for SQLite.
    pub sqlite: &'static str,
    /// SQL for PostgreSQL.
    pub postgres: &'static str,
}

macro_rules! pair {
    ($number:literal, $name:literal) => {
        Migration {
            number: $number,
            name: $name,
            sqlite: include_str!(concat!("../../../migrations/sqlite/", $name, ".sql")),
            postgres: include_str!(concat!("../../../migrations/postgres/", $name, ".sql")),
        }
    };
}

/// All steps of Xindai in their order. A new file pair is a new line here.
pub fn all() -> &'static [Migration] {
    const ALL: &[Migration] = &[
        pair!(1, "0001_platform"),
        pair!(2, "0002_access"),
        pair!(3, "0003_customer"),
        pair!(4, "0004_product"),
        pair!(5, "0005_ledger"),
        pair!(6, "0006_loan"),
        pair!(7, "0007_installation"),
        pair!(8, "0008_product_rules"),
        pair!(9, "0009_calling_in"),
        pair!(10, "0010_organisations_and_scope"),
        pair!(11, "0011_permission_catalogue"),
        pair!(12, "0012_four_eyes"),
        pair!(13, "0013_passwords_and_sessions"),
        pair!(20, "0020_field_key"),
        pair!(30, "0030_preference"),
        pair!(31, "0031_export"),
        pair!(70, "0070_product_versions"),
        pair!(71, "0071_second_factor"),
        pair!(72, "0072_audit_search"),
        pair!(73, "0073_reference"),
        pair!(74, "0074_lender"),
        pair!(75, "0075_import"),
        pair!(76, "0076_opening"),
        pair!(77, "0077_notice"),
        pair!(78, "0078_api_tokens"),
        pair!(79, "0079_addresses_and_policy"),
        pair!(80, "0080_reasons_and_parameters"),
        pair!(81, "0081_loan_orders"),
        pair!(82, "0082_audit_archive"),
        pair!(83, "0083_import_columns"),
        pair!(84, "0084_sign_on"),
        pair!(85, "0085_lock_screen"),
        pair!(86, "0086_posts"),
        pair!(87, "0087_feed_loan"),
        pair!(88, "0088_audit_address"),
        pair!(89, "0089_demo_mark"),
        pair!(90, "0090_lists"),
        pair!(91, "0091_list_files"),
        pair!(93, "0093_audit_file"),
        pair!(94, "0094_loan_transactions"),
        pair!(95, "0095_field_permissions"),
        pair!(96, "0096_codes_in_use"),
        pair!(97, "0097_rate_changes"),
    ];
    ALL
}

const CREATE: &str = "CREATE TABLE IF NOT EXISTS schema_migration (
    number BIGINT NOT NULL PRIMARY KEY, name TEXT NOT NULL, checksum TEXT NOT NULL, applied_at BIGINT NOT NULL)";

impl Db {
    /// Brings the schema up to date. Several nodes may call it at once: one works, the others wait and find it done.
    ///
    /// # Errors
    /// [`DbError::Migration`] when an applied step was changed, is unknown to this program, or fails.
    pub fn migrate(&self, steps: &[Migration]) -> Result<(), DbError> {
        if !steps.is_sorted_by(|a, b| a.number < b.number) {
            return Err(DbError::Migration(
                "the steps are not listed in order, each once".to_owned(),
            ));
        }
        if let Err(error) = self.write(|tx| tx.batch(CREATE)) {
            // Two nodes created the table at the same moment: one of them is told so.
            if !error.is_unique_violation() {
                return Err(error);
            }
        }
        self.write(|tx| apply(tx, steps))
    }
}

impl Db {
    /// Tries the steps that are missing in a transaction and takes it back.
    ///
    /// # Errors
    /// As [`Db::migrate`].
    pub fn try_migrations(&self, steps: &[Migration]) -> Result<(), DbError> {
        self.preview(|tx| {
            tx.batch(CREATE)?;
            apply(tx, steps)
        })
    }
}

/// Names of the steps that the database does not have yet. Changes nothing.
///
/// # Errors
/// [`DbError`] when the database fails.
pub fn pending(db: &Db, steps: &[Migration]) -> Result<Vec<&'static str>, DbError> {
    db.read(|tx| {
        let columns = schema::describe(tx)?;
        let mut applied = Vec::new();
        if columns.iter().any(|column| column.table == "schema_migration") {
            tx.for_each("SELECT number FROM schema_migration", &[], |row| {
                applied.push(row.int(0))
            })?;
        }
        let missing = steps.iter().filter(|step| !applied.contains(&i64::from(step.number)));
        Ok(missing.map(|step| step.name).collect())
    })
}

/// Number and name of the last step that was applied; `None` in an empty database.
///
/// # Errors
/// [`DbError`] when the database fails.
pub fn last_applied(tx: &mut Tx) -> Result<Option<(u32, String)>, DbError> {
    let columns = schema::describe(tx)?;
    if !columns.iter().any(|column| column.table == "schema_migration") {
        return Ok(None);
    }
    let sql = "SELECT number, name FROM schema_migration ORDER BY number DESC LIMIT 1";
    let row = tx.query_opt(sql, &[])?;
    Ok(row.map(|row| (u32::try_from(row.int(0)).unwrap_or(u32::MAX), row.text(1).to_owned())))
}

fn apply(tx: &mut Tx, steps: &[Migration]) -> Result<(), DbError> {
    if tx.backend() == Backend::Postgres {
        tx.batch("LOCK TABLE schema_migration IN ACCESS EXCLUSIVE MODE")?;
    }
    let rows = tx.query(
        "SELECT number, name, checksum FROM schema_migration ORDER BY number",
        &[],
    )?;
    for row in &rows {
        let (number, name) = (row.int(0), row.text(1));
        let Some(step) = steps.iter().find(|step| i64::from(step.number) == number) else {
            return Err(DbError::Migration(format!(
                "the database has step {name}, which this program does not know: it is older"
            )));
        };
        if row.text(2) != checksum(tx.backend(), step) {
            return Err(DbError::Migration(format!(
                "step {name} was changed after it was applied"
            )));
        }
    }
    let last = rows.last().map_or(0, |row| row.int(0));
    for step in steps {
        if rows.iter().any(|row| row.int(0) == i64::from(step.number)) {
            continue;
        }
        if i64::from(step.number) <= last {
            return Err(DbError::Migration(format!(
                "step {} comes before step {last}, which is applied",
                step.name
            )));
        }
        tx.batch(sql(tx.backend(), step))
            .map_err(|e| DbError::Migration(format!("step {}: {e}", step.name)))?;
        let record = "INSERT INTO schema_migration (number, name, checksum, applied_at) VALUES ($1, $2, $3, $4)";
        let applied_at = Clock::system().now();
        tx.execute(
            record,
            &values![step.number, step.name, checksum(tx.backend(), step), applied_at],
        )?;
    }
    Ok(())
}

fn sql(backend: Backend, step: &Migration) -> &'static str {
    match backend {
        Backend::Sqlite => step.sqlite,
        Backend::Postgres => step.postgres,
    }
}

fn checksum(backend: Backend, step: &Migration) -> String {
    hex::encode(Sha256::digest(sql(backend, step).replace("\r\n", "\n")))
}
