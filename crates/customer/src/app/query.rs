//! What is read for screens and for other capabilities. Names and numbers of persons are masked here already.

use std::collections::HashMap;

use kernel::{BusinessDate, CustomerId, Mobile};
use platform::keys::FieldKeys;
use platform::{DbError, Row, Tx, Value, values};

use crate::app::sealed;
use crate::domain::{CustomerKind, IdentityKind, number_prefix};

const COLUMNS: &str =
    "id, number, kind, name_shown, identity_kind, identity_shown, mobile_shown, created_on, loan_count";

/// A customer as it may be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustomerRow {
    /// Id.
    pub id: CustomerId,
    /// Number.
    pub number: String,
    /// Person or company.
    pub kind: CustomerKind,
    /// Name; of a person masked.
    pub name: String,
    /// The kind of identity document.
    pub identity_kind: IdentityKind,
    /// Its number, masked.
    pub identity_masked: String,
    /// The mobile number, masked.
    pub mobile_masked: Option<String>,
    /// The business date of creation.
    pub created_on: BusinessDate,
    /// Loans ever booked.
    pub loan_count: i64,
}

/// How a customer is named in lists of other things.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustomerLabel {
    /// Number.
    pub number: String,
    /// Name; of a person masked.
    pub name: String,
}

/// Which customers a list shows.
#[derive(Debug, Clone, Copy, Default)]
pub struct CustomerFilter<'a> {
    /// A whole identity number, mobile number or name, or the first four or more characters of a customer number.
    pub search: Option<&'a str>,
    /// Persons or companies only.
    pub kind: Option<CustomerKind>,
    /// The last customer of the page before.
    pub before: Option<CustomerId>,
}

/// At most `limit` customers, newest first.
///
/// # Errors
/// [`DbError`].
pub fn list_customers(
    tx: &mut Tx,
    keys: &FieldKeys,
    filter: CustomerFilter<'_>,
    limit: i64,
) -> Result<Vec<CustomerRow>, DbError> {
    let mut params = Vec::new();
    let mut sql = format!("SELECT {COLUMNS} FROM customer WHERE 1 = 1");
    if let Some(search) = filter.search {
        let matching = matching(keys, search, &mut params);
        sql.push_str(&format!(" AND id IN ({matching})"));
    }
    if let Some(kind) = filter.kind {
        params.push(Value::from(kind.as_str()));
        sql.push_str(&format!(" AND kind = ${}", params.len()));
    }
    if let Some(before) = filter.before {
        params.push(Value::from(before));
        sql.push_str(&format!(" AND id < ${}", params.len()));
    }
    params.push(Value::from(limit));
    sql.push_str(&format!(" ORDER BY id DESC LIMIT ${}", params.len()));
    tx.query(&sql, &params)?.iter().map(row_of).collect()
}

/// The customers that a search text means, at most `limit`: for lists of other things that are searched by customer.
///
/// # Errors
/// [`DbError`].
pub fn find_customer_ids(tx: &mut Tx, keys: &FieldKeys, search: &str, limit: i64) -> Result<Vec<CustomerId>, DbError> {
    let mut params = Vec::new();
    let matching = matching(keys, search, &mut params);
    params.push(Value::from(limit));
    let rows = tx.query(&format!("{matching} ORDER BY id DESC LIMIT ${}", params.len()), &params)?;
    Ok(rows.iter().map(|row| CustomerId(row.id(0))).collect())
}

/// A subquery for the ids that a search text means. Each branch uses its own index, and exact values only.
fn matching(keys: &FieldKeys, search: &str, params: &mut Vec<Value>) -> String {
    let mut branches = Vec::new();
    let mut exact = |column: &str, index: Vec<u8>| {
        params.push(Value::from(index));
        branches.push(format!("SELECT id FROM customer WHERE {column} = ${}", params.len()));
    };
    exact("identity_index", sealed::identity_index(keys, search));
    exact("name_index", sealed::name_index(keys, search));
    if let Ok(mobile) = Mobile::parse(search) {
        exact("mobile_index", sealed::mobile_index(keys, &mobile));
    }
    if let Some(prefix) = number_prefix(search) {
        // `~` sorts behind every character of a number.
        let end = format!("{prefix}~");
        params.extend(values![prefix, end]);
        let (from, to) = (params.len() - 1, params.len());
        branches.push(format!(
            "SELECT id FROM customer WHERE number >= ${from} AND number < ${to}"
        ));
    }
    branches.join(" UNION ")
}

/// One customer.
///
/// # Errors
/// [`DbError`].
pub fn find_customer(tx: &mut Tx, id: CustomerId) -> Result<Option<CustomerRow>, DbError> {
    let row = tx.query_opt(&format!("SELECT {COLUMNS} FROM customer WHERE id = $1"), &values![id])?;
    row.as_ref().map(row_of).transpose()
}

/// Number and shown name of some customers: for a page of a list, not for a book.
///
/// # Errors
/// [`DbError`].
pub fn list_customer_labels(tx: &mut Tx, ids: &[CustomerId]) -> Result<HashMap<CustomerId, CustomerLabel>, DbError> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let params: Vec<Value> = ids.iter().map(|id| Value::from(*id)).collect();
    let places: Vec<String> = (1..=params.len()).map(|place| format!("${place}")).collect();
    let sql = format!(
        "SELECT id, number, name_shown FROM customer WHERE id IN ({})",
        places.join(", ")
    );
    let mut labels = HashMap::with_capacity(ids.len());
    tx.for_each(&sql, &params, |row| {
        let label = CustomerLabel {
            number: row.text(1).to_owned(),
            name: row.text(2).to_owned(),
        };
        labels.insert(CustomerId(row.id(0)), label);
    })?;
    Ok(labels)
}

fn row_of(row: &Row) -> Result<CustomerRow, DbError> {
    let unknown = |what: &str| DbError::Invariant(format!("a customer has an unknown {what}"));
    Ok(CustomerRow {
        id: CustomerId(row.id(0)),
        number: row.text(1).to_owned(),
        kind: CustomerKind::parse(row.text(2)).ok_or_else(|| unknown("kind"))?,
        name: row.text(3).to_owned(),
        identity_kind: IdentityKind::parse(row.text(4)).ok_or_else(|| unknown("identity kind"))?,
        identity_masked: row.text(5).to_owned(),
        mobile_masked: row.opt_text(6).map(str::to_owned),
        created_on: row.business_date(7),
        loan_count: row.int(8),
    })
}
