//! A ledger with the seeded chart, and a browser with permissions.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Method, Request, header};
use kernel::{Actor, BusinessDate, Currency, EntryId, EventId, OrgId, Timestamp};
use ledger::{AccountCode, Chart, EntryHead, JournalEntry, LedgerError, Posting, PostingRules, ReversalHead, Subject};
use platform::Tx;
use platform::clock::Clock;
use platform::config::Config;
use platform::http::{AppState, Lang, Principal, ProgressHub, SignIn, with_standard_layers};
use platform::keys::FieldKeys;
use platform::testing::TestDb;
use serde_json::Value;
use std::borrow::Cow;
use std::cell::Cell;
use std::collections::BTreeSet;
use std::sync::Arc;
use tokio::runtime::Runtime;
use tower::ServiceExt;
use uuid::Uuid;

pub const NOW: Timestamp = Timestamp::from_millis(1_737_331_200_000);

pub fn day(text: &str) -> BusinessDate {
    BusinessDate::parse(text).unwrap()
}

pub fn code(text: &str) -> AccountCode {
    AccountCode::parse(text).unwrap()
}

pub struct Books {
    pub db: TestDb,
    pub chart: Chart,
    pub rules: PostingRules,
    last_id: Cell<u128>,
}

impl Books {
    /// Empty books on 2025-01-20.
    pub fn new() -> Self {
        let db = TestDb::new();
        let (chart, rules) = db
            .write(|tx| -> Result<_, LedgerError> {
                ledger::seed_chart(tx)?;
                platform::business_day::open(tx, day("2025-01-20"))?;
                Ok((ledger::load_chart(tx)?, ledger::load_rules(tx, day("2025-01-20"))?))
            })
            .unwrap();
        Self {
            db,
            chart,
            rules,
            last_id: Cell::new(0),
        }
    }

    /// The next id; later ones are larger.
    pub fn next_id(&self) -> Uuid {
        self.last_id.set(self.last_id.get() + 1);
        Uuid::from_u128(self.last_id.get())
    }

    pub fn head(&self, booked_on: &str, currency: Currency) -> EntryHead {
        EntryHead {
            id: EntryId(self.next_id()),
            org: OrgId(Uuid::from_u128(1)),
            booked_on: day(booked_on),
            currency,
            kind: Cow::Borrowed("test"),
            subject: None,
            event: None,
            memo: String::new(),
        }
    }

    /// An entry of one movement, not yet posted.
    pub fn movement(&self, booked_on: &str, movement: &str, minor: i64) -> JournalEntry {
        let lines = self.rules.lines(movement, minor).unwrap();
        JournalEntry::new(self.head(booked_on, Currency::CNY), lines, &self.chart).unwrap()
    }

    pub fn entry(&self, head: EntryHead, postings: Vec<Posting>) -> JournalEntry {
        JournalEntry::new(head, postings, &self.chart).unwrap()
    }

    /// A disbursement of a loan, by an event.
    pub fn disbursement(&self, booked_on: &str, loan: &Subject, minor: i64) -> JournalEntry {
        let head = EntryHead {
            subject: Some(loan.clone()),
            event: Some(EventId(self.next_id())),
            kind: Cow::Borrowed("disbursement"),
            ..self.head(booked_on, Currency::CNY)
        };
        self.entry(head, self.rules.lines("disbursement", minor).unwrap())
    }

    pub fn post(&self, entries: &[JournalEntry]) -> Result<(), LedgerError> {
        self.db.write(|tx| ledger::post(tx, entries, &clerk(), NOW))
    }

    pub fn close(&self, on: &str) -> ledger::app::ClosedDay {
        self.db.write(|tx| ledger::close_day(tx, day(on))).unwrap()
    }

    pub fn balance(&self, account: &str, on: &str) -> i64 {
        self.db
            .read(|tx| ledger::balance_of(tx, code(account), Currency::CNY, day(on)))
            .unwrap()
    }

    pub fn reversal_head(&self, booked_on: &str) -> ReversalHead {
        ReversalHead {
            id: EntryId(self.next_id()),
            booked_on: day(booked_on),
            event: None,
            memo: "posted twice".to_owned(),
        }
    }

    /// The first difference that `verify` finds, as code and item.
    pub fn difference(&self) -> Option<(&'static str, String)> {
        let checks = self.db.read(ledger::verify).unwrap();
        checks
            .into_iter()
            .find_map(|check| check.first_difference.map(|found| (check.code, found.item)))
    }

    /// Runs statements that no use case would.
    pub fn tamper(&self, sql: &str) {
        self.db.write(|tx: &mut Tx| tx.execute(sql, &[])).unwrap();
    }
}

pub fn clerk() -> Actor {
    Actor {
        login: "clerk".to_owned(),
        ..Actor::system()
    }
}

pub fn loan(number: &str) -> Subject {
    Subject {
        id: Uuid::from_u128(0xa0),
        number: number.to_owned(),
    }
}

/// The ledger's endpoints over the books; the caller holds the permissions named.
pub struct Browser {
    runtime: Runtime,
    router: Router,
    permissions: &'static str,
}

impl Browser {
    pub fn new(books: &Books, permissions: &'static str) -> Self {
        let state = AppState {
            db: books.db.db().clone(),
            clock: Clock::manual(NOW),
            progress: ProgressHub::default(),
            config: Arc::new(Config::default()),
            keys: Arc::new(FieldKeys::from_master(&[7; 32])),
        };
        let sign_in = SignIn::asking(|_, headers: &HeaderMap| {
            let cookie = headers
                .get(header::COOKIE)
                .and_then(|v| v.to_str().ok())
                .unwrap_or_default();
            let granted = cookie
                .strip_prefix("xindai_session=")
                .map(|list| list.split('+').map(str::to_owned).collect());
            Ok(granted
                .map(|granted: BTreeSet<String>| Principal::everywhere(clerk(), granted, Lang::of_headers(headers))))
        });
        let api = ledger::ledger_routes().build("Ledger", "1");
        Self {
            runtime: Runtime::new().unwrap(),
            router: with_standard_layers(api.router, state, sign_in),
            permissions,
        }
    }

    pub fn get(&self, uri: &str) -> (u16, Value) {
        self.call(Method::GET, uri, None, Value::Null)
    }

    pub fn post(&self, uri: &str, key: Option<&str>, body: Value) -> (u16, Value) {
        self.call(Method::POST, uri, key, body)
    }

    fn call(&self, method: Method, uri: &str, key: Option<&str>, body: Value) -> (u16, Value) {
        let mut request = Request::builder()
            .method(method)
            .uri(uri)
            .header("cookie", format!("xindai_session={}", self.permissions))
            .header("x-requested-with", "xindai")
            .header("content-type", "application/json");
        if let Some(key) = key {
            request = request.header("idempotency-key", key);
        }
        let body = if body.is_null() {
            Body::empty()
        } else {
            Body::from(body.to_string())
        };
        let request = request.body(body).unwrap();
        self.runtime.block_on(async {
            let response = self.router.clone().oneshot(request).await.unwrap();
            let status = response.status().as_u16();
            let bytes = to_bytes(response.into_body(), 1_000_000).await.unwrap();
            (status, serde_json::from_slice(&bytes).unwrap_or(Value::Null))
        })
    }
}
