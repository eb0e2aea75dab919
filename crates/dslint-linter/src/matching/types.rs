//! Uses of types: base lists, parameters, fields, type arguments, creations, qualifiers.

use super::{FileContext, is_void};
use crate::diagnostic::{Edit, Fix};
use crate::message::{Names, Site};
use dslint_rules::{FixKind, Match, Rule, TypeMatcher, TypeUse};
use dslint_semantic::bind::Symbol;
use dslint_semantic::scope::Scope;
use dslint_semantic::ty::Ty;
use dslint_syntax::ast::*;
use dslint_syntax::text::TextRange;

pub(crate) fn run<'a>(
    context: &FileContext<'a>,
    rule: &'static Rule,
    matched: &'static Match,
    matcher: &TypeMatcher,
    sites: &mut Vec<Site<'a>>,
) {
    let mut found = Vec::new();
    for name in &matcher.types {
        for (range, used) in uses(context, name) {
            if matcher.includes(used) && !is_imported(context, matcher, range) {
                found.push((range, name));
            }
        }
    }
    if found.is_empty() || is_void(context, matched) {
        return;
    }
    found.sort();
    found.dedup();
    for (range, name) in found {
        let Some(primary) = context.label(context.place(range), "") else { continue };
        let simple = simple_name(name).to_owned();
        let mut site = Site {
            names: Names { symbol: simple.clone(), ty: simple, ..Names::default() },
            ..context.site(rule, matched, primary)
        };
        site.fix = site
            .replacement(FixKind::Rename, qualified(context, range), "Use")
            .or_else(|| replaced_call(context, &site, range));
        sites.push(site);
    }
}

/// Whether the simple name at a place means a type of another namespace after the upgrade, which is imported already.
fn is_imported(context: &FileContext<'_>, matcher: &TypeMatcher, range: TextRange) -> bool {
    let table = context.program.resolver.table;
    qualified(context, range) == range && matcher.unless_imported.iter().any(|it| table.imports(context.file, it))
}

/// The whole name of which the one at a place is the last part.
fn qualified(context: &FileContext<'_>, range: TextRange) -> TextRange {
    let text = &*context.program.resolver.table.file(context.file).text;
    let before = text.get(..range.start as usize).unwrap_or_default();
    let is_part = |character: char| character.is_alphanumeric() || "_.:".contains(character);
    let start = before.trim_end_matches(is_part).len();
    let is_dotted = before.ends_with(['.', ':']);
    if is_dotted { TextRange::new(start as u32, range.end) } else { range }
}

/// The call of a method of a type, put to another type that has it under another name.
fn replaced_call(context: &FileContext<'_>, site: &Site<'_>, range: TextRange) -> Option<Fix> {
    let template = site.rule.fix_of(site.matched).filter(|template| template.kind == FixKind::ReplaceType)?;
    let unit = context.program.unit(context.file);
    let (callee, target, name) = unit.exprs.iter().enumerate().find_map(|(index, expr)| match &expr.kind {
        ExprKind::Member { target, member, conditional: false, .. } if unit.expr(*target).range.end == range.end => {
            Some((ExprId(index as u32), *target, &member.name))
        }
        _ => None,
    })?;
    let is_called =
        unit.exprs.iter().any(|expr| matches!(&expr.kind, ExprKind::Call { callee: called, .. } if *called == callee));
    let (_, new) = template.members.iter().find(|(old, _)| name.text == *old)?;
    let source = site.primary.source;
    let edit = |range, replacement: String| Edit { source, range, replacement };
    let to = site.render(template.to.as_ref()?);
    is_called.then(|| Fix {
        title: site.title(template, || format!("Use `{to}.{new}`")),
        edits: vec![edit(unit.expr(target).range, to.clone()), edit(name.range, new.to_string())],
        applicability: template.applicability,
    })
}

/// The last part of a full name, without arity.
pub(crate) fn simple_name(full_name: &str) -> &str {
    let last = full_name.rsplit('.').next().unwrap_or(full_name);
    last.split('`').next().unwrap_or(last)
}

