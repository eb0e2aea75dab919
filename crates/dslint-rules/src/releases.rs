//! The releases that a project can come from or go to, from `rules/releases.toml`.

use std::sync::OnceLock;

use dslint_version::NuGetVersion;
use serde::Deserialize;

const TABLE: &str = include_str!("../../../rules/releases.toml");

/// The package whose releases a plain version means.
const MAIN_PACKAGE: &str = "Duende.IdentityServer";

/// One minor release and what is known about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReleaseLine {
    /// The main package of the release: `Duende.IdentityServer`, or `IdentityServer4` up to 4.1.
    pub package: String,
    /// Major and minor version.
    pub minor: (u32, u32),
    /// The last patch known.
    pub last_patch: NuGetVersion,
    /// What its libraries are built for.
    pub target_frameworks: Vec<String>,
    /// Whether the rule pages are complete enough that it may be the target of an upgrade.
    pub is_covered: bool,
}

impl ReleaseLine {
    /// The first patch of the release.
    pub fn first_patch(&self) -> NuGetVersion {
        NuGetVersion::new(self.minor.0, self.minor.1, 0)
    }
}

impl std::fmt::Display for ReleaseLine {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{}.{}", self.minor.0, self.minor.1)
    }
}

/// Packages of one version that must move together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackageFamily {
    /// The package that gives the family its name.
    pub package: String,
    /// All packages, with the first release that has them.
    pub members: Vec<(String, (u32, u32))>,
}

impl PackageFamily {
    /// Whether a package belongs to the family. Package ids do not depend on case.
    pub fn contains(&self, package: &str) -> bool {
        self.members.iter().any(|(name, _)| name.eq_ignore_ascii_case(package))
    }
}

/// All known releases and package families.
#[derive(Debug, Clone, Default)]
pub struct Releases {
    lines: Vec<ReleaseLine>,
    families: Vec<PackageFamily>,
}

/// Why a release cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReleaseError {
    /// Not of the form of a version.
    #[error("`{text}` is no version; write a release like `{newest}` or a version like `{newest}.0`")]
    NotAVersion {
        /// What was asked for.
        text: String,
        /// The newest release that may be asked for.
        newest: String,
    },
    /// A version of no known release.
    #[error("{text} is no known IdentityServer release; the newest that is covered is {newest}")]
    Unknown {
        /// What was asked for.
        text: String,
        /// The newest release that may be asked for.
        newest: String,
    },
    /// Known, but the rules do not reach that far.
    #[error("the rules do not cover {text} yet; the newest release that is covered is {newest}")]
    NotCovered {
        /// What was asked for.
        text: String,
        /// The newest release that may be asked for.
        newest: String,
    },
}

