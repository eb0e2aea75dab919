//! The node kinds of the C# grammar. Their names stand here and nowhere else.
//!
//! Kind ids are resolved once; a tree is then walked by comparing small integers, never by queries or names.

use std::sync::LazyLock;
use tree_sitter::Node;

macro_rules! kinds {
    ($($variant:ident = $name:literal),* $(,)?) => {
        /// A named node kind of the grammar, as far as lowering cares for it.
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        pub(crate) enum Kind { $($variant,)* Other }

        const NAMES: &[(&str, Kind)] = &[$(($name, Kind::$variant)),*];
    };
}

kinds! {
    AccessorDeclaration = "accessor_declaration", AccessorList = "accessor_list",
    AliasQualifiedName = "alias_qualified_name", AndPattern = "and_pattern",
    AnonymousMethod = "anonymous_method_expression", AnonymousObject = "anonymous_object_creation_expression",
    Argument = "argument", ArgumentList = "argument_list", ArrayCreation = "array_creation_expression",
    ArrayRank = "array_rank_specifier", ArrayType = "array_type", ArrowClause = "arrow_expression_clause",
    As = "as_expression", Assignment = "assignment_expression", Attribute = "attribute",
    AttributeArgument = "attribute_argument", AttributeArgumentList = "attribute_argument_list",
    AttributeList = "attribute_list", AttributeTarget = "attribute_target_specifier", Await = "await_expression",
    BaseList = "base_list", Base = "base", Binary = "binary_expression", Block = "block",
    BooleanLiteral = "boolean_literal", BracketedArguments = "bracketed_argument_list",
    BracketedParameters = "bracketed_parameter_list", Break = "break_statement", Cast = "cast_expression",
    CatchClause = "catch_clause", CatchDeclaration = "catch_declaration", CatchFilter = "catch_filter_clause",
    CharacterLiteral = "character_literal", Checked = "checked_expression", CheckedStatement = "checked_statement",
    Class = "class_declaration", CollectionElement = "collection_element", Collection = "collection_expression",
    Comment = "comment", CompilationUnit = "compilation_unit", ConditionalAccess = "conditional_access_expression",
    Conditional = "conditional_expression", ConstantPattern = "constant_pattern", Constructor = "constructor_declaration",
    ConstructorInitializer = "constructor_initializer", Continue = "continue_statement",
    ConversionOperator = "conversion_operator_declaration", DeclarationExpression = "declaration_expression",
    DeclarationList = "declaration_list", DeclarationPattern = "declaration_pattern", Default = "default_expression",
    Delegate = "delegate_declaration", Destructor = "destructor_declaration", Discard = "discard", Do = "do_statement",
    ElementAccess = "element_access_expression", ElementBinding = "element_binding_expression",
    EmptyStatement = "empty_statement", Enum = "enum_declaration", EnumMember = "enum_member_declaration",
    EnumMembers = "enum_member_declaration_list", Event = "event_declaration", EventField = "event_field_declaration",
    ExplicitInterface = "explicit_interface_specifier", ExpressionElement = "expression_element",
    ExpressionStatement = "expression_statement", ExternAlias = "extern_alias_directive", Field = "field_declaration",
    FileScopedNamespace = "file_scoped_namespace_declaration", FinallyClause = "finally_clause",
    Fixed = "fixed_statement", For = "for_statement", ForEach = "foreach_statement", FromClause = "from_clause",
    GenericName = "generic_name", GlobalAttribute = "global_attribute", GlobalStatement = "global_statement",
    Goto = "goto_statement", GroupClause = "group_clause", Identifier = "identifier", If = "if_statement",
    ImplicitArray = "implicit_array_creation_expression", ImplicitObject = "implicit_object_creation_expression",
    ImplicitParameter = "implicit_parameter", ImplicitType = "implicit_type", Indexer = "indexer_declaration",
    Initializer = "initializer_expression", IntegerLiteral = "integer_literal", Interface = "interface_declaration",
    InterpolatedString = "interpolated_string_expression", Interpolation = "interpolation",
    InterpolationBrace = "interpolation_brace", InterpolationAlignment = "interpolation_alignment_clause",
    InterpolationFormat = "interpolation_format_clause", Invocation = "invocation_expression", Is = "is_expression",
    IsPattern = "is_pattern_expression", JoinClause = "join_clause", Labeled = "labeled_statement",
    Lambda = "lambda_expression", LetClause = "let_clause", ListPattern = "list_pattern",
    LocalDeclaration = "local_declaration_statement", LocalFunction = "local_function_statement",
    Lock = "lock_statement", MemberAccess = "member_access_expression", MemberBinding = "member_binding_expression",
    Method = "method_declaration", Modifier = "modifier", Namespace = "namespace_declaration",
    NegatedPattern = "negated_pattern", NullLiteral = "null_literal", NullableType = "nullable_type",
    ObjectCreation = "object_creation_expression", Operator = "operator_declaration", OrPattern = "or_pattern",
    OrderByClause = "order_by_clause", Parameter = "parameter", ParameterList = "parameter_list",
    Parenthesized = "parenthesized_expression", ParenthesizedPattern = "parenthesized_pattern",
    PointerType = "pointer_type", PositionalPattern = "positional_pattern_clause",
    PostfixUnary = "postfix_unary_expression", PredefinedType = "predefined_type",
    PrefixUnary = "prefix_unary_expression", PrimaryConstructorBase = "primary_constructor_base_type",
    Property = "property_declaration", PropertyPattern = "property_pattern_clause", QualifiedName = "qualified_name",
    Query = "query_expression", RangeExpression = "range_expression", RawString = "raw_string_literal",
    RealLiteral = "real_literal", Record = "record_declaration", RecursivePattern = "recursive_pattern",
    RefExpression = "ref_expression", RefType = "ref_type", RelationalPattern = "relational_pattern",
    Return = "return_statement", ScopedType = "scoped_type", SelectClause = "select_clause",
    SizeOf = "sizeof_expression", SpreadElement = "spread_element", StringLiteral = "string_literal",
    Struct = "struct_declaration", Subpattern = "subpattern", SwitchBody = "switch_body",
    SwitchExpression = "switch_expression", SwitchArm = "switch_expression_arm", SwitchSection = "switch_section",
    Switch = "switch_statement", This = "this", ThrowExpression = "throw_expression", Throw = "throw_statement",
    Try = "try_statement", TupleElement = "tuple_element", Tuple = "tuple_expression", TupleType = "tuple_type",
    TypeArguments = "type_argument_list", TypeParameter = "type_parameter",
    TypeParameterConstraint = "type_parameter_constraint", TypeConstraints = "type_parameter_constraints_clause",
    TypeParameters = "type_parameter_list", TypePattern = "type_pattern", TypeOf = "typeof_expression",
    Unary = "unary_expression", Unsafe = "unsafe_statement", UsingDirective = "using_directive",
    UsingStatement = "using_statement", VarPattern = "var_pattern", VariableDeclaration = "variable_declaration",
    VariableDeclarator = "variable_declarator", VerbatimString = "verbatim_string_literal", WhenClause = "when_clause",
    WhereClause = "where_clause", While = "while_statement", With = "with_expression",
    WithInitializer = "with_initializer", Yield = "yield_statement",
}

