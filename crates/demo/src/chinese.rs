//! A small book of Chinese products, so that every repayment method can be seen. People and companies are invented; their
//! identity numbers have valid check digits and belong to nobody known to us.

use customer::{CustomerKind, IdentityKind};
use kernel::{CivilDate, ResidentId, UnifiedCreditCode};

/// How a borrower of the small book behaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Habit {
    /// Pays on the due day.
    OnTime,
    /// Pays so many days after it.
    Late(i32),
    /// Pays the first few instalments, then stops.
    StopsAfter(u32),
    /// Pays this percentage of what is due, on the due day.
    Partly(i64),
    /// Pays on time, and prepays an amount (fen) on a day; the payment shrinks.
    Reduces(CivilDate, i64),
    /// Pays on time, and everything on a day.
    PaysOff(CivilDate),
}

/// One loan of the small book.
#[derive(Debug, Clone)]
pub struct Named {
    /// Name of the borrower.
    pub name: &'static str,
    /// Person or company.
    pub kind: CustomerKind,
    /// Product code.
    pub product: &'static str,
    /// Amount in yuan.
    pub yuan: i64,
    /// Annual rate.
    pub rate: &'static str,
    /// Instalments.
    pub periods: u32,
    /// The day on which the money is lent.
    pub lent: CivilDate,
    /// How the borrower behaves.
    pub habit: Habit,
    /// Code of the region.
    pub region: &'static str,
    /// Code of the industry, of whom it is known.
    pub industry: Option<&'static str>,
    /// Code of the purpose.
    pub purpose: &'static str,
}

/// Name, kind (person, company, sole trader), product, yuan, rate, instalments, lent on (month-day of 2018), habit, region, industry, purpose.
const BOOK: &str = "
张伟|p|P01|1000000|0.042|360|01-20|on-time|11|-|housing
王芳|p|P01|860000|0.0435|240|01-08|reduces 05-20 200000|31|-|housing
李娜|p|P01-EP|1000000|0.042|360|01-20|on-time|3301|-|housing
刘洋|p|P01-BW|1000000|0.042|780|01-15|on-time|3201|-|housing
陈静|p|P01-ST|300000|0.06|36|01-20|on-time|4201|-|housing
杨敏|p|P02|600000|0.026|360|02-05|on-time|5101|-|housing
赵磊|p|P03|120000|0.06|12|01-20|on-time|3302|-|renovation
黄丽|p|P03|50000|0.108|24|01-31|late 5|4403|-|wedding
周强|p|P03|80000|0.096|36|01-12|stops-after 1|1301|-|education
吴秀英|p|P03|30000|0.12|12|02-10|partly 60|4401|-|medical
徐杰小吃店|s|P03-IO|100000|0.066|12|01-09|on-time|2101|H62|own_business
孙涛|p|P04|500000|0.0435|12|03-15|on-time|3501|F52|own_business
马超|p|P05|120000|0.072|36|01-16|on-time|3706|-|vehicle
朱琳|p|P05-BL|300000|0.05|36|02-20|on-time|6101|-|vehicle
胡军|p|P05|90000|0.072|24|01-05|stops-after 0|4301|-|vehicle
杭州明州纺织有限公司|c|P06|800000|0.0585|12|01-10|reduces 04-21 300000|3301|C17|working_capital
宁波海通机械有限公司|c|P07|2000000|0.0435|4|02-10|on-time|3302|C34|working_capital
苏州新辰电子有限公司|c|P07|5000000|0.0475|4|01-18|late 12|3205|C39|working_capital
成都锦江置业有限公司|c|P08|30000000|0.049|10|01-03|on-time|5101|K70|fixed_assets
西北新能源发电有限公司|c|P09|120000000|0.0515|6|01-03|on-time|6401|D44|project
广州粤丰供应链有限公司|c|P10|1500000|0.0525|3|02-26|on-time|4401|G58|trade
高建国|p|P11|60000|0.054|6|01-31|stops-after 0|4115|A01|farming
林桂花|p|P11-ST|300000|0.06|36|01-20|on-time|3408|A03|farming
何勇|p|P12|40000|0.18|12|01-22|stops-after 2|50|-|other_consumption
郭燕|p|P12-FL|12000|0.072|12|01-25|pays-off 05-10|3207|-|household_goods
";

/// The loans of the small book.
///
/// # Panics
/// When the table above is mistyped: a test reads it.
#[must_use]
pub fn loans() -> Vec<Named> {
    BOOK.lines()
        .filter(|line| !line.is_empty())
        .map(|line| named(line).expect("a row of the table above"))
        .collect()
}

