//! A small book of Chinese products, so that every repayment method can be seen. People and companies are invented; their
//! identity numbers have valid check digits and belong to nobody known to us.

use customer::{CustomerKind, IdentityKind};
use kernel::{CivilDate, ResidentId, UnifiedCreditCode};
use loan::domain::event::PrepaymentEffect;

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
    /// Pays on time, and prepays an amount (fen) on a day.
    Prepays(CivilDate, i64, PrepaymentEffect),
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
    /// Month and day of 2018 on which the money is lent.
    pub lent: (u32, u32),
    /// How the borrower behaves.
    pub habit: Habit,
}

fn on(month: u32, day: u32) -> CivilDate {
    CivilDate::from_ymd(2018, month, day).expect("a day of 2018")
}

/// The loans of the small book.
#[must_use]
pub fn loans() -> Vec<Named> {
    use CustomerKind::{Company, Person};
    use Habit::{Late, OnTime, Partly, PaysOff, Prepays, StopsAfter};
    let row = |name, kind, product, yuan, rate, periods, lent, habit| Named {
        name,
        kind,
        product,
        yuan,
        rate,
        periods,
        lent,
        habit,
    };
    vec![
        row("张伟", Person, "P01", 1_000_000, "0.042", 360, (1, 20), OnTime),
        row(
            "王芳",
            Person,
            "P01",
            860_000,
            "0.0435",
            240,
            (1, 8),
            Prepays(on(5, 20), 20_000_000, PrepaymentEffect::Reduce),
        ),
        row("李娜", Person, "P01-EP", 1_000_000, "0.042", 360, (1, 20), OnTime),
        row("刘洋", Person, "P01-BW", 1_000_000, "0.042", 780, (1, 15), OnTime),
        row("陈静", Person, "P01-ST", 300_000, "0.06", 36, (1, 20), OnTime),
        row("杨敏", Person, "P02", 600_000, "0.026", 360, (2, 5), OnTime),
        row("赵磊", Person, "P03", 120_000, "0.06", 12, (1, 20), OnTime),
        row("黄丽", Person, "P03", 50_000, "0.108", 24, (1, 31), Late(5)),
        row("周强", Person, "P03", 80_000, "0.096", 36, (1, 12), StopsAfter(1)),
        row("吴秀英", Person, "P03", 30_000, "0.12", 12, (2, 10), Partly(60)),
        row("徐杰", Person, "P03-IO", 100_000, "0.066", 12, (1, 9), OnTime),
        row("孙涛", Person, "P04", 500_000, "0.0435", 12, (3, 15), OnTime),
        row("马超", Person, "P05", 120_000, "0.072", 36, (1, 16), OnTime),
        row("朱琳", Person, "P05-BL", 300_000, "0.05", 36, (2, 20), OnTime),
        row("胡军", Person, "P05", 90_000, "0.072", 24, (1, 5), StopsAfter(0)),
        row(
            "杭州明州纺织有限公司",
            Company,
            "P06",
            800_000,
            "0.0585",
            12,
            (1, 10),
            Prepays(on(4, 21), 30_000_000, PrepaymentEffect::Reduce),
        ),
        row(
            "宁波海通机械有限公司",
            Company,
            "P07",
            2_000_000,
            "0.0435",
            4,
            (2, 10),
            OnTime,
        ),
        row(
            "苏州新辰电子有限公司",
            Company,
            "P07",
            5_000_000,
            "0.0475",
            4,
            (1, 18),
            Late(12),
        ),
        row(
            "成都锦江置业有限公司",
            Company,
            "P08",
            30_000_000,
            "0.049",
            10,
            (1, 3),
            OnTime,
        ),
        row(
            "西北新能源发电有限公司",
            Company,
            "P09",
            120_000_000,
            "0.0515",
            6,
            (1, 3),
            OnTime,
        ),
        row(
            "广州粤丰供应链有限公司",
            Company,
            "P10",
            1_500_000,
            "0.0525",
            3,
            (2, 26),
            OnTime,
        ),
        row("高建国", Person, "P11", 60_000, "0.054", 6, (1, 31), StopsAfter(0)),
        row("林桂花", Person, "P11-ST", 300_000, "0.06", 36, (1, 20), OnTime),
        row("何勇", Person, "P12", 40_000, "0.18", 12, (1, 22), StopsAfter(2)),
        row(
            "郭燕",
            Person,
            "P12-FL",
            12_000,
            "0.072",
            12,
            (1, 25),
            PaysOff(on(5, 10)),
        ),
    ]
}

/// The custom plan of the project loan: due dates and principals in fen, after a year without principal.
#[must_use]
pub fn project_plan(principal_minor: i64) -> Vec<(CivilDate, i64)> {
    let start = on(1, 3);
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
    if named.kind == CustomerKind::Company {
        // The last but one character is the check digit of the organisation code inside; both are found by trying.
        let body = format!("91330100MA2X{index:04}");
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
    fn the_project_plan_repays_everything() {
        let plan = project_plan(12_000_000_000);
        assert_eq!(plan.iter().map(|row| row.1).sum::<i64>(), 12_000_000_000);
    }
}
