use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair};
use serde_json::{Value, json};

use crate::domain::*;

const EXPECTED: Expected<'static> = Expected {
    issuer: "https://id.example.com",
    client_id: "xindai",
    nonce: "n-0S6_WzA2Mj",
    now: 1_737_360_000,
    skew: 60,
};

/// RFC 7515 appendix A.2 and A.3: the keys, and the same claims signed with each.
const RSA_N: &str = "ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ";
const P256_X: &str = "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU";
const P256_Y: &str = "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0";
const CLAIMS: &str = "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ";
const RS256: (&str, &str) = (
    "eyJhbGciOiJSUzI1NiJ9",
    "cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw",
);
const ES256: (&str, &str) = (
    "eyJhbGciOiJFUzI1NiJ9",
    "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q",
);

#[test]
fn the_examples_of_rfc_7515_are_signed_by_their_keys_and_by_no_other() {
    let keys = SigningKeys::parse(&json!({ "keys": [
        { "kty": "RSA", "n": RSA_N, "e": "AQAB" },
        { "kty": "EC", "crv": "P-256", "x": P256_X, "y": P256_Y },
    ]}));
    // The claims name an issuer and no audience: the signature is looked at first, the issuer next, the audience then.
    let joe = Expected {
        issuer: "joe",
        ..EXPECTED
    };
    for (header, signature) in [RS256, ES256] {
        let token = format!("{header}.{CLAIMS}.{signature}");
        assert_eq!(
            keys.verify(&token, &joe),
            Err(TokenFault::Audience),
            "the signature holds"
        );
        let other = format!("{header}.{}.{signature}", CLAIMS.replacen("eyJ", "eyB", 1));
        assert!(matches!(
            keys.verify(&other, &joe),
            Err(TokenFault::Signature | TokenFault::Malformed)
        ));
        let claims = URL_SAFE_NO_PAD.encode(r#"{"iss":"joe","exp":1300819381}"#);
        let forged = format!("{header}.{claims}.{signature}");
        assert_eq!(keys.verify(&forged, &joe), Err(TokenFault::Signature));
    }
    let swapped = format!("{}.{CLAIMS}.{}", RS256.0, ES256.1);
    assert_eq!(keys.verify(&swapped, &joe), Err(TokenFault::Signature));
}

struct Signer(EcdsaKeyPair);

impl Signer {
    fn new() -> Signer {
        let random = SystemRandom::new();
        let key = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random).expect("a key");
        let key = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, key.as_ref(), &random);
        Signer(key.expect("the key that was made"))
    }

    fn public(&self, id: &str) -> Value {
        let (x, y) = self.0.public_key().as_ref()[1..].split_at(32);
        json!({ "kty": "EC", "crv": "P-256", "kid": id, "use": "sig",
                "x": URL_SAFE_NO_PAD.encode(x), "y": URL_SAFE_NO_PAD.encode(y) })
    }

    fn sign(&self, header: &Value, claims: &Value) -> String {
        let part = |json: &Value| URL_SAFE_NO_PAD.encode(json.to_string());
        let signed = format!("{}.{}", part(header), part(claims));
        let signature = self.0.sign(&SystemRandom::new(), signed.as_bytes()).expect("signed");
        format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature))
    }
}

fn claims() -> Value {
    json!({ "iss": EXPECTED.issuer, "sub": "248289761001", "aud": "xindai", "nonce": EXPECTED.nonce,
            "iat": EXPECTED.now - 5, "exp": EXPECTED.now + 300 })
}

fn with(changes: &Value) -> Value {
    let mut claims = claims();
    for (name, value) in changes.as_object().expect("an object") {
        claims[name] = value.clone();
    }
    claims
}

