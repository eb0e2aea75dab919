//! The XML of project files, parsed once however many projects import it.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use dslint_syntax::text::TextRange;
use dslint_syntax::xml::{Document, Element};

use crate::files::{Files, Location, Problem, ProblemKind};

/// A parsed project, props or targets file.
#[derive(Debug)]
pub(crate) struct ProjectFile {
    pub(crate) path: Arc<Path>,
    pub(crate) directory: PathBuf,
    /// The `Project` element without its children.
    pub(crate) root: Element,
    /// The children of `Project`. Shared, because the item pass keeps them after the property pass is over.
    pub(crate) children: Vec<Arc<Element>>,
}

impl ProjectFile {
    pub(crate) fn at(&self, range: TextRange) -> Location {
        Location { path: Arc::clone(&self.path), range }
    }

    /// A file without content, for apps that have no project file.
    pub(crate) fn empty(path: Arc<Path>) -> Self {
        let range = TextRange::default();
        let root = Element {
            name: "Project".into(),
            name_range: range,
            attributes: Vec::new(),
            children: Vec::new(),
            text: String::new(),
            text_range: range,
            start_tag: range,
            range,
        };
        let directory = path.parent().unwrap_or(&path).to_path_buf();
        Self { path, directory, root, children: Vec::new() }
    }
}

/// Files whose existence is asked for once: every project looks for the same names in the same directories above it.
pub(crate) struct KnownFiles<'f> {
    files: &'f dyn Files,
    known: Mutex<HashMap<PathBuf, bool>>,
}

impl<'f> KnownFiles<'f> {
    pub(crate) fn new(files: &'f dyn Files) -> Self {
        Self { files, known: Mutex::default() }
    }
}

impl Files for KnownFiles<'_> {
    fn read(&self, path: &Path) -> Option<Arc<str>> {
        self.files.read(path)
    }

    fn is_file(&self, path: &Path) -> bool {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        match known.get(path) {
            Some(&is_file) => is_file,
            None => *known.entry(path.to_path_buf()).or_insert_with(|| self.files.is_file(path)),
        }
    }
}

/// All files that were asked for, and what went wrong with them.
pub(crate) struct Sources<'f> {
    pub(crate) files: &'f dyn Files,
    pub(crate) root: &'f Path,
    parsed: HashMap<PathBuf, Option<Arc<ProjectFile>>>,
    pub(crate) problems: Vec<Problem>,
}

impl<'f> Sources<'f> {
    pub(crate) fn new(files: &'f dyn Files, root: &'f Path) -> Self {
        Self { files, root, parsed: HashMap::new(), problems: Vec::new() }
    }

    /// The parsed file; `None` where it is missing or broken, which is a problem told once.
    pub(crate) fn project_file(&mut self, path: &Path) -> Option<Arc<ProjectFile>> {
        if let Some(known) = self.parsed.get(path) {
            return known.clone();
        }
        let file = self.parse(path).map(Arc::new);
        self.parsed.insert(path.to_path_buf(), file.clone());
        file
    }

    fn parse(&mut self, path: &Path) -> Option<ProjectFile> {
        let path: Arc<Path> = path.into();
        let mut root = self.document(&path)?.root;
        if root.name != "Project" {
            let message = format!("a `Project` element is expected, not `{}`", root.name);
            self.problem(&path, root.name_range, ProblemKind::Malformed, message);
            return None;
        }
        let children = std::mem::take(&mut root.children).into_iter().map(Arc::new).collect();
        let directory = path.parent().unwrap_or(&path).to_path_buf();
        Some(ProjectFile { path, directory, root, children })
    }

    /// Reads and parses any XML file.
    pub(crate) fn document(&mut self, path: &Arc<Path>) -> Option<Document> {
        let text = self.text(path)?;
        Document::parse(&text)
            .map_err(|error| {
                let range = TextRange::new(error.offset, error.offset);
                self.problem(path, range, ProblemKind::Malformed, format!("broken XML: {error}"));
            })
            .ok()
    }

    /// Reads any file.
    pub(crate) fn text(&mut self, path: &Arc<Path>) -> Option<Arc<str>> {
        let text = self.files.read(path);
        if text.is_none() {
            self.problem(path, TextRange::default(), ProblemKind::Unreadable, "the file cannot be read".to_owned());
        }
        text
    }

    pub(crate) fn problem(&mut self, path: &Arc<Path>, range: TextRange, kind: ProblemKind, message: String) {
        self.problems.push(Problem::new(path, range, kind, message));
    }
}
