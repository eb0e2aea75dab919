//! What makes a finding the same finding in the next run, for the formats that compare runs.

use std::collections::HashMap;

use dslint_linter::SourceId;

use super::symbol::Declarations;
use super::view::Finding;

/// The fingerprints of all findings, in their order: a hash of the rule, the path from the top of the tree, the member or
/// type around the place, and the text of the marked line without its spacing, with the number of the finding among equal
/// ones. Line numbers and messages do not go in, so that edits elsewhere and better wording change nothing.
pub(super) fn all<'f>(findings: impl Iterator<Item = &'f Finding<'f>>) -> Vec<String> {
    let mut seen: HashMap<u128, usize> = HashMap::new();
    let mut declarations: HashMap<SourceId, Declarations> = HashMap::new();
    findings
        .map(|finding| {
            let place = &finding.place;
            let declared = declarations.entry(place.id).or_insert_with(|| Declarations::of(place.file));
            let mut hash = Fnv::default();
            hash.add(finding.diagnostic.rule.name.as_str().as_bytes());
            hash.add(place.path_from_root.as_bytes());
            hash.add(declared.around(place.range).as_bytes());
            let line = place.file.lines().line_text(&place.file.text, place.start.line);
            for word in line.split_whitespace() {
                hash.add(word.as_bytes());
            }
            let ordinal = seen.entry(hash.0).or_default();
            *ordinal += 1;
            format!("{:032x}:{ordinal}", hash.0)
        })
        .collect()
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
