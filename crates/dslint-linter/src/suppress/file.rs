//! The suppressions of one file.

use super::comment::{self, Comment};
use super::directive::{Cover, Directive};
use super::pragma::Pragmas;
use super::scan::Marked;
use super::{Input, SourceTable, Suppression, SuppressionKind, coverage};
use crate::diagnostic::Diagnostic;
use crate::load::symbol_sets;
use crate::source::{SourceId, SourceKind};
use dslint_project::ProjectId;
use dslint_rules::RuleSet;
use dslint_syntax::lexer::{TokenKind, lex};
use dslint_syntax::settings;
use dslint_syntax::text::TextRange;
use dslint_syntax::xml::Document;
use dslint_version::NuGetVersion;
use std::sync::Arc;

/// The suppressions of one file.
pub(crate) struct Suppressions {
    pub(crate) source: SourceId,
    pub(crate) text: Arc<str>,
    pub(crate) owners: Vec<ProjectId>,
    pub(crate) directives: Vec<Directive>,
    pub(crate) pragmas: Pragmas,
}

impl Suppressions {
    pub(crate) fn read(
        marked: &Marked,
        input: &Input<'_>,
        rules: &'static RuleSet,
        table: &mut SourceTable<'_>,
    ) -> Self {
        let text = marked.text.text.as_str();
        let directives = match SourceKind::of(&marked.path) {
            Some(SourceKind::CSharp) => csharp(text, marked, input, rules),
            Some(SourceKind::Razor) => razor(text, rules),
            Some(SourceKind::MsBuild) => xml(text, rules),
            Some(SourceKind::Settings) => yaml(text, rules),
            _ => Vec::new(),
        };
        let pragmas = match SourceKind::of(&marked.path) {
            Some(SourceKind::CSharp) => Pragmas::read(text, &symbol_sets(&marked.owners, input.workspace), rules),
            _ => Pragmas::default(),
        };
        let source = table.id(&marked.path, &marked.text);
        Self { source, text: table.text(source), owners: marked.owners.clone(), directives, pragmas }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.directives.is_empty() && self.pragmas.all.is_empty()
    }

    /// What suppresses a finding of the file. All that cover it are used, the first is named.
    pub(crate) fn suppression(&mut self, found: &Diagnostic, to: &NuGetVersion) -> Option<Suppression> {
        let mut by = None;
        let (covering, is_quiet) = self.pragmas.covering(&found.rule.code, found.primary.range.start);
        let holding = self.directives.iter_mut().filter(|it| it.counts(to) && it.cover.holds(found.primary.range));
        let holding = holding.filter_map(|it| it.uses(found.rule).then_some(&*it));
        for directive in holding {
            by.get_or_insert_with(|| directive.suppression(Some(self.source)));
        }
        for index in covering {
            let Some(pragma) = self.pragmas.all.get_mut(index) else { continue };
            pragma.directive.uses(found.rule);
            if !is_quiet {
                continue;
            }
            by.get_or_insert_with(|| pragma.directive.suppression(Some(self.source)));
        }
        by
    }
}

fn directive(comment: Comment, range: TextRange, cover: Cover) -> Directive {
    Directive {
        kind: SuppressionKind::Comment,
        range,
        items: comment.named.iter().map(|named| named.range).collect(),
        named: comment.named,
        until: comment.until,
        reason: comment.reason,
        wrong: comment.wrong,
        cover,
    }
}

/// What the comment at a place says.
fn read(text: &str, range: TextRange, rules: &'static RuleSet) -> Option<Comment> {
    let (body, start) = comment::body(text.get(range.usize())?)?;
    comment::parse(rules, body, range.start as usize + start)
}

