//! Places where code makes objects of a type of something that it reads: `section.Get<List<Client>>()`, `Bind`, options with
//! such a property, JSON. What the objects are then does not stand in the code.

use super::FileContext;
use super::sections::section;
use dslint_semantic::scope::Resolver;
use dslint_semantic::ty::Ty;
use dslint_semantic::value::Value;
use dslint_syntax::ast::*;
use dslint_syntax::text::TextRange;
use smol_str::SmolStr;

/// Methods that make objects of what they read. What else is called so says in its type arguments that it does.
const READERS: [&str; 13] = [
    "Bind",
    "BindConfiguration",
    "Configure",
    "Deserialize",
    "DeserializeAnonymousType",
    "DeserializeAsync",
    "DeserializeAsyncEnumerable",
    "DeserializeObject",
    "Get",
    "GetFromJsonAsync",
    "PopulateObject",
    "ReadFromJsonAsync",
    "ToObject",
];

/// How deep options may hold the objects.
const MAX_DEPTH: usize = 4;

/// A place where objects are read.
pub(crate) struct Reading {
    /// The method.
    pub(crate) range: TextRange,
    /// The call.
    pub(crate) expr: ExprId,
    /// What is filled, where that is an argument.
    target: Option<ExprId>,
    /// The path in the configuration, where it is known.
    pub(crate) section: Option<String>,
}

/// The places of a file where objects of a type are read.
pub(crate) fn readings(context: &FileContext<'_>, ty: &str) -> Vec<Reading> {
    let unit = context.program.unit(context.file);
    let calls = unit.exprs.iter().enumerate().filter_map(|(index, expr)| {
        let ExprKind::Call { callee, arguments } = &expr.kind else { return None };
        let segment = unit.called(*callee).filter(|segment| READERS.contains(&segment.name.text.as_str()))?;
        Some(Call { context, ty, expr: ExprId(index as u32), callee: *callee, segment, arguments })
    });
    calls.filter_map(|call| call.reading()).collect()
}

/// The paths of the configuration from which a file takes objects of a type straight to a method. Where the objects go
/// another way, or where a property of them is set in the same file, nothing is certain.
pub(crate) fn handed_on(context: &FileContext<'_>, ty: &str, method: &str, property: &str) -> Vec<String> {
    if !context.names(method) {
        return Vec::new();
    }
    let unit = context.program.unit(context.file);
    let is_set = unit.exprs.iter().any(|expr| match &expr.kind {
        ExprKind::Assign { left, .. } => unit.called(*left).is_some_and(|member| member.name.text == property),
        _ => false,
    });
    if is_set {
        return Vec::new();
    }
    let handed: Vec<ExprId> = unit
        .exprs
        .iter()
        .filter_map(|expr| match &expr.kind {
            ExprKind::Call { callee, arguments } => {
                let called = unit.called(*callee).filter(|called| called.name.text == method);
                called.and(arguments.first()).map(|argument| argument.value)
            }
            _ => None,
        })
        .collect();
    let is_handed = |reading: &Reading| {
        handed.iter().any(|&value| match &unit.expr(value).kind {
            ExprKind::Name(name) => {
                let filled = reading.target.map(|target| &unit.expr(target).kind);
                matches!(filled, Some(ExprKind::Name(filled)) if filled.name.text == name.name.text)
                    || declared_as(unit, &name.name.text).is_some_and(|it| is_or_falls_back(unit, it, reading.expr))
            }
            _ => is_or_falls_back(unit, value, reading.expr),
        })
    };
    readings(context, ty).into_iter().filter(is_handed).filter_map(|reading| reading.section).collect()
}

fn declared_as(unit: &CompilationUnit, name: &str) -> Option<ExprId> {
    unit.stmts.iter().find_map(|stmt| match &stmt.kind {
        StmtKind::Local { declarators, .. } => {
            declarators.iter().find(|(local, _)| local.text == name).and_then(|(_, value)| *value)
        }
        _ => None,
    })
}

/// `x`, `x!`, `x ?? []`.
fn is_or_falls_back(unit: &CompilationUnit, value: ExprId, wanted: ExprId) -> bool {
    value == wanted
        || match &unit.expr(value).kind {
            ExprKind::Unary { operand, .. } => is_or_falls_back(unit, *operand, wanted),
            ExprKind::Binary { op: BinaryOp::Coalesce, left, .. } => is_or_falls_back(unit, *left, wanted),
            _ => false,
        }
}

/// A call that may read.
struct Call<'c, 'a> {
    context: &'c FileContext<'a>,
    ty: &'c str,
    expr: ExprId,
    callee: ExprId,
    segment: &'c Segment,
    arguments: &'c [Argument],
}

impl Call<'_, '_> {
    fn reading(&self) -> Option<Reading> {
        let by_type = self.written_types().into_iter().find_map(|ty| self.path_to(&ty));
        let target = self.filled();
        let path = by_type.or_else(|| target.and_then(|target| self.path_to(self.type_of(target))))?;
        let section = self.section().map(|section| {
            let keys = Some(section).filter(|key| !key.is_empty()).into_iter();
            keys.chain(path.iter().map(ToString::to_string)).collect::<Vec<_>>().join(":")
        });
        Some(Reading {
            range: self.segment.name.range,
            expr: self.expr,
            target,
            section: section.filter(|section| !section.is_empty()),
        })
    }

