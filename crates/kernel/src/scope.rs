use crate::id::OrgId;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Which rows somebody may see and change: of loans, customers and all that hangs on them. Every row belongs to an
/// organisation and an officer (a login). What is outside a scope does not exist for its holder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DataScope {
    /// Every row.
    All,
    /// Some rows; none when both parts are empty.
    Rows(Arc<ScopedRows>),
}

/// The rows of a scope: those of some organisations, and one's own.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ScopedRows {
    /// Rows of these organisations.
    pub organisations: BTreeSet<OrgId>,
    /// Rows that this officer looks after.
    pub officer: Option<String>,
}

impl Default for DataScope {
    /// Nothing: what nobody granted is denied.
    fn default() -> Self {
        Self::Rows(Arc::default())
    }
}

impl DataScope {
    /// The rows of these organisations.
    #[must_use]
    pub fn organisations(organisations: impl IntoIterator<Item = OrgId>) -> Self {
        Self::Rows(Arc::new(ScopedRows {
            organisations: organisations.into_iter().collect(),
            officer: None,
        }))
    }

    /// The rows that an officer looks after.
    #[must_use]
    pub fn own(officer: &str) -> Self {
        Self::Rows(Arc::new(ScopedRows {
            organisations: BTreeSet::new(),
            officer: Some(officer.to_owned()),
        }))
    }

    /// Whether no row is outside it.
    #[must_use]
    pub fn is_all(&self) -> bool {
        matches!(self, Self::All)
    }

    /// Whether a row of this organisation and officer is inside.
    #[must_use]
    pub fn covers(&self, organisation: OrgId, officer: &str) -> bool {
        match self {
            Self::All => true,
            Self::Rows(rows) => {
                rows.organisations.contains(&organisation) || rows.officer.as_deref().is_some_and(|own| own == officer)
            }
        }
    }

    /// What is inside either. Both scopes are one person's, so that they name the same officer or none.
    #[must_use]
    pub fn union(&self, other: &Self) -> Self {
        let (Self::Rows(one), Self::Rows(two)) = (self, other) else {
            return Self::All;
        };
        Self::Rows(Arc::new(ScopedRows {
            organisations: one.organisations.union(&two.organisations).copied().collect(),
            officer: one.officer.clone().or_else(|| two.officer.clone()),
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    const EAST: OrgId = OrgId(Uuid::from_u128(1));
    const WEST: OrgId = OrgId(Uuid::from_u128(2));

    #[test]
    fn a_scope_covers_its_organisations_and_its_officer_only() {
        let east = DataScope::organisations([EAST]);
        let own = DataScope::own("li");
        let both = east.union(&own);
        for (scope, rows) in [
            (&DataScope::All, [true, true, true]),
            (&east, [true, false, false]),
            (&own, [false, true, false]),
            (&both, [true, true, false]),
            (&DataScope::default(), [false, false, false]),
        ] {
            let covered =
                [(EAST, "wang"), (WEST, "li"), (WEST, "wang")].map(|(org, officer)| scope.covers(org, officer));
            assert_eq!(covered, rows, "{scope:?}");
        }
        assert_eq!(both.union(&DataScope::All), DataScope::All);
    }

    #[test]
    fn nobody_is_an_officer_of_a_row_without_one() {
        assert!(!DataScope::default().covers(EAST, ""));
    }
}
