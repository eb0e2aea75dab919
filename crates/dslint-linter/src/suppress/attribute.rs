//! `[SuppressMessage("Upgrade", "DS7302", Justification = "…")]` on declarations, and for assemblies with a scope and a
//! target. The attribute is found by what its name means, codes are compared with their case, and constants fold.

use super::code::is_like_ours;
use super::directive::{Cover, Directive, Named};
use super::target::Targets;
use super::{Suppression, SuppressionKind};
use crate::diagnostic::Diagnostic;
use crate::load::Parsed;
use crate::source::{SourceId, Sources};
use dslint_project::ProjectId;
use dslint_rules::{Rule, RuleSet};
use dslint_semantic::evaluate::Program;
use dslint_semantic::scope::Scope;
use dslint_semantic::table::{FileId, Place};
use dslint_semantic::value::Value;
use dslint_syntax::ast::{Attribute, ExprId, StmtKind, TypeIndex, TypeKind};
use dslint_syntax::text::TextRange;
use smol_str::SmolStr;
use std::path::PathBuf;

const FULL_NAME: &str = "System.Diagnostics.CodeAnalysis.SuppressMessageAttribute";

/// A suppressing attribute.
#[derive(Debug)]
pub(crate) struct Attributed {
    pub(crate) source: SourceId,
    pub(crate) path: PathBuf,
    /// The projects that compile it.
    pub(crate) owners: Vec<ProjectId>,
    pub(crate) directive: Directive,
    /// What goes when it goes: its list, or itself and a comma.
    pub(crate) removal: Option<TextRange>,
    /// Whether it stands for its projects, so that it says nothing in others that compile the same file.
    is_of_assembly: bool,
    /// Its target, where nothing is called like that.
    pub(crate) missing: Option<String>,
    reach: Reach,
}

/// What an attribute is about.
#[derive(Clone, PartialEq, Eq, Debug)]
enum Reach {
    /// All of its projects.
    Projects,
    /// These parts of files.
    Parts(Vec<(SourceId, TextRange)>),
}

impl Attributed {
    /// Whether it is about the place of a finding in at least one of the projects that have it.
    pub(crate) fn covers(&self, found: &Diagnostic, projects: &[ProjectId]) -> bool {
        match &self.reach {
            Reach::Projects if projects.is_empty() => self.owners.is_empty(),
            Reach::Projects => projects.iter().any(|project| self.owners.contains(project)),
            Reach::Parts(parts) => parts.iter().any(|(source, range)| {
                *source == found.primary.source && range.contains_offset(found.primary.range.start)
            }),
        }
    }

    /// Whether what it covers is quiet in a project too.
    pub(crate) fn holds_in(&self, project: ProjectId) -> bool {
        !self.is_of_assembly || self.owners.contains(&project)
    }

    /// Whether it is about a rule: one without is about nothing of ours.
    pub(crate) fn uses(&mut self, rule: &Rule) -> bool {
        self.directive.uses(rule)
    }

    /// What is said about a finding that it suppresses.
    pub(crate) fn suppression(&self) -> Suppression {
        self.directive.suppression(Some(self.source))
    }
}

/// The attributes of all parsed files that name a code of ours.
pub(crate) fn attributes(
    program: &Program<'_>,
    parsed: &[Parsed],
    sources: &Sources,
    rules: &'static RuleSet,
) -> Vec<Attributed> {
    let finder = Finder { program, parsed, sources, rules };
    let mut found: Vec<Attributed> = Vec::new();
    for file in (0..program.resolver.table.file_count()).map(FileId) {
        if !program.resolver.table.file(file).text.contains("SuppressMessage") {
            continue;
        }
        for attribute in finder.of_file(file) {
            // A file is there once for each outcome of its `#if`s.
            let is_it = |known: &&mut Attributed| {
                known.source == attribute.source && known.directive.range == attribute.directive.range
            };
            match (found.iter_mut().find(is_it), attribute.reach) {
                (Some(Attributed { reach: Reach::Parts(known), .. }), Reach::Parts(more)) => known.extend(more),
                (Some(_), _) => {}
                (None, reach) => found.push(Attributed { reach, ..attribute }),
            }
        }
    }
    found
}

struct Finder<'p, 'a> {
    program: &'p Program<'a>,
    parsed: &'p [Parsed],
    sources: &'p Sources,
    rules: &'static RuleSet,
}