    fn path_to(&self, ty: &Ty) -> Option<Vec<SmolStr>> {
        holds(&self.context.program.resolver, ty, self.ty, 0)
    }

    fn type_of(&self, expr: ExprId) -> &Ty {
        self.context.program.binding(self.context.file).ty(expr)
    }

    /// The types that the call names: its type arguments, those of `AddOptions<T>()` before it, `typeof`, a cast of it.
    fn written_types(&self) -> Vec<Ty> {
        let unit = self.context.program.unit(self.context.file);
        let name = self.segment.name.text.as_str();
        // `Configure<T>(options => …)` reads nothing.
        let is_code = |argument: &Argument| matches!(unit.expr(argument.value).kind, ExprKind::Lambda { .. });
        if name == "Configure" && self.arguments.iter().all(is_code) {
            return Vec::new();
        }
        let mut written: Vec<&TypeSyntax> = self.segment.arguments.iter().collect();
        written.extend(self.arguments.iter().filter_map(|argument| match &unit.expr(argument.value).kind {
            ExprKind::TypeOf(ty) => Some(ty),
            _ => None,
        }));
        if matches!(name, "Bind" | "BindConfiguration") {
            written.extend(self.options());
        }
        written.extend(unit.exprs.iter().filter_map(|expr| match &expr.kind {
            ExprKind::Cast(ty, value) | ExprKind::As(value, ty) => {
                let value = match &unit.expr(*value).kind {
                    ExprKind::Await(awaited) => *awaited,
                    _ => *value,
                };
                (value == self.expr).then_some(ty)
            }
            _ => None,
        }));
        if written.is_empty() {
            return Vec::new();
        }
        let scope = self.context.scope_at(self.segment.name.range);
        written.into_iter().map(|ty| self.context.program.resolver.ty(&scope, ty)).collect()
    }

    /// The type arguments of `AddOptions<T>()` in the chain before the call.
    fn options(&self) -> &[TypeSyntax] {
        let unit = self.context.program.unit(self.context.file);
        let mut callee = self.callee;
        for _ in 0..16 {
            let ExprKind::Member { target, .. } = &unit.expr(callee).kind else { break };
            let ExprKind::Call { callee: before, .. } = &unit.expr(*target).kind else { break };
            if let Some(called) = unit.called(*before).filter(|called| called.name.text == "AddOptions") {
                return &called.arguments;
            }
            callee = *before;
        }
        &[]
    }

    /// The object that is filled: `section.Bind(list)`, `ConfigurationBinder.Bind(section, "Key", list)`.
    fn filled(&self) -> Option<ExprId> {
        let fills = matches!(self.segment.name.text.as_str(), "Bind" | "PopulateObject");
        self.arguments
            .iter()
            .rev()
            .map(|argument| argument.value)
            .find(|&value| fills && self.path_to(self.type_of(value)).is_some())
    }

    /// The section that is read.
    fn section(&self) -> Option<String> {
        let unit = self.context.program.unit(self.context.file);
        let text = |argument: &Argument| match self.context.program.constant(self.context.file, argument.value).value {
            Value::Text(text) => Some(text.to_string()),
            _ => None,
        };
        let of_arguments = || self.arguments.iter().find_map(|argument| section(self.context, argument.value, 0));
        let of_target = || match &unit.expr(self.callee).kind {
            ExprKind::Member { target, .. } => section(self.context, *target, 0),
            _ => None,
        };
        match self.segment.name.text.as_str() {
            "BindConfiguration" => self.arguments.first().and_then(text),
            "Configure" => of_arguments(),
            "Get" => of_target().or_else(of_arguments),
            "Bind" => {
                let above = of_target().or_else(of_arguments);
                // `configuration.Bind("Key", list)`
                let key = self.arguments.iter().rev().skip(1).find_map(text);
                match (above, key) {
                    (Some(above), Some(key)) => Some(format!("{above}:{key}")),
                    (above, key) => above.or(key),
                }
            }
            _ => None,
        }
    }
}

/// The properties that lead from a type to objects of another: none where it is one or a collection of them.
fn holds(resolver: &Resolver<'_>, ty: &Ty, wanted: &str, depth: usize) -> Option<Vec<SmolStr>> {
    if resolver.derives_from(ty, wanted) {
        return Some(Vec::new());
    }
    if depth >= MAX_DEPTH {
        return None;
    }
    let element = resolver.element(ty);
    let items = [element].into_iter().chain(ty.arguments().iter().cloned()).filter(Ty::is_known);
    if let Some(path) = items.into_iter().find_map(|item| holds(resolver, &item, wanted, depth + 1)) {
        return Some(path);
    }
    let Ty::Declared(id, _) = ty else { return None };
    let table = resolver.table;
    table.decl(*id).parts.iter().find_map(|&(file, index)| {
        let decl = table.part(file, index);
        decl.members.iter().filter(|member| member.kind == MemberKind::Property).find_map(|member| {
            let scope = resolver.member_scope(file, index, member);
            let property = resolver.ty(&scope, member.ty.as_ref()?);
            // Only collections: an object with one of them in it is a message, no configuration.
            let element = resolver.element(&property);
            let inner = if element.is_known() { &element } else { &property };
            if !element.is_known() && resolver.derives_from(inner, wanted) {
                return None;
            }
            let mut path = holds(resolver, inner, wanted, depth + 1)?;
            path.insert(0, member.name.text.clone());
            Some(path)
        })
    })
}
