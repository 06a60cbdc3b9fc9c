//! What whoever watches the program sees: `GET /metrics` on an address of its own, in the text format of Prometheus.

use crate::backups;
use crate::failure::Failure;
use axum::Router;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use loan::app::close::{RunState, store};
use platform::http::{AppState, Problem, RequestMetrics, blocking};
use platform::{Backend, Tx, audit, business_day, outbox};
use prometheus_client::encoding::text::{encode_eof, encode_registry};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::info::Info;
use prometheus_client::registry::Registry;
use std::fmt::Write;
use std::sync::Arc;

const DAY_SECONDS: i64 = 86_400;

/// Reads the figures when somebody asks for them.
#[derive(Clone)]
pub struct Meter {
    state: AppState,
    requests: Arc<RequestMetrics>,
}

impl Meter {
    /// Over an opened program.
    #[must_use]
    pub fn new(state: AppState) -> Self {
        Self {
            state,
            requests: Arc::default(),
        }
    }

    /// Counts the requests of a program.
    pub fn around(&self, router: Router) -> Router {
        self.requests.around(router)
    }

    /// Serves the figures; for an address that only the watcher reaches.
    pub fn router(self) -> Router {
        Router::new().route("/metrics", get(answer)).with_state(self)
    }

    /// All figures as text. What the database does not tell is left out, and `xindai_up` is 0.
    ///
    /// # Errors
    /// When memory takes no more.
    pub fn text(&self) -> Result<String, std::fmt::Error> {
        let mut registry = Registry::with_prefix("xindai");
        self.of_program(&mut registry);
        let told = self.state.db.read(|tx| self.of_database(tx, &mut registry));
        if let Err(failure) = &told {
            tracing::warn!(reason = ?failure.0.code(), "the database does not tell its figures");
        }
        put(
            &mut registry,
            "up",
            "Whether the database answers",
            i64::from(told.is_ok()),
        );
        let mut out = String::new();
        self.requests.write(&mut out)?;
        encode_registry(&mut out, &registry)?;
        of_process(&mut out)?;
        encode_eof(&mut out)?;
        Ok(out)
    }

    fn of_program(&self, registry: &mut Registry) {
        let engine = match self.state.db.backend() {
            Backend::Sqlite => "sqlite",
            Backend::Postgres => "postgres",
        };
        let about = Info::new([("version", env!("CARGO_PKG_VERSION")), ("engine", engine)]);
        registry.register("build", "This program", about);
        let stats = self.state.db.stats();
        count(registry, "db_commits", "Transactions made durable", stats.commits);
        count(
            registry,
            "db_writes",
            "Writes in them: on SQLite several share a commit",
            stats.writes,
        );
        let size = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
        put(
            registry,
            "db_waiting_writes",
            "Writes that wait for the writer",
            size(stats.waiting_writes),
        );
        put(
            registry,
            "db_connections_in_use",
            "Readers (SQLite) or connections at work",
            size(stats.connections_in_use),
        );
        put(
            registry,
            "db_connections_open",
            "Connections that are open",
            size(stats.connections_open),
        );
        put(
            registry,
            "db_connections_max",
            "Most connections that may be open",
            size(stats.connections_max),
        );
        put(
            registry,
            "field_key_version",
            "Version of the key for writing",
            i64::from(self.state.keys.version()),
        );
        if let Some(made_at_ms) = self.state.config.backup_dir.as_deref().and_then(backups::newest) {
            put(
                registry,
                "backup_timestamp_seconds",
                "When the newest backup was made",
                made_at_ms / 1000,
            );
        }
    }

    fn of_database(&self, tx: &mut Tx, registry: &mut Registry) -> Result<(), Failure> {
        let day = business_day::state(tx)?;
        let date = i64::from(day.business_date.days()) * DAY_SECONDS;
        put(
            registry,
            "business_date_timestamp_seconds",
            "The lender's day, at midnight UTC",
            date,
        );
        put(
            registry,
            "business_day_closing",
            "Whether a close has begun and not ended",
            i64::from(day.closing),
        );
        let head = audit::chain_head(tx)?;
        put(
            registry,
            "audit_chain_length",
            "Sealed lines of the audit trail",
            head.seq,
        );
        put(
            registry,
            "audit_unsealed",
            "Lines that are not sealed yet",
            audit::count_unsealed(tx)?,
        );
        put(
            registry,
            "outbox_waiting",
            "News that some reader has not taken yet",
            outbox::count_waiting(tx)?,
        );
        let Some(run) = store::list(tx, None, 1)?.pop() else {
            return Ok(());
        };
        let failed = i64::from(run.state == RunState::Failed);
        put(registry, "close_failed", "Whether the last close has failed", failed);
        let (done, total) = (Family::<Step, Gauge>::default(), Family::<Step, Gauge>::default());
        for step in run.steps {
            let labels = vec![("step".to_owned(), step.code)];
            done.get_or_create(&labels)
                .set(i64::try_from(step.done).unwrap_or(i64::MAX));
            total
                .get_or_create(&labels)
                .set(i64::try_from(step.total).unwrap_or(i64::MAX));
        }
        registry.register("close_step_done", "Items done by each step of the last close", done);
        registry.register("close_step_items", "Items in all, as far as known", total);
        Ok(())
    }
}

type Step = Vec<(String, String)>;

fn put(registry: &mut Registry, name: &str, help: &str, value: i64) {
    let gauge: Gauge = Gauge::default();
    gauge.set(value);
    registry.register(name, help, gauge);
}

fn count(registry: &mut Registry, name: &str, help: &str, value: u64) {
    let counter: Counter = Counter::default();
    counter.inc_by(value);
    registry.register(name, help, counter);
}

async fn answer(State(meter): State<Meter>) -> Response {
    let text = blocking(move || meter.text().map_err(|cause| Problem::internal(&cause))).await;
    let kind = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    match text {
        Ok(text) => ([(header::CONTENT_TYPE, kind)], text).into_response(),
        Err(problem) => problem.into_response(),
    }
}

/// What Linux tells about this process, under the names that every exporter uses; nothing on other systems.
fn of_process(out: &mut String) -> std::fmt::Result {
    let Ok(status) = std::fs::read_to_string("/proc/self/status") else {
        return Ok(());
    };
    if let Some(kib) = kib_of(&status, "VmRSS:") {
        writeln!(
            out,
            "# HELP process_resident_memory_bytes Resident memory size in bytes."
        )?;
        writeln!(out, "# TYPE process_resident_memory_bytes gauge")?;
        writeln!(out, "process_resident_memory_bytes {}", kib * 1024)?;
    }
    if let Ok(open) = std::fs::read_dir("/proc/self/fd") {
        writeln!(out, "# HELP process_open_fds Number of open file descriptors.")?;
        writeln!(out, "# TYPE process_open_fds gauge")?;
        writeln!(out, "process_open_fds {}", open.count())?;
    }
    Ok(())
}

/// `VmRSS:     12345 kB`
fn kib_of(status: &str, name: &str) -> Option<u64> {
    let line = status.lines().find(|line| line.starts_with(name))?;
    line.split_whitespace().nth(1)?.parse().ok()
}
