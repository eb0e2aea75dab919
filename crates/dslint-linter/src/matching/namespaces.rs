//! Names of namespaces that a package no longer brings: using directives, qualified names, `<Using>` items.

use super::FileContext;
use crate::diagnostic::Label;
use crate::family::{is_family_source, uses_family};
use crate::message::{Names, Site};
use crate::plan::Plan;
use crate::source::SourceId;
use dslint_project::{Location, Project, ProjectId, Workspace};
use dslint_rules::{FixKind, Match, Matcher, NamespaceMatcher, Rule};
use dslint_semantic::bind::Symbol;
use dslint_syntax::ast::*;
use dslint_syntax::text::TextRange;

pub(crate) fn run<'a>(
    context: &FileContext<'a>,
    rule: &'static Rule,
    matched: &'static Match,
    matcher: &NamespaceMatcher,
    sites: &mut Vec<Site<'a>>,
) {
    if !context.owners().iter().any(|&project| is_concerned(context.workspace, project, matcher)) {
        return;
    }
    let mut found = written(context, matcher);
    found.sort();
    found.dedup();
    for range in found {
        let Some(primary) = context.label(context.place(range), "") else { continue };
        let mut site = Site {
            names: Names { symbol: context.text(context.place(range)).to_owned(), ..Names::default() },
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
            let named = matcher.namespaces.iter().any(|name| *name == using.name) && !using.is_static;
            let (true, Some(at)) = (named, &using.at) else { continue };
            let Some(source) = source(at) else { continue };
            // The item's first segment is what changes.
            let first = matcher.namespaces.first().map_or(using.name.as_str(), |name| name.as_str());
            let range = TextRange::new(at.range.start, at.range.start + first.len() as u32);
            let primary = Label { source, range, text: String::new() };
            let mut site = Site {
                names: Names { symbol: using.name.clone(), ..Names::default() },
                project: Some(project.id),
                ..Site::new(rule, matched, plan.route(&[project.id]), &plan.to, primary)
            };
            site.fix = site.replacement(FixKind::Rename, range, "Use");
            sites.push(site);
        }
    }
}

/// Whether a project gets the namespace through the family of packages, and through nothing else.
fn is_concerned(workspace: &Workspace, project: ProjectId, matcher: &NamespaceMatcher) -> bool {
    uses_family(workspace, project) && !provides(workspace, project, &|package| matcher.is_provider(package))
}

/// Whether a project brings one of certain packages, other than through a source build of the family.
pub(crate) fn provides(workspace: &Workspace, project: ProjectId, is_one: &dyn Fn(&str) -> bool) -> bool {
    let packages = workspace.packages_in_closure(project).into_iter();
    packages.filter(|(owner, _)| !is_family_source(workspace, *owner)).any(|(_, package)| is_one(&package.id))
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
        let other = matcher.is_provider(&format!("{namespace}.{}", member.name.text));
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
    let other = (2..=dotted.len()).any(|count| matcher.is_provider(&dotted[..count].join(".")));
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
