use std::fmt;

use kernel::CustomerId;

const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const DIGITS: u32 = 10;

/// The number that a customer had before rules made it, and has by the rule as delivered: `C` and ten digits or letters without I, L, O, U (Crockford base 32),
/// made of the last 50 bits of the customer's id (invariant 3).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CustomerNumber(String);

impl CustomerNumber {
    /// The number of a customer.
    #[must_use]
    pub fn of(id: CustomerId) -> CustomerNumber {
        let bits = id.uuid().as_u128();
        let digit = |place: u32| char::from(ALPHABET[(bits >> (5 * place) & 31) as usize]);
        CustomerNumber(std::iter::once('C').chain((0..DIGITS).rev().map(digit)).collect())
    }

    /// The number.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for CustomerNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
