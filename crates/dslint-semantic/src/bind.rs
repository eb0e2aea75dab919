//! What every name and expression of a file means: its type and its symbol.

mod access;
mod call;
mod expr;
mod overload;
mod stmt;

pub(crate) use call::parameter_for;

use crate::member::MemberSymbol;
use crate::scope::{Resolver, Scope};
use crate::table::{DeclId, FileId};
use crate::ty::Ty;
use dslint_syntax::ast::*;
use dslint_syntax::text::TextRange;
use smol_str::SmolStr;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// The name of the type of a lambda; its argument is what the lambda returns.
const LAMBDA: &str = "λ";

/// Names a local variable or parameter of a file.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct LocalId(pub u32);

/// A local variable, parameter or pattern variable.
#[derive(Clone, Debug)]
pub struct Local {
    /// Its name.
    pub name: Ident,
    /// Its type.
    pub ty: Ty,
}

/// What a name or member access stands for.
#[derive(Clone, Debug, Default)]
pub enum Symbol {
    /// Nothing known, or not a name.
    #[default]
    None,
    /// A local.
    Local(LocalId),
    /// A local function: where in the arena it is declared.
    LocalFunction(StmtId),
    /// A member, or a group of methods of one name of which this is the one called or the first.
    Member(Arc<MemberSymbol>),
    /// A type.
    Type(Ty),
    /// A namespace.
    Namespace(String),
}

/// A member that contains code: a method, a constructor, an accessor, a field with an initializer, or the top-level
/// statements.
#[derive(Clone, Debug)]
pub struct CodeOwner {
    /// The type part and the index of the member; none for top-level statements and primary constructor bases.
    pub member: Option<(TypeIndex, usize)>,
    /// The declared type around it.
    pub ty: Option<DeclId>,
    /// The text of the whole member.
    pub range: TextRange,
}

/// The result of binding one file.
#[derive(Debug, Default)]
pub struct FileBinding {
    /// The type of each expression.
    pub types: Vec<Ty>,
    /// The symbol of each expression.
    pub symbols: Vec<Symbol>,
    /// All locals.
    pub locals: Vec<Local>,
    /// The local of a name where it is declared.
    pub declared_locals: HashMap<TextRange, LocalId>,
    /// The constructor that a creation calls, by the id of the creation.
    pub constructors: HashMap<ExprId, Arc<MemberSymbol>>,
    /// The constructor that another one calls: by the text of `: base(…)` or `: this(…)`, for a primary constructor by
    /// the name of its type.
    pub chained_constructors: HashMap<TextRange, Arc<MemberSymbol>>,
    /// The property that an initializer entry sets, by the id of its value.
    pub initialized: HashMap<ExprId, Arc<MemberSymbol>>,
    /// The calls whose callee was bound as an extension method on its target.
    pub extension_calls: HashSet<ExprId>,
    /// The members that contain code.
    pub owners: Vec<CodeOwner>,
}

impl FileBinding {
    /// The type of an expression.
    pub fn ty(&self, id: ExprId) -> &Ty {
        const UNKNOWN: &Ty = &Ty::Unknown;
        self.types.get(id.0 as usize).unwrap_or(UNKNOWN)
    }

    /// The symbol of an expression.
    pub fn symbol(&self, id: ExprId) -> &Symbol {
        const NONE: &Symbol = &Symbol::None;
        self.symbols.get(id.0 as usize).unwrap_or(NONE)
    }
}

/// Binds all code of a file.
pub fn bind(resolver: &Resolver<'_>, file: FileId) -> FileBinding {
    let unit = &resolver.table.file(file).unit;
    let mut binding = FileBinding {
        types: vec![Ty::Unknown; unit.exprs.len()],
        symbols: vec![Symbol::None; unit.exprs.len()],
        ..FileBinding::default()
    };
    let mut in_scope = |scope, this, bind: &dyn Fn(&mut Binder<'_, '_>)| {
        let mut binder = Binder {
            resolver: resolver.at(file),
            unit,
            file,
            scope,
            this,
            locals: Vec::new(),
            functions: Vec::new(),
            constraints: Vec::new(),
            returns: Ty::Unknown,
            binding: std::mem::take(&mut binding),
            learned: Vec::new(),
            is_guessing: false,
        };
        bind(&mut binder);
        binding = binder.binding;
    };
    in_scope(resolver.file_scope(file), None, &|binder| binder.top_level());
    for (index, decl) in unit.types.iter().enumerate() {
        let index = TypeIndex(index as u32);
        let this = resolver.table.decl_of(file, index);
        in_scope(resolver.scope_of(file, index), this, &|binder| binder.type_decl(index, decl));
    }
    binding
}

