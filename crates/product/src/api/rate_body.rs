//! How a draft says that its annual rate is found.

use crate::domain::{BenchmarkTenor, Fault, RatePolicy, Repricing, TermsError};
use kernel::AnnualRate;
use platform::http::wire;
use serde::Deserialize;
use utoipa::ToSchema;

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum RateKind {
    Fixed,
    Floating,
}

/// How the annual rate is found.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ProductRateDraft)]
pub(super) struct RateBody {
    #[schema(value_type = String, example = "floating")]
    kind: RateKind,
    #[schema(value_type = Option<wire::AnnualRate>)]
    annual_rate: Option<AnnualRate>,
    #[schema(value_type = Option<String>)]
    tenor: Option<BenchmarkTenor>,
    spread_bp: Option<i32>,
    #[schema(value_type = Option<String>)]
    repricing: Option<Repricing>,
    #[schema(value_type = Option<wire::AnnualRate>)]
    floor: Option<AnnualRate>,
    #[schema(value_type = Option<wire::AnnualRate>)]
    cap: Option<AnnualRate>,
}

impl RateBody {
    pub(super) fn read(self) -> Result<RatePolicy, TermsError> {
        match self.kind {
            RateKind::Fixed => Ok(RatePolicy::Fixed {
                annual_rate: given(self.annual_rate, "rate.annual_rate")?,
            }),
            RateKind::Floating => Ok(RatePolicy::Floating {
                tenor: given(self.tenor, "rate.tenor")?,
                spread_bp: self.spread_bp.unwrap_or(0),
                repricing: given(self.repricing, "rate.repricing")?,
                floor: self.floor,
                cap: self.cap,
            }),
        }
    }
}

pub(super) fn given<T>(value: Option<T>, field: &str) -> Result<T, TermsError> {
    value.map_or_else(|| wrong(field, Fault::Empty), Ok)
}

pub(super) fn wrong<T>(field: impl Into<String>, fault: Fault) -> Result<T, TermsError> {
    Err(TermsError::Contradiction {
        field: field.into(),
        fault,
    })
}
