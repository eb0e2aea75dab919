//! What makes findings less sure although they are no fewer: a service of the host's own in place of the one that changed.

use super::FileContext;
use crate::diagnostic::{Confidence, Diagnostic, Label};
use dslint_rules::{Applicability, Lowering, MemberPath, Severity, UnknownFact};
use dslint_semantic::ty::Ty;
use dslint_syntax::ast::*;

/// Makes a finding one step less loud, and says where the reason stands.
pub(crate) fn lower(found: &mut Diagnostic, because: Label) {
    found.confidence = Confidence::Likely;
    found.severity = match found.severity {
        Severity::Error => Severity::Warning,
        Severity::Warning | Severity::Note => Severity::Note,
    };
    if let Some(fix) = found.fix.as_mut().filter(|fix| fix.applicability == Applicability::Safe) {
        fix.applicability = Applicability::Unsafe;
    }
    found.related.push(because);
}

/// The first place in a file that lowers the findings of a rule.
pub(crate) fn place(context: &FileContext<'_>, lowering: &Lowering) -> Option<Label> {
    let name = match &lowering.fact {
        UnknownFact::Call(method) => method.name.as_str(),
        UnknownFact::Registers(name) => name.rsplit('.').next().unwrap_or(name),
        UnknownFact::Implements(_) | UnknownFact::Reads(_) | UnknownFact::Binds(_) => return None,
    };
    if !context.names(name) {
        return None;
    }
    let unit = context.program.unit(context.file);
    unit.exprs.iter().find_map(|expr| {
        let ExprKind::Call { callee, arguments } = &expr.kind else { return None };
        let segment = unit.called(*callee)?;
        let is_it = match &lowering.fact {
            UnknownFact::Call(method) => segment.name.text == method.name,
            UnknownFact::Registers(name) => super::services::is_of(context, segment, arguments, name),
            UnknownFact::Implements(_) | UnknownFact::Reads(_) | UnknownFact::Binds(_) => false,
        };
        let keeps = |path: &MemberPath| {
            super::services::types(context, segment, arguments).iter().any(|ty| keeps(context, ty, path, 0))
        };
        if !is_it || lowering.keeps.as_ref().is_some_and(keeps) {
            return None;
        }
        context.label(context.place(segment.name.range), &lowering.because)
    })
}

/// Whether a type still does what a member of a base does: it does not override it, or calls it.
fn keeps(context: &FileContext<'_>, ty: &Ty, path: &MemberPath, depth: usize) -> bool {
    let resolver = &context.program.resolver;
    if resolver.is_named(ty, path.type_name()) {
        return true;
    }
    let Ty::Declared(id, _) = ty else { return false };
    let table = resolver.table;
    let calls_base = format!("base.{}", path.member());
    let replaces = table.decl(*id).parts.iter().any(|&(file, index)| {
        let mut members = table.part(file, index).members.iter();
        members.any(|member| {
            member.name.text == path.member() && !table.file(file).text[member.range.usize()].contains(&calls_base)
        })
    });
    !replaces && depth < 16 && keeps(context, &resolver.base_class(ty), path, depth + 1)
}
