//! Expressions to values.

use super::*;

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
                let element = self.resolver.element(frame.binding.ty(id));
                let items = initializer.map(|initializer| self.items(frame, state, initializer));
                let open = items.is_none();
                let value = self.list(state, items.unwrap_or_default(), open, element);
                Tracked::at(value, at)
            }
            ExprKind::Initializer(_) => {
                let element = self.resolver.element(frame.binding.ty(id));
                let items = self.items(frame, state, id);
                let value = self.list(state, items, false, element);
                Tracked::at(value, at)
            }
            ExprKind::Collection(elements) => {
                let element = self.resolver.element(frame.binding.ty(id));
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
                match self.matches(frame, state, pattern, &value) {
                    Some(known) => Tracked::at(Value::Bool(known), at),
                    None => Tracked::default(),
                }
            }
            ExprKind::Conditional { condition, then, otherwise } => match self.holds(frame, state, *condition) {
                Some(true) => self.expr(frame, state, *then),
                Some(false) => self.expr(frame, state, *otherwise),
                None => {
                    let values = [self.expr(frame, state, *then), self.expr(frame, state, *otherwise)];
                    Tracked::at(Value::OneOf(Rc::new(values)), at)
                }
            },
            ExprKind::Switch { subject, arms } => {
                let subject = self.expr(frame, state, *subject);
                let arms = self.possible_arms(frame, state, &subject, arms);
                let mut values: Vec<Tracked> = arms.iter().map(|arm| self.expr(frame, state, arm.value)).collect();
                match values.len() {
                    1 => values.swap_remove(0),
                    _ => Tracked::at(Value::OneOf(values.into()), at),
                }
            }
            ExprKind::Lambda { .. } => self.lambda(frame, state, id),
            ExprKind::Interpolated(parts) => self.interpolated(frame, state, parts, at),
            ExprKind::Default(_) => {
                let value = match self.resolver.full_name(frame.binding.ty(id)).as_deref() {
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
            ExprKind::Tuple(arguments) => self.tuple(frame, state, id, arguments),
            ExprKind::Throw(value) => {
                self.expr(frame, state, *value);
                Tracked::default()
            }
            ExprKind::Other(values) => {
                let values: Vec<Tracked> = values.iter().map(|&value| self.expr(frame, state, value)).collect();
                Tracked::of(self.derived(state, values.iter()))
            }
            ExprKind::This | ExprKind::Base => match frame.object {
                Some(object) => Tracked::of(Value::Ref(object)),
                None => Tracked::default(),
            },
            ExprKind::Aliased(..) | ExprKind::Predefined(_) | ExprKind::TypeOf(_) | ExprKind::Declaration(..) => {
                Tracked::default()
            }
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

    /// The values of an expression on several paths. A choice between objects makes paths of its own, so that what is
    /// done to the chosen one afterwards is not done to the other.
    pub(super) fn values(&self, frame: &Frame<'_>, states: Vec<State>, id: ExprId) -> Vec<(State, Tracked)> {
        let makes_object = |id: ExprId| {
            !matches!(frame.unit.expr(id).kind, ExprKind::Literal(_) | ExprKind::Interpolated(_) | ExprKind::Throw(_))
        };
        let mut found = Vec::new();
        match &frame.unit.expr(id).kind {
            ExprKind::Conditional { condition, then, otherwise } if makes_object(*then) || makes_object(*otherwise) => {
                let (yes, no) = self.split(frame, states, *condition);
                found.extend(self.values(frame, yes, *then));
                found.extend(self.values(frame, no, *otherwise));
            }
            ExprKind::Switch { subject, arms } if arms.iter().any(|arm| makes_object(arm.value)) => {
                for mut state in states {
                    let value = self.expr(frame, &mut state, *subject);
                    for arm in self.possible_arms(frame, &mut state, &value, arms) {
                        let mut taken = state.clone();
                        self.bind_pattern(frame, &mut taken, &arm.pattern, &value);
                        let value = self.expr(frame, &mut taken, arm.value);
                        found.push((taken, value));
                    }
                }
            }
            _ => {
                for mut state in states {
                    let value = self.expr(frame, &mut state, id);
                    found.push((state, value));
                }
            }
        }
        if found.len() > MAX_PATHS {
            self.truncated.set(true);
            found.truncate(MAX_PATHS);
        }
        found
    }

    /// A tuple is an object whose properties are its items.
    fn tuple(&self, frame: &Frame<'_>, state: &mut State, id: ExprId, arguments: &[Argument]) -> Tracked {
        let at = frame.expr_place(id);
        let values: Vec<Tracked> = arguments.iter().map(|argument| self.expr(frame, state, argument.value)).collect();
        let object = self.new_object(state, frame.binding.ty(id).clone(), at, false);
        for (index, (argument, value)) in arguments.iter().zip(values).enumerate() {
            let name = SmolStr::new(format!("Item{}", index + 1));
            self.set(state, object, name, value, frame.expr_place(argument.value));
        }
        Tracked::at(Value::Ref(object), at)
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
            value = combine(op, &value, &other).unwrap_or_else(|| Tracked::of(self.derived(state, [&value, &other])));
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
                    match (text_of(&value.value), &mut text) {
                        (Some(piece), Some(text)) => text.push_str(&piece),
                        _ => text = None,
                    }
                    values.push(value);
                }
            }
        }
        match text {
            Some(text) => Tracked::at(Value::Text(text.into()), at),
            None => Tracked::of(self.derived(state, values.iter())),
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
                    let property = object.properties.get(format!("[{key}]").as_str());
                    return property.map(|property| property.value.clone()).unwrap_or_default();
                }
                _ => {}
            }
        }
        Tracked::of(self.derived(state, [target]))
    }
}