/// All uses of a type in a file, as the ranges of its simple name.
pub(crate) fn uses(context: &FileContext<'_>, full_name: &str) -> Vec<(TextRange, TypeUse)> {
    let resolver = &context.program.resolver;
    let mut found = Vec::new();
    if !context.names(simple_name(full_name)) {
        return found;
    }
    let mut see = |scope: &Scope, ty: &TypeSyntax, used: TypeUse| {
        let TypeKind::Name(name) = &ty.kind else { return };
        let Some(last) = name.segments.last().filter(|last| last.name.text == simple_name(full_name)) else { return };
        let resolved = resolver.ty(scope, ty);
        if resolver.is_named(&resolved, full_name) && !is_own(context, &resolved) {
            found.push((last.name.range, used));
        }
    };
    each_type(context, &mut see);
    let unit = context.program.unit(context.file);
    let binding = context.program.binding(context.file);
    for expr in &unit.exprs {
        let ExprKind::Member { target, .. } = &expr.kind else { continue };
        let (Symbol::Type(ty), ExprKind::Name(segment) | ExprKind::Member { member: segment, .. }) =
            (binding.symbol(*target), &unit.expr(*target).kind)
        else {
            continue;
        };
        // Behind an alias the name is another one; the alias itself is reported where it is declared.
        let by_name = segment.name.text == simple_name(full_name);
        if by_name && resolver.is_named(ty, full_name) && !is_own(context, ty) {
            found.push((segment.name.range, TypeUse::Qualifier));
        }
    }
    found
}

/// Whether a type is the package itself, built from source in this file's project.
pub(crate) fn is_own(context: &FileContext<'_>, ty: &Ty) -> bool {
    let table = context.program.resolver.table;
    match ty {
        Ty::Declared(id, _) => {
            let own = &table.file(context.file).projects;
            table.decl(*id).projects.iter().any(|project| own.contains(project))
        }
        _ => false,
    }
}

/// Calls `see` for every qualified name that is written as a type in a file.
pub(crate) fn each_name(context: &FileContext<'_>, see: &mut dyn FnMut(&QualifiedName)) {
    each_type(context, &mut |_, ty, _| {
        if let TypeKind::Name(name) = &ty.kind {
            see(name);
        }
    });
}

type See<'s> = &'s mut dyn FnMut(&Scope, &TypeSyntax, TypeUse);

/// Calls `see` for every type that is written in a file, with the scope it stands in.
fn each_type(context: &FileContext<'_>, see: See<'_>) {
    let resolver = &context.program.resolver;
    let unit = context.program.unit(context.file);
    let mut scopes: Vec<(TextRange, Scope)> = Vec::new();
    for (index, decl) in unit.types.iter().enumerate() {
        let index = TypeIndex(index as u32);
        let scope = resolver.scope_of(context.file, index);
        for base in &decl.bases {
            with_arguments(&scope, base, TypeUse::Derive, see);
        }
        // A positional record is data; the parameters of other primary constructors are injected.
        let is_data = matches!(decl.kind, DeclaredKind::Record | DeclaredKind::RecordStruct | DeclaredKind::Delegate);
        let used = if is_data { TypeUse::Parameter } else { TypeUse::ConstructorParameter };
        for parameter in decl.parameters.iter().flatten() {
            parameter.ty.iter().for_each(|ty| with_arguments(&scope, ty, used, see));
        }
        for constraint in &decl.constraints {
            constraint.types.iter().for_each(|ty| with_arguments(&scope, ty, TypeUse::Mention, see));
        }
        decl.attributes.iter().for_each(|attribute| with_arguments(&scope, &attribute.name, TypeUse::Mention, see));
        for member in &decl.members {
            let scope = resolver.member_scope(context.file, index, member);
            member_types(&scope, member, see);
            scopes.push((member.range, scope));
        }
    }
    let outside = resolver.file_scope(context.file);
    for namespace in &unit.namespaces {
        for using in namespace.usings.iter().filter(|using| using.kind != UsingKind::Namespace) {
            with_arguments(&outside, &using.target, TypeUse::Mention, see);
        }
    }
    let scope_at = |range: TextRange| {
        scopes.iter().find(|(member, _)| member.contains(range)).map_or(&outside, |(_, scope)| scope)
    };
    for stmt in &unit.stmts {
        match &stmt.kind {
            StmtKind::Local { ty, .. } | StmtKind::ForEach { ty: Some(ty), .. } => {
                with_arguments(scope_at(stmt.range), ty, TypeUse::Local, see);
            }
            StmtKind::Try { catches, .. } => {
                let types = catches.iter().filter_map(|catch| catch.ty.as_ref());
                types.for_each(|ty| with_arguments(scope_at(stmt.range), ty, TypeUse::Mention, see));
            }
            StmtKind::LocalFunction(function) => member_types(scope_at(stmt.range), function, see),
            StmtKind::Switch { sections, .. } => {
                let labels = sections.iter().flat_map(|section| &section.labels);
                for pattern in labels.filter_map(|(pattern, _)| pattern.as_ref()) {
                    pattern_types(scope_at(stmt.range), pattern, see);
                }
            }
            _ => {}
        }
    }
    for expr in &unit.exprs {
        let scope = scope_at(expr.range);
        match &expr.kind {
            ExprKind::New { ty: Some(ty), .. } => with_arguments(scope, ty, TypeUse::Create, see),
            ExprKind::Cast(ty, _)
            | ExprKind::As(_, ty)
            | ExprKind::TypeOf(ty)
            | ExprKind::Default(Some(ty))
            | ExprKind::NewArray { element: Some(ty), .. } => with_arguments(scope, ty, TypeUse::Mention, see),
            ExprKind::Declaration(ty, _) => with_arguments(scope, ty, TypeUse::Local, see),
            ExprKind::Name(segment) | ExprKind::Member { member: segment, .. } | ExprKind::Aliased(_, segment) => {
                segment.arguments.iter().for_each(|ty| with_arguments(scope, ty, TypeUse::TypeArgument, see));
            }
            ExprKind::Lambda { parameters, .. } => {
                let types = parameters.iter().filter_map(|parameter| parameter.ty.as_ref());
                types.for_each(|ty| with_arguments(scope, ty, TypeUse::Parameter, see));
            }
            ExprKind::Is { pattern, .. } => pattern_types(scope, pattern, see),
            ExprKind::Switch { arms, .. } => arms.iter().for_each(|arm| pattern_types(scope, &arm.pattern, see)),
            _ => {}
        }
    }
}

