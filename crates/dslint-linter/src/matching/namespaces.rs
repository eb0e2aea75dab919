//! Names of namespaces that a package no longer brings: using directives, qualified names, `<Using>` items.

use super::FileContext;
use crate::diagnostic::Label;
use crate::family::{is_family_source, uses_family};
use crate::message::{Names, Site};
use crate::plan::Plan;
use crate::source::SourceId;
use dslint_project::{GlobalUsing, Location, PackageReference, Project, ProjectId, Workspace};
use dslint_rules::{FixKind, Match, Matcher, NamespaceMatcher, Provider, Rule};
use dslint_semantic::bind::Symbol;
use dslint_syntax::ast::*;
use dslint_syntax::text::TextRange;
use dslint_version::VersionRange;

pub(crate) fn run<'a>(
    context: &FileContext<'a>,
    rule: &'static Rule,
    matched: &'static Match,
    matcher: &NamespaceMatcher,
    sites: &mut Vec<Site<'a>>,
) {
    let workspace = context.workspace;
    if !context.owners().iter().any(|&project| is_concerned(workspace, project, matcher)) {
        undecided(context, rule, matcher);
        return;
    }
    let mut found = written(context, matcher);
    found.sort();
    found.dedup();
    if !matcher.kept_by.is_empty() {
        found.truncate(1);
        // The first place of the project speaks for it; a `<Using>` item comes before any file.
        let own = context.owners().iter().filter_map(|&owner| workspace.project(owner));
        let is_told = own.flat_map(|project| &project.usings).any(|using| names(matcher, using));
        let mut earlier = context.beside().take_while(|other| other.file != context.file);
        if found.is_empty() || is_told || earlier.any(|other| !written(&other, matcher).is_empty()) {
            return;
        }
    }
    let keeper = context.owners().iter().find_map(|&project| keeper(workspace, project, matcher)).unwrap_or_default();
    for range in found {
        let Some(primary) = context.label(context.place(range), "") else { continue };
        let mut site = Site {
            names: Names {
                symbol: context.text(context.place(range)).to_owned(),
                value: keeper.clone(),
                ..Names::default()
            },
            ..context.site(rule, matched, primary)
        };
        site.fix = site.replacement(FixKind::Rename, range, "Use");
        sites.push(site);
    }
}

/// The `<Using>` items of a project.
pub(crate) fn run_project<'a>(
    project: &Project,
    workspace: &Workspace,
    plan: &'a Plan,
    rule: &'static Rule,
    source: &mut dyn FnMut(&Location) -> Option<SourceId>,
    sites: &mut Vec<Site<'a>>,
) {
    for matched in &rule.matches {
        let Matcher::Namespace(matcher) = &matched.matcher else { continue };
        if !is_concerned(workspace, project.id, matcher) {
            continue;
        }
        for using in &project.usings {
            let (true, Some(at)) = (names(matcher, using), &using.at) else { continue };
            let Some(source) = source(at) else { continue };
            // The item's first segment is what changes.
            let first = matcher.namespaces.first().map_or(using.name.as_str(), |name| name.as_str());
            let range = TextRange::new(at.range.start, at.range.start + first.len() as u32);
            let primary = Label { source, range, text: String::new() };
            let mut site = Site {
                names: Names {
                    symbol: using.name.clone(),
                    value: keeper(workspace, project.id, matcher).unwrap_or_default(),
                    ..Names::default()
                },
                project: Some(project.id),
                ..Site::new(rule, matched, plan.route(&[project.id]), &plan.to, primary)
            };
            site.fix = site.replacement(FixKind::Rename, range, "Use");
            sites.push(site);
            if !matcher.kept_by.is_empty() {
                break;
            }
        }
    }
}

fn names(matcher: &NamespaceMatcher, using: &GlobalUsing) -> bool {
    matcher.namespaces.iter().any(|name| *name == using.name) && !using.is_static
}

/// Whether a project gets the namespace through the family of packages, and through nothing else; or, where that is asked
/// for, through both.
fn is_concerned(workspace: &Workspace, project: ProjectId, matcher: &NamespaceMatcher) -> bool {
    uses_family(workspace, project)
        && !provides(workspace, project, &matcher.other_providers)
        && (matcher.kept_by.is_empty() || keeper(workspace, project, matcher).is_some())
}

/// Whether a project brings one of certain packages, other than through a source build of the family.
pub(crate) fn provides(workspace: &Workspace, project: ProjectId, providers: &[Provider]) -> bool {
    !bringing(workspace, project, providers).is_empty()
}

/// The packages of a project that are among certain ones. One whose version is not known counts.
fn bringing<'w>(workspace: &'w Workspace, project: ProjectId, providers: &[Provider]) -> Vec<&'w PackageReference> {
    if providers.is_empty() {
        return Vec::new();
    }
    let packages = workspace.packages_in_closure(project).into_iter();
    let is_one = |package: &PackageReference| {
        let oldest = package.version().or_else(|| package.range.as_ref().and_then(VersionRange::minimum));
        providers.iter().any(|provider| {
            let brings = match (&provider.below, oldest) {
                (Some(below), Some(version)) => version < below,
                _ => true,
            };
            brings && provider.names(&package.id)
        })
    };
    packages
        .filter(|(owner, _)| !is_family_source(workspace, *owner))
        .map(|(_, package)| package)
        .filter(|package| is_one(package))
        .collect()
}

