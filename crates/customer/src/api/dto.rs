//! Wire types.

use listing::ListQuery;
use platform::http::wire;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::{IntoParams, ToSchema};

use crate::app::{Classified, CustomerRow, RevealedCustomer};
use crate::domain::{CustomerDraft, CustomerKind, IdentityKind, Profile};

/// What a customer is.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = CustomerKind)]
pub(crate) enum KindDto {
    /// A natural person.
    Person,
    /// A sole trader with a business licence.
    SelfEmployed,
    /// A company or another organisation.
    Company,
}

/// The kind of identity document.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = IdentityKind)]
pub(crate) enum IdentityKindDto {
    /// Resident identity card, 18 characters with a check digit; persons only.
    ResidentId,
    /// Passport, 5 to 20 letters and digits; persons only.
    Passport,
    /// Mainland travel permit for residents of Hong Kong and Macao: H or M and 8 or 10 digits; persons only.
    HkMacaoPermit,
    /// Mainland travel permit for residents of Taiwan, 8 to 10 letters and digits; persons only.
    TaiwanPermit,
    /// Unified social credit code, 18 characters with a check digit; companies, and sole traders, whose codes begin with 92.
    UnifiedCreditCode,
    /// Any other number, 1 to 40 visible characters.
    Other,
}

impl From<KindDto> for CustomerKind {
    fn from(kind: KindDto) -> CustomerKind {
        match kind {
            KindDto::Person => CustomerKind::Person,
            KindDto::SelfEmployed => CustomerKind::SelfEmployed,
            KindDto::Company => CustomerKind::Company,
        }
    }
}

impl From<CustomerKind> for KindDto {
    fn from(kind: CustomerKind) -> KindDto {
        match kind {
            CustomerKind::Person => KindDto::Person,
            CustomerKind::SelfEmployed => KindDto::SelfEmployed,
            CustomerKind::Company => KindDto::Company,
        }
    }
}

impl From<IdentityKindDto> for IdentityKind {
    fn from(kind: IdentityKindDto) -> IdentityKind {
        match kind {
            IdentityKindDto::ResidentId => IdentityKind::ResidentId,
            IdentityKindDto::Passport => IdentityKind::Passport,
            IdentityKindDto::HkMacaoPermit => IdentityKind::HkMacaoPermit,
            IdentityKindDto::TaiwanPermit => IdentityKind::TaiwanPermit,
            IdentityKindDto::UnifiedCreditCode => IdentityKind::UnifiedCreditCode,
            IdentityKindDto::Other => IdentityKind::Other,
        }
    }
}

impl From<IdentityKind> for IdentityKindDto {
    fn from(kind: IdentityKind) -> IdentityKindDto {
        match kind {
            IdentityKind::ResidentId => IdentityKindDto::ResidentId,
            IdentityKind::Passport => IdentityKindDto::Passport,
            IdentityKind::HkMacaoPermit => IdentityKindDto::HkMacaoPermit,
            IdentityKind::TaiwanPermit => IdentityKindDto::TaiwanPermit,
            IdentityKind::UnifiedCreditCode => IdentityKindDto::UnifiedCreditCode,
            IdentityKind::Other => IdentityKindDto::Other,
        }
    }
}

/// A customer to be created.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CreateCustomerRequest {
    /// Person or company.
    pub kind: KindDto,
    /// The name, 1 to 100 characters.
    #[schema(example = "张小三")]
    pub name: String,
    /// The kind of identity document.
    pub identity_kind: IdentityKindDto,
    /// Its number.
    #[schema(example = "110101199003071233")]
    pub identity_number: String,
    /// A mobile number of mainland China.
    #[schema(example = "13812348000")]
    pub mobile: Option<String>,
    /// What the customer does, a code of the dictionary `industry` (GB/T 4754) that is offered on the business day.
    #[schema(example = "F52")]
    pub industry: Option<String>,
    /// Where the customer lives or has its seat, a code of the dictionary `region` (GB/T 2260).
    #[schema(example = "3301")]
    pub region: Option<String>,
}

impl CreateCustomerRequest {
    pub(crate) fn draft(&self) -> CustomerDraft<'_> {
        CustomerDraft {
            kind: self.kind.into(),
            name: &self.name,
            identity_kind: self.identity_kind.into(),
            identity_number: &self.identity_number,
            mobile: self.mobile.as_deref(),
            profile: Profile::of(self.industry.as_deref(), self.region.as_deref()),
        }
    }
}

/// How a customer is classed; what is absent is said to be unknown.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ClassifyCustomerRequest {
    /// What the customer does, a code of the dictionary `industry` (GB/T 4754). A new code must be offered on the business day.
    #[schema(example = "F52")]
    pub industry: Option<String>,
    /// Where the customer lives or has its seat, a code of the dictionary `region` (GB/T 2260).
    #[schema(example = "3301")]
    pub region: Option<String>,
}

impl ClassifyCustomerRequest {
    pub(crate) fn profile(&self) -> Profile {
        Profile::of(self.industry.as_deref(), self.region.as_deref())
    }
}

/// How a customer is classed from now on.
#[derive(Serialize, ToSchema)]
pub(crate) struct ClassifiedCustomer {
    /// What the customer does, a code of the dictionary `industry`; null when unknown.
    #[schema(example = "F52")]
    pub industry: Option<String>,
    /// Where the customer lives or has its seat, a code of the dictionary `region`; null when unknown.
    #[schema(example = "3301")]
    pub region: Option<String>,
}

