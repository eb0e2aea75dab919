//! Statements: how paths split, end and go on.

use super::*;

impl Evaluator<'_, '_> {
    /// Runs statements on every path that still runs.
    pub(super) fn statements(&self, frame: &Frame<'_>, mut states: Vec<State>, statements: &[StmtId]) -> Vec<State> {
        for &statement in statements {
            if !states.iter().any(runs) {
                break;
            }
            states = self.stmt(frame, states, statement);
        }
        states
    }

    pub(super) fn stmt(&self, frame: &Frame<'_>, states: Vec<State>, id: StmtId) -> Vec<State> {
        let (running, mut ended): (Vec<State>, Vec<State>) = states.into_iter().partition(runs);
        if !self.step() {
            ended.extend(running);
            return ended;
        }
        let mut after = self.running(frame, running, id);
        ended.append(&mut after);
        self.limit(&mut ended);
        ended
    }

    fn running(&self, frame: &Frame<'_>, mut states: Vec<State>, id: StmtId) -> Vec<State> {
        match &frame.unit.stmt(id).kind {
            StmtKind::Block(statements) => self.statements(frame, states, statements),
            StmtKind::Local { declarators, .. } => {
                for (name, value) in declarators {
                    states = match value {
                        None => {
                            states.iter_mut().for_each(|state| frame.set_local(state, name, Tracked::default()));
                            states
                        }
                        Some(value) => self.each(frame, states, *value, &mut |state, value| {
                            frame.set_local(state, name, value);
                        }),
                    };
                }
                states
            }
            StmtKind::Expr(value) => match &frame.unit.expr(*value).kind {
                ExprKind::Assign { op, left, right } if !matches!(frame.unit.expr(*left).kind, ExprKind::Tuple(_)) => {
                    self.each(frame, states, *right, &mut |state, value| {
                        self.assign_value(frame, state, *op, *left, *right, value);
                    })
                }
                _ => {
                    for state in &mut states {
                        self.expr(frame, state, *value);
                    }
                    states
                }
            },
            StmtKind::If { condition, then, otherwise } => {
                let (yes, no) = self.split(frame, states, *condition);
                let mut after = self.stmt_if_any(frame, yes, Some(*then));
                after.extend(self.stmt_if_any(frame, no, *otherwise));
                after
            }
            StmtKind::Loop { before, condition, body, updates, at_least_once } => {
                let states = self.statements(frame, states, before);
                let (mut entered, skipped) = match condition {
                    Some(condition) if !at_least_once => self.split_loop(frame, states, *condition),
                    _ => (states, Vec::new()),
                };
                entered = self.stmt_if_any(frame, entered, Some(*body));
                for state in entered.iter_mut().filter(|state| runs(state) || state.flow == Flow::Continued) {
                    for update in updates {
                        self.expr(frame, state, *update);
                    }
                }
                leave_loop(&mut entered);
                entered.extend(skipped);
                entered
            }
            StmtKind::ForEach { names, source, body, .. } => self.for_each(frame, states, names, *source, *body),
            StmtKind::Switch { subject, sections } => self.switch(frame, states, *subject, sections),
            StmtKind::Try { body, catches, finally } => {
                let before = states.clone();
                let mut after = self.stmt_if_any(frame, states, Some(*body));
                // A handler may run at any point of the body; as if it had not begun is the honest approximation.
                for catch in catches {
                    let mut start = before.clone();
                    if let Some(local) =
                        catch.name.as_ref().and_then(|name| frame.binding.declared_locals.get(&name.range))
                    {
                        for state in &mut start {
                            state.locals.insert((frame.file.0, local.0), Tracked::default());
                        }
                    }
                    after.extend(self.stmt_if_any(frame, start, Some(catch.body)));
                }
                match finally {
                    Some(finally) => self.finally(frame, after, *finally),
                    None => after,
                }
            }
            StmtKind::Scoped { declaration, value, body } => {
                let mut states = self.stmt_if_any(frame, states, *declaration);
                if let Some(value) = value {
                    for state in &mut states {
                        self.expr(frame, state, *value);
                    }
                }
                self.stmt_if_any(frame, states, Some(*body))
            }
            StmtKind::Return(Some(value)) => self.returned(frame, states, *value),
            StmtKind::Return(None) => {
                for state in &mut states {
                    state.flow = Flow::Returned(Tracked::default());
                }
                states
            }
            StmtKind::Throw(value) => {
                for state in &mut states {
                    if let Some(value) = value {
                        self.expr(frame, state, *value);
                    }
                    state.flow = Flow::Threw;
                }
                states
            }
            StmtKind::Yield(Some(value)) => {
                for state in &mut states {
                    let value = self.expr(frame, state, *value);
                    state.yielded.push(value);
                }
                states
            }
            StmtKind::Yield(None) => {
                for state in &mut states {
                    state.flow = Flow::Returned(Tracked::default());
                }
                states
            }
            StmtKind::Break => {
                for state in &mut states {
                    state.flow = Flow::Broke;
                }
                states
            }
            StmtKind::Continue => {
                for state in &mut states {
                    state.flow = Flow::Continued;
                }
                states
            }
            StmtKind::Labeled(inner) => self.stmt(frame, states, *inner),
            StmtKind::LocalFunction(function) => {
                // Its body is run where it is called; run it once on its own too, so that nothing in it is missed.
                let ends = self.alone(frame, states.clone(), function);
                for (state, end) in states.iter_mut().zip(&ends) {
                    state.calls.extend(end.calls.iter().skip(state.calls.len()).cloned());
                }
                // The objects it builds are observed on a path of their own.
                states.extend(ends.into_iter().map(|mut end| {
                    end.flow = Flow::Returned(Tracked::default());
                    end
                }));
                states
            }
            StmtKind::Other(values) => {
                for state in &mut states {
                    for value in values {
                        self.expr(frame, state, *value);
                    }
                }
                states
            }
        }
    }

