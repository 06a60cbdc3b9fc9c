//! The chart of accounts and the posting rules: seeded, read, and kept at hand.

use super::error::LedgerError;
use super::store;
use crate::domain::{AccountCategory, AccountCode, Chart, GlAccount, PostingRule, PostingRuleBook, PostingRules, Side};
use kernel::BusinessDate;
use platform::Tx;
use std::sync::{Arc, Mutex, PoisonError};

const ACCOUNTS: &str = include_str!("../../seeds/gl_accounts.psv");
const RULES: &str = include_str!("../../seeds/posting_rules.psv");

/// The accounts that a new installation starts with: the bank chart.
#[must_use]
pub fn seed_accounts() -> Vec<GlAccount> {
    let account = |[code, name_zh, name_en, category, side, source]: [&str; 6]| GlAccount {
        code: AccountCode::parse(code).expect("a test reads the seed of accounts"),
        name_zh: name_zh.to_owned(),
        name_en: name_en.to_owned(),
        category: AccountCategory::parse(category).expect("a test reads the seed of accounts"),
        balance_side: Side::parse(side).expect("a test reads the seed of accounts"),
        source: source.to_owned(),
    };
    rows(ACCOUNTS).map(account).collect()
}

/// The posting rules that a new installation starts with.
#[must_use]
pub fn seed_rules() -> Vec<PostingRule> {
    let code = |text| AccountCode::parse(text).expect("a test reads the seed of posting rules");
    let rule = |[movement, valid_from, debit, credit, source]: [&'static str; 5]| PostingRule {
        movement: movement.to_owned(),
        valid_from: BusinessDate::parse(valid_from).expect("a test reads the seed of posting rules"),
        debit: code(debit),
        credit: code(credit),
        source: source.to_owned(),
    };
    rows(RULES).map(rule).collect()
}

fn rows<const N: usize>(table: &'static str) -> impl Iterator<Item = [&'static str; N]> {
    table.lines().skip(1).map(|line| {
        let cells: Vec<&str> = line.split('|').collect();
        cells
            .try_into()
            .expect("a test reads the seeds: every row has all columns")
    })
}

/// Writes the seeds; accounts and rules that exist stay as they are.
///
/// # Errors
/// [`LedgerError::Db`].
pub fn seed_chart(tx: &mut Tx) -> Result<(), LedgerError> {
    for account in seed_accounts() {
        store::insert_account(tx, &account)?;
    }
    for rule in seed_rules() {
        store::insert_rule(tx, &rule)?;
    }
    Ok(())
}

/// The chart of accounts.
///
/// # Errors
/// [`LedgerError::Db`], [`LedgerError::EntryRefused`] when the stored chart contradicts itself.
pub fn load_chart(tx: &mut Tx) -> Result<Chart, LedgerError> {
    Ok(Chart::new(store::list_accounts(tx)?)?)
}

/// The posting rules that hold on a day.
///
/// # Errors
/// As [`load_chart`].
pub fn load_rules(tx: &mut Tx, on: BusinessDate) -> Result<PostingRules, LedgerError> {
    let chart = load_chart(tx)?;
    Ok(PostingRuleBook::new(store::list_rules(tx)?, &chart)?.as_of(on))
}

/// Chart and rules together.
#[derive(Debug, Default)]
pub struct Accounting {
    /// The chart of accounts.
    pub chart: Chart,
    /// The posting rules, all versions.
    pub rules: PostingRuleBook,
}

/// Keeps chart and rules at hand for those who post often; reads them again when something was added. One per database.
#[derive(Debug, Clone, Default)]
pub struct AccountingCache {
    held: Arc<Mutex<Option<Held>>>,
}

#[derive(Debug)]
struct Held {
    stamp: (i64, i64),
    accounting: Arc<Accounting>,
}

impl AccountingCache {
    /// The chart and rules as stored now.
    ///
    /// # Errors
    /// As [`load_chart`].
    pub fn get(&self, tx: &mut Tx) -> Result<Arc<Accounting>, LedgerError> {
        let stamp = store::accounting_stamp(tx)?;
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(held) = held.as_ref().filter(|held| held.stamp == stamp) {
            return Ok(Arc::clone(&held.accounting));
        }
        let chart = load_chart(tx)?;
        let rules = PostingRuleBook::new(store::list_rules(tx)?, &chart)?;
        let accounting = Arc::new(Accounting { chart, rules });
        *held = Some(Held {
            stamp,
            accounting: Arc::clone(&accounting),
        });
        Ok(accounting)
    }
}
