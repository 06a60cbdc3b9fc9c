//! The rows of each kind, read and booked.

use super::book_customers::book_customers;
use super::book_ledger::{book_accounts, book_balances};
use super::book_loans::book_loans;
use super::book_products::book_products;
use super::book_reference::{book_days, book_entries, book_rates};
use super::book_repayments::book_repayments;
use super::book_staff::{book_organisations, book_users};
use super::desk::Desk;
use super::error::Result;
use super::report::Report;
use super::row_problem::cell_problem;
use crate::domain::{
    AccountLine, BalanceLine, CellFault, CustomerLine, DayLine, Entity, EntryLine, LoanLine, Mapping, OrganisationLine,
    ProductLine, RateLine, Record, RepaymentLine, Table, UserLine, account_line, balance_line, customer_line, day_line,
    entry_line, loan_line, organisation_line, product_line, rate_line, repayment_line, user_line,
};
use platform::Tx;

/// The rows of a file that can be read.
#[derive(Debug, Clone)]
pub enum Rows {
    /// Persons and companies.
    Customers(Vec<CustomerLine>),
    /// Loans of a live book.
    Loans(Vec<LoanLine>),
    /// What was paid on loans.
    Repayments(Vec<RepaymentLine>),
    /// Accounts of the ledger.
    Accounts(Vec<AccountLine>),
    /// What accounts hold at the beginning.
    Balances(Vec<BalanceLine>),
    /// Branches.
    Organisations(Vec<OrganisationLine>),
    /// Staff.
    Users(Vec<UserLine>),
    /// Codes of lists.
    Entries(Vec<EntryLine>),
    /// Days of calendars.
    Days(Vec<DayLine>),
    /// Published rates.
    Rates(Vec<RateLine>),
    /// Drafts of products.
    Products(Vec<ProductLine>),
}

/// Reads all rows; what cannot be read stands in the report.
pub fn read_rows(entity: &Entity, mapping: &Mapping, table: &Table, report: &mut Report) -> Rows {
    let mut reading = Reading {
        entity,
        mapping,
        table,
        report,
    };
    match entity.key {
        "loans" => Rows::Loans(reading.all(loan_line)),
        "repayments" => Rows::Repayments(reading.all(repayment_line)),
        "accounts" => Rows::Accounts(reading.all(account_line)),
        "balances" => Rows::Balances(reading.all(balance_line)),
        "organisations" => Rows::Organisations(reading.all(organisation_line)),
        "users" => Rows::Users(reading.all(user_line)),
        "dictionaries" => Rows::Entries(reading.all(entry_line)),
        "calendars" => Rows::Days(reading.all(day_line)),
        "rates" => Rows::Rates(reading.all(rate_line)),
        "products" => Rows::Products(reading.all(product_line)),
        _ => Rows::Customers(reading.all(customer_line)),
    }
}

struct Reading<'a> {
    entity: &'a Entity,
    mapping: &'a Mapping,
    table: &'a Table,
    report: &'a mut Report,
}

impl Reading<'_> {
    fn all<T>(&mut self, read: fn(Record<'_>) -> std::result::Result<T, Vec<CellFault>>) -> Vec<T> {
        let mut rows = Vec::with_capacity(self.table.lines.len());
        for line in &self.table.lines {
            match read(Record::of(self.entity.columns, self.mapping, line)) {
                Ok(row) => rows.push(row),
                Err(faults) => {
                    for fault in &faults {
                        self.report.refuse(line.number, cell_problem(fault));
                    }
                }
            }
        }
        rows
    }
}

/// Books all rows in the caller's transaction; what is wrong with single ones stands in the report.
///
/// # Errors
/// What ends the whole batch.
pub fn book_rows(tx: &mut Tx, desk: &Desk<'_>, rows: &Rows, report: &mut Report) -> Result<()> {
    match rows {
        Rows::Customers(lines) => book_customers(tx, desk, lines, report),
        Rows::Loans(lines) => book_loans(tx, desk, lines, report),
        Rows::Repayments(lines) => book_repayments(tx, desk, lines, report),
        Rows::Accounts(lines) => book_accounts(tx, desk, lines, report),
        Rows::Balances(lines) => book_balances(tx, desk, lines, report),
        Rows::Organisations(lines) => book_organisations(tx, desk, lines, report),
        Rows::Users(lines) => book_users(tx, desk, lines, report),
        Rows::Entries(lines) => book_entries(tx, desk, lines, report),
        Rows::Days(lines) => book_days(tx, desk, lines, report),
        Rows::Rates(lines) => book_rates(tx, desk, lines, report),
        Rows::Products(lines) => book_products(tx, desk, lines, report),
    }
}
