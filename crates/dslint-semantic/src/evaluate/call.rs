//! Calls: known list operations, methods of the analysed code run in place, and unknown code.

use super::*;
use crate::bind::Symbol;
use crate::member::{MemberSource, MemberSymbol};
use crate::value::ObservedCall;
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
                let mut values = self.arguments(frame, state, arguments);
                self.run_functions(frame, state, &mut values);
                values.push(value);
                return Tracked::of(self.derived(state, values.iter()));
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
        let mut values = self.arguments(frame, state, arguments);
        if self.calls.contains(&name.text) {
            let call = ObservedCall {
                name: frame.place(name.range),
                symbol: match &symbol {
                    Symbol::Member(member) => Some(member.clone()),
                    _ => None,
                },
                receiver: target.map(|target| frame.binding.ty(target).clone()).unwrap_or_default(),
                extension: frame.binding.extension_calls.contains(&id),
                arguments: values.clone(),
            };
            state.calls.push(Rc::new(call));
        }
        if let Some(receiver) = &receiver
            && let Value::Ref(list) = receiver.value
            && let Some(before) = state.list(list).map(|list| list.items.clone())
            && let Some(result) = self.list_call(frame, state, list, &name.text, &values, at)
        {
            let by = arguments.last().map_or(at, |argument| frame.expr_place(argument.value));
            super::list::remember_added(state, list, &before, by);
            return result;
        }
        let inlined = match &symbol {
            Symbol::Member(member) if self.resolver.member_kind(member) == MemberKind::Method => {
                self.call_member(frame, state, id, member, target, receiver.as_ref(), arguments, &values)
            }
            Symbol::LocalFunction(function) => self.call_local(frame, state, *function, arguments, &values),
            Symbol::Local(_) | Symbol::Member(_) => {
                let function = self.read(frame, state, callee);
                self.call_function(frame, state, &function, &values)
            }
            _ => None,
        };
        let ty = frame.binding.ty(id).clone();
        match inlined {
            Some(Tracked { value: Value::Unknown, .. }) => return self.opaque(state, &ty, at),
            Some(result) => return result,
            None => {}
        }
        // `f.Invoke(…)`, `f?.Invoke(…)`
        if name.text == "Invoke"
            && let Some(function) = &receiver
            && let Some(result) = self.call_function(frame, state, function, &values)
        {
            return result;
        }
        self.run_functions(frame, state, &mut values);
        if let Some(result) = handed_on(&name.text, receiver.as_ref(), &values) {
            return result;
        }
        // Unknown code: what it returns was made of everything it got.
        let value = self.derived(state, receiver.iter().chain(&values));
        if value == Value::Unknown {
            return self.opaque(state, &ty, at);
        }
        Tracked::of(value)
    }

    fn arguments(&self, frame: &Frame<'_>, state: &mut State, arguments: &[Argument]) -> Vec<Tracked> {
        arguments.iter().map(|argument| self.argument(frame, state, argument.value)).collect()
    }

    fn call_function(
        &self,
        frame: &Frame<'_>,
        state: &mut State,
        function: &Tracked,
        values: &[Tracked],
    ) -> Option<Tracked> {
        let Value::Function(function) = &function.value else { return None };
        // Without arguments it does what it did where it stands: the same objects.
        match (&function.result, values) {
            (Some(result), []) => Some(result.clone()),
            _ => Some(self.apply(frame, state, function, Some(values))),
        }
    }

    #[allow(clippy::too_many_arguments, reason = "a call is all of these")]
    fn call_member(
        &self,
        frame: &Frame<'_>,
        state: &mut State,
        id: ExprId,
        member: &Arc<MemberSymbol>,
        target: Option<ExprId>,
        receiver: Option<&Tracked>,
        arguments: &[Argument],
        values: &[Tracked],
    ) -> Option<Tracked> {
        let MemberSource::Declared(..) = member.source else { return None };
        let extension = frame.binding.extension_calls.contains(&id);
        let is_base = target.is_some_and(|target| matches!(frame.unit.expr(target).kind, ExprKind::Base));
        let object = match receiver.map(|receiver| &receiver.value) {
            _ if extension || self.resolver.is_static(member) => None,
            None => frame.object,
            Some(Value::Ref(object)) if state.object(*object).is_some() => Some(*object),
            Some(_) => Some(self.new_object(state, member.owner.clone(), frame.expr_place(id), true)),
        };
        let called = match object {
            Some(object) if !is_base => self.dispatched(state, object, member),
            _ => (**member).clone(),
        };
        let MemberSource::Declared(file, index, position) = called.source else { return None };
        let decl = &self.program.unit(file).type_decl(index).members[position];
        if decl.body == Body::None {
            return None;
        }
        let mut bound: Vec<(usize, Tracked)> = Vec::new();
        let skip = usize::from(extension);
        bound.extend(receiver.filter(|_| extension).map(|receiver| (0, receiver.clone())));
        self.bind_arguments(state, &decl.parameters, skip, arguments, values, &mut bound);
        let this = self.resolver.table.decl_of(file, index);
        let result = self.run_in_place(frame, state, file, this, object, decl, decl.body, &bound)?;
        self.hand_back(frame, state, file, decl, skip, arguments);
        Some(result)
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
        let mut bound = Vec::new();
        self.bind_arguments(state, &decl.parameters, 0, arguments, values, &mut bound);
        let result = self.run_body(frame, state, frame.file, frame.this, frame.object, decl, decl.body, &bound)?;
        self.hand_back(frame, state, frame.file, decl, 0, arguments);
        Some(result)
    }

    /// Which parameter gets which value; those of a `params` are one list.
    fn bind_arguments(
        &self,
        state: &mut State,
        parameters: &[Parameter],
        skip: usize,
        arguments: &[Argument],
        values: &[Tracked],
        bound: &mut Vec<(usize, Tracked)>,
    ) {
        let many =
            parameters.len().checked_sub(1).filter(|&last| parameters[last].modifiers.contains(Modifiers::PARAMS));
        let mut rest: Vec<Tracked> = Vec::new();
        for (at, (argument, value)) in arguments.iter().zip(values).enumerate() {
            let position = match &argument.name {
                Some(name) => parameters.iter().position(|parameter| parameter.name.text == name.text),
                None => Some(at + skip),
            };
            match (position, many) {
                (Some(position), Some(last)) if position >= last => rest.push(value.clone()),
                (Some(position), _) => bound.push((position, value.clone())),
                (None, _) => {}
            }
        }
        let Some(last) = many else { return };
        let is_list = |value: &Tracked| matches!(value.value, Value::Ref(id) if state.list(id).is_some());
        let value = match &rest[..] {
            [only] if is_list(only) => only.clone(),
            _ => Tracked::of(self.list(state, rest, false, Ty::Unknown)),
        };
        bound.push((last, value));
    }

    /// `out` and `ref`: the arguments are what the parameters ended as.
    fn hand_back(
        &self,
        frame: &Frame<'_>,
        state: &mut State,
        file: FileId,
        decl: &MemberDecl,
        skip: usize,
        arguments: &[Argument],
    ) {
        let inner = self.frame(file, None, None, &[]);
        for (at, argument) in arguments.iter().enumerate() {
            let parameter = match &argument.name {
                Some(name) => decl.parameters.iter().find(|parameter| parameter.name.text == name.text),
                None => decl.parameters.get(at + skip),
            };
            let Some(parameter) = parameter else { continue };
            let returns = parameter.modifiers.contains(Modifiers::OUT) || parameter.modifiers.contains(Modifiers::REF);
            if returns && let Some(value) = inner.local(state, &parameter.name) {
                self.store(frame, state, argument.value, value, argument.value);
            }
        }
    }

    /// The override that an object has of a member.
    pub(super) fn dispatched(&self, state: &State, object: HeapId, member: &MemberSymbol) -> MemberSymbol {
        let (Some(object), MemberSource::Declared(file, index, position)) = (state.object(object), &member.source)
        else {
            return member.clone();
        };
        let original = &self.program.unit(*file).type_decl(*index).members[*position];
        let name = self.resolver.member_name(member);
        let mut at = object.ty.clone();
        for _ in 0..32 {
            let Ty::Declared(id, _) = at else { break };
            if at == member.owner {
                break;
            }
            for &(file, index) in &self.resolver.table.decl(id).parts {
                let members = &self.program.unit(file).type_decl(index).members;
                let found = members.iter().position(|member| {
                    member.modifiers.contains(Modifiers::OVERRIDE)
                        && member.name.text == name
                        && member.parameters.len() == original.parameters.len()
                });
                if let Some(position) = found {
                    return MemberSymbol { owner: at, source: MemberSource::Declared(file, index, position) };
                }
            }
            at = self.resolver.base_class(&at);
        }
        member.clone()
    }

    /// Runs a member of the analysed code where it is used. Its variables are not those of the caller, whatever their
    /// names: what the caller decided says nothing about them.
    #[allow(clippy::too_many_arguments, reason = "a call is all of these")]
    pub(super) fn run_in_place(
        &self,
        frame: &Frame<'_>,
        state: &mut State,
        file: FileId,
        this: Option<DeclId>,
        object: Option<HeapId>,
        decl: &MemberDecl,
        body: Body,
        bound: &[(usize, Tracked)],
    ) -> Option<Tracked> {
        let decided = std::mem::take(&mut state.decided);
        let result = self.run_body(frame, state, file, this, object, decl, body, bound);
        state.decided = decided;
        result
    }

    #[allow(clippy::too_many_arguments, reason = "a call is all of these")]
    fn run_body(
        &self,
        frame: &Frame<'_>,
        state: &mut State,
        file: FileId,
        this: Option<DeclId>,
        object: Option<HeapId>,
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
        let inner = self.frame(file, this, object, &stack);
        if let (Some(this), Some(object)) = (this, object) {
            self.load_captured(state, this, object);
        }
        for (index, parameter) in decl.parameters.iter().enumerate() {
            let given = bound.iter().find(|(position, _)| *position == index).map(|(_, value)| value.clone());
            match (given, parameter.default) {
                (Some(value), _) => inner.set_local(state, &parameter.name, value),
                (None, Some(default)) => {
                    let value = self.expr(&inner, state, default);
                    inner.set_local(state, &parameter.name, value);
                }
                (None, None) => self.opaque_parameter(&inner, state, parameter),
            }
        }
        match body {
            Body::Expr(value) => Some(self.expr(&inner, state, value)),
            Body::Block(block) => {
                let decided = state.decided.clone();
                let yielded = std::mem::take(&mut state.yielded);
                let ends = self.stmt(&inner, vec![state.clone()], block);
                let (mut end, mut value) = join_ends(ends, state.heap.len())?;
                end.flow = Flow::Runs;
                end.decided = decided;
                let items = std::mem::replace(&mut end.yielded, yielded);
                *state = end;
                if !items.is_empty() {
                    value = Tracked::of(self.list(state, items, false, Ty::Unknown));
                }
                Some(value)
            }
            Body::None => None,
        }
    }
}

