//! From the files of a run to parsed sources: scan, parse what holds a trigger, and then whatever those files need to
//! be bound, round by round, until nothing new is asked for.

use crate::analysis::{Searched, Skipped};
use crate::imports::RazorImports;
use crate::plan::Plan;
use crate::source::{Reader, SourceFile, SourceId, Sources};
use crate::suppress::{self, Marked};
use crate::timings::Watch;
use crate::words::Words;
use dslint_project::{ProjectId, Workspace};
use dslint_rules::{ApiHistory, RuleSet};
use dslint_semantic::table::FileFacts;
use dslint_syntax::ast::*;
use dslint_syntax::csharp;
use dslint_syntax::directive::Symbols;
use dslint_syntax::razor::RazorKind;
use dslint_syntax::text::{SourceText, TextRange};
use rayon::prelude::*;
use smol_str::SmolStr;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

/// A declared name that so many files declare says nothing about which one is meant.
const MAX_DECLARING_FILES: usize = 4;

/// Rounds of asking for further files.
const MAX_ROUNDS: usize = 4;

/// A parsed C# or Razor file.
#[derive(Debug)]
pub(crate) struct Parsed {
    pub(crate) source: SourceId,
    pub(crate) owners: Vec<ProjectId>,
    /// The trigger words in it; empty for a file that is only there to bind others.
    pub(crate) places: Vec<TextRange>,
}

/// The parsed files, in the order of [`Loaded::facts`].
pub(crate) struct Loaded {
    pub(crate) parsed: Vec<Parsed>,
    pub(crate) facts: Vec<FileFacts>,
    /// Files that may hold suppressions, parsed or not.
    pub(crate) marked: Vec<Marked>,
    /// How long the search for the rules' words took.
    pub(crate) scanned: Duration,
}

struct Candidate {
    path: PathBuf,
    owners: Vec<ProjectId>,
    loaded: bool,
}

struct ParsedText {
    path: PathBuf,
    text: SourceText,
    variants: Vec<(CompilationUnit, Vec<TextRange>)>,
    owners: Vec<ProjectId>,
    skipped: Vec<Skipped>,
}

/// Loads what is needed of the C# and Razor files.
pub(crate) fn load(
    paths: &[PathBuf],
    reader: &dyn Reader,
    workspace: &Workspace,
    plan: &Plan,
    sources: &mut Sources,
    searched: &mut Searched,
    skipped: &mut Vec<Skipped>,
) -> Loaded {
    let mut watch = Watch::start();
    let api = ApiHistory::embedded();
    let rules = plan.searched();
    let words = Words::new(
        rules
            .iter()
            .flat_map(|rule| rule.triggers(api))
            .chain(rules.iter().flat_map(|rule| crate::checks::triggers(rule))),
    );
    let mut candidates: Vec<Candidate> = paths
        .iter()
        .map(|path| Candidate { path: path.clone(), owners: workspace.owners(path), loaded: false })
        .collect();
    // What scanning one file came to: its bytes counted, its declarations, and its text when it holds a trigger.
    let scans: Vec<_> = candidates
        .par_iter()
        .map(|candidate| match reader.read(&candidate.path) {
            Err(error) => (0, Vec::new(), None, Err(format!("cannot be read: {error}"))),
            Ok(bytes) => {
                let scan = words.scan(&bytes);
                let size = bytes.len() as u64;
                // UTF-16 hides every word from a byte scan.
                let is_utf16 = matches!(bytes.get(..2), Some([0xFF, 0xFE] | [0xFE, 0xFF]));
                let keep = scan.hit || is_utf16 || suppress::has_attributes(&bytes, plan.rule_set);
                (size, scan.declared, marked(candidate, &bytes, plan.rule_set), Ok(keep.then_some(bytes)))
            }
        })
        .collect();
    let mut declaring: HashMap<SmolStr, Vec<usize>> = HashMap::new();
    let mut hits = Vec::new();
    let mut all_marked = Vec::new();
    for (index, (size, declared, marked, outcome)) in scans.into_iter().enumerate() {
        searched.bytes += size;
        all_marked.extend(marked);
        match outcome {
            Err(why) => {
                skipped.push(Skipped { path: candidates[index].path.clone(), why });
                candidates[index].loaded = true;
            }
            Ok(bytes) => {
                searched.scanned += 1;
                hits.extend(bytes.map(|bytes| (index, bytes)));
            }
        }
        for name in declared {
            let files = declaring.entry(name).or_default();
            if files.last() != Some(&index) && files.len() <= MAX_DECLARING_FILES * 8 {
                files.push(index);
            }
        }
    }
    let mut loaded = Loaded { parsed: Vec::new(), facts: Vec::new(), marked: all_marked, scanned: watch.lap() };
    let mut queue: Vec<(usize, Vec<u8>, bool)> = hits
        .into_iter()
        .map(|(index, bytes)| {
            let needs_trigger = !suppress::has_attributes(&bytes, plan.rule_set);
            (index, bytes, needs_trigger)
        })
        .collect();
    let mut known_constants = BTreeSet::new();
    let files = paths.iter().zip(&candidates);
    let imports = RazorImports::new(reader, files.map(|(path, it)| (path.as_path(), it.owners.as_slice())));
    for _ in 0..MAX_ROUNDS {
        let texts: Vec<ParsedText> = queue
            .into_par_iter()
            .filter_map(|(index, bytes, needs_trigger)| {
                parse(&candidates[index], bytes, needs_trigger, &words, workspace, &imports)
            })
            .collect();
        let first = loaded.facts.len();
        for parsed in texts {
            searched.parsed += 1;
            take(parsed, sources, skipped, &mut loaded, &mut candidates);
        }
        let mut wanted = wanted_files(&loaded, first, &declaring, &candidates, workspace);
        // Constants that hold a trigger: whoever names them holds it too.
        let constants = constants_with_triggers(&loaded, first, &known_constants);
        if !constants.is_empty() {
            known_constants.extend(constants.iter().cloned());
            let names = Words::of_names(constants);
            let naming: Vec<usize> = candidates
                .par_iter()
                .enumerate()
                .filter(|(_, candidate)| !candidate.loaded)
                .filter(|(_, candidate)| reader.read(&candidate.path).is_ok_and(|bytes| names.scan(&bytes).hit))
                .map(|(index, _)| index)
                .collect();
            wanted.extend(naming);
        }
        if wanted.is_empty() {
            break;
        }
        queue = wanted
            .into_iter()
            .filter(|&index| !candidates[index].loaded)
            .filter_map(|index| reader.read(&candidates[index].path).ok().map(|bytes| (index, bytes, false)))
            .collect();
    }
    loaded
}

