//! Which files may hold suppressions, found while they are read anyway.

use super::{code, comment, no_warn};
use crate::source::{Reader, SourceKind};
use dslint_project::ProjectId;
use dslint_rules::RuleSet;
use dslint_syntax::text::SourceText;
use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

/// A file that may hold suppressions.
pub(crate) struct Marked {
    pub(crate) path: PathBuf,
    /// The projects that it is part of.
    pub(crate) owners: Vec<ProjectId>,
    pub(crate) text: SourceText,
}

/// Whether the bytes of a file may hold a suppression.
pub(crate) fn is_marked(bytes: &[u8], rules: &RuleSet) -> bool {
    // UTF-16 hides every word from a byte scan.
    if matches!(bytes.get(..2), Some([0xFF, 0xFE] | [0xFE, 0xFF])) {
        return SourceText::decode(bytes.to_vec()).is_ok_and(|source| is_marked(source.text.as_bytes(), rules));
    }
    comment::is_mentioned(bytes) || has_pragma(bytes, rules)
}

/// Whether the bytes of a file may hold a suppressing attribute: then it has to be parsed, be it only for that.
pub(crate) fn has_attributes(bytes: &[u8], rules: &RuleSet) -> bool {
    if matches!(bytes.get(..2), Some([0xFF, 0xFE] | [0xFE, 0xFF])) {
        return SourceText::decode(bytes.to_vec()).is_ok_and(|source| has_attributes(source.text.as_bytes(), rules));
    }
    memchr::memmem::find(bytes, b"SuppressMessage").is_some() && code::is_mentioned(bytes, rules)
}

/// Whether a `#pragma warning` in the bytes may be about codes of ours.
fn has_pragma(bytes: &[u8], rules: &RuleSet) -> bool {
    memchr::memmem::find_iter(bytes, b"pragma").any(|at| {
        let rest = &bytes[at + b"pragma".len()..];
        let line = &rest[..memchr::memchr2(b'\n', b'\r', rest).unwrap_or(rest.len())];
        let Some(said) = line.trim_ascii().strip_prefix(b"warning") else { return false };
        let said = said.trim_ascii_start();
        let codes = said.strip_prefix(b"disable").or_else(|| said.strip_prefix(b"restore"));
        codes
            .map(|codes| codes.trim_ascii_start())
            .is_some_and(|codes| codes.is_empty() || codes.starts_with(b"//") || code::is_mentioned(codes, rules))
    })
}

/// A reader that keeps project files with suppressions, so that nothing is read twice.
pub(crate) struct Recorder<'r> {
    reader: &'r dyn Reader,
    rules: &'static RuleSet,
    kept: Mutex<BTreeMap<PathBuf, Vec<u8>>>,
}

impl<'r> Recorder<'r> {
    pub(crate) fn new(reader: &'r dyn Reader, rules: &'static RuleSet) -> Self {
        Self { reader, rules, kept: Mutex::default() }
    }

    /// The project files, with the projects that they are part of.
    pub(crate) fn marked(self, workspace: &dslint_project::Workspace) -> Vec<Marked> {
        let kept = self.kept.into_inner().unwrap_or_default();
        let marked = |(path, bytes): (PathBuf, Vec<u8>)| {
            let text = SourceText::decode(bytes).ok()?;
            let projects = workspace.projects.iter();
            let owners = projects.filter(|project| project.path == path || project.inputs.contains(&path));
            Some(Marked { owners: owners.map(|project| project.id).collect(), path, text })
        };
        kept.into_iter().filter_map(marked).collect()
    }
}

impl Reader for Recorder<'_> {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        let bytes = self.reader.read(path)?;
        if SourceKind::of(path) == Some(SourceKind::MsBuild)
            && (is_marked(&bytes, self.rules) || no_warn::is_mentioned(&bytes, self.rules))
            && let Ok(mut kept) = self.kept.lock()
        {
            kept.insert(path.to_path_buf(), bytes.clone());
        }
        Ok(bytes)
    }

    fn is_file(&self, path: &Path) -> bool {
        self.reader.is_file(path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_in_any_encoding() {
        let rules = RuleSet::embedded().unwrap();
        assert!(is_marked(b"// dslint: ignore[DS7302]", rules));
        assert!(is_marked(b"// DSLINT ignore[DS7302]", rules));
        assert!(!is_marked(b"// dslint", rules));
        assert!(is_marked(b"#pragma warning disable DS7302 // x\n", rules));
        assert!(is_marked(b"#pragma  warning restore\r\n", rules));
        assert!(!is_marked(b"#pragma warning disable CS0618\n// DS7302", rules));
        let utf16: Vec<u8> =
            [0xFF, 0xFE].into_iter().chain("// dslint: x".encode_utf16().flat_map(u16::to_le_bytes)).collect();
        assert!(is_marked(&utf16, rules));
        assert!(has_attributes(b"[assembly: SuppressMessage(\"Upgrade\", \"DS7302:title\")]", rules));
        assert!(!has_attributes(b"[assembly: SuppressMessage(\"Design\", \"CA1031\")]", rules));
    }
}
