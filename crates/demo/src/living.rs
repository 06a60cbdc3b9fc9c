//! The loans of the demo on their way: who borrows what, and what will happen.

use crate::DemoError;
use crate::chinese::{self, Habit, Named};
use crate::people::{self, Borrower};
use crate::plan::{self, Act, first_day};
use crate::source::Fact;
use customer::{CustomerKind, IdentityKind, Profile};
use kernel::{AnnualRate, BusinessDate, CivilDate, Currency, LoanId, Money, OrgId};
use loan::app::book::NewLoan;
use loan::app::offer::Choices;
use platform::Db;
use platform::keys::FieldKeys;

/// A loan of the demo on its way.
#[derive(Debug, Clone)]
pub struct Living {
    /// Its id once booked.
    pub id: Option<LoanId>,
    /// What is booked.
    pub new: NewLoan,
    /// Product code.
    pub product: String,
    /// Annual rate.
    pub rate: AnnualRate,
    /// What happens to a real loan.
    pub acts: Vec<(CivilDate, Act)>,
    /// How a named borrower behaves.
    pub habit: Option<Habit>,
}

/// The real loans, their borrowers created.
///
/// # Errors
/// What the use cases refuse.
pub fn real_loans(db: &Db, keys: &FieldKeys, now: kernel::Timestamp, facts: &[Fact]) -> Result<Vec<Living>, DemoError> {
    let borrower = |fact: &Fact| Borrower {
        name: format!("LC Borrower {:05}", fact.id),
        kind: CustomerKind::Person,
        identity: (IdentityKind::Other, format!("LC-{:06}", fact.id)),
        // They live in states of another country, and the source does not say what they do.
        profile: Profile::default(),
    };
    let borrowers: Vec<Borrower> = facts.iter().map(borrower).collect();
    let made = people::create_borrowers(db, keys, (BusinessDate(first_day()), now), &borrowers)?;
    let living = |(fact, (customer_id, name)): (&Fact, (kernel::CustomerId, String))| {
        let plan = plan::plan(fact);
        Living {
            id: None,
            new: NewLoan {
                number: Some(format!("LC{:06}", fact.id)),
                customer_id,
                customer_name: name,
                org_id: OrgId::HEAD_OFFICE,
                officer: "clerk".to_owned(),
                purpose: Some(fact.purpose.to_owned()),
                choices: Choices {
                    principal: Money::new(fact.amount, Currency::USD),
                    annual_rate: Some(fact.rate),
                    periods: fact.term,
                    disbursed_on: plan.disbursed_on,
                    pay_day: Some(plan.pay_day),
                    custom_plan: Vec::new(),
                },
            },
            product: if fact.term == 36 { "LC36" } else { "LC60" }.to_owned(),
            rate: fact.rate,
            acts: plan.acts,
            habit: None,
        }
    };
    Ok(facts.iter().zip(made).map(living).collect())
}

/// The named loans, their borrowers created.
///
/// # Errors
/// What the use cases refuse.
pub fn named_loans(db: &Db, keys: &FieldKeys, now: kernel::Timestamp) -> Result<Vec<Living>, DemoError> {
    let rows = chinese::loans();
    let borrower = |(index, named): (usize, &Named)| Borrower {
        name: named.name.to_owned(),
        kind: named.kind,
        identity: chinese::identity(named, index),
        profile: Profile::of(named.industry, Some(named.region)),
    };
    let borrowers: Vec<Borrower> = rows.iter().enumerate().map(borrower).collect();
    let made = people::create_borrowers(db, keys, (BusinessDate(first_day()), now), &borrowers)?;
    rows.into_iter()
        .zip(made)
        .enumerate()
        .map(|(index, (named, (customer_id, name)))| {
            let minor = named.yuan * 100;
            let rate = AnnualRate::parse(named.rate).map_err(|e| DemoError::Source(e.to_string()))?;
            let custom = named.product == "P09";
            Ok(Living {
                id: None,
                new: NewLoan {
                    number: Some(format!("JJ2018{:04}", index + 1)),
                    customer_id,
                    customer_name: name,
                    org_id: OrgId::HEAD_OFFICE,
                    officer: "clerk".to_owned(),
                    purpose: Some(named.purpose.to_owned()),
                    choices: Choices {
                        principal: Money::new(minor, Currency::CNY),
                        annual_rate: Some(rate),
                        periods: named.periods,
                        disbursed_on: named.lent,
                        pay_day: None,
                        custom_plan: if custom {
                            chinese::project_plan(minor)
                        } else {
                            Vec::new()
                        },
                    },
                },
                product: named.product.to_owned(),
                rate,
                acts: Vec::new(),
                habit: Some(named.habit),
            })
        })
        .collect()
}
