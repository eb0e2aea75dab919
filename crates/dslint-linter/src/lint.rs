//! The pipeline, one page long: project files, plan, scan and parse, bind, match, silence, sort.

use crate::analysis::{Analysis, Request, Searched, Skipped};
use crate::diagnostic::Diagnostic;
use crate::load;
use crate::matching::{self, FileContext, members};
use crate::message::Site;
use crate::plan::Plan;
use crate::source::{Reader, SourceFile, SourceId, SourceKind, Sources};
use dslint_project::{Location, ProjectId, Workspace};
use dslint_rules::{Matcher, MemberPath, Rule, Use};
use dslint_semantic::evaluate::Program;
use dslint_semantic::scope::Resolver;
use dslint_semantic::table::{FileId, ProjectContext, ProjectUsing, SymbolTable};
use dslint_syntax::text::SourceText;
use rayon::prelude::*;
use smol_str::SmolStr;
use std::collections::{BTreeMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Runs the rules over the files.
pub fn analyze(request: Request<'_>) -> Analysis {
    let mut searched = Searched { files: request.files.len(), rules: request.rules.clone(), ..Searched::default() };
    let mut skipped = Vec::new();
    let mut sources = Sources::default();

    let workspace = load_workspace(&request, &mut skipped);
    searched.projects = workspace.projects.len();
    let plan = Plan::new(&workspace, request.from.as_ref(), &request.to, &request.rules);

    let mut code: Vec<PathBuf> =
        request.files.iter().filter(|path| SourceKind::of(path) == Some(SourceKind::CSharp)).cloned().collect();
    code.sort();
    code.dedup();
    let loaded = load::load(&code, request.reader, &workspace, &plan, &mut sources, &mut searched, &mut skipped);
    let parsed = loaded.parsed;
    let table = SymbolTable::new(loaded.facts, contexts(&workspace));
    let program = Program::new(Resolver::new(&table));

    let mut diagnostics = package_findings(&workspace, &plan, request.reader, &mut sources);
    let files: Vec<FileId> =
        (0..table.file_count()).map(FileId).filter(|file| !parsed[file.0 as usize].places.is_empty()).collect();
    let context = |file: FileId| {
        let route = plan.route(&parsed[file.0 as usize].owners);
        FileContext::new(&program, file, &parsed, route, &plan.to)
    };
    let outcomes: Vec<Result<Vec<Diagnostic>, FileId>> = files
        .par_iter()
        .map(|&file| {
            let run = std::panic::AssertUnwindSafe(|| {
                let context = context(file);
                matching::match_file(&context).into_iter().map(Site::diagnostic).collect()
            });
            std::panic::catch_unwind(run).map_err(|_| file)
        })
        .collect();
    for outcome in outcomes {
        match outcome {
            Ok(found) => diagnostics.extend(found),
            Err(file) => skipped.push(Skipped {
                path: sources.get(parsed[file.0 as usize].source).path.clone(),
                why: "not analysed: internal error; please report it".to_owned(),
            }),
        }
    }
    silence(&mut diagnostics, &workspace, &files, &parsed, &context);
    sort(&mut diagnostics, &sources);
    skipped.sort();
    skipped.dedup();
    drop(program);
    Analysis { from: request.from, to: request.to, diagnostics, workspace, sources, searched, skipped }
}

/// The project model's view of the files.
struct ProjectFiles<'r>(&'r dyn Reader);

impl dslint_project::Files for ProjectFiles<'_> {
    fn read(&self, path: &Path) -> Option<Arc<str>> {
        let bytes = self.0.read(path).ok()?;
        SourceText::decode(bytes).ok().map(|source| Arc::from(source.text))
    }

    fn is_file(&self, path: &Path) -> bool {
        self.0.is_file(path)
    }
}

fn load_workspace(request: &Request<'_>, skipped: &mut Vec<Skipped>) -> Workspace {
    let project_files: Vec<PathBuf> = request
        .files
        .iter()
        .filter(|path| matches!(SourceKind::of(path), Some(SourceKind::MsBuild | SourceKind::Solution)))
        .cloned()
        .collect();
    let workspace = Workspace::load(&ProjectFiles(request.reader), &request.root, &project_files);
    for problem in &workspace.problems {
        skipped.push(Skipped { path: problem.path.to_path_buf(), why: problem.message.clone() });
    }
    workspace
}

fn contexts(workspace: &Workspace) -> Vec<ProjectContext> {
    workspace
        .projects
        .iter()
        .map(|project| ProjectContext {
            closure: workspace.closure(project.id).into_iter().map(|id| id.0).collect(),
            usings: project
                .usings
                .iter()
                .map(|using| ProjectUsing {
                    target: using.name.clone(),
                    alias: using.alias.as_deref().map(SmolStr::new),
                    is_static: using.is_static,
                })
                .collect(),
        })
        .collect()
}

fn package_findings(workspace: &Workspace, plan: &Plan, reader: &dyn Reader, sources: &mut Sources) -> Vec<Diagnostic> {
    let rules: Vec<&'static Rule> = plan
        .rules()
        .into_iter()
        .filter(|rule| rule.matches.iter().any(|matched| matches!(matched.matcher, Matcher::Package(_))))
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
            matching::packages::run(project, plan, rule, &mut source, &mut sites);
        }
    }
    sites.into_iter().map(Site::diagnostic).collect()
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
        let around = projects_around(workspace, found.project);
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

fn projects_around(workspace: &Workspace, project: Option<ProjectId>) -> HashSet<ProjectId> {
    let Some(project) = project else { return HashSet::new() };
    let mut around: HashSet<ProjectId> = workspace.closure(project).into_iter().collect();
    for other in &workspace.projects {
        let closure = workspace.closure(other.id);
        if closure.contains(&project) {
            around.extend(closure);
        }
    }
    around
}

/// By path, place and code; a finding that several projects or target frameworks share is one.
fn sort(diagnostics: &mut Vec<Diagnostic>, sources: &Sources) {
    let key = |found: &Diagnostic| {
        (sources.get(found.primary.source).path.clone(), found.primary.range, found.rule.code.clone(), found.confidence)
    };
    diagnostics.sort_by_cached_key(key);
    diagnostics.dedup_by(|later, earlier| {
        later.primary.range == earlier.primary.range
            && std::ptr::eq(later.rule, earlier.rule)
            && sources.get(later.primary.source).path == sources.get(earlier.primary.source).path
    });
}
