//! From the grammar's concrete tree to the [`ast`](crate::ast).
//!
//! The tree was parsed from normalised text; names and literals are read from the original text, which has the same
//! length, so that positions and spelling are those of the file. C# that was generated from a Razor file comes with an
//! [`OffsetMap`], through which every range goes on its way into the tree.

mod decl;
mod expr;
mod pattern;
mod stmt;
mod types;

use crate::ast::*;
use crate::kind::{Field, Kind, field, kind};
use crate::razor::OffsetMap;
use crate::text::TextRange;
use smol_str::SmolStr;
use tree_sitter::{Node, Tree};

/// Expressions and statements nested deeper than this are left out (and counted): lowering and all later passes
/// recurse, and real code stays far below.
const MAX_DEPTH: u32 = 1_000;

/// Lowers a tree. `text` is the original text; `map` leads from a generated text to that of its file.
pub(crate) fn lower(tree: &Tree, text: &str, map: Option<&OffsetMap>) -> CompilationUnit {
    let mut lowering = Lowering { text, map, unit: CompilationUnit::default(), depth: 0 };
    lowering.compilation_unit(tree.root_node());
    if tree.root_node().has_error() {
        lowering.unit.errors = lowering.error_ranges(tree);
    }
    lowering.unit
}

struct Lowering<'t> {
    text: &'t str,
    map: Option<&'t OffsetMap>,
    unit: CompilationUnit,
    depth: u32,
}

impl<'t> Lowering<'t> {
    fn source(&self, node: Node<'_>) -> &'t str {
        self.text.get(node.byte_range()).unwrap_or_default()
    }

    /// Where a stretch of the parsed text stands in the file.
    fn place(&self, start: usize, end: usize) -> TextRange {
        let range = TextRange::from_usize(start, end);
        self.map.map_or(range, |map| map.range(range))
    }

    fn range(&self, node: Node<'_>) -> TextRange {
        self.place(node.start_byte(), node.end_byte())
    }

    fn ident(&self, node: Node<'_>) -> Ident {
        let text = self.source(node);
        Ident { text: SmolStr::new(text.strip_prefix('@').unwrap_or(text)), range: self.range(node) }
    }

    fn name_field(&self, node: Node<'_>) -> Ident {
        match field(node, Field::Name) {
            Some(name) => self.ident(name),
            None => Ident { text: SmolStr::default(), range: self.place(node.start_byte(), node.start_byte()) },
        }
    }

    fn alloc(&mut self, kind: ExprKind, range: TextRange) -> ExprId {
        let id = ExprId(self.unit.exprs.len() as u32);
        self.unit.exprs.push(Expr { kind, range });
        id
    }

    fn alloc_stmt(&mut self, kind: StmtKind, range: TextRange) -> StmtId {
        let id = StmtId(self.unit.stmts.len() as u32);
        self.unit.stmts.push(Stmt { kind, range });
        id
    }

    /// Runs `lower` one level deeper, or yields `None` and counts where that is too deep.
    fn deeper<T>(&mut self, lower: impl FnOnce(&mut Self) -> T) -> Option<T> {
        if self.depth >= MAX_DEPTH {
            self.unit.too_deep += 1;
            return None;
        }
        self.depth += 1;
        let lowered = lower(self);
        self.depth -= 1;
        Some(lowered)
    }

    /// The outermost nodes that the parser could not make sense of, without recursion.
    fn error_ranges(&self, tree: &Tree) -> Vec<TextRange> {
        let mut errors = Vec::new();
        let mut cursor = tree.walk();
        loop {
            let node = cursor.node();
            let broken = node.is_error() || node.is_missing();
            if broken {
                errors.push(self.range(node));
            }
            if !broken && node.has_error() && cursor.goto_first_child() {
                continue;
            }
            loop {
                if cursor.goto_next_sibling() {
                    break;
                }
                if !cursor.goto_parent() {
                    return errors;
                }
            }
        }
    }
}

/// The named children without comments; `this` and `base` count as named.
fn children(node: Node<'_>) -> Vec<Node<'_>> {
    let mut cursor = node.walk();
    let is_wanted = |&child: &Node<'_>| match kind(child) {
        Kind::Comment => false,
        Kind::This | Kind::Base => kind(node) != Kind::ConstructorInitializer,
        _ => child.is_named(),
    };
    node.children(&mut cursor).filter(is_wanted).collect()
}

/// Whether an anonymous child reads `word`.
fn has_word(node: Node<'_>, word: &str) -> bool {
    let mut cursor = node.walk();
    node.children(&mut cursor).any(|child| !child.is_named() && child.kind() == word)
}
