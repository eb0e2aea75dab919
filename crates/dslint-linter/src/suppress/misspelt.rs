//! Severities in `.editorconfig` files and global configs that say nothing, as the compiler would pass over them: codes that are
//! nearly ours, and words that are no severity.

use super::SuppressionKind;
use super::code::is_like_ours;
use super::directive::{Cover, Directive, Named};
use dslint_editorconfig::{ConfigFile, Severity};
use dslint_rules::RuleSet;
use dslint_syntax::text::{LineIndex, TextRange};
use std::path::Path;

/// The lines of a settings file that are meant for dslint and say nothing.
pub(crate) fn severities(path: &Path, text: &str, rules: &'static RuleSet) -> Vec<Directive> {
    let file = ConfigFile::parse(&path.to_string_lossy(), text);
    let lines = LineIndex::new(text);
    let mut found = Vec::new();
    for (_, key, value, line) in file.entries() {
        let code = key.strip_prefix("dotnet_diagnostic.").and_then(|rest| rest.strip_suffix(".severity"));
        let Some(code) = code else { continue };
        let rule = rules.by_code(code);
        if rule.is_none() && !is_like_ours(code) {
            continue;
        }
        let is_severity = Severity::parse(value).is_some();
        let Some(line) = lines.line_range(text, line).filter(|_| rule.is_none() || !is_severity) else { continue };
        let written = &text[line.usize()];
        let part = |word: &str| {
            let at = line.start as usize + written.to_ascii_lowercase().find(&word.to_ascii_lowercase())?;
            Some(TextRange::from_usize(at, at + word.len()))
        };
        let Some(range) = part(code) else { continue };
        let wrong = || {
            let words = "error, warning, suggestion, silent, none and default";
            format!("`{}` is no severity; these are: {words}", value)
        };
        found.push(Directive {
            kind: SuppressionKind::EditorConfig,
            range: rule.map_or(range, |_| part(value).unwrap_or(range)),
            named: vec![Named::new(&text[range.usize()], range, rule)],
            items: vec![range],
            until: None,
            reason: None,
            wrong: rule.map(|_| wrong()),
            cover: Cover::Nothing,
        });
    }
    found.sort_by_key(|directive| directive.range);
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_says_nothing() {
        let text = "[*.cs]\nDotnet_Diagnostic.DS7320.severity = none\ndotnet_diagnostic.DS7302.severity = none\n\
                    dotnet_diagnostic.DS7303.severity = quiet # why\ndotnet_diagnostic.CA1031.severity = x\n";
        let found = severities(Path::new("/w/.editorconfig"), text, RuleSet::embedded().unwrap());
        let said: Vec<_> = found.iter().map(|it| (&text[it.range.usize()], it.wrong.is_some())).collect();
        assert_eq!(said, [("DS7320", false), ("quiet", true)]);
    }
}