fn named(line: &'static str) -> Option<Named> {
    let cells: Vec<&'static str> = line.split('|').collect();
    let [
        name,
        kind,
        product,
        yuan,
        rate,
        periods,
        lent,
        habit,
        region,
        industry,
        purpose,
    ] = cells[..]
    else {
        return None;
    };
    Some(Named {
        name,
        kind: match kind {
            "p" => CustomerKind::Person,
            "s" => CustomerKind::SelfEmployed,
            _ => CustomerKind::Company,
        },
        product,
        yuan: yuan.parse().ok()?,
        rate,
        periods: periods.parse().ok()?,
        lent: day_of(lent)?,
        habit: habit_of(habit)?,
        region,
        industry: (industry != "-").then_some(industry),
        purpose,
    })
}

fn day_of(text: &str) -> Option<CivilDate> {
    CivilDate::parse(&format!("2018-{text}")).ok()
}

fn habit_of(text: &str) -> Option<Habit> {
    let words: Vec<&str> = text.split(' ').collect();
    Some(match words[..] {
        ["on-time"] => Habit::OnTime,
        ["late", days] => Habit::Late(days.parse().ok()?),
        ["stops-after", count] => Habit::StopsAfter(count.parse().ok()?),
        ["partly", percent] => Habit::Partly(percent.parse().ok()?),
        ["reduces", on, yuan] => Habit::Reduces(day_of(on)?, yuan.parse::<i64>().ok()? * 100),
        ["pays-off", on] => Habit::PaysOff(day_of(on)?),
        _ => return None,
    })
}

/// The custom plan of the project loan: due dates and principals in fen, after a year without principal.
#[must_use]
pub fn project_plan(principal_minor: i64) -> Vec<(CivilDate, i64)> {
    let start = day_of("01-03").expect("a day of 2018");
    let shares = [0, 5, 15, 20, 30, 30];
    let row = |(k, share): (usize, &i64)| {
        let due = start.add_months(6 * (i32::try_from(k).unwrap_or(0) + 1), 21);
        (due, principal_minor / 100 * share)
    };
    shares.iter().enumerate().map(row).collect()
}

/// An identity for the borrower of a row, with a valid check digit.
#[must_use]
pub fn identity(named: &Named, index: usize) -> (IdentityKind, String) {
    let digits = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    if named.kind != CustomerKind::Person {
        let class = if named.kind == CustomerKind::Company {
            "91"
        } else {
            "92"
        };
        // The last but one character is the check digit of the organisation code inside; both are found by trying.
        let body = format!("{class}330100MA2X{index:04}");
        for inner in digits.chars() {
            for outer in digits.chars() {
                let code = format!("{body}{inner}{outer}");
                if UnifiedCreditCode::parse(&code).is_ok() {
                    return (IdentityKind::UnifiedCreditCode, code);
                }
            }
        }
        unreachable!("one of the check digits is right");
    }
    let body = format!("11010119{:02}0{}1{index:04}", 70 + index % 25, 1 + index % 9);
    let body = &body[..17.min(body.len())];
    let code = "0123456789X"
        .chars()
        .map(|c| format!("{body}{c}"))
        .find(|code| ResidentId::parse(code).is_ok());
    (
        IdentityKind::ResidentId,
        code.expect("one of the check digits is right"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_borrower_has_an_identity_of_their_own() {
        let all: BTreeSet<String> = loans()
            .iter()
            .enumerate()
            .map(|(i, named)| identity(named, i).1)
            .collect();
        assert_eq!(all.len(), loans().len());
    }

    #[test]
    fn every_code_of_the_table_is_offered_by_its_delivered_list() {
        let offers = |list, code: &str| {
            reference::seed::dictionary(list)
                .expect("a delivered list")
                .offers(code)
        };
        for named in loans() {
            assert!(offers("region", named.region), "{}", named.region);
            assert!(offers("loan_purpose", named.purpose), "{}", named.purpose);
            assert!(
                named.industry.is_none_or(|code| offers("industry", code)),
                "{:?}",
                named.industry
            );
        }
        for fact in crate::source::facts().expect("the source") {
            assert!(offers("loan_purpose", fact.purpose), "{}", fact.purpose);
        }
    }

    #[test]
    fn the_project_plan_repays_everything() {
        let plan = project_plan(12_000_000_000);
        assert_eq!(plan.iter().map(|row| row.1).sum::<i64>(), 12_000_000_000);
    }
}
