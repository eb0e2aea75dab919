//! The C# syntax tree that the rest of dslint works on: small, owned, and independent of the parser that made it.
//!
//! Expressions and statements live in two arenas of the [`CompilationUnit`] and are named by [`ExprId`] and
//! [`StmtId`], so that binding can keep a result beside each expression and dropping a tree never recurses.

mod expr;
mod stmt;

pub use expr::*;
pub use stmt::*;

use crate::text::TextRange;
use smol_str::SmolStr;

/// Names an expression of one file.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct ExprId(pub u32);

/// Names a statement of one file.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct StmtId(pub u32);

/// Index of a namespace declaration in [`CompilationUnit::namespaces`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct NamespaceIndex(pub u32);

/// Index of a type declaration in [`CompilationUnit::types`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct TypeIndex(pub u32);

/// An identifier as the program means it: without `@`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Ident {
    /// The name.
    pub text: SmolStr,
    /// Where it stands, `@` included.
    pub range: TextRange,
}

/// One file.
#[derive(Clone, Debug, Default)]
pub struct CompilationUnit {
    /// Namespace declarations; the first is the file itself, with an empty name.
    pub namespaces: Vec<NamespaceDecl>,
    /// Type declarations, outer before nested.
    pub types: Vec<TypeDecl>,
    /// Top-level statements.
    pub statements: Vec<StmtId>,
    /// `[assembly: …]` and `[module: …]`.
    pub attributes: Vec<Attribute>,
    /// The arena of expressions. The expressions of one member body have consecutive ids.
    pub exprs: Vec<Expr>,
    /// The arena of statements.
    pub stmts: Vec<Stmt>,
    /// Text that the parser could not make sense of.
    pub errors: Vec<TextRange>,
    /// Expressions or statements nested so deeply that they were left out.
    pub too_deep: u32,
}

impl CompilationUnit {
    /// The expression of an id.
    pub fn expr(&self, id: ExprId) -> &Expr {
        &self.exprs[id.0 as usize]
    }

    /// What is called by name: `F` of `F()`, `a.F()` and `a?.F()`.
    pub fn called(&self, callee: ExprId) -> Option<&Segment> {
        match &self.expr(callee).kind {
            ExprKind::Name(segment) | ExprKind::Member { member: segment, .. } => Some(segment),
            _ => None,
        }
    }

    /// The statement of an id.
    pub fn stmt(&self, id: StmtId) -> &Stmt {
        &self.stmts[id.0 as usize]
    }

    /// The namespace declaration of an index.
    pub fn namespace(&self, index: NamespaceIndex) -> &NamespaceDecl {
        &self.namespaces[index.0 as usize]
    }

    /// The type declaration of an index.
    pub fn type_decl(&self, index: TypeIndex) -> &TypeDecl {
        &self.types[index.0 as usize]
    }

    /// The full name of a namespace declaration, with that of the declarations around it.
    pub fn namespace_name(&self, index: NamespaceIndex) -> String {
        let namespace = self.namespace(index);
        let mut name = namespace.parent.map(|parent| self.namespace_name(parent)).unwrap_or_default();
        for part in &namespace.name {
            if !name.is_empty() {
                name.push('.');
            }
            name.push_str(&part.text);
        }
        name
    }
}

/// `namespace N { … }`, `namespace N;`, or the file itself.
#[derive(Clone, Debug)]
pub struct NamespaceDecl {
    /// The declaration around it; none for the file.
    pub parent: Option<NamespaceIndex>,
    /// The parts of its name; empty for the file.
    pub name: Vec<Ident>,
    /// The `using` directives at its top.
    pub usings: Vec<Using>,
    /// The whole declaration.
    pub range: TextRange,
}

/// A `using` directive or an `extern alias`.
#[derive(Clone, Debug)]
pub struct Using {
    /// What it brings in.
    pub kind: UsingKind,
    /// `global using`.
    pub global: bool,
    /// The namespace or type it names.
    pub target: TypeSyntax,
    /// The whole directive.
    pub range: TextRange,
}

