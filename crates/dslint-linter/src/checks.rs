//! Checks that no matcher of a page can say. Each lives in a file named like the page's `check` key; that of the pages about
//! suppressions looks at no file and lives in `suppress`.

pub(crate) mod client_migrations;
pub(crate) mod client_schema;
pub(crate) mod client_scripts;
pub(crate) mod configuration_store_context;
pub(crate) mod logout_token_type;
pub(crate) mod strict_client_assertion;
pub(crate) mod symmetric_client_assertion;

use crate::matching::FileContext;
use crate::message::Site;
use dslint_rules::{CheckName, Match, Rule, Trigger, TriggerKind, TriggerRole};
use smol_str::SmolStr;

/// What a check does with a file.
type Run = for<'a> fn(&FileContext<'a>, &'static Rule, &'static Match, &mut Vec<Site<'a>>);

/// A check: its name in pages, the words it needs in a file, the words and calls for which members are run, and itself.
struct Check {
    name: &'static str,
    triggers: fn() -> Vec<Trigger>,
    reasons: &'static [&'static str],
    calls: &'static [&'static str],
    run: Run,
}

/// A word that brings a check into a file.
fn trigger((word, kind): (&'static str, TriggerKind)) -> Trigger {
    Trigger { text: SmolStr::new_static(word), kind, role: TriggerRole::Match }
}

const CHECKS: [Check; 7] = [
    Check {
        name: symmetric_client_assertion::REQUEST_NAME,
        triggers: symmetric_client_assertion::triggers,
        reasons: &symmetric_client_assertion::WORDS,
        calls: &symmetric_client_assertion::CALLS,
        run: symmetric_client_assertion::run_request,
    },
    Check {
        name: configuration_store_context::NAME,
        triggers: configuration_store_context::triggers,
        reasons: &[],
        calls: &[],
        run: configuration_store_context::run,
    },
    Check {
        name: strict_client_assertion::NAME,
        triggers: strict_client_assertion::triggers,
        reasons: &strict_client_assertion::WORDS,
        calls: &strict_client_assertion::CALLS,
        run: strict_client_assertion::run,
    },
    Check {
        name: symmetric_client_assertion::NAME,
        triggers: symmetric_client_assertion::triggers,
        reasons: &symmetric_client_assertion::WORDS,
        calls: &symmetric_client_assertion::CALLS,
        run: symmetric_client_assertion::run,
    },
    Check {
        name: logout_token_type::NAME,
        triggers: logout_token_type::triggers,
        reasons: &logout_token_type::WORDS,
        calls: &[],
        run: logout_token_type::run,
    },
    Check {
        name: client_schema::NAME,
        triggers: client_schema::triggers,
        reasons: &[],
        calls: &[],
        run: client_schema::run,
    },
    Check {
        name: client_migrations::NAME,
        triggers: client_migrations::triggers,
        reasons: &[],
        calls: &[],
        run: client_migrations::run,
    },
];

fn find(name: &CheckName) -> Option<&'static Check> {
    CHECKS.iter().find(|check| check.name == name.as_str())
}

/// The words that the checks of a rule need in a file.
pub(crate) fn triggers(rule: &Rule) -> Vec<Trigger> {
    rule.checks().filter_map(find).flat_map(|check| (check.triggers)()).collect()
}

/// The words for which members are run.
pub(crate) fn reasons(name: &CheckName) -> &'static [&'static str] {
    find(name).map_or(&[], |check| check.reasons)
}

/// The calls that are observed.
pub(crate) fn calls(name: &CheckName) -> &'static [&'static str] {
    find(name).map_or(&[], |check| check.calls)
}

/// Columns that a table of the stores has from a release on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct SchemaChange {
    /// The full name of the entity.
    pub entity: &'static str,
    /// The properties that are new.
    pub columns: &'static [&'static str],
}

/// The change of the database that a rule is about.
pub fn schema_change(rule: &Rule) -> Option<SchemaChange> {
    let is_about_clients = rule.checks().any(|check| check.as_str() == client_schema::NAME);
    is_about_clients.then_some(SchemaChange { entity: client_schema::ENTITY, columns: &client_schema::COLUMNS })
}

/// Runs a check over a file.
pub(crate) fn run<'a>(
    context: &FileContext<'a>,
    rule: &'static Rule,
    matched: &'static Match,
    name: &CheckName,
    sites: &mut Vec<Site<'a>>,
) {
    if let Some(check) = find(name) {
        (check.run)(context, rule, matched, sites);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use dslint_rules::RuleSet;

    #[test]
    fn pages_and_checks_name_each_other() {
        let rules = RuleSet::embedded().unwrap();
        let named: Vec<&CheckName> = rules.iter().flat_map(Rule::checks).collect();
        for name in named.iter().filter(|name| name.as_str() != crate::suppress::CHECK) {
            assert!(find(name).is_some(), "no check is called {}", name.as_str());
        }
        for check in &CHECKS {
            assert!(named.iter().any(|name| name.as_str() == check.name), "no page names the check {}", check.name);
        }
    }
}
