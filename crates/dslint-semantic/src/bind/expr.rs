//! Expressions: names, member accesses, creations and their types.

use super::*;
use crate::member::MemberSource;
use crate::scope::argument;

impl Binder<'_, '_> {
    /// Binds an expression that is wanted as `expected` (unknown: no wish) and says what type it has.
    pub(super) fn expr(&mut self, id: ExprId, expected: &Ty) -> Ty {
        let ty = self.expr_here(id, expected);
        self.binding.types[id.0 as usize] = ty.clone();
        ty
    }

    /// Binds what is called.
    pub(super) fn callee(&mut self, id: ExprId) -> Ty {
        let unit = self.unit;
        let ExprKind::Name(segment) = &unit.expr(id).kind else { return self.expr(id, &Ty::Unknown) };
        let (symbol, ty) = self.name(segment, true);
        self.set_symbol(id, symbol);
        self.binding.types[id.0 as usize] = ty.clone();
        ty
    }

    fn all(&mut self, ids: &[ExprId]) {
        for &id in ids {
            self.expr(id, &Ty::Unknown);
        }
    }

    pub(super) fn predefined(&self, name: &str) -> Ty {
        self.resolver.predefined(name)
    }

    pub(super) fn set_symbol(&mut self, id: ExprId, symbol: Symbol) {
        self.binding.symbols[id.0 as usize] = symbol;
    }

