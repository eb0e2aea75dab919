//! Mistakes in settings files and in rule pages of teams: all of them are told, each with its place.

use std::path::Path;
use std::sync::Arc;

use dslint_linter::SourceFile;
use dslint_syntax::text::TextRange;

use crate::paths;
use crate::report::mistake;

/// Something wrong in a file.
#[derive(Clone, Debug)]
pub(crate) struct Mistake {
    /// The file.
    file: Arc<SourceFile>,
    /// How it is called.
    path: String,
    /// The bytes of its decoded text.
    range: TextRange,
    /// What is wrong.
    message: String,
    /// What would be right.
    help: Option<String>,
}

impl Mistake {
    /// `dslint.toml:3:1: unknown key …`
    fn line(&self) -> String {
        let start = self.file.position(self.range).0;
        format!("{}:{}:{}: {}", self.path, start.line, start.column, self.message)
    }
}

/// Mistakes in files, in the order of their places.
#[derive(Clone, Debug)]
pub(crate) struct Mistakes(Vec<Mistake>);

impl std::fmt::Display for Mistakes {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&self.0.iter().map(Mistake::line).collect::<Vec<_>>().join("\n"))
    }
}

impl Mistakes {
    /// All of them, with their lines, for a terminal.
    pub(crate) fn excerpts(&self) -> String {
        let excerpt = |it: &Mistake| {
            mistake::render(&it.file, &it.path, it.range, &it.message, it.help.as_deref())
                // The text alone says it too.
                .unwrap_or_else(|_| format!("error: {}\n", it.line()))
        };
        self.0.iter().map(excerpt).collect()
    }
}

/// A file that is read, and what was found wrong in it.
#[derive(Debug)]
pub(crate) struct Checked {
    pub(crate) file: Arc<SourceFile>,
    path: String,
    mistakes: Vec<Mistake>,
}

impl Checked {
    /// A file, called by its path from the working directory.
    pub(crate) fn new(file: Arc<SourceFile>, working_directory: &Path) -> Checked {
        let path = paths::relative(working_directory, &file.path);
        Checked { file, path, mistakes: Vec::new() }
    }

    /// Notes something wrong.
    pub(crate) fn wrong(&mut self, range: TextRange, message: impl Into<String>, help: Option<String>) {
        let (file, path) = (Arc::clone(&self.file), self.path.clone());
        self.mistakes.push(Mistake { file, path, range, message: message.into(), help });
    }

    /// Nothing, or what is wrong, also in other files.
    pub(crate) fn finish(mut self, others: Vec<Mistakes>) -> Result<(), Mistakes> {
        self.mistakes.sort_by_key(|mistake| mistake.range);
        let mistakes: Vec<Mistake> = self.mistakes.into_iter().chain(others.into_iter().flat_map(|it| it.0)).collect();
        if mistakes.is_empty() { Ok(()) } else { Err(Mistakes(mistakes)) }
    }
}
