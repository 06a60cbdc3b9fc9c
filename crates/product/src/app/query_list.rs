//! The list of versions of products: its declaration and its simple filters.

use listing::app::{Asked, Conditions, understand};
use listing::{Field, Kind, List, Word};
use platform::http::Problem;
use platform::{Tx, business_day, values};

const STATUSES: [Word; 3] = [
    ("draft", "草稿", "Draft"),
    ("active", "生效", "In force"),
    ("retired", "停用", "Retired"),
];

const FIELDS: [Field; 8] = [
    Field::new("code", ("产品代码", "Code"), Kind::Text, "p.code")
        .searched()
        .ordered(),
    Field::new("name", ("名称", "Name"), Kind::Text, "p.name_zh")
        .in_english("p.name_en")
        .searched(),
    Field::new("version", ("版本", "Version"), Kind::Number, "p.version")
        .searched()
        .ordered(),
    Field::new("currency", ("币种", "Currency"), Kind::Currency, "p.currency").searched(),
    Field::new("status", ("状态", "Status"), Kind::Choice(&STATUSES), "p.status").searched(),
    Field::new(
        "from",
        ("生效日", "Effective from"),
        Kind::Date(false),
        "p.effective_from",
    )
    .searched()
    .ordered(),
    Field::new(
        "until",
        ("失效日", "Effective until"),
        Kind::Date(true),
        "p.effective_until",
    )
    .searched()
    .ordered(),
    Field::new("used", ("已有借据", "Has loans"), Kind::Flag, "p.used").searched(),
];

/// The list of versions of products; whoever reads it may take it as a file.
pub static PRODUCTS: List = List {
    name: "products",
    zh: "产品",
    en: "Products",
    read: "product.read",
    export: "product.read",
    reveal: None,
    from: "loan_product p",
    id: "p.id",
    currency: None,
    owners: None,
    fields: &FIELDS,
    order: "code",
};

/// Understands what the list is asked for; `search` stands in a code or a name.
///
/// # Errors
/// Problems of order and composed search, or the database's.
pub fn ask_products(
    tx: &mut Tx,
    search: Option<&str>,
    (sort, composed): (Option<&str>, Option<&str>),
) -> Result<Asked, Problem> {
    let mut conditions = Conditions::none();
    if let Some(text) = search.map(str::trim).filter(|text| !text.is_empty()) {
        let escaped = text
            .to_lowercase()
            .replace('\\', "\\\\")
            .replace('%', "\\%")
            .replace('_', "\\_");
        let pattern = format!("%{escaped}%");
        let like = |column: &str| format!("lower({column}) LIKE ? ESCAPE '\\'");
        let any = ["p.code", "p.name_zh", "p.name_en"].map(like).join(" OR ");
        conditions.and(&format!("({any})"), values![&pattern, &pattern, &pattern]);
    }
    understand(&PRODUCTS, conditions, (sort, composed), business_day::get(tx)?.date())
}
