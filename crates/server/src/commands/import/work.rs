//! The import itself, in one transaction.

use super::Imported;
use super::rows::{Borrower, LoanRow, RepaymentRow};
use crate::failure::{Failure, IMPORT_LOAN};
use crate::site::Site;
use customer::app::{LoanCount, count_loans, create_customers, find_customer_ids, list_customer_labels};
use customer::{CustomerDraft, Intake, NewCustomer};
use kernel::{CivilDate, CustomerId, LoanId, Money, OrgId};
use ledger::AccountingCache;
use loan::app::book::{NewLoan, book, disburse};
use loan::app::offer::Choices;
use loan::app::repay::{Repayment, repay};
use platform::http::Problem;
use platform::{CommandContext, Tx, business_day};
use product::{BenchmarkRates, LoanProduct};
use std::collections::{HashMap, HashSet};
use std::fmt::Display;

/// A loan that was taken over.
struct Lent {
    id: LoanId,
    currency: kernel::Currency,
}

/// Takes all over, or fails with the first line that is refused.
pub fn take_over(
    tx: &mut Tx,
    site: &Site,
    context: &CommandContext,
    (loans, repayments): (&[LoanRow], &[RepaymentRow]),
) -> Result<Imported, Failure> {
    let (borrowers, customers) = borrowers(tx, site, context, loans)?;
    let names = names(tx, &borrowers)?;
    let desk = Desk {
        context,
        books: AccountingCache::default(),
        benchmarks: product::load_benchmark_rates(tx)?,
    };
    let mut products = HashMap::new();
    let mut numbered = HashMap::new();
    let mut counts: HashMap<CustomerId, i64> = HashMap::new();
    for (row, customer_id) in loans.iter().zip(&borrowers) {
        let product = offered(tx, &mut products, row)?;
        let name = names.get(customer_id).cloned().unwrap_or_default();
        let lent = desk.lend(tx, row, &product, (*customer_id, name))?;
        *counts.entry(*customer_id).or_default() += 1;
        numbered.extend(row.number.clone().map(|number| (number, lent)));
    }
    let counts: Vec<LoanCount> = counts
        .into_iter()
        .map(|(customer_id, loans)| LoanCount { customer_id, loans })
        .collect();
    count_loans(tx, &counts)?;
    let mut ordered: Vec<&RepaymentRow> = repayments.iter().collect();
    ordered.sort_by_key(|row| (row.value_date, row.line));
    for row in ordered {
        desk.repay(tx, row, &numbered)?;
    }
    Ok(Imported {
        loans: loans.len(),
        customers,
        repayments: repayments.len(),
    })
}

/// The borrower of each loan, and how many of them are new.
fn borrowers(
    tx: &mut Tx,
    site: &Site,
    context: &CommandContext,
    loans: &[LoanRow],
) -> Result<(Vec<CustomerId>, usize), Failure> {
    let on = business_day::get(tx)?;
    let mut known: HashMap<&str, CustomerId> = HashMap::new();
    let mut fresh: Vec<(&str, NewCustomer)> = Vec::new();
    let mut seen: HashSet<&str> = HashSet::new();
    for row in loans {
        let Borrower {
            kind,
            name,
            identity_kind,
            identity_number,
            mobile,
        } = &row.borrower;
        let identity = identity_number.as_str();
        if !seen.insert(identity) {
            continue;
        }
        if let Some(id) = find_customer_ids(tx, &site.keys, identity, 1)?.first() {
            known.insert(identity, *id);
            continue;
        }
        let draft = CustomerDraft {
            kind: *kind,
            name,
            identity_kind: *identity_kind,
            identity_number: identity,
            mobile: mobile.as_deref(),
        };
        let checked = NewCustomer::check(&draft, on.date()).map_err(|refusal| refused(row.line, &refusal))?;
        fresh.push((identity, checked));
    }
    let created = fresh.len();
    let (identities, customers): (Vec<&str>, Vec<NewCustomer>) = fresh.into_iter().unzip();
    if created > 0 {
        let owner = customer::app::Owner::head_office();
        let intake = Intake {
            on,
            at: context.now,
            owner: &owner,
        };
        let ids = create_customers(tx, &site.keys, intake, &customers)?;
        known.extend(identities.into_iter().zip(ids));
    }
    let ids = loans
        .iter()
        .map(|row| known[row.borrower.identity_number.as_str()])
        .collect();
    Ok((ids, created))
}