/// The text of a file that may hold suppressions.
fn marked(candidate: &Candidate, bytes: &[u8], rules: &RuleSet) -> Option<Marked> {
    if !suppress::is_marked(bytes, rules) {
        return None;
    }
    let text = SourceText::decode(bytes.to_vec()).ok()?;
    Some(Marked { path: candidate.path.clone(), owners: candidate.owners.clone(), text })
}

fn take(
    parsed: ParsedText,
    sources: &mut Sources,
    skipped: &mut Vec<Skipped>,
    loaded: &mut Loaded,
    candidates: &mut [Candidate],
) {
    if let Ok(index) = candidates.binary_search_by(|candidate| candidate.path.cmp(&parsed.path)) {
        candidates[index].loaded = true;
    }
    skipped.extend(parsed.skipped);
    let text: Arc<str> = Arc::from(parsed.text.text);
    let source = sources.add(SourceFile::new(parsed.path, text.clone(), parsed.text.encoding));
    for (unit, places) in parsed.variants {
        let projects = parsed.owners.iter().map(|owner| owner.0).collect();
        loaded.facts.push(FileFacts { unit, text: text.clone(), projects });
        loaded.parsed.push(Parsed { source, owners: parsed.owners.clone(), places });
    }
}

/// Parses a file once for each distinct outcome of its `#if`s. `None`: it holds no trigger after all.
fn parse(
    candidate: &Candidate,
    bytes: Vec<u8>,
    needs_trigger: bool,
    words: &Words,
    workspace: &Workspace,
    imports: &RazorImports<'_>,
) -> Option<ParsedText> {
    let razor = candidate.path.file_name().and_then(|name| name.to_str()).and_then(RazorKind::of);
    let mut skipped = Vec::new();
    let mut skip = |why: String| skipped.push(Skipped { path: candidate.path.clone(), why });
    let text = match SourceText::decode(bytes) {
        Ok(text) => text,
        Err(error) => {
            skip(format!("not analysed: {error}"));
            return Some(ParsedText {
                path: candidate.path.clone(),
                text: SourceText { text: String::new(), encoding: dslint_syntax::text::Encoding::Utf8 },
                variants: Vec::new(),
                owners: candidate.owners.clone(),
                skipped,
            });
        }
    };
    if needs_trigger && razor.is_none() {
        // Cheap: a hit in a comment or a string is no reason to parse.
        let tokens = dslint_syntax::lexer::lex(&text.text, &symbol_sets(&candidate.owners, workspace).remove(0)).tokens;
        let has_global_using = text.text.contains("global using");
        let any_branch = tokens.iter().any(|token| token.kind == dslint_syntax::lexer::TokenKind::Inactive);
        if !has_global_using && !any_branch && words.places(&text.text, &tokens).is_empty() {
            return None;
        }
    }
    if text.encoding == dslint_syntax::text::Encoding::Windows1252 {
        skip("not valid UTF-8: read as Windows-1252, as the C# compiler does".to_owned());
    }
    let mut variants: Vec<(CompilationUnit, Vec<TextRange>)> = Vec::new();
    let mut outcomes: Vec<Vec<bool>> = Vec::new();
    for symbols in symbol_sets(&candidate.owners, workspace) {
        let run = std::panic::AssertUnwindSafe(|| match razor {
            None => csharp::parse(&text.text, &symbols),
            Some(kind) => csharp::parse_razor(&text.text, kind, &symbols).map(|mut file| {
                imports.apply(&mut file.unit, &candidate.path, &candidate.owners, workspace);
                file
            }),
        });
        let parsed = std::panic::catch_unwind(run);
        match parsed {
            Ok(Ok(file)) => {
                if outcomes.contains(&file.outcome) {
                    continue;
                }
                let places = words.places(&text.text, &file.tokens);
                if !file.unit.errors.is_empty() && outcomes.is_empty() {
                    let count = file.unit.errors.len();
                    let plural = if count == 1 { "" } else { "s" };
                    skip(format!("{count} syntax error{plural}: what stands there was not understood"));
                }
                if file.unit.too_deep > 0 {
                    skip("some expressions are nested too deeply and were left out".to_owned());
                }
                outcomes.push(file.outcome);
                variants.push((file.unit, places));
            }
            Ok(Err(error)) => {
                skip(format!("not analysed: {error}"));
                break;
            }
            Err(_) => {
                skip("not analysed: internal error while parsing; please report it".to_owned());
                break;
            }
        }
    }
    // Razor shows its tokens only once it is read: a hit in markup is no reason to keep it.
    let idle = razor.is_some() && needs_trigger && variants.iter().all(|(_, places)| places.is_empty());
    if idle && !variants.is_empty() {
        return None;
    }
    let owners = candidate.owners.clone();
    Some(ParsedText { path: candidate.path.clone(), text, variants, owners, skipped })
}

