//! Running members: methods, constructors, accessors, initializers.

use super::*;
use crate::bind::CodeOwner;
use crate::value::ObjectState;
use std::collections::BTreeMap;

impl Evaluator<'_, '_> {
    /// Runs a member on its own and yields the ends of its paths.
    pub(super) fn owner(&self, file: FileId, owner: &CodeOwner) -> Vec<State> {
        let stack = [(file, owner.range.start)];
        let frame = self.frame(file, owner.ty, &stack);
        let Some((index, at)) = owner.member else {
            return self.statements(&frame, vec![State::default()], &frame.unit.statements);
        };
        let decl = frame.unit.type_decl(index);
        let Some(member) = decl.members.get(at) else { return Vec::new() };
        let builds_instance = matches!(member.kind, MemberKind::Field | MemberKind::Constructor)
            && !member.modifiers.contains(Modifiers::STATIC);
        if builds_instance {
            // The whole construction is one run; each part of it stands for it.
            return (*self.instance(file, index)).clone();
        }
        let starts = if member.modifiers.contains(Modifiers::STATIC) || member.modifiers.contains(Modifiers::CONST) {
            vec![State::default()]
        } else {
            let mut constructed = (*self.instance(file, index)).clone();
            for state in &mut constructed {
                state.flow = Flow::Runs;
                state.decided.clear();
                state.calls.clear();
            }
            if constructed.is_empty() {
                constructed.push(State::default());
            }
            constructed.truncate(4);
            constructed
        };
        self.member(&frame, member, starts)
    }

    fn member(&self, frame: &Frame<'_>, member: &MemberDecl, mut states: Vec<State>) -> Vec<State> {
        for state in &mut states {
            for parameter in &member.parameters {
                self.opaque_parameter(frame, state, parameter);
            }
        }
        let mut ends = match member.body {
            Body::Block(block) => self.stmt(frame, states.clone(), block),
            Body::Expr(value) => self.returned(frame, states.clone(), value),
            Body::None => Vec::new(),
        };
        for accessor in &member.accessors {
            match accessor.body {
                Body::Block(block) => ends.extend(self.stmt(frame, states.clone(), block)),
                Body::Expr(value) => ends.extend(self.returned(frame, states.clone(), value)),
                Body::None => {}
            }
        }
        if let Some(initializer) = member.initializer {
            ends.extend(self.returned(frame, states, initializer));
        }
        self.limit(&mut ends);
        ends
    }

    pub(super) fn returned(&self, frame: &Frame<'_>, mut states: Vec<State>, value: ExprId) -> Vec<State> {
        for state in &mut states {
            let value = self.expr(frame, state, value);
            state.flow = Flow::Returned(value);
        }
        states
    }

    /// A parameter whose argument is not known: an object of its type of which nothing is known.
    pub(super) fn opaque_parameter(&self, frame: &Frame<'_>, state: &mut State, parameter: &Parameter) {
        let Some(&local) = frame.binding.declared_locals.get(&parameter.name.range) else { return };
        let ty = frame.binding.locals[local.0 as usize].ty.clone();
        let value = self.opaque(state, &ty, frame.place(parameter.name.range));
        state.locals.insert((frame.file.0, local.0), value);
    }

    /// A value of a type of which nothing is known.
    pub(super) fn opaque(&self, state: &mut State, ty: &Ty, origin: Place) -> Tracked {
        let resolver = &self.program.resolver;
        let value = match ty {
            Ty::Declared(..) | Ty::Package(..) if !is_simple(ty) => {
                let element = resolver.element(ty);
                if element.is_known() {
                    self.list(state, Vec::new(), true, element)
                } else {
                    Value::Ref(state.alloc(Cell::Object(ObjectState {
                        ty: ty.clone(),
                        properties: BTreeMap::new(),
                        origin,
                        opaque: true,
                    })))
                }
            }
            Ty::Array(element) => self.list(state, Vec::new(), true, (**element).clone()),
            _ => Value::Unknown,
        };
        Tracked { value, origin: None, constant: false }
    }

