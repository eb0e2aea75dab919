//! The C# of Razor files (`.cshtml` pages and views, `.razor` components).
//!
//! A Razor file is read once, markup and C# in turns, and written anew as an ordinary C# file: its usings, its
//! namespace, and a class with the injected properties, the model, the members of `@functions` and `@code`, and one
//! method that holds statements and expressions in their order. Whatever comes from the file is copied, and an
//! [`OffsetMap`] knows from where; the rest of dslint sees positions in the file only.
//!
//! What it does not know is left out, never an error: the aim is to see every reference to a type or a member.

mod code;
mod directive;
mod imports;
mod map;
mod markup;
mod scan;
mod value;

pub use imports::{Import, declare_component, import, is_imports};
pub(crate) use map::OffsetMap;

use crate::lexer::{Token, TokenKind};
use crate::text::TextRange;
use scan::Scanner;

/// What a Razor file is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum RazorKind {
    /// `.cshtml`: a page, a view, a layout or `_ViewImports`.
    Page,
    /// `.razor`: a component or `_Imports`.
    Component,
}

impl RazorKind {
    /// The kind of a file by its name; none for one that is not Razor.
    pub fn of(file_name: &str) -> Option<RazorKind> {
        let (_, extension) = file_name.rsplit_once('.')?;
        match extension.to_ascii_lowercase().as_str() {
            "cshtml" => Some(RazorKind::Page),
            "razor" => Some(RazorKind::Component),
            _ => None,
        }
    }

    /// Imported without a directive.
    fn usings(self) -> &'static str {
        match self {
            RazorKind::Page => {
                "using System;\nusing System.Collections.Generic;\nusing System.Linq;\nusing System.Threading.Tasks;\n\
                 using Microsoft.AspNetCore.Mvc;\nusing Microsoft.AspNetCore.Mvc.Rendering;\n\
                 using Microsoft.AspNetCore.Mvc.ViewFeatures;\n"
            }
            RazorKind::Component => {
                "using System;\nusing System.Collections.Generic;\nusing System.Linq;\nusing System.Threading.Tasks;\n\
                 using Microsoft.AspNetCore.Components;\n"
            }
        }
    }

    fn base(self) -> &'static str {
        match self {
            RazorKind::Page => "Microsoft.AspNetCore.Mvc.Razor.RazorPage<dynamic>",
            RazorKind::Component => "Microsoft.AspNetCore.Components.ComponentBase",
        }
    }

    /// Members of the base class whose types matter for what is called on them.
    fn inherited(self) -> &'static str {
        match self {
            RazorKind::Page => {
                "public global::Microsoft.AspNetCore.Http.HttpContext Context { get; }\n\
                 public global::System.Security.Claims.ClaimsPrincipal User { get; }\n\
                 public global::Microsoft.AspNetCore.Mvc.Rendering.ViewContext ViewContext { get; }\n\
                 public global::Microsoft.AspNetCore.Mvc.Rendering.IHtmlHelper Html { get; }\n\
                 public global::Microsoft.AspNetCore.Mvc.IUrlHelper Url { get; }\n\
                 public global::Microsoft.AspNetCore.Mvc.IViewComponentHelper Component { get; }\n"
            }
            RazorKind::Component => "",
        }
    }
}

