//! Construction: field initializers, base constructors, constructor bodies.

use super::expr::pascal_case;
use super::*;
use crate::bind::parameter_for;
use crate::member::{MemberSource, MemberSymbol};

/// An argument of a constructor.
pub(super) struct Given {
    argument: Argument,
    value: Tracked,
    written: Place,
}

impl Evaluator<'_, '_> {
    pub(super) fn given(&self, frame: &Frame<'_>, arguments: &[Argument], values: &[Tracked]) -> Vec<Given> {
        let given = |(argument, value): (&Argument, &Tracked)| Given {
            argument: argument.clone(),
            value: value.clone(),
            written: frame.expr_place(argument.value),
        };
        arguments.iter().zip(values).map(given).collect()
    }

    /// Builds up an object of a type by one of its constructors; none: the one without parameters.
    pub(super) fn construct(
        &self,
        frame: &Frame<'_>,
        state: &mut State,
        object: HeapId,
        ty: &Ty,
        constructor: Option<&MemberSymbol>,
        given: &[Given],
    ) {
        let decided = std::mem::take(&mut state.decided);
        self.run_construction(frame, state, object, ty, constructor, given);
        state.decided = decided;
    }

    fn run_construction(
        &self,
        frame: &Frame<'_>,
        state: &mut State,
        object: HeapId,
        ty: &Ty,
        constructor: Option<&MemberSymbol>,
        given: &[Given],
    ) {
        let Ty::Declared(id, _) = ty else {
            if let Some(constructor) = constructor {
                self.set_by_parameters(state, object, constructor, given);
            }
            return;
        };
        let found = match constructor {
            Some(constructor) => Some(constructor.clone()),
            None => {
                let without =
                    |it: &MemberSymbol| self.resolver.parameters(it).iter().all(|parameter| parameter.optional);
                self.resolver.constructors(ty).into_iter().find(without)
            }
        };
        let key = match found.as_ref().map(|constructor| &constructor.source) {
            Some(&MemberSource::Declared(file, index, at)) => {
                (file, self.program.unit(file).type_decl(index).members[at].range.start)
            }
            _ => match self.resolver.table.decl(*id).parts.first() {
                Some(&(file, index)) => (file, self.resolver.table.part(file, index).range.start),
                None => return,
            },
        };
        if frame.stack.len() >= MAX_CALL_DEPTH || frame.stack.contains(&key) {
            if let Some(constructor) = &found {
                self.set_by_parameters(state, object, constructor, given);
            }
            return;
        }
        let mut stack = frame.stack.to_vec();
        stack.push(key);
        match found.as_ref().map(|constructor| (&constructor.source, constructor)) {
            Some((&MemberSource::Declared(file, index, at), constructor)) => {
                let decl = &self.program.unit(file).type_decl(index).members[at];
                let inner = self.frame(file, Some(*id), Some(object), &stack);
                let symbols = self.resolver.parameters(constructor);
                for (position, parameter) in decl.parameters.iter().enumerate() {
                    let value = given.iter().enumerate().find_map(|(index, it)| {
                        let (found, _) = parameter_for(&symbols, 0, index, &it.argument, given.len())?;
                        (found.name == symbols[position].name).then(|| it.value.clone())
                    });
                    match (value, parameter.default) {
                        (Some(value), _) => inner.set_local(state, &parameter.name, value),
                        (None, Some(default)) => {
                            let value = self.expr(&inner, state, default);
                            inner.set_local(state, &parameter.name, value);
                        }
                        (None, None) => self.opaque_parameter(&inner, state, parameter),
                    }
                }
                self.before_body(&inner, state, *id, object, decl);
                // The key is on the stack already: the body is run as a block of its own.
                let known = state.heap.len();
                let ends = match decl.body {
                    Body::Block(block) => self.stmt(&inner, vec![state.clone()], block),
                    Body::Expr(value) => self.returned(&inner, vec![state.clone()], value),
                    Body::None => return,
                };
                if let Some((mut end, _)) = super::call::join_ends(ends, known) {
                    end.flow = Flow::Runs;
                    *state = end;
                }
            }
            Some((&MemberSource::PrimaryConstructor(file, index), constructor)) => {
                let symbols = self.resolver.parameters(constructor);
                for (at, it) in given.iter().enumerate() {
                    if let Some((parameter, _)) = parameter_for(&symbols, 0, at, &it.argument, given.len()) {
                        self.set(state, object, parameter.name.clone(), it.value.clone(), it.written);
                    }
                }
                let inner = self.frame(file, Some(*id), Some(object), &stack);
                self.by_primary_constructor(&inner, state, *id, object, index);
            }
            _ => {
                if let Some(&(file, _)) = self.resolver.table.decl(*id).parts.first() {
                    let inner = self.frame(file, Some(*id), Some(object), &stack);
                    self.initialize_fields(&inner, state, *id, object);
                    self.construct(&inner, state, object, &self.resolver.base_class(ty), None, &[]);
                }
            }
        }
    }

