//! Namespaces, types and members.

use super::*;
use crate::kind::is_field;

impl Lowering<'_> {
    pub(super) fn compilation_unit(&mut self, root: Node<'_>) {
        self.unit.namespaces.push(NamespaceDecl {
            parent: None,
            name: Vec::new(),
            usings: Vec::new(),
            range: self.range(root),
        });
        self.namespace_members(root, NamespaceIndex(0));
    }

    fn namespace_members(&mut self, node: Node<'_>, mut namespace: NamespaceIndex) {
        for child in children(node) {
            match kind(child) {
                Kind::UsingDirective | Kind::ExternAlias => {
                    let using = self.using(child);
                    self.unit.namespaces[namespace.0 as usize].usings.extend(using);
                }
                Kind::FileScopedNamespace => {
                    // What follows it belongs to it, whether the grammar nests it or not.
                    namespace = self.namespace(child, namespace);
                    self.namespace_members(child, namespace);
                }
                Kind::Namespace => {
                    let inner = self.namespace(child, namespace);
                    if let Some(body) = field(child, Field::Body) {
                        self.namespace_members(body, inner);
                    }
                }
                Kind::GlobalAttribute => {
                    for attribute in children(child) {
                        let attribute = self.attribute(attribute, Some(SmolStr::new_static("assembly")));
                        self.unit.attributes.push(attribute);
                    }
                }
                Kind::GlobalStatement => {
                    for statement in children(child) {
                        let statement = self.stmt(statement);
                        self.unit.statements.push(statement);
                    }
                }
                _ if Self::is_type_declaration(child) => {
                    self.type_declaration(child, namespace, None);
                }
                // An error node: what it still holds in the way of declarations is worth having.
                Kind::Other if child.is_error() => {
                    self.deeper(|lowering| lowering.namespace_members(child, namespace));
                }
                _ => {}
            }
        }
    }

    fn namespace(&mut self, node: Node<'_>, parent: NamespaceIndex) -> NamespaceIndex {
        let name = match field(node, Field::Name).map(|name| self.ty(name).kind) {
            Some(TypeKind::Name(name)) => name.segments.into_iter().map(|segment| segment.name).collect(),
            _ => Vec::new(),
        };
        let index = NamespaceIndex(self.unit.namespaces.len() as u32);
        self.unit.namespaces.push(NamespaceDecl {
            parent: Some(parent),
            name,
            usings: Vec::new(),
            range: self.range(node),
        });
        index
    }

    fn using(&self, node: Node<'_>) -> Option<Using> {
        let name = field(node, Field::Name);
        if kind(node) == Kind::ExternAlias {
            let target = self.ty(name?);
            return Some(Using { kind: UsingKind::ExternAlias, global: false, target, range: self.range(node) });
        }
        let target = children(node).into_iter().find(|&child| Some(child) != name && Self::is_type(child))?;
        let kind = match name {
            Some(alias) => UsingKind::Alias(self.ident(alias)),
            None if has_word(node, "static") => UsingKind::Static,
            None => UsingKind::Namespace,
        };
        Some(Using { kind, global: has_word(node, "global"), target: self.ty(target), range: self.range(node) })
    }

    fn is_type_declaration(node: Node<'_>) -> bool {
        matches!(kind(node), Kind::Class | Kind::Struct | Kind::Interface | Kind::Record | Kind::Enum | Kind::Delegate)
    }

    fn type_declaration(&mut self, node: Node<'_>, namespace: NamespaceIndex, parent: Option<TypeIndex>) {
        let declared = match kind(node) {
            Kind::Struct => DeclaredKind::Struct,
            Kind::Interface => DeclaredKind::Interface,
            Kind::Record if has_word(node, "struct") => DeclaredKind::RecordStruct,
            Kind::Record => DeclaredKind::Record,
            Kind::Enum => DeclaredKind::Enum,
            Kind::Delegate => DeclaredKind::Delegate,
            _ => DeclaredKind::Class,
        };
        let index = TypeIndex(self.unit.types.len() as u32);
        let mut decl = TypeDecl {
            kind: declared,
            name: self.name_field(node),
            type_parameters: Vec::new(),
            constraints: Vec::new(),
            bases: Vec::new(),
            base_arguments: None,
            parameters: None,
            returns: field(node, Field::Type).filter(|_| declared == DeclaredKind::Delegate).map(|ty| self.ty(ty)),
            members: Vec::new(),
            modifiers: Modifiers::default(),
            attributes: Vec::new(),
            namespace,
            parent,
            range: self.range(node),
        };
        for child in children(node) {
            match kind(child) {
                Kind::Modifier => decl.modifiers.insert(Modifiers::of(self.source(child))),
                Kind::AttributeList => self.attribute_list(child, &mut decl.attributes),
                Kind::TypeParameters => decl.type_parameters = self.type_parameters(child),
                Kind::TypeConstraints => decl.constraints.extend(self.constraint(child)),
                Kind::ParameterList => decl.parameters = Some(self.parameters(child)),
                Kind::BaseList => self.base_list(child, &mut decl),
                _ => {}
            }
        }
        // The slot is taken before nested types are, so that outer types come first.
        self.unit.types.push(decl);
        if let Some(body) = field(node, Field::Body) {
            let members = self.deeper(|lowering| lowering.members(body, namespace, index)).unwrap_or_default();
            self.unit.types[index.0 as usize].members = members;
        }
    }

    fn base_list(&mut self, node: Node<'_>, decl: &mut TypeDecl) {
        for child in children(node) {
            match kind(child) {
                Kind::ArgumentList => decl.base_arguments = Some(self.arguments(child)),
                Kind::PrimaryConstructorBase => {
                    if let Some(ty) = field(child, Field::Type) {
                        decl.bases.push(self.ty(ty));
                    }
                    let list = children(child).into_iter().find(|&part| kind(part) == Kind::ArgumentList);
                    decl.base_arguments = list.map(|list| self.arguments(list));
                }
                _ => decl.bases.push(self.ty(child)),
            }
        }
    }

    fn members(&mut self, body: Node<'_>, namespace: NamespaceIndex, parent: TypeIndex) -> Vec<MemberDecl> {
        let mut members = Vec::new();
        for child in children(body) {
            match kind(child) {
                Kind::Method => members.push(self.method(child, MemberKind::Method)),
                Kind::Constructor => members.push(self.method(child, MemberKind::Constructor)),
                Kind::Destructor => members.push(self.method(child, MemberKind::Destructor)),
                Kind::Operator | Kind::ConversionOperator => members.push(self.method(child, MemberKind::Operator)),
                Kind::Property => members.push(self.method(child, MemberKind::Property)),
                Kind::Indexer => members.push(self.method(child, MemberKind::Indexer)),
                Kind::Event => members.push(self.method(child, MemberKind::Event)),
                Kind::Field => self.fields(child, MemberKind::Field, &mut members),
                Kind::EventField => self.fields(child, MemberKind::Event, &mut members),
                Kind::EnumMember => members.push(self.method(child, MemberKind::EnumMember)),
                _ if Self::is_type_declaration(child) => {
                    self.deeper(|lowering| lowering.type_declaration(child, namespace, Some(parent)));
                }
                Kind::Other if child.is_error() => {
                    let inside = self.deeper(|lowering| lowering.members(child, namespace, parent));
                    members.extend(inside.unwrap_or_default());
                }
                _ => {}
            }
        }
        members
    }

    /// Any member but a field; local functions too.
    pub(super) fn method(&mut self, node: Node<'_>, member: MemberKind) -> MemberDecl {
        let ty = field(node, Field::Returns).or_else(|| field(node, Field::Type)).map(|ty| self.ty(ty));
        let mut decl = MemberDecl {
            kind: member,
            name: self.name_field(node),
            type_parameters: Vec::new(),
            constraints: Vec::new(),
            ty,
            parameters: field(node, Field::Parameters).map(|list| self.parameters(list)).unwrap_or_default(),
            explicit_interface: None,
            body: Body::None,
            initializer: None,
            constructor_initializer: None,
            accessors: Vec::new(),
            modifiers: Modifiers::default(),
            attributes: Vec::new(),
            range: self.range(node),
        };
        for child in children(node) {
            match kind(child) {
                Kind::Modifier => decl.modifiers.insert(Modifiers::of(self.source(child))),
                Kind::AttributeList => self.attribute_list(child, &mut decl.attributes),
                Kind::TypeParameters => decl.type_parameters = self.type_parameters(child),
                Kind::TypeConstraints => decl.constraints.extend(self.constraint(child)),
                Kind::ExplicitInterface => {
                    decl.explicit_interface = children(child).first().map(|&name| self.ty(name));
                }
                Kind::ConstructorInitializer => {
                    let list = children(child).into_iter().find(|&part| kind(part) == Kind::ArgumentList);
                    decl.constructor_initializer = Some(ConstructorInitializer {
                        is_base: has_word(child, "base") || self.source(child).contains("base"),
                        arguments: list.map(|list| self.arguments(list)).unwrap_or_default(),
                        range: self.range(child),
                    });
                }
                Kind::AccessorList => {
                    for accessor in children(child).into_iter().filter(|&part| kind(part) == Kind::AccessorDeclaration)
                    {
                        let name = self.name_field(accessor);
                        let body = self.body(field(accessor, Field::Body));
                        let mut attributes = Vec::new();
                        for list in children(accessor).into_iter().filter(|&part| kind(part) == Kind::AttributeList) {
                            self.attribute_list(list, &mut attributes);
                        }
                        decl.accessors.push(Accessor { name, body, attributes, range: self.range(accessor) });
                    }
                }
                _ => {}
            }
        }
        decl.body = self.body(field(node, Field::Body));
        if let Some(value) = field(node, Field::Value) {
            match kind(value) {
                Kind::ArrowClause => decl.body = self.body(Some(value)),
                _ => decl.initializer = Some(self.expr(value)),
            }
        }
        decl
    }

    fn fields(&mut self, node: Node<'_>, member: MemberKind, members: &mut Vec<MemberDecl>) {
        let mut modifiers = Modifiers::default();
        let mut attributes = Vec::new();
        for child in children(node) {
            match kind(child) {
                Kind::Modifier => modifiers.insert(Modifiers::of(self.source(child))),
                Kind::AttributeList => self.attribute_list(child, &mut attributes),
                Kind::VariableDeclaration => {
                    let ty = field(child, Field::Type).map(|ty| self.ty(ty));
                    for (name, initializer) in self.declarators(child) {
                        members.push(MemberDecl {
                            kind: member,
                            name,
                            type_parameters: Vec::new(),
                            constraints: Vec::new(),
                            ty: ty.clone(),
                            parameters: Vec::new(),
                            explicit_interface: None,
                            body: Body::None,
                            initializer,
                            constructor_initializer: None,
                            accessors: Vec::new(),
                            modifiers,
                            attributes: attributes.clone(),
                            range: self.range(node),
                        });
                    }
                }
                _ => {}
            }
        }
    }

    pub(super) fn body(&mut self, node: Option<Node<'_>>) -> Body {
        let Some(node) = node else { return Body::None };
        match kind(node) {
            Kind::Block => Body::Block(self.stmt(node)),
            Kind::ArrowClause => match children(node).first() {
                Some(&value) => Body::Expr(self.expr(value)),
                None => Body::None,
            },
            _ => Body::Expr(self.expr(node)),
        }
    }

    fn type_parameters(&self, node: Node<'_>) -> Vec<Ident> {
        children(node).into_iter().filter_map(|child| field(child, Field::Name)).map(|name| self.ident(name)).collect()
    }

    fn constraint(&self, node: Node<'_>) -> Option<Constraint> {
        let parts = children(node);
        let parameter = parts.iter().copied().find(|&part| kind(part) == Kind::Identifier)?;
        let types = parts.into_iter().filter_map(|part| field(part, Field::Type)).map(|ty| self.ty(ty)).collect();
        Some(Constraint { parameter: self.ident(parameter), types })
    }

    pub(super) fn untyped_parameter(&self, node: Node<'_>) -> Parameter {
        Parameter {
            name: self.ident(node),
            ty: None,
            default: None,
            modifiers: Modifiers::default(),
            attributes: Vec::new(),
            range: self.range(node),
        }
    }

    pub(super) fn parameters(&mut self, list: Node<'_>) -> Vec<Parameter> {
        let mut parameters: Vec<Parameter> = Vec::new();
        let mut array: Option<TypeSyntax> = None;
        let mut cursor = list.walk();
        if !cursor.goto_first_child() {
            return parameters;
        }
        loop {
            let child = cursor.node();
            let at = cursor.field_id();
            if is_field(at, Field::Type) {
                array = Some(self.ty(child));
            } else if is_field(at, Field::Name) {
                // The grammar flattens `params T[] name` into the list.
                let mut parameter = self.untyped_parameter(child);
                parameter.ty = array.take();
                parameter.modifiers.insert(Modifiers::PARAMS);
                parameters.push(parameter);
            } else if kind(child) == Kind::Parameter {
                parameters.push(self.parameter(child));
            }
            if !cursor.goto_next_sibling() {
                return parameters;
            }
        }
    }

    fn parameter(&mut self, node: Node<'_>) -> Parameter {
        let (name, ty) = (field(node, Field::Name), field(node, Field::Type));
        let mut parameter = Parameter {
            name: self.name_field(node),
            ty: ty.map(|ty| self.ty(ty)),
            default: None,
            modifiers: Modifiers::default(),
            attributes: Vec::new(),
            range: self.range(node),
        };
        for child in children(node) {
            match kind(child) {
                Kind::Modifier => parameter.modifiers.insert(Modifiers::of(self.source(child))),
                Kind::AttributeList => self.attribute_list(child, &mut parameter.attributes),
                _ if Some(child) == name || Some(child) == ty => {}
                _ if Self::is_expression(child) => parameter.default = Some(self.expr(child)),
                _ => {}
            }
        }
        parameter
    }

    fn attribute_list(&mut self, node: Node<'_>, attributes: &mut Vec<Attribute>) {
        let mut target = None;
        for child in children(node) {
            match kind(child) {
                Kind::AttributeTarget => target = Some(SmolStr::new(self.source(child).trim_end_matches([':', ' ']))),
                Kind::Attribute => attributes.push(self.attribute(child, target.clone())),
                _ => {}
            }
        }
    }

    fn attribute(&mut self, node: Node<'_>, target: Option<SmolStr>) -> Attribute {
        let name = field(node, Field::Name).unwrap_or(node);
        let list = children(node).into_iter().find(|&child| kind(child) == Kind::AttributeArgumentList);
        let mut arguments = Vec::new();
        for argument in list.map(children).unwrap_or_default() {
            let argument_name = field(argument, Field::Name);
            let Some(value) = children(argument).into_iter().rfind(|&child| Some(child) != argument_name) else {
                continue;
            };
            let name = argument_name.map(|name| self.ident(name));
            arguments.push(Argument { name, value: self.expr(value) });
        }
        Attribute { name: self.ty(name), arguments, target, range: self.range(node) }
    }
}
