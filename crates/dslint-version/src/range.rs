//! A NuGet version range: minimum, interval notation and floating versions.

use std::fmt;
use std::str::FromStr;

use crate::version::{NuGetVersion, ParseVersionError, is_label, parse_number};

/// One end of a range.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Bound {
    /// The version at this end.
    pub version: NuGetVersion,
    /// Whether that version itself belongs to the range.
    pub inclusive: bool,
}

/// Which versions a floating range picks from; the numbers are those before the `*`.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
struct Floating {
    numbers: Vec<u32>,
    /// Whether the `*` stands for numbers; it does not in `7.0.0-rc.*`.
    number: bool,
    /// What a prerelease label must begin with; `None` where only releases are picked.
    label: Option<String>,
}

/// The version range of a package reference.
///
/// | written | meaning |
/// |---|---|
/// | `7.0` | 7.0.0 or higher; NuGet takes the lowest there is, so in practice 7.0.0 |
/// | `[7.0]` | exactly 7.0.0 |
/// | `[7.0,8.0)`, `(7.0,]`, `(,8.0)` | intervals |
/// | `7.*`, `7.0.*`, `*` | the highest release of that line |
/// | `7.1.*-*`, `*-*`, `7.0.0-rc.*` | the same with prereleases |
///
/// ```
/// use dslint_version::{NuGetVersion, VersionRange};
/// let range: VersionRange = "7.0.*".parse()?;
/// assert!(range.is_floating() && range.contains(&NuGetVersion::new(7, 0, 8)));
/// assert!(!range.contains(&NuGetVersion::new(7, 1, 0)));
/// # Ok::<(), dslint_version::ParseRangeError>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct VersionRange {
    lower: Option<Bound>,
    upper: Option<Bound>,
    floating: Option<Floating>,
}

/// Why a text is no version range.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum ParseRangeError {
    /// Nothing but white space.
    #[error("a version is missing")]
    Empty,
    /// A version inside is none.
    #[error("`{text}` is not a version range: {source}")]
    Version {
        /// The whole text.
        text: String,
        /// What is wrong with the version.
        source: ParseVersionError,
    },
    /// Brackets, commas or bounds that make no interval.
    #[error("`{text}` is not a version range: {reason}")]
    Interval {
        /// The whole text.
        text: String,
        /// What is wrong.
        reason: &'static str,
    },
    /// A `*` where none may stand.
    #[error("`{text}` is not a floating version: {reason}")]
    Floating {
        /// The whole text.
        text: String,
        /// What is wrong.
        reason: &'static str,
    },
}

impl VersionRange {
    /// Every version from `version` on, what a plain `7.0.4` means.
    pub const fn at_least(version: NuGetVersion) -> Self {
        Self { lower: Some(Bound { version, inclusive: true }), upper: None, floating: None }
    }

    /// Only `version`, what `[7.0.4]` means.
    pub fn only(version: NuGetVersion) -> Self {
        let bound = Bound { version, inclusive: true };
        Self { lower: Some(bound.clone()), upper: Some(bound), floating: None }
    }

    /// The lower end.
    pub const fn lower(&self) -> Option<&Bound> {
        self.lower.as_ref()
    }

    /// The upper end. For a floating range the end that the float implies: below 8.0.0 for `7.*`.
    pub const fn upper(&self) -> Option<&Bound> {
        self.upper.as_ref()
    }

    /// The lowest version, whether it belongs to the range or not.
    pub fn minimum(&self) -> Option<&NuGetVersion> {
        self.lower.as_ref().map(|bound| &bound.version)
    }

    /// The version of `[7.0.4]`. A plain `7.0.4` is a minimum and gives `None` here; see [`Self::resolves_to`].
    pub fn exact(&self) -> Option<&NuGetVersion> {
        match (&self.lower, &self.upper) {
            (Some(lower), Some(upper)) if lower.inclusive && upper.inclusive && lower.version == upper.version => {
                Some(&lower.version)
            }
            _ => None,
        }
    }

