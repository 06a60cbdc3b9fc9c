//! The schedule of a loan before it is booked.

use super::dto::booking::{BookingTrialBody, BookingTrialView};
use super::problem::of_booking;
use crate::app::contract::try_contract;
use crate::app::error::LoanFailure;
use crate::domain::schedule::schedule_with_fee;
use axum::Json;
use axum::extract::State;
use platform::http::{Answer, AppState, JsonBody, Principal, blocking};

/// The rate and schedule of a loan as it would be booked today, checked against its product. Nothing is stored.
#[utoipa::path(post, path = "/api/v1/booking-trials", tag = "loan", request_body = BookingTrialBody,
    responses((status = 200, description = "The rate and the schedule", body = BookingTrialView)))]
pub async fn try_booking(
    State(state): State<AppState>,
    principal: Principal,
    JsonBody(body): JsonBody<BookingTrialBody>,
) -> Answer<BookingTrialView> {
    let choices = body.choices()?;
    let tried = move || {
        let terms = state
            .db
            .read(|tx| try_contract(tx, principal.org, body.product_id, &choices))?;
        let rows = schedule_with_fee(&terms)?;
        Ok::<_, LoanFailure>(BookingTrialView::of(&terms, &rows))
    };
    Ok(Json(
        blocking(move || tried().map_err(|failure| of_booking(failure, None))).await?,
    ))
}
