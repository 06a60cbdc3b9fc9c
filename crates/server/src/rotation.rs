//! Which tables hold encrypted fields, and how all of them are written anew under the key for writing.

use crate::failure::Failure;
use platform::keys::{FieldKeys, Resealed};
use platform::{Db, Tx};
use std::collections::BTreeMap;
use uuid::Uuid;

/// Rows by version.
type ByVersion = Vec<(u8, u64)>;

/// One table with encrypted fields. A new one is a new line in [`SEALED`].
struct Sealed {
    table: &'static str,
    reseal: fn(&mut Tx, &FieldKeys, Option<Uuid>, i64) -> Result<Resealed, Failure>,
    count: fn(&mut Tx) -> Result<ByVersion, Failure>,
}

const SEALED: [Sealed; 5] = [
    Sealed {
        table: "customer",
        reseal: |tx, keys, after, limit| Ok(customer::app::reseal_customers(tx, keys, after, limit)?),
        count: |tx| Ok(customer::app::count_sealed_customers(tx)?),
    },
    Sealed {
        table: "second_factor",
        reseal: |tx, keys, after, limit| Ok(access::app::reseal_second_factors(tx, keys, after, limit)?),
        count: |tx| Ok(access::app::count_sealed_second_factors(tx)?),
    },
    Sealed {
        table: "form_draft",
        reseal: |tx, keys, after, limit| Ok(preference::app::reseal_drafts(tx, keys, after, limit)?),
        count: |tx| Ok(preference::app::count_sealed_drafts(tx)?),
    },
    Sealed {
        table: "export_chunk",
        reseal: |tx, keys, after, _| Ok(export::app::reseal_export(tx, keys, after)?),
        count: |tx| Ok(export::app::count_sealed_chunks(tx)?),
    },
    Sealed {
        table: "import_chunk",
        reseal: |tx, keys, after, _| Ok(import::app::reseal_import(tx, keys, after)?),
        count: |tx| Ok(import::app::count_sealed_chunks(tx)?),
    },
];

/// Goes over all rows once and writes anew those that are not under the key for writing; how many those were. Each batch is a
/// transaction of its own, so that others get their turn, and a rotation that was interrupted is simply run again.
///
/// # Errors
/// [`Failure`] when the database fails or a field does not open.
pub fn reseal_all(db: &Db, keys: &FieldKeys, batch: i64, told: &mut dyn FnMut(u64)) -> Result<u64, Failure> {
    let mut changed = 0;
    for table in &SEALED {
        let mut after = None;
        loop {
            let step = db.write(|tx| (table.reseal)(tx, keys, after, batch))?;
            changed += step.changed;
            tracing::debug!(table = table.table, changed, "written anew");
            told(changed);
            match step.last {
                Some(last) => after = Some(last),
                None => break,
            }
        }
    }
    Ok(changed)
}

/// Rows by the version of the key that they are under.
///
/// # Errors
/// [`Failure`] when the database fails.
pub fn count_by_version(db: &Db) -> Result<BTreeMap<u8, u64>, Failure> {
    let mut total = BTreeMap::new();
    for table in &SEALED {
        for (version, rows) in db.read(|tx| (table.count)(tx))? {
            *total.entry(version).or_default() += rows;
        }
    }
    Ok(total)
}

#[cfg(test)]
mod tests {
    use super::*;
    use platform::schema::describe;
    use platform::testing::TestDb;
    use std::collections::BTreeSet;

    #[test]
    fn every_table_with_sealed_fields_takes_part_in_a_rotation() {
        let columns = TestDb::new().read(describe).expect("the tables");
        let sealed = columns.iter().filter(|column| column.name.ends_with("_sealed"));
        let sealed: BTreeSet<&str> = sealed.map(|column| column.table.as_str()).collect();
        assert_eq!(sealed, SEALED.iter().map(|table| table.table).collect());
    }
}
