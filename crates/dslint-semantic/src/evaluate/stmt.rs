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
                for state in &mut states {
                    for (name, value) in declarators {
                        let value = value.map(|value| self.expr(frame, state, value)).unwrap_or_default();
                        if let Some(local) = frame.binding.declared_locals.get(&name.range) {
                            state.locals.insert((frame.file.0, local.0), value);
                        }
                    }
                }
                states
            }
            StmtKind::Expr(value) => {
                for state in &mut states {
                    self.expr(frame, state, *value);
                }
                states
            }
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
            StmtKind::Return(value) => {
                for state in &mut states {
                    let value = value.map(|value| self.expr(frame, state, value)).unwrap_or_default();
                    state.flow = Flow::Returned(value);
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
            StmtKind::Yield(value) => {
                for state in &mut states {
                    if let Some(value) = value {
                        self.expr(frame, state, *value);
                    }
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
                let ends = self.local_function(frame, states.clone(), function);
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

    fn local_function(&self, frame: &Frame<'_>, mut states: Vec<State>, function: &MemberDecl) -> Vec<State> {
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

    /// Splits paths at a condition: known conditions and those that the path decided before go one way only.
    pub(super) fn split(&self, frame: &Frame<'_>, states: Vec<State>, condition: ExprId) -> (Vec<State>, Vec<State>) {
        let (text, negated) = self.condition_text(frame, condition);
        let mut yes = Vec::new();
        let mut no = Vec::new();
        for mut state in states {
            let value = self.expr(frame, &mut state, condition);
            let known = match value.value {
                Value::Bool(value) => Some(value),
                _ => state.decided.iter().find(|(decided, _)| *decided == text).map(|(_, value)| *value != negated),
            };
            match known {
                Some(true) => yes.push(state),
                Some(false) => no.push(state),
                None => {
                    let mut other = state.clone();
                    state.decided.push((text.clone(), !negated));
                    other.decided.push((text.clone(), negated));
                    yes.push(state);
                    no.push(other);
                }
            }
        }
        (yes, no)
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

    /// The text of a condition without a leading `!`, and whether it had one.
    fn condition_text(&self, frame: &Frame<'_>, condition: ExprId) -> (Rc<str>, bool) {
        let mut at = condition;
        let mut negated = false;
        while let ExprKind::Unary { op: UnaryOp::Not, operand } = &frame.unit.expr(at).kind {
            at = *operand;
            negated = !negated;
        }
        let source = &self.program.resolver.table.file(frame.file).text;
        let range = frame.unit.expr(at).range;
        let text: String = source.get(range.usize()).unwrap_or_default().split_whitespace().collect();
        (Rc::from(format!("{}:{text}", frame.file.0).trim_start_matches('(').trim_end_matches(')')), negated)
    }

    fn for_each(
        &self,
        frame: &Frame<'_>,
        states: Vec<State>,
        names: &[Ident],
        source: ExprId,
        body: StmtId,
    ) -> Vec<State> {
        let locals: Vec<u32> = names
            .iter()
            .filter_map(|name| frame.binding.declared_locals.get(&name.range))
            .map(|local| local.0)
            .collect();
        let mut after = Vec::new();
        for mut state in states {
            let value = self.expr(frame, &mut state, source);
            let known = match &value.value {
                Value::Ref(id) => state.list(*id).cloned(),
                _ => None,
            };
            let place = frame.expr_place(source);
            match (known, &locals[..]) {
                (Some(list), [local]) if !list.open && list.items.len() <= 16 => {
                    let mut rounds = vec![state];
                    for item in list.items {
                        for state in &mut rounds {
                            if runs(state) {
                                state.locals.insert((frame.file.0, *local), item.clone());
                            }
                        }
                        rounds = self.stmt_if_any(frame, rounds, Some(body));
                        for state in &mut rounds {
                            if state.flow == Flow::Continued {
                                state.flow = Flow::Runs;
                            }
                        }
                    }
                    leave_loop(&mut rounds);
                    after.extend(rounds);
                }
                (known, locals) => {
                    let mut entered = state.clone();
                    let element = match (&known, names) {
                        (Some(list), [_]) if list.element.is_known() => list.element.clone(),
                        (_, [name]) => frame
                            .binding
                            .declared_locals
                            .get(&name.range)
                            .map(|local| frame.binding.locals[local.0 as usize].ty.clone())
                            .unwrap_or_default(),
                        _ => Default::default(),
                    };
                    for local in locals {
                        let mut item = self.opaque(&mut entered, &element, place);
                        if item.value == Value::Unknown {
                            item = Tracked { value: self.derived(&entered, [&value]), ..Tracked::default() };
                        }
                        entered.locals.insert((frame.file.0, *local), item);
                    }
                    let mut ends = self.stmt_if_any(frame, vec![entered], Some(body));
                    leave_loop(&mut ends);
                    after.extend(ends);
                    after.push(state);
                }
            }
        }
        after
    }

    fn switch(&self, frame: &Frame<'_>, states: Vec<State>, subject: ExprId, sections: &[SwitchSection]) -> Vec<State> {
        let (subject_text, _) = self.condition_text(frame, subject);
        let source = &self.program.resolver.table.file(frame.file).text;
        let mut after = Vec::new();
        for mut state in states {
            let value = self.expr(frame, &mut state, subject);
            // What the path decided before about the same subject.
            let decided: Option<Rc<str>> = state
                .decided
                .iter()
                .find_map(|(text, taken)| text.strip_prefix(&*subject_text).filter(|_| *taken).map(Rc::from));
            let mut has_default = false;
            for section in sections {
                let labels: String = section
                    .labels
                    .iter()
                    .map(|(pattern, _)| match pattern {
                        Some(Pattern::Constant(id)) => {
                            source.get(frame.unit.expr(*id).range.usize()).unwrap_or_default().trim()
                        }
                        Some(_) => "pattern",
                        None => "default",
                    })
                    .collect::<Vec<_>>()
                    .join("|");
                has_default |= section.labels.iter().any(|(pattern, _)| pattern.is_none());
                let key = format!("{subject_text} case {labels}");
                if decided.as_deref().is_some_and(|before| !key.ends_with(before)) {
                    continue;
                }
                if self.excluded(frame, &mut state, &value, section) {
                    continue;
                }
                let mut entered = state.clone();
                entered.decided.push((Rc::from(key), true));
                after.extend(self.statements(frame, vec![entered], &section.body));
            }
            if !has_default {
                after.push(state);
            }
        }
        for state in &mut after {
            if state.flow == Flow::Broke {
                state.flow = Flow::Runs;
            }
        }
        self.limit(&mut after);
        after
    }

    /// Whether a known subject cannot be in a section of constants.
    fn excluded(&self, frame: &Frame<'_>, state: &mut State, subject: &Tracked, section: &SwitchSection) -> bool {
        if !matches!(subject.value, Value::Text(_) | Value::Bool(_) | Value::Integer(_) | Value::EnumMember(_)) {
            return false;
        }
        section.labels.iter().all(|(pattern, guard)| match pattern {
            Some(Pattern::Constant(id)) if guard.is_none() => {
                let label = self.expr(frame, state, *id);
                matches!(label.value, Value::Text(_) | Value::Bool(_) | Value::Integer(_) | Value::EnumMember(_))
                    && label.value != subject.value
            }
            _ => false,
        })
    }
}

fn leave_loop(states: &mut [State]) {
    for state in states {
        if matches!(state.flow, Flow::Broke | Flow::Continued) {
            state.flow = Flow::Runs;
        }
    }
}
