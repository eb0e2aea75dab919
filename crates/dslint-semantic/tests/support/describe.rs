//! What the binder says of a place, in one line.

use super::Marker;
use dslint_semantic::bind::Symbol;
use dslint_semantic::evaluate::Program;
use dslint_semantic::member::{MemberSource, MemberSymbol};
use dslint_semantic::scope::Scope;
use dslint_semantic::table::FileId;
use dslint_semantic::ty::Ty;
use dslint_syntax::ast::*;
use dslint_syntax::text::TextRange;
use std::sync::Arc;

/// What stands at a marker: `Local x : T`, `Member A.B : T`, `Type T`, `Namespace N`, `New T(parameters)`,
/// `Declares T : bases`, `Value T`, `None`.
pub fn describe(program: &Program<'_>, marker: Marker) -> String {
    let place = Place { program, unit: program.unit(marker.file), file: marker.file, at: marker.at };
    let found = place
        .local()
        .or_else(|| place.name())
        .or_else(|| place.initialized())
        .or_else(|| place.declaration())
        .or_else(|| place.type_syntax())
        .or_else(|| place.creation())
        .or_else(|| place.value());
    found.unwrap_or_else(|| "None".to_owned())
}

/// A type as C# writes it, with full names. `?X` is a name that resolves to nothing, `?` a type that is not known.
pub fn named(program: &Program<'_>, ty: &Ty) -> String {
    let list = |types: &[Ty]| types.iter().map(|ty| named(program, ty)).collect::<Vec<_>>().join(", ");
    let generic = |name: String, arguments: &[Ty]| match arguments {
        [] => name,
        arguments => format!("{name}<{}>", list(arguments)),
    };
    match ty {
        Ty::Unknown => "?".to_owned(),
        Ty::Declared(id, arguments) => generic(program.resolver.table.decl(*id).full_name.clone(), arguments),
        Ty::Package(package, arguments) => {
            let full_name = package.full_name();
            generic(full_name.split('`').next().unwrap_or(&full_name).to_owned(), arguments)
        }
        Ty::Parameter(name) => format!("'{name}"),
        Ty::Array(element) => format!("{}[]", named(program, element)),
        Ty::Tuple(elements) => format!("({})", list(elements)),
        Ty::Named(name, arguments) => generic(format!("?{name}"), arguments),
    }
}

struct Place<'p, 't> {
    program: &'p Program<'t>,
    unit: &'p CompilationUnit,
    file: FileId,
    at: u32,
}

impl Place<'_, '_> {
    fn is_here(&self, range: TextRange) -> bool {
        range.start == self.at && range.end > range.start
    }

    fn local(&self) -> Option<String> {
        let binding = self.program.binding(self.file);
        let (_, id) = binding.declared_locals.iter().find(|(range, _)| self.is_here(**range))?;
        let local = &binding.locals[id.0 as usize];
        Some(format!("Local {} : {}", local.name.text, named(self.program, &local.ty)))
    }

    fn name(&self) -> Option<String> {
        let binding = self.program.binding(self.file);
        let exprs = self.unit.exprs.iter().enumerate();
        let (id, segment) = exprs
            .filter_map(|(index, expr)| match &expr.kind {
                ExprKind::Name(segment) | ExprKind::Aliased(_, segment) | ExprKind::Member { member: segment, .. } => {
                    Some((ExprId(index as u32), segment))
                }
                _ => None,
            })
            .find(|(_, segment)| self.is_here(segment.name.range))?;
        let called = self.unit.exprs.iter().position(|expr| match &expr.kind {
            ExprKind::Call { callee, .. } => *callee == id,
            _ => false,
        });
        let ty = named(self.program, binding.ty(called.map_or(id, |call| ExprId(call as u32))));
        Some(match binding.symbol(id) {
            Symbol::None if ty == "?" => "None".to_owned(),
            Symbol::None => format!("None : {ty}"),
            Symbol::Local(_) => format!("Local {} : {ty}", segment.name.text),
            Symbol::LocalFunction(_) => format!("LocalFunction {} : {ty}", segment.name.text),
            Symbol::Member(member) => self.member(member, &ty),
            Symbol::Type(ty) => format!("Type {}", named(self.program, ty)),
            Symbol::Namespace(name) => format!("Namespace {name}"),
        })
    }