/// A piece of C#.
#[derive(Clone, Copy, Debug)]
enum Piece {
    /// Text of the file.
    Copy(TextRange),
    /// Text that is not in the file.
    Text(&'static str),
}

/// `@inject T name`.
#[derive(Clone, Copy, Debug)]
struct Injected {
    ty: TextRange,
    name: TextRange,
}

/// `@typeparam T where …`.
#[derive(Clone, Copy, Debug)]
struct TypeParameter {
    name: TextRange,
    constraint: Option<TextRange>,
}

/// What a Razor file says, sorted by where it goes in C#.
#[derive(Debug, Default)]
struct Page {
    usings: Vec<TextRange>,
    namespace: Option<TextRange>,
    base: Option<TextRange>,
    interfaces: Vec<TextRange>,
    model: Option<TextRange>,
    injected: Vec<Injected>,
    type_parameters: Vec<TypeParameter>,
    attributes: Vec<Piece>,
    members: Vec<Piece>,
    body: Vec<Piece>,
    comments: Vec<TextRange>,
}

/// The C# of a Razor file.
#[derive(Debug)]
pub(crate) struct Generated {
    /// An ordinary C# file.
    pub(crate) text: String,
    /// Where its text stands in the Razor file.
    pub(crate) map: OffsetMap,
    comments: Vec<TextRange>,
}

impl Generated {
    /// The tokens of the generated text that come from the file, and the Razor comments, in the order of the file.
    pub(crate) fn tokens(&self, generated: &[Token]) -> Vec<Token> {
        let comments = self.comments.iter().map(|&range| Token { kind: TokenKind::Comment, range });
        let mut tokens: Vec<Token> =
            generated.iter().filter_map(|&token| self.map.token(token)).chain(comments).collect();
        tokens.sort_by_key(|token| token.range);
        tokens.dedup_by_key(|token| token.range);
        tokens
    }
}

/// Writes the C# of a Razor file.
pub(crate) fn generate(text: &str, kind: RazorKind) -> Generated {
    let page = Scanner::new(text, kind).page();
    let mut writer =
        Writer { source: text, text: String::with_capacity(text.len() / 2 + 1024), map: OffsetMap::default() };
    writer.page(&page, kind);
    Generated { text: writer.text, map: writer.map, comments: page.comments }
}

struct Writer<'t> {
    source: &'t str,
    text: String,
    map: OffsetMap,
}

impl Writer<'_> {
    fn page(&mut self, page: &Page, kind: RazorKind) {
        self.text(kind.usings());
        for &using in &page.usings {
            self.wrapped("using ", using, ";\n");
        }
        if let Some(namespace) = page.namespace {
            self.wrapped("namespace ", namespace, ";\n");
        }
        self.pieces(&page.attributes);
        // `file`: all pages of a project have the same class name, and are different classes.
        self.text("file class __Page");
        for (index, parameter) in page.type_parameters.iter().enumerate() {
            self.wrapped(if index == 0 { "<" } else { ", " }, parameter.name, "");
        }
        self.text(if page.type_parameters.is_empty() { " : " } else { "> : " });
        match page.base {
            Some(base) => self.copy(base),
            None => self.text(kind.base()),
        }
        for &interface in &page.interfaces {
            self.wrapped(", ", interface, "");
        }
        for constraint in page.type_parameters.iter().filter_map(|parameter| parameter.constraint) {
            self.wrapped("\n", constraint, "");
        }
        self.text(" {\n");
        for injected in &page.injected {
            self.wrapped("public ", injected.ty, " ");
            self.wrapped("", injected.name, " { get; }\n");
        }
        if let Some(model) = page.model {
            self.wrapped("public ", model, " Model { get; }\n");
        }
        self.pieces(&page.members);
        self.text("\npublic async System.Threading.Tasks.Task __Execute() {\n");
        self.pieces(&page.body);
        self.text("\n}\n");
        self.text(kind.inherited());
        self.text("}\n");
    }

    fn pieces(&mut self, pieces: &[Piece]) {
        for piece in pieces {
            match *piece {
                Piece::Copy(range) => self.copy(range),
                Piece::Text(text) => self.text(text),
            }
        }
    }

    fn wrapped(&mut self, before: &str, range: TextRange, after: &str) {
        self.text(before);
        self.copy(range);
        self.text(after);
    }

    fn text(&mut self, text: &str) {
        self.text.push_str(text);
    }

    fn copy(&mut self, range: TextRange) {
        if let Some(copied) = self.source.get(range.usize()).filter(|copied| !copied.is_empty()) {
            self.map.push(self.text.len(), range);
            self.text.push_str(copied);
        }
    }
}

#[cfg(test)]
mod tests;
