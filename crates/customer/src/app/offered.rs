//! The lists by which customers are told apart, as they are offered on the business day.

use crate::domain::{NewCustomer, Profile};
use listing::app::Asked;
use platform::{DbError, Tx};
use reference::app::Lists;
use reference::domain::ReferenceRefusal;

/// The lists of a customer: read once for many customers.
///
/// # Errors
/// [`DbError`].
pub fn offered(tx: &mut Tx) -> Result<Lists, DbError> {
    reference::app::lists(tx, &["customer_kind", "identity_kind", "industry", "region"])
}

/// Refuses a customer with a code that its list does not offer.
///
/// # Errors
/// [`ReferenceRefusal::EntryUnknown`] for the first of kind, document, industry, region.
pub fn check_offered(lists: &Lists, customer: &NewCustomer) -> Result<(), ReferenceRefusal> {
    lists.check("kind", "customer_kind", customer.kind.as_str())?;
    lists.check("identity_kind", "identity_kind", customer.identity.kind().as_str())?;
    check_profile(lists, &customer.profile)
}

pub(super) fn check_profile(lists: &Lists, profile: &Profile) -> Result<(), ReferenceRefusal> {
    profile
        .codes()
        .try_for_each(|(name, code)| lists.check(name, name, code))
}

/// The list as it was asked for, with the words of its dictionaries: for its file.
///
/// # Errors
/// [`DbError`].
pub fn in_words(tx: &mut Tx, mut asked: Asked) -> Result<Asked, DbError> {
    let lists = reference::app::lists(tx, &asked.list.dictionaries())?;
    for (name, list) in lists.words() {
        let words = |entry: &reference::domain::Entry| {
            let said = (entry.zh.clone(), entry.en.clone());
            ((name, entry.code.clone()), said)
        };
        asked.words.extend(list.entries.iter().map(words));
    }
    Ok(asked)
}