/// Members of tasks that hand on the value that they are called on or with.
fn handed_on(name: &str, receiver: Option<&Tracked>, values: &[Tracked]) -> Option<Tracked> {
    match (name, values) {
        ("ConfigureAwait" | "AsTask" | "GetAwaiter" | "GetResult", _) => receiver.cloned(),
        ("FromResult" | "Run", [value]) => Some(value.clone()),
        _ => None,
    }
}

/// Joins the ends of a method that was run in place. The path on which most was written goes on; what the paths left
/// differently in the objects that were there before (the first `known` ones) and in the one that is returned is one of
/// several values.
pub(super) fn join_ends(mut ends: Vec<State>, known: usize) -> Option<(State, Tracked)> {
    ends.retain(|end| !matches!(end.flow, Flow::Threw));
    if ends.is_empty() {
        return None;
    }
    let best = most_written(&ends);
    let mut end = ends.swap_remove(best);
    let returned = |end: &State| match &end.flow {
        Flow::Returned(value) => value.clone(),
        _ => Tracked::default(),
    };
    let mut result = returned(&end);
    for other in &ends {
        for index in 0..known as u32 {
            join_cell(&mut end, HeapId(index), other, HeapId(index));
        }
        let other_result = returned(other);
        match (&result.value, &other_result.value) {
            (Value::Ref(mine), Value::Ref(theirs)) => join_cell(&mut end, *mine, other, *theirs),
            (mine, theirs) if mine.is_plain() && theirs.is_plain() && mine != theirs => {
                result = Tracked { origin: result.origin, ..result.perhaps(theirs.clone()) };
            }
            _ => {}
        }
    }
    Some((end, result))
}

