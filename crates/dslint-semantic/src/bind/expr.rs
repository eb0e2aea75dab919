//! Expressions: names, member accesses, creations and their types.

use super::*;
use crate::scope::Found;

impl Binder<'_, '_> {
    /// Binds an expression that is wanted as `expected` (unknown: no wish) and says what type it has.
    pub(super) fn expr(&mut self, id: ExprId, expected: &Ty) -> Ty {
        let ty = self.expr_here(id, expected);
        self.binding.types[id.0 as usize] = ty.clone();
        ty
    }

    fn all(&mut self, ids: &[ExprId]) {
        for &id in ids {
            self.expr(id, &Ty::Unknown);
        }
    }

    fn predefined(&self, name: &str) -> Ty {
        self.resolver.predefined(name)
    }

    pub(super) fn set_symbol(&mut self, id: ExprId, symbol: Symbol) {
        self.binding.symbols[id.0 as usize] = symbol;
    }

    fn expr_here(&mut self, id: ExprId, expected: &Ty) -> Ty {
        let unit = self.unit;
        match &unit.expr(id).kind {
            ExprKind::Name(segment) => {
                let (symbol, ty) = self.name(segment);
                self.set_symbol(id, symbol);
                ty
            }
            ExprKind::Aliased(alias, segment) => {
                let target = Segment { name: alias.clone(), arguments: Vec::new() };
                let name = QualifiedName { alias: Some(target.name), segments: vec![segment.clone()] };
                let ty = TypeSyntax { kind: TypeKind::Name(name), range: unit.expr(id).range };
                let arity = segment.arguments.len();
                let symbol = match self.resolver.ty(&self.scope, &ty) {
                    Ty::Named(..) => match self.resolver.in_namespace("", &segment.name.text, arity, self.file) {
                        Some(Found::Namespace(namespace)) => Symbol::Namespace(namespace),
                        _ => Symbol::None,
                    },
                    ty => Symbol::Type(ty),
                };
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
            ExprKind::Call { callee, arguments } => self.call(id, *callee, arguments, expected),
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
                let ty = self.expr(*left, &Ty::Unknown);
                let found = self.expr(*right, &ty);
                if ty.is_known() { ty } else { found }
            }
            ExprKind::Unary { op, operand } => {
                let ty = self.expr(*operand, expected);
                if *op == UnaryOp::Not { self.predefined("bool") } else { ty }
            }
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
            ExprKind::Lambda { parameters, body } => self.lambda(parameters, *body, expected),
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
                self.resolver.bases(&this).into_iter().next().unwrap_or_default()
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
                self.all(values);
                Ty::Unknown
            }
        }
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
            let found = self.expr(right, expected);
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

    /// What a simple name in an expression means: local, member of an enclosing type, imported static, type or
    /// namespace.
    fn name(&mut self, segment: &Segment) -> (Symbol, Ty) {
        let name = segment.name.text.as_str();
        if segment.arguments.is_empty()
            && let Some(&(_, local)) = self.locals.iter().rev().find(|(local, _)| local == name)
        {
            return (Symbol::Local(local), self.binding.locals[local.0 as usize].ty.clone());
        }
        if let Some(&(_, function)) = self.functions.iter().rev().find(|(function, _)| function == name) {
            return (Symbol::LocalFunction(function), Ty::Unknown);
        }
        for index in (0..self.scope.types.len()).rev() {
            let id = self.scope.types[index];
            let arguments = self.resolver.type_parameters(id).into_iter().map(Ty::Parameter).collect();
            let members = self.resolver.members(&Ty::Declared(id, arguments), name);
            if let Some(member) = members.into_iter().next() {
                let ty = self.resolver.member_type(&member);
                return (Symbol::Member(Arc::new(member)), ty);
            }
        }
        if let Some(member) = self.imported_static(name) {
            let ty = self.resolver.member_type(&member);
            return (Symbol::Member(Arc::new(member)), ty);
        }
        match self.resolver.simple(&self.scope, name, segment.arguments.len()) {
            Some(Found::Type(ty)) => {
                let arguments: Arc<[Ty]> =
                    segment.arguments.iter().map(|argument| self.resolver.ty(&self.scope, argument)).collect();
                (Symbol::Type(if arguments.is_empty() { ty } else { ty.with_arguments(arguments) }), Ty::Unknown)
            }
            Some(Found::Namespace(namespace)) => (Symbol::Namespace(namespace), Ty::Unknown),
            None => (Symbol::None, Ty::Unknown),
        }
    }

