//! Tokens for programs.

use std::collections::BTreeSet;

use axum::Json;
use axum::extract::{Extension, State};
use axum::http::StatusCode;
use kernel::Timestamp;
use platform::http::{
    Answer, AppState, CommandHeaders, JsonBody, Page, PageQuery, PathParam, Principal, Problem, QueryParams, blocking,
    decode_cursor, wire,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::app::{self, Gate, MadeToken, TokenDraft, TokenRow};

const NEWEST_FIRST: &str = "-token";
/// So many of one's own tokens are told, those that ended included.
const OWN_MOST: i64 = 200;

/// A token; its secret is told nowhere.
#[derive(Serialize, ToSchema)]
pub(crate) struct Token {
    /// Id.
    pub id: Uuid,
    /// Login of the user that programs act as.
    #[schema(example = "svc.core-banking")]
    pub login: String,
    /// What it is for.
    #[schema(example = "核心系统对账")]
    pub name: String,
    /// The last four characters of its secret.
    #[schema(example = "9f3a")]
    pub hint: String,
    /// What it may do, as far as its user may.
    #[schema(example = json!(["loan.read"]))]
    pub permissions: Vec<String>,
    /// From where it may be used: networks in CIDR form; from everywhere when empty.
    #[schema(example = json!(["10.1.0.0/16"]))]
    pub addresses: Vec<String>,
    /// When it was made.
    #[schema(value_type = wire::Timestamp)]
    pub created_at: Timestamp,
    /// Login of who made it.
    #[schema(example = "admin")]
    pub created_by: String,
    /// When it ends.
    #[schema(value_type = wire::Timestamp)]
    pub expires_at: Timestamp,
    /// The last use, to the minute.
    #[schema(value_type = Option<wire::Timestamp>)]
    pub last_used_at: Option<Timestamp>,
    /// From where that was.
    #[schema(example = "10.1.2.3")]
    pub last_used_from: Option<String>,
    /// When it was revoked.
    #[schema(value_type = Option<wire::Timestamp>)]
    pub revoked_at: Option<Timestamp>,
    /// Login of who revoked it.
    #[schema(example = "admin")]
    pub revoked_by: Option<String>,
}

impl From<TokenRow> for Token {
    fn from(row: TokenRow) -> Token {
        Token {
            id: row.id,
            login: row.login,
            name: row.name,
            hint: row.hint,
            permissions: row.permissions,
            addresses: row.addresses,
            created_at: row.created_at,
            created_by: row.created_by,
            expires_at: row.expires_at,
            last_used_at: row.last_used_at,
            last_used_from: row.last_used_from,
            revoked_at: row.revoked_at,
            revoked_by: row.revoked_by,
        }
    }
}

/// One's own tokens.
#[derive(Serialize, ToSchema)]
pub(crate) struct OwnTokens {
    /// Newest first; at most 200.
    pub items: Vec<Token>,
}

/// A token that was just made.
#[derive(Serialize, ToSchema)]
pub(crate) struct NewToken {
    /// The secret, told in this answer only: for the header `Authorization: Bearer …`.
    #[schema(example = "xdt_5d41402abc4b2a76b9719d911017c5925d41402abc4b2a76b9719d911017c592")]
    pub secret: String,
    /// The token.
    pub token: Token,
}

impl From<MadeToken> for NewToken {
    fn from(made: MadeToken) -> NewToken {
        NewToken {
            secret: made.secret,
            token: made.row.into(),
        }
    }
}

/// A token as somebody wants it.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct TokenRequest {
    /// What it is for: 1 to 64 characters.
    #[schema(example = "核心系统对账")]
    pub name: String,
    /// After so many days it ends: 1 to 365.
    #[schema(example = 90)]
    pub days: u32,
    /// What it may do: permissions that maker and user hold, never `access.write` or `access.check`.
    #[schema(example = json!(["loan.read"]))]
    pub permissions: BTreeSet<String>,
    /// From where it may be used: at most 50 addresses or networks; from everywhere when empty.
    #[schema(example = json!(["10.1.0.0/16"]))]
    #[serde(default)]
    pub addresses: Vec<String>,
}

impl From<TokenRequest> for TokenDraft {
    fn from(body: TokenRequest) -> TokenDraft {
        TokenDraft {
            name: body.name,
            days: body.days,
            permissions: body.permissions,
            addresses: body.addresses,
        }
    }
}

/// A token of one's own, with the password typed again.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct OwnTokenRequest {
    /// The present password.
    #[schema(example = "Xindai-demo-1", format = "password")]
    pub current: String,
    /// The token.
    pub token: TokenRequest,
}

