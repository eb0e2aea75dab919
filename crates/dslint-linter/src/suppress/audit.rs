//! What is to be said about the suppressions themselves: expired, without a reason, unused, not understood.

use super::attribute::Attributed;
use super::config::Settings;
use super::directive::{Directive, Named};
use super::file::Suppressions;
use super::no_warn::NoWarn;
use super::pragma::Pragma;
use super::sidecar::{Entries, Entry};
use super::{CHECK, Input, SourceTable, SuppressionKind, misspelt, removal};
use crate::diagnostic::{Diagnostic, Edit, Fix, Label};
use crate::message::{Names, Site};
use crate::source::SourceId;
use dslint_project::ProjectId;
use dslint_rules::{Rule, RuleSet};
use dslint_syntax::text::TextRange;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

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

/// All suppressions, once it is known what they suppress, and the findings that are left.
pub(crate) struct Known<'k> {
    pub(crate) files: &'k BTreeMap<PathBuf, Suppressions>,
    pub(crate) attributes: &'k [Attributed],
    pub(crate) entries: &'k Entries,
    pub(crate) reported: &'k [Diagnostic],
}

/// The findings about suppressions.
pub(crate) fn findings(
    input: &Input<'_>,
    rules: &'static RuleSet,
    known: &Known<'_>,
    table: &mut SourceTable<'_>,
    settings: &mut Settings<'_>,
) -> Vec<Diagnostic> {
    let mut misspelt = Vec::new();
    for (path, text) in settings.files() {
        let directives = misspelt::severities(path, text, rules);
        if let Some(source) = (!directives.is_empty()).then(|| table.read(path, input.reader)).flatten() {
            misspelt.extend(directives.into_iter().map(|directive| (source, directive)));
        }
    }
    let table: &SourceTable<'_> = table;
    let mut audit = Audit { input, rules, reported: known.reported, table, said: Vec::new() };
    let alone = |_: &[usize]| Vec::new();
    for (path, file) in known.files {
        let named = file.directives.iter().chain(file.pragmas.all.iter().map(|pragma| &pragma.directive));
        let settled = settled(input, settings, (path, &file.text), &file.owners, named);
        let is_settled = |rule: &Rule| settled.iter().any(|known| std::ptr::eq(*known, rule));
        for directive in &file.directives {
            audit.directive(&Subject::of(file, directive, &is_settled, &alone));
        }
        for (index, Pragma { directive, .. }) in file.pragmas.all.iter().enumerate().filter(|(_, it)| it.disables) {
            let goes_along = |unused: &[usize]| restores(file, index, unused);
            audit.directive(&Subject::of(file, directive, &is_settled, &goes_along));
        }
    }
    for attributed in known.attributes {
        let Attributed { directive, source, owners, removal, path, missing, .. } = attributed;
        let settled = settled(input, settings, (path, &table.text(*source)), owners, [directive].into_iter());
        audit.directive(&Subject {
            directive,
            source: *source,
            whole: *removal,
            owners,
            is_settled: &|rule| settled.iter().any(|known| std::ptr::eq(*known, rule)),
            goes_along: &alone,
            missing: missing.as_deref(),
        });
    }
    for property in settings.no_warns() {
        let NoWarn { path, source, owners, directive, whole, is_unconditional } = property;
        let is_of_owner = |skipped: &Path| {
            skipped == path || input.workspace.owners(skipped).iter().any(|owner| owners.contains(owner))
        };
        let has_gaps = input.skipped.iter().any(|skipped| is_of_owner(&skipped.path));
        audit.directive(&Subject {
            directive,
            source: *source,
            whole: Some(*whole),
            owners,
            is_settled: &|rule| *is_unconditional && !has_gaps && is_active(input, rule, owners),
            goes_along: &alone,
            missing: None,
        });
    }
    for Entry { directive, source, removal, .. } in &known.entries.entries {
        let Some(source) = *source else { continue };
        // An entry is for files of any project.
        let is_settled = |rule: &Rule| input.plan.rules().iter().any(|active| std::ptr::eq(*active, rule));
        let (owners, whole): (&[ProjectId], _) = (&[], *removal);
        let (is_settled, goes_along) = (&is_settled, &alone);
        audit.directive(&Subject { directive, source, whole, owners, is_settled, goes_along, missing: None });
    }
    for (source, directive) in &misspelt {
        let (owners, whole, source): (&[ProjectId], _, _) = (&[], None, *source);
        let (is_settled, goes_along) = (&|_: &Rule| false, &alone);
        audit.directive(&Subject { directive, source, whole, owners, is_settled, goes_along, missing: None });
    }
    audit.said
}

