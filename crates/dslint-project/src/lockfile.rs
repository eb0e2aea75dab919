//! packages.lock.json and obj/project.assets.json: what a restore resolved. They count only where they agree with what
//! the project asks for, because both may be older than the project file.

use std::collections::BTreeMap;

use dslint_version::{NuGetVersion, VersionRange};
use serde::Deserialize;

use crate::framework::TargetFramework;
use crate::packages::{Evidence, Frameworks, PackageReference, ResolvedPackage};

/// What a lock or assets file says for its target frameworks.
#[derive(Debug)]
pub(crate) struct Resolution {
    evidence: Evidence,
    frameworks: Vec<(TargetFramework, Vec<Entry>)>,
}

#[derive(Debug)]
struct Entry {
    id: String,
    /// What was asked for; `None` for packages that came through others.
    requested: Option<VersionRange>,
    version: NuGetVersion,
}

#[derive(Deserialize)]
struct LockFile {
    #[serde(default)]
    dependencies: BTreeMap<String, BTreeMap<String, LockEntry>>,
}

#[derive(Deserialize)]
struct LockEntry {
    #[serde(rename = "type", default)]
    kind: String,
    requested: Option<String>,
    resolved: Option<String>,
}

#[derive(Deserialize)]
struct AssetsFile {
    #[serde(default)]
    targets: BTreeMap<String, BTreeMap<String, AssetsEntry>>,
    project: Option<AssetsProject>,
}

#[derive(Deserialize)]
struct AssetsEntry {
    #[serde(rename = "type", default)]
    kind: String,
}

#[derive(Deserialize)]
struct AssetsProject {
    #[serde(default)]
    frameworks: BTreeMap<String, AssetsFramework>,
}

#[derive(Deserialize)]
struct AssetsFramework {
    #[serde(default)]
    dependencies: BTreeMap<String, AssetsDependency>,
}

#[derive(Deserialize)]
struct AssetsDependency {
    version: Option<String>,
}

impl Resolution {
    /// Reads packages.lock.json.
    pub(crate) fn lock_file(text: &str) -> Result<Self, serde_json::Error> {
        let file: LockFile = serde_json::from_str(text)?;
        let mut frameworks = Vec::new();
        for (name, entries) in file.dependencies {
            let Some(framework) = target(&name) else { continue };
            let entries = entries
                .into_iter()
                .filter(|(_, entry)| !entry.kind.eq_ignore_ascii_case("Project"))
                .filter_map(|(id, entry)| {
                    let direct = entry.kind.eq_ignore_ascii_case("Direct");
                    let requested = entry.requested.filter(|_| direct).and_then(|range| range.parse().ok());
                    Some(Entry { id, requested, version: entry.resolved?.parse().ok()? })
                })
                .collect();
            frameworks.push((framework, entries));
        }
        Ok(Self { evidence: Evidence::LockFile, frameworks })
    }

    /// Reads project.assets.json.
    pub(crate) fn assets_file(text: &str) -> Result<Self, serde_json::Error> {
        let file: AssetsFile = serde_json::from_str(text)?;
        let asked = file.project.map(|project| project.frameworks).unwrap_or_default();
        let asked: Vec<_> = asked.iter().filter_map(|(name, it)| Some((target(name)?, &it.dependencies))).collect();
        let mut frameworks = Vec::new();
        for (name, entries) in &file.targets {
            let Some(framework) = target(name) else { continue };
            let requested = |id: &str| {
                let (_, dependencies) = asked.iter().find(|(other, _)| other.is_same_target(&framework))?;
                let (_, dependency) = dependencies.iter().find(|(other, _)| other.eq_ignore_ascii_case(id))?;
                dependency.version.as_deref()?.parse().ok()
            };
            let entries = entries
                .iter()
                .filter(|(_, entry)| entry.kind.eq_ignore_ascii_case("package"))
                .filter_map(|(name, _)| {
                    let (id, version) = name.split_once('/')?;
                    Some(Entry { id: id.to_owned(), requested: requested(id), version: version.parse().ok()? })
                })
                .collect();
            frameworks.push((framework, entries));
        }
        Ok(Self { evidence: Evidence::AssetsFile, frameworks })
    }

    /// Whether it is packages.lock.json.
    pub(crate) fn is_lock_file(&self) -> bool {
        self.evidence == Evidence::LockFile
    }

    /// Fills in the resolved versions of one framework's references and gives all its packages. `None`, and nothing is
    /// filled in, where the file does not fit what the project asks for.
    pub(crate) fn apply(
        &self,
        framework: Option<&TargetFramework>,
        packages: &mut [PackageReference],
    ) -> Option<Vec<ResolvedPackage>> {
        let framework = framework?;
        let same = |test: fn(&TargetFramework, &TargetFramework) -> bool| {
            self.frameworks.iter().find(|(other, _)| test(other, framework))
        };
        let (_, entries) = same(TargetFramework::eq).or_else(|| same(TargetFramework::is_same_target))?;
        let entry = |package: &PackageReference| entries.iter().find(|entry| package.is(&entry.id));
        let agrees = packages.iter().filter(|package| package.range.is_some() && !package.uncertain).all(|package| {
            let entry = entry(package);
            entry.is_some_and(|entry| entry.requested == package.range && package.range.is_some())
        });
        if !agrees {
            return None;
        }
        for package in packages.iter_mut() {
            if let Some(entry) = entry(package) {
                package.resolved = Some(entry.version.clone());
                package.evidence = Some(self.evidence);
            }
        }
        let resolved = entries.iter().map(|entry| ResolvedPackage {
            id: entry.id.clone(),
            version: entry.version.clone(),
            direct: entry.requested.is_some(),
            evidence: self.evidence,
            frameworks: Frameworks::All,
        });
        Some(resolved.collect())
    }
}

/// The framework of a section; those for a runtime (`net8.0/linux-x64`) repeat the others.
fn target(name: &str) -> Option<TargetFramework> {
    if name.contains('/') { None } else { name.parse().ok() }
}