    fn imported_static(&self, name: &str) -> Option<MemberSymbol> {
        let table = self.resolver.table;
        let file = table.usings[self.file.0 as usize].iter();
        let outside = self.resolver.file_scope(self.file);
        for usings in file.chain(self.resolver.global_usings(self.file)) {
            for target in &usings.statics {
                if let Some(Found::Type(ty)) = self.resolver.absolute(&outside, target, 0)
                    && let Some(member) = self.resolver.members(&ty, name).into_iter().next()
                {
                    return Some(member);
                }
            }
        }
        None
    }

    fn member_access(&mut self, id: ExprId, target: ExprId, member: &Segment) -> Ty {
        let target_ty = self.expr(target, &Ty::Unknown);
        let (symbol, ty) = self.member_of(target, &target_ty, member);
        self.set_symbol(id, symbol);
        ty
    }

    fn member_of(&mut self, target: ExprId, target_ty: &Ty, member: &Segment) -> (Symbol, Ty) {
        let name = member.name.text.as_str();
        let resolver = self.resolver;
        let arguments =
            |binder: &Self| -> Arc<[Ty]> { member.arguments.iter().map(|ty| resolver.ty(&binder.scope, ty)).collect() };
        match self.binding.symbol(target).clone() {
            Symbol::Namespace(namespace) => {
                match resolver.in_namespace(&namespace, name, member.arguments.len(), self.file) {
                    Some(Found::Type(ty)) => {
                        let arguments = arguments(self);
                        let ty = if arguments.is_empty() { ty } else { ty.with_arguments(arguments) };
                        (Symbol::Type(ty), Ty::Unknown)
                    }
                    Some(Found::Namespace(namespace)) => (Symbol::Namespace(namespace), Ty::Unknown),
                    None => (Symbol::None, Ty::Unknown),
                }
            }
            Symbol::Type(ty) => {
                if let Some(found) = resolver.members(&ty, name).into_iter().next() {
                    let ty = resolver.member_type(&found);
                    return (Symbol::Member(Arc::new(found)), ty);
                }
                match resolver.nested(&ty, name, member.arguments.len(), 0) {
                    Some(nested) => {
                        let arguments = arguments(self);
                        let nested = if arguments.is_empty() { nested } else { nested.with_arguments(arguments) };
                        (Symbol::Type(nested), Ty::Unknown)
                    }
                    None => (Symbol::None, Ty::Unknown),
                }
            }
            other => {
                if let Some(found) = resolver.members(target_ty, name).into_iter().next() {
                    let ty = resolver.member_type(&found);
                    return (Symbol::Member(Arc::new(found)), ty);
                }
                // "Color Color": a member or local that has the name of its type may be meant as the type.
                if let (Symbol::Member(_) | Symbol::Local(_), ExprKind::Name(segment)) =
                    (other, &self.unit.expr(target).kind)
                    && let Some(Found::Type(ty)) = resolver.simple(&self.scope, &segment.name.text, 0)
                    && let Some(found) = resolver.members(&ty, name).into_iter().next()
                {
                    let member_ty = resolver.member_type(&found);
                    self.set_symbol(target, Symbol::Type(ty));
                    return (Symbol::Member(Arc::new(found)), member_ty);
                }
                (Symbol::None, Ty::Unknown)
            }
        }
    }

    fn indexed(&self, ty: &Ty) -> Ty {
        if let Ty::Array(element) = ty {
            return (**element).clone();
        }
        for name in ["this[]", "this"] {
            if let Some(indexer) = self.resolver.members(ty, name).into_iter().next() {
                return self.resolver.member_type(&indexer);
            }
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

    fn lambda(&mut self, parameters: &[Parameter], body: Body, expected: &Ty) -> Ty {
        let (types, returned) = self.delegate(expected);
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
            match expected {
                Ty::Unknown => Ty::Unknown,
                _ => Ty::Named(SmolStr::new_static("λ"), Arc::from([found])),
            }
        })
    }

    /// The parameter types and the return type of a delegate type.
    fn delegate(&self, ty: &Ty) -> (Vec<Ty>, Ty) {
        let name = match ty {
            Ty::Package(package, _) => SmolStr::new(package.simple_name()),
            Ty::Named(name, _) => name.clone(),
            Ty::Declared(id, _) => {
                let Some(&(file, index)) = self.resolver.table.decl(*id).parts.first() else {
                    return (Vec::new(), Ty::Unknown);
                };
                let decl = self.resolver.table.part(file, index);
                let scope = self.resolver.scope_of(file, index);
                let resolve =
                    |ty: &Option<TypeSyntax>| ty.as_ref().map(|ty| self.resolver.ty(&scope, ty)).unwrap_or_default();
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
            ("EventHandler", [arguments]) => (vec![Ty::Unknown, arguments.clone()], Ty::Unknown),
            _ => (Vec::new(), Ty::Unknown),
        }
    }
}