const TOKENS: [&str; 2] = ["this", "base"];

static TABLE: LazyLock<Vec<Kind>> = LazyLock::new(|| {
    let language: tree_sitter::Language = tree_sitter_c_sharp::LANGUAGE.into();
    let by_name: std::collections::HashMap<&str, Kind> = NAMES.iter().copied().collect();
    // By id rather than by name: some names have more than one id.
    let kind_of = |id: usize| {
        let name = language.node_kind_for_id(id as u16);
        // `this` and `base` are expressions, but to the grammar mere tokens.
        let name = name.filter(|name| language.node_kind_is_named(id as u16) || TOKENS.contains(name));
        name.and_then(|name| by_name.get(name).copied()).unwrap_or(Kind::Other)
    };
    (0..language.node_kind_count()).map(kind_of).collect()
});

/// The kind of a node.
pub(crate) fn kind(node: Node<'_>) -> Kind {
    TABLE.get(usize::from(node.kind_id())).copied().unwrap_or(Kind::Other)
}

macro_rules! fields {
    ($($variant:ident = $name:literal),* $(,)?) => {
        /// A field name of the grammar.
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        #[repr(usize)]
        pub(crate) enum Field { $($variant),* }

        static FIELDS: LazyLock<Vec<u16>> = LazyLock::new(|| {
            let language: tree_sitter::Language = tree_sitter_c_sharp::LANGUAGE.into();
            [$($name),*].iter().map(|name| language.field_id_for_name(name).map_or(0, |id| id.get())).collect()
        });
    };
}

fields! {
    Alias = "alias", Alternative = "alternative", Arguments = "arguments", Body = "body",
    Condition = "condition", Consequence = "consequence", Expression = "expression", Function = "function",
    Initializer = "initializer", Left = "left", Name = "name", Operator = "operator", Parameters = "parameters",
    Pattern = "pattern", Qualifier = "qualifier", Returns = "returns", Right = "right",
    Subscript = "subscript", Type = "type", Update = "update", Value = "value",
}

/// The child of `node` in a field.
pub(crate) fn field(node: Node<'_>, field: Field) -> Option<Node<'_>> {
    node.child_by_field_id(FIELDS[field as usize])
}

/// Whether `child` (at `cursor`) stands in `field`: for fields that repeat.
pub(crate) fn is_field(id: Option<std::num::NonZero<u16>>, field: Field) -> bool {
    id.is_some_and(|id| id.get() == FIELDS[field as usize])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_one_of_the_grammar() {
        let language: tree_sitter::Language = tree_sitter_c_sharp::LANGUAGE.into();
        for (name, _) in NAMES {
            let id = language.id_for_node_kind(name, !TOKENS.contains(name));
            assert_ne!(id, 0, "{name} is no node kind");
        }
        assert!(FIELDS.iter().all(|&id| id != 0), "{:?}", *FIELDS);
    }
}
