//! Facts of a file against the matchers of the rules.

pub(crate) mod calls;
pub(crate) mod config;
pub(crate) mod constructors;
pub(crate) mod crefs;
pub(crate) mod implements;
pub(crate) mod layers;
pub(crate) mod lowering;
pub(crate) mod members;
pub(crate) mod namespaces;
pub(crate) mod objects;
pub(crate) mod once;
pub(crate) mod options;
pub(crate) mod packages;
pub(crate) mod patterns;
pub(crate) mod presence;
pub(crate) mod readings;
pub(crate) mod registration;
pub(crate) mod sections;
pub(crate) mod services;
pub(crate) mod silencing;
pub(crate) mod strings;
pub(crate) mod tally;
pub(crate) mod types;

use crate::diagnostic::Label;
use crate::family::uses_family;
use crate::ledger::{Counted, Undecided};
use crate::load::Parsed;
use crate::message::Site;
use crate::plan::Route;
use dslint_project::{ProjectId, Workspace};
use dslint_rules::{Match, Matcher, Rule};
use dslint_semantic::evaluate::Program;
use dslint_semantic::scope::Scope;
use dslint_semantic::table::{FileId, Place};
use dslint_semantic::ty::Ty;
use dslint_semantic::value::Run;
use dslint_syntax::ast::TypeIndex;
use dslint_syntax::lexer::TokenKind;
use dslint_syntax::text::TextRange;
use smol_str::SmolStr;
use std::cell::{OnceCell, RefCell};
use std::collections::HashSet;

/// Everything that matching needs of one file.
pub(crate) struct FileContext<'a> {
    pub(crate) program: &'a Program<'a>,
    pub(crate) workspace: &'a Workspace,
    pub(crate) file: FileId,
    pub(crate) parsed: &'a [Parsed],
    pub(crate) route: &'a Route,
    pub(crate) to: &'a dslint_version::NuGetVersion,
    runs: OnceCell<Vec<Run>>,
    /// Objects that may or may not be in the state of a rule.
    undecided: RefCell<Vec<Undecided>>,
}

impl<'a> FileContext<'a> {
    pub(crate) fn new(
        program: &'a Program<'a>,
        workspace: &'a Workspace,
        file: FileId,
        parsed: &'a [Parsed],
        route: &'a Route,
        to: &'a dslint_version::NuGetVersion,
    ) -> Self {
        Self { program, workspace, file, parsed, route, to, runs: OnceCell::new(), undecided: RefCell::default() }
    }

