//! The SQL of the accrual of the whole book.

use super::accruals::{Accruals, Owner};
use super::error::{LoanFailure, Result};
use super::record::component_of;
use crate::domain::allocation::Component;
use crate::domain::line::{Clock, Line, LineKey};
use kernel::ProductId;
use platform::{Row, Tx, Value, values};
use uuid::Uuid;

impl Accruals {
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
            let component = key.component.name();
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
            let component = component.name();
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
            let component = key.component.name();
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
            values![*product, currency.code(), component.name(), *minor].to_vec()
        };
        let columns = ["product_id", "currency", "component", "posted"];
        Ok(tx.insert_rows(
            "accrual_posted",
            &columns,
            &self.posted.iter().map(posted).collect::<Vec<_>>(),
        )?)
    }
}
