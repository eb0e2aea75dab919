//! An EF model snapshot whose `Client` entity lacks the columns of 6.3, and stores of which no snapshot was found.
//!
//! The snapshot says what the last migration left behind. The entity is named by a string that holds its namespace, so
//! nothing else is taken for it.

use super::client_migrations;
use crate::matching::FileContext;
use crate::message::{Names, Site};
use dslint_rules::{Match, Rule, Trigger, TriggerKind};
use dslint_semantic::ty::Ty;
use dslint_syntax::ast::*;
use dslint_syntax::text::TextRange;
use smol_str::SmolStr;
use std::sync::Arc;

pub(crate) const NAME: &str = "client-schema";

/// The entity whose table changed.
pub(crate) const ENTITY: &str = "Duende.IdentityServer.EntityFramework.Entities.Client";

/// The columns that 6.3 added, and the only ones.
pub(crate) const COLUMNS: [&str; 4] = ["RequireDPoP", "DPoPValidationMode", "DPoPClockSkew", "InitiateLoginUri"];

/// The context of a store that names none.
const USUAL_CONTEXT: &str = "ConfigurationDbContext";

/// The methods that register the store, or its context.
const CALLS: [&str; 2] = ["AddConfigurationStore", "AddConfigurationDbContext"];

/// What a context with the tables of the store derives from or implements.
const CONTEXTS: [&str; 3] = [
    "Duende.IdentityServer.EntityFramework.DbContexts.ConfigurationDbContext",
    "Duende.IdentityServer.EntityFramework.DbContexts.ConfigurationDbContext`1",
    "Duende.IdentityServer.EntityFramework.Interfaces.IConfigurationDbContext",
];

pub(crate) fn triggers() -> Vec<Trigger> {
    let words = CALLS.into_iter().chain([USUAL_CONTEXT, "IConfigurationDbContext"]);
    let mut triggers = vec![super::trigger((ENTITY, TriggerKind::StringLiteral))];
    triggers.extend(words.map(|word| super::trigger((word, TriggerKind::Identifier))));
    triggers
}

/// The `Client` entity in a model snapshot.
pub(crate) struct Snapshot {
    /// The class of the context, where an attribute says it.
    context: Option<SmolStr>,
    /// The name of the entity.
    range: TextRange,
    /// The columns that it lacks.
    missing: Vec<&'static str>,
}

/// A store in use, or a context for one.
pub(crate) struct Store {
    /// The class of the context; none where only the caller knows it.
    pub(crate) context: Option<SmolStr>,
    range: TextRange,
}

pub(crate) fn run<'a>(
    context: &FileContext<'a>,
    rule: &'static Rule,
    matched: &'static Match,
    sites: &mut Vec<Site<'a>>,
) {
    for snapshot in snapshots(context) {
        if snapshot.missing.is_empty() {
            continue;
        }
        let Some(primary) = context.label(context.place(snapshot.range), "") else { continue };
        sites.push(Site {
            names: Names { symbol: "Client".to_owned(), value: snapshot.missing.join(", "), ..Names::default() },
            ..context.site(rule, matched, primary)
        });
    }
    for store in stores(context) {
        if let Some(text) = open_question(context, &store) {
            context.undecided(rule, context.place(store.range), text);
        }
    }
}

/// Why the source cannot tell whether the table of a store has the columns; none where it can.
fn open_question(context: &FileContext<'_>, store: &Store) -> Option<String> {
    let is_its = |snapshot: &Snapshot| match (&store.context, &snapshot.context) {
        (Some(store), Some(snapshot)) => store == snapshot,
        _ => true,
    };
    let mut known = false;
    let mut lacks = false;
    for other in context.neighbours() {
        for snapshot in snapshots(&other).iter().filter(|snapshot| is_its(snapshot)) {
            known = true;
            lacks |= !snapshot.missing.is_empty();
        }
        known |= client_migrations::adds_all(&other);
    }
    let name = store.context.as_deref().map_or_else(|| "its context".to_owned(), |name| format!("`{name}`"));
    match (lacks, known) {
        (true, _) => Some(format!("the tables of {name} come from a project whose migrations lack columns")),
        (false, true) => None,
        (false, false) => Some(format!(
            "no migrations of {name} with the table of clients were found beside it: they may be kept elsewhere, or the \
             database is made in another way"
        )),
    }
}

