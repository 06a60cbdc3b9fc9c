use platform::http::Problem;

use crate::domain::SignOnRefusal;

platform::problems! {
    /// Every problem of signing on through an identity provider.
    pub SIGN_ON_PROBLEMS;
    SIGN_ON_OFF = 404 "access.sign_on_off"
        { zh: "未配置统一身份认证", en: "Signing on through an identity provider is not configured" }
    SIGN_ON_STALE = 401 "access.sign_on_stale"
        { zh: "登录已超时或不是从本浏览器发起，请重新登录", en: "This sign-on took too long or was not begun in this browser; begin again" }
    SIGN_ON_DENIED = 401 "access.sign_on_denied"
        { zh: "身份提供方拒绝了登录（{error}）", en: "The identity provider refused to sign you on ({error})" }
    PROVIDER_UNREACHABLE = 503 "access.provider_unreachable"
        { zh: "身份提供方无法访问，请稍后再试或使用密码登录", en: "The identity provider does not answer; try again later or sign in with your password" }
    SIGN_ON_UNTRUSTED = 401 "access.sign_on_untrusted"
        { zh: "身份提供方的应答未通过校验，请联系管理员", en: "The answer of the identity provider cannot be trusted; tell your administrator" }
    SIGN_ON_FACTOR = 401 "access.sign_on_factor"
        { zh: "身份提供方未确认两步验证，请使用密码和验证码登录", en: "The identity provider did not confirm a second factor; sign in with password and code" }
    SUBJECT_INVALID = 422 "access.subject_invalid"
        { zh: "身份标识须为 1 至 255 个可见 ASCII 字符", en: "A subject has 1 to 255 visible ASCII characters" }
    SUBJECT_TAKEN = 409 "access.subject_taken"
        { zh: "该身份标识已关联其他用户", en: "Another user is linked to this subject" }
}

pub(super) fn of_sign_on(refusal: SignOnRefusal) -> Problem {
    let of = Problem::of;
    match refusal {
        SignOnRefusal::Off => of(SIGN_ON_OFF),
        SignOnRefusal::Stale => of(SIGN_ON_STALE),
        SignOnRefusal::Denied { error } => of(SIGN_ON_DENIED).with("error", error),
        SignOnRefusal::ProviderUnreachable => of(PROVIDER_UNREACHABLE),
        SignOnRefusal::Factor => of(SIGN_ON_FACTOR),
        SignOnRefusal::SubjectInvalid => of(SUBJECT_INVALID).field("subject"),
        SignOnRefusal::SubjectTaken => of(SUBJECT_TAKEN).field("subject"),
        SignOnRefusal::Untrusted => of(SIGN_ON_UNTRUSTED),
    }
}
