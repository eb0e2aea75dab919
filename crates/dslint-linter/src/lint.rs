//! The pipeline, one page long: project files, plan, scan and parse, bind, match, silence, suppress, sort.

use crate::analysis::{Analysis, DatabaseContext, Request, Searched, Skipped, Starts};
use crate::checks::{client_schema, client_scripts};
use crate::diagnostic::Diagnostic;
use crate::ledger::{Counted, Evidence, Ledger, Undecided};
use crate::matching::config::Settings;
use crate::matching::tally::{self, Seen};
use crate::matching::{self, FileContext, members};
use crate::message::Site;
use crate::plan::Plan;
use crate::searched::Read;
use crate::source::{Reader, SourceFile, SourceId, SourceKind, Sources};
use crate::suppress::{self, Recorder};
use crate::timings::{CountingReader, Timings, Watch};
use crate::workspace::{contexts, load_workspace};
use crate::{config, load};
use dslint_project::{Location, Workspace};
use dslint_rules::{ApiHistory, Matcher, MemberPath, Rule, RuleCode, Severity, Use};
use dslint_semantic::evaluate::Program;
use dslint_semantic::scope::Resolver;
use dslint_semantic::table::{FileId, SymbolTable};
use dslint_syntax::text::SourceText;
use rayon::prelude::*;
use std::collections::{BTreeMap, HashSet};
use std::path::PathBuf;
use std::sync::Arc;

/// What matching one file came to.
type Found<'a> = (Vec<Site<'a>>, Vec<Undecided>, Vec<Counted>, Vec<Seen>);

/// Runs the rules over the files.
pub fn analyze(request: Request<'_>) -> Analysis {
    let starts = request.starts.clone();
    analyze_from(request, &starts)
}

/// The same, with projects on the way from the versions they had before something was changed.
pub(crate) fn analyze_from(request: Request<'_>, starts: &Starts) -> Analysis {
    let mut searched = Searched { files: request.files.len(), rules: request.rules.clone(), ..Searched::default() };
    let mut skipped = Vec::new();
    let mut sources = Sources::default();

    let mut timings = Timings::default();
    let mut watch = Watch::start();
    let reader = CountingReader::new(request.reader);

    let recorder = Recorder::new(&reader, request.rule_set);
    let workspace = load_workspace(&request.root, &request.files, &recorder);
    let mut marked = recorder.marked(&workspace);
    skipped
        .extend(workspace.problems.iter().map(|it| Skipped { path: it.path.to_path_buf(), why: it.message.clone() }));
    searched.projects = workspace.projects.len();
    let plan = Plan::new(&workspace, request.from.as_ref(), &request.to, &request.rules, request.rule_set, starts);
    timings.projects = watch.lap();

    let is_code = |path: &&PathBuf| matches!(SourceKind::of(path), Some(SourceKind::CSharp | SourceKind::Razor));
    let mut code: Vec<PathBuf> = request.files.iter().filter(is_code).cloned().collect();
    code.sort();
    code.dedup();
    let loaded = load::load(&code, &reader, &workspace, &plan, &mut sources, &mut searched, &mut skipped);
    timings.scan = loaded.scanned;
    timings.parse = watch.lap().saturating_sub(loaded.scanned);
    let parsed = loaded.parsed;
    marked.extend(loaded.marked);
    let settings = config::load(&request.files, &reader, &workspace, &plan, &mut sources, &mut searched, &mut skipped);
    let table = SymbolTable::new(loaded.facts, contexts(&workspace, &plan), plan.release(&[]));
    let program = Program::new(Resolver::new(&table));

    let severities = &request.severities;
    let mut diagnostics = package_findings(&workspace, &plan, &reader, &mut sources, severities);
    let files: Vec<FileId> =
        (0..table.file_count()).map(FileId).filter(|file| !parsed[file.0 as usize].places.is_empty()).collect();
    let context = |file: FileId| {
        let route = plan.route(&parsed[file.0 as usize].owners);
        FileContext::new(&program, &workspace, file, &parsed, route, &plan.to)
    };
    let outcomes: Vec<Result<Found<'_>, FileId>> = files
        .par_iter()
        .map(|&file| {
            let run = std::panic::AssertUnwindSafe(|| {
                let context = context(file);
                let path = &sources.get(parsed[file.0 as usize].source).path;
                // What Razor adds or imports has no place in the file; it is found where it is written.
                let razor = SourceKind::of(path) == Some(SourceKind::Razor);
                let sites = matching::match_file(&context).into_iter();
                let placed = sites.filter(|site| !razor || !site.primary.range.is_empty());
                (placed.collect(), context.take_undecided(), matching::count_file(&context), tally::file(&context))
            });
            std::panic::catch_unwind(run).map_err(|_| file)
        })
        .collect();
    let mut sites = Vec::new();
    let mut undecided = Vec::new();
    let mut counted = Vec::new();
    let mut seen = Vec::new();
    for outcome in outcomes {
        match outcome {
            Ok((found, open, count, objects)) => {
                sites.extend(found);
                counted.extend(count);
                undecided.extend(open);
                seen.extend(objects);
            }
            Err(file) => skipped.push(Skipped {
                path: sources.get(parsed[file.0 as usize].source).path.clone(),
                why: "not analysed: internal error; please report it".to_owned(),
            }),
        }
    }
    let reads_settings = plan.searched().iter().any(|rule| !rule.config_words(ApiHistory::embedded()).is_empty());
    let read = Read::new(&workspace, &code, &request.files, &skipped, reads_settings);
    let code: Vec<FileContext<'_>> = files.iter().map(|&it| context(it)).collect();
    let settings = Settings { files: &settings, workspace: &workspace, plan: &plan, code: &code };
    matching::config::run(&settings, &mut sites, &mut undecided, &mut seen);
    let sites = matching::once::fold(sites, &sources).into_iter();
    diagnostics.extend(sites.map(|site| site.diagnostic(severities)));
    counted.extend(matching::config::count(&settings));
    let mut database_contexts = Vec::new();
    let is_about_clients = |rule: &&&'static Rule| rule.checks().any(|it| it.as_str() == client_schema::NAME);
    if let Some(rule) = plan.rules().iter().find(is_about_clients) {
        undecided.extend(client_scripts::find(&request.files, &reader, &workspace, rule, &code, &mut sources));
        database_contexts.extend(code.iter().flat_map(|context| {
            client_schema::stores(context).into_iter().map(|store| DatabaseContext {
                name: store.context.map(|name| name.to_string()),
                projects: context.owners().to_vec(),
            })
        }));
        database_contexts.sort();
        database_contexts.dedup();
    }
    silence(&mut diagnostics, &workspace, &files, &parsed, &context);
    skipped.sort();
    skipped.dedup();
    let input = suppress::Input {
        root: &request.root,
        marked,
        attributes: suppress::attributes(&program, &parsed, &sources, request.rule_set),
        severities,
        sidecar: &request.sidecar,
        workspace: &workspace,
        plan: &plan,
        rules: &request.rules,
        skipped: &skipped,
        reader: &reader,
    };
    let suppress::Outcome { reported: mut diagnostics, mut suppressed } =
        suppress::apply(input, diagnostics, &mut sources);
    sort(&mut diagnostics, |found| found, &sources);
    sort(&mut suppressed, |it| &it.diagnostic, &sources);
    let ledger = Ledger::new(&Evidence {
        workspace: &workspace,
        plan: &plan,
        diagnostics: &diagnostics,
        suppressed: &suppressed,
        undecided: &undecided,
        counted: &counted,
        seen: &seen,
        read: &read,
        skipped: &skipped,
        parsed: &parsed,
        files: &files,
        context: &context,
    });
    drop(program);
    timings.matching = watch.lap();
    reader.count(&mut timings);
    Analysis {
        from: request.from,
        starts: starts.clone(),
        to: request.to,
        diagnostics,
        suppressed,
        ledger,
        workspace,
        sources,
        searched,
        skipped,
        database_contexts,
        timings,
    }
}

