//! Known findings against those of a run: what is known, what is new, what is gone, and what only moved to another file.

use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};

use dslint_linter::Analysis;

use super::Entry;
use crate::report::fingerprint::Identity;
use crate::report::{Known, Report};

/// What came of a comparison.
#[derive(Debug)]
pub(crate) struct Comparison {
    /// The findings of the analysis, in their order.
    pub(crate) identities: Vec<Identity>,
    /// For each of them the entry that has it.
    pub(crate) known: Vec<Option<usize>>,
    /// The entries that a run would have found if they were still there.
    pub(crate) gone: Vec<usize>,
}

impl Comparison {
    /// Whether a finding of the analysis is new.
    pub(crate) fn is_new(&self, number: usize) -> bool {
        self.known.get(number).is_none_or(Option::is_none)
    }

    /// Marks the findings of a report of the same analysis, and counts the known ones.
    pub(crate) fn mark(&self, analysis: &Analysis, report: &mut Report<'_>) -> usize {
        let mut known = 0;
        for (number, finding) in report.numbers(analysis).into_iter().zip(&mut report.findings) {
            let Some(identity) = self.identities.get(number) else { continue };
            let is_unchanged = !self.is_new(number);
            known += usize::from(is_unchanged);
            finding.known = Some(Known { fingerprint: identity.fingerprint, is_unchanged });
        }
        known
    }
}

/// Compares findings with entries, one to one: of findings that nothing tells apart, as many are known as there are entries.
/// A finding whose file was renamed or moved is known by what else its fingerprint is made of, as long as the old file is
/// gone. `is_judged` says whether an entry that nothing was found for is gone.
pub(crate) fn compare(
    entries: &[Entry],
    identities: Vec<Identity>,
    is_file: &dyn Fn(&str) -> bool,
    is_judged: &dyn Fn(&Entry) -> bool,
) -> Comparison {
    let mut by_hash: HashMap<u128, VecDeque<usize>> = HashMap::new();
    for (number, entry) in entries.iter().enumerate() {
        by_hash.entry(entry.fingerprint.hash).or_default().push_back(number);
    }
    let mut take = |hash: u128| by_hash.get_mut(&hash).and_then(VecDeque::pop_front);
    let mut known: Vec<Option<usize>> = identities.iter().map(|identity| take(identity.fingerprint.hash)).collect();

    // Where files went, by rule.
    let mut left: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for number in by_hash.values().flatten() {
        let entry = &entries[*number];
        left.entry(&entry.rule).or_default().insert(&entry.path);
    }
    left.values_mut().for_each(|paths| paths.retain(|path| !is_file(path)));
    for (identity, known) in identities.iter().zip(&mut known).filter(|(_, known)| known.is_none()) {
        let mut old = left.get(identity.rule.name.as_str()).into_iter().flatten();
        *known = old.find_map(|path| by_hash.get_mut(&identity.hash_at(path)).and_then(VecDeque::pop_front));
    }

    let mut gone: Vec<usize> = by_hash.into_values().flatten().filter(|number| is_judged(&entries[*number])).collect();
    gone.sort_unstable();
    Comparison { identities, known, gone }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fingerprint::Fingerprint;
    use dslint_rules::RuleSet;

    /// Findings by path, member and line.
    fn identities(findings: &[(&str, &str, &str)]) -> Vec<Identity> {
        let rule = RuleSet::embedded().unwrap().find("DS7302").unwrap();
        let mut seen: HashMap<u128, u32> = HashMap::new();
        let identities = findings.iter().map(|(path, symbol, line)| {
            let mut identity = Identity {
                rule,
                path: (*path).to_owned(),
                symbol: (*symbol).to_owned(),
                line: (*line).to_owned(),
                fingerprint: Fingerprint { hash: 0, ordinal: 1 },
            };
            let hash = identity.hash_at(path);
            let ordinal = seen.entry(hash).or_default();
            *ordinal += 1;
            identity.fingerprint = Fingerprint { hash, ordinal: *ordinal };
            identity
        });
        identities.collect()
    }

    fn entries(findings: &[(&str, &str, &str)]) -> Vec<Entry> {
        super::super::entries(&identities(findings))
    }

    /// Which findings are new, and how many entries are gone.
    fn outcome(known: &[(&str, &str, &str)], now: &[(&str, &str, &str)], files: &[&str]) -> (Vec<bool>, usize) {
        let comparison = compare(&entries(known), identities(now), &|path| files.contains(&path), &|_| true);
        ((0..now.len()).map(|number| comparison.is_new(number)).collect(), comparison.gone.len())
    }

    const A: (&str, &str, &str) = ("A.cs", "C.M", "x = false,");

    #[test]
    fn as_many_are_known_as_there_are_entries() {
        assert_eq!(outcome(&[A], &[A, A], &["A.cs"]), (vec![false, true], 0));
        assert_eq!(outcome(&[A, A], &[A], &["A.cs"]), (vec![false], 1));
        assert_eq!(outcome(&[A], &[("A.cs", "C.N", "x = false,")], &["A.cs"]), (vec![true], 1));
        assert_eq!(outcome(&[A], &[("A.cs", "C.M", "y = false,")], &["A.cs"]), (vec![true], 1));
    }

    #[test]
    fn a_file_that_moved_takes_its_findings_along_once() {
        let moved = ("b/B.cs", A.1, A.2);
        assert_eq!(outcome(&[A], &[moved], &["b/B.cs"]), (vec![false], 0));
        assert_eq!(outcome(&[A], &[moved, moved], &["b/B.cs"]), (vec![false, true], 0));
        assert_eq!(outcome(&[A], &[moved], &["A.cs", "b/B.cs"]), (vec![true], 1), "a copy is new");
        assert_eq!(outcome(&[A], &[A, moved], &["A.cs", "b/B.cs"]), (vec![false, true], 0), "so it is beside");
    }

    #[test]
    fn what_was_not_looked_for_is_not_gone() {
        let comparison = compare(&entries(&[A]), Vec::new(), &|_| false, &|_| false);
        assert!(comparison.gone.is_empty());
    }
}
