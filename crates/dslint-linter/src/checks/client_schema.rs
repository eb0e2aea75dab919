//! An EF model snapshot whose `Client` entity lacks the columns of 6.3.
//!
//! The snapshot says what the last migration left behind. The entity is named by a string that holds its namespace, so
//! nothing else is taken for it.

use crate::matching::FileContext;
use crate::message::{Names, Site};
use dslint_rules::{Match, Rule, Trigger, TriggerKind, TriggerRole};
use dslint_syntax::ast::*;
use dslint_syntax::text::TextRange;
use smol_str::SmolStr;

pub(crate) const NAME: &str = "client-schema";

const ENTITY: &str = "Duende.IdentityServer.EntityFramework.Entities.Client";

/// The columns that 6.3 added, and the only ones.
const COLUMNS: [&str; 4] = ["RequireDPoP", "DPoPValidationMode", "DPoPClockSkew", "InitiateLoginUri"];

pub(crate) fn triggers() -> Vec<Trigger> {
    let text = SmolStr::new_static(ENTITY);
    vec![Trigger { text, kind: TriggerKind::StringLiteral, role: TriggerRole::Match }]
}

pub(crate) fn run<'a>(
    context: &FileContext<'a>,
    rule: &'static Rule,
    matched: &'static Match,
    sites: &mut Vec<Site<'a>>,
) {
    let unit = context.program.unit(context.file);
    for expr in &unit.exprs {
        let ExprKind::Call { callee, arguments } = &expr.kind else { continue };
        let ExprKind::Member { member, .. } = &unit.expr(*callee).kind else { continue };
        let (true, [name, model]) = (member.name.text == "Entity", &arguments[..]) else { continue };
        let is_client =
            matches!(&unit.expr(name.value).kind, ExprKind::Literal(Literal::String(text)) if text == ENTITY);
        if !is_client || !in_snapshot(unit, expr.range) {
            continue;
        }
        let columns = properties(unit, unit.expr(model.value).range);
        // The entity is configured in several calls; the one with its columns has its key.
        if columns.is_empty() {
            continue;
        }
        let missing: Vec<&str> = COLUMNS.into_iter().filter(|column| !columns.contains(column)).collect();
        if missing.is_empty() {
            continue;
        }
        let Some(primary) = context.label(context.place(unit.expr(name.value).range), "") else { continue };
        sites.push(Site {
            names: Names { symbol: "Client".to_owned(), value: missing.join(", "), ..Names::default() },
            ..context.site(rule, matched, primary)
        });
    }
}

fn in_snapshot(unit: &CompilationUnit, range: TextRange) -> bool {
    unit.types.iter().filter(|decl| decl.range.contains(range)).any(|decl| {
        decl.bases.iter().any(|base| match &base.kind {
            TypeKind::Name(name) => name.segments.last().is_some_and(|last| last.name.text == "ModelSnapshot"),
            _ => false,
        })
    })
}

/// The names in `b.Property<T>("Name")` within a range.
fn properties(unit: &CompilationUnit, within: TextRange) -> Vec<&str> {
    unit.exprs
        .iter()
        .filter(|expr| within.contains(expr.range))
        .filter_map(|expr| match &expr.kind {
            ExprKind::Call { callee, arguments } => match (&unit.expr(*callee).kind, arguments.first()) {
                (ExprKind::Member { member, .. }, Some(first)) if member.name.text == "Property" => {
                    match &unit.expr(first.value).kind {
                        ExprKind::Literal(Literal::String(text)) => Some(text.as_str()),
                        _ => None,
                    }
                }
                _ => None,
            },
            _ => None,
        })
        .collect()
}
