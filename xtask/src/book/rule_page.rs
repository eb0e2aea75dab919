//! A rule page for readers: its head is data, and is shown as a table.

use dslint_rules::Rule;

/// The page, with the table below its title.
pub(crate) fn text(rule: &Rule) -> String {
    let markdown = rule.page.markdown.trim_start();
    let (title, rest) = markdown.split_once('\n').unwrap_or((markdown, ""));
    let since = rule.since.as_ref().map_or_else(|| "any release".to_owned(), ToString::to_string);
    let until = rule.until.as_ref().map(|until| format!(", until {until}")).unwrap_or_default();
    let default = if rule.is_on_by_default { "" } else { "; off unless it is asked for" };
    let sources: Vec<String> = rule.sources.iter().map(|source| format!("<{source}>")).collect();
    let rows = [
        ("Rule", format!("{}, `{}`", rule.code, rule.name)),
        ("What changed", rule.summary.clone()),
        ("Since", format!("{since} of `{}`{until}", rule.package)),
        ("Severity", format!("{}{default}", rule.severity)),
        ("Effect", rule.effect.to_string()),
        ("Fix", if rule.has_fix() { "yes" } else { "no" }.to_owned()),
        ("Effort", format!("{} for each place", rule.effort)),
        ("Sources", sources.join("<br>")),
    ];
    let table: String =
        rows.iter().map(|(name, value)| format!("| {name} | {} |\n", value.replace('|', "\\|"))).collect();
    format!("{title}\n\n| | |\n|---|---|\n{table}\n{}", rest.trim_start())
}
