use crate::domain::SetupRefusal;
use kernel::{BusinessDate, Currency};
use std::collections::BTreeSet;

/// The most branches of a plan; more are opened or imported later.
pub const BRANCHES_MAX: usize = 200;
/// The longest name, in characters.
const NAME_MAX: usize = 60;
/// The first day may lie so many days before today: a lender who catches up closes the days in between.
pub const FIRST_DAY_BACK: i32 = 3_660;
/// The first day may lie so many days after today.
pub const FIRST_DAY_AHEAD: i32 = 366;

/// Who lends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Institution {
    /// Chinese name.
    pub name_zh: String,
    /// English name.
    pub name_en: String,
    /// The currency in which the lender thinks: preselected where one is chosen.
    pub currency: Currency,
}

/// A branch below the head office.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Branch {
    /// Stable code.
    pub code: String,
    /// Chinese name.
    pub name_zh: String,
    /// English name.
    pub name_en: String,
    /// Code of the branch above, which comes before it in the list; the head office when absent.
    pub parent: Option<String>,
}

/// By which days the lender works.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum WorkCalendar {
    /// The public holidays of mainland China with the days worked in exchange, as delivered.
    #[default]
    China,
    /// Every day but Saturdays and Sundays.
    Weekends,
    /// The days of a file: `date,kind,name` with an optional source.
    Own {
        /// The file.
        csv: String,
    },
}

/// With what the book begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Start {
    /// Empty, on a day, with these products of the catalogue.
    Empty {
        /// The first business day.
        first_day: BusinessDate,
        /// Codes of products.
        products: BTreeSet<String>,
        /// The calendar of the head office, and with it of every organisation that names no other.
        calendar: WorkCalendar,
    },
    /// With the demo's customers, loans and users, on the demo's day.
    Demo,
}

/// What a lender tells at the first start.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// Who lends.
    pub institution: Institution,
    /// The branches, each after the one above it.
    pub branches: Vec<Branch>,
    /// With what the book begins.
    pub start: Start,
}

impl Plan {
    /// Checks what needs no database: `today` is the day on the wall, `presets` the codes of the catalogue.
    ///
    /// # Errors
    /// [`SetupRefusal`] from `NameInvalid` to `PresetUnknown`, the first that is wrong.
    pub fn check(&self, today: BusinessDate, presets: &BTreeSet<String>) -> Result<(), SetupRefusal> {
        let names = [
            ("institution.name_zh", &self.institution.name_zh),
            ("institution.name_en", &self.institution.name_en),
        ];
        for (field, name) in names {
            if name.trim().is_empty() || name.chars().count() > NAME_MAX {
                return Err(SetupRefusal::NameInvalid { field, most: NAME_MAX });
            }
        }
        self.check_branches()?;
        let Start::Empty {
            first_day, products, ..
        } = &self.start
        else {
            return Ok(());
        };
        let from = BusinessDate(today.date().add_days(-FIRST_DAY_BACK));
        let until = BusinessDate(today.date().add_days(FIRST_DAY_AHEAD));
        if *first_day < from || *first_day > until {
            return Err(SetupRefusal::FirstDayOutside { from, until });
        }
        match products.difference(presets).next() {
            Some(code) => Err(SetupRefusal::PresetUnknown { code: code.clone() }),
            None => Ok(()),
        }
    }

    fn check_branches(&self) -> Result<(), SetupRefusal> {
        if self.branches.len() > BRANCHES_MAX {
            return Err(SetupRefusal::TooManyBranches { most: BRANCHES_MAX });
        }
        let mut before: BTreeSet<&str> = BTreeSet::new();
        for (place, branch) in self.branches.iter().enumerate() {
            let code = branch.code.clone();
            match &branch.parent {
                Some(parent) if !before.contains(parent.as_str()) => {
                    let parent = parent.clone();
                    return Err(SetupRefusal::ParentUnknown { code, parent, place });
                }
                _ if !before.insert(&branch.code) => return Err(SetupRefusal::BranchTwice { code, place }),
                _ => {}
            }
        }
        Ok(())
    }
}
