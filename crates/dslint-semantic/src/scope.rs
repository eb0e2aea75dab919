//! Names to types and namespaces, as the C# specification has it ("Namespace and type names"): type parameters,
//! nested types of the enclosing types, then namespace by namespace outwards, at each its own members, its aliases and
//! its imports, and last the global usings.

use crate::table::{DeclId, FileId, SymbolTable, Usings};
use crate::ty::Ty;
use dslint_rules::{ApiHistory, ApiType, Release, SignatureType};
use dslint_syntax::ast::*;
use smol_str::SmolStr;
use std::sync::Arc;

/// Deeper chains of aliases, bases and nested names than this are not followed: they are cycles.
const MAX_DEPTH: u32 = 32;

/// Where a name stands.
#[derive(Clone, Debug)]
pub struct Scope {
    /// The file.
    pub file: FileId,
    /// The namespace declaration.
    pub namespace: NamespaceIndex,
    /// The types around it, outermost first. Their type parameters are in scope.
    pub types: Vec<DeclId>,
    /// The type parameters of the members around it, innermost last.
    pub type_parameters: Vec<SmolStr>,
    /// Whether it is a using directive: those of the same namespace declaration do not count for it.
    is_using: bool,
}

impl Scope {
    /// The scope of the target of a using directive.
    pub(crate) fn beside_usings(file: FileId, namespace: NamespaceIndex) -> Scope {
        Scope { file, namespace, types: Vec::new(), type_parameters: Vec::new(), is_using: true }
    }
}

/// What a name stands for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Found {
    /// A type.
    Type(Ty),
    /// A namespace.
    Namespace(String),
}

/// Resolves names against the declared types and the packages' API.
#[derive(Clone, Copy, Debug)]
pub struct Resolver<'t> {
    /// The declared types.
    pub table: &'t SymbolTable,
    /// The API of the packages.
    pub api: &'static ApiHistory,
    /// The release whose API counts; what it does not have is looked up in any release.
    pub release: Option<Release>,
}

impl<'t> Resolver<'t> {
    /// A resolver over a table.
    pub fn new(table: &'t SymbolTable) -> Self {
        Self { table, api: ApiHistory::embedded(), release: None }
    }

    /// The resolver for the code of a file: it sees the API of the file's release.
    #[must_use]
    pub fn at(self, file: FileId) -> Self {
        Self { release: self.table.release(file), ..self }
    }

    /// The scope inside a type declaration.
    pub fn scope_of(&self, file: FileId, index: TypeIndex) -> Scope {
        let unit = &self.table.file(file).unit;
        let mut types = Vec::new();
        let mut at = Some(index);
        while let Some(index) = at {
            types.extend(self.table.decl_of(file, index));
            at = unit.type_decl(index).parent;
        }
        types.reverse();
        let namespace = unit.type_decl(index).namespace;
        Scope { file, namespace, types, type_parameters: Vec::new(), is_using: false }
    }

    /// The scope of a type's base list: the type itself is not in it, its type parameters are.
    pub(crate) fn base_scope(&self, file: FileId, index: TypeIndex) -> Scope {
        let mut scope = self.scope_of(file, index);
        scope.types.pop();
        let parameters = &self.table.part(file, index).type_parameters;
        scope.type_parameters.extend(parameters.iter().map(|parameter| parameter.text.clone()));
        scope
    }

    /// The scope of top-level statements and assembly attributes.
    pub fn file_scope(&self, file: FileId) -> Scope {
        let namespace = NamespaceIndex(0);
        Scope { file, namespace, types: Vec::new(), type_parameters: Vec::new(), is_using: false }
    }

    /// The type that `ty` means in `scope`.
    pub fn ty(&self, scope: &Scope, ty: &TypeSyntax) -> Ty {
        self.ty_at(scope, ty, 0)
    }

