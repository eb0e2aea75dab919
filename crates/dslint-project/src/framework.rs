//! Target framework monikers: parsing, order, compatibility and the preprocessor symbols they imply. Knows no projects.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use smol_str::{SmolStr, format_smolstr};

/// Which line of .NET a framework belongs to.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum FrameworkFamily {
    /// .NET Framework: `net48`.
    NetFramework,
    /// .NET Standard: `netstandard2.0`.
    NetStandard,
    /// .NET Core and .NET 5 and later: `netcoreapp3.1`, `net8.0`.
    NetCoreApp,
    /// Anything else, such as `uap10.0`; only its text is known.
    Other,
}

/// A target framework such as `net8.0`, `netcoreapp3.1`, `netstandard2.0`, `net48` or `net8.0-windows10.0.19041.0`.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct TargetFramework {
    family: FrameworkFamily,
    version: (u32, u32, u32),
    platform: Option<SmolStr>,
    moniker: SmolStr,
}

/// Why a text is no target framework.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("`{0}` is not a target framework")]
pub struct ParseFrameworkError(String);

/// The releases that have an `_OR_GREATER` symbol, oldest first.
const NET_CORE_APP: [(u32, u32); 7] = [(1, 0), (1, 1), (2, 0), (2, 1), (2, 2), (3, 0), (3, 1)];
const NET_STANDARD: [(u32, u32); 9] = [(1, 0), (1, 1), (1, 2), (1, 3), (1, 4), (1, 5), (1, 6), (2, 0), (2, 1)];
const NET_FRAMEWORK: [(u32, u32, u32); 14] = [
    (2, 0, 0),
    (3, 5, 0),
    (4, 0, 0),
    (4, 5, 0),
    (4, 5, 1),
    (4, 5, 2),
    (4, 6, 0),
    (4, 6, 1),
    (4, 6, 2),
    (4, 7, 0),
    (4, 7, 1),
    (4, 7, 2),
    (4, 8, 0),
    (4, 8, 1),
];

impl TargetFramework {
    fn new(family: FrameworkFamily, version: (u32, u32, u32), platform: Option<&str>) -> Self {
        let (major, minor, patch) = version;
        let base = match family {
            FrameworkFamily::NetFramework if patch > 0 => format_smolstr!("net{major}{minor}{patch}"),
            FrameworkFamily::NetFramework => format_smolstr!("net{major}{minor}"),
            FrameworkFamily::NetStandard => format_smolstr!("netstandard{major}.{minor}"),
            FrameworkFamily::NetCoreApp if major >= 5 => format_smolstr!("net{major}.{minor}"),
            FrameworkFamily::NetCoreApp | FrameworkFamily::Other => format_smolstr!("netcoreapp{major}.{minor}"),
        };
        let platform = platform.map(|platform| SmolStr::new(platform.to_ascii_lowercase()));
        let moniker = match &platform {
            Some(platform) => format_smolstr!("{base}-{platform}"),
            None => base,
        };
        Self { family, version, platform, moniker }
    }

    /// The framework of a project without an SDK: `TargetFrameworkIdentifier` (may be empty) and `TargetFrameworkVersion`.
    pub(crate) fn from_version(identifier: &str, version: &str) -> Option<Self> {
        let family = match identifier.to_ascii_lowercase().as_str() {
            "" | ".netframework" => FrameworkFamily::NetFramework,
            ".netstandard" => FrameworkFamily::NetStandard,
            ".netcoreapp" => FrameworkFamily::NetCoreApp,
            _ => return None,
        };
        let version = version.trim().trim_start_matches(['v', 'V']);
        Some(Self::new(family, dotted(version)?, None))
    }

    /// The line it belongs to.
    pub const fn family(&self) -> FrameworkFamily {
        self.family
    }

    /// Major, minor and patch number: (4, 7, 2) of `net472`.
    pub const fn version(&self) -> (u32, u32, u32) {
        self.version
    }

    /// The operating system after `-`, with its version if there is one: `windows10.0.19041.0`.
    pub fn platform(&self) -> Option<&str> {
        self.platform.as_deref()
    }

    /// The short name, normalized: `net8.0-windows`.
    pub fn moniker(&self) -> &str {
        &self.moniker
    }