/// Whether a file holds a model snapshot with all of the columns.
pub(crate) fn is_complete(context: &FileContext<'_>) -> bool {
    let found = snapshots(context);
    !found.is_empty() && found.iter().all(|snapshot| snapshot.missing.is_empty())
}

/// The `Client` entities in the model snapshots of a file.
pub(crate) fn snapshots(context: &FileContext<'_>) -> Vec<Snapshot> {
    let mut found = Vec::new();
    if !context.names(ENTITY) {
        return found;
    }
    let unit = context.program.unit(context.file);
    for expr in &unit.exprs {
        let ExprKind::Call { callee, arguments } = &expr.kind else { continue };
        let ExprKind::Member { member, .. } = &unit.expr(*callee).kind else { continue };
        let (true, [name, model]) = (member.name.text == "Entity", &arguments[..]) else { continue };
        let is_client =
            matches!(&unit.expr(name.value).kind, ExprKind::Literal(Literal::String(text)) if text == ENTITY);
        let Some(decl) = snapshot_around(unit, expr.range).filter(|_| is_client) else { continue };
        let columns = properties(unit, unit.expr(model.value).range);
        // The entity is configured in several calls; the one with its columns has its key.
        if columns.is_empty() {
            continue;
        }
        let missing = COLUMNS.into_iter().filter(|column| !columns.contains(column)).collect();
        found.push(Snapshot { context: context_of(unit, decl), range: unit.expr(name.value).range, missing });
    }
    found
}

/// The stores that a file registers, and the contexts for one that it declares.
pub(crate) fn stores(context: &FileContext<'_>) -> Vec<Store> {
    let resolver = &context.program.resolver;
    let unit = context.program.unit(context.file);
    let mut found = Vec::new();
    for expr in &unit.exprs {
        let ExprKind::Call { callee, .. } = &expr.kind else { continue };
        let Some(called) = unit.called(*callee).filter(|called| CALLS.contains(&called.name.text.as_str())) else {
            continue;
        };
        let ty = called.arguments.first().map(|ty| resolver.ty(&context.scope_at(called.name.range), ty));
        let name = match &ty {
            None => Some(SmolStr::new_static(USUAL_CONTEXT)),
            Some(Ty::Parameter(_)) => None,
            Some(_) => called.arguments.first().and_then(simple_name),
        };
        found.push(Store { context: name, range: called.name.range });
    }
    for (index, decl) in unit.types.iter().enumerate() {
        let Some(id) = resolver.table.decl_of(context.file, TypeIndex(index as u32)) else { continue };
        let this = Ty::Declared(id, Arc::from([]));
        let is_one = decl.kind == DeclaredKind::Class
            && !decl.modifiers.contains(Modifiers::ABSTRACT)
            && CONTEXTS.iter().any(|name| !resolver.is_named(&this, name) && resolver.derives_from(&this, name));
        // The product's own context, built from source, is what the others derive from.
        if is_one && !CONTEXTS.iter().any(|name| *name == resolver.table.decl(id).full_name) {
            found.push(Store { context: Some(decl.name.text.clone()), range: decl.name.range });
        }
    }
    found
}

fn snapshot_around(unit: &CompilationUnit, range: TextRange) -> Option<&TypeDecl> {
    unit.types
        .iter()
        .filter(|decl| decl.range.contains(range))
        .find(|decl| decl.bases.iter().any(|base| simple_name(base).is_some_and(|name| name == "ModelSnapshot")))
}

/// `X` of `[DbContext(typeof(X))]`.
fn context_of(unit: &CompilationUnit, decl: &TypeDecl) -> Option<SmolStr> {
    decl.attributes.iter().flat_map(|attribute| &attribute.arguments).find_map(|argument| {
        match &unit.expr(argument.value).kind {
            ExprKind::TypeOf(ty) => simple_name(ty),
            _ => None,
        }
    })
}

fn simple_name(ty: &TypeSyntax) -> Option<SmolStr> {
    match &ty.kind {
        TypeKind::Name(name) => name.segments.last().map(|last| last.name.text.clone()),
        _ => None,
    }
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
