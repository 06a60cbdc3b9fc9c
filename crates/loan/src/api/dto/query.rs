//! What a list of loans is asked for, and its cursor.

use crate::api::problem::BAND_UNKNOWN;
use crate::app::query_filter::{ListedStatus, LoanFilter};
use crate::app::query_order::{LoanKey, LoanOrder, OrderValue};
use crate::app::query_where::loan_fields;
use crate::domain::ageing::Ageing;
use kernel::{CivilDate, Currency, CustomerId, ProductId};
use platform::http::{Problem, Sort, decode_cursor};
use platform::predicate::Predicate;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

/// Status in a filter.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = LoanStatus)]
pub enum StatusDto {
    /// Booked, not disbursed.
    Pending,
    /// Owed, past due or not: active and overdue.
    Open,
    /// Owed, not past due.
    Active,
    /// Owed and past due.
    Overdue,
    /// Nothing is owed any more.
    Closed,
    /// The claim was charged off.
    ChargedOff,
}

impl From<StatusDto> for ListedStatus {
    fn from(status: StatusDto) -> Self {
        match status {
            StatusDto::Pending => Self::Pending,
            StatusDto::Open => Self::Open,
            StatusDto::Active => Self::Active,
            StatusDto::Overdue => Self::Overdue,
            StatusDto::Closed => Self::Closed,
            StatusDto::ChargedOff => Self::ChargedOff,
        }
    }
}

/// Which loans to list, and how.
#[derive(Debug, Clone, Serialize, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct LoanQuery {
    /// The beginning of a loan number, or a customer: a whole name, identity or mobile number, or the beginning of a
    /// customer number.
    pub q: Option<String>,
    /// Status.
    #[param(inline)]
    pub status: Option<StatusDto>,
    /// Product version.
    #[param(value_type = Option<Uuid>)]
    pub product_id: Option<ProductId>,
    /// Customer.
    #[param(value_type = Option<Uuid>)]
    pub customer_id: Option<CustomerId>,
    /// Currency.
    #[param(value_type = Option<String>, example = "CNY")]
    pub currency: Option<Currency>,
    /// Least days past due.
    pub dpd_min: Option<i32>,
    /// Most days past due.
    pub dpd_max: Option<i32>,
    /// Band of days past due, `C` or `M1` to `M7+`: of loans that are owed.
    #[param(example = "M1")]
    pub bucket: Option<String>,
    /// Class by days past due: `normal`, `special_mention`, `substandard`, `doubtful`, `loss`: of loans that are owed.
    #[param(example = "substandard")]
    pub class: Option<String>,
    /// An instalment falls due on this day: the next one for a day to come, any for a day past.
    #[param(value_type = Option<String>, format = Date, example = "2025-01-20")]
    pub due_on: Option<CivilDate>,
    /// Disbursed on this day or later.
    #[param(value_type = Option<String>, format = Date, example = "2025-01-01")]
    pub disbursed_from: Option<CivilDate>,
    /// Disbursed on this day or earlier.
    #[param(value_type = Option<String>, format = Date, example = "2025-01-31")]
    pub disbursed_to: Option<CivilDate>,
    /// Login of who looks after the loan.
    pub officer: Option<String>,
    /// What the money is for, a code of the dictionary `loan_purpose`.
    #[param(example = "working_capital")]
    pub purpose: Option<String>,
    /// A composed search as JSON, at most 8 KiB: `{"all":[…]}` or `{"any":[…]}` of conditions and groups, four levels
    /// deep, 30 conditions. A condition is `{"field":"dpd","op":"gt","value":30}`; fields, operators and values are
    /// told in docs/API.md. It narrows what the other parameters find.
    #[serde(rename = "where")]
    #[param(rename = "where", example = r#"{"field":"dpd","op":"gt","value":30}"#)]
    pub composed: Option<String>,
    /// `disbursed_on`, `number`, `principal`, `principal_outstanding`, `overdue_amount`, `dpd`, `next_due_on`,
    /// `maturity_on` or `annual_rate`; with a minus from large to small.
    #[param(example = "-disbursed_on")]
    pub sort: Option<String>,
    /// Counts and sums all pages: one pass over every loan that the filter finds.
    pub with_totals: Option<bool>,
    /// With `with_totals`: counts at most so many loans, 1 to 1,000,000, and sums only when there are no more. Without it
    /// all are counted, however many.
    #[param(example = 10000, minimum = 1, maximum = 1_000_000)]
    pub totals_most: Option<i64>,
}

impl LoanQuery {
    fn composed(&self, ageing: &Ageing) -> Result<Option<Predicate>, Problem> {
        let text = self.composed.as_deref();
        text.map(|text| Predicate::parse(text, &loan_fields(ageing)))
            .transpose()
    }

    /// The filter, without its search.
    ///
    /// # Errors
    /// `loan.band_unknown`.
    pub fn filter(&self, ageing: &Ageing) -> Result<LoanFilter, Problem> {
        let mut filter = LoanFilter {
            status: self.status.map(Into::into),
            owed_only: self.bucket.is_some() || self.class.is_some(),
            product_id: self.product_id,
            customer_id: self.customer_id,
            currency: self.currency,
            officer: self.officer.clone(),
            purpose: self.purpose.clone(),
            dpd_min: self.dpd_min,
            dpd_max: self.dpd_max,
            due_on: self.due_on,
            disbursed_from: self.disbursed_from,
            disbursed_to: self.disbursed_to,
            search: None,
            composed: self.composed(ageing)?,
            ..LoanFilter::default()
        };
        for (field, code) in [("bucket", &self.bucket), ("class", &self.class)] {
            let Some(code) = code else { continue };
            // In an address that was not escaped the plus of `M7+` reads as a space.
            let code = code.replace(' ', "+");
            let unknown = || Problem::of(BAND_UNKNOWN).field(field).with("band", &code);
            let band = ageing.band(&code).ok_or_else(unknown)?;
            filter.dpd_min = filter.dpd_min.max(Some(band.dpd_from));
            let last = band.dpd_to.map(|to| to - 1);
            filter.dpd_max = [filter.dpd_max, last].into_iter().flatten().min();
        }
        Ok(filter)
    }
}

#[derive(Serialize)]
#[serde(untagged)]
enum CursorValue {
    Int(i64),
    Text(String),
}

/// What a cursor holds for a key.
pub fn cursor_of(key: LoanKey) -> impl Serialize {
    let value = key.value.map(|value| match value {
        OrderValue::Int(n) => CursorValue::Int(n),
        OrderValue::Text(text) => CursorValue::Text(text),
    });
    (value, key.id)
}

/// The key of a cursor made for this order.
///
/// # Errors
/// `platform.cursor_invalid`.
pub fn key_of(order: LoanOrder, sort: Sort, cursor: &str) -> Result<LoanKey, Problem> {
    let name = sort.to_string();
    let (value, id): (Option<OrderValue>, Uuid) = if order.is_text() {
        let (text, id): (String, Uuid) = decode_cursor(&name, cursor)?;
        (Some(OrderValue::Text(text)), id)
    } else if order.has_gaps() {
        let (number, id): (Option<i64>, Uuid) = decode_cursor(&name, cursor)?;
        (number.map(OrderValue::Int), id)
    } else {
        let (number, id): (i64, Uuid) = decode_cursor(&name, cursor)?;
        (Some(OrderValue::Int(number)), id)
    };
    Ok(LoanKey { value, id })
}
