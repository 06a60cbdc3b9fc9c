//! Tables and properties of the ledger's rules.

mod balance;
mod entry;
mod rules;

use super::{AccountCategory, AccountCode, Chart, EntryHead, GlAccount, Side};
use kernel::{BusinessDate, Currency, EntryId, OrgId};
use std::borrow::Cow;
use uuid::Uuid;

pub fn code(text: &str) -> AccountCode {
    AccountCode::parse(text).unwrap()
}

pub fn day(text: &str) -> BusinessDate {
    BusinessDate::parse(text).unwrap()
}

fn account(text: &str, category: AccountCategory, balance_side: Side) -> GlAccount {
    GlAccount {
        code: code(text),
        name_zh: text.to_owned(),
        name_en: text.to_owned(),
        category,
        balance_side,
        source: String::new(),
    }
}

/// Five accounts in the books, one heading and two off-book.
pub fn chart() -> Chart {
    Chart::new(vec![
        account("1303", AccountCategory::Asset, Side::Debit),
        account("1303.01", AccountCategory::Asset, Side::Debit),
        account("1303.02", AccountCategory::Asset, Side::Debit),
        account("1132.01", AccountCategory::Asset, Side::Debit),
        account("2011", AccountCategory::Liability, Side::Credit),
        account("6011.01", AccountCategory::Income, Side::Credit),
        account("7002", AccountCategory::OffBook, Side::Debit),
        account("7999", AccountCategory::OffBook, Side::Credit),
    ])
    .unwrap()
}

pub fn head(id: u128, booked_on: &str) -> EntryHead {
    EntryHead {
        id: EntryId(Uuid::from_u128(id)),
        org: OrgId(Uuid::from_u128(1)),
        booked_on: day(booked_on),
        currency: Currency::CNY,
        kind: Cow::Borrowed("test"),
        subject: None,
        event: None,
        memo: String::new(),
    }
}
