//! The documents that are open in the editor, and the view of the file system with their texts on top.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use dslint_linter::Reader;
use dslint_syntax::text::{LineIndex, SourceText};
use gen_lsp_types::{TextDocumentContentChangeEvent, Uri};

use super::position::Counting;
use crate::disk::Disk;

/// An open document.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Document {
    /// As the client names it.
    pub(crate) uri: Uri,
    pub(crate) version: i32,
    pub(crate) text: Arc<str>,
}

/// The open documents by the real paths of their files.
#[derive(Debug, Default)]
pub(crate) struct Documents(BTreeMap<PathBuf, Document>);

impl Documents {
    /// The document of a file, if it is open.
    pub(crate) fn get(&self, path: &Path) -> Option<&Document> {
        self.0.get(path)
    }

    pub(crate) fn open(&mut self, path: PathBuf, document: Document) {
        self.0.insert(path, document);
    }

    pub(crate) fn close(&mut self, path: &Path) -> Option<Document> {
        self.0.remove(path)
    }

    /// Applies changes one after the other. `false` for a document that is not open.
    pub(crate) fn change(
        &mut self,
        path: &Path,
        version: i32,
        changes: Vec<TextDocumentContentChangeEvent>,
        counting: Counting,
    ) -> bool {
        let Some(document) = self.0.get_mut(path) else { return false };
        let text = changes.into_iter().fold(document.text.to_string(), |text, change| apply(text, change, counting));
        document.text = Arc::from(text);
        document.version = version;
        true
    }

    /// Paths of the open documents.
    pub(crate) fn paths(&self) -> impl Iterator<Item = &PathBuf> {
        self.0.keys()
    }

    /// The texts as they are now, over the disk.
    pub(crate) fn overlay(&self) -> Overlay {
        Overlay(self.0.iter().map(|(path, document)| (path.clone(), Arc::clone(&document.text))).collect())
    }

    /// The text of a file as the editor would show it.
    pub(crate) fn text(&self, path: &Path) -> Option<Arc<str>> {
        match self.get(path) {
            Some(document) => Some(Arc::clone(&document.text)),
            None => on_disk(path),
        }
    }
}

/// The text of a file as it is saved.
pub(crate) fn on_disk(path: &Path) -> Option<Arc<str>> {
    let bytes = Reader::read(&Disk, path).ok()?;
    SourceText::decode(bytes).ok().map(|source| Arc::from(source.text))
}

fn apply(mut text: String, change: TextDocumentContentChangeEvent, counting: Counting) -> String {
    match change {
        TextDocumentContentChangeEvent::TextDocumentContentChangeWholeDocument(whole) => whole.text,
        TextDocumentContentChangeEvent::TextDocumentContentChangePartial(part) => {
            let lines = LineIndex::new(&text);
            let start = counting.offset(&text, &lines, part.range.start) as usize;
            let end = counting.offset(&text, &lines, part.range.end) as usize;
            text.replace_range(start..end.max(start), &part.text);
            text
        }
    }
}

/// The file system with the texts of open documents on top.
#[derive(Clone, Debug, Default)]
pub(crate) struct Overlay(BTreeMap<PathBuf, Arc<str>>);

impl Overlay {
    /// The files that are open.
    pub(crate) fn paths(&self) -> impl Iterator<Item = &PathBuf> {
        self.0.keys()
    }
}

impl Reader for Overlay {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        match self.0.get(path) {
            Some(text) => Ok(text.as_bytes().to_vec()),
            None => Reader::read(&Disk, path),
        }
    }

    fn is_file(&self, path: &Path) -> bool {
        self.0.contains_key(path) || Reader::is_file(&Disk, path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use gen_lsp_types::{Position, Range, TextDocumentContentChangePartial};

    fn part(start: (u32, u32), end: (u32, u32), text: &str) -> TextDocumentContentChangeEvent {
        let position = |(line, character)| Position { line, character };
        let range = Range { start: position(start), end: position(end) };
        let mut change = TextDocumentContentChangePartial::default();
        (change.range, change.text) = (range, text.to_owned());
        TextDocumentContentChangeEvent::TextDocumentContentChangePartial(change)
    }

    fn changed(text: &str, changes: Vec<TextDocumentContentChangeEvent>) -> String {
        let mut documents = Documents::default();
        let path = Path::new("/w/A.cs");
        let document = Document { uri: Uri("file:///w/A.cs".to_owned()), version: 1, text: Arc::from(text) };
        documents.open(path.to_path_buf(), document);
        assert!(documents.change(path, 2, changes, Counting::Utf16));
        documents.get(path).unwrap().text.to_string()
    }

    #[test]
    fn changes_build_on_one_another() {
        let changes = vec![part((1, 0), (1, 0), "x😀"), part((1, 3), (1, 4), "y"), part((0, 1), (1, 1), "")];
        assert_eq!(changed("a\nb\n", changes), "a😀y\n");
    }

    #[test]
    fn a_range_that_is_none_destroys_nothing() {
        assert_eq!(changed("ab", vec![part((0, 2), (0, 1), "x")]), "abx");
        assert_eq!(changed("ab", vec![part((7, 0), (9, 0), "x")]), "abx");
    }

    #[test]
    fn open_texts_lie_over_the_disk() {
        let guard = tempfile::tempdir().unwrap();
        let [open, saved] = ["Open.cs", "Saved.cs"].map(|name| guard.path().join(name));
        std::fs::write(&open, "old").unwrap();
        std::fs::write(&saved, "saved").unwrap();
        let mut documents = Documents::default();
        let document = Document { uri: Uri(String::new()), version: 1, text: Arc::from("new") };
        documents.open(open.clone(), document);
        let overlay = documents.overlay();
        assert_eq!(Reader::read(&overlay, &open).unwrap(), b"new");
        assert_eq!(Reader::read(&overlay, &saved).unwrap(), b"saved");
        assert_eq!(on_disk(&open).as_deref(), Some("old"));
    }
}
