//! Names inside contents.

use super::error::ReferenceRefusal;

const NAME_MAX: usize = 60;

/// Refuses a name that is empty or too long.
pub(super) fn check_name(field: &'static str, name: &str) -> Result<(), ReferenceRefusal> {
    if name.trim().is_empty() || name.chars().count() > NAME_MAX {
        return Err(ReferenceRefusal::NameInvalid { field, most: NAME_MAX });
    }
    Ok(())
}
