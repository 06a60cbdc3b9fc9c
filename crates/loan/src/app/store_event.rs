//! The SQL of a loan's events.

use super::error::Result;
use super::store::{json, number, to_json};
use crate::domain::event::LoanEvent;
use kernel::{Actor, LoanId, UserId};
use platform::{Row, Tx, values};

/// Adds events.
///
/// # Errors
/// The database's.
pub fn insert_events(tx: &mut Tx, events: &[(LoanId, &LoanEvent)]) -> Result<()> {
    let columns = [
        "loan_id",
        "seq",
        "id",
        "value_date",
        "booked_on",
        "recorded_at",
        "actor_id",
        "actor_login",
        "body",
        "note",
        "reason_code",
        "kind",
        "amount_minor",
        "reverses_seq",
    ];
    let row = |(loan, e): &(LoanId, &LoanEvent)| {
        values![
            *loan,
            i64::from(e.seq),
            e.id,
            e.value_date.days(),
            e.booked_on,
            e.recorded_at,
            e.actor.user_id,
            e.actor.login.as_str(),
            to_json(&e.body),
            e.note.as_str(),
            e.reason_code.as_deref(),
            e.body.kind(),
            e.body.amount().unwrap_or_default(),
            e.body.reverses().map(i64::from),
        ]
        .to_vec()
    };
    Ok(tx.queue_rows("loan_event", &columns, &events.iter().map(row).collect::<Vec<_>>())?)
}

/// The events of a loan, by sequence.
///
/// # Errors
/// The database's, or [`LoanFailure::Stored`].
pub fn events(tx: &mut Tx, id: LoanId) -> Result<Vec<LoanEvent>> {
    let sql = "SELECT seq, id, value_date, booked_on, recorded_at, actor_id, actor_login, body, note,
        reason_code FROM loan_event WHERE loan_id = $1 ORDER BY seq";
    let mut events = Vec::new();
    tx.try_for_each(sql, &values![id], |row| -> Result<()> {
        events.push(event_of(row)?);
        Ok(())
    })?;
    Ok(events)
}

fn event_of(row: &Row) -> Result<LoanEvent> {
    Ok(LoanEvent {
        id: row.id(1).into(),
        seq: number(row.int(0))?,
        value_date: row.value_date(2),
        booked_on: row.business_date(3),
        recorded_at: row.timestamp(4),
        actor: Actor {
            user_id: UserId(row.id(5)),
            login: row.text(6).to_owned(),
            on_behalf_of: None,
            address: None,
            token: None,
        },
        body: json(row.text(7))?,
        note: row.text(8).to_owned(),
        reason_code: row.opt_text(9).map(str::to_owned),
    })
}