    fn member(&self, member: &MemberSymbol, ty: &str) -> String {
        let name = self.program.resolver.member_name(member);
        format!("Member {}.{name} : {ty}", named(self.program, &member.owner))
    }

    fn initialized(&self) -> Option<String> {
        let binding = self.program.binding(self.file);
        let entries = self.unit.exprs.iter().filter_map(|expr| match &expr.kind {
            ExprKind::Initializer(entries) => Some(entries),
            _ => None,
        });
        let value = entries.flatten().find_map(|entry| match entry {
            InitializerEntry::Member(name, value) if self.is_here(name.range) => Some(value),
            _ => None,
        })?;
        let Some(member) = binding.initialized.get(value) else { return Some("None".to_owned()) };
        Some(self.member(member, &named(self.program, &self.program.resolver.member_type(member))))
    }

    fn declaration(&self) -> Option<String> {
        for (index, decl) in self.unit.types.iter().enumerate() {
            let index = TypeIndex(index as u32);
            let id = self.program.resolver.table.decl_of(self.file, index)?;
            if self.is_here(decl.name.range) {
                let symbol = self.program.resolver.table.decl(id);
                let bases: Vec<String> = symbol.bases.iter().map(|base| named(self.program, base)).collect();
                return Some(format!("Declares {} : {}", symbol.full_name, bases.join(", ")));
            }
            if let Some((at, member)) =
                decl.members.iter().enumerate().find(|(_, member)| self.is_here(member.name.range))
            {
                let owner = Ty::Declared(id, Arc::from([]));
                let symbol = MemberSymbol { owner, source: MemberSource::Declared(self.file, index, at) };
                let ty = named(self.program, &self.program.resolver.member_type(&symbol));
                return Some(format!(
                    "Member {}.{} : {ty}",
                    self.program.resolver.table.decl(id).full_name,
                    member.name.text
                ));
            }
        }
        None
    }

    /// A name in a type that is written down.
    fn type_syntax(&self) -> Option<String> {
        let written = all_types(self.unit);
        let (name, position) = written.iter().find_map(|ty| {
            let TypeKind::Name(name) = &ty.kind else { return None };
            let position = name.segments.iter().position(|segment| self.is_here(segment.name.range))?;
            Some((name, position))
        })?;
        let mut name = name.clone();
        name.segments.truncate(position + 1);
        let range = name.segments[position].name.range;
        let ty = self.program.resolver.ty(&self.scope(), &TypeSyntax { kind: TypeKind::Name(name), range });
        Some(match ty {
            Ty::Named(..) => "None".to_owned(),
            ty => format!("Type {}", named(self.program, &ty)),
        })
    }

    fn scope(&self) -> Scope {
        let inside = |range: TextRange| range.start <= self.at && self.at < range.end;
        let resolver = &self.program.resolver;
        let body = |decl: &TypeDecl| TextRange { start: decl.name.range.end, end: decl.range.end };
        let found = self.unit.types.iter().rposition(|decl| inside(body(decl)));
        let Some(index) = found else {
            let namespace = self.unit.namespaces.iter().rposition(|namespace| inside(namespace.range)).unwrap_or(0);
            let mut scope = resolver.file_scope(self.file);
            scope.namespace = NamespaceIndex(namespace as u32);
            return scope;
        };
        let decl = &self.unit.types[index];
        let index = TypeIndex(index as u32);
        match decl.members.iter().find(|member| inside(member.range)) {
            Some(member) => resolver.member_scope(self.file, index, member),
            None => resolver.scope_of(self.file, index),
        }
    }

    fn creation(&self) -> Option<String> {
        let binding = self.program.binding(self.file);
        let index = self
            .unit
            .exprs
            .iter()
            .position(|expr| matches!(expr.kind, ExprKind::New { .. }) && expr.range.start == self.at)?;
        let id = ExprId(index as u32);
        let ty = named(self.program, binding.ty(id));
        let Some(constructor) = binding.constructors.get(&id) else { return Some(format!("New {ty}")) };
        let parameters = self.program.resolver.parameters(constructor);
        let names: Vec<&str> = parameters.iter().map(|parameter| parameter.name.as_str()).collect();
        Some(format!("New {ty}({})", names.join(", ")))
    }

    /// The longest expression that starts here.
    fn value(&self) -> Option<String> {
        let here = self.unit.exprs.iter().enumerate().filter(|(_, expr)| expr.range.start == self.at);
        let (index, _) = here.max_by_key(|(_, expr)| expr.range.end)?;
        let ty = self.program.binding(self.file).ty(ExprId(index as u32));
        Some(format!("Value {}", named(self.program, ty)))
    }
}