    /// The states of an object of the type after its field initializers and each of its constructors have run.
    fn instance(&self, file: FileId, index: TypeIndex) -> Rc<Vec<State>> {
        if let Some(known) = self.instances.borrow().get(&(file, index)) {
            return known.clone();
        }
        // A cycle (a field that creates its own type) sees an unconstructed object.
        self.instances.borrow_mut().insert((file, index), Rc::new(vec![State::default()]));
        let decl = self.program.unit(file).type_decl(index);
        let stack = [(file, decl.range.start)];
        let this = self.program.resolver.table.decl_of(file, index);
        let frame = self.frame(file, this, &stack);
        let mut state = State::default();
        for parameter in decl.parameters.iter().flatten() {
            self.opaque_parameter(&frame, &mut state, parameter);
        }
        for member in &decl.members {
            let is_instance =
                !member.modifiers.contains(Modifiers::STATIC) && !member.modifiers.contains(Modifiers::CONST);
            let holds_value = matches!(member.kind, MemberKind::Field | MemberKind::Property);
            if let (true, true, Some(initializer), Some(this)) = (is_instance, holds_value, member.initializer, this) {
                let mut value = self.expr(&frame, &mut state, initializer);
                let once = member.modifiers.contains(Modifiers::READONLY);
                value.constant |= once && matches!(value.value, Value::Text(_) | Value::Bool(_) | Value::Integer(_));
                state.fields.insert((this, member.name.text.clone()), value);
            }
        }
        let constructors: Vec<&MemberDecl> = decl
            .members
            .iter()
            .filter(|member| member.kind == MemberKind::Constructor && !member.modifiers.contains(Modifiers::STATIC))
            .collect();
        let mut states = Vec::new();
        if constructors.is_empty() {
            states.push(state);
        } else {
            for constructor in constructors {
                let stack = [(file, constructor.range.start)];
                let frame = Frame { stack: &stack, ..frame };
                if let Some(initializer) = &constructor.constructor_initializer {
                    let mut scratch = state.clone();
                    for argument in &initializer.arguments {
                        self.expr(&frame, &mut scratch, argument.value);
                    }
                }
                states.extend(self.member(&frame, constructor, vec![state.clone()]));
            }
            self.limit(&mut states);
        }
        let states = Rc::new(states);
        self.instances.borrow_mut().insert((file, index), states.clone());
        states
    }

    /// The value of a constant or of a static field, from its initializer.
    pub(super) fn static_value(&self, file: FileId, index: TypeIndex, at: usize) -> Tracked {
        if let Some(known) = self.statics.borrow().get(&(file, index, at)) {
            return known.clone();
        }
        self.statics.borrow_mut().insert((file, index, at), Tracked::default());
        let decl = self.program.unit(file).type_decl(index);
        let Some(member) = decl.members.get(at) else { return Tracked::default() };
        let mut value = Tracked::default();
        if let Some(initializer) = member.initializer {
            let this = self.program.resolver.table.decl_of(file, index);
            let stack = [(file, member.range.start)];
            let frame = self.frame(file, this, &stack);
            let mut state = State::default();
            value = self.expr(&frame, &mut state, initializer);
            value.constant =
                member.modifiers.contains(Modifiers::CONST) || member.modifiers.contains(Modifiers::READONLY);
            // Objects of that scratch state mean nothing elsewhere.
            if matches!(value.value, Value::Ref(_) | Value::From(_) | Value::OneOf(_)) {
                value = Tracked::default();
            }
        }
        self.statics.borrow_mut().insert((file, index, at), value.clone());
        value
    }
}

/// Whether a type is a plain value: nothing is gained by tracking an object of it.
fn is_simple(ty: &Ty) -> bool {
    match ty {
        Ty::Package(package, _) => {
            let namespace = package.namespace();
            namespace == "System" || (package.is_external() && namespace.starts_with("System.Threading"))
        }
        _ => false,
    }
}
