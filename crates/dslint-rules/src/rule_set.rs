//! All rules, by code and by name.

use std::sync::OnceLock;

use crate::page::{Author, PageError, read_page};
use crate::rule::Rule;

include!(concat!(env!("OUT_DIR"), "/pages.rs"));

/// A set of rules in the order of their codes.
#[derive(Debug, Clone, Default)]
pub struct RuleSet {
    rules: Vec<Rule>,
}

/// What is wrong with the pages: one error for each wrong page.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
pub struct PageErrors(pub Vec<PageError>);

impl RuleSet {
    /// The embedded rules, read once. A wrong page fails the tests, so that the error never shows in a release.
    pub fn embedded() -> Result<&'static RuleSet, &'static PageErrors> {
        static RULES: OnceLock<Result<RuleSet, PageErrors>> = OnceLock::new();
        RULES.get_or_init(|| RuleSet::from_pages(RuleSet::embedded_pages())).as_ref()
    }

    /// Path (from the root of the repository) and text of every embedded page.
    pub fn embedded_pages() -> impl Iterator<Item = (&'static str, &'static str)> {
        PAGES.iter().copied()
    }

    /// Reads dslint's own pages, given as path and text.
    pub fn from_pages<'a>(pages: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<RuleSet, PageErrors> {
        RuleSet::default().joined(pages, Author::Dslint)
    }

    /// These rules and those of pages that a team wrote for itself, given as path and text.
    ///
    /// # Errors
    /// Wrong pages; also those whose code is one of dslint's, whose name is taken, or that name a check written in code.
    pub fn with_team_pages<'a>(
        &self,
        pages: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Result<RuleSet, PageErrors> {
        self.clone().joined(pages, Author::Team)
    }

    fn joined<'a>(
        self,
        pages: impl IntoIterator<Item = (&'a str, &'a str)>,
        author: Author,
    ) -> Result<RuleSet, PageErrors> {
        let mut rules = self.rules;
        let mut errors = Vec::new();
        for (path, text) in pages {
            match read_page(path, text, author) {
                Ok(rule) => {
                    let twin = rules.iter().find(|known| known.code == rule.code || known.name == rule.name);
                    match twin {
                        Some(twin) => errors.push(PageError::at_start(
                            path,
                            format!("{} `{}` is also the rule of {}", rule.code, rule.name, twin.page.path),
                        )),
                        None => rules.push(rule),
                    }
                }
                Err(error) => errors.push(error),
            }
        }
        if !errors.is_empty() {
            return Err(PageErrors(errors));
        }
        rules.sort_by(|left, right| left.code.cmp(&right.code));
        Ok(RuleSet { rules })
    }

    /// The rule of a code.
    pub fn by_code(&self, code: &str) -> Option<&Rule> {
        self.rules.iter().find(|rule| rule.code.as_str().eq_ignore_ascii_case(code))
    }

    /// The rule of a name.
    pub fn by_name(&self, name: &str) -> Option<&Rule> {
        self.rules.iter().find(|rule| rule.name.as_str() == name)
    }

    /// The rule of a code or a name.
    pub fn find(&self, code_or_name: &str) -> Option<&Rule> {
        self.by_code(code_or_name).or_else(|| self.by_name(code_or_name))
    }

    /// All rules, in the order of their codes.
    pub fn iter(&self) -> std::slice::Iter<'_, Rule> {
        self.rules.iter()
    }

    /// The number of rules.
    pub fn len(&self) -> usize {
        self.rules.len()
    }

    /// Whether there is no rule.
    pub fn is_empty(&self) -> bool {
        self.rules.is_empty()
    }
}

impl<'a> IntoIterator for &'a RuleSet {
    type Item = &'a Rule;
    type IntoIter = std::slice::Iter<'a, Rule>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}
