//! The life of a loan: time passes (`advance`) and things happen (`apply`). Both are pure, and the state on any date is
//! the fold of the events up to it (`live`).
//!
//! Invariants: (1) principal lent = principal paid + principal owed + principal charged off; (2) Σ allocated + suspense =
//! money received; (3) no component of an open instalment is negative; (4) `advance` to D₁ and then to D₂ is `advance` to
//! D₂; (5) an event and its reversal leave the state as it was.

mod accrue;
mod reprice;
mod settle;
mod tolerate;

use super::allocation::Amounts;
use super::clauses::FeeTrigger;
use super::error::LoanError;
use super::event::{EventBody, LoanEvent, effective};
use super::movement::{Movement, Movements};
use super::plan::{PlanRow, Planner};
use super::state::{Carry, CloseReason, Installment, LoanState, Overdue, PenaltyClock, Position, Status};
use super::terms::LoanTerms;
use kernel::CivilDate;
use std::collections::BTreeMap;

/// What an event did with its money.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Receipt {
    /// By component, over all instalments, early principal and interest included.
    pub allocated: Amounts,
    /// By instalment.
    pub installments: Vec<(u32, Amounts)>,
    /// What went to suspense (negative: taken from it).
    pub suspense: i64,
}

/// What it takes to settle a loan on a date, in minor units.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Payoff {
    /// What is due and unpaid.
    pub due: Amounts,
    /// Principal not yet due.
    pub principal_not_due: i64,
    /// Interest accrued on it.
    pub interest_accrued: i64,
    /// Fee for paying early.
    pub fee: i64,
    /// Money waiting in suspense, which counts.
    pub suspense: i64,
}

impl Payoff {
    /// The money needed.
    #[must_use]
    pub fn total(&self) -> i64 {
        self.due.total() + self.principal_not_due + self.interest_accrued + self.fee - self.suspense
    }
}

/// A loan being lived.
#[derive(Debug, Clone)]
pub struct Life<'t> {
    planner: Planner<'t>,
    clock: PenaltyClock,
    /// The state so far.
    pub state: LoanState,
    /// Instalments that fell due or changed since this life was begun or resumed, by number.
    pub touched: BTreeMap<u32, Installment>,
}

impl<'t> Life<'t> {
    /// A booked loan without any event.
    ///
    /// # Errors
    /// The terms' own errors.
    pub fn begin(terms: &'t LoanTerms) -> Result<Self, LoanError> {
        terms.check()?;
        let planner = Planner::new(terms);
        let segment = planner.first_segment()?;
        let state = LoanState {
            status: Status::Pending,
            segment,
            position: None,
            balance: 0,
            open: Vec::new(),
            fees_waiting: 0,
            suspense: 0,
            pricing: None,
            pricing_next: None,
            next_reset: None,
            moved: Movements::default(),
        };
        Ok(Self {
            clock: state.penalty_clock(terms),
            planner,
            state,
            touched: BTreeMap::new(),
        })
    }

    /// A life that goes on from a stored state.
    #[must_use]
    pub fn resume(terms: &'t LoanTerms, state: LoanState) -> Self {
        Self {
            planner: Planner::at(terms, state.pricing(terms).annual_rate),
            clock: state.penalty_clock(terms),
            state,
            touched: BTreeMap::new(),
        }
    }

