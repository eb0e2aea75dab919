//! Rule pages that a team wrote for itself: read, checked like dslint's own, and joined with them.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use dslint_linter::{Reader as _, SourceFile};
use dslint_rules::{PageError, PageErrors, RuleSet};
use dslint_syntax::text::{SourceText, TextRange};

use super::mistake::{Checked, Mistakes};
use crate::disk::{Disk, reason};
use crate::paths;

/// Why there are no rules in a directory.
pub(crate) enum NoRules {
    /// The directory, or a file in it, cannot be read, or holds no page.
    Folder(String),
    /// Pages are wrong.
    Pages(Vec<Mistakes>),
}

/// The pages of a directory: its `*.md` files without a `README.md`, sorted by name; none of those in directories below.
pub(crate) fn load(
    built_in: &'static RuleSet,
    folder: &Path,
    working_directory: &Path,
) -> Result<&'static RuleSet, NoRules> {
    let shown = |path: &Path| paths::relative(working_directory, path);
    let unreadable = |path: &Path, why: &str| NoRules::Folder(format!("cannot read {}: {why}", shown(path)));
    let real = paths::real(folder).map_err(|error| unreadable(folder, &reason(&error)))?;
    let mut files = Vec::new();
    for path in pages(&real).map_err(|error| unreadable(folder, &reason(&error)))? {
        let bytes = Disk.read(&path).map_err(|error| unreadable(&path, &reason(&error)))?;
        let text = SourceText::decode(bytes).map_err(|error| unreadable(&path, &error.to_string()))?;
        files.push(Arc::new(SourceFile::new(path, Arc::from(text.text), text.encoding)));
    }
    if files.is_empty() {
        return Err(NoRules::Folder(format!("there is no rule page (*.md) in {}", shown(&real))));
    }
    let pages: Vec<(String, Arc<SourceFile>)> = files.into_iter().map(|file| (shown(&file.path), file)).collect();
    joined(built_in, &pages).map_err(|errors| NoRules::Pages(mistakes(errors, &pages, working_directory)))
}

fn pages(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut pages = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        let is_page = path.extension().is_some_and(|extension| extension == "md")
            && !path.file_name().is_some_and(|name| name.eq_ignore_ascii_case("README.md"));
        if is_page {
            pages.push(path);
        }
    }
    pages.sort();
    Ok(pages)
}

/// Path and text of pages.
type Texts = Vec<(String, String)>;

/// Findings, plans and reports hold rules by `&'static` reference, because dslint's own are part of the program. So these are
/// kept for the life of the process, too. Whoever asks again for the same pages gets the same rules, so that a process that
/// reads its settings many times grows with the edits of the pages and not with the time it runs.
fn joined(built_in: &'static RuleSet, pages: &[(String, Arc<SourceFile>)]) -> Result<&'static RuleSet, PageErrors> {
    static KNOWN: Mutex<Vec<(Texts, &'static RuleSet)>> = Mutex::new(Vec::new());
    let texts: Texts = pages.iter().map(|(path, file)| (path.clone(), file.text.to_string())).collect();
    let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((_, rules)) = known.iter().find(|(pages, _)| *pages == texts) {
        return Ok(rules);
    }
    let rules = built_in.with_team_pages(texts.iter().map(|(path, text)| (path.as_str(), text.as_str())))?;
    let rules: &'static RuleSet = Box::leak(Box::new(rules));
    known.push((texts, rules));
    Ok(rules)
}

fn mistakes(errors: PageErrors, pages: &[(String, Arc<SourceFile>)], working_directory: &Path) -> Vec<Mistakes> {
    let mistake = |error: PageError| {
        let (_, file) = pages.iter().find(|(path, _)| *path == error.path)?;
        let mut checked = Checked::new(Arc::clone(file), working_directory);
        let range = range(file, &error);
        checked.wrong(range, error.message, None);
        checked.finish(Vec::new()).err()
    };
    errors.0.into_iter().filter_map(mistake).collect()
}

/// From the place of an error to the end of its line.
fn range(file: &SourceFile, error: &PageError) -> TextRange {
    let Some(line) = u32::try_from(error.line).ok().and_then(|line| file.lines().line_range(&file.text, line)) else {
        return TextRange::default();
    };
    let text = file.text.get(line.usize()).unwrap_or_default();
    let before: usize = text.chars().take(error.column.saturating_sub(1)).map(char::len_utf8).sum();
    let end = text.trim_end().len().max(before);
    TextRange::from_usize(line.start as usize + before, line.start as usize + end)
}
