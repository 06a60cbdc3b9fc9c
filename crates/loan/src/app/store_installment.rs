//! The SQL of instalments that have fallen due.

use super::error::Result;
use super::store::number;
use crate::domain::allocation::Component;
use crate::domain::state::{Carry, Installment};
use kernel::{CivilDate, LoanId};
use platform::{Tx, Value, values};

const FALLEN: [&str; 5] = ["period_from", "due_on", "principal", "interest", "fee"];
const PAID: [&str; 6] = [
    "paid_fee",
    "paid_penalty",
    "paid_compound",
    "paid_interest",
    "paid_principal",
    "settled_on",
];

fn fallen(i: &Installment) -> [Value; 5] {
    values![i.from.days(), i.due.days(), i.principal, i.interest, i.fee]
}

fn paid(i: &Installment) -> [Value; 6] {
    values![
        i.paid.of(Component::Fee),
        i.paid.of(Component::Penalty),
        i.paid.of(Component::CompoundInterest),
        i.paid.of(Component::Interest),
        i.paid.of(Component::Principal),
        i.settled_on.map(CivilDate::days),
    ]
}

/// Adds instalments that have just fallen due.
///
/// # Errors
/// The database's.
pub fn insert_installments(tx: &mut Tx, rows: &[(LoanId, &Installment)]) -> Result<()> {
    let columns: Vec<&str> = ["loan_id", "nr"].iter().chain(&FALLEN).chain(&PAID).copied().collect();
    let row = |(loan, i): &(LoanId, &Installment)| {
        let mut row = values![*loan, i64::from(i.nr)].to_vec();
        row.extend(fallen(i).into_iter().chain(paid(i)));
        row
    };
    Ok(tx.queue_rows("loan_installment", &columns, &rows.iter().map(row).collect::<Vec<_>>())?)
}

/// Writes what was paid of instalments, and the fees added to them.
///
/// # Errors
/// The database's.
pub fn update_installments(tx: &mut Tx, rows: &[(LoanId, &Installment)]) -> Result<()> {
    let sets: Vec<&str> = ["fee"].iter().chain(&PAID).copied().collect();
    let row = |(loan, i): &(LoanId, &Installment)| {
        let mut row = values![*loan, i64::from(i.nr), i.fee].to_vec();
        row.extend(paid(i));
        row
    };
    let rows: Vec<Vec<Value>> = rows.iter().map(row).collect();
    Ok(tx.queue_update_rows("loan_installment", &["loan_id", "nr"], &sets, &rows)?)
}

/// Removes the instalments of a loan, to write those of a replayed life.
///
/// # Errors
/// The database's.
pub fn delete_installments(tx: &mut Tx, id: LoanId) -> Result<()> {
    Ok(tx.queue("DELETE FROM loan_installment WHERE loan_id = $1", &values![id])?)
}

/// The instalments of a loan that have fallen due, by number.
///
/// # Errors
/// The database's.
pub fn installments(tx: &mut Tx, id: LoanId) -> Result<Vec<Installment>> {
    let sql = "SELECT nr, period_from, due_on, principal, interest, fee, paid_fee, paid_penalty, paid_compound,
        paid_interest, paid_principal, settled_on FROM loan_installment WHERE loan_id = $1 ORDER BY nr";
    let rows = tx.query(sql, &values![id])?;
    rows.iter()
        .map(|row| {
            Ok(Installment {
                nr: number(row.int(0))?,
                from: row.business_date(1).date(),
                due: row.business_date(2).date(),
                principal: row.int(3),
                interest: row.int(4),
                fee: row.int(5),
                paid: crate::domain::allocation::Amounts([row.int(6), row.int(7), row.int(8), row.int(9), row.int(10)]),
                overdue: None,
                settled_on: row.opt_business_date(11).map(kernel::BusinessDate::date),
                carry: Carry::Own,
                earlier_rates: Vec::new(),
            })
        })
        .collect()
}
