//! What goes into a statement (`Value`) and what comes out of it (`Row`), the same on both databases.

use kernel::{
    BusinessDate, CivilDate, CustomerId, EntryId, EventId, LoanId, OrgId, ProductId, RoleId, Timestamp, UserId,
    ValueDate,
};
use uuid::Uuid;

/// One parameter of a statement or one cell of a row to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// SQL NULL.
    Null,
    /// BIGINT; also booleans (0/1), business dates (days) and timestamps (milliseconds).
    Int(i64),
    /// TEXT; also JSON and decimals wider than 64 bits.
    Text(String),
    /// BLOB or BYTEA.
    Bytes(Vec<u8>),
    /// An identifier: BLOB(16) in SQLite, UUID in PostgreSQL.
    Id(Uuid),
}

impl Value {
    /// The name used in error messages.
    pub(crate) fn kind(&self) -> &'static str {
        match self {
            Value::Null => "null",
            Value::Int(_) => "int",
            Value::Text(_) => "text",
            Value::Bytes(_) => "bytes",
            Value::Id(_) => "id",
        }
    }
}

/// `values![a, b, c]` is the array `[Value::from(a), Value::from(b), Value::from(c)]`;
/// `&values![…]` are parameters, `Vec::from(values![…])` is a row for `insert_rows`.
#[macro_export]
macro_rules! values {
    ($($value:expr),* $(,)?) => { [$($crate::Value::from($value)),*] };
}

macro_rules! value_from {
    ($($source:ty, $name:ident => $value:expr;)*) => {
        $(impl From<$source> for Value {
            fn from($name: $source) -> Value {
                $value
            }
        })*
    };
}

value_from! {
    i64, n => Value::Int(n);
    i32, n => Value::Int(i64::from(n));
    i16, n => Value::Int(i64::from(n));
    u32, n => Value::Int(i64::from(n));
    u16, n => Value::Int(i64::from(n));
    u8, n => Value::Int(i64::from(n));
    bool, b => Value::Int(i64::from(b));
    i128, n => Value::Text(n.to_string());
    String, s => Value::Text(s);
    &str, s => Value::Text(s.to_owned());
    &String, s => Value::Text(s.clone());
    Vec<u8>, b => Value::Bytes(b);
    &[u8], b => Value::Bytes(b.to_vec());
    [u8; 32], b => Value::Bytes(b.to_vec());
    Uuid, id => Value::Id(id);
    &Uuid, id => Value::Id(*id);
    serde_json::Value, json => Value::Text(json.to_string());
    &serde_json::Value, json => Value::Text(json.to_string());
    CivilDate, date => Value::Int(i64::from(date.days()));
    BusinessDate, date => Value::Int(i64::from(date.days()));
    ValueDate, date => Value::Int(i64::from(date.days()));
    Timestamp, at => Value::Int(at.millis());
}