/// What a `using` directive brings in.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum UsingKind {
    /// The types of a namespace.
    Namespace,
    /// The static members and nested types of a type.
    Static,
    /// A name for a namespace or type.
    Alias(Ident),
    /// `extern alias X;`
    ExternAlias,
}

/// A type as written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TypeSyntax {
    /// What is written.
    pub kind: TypeKind,
    /// Where.
    pub range: TextRange,
}

/// The forms of a type.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum TypeKind {
    /// `A.B<C>`, `global::A`, `alias::A`.
    Name(QualifiedName),
    /// `int`, `string`, `void`, …
    Predefined(SmolStr),
    /// `T[]`, `T[,]`.
    Array(Box<TypeSyntax>),
    /// `T?`.
    Nullable(Box<TypeSyntax>),
    /// `(A, B)`.
    Tuple(Vec<TypeSyntax>),
    /// `var`.
    Var,
    /// Pointers, function pointers and what could not be read.
    Other,
}

/// A possibly qualified name.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct QualifiedName {
    /// What stands before `::`.
    pub alias: Option<Ident>,
    /// The parts between the dots.
    pub segments: Vec<Segment>,
}

/// One part of a qualified name.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Segment {
    /// The name.
    pub name: Ident,
    /// Its type arguments.
    pub arguments: Vec<TypeSyntax>,
}

/// A set of modifiers.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Modifiers(u32);

macro_rules! modifiers {
    ($($constant:ident = $bit:literal $word:literal),* $(,)?) => {
        impl Modifiers {
            $(#[doc = concat!("`", $word, "`")] pub const $constant: Modifiers = Modifiers(1 << $bit);)*

            /// The set that holds just the modifier written as `word`; empty for an unknown word.
            pub fn of(word: &str) -> Modifiers {
                match word { $($word => Self::$constant,)* _ => Modifiers(0) }
            }
        }
    };
}

modifiers! {
    ABSTRACT = 0 "abstract", ASYNC = 1 "async", CONST = 2 "const", EXTERN = 3 "extern", FILE = 4 "file",
    INTERNAL = 5 "internal", NEW = 6 "new", OVERRIDE = 7 "override", PARTIAL = 8 "partial", PRIVATE = 9 "private",
    PROTECTED = 10 "protected", PUBLIC = 11 "public", READONLY = 12 "readonly", REQUIRED = 13 "required",
    SEALED = 14 "sealed", STATIC = 15 "static", VIRTUAL = 16 "virtual", REF = 17 "ref", OUT = 18 "out", IN = 19 "in",
    PARAMS = 20 "params", THIS = 21 "this",
}

impl Modifiers {
    /// Whether all modifiers of `other` are in this set.
    pub fn contains(self, other: Modifiers) -> bool {
        self.0 & other.0 == other.0
    }

    /// Adds the modifiers of `other`.
    pub fn insert(&mut self, other: Modifiers) {
        self.0 |= other.0;
    }
}

/// What a type declaration declares.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DeclaredKind {
    /// `class`
    Class,
    /// `struct`
    Struct,
    /// `interface`
    Interface,
    /// `record`, `record class`
    Record,
    /// `record struct`
    RecordStruct,
    /// `enum`
    Enum,
    /// `delegate`
    Delegate,
}

/// A type declaration, or one part of it.
#[derive(Clone, Debug)]
pub struct TypeDecl {
    /// What it declares.
    pub kind: DeclaredKind,
    /// Its name.
    pub name: Ident,
    /// Its type parameters.
    pub type_parameters: Vec<Ident>,
    /// `where T : …`.
    pub constraints: Vec<Constraint>,
    /// The base list.
    pub bases: Vec<TypeSyntax>,
    /// The arguments a primary constructor passes to its base.
    pub base_arguments: Option<Vec<Argument>>,
    /// The parameters of a primary constructor, or of a delegate.
    pub parameters: Option<Vec<Parameter>>,
    /// The return type of a delegate.
    pub returns: Option<TypeSyntax>,
    /// Its members without nested types.
    pub members: Vec<MemberDecl>,
    /// Its modifiers.
    pub modifiers: Modifiers,
    /// Its attributes.
    pub attributes: Vec<Attribute>,
    /// The namespace around it.
    pub namespace: NamespaceIndex,
    /// The type around it.
    pub parent: Option<TypeIndex>,
    /// The whole declaration.
    pub range: TextRange,
}

