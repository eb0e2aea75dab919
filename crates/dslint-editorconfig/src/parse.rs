//! One file: its sections and properties, and whether it is a root or a global config.

use std::collections::BTreeMap;

use crate::glob::Glob;

/// Keys whose values are compared without regard to case.
const RESERVED: [&str; 8] = [
    "root",
    "indent_style",
    "indent_size",
    "tab_width",
    "end_of_line",
    "charset",
    "trim_trailing_whitespace",
    "insert_final_newline",
];

/// The name that makes a file a global config by itself.
const GLOBAL_NAME: &str = ".globalconfig";

/// A value and the line it stands on, from 1.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Value {
    pub(crate) text: String,
    pub(crate) line: u32,
}

/// The properties of a section by their keys in lower case; of a key that is given twice the last.
pub(crate) type Properties = BTreeMap<String, Value>;

/// `[name]` and what follows it.
#[derive(Debug)]
pub(crate) struct Section {
    pub(crate) name: String,
    pub(crate) properties: Properties,
    /// None for a name that is no pattern: it matches nothing.
    pub(crate) glob: Option<Glob>,
}

/// A parsed file.
#[derive(Debug)]
pub struct ConfigFile {
    path: String,
    /// What stands before the first section.
    pub(crate) top: Properties,
    pub(crate) sections: Vec<Section>,
}

impl ConfigFile {
    /// Reads a file. Nothing is an error: as in the compiler, a line that makes no sense is dropped.
    ///
    /// `path` is absolute; either slash will do.
    pub fn parse(path: &str, text: &str) -> ConfigFile {
        let mut top = Properties::new();
        let mut sections: Vec<Section> = Vec::new();
        for (index, line) in lines(text).enumerate() {
            let trimmed = line.trim();
            if trimmed.is_empty() || trimmed.starts_with(['#', ';']) {
                continue;
            }
            if let Some(name) = section_name(trimmed) {
                let glob = Glob::new(name);
                sections.push(Section { name: name.to_owned(), properties: Properties::new(), glob });
            } else if let Some((key, value)) = property(trimmed) {
                let key = key.to_lowercase();
                let is_reserved = RESERVED.contains(&key.as_str()) || value.eq_ignore_ascii_case("unset");
                let text = if is_reserved { value.to_lowercase() } else { value.to_owned() };
                let properties = sections.last_mut().map_or(&mut top, |section| &mut section.properties);
                properties.insert(key, Value { text, line: index as u32 + 1 });
            }
        }
        ConfigFile { path: path.replace('\\', "/"), top, sections }
    }

    /// Every property: the section it stands in, its key in lower case, its value, and its line, from 1.
    pub fn entries(&self) -> impl Iterator<Item = (Option<&str>, &str, &str, u32)> {
        let top = [(None, &self.top)];
        let sections = self.sections.iter().map(|section| (Some(section.name.as_str()), &section.properties));
        let all = top.into_iter().chain(sections);
        all.flat_map(|(section, properties)| {
            properties.iter().map(move |(key, value)| (section, key.as_str(), value.text.as_str(), value.line))
        })
    }

    /// The path, with `/`.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The directory of the file, with `/` at its end.
    pub(crate) fn directory(&self) -> &str {
        self.path.rfind('/').map_or("", |slash| &self.path[..=slash])
    }

    fn has_global_name(&self) -> bool {
        self.path.rsplit('/').next() == Some(GLOBAL_NAME)
    }

    /// Whether what stands in the directories above does not count: `root = true` before the first section.
    pub fn is_root(&self) -> bool {
        self.top.get("root").is_some_and(|value| value.text == "true")
    }

    /// Whether it holds for all files wherever they are: `is_global` before the first section, or the name `.globalconfig`.
    pub fn is_global(&self) -> bool {
        self.has_global_name() || self.top.contains_key("is_global")
    }

    /// Which of two global configs wins: `global_level`, else 100 for a file named `.globalconfig` and 0 for others.
    pub fn global_level(&self) -> i32 {
        let own = self.top.get("global_level").and_then(|value| value.text.parse().ok());
        own.unwrap_or(if self.has_global_name() { 100 } else { 0 })
    }
}

/// Lines as the compiler counts them: `\r\n`, `\n`, `\r` and the three that Unicode has.
fn lines(text: &str) -> impl Iterator<Item = &str> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let line = rest?;
        let Some(end) = line.find(['\n', '\r', '\u{85}', '\u{2028}', '\u{2029}']) else {
            rest = None;
            return Some(line);
        };
        let (line, after) = line.split_at(end);
        let width = if after.starts_with("\r\n") { 2 } else { after.chars().next().map_or(0, char::len_utf8) };
        rest = Some(&after[width..]);
        Some(line)
    })
}

