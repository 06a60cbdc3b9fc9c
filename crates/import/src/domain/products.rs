use super::column::{Column, ColumnKind};
use super::entity::Entity;
use super::fault::CellFault;
use super::record::Record;
use kernel::{AnnualRate, CivilDate};

const KEPT_ZH: &str = "缺省沿用蓝本产品";
const KEPT_EN: &str = "That of the model when absent";

const fn kept(key: &'static str, names: (&'static str, &'static str), example: &'static str) -> Column {
    Column::text(key, names, example).means(KEPT_ZH, KEPT_EN)
}

/// Products as drafts, each with the terms of a model that is there but for what the row says. Somebody else activates them.
pub const PRODUCTS: Entity = Entity {
    key: "products",
    zh: "产品草稿",
    en: "Product drafts",
    permission: "product.write",
    commands: &["product.draft_product"],
    take_in: "import.take_in_products",
    columns: &[
        Column::text("code", ("产品代码", "Code"), "P03-X").must(),
        Column::text("model", ("蓝本产品", "Model"), "P03").must().means(
            "其未填写的条款均沿用该产品最新版本",
            "The product whose latest version gives all terms that the row does not name",
        ),
        Column::text("name_zh", ("中文名称", "Chinese name"), "个人消费贷（优享）").must(),
        Column::text("name_en", ("英文名称", "English name"), "Consumer loan, preferred").must(),
        kept("description_zh", ("中文说明", "Chinese description"), "面向优质客户"),
        kept(
            "description_en",
            ("英文说明", "English description"),
            "For preferred customers",
        ),
        Column::text("effective_from", ("生效日", "From"), "2027-01-01")
            .of(ColumnKind::Date)
            .means("缺省为营业日期", "The business day when absent"),
        Column::text("annual_rate", ("年利率", "Annual rate"), "6.60%")
            .of(ColumnKind::Rate)
            .means("仅固定利率产品", "Of products with a fixed rate only"),
        kept("min_annual_rate", ("最低年利率", "Lowest annual rate"), "3.00%").of(ColumnKind::Rate),
        kept("max_annual_rate", ("最高年利率", "Highest annual rate"), "18.00%").of(ColumnKind::Rate),
        kept("min_amount", ("最低金额", "Smallest amount"), "1000.00").of(ColumnKind::Amount),
        kept("max_amount", ("最高金额", "Largest amount"), "300000.00").of(ColumnKind::Amount),
        kept("min_periods", ("最少期数", "Fewest periods"), "3").of(ColumnKind::Whole),
        kept("max_periods", ("最多期数", "Most periods"), "36").of(ColumnKind::Whole),
        kept("grace_days", ("宽限天数", "Days of grace"), "3").of(ColumnKind::Whole),
    ],
};

/// A product as a row has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProductLine {
    /// Its place in the file.
    pub line: u32,
    /// Code.
    pub code: String,
    /// Code of its model.
    pub model: String,
    /// Chinese and English name.
    pub names: (String, String),
    /// Chinese and English description.
    pub descriptions: (Option<String>, Option<String>),
    /// From when on.
    pub effective_from: Option<CivilDate>,
    /// The fixed rate.
    pub annual_rate: Option<AnnualRate>,
    /// Lowest and highest rate.
    pub rates: (Option<AnnualRate>, Option<AnnualRate>),
    /// Smallest and largest amount, as digits.
    pub amounts: (Option<String>, Option<String>),
    /// Fewest and most periods.
    pub periods: (Option<u32>, Option<u32>),
    /// Days of grace.
    pub grace_days: Option<u32>,
}

/// Reads a row.
///
/// # Errors
/// All cells that cannot be read.
pub fn product_line(mut row: Record<'_>) -> Result<ProductLine, Vec<CellFault>> {
    let text = |row: &mut Record<'_>, key| row.text(key).map(str::to_owned);
    let (code, model) = (text(&mut row, "code"), text(&mut row, "model"));
    let (name_zh, name_en) = (text(&mut row, "name_zh"), text(&mut row, "name_en"));
    let descriptions = (text(&mut row, "description_zh"), text(&mut row, "description_en"));
    let (effective_from, annual_rate) = (row.date("effective_from"), row.rate("annual_rate"));
    let rates = (row.rate("min_annual_rate"), row.rate("max_annual_rate"));
    let amounts = (row.amount("min_amount"), row.amount("max_amount"));
    let periods = (row.whole("min_periods"), row.whole("max_periods"));
    let grace_days = row.whole("grace_days");
    let (line, faulty) = (row.number(), row.is_faulty());
    match (code, model, name_zh, name_en) {
        (Some(code), Some(model), Some(name_zh), Some(name_en)) if !faulty => Ok(ProductLine {
            line,
            code,
            model,
            names: (name_zh, name_en),
            descriptions,
            effective_from,
            annual_rate,
            rates,
            amounts,
            periods,
            grace_days,
        }),
        _ => Err(row.faults()),
    }
}