impl Finder<'_, '_> {
    fn of_file(&self, file: FileId) -> Vec<Attributed> {
        let resolver = &self.program.resolver;
        let unit = self.program.unit(file);
        let mut found = Vec::new();
        let mut read = |attributes: &[Attribute], scope: &Scope, declared: Option<&[Place]>| {
            found.extend(attributes.iter().filter_map(|attribute| self.read(file, attribute, scope, declared)));
        };
        let of_file = resolver.file_scope(file);
        read(&unit.attributes, &of_file, None);
        for (index, decl) in unit.types.iter().enumerate() {
            let index = TypeIndex(index as u32);
            let scope = resolver.scope_of(file, index);
            read(&decl.attributes, &scope, Some(&self.parts(file, index, decl.range)));
            for member in &decl.members {
                read(&member.attributes, &scope, Some(&[Place { file, range: member.range }]));
                for accessor in &member.accessors {
                    read(&accessor.attributes, &scope, Some(&[Place { file, range: accessor.range }]));
                }
            }
            let of_members = decl.members.iter().flat_map(|member| &member.parameters);
            for parameter in decl.parameters.iter().flatten().chain(of_members) {
                read(&parameter.attributes, &scope, Some(&[Place { file, range: parameter.range }]));
            }
        }
        for stmt in &unit.stmts {
            if let StmtKind::LocalFunction(function) = &stmt.kind {
                read(&function.attributes, &of_file, Some(&[Place { file, range: function.range }]));
            }
        }
        found
    }

    /// All parts of a type: an attribute on one of them is about the type.
    fn parts(&self, file: FileId, index: TypeIndex, own: TextRange) -> Vec<Place> {
        let table = self.program.resolver.table;
        let Some(id) = table.decl_of(file, index) else { return vec![Place { file, range: own }] };
        table.decl(id).parts.iter().map(|&(file, index)| Place { file, range: table.part(file, index).range }).collect()
    }

    /// The attribute as a suppression; `None` where it is another attribute or about codes of others.
    fn read(
        &self,
        file: FileId,
        attribute: &Attribute,
        scope: &Scope,
        declared: Option<&[Place]>,
    ) -> Option<Attributed> {
        if !self.means(scope, attribute) {
            return None;
        }
        let named = |wanted: &str| {
            let mut arguments = attribute.arguments.iter();
            let argument = arguments.find(|it| it.name.as_ref().is_some_and(|name| name.text == wanted))?;
            self.text(file, argument.value)
        };
        let unnamed = attribute.arguments.iter().filter(|argument| argument.name.is_none()).nth(1);
        let check = attribute.arguments.iter().find(|it| it.name.as_ref().is_some_and(|name| name.text == "checkId"));
        let check = check.or(unnamed)?.value;
        let id = self.text(file, check)?;
        let code = id.split(':').next().unwrap_or_default().trim();
        let rule = self.rules.by_code(code).filter(|rule| rule.code.as_str() == code);
        if rule.is_none() && !is_like_ours(code) {
            return None;
        }
        let (scope, target) = (named("Scope"), named("Target"));
        let wrong = declared.is_none().then(|| scope.as_deref().and_then(wrong_scope)).flatten();
        let reach = match declared {
            Some(places) => self.reach(places),
            None => self.of_assembly(file, scope.as_deref(), target.as_deref()),
        };
        let is_empty = matches!(&reach, Reach::Parts(parts) if parts.is_empty());
        let parsed = self.parsed.get(file.0 as usize)?;
        let source = self.sources.get(parsed.source);
        let list = list_of(&source.text, attribute);
        Some(Attributed {
            source: parsed.source,
            path: source.path.clone(),
            owners: parsed.owners.clone(),
            directive: Directive {
                kind: SuppressionKind::Attribute,
                range: attribute.range,
                named: vec![Named::new(code, self.program.unit(file).expr(check).range, rule)],
                items: vec![attribute.range],
                until: None,
                reason: named("Justification").filter(|reason| !reason.trim().is_empty()),
                wrong,
                cover: Cover::Nothing,
            },
            removal: list,
            is_of_assembly: declared.is_none(),
            missing: target.filter(|_| declared.is_none() && is_empty),
            reach,
        })
    }

