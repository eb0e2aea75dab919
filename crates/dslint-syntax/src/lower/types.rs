//! Types and qualified names.

use super::*;

impl Lowering<'_> {
    pub(super) fn ty(&self, node: Node<'_>) -> TypeSyntax {
        self.ty_at(node, 0)
    }

    fn ty_at(&self, node: Node<'_>, depth: u32) -> TypeSyntax {
        let range = self.range(node);
        if depth > 64 {
            return TypeSyntax { kind: TypeKind::Other, range };
        }
        let inner = |node| Box::new(self.ty_at(node, depth + 1));
        let kind = match kind(node) {
            Kind::Identifier if self.source(node) == "var" => TypeKind::Var,
            Kind::Identifier | Kind::GenericName | Kind::QualifiedName | Kind::AliasQualifiedName => {
                TypeKind::Name(self.qualified_name(node, depth))
            }
            Kind::ImplicitType => TypeKind::Var,
            Kind::PredefinedType => TypeKind::Predefined(SmolStr::new(self.source(node))),
            Kind::ArrayType => match field(node, Field::Type) {
                Some(element) => TypeKind::Array(inner(element)),
                None => TypeKind::Other,
            },
            Kind::NullableType => match field(node, Field::Type) {
                Some(element) => TypeKind::Nullable(inner(element)),
                None => TypeKind::Other,
            },
            Kind::RefType | Kind::ScopedType => match field(node, Field::Type) {
                Some(element) => return self.ty_at(element, depth + 1),
                None => TypeKind::Other,
            },
            Kind::TupleType => TypeKind::Tuple(
                children(node)
                    .into_iter()
                    .filter_map(|element| field(element, Field::Type))
                    .map(|element| self.ty_at(element, depth + 1))
                    .collect(),
            ),
            _ => TypeKind::Other,
        };
        TypeSyntax { kind, range }
    }

    fn qualified_name(&self, node: Node<'_>, depth: u32) -> QualifiedName {
        let mut alias = None;
        let mut segments = Vec::new();
        let mut node = node;
        loop {
            match kind(node) {
                Kind::QualifiedName => {
                    if let Some(name) = field(node, Field::Name) {
                        segments.push(self.segment_at(name, depth));
                    }
                    match field(node, Field::Qualifier) {
                        Some(qualifier) => node = qualifier,
                        None => break,
                    }
                }
                Kind::AliasQualifiedName => {
                    alias = field(node, Field::Alias).map(|alias| self.ident(alias));
                    if let Some(name) = field(node, Field::Name) {
                        segments.push(self.segment_at(name, depth));
                    }
                    break;
                }
                _ => {
                    segments.push(self.segment_at(node, depth));
                    break;
                }
            }
        }
        segments.reverse();
        QualifiedName { alias, segments }
    }

    pub(super) fn segment(&self, node: Node<'_>) -> Segment {
        self.segment_at(node, 0)
    }

    fn segment_at(&self, node: Node<'_>, depth: u32) -> Segment {
        if kind(node) != Kind::GenericName {
            return Segment { name: self.ident(node), arguments: Vec::new() };
        }
        let mut name = None;
        let mut arguments = Vec::new();
        for child in children(node) {
            match kind(child) {
                Kind::Identifier => name = Some(self.ident(child)),
                Kind::TypeArguments => {
                    arguments = children(child).into_iter().map(|child| self.ty_at(child, depth + 1)).collect();
                    if arguments.is_empty() {
                        // `Dictionary<,>`: as many arguments as commas say.
                        let commas = self.source(child).matches(',').count() + 1;
                        arguments = vec![TypeSyntax { kind: TypeKind::Other, range: self.range(child) }; commas];
                    }
                }
                _ => {}
            }
        }
        Segment { name: name.unwrap_or_else(|| self.ident(node)), arguments }
    }

    /// Whether a node is a type in the grammar (identifiers are expressions too).
    pub(super) fn is_type(node: Node<'_>) -> bool {
        matches!(
            kind(node),
            Kind::Identifier
                | Kind::GenericName
                | Kind::QualifiedName
                | Kind::AliasQualifiedName
                | Kind::PredefinedType
                | Kind::ArrayType
                | Kind::NullableType
                | Kind::TupleType
                | Kind::PointerType
                | Kind::RefType
                | Kind::ScopedType
                | Kind::ImplicitType
        )
    }
}