/// The comments of a C# file, of each of its target frameworks: what no build sees says nothing.
fn csharp(text: &str, marked: &Marked, input: &Input<'_>, rules: &'static RuleSet) -> Vec<Directive> {
    let mut directives: Vec<Directive> = Vec::new();
    let mut outcomes = Vec::new();
    for symbols in symbol_sets(&marked.owners, input.workspace) {
        let lexed = lex(text, &symbols);
        if outcomes.contains(&lexed.outcome) {
            continue;
        }
        outcomes.push(lexed.outcome);
        for token in lexed.tokens.iter().filter(|token| token.kind == TokenKind::Comment) {
            if directives.iter().all(|known| known.range != token.range)
                && let Some(comment) = read(text, token.range, rules)
            {
                let cover = coverage::csharp(text, &lexed.tokens, token.range);
                directives.push(directive(comment, token.range, cover));
            }
        }
    }
    directives.sort_by_key(|directive| directive.range);
    directives
}

/// The comments of a Razor file, found by their text: those of Razor, of HTML and of C#.
fn razor(text: &str, rules: &'static RuleSet) -> Vec<Directive> {
    let ends = [("@*", "*@"), ("<!--", "-->"), ("/*", "*/"), ("//", "\n")];
    let lowercase = text.to_ascii_lowercase();
    let found = lowercase.match_indices("dslint").filter_map(|(at, _)| {
        let before = text[..at].trim_end();
        let (open, close) = ends.into_iter().find(|(open, _)| before.ends_with(open))?;
        let start = before.len() - open.len();
        let length = text[at..].find(close).map(|length| if close == "\n" { length } else { length + close.len() });
        let end = at + length.unwrap_or(text.len() - at);
        let end = if close == "\n" { start + text[start..end].trim_end().len() } else { end };
        let range = TextRange::from_usize(start, end);
        Some(directive(read(text, range, rules)?, range, coverage::razor(text, range)))
    });
    found.collect()
}

/// The comments of a YAML file. What cannot be read has no findings either.
fn yaml(text: &str, rules: &'static RuleSet) -> Vec<Directive> {
    let Ok(documents) = settings::parse(text, settings::Format::Yaml) else { return Vec::new() };
    let mut scalars = Vec::new();
    documents.iter().for_each(|node| push_scalars(node, &mut scalars));
    let lowercase = text.to_ascii_lowercase();
    let found = lowercase.match_indices("dslint").filter_map(|(at, _)| {
        let before = text[..at].trim_end_matches([' ', '\t']).strip_suffix('#')?;
        let start = before.len();
        let begins = before.is_empty() || before.ends_with([' ', '\t', '\n', '\r']);
        if !begins || scalars.iter().any(|scalar| scalar.contains_offset(start as u32)) {
            return None;
        }
        let end = text[start..].find(['\n', '\r']).map_or(text.len(), |length| start + length);
        let range = TextRange::from_usize(start, start + text[start..end].trim_end().len());
        Some(directive(read(text, range, rules)?, range, coverage::yaml(text, range)))
    });
    found.collect()
}

fn push_scalars(node: &settings::Node, scalars: &mut Vec<TextRange>) {
    match &node.value {
        settings::Value::Scalar(_) => scalars.push(node.range),
        settings::Value::Array(items) => items.iter().for_each(|item| push_scalars(item, scalars)),
        settings::Value::Object(entries) => entries.iter().for_each(|entry| push_scalars(&entry.node, scalars)),
        settings::Value::Null => {}
    }
}

/// The comments of a project file. One that is not well-formed has no findings either.
fn xml(text: &str, rules: &'static RuleSet) -> Vec<Directive> {
    let Ok(document) = Document::parse(text) else { return Vec::new() };
    let comments = document.comments.iter().filter_map(|it| {
        let mut comment = read(text, it.range, rules)?;
        if !is_well_formed(text.get(it.range.usize())?) {
            comment.wrong.get_or_insert_with(|| "XML comments hold no `--`: write `: reason`".to_owned());
        }
        Some(directive(comment, it.range, coverage::xml(text, &document, it.range)))
    });
    comments.collect()
}

/// Whether MSBuild reads a comment.
fn is_well_formed(comment: &str) -> bool {
    comment::body(comment).is_none_or(|(inside, _)| !inside.contains("--") && !inside.ends_with('-'))
}
