//! What changes add to the accrual of the whole book. Commands only add rows; the close folds them into the sums, so that
//! no two payments wait for one row.

use super::error::{LoanFailure, Result};
use super::record::{LoanHead, component_name, component_of};
use crate::domain::allocation::Component;
use crate::domain::line::{Clock, Line, LineKey};
use crate::domain::movement::{Movement, Movements};
use kernel::{Currency, ProductId};
use platform::{Row, Tx, Value, values};
use std::collections::BTreeMap;
use uuid::Uuid;

/// Whose accrual: product and currency.
pub type Owner = (ProductId, Currency);

/// Sums of lines and of posted amounts, by owner.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Accruals {
    /// Lines by owner and key.
    pub lines: BTreeMap<(Owner, LineKey), Line>,
    /// What the ledger has posted and not yet moved on, by owner and component, in minor units.
    pub posted: BTreeMap<(Owner, Component), i64>,
}

/// Movements that take accrued amounts out of the accrued accounts.
const OUT_OF_ACCRUED: [(Movement, Component); 7] = [
    (Movement::InterestDue, Component::Interest),
    (Movement::InterestPrepaid, Component::Interest),
    (Movement::ChargeOffAccruedInterest, Component::Interest),
    (Movement::PenaltyPaid, Component::Penalty),
    (Movement::ChargeOffPenalty, Component::Penalty),
    (Movement::CompoundPaid, Component::CompoundInterest),
    (Movement::ChargeOffCompound, Component::CompoundInterest),
];

impl Accruals {
    /// Takes a loan's old lines out and puts its new ones in.
    pub fn replace(&mut self, head: &LoanHead, before: &[(LineKey, Line)], after: &[(LineKey, Line)]) {
        let owner = (head.product_id, head.currency);
        for (key, line) in before {
            self.add_line(owner, *key, line.negated());
        }
        for (key, line) in after {
            self.add_line(owner, *key, *line);
        }
    }

    /// Adds a line.
    pub fn add_line(&mut self, owner: Owner, key: LineKey, line: Line) {
        let sum = self.lines.entry((owner, key)).or_default();
        *sum = sum.plus(line);
    }

    /// Notes what movements took out of the accrued accounts.
    pub fn moved(&mut self, head: &LoanHead, before: &Movements, after: &Movements) {
        let owner = (head.product_id, head.currency);
        for (movement, component) in OUT_OF_ACCRUED {
            let minor = after.of(movement) - before.of(movement);
            if minor != 0 {
                *self.posted.entry((owner, component)).or_default() -= minor;
            }
        }
    }

    /// Adds another set of sums.
    pub fn merge(&mut self, other: &Self) {
        for ((owner, key), line) in &other.lines {
            self.add_line(*owner, *key, *line);
        }
        for (key, minor) in &other.posted {
            *self.posted.entry(*key).or_default() += minor;
        }
    }

    /// Stores the sums as rows to be folded by the next close.
    ///
    /// # Errors
    /// The database's.
    pub fn write_deltas(&self, tx: &mut Tx) -> Result<()> {
        let columns = [
            "id",
            "product_id",
            "currency",
            "component",
            "clock",
            "den",
            "slope",
            "start",
            "posted",
        ];
        let mut rows: Vec<Vec<Value>> = Vec::new();
        for (((product, currency), key), line) in self.lines.iter().filter(|(_, l)| **l != Line::default()) {
            let (slope, start) = (line.slope.to_string(), line.offset.to_string());
            let component = component_name(key.component);
            let row = values![
                Uuid::now_v7(),
                *product,
                currency.code(),
                component,
                key.clock.code(),
                key.den,
                slope,
                start,
                0
            ];
            rows.push(row.to_vec());
        }
        for (((product, currency), component), minor) in self.posted.iter().filter(|(_, minor)| **minor != 0) {
            let component = component_name(*component);
            let row = values![
                Uuid::now_v7(),
                *product,
                currency.code(),
                component,
                0,
                0,
                "0",
                "0",
                *minor
            ];
            rows.push(row.to_vec());
        }
        Ok(tx.queue_rows("accrual_delta", &columns, &rows)?)
    }

