//! Loans as rows of a file.

use super::listed::ListedLoan;
use crate::domain::ageing::Ageing;
use export::domain::{Cell, Column, ColumnKind, ExportRefusal};
use kernel::{CivilDate, Money, ProductId};
use std::collections::HashMap;

/// A column of the loan list as a file has it.
pub struct LoanColumn {
    /// Its key, as the screen and the layouts have it.
    pub key: &'static str,
    zh: &'static str,
    en: &'static str,
    kind: ColumnKind,
}

const fn column(key: &'static str, zh: &'static str, en: &'static str, kind: ColumnKind) -> LoanColumn {
    LoanColumn { key, zh, en, kind }
}

/// The columns, in the order in which the screen has them.
pub const LOAN_COLUMNS: [LoanColumn; 20] = [
    column("number", "借据号", "Loan number", ColumnKind::Text),
    column("customer", "客户", "Customer", ColumnKind::Text),
    column("product", "产品", "Product", ColumnKind::Text),
    column("currency", "币种", "Currency", ColumnKind::Text),
    column("principal", "放款本金", "Principal", ColumnKind::Amount),
    column("principal_outstanding", "剩余本金", "Outstanding", ColumnKind::Amount),
    column("overdue_amount", "逾期金额", "Overdue", ColumnKind::Amount),
    column("dpd", "逾期天数", "Days late", ColumnKind::Number),
    column("status", "状态", "Status", ColumnKind::Text),
    column("bucket", "逾期阶段", "Bucket", ColumnKind::Text),
    column("class", "五级分类", "Class", ColumnKind::Text),
    column("rate", "年利率", "Annual rate", ColumnKind::Rate),
    column("method", "还款方式", "Method", ColumnKind::Text),
    column("disbursed_on", "放款日", "Disbursed on", ColumnKind::Date),
    column("maturity_on", "到期日", "Matures on", ColumnKind::Date),
    column("next_due_on", "下一还款日", "Next due on", ColumnKind::Date),
    column("officer", "客户经理", "Officer", ColumnKind::Text),
    column("periods", "期数", "Periods", ColumnKind::Number),
    column("next_due_amount", "下期应还", "Next due", ColumnKind::Amount),
    column("purpose", "贷款用途", "Purpose", ColumnKind::Text),
];

/// The chosen columns in the order of choice. Columns that only the screen has are not in a file.
///
/// # Errors
/// [`ExportRefusal::ColumnUnknown`] when a key is unknown or stands twice, or none is chosen.
pub fn chosen_columns(keys: &[String]) -> Result<Vec<&'static LoanColumn>, ExportRefusal> {
    let unknown = |name: &str| ExportRefusal::ColumnUnknown { name: name.to_owned() };
    let mut chosen: Vec<&'static LoanColumn> = Vec::with_capacity(keys.len());
    for key in keys {
        let column = LOAN_COLUMNS.iter().find(|column| column.key == key);
        let column = column.filter(|column| chosen.iter().all(|one| one.key != column.key));
        chosen.push(column.ok_or_else(|| unknown(key))?);
    }
    if chosen.is_empty() {
        Err(unknown(""))
    } else {
        Ok(chosen)
    }
}

/// The columns with their titles.
#[must_use]
pub fn titles(chosen: &[&'static LoanColumn], english: bool) -> Vec<Column> {
    let titled = |column: &&'static LoanColumn| Column {
        title: if english { column.en } else { column.zh },
        kind: column.kind,
    };
    chosen.iter().map(titled).collect()
}

/// What the words of a file need: the day, its bands, product names and the language.
pub struct Wording {
    /// The business date.
    pub on: CivilDate,
    /// The bands of that day.
    pub ageing: Ageing,
    /// Chinese and English names of products.
    pub names: HashMap<ProductId, (String, String)>,
    /// Chinese and English words of purposes, by code.
    pub purposes: HashMap<String, (String, String)>,
    /// Whether words are English.
    pub english: bool,
}

