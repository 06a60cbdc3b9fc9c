//! Identifiers of people, organisations, cards and telephones: what can be known from the number alone.
//!
//! Each type is made by `parse`, which normalises (spaces and hyphens removed, upper case) and names what is wrong.
//! `Debug` shows the masked number, so that a log line cannot leak it.

use std::fmt;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::{CivilDate, mask_bank_card, mask_identity, mask_mobile};

/// Why a text is not the identifier it should be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error, Serialize, Deserialize)]
#[serde(tag = "problem", rename_all = "snake_case")]
pub enum IdentifierError {
    /// Too short or too long.
    #[error("has {actual} characters instead of {min} to {max}")]
    Length {
        /// Least number of characters.
        min: usize,
        /// Greatest number of characters.
        max: usize,
        /// Characters found, separators not counted.
        actual: usize,
    },
    /// A character that cannot stand where it stands.
    #[error("has a character that is not allowed at position {position}")]
    Character {
        /// Position from 1, separators not counted.
        position: usize,
    },
    /// The leading region digits name no province.
    #[error("begins with an unknown region")]
    Region,
    /// The birth date does not exist.
    #[error("contains a birth date that does not exist")]
    BirthDate,
    /// The check digit does not match the rest: most often a typing error.
    #[error("has a check digit that does not match")]
    CheckDigit,
}

macro_rules! identifier {
    ($(#[$doc:meta])* $name:ident, $mask:path) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, Hash)]
        pub struct $name(String);

        impl $name {
            /// The normalised number in clear.
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// The number as it may be shown.
            pub fn masked(&self) -> String {
                $mask(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self.masked())
            }
        }
    };
}

identifier!(
    /// Resident identity number (居民身份证号码, GB 11643-1999), 18 characters; the same form serves residence permits of
    /// Hong Kong, Macao and Taiwan residents (81/82/83) and permanent residence cards of foreigners (beginning with 9).
    ResidentId,
    mask_identity
);
identifier!(
    /// Unified social credit code (统一社会信用代码, GB 32100-2015), 18 characters.
    UnifiedCreditCode,
    mask_identity
);
identifier!(
    /// Organisation code (组织机构代码, GB 11714-1997), 8 characters and a check character.
    OrganisationCode,
    mask_identity
);
identifier!(
    /// Bank card number (ISO/IEC 7812, JR/T 0008), 13 to 19 digits with a Luhn check digit.
    BankCard,
    mask_bank_card
);
identifier!(
    /// Mobile number of mainland China, 11 digits, without country code.
    Mobile,
    mask_mobile
);

impl ResidentId {
    /// Checks characters, region, birth date and check digit (ISO 7064 MOD 11-2), in this order.
    pub fn parse(text: &str) -> Result<ResidentId, IdentifierError> {
        const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
        const CHECKS: &[u8; 11] = b"10X98765432";
        let number = normalise(text);
        let bytes = fixed::<18>(&number)?;
        allow(bytes, |position, byte| match position {
            1 => (b'1'..=b'9').contains(&byte),
            18 => byte.is_ascii_digit() || byte == b'X',
            _ => byte.is_ascii_digit(),
        })?;
        if !is_resident_region(bytes) {
            return Err(IdentifierError::Region);
        }
        birth_date(bytes).ok_or(IdentifierError::BirthDate)?;
        let sum: u32 = bytes
            .iter()
            .zip(WEIGHTS)
            .map(|(&byte, weight)| u32::from(byte - b'0') * weight)
            .sum();
        check(CHECKS[(sum % 11) as usize] == bytes[17])?;
        Ok(ResidentId(number))
    }

    /// Date of birth.
    pub fn birth_date(&self) -> CivilDate {
        birth_date(self.0.as_bytes()).expect("parse accepts only numbers with a real birth date")
    }

    /// Sex as written in the number: an odd sequence number is male, an even one female.
    pub fn is_male(&self) -> bool {
        self.0.as_bytes()[16] % 2 == 1
    }

    /// Completed years of life on `date`; `None` before birth. Someone born on 29 February completes a year on 1 March
    /// in years without that day.
    pub fn age_on(&self, date: CivilDate) -> Option<u32> {
        let (birth_year, birth_month, birth_day) = self.birth_date().ymd();
        let (year, month, day) = date.ymd();
        let completed = year - birth_year - i32::from((month, day) < (birth_month, birth_day));
        u32::try_from(completed).ok()
    }
}

impl UnifiedCreditCode {
    /// Checks characters and check character (weights 3^(i-1) mod 31).
    pub fn parse(text: &str) -> Result<UnifiedCreditCode, IdentifierError> {
        const CHARSET: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";
        let value = |byte: u8| CHARSET.iter().position(|&c| c == byte);
        let number = normalise(text);
        let bytes = fixed::<18>(&number)?;
        allow(bytes, |position, byte| match position {
            3..=8 => byte.is_ascii_digit(),
            _ => value(byte).is_some(),
        })?;
        let mut weight = 1;
        let mut sum = 0;
        for &byte in &bytes[..17] {
            sum += value(byte).unwrap_or_default() * weight;
            weight = weight * 3 % 31;
        }
        check(CHARSET[(31 - sum % 31) % 31] == bytes[17])?;
        Ok(UnifiedCreditCode(number))
    }
}

impl OrganisationCode {
    /// Checks characters and check character (MOD 11); the customary hyphen before the check character may stand.
    pub fn parse(text: &str) -> Result<OrganisationCode, IdentifierError> {
        const WEIGHTS: [u32; 8] = [3, 7, 9, 10, 5, 8, 4, 2];
        let number = normalise(text);
        let bytes = fixed::<9>(&number)?;
        allow(bytes, |position, byte| match position {
            9 => byte.is_ascii_digit() || byte == b'X',
            _ => byte.is_ascii_digit() || byte.is_ascii_uppercase(),
        })?;
        let value = |byte: u8| {
            u32::from(if byte.is_ascii_digit() {
                byte - b'0'
            } else {
                byte - b'A' + 10
            })
        };
        let sum: u32 = bytes
            .iter()
            .zip(WEIGHTS)
            .map(|(&byte, weight)| value(byte) * weight)
            .sum();
        let expected = match 11 - sum % 11 {
            10 => b'X',
            11 => b'0',
            digit => b'0' + digit as u8,
        };
        check(expected == bytes[8])?;
        Ok(OrganisationCode(number))
    }
}

impl BankCard {
    /// Checks length, digits and the Luhn check digit.
    pub fn parse(text: &str) -> Result<BankCard, IdentifierError> {
        let number = normalise(text);
        let bytes = sized(&number, 13, 19)?;
        allow(bytes, |_, byte| byte.is_ascii_digit())?;
        let sum: u32 = bytes
            .iter()
            .rev()
            .enumerate()
            .map(|(index, &byte)| luhn(index, u32::from(byte - b'0')))
            .sum();
        check(sum.is_multiple_of(10))?;
        Ok(BankCard(number))
    }
}

fn luhn(index_from_right: usize, digit: u32) -> u32 {
    match (index_from_right % 2, digit) {
        (0, digit) => digit,
        (_, 0..=4) => digit * 2,
        _ => digit * 2 - 9,
    }
}

impl Mobile {
    /// Checks length and form (1, then 3 to 9, then nine digits). A leading +86 or 0086 is dropped.
    pub fn parse(text: &str) -> Result<Mobile, IdentifierError> {
        let full = normalise(text);
        let number = full
            .strip_prefix("+86")
            .or_else(|| full.strip_prefix("0086"))
            .unwrap_or(&full);
        let bytes = fixed::<11>(number)?;
        allow(bytes, |position, byte| match position {
            1 => byte == b'1',
            2 => (b'3'..=b'9').contains(&byte),
            _ => byte.is_ascii_digit(),
        })?;
        Ok(Mobile(number.to_string()))
    }
}

/// Drops spaces and hyphens, folds full-width digits and letters to ASCII, makes letters upper case.
fn normalise(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_whitespace() && *c != '-')
        .map(|c| match c {
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
            c => c,
        })
        .map(|c| c.to_ascii_uppercase())
        .collect()
}

