//! Reads a settings file: every value with its place, every mistake told, none of them twice.

use std::borrow::Cow;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::ValueEnum;
use dslint_rules::{ReleaseError, Releases, nearest};
use dslint_syntax::text::TextRange;
use dslint_version::NuGetVersion;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::keys::{IGNORE_KEYS, KEYS, LEVELS};
use super::levels::{Level, LevelEntry};
use super::mistake::Checked;
use super::origin::{Origin, Setting};
use crate::cli::{FailOn, Format, MinSeverity};
use crate::exclude::Exclude;

/// What a settings file says. Rules are still as they are written: they can be looked up only when the rules of the team are
/// known, and where these are stands here.
#[derive(Debug, Default)]
pub(crate) struct SettingsFile {
    pub(crate) from: Option<Setting<NuGetVersion>>,
    pub(crate) to: Option<Setting<NuGetVersion>>,
    pub(crate) format: Option<Setting<Format>>,
    pub(crate) min_severity: Option<Setting<MinSeverity>>,
    pub(crate) fail_on: Option<Setting<FailOn>>,
    pub(crate) exclude: Vec<Setting<String>>,
    /// The directory of the team's rules, and where it is named.
    pub(crate) extra_rules: Option<(Setting<PathBuf>, TextRange)>,
    pub(crate) levels: Vec<LevelEntry>,
    pub(crate) ignores: Vec<IgnoreEntry>,
}

/// An `[[ignore]]` table that is complete.
#[derive(Debug)]
pub(crate) struct IgnoreEntry {
    pub(crate) rule: String,
    /// Where the rule is named.
    pub(crate) rule_range: TextRange,
    pub(crate) path: String,
    pub(crate) until: Option<NuGetVersion>,
    pub(crate) reason: String,
    /// The table.
    pub(crate) range: TextRange,
    pub(crate) line: u32,
    /// What goes when the table goes.
    pub(crate) removal: Option<TextRange>,
}

/// Reads a file. What is wrong is noted in `checked`, and left out of the result.
pub(crate) fn read(checked: &mut Checked) -> SettingsFile {
    let text = Arc::clone(&checked.file.text);
    let path: Arc<Path> = Arc::from(checked.file.path.as_path());
    let directory = path.parent().map(Path::to_path_buf).unwrap_or_default();
    let mut settings = SettingsFile::default();
    let table = match DeTable::parse(&text) {
        Ok(table) => table.into_inner(),
        Err(error) => {
            let message = error.message().lines().next().unwrap_or("not readable").to_owned();
            checked.wrong(bytes(error.span().unwrap_or(0..0)), message, None);
            return settings;
        }
    };
    let mut reader = Reader { checked, path, directory };
    for (key, value) in &table {
        reader.key(key, value, &mut settings);
    }
    // The order of the file, not that of the alphabet.
    settings.levels.sort_by_key(|entry| entry.range);
    settings
}

struct Reader<'c> {
    checked: &'c mut Checked,
    path: Arc<Path>,
    directory: PathBuf,
}

type Key<'t> = Spanned<Cow<'t, str>>;
type Value<'t> = Spanned<DeValue<'t>>;

