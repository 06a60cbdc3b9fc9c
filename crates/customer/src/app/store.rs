//! The SQL of the use cases.

use kernel::{CustomerId, DataScope, OrgId};
use platform::{DbError, Row, Tx, Value, values};

use crate::domain::{CustomerKind, IdentityKind, Profile};

/// A customer as it is stored.
pub(crate) struct CustomerRecord {
    pub id: CustomerId,
    pub number: String,
    pub kind: CustomerKind,
    pub name: Field,
    pub identity_kind: IdentityKind,
    pub identity: Field,
    pub mobile: Option<Field>,
    pub profile: Profile,
    /// To whom the customer belongs.
    pub owner: Owner,
    pub created_on: kernel::BusinessDate,
    pub created_at: kernel::Timestamp,
}

/// To whom a customer belongs: organisation, and login of the officer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Owner {
    /// The organisation.
    pub org_id: OrgId,
    /// The officer; empty when nobody looks after the customer.
    pub officer: String,
}

impl Owner {
    /// The head office, and nobody in particular: for customers who are taken over from elsewhere.
    #[must_use]
    pub fn head_office() -> Self {
        Self {
            org_id: OrgId::HEAD_OFFICE,
            officer: String::new(),
        }
    }
}

/// A text that identifies: masked, encrypted, and the hash that finds it.
pub(crate) struct Field {
    pub shown: String,
    pub sealed: Vec<u8>,
    pub index: Vec<u8>,
}

/// The sealed fields of a customer.
pub(crate) struct SealedFields {
    pub name: Vec<u8>,
    pub identity: Vec<u8>,
    pub mobile: Option<Vec<u8>>,
}

const COLUMNS: [&str; 20] = [
    "id",
    "number",
    "kind",
    "name_shown",
    "name_sealed",
    "name_index",
    "identity_kind",
    "identity_shown",
    "identity_sealed",
    "identity_index",
    "mobile_shown",
    "mobile_sealed",
    "mobile_index",
    "loan_count",
    "created_on",
    "created_at",
    "org_id",
    "officer",
    "industry",
    "region",
];

pub(crate) fn insert_customers(tx: &mut Tx, customers: Vec<CustomerRecord>) -> Result<(), DbError> {
    let rows: Vec<Vec<Value>> = customers.into_iter().map(values_of).collect();
    tx.insert_rows("customer", &COLUMNS, &rows)
}

fn values_of(customer: CustomerRecord) -> Vec<Value> {
    let (shown, sealed, index) = match customer.mobile {
        Some(mobile) => (Some(mobile.shown), Some(mobile.sealed), Some(mobile.index)),
        None => (None, None, None),
    };
    Vec::from(values![
        customer.id,
        customer.number,
        customer.kind.as_str(),
        customer.name.shown,
        customer.name.sealed,
        customer.name.index,
        customer.identity_kind.as_str(),
        customer.identity.shown,
        customer.identity.sealed,
        customer.identity.index,
        shown,
        sealed,
        index,
        0_i64,
        customer.created_on,
        customer.created_at,
        customer.owner.org_id,
        customer.owner.officer,
        customer.profile.industry.unwrap_or_default(),
        customer.profile.region.unwrap_or_default(),
    ])
}

/// A customer by the document, with the hashes of what it may be compared with.
pub(crate) struct Holder {
    pub id: CustomerId,
    pub number: String,
    pub kind: CustomerKind,
    pub name_shown: String,
    pub name_index: Vec<u8>,
    pub identity_kind: IdentityKind,
    pub identity_index: Vec<u8>,
    pub mobile_index: Option<Vec<u8>>,
    pub owner: Owner,
    pub profile: Profile,
}

/// The customers who have one of these documents.
pub(crate) fn list_holders(tx: &mut Tx, indexes: &[&[u8]]) -> Result<Vec<Holder>, DbError> {
    let places: Vec<String> = (1..=indexes.len()).map(|place| format!("${place}")).collect();
    let sql = format!(
        "SELECT id, number, kind, name_shown, name_index, identity_kind, identity_index, mobile_index, org_id, officer,
            industry, region
         FROM customer WHERE identity_index IN ({})",
        places.join(", ")
    );
    let params: Vec<Value> = indexes.iter().map(|index| Value::from(*index)).collect();
    let unreadable = || DbError::Invariant("a customer of an unknown kind".to_owned());
    let holder = |row: &Row| {
        Ok(Holder {
            id: CustomerId(row.id(0)),
            number: row.text(1).to_owned(),
            kind: CustomerKind::parse(row.text(2)).ok_or_else(unreadable)?,
            name_shown: row.text(3).to_owned(),
            name_index: row.bytes(4).to_vec(),
            identity_kind: IdentityKind::parse(row.text(5)).ok_or_else(unreadable)?,
            identity_index: row.bytes(6).to_vec(),
            mobile_index: row.opt_bytes(7).map(<[u8]>::to_vec),
            owner: Owner {
                org_id: OrgId(row.id(8)),
                officer: row.text(9).to_owned(),
            },
            profile: Profile::of(Some(row.text(10)), Some(row.text(11))),
        })
    };
    tx.query(&sql, &params)?.iter().map(holder).collect()
}

