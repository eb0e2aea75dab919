//! SQL scripts that make or change the table of clients: whether and where they ran is not in the source.

use super::client_schema::{self, COLUMNS};
use crate::diagnostic::Label;
use crate::family::uses_family;
use crate::ledger::Undecided;
use crate::matching::FileContext;
use crate::source::{Reader, SourceFile, SourceKind, Sources};
use dslint_project::{ProjectId, Workspace};
use dslint_rules::Rule;
use dslint_syntax::text::{SourceText, TextRange};
use rayon::prelude::*;
use std::collections::HashSet;
use std::path::PathBuf;
use std::sync::Arc;

const TABLE: &str = "Clients";

/// Names that only the tables of IdentityServer's clients have.
const OWN: [&str; 5] = ["ClientGrantTypes", "ClientRedirectUris", "RequirePkce", "AllowOfflineAccess", "RequireDPoP"];

/// The scripts among the files of a run that leave the row of a rule open.
pub(crate) fn find(
    files: &[PathBuf],
    reader: &dyn Reader,
    workspace: &Workspace,
    rule: &'static Rule,
    code: &[FileContext<'_>],
    sources: &mut Sources,
) -> Vec<Undecided> {
    let scripts: Vec<&PathBuf> = files.iter().filter(|it| SourceKind::of(it) == Some(SourceKind::Sql)).collect();
    let texts: Vec<(&PathBuf, SourceText, TextRange)> = scripts
        .into_par_iter()
        .filter_map(|path| {
            let bytes = reader.read(path).ok()?;
            let text = SourceText::decode(bytes).ok()?;
            let range = table(&text.text).filter(|_| OWN.iter().any(|own| text.text.contains(own)))?;
            Some((path, text, range))
        })
        .collect();
    let mut found = Vec::new();
    for (path, text, range) in texts {
        let owners = owners(workspace, path);
        // Where a model snapshot is complete, scripts are history.
        let around: HashSet<ProjectId> =
            owners.iter().flat_map(|&owner| crate::matching::projects_around(workspace, owner)).collect();
        let near = |context: &&FileContext<'_>| context.owners().iter().any(|owner| around.contains(owner));
        if owners.is_empty() || code.iter().filter(near).any(client_schema::is_complete) {
            continue;
        }
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or("a script").to_owned();
        let has_all = COLUMNS.iter().all(|column| text.text.contains(column));
        let text_of_it = match has_all {
            true => format!("{name} has the columns, and where it ran is not in the source"),
            false => format!("{name} makes or changes the table of clients without all of the columns"),
        };
        let source = sources.add(SourceFile::new(path.clone(), Arc::from(text.text), text.encoding));
        let at = Label { source, range, text: String::new() };
        found.push(Undecided { rule: rule.code.as_str(), owners, at, text: text_of_it });
    }
    found
}

/// The projects around a script; of one beside all projects, those that use the product.
fn owners(workspace: &Workspace, path: &std::path::Path) -> Vec<ProjectId> {
    let around = crate::config::owners(workspace, path);
    if !around.is_empty() {
        return around;
    }
    let all = workspace.projects.iter().map(|project| project.id);
    all.filter(|&project| uses_family(workspace, project)).collect()
}

/// The name of the table in the first statement that creates or alters it.
fn table(text: &str) -> Option<TextRange> {
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let code = line.split("--").next().unwrap_or(line);
        if let Some((from, to)) = in_line(code) {
            return Some(TextRange::from_usize(start + from, start + to));
        }
        start += line.len();
    }
    None
}

fn in_line(line: &str) -> Option<(usize, usize)> {
    let is_end = |it: char| it.is_whitespace() || matches!(it, '(' | ',' | ';' | ')');
    let mut words: Vec<(usize, &str)> = Vec::new();
    let mut rest = 0;
    for part in line.split_inclusive(is_end) {
        let word = part.trim_end_matches(is_end);
        if !word.is_empty() {
            words.push((rest, word));
        }
        rest += part.len();
    }
    words.iter().enumerate().find_map(|(index, (_, word))| {
        let before = words.get(index.checked_sub(1)?)?.1;
        let is_table = word.eq_ignore_ascii_case("table")
            && ["create", "alter"].iter().any(|verb| before.to_ascii_lowercase().ends_with(verb));
        let skipped = ["if", "not", "exists", "only"];
        let name = words[index + 1..].iter().find(|(_, it)| !skipped.contains(&it.to_ascii_lowercase().as_str()));
        let (at, name) = name.filter(|_| is_table)?;
        let last = name.rsplit('.').next()?.trim_matches(['[', ']', '"', '`']);
        last.eq_ignore_ascii_case(TABLE).then_some((*at, at + name.len()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statements_about_the_table() {
        for text in [
            "CREATE TABLE [dbo].[Clients] (",
            "alter table Clients add X int;",
            "x\nALTER TABLE IF EXISTS ONLY public.\"Clients\" ADD COLUMN x",
            "CREATE TABLE IF NOT EXISTS `Clients`(",
        ] {
            let range = table(text).map(|range| &text[range.usize()]);
            assert!(range.is_some_and(|name| name.contains("Clients")), "{text}");
        }
        for text in
            ["CREATE TABLE ClientSecrets (", "-- ALTER TABLE Clients", "DROP TABLE Clients", "UPDATE Clients SET"]
        {
            assert_eq!(table(text), None, "{text}");
        }
    }
}
