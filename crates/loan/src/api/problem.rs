//! What refusals of the loan say to a caller.

use crate::app::error::LoanFailure;
use crate::app::store;
use crate::domain::error::LoanError;
use crate::domain::terms::{MAX_PERIODS, TermsError};
use kernel::{Currency, LoanId, Money};
use platform::Db;
use platform::http::Problem;
use reference::domain::ReferenceRefusal;

platform::problems! {
    /// Every problem of the loan.
    pub PROBLEMS;
    NOT_FOUND = 404 "loan.not_found" { zh: "没有这笔借据", en: "There is no such loan" }
    EVENT_NOT_FOUND = 404 "loan.event_not_found"
        { zh: "该借据没有这个事件", en: "The loan has no such event" }
    CLOSE_NOT_FOUND = 404 "loan.close_not_found"
        { zh: "{business_date} 没有日终记录", en: "There is no close of {business_date}" }
    PRODUCT_UNKNOWN = 422 "loan.product_unknown"
        { zh: "没有这个产品", en: "There is no such product" }
    CUSTOMER_UNKNOWN = 422 "loan.customer_unknown"
        { zh: "没有这个客户", en: "There is no such customer" }
    NUMBER_TAKEN = 409 "loan.number_taken"
        { zh: "借据号 {number} 已被使用", en: "The loan number {number} is taken" }
    NUMBER_INVALID = 422 "loan.number_invalid"
        { zh: "借据号须为 1 至 40 个可见 ASCII 字符", en: "A loan number has 1 to 40 visible ASCII characters" }
    WRONG_CURRENCY = 422 "loan.wrong_currency"
        { zh: "金额须为 {expected}", en: "The amount must be in {expected}" }
    OUTSIDE_PRODUCT = 422 "loan.outside_product"
        { zh: "{field} 超出产品允许的范围", en: "{field} is outside the limits of the product" }
    ABOVE_RATE_CAP = 422 "loan.all_in_rate_above_cap"
        { zh: "含费用的年化成本为 {cost}，超过综合融资成本上限 {cap}（主数据·参数）", en: "The contract costs {cost} a year with its fees; the cap is {cap} (master data, parameters)" }
    RATE_UNCHANGED = 422 "loan.rate_unchanged"
        { zh: "借据目前就是这个利率", en: "The loan costs that already" }
    RATE_INCOMPLETE = 422 "loan.rate_incomplete"
        { zh: "请填写{field}", en: "{field} is missing" }
    RATE_OUT_OF_RANGE = 422 "loan.rate_out_of_range"
        { zh: "利率须在 0 至 100% 之间，上限不低于下限，加点不超过 10,000 基点", en: "Rates are 0 to 100%, a cap is no lower than its floor, and a spread at most 10,000 basis points" }
    DISBURSEMENT_IN_FUTURE = 422 "loan.disbursement_in_future"
        { zh: "放款日 {asked} 晚于业务日期 {business_date}", en: "The disbursement on {asked} lies after the business date {business_date}" }
    DISBURSEMENT_DATE_FIXED = 422 "loan.disbursement_date_fixed"
        { zh: "合同约定的放款日为 {agreed}，不是 {asked}", en: "The contract names {agreed} for the disbursement, not {asked}" }
    PAID_BEYOND = 422 "loan.paid_beyond"
        { zh: "已还 {paid} 期不成立：截至业务日期只到期 {fallen_due} 期", en: "{paid} instalments cannot be paid: {fallen_due} have fallen due by the business date" }
    QUOTE_IN_PAST = 422 "loan.quote_in_past"
        { zh: "{asked} 早于业务日期 {business_date}，不能试算结清", en: "A payoff cannot be quoted for {asked}: the business date is {business_date}" }
    CLOSE_OUT_OF_RANGE = 422 "loan.close_out_of_range"
        { zh: "日终只能推进到 {business_date} 之后 1 至 {max_days} 天，不能到 {until}", en: "A close leads to 1 to {max_days} days after {business_date}, not to {until}" }
    CLOSE_RUNNING = 409 "loan.close_running"
        { zh: "日终正在进行，请等待其完成", en: "A close of business is running; wait until it has ended" }
    BOOKS_DISAGREE = 409 "loan.books_disagree"
        { zh: "借据与总账不符：{reason}", en: "The loans and the ledger do not agree: {reason}" }
    BAND_UNKNOWN = 400 "loan.band_unknown"
        { zh: "没有分档 {band}", en: "There is no band {band}" }
    RANGE_INVALID = 422 "loan.range_invalid"
        { zh: "起止日期有误：须从早到晚且不超过 {max_days} 天", en: "The range must run forward and over at most {max_days} days" }
    REASON_INVALID = 422 "loan.reason_invalid"
        { zh: "请填写 1 至 500 个字符的理由", en: "Give a reason of 1 to 500 characters" }
    NOTE_TOO_LONG = 422 "loan.note_too_long"
        { zh: "备注最多 500 个字符", en: "A note has at most 500 characters" }
    NOT_DISBURSED = 409 "loan.not_disbursed"
        { zh: "借据尚未放款", en: "The loan is not disbursed yet" }
    ALREADY_DISBURSED = 409 "loan.already_disbursed"
        { zh: "借据已经放款", en: "The loan is disbursed already" }
    CLOSED = 409 "loan.closed" { zh: "借据已结清", en: "The loan is closed: nothing is owed any more" }
    CHARGED_OFF = 409 "loan.charged_off" { zh: "借据已核销", en: "The loan is charged off" }
    VALUE_DATE_BEFORE_DISBURSEMENT = 422 "loan.value_date_before_disbursement"
        { zh: "起息日 {value_date} 早于放款日 {disbursed_on}", en: "The value date {value_date} lies before the disbursement on {disbursed_on}" }
    VALUE_DATE_IN_FUTURE = 422 "loan.value_date_in_future"
        { zh: "起息日 {value_date} 晚于业务日期 {business_date}", en: "The value date {value_date} lies after the business date {business_date}" }
    AMOUNT_INVALID = 422 "loan.amount_invalid"
        { zh: "不是有效的 {currency} 金额", en: "This is no amount in {currency}" }
    AMOUNT_NOT_POSITIVE = 422 "loan.amount_not_positive"
        { zh: "金额须大于零", en: "The amount must be positive" }
    AMOUNT_BELOW_PAYOFF = 422 "loan.amount_below_payoff"
        { zh: "结清需要 {required}，只有 {offered}", en: "{required} is needed to settle the loan; {offered} was offered" }
    PREPAYMENT_TOO_SMALL = 422 "loan.prepayment_too_small"
        { zh: "偿还到期款项后只剩 {left} 可提前还本，合同要求至少 {minimum}", en: "After what is due {left} is left to reduce principal; the contract asks for at least {minimum}" }
    PREPAYMENT_IS_PAYOFF = 422 "loan.prepayment_is_payoff"
        { zh: "该金额足以结清，请按提前结清办理", en: "The amount settles the whole loan: record a payoff" }
    PREPAYMENT_NOT_OFFERED = 422 "loan.prepayment_not_offered"
        { zh: "该还款方式不支持部分提前还款", en: "This repayment method allows no partial prepayment" }
    RATE_FIXED = 422 "loan.rate_fixed"
        { zh: "等本等息的利息在放款时已确定，不能变更利率", en: "This repayment method fixes its interest in advance: its rate does not change" }
    CALL_NOT_AGREED = 422 "loan.call_not_agreed"
        { zh: "合同未约定提前到期，或款项已全部到期", en: "The contract has no clause by which the loan could be called in, or everything is due already" }
    EVENT_ALREADY_REVERSED = 409 "loan.event_already_reversed"
        { zh: "该事件已被冲正", en: "The event is reversed already" }
    DISBURSEMENT_IN_USE = 409 "loan.disbursement_in_use"
        { zh: "放款之后还有其他事件，请先冲正它们", en: "Other events followed the disbursement: reverse them first" }
    PRINCIPAL_NOT_POSITIVE = 422 "loan.principal_not_positive"
        { zh: "本金须大于零", en: "The principal must be positive" }
    PERIODS_OUT_OF_RANGE = 422 "loan.periods_out_of_range"
        { zh: "期数须为 1 至 {max}", en: "The number of instalments must be 1 to {max}" }
    PAY_DAY_OUT_OF_RANGE = 422 "loan.pay_day_out_of_range"
        { zh: "还款日须为 1 至 31", en: "The pay day must be 1 to 31" }
    FREQUENCY_UNFIT = 422 "loan.frequency_unfit"
        { zh: "该还款方式或还款日与还款频率不匹配", en: "The repayment method or pay day does not go with this frequency" }
    METHOD_PARAMETER = 422 "loan.method_parameter_out_of_range"
        { zh: "还款方式的参数 {field} 超出范围", en: "{field} is out of range for this repayment method" }
    CUSTOM_PLAN = 422 "loan.custom_plan_inconsistent"
        { zh: "自定义计划须有 1 至 {max} 行，日期递增且晚于放款日，本金不为负且合计等于贷款金额",
          en: "A custom plan has 1 to {max} rows with rising dates after the start and principals that sum to the amount" }
    FEE_NOT_POSITIVE = 422 "loan.fee_not_positive" { zh: "费用须大于零", en: "A fee must be positive" }
    NEGATIVE_AMORTISATION = 422 "loan.negative_amortisation"
        { zh: "每期还款额不足以支付利息，贷款永远无法还清", en: "The payment does not cover the interest: the loan would never be repaid" }
    AMOUNTS_OUT_OF_RANGE = 422 "loan.amounts_out_of_range"
        { zh: "金额过大，无法计算", en: "The amounts are too large to compute with" }
}

