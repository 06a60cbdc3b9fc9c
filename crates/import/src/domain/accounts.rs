use super::column::{Choice, Column, ColumnKind};
use super::entity::Entity;
use super::fault::CellFault;
use super::record::Record;
use ledger::{AccountCategory, Side};

const CATEGORIES: &[Choice] = &[
    Choice {
        code: "asset",
        zh: "资产",
        en: "Asset",
    },
    Choice {
        code: "liability",
        zh: "负债",
        en: "Liability",
    },
    Choice {
        code: "common",
        zh: "共同",
        en: "Common",
    },
    Choice {
        code: "equity",
        zh: "所有者权益",
        en: "Equity",
    },
    Choice {
        code: "income",
        zh: "收入",
        en: "Income",
    },
    Choice {
        code: "expense",
        zh: "支出",
        en: "Expense",
    },
    Choice {
        code: "off_book",
        zh: "表外",
        en: "Off book",
    },
];
const SIDES: &[Choice] = &[
    Choice {
        code: "debit",
        zh: "借",
        en: "Debit",
    },
    Choice {
        code: "credit",
        zh: "贷",
        en: "Credit",
    },
];

/// Accounts that the lender has beside the chart of the start. Their key is the code.
pub const ACCOUNTS: Entity = Entity {
    key: "accounts",
    zh: "会计科目",
    en: "Ledger accounts",
    permission: "ledger.write",
    commands: &["ledger.add_account"],
    take_in: "import.take_in_accounts",
    columns: &[
        Column::text("code", ("科目代码", "Account"), "1002.88").must().means(
            "数字与点，最多 12 位；点前为上级科目",
            "Digits and dots, at most 12; what stands before the last dot is its heading",
        ),
        Column::text("name_zh", ("中文名称", "Chinese name"), "存放同业").must(),
        Column::text("name_en", ("英文名称", "English name"), "Due from banks").must(),
        Column::text("category", ("类别", "Category"), "asset")
            .of(ColumnKind::Choice(CATEGORIES))
            .must()
            .means("与上级科目相同", "That of its heading"),
        Column::text("balance_side", ("余额方向", "Balance side"), "debit")
            .of(ColumnKind::Choice(SIDES))
            .must(),
        Column::text("source", ("依据", "Source"), "").means("制度或文件", "The rule or document that it comes from"),
    ],
};

/// An account as a row has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountLine {
    /// Its place in the file.
    pub line: u32,
    /// Code.
    pub code: String,
    /// Chinese name.
    pub name_zh: String,
    /// English name.
    pub name_en: String,
    /// Category.
    pub category: AccountCategory,
    /// On which side its balance usually stands.
    pub balance_side: Side,
    /// Where it comes from.
    pub source: String,
}

/// Reads a row.
///
/// # Errors
/// All cells that cannot be read.
pub fn account_line(mut row: Record<'_>) -> Result<AccountLine, Vec<CellFault>> {
    let (code, name_zh, name_en) = (row.text("code"), row.text("name_zh"), row.text("name_en"));
    let category = row.choice("category").and_then(AccountCategory::parse);
    let side = row.choice("balance_side").and_then(Side::parse);
    let source = row.text("source").unwrap_or_default().to_owned();
    let (line, faulty) = (row.number(), row.is_faulty());
    match (code, name_zh, name_en, category, side) {
        (Some(code), Some(name_zh), Some(name_en), Some(category), Some(balance_side)) if !faulty => Ok(AccountLine {
            line,
            code: code.to_owned(),
            name_zh: name_zh.to_owned(),
            name_en: name_en.to_owned(),
            category,
            balance_side,
            source,
        }),
        _ => Err(row.faults()),
    }
}
