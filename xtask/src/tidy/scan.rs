//! Rust source without its comments and without what stands in its strings, so that rules can look for words.

/// A scanned file. `code` has as many lines as the source.
pub struct Scan {
    pub code: String,
    /// String literals: line of their start, content as written.
    pub strings: Vec<(usize, String)>,
    /// Half-open ranges of lines inside `#[cfg(test)] mod …`.
    tests: Vec<(usize, usize)>,
}

impl Scan {
    pub fn is_test_line(&self, line: usize) -> bool {
        self.tests.iter().any(|(from, to)| (*from..*to).contains(&line))
    }
}

/// Blanks comments, strings and characters; keeps line breaks.
pub fn scan(text: &str) -> Scan {
    let mut scanner = Scanner {
        source: text.chars().collect(),
        at: 0,
        line: 1,
        code: String::new(),
        strings: Vec::new(),
    };
    scanner.run();
    let tests = test_modules(&scanner.code);
    Scan {
        code: scanner.code,
        strings: scanner.strings,
        tests,
    }
}

struct Scanner {
    source: Vec<char>,
    at: usize,
    line: usize,
    code: String,
    strings: Vec<(usize, String)>,
}

impl Scanner {
    fn run(&mut self) {
        while let Some(current) = self.peek(0) {
            let starts_word = !self.code.ends_with(|c: char| c.is_alphanumeric() || c == '_');
            match (current, self.peek(1)) {
                ('/', Some('/')) => self.line_comment(),
                ('/', Some('*')) => self.block_comment(),
                ('"', _) => self.string(),
                ('r', Some('"' | '#')) if starts_word && self.raw_hashes(1).is_some() => self.raw_string(1),
                ('b' | 'c', Some('r')) if starts_word && self.raw_hashes(2).is_some() => self.raw_string(2),
                ('\'', _) => self.quote(),
                _ => self.keep(),
            }
        }
    }

    fn peek(&self, ahead: usize) -> Option<char> {
        self.source.get(self.at + ahead).copied()
    }

    /// One character into the code as it is.
    fn keep(&mut self) {
        let Some(current) = self.peek(0) else { return };
        self.line += usize::from(current == '\n');
        self.code.push(current);
        self.at += 1;
    }

    /// One character replaced by a space (line breaks stay).
    fn blank(&mut self) {
        let Some(current) = self.peek(0) else { return };
        self.line += usize::from(current == '\n');
        self.code.push(if current == '\n' { '\n' } else { ' ' });
        self.at += 1;
    }

    fn line_comment(&mut self) {
        while self.peek(0).is_some_and(|current| current != '\n') {
            self.blank();
        }
    }

    fn block_comment(&mut self) {
        let mut depth = 0_usize;
        loop {
            match (self.peek(0), self.peek(1)) {
                (Some('/'), Some('*')) => depth += 1,
                (Some('*'), Some('/')) => depth -= 1,
                (None, _) => return,
                _ => {
                    self.blank();
                    continue;
                }
            }
            self.blank();
            self.blank();
            if depth == 0 {
                return;
            }
        }
    }

    fn string(&mut self) {
        let start = self.line;
        let mut content = String::new();
        self.keep();
        while let Some(current) = self.peek(0) {
            if current == '"' {
                break;
            }
            if current == '\\' {
                content.push(current);
                self.blank();
            }
            content.extend(self.peek(0));
            self.blank();
        }
        self.keep();
        self.strings.push((start, content));
    }

    /// The number of # of a raw string whose first # or quote is `ahead`.
    fn raw_hashes(&self, ahead: usize) -> Option<usize> {
        let hashes = (0..).take_while(|index| self.peek(ahead + index) == Some('#')).count();
        (self.peek(ahead + hashes) == Some('"')).then_some(hashes)
    }

    fn raw_string(&mut self, prefix: usize) {
        let Some(hashes) = self.raw_hashes(prefix) else { return };
        let start = self.line;
        for _ in 0..=prefix + hashes {
            self.keep();
        }
        let mut content = String::new();
        while let Some(current) = self.peek(0) {
            let closes = current == '"' && (1..=hashes).all(|index| self.peek(index) == Some('#'));
            if closes {
                break;
            }
            content.push(current);
            self.blank();
        }
        self.keep();
        for _ in 0..hashes {
            self.keep();
        }
        self.strings.push((start, content));
    }

    /// A character literal is blanked, the quote of a lifetime is kept.
    fn quote(&mut self) {
        let length = match (self.peek(1), self.peek(2)) {
            (Some('\\'), _) => (3..12)
                .find(|index| self.peek(*index) == Some('\''))
                .map(|index| index + 1),
            (Some(_), Some('\'')) => Some(3),
            _ => None,
        };
        match length {
            Some(length) => (0..length).for_each(|_| self.blank()),
            None => self.keep(),
        }
    }
}

/// Lines of `#[cfg(test)]` modules with a body.
fn test_modules(code: &str) -> Vec<(usize, usize)> {
    let lines: Vec<&str> = code.lines().collect();
    let mut found = Vec::new();
    let mut index = 0;
    while index < lines.len() {
        if lines[index].trim() == "#[cfg(test)]" {
            let end = block_end(&lines, index);
            found.push((index + 1, end + 2));
            index = end;
        }
        index += 1;
    }
    found
}

/// The index of the line where the block that opens at or after `from` closes (or where a statement without block ends).
pub fn block_end(lines: &[&str], from: usize) -> usize {
    let mut depth = 0_i64;
    let mut opened = false;
    for (index, line) in lines.iter().enumerate().skip(from) {
        for character in line.chars() {
            match character {
                '{' => {
                    depth += 1;
                    opened = true;
                }
                '}' => depth -= 1,
                ';' if !opened => return index,
                _ => {}
            }
            if opened && depth == 0 {
                return index;
            }
        }
    }
    lines.len().saturating_sub(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_strings_become_blank_and_lines_stay() {
        let scanned = scan("let a = \"f64 // no\"; // f64\n/* f64\n /* nested */ */ let b = 'x';\n");
        assert_eq!(scanned.code.lines().count(), 3);
        assert!(!scanned.code.contains("f64") && scanned.code.contains("let b"));
        assert_eq!(scanned.strings, [(1, String::from("f64 // no"))]);
    }

    #[test]
    fn raw_strings_escapes_characters_and_lifetimes() {
        let source = "fn f<'a>(x: &'a str) { g(r#\"SELECT \"x\"\"#, '\"', '\\'', b'{', \"a\\\"b\") }";
        let scanned = scan(source);
        assert_eq!(
            scanned.strings,
            [(1, String::from("SELECT \"x\"")), (1, String::from("a\\\"b"))]
        );
        assert!(scanned.code.contains("fn f<'a>(x: &'a str)"));
        assert_eq!(scanned.code.matches('{').count(), 1, "{}", scanned.code);
    }

    #[test]
    fn test_modules_are_known_by_their_lines() {
        let scanned = scan("fn a() {}\n#[cfg(test)]\nmod tests {\n    fn b() {}\n}\nfn c() {}\n");
        let inside: Vec<usize> = (1..=6).filter(|line| scanned.is_test_line(*line)).collect();
        assert_eq!(inside, [2, 3, 4, 5]);
    }

    #[test]
    fn a_test_module_in_another_file_ends_at_its_semicolon() {
        let scanned = scan("#[cfg(test)]\nmod tests;\nfn c() {}\n");
        assert!(scanned.is_test_line(2) && !scanned.is_test_line(3));
    }
}