/// What is wrong with the table.
#[derive(Debug, Clone, thiserror::Error)]
#[error("rules/releases.toml: {0}")]
pub struct ReleaseTableError(String);

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct RawTable {
    release: Vec<RawRelease>,
    family: Vec<RawFamily>,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct RawRelease {
    package: String,
    minor: String,
    last_patch: String,
    target_frameworks: Vec<String>,
    #[serde(default)]
    covered: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFamily {
    package: String,
    members: Vec<RawMember>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawMember {
    name: String,
    since: String,
}

/// How many majors beyond the newest one a version may be. That of a date is further away.
const FURTHEST: u32 = 100;
/// What is a year rather than a part of a version.
const YEARS: std::ops::Range<u32> = 1900..2200;

impl Releases {
    /// The embedded table. (It is valid: a test reads it. Were it not, no release would be covered.)
    pub fn embedded() -> &'static Releases {
        static RELEASES: OnceLock<Releases> = OnceLock::new();
        RELEASES.get_or_init(|| Releases::parse(TABLE).unwrap_or_default())
    }

    /// Reads a table of this form.
    pub fn parse(text: &str) -> Result<Releases, ReleaseTableError> {
        let raw: RawTable = toml::from_str(text).map_err(|error| ReleaseTableError(error.to_string()))?;
        let minor =
            |text: &str| minor_of(text).ok_or_else(|| ReleaseTableError(format!("`{text}` is not of the form `7.3`")));
        let mut lines = Vec::with_capacity(raw.release.len());
        for release in raw.release {
            let last_patch: NuGetVersion =
                release.last_patch.parse().map_err(|_| ReleaseTableError(format!("`{}`", release.last_patch)))?;
            let minor = minor(&release.minor)?;
            if (last_patch.major(), last_patch.minor()) != minor {
                return Err(ReleaseTableError(format!("{last_patch} is no patch of {}", release.minor)));
            }
            lines.push(ReleaseLine {
                package: release.package,
                minor,
                last_patch,
                target_frameworks: release.target_frameworks,
                is_covered: release.covered,
            });
        }
        lines.sort_by_key(|line| line.minor);
        let mut families = Vec::new();
        for family in raw.family {
            let mut members = Vec::new();
            for member in family.members {
                members.push((member.name, minor(&member.since)?));
            }
            families.push(PackageFamily { package: family.package, members });
        }
        Ok(Releases { lines, families })
    }

    /// All known releases, oldest first.
    pub fn lines(&self) -> &[ReleaseLine] {
        &self.lines
    }

    /// The release that a version belongs to.
    pub fn line_of(&self, version: &NuGetVersion) -> Option<&ReleaseLine> {
        self.lines.iter().find(|line| line.minor == (version.major(), version.minor()))
    }

    /// The newest release that may be the target of an upgrade.
    pub fn newest_covered(&self) -> Option<&ReleaseLine> {
        self.lines.iter().rev().find(|line| line.is_covered)
    }

    /// The version that a target means: `7.3` is its last patch, `7.3.1` is itself.
    pub fn resolve(&self, text: &str) -> Result<NuGetVersion, ReleaseError> {
        let (version, is_release) = self.read(text)?;
        let Some(line) = self.line_of(&version) else {
            return Err(ReleaseError::Unknown { text: text.to_owned(), newest: self.newest_text() });
        };
        if !line.is_covered {
            return Err(ReleaseError::NotCovered { text: text.to_owned(), newest: self.newest_text() });
        }
        Ok(if is_release { line.last_patch.clone() } else { version })
    }

    /// The version that a starting point means: `7.3` is `7.3.0`, `7.3.1` is itself. It need not be covered.
    pub fn resolve_lower(&self, text: &str) -> Result<NuGetVersion, ReleaseError> {
        let (version, _) = self.read(text)?;
        if self.line_of(&version).is_none() {
            return Err(ReleaseError::Unknown { text: text.to_owned(), newest: self.newest_text() });
        }
        Ok(version)
    }

    /// The version of an `until`: any, also of a release that is not known yet. None for what is no version or, like a
    /// date, none that there will be.
    pub fn until(&self, text: &str) -> Option<NuGetVersion> {
        let version = text.parse::<NuGetVersion>().ok().filter(|_| text.contains('.'))?;
        let newest = self.lines.last().map_or(0, |line| line.minor.0);
        let oldest = self.lines.first().map_or(0, |line| line.minor.0);
        let is_possible = (oldest..=newest + FURTHEST).contains(&version.major());
        let has_year = [version.minor(), version.patch()].into_iter().any(|part| YEARS.contains(&part));
        (is_possible && !has_year).then_some(version)
    }

    /// The family that a package belongs to.
    pub fn family_of(&self, package: &str) -> Option<&PackageFamily> {
        self.families.iter().find(|family| family.contains(package))
    }

    /// The family of Duende IdentityServer.
    pub fn main_family(&self) -> Option<&PackageFamily> {
        self.families.iter().find(|family| family.package == MAIN_PACKAGE)
    }

    /// The version, and whether only a release was named.
    fn read(&self, text: &str) -> Result<(NuGetVersion, bool), ReleaseError> {
        if let Some((major, minor)) = minor_of(text) {
            return Ok((NuGetVersion::new(major, minor, 0), true));
        }
        match text.parse::<NuGetVersion>() {
            Ok(version) if text.contains('.') => Ok((version, false)),
            _ => Err(ReleaseError::NotAVersion { text: text.to_owned(), newest: self.newest_text() }),
        }
    }

    fn newest_text(&self) -> String {
        self.newest_covered().map_or_else(|| "unknown".to_owned(), ToString::to_string)
    }
}

/// The two numbers of `7.3`.
fn minor_of(text: &str) -> Option<(u32, u32)> {
    let (major, minor) = text.split_once('.')?;
    Some((number(major)?, number(minor)?))
}

fn number(text: &str) -> Option<u32> {
    if text.bytes().all(|byte| byte.is_ascii_digit()) { text.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ApiHistory;

    #[test]
    fn the_embedded_table_is_valid() {
        let releases = Releases::parse(TABLE).unwrap();
        assert_eq!(releases.newest_covered().unwrap().to_string(), "7.3");
        let covered: Vec<_> = releases.lines().iter().filter(|line| line.is_covered).map(|l| l.to_string()).collect();
        assert_eq!(covered, ["6.3", "7.0", "7.1", "7.2", "7.3"]);
        for name in ApiHistory::embedded().releases() {
            let line = releases.lines().iter().find(|line| line.minor == name.minor).unwrap();
            assert!(!line.target_frameworks.is_empty(), "{line}");
        }
        assert_eq!(releases.main_family().unwrap().members.len(), 7);
    }

    #[test]
    fn target_frameworks_equal_the_package_table() {
        let table = include_str!("../../../rules/api/packages.tsv");
        let mut rows = 0;
        for line in table.lines().filter(|line| !line.starts_with('#')) {
            let columns: Vec<&str> = line.split('\t').collect();
            let release =
                Releases::embedded().lines().iter().find(|release| release.to_string() == columns[0]).unwrap();
            if columns[2] == release.package {
                rows += 1;
                assert_eq!(columns[3].split(' ').collect::<Vec<_>>(), release.target_frameworks, "{release}");
                let tag = columns[1].rsplit(['/', '-']).next().unwrap();
                assert_eq!(tag, release.last_patch.to_string());
            }
        }
        assert_eq!(rows, 14);
    }

    #[test]
    fn a_release_is_its_last_patch_as_target_and_its_first_as_start() {
        let releases = Releases::embedded();
        assert_eq!(releases.resolve("7.3").unwrap().to_string(), "7.3.4");
        assert_eq!(releases.resolve("7.3.1").unwrap().to_string(), "7.3.1");
        assert_eq!(releases.resolve_lower("7.3").unwrap().to_string(), "7.3.0");
        assert_eq!(releases.resolve_lower("4.1").unwrap().to_string(), "4.1.0");
        assert_eq!(releases.resolve_lower("7.3.0-rc.1").unwrap().to_string(), "7.3.0-rc.1");
    }

    #[test]
    fn errors_name_the_newest() {
        let releases = Releases::embedded();
        let error = |text: &str| releases.resolve(text).unwrap_err().to_string();
        assert_eq!(error("8.0"), "the rules do not cover 8.0 yet; the newest release that is covered is 7.3");
        assert!(error("9.1.2").contains("no known IdentityServer release"));
        assert!(error("new").contains("`new` is no version") && error("7").contains("no version"));
    }

    #[test]
    fn families_do_not_depend_on_case() {
        let family = Releases::embedded().family_of("duende.identityserver.entityframework").unwrap();
        assert_eq!(family.package, "Duende.IdentityServer");
        assert!(Releases::embedded().family_of("Duende.BFF").is_none());
        assert!(Releases::embedded().family_of("Duende.IdentityModel").is_none());
    }

    #[test]
    fn an_end_is_a_version_and_no_date() {
        let until = |text: &str| Releases::embedded().until(text).map(|version| version.to_string());
        assert_eq!(until("8.0").as_deref(), Some("8.0.0"));
        assert_eq!(until("99.0.1-rc.1").as_deref(), Some("99.0.1-rc.1"));
        for text in
            ["8", "soon", "2026-12-01", "2026.12.01", "2026.12", "20261201.0", "", "1.12.2026", "12.2026", "1.12.26"]
        {
            assert_eq!(until(text), None, "{text}");
        }
    }
}
