//! `[rules]`: which rules run, and how loud they are. The most specific entry decides: a code or name before a group, a
//! longer group before a shorter one.

use dslint_rules::{Rule, RuleSet, Severity, nearest};
use dslint_syntax::text::TextRange;

use super::keys::LEVELS;
use super::mistake::Checked;
use super::origin::{Origin, Setting};
use crate::error::Error;
use crate::selection;

/// What stands behind a rule.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Level {
    On,
    Off,
    Severity(Severity),
}

impl std::str::FromStr for Level {
    type Err = String;

    fn from_str(word: &str) -> Result<Level, String> {
        match word {
            "on" => Ok(Level::On),
            "off" => Ok(Level::Off),
            _ => word.parse().map(Level::Severity).map_err(|_| nearest(word, &LEVELS.map(|(word, _)| word))),
        }
    }
}

/// A line of `[rules]`.
#[derive(Clone, Debug)]
pub(crate) struct LevelEntry {
    /// A code, a name, or the start of codes with `*`.
    pub(crate) selector: String,
    /// Where the selector stands.
    pub(crate) range: TextRange,
    pub(crate) level: Setting<Level>,
}

/// What holds for one rule.
#[derive(Clone, Debug)]
pub(crate) struct RuleSetting {
    pub(crate) rule: &'static Rule,
    pub(crate) is_on: Setting<bool>,
    /// The origin is [`Origin::Default`] where the page decides, which may say otherwise for one match.
    pub(crate) severity: Setting<Severity>,
}

impl RuleSetting {
    fn of_page(rule: &'static Rule) -> RuleSetting {
        RuleSetting { rule, is_on: Setting::default(rule.is_on_by_default), severity: Setting::default(rule.severity) }
    }

    /// A group makes rules louder or quieter, but runs what is off by default only when it says `on`.
    fn apply(&mut self, level: &Setting<Level>, is_group: bool) {
        let origin = || level.origin.clone();
        match level.value {
            Level::Off => self.is_on = Setting { value: false, origin: origin() },
            Level::On => self.is_on = Setting { value: true, origin: origin() },
            Level::Severity(severity) => {
                self.severity = Setting { value: severity, origin: origin() };
                if !is_group && !self.is_on.value {
                    self.is_on = Setting { value: true, origin: origin() };
                }
            }
        }
    }
}