    /// The stored sums with every delta added.
    ///
    /// # Errors
    /// The database's, or [`LoanFailure::Stored`].
    pub fn load(tx: &mut Tx) -> Result<Self> {
        Self::load_with(
            tx,
            "SELECT product_id, currency, component, clock, den, slope, start, posted FROM accrual_delta",
        )
    }

    /// The stored sums with every delta added; the deltas are taken away, for [`Accruals::store`] in the same transaction.
    ///
    /// # Errors
    /// As [`Accruals::load`].
    pub fn take(tx: &mut Tx) -> Result<Self> {
        let taken =
            "DELETE FROM accrual_delta RETURNING product_id, currency, component, clock, den, slope, start, posted";
        Self::load_with(tx, taken)
    }

    fn load_with(tx: &mut Tx, deltas: &str) -> Result<Self> {
        let mut sums = Self::default();
        let lines = "SELECT product_id, currency, component, clock, den, slope, start, 0 FROM accrual_sum";
        let posted = "SELECT product_id, currency, component, 0, 0, '0', '0', posted FROM accrual_posted";
        for sql in [lines, posted, deltas] {
            tx.try_for_each(sql, &[], |row| sums.add_row(row))?;
        }
        sums.lines.retain(|_, line| *line != Line::default());
        Ok(sums)
    }

    fn add_row(&mut self, row: &Row) -> Result<()> {
        let bad = |what: &str| LoanFailure::Stored(format!("accrual {what}"));
        let currency = super::store::currency(row.text(1))?;
        let owner = (ProductId(row.id(0)), currency);
        let component = component_of(row.text(2)).ok_or_else(|| bad("component"))?;
        let den = row.int(4);
        if den == 0 {
            *self.posted.entry((owner, component)).or_default() += row.int(7);
            return Ok(());
        }
        let clock = Clock::from_code(row.int(3)).ok_or_else(|| bad("clock"))?;
        let number = |text: &str| text.parse::<i128>().map_err(|_| bad("number"));
        let line = Line {
            slope: number(row.text(5))?,
            offset: number(row.text(6))?,
        };
        self.add_line(owner, LineKey { component, clock, den }, line);
        Ok(())
    }

    /// Replaces the stored sums by these.
    ///
    /// # Errors
    /// The database's.
    pub fn store(&self, tx: &mut Tx) -> Result<()> {
        for table in ["accrual_sum", "accrual_posted"] {
            tx.execute(&format!("DELETE FROM {table}"), &[])?;
        }
        let line = |(((product, currency), key), line): (&(Owner, LineKey), &Line)| {
            let (slope, start) = (line.slope.to_string(), line.offset.to_string());
            let component = component_name(key.component);
            values![
                *product,
                currency.code(),
                component,
                key.clock.code(),
                key.den,
                slope,
                start
            ]
            .to_vec()
        };
        let columns = ["product_id", "currency", "component", "clock", "den", "slope", "start"];
        tx.insert_rows(
            "accrual_sum",
            &columns,
            &self.lines.iter().map(line).collect::<Vec<_>>(),
        )?;
        let posted = |(((product, currency), component), minor): (&(Owner, Component), &i64)| {
            values![*product, currency.code(), component_name(*component), *minor].to_vec()
        };
        let columns = ["product_id", "currency", "component", "posted"];
        Ok(tx.insert_rows(
            "accrual_posted",
            &columns,
            &self.posted.iter().map(posted).collect::<Vec<_>>(),
        )?)
    }

    /// The rounded accrued amount of each owner and component on a date: the sum of the rounded sums of its keys.
    #[must_use]
    pub fn rounded_on(&self, on: kernel::CivilDate) -> BTreeMap<(Owner, Component), i64> {
        let mut amounts: BTreeMap<(Owner, Component), i64> = BTreeMap::new();
        for ((owner, key), line) in &self.lines {
            *amounts.entry((*owner, key.component)).or_default() += line.rounded(key, on);
        }
        amounts
    }
}
