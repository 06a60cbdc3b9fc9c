//! The audit trail searched as auditors do, over the same code as the endpoint: every search finds a page of 20 lines or nothing, the
//! first page and one from the middle. Then the chain is walked, and what is old leaves for an archive.

use super::{Figures, number, seconds};
use crate::error::BenchError;
use crate::options::BenchOptions;
use crate::program::Workplace;
use crate::rng::Rng;
use ::audit::app::{Order, archive};
use kernel::{CivilDate, Timestamp};
use platform::audit::{self, Area, AuditSearch};
use platform::{CommandContext, Db, DbOptions, Value, migrations, values};
use serde_json::Value as Json;
use std::time::Instant;
use uuid::Uuid;

const LINES: u32 = 1_000_000;
const AT_ONCE: u32 = 2_000;
/// The trail goes over three years up to this moment: 2025-06-10.
const LAST: i64 = 1_749_513_600_000;
const DAYS: i64 = 3 * 365;
const DAY: i64 = 86_400_000;
const PAGE: u32 = 21;

/// How often each kind of act is met among 1,000.
const KINDS: [(&str, &str, i32); 9] = [
    ("loan", "loan.repaid", 520),
    ("user", "access.signed_in", 250),
    ("customer", "customer.revealed", 80),
    ("loan", "loan.booked", 60),
    ("customer", "customer.created", 50),
    ("export", "export.downloaded", 20),
    ("user", "access.sign_in_failed", 15),
    ("route", "platform.refused", 4),
    ("role", "access.role_changed", 1),
];

pub(crate) fn run(options: &BenchOptions) -> Result<Vec<Figures>, BenchError> {
    let lines = options.rows.unwrap_or(LINES);
    let place = Workplace::new(options.data.as_deref(), "bench-audit")?;
    let own = || format!("sqlite:{}", place.path().join("audit.db").display());
    let url = options.database_url.clone().unwrap_or_else(own);
    let db = Db::open(&url, DbOptions::default())?;
    db.migrate(migrations::all())?;
    fill(&db, lines)?;
    let mut figures = Figures::new();
    figures.insert("lines".to_owned(), Json::from(lines));
    let samples = options.repeats.unwrap_or(200).max(1);
    for (name, search) in SEARCHES {
        let times = measure(&db, samples, search)?;
        for (share, at) in [("p50", 50), ("p99", 99)] {
            figures.insert(format!("{name}_{share}_ms"), number(percentile(&times, at)));
        }
    }
    let begun = Instant::now();
    let found = audit::verify(&db)?;
    figures.insert("verify_seconds".to_owned(), seconds(begun.elapsed()));
    if !found.holds() {
        return Err(BenchError::Broken("the chain does not hold".to_owned()));
    }
    figures.extend(archived(&db, &place)?);
    Ok(vec![figures])
}

/// The sign-ins and refusals of the first two years, and the exports of none, leave.
fn archived(db: &Db, place: &Workplace) -> Result<Figures, BenchError> {
    let context = CommandContext::system("bench", Timestamp::from_millis(LAST));
    let order = Order {
        before: CivilDate::from_ymd(2025, 6, 10).expect("a date"),
        file: place.path().join(format!("{}.jsonl.gz", Uuid::now_v7())),
        most: usize::MAX,
    };
    let begun = Instant::now();
    let made = archive(db, &context, &order).map_err(|cause| BenchError::Broken(cause.to_string()))?;
    let mut figures = Figures::new();
    figures.insert("archived_lines".to_owned(), Json::from(made.lines));
    figures.insert("archive_seconds".to_owned(), seconds(begun.elapsed()));
    let bytes = std::fs::metadata(&order.file).map_or(0, |file| file.len());
    figures.insert("archive_mb".to_owned(), number(bytes as f64 / 1e6));
    let begun = Instant::now();
    let holds = audit::verify(db)?.holds();
    figures.insert("verify_after_seconds".to_owned(), seconds(begun.elapsed()));
    if holds {
        return Ok(figures);
    }
    Err(BenchError::Broken(
        "the chain does not hold after the archive".to_owned(),
    ))
}

/// A login of one of 400 users.
fn login(n: usize) -> String {
    format!("user{n:03}")
}

/// A number of one of 200,000 loans.
fn loan(n: usize) -> String {
    format!("JJ20220601-{n:010}")
}

fn fill(db: &Db, lines: u32) -> Result<(), BenchError> {
    let columns = [
        "id",
        "recorded_at",
        "actor_id",
        "actor_login",
        "request_id",
        "action",
        "object_kind",
        "object_id",
        "after_json",
        "address",
    ];
    let mut rng = Rng::new(1);
    let step = DAYS * DAY / i64::from(lines.max(1));
    let mut written = 0;
    while written < lines {
        let some = AT_ONCE.min(lines - written);
        let rows: Vec<Vec<Value>> = (written..written + some)
            .map(|n| row(&mut rng, LAST - DAYS * DAY + i64::from(n) * step))
            .collect();
        db.write(|tx| tx.insert_rows("audit_entry", &columns, &rows))?;
        written += some;
    }
    audit::seal(db)?;
    Ok(())
}

