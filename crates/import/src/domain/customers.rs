use super::column::{Choice, Column, ColumnKind};
use super::entity::Entity;
use super::fault::CellFault;
use super::record::Record;
use customer::{CustomerKind, FIELD_IDENTITY, FIELD_MOBILE, IdentityKind};

pub(super) const KINDS: &[Choice] = &[
    Choice {
        code: "person",
        zh: "个人",
        en: "Person",
    },
    Choice {
        code: "self_employed",
        zh: "个体工商户",
        en: "Sole trader",
    },
    Choice {
        code: "company",
        zh: "企业",
        en: "Company",
    },
];

pub(super) const IDENTITY_KINDS: &[Choice] = &[
    Choice {
        code: "resident_id",
        zh: "居民身份证",
        en: "Resident identity card",
    },
    Choice {
        code: "passport",
        zh: "护照",
        en: "Passport",
    },
    Choice {
        code: "hk_macao_permit",
        zh: "港澳居民来往内地通行证",
        en: "Mainland travel permit, Hong Kong and Macao",
    },
    Choice {
        code: "taiwan_permit",
        zh: "台湾居民来往大陆通行证",
        en: "Mainland travel permit, Taiwan",
    },
    Choice {
        code: "unified_credit_code",
        zh: "统一社会信用代码",
        en: "Unified social credit code",
    },
    Choice {
        code: "other",
        zh: "其他",
        en: "Other",
    },
];

pub(super) const IDENTITY_KIND: Column =
    Column::text("identity_kind", ("证件类型", "Identity document"), "resident_id")
        .of(ColumnKind::Choice(IDENTITY_KINDS))
        .must()
        .means(
            "客户所用证件的类型",
            "The kind of document by which the customer is known",
        );
pub(super) const IDENTITY_NUMBER: Column =
    Column::text("identity_number", ("证件号码", "Identity number"), "110101199003071233")
        .must()
        .guarded(FIELD_IDENTITY)
        .means(
            "表格中请设为文本格式，否则末几位会丢失",
            "Format the column as text: a spreadsheet keeps 15 digits of a number only",
        );

/// Persons and companies. Their key is the identity document.
pub const CUSTOMERS: Entity = Entity {
    key: "customers",
    zh: "客户",
    en: "Customers",
    permission: "customer.write",
    commands: &["customer.create_customer"],
    take_in: "import.take_in_customers",
    columns: &[
        Column::text("name", ("姓名/名称", "Name"), "张小三")
            .must()
            .means("与证件一致，1 至 100 个字符", "As in the document, 1 to 100 characters"),
        IDENTITY_KIND,
        IDENTITY_NUMBER,
        Column::text("kind", ("客户类型", "Customer type"), "person")
            .of(ColumnKind::Choice(KINDS))
            .means("缺省时按证件类型判断", "By the kind of document when absent"),
        Column::text("mobile", ("手机号", "Mobile"), "13812348000")
            .guarded(FIELD_MOBILE)
            .means("中国大陆手机号", "A mobile number of mainland China"),
        Column::text("industry", ("行业", "Industry"), "F52").means(
            "字典「行业分类」中在用的代码或名称",
            "A code of the list of industries that is offered, or its name",
        ),
        Column::text("region", ("地区", "Region"), "3301").means(
            "字典「行政区划」中在用的代码或名称",
            "A code of the list of regions that is offered, or its name",
        ),
        Column::text("organisation", ("所属机构", "Organisation"), "0001").means(
            "机构代码，缺省为导入人所在机构",
            "Code of the organisation; that of whoever imports when absent",
        ),
        Column::text("officer", ("客户经理", "Officer"), "clerk").means(
            "登录名，缺省为导入人",
            "Login of who looks after the customer; whoever imports when absent",
        ),
    ],
};

/// A customer as a row has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustomerLine {
    /// Its place in the file.
    pub number: u32,
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
    /// Code or name of the industry.
    pub industry: Option<String>,
    /// Code or name of the region.
    pub region: Option<String>,
    /// Code of the organisation.
    pub organisation: Option<String>,
    /// Login of the officer.
    pub officer: Option<String>,
}

/// Reads a row.
///
/// # Errors
/// All cells that cannot be read.
pub fn customer_line(mut row: Record<'_>) -> Result<CustomerLine, Vec<CellFault>> {
    let name = row.text("name");
    let (identity_kind, identity_number) = (row.choice("identity_kind"), row.text("identity_number"));
    let kind = row.choice("kind");
    let (mobile, organisation, officer) = (row.text("mobile"), row.text("organisation"), row.text("officer"));
    let (industry, region) = (row.text("industry"), row.text("region"));
    let number = row.number();
    let identity_kind = identity_kind.and_then(IdentityKind::parse);
    match (name, identity_kind, identity_number, row.is_faulty()) {
        (Some(name), Some(identity_kind), Some(identity_number), false) => Ok(CustomerLine {
            number,
            kind: kind
                .and_then(CustomerKind::parse)
                .unwrap_or_else(|| kind_by_document(identity_kind, identity_number)),
            name: name.to_owned(),
            identity_kind,
            identity_number: identity_number.to_owned(),
            mobile: mobile.map(str::to_owned),
            industry: industry.map(str::to_owned),
            region: region.map(str::to_owned),
            organisation: organisation.map(str::to_owned),
            officer: officer.map(str::to_owned),
        }),
        _ => Err(row.faults()),
    }
}

/// A unified social credit code says to whom it was given: those that begin with 92 to sole traders, all others to companies
/// (GB 32100-2015). Who has any other document is taken for a person.
pub(super) fn kind_by_document(kind: IdentityKind, number: &str) -> CustomerKind {
    match kind {
        IdentityKind::UnifiedCreditCode if number.trim_start().starts_with("92") => CustomerKind::SelfEmployed,
        IdentityKind::UnifiedCreditCode => CustomerKind::Company,
        _ => CustomerKind::Person,
    }
}
