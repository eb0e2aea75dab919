//! Facts of a file against the matchers of the rules.

pub(crate) mod members;
pub(crate) mod objects;
pub(crate) mod packages;
pub(crate) mod strings;

use crate::diagnostic::Label;
use crate::load::Parsed;
use crate::message::Site;
use crate::plan::Route;
use dslint_project::ProjectId;
use dslint_rules::{Matcher, Rule};
use dslint_semantic::evaluate::Program;
use dslint_semantic::table::{FileId, Place};
use dslint_semantic::value::Run;
use dslint_syntax::lexer::TokenKind;
use dslint_syntax::text::TextRange;
use smol_str::SmolStr;
use std::cell::OnceCell;
use std::collections::HashSet;

/// Everything that matching needs of one file.
pub(crate) struct FileContext<'a> {
    pub(crate) program: &'a Program<'a>,
    pub(crate) file: FileId,
    pub(crate) parsed: &'a [Parsed],
    pub(crate) route: &'a Route,
    pub(crate) to: &'a dslint_version::NuGetVersion,
    runs: OnceCell<Vec<Run>>,
}

impl<'a> FileContext<'a> {
    pub(crate) fn new(
        program: &'a Program<'a>,
        file: FileId,
        parsed: &'a [Parsed],
        route: &'a Route,
        to: &'a dslint_version::NuGetVersion,
    ) -> Self {
        Self { program, file, parsed, route, to, runs: OnceCell::new() }
    }

    fn own(&self) -> &'a Parsed {
        &self.parsed[self.file.0 as usize]
    }

    pub(crate) fn project(&self) -> Option<ProjectId> {
        self.own().owners.first().copied()
    }

    /// A label at a place of any file.
    pub(crate) fn label(&self, place: Place, text: &str) -> Option<Label> {
        let parsed = self.parsed.get(place.file.0 as usize)?;
        Some(Label { source: parsed.source, range: place.range, text: text.to_owned() })
    }

    /// A place in this file.
    pub(crate) fn place(&self, range: TextRange) -> Place {
        Place { file: self.file, range }
    }

    /// The text of a place.
    pub(crate) fn text(&self, place: Place) -> &'a str {
        let table = self.program.resolver.table;
        table.file(place.file).text.get(place.range.usize()).unwrap_or_default()
    }

    /// Whether two places stand in the same member.
    pub(crate) fn same_member(&self, left: Place, right: Place) -> bool {
        left.file == right.file && self.member_of(left) == self.member_of(right)
    }

    fn member_of(&self, place: Place) -> Option<TextRange> {
        let owners = &self.program.binding(place.file).owners;
        owners.iter().map(|owner| owner.range).find(|range| range.contains(place.range))
    }

    /// The runs of the members of this file that any of the active rules could care for.
    pub(crate) fn runs(&self) -> &[Run] {
        self.runs.get_or_init(|| {
            let mut words: HashSet<SmolStr> = HashSet::new();
            let mut calls: HashSet<SmolStr> = HashSet::new();
            for matched in self.route.rules.iter().flat_map(|rule| &rule.matches) {
                match &matched.matcher {
                    Matcher::Object(matcher) => {
                        words.extend(matcher.conditions.iter().map(|condition| condition.property.clone()));
                    }
                    Matcher::String(matcher) => {
                        calls.extend(matcher.argument_of.iter().map(|method| method.name.clone()));
                    }
                    Matcher::Check(_) => {
                        words.extend(crate::checks::symmetric_client_assertion::WORDS.map(SmolStr::new_static));
                        calls.extend(crate::checks::symmetric_client_assertion::CALLS.map(SmolStr::new_static));
                    }
                    Matcher::Member(_) | Matcher::Package(_) => {}
                }
            }
            // `Add` is everywhere: a call is observed, but it is no reason to run a member.
            let reasons: HashSet<&str> = words
                .iter()
                .chain(calls.iter().filter(|call| *call == "AddMeter" || *call == "SetParameter"))
                .map(SmolStr::as_str)
                .collect();
            let text = &self.program.resolver.table.file(self.file).text;
            let tokens = dslint_syntax::lexer::lex(text, &Default::default()).tokens;
            let places: Vec<TextRange> = tokens
                .iter()
                .filter(|token| matches!(token.kind, TokenKind::Word | TokenKind::String))
                .filter(|token| reasons.contains(text[token.range.usize()].trim_matches('"')))
                .map(|token| token.range)
                .collect();
            self.program.run(self.file, &places, &calls)
        })
    }
}

/// Runs all matchers of the active rules over a file.
pub(crate) fn match_file<'a>(context: &FileContext<'a>) -> Vec<Site<'a>> {
    let mut sites = Vec::new();
    members::run(context, &mut sites);
    let by_member = sites.len();
    for &rule in &context.route.rules {
        let rule: &'static Rule = rule;
        for matched in &rule.matches {
            match &matched.matcher {
                Matcher::Object(matcher) => objects::run(context, rule, matched, matcher, &mut sites),
                Matcher::String(matcher) => strings::run(context, rule, matched, matcher, &mut sites),
                Matcher::Check(name) => crate::checks::run(context, rule, matched, name.as_str(), &mut sites),
                Matcher::Member(_) | Matcher::Package(_) => {}
            }
        }
    }
    // A constant of the package that is matched as a member is not matched again as the string that it stands for.
    let (members, others) = sites.split_at(by_member);
    let repeated: Vec<usize> = (by_member..)
        .zip(others)
        .filter(|(_, other)| {
            members.iter().any(|member| {
                std::ptr::eq(member.rule, other.rule)
                    && member.primary.source == other.primary.source
                    && other.primary.range.contains(member.primary.range)
            })
        })
        .map(|(index, _)| index)
        .collect();
    for index in repeated.into_iter().rev() {
        sites.remove(index);
    }
    sites
}
