use hmac::{Hmac, Mac};
use kernel::Timestamp;
use sha1::Sha1;

/// Seconds for which one code stands.
const STEP_SECONDS: i64 = 30;
/// Steps by which a clock may be early or late.
const TOLERANCE: i64 = 1;
const MODULUS: u32 = 1_000_000;
const BASE32: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// What an authenticator app and the server share: the key of the codes (RFC 6238 with SHA-1, six digits, 30 seconds).
pub struct TotpSecret([u8; 20]);

impl TotpSecret {
    /// A secret of these random bytes.
    #[must_use]
    pub fn new(bytes: [u8; 20]) -> TotpSecret {
        TotpSecret(bytes)
    }

    /// The secret in base 32, as people type it into an app.
    #[must_use]
    pub fn text(&self) -> String {
        base32(&self.0)
    }

    /// The address that apps read.
    #[must_use]
    pub fn uri(&self, login: &str) -> String {
        format!(
            "otpauth://totp/Xindai:{login}?secret={}&issuer=Xindai&algorithm=SHA1&digits=6&period={STEP_SECONDS}",
            self.text()
        )
    }

    /// The bytes, to be encrypted.
    #[must_use]
    pub fn bytes(&self) -> &[u8; 20] {
        &self.0
    }

    /// The code of a step.
    #[must_use]
    pub fn code(&self, step: i64) -> u32 {
        let mut mac = Hmac::<Sha1>::new_from_slice(&self.0).expect("HMAC takes keys of any length");
        mac.update(&step.to_be_bytes());
        let digest = mac.finalize().into_bytes();
        let offset = usize::from(digest[19] & 0x0f);
        let word = [
            digest[offset] & 0x7f,
            digest[offset + 1],
            digest[offset + 2],
            digest[offset + 3],
        ];
        u32::from_be_bytes(word) % MODULUS
    }

    /// The step to which a typed code belongs: the present one or a neighbour, but later than the last that was taken.
    #[must_use]
    pub fn step_of(&self, typed: &str, now: Timestamp, last: i64) -> Option<i64> {
        let typed: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
        if typed.len() != 6 || !typed.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let typed: u32 = typed.parse().ok()?;
        let step = step_at(now);
        (step - TOLERANCE..=step + TOLERANCE).find(|step| *step > last && self.code(*step) == typed)
    }
}

/// The number of the step at a moment.
fn step_at(now: Timestamp) -> i64 {
    now.millis().div_euclid(STEP_SECONDS * 1000)
}

/// A recovery code as people see it: 80 bits in four groups.
#[must_use]
pub fn recovery_code(bytes: [u8; 10]) -> String {
    let text = base32(&bytes).to_ascii_lowercase();
    format!("{}-{}-{}-{}", &text[..4], &text[4..8], &text[8..12], &text[12..])
}

/// The same from what somebody typed, however grouped; `None` when it has not the form of one.
#[must_use]
pub fn parse_recovery_code(typed: &str) -> Option<String> {
    let letters = typed.chars().filter(|c| !c.is_whitespace() && *c != '-');
    let text: String = letters.map(|c| c.to_ascii_uppercase()).collect();
    (text.len() == 16 && text.bytes().all(|byte| BASE32.contains(&byte))).then_some(text)
}

/// Five bits a character; both lengths used here are whole numbers of characters, so there is no padding.
fn base32(bytes: &[u8]) -> String {
    let mut text = String::new();
    let (mut held, mut bits) = (0_u32, 0);
    for byte in bytes {
        held = (held << 8) | u32::from(*byte);
        bits += 8;
        while bits >= 5 {
            bits -= 5;
            text.push(char::from(BASE32[(held >> bits) as usize & 31]));
        }
        held &= (1 << bits) - 1;
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rfc() -> TotpSecret {
        TotpSecret::new(*b"12345678901234567890")
    }

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_millis(seconds * 1000)
    }

    /// RFC 6238, appendix B, the rows of SHA-1: of the eight digits the last six.
    #[test]
    fn the_codes_are_those_of_the_rfc() {
        for (seconds, code) in [
            (59, 287_082),
            (1_111_111_109, 81_804),
            (1_111_111_111, 50_471),
            (1_234_567_890, 5_924),
            (2_000_000_000, 279_037),
            (20_000_000_000, 353_130),
        ] {
            assert_eq!(rfc().code(step_at(at(seconds))), code, "{seconds}");
        }
    }

    #[test]
    fn a_code_is_heard_one_step_early_or_late_and_once() {
        // 59 s is in step 1, that of 30 to 60 s.
        for (seconds, step) in [(0, Some(1)), (59, Some(1)), (89, Some(1)), (90, None)] {
            assert_eq!(rfc().step_of("287082", at(seconds), 0), step, "{seconds}");
        }
        assert_eq!(rfc().step_of("287 082", at(59), 0), Some(1));
        assert_eq!(rfc().step_of("287082", at(59), 1), None, "taken already");
        for typed in ["", "28708", "2870820", "+87082", "28708x", "287083"] {
            assert_eq!(rfc().step_of(typed, at(59), 0), None, "{typed}");
        }
        assert_eq!(rfc().step_of("081804", at(1_111_111_109), 0), Some(37_037_036));
        assert_eq!(
            rfc().step_of("81804", at(1_111_111_109), 0),
            None,
            "the nought belongs to it"
        );
    }

    /// RFC 4648, section 10: `fooba` is `MZXW6YTB`; twenty bytes are 32 characters.
    #[test]
    fn secrets_are_written_in_base_32() {
        assert_eq!(base32(b"fooba"), "MZXW6YTB");
        assert_eq!(rfc().text(), "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
        assert_eq!(
            rfc().uri("li.na"),
            "otpauth://totp/Xindai:li.na?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Xindai&algorithm=SHA1&digits=6&period=30"
        );
    }

    #[test]
    fn a_recovery_code_is_read_however_it_is_grouped() {
        assert_eq!(recovery_code(*b"foobafooba"), "mzxw-6ytb-mzxw-6ytb");
        for typed in ["mzxw-6ytb-mzxw-6ytb", "MZXW6YTB MZXW6YTB"] {
            assert_eq!(parse_recovery_code(typed).as_deref(), Some("MZXW6YTBMZXW6YTB"));
        }
        for typed in ["", "287082", "mzxw-6ytb-mzxw-6yt1"] {
            assert_eq!(parse_recovery_code(typed), None, "{typed}");
        }
    }
}
