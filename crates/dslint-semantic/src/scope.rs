//! Names to types and namespaces, as the C# specification has it ("Namespace and type names"): type parameters,
//! nested types of the enclosing types, then namespace by namespace outwards, at each its own members, its aliases and
//! its imports, and last the global usings.

use crate::table::{DeclId, FileId, SymbolTable, Usings};
use crate::ty::Ty;
use dslint_rules::{ApiHistory, ApiType, SignatureType};
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
    /// The types around it, outermost first.
    pub types: Vec<DeclId>,
    /// The type parameters in scope.
    pub type_parameters: Vec<SmolStr>,
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
#[derive(Debug)]
pub struct Resolver<'t> {
    /// The declared types.
    pub table: &'t SymbolTable,
    /// The API of the packages.
    pub api: &'static ApiHistory,
}

impl<'t> Resolver<'t> {
    /// A resolver over a table.
    pub fn new(table: &'t SymbolTable) -> Self {
        Self { table, api: ApiHistory::embedded() }
    }

    /// The scope inside a type declaration.
    pub fn scope_of(&self, file: FileId, index: TypeIndex) -> Scope {
        let unit = &self.table.file(file).unit;
        let mut types = Vec::new();
        let mut type_parameters = Vec::new();
        let mut at = Some(index);
        while let Some(index) = at {
            let decl = unit.type_decl(index);
            types.extend(self.table.decl_of(file, index));
            type_parameters.extend(decl.type_parameters.iter().map(|parameter| parameter.text.clone()));
            at = decl.parent;
        }
        types.reverse();
        Scope { file, namespace: unit.type_decl(index).namespace, types, type_parameters }
    }

    /// The scope of a type's base list: the type itself is not in it, its type parameters are.
    pub(crate) fn base_scope(&self, file: FileId, index: TypeIndex) -> Scope {
        let mut scope = self.scope_of(file, index);
        scope.types.pop();
        scope
    }

    /// The scope of top-level statements and assembly attributes.
    pub fn file_scope(&self, file: FileId) -> Scope {
        Scope { file, namespace: NamespaceIndex(0), types: Vec::new(), type_parameters: Vec::new() }
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

    fn qualified(&self, scope: &Scope, name: &QualifiedName, depth: u32) -> Option<Found> {
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
                if prefix.len() == full_name.len() {
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
        if arity == 0
            && let Some((_, target)) = usings.aliases.iter().find(|(alias, _)| alias == name)
        {
            return self.alias_target(scope.file, at, target, depth);
        }
        for namespace in &usings.namespaces {
            if let Some(ty) = self.type_named(&format!("{namespace}.{name}"), arity, scope.file) {
                return Some(Found::Type(ty));
            }
        }
        for target in &usings.statics {
            let outside = self.file_scope(scope.file);
            if let Some(Found::Type(ty)) = self.absolute(&outside, target, depth + 1)
                && let Some(nested) = self.nested(&ty, name, arity, depth + 1)
            {
                return Some(Found::Type(nested));
            }
        }
        None
    }

    /// The target of an alias is looked up as if the usings beside it were not there.
    fn alias_target(&self, file: FileId, at: NamespaceIndex, target: &TypeSyntax, depth: u32) -> Option<Found> {
        let parent = self.table.file(file).unit.namespace(at).parent;
        let scope = Scope { namespace: parent.unwrap_or(NamespaceIndex(0)), ..self.file_scope(file) };
        match &target.kind {
            TypeKind::Name(name) => match parent {
                Some(_) => self.qualified(&scope, name, depth + 1),
                None => self.absolute(&scope, name, depth + 1),
            },
            _ => Some(Found::Type(self.ty_at(&scope, target, depth + 1))),
        }
    }

    /// A qualified name read from the root namespace. Its type arguments are resolved in `scope`.
    pub(crate) fn absolute(&self, scope: &Scope, name: &QualifiedName, depth: u32) -> Option<Found> {
        if depth > MAX_DEPTH {
            return None;
        }
        let mut found = Found::Namespace(String::new());
        for segment in &name.segments {
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

    /// A member of a namespace.
    pub fn in_namespace(&self, namespace: &str, name: &str, arity: usize, from: FileId) -> Option<Found> {
        let full_name = if namespace.is_empty() { name.to_owned() } else { format!("{namespace}.{name}") };
        if let Some(ty) = self.type_named(&full_name, arity, from) {
            return Some(Found::Type(ty));
        }
        (arity == 0 && self.table.has_namespace(&full_name)).then_some(Found::Namespace(full_name))
    }

    /// The type of a full name: declared types shadow package types.
    pub fn type_named(&self, full_name: &str, arity: usize, from: FileId) -> Option<Ty> {
        if let Some(id) = self.table.declared(full_name, arity, from) {
            return Some(Ty::Declared(id, Arc::from([])));
        }
        self.api.type_named(full_name, arity).map(Ty::package)
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
            Ty::Package(ty, _) => ty.nested_named(name, arity).map(Ty::package),
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
                    .bases(None)
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
                    Ty::Named(..) => match owner.resolve(ty.name, ty.arity(), None) {
                        Some(package) => Ty::Package(package, arguments),
                        None => Ty::Named(SmolStr::new(ty.name), arguments),
                    },
                    known => known,
                }
            }
        };
        ty.array_ranks.iter().fold(core, |element, _| Ty::Array(Arc::new(element)))
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
        if let Ty::Array(element) = ty {
            return (**element).clone();
        }
        let mut open = vec![(ty.clone(), 0)];
        while let Some((ty, depth)) = open.pop() {
            if self.is_named(&ty, "System.Collections.Generic.IEnumerable`1")
                || matches!(&ty, Ty::Named(..) if ty.arguments().len() == 1)
            {
                return ty.arguments().first().cloned().unwrap_or_default();
            }
            if depth < MAX_DEPTH {
                open.extend(self.bases(&ty).into_iter().map(|base| (base, depth + 1)));
            }
        }
        Ty::Unknown
    }

    /// What awaiting `ty` yields.
    pub fn awaited(&self, ty: &Ty) -> Ty {
        let name = match ty {
            Ty::Package(ty, _) => ty.simple_name(),
            Ty::Named(name, _) => name.as_str(),
            _ => return Ty::Unknown,
        };
        match name {
            "Task" | "ValueTask" => ty.arguments().first().cloned().unwrap_or_default(),
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
