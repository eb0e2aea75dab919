//! Calls: known list operations, methods of the analysed code run in place, lambdas, and unknown code.

use super::*;
use crate::bind::Symbol;
use crate::member::{MemberSource, MemberSymbol};
use crate::value::{HeapId, ObservedCall};
use dslint_rules::KnownValue;
use std::sync::Arc;

impl Evaluator<'_, '_> {
    pub(super) fn call(
        &self,
        frame: &Frame<'_>,
        state: &mut State,
        id: ExprId,
        callee: ExprId,
        arguments: &[Argument],
    ) -> Tracked {
        let at = frame.expr_place(id);
        let (name, target) = match &frame.unit.expr(callee).kind {
            ExprKind::Name(segment) => (segment.name.clone(), None),
            ExprKind::Member { target, member, .. } => (member.name.clone(), Some(*target)),
            _ => {
                let value = self.expr(frame, state, callee);
                let mut values = self.arguments(frame, state, arguments, None);
                values.push(value);
                return Tracked { value: self.derived(state, values.iter()), ..Tracked::default() };
            }
        };
        if name.text == "nameof" && target.is_none() {
            let text = arguments.first().map(|argument| last_name(frame.unit, argument.value)).unwrap_or_default();
            return Tracked { value: Value::Text(text.into()), origin: Some(at), constant: true };
        }
        let symbol = frame.binding.symbol(callee).clone();
        let receiver = match target {
            Some(target) if !matches!(frame.binding.symbol(target), Symbol::Type(_) | Symbol::Namespace(_)) => {
                Some(self.expr(frame, state, target))
            }
            _ => None,
        };
        let elements = receiver.as_ref().and_then(|receiver| match receiver.value {
            Value::Ref(id) => state.list(id).map(|list| list.items.clone()),
            _ => None,
        });
        let values = self.arguments(frame, state, arguments, elements.as_deref());
        if self.calls.contains(&name.text) {
            let receiver = target.map(|target| frame.binding.ty(target).clone()).unwrap_or_default();
            let call = ObservedCall {
                name: frame.place(name.range),
                symbol: match &symbol {
                    Symbol::Member(member) => Some(member.clone()),
                    _ => None,
                },
                receiver,
                extension: frame.binding.extension_calls.contains_key(&id),
                arguments: values.clone(),
            };
            state.calls.push(Rc::new(call));
        }
        if let Some(receiver) = &receiver
            && let Value::Ref(list) = receiver.value
            && state.list(list).is_some()
            && let Some(result) = self.list_call(state, list, &name.text, &values, at)
        {
            return result;
        }
        let inlined = match &symbol {
            Symbol::Member(member) => self.call_member(frame, state, id, member, receiver.as_ref(), arguments, &values),
            Symbol::LocalFunction(function) => self.call_local(frame, state, *function, arguments, &values),
            _ => None,
        };
        if let Some(result) = inlined {
            return result;
        }
        // Unknown code: what it returns was made of everything it got.
        let made_of = receiver.iter().chain(&values);
        let value = self.derived(state, made_of);
        let ty = frame.binding.ty(id).clone();
        if value == Value::Unknown {
            let opaque = self.opaque(state, &ty, at);
            if opaque.value != Value::Unknown {
                return opaque;
            }
        }
        Tracked { value, ..Tracked::default() }
    }

    fn arguments(
        &self,
        frame: &Frame<'_>,
        state: &mut State,
        arguments: &[Argument],
        elements: Option<&[Tracked]>,
    ) -> Vec<Tracked> {
        arguments
            .iter()
            .map(|argument| match &frame.unit.expr(argument.value).kind {
                // A lambda handed to a method of a known list runs over its elements.
                ExprKind::Lambda { parameters, body } => self.lambda(frame, state, parameters, *body, elements),
                _ => self.expr(frame, state, argument.value),
            })
            .collect()
    }

