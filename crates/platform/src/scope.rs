//! A data scope as SQL: conditions on the columns that say to whom a row belongs.

use crate::value::Value;
use kernel::{DataScope, OrgId};

/// A list of those who see few organisations is read organisation by organisation, each along its own index, and joined;
/// with more of them the rows of a list are dense enough to be picked out of the list's own order.
pub const PARTS_MAX: usize = 32;

/// The columns that say to whom a row belongs.
#[derive(Debug, Clone, Copy)]
pub struct ScopeColumns {
    /// The organisation: `l.org_id`.
    pub organisation: &'static str,
    /// The login of the officer: `l.officer`.
    pub officer: &'static str,
}

/// Rows of a scope that one index gives in a list's order. The parts of a scope have no row in common.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ScopePart {
    /// No row at all: nothing was granted.
    Nothing,
    /// An officer's own.
    Own(String),
    /// Those of an organisation, without the officer's own.
    Of(OrgId, Option<String>),
}

impl ScopePart {
    /// The condition of the part; its values are appended to `params`.
    pub fn condition(&self, columns: ScopeColumns, params: &mut Vec<Value>) -> String {
        match self {
            Self::Nothing => "1 = 0".to_owned(),
            Self::Own(officer) => is(columns.officer, "=", officer.as_str().into(), params),
            Self::Of(organisation, None) => is(columns.organisation, "=", (*organisation).into(), params),
            Self::Of(organisation, Some(officer)) => {
                let of = is(columns.organisation, "=", (*organisation).into(), params);
                format!(
                    "{of} AND {}",
                    is(columns.officer, "<>", officer.as_str().into(), params)
                )
            }
        }
    }
}

fn is(column: &str, how: &str, value: Value, params: &mut Vec<Value>) -> String {
    params.push(value);
    format!("{column} {how} ${}", params.len())
}

/// The parts of a scope; nothing when all rows are inside or there are more than [`PARTS_MAX`]. A scope without any row is
/// one part that finds nothing.
#[must_use]
pub fn parts(scope: &DataScope) -> Option<Vec<ScopePart>> {
    let DataScope::Rows(rows) = scope else { return None };
    if rows.organisations.len() + usize::from(rows.officer.is_some()) > PARTS_MAX {
        return None;
    }
    let own = rows.officer.iter().map(|officer| ScopePart::Own(officer.clone()));
    let of = rows
        .organisations
        .iter()
        .map(|id| ScopePart::Of(*id, rows.officer.clone()));
    let parts: Vec<ScopePart> = own.chain(of).collect();
    Some(if parts.is_empty() {
        vec![ScopePart::Nothing]
    } else {
        parts
    })
}

/// The condition of a whole scope, which an index on either column may serve; nothing when all rows are inside.
#[must_use]
pub fn condition(scope: &DataScope, columns: ScopeColumns, params: &mut Vec<Value>) -> Option<String> {
    let DataScope::Rows(rows) = scope else { return None };
    let mut any = Vec::new();
    if let Some(officer) = &rows.officer {
        any.push(is(columns.officer, "=", officer.as_str().into(), params));
    }
    if !rows.organisations.is_empty() {
        let first = params.len() + 1;
        params.extend(rows.organisations.iter().map(|id| Value::from(*id)));
        let places: Vec<String> = (first..=params.len()).map(|place| format!("${place}")).collect();
        any.push(format!("{} IN ({})", columns.organisation, places.join(", ")));
    }
    Some(match any.len() {
        0 => "1 = 0".to_owned(),
        _ => format!("({})", any.join(" OR ")),
    })
}

/// The same for a list that is to be read in its own order: no index on organisation or officer can serve it.
#[must_use]
pub fn condition_in_order(scope: &DataScope, columns: ScopeColumns, params: &mut Vec<Value>) -> Option<String> {
    condition(scope, columns, params).map(|inside| format!("CASE WHEN {inside} THEN 1 ELSE 0 END = 1"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    const COLUMNS: ScopeColumns = ScopeColumns {
        organisation: "l.org_id",
        officer: "l.officer",
    };

    fn org(number: u128) -> OrgId {
        OrgId(Uuid::from_u128(number))
    }

    #[test]
    fn parts_have_no_row_in_common() {
        let scope = DataScope::organisations([org(1), org(2)]).union(&DataScope::own("li"));
        let mut params = Vec::new();
        let conditions: Vec<String> = parts(&scope)
            .expect("few parts")
            .iter()
            .map(|part| part.condition(COLUMNS, &mut params))
            .collect();
        let expected = [
            "l.officer = $1",
            "l.org_id = $2 AND l.officer <> $3",
            "l.org_id = $4 AND l.officer <> $5",
        ];
        assert_eq!(conditions, expected);
        assert_eq!(params.len(), 5);
    }

    #[test]
    fn nothing_granted_finds_nothing_and_everything_needs_no_condition() {
        let mut params = Vec::new();
        assert_eq!(condition(&DataScope::All, COLUMNS, &mut params), None);
        assert_eq!(parts(&DataScope::All), None);
        let nothing = DataScope::default();
        assert_eq!(condition(&nothing, COLUMNS, &mut params).as_deref(), Some("1 = 0"));
        assert_eq!(parts(&nothing).map(|parts| parts.len()), Some(1));
    }

    #[test]
    fn many_organisations_are_one_condition() {
        let scope = DataScope::organisations((1..=40).map(org));
        assert_eq!(parts(&scope), None);
        let mut params = vec![Value::Null];
        let inside = condition(&scope, COLUMNS, &mut params).expect("a condition");
        assert!(
            inside.starts_with("(l.org_id IN ($2, $3,") && inside.ends_with("$41))"),
            "{inside}"
        );
    }
}
