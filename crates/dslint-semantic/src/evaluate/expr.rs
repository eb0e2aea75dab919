//! Expressions to values, and what assignments and initializers do to objects.

use super::*;
use crate::bind::{LocalId, Symbol};
use crate::member::{MemberSource, MemberSymbol};
use crate::value::{HeapId, ObjectState, Property};
use dslint_rules::{KnownValue, MemberKind as ApiKind};
use std::collections::BTreeMap;

impl Evaluator<'_, '_> {
    pub(super) fn expr(&self, frame: &Frame<'_>, state: &mut State, id: ExprId) -> Tracked {
        if !self.step() {
            return Tracked::default();
        }
        let at = frame.expr_place(id);
        match &frame.unit.expr(id).kind {
            ExprKind::Literal(literal) => {
                let value = match literal {
                    Literal::String(text) => Value::Text(Rc::from(text.as_str())),
                    Literal::Integer(number) => Value::Integer(*number),
                    Literal::Bool(value) => Value::Bool(*value),
                    Literal::Null => Value::Null,
                    Literal::Other => Value::Unknown,
                };
                Tracked::at(value, at)
            }
            ExprKind::Name(_) | ExprKind::Member { .. } => self.read(frame, state, id),
            ExprKind::Call { callee, arguments } => self.call(frame, state, id, *callee, arguments),
            ExprKind::New { arguments, initializer, .. } => self.create(frame, state, id, arguments, *initializer),
            ExprKind::AnonymousObject(entries) => self.anonymous(frame, state, entries, at),
            ExprKind::NewArray { initializer, .. } => {
                let element = self.program.resolver.element(frame.binding.ty(id));
                let items = initializer.map(|initializer| self.items(frame, state, initializer));
                let open = items.is_none();
                let value = self.list(state, items.unwrap_or_default(), open, element);
                Tracked::at(value, at)
            }
            ExprKind::Initializer(_) => {
                let element = self.program.resolver.element(frame.binding.ty(id));
                let items = self.items(frame, state, id);
                let value = self.list(state, items, false, element);
                Tracked::at(value, at)
            }
            ExprKind::Collection(elements) => {
                let element = self.program.resolver.element(frame.binding.ty(id));
                let mut items = Vec::new();
                let mut open = false;
                for part in elements {
                    let value = self.expr(frame, state, part.value);
                    if part.spread {
                        open |= self.spread(state, &value, &mut items);
                    } else {
                        items.push(value);
                    }
                }
                let value = self.list(state, items, open, element);
                Tracked::at(value, at)
            }
            ExprKind::With { target, initializer } => self.with(frame, state, id, *target, *initializer),
            ExprKind::Assign { op, left, right } => self.assign(frame, state, *op, *left, *right),
            ExprKind::Unary { op, operand } => {
                let value = self.expr(frame, state, *operand);
                match (op, &value.value) {
                    (UnaryOp::Not, Value::Bool(known)) => Tracked { value: Value::Bool(!known), ..value },
                    (UnaryOp::Minus, Value::Integer(known)) => {
                        Tracked { value: Value::Integer(known.wrapping_neg()), ..value }
                    }
                    (UnaryOp::SuppressNull, _) => value,
                    _ => Tracked::default(),
                }
            }
            ExprKind::Binary { .. } => self.binary(frame, state, id),
            ExprKind::Await(value) | ExprKind::Cast(_, value) | ExprKind::As(value, _) => {
                self.expr(frame, state, *value)
            }
            ExprKind::Is { operand, pattern } => {
                let value = self.expr(frame, state, *operand);
                self.bind_pattern(frame, state, pattern, &value);
                Tracked::default()
            }
            ExprKind::Conditional { condition, then, otherwise } => {
                let condition = self.expr(frame, state, *condition);
                match condition.value {
                    Value::Bool(true) => self.expr(frame, state, *then),
                    Value::Bool(false) => self.expr(frame, state, *otherwise),
                    _ => {
                        let values = [self.expr(frame, state, *then), self.expr(frame, state, *otherwise)];
                        Tracked::at(Value::OneOf(Rc::new(values)), at)
                    }
                }
            }
            ExprKind::Switch { subject, arms } => {
                self.expr(frame, state, *subject);
                let values: Vec<Tracked> = arms.iter().map(|arm| self.expr(frame, state, arm.value)).collect();
                Tracked::at(Value::OneOf(values.into()), at)
            }
            ExprKind::Lambda { parameters, body } => self.lambda(frame, state, parameters, *body, None),
            ExprKind::Interpolated(parts) => self.interpolated(frame, state, parts, at),
            ExprKind::Default(_) => {
                let value = match self.program.resolver.full_name(frame.binding.ty(id)).as_deref() {
                    Some("System.Boolean") => Value::Bool(false),
                    Some("System.Int32" | "System.Int64") => Value::Integer(0),
                    _ => Value::Unknown,
                };
                Tracked::at(value, at)
            }
            ExprKind::Element { target, arguments, .. } => {
                let target = self.expr(frame, state, *target);
                let index: Vec<Tracked> =
                    arguments.iter().map(|argument| self.expr(frame, state, argument.value)).collect();
                self.indexed(state, &target, &index)
            }
            ExprKind::Tuple(arguments) => {
                let values: Vec<Tracked> =
                    arguments.iter().map(|argument| self.expr(frame, state, argument.value)).collect();
                let derived = self.derived(state, values.iter());
                Tracked { value: derived, ..Tracked::default() }
            }
            ExprKind::Throw(value) => {
                self.expr(frame, state, *value);
                Tracked::default()
            }
            ExprKind::Other(values) => {
                let values: Vec<Tracked> = values.iter().map(|&value| self.expr(frame, state, value)).collect();
                Tracked { value: self.derived(state, values.iter()), ..Tracked::default() }
            }
            ExprKind::Aliased(..)
            | ExprKind::Predefined(_)
            | ExprKind::TypeOf(_)
            | ExprKind::This
            | ExprKind::Base
            | ExprKind::Declaration(..) => Tracked::default(),
        }
    }

