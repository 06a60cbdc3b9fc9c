//! An OpenID provider for tests: it serves on this machine, signs with a key of its own, and can be told to answer wrongly.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::net::TcpListener;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use tokio::runtime::Builder;
use tokio::sync::oneshot;

/// What the provider calls the program.
pub const CLIENT_ID: &str = "xindai";
/// The secret that proves the program to it.
pub const CLIENT_SECRET: &str = "s3cret & more";
/// Where it sends people back to.
pub const REDIRECT_URL: &str = "http://127.0.0.1:7180/sign-on";

/// A way to answer wrongly.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flaw {
    /// A token that answers another attempt.
    Nonce,
    /// A token for another program.
    Audience,
    /// A token of another issuer.
    Issuer,
    /// A token whose time is over.
    Expired,
    /// A token that is not signed at all.
    Unsigned,
    /// A token signed with a key that the provider does not publish.
    UnknownKey,
    /// A token signed with another key under the name of the published one.
    OtherKey,
    /// No token.
    NoToken,
}

/// The provider. It stops when it is dropped.
pub struct IdentityProvider {
    address: String,
    desk: Arc<Mutex<Desk>>,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

struct Desk {
    address: String,
    key: EcdsaKeyPair,
    key_id: u32,
    codes: HashMap<String, Grant>,
    flaw: Option<Flaw>,
    asked: u32,
}

/// What a code stands for, once.
struct Grant {
    challenge: String,
    nonce: String,
    claims: Value,
}

type Shared = State<Arc<Mutex<Desk>>>;

impl IdentityProvider {
    /// Starts a provider.
    ///
    /// # Panics
    /// When this machine gives it no port.
    #[must_use]
    pub fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        listener.set_nonblocking(true).expect("a listener for tokio");
        let address = format!("http://{}", listener.local_addr().expect("its address"));
        let desk = Arc::new(Mutex::new(Desk {
            address: address.clone(),
            key: new_key(),
            key_id: 1,
            codes: HashMap::new(),
            flaw: None,
            asked: 0,
        }));
        let router = Router::new()
            .route("/.well-known/openid-configuration", get(document))
            .route("/keys", get(keys))
            .route("/token", post(token))
            .with_state(Arc::clone(&desk));
        let (stop, stopped) = oneshot::channel::<()>();
        let thread = std::thread::spawn(move || {
            let runtime = Builder::new_current_thread().enable_all().build().expect("a runtime");
            runtime.block_on(async {
                let listener = tokio::net::TcpListener::from_std(listener).expect("a listener");
                let serving = axum::serve(listener, router).with_graceful_shutdown(async {
                    let _ = stopped.await;
                });
                serving.await.expect("served");
            });
        });
        Self {
            address,
            desk,
            stop: Some(stop),
            thread: Some(thread),
        }
    }

    /// Its address: the issuer.
    #[must_use]
    pub fn issuer(&self) -> &str {
        &self.address
    }

    /// The settings with which a program uses it.
    #[must_use]
    pub fn settings(&self) -> Vec<(String, String)> {
        [
            ("XINDAI_OIDC_ISSUER", self.issuer()),
            ("XINDAI_OIDC_NAME", "测试身份认证"),
            ("XINDAI_OIDC_CLIENT_ID", CLIENT_ID),
            ("XINDAI_OIDC_CLIENT_SECRET", CLIENT_SECRET),
            ("XINDAI_OIDC_REDIRECT_URL", REDIRECT_URL),
        ]
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .into()
    }

    /// Lets somebody with these claims say yes at the address to which the program sent the browser: state and code, as the
    /// browser brings them back.
    ///
    /// # Panics
    /// When the program asks for something else than a code with PKCE.
    #[must_use]
    pub fn say_yes(&self, authorization_url: &str, claims: &Value) -> (String, String) {
        let (endpoint, query) = authorization_url.split_once('?').expect("a query");
        assert_eq!(endpoint, format!("{}/authorize", self.address));
        let asked = pairs_of(query);
        for (name, value) in [
            ("response_type", "code"),
            ("client_id", CLIENT_ID),
            ("redirect_uri", REDIRECT_URL),
            ("code_challenge_method", "S256"),
        ] {
            assert_eq!(asked[name], value, "{name}");
        }
        assert!(asked["scope"].split(' ').any(|scope| scope == "openid"));
        let mut desk = lock(&self.desk);
        desk.asked += 1;
        let code = format!("code-{}", desk.asked);
        let grant = Grant {
            challenge: asked["code_challenge"].clone(),
            nonce: asked["nonce"].clone(),
            claims: claims.clone(),
        };
        desk.codes.insert(code.clone(), grant);
        (asked["state"].clone(), code)
    }

    /// Answers wrongly from now on, or rightly again.
    pub fn answer(&self, flaw: Option<Flaw>) {
        lock(&self.desk).flaw = flaw;
    }

    /// Signs with a new key from now on.
    pub fn change_key(&self) {
        let mut desk = lock(&self.desk);
        desk.key = new_key();
        desk.key_id += 1;
    }
}

