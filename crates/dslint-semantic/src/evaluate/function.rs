//! Lambdas and local functions as values, and what running them comes to.

use super::*;
use crate::value::{Function, FunctionCode};

impl Evaluator<'_, '_> {
    /// A lambda where it stands: it is run once with unknown arguments, so that nothing in it is missed.
    pub(super) fn lambda(&self, frame: &Frame<'_>, state: &mut State, id: ExprId) -> Tracked {
        let mut function = function_of(frame, FunctionCode::Lambda(id));
        function.result = Some(self.apply(frame, state, &function, None));
        Tracked::at(Value::Function(Rc::new(function)), frame.expr_place(id))
    }

    /// A lambda that is an argument: whether and with what it is run depends on what is called.
    pub(super) fn argument(&self, frame: &Frame<'_>, state: &mut State, id: ExprId) -> Tracked {
        match &frame.unit.expr(id).kind {
            ExprKind::Lambda { .. } => {
                let function = function_of(frame, FunctionCode::Lambda(id));
                Tracked::at(Value::Function(Rc::new(function)), frame.expr_place(id))
            }
            _ => self.expr(frame, state, id),
        }
    }

    pub(super) fn local_function(&self, frame: &Frame<'_>, id: StmtId) -> Tracked {
        Tracked::of(Value::Function(Rc::new(function_of(frame, FunctionCode::LocalFunction(id)))))
    }

    /// Runs the code of a function: with the given arguments, or with unknown ones.
    pub(super) fn apply(
        &self,
        frame: &Frame<'_>,
        state: &mut State,
        function: &Function,
        arguments: Option<&[Tracked]>,
    ) -> Tracked {
        let unit = self.program.unit(function.file);
        let (parameters, body, start) = match function.code {
            FunctionCode::Lambda(id) => match &unit.expr(id).kind {
                ExprKind::Lambda { parameters, body } => (parameters, *body, unit.expr(id).range.start),
                _ => return Tracked::default(),
            },
            FunctionCode::LocalFunction(id) => match &unit.stmt(id).kind {
                StmtKind::LocalFunction(decl) => (&decl.parameters, decl.body, decl.range.start),
                _ => return Tracked::default(),
            },
        };
        let key = (function.file, start);
        if frame.stack.contains(&key) || frame.stack.len() > MAX_CALL_DEPTH * 2 {
            return Tracked::default();
        }
        let mut stack = frame.stack.to_vec();
        stack.push(key);
        let inner = self.frame(function.file, function.this, function.object, &stack);
        for (index, parameter) in parameters.iter().enumerate() {
            match arguments.and_then(|arguments| arguments.get(index)) {
                Some(value) => inner.set_local(state, &parameter.name, value.clone()),
                None => self.opaque_parameter(&inner, state, parameter),
            }
        }
        match body {
            Body::Expr(value) => self.expr(&inner, state, value),
            Body::Block(block) => {
                let flow = std::mem::take(&mut state.flow);
                let decided = state.decided.clone();
                let known = state.heap.len();
                let ends = self.stmt(&inner, vec![std::mem::take(state)], block);
                // Paths through a lambda are not paths through its method.
                let (mut end, value) = super::call::join_ends(ends, known).unwrap_or_default();
                end.flow = flow;
                end.decided = decided;
                *state = end;
                value
            }
            Body::None => Tracked::default(),
        }
    }

    /// Runs the lambdas among the arguments of unknown code, and puts what they return in their place.
    pub(super) fn run_functions(&self, frame: &Frame<'_>, state: &mut State, values: &mut [Tracked]) {
        for value in values {
            if let Value::Function(function) = &value.value
                && function.result.is_none()
            {
                let function = function.clone();
                *value = self.apply(frame, state, &function, None);
            }
        }
    }
}

fn function_of(frame: &Frame<'_>, code: FunctionCode) -> Function {
    Function { file: frame.file, code, this: frame.this, object: frame.object, result: None }
}