/// The named rules that the run says something about in a file: they looked, nothing switched them off, and the file has
/// no gaps.
fn settled<'d>(
    input: &Input<'_>,
    settings: &mut Settings<'_>,
    (path, text): (&Path, &str),
    owners: &[ProjectId],
    directives: impl Iterator<Item = &'d Directive>,
) -> Vec<&'static Rule> {
    if input.skipped.iter().any(|skipped| skipped.path == path) {
        return Vec::new();
    }
    let rules = directives.flat_map(|directive| directive.named.iter().filter_map(|named| named.rule));
    rules.filter(|rule| is_active(input, rule, owners) && !settings.is_off(rule, path, text, owners)).collect()
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
    /// What goes when all of it does; none where that is for a person.
    whole: Option<TextRange>,
    owners: &'s [ProjectId],
    /// Whether the run says something about a rule there.
    is_settled: &'s dyn Fn(&Rule) -> bool,
    /// What has to be removed too when some of its names are.
    goes_along: &'s dyn Fn(&[usize]) -> Vec<TextRange>,
    /// What it is about, where nothing is called like that.
    missing: Option<&'s str>,
}

impl<'s> Subject<'s> {
    /// A suppression that stands in a file by itself.
    fn of(
        file: &'s Suppressions,
        directive: &'s Directive,
        is_settled: &'s dyn Fn(&Rule) -> bool,
        goes_along: &'s dyn Fn(&[usize]) -> Vec<TextRange>,
    ) -> Self {
        let whole = Some(removal::whole(&file.text, directive.range));
        Subject { directive, source: file.source, whole, owners: &file.owners, is_settled, goes_along, missing: None }
    }
}

/// What restores the codes of a pragma that are taken out of it.
fn restores(file: &Suppressions, index: usize, unused: &[usize]) -> Vec<TextRange> {
    let pragmas = &file.pragmas;
    let mut gone: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for name in unused.iter().filter_map(|name| pragmas.all[index].directive.named.get(*name)) {
        if let Some(end) = pragmas.restoring(index, &name.text) {
            let same = pragmas.all[end].directive.named.iter().filter(|other| other.text == name.text);
            gone.entry(end).or_default().extend(same.map(|other| other.item));
        }
    }
    let removed = gone.into_iter().flat_map(|(end, mut items)| {
        let directive = &pragmas.all[end].directive;
        items.sort_unstable();
        items.dedup();
        match items.len() == directive.items.len() {
            true => vec![removal::whole(&file.text, directive.range)],
            false => removal::items(&directive.items, &items),
        }
    });
    removed.collect()
}

struct Audit<'i> {
    input: &'i Input<'i>,
    rules: &'static RuleSet,
    reported: &'i [Diagnostic],
    table: &'i SourceTable<'i>,
    said: Vec<Diagnostic>,
}