fn sized(number: &str, min: usize, max: usize) -> Result<&[u8], IdentifierError> {
    let actual = number.chars().count();
    if actual < min || actual > max {
        return Err(IdentifierError::Length { min, max, actual });
    }
    match number.chars().position(|c| !c.is_ascii()) {
        Some(index) => Err(IdentifierError::Character { position: index + 1 }),
        None => Ok(number.as_bytes()),
    }
}

fn fixed<const N: usize>(number: &str) -> Result<&[u8; N], IdentifierError> {
    let bytes = sized(number, N, N)?;
    Ok(bytes.try_into().expect("sized has just checked the length"))
}

fn allow(bytes: &[u8], allowed: impl Fn(usize, u8) -> bool) -> Result<(), IdentifierError> {
    match bytes
        .iter()
        .enumerate()
        .find(|&(index, &byte)| !allowed(index + 1, byte))
    {
        Some((index, _)) => Err(IdentifierError::Character { position: index + 1 }),
        None => Ok(()),
    }
}

fn check(matches: bool) -> Result<(), IdentifierError> {
    if matches {
        Ok(())
    } else {
        Err(IdentifierError::CheckDigit)
    }
}

/// First two digits of GB/T 2260; a foreigner's card has them after the leading 9 (91 also stood for abroad).
fn is_resident_region(bytes: &[u8]) -> bool {
    let two = |at: usize| (bytes[at] - b'0') * 10 + (bytes[at + 1] - b'0');
    let province = |code| matches!(code, 11..=15 | 21..=23 | 31..=37 | 41..=46 | 50..=54 | 61..=65 | 71 | 81..=83);
    province(two(0)) || two(0) == 91 || (bytes[0] == b'9' && province(two(1)))
}

fn birth_date(bytes: &[u8]) -> Option<CivilDate> {
    let number = |from: usize, to: usize| {
        bytes[from..to]
            .iter()
            .fold(0, |n, &byte| n * 10 + i32::from(byte - b'0'))
    };
    let (year, month, day) = (number(6, 10), number(10, 12), number(12, 14));
    (year >= 1800).then_some(())?;
    CivilDate::from_ymd(year, month.try_into().ok()?, day.try_into().ok()?)
}

#[cfg(test)]
mod tests;
