/// Shorter beginnings of a number would find too many customers.
const PREFIX_MIN: usize = 4;
/// No rule makes longer numbers.
const NUMBER_MAX: usize = 40;

/// What an exact search for a name compares: lower case, full width folded, without spaces, dots and hyphens.
pub(crate) fn name_form(text: &str) -> String {
    let kept = |c: &char| !c.is_whitespace() && !matches!(c, '·' | '•' | '.' | '-');
    text.chars()
        .map(fold)
        .filter(kept)
        .flat_map(char::to_lowercase)
        .collect()
}

/// What an exact search for an identity number compares: upper case, full width folded, without spaces and hyphens.
pub(crate) fn identity_form(text: &str) -> String {
    text.chars()
        .map(fold)
        .filter(|c| !c.is_whitespace() && *c != '-')
        .map(|c| c.to_ascii_uppercase())
        .collect()
}

/// The text as a beginning of customer numbers, if it can be one by whatever rule.
pub(crate) fn number_prefix(text: &str) -> Option<String> {
    let prefix = text.trim().to_ascii_uppercase();
    let bounded = (PREFIX_MIN..=NUMBER_MAX).contains(&prefix.len());
    let sound = prefix.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    (bounded && sound).then_some(prefix)
}

fn fold(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        c => c,
    }
}
