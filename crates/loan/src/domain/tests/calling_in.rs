//! 宣布提前到期: the lender calls the whole loan in (cn.md §3.2, WHOLE_BAL).

use super::life::{d, disbursed, year_loan};
use crate::domain::allocation::Amounts;
use crate::domain::error::LoanError;
use crate::domain::event::EventBody;

/// The first instalment is ten days late when the rest of 110,272.03 is called in with 110,272.03 × 6% × 10 ÷ 360 = 183.79
/// of interest. Twenty days later the whole principal bears penalty: 9,727.97 × 9% × 30 ÷ 360 = 72.96 and 110,272.03 × 9% ×
/// 20 ÷ 360 = 551.36; 600.00 costs 4.50 and 183.79 costs 0.92.
#[test]
fn a_loan_called_in_is_due_as_a_whole_and_bears_penalty_on_it() {
    let mut terms = year_loan();
    terms.clauses.may_call_in = true;
    let mut life = disbursed(&terms);
    life.apply(&EventBody::CalledIn, d("2025-03-02")).unwrap();
    assert_eq!(
        (life.state.balance, life.state.position, life.rows_to_come().len()),
        (0, None, 0)
    );
    life.advance(d("2025-03-22"));
    let due = life.state.due_on(&terms, d("2025-03-22"));
    assert_eq!(due, Amounts([0, 7296 + 55_136, 450 + 92, 60_000 + 18_379, 12_000_000]));
    assert_eq!(life.state.days_past_due(d("2025-03-22")), 30);
    assert_eq!(
        life.apply(&EventBody::CalledIn, d("2025-03-22")),
        Err(LoanError::CallNotAgreed)
    );
}

#[test]
fn a_loan_whose_contract_does_not_say_so_is_not_called_in() {
    let terms = year_loan();
    let mut life = disbursed(&terms);
    assert_eq!(
        life.apply(&EventBody::CalledIn, d("2025-03-02")),
        Err(LoanError::CallNotAgreed)
    );
}