const WORDS: [(&str, &str, &str); 21] = [
    ("pending", "待放款", "Pending"),
    ("active", "正常", "Active"),
    ("overdue", "逾期", "Overdue"),
    ("closed", "结清", "Closed"),
    ("charged_off", "核销", "Charged off"),
    ("normal", "正常", "Normal"),
    ("special_mention", "关注", "Special mention"),
    ("substandard", "次级", "Substandard"),
    ("doubtful", "可疑", "Doubtful"),
    ("loss", "损失", "Loss"),
    ("annuity", "等额本息", "Annuity"),
    ("equal_principal", "等额本金", "Equal principal"),
    ("flat", "等本等息", "Flat rate"),
    ("interest_only", "先息后本", "Interest only"),
    ("bullet", "一次性还本付息", "Bullet"),
    ("balloon", "气球贷", "Balloon"),
    ("step", "阶梯还款", "Step"),
    ("step_up", "递增还款", "Step-up"),
    ("step_down", "递减还款", "Step-down"),
    ("custom", "自定义计划", "Custom"),
    ("on_demand", "随借随还", "On demand"),
];

impl Wording {
    fn word<'a>(&self, code: &'a str) -> &'a str {
        let known = WORDS.iter().find(|(known, ..)| *known == code);
        known.map_or(code, |(_, zh, en)| if self.english { en } else { zh })
    }

    fn purpose<'a>(&'a self, code: &'a str) -> &'a str {
        let known = self.purposes.get(code);
        known.map_or(code, |(zh, en)| if self.english { en } else { zh })
    }

    fn product(&self, loan: &ListedLoan) -> String {
        let name = self.names.get(&loan.product_id);
        let name = name.map(|(zh, en)| if self.english { en } else { zh });
        format!("{} {}", loan.product_code, name.map_or("", String::as_str))
    }
}

/// The cells of a loan, one for each chosen column, given to `take`.
///
/// # Errors
/// What `take` returns.
pub fn cells<E>(
    loan: &ListedLoan,
    chosen: &[&'static LoanColumn],
    words: &Wording,
    take: &mut dyn FnMut(&[Cell<'_>]) -> Result<(), E>,
) -> Result<(), E> {
    let amount = |minor| Cell::Amount(Money::new(minor, loan.currency));
    let date = |date: Option<CivilDate>| date.map_or(Cell::Empty, Cell::Date);
    let dpd = loan.dpd(words.on);
    let owed = |code: &'static str| if loan.status == "active" { code } else { "" };
    let product = words.product(loan);
    let cell = |column: &&'static LoanColumn| match column.key {
        "number" => Cell::Text(&loan.number),
        "customer" => Cell::Text(&loan.customer_name),
        "product" => Cell::Text(product.trim_end()),
        "currency" => Cell::Text(loan.currency.code()),
        "principal" => amount(loan.principal),
        "principal_outstanding" => amount(loan.principal_outstanding),
        "overdue_amount" => amount(loan.overdue_amount(words.on)),
        "dpd" => Cell::Number(i64::from(dpd)),
        "status" => Cell::Text(words.word(loan.shown_status(words.on))),
        "bucket" => Cell::Text(owed(words.ageing.bucket(dpd))),
        "class" => Cell::Text(words.word(owed(words.ageing.class(dpd)))),
        "rate" => Cell::Rate(loan.annual_rate),
        "method" => Cell::Text(words.word(&loan.method)),
        "disbursed_on" => Cell::Date(loan.disbursed_on),
        "maturity_on" => Cell::Date(loan.maturity_on),
        "next_due_on" => date(loan.next_due_on),
        "officer" => Cell::Text(&loan.officer),
        "purpose" => Cell::Text(loan.purpose.as_deref().map_or("", |code| words.purpose(code))),
        "periods" => Cell::Number(loan.periods),
        "next_due_amount" => loan.next_due_on.map_or(Cell::Empty, |_| amount(loan.next_due_amount)),
        _ => Cell::Empty,
    };
    let row: Vec<Cell<'_>> = chosen.iter().map(cell).collect();
    take(&row)
}
