//! One NuGet version: up to four numbers, a prerelease label and metadata that counts for nothing.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;

/// A NuGet package version such as `7.0.4`, `7.1.0-rc.2` or `4.8.0.1`.
///
/// Compared as NuGet compares: missing numbers are zero, the prerelease label follows SemVer 2 without regard to case,
/// and build metadata (`+sha`) is dropped when parsing.
///
/// ```
/// use dslint_version::NuGetVersion;
/// let rc: NuGetVersion = "7.1-RC.2+build5".parse()?;
/// assert!(rc < NuGetVersion::new(7, 1, 0));
/// assert_eq!(rc.to_string(), "7.1.0-RC.2");
/// # Ok::<(), dslint_version::ParseVersionError>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct NuGetVersion {
    major: u32,
    minor: u32,
    patch: u32,
    revision: u32,
    prerelease: Option<Box<str>>,
}

/// Why a text is no NuGet version.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum ParseVersionError {
    /// Nothing but white space.
    #[error("a version is missing")]
    Empty,
    /// Fewer than one or more than four numbers.
    #[error("`{0}` is not a version: one to four numbers are expected")]
    PartCount(String),
    /// A part that is not a number which fits.
    #[error("`{text}` is not a version: `{part}` is not a number")]
    Number {
        /// The whole text.
        text: String,
        /// The part at fault.
        part: String,
    },
    /// An empty label, or one with other characters than letters, digits and `-`.
    #[error("`{text}` is not a version: bad label `{label}`")]
    Label {
        /// The whole text.
        text: String,
        /// The label at fault.
        label: String,
    },
}

impl NuGetVersion {
    /// The release `major.minor.patch`.
    pub const fn new(major: u32, minor: u32, patch: u32) -> Self {
        Self { major, minor, patch, revision: 0, prerelease: None }
    }

    /// The same numbers with a prerelease label, which is taken as it is.
    pub(crate) fn with_prerelease(mut self, label: &str) -> Self {
        self.prerelease = Some(label.into());
        self
    }

    /// The first number.
    pub const fn major(&self) -> u32 {
        self.major
    }

    /// The second number, 0 where none is written.
    pub const fn minor(&self) -> u32 {
        self.minor
    }

    /// The third number, 0 where none is written.
    pub const fn patch(&self) -> u32 {
        self.patch
    }

    /// The fourth number, 0 where none is written.
    pub const fn revision(&self) -> u32 {
        self.revision
    }

    /// The label after `-`, as it was written.
    pub fn prerelease(&self) -> Option<&str> {
        self.prerelease.as_deref()
    }

    /// Whether a label after `-` makes it a prerelease.
    pub const fn is_prerelease(&self) -> bool {
        self.prerelease.is_some()
    }

    /// The numbers without the label: `7.1.0` of `7.1.0-rc.2`.
    pub fn release(&self) -> NuGetVersion {
        NuGetVersion { prerelease: None, ..self.clone() }
    }

    pub(crate) const fn numbers(&self) -> [u32; 4] {
        [self.major, self.minor, self.patch, self.revision]
    }
}

impl FromStr for NuGetVersion {
    type Err = ParseVersionError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = text.trim();
        if text.is_empty() {
            return Err(ParseVersionError::Empty);
        }
        let (rest, metadata) = match text.split_once('+') {
            Some((rest, metadata)) => (rest, Some(metadata)),
            None => (text, None),
        };
        let (numbers, prerelease) = match rest.split_once('-') {
            Some((numbers, label)) => (numbers, Some(label)),
            None => (rest, None),
        };
        for labels in [prerelease, metadata].into_iter().flatten() {
            if let Some(label) = labels.split('.').find(|label| !is_label(label)) {
                return Err(ParseVersionError::Label { text: text.to_owned(), label: label.to_owned() });
            }
        }
        let mut parsed = [0u32; 4];
        for (index, part) in numbers.split('.').enumerate() {
            let Some(slot) = parsed.get_mut(index) else {
                return Err(ParseVersionError::PartCount(text.to_owned()));
            };
            *slot = parse_number(part)
                .ok_or_else(|| ParseVersionError::Number { text: text.to_owned(), part: part.to_owned() })?;
        }
        let [major, minor, patch, revision] = parsed;
        Ok(Self { major, minor, patch, revision, prerelease: prerelease.map(Into::into) })
    }
}

/// A number of a version. `str::parse` alone would take `+7`.
pub(crate) fn parse_number(part: &str) -> Option<u32> {
    let digits = !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    // NuGet's numbers are signed 32 bit.
    digits.then(|| part.parse().ok()).flatten().filter(|&number: &u32| number <= i32::MAX as u32)
}

/// Letters, digits and `-`, at least one.
pub(crate) fn is_label(label: &str) -> bool {
    !label.is_empty() && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

/// Prints the normalized form: three numbers, the fourth only if it is not zero, no metadata.
impl fmt::Display for NuGetVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Through one string, so that width and alignment of the caller hold.
        let mut text = format!("{}.{}.{}", self.major, self.minor, self.patch);
        if self.revision != 0 {
            text.push_str(&format!(".{}", self.revision));
        }
        if let Some(label) = &self.prerelease {
            text.push('-');
            text.push_str(label);
        }
        f.pad(&text)
    }
}

