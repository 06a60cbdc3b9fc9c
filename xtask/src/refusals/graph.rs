//! Who names whom.

use super::meanings::{Meanings, Told, is_conversion};
use super::source::{Function, between, count, functions};
use crate::tidy::tree::Tree;
use std::collections::{BTreeMap, BTreeSet};

/// Methods that many types have: followed only where the type is named in the same file.
const COMMON: &[&str] = &[
    "add", "apply", "check", "filter", "find", "get", "list", "operand", "parse", "read", "take", "text", "value",
];

/// Reading what was accepted before refuses nothing: stored events that cannot be lived again are a fault of the program.
const ACCEPTED: &[&str] = &["history"];

/// The functions of the product and what each names.
pub struct Graph {
    functions: Vec<Function>,
    /// What a function refuses by itself: the crate that says so, and the code.
    codes: Vec<BTreeSet<Told>>,
    /// What it may call.
    calls: Vec<Vec<usize>>,
    index: Index,
    /// Functions that carry out what a table holds, of any crate.
    by_table: BTreeSet<String>,
}

/// How functions are found by what stands in the source.
struct Index {
    by_name: BTreeMap<String, Vec<usize>>,
    /// Crates that each crate names, itself first.
    visible: BTreeMap<String, Vec<String>>,
    /// `impl From<Inner> for Outer` by the inner type: what `?` calls without a name.
    conversions: BTreeMap<String, Vec<usize>>,
    /// Types that each crate and each file names.
    types: BTreeMap<String, BTreeSet<String>>,
}

impl Graph {
    pub fn of(tree: &Tree, by_table: &[(&str, &str)]) -> Self {
        let functions = functions(tree);
        let meanings = Meanings::of(tree, &functions);
        let index = Index::of(tree, &functions);
        let (mut codes, mut calls) = (Vec::new(), Vec::new());
        for function in &functions {
            let (mut own, mut next) = (BTreeSet::new(), BTreeSet::new());
            if !is_conversion(function) && !ACCEPTED.contains(&function.name.as_str()) {
                // What is done in the background answers nobody.
                let spawned = function
                    .words
                    .windows(2)
                    .position(|two| matches!(two[0].as_str(), "::" | ".") && two[1] == "spawn");
                for at in 1..spawned.unwrap_or(function.words.len()) {
                    own.extend(index.refused(function, at, &meanings));
                    next.extend(index.called(&functions, function, at));
                    next.extend(index.converting(function, at));
                }
            }
            for (_, to) in by_table.iter().filter(|(from, _)| *from == function.name) {
                next.extend(index.by_name.get(*to).into_iter().flatten().copied());
            }
            codes.push(own);
            calls.push(next.into_iter().collect());
        }
        let by_table = by_table.iter().map(|(from, _)| (*from).to_owned()).collect();
        Self {
            functions,
            codes,
            calls,
            index,
            by_table,
        }
    }

    pub fn handlers(&self) -> impl Iterator<Item = (&str, usize)> {
        let all = self.functions.iter().enumerate();
        all.filter(|(_, function)| function.is_handler)
            .map(|(at, function)| (function.name.as_str(), at))
    }

    /// The codes of a function and of everything it leads to.
    pub fn reach(&self, from: usize) -> BTreeSet<String> {
        let visible = &self.index.visible[&self.functions[from].krate];
        let is_table = self.by_table.contains(&self.functions[from].name);
        let (mut seen, mut waiting, mut codes) = (BTreeSet::from([from]), vec![from], BTreeSet::new());
        while let Some(at) = waiting.pop() {
            // An error becomes what the crate of the operation, or one below it, makes of it.
            let told = self.codes[at]
                .iter()
                .filter(|told| is_table || visible.contains(&told.krate));
            codes.extend(told.map(|told| told.code.clone()));
            waiting.extend(self.calls[at].iter().copied().filter(|next| seen.insert(*next)));
        }
        codes
    }
}

