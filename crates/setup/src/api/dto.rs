use super::problem::FIRST_DAY_MISSING;
use crate::app::{DemoProgress, Preset, SetupNeeded};
use crate::domain::{Branch, Institution, Plan, Start, WorkCalendar};
use access::NewUser;
use kernel::{BusinessDate, Currency, Timestamp};
use platform::http::{Problem, wire};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Who lends.
#[derive(Debug, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct InstitutionDto {
    /// Chinese name.
    #[schema(example = "乙县农村商业银行", max_length = 60)]
    pub name_zh: String,
    /// English name.
    #[schema(example = "Yi Rural Commercial Bank", max_length = 60)]
    pub name_en: String,
    /// The currency in which the lender thinks.
    #[schema(value_type = String, example = "CNY")]
    pub currency: Currency,
}

/// A branch.
#[derive(Debug, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BranchDto {
    /// Stable code.
    #[schema(example = "01")]
    pub code: String,
    /// Chinese name.
    #[schema(example = "城关支行")]
    pub name_zh: String,
    /// English name.
    #[schema(example = "Chengguan branch")]
    pub name_en: String,
    /// Code of the branch above, which comes before it in the list; the head office when absent.
    pub parent: Option<String>,
}

/// The administrator who takes over from the account of the first start.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AdministratorDto {
    /// The name to sign in with.
    #[schema(example = "zhao.min")]
    pub login: String,
    /// The name others see.
    #[schema(example = "赵敏")]
    pub name: String,
    /// The password.
    #[schema(example = "Correct-horse-7", format = "password")]
    pub password: String,
}

/// By which days the lender works.
#[derive(Debug, Clone, Copy, Default, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = SetupCalendarKind)]
pub enum CalendarKindDto {
    /// The public holidays of mainland China with the days worked in exchange, as delivered.
    #[default]
    China,
    /// Every day but Saturdays and Sundays.
    Weekends,
    /// The days of a file.
    Own,
}

/// What a lender tells at the first start.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SetUpRequest {
    /// Who lends.
    pub institution: InstitutionDto,
    /// The branches, each after the one above it; at most 200.
    #[serde(default)]
    pub branches: Vec<BranchDto>,
    /// Who administers; must be given by the account `admin` of the first start, which ends here.
    pub administrator: Option<AdministratorDto>,
    /// The first business day; needed without the demo.
    #[schema(value_type = Option<wire::Date>)]
    pub first_day: Option<BusinessDate>,
    /// Codes of the products to begin with.
    #[serde(default)]
    #[schema(example = json!(["P01", "P03"]))]
    pub products: Vec<String>,
    /// By which days the lender works; without the demo. It can be changed later.
    #[serde(default)]
    #[schema(inline)]
    pub calendar: CalendarKindDto,
    /// The file of an own calendar, one year: `date,kind,name` and perhaps `source`, a day a row, the kind `holiday` or `workday`.
    #[schema(example = "date,kind,name\n2026-01-01,holiday,元旦\n", max_length = 40000)]
    pub calendar_csv: Option<String>,
    /// Begin with the demo's customers, loans and users instead, on the demo's day.
    #[serde(default)]
    pub demo: bool,
}

impl SetUpRequest {
    /// The user that the administrator is to be.
    pub fn user(&self) -> Option<NewUser> {
        self.administrator.as_ref().map(|given| NewUser {
            login: given.login.clone(),
            name: given.name.clone(),
            password: given.password.clone(),
            roles: vec!["administrator".to_owned()],
            organisation: None,
        })
    }

    /// What makes one request another: everything but the password.
    pub fn content(&self) -> impl Serialize {
        let administrator = self.administrator.as_ref().map(|given| (&given.login, &given.name));
        let calendar = (self.calendar, &self.calendar_csv);
        let start = (self.first_day, &self.products, self.demo, calendar);
        (&self.institution, &self.branches, administrator, start)
    }

