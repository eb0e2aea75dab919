//! Round by round: apply, analyse what came out, verify, until nothing is left to apply.

use super::{FixedSource, apply, verify};
use crate::analysis::{Analysis, Request, Starts};
use crate::diagnostic::{Decision, Diagnostic, Edit, Fix};
use crate::family::identity_server_version;
use crate::lint::{analyze, analyze_from};
use crate::source::{Reader, SourceKind};
use crate::suppress::SidecarIgnore;
use dslint_rules::{Applicability, Rule, Severity};
use dslint_syntax::text::SourceText;
use std::collections::{BTreeMap, HashSet};
use std::io;
use std::path::{Path, PathBuf};
use std::ptr;

/// Fixes that make room for others settle quickly; what does not is a loop.
const MOST_ROUNDS: usize = 10;

/// Which fixes are wanted.
#[derive(Clone, Copy)]
pub struct Choice<'a> {
    /// Those too that may change what the code means.
    pub unsafe_too: bool,
    /// What was decided about changes of behaviour: where a finding has a fix for that, it is applied instead.
    pub decision: Option<Decision>,
    /// Which files may be changed.
    pub is_asked: &'a dyn Fn(&Path) -> bool,
    /// Whether a file that a whole project of these takes in, such as Directory.Packages.props, may be changed for that
    /// project's sake.
    pub with_imports: bool,
    /// Findings of which severities are looked at.
    pub is_shown: &'a dyn Fn(Severity) -> bool,
    /// Which findings of an analysis are left alone whatever they are, in their order.
    pub is_left_alone: &'a dyn Fn(&Analysis) -> Vec<bool>,
}

/// What came of the fixes. Nothing is written yet.
#[derive(Debug)]
pub struct Fixes {
    /// The findings before.
    pub before: Analysis,
    /// The files to write, sorted by path.
    pub files: Vec<FixedFile>,
    /// Files that have fixes and must not be changed, sorted by path.
    pub refused: Vec<Refused>,
    /// How many findings were fixed.
    pub fixed: usize,
    /// How many are left that a fix is there for which may change what the code means.
    pub left_unsafe: usize,
    /// The last analysis; none where nothing was fixed.
    after: Option<Analysis>,
    starts: Starts,
}

/// A file with fixes in it.
#[derive(Clone, Debug)]
pub struct FixedFile {
    /// The file.
    pub path: PathBuf,
    /// Its bytes before.
    pub old: Vec<u8>,
    /// Its bytes afterwards, in the same encoding.
    pub new: Vec<u8>,
    /// The rules of the findings that were fixed, one for each finding and in the order they were applied.
    pub applied: Vec<&'static Rule>,
}

/// A file that has fixes and is left as it is.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Refused {
    /// The file.
    pub path: PathBuf,
    /// Why.
    pub why: String,
}

impl Fixes {
    /// The findings that are left, each project still on the way from the version that it had before.
    pub fn after(&self) -> &Analysis {
        self.after.as_ref().unwrap_or(&self.before)
    }

    /// The same, for good.
    pub fn into_after(self) -> Analysis {
        self.after.unwrap_or(self.before)
    }

    /// The analysis of the files as they really are once some of the new texts could not be written.
    pub fn analyze_again(&self, request: Request<'_>) -> Analysis {
        analyze_from(request, &self.starts)
    }

    /// Whether a project uses another version of IdentityServer now: the next run starts from that one.
    pub fn raised_versions(&self) -> bool {
        let workspace = &self.after().workspace;
        workspace.projects.iter().any(|project| {
            self.starts
                .get(&project.path)
                .is_some_and(|start| identity_server_version(workspace, project).as_ref() != Some(start))
        })
    }
}

