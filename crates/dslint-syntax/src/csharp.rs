//! From the text of a C# file, or of the C# in a Razor file, to its syntax tree.

use crate::ast::CompilationUnit;
use crate::directive::Symbols;
use crate::guard::{self, NotParsed};
use crate::lexer::{self, Token};
use crate::lower;
use crate::normalize::normalize;
use crate::razor::{self, RazorKind};
use std::cell::RefCell;
use std::ops::ControlFlow;
use std::time::{Duration, Instant};
use tree_sitter::{ParseOptions, Parser};

/// How long one file may keep the parser busy.
const DEADLINE: Duration = Duration::from_secs(3);

/// A parsed C# file, or the C# of a Razor file.
#[derive(Clone, Debug)]
pub struct CSharpFile {
    /// The syntax tree.
    pub unit: CompilationUnit,
    /// The tokens, for comments, directives and trigger words.
    pub tokens: Vec<Token>,
    /// What its `#if` conditions came to: symbol sets with the same outcome see the same program.
    pub outcome: Vec<bool>,
}

/// Lexes, preprocesses and parses `text` with the given symbols defined.
///
/// A text with syntax errors is no error here: what could be read is in the tree, what could not is in
/// [`CompilationUnit::errors`].
///
/// # Errors
/// [`NotParsed`] when the text must not or could not be parsed at all.
pub fn parse(text: &str, symbols: &Symbols) -> Result<CSharpFile, NotParsed> {
    let lexed = lexer::lex(text, symbols);
    guard::check(text, &lexed.tokens)?;
    let normalized = normalize(text, &lexed.tokens);
    let tree = parse_tree(&normalized)?;
    let unit = lower::lower(&tree, text, None);
    Ok(CSharpFile { unit, tokens: lexed.tokens, outcome: lexed.outcome })
}

/// Parses the C# of a Razor file: its page class with what the directives say, its code and its expressions in order.
///
/// All ranges lie in `text`. What Razor itself adds has an empty range. Tokens are those of the C#, and the Razor
/// comments; markup has none.
///
/// # Errors
/// [`NotParsed`] as in [`parse`].
pub fn parse_razor(text: &str, kind: RazorKind, symbols: &Symbols) -> Result<CSharpFile, NotParsed> {
    guard::check(text, &[])?;
    let generated = razor::generate(text, kind);
    guard::check(&generated.text, &[])?;
    let lexed = lexer::lex(&generated.text, symbols);
    guard::check(&generated.text, &lexed.tokens)?;
    let normalized = normalize(&generated.text, &lexed.tokens);
    let tree = parse_tree(&normalized)?;
    let unit = lower::lower(&tree, &generated.text, Some(&generated.map));
    Ok(CSharpFile { unit, tokens: generated.tokens(&lexed.tokens), outcome: lexed.outcome })
}

thread_local! {
    /// One parser a thread: making one is cheap, but its buffers are worth keeping.
    static PARSER: RefCell<Option<Parser>> = const { RefCell::new(None) };
}

fn parse_tree(text: &str) -> Result<tree_sitter::Tree, NotParsed> {
    PARSER.with_borrow_mut(|slot| {
        let parser = match slot {
            Some(parser) => parser,
            None => {
                let mut parser = Parser::new();
                let language = tree_sitter_c_sharp::LANGUAGE.into();
                parser.set_language(&language).map_err(|_| NotParsed::NoGrammar)?;
                slot.insert(parser)
            }
        };
        let started = Instant::now();
        let mut progress = |_: &tree_sitter::ParseState| {
            if started.elapsed() > DEADLINE { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        };
        let bytes = text.as_bytes();
        let tree = parser.parse_with_options(
            &mut |at, _| bytes.get(at..).unwrap_or_default(),
            None,
            Some(ParseOptions::new().progress_callback(&mut progress)),
        );
        tree.ok_or_else(|| {
            parser.reset();
            NotParsed::TooSlow(DEADLINE.as_millis() as u64)
        })
    })
}

#[cfg(test)]
mod tests;
