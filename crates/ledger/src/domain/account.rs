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
    /// The standard or rule from which it comes.
    pub source: String,
}

/// The chart of accounts: every account an entry may name.
#[derive(Debug, Clone, Default)]
pub struct Chart {
    accounts: Vec<GlAccount>,
    /// Whether the account at the same place has sub-accounts.
    headings: Vec<bool>,
}

impl Chart {
    /// A chart of these accounts.
    ///
    /// # Errors
    /// [`EntryError::AccountTwice`] when two have the same code.
    pub fn new(mut accounts: Vec<GlAccount>) -> Result<Self, EntryError> {
        accounts.sort_by_key(|account| account.code);
        if let Some(pair) = accounts.windows(2).find(|pair| pair[0].code == pair[1].code) {
            return Err(EntryError::AccountTwice(pair[0].code));
        }
        // A dot sorts before every digit: sub-accounts follow their heading.
        let next = accounts.iter().skip(1).map(|account| Some(account.code)).chain([None]);
        let has_sub =
            |(account, next): (&GlAccount, Option<AccountCode>)| next.is_some_and(|n| n.is_within(account.code));
        let headings = accounts.iter().zip(next).map(has_sub).collect();
        Ok(Self { accounts, headings })
    }

    /// The account of this code.
    #[must_use]
    pub fn find(&self, code: AccountCode) -> Option<&GlAccount> {
        self.place(code).map(|i| &self.accounts[i])
    }

    /// The account of this code, to be posted to.
    ///
    /// # Errors
    /// [`EntryError::AccountUnknown`], [`EntryError::AccountIsAHeading`].
    pub fn postable(&self, code: AccountCode) -> Result<&GlAccount, EntryError> {
        match self.place(code) {
            None => Err(EntryError::AccountUnknown(code)),
            Some(i) if self.headings[i] => Err(EntryError::AccountIsAHeading(code)),
            Some(i) => Ok(&self.accounts[i]),
        }
    }

    /// Whether the account has sub-accounts: then only those take postings.
    #[must_use]
    pub fn is_heading(&self, code: AccountCode) -> bool {
        self.place(code).is_some_and(|i| self.headings[i])
    }

    /// All accounts by code.
    pub fn iter(&self) -> impl Iterator<Item = &GlAccount> {
        self.accounts.iter()
    }

    fn place(&self, code: AccountCode) -> Option<usize> {
        self.accounts.binary_search_by_key(&code, |account| account.code).ok()
    }
}