fn row(rng: &mut Rng, at: i64) -> Vec<Value> {
    let mut left = rng.days(0, 999);
    let kind = KINDS.iter().find(|(_, _, share)| {
        left -= share;
        left < 0
    });
    let (object_kind, action, _) = kind.unwrap_or(&KINDS[0]);
    let (actor, object) = (rng.index(400), rng.index(200_000));
    Vec::from(values![
        Uuid::now_v7(),
        Timestamp::from_millis(at),
        Uuid::from_u128(actor as u128),
        login(actor),
        "0c5cf2a1f5a24d0e",
        *action,
        *object_kind,
        loan(object),
        serde_json::json!({ "status": "active", "principal_outstanding": "98765.43", "days_past_due": 0 }),
        format!("10.0.{}.{}", actor % 8, actor / 8)
    ])
}

type Make = fn(&mut Rng) -> AuditSearch;

/// What auditors ask for.
const SEARCHES: [(&str, Make); 14] = [
    ("newest", |_| AuditSearch::default()),
    ("who", |rng| AuditSearch {
        actor: Some(login(rng.index(400))),
        ..AuditSearch::default()
    }),
    ("object", |rng| AuditSearch {
        object_id: Some(loan(rng.index(200_000))),
        ..AuditSearch::default()
    }),
    ("history_of_object", |rng| AuditSearch {
        object_kind: Some("loan".to_owned()),
        object_id: Some(loan(rng.index(200_000))),
        ..AuditSearch::default()
    }),
    ("nobody_business", |_| AuditSearch {
        actor: Some("nobody".to_owned()),
        area: Some(Area::Business),
        ..AuditSearch::default()
    }),
    ("action", |rng| AuditSearch {
        action: Some(KINDS[rng.index(KINDS.len())].1.to_owned()),
        ..AuditSearch::default()
    }),
    ("area", |rng| AuditSearch {
        area: Some(Area::ALL[rng.index(Area::ALL.len())]),
        ..AuditSearch::default()
    }),
    ("address", |rng| AuditSearch {
        address: Some(format!("10.0.{}.{}", rng.index(8), rng.index(50))),
        ..AuditSearch::default()
    }),
    ("unknown_address", |_| AuditSearch {
        address: Some("192.0.2.1".to_owned()),
        ..AuditSearch::default()
    }),
    ("day", |rng| one_day(rng, AuditSearch::default())),
    ("who_rare_action", |rng| AuditSearch {
        actor: Some(login(rng.index(400))),
        action: Some("access.role_changed".to_owned()),
        ..AuditSearch::default()
    }),
    ("who_day", |rng| {
        let actor = Some(login(rng.index(400)));
        one_day(
            rng,
            AuditSearch {
                actor,
                ..AuditSearch::default()
            },
        )
    }),
    ("text", |rng| {
        AuditSearch::text(&[login(rng.index(400)), loan(rng.index(200_000))][rng.index(2)])
    }),
    ("unknown_text", |_| AuditSearch::text("nobody knows this")),
];

fn one_day(rng: &mut Rng, search: AuditSearch) -> AuditSearch {
    let from = LAST - i64::from(rng.days(1, 1_090)) * DAY;
    AuditSearch {
        from: Some(Timestamp::from_millis(from)),
        until: Some(Timestamp::from_millis(from + DAY)),
        ..search
    }
}

/// Milliseconds of the searches, in order.
fn measure(db: &Db, samples: u32, make: Make) -> Result<Vec<f64>, BenchError> {
    let mut rng = Rng::new(7);
    let mut times = Vec::new();
    for n in 0..samples {
        let search = make(&mut rng);
        let middle = (
            Timestamp::from_millis(LAST - i64::from(rng.days(100, 900)) * DAY),
            Uuid::max(),
        );
        let before = (n % 2 == 1).then_some(middle);
        let begun = Instant::now();
        let found = db.read(|tx| audit::search(tx, &search, before, PAGE))?;
        times.push(begun.elapsed().as_secs_f64() * 1e3);
        if found.len() > PAGE as usize {
            return Err(BenchError::Broken("a page has too many lines".to_owned()));
        }
    }
    times.sort_by(f64::total_cmp);
    Ok(times)
}

fn percentile(sorted: &[f64], percent: usize) -> f64 {
    let at = (sorted.len() * percent).div_ceil(100).max(1) - 1;
    sorted.get(at).copied().unwrap_or_default()
}