/// Whether a customer has the number.
pub(crate) fn number_exists(tx: &mut Tx, number: &str) -> Result<bool, DbError> {
    Ok(tx
        .query_opt("SELECT id FROM customer WHERE number = $1", &values![number])?
        .is_some())
}

/// The number and owner of the customer who has a document.
pub(crate) fn find_holder(tx: &mut Tx, kind: IdentityKind, index: &[u8]) -> Result<Option<(String, Owner)>, DbError> {
    let row = tx.query_opt(
        "SELECT number, org_id, officer FROM customer WHERE identity_index = $1 AND identity_kind = $2",
        &values![index, kind.as_str()],
    )?;
    let owner = |row: &Row| Owner {
        org_id: OrgId(row.id(1)),
        officer: row.text(2).to_owned(),
    };
    Ok(row.map(|row| (row.text(0).to_owned(), owner(&row))))
}

/// How a customer inside a scope is classed; its row is locked until the transaction ends.
pub(crate) fn find_profile(tx: &mut Tx, scope: &DataScope, id: CustomerId) -> Result<Option<Profile>, DbError> {
    let lock = tx.row_lock();
    let sql = format!("SELECT industry, region, org_id, officer FROM customer WHERE id = $1{lock}");
    let row = tx.query_opt(&sql, &values![id])?;
    let row = row.filter(|row| scope.covers(OrgId(row.id(2)), row.text(3)));
    Ok(row.map(|row| Profile::of(Some(row.text(0)), Some(row.text(1)))))
}

pub(crate) fn update_profile(tx: &mut Tx, id: CustomerId, profile: &Profile) -> Result<(), DbError> {
    let (industry, region) = (profile.industry.as_deref(), profile.region.as_deref());
    let values = values![id, industry.unwrap_or_default(), region.unwrap_or_default()];
    tx.execute("UPDATE customer SET industry = $2, region = $3 WHERE id = $1", &values)?;
    Ok(())
}

pub(crate) fn find_sealed(
    tx: &mut Tx,
    scope: &DataScope,
    id: CustomerId,
) -> Result<Option<(SealedFields, Owner)>, DbError> {
    let row = tx.query_opt(
        "SELECT name_sealed, identity_sealed, mobile_sealed, org_id, officer FROM customer WHERE id = $1",
        &values![id],
    )?;
    let row = row.filter(|row| scope.covers(OrgId(row.id(3)), row.text(4)));
    Ok(row.map(|row| {
        let fields = SealedFields {
            name: row.bytes(0).to_vec(),
            identity: row.bytes(1).to_vec(),
            mobile: row.opt_bytes(2).map(<[u8]>::to_vec),
        };
        let owner = Owner {
            org_id: OrgId(row.id(3)),
            officer: row.text(4).to_owned(),
        };
        (fields, owner)
    }))
}

/// A customer's sealed fields with the id that they are bound to.
pub(crate) struct SealedRow {
    pub id: CustomerId,
    pub fields: SealedFields,
}

/// Customers after one, in order of id, locked until the transaction ends.
pub(crate) fn list_sealed(tx: &mut Tx, after: Option<CustomerId>, limit: i64) -> Result<Vec<SealedRow>, DbError> {
    let lock = tx.row_lock();
    let after = after.unwrap_or(CustomerId(uuid::Uuid::nil()));
    let sql = format!(
        "SELECT name_sealed, identity_sealed, mobile_sealed, id FROM customer WHERE id > $1 ORDER BY id LIMIT $2{lock}"
    );
    let rows = tx.query(&sql, &values![after, limit])?;
    let sealed = rows.iter().map(|row| SealedRow {
        id: CustomerId(row.id(3)),
        fields: SealedFields {
            name: row.bytes(0).to_vec(),
            identity: row.bytes(1).to_vec(),
            mobile: row.opt_bytes(2).map(<[u8]>::to_vec),
        },
    });
    Ok(sealed.collect())
}

/// Rows of id, then sealed field and hash of name, identity and mobile number.
pub(crate) fn update_sealed(tx: &mut Tx, rows: &[Vec<Value>]) -> Result<(), DbError> {
    let sets = [
        "name_sealed",
        "name_index",
        "identity_sealed",
        "identity_index",
        "mobile_sealed",
        "mobile_index",
    ];
    tx.update_rows("customer", &["id"], &sets, rows).map(|_| ())
}

/// Customers by the version that their identity begins with.
pub(crate) fn count_sealed(tx: &mut Tx) -> Result<Vec<(u8, u64)>, DbError> {
    let sql = "SELECT substr(identity_sealed, 1, 1) AS version, count(*) FROM customer
        GROUP BY substr(identity_sealed, 1, 1) ORDER BY version";
    let rows = tx.query(sql, &[])?;
    let counted = rows.iter().map(|row| {
        let version = row.bytes(0).first().copied().unwrap_or(0);
        (version, row.int(1).unsigned_abs())
    });
    Ok(counted.collect())
}

pub(crate) fn add_loans(tx: &mut Tx, id: CustomerId, loans: i64) -> Result<(), DbError> {
    tx.queue(
        "UPDATE customer SET loan_count = loan_count + $2 WHERE id = $1",
        &values![id, loans],
    )
}
