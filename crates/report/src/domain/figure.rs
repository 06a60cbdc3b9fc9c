//! Figures with their passports.

use kernel::Rounding;

/// The value of a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Value {
    /// Minor units of the report's currency.
    Money(i128),
    /// A number of things.
    Count(i64),
    /// Hundredths of a percent.
    Percent(i128),
}

/// A figure: its value, how it is computed, where its rows are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    /// Stable code.
    pub code: &'static str,
    /// Chinese name.
    pub name_zh: &'static str,
    /// English name.
    pub name_en: &'static str,
    /// The value.
    pub value: Value,
    /// Whether it is computed from loans alone, so that a part of the book has it too.
    pub of_loans: bool,
    /// Formula in Chinese.
    pub formula_zh: &'static str,
    /// Formula in English.
    pub formula_en: &'static str,
    /// Address of the rows behind it.
    pub drill: Option<String>,
    /// Addresses of further rows that are in it too.
    pub drill_more: Vec<String>,
}

/// Where the rows of a figure are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rows {
    /// The loan list, with further filters.
    Loans(&'static str),
    /// The lines of one account or several, this month.
    Accounts(&'static [&'static str]),
}

/// The passport of a figure.
#[derive(Debug, Clone, Copy)]
pub struct FigureText {
    /// Stable code.
    pub code: &'static str,
    /// Chinese name.
    pub name_zh: &'static str,
    /// English name.
    pub name_en: &'static str,
    /// Formula in Chinese.
    pub formula_zh: &'static str,
    /// Formula in English.
    pub formula_en: &'static str,
    /// Its rows.
    pub rows: Rows,
}

const fn text(code: &'static str, names: [&'static str; 2], formulas: [&'static str; 2], rows: Rows) -> FigureText {
    let ([name_zh, name_en], [formula_zh, formula_en]) = (names, formulas);
    FigureText {
        code,
        name_zh,
        name_en,
        formula_zh,
        formula_en,
        rows,
    }
}

/// The figures of the cockpit's first page, in their order.
pub const FIGURES: [FigureText; 12] = [
    text(
        "principal_outstanding",
        ["贷款余额", "Principal outstanding"],
        [
            "Σ 未结清借据的未到期本金与到期未还本金",
            "Σ principal not yet due and due unpaid of loans not closed",
        ],
        Rows::Loans("&status=open"),
    ),
    text(
        "active_loans",
        ["在贷笔数", "Active loans"],
        [
            "状态为正常或逾期的借据笔数",
            "Loans that are active, overdue ones included",
        ],
        Rows::Loans("&status=open"),
    ),
    text(
        "disbursed_month",
        ["本月放款", "Disbursed this month"],
        ["Σ 本月 1303.01 借方发生额", "Σ debits of 1303.01 this month"],
        Rows::Accounts(&["1303.01"]),
    ),
    text(
        "due_month",
        ["本月到期应收", "Fallen due this month"],
        [
            "Σ 本月 1303.02 与 1132.02 借方发生额（本金与利息）",
            "Σ debits of 1303.02 and 1132.02 this month (principal and interest)",
        ],
        Rows::Accounts(&["1303.02", "1132.02"]),
    ),
    text(
        "paid_month",
        ["本月回收", "Received this month"],
        [
            "Σ 本月 2011 借方发生额（借款人还款）",
            "Σ debits of 2011 this month (money from borrowers)",
        ],
        Rows::Accounts(&["2011"]),
    ),
    text(
        "interest_month",
        ["本月利息收入", "Interest earned this month"],
        [
            "Σ 本月 6011 贷方减借方（利息、罚息、复利）",
            "Σ credits less debits of 6011 this month (interest, penalty, compound)",
        ],
        Rows::Accounts(&["6011"]),
    ),
    text(
        "yield_month",
        ["年化收益率", "Annualised yield"],
        [
            "本月利息收入 ÷ 本月已结账各日的日均贷款余额 × 365 ÷ 本月已结账天数",
            "interest this month ÷ average principal of its closed days × 365 ÷ closed days",
        ],
        Rows::Accounts(&["6011"]),
    ),
    text(
        "overdue_amount",
        ["逾期金额", "Amount overdue"],
        [
            "Σ 逾期借据到期未还的本金、利息与费用",
            "Σ principal, interest and fees due and unpaid of overdue loans",
        ],
        Rows::Loans("&status=overdue"),
    ),
    text(
        "overdue_loans",
        ["逾期笔数", "Overdue loans"],
        [
            "最早未还到期日早于业务日期的借据笔数",
            "Loans whose earliest unpaid due date lies before the business date",
        ],
        Rows::Loans("&status=overdue"),
    ),
    text(
        "overdue_rate",
        ["逾期率", "Overdue rate"],
        [
            "逾期借据的贷款余额 ÷ 贷款余额",
            "principal of overdue loans ÷ principal outstanding",
        ],
        Rows::Loans("&dpd_min=1"),
    ),
    text(
        "par30",
        ["逾期 30 天以上占比", "PAR 30"],
        [
            "逾期超过 30 天借据的贷款余额 ÷ 贷款余额",
            "principal of loans more than 30 days past due ÷ principal outstanding",
        ],
        Rows::Loans("&dpd_min=31"),
    ),
    text(
        "npl_rate",
        ["逾期 90 天以上占比", "Over 90 days past due"],
        [
            "逾期超过 90 天借据的贷款余额 ÷ 贷款余额",
            "principal of loans more than 90 days past due ÷ principal outstanding",
        ],
        Rows::Loans("&dpd_min=91"),
    ),
];

/// A share in hundredths of a percent, half-up; zero of nothing is zero.
#[must_use]
pub fn percent(part: i128, whole: i128) -> i128 {
    if whole <= 0 {
        0
    } else {
        Rounding::HalfUp.div(part * 10_000, whole)
    }
}

/// Income of some days as a yearly share of the average balance: `income · 365 / days / average`, in hundredths of a
/// percent.
#[must_use]
pub fn annualised(income: i128, days: i32, average: i128) -> i128 {
    if days <= 0 || average <= 0 {
        0
    } else {
        Rounding::HalfUp.div(income * 365 * 10_000, average * i128::from(days))
    }
}

/// Hundredths of a percent as text: `1234` is `12.34`.
#[must_use]
pub fn percent_text(hundredths: i128) -> String {
    let sign = if hundredths < 0 { "-" } else { "" };
    let size = hundredths.unsigned_abs();
    format!("{sign}{}.{:02}", size / 100, size % 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_of_one_percent_is_twelve_a_year() {
        // 31 days: 1% · 365 / 31 = 11.774…%
        assert_eq!(annualised(100, 31, 10_000), 1177);
        assert_eq!(annualised(100, 0, 10_000), 0);
        assert_eq!(percent(1, 3), 3333);
        assert_eq!(percent_text(-5), "-0.05");
    }
}