impl Drop for IdentityProvider {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn lock(desk: &Mutex<Desk>) -> MutexGuard<'_, Desk> {
    desk.lock().unwrap_or_else(PoisonError::into_inner)
}

fn new_key() -> EcdsaKeyPair {
    let random = SystemRandom::new();
    let key = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random).expect("a key");
    EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, key.as_ref(), &random).expect("the key that was made")
}

async fn document(State(desk): Shared) -> Json<Value> {
    let address = lock(&desk).address.clone();
    Json(json!({
        "issuer": address,
        "authorization_endpoint": format!("{address}/authorize"),
        "token_endpoint": format!("{address}/token"),
        "jwks_uri": format!("{address}/keys"),
        "end_session_endpoint": format!("{address}/logout"),
        "token_endpoint_auth_methods_supported": ["client_secret_basic"],
    }))
}

async fn keys(State(desk): Shared) -> Json<Value> {
    let desk = lock(&desk);
    let (x, y) = desk.key.public_key().as_ref()[1..].split_at(32);
    Json(json!({ "keys": [{
        "kty": "EC", "crv": "P-256", "use": "sig", "alg": "ES256", "kid": format!("key-{}", desk.key_id),
        "x": URL_SAFE_NO_PAD.encode(x), "y": URL_SAFE_NO_PAD.encode(y),
    }]}))
}

async fn token(State(desk): Shared, headers: HeaderMap, body: String) -> Response {
    let form = pairs_of(&body);
    let refused = |error: &str| (StatusCode::BAD_REQUEST, Json(json!({ "error": error }))).into_response();
    // RFC 6749 2.3.1: name and secret are escaped before they are joined.
    let pair = STANDARD.encode("xindai:s3cret%20%26%20more");
    let given = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    if given != Some(&format!("Basic {pair}")) {
        return refused("invalid_client");
    }
    let of = |name: &str| form.get(name).map(String::as_str).unwrap_or_default();
    if of("grant_type") != "authorization_code" || of("redirect_uri") != REDIRECT_URL {
        return refused("invalid_request");
    }
    let mut desk = lock(&desk);
    let Some(grant) = desk.codes.remove(of("code")) else {
        return refused("invalid_grant");
    };
    if URL_SAFE_NO_PAD.encode(Sha256::digest(of("code_verifier"))) != grant.challenge {
        return refused("invalid_grant");
    }
    let mut answer = json!({ "access_token": "of-no-use", "token_type": "Bearer" });
    if desk.flaw != Some(Flaw::NoToken) {
        answer["id_token"] = json!(desk.id_token(&grant));
    }
    Json(answer).into_response()
}

impl Desk {
    fn id_token(&self, grant: &Grant) -> String {
        let mut claims = json!({ "iss": self.address, "aud": CLIENT_ID, "nonce": grant.nonce });
        for (name, value) in grant.claims.as_object().into_iter().flatten() {
            claims[name] = value.clone();
        }
        let mut header = json!({ "alg": "ES256", "kid": format!("key-{}", self.key_id) });
        match self.flaw {
            Some(Flaw::Nonce) => claims["nonce"] = json!("another"),
            Some(Flaw::Audience) => claims["aud"] = json!("another"),
            Some(Flaw::Issuer) => claims["iss"] = json!("https://id.example.com"),
            Some(Flaw::Expired) => claims["exp"] = json!(1),
            Some(Flaw::UnknownKey) => header["kid"] = json!("key-0"),
            Some(Flaw::Unsigned) => header["alg"] = json!("none"),
            Some(Flaw::OtherKey | Flaw::NoToken) | None => (),
        }
        let part = |json: &Value| URL_SAFE_NO_PAD.encode(json.to_string());
        let signed = format!("{}.{}", part(&header), part(&claims));
        let stranger = new_key();
        let key = if self.flaw == Some(Flaw::OtherKey) {
            &stranger
        } else {
            &self.key
        };
        let signature = match self.flaw {
            Some(Flaw::Unsigned) => String::new(),
            _ => URL_SAFE_NO_PAD.encode(key.sign(&SystemRandom::new(), signed.as_bytes()).expect("signed")),
        };
        format!("{signed}.{signature}")
    }
}

fn pairs_of(query: &str) -> HashMap<String, String> {
    let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    pairs.map(|(name, value)| (name.to_owned(), decoded(value))).collect()
}

/// A value of a query or a form without its escapes.
fn decoded(text: &str) -> String {
    let (mut out, mut rest) = (Vec::new(), text.as_bytes());
    while let Some((&byte, tail)) = rest.split_first() {
        if byte == b'%' {
            let digits = std::str::from_utf8(&tail[..2]).expect("two digits");
            out.push(u8::from_str_radix(digits, 16).expect("hexadecimal digits"));
            rest = &tail[2..];
        } else {
            out.push(byte);
            rest = tail;
        }
    }
    String::from_utf8(out).expect("UTF-8")
}
