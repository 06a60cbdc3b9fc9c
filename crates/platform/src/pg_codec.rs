//! The binary wire format of PostgreSQL for `Value` and `Row`.

use crate::value::{Row, Value};
use bytes::{BufMut, BytesMut};
use std::error::Error;
use tokio_postgres::types::{FromSql, IsNull, Kind, ToSql, Type, to_sql_checked};

type Failure = Box<dyn Error + Sync + Send>;

/// One parameter on its way to PostgreSQL: a single value, or one column of many rows as an array.
#[derive(Debug)]
pub(crate) enum Param {
    One(Value),
    Column(Vec<Value>),
}

impl ToSql for Param {
    fn to_sql(&self, ty: &Type, out: &mut BytesMut) -> Result<IsNull, Failure> {
        match (self, ty.kind()) {
            (Param::One(value), _) => encode(value, ty, out),
            (Param::Column(values), Kind::Array(element)) => encode_array(values, element, out),
            (Param::Column(_), _) => Err(format!("a column of values was bound to {ty}").into()),
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

fn encode(value: &Value, ty: &Type, out: &mut BytesMut) -> Result<IsNull, Failure> {
    match (value, ty) {
        (Value::Null, _) => return Ok(IsNull::Yes),
        (Value::Int(n), &Type::INT8) => out.put_i64(*n),
        (Value::Int(n), &Type::INT4) => out.put_i32(i32::try_from(*n)?),
        (Value::Int(n), &Type::INT2) => out.put_i16(i16::try_from(*n)?),
        (Value::Int(n), &Type::BOOL) => out.put_u8(u8::from(*n != 0)),
        (Value::Text(text), &(Type::TEXT | Type::VARCHAR | Type::BPCHAR | Type::NAME | Type::UNKNOWN)) => {
            out.put_slice(text.as_bytes());
        }
        (Value::Bytes(bytes), &Type::BYTEA) => out.put_slice(bytes),
        (Value::Id(id), &(Type::UUID | Type::BYTEA)) => out.put_slice(id.as_bytes()),
        (Value::Bytes(bytes), &Type::UUID) if bytes.len() == 16 => out.put_slice(bytes),
        _ => return Err(format!("a value of kind {} was bound to a parameter of type {ty}", value.kind()).into()),
    }
    Ok(IsNull::No)
}

/// A one-dimensional array: dimensions, null flag, element type, length, lower bound, then length-prefixed elements.
fn encode_array(values: &[Value], element: &Type, out: &mut BytesMut) -> Result<IsNull, Failure> {
    out.put_i32(1);
    out.put_i32(i32::from(values.contains(&Value::Null)));
    out.put_u32(element.oid());
    out.put_i32(i32::try_from(values.len())?);
    out.put_i32(1);
    for value in values {
        let at = out.len();
        out.put_i32(-1);
        if let IsNull::No = encode(value, element, out)? {
            let length = i32::try_from(out.len() - at - 4)?;
            out[at..at + 4].copy_from_slice(&length.to_be_bytes());
        }
    }
    Ok(IsNull::No)
}

struct Raw<'a>(Option<&'a [u8]>);

impl<'a> FromSql<'a> for Raw<'a> {
    fn from_sql(_: &Type, raw: &'a [u8]) -> Result<Self, Failure> {
        Ok(Raw(Some(raw)))
    }

    fn from_sql_null(_: &Type) -> Result<Self, Failure> {
        Ok(Raw(None))
    }

    fn accepts(_: &Type) -> bool {
        true
    }
}

/// Puts one row of PostgreSQL into `row`.
pub(crate) fn fill(row: &mut Row, source: &tokio_postgres::Row) -> Result<(), String> {
    row.clear();
    for (place, column) in source.columns().iter().enumerate() {
        let Raw(raw) = source.try_get(place).map_err(|e| e.to_string())?;
        match raw {
            None => row.push_null(),
            Some(raw) => {
                let ty = column.type_();
                decode(row, ty, raw)
                    .ok_or_else(|| format!("column {place} has the type {ty}, which is not read here"))?;
            }
        }
    }
    Ok(())
}

fn decode(row: &mut Row, ty: &Type, raw: &[u8]) -> Option<()> {
    match *ty {
        Type::INT8 => row.push_int(i64::from_be_bytes(raw.try_into().ok()?)),
        Type::INT4 => row.push_int(i64::from(i32::from_be_bytes(raw.try_into().ok()?))),
        Type::INT2 => row.push_int(i64::from(i16::from_be_bytes(raw.try_into().ok()?))),
        Type::BOOL => row.push_int(i64::from(raw != [0])),
        Type::TEXT | Type::VARCHAR | Type::BPCHAR | Type::NAME | Type::UNKNOWN => {
            row.push_text(std::str::from_utf8(raw).ok()?)
        }
        Type::BYTEA | Type::UUID => row.push_bytes(raw),
        Type::NUMERIC => {
            let n = whole_numeric(raw)?;
            match i64::try_from(n) {
                Ok(n) => row.push_int(n),
                Err(_) => row.push_text(&n.to_string()),
            }
        }
        _ => return None,
    }
    Some(())
}

/// A NUMERIC without decimals, which is what `sum` of a BIGINT column gives; `None` when it has decimals or is not finite.
fn whole_numeric(raw: &[u8]) -> Option<i128> {
    let word = |i: usize| Some(u16::from_be_bytes(raw.get(i * 2..i * 2 + 2)?.try_into().ok()?));
    let (digits, weight, sign) = (word(0)?, word(1)? as i16, word(2)?);
    let mut n: i128 = 0;
    for i in 0..=weight.max(-1) {
        let digit = if (i as u16) < digits { word(4 + i as usize)? } else { 0 };
        n = n.checked_mul(10_000)?.checked_add(i128::from(digit))?;
    }
    if i32::from(digits) > i32::from(weight) + 1 {
        return None;
    }
    match sign {
        0x0000 => Some(n),
        0x4000 => Some(-n),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::whole_numeric;

    fn wire(weight: i16, sign: u16, digits: &[u16]) -> Vec<u8> {
        let head = [digits.len() as u16, weight as u16, sign, 0];
        head.iter().chain(digits).flat_map(|w| w.to_be_bytes()).collect()
    }

    #[test]
    fn whole_numerics_are_read_and_fractions_refused() {
        assert_eq!(whole_numeric(&wire(0, 0, &[])), Some(0));
        assert_eq!(whole_numeric(&wire(0, 0, &[42])), Some(42));
        assert_eq!(whole_numeric(&wire(1, 0x4000, &[1, 2345])), Some(-12_345));
        assert_eq!(whole_numeric(&wire(2, 0, &[7])), Some(700_000_000));
        assert_eq!(whole_numeric(&wire(0, 0, &[1, 5000])), None);
        assert_eq!(whole_numeric(&wire(-1, 0, &[5000])), None);
        assert_eq!(whole_numeric(&wire(0, 0xC000, &[])), None);
    }
}
