//! `dslint rules`: the list of rules, for people and for programs.

use serde::Serialize;

use dslint_rules::{Rule, RuleSet};

use crate::cli::{ListFormat, RulesArguments};
use crate::console::Console;
use crate::error::Error;
use crate::exit::Exit;
use crate::settings::{Flags, Settings};
use crate::style::{self, paint};
use crate::wrap::{counted, hanging};

/// The terminal that lines are wrapped for.
const WIDTH: usize = 100;
/// Version of the JSON list.
const VERSION: u32 = 1;

#[derive(Serialize)]
struct List<'a> {
    version: u32,
    rules: Vec<Entry<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Entry<'a> {
    code: &'a str,
    name: &'a str,
    summary: &'a str,
    severity: &'a str,
    effect: &'a str,
    change: &'a str,
    effort: &'a str,
    package: &'a str,
    since: Option<String>,
    until: Option<String>,
    default: bool,
    fixable: bool,
    docs: Option<&'a str>,
    sources: &'a [String],
}

/// Prints the list.
pub(crate) fn run(arguments: &RulesArguments, console: &Console) -> Result<Exit, Error> {
    let flags = Flags { file: Some(&arguments.settings), ..Flags::default() };
    let rules = Settings::resolve(flags)?.rule_set;
    let text = match arguments.format {
        ListFormat::Human => human(rules),
        ListFormat::Json => json(rules).map_err(|error| Error::Render(error.to_string()))?,
    };
    console.out(&text).map_err(Error::Stdout)?;
    Ok(Exit::Clean)
}

fn human(rules: &RuleSet) -> String {
    let width = rules.iter().map(|rule| rule.name.as_str().len()).max().unwrap_or(0);
    let code_width = rules.iter().map(|rule| rule.code.as_str().len()).max().unwrap_or(0);
    let mut text = String::new();
    for rule in rules {
        let since = rule
            .since
            .as_ref()
            .map_or_else(|| "any".to_owned(), |since| format!("{}.{}", since.major(), since.minor()));
        let severity = paint(style::of(rule.severity), format!("{:<7}", rule.severity.as_str()));
        let indent = 2;
        text.push_str(&format!(
            "{}  {:<width$}  {severity}  {since:<4} {}\n{}{}\n",
            paint(style::STRONG, format!("{:<code_width$}", rule.code.as_str())),
            rule.name.as_str(),
            if rule.has_fix() { "fix" } else { "" },
            " ".repeat(indent),
            paint(style::FAINT, hanging(&rule.summary, WIDTH - indent, indent)),
        ));
    }
    text.push_str(&format!("\n{}; `dslint explain CODE` shows one\n", counted(rules.len(), "rule", "rules")));
    text.lines().map(|line| line.trim_end().to_owned() + "\n").collect()
}

fn json(rules: &RuleSet) -> Result<String, serde_json::Error> {
    let list = List { version: VERSION, rules: rules.iter().map(entry).collect() };
    Ok(serde_json::to_string_pretty(&list)? + "\n")
}

fn entry(rule: &Rule) -> Entry<'_> {
    Entry {
        code: rule.code.as_str(),
        name: rule.name.as_str(),
        summary: &rule.summary,
        severity: rule.severity.as_str(),
        effect: rule.effect.as_str(),
        change: rule.change.as_str(),
        effort: rule.effort.as_str(),
        package: &rule.package,
        since: rule.since.as_ref().map(ToString::to_string),
        until: rule.until.as_ref().map(ToString::to_string),
        default: rule.is_on_by_default,
        fixable: rule.has_fix(),
        docs: rule.sources.first().map(String::as_str),
        sources: &rule.sources,
    }
}
