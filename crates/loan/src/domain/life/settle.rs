//! What money does: it settles what is due, pays early, or waits.

use super::{Life, Payoff, Receipt};
use crate::domain::allocation::{AllocationOrder, Amounts, Component, allocate};
use crate::domain::error::LoanError;
use crate::domain::event::PrepaymentEffect;
use crate::domain::movement::Movement;
use crate::domain::plan::PlanRow;
use crate::domain::state::{Carry, CloseReason, Installment, Overdue, Status};
use crate::domain::terms::Method;
use kernel::{AnnualRate, CivilDate};

impl<'t> Life<'t> {
    /// Settles due amounts with up to `amount`, in the order of the terms. Does not touch suspense.
    pub(super) fn settle(&mut self, amount: i64, on: CivilDate) -> Receipt {
        let dues: Vec<Amounts> = self.state.open.iter().map(|i| self.clock.unpaid(i, on)).collect();
        let paid = allocate(amount, &dues, self.allocation_on(on));
        let mut receipt = Receipt::default();
        for (index, part) in paid.into_iter().enumerate() {
            self.pay_installment(index, &part, on);
            if part.total() > 0 {
                receipt.installments.push((self.state.open[index].nr, part));
            }
            for component in Component::ALL {
                receipt.allocated.add(component, part.of(component));
            }
        }
        self.state.open.retain(|i| i.settled_on.is_none());
        self.tolerate(on);
        receipt
    }

