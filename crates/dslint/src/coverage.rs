//! docs/coverage.md: what the upgrade guides say, item by item, and which rule answers it.

use dslint_rules::RuleSet;
use serde::Deserialize;
use std::fmt::Write as _;

const DATA: &str = include_str!("../../../rules/coverage.toml");

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Coverage {
    guide: Vec<Guide>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Guide {
    title: String,
    url: String,
    item: Vec<Item>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Item {
    says: String,
    #[serde(default)]
    codes: Vec<String>,
    reason: Option<String>,
}

/// The page, or what is wrong with rules/coverage.toml.
///
/// # Errors
/// A syntax error, an item without an answer, or a code that no page has.
pub(crate) fn page(rules: &RuleSet, notice: &str) -> Result<String, String> {
    let coverage: Coverage = toml::from_str(DATA).map_err(|error| format!("rules/coverage.toml: {error}"))?;
    let mut text = format!(
        "# What the guides say\n\n{notice}\n\nEvery item of the upgrade guides, in our words, and where dslint answers it: by \
         rules, or by a reason why\nthere is nothing to look for.\n"
    );
    for guide in &coverage.guide {
        // Writing to a string does not fail.
        let _ = write!(text, "\n## [{}]({})\n\n| the guide says | dslint |\n|---|---|\n", guide.title, guide.url);
        for item in &guide.item {
            let answer = answer(rules, item)?;
            let _ = writeln!(text, "| {} | {answer} |", item.says);
        }
    }
    Ok(text)
}

fn answer(rules: &RuleSet, item: &Item) -> Result<String, String> {
    let mut links = Vec::new();
    for code in &item.codes {
        let rule = rules.by_code(code).ok_or_else(|| format!("rules/coverage.toml: no page has the code {code}"))?;
        links.push(format!("[{code}](../{}) {}", rule.page.path, rule.name));
    }
    match (&item.reason, links.is_empty()) {
        (Some(reason), true) => Ok(format!("nothing to check: {reason}")),
        (None, false) => Ok(links.join("<br>")),
        _ => Err(format!("rules/coverage.toml: `{}` needs either codes or a reason", item.says)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use dslint_rules::Change;

    #[test]
    fn every_item_has_an_answer_and_every_rule_an_item() {
        let rules = RuleSet::embedded().unwrap();
        let page = page(rules, "").unwrap();
        for rule in rules.iter().filter(|rule| rule.change != Change::None) {
            assert!(page.contains(rule.code.as_str()), "{} is missing in rules/coverage.toml", rule.code);
        }
    }
}