/// The most characters of a note or reason.
const NOTE_MAX: usize = 500;

/// Refuses an overlong note.
///
/// # Errors
/// `loan.note_too_long`.
pub fn check_note(note: Option<&str>) -> Result<(), Problem> {
    match note {
        Some(note) if note.chars().count() > NOTE_MAX => Err(Problem::of(NOTE_TOO_LONG).field("note")),
        _ => Ok(()),
    }
}

/// Refuses a missing or overlong reason.
///
/// # Errors
/// `loan.reason_invalid`.
pub fn check_reason(reason: &str) -> Result<(), Problem> {
    if reason.trim().is_empty() || reason.chars().count() > NOTE_MAX {
        return Err(Problem::of(REASON_INVALID).field("reason"));
    }
    Ok(())
}

impl From<LoanFailure> for Problem {
    fn from(failure: LoanFailure) -> Self {
        in_currency(failure, Currency::CNY)
    }
}

/// The problem of a failure about a loan: amounts are told in the loan's currency.
pub fn about(db: &Db, id: LoanId, failure: LoanFailure) -> Problem {
    let money = matches!(
        failure,
        LoanFailure::Loan(LoanError::BelowPayoff { .. } | LoanError::PrepaymentTooSmall { .. })
    );
    if !money {
        return failure.into();
    }
    match db.read(|tx| store::load(tx, id)) {
        Ok(stored) => in_currency(failure, stored.head.currency),
        Err(other) => other.into(),
    }
}