    /// Runs the body of a lambda as if it were called: once for each of the elements, or once with unknown arguments.
    pub(super) fn lambda(
        &self,
        frame: &Frame<'_>,
        state: &mut State,
        parameters: &[Parameter],
        body: Body,
        elements: Option<&[Tracked]>,
    ) -> Tracked {
        let rounds = match elements {
            Some(elements) if !elements.is_empty() && parameters.len() == 1 => {
                elements.iter().take(16).map(Some).collect()
            }
            _ => vec![None],
        };
        let mut results = Vec::new();
        for element in rounds {
            for parameter in parameters {
                match (element, frame.binding.declared_locals.get(&parameter.name.range)) {
                    (Some(element), Some(local)) => {
                        state.locals.insert((frame.file.0, local.0), element.clone());
                    }
                    _ => self.opaque_parameter(frame, state, parameter),
                }
            }
            match body {
                Body::Expr(value) => results.push(self.expr(frame, state, value)),
                Body::Block(block) => {
                    let flow = std::mem::take(&mut state.flow);
                    let mut ends = self.stmt(frame, vec![std::mem::take(state)], block);
                    // Paths through a lambda are not paths through its method: the most telling one goes on.
                    let best = most_written(&ends);
                    let mut end = if ends.is_empty() { State::default() } else { ends.swap_remove(best) };
                    if let Flow::Returned(value) = std::mem::replace(&mut end.flow, flow) {
                        results.push(value);
                    }
                    *state = end;
                }
                Body::None => {}
            }
        }
        match results.len() {
            1 => results.swap_remove(0),
            _ => Tracked { value: self.derived(state, results.iter()), ..Tracked::default() },
        }
    }

    /// What the well-known members of collections do.
    fn list_call(&self, state: &mut State, id: HeapId, name: &str, values: &[Tracked], at: Place) -> Option<Tracked> {
        let list = state.list(id)?.clone();
        let mut items = list.items.clone();
        let mut open = list.open;
        match name {
            "Add" | "Insert" | "Push" | "Enqueue" | "AddLast" => {
                items.extend(values.last().cloned());
                return self.write_list(state, id, items, open);
            }
            "AddRange" | "UnionWith" | "InsertRange" => {
                let value = values.last()?;
                open |= self.spread(state, value, &mut items);
                return self.write_list(state, id, items, open);
            }
            "Clear" => return self.write_list(state, id, Vec::new(), false),
            "Remove" | "RemoveAll" | "RemoveAt" | "ExceptWith" | "IntersectWith" | "RemoveWhere" => {
                match (name, values.first().map(|value| &value.value)) {
                    ("Remove", Some(removed @ Value::Text(_))) => items.retain(|item| item.value != *removed),
                    _ => items = Vec::new(),
                }
                // What was removed is not known: nothing is left that is surely there.
                open = true;
                return self.write_list(state, id, items, open);
            }
            "Concat" | "Union" | "UnionBy" => {
                let value = values.first()?;
                open |= self.spread(state, value, &mut items);
            }
            "Append" | "Prepend" => items.extend(values.first().cloned()),
            "ToList" | "ToArray" | "ToHashSet" | "AsEnumerable" | "Distinct" | "Reverse" | "OrderBy"
            | "ToImmutableList" | "ToImmutableArray" | "AsReadOnly" | "Cast" | "AsQueryable" => {}
            "Where" | "Except" | "Skip" | "Take" | "OfType" | "SkipWhile" | "TakeWhile" | "DistinctBy" => {
                // Some of them: each may be there, none must.
                let maybe: Vec<Tracked> = items
                    .into_iter()
                    .map(|item| match item.value {
                        Value::Ref(_) => item,
                        _ => Tracked { value: Value::OneOf(Rc::new([item.clone(), Tracked::default()])), ..item },
                    })
                    .collect();
                items = maybe;
                open = true;
            }
            "First" | "FirstOrDefault" | "Single" | "SingleOrDefault" | "Last" | "LastOrDefault" | "Find"
            | "ElementAt" => {
                let one = match &items[..] {
                    [only] if !open => only.clone(),
                    [] => self.opaque(state, &list.element, at),
                    _ => Tracked { value: Value::OneOf(items.into()), ..Tracked::default() },
                };
                return Some(one);
            }
            _ => return None,
        }
        let value = self.list(state, items, open, list.element);
        Some(Tracked::at(value, at))
    }