pub(crate) struct Binder<'r, 't> {
    resolver: Resolver<'t>,
    unit: &'r CompilationUnit,
    file: FileId,
    scope: Scope,
    this: Option<DeclId>,
    /// Locals in scope, innermost last.
    locals: Vec<(SmolStr, LocalId)>,
    /// Local functions in scope.
    functions: Vec<(SmolStr, StmtId)>,
    /// What type parameters in scope derive from.
    constraints: Vec<(SmolStr, Ty)>,
    /// What `return` is expected to return.
    returns: Ty,
    binding: FileBinding,
    /// What lambda bodies were found to return, for the inference around them.
    learned: Vec<Ty>,
    /// Whether an argument is bound only to choose an overload.
    is_guessing: bool,
}

impl Binder<'_, '_> {
    fn this_ty(&self) -> Ty {
        match self.this {
            Some(id) => {
                let arguments = self.resolver.type_parameters(id).into_iter().map(Ty::Parameter).collect();
                Ty::Declared(id, arguments)
            }
            None => Ty::Unknown,
        }
    }

    /// The text of an expression.
    fn source(&self, id: ExprId) -> &str {
        self.resolver.table.file(self.file).text.get(self.unit.expr(id).range.usize()).unwrap_or_default()
    }

    /// Whether a lambda is `async`.
    fn is_async(&self, id: ExprId) -> bool {
        let mut words = self.source(id).split_whitespace();
        matches!((words.next(), words.next()), (Some("async"), _) | (Some("static"), Some("async")))
            || self.source(id).starts_with("async(")
    }

    /// The type that has the members of a value of this type: of a type parameter, what it is constrained to.
    fn bound(&self, ty: &Ty) -> Ty {
        match ty {
            Ty::Parameter(name) => {
                let constraint = self.constraints.iter().rev().find(|(parameter, _)| parameter == name);
                constraint.map_or_else(|| ty.clone(), |(_, bound)| bound.clone())
            }
            _ => ty.clone(),
        }
    }

    fn constrain(&mut self, scope: &Scope, constraints: &[Constraint]) {
        for constraint in constraints {
            let mut types = constraint.types.iter().map(|ty| self.resolver.ty(scope, ty));
            let known = types.rfind(|ty| !matches!(ty, Ty::Unknown | Ty::Named(..) | Ty::Parameter(_)));
            self.constraints.extend(known.map(|ty| (constraint.parameter.text.clone(), ty)));
        }
    }

    fn declare(&mut self, name: &Ident, ty: Ty) -> LocalId {
        let id = LocalId(self.binding.locals.len() as u32);
        self.binding.locals.push(Local { name: name.clone(), ty });
        self.binding.declared_locals.insert(name.range, id);
        self.locals.push((name.text.clone(), id));
        id
    }

    /// Runs `inside` in a scope of its own.
    fn nested<T>(&mut self, inside: impl FnOnce(&mut Self) -> T) -> T {
        let (locals, functions) = (self.locals.len(), self.functions.len());
        let result = inside(self);
        self.locals.truncate(locals);
        self.functions.truncate(functions);
        result
    }

    fn top_level(&mut self) {
        let unit = self.unit;
        self.statements(&unit.statements);
        for attribute in &unit.attributes {
            self.attribute(attribute);
        }
        if let (Some(first), Some(last)) = (unit.statements.first(), unit.statements.last()) {
            let range = unit.stmt(*first).range.cover(unit.stmt(*last).range);
            self.binding.owners.push(CodeOwner { member: None, ty: None, range });
        }
    }

    fn type_decl(&mut self, index: TypeIndex, decl: &TypeDecl) {
        for outer in self.scope.types.clone() {
            for &(file, part) in &self.resolver.table.decl(outer).parts {
                let scope = self.resolver.scope_of(file, part);
                self.constrain(&scope, &self.resolver.table.part(file, part).constraints);
            }
        }
        for attribute in &decl.attributes {
            self.attribute(attribute);
        }
        // The parameters of a primary constructor are in scope in the whole body.
        for parameter in decl.parameters.iter().flatten() {
            self.parameter(parameter);
        }
        if let Some(arguments) = &decl.base_arguments {
            let base = self.resolver.base_class(&self.this_ty());
            let constructor = self.creation_arguments(&base, arguments);
            self.binding.chained_constructors.extend(constructor.map(|constructor| (decl.name.range, constructor)));
        }
        for (at, member) in decl.members.iter().enumerate() {
            let before = self.locals.len();
            self.nested(|binder| binder.member(member, false));
            debug_assert_eq!(before, self.locals.len());
            let owner = CodeOwner { member: Some((index, at)), ty: self.this, range: member.range };
            self.binding.owners.push(owner);
        }
    }

