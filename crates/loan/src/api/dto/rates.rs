//! What a loan costs, and changes of it.

use super::super::problem::{RATE_INCOMPLETE, RATE_OUT_OF_RANGE};
use crate::app::change::Remark;
use crate::app::change_rate::{Price, RateChange};
use crate::app::record::StoredLoan;
use crate::domain::event::{EventBody, LoanEvent, undone};
use crate::domain::pricing::{BASIS_POINT_E10, BenchmarkTenor, Floating, Pricing, RateReason, Repricing};
use kernel::{AnnualRate, BusinessDate, CivilDate, EventId};
use platform::http::{Problem, wire};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What a loan costs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = LoanPrice)]
pub struct PriceView {
    /// The rate.
    #[schema(value_type = wire::AnnualRate)]
    pub annual_rate: AnnualRate,
    /// The benchmark that it follows; absent for a fixed rate.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(example = "lpr_5y")]
    pub tenor: Option<String>,
    /// Basis points above the benchmark, to a hundredth.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(example = "-30")]
    pub spread_bp: Option<String>,
    /// `january_first`, `anniversary`, `half_yearly`, `quarterly` or `next_day`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(example = "january_first")]
    pub repricing: Option<String>,
    /// The rate is never below this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<wire::AnnualRate>)]
    pub floor: Option<AnnualRate>,
    /// The rate is never above this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<wire::AnnualRate>)]
    pub cap: Option<AnnualRate>,
    /// The value of the benchmark that is followed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<wire::AnnualRate>)]
    pub benchmark_rate: Option<AnnualRate>,
    /// The day of its publication.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<wire::Date>)]
    pub benchmark_published_on: Option<CivilDate>,
}

impl PriceView {
    /// A price as shown.
    #[must_use]
    pub fn of(pricing: &Pricing) -> Self {
        let floating = pricing.floating;
        Self {
            annual_rate: pricing.annual_rate,
            tenor: floating.map(|f| f.tenor.name().to_owned()),
            spread_bp: floating.map(|f| basis_points(&f)),
            repricing: floating.map(|f| Repricing::name(f.repricing).to_owned()),
            floor: floating.and_then(|f| f.floor),
            cap: floating.and_then(|f| f.cap),
            benchmark_rate: floating.map(|f| f.followed.annual_rate),
            benchmark_published_on: floating.map(|f| f.followed.published_on),
        }
    }
}

/// The spread in basis points, with as many decimals as it has.
fn basis_points(floating: &Floating) -> String {
    let (sign, units) = (
        if floating.spread_e10 < 0 { "-" } else { "" },
        floating.spread_e10.abs(),
    );
    let (whole, rest) = (units / BASIS_POINT_E10, units % BASIS_POINT_E10);
    let decimals = format!("{rest:06}");
    let decimals = decimals.trim_end_matches('0');
    if decimals.is_empty() {
        format!("{sign}{whole}")
    } else {
        format!("{sign}{whole}.{decimals}")
    }
}

/// The rates of a loan.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = LoanRates)]
pub struct RatesView {
    /// What it costs now.
    pub now: PriceView,
    /// What it costs from its next period on, where that differs.
    pub next_period: Option<PriceView>,
    /// What overdue money costs a year now.
    #[schema(value_type = wire::AnnualRate)]
    pub penalty_annual_rate: AnnualRate,
    /// When it looks at its benchmark next; null for a fixed rate, and for one that follows each publication.
    #[schema(value_type = Option<wire::Date>)]
    pub next_reset_on: Option<CivilDate>,
    /// What it has cost, from the day of the disbursement on.
    pub history: Vec<RateStepView>,
}

/// What a loan costs from a day on.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = LoanRateStep)]
pub struct RateStepView {
    /// The first day.
    #[schema(value_type = wire::Date)]
    pub from: CivilDate,
    /// What it costs.
    pub price: PriceView,
    /// `repriced`, `renegotiated`, `converted`, `policy` or `court`; null for the contract itself.
    pub why: Option<RateReasonDto>,
    /// The event; null for the contract itself.
    #[schema(value_type = Option<Uuid>)]
    pub event_id: Option<EventId>,
    /// Who recorded it.
    pub actor: Option<String>,
    /// The business day on which it was booked.
    #[schema(value_type = Option<wire::Date>)]
    pub booked_on: Option<BusinessDate>,
    /// Whether it was taken back.
    pub reversed: bool,
    /// A remark.
    pub note: String,
}

/// Why a rate changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = RateReason)]
pub enum RateReasonDto {
    /// The benchmark had moved on a day on which the contract looks at it. The close records it, nobody else.
    Repriced,
    /// Both sides agreed.
    Renegotiated,
    /// A fixed rate became a floating one, or the other way round.
    Converted,
    /// A rule of the lender or of the authorities.
    Policy,
    /// A court or an arbitrator said so.
    Court,
}

impl From<RateReason> for RateReasonDto {
    fn from(why: RateReason) -> Self {
        match why {
            RateReason::Repriced => Self::Repriced,
            RateReason::Renegotiated => Self::Renegotiated,
            RateReason::Converted => Self::Converted,
            RateReason::Policy => Self::Policy,
            RateReason::Court => Self::Court,
        }
    }
}

