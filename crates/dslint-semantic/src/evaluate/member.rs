//! Running members on their own: methods, constructors, accessors, initializers.

use super::*;
use crate::bind::{CodeOwner, Symbol};
use crate::member::MemberSource;

/// A method is run on objects that came out of so many different constructions.
const MAX_CONSTRUCTIONS: usize = 4;

impl Evaluator<'_, '_> {
    /// Runs a member on its own and yields the ends of its paths.
    pub(super) fn owner(&self, file: FileId, owner: &CodeOwner) -> Vec<State> {
        let stack = [(file, owner.range.start)];
        let Some((index, at)) = owner.member else {
            let frame = self.frame(file, None, None, &stack);
            return self.statements(&frame, vec![State::default()], &frame.unit.statements);
        };
        let Some(member) = self.program.unit(file).type_decl(index).members.get(at) else { return Vec::new() };
        let is_static = member.modifiers.contains(Modifiers::STATIC) || member.modifiers.contains(Modifiers::CONST);
        let Some(this) = owner.ty.filter(|_| !is_static) else {
            return self.member(&self.frame(file, owner.ty, None, &stack), member, vec![State::default()]);
        };
        let constructed = self.instance(this);
        if matches!(member.kind, MemberKind::Field | MemberKind::Constructor) {
            // The whole construction is one run; each part of it stands for it.
            return (*constructed).clone();
        }
        let object = HeapId(0);
        let written = self.written_by_methods(this);
        let mut starts: Vec<State> = constructed.iter().take(MAX_CONSTRUCTIONS).cloned().collect();
        for state in &mut starts {
            state.flow = Flow::Runs;
            state.decided.clear();
            state.calls.clear();
            if let Some(object) = state.object_mut(object) {
                object.opaque = true;
                for (name, property) in &mut object.properties {
                    if written.contains(name) && property.value.value.is_plain() {
                        property.value = std::mem::take(&mut property.value).perhaps(Value::Unknown);
                    }
                }
            }
            self.load_captured(state, this, object);
        }
        self.member(&self.frame(file, Some(this), Some(object), &stack), member, starts)
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
            let mut states = states.clone();
            if let Some(&local) = frame.binding.declared_locals.get(&accessor.name.range) {
                let ty = frame.binding.locals[local.0 as usize].ty.clone();
                for state in &mut states {
                    let value = self.opaque(state, &ty, frame.place(accessor.name.range));
                    frame.set_local(state, &accessor.name, value);
                }
            }
            match accessor.body {
                Body::Block(block) => ends.extend(self.stmt(frame, states, block)),
                Body::Expr(value) => ends.extend(self.returned(frame, states, value)),
                Body::None => {}
            }
        }
        if let Some(initializer) = member.initializer {
            ends.extend(self.returned(frame, states, initializer));
        }
        self.limit(&mut ends);
        ends
    }

    pub(super) fn returned(&self, frame: &Frame<'_>, states: Vec<State>, value: ExprId) -> Vec<State> {
        let mut ends = Vec::new();
        for (mut state, value) in self.values(frame, states, value) {
            state.flow = Flow::Returned(value);
            ends.push(state);
        }
        ends
    }

    /// The states of an object of the type after each of its constructors has run. The object is the first of each.
    fn instance(&self, id: DeclId) -> Rc<Vec<State>> {
        if let Some(known) = self.instances.borrow().get(&id) {
            return known.clone();
        }
        let parts = self.resolver.table.decl(id).parts.clone();
        let Some(&(first, first_index)) = parts.first() else { return Rc::default() };
        let ty = Ty::Declared(id, self.resolver.type_parameters(id).into_iter().map(Ty::Parameter).collect());
        let start = |origin: Place, opaque: bool| {
            let mut state = State::default();
            let object = self.new_object(&mut state, ty.clone(), origin, opaque);
            (state, object)
        };
        let name = Place { file: first, range: self.resolver.table.part(first, first_index).name.range };
        // A cycle (a field that creates its own type) sees an object of which nothing is known.
        self.instances.borrow_mut().insert(id, Rc::new(vec![start(name, true).0]));
        let mut states = Vec::new();
        let mut has_constructor = false;
        for (file, index) in parts {
            let decl = self.resolver.table.part(file, index);
            if decl.parameters.is_some() && decl.kind != DeclaredKind::Delegate {
                has_constructor = true;
                let (mut state, object) = start(Place { file, range: decl.name.range }, false);
                let stack = [(file, decl.range.start)];
                let frame = self.frame(file, Some(id), Some(object), &stack);
                // Nothing is known of the arguments, default values or not.
                self.load_captured(&mut state, id, object);
                self.by_primary_constructor(&frame, &mut state, id, object, index);
                states.push(state);
            }
            for member in &decl.members {
                if member.kind != MemberKind::Constructor || member.modifiers.contains(Modifiers::STATIC) {
                    continue;
                }
                has_constructor = true;
                let (mut state, object) = start(Place { file, range: member.name.range }, false);
                let stack = [(file, member.range.start)];
                let frame = self.frame(file, Some(id), Some(object), &stack);
                for parameter in &member.parameters {
                    self.opaque_parameter(&frame, &mut state, parameter);
                }
                self.before_body(&frame, &mut state, id, object, member);
                states.extend(match member.body {
                    Body::Block(block) => self.stmt(&frame, vec![state], block),
                    Body::Expr(value) => self.returned(&frame, vec![state], value),
                    Body::None => vec![state],
                });
            }
        }
        if !has_constructor {
            let (mut state, object) = start(name, false);
            let stack = [(first, self.resolver.table.part(first, first_index).range.start)];
            let frame = self.frame(first, Some(id), Some(object), &[]);
            let frame = Frame { stack: &stack[..0], ..frame };
            self.construct(&frame, &mut state, object, &ty, None, &[]);
            states.push(state);
        }
        self.limit(&mut states);
        let states = Rc::new(states);
        self.instances.borrow_mut().insert(id, states.clone());
        states
    }

    /// The fields and properties of a type that code of the type writes outside its constructors: what they are when a
    /// method runs is not what they were when the object was new.
    pub(super) fn written_by_methods(&self, id: DeclId) -> Rc<HashSet<SmolStr>> {
        if let Some(known) = self.written.borrow().get(&id) {
            return known.clone();
        }
        let mut written = HashSet::new();
        for &(file, index) in &self.resolver.table.decl(id).parts {
            let unit = self.program.unit(file);
            let decl = unit.type_decl(index);
            let binding = self.program.binding(file);
            let constructors: Vec<TextRange> = decl
                .members
                .iter()
                .filter(|member| member.kind == MemberKind::Constructor)
                .map(|member| member.range)
                .collect();
            for expr in unit.exprs.iter().filter(|expr| decl.range.contains(expr.range)) {
                let ExprKind::Assign { left, .. } = &expr.kind else { continue };
                let Symbol::Member(member) = binding.symbol(*left) else { continue };
                let is_own = matches!(member.owner, Ty::Declared(owner, _) if owner == id);
                let in_constructor = constructors.iter().any(|range| range.contains(expr.range));
                if is_own && !in_constructor && matches!(member.source, MemberSource::Declared(..)) {
                    written.insert(self.resolver.member_name(member));
                }
            }
        }
        let written = Rc::new(written);
        self.written.borrow_mut().insert(id, written.clone());
        written
    }

    /// The value of a constant or of a static field, from its initializer; nothing where that is no plain value.
    pub(super) fn static_value(&self, file: FileId, index: TypeIndex, at: usize) -> Tracked {
        if let Some(known) = self.statics.borrow().get(&(file, index, at)) {
            return known.clone();
        }
        let decl = self.program.unit(file).type_decl(index);
        let Some(member) = decl.members.get(at) else { return Tracked::default() };
        let mut value = Tracked::default();
        if let Some(initializer) = member.initializer {
            let this = self.resolver.table.decl_of(file, index);
            let stack = [(file, member.range.start)];
            let frame = self.frame(file, this, None, &stack);
            let found = self.initializer(file, member, || self.expr(&frame, &mut State::default(), initializer));
            // What ends here is not to be remembered: asked for alone it may be known.
            let Some(found) = found else { return Tracked::default() };
            value = found;
            value.constant =
                member.modifiers.contains(Modifiers::CONST) || member.modifiers.contains(Modifiers::READONLY);
            // Objects of that scratch state mean nothing elsewhere.
            if !value.value.is_plain() {
                value = Tracked::default();
            }
        }
        self.statics.borrow_mut().insert((file, index, at), value.clone());
        value
    }
}