    /// MSBuild's `TargetFrameworkIdentifier`: `.NETCoreApp`; empty where the family is unknown.
    pub const fn identifier(&self) -> &'static str {
        match self.family {
            FrameworkFamily::NetFramework => ".NETFramework",
            FrameworkFamily::NetStandard => ".NETStandard",
            FrameworkFamily::NetCoreApp => ".NETCoreApp",
            FrameworkFamily::Other => "",
        }
    }

    /// Whether a project of this framework can use what was built for `other`.
    pub fn is_compatible_with(&self, other: &TargetFramework) -> bool {
        use FrameworkFamily as F;
        match (self.family, other.family) {
            (F::Other, _) | (_, F::Other) => self.moniker == other.moniker,
            (mine, theirs) if mine == theirs => {
                let platform = match (&self.platform, &other.platform) {
                    (_, None) => true,
                    (None, Some(_)) => false,
                    (Some(mine), Some(theirs)) => platform_name(mine) == platform_name(theirs),
                };
                self.version >= other.version && platform
            }
            (_, F::NetStandard) => self.net_standard().is_some_and(|highest| highest >= other.version),
            _ => false,
        }
    }

    /// Whether both are the same, but for the version of the platform: NuGet's files write it out where projects do not.
    pub(crate) fn is_same_target(&self, other: &TargetFramework) -> bool {
        let platform = |it: &TargetFramework| it.platform.as_deref().map(platform_name).map(str::to_owned);
        match (self.family, other.family) {
            (FrameworkFamily::Other, _) | (_, FrameworkFamily::Other) => self == other,
            (mine, theirs) => mine == theirs && self.version == other.version && platform(self) == platform(other),
        }
    }

    /// The highest .NET Standard that this framework implements.
    fn net_standard(&self) -> Option<(u32, u32, u32)> {
        match self.family {
            FrameworkFamily::NetCoreApp => Some(match self.version {
                version if version >= (3, 0, 0) => (2, 1, 0),
                version if version >= (2, 0, 0) => (2, 0, 0),
                _ => (1, 6, 0),
            }),
            FrameworkFamily::NetFramework => match self.version {
                version if version >= (4, 6, 1) => Some((2, 0, 0)),
                version if version >= (4, 6, 0) => Some((1, 3, 0)),
                version if version >= (4, 5, 1) => Some((1, 2, 0)),
                version if version >= (4, 5, 0) => Some((1, 1, 0)),
                _ => None,
            },
            FrameworkFamily::NetStandard => Some(self.version),
            FrameworkFamily::Other => None,
        }
    }

    /// The preprocessor symbols that the SDK defines for this framework, sorted.
    pub fn symbols(&self) -> Vec<String> {
        let mut symbols = Vec::new();
        let (major, minor, _) = self.version;
        match self.family {
            FrameworkFamily::NetCoreApp => {
                symbols.push("NETCOREAPP".to_owned());
                if major >= 5 {
                    symbols.push("NET".to_owned());
                    symbols.push(format!("NET{major}_{minor}"));
                    // A major number of a hostile file must not make a million symbols.
                    symbols.extend((5..=major.min(99)).map(|older| format!("NET{older}_0_OR_GREATER")));
                } else {
                    symbols.push(format!("NETCOREAPP{major}_{minor}"));
                }
                let older = NET_CORE_APP.iter().filter(|&&older| older <= (major, minor));
                symbols.extend(older.map(|(major, minor)| format!("NETCOREAPP{major}_{minor}_OR_GREATER")));
            }
            FrameworkFamily::NetStandard => {
                symbols.push("NETSTANDARD".to_owned());
                symbols.push(format!("NETSTANDARD{major}_{minor}"));
                let older = NET_STANDARD.iter().filter(|&&older| older <= (major, minor));
                symbols.extend(older.map(|(major, minor)| format!("NETSTANDARD{major}_{minor}_OR_GREATER")));
            }
            FrameworkFamily::NetFramework => {
                let symbol = |&version: &(u32, u32, u32)| match version {
                    (major, minor, 0) => format!("NET{major}{minor}"),
                    (major, minor, patch) => format!("NET{major}{minor}{patch}"),
                };
                symbols.push("NETFRAMEWORK".to_owned());
                symbols.push(symbol(&self.version));
                let older = NET_FRAMEWORK.iter().filter(|&&older| older <= self.version);
                symbols.extend(older.map(|older| format!("{}_OR_GREATER", symbol(older))));
            }
            FrameworkFamily::Other => {}
        }
        if let Some(platform) = &self.platform {
            let (name, version) = platform.split_at(platform_name(platform).len());
            let name = name.to_ascii_uppercase();
            if let Some((major, minor, _)) = dotted(version) {
                symbols.push(format!("{name}{major}_{minor}"));
                symbols.push(format!("{name}{major}_{minor}_OR_GREATER"));
            }
            symbols.push(name);
        }
        symbols.sort();
        symbols
    }

    /// The C# version that the compiler takes without a `LangVersion`.
    pub const fn default_language_version(&self) -> &'static str {
        match (self.family, self.version) {
            (FrameworkFamily::NetCoreApp, (major, _, _)) => match major {
                0..3 => "7.3",
                3 => "8.0",
                4 | 5 => "9.0",
                6 => "10.0",
                7 => "11.0",
                8 => "12.0",
                9 => "13.0",
                _ => "14.0",
            },
            (FrameworkFamily::NetStandard, (2, 1, _)) => "8.0",
            _ => "7.3",
        }
    }
}