impl Ord for NuGetVersion {
    fn cmp(&self, other: &Self) -> Ordering {
        self.numbers().cmp(&other.numbers()).then_with(|| match (&self.prerelease, &other.prerelease) {
            (None, None) => Ordering::Equal,
            (None, Some(_)) => Ordering::Greater,
            (Some(_), None) => Ordering::Less,
            (Some(a), Some(b)) => compare_labels(a, b),
        })
    }
}

/// SemVer 2: label by label, numbers before words, and the shorter list first.
fn compare_labels(a: &str, b: &str) -> Ordering {
    let (mut a, mut b) = (a.split('.'), b.split('.'));
    loop {
        let order = match (a.next(), b.next()) {
            (None, None) => return Ordering::Equal,
            (None, Some(_)) => return Ordering::Less,
            (Some(_), None) => return Ordering::Greater,
            (Some(a), Some(b)) => match (parse_number(a), parse_number(b)) {
                (Some(a), Some(b)) => a.cmp(&b),
                (Some(_), None) => Ordering::Less,
                (None, Some(_)) => Ordering::Greater,
                (None, None) => {
                    a.bytes().map(|byte| byte.to_ascii_lowercase()).cmp(b.bytes().map(|byte| byte.to_ascii_lowercase()))
                }
            },
        };
        if order != Ordering::Equal {
            return order;
        }
    }
}

impl PartialOrd for NuGetVersion {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for NuGetVersion {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for NuGetVersion {}

impl Hash for NuGetVersion {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.numbers().hash(state);
        // What is equal must hash equally: numeric labels by value, words without regard to case.
        for label in self.prerelease.iter().flat_map(|labels| labels.split('.')) {
            match parse_number(label) {
                Some(number) => number.hash(state),
                None => label.bytes().for_each(|byte| byte.to_ascii_lowercase().hash(state)),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::hash::DefaultHasher;

    fn version(text: &str) -> NuGetVersion {
        text.parse().unwrap()
    }

    #[test]
    fn parses_and_prints_normalized() {
        for (text, normalized) in [
            ("7", "7.0.0"),
            ("7.1", "7.1.0"),
            ("7.1.2", "7.1.2"),
            ("7.1.2.0", "7.1.2"),
            ("4.8.0.1", "4.8.0.1"),
            ("07.01.002", "7.1.2"),
            (" 7.0.4 ", "7.0.4"),
            ("7.1.0-rc.2", "7.1.0-rc.2"),
            ("7.1-RC.2+sha.5", "7.1.0-RC.2"),
            ("1.0.0+20130313144700", "1.0.0"),
            ("1.0.0-alpha-beta.x-1", "1.0.0-alpha-beta.x-1"),
        ] {
            assert_eq!(version(text).to_string(), normalized, "{text}");
        }
        assert_eq!(format!("[{:>8}]", version("7.0.4")), "[   7.0.4]");
    }

    #[test]
    fn refuses_what_is_no_version() {
        for text in [
            "",
            "  ",
            "a",
            "7.",
            ".7",
            "7..1",
            "1.2.3.4.5",
            "7.*",
            "[7.0]",
            "-1",
            "+7",
            "7.0-",
            "7.0-rc..1",
            "7.0-rc_1",
            "7.0+",
            "7.0 .1",
            "4294967296",
            "$(X)",
            "7,0",
        ] {
            assert!(text.parse::<NuGetVersion>().is_err(), "{text}");
        }
        assert_eq!(
            "7.x".parse::<NuGetVersion>().unwrap_err().to_string(),
            "`7.x` is not a version: `x` is not a number"
        );
    }

    #[test]
    fn orders_as_nuget_does() {
        let ascending = [
            "1.0.0-1",
            "1.0.0-2",
            "1.0.0-10",
            "1.0.0-alpha",
            "1.0.0-alpha.1",
            "1.0.0-alpha.beta",
            "1.0.0-beta",
            "1.0.0-Beta.2",
            "1.0.0-beta.11",
            "1.0.0-rc.1",
            "1.0.0-rc.2",
            "1.0.0-rc.10",
            "1.0.0",
            "1.0.0.1",
            "1.0.1",
            "1.1-preview",
            "1.1",
            "2.0.0-0",
            "10.0",
        ];
        for (i, a) in ascending.iter().enumerate() {
            for (j, b) in ascending.iter().enumerate() {
                assert_eq!(version(a).cmp(&version(b)), i.cmp(&j), "{a} {b}");
            }
        }
    }

    #[test]
    fn equal_versions_hash_equally() {
        let hash = |text: &str| {
            let mut hasher = DefaultHasher::new();
            version(text).hash(&mut hasher);
            hasher.finish()
        };
        for (a, b) in [("1.0", "1.0.0.0"), ("1.0-RC.1", "1.0.0-rc.01"), ("1.0+a", "1.0+b")] {
            assert_eq!(version(a), version(b));
            assert_eq!(hash(a), hash(b));
        }
    }

    #[test]
    fn gives_its_parts() {
        let it = version("7.1.2.3-rc.1");
        assert_eq!((it.major(), it.minor(), it.patch(), it.revision()), (7, 1, 2, 3));
        assert_eq!((it.prerelease(), it.is_prerelease()), (Some("rc.1"), true));
        assert_eq!(it.release(), version("7.1.2.3"));
    }
}
