//! Severities of diagnostics: the values, and which of several keys decides.

use crate::set::{Options, Setting};

/// What a key asks for.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum Severity {
    /// The rule's own.
    Default,
    /// `error`
    Error,
    /// `warning`
    Warning,
    /// `suggestion`
    Suggestion,
    /// `silent`: nobody is told.
    Silent,
    /// `none`: the rule is off.
    None,
}

impl Severity {
    /// The severity of a value, without regard to case; none for another word.
    pub fn parse(value: &str) -> Option<Severity> {
        const WORDS: [(&str, Severity); 6] = [
            ("default", Severity::Default),
            ("error", Severity::Error),
            ("warning", Severity::Warning),
            ("suggestion", Severity::Suggestion),
            ("silent", Severity::Silent),
            ("none", Severity::None),
        ];
        WORDS.into_iter().find(|(word, _)| word.eq_ignore_ascii_case(value)).map(|(_, severity)| severity)
    }
}

/// A severity, and the key that decided.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Chosen<'o> {
    /// What it asks for.
    pub severity: Severity,
    /// The key, in lower case.
    pub key: String,
    /// The setting.
    pub setting: &'o Setting,
}

impl Options {
    /// The severity of a rule: by its id, else by its category, else for all rules. What holds for many leaves a rule alone
    /// that has to be asked for. A value that is no severity counts as not written.
    pub fn severity(&self, id: &str, category: &str, is_on_by_default: bool) -> Option<Chosen<'_>> {
        let id = format!("dotnet_diagnostic.{}.severity", id.to_lowercase());
        let bulk = [
            format!("dotnet_analyzer_diagnostic.category-{}.severity", category.to_lowercase()),
            "dotnet_analyzer_diagnostic.severity".to_owned(),
        ];
        let bulk = bulk.into_iter().filter(|_| is_on_by_default);
        [id].into_iter().chain(bulk).find_map(|key| {
            let setting = self.get(&key)?;
            Some(Chosen { severity: Severity::parse(&setting.value)?, key, setting })
        })
    }

    /// Whether the file is generated, where `generated_code` says so with `true` or `false`, and the setting that does.
    pub fn generated_code(&self) -> Option<(bool, &Setting)> {
        let setting = self.get("generated_code")?;
        let words = [("true", true), ("false", false)];
        let (_, is_generated) = words.into_iter().find(|(word, _)| setting.value.eq_ignore_ascii_case(word))?;
        Some((is_generated, setting))
    }
}
