//! Calls: what is called, what the arguments are wanted as, and what comes back.

use super::*;
use crate::member::ParameterSymbol;

/// What a call turns out to call.
enum Callable {
    /// A method; whether it is an extension method called on a receiver.
    Method(MemberSymbol, bool),
    /// A member that is no method, or a method that does not take these arguments: only its name is known.
    Named(MemberSymbol),
    /// A local function.
    LocalFunction(StmtId),
    /// A value of a delegate type.
    Delegate(Vec<Ty>, Ty),
    /// Nothing that is known.
    Unknown,
}

/// What a call knows of its type parameters.
#[derive(Default)]
struct Inference {
    /// The type parameters of the method.
    names: Vec<SmolStr>,
    learned: Vec<(SmolStr, Ty)>,
}

impl Inference {
    fn known(&self, name: &str) -> Option<Ty> {
        self.learned.iter().find(|(parameter, _)| parameter == name).map(|(_, ty)| ty.clone())
    }

    /// What was learned put in; what was not is unknown.
    fn result(&self, ty: &Ty) -> Ty {
        ty.substitute(&|name| {
            self.known(name).or_else(|| self.names.iter().any(|own| own == name).then_some(Ty::Unknown))
        })
    }
}

impl Binder<'_, '_> {
    pub(super) fn call(&mut self, id: ExprId, callee: ExprId, arguments: &[Argument]) -> Ty {
        let unit = self.unit;
        if let ExprKind::Name(segment) = &unit.expr(callee).kind
            && segment.name.text == "nameof"
        {
            self.plain_arguments(arguments);
            return self.predefined("string");
        }
        let callee_ty = self.callee(callee);
        let (explicit, receiver): (Vec<Ty>, Option<Ty>) = match &unit.expr(callee).kind {
            ExprKind::Name(segment) => (self.type_arguments(segment), None),
            ExprKind::Member { target, member, .. } => {
                let by_type = matches!(self.binding.symbol(*target), Symbol::Type(_) | Symbol::Namespace(_));
                let receiver = (!by_type).then(|| self.bound(self.binding.ty(*target)));
                (self.type_arguments(member), receiver)
            }
            _ => (Vec::new(), None),
        };
        match self.callable(callee, &callee_ty, receiver.as_ref(), &explicit, arguments) {
            Callable::Unknown => {
                self.plain_arguments(arguments);
                Ty::Unknown
            }
            Callable::Named(member) => {
                self.plain_arguments(arguments);
                let returned = self.resolver.member_type(&member);
                self.set_symbol(callee, Symbol::Member(Arc::new(member)));
                returned
            }
            Callable::Delegate(parameters, returned) => {
                for (index, argument) in arguments.iter().enumerate() {
                    self.expr(argument.value, parameters.get(index).unwrap_or(&Ty::Unknown));
                }
                returned
            }
            Callable::LocalFunction(function) => self.local_function_call(function, explicit, arguments),
            Callable::Method(method, extension) => {
                if extension {
                    self.binding.extension_calls.insert(id);
                }
                let parameters = self.resolver.parameters(&method);
                let names = self.resolver.member_type_parameters(&method);
                let mut inference = Inference { learned: names.iter().cloned().zip(explicit).collect(), names };
                if extension && let (Some(first), Some(receiver)) = (parameters.first(), &receiver) {
                    self.learn_through_bases(&first.ty, receiver, &mut inference.learned);
                }
                self.arguments(&parameters, usize::from(extension), arguments, &mut inference);
                let returned = inference.result(&self.resolver.member_type(&method));
                self.set_symbol(callee, Symbol::Member(Arc::new(method)));
                returned
            }
        }
    }

    fn plain_arguments(&mut self, arguments: &[Argument]) {
        for argument in arguments {
            self.expr(argument.value, &Ty::Unknown);
        }
    }

    fn type_arguments(&self, segment: &Segment) -> Vec<Ty> {
        segment.arguments.iter().map(|argument| self.resolver.ty(&self.scope, argument)).collect()
    }

    /// Binds the arguments of a call: lambdas last, when the others have said what their parameters are.
    fn arguments(
        &mut self,
        parameters: &[ParameterSymbol],
        skip: usize,
        arguments: &[Argument],
        inference: &mut Inference,
    ) {
        let is_lambda = |binder: &Self, argument: &Argument| {
            matches!(binder.unit.expr(argument.value).kind, ExprKind::Lambda { .. })
        };
        for lambdas in [false, true] {
            for (index, argument) in arguments.iter().enumerate() {
                if is_lambda(self, argument) != lambdas {
                    continue;
                }
                let raw =
                    parameter_for(parameters, skip, index, argument, arguments.len()).map(|(parameter, expanded)| {
                        if expanded { self.resolver.element(&parameter.ty) } else { parameter.ty.clone() }
                    });
                let raw = raw.unwrap_or_default();
                let wanted = raw.substitute(&|name| inference.known(name));
                let found = self.expr(argument.value, &wanted);
                match self.result_of_function(argument.value, &found) {
                    Some(result) => {
                        let returned = self.delegate(&raw).1;
                        let returned = if lambdas && self.is_async(argument.value) {
                            self.resolver.awaited(&returned)
                        } else {
                            returned
                        };
                        self.learn_through_bases(&returned, &result, &mut inference.learned);
                    }
                    None => self.learn_through_bases(&raw, &found, &mut inference.learned),
                }
            }
        }
    }