impl Index {
    fn of(tree: &Tree, functions: &[Function]) -> Self {
        let mut by_name = BTreeMap::<String, Vec<usize>>::new();
        let mut conversions = BTreeMap::<String, Vec<usize>>::new();
        for (at, function) in functions.iter().enumerate() {
            if let Some(inner) = converted(function) {
                conversions.entry(inner).or_default().push(at);
            }
            by_name.entry(function.name.clone()).or_default().push(at);
        }
        let crates: BTreeSet<String> = functions.iter().map(|function| function.krate.clone()).collect();
        let mut visible = BTreeMap::new();
        let mut types = BTreeMap::<String, BTreeSet<String>>::new();
        for function in functions {
            let named = function.words.iter().chain(function.imported.iter());
            let named = named.filter(|word| word.starts_with(|c: char| c.is_ascii_uppercase()));
            let named: BTreeSet<String> = named.cloned().collect();
            types
                .entry(function.krate.clone())
                .or_default()
                .extend(named.iter().cloned());
            types.entry(function.path.clone()).or_default().extend(named);
        }
        for krate in &crates {
            let manifest = tree.text(&format!("crates/{krate}/Cargo.toml")).unwrap_or_default();
            let needed = manifest.split("[dev-dependencies]").next().unwrap_or_default();
            let named = |other: &str| {
                needed
                    .lines()
                    .any(|line| line.split(['.', ' ', '=']).next() == Some(other))
            };
            let others = crates.iter().filter(|other| *other != krate && named(other));
            visible.insert(krate.clone(), std::iter::once(krate).chain(others).cloned().collect());
        }
        Self {
            by_name,
            visible,
            conversions,
            types,
        }
    }

    /// The codes of the constant or variant that stands at a place.
    fn refused(&self, function: &Function, at: usize, meanings: &Meanings) -> BTreeSet<Told> {
        let word = &function.words[at];
        if !word.starts_with(|c: char| c.is_ascii_uppercase()) {
            return BTreeSet::new();
        }
        if function.words[at - 1] == "::" && at > 1 {
            let owner = &function.words[at - 2];
            let owner = if owner == "Self" {
                function.owner.as_ref().unwrap_or(owner)
            } else {
                owner
            };
            let found: BTreeSet<Told> = meanings.variant(owner, word).cloned().collect();
            if !found.is_empty() {
                return found;
            }
        }
        let is_imported = function.words[at - 1] == "::" || function.imported.contains(word);
        let others = self.visible[&function.krate].iter().filter(|_| is_imported);
        let crates: Vec<&str> = std::iter::once(&function.krate)
            .chain(others)
            .map(String::as_str)
            .collect();
        meanings.constant(&crates, word).into_iter().collect()
    }

    /// What turns the error that is made at a place into another one on its way up.
    fn converting(&self, function: &Function, at: usize) -> Vec<usize> {
        let words = &function.words;
        let made = words[at] == "::" && words[at - 1].starts_with(|c: char| c.is_ascii_uppercase());
        let owner = if words[at - 1] == "Self" {
            function.owner.as_ref()
        } else {
            Some(&words[at - 1])
        };
        let found = owner.filter(|_| made).and_then(|owner| self.conversions.get(owner));
        found.cloned().unwrap_or_default()
    }

    /// The functions that the word at a place may name.
    fn called(&self, functions: &[Function], from: &Function, at: usize) -> Vec<usize> {
        let words = &from.words;
        let Some(named) = self.by_name.get(&words[at]).filter(|_| words[at - 1] != "fn") else {
            return Vec::new();
        };
        let visible = &self.visible[&from.krate];
        let next = words.get(at + 1).map_or("", String::as_str);
        let arguments: &[String] = if next == "(" { between(words, at + 1) } else { &[] };
        let given = (next == "(").then(|| count(arguments, false)).flatten();
        let is_closure = arguments.iter().take(2).any(|word| word == "|");
        let fits = |one: &usize| match (given, functions[*one].arity) {
            (Some(given), Some(taken)) => given == taken,
            (None, Some(taken)) if is_closure => {
                taken > 0 && functions[*one].words.iter().any(|word| word.starts_with("Fn"))
            }
            _ => true,
        };
        let all = named
            .iter()
            .copied()
            .filter(|one| visible.contains(&functions[*one].krate));
        match words[at - 1].as_str() {
            "." if matches!(next, "(" | "::") => {
                let methods = all.filter(fits).filter(|one| functions[*one].is_method);
                methods.filter(|one| self.is_known(from, &functions[*one])).collect()
            }
            "." => Vec::new(),
            "::" => self.qualified(functions, from, at, all.collect()),
            before if next == "(" || (before, next) == ("(", ")") => {
                // A variable of that name is passed on, a function of that name is called.
                let is_local = next != "(" && from.locals.contains(&words[at]);
                let free = all.filter(|one| !is_local && functions[*one].owner.is_none() && fits(one));
                imported(functions, from, free.collect())
            }
            _ => Vec::new(),
        }
    }

