//! Package references with their versions: where each is written and how it got there. NuGet's rules for
//! `PackageReference`, central package versions, overrides and global references.

use dslint_version::{NuGetVersion, VersionRange};
use smol_str::SmolStr;

use crate::evaluate::Evaluation;
use crate::files::{Location, Problem, ProblemKind};
use crate::framework::TargetFramework;
use crate::items::{Item, Metadata};
use crate::properties::{Doubt, list};

/// How the version of a package got to the project.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum VersionOrigin {
    /// `Version` of the `PackageReference` itself.
    PackageReference,
    /// `PackageReference Update=…`, as in Directory.Build.targets.
    PackageReferenceUpdate,
    /// `PackageVersion`, as in Directory.Packages.props.
    CentralPackageVersion,
    /// `VersionOverride` of the reference.
    VersionOverride,
    /// `GlobalPackageReference`, as in Directory.Packages.props.
    GlobalPackageReference,
    /// An entry of packages.config.
    PackagesConfig,
    /// `#:package` at the top of a file-based app.
    FileDirective,
    /// No version is given, or it could not be worked out.
    Unknown,
}

/// What says that a package was resolved to a version.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Evidence {
    /// obj/project.assets.json of the last restore, which agrees with what the project asks for.
    AssetsFile,
    /// packages.lock.json, which agrees with what the project asks for.
    LockFile,
    /// The exact version in packages.config.
    PackagesConfig,
}

/// For which target frameworks of a project something holds.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Frameworks {
    /// For every one.
    All,
    /// Only for these.
    Only(Vec<TargetFramework>),
}

impl Frameworks {
    /// Whether it holds for `framework`.
    pub fn contains(&self, framework: &TargetFramework) -> bool {
        match self {
            Self::All => true,
            Self::Only(frameworks) => frameworks.contains(framework),
        }
    }
}

/// A package that a project asks for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PackageReference {
    /// The package id as written. Ids are the same without regard to case.
    pub id: String,
    /// The versions asked for; `None` where that could not be worked out, which is a problem of the workspace.
    pub range: Option<VersionRange>,
    /// The version as it is written at the reference or in the central file, `$(…)` included; empty without one.
    pub raw: String,
    /// The version it was resolved to, where `evidence` says so.
    pub resolved: Option<NuGetVersion>,
    /// What says so.
    pub evidence: Option<Evidence>,
    /// The version literal: an attribute's value, an element's text or, for `$(Property)` alone, the text of that
    /// property. `None` where no single place holds it.
    pub written_at: Option<Location>,
    /// The property that holds the literal, if the version came through one.
    pub property: Option<SmolStr>,
    /// Where the package id stands in the reference.
    pub reference_at: Location,
    /// How the version got there.
    pub origin: VersionOrigin,
    /// The target frameworks of the project it is for.
    pub frameworks: Frameworks,
    /// Whether it hangs on a condition that could not be decided.
    pub uncertain: bool,
    /// `PrivateAssets`, in lower case.
    pub private_assets: Vec<String>,
    /// `ExcludeAssets`, in lower case.
    pub exclude_assets: Vec<String>,
}

impl PackageReference {
    /// Whether it is this package.
    pub fn is(&self, id: &str) -> bool {
        self.id.eq_ignore_ascii_case(id)
    }

    /// The best answer to which version is used: what it was resolved to, else the version that NuGet takes if the feed
    /// has it. `None` for floating and unknown versions.
    pub fn version(&self) -> Option<&NuGetVersion> {
        self.resolved.as_ref().or_else(|| self.range.as_ref().and_then(VersionRange::resolves_to))
    }

    /// Whether projects that reference this one can use the package's types.
    pub fn flows_to_dependents(&self) -> bool {
        let compile = |assets: &[String]| assets.iter().any(|asset| asset == "all" || asset == "compile");
        !compile(&self.private_assets) && !compile(&self.exclude_assets)
    }
}

