//! The files, line by line, into typed rows. The first wrong line is told with its number.

use crate::failure::{Failure, IMPORT_LINE};
use customer::{CustomerKind, IdentityKind};
use kernel::{AnnualRate, CivilDate};
use loan::app::repay::RepaymentKind;
use platform::http::Problem;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::path::Path;

/// One loan to be taken over.
#[derive(Debug, Clone)]
pub struct LoanRow {
    /// Line in the file.
    pub line: u64,
    /// The loan's number, if it has one.
    pub number: Option<String>,
    /// Code of the product.
    pub product: String,
    /// Amount as written: its currency is the product's.
    pub principal: String,
    /// Rate, if the contract names one.
    pub annual_rate: Option<AnnualRate>,
    /// Instalments.
    pub periods: u32,
    /// Day of disbursement.
    pub disbursed_on: CivilDate,
    /// Day of the month.
    pub pay_day: Option<u32>,
    /// Who looks after it.
    pub officer: String,
    /// Who borrows.
    pub borrower: Borrower,
}

/// Who borrows, as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Borrower {
    /// Person or company.
    pub kind: CustomerKind,
    /// Name.
    pub name: String,
    /// Kind of identity document.
    pub identity_kind: IdentityKind,
    /// Its number.
    pub identity_number: String,
    /// Mobile number.
    pub mobile: Option<String>,
}

/// One repayment of the past.
#[derive(Debug, Clone)]
pub struct RepaymentRow {
    /// Line in the file.
    pub line: u64,
    /// The loan.
    pub number: String,
    /// When it took effect.
    pub value_date: CivilDate,
    /// Amount as written: its currency is the loan's.
    pub amount: String,
    /// What it was for.
    pub kind: RepaymentKind,
    /// A remark.
    pub note: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LoanLine {
    #[serde(default)]
    number: String,
    product: String,
    principal: String,
    #[serde(default)]
    annual_rate: String,
    periods: String,
    disbursed_on: String,
    #[serde(default)]
    pay_day: String,
    #[serde(default)]
    customer_kind: String,
    customer_name: String,
    identity_kind: String,
    identity_number: String,
    #[serde(default)]
    mobile: String,
    #[serde(default)]
    officer: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RepaymentLine {
    number: String,
    value_date: String,
    amount: String,
    #[serde(default)]
    kind: String,
    #[serde(default)]
    note: String,
}

/// The loans of a file.
pub fn loans(file: &Path, text: &str) -> Result<Vec<LoanRow>, Failure> {
    lines(file, text)?
        .into_iter()
        .map(|(line, row)| loan(file, line, row))
        .collect()
}

/// The repayments of a file.
pub fn repayments(file: &Path, text: &str) -> Result<Vec<RepaymentRow>, Failure> {
    lines(file, text)?
        .into_iter()
        .map(|(line, row)| repayment(file, line, row))
        .collect()
}

/// A refusal of one line.
pub fn refused(file: &Path, line: u64, reason: &str) -> Failure {
    let problem = Problem::of(IMPORT_LINE).with("path", file.display().to_string());
    Failure(problem.with("line", line).with("reason", reason))
}

fn lines<T: DeserializeOwned>(file: &Path, text: &str) -> Result<Vec<(u64, T)>, Failure> {
    let text = text.trim_start_matches('\u{feff}');
    let mut reader = csv::ReaderBuilder::new()
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let headings = reader.headers().map_err(|cause| Failure::file(file, &cause))?.clone();
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|cause| Failure::file(file, &cause))?;
        let line = record.position().map_or(0, csv::Position::line);
        let row = record
            .deserialize(Some(&headings))
            .map_err(|cause| match cause.kind() {
                csv::ErrorKind::Deserialize { err, .. } => refused(file, line, &err.to_string()),
                _ => Failure::file(file, &cause),
            })?;
        rows.push((line, row));
    }
    Ok(rows)
}

