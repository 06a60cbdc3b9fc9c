//! What a loan's life moves in the books: amounts by kind, cumulated. A journal entry is the difference of two states.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::collections::BTreeMap;

macro_rules! movements {
    ($($(#[$doc:meta])* $name:ident = $code:literal),+ $(,)?) => {
        /// A kind of movement; posting rules say which accounts it touches.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Movement { $($(#[$doc])* $name),+ }

        impl Movement {
            /// Every kind, in the order of their codes.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// The code by which posting rules know it.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Self::$name => $code),+ }
            }
        }
    };
}

movements! {
    /// 放款.
    Disbursement = "disbursement",
    /// Principal falls due.
    PrincipalDue = "principal_due",
    /// Due principal is paid.
    PrincipalPaid = "principal_paid",
    /// Principal is paid before it is due.
    PrincipalPrepaid = "principal_prepaid",
    /// Accrued interest falls due.
    InterestDue = "interest_due",
    /// Due interest is paid.
    InterestPaid = "interest_paid",
    /// Accrued interest is paid before it is due.
    InterestPrepaid = "interest_prepaid",
    /// Accrued penalty is paid.
    PenaltyPaid = "penalty_paid",
    /// Accrued compound interest is paid.
    CompoundPaid = "compound_paid",
    /// A fee is charged.
    FeeCharged = "fee_charged",
    /// A fee is paid.
    FeePaid = "fee_paid",
    /// Money that settles nothing yet.
    SuspenseReceived = "suspense_received",
    /// Money kept in suspense is used.
    SuspenseApplied = "suspense_applied",
    /// Due principal is charged off.
    ChargeOffPrincipalDue = "charge_off_principal_due",
    /// Principal not yet due is charged off.
    ChargeOffPrincipalNotDue = "charge_off_principal_not_due",
    /// Due interest is charged off.
    ChargeOffInterestDue = "charge_off_interest_due",
    /// Accrued interest is charged off.
    ChargeOffAccruedInterest = "charge_off_accrued_interest",
    /// Penalty is charged off.
    ChargeOffPenalty = "charge_off_penalty",
    /// Compound interest is charged off.
    ChargeOffCompound = "charge_off_compound",
}

const COUNT: usize = Movement::ALL.len();

/// Cumulated amounts by kind, in minor units.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Movements([i64; COUNT]);

impl Default for Movements {
    fn default() -> Self {
        Self([0; COUNT])
    }
}

impl Movements {
    /// Adds an amount to a kind.
    pub const fn add(&mut self, kind: Movement, minor: i64) {
        self.0[kind as usize] += minor;
    }

    /// The amount of a kind.
    #[must_use]
    pub const fn of(&self, kind: Movement) -> i64 {
        self.0[kind as usize]
    }

    /// What has moved since `before`: the kinds that differ, with signed amounts.
    #[must_use]
    pub fn since(&self, before: &Self) -> Vec<(Movement, i64)> {
        let difference = |kind: &Movement| (*kind, self.of(*kind) - before.of(*kind));
        Movement::ALL
            .iter()
            .map(difference)
            .filter(|(_, minor)| *minor != 0)
            .collect()
    }
}

impl Serialize for Movements {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(
            self.since(&Self::default())
                .into_iter()
                .map(|(kind, minor)| (kind.code(), minor)),
        )
    }
}

impl<'de> Deserialize<'de> for Movements {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let map = BTreeMap::<std::borrow::Cow<'de, str>, i64>::deserialize(deserializer)?;
        let mut movements = Self::default();
        for (code, minor) in map {
            let kind = Movement::ALL.iter().find(|kind| kind.code() == code);
            movements.add(
                *kind.ok_or_else(|| serde::de::Error::custom(format!("unknown movement {code}")))?,
                minor,
            );
        }
        Ok(movements)
    }
}
