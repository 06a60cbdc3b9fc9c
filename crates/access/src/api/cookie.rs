use axum::http::{HeaderMap, HeaderValue, header};

use crate::domain::SIGN_ON_MINUTES;

/// Name of the cookie with the session secret.
const NAME: &str = "xindai_session";

/// Name of the cookie with the secret of an attempt to sign on through the identity provider.
const SIGN_ON: &str = "xindai_sign_on";
/// Seconds for which a browser keeps that one.
const SIGN_ON_SECONDS: i64 = SIGN_ON_MINUTES * 60;

/// The session secret of a request: 64 hexadecimal digits, anything else is none.
pub(crate) fn session_secret(headers: &HeaderMap) -> Option<&str> {
    secret_of(headers, NAME)
}

/// The secret of the attempt to sign on that a browser began.
pub(crate) fn sign_on_secret(headers: &HeaderMap) -> Option<&str> {
    secret_of(headers, SIGN_ON)
}

fn secret_of<'a>(headers: &'a HeaderMap, wanted: &str) -> Option<&'a str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(name, _)| *name == wanted)
        .map(|(_, secret)| secret)
        .filter(|secret| secret.len() == 64 && secret.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

/// The header that gives the browser its session.
pub(crate) fn set_session(secret: &str, https: bool) -> HeaderValue {
    cookie(secret, "", https)
}

/// The header that takes it away.
pub(crate) fn clear_session(https: bool) -> HeaderValue {
    cookie("", "; Max-Age=0", https)
}

/// The header that gives the browser the secret of an attempt. Lax, because it comes back from another site.
pub(crate) fn set_sign_on(secret: &str, https: bool) -> HeaderValue {
    sign_on_cookie(secret, SIGN_ON_SECONDS, https)
}

/// The header that takes it away.
pub(crate) fn clear_sign_on(https: bool) -> HeaderValue {
    sign_on_cookie("", 0, https)
}

fn sign_on_cookie(value: &str, seconds: i64, https: bool) -> HeaderValue {
    let secure = if https { "; Secure" } else { "" };
    HeaderValue::from_str(&format!(
        "{SIGN_ON}={value}; Path=/api/v1/sign-on; HttpOnly; SameSite=Lax{secure}; Max-Age={seconds}"
    ))
    .expect("a cookie of hexadecimal digits is a header value")
}

fn cookie(value: &str, age: &str, https: bool) -> HeaderValue {
    let secure = if https { "; Secure" } else { "" };
    HeaderValue::from_str(&format!(
        "{NAME}={value}; Path=/; HttpOnly; SameSite=Strict{secure}{age}"
    ))
    .expect("a cookie of hexadecimal digits is a header value")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_secret_is_found_among_cookies_and_junk_is_none() {
        let secret = "0123456789abcdef".repeat(4);
        for (cookie, found) in [
            (format!("xindai_session={secret}"), true),
            (format!("theme=dark; xindai_session={secret}; lang=zh"), true),
            (format!("other_xindai_session={secret}"), false),
            ("xindai_session=abc".to_owned(), false),
            (format!("xindai_session={}", "x".repeat(64)), false),
            (String::new(), false),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(header::COOKIE, HeaderValue::from_str(&cookie).expect("a header value"));
            assert_eq!(session_secret(&headers), found.then_some(secret.as_str()), "{cookie}");
        }
    }

    #[test]
    fn cookies_are_out_of_reach_for_scripts_and_other_sites() {
        assert_eq!(
            set_session("ab", false),
            "xindai_session=ab; Path=/; HttpOnly; SameSite=Strict"
        );
        assert_eq!(
            set_session("ab", true),
            "xindai_session=ab; Path=/; HttpOnly; SameSite=Strict; Secure"
        );
        assert_eq!(
            clear_session(false),
            "xindai_session=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0"
        );
    }
}
