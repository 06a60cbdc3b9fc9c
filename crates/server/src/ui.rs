//! The web UI inside the binary.

use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use platform::http::{Problem, content_security_policy};
use rand::RngCore;
use rust_embed::{EmbeddedFile, RustEmbed};

#[derive(RustEmbed)]
#[folder = "../../web/dist"]
struct Dist;

platform::problems! {
    /// What pages answer with.
    pub PROBLEMS;
    PAGE_NOT_FOUND = 404 "ui.page_not_found" { zh: "没有这个页面", en: "There is no such page" }
    NOT_A_PAGE = 405 "ui.not_a_page" { zh: "页面只能读取", en: "Pages can only be read" }
}

/// A year; the names of these files change with their content.
const FOR_EVER: &str = "public, max-age=31536000, immutable";
/// Ask each time whether it changed.
const ASK: &str = "no-cache";
/// Stands in the page where the number of its style sheets goes.
const NONCE: &str = "__STYLE_NONCE__";
const NOT_BUILT: &str = "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Xindai</title>\
    <p>The server runs; the web UI was not built into it. Run <code>cargo xtask web</code> and build the server again.\
    <p lang=\"zh\">服务已启动，但未包含网页界面：请运行 <code>cargo xtask web</code> 后重新构建。";

/// A file of the UI; any other path outside `/api/` is a screen, which the UI itself finds.
pub async fn page(request: Request) -> Response {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return Problem::of(NOT_A_PAGE).into_response();
    }
    let path = request.uri().path().trim_start_matches('/');
    // Names that begin with a dot are leftovers of the build.
    let hidden = path.split('/').any(|part| part.starts_with('.'));
    if let Some(file) = (!path.is_empty() && !hidden).then(|| Dist::get(path)).flatten() {
        return file_answer(path, file, request.headers());
    }
    if hidden || path.starts_with("assets/") || path.starts_with("api/") {
        return Problem::of(PAGE_NOT_FOUND).into_response();
    }
    match Dist::get("index.html") {
        Some(index) => index_answer(&index.data),
        None => ([(header::CONTENT_TYPE, "text/html; charset=utf-8")], NOT_BUILT).into_response(),
    }
}

/// The page itself. Its scripts make style sheets (the components do), which the policy lets in by a number that is new with every
/// answer; so the page is never kept.
fn index_answer(html: &[u8]) -> Response {
    let mut random = [0; 16];
    rand::rngs::OsRng.fill_bytes(&mut random);
    let nonce = hex::encode(random);
    let html = String::from_utf8_lossy(html).replace(NONCE, &nonce);
    let policy = content_security_policy(&format!(" 'nonce-{nonce}'"));
    let headers = [
        (header::CONTENT_TYPE, "text/html; charset=utf-8".to_owned()),
        (header::CACHE_CONTROL, "no-store".to_owned()),
        (header::CONTENT_SECURITY_POLICY, policy),
    ];
    (headers, html).into_response()
}

fn file_answer(path: &str, file: EmbeddedFile, asked: &HeaderMap) -> Response {
    let tag = format!("W/\"{}\"", hex::encode(&file.metadata.sha256_hash()[..16]));
    let caching = if path.starts_with("assets/") { FOR_EVER } else { ASK };
    let known = asked.get_all(header::IF_NONE_MATCH).iter();
    let known = known
        .filter_map(|value| value.to_str().ok())
        .flat_map(|list| list.split(','))
        .any(|given| given.trim() == tag || given.trim() == "*");
    let mut response = if known {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        file.data.into_response()
    };
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(caching));
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        headers.insert(header::ETAG, tag);
    }
    let kind = mime_guess::from_path(path).first_or_octet_stream();
    let kind = match (kind.type_(), kind.subtype()) {
        (mime_guess::mime::TEXT, _) => format!("{kind}; charset=utf-8"),
        _ => kind.to_string(),
    };
    if let Ok(kind) = HeaderValue::from_str(&kind) {
        headers.insert(header::CONTENT_TYPE, kind);
    }
    response
}
