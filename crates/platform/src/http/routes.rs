use super::answers::Answers;
use super::openapi::{self, OperationFacts};
use super::principal::{Permission, Principal, Scope, check};
use super::problem::{
    METHOD_NOT_ALLOWED, PROBLEMS, Problem, ProblemCatalogue, ProblemText, ROUTE_NOT_FOUND, problem_catalogue,
};
use super::problems_list::problems_route;
use super::refused::Refused;
use super::state::AppState;
use super::wire::ProblemBody;
use axum::extract::Request;
use axum::http::{HeaderValue, Method, header};
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, any, get};
use axum::{Json, Router};
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};
use utoipa::openapi::extensions::Extensions;
use utoipa::openapi::path::{Operation, PathItem, Paths};
use utoipa::openapi::security::{ApiKey, ApiKeyValue, Http, HttpAuthScheme, SecurityRequirement, SecurityScheme};
use utoipa::openapi::{Components, Info, OpenApi, RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};
use utoipa_axum::router::UtoipaMethodRouter;

/// Every path begins with this.
pub const API_PREFIX: &str = "/api/v1/";

/// One endpoint and who may use it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct RouteInfo {
    /// Full path with parameters: `/api/v1/loans/{id}`.
    pub path: String,
    /// `GET`, `POST`, …
    pub method: String,
    /// What the caller must be allowed to do.
    pub permission: Permission,
}

struct Entry {
    info: RouteInfo,
    operation: Operation,
    schemas: Vec<(String, RefOr<Schema>)>,
    handler: MethodRouter<AppState>,
    /// The problems of its capability.
    problems: Vec<&'static [ProblemText]>,
}

/// The endpoints of a capability. Each is added with the permission it needs, so none can be forgotten.
#[derive(Default)]
pub struct Routes {
    entries: Vec<Entry>,
    problems: Vec<&'static [ProblemText]>,
    answers: Option<&'static str>,
}

/// An OpenAPI document, made when somebody first looks at it: most runs never do.
pub type Document = LazyLock<Value, Box<dyn FnOnce() -> Value + Send>>;

/// A finished API: what serves, what documents and what tests check.
pub struct Api {
    /// Serves all endpoints, permissions enforced; unknown paths answer a 404 problem. A program with
    /// pages of its own replaces that for paths outside `/api/`: `api.router.fallback(page)`.
    pub router: Router<AppState>,
    /// The OpenAPI document, also served as `/api/v1/openapi.json`.
    pub openapi: Arc<Document>,
    /// All endpoints in order of path and method.
    pub routes: Vec<RouteInfo>,
    /// All problem kinds by code.
    pub problems: ProblemCatalogue,
}

impl Routes {
    /// No endpoints yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Tells which problems these endpoints answer with.
    #[must_use]
    pub fn problems(mut self, list: &'static [ProblemText]) -> Self {
        self.problems.push(list);
        self
    }

    /// Tells which of the problems each operation can answer with, one line each: its id, then codes. An operation that is not
    /// named is described with all problems of its capability.
    #[must_use]
    pub fn answering(mut self, table: &'static str) -> Self {
        self.answers = Some(table);
        self
    }

    /// Adds a GET endpoint: `.get(LOAN_READ, routes!(list_loans))`.
    #[must_use]
    pub fn get(self, permission: Permission, route: UtoipaMethodRouter<AppState>) -> Self {
        self.add(Method::GET, permission, route)
    }

    /// Adds a POST endpoint.
    #[must_use]
    pub fn post(self, permission: Permission, route: UtoipaMethodRouter<AppState>) -> Self {
        self.add(Method::POST, permission, route)
    }

    /// Adds a PUT endpoint.
    #[must_use]
    pub fn put(self, permission: Permission, route: UtoipaMethodRouter<AppState>) -> Self {
        self.add(Method::PUT, permission, route)
    }

    /// Adds a PATCH endpoint.
    #[must_use]
    pub fn patch(self, permission: Permission, route: UtoipaMethodRouter<AppState>) -> Self {
        self.add(Method::PATCH, permission, route)
    }

    /// Adds a DELETE endpoint.
    #[must_use]
    pub fn delete(self, permission: Permission, route: UtoipaMethodRouter<AppState>) -> Self {
        self.add(Method::DELETE, permission, route)
    }

    /// Adds all endpoints of another capability.
    #[must_use]
    pub fn merge(mut self, mut other: Self) -> Self {
        self.settle();
        other.settle();
        self.entries.extend(other.entries);
        self.problems.extend(other.problems);
        self
    }

    /// Gives the endpoints so far the problems so far: those of one capability.
    fn settle(&mut self) {
        for entry in self.entries.iter_mut().filter(|entry| entry.problems.is_empty()) {
            entry.problems.clone_from(&self.problems);
        }
    }

    fn add(mut self, method: Method, permission: Permission, route: UtoipaMethodRouter<AppState>) -> Self {
        let (schemas, paths, handler) = route;
        let mut items = paths.paths.into_iter();
        let (Some((path, mut item)), None) = (items.next(), items.next()) else {
            panic!("one handler per route")
        };
        assert!(path.starts_with(API_PREFIX), "{path} must begin with {API_PREFIX}");
        let Some(operation) = operation_of(&mut item, &method).take() else {
            panic!("{path} is not documented as {method}")
        };
        let info = RouteInfo {
            path,
            method: method.to_string(),
            permission,
        };
        let handler = handler.route_layer(from_fn(move |request: Request, next: Next| {
            guard(permission, request, next)
        }));
        self.entries.push(Entry {
            info,
            operation,
            schemas,
            handler,
            problems: Vec::new(),
        });
        self
    }

