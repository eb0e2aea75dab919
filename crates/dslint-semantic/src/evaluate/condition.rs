//! Conditions and patterns: what is known of them, and what a path decides.

use super::expr::known_equal;
use super::*;
use crate::value::Decision;
use dslint_syntax::directive::Symbols;
use dslint_syntax::lexer::{self, TokenKind};

/// Longer conditions are not taken apart.
const MAX_PARTS: usize = 64;

/// What a condition asks.
struct Question {
    about: Rc<str>,
    /// The constant that it is compared with.
    constant: Option<Rc<str>>,
    /// Whether the condition holds when this does not.
    negated: bool,
}

impl Evaluator<'_, '_> {
    /// Splits paths at a condition: known conditions and those that the path decided before go one way only.
    pub(super) fn split(&self, frame: &Frame<'_>, states: Vec<State>, condition: ExprId) -> (Vec<State>, Vec<State>) {
        let mut yes = Vec::new();
        let mut no = Vec::new();
        for mut state in states {
            match self.holds(frame, &mut state, condition) {
                Some(true) => yes.push(state),
                Some(false) => no.push(state),
                None => {
                    let mut other = state.clone();
                    self.decide(frame, &mut state, condition, true);
                    self.decide(frame, &mut other, condition, false);
                    yes.push(state);
                    no.push(other);
                }
            }
        }
        (yes, no)
    }

    /// Evaluates a condition; `None`: it may hold or not.
    pub(super) fn holds(&self, frame: &Frame<'_>, state: &mut State, condition: ExprId) -> Option<bool> {
        match self.expr(frame, state, condition).value {
            Value::Bool(known) => Some(known),
            _ => self.decided(frame, state, condition),
        }
    }

    /// What the path decided before about a condition.
    fn decided(&self, frame: &Frame<'_>, state: &mut State, condition: ExprId) -> Option<bool> {
        match &frame.unit.expr(condition).kind {
            ExprKind::Unary { op: UnaryOp::Not, operand } => self.decided(frame, state, *operand).map(|known| !known),
            ExprKind::Binary { op: op @ (BinaryOp::And | BinaryOp::Or), .. } => {
                let decisive = *op == BinaryOp::Or;
                let parts = parts(frame, condition, *op)?;
                let known: Vec<Option<bool>> = parts.into_iter().map(|part| self.decided(frame, state, part)).collect();
                if known.contains(&Some(decisive)) {
                    return Some(decisive);
                }
                if known.iter().all(Option::is_some) {
                    return Some(!decisive);
                }
                let question = self.question(frame, state, condition);
                answer(state, &question)
            }
            _ => {
                let question = self.question(frame, state, condition);
                answer(state, &question)
            }
        }
    }

    /// Remembers that a condition holds, or does not, on this path.
    fn decide(&self, frame: &Frame<'_>, state: &mut State, condition: ExprId, holds: bool) {
        match &frame.unit.expr(condition).kind {
            ExprKind::Unary { op: UnaryOp::Not, operand } => return self.decide(frame, state, *operand, !holds),
            ExprKind::Binary { op: op @ (BinaryOp::And | BinaryOp::Or), .. } => {
                let Some(parts) = parts(frame, condition, *op) else { return };
                // All of an `&&` that holds hold, none of an `||` that does not.
                if holds == (*op == BinaryOp::And) {
                    parts.into_iter().for_each(|part| self.decide(frame, state, part, holds));
                    return;
                }
            }
            _ => {}
        }
        let Question { about, constant, negated } = self.question(frame, state, condition);
        state.decided.push(Decision { about, constant, holds: holds != negated });
    }

    fn question(&self, frame: &Frame<'_>, state: &mut State, condition: ExprId) -> Question {
        match &frame.unit.expr(condition).kind {
            ExprKind::Binary { op: op @ (BinaryOp::Equal | BinaryOp::NotEqual), left, right } => {
                let negated = *op == BinaryOp::NotEqual;
                for (side, other) in [(left, right), (right, left)] {
                    if let Some(constant) = self.constant_text(frame, state, *side) {
                        return Question { about: self.text(frame, *other), constant: Some(constant), negated };
                    }
                }
            }
            ExprKind::Is { operand, pattern } => {
                let (pattern, negated) = match pattern {
                    Pattern::Not(inner) => (&**inner, true),
                    other => (other, false),
                };
                if let Pattern::Constant(value) = pattern
                    && let Some(constant) = self.constant_text(frame, state, *value)
                {
                    return Question { about: self.text(frame, *operand), constant: Some(constant), negated };
                }
            }
            _ => {}
        }
        Question { about: self.text(frame, condition), constant: None, negated: false }
    }