    fn write_list(&self, state: &mut State, id: HeapId, items: Vec<Tracked>, open: bool) -> Option<Tracked> {
        if let Some(Cell::List(list)) = state.cell_mut(id) {
            list.items = items;
            list.open = open;
        }
        Some(Tracked::default())
    }

    #[allow(clippy::too_many_arguments, reason = "a call is all of these")]
    fn call_member(
        &self,
        frame: &Frame<'_>,
        state: &mut State,
        id: ExprId,
        member: &Arc<MemberSymbol>,
        receiver: Option<&Tracked>,
        arguments: &[Argument],
        values: &[Tracked],
    ) -> Option<Tracked> {
        let MemberSource::Declared(file, index, position) = member.source else { return None };
        let decl = &self.program.unit(file).type_decl(index).members[position];
        if decl.kind != MemberKind::Method || decl.body == Body::None {
            return None;
        }
        let extension = frame.binding.extension_calls.contains_key(&id);
        let mut bound: Vec<(usize, Tracked)> = Vec::new();
        if extension {
            bound.extend(receiver.map(|receiver| (0, receiver.clone())));
        }
        for (at, (argument, value)) in arguments.iter().zip(values).enumerate() {
            let position = match &argument.name {
                Some(name) => decl.parameters.iter().position(|parameter| parameter.name.text == name.text),
                None => Some(at + usize::from(extension)),
            };
            bound.extend(position.map(|position| (position, value.clone())));
        }
        self.inline(frame, state, file, decl, member, decl.body, &bound)
    }

    fn call_local(
        &self,
        frame: &Frame<'_>,
        state: &mut State,
        function: StmtId,
        arguments: &[Argument],
        values: &[Tracked],
    ) -> Option<Tracked> {
        let StmtKind::LocalFunction(decl) = &frame.unit.stmt(function).kind else { return None };
        let bound: Vec<(usize, Tracked)> = arguments
            .iter()
            .zip(values)
            .enumerate()
            .filter_map(|(at, (argument, value))| {
                let position = match &argument.name {
                    Some(name) => decl.parameters.iter().position(|parameter| parameter.name.text == name.text)?,
                    None => at,
                };
                Some((position, value.clone()))
            })
            .collect();
        self.run_in_place(frame, state, frame.file, frame.this, decl, decl.body, &bound)
    }

    /// Runs a member of the analysed code where it is used.
    #[allow(clippy::too_many_arguments, reason = "a call is all of these")]
    pub(super) fn inline(
        &self,
        frame: &Frame<'_>,
        state: &mut State,
        file: FileId,
        decl: &MemberDecl,
        member: &MemberSymbol,
        body: Body,
        bound: &[(usize, Tracked)],
    ) -> Option<Tracked> {
        let this = match member.owner {
            Ty::Declared(id, _) => Some(id),
            _ => None,
        };
        self.run_in_place(frame, state, file, this, decl, body, bound)
    }