    fn ty_at(&self, scope: &Scope, ty: &TypeSyntax, depth: u32) -> Ty {
        if depth > MAX_DEPTH {
            return Ty::Unknown;
        }
        match &ty.kind {
            TypeKind::Name(name) => match self.qualified(scope, name, depth) {
                Some(Found::Type(ty)) => ty,
                _ => self.unresolved(scope, name, depth),
            },
            TypeKind::Predefined(name) => self.predefined(name),
            TypeKind::Array(element) => Ty::Array(Arc::new(self.ty_at(scope, element, depth + 1))),
            // `T?` of a reference type is `T`; of a value type it has the members of `T` for our purposes.
            TypeKind::Nullable(element) => self.ty_at(scope, element, depth + 1),
            TypeKind::Tuple(elements) => {
                Ty::Tuple(elements.iter().map(|element| self.ty_at(scope, element, depth + 1)).collect())
            }
            TypeKind::Var | TypeKind::Other => Ty::Unknown,
        }
    }

    fn unresolved(&self, scope: &Scope, name: &QualifiedName, depth: u32) -> Ty {
        let Some(last) = name.segments.last() else { return Ty::Unknown };
        let arguments = last.arguments.iter().map(|argument| self.ty_at(scope, argument, depth + 1)).collect();
        Ty::Named(last.name.text.clone(), arguments)
    }

    /// The type of a keyword such as `string`.
    pub fn predefined(&self, name: &str) -> Ty {
        let full_name = match name {
            "bool" => "System.Boolean",
            "byte" => "System.Byte",
            "char" => "System.Char",
            "decimal" => "System.Decimal",
            "double" => "System.Double",
            "float" => "System.Single",
            "int" => "System.Int32",
            "long" => "System.Int64",
            "object" | "dynamic" => "System.Object",
            "short" => "System.Int16",
            "string" => "System.String",
            "void" => "System.Void",
            _ => return Ty::Named(SmolStr::new(name), Arc::from([])),
        };
        self.api.type_named(full_name, 0).map_or(Ty::Named(SmolStr::new(name), Arc::from([])), Ty::package)
    }

    /// What a possibly qualified name means.
    pub fn qualified_name(&self, scope: &Scope, name: &QualifiedName) -> Option<Found> {
        self.qualified(scope, name, 0)
    }

    fn qualified(&self, scope: &Scope, name: &QualifiedName, depth: u32) -> Option<Found> {
        if depth > MAX_DEPTH {
            return None;
        }
        let (first, rest) = name.segments.split_first()?;
        let mut found = match &name.alias {
            None => self.simple_at(scope, &first.name.text, first.arguments.len(), depth)?,
            Some(alias) if alias.text != "global" => {
                // An alias before `::` names a namespace; an extern alias the root of some assembly.
                match self.simple_at(scope, &alias.text, 0, depth) {
                    Some(Found::Namespace(namespace)) => {
                        self.in_namespace(&namespace, &first.name.text, first.arguments.len(), scope.file)?
                    }
                    _ => self.in_namespace("", &first.name.text, first.arguments.len(), scope.file)?,
                }
            }
            Some(_) => self.in_namespace("", &first.name.text, first.arguments.len(), scope.file)?,
        };
        found = self.with_arguments(scope, found, first, depth);
        for segment in rest {
            found = match &found {
                Found::Namespace(namespace) => {
                    self.in_namespace(namespace, &segment.name.text, segment.arguments.len(), scope.file)?
                }
                Found::Type(ty) => {
                    Found::Type(self.nested(ty, &segment.name.text, segment.arguments.len(), depth + 1)?)
                }
            };
            found = self.with_arguments(scope, found, segment, depth);
        }
        Some(found)
    }

    fn with_arguments(&self, scope: &Scope, found: Found, segment: &Segment, depth: u32) -> Found {
        match found {
            Found::Type(ty) if !segment.arguments.is_empty() => {
                let arguments = segment.arguments.iter().map(|argument| self.ty_at(scope, argument, depth + 1));
                Found::Type(ty.with_arguments(arguments.collect()))
            }
            other => other,
        }
    }

