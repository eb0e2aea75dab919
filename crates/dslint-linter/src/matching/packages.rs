//! Package references that are older than the target.

use crate::diagnostic::{Confidence, Edit, Fix, Label};
use crate::family::uses_family;
use crate::framework_step::FrameworkStep;
use crate::message::{Names, Site};
use crate::plan::Plan;
use crate::source::SourceId;
use dslint_project::{Location, PackageReference, Project, TargetFramework, Workspace};
use dslint_rules::{Applicability, FixKind, Matcher, OlderThan, PackageMatcher, Releases, Rule, comes_with};
use dslint_version::VersionRange;

/// Finds outdated references of a project. `source` gives the file of a path.
pub(crate) fn run<'a>(
    project: &Project,
    workspace: &Workspace,
    plan: &'a Plan,
    rule: &'static Rule,
    source: &mut dyn FnMut(&Location) -> Option<SourceId>,
    sites: &mut Vec<Site<'a>>,
) {
    for matched in &rule.matches {
        let Matcher::Package(matcher) = &matched.matcher else { continue };
        if matched.needs_family && !uses_family(workspace, project.id) {
            continue;
        }
        let first = sites.len();
        let coming = coming(workspace, project, plan);
        let pins = project.pins.iter().filter(|pin| coming.iter().any(|id| pin.is(id)));
        for package in project.packages.iter().chain(pins) {
            if !concerns(matcher, package) {
                continue;
            }
            let limit = match &matcher.older_than {
                Some(OlderThan::Version(version)) => version,
                Some(OlderThan::Target) | None => &plan.to,
            };
            let version = package.version().or_else(|| package.range.as_ref().and_then(VersionRange::minimum));
            let (Some(version), Some(at)) = (version, &package.written_at) else { continue };
            // A range that the target satisfies may already resolve to it.
            let floats = package.range.as_ref().is_some_and(VersionRange::is_floating) && package.resolved.is_none();
            let reaches = package.range.as_ref().is_some_and(|range| range.contains(limit)) && floats;
            if version >= limit || reaches {
                continue;
            }
            let Some(source) = source(at) else { continue };
            let primary = Label { source, range: at.range, text: String::new() };
            let mut site = Site {
                names: Names {
                    symbol: package.id.clone(),
                    value: version.to_string(),
                    property: package.property.as_ref().map(ToString::to_string).unwrap_or_default(),
                    ..Names::default()
                },
                confidence: if package.uncertain { Confidence::Likely } else { Confidence::Certain },
                project: Some(project.id),
                ..Site::new(rule, matched, plan.route(&[project.id]), &plan.to, primary)
            };
            match held_back(workspace, plan, matcher, at) {
                Some((name, step)) => site.help = Some(framework_first(&name, &step, plan)),
                None => site.fix = fix(&site, package),
            }
            sites.push(site);
        }
        keep_together(&mut sites[first..]);
    }
}

/// The packages that come to a project through those of the family, by their ids.
fn coming(workspace: &Workspace, project: &Project, plan: &Plan) -> Vec<&'static str> {
    if project.pins.is_empty() {
        return Vec::new();
    }
    let packages = workspace.packages_in_closure(project.id).into_iter();
    packages.flat_map(|(_, package)| comes_with(&package.id, &plan.to)).collect()
}

/// The project that could not restore a package of the family in the target version, among those that take the version
/// from the same place: the release is not built for its framework.
fn held_back(
    workspace: &Workspace,
    plan: &Plan,
    matcher: &PackageMatcher,
    at: &Location,
) -> Option<(String, FrameworkStep)> {
    let mut users = workspace.projects.iter().filter(|project| {
        let mut all = project.packages.iter().chain(&project.pins);
        matcher.family && all.any(|package| package.written_at.as_ref() == Some(at))
    });
    users.find_map(|project| Some((project.name.clone(), FrameworkStep::of(&plan.to, project)?)))
}

fn framework_first(name: &str, step: &FrameworkStep, plan: &Plan) -> String {
    let list =
        |frameworks: &[TargetFramework]| frameworks.iter().map(|it| format!("`{it}`")).collect::<Vec<_>>().join(", ");
    format!(
        "move {name} from {} to `{}` first: {} is built for {}, and the restore fails with NU1202 otherwise; then set the version to {}",
        list(&step.old),
        step.new,
        plan.to,
        list(&step.offered),
        plan.to
    )
}

/// Raising a part of a family leaves a mix that no release was made for: where one member has to be looked at, all have.
fn keep_together(family: &mut [Site<'_>]) {
    let is_safe = |site: &Site<'_>| site.fix.as_ref().is_some_and(|fix| fix.applicability == Applicability::Safe);
    if family.iter().all(is_safe) {
        return;
    }
    for fix in family.iter_mut().filter_map(|site| site.fix.as_mut()) {
        fix.applicability = Applicability::Unsafe;
    }
}

fn concerns(matcher: &PackageMatcher, package: &PackageReference) -> bool {
    if package.is(&matcher.package) {
        return true;
    }
    matcher.family
        && Releases::embedded().family_of(&matcher.package).is_some_and(|family| family.contains(&package.id))
}

/// Writes the target where one version stands, no range and no wildcard. A property may belong to other packages too: that is for a person.
fn fix(site: &Site<'_>, package: &PackageReference) -> Option<Fix> {
    let template = site.rule.fix_of(site.matched)?;
    // A range with two ends says more than one version does: that is for a person.
    let is_one_version =
        package.range.as_ref().is_some_and(|range| range.is_plain_minimum() || range.exact().is_some());
    if template.kind != FixKind::SetVersion || !is_one_version {
        return None;
    }
    let applicability = if package.property.is_some() { Applicability::Unsafe } else { template.applicability };
    Some(Fix {
        title: site.title(template, || format!("Set the version to {}", site.to)),
        edits: vec![Edit {
            source: site.primary.source,
            range: site.primary.range,
            replacement: template.to.as_ref().map(|to| site.render(to)).unwrap_or_else(|| site.to.to_string()),
        }],
        applicability,
    })
}
