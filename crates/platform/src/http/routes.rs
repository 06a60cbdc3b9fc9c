use super::principal::{Permission, Principal, Scope, check};
use super::problem::{
    METHOD_NOT_ALLOWED, PROBLEMS, Problem, ProblemCatalogue, ProblemText, ROUTE_NOT_FOUND, problem_catalogue,
};
use super::refused::Refused;
use super::state::AppState;
use super::wire::ProblemBody;
use axum::extract::Request;
use axum::http::{HeaderValue, Method, header};
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, any, get};
use axum::{Json, Router};
use std::collections::BTreeMap;
use std::sync::Arc;
use utoipa::openapi::extensions::Extensions;
use utoipa::openapi::path::{Operation, PathItem, Paths};
use utoipa::openapi::security::{ApiKey, ApiKeyValue, SecurityRequirement, SecurityScheme};
use utoipa::openapi::{Components, Content, Info, OpenApi, Ref, RefOr, ResponseBuilder, Schema};
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
}

/// The endpoints of a capability. Each is added with the permission it needs, so none can be forgotten.
#[derive(Default)]
pub struct Routes {
    entries: Vec<Entry>,
    problems: Vec<&'static [ProblemText]>,
}

/// A finished API: what serves, what documents and what tests check.
pub struct Api {
    /// Serves all endpoints, permissions enforced; unknown paths answer a 404 problem. A program with
    /// pages of its own replaces that for paths outside `/api/`: `api.router.fallback(page)`.
    pub router: Router<AppState>,
    /// The OpenAPI document, also served as `/api/v1/openapi.json`.
    pub openapi: OpenApi,
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
    pub fn merge(mut self, other: Self) -> Self {
        self.entries.extend(other.entries);
        self.problems.extend(other.problems);
        self
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
        });
        self
    }

    /// Puts the API together.
    ///
    /// # Panics
    /// When two endpoints share a path and method or an operation id, or the problem lists contradict: faults of the
    /// program, found by any test that builds it.
    #[must_use]
    pub fn build(self, title: &str, version: &str) -> Api {
        let lists: Vec<_> = std::iter::once(PROBLEMS).chain(self.problems).collect();
        let problems = problem_catalogue(&lists).unwrap_or_else(|fault| panic!("{fault}"));
        let mut document = new_document(title, version);
        let mut router = Router::new();
        let mut routes = vec![RouteInfo {
            path: format!("{API_PREFIX}openapi.json"),
            method: Method::GET.to_string(),
            permission: Permission::PUBLIC,
        }];
        let mut operation_ids = BTreeMap::new();
        for entry in self.entries {
            let id = entry.operation.operation_id.clone().unwrap_or_default();
            if let Some(other) = operation_ids.insert(id.clone(), entry.info.path.clone()) {
                panic!("{} and {other} share the operation id {id}", entry.info.path);
            }
            document_entry(&mut document, &entry.info, entry.operation, entry.schemas);
            router = router.route(&entry.info.path, entry.handler);
            routes.push(entry.info);
        }
        routes.sort();
        let router = finish(router, &document);
        Api {
            router,
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
    let mut info = Info::new(title, version);
    info.description = Some(
        "Mutating calls need the header `X-Requested-With: xindai`. `x-permission` of an operation names the \
         permission it needs. Errors are problem documents (RFC 9457) with stable codes, in Chinese or English by \
         `Accept-Language`."
            .to_owned(),
    );
    let mut components = Components::new();
    components
        .schemas
        .insert(ProblemBody::name().into_owned(), ProblemBody::schema());
    let cookie = SecurityScheme::ApiKey(ApiKey::Cookie(ApiKeyValue::new("xindai_session")));
    components.security_schemes.insert("session".to_owned(), cookie);
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
    let security = match info.permission {
        Permission::PUBLIC => Vec::new(),
        _ => vec![SecurityRequirement::new("session", Vec::<String>::new())],
    };
    operation.security = Some(security);
    let problem = ResponseBuilder::new()
        .description("A problem")
        .content(
            "application/problem+json",
            Content::new(Some(Ref::from_schema_name(ProblemBody::name()))),
        )
        .build();
    operation
        .responses
        .responses
        .entry("default".to_owned())
        .or_insert(RefOr::T(problem));

    let item = document.paths.paths.entry(info.path.clone()).or_default();
    let method = Method::from_bytes(info.method.as_bytes()).expect("made from a Method");
    *operation_of(item, &method) = Some(operation);
    document.components.get_or_insert_default().schemas.extend(schemas);
}

/// The document itself and the answers for what does not exist.
fn finish(router: Router<AppState>, document: &OpenApi) -> Router<AppState> {
    let text: Arc<str> = serde_json::to_string(document)
        .expect("an OpenAPI document is JSON")
        .into();
    let openapi = get(move || async move {
        let json = HeaderValue::from_static("application/json");
        ([(header::CONTENT_TYPE, json)], text.to_string())
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