impl Reader<'_> {
    fn key(&mut self, key: &Key<'_>, value: &Value<'_>, settings: &mut SettingsFile) {
        match key.get_ref().as_ref() {
            "from" => settings.from = self.version("from", value, |text| Releases::embedded().resolve_lower(text)),
            "to" => settings.to = self.version("to", value, |text| Releases::embedded().resolve(text)),
            "format" => settings.format = self.word("format", value),
            "min-severity" => settings.min_severity = self.word("min-severity", value),
            "fail-on" => settings.fail_on = self.word("fail-on", value),
            "exclude" => settings.exclude = self.globs(value),
            "extra-rules" => settings.extra_rules = self.folder(value),
            "rules" => settings.levels = self.levels(value),
            "ignore" => settings.ignores = self.ignores(value),
            unknown => self.unknown_key(unknown, key, &KEYS.map(|key| key.name)),
        }
    }

    fn unknown_key(&mut self, unknown: &str, key: &Key<'_>, known: &[&str]) {
        self.checked.wrong(range(key), format!("unknown key `{unknown}`"), Some(nearest(unknown, known)));
    }

    fn line(&self, range: TextRange) -> u32 {
        self.checked.file.position(range).0.line
    }

    fn setting<T>(&self, value: T, range: TextRange) -> Setting<T> {
        Setting { value, origin: Origin::File { path: Arc::clone(&self.path), line: self.line(range) } }
    }

    /// The string behind a key, or a mistake that says what stands there instead.
    fn string<'v>(&mut self, name: &str, value: &'v Value<'_>) -> Option<&'v str> {
        self.string_or(&format!("`{name}`"), value, None)
    }

    /// One of some words behind a key, or a mistake that lists them.
    fn one_of<'v>(&mut self, name: &str, value: &'v Value<'_>, words: &[&str]) -> Option<&'v str> {
        // Nothing is like the empty word, so that all are listed.
        self.string_or(&format!("`{name}`"), value, Some(nearest("", words)))
    }

    fn string_or<'v>(&mut self, what: &str, value: &'v Value<'_>, help: Option<String>) -> Option<&'v str> {
        let DeValue::String(text) = value.get_ref() else {
            let written = self.checked.file.text.get(value.span()).unwrap_or_default();
            let in_quotes = || match value.get_ref() {
                DeValue::Integer(_) | DeValue::Float(_) => format!("write it in quotes: \"{written}\""),
                _ => "write it in quotes".to_owned(),
            };
            let (help, message) = (help.unwrap_or_else(in_quotes), format!("{what} is a string, not {}", kind(value)));
            self.checked.wrong(range(value), message, Some(help));
            return None;
        };
        Some(text)
    }

    fn version(
        &mut self,
        name: &str,
        value: &Value<'_>,
        resolve: impl Fn(&str) -> Result<NuGetVersion, ReleaseError>,
    ) -> Option<Setting<NuGetVersion>> {
        match resolve(self.string(name, value)?.trim()) {
            Ok(version) => Some(self.setting(version, range(value))),
            Err(error) => {
                self.checked.wrong(range(value), error.to_string(), None);
                None
            }
        }
    }

    /// One of the words that the command line has.
    fn word<T: ValueEnum>(&mut self, name: &str, value: &Value<'_>) -> Option<Setting<T>> {
        let known = T::value_variants().iter().filter_map(ValueEnum::to_possible_value);
        let known: Vec<String> = known.map(|word| word.get_name().to_owned()).collect();
        let known: Vec<&str> = known.iter().map(String::as_str).collect();
        let text = self.one_of(name, value, &known)?;
        match T::from_str(text, false) {
            Ok(word) => Some(self.setting(word, range(value))),
            Err(_) => {
                self.checked.wrong(range(value), format!("unknown {name} `{text}`"), Some(nearest(text, &known)));
                None
            }
        }
    }

    fn globs(&mut self, value: &Value<'_>) -> Vec<Setting<String>> {
        let DeValue::Array(items) = value.get_ref() else {
            let message = format!("`exclude` is a list of patterns, not {}", kind(value));
            self.checked.wrong(range(value), message, Some("write it in brackets: [\"Generated/\"]".to_owned()));
            return Vec::new();
        };
        items
            .iter()
            .filter_map(|item| {
                let glob = self.glob("a pattern of `exclude`", item)?;
                Some(self.setting(glob, range(item)))
            })
            .collect()
    }

    fn glob(&mut self, what: &str, value: &Value<'_>) -> Option<String> {
        let text = self.string_or(what, value, None)?;
        match Exclude::new(&self.directory, &[text.to_owned()]) {
            Ok(_) => Some(text.to_owned()),
            Err(wrong) => {
                let help = "patterns are written as in .gitignore: `Generated/`, `**/*.g.cs`".to_owned();
                let message = format!("`{}` is no pattern: {}", wrong.glob, wrong.why);
                self.checked.wrong(range(value), message, Some(help));
                None
            }
        }
    }

    fn folder(&mut self, value: &Value<'_>) -> Option<(Setting<PathBuf>, TextRange)> {
        let text = self.string("extra-rules", value)?;
        let folder = self.directory.join(text);
        Some((self.setting(folder, range(value)), range(value)))
    }

    fn levels(&mut self, value: &Value<'_>) -> Vec<LevelEntry> {
        let DeValue::Table(table) = value.get_ref() else {
            let message = format!("`rules` is a table, not {}", kind(value));
            self.checked.wrong(range(value), message, Some("write `[rules]` and a line for each rule".to_owned()));
            return Vec::new();
        };
        let mut levels = Vec::new();
        for (key, value) in table {
            let selector = key.get_ref().to_string();
            let Some(word) = self.one_of(&selector, value, &LEVELS.map(|(word, _)| word)) else { continue };
            match word.parse::<Level>() {
                Ok(level) => {
                    let level = self.setting(level, range(value));
                    levels.push(LevelEntry { selector, range: range(key), level });
                }
                Err(help) => self.checked.wrong(range(value), format!("unknown level `{word}`"), Some(help)),
            }
        }
        levels
    }

    fn ignores(&mut self, value: &Value<'_>) -> Vec<IgnoreEntry> {
        let message = "`ignore` is a list of tables";
        let help = || Some("write `[[ignore]]` before each of them".to_owned());
        let DeValue::Array(items) = value.get_ref() else {
            self.checked.wrong(range(value), format!("{message}, not {}", kind(value)), help());
            return Vec::new();
        };
        let mut ignores = Vec::new();
        for item in items {
            match item.get_ref() {
                DeValue::Table(table) => ignores.extend(self.ignore(table, range(item))),
                _ => self.checked.wrong(range(item), format!("{message}, not of {}", kind(item)), help()),
            }
        }
        ignores
    }

    fn ignore(&mut self, table: &DeTable<'_>, at: TextRange) -> Option<IgnoreEntry> {
        let (mut path, mut rule, mut until, mut reason) = (None, None, None, None);
        let mut is_right = true;
        for (key, value) in table {
            is_right &= match key.get_ref().as_ref() {
                "path" => {
                    path = self.glob("`path`", value);
                    path.is_some()
                }
                "rule" => {
                    rule = self.string("rule", value).map(|text| (text.to_owned(), range(value)));
                    rule.is_some()
                }
                "until" => {
                    until = self.until(value);
                    until.is_some()
                }
                "reason" => {
                    reason = self.reason(value);
                    reason.is_some()
                }
                unknown => {
                    self.unknown_key(unknown, key, &IGNORE_KEYS.map(|key| key.name));
                    false
                }
            };
        }
        for key in IGNORE_KEYS.iter().filter(|key| key.is_required) {
            if !table.contains_key(key.name) {
                let message = format!("an ignore needs `{}`: {}", key.name, lower_first(key.description));
                self.checked.wrong(at, message.trim_end_matches('.'), None);
                is_right = false;
            }
        }
        let (rule, rule_range) = rule?;
        let (path, reason) = (path?, reason?);
        let last = table.iter().map(|(_, value)| range(value).end).max().unwrap_or(at.end);
        let removal = super::sidecar::removal(&self.checked.file.text, at.start, last);
        is_right.then(|| IgnoreEntry { rule, rule_range, path, until, reason, range: at, line: self.line(at), removal })
    }

    /// Any version, also of a release that is not known yet.
    fn until(&mut self, value: &Value<'_>) -> Option<NuGetVersion> {
        let text = self.string("until", value)?.trim();
        let until = Releases::embedded().until(text);
        if until.is_none() {
            let help = "write a version like \"8.0\", not a date".to_owned();
            self.checked.wrong(range(value), format!("`{text}` is no version"), Some(help));
        }
        until
    }

    fn reason(&mut self, value: &Value<'_>) -> Option<String> {
        let text = self.string("reason", value)?.trim();
        if text.is_empty() {
            let help = "say why the findings may stay, for whoever reads it next year".to_owned();
            self.checked.wrong(range(value), "an empty reason", Some(help));
            return None;
        }
        Some(text.to_owned())
    }
}

fn lower_first(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().map_or_else(String::new, |first| first.to_lowercase().chain(characters).collect())
}

fn kind(value: &Value<'_>) -> &'static str {
    match value.get_ref() {
        DeValue::String(_) => "a string",
        DeValue::Integer(_) => "a whole number",
        DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "a boolean",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}

fn range<T>(value: &Spanned<T>) -> TextRange {
    bytes(value.span())
}

fn bytes(span: std::ops::Range<usize>) -> TextRange {
    TextRange::from_usize(span.start, span.end)
}