    /// Whether a crate can hold a value of the type whose method this is: it is its own, or named there.
    fn is_known(&self, from: &Function, method: &Function) -> bool {
        let owner = method.owner.as_deref().unwrap_or_default();
        let names = |place: &String| self.types.get(place).is_some_and(|types| types.contains(owner));
        if COMMON.contains(&method.name.as_str()) {
            return from.path == method.path || names(&from.path);
        }
        from.krate == method.krate || names(&from.krate)
    }

    /// `Type::name`, `krate::name`, `module::name`.
    fn qualified(&self, functions: &[Function], from: &Function, at: usize, named: Vec<usize>) -> Vec<usize> {
        let mut root = at;
        while root >= 2 && from.words[root - 1] == "::" {
            root -= 2;
        }
        let owner = from.words[at - 2].as_str();
        if owner.starts_with(|c: char| c.is_ascii_uppercase()) {
            let owner = if owner == "Self" {
                from.owner.as_deref().unwrap_or(owner)
            } else {
                owner
            };
            return named
                .into_iter()
                .filter(|one| functions[*one].owner.as_deref() == Some(owner))
                .collect();
        }
        let free = || named.iter().copied().filter(|one| functions[*one].owner.is_none());
        let root = from.words[root].as_str();
        let krate = if self.visible.contains_key(root) {
            root
        } else {
            from.krate.as_str()
        };
        let of_module = |one: &usize| {
            let (path, whole) = (
                &functions[*one].path,
                owner == root || matches!(owner, "crate" | "super" | "self" | "app" | "domain" | "api"),
            );
            functions[*one].krate == krate
                && (whole || path.contains(&format!("/{owner}.rs")) || path.contains(&format!("/{owner}/")))
        };
        let found: Vec<usize> = free().filter(of_module).collect();
        if found.is_empty() {
            return free()
                .filter(|one| functions[*one].krate == krate || !self.visible.contains_key(root))
                .collect();
        }
        found
    }
}

/// The type that a `from` takes, when it makes no problem of it.
fn converted(function: &Function) -> Option<String> {
    if function.name != "from" || function.owner.is_none() || is_conversion(function) {
        return None;
    }
    let open = function.words.iter().position(|word| word == "(")?;
    let taken = between(&function.words, open);
    // `csv::Error` and its like: too common a name to be followed.
    taken
        .iter()
        .rev()
        .find(|word| word.starts_with(|c: char| c.is_ascii_uppercase()) && *word != "Error")
        .cloned()
}

/// Those of the same file, else those that the file imports: of its own crate first.
fn imported(functions: &[Function], from: &Function, named: Vec<usize>) -> Vec<usize> {
    let same = |is: &dyn Fn(&Function) -> bool| -> Vec<usize> {
        named.iter().copied().filter(|one| is(&functions[*one])).collect()
    };
    let here = same(&|one| one.path == from.path);
    if !here.is_empty() {
        return here;
    }
    let own =
        same(&|one| one.krate == from.krate && (from.imported.contains(&one.name) || from.imported.contains("*")));
    if !own.is_empty() {
        return own;
    }
    same(&|one| from.imported.contains(&one.name) && from.imported.contains(&one.krate))
}
