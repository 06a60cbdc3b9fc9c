use super::customers::CUSTOMERS;
use super::entity::Entity;
use super::error::ImportRefusal;
use super::loans::LOANS;
use super::repayments::REPAYMENTS;

/// Everything that can be imported, in the order in which a lender brings it.
pub const ENTITIES: &[Entity] = &[CUSTOMERS, LOANS, REPAYMENTS];

/// The kind of a name.
///
/// # Errors
/// [`ImportRefusal::EntityUnknown`].
pub fn find_entity(key: &str) -> Result<&'static Entity, ImportRefusal> {
    let found = ENTITIES.iter().find(|entity| entity.key == key);
    found.ok_or_else(|| ImportRefusal::EntityUnknown(key.to_owned()))
}