    fn own(&self) -> &'a Parsed {
        &self.parsed[self.file.0 as usize]
    }

    /// The projects that compile the file.
    pub(crate) fn owners(&self) -> &'a [ProjectId] {
        &self.own().owners
    }

    /// Whether a match counts in the projects of this file.
    pub(crate) fn is_concerned(&self, matched: &Match) -> bool {
        let is_limited = matched.needs_family || !matched.other_providers.is_empty();
        !is_limited || self.owners().iter().any(|&project| self.concerns(project, matched))
    }

    fn concerns(&self, project: ProjectId, matched: &Match) -> bool {
        (!matched.needs_family || uses_family(self.workspace, project))
            && !namespaces::provides(self.workspace, project, &matched.other_providers)
    }

    pub(crate) fn project(&self) -> Option<ProjectId> {
        self.own().owners.first().copied()
    }

    /// A certain finding of this file about nothing but its place.
    pub(crate) fn site(&self, rule: &'static Rule, matched: &'static Match, primary: Label) -> Site<'a> {
        Site { project: self.project(), ..Site::new(rule, matched, self.route, self.to, primary) }
    }

    /// A label at a place of any file.
    pub(crate) fn label(&self, place: Place, text: &str) -> Option<Label> {
        let parsed = self.parsed.get(place.file.0 as usize)?;
        Some(Label { source: parsed.source, range: place.range, text: text.to_owned() })
    }

    /// Whether the text of the file holds a word at all: cheaper than binding it.
    pub(crate) fn names(&self, word: &str) -> bool {
        self.program.resolver.table.file(self.file).text.contains(word)
    }

    /// Remembers an object whose state could not be decided.
    pub(crate) fn undecided(&self, rule: &'static Rule, place: Place, text: String) {
        if let Some(at) = self.label(place, "") {
            let undecided = Undecided { rule: rule.code.as_str(), owners: self.owners().to_vec(), at, text };
            let mut known = self.undecided.borrow_mut();
            if !known.contains(&undecided) {
                known.push(undecided);
            }
        }
    }

    /// The objects whose state could not be decided.
    pub(crate) fn take_undecided(&self) -> Vec<Undecided> {
        self.undecided.take()
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

    /// The scope in which the names of a comment are looked up: that of the type around it, else of the type behind it.
    pub(crate) fn scope_behind(&self, comment: TextRange) -> Scope {
        match self.type_behind(comment) {
            Some(index) if self.program.unit(self.file).type_decl(index).range.contains(comment) => {
                self.scope_at(comment)
            }
            Some(index) => self.program.resolver.scope_of(self.file, index),
            None => self.program.resolver.file_scope(self.file),
        }
    }

    /// The namespace around a comment.
    pub(crate) fn namespace_behind(&self, comment: TextRange) -> String {
        let unit = self.program.unit(self.file);
        let index = self.type_behind(comment);
        index.map(|index| unit.namespace_name(unit.type_decl(index).namespace)).unwrap_or_default()
    }

    /// The innermost type around a place in this file, else the one behind it.
    pub(crate) fn type_around(&self, range: TextRange) -> Option<Ty> {
        let id = self.program.resolver.table.decl_of(self.file, self.type_behind(range)?)?;
        Some(Ty::Declared(id, std::sync::Arc::from([])))
    }

    fn type_behind(&self, range: TextRange) -> Option<TypeIndex> {
        let types = self.program.unit(self.file).types.iter().enumerate();
        let around = types.clone().filter(|(_, decl)| decl.range.contains(range));
        let behind =
            || types.filter(|(_, decl)| decl.range.start >= range.end).min_by_key(|(_, decl)| decl.range.start);
        around.min_by_key(|(_, decl)| decl.range.len()).or_else(behind).map(|(index, _)| TypeIndex(index as u32))
    }

    /// The scope of a place in this file.
    pub(crate) fn scope_at(&self, range: TextRange) -> Scope {
        let resolver = &self.program.resolver;
        let unit = self.program.unit(self.file);
        let innermost = unit
            .types
            .iter()
            .enumerate()
            .filter(|(_, decl)| decl.range.contains(range))
            .min_by_key(|(_, decl)| decl.range.len());
        let Some((index, decl)) = innermost else { return resolver.file_scope(self.file) };
        let index = TypeIndex(index as u32);
        match decl.members.iter().find(|member| member.range.contains(range)) {
            Some(member) => resolver.member_scope(self.file, index, member),
            None => resolver.scope_of(self.file, index),
        }
    }

    /// The same for the files of the projects around this one's: those that it references, and those that reference it with
    /// what they reference.
    pub(crate) fn neighbours(&self) -> impl Iterator<Item = FileContext<'a>> {
        let owners = self.owners().iter();
        self.files_of(owners.flat_map(|&owner| projects_around(self.workspace, owner)).collect())
    }

    /// The same for the files of this file's projects and of those they reference.
    fn around(&self) -> impl Iterator<Item = FileContext<'a>> {
        self.files_of(self.owners().iter().flat_map(|&owner| self.workspace.closure(owner)).collect())
    }

    /// The same for the files of this file's projects, this file included.
    pub(crate) fn beside(&self) -> impl Iterator<Item = FileContext<'a>> {
        self.files_of(self.owners().iter().copied().collect())
    }

    /// The same for the files of some projects that hold a trigger; of a file under no project, for all such files.
    fn files_of(&self, projects: HashSet<ProjectId>) -> impl Iterator<Item = FileContext<'a>> {
        let is_loose = self.owners().is_empty();
        let (program, workspace, parsed, route, to) = (self.program, self.workspace, self.parsed, self.route, self.to);
        let near = move |other: &Parsed| {
            (is_loose && other.owners.is_empty()) || other.owners.iter().any(|owner| projects.contains(owner))
        };
        parsed
            .iter()
            .enumerate()
            .filter(move |(_, other)| !other.places.is_empty() && near(other))
            .map(move |(index, _)| FileContext::new(program, workspace, FileId(index as u32), parsed, route, to))
    }

    /// The runs of the members of this file that any of the active rules could care for.
    pub(crate) fn runs(&self) -> &[Run] {
        self.runs.get_or_init(|| {
            let mut words: HashSet<SmolStr> = HashSet::new();
            let mut calls: HashSet<SmolStr> = HashSet::new();
            let counted = self.route.counted.iter().map(|(_, counted)| counted);
            for matched in self.route.rules.iter().chain(counted).flat_map(|rule| &rule.matches) {
                match &matched.matcher {
                    Matcher::Object(matcher) => {
                        words.extend(matcher.conditions.iter().map(|condition| condition.property.clone()));
                    }
                    Matcher::String(matcher) => {
                        calls.extend(matcher.argument_of.iter().map(|method| method.name.clone()));
                    }
                    Matcher::Check(name) => {
                        words.extend(crate::checks::reasons(name).iter().copied().map(SmolStr::new_static));
                        calls.extend(crate::checks::calls(name).iter().copied().map(SmolStr::new_static));
                    }
                    Matcher::Member(_)
                    | Matcher::Package(_)
                    | Matcher::Type(_)
                    | Matcher::Call(_)
                    | Matcher::BaseConstructor(_)
                    | Matcher::Implements(_)
                    | Matcher::Namespace(_)
                    | Matcher::Presence(_)
                    | Matcher::Config(_) => {}
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

/// A project with those that it references, and those that reference it with what they reference.
pub(crate) fn projects_around(workspace: &Workspace, project: ProjectId) -> HashSet<ProjectId> {
    let mut around: HashSet<ProjectId> = workspace.closure(project).into_iter().collect();
    for other in &workspace.projects {
        let closure = workspace.closure(other.id);
        if closure.contains(&project) {
            around.extend(closure);
        }
    }
    around
}

/// Whether the project makes a call that makes the findings of a match void.
pub(crate) fn is_void(context: &FileContext<'_>, matched: &Match) -> bool {
    let Some(unless) = &matched.unless else { return false };
    context.beside().any(|other| !calls::calls(&other, unless).is_empty())
}

/// What only is counted: the rule in whose row, and where.
pub(crate) fn count_file(context: &FileContext<'_>) -> Vec<Counted> {
    let mut found = Vec::new();
    for &(rule, counted) in &context.route.counted {
        let mut sites = Vec::new();
        for matched in counted.matches.iter().filter(|matched| context.is_concerned(matched)) {
            if let Matcher::Object(matcher) = &matched.matcher {
                objects::run(context, counted, matched, matcher, &mut sites);
            }
        }
        let owners = || context.owners().to_vec();
        found.extend(sites.into_iter().map(|site| Counted {
            rule: rule.code.as_str(),
            owners: owners(),
            at: site.primary,
        }));
    }
    found
}

/// Runs all matchers of the active rules over a file.
pub(crate) fn match_file<'a>(context: &FileContext<'a>) -> Vec<Site<'a>> {
    let mut sites = Vec::new();
    members::run(context, &mut sites);
    let by_member = sites.len();
    for &rule in &context.route.rules {
        let rule: &'static Rule = rule;
        // Namespaces look at the packages themselves: they also say where these leave it open.
        let concerns =
            |matched: &Match| matches!(matched.matcher, Matcher::Namespace(_)) || context.is_concerned(matched);
        for matched in rule.matches.iter().filter(|matched| concerns(matched)) {
            match &matched.matcher {
                Matcher::Object(matcher) => objects::run(context, rule, matched, matcher, &mut sites),
                Matcher::String(matcher) => strings::run(context, rule, matched, matcher, &mut sites),
                Matcher::Check(name) => crate::checks::run(context, rule, matched, name, &mut sites),
                Matcher::Type(matcher) => types::run(context, rule, matched, matcher, &mut sites),
                Matcher::Call(matcher) => calls::run(context, rule, matched, matcher, &mut sites),
                Matcher::BaseConstructor(matcher) => constructors::run(context, rule, matched, matcher, &mut sites),
                Matcher::Implements(matcher) => implements::run(context, rule, matched, matcher, &mut sites),
                Matcher::Namespace(matcher) => namespaces::run(context, rule, matched, matcher, &mut sites),
                Matcher::Presence(matcher) => presence::run(context, rule, matched, matcher, &mut sites),
                Matcher::Member(_) | Matcher::Package(_) | Matcher::Config(_) => {}
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
    silencing::apply(&mut sites, &|_| context.neighbours().collect());
    crefs::run(context, &mut sites);
    options::keep_old(context, &mut sites);
    sites
}