impl Choice<'_> {
    /// Whether the finding is looked at and all that its fix changes may be changed.
    fn covers(&self, analysis: &Analysis, diagnostic: &Diagnostic, fix: &Fix) -> bool {
        let project = diagnostic.project.and_then(|id| analysis.workspace.project(id));
        let is_whole = self.with_imports && project.is_some_and(|project| (self.is_asked)(&project.path));
        (self.is_shown)(diagnostic.severity)
            && fix
                .edits
                .iter()
                .map(|edit| &analysis.sources.get(edit.source).path)
                .all(|path| (self.is_asked)(path) || (is_whole && SourceKind::of(path) == Some(SourceKind::MsBuild)))
    }

    /// The fix of a finding that is wanted.
    fn choose<'d>(&self, diagnostic: &'d Diagnostic) -> Option<&'d Fix> {
        let decided = self.decision.and_then(|decision| diagnostic.fix_for(decision));
        decided.or_else(|| diagnostic.fix.as_ref().filter(|fix| self.admits(fix.applicability)))
    }

    /// By address, since a finding does not know its number.
    fn left_alone(&self, analysis: &Analysis) -> HashSet<*const Diagnostic> {
        let flags = (self.is_left_alone)(analysis);
        let pairs = analysis.diagnostics.iter().zip(flags);
        pairs.filter(|(_, is_left)| *is_left).map(|(diagnostic, _)| ptr::from_ref(diagnostic)).collect()
    }

    fn admits(&self, applicability: Applicability) -> bool {
        match applicability {
            Applicability::Safe => true,
            Applicability::Unsafe => self.unsafe_too,
            Applicability::DisplayOnly => false,
        }
    }
}

/// The same request over other files.
fn again<'r>(request: &Request<'_>, reader: &'r dyn Reader, sidecar: &[SidecarIgnore]) -> Request<'r> {
    Request {
        root: request.root.clone(),
        files: request.files.clone(),
        left_out: request.left_out.clone(),
        reader,
        from: request.from.clone(),
        starts: request.starts.clone(),
        to: request.to.clone(),
        rules: request.rules.clone(),
        rule_set: request.rule_set,
        sidecar: sidecar.to_vec(),
        severities: request.severities.clone(),
    }
}

/// An entry of the settings where it stands after edits of a file; none where it is gone.
fn left_of(mut entry: SidecarIgnore, path: &Path, edits: &[Edit]) -> Option<SidecarIgnore> {
    let Some(at) = entry.at.as_mut().filter(|at| *at.path == *path) else { return Some(entry) };
    if edits.iter().any(|edit| edit.range.contains(at.range)) {
        return None;
    }
    at.range = verify::moved(at.range, edits);
    entry.removal = entry.removal.map(|range| verify::moved(range, edits));
    Some(entry)
}

