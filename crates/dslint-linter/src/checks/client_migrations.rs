//! Migrations that make the table of clients and never add the columns of 6.3, where no model snapshot says what they
//! come to.

use super::client_schema::{self, COLUMNS};
use crate::diagnostic::Confidence;
use crate::matching::FileContext;
use crate::message::{Names, Site};
use dslint_rules::{Match, Rule, Trigger, TriggerKind, TriggerRole};
use dslint_syntax::ast::*;
use dslint_syntax::text::TextRange;
use smol_str::SmolStr;

pub(crate) const NAME: &str = "client-migrations";

const TABLE: &str = "Clients";

/// Columns that a table of clients of another product does not have together.
const OWN: [&str; 2] = ["ClientId", "ProtocolType"];

pub(crate) fn triggers() -> Vec<Trigger> {
    let text = SmolStr::new_static(TABLE);
    vec![Trigger { text, kind: TriggerKind::StringLiteral, role: TriggerRole::Match }]
}

pub(crate) fn run<'a>(
    context: &FileContext<'a>,
    rule: &'static Rule,
    matched: &'static Match,
    sites: &mut Vec<Site<'a>>,
) {
    let created = migrations(context).created;
    if created.is_empty() || context.beside().any(|other| !client_schema::snapshots(&other).is_empty()) {
        return;
    }
    let known: Vec<String> = context.beside().flat_map(|other| migrations(&other).columns).collect();
    let missing: Vec<&str> = COLUMNS.into_iter().filter(|column| !known.iter().any(|known| known == column)).collect();
    if missing.is_empty() {
        return;
    }
    for range in created {
        let Some(primary) = context.label(context.place(range), "") else { continue };
        sites.push(Site {
            names: Names { symbol: TABLE.to_owned(), value: missing.join(", "), ..Names::default() },
            // A script, or a migration in plain SQL, may have added them.
            confidence: Confidence::Likely,
            ..context.site(rule, matched, primary)
        });
    }
}

/// Whether a migration of this file, with those beside it, makes all of the columns.
pub(crate) fn adds_all(context: &FileContext<'_>) -> bool {
    let own = migrations(context);
    !own.created.is_empty() && {
        let known: Vec<String> = context.beside().flat_map(|other| migrations(&other).columns).collect();
        COLUMNS.into_iter().all(|column| known.iter().any(|known| known == column))
    }
}

/// What the migrations of a file do with the table of clients.
#[derive(Default)]
struct Migrations {
    /// Where the table of IdentityServer's clients is created: its name.
    created: Vec<TextRange>,
    /// The columns it gets.
    columns: Vec<String>,
}

fn migrations(context: &FileContext<'_>) -> Migrations {
    let mut found = Migrations::default();
    if !context.names(TABLE) {
        return found;
    }
    let unit = context.program.unit(context.file);
    let ups: Vec<TextRange> = unit
        .types
        .iter()
        .filter(|decl| decl.bases.iter().any(is_migration))
        .flat_map(|decl| &decl.members)
        .filter(|member| member.name.text == "Up")
        .map(|member| member.range)
        .collect();
    for expr in unit.exprs.iter().filter(|expr| ups.iter().any(|up| up.contains(expr.range))) {
        let ExprKind::Call { callee, arguments } = &expr.kind else { continue };
        let Some(called) = unit.called(*callee) else { continue };
        match called.name.text.as_str() {
            "CreateTable" => {
                let Some(name) = argument(arguments, "name", 0).filter(|name| text(unit, *name) == Some(TABLE)) else {
                    continue;
                };
                let columns = argument(arguments, "columns", 1).map(|value| columns(unit, value)).unwrap_or_default();
                if OWN.iter().all(|own| columns.iter().any(|column| column == own)) {
                    found.created.push(unit.expr(name).range);
                    found.columns.extend(columns);
                }
            }
            "AddColumn" => {
                let is_it = argument(arguments, "table", 1).and_then(|table| text(unit, table)) == Some(TABLE);
                let name = argument(arguments, "name", 0).and_then(|name| text(unit, name)).filter(|_| is_it);
                found.columns.extend(name.map(str::to_owned));
            }
            _ => {}
        }
    }
    found
}

fn is_migration(base: &TypeSyntax) -> bool {
    match &base.kind {
        TypeKind::Name(name) => name.segments.last().is_some_and(|last| last.name.text == "Migration"),
        _ => false,
    }
}

/// An argument by its name, else by its position.
fn argument(arguments: &[Argument], name: &str, position: usize) -> Option<ExprId> {
    let named = arguments.iter().find(|argument| argument.name.as_ref().is_some_and(|it| it.text == name));
    let placed = || arguments.get(position).filter(|argument| argument.name.is_none());
    named.or_else(placed).map(|argument| argument.value)
}

fn text(unit: &CompilationUnit, expr: ExprId) -> Option<&str> {
    match &unit.expr(expr).kind {
        ExprKind::Literal(Literal::String(text)) => Some(text),
        _ => None,
    }
}

/// The names of `table => new { A = …, B = … }`.
fn columns(unit: &CompilationUnit, lambda: ExprId) -> Vec<String> {
    let within = unit.expr(lambda).range;
    unit.exprs
        .iter()
        .filter(|expr| within.contains(expr.range))
        .find_map(|expr| match &expr.kind {
            ExprKind::AnonymousObject(members) => {
                Some(members.iter().filter_map(|(name, _)| name.as_ref()).map(|name| name.text.to_string()).collect())
            }
            _ => None,
        })
        .unwrap_or_default()
}
