//! Whether the published rates are those of today: nobody fetches them, somebody enters them.

use super::finding::{Finding, bad, both, doubtful, good, same};
use kernel::CivilDate;
use platform::{Db, DbError, business_day};
use std::collections::BTreeMap;

const CODE: &str = "rates";
/// LPR is published every month; who has none of the last two has missed one.
const FRESH_MONTHS: i32 = 2;

/// The newest publication of each benchmark up to the business day, and that day.
fn newest(db: &Db) -> Result<(CivilDate, BTreeMap<String, CivilDate>), DbError> {
    db.read(|tx| {
        let today = business_day::get(tx)?.date();
        let mut newest: BTreeMap<String, CivilDate> = BTreeMap::new();
        for (code, on, ..) in reference::app::publications(tx)? {
            if on <= today {
                let known = newest.entry(code).or_insert(on);
                *known = (*known).max(on);
            }
        }
        Ok((today, newest))
    })
}

/// Rates that were published before the lender's first day only are none of its business; without a day there is nothing to say.
pub fn examine(db: &Db) -> Option<Finding> {
    let (today, newest) = match newest(db) {
        Ok(read) => read,
        Err(DbError::Invariant(_)) => return None,
        Err(cause) => return Some(bad(CODE, same(cause), both("见上", "see above"))),
    };
    let (code, on) = newest.into_iter().min_by_key(|(_, on)| *on)?;
    let due = on.add_months(FRESH_MONTHS, on.ymd().2);
    let detail = both(
        format!("最新报价 {code} {on}，营业日期 {today}"),
        format!("the newest {code} is of {on}, the business day is {today}"),
    );
    if today <= due {
        return Some(good(CODE, detail));
    }
    let mend = both(
        "核对全国银行间同业拆借中心每月 20 日公布的 LPR，在“主数据 → 基准利率”登记（数值未变也登记），或用 xindai import --entity rates 导入",
        "compare with the LPR that the National Interbank Funding Center publishes on the 20th of each month, and record it under Master data → Benchmark rates, also when it has not moved, or with `xindai import --entity rates`",
    );
    Some(doubtful(CODE, detail, mend))
}
