//! Section names as patterns. They are compiled to regular expressions, which match in linear time whatever is written.

use regex::Regex;

/// How deep choices may nest. Nobody writes more, and the stack stays safe.
const MAX_DEPTH: usize = 64;

/// A compiled section name.
#[derive(Clone, Debug)]
pub(crate) struct Glob {
    regex: Regex,
    /// The bounds of each `{1..9}`, in the order of the groups of the expression.
    ranges: Vec<(i32, i32)>,
}

impl Glob {
    /// The pattern of a section name; none where the name is no pattern.
    pub(crate) fn new(name: &str) -> Option<Glob> {
        let mut compiler = Compiler { rest: name, regex: "^".to_owned(), ranges: Vec::new() };
        if !name.contains('/') {
            compiler.regex.push_str(".*/");
        } else if !name.starts_with('/') {
            compiler.regex.push('/');
        }
        compiler.list(None)?;
        compiler.regex.push('$');
        Some(Glob { regex: Regex::new(&compiler.regex).ok()?, ranges: compiler.ranges })
    }

    /// Whether it matches a path that begins with `/` in the directory of its file.
    pub(crate) fn matches(&self, path: &str) -> bool {
        if self.ranges.is_empty() {
            return self.regex.is_match(path);
        }
        let Some(captures) = self.regex.captures(path) else { return false };
        self.ranges.iter().enumerate().all(|(index, (low, high))| {
            let number = captures.get(index + 1).and_then(|digits| digits.as_str().parse::<i32>().ok());
            number.is_some_and(|number| (*low..=*high).contains(&number))
        })
    }
}

struct Compiler<'n> {
    rest: &'n str,
    regex: String,
    ranges: Vec<(i32, i32)>,
}