    /// The plan.
    pub fn plan(&self) -> Result<Plan, Problem> {
        let start = if self.demo {
            Start::Demo
        } else {
            let missing = || Problem::of(FIRST_DAY_MISSING).field("first_day");
            Start::Empty {
                first_day: self.first_day.ok_or_else(missing)?,
                products: self.products.iter().cloned().collect(),
                calendar: match self.calendar {
                    CalendarKindDto::China => WorkCalendar::China,
                    CalendarKindDto::Weekends => WorkCalendar::Weekends,
                    CalendarKindDto::Own => WorkCalendar::Own {
                        csv: self.calendar_csv.clone().unwrap_or_default(),
                    },
                },
            }
        };
        let branch = |branch: &BranchDto| Branch {
            code: branch.code.clone(),
            name_zh: branch.name_zh.clone(),
            name_en: branch.name_en.clone(),
            parent: branch.parent.clone().filter(|parent| !parent.is_empty()),
        };
        Ok(Plan {
            institution: Institution {
                name_zh: self.institution.name_zh.clone(),
                name_en: self.institution.name_en.clone(),
                currency: self.institution.currency,
            },
            branches: self.branches.iter().map(branch).collect(),
            start,
        })
    }
}

/// A product that a new lender may take.
#[derive(Debug, Serialize, ToSchema)]
pub struct PresetDto {
    /// Its code.
    #[schema(example = "P01")]
    pub code: String,
    /// Chinese name.
    pub name_zh: String,
    /// English name.
    pub name_en: String,
    /// Chinese description.
    pub description_zh: String,
    /// English description.
    pub description_en: String,
    /// Its currency.
    #[schema(example = "CNY")]
    pub currency: String,
}

impl From<Preset> for PresetDto {
    fn from(preset: Preset) -> Self {
        Self {
            code: preset.code,
            name_zh: preset.name_zh,
            name_en: preset.name_en,
            description_zh: preset.description_zh,
            description_en: preset.description_en,
            currency: preset.currency.code().to_owned(),
        }
    }
}

/// Where the set-up stands.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SetupStage {
    /// The lender is yet to be set up.
    Needed,
    /// The demo's book is being made.
    Working,
    /// The demo's book could not be made; it can be gone on with, or begun again with an empty data directory.
    Failed,
    /// The program ended while the demo's book was made; it can be gone on with.
    Interrupted,
    /// Work can begin.
    Done,
}

/// Where the set-up stands, and what may be chosen.
#[derive(Debug, Serialize, ToSchema)]
pub struct SetupState {
    /// Where it stands.
    pub stage: SetupStage,
    /// Days of the demo that are lived, of a demo that is being made.
    pub days_done: Option<u64>,
    /// Days of the demo.
    pub days_total: Option<u64>,
    /// The products that may be chosen while the set-up is needed.
    pub presets: Vec<PresetDto>,
    /// The years of the calendar of mainland China that are delivered, while the set-up is needed.
    #[schema(example = json!([2025, 2026]))]
    pub calendar_years: Vec<i32>,
    /// The day at which the making of a demo's book was interrupted.
    #[schema(value_type = Option<wire::Date>)]
    pub interrupted_on: Option<BusinessDate>,
}

impl SetupState {
    /// Where it stands: what this program is making, or what the database tells.
    pub fn of(found: SetupNeeded, making: Option<DemoProgress>, now: Timestamp) -> Self {
        let here = making.is_some();
        let stage = match (&making, &found.demo) {
            (Some(demo), _) if demo.failure.is_some() => SetupStage::Failed,
            (Some(_), _) => SetupStage::Working,
            // Another node of the same database may be making it.
            (None, Some(mark)) if mark.is_silent(now) || found.alone => SetupStage::Interrupted,
            (None, Some(_)) => SetupStage::Working,
            (None, None) if found.needed => SetupStage::Needed,
            (None, None) => SetupStage::Done,
        };
        Self {
            stage,
            days_done: making.as_ref().map(|demo| demo.done),
            days_total: making.as_ref().map(|demo| demo.total),
            presets: found.presets.into_iter().map(PresetDto::from).collect(),
            calendar_years: found.calendar_years,
            interrupted_on: found.demo.filter(|_| !here).map(|mark| mark.day),
        }
    }
}