    /// What a simple name means as a type or namespace.
    pub fn simple(&self, scope: &Scope, name: &str, arity: usize) -> Option<Found> {
        self.simple_at(scope, name, arity, 0)
    }

    fn simple_at(&self, scope: &Scope, name: &str, arity: usize, depth: u32) -> Option<Found> {
        if depth > MAX_DEPTH {
            return None;
        }
        if arity == 0 && scope.type_parameters.iter().any(|parameter| parameter == name) {
            return Some(Found::Type(Ty::Parameter(SmolStr::new(name))));
        }
        for &decl in scope.types.iter().rev() {
            if arity == 0 && self.type_parameters(decl).iter().any(|parameter| parameter == name) {
                return Some(Found::Type(Ty::Parameter(SmolStr::new(name))));
            }
            if let Some(ty) = self.nested(&Ty::Declared(decl, Arc::from([])), name, arity, depth + 1) {
                return Some(Found::Type(ty));
            }
        }
        self.in_namespaces(scope, name, arity, depth)
    }

    fn in_namespaces(&self, scope: &Scope, name: &str, arity: usize, depth: u32) -> Option<Found> {
        let facts = self.table.file(scope.file);
        let mut at = Some(scope.namespace);
        while let Some(index) = at {
            let namespace = facts.unit.namespace(index);
            let full_name = facts.unit.namespace_name(index);
            let outer_name = namespace.parent.map(|parent| facts.unit.namespace_name(parent)).unwrap_or_default();
            let mut prefix = full_name.as_str();
            loop {
                if let Some(found) = self.in_namespace(prefix, name, arity, scope.file) {
                    return Some(found);
                }
                let is_beside = scope.is_using && index == scope.namespace;
                if prefix.len() == full_name.len() && !is_beside {
                    // The usings belong to the declaration as a whole, that is to its innermost namespace.
                    let usings = &self.table.usings[scope.file.0 as usize][index.0 as usize];
                    if let Some(found) = self.through(usings, scope, index, name, arity, depth) {
                        return Some(found);
                    }
                }
                if namespace.parent.is_none() {
                    break;
                }
                prefix = prefix.rfind('.').map_or("", |dot| &prefix[..dot]);
                if prefix.len() <= outer_name.len() {
                    break;
                }
            }
            at = namespace.parent;
        }
        let root = NamespaceIndex(0);
        if scope.is_using && scope.namespace == root {
            return None;
        }
        self.global_usings(scope.file).find_map(|usings| self.through(usings, scope, root, name, arity, depth))
    }