/// The package that keeps the namespace in a project, with its version.
fn keeper(workspace: &Workspace, project: ProjectId, matcher: &NamespaceMatcher) -> Option<String> {
    let bringing = bringing(workspace, project, &matcher.kept_by);
    let package = bringing.iter().find(|package| !is_open(package, &matcher.kept_by))?;
    Some(match package.version() {
        Some(version) => format!("`{}` {version}", package.id),
        None => format!("`{}`", package.id),
    })
}

/// Whether nobody can tell if a package brings the namespace: only older versions do, and the version is not known.
fn is_open(package: &PackageReference, providers: &[Provider]) -> bool {
    let mut named = providers.iter().filter(|it| it.names(&package.id));
    package.version().is_none() && named.all(|it| it.below.is_some())
}

/// A package that brings the namespace only in older versions, in a version that is not known, takes a project out; whether
/// it should nobody can tell.
fn undecided(context: &FileContext<'_>, rule: &'static Rule, matcher: &NamespaceMatcher) {
    for &project in context.owners().iter().filter(|&&project| uses_family(context.workspace, project)) {
        let bringing = bringing(context.workspace, project, &matcher.other_providers);
        if !bringing.iter().all(|package| is_open(package, &matcher.other_providers)) {
            continue;
        }
        if let (Some(range), Some(package)) = (written(context, matcher).into_iter().min(), bringing.first()) {
            let text =
                format!("the version of `{}` is not known, and only older ones bring this namespace", package.id);
            context.undecided(rule, context.place(range), text);
        }
    }
}

/// The places in code where one of the namespaces is named: the ranges of their first segments.
fn written(context: &FileContext<'_>, matcher: &NamespaceMatcher) -> Vec<TextRange> {
    let unit = context.program.unit(context.file);
    let mut found = Vec::new();
    let first = |name: &str| name.split('.').next().unwrap_or_default().to_owned();
    if !matcher.namespaces.iter().any(|name| context.names(&first(name))) {
        return found;
    }
    let binding = context.program.binding(context.file);
    for (index, namespace) in unit.namespaces.iter().enumerate() {
        let around = match namespace.parent {
            Some(_) => unit.namespace_name(NamespaceIndex(index as u32)),
            None => String::new(),
        };
        for using in &namespace.usings {
            let TypeKind::Name(name) = &using.target.kind else { continue };
            let whole = using.kind == UsingKind::Namespace;
            found.extend(first_segment(context, matcher, name, whole, &around));
            // An alias may stand for the namespace itself, too.
            if matches!(using.kind, UsingKind::Alias(_)) {
                found.extend(first_segment(context, matcher, name, true, &around));
            }
        }
    }
    super::types::each_name(context, &mut |name: &QualifiedName| {
        let at = name.segments.first().map_or_else(TextRange::default, |first| first.name.range);
        let around = namespace_at(unit, at);
        found.extend(first_segment(context, matcher, name, false, &around).filter(|_| !is_product(&around)));
    });
    for expr in &unit.exprs {
        let ExprKind::Member { target, member, .. } = &expr.kind else { continue };
        let (ExprKind::Name(segment) | ExprKind::Aliased(_, segment)) = &unit.expr(*target).kind else { continue };
        let Symbol::Namespace(namespace) = binding.symbol(*target) else { continue };
        let is_first = matcher.namespaces.iter().any(|name| name == namespace) && segment.name.text == *namespace;
        let other = matcher.names_provider(&format!("{namespace}.{}", member.name.text));
        if is_first && !other && !is_product(&namespace_at(unit, segment.name.range)) {
            found.push(segment.name.range);
        }
    }
    found
}

/// The first segment of a name in a documentation comment that begins with one of the namespaces.
pub(crate) fn in_comment(
    context: &FileContext<'_>,
    matcher: &NamespaceMatcher,
    name: &QualifiedName,
    around: &str,
) -> Option<TextRange> {
    first_segment(context, matcher, name, false, around).filter(|_| !is_product(around))
}

/// A name inside `namespace Duende.…` means `Duende.…` after the upgrade, and is right then.
fn is_product(namespace: &str) -> bool {
    namespace == "Duende" || namespace.starts_with("Duende.")
}

/// The namespace of the type around a place.
fn namespace_at(unit: &CompilationUnit, range: TextRange) -> String {
    let around = unit.types.iter().find(|decl| decl.range.contains(range));
    around.map(|decl| unit.namespace_name(decl.namespace)).unwrap_or_default()
}

/// The first segment of a name that is one of the namespaces (`whole`) or begins with one.
fn first_segment(
    context: &FileContext<'_>,
    matcher: &NamespaceMatcher,
    name: &QualifiedName,
    whole: bool,
    around: &str,
) -> Option<TextRange> {
    if name.alias.as_ref().is_some_and(|alias| alias.text != "global") {
        return None;
    }
    let dotted: Vec<&str> = name.segments.iter().map(|segment| segment.name.text.as_str()).collect();
    let is_one = |parts: &[&str]| matcher.namespaces.iter().any(|name| *name == parts.join("."));
    let named = if whole { is_one(&dotted) } else { (1..dotted.len()).any(|count| is_one(&dotted[..count])) };
    // `IdentityModel.OidcClient` belongs to another package, although it begins alike.
    let other = (2..=dotted.len()).any(|count| matcher.names_provider(&dotted[..count].join(".")));
    if !named || other {
        return None;
    }
    // Inside a namespace the name may mean one that is nested in it.
    let table = context.program.resolver.table;
    let mut prefix = around;
    while !prefix.is_empty() && name.alias.is_none() {
        if table.has_namespace(&format!("{prefix}.{}", dotted[0]), context.file) {
            return None;
        }
        prefix = prefix.rfind('.').map_or("", |at| &prefix[..at]);
    }
    name.segments.first().map(|segment| segment.name.range)
}