    /// Evaluates an expression on every path and does something with its value.
    fn each(
        &self,
        frame: &Frame<'_>,
        states: Vec<State>,
        value: ExprId,
        then: &mut dyn FnMut(&mut State, Tracked),
    ) -> Vec<State> {
        let mut after = Vec::new();
        for (mut state, value) in self.values(frame, states, value) {
            then(&mut state, value);
            after.push(state);
        }
        after
    }

    /// A local function with unknown arguments.
    fn alone(&self, frame: &Frame<'_>, mut states: Vec<State>, function: &MemberDecl) -> Vec<State> {
        for state in &mut states {
            for parameter in &function.parameters {
                self.opaque_parameter(frame, state, parameter);
            }
        }
        match function.body {
            Body::Block(block) => self.stmt(frame, states, block),
            Body::Expr(value) => self.returned(frame, states, value),
            Body::None => states,
        }
    }

    fn stmt_if_any(&self, frame: &Frame<'_>, states: Vec<State>, statement: Option<StmtId>) -> Vec<State> {
        match statement {
            Some(statement) if !states.is_empty() => self.stmt(frame, states, statement),
            _ => states,
        }
    }

    fn finally(&self, frame: &Frame<'_>, states: Vec<State>, finally: StmtId) -> Vec<State> {
        let mut after = Vec::new();
        for mut state in states {
            let flow = std::mem::take(&mut state.flow);
            for mut end in self.stmt(frame, vec![state], finally) {
                if runs(&end) {
                    end.flow = flow.clone();
                }
                after.push(end);
            }
        }
        after
    }

    /// A loop may run or not, whatever its condition says now, unless that is false from the start.
    fn split_loop(&self, frame: &Frame<'_>, states: Vec<State>, condition: ExprId) -> (Vec<State>, Vec<State>) {
        let mut entered = Vec::new();
        let mut skipped = Vec::new();
        for mut state in states {
            let value = self.expr(frame, &mut state, condition);
            if value.value != Value::Bool(false) {
                entered.push(state.clone());
            }
            if value.value != Value::Bool(true) {
                skipped.push(state);
            }
        }
        (entered, skipped)
    }