impl Compiler<'_> {
    fn eat(&mut self) -> Option<char> {
        let character = self.rest.chars().next()?;
        self.rest = &self.rest[character.len_utf8()..];
        Some(character)
    }

    fn literal(&mut self, character: char) {
        self.regex.push_str(&regex::escape(character.encode_utf8(&mut [0; 4])));
    }

    /// A part of the name, up to its end or, in a choice, behind the `,` or `}` that ends the part, which is given back.
    fn list(&mut self, depth: Option<usize>) -> Option<char> {
        while let Some(character) = self.eat() {
            match character {
                '*' => match self.rest.strip_prefix('*') {
                    Some(rest) => {
                        self.rest = rest;
                        self.regex.push_str(".*");
                    }
                    None => self.regex.push_str("[^/]*"),
                },
                '?' => self.regex.push('.'),
                '{' => match self.range() {
                    Some(bounds) => {
                        self.ranges.push(bounds?);
                        self.regex.push_str("(-?[0-9]+)");
                    }
                    None => self.choice(depth.map_or(0, |depth| depth + 1))?,
                },
                '}' | ',' => return depth.map(|_| character),
                '[' => self.class()?,
                '\\' => {
                    let escaped = self.eat()?;
                    self.literal(escaped);
                }
                other => self.literal(other),
            }
        }
        // A choice must be closed.
        depth.is_none().then_some('\0')
    }

    /// `{1..9}` behind its brace: the bounds, or `Some(None)` where they are no numbers that can be counted to.
    fn range(&mut self) -> Option<Option<(i32, i32)>> {
        let (inside, rest) = self.rest.split_once('}')?;
        let (low, high) = inside.split_once("..")?;
        let is_number = |text: &str| {
            let digits = text.strip_prefix('-').unwrap_or(text);
            !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
        };
        if !is_number(low) || !is_number(high) {
            return None;
        }
        self.rest = rest;
        let bounds = low.parse().ok().zip(high.parse().ok());
        Some(bounds.map(|(low, high): (i32, i32)| (low.min(high), low.max(high))))
    }

    /// `{a,b}` behind its brace.
    fn choice(&mut self, depth: usize) -> Option<()> {
        if depth > MAX_DEPTH {
            return None;
        }
        self.regex.push_str("(?:");
        loop {
            match self.list(Some(depth))? {
                ',' => self.regex.push('|'),
                _ => {
                    self.regex.push(')');
                    return Some(());
                }
            }
        }
    }

    /// `[abc]`, `[!a-z]` behind its bracket.
    fn class(&mut self) -> Option<()> {
        self.regex.push('[');
        if let Some(rest) = self.rest.strip_prefix('!') {
            self.rest = rest;
            self.regex.push('^');
        }
        loop {
            match self.eat()? {
                ']' => {
                    self.regex.push(']');
                    return Some(());
                }
                // The range sign of an expression too, but `--` would mean something else there.
                '-' if !self.regex.ends_with(['[', '^', '-']) && !self.rest.starts_with([']', '-']) => {
                    self.regex.push('-');
                }
                '\\' => {
                    let escaped = self.eat()?;
                    self.literal(escaped);
                }
                other => self.literal(other),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn matches_as_the_compiler_does() {
        for (name, inside, outside) in [
            ("*.cs", "/A.cs /x/y/A.cs", "/A.csx /A.CS"),
            ("*.{cs,vb}", "/A.cs /x/A.vb", "/A.fs"),
            ("{*.g.cs,*.Designer.cs}", "/A.g.cs /x/B.Designer.cs", "/A.cs"),
            ("/*.cs", "/A.cs", "/x/A.cs"),
            ("x/*.cs", "/x/A.cs", "/y/x/A.cs /x/y/A.cs"),
            ("x/**.cs", "/x/A.cs /x/y/A.cs", "/A.cs"),
            ("**/x.cs", "/a/x.cs /a/b/x.cs", "/xx.cs"),
            ("a?b.cs", "/axb.cs /a/b.cs", "/ab.cs"),
            ("file{1..3}.cs", "/file1.cs /x/file3.cs", "/file4.cs /file.cs"),
            ("file{3..-1}.cs", "/file0.cs /file-1.cs", "/file4.cs"),
            ("file{1..x}.cs", "/file1..x.cs", "/file1.cs"),
            ("[abc].cs", "/a.cs", "/d.cs /ab.cs"),
            ("[!abc].cs", "/d.cs", "/a.cs"),
            ("[a-c].cs", "/b.cs", "/d.cs /-.cs"),
            ("[a--].cs", "/-.cs /a.cs", "/b.cs"),
            (r"\*.cs", "/*.cs", "/a.cs"),
            (r"a\,b.cs", "/a,b.cs", "/a.cs"),
            ("{a{b,c},d}.cs", "/ab.cs /ac.cs /d.cs", "/a.cs"),
            ("{single}.cs", "/single.cs", "/{single}.cs"),
            ("é+.cs", "/é+.cs", "/éé.cs"),
        ] {
            let glob = Glob::new(name).unwrap_or_else(|| panic!("{name} is a pattern"));
            for path in inside.split(' ') {
                assert!(glob.matches(path), "[{name}] matches {path}");
            }
            for path in outside.split(' ') {
                assert!(!glob.matches(path), "[{name}] does not match {path}");
            }
        }
    }

    #[test]
    fn what_is_no_pattern_matches_nothing() {
        for name in ["{a", "a}", "a,b", "[a", r"a\", "[]", "{1..99999999999}", "[z-a]"] {
            assert!(Glob::new(name).is_none(), "{name}");
        }
        assert!(Glob::new(&"{".repeat(100_000)).is_none());
        assert!(Glob::new(&format!("{}a{}", "{".repeat(500), "}".repeat(500))).is_none());
    }

    proptest! {
        #[test]
        fn any_name_is_a_pattern_or_not(name in r"[a-c*?{},.\[\]!\\/0-9-]{0,24}", path in "/[a-c/.0-9-]{0,16}") {
            if let Some(glob) = Glob::new(&name) {
                glob.matches(&path);
            }
        }

        #[test]
        fn a_name_without_signs_is_itself(name in "[a-zA-Z0-9 _.+()|^$#&~é]{1,16}", folder in "(/[a-z]{1,3}){0,3}") {
            let glob = Glob::new(&name).unwrap();
            let path = format!("{folder}/{name}");
            let longer = format!("{folder}/x{name}");
            prop_assert!(glob.matches(&path));
            prop_assert!(!glob.matches(&longer));
        }
    }
}
