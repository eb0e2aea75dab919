//! `--exclude`: patterns as in `.gitignore`, from the working directory.

use ignore::gitignore::{Gitignore, GitignoreBuilder};
use std::path::Path;

use crate::error::Error;
use crate::paths;

/// Paths that are left out.
#[derive(Clone, Debug)]
pub(crate) struct Exclude {
    base: std::path::PathBuf,
    matcher: Gitignore,
}

impl Exclude {
    /// Patterns that start at `base`.
    pub(crate) fn new(base: &Path, globs: &[String]) -> Result<Exclude, Error> {
        let wrong = |glob: &str, error: &ignore::Error| Error::Glob { glob: glob.to_owned(), why: reason(error) };
        let mut builder = GitignoreBuilder::new(base);
        for glob in globs {
            // `./x` is how a shell completes `x` here.
            let line = glob.strip_prefix("./").map_or_else(|| glob.clone(), |rest| format!("/{rest}"));
            builder.add_line(None, &line).map_err(|error| wrong(glob, &error))?;
        }
        let matcher = builder.build().map_err(|error| wrong(&globs.join(" "), &error))?;
        Ok(Exclude { base: base.to_path_buf(), matcher })
    }

    /// Whether a path, met while its parents were looked at already, is left out.
    pub(crate) fn matches(&self, path: &Path, is_directory: bool) -> bool {
        !self.matcher.is_empty() && self.matcher.matched(paths::relative(&self.base, path), is_directory).is_ignore()
    }

    /// Whether a path or a directory above it is left out.
    pub(crate) fn matches_with_parents(&self, path: &Path, is_directory: bool) -> bool {
        if self.matcher.is_empty() {
            return false;
        }
        let relative = paths::relative(&self.base, path);
        let relative = Path::new(&relative);
        if relative.has_root() {
            return self.matcher.matched(relative, is_directory).is_ignore();
        }
        self.matcher.matched_path_or_any_parents(relative, is_directory).is_ignore()
    }
}

fn reason(error: &ignore::Error) -> String {
    match error {
        ignore::Error::Glob { err, .. } => err.clone(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn excludes(globs: &[&str], path: &str) -> bool {
        let globs: Vec<String> = globs.iter().map(ToString::to_string).collect();
        Exclude::new(Path::new("/w"), &globs).unwrap().matches_with_parents(Path::new(path), false)
    }

    #[test]
    fn patterns_are_those_of_gitignore() {
        assert!(excludes(&["Generated/"], "/w/src/Generated/A.cs"));
        assert!(excludes(&["/src"], "/w/src/A.cs") && !excludes(&["/src"], "/w/a/src/A.cs"));
        assert!(excludes(&["./src/"], "/w/src/A.cs") && !excludes(&["./src/"], "/w/a/src/A.cs"));
        assert!(excludes(&["*.g.cs"], "/w/a/b.g.cs") && !excludes(&["*.g.cs"], "/w/a/b.cs"));
        assert!(excludes(&["a/**/x.cs"], "/w/a/b/c/x.cs"));
        assert!(!excludes(&["*.cs", "!keep.cs"], "/w/keep.cs"));
        assert!(excludes(&["*.cs"], "/other/keep.cs"), "floating patterns hold outside the working directory too");
    }

    #[test]
    fn a_broken_pattern_is_named() {
        let error = Exclude::new(Path::new("/w"), &["[z-a]".to_owned()]).unwrap_err();
        assert!(error.to_string().starts_with("--exclude [z-a]: "), "{error}");
    }
}
