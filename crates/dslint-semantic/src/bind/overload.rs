//! Which of several overloads takes given arguments.

use super::*;
use crate::member::ParameterSymbol;

/// What an argument looks like before it is known what it is wanted as.
enum Shape {
    /// It has a type of its own.
    Typed(Ty),
    /// A lambda with so many parameters; none for `delegate { … }`.
    Lambda(Option<usize>),
    /// `null`
    Null,
    /// `[…]`, `new[] { … }`
    Many,
    /// It takes the type it is wanted as, or nothing is known.
    Any,
}

impl Binder<'_, '_> {
    /// The overload that takes the arguments; those of a class go before those of its bases.
    pub(super) fn choose(
        &mut self,
        group: &[MemberSymbol],
        explicit: &[Ty],
        arguments: &[Argument],
        skip: usize,
    ) -> Option<MemberSymbol> {
        let resolver = self.resolver;
        let fitting: Vec<(&MemberSymbol, Vec<ParameterSymbol>)> = group
            .iter()
            .filter(|member| explicit.is_empty() || resolver.member_type_parameters(member).len() == explicit.len())
            .map(|member| (member, resolver.parameters(member)))
            .filter(|(_, parameters)| parameters.len() >= skip && takes(&parameters[skip..], arguments))
            .collect();
        let (first, _) = fitting.first()?;
        if fitting.len() == 1 {
            return Some((*first).clone());
        }
        let shapes: Vec<Shape> = arguments.iter().map(|argument| self.shape(argument.value)).collect();
        let mut best: Option<(&MemberSymbol, (i32, i32))> = None;
        for (member, parameters) in &fitting {
            let Some(score) = self.score(parameters, skip, arguments, &shapes) else { continue };
            // With the same score the shorter list: no default value has to be put in.
            let score = (score, -(parameters.len() as i32));
            let better = best.is_none_or(|(known, other)| score > other && known.owner == member.owner);
            if better {
                best = Some((member, score));
            }
        }
        Some(best.map_or(*first, |(member, _)| member).clone())
    }

    fn score(
        &self,
        parameters: &[ParameterSymbol],
        skip: usize,
        arguments: &[Argument],
        shapes: &[Shape],
    ) -> Option<i32> {
        let mut total = 0;
        for (index, (argument, shape)) in arguments.iter().zip(shapes).enumerate() {
            let (parameter, expanded) = parameter_for(parameters, skip, index, argument, arguments.len())?;
            let whole = self.fit(&parameter.ty, shape);
            let one = expanded.then(|| self.fit(&self.resolver.element(&parameter.ty), shape)).flatten();
            total += whole.max(one)?;
        }
        Some(total)
    }

    fn shape(&mut self, value: ExprId) -> Shape {
        let unit = self.unit;
        match &unit.expr(value).kind {
            ExprKind::Lambda { parameters, .. } => {
                let source = self.source(value);
                Shape::Lambda((!source.starts_with("delegate") || !parameters.is_empty()).then_some(parameters.len()))
            }
            ExprKind::Literal(Literal::Null) => Shape::Null,
            ExprKind::Collection(_) | ExprKind::NewArray { element: None, .. } => Shape::Many,
            ExprKind::New { ty: None, .. }
            | ExprKind::Default(None)
            | ExprKind::Initializer(_)
            | ExprKind::Conditional { .. }
            | ExprKind::Switch { .. }
            | ExprKind::Throw(_) => Shape::Any,
            ExprKind::Declaration(ty, _) => match self.resolver.ty(&self.scope, ty) {
                Ty::Unknown => Shape::Any,
                ty => Shape::Typed(ty),
            },
            ExprKind::New { ty: Some(ty), .. } | ExprKind::Cast(ty, _) | ExprKind::As(_, ty) => {
                Shape::Typed(self.resolver.ty(&self.scope, ty))
            }
            ExprKind::Literal(_) | ExprKind::Name(_) | ExprKind::Member { .. } => self.typed(value),
            // Once is enough: within an argument that is bound only to learn its type, the first overload has to do.
            _ if self.is_guessing => Shape::Any,
            _ => {
                self.is_guessing = true;
                let shape = self.typed(value);
                self.is_guessing = false;
                shape
            }
        }
    }

