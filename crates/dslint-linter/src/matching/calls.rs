//! Calls of methods with certain type arguments: `AddTransient<TokenCleanupService, X>()`, or the same with `typeof`.

use super::{FileContext, is_void};
use crate::matching::types::simple_name;
use crate::message::{Names, Site};
use dslint_rules::{CallMatcher, FixKind, Match, Rule};
use dslint_semantic::bind::Symbol;
use dslint_semantic::member::MemberSource;
use dslint_syntax::ast::*;
use dslint_syntax::text::TextRange;

pub(crate) fn run<'a>(
    context: &FileContext<'a>,
    rule: &'static Rule,
    matched: &'static Match,
    matcher: &CallMatcher,
    sites: &mut Vec<Site<'a>>,
) {
    let found = calls(context, matcher);
    if found.is_empty() || is_void(context, matched) {
        return;
    }
    for (range, method) in found {
        let Some(primary) = context.label(context.place(range), "") else { continue };
        let ty = matcher.type_arguments.first().map(|(_, ty)| simple_name(ty).to_owned()).unwrap_or_default();
        let mut site =
            Site { names: Names { symbol: method, ty, ..Names::default() }, ..context.site(rule, matched, primary) };
        // The name without what stands before it.
        let text = context.text(context.place(range));
        let last = text.rfind(['.', ':']).map_or(0, |dot| dot + 1);
        let name = TextRange::new(range.start + last as u32, range.end);
        site.fix = site.replacement(FixKind::Rename, name, "Use");
        sites.push(site);
    }
}

/// The calls that a matcher means: the range of the type argument that it names (else of the method), and the method.
pub(crate) fn calls(context: &FileContext<'_>, matcher: &CallMatcher) -> Vec<(TextRange, String)> {
    let unit = context.program.unit(context.file);
    let mut found = Vec::new();
    for expr in &unit.exprs {
        let ExprKind::Call { callee, arguments } = &expr.kind else { continue };
        let Some(segment) = unit.called(*callee) else { continue };
        let named = matcher
            .methods
            .iter()
            .any(|method| method.name == segment.name.text && is_owner(context, *callee, method.owner.as_deref()));
        if !named {
            continue;
        }
        if let Some(range) = type_arguments(context, segment, arguments, matcher) {
            found.push((range, segment.name.text.to_string()));
        }
    }
    found
}

fn is_owner(context: &FileContext<'_>, callee: ExprId, owner: Option<&str>) -> bool {
    match context.program.binding(context.file).symbol(callee) {
        // A method of the team's own of the same name is another method.
        Symbol::Member(member) if matches!(member.source, MemberSource::Declared(..)) => false,
        Symbol::Member(member) => owner.is_none_or(|owner| context.program.resolver.is_named(&member.owner, owner)),
        Symbol::LocalFunction(_) => false,
        _ => true,
    }
}

fn type_arguments(
    context: &FileContext<'_>,
    segment: &Segment,
    arguments: &[Argument],
    matcher: &CallMatcher,
) -> Option<TextRange> {
    let unit = context.program.unit(context.file);
    let written: Vec<&TypeSyntax> = if segment.arguments.is_empty() {
        arguments
            .iter()
            .filter_map(|argument| match &unit.expr(argument.value).kind {
                ExprKind::TypeOf(ty) => Some(ty),
                _ => None,
            })
            .collect()
    } else {
        segment.arguments.iter().collect()
    };
    if matcher.arity.is_some_and(|arity| arity != written.len()) {
        return None;
    }
    let resolver = &context.program.resolver;
    let scope = context.scope_at(segment.name.range);
    let mut range = segment.name.range;
    for (index, (position, name)) in matcher.type_arguments.iter().enumerate() {
        let ty = written.get(*position)?;
        if !resolver.is_named(&resolver.ty(&scope, ty), name) {
            return None;
        }
        if index == 0 {
            range = ty.range;
        }
    }
    Some(range)
}