/// The problem of a loan that cannot be booked under a number: its amount is the principal, and what may exist already is
/// that number (on PostgreSQL this shows only at the end of the transaction).
pub fn of_booking(failure: LoanFailure, number: Option<&str>) -> Problem {
    match failure {
        LoanFailure::WrongCurrency { .. } => Problem::from(failure).field("principal.currency"),
        LoanFailure::Db(cause) if cause.is_unique_violation() => {
            LoanFailure::NumberTaken(number.unwrap_or_default().to_owned()).into()
        }
        other => other.into(),
    }
}

fn in_currency(failure: LoanFailure, currency: Currency) -> Problem {
    let of = Problem::of;
    match failure {
        LoanFailure::Db(cause) => cause.into(),
        LoanFailure::Command(cause) => cause.into(),
        LoanFailure::LoanUnknown => of(NOT_FOUND),
        LoanFailure::ProductUnknown => of(PRODUCT_UNKNOWN).field("product_id"),
        LoanFailure::CustomerUnknown => of(CUSTOMER_UNKNOWN).field("customer_id"),
        LoanFailure::NumberTaken(number) => of(NUMBER_TAKEN).field("number").with("number", number),
        LoanFailure::WrongCurrency { expected } => {
            of(WRONG_CURRENCY).field("amount.currency").with("expected", expected)
        }
        LoanFailure::OutsideProduct { field } => of(OUTSIDE_PRODUCT).field(field),
        LoanFailure::RateUnchanged => of(RATE_UNCHANGED).field("annual_rate"),
        LoanFailure::AboveRateCap { cost, cap } => of(ABOVE_RATE_CAP)
            .field("annual_rate")
            .with("cost", cost.percent())
            .with("cap", cap.percent()),
        LoanFailure::DisbursementInFuture { asked, business_date } => of(DISBURSEMENT_IN_FUTURE)
            .field("value_date")
            .with("asked", asked)
            .with("business_date", business_date),
        LoanFailure::DisbursementDateFixed { asked, agreed } => of(DISBURSEMENT_DATE_FIXED)
            .field("value_date")
            .with("asked", asked)
            .with("agreed", agreed),
        LoanFailure::PaidBeyond { fallen_due, paid } => of(PAID_BEYOND)
            .field("paid_installments")
            .with("fallen_due", fallen_due)
            .with("paid", paid),
        LoanFailure::QuoteInPast { asked, business_date } => of(QUOTE_IN_PAST)
            .field("on")
            .with("asked", asked)
            .with("business_date", business_date),
        LoanFailure::CloseOutOfRange {
            until,
            business_date,
            max_days,
        } => of(CLOSE_OUT_OF_RANGE)
            .field("until")
            .with("until", until)
            .with("business_date", business_date)
            .with("max_days", max_days),
        LoanFailure::Loan(refusal) => refused(refusal, currency),
        LoanFailure::Reference(refusal @ ReferenceRefusal::CalendarUnknown { .. }) => {
            Problem::from(refusal).field("product_id")
        }
        LoanFailure::Reference(refusal) => refusal.into(),
        LoanFailure::Product(refusal) => Problem::from(refusal).field("product_id"),
        LoanFailure::Entry(cause) => cause.into(),
        LoanFailure::Close(_) => of(CLOSE_RUNNING),
        LoanFailure::Reconciliation(reason) => of(BOOKS_DISAGREE).with("reason", reason),
        LoanFailure::Stored(_) => Problem::internal(&failure),
    }
}

