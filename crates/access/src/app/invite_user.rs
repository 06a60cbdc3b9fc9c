//! Create a user who cannot sign in before somebody issues a password: for imports.

use crate::app::create_user::{UserDraft, insert_user};
use crate::app::error::AccessError;
use crate::app::gate::Gate;
use crate::app::password::HashCost;
use crate::app::query::UserRow;
use crate::app::secret::new_secret;
use crate::domain::AccessRefusal;
use kernel::{Actor, Timestamp};
use platform::Tx;

/// The hash of a password that nobody knows.
pub struct NoPassword(String);

impl NoPassword {
    /// Hashes a random secret and forgets it.
    ///
    /// # Errors
    /// [`AccessError::Busy`].
    pub fn new() -> Result<Self, AccessError> {
        Ok(Self(Gate::new(HashCost::default()).hasher().hash(&new_secret())?))
    }
}

/// Creates a user without a password that could be used.
///
/// # Errors
/// [`AccessRefusal`] from `LoginInvalid` to `LoginTaken`.
pub fn invite_user(
    tx: &mut Tx,
    by: (&Actor, Timestamp),
    draft: &UserDraft,
    password: &NoPassword,
) -> Result<UserRow, AccessError> {
    if draft.roles.is_empty() {
        return Err(AccessRefusal::RolesMissing.into());
    }
    insert_user(tx, by, (draft, &password.0))
}
