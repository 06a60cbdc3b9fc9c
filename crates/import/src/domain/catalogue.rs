use super::accounts::ACCOUNTS;
use super::balances::BALANCES;
use super::customers::CUSTOMERS;
use super::entity::Entity;
use super::error::ImportRefusal;
use super::lists::{CALENDARS, DICTIONARIES, RATES};
use super::loans::LOANS;
use super::organisations::ORGANISATIONS;
use super::products::PRODUCTS;
use super::repayments::REPAYMENTS;
use super::users::USERS;

/// Everything that can be imported, in the order in which a lender brings it.
pub const ENTITIES: &[Entity] = &[
    ORGANISATIONS,
    USERS,
    DICTIONARIES,
    CALENDARS,
    RATES,
    PRODUCTS,
    CUSTOMERS,
    LOANS,
    REPAYMENTS,
    ACCOUNTS,
    BALANCES,
];

/// The kind of a name.
///
/// # Errors
/// [`ImportRefusal::EntityUnknown`].
pub fn find_entity(key: &str) -> Result<&'static Entity, ImportRefusal> {
    let found = ENTITIES.iter().find(|entity| entity.key == key);
    found.ok_or_else(|| ImportRefusal::EntityUnknown(key.to_owned()))
}
