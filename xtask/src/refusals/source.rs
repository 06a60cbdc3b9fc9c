//! Rust source as words and signs, and the functions in it.

use crate::tidy::tree::{File, Tree};
use std::collections::BTreeSet;
use std::rc::Rc;

/// A function of the product.
pub struct Function {
    /// The crate's folder.
    pub krate: String,
    /// The file it stands in.
    pub path: String,
    pub name: String,
    /// The type whose `impl` it stands in.
    pub owner: Option<String>,
    /// Called with a dot.
    pub is_method: bool,
    /// An endpoint.
    pub is_handler: bool,
    /// Signature and body.
    pub words: Vec<String>,
    /// How many arguments it takes, itself not counted.
    pub arity: Option<usize>,
    /// Names of arguments and variables.
    pub locals: BTreeSet<String>,
    /// What its file imports.
    pub imported: Rc<BTreeSet<String>>,
}

/// Words, `::`, `=>` and single signs of the file, without its tests.
pub fn words_of(file: &File) -> Vec<String> {
    let mut words = Vec::new();
    for (_, line) in file.code_lines() {
        let mut rest = line;
        while let Some(first) = rest.chars().next() {
            let length = if first.is_alphanumeric() || first == '_' {
                rest.find(|c: char| !c.is_alphanumeric() && c != '_')
                    .unwrap_or(rest.len())
            } else if rest.starts_with("::") || rest.starts_with("=>") {
                2
            } else {
                first.len_utf8()
            };
            if !first.is_whitespace() {
                words.push(rest[..length].to_owned());
            }
            rest = &rest[length..];
        }
    }
    words
}

/// All functions of the product's crates.
pub fn functions(tree: &Tree) -> Vec<Function> {
    let files = tree
        .rust_files()
        .filter(|file| file.below_src().is_some() && !file.is_test());
    files.flat_map(functions_of).collect()
}

fn functions_of(file: &File) -> Vec<Function> {
    let words = words_of(file);
    let krate = file.crate_name().unwrap_or_default();
    let imported = Rc::new(imports(&words));
    let (mut found, mut owners, mut depth, mut is_handler) = (Vec::new(), Vec::<(usize, String)>::new(), 0, false);
    let mut at = 0;
    while at < words.len() {
        match words[at].as_str() {
            "{" => depth += 1,
            "}" => {
                depth -= 1_usize.min(depth);
                owners.retain(|(from, _)| *from < depth);
            }
            "impl" if is_item(&words, at) => {
                let open = open_brace(&words, at);
                owners.push((depth, owner_of(&words[at + 1..open])));
                at = open;
                continue;
            }
            "utoipa" if words.get(at + 2).is_some_and(|word| word == "path") => is_handler = true,
            "fn" => {
                let end = end_of(&words, at);
                let own = words[at..end].to_vec();
                found.push(Function {
                    krate: krate.to_owned(),
                    path: file.path.clone(),
                    name: words.get(at + 1).cloned().unwrap_or_default(),
                    owner: owners.last().map(|(_, name)| name.clone()),
                    is_method: parameters(&own)
                        .is_some_and(|parameters| parameters.iter().take(4).any(|word| word == "self")),
                    arity: parameters(&own).and_then(|parameters| count(parameters, true)),
                    locals: locals(&own),
                    imported: Rc::clone(&imported),
                    is_handler: std::mem::take(&mut is_handler),
                    words: own,
                });
            }
            _ => {}
        }
        at += 1;
    }
    found
}

/// `impl` at the start of an item, not in the type of an argument.
fn is_item(words: &[String], at: usize) -> bool {
    at == 0 || matches!(words[at - 1].as_str(), "}" | ";" | "]" | "{")
}

fn open_brace(words: &[String], from: usize) -> usize {
    (from..words.len()).find(|at| words[*at] == "{").unwrap_or(words.len())
}

/// `Problem` of `From<LoanError> for Problem`, `Life` of `<'a> Life<'a>`.
fn owner_of(head: &[String]) -> String {
    let (mut angle, mut last) = (0_i32, String::new());
    for word in head {
        match word.as_str() {
            "<" => angle += 1,
            ">" => angle -= 1,
            "where" => break,
            "for" => last.clear(),
            name if angle == 0 && name.starts_with(|c: char| c.is_ascii_uppercase()) => name.clone_into(&mut last),
            _ => {}
        }
    }
    last
}

/// Behind the body of the function that begins at `from`, or behind its semicolon.
fn end_of(words: &[String], from: usize) -> usize {
    let (mut round, mut curly) = (0_i32, 0_i32);
    for (at, word) in words.iter().enumerate().skip(from) {
        match word.as_str() {
            "(" | "[" => round += 1,
            ")" | "]" => round -= 1,
            "{" => curly += 1,
            "}" if curly == 1 => return at + 1,
            "}" => curly -= 1,
            ";" if round == 0 && curly == 0 => return at + 1,
            _ => {}
        }
    }
    words.len()
}

/// What stands between the brackets of a signature.
fn parameters(own: &[String]) -> Option<&[String]> {
    let open = own.iter().position(|word| word == "(")?;
    Some(between(own, open))
}

/// What stands between the bracket at `open` and its end.
pub fn between(words: &[String], open: usize) -> &[String] {
    let mut depth = 0_i32;
    for (at, word) in words.iter().enumerate().skip(open) {
        match word.as_str() {
            "(" | "[" | "{" => depth += 1,
            ")" | "]" | "}" => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return &words[open + 1..at];
        }
    }
    &words[words.len()..]
}

/// How many arguments stand there beside `self`; nothing when it cannot be told without reading types.
pub fn count(arguments: &[String], are_types: bool) -> Option<usize> {
    if !are_types && arguments.iter().any(|word| matches!(word.as_str(), "|" | "<")) {
        return None;
    }
    let (mut depth, mut parts, mut filled, mut is_self) = (0_i32, 0, false, false);
    for (at, word) in arguments.iter().enumerate() {
        match word.as_str() {
            "(" | "[" | "{" | "<" => depth += 1,
            ">" if at > 0 && arguments[at - 1] == "-" => {}
            ")" | "]" | "}" | ">" => depth -= 1,
            "," if depth == 0 => {
                parts += usize::from(filled && !is_self);
                (filled, is_self) = (false, false);
                continue;
            }
            "self" if depth == 0 && !filled => is_self = true,
            _ => {}
        }
        filled |= !matches!(word.as_str(), "&" | "mut");
        is_self &= matches!(word.as_str(), "self" | "&" | "mut");
    }
    Some(parts + usize::from(filled && !is_self))
}

/// Words behind `let`, before a colon, and between the bars of closures.
fn locals(words: &[String]) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for at in 1..words.len().saturating_sub(1) {
        let after = words[at - 1].as_str();
        let is_local = words[at + 1] == ":"
            || matches!(after, "let" | "mut" | "ref" | "|")
            || (matches!(words[at + 1].as_str(), "|" | "@"));
        if is_local && words[at].starts_with(|c: char| c.is_ascii_lowercase()) {
            found.insert(words[at].clone());
        }
        if after == "let" && words[at] == "(" {
            found.extend(
                between(words, at)
                    .iter()
                    .filter(|word| word.starts_with(|c: char| c.is_ascii_lowercase()))
                    .cloned(),
            );
        }
    }
    found
}

fn imports(words: &[String]) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut within = false;
    for word in words {
        match word.as_str() {
            "use" => within = true,
            ";" => within = false,
            _ if within => {
                found.insert(word.clone());
            }
            _ => {}
        }
    }
    found
}
