use std::fmt;

use kernel::mask_name;

use crate::domain::{CustomerKind, CustomerRefusal};

const MAX_LENGTH: usize = 100;

/// A customer's name, trimmed, with single spaces. `Debug` shows nothing of it.
#[derive(Clone, PartialEq, Eq)]
pub struct CustomerName(String);

impl CustomerName {
    /// Trims the text and joins runs of spaces.
    ///
    /// # Errors
    /// [`CustomerRefusal::NameInvalid`].
    pub fn parse(text: &str) -> Result<CustomerName, CustomerRefusal> {
        let name = single_spaced(text);
        if name.is_empty() || name.chars().count() > MAX_LENGTH || name.chars().any(char::is_control) {
            return Err(CustomerRefusal::NameInvalid);
        }
        Ok(CustomerName(name))
    }

    /// The name in clear.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The name as it may be shown: of a person masked, of a company or a sole trader, which the register publishes, whole
    /// (invariant 4).
    #[must_use]
    pub fn shown(&self, kind: CustomerKind) -> String {
        match kind {
            CustomerKind::Person => mask_name(&self.0),
            CustomerKind::Company | CustomerKind::SelfEmployed => self.0.clone(),
        }
    }
}

impl fmt::Debug for CustomerName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CustomerName(…)")
    }
}

fn single_spaced(text: &str) -> String {
    text.split(' ')
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}