/// `where T : A, B`.
#[derive(Clone, Debug)]
pub struct Constraint {
    /// The type parameter.
    pub parameter: Ident,
    /// The types it must derive from.
    pub types: Vec<TypeSyntax>,
}

/// What a member is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum MemberKind {
    /// A method, or a local function.
    Method,
    /// A constructor; its name is that of the type.
    Constructor,
    /// A finalizer.
    Destructor,
    /// A property.
    Property,
    /// An indexer.
    Indexer,
    /// A field or a constant.
    Field,
    /// An event.
    Event,
    /// A member of an enum.
    EnumMember,
    /// An operator or a conversion.
    Operator,
}

/// A member of a type.
#[derive(Clone, Debug)]
pub struct MemberDecl {
    /// What it is.
    pub kind: MemberKind,
    /// Its name.
    pub name: Ident,
    /// Its type parameters.
    pub type_parameters: Vec<Ident>,
    /// `where T : …`.
    pub constraints: Vec<Constraint>,
    /// Its type, or what it returns.
    pub ty: Option<TypeSyntax>,
    /// Its parameters.
    pub parameters: Vec<Parameter>,
    /// The interface of an explicit implementation.
    pub explicit_interface: Option<TypeSyntax>,
    /// The body; of a property, that of `=> …`.
    pub body: Body,
    /// The value of a field, property or enum member.
    pub initializer: Option<ExprId>,
    /// `: base(…)`, `: this(…)`.
    pub constructor_initializer: Option<ConstructorInitializer>,
    /// The accessors of a property, indexer or event.
    pub accessors: Vec<Accessor>,
    /// Its modifiers.
    pub modifiers: Modifiers,
    /// Its attributes.
    pub attributes: Vec<Attribute>,
    /// The whole declaration.
    pub range: TextRange,
}

/// The code of a member, accessor or lambda.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Body {
    /// None: abstract, or automatic.
    None,
    /// `{ … }`
    Block(StmtId),
    /// `=> …`
    Expr(ExprId),
}

/// `: base(…)` or `: this(…)`.
#[derive(Clone, Debug)]
pub struct ConstructorInitializer {
    /// Whether it calls the base class.
    pub is_base: bool,
    /// The arguments.
    pub arguments: Vec<Argument>,
    /// The whole initializer, from `:`.
    pub range: TextRange,
}

/// `get`, `set`, `init`, `add` or `remove`.
#[derive(Clone, Debug)]
pub struct Accessor {
    /// Which one.
    pub name: Ident,
    /// Its code.
    pub body: Body,
    /// Its attributes.
    pub attributes: Vec<Attribute>,
    /// The whole accessor.
    pub range: TextRange,
}

/// A parameter.
#[derive(Clone, Debug)]
pub struct Parameter {
    /// Its name.
    pub name: Ident,
    /// Its type; none for a lambda that leaves it to inference.
    pub ty: Option<TypeSyntax>,
    /// Its default value.
    pub default: Option<ExprId>,
    /// `ref`, `out`, `in`, `params`, `this`.
    pub modifiers: Modifiers,
    /// Its attributes.
    pub attributes: Vec<Attribute>,
    /// The whole parameter.
    pub range: TextRange,
}

/// An argument of a call.
#[derive(Clone, Debug)]
pub struct Argument {
    /// `name:`, or `Name =` in an attribute.
    pub name: Option<Ident>,
    /// Its value.
    pub value: ExprId,
}

/// An attribute.
#[derive(Clone, Debug)]
pub struct Attribute {
    /// Its type as written.
    pub name: TypeSyntax,
    /// Its arguments.
    pub arguments: Vec<Argument>,
    /// `assembly`, `return`, …
    pub target: Option<SmolStr>,
    /// The attribute without its brackets.
    pub range: TextRange,
}