/// A package that the last restore, or the lock file, resolved, asked for directly or not.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ResolvedPackage {
    /// The package id.
    pub id: String,
    /// The version.
    pub version: NuGetVersion,
    /// Whether the project itself asks for it.
    pub direct: bool,
    /// What says so.
    pub evidence: Evidence,
    /// The target frameworks of the project it is for.
    pub frameworks: Frameworks,
}

/// Packages that come with the SDK and need no version.
const IMPLICIT: [&str; 6] = [
    "Microsoft.AspNetCore.App",
    "Microsoft.AspNetCore.All",
    "Microsoft.NETCore.App",
    "NETStandard.Library",
    "Microsoft.NET.Sdk.Functions",
    "FSharp.Core",
];

/// The package references of one evaluation.
pub(crate) fn collect(evaluation: &Evaluation, directives: bool) -> (Vec<PackageReference>, Vec<Problem>) {
    let properties = &evaluation.properties;
    let central = evaluation.packages_file && properties.is_true("ManagePackageVersionsCentrally");
    let mut collector = Collector {
        central: if central { evaluation.items.of("packageversion") } else { &[] },
        is_central: central,
        overrides: central && !properties.is_false("CentralPackageVersionOverrideEnabled"),
        directives,
        packages: Vec::new(),
        problems: Vec::new(),
    };
    for item in evaluation.items.of("packagereference") {
        collector.reference(item);
    }
    if central {
        for item in evaluation.items.of("globalpackagereference") {
            collector.global(item);
        }
    }
    (collector.packages, collector.problems)
}

/// The central versions that hold for packages which come through other packages: all that no reference names, where the
/// project pins such packages.
pub(crate) fn pins(evaluation: &Evaluation) -> Vec<PackageReference> {
    let properties = &evaluation.properties;
    let central = evaluation.packages_file && properties.is_true("ManagePackageVersionsCentrally");
    if !central || !properties.is_true("CentralPackageTransitivePinningEnabled") {
        return Vec::new();
    }
    let mut collector = Collector {
        central: &[],
        is_central: true,
        overrides: false,
        directives: false,
        packages: Vec::new(),
        problems: Vec::new(),
    };
    let named = |item: &Item| {
        let references = ["packagereference", "globalpackagereference"].into_iter();
        references.flat_map(|kind| evaluation.items.of(kind)).any(|reference| reference.is(&item.identity))
    };
    for item in evaluation.items.of("packageversion").iter().filter(|item| !named(item)) {
        let version = item.metadata("version").map(|metadata| (metadata, VersionOrigin::CentralPackageVersion));
        collector.push(item, version, None);
    }
    // What is wrong with a version that nothing refers to by name is no problem of the project.
    collector.packages
}

struct Collector<'e> {
    central: &'e [Item],
    is_central: bool,
    overrides: bool,
    directives: bool,
    packages: Vec<PackageReference>,
    problems: Vec<Problem>,
}