    /// The global usings that hold for a file.
    pub(crate) fn global_usings(&self, file: FileId) -> impl Iterator<Item = &'t Usings> {
        let table: &'t SymbolTable = self.table;
        let projects = &table.file(file).projects;
        let loose = if projects.is_empty() { table.global_usings.last() } else { None };
        projects.iter().filter_map(|&project| table.global_usings.get(project as usize)).chain(loose)
    }

    fn through(
        &self,
        usings: &Usings,
        scope: &Scope,
        at: NamespaceIndex,
        name: &str,
        arity: usize,
        depth: u32,
    ) -> Option<Found> {
        let beside = Scope::beside_usings(scope.file, at);
        if arity == 0
            && let Some((_, target)) = usings.aliases.iter().find(|(alias, _)| alias == name)
        {
            return match &target.kind {
                TypeKind::Name(name) => self.qualified(&beside, name, depth + 1),
                _ => Some(Found::Type(self.ty_at(&beside, target, depth + 1))),
            };
        }
        // Of several imported types of one name, that which the release has is meant.
        let imported = usings
            .namespaces
            .iter()
            .filter_map(|namespace| self.type_named(&format!("{namespace}.{name}"), arity, scope.file));
        let mut imported: Vec<Ty> = imported.collect();
        if !imported.is_empty() {
            let current = imported.iter().position(|ty| self.is_current(ty)).unwrap_or(0);
            return Some(Found::Type(imported.swap_remove(current)));
        }
        let statics = usings.statics.iter().filter_map(|target| self.static_target(scope.file, at, target, depth + 1));
        for ty in statics {
            if let Some(nested) = self.nested(&ty, name, arity, depth + 1) {
                return Some(Found::Type(nested));
            }
        }
        None
    }

    /// The type of a `using static`.
    fn static_target(&self, file: FileId, at: NamespaceIndex, target: &QualifiedName, depth: u32) -> Option<Ty> {
        match self.qualified(&Scope::beside_usings(file, at), target, depth)? {
            Found::Type(ty) => Some(ty),
            Found::Namespace(_) => None,
        }
    }

    /// The types whose static members code in a scope can use by their simple names, nearest first.
    pub fn static_imports(&self, scope: &Scope) -> Vec<Ty> {
        let mut found = Vec::new();
        let unit = &self.table.file(scope.file).unit;
        let mut at = Some(scope.namespace);
        while let Some(index) = at {
            let usings = &self.table.usings[scope.file.0 as usize][index.0 as usize];
            found.extend(usings.statics.iter().filter_map(|target| self.static_target(scope.file, index, target, 0)));
            at = unit.namespace(index).parent;
        }
        for usings in self.global_usings(scope.file) {
            let root = NamespaceIndex(0);
            found.extend(usings.statics.iter().filter_map(|target| self.static_target(scope.file, root, target, 0)));
        }
        found
    }

    /// Whether a namespace is around a scope or imported into it.
    pub fn is_in_scope(&self, scope: &Scope, namespace: &str) -> bool {
        let unit = &self.table.file(scope.file).unit;
        let around = unit.namespace_name(scope.namespace);
        let is_around = around == namespace
            || around.strip_prefix(namespace).is_some_and(|rest| namespace.is_empty() || rest.starts_with('.'));
        is_around || self.table.imports(scope.file, namespace)
    }

    /// Whether the release has a type; declared types are always there.
    fn is_current(&self, ty: &Ty) -> bool {
        match ty {
            Ty::Package(package, _) => package.exists_in(self.release),
            _ => true,
        }
    }

    /// The release to ask about a type of a package: none where the type does not exist in it.
    pub(crate) fn release_for(&self, ty: ApiType<'static>) -> Option<Release> {
        self.release.filter(|release| ty.exists_in(*release))
    }

    /// A member of a namespace.
    pub fn in_namespace(&self, namespace: &str, name: &str, arity: usize, from: FileId) -> Option<Found> {
        let full_name = if namespace.is_empty() { name.to_owned() } else { format!("{namespace}.{name}") };
        if let Some(ty) = self.type_named(&full_name, arity, from) {
            return Some(Found::Type(ty));
        }
        (arity == 0 && self.table.has_namespace(&full_name, from)).then_some(Found::Namespace(full_name))
    }

    /// The type of a full name: declared types shadow package types.
    pub fn type_named(&self, full_name: &str, arity: usize, from: FileId) -> Option<Ty> {
        if let Some(id) = self.table.declared(full_name, arity, from) {
            return Some(Ty::Declared(id, Arc::from([])));
        }
        let mut types = self.api.types_named(full_name, arity);
        let first = types.next()?;
        let current = std::iter::once(first).chain(types).find(|ty| ty.exists_in(self.release));
        Some(Ty::package(current.unwrap_or(first)))
    }

    /// A type nested in `ty` or in one of its bases.
    pub fn nested(&self, ty: &Ty, name: &str, arity: usize, depth: u32) -> Option<Ty> {
        if depth > MAX_DEPTH {
            return None;
        }
        match ty {
            Ty::Declared(id, _) => {
                let decl = self.table.decl(*id);
                let file = decl.parts.first()?.0;
                if let Some(nested) = self.table.declared(&format!("{}.{name}", decl.full_name), arity, file) {
                    return Some(Ty::Declared(nested, Arc::from([])));
                }
                decl.bases.iter().find_map(|base| self.nested(base, name, arity, depth + 1))
            }
            Ty::Package(package, _) => match package.nested_named(name, arity) {
                Some(nested) => Some(Ty::package(nested)),
                None => self.bases(ty).iter().find_map(|base| self.nested(base, name, arity, depth + 1)),
            },
            _ => None,
        }
    }

    /// The bases of a type with type arguments put in.
    pub fn bases(&self, ty: &Ty) -> Vec<Ty> {
        match ty {
            Ty::Declared(id, arguments) => {
                let decl = self.table.decl(*id);
                let names = self.type_parameters(*id);
                decl.bases.iter().map(|base| base.substitute(&|name| argument(&names, arguments, name))).collect()
            }
            Ty::Package(package, arguments) => {
                let names = package_parameters(*package);
                package
                    .bases(self.release_for(*package))
                    .iter()
                    .map(|base| self.signature(*package, base, &[]))
                    .map(|base| base.substitute(&|name| argument(&names, arguments, name)))
                    .collect()
            }
            _ => Vec::new(),
        }
    }

    /// The names of a declared type's parameters.
    pub fn type_parameters(&self, id: DeclId) -> Vec<SmolStr> {
        let Some(&(file, index)) = self.table.decl(id).parts.first() else { return Vec::new() };
        self.table.part(file, index).type_parameters.iter().map(|parameter| parameter.text.clone()).collect()
    }

    /// A type of a package's signature; `method_parameters` are the type parameters of the method it belongs to.
    pub fn signature(&self, owner: ApiType<'static>, ty: &SignatureType, method_parameters: &[&str]) -> Ty {
        let core = if ty.is_tuple() {
            Ty::Tuple(ty.elements.iter().map(|element| self.signature(owner, &element.ty, method_parameters)).collect())
        } else {
            let arguments: Arc<[Ty]> =
                ty.arguments.iter().map(|argument| self.signature(owner, argument, method_parameters)).collect();
            let is_parameter = ty.arity() == 0
                && (method_parameters.contains(&ty.name)
                    || package_parameters(owner).iter().any(|parameter| parameter == ty.name));
            if is_parameter {
                Ty::Parameter(SmolStr::new(ty.name))
            } else {
                match self.predefined(ty.name) {
                    Ty::Named(..) => match self.package_type(owner, ty.name, ty.arity()) {
                        Some(package) => Ty::Package(package, arguments),
                        None => Ty::Named(SmolStr::new(ty.name), arguments),
                    },
                    known => known,
                }
            }
        };
        ty.array_ranks.iter().fold(core, |element, _| Ty::Array(Arc::new(element)))
    }

    /// The type that a name in a signature of `owner` means.
    fn package_type(&self, owner: ApiType<'static>, name: &str, arity: usize) -> Option<ApiType<'static>> {
        let current = self.release.and_then(|release| owner.resolve(name, arity, Some(release)));
        current.or_else(|| owner.resolve(name, arity, None))
    }

    /// Whether a type is an interface, as far as its declaration or its name says.
    pub fn is_interface(&self, ty: &Ty) -> bool {
        match ty {
            Ty::Declared(id, _) => self
                .table
                .decl(*id)
                .parts
                .iter()
                .any(|&(file, index)| self.table.part(file, index).kind == DeclaredKind::Interface),
            Ty::Package(package, _) => package.kind() == dslint_rules::TypeKind::Interface,
            Ty::Named(name, _) => {
                let mut chars = name.chars();
                chars.next() == Some('I') && chars.next().is_some_and(char::is_uppercase)
            }
            _ => false,
        }
    }

    /// The class that a class derives from.
    pub fn base_class(&self, ty: &Ty) -> Ty {
        self.bases(ty).into_iter().find(|base| !self.is_interface(base)).unwrap_or_default()
    }

    /// The full name of a type, where it has one; generic ones end in `` `n`` as in the CLR.
    pub fn full_name(&self, ty: &Ty) -> Option<String> {
        match ty {
            Ty::Declared(id, _) => {
                let name = &self.table.decl(*id).full_name;
                Some(match self.type_parameters(*id).len() {
                    0 => name.clone(),
                    arity => format!("{name}`{arity}"),
                })
            }
            Ty::Package(ty, _) => Some(ty.full_name().into_owned()),
            _ => None,
        }
    }

    /// Whether `ty` is the type of that full name.
    pub fn is_named(&self, ty: &Ty, full_name: &str) -> bool {
        match ty {
            Ty::Declared(id, _) => {
                let (name, arity) = full_name.split_once('`').unwrap_or((full_name, "0"));
                self.table.decl(*id).full_name == name && self.type_parameters(*id).len().to_string() == arity
            }
            Ty::Package(ty, _) => ty.is_named(full_name),
            _ => false,
        }
    }

    /// Whether `ty` is the type of that full name or derives from it.
    pub fn derives_from(&self, ty: &Ty, full_name: &str) -> bool {
        let mut open = vec![(ty.clone(), 0)];
        while let Some((ty, depth)) = open.pop() {
            if self.is_named(&ty, full_name) {
                return true;
            }
            if depth < MAX_DEPTH {
                open.extend(self.bases(&ty).into_iter().map(|base| (base, depth + 1)));
            }
        }
        false
    }

    /// What enumerating `ty` yields.
    pub fn element(&self, ty: &Ty) -> Ty {
        self.element_at(ty, 0)
    }

    fn element_at(&self, ty: &Ty, depth: u32) -> Ty {
        match ty {
            Ty::Array(element) => return (**element).clone(),
            Ty::Named(_, arguments) if arguments.len() == 1 => return arguments[0].clone(),
            Ty::Package(package, arguments) => {
                let is_enumerable = package.is_named("System.Collections.Generic.IEnumerable`1")
                    || package.is_named("System.Collections.Generic.IAsyncEnumerable`1");
                if is_enumerable {
                    return arguments.first().cloned().unwrap_or_default();
                }
            }
            _ => {}
        }
        if depth > MAX_DEPTH {
            return Ty::Unknown;
        }
        let inherited = self.bases(ty).iter().map(|base| self.element_at(base, depth + 1)).find(Ty::is_known);
        inherited.unwrap_or_else(|| self.enumerated(ty))
    }

    /// What the `GetEnumerator` of a declared type yields.
    fn enumerated(&self, ty: &Ty) -> Ty {
        if !matches!(ty, Ty::Declared(..)) {
            return Ty::Unknown;
        }
        let methods = ["GetEnumerator", "GetAsyncEnumerator"];
        let Some(method) = methods.iter().find_map(|name| self.members(ty, name).into_iter().next()) else {
            return Ty::Unknown;
        };
        let enumerator = self.member_type(&method);
        match (&enumerator, enumerator.arguments()) {
            (Ty::Named(name, _), [element]) if name == "IEnumerator" || name == "IAsyncEnumerator" => element.clone(),
            _ => {
                let current = self.members(&enumerator, "Current").into_iter().next();
                current.map(|current| self.member_type(&current)).unwrap_or_default()
            }
        }
    }

    /// What awaiting `ty` yields.
    pub fn awaited(&self, ty: &Ty) -> Ty {
        let name = match ty {
            Ty::Package(ty, _) => ty.simple_name(),
            Ty::Named(name, _) => name.as_str(),
            _ => return Ty::Unknown,
        };
        match name {
            "Task" | "ValueTask" | "ConfiguredTaskAwaitable" | "ConfiguredValueTaskAwaitable" => {
                ty.arguments().first().cloned().unwrap_or_default()
            }
            _ => Ty::Unknown,
        }
    }
}

fn package_parameters(ty: ApiType<'static>) -> Vec<SmolStr> {
    ty.type_parameters().iter().map(|parameter| SmolStr::new(parameter.name)).collect()
}

pub(crate) fn argument(names: &[SmolStr], arguments: &[Ty], name: &str) -> Option<Ty> {
    let index = names.iter().position(|parameter| parameter == name)?;
    arguments.get(index).cloned()
}