    /// The version NuGet resolves to if the feed has it: it takes the lowest version of a range, so 7.0.4 for `7.0.4`,
    /// `[7.0.4]` and `[7.0.4,8.0)`. `None` where the feed decides: floating ranges and an open lower end.
    pub fn resolves_to(&self) -> Option<&NuGetVersion> {
        match &self.lower {
            Some(bound) if bound.inclusive && self.floating.is_none() => Some(&bound.version),
            _ => None,
        }
    }

    /// Whether it is a plain minimum such as `7.0.4`, also written `[7.0.4, )`.
    pub fn is_plain_minimum(&self) -> bool {
        self.upper.is_none() && self.resolves_to().is_some()
    }

    /// Whether a `*` makes it float to the highest version of a line.
    pub const fn is_floating(&self) -> bool {
        self.floating.is_some()
    }

    /// Whether NuGet may resolve the range to `version`.
    ///
    /// An interval contains what lies between its ends by pure order, so `[7.0,8.0)` has `8.0.0-preview.1`. A floating
    /// range contains what the float picks: `7.*` has no prereleases.
    pub fn contains(&self, version: &NuGetVersion) -> bool {
        let above = self.lower.as_ref().is_none_or(|bound| match bound.inclusive {
            true => *version >= bound.version,
            false => *version > bound.version,
        });
        let below = self.upper.as_ref().is_none_or(|bound| match bound.inclusive {
            true => *version <= bound.version,
            false => *version < bound.version,
        });
        above && below && self.floating.as_ref().is_none_or(|floating| floating.picks(version))
    }
}

impl Floating {
    fn picks(&self, version: &NuGetVersion) -> bool {
        let numbers = version.numbers();
        let line = self.numbers.iter().zip(numbers).all(|(a, b)| *a == b);
        let rest = self.number || numbers.iter().skip(self.numbers.len()).all(|&number| number == 0);
        let label = match (version.prerelease(), &self.label) {
            (None, _) => true,
            (Some(_), None) => false,
            (Some(label), Some(prefix)) => {
                label.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix))
            }
        };
        line && rest && label
    }

    /// The first version that no number of the float reaches, `8.0.0` for `7.*`.
    fn end(&self) -> Option<NuGetVersion> {
        if !self.number {
            // `7.0.0-rc.*` picks the release itself too.
            return None;
        }
        match *self.numbers.as_slice() {
            [major] => Some(NuGetVersion::new(major.checked_add(1)?, 0, 0)),
            [major, minor] => Some(NuGetVersion::new(major, minor.checked_add(1)?, 0)),
            [major, minor, patch] => Some(NuGetVersion::new(major, minor, patch.checked_add(1)?)),
            _ => None,
        }
    }
}

impl FromStr for VersionRange {
    type Err = ParseRangeError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = text.trim();
        match text.as_bytes() {
            [] => Err(ParseRangeError::Empty),
            [open @ (b'[' | b'('), .., close @ (b']' | b')')] => {
                interval(text, &text[1..text.len() - 1], *open == b'[', *close == b']')
            }
            [b'[' | b'(', ..] => {
                Err(ParseRangeError::Interval { text: text.to_owned(), reason: "the closing bracket is missing" })
            }
            _ if text.contains('*') => {
                let (version, floating) = floating(text, text)?;
                let upper = floating.end().map(|version| Bound { version, inclusive: false });
                Ok(Self { lower: Some(Bound { version, inclusive: true }), upper, floating: Some(floating) })
            }
            _ => Ok(Self::at_least(version(text, text)?)),
        }
    }
}

fn version(whole: &str, part: &str) -> Result<NuGetVersion, ParseRangeError> {
    part.parse().map_err(|source| ParseRangeError::Version { text: whole.to_owned(), source })
}