    fn typed(&mut self, value: ExprId) -> Shape {
        let ty = self.expr(value, &Ty::Unknown);
        let is_group = match self.binding.symbol(value) {
            Symbol::Member(member) => self.resolver.member_kind(member) == MemberKind::Method,
            Symbol::LocalFunction(_) => true,
            _ => false,
        };
        if is_group { Shape::Any } else { Shape::Typed(ty) }
    }

    /// How well an argument fits a parameter; `None`: not at all.
    fn fit(&self, parameter: &Ty, shape: &Shape) -> Option<i32> {
        let name = self.resolver.full_name(parameter);
        let name = name.as_deref().unwrap_or_default();
        let is_open = matches!(parameter, Ty::Unknown | Ty::Named(..) | Ty::Parameter(_));
        let is_text = name == "System.String";
        match shape {
            Shape::Any => Some(0),
            Shape::Null => (!is_value_type(parameter)).then_some(1),
            Shape::Lambda(count) => {
                let (types, returned) = self.delegate(parameter);
                let is_delegate = !types.is_empty() || returned.is_known() || is_delegate_named(parameter);
                match (is_delegate, count) {
                    (true, Some(count)) => (types.len() == *count).then_some(2),
                    (true, None) => Some(2),
                    (false, _) => is_open.then_some(0),
                }
            }
            Shape::Many => match self.resolver.element(parameter).is_known() && !is_text {
                true => Some(2),
                false => (is_open || !(is_text || is_value_type(parameter))).then_some(0),
            },
            Shape::Typed(Ty::Unknown | Ty::Named(..) | Ty::Parameter(_)) => Some(0),
            Shape::Typed(_) if is_open => Some(1),
            Shape::Typed(ty) if ty == parameter => Some(4),
            Shape::Typed(ty) => self.converts(ty, parameter, name),
        }
    }

    fn converts(&self, ty: &Ty, parameter: &Ty, name: &str) -> Option<i32> {
        if name == "System.Object" {
            return Some(1);
        }
        match ty {
            Ty::Array(_) | Ty::Tuple(_) => {
                (!parameter.arguments().is_empty() || matches!(parameter, Ty::Array(_))).then_some(2)
            }
            _ if name.is_empty() => None,
            _ if self.resolver.is_named(ty, name) => Some(3),
            _ if self.resolver.derives_from(ty, name) => Some(2),
            _ if is_number(ty) && is_number(parameter) => Some(1),
            _ => self.has_unknown_base(ty, 0).then_some(0),
        }
    }

    fn has_unknown_base(&self, ty: &Ty, depth: u32) -> bool {
        match ty {
            Ty::Unknown | Ty::Named(..) => true,
            _ => depth < 16 && self.resolver.bases(ty).iter().any(|base| self.has_unknown_base(base, depth + 1)),
        }
    }
}

fn is_delegate_named(ty: &Ty) -> bool {
    match ty {
        Ty::Package(package, _) => package.kind() == dslint_rules::TypeKind::Delegate,
        _ => false,
    }
}

fn is_value_type(ty: &Ty) -> bool {
    match ty {
        Ty::Package(package, _) => {
            matches!(package.kind(), dslint_rules::TypeKind::Struct | dslint_rules::TypeKind::Enum)
        }
        _ => false,
    }
}

fn is_number(ty: &Ty) -> bool {
    let Ty::Package(package, _) = ty else { return false };
    package.namespace() == "System"
        && matches!(
            package.simple_name(),
            "Byte"
                | "SByte"
                | "Char"
                | "Int16"
                | "UInt16"
                | "Int32"
                | "UInt32"
                | "Int64"
                | "UInt64"
                | "Single"
                | "Double"
                | "Decimal"
        )
}

/// Whether a parameter list takes so many arguments of these names.
fn takes(parameters: &[ParameterSymbol], arguments: &[Argument]) -> bool {
    let named: Vec<&str> =
        arguments.iter().filter_map(|argument| argument.name.as_ref().map(|name| name.text.as_str())).collect();
    if named.iter().any(|name| !parameters.iter().any(|parameter| parameter.name == *name)) {
        return false;
    }
    let positional = arguments.len() - named.len();
    let expands = parameters.last().is_some_and(|parameter| parameter.params);
    if positional > parameters.len() && !expands {
        return false;
    }
    parameters.iter().enumerate().all(|(index, parameter)| {
        index < positional || parameter.optional || parameter.params || named.contains(&parameter.name.as_str())
    })
}