    /// A constant in a form in which different texts are different values.
    fn constant_text(&self, frame: &Frame<'_>, state: &State, id: ExprId) -> Option<Rc<str>> {
        let is_constant = matches!(
            frame.unit.expr(id).kind,
            ExprKind::Literal(_) | ExprKind::Name(_) | ExprKind::Member { .. } | ExprKind::Unary { .. }
        );
        if !is_constant || matches!(frame.binding.symbol(id), crate::bind::Symbol::Local(_)) {
            return None;
        }
        let value = self.expr(frame, &mut state.clone(), id).value;
        value.is_plain().then(|| Rc::from(format!("{value:?}")))
    }

    /// The words of an expression, each between blanks, so that one can be looked for in another.
    fn text(&self, frame: &Frame<'_>, id: ExprId) -> Rc<str> {
        if let Some(known) = self.texts.borrow().get(&(frame.file, id)) {
            return known.clone();
        }
        let source = &self.resolver.table.file(frame.file).text;
        let source = source.get(frame.unit.expr(id).range.usize()).unwrap_or_default();
        let mut text = " ".to_owned();
        for token in lexer::lex(source, &Symbols::default()).tokens {
            if token.kind != TokenKind::Comment {
                text.push_str(&source[token.range.usize()]);
                text.push(' ');
            }
        }
        let text: Rc<str> = text.into();
        self.texts.borrow_mut().insert((frame.file, id), text.clone());
        text
    }

    /// What was decided about a variable no longer holds once it is written.
    pub(super) fn forget_conditions(&self, frame: &Frame<'_>, state: &mut State, left: ExprId) {
        if !state.decided.is_empty() {
            let text = self.text(frame, left);
            state.decided.retain(|decision| !decision.about.contains(&*text));
        }
    }

