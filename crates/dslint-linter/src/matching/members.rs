//! Uses of members: calls, method groups, reads, writes, overrides, hiding declarations, `nameof`.

use super::FileContext;
use crate::diagnostic::{Confidence, Fix};
use crate::message::{Names, Site};
use crate::rewrites;
use dslint_rules::{FixKind, Match, Matcher, MemberPath, Rule, Silencer, Use};
use dslint_semantic::bind::Symbol;
use dslint_semantic::member::MemberSymbol;
use dslint_semantic::table::Place;
use dslint_semantic::ty::Ty;
use dslint_syntax::ast::*;
use dslint_syntax::text::TextRange;
use std::collections::HashMap;

/// A use of a member at a place.
pub(crate) struct MemberUse {
    /// The name where it is used.
    pub(crate) place: Place,
    pub(crate) kind: Use,
    pub(crate) confidence: Confidence,
    /// How many arguments a call has, or parameters a declaration.
    pub(crate) count: Option<usize>,
}

pub(crate) fn run<'a>(context: &FileContext<'a>, sites: &mut Vec<Site<'a>>) {
    for &rule in &context.route.rules {
        let rule: &'static Rule = rule;
        for matched in rule.matches.iter().filter(|matched| context.is_concerned(matched)) {
            let Matcher::Member(matcher) = &matched.matcher else { continue };
            for path in &matcher.members {
                for used in uses(context, path) {
                    let fits = matcher.arguments.is_none_or(|count| used.count == Some(count));
                    if fits && matcher.includes(used.kind) {
                        report(context, rule, matched, path, used, sites);
                    }
                }
            }
        }
    }
}

fn report<'a>(
    context: &FileContext<'a>,
    rule: &'static Rule,
    matched: &'static Match,
    path: &MemberPath,
    used: MemberUse,
    sites: &mut Vec<Site<'a>>,
) {
    let Some(primary) = context.label(used.place, "") else { return };
    let ty = path.type_name().rsplit('.').next().unwrap_or_default().to_owned();
    let mut site = Site {
        names: Names { symbol: path.member().to_owned(), ty, value: assigned(context, &used), ..Names::default() },
        confidence: used.confidence,
        ..context.site(rule, matched, primary)
    };
    site.fix = rename(&site, used.place).or_else(|| rewrites::fix(context, &site));
    sites.push(site);
}

fn rename(site: &Site<'_>, place: Place) -> Option<Fix> {
    let is_certain = site.confidence == Confidence::Certain;
    is_certain.then(|| site.replacement(FixKind::Rename, place.range, "Rename to")).flatten()
}

/// The text of the constant that a place is assigned.
fn assigned(context: &FileContext<'_>, used: &MemberUse) -> String {
    let unit = context.program.unit(context.file);
    let value = unit.exprs.iter().find_map(|expr| match &expr.kind {
        ExprKind::Assign { left, right, .. } if used.kind == Use::Write => {
            let left = unit.expr(*left).range;
            (left.contains(used.place.range) && left.end == used.place.range.end).then_some(*right)
        }
        _ => None,
    });
    let constant = value.filter(|&value| {
        !matches!(context.program.constant(context.file, value).value, dslint_semantic::value::Value::Unknown)
    });
    constant.map(|value| context.text(context.place(unit.expr(value).range)).to_owned()).unwrap_or_default()
}

/// Whether a silencer is in effect, given all uses of its members in the files that count.
pub(crate) fn silences(silencer: &Silencer, used: &dyn Fn(&MemberPath, &[Use]) -> bool) -> bool {
    let mut members = silencer.members.iter().map(|path| used(path, &silencer.uses));
    if silencer.all { members.all(|used| used) } else { members.any(|used| used) }
}

/// All uses of a member in a file.
pub(crate) fn uses(context: &FileContext<'_>, path: &MemberPath) -> Vec<MemberUse> {
    let mut found = Vec::new();
    expression_uses(context, path, &mut found);
    found.extend(super::patterns::uses(context, path));
    declaration_uses(context, path, &mut found);
    found.retain(|used| used.kind != Use::Test || !is_filled_around(context, path, used.place.range));
    found
}

/// The innermost member of a type around a place.
fn member_around(unit: &CompilationUnit, place: TextRange) -> Option<TextRange> {
    let members = unit.types.iter().flat_map(|decl| &decl.members).map(|member| member.range);
    members.filter(|range| range.contains(place)).min_by_key(|range| range.len())
}

/// Whether the method around a place gives the member a value in an object that it makes, as tests of mappings do. What is
/// looked at there says nothing about the values of others.
fn is_filled_around(context: &FileContext<'_>, path: &MemberPath, name: TextRange) -> bool {
    let unit = context.program.unit(context.file);
    let Some(around) = member_around(unit, name) else { return false };
    unit.exprs.iter().any(|expr| match &expr.kind {
        ExprKind::Initializer(entries) if around.contains(expr.range) => {
            entries.iter().any(|entry| matches!(entry, InitializerEntry::Member(to, _) if to.text == path.member()))
        }
        _ => false,
    })
}

