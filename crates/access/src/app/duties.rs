//! Duties that exclude each other are judged when roles are given.

use platform::Tx;

use crate::app::error::AccessError;
use crate::app::{store_check, store_role};
use crate::domain::{AccessRefusal, RoleDuties, find_conflict};

/// Refuses roles that together bring duties to one user that exclude each other.
pub(crate) fn check_duties(tx: &mut Tx, roles: &[String]) -> Result<(), AccessError> {
    let duties: Vec<RoleDuties> = store_role::list_roles(tx)?
        .into_iter()
        .filter(|role| roles.contains(&role.code))
        .map(|role| RoleDuties {
            role: role.code,
            permissions: role.permissions,
        })
        .collect();
    if duties.len() < 2 {
        return Ok(());
    }
    let pairs: Vec<(String, String)> = store_check::list_duty_conflicts(tx)?
        .into_iter()
        .map(|row| (row.one, row.other))
        .collect();
    match find_conflict(&duties, &pairs) {
        Some(conflict) => Err(AccessRefusal::DutiesConflict(conflict).into()),
        None => Ok(()),
    }
}

/// Refuses a changed role with which one of its users would hold duties that exclude each other.
pub(crate) fn check_duties_of_holders(tx: &mut Tx, role: &str) -> Result<(), AccessError> {
    for roles in store_role::roles_of_holders(tx, role)? {
        check_duties(tx, &roles)?;
    }
    Ok(())
}