fn interval(
    text: &str,
    inner: &str,
    lower_inclusive: bool,
    upper_inclusive: bool,
) -> Result<VersionRange, ParseRangeError> {
    let fault = |reason| ParseRangeError::Interval { text: text.to_owned(), reason };
    let (low, high) = match inner.split_once(',') {
        Some((_, high)) if high.contains(',') => return Err(fault("more than one comma")),
        Some((low, high)) => (low.trim(), high.trim()),
        None if !(lower_inclusive && upper_inclusive) => {
            return Err(fault("a single version needs square brackets"));
        }
        None => {
            let inner = inner.trim();
            if inner.contains('*') {
                return Err(fault("a single version in brackets cannot float"));
            }
            return Ok(VersionRange::only(version(text, inner)?));
        }
    };
    if high.contains('*') {
        return Err(fault("the upper end cannot float"));
    }
    if low.is_empty() && high.is_empty() {
        // `(,)` is every version.
        return match (lower_inclusive, upper_inclusive) {
            (false, false) => Ok(VersionRange { lower: None, upper: None, floating: None }),
            _ => Err(fault("both ends are missing")),
        };
    }
    let (lower, floating) = if low.is_empty() {
        (None, None)
    } else if low.contains('*') {
        let (version, floating) = self::floating(text, low)?;
        (Some(Bound { version, inclusive: lower_inclusive }), Some(floating))
    } else {
        (Some(Bound { version: version(text, low)?, inclusive: lower_inclusive }), None)
    };
    let mut upper = match high {
        "" => None,
        _ => Some(Bound { version: version(text, high)?, inclusive: upper_inclusive }),
    };
    if let (Some(lower), Some(upper)) = (&lower, &upper)
        && (lower.version > upper.version || (lower.version == upper.version && !(lower.inclusive && upper.inclusive)))
    {
        return Err(fault("the lower end is not below the upper end"));
    }
    if let Some(end) = floating.as_ref().and_then(Floating::end)
        && upper.as_ref().is_none_or(|bound| bound.version >= end)
    {
        upper = Some(Bound { version: end, inclusive: false });
    }
    Ok(VersionRange { lower, upper, floating })
}

/// `7.*`, `*`, `7.1.*-*`, `7.0.0-rc.*`: the lowest version and what the float picks from.
fn floating(whole: &str, text: &str) -> Result<(NuGetVersion, Floating), ParseRangeError> {
    let fault = |reason| ParseRangeError::Floating { text: whole.to_owned(), reason };
    let (numbers, label) = match text.split_once('-') {
        Some((numbers, label)) => (numbers, Some(label)),
        None => (text, None),
    };
    let (prefix, number) = match numbers.strip_suffix('*') {
        Some("") => ("", true),
        Some(prefix) => (prefix.strip_suffix('.').ok_or_else(|| fault("a `.` must stand before the `*`"))?, true),
        None => (numbers, false),
    };
    if prefix.contains('*') {
        return Err(fault("only the last number can be a `*`"));
    }
    let mut parts = Vec::new();
    if !prefix.is_empty() || !number {
        for part in prefix.split('.') {
            parts.push(parse_number(part).ok_or_else(|| fault("a number is expected before the `*`"))?);
        }
    }
    if parts.len() + usize::from(number) > 4 {
        return Err(fault("more than four numbers"));
    }
    let label = match label {
        None => None,
        Some(label) => {
            let Some(start) = label.strip_suffix('*') else {
                return Err(fault("a prerelease label must end in `*`"));
            };
            if start.contains('*')
                || start.trim_end_matches('.').split('.').any(|part| !part.is_empty() && !is_label(part))
            {
                return Err(fault("bad prerelease label"));
            }
            Some(start.to_owned())
        }
    };
    let release: String =
        if parts.is_empty() { "0".to_owned() } else { parts.iter().map(u32::to_string).collect::<Vec<_>>().join(".") };
    let mut lowest = version(whole, &release)?;
    if let Some(label) = &label {
        // NuGet's own choice of the lowest label: `-0` below everything, else the prefix itself.
        let start = label.trim_end_matches('.');
        lowest = lowest.with_prerelease(if start.is_empty() { "0" } else { start });
    }
    Ok((lowest, Floating { numbers: parts, number, label }))
}

