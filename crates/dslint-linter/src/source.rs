//! The files of a run: what kind each is, and the texts that findings point into.

use dslint_syntax::text::{Encoding, LineColumn, LineIndex, TextRange};
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

/// Names a file of a run.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct SourceId(pub u32);

/// What a file is for the analysis.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum SourceKind {
    /// `.cs`
    CSharp,
    /// `.cshtml`, `.razor`
    Razor,
    /// `.csproj`, `.props`, `.targets`, `packages.config` and the like
    MsBuild,
    /// `.sln`, `.slnx`, `.slnf`
    Solution,
    /// `packages.lock.json`, `project.assets.json`
    LockFile,
    /// Other `.json` files, and `.yaml`, `.yml`: settings of the host, of collectors and dashboards
    Settings,
    /// `.sql`
    Sql,
}

impl SourceKind {
    /// The kind of a file by its name; none for a file that no rule looks at.
    pub fn of(path: &Path) -> Option<SourceKind> {
        let name = path.file_name()?.to_str()?.to_ascii_lowercase();
        let extension = name.rsplit_once('.').map(|(_, extension)| extension).unwrap_or_default();
        match (name.as_str(), extension) {
            (_, "cs") => Some(SourceKind::CSharp),
            (_, "cshtml" | "razor") => Some(SourceKind::Razor),
            ("packages.config", _) | (_, "csproj" | "fsproj" | "vbproj" | "props" | "targets") => {
                Some(SourceKind::MsBuild)
            }
            (_, "sln" | "slnx" | "slnf") => Some(SourceKind::Solution),
            // It quotes lines of the others.
            ("dslint-baseline.json", _) => None,
            ("packages.lock.json" | "project.assets.json", _) => Some(SourceKind::LockFile),
            (_, "json" | "yaml" | "yml") => Some(SourceKind::Settings),
            (_, "sql") => Some(SourceKind::Sql),
            _ => None,
        }
    }
}

/// Reads files for the analysis, which does no IO of its own.
pub trait Reader: Sync {
    /// The bytes of a file.
    ///
    /// # Errors
    /// Whatever the file system says; it is reported for that file and the run goes on.
    fn read(&self, path: &Path) -> std::io::Result<Vec<u8>>;

    /// Whether there is such a file.
    fn is_file(&self, path: &Path) -> bool;
}

/// A decoded file that a report may point into.
#[derive(Debug)]
pub struct SourceFile {
    /// Its absolute path.
    pub path: PathBuf,
    /// Its text.
    pub text: Arc<str>,
    /// How its bytes were encoded.
    pub encoding: Encoding,
    lines: OnceLock<LineIndex>,
}

impl SourceFile {
    /// A file of a run.
    pub fn new(path: PathBuf, text: Arc<str>, encoding: Encoding) -> Self {
        Self { path, text, encoding, lines: OnceLock::new() }
    }

    /// Where its lines begin.
    pub fn lines(&self) -> &LineIndex {
        self.lines.get_or_init(|| LineIndex::new(&self.text))
    }

    /// First and last position of a range.
    pub fn position(&self, range: TextRange) -> (LineColumn, LineColumn) {
        (self.lines().line_column(&self.text, range.start), self.lines().line_column(&self.text, range.end))
    }
}

/// The files that a report may point into, sorted by path.
#[derive(Debug, Default)]
pub struct Sources {
    files: Vec<SourceFile>,
}

impl Sources {
    /// Adds a file.
    pub fn add(&mut self, file: SourceFile) -> SourceId {
        self.files.push(file);
        SourceId(self.files.len() as u32 - 1)
    }

    /// The file of an id.
    pub fn get(&self, id: SourceId) -> &SourceFile {
        &self.files[id.0 as usize]
    }

    /// All files with their ids.
    pub fn iter(&self) -> impl Iterator<Item = (SourceId, &SourceFile)> {
        self.files.iter().enumerate().map(|(index, file)| (SourceId(index as u32), file))
    }
}