/// The symbol sets under which a file is compiled: one for each target framework of each project, at least one.
pub(crate) fn symbol_sets(owners: &[ProjectId], workspace: &Workspace) -> Vec<Symbols> {
    let mut sets: Vec<Symbols> = owners
        .iter()
        .filter_map(|&owner| workspace.project(owner))
        .flat_map(|project| &project.builds)
        .map(|build| Symbols::new(build.symbols.iter().map(String::as_str)))
        .collect();
    sets.dedup();
    if sets.is_empty() {
        sets.push(Symbols::new(["DEBUG", "TRACE"]));
    }
    sets
}

/// Files that declare what the newly parsed ones need: base types, and the types that members with a trigger name.
fn wanted_files(
    loaded: &Loaded,
    first: usize,
    declaring: &HashMap<SmolStr, Vec<usize>>,
    candidates: &[Candidate],
    workspace: &Workspace,
) -> BTreeSet<usize> {
    let mut wanted = BTreeSet::new();
    for (facts, parsed) in loaded.facts[first..].iter().zip(&loaded.parsed[first..]) {
        let closure: HashSet<ProjectId> = parsed.owners.iter().flat_map(|&owner| workspace.closure(owner)).collect();
        for name in needed_names(&facts.unit, &facts.text, &parsed.places) {
            let visible: Vec<usize> = declaring
                .get(&name)
                .into_iter()
                .flatten()
                .copied()
                .filter(|&index| {
                    let owners = &candidates[index].owners;
                    (closure.is_empty() && owners.is_empty()) || owners.iter().any(|owner| closure.contains(owner))
                })
                .collect();
            if visible.len() <= MAX_DECLARING_FILES {
                wanted.extend(visible.into_iter().filter(|&index| !candidates[index].loaded));
            }
        }
    }
    wanted
}

