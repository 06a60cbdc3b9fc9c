//! The HTTP kit: how capabilities make endpoints. A handler takes extractors of this module, hops to a blocking
//! thread, and answers JSON or a [`Problem`]; [`Routes`] joins it with the permission it needs.

mod answers;
mod lang;
mod problem;
mod machinery;
mod principal;
mod request_id;
pub mod wire;
mod page;
mod progress;
mod state;
mod blocking;
mod checked;
mod openapi;
mod openapi_example;
mod problems_list;
mod tls;
mod peer;
mod extract;
mod reply;
mod refused;
mod routes;
mod limits;
mod metrics;
mod layers;
mod health;
mod audit;
mod serve;

pub use audit::{AUDIT_READ, AuditView, audit_routes};
pub use blocking::blocking;
pub use checked::{Carried, CheckedCommand, CheckedRun, content_of};
pub use extract::{Arrival, CommandHeaders, IDEMPOTENCY_KEY_MAX, JsonBody, PathParam, QueryParams};
pub use health::{Health, health_routes};
pub use lang::Lang;
pub use layers::{Knock, SignIn, content_security_policy, with_standard_layers};
pub use metrics::RequestMetrics;
pub use page::{Page, PageLimit, PageQuery, Sort, decode_cursor, encode_cursor};
pub use peer::{Peer, caller_address};
pub use principal::{Grants, Permission, Principal, Scope};
pub use problem::{
    FIELD_DENIED, PERMISSION_DENIED, PROBLEMS, Problem, ProblemCatalogue, ProblemText, problem_catalogue, problem_table,
};
pub use progress::ProgressHub;
pub use reply::{CommandAnswer, CommandReply};
pub use request_id::RequestId;
pub use routes::{API_PREFIX, Answer, Api, Document, RouteInfo, Routes};
pub use serve::{serve, shutdown_signal};
pub use state::AppState;
pub use tls::{Certificate, TlsError, TlsListener};
pub use utoipa_axum::routes;