/// The letters of `windows10.0`.
fn platform_name(platform: &str) -> &str {
    platform.split(|character: char| character.is_ascii_digit()).next().unwrap_or(platform)
}

/// `8`, `8.0`, `4.7.2`; more numbers are ignored.
fn dotted(version: &str) -> Option<(u32, u32, u32)> {
    let mut numbers = [0u32; 3];
    for (index, part) in version.split('.').enumerate() {
        if part.is_empty() || !part.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        if let Some(slot) = numbers.get_mut(index) {
            *slot = part.parse().ok()?;
        }
    }
    Some((numbers[0], numbers[1], numbers[2]))
}

/// `472`, `48`, `4.7.2`, `8.0`: without dots every digit is a number.
fn compact(version: &str) -> Option<(u32, u32, u32)> {
    if version.contains('.') || version.len() > 3 {
        return dotted(version);
    }
    let mut digits = version.chars().map(|digit| digit.to_digit(10));
    Some((digits.next()??, digits.next().unwrap_or(Some(0))?, digits.next().unwrap_or(Some(0))?))
}

impl FromStr for TargetFramework {
    type Err = ParseFrameworkError;

    /// Reads short names and the long ones of lock files, `.NETCoreApp,Version=v3.1`. Unknown names that look like one
    /// are [`FrameworkFamily::Other`].
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let error = || ParseFrameworkError(text.to_owned());
        let name = text.trim().to_ascii_lowercase();
        let plausible =
            |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'+' | b',' | b'=' | b'_');
        if name.is_empty() || name.len() > 200 || !name.bytes().all(plausible) {
            return Err(error());
        }
        if let Some((identifier, version)) = name.split_once(",version=v") {
            let version = version.split(',').next().unwrap_or(version);
            return Self::from_version(identifier, version).ok_or_else(error);
        }
        let (base, platform) = match name.split_once('-') {
            Some((base, platform)) if !platform.is_empty() => (base, Some(platform)),
            _ => (name.as_str(), None),
        };
        let known = if let Some(version) = base.strip_prefix("netcoreapp") {
            compact(version).map(|version| (FrameworkFamily::NetCoreApp, version))
        } else if let Some(version) = base.strip_prefix("netstandard") {
            compact(version).map(|version| (FrameworkFamily::NetStandard, version))
        } else if let Some(version) = base.strip_prefix("net") {
            compact(version).map(|version| match version {
                (5.., _, _) => (FrameworkFamily::NetCoreApp, version),
                _ => (FrameworkFamily::NetFramework, version),
            })
        } else {
            None
        };
        Ok(match known {
            Some((family, version)) => Self::new(family, version, platform),
            None if name.as_bytes()[0].is_ascii_alphabetic() => Self {
                family: FrameworkFamily::Other,
                version: (0, 0, 0),
                platform: None,
                moniker: SmolStr::new(&name),
            },
            None => return Err(error()),
        })
    }
}

impl fmt::Display for TargetFramework {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.moniker)
    }
}

impl Ord for TargetFramework {
    /// By family, then by version, then by platform.
    fn cmp(&self, other: &Self) -> Ordering {
        (self.family, self.version, &self.platform, &self.moniker).cmp(&(
            other.family,
            other.version,
            &other.platform,
            &other.moniker,
        ))
    }
}

impl PartialOrd for TargetFramework {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tfm(text: &str) -> TargetFramework {
        text.parse().unwrap()
    }

    #[test]
    fn parses_and_normalizes() {
        use FrameworkFamily as F;
        for (text, moniker, family, version, platform) in [
            ("net8.0", "net8.0", F::NetCoreApp, (8, 0, 0), None),
            ("NET8.0", "net8.0", F::NetCoreApp, (8, 0, 0), None),
            ("net10.0", "net10.0", F::NetCoreApp, (10, 0, 0), None),
            ("net8.0-windows", "net8.0-windows", F::NetCoreApp, (8, 0, 0), Some("windows")),
            (
                "net8.0-Windows10.0.19041.0",
                "net8.0-windows10.0.19041.0",
                F::NetCoreApp,
                (8, 0, 0),
                Some("windows10.0.19041.0"),
            ),
            ("netcoreapp3.1", "netcoreapp3.1", F::NetCoreApp, (3, 1, 0), None),
            ("netcoreapp31", "netcoreapp3.1", F::NetCoreApp, (3, 1, 0), None),
            ("net50", "net5.0", F::NetCoreApp, (5, 0, 0), None),
            ("netstandard2.0", "netstandard2.0", F::NetStandard, (2, 0, 0), None),
            ("net48", "net48", F::NetFramework, (4, 8, 0), None),
            ("net472", "net472", F::NetFramework, (4, 7, 2), None),
            ("net4.7.2", "net472", F::NetFramework, (4, 7, 2), None),
            (".NETCoreApp,Version=v5.0", "net5.0", F::NetCoreApp, (5, 0, 0), None),
            (".NETStandard,Version=v2.1", "netstandard2.1", F::NetStandard, (2, 1, 0), None),
            (".NETFramework,Version=v4.6.1", "net461", F::NetFramework, (4, 6, 1), None),
            ("uap10.0", "uap10.0", F::Other, (0, 0, 0), None),
            ("netnano1.0", "netnano1.0", F::Other, (0, 0, 0), None),
        ] {
            let it = tfm(text);
            assert_eq!((it.moniker(), it.family(), it.version(), it.platform()), (moniker, family, version, platform));
        }
        for text in ["", " ", "$(X)", "net8.0;net9.0", "8.0", ".x,Version=v1.0", &"n".repeat(300)] {
            assert!(text.parse::<TargetFramework>().is_err(), "{text}");
        }
    }

