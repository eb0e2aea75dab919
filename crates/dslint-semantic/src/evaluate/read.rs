//! Names and member accesses: locals, constants, static fields, properties of objects.

use super::*;
use crate::bind::Symbol;
use crate::member::{MemberSource, MemberSymbol};
use crate::value::literal;
use dslint_rules::{KnownValue, MemberKind as ApiKind};

impl Evaluator<'_, '_> {
    pub(super) fn read(&self, frame: &Frame<'_>, state: &mut State, id: ExprId) -> Tracked {
        let target = match &frame.unit.expr(id).kind {
            ExprKind::Member { target, .. } => Some(*target),
            _ => None,
        };
        match frame.binding.symbol(id) {
            Symbol::Local(local) => state.locals.get(&(frame.file.0, local.0)).cloned().unwrap_or_default(),
            Symbol::Member(member) if self.resolver.member_kind(member) == MemberKind::Method => {
                if let Some(target) = target {
                    self.expr(frame, state, target);
                }
                Tracked::default()
            }
            Symbol::Member(member) => self.read_member(frame, state, id, target, &member.clone()),
            Symbol::LocalFunction(function) => self.local_function(frame, *function),
            Symbol::Type(_) | Symbol::Namespace(_) => Tracked::default(),
            Symbol::None => match (target, &frame.unit.expr(id).kind) {
                (Some(target), ExprKind::Member { member, .. }) => {
                    let owner = self.expr(frame, state, target);
                    self.read_unbound(state, &owner, &member.name.text)
                }
                _ => Tracked::default(),
            },
        }
    }

    /// A member that could not be bound: of anonymous objects, tuples, and what came from unknown code.
    fn read_unbound(&self, state: &State, owner: &Tracked, name: &str) -> Tracked {
        if let Value::Ref(object) = owner.value
            && let Some(property) = state.object(object).and_then(|object| object.properties.get(name))
        {
            return property.value.clone();
        }
        if name == "Value" && owner.value.is_plain() {
            return owner.clone();
        }
        Tracked::of(self.derived(state, [owner]))
    }

    fn read_member(
        &self,
        frame: &Frame<'_>,
        state: &mut State,
        id: ExprId,
        target: Option<ExprId>,
        member: &MemberSymbol,
    ) -> Tracked {
        let at = frame.expr_place(id);
        if let Some(constant) = self.constant(member, at) {
            return constant;
        }
        if let Some(list) = self.known_list(state, member, at) {
            return list;
        }
        let ty = self.resolver.member_type(member);
        if self.resolver.is_static(member) {
            return self.read_static(frame, state, member, at).unwrap_or_else(|| self.opaque(state, &ty, at));
        }
        let (owner, is_base) = self.owner_of(frame, state, target);
        match &owner.value {
            _ if self.hands_on(member) => owner,
            Value::Ref(object) if state.object(*object).is_some() => {
                self.read_property(frame, state, *object, member, is_base, at)
            }
            Value::OneOf(values) => {
                let values: Vec<Tracked> = values.iter().cloned().collect();
                let read = values.into_iter().map(|value| match value.value {
                    Value::Ref(object) if state.object(object).is_some() => {
                        self.read_property(frame, state, object, member, is_base, at)
                    }
                    _ => Tracked::default(),
                });
                let read: Vec<Tracked> = read.collect();
                Tracked { value: Value::OneOf(read.into()), origin: None, constant: false }
            }
            _ if target.is_none() => self.opaque(state, &ty, at),
            _ => Tracked::of(self.derived(state, [&owner])),
        }
    }

    /// `Task<T>.Result` and the like are the value itself.
    fn hands_on(&self, member: &MemberSymbol) -> bool {
        let name = self.resolver.member_name(member);
        let owner = self.resolver.full_name(&member.owner).unwrap_or_default();
        (name == "Result" && owner.starts_with("System.Threading.Tasks."))
            || (name == "Value" && owner.starts_with("System.Nullable"))
    }

    /// The object a member is used on, and whether through `base`.
    pub(super) fn owner_of(&self, frame: &Frame<'_>, state: &mut State, target: Option<ExprId>) -> (Tracked, bool) {
        match target {
            None => (frame.object.map(|object| Tracked::of(Value::Ref(object))).unwrap_or_default(), false),
            Some(target) => {
                let is_base = matches!(frame.unit.expr(target).kind, ExprKind::Base);
                (self.expr(frame, state, target), is_base)
            }
        }
    }