fn expression_uses(context: &FileContext<'_>, path: &MemberPath, found: &mut Vec<MemberUse>) {
    let unit = context.program.unit(context.file);
    let names_it = |segment: &Segment| segment.name.text == path.member();
    let is_named = unit.exprs.iter().any(|expr| match &expr.kind {
        ExprKind::Name(segment) | ExprKind::Member { member: segment, .. } => names_it(segment),
        ExprKind::Initializer(entries) => {
            entries.iter().any(|entry| matches!(entry, InitializerEntry::Member(name, _) if name.text == path.member()))
        }
        _ => false,
    });
    if !is_named {
        return;
    }
    let binding = context.program.binding(context.file);
    let roles = roles(unit);
    let counts = argument_counts(unit);
    for (index, expr) in unit.exprs.iter().enumerate() {
        let id = ExprId(index as u32);
        match &expr.kind {
            ExprKind::Name(segment) | ExprKind::Member { member: segment, .. } if names_it(segment) => {
                let confidence = match binding.symbol(id) {
                    Symbol::Member(member) if is_member(context, member, path) => Confidence::Certain,
                    Symbol::None if may_be(context, expr, path) => Confidence::Likely,
                    _ => continue,
                };
                let kind = roles.get(&id).copied().unwrap_or(Use::Read);
                let kind = match (binding.symbol(id), kind) {
                    (Symbol::Member(member), Use::Read)
                        if context.program.resolver.member_kind(member) == MemberKind::Method =>
                    {
                        Use::MethodGroup
                    }
                    (_, kind) => kind,
                };
                let count = counts.get(&id).copied();
                found.push(MemberUse { place: context.place(segment.name.range), kind, confidence, count });
            }
            ExprKind::Initializer(entries) => {
                for entry in entries {
                    let InitializerEntry::Member(name, value) = entry else { continue };
                    let is_it = name.text == path.member()
                        && binding.initialized.get(value).is_some_and(|member| is_member(context, member, path));
                    if is_it {
                        let nested = matches!(unit.expr(*value).kind, ExprKind::Initializer(_));
                        let kind = if nested { Use::Mutate } else { Use::Write };
                        let place = context.place(name.range);
                        found.push(MemberUse { place, kind, confidence: Confidence::Certain, count: None });
                    }
                }
            }
            _ => {}
        }
    }
}

/// A type that the analysed code declares under the package's name is the package, built from source; what its own
/// project does with its members is the package's business.
fn is_member(context: &FileContext<'_>, member: &MemberSymbol, path: &MemberPath) -> bool {
    let resolver = &context.program.resolver;
    let inside = match member.owner {
        Ty::Declared(id, _) => {
            let own = &resolver.table.file(context.file).projects;
            resolver.table.decl(id).projects.iter().any(|project| own.contains(project))
        }
        _ => false,
    };
    !inside && resolver.is_named(&member.owner, path.type_name())
}

/// A use whose receiver could not be typed: its name counts only where the type's namespace is imported and nothing
/// that the analysed code declares has that name.
fn may_be(context: &FileContext<'_>, expr: &Expr, path: &MemberPath) -> bool {
    let ExprKind::Member { target, .. } = &expr.kind else { return false };
    let binding = context.program.binding(context.file);
    let untyped = matches!(binding.ty(*target), Ty::Unknown)
        && matches!(binding.symbol(*target), Symbol::None | Symbol::Local(_));
    untyped && is_distinctive(context, path)
}

/// Whether the type's namespace is imported and nothing that the analysed code declares has the member's name.
pub(crate) fn is_distinctive(context: &FileContext<'_>, path: &MemberPath) -> bool {
    let table = context.program.resolver.table;
    let Some((namespace, _)) = path.type_name().rsplit_once('.') else { return false };
    table.imports(context.file, namespace) && !table.declares_member(path.member())
}

/// How many arguments each callee gets.
fn argument_counts(unit: &CompilationUnit) -> HashMap<ExprId, usize> {
    let calls = unit.exprs.iter().filter_map(|expr| match &expr.kind {
        ExprKind::Call { callee, arguments } => Some((*callee, arguments.len())),
        _ => None,
    });
    calls.collect()
}

/// Whether the value of a member at a place is only copied to a member of the same name.
pub(crate) fn is_copied(context: &FileContext<'_>, name: TextRange) -> bool {
    let unit = context.program.unit(context.file);
    let text = context.text(context.place(name));
    let ends_here = |id: &ExprId| {
        let range = unit.expr(*id).range;
        range.contains(name) && range.end == name.end
    };
    unit.exprs.iter().any(|expr| match &expr.kind {
        ExprKind::Initializer(entries) => entries
            .iter()
            .any(|entry| matches!(entry, InitializerEntry::Member(to, value) if to.text == text && ends_here(value))),
        ExprKind::Assign { left, right, .. } if ends_here(right) => match &unit.expr(*left).kind {
            ExprKind::Name(to) | ExprKind::Member { member: to, .. } => to.name.text == text,
            _ => false,
        },
        _ => false,
    })
}