    pub(crate) fn member(&mut self, member: &MemberDecl, local: bool) {
        let parameters = self.scope.type_parameters.len();
        self.scope.type_parameters.extend(member.type_parameters.iter().map(|parameter| parameter.text.clone()));
        let constraints = self.constraints.len();
        self.constrain(&self.scope.clone(), &member.constraints);
        for attribute in &member.attributes {
            self.attribute(attribute);
        }
        let ty = member.ty.as_ref().map(|ty| self.resolver.ty(&self.scope, ty)).unwrap_or_default();
        for parameter in &member.parameters {
            self.parameter(parameter);
        }
        if let Some(initializer) = &member.constructor_initializer {
            let target = if initializer.is_base { self.resolver.base_class(&self.this_ty()) } else { self.this_ty() };
            let constructor = self.creation_arguments(&target, &initializer.arguments);
            self.binding.chained_constructors.extend(constructor.map(|constructor| (initializer.range, constructor)));
        }
        if let Some(initializer) = member.initializer {
            self.expr(initializer, &ty);
        }
        let returned = match member.kind {
            MemberKind::Method if member.modifiers.contains(Modifiers::ASYNC) => self.async_result(&ty),
            _ => ty.clone(),
        };
        let is_property = matches!(member.kind, MemberKind::Property);
        self.nested(|binder| {
            if is_property && member.body != Body::None {
                binder.backing_field(member.name.range.end, &ty);
            }
            binder.body(member.body, &returned);
        });
        for accessor in &member.accessors {
            self.nested(|binder| {
                let is_getter = accessor.name.text == "get";
                if !is_getter {
                    let value = Ident { text: SmolStr::new_static("value"), range: accessor.name.range };
                    binder.declare(&value, ty.clone());
                }
                if is_property {
                    binder.backing_field(accessor.name.range.end, &ty);
                }
                binder.body(accessor.body, if is_getter { &returned } else { &Ty::Unknown });
            });
        }
        self.constraints.truncate(constraints);
        if !local {
            self.scope.type_parameters.truncate(parameters);
        }
    }

    /// `field` in the accessors of a property, unless the type has a member of that name.
    fn backing_field(&mut self, at: u32, ty: &Ty) {
        if self.resolver.members(&self.this_ty(), "field").is_empty() {
            let name = Ident { text: SmolStr::new_static("field"), range: TextRange::new(at, at) };
            self.declare(&name, ty.clone());
        }
    }

    /// What `return` and `yield` of an async member of this type are expected to yield.
    fn async_result(&self, ty: &Ty) -> Ty {
        let awaited = self.resolver.awaited(ty);
        if !awaited.is_known() && self.resolver.element(ty).is_known() { ty.clone() } else { awaited }
    }

    fn body(&mut self, body: Body, returned: &Ty) {
        let outer = std::mem::replace(&mut self.returns, returned.clone());
        match body {
            Body::None => {}
            Body::Block(block) => self.stmt(block),
            Body::Expr(value) => {
                self.expr(value, returned);
            }
        }
        self.returns = outer;
    }

    fn parameter(&mut self, parameter: &Parameter) {
        for attribute in &parameter.attributes {
            self.attribute(attribute);
        }
        let mut ty = parameter.ty.as_ref().map(|ty| self.resolver.ty(&self.scope, ty)).unwrap_or_default();
        if parameter.modifiers.contains(Modifiers::PARAMS) && !matches!(ty, Ty::Array(_)) && ty.arguments().is_empty() {
            // The grammar drops the brackets of `params T[]` nowhere; this is for what it could not read.
            ty = Ty::Unknown;
        }
        if let Some(default) = parameter.default {
            self.expr(default, &ty);
        }
        self.declare(&parameter.name, ty);
    }

    fn attribute(&mut self, attribute: &Attribute) {
        for argument in &attribute.arguments {
            self.expr(argument.value, &Ty::Unknown);
        }
    }
}
