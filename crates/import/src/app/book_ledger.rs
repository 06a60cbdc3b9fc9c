//! Rows as accounts, and as the balances with which a lender comes.

use super::desk::Desk;
use super::error::{ImportError, Result};
use super::report::{Report, RowOutcome};
use super::row_problem::{BALANCE_DIFFERS, CURRENCY_UNKNOWN, NOT_AN_AMOUNT, ROW_DIFFERS, ROW_TWICE, TWO_SIDES};
use crate::domain::{AccountLine, BalanceLine};
use kernel::{Currency, Money};
use ledger::app::{add_account, open_balances};
use ledger::{AccountCode, Chart, EntryError, GlAccount, LedgerError, Posting, balances, load_chart};
use loan::app::change::today;
use loan::app::close::reconcile::held_accounts;
use platform::Tx;
use platform::http::Problem;
use std::collections::{BTreeMap, HashMap};

fn inside(error: LedgerError) -> ImportError {
    match error {
        LedgerError::Db(cause) => cause.into(),
        LedgerError::Command(cause) => cause.into(),
        other => ImportError::Inside(other.to_string()),
    }
}

/// A refusal of one row, unless the database ends all.
fn of_row(error: LedgerError) -> Result<Problem> {
    match error {
        LedgerError::Db(_) | LedgerError::Command(_) => Err(inside(error)),
        refusal => Ok(refusal.into()),
    }
}

/// Adds the accounts of a batch to the chart.
///
/// # Errors
/// What ends the whole batch.
pub fn book_accounts(tx: &mut Tx, desk: &Desk<'_>, lines: &[AccountLine], report: &mut Report) -> Result<()> {
    for (done, line) in (1..).zip(lines) {
        let code = match AccountCode::parse(&line.code) {
            Ok(code) => code,
            Err(fault) => {
                report.refuse(line.line, Problem::from(EntryError::from(fault)).field("code"));
                continue;
            }
        };
        let account = GlAccount {
            code,
            name_zh: line.name_zh.clone(),
            name_en: line.name_en.clone(),
            category: line.category,
            balance_side: line.balance_side,
            source: line.source.clone(),
        };
        let chart = load_chart(tx).map_err(inside)?;
        match chart.find(code) {
            Some(known) if same(known, &account) => report.add(line.line, RowOutcome::Unchanged, &line.code),
            Some(_) => {
                let differs = Problem::of(ROW_DIFFERS).field("code");
                report.refuse(line.line, differs.with("object", &line.code));
            }
            None => match add_account(tx, &account) {
                Ok(()) => report.add(line.line, RowOutcome::Created, &line.code),
                Err(error) => report.refuse(line.line, of_row(error)?),
            },
        }
        (desk.tell)(tx, done)?;
    }
    Ok(())
}

fn same(known: &GlAccount, row: &GlAccount) -> bool {
    let told = |one: &GlAccount| (one.name_zh.clone(), one.name_en.clone(), one.category, one.balance_side);
    told(known) == told(row)
}

/// Brings accounts to the balances of a batch by one entry of each currency.
///
/// # Errors
/// What ends the whole batch.
pub fn book_balances(tx: &mut Tx, desk: &Desk<'_>, lines: &[BalanceLine], report: &mut Report) -> Result<()> {
    let booked_on = today(tx).map_err(super::book_loans::inside)?.booked_on;
    let mut present: HashMap<(AccountCode, Currency), i64> = HashMap::new();
    for (pocket, minor) in balances(tx, booked_on).map_err(inside)? {
        *present.entry((pocket.account, pocket.currency)).or_default() += minor;
    }
    let mut books = Books {
        chart: load_chart(tx).map_err(inside)?,
        present,
        seen: HashMap::new(),
        differences: BTreeMap::new(),
    };
    for line in lines {
        match books.compare(line) {
            Ok(outcome) => report.add(line.line, outcome, &line.account),
            Err(problem) => report.refuse(line.line, problem),
        }
    }
    for (currency, (last, differences)) in books.differences {
        let currency = Currency::parse(currency).map_err(|cause| ImportError::Inside(cause.to_string()))?;
        for posting in &differences {
            let what = if posting.amount_minor > 0 {
                "debited"
            } else {
                "credited"
            };
            report.sum(what, Money::new(posting.amount_minor.abs(), currency));
        }
        if let Err(error) = open_balances(tx, desk.context, (booked_on, currency), differences) {
            report.refuse(last, of_row(error)?.field("debit"));
        }
    }
    (desk.tell)(tx, lines.len())
}

