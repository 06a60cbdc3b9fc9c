//! A small lender: seeded chart and products, a clock that stands still, and the loan's endpoints behind the standard
//! layers. The session cookie names the permissions.

use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Method, Request, header};
use axum::{Extension, Router};
use customer::{CustomerDraft, CustomerKind, IdentityKind};
use kernel::{Actor, AnnualRate, BusinessDate, CustomerId, LoanId, OrgId, Timestamp};
use ledger::AccountingCache;
use loan::app::close::{self, Reporter};
use loan::app::error::LoanFailure;
use platform::clock::Clock;
use platform::config::Config;
use platform::http::{AppState, Lang, Principal, ProgressHub, RouteInfo, SignIn, with_standard_layers};
use platform::keys::FieldKeys;
use platform::testing::TestDb;
use platform::{CommandContext, Tx, business_day, run_command};
use reference::domain::{ALL_IN_RATE_CAP, Change, Content, Kind, Parameter};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::sync::Arc;
use tokio::runtime::{Builder, Runtime};
use tower::ServiceExt;
use uuid::Uuid;

pub const NOW: Timestamp = Timestamp::from_millis(1_737_360_000_000);
/// Everything that the loan's endpoints ask for.
pub const ALL: &str =
    "xindai_session=loan.read+loan.book+loan.repay+loan.call+loan.reverse+loan.change_rate+close.read+close.run";

pub fn day(text: &str) -> BusinessDate {
    BusinessDate::parse(text).unwrap()
}

pub struct Bank {
    router: Router,
    pub runtime: Runtime,
    pub state: AppState,
    pub routes: Vec<RouteInfo>,
    pub books: AccountingCache,
    // Dropped last: removes the database.
    _db: TestDb,
}

/// An answer, read to its end.
pub struct Answered {
    pub status: u16,
    pub headers: HeaderMap,
    pub json: Value,
}

impl Answered {
    /// Status and problem code.
    pub fn problem(&self) -> (u16, &str) {
        (self.status, self.json["code"].as_str().unwrap_or_default())
    }

    /// Status, code and field of a problem.
    pub fn fault(&self) -> (u16, &str, &str) {
        let text = |name: &str| self.json[name].as_str().unwrap_or_default();
        (self.status, text("code"), text("field"))
    }

    /// The answer, which must be a success.
    pub fn ok(self) -> Value {
        assert!(self.status < 300, "{} {}", self.status, self.json);
        self.json
    }

    pub fn replayed(&self) -> bool {
        self.headers.get("idempotency-replayed").is_some_and(|v| v == "true")
    }
}

impl Bank {
    /// A bank on 2025-01-20.
    pub fn new() -> Self {
        Self::on("2025-01-20")
    }

    pub fn on(today: &str) -> Self {
        let db = TestDb::new();
        db.write(|tx| -> Result<(), LoanFailure> {
            business_day::open(tx, day(today))?;
            ledger::seed_chart(tx)?;
            Ok(product::seed_products(tx)?)
        })
        .unwrap();
        let state = AppState {
            db: db.db().clone(),
            clock: Clock::manual(NOW),
            progress: ProgressHub::default(),
            config: Arc::new(Config::default()),
            keys: Arc::new(FieldKeys::from_master(&[7; 32])),
        };
        let books = AccountingCache::default();
        let api = loan::loan_routes().build("Loan", "1");
        let router = api
            .router
            .layer(Extension(books.clone()))
            .layer(Extension(loan::Roster::default()));
        Self {
            router: with_standard_layers(router, state.clone(), sign_in()),
            runtime: Builder::new_current_thread().enable_all().build().unwrap(),
            state,
            routes: api.routes,
            books,
            _db: db,
        }
    }

    pub fn call(&self, method: Method, uri: &str, headers: &[(&str, &str)], body: Value) -> Answered {
        let mut request = Request::builder().method(method).uri(format!("/api/v1{uri}"));
        request = request
            .header("x-requested-with", "xindai")
            .header("content-type", "application/json");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let body = if body.is_null() {
            Body::empty()
        } else {
            Body::from(body.to_string())
        };
        let request = request.body(body).unwrap();
        let (parts, bytes) = self.runtime.block_on(async {
            let response = self.router.clone().oneshot(request).await.unwrap();
            let (parts, body) = response.into_parts();
            (parts, to_bytes(body, 10_000_000).await.unwrap())
        });
        Answered {
            status: parts.status.as_u16(),
            headers: parts.headers,
            json: serde_json::from_slice(&bytes).unwrap_or(Value::Null),
        }
    }

    pub fn get(&self, uri: &str) -> Answered {
        self.call(
            Method::GET,
            uri,
            &[("cookie", ALL), ("accept-language", "en")],
            Value::Null,
        )
    }

    pub fn post(&self, uri: &str, body: Value) -> Answered {
        self.call(Method::POST, uri, &[("cookie", ALL), ("accept-language", "en")], body)
    }

    pub fn post_with_key(&self, uri: &str, key: &str, body: Value) -> Answered {
        self.call(Method::POST, uri, &[("cookie", ALL), ("idempotency-key", key)], body)
    }

    /// A company that borrows.
    pub fn customer(&self, name: &str) -> CustomerId {
        let number = Uuid::now_v7().simple().to_string();
        let draft = CustomerDraft {
            kind: CustomerKind::Company,
            name,
            identity_kind: IdentityKind::Other,
            identity_number: &number,
            mobile: None,
            profile: customer::Profile::default(),
        };
        let context = CommandContext::system("test", NOW);
        customer::app::create_customer(&self.state.db, &self.state.keys, &context, &draft)
            .unwrap()
            .value
            .id
    }

