use super::Lang;
use axum::body::Body;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// The fixed part of one kind of problem: its stable code, HTTP status and texts.
///
/// `{name}` in a text is replaced by the extra member `name` of the problem.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ProblemText {
    /// HTTP status, 400 to 599.
    pub status: u16,
    /// Stable code `capability.what_is_wrong`.
    pub code: &'static str,
    /// Chinese text.
    pub zh: &'static str,
    /// English text.
    pub en: &'static str,
}

impl ProblemText {
    /// A problem kind. Fails to compile (in a const) when the status is no error status.
    #[must_use]
    pub const fn new(status: u16, code: &'static str, zh: &'static str, en: &'static str) -> Self {
        assert!(status >= 400 && status < 600, "a problem has an error status");
        Self { status, code, zh, en }
    }
}

/// Declares the problem kinds of a capability and the list of them.
///
/// ```
/// platform::problems! {
///     /// Every problem this capability can answer with.
///     pub PROBLEMS;
///     EXCEEDS_PAYOFF = 422 "loan.repayment_exceeds_payoff"
///         { zh: "还款金额超过结清金额 {payoff}", en: "The repayment exceeds the payoff amount {payoff}" }
/// }
/// assert_eq!(PROBLEMS[0].code, EXCEEDS_PAYOFF.code);
/// ```
#[macro_export]
macro_rules! problems {
    ($(#[$meta:meta])* $vis:vis $list:ident;
     $($name:ident = $status:literal $code:literal { zh: $zh:literal, en: $en:literal $(,)? })*) => {
        $(
            #[doc = $en]
            $vis const $name: $crate::http::ProblemText = $crate::http::ProblemText::new($status, $code, $zh, $en);
        )*
        $(#[$meta])*
        $vis const $list: &[$crate::http::ProblemText] = &[$($name),*];
    };
}

problems! {
    /// The problems the machinery itself answers with.
    pub PROBLEMS;
    INTERNAL = 500 "platform.internal"
        { zh: "系统内部错误，请凭请求编号联系管理员", en: "Internal error; quote the request id to the administrator" }
    TIMEOUT = 503 "platform.timeout"
        { zh: "处理超时，请用同一幂等键重试", en: "The request took too long; retry it with the same idempotency key" }
    NOT_READY = 503 "platform.not_ready" { zh: "服务尚未就绪", en: "The service is not ready" }
    UNAVAILABLE = 503 "platform.unavailable"
        { zh: "数据库繁忙或不可用，请用同一幂等键重试", en: "The database is busy or unavailable; retry with the same idempotency key" }
    ROUTE_NOT_FOUND = 404 "platform.route_not_found" { zh: "没有这个接口", en: "There is no such endpoint" }
    AUDIT_LINE_UNKNOWN = 404 "platform.audit_line_unknown"
        { zh: "审计链中没有第 {seq} 条", en: "The audit chain has no line {seq}" }
    RATE_LIMITED = 429 "platform.rate_limited"
        { zh: "请求过于频繁，请在 {retry_after_seconds} 秒后再试",
          en: "Too many requests; try again in {retry_after_seconds} seconds" }
    METHOD_NOT_ALLOWED = 405 "platform.method_not_allowed"
        { zh: "该接口不支持此方法", en: "The endpoint does not support this method" }
    CSRF = 403 "platform.csrf"
        { zh: "缺少请求头 X-Requested-With: xindai", en: "The header X-Requested-With: xindai is missing" }
    BODY_INVALID = 422 "platform.body_invalid"
        { zh: "请求内容的字段 {field} 有误", en: "The field {field} of the request body is invalid" }
    BODY_NOT_JSON = 400 "platform.body_not_json"
        { zh: "请求内容不是有效的 JSON", en: "The request body is not valid JSON" }
    CONTENT_TYPE_UNSUPPORTED = 415 "platform.content_type_unsupported"
        { zh: "请求内容须为 application/json", en: "The request body must be application/json" }
    BODY_TOO_LARGE = 413 "platform.body_too_large" { zh: "请求内容过大", en: "The request body is too large" }
    BODY_UNREADABLE = 400 "platform.body_unreadable"
        { zh: "无法读取请求内容", en: "The request body could not be read" }
    QUERY_INVALID = 400 "platform.query_invalid"
        { zh: "查询参数 {field} 有误", en: "The query parameter {field} is invalid" }
    PATH_INVALID = 400 "platform.path_invalid"
        { zh: "路径参数 {field} 有误", en: "The path parameter {field} is invalid" }
    CURSOR_INVALID = 400 "platform.cursor_invalid"
        { zh: "翻页标记无效，请从第一页开始", en: "The page cursor is invalid; start at the first page" }
    SORT_INVALID = 400 "platform.sort_invalid"
        { zh: "不能按此字段排序，可用：{allowed}", en: "Cannot sort by this field; allowed: {allowed}" }
    IDEMPOTENCY_KEY_INVALID = 400 "platform.idempotency_key_invalid"
        { zh: "Idempotency-Key 须为 1 至 128 个可见 ASCII 字符", en: "Idempotency-Key must be 1 to 128 visible ASCII characters" }
    IDEMPOTENCY_KEY_REUSED = 422 "platform.idempotency_key_reused"
        { zh: "该幂等键已用于另一请求", en: "The idempotency key was used for another command" }
    NOT_SIGNED_IN = 401 "access.not_signed_in" { zh: "请先登录", en: "Sign in first" }
    CHECK_REQUIRED = 409 "access.check_required"
        { zh: "该操作须经他人复核后生效，请提交复核（{command}）", en: "This takes effect only when somebody else approves it: propose it ({command})" }
    IN_PERSON_ONLY = 403 "access.in_person_only"
        { zh: "该操作须由本人登录后办理，访问令牌不能代办", en: "This is done in person: a token cannot do it" }
    SESSION_LOCKED = 423 "access.session_locked"
        { zh: "屏幕已锁定，请先解锁", en: "The screen is locked: unlock it first" }
    PASSWORD_CHANGE_REQUIRED = 403 "access.password_change_required"
        { zh: "请先修改密码", en: "Change your password first" }
    PERMISSION_DENIED = 403 "access.permission_denied"
        { zh: "没有权限：{permission}", en: "Permission missing: {permission}" }
    FIELD_DENIED = 403 "access.field_denied"
        { zh: "无权查看该字段，也不能填写（{permission}）", en: "You may not see this field, so you cannot fill it in either: {permission} is missing" }
}

/// An error answer (RFC 9457): a kind, the field it is about and members with the data needed to act.
///
/// Rendered in the language of the request with the request's id by the outermost layer.
#[derive(Debug, Clone)]
pub struct Problem {
    text: ProblemText,
    field: Option<String>,
    extra: Map<String, Value>,
}

const RESERVED: [&str; 7] = ["type", "title", "status", "code", "detail", "field", "request_id"];

impl Problem {
    /// A problem of this kind.
    #[must_use]
    pub fn of(text: ProblemText) -> Self {
        Self {
            text,
            field: None,
            extra: Map::new(),
        }
    }

    /// Names the field of the request that is wrong, as a path: `amount.currency`.
    #[must_use]
    pub fn field(mut self, field: impl Into<String>) -> Self {
        self.field = Some(field.into());
        self
    }

    /// Adds a member with data; `{name}` in the text shows it.
    ///
    /// # Panics
    /// When the name is one of the standard members.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Serialize) -> Self {
        assert!(!RESERVED.contains(&name), "{name} is a standard member of a problem");
        self.extra
            .insert(name.to_owned(), serde_json::to_value(value).unwrap_or(Value::Null));
        self
    }

    /// Adds a member whose words depend on the reader's language; `{name}` in the text shows those of the answer's.
    #[must_use]
    pub fn with_words(self, name: &str, zh: &str, en: &str) -> Self {
        let words = BTreeMap::from([(Lang::Zh.tag(), zh), (Lang::En.tag(), en)]);
        self.with(name, words)
    }

    /// An internal error: its cause goes to the log, not to the caller.
    #[must_use]
    pub fn internal(cause: &dyn std::fmt::Display) -> Self {
        tracing::error!(%cause, "internal error");
        Self::of(INTERNAL)
    }

    /// HTTP status.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        StatusCode::from_u16(self.text.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    /// Stable code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        self.text.code
    }

    /// The text for people, its placeholders filled.
    #[must_use]
    pub fn detail(&self, lang: Lang) -> String {
        let template = match lang {
            Lang::Zh => self.text.zh,
            Lang::En => self.text.en,
        };
        let mut out = String::with_capacity(template.len());
        let mut rest = template;
        while let Some((before, after)) = rest.split_once('{') {
            let Some((name, tail)) = after.split_once('}') else {
                break;
            };
            out.push_str(before);
            out.push_str(&self.member_text(name, lang));
            rest = tail;
        }
        out.push_str(rest);
        out
    }

    fn member_text(&self, name: &str, lang: Lang) -> String {
        if name == "field" {
            return self.field.clone().unwrap_or_default();
        }
        match self.extra.get(name) {
            Some(Value::String(text)) => text.clone(),
            Some(Value::Array(items)) => items
                .iter()
                .map(|v| v.as_str().map_or_else(|| v.to_string(), str::to_owned))
                .collect::<Vec<_>>()
                .join(", "),
            Some(Value::Object(o)) => match (o.get("amount"), o.get("currency"), o.get(lang.tag())) {
                (Some(Value::String(amount)), Some(Value::String(currency)), _) => format!("{amount} {currency}"),
                (_, _, Some(Value::String(text))) => text.clone(),
                _ => Value::Object(o.clone()).to_string(),
            },
            Some(value) => value.to_string(),
            None => String::new(),
        }
    }

    /// The problem as a JSON document.
    #[must_use]
    pub fn to_json(&self, lang: Lang, request_id: Option<&str>) -> Value {
        let mut body = self.extra.clone();
        let mut put = |name: &str, value: Value| body.insert(name.to_owned(), value);
        put("type", Value::String(format!("urn:xindai:problem:{}", self.text.code)));
        put("title", Value::String(title(self.text.status, lang).to_owned()));
        put("status", Value::from(self.text.status));
        put("code", Value::String(self.text.code.to_owned()));
        put("detail", Value::String(self.detail(lang)));
        if let Some(field) = &self.field {
            put("field", Value::String(field.clone()));
        }
        if let Some(id) = request_id {
            put("request_id", Value::String(id.to_owned()));
        }
        Value::Object(body)
    }

    /// The problem as an answer in a language.
    #[must_use]
    pub fn render(&self, lang: Lang, request_id: Option<&str>) -> Response {
        let mut response = Response::new(Body::from(self.to_json(lang, request_id).to_string()));
        *response.status_mut() = self.status();
        let headers = response.headers_mut();
        headers.insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/problem+json"),
        );
        headers.insert(header::CONTENT_LANGUAGE, HeaderValue::from_static(lang.tag()));
        headers.insert(header::VARY, HeaderValue::from_static("accept-language"));
        response
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = self.render(Lang::default(), None);
        response.extensions_mut().insert(self);
        response
    }
}