    fn for_each(
        &self,
        frame: &Frame<'_>,
        states: Vec<State>,
        names: &[Ident],
        source: ExprId,
        body: StmtId,
    ) -> Vec<State> {
        let mut after = Vec::new();
        for mut state in states {
            let value = self.expr(frame, &mut state, source);
            let known = match &value.value {
                Value::Ref(id) => state.list(*id).cloned(),
                _ => None,
            };
            if let Some(list) = known.as_ref().filter(|list| !list.open && list.items.len() <= MAX_ELEMENTS) {
                let mut rounds = vec![state];
                for item in &list.items {
                    for state in rounds.iter_mut().filter(|state| runs(state)) {
                        self.set_names(frame, state, names, item);
                    }
                    rounds = self.stmt_if_any(frame, rounds, Some(body));
                    for state in rounds.iter_mut().filter(|state| state.flow == Flow::Continued) {
                        state.flow = Flow::Runs;
                    }
                }
                leave_loop(&mut rounds);
                after.extend(rounds);
                continue;
            }
            let mut entered = state.clone();
            let place = frame.expr_place(source);
            match (&known, names) {
                // The list may hold more than what is known of it: one round for each, or for one that is not known.
                (Some(list), [name]) => {
                    let item = match &list.items[..] {
                        [] => self.opaque(&mut entered, &self.element_of(frame, list, name), place),
                        items => Tracked::of(Value::OneOf(items.to_vec().into())),
                    };
                    frame.set_local(&mut entered, name, item);
                }
                _ => {
                    for name in names {
                        let local = frame.binding.declared_locals.get(&name.range);
                        let ty = local.map(|local| frame.binding.locals[local.0 as usize].ty.clone());
                        let mut item = self.opaque(&mut entered, &ty.unwrap_or_default(), place);
                        if item.value == Value::Unknown {
                            item = Tracked::of(self.derived(&entered, [&value]));
                        }
                        frame.set_local(&mut entered, name, item);
                    }
                }
            }
            let mut ends = self.stmt_if_any(frame, vec![entered], Some(body));
            leave_loop(&mut ends);
            after.extend(ends);
            after.push(state);
        }
        after
    }

    fn element_of(&self, frame: &Frame<'_>, list: &ListState, name: &Ident) -> Ty {
        if list.element.is_known() {
            return list.element.clone();
        }
        let local = frame.binding.declared_locals.get(&name.range);
        local.map(|local| frame.binding.locals[local.0 as usize].ty.clone()).unwrap_or_default()
    }

    /// The variables of one round of a loop; several take an element apart.
    fn set_names(&self, frame: &Frame<'_>, state: &mut State, names: &[Ident], item: &Tracked) {
        if let [name] = names {
            return frame.set_local(state, name, item.clone());
        }
        for (index, name) in names.iter().enumerate() {
            let part = match item.value {
                Value::Ref(id) => state
                    .object(id)
                    .and_then(|object| object.properties.get(format!("Item{}", index + 1).as_str()))
                    .map(|part| part.value.clone()),
                _ => None,
            };
            frame.set_local(state, name, part.unwrap_or_default());
        }
    }

    fn switch(&self, frame: &Frame<'_>, states: Vec<State>, subject: ExprId, sections: &[SwitchSection]) -> Vec<State> {
        let mut after = Vec::new();
        for state in states {
            let (entries, unmatched) = self.switch_entries(frame, state, subject, sections);
            for (entered, section) in entries {
                after.extend(self.statements(frame, vec![entered], &section.body));
            }
            after.extend(unmatched);
        }
        for state in &mut after {
            if state.flow == Flow::Broke {
                state.flow = Flow::Runs;
            }
        }
        self.limit(&mut after);
        after
    }
}

fn leave_loop(states: &mut [State]) {
    for state in states {
        if matches!(state.flow, Flow::Broke | Flow::Continued) {
            state.flow = Flow::Runs;
        }
    }
}
