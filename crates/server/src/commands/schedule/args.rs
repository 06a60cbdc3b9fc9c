//! The options of `xindai schedule`.

use clap::{Args, ValueEnum};
use kernel::{AnnualRate, CivilDate, Currency, DayCount, Rounding};
use loan::domain::terms::{Frequency, InterestRule, Stub};
use std::path::PathBuf;

/// Options of `xindai schedule`.
#[derive(Debug, Args)]
pub struct ScheduleArgs {
    /// Repayment method
    #[arg(long, value_enum)]
    pub method: MethodName,
    /// Amount lent
    #[arg(long, value_name = "AMOUNT", allow_negative_numbers = true)]
    pub principal: String,
    /// Annual rate as a fraction: 0.042 is 4.2 %
    #[arg(long, value_parser = AnnualRate::parse)]
    pub rate: AnnualRate,
    /// Number of instalments; for bullet and on-demand the periods to maturity, for biweekly the months of the monthly
    /// quote whose payment is halved; not needed with a custom plan
    #[arg(long, required_unless_present = "plan")]
    pub periods: Option<u32>,
    /// Day of disbursement: the first day that costs interest
    #[arg(long, value_name = "DATE", value_parser = CivilDate::parse)]
    pub start: CivilDate,
    /// How often an instalment falls due [default: month; fourteen days for biweekly]
    #[arg(long, value_parser = parse_frequency, value_name = "month|quarter|half-year|year|biweekly")]
    pub frequency: Option<Frequency>,
    /// Day count convention of interest by days
    #[arg(long, value_parser = parse_day_count, default_value = "ACT/360",
        value_name = "30/360|30E/360|ACT/360|ACT/365F|ACT/ACT")]
    pub day_count: DayCount,
    /// A whole period costs rate ÷ periods a year (regular), or each period costs its days [default: by-days for
    /// interest-only, bullet, biweekly, custom and on-demand, else regular]
    #[arg(long, value_parser = parse_interest, value_name = "regular|by-days")]
    pub interest: Option<InterestRule>,
    /// Rounding of the annuity payment
    #[arg(long, value_parser = parse_rounding, default_value = "half-up", value_name = "half-up|up|half-even|down")]
    pub rounding: Rounding,
    /// Currency of the amounts
    #[arg(long, value_parser = Currency::parse, default_value = "CNY")]
    pub currency: Currency,
    #[command(flatten)]
    pub due: DueArgs,
    #[command(flatten)]
    pub special: MethodArgs,
    /// Print JSON: {"rows":[{"nr","due","days","payment","principal","interest","balance"}],"totals":{…}}
    #[arg(long)]
    pub json: bool,
}

/// On which dates instalments fall due.
#[derive(Debug, Args)]
pub struct DueArgs {
    /// Fixed day of the month; without it instalments fall on the day of disbursement
    #[arg(long, value_name = "1..31", value_parser = clap::value_parser!(u32).range(1..=31))]
    pub pay_day: Option<u32>,
    /// What an irregular first period pays: interest by days and the regular principal (long-first), only interest,
    /// after which all regular instalments follow (interest-only), or principal in proportion to its days (prorata)
    /// [default: long-first; interest-only for interest-only and on-demand]
    #[arg(long, value_parser = parse_stub, value_name = "long-first|interest-only|prorata", requires = "pay_day")]
    pub stub: Option<Stub>,
    /// A first period shorter than this rolls to the next month [default: 15 with long-first, else 0]
    #[arg(long, value_name = "DAYS", requires = "pay_day", value_parser = clap::value_parser!(i32).range(0..=366))]
    pub min_first_days: Option<i32>,
    /// The last instalment falls on the anniversary of the contract, not on the pay day [default: true for
    /// interest-only and on-demand]
    #[arg(long, requires = "pay_day", num_args = 0..=1, default_missing_value = "true", require_equals = true)]
    pub end_on_anniversary: Option<bool>,
    /// Pay days counted from the contract, or those of the months that close a calendar quarter, half-year or year
    /// (按季结息) [default: calendar for interest-only and on-demand by quarter, half-year or year]
    #[arg(long, value_enum, requires = "pay_day")]
    pub settlement: Option<Settlement>,
    /// A loan made on a month's last day falls due on every month's last day
    #[arg(long, conflicts_with = "pay_day")]
    pub month_end: bool,
}

