//! Patterns.

use super::*;

impl Lowering<'_> {
    pub(super) fn pattern(&mut self, node: Node<'_>) -> Pattern {
        self.deeper(|lowering| lowering.pattern_here(node)).unwrap_or(Pattern::Other(Vec::new()))
    }

    fn pattern_here(&mut self, node: Node<'_>) -> Pattern {
        let name = |lowering: &Self| field(node, Field::Name).map(|name| lowering.ident(name));
        match kind(node) {
            Kind::ConstantPattern => match children(node).first() {
                Some(&value) => Pattern::Constant(self.expr(value)),
                None => Pattern::Other(Vec::new()),
            },
            Kind::TypePattern => self.type_pattern(node, None),
            Kind::DeclarationPattern => {
                let name = name(self);
                self.type_pattern(node, name)
            }
            Kind::VarPattern => Pattern::Var(name(self)),
            Kind::Discard => Pattern::Discard,
            Kind::ParenthesizedPattern => match children(node).first() {
                Some(&inner) => self.pattern(inner),
                None => Pattern::Other(Vec::new()),
            },
            Kind::NegatedPattern => match children(node).first() {
                Some(&inner) => Pattern::Not(Box::new(self.pattern(inner))),
                None => Pattern::Other(Vec::new()),
            },
            Kind::AndPattern | Kind::OrPattern => {
                let (Some(left), Some(right)) = (field(node, Field::Left), field(node, Field::Right)) else {
                    return Pattern::Other(Vec::new());
                };
                let (left, right) = (Box::new(self.pattern(left)), Box::new(self.pattern(right)));
                if kind(node) == Kind::AndPattern { Pattern::And(left, right) } else { Pattern::Or(left, right) }
            }
            Kind::RecursivePattern => {
                let ty = field(node, Field::Type).map(|ty| self.ty(ty));
                let mut properties = Vec::new();
                for clause in children(node).into_iter().filter(|&child| kind(child) == Kind::PropertyPattern) {
                    for sub in children(clause) {
                        let parts = children(sub);
                        if let [name, pattern] = parts[..] {
                            let name = self.ident(name);
                            properties.push((name, self.pattern(pattern)));
                        }
                    }
                }
                Pattern::Recursive(ty, properties, name(self))
            }
            _ if Self::is_expression(node) => Pattern::Constant(self.expr(node)),
            _ => Pattern::Other(self.expressions_below(node)),
        }
    }

    fn type_pattern(&mut self, node: Node<'_>, name: Option<Ident>) -> Pattern {
        match field(node, Field::Type) {
            Some(ty) => Pattern::Type(self.ty(ty), name),
            None => Pattern::Other(Vec::new()),
        }
    }
}
