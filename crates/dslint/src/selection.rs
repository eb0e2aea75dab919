//! Rules by code or name, with the nearest one for what is none.

use dslint_rules::{Rule, RuleSet};

use crate::error::Error;

/// How alike two words must be to be offered for one another.
const ALIKE: f64 = 0.75;

/// All rules that come with dslint.
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

/// The rules of codes or names, each once, in the order of their codes.
pub(crate) fn find_all(rules: &'static RuleSet, names: &[String]) -> Result<Vec<&'static Rule>, Error> {
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
