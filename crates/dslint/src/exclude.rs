//! Paths to leave out: patterns as in `.gitignore`, from the directory of a settings file and from the working directory.

use ignore::Match;
use ignore::gitignore::{Gitignore, GitignoreBuilder, Glob};
use std::path::{Path, PathBuf};

use crate::paths;

/// Paths that are left out.
#[derive(Clone, Debug, Default)]
pub(crate) struct Exclude {
    /// The last one that says something about a path decides.
    layers: Vec<Layer>,
}

/// Patterns that start at the same directory.
#[derive(Clone, Debug)]
struct Layer {
    base: PathBuf,
    matcher: Gitignore,
}

/// A pattern that is none.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("{glob}: {why}")]
pub(crate) struct WrongGlob {
    /// The pattern.
    pub(crate) glob: String,
    /// What is wrong with it.
    pub(crate) why: String,
}

impl Exclude {
    /// Patterns that start at `base`.
    pub(crate) fn new(base: &Path, globs: &[String]) -> Result<Exclude, WrongGlob> {
        let wrong = |glob: &str, error: &ignore::Error| WrongGlob { glob: glob.to_owned(), why: reason(error) };
        let mut builder = GitignoreBuilder::new(base);
        for glob in globs {
            // `./x` is how a shell completes `x` here.
            let line = glob.strip_prefix("./").map_or_else(|| glob.clone(), |rest| format!("/{rest}"));
            builder.add_line(None, &line).map_err(|error| wrong(glob, &error))?;
        }
        let matcher = builder.build().map_err(|error| wrong(&globs.join(" "), &error))?;
        Ok(Exclude { layers: vec![Layer { base: base.to_path_buf(), matcher }] })
    }

    /// These patterns, and then others.
    pub(crate) fn and_then(mut self, later: Exclude) -> Exclude {
        self.layers.extend(later.layers);
        self
    }

    /// Whether a path, met while its parents were looked at already, is left out.
    pub(crate) fn matches(&self, path: &Path, is_directory: bool) -> bool {
        self.decide(|layer| layer.matcher.matched(paths::relative(&layer.base, path), is_directory))
    }

    /// Whether a path or a directory above it is left out.
    pub(crate) fn matches_with_parents(&self, path: &Path, is_directory: bool) -> bool {
        self.decide(|layer| {
            let relative = paths::relative(&layer.base, path);
            let relative = Path::new(&relative);
            match relative.has_root() {
                true => layer.matcher.matched(relative, is_directory),
                false => layer.matcher.matched_path_or_any_parents(relative, is_directory),
            }
        })
    }

    fn decide<'l>(&'l self, matched: impl Fn(&'l Layer) -> Match<&'l Glob>) -> bool {
        let layers = self.layers.iter().rev().filter(|layer| !layer.matcher.is_empty());
        layers.map(matched).find(|found| !found.is_none()).is_some_and(|found| found.is_ignore())
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
        assert!(error.glob == "[z-a]" && !error.why.is_empty(), "{error:?}");
    }

    #[test]
    fn later_patterns_decide() {
        let of = |base: &str, glob: &str| Exclude::new(Path::new(base), &[glob.to_owned()]).unwrap();
        let both = of("/w", "*.g.cs").and_then(of("/w/src", "!/keep.g.cs"));
        let matches = |path: &str| both.matches_with_parents(Path::new(path), false);
        assert!(matches("/w/a.g.cs") && matches("/w/src/a.g.cs") && matches("/w/keep.g.cs"));
        assert!(!matches("/w/src/keep.g.cs") && !matches("/w/src/a.cs"));
        assert!(!Exclude::default().matches(Path::new("/w/a.cs"), false));
    }
}
