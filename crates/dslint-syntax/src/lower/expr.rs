//! Expressions.

use super::*;
use crate::literal;

impl Lowering<'_> {
    pub(super) fn expr(&mut self, node: Node<'_>) -> ExprId {
        let lowered = self.deeper(|lowering| lowering.expr_kind(node)).unwrap_or(ExprKind::Other(Vec::new()));
        self.alloc(lowered, self.range(node))
    }

    pub(super) fn is_expression(node: Node<'_>) -> bool {
        matches!(
            kind(node),
            Kind::Identifier
                | Kind::GenericName
                | Kind::AliasQualifiedName
                | Kind::PredefinedType
                | Kind::QualifiedName
                | Kind::AnonymousMethod
                | Kind::AnonymousObject
                | Kind::ArrayCreation
                | Kind::As
                | Kind::Assignment
                | Kind::Await
                | Kind::Base
                | Kind::Binary
                | Kind::BooleanLiteral
                | Kind::Cast
                | Kind::CharacterLiteral
                | Kind::Checked
                | Kind::Collection
                | Kind::ConditionalAccess
                | Kind::Conditional
                | Kind::DeclarationExpression
                | Kind::Default
                | Kind::ElementAccess
                | Kind::ElementBinding
                | Kind::ImplicitArray
                | Kind::ImplicitObject
                | Kind::Initializer
                | Kind::IntegerLiteral
                | Kind::InterpolatedString
                | Kind::Invocation
                | Kind::Is
                | Kind::IsPattern
                | Kind::Lambda
                | Kind::MemberAccess
                | Kind::MemberBinding
                | Kind::NullLiteral
                | Kind::ObjectCreation
                | Kind::Parenthesized
                | Kind::PostfixUnary
                | Kind::PrefixUnary
                | Kind::Query
                | Kind::RangeExpression
                | Kind::RawString
                | Kind::RealLiteral
                | Kind::RefExpression
                | Kind::SizeOf
                | Kind::StringLiteral
                | Kind::SwitchExpression
                | Kind::This
                | Kind::ThrowExpression
                | Kind::Tuple
                | Kind::TypeOf
                | Kind::Unary
                | Kind::VerbatimString
                | Kind::With
        )
    }

    fn expr_kind(&mut self, node: Node<'_>) -> ExprKind {
        match kind(node) {
            Kind::Identifier | Kind::GenericName => ExprKind::Name(self.segment(node)),
            Kind::PredefinedType => ExprKind::Predefined(SmolStr::new(self.source(node))),
            Kind::AliasQualifiedName => match (field(node, Field::Alias), field(node, Field::Name)) {
                (Some(alias), Some(name)) => ExprKind::Aliased(self.ident(alias), self.segment(name)),
                _ => self.other_expr(node),
            },
            Kind::QualifiedName => match (field(node, Field::Qualifier), field(node, Field::Name)) {
                (Some(qualifier), Some(name)) => {
                    let target = self.expr(qualifier);
                    ExprKind::Member { target, member: self.segment(name), conditional: false }
                }
                _ => self.other_expr(node),
            },
            Kind::MemberAccess => match (field(node, Field::Expression), field(node, Field::Name)) {
                (Some(target), Some(name)) => {
                    let target = self.expr(target);
                    ExprKind::Member { target, member: self.segment(name), conditional: false }
                }
                _ => self.other_expr(node),
            },
            Kind::ConditionalAccess => self.conditional_access(node),
            Kind::ElementAccess => match (field(node, Field::Expression), field(node, Field::Subscript)) {
                (Some(target), Some(subscript)) => {
                    let target = self.expr(target);
                    let arguments = self.arguments(subscript);
                    ExprKind::Element { target, arguments, conditional: false }
                }
                _ => self.other_expr(node),
            },
            Kind::Invocation => match (field(node, Field::Function), field(node, Field::Arguments)) {
                (Some(function), Some(list)) => {
                    let callee = self.expr(function);
                    ExprKind::Call { callee, arguments: self.arguments(list) }
                }
                _ => self.other_expr(node),
            },
            Kind::ObjectCreation => ExprKind::New {
                ty: field(node, Field::Type).map(|ty| self.ty(ty)),
                arguments: field(node, Field::Arguments).map(|list| self.arguments(list)).unwrap_or_default(),
                initializer: field(node, Field::Initializer).map(|initializer| self.expr(initializer)),
            },
            Kind::ImplicitObject => {
                let parts = children(node);
                let part = |wanted| parts.iter().copied().find(|&part| kind(part) == wanted);
                ExprKind::New {
                    ty: None,
                    arguments: part(Kind::ArgumentList).map(|list| self.arguments(list)).unwrap_or_default(),
                    initializer: part(Kind::Initializer).map(|initializer| self.expr(initializer)),
                }
            }
            Kind::AnonymousObject => self.anonymous_object(node),
            Kind::ArrayCreation | Kind::ImplicitArray => {
                let element = field(node, Field::Type)
                    .and_then(|array| field(array, Field::Type))
                    .map(|element| self.ty(element));
                let initializer = children(node).into_iter().find(|&child| kind(child) == Kind::Initializer);
                ExprKind::NewArray {
                    element,
                    initializer: initializer.map(|initializer| self.array_initializer(initializer)),
                }
            }
            Kind::Initializer => {
                ExprKind::Initializer(children(node).into_iter().map(|entry| self.initializer_entry(entry)).collect())
            }
            Kind::Collection => ExprKind::Collection(
                children(node).into_iter().filter_map(|element| self.collection_element(element)).collect(),
            ),
            Kind::With => self.with(node),
            Kind::Assignment => match (field(node, Field::Left), field(node, Field::Right)) {
                (Some(left), Some(right)) => {
                    let op = match field(node, Field::Operator).map(|op| self.source(op)) {
                        Some("=") => AssignOp::Set,
                        Some("+=") => AssignOp::Add,
                        Some("??=") => AssignOp::Coalesce,
                        _ => AssignOp::Other,
                    };
                    ExprKind::Assign { op, left: self.expr(left), right: self.expr(right) }
                }
                _ => self.other_expr(node),
            },
            Kind::PrefixUnary | Kind::PostfixUnary | Kind::Unary => self.unary(node),
            Kind::Binary => self.binary(node),
            Kind::Await => self.one(node, ExprKind::Await),
            Kind::Parenthesized | Kind::Checked | Kind::RefExpression => match children(node)[..] {
                [inner] => match self.deeper(|lowering| lowering.expr_kind(inner)) {
                    Some(lowered) => lowered,
                    None => ExprKind::Other(Vec::new()),
                },
                _ => self.other_expr(node),
            },
            Kind::Is => match (field(node, Field::Left), field(node, Field::Right)) {
                (Some(left), Some(right)) => {
                    let operand = self.expr(left);
                    ExprKind::Is { operand, pattern: Pattern::Type(self.ty(right), None) }
                }
                _ => self.other_expr(node),
            },
            Kind::IsPattern => match (field(node, Field::Expression), field(node, Field::Pattern)) {
                (Some(operand), Some(pattern)) => {
                    let operand = self.expr(operand);
                    ExprKind::Is { operand, pattern: self.pattern(pattern) }
                }
                _ => self.other_expr(node),
            },
            Kind::As => match (field(node, Field::Left), field(node, Field::Right)) {
                (Some(left), Some(right)) => ExprKind::As(self.expr(left), self.ty(right)),
                _ => self.other_expr(node),
            },
            Kind::Cast => match (field(node, Field::Type), field(node, Field::Value)) {
                (Some(ty), Some(value)) => ExprKind::Cast(self.ty(ty), self.expr(value)),
                _ => self.other_expr(node),
            },
            Kind::Conditional => {
                match (field(node, Field::Condition), field(node, Field::Consequence), field(node, Field::Alternative))
                {
                    (Some(condition), Some(then), Some(otherwise)) => ExprKind::Conditional {
                        condition: self.expr(condition),
                        then: self.expr(then),
                        otherwise: self.expr(otherwise),
                    },
                    _ => self.other_expr(node),
                }
            }
            Kind::SwitchExpression => self.switch_expression(node),
            Kind::Lambda => {
                let parameters = match field(node, Field::Parameters) {
                    Some(list) if kind(list) == Kind::ParameterList => self.parameters(list),
                    Some(name) => vec![self.untyped_parameter(name)],
                    None => Vec::new(),
                };
                ExprKind::Lambda { parameters, body: self.body(field(node, Field::Body)) }
            }
            Kind::AnonymousMethod => {
                let parameters = field(node, Field::Parameters).map(|list| self.parameters(list)).unwrap_or_default();
                let block = children(node).into_iter().find(|&child| kind(child) == Kind::Block);
                ExprKind::Lambda { parameters, body: self.body(block) }
            }
            Kind::StringLiteral | Kind::VerbatimString | Kind::RawString => {
                let value = literal::string_value(self.source(node));
                ExprKind::Literal(value.map_or(Literal::Other, Literal::String))
            }
            Kind::InterpolatedString => self.interpolated(node),
            Kind::IntegerLiteral => ExprKind::Literal(literal::integer_value(self.source(node))),
            Kind::BooleanLiteral => ExprKind::Literal(Literal::Bool(self.source(node) == "true")),
            Kind::NullLiteral => ExprKind::Literal(Literal::Null),
            Kind::RealLiteral | Kind::CharacterLiteral => ExprKind::Literal(Literal::Other),
            Kind::TypeOf | Kind::SizeOf => match field(node, Field::Type) {
                Some(ty) => ExprKind::TypeOf(self.ty(ty)),
                None => self.other_expr(node),
            },
            Kind::Default => ExprKind::Default(field(node, Field::Type).map(|ty| self.ty(ty))),
            Kind::This => ExprKind::This,
            Kind::Base => ExprKind::Base,
            Kind::Tuple => ExprKind::Tuple(self.arguments(node)),
            Kind::DeclarationExpression => match field(node, Field::Type) {
                Some(ty) => ExprKind::Declaration(self.ty(ty), self.name_field(node)),
                None => self.other_expr(node),
            },
            Kind::ThrowExpression => self.one(node, ExprKind::Throw),
            _ => self.other_expr(node),
        }
    }

    fn one(&mut self, node: Node<'_>, make: fn(ExprId) -> ExprKind) -> ExprKind {
        match children(node)[..] {
            [inner] => make(self.expr(inner)),
            _ => self.other_expr(node),
        }
    }

    fn other_expr(&mut self, node: Node<'_>) -> ExprKind {
        ExprKind::Other(self.expressions_below(node))
    }

    /// The outermost expressions somewhere below a node that is none itself.
    pub(super) fn expressions_below(&mut self, node: Node<'_>) -> Vec<ExprId> {
        let mut found = Vec::new();
        let mut open = children(node);
        open.reverse();
        while let Some(next) = open.pop() {
            if Self::is_expression(next) {
                found.push(self.expr(next));
            } else {
                let below = children(next);
                open.extend(below.into_iter().rev());
            }
        }
        found
    }

    fn conditional_access(&mut self, node: Node<'_>) -> ExprKind {
        let Some(condition) = field(node, Field::Condition) else { return self.other_expr(node) };
        let Some(binding) = children(node).into_iter().find(|&child| child != condition) else {
            return self.other_expr(node);
        };
        let target = self.expr(condition);
        match (kind(binding), field(binding, Field::Name)) {
            (Kind::MemberBinding, Some(name)) => {
                ExprKind::Member { target, member: self.segment(name), conditional: true }
            }
            (Kind::ElementBinding, _) => {
                ExprKind::Element { target, arguments: self.arguments(binding), conditional: true }
            }
            _ => {
                let mut inside = vec![target];
                inside.extend(self.expressions_below(node));
                ExprKind::Other(inside)
            }
        }
    }

    pub(super) fn arguments(&mut self, list: Node<'_>) -> Vec<Argument> {
        children(list)
            .into_iter()
            .map(|argument| {
                let name = field(argument, Field::Name).filter(|_| kind(argument) == Kind::Argument);
                let value = match kind(argument) {
                    Kind::Argument => children(argument).into_iter().find(|&child| Some(child) != name),
                    _ => Some(argument),
                };
                let name = name.map(|name| self.ident(name));
                let value = match value {
                    Some(value) => self.expr(value),
                    None => self.alloc(ExprKind::Other(Vec::new()), self.range(argument)),
                };
                Argument { name, value }
            })
            .collect()
    }

    fn anonymous_object(&mut self, node: Node<'_>) -> ExprKind {
        let mut entries = Vec::new();
        let parts = children(node);
        let mut index = 0;
        while index < parts.len() {
            let part = parts[index];
            // `Name = value` is two children with a `=` between them.
            let named = part.next_sibling().is_some_and(|next| next.kind() == "=") && index + 1 < parts.len();
            if named {
                entries.push((Some(self.ident(part)), self.expr(parts[index + 1])));
                index += 2;
            } else {
                entries.push((None, self.expr(part)));
                index += 1;
            }
        }
        ExprKind::AnonymousObject(entries)
    }

    /// In an array `{ a = b }` is an assignment whose value is an element, not a property of the array.
    fn array_initializer(&mut self, node: Node<'_>) -> ExprId {
        let entries = children(node).into_iter().map(|entry| InitializerEntry::Element(self.expr(entry))).collect();
        self.alloc(ExprKind::Initializer(entries), self.range(node))
    }

    fn initializer_entry(&mut self, node: Node<'_>) -> InitializerEntry {
        if kind(node) == Kind::Assignment
            && let (Some(left), Some(right)) = (field(node, Field::Left), field(node, Field::Right))
        {
            match kind(left) {
                Kind::Identifier => {
                    let name = self.ident(left);
                    return InitializerEntry::Member(name, self.expr(right));
                }
                Kind::ElementBinding => {
                    let arguments = self.arguments(left);
                    return InitializerEntry::Index(arguments, self.expr(right));
                }
                _ => {}
            }
        }
        InitializerEntry::Element(self.expr(node))
    }

    fn collection_element(&mut self, node: Node<'_>) -> Option<CollectionElement> {
        let inner = match kind(node) {
            Kind::CollectionElement => *children(node).first()?,
            _ => node,
        };
        match kind(inner) {
            Kind::SpreadElement => {
                Some(CollectionElement { spread: true, value: self.expr(*children(inner).first()?) })
            }
            Kind::ExpressionElement => {
                Some(CollectionElement { spread: false, value: self.expr(*children(inner).first()?) })
            }
            _ => Some(CollectionElement { spread: false, value: self.expr(inner) }),
        }
    }

    fn with(&mut self, node: Node<'_>) -> ExprKind {
        let parts = children(node);
        let Some((&target, rest)) = parts.split_first() else { return ExprKind::Other(Vec::new()) };
        let target = self.expr(target);
        let mut entries = Vec::new();
        let mut covered: Option<TextRange> = None;
        for &entry in rest {
            covered = Some(covered.map_or(self.range(entry), |covered| covered.cover(self.range(entry))));
            if let [name, value] = children(entry)[..] {
                let name = self.ident(name);
                entries.push(InitializerEntry::Member(name, self.expr(value)));
            }
        }
        let at = covered.unwrap_or_else(|| self.place(node.end_byte(), node.end_byte()));
        let initializer = self.alloc(ExprKind::Initializer(entries), at);
        ExprKind::With { target, initializer }
    }

    fn unary(&mut self, node: Node<'_>) -> ExprKind {
        let Some(&operand) = children(node).first() else { return ExprKind::Other(Vec::new()) };
        let postfix = kind(node) == Kind::PostfixUnary;
        let source = self.source(node);
        let op = match (postfix, source.as_bytes().first(), source.as_bytes().last()) {
            (true, _, Some(b'!')) => UnaryOp::SuppressNull,
            (false, Some(b'!'), _) => UnaryOp::Not,
            (false, Some(b'-'), _) if !source.starts_with("--") => UnaryOp::Minus,
            _ => UnaryOp::Other,
        };
        ExprKind::Unary { op, operand: self.expr(operand) }
    }

    /// Binary expressions lean to the left: `a + b + c + …` is walked down its left spine without recursion, because
    /// generated code concatenates thousands of strings.
    fn binary(&mut self, node: Node<'_>) -> ExprKind {
        let mut spine = Vec::new();
        let mut leftmost = node;
        while kind(leftmost) == Kind::Binary {
            let (Some(left), Some(right)) = (field(leftmost, Field::Left), field(leftmost, Field::Right)) else {
                break;
            };
            spine.push((leftmost, right));
            leftmost = left;
        }
        if spine.is_empty() {
            return self.other_expr(node);
        }
        let mut left = self.expr(leftmost);
        let mut lowered = None;
        while let Some((binary, right)) = spine.pop() {
            let op = match field(binary, Field::Operator).map(|op| self.source(op)) {
                Some("+") => BinaryOp::Add,
                Some("==") => BinaryOp::Equal,
                Some("!=") => BinaryOp::NotEqual,
                Some("&&") => BinaryOp::And,
                Some("||") => BinaryOp::Or,
                Some("??") => BinaryOp::Coalesce,
                _ => BinaryOp::Other,
            };
            let kind = ExprKind::Binary { op, left, right: self.expr(right) };
            if spine.is_empty() {
                lowered = Some(kind);
            } else {
                left = self.alloc(kind, self.range(binary));
            }
        }
        lowered.unwrap_or(ExprKind::Other(Vec::new()))
    }

    fn switch_expression(&mut self, node: Node<'_>) -> ExprKind {
        let parts = children(node);
        let Some((&subject, arms)) = parts.split_first() else { return ExprKind::Other(Vec::new()) };
        let subject = self.expr(subject);
        let mut lowered = Vec::new();
        for &arm in arms.iter().filter(|&&arm| kind(arm) == Kind::SwitchArm) {
            let arm_parts = children(arm);
            let (Some(&pattern), Some(&value)) = (arm_parts.first(), arm_parts.last()) else { continue };
            let guard = arm_parts.iter().copied().find(|&part| kind(part) == Kind::WhenClause);
            lowered.push(SwitchArm {
                pattern: self.pattern(pattern),
                guard: guard.and_then(|guard| children(guard).first().map(|&guard| self.expr(guard))),
                value: self.expr(value),
            });
        }
        ExprKind::Switch { subject, arms: lowered }
    }

    fn interpolated(&mut self, node: Node<'_>) -> ExprKind {
        let source = self.source(node);
        let prefix = source.bytes().take_while(|byte| matches!(byte, b'$' | b'@')).count();
        let verbatim = source[..prefix].contains('@');
        let quotes = if verbatim { 1 } else { source[prefix..].bytes().take_while(|&byte| byte == b'"').count() };
        let raw = quotes >= 3;
        let quotes = if raw { quotes } else { 1 };
        let mut parts = Vec::new();
        let mut from = node.start_byte() + prefix + quotes;
        let text_until = |lowering: &Self, parts: &mut Vec<InterpolatedPart>, from: usize, until: usize| {
            let text = lowering.text.get(from..until).unwrap_or_default();
            if text.is_empty() {
                return;
            }
            let text = if raw {
                text.to_owned()
            } else if verbatim {
                text.replace("\"\"", "\"").replace("{{", "{").replace("}}", "}")
            } else {
                literal::unescape(&text.replace("{{", "{").replace("}}", "}"))
            };
            parts.push(InterpolatedPart::Text(text));
        };
        for hole in children(node).into_iter().filter(|&child| kind(child) == Kind::Interpolation) {
            text_until(self, &mut parts, from, hole.start_byte());
            from = hole.end_byte();
            if let Some(value) = children(hole).into_iter().find(|&child| Self::is_expression(child)) {
                parts.push(InterpolatedPart::Hole(self.expr(value)));
            }
        }
        text_until(self, &mut parts, from, node.end_byte().saturating_sub(quotes));
        ExprKind::Interpolated(parts)
    }
}
