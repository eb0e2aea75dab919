//! The minor releases that the API history knows, and sets of them.

/// One minor release: an index into [`crate::ApiHistory::releases`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Release(pub(crate) u8);

impl Release {
    /// The position in [`crate::ApiHistory::releases`].
    pub fn index(self) -> usize {
        usize::from(self.0)
    }
}

/// The name of one release: `7.3` and the letter that stands for it in the API files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReleaseName {
    /// Major and minor version.
    pub minor: (u32, u32),
    /// The letter in range columns.
    pub letter: char,
}

impl std::fmt::Display for ReleaseName {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{}.{}", self.minor.0, self.minor.1)
    }
}

/// A set of releases.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct ReleaseSet(u32);

impl ReleaseSet {
    /// No release.
    pub const EMPTY: ReleaseSet = ReleaseSet(0);
    /// Every release, known or not: the span of what belongs to another package.
    pub const ALL: ReleaseSet = ReleaseSet(u32::MAX);

    /// The releases from `first` to `last`, both included.
    pub(crate) fn span(first: Release, last: Release) -> ReleaseSet {
        let up_to_last = u32::MAX >> (31 - u32::from(last.0.min(31)));
        let from_first = u32::MAX << u32::from(first.0.min(31));
        ReleaseSet(up_to_last & from_first)
    }

    /// Whether `release` is in the set; `None` asks for any release.
    pub fn contains(self, release: Option<Release>) -> bool {
        match release {
            Some(release) => self.0 & (1 << u32::from(release.0.min(31))) != 0,
            None => !self.is_empty(),
        }
    }

    /// Whether the set has no release.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Whether the set is [`ReleaseSet::ALL`].
    pub fn is_all(self) -> bool {
        self == ReleaseSet::ALL
    }

    /// The earliest release of the set.
    pub fn first(self) -> Option<Release> {
        (!self.is_empty()).then(|| Release(self.0.trailing_zeros() as u8))
    }

    /// The latest release of the set. For [`ReleaseSet::ALL`] this is beyond the last known release.
    pub fn last(self) -> Option<Release> {
        (!self.is_empty()).then(|| Release(31 - self.0.leading_zeros() as u8))
    }

    /// The releases that are in both sets.
    pub(crate) fn intersection(self, other: ReleaseSet) -> ReleaseSet {
        ReleaseSet(self.0 & other.0)
    }

    /// The releases that are in one of the sets.
    pub(crate) fn union(self, other: ReleaseSet) -> ReleaseSet {
        ReleaseSet(self.0 | other.0)
    }
}

/// The table of the `!versions` line.
#[derive(Debug, Default)]
pub(crate) struct ReleaseTable {
    pub(crate) names: Vec<ReleaseName>,
    /// Releases of IdentityServer4 (up to 4.1).
    pub(crate) legacy: ReleaseSet,
    /// Releases of Duende IdentityServer (from 5.0).
    pub(crate) current: ReleaseSet,
}

impl ReleaseTable {
    /// Reads `!versions a=4.1 b=5.0 …`; what is not of that form is passed over.
    pub(crate) fn parse(line: &str) -> ReleaseTable {
        let mut table = ReleaseTable::default();
        for field in line.split_ascii_whitespace() {
            let Some((letter, version)) = field.split_once('=') else { continue };
            let (Some(letter), Some((major, minor))) = (letter.chars().next(), version.split_once('.')) else {
                continue;
            };
            let (Ok(major), Ok(minor)) = (major.parse::<u32>(), minor.parse::<u32>()) else { continue };
            let release = Release(table.names.len() as u8);
            let one = ReleaseSet::span(release, release);
            if major < 5 {
                table.legacy = table.legacy.union(one);
            } else {
                table.current = table.current.union(one);
            }
            table.names.push(ReleaseName { minor: (major, minor), letter });
        }
        table
    }

    /// The release of a major and minor version.
    pub(crate) fn release(&self, major: u32, minor: u32) -> Option<Release> {
        self.names.iter().position(|name| name.minor == (major, minor)).map(|index| Release(index as u8))
    }

    /// The set that a range column means; an empty column means `whole`.
    pub(crate) fn range(&self, column: &str, whole: ReleaseSet) -> ReleaseSet {
        let mut letters = column.chars();
        let Some(first) = letters.next().and_then(|letter| self.by_letter(letter)) else { return whole };
        let last = match letters.next() {
            Some(letter) => self.by_letter(letter),
            None => self.names.len().checked_sub(1).map(|index| Release(index as u8)),
        };
        match last {
            Some(last) if last >= first => ReleaseSet::span(first, last),
            _ => ReleaseSet::EMPTY,
        }
    }

    fn by_letter(&self, letter: char) -> Option<Release> {
        self.names.iter().position(|name| name.letter == letter).map(|index| Release(index as u8))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_of_letters() {
        let table = ReleaseTable::parse("!versions a=4.1 b=5.0 c=5.1");
        assert_eq!(table.names.len(), 3);
        let set = table.range("b", ReleaseSet::ALL);
        assert_eq!((set.first(), set.last()), (Some(Release(1)), Some(Release(2))));
        assert_eq!(table.range("aa", ReleaseSet::ALL).last(), Some(Release(0)));
        assert!(table.range("", ReleaseSet::ALL).is_all());
        assert!(table.range("ba", ReleaseSet::ALL).is_empty());
        assert!(!ReleaseSet::EMPTY.contains(None));
        assert_eq!(table.release(5, 1), Some(Release(2)));
        assert_eq!(table.release(3, 1), None);
    }
}
