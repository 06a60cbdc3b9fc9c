//! Accounts of the general ledger and the chart they form.

use super::code::AccountCode;
use super::error::EntryError;
use serde::{Deserialize, Serialize};

/// The class of an account (会计科目类别).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AccountCategory {
    /// 资产类.
    Asset,
    /// 负债类.
    Liability,
    /// 所有者权益类.
    Equity,
    /// 损益类, income.
    Income,
    /// 损益类, expense.
    Expense,
    /// 共同类: may stand on either side.
    Common,
    /// 表外: balances by itself, apart from the books.
    OffBook,
}

impl AccountCategory {
    /// All classes, in the order of a chart.
    pub const ALL: [Self; 7] = [
        Self::Asset,
        Self::Liability,
        Self::Common,
        Self::Equity,
        Self::Income,
        Self::Expense,
        Self::OffBook,
    ];

    /// The name in storage and on the wire.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Asset => "asset",
            Self::Liability => "liability",
            Self::Equity => "equity",
            Self::Income => "income",
            Self::Expense => "expense",
            Self::Common => "common",
            Self::OffBook => "off_book",
        }
    }

    /// The class of a name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|c| c.name() == name)
    }
}

/// A side of an account: 借 or 贷.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// 借方.
    Debit,
    /// 贷方.
    Credit,
}

impl Side {
    /// The name in storage and on the wire.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Debit => "debit",
            Self::Credit => "credit",
        }
    }

    /// The side of a name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        [Self::Debit, Self::Credit].into_iter().find(|s| s.name() == name)
    }

    /// A signed balance (debit positive) as it reads on this side: positive when it stands where it belongs.
    #[must_use]
    pub const fn reading(self, signed_minor: i64) -> i64 {
        match self {
            Self::Debit => signed_minor,
            Self::Credit => signed_minor.saturating_neg(),
        }
    }
}

/// An account of the general ledger (总账科目).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GlAccount {
    /// Its code.
    pub code: AccountCode,
    /// Its Chinese name.
    pub name_zh: String,
    /// Its English name.
    pub name_en: String,
    /// Its class.
    pub category: AccountCategory,
    /// The side on which its balance normally stands.
    pub balance_side: Side,
    /// Whether entries may name it; a heading (which has sub-accounts) takes none.
    pub postable: bool,
    /// The standard or rule from which it comes.
    pub source: String,
}

/// The chart of accounts: every account an entry may name.
#[derive(Debug, Clone, Default)]
pub struct Chart {
    accounts: Vec<GlAccount>,
}

impl Chart {
    /// A chart of these accounts.
    ///
    /// # Errors
    /// [`EntryError::AccountTwice`] when two have the same code.
    pub fn new(mut accounts: Vec<GlAccount>) -> Result<Self, EntryError> {
        accounts.sort_by_key(|account| account.code);
        match accounts.windows(2).find(|pair| pair[0].code == pair[1].code) {
            Some(pair) => Err(EntryError::AccountTwice(pair[0].code)),
            None => Ok(Self { accounts }),
        }
    }

    /// The account of this code.
    #[must_use]
    pub fn find(&self, code: AccountCode) -> Option<&GlAccount> {
        self.accounts
            .binary_search_by_key(&code, |account| account.code)
            .ok()
            .map(|i| &self.accounts[i])
    }

    /// The account of this code, to be posted to.
    ///
    /// # Errors
    /// [`EntryError::AccountUnknown`], [`EntryError::AccountIsAHeading`].
    pub fn postable(&self, code: AccountCode) -> Result<&GlAccount, EntryError> {
        let account = self.find(code).ok_or(EntryError::AccountUnknown(code))?;
        if account.postable {
            Ok(account)
        } else {
            Err(EntryError::AccountIsAHeading(code))
        }
    }

    /// All accounts by code.
    pub fn iter(&self) -> impl Iterator<Item = &GlAccount> {
        self.accounts.iter()
    }
}