/// One's own tokens
#[utoipa::path(get, path = "/api/v1/session/tokens", tag = "access",
    responses((status = 200, description = "The tokens", body = OwnTokens)))]
pub(super) async fn list_own_tokens(State(state): State<AppState>, principal: Principal) -> Answer<OwnTokens> {
    blocking(move || {
        let user = principal.actor.user_id;
        let rows = state.db.read(|tx| app::list_own_tokens(tx, user, OWN_MOST))?;
        Ok::<_, Problem>(Json(OwnTokens {
            items: rows.into_iter().map(Token::from).collect(),
        }))
    })
    .await
}

/// Make a token of one's own
///
/// A program that sends it as `Authorization: Bearer …` acts as its user, with the permissions of the token that the user
/// holds at the moment. The secret is told once, in this answer. Wrong passwords count towards the lock-out.
#[utoipa::path(post, path = "/api/v1/session/tokens", tag = "access", request_body = OwnTokenRequest,
    responses((status = 200, description = "The token and its secret", body = NewToken)))]
pub(super) async fn make_own_token(
    State(state): State<AppState>,
    Extension(gate): Extension<Gate>,
    CommandHeaders(context): CommandHeaders,
    JsonBody(body): JsonBody<OwnTokenRequest>,
) -> Answer<NewToken> {
    blocking(move || {
        let draft = TokenDraft::from(body.token);
        let made = app::make_own_token(&state.db, &gate, &context, (&body.current, &draft))?;
        Ok::<_, Problem>(Json(NewToken::from(made)))
    })
    .await
}

/// Revoke a token of one's own
#[utoipa::path(delete, path = "/api/v1/session/tokens/{id}", tag = "access", params(("id" = Uuid, Path)),
    responses((status = 204, description = "Revoked")))]
pub(super) async fn revoke_own_token(
    State(state): State<AppState>,
    Extension(gate): Extension<Gate>,
    PathParam(id): PathParam<Uuid>,
    CommandHeaders(context): CommandHeaders,
) -> Result<StatusCode, Problem> {
    blocking(move || {
        let owner = Some(context.actor.login.as_str());
        app::revoke_token(&state.db, &gate, &context, (id, owner))?;
        Ok::<_, Problem>(StatusCode::NO_CONTENT)
    })
    .await
}

/// The tokens of everybody, newest first
#[utoipa::path(get, path = "/api/v1/tokens", tag = "access", params(PageQuery),
    responses((status = 200, description = "A page of tokens", body = Page<Token>)))]
pub(super) async fn list_tokens(
    State(state): State<AppState>,
    QueryParams(page): QueryParams<PageQuery>,
) -> Answer<Page<Token>> {
    let before = page
        .cursor
        .map(|cursor| decode_cursor::<Uuid>(NEWEST_FIRST, &cursor))
        .transpose()?;
    blocking(move || {
        let rows = state
            .db
            .read(|tx| app::list_tokens(tx, None, before, page.limit.fetch()))?;
        let page = Page::from_rows(rows, page.limit, NEWEST_FIRST, |row| row.id);
        Ok::<_, Problem>(Json(page.map(Token::from)))
    })
    .await
}

/// Make a token of a service user
///
/// Of a person's tokens only the person itself makes one. The secret is told once, in this answer.
#[utoipa::path(post, path = "/api/v1/users/{login}/tokens", tag = "access", request_body = TokenRequest,
    params(("login" = String, Path, example = "svc.core-banking")),
    responses((status = 200, description = "The token and its secret", body = NewToken)))]
pub(super) async fn make_service_token(
    State(state): State<AppState>,
    PathParam(login): PathParam<String>,
    CommandHeaders(context): CommandHeaders,
    JsonBody(body): JsonBody<TokenRequest>,
) -> Answer<NewToken> {
    blocking(move || {
        let made = app::make_service_token(&state.db, &context, (&login, &body.into()))?;
        Ok::<_, Problem>(Json(NewToken::from(made)))
    })
    .await
}

/// Revoke anybody's token
#[utoipa::path(delete, path = "/api/v1/tokens/{id}", tag = "access", params(("id" = Uuid, Path)),
    responses((status = 204, description = "Revoked")))]
pub(super) async fn revoke_token(
    State(state): State<AppState>,
    Extension(gate): Extension<Gate>,
    PathParam(id): PathParam<Uuid>,
    CommandHeaders(context): CommandHeaders,
) -> Result<StatusCode, Problem> {
    blocking(move || {
        app::revoke_token(&state.db, &gate, &context, (id, None))?;
        Ok::<_, Problem>(StatusCode::NO_CONTENT)
    })
    .await
}
