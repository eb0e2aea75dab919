//! The table of contents.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use dslint_rules::RuleSet;

use super::{DECISIONS, links};

/// Pages of docs/ that are about dslint rather than about its use. A page that is not named here is for users.
const ABOUT: [&str; 6] = [
    "docs/coverage.md",
    "docs/accuracy.md",
    "docs/architecture.md",
    "docs/releasing.md",
    "CONTRIBUTING.md",
    "rules/README.md",
];
const RULES: &str = "docs/rules.md";

/// SUMMARY.md
pub(crate) fn summary(pages: &BTreeMap<String, String>, rules: &RuleSet) -> String {
    let mut text = "# Summary\n\n[dslint](README.md)\n\n# Use\n\n".to_owned();
    let is_for_users = |path: &str| {
        path.starts_with("docs/") && !path.starts_with(DECISIONS) && path != RULES && !ABOUT.contains(&path)
    };
    let mut users: Vec<(String, &str)> =
        pages.keys().filter(|path| is_for_users(path)).map(|path| (title(pages, path), path.as_str())).collect();
    users.sort();
    for (title, path) in users {
        line(&mut text, 0, &title, path);
    }
    text.push_str("\n# Rules\n\n");
    line(&mut text, 0, &title(pages, RULES), RULES);
    for rule in rules {
        line(&mut text, 1, &format!("{} {}", rule.code, rule.name), &rule.page.path);
    }
    text.push_str("\n# About\n\n");
    for path in ABOUT {
        line(&mut text, 0, &title(pages, path), path);
    }
    let decisions = format!("{DECISIONS}/README.md");
    line(&mut text, 0, &title(pages, &decisions), &decisions);
    for path in decision_pages(pages) {
        line(&mut text, 1, &title(pages, path), path);
    }
    line(&mut text, 0, &title(pages, "CHANGELOG.md"), "CHANGELOG.md");
    text
}

/// The page that lists the decisions.
pub(crate) fn decisions(pages: &BTreeMap<String, String>) -> String {
    let mut text = "# Decisions\n\nWhy dslint is built as it is, one decision on each page.\n\n".to_owned();
    for path in decision_pages(pages) {
        line(&mut text, 0, &title(pages, path), path.rsplit('/').next().unwrap_or(path));
    }
    text
}

fn decision_pages(pages: &BTreeMap<String, String>) -> impl Iterator<Item = &str> {
    pages.keys().map(String::as_str).filter(|path| path.starts_with(DECISIONS) && !path.ends_with("/README.md"))
}

fn title(pages: &BTreeMap<String, String>, path: &str) -> String {
    let headings = pages.get(path).map(|text| links::headings(text)).unwrap_or_default();
    headings.into_iter().next().map_or_else(|| path.to_owned(), |(title, _)| title)
}

fn line(text: &mut String, depth: usize, title: &str, path: &str) {
    // Writing to a string does not fail.
    let _ = writeln!(text, "{}- [{title}]({path})", "  ".repeat(depth));
}
