//! `book`: the documentation as mdBook takes it. Pages keep their places, so that links between them hold; rule pages get their
//! head as a table, and what pages link to besides comes along.

mod links;
mod rule_page;
mod summary;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use dslint_rules::RuleSet;

use crate::TaskError;
use links::Target;

/// Pages beside those of docs/ and the rules.
const TOP: [&str; 4] = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "rules/README.md"];
const DECISIONS: &str = "docs/decisions";

/// Writes the pages below target/book-src, and builds the site where mdBook is installed.
pub(crate) fn run(root: &Path) -> Result<String, TaskError> {
    let source = root.join("target/book-src");
    if source.exists() {
        fs::remove_dir_all(&source).map_err(TaskError::at(&source))?;
    }
    let pages = write(root, &source)?;
    let mut told = format!("written  {pages} pages below target/book-src");
    let Some(mdbook) = mdbook(root) else {
        told.push_str("\nnot built: mdBook is not installed (`cargo install mdbook --locked`)");
        return Ok(told);
    };
    build(&mdbook, root)?;
    told.push_str("\nbuilt    target/book/index.html");
    Ok(told)
}

/// mdBook, where `.ci/run` puts it or on the PATH.
fn mdbook(root: &Path) -> Option<PathBuf> {
    let tools = root.join("target/tools/python/bin");
    let path = std::env::var_os("PATH").unwrap_or_default();
    let name = format!("mdbook{}", std::env::consts::EXE_SUFFIX);
    [tools].into_iter().chain(std::env::split_paths(&path)).map(|it| it.join(&name)).find(|it| it.is_file())
}

fn build(mdbook: &Path, root: &Path) -> Result<(), TaskError> {
    // By its full name, since it is started elsewhere.
    let mdbook = mdbook.canonicalize().map_err(TaskError::at(mdbook))?;
    let built = Command::new(&mdbook).arg("build").current_dir(root).output().map_err(TaskError::at(&mdbook))?;
    match built.status.success() {
        true => Ok(()),
        false => Err(TaskError::Book(String::from_utf8_lossy(&built.stderr).trim().to_owned())),
    }
}

/// Writes the pages, and says how many there are.
fn write(root: &Path, to: &Path) -> Result<usize, TaskError> {
    let pages = pages(root)?;
    let mut others = BTreeSet::new();
    for (path, text) in &pages {
        for target in links::of(path, text) {
            let Target::Inside { path: target, .. } = target else { continue };
            if !pages.contains_key(&target) && root.join(&target).is_file() {
                others.insert(target);
            }
        }
    }
    let put = |path: &str, bytes: &[u8]| {
        let file = to.join(path);
        let directory = file.parent().unwrap_or(to);
        fs::create_dir_all(directory).map_err(TaskError::at(directory))?;
        fs::write(&file, bytes).map_err(TaskError::at(&file))
    };
    for (path, text) in &pages {
        put(path, text.as_bytes())?;
    }
    for path in &others {
        let file = root.join(path);
        put(path, &fs::read(&file).map_err(TaskError::at(&file))?)?;
    }
    Ok(pages.len())
}

/// Every page by its path from the top, SUMMARY.md included.
fn pages(root: &Path) -> Result<BTreeMap<String, String>, TaskError> {
    let rules = RuleSet::embedded().map_err(TaskError::Pages)?;
    let mut pages = BTreeMap::new();
    let mut paths: Vec<String> = TOP.iter().map(ToString::to_string).collect();
    paths.extend(markdown_in(root, "docs")?);
    paths.extend(markdown_in(root, DECISIONS)?);
    for path in paths {
        let file = root.join(&path);
        pages.insert(path, fs::read_to_string(&file).map_err(TaskError::at(&file))?);
    }
    for rule in rules {
        pages.insert(rule.page.path.clone(), rule_page::text(rule));
    }
    let decisions = summary::decisions(&pages);
    pages.insert(format!("{DECISIONS}/README.md"), decisions);
    let summary = summary::summary(&pages, rules);
    pages.insert("SUMMARY.md".to_owned(), summary);
    Ok(pages.into_iter().map(|(path, text)| (links::indexed_path(&path), links::indexed(&text))).collect())
}

