//! How file contents reach this crate, and where something is written in them. The crate itself never touches a disk.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use dslint_syntax::text::TextRange;
use smol_str::SmolStr;

/// The files of the analysed tree, by absolute and normalized path.
pub trait Files: Sync {
    /// The decoded text of a file, without byte order mark; `None` where there is no such file or it is no text.
    fn read(&self, path: &Path) -> Option<Arc<str>>;

    /// Whether there is a file at `path`.
    fn is_file(&self, path: &Path) -> bool;
}

/// Files in memory, for tests and for texts that are open in an editor.
impl Files for BTreeMap<PathBuf, Arc<str>> {
    fn read(&self, path: &Path) -> Option<Arc<str>> {
        self.get(path).cloned()
    }

    fn is_file(&self, path: &Path) -> bool {
        self.contains_key(path)
    }
}

/// A piece of a file.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Location {
    /// The file.
    pub path: Arc<Path>,
    /// The bytes in its decoded text.
    pub range: TextRange,
}

/// Something that could not be read, resolved or decided, so that nobody takes silence for an answer.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Problem {
    /// The file it was found in.
    pub path: Arc<Path>,
    /// Where in that file; empty and at 0 where the file as a whole is meant.
    pub range: TextRange,
    /// What sort of problem.
    pub kind: ProblemKind,
    /// The package it is about, if it is about one.
    pub package: Option<SmolStr>,
    /// What is wrong, in one sentence without a full stop.
    pub message: String,
}

/// How many characters a message may have.
const MAX_MESSAGE: usize = 500;

impl Problem {
    pub(crate) fn new(path: &Arc<Path>, range: TextRange, kind: ProblemKind, mut message: String) -> Self {
        // Messages quote what is written, which can be a list of a thousand files.
        if let Some((end, _)) = message.char_indices().nth(MAX_MESSAGE) {
            message.truncate(end);
            message.push('…');
        }
        Self { path: Arc::clone(path), range, kind, package: None, message }
    }
}

/// The sorts of [`Problem`]s.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum ProblemKind {
    /// A file that is asked for is missing or not text.
    Unreadable,
    /// A project, props, solution or lock file that is not well-formed.
    Malformed,
    /// An import that could not be followed.
    UnresolvedImport,
    /// An import or reference that leads out of the analysed tree.
    OutsideRoot,
    /// A condition that could not be decided: what it guards is taken and marked uncertain.
    UndecidedCondition,
    /// A target framework that could not be worked out.
    UnknownFramework,
    /// A package version that could not be worked out.
    UnknownVersion,
    /// A project reference without a project file.
    UnresolvedReference,
    /// A lock file that does not fit what the project asks for.
    StaleLockFile,
    /// Something that is understood but not supported.
    Unsupported,
    /// A cap that keeps hostile input harmless was reached.
    TooLarge,
}
