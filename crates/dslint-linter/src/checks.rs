//! Checks that no matcher of a page can say. Each lives in a file named like the page's `check` key.

pub(crate) mod symmetric_client_assertion;

use crate::matching::FileContext;
use crate::message::Site;
use dslint_rules::{Match, Rule, Trigger};

/// The words that the checks of a rule need in a file.
pub(crate) fn triggers(rule: &Rule) -> Vec<Trigger> {
    rule.checks()
        .flat_map(|check| match check.as_str() {
            symmetric_client_assertion::NAME => symmetric_client_assertion::triggers(),
            _ => Vec::new(),
        })
        .collect()
}

/// Whether there is a check of that name.
#[cfg(test)]
pub(crate) fn exists(name: &str) -> bool {
    name == symmetric_client_assertion::NAME
}

/// Runs a check over a file.
pub(crate) fn run<'a>(
    context: &FileContext<'a>,
    rule: &'static Rule,
    matched: &'static Match,
    name: &str,
    sites: &mut Vec<Site<'a>>,
) {
    if name == symmetric_client_assertion::NAME {
        symmetric_client_assertion::run(context, rule, matched, sites);
    }
}
