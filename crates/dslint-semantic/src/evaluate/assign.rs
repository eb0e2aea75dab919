//! Assignments: to locals, fields, properties, elements, and parts of tuples.

use super::expr::combine;
use super::*;
use crate::bind::{LocalId, Symbol};
use crate::member::{MemberSource, MemberSymbol};

impl Evaluator<'_, '_> {
    pub(super) fn assign(
        &self,
        frame: &Frame<'_>,
        state: &mut State,
        op: AssignOp,
        left: ExprId,
        right: ExprId,
    ) -> Tracked {
        let unit = frame.unit;
        if let (ExprKind::Tuple(names), ExprKind::Tuple(values)) = (&unit.expr(left).kind, &unit.expr(right).kind)
            && names.len() == values.len()
        {
            let found: Vec<Tracked> = values.iter().map(|value| self.expr(frame, state, value.value)).collect();
            for ((name, value), found) in names.iter().zip(values).zip(found) {
                self.store(frame, state, name.value, found, value.value);
            }
            return Tracked::default();
        }
        let value = self.expr(frame, state, right);
        self.assign_value(frame, state, op, left, right, value)
    }

    /// Assigns what the right side was found to be.
    pub(super) fn assign_value(
        &self,
        frame: &Frame<'_>,
        state: &mut State,
        op: AssignOp,
        left: ExprId,
        right: ExprId,
        value: Tracked,
    ) -> Tracked {
        let value = match op {
            AssignOp::Set => value,
            AssignOp::Coalesce => {
                let current = self.expr(frame, state, left);
                let is_set = match current.value {
                    Value::Ref(id) => match state.cell(id) {
                        Some(Cell::Object(object)) => !object.opaque,
                        Some(Cell::List(list)) => !list.open,
                        None => false,
                    },
                    Value::Null => false,
                    ref known => known.is_plain(),
                };
                if is_set {
                    return current;
                }
                value
            }
            AssignOp::Add => {
                let current = self.expr(frame, state, left);
                combine(BinaryOp::Add, &current, &value).unwrap_or_default()
            }
            AssignOp::Other => {
                self.expr(frame, state, left);
                Tracked::default()
            }
        };
        self.store(frame, state, left, value.clone(), right);
        value
    }

    pub(super) fn store(&self, frame: &Frame<'_>, state: &mut State, left: ExprId, value: Tracked, right: ExprId) {
        let symbol = frame.binding.symbol(left).clone();
        self.forget_conditions(frame, state, left);
        match (&frame.unit.expr(left).kind, symbol) {
            (_, Symbol::Local(LocalId(local))) => {
                state.locals.insert((frame.file.0, local), value);
            }
            (ExprKind::Name(segment), Symbol::Member(member)) => {
                let written = frame.written(&segment.name, right);
                self.store_member(frame, state, None, &segment.name, Some(&member), value, written);
            }
            (ExprKind::Member { target, member: segment, .. }, symbol) => {
                let member = match &symbol {
                    Symbol::Member(member) => Some(&**member),
                    _ => None,
                };
                let written = frame.written(&segment.name, right);
                self.store_member(frame, state, Some(*target), &segment.name, member, value, written);
            }
            (ExprKind::Element { target, arguments, .. }, _) => {
                let owner = self.expr(frame, state, *target);
                let key = arguments.first().map(|argument| self.expr(frame, state, argument.value));
                if let Value::Ref(object) = owner.value {
                    self.set_index(frame, state, object, key.as_ref(), value, right);
                }
            }
            (ExprKind::Tuple(names), _) => {
                let object = match value.value {
                    Value::Ref(id) => state.object(id).cloned(),
                    _ => None,
                };
                for (index, name) in names.iter().enumerate() {
                    let part =
                        object.as_ref().and_then(|object| object.properties.get(format!("Item{}", index + 1).as_str()));
                    let part = part.map(|part| part.value.clone()).unwrap_or_default();
                    self.store(frame, state, name.value, part, right);
                }
            }
            (ExprKind::Unary { operand, .. } | ExprKind::Cast(_, operand), _) => {
                self.store(frame, state, *operand, value, right);
            }
            (ExprKind::Declaration(..), _) => {}
            _ => {
                self.expr(frame, state, left);
            }
        }
    }

    #[allow(clippy::too_many_arguments, reason = "an assignment is all of these")]
    fn store_member(
        &self,
        frame: &Frame<'_>,
        state: &mut State,
        target: Option<ExprId>,
        name: &Ident,
        member: Option<&MemberSymbol>,
        value: Tracked,
        written: Place,
    ) {
        if let Some(member) = member.filter(|member| self.resolver.is_static(member)) {
            if let Ty::Declared(owner, _) = member.owner {
                state.statics.insert((owner, name.text.clone()), value);
            }
            return;
        }
        let (owner, _) = self.owner_of(frame, state, target);
        match owner.value {
            Value::Ref(object) => self.set_member(frame, state, object, member, name, value, written),
            Value::OneOf(owners) => {
                // One of several objects: each may have got it.
                for owner in owners.iter() {
                    let Value::Ref(object) = owner.value else { continue };
                    let before = match state.object(object).and_then(|object| object.properties.get(&name.text)) {
                        Some(property) => property.value.value.clone(),
                        None => Value::Unknown,
                    };
                    self.set_member(frame, state, object, member, name, value.clone().perhaps(before), written);
                }
            }
            Value::Unknown => {
                // An object from unknown code: from here on it is one of which this property is known.
                let Some(target) = target else { return };
                let ty = frame.binding.ty(target).clone();
                let object = self.new_object(state, ty, frame.expr_place(target), true);
                self.set(state, object, name.text.clone(), value, written);
                let is_variable = matches!(frame.unit.expr(target).kind, ExprKind::Name(_) | ExprKind::Member { .. });
                if is_variable && !matches!(frame.binding.symbol(target), Symbol::Type(_) | Symbol::None) {
                    self.store(frame, state, target, Tracked::of(Value::Ref(object)), target);
                }
            }
            _ => {}
        }
    }

    /// Sets a property of an object, through its setter where it has one with code.
    #[allow(clippy::too_many_arguments, reason = "an assignment is all of these")]
    pub(super) fn set_member(
        &self,
        frame: &Frame<'_>,
        state: &mut State,
        object: HeapId,
        member: Option<&MemberSymbol>,
        name: &Ident,
        value: Tracked,
        written: Place,
    ) {
        if let Some(member) = member {
            self.run_setter(frame, state, object, member, &value);
        }
        // That it was set is a fact about the object, whatever the setter makes of it.
        self.set(state, object, name.text.clone(), value, written);
    }

    fn run_setter(
        &self,
        frame: &Frame<'_>,
        state: &mut State,
        object: HeapId,
        member: &MemberSymbol,
        value: &Tracked,
    ) -> bool {
        let member = self.dispatched(state, object, member);
        let MemberSource::Declared(file, index, position) = member.source else { return false };
        let decl = &self.program.unit(file).type_decl(index).members[position];
        let setter = decl.accessors.iter().find(|accessor| accessor.name.text != "get" && accessor.body != Body::None);
        let Some(setter) = setter.filter(|_| decl.kind == MemberKind::Property) else { return false };
        let this = self.resolver.table.decl_of(file, index);
        self.frame(file, this, Some(object), &[]).set_local(state, &setter.name, value.clone());
        // The key on the stack is that of the whole property: a setter that reads it through its getter ends there.
        self.run_in_place(frame, state, file, this, Some(object), decl, setter.body, &[]).is_some()
    }
}
