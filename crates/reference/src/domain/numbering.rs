//! Rules by which numbers are made.

use super::check_digit::CheckDigit;
use super::error::{PatternFault, ReferenceRefusal};
use kernel::CivilDate;
use serde::{Deserialize, Serialize};
use std::fmt::Write;

/// Numbers of customers.
pub const CUSTOMER_NUMBER: &str = "customer_number";
/// Numbers of loans.
pub const LOAN_NUMBER: &str = "loan_number";

/// The numbers that the program makes; there are no others.
const KNOWN: [&str; 2] = [CUSTOMER_NUMBER, LOAN_NUMBER];
const PATTERN_MAX: usize = 64;
const NUMBER_MAX: usize = 40;
/// Characters that an organisation's code may have.
const ORG_MAX: usize = 16;
const CROCKFORD: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const HEX: &[u8; 16] = b"0123456789ABCDEF";

/// How a number is made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Numbering {
    /// Letters, digits and hyphens as they are, and parts in braces: `{org}`, `{yyyy}`, `{yy}`, `{mm}`, `{dd}`, `{seq:8}`, `{id32:10}`,
    /// `{id16:10}`, and at the end `{check:mod11-10}`, `{check:mod37-36}` or `{check:luhn}`.
    pub pattern: String,
    /// When the sequence begins anew.
    pub reset: Reset,
}

/// When a sequence begins anew.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reset {
    /// Never.
    Never,
    /// With each year.
    Year,
    /// With each month.
    Month,
    /// With each day.
    Day,
}

/// For what a number is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Numbered<'a> {
    /// On which business date.
    pub on: CivilDate,
    /// Code of the organisation.
    pub org: &'a str,
    /// Id of the object.
    pub id: u128,
    /// Its place in the sequence, from 1.
    pub sequence: u64,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    Text(String),
    Org,
    Year4,
    Year2,
    Month,
    Day,
    Sequence(usize),
    Id {
        letters: &'static [u8],
        bits: u32,
        places: usize,
    },
    Check(CheckDigit),
}

impl Part {
    fn parse(text: &str) -> Option<Self> {
        let places = |text: &str, most: usize| text.parse().ok().filter(|n| (1..=most).contains(n));
        Some(match text.split_once(':') {
            None => match text {
                "org" => Self::Org,
                "yyyy" => Self::Year4,
                "yy" => Self::Year2,
                "mm" => Self::Month,
                "dd" => Self::Day,
                _ => return None,
            },
            Some(("seq", n)) => Self::Sequence(places(n, 18)?),
            Some(("id32", n)) => Self::Id {
                letters: CROCKFORD,
                bits: 5,
                places: places(n, 12).filter(|n| *n >= 10)?,
            },
            Some(("id16", n)) => Self::Id {
                letters: HEX,
                bits: 4,
                places: places(n, 15).filter(|n| *n >= 10)?,
            },
            Some(("check", name)) => Self::Check(CheckDigit::parse(name)?),
            _ => return None,
        })
    }

    fn longest(&self) -> usize {
        match self {
            Self::Text(text) => text.len(),
            Self::Org => ORG_MAX,
            Self::Year4 => 4,
            Self::Year2 | Self::Month | Self::Day => 2,
            Self::Sequence(places) | Self::Id { places, .. } => *places,
            Self::Check(_) => 1,
        }
    }
}

impl Numbering {
    /// Refuses a rule that cannot be meant.
    ///
    /// # Errors
    /// [`ReferenceRefusal::NumberingUnknown`], [`PatternFault`].
    pub fn check(&self, code: &str) -> Result<(), ReferenceRefusal> {
        if !KNOWN.contains(&code) {
            let code = code.to_owned();
            return Err(ReferenceRefusal::NumberingUnknown { code });
        }
        self.check_parts(&self.parts()?).map_err(Into::into)
    }