fn loan(file: &Path, line: u64, row: LoanLine) -> Result<LoanRow, Failure> {
    let wrong = |column: &str, why: &str| refused(file, line, &format!("{column}: {why}"));
    let identity_kind = IdentityKind::parse(&row.identity_kind);
    let identity_kind = identity_kind.ok_or_else(|| wrong("identity_kind", "no such kind"))?;
    let kind = match (row.customer_kind.as_str(), identity_kind) {
        ("", IdentityKind::UnifiedCreditCode) => CustomerKind::Company,
        ("", _) => CustomerKind::Person,
        (name, _) => CustomerKind::parse(name).ok_or_else(|| wrong("customer_kind", "no such kind"))?,
    };
    let whole = |column: &str, text: &str| text.parse::<u32>().map_err(|cause| wrong(column, &cause.to_string()));
    Ok(LoanRow {
        line,
        product: row.product,
        principal: row.principal,
        annual_rate: given(&row.annual_rate)
            .map(|text| AnnualRate::parse(text).map_err(|cause| wrong("annual_rate", &cause.to_string())))
            .transpose()?,
        periods: whole("periods", &row.periods)?,
        disbursed_on: CivilDate::parse(&row.disbursed_on).map_err(|cause| wrong("disbursed_on", &cause.to_string()))?,
        pay_day: given(&row.pay_day).map(|text| whole("pay_day", text)).transpose()?,
        officer: row.officer,
        borrower: Borrower {
            kind,
            name: row.customer_name,
            identity_kind,
            identity_number: row.identity_number,
            mobile: given(&row.mobile).map(str::to_owned),
        },
        number: given(&row.number).map(str::to_owned),
    })
}

fn repayment(file: &Path, line: u64, row: RepaymentLine) -> Result<RepaymentRow, Failure> {
    let wrong = |column: &str, why: &str| refused(file, line, &format!("{column}: {why}"));
    let value_date = CivilDate::parse(&row.value_date).map_err(|cause| wrong("value_date", &cause.to_string()))?;
    let kind = match row.kind.as_str() {
        "" | "regular" => RepaymentKind::Regular,
        "payoff" => RepaymentKind::Payoff,
        "prepay_shorten" => RepaymentKind::PrepayShorten,
        "prepay_reduce" => RepaymentKind::PrepayReduce,
        _ => return Err(wrong("kind", "no such kind")),
    };
    Ok(RepaymentRow {
        line,
        number: row.number,
        value_date,
        amount: row.amount,
        kind,
        note: row.note,
    })
}

fn given(text: &str) -> Option<&str> {
    (!text.is_empty()).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use platform::http::Lang;

    const HEADING: &str = "product,principal,periods,disbursed_on,customer_name,identity_kind,identity_number,number";

    fn says(text: &str) -> String {
        match loans(Path::new("book.csv"), text) {
            Ok(rows) => format!("{} rows", rows.len()),
            Err(failure) => failure.line(Lang::En),
        }
    }

    #[test]
    fn a_wrong_line_is_told_with_its_number_and_column() {
        let good = "P03,1000,12,2025-01-20,王小明,passport,E12345678,A1";
        assert_eq!(says(&format!("{HEADING}\n{good}\n")), "1 rows");
        for (line, part) in [
            (good.replace("2025-01-20", "2025-02-30"), "line 3: disbursed_on: "),
            (
                good.replace("passport", "library_card"),
                "line 3: identity_kind: no such kind",
            ),
            (good.replace(",12,", ",twelve,"), "line 3: periods: "),
        ] {
            let told = says(&format!("{HEADING}\n{good}\n{line}\n"));
            assert!(
                told.starts_with("error[cli.import_line]: book.csv") && told.contains(part),
                "{told}"
            );
        }
        let told = says(&format!("{HEADING},colour\n{good},red\n"));
        assert!(told.contains("colour"), "{told}");
    }
}
