use kernel::IdentifierError;
use platform::http::{FIELD_DENIED, Problem};

use crate::app::CustomerError;
use crate::domain::CustomerRefusal;

platform::problems! {
    /// Every problem of customer.
    pub PROBLEMS;
    NOT_FOUND = 404 "customer.not_found" { zh: "没有这个客户", en: "There is no such customer" }
    NUMBER_TAKEN = 409 "customer.number_taken"
        { zh: "客户编号 {number} 已存在，请检查编号规则", en: "There is a customer {number} already; look at the rule for numbers" }
    NAME_INVALID = 422 "customer.name_invalid"
        { zh: "名称须为 1 至 100 个字符", en: "A name has 1 to 100 characters" }
    IDENTITY_KIND_MISMATCH = 422 "customer.identity_kind_mismatch"
        { zh: "该类客户不使用此类证件", en: "This kind of customer has no such identity document" }
    NUMBER_LENGTH = 422 "customer.number_length"
        { zh: "号码应为 {min} 至 {max} 位，实际 {actual} 位", en: "The number has {actual} characters instead of {min} to {max}" }
    NUMBER_CHARACTER = 422 "customer.number_character"
        { zh: "号码第 {position} 位的字符不正确", en: "The character at position {position} of the number is not allowed" }
    IDENTITY_REGION = 422 "customer.identity_region"
        { zh: "证件号码的地区码不存在", en: "The identity number begins with an unknown region" }
    IDENTITY_BIRTH_DATE = 422 "customer.identity_birth_date"
        { zh: "证件号码中的出生日期不成立", en: "The birth date in the identity number cannot be" }
    NUMBER_CHECK_DIGIT = 422 "customer.number_check_digit"
        { zh: "号码校验位不符，请核对", en: "The check digit of the number does not match; compare it again" }
    CREDIT_CODE_CLASS = 422 "customer.credit_code_class"
        { zh: "个体工商户的统一社会信用代码以 92 开头，请核对客户类型", en: "The unified social credit code of a sole trader begins with 92; look at the kind of customer" }
    IDENTITY_TAKEN = 409 "customer.identity_taken"
        { zh: "该证件已登记在其他客户名下 {customer_number}", en: "Another customer has this identity document: {customer_number}" }
    REASON_INVALID = 422 "customer.reason_invalid"
        { zh: "请填写 1 至 200 个字符的理由", en: "Give a reason of 1 to 200 characters" }
}

impl From<CustomerError> for Problem {
    fn from(error: CustomerError) -> Problem {
        match error {
            CustomerError::Refused(refusal) => refused(refusal),
            CustomerError::Number(refusal) => refusal.into(),
            CustomerError::Key(error) => Problem::internal(&error),
            CustomerError::Command(error) => error.into(),
            CustomerError::Db(error) => error.into(),
        }
    }
}

fn refused(refusal: CustomerRefusal) -> Problem {
    match refusal {
        CustomerRefusal::NotFound => Problem::of(NOT_FOUND),
        CustomerRefusal::FieldDenied { field, permission } => {
            Problem::of(FIELD_DENIED).field(field).with("permission", permission)
        }
        CustomerRefusal::NumberTaken { number } => Problem::of(NUMBER_TAKEN).with("number", number),
        CustomerRefusal::NameInvalid => Problem::of(NAME_INVALID).field("name"),
        CustomerRefusal::IdentityKindMismatch => Problem::of(IDENTITY_KIND_MISMATCH).field("identity_kind"),
        CustomerRefusal::IdentityInvalid(error) => number_problem(error).field("identity_number"),
        CustomerRefusal::CreditCodeOfAnotherClass => Problem::of(CREDIT_CODE_CLASS).field("identity_number"),
        CustomerRefusal::MobileInvalid(error) => number_problem(error).field("mobile"),
        CustomerRefusal::IdentityTaken { holder } => Problem::of(IDENTITY_TAKEN)
            .field("identity_number")
            .with("customer_number", holder.unwrap_or_default()),
        CustomerRefusal::ReasonInvalid => Problem::of(REASON_INVALID).field("reason"),
    }
}

fn number_problem(error: IdentifierError) -> Problem {
    match error {
        IdentifierError::Length { min, max, actual } => Problem::of(NUMBER_LENGTH)
            .with("min", min)
            .with("max", max)
            .with("actual", actual),
        IdentifierError::Character { position } => Problem::of(NUMBER_CHARACTER).with("position", position),
        IdentifierError::Region => Problem::of(IDENTITY_REGION),
        IdentifierError::BirthDate => Problem::of(IDENTITY_BIRTH_DATE),
        IdentifierError::CheckDigit => Problem::of(NUMBER_CHECK_DIGIT),
    }
}