impl Collector<'_> {
    fn reference(&mut self, item: &Item) {
        let written = |name: &str| item.metadata(name).filter(|metadata| !metadata.raw.is_empty());
        let version = written("versionoverride")
            .filter(|_| self.overrides)
            .map(|metadata| (metadata, VersionOrigin::VersionOverride))
            .or_else(|| {
                let origin = |metadata: &Metadata| match metadata.updated {
                    _ if self.directives => VersionOrigin::FileDirective,
                    true => VersionOrigin::PackageReferenceUpdate,
                    false => VersionOrigin::PackageReference,
                };
                written("version").map(|metadata| (metadata, origin(metadata)))
            })
            .or_else(|| {
                let central = self.central.iter().rev().find(|central| central.is(&item.identity))?;
                Some((central.metadata("version")?, VersionOrigin::CentralPackageVersion))
            });
        self.push(item, version, None);
    }

    fn global(&mut self, item: &Item) {
        let version = item.metadata("version").map(|metadata| (metadata, VersionOrigin::GlobalPackageReference));
        self.push(item, version, Some("all"));
    }

    fn push(&mut self, item: &Item, version: Option<(&Metadata, VersionOrigin)>, private: Option<&str>) {
        let Some(reference_at) = item.at.clone() else { return };
        if item.identity.contains("$(") || item.identity.contains("@(") {
            let message = format!("the package id `{}` could not be worked out", item.identity);
            self.problem(None, &reference_at, message);
            return;
        }
        let assets = |name: &str| list(item.text(name)).map(str::to_ascii_lowercase).collect::<Vec<_>>();
        let mut package = PackageReference {
            id: item.identity.clone(),
            range: None,
            raw: String::new(),
            resolved: None,
            evidence: None,
            written_at: None,
            property: None,
            reference_at,
            origin: VersionOrigin::Unknown,
            frameworks: Frameworks::All,
            uncertain: item.doubt != Doubt::Certain,
            private_assets: assets("privateassets"),
            exclude_assets: assets("excludeassets"),
        };
        package.private_assets.extend(private.map(str::to_owned));
        match version {
            Some((metadata, origin)) => {
                package.raw = metadata.raw.clone();
                package.origin = origin;
                package.uncertain |= metadata.doubt != Doubt::Certain;
                match range(metadata) {
                    Ok(range) => {
                        package.range = Some(range);
                        package.written_at = metadata.literal.as_ref().map(|literal| literal.at.clone());
                        package.property = metadata.literal.as_ref().and_then(|literal| literal.property.clone());
                    }
                    Err(message) => {
                        let message = format!("the version of `{}` is unknown: {message}", package.id);
                        self.problem(Some(&package.id), &metadata.at, message);
                    }
                }
            }
            None if IMPLICIT.iter().any(|id| package.is(id)) => {}
            None => {
                let what = if self.is_central { "no `PackageVersion` gives one" } else { "none is given" };
                let message = format!("the version of `{}` is unknown: {what}", package.id);
                self.problem(Some(&package.id), &package.reference_at, message);
            }
        }
        self.packages.push(package);
    }

    fn problem(&mut self, package: Option<&str>, at: &Location, message: String) {
        let problem = Problem::new(&at.path, at.range, ProblemKind::UnknownVersion, message);
        self.problems.push(Problem { package: package.map(SmolStr::new), ..problem });
    }
}

fn range(metadata: &Metadata) -> Result<VersionRange, String> {
    let value = &metadata.value;
    if let Some(unknown) = &value.unknown {
        return Err(format!("`{unknown}` could not be worked out"));
    }
    if let Some(name) = &value.undefined {
        return Err(format!("`$({name})` is not defined"));
    }
    value.text.parse().map_err(|error: dslint_version::ParseRangeError| match value.text.trim() {
        "" => format!("`{}` is empty", metadata.raw),
        _ => error.to_string(),
    })
}

/// Joins the references of the single frameworks: what is the same for several is told once.
pub(crate) fn join(builds: Vec<(Option<TargetFramework>, Vec<PackageReference>)>) -> Vec<PackageReference> {
    join_by(builds, |package| &mut package.frameworks)
}

/// Joins what several frameworks have, keeping the order of the first.
pub(crate) fn join_by<T: PartialEq + Clone>(
    builds: Vec<(Option<TargetFramework>, Vec<T>)>,
    frameworks: fn(&mut T) -> &mut Frameworks,
) -> Vec<T> {
    let count = builds.len();
    let mut joined: Vec<(T, Vec<TargetFramework>, usize)> = Vec::new();
    for (framework, values) in builds {
        // The same reference may stand twice in one framework; each joins its own counterpart.
        let mut used = vec![false; joined.len()];
        for value in values {
            let known = joined.iter().take(used.len()).position(|(it, _, _)| *it == value);
            match known.filter(|&index| !used[index]) {
                Some(index) => {
                    used[index] = true;
                    joined[index].1.extend(framework.clone());
                    joined[index].2 += 1;
                }
                None => joined.push((value, framework.clone().into_iter().collect(), 1)),
            }
        }
    }
    joined
        .into_iter()
        .map(|(mut value, only, seen)| {
            if seen < count {
                *frameworks(&mut value) = Frameworks::Only(only);
            }
            value
        })
        .collect()
}
