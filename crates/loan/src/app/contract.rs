//! Books one loan from what a contract names: its product version and customer are looked up, frozen and counted.

use super::book::{NewLoan, book};
use super::cost::check_cap;
use super::error::{LoanFailure, Result};
use super::offer::{Choices, calendar_for, pricing_of, terms_of};
use super::record::LoanHead;
use crate::domain::pricing::Pricing;
use crate::domain::terms::LoanTerms;
use customer::app::{LoanCount, count_loans, find_customer};
use kernel::{CustomerId, DataScope, OrgId, ProductId};
use platform::{Tx, business_day};
use product::{LoanProduct, ProductError};

/// The list of purposes.
pub const PURPOSES: &str = "loan_purpose";

/// What a contract names.
#[derive(Debug, Clone)]
pub struct Contract {
    /// The product version.
    pub product_id: ProductId,
    /// Who borrows.
    pub customer_id: CustomerId,
    /// The loan's number; made when absent.
    pub number: Option<String>,
    /// In whose books.
    pub org_id: OrgId,
    /// Login of who looks after it.
    pub officer: String,
    /// What the money is for, a code of the list `loan_purpose`.
    pub purpose: Option<String>,
    /// What it chooses within the product.
    pub choices: Choices,
}

/// Books the loan of a contract with a customer inside the scope. Nothing is lent yet.
///
/// # Errors
/// [`LoanFailure::ProductUnknown`], the product's refusal, [`LoanFailure::AboveRateCap`], [`LoanFailure::CustomerUnknown`], [`LoanFailure::Reference`] for
/// a purpose that is not offered, or what [`book`] refuses.
pub fn book_contract(tx: &mut Tx, scope: &DataScope, contract: &Contract) -> Result<LoanHead> {
    let choices = &contract.choices;
    let (product, pricing) = offered(tx, contract.product_id, choices)?;
    let calendar = calendar_for(tx, &product, contract.org_id)?;
    let terms = terms_of(&product, &pricing, choices, calendar.as_ref())?;
    check_cap(tx, &terms, choices.disbursed_on)?;
    let borrower = find_customer(tx, scope, contract.customer_id)?.ok_or(LoanFailure::CustomerUnknown)?;
    if let Some(purpose) = &contract.purpose {
        reference::app::check_entry(tx, "purpose", PURPOSES, purpose)?;
    }
    let new = NewLoan {
        number: contract.number.clone(),
        customer_id: borrower.id,
        customer_name: borrower.name,
        org_id: contract.org_id,
        officer: contract.officer.clone(),
        purpose: contract.purpose.clone(),
        choices: choices.clone(),
    };
    let mut booked = book(tx, &product, &[(new, pricing)])?;
    product::mark_used(tx, product.id)?;
    let count = LoanCount {
        customer_id: borrower.id,
        loans: 1,
    };
    count_loans(tx, &[count])?;
    Ok(booked.remove(0))
}

/// The terms that a contract of an organisation would have: checked as when it is booked, and nothing is stored.
///
/// # Errors
/// As [`book_contract`], but for the customer.
pub fn try_contract(tx: &mut Tx, org: OrgId, product_id: ProductId, choices: &Choices) -> Result<LoanTerms> {
    let (product, pricing) = offered(tx, product_id, choices)?;
    let calendar = calendar_for(tx, &product, org)?;
    let terms = terms_of(&product, &pricing, choices, calendar.as_ref())?;
    check_cap(tx, &terms, choices.disbursed_on)?;
    Ok(terms)
}

/// The product if it is offered today, and what it asks.
fn offered(tx: &mut Tx, id: ProductId, choices: &Choices) -> Result<(LoanProduct, Pricing)> {
    let today = business_day::get(tx)?;
    let product = product::get_product(tx, id)?;
    product.ensure_offered(today)?;
    reference::app::check_currency(tx, product.currency, today.date())?;
    let benchmarks = product::load_benchmark_rates(tx)?;
    let pricing = pricing_of(&product, choices.annual_rate, choices.disbursed_on, &benchmarks)?;
    Ok((product, pricing))
}

impl From<ProductError> for LoanFailure {
    fn from(error: ProductError) -> Self {
        match error {
            ProductError::ProductNotFound(_) => Self::ProductUnknown,
            ProductError::TermsRefused(refusal) => Self::Product(refusal),
            ProductError::Db(error) => Self::Db(error),
        }
    }
}
