//! The list of customers: its declaration and its simple filters.

use super::query::matching;
use super::sealed::Column;
use crate::domain::{CustomerKind, FIELD_IDENTITY, FIELD_MOBILE};
use kernel::{CustomerId, DataScope};
use listing::app::{Asked, Conditions, understand};
use listing::{Field, Kind, List, Owners};
use platform::http::Problem;
use platform::keys::FieldKeys;
use platform::{Sight, Tx, business_day};
use uuid::Uuid;

const FIELDS: [Field; 15] = [
    Field::new("number", ("客户号", "Customer number"), Kind::Text, "c.number")
        .searched()
        .ordered(),
    Field::new("name", ("姓名/名称", "Name"), Kind::Text, "c.name_shown").sealed("c.name_sealed", name_place),
    Field::new("kind", ("类型", "Kind"), Kind::Listed("customer_kind"), "c.kind").searched(),
    Field::new(
        "identity_kind",
        ("证件类型", "Document"),
        Kind::Listed("identity_kind"),
        "c.identity_kind",
    )
    .searched(),
    Field::new("identity", ("证件号码", "Identity no."), Kind::Text, "c.identity_shown")
        .sealed("c.identity_sealed", identity_place)
        .guarded(FIELD_IDENTITY),
    Field::new("mobile", ("手机号", "Mobile"), Kind::Text, "c.mobile_shown")
        .sealed("c.mobile_sealed", mobile_place)
        .guarded(FIELD_MOBILE),
    Field::new("industry", ("行业", "Industry"), Kind::Nested("industry"), "c.industry").searched(),
    Field::new("industry_code", ("行业代码", "Industry code"), Kind::Text, "c.industry"),
    Field::new("region", ("地区", "Region"), Kind::Nested("region"), "c.region").searched(),
    Field::new("region_code", ("地区代码", "Region code"), Kind::Text, "c.region"),
    Field::new("loan_count", ("借据数", "Loans"), Kind::Number, "c.loan_count")
        .searched()
        .ordered(),
    Field::new(
        "created_on",
        ("建档日", "Created on"),
        Kind::Date(false),
        "c.created_on",
    )
    .searched()
    .ordered_by_id(),
    Field::new(
        "organisation",
        ("机构", "Organisation"),
        Kind::Text,
        access::organisation_label!("code", "c.org_id"),
    )
    .searched(),
    Field::new(
        "organisation_name",
        ("机构名称", "Organisation's name"),
        Kind::Text,
        access::organisation_label!("name_zh", "c.org_id"),
    )
    .in_english(access::organisation_label!("name_en", "c.org_id")),
    Field::new("officer", ("客户经理", "Officer"), Kind::Text, "c.officer").searched(),
];

/// The list of customers. What identifies them stays masked, also in its file, unless it is revealed against a reason.
pub static CUSTOMERS: List = List {
    name: "customers",
    zh: "客户",
    en: "Customers",
    read: "customer.read",
    export: "customer.export",
    reveal: Some("customer.reveal"),
    from: "customer c",
    id: "c.id",
    currency: None,
    owners: Some(Owners {
        organisation: "c.org_id",
        officer: "c.officer",
    }),
    fields: &FIELDS,
    order: "-created_on",
};

fn name_place(id: Uuid) -> Vec<u8> {
    Column::Name.place(CustomerId(id))
}

fn identity_place(id: Uuid) -> Vec<u8> {
    Column::Identity.place(CustomerId(id))
}

fn mobile_place(id: Uuid) -> Vec<u8> {
    Column::Mobile.place(CustomerId(id))
}

/// Which customers a list shows.
#[derive(Debug, Clone, Default)]
pub struct CustomerFilter<'a> {
    /// The customers that the reader may see; without one, none.
    pub scope: DataScope,
    /// The sensitive fields that the reader sees, and may therefore search by.
    pub sight: Sight,
    /// A whole name, or the first four or more characters of a customer number; a whole identity or mobile number of a customer of
    /// whom the reader sees it.
    pub search: Option<&'a str>,
    /// Customers of one kind only.
    pub kind: Option<CustomerKind>,
    /// Of this industry or one below it.
    pub industry: Option<&'a str>,
    /// Of this region or one below it.
    pub region: Option<&'a str>,
}

/// Understands what the list is asked for.
///
/// # Errors
/// Problems of order and composed search, or the database's.
pub fn ask_customers(
    tx: &mut Tx,
    keys: &FieldKeys,
    filter: CustomerFilter<'_>,
    (sort, composed): (Option<&str>, Option<&str>),
) -> Result<Asked, Problem> {
    let mut conditions = Conditions::inside(filter.scope);
    if let Some(search) = filter.search.map(str::trim).filter(|text| !text.is_empty()) {
        let (ids, values) = matching(keys, &filter.sight, search);
        conditions.and(&format!("c.id IN ({ids})"), values);
    }
    conditions.and_is("c.kind", filter.kind.map(CustomerKind::as_str));
    conditions.and_below("c.industry", filter.industry);
    conditions.and_below("c.region", filter.region);
    understand(&CUSTOMERS, conditions, (sort, composed), business_day::get(tx)?.date())
}
