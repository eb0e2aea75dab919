//! Types as the binder knows them.

use crate::table::DeclId;
use dslint_rules::ApiType;
use smol_str::SmolStr;
use std::sync::Arc;

/// A type.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub enum Ty {
    /// Nothing is known.
    #[default]
    Unknown,
    /// Declared in the analysed code, with its type arguments.
    Declared(DeclId, Arc<[Ty]>),
    /// From a package whose API is known, with its type arguments.
    Package(ApiType<'static>, Arc<[Ty]>),
    /// A type parameter.
    Parameter(SmolStr),
    /// An array.
    Array(Arc<Ty>),
    /// A tuple.
    Tuple(Arc<[Ty]>),
    /// A name that resolves to nothing known, as it was written, with its type arguments.
    Named(SmolStr, Arc<[Ty]>),
}

impl Ty {
    /// A package type without arguments.
    pub fn package(ty: ApiType<'static>) -> Ty {
        Ty::Package(ty, Arc::from([]))
    }

    /// Whether anything is known.
    pub fn is_known(&self) -> bool {
        *self != Ty::Unknown
    }

    /// The type arguments.
    pub fn arguments(&self) -> &[Ty] {
        match self {
            Ty::Declared(_, arguments) | Ty::Package(_, arguments) | Ty::Named(_, arguments) => arguments,
            _ => &[],
        }
    }

    /// The same type with other arguments.
    #[must_use]
    pub fn with_arguments(self, arguments: Arc<[Ty]>) -> Ty {
        match self {
            Ty::Declared(id, _) => Ty::Declared(id, arguments),
            Ty::Package(ty, _) => Ty::Package(ty, arguments),
            Ty::Named(name, _) => Ty::Named(name, arguments),
            other => other,
        }
    }

    /// Replaces type parameters by `lookup`.
    #[must_use]
    pub fn substitute(&self, lookup: &dyn Fn(&str) -> Option<Ty>) -> Ty {
        let all = |arguments: &Arc<[Ty]>| -> Arc<[Ty]> {
            if arguments.is_empty() {
                arguments.clone()
            } else {
                arguments.iter().map(|argument| argument.substitute(lookup)).collect()
            }
        };
        match self {
            Ty::Parameter(name) => lookup(name).unwrap_or_else(|| self.clone()),
            Ty::Declared(id, arguments) => Ty::Declared(*id, all(arguments)),
            Ty::Package(ty, arguments) => Ty::Package(*ty, all(arguments)),
            Ty::Named(name, arguments) => Ty::Named(name.clone(), all(arguments)),
            Ty::Array(element) => Ty::Array(Arc::new(element.substitute(lookup))),
            Ty::Tuple(elements) => Ty::Tuple(all(elements)),
            Ty::Unknown => Ty::Unknown,
        }
    }

    /// Learns what type parameters stand for by laying a parameter's type over an argument's.
    pub fn unify(&self, argument: &Ty, learned: &mut Vec<(SmolStr, Ty)>) {
        match (self, argument) {
            (Ty::Parameter(name), known) if known.is_known() => {
                if !learned.iter().any(|(other, _)| other == name) {
                    learned.push((name.clone(), known.clone()));
                }
            }
            (Ty::Array(left), Ty::Array(right)) => left.unify(right, learned),
            (Ty::Tuple(left), Ty::Tuple(right)) => {
                left.iter().zip(right.iter()).for_each(|(left, right)| left.unify(right, learned));
            }
            _ => {
                for (left, right) in self.arguments().iter().zip(argument.arguments()) {
                    left.unify(right, learned);
                }
            }
        }
    }
}
