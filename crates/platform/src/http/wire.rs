//! How values of the kernel look on the wire, for the OpenAPI document only:
//! `#[schema(value_type = wire::Money)] amount: kernel::Money`.

use serde::Serialize;
use utoipa::ToSchema;

/// An amount of money.
#[derive(Serialize, ToSchema)]
pub struct Money {
    /// Exact decimal with the currency's digits.
    #[schema(example = "1234.56")]
    pub amount: String,
    /// ISO 4217 code.
    #[schema(example = "CNY")]
    pub currency: String,
}

/// A day of the calendar.
#[derive(Serialize, ToSchema)]
#[schema(example = "2025-01-20", format = "date")]
pub struct Date(pub String);

/// A moment in UTC.
#[derive(Serialize, ToSchema)]
#[schema(example = "2025-01-20T08:30:00.000Z", format = "date-time")]
pub struct Timestamp(pub String);

/// The bytes of a file.
#[derive(Serialize, ToSchema)]
#[schema(value_type = String, format = Binary)]
pub struct File(pub Vec<u8>);

/// An annual rate as an exact decimal fraction: `0.042` is 4.2 %.
#[derive(Serialize, ToSchema)]
#[schema(example = "0.042")]
pub struct AnnualRate(pub String);

/// An error answer (RFC 9457). May carry further members with the data needed to act.
#[derive(Serialize, ToSchema)]
#[schema(as = Problem)]
pub struct ProblemBody {
    /// URN of the kind.
    #[serde(rename = "type")]
    #[schema(example = "urn:xindai:problem:platform.body_invalid")]
    pub kind: String,
    /// What the status means.
    pub title: String,
    /// HTTP status.
    #[schema(example = 422)]
    pub status: u16,
    /// Stable code, for programs.
    #[schema(example = "platform.body_invalid")]
    pub code: String,
    /// What is wrong, for people.
    pub detail: String,
    /// The field of the request that is wrong.
    pub field: Option<String>,
    /// Number of the request, to be quoted to support.
    pub request_id: Option<String>,
}