fn refused(refusal: LoanError, currency: Currency) -> Problem {
    let of = Problem::of;
    let money = |minor| Money::new(minor, currency);
    match refusal {
        LoanError::Terms(cause) => terms_problem(cause),
        LoanError::WrongStatus { status } => of(match status {
            "pending" => NOT_DISBURSED,
            "active" => ALREADY_DISBURSED,
            "closed" => CLOSED,
            _ => CHARGED_OFF,
        }),
        LoanError::BeforeDisbursement {
            value_date,
            disbursed_on,
        } => of(VALUE_DATE_BEFORE_DISBURSEMENT)
            .field("value_date")
            .with("value_date", value_date)
            .with("disbursed_on", disbursed_on),
        LoanError::ValueDateInFuture {
            value_date,
            business_date,
        } => of(VALUE_DATE_IN_FUTURE)
            .field("value_date")
            .with("value_date", value_date)
            .with("business_date", business_date),
        LoanError::AmountNotPositive => of(AMOUNT_NOT_POSITIVE).field("amount"),
        LoanError::BelowPayoff { required, offered } => of(AMOUNT_BELOW_PAYOFF)
            .field("amount")
            .with("required", money(required))
            .with("offered", money(offered)),
        LoanError::PrepaymentTooSmall { left, minimum } => of(PREPAYMENT_TOO_SMALL)
            .field("amount")
            .with("left", money(left))
            .with("minimum", money(minimum)),
        LoanError::PrepaymentIsPayoff => of(PREPAYMENT_IS_PAYOFF).field("kind"),
        LoanError::PrepaymentNotOffered => of(PREPAYMENT_NOT_OFFERED).field("kind"),
        LoanError::RateFixed => of(RATE_FIXED),
        LoanError::CallNotAgreed => of(CALL_NOT_AGREED),
        LoanError::UnknownEvent { .. } => of(EVENT_NOT_FOUND),
        LoanError::AlreadyReversed { .. } => of(EVENT_ALREADY_REVERSED),
        LoanError::DisbursementInUse => of(DISBURSEMENT_IN_USE),
    }
}

/// The problem of terms that are refused.
pub fn terms_problem(refusal: TermsError) -> Problem {
    let of = Problem::of;
    match refusal {
        TermsError::PrincipalNotPositive => of(PRINCIPAL_NOT_POSITIVE).field("principal"),
        TermsError::PeriodsOutOfRange => of(PERIODS_OUT_OF_RANGE).field("periods").with("max", MAX_PERIODS),
        TermsError::PayDayOutOfRange => of(PAY_DAY_OUT_OF_RANGE).field("pay_day"),
        TermsError::FrequencyUnfit => of(FREQUENCY_UNFIT).field("frequency"),
        TermsError::MethodParameter(name) => of(METHOD_PARAMETER).field(match name {
            "amortise_over" | "quote_months" => "amortization_periods",
            "residual" => "balloon",
            "growth" => "step_growth_bp",
            other => other,
        }),
        TermsError::CustomPlan(_) => of(CUSTOM_PLAN).field("custom_plan").with("max", MAX_PERIODS),
        TermsError::FeeNotPositive(code) => of(FEE_NOT_POSITIVE).field(code),
        TermsError::NegativeAmortisation => of(NEGATIVE_AMORTISATION).field("annual_rate"),
        TermsError::OutOfRange => of(AMOUNTS_OUT_OF_RANGE).field("principal"),
    }
}
