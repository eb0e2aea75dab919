//! Calls of constructors that fit none of the target release: `: base(…)` of derived classes, and `new`.

use super::FileContext;
use crate::matching::types::simple_name;
use crate::message::{Names, Site};
use crate::rewrites;
use dslint_rules::{ApiMember, ApiType, BaseConstructorMatcher, Match, MemberKind, Rule};
use dslint_semantic::ty::Ty;
use dslint_syntax::ast::*;
use dslint_syntax::text::TextRange;

pub(crate) fn run<'a>(
    context: &FileContext<'a>,
    rule: &'static Rule,
    matched: &'static Match,
    matcher: &BaseConstructorMatcher,
    sites: &mut Vec<Site<'a>>,
) {
    let resolver = &context.program.resolver;
    let Some(target) = resolver.api.release_of(context.to) else { return };
    for name in &matcher.types {
        let (plain, arity) = name.split_once('`').unwrap_or((name, "0"));
        let Some(ty) = resolver.api.type_named(plain, arity.parse().unwrap_or(0)) else { continue };
        let constructors: Vec<ApiMember<'static>> = ty
            .members()
            .filter(|member| member.kind() == MemberKind::Constructor && member.exists_in(target))
            .collect();
        if constructors.is_empty() {
            continue;
        }
        for (range, arguments) in constructions(context, name) {
            if constructors.iter().any(|constructor| accepts(context, ty, constructor, arguments)) {
                continue;
            }
            let Some(primary) = context.label(context.place(range), "") else { continue };
            let shape = constructors.first().map(|constructor| constructor.shape().to_owned()).unwrap_or_default();
            let mut site = Site {
                names: Names {
                    symbol: simple_name(name).to_owned(),
                    ty: simple_name(name).to_owned(),
                    value: shape,
                    ..Names::default()
                },
                ..context.site(rule, matched, primary)
            };
            site.fix = rewrites::fix(context, &site);
            sites.push(site);
        }
    }
}

/// The places where a constructor of the type is called, with the arguments.
fn constructions<'c>(context: &'c FileContext<'_>, name: &str) -> Vec<(TextRange, &'c [Argument])> {
    let resolver = &context.program.resolver;
    let unit = context.program.unit(context.file);
    let binding = context.program.binding(context.file);
    let mut found: Vec<(TextRange, &[Argument])> = Vec::new();
    for (index, decl) in unit.types.iter().enumerate() {
        let scope = resolver.scope_of(context.file, TypeIndex(index as u32));
        let Some(base) = decl.bases.iter().find(|base| resolver.is_named(&resolver.ty(&scope, base), name)) else {
            continue;
        };
        if let Some(arguments) = &decl.base_arguments {
            found.push((base.range, arguments));
        }
        for member in &decl.members {
            if let Some(initializer) = member.constructor_initializer.as_ref().filter(|initializer| initializer.is_base)
            {
                found.push((keyword(context, initializer.range), &initializer.arguments));
            }
        }
    }
    for (index, expr) in unit.exprs.iter().enumerate() {
        if let ExprKind::New { ty: Some(ty), arguments, .. } = &expr.kind
            && resolver.is_named(binding.ty(ExprId(index as u32)), name)
        {
            found.push((ty.range, arguments));
        }
    }
    found
}

/// The word `base` of an initializer.
fn keyword(context: &FileContext<'_>, range: TextRange) -> TextRange {
    let text = context.text(context.place(range));
    let at = text.find("base").unwrap_or(0) as u32;
    TextRange::new(range.start + at, range.start + at + 4)
}

/// Whether a constructor takes the arguments, as far as their types are known.
fn accepts(
    context: &FileContext<'_>,
    ty: ApiType<'static>,
    constructor: &ApiMember<'static>,
    arguments: &[Argument],
) -> bool {
    let resolver = &context.program.resolver;
    let binding = context.program.binding(context.file);
    let unit = context.program.unit(context.file);
    let parameters = constructor.parameters();
    let mut given = vec![false; parameters.len()];
    for (index, argument) in arguments.iter().enumerate() {
        let position = match &argument.name {
            Some(name) => parameters.iter().position(|parameter| parameter.name == name.text),
            None => (index < parameters.len()).then_some(index),
        };
        let Some(position) = position else { return false };
        given[position] = true;
        let wanted = resolver.signature(ty, &parameters[position].ty, &[]);
        let is_null = matches!(unit.expr(argument.value).kind, ExprKind::Literal(Literal::Null) | ExprKind::Default(_));
        if !is_null && !converts(context, binding.ty(argument.value), &wanted) {
            return false;
        }
    }
    parameters.iter().zip(given).all(|(parameter, given)| given || parameter.is_optional())
}

/// Whether a value of one type goes to a parameter of another. What is not known may.
fn converts(context: &FileContext<'_>, from: &Ty, to: &Ty) -> bool {
    let resolver = &context.program.resolver;
    let simple = |ty: &Ty| match ty {
        Ty::Package(package, _) => Some(package.simple_name().to_owned()),
        Ty::Named(name, _) => Some(name.to_string()),
        Ty::Declared(id, _) => Some(simple_name(&resolver.table.decl(*id).full_name).to_owned()),
        _ => None,
    };
    let (Some(from_name), Some(to_name)) = (simple(from), simple(to)) else { return true };
    if from_name == to_name || to_name == "Object" {
        // `ILogger<A>` goes where `ILogger<B>` is wanted only when one of them is not known.
        return match (from.arguments(), to.arguments()) {
            ([from], [to]) if from_name == "ILogger" => converts(context, from, to),
            _ => true,
        };
    }
    match resolver.full_name(to) {
        Some(name) => match from {
            // Of a type from elsewhere the bases are not known; interfaces of the platform are no types of the package.
            Ty::Named(..) => !from_name.starts_with('I'),
            _ => resolver.derives_from(from, &name),
        },
        // The wanted type is from elsewhere. A type of the package or of the team may implement it only if it says so.
        None => match from {
            Ty::Named(..) => !(from_name.starts_with('I') && to_name.starts_with('I')),
            Ty::Package(..) => false,
            _ => true,
        },
    }
}