    fn read_property(
        &self,
        frame: &Frame<'_>,
        state: &mut State,
        object: HeapId,
        member: &MemberSymbol,
        is_base: bool,
        at: Place,
    ) -> Tracked {
        let called = if is_base { member.clone() } else { self.dispatched(state, object, member) };
        if let Some(value) = self.getter(frame, state, &called, Some(object)) {
            return value;
        }
        let name = self.resolver.member_name(member);
        let ty = self.resolver.member_type(member);
        self.property(state, object, &name, &ty, at)
    }

    /// A static field or property. Its value is kept: the next read sees the same object.
    fn read_static(&self, frame: &Frame<'_>, state: &mut State, member: &MemberSymbol, at: Place) -> Option<Tracked> {
        let (Ty::Declared(owner, _), MemberSource::Declared(file, index, position)) = (&member.owner, &member.source)
        else {
            return None;
        };
        let key = (*owner, self.resolver.member_name(member));
        if let Some(known) = state.statics.get(&key) {
            return Some(known.clone());
        }
        let decl = &self.program.unit(*file).type_decl(*index).members[*position];
        let value = match self.getter(frame, state, member, None) {
            Some(value) => value,
            None => {
                let body = Body::Expr(decl.initializer?);
                let mut value = self.run_in_place(frame, state, *file, Some(*owner), None, decl, body, &[])?;
                let is_private = !decl.modifiers.contains(Modifiers::PUBLIC)
                    && !decl.modifiers.contains(Modifiers::INTERNAL)
                    && !decl.modifiers.contains(Modifiers::PROTECTED);
                let is_fixed = decl.modifiers.contains(Modifiers::READONLY)
                    || decl.accessors.len() == 1
                    || (is_private && !self.written_by_methods(*owner).contains(&key.1));
                if value.value.is_plain() && !is_fixed {
                    value = value.perhaps(Value::Unknown);
                }
                state.statics.insert(key, value.clone());
                value
            }
        };
        // What it yields is as good as written where it is read: `Grants.Machine` is no fact of another place.
        let is_list = matches!(value.value, Value::Ref(id) if state.list(id).is_some());
        Some(if is_list { Tracked { origin: Some(at), ..value } } else { value })
    }

    /// Runs the getter of a declared property that has code.
    fn getter(
        &self,
        frame: &Frame<'_>,
        state: &mut State,
        member: &MemberSymbol,
        object: Option<HeapId>,
    ) -> Option<Tracked> {
        let MemberSource::Declared(file, index, position) = member.source else { return None };
        let decl = &self.program.unit(file).type_decl(index).members[position];
        let body = match decl.body {
            Body::None => decl.accessors.iter().find(|accessor| accessor.name.text == "get").map(|get| get.body)?,
            body => body,
        };
        if body == Body::None || decl.kind != MemberKind::Property {
            return None;
        }
        let this = self.resolver.table.decl_of(file, index);
        self.run_in_place(frame, state, file, this, object, decl, body, &[])
    }

    /// The value of a constant, an enum member, a static field or a package member that is data.
    fn constant(&self, member: &MemberSymbol, at: Place) -> Option<Tracked> {
        match &member.source {
            MemberSource::Declared(file, index, position) => {
                let decl = &self.program.unit(*file).type_decl(*index).members[*position];
                let fixed = decl.modifiers.contains(Modifiers::CONST)
                    || (decl.modifiers.contains(Modifiers::STATIC) && decl.modifiers.contains(Modifiers::READONLY));
                if decl.kind == MemberKind::EnumMember {
                    let full_name = format!("{}.{}", self.resolver.full_name(&member.owner)?, decl.name.text);
                    return Some(Tracked::at(Value::EnumMember(full_name.into()), at));
                }
                let value =
                    (fixed && decl.kind == MemberKind::Field).then(|| self.static_value(*file, *index, *position));
                value.filter(|value| value.value != Value::Unknown)
            }
            MemberSource::Package(package) => {
                let value = match package.kind() {
                    ApiKind::EnumMember => {
                        Value::EnumMember(format!("{}.{}", package.owner().full_name(), package.name()).into())
                    }
                    ApiKind::Constant => literal(package.value()?)?,
                    _ if package.is_static() => match package.known_value() {
                        Some(KnownValue::Text(text)) => Value::Text(Rc::from(text)),
                        // Lists are made anew where they are read: see `known_list`.
                        _ => literal(package.value()?)?,
                    },
                    _ => return None,
                };
                Some(Tracked { value, origin: Some(at), constant: true })
            }
            MemberSource::PrimaryParameter(..) | MemberSource::PrimaryConstructor(..) => None,
        }
    }

