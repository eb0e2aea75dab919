//! Examples: whole small files with markers at the ends of the lines that are reported.

use std::str::FromStr;

use crate::rule::{RuleName, Severity};

/// One example: files that form a small project, and what is reported in them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Example {
    /// The prose before it.
    pub lead: String,
    /// Its files.
    pub files: Vec<ExampleFile>,
}

impl Example {
    /// Whether nothing is reported: it only looks like a case.
    pub fn is_near_miss(&self) -> bool {
        self.files.iter().all(|file| file.expected.is_empty())
    }

    /// Whether it shows what the fixes make of it.
    pub fn has_fixed(&self) -> bool {
        self.files.iter().any(|file| file.fixed.is_some())
    }
}

/// One file of an example.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExampleFile {
    /// Its name, from the fence or by its language.
    pub name: String,
    /// Whether the fence gave the name.
    pub is_named: bool,
    /// Its language.
    pub language: Language,
    /// The text, without markers.
    pub text: String,
    /// What is reported, in the order of lines.
    pub expected: Vec<Expected>,
    /// The text after all fixes of the rule, unsafe ones too.
    pub fixed: Option<String>,
    /// The text after what keeps the old behaviour.
    pub kept: Option<String>,
    /// The text after what adopts the new behaviour.
    pub adopted: Option<String>,
    /// The line of the page on which its text begins, from 1.
    pub line: usize,
}

/// The language of a fence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Language {
    /// C#.
    CSharp,
    /// A Razor page or component.
    Razor,
    /// XML: a project file.
    Xml,
    /// JSON.
    Json,
    /// YAML.
    Yaml,
}

/// A line that is reported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expected {
    /// The line in the file, from 1.
    pub line: usize,
    /// How loud.
    pub severity: Severity,
    /// The rule, when it is not the page's own.
    pub rule: Option<RuleName>,
}

impl Language {
    /// The language of a fence's first word.
    pub(crate) fn of_fence(word: &str) -> Option<Language> {
        Some(match word {
            "cs" | "csharp" => Language::CSharp,
            "cshtml" | "razor" => Language::Razor,
            "xml" => Language::Xml,
            "json" => Language::Json,
            "yaml" => Language::Yaml,
            _ => return None,
        })
    }

    /// The name of a file whose fence gives none.
    pub(crate) fn default_name(self) -> &'static str {
        match self {
            Language::CSharp => "Example.cs",
            Language::Razor => "Example.cshtml",
            Language::Xml => "Example.csproj",
            Language::Json => "appsettings.json",
            Language::Yaml => "example.yaml",
        }
    }
}

/// Takes the markers off. An error is the index of the line and what is wrong there.
pub(crate) fn take_markers(text: &str) -> Result<(String, Vec<Expected>), (usize, String)> {
    let mut plain = String::with_capacity(text.len());
    let mut expected = Vec::new();
    for (index, line) in text.split_inclusive('\n').enumerate() {
        let (content, newline) = match line.strip_suffix('\n') {
            Some(content) => (content, "\n"),
            None => (line, ""),
        };
        match marker(content) {
            Some((code, words)) => {
                for word in words.split(',') {
                    expected.push(read_marker(word.trim(), index + 1).map_err(|message| (index, message))?);
                }
                plain.push_str(code.trim_end());
            }
            None => plain.push_str(content),
        }
        plain.push_str(newline);
    }
    Ok((plain, expected))
}

/// The code of a line and the words of its marker. A comment whose first word is no severity is a comment.
fn marker(line: &str) -> Option<(&str, &str)> {
    let (code, words) = match line.trim_end().strip_suffix("-->") {
        Some(inside) => inside.rsplit_once("<!--")?,
        None => line.rsplit_once("//").or_else(|| line.rsplit_once("# "))?,
    };
    let first = words.trim().split([',', ':']).next().unwrap_or("");
    Severity::from_str(first.trim()).is_ok().then(|| (code, words.trim()))
}

fn read_marker(word: &str, line: usize) -> Result<Expected, String> {
    let (severity, rule) = match word.split_once(':') {
        Some((severity, rule)) => (severity.trim(), Some(rule.trim())),
        None => (word, None),
    };
    Ok(Expected {
        line,
        severity: severity.parse().map_err(|error: crate::rule::UnknownWord| error.to_string())?,
        rule: match rule {
            Some(rule) => Some(rule.parse().map_err(|error: crate::rule::RuleNameError| error.to_string())?),
            None => None,
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markers_are_taken_off() {
        let (text, expected) = take_markers(
            "a();   // error\nb(); // errors are fine\n<X /> <!-- warning: other-rule -->\nc // note, error: x\n",
        )
        .unwrap();
        assert_eq!(text, "a();\nb(); // errors are fine\n<X />\nc\n");
        let found: Vec<_> =
            expected.iter().map(|e| (e.line, e.severity, e.rule.as_ref().map(RuleName::as_str))).collect();
        assert_eq!(
            found,
            [
                (1, Severity::Error, None),
                (3, Severity::Warning, Some("other-rule")),
                (4, Severity::Note, None),
                (4, Severity::Error, Some("x")),
            ]
        );
    }

    #[test]
    fn addresses_are_no_markers() {
        let (text, expected) = take_markers("var a = \"https://error\";").unwrap();
        assert_eq!((text.as_str(), expected.len()), ("var a = \"https://error\";", 0));
        assert!(take_markers("x // error: Not A Name").is_err());
    }
}