    fn expr_here(&mut self, id: ExprId, expected: &Ty) -> Ty {
        let unit = self.unit;
        match &unit.expr(id).kind {
            ExprKind::Name(segment) => {
                let (symbol, ty) = self.name(segment, false);
                self.set_symbol(id, symbol);
                ty
            }
            ExprKind::Aliased(alias, segment) => {
                let symbol = self.aliased(alias, segment);
                self.set_symbol(id, symbol);
                Ty::Unknown
            }
            ExprKind::Predefined(name) => {
                let ty = self.predefined(name);
                self.set_symbol(id, Symbol::Type(ty));
                Ty::Unknown
            }
            ExprKind::Member { target, member, .. } => self.member_access(id, *target, member),
            ExprKind::Element { target, arguments, .. } => {
                let ty = self.expr(*target, &Ty::Unknown);
                for argument in arguments {
                    self.expr(argument.value, &Ty::Unknown);
                }
                self.indexed(&ty)
            }
            ExprKind::Call { callee, arguments } => self.call(id, *callee, arguments),
            ExprKind::New { ty, arguments, initializer } => {
                let created = match ty {
                    Some(ty) => self.resolver.ty(&self.scope, ty),
                    None => expected.clone(),
                };
                if let Some(constructor) = self.creation_arguments(&created, arguments) {
                    self.binding.constructors.insert(id, constructor);
                }
                if let Some(initializer) = initializer {
                    self.initializer(*initializer, &created);
                }
                created
            }
            ExprKind::AnonymousObject(entries) => {
                for (_, value) in entries {
                    self.expr(*value, &Ty::Unknown);
                }
                Ty::Unknown
            }
            ExprKind::NewArray { element, initializer } => {
                let declared = element.as_ref().map(|element| self.resolver.ty(&self.scope, element));
                let wanted = declared.unwrap_or_else(|| self.resolver.element(expected));
                let found = initializer.map(|initializer| self.elements(initializer, &wanted)).unwrap_or_default();
                let element = if wanted.is_known() { wanted } else { found };
                Ty::Array(Arc::new(element))
            }
            ExprKind::Initializer(_) => {
                self.initializer(id, expected);
                expected.clone()
            }
            ExprKind::Collection(elements) => {
                let element = self.resolver.element(expected);
                for part in elements {
                    let wanted = if part.spread { expected } else { &element };
                    self.expr(part.value, wanted);
                }
                expected.clone()
            }
            ExprKind::With { target, initializer } => {
                let ty = self.expr(*target, expected);
                self.initializer(*initializer, &ty);
                ty
            }
            ExprKind::Assign { left, right, .. } => {
                if let (ExprKind::Tuple(names), ExprKind::Tuple(values)) =
                    (&unit.expr(*left).kind, &unit.expr(*right).kind)
                    && names.len() == values.len()
                {
                    for (name, value) in names.iter().zip(values) {
                        let ty = self.expr(name.value, &Ty::Unknown);
                        self.expr(value.value, &ty);
                    }
                    return Ty::Unknown;
                }
                // A deconstruction gives the variables on its left the types of what is on its right.
                if let ExprKind::Tuple(names) = &unit.expr(*left).kind {
                    let found = self.expr(*right, &Ty::Unknown);
                    let parts = self.deconstructed(&found, names.len());
                    for (name, part) in names.iter().zip(parts) {
                        self.expr(name.value, &part);
                    }
                    return found;
                }
                let ty = self.expr(*left, &Ty::Unknown);
                let found = self.expr(*right, &ty);
                if ty.is_known() { ty } else { found }
            }
            ExprKind::Unary { op: UnaryOp::Not, operand } => {
                self.expr(*operand, &Ty::Unknown);
                self.predefined("bool")
            }
            ExprKind::Unary { operand, .. } => self.expr(*operand, expected),
            ExprKind::Binary { op, left, right } => self.binary(*op, *left, *right, expected),
            ExprKind::Await(value) => {
                let ty = self.expr(*value, &Ty::Unknown);
                self.resolver.awaited(&ty)
            }
            ExprKind::Is { operand, pattern } => {
                let ty = self.expr(*operand, &Ty::Unknown);
                self.pattern(pattern, &ty);
                self.predefined("bool")
            }
            ExprKind::As(value, ty) | ExprKind::Cast(ty, value) => {
                let ty = self.resolver.ty(&self.scope, ty);
                self.expr(*value, &ty);
                ty
            }
            ExprKind::Conditional { condition, then, otherwise } => {
                self.expr(*condition, &Ty::Unknown);
                let left = self.expr(*then, expected);
                let wanted = if expected.is_known() { expected } else { &left };
                let right = self.expr(*otherwise, wanted);
                if left.is_known() { left } else { right }
            }
            ExprKind::Switch { subject, arms } => {
                let subject = self.expr(*subject, &Ty::Unknown);
                let mut ty = expected.clone();
                for arm in arms {
                    self.nested(|binder| {
                        binder.pattern(&arm.pattern, &subject);
                        if let Some(guard) = arm.guard {
                            binder.expr(guard, &Ty::Unknown);
                        }
                        let found = binder.expr(arm.value, &ty);
                        if !ty.is_known() {
                            ty = found;
                        }
                    });
                }
                ty
            }
            ExprKind::Lambda { parameters, body } => self.lambda(id, parameters, *body, expected),
            ExprKind::Literal(literal) => match literal {
                Literal::String(_) => self.predefined("string"),
                Literal::Integer(_) => self.predefined("int"),
                Literal::Bool(_) => self.predefined("bool"),
                Literal::Null => expected.clone(),
                Literal::Other => Ty::Unknown,
            },
            ExprKind::Interpolated(parts) => {
                for part in parts {
                    if let InterpolatedPart::Hole(value) = part {
                        self.expr(*value, &Ty::Unknown);
                    }
                }
                self.predefined("string")
            }
            ExprKind::TypeOf(ty) => {
                let ty = self.resolver.ty(&self.scope, ty);
                self.set_symbol(id, Symbol::Type(ty));
                self.resolver.api.type_named("System.Type", 0).map_or(Ty::Unknown, Ty::package)
            }
            ExprKind::Default(ty) => match ty {
                Some(ty) => self.resolver.ty(&self.scope, ty),
                None => expected.clone(),
            },
            ExprKind::This => self.this_ty(),
            ExprKind::Base => {
                let this = self.this_ty();
                self.resolver.base_class(&this)
            }
            ExprKind::Tuple(arguments) => {
                let wanted = match expected {
                    Ty::Tuple(elements) => elements.clone(),
                    _ => Arc::from([]),
                };
                let types = arguments
                    .iter()
                    .enumerate()
                    .map(|(index, argument)| self.expr(argument.value, wanted.get(index).unwrap_or(&Ty::Unknown)));
                Ty::Tuple(types.collect())
            }
            ExprKind::Declaration(ty, name) => {
                let declared = self.resolver.ty(&self.scope, ty);
                let ty = if declared.is_known() { declared } else { expected.clone() };
                let local = self.declare(name, ty.clone());
                self.set_symbol(id, Symbol::Local(local));
                ty
            }
            ExprKind::Throw(value) => {
                self.expr(*value, &Ty::Unknown);
                Ty::Unknown
            }
            ExprKind::Other(values) => {
                self.nested(|binder| {
                    let rest = binder.range_variable(id, values);
                    binder.all(rest);
                });
                Ty::Unknown
            }
        }
    }

