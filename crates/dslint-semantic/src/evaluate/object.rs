//! Objects: creations, initializers, copies.

use super::expr::pascal_case;
use super::*;
use crate::value::Property;

impl Evaluator<'_, '_> {
    pub(super) fn create(
        &self,
        frame: &Frame<'_>,
        state: &mut State,
        id: ExprId,
        arguments: &[Argument],
        initializer: Option<ExprId>,
    ) -> Tracked {
        let at = frame.expr_place(id);
        let ty = frame.binding.ty(id).clone();
        let values: Vec<Tracked> = arguments.iter().map(|argument| self.expr(frame, state, argument.value)).collect();
        if let Some(element) = self.list_element(&ty) {
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
        if is_task(&ty)
            && let [value] = &values[..]
        {
            return value.clone();
        }
        let object = self.new_object(state, ty.clone(), at, false);
        match frame.binding.constructors.get(&id) {
            Some(constructor) => {
                let given = self.given(frame, arguments, &values);
                self.construct(frame, state, object, &ty, Some(constructor), &given);
            }
            None if matches!(ty, Ty::Declared(..)) => self.construct(frame, state, object, &ty, None, &[]),
            None => {
                // Unknown constructor: its arguments are parts of the object all the same.
                for (index, (argument, value)) in arguments.iter().zip(&values).enumerate() {
                    let name = match &argument.name {
                        Some(name) => pascal_case(&name.text),
                        None => SmolStr::new(format!("#{index}")),
                    };
                    self.set(state, object, name, value.clone(), frame.expr_place(argument.value));
                }
            }
        }
        if let Some(initializer) = initializer {
            self.initialize(frame, state, object, initializer);
        }
        Tracked::at(Value::Ref(object), at)
    }

    pub(super) fn anonymous(
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
                let written = frame.written(&name, *value);
                properties.insert(name.text, Property { value: tracked, written });
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
                    let written = frame.written(name, *value);
                    if matches!(frame.unit.expr(*value).kind, ExprKind::Initializer(_)) {
                        self.initialize_nested(frame, state, object, name, *value, written);
                    } else {
                        let tracked = self.expr(frame, state, *value);
                        let member = frame.binding.initialized.get(value);
                        self.set_member(frame, state, object, member.map(|member| &**member), name, tracked, written);
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
        let ExprKind::Initializer(entries) = &frame.unit.expr(value).kind else { return };
        let is_object = !entries.iter().all(|entry| matches!(entry, InitializerEntry::Element(_)));
        match current.value {
            Value::Ref(id) if state.list(id).is_some() => {
                let items = self.items(frame, state, value);
                if let Some(list) = state.list_mut(id) {
                    list.items.extend(items);
                }
                self.set(state, object, name.text.clone(), Tracked { origin: Some(written), ..current }, written);
            }
            Value::Ref(id) => self.initialize(frame, state, id, value),
            _ => {
                let made = match self.list_element(&ty) {
                    Some(element) => {
                        let items = self.items(frame, state, value);
                        self.list(state, items, false, element)
                    }
                    None if is_object || self.resolver.element(&ty).is_known() => {
                        let made = self.new_object(state, ty, written, false);
                        self.initialize(frame, state, made, value);
                        Value::Ref(made)
                    }
                    None => {
                        let items = self.items(frame, state, value);
                        self.list(state, items, false, Ty::Unknown)
                    }
                };
                self.set(state, object, name.text.clone(), Tracked::at(made, written), written);
            }
        }
    }

    pub(super) fn set_index(
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

    pub(super) fn with(
        &self,
        frame: &Frame<'_>,
        state: &mut State,
        id: ExprId,
        target: ExprId,
        initializer: ExprId,
    ) -> Tracked {
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

    /// A value of a type of which nothing is known.
    pub(super) fn opaque(&self, state: &mut State, ty: &Ty, origin: Place) -> Tracked {
        let value = match ty {
            Ty::Declared(..) | Ty::Package(..) if is_simple(ty) => Value::Unknown,
            Ty::Declared(..) | Ty::Package(..) => match self.list_element(ty) {
                Some(element) => self.list(state, Vec::new(), true, element),
                None => Value::Ref(self.new_object(state, ty.clone(), origin, true)),
            },
            Ty::Array(element) => self.list(state, Vec::new(), true, (**element).clone()),
            _ => Value::Unknown,
        };
        Tracked::of(value)
    }

    /// The type of the elements of a type that is a list for our purposes: not of a string, not of a dictionary.
    pub(super) fn list_element(&self, ty: &Ty) -> Option<Ty> {
        const LISTS: [&str; 8] = ["List", "Set", "Collection", "Queue", "Stack", "Bag", "Array", "Enumerable"];
        match ty {
            Ty::Array(element) => Some((**element).clone()),
            Ty::Named(name, arguments) => match &arguments[..] {
                [element] if LISTS.iter().any(|list| name.ends_with(list)) => Some(element.clone()),
                _ => None,
            },
            Ty::Package(_, arguments) if arguments.len() == 1 => Some(self.resolver.element(ty)).filter(Ty::is_known),
            _ => None,
        }
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

fn is_task(ty: &Ty) -> bool {
    match ty {
        Ty::Package(package, _) => matches!(package.simple_name(), "Task" | "ValueTask"),
        _ => false,
    }
}
