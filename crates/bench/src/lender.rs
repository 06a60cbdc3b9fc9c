//! A small lender whose loans are booked, lent and paid by the real use cases.

use crate::error::BenchError;
use crate::rng::Rng;
use kernel::{AnnualRate, BusinessDate, CivilDate, CustomerId, LoanId, Money, OrgId, Timestamp};
use ledger::AccountingCache;
use loan::app::book::{NewLoan, book, disburse};
use loan::app::offer::Choices;
use loan::app::repay::{Repayment, RepaymentKind, repay};
use loan::app::store;
use loan::domain::pricing::Pricing;
use platform::{CommandContext, Db, business_day};
use product::{LoanProduct, RepaymentMethod};
use uuid::Builder;

/// The products that the small lender offers.
const OFFERED: [&str; 5] = ["P01", "P01-EP", "P03", "P03-IO", "P05"];

/// A lender in an empty, migrated database.
pub(crate) struct Lender<'a> {
    db: &'a Db,
    books: AccountingCache,
    products: Vec<LoanProduct>,
    rng: Rng,
    today: CivilDate,
}

impl<'a> Lender<'a> {
    /// Opens the lender on its first day.
    pub(crate) fn open(db: &'a Db, today: CivilDate, seed: u64) -> Result<Self, BenchError> {
        db.write(|tx| -> Result<(), BenchError> {
            business_day::open(tx, BusinessDate(today))?;
            ledger::seed_chart(tx)?;
            Ok(product::seed_products(tx)?)
        })?;
        let offered = |product: &LoanProduct| OFFERED.contains(&product.code.as_str());
        Ok(Self {
            db,
            books: AccountingCache::default(),
            products: product::seed::products().into_iter().filter(offered).collect(),
            rng: Rng::new(seed),
            today,
        })
    }

    /// Books and lends one loan that began so many days ago, and pays every instalment that has fallen due since on its
    /// day.
    pub(crate) fn lend(&mut self, days_ago: i32) -> Result<LoanId, BenchError> {
        let product = self.rng.pick(&self.products).clone();
        let limits = product.terms.limits;
        let periods = match product.terms.method {
            RepaymentMethod::InterestOnly => limits.max_periods,
            _ => limits.max_periods.min(60),
        };
        let disbursed_on = self.today.add_days(-days_ago);
        let new = NewLoan {
            number: None,
            customer_id: CustomerId(Builder::from_random_bytes(self.rng.wide().to_be_bytes()).into_uuid()),
            customer_name: "基**".to_owned(),
            org_id: OrgId::HEAD_OFFICE,
            officer: "bench".to_owned(),
            purpose: None,
            choices: Choices {
                principal: Money::new(self.rng.between(10_000, 100_000) * 100, product.currency),
                annual_rate: None,
                periods,
                disbursed_on,
                pay_day: None,
                custom_plan: Vec::new(),
            },
        };
        let dearest = limits.max_annual_rate.e10().min(900_000_000);
        let rate = AnnualRate::from_e10(self.rng.between(limits.min_annual_rate.e10().max(300_000_000), dearest));
        let now = Timestamp::from_millis(i64::from(self.today.days()) * 86_400_000);
        let context = CommandContext::system("bench", now);
        self.db.write(|tx| {
            tx.act_as(&context.actor, &context.request_id, context.now);
            let heads = book(tx, &product, &[(new.clone(), Pricing::fixed(rate))])?;
            let id = heads[0].id;
            disburse(tx, &context, &self.books, id)?;
            let stored = store::load(tx, id)?;
            for installment in &stored.state.open {
                let amount = installment.principal + installment.interest;
                let repayment = Repayment {
                    amount: Money::new(amount, stored.head.currency),
                    value_date: installment.due,
                    kind: RepaymentKind::Regular,
                    note: String::new(),
                };
                if amount > 0 {
                    repay(tx, &context, &self.books, id, &repayment)?;
                }
            }
            Ok(id)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use platform::testing::TestDb;

    /// What the crash test and the benches live on: whatever the dice say, each product lends within its own limits.
    #[test]
    fn every_product_on_offer_lends_at_a_rate_of_its_own() {
        let db = TestDb::sqlite();
        let mut lender = Lender::open(db.db(), CivilDate::from_days(20_000), 1).unwrap();
        assert_eq!(lender.products.len(), OFFERED.len());
        for nr in 0..100 {
            lender.lend(nr % 31).unwrap();
        }
    }
}