fn join_cell(end: &mut State, mine: HeapId, other: &State, theirs: HeapId) {
    if let (Some(here), Some(there)) = (end.object(mine), other.object(theirs)) {
        if here.ty != there.ty {
            return;
        }
        let mut changed = Vec::new();
        for (name, property) in &here.properties {
            let there = there.properties.get(name).map(|property| property.value.clone());
            let same = there.as_ref().is_some_and(|there| there.value == property.value.value);
            if !same && property.value.value.is_plain() {
                let values = Value::OneOf(Rc::new([property.value.clone(), there.unwrap_or_default()]));
                changed.push((name.clone(), values));
            }
        }
        if let Some(object) = end.object_mut(mine).filter(|_| !changed.is_empty()) {
            for (name, values) in changed {
                if let Some(slot) = object.properties.get_mut(&name) {
                    slot.value.value = values;
                }
            }
        }
    } else if let (Some(here), Some(there)) = (end.list(mine), other.list(theirs)) {
        let only_here = |item: &Tracked| item.value.is_plain() && !there.items.iter().any(|it| it.value == item.value);
        if here.items.iter().any(only_here) {
            let items = here.items.iter().cloned();
            let items = items.map(|item| if only_here(&item) { item.perhaps(Value::Null) } else { item }).collect();
            if let Some(list) = end.list_mut(mine) {
                list.items = items;
            }
        }
    }
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