fn needed_names(unit: &CompilationUnit, text: &str, places: &[TextRange]) -> BTreeSet<SmolStr> {
    let mut names = BTreeSet::new();
    // `Target = "~M:Host.Config.Clients"` names the types of what it suppresses.
    for argument in unit.attributes.iter().flat_map(|attribute| &attribute.arguments) {
        if argument.name.as_ref().is_some_and(|name| name.text == "Target") {
            let target = text.get(unit.expr(argument.value).range.usize()).unwrap_or_default();
            let parts = target.split(|it: char| !it.is_alphanumeric() && it != '_');
            names.extend(parts.filter(|part| starts_upper(part)).map(SmolStr::new));
        }
    }
    for decl in &unit.types {
        for base in &decl.bases {
            collect_type(base, &mut names);
        }
        let holds_trigger = places.iter().any(|&place| decl.range.contains(place));
        if holds_trigger {
            for ty in decl.members.iter().filter_map(|member| member.ty.as_ref()) {
                collect_type(ty, &mut names);
            }
            for parameter in
                decl.parameters.iter().flatten().chain(decl.members.iter().flat_map(|member| &member.parameters))
            {
                parameter.ty.iter().for_each(|ty| collect_type(ty, &mut names));
            }
        }
    }
    if !places.is_empty() {
        // The expressions of the members (or top-level statements) that hold a trigger.
        let mut spans: Vec<TextRange> = unit
            .types
            .iter()
            .flat_map(|decl| &decl.members)
            .map(|member| member.range)
            .filter(|range| places.iter().any(|&place| range.contains(place)))
            .collect();
        spans.extend(unit.statements.iter().map(|&statement| unit.stmt(statement).range));
        for expr in &unit.exprs {
            if !spans.iter().any(|span| span.contains(expr.range)) {
                continue;
            }
            match &expr.kind {
                ExprKind::Name(segment) if starts_upper(&segment.name.text) => {
                    names.insert(segment.name.text.clone());
                }
                ExprKind::New { ty: Some(ty), .. } | ExprKind::Cast(ty, _) | ExprKind::As(_, ty) => {
                    collect_type(ty, &mut names);
                }
                ExprKind::Member { member, .. } => {
                    member.arguments.iter().for_each(|ty| collect_type(ty, &mut names));
                    // `A.B.Consts.X`: the type is a qualifier.
                    if starts_upper(&member.name.text) {
                        names.insert(member.name.text.clone());
                    }
                }
                _ => {}
            }
        }
        for stmt in &unit.stmts {
            if let StmtKind::Local { ty, .. } = &stmt.kind
                && spans.iter().any(|span| span.contains(stmt.range))
            {
                collect_type(ty, &mut names);
            }
        }
    }
    names
}

fn starts_upper(name: &str) -> bool {
    name.chars().next().is_some_and(char::is_uppercase)
}

fn collect_type(ty: &TypeSyntax, names: &mut BTreeSet<SmolStr>) {
    match &ty.kind {
        TypeKind::Name(name) => {
            for segment in &name.segments {
                names.insert(segment.name.text.clone());
                segment.arguments.iter().for_each(|argument| collect_type(argument, names));
            }
        }
        TypeKind::Array(element) | TypeKind::Nullable(element) => collect_type(element, names),
        TypeKind::Tuple(elements) => elements.iter().for_each(|element| collect_type(element, names)),
        TypeKind::Predefined(_) | TypeKind::Var | TypeKind::Other => {}
    }
}

/// Names of constants and static read-only fields whose value holds a trigger string.
fn constants_with_triggers(loaded: &Loaded, first: usize, known: &BTreeSet<SmolStr>) -> BTreeSet<SmolStr> {
    let mut names = BTreeSet::new();
    for (facts, parsed) in loaded.facts[first..].iter().zip(&loaded.parsed[first..]) {
        for member in facts.unit.types.iter().flat_map(|decl| &decl.members) {
            let fixed = member.modifiers.contains(Modifiers::CONST)
                || (member.modifiers.contains(Modifiers::STATIC) && member.modifiers.contains(Modifiers::READONLY));
            let Some(value) = member.initializer.filter(|_| fixed && member.kind == MemberKind::Field) else {
                continue;
            };
            let range = facts.unit.expr(value).range;
            if parsed.places.iter().any(|&place| range.contains(place)) && !known.contains(&member.name.text) {
                names.insert(member.name.text.clone());
            }
        }
    }
    names
}
