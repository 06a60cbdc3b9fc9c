use kernel::CivilDate;

use crate::domain::AccessRefusal;

/// The code of a role: 2 to 32 of a-z, 0-9, underscore, beginning with a letter.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct RoleCode(String);

impl RoleCode {
    /// Trims the text.
    ///
    /// # Errors
    /// [`AccessRefusal::RoleCodeInvalid`].
    pub fn parse(text: &str) -> Result<RoleCode, AccessRefusal> {
        let code = text.trim();
        let allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
        let begins_with_letter = code.bytes().next().is_some_and(|byte| byte.is_ascii_lowercase());
        if (2..=32).contains(&code.len()) && begins_with_letter && code.bytes().all(allowed) {
            Ok(RoleCode(code.to_owned()))
        } else {
            Err(AccessRefusal::RoleCodeInvalid)
        }
    }

    /// The code.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The longest time for which a deputy is appointed at once.
const LONGEST_DAYS: i32 = 366;

/// The business dates from one day until before another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    from: CivilDate,
    to: CivilDate,
}

impl Period {
    /// A period of at least a day and at most a year that is not over yet.
    ///
    /// # Errors
    /// [`AccessRefusal::PeriodInvalid`].
    pub fn of(from: CivilDate, to: CivilDate, today: CivilDate) -> Result<Period, AccessRefusal> {
        let days = to.days_since(from);
        if (1..=LONGEST_DAYS).contains(&days) && to > today {
            Ok(Period { from, to })
        } else {
            Err(AccessRefusal::PeriodInvalid { longest: LONGEST_DAYS })
        }
    }

    /// The first day.
    #[must_use]
    pub fn from(self) -> CivilDate {
        self.from
    }

    /// The first day after it.
    #[must_use]
    pub fn to(self) -> CivilDate {
        self.to
    }
}
