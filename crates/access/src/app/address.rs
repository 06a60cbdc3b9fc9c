//! From where a user may call: its own list and those of its roles, every one of which must allow the address.

use platform::command::CommandContext;
use platform::{AuditLine, Db, Tx};

use crate::app::error::AccessError;
use crate::app::store;
use crate::app::store_address::{self, address_lists};
use crate::domain::{AccessRefusal, Login};

/// Refuses a change after which whoever makes it, or agrees to it, could not call any more from where they are.
pub(crate) fn check_still_inside(tx: &mut Tx, context: &CommandContext) -> Result<(), AccessError> {
    let (user, address) = (context.actor.user_id, context.actor.address);
    let lists = address_lists(tx, user, user)?;
    if lists.iter().all(|list| list.allows(address)) {
        return Ok(());
    }
    Err(AccessRefusal::AddressLocksOut { address }.into())
}

/// Lets a user in from everywhere again: empties its list and those of its roles. For the command line, when everybody is
/// kept out.
///
/// # Errors
/// [`AccessRefusal::UserUnknown`].
pub fn allow_everywhere(db: &Db, context: &CommandContext, login: &str) -> Result<(), AccessError> {
    let login = Login::parse(login)?;
    db.write(|tx| {
        tx.act_as(&context.actor, &context.request_id, context.now);
        let unknown = || AccessRefusal::UserUnknown {
            login: login.to_string(),
        };
        let user = store::find_user_id(tx, &login)?.ok_or_else(unknown)?;
        store_address::clear_addresses(tx, user)?;
        tx.audit(AuditLine {
            action: "access.addresses_cleared",
            object_kind: "user",
            object_id: user.to_string(),
            before: None,
            after: None,
        });
        Ok(())
    })
}
