use super::column::{Column, ColumnKind};
use super::fault::CellFault;
use super::record::Record;

/// What a lender says that its loans are together: compared with what was taken in, and never stored.
pub const TOTALS_COLUMNS: &[Column] = &[
    Column::text("product", ("产品代码", "Product"), "P03").must(),
    Column::text("currency", ("币种", "Currency"), "CNY").means("缺省为 CNY", "CNY when absent"),
    Column::text("loans", ("笔数", "Loans"), "2").of(ColumnKind::Whole),
    Column::text("principal", ("剩余本金", "Principal outstanding"), "200795.31").of(ColumnKind::Amount),
    Column::text("interest_due", ("应收利息", "Interest due"), "403.98").of(ColumnKind::Amount),
    Column::text("interest_accrued", ("计提利息", "Interest accrued"), "0").of(ColumnKind::Amount),
    Column::text("penalty", ("罚息与复利", "Penalty and compound interest"), "0").of(ColumnKind::Amount),
    Column::text("fee_due", ("应收费用", "Fees due"), "0").of(ColumnKind::Amount),
];

/// The figures of a product, in the order of their columns.
pub const FIGURES: [&str; 6] = [
    "loans",
    "principal",
    "interest_due",
    "interest_accrued",
    "penalty",
    "fee_due",
];

/// The totals of a product as a row has them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TotalsLine {
    /// Its place in the file.
    pub line: u32,
    /// Code of the product.
    pub product: String,
    /// Code of the currency.
    pub currency: String,
    /// Active loans.
    pub loans: Option<u32>,
    /// The amounts of [`FIGURES`] after the first, as digits.
    pub amounts: [Option<String>; 5],
}

/// Reads a row.
///
/// # Errors
/// All cells that cannot be read.
pub fn totals_line(mut row: Record<'_>) -> Result<TotalsLine, Vec<CellFault>> {
    let (product, currency) = (row.text("product"), row.text("currency").unwrap_or("CNY").to_owned());
    let loans = row.whole("loans");
    let amounts = ["principal", "interest_due", "interest_accrued", "penalty", "fee_due"].map(|key| row.amount(key));
    let (line, faulty) = (row.number(), row.is_faulty());
    match product {
        Some(product) if !faulty => Ok(TotalsLine {
            line,
            product: product.to_owned(),
            currency,
            loans,
            amounts,
        }),
        _ => Err(row.faults()),
    }
}
