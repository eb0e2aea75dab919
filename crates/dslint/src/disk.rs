//! The file system as the analysis and the project model see it: plain files of a sane size, nothing else.

use std::fs;
use std::io;
use std::path::Path;
use std::sync::Arc;

use dslint_linter::Reader;
use dslint_project::Files;
use dslint_syntax::text::SourceText;

/// Nobody writes such a file; what is larger is data or an attack.
pub(crate) const LARGEST: u64 = 64 * 1024 * 1024;

/// Reads from the disk.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Disk;

impl Reader for Disk {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        let worded = |error: io::Error| io::Error::new(error.kind(), reason(&error));
        let metadata = fs::metadata(path).map_err(worded)?;
        if !metadata.is_file() {
            // A pipe would block for ever.
            return Err(io::Error::other("not a regular file"));
        }
        if metadata.len() > LARGEST {
            return Err(io::Error::other("larger than 64 MiB"));
        }
        fs::read(path).map_err(worded)
    }

    fn is_file(&self, path: &Path) -> bool {
        path.is_file()
    }
}

impl Files for Disk {
    fn read(&self, path: &Path) -> Option<Arc<str>> {
        let bytes = Reader::read(self, path).ok()?;
        SourceText::decode(bytes).ok().map(|source| source.text.into())
    }

    fn is_file(&self, path: &Path) -> bool {
        path.is_file()
    }
}

/// An error of the file system in a few words that are the same everywhere.
pub(crate) fn reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::Other => error.to_string(),
        kind => kind.to_string(),
    }
}
