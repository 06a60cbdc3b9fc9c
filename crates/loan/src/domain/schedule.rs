//! A whole schedule: the plan rows from disbursement to maturity.

use super::plan::{PlanRow, Planner, Segment};
use super::terms::{LoanTerms, MAX_PERIODS, TermsError};

/// The schedule of checked terms.
///
/// # Errors
/// The first [`TermsError`] of the terms.
pub fn schedule(terms: &LoanTerms) -> Result<Vec<PlanRow>, TermsError> {
    // Only now is the number of periods one that memory can hold.
    terms.check()?;
    let mut rows = Vec::with_capacity(terms.periods as usize + 1);
    schedule_into(terms, &mut rows)?;
    Ok(rows)
}

/// The schedule of checked terms with the fee at disbursement as instalment 0, if there is one.
///
/// # Errors
/// The first [`TermsError`] of the terms.
pub fn schedule_with_fee(terms: &LoanTerms) -> Result<Vec<PlanRow>, TermsError> {
    let mut rows = schedule(terms)?;
    if terms.clauses.fee_of(0) > 0 {
        let opening = PlanRow {
            nr: 0,
            from: terms.disbursed_on,
            due: terms.disbursed_on,
            principal: 0,
            interest: 0,
            balance: terms.principal.minor(),
            last: false,
        };
        rows.insert(0, opening);
    }
    Ok(rows)
}

/// Like [`schedule`], into a buffer that is cleared first and can be used again.
///
/// # Errors
/// The first [`TermsError`] of the terms.
pub fn schedule_into(terms: &LoanTerms, rows: &mut Vec<PlanRow>) -> Result<(), TermsError> {
    rows.clear();
    terms.check()?;
    let planner = Planner::new(terms);
    let segment = planner.first_segment()?;
    extend(
        &planner,
        &segment,
        (1, terms.disbursed_on, terms.principal.minor()),
        rows,
    );
    Ok(())
}

/// Appends the rows that follow a position `(next number, period start, balance)`.
pub fn extend(
    planner: &Planner<'_>,
    segment: &Segment,
    position: (u32, kernel::CivilDate, i64),
    rows: &mut Vec<PlanRow>,
) {
    let (mut nr, mut from, mut balance) = position;
    let mut walk = planner.walk(nr);
    while nr <= MAX_PERIODS + 1 && (balance > 0 || nr == 1) {
        let period = match &mut walk {
            Some(walk) => walk.next_from(from),
            None => planner.period(nr, from),
        };
        let row = planner.row(&period, balance, segment);
        (nr, from, balance) = (nr + 1, row.due, row.balance);
        rows.push(row);
        if row.last {
            break;
        }
    }
}