#[test]
fn a_token_is_believed_only_when_every_claim_holds() {
    let signer = Signer::new();
    let keys = SigningKeys::parse(&json!({ "keys": [signer.public("a")] }));
    let header = json!({ "alg": "ES256", "kid": "a" });
    let now = EXPECTED.now;
    for (changes, fault) in [
        (json!({}), None),
        (json!({ "aud": ["xindai"] }), None),
        (json!({ "aud": ["xindai", "other"], "azp": "xindai" }), None),
        // The clocks differ by at most sixty seconds.
        (json!({ "exp": now - 59 }), None),
        (json!({ "iat": now + 60, "nbf": now + 60 }), None),
        (json!({ "exp": now - 60 }), Some(TokenFault::Expired)),
        (json!({ "exp": "2099-01-01" }), Some(TokenFault::Expired)),
        (json!({ "exp": null }), Some(TokenFault::Expired)),
        (json!({ "iat": null }), Some(TokenFault::Expired)),
        (json!({ "iat": now + 61 }), Some(TokenFault::TooEarly)),
        (json!({ "nbf": now + 61 }), Some(TokenFault::TooEarly)),
        (json!({ "nbf": "now" }), Some(TokenFault::TooEarly)),
        (json!({ "iss": "https://id.example.com/" }), Some(TokenFault::Issuer)),
        (json!({ "aud": "other" }), Some(TokenFault::Audience)),
        (json!({ "aud": ["xindai", "other"] }), Some(TokenFault::Audience)),
        (json!({ "azp": "other" }), Some(TokenFault::Audience)),
        (json!({ "aud": null }), Some(TokenFault::Audience)),
        (json!({ "nonce": "another" }), Some(TokenFault::Nonce)),
        (json!({ "nonce": null }), Some(TokenFault::Nonce)),
        (json!({ "sub": "" }), Some(TokenFault::Subject)),
        (json!({ "sub": 7 }), Some(TokenFault::Subject)),
        (json!({ "sub": "x".repeat(256) }), Some(TokenFault::Subject)),
    ] {
        let verified = keys.verify(&signer.sign(&header, &with(&changes)), &EXPECTED);
        assert_eq!(verified.as_ref().err().copied(), fault, "{changes}");
    }
}

#[test]
fn only_a_key_of_the_provider_signs_and_only_as_it_is_meant_to() {
    let (signer, other) = (Signer::new(), Signer::new());
    let mut for_encryption = other.public("c");
    for_encryption["use"] = json!("enc");
    let keys = SigningKeys::parse(&json!({ "keys": [signer.public("a"), for_encryption] }));
    let sign = |by: &Signer, header: Value| keys.verify(&by.sign(&header, &claims()), &EXPECTED).err();
    assert_eq!(sign(&signer, json!({ "alg": "ES256", "kid": "a" })), None);
    assert_eq!(
        sign(&signer, json!({ "alg": "ES256" })),
        None,
        "it is the only key of its kind"
    );
    let unknown = json!({ "alg": "ES256", "kid": "b" });
    assert_eq!(sign(&signer, unknown), Some(TokenFault::KeyUnknown));
    let encrypting = json!({ "alg": "ES256", "kid": "c" });
    assert_eq!(sign(&other, encrypting), Some(TokenFault::KeyUnknown));
    let pretended = json!({ "alg": "ES256", "kid": "a" });
    assert_eq!(sign(&other, pretended), Some(TokenFault::Signature));
    let kind = json!({ "alg": "RS256", "kid": "a" });
    assert_eq!(sign(&signer, kind), Some(TokenFault::KeyUnknown));
    for algorithm in ["none", "None", "HS256", "ES384", ""] {
        let header = json!({ "alg": algorithm, "kid": "a" });
        assert_eq!(sign(&signer, header), Some(TokenFault::Algorithm), "{algorithm}");
    }
    let critical = json!({ "alg": "ES256", "kid": "a", "crit": ["b64"] });
    assert_eq!(sign(&signer, critical), Some(TokenFault::Malformed));
    let two = SigningKeys::parse(&json!({ "keys": [signer.public("a"), other.public("b")] }));
    let nameless = signer.sign(&json!({ "alg": "ES256" }), &claims());
    assert_eq!(two.verify(&nameless, &EXPECTED).err(), Some(TokenFault::KeyUnknown));
    for text in ["", "a.b", "a.b.c", "a.b.c.d", "e30.e30.", "e30.W10.AA"] {
        assert!(keys.verify(text, &EXPECTED).is_err(), "{text}");
    }
    assert_eq!(
        keys.verify(&"e".repeat(40_000), &EXPECTED).err(),
        Some(TokenFault::Malformed)
    );
}

#[test]
fn a_second_factor_is_what_the_provider_says_it_is() {
    let signer = Signer::new();
    let keys = SigningKeys::parse(&json!({ "keys": [signer.public("a")] }));
    let header = json!({ "alg": "ES256", "kid": "a" });
    let gold = ["gold".to_owned()];
    for (changes, wanted, proves, has_acr) in [
        (json!({}), &[][..], false, true),
        (json!({ "amr": ["pwd"] }), &[], false, true),
        (json!({ "amr": ["pwd", "mfa"] }), &[], true, true),
        (json!({ "amr": "mfa" }), &[], false, true),
        (json!({ "acr": "gold" }), &[], false, true),
        (json!({ "acr": "gold" }), &gold, true, true),
        (json!({ "acr": "silver" }), &gold, false, false),
        (json!({}), &gold, false, false),
    ] {
        let identity = keys
            .verify(&signer.sign(&header, &with(&changes)), &EXPECTED)
            .expect("believed");
        assert_eq!(identity.proves_second_factor(wanted), proves, "{changes}");
        assert_eq!(identity.has_acr(wanted), has_acr, "{changes}");
    }
}