    #[allow(clippy::too_many_arguments, reason = "a call is all of these")]
    fn run_in_place(
        &self,
        frame: &Frame<'_>,
        state: &mut State,
        file: FileId,
        this: Option<DeclId>,
        decl: &MemberDecl,
        body: Body,
        bound: &[(usize, Tracked)],
    ) -> Option<Tracked> {
        let key = (file, decl.range.start);
        if frame.stack.len() >= MAX_CALL_DEPTH || frame.stack.contains(&key) {
            return None;
        }
        let mut stack = frame.stack.to_vec();
        stack.push(key);
        let inner = self.frame(file, this, &stack);
        for (index, parameter) in decl.parameters.iter().enumerate() {
            let Some(&local) = inner.binding.declared_locals.get(&parameter.name.range) else { continue };
            let given = bound.iter().find(|(position, _)| *position == index).map(|(_, value)| value.clone());
            match (given, parameter.default) {
                (Some(value), _) => {
                    state.locals.insert((file.0, local.0), value);
                }
                (None, Some(default)) => {
                    let value = self.expr(&inner, state, default);
                    state.locals.insert((file.0, local.0), value);
                }
                (None, None) => self.opaque_parameter(&inner, state, parameter),
            }
        }
        match body {
            Body::Expr(value) => Some(self.expr(&inner, state, value)),
            Body::Block(block) => {
                let decided = state.decided.clone();
                let ends = self.stmt(&inner, vec![state.clone()], block);
                let (mut end, value) = join_ends(ends)?;
                end.flow = Flow::Runs;
                end.decided = decided;
                *state = end;
                Some(value)
            }
            Body::None => None,
        }
    }
}

/// Joins the ends of a method that was run in place: the path on which most was written goes on, and a property of the
/// returned object on which the paths differ is one of several values.
fn join_ends(mut ends: Vec<State>) -> Option<(State, Tracked)> {
    ends.retain(|end| !matches!(end.flow, Flow::Threw));
    if ends.is_empty() {
        return None;
    }
    let best = most_written(&ends);
    let mut end = ends.swap_remove(best);
    let result = match &end.flow {
        Flow::Returned(value) => value.clone(),
        _ => Tracked::default(),
    };
    if let Value::Ref(id) = result.value {
        for other in &ends {
            let Flow::Returned(Tracked { value: Value::Ref(other_id), .. }) = &other.flow else { continue };
            let (Some(mine), Some(theirs)) = (end.object(id).cloned(), other.object(*other_id)) else { continue };
            for (name, property) in &mine.properties {
                let same = theirs.properties.get(name).is_some_and(|theirs| theirs.value == property.value);
                let plain = !matches!(property.value.value, Value::Ref(_) | Value::From(_) | Value::OneOf(_));
                if !same && plain {
                    let alternative =
                        theirs.properties.get(name).map(|theirs| theirs.value.clone()).unwrap_or_default();
                    let values = Value::OneOf(Rc::new([property.value.clone(), alternative]));
                    if let Some(Cell::Object(object)) = end.cell_mut(id)
                        && let Some(slot) = object.properties.get_mut(name)
                    {
                        slot.value.value = values;
                    }
                }
            }
        }
    }
    Some((end, result))
}

fn most_written(states: &[State]) -> usize {
    let written = |state: &State| -> usize { state.objects().map(|(_, object)| object.properties.len()).sum() };
    (0..states.len()).max_by_key(|&index| (written(&states[index]), std::cmp::Reverse(index))).unwrap_or(0)
}

fn last_name(unit: &CompilationUnit, id: ExprId) -> String {
    match &unit.expr(id).kind {
        ExprKind::Name(segment) | ExprKind::Aliased(_, segment) => segment.name.text.to_string(),
        ExprKind::Member { member, .. } => member.name.text.to_string(),
        _ => String::new(),
    }
}

impl Evaluator<'_, '_> {
    /// The list that a static property of a package always yields, such as `GrantTypes.Code`.
    pub(super) fn known_list(&self, state: &mut State, member: &MemberSymbol, at: Place) -> Option<Tracked> {
        let MemberSource::Package(package) = member.source else { return None };
        let Some(KnownValue::List(values)) = package.known_value() else { return None };
        let items = values
            .iter()
            .map(|text| Tracked { value: Value::Text(Rc::from(*text)), origin: Some(at), constant: true })
            .collect();
        let value = self.list(state, items, false, self.program.resolver.predefined("string"));
        Some(Tracked::at(value, at))
    }
}
