//! Names and member accesses.

use super::*;
use crate::scope::Found;

impl Binder<'_, '_> {
    /// What a simple name in an expression means: a local, a member of an enclosing type, a type or namespace, an
    /// imported static member. Where it is called, types and namespaces come last.
    pub(super) fn name(&self, segment: &Segment, is_called: bool) -> (Symbol, Ty) {
        let name = segment.name.text.as_str();
        if segment.arguments.is_empty()
            && let Some(&(_, local)) = self.locals.iter().rev().find(|(local, _)| local == name)
        {
            return (Symbol::Local(local), self.binding.locals[local.0 as usize].ty.clone());
        }
        if let Some(&(_, function)) = self.functions.iter().rev().find(|(function, _)| function == name) {
            return (Symbol::LocalFunction(function), Ty::Unknown);
        }
        for &id in self.scope.types.iter().rev() {
            let arguments = self.resolver.type_parameters(id).into_iter().map(Ty::Parameter).collect();
            if let Some(member) = self.resolver.members(&Ty::Declared(id, arguments), name).into_iter().next() {
                return self.member_symbol(member);
            }
        }
        let found = self.resolver.simple(&self.scope, name, segment.arguments.len());
        if (is_called || found.is_none())
            && let Some(member) = self.imported_static(name)
        {
            return self.member_symbol(member);
        }
        (self.found_symbol(found, segment), Ty::Unknown)
    }

    fn member_symbol(&self, member: MemberSymbol) -> (Symbol, Ty) {
        let ty = self.resolver.member_type(&member);
        (Symbol::Member(Arc::new(member)), ty)
    }

    fn found_symbol(&self, found: Option<Found>, segment: &Segment) -> Symbol {
        match found {
            Some(Found::Type(ty)) if segment.arguments.is_empty() => Symbol::Type(ty),
            Some(Found::Type(ty)) => {
                let arguments = segment.arguments.iter().map(|argument| self.resolver.ty(&self.scope, argument));
                Symbol::Type(ty.with_arguments(arguments.collect()))
            }
            Some(Found::Namespace(namespace)) => Symbol::Namespace(namespace),
            None => Symbol::None,
        }
    }

    fn imported_static(&self, name: &str) -> Option<MemberSymbol> {
        let imported = self.resolver.static_imports(&self.scope);
        let mut members = imported.iter().flat_map(|ty| self.resolver.members(ty, name));
        members.find(|member| self.resolver.is_static(member) && !self.resolver.is_extension(member))
    }

    /// `alias::Name`
    pub(super) fn aliased(&self, alias: &Ident, segment: &Segment) -> Symbol {
        let name = QualifiedName { alias: Some(alias.clone()), segments: vec![segment.clone()] };
        self.found_symbol(self.resolver.qualified_name(&self.scope, &name), segment)
    }

    pub(super) fn member_access(&mut self, id: ExprId, target: ExprId, member: &Segment) -> Ty {
        let target_ty = self.expr(target, &Ty::Unknown);
        let (symbol, ty) = self.member_of(target, &target_ty, member);
        self.set_symbol(id, symbol);
        ty
    }

    fn member_of(&mut self, target: ExprId, target_ty: &Ty, segment: &Segment) -> (Symbol, Ty) {
        let name = segment.name.text.as_str();
        let resolver = self.resolver;
        match self.binding.symbol(target).clone() {
            Symbol::Namespace(namespace) => {
                let found = resolver.in_namespace(&namespace, name, segment.arguments.len(), self.file);
                (self.found_symbol(found, segment), Ty::Unknown)
            }
            Symbol::Type(ty) => self.member_of_type(&self.bound(&ty), segment),
            _ => {
                let receiver = self.bound(target_ty);
                let found = resolver.members(&receiver, name).into_iter().next();
                // "Color Color": a member or local that has the name of its type may be meant as the type.
                if found.as_ref().is_none_or(|found| resolver.is_static(found))
                    && let Some(ty) = self.type_of_same_name(target, &receiver)
                    && let (symbol @ (Symbol::Member(_) | Symbol::Type(_)), member_ty) =
                        self.member_of_type(&ty, segment)
                {
                    self.set_symbol(target, Symbol::Type(ty));
                    return (symbol, member_ty);
                }
                match found {
                    Some(found) => self.member_symbol(found),
                    None => (Symbol::None, member_without_symbol(&receiver, name)),
                }
            }
        }
    }

    fn member_of_type(&self, ty: &Ty, segment: &Segment) -> (Symbol, Ty) {
        let name = segment.name.text.as_str();
        if let Some(found) = self.resolver.members(ty, name).into_iter().next() {
            return self.member_symbol(found);
        }
        let nested = self.resolver.nested(ty, name, segment.arguments.len(), 0);
        (self.found_symbol(nested.map(Found::Type), segment), Ty::Unknown)
    }

    /// The type that a name which means a value would mean as a type, where it is the type of that value.
    fn type_of_same_name(&self, target: ExprId, target_ty: &Ty) -> Option<Ty> {
        let ExprKind::Name(segment) = &self.unit.expr(target).kind else { return None };
        match self.resolver.simple(&self.scope, &segment.name.text, 0)? {
            Found::Type(ty)
                if ty.clone().with_arguments(Arc::from([])) == target_ty.clone().with_arguments(Arc::from([])) =>
            {
                Some(ty)
            }
            _ => None,
        }
    }
}

/// The type of `Item1`, and of the `Value` of a nullable value, which has the type of what is in it.
fn member_without_symbol(ty: &Ty, name: &str) -> Ty {
    match ty {
        Ty::Tuple(elements) => {
            let index = name.strip_prefix("Item").and_then(|index| index.parse::<usize>().ok());
            index.and_then(|index| elements.get(index.checked_sub(1)?)).cloned().unwrap_or_default()
        }
        Ty::Package(package, _)
            if name == "Value"
                && matches!(package.kind(), dslint_rules::TypeKind::Struct | dslint_rules::TypeKind::Enum) =>
        {
            ty.clone()
        }
        _ => Ty::Unknown,
    }
}
