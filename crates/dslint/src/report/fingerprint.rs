//! What makes a finding the same finding in the next run: for the formats that compare runs, for baselines, and for what a
//! range of commits adds.

use std::collections::HashMap;
use std::fmt;
use std::path::Path;
use std::str::FromStr;

use dslint_linter::{Analysis, SourceFile, SourceId};
use dslint_rules::Rule;
use dslint_syntax::text::TextRange;

use super::symbol::Declarations;
use super::view::Finding;
use crate::paths;

/// Names a finding: a hash of the rule, the path from the top of the tree, the member or type around the place, and the text
/// of the marked line without its spacing, with the number of the finding among equal ones. Line numbers and messages do
/// not go in, so that edits elsewhere and better wording change nothing.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub(crate) struct Fingerprint {
    /// The same for findings that nothing but their order tells apart.
    pub(crate) hash: u128,
    /// The first one has 1.
    pub(crate) ordinal: u32,
}

/// What a fingerprint is made of.
#[derive(Clone, Debug)]
pub(crate) struct Identity {
    pub(crate) rule: &'static Rule,
    /// From the top of the tree.
    pub(crate) path: String,
    /// The member or type around the place, like `Config.Clients`; empty outside of all.
    pub(crate) symbol: String,
    /// The marked line, with one space between its words.
    pub(crate) line: String,
    pub(crate) fingerprint: Fingerprint,
}

impl Identity {
    /// The hash that the finding would have if its file were called otherwise.
    pub(crate) fn hash_at(&self, path: &str) -> u128 {
        hash(self.rule, path, &self.symbol, &self.line)
    }
}

/// The identities of all findings of an analysis, in their order. `root` is the top of the tree.
pub(crate) fn identities(analysis: &Analysis, root: &Path) -> Vec<Identity> {
    let mut identify = Identify::default();
    let diagnostics = analysis.diagnostics.iter();
    diagnostics
        .map(|found| {
            let (id, range) = (found.primary.source, found.primary.range);
            let file = analysis.sources.get(id);
            identify.next(found.rule, id, file, paths::relative(root, &file.path), range)
        })
        .collect()
}

/// The fingerprints of the findings of a report, in their order.
pub(super) fn all<'f>(findings: impl Iterator<Item = &'f Finding<'f>>) -> Vec<String> {
    let mut identify = Identify::default();
    findings
        .map(|finding| {
            let place = &finding.place;
            let rule = finding.diagnostic.rule;
            // Also where it is known already, so that those that follow are counted on.
            let own = identify.next(rule, place.id, place.file, place.path_from_root.clone(), place.range).fingerprint;
            finding.known.map_or(own, |known| known.fingerprint).to_string()
        })
        .collect()
}

/// Identifies findings one by one.
#[derive(Default)]
struct Identify {
    seen: HashMap<u128, u32>,
    declarations: HashMap<SourceId, Declarations>,
}

impl Identify {
    fn next(
        &mut self,
        rule: &'static Rule,
        id: SourceId,
        file: &SourceFile,
        path: String,
        range: TextRange,
    ) -> Identity {
        let declared = self.declarations.entry(id).or_insert_with(|| Declarations::of(file));
        let symbol = declared.around(range).to_owned();
        let line = file.lines().line_text(&file.text, file.position(range).0.line);
        let line = line.split_whitespace().collect::<Vec<_>>().join(" ");
        let hash = hash(rule, &path, &symbol, &line);
        let ordinal = self.seen.entry(hash).or_default();
        *ordinal += 1;
        Identity { rule, path, symbol, line, fingerprint: Fingerprint { hash, ordinal: *ordinal } }
    }
}

fn hash(rule: &Rule, path: &str, symbol: &str, line: &str) -> u128 {
    let mut hash = Fnv::default();
    hash.add(rule.name.as_str().as_bytes());
    hash.add(path.as_bytes());
    hash.add(symbol.as_bytes());
    for word in line.split_whitespace() {
        hash.add(word.as_bytes());
    }
    hash.0
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:032x}:{}", self.hash, self.ordinal)
    }
}

/// A text that is no fingerprint.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("a fingerprint has 32 hexadecimal digits, a colon and a number from 1")]
pub(crate) struct NoFingerprint;

impl FromStr for Fingerprint {
    type Err = NoFingerprint;

    fn from_str(text: &str) -> Result<Fingerprint, NoFingerprint> {
        let (hash, ordinal) = text.split_once(':').ok_or(NoFingerprint)?;
        if hash.len() != 32 || !hash.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(NoFingerprint);
        }
        let hash = u128::from_str_radix(hash, 16).map_err(|_| NoFingerprint)?;
        let ordinal = ordinal.parse().ok().filter(|ordinal| *ordinal > 0).ok_or(NoFingerprint)?;
        Ok(Fingerprint { hash, ordinal })
    }
}

/// FNV-1a with 128 bits, with a mark after each part.
struct Fnv(u128);

impl Default for Fnv {
    fn default() -> Self {
        Fnv(0x6c62_272e_07bb_0142_62b8_2175_6295_c58d)
    }
}

impl Fnv {
    const PRIME: u128 = 0x0000_0000_0100_0000_0000_0000_0000_013b;

    fn add(&mut self, part: &[u8]) {
        for byte in part.iter().chain(&[0]) {
            self.0 = (self.0 ^ u128::from(*byte)).wrapping_mul(Self::PRIME);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fingerprints_are_read_as_they_are_written() {
        let fingerprint = Fingerprint { hash: 0xab, ordinal: 12 };
        let text = fingerprint.to_string();
        assert_eq!(text, "000000000000000000000000000000ab:12");
        assert_eq!(text.parse(), Ok(fingerprint));
        for wrong in ["", "ab:1", "000000000000000000000000000000ab", &format!("{text}x"), &text.replace(":12", ":0")] {
            assert_eq!(wrong.parse::<Fingerprint>(), Err(NoFingerprint), "{wrong}");
        }
        assert!("+00000000000000000000000000000ab:1".parse::<Fingerprint>().is_err());
    }
}