fn markdown_in(root: &Path, directory: &str) -> Result<Vec<String>, TaskError> {
    let full = root.join(directory);
    let entries = fs::read_dir(&full).map_err(TaskError::at(&full))?;
    let files =
        entries.flatten().map(|entry| entry.path()).filter(|path| path.extension().is_some_and(|it| it == "md"));
    let name = |path: PathBuf| path.file_name().map(|name| format!("{directory}/{}", name.to_string_lossy()));
    let mut names: Vec<String> = files.filter_map(name).collect();
    names.sort();
    Ok(names)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn root() -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
    }

    #[test]
    fn every_link_leads_somewhere() {
        let pages = pages(&root()).unwrap();
        let directory = tempfile::tempdir().unwrap();
        write(&root(), directory.path()).unwrap();
        let mut broken = Vec::new();
        let mut seen = 0;
        for (from, text) in &pages {
            for target in links::of(from, text) {
                let Target::Inside { path, fragment } = target else { continue };
                seen += 1;
                let has_heading = |id: &String| {
                    pages.get(&path).is_some_and(|text| links::headings(text).iter().any(|(_, known)| known == id))
                };
                let is_there = directory.path().join(&path).is_file() && fragment.as_ref().is_none_or(has_heading);
                if !is_there {
                    broken.push(format!("{from}: {path}{}", fragment.map(|it| format!("#{it}")).unwrap_or_default()));
                }
            }
        }
        assert!(broken.is_empty(), "{broken:#?}");
        assert!(seen > 100, "the links were found");
    }

    #[test]
    fn mdbook_builds_a_page_for_every_link() {
        let Some(mdbook) = mdbook(&root()) else {
            // Past the harness, which shows nothing of a test that passes.
            let text = "\n*** mdBook is not installed: the site was NOT built; `.ci/run` installs it ***\n";
            return std::io::Write::write_all(&mut std::io::stderr(), text.as_bytes()).unwrap();
        };
        let directory = tempfile::tempdir().unwrap();
        let top = directory.path();
        fs::copy(root().join("book.toml"), top.join("book.toml")).unwrap();
        write(&root(), &top.join("target/book-src")).unwrap();
        build(&mdbook, top).unwrap();
        for (from, text) in pages(&root()).unwrap() {
            for target in links::of(&from, &text) {
                let Target::Inside { path, .. } = target else { continue };
                let built = path.strip_suffix(".md").map_or_else(|| path.clone(), |stem| format!("{stem}.html"));
                assert!(top.join("target/book").join(&built).is_file(), "{from} leads to {built}");
            }
        }
    }

    #[test]
    fn every_page_is_in_the_summary_once() {
        let pages = pages(&root()).unwrap();
        let listed: Vec<String> = links::of("SUMMARY.md", &pages["SUMMARY.md"])
            .into_iter()
            .map(|target| match target {
                Target::Inside { path, fragment: None } => path,
                other => panic!("{other:?}"),
            })
            .collect();
        let mut sorted = listed.clone();
        sorted.sort();
        let expected: Vec<String> = pages.keys().filter(|path| *path != "SUMMARY.md").cloned().collect();
        assert_eq!(sorted, expected);
        for rule in RuleSet::embedded().unwrap() {
            assert!(listed.contains(&rule.page.path), "{}", rule.name);
        }
    }

    #[test]
    fn rule_pages_show_their_head() {
        let pages = pages(&root()).unwrap();
        let page = &pages["rules/duende-identityserver/experimental-meter-renamed.md"];
        assert!(
            page.starts_with("# Meter `Duende.IdentityServer.Experimental` is gone\n\n| | |\n|---|---|\n"),
            "{page}"
        );
        for row in [
            "| Rule | DS7303, `experimental-meter-renamed` |",
            "| Since | 7.3.0 of `Duende.IdentityServer` |",
            "| Severity | warning |",
            "| Fix | yes |",
        ] {
            assert!(page.contains(row), "no {row} in {page}");
        }
        assert!(page.contains("## What to do") && !page.contains("```toml\ncode "));
    }
}
