use crate::answered::Answered;
use crate::caller::Caller;
use crate::wire::Wire;
use access::{Gate, HashCost, NewUser};
use axum::Router;
use axum::extract::Extension;
use axum::http::Method;
use kernel::{BusinessDate, Timestamp};
use ledger::AccountingCache;
use platform::clock::Clock;
use platform::config::Config;
use platform::http::{AppState, ProgressHub, Routes, with_standard_layers};
use platform::keys::FieldKeys;
use platform::testing::TestDb;
use platform::{CommandContext, Tx, business_day, installation};
use serde_json::{Value, json};
use std::sync::Arc;

/// The password of every login of [`LOGINS`].
pub const PASSWORD: &str = "Xindai-demo-1";

/// The users of every test app with their roles.
pub const LOGINS: [(&str, &str); 4] = [
    ("admin", "administrator"),
    ("clerk", "clerk"),
    ("manager", "manager"),
    ("auditor", "auditor"),
];

/// The first business day of every test app.
const FIRST_DAY: &str = "2025-01-20";
/// 2025-01-20 08:00 UTC.
const FIRST_MOMENT: i64 = 1_737_360_000_000;

/// A program in process: router, database, clock. Calls block, so tests are plain functions.
pub struct TestApp {
    /// What handlers work with; its clock is manual.
    pub state: AppState,
    /// What sign-in keeps in memory.
    pub gate: Gate,
    /// Chart and posting rules at hand.
    pub books: AccountingCache,
    wire: Wire,
    // Dropped last: removes the database.
    _db: TestDb,
}

impl TestApp {
    /// The endpoints of one capability and those of access, behind the standard layers.
    #[must_use]
    pub fn of_routes(routes: fn() -> Routes) -> Self {
        Self::of_router(|state, gate| {
            let api = access::routes(gate).merge(routes()).build("Test", "1");
            let router = api.router.layer(Extension(AccountingCache::default()));
            with_standard_layers(router, state, access::sign_in_layer(gate.clone()))
        })
    }

    /// A whole program as its own wiring makes it, on 2025-01-20, with chart, products and [`LOGINS`].
    ///
    /// # Panics
    /// When the test database cannot be made.
    #[must_use]
    pub fn of_router(router: impl FnOnce(AppState, &Gate) -> Router) -> Self {
        Self::of_config(Config::default(), router)
    }

    /// The same with other settings than the defaults.
    ///
    /// # Panics
    /// When the test database cannot be made.
    #[must_use]
    pub fn of_config(config: Config, router: impl FnOnce(AppState, &Gate) -> Router) -> Self {
        let app = Self::empty(config, router);
        app.furnish();
        app
    }

    /// A program as its first start leaves it, before anybody set the lender up: nothing but the user `admin`.
    ///
    /// # Panics
    /// When the test database cannot be made.
    #[must_use]
    pub fn before_setup(router: impl FnOnce(AppState, &Gate) -> Router) -> Self {
        let app = Self::empty(Config::default(), router);
        let (keys, now) = (&app.state.keys, app.state.clock.now());
        let remembered = |tx: &mut Tx| installation::remember_key(tx, keys.version(), &keys.fingerprint(), now);
        app.state.db.write(remembered).expect("an installation");
        app.add_user(LOGINS[0]);
        app
    }

    fn empty(config: Config, router: impl FnOnce(AppState, &Gate) -> Router) -> Self {
        let db = TestDb::new();
        let state = AppState {
            db: db.db().clone(),
            clock: Clock::manual(Timestamp::from_millis(FIRST_MOMENT)),
            progress: ProgressHub::default(),
            config: Arc::new(config),
            keys: Arc::new(FieldKeys::from_master(&[7; 32])),
        };
        let gate = Gate::new(HashCost::quick());
        Self {
            wire: Wire::new(router(state.clone(), &gate)),
            books: AccountingCache::default(),
            state,
            gate,
            _db: db,
        }
    }

    fn furnish(&self) {
        let db = &self.state.db;
        let first = BusinessDate::parse(FIRST_DAY).expect("a date");
        db.write(|tx| business_day::open(tx, first)).expect("the first day");
        db.write(ledger::seed_chart).expect("the chart of accounts");
        db.write(product::seed_products).expect("the products");
        for user in LOGINS {
            self.add_user(user);
        }
    }

    fn add_user(&self, (login, role): (&str, &str)) {
        let new = NewUser {
            login: login.to_owned(),
            name: login.to_owned(),
            password: PASSWORD.to_owned(),
            roles: vec![role.to_owned()],
            organisation: None,
        };
        access::create_user(&self.state.db, &self.gate, &self.context(), &new).expect("a sound user");
    }

    /// The context of a command by the system, without a key.
    #[must_use]
    pub fn context(&self) -> CommandContext {
        CommandContext::system("test", self.state.clock.now())
    }

    /// Somebody who is not signed in.
    #[must_use]
    pub fn anyone(&self) -> Caller<'_> {
        Caller::new(&self.wire, None)
    }

    /// Signs in one of [`LOGINS`].
    ///
    /// # Panics
    /// When sign-in refuses.
    #[must_use]
    #[track_caller]
    pub fn sign_in(&self, login: &str) -> Caller<'_> {
        let body = json!({ "login": login, "password": PASSWORD });
        let answered = self.anyone().post("/session", &body);
        let cookie = answered.header("set-cookie").split(';').next().unwrap_or_default();
        assert!(answered.status.is_success(), "{login}: {}", answered.json);
        Caller::new(&self.wire, Some(cookie))
    }

    /// Somebody with the cookie that an answer gave.
    #[must_use]
    pub fn with_cookie(&self, cookie: &str) -> Caller<'_> {
        Caller::new(&self.wire, Some(cookie))
    }

    /// Any call.
    ///
    /// # Panics
    /// When the request itself is not sound.
    #[must_use]
    pub fn call(&self, method: Method, uri: &str, headers: &[(&str, &str)], body: &Value) -> Answered {
        self.wire.call(method, uri, headers, body)
    }
}
