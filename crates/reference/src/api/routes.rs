use super::dto::{
    ChangeBody, ChangedDto, DictionariesDto, HistoryDto, HolidayFileBody, HolidayFileDto, ItemsDto, NumberPreviewBody,
    NumberPreviewDto, RowFaultDto,
};
use super::problem::{PROBLEMS, row_words};
use crate::app;
use crate::domain::{Kind, Numbering, ReferenceRefusal, read_notice};
use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use kernel::CivilDate;
use platform::business_day;
use platform::http::{
    Answer, AppState, CommandAnswer, CommandHeaders, CommandReply, JsonBody, PathParam, Permission, Principal, Problem,
    QueryParams, Routes, blocking, routes, wire,
};
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

/// See master data.
pub const REFERENCE_READ: Permission = Permission("reference.read");
/// Change master data.
pub const REFERENCE_WRITE: Permission = Permission("reference.write");

/// The endpoints of master data.
#[must_use]
pub fn reference_routes() -> Routes {
    Routes::new()
        .problems(PROBLEMS)
        .get(REFERENCE_READ, routes!(list_reference))
        .get(REFERENCE_READ, routes!(get_reference))
        .post(REFERENCE_WRITE, routes!(change_reference))
        .post(REFERENCE_WRITE, routes!(read_holiday_file))
        .get(Permission::SIGNED_IN, routes!(list_dictionaries))
        .post(REFERENCE_READ, routes!(preview_numbers))
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct DayQuery {
    /// On which day; the business day when absent.
    #[param(value_type = Option<wire::Date>)]
    on: Option<CivilDate>,
}

fn kind_of(name: &str) -> Result<Kind, Problem> {
    Ok(Kind::parse(name).ok_or(ReferenceRefusal::KindUnknown)?)
}

/// The codes of a kind
///
/// With what holds on a day, and what begins next. Kinds are `benchmark`, `calendar`, `currency`, `dictionary`, `numbering`,
/// `parameter` and `working_days`.
#[utoipa::path(get, path = "/api/v1/reference/{kind}", tag = "reference",
    params(("kind" = String, Path, example = "benchmark"), DayQuery),
    responses((status = 200, description = "All codes", body = ItemsDto)))]
async fn list_reference(
    State(state): State<AppState>,
    PathParam(kind): PathParam<String>,
    QueryParams(query): QueryParams<DayQuery>,
) -> Answer<ItemsDto> {
    let kind = kind_of(&kind)?;
    let read = move || {
        state.db.read(|tx| {
            let on = query
                .on
                .map_or_else(|| business_day::get(tx).map(|day| day.date()), Ok)?;
            Ok::<_, platform::DbError>(ItemsDto::of(&app::versions_of_kind(tx, kind)?, on))
        })
    };
    Ok(Json(blocking(read).await?))
}

/// Everything about a code
///
/// Its periods, and all its versions with what each of them changed.
#[utoipa::path(get, path = "/api/v1/reference/{kind}/{item}", tag = "reference",
    params(("kind" = String, Path, example = "benchmark"), ("item" = String, Path, example = "lpr_1y")),
    responses((status = 200, description = "Periods and versions", body = HistoryDto)))]
async fn get_reference(
    State(state): State<AppState>,
    PathParam((kind, item)): PathParam<(String, String)>,
) -> Answer<HistoryDto> {
    let kind = kind_of(&kind)?;
    let versions = {
        let item = item.clone();
        blocking(move || state.db.read(|tx| app::versions_of(tx, kind, &item))).await?
    };
    Ok(Json(HistoryDto::of(item, &versions)))
}

/// Write a version
///
/// Published rates, parameters and calendars take effect when a second person approves: propose the same under
/// `reference.change_benchmark`, `reference.change_parameter` or `reference.change_calendar` with `{"code": …, "change": …}`.
#[utoipa::path(post, path = "/api/v1/reference/{kind}/{item}/versions", tag = "reference", request_body = ChangeBody,
    params(("kind" = String, Path, example = "calendar"), ("item" = String, Path, example = "cn"), CommandHeaders),
    responses((status = 201, description = "What it changed", body = ChangedDto)))]
async fn change_reference(
    State(state): State<AppState>,
    PathParam((kind, item)): PathParam<(String, String)>,
    CommandHeaders(context): CommandHeaders,
    JsonBody(body): JsonBody<ChangeBody>,
) -> CommandAnswer<ChangedDto> {
    let change = body.change(kind_of(&kind)?, item)?;
    let outcome = blocking(move || app::change(&state.db, &context, &change)).await?;
    Ok(CommandReply::created(outcome).map(ChangedDto::from))
}

/// Read a file of days off
///
/// What the file says, or what is wrong with its rows. Nothing is stored: its days are then sent as a version of a calendar.
#[utoipa::path(post, path = "/api/v1/holiday-files", tag = "reference", request_body = HolidayFileBody,
    responses((status = 200, description = "The days, or the faults", body = HolidayFileDto)))]
async fn read_holiday_file(JsonBody(body): JsonBody<HolidayFileBody>) -> Answer<HolidayFileDto> {
    let fault = |(line, fault)| {
        let (zh, en) = row_words(&fault);
        RowFaultDto { line, zh, en }
    };
    Ok(Json(match read_notice(&body.csv) {
        Ok(notice) => notice.into(),
        Err(faults) => HolidayFileDto {
            year: None,
            source: String::new(),
            days: Vec::new(),
            faults: faults.into_iter().map(fault).collect(),
        },
    }))
}

/// The words of every list of codes
///
/// Open to everybody who is signed in. The answer carries an `ETag`; with `If-None-Match` of the same it is 304 without content.
#[utoipa::path(get, path = "/api/v1/dictionaries", tag = "reference",
    responses((status = 200, description = "All lists on the business day", body = DictionariesDto),
        (status = 304, description = "Nothing has changed")))]
async fn list_dictionaries(State(state): State<AppState>, headers: HeaderMap) -> Result<Response, Problem> {
    let (lists, mark) = blocking(move || state.db.read(app::dictionaries)).await?;
    let tag = format!("\"{mark}\"");
    let known = headers.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    if known == Some(tag.as_str()) {
        return Ok(StatusCode::NOT_MODIFIED.into_response());
    }
    let items = lists.into_iter().map(Into::into).collect();
    let caching = [
        (header::ETAG, tag),
        (header::CACHE_CONTROL, String::from("private, no-cache")),
    ];
    Ok((caching, Json(DictionariesDto { items })).into_response())
}

/// The numbers that a rule would make next
///
/// Nothing is counted.
#[utoipa::path(post, path = "/api/v1/number-previews", tag = "reference", request_body = NumberPreviewBody,
    responses((status = 200, description = "Three numbers", body = NumberPreviewDto)))]
async fn preview_numbers(
    State(state): State<AppState>,
    principal: Principal,
    JsonBody(body): JsonBody<NumberPreviewBody>,
) -> Answer<NumberPreviewDto> {
    let rule = Numbering {
        pattern: body.pattern,
        reset: body.reset.into(),
    };
    let ids: [Uuid; 3] = std::array::from_fn(|_| Uuid::now_v7());
    let tried = move || {
        state
            .db
            .read(|tx| app::preview(tx, &body.item, &rule, principal.org, &ids))
    };
    Ok(Json(NumberPreviewDto {
        numbers: blocking(tried).await?,
    }))
}