    /// A value that unknown code made out of others: it remembers their objects.
    pub(super) fn derived<'v>(&self, state: &State, values: impl IntoIterator<Item = &'v Tracked>) -> Value {
        let mut ids: Vec<HeapId> = Vec::new();
        for value in values {
            for id in state.reachable(&value.value) {
                if !ids.contains(&id) && ids.len() < 64 {
                    ids.push(id);
                }
            }
        }
        if ids.is_empty() { Value::Unknown } else { Value::From(ids.into()) }
    }

    fn read(&self, frame: &Frame<'_>, state: &mut State, id: ExprId) -> Tracked {
        let target = match &frame.unit.expr(id).kind {
            ExprKind::Member { target, .. } => Some(*target),
            _ => None,
        };
        match frame.binding.symbol(id) {
            Symbol::Local(local) => state.locals.get(&(frame.file.0, local.0)).cloned().unwrap_or_default(),
            Symbol::Member(member) => self.read_member(frame, state, id, target, &member.clone()),
            Symbol::Type(_) | Symbol::Namespace(_) | Symbol::LocalFunction(_) => Tracked::default(),
            Symbol::None => match (target, &frame.unit.expr(id).kind) {
                (Some(target), ExprKind::Member { member, .. }) => {
                    let owner = self.expr(frame, state, target);
                    // Anonymous objects and what came from unknown code.
                    if let Value::Ref(object) = owner.value
                        && let Some(property) =
                            state.object(object).and_then(|object| object.properties.get(&member.name.text))
                    {
                        return property.value.clone();
                    }
                    Tracked { value: self.derived(state, [&owner]), ..Tracked::default() }
                }
                _ => Tracked::default(),
            },
        }
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
        let resolver = &self.program.resolver;
        let name = resolver.member_name(member);
        // `this.x`, `x`: a field or property of the object being built or used.
        let on_this =
            target.is_none_or(|target| matches!(frame.unit.expr(target).kind, ExprKind::This | ExprKind::Base));
        if on_this && let Ty::Declared(owner, _) = member.owner {
            if let Some(known) = state.fields.get(&(owner, name.clone())) {
                return known.clone();
            }
            if let Some(inlined) = self.property_getter(frame, state, member, at) {
                return inlined;
            }
            let value = self.opaque(state, &resolver.member_type(member), at);
            state.fields.insert((owner, name), value.clone());
            return value;
        }
        let Some(target) = target else { return Tracked::default() };
        if let (Ty::Declared(owner, _), Symbol::Type(_)) = (&member.owner, frame.binding.symbol(target)) {
            if let Some(known) = state.fields.get(&(*owner, name.clone())) {
                return known.clone();
            }
            return self.property_getter(frame, state, member, at).unwrap_or_default();
        }
        let owner = self.expr(frame, state, target);
        match owner.value {
            Value::Ref(object) => self.property(state, object, &name, &resolver.member_type(member), at),
            _ => {
                let derived = self.derived(state, [&owner]);
                Tracked { value: derived, ..Tracked::default() }
            }
        }
    }

    /// The value of a constant, an enum member, a static field or a package member that is data.
    fn constant(&self, member: &MemberSymbol, at: Place) -> Option<Tracked> {
        match &member.source {
            MemberSource::Declared(file, index, position) => {
                let decl = &self.program.unit(*file).type_decl(*index).members[*position];
                let fixed = decl.modifiers.contains(Modifiers::CONST)
                    || (decl.modifiers.contains(Modifiers::STATIC) && decl.modifiers.contains(Modifiers::READONLY));
                if decl.kind == MemberKind::EnumMember {
                    let full_name = format!("{}.{}", self.program.resolver.full_name(&member.owner)?, decl.name.text);
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
                    ApiKind::Constant => literal_value(package.value()?)?,
                    _ if package.is_static() => match package.known_value() {
                        Some(KnownValue::Text(text)) => Value::Text(Rc::from(text)),
                        // Lists are made anew where they are read: see `known_list`.
                        _ => literal_value(package.value()?)?,
                    },
                    _ => return None,
                };
                Some(Tracked { value, origin: Some(at), constant: true })
            }
            MemberSource::PrimaryParameter(..) => None,
        }
    }

    /// Runs the getter of a property of the analysed code.
    ///
    /// What a static member yields is as good as written where it is read: `Grants.Machine` is no fact of another place.
    fn property_getter(
        &self,
        frame: &Frame<'_>,
        state: &mut State,
        member: &MemberSymbol,
        at: Place,
    ) -> Option<Tracked> {
        let value = self.getter_value(frame, state, member)?;
        let MemberSource::Declared(file, index, position) = member.source else { return Some(value) };
        let decl = &self.program.unit(file).type_decl(index).members[position];
        let is_list = matches!(value.value, Value::Ref(id) if state.list(id).is_some());
        let is_static = decl.modifiers.contains(Modifiers::STATIC);
        Some(if is_static && is_list { Tracked { origin: Some(at), ..value } } else { value })
    }

    fn getter_value(&self, frame: &Frame<'_>, state: &mut State, member: &MemberSymbol) -> Option<Tracked> {
        let MemberSource::Declared(file, index, position) = member.source else { return None };
        let decl = &self.program.unit(file).type_decl(index).members[position];
        let body = match decl.body {
            Body::None => decl.accessors.iter().find(|accessor| accessor.name.text == "get").map(|get| get.body)?,
            body => body,
        };
        if body == Body::None {
            // Static auto-properties and static fields with an initializer.
            let initializer = decl.initializer.filter(|_| decl.modifiers.contains(Modifiers::STATIC))?;
            return self.inline(frame, state, file, decl, member, Body::Expr(initializer), &[]);
        }
        self.inline(frame, state, file, decl, member, body, &[])
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
        let resolver = &self.program.resolver;
        let element = resolver.element(ty);
        let is_text = resolver.full_name(ty).as_deref() == Some("System.String");
        if element.is_known() && !is_text {
            // A collection that nobody set: remember it, so that what is added to it is known.
            let value = Tracked { value: self.list(state, Vec::new(), opaque, element), origin: None, constant: false };
            if let Some(Cell::Object(object)) = state.cell_mut(id) {
                object.properties.insert(name.into(), Property { value: value.clone(), written: at });
            }
            return value;
        }
        if opaque {
            let value = self.opaque(state, ty, at);
            if value.value != Value::Unknown
                && let Some(Cell::Object(object)) = state.cell_mut(id)
            {
                object.properties.insert(name.into(), Property { value: value.clone(), written: at });
            }
            return value;
        }
        Tracked { value: self.default_value(&owner, name), origin: None, constant: false }
    }

    /// What a property of a new object is before anybody sets it.
    pub(super) fn default_value(&self, owner: &Ty, name: &str) -> Value {
        let Some(member) = self.program.resolver.members(owner, name).into_iter().next() else { return Value::Unknown };
        match &member.source {
            MemberSource::Package(package) => match package.unassigned_value().and_then(literal_value) {
                Some(value) => value,
                None => Value::Unknown,
            },
            MemberSource::Declared(file, index, at) => {
                let decl = &self.program.unit(*file).type_decl(*index).members[*at];
                match decl.initializer {
                    Some(_) => self.static_value(*file, *index, *at).value,
                    None => {
                        match self.program.resolver.full_name(&self.program.resolver.member_type(&member)).as_deref() {
                            Some("System.Boolean") => Value::Bool(false),
                            Some("System.Int32" | "System.Int64") => Value::Integer(0),
                            _ => Value::Null,
                        }
                    }
                }
            }
            MemberSource::PrimaryParameter(..) => Value::Unknown,
        }
    }

    fn create(
        &self,
        frame: &Frame<'_>,
        state: &mut State,
        id: ExprId,
        arguments: &[Argument],
        initializer: Option<ExprId>,
    ) -> Tracked {
        let resolver = &self.program.resolver;
        let at = frame.expr_place(id);
        let ty = frame.binding.ty(id).clone();
        let values: Vec<Tracked> = arguments.iter().map(|argument| self.expr(frame, state, argument.value)).collect();
        let element = resolver.element(&ty);
        let is_list = element.is_known() && !ty.arguments().is_empty() && ty.arguments().len() == 1;
        if is_list && resolver.constructors(&ty).len() != 1 || is_list && matches!(ty, Ty::Named(..)) {
            let mut items = Vec::new();
            let mut open = false;
            for value in &values {
                open |= !matches!(value.value, Value::Integer(_)) && self.spread(state, value, &mut items);
            }
            if let Some(initializer) = initializer {
                items.extend(self.items(frame, state, initializer));
            }
            let value = self.list(state, items, open, element);
            return Tracked::at(value, at);
        }
        let object =
            state.alloc(Cell::Object(ObjectState { ty, properties: BTreeMap::new(), origin: at, opaque: false }));
        if let Some(constructor) = frame.binding.constructors.get(&id) {
            let parameters = resolver.parameters(constructor);
            for (index, (argument, value)) in arguments.iter().zip(&values).enumerate() {
                let Some((parameter, _)) = bind::parameter_for(&parameters, 0, index, argument, arguments.len()) else {
                    continue;
                };
                // A parameter usually sets the property of its name.
                let name = pascal_case(&parameter.name);
                let written = frame.expr_place(argument.value);
                if let Some(Cell::Object(object)) = state.cell_mut(object) {
                    object.properties.insert(name, Property { value: value.clone(), written });
                }
            }
        } else {
            // Unknown constructor: its arguments are parts of the object all the same.
            for (index, (argument, value)) in arguments.iter().zip(&values).enumerate() {
                let written = frame.expr_place(argument.value);
                let name = match &argument.name {
                    Some(name) => pascal_case(&name.text),
                    None => SmolStr::new(format!("#{index}")),
                };
                if let Some(Cell::Object(object)) = state.cell_mut(object) {
                    object.properties.insert(name, Property { value: value.clone(), written });
                }
            }
        }
        if let Some(initializer) = initializer {
            self.initialize(frame, state, object, initializer);
        }
        Tracked::at(Value::Ref(object), at)
    }

    fn anonymous(
        &self,
        frame: &Frame<'_>,
        state: &mut State,
        entries: &[(Option<Ident>, ExprId)],
        at: Place,
    ) -> Tracked {
        let mut properties = BTreeMap::new();
        for (name, value) in entries {
            let inferred = match (name, &frame.unit.expr(*value).kind) {
                (Some(name), _) => Some(name.clone()),
                (None, ExprKind::Name(segment)) => Some(segment.name.clone()),
                (None, ExprKind::Member { member, .. }) => Some(member.name.clone()),
                _ => None,
            };
            let tracked = self.expr(frame, state, *value);
            if let Some(name) = inferred {
                let range = name.range.cover(frame.unit.expr(*value).range);
                properties.insert(name.text, Property { value: tracked, written: frame.place(range) });
            }
        }
        let object = ObjectState { ty: Ty::Unknown, properties, origin: at, opaque: false };
        Tracked::at(Value::Ref(state.alloc(Cell::Object(object))), at)
    }

    /// The entries of `{ … }` behind the creation of an object.
    fn initialize(&self, frame: &Frame<'_>, state: &mut State, object: HeapId, initializer: ExprId) {
        let ExprKind::Initializer(entries) = &frame.unit.expr(initializer).kind else { return };
        for entry in entries {
            match entry {
                InitializerEntry::Member(name, value) => {
                    let written = frame.place(name.range.cover(frame.unit.expr(*value).range));
                    if matches!(frame.unit.expr(*value).kind, ExprKind::Initializer(_)) {
                        self.initialize_nested(frame, state, object, name, *value, written);
                    } else {
                        let tracked = self.expr(frame, state, *value);
                        self.set(state, object, name.text.clone(), tracked, written);
                    }
                }
                InitializerEntry::Index(arguments, value) => {
                    let key = arguments.first().map(|argument| self.expr(frame, state, argument.value));
                    let tracked = self.expr(frame, state, *value);
                    self.set_index(frame, state, object, key.as_ref(), tracked, *value);
                }
                InitializerEntry::Element(value) => {
                    let parts = match &frame.unit.expr(*value).kind {
                        ExprKind::Initializer(parts) => parts.clone(),
                        _ => {
                            let tracked = self.expr(frame, state, *value);
                            let name = SmolStr::new(format!("+{}", frame.unit.expr(*value).range.start));
                            self.set(state, object, name, tracked, frame.expr_place(*value));
                            continue;
                        }
                    };
                    // `{ key, value }`
                    let values: Vec<(ExprId, Tracked)> = parts
                        .iter()
                        .filter_map(|part| match part {
                            InitializerEntry::Element(part) => Some((*part, self.expr(frame, state, *part))),
                            _ => None,
                        })
                        .collect();
                    if let [(_, key), (id, tracked)] = &values[..] {
                        self.set_index(frame, state, object, Some(key), tracked.clone(), *id);
                    }
                }
            }
        }
    }

    /// `Name = { … }`: adds to, or sets properties of, what the property already holds.
    fn initialize_nested(
        &self,
        frame: &Frame<'_>,
        state: &mut State,
        object: HeapId,
        name: &Ident,
        value: ExprId,
        written: Place,
    ) {
        let ty = frame.binding.ty(value).clone();
        let current = self.property(state, object, &name.text, &ty, written);
        match current.value {
            Value::Ref(id) if state.list(id).is_some() => {
                let items = self.items(frame, state, value);
                if let Some(Cell::List(list)) = state.cell_mut(id) {
                    list.items.extend(items);
                }
                self.set(state, object, name.text.clone(), Tracked { origin: Some(written), ..current }, written);
            }
            Value::Ref(id) => self.initialize(frame, state, id, value),
            _ => {
                let element = self.program.resolver.element(&ty);
                let items = self.items(frame, state, value);
                let list = if element.is_known() || !items.is_empty() {
                    self.list(state, items, false, element)
                } else {
                    let object = ObjectState { ty, properties: BTreeMap::new(), origin: written, opaque: false };
                    let id = state.alloc(Cell::Object(object));
                    self.initialize(frame, state, id, value);
                    Value::Ref(id)
                };
                self.set(state, object, name.text.clone(), Tracked::at(list, written), written);
            }
        }
    }

    pub(super) fn set(&self, state: &mut State, object: HeapId, name: SmolStr, value: Tracked, written: Place) {
        if let Some(Cell::Object(object)) = state.cell_mut(object) {
            object.properties.insert(name, Property { value, written });
        }
    }

    fn set_index(
        &self,
        frame: &Frame<'_>,
        state: &mut State,
        object: HeapId,
        key: Option<&Tracked>,
        value: Tracked,
        at: ExprId,
    ) {
        let name = match key.map(|key| &key.value) {
            Some(Value::Text(text)) => SmolStr::new(format!("[{text}]")),
            _ => SmolStr::new(format!("[{}]", frame.unit.expr(at).range.start)),
        };
        self.set(state, object, name, value, frame.expr_place(at));
    }

    /// The values of a list initializer.
    fn items(&self, frame: &Frame<'_>, state: &mut State, initializer: ExprId) -> Vec<Tracked> {
        let ExprKind::Initializer(entries) = &frame.unit.expr(initializer).kind else { return Vec::new() };
        entries
            .iter()
            .map(|entry| match entry {
                InitializerEntry::Member(_, value)
                | InitializerEntry::Index(_, value)
                | InitializerEntry::Element(value) => self.expr(frame, state, *value),
            })
            .collect()
    }

    /// Adds the elements of a list value; true when there may be others.
    pub(super) fn spread(&self, state: &State, value: &Tracked, items: &mut Vec<Tracked>) -> bool {
        match &value.value {
            Value::Ref(id) => match state.list(*id) {
                Some(list) => {
                    items.extend(list.items.iter().cloned());
                    list.open
                }
                None => true,
            },
            Value::OneOf(values) => {
                // Any of these may be in it: each is kept, and the list is open.
                for value in values.iter() {
                    self.spread(state, value, items);
                }
                true
            }
            Value::Null => false,
            _ => true,
        }
    }

    fn with(&self, frame: &Frame<'_>, state: &mut State, id: ExprId, target: ExprId, initializer: ExprId) -> Tracked {
        let at = frame.expr_place(id);
        let original = self.expr(frame, state, target);
        let copy = match original.value {
            Value::Ref(id) => state.object(id).cloned(),
            _ => None,
        };
        let mut copy = copy.unwrap_or_else(|| ObjectState {
            ty: frame.binding.ty(id).clone(),
            properties: BTreeMap::new(),
            origin: at,
            opaque: true,
        });
        copy.origin = at;
        let object = state.alloc(Cell::Object(copy));
        self.initialize(frame, state, object, initializer);
        Tracked::at(Value::Ref(object), at)
    }

    fn assign(&self, frame: &Frame<'_>, state: &mut State, op: AssignOp, left: ExprId, right: ExprId) -> Tracked {
        let value = self.expr(frame, state, right);
        if op != AssignOp::Set && op != AssignOp::Coalesce {
            self.expr(frame, state, left);
            self.store(frame, state, left, Tracked::default(), right);
            return Tracked::default();
        }
        self.store(frame, state, left, value.clone(), right);
        value
    }

    fn store(&self, frame: &Frame<'_>, state: &mut State, left: ExprId, value: Tracked, right: ExprId) {
        let symbol = frame.binding.symbol(left).clone();
        let written = |name: &Ident| frame.place(name.range.cover(frame.unit.expr(right).range));
        match (&frame.unit.expr(left).kind, symbol) {
            (_, Symbol::Local(LocalId(local))) => {
                self.forget_conditions(frame, state, left);
                state.locals.insert((frame.file.0, local), value);
            }
            (ExprKind::Name(_), Symbol::Member(member)) => self.store_field(frame, state, left, &member, value),
            (ExprKind::Member { target, member, .. }, symbol) => {
                let on_this = matches!(frame.unit.expr(*target).kind, ExprKind::This | ExprKind::Base);
                let by_type = matches!(frame.binding.symbol(*target), Symbol::Type(_));
                if let (true, Symbol::Member(field)) = (on_this || by_type, &symbol) {
                    return self.store_field(frame, state, left, field, value);
                }
                let owner = self.expr(frame, state, *target);
                self.forget_conditions(frame, state, left);
                match owner.value {
                    Value::Ref(object) => {
                        self.set(state, object, member.name.text.clone(), value, written(&member.name))
                    }
                    Value::Unknown => {
                        // An object from unknown code: from here on it is one of which this property is known.
                        let ty = frame.binding.ty(*target).clone();
                        let origin = frame.expr_place(*target);
                        let object = ObjectState { ty, properties: BTreeMap::new(), origin, opaque: true };
                        let object = state.alloc(Cell::Object(object));
                        self.set(state, object, member.name.text.clone(), value, written(&member.name));
                        if let Symbol::Local(local) = frame.binding.symbol(*target) {
                            let tracked = Tracked { value: Value::Ref(object), ..Tracked::default() };
                            state.locals.insert((frame.file.0, local.0), tracked);
                        }
                    }
                    _ => {}
                }
            }
            (ExprKind::Element { target, arguments, .. }, _) => {
                let owner = self.expr(frame, state, *target);
                let key = arguments.first().map(|argument| self.expr(frame, state, argument.value));
                if let Value::Ref(object) = owner.value {
                    self.set_index(frame, state, object, key.as_ref(), value, right);
                }
            }
            (ExprKind::Declaration(..), _) | (ExprKind::Tuple(_), _) => {}
            _ => {
                self.expr(frame, state, left);
            }
        }
    }

    fn store_field(&self, frame: &Frame<'_>, state: &mut State, left: ExprId, member: &MemberSymbol, value: Tracked) {
        self.forget_conditions(frame, state, left);
        if let Ty::Declared(owner, _) = member.owner {
            state.fields.insert((owner, self.program.resolver.member_name(member)), value);
        }
    }

    /// What was decided about a variable no longer holds once it is written.
    fn forget_conditions(&self, frame: &Frame<'_>, state: &mut State, left: ExprId) {
        if state.decided.is_empty() {
            return;
        }
        let source = &self.program.resolver.table.file(frame.file).text;
        let text: String =
            source.get(frame.unit.expr(left).range.usize()).unwrap_or_default().split_whitespace().collect();
        state.decided.retain(|(decided, _)| !decided.contains(&text));
    }

    fn bind_pattern(&self, frame: &Frame<'_>, state: &mut State, pattern: &Pattern, value: &Tracked) {
        match pattern {
            Pattern::Type(_, Some(name)) | Pattern::Var(Some(name)) | Pattern::Recursive(_, _, Some(name)) => {
                if let Some(local) = frame.binding.declared_locals.get(&name.range) {
                    state.locals.insert((frame.file.0, local.0), value.clone());
                }
            }
            Pattern::Not(inner) => self.bind_pattern(frame, state, inner, value),
            Pattern::And(left, right) | Pattern::Or(left, right) => {
                self.bind_pattern(frame, state, left, value);
                self.bind_pattern(frame, state, right, value);
            }
            _ => {}
        }
    }

    fn binary(&self, frame: &Frame<'_>, state: &mut State, id: ExprId) -> Tracked {
        let mut spine = Vec::new();
        let mut leftmost = id;
        while let ExprKind::Binary { op, left, right } = &frame.unit.expr(leftmost).kind {
            spine.push((*op, *right));
            leftmost = *left;
        }
        let mut value = self.expr(frame, state, leftmost);
        while let Some((op, right)) = spine.pop() {
            let other = self.expr(frame, state, right);
            value = combine(op, &value, &other)
                .unwrap_or_else(|| Tracked { value: self.derived(state, [&value, &other]), ..Tracked::default() });
        }
        Tracked { origin: Some(frame.expr_place(id)), ..value }
    }

    fn interpolated(&self, frame: &Frame<'_>, state: &mut State, parts: &[InterpolatedPart], at: Place) -> Tracked {
        let mut text = Some(String::new());
        let mut values = Vec::new();
        for part in parts {
            match part {
                InterpolatedPart::Text(piece) => {
                    if let Some(text) = &mut text {
                        text.push_str(piece);
                    }
                }
                InterpolatedPart::Hole(id) => {
                    let value = self.expr(frame, state, *id);
                    match (&value.value, &mut text) {
                        (Value::Text(piece), Some(text)) => text.push_str(piece),
                        _ => text = None,
                    }
                    values.push(value);
                }
            }
        }
        match text {
            Some(text) => Tracked::at(Value::Text(text.into()), at),
            None => Tracked { value: self.derived(state, values.iter()), ..Tracked::default() },
        }
    }

    fn indexed(&self, state: &State, target: &Tracked, index: &[Tracked]) -> Tracked {
        if let Value::Ref(id) = target.value {
            match (state.cell(id), index.first().map(|index| &index.value)) {
                (Some(Cell::List(list)), Some(Value::Integer(at))) => {
                    let item = usize::try_from(*at).ok().and_then(|at| list.items.get(at));
                    return item.filter(|_| !list.open).cloned().unwrap_or_default();
                }
                (Some(Cell::Object(object)), Some(Value::Text(key))) => {
                    let name = format!("[{key}]");
                    return object
                        .properties
                        .get(name.as_str())
                        .map(|property| property.value.clone())
                        .unwrap_or_default();
                }
                _ => {}
            }
        }
        Tracked { value: self.derived(state, [target]), ..Tracked::default() }
    }
}

