//! The real loans of the demo: facts of 10,000 loans as published (data/README.md).

use crate::DemoError;
use kernel::{AnnualRate, Currency, Money};

/// The file that ships with the source, inside the binary.
const FILE: &str = include_str!("../../../data/lendingclub_2018.csv");

/// What the source says of a loan's fate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// Paying.
    Current,
    /// Paid back.
    FullyPaid,
    /// 1 to 15 days late.
    InGrace,
    /// 16 to 30 days late.
    Late16,
    /// 31 to 120 days late.
    Late31,
    /// Given up.
    ChargedOff,
}

/// The facts of one loan. Amounts in cents.
#[derive(Debug, Clone)]
pub struct Fact {
    /// Row number in the source.
    pub id: u32,
    /// Amount lent.
    pub amount: i64,
    /// 36 or 60 months.
    pub term: u32,
    /// Annual rate.
    pub rate: AnnualRate,
    /// The instalment that the source states.
    pub installment: i64,
    /// Month of issue: 1, 2 or 3 of 2018.
    pub issue_month: u32,
    /// Fate.
    pub fate: Fate,
    /// Outstanding principal that the source states.
    pub balance: i64,
    /// Paid in all.
    pub paid_total: i64,
    /// Interest paid.
    pub paid_interest: i64,
    /// Late fees paid.
    pub paid_late_fees: i64,
    /// What the money is for, as a code of the delivered list.
    pub purpose: &'static str,
}

/// All loans of the source, in its order.
///
/// # Errors
/// [`DemoError::Source`] when the file inside the binary is not what it was: a build error.
pub fn facts() -> Result<Vec<Fact>, DemoError> {
    let mut reader = csv::Reader::from_reader(FILE.as_bytes());
    let headers = reader.headers().map_err(|e| DemoError::Source(e.to_string()))?.clone();
    let column = |name: &str| {
        headers
            .iter()
            .position(|h| h == name)
            .ok_or_else(|| DemoError::Source(format!("no column {name}")))
    };
    let names = [
        "id",
        "loan_amount",
        "term",
        "interest_rate",
        "installment",
        "issue_month",
        "loan_status",
        "balance",
        "paid_total",
        "paid_interest",
        "paid_late_fees",
        "purpose",
    ];
    let places = names.iter().map(|n| column(n)).collect::<Result<Vec<_>, _>>()?;
    let mut facts = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|e| DemoError::Source(e.to_string()))?;
        let cells: Vec<&str> = places.iter().map(|p| record.get(*p).unwrap_or_default()).collect();
        facts.push(fact(&cells).ok_or_else(|| DemoError::Source(format!("row {cells:?}")))?);
    }
    Ok(facts)
}

fn fact(cells: &[&str]) -> Option<Fact> {
    let cents = |text: &str| Money::parse(text, Currency::USD).ok().map(Money::minor);
    // "14.07" percent is 0.1407: hundredths of a percent are units of 10⁻⁴.
    let percent = Money::parse(cells[3], Currency::USD).ok()?.minor();
    Some(Fact {
        id: cells[0].parse().ok()?,
        amount: cents(cells[1])?,
        term: cells[2].parse().ok()?,
        rate: AnnualRate::from_e10(percent * (AnnualRate::ONE / 10_000)),
        installment: cents(cells[4])?,
        issue_month: cells[5].strip_prefix("2018-")?.parse().ok()?,
        fate: match cells[6] {
            "Current" => Fate::Current,
            "Fully Paid" => Fate::FullyPaid,
            "In Grace Period" => Fate::InGrace,
            "Late (16-30 days)" => Fate::Late16,
            "Late (31-120 days)" => Fate::Late31,
            "Charged Off" => Fate::ChargedOff,
            _ => return None,
        },
        balance: cents(cells[7])?,
        paid_total: cents(cells[8])?,
        paid_interest: cents(cells[9])?,
        paid_late_fees: cents(cells[10])?,
        purpose: purpose_of(cells[11]),
    })
}

/// What the source calls the purpose of a loan, as a code of the delivered list.
fn purpose_of(source: &str) -> &'static str {
    match source {
        "credit_card" | "debt_consolidation" => "refinancing",
        "car" => "vehicle",
        "home_improvement" => "renovation",
        "house" => "housing",
        "major_purchase" => "household_goods",
        "medical" => "medical",
        "moving" => "moving",
        "small_business" => "own_business",
        "vacation" => "travel",
        _ => "other",
    }
}
