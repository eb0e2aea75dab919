//! What is to be said about the suppressions themselves: expired, without a reason, unused, not understood.

use super::directive::{Directive, Named};
use super::file::Suppressions;
use super::sidecar::{Entries, Entry};
use super::{CHECK, Input, SourceTable, removal};
use crate::diagnostic::{Confidence, Diagnostic, Edit, Fix, Label};
use crate::message::{Names, Site};
use crate::source::SourceId;
use dslint_project::ProjectId;
use dslint_rules::{Rule, RuleSet};
use dslint_syntax::text::TextRange;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// The names of the pages.
const EXPIRED: &str = "suppression-expired";
const WITHOUT_REASON: &str = "suppression-without-reason";
const UNUSED: &str = "suppression-unused";
const NOT_UNDERSTOOD: &str = "suppression-not-understood";

/// How alike a name must be to be offered for another one.
const ALIKE: f64 = 0.85;

/// Whether a rule is about suppressions, not about a change of the product.
pub(crate) fn is_about_suppressions(rule: &Rule) -> bool {
    rule.checks().any(|check| check.as_str() == CHECK)
}

/// The findings about suppressions.
pub(crate) fn findings(
    input: &Input<'_>,
    rules: &RuleSet,
    files: &BTreeMap<PathBuf, Suppressions>,
    entries: &Entries,
    reported: &[Diagnostic],
    table: &SourceTable<'_>,
) -> Vec<Diagnostic> {
    let mut audit = Audit { input, rules, reported, table, said: Vec::new() };
    for (path, file) in files {
        let is_read = input.skipped.iter().all(|skipped| skipped.path != *path);
        for directive in &file.directives {
            audit.directive(&Subject {
                directive,
                source: file.source,
                text: Some(&file.text),
                owners: &file.owners,
                is_settled: &|rule| is_read && is_active(input, rule, &file.owners),
            });
        }
    }
    for Entry { directive, source, .. } in &entries.entries {
        let Some(source) = *source else { continue };
        // An entry is for files of any project.
        let is_settled = |rule: &Rule| input.plan.rules().iter().any(|active| std::ptr::eq(*active, rule));
        audit.directive(&Subject { directive, source, text: None, owners: &[], is_settled: &is_settled });
    }
    audit.said
}

/// Whether a rule looked for something in files of these projects.
fn is_active(input: &Input<'_>, rule: &Rule, owners: &[ProjectId]) -> bool {
    let has = |owners: &[ProjectId]| input.plan.route(owners).rules.iter().any(|active| std::ptr::eq(*active, rule));
    has(owners) || owners.iter().any(|owner| has(&[*owner]))
}

/// A suppression and what is known about its place.
struct Subject<'s> {
    directive: &'s Directive,
    source: SourceId,
    /// The text to take it out of; none where that is not ours.
    text: Option<&'s str>,
    owners: &'s [ProjectId],
    /// Whether the run says something about a rule there.
    is_settled: &'s dyn Fn(&Rule) -> bool,
}

struct Audit<'i> {
    input: &'i Input<'i>,
    rules: &'i RuleSet,
    reported: &'i [Diagnostic],
    table: &'i SourceTable<'i>,
    said: Vec<Diagnostic>,
}

