//! Places as reports tell them, and the files that are read only to tell one: project files, and model snapshots.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use dslint_linter::{Reader, SourceFile};
use dslint_project::Location;
use dslint_syntax::text::{SourceText, TextRange};
use serde::Serialize;

use crate::paths;

/// A place in a file.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Place {
    pub(crate) path: String,
    pub(crate) line: u32,
    pub(crate) column: u32,
    pub(crate) end_line: u32,
    pub(crate) end_column: u32,
}

impl Place {
    /// `src/A.cs:4:10`
    pub(crate) fn text(&self) -> String {
        format!("{}:{}:{}", self.path, self.line, self.column)
    }
}

/// Resolves places.
pub(crate) struct Places<'a> {
    working_directory: &'a Path,
    reader: &'a dyn Reader,
    /// The files that were pointed into.
    files: RefCell<BTreeMap<PathBuf, Option<Arc<SourceFile>>>>,
}

impl<'a> Places<'a> {
    /// Paths are told from the working directory.
    pub(crate) fn new(working_directory: &'a Path, reader: &'a dyn Reader) -> Places<'a> {
        Places { working_directory, reader, files: RefCell::default() }
    }

    /// A path as it is told.
    pub(crate) fn path(&self, path: &Path) -> String {
        paths::relative(self.working_directory, path)
    }

    /// The place in a project file, and what stands there. `None` where the file is gone meanwhile.
    pub(crate) fn location(&self, at: &Location) -> Option<(Place, String)> {
        let file = self.file(&at.path)?;
        let text = file.text.get(at.range.start as usize..at.range.end as usize)?.to_owned();
        Some((self.of(&file, at.range), text))
    }

    /// The place in a project file. `None` where the file is gone meanwhile.
    pub(crate) fn at(&self, at: &Location) -> Option<Place> {
        Some(self.of(&*self.file(&at.path)?, at.range))
    }

    /// The text of a file.
    pub(crate) fn text(&self, path: &Path) -> Option<Arc<str>> {
        self.file(path).map(|file| Arc::clone(&file.text))
    }

    /// A range of a file.
    pub(crate) fn of(&self, file: &SourceFile, range: TextRange) -> Place {
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
            let text = SourceText::decode(self.reader.read(path).ok()?).ok()?;
            Some(Arc::new(SourceFile::new(path.to_path_buf(), Arc::from(text.text), text.encoding)))
        };
        self.files.borrow_mut().entry(path.to_path_buf()).or_insert_with(read).clone()
    }
}