/// `[name] # comment`. The last bracket that only a comment follows ends the name, in which `#` and `;` are escaped.
fn section_name(line: &str) -> Option<&str> {
    let inside = line.strip_prefix('[')?;
    inside.rmatch_indices(']').find_map(|(end, _)| {
        let (name, after) = (&inside[..end], inside[end + 1..].trim_start());
        let is_escaped = |at: usize| name[..at].ends_with('\\');
        let is_whole = name.match_indices(['#', ';']).all(|(at, _)| is_escaped(at));
        (!name.is_empty() && is_whole && (after.is_empty() || after.starts_with(['#', ';']))).then_some(name)
    })
}

/// `key = value # comment`, `key : value ; comment`
fn property(line: &str) -> Option<(&str, &str)> {
    let end = line.find(|character: char| !is_key(character)).unwrap_or(line.len());
    let (key, rest) = line.split_at(end);
    let value = rest.trim_start().strip_prefix(['=', ':'])?;
    let value = value.split(['#', ';']).next().unwrap_or_default();
    (!key.is_empty()).then(|| (key, value.trim()))
}

fn is_key(character: char) -> bool {
    character.is_alphanumeric() || matches!(character, '_' | '.' | '-')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn top(text: &str) -> Vec<(String, String)> {
        let file = ConfigFile::parse("/w/.editorconfig", text);
        file.top.into_iter().map(|(key, value)| (key, value.text)).collect()
    }

    fn owned(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn properties_as_the_compiler_reads_them() {
        for (line, expected) in [
            ("x = none # moved", owned(&[("x", "none")])),
            ("k : silent", owned(&[("k", "silent")])),
            ("  Dotnet_Diagnostic.DS7302.Severity=Error;why", owned(&[("dotnet_diagnostic.ds7302.severity", "Error")])),
            ("a=b=c", owned(&[("a", "b=c")])),
            ("a = b#c", owned(&[("a", "b")])),
            ("root = TRUE", owned(&[("root", "true")])),
            ("a = UNSET", owned(&[("a", "unset")])),
            ("a =", owned(&[("a", "")])),
            ("a-b.c_1=x", owned(&[("a-b.c_1", "x")])),
            ("a b = c", Vec::new()),
            ("= c", Vec::new()),
            ("nothing", Vec::new()),
            ("; a = b", Vec::new()),
            ("[] \n", Vec::new()),
        ] {
            assert_eq!(top(line), expected, "{line}");
        }
    }

    #[test]
    fn the_last_of_two_wins_and_bad_lines_are_dropped() {
        let file = ConfigFile::parse("/w/.editorconfig", "a = 1\r\n!!\rA = 2\n[*.cs] ; c\na = 3");
        let value = file.top.get("a").unwrap();
        assert_eq!((value.text.as_str(), value.line), ("2", 3));
        let value = file.sections[0].properties.get("a").unwrap();
        assert_eq!((value.text.as_str(), value.line), ("3", 5));
    }

    #[test]
    fn section_names() {
        for (line, expected) in [
            ("[*.cs]", Some("*.cs")),
            ("[*.{cs,vb}] ; c", Some("*.{cs,vb}")),
            ("[[abc].cs]#x", Some("[abc].cs")),
            (r"[a\#b]", Some(r"a\#b")),
            ("[a] # ]", Some("a")),
            ("[a#b]", None),
            ("[]", None),
            ("[a", None),
            ("[a] b", None),
        ] {
            assert_eq!(section_name(line), expected, "{line}");
        }
    }

    #[test]
    fn kinds_of_files() {
        let file = |path: &str, text: &str| {
            let file = ConfigFile::parse(path, text);
            (file.is_root(), file.is_global(), file.global_level())
        };
        assert_eq!(file("/w/.editorconfig", "root = true"), (true, false, 0));
        assert_eq!(file("/w/.editorconfig", "[*]\nroot = true\nis_global = true"), (false, false, 0));
        assert_eq!(file(r"C:\w\.globalconfig", ""), (false, true, 100));
        assert_eq!(file("/w/x.globalconfig", "is_global = true\nglobal_level = -3"), (false, true, -3));
        assert_eq!(file("/w/x.globalconfig", "is_global = true\nglobal_level = x"), (false, true, 0));
    }

    proptest! {
        #[test]
        fn any_text_is_read(text in any::<String>()) {
            let file = ConfigFile::parse("/w/.editorconfig", &text);
            let count = lines(&text).count();
            let all = file.top.values().chain(file.sections.iter().flat_map(|section| section.properties.values()));
            for value in all {
                prop_assert!((1..=count).contains(&(value.line as usize)));
                prop_assert!(!value.text.contains(['#', ';', '\n', '\r']));
            }
        }

        #[test]
        fn what_is_written_is_read(key in "[a-z_][a-z0-9_.-]{0,20}", value in "[a-zA-Z0-9:=. ]{0,20}", blank in "[ \t]{0,3}") {
            let text = format!("{blank}{key}{blank}={blank}{value}{blank}# {value}");
            prop_assume!(!RESERVED.contains(&key.as_str()) && !value.trim().eq_ignore_ascii_case("unset"));
            prop_assert_eq!(top(&text), vec![(key, value.trim().to_owned())]);
        }
    }
}
