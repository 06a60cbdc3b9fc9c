//! The commands of the ledger that may be proposed by one person and approved by another.

use super::routes::{LEDGER_REVERSE, reverse_by_hand};
use crate::app;
use crate::wire::EntryView;
use kernel::{EntryId, Money, OrgId};
use platform::http::{Carried, CheckedCommand, Problem, content_of};
use platform::{CommandContext, Tx};
use serde::Deserialize;
use serde_json::Value;
use std::sync::Arc;

/// Reversals by hand.
#[must_use]
pub fn checked_commands() -> Vec<CheckedCommand> {
    vec![CheckedCommand {
        name: "ledger.reverse_entry",
        permission: LEDGER_REVERSE,
        run: Arc::new(run_reversal),
    }]
}

/// Which entry to reverse.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Reversal {
    entry_id: EntryId,
    reason: String,
}

fn run_reversal(tx: &mut Tx, context: &CommandContext, content: &Value) -> Result<Carried, Problem> {
    let wanted: Reversal = content_of(content)?;
    let chart = app::load_chart(tx)?;
    let entry = EntryView::of_stored(&app::get_entry(tx, wanted.entry_id)?, &chart);
    let red = reverse_by_hand(tx, context, wanted.entry_id, &wanted.reason)?;
    let (before, after) = (serde_json::to_value(&entry).ok(), serde_json::to_value(&red).ok());
    Ok(Carried {
        object_kind: "journal_entry",
        object_id: wanted.entry_id.to_string(),
        label: entry.entry_no.clone(),
        owner: (OrgId::HEAD_OFFICE, String::new()),
        product: None,
        amount: Some(moved(&entry)),
        before,
        outcome: after.clone().unwrap_or_default(),
        after,
    })
}

/// What an entry moves, for limits of authority: the sum of its debits, without regard to red ink.
fn moved(entry: &EntryView) -> Money {
    let debits = entry.lines.iter().filter_map(|line| line.debit);
    Money::new(debits.map(|debit| debit.minor().abs()).sum(), entry.currency)
}
