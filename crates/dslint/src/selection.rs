//! Rules by code or name, with the nearest one for what is none.

use dslint_rules::{Rule, RuleSet};

use crate::error::Error;

/// How alike two words must be to be offered for one another.
const ALIKE: f64 = 0.75;

/// All rules.
pub(crate) fn rule_set() -> Result<&'static RuleSet, Error> {
    RuleSet::embedded().map_err(Error::Rules)
}

/// The rule of a code or name.
pub(crate) fn find(rules: &'static RuleSet, name: &str) -> Result<&'static Rule, Error> {
    let name = name.trim();
    rules
        .find(name)
        .or_else(|| rules.find(&name.to_lowercase()))
        .ok_or_else(|| Error::UnknownRule { name: name.to_owned(), nearest: nearest(rules, name) })
}

/// The rules to run: those that were named, else all that are on by default.
pub(crate) fn select(rules: &'static RuleSet, names: &[String]) -> Result<Vec<&'static Rule>, Error> {
    if names.is_empty() {
        return Ok(rules.iter().filter(|rule| rule.is_on_by_default).collect());
    }
    let mut selected = names.iter().map(|name| find(rules, name)).collect::<Result<Vec<_>, _>>()?;
    selected.sort_by(|left, right| left.code.cmp(&right.code));
    selected.dedup_by(|left, right| left.code == right.code);
    Ok(selected)
}

fn nearest(rules: &RuleSet, name: &str) -> Option<String> {
    let asked = name.to_lowercase();
    let likeness = |known: &str| strsim::jaro_winkler(&asked, &known.to_lowercase());
    let best = rules
        .iter()
        .map(|rule| (likeness(rule.code.as_str()).max(likeness(rule.name.as_str())), rule))
        .max_by(|left, right| left.0.total_cmp(&right.0))?;
    (best.0 >= ALIKE).then(|| format!("`{}` ({})", best.1.code, best.1.name))
}
