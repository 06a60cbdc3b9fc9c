//! Requests counted and timed by route, for whoever watches the program.

use axum::Router;
use axum::extract::{MatchedPath, Request, State};
use axum::http::Method;
use axum::middleware::{Next, from_fn_with_state};
use axum::response::Response;
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode_registry;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;
use std::sync::Arc;
use std::time::Instant;

/// Upper ends of the classes of durations, in seconds.
const SECONDS: [f64; 12] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0];

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Answered {
    method: &'static str,
    /// The route as it is written, never an id: `/api/v1/loans/{id}`; `page` outside of the API.
    route: Arc<str>,
    status: u16,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Route {
    method: &'static str,
    route: Arc<str>,
}

/// The figures of all requests since the start.
pub struct RequestMetrics {
    registry: Registry,
    answered: Family<Answered, Counter>,
    seconds: Family<Route, Histogram, fn() -> Histogram>,
    in_flight: Gauge,
}

impl Default for RequestMetrics {
    fn default() -> Self {
        let mut metrics = Self {
            registry: Registry::default(),
            answered: Family::default(),
            seconds: Family::new_with_constructor(|| Histogram::new(SECONDS)),
            in_flight: Gauge::default(),
        };
        let registry = &mut metrics.registry;
        registry.register("http_requests", "Requests answered", metrics.answered.clone());
        let help = "Time from the request to the head of its answer";
        registry.register("http_request_seconds", help, metrics.seconds.clone());
        let help = "Requests that wait for their answer";
        registry.register("http_requests_in_flight", help, metrics.in_flight.clone());
        metrics
    }
}

impl RequestMetrics {
    /// Puts the counting around a whole program.
    pub fn around(self: &Arc<Self>, router: Router) -> Router {
        router.layer(from_fn_with_state(Arc::clone(self), observe))
    }

    /// Writes the figures in the text format of Prometheus (OpenMetrics), without its end.
    ///
    /// # Errors
    /// When `out` takes no more.
    pub fn write(&self, out: &mut String) -> std::fmt::Result {
        encode_registry(out, &self.registry)
    }
}

/// Counts a request down again, also when its caller went away before the answer.
struct InFlight(Gauge);

impl Drop for InFlight {
    fn drop(&mut self) {
        self.0.dec();
    }
}

async fn observe(State(metrics): State<Arc<RequestMetrics>>, request: Request, next: Next) -> Response {
    let begun = Instant::now();
    metrics.in_flight.inc();
    let in_flight = InFlight(metrics.in_flight.clone());
    let path = request.extensions().get::<MatchedPath>();
    let route: Arc<str> = path.map_or("page", MatchedPath::as_str).into();
    let method = name(request.method());
    let response = next.run(request).await;
    drop(in_flight);
    let status = response.status().as_u16();
    let by_route = Route {
        method,
        route: Arc::clone(&route),
    };
    let seconds = metrics.seconds.get_or_create(&by_route);
    seconds.observe(begun.elapsed().as_secs_f64());
    drop(seconds);
    let answered = Answered { method, route, status };
    metrics.answered.get_or_create(&answered).inc();
    response
}

/// Methods that anybody may invent are one.
fn name(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::PATCH => "PATCH",
        Method::DELETE => "DELETE",
        _ => "OTHER",
    }
}
