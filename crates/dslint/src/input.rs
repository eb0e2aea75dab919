//! From the arguments of a command to files: what the commands that analyse have in common.

use std::num::NonZero;
use std::path::PathBuf;
use std::thread;

use rayon::{ThreadPool, ThreadPoolBuildError, ThreadPoolBuilder};

use dslint_linter::LeftOut;

use crate::console::Console;
use crate::error::Error;
use crate::exclude::Exclude;
use crate::exit::Exit;
use crate::paths;
use crate::scope::Scope;
use crate::settings::Settings;
use crate::walk::{self, Found};
use crate::wrap::{counted, number};

/// Recursion over deeply nested code needs more than the default.
const STACK: usize = 16 * 1024 * 1024;

/// Where files are looked for, and with how many threads.
pub(crate) struct Search {
    pub(crate) working_directory: PathBuf,
    pub(crate) exclude: Exclude,
    pub(crate) jobs: usize,
    /// Whether a hook gave the paths: what cannot be checked is then nobody's mistake.
    pub(crate) is_hook: bool,
}

impl Search {
    /// A search from the working directory.
    pub(crate) fn new(settings: &Settings, jobs: Option<u16>) -> Search {
        let processors = || thread::available_parallelism().map_or(1, NonZero::get);
        Search {
            working_directory: settings.working_directory.clone(),
            exclude: settings.exclude.clone(),
            jobs: jobs.map_or_else(processors, usize::from),
            is_hook: false,
        }
    }

    /// The threads of the analysis.
    ///
    /// # Errors
    /// When the system gives none.
    pub(crate) fn threads(&self) -> Result<ThreadPool, Error> {
        let wrong = |error: ThreadPoolBuildError| Error::Threads { jobs: self.jobs, why: error.to_string() };
        ThreadPoolBuilder::new().num_threads(self.jobs).stack_size(STACK).build().map_err(wrong)
    }

    /// What the given paths cover; what they leave out is told.
    ///
    /// # Errors
    /// When there are paths and none of them exists.
    pub(crate) fn scope(&self, given: &[PathBuf], console: &Console) -> Result<Scope, Error> {
        let mut scope = Scope::of(given, &self.working_directory, &self.exclude, self.is_hook);
        if self.is_hook {
            scope.forget_what_is_left_out();
        }
        tell_what_is_left_out(&scope, console);
        if scope.needs_tree() {
            scope.add_projects_of_parts(&self.tree(&scope));
        }
        if scope.directories.is_empty() && scope.files.is_empty() && !scope.missing.is_empty() {
            return Err(missing(&scope, false));
        }
        Ok(scope)
    }

    /// All files below the root, sorted.
    pub(crate) fn tree(&self, scope: &Scope) -> Vec<PathBuf> {
        walk::walk(std::slice::from_ref(&scope.root), &self.exclude, self.jobs).files
    }

    /// The source files that a walk left out.
    pub(crate) fn left_out(&self, scope: &Scope, found: &Found) -> LeftOut {
        let directories: Vec<PathBuf> = scope.searched().into_iter().chain(scope.referenced(&found.files).0).collect();
        LeftOut {
            shown_from: Some(self.working_directory.clone()),
            ..walk::left_out(&directories, &self.exclude, &found.files)
        }
    }

    /// The files of what was asked for and of the projects around, sorted.
    pub(crate) fn walk(&self, scope: &Scope) -> Found {
        let mut found = walk::walk(&scope.searched(), &self.exclude, self.jobs);
        found.files.extend(scope.files.iter().cloned());
        let (referenced, linked) = scope.referenced(&found.files);
        found.files.extend(linked.into_iter().filter(|file| !self.exclude.matches_with_parents(file, false)));
        if !referenced.is_empty() {
            let more = walk::walk(&referenced, &self.exclude, self.jobs);
            found.files.extend(more.files);
            found.settings.extend(more.settings);
            found.skipped.extend(more.skipped);
        }
        found.files.sort();
        found.files.dedup();
        found.settings.sort();
        found.settings.dedup();
        found
    }
}

/// The end of a run: a path that does not exist outweighs everything else, and `exit` holds where there was something.
pub(crate) fn finish(
    scope: &Scope,
    exit: Option<Exit>,
    nothing: (&str, &str),
    console: &Console,
) -> Result<Exit, Error> {
    if !scope.missing.is_empty() {
        return Err(missing(scope, true));
    }
    Ok(exit.unwrap_or_else(|| {
        console.error(nothing.0, Some(nothing.1));
        Exit::NothingToCheck
    }))
}

/// Nobody should take the silence of a rule for an answer that was told not to speak.
pub(crate) fn tell_what_is_off(settings: &Settings, console: &Console) {
    let codes: Vec<&str> = settings.switched_off().iter().map(|rule| rule.code.as_str()).collect();
    if let Some(file) = settings.file.as_ref().filter(|_| !codes.is_empty()) {
        let file = paths::relative(&settings.working_directory, file);
        let rules = counted(codes.len(), "rule", "rules");
        console.note(&format!("{rules} switched off by {file}: {}", codes.join(", ")));
    }
}

/// One settings file holds for a run: nobody should take another one in the tree for followed.
pub(crate) fn tell_other_settings(found: &[PathBuf], settings: &Settings, console: &Console) {
    let is_other = |path: &&PathBuf| Some(path.as_path()) != settings.file.as_deref();
    let others = found.iter().filter(is_other);
    let others: Vec<String> = others.map(|path| paths::relative(&settings.working_directory, path)).collect();
    let Some(first) = others.first() else { return };
    let list = match others.as_slice() {
        [one, two, three, rest @ ..] if !rest.is_empty() => format!("{one}, {two}, {three} and {} more", rest.len()),
        all => all.join(", "),
    };
    let directory = first.rsplit_once('/').map_or(".", |(directory, _)| directory);
    let holds = settings.file.as_ref().map(|file| paths::relative(&settings.working_directory, file));
    let holds = holds.map_or_else(|| "none holds".to_owned(), |file| format!("{file} holds"));
    console.note(&format!(
        "one settings file holds for a run: {holds} here, not {list}; `dslint {directory}` takes that one"
    ));
}

pub(crate) fn tell_what_is_left_out(scope: &Scope, console: &Console) {
    let list = |paths: &[String]| match paths {
        [first, second, third, rest @ ..] if !rest.is_empty() => {
            format!("{first}, {second}, {third} and {} more", number(rest.len()))
        }
        paths => paths.join(", "),
    };
    if !scope.excluded.is_empty() {
        let files = counted(scope.excluded.len(), "given path is", "given paths are");
        console.note(&format!("{files} excluded: {}", list(&scope.excluded)));
    }
    if !scope.of_no_kind.is_empty() {
        let files = counted(scope.of_no_kind.len(), "given file is", "given files are");
        console.note(&format!("{files} of no kind that dslint reads: {}", list(&scope.of_no_kind)));
    }
}

pub(crate) fn missing(scope: &Scope, others_checked: bool) -> Error {
    let commands =
        ["check", "plan", "projects", "rules", "explain", "config", "init", "baseline", "diff", "lsp", "completions"];
    let alike = |path: &str| commands.into_iter().find(|command| strsim::jaro_winkler(path, command) > 0.85);
    Error::MissingPaths {
        paths: scope.missing.clone(),
        nearest_command: scope.missing.iter().find_map(|path| alike(path)),
        others_checked,
    }
}
