//! Places of files that were not read for findings: project files, and model snapshots.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use dslint_linter::{Label, Reader as _, SourceFile, Sources};
use dslint_project::Location;
use dslint_syntax::text::{SourceText, TextRange};

use super::view::Place;
use crate::disk::Disk;
use crate::paths;

/// Resolves places.
pub(super) struct Places<'a> {
    sources: &'a Sources,
    working_directory: &'a Path,
    files: RefCell<BTreeMap<PathBuf, Option<Arc<SourceFile>>>>,
}

impl<'a> Places<'a> {
    /// Paths are told from the working directory.
    pub(super) fn new(sources: &'a Sources, working_directory: &'a Path) -> Places<'a> {
        Places { sources, working_directory, files: RefCell::default() }
    }

    pub(super) fn path(&self, path: &Path) -> String {
        paths::relative(self.working_directory, path)
    }

    /// The place of a label.
    pub(super) fn label(&self, label: &Label) -> Place {
        self.place(self.sources.get(label.source), label.range)
    }

    /// The place in a project file, and what stands there. `None` where the file is gone meanwhile.
    pub(super) fn location(&self, at: &Location) -> Option<(Place, String)> {
        let file = self.file(&at.path)?;
        let text = file.text.get(at.range.start as usize..at.range.end as usize)?.to_owned();
        Some((self.place(&file, at.range), text))
    }

    /// The text of a file.
    pub(super) fn text(&self, path: &Path) -> Option<Arc<str>> {
        self.file(path).map(|file| Arc::clone(&file.text))
    }

    fn place(&self, file: &SourceFile, range: TextRange) -> Place {
        let (start, end) = file.position(range);
        Place {
            path: self.path(&file.path),
            line: start.line,
            column: start.column,
            end_line: end.line,
            end_column: end.column,
        }
    }

    fn file(&self, path: &Path) -> Option<Arc<SourceFile>> {
        let read = || {
            let text = SourceText::decode(Disk.read(path).ok()?).ok()?;
            Some(Arc::new(SourceFile::new(path.to_path_buf(), Arc::from(text.text), text.encoding)))
        };
        self.files.borrow_mut().entry(path.to_path_buf()).or_insert_with(read).clone()
    }
}
