//! Statements: scopes and the types of locals.

use super::*;

impl Binder<'_, '_> {
    pub(super) fn statements(&mut self, statements: &[StmtId]) {
        // Local functions can be called before they are declared.
        for &statement in statements {
            if let StmtKind::LocalFunction(function) = &self.unit.stmt(statement).kind {
                self.functions.push((function.name.text.clone(), statement));
            }
        }
        for &statement in statements {
            self.stmt(statement);
        }
    }

    pub(super) fn stmt(&mut self, id: StmtId) {
        let unit = self.unit;
        match &unit.stmt(id).kind {
            StmtKind::Block(statements) => self.nested(|binder| binder.statements(statements)),
            StmtKind::Local { ty, declarators, .. } => {
                let declared = self.resolver.ty(&self.scope, ty);
                for (name, value) in declarators {
                    let found = value.map(|value| self.expr(value, &declared)).unwrap_or_default();
                    let ty = if declared.is_known() { declared.clone() } else { found };
                    self.declare(name, ty);
                }
            }
            StmtKind::Expr(value) => {
                self.expr(*value, &Ty::Unknown);
            }
            StmtKind::If { condition, then, otherwise } => {
                self.expr(*condition, &Ty::Unknown);
                // Pattern variables of the condition stay in scope behind the `if`.
                self.nested(|binder| binder.stmt(*then));
                if let Some(otherwise) = otherwise {
                    self.nested(|binder| binder.stmt(*otherwise));
                }
            }
            StmtKind::Loop { before, condition, body, updates, .. } => self.nested(|binder| {
                for statement in before {
                    binder.stmt(*statement);
                }
                for value in condition.iter().chain(updates) {
                    binder.expr(*value, &Ty::Unknown);
                }
                binder.stmt(*body);
            }),
            StmtKind::ForEach { ty, names, source, body } => {
                let source_ty = self.expr(*source, &Ty::Unknown);
                self.nested(|binder| {
                    let declared = ty.as_ref().map(|ty| binder.resolver.ty(&binder.scope, ty)).unwrap_or_default();
                    let element = if declared.is_known() { declared } else { binder.resolver.element(&source_ty) };
                    match names.as_slice() {
                        [name] => {
                            binder.declare(name, element);
                        }
                        names => {
                            let parts = binder.deconstructed(&element, names.len());
                            for (name, part) in names.iter().zip(parts) {
                                binder.declare(name, part);
                            }
                        }
                    }
                    binder.stmt(*body);
                });
            }
            StmtKind::Switch { subject, sections } => {
                let subject = self.expr(*subject, &Ty::Unknown);
                self.nested(|binder| {
                    for section in sections {
                        for (pattern, guard) in &section.labels {
                            if let Some(pattern) = pattern {
                                binder.pattern(pattern, &subject);
                            }
                            if let Some(guard) = guard {
                                binder.expr(*guard, &Ty::Unknown);
                            }
                        }
                        binder.statements(&section.body);
                    }
                });
            }
            StmtKind::Try { body, catches, finally } => {
                self.stmt(*body);
                for catch in catches {
                    self.nested(|binder| {
                        let ty = catch.ty.as_ref().map(|ty| binder.resolver.ty(&binder.scope, ty)).unwrap_or_default();
                        if let Some(name) = &catch.name {
                            binder.declare(name, ty);
                        }
                        if let Some(filter) = catch.filter {
                            binder.expr(filter, &Ty::Unknown);
                        }
                        binder.stmt(catch.body);
                    });
                }
                if let Some(finally) = finally {
                    self.stmt(*finally);
                }
            }
            StmtKind::Scoped { declaration, value, body } => self.nested(|binder| {
                if let Some(declaration) = declaration {
                    binder.stmt(*declaration);
                }
                if let Some(value) = value {
                    binder.expr(*value, &Ty::Unknown);
                }
                binder.stmt(*body);
            }),
            StmtKind::Return(Some(value)) => {
                let expected = self.returns.clone();
                let ty = self.expr(*value, &expected);
                self.learned.push(ty);
            }
            StmtKind::Yield(Some(value)) => {
                let expected = self.resolver.element(&self.returns);
                self.expr(*value, &expected);
            }
            StmtKind::Throw(Some(value)) => {
                self.expr(*value, &Ty::Unknown);
            }
            StmtKind::LocalFunction(function) => {
                let parameters = self.scope.type_parameters.len();
                self.nested(|binder| binder.member(function, true));
                self.scope.type_parameters.truncate(parameters);
            }
            StmtKind::Labeled(inner) => self.stmt(*inner),
            StmtKind::Other(values) => {
                for value in values {
                    self.expr(*value, &Ty::Unknown);
                }
            }
            StmtKind::Return(None)
            | StmtKind::Yield(None)
            | StmtKind::Throw(None)
            | StmtKind::Break
            | StmtKind::Continue => {}
        }
    }

    pub(super) fn pattern(&mut self, pattern: &Pattern, subject: &Ty) {
        match pattern {
            Pattern::Constant(value) => {
                self.expr(*value, subject);
            }
            Pattern::Type(ty, name) => {
                // `var x` in a property pattern has the type of the property.
                let ty = if ty.kind == TypeKind::Var { subject.clone() } else { self.resolver.ty(&self.scope, ty) };
                if let Some(name) = name {
                    self.declare(name, ty);
                }
            }
            Pattern::Var(Some(name)) => {
                self.declare(name, subject.clone());
            }
            Pattern::Recursive(ty, properties, name) => {
                let ty = ty.as_ref().map(|ty| self.resolver.ty(&self.scope, ty)).unwrap_or_else(|| subject.clone());
                for (property, pattern) in properties {
                    // `A.B: p` is a path.
                    let inner = property.text.split('.').fold(ty.clone(), |ty, name| {
                        let member = self.resolver.members(&self.bound(&ty), name.trim()).into_iter().next();
                        member.map(|member| self.resolver.member_type(&member)).unwrap_or_default()
                    });
                    self.pattern(pattern, &inner);
                }
                if let Some(name) = name {
                    self.declare(name, ty);
                }
            }
            Pattern::Not(inner) => self.pattern(inner, subject),
            Pattern::And(left, right) | Pattern::Or(left, right) => {
                self.pattern(left, subject);
                self.pattern(right, subject);
            }
            Pattern::Other(values) => {
                for value in values {
                    self.expr(*value, &Ty::Unknown);
                }
            }
            Pattern::Var(None) | Pattern::Discard => {}
        }
    }
}
