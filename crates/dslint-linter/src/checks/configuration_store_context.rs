//! Uses of the field `DbContext` that a class inherits from `ClientConfigurationStore`, as more than the interface that its
//! type has become.
//!
//! The sets and `SaveChangesAsync` are on `IConfigurationDbContext`; `Database`, `Entry` and the like are not. A cast to the
//! concrete class compiles before and after.

use crate::diagnostic::Confidence;
use crate::matching::FileContext;
use crate::message::{Names, Site};
use dslint_rules::{Match, Rule, Trigger, TriggerKind};
use dslint_semantic::bind::Symbol;
use dslint_semantic::ty::Ty;
use dslint_syntax::ast::*;

pub(crate) const NAME: &str = "configuration-store-context";

const STORE: &str = "Duende.IdentityServer.Configuration.ClientConfigurationStore";
const INTERFACE: &str = "Duende.IdentityServer.EntityFramework.Interfaces.IConfigurationDbContext";
const FIELD: &str = "DbContext";

pub(crate) fn triggers() -> Vec<Trigger> {
    vec![super::trigger(("ClientConfigurationStore", TriggerKind::Identifier))]
}

/// What becomes of a value.
enum Fate<'u> {
    /// A member of it is named.
    Member(&'u Ident),
    /// It becomes a local variable of the type that it has.
    Local(&'u Ident),
    /// It is cast, compared or asked for its name.
    Fine,
    /// It goes to something whose type this code does not say.
    Handed,
    /// It goes where a class is wanted.
    Class,
}

pub(crate) fn run<'a>(
    context: &FileContext<'a>,
    rule: &'static Rule,
    matched: &'static Match,
    sites: &mut Vec<Site<'a>>,
) {
    let unit = context.program.unit(context.file);
    let resolver = &context.program.resolver;
    let is_field = |expr: &Expr, id: ExprId| {
        let named =
            matches!(&expr.kind, ExprKind::Name(it) | ExprKind::Member { member: it, .. } if it.name.text == FIELD);
        named
            && matches!(context.program.binding(context.file).symbol(id),
                Symbol::Member(member) if resolver.is_named(&member.owner, STORE) && !matches!(member.owner, Ty::Declared(..)))
    };
    for (index, expr) in unit.exprs.iter().enumerate() {
        let id = ExprId(index as u32);
        if !is_field(expr, id) {
            continue;
        }
        match fate(context, id) {
            Fate::Member(member) => member_of(context, rule, matched, member, sites),
            Fate::Local(local) => {
                for id in uses_of(context, id, local) {
                    if let Fate::Member(member) = fate(context, id) {
                        member_of(context, rule, matched, member, sites);
                    }
                }
            }
            Fate::Class => handed_on(context, rule, matched, expr, Confidence::Certain, sites),
            Fate::Handed => handed_on(context, rule, matched, expr, Confidence::Likely, sites),
            Fate::Fine => {}
        }
    }
}

/// A member that is on the interface is as good as before.
fn member_of<'a>(
    context: &FileContext<'a>,
    rule: &'static Rule,
    matched: &'static Match,
    member: &Ident,
    sites: &mut Vec<Site<'a>>,
) {
    let resolver = &context.program.resolver;
    let target = resolver.api.release_of(context.to);
    let is_there = resolver
        .api
        .type_named(INTERFACE, 0)
        .is_some_and(|ty| ty.members().any(|known| known.name() == member.text && known.exists_in(target)));
    if is_there || ["Dispose", "GetType", "Equals", "ToString", "GetHashCode"].contains(&member.text.as_str()) {
        return;
    }
    let Some(primary) = context.label(context.place(member.range), "") else { return };
    sites.push(Site {
        names: Names { symbol: FIELD.to_owned(), value: member.text.to_string(), ..Names::default() },
        ..context.site(rule, matched, primary)
    });
}

fn handed_on<'a>(
    context: &FileContext<'a>,
    rule: &'static Rule,
    matched: &'static Match,
    expr: &Expr,
    confidence: Confidence,
    sites: &mut Vec<Site<'a>>,
) {
    let Some(primary) = context.label(context.place(expr.range), "") else { return };
    let text = format!(
        "the inherited field `{FIELD}` is an `IConfigurationDbContext` in Duende.IdentityServer {}: where it goes here a \
         `ConfigurationDbContext` or `DbContext` can no longer be wanted",
        context.to
    );
    sites.push(Site {
        names: Names { symbol: FIELD.to_owned(), ..Names::default() },
        text: Some(text),
        confidence,
        ..context.site(rule, matched, primary)
    });
}

/// What the expression around another does with it.
fn fate<'u>(context: &'u FileContext<'_>, id: ExprId) -> Fate<'u> {
    let unit = context.program.unit(context.file);
    for expr in &unit.exprs {
        match &expr.kind {
            ExprKind::Member { target, member, .. } if *target == id => return Fate::Member(&member.name),
            ExprKind::Cast(_, operand) | ExprKind::As(operand, _) | ExprKind::Is { operand, .. } if *operand == id => {
                return Fate::Fine;
            }
            ExprKind::Binary { op: BinaryOp::Equal | BinaryOp::NotEqual, left, right }
                if [*left, *right].contains(&id) =>
            {
                return Fate::Fine;
            }
            ExprKind::Call { callee, arguments } if arguments.iter().any(|argument| argument.value == id) => {
                let is_name = matches!(&unit.expr(*callee).kind, ExprKind::Name(it) if it.name.text == "nameof");
                return if is_name { Fate::Fine } else { Fate::Handed };
            }
            ExprKind::Assign { left, right, .. } if *right == id => {
                let binding = context.program.binding(context.file);
                return of_type(context, binding.ty(*left));
            }
            _ => {}
        }
    }
    for stmt in &unit.stmts {
        let StmtKind::Local { ty, declarators, .. } = &stmt.kind else { continue };
        let Some((name, _)) = declarators.iter().find(|(_, value)| *value == Some(id)) else { continue };
        if matches!(&ty.kind, TypeKind::Var) {
            return Fate::Local(name);
        }
        let scope = context.scope_at(stmt.range);
        return of_type(context, &context.program.resolver.ty(&scope, ty));
    }
    Fate::Handed
}

/// What it means to go to a place of this type.
fn of_type<'u>(context: &FileContext<'_>, ty: &Ty) -> Fate<'u> {
    match ty {
        Ty::Unknown => Fate::Handed,
        ty if context.program.resolver.is_named(ty, INTERFACE) => Fate::Fine,
        Ty::Named(name, _) if name == "Object" => Fate::Fine,
        _ => Fate::Class,
    }
}

/// The uses of a local variable in the member that declares it.
fn uses_of(context: &FileContext<'_>, value: ExprId, local: &Ident) -> Vec<ExprId> {
    let unit = context.program.unit(context.file);
    let declared = context.place(unit.expr(value).range);
    let is_use = |expr: &Expr| {
        matches!(&expr.kind, ExprKind::Name(segment) if segment.name.text == local.text)
            && context.same_member(context.place(expr.range), declared)
    };
    let all = unit.exprs.iter().enumerate();
    all.filter(|(_, expr)| is_use(expr)).map(|(index, _)| ExprId(index as u32)).collect()
}