    /// `from x in xs …` declares `x` for what follows.
    fn range_variable<'v>(&mut self, query: ExprId, values: &'v [ExprId]) -> &'v [ExprId] {
        let unit = self.unit;
        if let [variable, source, rest @ ..] = values
            && self.source(query).starts_with("from ")
            && let ExprKind::Name(segment) = &unit.expr(*variable).kind
        {
            let source = self.expr(*source, &Ty::Unknown);
            let element = self.resolver.element(&source);
            let local = self.declare(&segment.name, element);
            self.set_symbol(*variable, Symbol::Local(local));
            return rest;
        }
        values
    }

    fn binary(&mut self, op: BinaryOp, left: ExprId, right: ExprId, expected: &Ty) -> Ty {
        // Down the left spine without recursion: long concatenations.
        let unit = self.unit;
        let mut spine = vec![(op, right, None)];
        let mut leftmost = left;
        while let ExprKind::Binary { op, left, right } = &unit.expr(leftmost).kind {
            spine.push((*op, *right, Some(leftmost)));
            leftmost = *left;
        }
        let mut ty = self.expr(leftmost, expected);
        while let Some((op, right, id)) = spine.pop() {
            // The right side of `??` takes the type of the left one, where nothing else is wanted.
            let wanted = if op == BinaryOp::Coalesce && !expected.is_known() { ty.clone() } else { expected.clone() };
            let found = self.expr(right, &wanted);
            ty = match op {
                BinaryOp::Coalesce => {
                    if ty.is_known() {
                        ty
                    } else {
                        found
                    }
                }
                BinaryOp::Add => {
                    let string = self.predefined("string");
                    if ty == string || found == string { string } else { ty }
                }
                BinaryOp::Equal | BinaryOp::NotEqual | BinaryOp::And | BinaryOp::Or => self.predefined("bool"),
                BinaryOp::Other => Ty::Unknown,
            };
            if let Some(id) = id {
                self.binding.types[id.0 as usize] = ty.clone();
            }
        }
        ty
    }

    fn indexed(&self, ty: &Ty) -> Ty {
        if let Ty::Array(element) = ty {
            return (**element).clone();
        }
        let ty = &self.bound(ty);
        if let Some(indexer) = self.resolver.members(ty, "this[]").into_iter().next() {
            return self.resolver.member_type(&indexer);
        }
        match ty.arguments() {
            [_, value] => value.clone(),
            [element] => element.clone(),
            _ => Ty::Unknown,
        }
    }

    /// `{ A = 1, { B }, c }` behind the creation of a `ty`.
    fn initializer(&mut self, id: ExprId, ty: &Ty) {
        self.binding.types[id.0 as usize] = ty.clone();
        let unit = self.unit;
        let ExprKind::Initializer(entries) = &unit.expr(id).kind else { return };
        for entry in entries {
            match entry {
                InitializerEntry::Member(name, value) => {
                    let member = self.resolver.members(ty, &name.text).into_iter().next();
                    let wanted = member.as_ref().map(|member| self.resolver.member_type(member)).unwrap_or_default();
                    if let Some(member) = member {
                        self.binding.initialized.insert(*value, Arc::new(member));
                    }
                    self.expr(*value, &wanted);
                }
                InitializerEntry::Index(arguments, value) => {
                    for argument in arguments {
                        self.expr(argument.value, &Ty::Unknown);
                    }
                    let wanted = self.indexed(ty);
                    self.expr(*value, &wanted);
                }
                InitializerEntry::Element(value) => match &unit.expr(*value).kind {
                    // `{ key, value }`: the arguments of `Add`.
                    ExprKind::Initializer(parts) => {
                        let wanted: Vec<Ty> = ty.arguments().to_vec();
                        for (index, part) in parts.iter().enumerate() {
                            if let InitializerEntry::Element(part) = part {
                                self.expr(*part, wanted.get(index).unwrap_or(&Ty::Unknown));
                            }
                        }
                    }
                    _ => {
                        let wanted = self.resolver.element(ty);
                        self.expr(*value, &wanted);
                    }
                },
            }
        }
    }

    /// The elements of an array initializer; says what type the first known one has.
    fn elements(&mut self, id: ExprId, wanted: &Ty) -> Ty {
        let unit = self.unit;
        let ExprKind::Initializer(entries) = &unit.expr(id).kind else { return self.expr(id, wanted) };
        let mut first = Ty::Unknown;
        for entry in entries {
            let found = match entry {
                InitializerEntry::Element(value)
                | InitializerEntry::Member(_, value)
                | InitializerEntry::Index(_, value) => self.expr(*value, wanted),
            };
            if !first.is_known() {
                first = found;
            }
        }
        first
    }

    fn lambda(&mut self, id: ExprId, parameters: &[Parameter], body: Body, expected: &Ty) -> Ty {
        let (types, returned) = self.delegate(expected);
        let returned = if self.is_async(id) { self.async_result(&returned) } else { returned };
        self.nested(|binder| {
            for (index, parameter) in parameters.iter().enumerate() {
                let declared =
                    parameter.ty.as_ref().map(|ty| binder.resolver.ty(&binder.scope, ty)).unwrap_or_default();
                let inferred = types.get(index).cloned().unwrap_or_default();
                binder.declare(&parameter.name, if declared.is_known() { declared } else { inferred });
            }
            let before = binder.learned.len();
            let found = match body {
                Body::Expr(value) => binder.expr(value, &returned),
                other => {
                    binder.body(other, &returned);
                    binder.learned.get(before).cloned().unwrap_or_default()
                }
            };
            binder.learned.truncate(before);
            // The type of a lambda is never asked for; what it returns is, for inference.
            Ty::Named(SmolStr::new_static(LAMBDA), Arc::from([found]))
        })
    }

    /// The types of the parts of a deconstructed value.
    pub(super) fn deconstructed(&self, ty: &Ty, count: usize) -> Vec<Ty> {
        let parts = match ty {
            Ty::Tuple(elements) => elements.to_vec(),
            _ => self.deconstruct_method(ty, count).unwrap_or_else(|| ty.arguments().to_vec()),
        };
        if parts.len() == count { parts } else { vec![Ty::Unknown; count] }
    }

    fn deconstruct_method(&self, ty: &Ty, count: usize) -> Option<Vec<Ty>> {
        let types = |method: &MemberSymbol| -> Vec<Ty> {
            self.resolver.parameters(method).into_iter().map(|parameter| parameter.ty).collect()
        };
        let methods = self.resolver.members(ty, "Deconstruct");
        if let Some(found) = methods.iter().map(types).find(|types| types.len() == count) {
            return Some(found);
        }
        // Records have one for their positional parameters.
        let Ty::Declared(id, _) = ty else { return None };
        let is_record = |kind| matches!(kind, DeclaredKind::Record | DeclaredKind::RecordStruct);
        let parts = self.resolver.table.decl(*id).parts.iter();
        let is_positional = |constructor: &MemberSymbol| {
            matches!(constructor.source, MemberSource::PrimaryConstructor(..))
                && parts.clone().any(|&(file, index)| is_record(self.resolver.table.part(file, index).kind))
        };
        let constructors = self.resolver.constructors(ty);
        constructors
            .iter()
            .filter(|constructor| is_positional(constructor))
            .map(types)
            .find(|types| types.len() == count)
    }

    /// The parameter types and the return type of a delegate type.
    pub(super) fn delegate(&self, ty: &Ty) -> (Vec<Ty>, Ty) {
        let name = match ty {
            Ty::Package(package, _) => SmolStr::new(package.simple_name()),
            Ty::Named(name, _) => name.clone(),
            Ty::Declared(id, arguments) => {
                let Some(&(file, index)) = self.resolver.table.decl(*id).parts.first() else {
                    return (Vec::new(), Ty::Unknown);
                };
                let decl = self.resolver.table.part(file, index);
                if decl.kind != DeclaredKind::Delegate {
                    return (Vec::new(), Ty::Unknown);
                }
                let scope = self.resolver.scope_of(file, index);
                let names = self.resolver.type_parameters(*id);
                let resolve = |ty: &Option<TypeSyntax>| {
                    let ty = ty.as_ref().map(|ty| self.resolver.ty(&scope, ty)).unwrap_or_default();
                    ty.substitute(&|name| argument(&names, arguments, name))
                };
                let parameters = decl.parameters.iter().flatten().map(|parameter| resolve(&parameter.ty)).collect();
                return (parameters, resolve(&decl.returns));
            }
            _ => return (Vec::new(), Ty::Unknown),
        };
        let arguments = ty.arguments();
        match (name.as_str(), arguments) {
            ("Func", [parameters @ .., returned]) => (parameters.to_vec(), returned.clone()),
            ("Predicate" | "Action" | "Comparison" | "Converter", parameters) => (parameters.to_vec(), Ty::Unknown),
            ("Expression", [inner]) => self.delegate(inner),
            (LAMBDA, [returned]) => (Vec::new(), returned.clone()),
            ("EventHandler", [arguments]) => (vec![Ty::Unknown, arguments.clone()], Ty::Unknown),
            _ => (Vec::new(), Ty::Unknown),
        }
    }
}
