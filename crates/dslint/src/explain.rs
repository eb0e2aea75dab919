//! `dslint explain`: the page of a rule.

use dslint_rules::{Rule, Severity};

use crate::cli::ExplainArguments;
use crate::console::Console;
use crate::error::Error;
use crate::exit::Exit;
use crate::settings::{Flags, Settings};
use crate::style::{self, paint};
use crate::{markdown, selection};

/// The terminal that pages are wrapped for.
const WIDTH: usize = 100;

/// Prints the page.
pub(crate) fn run(arguments: &ExplainArguments, console: &Console) -> Result<Exit, Error> {
    let flags = Flags { file: Some(&arguments.settings), ..Flags::default() };
    let rule = selection::find(Settings::resolve(flags)?.rule_set, &arguments.rule)?;
    let mut text = markdown::styled(&rule.page.markdown, WIDTH);
    let facts = facts(rule, |severity| paint(style::of(severity), severity).to_string());
    text.push('\n');
    for (name, value) in facts {
        text.push_str(&format!("{} {value}\n", paint(style::FAINT, format!("{name:<9}"))));
    }
    console.out(&text).map_err(Error::Stdout)?;
    Ok(Exit::Clean)
}

/// What a page says about its rule in its head, in the order in which it is shown.
pub(crate) fn facts(rule: &Rule, severity: impl Fn(Severity) -> String) -> Vec<(&'static str, String)> {
    let since = rule.since.as_ref().map_or_else(|| "every release".to_owned(), |since| format!("since {since}"));
    let mut facts = vec![
        ("rule", format!("{} ({})", rule.code, rule.name)),
        ("applies", format!("{since} of {}", rule.package)),
        ("severity", format!("{} ({})", severity(rule.severity), rule.effect)),
        ("effort", format!("{} for each place", rule.effort)),
    ];
    facts.extend(rule.sources.iter().map(|source| ("source", source.clone())));
    facts
}
