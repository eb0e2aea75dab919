//! The sections of configuration that a call binds: `AddInMemoryClients(configuration.GetSection("IdentityServer:Clients"))`.

use super::FileContext;
use dslint_semantic::value::Value;
use dslint_syntax::ast::*;

const SECTION: &str = "Microsoft.Extensions.Configuration.IConfigurationSection";

/// The keys of the sections that calls of a method in a file get, where they are known.
pub(crate) fn bound(context: &FileContext<'_>, method: &str) -> Vec<String> {
    let mut found = Vec::new();
    if !context.names(method) {
        return found;
    }
    let unit = context.program.unit(context.file);
    let binding = context.program.binding(context.file);
    for expr in &unit.exprs {
        let ExprKind::Call { callee, arguments } = &expr.kind else { continue };
        if unit.called(*callee).is_none_or(|called| called.name.text != method) {
            continue;
        }
        for argument in arguments {
            let is_section = context.program.resolver.derives_from(binding.ty(argument.value), SECTION);
            found.extend(section(context, argument.value, 0).filter(|_| is_section));
        }
    }
    found
}

/// The key of a section: `GetSection("A").GetSection("B")`, also by a local variable, is `A:B`.
pub(super) fn section(context: &FileContext<'_>, expr: ExprId, depth: usize) -> Option<String> {
    let unit = context.program.unit(context.file);
    match &unit.expr(expr).kind {
        ExprKind::Call { callee, arguments } => {
            let ExprKind::Member { target, member, .. } = &unit.expr(*callee).kind else { return None };
            if !matches!(member.name.text.as_str(), "GetSection" | "GetRequiredSection") {
                return None;
            }
            let Value::Text(key) = context.program.constant(context.file, arguments.first()?.value).value else {
                return None;
            };
            let above = if depth < 8 { section(context, *target, depth + 1) } else { None };
            Some(match above {
                Some(above) => format!("{above}:{key}"),
                None => key.to_string(),
            })
        }
        ExprKind::Name(segment) => {
            let mut locals = unit.stmts.iter().filter_map(|stmt| match &stmt.kind {
                StmtKind::Local { declarators, .. } => Some(declarators),
                _ => None,
            });
            let value = locals.find_map(|declarators| {
                declarators.iter().find(|(name, _)| name.text == segment.name.text).and_then(|(_, value)| *value)
            })?;
            if depth < 8 { section(context, value, depth + 1) } else { None }
        }
        _ => None,
    }
}
