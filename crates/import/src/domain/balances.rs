use super::column::{Column, ColumnKind};
use super::entity::Entity;
use super::fault::CellFault;
use super::record::Record;

/// The trial balance with which a lender comes. What an account holds already is counted; accounts that hold what loans are must hold it.
pub const BALANCES: Entity = Entity {
    key: "balances",
    zh: "科目期初余额",
    en: "Opening balances",
    permission: "ledger.write",
    commands: &["ledger.open_balances"],
    take_in: "import.take_in_balances",
    columns: &[
        Column::text("account", ("科目代码", "Account"), "1002").must().means(
            "末级科目；由借据形成的科目也可写上级，只作核对",
            "An account without sub-accounts; of those that hold what loans are also a heading, which is compared only",
        ),
        Column::text("currency", ("币种", "Currency"), "CNY").means("缺省为 CNY", "CNY when absent"),
        Column::text("debit", ("借方余额", "Debit"), "1000000.00")
            .of(ColumnKind::Amount)
            .means(
                "借贷只填一栏，余额为零都不填",
                "One of both columns; none for a balance of zero",
            ),
        Column::text("credit", ("贷方余额", "Credit"), "").of(ColumnKind::Amount),
    ],
};

/// A balance as a row has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BalanceLine {
    /// Its place in the file.
    pub line: u32,
    /// Code of the account.
    pub account: String,
    /// Code of the currency.
    pub currency: String,
    /// What stands on the debit side, as digits.
    pub debit: Option<String>,
    /// What stands on the credit side, as digits.
    pub credit: Option<String>,
}

/// Reads a row.
///
/// # Errors
/// All cells that cannot be read.
pub fn balance_line(mut row: Record<'_>) -> Result<BalanceLine, Vec<CellFault>> {
    let (account, currency) = (row.text("account"), row.text("currency").unwrap_or("CNY").to_owned());
    let (debit, credit) = (row.amount("debit"), row.amount("credit"));
    let (line, faulty) = (row.number(), row.is_faulty());
    match account {
        Some(account) if !faulty => Ok(BalanceLine {
            line,
            account: account.to_owned(),
            currency,
            debit,
            credit,
        }),
        _ => Err(row.faults()),
    }
}
