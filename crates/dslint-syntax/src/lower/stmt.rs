//! Statements.

use super::*;

impl Lowering<'_> {
    pub(super) fn stmt(&mut self, node: Node<'_>) -> StmtId {
        let lowered = self.deeper(|lowering| lowering.stmt_kind(node)).unwrap_or(StmtKind::Other(Vec::new()));
        self.alloc_stmt(lowered, self.range(node))
    }

    fn stmt_kind(&mut self, node: Node<'_>) -> StmtKind {
        match kind(node) {
            Kind::Block => StmtKind::Block(self.block(node)),
            Kind::GlobalStatement | Kind::CheckedStatement | Kind::Unsafe => {
                StmtKind::Block(children(node).into_iter().map(|child| self.stmt(child)).collect())
            }
            Kind::ExpressionStatement => match children(node).first() {
                Some(&value) => StmtKind::Expr(self.expr(value)),
                None => StmtKind::Other(Vec::new()),
            },
            Kind::LocalDeclaration => {
                let is_const =
                    children(node).iter().any(|&child| kind(child) == Kind::Modifier && self.source(child) == "const");
                let declaration = children(node).into_iter().find(|&child| kind(child) == Kind::VariableDeclaration);
                declaration.map_or(StmtKind::Other(Vec::new()), |declaration| self.local(declaration, is_const))
            }
            Kind::If => {
                let (Some(condition), Some(then)) = (field(node, Field::Condition), field(node, Field::Consequence))
                else {
                    return self.other(node);
                };
                let condition = self.expr(condition);
                let then = self.stmt(then);
                let otherwise = field(node, Field::Alternative).map(|otherwise| self.stmt(otherwise));
                StmtKind::If { condition, then, otherwise }
            }
            Kind::While | Kind::Do => {
                let Some(body) = field(node, Field::Body) else { return self.other(node) };
                let condition = field(node, Field::Condition).map(|condition| self.expr(condition));
                let body = self.stmt(body);
                let at_least_once = kind(node) == Kind::Do;
                StmtKind::Loop { before: Vec::new(), condition, body, updates: Vec::new(), at_least_once }
            }
            Kind::For => self.for_loop(node),
            Kind::ForEach => {
                let (Some(source), Some(body)) = (field(node, Field::Right), field(node, Field::Body)) else {
                    return self.other(node);
                };
                let ty = field(node, Field::Type).map(|ty| self.ty(ty));
                let names = field(node, Field::Left).map(|left| self.names_in(left)).unwrap_or_default();
                let source = self.expr(source);
                let body = self.stmt(body);
                StmtKind::ForEach { ty, names, source, body }
            }
            Kind::Switch => self.switch(node),
            Kind::Try => {
                let Some(body) = field(node, Field::Body) else { return self.other(node) };
                let body = self.stmt(body);
                let mut catches = Vec::new();
                let mut finally = None;
                for child in children(node) {
                    match kind(child) {
                        Kind::CatchClause => catches.extend(self.catch(child)),
                        Kind::FinallyClause => finally = children(child).first().map(|&block| self.stmt(block)),
                        _ => {}
                    }
                }
                StmtKind::Try { body, catches, finally }
            }
            Kind::UsingStatement | Kind::Lock | Kind::Fixed => {
                let mut declaration = None;
                let mut value = None;
                let mut body = None;
                for child in children(node) {
                    match kind(child) {
                        Kind::VariableDeclaration => {
                            let local = self.local(child, false);
                            declaration = Some(self.alloc_stmt(local, self.range(child)));
                        }
                        _ if Self::is_expression(child) => value = Some(self.expr(child)),
                        _ => body = Some(self.stmt(child)),
                    }
                }
                match body {
                    Some(body) => StmtKind::Scoped { declaration, value, body },
                    None => self.other(node),
                }
            }
            Kind::Return => StmtKind::Return(self.first_expression(node)),
            Kind::Throw => StmtKind::Throw(self.first_expression(node)),
            Kind::Yield => StmtKind::Yield(self.first_expression(node)),
            Kind::Break => StmtKind::Break,
            Kind::Continue => StmtKind::Continue,
            Kind::LocalFunction => StmtKind::LocalFunction(Box::new(self.method(node, MemberKind::Method))),
            Kind::Labeled => match children(node).last() {
                Some(&statement) => StmtKind::Labeled(self.stmt(statement)),
                None => StmtKind::Other(Vec::new()),
            },
            Kind::EmptyStatement | Kind::Goto => StmtKind::Other(Vec::new()),
            Kind::VariableDeclaration => self.local(node, false),
            _ if Self::is_expression(node) => StmtKind::Expr(self.expr(node)),
            _ => self.other(node),
        }
    }

    /// What could not be read: its statements and expressions are kept, so that nothing around an error is lost.
    fn other(&mut self, node: Node<'_>) -> StmtKind {
        StmtKind::Other(self.expressions_below(node))
    }

    pub(super) fn block(&mut self, node: Node<'_>) -> Vec<StmtId> {
        children(node).into_iter().map(|child| self.stmt(child)).collect()
    }

    fn first_expression(&mut self, node: Node<'_>) -> Option<ExprId> {
        children(node).first().map(|&value| self.expr(value))
    }

    fn local(&mut self, declaration: Node<'_>, is_const: bool) -> StmtKind {
        let ty = field(declaration, Field::Type)
            .map_or(TypeSyntax { kind: TypeKind::Other, range: self.range(declaration) }, |ty| self.ty(ty));
        StmtKind::Local { ty, declarators: self.declarators(declaration), is_const }
    }

    /// The names and values of a variable declaration.
    pub(super) fn declarators(&mut self, declaration: Node<'_>) -> Vec<(Ident, Option<ExprId>)> {
        let mut declarators = Vec::new();
        for declarator in children(declaration).into_iter().filter(|&child| kind(child) == Kind::VariableDeclarator) {
            let value = children(declarator)
                .into_iter()
                .filter(|&child| Some(child) != field(declarator, Field::Name))
                .find(|&child| Self::is_expression(child))
                .map(|child| self.expr(child));
            declarators.push((self.name_field(declarator), value));
        }
        declarators
    }

    fn names_in(&self, node: Node<'_>) -> Vec<Ident> {
        if kind(node) == Kind::Identifier {
            return vec![self.ident(node)];
        }
        children(node).into_iter().filter(|&child| kind(child) == Kind::Identifier).map(|c| self.ident(c)).collect()
    }

    fn for_loop(&mut self, node: Node<'_>) -> StmtKind {
        let mut before = Vec::new();
        let mut updates = Vec::new();
        let mut cursor = node.walk();
        if cursor.goto_first_child() {
            loop {
                let child = cursor.node();
                if child.is_named() {
                    let at = cursor.field_id();
                    if crate::kind::is_field(at, Field::Initializer) {
                        before.push(self.stmt(child));
                    } else if crate::kind::is_field(at, Field::Update) {
                        updates.push(self.expr(child));
                    }
                }
                if !cursor.goto_next_sibling() {
                    break;
                }
            }
        }
        let Some(body) = field(node, Field::Body) else { return self.other(node) };
        let condition = field(node, Field::Condition).map(|condition| self.expr(condition));
        let body = self.stmt(body);
        StmtKind::Loop { before, condition, body, updates, at_least_once: false }
    }

    fn switch(&mut self, node: Node<'_>) -> StmtKind {
        let (Some(subject), Some(body)) = (field(node, Field::Value), field(node, Field::Body)) else {
            return self.other(node);
        };
        let subject = self.expr(subject);
        let mut sections: Vec<SwitchSection> = Vec::new();
        // The grammar gives each label a section of its own; labels without statements belong to the next one.
        let mut labels = Vec::new();
        for section in children(body) {
            let mut pattern = None;
            let mut guard = None;
            let mut statements = Vec::new();
            for (index, child) in children(section).into_iter().enumerate() {
                match kind(child) {
                    Kind::WhenClause => guard = self.first_expression(child),
                    _ if index == 0 && (Self::is_expression(child) || Self::is_pattern(child)) => {
                        pattern = Some(self.pattern(child));
                    }
                    _ => statements.push(self.stmt(child)),
                }
            }
            labels.push((pattern, guard));
            if !statements.is_empty() {
                sections.push(SwitchSection { labels: std::mem::take(&mut labels), body: statements });
            }
        }
        if !labels.is_empty() {
            sections.push(SwitchSection { labels, body: Vec::new() });
        }
        StmtKind::Switch { subject, sections }
    }

    fn catch(&mut self, node: Node<'_>) -> Option<Catch> {
        let mut ty = None;
        let mut name = None;
        let mut filter = None;
        for child in children(node) {
            match kind(child) {
                Kind::CatchDeclaration => {
                    ty = field(child, Field::Type).map(|ty| self.ty(ty));
                    name = field(child, Field::Name).map(|name| self.ident(name));
                }
                Kind::CatchFilter => filter = self.first_expression(child),
                _ => {}
            }
        }
        let body = field(node, Field::Body)?;
        Some(Catch { ty, name, filter, body: self.stmt(body) })
    }

    fn is_pattern(node: Node<'_>) -> bool {
        matches!(
            kind(node),
            Kind::ConstantPattern
                | Kind::TypePattern
                | Kind::DeclarationPattern
                | Kind::VarPattern
                | Kind::Discard
                | Kind::ParenthesizedPattern
                | Kind::NegatedPattern
                | Kind::AndPattern
                | Kind::OrPattern
                | Kind::RecursivePattern
                | Kind::RelationalPattern
                | Kind::ListPattern
        )
    }
}
