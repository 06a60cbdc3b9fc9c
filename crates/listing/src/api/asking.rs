use super::take::{ListQuery, TotalsQuery};
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use platform::http::{PageQuery, Problem, QueryParams};
use serde::de::DeserializeOwned;

/// What a request asks of a list: the list's own filters, and what every list can be asked.
#[derive(Debug, Clone)]
pub struct Asking<Q>(pub Q, pub ListQuery);

/// Which page of a list, and whether all pages are counted.
#[derive(Debug, Clone)]
pub struct Paging(pub PageQuery, pub TotalsQuery);

impl<Q: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for Asking<Q> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let QueryParams(own) = QueryParams::<Q>::from_request_parts(parts, state).await?;
        let QueryParams(list) = QueryParams::from_request_parts(parts, state).await?;
        Ok(Self(own, list))
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Paging {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let QueryParams(page) = QueryParams::from_request_parts(parts, state).await?;
        let QueryParams(totals) = QueryParams::from_request_parts(parts, state).await?;
        Ok(Self(page, totals))
    }
}