/// A value that is kept in a local variable is tested where the variable is.
fn follow_locals(unit: &CompilationUnit, roles: &mut HashMap<ExprId, Use>) {
    for stmt in &unit.stmts {
        let StmtKind::Local { declarators, .. } = &stmt.kind else { continue };
        let around = member_around(unit, stmt.range);
        for (name, value) in declarators {
            let Some(value) = value.filter(|value| !roles.contains_key(value)) else { continue };
            let is_tested = unit.exprs.iter().enumerate().any(|(index, expr)| {
                matches!(&expr.kind, ExprKind::Name(segment) if segment.name.text == name.text)
                    && expr.range.start >= stmt.range.end
                    && around.is_none_or(|around| around.contains(expr.range))
                    && roles.get(&ExprId(index as u32)) == Some(&Use::Test)
            });
            if is_tested {
                roles.insert(value, Use::Test);
            }
        }
    }
}

/// What each expression is used for, where that is not reading.
fn roles(unit: &CompilationUnit) -> HashMap<ExprId, Use> {
    let mut roles = HashMap::new();
    for expr in &unit.exprs {
        match &expr.kind {
            ExprKind::Call { callee, arguments } => {
                roles.insert(*callee, Use::Call);
                match &unit.expr(*callee).kind {
                    ExprKind::Name(segment) if segment.name.text == "nameof" => {
                        roles.extend(arguments.iter().map(|argument| (argument.value, Use::NameOf)));
                    }
                    ExprKind::Member { target, member, .. }
                        if matches!(
                            member.name.text.as_str(),
                            "Add" | "AddRange" | "Clear" | "Remove" | "Insert" | "UnionWith" | "RemoveAll"
                        ) =>
                    {
                        roles.insert(*target, Use::Mutate);
                    }
                    _ => {}
                }
            }
            ExprKind::Assign { left, .. } => {
                roles.insert(*left, Use::Write);
            }
            ExprKind::Binary { op, left, right } if !matches!(op, BinaryOp::Coalesce | BinaryOp::Add) => {
                for id in [*left, *right] {
                    roles.entry(id).or_insert(Use::Test);
                }
            }
            ExprKind::Is { operand, .. } | ExprKind::Switch { subject: operand, .. } => {
                roles.entry(*operand).or_insert(Use::Test);
            }
            ExprKind::Member { target, .. } => {
                roles.entry(*target).or_insert(Use::Test);
            }
            _ => {}
        }
    }
    follow_locals(unit, &mut roles);
    roles
}

/// Overrides and hiding declarations.
fn declaration_uses(context: &FileContext<'_>, path: &MemberPath, found: &mut Vec<MemberUse>) {
    let resolver = &context.program.resolver;
    let unit = context.program.unit(context.file);
    for (index, decl) in unit.types.iter().enumerate() {
        for member in &decl.members {
            if member.name.text != path.member() || member.explicit_interface.is_some() {
                continue;
            }
            let Some(id) = resolver.table.decl_of(context.file, TypeIndex(index as u32)) else { continue };
            let this = Ty::Declared(id, std::sync::Arc::from([]));
            let below = !resolver.is_named(&this, path.type_name()) && resolver.derives_from(&this, path.type_name());
            if !below || !same_signature(context, member, path) {
                continue;
            }
            // What implements an interface stands in for its member, as an override does.
            let api = resolver.api.type_named(path.type_name(), 0);
            let implements = api.is_some_and(|ty| ty.kind() == dslint_rules::TypeKind::Interface);
            // Only what is public implements an interface.
            if implements && !member.modifiers.contains(Modifiers::PUBLIC) {
                continue;
            }
            let overrides = implements || member.modifiers.contains(Modifiers::OVERRIDE);
            let kind = if overrides { Use::Override } else { Use::Hide };
            let count = Some(member.parameters.len());
            let place = context.place(member.name.range);
            found.push(MemberUse { place, kind, confidence: Confidence::Certain, count });
        }
    }
}

/// Whether a declaration has as many parameters as one of the overloads that the package had.
fn same_signature(context: &FileContext<'_>, member: &MemberDecl, path: &MemberPath) -> bool {
    let api = context.program.resolver.api;
    let (name, arity) = path.type_name().split_once('`').unwrap_or((path.type_name(), "0"));
    let Some(ty) = api.type_named(name, arity.parse().unwrap_or(0)) else { return true };
    let mut overloads = ty.members_named(path.member()).peekable();
    overloads.peek().is_none() || overloads.any(|overload| overload.parameters().len() == member.parameters.len())
}
