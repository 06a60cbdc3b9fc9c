//! What is read for screens and for other capabilities. Names and numbers of persons are masked here already.

use std::collections::HashMap;

use kernel::{BusinessDate, CustomerId, DataScope, Mobile, OrgId};
use platform::keys::FieldKeys;
use platform::{DbError, Row, Sight, Tx, Value, values};

use crate::app::sealed;
use crate::domain::{CustomerKind, FIELD_IDENTITY, FIELD_MOBILE, IdentityKind, Profile, number_prefix};

/// The columns that [`row_of`] reads.
pub const COLUMNS: &str = concat!(
    "c.id, c.number, c.kind, c.name_shown, c.identity_kind, c.identity_shown, c.mobile_shown, c.created_on, c.loan_count,
        c.org_id, c.officer, ",
    access::organisation_label!("code", "c.org_id"),
    ", ",
    access::organisation_label!("name_zh", "c.org_id"),
    ", ",
    access::organisation_label!("name_en", "c.org_id"),
    ", c.industry, c.region",
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
    /// Its number, masked; nothing when the reader may not see it.
    pub identity_masked: Option<String>,
    /// The mobile number, masked; nothing when there is none, or the reader may not see it.
    pub mobile_masked: Option<String>,
    /// What the reader may not see of this customer: names of the members above.
    pub hidden: Vec<&'static str>,
    /// How it is classed.
    pub profile: Profile,
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

impl CustomerRow {
    /// The customer as somebody sees it: without the fields that they may not see on its row.
    #[must_use]
    pub fn seen_by(mut self, sight: &Sight) -> Self {
        let sees = |field: &str| sight.covers(field, self.org_id, &self.officer);
        let (identity, mobile) = (sees(FIELD_IDENTITY), sees(FIELD_MOBILE));
        if !identity {
            self.identity_masked = None;
            self.hidden.push("identity_masked");
        }
        if !mobile {
            self.mobile_masked = None;
            self.hidden.push("mobile_masked");
        }
        self
    }
}

/// How a customer is named in lists of other things.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustomerLabel {
    /// Number.
    pub number: String,
    /// Name; of a person masked.
    pub name: String,
}

/// The customers that a search text means for a reader, at most `limit`: for lists of other things that are searched by customer.
///
/// # Errors
/// [`DbError`].
pub fn find_customer_ids(
    tx: &mut Tx,
    (keys, sight): (&FieldKeys, &Sight),
    search: &str,
    limit: i64,
) -> Result<Vec<CustomerId>, DbError> {
    let (matching, mut params) = matching(keys, sight, search);
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

/// The ids that a search text means, a condition for each `?`. Each branch uses its own index, and exact values only. By a number only
/// those customers are found of whom the reader may see it: a search that finds tells the number.
pub(super) fn matching(keys: &FieldKeys, sight: &Sight, search: &str) -> (String, Vec<Value>) {
    let (mut branches, mut values) = (Vec::new(), Vec::new());
    let mut exact = |column: &str, indexes: Vec<Vec<u8>>, scope: &DataScope| {
        let Some((inside, owners)) = inside(scope) else { return };
        for index in indexes {
            values.push(Value::from(index));
            values.extend(owners.iter().cloned());
            branches.push(format!("SELECT id FROM customer WHERE {column} = ?{inside}"));
        }
    };
    let identities = sealed::identity_indexes(keys, search);
    exact("identity_index", identities, &sight.of(FIELD_IDENTITY));
    exact("name_index", sealed::name_indexes(keys, search), &DataScope::All);
    if let Ok(mobile) = Mobile::parse(search) {
        let mobiles = sealed::mobile_indexes(keys, &mobile);
        exact("mobile_index", mobiles, &sight.of(FIELD_MOBILE));
    }
    if let Some(prefix) = number_prefix(search) {
        // `~` sorts behind every character of a number.
        let end = format!("{prefix}~");
        values.extend(values![prefix, end]);
        branches.push("SELECT id FROM customer WHERE number >= ? AND number < ?".to_owned());
    }
    (branches.join(" UNION "), values)
}

/// The condition that a customer lies in a scope, with a value for each `?`; nothing for a scope without rows.
fn inside(scope: &DataScope) -> Option<(String, Vec<Value>)> {
    let DataScope::Rows(rows) = scope else {
        return Some((String::new(), Vec::new()));
    };
    let (mut any, mut owners) = (Vec::new(), Vec::new());
    if let Some(officer) = &rows.officer {
        any.push("officer = ?".to_owned());
        owners.push(Value::from(officer));
    }
    if !rows.organisations.is_empty() {
        any.push(format!(
            "org_id IN ({})",
            vec!["?"; rows.organisations.len()].join(", ")
        ));
        owners.extend(rows.organisations.iter().map(|id| Value::from(*id)));
    }
    (!any.is_empty()).then(|| (format!(" AND ({})", any.join(" OR ")), owners))
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
        identity_masked: Some(row.text(5).to_owned()),
        mobile_masked: row.opt_text(6).map(str::to_owned),
        hidden: Vec::new(),
        profile: Profile::of(Some(row.text(14)), Some(row.text(15))),
        created_on: row.business_date(7),
        loan_count: row.int(8),
        org_id: OrgId(row.id(9)),
        organisation: (text(11), text(12), text(13)),
        officer: text(10),
    })
}