impl From<Classified> for ClassifiedCustomer {
    fn from(Classified { industry, region }: Classified) -> ClassifiedCustomer {
        ClassifiedCustomer { industry, region }
    }
}

/// The customer that was created.
#[derive(Serialize, ToSchema)]
pub(crate) struct CreatedCustomer {
    /// Id.
    #[schema(example = "01900000-0000-7000-8000-000000000001")]
    pub id: String,
    /// Number.
    #[schema(example = "C51PB1X9SFP")]
    pub number: String,
}

/// A customer as it may be shown.
#[derive(Serialize, ToSchema)]
pub(crate) struct Customer {
    /// Id.
    #[schema(example = "01900000-0000-7000-8000-000000000001")]
    pub id: String,
    /// Number.
    #[schema(example = "C51PB1X9SFP")]
    pub number: String,
    /// Person or company.
    pub kind: KindDto,
    /// Name; of a person masked.
    #[schema(example = "张*三")]
    pub name: String,
    /// The kind of identity document.
    pub identity_kind: IdentityKindDto,
    /// Its number, masked; null when the caller may not see it.
    #[schema(example = "110***********1233")]
    pub identity_masked: Option<String>,
    /// The mobile number, masked; null when there is none, or the caller may not see it.
    #[schema(example = "138****8000")]
    pub mobile_masked: Option<String>,
    /// What the caller may not see of this customer, not even masked.
    #[schema(example = json!([]))]
    pub hidden: Vec<&'static str>,
    /// What the customer does, a code of the dictionary `industry`.
    #[schema(example = "F52")]
    pub industry: Option<String>,
    /// Where the customer lives or has its seat, a code of the dictionary `region`.
    #[schema(example = "3301")]
    pub region: Option<String>,
    /// The business date of creation.
    #[schema(value_type = wire::Date)]
    pub created_on: String,
    /// Loans ever booked.
    pub loan_count: i64,
    /// Code of the organisation to which the customer belongs.
    #[schema(example = "0001")]
    pub organisation: String,
    /// Its Chinese name.
    #[schema(example = "总行")]
    pub organisation_name_zh: String,
    /// Its English name.
    #[schema(example = "Head office")]
    pub organisation_name_en: String,
    /// Login of who looks after the customer; empty when nobody does.
    #[schema(example = "clerk")]
    pub officer: String,
}

impl From<CustomerRow> for Customer {
    fn from(row: CustomerRow) -> Customer {
        Customer {
            id: row.id.to_string(),
            number: row.number,
            kind: row.kind.into(),
            name: row.name,
            identity_kind: row.identity_kind.into(),
            identity_masked: row.identity_masked,
            mobile_masked: row.mobile_masked,
            hidden: row.hidden,
            industry: row.profile.industry,
            region: row.profile.region,
            created_on: row.created_on.to_string(),
            loan_count: row.loan_count,
            organisation: row.organisation.0,
            organisation_name_zh: row.organisation.1,
            organisation_name_en: row.organisation.2,
            officer: row.officer,
        }
    }
}

/// Which customers to list.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct CustomerQuery {
    /// A whole name, or the first four or more characters of a customer number; also a whole identity or mobile number, which finds
    /// those customers of whom the caller may see it.
    pub q: Option<String>,
    /// Customers of one kind only.
    #[param(inline)]
    pub kind: Option<KindDto>,
    /// A code of the dictionary `industry`: customers of it and of what stands below it.
    #[param(example = "C")]
    pub industry: Option<String>,
    /// A code of the dictionary `region`: customers of it and of what stands below it.
    #[param(example = "33")]
    pub region: Option<String>,
}

impl CustomerQuery {
    /// What stands in the audit trail: that somebody was searched for, not whom.
    pub(crate) fn told(&self, list: &ListQuery) -> Value {
        json!({
            "q": self.q.as_ref().map(|_| "***"), "kind": self.kind, "industry": self.industry, "region": self.region,
            "where": list.composed, "sort": list.sort,
        })
    }
}

/// Why somebody wants to see what is masked.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RevealRequest {
    /// 1 to 200 characters; kept in the audit trail.
    #[schema(example = "客户来电核实身份")]
    pub reason: String,
}

/// What identifies a customer, in clear.
#[derive(Serialize, ToSchema)]
#[schema(as = RevealedCustomer)]
pub(crate) struct Revealed {
    /// Name.
    #[schema(example = "张小三")]
    pub name: String,
    /// Identity number; null when the caller may not see it.
    #[schema(example = "110101199003071233")]
    pub identity_number: Option<String>,
    /// Mobile number; null when there is none, or the caller may not see it.
    #[schema(example = "13812348000")]
    pub mobile: Option<String>,
    /// What the caller may not see of this customer.
    #[schema(example = json!([]))]
    pub hidden: Vec<&'static str>,
}

impl From<RevealedCustomer> for Revealed {
    fn from(revealed: RevealedCustomer) -> Revealed {
        Revealed {
            name: revealed.name,
            identity_number: revealed.identity_number,
            mobile: revealed.mobile,
            hidden: revealed.hidden,
        }
    }
}
