use crate::app::SetupError;
use crate::domain::SetupRefusal;
use platform::http::Problem;

platform::problems! {
    /// Every problem of setting up.
    pub PROBLEMS;
    DONE = 409 "setup.done" { zh: "系统已完成初始化", en: "The lender is set up already" }
    BUSY = 409 "setup.busy" { zh: "正在生成演示数据", en: "A demo book is being made" }
    NAME_INVALID = 422 "setup.name_invalid"
        { zh: "名称须为 1 至 {most} 个字符", en: "The name has 1 to {most} characters" }
    TOO_MANY_BRANCHES = 422 "setup.too_many_branches"
        { zh: "初始化时最多 {most} 个分支机构，其余可稍后新设或导入",
          en: "At most {most} branches now; open or import more of them later" }
    BRANCH_TWICE = 422 "setup.branch_twice" { zh: "机构代码 {branch} 重复", en: "The code {branch} stands twice" }
    PARENT_UNKNOWN = 422 "setup.parent_unknown"
        { zh: "上级机构 {parent} 须排在 {branch} 之前", en: "{parent} must come before its branch {branch}" }
    FIRST_DAY_OUTSIDE = 422 "setup.first_day_outside"
        { zh: "首个营业日须在 {from} 至 {until} 之间", en: "The first business day lies between {from} and {until}" }
    PRESET_UNKNOWN = 422 "setup.preset_unknown" { zh: "没有产品模板 {preset}", en: "There is no preset {preset}" }
    CALENDAR_WRONG = 422 "setup.calendar_wrong"
        { zh: "日历文件第 {line} 行有误；首行须为 date,kind,name，类型为 holiday 或 workday",
          en: "Line {line} of the calendar is wrong; the first is date,kind,name, and a kind is holiday or workday" }
    NOTHING_INTERRUPTED = 409 "setup.nothing_interrupted" { zh: "没有中断的演示数据生成", en: "No demo waits to be gone on with" }
    FIRST_DAY_MISSING = 422 "setup.first_day_missing"
        { zh: "请选择首个营业日", en: "Choose the first business day" }
    ADMINISTRATOR_MISSING = 422 "setup.administrator_missing"
        { zh: "初始账号 admin 不可继续使用，请设置您自己的管理员账号",
          en: "The account admin ends here: choose an administrator's account of your own" }
}

impl From<SetupError> for Problem {
    fn from(error: SetupError) -> Problem {
        match error {
            SetupError::Refused(refusal) => refused(refusal),
            SetupError::Command(error) => error.into(),
            SetupError::Access(error) => error.into(),
            SetupError::Ledger(error) => error.into(),
            SetupError::Product(error) => error.into(),
            SetupError::Reference(error) => Problem::from(error).field("calendar_csv"),
            SetupError::Demo(error) => Problem::internal(&error),
            SetupError::Db(error) => error.into(),
        }
    }
}

fn refused(refusal: SetupRefusal) -> Problem {
    let branch = |place: usize, part: &str| format!("branches[{place}].{part}");
    match refusal {
        SetupRefusal::Done => Problem::of(DONE),
        SetupRefusal::Busy => Problem::of(BUSY),
        SetupRefusal::NameInvalid { field, most } => Problem::of(NAME_INVALID).field(field).with("most", most),
        SetupRefusal::TooManyBranches { most } => Problem::of(TOO_MANY_BRANCHES).field("branches").with("most", most),
        SetupRefusal::BranchTwice { code, place } => Problem::of(BRANCH_TWICE)
            .field(branch(place, "code"))
            .with("branch", code),
        SetupRefusal::ParentUnknown { code, parent, place } => Problem::of(PARENT_UNKNOWN)
            .field(branch(place, "parent"))
            .with("branch", code)
            .with("parent", parent),
        SetupRefusal::FirstDayOutside { from, until } => Problem::of(FIRST_DAY_OUTSIDE)
            .field("first_day")
            .with("from", from)
            .with("until", until),
        SetupRefusal::PresetUnknown { code } => Problem::of(PRESET_UNKNOWN).field("products").with("preset", code),
        SetupRefusal::CalendarWrong { line } => Problem::of(CALENDAR_WRONG).field("calendar_csv").with("line", line),
        SetupRefusal::NothingInterrupted => Problem::of(NOTHING_INTERRUPTED),
        SetupRefusal::AdministratorMissing => Problem::of(ADMINISTRATOR_MISSING).field("administrator"),
    }
}
