//! What several integration tests need.
#![allow(dead_code, reason = "each test binary uses a part")]

use dslint_linter::Reader;
use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

/// Files in memory, below `/ws`.
pub(crate) struct Memory(BTreeMap<PathBuf, String>);

impl Memory {
    pub(crate) fn new<'f>(files: impl IntoIterator<Item = (&'f str, &'f str)>) -> Self {
        Self(files.into_iter().map(|(name, text)| (Path::new("/ws").join(name), text.to_owned())).collect())
    }

    pub(crate) fn paths(&self) -> Vec<PathBuf> {
        self.0.keys().cloned().collect()
    }

    pub(crate) fn text(&self, path: &Path) -> &str {
        self.0.get(path).map_or("", String::as_str)
    }

    pub(crate) fn insert(&mut self, path: &Path, text: &str) {
        self.0.insert(path.to_owned(), text.to_owned());
    }
}

impl Reader for Memory {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        self.0.get(path).map(|text| text.clone().into_bytes()).ok_or_else(|| io::ErrorKind::NotFound.into())
    }

    fn is_file(&self, path: &Path) -> bool {
        self.0.contains_key(path)
    }
}
