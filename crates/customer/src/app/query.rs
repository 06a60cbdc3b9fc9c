//! What is read for screens and for other capabilities. Names and numbers of persons are masked here already.

use std::collections::HashMap;

use kernel::{BusinessDate, CustomerId, DataScope, Mobile, OrgId};
use platform::keys::FieldKeys;
use platform::scope::{self, ScopeColumns};
use platform::{DbError, Row, Tx, Value, values};

use crate::app::sealed;
use crate::domain::{CustomerKind, IdentityKind, number_prefix};

const COLUMNS: &str =
    "id, number, kind, name_shown, identity_kind, identity_shown, mobile_shown, created_on, loan_count,
    org_id, officer";

/// To whom a customer belongs.
const OWNERS: ScopeColumns = ScopeColumns {
    organisation: "org_id",
    officer: "officer",
};

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
    /// The organisation to which the customer belongs.
    pub org_id: OrgId,
    /// Login of who looks after the customer; empty when nobody does.
    pub officer: String,
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
#[derive(Debug, Clone, Default)]
pub struct CustomerFilter<'a> {
    /// The customers that the reader may see; without one, none.
    pub scope: DataScope,
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
    filter: &CustomerFilter<'_>,
    limit: i64,
) -> Result<Vec<CustomerRow>, DbError> {
    let mut params = Vec::new();
    let mut sql = "1 = 1".to_owned();
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
    let sql = page_sql(&sql, &filter.scope, limit, &mut params);
    tx.query(&sql, &params)?.iter().map(row_of).collect()
}

/// With a scope of several organisations the first rows of each are read along its own index, and of these the first are
/// taken: a page costs the same however large the other organisations are.
fn page_sql(wanted: &str, scope: &DataScope, limit: i64, params: &mut Vec<Value>) -> String {
    let inside: Vec<String> = match scope::parts(scope) {
        Some(parts) => parts.iter().map(|part| part.condition(OWNERS, params)).collect(),
        None => Vec::from_iter(scope::condition_in_order(scope, OWNERS, params)),
    };
    params.push(Value::from(limit));
    let order = format!("ORDER BY id DESC LIMIT ${}", params.len());
    match inside.as_slice() {
        [] => format!("SELECT {COLUMNS} FROM customer WHERE {wanted} {order}"),
        [inside] => format!("SELECT {COLUMNS} FROM customer WHERE {wanted} AND {inside} {order}"),
        several => {
            let first = |(nr, inside): (usize, &String)| {
                format!("SELECT id FROM (SELECT id FROM customer WHERE {wanted} AND {inside} {order}) AS part{nr}")
            };
            let found: Vec<String> = several.iter().enumerate().map(first).collect();
            let found = found.join(" UNION ALL ");
            format!("SELECT {COLUMNS} FROM customer WHERE id IN ({found}) {order}")
        }
    }
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
    let mut exact = |column: &str, indexes: Vec<Vec<u8>>| {
        for index in indexes {
            params.push(Value::from(index));
            branches.push(format!("SELECT id FROM customer WHERE {column} = ${}", params.len()));
        }
    };
    exact("identity_index", sealed::identity_indexes(keys, search));
    exact("name_index", sealed::name_indexes(keys, search));
    if let Ok(mobile) = Mobile::parse(search) {
        exact("mobile_index", sealed::mobile_indexes(keys, &mobile));
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

/// One customer, if there is one and it is inside the scope.
///
/// # Errors
/// [`DbError`].
pub fn find_customer(tx: &mut Tx, scope: &DataScope, id: CustomerId) -> Result<Option<CustomerRow>, DbError> {
    let row = tx.query_opt(&format!("SELECT {COLUMNS} FROM customer WHERE id = $1"), &values![id])?;
    let found = row.as_ref().map(row_of).transpose()?;
    Ok(found.filter(|row| scope.covers(row.org_id, &row.officer)))
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
        org_id: OrgId(row.id(9)),
        officer: row.text(10).to_owned(),
    })
}
