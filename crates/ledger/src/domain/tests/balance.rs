use super::entry::balanced_lines;
use super::{chart, code, day, head};
use crate::domain::{DayTurnover, JournalEntry, Pocket, TrialBalance, TrialBalanceRow, Turnover, carry_forward};
use kernel::{BusinessDate, Currency, OrgId};
use proptest::prelude::*;
use std::collections::BTreeMap;
use uuid::Uuid;

fn pocket(account: &str) -> Pocket {
    Pocket {
        account: code(account),
        currency: Currency::CNY,
        org: OrgId(Uuid::from_u128(1)),
    }
}

fn moved(account: &str, on: &str, debit_minor: i64, credit_minor: i64) -> DayTurnover {
    (
        pocket(account),
        day(on),
        Turnover {
            debit_minor,
            credit_minor,
        },
    )
}

#[test]
fn only_accounts_that_moved_are_carried_forward() {
    let opening = BTreeMap::from([(pocket("1303.01"), 100), (pocket("2011"), -100)]);
    let days = carry_forward(
        &opening,
        vec![
            moved("1303.01", "2025-01-03", 0, 30),
            moved("1303.01", "2025-01-02", 50, 0),
        ],
    )
    .unwrap();
    let closings: Vec<_> = days.iter().map(|d| (d.on.to_string(), d.closing_minor)).collect();
    assert_eq!(
        closings,
        [("2025-01-02".to_owned(), 150), ("2025-01-03".to_owned(), 120)]
    );
}

#[test]
fn a_balance_beyond_the_range_of_amounts_is_refused() {
    let opening = BTreeMap::from([(pocket("2011"), i64::MAX)]);
    assert!(carry_forward(&opening, vec![moved("2011", "2025-01-02", 1, 0)]).is_err());
}

fn turnovers(entries: &[JournalEntry]) -> Vec<DayTurnover> {
    let mut by_day: BTreeMap<(Pocket, BusinessDate), Turnover> = BTreeMap::new();
    for entry in entries {
        for posting in entry.postings() {
            let pocket = Pocket {
                account: posting.account,
                ..pocket("2011")
            };
            let sum = by_day.entry((pocket, entry.head().booked_on)).or_default();
            *sum = sum.with(posting).unwrap();
        }
    }
    by_day
        .into_iter()
        .map(|((pocket, on), turnover)| (pocket, on, turnover))
        .collect()
}

proptest! {
    #[test]
    fn balanced_entries_keep_the_trial_balance_at_zero_and_closing_in_steps_changes_nothing(
        entries in prop::collection::vec((balanced_lines(), 1..5_i32), 1..30)
    ) {
        let entries: Vec<JournalEntry> = entries
            .into_iter()
            .enumerate()
            .map(|(i, (lines, on))| {
                let mut head = head(i as u128, "2025-01-01");
                head.booked_on = BusinessDate::from_days(head.booked_on.days() + on);
                JournalEntry::new(head, lines, &chart()).unwrap()
            })
            .collect();
        let all = turnovers(&entries);
        let at_once = carry_forward(&BTreeMap::new(), all.clone()).unwrap();

        let mut stepwise = Vec::new();
        let mut opening = BTreeMap::new();
        for on in 1..5 {
            let on = BusinessDate::from_days(day("2025-01-01").days() + on);
            let of_day = all.iter().filter(|(_, booked_on, _)| *booked_on == on).copied().collect();
            for balance in carry_forward(&opening, of_day).unwrap() {
                opening.insert(balance.pocket, balance.closing_minor);
                stepwise.push(balance);
            }
        }
        stepwise.sort_by_key(|b| (b.pocket, b.on));
        prop_assert_eq!(&at_once, &stepwise);

        let chart = chart();
        let rows = opening.iter().map(|(pocket, closing)| TrialBalanceRow {
            account: chart.find(pocket.account).unwrap().clone(),
            opening_minor: 0,
            turnover: Turnover::default(),
            closing_minor: *closing,
        });
        let trial = TrialBalance { on: day("2025-01-06"), currency: Currency::CNY, rows: rows.collect() };
        prop_assert_eq!(trial.difference_minor(), 0);
    }
}