impl Audit<'_> {
    fn directive(&mut self, subject: &Subject<'_>) {
        let Directive { range, named, until, reason, wrong, .. } = subject.directive;
        if let Some(wrong) = wrong {
            let names = Names { value: wrong.clone(), ..Names::default() };
            self.say(NOT_UNDERSTOOD, subject, *range, names, Vec::new(), None);
            return;
        }
        for unknown in named.iter().filter(|named| named.rule.is_none()) {
            let names = Names { value: self.unknown(&unknown.text), ..Names::default() };
            self.say(NOT_UNDERSTOOD, subject, unknown.range, names, Vec::new(), None);
        }
        let known: Vec<&Named> = named.iter().filter(|named| named.rule.is_some()).collect();
        if known.is_empty() {
            return;
        }
        let names = Names { symbol: listed(&known), ..Names::default() };
        if subject.directive.is_expired(&self.input.plan.to) {
            let value = until.as_ref().map(ToString::to_string).unwrap_or_default();
            let names = Names { value, ..names };
            self.say(EXPIRED, subject, *range, names, Vec::new(), Some(removal(subject, *range)));
        } else if reason.is_none() && subject.directive.kind.needs_reason() {
            self.say(WITHOUT_REASON, subject, *range, names, Vec::new(), None);
        } else {
            self.unused(subject);
        }
    }

    /// What of a list suppresses nothing. Where no rule looked, nothing is said.
    fn unused(&mut self, subject: &Subject<'_>) {
        let Directive { range, named, .. } = subject.directive;
        let is_unused = |named: &Named| {
            let settled = |rule: &Rule| !is_about_suppressions(rule) && (subject.is_settled)(rule);
            !named.is_used && named.rule.is_some_and(settled)
        };
        let unused: Vec<usize> = (0..named.len()).filter(|&index| is_unused(&named[index])).collect();
        let Some(&first) = unused.first() else { return };
        let nearest = self.nearest(subject, &named[first]);
        let names = |unused: &[&Named]| Names { symbol: listed(unused), ..Names::default() };
        if unused.len() == named.len() {
            let all: Vec<&Named> = named.iter().collect();
            self.say(UNUSED, subject, *range, names(&all), nearest, Some(removal(subject, *range)));
            return;
        }
        for index in unused {
            let nearest = self.nearest(subject, &named[index]);
            let edit = removal::item(named, index);
            self.say(UNUSED, subject, named[index].range, names(&[&named[index]]), nearest, Some(edit));
        }
    }

    /// A finding that it may have been meant for.
    fn nearest(&self, subject: &Subject<'_>, named: &Named) -> Vec<Label> {
        let is_it = |found: &&Diagnostic| {
            found.primary.source == subject.source && named.rule.is_some_and(|rule| std::ptr::eq(rule, found.rule))
        };
        let line = |range: TextRange| i64::from(self.table.line(subject.source, range));
        let own = line(subject.directive.range);
        let nearest = self.reported.iter().filter(is_it).min_by_key(|found| (line(found.primary.range) - own).abs());
        let label = nearest.map(|found| Label {
            source: subject.source,
            range: found.primary.range,
            text: format!("the nearest finding of {}", found.rule.code),
        });
        label.into_iter().collect()
    }

    /// What is wrong with a name that no rule has.
    fn unknown(&self, name: &str) -> String {
        let asked = name.to_ascii_lowercase();
        let codes = self.rules.iter().map(|rule| rule.code.as_str());
        let code = codes.clone().find(|code| strsim::osa_distance(&asked, &code.to_ascii_lowercase()) == 1);
        let names = self.rules.iter().map(|rule| rule.name.as_str());
        let likeness = |name: &&str| strsim::jaro_winkler(&asked, name);
        let alike = names.max_by(|left, right| likeness(left).total_cmp(&likeness(right)));
        match code.or(alike.filter(|name| likeness(name) > ALIKE)) {
            Some(nearest) => format!("no rule is called `{name}`; did you mean `{nearest}`?"),
            None => format!("no rule is called `{name}`"),
        }
    }

    fn say(
        &mut self,
        page: &str,
        subject: &Subject<'_>,
        range: TextRange,
        names: Names,
        related: Vec<Label>,
        removed: Option<TextRange>,
    ) {
        let Some(&rule) = self.input.rules.iter().find(|rule| rule.name.as_str() == page) else { return };
        let Some(matched) = rule.matches.first() else { return };
        let mut site = Site {
            rule,
            matched,
            route: self.input.plan.route(subject.owners),
            to: &self.input.plan.to,
            names,
            confidence: Confidence::Certain,
            primary: Label { source: subject.source, range, text: String::new() },
            related,
            fix: None,
            project: subject.owners.first().copied(),
        };
        if let (Some(fix), Some(range), Some(_)) = (rule.fix_of(matched), removed, subject.text) {
            site.fix = Some(Fix {
                title: fix.title.as_ref().map(|title| site.render(title)).unwrap_or_default(),
                edits: vec![Edit { source: subject.source, range, replacement: String::new() }],
                applicability: fix.applicability,
            });
        }
        self.said.push(site.diagnostic());
    }
}

/// What goes with the whole suppression.
fn removal(subject: &Subject<'_>, range: TextRange) -> TextRange {
    subject.text.map_or(range, |text| removal::whole(text, range))
}

/// Names for a message that puts them between back-ticks.
fn listed(named: &[&Named]) -> String {
    named.iter().map(|named| named.text.as_str()).collect::<Vec<_>>().join("`, `")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_finding_has_its_page() {
        let rules = RuleSet::embedded().unwrap();
        for name in [EXPIRED, WITHOUT_REASON, UNUSED, NOT_UNDERSTOOD] {
            assert!(rules.by_name(name).is_some_and(is_about_suppressions), "{name}");
        }
        assert_eq!(rules.iter().filter(|rule| is_about_suppressions(rule)).count(), 4);
    }
}