    pub fn product(&self, code: &str) -> Uuid {
        let found = self.read(|tx| product::find_offered(tx, code, day("2025-01-20")));
        found.expect("a seeded product").id.uuid()
    }

    /// A booking of a loan under a product, to be changed.
    pub fn booking(&self, product: &str, principal: &str, periods: u32) -> Value {
        json!({
            "product_id": self.product(product),
            "customer_id": self.customer("青禾面粉有限公司").uuid(),
            "principal": cny(principal),
            "periods": periods,
            "disbursed_on": "2025-01-20",
        })
    }

    pub fn book(&self, booking: Value) -> String {
        let booked = self.post("/loans", booking).ok();
        booked["id"].as_str().unwrap().to_owned()
    }

    /// Books a loan and lends its money.
    pub fn lend(&self, booking: Value) -> String {
        let on = booking["disbursed_on"].clone();
        let id = self.book(booking);
        self.post(&format!("/loans/{id}/disbursement"), json!({ "value_date": on }))
            .ok();
        id
    }

    /// 12,000.00 over 12 months at 7.2 %, lent on 2025-01-20: an instalment on the 20th of each month.
    pub fn annuity(&self) -> String {
        self.lend(self.booking("P03", "12000.00", 12))
    }

    pub fn repay(&self, id: &str, amount: &str, on: &str) -> Value {
        self.post(&format!("/loans/{id}/repayments"), repayment(amount, on, "regular"))
            .ok()
    }

    pub fn loan(&self, id: &str) -> Value {
        self.get(&format!("/loans/{id}")).ok()
    }

    pub fn events(&self, id: &str) -> Vec<Value> {
        let list = self.get(&format!("/loans/{id}/events")).ok();
        list["items"].as_array().unwrap().clone()
    }

    /// Closes days in this thread until the business date is `until`.
    pub fn close_until(&self, until: &str) {
        let desk = Reporter {
            db: &self.state.db,
            books: &self.books,
            clock: &self.state.clock,
            org: OrgId(Uuid::from_u128(1)),
            tell: &|_| (),
        };
        close::close_until(&desk, day(until)).unwrap();
    }

    pub fn read<T, E>(&self, work: impl FnMut(&mut Tx) -> Result<T, E>) -> T
    where
        E: From<platform::DbError> + std::fmt::Debug,
    {
        self.state.db.read(work).unwrap()
    }

    /// Charges off a loan today: a use case without an endpoint of its own.
    pub fn charge_off(&self, id: &str) {
        let id: LoanId = id.parse().unwrap();
        let context = CommandContext::system("test", NOW);
        let done = run_command(&self.state.db, &context, "test", &(), |tx| {
            loan::app::repay::charge_off(tx, &context, &self.books, id, loan::app::change::Remark::default())
                .map(|_| ())
        });
        done.unwrap();
    }

    /// Lets the cap of the all-in rate be lower from 2025-01-01 on.
    pub fn lower_rate_cap(&self, cap: &str) {
        let context = CommandContext::system("test", NOW);
        let written = self.state.db.write(|tx| {
            tx.act_as(&context.actor, &context.request_id, context.now);
            let known = reference::app::versions_of(tx, Kind::Parameter, ALL_IN_RATE_CAP)?;
            let last = known.last().expect("a seeded parameter");
            let Some(Content::Parameter(parameter)) = last.content.clone() else {
                panic!("a cap without a figure")
            };
            let change = Change {
                kind: Kind::Parameter,
                code: ALL_IN_RATE_CAP.to_owned(),
                revision: last.revision,
                effective_from: day("2025-01-01").date(),
                effective_until: None,
                content: Some(Content::Parameter(Parameter {
                    value: AnnualRate::parse(cap).unwrap(),
                    ..parameter
                })),
                source: "行内制度".to_owned(),
                reason: "下调".to_owned(),
            };
            reference::app::apply(tx, &context, &change)
        });
        written.unwrap();
    }

    /// Runs a statement that no use case would.
    pub fn tamper(&self, sql: &str, id: &str) {
        let id: LoanId = id.parse().unwrap();
        let changed = self
            .state
            .db
            .write(|tx| tx.execute(sql, &platform::values![id]))
            .unwrap();
        assert_eq!(changed, 1, "{sql}");
    }
}

pub fn cny(amount: &str) -> Value {
    json!({ "amount": amount, "currency": "CNY" })
}

pub fn repayment(amount: &str, on: &str, kind: &str) -> Value {
    json!({ "amount": cny(amount), "value_date": on, "kind": kind, "note": "" })
}

pub fn with(mut body: Value, field: &str, value: Value) -> Value {
    body[field] = value;
    body
}

fn sign_in() -> SignIn {
    SignIn::asking(|_, headers: &HeaderMap| {
        let cookie = headers
            .get(header::COOKIE)
            .and_then(|v| v.to_str().ok())
            .unwrap_or_default();
        let granted = cookie
            .strip_prefix("xindai_session=")
            .map(|list| list.split('+').map(str::to_owned).collect());
        Ok(granted.map(|granted: BTreeSet<String>| {
            let actor = Actor {
                login: "clerk".to_owned(),
                ..Actor::system()
            };
            Principal::everywhere(actor, granted, Lang::of_headers(headers))
        }))
    })
}
