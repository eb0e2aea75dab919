//! Calls: which overload, what the arguments are wanted as, and what comes back.

use super::*;
use crate::member::ParameterSymbol;

impl Binder<'_, '_> {
    pub(super) fn call(&mut self, id: ExprId, callee: ExprId, arguments: &[Argument], expected: &Ty) -> Ty {
        let unit = self.unit;
        if let ExprKind::Name(segment) = &unit.expr(callee).kind
            && segment.name.text == "nameof"
        {
            for argument in arguments {
                self.expr(argument.value, &Ty::Unknown);
            }
            return self.resolver.predefined("string");
        }
        self.expr(callee, &Ty::Unknown);
        let (explicit, receiver): (Vec<Ty>, Option<Ty>) = match &unit.expr(callee).kind {
            ExprKind::Name(segment) => (self.type_arguments(segment), None),
            ExprKind::Member { target, member, .. } => {
                let by_type = matches!(self.binding.symbol(*target), Symbol::Type(_) | Symbol::Namespace(_));
                let receiver = (!by_type).then(|| self.binding.ty(*target).clone());
                (self.type_arguments(member), receiver)
            }
            _ => (Vec::new(), None),
        };
        if let Symbol::LocalFunction(function) = self.binding.symbol(callee).clone() {
            return self.local_function_call(function, arguments);
        }
        let (candidates, extension) = self.candidates(callee, receiver.as_ref(), arguments);
        let Some(chosen) = candidates.into_iter().next() else {
            for argument in arguments {
                self.expr(argument.value, &Ty::Unknown);
            }
            return expected_of_unknown(expected);
        };
        if extension {
            self.binding.extension_calls.insert(id, ());
        }
        let parameters = self.resolver.parameters(&chosen);
        let names = self.resolver.member_type_parameters(&chosen);
        let mut learned: Vec<(SmolStr, Ty)> = names.iter().cloned().zip(explicit).collect();
        let skip = usize::from(extension);
        if extension && let (Some(first), Some(receiver)) = (parameters.first(), &receiver) {
            self.learn_through_bases(&first.ty, receiver, &mut learned);
        }
        for (index, argument) in arguments.iter().enumerate() {
            let parameter = parameter_for(&parameters, skip, index, argument, arguments.len());
            let raw = parameter.map(
                |(parameter, expanded)| {
                    if expanded { self.resolver.element(&parameter.ty) } else { parameter.ty.clone() }
                },
            );
            let wanted = raw.clone().unwrap_or_default().substitute(&|name| known(&learned, name));
            let found = self.expr(argument.value, &wanted);
            if let Some(raw) = raw {
                match (&raw, &found) {
                    // The result of a lambda teaches what the last argument of its delegate is.
                    (delegate, Ty::Named(name, results)) if name == "λ" => {
                        if let (Some(last), Some(result)) = (delegate.arguments().last(), results.first()) {
                            last.unify(result, &mut learned);
                        }
                    }
                    _ => self.learn_through_bases(&raw, &found, &mut learned),
                }
            }
        }
        let returned = self.resolver.member_type(&chosen).substitute(&|name| known(&learned, name));
        self.set_symbol(callee, Symbol::Member(Arc::new(chosen)));
        returned
    }

    fn type_arguments(&self, segment: &Segment) -> Vec<Ty> {
        segment.arguments.iter().map(|argument| self.resolver.ty(&self.scope, argument)).collect()
    }

    /// `IEnumerable<T>` learns `T` from a `List<Client>`: the argument's bases are tried until one has the same shape.
    fn learn_through_bases(&self, parameter: &Ty, argument: &Ty, learned: &mut Vec<(SmolStr, Ty)>) {
        if parameter.arguments().is_empty() {
            parameter.unify(argument, learned);
            return;
        }
        let wanted = self.resolver.full_name(parameter);
        let mut open = vec![(argument.clone(), 0)];
        while let Some((ty, depth)) = open.pop() {
            if wanted.is_some() && self.resolver.full_name(&ty) == wanted {
                return parameter.unify(&ty, learned);
            }
            if depth < 16 {
                open.extend(self.resolver.bases(&ty).into_iter().map(|base| (base, depth + 1)));
            }
        }
        if let (Ty::Array(element), [only]) = (argument, parameter.arguments()) {
            only.unify(element, learned);
        }
    }

    fn local_function_call(&mut self, function: StmtId, arguments: &[Argument]) -> Ty {
        let unit = self.unit;
        let StmtKind::LocalFunction(function) = &unit.stmt(function).kind else { return Ty::Unknown };
        for (index, argument) in arguments.iter().enumerate() {
            let parameter = match &argument.name {
                Some(name) => function.parameters.iter().find(|parameter| parameter.name.text == name.text),
                None => function.parameters.get(index),
            };
            let ty = parameter.and_then(|parameter| parameter.ty.as_ref()).map(|ty| self.resolver.ty(&self.scope, ty));
            self.expr(argument.value, &ty.unwrap_or_default());
        }
        function.ty.as_ref().map(|ty| self.resolver.ty(&self.scope, ty)).unwrap_or_default()
    }

