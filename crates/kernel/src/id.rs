use serde::{Deserialize, Serialize};
use std::fmt;
use uuid::Uuid;

macro_rules! id_type {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => { $(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl $name {
            /// The identifier itself.
            #[must_use]
            pub const fn uuid(self) -> Uuid {
                self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(&self.0, f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({})", stringify!($name), self.0)
            }
        }

        impl std::str::FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Uuid::parse_str(text).map(Self)
            }
        }

        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self {
                Self(id)
            }
        }
    )+ };
}

id_type! {
    /// A user of the back office.
    UserId,
    /// A role.
    RoleId,
    /// An organisation: the lender, a branch.
    OrgId,
    /// A customer.
    CustomerId,
    /// One version of a loan product.
    ProductId,
    /// A loan.
    LoanId,
    /// An event of a loan's life.
    EventId,
    /// A journal entry.
    EntryId,
}

impl OrgId {
    /// The head office, made by the migrations: the root of every tree of organisations.
    pub const HEAD_OFFICE: Self = Self(Uuid::from_u128(0x7000_8000_0000_0000_0001));
}
