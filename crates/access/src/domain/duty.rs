use std::collections::BTreeSet;

/// What a role permits, as far as duties are concerned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoleDuties {
    /// Code of the role.
    pub role: String,
    /// Names of its permissions.
    pub permissions: BTreeSet<String>,
}

/// Two roles of one user through which it would hold two duties that exclude each other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DutyConflict {
    /// The role that grants the one permission.
    pub role: String,
    /// The one permission.
    pub permission: String,
    /// The role that grants the other.
    pub other_role: String,
    /// The other permission.
    pub other_permission: String,
}

/// The first conflict among the roles of a user. A pair that one role holds by itself was judged when that role was saved;
/// here it counts only when two different roles bring it together (GB/T 22239-2019 8.1.5: duties are apart).
#[must_use]
pub fn find_conflict(roles: &[RoleDuties], pairs: &[(String, String)]) -> Option<DutyConflict> {
    for (one, other) in pairs {
        for first in roles.iter().filter(|role| role.permissions.contains(one)) {
            let second = roles
                .iter()
                .find(|role| role.role != first.role && role.permissions.contains(other));
            if let Some(second) = second {
                return Some(DutyConflict {
                    role: first.role.clone(),
                    permission: one.clone(),
                    other_role: second.role.clone(),
                    other_permission: other.clone(),
                });
            }
        }
    }
    None
}

/// A limit of authority: up to which amount a role approves a command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuthorityLimit {
    /// Code of the role.
    pub role: String,
    /// Code of the product; all when absent.
    pub product: Option<String>,
    /// Code of the organisation, with those below it; everywhere when absent.
    pub organisation: Option<String>,
    /// The most, in minor units.
    pub limit_minor: i64,
}

/// Up to which amount somebody with these roles approves, for a product, in an organisation that stands below (or is one of)
/// `organisations`: of each role the most particular limit holds, of all roles the highest. Nothing when no limit is
/// written down: what is missing denies.
#[must_use]
pub fn authority(
    limits: &[AuthorityLimit],
    roles: &BTreeSet<String>,
    product: Option<&str>,
    organisations: &[String],
) -> Option<i64> {
    let fits = |limit: &&AuthorityLimit| {
        let product_fits = limit.product.as_deref().is_none_or(|wanted| product == Some(wanted));
        let place_fits = limit
            .organisation
            .as_ref()
            .is_none_or(|wanted| organisations.contains(wanted));
        product_fits && place_fits
    };
    // The nearest organisation first, then the product.
    let rank = |limit: &&AuthorityLimit| {
        let distance = limit
            .organisation
            .as_ref()
            .and_then(|code| organisations.iter().position(|one| one == code));
        (distance.unwrap_or(usize::MAX), limit.product.is_none())
    };
    let of_role = |role: &String| {
        let own = limits.iter().filter(|limit| limit.role == *role).filter(fits);
        own.min_by_key(rank).map(|limit| limit.limit_minor)
    };
    roles.iter().filter_map(of_role).max()
}
