//! Statements.

use super::*;

/// A statement.
#[derive(Clone, Debug)]
pub struct Stmt {
    /// What it is.
    pub kind: StmtKind,
    /// Where it stands.
    pub range: TextRange,
}

/// The forms of a statement.
#[derive(Clone, Debug)]
pub enum StmtKind {
    /// `{ … }`; also `checked`, `unsafe` and `fixed` blocks.
    Block(Vec<StmtId>),
    /// `T a = x, b;`
    Local {
        /// The type.
        ty: TypeSyntax,
        /// Names and values.
        declarators: Vec<(Ident, Option<ExprId>)>,
        /// `const`
        is_const: bool,
    },
    /// `e;`
    Expr(ExprId),
    /// `if (c) a else b`
    If {
        /// The condition.
        condition: ExprId,
        /// When it holds.
        then: StmtId,
        /// When it does not.
        otherwise: Option<StmtId>,
    },
    /// `while`, `do` and `for` (its initializers are statements before it, its updates in the list).
    Loop {
        /// Statements before the loop.
        before: Vec<StmtId>,
        /// The condition.
        condition: Option<ExprId>,
        /// The body.
        body: StmtId,
        /// What runs after each round.
        updates: Vec<ExprId>,
        /// `do … while`: the body runs at least once.
        at_least_once: bool,
    },
    /// `foreach (T x in xs) …`
    ForEach {
        /// The type; none for a deconstruction.
        ty: Option<TypeSyntax>,
        /// The variables.
        names: Vec<Ident>,
        /// What is enumerated.
        source: ExprId,
        /// The body.
        body: StmtId,
    },
    /// `switch (s) { … }`
    Switch {
        /// What is matched.
        subject: ExprId,
        /// The sections.
        sections: Vec<SwitchSection>,
    },
    /// `try … catch … finally …`
    Try {
        /// The body.
        body: StmtId,
        /// The handlers.
        catches: Vec<Catch>,
        /// `finally`
        finally: Option<StmtId>,
    },
    /// `using (…) …`, `lock (…) …`
    Scoped {
        /// The declaration.
        declaration: Option<StmtId>,
        /// Or the expression.
        value: Option<ExprId>,
        /// The body.
        body: StmtId,
    },
    /// `return a;`
    Return(Option<ExprId>),
    /// `throw a;`
    Throw(Option<ExprId>),
    /// `yield return a;`; none for `yield break;`
    Yield(Option<ExprId>),
    /// `break;`
    Break,
    /// `continue;`
    Continue,
    /// A local function.
    LocalFunction(Box<MemberDecl>),
    /// A labelled statement.
    Labeled(StmtId),
    /// `goto`, `;` and what could not be read.
    Other(Vec<ExprId>),
}

/// A section of a switch statement.
#[derive(Clone, Debug)]
pub struct SwitchSection {
    /// Its labels: a pattern and a guard; no pattern is `default`.
    pub labels: Vec<(Option<Pattern>, Option<ExprId>)>,
    /// Its statements.
    pub body: Vec<StmtId>,
}

/// A `catch` clause.
#[derive(Clone, Debug)]
pub struct Catch {
    /// The exception type.
    pub ty: Option<TypeSyntax>,
    /// The variable.
    pub name: Option<Ident>,
    /// `when (…)`
    pub filter: Option<ExprId>,
    /// The handler.
    pub body: StmtId,
}