    /// The overloads that a call may mean, best first, and whether they are extension methods called on a receiver.
    fn candidates(&self, callee: ExprId, receiver: Option<&Ty>, arguments: &[Argument]) -> (Vec<MemberSymbol>, bool) {
        let resolver = self.resolver;
        let (group, name) = match self.binding.symbol(callee) {
            Symbol::Member(member) => {
                let name = resolver.member_name(member);
                (resolver.members(&member.owner, &name), name)
            }
            _ => match &self.unit.expr(callee).kind {
                ExprKind::Member { member, .. } => (Vec::new(), member.name.text.clone()),
                _ => return (Vec::new(), false),
            },
        };
        let mut fitting: Vec<MemberSymbol> =
            group.iter().filter(|member| self.fits(member, arguments, 0)).cloned().collect();
        if !fitting.is_empty() {
            return (fitting, false);
        }
        if let Some(receiver) = receiver {
            let extensions = resolver.extensions(&name, self.file).into_iter();
            fitting = extensions
                .filter(|member| self.fits(member, arguments, 1) && self.receives(member, receiver))
                .collect();
            if !fitting.is_empty() {
                return (fitting, true);
            }
        }
        // No overload takes these arguments: the name is still that of the group.
        (group, false)
    }

    fn fits(&self, member: &MemberSymbol, arguments: &[Argument], skip: usize) -> bool {
        if self.resolver.member_kind(member) != MemberKind::Method {
            return false;
        }
        let parameters = self.resolver.parameters(member);
        if parameters.len() < skip {
            return false;
        }
        takes(&parameters[skip..], arguments)
    }

    fn receives(&self, member: &MemberSymbol, receiver: &Ty) -> bool {
        let parameters = self.resolver.parameters(member);
        let Some(first) = parameters.first() else { return false };
        match (&first.ty, receiver) {
            (Ty::Parameter(_), _) => true,
            // With an unknown receiver or parameter the name has to do.
            (_, Ty::Unknown | Ty::Named(..)) | (Ty::Unknown | Ty::Named(..), _) => true,
            (wanted, Ty::Array(_)) => matches!(wanted, Ty::Array(_)) || !wanted.arguments().is_empty(),
            (wanted, receiver) => match self.resolver.full_name(wanted) {
                Some(name) => self.resolver.derives_from(receiver, &name),
                None => false,
            },
        }
    }

    /// Binds the arguments of a creation and says which constructor it calls.
    pub(super) fn creation_arguments(&mut self, ty: &Ty, arguments: &[Argument]) -> Option<Arc<MemberSymbol>> {
        let constructors = self.resolver.constructors(ty);
        let chosen = constructors
            .iter()
            .find(|constructor| takes(&self.resolver.parameters(constructor), arguments))
            .or(constructors.first())
            .cloned();
        let parameters = chosen.as_ref().map(|chosen| self.resolver.parameters(chosen)).unwrap_or_default();
        for (index, argument) in arguments.iter().enumerate() {
            let wanted =
                parameter_for(&parameters, 0, index, argument, arguments.len()).map(|(parameter, expanded)| {
                    if expanded { self.resolver.element(&parameter.ty) } else { parameter.ty.clone() }
                });
            self.expr(argument.value, &wanted.unwrap_or_default());
        }
        chosen.map(Arc::new)
    }
}

fn known(learned: &[(SmolStr, Ty)], name: &str) -> Option<Ty> {
    learned.iter().find(|(parameter, _)| parameter == name).map(|(_, ty)| ty.clone())
}

/// A call of something unknown has an unknown type, whatever is wanted.
fn expected_of_unknown(_expected: &Ty) -> Ty {
    Ty::Unknown
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

/// The parameter that an argument goes to, and whether it is one of the many of a `params`.
pub(crate) fn parameter_for<'p>(
    parameters: &'p [ParameterSymbol],
    skip: usize,
    index: usize,
    argument: &Argument,
    count: usize,
) -> Option<(&'p ParameterSymbol, bool)> {
    if let Some(name) = &argument.name {
        return parameters.iter().find(|parameter| parameter.name == name.text).map(|parameter| (parameter, false));
    }
    let at = index + skip;
    let last = parameters.last()?;
    if last.params && at + 1 >= parameters.len() {
        // One argument for the last place may be the array itself; its type tells, and wanting the element is right
        // for literals and creations, which is what matters.
        let many = count + skip > parameters.len() || at + 1 == parameters.len();
        return Some((last, many));
    }
    parameters.get(at).map(|parameter| (parameter, false))
}