macro_rules! value_from_ids {
    ($($id:ty),*) => {
        $(impl From<$id> for Value {
            fn from(id: $id) -> Value {
                Value::Id(id.uuid())
            }
        })*
    };
}
value_from_ids!(UserId, RoleId, OrgId, CustomerId, ProductId, LoanId, EventId, EntryId);

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Value {
        value.map_or(Value::Null, Into::into)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Cell {
    Null,
    Int(i64),
    Text { from: u32, to: u32 },
    Bytes { from: u32, to: u32 },
}

/// One row of a result. Columns are read by their place, from 0.
///
/// Asking for a type the column does not hold is a programmer's error and panics with the place and both types;
/// a panic inside a transaction rolls it back.
#[derive(Debug, Clone, Default)]
pub struct Row {
    cells: Vec<Cell>,
    text: String,
    bytes: Vec<u8>,
}

impl Row {
    /// Number of columns.
    pub fn len(&self) -> usize {
        self.cells.len()
    }

    /// Whether the row has no column.
    pub fn is_empty(&self) -> bool {
        self.cells.is_empty()
    }

    /// Whether the cell is NULL.
    pub fn is_null(&self, column: usize) -> bool {
        matches!(self.cell(column), Cell::Null)
    }

    /// An integer.
    pub fn int(&self, column: usize) -> i64 {
        self.opt_int(column).unwrap_or_else(|| self.wrong(column, "int"))
    }

    /// An integer or NULL.
    pub fn opt_int(&self, column: usize) -> Option<i64> {
        match self.cell(column) {
            Cell::Null => None,
            Cell::Int(n) => Some(n),
            _ => self.wrong(column, "int"),
        }
    }

    /// A boolean stored as 0 or 1.
    pub fn bool(&self, column: usize) -> bool {
        self.int(column) != 0
    }

    /// A wide integer: stored as decimal TEXT, or an integer column, or a sum.
    pub fn i128(&self, column: usize) -> i128 {
        match self.cell(column) {
            Cell::Int(n) => i128::from(n),
            Cell::Text { .. } => self.text(column).parse().unwrap_or_else(|_| self.wrong(column, "i128")),
            _ => self.wrong(column, "i128"),
        }
    }

    /// A text.
    pub fn text(&self, column: usize) -> &str {
        self.opt_text(column).unwrap_or_else(|| self.wrong(column, "text"))
    }

    /// A text or NULL.
    pub fn opt_text(&self, column: usize) -> Option<&str> {
        match self.cell(column) {
            Cell::Null => None,
            Cell::Text { from, to } => Some(&self.text[from as usize..to as usize]),
            _ => self.wrong(column, "text"),
        }
    }

    /// Bytes.
    pub fn bytes(&self, column: usize) -> &[u8] {
        self.opt_bytes(column).unwrap_or_else(|| self.wrong(column, "bytes"))
    }

    /// Bytes or NULL.
    pub fn opt_bytes(&self, column: usize) -> Option<&[u8]> {
        match self.cell(column) {
            Cell::Null => None,
            Cell::Bytes { from, to } => Some(&self.bytes[from as usize..to as usize]),
            _ => self.wrong(column, "bytes"),
        }
    }

    /// An identifier.
    pub fn id(&self, column: usize) -> Uuid {
        self.opt_id(column).unwrap_or_else(|| self.wrong(column, "id"))
    }

    /// An identifier or NULL.
    pub fn opt_id(&self, column: usize) -> Option<Uuid> {
        match self.cell(column) {
            Cell::Null => None,
            Cell::Bytes { from, to } if to - from == 16 => {
                Uuid::from_slice(&self.bytes[from as usize..to as usize]).ok()
            }
            _ => self.wrong(column, "id"),
        }
    }

    /// A business date stored as days since 1970-01-01.
    pub fn business_date(&self, column: usize) -> BusinessDate {
        BusinessDate::from_days(self.days(column))
    }

    /// A business date or NULL.
    pub fn opt_business_date(&self, column: usize) -> Option<BusinessDate> {
        (!self.is_null(column)).then(|| self.business_date(column))
    }

    /// A calendar day stored as days since 1970-01-01.
    pub fn civil_date(&self, column: usize) -> CivilDate {
        CivilDate::from_days(self.days(column))
    }

    /// A value date stored as days since 1970-01-01.
    pub fn value_date(&self, column: usize) -> ValueDate {
        ValueDate::from_days(self.days(column))
    }

    /// A moment stored as milliseconds since 1970-01-01 UTC.
    pub fn timestamp(&self, column: usize) -> Timestamp {
        Timestamp::from_millis(self.int(column))
    }

    /// A moment or NULL.
    pub fn opt_timestamp(&self, column: usize) -> Option<Timestamp> {
        self.opt_int(column).map(Timestamp::from_millis)
    }

    /// A JSON document stored as TEXT.
    pub fn json(&self, column: usize) -> serde_json::Value {
        serde_json::from_str(self.text(column)).unwrap_or_else(|_| self.wrong(column, "json"))
    }

    fn days(&self, column: usize) -> i32 {
        i32::try_from(self.int(column)).unwrap_or_else(|_| self.wrong(column, "date"))
    }

    fn cell(&self, column: usize) -> Cell {
        match self.cells.get(column) {
            Some(cell) => *cell,
            None => panic!("column {column} was asked of a row that has {}", self.cells.len()),
        }
    }

    #[cold]
    fn wrong(&self, column: usize, wanted: &str) -> ! {
        let found = match self.cell(column) {
            Cell::Null => "null",
            Cell::Int(_) => "int",
            Cell::Text { .. } => "text",
            Cell::Bytes { .. } => "bytes",
        };
        panic!("column {column} was read as {wanted} but holds {found}");
    }

    pub(crate) fn clear(&mut self) {
        self.cells.clear();
        self.text.clear();
        self.bytes.clear();
    }

    pub(crate) fn push_null(&mut self) {
        self.cells.push(Cell::Null);
    }

    pub(crate) fn push_int(&mut self, n: i64) {
        self.cells.push(Cell::Int(n));
    }

    pub(crate) fn push_text(&mut self, text: &str) {
        let from = offset(self.text.len());
        self.text.push_str(text);
        self.cells.push(Cell::Text {
            from,
            to: offset(self.text.len()),
        });
    }

    pub(crate) fn push_bytes(&mut self, bytes: &[u8]) {
        let from = offset(self.bytes.len());
        self.bytes.extend_from_slice(bytes);
        self.cells.push(Cell::Bytes {
            from,
            to: offset(self.bytes.len()),
        });
    }
}

fn offset(len: usize) -> u32 {
    u32::try_from(len).expect("one row never holds 4 GiB")
}