/// What only some methods need.
#[derive(Debug, Default, Args)]
pub struct MethodArgs {
    /// balloon: periods over which the payment is computed
    #[arg(long, value_name = "N", conflicts_with = "residual")]
    pub balloon_periods: Option<u32>,
    /// balloon: what is left to be paid with the last instalment
    #[arg(long, value_name = "AMOUNT")]
    pub residual: Option<String>,
    /// step: periods of interest only before the annuity
    #[arg(long, value_name = "N", conflicts_with = "growth")]
    pub interest_only_periods: Option<u32>,
    /// step: growth of the payment at each step, as a fraction: 0.10 is 10 %
    #[arg(long, value_name = "FRACTION", value_parser = parse_growth)]
    pub growth: Option<u32>,
    /// step: periods between two steps [default: 12]
    #[arg(long, value_name = "N", requires = "growth")]
    pub every: Option<u32>,
    /// biweekly: months of the monthly quote; --periods is then the number of fortnights
    #[arg(long, value_name = "N")]
    pub quote_months: Option<u32>,
    /// custom: file with one `date,principal` a line
    #[arg(long, value_name = "FILE")]
    pub plan: Option<PathBuf>,
}

/// The methods by their names on the command line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum MethodName {
    /// 等额本息: the same payment every period
    Annuity,
    /// 等额本金: the same principal every period
    EqualPrincipal,
    /// 等本等息: the same principal, and interest on the original amount
    Flat,
    /// 先息后本: interest every period, principal at maturity
    InterestOnly,
    /// 一次性还本付息: everything at maturity
    Bullet,
    /// 气球贷: --balloon-periods or --residual
    Balloon,
    /// 双周供: half of the monthly payment every fourteen days
    Biweekly,
    /// 宽限期 or 递增: --interest-only-periods or --growth
    Step,
    /// 自定义: --plan
    Custom,
    /// 随借随还: interest every period, principal at the latest at maturity
    OnDemand,
}

/// Where pay days come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Settlement {
    /// Counted from the contract
    Contract,
    /// Those of the calendar
    Calendar,
}

fn parse_frequency(text: &str) -> Result<Frequency, String> {
    one_of(
        text,
        &[
            ("month", Frequency::Month),
            ("quarter", Frequency::Quarter),
            ("half-year", Frequency::HalfYear),
            ("year", Frequency::Year),
            ("biweekly", Frequency::Biweekly),
        ],
    )
}

fn parse_interest(text: &str) -> Result<InterestRule, String> {
    one_of(
        text,
        &[("regular", InterestRule::Regular), ("by-days", InterestRule::ByDays)],
    )
}

fn parse_stub(text: &str) -> Result<Stub, String> {
    one_of(
        text,
        &[
            ("long-first", Stub::LongFirst),
            ("interest-only", Stub::InterestOnlyStub),
            ("prorata", Stub::Prorata),
        ],
    )
}

fn parse_rounding(text: &str) -> Result<Rounding, String> {
    one_of(
        text,
        &[
            ("half-up", Rounding::HalfUp),
            ("up", Rounding::Up),
            ("half-even", Rounding::HalfEven),
            ("down", Rounding::Down),
        ],
    )
}

fn parse_day_count(text: &str) -> Result<DayCount, String> {
    let names = || DayCount::ALL.map(DayCount::name).join(", ");
    DayCount::parse(&text.to_ascii_uppercase()).ok_or_else(|| format!("one of {}", names()))
}

/// Basis points of a fraction.
fn parse_growth(text: &str) -> Result<u32, String> {
    const BASIS_POINT: i64 = AnnualRate::ONE / 10_000;
    let exact = AnnualRate::parse(text).map_err(|error| error.to_string())?.e10();
    match u32::try_from(exact / BASIS_POINT) {
        Ok(growth) if exact % BASIS_POINT == 0 => Ok(growth),
        _ => Err("a fraction with at most four decimals".to_owned()),
    }
}

fn one_of<T: Copy>(text: &str, choices: &[(&str, T)]) -> Result<T, String> {
    let names = || choices.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ");
    let found = choices.iter().find(|(name, _)| *name == text);
    found
        .map(|(_, value)| *value)
        .ok_or_else(|| format!("one of {}", names()))
}