    /// The list that a static property of a package always yields, such as `GrantTypes.Code`.
    fn known_list(&self, state: &mut State, member: &MemberSymbol, at: Place) -> Option<Tracked> {
        let MemberSource::Package(package) = member.source else { return None };
        if !package.is_static() {
            return None;
        }
        let Some(KnownValue::List(values)) = package.known_value() else { return None };
        let items = values
            .iter()
            .map(|text| Tracked { value: Value::Text(Rc::from(*text)), origin: Some(at), constant: true })
            .collect();
        let value = self.list(state, items, false, self.resolver.predefined("string"));
        Some(Tracked::at(value, at))
    }

    /// The value of a property of a known object.
    pub(super) fn property(&self, state: &mut State, id: HeapId, name: &str, ty: &Ty, at: Place) -> Tracked {
        let Some(object) = state.object(id) else {
            // `list.Count` and the like.
            return Tracked::default();
        };
        if let Some(property) = object.properties.get(name) {
            return property.value.clone();
        }
        let (opaque, owner) = (object.opaque, object.ty.clone());
        if opaque && let Some(value) = self.initial_value(state, id, &owner, name) {
            return value;
        }
        // An object or a collection that nobody set: remember it, so that what is done to it is known.
        let value = match self.list_element(ty) {
            Some(element) => Tracked::of(self.list(state, Vec::new(), opaque, element)),
            None if opaque => self.opaque(state, ty, at),
            None => {
                let value = self.default_value(&owner, name);
                match self.made_by_default(&owner, name) {
                    true => Tracked::of(Value::Ref(self.new_object(state, ty.clone(), at, false))),
                    false => Tracked::of(value),
                }
            }
        };
        if matches!(value.value, Value::Ref(_)) {
            self.set(state, id, name.into(), value.clone(), at);
        }
        value
    }

    /// What a read-only field or property of an object of this code is from its initializer, whoever created it.
    fn initial_value(&self, state: &mut State, id: HeapId, owner: &Ty, name: &str) -> Option<Tracked> {
        let member = self.resolver.members(owner, name).into_iter().next()?;
        let MemberSource::Declared(file, index, position) = member.source else { return None };
        let decl = &self.program.unit(file).type_decl(index).members[position];
        let is_fixed = match decl.kind {
            MemberKind::Field => decl.modifiers.contains(Modifiers::READONLY),
            _ => decl.accessors.len() == 1,
        };
        let initializer = decl.initializer.filter(|_| is_fixed)?;
        let this = self.resolver.table.decl_of(file, index);
        let frame = self.frame(file, this, Some(id), &[]);
        let mut value = self.initializer(file, decl, || self.expr(&frame, state, initializer))?;
        value.constant |= value.value.is_plain();
        self.set(state, id, name.into(), value.clone(), frame.written(&decl.name, initializer));
        Some(value)
    }

    /// Whether a new object of a package type has an object in that property.
    fn made_by_default(&self, owner: &Ty, name: &str) -> bool {
        match self.resolver.members(owner, name).into_iter().next().map(|member| member.source) {
            Some(MemberSource::Package(package)) => package.value().is_some_and(|value| value.starts_with("new")),
            _ => false,
        }
    }

    /// What a property of a new object is before anybody sets it.
    pub(super) fn default_value(&self, owner: &Ty, name: &str) -> Value {
        let Some(member) = self.resolver.members(owner, name).into_iter().next() else { return Value::Unknown };
        match &member.source {
            MemberSource::Package(package) => {
                let ty = package.owner();
                let value = ty.unassigned_value(name, self.resolver.release_for(ty));
                value.and_then(literal).unwrap_or_default()
            }
            MemberSource::Declared(file, index, at) => {
                let decl = &self.program.unit(*file).type_decl(*index).members[*at];
                match decl.initializer {
                    Some(_) => self.static_value(*file, *index, *at).value,
                    None => match self.resolver.full_name(&self.resolver.member_type(&member)).as_deref() {
                        Some("System.Boolean") => Value::Bool(false),
                        Some("System.Int32" | "System.Int64") => Value::Integer(0),
                        _ => Value::Null,
                    },
                }
            }
            MemberSource::PrimaryParameter(..) | MemberSource::PrimaryConstructor(..) => Value::Unknown,
        }
    }
}