fn package_findings(
    workspace: &Workspace,
    plan: &Plan,
    reader: &dyn Reader,
    sources: &mut Sources,
    severities: &BTreeMap<RuleCode, Severity>,
) -> Vec<Diagnostic> {
    let rules: Vec<&'static Rule> = plan
        .rules()
        .into_iter()
        .filter(|rule| {
            rule.matches.iter().any(|matched| matches!(matched.matcher, Matcher::Package(_) | Matcher::Namespace(_)))
        })
        .collect();
    let mut known: BTreeMap<PathBuf, Option<SourceId>> = BTreeMap::new();
    let mut source = |at: &Location| {
        let slot = known.entry(at.path.to_path_buf()).or_insert_with(|| {
            let text = SourceText::decode(reader.read(&at.path).ok()?).ok()?;
            Some(sources.add(SourceFile::new(at.path.to_path_buf(), Arc::from(text.text), text.encoding)))
        });
        *slot
    };
    let mut sites = Vec::new();
    for project in &workspace.projects {
        for &rule in &rules {
            matching::packages::run(project, workspace, plan, rule, &mut source, &mut sites);
            matching::namespaces::run_project(project, workspace, plan, rule, &mut source, &mut sites);
        }
    }
    sites.into_iter().map(|site| site.diagnostic(severities)).collect()
}

/// Drops the findings of rules whose silencing members are used in a project around the finding: one that references
/// its project, or that is referenced with it.
fn silence<'a>(
    diagnostics: &mut Vec<Diagnostic>,
    workspace: &Workspace,
    files: &[FileId],
    parsed: &[load::Parsed],
    context: &dyn Fn(FileId) -> FileContext<'a>,
) {
    let silenced: HashSet<&str> = diagnostics
        .iter()
        .map(|found| found.rule)
        .filter(|rule| !rule.silencers.is_empty())
        .map(|rule| rule.code.as_str())
        .collect();
    if silenced.is_empty() {
        return;
    }
    diagnostics.retain(|found| {
        if !silenced.contains(found.rule.code.as_str()) {
            return true;
        }
        let around = found.project.map(|it| matching::projects_around(workspace, it)).unwrap_or_default();
        let used = |path: &MemberPath, kinds: &[Use]| {
            files.iter().any(|&file| {
                let owners = &parsed[file.0 as usize].owners;
                let near =
                    owners.iter().any(|owner| around.contains(owner)) || (around.is_empty() && owners.is_empty());
                near && members::uses(&context(file), path).iter().any(|used| kinds.contains(&used.kind))
            })
        };
        !found.rule.silencers.iter().any(|silencer| members::silences(silencer, &used))
    });
}

/// By path, place and code; a finding that several projects or target frameworks share is one.
fn sort<T>(list: &mut Vec<T>, found: impl Fn(&T) -> &Diagnostic, sources: &Sources) {
    let path = |it: &Diagnostic| sources.get(it.primary.source).path.as_path();
    list.sort_by_cached_key(|it| {
        let it = found(it);
        (path(it).to_path_buf(), it.primary.range, it.rule.code.clone(), it.confidence)
    });
    list.dedup_by(|later, earlier| {
        let (later, earlier) = (found(later), found(earlier));
        later.primary.range == earlier.primary.range
            && std::ptr::eq(later.rule, earlier.rule)
            && path(later) == path(earlier)
    });
}