    /// What a lambda or a method group that stands for a delegate returns.
    fn result_of_function(&self, value: ExprId, found: &Ty) -> Option<Ty> {
        match (found, self.binding.symbol(value)) {
            (Ty::Named(name, results), _) if name == LAMBDA => Some(results.first().cloned().unwrap_or_default()),
            (_, Symbol::Member(member)) if self.resolver.member_kind(member) == MemberKind::Method => {
                Some(self.resolver.member_type(member))
            }
            (_, Symbol::LocalFunction(function)) => match &self.unit.stmt(*function).kind {
                StmtKind::LocalFunction(decl) => {
                    Some(decl.ty.as_ref().map(|ty| self.resolver.ty(&self.scope, ty)).unwrap_or_default())
                }
                _ => None,
            },
            _ => None,
        }
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
        if let [only] = parameter.arguments() {
            match argument {
                Ty::Array(element) => only.unify(element, learned),
                // A generic type that is not known: its one argument is taken for that of the parameter.
                Ty::Named(_, arguments) if arguments.len() == 1 => only.unify(&arguments[0], learned),
                _ => {}
            }
        }
    }

    fn local_function_call(&mut self, function: StmtId, explicit: Vec<Ty>, arguments: &[Argument]) -> Ty {
        let unit = self.unit;
        let StmtKind::LocalFunction(function) = &unit.stmt(function).kind else { return Ty::Unknown };
        let names: Vec<SmolStr> = function.type_parameters.iter().map(|parameter| parameter.text.clone()).collect();
        let mut scope = self.scope.clone();
        scope.type_parameters.extend(names.iter().cloned());
        let parameters: Vec<ParameterSymbol> = function
            .parameters
            .iter()
            .map(|parameter| ParameterSymbol {
                name: parameter.name.text.clone(),
                ty: parameter.ty.as_ref().map(|ty| self.resolver.ty(&scope, ty)).unwrap_or_default(),
                optional: parameter.default.is_some(),
                params: parameter.modifiers.contains(Modifiers::PARAMS),
            })
            .collect();
        let returned = function.ty.as_ref().map(|ty| self.resolver.ty(&scope, ty)).unwrap_or_default();
        let mut inference = Inference { learned: names.iter().cloned().zip(explicit).collect(), names };
        self.arguments(&parameters, 0, arguments, &mut inference);
        inference.result(&returned)
    }

    fn callable(
        &mut self,
        callee: ExprId,
        callee_ty: &Ty,
        receiver: Option<&Ty>,
        explicit: &[Ty],
        arguments: &[Argument],
    ) -> Callable {
        let resolver = self.resolver;
        let symbol = self.binding.symbol(callee).clone();
        let (group, name) = match &symbol {
            Symbol::LocalFunction(function) => return Callable::LocalFunction(*function),
            Symbol::Member(member) if resolver.member_kind(member) == MemberKind::Method => {
                let name = resolver.member_name(member);
                (resolver.members(&member.owner, &name), Some(name))
            }
            Symbol::Member(_) | Symbol::Local(_) | Symbol::None if callee_ty.is_known() => {
                let (parameters, returned) = self.delegate(callee_ty);
                if returned.is_known() || !parameters.is_empty() {
                    return Callable::Delegate(parameters, returned);
                }
                (Vec::new(), self.member_named(callee))
            }
            _ => (Vec::new(), self.member_named(callee)),
        };
        if let Some(method) = self.choose(&group, explicit, arguments, 0) {
            return Callable::Method(method, false);
        }
        let Some(name) = name else { return Callable::Unknown };
        if let Some(receiver) = receiver {
            let extensions = resolver.extensions(&name, &self.scope).into_iter();
            let received: Vec<MemberSymbol> = extensions.filter(|member| self.receives(member, receiver)).collect();
            if let Some(method) = self.choose(&received, explicit, arguments, 1) {
                return Callable::Method(method, true);
            }
        }
        // Signatures that other releases have: code that is broken, or will be.
        if let Some(first) = group.first()
            && let Some(method) =
                self.choose(&resolver.members_of_any_release(&first.owner, &name), explicit, arguments, 0)
        {
            return Callable::Method(method, false);
        }
        // No overload takes these arguments: the name is still that of the group.
        match (group.into_iter().next(), symbol) {
            (Some(first), _) => Callable::Named(first),
            (None, Symbol::Member(member)) => Callable::Named((*member).clone()),
            _ => Callable::Unknown,
        }
    }

    /// The name behind the dot of a callee.
    fn member_named(&self, callee: ExprId) -> Option<SmolStr> {
        match &self.unit.expr(callee).kind {
            ExprKind::Member { member, .. } => Some(member.name.text.clone()),
            _ => None,
        }
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
        let chosen = self.choose(&constructors, &[], arguments, 0).or_else(|| constructors.into_iter().next());
        let parameters = chosen.as_ref().map(|chosen| self.resolver.parameters(chosen)).unwrap_or_default();
        self.arguments(&parameters, 0, arguments, &mut Inference::default());
        chosen.map(Arc::new)
    }
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