/// Prints NuGet's short form: `7.0.4`, `[7.0.4]`, `[7.0.0, 8.0.0)`, `7.0.*`.
impl fmt::Display for VersionRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_plain_minimum()
            && let Some(version) = self.minimum()
        {
            return f.pad(&version.to_string());
        }
        if let Some(version) = self.exact() {
            return f.pad(&format!("[{version}]"));
        }
        let low = match (&self.floating, &self.lower) {
            (Some(floating), _) => floating.to_string(),
            (None, Some(lower)) => lower.version.to_string(),
            (None, None) => String::new(),
        };
        let implied = self.floating.as_ref().and_then(Floating::end);
        let written = self.upper.as_ref().filter(|bound| bound.inclusive || Some(&bound.version) != implied.as_ref());
        if self.floating.is_some() && written.is_none() && self.lower.as_ref().is_some_and(|bound| bound.inclusive) {
            return f.pad(&low);
        }
        let open = if self.lower.as_ref().is_some_and(|bound| bound.inclusive) { '[' } else { '(' };
        let close = if written.is_some_and(|bound| bound.inclusive) { ']' } else { ')' };
        let high = written.map(|bound| bound.version.to_string()).unwrap_or_default();
        f.pad(&format!("{open}{low}, {high}{close}"))
    }
}

