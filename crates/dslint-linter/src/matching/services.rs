//! Services that a host registers.

use super::FileContext;
use dslint_semantic::ty::Ty;
use dslint_syntax::ast::*;

/// The types that a call names: its type arguments and `typeof`.
pub(crate) fn types(context: &FileContext<'_>, called: &Segment, arguments: &[Argument]) -> Vec<Ty> {
    let unit = context.program.unit(context.file);
    let by_typeof = arguments.iter().filter_map(|argument| match &unit.expr(argument.value).kind {
        ExprKind::TypeOf(ty) => Some(ty),
        _ => None,
    });
    let scope = context.scope_at(called.name.range);
    let written = called.arguments.iter().chain(by_typeof);
    written.map(|ty| context.program.resolver.ty(&scope, ty)).collect()
}

/// Whether a call registers a type as a service: `AddTransient<IClientStore>(…)`, also with `typeof`.
pub(crate) fn is_of(context: &FileContext<'_>, called: &Segment, arguments: &[Argument], name: &str) -> bool {
    let method = called.name.text.as_str();
    let registers = ["Add", "TryAdd", "Replace", "Decorate", "Describe"].iter().any(|verb| method.starts_with(verb))
        || ["Singleton", "Scoped", "Transient"].iter().any(|lifetime| method.ends_with(lifetime));
    registers && types(context, called, arguments).iter().any(|ty| context.program.resolver.is_named(ty, name))
}
