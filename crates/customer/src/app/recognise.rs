//! Tell which of many customers are known already: for imports, which may be repeated.

use crate::app::sealed;
use crate::app::store::{self, Owner};
use crate::domain::NewCustomer;
use kernel::CustomerId;
use platform::keys::FieldKeys;
use platform::{DbError, Tx};
use std::collections::HashMap;

/// A customer who is known by the same document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// Id.
    pub id: CustomerId,
    /// Number.
    pub number: String,
    /// Name; of a person masked.
    pub name: String,
    /// To whom the customer belongs.
    pub owner: Owner,
    /// Whether the name is the same.
    pub same_name: bool,
    /// Whether kind and name are the same, and what is said of industry and region.
    pub same_but_mobile: bool,
    /// Whether the mobile number is the same, too.
    pub same: bool,
}

/// For each customer the one who has the same document, if any.
///
/// # Errors
/// [`DbError`].
pub fn recognise(tx: &mut Tx, keys: &FieldKeys, customers: &[NewCustomer]) -> Result<Vec<Option<Known>>, DbError> {
    const AT_ONCE: usize = 500;
    let mut found = Vec::with_capacity(customers.len());
    for some in customers.chunks(AT_ONCE) {
        let indexes: Vec<Vec<Vec<u8>>> = some
            .iter()
            .map(|customer| sealed::identity_indexes(keys, customer.identity.number()))
            .collect();
        let mut held = HashMap::new();
        // One query for each key that there may be values of, so that the statement is always the same.
        let rounds = indexes.iter().map(Vec::len).max().unwrap_or(0);
        for round in 0..rounds {
            let wanted: Vec<&[u8]> = indexes
                .iter()
                .filter_map(|of| of.get(round))
                .map(Vec::as_slice)
                .collect();
            for holder in store::list_holders(tx, &wanted)? {
                held.insert((holder.identity_index.clone(), holder.identity_kind), holder);
            }
        }
        for (customer, indexes) in some.iter().zip(&indexes) {
            let kind = customer.identity.kind();
            let holder = indexes.iter().find_map(|index| held.get(&(index.clone(), kind)));
            found.push(holder.map(|holder| known(keys, customer, holder)));
        }
    }
    Ok(found)
}

fn known(keys: &FieldKeys, customer: &NewCustomer, holder: &store::Holder) -> Known {
    let names = sealed::name_indexes(keys, customer.name.as_str());
    let mobiles = customer
        .mobile
        .as_ref()
        .map(|mobile| sealed::mobile_indexes(keys, mobile));
    let same_mobile = match (&mobiles, &holder.mobile_index) {
        (Some(mobiles), Some(held)) => mobiles.contains(held),
        (None, None) => true,
        _ => false,
    };
    let same_name = names.contains(&holder.name_index);
    let same_but_mobile = holder.kind == customer.kind && same_name && holder.profile.holds(&customer.profile);
    Known {
        id: holder.id,
        number: holder.number.clone(),
        name: holder.name_shown.clone(),
        owner: holder.owner.clone(),
        same_name,
        same_but_mobile,
        same: same_but_mobile && same_mobile,
    }
}