/// All types that are written in a file, with their arguments and elements.
fn all_types(unit: &CompilationUnit) -> Vec<TypeSyntax> {
    let mut found = Vec::new();
    let mut add = |ty: &TypeSyntax| collect(ty, &mut found);
    for using in unit.namespaces.iter().flat_map(|namespace| &namespace.usings) {
        add(&using.target);
    }
    let attributes = unit.types.iter().flat_map(|decl| &decl.attributes).chain(&unit.attributes);
    attributes.for_each(|attribute| add(&attribute.name));
    for decl in &unit.types {
        decl.bases.iter().chain(&decl.returns).for_each(&mut add);
        decl.constraints.iter().flat_map(|constraint| &constraint.types).for_each(&mut add);
        decl.parameters.iter().flatten().filter_map(|parameter| parameter.ty.as_ref()).for_each(&mut add);
        for member in &decl.members {
            member_types(member, &mut add);
        }
    }
    for expr in &unit.exprs {
        match &expr.kind {
            ExprKind::Name(segment) | ExprKind::Aliased(_, segment) | ExprKind::Member { member: segment, .. } => {
                segment.arguments.iter().for_each(&mut add);
            }
            ExprKind::New { ty: Some(ty), .. }
            | ExprKind::NewArray { element: Some(ty), .. }
            | ExprKind::As(_, ty)
            | ExprKind::Cast(ty, _)
            | ExprKind::TypeOf(ty)
            | ExprKind::Default(Some(ty))
            | ExprKind::Declaration(ty, _) => add(ty),
            ExprKind::Is { pattern, .. } => pattern_types(pattern, &mut add),
            ExprKind::Switch { arms, .. } => arms.iter().for_each(|arm| pattern_types(&arm.pattern, &mut add)),
            ExprKind::Lambda { parameters, .. } => {
                parameters.iter().filter_map(|parameter| parameter.ty.as_ref()).for_each(&mut add);
            }
            _ => {}
        }
    }
    for stmt in &unit.stmts {
        match &stmt.kind {
            StmtKind::Local { ty, .. } | StmtKind::ForEach { ty: Some(ty), .. } => add(ty),
            StmtKind::Try { catches, .. } => catches.iter().filter_map(|catch| catch.ty.as_ref()).for_each(&mut add),
            StmtKind::LocalFunction(function) => member_types(function, &mut add),
            StmtKind::Switch { sections, .. } => {
                let labels = sections.iter().flat_map(|section| &section.labels);
                labels.filter_map(|(pattern, _)| pattern.as_ref()).for_each(|pattern| pattern_types(pattern, &mut add));
            }
            _ => {}
        }
    }
    found
}

fn member_types(member: &MemberDecl, add: &mut impl FnMut(&TypeSyntax)) {
    member.ty.iter().chain(&member.explicit_interface).for_each(&mut *add);
    member.attributes.iter().for_each(|attribute| add(&attribute.name));
    member.constraints.iter().flat_map(|constraint| &constraint.types).for_each(&mut *add);
    member.parameters.iter().filter_map(|parameter| parameter.ty.as_ref()).for_each(add);
}

fn pattern_types(pattern: &Pattern, add: &mut impl FnMut(&TypeSyntax)) {
    match pattern {
        Pattern::Type(ty, _) => add(ty),
        Pattern::Recursive(ty, properties, _) => {
            ty.iter().for_each(&mut *add);
            properties.iter().for_each(|(_, inner)| pattern_types(inner, add));
        }
        Pattern::Not(inner) => pattern_types(inner, add),
        Pattern::And(left, right) | Pattern::Or(left, right) => {
            pattern_types(left, add);
            pattern_types(right, add);
        }
        _ => {}
    }
}

fn collect(ty: &TypeSyntax, found: &mut Vec<TypeSyntax>) {
    found.push(ty.clone());
    match &ty.kind {
        TypeKind::Name(name) => {
            name.segments.iter().flat_map(|segment| &segment.arguments).for_each(|ty| collect(ty, found));
        }
        TypeKind::Array(inner) | TypeKind::Nullable(inner) => collect(inner, found),
        TypeKind::Tuple(elements) => elements.iter().for_each(|ty| collect(ty, found)),
        _ => {}
    }
}