    /// Whether the name of an attribute means the one of the framework: as it is written or with `Attribute` behind it.
    fn means(&self, scope: &Scope, attribute: &Attribute) -> bool {
        let TypeKind::Name(name) = &attribute.name.kind else { return false };
        let resolver = self.program.resolver.at(scope.file);
        let mut longer = attribute.name.clone();
        if let TypeKind::Name(name) = &mut longer.kind
            && let Some(last) = name.segments.last_mut()
        {
            last.name.text = SmolStr::new(format!("{}Attribute", last.name.text));
        }
        let types = [resolver.ty(scope, &attribute.name), resolver.ty(scope, &longer)];
        if types.iter().any(|ty| resolver.is_named(ty, FULL_NAME)) {
            return true;
        }
        // Where no type is known for the name, it can only be told by its spelling.
        let is_unknown = types.iter().all(|ty| resolver.full_name(ty).is_none());
        let is_qualified = name.segments.len() > 1;
        let is_imported = is_qualified || resolver.is_in_scope(scope, "System.Diagnostics.CodeAnalysis");
        let is_spelled = |name: &str| name == "SuppressMessage" || name == "SuppressMessageAttribute";
        is_unknown && is_imported && name.segments.last().is_some_and(|last| is_spelled(&last.name.text))
    }

    fn text(&self, file: FileId, expr: ExprId) -> Option<String> {
        match self.program.constant(file, expr).value {
            Value::Text(text) => Some(text.to_string()),
            _ => None,
        }
    }

    fn reach(&self, places: &[Place]) -> Reach {
        let part = |place: &Place| Some((self.parsed.get(place.file.0 as usize)?.source, place.range));
        Reach::Parts(places.iter().filter_map(part).collect())
    }

    fn of_assembly(&self, file: FileId, scope: Option<&str>, target: Option<&str>) -> Reach {
        let scope = scope.map(str::trim).filter(|scope| !scope.is_empty());
        let is_module = scope.is_none_or(|scope| scope.eq_ignore_ascii_case("module"));
        match (is_module, target.map(str::trim).filter(|target| !target.is_empty())) {
            (true, None) => Reach::Projects,
            (_, Some(target)) => {
                let owners = self.parsed.get(file.0 as usize).map(|it| it.owners.as_slice()).unwrap_or_default();
                let is_here = |file: FileId| {
                    self.parsed.get(file.0 as usize).is_some_and(|other| {
                        (owners.is_empty() && other.owners.is_empty())
                            || other.owners.iter().any(|owner| owners.contains(owner))
                    })
                };
                let targets = Targets { resolver: &self.program.resolver, is_here: &is_here };
                self.reach(&targets.of(scope.unwrap_or_default(), target))
            }
            (false, None) => Reach::Parts(Vec::new()),
        }
    }
}

/// The values of `Scope`.
const SCOPES: [&str; 6] = ["module", "namespace", "namespaceanddescendants", "type", "member", "resource"];

/// Why a scope is none: then the attribute says nothing.
fn wrong_scope(scope: &str) -> Option<String> {
    let scope = scope.trim();
    if scope.is_empty() || SCOPES.iter().any(|known| known.eq_ignore_ascii_case(scope)) {
        return None;
    }
    let likeness = |known: &&str| strsim::jaro_winkler(&scope.to_ascii_lowercase(), known);
    let nearest = SCOPES.into_iter().max_by(|left, right| likeness(left).total_cmp(&likeness(right)));
    let hint = nearest.filter(|known| likeness(known) > 0.8).map(|known| format!("; did you mean `{known}`?"));
    let hint = hint.unwrap_or_else(|| format!("; one of `{}` is", SCOPES.join("`, `")));
    Some(format!("`{scope}` is no `Scope`{hint}"))
}

/// What goes when an attribute goes: its whole list where it is alone in it. None where comments stand between it and its brackets.
fn list_of(text: &str, attribute: &Attribute) -> Option<TextRange> {
    let own = attribute.range;
    let mut before = text.get(..own.start as usize)?.trim_end();
    if let Some(target) = attribute.target.as_deref()
        && let Some(rest) = before.strip_suffix(':').and_then(|rest| rest.trim_end().strip_suffix(target))
    {
        before = rest.trim_end();
    }
    let rest = text.get(own.end as usize..)?;
    let after = rest.trim_start();
    let end = text.len() - after.len();
    match (before.ends_with('['), before.ends_with(','), after.chars().next()) {
        (true, _, Some(']')) => Some(super::removal::whole(text, TextRange::from_usize(before.len() - 1, end + 1))),
        (_, _, Some(',')) => {
            let next = text.len() - after[1..].trim_start().len();
            Some(TextRange::from_usize(own.start as usize, next))
        }
        (_, true, Some(']')) => Some(TextRange::from_usize(before.len() - 1, own.end as usize)),
        _ => None,
    }
}