fn combine(op: BinaryOp, left: &Tracked, right: &Tracked) -> Option<Tracked> {
    let constant = left.constant && right.constant;
    let value = match (op, &left.value, &right.value) {
        (BinaryOp::Add, Value::Text(left), Value::Text(right)) => Value::Text(format!("{left}{right}").into()),
        (BinaryOp::Equal, left, right) => Value::Bool(known_equal(left, right)?),
        (BinaryOp::NotEqual, left, right) => Value::Bool(!known_equal(left, right)?),
        (BinaryOp::And, Value::Bool(false), _) | (BinaryOp::And, _, Value::Bool(false)) => Value::Bool(false),
        (BinaryOp::And, Value::Bool(true), Value::Bool(true)) => Value::Bool(true),
        (BinaryOp::Or, Value::Bool(true), _) | (BinaryOp::Or, _, Value::Bool(true)) => Value::Bool(true),
        (BinaryOp::Or, Value::Bool(false), Value::Bool(false)) => Value::Bool(false),
        (BinaryOp::Coalesce, Value::Null, _) => return Some(right.clone()),
        (BinaryOp::Coalesce, Value::Unknown, _) => {
            return Some(Tracked {
                value: Value::OneOf(Rc::new([left.clone(), right.clone()])),
                origin: right.origin,
                constant: false,
            });
        }
        (BinaryOp::Coalesce, ..) => return Some(left.clone()),
        _ => return None,
    };
    Some(Tracked { value, origin: left.origin, constant })
}

fn known_equal(left: &Value, right: &Value) -> Option<bool> {
    let plain = |value: &Value| {
        matches!(value, Value::Null | Value::Bool(_) | Value::Integer(_) | Value::Text(_) | Value::EnumMember(_))
    };
    (plain(left) && plain(right)).then(|| left == right)
}

/// A literal of the API history.
pub(super) fn literal_value(text: &str) -> Option<Value> {
    match text {
        "true" => Some(Value::Bool(true)),
        "false" => Some(Value::Bool(false)),
        "null" => Some(Value::Null),
        _ => {
            if let Some(inner) = text.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) {
                return Some(Value::Text(Rc::from(inner)));
            }
            text.parse().ok().map(Value::Integer)
        }
    }
}

pub(super) fn pascal_case(name: &str) -> SmolStr {
    let mut chars = name.chars();
    match chars.next() {
        Some(first) => SmolStr::new(format!("{}{}", first.to_uppercase(), chars.as_str())),
        None => SmolStr::default(),
    }
}
