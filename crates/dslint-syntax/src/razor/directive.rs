//! Razor directives: what they say about the class of the page, and the blocks `@functions`, `@code` and `@section`.

use super::code::{Context, Stop};
use super::markup::Until;
use super::scan::Scanner;
use super::value;
use super::{Injected, Piece, RazorKind, TypeParameter};
use crate::text::TextRange;

impl Scanner<'_> {
    /// At a word behind `@`: reads the directive that it begins; false, and nothing read, where it begins none.
    pub(super) fn directive(&mut self, word: &str) -> bool {
        let end = self.at + word.len();
        let page = self.kind == RazorKind::Page;
        match word {
            "functions" | "code" => return self.members(end),
            "section" if page => return self.section(end),
            "using" | "namespace" | "inherits" | "implements" | "inject" | "typeparam" | "attribute" => {}
            "page" | "addTagHelper" | "removeTagHelper" | "tagHelperPrefix" | "preservewhitespace" => {}
            "model" if page => {}
            "layout" | "rendermode" if !page => {}
            _ => return false,
        }
        let ends_line = matches!(self.bytes.get(end), None | Some(b'\n' | b'\r'));
        let start = self.skip_blanks(end);
        if start == end && !(ends_line && word == "page") {
            return false;
        }
        if word == "attribute" && self.bytes.get(start) == Some(&b'[') {
            self.attribute_directive(start);
            return true;
        }
        self.at = self.line_end(start);
        if let Some(argument) = self.argument(start, self.at) {
            self.line_directive(word, argument);
        }
        true
    }

    /// What stands between two offsets without comments, a closing `;` and white space around it.
    fn argument(&self, start: usize, end: usize) -> Option<TextRange> {
        let text = self.text.get(start..end)?;
        let text = text.split_once("@*").map_or(text, |(before, _)| before);
        let text = text.split_once("//").map_or(text, |(before, _)| before);
        self.trimmed(start, text.trim_end().trim_end_matches(';'))
    }

    /// The range of a text at `start` without white space around it; none where it is no C# on its own.
    fn trimmed(&self, start: usize, text: &str) -> Option<TextRange> {
        let from = start + (text.len() - text.trim_start().len());
        let text = text.trim();
        value::is_contained(text).then(|| TextRange::from_usize(from, from + text.len()))
    }

    fn line_directive(&mut self, word: &str, argument: TextRange) {
        let start = argument.start as usize;
        let text = self.text.get(argument.usize()).unwrap_or_default();
        match word {
            "using" => self.page.usings.push(argument),
            "namespace" => self.page.namespace = Some(argument),
            "inherits" => self.page.base = Some(argument),
            "implements" => self.page.interfaces.push(argument),
            "model" => self.page.model = Some(argument),
            "inject" => {
                let Some(split) = text.rfind(char::is_whitespace) else { return };
                let (ty, name) = (self.trimmed(start, &text[..split]), self.trimmed(start + split, &text[split..]));
                let Some((ty, name)) = ty.zip(name) else { return };
                if self.name_end(name.start as usize) == name.end as usize {
                    self.page.injected.push(Injected { ty, name });
                }
            }
            "typeparam" => {
                let name = TextRange::from_usize(start, self.name_end(start));
                let rest = &text[name.len() as usize..];
                let constraint = self.trimmed(name.end as usize, rest).filter(|_| rest.trim().starts_with("where "));
                if !name.is_empty() {
                    self.page.type_parameters.push(TypeParameter { name, constraint });
                }
            }
            "layout" => {
                let before = "[Microsoft.AspNetCore.Components.Layout(typeof(";
                self.page.attributes.extend([Piece::Text(before), Piece::Copy(argument), Piece::Text("))]\n")]);
            }
            "rendermode" => {
                let marked = u32::from(text.starts_with('@'));
                self.emit_expression("", TextRange::new(argument.start + marked, argument.end), "");
            }
            _ => {}
        }
    }

    /// At the `[` of `@attribute [..]`, which may span lines.
    fn attribute_directive(&mut self, start: usize) {
        self.at = start + 1;
        let body = std::mem::take(&mut self.out);
        self.code(Stop::Closer(b']'), Context::Expression);
        let attribute = std::mem::replace(&mut self.out, body);
        if self.peek(0) == b']' {
            self.at += 1;
            self.page.attributes.push(Piece::Text("["));
            self.page.attributes.extend(attribute);
            self.page.attributes.push(Piece::Text("\n]\n"));
        }
    }

    /// `@functions { … }`, `@code { … }`.
    fn members(&mut self, end: usize) -> bool {
        let start = self.skip_space(end);
        if self.bytes.get(start) != Some(&b'{') {
            return false;
        }
        self.at = start;
        let body = std::mem::take(&mut self.out);
        self.block(false);
        let members = std::mem::replace(&mut self.out, body);
        self.page.members.extend(members);
        self.page.members.push(Piece::Text("\n"));
        true
    }

    /// `@section Name { markup }`.
    fn section(&mut self, end: usize) -> bool {
        let name = self.skip_space(end);
        let start = self.skip_space(self.name_end(name));
        if name == end || self.name_end(name) == name || self.bytes.get(start) != Some(&b'{') {
            return false;
        }
        self.at = start + 1;
        self.emit("\n{");
        self.markup(Until::Brace);
        self.at += usize::from(self.peek(0) == b'}');
        self.emit("\n}\n");
        true
    }
}
