//! Check characters by named standards.

/// A standard of check characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum CheckDigit {
    /// ISO/IEC 7064 MOD 11-10: digits; finds every single wrong digit and every swap of neighbours.
    Mod11To10,
    /// ISO/IEC 7064 MOD 37-36: digits and letters.
    Mod37To36,
    /// Luhn (ISO/IEC 7812-1 annex B): digits.
    Luhn,
}

impl CheckDigit {
    pub(super) fn parse(name: &str) -> Option<Self> {
        Some(match name {
            "mod11-10" => Self::Mod11To10,
            "mod37-36" => Self::Mod37To36,
            "luhn" => Self::Luhn,
            _ => return None,
        })
    }

    /// Whether it looks at digits only.
    pub(super) const fn is_of_digits(self) -> bool {
        matches!(self, Self::Mod11To10 | Self::Luhn)
    }

    /// The check character of a text; what the standard does not know (hyphens; letters, where it is one of digits) does not count.
    pub(super) fn of(self, text: &str) -> char {
        let base = if self.is_of_digits() { 10 } else { 36 };
        let digits: Vec<u32> = text.chars().filter_map(|c| c.to_digit(base)).collect();
        let check = match self {
            Self::Mod11To10 | Self::Mod37To36 => hybrid(&digits, base),
            Self::Luhn => luhn(&digits),
        };
        char::from_digit(check, base).unwrap_or('0').to_ascii_uppercase()
    }
}

/// ISO/IEC 7064 hybrid systems: modulus M + 1 and M.
fn hybrid(digits: &[u32], m: u32) -> u32 {
    let product = digits.iter().fold(m, |product, digit| {
        let sum = (product + digit) % m;
        (if sum == 0 { m } else { sum }) * 2 % (m + 1)
    });
    (m + 1 - product) % m
}

fn luhn(digits: &[u32]) -> u32 {
    let doubled = |(place, digit): (usize, &u32)| {
        let value = if place % 2 == 0 { digit * 2 } else { *digit };
        value / 10 + value % 10
    };
    let sum: u32 = digits.iter().rev().enumerate().map(doubled).sum();
    (10 - sum % 10) % 10
}

#[cfg(test)]
mod tests {
    use super::*;

    /// ISO/IEC 7064 annex: 0794 has 5 in MOD 11-10. The Global Release Identifier A1-2425G-ABC1234002 has M in MOD 37-36.
    /// 7992739871 has 3 by Luhn.
    #[test]
    fn published_examples_check() {
        assert_eq!(CheckDigit::Mod11To10.of("0794"), '5');
        assert_eq!(CheckDigit::Mod37To36.of("A1-2425G-ABC1234002"), 'M');
        assert_eq!(CheckDigit::Luhn.of("7992739871"), '3');
    }

    #[test]
    fn a_wrong_digit_and_a_swap_change_the_check_character() {
        let sound = CheckDigit::Mod11To10.of("20250001");
        assert_ne!(CheckDigit::Mod11To10.of("20250002"), sound);
        assert_ne!(CheckDigit::Mod11To10.of("20520001"), sound);
    }
}