struct Books {
    chart: Chart,
    present: HashMap<(AccountCode, Currency), i64>,
    seen: HashMap<(AccountCode, Currency), u32>,
    /// By currency: the last row, and what is to be posted.
    differences: BTreeMap<&'static str, (u32, Vec<Posting>)>,
}

impl Books {
    fn compare(&mut self, line: &BalanceLine) -> std::result::Result<RowOutcome, Problem> {
        let code = AccountCode::parse(&line.account).map_err(EntryError::from);
        let code = code.map_err(|fault| Problem::from(fault).field("account"))?;
        let currency = Currency::parse(&line.currency);
        let currency = currency.map_err(|_| Problem::of(CURRENCY_UNKNOWN).field("currency"))?;
        if let Some(first) = self.seen.insert((code, currency), line.line) {
            return Err(Problem::of(ROW_TWICE).field("account").with("row", first));
        }
        let told = told(line, currency)?;
        let held = self.is_held(code)?;
        let present: i64 = self
            .present
            .iter()
            .filter(|((account, money), _)| account.is_within(code) && *money == currency)
            .map(|(_, minor)| minor)
            .sum();
        if told == present {
            return Ok(RowOutcome::Unchanged);
        }
        if held {
            let money = |minor| Money::new(minor, currency).to_string();
            let differs = Problem::of(BALANCE_DIFFERS).field("account");
            return Err(differs.with("told", money(told)).with("lived", money(present)));
        }
        let (last, postings) = self.differences.entry(currency.code()).or_default();
        let difference = told - present;
        postings.push(match difference > 0 {
            true => Posting::debit(code, difference),
            false => Posting::credit(code, -difference),
        });
        *last = line.line;
        Ok(RowOutcome::Created)
    }

    /// Whether an account, or all that stands below a heading, holds nothing but what loans are.
    fn is_held(&self, code: AccountCode) -> std::result::Result<bool, Problem> {
        let refused = |fault: EntryError| Problem::from(fault).field("account");
        self.chart
            .find(code)
            .ok_or(EntryError::AccountUnknown(code))
            .map_err(refused)?;
        let held = |account: AccountCode| held_accounts().any(|one| account.is_within(one));
        if !self.chart.is_heading(code) {
            return Ok(held(code));
        }
        let mut leaves = self.chart.iter().map(|account| account.code);
        let all_held = leaves.all(|leaf| !leaf.is_within(code) || self.chart.is_heading(leaf) || held(leaf));
        if all_held {
            Ok(true)
        } else {
            Err(refused(EntryError::AccountIsAHeading(code)))
        }
    }
}

/// What the row says the account holds: debits positive.
fn told(line: &BalanceLine, currency: Currency) -> std::result::Result<i64, Problem> {
    let read = |text: &Option<String>, field: &str| match text {
        None => Ok(0),
        Some(text) => match Money::parse(text, currency) {
            Ok(money) => Ok(money.minor()),
            Err(_) => Err(Problem::of(NOT_AN_AMOUNT).field(field)),
        },
    };
    let (debit, credit) = (read(&line.debit, "debit")?, read(&line.credit, "credit")?);
    if debit != 0 && credit != 0 {
        return Err(Problem::of(TWO_SIDES).field("credit"));
    }
    Ok(debit.saturating_sub(credit))
}
