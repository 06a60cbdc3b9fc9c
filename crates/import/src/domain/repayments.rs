use super::column::{Choice, Column, ColumnKind};
use super::entity::Entity;
use super::fault::CellFault;
use super::record::Record;
use kernel::CivilDate;

const KINDS: &[Choice] = &[
    Choice {
        code: "regular",
        zh: "正常还款",
        en: "Regular",
    },
    Choice {
        code: "payoff",
        zh: "提前结清",
        en: "Payoff",
    },
    Choice {
        code: "prepay_shorten",
        zh: "提前还本缩期",
        en: "Prepayment, fewer instalments",
    },
    Choice {
        code: "prepay_reduce",
        zh: "提前还本减额",
        en: "Prepayment, smaller instalments",
    },
];

/// What was paid on loans before. Rows of the same loan, day, kind and amount are told apart by their number: the second one of a file
/// is there when two are there.
pub const REPAYMENTS: Entity = Entity {
    key: "repayments",
    zh: "历史还款",
    en: "Repayments",
    permission: "loan.repay",
    commands: &["loan.repay"],
    take_in: "import.take_in_repayments",
    columns: &[
        Column::text("number", ("借据号", "Loan number"), "OLD-2024-0001").must(),
        Column::text("value_date", ("还款日期", "Value date"), "2025-01-05")
            .of(ColumnKind::Date)
            .must()
            .means(
                "资金到账日，不晚于业务日期",
                "When the money counts; at the latest the business date",
            ),
        Column::text("amount", ("金额", "Amount"), "10327.97")
            .of(ColumnKind::Amount)
            .must()
            .means("借据币种的金额", "In the currency of the loan"),
        Column::text("kind", ("还款类型", "Kind"), "regular")
            .of(ColumnKind::Choice(KINDS))
            .means("缺省为正常还款", "Regular when absent"),
        Column::text("note", ("备注", "Note"), "").means("最多 500 个字符", "At most 500 characters"),
    ],
};

/// A repayment as a row has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RepaymentLine {
    /// Its place in the file.
    pub line: u32,
    /// The loan's number.
    pub number: String,
    /// When it took effect.
    pub value_date: CivilDate,
    /// Amount as digits: its currency is the loan's.
    pub amount: String,
    /// `regular`, `payoff`, `prepay_shorten` or `prepay_reduce`.
    pub kind: &'static str,
    /// A remark.
    pub note: String,
}

/// Reads a row.
///
/// # Errors
/// All cells that cannot be read.
pub fn repayment_line(mut row: Record<'_>) -> Result<RepaymentLine, Vec<CellFault>> {
    let number = row.text("number").map(str::to_owned);
    let (value_date, amount) = (row.date("value_date"), row.amount("amount"));
    let (kind, note) = (row.choice("kind"), row.text("note").unwrap_or_default().to_owned());
    let (line, faulty) = (row.number(), row.is_faulty());
    match (number, value_date, amount) {
        (Some(number), Some(value_date), Some(amount)) if !faulty => Ok(RepaymentLine {
            line,
            number,
            value_date,
            amount,
            kind: kind.unwrap_or("regular"),
            note,
        }),
        _ => Err(row.faults()),
    }
}
