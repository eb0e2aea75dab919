//! packages.config: the exact packages of projects without `PackageReference`.

use std::path::Path;
use std::sync::Arc;

use dslint_version::{NuGetVersion, VersionRange};
use smol_str::SmolStr;

use crate::files::{Location, Problem, ProblemKind};
use crate::packages::{Evidence, Frameworks, PackageReference, VersionOrigin};
use crate::sources::Sources;

/// The packages of the file at `path`.
pub(crate) fn packages(sources: &mut Sources<'_>, path: &Path) -> Vec<PackageReference> {
    let path: Arc<Path> = path.into();
    let Some(document) = sources.document(&path) else { return Vec::new() };
    let mut packages = Vec::new();
    for element in document.root.children_named("package") {
        let Some(id) = element.attribute("id") else { continue };
        let at = |range| Location { path: Arc::clone(&path), range };
        let version = element.attribute("version");
        let parsed = version.map(|attribute| attribute.value.parse::<NuGetVersion>());
        let reason = match &parsed {
            Some(Ok(_)) => None,
            Some(Err(error)) => Some(error.to_string()),
            None => Some("none is given".to_owned()),
        };
        if let Some(reason) = reason {
            let range = version.map_or(id.value_range, |attribute| attribute.value_range);
            let message = format!("the version of `{}` is unknown: {reason}", id.value);
            let problem = Problem::new(&path, range, ProblemKind::UnknownVersion, message);
            sources.problems.push(Problem { package: Some(SmolStr::new(&id.value)), ..problem });
        }
        let resolved = parsed.and_then(Result::ok);
        packages.push(PackageReference {
            id: id.value.clone(),
            range: resolved.clone().map(VersionRange::only),
            raw: version.map(|attribute| attribute.value.clone()).unwrap_or_default(),
            evidence: resolved.as_ref().map(|_| Evidence::PackagesConfig),
            written_at: version.filter(|_| resolved.is_some()).map(|attribute| at(attribute.value_range)),
            resolved,
            property: None,
            reference_at: at(id.value_range),
            origin: VersionOrigin::PackagesConfig,
            frameworks: Frameworks::All,
            uncertain: false,
            private_assets: match element.value("developmentDependency") {
                Some(value) if value.eq_ignore_ascii_case("true") => vec!["all".to_owned()],
                _ => Vec::new(),
            },
            exclude_assets: Vec::new(),
        });
    }
    packages
}