pub(super) fn title(status: u16, lang: Lang) -> &'static str {
    let (zh, en) = match status {
        400 => ("请求有误", "Bad request"),
        401 => ("未登录", "Not signed in"),
        403 => ("不允许", "Forbidden"),
        404 => ("未找到", "Not found"),
        405 => ("方法不支持", "Method not allowed"),
        409 => ("状态冲突", "Conflict"),
        410 => ("已失效", "Gone"),
        413 => ("内容过大", "Content too large"),
        415 => ("类型不支持", "Unsupported media type"),
        422 => ("无法处理", "Cannot be processed"),
        423 => ("已锁定", "Locked"),
        429 => ("请求过于频繁", "Too many requests"),
        503 => ("暂不可用", "Temporarily unavailable"),
        500.. => ("系统错误", "Server error"),
        _ => ("请求失败", "Request failed"),
    };
    match lang {
        Lang::Zh => zh,
        Lang::En => en,
    }
}

/// All problem kinds of a program by code.
pub type ProblemCatalogue = BTreeMap<&'static str, ProblemText>;

/// Joins the lists of all capabilities.
///
/// # Errors
/// A sentence when two kinds share a code, a code has no `capability.` prefix, or the two texts of a kind name
/// different members.
pub fn problem_catalogue(lists: &[&[ProblemText]]) -> Result<ProblemCatalogue, String> {
    let mut catalogue = ProblemCatalogue::new();
    for text in lists.iter().copied().flatten() {
        if !text.code.contains('.') {
            return Err(format!("the code {} has no prefix", text.code));
        }
        if members(text.zh) != members(text.en) {
            return Err(format!("the texts of {} name different members", text.code));
        }
        match catalogue.insert(text.code, *text) {
            Some(other) if other != *text => return Err(format!("two problems share the code {}", text.code)),
            _ => {}
        }
    }
    Ok(catalogue)
}

fn members(template: &str) -> Vec<&str> {
    let mut names: Vec<&str> = template
        .split('{')
        .skip(1)
        .filter_map(|part| part.split_once('}'))
        .map(|(name, _)| name)
        .collect();
    names.sort_unstable();
    names
}

/// The catalogue as a Markdown table, for `docs/API.md`.
#[must_use]
pub fn problem_table(catalogue: &ProblemCatalogue) -> String {
    let mut out = String::from("| code | status | 中文 | English |\n|---|---|---|---|\n");
    for text in catalogue.values() {
        out.push_str(&format!(
            "| `{}` | {} | {} | {} |\n",
            text.code, text.status, text.zh, text.en
        ));
    }
    out
}