fn member_types(scope: &Scope, member: &MemberDecl, see: See<'_>) {
    let used = match member.kind {
        MemberKind::Field | MemberKind::Property | MemberKind::Indexer | MemberKind::Event => TypeUse::Field,
        _ => TypeUse::Local,
    };
    member.ty.iter().for_each(|ty| with_arguments(scope, ty, used, see));
    let used = if member.kind == MemberKind::Constructor { TypeUse::ConstructorParameter } else { TypeUse::Parameter };
    for parameter in &member.parameters {
        parameter.ty.iter().for_each(|ty| with_arguments(scope, ty, used, see));
    }
    for attribute in &member.attributes {
        with_arguments(scope, &attribute.name, TypeUse::Mention, see);
    }
}

fn pattern_types(scope: &Scope, pattern: &Pattern, see: See<'_>) {
    let mut open = vec![pattern];
    while let Some(pattern) = open.pop() {
        match pattern {
            Pattern::Type(ty, _) => with_arguments(scope, ty, TypeUse::Mention, see),
            Pattern::Recursive(ty, properties, _) => {
                ty.iter().for_each(|ty| with_arguments(scope, ty, TypeUse::Mention, see));
                open.extend(properties.iter().map(|(_, pattern)| pattern));
            }
            Pattern::Not(inner) => open.push(inner),
            Pattern::And(left, right) | Pattern::Or(left, right) => open.extend([&**left, &**right]),
            _ => {}
        }
    }
}

/// A type, and its type arguments as such.
fn with_arguments(scope: &Scope, ty: &TypeSyntax, used: TypeUse, see: See<'_>) {
    see(scope, ty, used);
    let mut open: Vec<&TypeSyntax> = Vec::new();
    let push = |ty: &TypeSyntax| match &ty.kind {
        TypeKind::Name(name) => name.segments.iter().flat_map(|segment| segment.arguments.clone()).collect(),
        TypeKind::Tuple(elements) => elements.clone(),
        _ => Vec::new(),
    };
    match &ty.kind {
        TypeKind::Array(element) | TypeKind::Nullable(element) => with_arguments(scope, element, used, see),
        _ => {
            let inner: Vec<TypeSyntax> = push(ty);
            open.extend(&inner);
            for argument in open {
                with_arguments(scope, argument, TypeUse::TypeArgument, see);
            }
        }
    }
}
