use super::column::Column;

/// A kind of thing that files bring.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entity {
    /// Stable name.
    pub key: &'static str,
    /// Chinese name.
    pub zh: &'static str,
    /// English name.
    pub en: &'static str,
    /// The permission to create one, which whoever imports them must have too.
    pub permission: &'static str,
    /// The single commands that an import stands for: where one of them needs a second person, the batch does.
    pub commands: &'static [&'static str],
    /// The command that takes a batch in, as rules about second persons name it.
    pub take_in: &'static str,
    /// Its columns in the order of the template.
    pub columns: &'static [Column],
}