    #[test]
    fn orders_and_checks_compatibility() {
        assert!(tfm("net8.0") < tfm("net10.0") && tfm("netcoreapp3.1") < tfm("net5.0"));
        assert!(tfm("net48") < tfm("netstandard2.0") && tfm("net8.0") < tfm("net8.0-windows"));
        for (project, package, fits) in [
            ("net8.0", "net6.0", true),
            ("net6.0", "net8.0", false),
            ("net8.0", "netstandard2.1", true),
            ("net8.0", "netcoreapp3.1", true),
            ("net8.0", "net48", false),
            ("netcoreapp2.2", "netstandard2.1", false),
            ("net472", "netstandard2.0", true),
            ("net48", "netstandard2.1", false),
            ("net45", "netstandard1.1", true),
            ("net40", "netstandard1.0", false),
            ("netstandard2.1", "netstandard2.0", true),
            ("netstandard2.0", "net8.0", false),
            ("net8.0-windows", "net8.0", true),
            ("net8.0", "net8.0-windows", false),
            ("net8.0-windows10.0", "net8.0-windows7.0", true),
            ("net8.0-android", "net8.0-windows", false),
            ("uap10.0", "uap10.0", true),
        ] {
            assert_eq!(tfm(project).is_compatible_with(&tfm(package)), fits, "{project} uses {package}");
        }
    }

    #[test]
    fn implies_symbols() {
        for (text, present, absent) in [
            (
                "net8.0",
                "NET NET8_0 NET8_0_OR_GREATER NET5_0_OR_GREATER NETCOREAPP NETCOREAPP3_1_OR_GREATER NETCOREAPP1_0_OR_GREATER",
                "NET7_0 NET9_0_OR_GREATER NETFRAMEWORK NETCOREAPP3_1 NET48_OR_GREATER",
            ),
            ("net10.0", "NET10_0 NET10_0_OR_GREATER NET9_0_OR_GREATER", "NET11_0_OR_GREATER"),
            ("netcoreapp3.1", "NETCOREAPP NETCOREAPP3_1 NETCOREAPP3_0_OR_GREATER", "NET NET5_0_OR_GREATER"),
            ("netstandard2.0", "NETSTANDARD NETSTANDARD2_0 NETSTANDARD1_6_OR_GREATER", "NETSTANDARD2_1_OR_GREATER"),
            ("net472", "NETFRAMEWORK NET472 NET472_OR_GREATER NET45_OR_GREATER NET461_OR_GREATER", "NET48_OR_GREATER"),
            ("net8.0-windows10.0", "WINDOWS WINDOWS10_0 WINDOWS10_0_OR_GREATER NET8_0", "ANDROID"),
            ("net99999999.0", "NET5_0_OR_GREATER", "NET100_0_OR_GREATER"),
        ] {
            let symbols = tfm(text).symbols();
            for symbol in present.split(' ') {
                assert!(symbols.iter().any(|it| it == symbol), "{text} defines {symbol}");
            }
            for symbol in absent.split(' ') {
                assert!(!symbols.iter().any(|it| it == symbol), "{text} does not define {symbol}");
            }
        }
    }

    #[test]
    fn knows_the_default_language_version() {
        for (text, version) in [
            ("net10.0", "14.0"),
            ("net8.0", "12.0"),
            ("net6.0-windows", "10.0"),
            ("netcoreapp3.1", "8.0"),
            ("netcoreapp2.1", "7.3"),
            ("netstandard2.0", "7.3"),
            ("netstandard2.1", "8.0"),
            ("net48", "7.3"),
        ] {
            assert_eq!(tfm(text).default_language_version(), version, "{text}");
        }
    }
}
