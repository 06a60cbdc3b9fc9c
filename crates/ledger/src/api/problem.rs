//! What refusals of the ledger say to a caller.

use crate::app::LedgerError;
use crate::domain::EntryError;
use platform::http::Problem;

platform::problems! {
    /// The problems of the ledger.
    pub PROBLEMS;
    ACCOUNT_CODE_INVALID = 422 "ledger.account_code_invalid"
        { zh: "科目代码 {account} 有误", en: "{account} is no account code" }
    ACCOUNT_UNKNOWN = 404 "ledger.account_unknown" { zh: "没有科目 {account}", en: "There is no account {account}" }
    ACCOUNT_IS_A_HEADING = 422 "ledger.account_is_a_heading"
        { zh: "科目 {account} 有下级科目，不能直接记账", en: "Account {account} has sub-accounts; post to one of them" }
    ENTRY_NOT_BALANCED = 422 "ledger.entry_not_balanced"
        { zh: "凭证有误：{reason}", en: "The entry is refused: {reason}" }
    AMOUNT_OUT_OF_RANGE = 422 "ledger.amount_out_of_range"
        { zh: "科目 {account} 的金额超出范围", en: "An amount on account {account} is out of range" }
    REVERSAL_NOT_REVERSIBLE = 409 "ledger.reversal_not_reversible"
        { zh: "红字凭证不能再冲销", en: "A reversal cannot be reversed" }
    AMOUNT_INVALID = 422 "ledger.amount_invalid"
        { zh: "不是有效的 {currency} 金额", en: "This is no amount in {currency}" }
    RULES_INCOMPLETE = 500 "ledger.posting_rule_missing"
        { zh: "缺少记账规则：{movement}", en: "There is no posting rule for {movement}" }
    ENTRY_NOT_FOUND = 404 "ledger.entry_not_found" { zh: "没有这张凭证", en: "There is no such journal entry" }
    ENTRY_ALREADY_REVERSED = 409 "ledger.entry_already_reversed"
        { zh: "该凭证已被冲销", en: "The journal entry is reversed already" }
    ENTRY_OF_EVENT = 409 "ledger.entry_of_event"
        { zh: "该凭证由业务事件产生，请冲正业务事件", en: "The entry records a business event: reverse the event instead" }
    ACCOUNT_IN_USE = 409 "ledger.account_in_use"
        { zh: "科目 {account} 已记账或被记账规则使用，不能再设下级科目", en: "Account {account} takes postings: it cannot have sub-accounts" }
    CATEGORY_DIFFERS = 422 "ledger.category_differs"
        { zh: "科目 {account} 的类别与上级 {heading} 不同", en: "Account {account} is of another category than {heading} above it" }
    DAY_CLOSED = 409 "ledger.day_closed"
        { zh: "{booked_on} 已结账，最后结账日 {last_closed_on}", en: "{booked_on} is closed; the last closed day is {last_closed_on}" }
}

impl From<EntryError> for Problem {
    fn from(cause: EntryError) -> Self {
        let reason = cause.to_string();
        match cause {
            EntryError::NotAnAccountCode(code) => Self::of(ACCOUNT_CODE_INVALID).with("account", code.0),
            EntryError::AccountUnknown(account) => Self::of(ACCOUNT_UNKNOWN).with("account", account),
            EntryError::AccountIsAHeading(account) => Self::of(ACCOUNT_IS_A_HEADING).with("account", account),
            EntryError::AmountOutOfRange(account) => Self::of(AMOUNT_OUT_OF_RANGE).with("account", account),
            EntryError::ReversalNotReversible => Self::of(REVERSAL_NOT_REVERSIBLE),
            EntryError::MovementUnknown(movement) => Self::of(RULES_INCOMPLETE).with("movement", movement),
            EntryError::AccountTwice(_)
            | EntryError::CurrencyMixed { .. }
            | EntryError::NoPostings
            | EntryError::ZeroPosting(_)
            | EntryError::Unbalanced { .. } => Self::of(ENTRY_NOT_BALANCED).with("reason", reason),
        }
    }
}

impl From<LedgerError> for Problem {
    fn from(cause: LedgerError) -> Self {
        match cause {
            LedgerError::EntryRefused(cause) => cause.into(),
            LedgerError::EntryNotFound(_) => Self::of(ENTRY_NOT_FOUND),
            LedgerError::EntryAlreadyReversed { by, .. } => Self::of(ENTRY_ALREADY_REVERSED).with("reversed_by", by),
            LedgerError::EntryOfEvent(_) => Self::of(ENTRY_OF_EVENT),
            LedgerError::DayClosed {
                booked_on,
                last_closed_on,
            } => Self::of(DAY_CLOSED)
                .with("booked_on", booked_on)
                .with("last_closed_on", last_closed_on),
            LedgerError::AccountInUse(account) => Self::of(ACCOUNT_IN_USE).field("code").with("account", account),
            LedgerError::CategoryDiffers { account, heading } => Self::of(CATEGORY_DIFFERS)
                .field("category")
                .with("account", account)
                .with("heading", heading),
            LedgerError::Command(cause) => cause.into(),
            LedgerError::Db(cause) => cause.into(),
        }
    }
}
