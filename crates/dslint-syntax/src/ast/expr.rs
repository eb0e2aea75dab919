//! Expressions and patterns.

use super::*;

/// An expression.
#[derive(Clone, Debug)]
pub struct Expr {
    /// What it is.
    pub kind: ExprKind,
    /// Where it stands.
    pub range: TextRange,
}

/// The forms of an expression.
#[derive(Clone, Debug)]
pub enum ExprKind {
    /// `x`, `M<T>`.
    Name(Segment),
    /// `alias::X`.
    Aliased(Ident, Segment),
    /// `int`, `string`, … before a dot.
    Predefined(SmolStr),
    /// `a.B`, `a?.B`.
    Member {
        /// What stands before the dot.
        target: ExprId,
        /// The member.
        member: Segment,
        /// `?.`
        conditional: bool,
    },
    /// `a[i]`, `a?[i]`.
    Element {
        /// What is indexed.
        target: ExprId,
        /// The indices.
        arguments: Vec<Argument>,
        /// `?[`
        conditional: bool,
    },
    /// `f(a)`; `nameof(x)` too.
    Call {
        /// What is called.
        callee: ExprId,
        /// The arguments.
        arguments: Vec<Argument>,
    },
    /// `new T(a) { … }`, `new(a) { … }`.
    New {
        /// The type; none when it is left to the target.
        ty: Option<TypeSyntax>,
        /// The arguments.
        arguments: Vec<Argument>,
        /// The initializer: an [`ExprKind::Initializer`].
        initializer: Option<ExprId>,
    },
    /// `new { A = 1, b.C }`.
    AnonymousObject(Vec<(Option<Ident>, ExprId)>),
    /// `new T[n] { … }`, `new[] { … }`, `stackalloc …`.
    NewArray {
        /// The element type; none when it is left to inference.
        element: Option<TypeSyntax>,
        /// The initializer.
        initializer: Option<ExprId>,
    },
    /// `{ A = 1, [k] = v, e }` behind `new`, `with` or in an array.
    Initializer(Vec<InitializerEntry>),
    /// `[a, ..b]`.
    Collection(Vec<CollectionElement>),
    /// `a with { … }`.
    With {
        /// What is copied.
        target: ExprId,
        /// The initializer.
        initializer: ExprId,
    },
    /// `a = b`, `a += b`, …
    Assign {
        /// The operator.
        op: AssignOp,
        /// What is assigned to.
        left: ExprId,
        /// The value.
        right: ExprId,
    },
    /// `!a`, `-a`, `a!`, …
    Unary {
        /// The operator.
        op: UnaryOp,
        /// The operand.
        operand: ExprId,
    },
    /// `a + b`, …
    Binary {
        /// The operator.
        op: BinaryOp,
        /// The left operand.
        left: ExprId,
        /// The right operand.
        right: ExprId,
    },
    /// `await a`.
    Await(ExprId),
    /// `a is T`, `a is pattern`.
    Is {
        /// What is tested.
        operand: ExprId,
        /// Against what.
        pattern: Pattern,
    },
    /// `a as T`.
    As(ExprId, TypeSyntax),
    /// `(T)a`.
    Cast(TypeSyntax, ExprId),
    /// `a ? b : c`.
    Conditional {
        /// The condition.
        condition: ExprId,
        /// The value when it holds.
        then: ExprId,
        /// The value when it does not.
        otherwise: ExprId,
    },
    /// `a switch { … }`.
    Switch {
        /// What is matched.
        subject: ExprId,
        /// The arms.
        arms: Vec<SwitchArm>,
    },
    /// `x => …`, `delegate { … }`.
    Lambda {
        /// The parameters.
        parameters: Vec<Parameter>,
        /// The body.
        body: Body,
    },
    /// A literal.
    Literal(Literal),
    /// `$"…"`.
    Interpolated(Vec<InterpolatedPart>),
    /// `typeof(T)`.
    TypeOf(TypeSyntax),
    /// `default`, `default(T)`.
    Default(Option<TypeSyntax>),
    /// `this`.
    This,
    /// `base`.
    Base,
    /// `(a, b)`.
    Tuple(Vec<Argument>),
    /// `out var x`, `var (a, b)`.
    Declaration(TypeSyntax, Ident),
    /// `throw a`.
    Throw(ExprId),
    /// Query expressions, ranges and what could not be read, with the expressions inside.
    Other(Vec<ExprId>),
}

/// An entry of an object, collection or array initializer.
#[derive(Clone, Debug)]
pub enum InitializerEntry {
    /// `Name = value`; the value may be an [`ExprKind::Initializer`].
    Member(Ident, ExprId),
    /// `[index] = value`.
    Index(Vec<Argument>, ExprId),
    /// `value`, or `{ a, b }` as an [`ExprKind::Initializer`].
    Element(ExprId),
}

/// An element of a collection expression.
#[derive(Clone, Copy, Debug)]
pub struct CollectionElement {
    /// `..value`
    pub spread: bool,
    /// The value.
    pub value: ExprId,
}

/// An arm of a switch expression.
#[derive(Clone, Debug)]
pub struct SwitchArm {
    /// What must match.
    pub pattern: Pattern,
    /// `when …`
    pub guard: Option<ExprId>,
    /// The value.
    pub value: ExprId,
}

/// A literal.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Literal {
    /// A string, its escapes resolved.
    String(String),
    /// An integer that fits.
    Integer(i64),
    /// `true`, `false`.
    Bool(bool),
    /// `null`.
    Null,
    /// Any other literal.
    Other,
}

/// A part of an interpolated string.
#[derive(Clone, Debug)]
pub enum InterpolatedPart {
    /// Text, its escapes resolved.
    Text(String),
    /// `{value}`.
    Hole(ExprId),
}

/// Assignment operators, as far as they differ for us.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum AssignOp {
    /// `=`
    Set,
    /// `+=`
    Add,
    /// `??=`
    Coalesce,
    /// Any other.
    Other,
}

/// Unary operators, as far as they differ for us.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum UnaryOp {
    /// `!a`
    Not,
    /// `-a`
    Minus,
    /// `a!`
    SuppressNull,
    /// Any other.
    Other,
}

/// Binary operators, as far as they differ for us.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum BinaryOp {
    /// `+`
    Add,
    /// `==`
    Equal,
    /// `!=`
    NotEqual,
    /// `&&`
    And,
    /// `||`
    Or,
    /// `??`
    Coalesce,
    /// Any other.
    Other,
}

/// A pattern.
#[derive(Clone, Debug)]
pub enum Pattern {
    /// A constant, or a type that is written like one.
    Constant(ExprId),
    /// `T`, `T x`.
    Type(TypeSyntax, Option<Ident>),
    /// `var x`.
    Var(Option<Ident>),
    /// `_`.
    Discard,
    /// `T { A: p } x`: type, property patterns, designation.
    Recursive(Option<TypeSyntax>, Vec<(Ident, Pattern)>, Option<Ident>),
    /// `not p`.
    Not(Box<Pattern>),
    /// `p and q`.
    And(Box<Pattern>, Box<Pattern>),
    /// `p or q`.
    Or(Box<Pattern>, Box<Pattern>),
    /// Relational, list and positional patterns, with the expressions inside.
    Other(Vec<ExprId>),
}