/// The names as lists show them.
fn names(tx: &mut Tx, ids: &[CustomerId]) -> Result<HashMap<CustomerId, String>, Failure> {
    const AT_ONCE: usize = 500;
    let mut names = HashMap::new();
    for chunk in ids.chunks(AT_ONCE) {
        let labels = list_customer_labels(tx, chunk)?;
        names.extend(labels.into_iter().map(|(id, label)| (id, label.name)));
    }
    Ok(names)
}

type Offered = HashMap<(String, CivilDate), LoanProduct>;

/// The version of the product that was offered on the day, now in use.
fn offered(tx: &mut Tx, products: &mut Offered, row: &LoanRow) -> Result<LoanProduct, Failure> {
    let key = (row.product.clone(), row.disbursed_on);
    if let Some(product) = products.get(&key) {
        return Ok(product.clone());
    }
    let found = product::find_offered(tx, &row.product, kernel::BusinessDate(row.disbursed_on))?;
    let unknown = || {
        refused(
            row.line,
            &format!("product {} was not offered on {}", row.product, row.disbursed_on),
        )
    };
    let product = found.ok_or_else(unknown)?;
    product::mark_used(tx, product.id)?;
    products.insert(key, product.clone());
    Ok(product)
}

struct Desk<'a> {
    context: &'a CommandContext,
    books: AccountingCache,
    benchmarks: BenchmarkRates,
}

impl Desk<'_> {
    fn lend(
        &self,
        tx: &mut Tx,
        row: &LoanRow,
        product: &LoanProduct,
        (customer_id, customer_name): (CustomerId, String),
    ) -> Result<Lent, Failure> {
        let told = |cause: &dyn Display| refused(row.line, cause);
        let principal = Money::parse(&row.principal, product.currency).map_err(|cause| told(&cause))?;
        let rate = match row.annual_rate {
            Some(rate) => rate,
            None => product
                .annual_rate(row.disbursed_on, &self.benchmarks)
                .map_err(|cause| told(&cause))?,
        };
        let new = NewLoan {
            number: row.number.clone(),
            customer_id,
            customer_name,
            org_id: OrgId::HEAD_OFFICE,
            officer: row.officer.clone(),
            choices: Choices {
                principal,
                annual_rate: Some(rate),
                periods: row.periods,
                disbursed_on: row.disbursed_on,
                pay_day: row.pay_day,
                custom_plan: Vec::new(),
            },
        };
        let heads = book(tx, product, &[(new, rate)]).map_err(|cause| told(&cause))?;
        let id = heads[0].id;
        disburse(tx, self.context, &self.books, id).map_err(|cause| told(&cause))?;
        Ok(Lent {
            id,
            currency: product.currency,
        })
    }

    fn repay(&self, tx: &mut Tx, row: &RepaymentRow, loans: &HashMap<String, Lent>) -> Result<(), Failure> {
        let told = |cause: &dyn Display| refused(row.line, &format!("repayment of {}: {cause}", row.number));
        let lent = loans
            .get(&row.number)
            .ok_or_else(|| told(&"there is no loan with this number in the file of loans"))?;
        let repayment = Repayment {
            amount: Money::parse(&row.amount, lent.currency).map_err(|cause| told(&cause))?,
            value_date: row.value_date,
            kind: row.kind,
            note: row.note.clone(),
        };
        repay(tx, self.context, &self.books, lent.id, &repayment).map_err(|cause| told(&cause))?;
        Ok(())
    }
}

fn refused(line: u64, cause: &dyn Display) -> Failure {
    let problem = Problem::of(IMPORT_LOAN).with("line", line);
    Failure(problem.with("reason", cause.to_string()))
}