impl RatesView {
    /// The rates of a loan from its terms, events and state.
    #[must_use]
    pub fn of(stored: &StoredLoan, events: &[LoanEvent]) -> Self {
        let (terms, state) = (&stored.terms, &stored.state);
        let undone = undone(events);
        let contract = RateStepView {
            from: terms.disbursed_on,
            price: PriceView::of(&terms.pricing()),
            why: None,
            event_id: None,
            actor: None,
            booked_on: None,
            reversed: false,
            note: String::new(),
        };
        let mut history = vec![contract];
        history.extend(
            events
                .iter()
                .filter_map(|event| step(event, undone.contains(&event.seq))),
        );
        history.sort_by_key(|step| step.from);
        let now = state.pricing(terms);
        Self {
            now: PriceView::of(&now),
            next_period: state.pricing_next.as_ref().map(PriceView::of),
            penalty_annual_rate: terms.penalty_rate(now.annual_rate),
            next_reset_on: state.next_reset,
            history,
        }
    }
}

fn step(event: &LoanEvent, reversed: bool) -> Option<RateStepView> {
    let EventBody::RateChanged { to, why } = &event.body else {
        return None;
    };
    Some(RateStepView {
        from: event.value_date.date(),
        price: PriceView::of(to),
        why: Some((*why).into()),
        event_id: Some(event.id),
        actor: Some(event.actor.login.clone()),
        booked_on: Some(event.booked_on),
        reversed,
        note: event.note.clone(),
    })
}

/// Whether a rate stays or follows a benchmark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = RateKind)]
pub enum RateKindDto {
    /// It stays.
    Fixed,
    /// It follows a benchmark.
    Floating,
}

/// A change of what a loan costs.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewRateChange)]
pub struct RateChangeBody {
    /// The first day of the new rate: today, or a day before.
    #[schema(value_type = wire::Date)]
    pub value_date: CivilDate,
    /// Whether the rate stays from then on or follows a benchmark.
    #[schema(example = "fixed")]
    pub kind: RateKindDto,
    /// Fixed: the rate.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<wire::AnnualRate>)]
    pub annual_rate: Option<AnnualRate>,
    /// Floating: `lpr_1y` or `lpr_5y`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub tenor: Option<BenchmarkTenor>,
    /// Floating: basis points above the benchmark, −10,000 to 10,000.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub spread_bp: Option<i32>,
    /// Floating: `january_first`, `anniversary`, `half_yearly`, `quarterly` or `next_day`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub repricing: Option<Repricing>,
    /// Floating: the rate is never below this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<wire::AnnualRate>)]
    pub floor: Option<AnnualRate>,
    /// Floating: the rate is never above this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<wire::AnnualRate>)]
    pub cap: Option<AnnualRate>,
    /// Why: anything but `repriced`, which the close records.
    #[schema(example = "renegotiated")]
    pub why: RateReasonDto,
    /// In words, 1 to 500 characters.
    #[schema(example = "客户申请下调利率")]
    pub reason: String,
}

impl RateChangeBody {
    /// The command.
    ///
    /// # Errors
    /// `loan.rate_incomplete`, `loan.rate_out_of_range`.
    pub fn change(&self) -> Result<RateChange<'_>, Problem> {
        let why = match self.why {
            RateReasonDto::Repriced => return Err(Problem::of(RATE_INCOMPLETE).field("why")),
            RateReasonDto::Renegotiated => RateReason::Renegotiated,
            RateReasonDto::Converted => RateReason::Converted,
            RateReasonDto::Policy => RateReason::Policy,
            RateReasonDto::Court => RateReason::Court,
        };
        Ok(RateChange {
            value_date: self.value_date,
            price: self.price()?,
            why,
            remark: Remark {
                note: &self.reason,
                reason_code: None,
            },
        })
    }

    fn price(&self) -> Result<Price, Problem> {
        if self.kind == RateKindDto::Fixed {
            let rate = given(self.annual_rate, "annual_rate")?;
            return Ok(Price::Fixed(within(rate, "annual_rate")?));
        }
        let spread_bp = given(self.spread_bp, "spread_bp")?;
        if spread_bp.unsigned_abs() > 10_000 {
            return Err(Problem::of(RATE_OUT_OF_RANGE).field("spread_bp"));
        }
        let floor = self.floor.map(|rate| within(rate, "floor")).transpose()?;
        let cap = self.cap.map(|rate| within(rate, "cap")).transpose()?;
        if floor.zip(cap).is_some_and(|(floor, cap)| floor > cap) {
            return Err(Problem::of(RATE_OUT_OF_RANGE).field("cap"));
        }
        Ok(Price::Floating {
            tenor: given(self.tenor, "tenor")?,
            spread_bp,
            repricing: given(self.repricing, "repricing")?,
            floor,
            cap,
        })
    }
}

fn given<T>(value: Option<T>, field: &'static str) -> Result<T, Problem> {
    value.ok_or_else(|| Problem::of(RATE_INCOMPLETE).field(field))
}

/// A rate from 0 to 100 % a year.
fn within(rate: AnnualRate, field: &'static str) -> Result<AnnualRate, Problem> {
    if (0..=AnnualRate::ONE).contains(&rate.e10()) {
        return Ok(rate);
    }
    Err(Problem::of(RATE_OUT_OF_RANGE).field(field))
}