/// What a selector chooses.
enum Selector {
    One(&'static Rule),
    Group(String),
}

impl Selector {
    /// How specific it is when it chooses a rule.
    fn rank(&self, rule: &Rule) -> Option<usize> {
        match self {
            Selector::One(one) => (one.code == rule.code).then_some(usize::MAX),
            Selector::Group(start) => rule.code.as_str().starts_with(start).then_some(start.len()),
        }
    }
}

/// What holds for every rule, in the order of codes. Selectors that choose nothing, or what another one chose already, are
/// mistakes.
pub(crate) fn resolve(
    rules: &'static RuleSet,
    entries: &[LevelEntry],
    mut checked: Option<&mut Checked>,
) -> Vec<RuleSetting> {
    let mut selectors: Vec<(Selector, &LevelEntry)> = Vec::new();
    for entry in entries {
        let selector = selector(rules, entry).and_then(|selector| {
            let same = selectors.iter().find(|(other, _)| is_same(other, &selector));
            match same {
                Some((_, other)) => Err((
                    format!("`{}` was given a level already, as `{}`", entry.selector, other.selector),
                    Some("one line for each rule".to_owned()),
                )),
                None => Ok(selector),
            }
        });
        match selector {
            Ok(selector) => selectors.push((selector, entry)),
            Err((message, help)) => {
                if let Some(checked) = checked.as_deref_mut() {
                    checked.wrong(entry.range, message, help);
                }
            }
        }
    }
    rules
        .iter()
        .map(|rule| {
            let mut setting = RuleSetting::of_page(rule);
            let best = selectors
                .iter()
                .filter_map(|(selector, entry)| Some((selector.rank(rule)?, selector, entry)))
                .max_by_key(|(rank, ..)| *rank);
            if let Some((_, selector, entry)) = best {
                setting.apply(&entry.level, matches!(selector, Selector::Group(_)));
            }
            setting
        })
        .collect()
}

fn selector(rules: &'static RuleSet, entry: &LevelEntry) -> Result<Selector, (String, Option<String>)> {
    let Some(start) = entry.selector.strip_suffix('*') else {
        let found = selection::find(rules, &entry.selector);
        return found.map(Selector::One).map_err(|error| (error.to_string(), Error::help(&error)));
    };
    let start = start.to_ascii_uppercase();
    if rules.iter().any(|rule| rule.code.as_str().starts_with(&start)) {
        return Ok(Selector::Group(start));
    }
    Err((
        format!("no rule has a code that begins with `{start}`"),
        Some("a group is the start of codes, as in \"DS73*\"; `dslint rules` lists them".to_owned()),
    ))
}

fn is_same(one: &Selector, other: &Selector) -> bool {
    match (one, other) {
        (Selector::One(one), Selector::One(other)) => one.code == other.code,
        (Selector::Group(one), Selector::Group(other)) => one == other,
        _ => false,
    }
}

/// The rules of `--rule` run, whatever the file says, and no others.
pub(crate) fn narrow(settings: &mut [RuleSetting], chosen: &[&'static Rule]) {
    for setting in settings {
        let value = chosen.iter().any(|rule| rule.code == setting.rule.code);
        setting.is_on = Setting { value, origin: Origin::Flag("--rule") };
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use dslint_linter::SourceFile;
    use dslint_syntax::text::Encoding;
    use std::sync::Arc;

    fn rules() -> &'static RuleSet {
        RuleSet::embedded().unwrap()
    }

    fn resolved(lines: &[(&str, &str)]) -> (Vec<RuleSetting>, String) {
        let entries: Vec<LevelEntry> = lines
            .iter()
            .map(|(selector, level)| LevelEntry {
                selector: (*selector).to_owned(),
                range: TextRange::default(),
                level: Setting::default(level.parse().unwrap()),
            })
            .collect();
        let file = Arc::new(SourceFile::new("/w/dslint.toml".into(), "".into(), Encoding::Utf8));
        let mut checked = Checked::new(file, std::path::Path::new("/w"));
        let settings = resolve(rules(), &entries, Some(&mut checked));
        let mistakes = checked.finish(Vec::new()).err().map(|mistakes| mistakes.to_string()).unwrap_or_default();
        (settings, mistakes)
    }

    #[track_caller]
    fn assert_holds(lines: &[(&str, &str)], code: &str, is_on: bool, severity: Severity) {
        let (settings, mistakes) = resolved(lines);
        assert_eq!(mistakes, "");
        let setting = settings.iter().find(|setting| setting.rule.code.as_str() == code).unwrap();
        assert_eq!((setting.is_on.value, setting.severity.value), (is_on, severity), "{lines:?} {code}");
    }

    #[test]
    fn the_most_specific_line_decides() {
        assert_holds(&[], "DS7302", true, Severity::Error);
        assert_holds(&[("DS7302", "note")], "DS7302", true, Severity::Note);
        assert_holds(&[("ds7302", "note")], "DS7302", true, Severity::Note);
        assert_holds(&[("client-credentials-requires-secret", "off")], "DS7302", false, Severity::Error);
        let lines = [("DS7302", "warning"), ("DS73*", "off"), ("*", "note")];
        assert_holds(&lines, "DS7302", true, Severity::Warning);
        assert_holds(&lines, "DS7303", false, Severity::Warning);
        assert_holds(&lines, "DS6301", true, Severity::Note);
    }

    #[test]
    fn a_group_does_not_run_what_is_off_by_default_unless_it_says_so() {
        assert_holds(&[], "DS7305", false, Severity::Note);
        assert_holds(&[("DS7305", "on")], "DS7305", true, Severity::Note);
        assert_holds(&[("DS7305", "error")], "DS7305", true, Severity::Error);
        assert_holds(&[("DS73*", "error")], "DS7305", false, Severity::Error);
        assert_holds(&[("DS73*", "on")], "DS7305", true, Severity::Note);
    }

    #[test]
    fn what_chooses_nothing_or_twice_is_a_mistake() {
        let mistakes = |lines: &[(&str, &str)]| resolved(lines).1;
        assert!(mistakes(&[("DS7320", "off")]).contains("there is no rule `DS7320`"));
        assert!(mistakes(&[("DS99*", "off")]).contains("no rule has a code that begins with `DS99`"));
        assert!(
            mistakes(&[("DS7302", "off"), ("client-credentials-requires-secret", "on")])
                .contains("`client-credentials-requires-secret` was given a level already, as `DS7302`")
        );
        assert!(mistakes(&[("DS73*", "off"), ("ds73*", "on")]).contains("given a level already"));
    }

    #[test]
    fn chosen_rules_run_alone() {
        let (mut settings, _) = resolved(&[("DS7302", "off"), ("DS7303", "note")]);
        narrow(&mut settings, &[rules().by_code("DS7302").unwrap()]);
        let on: Vec<&str> = settings.iter().filter(|it| it.is_on.value).map(|it| it.rule.code.as_str()).collect();
        assert_eq!(on, ["DS7302"]);
    }

    #[test]
    fn levels_are_those_of_the_table() {
        for (word, _) in LEVELS {
            assert!(word.parse::<Level>().is_ok(), "{word}");
        }
        assert_eq!("eror".parse::<Level>(), Err("did you mean `error`?".to_owned()));
    }
}