    /// What runs before the body of a constructor: another constructor of the type, or initializers and the base.
    pub(super) fn before_body(
        &self,
        frame: &Frame<'_>,
        state: &mut State,
        id: DeclId,
        object: HeapId,
        decl: &MemberDecl,
    ) {
        let ty = Ty::Declared(id, std::sync::Arc::from([]));
        let initializer = decl.constructor_initializer.as_ref();
        if initializer.is_none_or(|initializer| initializer.is_base) {
            self.initialize_fields(frame, state, id, object);
        }
        let target = match initializer {
            Some(initializer) if !initializer.is_base => ty,
            _ => self.resolver.base_class(&ty),
        };
        let arguments = initializer.map(|initializer| &initializer.arguments[..]).unwrap_or_default();
        let values: Vec<Tracked> = arguments.iter().map(|argument| self.expr(frame, state, argument.value)).collect();
        let chosen = initializer.and_then(|initializer| frame.binding.chained_constructors.get(&initializer.range));
        let given = self.given(frame, arguments, &values);
        self.construct(frame, state, object, &target, chosen.map(|chosen| &**chosen), &given);
    }

    /// The parameters of a primary constructor were set as properties of the object: what follows from them.
    pub(super) fn by_primary_constructor(
        &self,
        frame: &Frame<'_>,
        state: &mut State,
        id: DeclId,
        object: HeapId,
        index: TypeIndex,
    ) {
        let decl = frame.unit.type_decl(index);
        for parameter in decl.parameters.iter().flatten() {
            let is_given = state.object(object).is_some_and(|it| it.properties.contains_key(&parameter.name.text));
            if let Some(default) = parameter.default.filter(|_| !is_given) {
                let value = self.expr(frame, state, default);
                self.set(state, object, parameter.name.text.clone(), value, frame.expr_place(default));
            }
        }
        self.load_captured(state, id, object);
        self.initialize_fields(frame, state, id, object);
        let base = self.resolver.base_class(&Ty::Declared(id, std::sync::Arc::from([])));
        let arguments = decl.base_arguments.as_deref().unwrap_or_default();
        let values: Vec<Tracked> = arguments.iter().map(|argument| self.expr(frame, state, argument.value)).collect();
        let chosen = frame.binding.chained_constructors.get(&decl.name.range);
        let given = self.given(frame, arguments, &values);
        self.construct(frame, state, object, &base, chosen.map(|chosen| &**chosen), &given);
    }

    /// Puts the parameters of primary constructors that code of a type uses into scope.
    pub(super) fn load_captured(&self, state: &mut State, id: DeclId, object: HeapId) {
        for &(file, index) in &self.resolver.table.decl(id).parts {
            let decl = self.resolver.table.part(file, index);
            for parameter in decl.parameters.iter().flatten() {
                let frame = self.frame(file, Some(id), Some(object), &[]);
                let known = state.object(object).and_then(|object| object.properties.get(&parameter.name.text));
                match known.map(|property| property.value.clone()) {
                    Some(value) => frame.set_local(state, &parameter.name, value),
                    None => {
                        self.opaque_parameter(&frame, state, parameter);
                        if let Some(value) = frame.local(state, &parameter.name) {
                            let written = frame.place(parameter.name.range);
                            self.set(state, object, parameter.name.text.clone(), value, written);
                        }
                    }
                }
            }
        }
    }

    /// Fields and properties with initializers, in all parts of the type.
    fn initialize_fields(&self, frame: &Frame<'_>, state: &mut State, id: DeclId, object: HeapId) {
        for &(file, index) in &self.resolver.table.decl(id).parts {
            let inner = self.frame(file, Some(id), Some(object), frame.stack);
            for member in &self.resolver.table.part(file, index).members {
                let is_instance =
                    !member.modifiers.contains(Modifiers::STATIC) && !member.modifiers.contains(Modifiers::CONST);
                let holds_value = matches!(member.kind, MemberKind::Field | MemberKind::Property);
                if let (true, true, Some(initializer)) = (is_instance, holds_value, member.initializer) {
                    let mut value = self.expr(&inner, state, initializer);
                    let once = member.modifiers.contains(Modifiers::READONLY);
                    value.constant |=
                        once && matches!(value.value, Value::Text(_) | Value::Bool(_) | Value::Integer(_));
                    let written = inner.written(&member.name, initializer);
                    self.set(state, object, member.name.text.clone(), value, written);
                }
            }
        }
    }

    /// The constructor cannot be run: a parameter usually sets the property of its name.
    fn set_by_parameters(&self, state: &mut State, object: HeapId, constructor: &MemberSymbol, given: &[Given]) {
        let parameters = self.resolver.parameters(constructor);
        for (index, it) in given.iter().enumerate() {
            if let Some((parameter, _)) = parameter_for(&parameters, 0, index, &it.argument, given.len()) {
                self.set(state, object, pascal_case(&parameter.name), it.value.clone(), it.written);
            }
        }
    }

    /// A parameter whose argument is not known: an object of its type of which nothing is known.
    pub(super) fn opaque_parameter(&self, frame: &Frame<'_>, state: &mut State, parameter: &Parameter) {
        let Some(&local) = frame.binding.declared_locals.get(&parameter.name.range) else { return };
        let ty = frame.binding.locals[local.0 as usize].ty.clone();
        let value = self.opaque(state, &ty, frame.place(parameter.name.range));
        state.locals.insert((frame.file.0, local.0), value);
    }
}