pub(super) fn combine(op: BinaryOp, left: &Tracked, right: &Tracked) -> Option<Tracked> {
    let constant = left.constant && right.constant;
    let value = match (op, &left.value, &right.value) {
        (BinaryOp::Add, Value::Integer(left), Value::Integer(right)) => Value::Integer(left.checked_add(*right)?),
        (BinaryOp::Add, Value::Text(_), _) | (BinaryOp::Add, _, Value::Text(_)) => {
            Value::Text(format!("{}{}", text_of(&left.value)?, text_of(&right.value)?).into())
        }
        (BinaryOp::Equal, left, right) => Value::Bool(known_equal(left, right)?),
        (BinaryOp::NotEqual, left, right) => Value::Bool(!known_equal(left, right)?),
        (BinaryOp::And, Value::Bool(false), _) | (BinaryOp::And, _, Value::Bool(false)) => Value::Bool(false),
        (BinaryOp::And, Value::Bool(true), Value::Bool(true)) => Value::Bool(true),
        (BinaryOp::Or, Value::Bool(true), _) | (BinaryOp::Or, _, Value::Bool(true)) => Value::Bool(true),
        (BinaryOp::Or, Value::Bool(false), Value::Bool(false)) => Value::Bool(false),
        (BinaryOp::Coalesce, Value::Null, _) => return Some(right.clone()),
        (BinaryOp::Coalesce, Value::Unknown, _) => {
            let value = Value::OneOf(Rc::new([left.clone(), right.clone()]));
            return Some(Tracked { value, origin: right.origin, constant: false });
        }
        (BinaryOp::Coalesce, ..) => return Some(left.clone()),
        _ => return None,
    };
    Some(Tracked { value, origin: left.origin, constant })
}

/// What a value looks like in a string.
fn text_of(value: &Value) -> Option<Rc<str>> {
    match value {
        Value::Text(text) => Some(text.clone()),
        Value::Integer(number) => Some(number.to_string().into()),
        Value::Null => Some("".into()),
        _ => None,
    }
}

pub(super) fn known_equal(left: &Value, right: &Value) -> Option<bool> {
    (left.is_plain() && right.is_plain()).then(|| left == right)
}

/// A literal of the API history.
pub(super) fn pascal_case(name: &str) -> SmolStr {
    let mut chars = name.chars();
    match chars.next() {
        Some(first) => SmolStr::new(format!("{}{}", first.to_uppercase(), chars.as_str())),
        None => SmolStr::default(),
    }
}