impl Audit<'_> {
    fn directive(&mut self, subject: &Subject<'_>) {
        let Directive { range, named, until, reason, wrong, .. } = subject.directive;
        if let Some(wrong) = wrong {
            let names = Names { value: wrong.clone(), ..Names::default() };
            self.say(NOT_UNDERSTOOD, subject, *range, names, Vec::new(), Vec::new());
            return;
        }
        for unknown in named.iter().filter(|named| named.rule.is_none()) {
            let nearest = self.nearest_rule(&unknown.text);
            // Among the codes of others, what resembles none of ours is none of ours.
            if nearest.is_none() && subject.directive.kind.names_others() {
                continue;
            }
            let hint = nearest.map(|nearest| format!("; did you mean `{nearest}`?")).unwrap_or_default();
            let names = Names { value: format!("no rule is called `{}`{hint}", unknown.text), ..Names::default() };
            self.say(NOT_UNDERSTOOD, subject, unknown.range, names, Vec::new(), Vec::new());
        }
        let known: Vec<&Named> = named.iter().filter(|named| named.rule.is_some()).collect();
        if known.is_empty() {
            return;
        }
        let names = Names { symbol: listed(&known), ..Names::default() };
        if subject.directive.is_expired(&self.input.plan.to) {
            let value = until.as_ref().map(ToString::to_string).unwrap_or_default();
            let names = Names { value, ..names };
            self.say(EXPIRED, subject, *range, names, Vec::new(), subject.whole.into_iter().collect());
        } else if reason.is_none() && subject.directive.kind.needs_reason() {
            self.say(WITHOUT_REASON, subject, *range, names, Vec::new(), Vec::new());
        } else {
            self.unused(subject);
        }
    }

    /// What of a list suppresses nothing. Where no rule looked, nothing is said.
    fn unused(&mut self, subject: &Subject<'_>) {
        let Directive { range, named, items, .. } = subject.directive;
        let is_unused = |named: &Named| {
            let settled = |rule: &Rule| !is_about_suppressions(rule) && (subject.is_settled)(rule);
            !named.is_used && named.rule.is_some_and(settled)
        };
        let unused: Vec<usize> = (0..named.len()).filter(|&index| is_unused(&named[index])).collect();
        let Some(&first) = unused.first() else { return };
        let nearest = self.nearest(subject, &named[first]);
        let names: Vec<&Named> = unused.iter().map(|&index| &named[index]).collect();
        let (place, mut removed) = if unused.len() == items.len() {
            (*range, subject.whole.into_iter().collect())
        } else {
            let gone: Vec<usize> = names.iter().map(|named| named.item).collect();
            let place = names.iter().fold(named[first].range, |place, named| place.cover(named.range));
            (place, removal::items(items, &gone))
        };
        removed.extend((subject.goes_along)(&unused));
        let names = Names { symbol: listed(&names), ..Names::default() };
        self.say(UNUSED, subject, place, names, nearest, removed);
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

    /// The code or name that one that no rule has was meant to be.
    fn nearest_rule(&self, name: &str) -> Option<&'static str> {
        let asked = name.to_ascii_lowercase();
        let codes = self.rules.iter().map(|rule| rule.code.as_str());
        // Pragmas and attributes take codes by their case.
        let same = codes.clone().find(|code| code.eq_ignore_ascii_case(name));
        let slip = || codes.clone().find(|code| strsim::osa_distance(&asked, &code.to_ascii_lowercase()) == 1);
        let names = self.rules.iter().map(|rule| rule.name.as_str());
        let likeness = |name: &&str| strsim::jaro_winkler(&asked, name);
        let alike = names.max_by(|left, right| likeness(left).total_cmp(&likeness(right)));
        same.or_else(slip).or(alike.filter(|name| likeness(name) > ALIKE))
    }

    fn say(
        &mut self,
        page: &str,
        subject: &Subject<'_>,
        range: TextRange,
        names: Names,
        related: Vec<Label>,
        removed: Vec<TextRange>,
    ) {
        let Some(&rule) = self.input.rules.iter().find(|rule| rule.name.as_str() == page) else { return };
        let Some(matched) = rule.matches.first() else { return };
        let primary = Label { source: subject.source, range, text: String::new() };
        let route = self.input.plan.route(subject.owners);
        let project = subject.owners.first().copied();
        let mut site =
            Site { names, related, project, ..Site::new(rule, matched, route, &self.input.plan.to, primary) };
        if let Some(fix) = rule.fix_of(matched).filter(|_| subject.whole.is_some() && !removed.is_empty()) {
            let edit = |range| Edit { source: subject.source, range, replacement: String::new() };
            site.fix = Some(Fix {
                title: fix.title.as_ref().map(|title| site.render(title)).unwrap_or_default(),
                edits: removed.into_iter().map(edit).collect(),
                applicability: fix.applicability,
            });
        }
        let mut said = site.diagnostic(self.input.severities);
        if subject.directive.kind == SuppressionKind::Settings {
            let file = self.table.path(subject.source).file_name().unwrap_or_default().to_string_lossy();
            said.help = Some(match page {
                EXPIRED => format!("settle what it hid, then take the entry out of {file}"),
                _ => format!("take the entry out of {file}, or correct its path"),
            });
        }
        if page == UNUSED
            && let Some(target) = subject.missing
        {
            said.help = Some(format!(
                "nothing in the projects of this file is called `{target}`: correct the target, or remove the attribute"
            ));
        }
        self.said.push(said);
    }
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