impl fmt::Display for Floating {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut parts: Vec<String> = self.numbers.iter().map(u32::to_string).collect();
        if self.number {
            parts.push("*".to_owned());
        }
        f.write_str(&parts.join("."))?;
        match &self.label {
            Some(label) => write!(f, "-{label}*"),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn range(text: &str) -> VersionRange {
        text.parse().unwrap_or_else(|error| panic!("{text}: {error}"))
    }

    fn v(text: &str) -> NuGetVersion {
        text.parse().unwrap()
    }

    #[test]
    fn contains_what_nuget_takes() {
        for (text, inside, outside) in [
            ("7.0", "7.0 7.0.4 8.0 7.1-rc.1", "6.9 7.0.0-rc.1"),
            ("[7.0]", "7.0.0 7.0", "7.0.1 7.0-rc 6.9"),
            ("[7.0,8.0)", "7.0 7.9.9 8.0.0-preview.1", "8.0 6.9 7.0-rc"),
            ("[7.0, 8.0]", "7.0 8.0", "8.0.1"),
            ("(7.0,8.0)", "7.0.1", "7.0 8.0"),
            ("(,8.0)", "0.1 7.9", "8.0"),
            ("(,8.0]", "8.0", "8.0.1"),
            ("(7.0,)", "7.0.1 9.0", "7.0"),
            ("[7.0.0, )", "7.0 9.0", "6.9"),
            ("(,)", "0.0.1 9.0", ""),
            ("7.*", "7.0 7.9.9", "8.0 6.9 7.1-rc 8.0-rc"),
            ("7.0.*", "7.0.0 7.0.99", "7.1 7.0.5-rc"),
            ("7.0.4.*", "7.0.4.0 7.0.4.9", "7.0.5"),
            ("*", "0.1 99.0", "1.0-rc"),
            ("*-*", "0.1 99.0 1.0-rc", ""),
            ("7.1.*-*", "7.1.0 7.1.9-rc.1 7.1.0-alpha", "7.2.0-rc 7.2 7.0.9"),
            ("7.0.0-rc.*", "7.0.0-rc.1 7.0.0-RC.20 7.0.0", "7.0.0-beta.1 7.0.1"),
            ("7.0.0-*", "7.0.0-a 7.0.0-rc.2 7.0", "7.0.1 6.9"),
            ("[7.*,7.5)", "7.0 7.4", "7.5 8.0 7.1-rc"),
        ] {
            for version in inside.split_whitespace() {
                assert!(range(text).contains(&v(version)), "{text} has {version}");
            }
            for version in outside.split_whitespace() {
                assert!(!range(text).contains(&v(version)), "{text} has not {version}");
            }
        }
    }

    #[test]
    fn tells_a_minimum_from_an_exact_version() {
        for (text, minimum, exact, resolves_to, plain, floating) in [
            ("7.0.4", Some("7.0.4"), None, Some("7.0.4"), true, false),
            ("[7.0.4, )", Some("7.0.4"), None, Some("7.0.4"), true, false),
            ("[7.0.4]", Some("7.0.4"), Some("7.0.4"), Some("7.0.4"), false, false),
            ("[7.0.4,7.0.4]", Some("7.0.4"), Some("7.0.4"), Some("7.0.4"), false, false),
            ("[7.0,8.0)", Some("7.0"), None, Some("7.0"), false, false),
            ("(7.0,8.0)", Some("7.0"), None, None, false, false),
            ("(,8.0)", None, None, None, false, false),
            ("7.*", Some("7.0"), None, None, false, true),
            ("*", Some("0.0"), None, None, false, true),
            ("7.0.0-rc.*", Some("7.0.0-rc"), None, None, false, true),
            ("7.1.*-*", Some("7.1.0-0"), None, None, false, true),
        ] {
            let it = range(text);
            assert_eq!(it.minimum().cloned(), minimum.map(v), "{text}");
            assert_eq!(it.exact().cloned(), exact.map(v), "{text}");
            assert_eq!(it.resolves_to().cloned(), resolves_to.map(v), "{text}");
            assert_eq!((it.is_plain_minimum(), it.is_floating()), (plain, floating), "{text}");
        }
    }

    #[test]
    fn gives_its_bounds() {
        let text = |bound: Option<&Bound>| bound.map(|bound| (bound.version.to_string(), bound.inclusive));
        for (written, lower, upper) in [
            ("7.*", Some(("7.0.0", true)), Some(("8.0.0", false))),
            ("7.0.*", Some(("7.0.0", true)), Some(("7.1.0", false))),
            ("*", Some(("0.0.0", true)), None),
            ("[7.*,7.5]", Some(("7.0.0", true)), Some(("7.5.0", true))),
            ("[7.*,9.0)", Some(("7.0.0", true)), Some(("8.0.0", false))),
            ("(7.0,8.0]", Some(("7.0.0", false)), Some(("8.0.0", true))),
        ] {
            let it = range(written);
            let own = |bound: Option<(&str, bool)>| bound.map(|(version, inclusive)| (version.to_owned(), inclusive));
            assert_eq!((text(it.lower()), text(it.upper())), (own(lower), own(upper)), "{written}");
        }
    }

    #[test]
    fn prints_the_short_form() {
        for (text, short) in [
            ("7.0", "7.0.0"),
            ("[7.0.0, )", "7.0.0"),
            ("[7.0]", "[7.0.0]"),
            ("[7.0,8.0)", "[7.0.0, 8.0.0)"),
            ("(,8.0]", "(, 8.0.0]"),
            ("(,)", "(, )"),
            ("7.*", "7.*"),
            ("*", "*"),
            ("*-*", "*-*"),
            ("7.1.*-*", "7.1.*-*"),
            ("7.0.0-rc.*", "7.0.0-rc.*"),
            ("[7.*,7.5)", "[7.*, 7.5.0)"),
        ] {
            assert_eq!(range(text).to_string(), short);
            assert_eq!(range(short), range(text), "{short} reads back");
        }
    }

    #[test]
    fn refuses_with_a_reason() {
        for (text, message) in [
            ("", "a version is missing"),
            ("(7.0)", "`(7.0)` is not a version range: a single version needs square brackets"),
            ("[7.0)", "`[7.0)` is not a version range: a single version needs square brackets"),
            ("[7.0,8.0", "`[7.0,8.0` is not a version range: the closing bracket is missing"),
            ("[8.0,7.0]", "`[8.0,7.0]` is not a version range: the lower end is not below the upper end"),
            ("(7.0,7.0]", "`(7.0,7.0]` is not a version range: the lower end is not below the upper end"),
            ("[7.0,8.*)", "`[7.0,8.*)` is not a version range: the upper end cannot float"),
            ("[1,2,3]", "`[1,2,3]` is not a version range: more than one comma"),
            ("[,]", "`[,]` is not a version range: both ends are missing"),
            ("7.*.1", "`7.*.1` is not a floating version: only the last number can be a `*`"),
            ("7*", "`7*` is not a floating version: a `.` must stand before the `*`"),
            ("7.0-rc.*.1", "`7.0-rc.*.1` is not a floating version: a prerelease label must end in `*`"),
            ("$(V)", "`$(V)` is not a version range: `$(V)` is not a version: `$(V)` is not a number"),
            ("]", "`]` is not a version range: `]` is not a version: `]` is not a number"),
        ] {
            assert_eq!(text.parse::<VersionRange>().unwrap_err().to_string(), message);
        }
        for text in ["[", "[]", "()", "[*]", "1.2.3.4.*", "-*", "*.*", "1.*-rc"] {
            assert!(text.parse::<VersionRange>().is_err(), "{text}");
        }
    }
}
