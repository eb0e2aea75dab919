//! A derived class takes the services that the constructor of its base class has come to want as parameters of its own, and
//! passes them on. Only where the arguments it passes already fit as they stand, with the new ones between them.

use super::Change;
use crate::matching::FileContext;
use crate::matching::types::simple_name;
use dslint_rules::MemberKind as ApiMemberKind;
use dslint_semantic::ty::Ty;
use dslint_syntax::ast::*;
use dslint_syntax::text::TextRange;

/// A constructor with its call of the base class.
pub(super) struct BaseCall<'u> {
    parameters: &'u [Parameter],
    pub(super) arguments: &'u [Argument],
    base: Option<&'u TypeSyntax>,
    /// The constructor, or the type with a primary one.
    range: TextRange,
}

/// The call at the place of a finding: the word `base`, or the base class behind a primary constructor.
pub(super) fn base_call(unit: &CompilationUnit, place: TextRange) -> Option<BaseCall<'_>> {
    unit.types.iter().find_map(|decl| {
        let explicit = decl.members.iter().find_map(|member| {
            let call = member.constructor_initializer.as_ref()?;
            (call.is_base && call.range.contains(place)).then(|| BaseCall {
                parameters: &member.parameters,
                arguments: &call.arguments,
                base: decl.bases.first(),
                range: member.range,
            })
        });
        explicit.or_else(|| {
            let base = decl.bases.iter().find(|base| base.range == place)?;
            Some(BaseCall {
                parameters: decl.parameters.as_deref()?,
                arguments: decl.base_arguments.as_deref()?,
                base: Some(base),
                range: decl.range,
            })
        })
    })
}

pub(super) fn rewrite(context: &FileContext<'_>, place: TextRange) -> Option<Vec<Change>> {
    let resolver = &context.program.resolver;
    let unit = context.program.unit(context.file);
    let binding = context.program.binding(context.file);
    let call = base_call(unit, place)?;
    let base = call.base?;
    let resolved = resolver.ty(&context.scope_at(base.range), base);
    let Ty::Package(ty, _) = &resolved else { return None };
    let target = resolver.api.release_of(context.to)?;
    let mut constructors =
        ty.members().filter(|member| member.kind() == ApiMemberKind::Constructor && member.exists_in(target));
    let (constructor, None) = (constructors.next()?, constructors.next()) else { return None };
    if call.arguments.is_empty() || call.arguments.iter().any(|argument| argument.name.is_some()) {
        return None;
    }
    let mut given = call.arguments.iter().peekable();
    let mut changes = Vec::new();
    let mut added = String::new();
    for parameter in constructor.parameters() {
        let wanted = resolver.signature(*ty, &parameter.ty, &[]);
        let fits = |argument: &&&Argument| {
            let simple = simple(context, &wanted);
            simple.is_some() && simple == self::simple(context, binding.ty(argument.value))
        };
        if given.peek().filter(fits).is_some() {
            given.next();
            continue;
        }
        if parameter.is_optional() {
            continue;
        }
        let name = parameter.name;
        let is_taken = context.text(context.place(call.range)).split(|it: char| !it.is_alphanumeric() && it != '_');
        if is_taken.into_iter().any(|word| word == name) {
            return None;
        }
        let written = written(context, &wanted, base)?;
        added.push_str(&format!(", {written} {name}"));
        changes.push(match given.peek() {
            Some(next) => (start(unit.expr(next.value).range), format!("{name}, ")),
            None => (end(unit.expr(call.arguments.last()?.value).range), format!(", {name}")),
        });
    }
    let last = call.parameters.last()?;
    let is_plain = last.default.is_none() && last.modifiers == Modifiers::default();
    if given.next().is_some() || changes.is_empty() || !is_plain {
        return None;
    }
    changes.push((end(last.range), added));
    Some(changes)
}

fn start(range: TextRange) -> TextRange {
    TextRange::new(range.start, range.start)
}

fn end(range: TextRange) -> TextRange {
    TextRange::new(range.end, range.end)
}

/// The simple name of a type, where it is known.
fn simple(context: &FileContext<'_>, ty: &Ty) -> Option<String> {
    match ty {
        Ty::Package(package, _) => Some(package.simple_name().to_owned()),
        Ty::Named(name, _) => Some(simple_name(name).to_owned()),
        Ty::Declared(id, _) => Some(simple_name(&context.program.resolver.table.decl(*id).full_name).to_owned()),
        _ => None,
    }
}

/// The type of a new parameter as it is written here: a logger of the base class, or a class of the product.
fn written(context: &FileContext<'_>, ty: &Ty, base: &TypeSyntax) -> Option<String> {
    let table = context.program.resolver.table;
    let name = |namespace: &str, simple: &str| match table.imports(context.file, namespace) {
        true => simple.to_owned(),
        false => format!("{namespace}.{simple}"),
    };
    if simple(context, ty)? == "ILogger" {
        let logger = name("Microsoft.Extensions.Logging", "ILogger");
        return Some(format!("{logger}<{}>", context.text(context.place(base.range))));
    }
    let full = context.program.resolver.full_name(ty)?;
    let (namespace, simple) = full.rsplit_once('.')?;
    (ty.arguments().is_empty() && !full.contains('`')).then(|| name(namespace, simple))
}
