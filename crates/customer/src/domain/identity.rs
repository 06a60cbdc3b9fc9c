use std::fmt;

use kernel::{CivilDate, IdentifierError, ResidentId, UnifiedCreditCode, mask_identity};

use crate::domain::IdentityKind;

const OLDEST: u32 = 120;

/// An identity document: its kind and its number, checked as far as the kind allows. `Debug` shows the masked number.
#[derive(Clone, PartialEq, Eq)]
pub struct Identity {
    kind: IdentityKind,
    number: String,
}

impl Identity {
    /// Checks and normalises a number. A resident identity number must belong to someone born by `today` and not over
    /// 120 years old.
    ///
    /// # Errors
    /// What is wrong with the number.
    pub fn parse(kind: IdentityKind, number: &str, today: CivilDate) -> Result<Identity, IdentifierError> {
        let number = match kind {
            IdentityKind::ResidentId => resident_number(number, today)?,
            IdentityKind::UnifiedCreditCode => UnifiedCreditCode::parse(number)?.as_str().to_owned(),
            IdentityKind::Passport => bounded(number, 5, 20, |c| c.is_ascii_alphanumeric())?,
            IdentityKind::HkMacaoPermit => hk_macao_number(number)?,
            IdentityKind::TaiwanPermit => bounded(number, 8, 10, |c| c.is_ascii_alphanumeric())?,
            IdentityKind::Other => bounded(number, 1, 40, |c| c.is_ascii_graphic())?,
        };
        Ok(Identity { kind, number })
    }

    /// The kind of document.
    #[must_use]
    pub fn kind(&self) -> IdentityKind {
        self.kind
    }

    /// The number in clear.
    #[must_use]
    pub fn number(&self) -> &str {
        &self.number
    }

    /// Whether a sole trader can have it: a unified social credit code says by its first characters to whom it was given, 92 for
    /// sole traders (GB 32100-2015, table 1); other documents do not say.
    #[must_use]
    pub fn may_be_of_sole_trader(&self) -> bool {
        self.kind != IdentityKind::UnifiedCreditCode || self.number.starts_with("92")
    }

    /// The number as it may be shown.
    #[must_use]
    pub fn masked(&self) -> String {
        mask_identity(&self.number)
    }
}

impl fmt::Debug for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Identity({} {})", self.kind.as_str(), self.masked())
    }
}

fn resident_number(text: &str, today: CivilDate) -> Result<String, IdentifierError> {
    let id = ResidentId::parse(text)?;
    match id.age_on(today) {
        Some(0..=OLDEST) => Ok(id.as_str().to_owned()),
        _ => Err(IdentifierError::BirthDate),
    }
}

/// H or M and eight digits; older ones had ten.
fn hk_macao_number(text: &str) -> Result<String, IdentifierError> {
    let number = bounded(text, 9, 11, |c| c.is_ascii_alphanumeric())?;
    let sound = |(place, c): (usize, char)| {
        if place == 0 {
            matches!(c, 'H' | 'M')
        } else {
            c.is_ascii_digit()
        }
    };
    match number.chars().enumerate().position(|at| !sound(at)) {
        Some(index) => Err(IdentifierError::Character { position: index + 1 }),
        None => Ok(number),
    }
}

/// Upper case, of a bounded length, of allowed characters only.
fn bounded(text: &str, min: usize, max: usize, allowed: fn(char) -> bool) -> Result<String, IdentifierError> {
    let number: String = text.trim().chars().map(|c| c.to_ascii_uppercase()).collect();
    let actual = number.chars().count();
    if actual < min || actual > max {
        return Err(IdentifierError::Length { min, max, actual });
    }
    match number.chars().position(|c| !allowed(c)) {
        Some(index) => Err(IdentifierError::Character { position: index + 1 }),
        None => Ok(number),
    }
}