    /// Puts the API together.
    ///
    /// # Panics
    /// When two endpoints share a path and method or an operation id, or the problem lists contradict: faults of the
    /// program, found by any test that builds it.
    #[must_use]
    pub fn build(mut self, title: &str, version: &str) -> Api {
        self.settle();
        let lists: Vec<_> = std::iter::once(PROBLEMS).chain(self.problems.iter().copied()).collect();
        let problems = problem_catalogue(&lists).unwrap_or_else(|fault| panic!("{fault}"));
        let answers = self.answers;
        let this = self.get(Permission::PUBLIC, problems_route(&problems));
        let mut document = new_document(title, version);
        let mut router = Router::new();
        let mut routes = vec![RouteInfo {
            path: format!("{API_PREFIX}openapi.json"),
            method: Method::GET.to_string(),
            permission: Permission::PUBLIC,
        }];
        let mut operation_ids = BTreeMap::new();
        let mut operations = Vec::new();
        for entry in this.entries {
            let id = entry.operation.operation_id.clone().unwrap_or_default();
            if let Some(other) = operation_ids.insert(id.clone(), entry.info.path.clone()) {
                panic!("{} and {other} share the operation id {id}", entry.info.path);
            }
            document_entry(&mut document, &entry.info, entry.operation, entry.schemas);
            router = router.route(&entry.info.path, entry.handler);
            operations.push(OperationFacts {
                path: entry.info.path.clone(),
                method: entry.info.method.clone(),
                permission: entry.info.permission,
                problems: entry.problems,
            });
            routes.push(entry.info);
        }
        routes.sort();
        let catalogue = problems.clone();
        let document = Arc::new(Document::new(Box::new(move || {
            openapi::complete(&document, &operations, &Answers::of(answers, &catalogue))
        })));
        Api {
            router: finish(router, Arc::clone(&document)),
            openapi: document,
            routes,
            problems,
        }
    }
}

/// Lets in who has the permission, with the rows on which they have it.
async fn guard(permission: Permission, mut request: Request, next: Next) -> Response {
    let principal = request.extensions().get::<Principal>();
    match check(principal, permission) {
        Ok(()) => {
            let scope = principal
                .map(|principal| principal.scope_of(permission))
                .unwrap_or_default();
            request.extensions_mut().insert(Scope(scope));
            next.run(request).await
        }
        Err(problem) => {
            let refused = principal.map(|principal| Refused::of(principal, permission, &request));
            let mut response = problem.into_response();
            if let Some(refused) = refused {
                response.extensions_mut().insert(refused);
            }
            response
        }
    }
}

fn operation_of<'a>(item: &'a mut PathItem, method: &Method) -> &'a mut Option<Operation> {
    match *method {
        Method::GET => &mut item.get,
        Method::POST => &mut item.post,
        Method::PUT => &mut item.put,
        Method::PATCH => &mut item.patch,
        _ => &mut item.delete,
    }
}

fn new_document(title: &str, version: &str) -> OpenApi {
    let info = Info::new(title, version);
    let mut components = Components::new();
    components
        .schemas
        .insert(ProblemBody::name().into_owned(), ProblemBody::schema());
    let cookie = SecurityScheme::ApiKey(ApiKey::Cookie(ApiKeyValue::new("xindai_session")));
    components.security_schemes.insert("session".to_owned(), cookie);
    let bearer = SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer));
    components.security_schemes.insert("token".to_owned(), bearer);
    let mut document = OpenApi::new(info, Paths::new());
    document.components = Some(components);
    document
}

fn document_entry(
    document: &mut OpenApi,
    info: &RouteInfo,
    mut operation: Operation,
    schemas: Vec<(String, RefOr<Schema>)>,
) {
    let note = Extensions::from_iter([("x-permission", info.permission.0)]);
    operation.extensions.get_or_insert_default().merge(note);
    let by = |scheme: &str| SecurityRequirement::new(scheme, Vec::<String>::new());
    let security = match info.permission {
        Permission::PUBLIC => Vec::new(),
        Permission::IN_PERSON | Permission::EVEN_LOCKED => vec![by("session")],
        _ => vec![by("session"), by("token")],
    };
    operation.security = Some(security);
    let item = document.paths.paths.entry(info.path.clone()).or_default();
    let method = Method::from_bytes(info.method.as_bytes()).expect("made from a Method");
    *operation_of(item, &method) = Some(operation);
    document.components.get_or_insert_default().schemas.extend(schemas);
}

/// The document itself and the answers for what does not exist.
fn finish(router: Router<AppState>, document: Arc<Document>) -> Router<AppState> {
    let openapi = get(move || async move {
        let json = HeaderValue::from_static("application/json");
        ([(header::CONTENT_TYPE, json)], document.to_string())
    });
    router
        .route(&format!("{API_PREFIX}openapi.json"), openapi)
        .route("/api/{*rest}", any(route_not_found))
        .fallback(route_not_found)
        .method_not_allowed_fallback(|| async { Problem::of(METHOD_NOT_ALLOWED) })
}

async fn route_not_found() -> Problem {
    Problem::of(ROUTE_NOT_FOUND)
}

/// The JSON answer of a read: `Answer<T>` is `Result<Json<T>, Problem>`.
pub type Answer<T> = Result<Json<T>, Problem>;