/// Analyses, and applies the fixes that are wanted.
pub fn fix(request: Request<'_>, choice: Choice<'_>) -> Fixes {
    let before = analyze(again(&request, request.reader, &request.sidecar));
    let projects = before.workspace.projects.iter();
    let mut starts: Starts = projects
        .filter_map(|project| Some((project.path.clone(), identity_server_version(&before.workspace, project)?)))
        .collect();
    starts.extend(request.starts.clone());
    let mut refused: BTreeMap<PathBuf, String> = BTreeMap::new();
    // A file that failed has no part in the next attempt, so there are never more attempts than files.
    loop {
        let mut overlay = Overlay { below: request.reader, files: BTreeMap::new() };
        let mut changed: BTreeMap<PathBuf, FixedFile> = BTreeMap::new();
        let mut fixed = 0;
        let mut latest: Option<Analysis> = None;
        let mut failed = BTreeMap::new();
        let mut sidecar = request.sidecar.clone();
        for _ in 0..MOST_ROUNDS {
            let current = latest.as_ref().unwrap_or(&before);
            let left_alone = choice.left_alone(current);
            let choose = |diagnostic| {
                choice.choose(diagnostic).filter(|fix| {
                    let mut paths = fix.edits.iter().map(|edit| &current.sources.get(edit.source).path);
                    !left_alone.contains(&ptr::from_ref::<Diagnostic>(diagnostic))
                        && choice.covers(current, diagnostic, fix)
                        && !paths.any(|path| refused.contains_key(path))
                })
            };
            let round = apply(current, &choose);
            if round.is_empty() {
                break;
            }
            for source in &round {
                if let Err(why) = overlay.put(current, source, &mut changed) {
                    failed.insert(current.sources.get(source.source).path.clone(), why);
                }
            }
            if !failed.is_empty() {
                break;
            }
            for source in &round {
                let path = &current.sources.get(source.source).path;
                sidecar = sidecar.into_iter().filter_map(|entry| left_of(entry, path, &source.edits)).collect();
            }
            let next = analyze_from(again(&request, &overlay, &sidecar), &starts);
            failed = verify::failures(current, &round, &next);
            if !failed.is_empty() {
                break;
            }
            let mut applied: Vec<usize> = round.iter().flat_map(|source| source.applied.iter().copied()).collect();
            applied.sort_unstable();
            applied.dedup();
            fixed += applied.len();
            latest = Some(next);
        }
        if !failed.is_empty() {
            refused.extend(failed);
            continue;
        }
        let after = latest.as_ref().unwrap_or(&before);
        let left_alone = choice.left_alone(after);
        let left_unsafe = after
            .diagnostics
            .iter()
            .filter(|diagnostic| !left_alone.contains(&ptr::from_ref(*diagnostic)))
            .filter(|diagnostic| {
                diagnostic.fix.as_ref().is_some_and(|fix| {
                    fix.applicability == Applicability::Unsafe && choice.covers(after, diagnostic, fix)
                })
            })
            .count();
        return Fixes {
            before,
            after: latest,
            files: changed.into_values().collect(),
            refused: refused.into_iter().map(|(path, why)| Refused { path, why }).collect(),
            fixed,
            left_unsafe: if choice.unsafe_too { 0 } else { left_unsafe },
            starts,
        };
    }
}

/// The files with the fixes of the rounds so far.
struct Overlay<'a> {
    below: &'a dyn Reader,
    files: BTreeMap<PathBuf, Vec<u8>>,
}

impl Overlay<'_> {
    /// Puts a new text over the old one.
    ///
    /// # Errors
    /// Why the file cannot be written back as it was but for the edits.
    fn put(
        &mut self,
        analysis: &Analysis,
        source: &FixedSource,
        changed: &mut BTreeMap<PathBuf, FixedFile>,
    ) -> Result<(), String> {
        let file = analysis.sources.get(source.source);
        let old = self.read(&file.path).map_err(|error| format!("it cannot be read: {error}"))?;
        let decoded = SourceText::decode(old.clone()).map_err(|error| error.to_string())?;
        if decoded.text != *file.text || decoded.encoding != file.encoding {
            return Err("it changed while dslint was running".to_owned());
        }
        if file.encoding.encode(&decoded.text).as_ref() != Ok(&old) {
            return Err("its encoding is mixed: the bytes around a fix would change".to_owned());
        }
        let new = file.encoding.encode(&source.text).map_err(|error| error.to_string())?;
        self.files.insert(file.path.clone(), new.clone());
        let rules = source.applied.iter().filter_map(|&index| analysis.diagnostics.get(index));
        let entry = changed.entry(file.path.clone()).or_insert_with(|| FixedFile {
            path: file.path.clone(),
            old,
            new: Vec::new(),
            applied: Vec::new(),
        });
        entry.new = new;
        entry.applied.extend(rules.map(|diagnostic| diagnostic.rule));
        Ok(())
    }
}

impl Reader for Overlay<'_> {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        match self.files.get(path) {
            Some(bytes) => Ok(bytes.clone()),
            None => self.below.read(path),
        }
    }

    fn is_file(&self, path: &Path) -> bool {
        self.files.contains_key(path) || self.below.is_file(path)
    }
}
