use super::column::{Column, ColumnKind};
use super::customers::{IDENTITY_KIND, IDENTITY_NUMBER, KINDS, kind_by_document};
use super::entity::Entity;
use super::fault::CellFault;
use super::record::Record;
use customer::{CustomerKind, FIELD_MOBILE, IdentityKind};
use kernel::{AnnualRate, CivilDate};

/// Loans of a live book. Their key is the loan's number.
pub const LOANS: Entity = Entity {
    key: "loans",
    zh: "存量借据",
    en: "Loans",
    permission: "loan.book",
    commands: &["loan.book", "loan.disburse", "loan.repay", "customer.create_customer"],
    take_in: "import.take_in_loans",
    columns: &[
        Column::text("number", ("借据号", "Loan number"), "OLD-2024-0001")
            .must()
            .means(
                "原系统的借据号，1 至 40 个可见 ASCII 字符，重复导入时据此识别",
                "As in the other system, 1 to 40 visible ASCII characters; by it a repeated import is recognised",
            ),
        Column::text("product", ("产品代码", "Product"), "P03").must().means(
            "放款日在售的版本；早于首个版本时取当前版本",
            "The version offered on the day of disbursement; the one offered today for older loans",
        ),
        Column::text("customer_name", ("姓名/名称", "Customer"), "张小三")
            .must()
            .means("与证件一致", "As in the identity document"),
        IDENTITY_KIND,
        IDENTITY_NUMBER.means(
            "已有客户按证件识别，没有则新建",
            "A customer with this document is the borrower; without one it is made",
        ),
        Column::text("customer_kind", ("客户类型", "Customer type"), "person")
            .of(ColumnKind::Choice(KINDS))
            .means("缺省时按证件类型判断", "By the kind of document when absent"),
        Column::text("mobile", ("手机号", "Mobile"), "13812348000")
            .guarded(FIELD_MOBILE)
            .means("只用于新建客户", "Of a customer who is made"),
        Column::text("purpose", ("贷款用途", "Purpose"), "working_capital").means(
            "字典「贷款用途」中在用的代码或名称",
            "A code of the list of purposes that is offered, or its name",
        ),
        Column::text("principal", ("放款本金", "Principal"), "120000.00")
            .of(ColumnKind::Amount)
            .must()
            .means("产品币种的金额", "In the currency of the product"),
        Column::text("annual_rate", ("年利率", "Annual rate"), "0.06")
            .of(ColumnKind::Rate)
            .means(
                "0.06 或 6%；缺省为产品当日利率",
                "0.06 or 6%; what the product offered on that day when absent",
            ),
        Column::text("periods", ("期数", "Instalments"), "12")
            .of(ColumnKind::Whole)
            .must(),
        Column::text("disbursed_on", ("放款日", "Disbursed on"), "2024-08-20")
            .of(ColumnKind::Date)
            .must()
            .means("不晚于业务日期", "At the latest the business date"),
        Column::text("pay_day", ("还款日", "Pay day"), "")
            .of(ColumnKind::Whole)
            .means(
                "每月几日，缺省按产品规则",
                "Day of the month; the product's rule when absent",
            ),
        Column::text("paid_installments", ("已还期数", "Instalments paid"), "4")
            .of(ColumnKind::Whole)
            .means(
                "前几期已按期足额偿还；逐笔历史另用「历史还款」导入",
                "So many instalments were paid in full on their days; other histories come as repayments",
            ),
        Column::text("principal_outstanding", ("剩余本金", "Principal outstanding"), "")
            .of(ColumnKind::Amount)
            .means(
                "原系统余额，用于核对：不相等的行会被退回",
                "What the other system says; a row that does not come to it is refused",
            ),
        Column::text("organisation", ("所属机构", "Organisation"), "0001").means(
            "机构代码，缺省为导入人所在机构",
            "Code of the organisation; that of whoever imports when absent",
        ),
        Column::text("officer", ("客户经理", "Officer"), "clerk").means(
            "登录名，缺省为导入人",
            "Login of who looks after the loan; whoever imports when absent",
        ),
    ],
};

/// Who borrows, as a row has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Borrower {
    /// Person or company.
    pub kind: CustomerKind,
    /// Name.
    pub name: String,
    /// The kind of identity document.
    pub identity_kind: IdentityKind,
    /// Its number.
    pub identity_number: String,
    /// Mobile number.
    pub mobile: Option<String>,
}

/// A loan as a row has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoanLine {
    /// Its place in the file.
    pub line: u32,
    /// The loan's number.
    pub number: String,
    /// Code of the product.
    pub product: String,
    /// Who borrows.
    pub borrower: Borrower,
    /// Code or name of what the money is for.
    pub purpose: Option<String>,
    /// Amount as digits: its currency is the product's.
    pub principal: String,
    /// Rate, if the contract names one.
    pub annual_rate: Option<AnnualRate>,
    /// Instalments.
    pub periods: u32,
    /// Day of disbursement.
    pub disbursed_on: CivilDate,
    /// Day of the month.
    pub pay_day: Option<u32>,
    /// So many instalments were paid in full on their days.
    pub paid_installments: u32,
    /// What must be outstanding, as digits.
    pub principal_outstanding: Option<String>,
    /// Code of the organisation.
    pub organisation: Option<String>,
    /// Login of the officer.
    pub officer: Option<String>,
}

/// Reads a row.
///
/// # Errors
/// All cells that cannot be read.
pub fn loan_line(mut row: Record<'_>) -> Result<LoanLine, Vec<CellFault>> {
    let text = |row: &mut Record<'_>, key| row.text(key).map(str::to_owned);
    let (number, product) = (text(&mut row, "number"), text(&mut row, "product"));
    let borrower = borrower(&mut row);
    let purpose = text(&mut row, "purpose");
    let (principal, annual_rate) = (row.amount("principal"), row.rate("annual_rate"));
    let (periods, disbursed_on) = (row.whole("periods"), row.date("disbursed_on"));
    let (pay_day, paid) = (row.whole("pay_day"), row.whole("paid_installments"));
    let principal_outstanding = row.amount("principal_outstanding");
    let (organisation, officer) = (text(&mut row, "organisation"), text(&mut row, "officer"));
    let line = row.number();
    let faulty = row.is_faulty();
    match (number, product, borrower, principal, periods, disbursed_on) {
        (Some(number), Some(product), Some(borrower), Some(principal), Some(periods), Some(disbursed_on))
            if !faulty =>
        {
            Ok(LoanLine {
                line,
                number,
                product,
                borrower,
                purpose,
                principal,
                annual_rate,
                periods,
                disbursed_on,
                pay_day,
                paid_installments: paid.unwrap_or(0),
                principal_outstanding,
                organisation,
                officer,
            })
        }
        _ => Err(row.faults()),
    }
}

fn borrower(row: &mut Record<'_>) -> Option<Borrower> {
    let (name, kind) = (row.text("customer_name"), row.choice("customer_kind"));
    let (identity_kind, identity_number) = (row.choice("identity_kind"), row.text("identity_number"));
    let mobile = row.text("mobile").map(str::to_owned);
    let (identity_kind, identity_number) = (IdentityKind::parse(identity_kind?)?, identity_number?);
    Some(Borrower {
        kind: kind
            .and_then(CustomerKind::parse)
            .unwrap_or_else(|| kind_by_document(identity_kind, identity_number)),
        name: name?.to_owned(),
        identity_kind,
        identity_number: identity_number.to_owned(),
        mobile,
    })
}
