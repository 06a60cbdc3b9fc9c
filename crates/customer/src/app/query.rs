//! What is read for screens and for other capabilities. Names and numbers of persons are masked here already.

use std::collections::HashMap;

use kernel::{BusinessDate, CustomerId, DataScope, Mobile, OrgId};
use platform::keys::FieldKeys;
use platform::{DbError, Row, Tx, Value, values};

use crate::app::sealed;
use crate::domain::{CustomerKind, IdentityKind, number_prefix};

/// The columns that [`row_of`] reads.
pub const COLUMNS: &str = concat!(
    "c.id, c.number, c.kind, c.name_shown, c.identity_kind, c.identity_shown, c.mobile_shown, c.created_on, c.loan_count,
        c.org_id, c.officer, ",
    access::organisation_label!("code", "c.org_id"),
    ", ",
    access::organisation_label!("name_zh", "c.org_id"),
    ", ",
    access::organisation_label!("name_en", "c.org_id"),
);

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
    /// Code, Chinese and English name of that organisation.
    pub organisation: (String, String, String),
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

/// The customers that a search text means, at most `limit`: for lists of other things that are searched by customer.
///
/// # Errors
/// [`DbError`].
pub fn find_customer_ids(tx: &mut Tx, keys: &FieldKeys, search: &str, limit: i64) -> Result<Vec<CustomerId>, DbError> {
    let (matching, mut params) = matching(keys, search);
    params.push(Value::from(limit));
    let sql = format!("{matching} ORDER BY id DESC LIMIT ?");
    let mut places = 0;
    let numbered = sql.split_inclusive('?').map(|piece| match piece.strip_suffix('?') {
        Some(before) => {
            places += 1;
            format!("{before}${places}")
        }
        None => piece.to_owned(),
    });
    let rows = tx.query(&numbered.collect::<String>(), &params)?;
    Ok(rows.iter().map(|row| CustomerId(row.id(0))).collect())
}

/// The ids that a search text means, a condition for each `?`. Each branch uses its own index, and exact values only.
pub(super) fn matching(keys: &FieldKeys, search: &str) -> (String, Vec<Value>) {
    let (mut branches, mut values) = (Vec::new(), Vec::new());
    let mut exact = |column: &str, indexes: Vec<Vec<u8>>| {
        for index in indexes {
            values.push(Value::from(index));
            branches.push(format!("SELECT id FROM customer WHERE {column} = ?"));
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
        values.extend(values![prefix, end]);
        branches.push("SELECT id FROM customer WHERE number >= ? AND number < ?".to_owned());
    }
    (branches.join(" UNION "), values)
}

/// One customer, if there is one and it is inside the scope.
///
/// # Errors
/// [`DbError`].
pub fn find_customer(tx: &mut Tx, scope: &DataScope, id: CustomerId) -> Result<Option<CustomerRow>, DbError> {
    let row = tx.query_opt(
        &format!("SELECT {COLUMNS} FROM customer c WHERE c.id = $1"),
        &values![id],
    )?;
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

/// Reads a customer.
///
/// # Errors
/// [`DbError`] when a kind is unknown.
pub fn row_of(row: &Row) -> Result<CustomerRow, DbError> {
    let unknown = |what: &str| DbError::Invariant(format!("a customer has an unknown {what}"));
    let text = |column| row.text(column).to_owned();
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
        organisation: (text(11), text(12), text(13)),
        officer: text(10),
    })
}
