//! What refused rows say. They are problems like those of single commands, so that the same fault has the same words.

use super::desk::OwnerFault;
use crate::domain::{CellFault, Fault};
use platform::http::Problem;

platform::problems! {
    /// Every problem of a row.
    pub ROW_PROBLEMS;
    CELL_EMPTY = 422 "import.cell_empty" { zh: "此列必填", en: "The cell must not be empty" }
    CELL_TOO_LONG = 422 "import.cell_too_long" { zh: "单元格超过 {most} 个字符", en: "The cell has more than {most} characters" }
    SCIENTIFIC = 422 "import.scientific_notation"
        { zh: "数字被表格软件改成了科学计数法，末几位已丢失：请把该列设为文本格式后重新填写原始号码",
          en: "The spreadsheet shortened this number to scientific notation and its last digits are lost: format the column as text and enter the number again" }
    NOT_A_DATE = 422 "import.not_a_date" { zh: "不是日期，请写成 2025-01-20", en: "This is no date; write 2025-01-20" }
    NOT_A_WHOLE = 422 "import.not_a_whole_number" { zh: "不是整数", en: "This is no whole number" }
    NOT_AN_AMOUNT = 422 "import.not_an_amount" { zh: "不是金额，请写成 1200.00", en: "This is no amount; write 1200.00" }
    NOT_A_RATE = 422 "import.not_a_rate" { zh: "不是利率，请写成 0.042 或 4.2%", en: "This is no rate; write 0.042 or 4.2%" }
    NOT_A_CHOICE = 422 "import.not_a_choice" { zh: "只能填：{allowed}", en: "One of these is wanted: {allowed}" }
    ROW_TWICE = 422 "import.row_twice" { zh: "与第 {row} 行重复", en: "This repeats row {row}" }
    ROW_DIFFERS = 409 "import.row_differs"
        { zh: "{object} 已存在，但内容不同", en: "{object} is there already with another content" }
    LOAN_NUMBER_INVALID = 422 "import.loan_number_invalid"
        { zh: "借据号须为 1 至 40 个可见 ASCII 字符", en: "A loan number has 1 to 40 visible ASCII characters" }
    LOAN_UNKNOWN = 422 "import.loan_unknown"
        { zh: "没有借据 {number}，或不在权限范围内", en: "There is no loan {number}, or it is outside your scope" }
    PRODUCT_UNKNOWN = 422 "import.product_unknown"
        { zh: "没有在售产品 {product}", en: "No product {product} is on offer" }
    PRODUCT_NOT_FIXED = 422 "import.product_not_fixed"
        { zh: "蓝本产品为浮动利率，不能填写年利率", en: "The model has a floating rate: leave the annual rate empty" }
    BALANCE_DIFFERS = 422 "import.balance_differs"
        { zh: "文件中的余额为 {told}，按条款和还款历史计算为 {lived}", en: "The file says {told}; terms and history come to {lived}" }
    CURRENCY_UNKNOWN = 422 "import.currency_unknown" { zh: "没有这个币种", en: "There is no such currency" }
    TWO_SIDES = 422 "import.two_sides" { zh: "借方与贷方余额只填一栏", en: "A balance stands on one side only" }
    ORGANISATION_UNKNOWN = 422 "import.organisation_unknown"
        { zh: "没有机构 {organisation}，或不在权限范围内", en: "There is no organisation {organisation}, or it is outside your scope" }
    OFFICER_UNKNOWN = 422 "import.officer_unknown" { zh: "没有用户 {login}", en: "There is no user {login}" }
}

/// The problem of a cell.
#[must_use]
pub fn cell_problem(fault: &CellFault) -> Problem {
    let problem = match &fault.fault {
        Fault::Empty => Problem::of(CELL_EMPTY),
        Fault::TooLong { most } => Problem::of(CELL_TOO_LONG).with("most", most),
        Fault::Scientific => Problem::of(SCIENTIFIC),
        Fault::NotADate => Problem::of(NOT_A_DATE),
        Fault::NotAWhole => Problem::of(NOT_A_WHOLE),
        Fault::NotAnAmount => Problem::of(NOT_AN_AMOUNT),
        Fault::NotARate => Problem::of(NOT_A_RATE),
        Fault::NotAChoice { allowed } => Problem::of(NOT_A_CHOICE).with("allowed", allowed),
    };
    problem.field(fault.column)
}

/// The problem of a row that cannot belong to whom it names.
#[must_use]
pub fn owner_problem(fault: &OwnerFault) -> Problem {
    match fault {
        OwnerFault::OrganisationUnknown(code) => Problem::of(ORGANISATION_UNKNOWN)
            .field("organisation")
            .with("organisation", code),
        OwnerFault::OfficerUnknown(login) => Problem::of(OFFICER_UNKNOWN).field("officer").with("login", login),
    }
}
