//! What errors become: the problem codes of the variants of error enums, read from the functions that turn errors into problems.

use super::source::{Function, words_of};
use crate::problems::declared_names;
use crate::tidy::tree::Tree;
use std::collections::{BTreeMap, BTreeSet};

/// A problem code and the crate that answers with it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Told {
    pub krate: String,
    pub code: String,
}

/// Names of constants and variants with the codes that they stand for.
#[derive(Default)]
pub struct Meanings {
    /// By crate and constant.
    constants: BTreeMap<(String, String), String>,
    /// By enum and variant.
    variants: BTreeMap<(String, String), BTreeSet<Told>>,
    /// The variant that an error becomes by itself within another: `Notice(#[from] NoticeFault)`.
    wrappers: BTreeMap<String, (String, String)>,
}

/// One arm of a conversion: the variants it is for (none: whatever is left), and what stands behind the arrow.
struct Arm {
    variants: Vec<(String, String)>,
    words: Vec<String>,
}

impl Meanings {
    pub fn of(tree: &Tree, functions: &[Function]) -> Self {
        let mut meanings = Self::default();
        for file in tree.rust_files().filter(|file| !file.is_test()) {
            let krate = file.crate_name().unwrap_or_default();
            let named = declared_names(file);
            let named = named.into_iter().map(|(name, code)| ((krate.to_owned(), name), code));
            meanings.constants.extend(named);
            meanings.wrappers.extend(wrappers(&words_of(file)));
        }
        let conversions: Vec<&Function> = functions.iter().filter(|function| is_conversion(function)).collect();
        for conversion in &conversions {
            for arm in arms(conversion) {
                for variant in arm.variants {
                    let mut codes = meanings.codes_of(&conversion.krate, &arm.words);
                    for next in conversions
                        .iter()
                        .filter(|next| next.krate == conversion.krate && arm.words.contains(&next.name))
                    {
                        codes.extend(meanings.left_over(next, &variant));
                    }
                    meanings.variants.entry(variant).or_default().extend(codes);
                }
            }
        }
        meanings
    }

    /// The code of a constant, its own crate's first.
    pub fn constant(&self, crates: &[&str], name: &str) -> Option<Told> {
        let told = |krate: &&str| {
            let code = self.constants.get(&((*krate).to_owned(), name.to_owned()))?;
            Some(Told {
                krate: (*krate).to_owned(),
                code: code.clone(),
            })
        };
        crates.iter().find_map(told)
    }

    pub fn variant(&self, owner: &str, name: &str) -> impl Iterator<Item = &Told> {
        let found = self.variants.get(&(owner.to_owned(), name.to_owned()));
        let within = self.wrappers.get(owner).and_then(|outer| self.variants.get(outer));
        found.into_iter().chain(within).flatten()
    }

    fn codes_of(&self, krate: &str, words: &[String]) -> BTreeSet<Told> {
        let codes = words
            .iter()
            .filter_map(|word| self.constant(&[krate, "platform"], word));
        let told = |told: Told| Told {
            krate: krate.to_owned(),
            ..told
        };
        codes.map(told).collect()
    }

    /// What a conversion makes of a variant that has no arm of its own there.
    fn left_over(&self, conversion: &Function, variant: &(String, String)) -> BTreeSet<Told> {
        let arms = arms(conversion);
        if arms.iter().any(|arm| arm.variants.contains(variant)) {
            return BTreeSet::new();
        }
        let rest = arms.iter().filter(|arm| arm.variants.is_empty());
        rest.flat_map(|arm| self.codes_of(&conversion.krate, &arm.words))
            .collect()
    }
}

/// A function that takes errors apart and makes problems of them.
pub fn is_conversion(function: &Function) -> bool {
    let signature = function.words.iter().take_while(|word| *word != "{");
    let signature: Vec<&str> = signature.map(String::as_str).collect();
    let makes = signature.windows(3).any(|three| three == ["-", ">", "Problem"]);
    let is_from = function.name == "from" && function.owner.as_deref() == Some("Problem");
    (makes || is_from) && !arms(function).is_empty()
}

fn arms(function: &Function) -> Vec<Arm> {
    let words = &function.words;
    let alias = alias(words);
    let mut arms: Vec<Arm> = Vec::new();
    let mut pattern = Vec::new();
    let mut since = 0;
    let close = |arms: &mut Vec<Arm>, until: usize, since: usize| {
        if let Some(last) = arms.last_mut() {
            last.words = words[since..until].to_vec();
        }
    };
    let mut begun = None;
    for at in 1..words.len() {
        let is_variant =
            words[at] == "::" && is_type(&words[at - 1]) && words.get(at + 1).is_some_and(|word| is_type(word));
        if is_variant && words[at + 1].chars().any(|c| c.is_ascii_lowercase()) {
            let owner = if alias.as_ref().is_some_and(|(short, _)| *short == words[at - 1]) {
                alias.as_ref().map(|(_, long)| long.clone()).unwrap_or_default()
            } else {
                words[at - 1].clone()
            };
            begun.get_or_insert(at - 1);
            pattern.push((owner, words[at + 1].clone()));
        } else if words[at] == "=>" {
            let rest = words[at - 1] == "_" || pattern.is_empty() && words[at - 1] == "other";
            if !pattern.is_empty() || rest {
                close(&mut arms, begun.unwrap_or(at - 1), since);
                arms.push(Arm {
                    variants: std::mem::take(&mut pattern),
                    words: Vec::new(),
                });
                since = at + 1;
            }
            begun = None;
        } else if words[at] == "," && !pattern.is_empty() && !waits(words, at) {
            pattern.clear();
            begun = None;
        }
    }
    close(&mut arms, words.len(), since);
    arms
}

/// Enums that take up other errors.
fn wrappers(words: &[String]) -> Vec<(String, (String, String))> {
    let mut outer = "";
    let mut found = Vec::new();
    for at in 0..words.len().saturating_sub(7) {
        if words[at] == "enum" {
            outer = &words[at + 1];
        }
        let from = ["(", "#", "[", "from", "]"];
        if words[at + 1..at + 6].iter().eq(from.iter()) {
            let named = words[at + 6..]
                .iter()
                .take_while(|word| *word != ")")
                .filter(|word| is_type(word));
            found.extend(
                named
                    .last()
                    .map(|inner| (inner.clone(), (outer.to_owned(), words[at].clone()))),
            );
        }
    }
    found
}

/// Whether the comma stands inside the braces or brackets of a pattern, before its arrow.
fn waits(words: &[String], comma: usize) -> bool {
    let next = words[comma..].iter().position(|word| word == "=>");
    let end = words[comma..].iter().position(|word| word == ";");
    match (next, end) {
        (Some(next), Some(end)) => next < end,
        (Some(_), None) => true,
        _ => false,
    }
}

/// `use ImportRefusal as R` within the function.
fn alias(words: &[String]) -> Option<(String, String)> {
    let at = words.windows(4).position(|four| four[0] == "use" && four[2] == "as")?;
    Some((words[at + 3].clone(), words[at + 1].clone()))
}

fn is_type(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_uppercase())
}
