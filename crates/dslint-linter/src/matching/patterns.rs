//! Members that property patterns look into: `grant is { ConsumedTime: not null }`.

use super::FileContext;
use super::members::{MemberUse, is_distinctive};
use crate::diagnostic::Confidence;
use dslint_rules::{MemberPath, Use};
use dslint_semantic::ty::Ty;
use dslint_syntax::ast::*;

/// The uses of a member in the patterns of a file.
pub(crate) fn uses(context: &FileContext<'_>, path: &MemberPath) -> Vec<MemberUse> {
    let mut found = Vec::new();
    if !context.names(path.member()) {
        return found;
    }
    let unit = context.program.unit(context.file);
    let ty = |subject: ExprId| context.program.binding(context.file).ty(subject).clone();
    for expr in &unit.exprs {
        match &expr.kind {
            ExprKind::Is { operand, pattern } => look(context, path, ty(*operand), pattern, &mut found),
            ExprKind::Switch { subject, arms } => {
                arms.iter().for_each(|arm| look(context, path, ty(*subject), &arm.pattern, &mut found));
            }
            _ => {}
        }
    }
    for stmt in &unit.stmts {
        let StmtKind::Switch { subject, sections } = &stmt.kind else { continue };
        let labels = sections.iter().flat_map(|section| &section.labels);
        labels
            .filter_map(|(pattern, _)| pattern.as_ref())
            .for_each(|pattern| look(context, path, ty(*subject), pattern, &mut found));
    }
    found
}

/// Looks through a pattern that is matched with a value of a type.
fn look(context: &FileContext<'_>, path: &MemberPath, ty: Ty, pattern: &Pattern, found: &mut Vec<MemberUse>) {
    let resolver = &context.program.resolver;
    let mut open = vec![(ty, pattern)];
    while let Some((ty, pattern)) = open.pop() {
        match pattern {
            Pattern::Not(inner) => open.push((ty, inner)),
            Pattern::And(left, right) | Pattern::Or(left, right) => {
                open.extend([(ty.clone(), &**left), (ty, &**right)])
            }
            Pattern::Recursive(written, properties, _) => {
                let scope = || properties.first().map(|(name, _)| context.scope_at(name.range));
                let ty = match (written, scope()) {
                    (Some(written), Some(scope)) => resolver.ty(&scope, written),
                    _ => ty,
                };
                for (name, inner) in properties {
                    // Of `{ A.B: p }` and of what lies deeper the type is not followed.
                    open.push((Ty::Unknown, inner));
                    let (owner, member) = match name.text.rsplit_once('.') {
                        Some((_, last)) => (&Ty::Unknown, last),
                        None => (&ty, name.text.as_str()),
                    };
                    let confidence = match owner {
                        _ if member != path.member() => continue,
                        Ty::Unknown if is_distinctive(context, path) => Confidence::Likely,
                        ty if resolver.derives_from(ty, path.type_name()) => Confidence::Certain,
                        _ => continue,
                    };
                    let kind = match inner {
                        Pattern::Var(_) | Pattern::Discard => Use::Read,
                        _ => Use::Test,
                    };
                    found.push(MemberUse { place: context.place(name.range), kind, confidence, count: None });
                }
            }
            _ => {}
        }
    }
}
