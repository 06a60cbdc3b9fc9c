//! Four eyes: commands that take effect only when somebody else has approved them. Which ones, and above which amounts, is
//! data; whoever reads it (the capability that signs callers in) gives it to every command in its context.

use kernel::{Currency, Money};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The command takes effect only when somebody else approves it (409 `access.check_required`).
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the command {command} needs a second person")]
pub struct CheckRequired {
    /// The command.
    pub command: String,
}

/// When a command needs a second person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CheckMode {
    /// Always.
    Always,
    /// Above these amounts, and in every currency for which there is none.
    Above(BTreeMap<Currency, i64>),
}

/// The commands of a caller that need a second person, by name. Those that are not named need none.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Checks(Arc<BTreeMap<String, CheckMode>>);

impl Checks {
    /// These commands need a second person.
    #[must_use]
    pub fn of(rules: impl IntoIterator<Item = (String, CheckMode)>) -> Self {
        Self(Arc::new(rules.into_iter().collect()))
    }

    /// Refuses a command that always needs a second person.
    ///
    /// # Errors
    /// [`CheckRequired`].
    pub(crate) fn admit(&self, command: &str) -> Result<(), CheckRequired> {
        self.decide(command, matches!(self.0.get(command), Some(CheckMode::Always)))
    }

    /// Refuses a command of this amount when it needs a second person.
    ///
    /// # Errors
    /// [`CheckRequired`].
    pub fn admit_amount(&self, command: &str, amount: Money) -> Result<(), CheckRequired> {
        let needed = match self.0.get(command) {
            None => false,
            Some(CheckMode::Always) => true,
            Some(CheckMode::Above(limits)) => limits
                .get(&amount.currency())
                .is_none_or(|above| amount.minor() > *above),
        };
        self.decide(command, needed)
    }

    fn decide(&self, command: &str, needed: bool) -> Result<(), CheckRequired> {
        if needed {
            return Err(CheckRequired {
                command: command.to_owned(),
            });
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_above_the_limit_of_their_currency_need_a_second_person() {
        let limits = BTreeMap::from([(Currency::CNY, 50_000)]);
        let checks = Checks::of([
            ("loan.reverse".to_owned(), CheckMode::Above(limits)),
            ("loan.charge_off".to_owned(), CheckMode::Always),
        ]);
        let dollars = Currency::parse("USD").expect("a currency");
        for (command, amount, admitted) in [
            ("loan.reverse", Money::new(50_000, Currency::CNY), true),
            ("loan.reverse", Money::new(50_001, Currency::CNY), false),
            ("loan.reverse", Money::new(1, dollars), false),
            ("loan.charge_off", Money::new(1, Currency::CNY), false),
            ("loan.repay", Money::new(i64::MAX, Currency::CNY), true),
        ] {
            assert_eq!(
                checks.admit_amount(command, amount).is_ok(),
                admitted,
                "{command} {amount:?}"
            );
        }
        assert!(checks.admit("loan.reverse").is_ok(), "its amount is asked for later");
        assert!(checks.admit("loan.charge_off").is_err());
        assert!(Checks::default().admit("loan.charge_off").is_ok());
    }
}