    /// The terms of this life.
    #[must_use]
    pub const fn terms(&self) -> &'t LoanTerms {
        self.planner.terms
    }

    /// The planner of this life.
    #[must_use]
    pub const fn planner(&self) -> &Planner<'t> {
        &self.planner
    }

    /// The next date on which anything but linear accrual changes by itself; `None` when nothing will.
    #[must_use]
    pub fn next_action_on(&self) -> Option<CivilDate> {
        let due = self.state.position.map(|p| p.due);
        let penalty = self
            .state
            .open
            .iter()
            .filter(|i| i.overdue.is_none_or(|overdue| overdue.paused))
            .filter_map(|i| self.penalty_starts(i))
            .min();
        [due, penalty, self.state.next_reset].into_iter().flatten().min()
    }

    /// The first day on which an unpaid instalment counts as late: the day after its grace.
    fn penalty_starts(&self, installment: &Installment) -> Option<CivilDate> {
        let late_from = installment.late_from()?;
        Some(late_from.add_days(self.terms().penalty.grace_days + 1))
    }

    /// Lets time pass up to the beginning of the day `to`: instalments fall due, late ones begin to cost penalty. A day on
    /// which the contract looks at its benchmark passes too: what it finds there is an event.
    pub fn advance(&mut self, to: CivilDate) {
        while let Some(on) = self.next_action_on().filter(|on| *on <= to) {
            self.start_penalties(on);
            if let Some(row) = self.next_row().filter(|row| row.due == on) {
                self.fall_due(row);
            }
            self.pass_reset(on);
        }
    }

    fn start_penalties(&mut self, on: CivilDate) {
        for index in 0..self.state.open.len() {
            let installment = &self.state.open[index];
            let grows = installment.overdue.is_some_and(|overdue| !overdue.paused);
            if !grows && self.penalty_starts(installment).is_some_and(|starts| starts <= on) {
                self.start_penalty(index);
            }
        }
    }

    fn start_penalty(&mut self, index: usize) {
        let (terms, installment) = (self.terms(), &mut self.state.open[index]);
        let late_from = installment.late_from().unwrap_or(installment.due);
        let since = if terms.penalty.from_grace_end {
            late_from.add_days(terms.penalty.grace_days)
        } else {
            late_from
        };
        // An instalment that belongs to a later one is missed with it, and once only.
        if installment.overdue.is_none() && installment.carry.is_own() {
            let fee = terms.clauses.fee(FeeTrigger::Late);
            installment.fee += fee;
            self.state.moved.add(Movement::FeeCharged, fee);
        }
        let (penalty, compound, from) = installment.overdue.map_or((0, 0, since), |overdue| {
            (overdue.penalty, overdue.compound, since.max(overdue.since))
        });
        let grown = self.clock.grown_before(installment, from);
        installment.earlier_rates.clear();
        installment.overdue = Some(Overdue {
            penalty: penalty + grown.0,
            compound: compound + grown.1,
            since: grown.2,
            paused: false,
        });
        self.touched.insert(installment.nr, installment.clone());
    }

    fn fall_due(&mut self, row: PlanRow) {
        let fee = self.terms().clauses.fee(FeeTrigger::Installment);
        self.state.moved.add(Movement::FeeCharged, fee);
        let installment = Installment {
            nr: row.nr,
            from: row.from,
            due: row.due,
            principal: row.principal,
            interest: row.interest,
            fee: std::mem::take(&mut self.state.fees_waiting) + fee,
            paid: Amounts::default(),
            overdue: None,
            settled_on: None,
            carry: Carry::Own,
            earlier_rates: Vec::new(),
        };
        self.state.moved.add(Movement::PrincipalDue, row.principal);
        self.state.moved.add(Movement::InterestDue, row.interest);
        self.state.balance = row.balance;
        self.state.position = if row.last {
            None
        } else {
            Some(self.position_after(row.nr, row.due))
        };
        self.touched.insert(installment.nr, installment.clone());
        self.state.open.push(installment);
        self.begin_next_pricing(row.due);
        let waiting = self.state.suspense;
        let receipt = self.settle(waiting, row.due);
        let used = receipt.allocated.total();
        self.state.suspense -= used;
        self.state.moved.add(Movement::SuspenseApplied, used);
        self.close_when_done(row.due, CloseReason::PaidInFull);
    }

    fn position_after(&self, nr: u32, from: CivilDate) -> Position {
        let period = self.planner.period(nr + 1, from);
        Position::starting(nr + 1, from, period.due)
    }

    fn close_when_done(&mut self, on: CivilDate, reason: CloseReason) {
        let nothing_owed = self.state.open.is_empty() && self.state.position.is_none() && self.state.fees_waiting == 0;
        if self.state.status == Status::Active && nothing_owed {
            self.state.status = Status::Closed { reason, on };
            self.state.next_reset = None;
        }
    }

    /// Lets an event happen on its value date, to which the loan is advanced first.
    ///
    /// # Errors
    /// The first [`LoanError`] in its order; the life is unusable afterwards.
    pub fn apply(&mut self, body: &EventBody, on: CivilDate) -> Result<Receipt, LoanError> {
        let disbursed_on = self.terms().disbursed_on;
        if on < disbursed_on {
            return Err(LoanError::BeforeDisbursement {
                value_date: on,
                disbursed_on,
            });
        }
        if body.amount().is_some_and(|amount| amount <= 0) {
            return Err(LoanError::AmountNotPositive);
        }
        self.advance(on);
        match body {
            EventBody::Disbursed => self.disburse(),
            EventBody::Repaid { amount } => self.repay(*amount, on),
            EventBody::PaidOff { amount } => self.pay_off(*amount, on),
            EventBody::Prepaid { amount, effect } => self.prepay(*amount, *effect, on),
            EventBody::FeeCharged { amount } => self.charge_fee(*amount),
            EventBody::RateChanged { to, .. } => self.change_rate(to, on),
            EventBody::CalledIn => self.call_in(on),
            EventBody::ChargedOff => self.charge_off(on),
            EventBody::Reversed { of } => Err(LoanError::UnknownEvent { seq: *of }),
        }
    }

    fn expect_active(&self) -> Result<(), LoanError> {
        let status = match self.state.status {
            Status::Active => return Ok(()),
            Status::Pending => "pending",
            Status::Closed { .. } => "closed",
            Status::ChargedOff { .. } => "charged_off",
        };
        Err(LoanError::WrongStatus { status })
    }

    fn disburse(&mut self) -> Result<Receipt, LoanError> {
        if self.state.status != Status::Pending {
            return self
                .expect_active()
                .and(Err(LoanError::WrongStatus { status: "active" }));
        }
        let principal = self.terms().principal.minor();
        self.state.status = Status::Active;
        self.state.balance = principal;
        self.state.moved.add(Movement::Disbursement, principal);
        self.state.position = Some(self.position_after(0, self.terms().disbursed_on));
        self.state.next_reset = self.reset_after(self.terms().disbursed_on);
        self.charge_at_disbursement();
        Ok(Receipt::default())
    }

    /// The fee at disbursement is due on that day, as instalment 0. It is never taken off the money lent (Civil Code
    /// art. 670).
    fn charge_at_disbursement(&mut self) {
        let (fee, on) = (
            self.terms().clauses.fee(FeeTrigger::Disbursement),
            self.terms().disbursed_on,
        );
        if fee == 0 {
            return;
        }
        let charged = Installment {
            nr: 0,
            from: on,
            due: on,
            principal: 0,
            interest: 0,
            fee,
            paid: Amounts::default(),
            overdue: None,
            settled_on: None,
            carry: Carry::Own,
            earlier_rates: Vec::new(),
        };
        self.state.moved.add(Movement::FeeCharged, fee);
        self.touched.insert(0, charged.clone());
        self.state.open.push(charged);
    }
}

/// Lives a loan from its terms and events up to the beginning of the day `until`. Events after that day do not count.
/// Returns the life and, by sequence number, what each counting event did.
///
/// # Errors
/// The first [`LoanError`] of an event.
pub fn live<'t>(
    terms: &'t LoanTerms,
    events: &[LoanEvent],
    until: CivilDate,
) -> Result<(Life<'t>, Vec<(u32, Receipt)>), LoanError> {
    let mut life = Life::begin(terms)?;
    let mut receipts = Vec::new();
    for event in effective(events) {
        if event.value_date.date() <= until {
            receipts.push((event.seq, life.apply(&event.body, event.value_date.date())?));
        }
    }
    life.advance(until);
    Ok((life, receipts))
}