    /// The paths into the sections of a `switch`, and the paths that match none.
    pub(super) fn switch_entries<'s>(
        &self,
        frame: &Frame<'_>,
        mut state: State,
        subject: ExprId,
        sections: &'s [SwitchSection],
    ) -> (Vec<(State, &'s SwitchSection)>, Option<State>) {
        let value = self.expr(frame, &mut state, subject);
        let about = self.text(frame, subject);
        let mut entries = Vec::new();
        // What holds on a path that matched none of the labels so far.
        let mut unmatched = Some(state);
        let default = sections.iter().find(|section| section.labels.iter().any(|(pattern, _)| pattern.is_none()));
        for section in sections {
            for (pattern, guard) in &section.labels {
                let (Some(pattern), Some(state)) = (pattern, &mut unmatched) else { continue };
                let constant = match pattern {
                    Pattern::Constant(id) if guard.is_none() => self.constant_text(frame, state, *id),
                    _ => None,
                };
                let question = Question { about: about.clone(), constant, negated: false };
                let known = match self.matches(frame, state, pattern, &value) {
                    Some(false) => Some(false),
                    known if guard.is_none() => {
                        known.or_else(|| question.constant.as_ref().and_then(|_| answer(state, &question)))
                    }
                    _ => None,
                };
                if known == Some(false) {
                    continue;
                }
                let mut entered = state.clone();
                self.bind_pattern(frame, &mut entered, pattern, &value);
                if let Some(constant) = question.constant {
                    let decision = |holds| Decision { about: about.clone(), constant: Some(constant.clone()), holds };
                    entered.decided.push(decision(true));
                    state.decided.push(decision(false));
                }
                entries.push((entered, section));
                if known == Some(true) {
                    unmatched = None;
                }
            }
        }
        match (default, unmatched) {
            (Some(default), Some(state)) => {
                entries.push((state, default));
                (entries, None)
            }
            (_, unmatched) => (entries, unmatched),
        }
    }

    /// The arms of a switch expression that a value may take.
    pub(super) fn possible_arms<'a>(
        &self,
        frame: &Frame<'_>,
        state: &mut State,
        subject: &Tracked,
        arms: &'a [SwitchArm],
    ) -> Vec<&'a SwitchArm> {
        let mut possible = Vec::new();
        for arm in arms {
            let known = self.matches(frame, state, &arm.pattern, subject);
            if known == Some(false) {
                continue;
            }
            self.bind_pattern(frame, state, &arm.pattern, subject);
            possible.push(arm);
            if known == Some(true) && arm.guard.is_none() {
                break;
            }
        }
        possible
    }

    /// Whether a value matches a pattern, as far as that is known.
    pub(super) fn matches(
        &self,
        frame: &Frame<'_>,
        state: &mut State,
        pattern: &Pattern,
        value: &Tracked,
    ) -> Option<bool> {
        match pattern {
            Pattern::Constant(id) => {
                let constant = self.expr(frame, state, *id).value;
                match (&value.value, &constant) {
                    (Value::Ref(_), Value::Null) => self.is_object(state, value).then_some(false),
                    (left, right) => known_equal(left, right),
                }
            }
            Pattern::Var(_) | Pattern::Discard => Some(true),
            Pattern::Not(inner) => self.matches(frame, state, inner, value).map(|known| !known),
            Pattern::And(left, right) => {
                match (self.matches(frame, state, left, value), self.matches(frame, state, right, value)) {
                    (Some(false), _) | (_, Some(false)) => Some(false),
                    (Some(true), Some(true)) => Some(true),
                    _ => None,
                }
            }
            Pattern::Or(left, right) => {
                match (self.matches(frame, state, left, value), self.matches(frame, state, right, value)) {
                    (Some(true), _) | (_, Some(true)) => Some(true),
                    (Some(false), Some(false)) => Some(false),
                    _ => None,
                }
            }
            Pattern::Type(ty, _) if ty.kind == TypeKind::Var => Some(true),
            Pattern::Type(ty, _) => self.has_type(frame, state, Some(ty), value),
            Pattern::Recursive(ty, properties, _) => {
                let mut all = self.has_type(frame, state, ty.as_ref(), value);
                for (name, inner) in properties {
                    let Value::Ref(id) = value.value else { return all.filter(|known| !known) };
                    let known = match state.object(id).and_then(|object| object.properties.get(&name.text)) {
                        Some(property) => {
                            let value = property.value.clone();
                            self.matches(frame, state, inner, &value)
                        }
                        None => None,
                    };
                    all = match (all, known) {
                        (Some(false), _) | (_, Some(false)) => Some(false),
                        (Some(true), Some(true)) => Some(true),
                        _ => None,
                    };
                }
                all
            }
            Pattern::Other(_) => None,
        }
    }

    /// Whether a value is an object that this code created.
    fn is_object(&self, state: &State, value: &Tracked) -> bool {
        match value.value {
            Value::Ref(id) => state.object(id).is_some_and(|object| !object.opaque),
            _ => false,
        }
    }

    /// Whether a value is of a type; without a type, whether it is not null.
    fn has_type(&self, frame: &Frame<'_>, state: &State, ty: Option<&TypeSyntax>, value: &Tracked) -> Option<bool> {
        if value.value == Value::Null {
            return Some(false);
        }
        if !self.is_object(state, value) {
            return None;
        }
        let Some(ty) = ty else { return Some(true) };
        let Value::Ref(id) = value.value else { return None };
        let scope = match frame.this {
            Some(this) => {
                let parts = &self.resolver.table.decl(this).parts;
                let &(file, index) = parts.iter().find(|(file, _)| *file == frame.file)?;
                self.resolver.scope_of(file, index)
            }
            None => self.resolver.file_scope(frame.file),
        };
        let wanted = self.resolver.full_name(&self.resolver.ty(&scope, ty))?;
        self.resolver.derives_from(&state.object(id)?.ty, &wanted).then_some(true)
    }

    pub(super) fn bind_pattern(&self, frame: &Frame<'_>, state: &mut State, pattern: &Pattern, value: &Tracked) {
        match pattern {
            Pattern::Type(_, Some(name)) | Pattern::Var(Some(name)) => {
                frame.set_local(state, name, value.clone());
            }
            Pattern::Recursive(_, properties, name) => {
                if let Some(name) = name {
                    frame.set_local(state, name, value.clone());
                }
                for (property, inner) in properties {
                    let known = match value.value {
                        Value::Ref(id) => state.object(id).and_then(|object| object.properties.get(&property.text)),
                        _ => None,
                    };
                    let value = known.map(|property| property.value.clone()).unwrap_or_default();
                    self.bind_pattern(frame, state, inner, &value);
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
}

/// The parts of `a && b && …` or `a || b || …`; none where there are so many that nobody asks the same twice.
fn parts(frame: &Frame<'_>, condition: ExprId, op: BinaryOp) -> Option<Vec<ExprId>> {
    let mut parts = Vec::new();
    let mut at = condition;
    while let ExprKind::Binary { op: found, left, right } = &frame.unit.expr(at).kind
        && *found == op
    {
        parts.push(*right);
        at = *left;
        if parts.len() > MAX_PARTS {
            return None;
        }
    }
    parts.push(at);
    parts.reverse();
    Some(parts)
}

/// What the path says to a question: the same was decided, or that it equals another constant.
fn answer(state: &State, question: &Question) -> Option<bool> {
    let about: Vec<&Decision> = state.decided.iter().filter(|decision| decision.about == question.about).collect();
    let same = about.iter().find(|decision| decision.constant == question.constant).map(|decision| decision.holds);
    let other = || {
        let excludes = |decision: &&&Decision| decision.holds && decision.constant.is_some();
        question.constant.as_ref().and_then(|_| about.iter().find(excludes).map(|_| false))
    };
    same.or_else(other).map(|holds| holds != question.negated)
}