    /// The order of allocation of a day: another one once the loan is long past due (cn.md §3.5).
    fn allocation_on(&self, on: CivilDate) -> &'t AllocationOrder {
        let terms = self.terms();
        match &terms.clauses.non_accrual {
            Some(clause) if i64::from(self.state.days_past_due(on)) > i64::from(clause.after_days) => &clause.order,
            _ => &terms.allocation,
        }
    }

    fn pay_installment(&mut self, index: usize, part: &Amounts, on: CivilDate) {
        let installment = &mut self.state.open[index];
        if part.total() > 0 {
            if let Some(overdue) = installment.overdue {
                let (penalty, compound) = self.clock.accrued(installment, on);
                let paid = |component| i128::from(part.of(component)) * i128::from(self.clock.den);
                installment.overdue = Some(Overdue {
                    penalty: penalty - paid(Component::Penalty),
                    compound: compound - paid(Component::CompoundInterest),
                    since: on.max(overdue.since),
                    ..overdue
                });
            }
            for component in Component::ALL {
                installment.paid.add(component, part.of(component));
            }
            let moved = &mut self.state.moved;
            moved.add(Movement::FeePaid, part.of(Component::Fee));
            moved.add(Movement::PenaltyPaid, part.of(Component::Penalty));
            moved.add(Movement::CompoundPaid, part.of(Component::CompoundInterest));
            moved.add(Movement::InterestPaid, part.of(Component::Interest));
            moved.add(Movement::PrincipalPaid, part.of(Component::Principal));
        }
        if self.clock.unpaid(installment, on).total() == 0 {
            installment.settled_on = Some(on);
        }
        self.touched.insert(installment.nr, installment.clone());
    }

    /// Interest that has accrued on principal not yet due, as it would be settled on a date (cn.md §1.17: by days).
    #[must_use]
    pub fn broken_interest(&self, on: CivilDate) -> i64 {
        let Some(position) = self.state.position else { return 0 };
        if self.terms().method == Method::Flat {
            return self.interest_line().map_or(0, |(key, line)| line.rounded(&key, on));
        }
        match &position.earned {
            Some(earned) => self.planner.interest_after(earned, self.state.balance, on),
            None => self.planner.interest_by_days(self.state.balance, position.from, on),
        }
    }

    /// What it takes to settle the loan on a date to which it was advanced.
    #[must_use]
    pub fn payoff(&self, on: CivilDate) -> Payoff {
        let principal = self.state.balance;
        Payoff {
            due: self.state.due_on(self.terms(), on),
            principal_not_due: principal,
            interest_accrued: self.broken_interest(on),
            fee: self.prepayment_fee(principal, on),
            suspense: self.state.suspense,
        }
    }

    fn prepayment_fee(&self, principal: i64, on: CivilDate) -> i64 {
        let (terms, fee) = (self.terms(), self.terms().prepayment);
        let months = i32::try_from(fee.fee_months).unwrap_or(i32::MAX / 24);
        let free_from = terms.disbursed_on.add_months(months, terms.disbursed_on.ymd().2);
        if fee.share_e10 == 0 || (fee.fee_months > 0 && on >= free_from) {
            return 0;
        }
        let exact = i128::from(principal) * i128::from(fee.share_e10);
        i64::try_from(kernel::Rounding::HalfUp.div(exact, i128::from(AnnualRate::ONE))).unwrap_or(i64::MAX)
    }

    pub(super) fn repay(&mut self, amount: i64, on: CivilDate) -> Result<Receipt, LoanError> {
        self.expect_active()?;
        let mut receipt = self.settle(amount, on);
        self.keep_rest(amount, &mut receipt);
        self.close_when_done(on, CloseReason::PaidInFull);
        Ok(receipt)
    }

    /// What was not allocated waits in suspense; what was allocated beyond the money came from there.
    fn keep_rest(&mut self, amount: i64, receipt: &mut Receipt) {
        let rest = amount - receipt.allocated.total();
        receipt.suspense = rest;
        self.state.suspense += rest;
        self.state.moved.add(
            if rest > 0 {
                Movement::SuspenseReceived
            } else {
                Movement::SuspenseApplied
            },
            rest.abs(),
        );
    }

    pub(super) fn pay_off(&mut self, amount: i64, on: CivilDate) -> Result<Receipt, LoanError> {
        self.expect_active()?;
        if self.terms().prepayment.no_payoff && self.state.position.is_some() {
            return Err(LoanError::PrepaymentNotOffered);
        }
        let payoff = self.payoff(on);
        if amount < payoff.total() {
            return Err(LoanError::BelowPayoff {
                required: payoff.total(),
                offered: amount,
            });
        }
        let mut receipt = self.settle(payoff.due.total(), on);
        self.pay_waiting_fees(&mut receipt);
        self.pay_early(
            payoff.principal_not_due,
            payoff.interest_accrued,
            payoff.fee,
            &mut receipt,
        );
        self.state.position = None;
        self.keep_rest(amount, &mut receipt);
        self.close_when_done(on, CloseReason::PaidOffEarly);
        Ok(receipt)
    }

    fn pay_waiting_fees(&mut self, receipt: &mut Receipt) {
        let waiting = std::mem::take(&mut self.state.fees_waiting);
        receipt.allocated.add(Component::Fee, waiting);
        self.state.moved.add(Movement::FeePaid, waiting);
    }

    fn pay_early(&mut self, principal: i64, interest: i64, fee: i64, receipt: &mut Receipt) {
        let moved = &mut self.state.moved;
        moved.add(Movement::PrincipalPrepaid, principal);
        moved.add(Movement::InterestPrepaid, interest);
        moved.add(Movement::FeeCharged, fee);
        moved.add(Movement::FeePaid, fee);
        receipt.allocated.add(Component::Principal, principal);
        receipt.allocated.add(Component::Interest, interest);
        receipt.allocated.add(Component::Fee, fee);
        self.state.balance -= principal;
    }

    /// Whether the contract offers a partial prepayment with this effect. Flat interest is fixed in advance, and a typed
    /// plan has no payment that could become smaller.
    fn offers(&self, effect: PrepaymentEffect) -> bool {
        let (method, rules) = (&self.terms().method, self.terms().prepayment);
        match effect {
            _ if *method == Method::Flat => false,
            PrepaymentEffect::Shorten => !rules.no_shorten,
            PrepaymentEffect::Reduce => !rules.no_reduce && !matches!(method, Method::Custom { .. }),
        }
    }

    pub(super) fn prepay(
        &mut self,
        amount: i64,
        effect: PrepaymentEffect,
        on: CivilDate,
    ) -> Result<Receipt, LoanError> {
        self.expect_active()?;
        let Some(position) = self.state.position else {
            return Err(LoanError::PrepaymentIsPayoff);
        };
        if !self.offers(effect) {
            return Err(LoanError::PrepaymentNotOffered);
        }
        let payoff = self.payoff(on);
        let needed = payoff.due.total() + payoff.interest_accrued;
        let left = amount + self.state.suspense - needed;
        // The fee is a share of the principal that is paid early: principal + fee(principal) = what is left.
        let whole = i128::from(AnnualRate::ONE);
        let share = whole + i128::from(self.terms().prepayment.share_e10) * i128::from(payoff.fee > 0);
        let principal = i64::try_from(i128::from(left) * whole / share).unwrap_or(0);
        let fee = left - principal;
        let minimum = self.terms().prepayment.min_minor.max(1);
        if principal < minimum {
            return Err(LoanError::PrepaymentTooSmall {
                left: principal,
                minimum,
            });
        }
        if principal >= self.state.balance {
            return Err(LoanError::PrepaymentIsPayoff);
        }
        let to_come = self.rows_to_come();
        let mut receipt = self.settle(payoff.due.total(), on);
        self.pay_waiting_fees(&mut receipt);
        self.pay_early(principal, payoff.interest_accrued, fee, &mut receipt);
        if effect == PrepaymentEffect::Reduce {
            let old = &self.state.segment;
            self.state.segment = self.planner.reduced(old, &to_come, self.state.balance)?;
        }
        if on > position.from {
            self.state.position = Some(position.rest_from(on));
        }
        self.keep_rest(amount, &mut receipt);
        Ok(receipt)
    }

    pub(super) fn charge_fee(&mut self, amount: i64) -> Result<Receipt, LoanError> {
        self.expect_active()?;
        self.state.moved.add(Movement::FeeCharged, amount);
        let asks = |installment: &&mut Installment| installment.carry != Carry::Waiting;
        if let Some(installment) = self.state.open.iter_mut().find(asks) {
            installment.fee += amount;
            self.touched.insert(installment.nr, installment.clone());
        } else {
            self.state.fees_waiting += amount;
        }
        Ok(Receipt::default())
    }

    /// Everything that is not due yet falls due, with the interest of the days so far: from then on overdue principal is the
    /// whole remaining principal (cn.md §3.2).
    pub(super) fn call_in(&mut self, on: CivilDate) -> Result<Receipt, LoanError> {
        self.expect_active()?;
        let position = self.state.position.filter(|_| self.terms().clauses.may_call_in);
        let position = position.ok_or(LoanError::CallNotAgreed)?;
        let interest = self.broken_interest(on);
        self.fall_due(PlanRow {
            nr: position.nr,
            from: position.from,
            due: on,
            principal: self.state.balance,
            interest,
            balance: 0,
            last: true,
        });
        Ok(Receipt::default())
    }

    pub(super) fn charge_off(&mut self, on: CivilDate) -> Result<Receipt, LoanError> {
        self.expect_active()?;
        let due = self.state.due_on(self.terms(), on);
        let accrued = self.interest_line().map_or(0, |(key, line)| line.rounded(&key, on));
        let mut claim = due;
        claim.add(Component::Principal, self.state.balance);
        claim.add(Component::Interest, accrued);
        let moved = &mut self.state.moved;
        moved.add(Movement::ChargeOffPrincipalDue, due.of(Component::Principal));
        moved.add(Movement::ChargeOffPrincipalNotDue, self.state.balance);
        moved.add(Movement::ChargeOffInterestDue, due.of(Component::Interest));
        moved.add(Movement::ChargeOffAccruedInterest, accrued);
        moved.add(Movement::ChargeOffPenalty, due.of(Component::Penalty));
        moved.add(Movement::ChargeOffCompound, due.of(Component::CompoundInterest));
        moved.add(Movement::FeeCharged, -due.of(Component::Fee));
        self.state.open.clear();
        (self.state.balance, self.state.position, self.state.fees_waiting) = (0, None, 0);
        self.state.next_reset = None;
        self.state.status = Status::ChargedOff { on, claim };
        Ok(Receipt::default())
    }
}
