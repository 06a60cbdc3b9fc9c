//! Posts: what somebody is, beside what their roles let them do.

use axum::Json;
use axum::extract::{Extension, State};
use platform::http::{
    Answer, AppState, CommandAnswer, CommandHeaders, CommandReply, JsonBody, PathParam, Problem, blocking,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::api::admin::change;
use crate::app::{self, Gate, PostDraft, PostRow};
use crate::domain::PostRefusal;

platform::problems! {
    /// Every problem of posts.
    pub POST_PROBLEMS;
    POST_CODE_INVALID = 422 "access.post_code_invalid"
        { zh: "岗位代码须为 2 至 32 个小写字母、数字或下划线，并以字母开头",
          en: "The code of a post has 2 to 32 lower-case letters, digits or underscores and begins with a letter" }
    POST_TAKEN = 409 "access.post_taken"
        { zh: "岗位代码“{post}”已存在", en: "The post code {post} is taken" }
    POST_UNKNOWN = 422 "access.post_unknown"
        { zh: "没有岗位 {post}", en: "There is no post {post}" }
    POST_RETIRED = 409 "access.post_retired"
        { zh: "岗位“{post}”已停用，不能再分配", en: "The post {post} is retired and given to nobody any more" }
}

pub(super) fn of_post(refusal: PostRefusal) -> Problem {
    let of = |kind, code: String| Problem::of(kind).field("post").with("post", code);
    match refusal {
        PostRefusal::CodeInvalid => Problem::of(POST_CODE_INVALID).field("code"),
        PostRefusal::Taken { code } => Problem::of(POST_TAKEN).field("code").with("post", code),
        PostRefusal::Unknown { code } => of(POST_UNKNOWN, code),
        PostRefusal::Retired { code } => of(POST_RETIRED, code),
    }
}

/// What somebody is, beside what their roles let them do.
#[derive(Serialize, ToSchema)]
pub(crate) struct Post {
    /// Stable code.
    #[schema(example = "loan_officer")]
    pub code: String,
    /// Chinese name.
    #[schema(example = "客户经理")]
    pub name_zh: String,
    /// English name.
    #[schema(example = "Loan officer")]
    pub name_en: String,
    /// Whether it is given to nobody any more.
    #[schema(example = false)]
    pub is_retired: bool,
    /// Users who have it and may sign in.
    #[schema(example = 12)]
    pub users: i64,
}

impl From<PostRow> for Post {
    fn from(row: PostRow) -> Self {
        Self {
            code: row.code,
            name_zh: row.name_zh,
            name_en: row.name_en,
            is_retired: row.is_retired,
            users: row.users,
        }
    }
}

/// All posts.
#[derive(Serialize, ToSchema)]
pub(crate) struct Posts {
    /// In order of code.
    pub items: Vec<Post>,
}

/// A post as somebody wants it.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PostRequest {
    /// Stable code of a new post; that of an existing one stands in the address.
    #[serde(default)]
    #[schema(example = "risk_manager")]
    pub code: String,
    /// Chinese name.
    #[schema(example = "风险经理")]
    pub name_zh: String,
    /// English name.
    #[schema(example = "Risk manager")]
    pub name_en: String,
    /// Whether it is given to nobody any more.
    #[serde(default)]
    #[schema(example = false)]
    pub is_retired: bool,
}

impl From<PostRequest> for PostDraft {
    fn from(body: PostRequest) -> Self {
        Self {
            code: body.code,
            name_zh: body.name_zh,
            name_en: body.name_en,
            is_retired: body.is_retired,
        }
    }
}

/// The posts
#[utoipa::path(get, path = "/api/v1/posts", tag = "access",
    responses((status = 200, description = "All posts", body = Posts)))]
pub(super) async fn list_posts(State(state): State<AppState>) -> Answer<Posts> {
    let rows = blocking(move || state.db.read(app::list_posts)).await?;
    Ok(Json(Posts {
        items: rows.into_iter().map(Into::into).collect(),
    }))
}

/// Add a post
#[utoipa::path(post, path = "/api/v1/posts", tag = "access", params(CommandHeaders), request_body = PostRequest,
    responses((status = 201, description = "The post", body = Post)))]
pub(super) async fn add_post(
    State(state): State<AppState>,
    Extension(gate): Extension<Gate>,
    CommandHeaders(context): CommandHeaders,
    JsonBody(body): JsonBody<PostRequest>,
) -> CommandAnswer<Post> {
    let draft = PostDraft::from(body);
    blocking(move || {
        let command = ("access.add_post", &draft);
        let outcome = change(&state, &gate, &context, command, |tx| app::add_post(tx, &draft))?;
        Ok::<_, Problem>(CommandReply::created(outcome).map(Post::from))
    })
    .await
}

/// Rename a post, retire it, or take it up again
///
/// Who has a retired post keeps it; nobody is given it any more.
#[utoipa::path(put, path = "/api/v1/posts/{code}", tag = "access", request_body = PostRequest,
    params(("code" = String, Path, example = "risk_manager"), CommandHeaders),
    responses((status = 200, description = "The post", body = Post)))]
pub(super) async fn change_post(
    State(state): State<AppState>,
    Extension(gate): Extension<Gate>,
    PathParam(code): PathParam<String>,
    CommandHeaders(context): CommandHeaders,
    JsonBody(body): JsonBody<PostRequest>,
) -> CommandAnswer<Post> {
    let draft = PostDraft { code, ..body.into() };
    blocking(move || {
        let command = ("access.change_post", &draft);
        let outcome = change(&state, &gate, &context, command, |tx| app::change_post(tx, &draft))?;
        Ok::<_, Problem>(CommandReply::ok(outcome).map(Post::from))
    })
    .await
}
