use crate::app::NoticeError;
use crate::domain::NoticeRefusal;
use platform::http::Problem;

platform::problems! {
    /// Every problem of notice.
    pub PROBLEMS;
    TITLE_INVALID = 422 "notice.title_invalid"
        { zh: "标题最多 {most} 个字符，不含控制字符", en: "A title has at most {most} characters, without control characters" }
    TEXT_INVALID = 422 "notice.text_invalid"
        { zh: "正文最多 {most} 个字符，不含控制字符", en: "A text has at most {most} characters, without control characters" }
    LANGUAGE_HALF = 422 "notice.language_half"
        { zh: "同一语言的标题和正文须同时填写", en: "In one language, title and text belong together: fill in both or none" }
    LANGUAGE_MISSING = 422 "notice.language_missing"
        { zh: "至少填写一种语言的标题和正文", en: "Write a title and a text in at least one language" }
    PERIOD_INVALID = 422 "notice.period_invalid"
        { zh: "截止时间须晚于开始时间", en: "A notice ends after it begins" }
    AUDIENCE_TOO_LARGE = 422 "notice.audience_too_large"
        { zh: "最多选择 {most} 个", en: "Choose at most {most}" }
    ROLE_UNKNOWN = 422 "notice.role_unknown"
        { zh: "没有角色 {role}", en: "There is no role {role}" }
    ORGANISATION_UNKNOWN = 422 "notice.organisation_unknown"
        { zh: "没有机构 {organisation}", en: "There is no organisation {organisation}" }
    TOO_MANY = 409 "notice.too_many"
        { zh: "同时有效的公告最多 {most} 条，请先撤回不用的", en: "No more than {most} notices at a time; withdraw some first" }
    NOTICE_UNKNOWN = 404 "notice.not_found"
        { zh: "没有这条公告，或未向您发布", en: "There is no such notice, or it is not for you" }
    CHANGED_MEANWHILE = 409 "notice.changed_meanwhile"
        { zh: "公告已在别处被修改，请刷新后再试", en: "The notice was changed elsewhere meanwhile; load it again" }
    WITHDRAWN = 409 "notice.withdrawn"
        { zh: "公告已撤回，不能再修改", en: "The notice was withdrawn and stays as it was" }
    TO_DO_UNKNOWN = 404 "notice.news_unknown"
        { zh: "没有这类消息：{kind}", en: "There are no news of the kind {kind}" }
}

impl From<NoticeError> for Problem {
    fn from(error: NoticeError) -> Problem {
        match error {
            NoticeError::Refused(refusal) => refused(refusal),
            NoticeError::Command(error) => error.into(),
            NoticeError::Export(error) => error.into(),
            NoticeError::Loan(error) => error.into(),
            NoticeError::Db(error) => error.into(),
        }
    }
}

impl From<NoticeRefusal> for Problem {
    fn from(refusal: NoticeRefusal) -> Problem {
        refused(refusal)
    }
}

fn refused(refusal: NoticeRefusal) -> Problem {
    match refusal {
        NoticeRefusal::TitleInvalid { field, most } => Problem::of(TITLE_INVALID).field(field).with("most", most),
        NoticeRefusal::TextInvalid { field, most } => Problem::of(TEXT_INVALID).field(field).with("most", most),
        NoticeRefusal::LanguageHalf { field } => Problem::of(LANGUAGE_HALF).field(field),
        NoticeRefusal::LanguageMissing => Problem::of(LANGUAGE_MISSING).field("title_zh"),
        NoticeRefusal::PeriodInvalid => Problem::of(PERIOD_INVALID).field("shown_until"),
        NoticeRefusal::AudienceTooLarge { field, most } => {
            Problem::of(AUDIENCE_TOO_LARGE).field(field).with("most", most)
        }
        NoticeRefusal::RoleUnknown { code } => Problem::of(ROLE_UNKNOWN).field("roles").with("role", code),
        NoticeRefusal::OrganisationUnknown { code } => Problem::of(ORGANISATION_UNKNOWN)
            .field("organisations")
            .with("organisation", code),
        NoticeRefusal::TooMany { most } => Problem::of(TOO_MANY).with("most", most),
        NoticeRefusal::NoticeUnknown => Problem::of(NOTICE_UNKNOWN),
        NoticeRefusal::ChangedMeanwhile => Problem::of(CHANGED_MEANWHILE).field("version"),
        NoticeRefusal::NoticeWithdrawn => Problem::of(WITHDRAWN),
        NoticeRefusal::ToDoUnknown { code } => Problem::of(TO_DO_UNKNOWN).with("kind", code),
    }
}
