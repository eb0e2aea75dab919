//! docs/coverage.md: what the upgrade guides say, statement by statement, and which page answers it. The statements stand in
//! rules/coverage.toml; the heads of the pages name those that they answer.

use dslint_rules::{Rule, RuleSet};
use serde::Deserialize;
use std::collections::BTreeSet;
use std::fmt::Write as _;

const DATA: &str = include_str!("../../../rules/coverage.toml");

/// Where all guides are listed.
pub(crate) const OVERVIEW: &str = "https://docs.duendesoftware.com/identityserver/upgrades/";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Coverage {
    guide: Vec<Guide>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Guide {
    title: String,
    url: String,
    /// The headings of its text, in their order.
    headings: Vec<String>,
    statement: Vec<Statement>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Statement {
    id: String,
    under: String,
    says: String,
    reason: Option<String>,
}

/// A guide of the product.
pub(crate) struct GuideTo {
    /// `guide 6.3 to 7.0`
    pub(crate) title: String,
    pub(crate) url: String,
}

/// The guide that leads to a release.
pub(crate) fn guide_to(release: &str) -> Option<GuideTo> {
    let coverage: Coverage = toml::from_str(DATA).ok()?;
    let guide = coverage.guide.into_iter().find(|guide| guide.title.ends_with(&format!(" to {release}")))?;
    Some(GuideTo { title: format!("guide {}", guide.title), url: guide.url })
}

/// The page, or what is wrong with rules/coverage.toml or the pages.
///
/// # Errors
/// See [`problems`].
pub(crate) fn page(rules: &RuleSet, notice: &str) -> Result<String, String> {
    let coverage: Coverage = toml::from_str(DATA).map_err(|error| format!("rules/coverage.toml: {error}"))?;
    let pages: Vec<&Rule> = rules.iter().filter(|rule| rule.is_about_releases()).collect();
    if let Some(problem) = problems(&coverage, &pages).into_iter().next() {
        return Err(problem);
    }
    let mut text = format!(
        "# What the guides say\n\n{notice}\n\nEvery statement of the upgrade guides, in our words, and where dslint answers it: by \
         rules, or by a reason why\nthere is nothing to look for.\n"
    );
    for guide in &coverage.guide {
        // Writing to a string does not fail.
        let _ = write!(text, "\n## [{}]({})\n\n| | the guide says | dslint |\n|---|---|---|\n", guide.title, guide.url);
        for statement in &guide.statement {
            let answer = match &statement.reason {
                Some(reason) => format!("nothing to check: {reason}"),
                None => links(pages.iter().filter(|rule| rule.answers.contains(&statement.id))),
            };
            let _ = writeln!(text, "| {} | {} | {answer} |", statement.id, statement.says);
        }
        let beyond = pages.iter().filter(|rule| {
            let release = rule.release().map(|(major, minor)| format!(" to {major}.{minor}"));
            rule.answers.is_empty() && release.is_some_and(|release| guide.title.ends_with(&release))
        });
        for rule in beyond {
            let _ = writeln!(text, "| | (not in the guide) {} | {} |", rule.summary, links(std::iter::once(rule)));
        }
    }
    Ok(text)
}

fn links<'r>(rules: impl Iterator<Item = &'r &'r Rule>) -> String {
    let links: Vec<String> =
        rules.map(|rule| format!("[{}](../{}) {}", rule.code, rule.page.path, rule.name)).collect();
    links.join("<br>")
}

/// What does not fit together: a statement without an answer or with two, a page that answers a statement that there is not,
/// a page of the guides that answers none, a heading without a statement.
fn problems(coverage: &Coverage, pages: &[&Rule]) -> Vec<String> {
    let mut problems = Vec::new();
    let mut ids: BTreeSet<&str> = BTreeSet::new();
    for guide in &coverage.guide {
        for heading in &guide.headings {
            if !guide.statement.iter().any(|statement| statement.under == *heading) {
                problems.push(format!("rules/coverage.toml: no statement stands under `{heading}` of {}", guide.title));
            }
        }
        for statement in &guide.statement {
            let id = statement.id.as_str();
            if !ids.insert(id) {
                problems.push(format!("rules/coverage.toml: `{id}` is there twice"));
            }
            if !guide.headings.contains(&statement.under) {
                problems.push(format!("rules/coverage.toml: {} has no heading `{}`", guide.title, statement.under));
            }
            let is_answered = pages.iter().any(|page| page.answers.contains(&statement.id));
            match (&statement.reason, is_answered) {
                (None, false) => problems.push(format!("rules/coverage.toml: `{id}` has no page and no reason")),
                (Some(_), true) => problems.push(format!("rules/coverage.toml: `{id}` has a page and a reason")),
                _ => {}
            }
        }
    }
    for page in pages {
        for id in page.answers.iter().filter(|id| !ids.contains(id.as_str())) {
            problems.push(format!("{}: answers `{id}`, which is not in rules/coverage.toml", page.page.path));
        }
        if page.is_in_guide && page.answers.is_empty() {
            problems.push(format!("{}: answers no statement of a guide; say `guide = false`", page.page.path));
        }
    }
    problems
}

#[cfg(test)]
mod tests {
    use super::*;

    fn coverage() -> Coverage {
        toml::from_str(DATA).unwrap()
    }

    fn pages() -> Vec<&'static Rule> {
        RuleSet::embedded().unwrap().iter().filter(|rule| rule.is_about_releases()).collect()
    }

    #[test]
    fn every_statement_has_an_answer_and_every_page_a_statement() {
        assert_eq!(problems(&coverage(), &pages()), Vec::<String>::new());
        let page = page(RuleSet::embedded().unwrap(), "").unwrap();
        for rule in pages() {
            assert!(page.contains(rule.code.as_str()), "{} is not on docs/coverage.md", rule.code);
        }
    }

    #[test]
    fn what_does_not_fit_is_told() {
        let mut without = coverage();
        without.guide[0].statement.retain(|it| it.id != "6.3/schema");
        let told = problems(&without, &pages());
        assert!(told.iter().any(|it| it.contains("answers `6.3/schema`, which is not in")), "{told:?}");
        let mut open = coverage();
        open.guide[0].statement[1].reason = None;
        assert_eq!(problems(&open, &pages()).len(), 1);
        let mut bare = coverage();
        bare.guide[0].headings.push("Step 6".to_owned());
        assert!(problems(&bare, &pages())[0].contains("no statement stands under `Step 6`"));
        let without_one: Vec<&Rule> = pages().into_iter().filter(|page| page.code.as_str() != "DS6302").collect();
        assert!(problems(&coverage(), &without_one)[0].contains("has no page and no reason"));
    }
}
