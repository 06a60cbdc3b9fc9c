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

/// The codings of files that the build has compressed, best first, with the ending of their names.
const CODINGS: [(&str, &str); 2] = [("br", "br"), ("gzip", "gz")];

/// The file as the build has compressed it, in the best coding that the browser takes.
fn compressed(path: &str, asked: &HeaderMap) -> Option<(&'static str, EmbeddedFile)> {
    let wanted = asked.get_all(header::ACCEPT_ENCODING).iter();
    let wanted: Vec<&str> = wanted.filter_map(|value| value.to_str().ok()).collect();
    CODINGS
        .into_iter()
        .filter(|(coding, _)| takes(&wanted, coding))
        .find_map(|(coding, ending)| {
            let found = Dist::get(&format!("{path}.{ending}"))?;
            Some((coding, found))
        })
}

/// Whether a coding is named without the weight 0 (RFC 9110, 12.5.3). What only a star lets in is not used.
fn takes(accepted: &[&str], coding: &str) -> bool {
    let mut named = accepted
        .iter()
        .flat_map(|list| list.split(','))
        .map(|one| one.split(';').map(str::trim));
    named.any(|mut one| {
        let is_this = one.next().is_some_and(|name| name.eq_ignore_ascii_case(coding));
        let weight = one.find_map(|part| part.strip_prefix("q="));
        is_this && weight.is_none_or(|weight| weight.parse::<f32>().is_ok_and(|weight| weight > 0.0))
    })
}

fn file_answer(path: &str, file: EmbeddedFile, asked: &HeaderMap) -> Response {
    let tag = format!("W/\"{}\"", hex::encode(&file.metadata.sha256_hash()[..16]));
    let caching = if path.starts_with("assets/") { FOR_EVER } else { ASK };
    let known = asked.get_all(header::IF_NONE_MATCH).iter();
    let known = known
        .filter_map(|value| value.to_str().ok())
        .flat_map(|list| list.split(','))
        .any(|given| given.trim() == tag || given.trim() == "*");
    let compressed = if known { None } else { compressed(path, asked) };
    let mut response = match (known, compressed) {
        (true, _) => StatusCode::NOT_MODIFIED.into_response(),
        (false, Some((coding, smaller))) => ([(header::CONTENT_ENCODING, coding)], smaller.data).into_response(),
        (false, None) => file.data.into_response(),
    };
    let headers = response.headers_mut();
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_coding_is_taken_when_it_is_named_and_not_refused() {
        for (accepted, br, gzip) in [
            ("gzip, deflate, br, zstd", true, true),
            ("gzip;q=1.0, br;q=0", false, true),
            ("BR ; q=0.5", true, false),
            ("identity, *", false, false),
            ("", false, false),
        ] {
            assert_eq!(takes(&[accepted], "br"), br, "{accepted}");
            assert_eq!(takes(&[accepted], "gzip"), gzip, "{accepted}");
        }
    }

    #[test]
    fn a_script_comes_compressed_when_the_browser_takes_it() {
        let Some(script) =
            Dist::iter().find(|name| name.ends_with(".js") && Dist::get(&format!("{name}.br")).is_some())
        else {
            // The UI was not built into this test.
            assert!(Dist::get("index.html").is_none(), "the build compresses its scripts");
            return;
        };
        let asked = |accepted| HeaderMap::from_iter([(header::ACCEPT_ENCODING, HeaderValue::from_static(accepted))]);
        let answer = |accepted| file_answer(&script, Dist::get(&script).expect("it is there"), &asked(accepted));
        for (accepted, coding) in [("gzip, br", Some("br")), ("gzip", Some("gzip")), ("identity", None)] {
            let response = answer(accepted);
            let told = response
                .headers()
                .get(header::CONTENT_ENCODING)
                .map(|value| value.to_str().expect("a text"));
            assert_eq!(told, coding, "{accepted}");
            assert_eq!(response.headers()[header::VARY], "accept-encoding");
        }
    }
}