    fn check_parts(&self, parts: &[Part]) -> Result<(), PatternFault> {
        let count = |wanted: fn(&Part) -> bool| parts.iter().filter(|part| wanted(part)).count();
        let ids = count(|part| matches!(part, Part::Id { .. }));
        if count(|part| matches!(part, Part::Sequence(_))) + ids != 1 {
            return Err(PatternFault::NotUnique);
        }
        let last = parts.len().saturating_sub(1);
        for (place, part) in parts.iter().enumerate() {
            if let Part::Check(standard) = part {
                if place != last {
                    return Err(PatternFault::CheckNotLast);
                }
                if standard.is_of_digits() && ids > 0 {
                    return Err(PatternFault::CheckNeedsDigits);
                }
            }
        }
        let has = |wanted: fn(&Part) -> bool| count(wanted) > 0;
        let (year, month, day) = (
            has(|part| matches!(part, Part::Year4 | Part::Year2)),
            has(|part| matches!(part, Part::Month)),
            has(|part| matches!(part, Part::Day)),
        );
        let told = match self.reset {
            Reset::Never => true,
            Reset::Year => year,
            Reset::Month => year && month,
            Reset::Day => year && month && day,
        };
        if !told {
            return Err(PatternFault::ResetNotTold);
        }
        if parts.iter().map(Part::longest).sum::<usize>() > NUMBER_MAX {
            return Err(PatternFault::TooLong { most: NUMBER_MAX });
        }
        Ok(())
    }

    fn parts(&self) -> Result<Vec<Part>, PatternFault> {
        if self.pattern.is_empty() || self.pattern.len() > PATTERN_MAX {
            return Err(PatternFault::TooLong { most: PATTERN_MAX });
        }
        let (mut parts, mut rest) = (Vec::new(), self.pattern.as_str());
        while !rest.is_empty() {
            if let Some(inside) = rest.strip_prefix('{') {
                let (name, after) = inside.split_once('}').ok_or(PatternFault::PartUnknown)?;
                parts.push(Part::parse(name).ok_or(PatternFault::PartUnknown)?);
                rest = after;
            } else {
                let end = rest.find('{').unwrap_or(rest.len());
                let text = &rest[..end];
                if !text
                    .chars()
                    .all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '-')
                {
                    return Err(PatternFault::TextInvalid);
                }
                parts.push(Part::Text(text.to_owned()));
                rest = &rest[end..];
            }
        }
        Ok(parts)
    }

    /// Whether it counts, and so waits for whoever takes a number of the same sequence at the same moment.
    #[must_use]
    pub fn counts(&self) -> bool {
        self.pattern.contains("{seq:")
    }

    /// Which sequence counts for an organisation on a day.
    #[must_use]
    pub fn sequence_of(&self, on: CivilDate, org: &str) -> String {
        let (y, m, d) = on.ymd();
        let period = match self.reset {
            Reset::Never => String::new(),
            Reset::Year => format!("{y:04}"),
            Reset::Month => format!("{y:04}-{m:02}"),
            Reset::Day => format!("{y:04}-{m:02}-{d:02}"),
        };
        let org = if self.pattern.contains("{org}") { org } else { "" };
        format!("{org}/{period}")
    }

    /// The number.
    ///
    /// # Errors
    /// [`ReferenceRefusal::SequenceExhausted`]; [`PatternFault`] for a pattern that was not checked.
    pub fn render(&self, of: &Numbered<'_>) -> Result<String, ReferenceRefusal> {
        let (y, m, d) = of.on.ymd();
        let mut number = String::new();
        for part in self.parts()? {
            let written = match part {
                Part::Text(text) => write!(number, "{text}"),
                Part::Org => write!(number, "{}", of.org),
                Part::Year4 => write!(number, "{y:04}"),
                Part::Year2 => write!(number, "{:02}", y.rem_euclid(100)),
                Part::Month => write!(number, "{m:02}"),
                Part::Day => write!(number, "{d:02}"),
                Part::Sequence(places) => {
                    let digits = format!("{:0places$}", of.sequence);
                    if digits.len() > places {
                        return Err(ReferenceRefusal::SequenceExhausted { places });
                    }
                    write!(number, "{digits}")
                }
                Part::Id { letters, bits, places } => {
                    let places = (0..u32::try_from(places).unwrap_or(0)).rev();
                    let mask = (1_u128 << bits) - 1;
                    number.extend(places.map(|place| char::from(letters[((of.id >> (bits * place)) & mask) as usize])));
                    Ok(())
                }
                Part::Check(standard) => write!(number, "{}", standard.of(&number)),
            };
            written.expect("writing into a text does not fail");
        }
        Ok(number)
    }
}
