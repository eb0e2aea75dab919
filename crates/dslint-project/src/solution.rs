//! Solutions: .sln, .slnx and .slnf, read for the projects they list.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use dslint_syntax::text::TextRange;
use serde::Deserialize;

use crate::files::ProblemKind;
use crate::paths;
use crate::project::ProjectId;
use crate::sources::Sources;

/// A solution, or a solution filter.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Solution {
    /// The solution file.
    pub path: PathBuf,
    /// Its projects that were loaded, sorted.
    pub projects: Vec<ProjectId>,
    /// Listed projects that are missing, broken or outside of the analysed tree, sorted.
    pub missing: Vec<PathBuf>,
}

#[derive(Deserialize)]
struct Filter {
    solution: FilteredSolution,
}

#[derive(Deserialize)]
struct FilteredSolution {
    path: String,
    #[serde(default)]
    projects: Vec<String>,
}

/// The C#, F# and VB projects that a solution lists, absolute, in its order.
pub(crate) fn projects(sources: &mut Sources<'_>, path: &Path) -> Vec<PathBuf> {
    let shared: Arc<Path> = path.into();
    let directory = path.parent().unwrap_or(path);
    let listed: Vec<PathBuf> = match paths::extension(path).as_str() {
        "slnx" => {
            let Some(document) = sources.document(&shared) else { return Vec::new() };
            let projects = document.root.descendants().filter(|element| element.is("Project"));
            projects.filter_map(|project| project.value("Path")).map(|it| paths::absolute(directory, it)).collect()
        }
        "slnf" => {
            let Some(text) = sources.text(&shared) else { return Vec::new() };
            match serde_json::from_str::<Filter>(&text) {
                Ok(Filter { solution }) => {
                    let of = paths::absolute(directory, &solution.path);
                    let base = of.parent().unwrap_or(directory);
                    solution.projects.iter().map(|project| paths::absolute(base, project)).collect()
                }
                Err(error) => {
                    let message = format!("broken solution filter: {error}");
                    sources.problem(&shared, TextRange::default(), ProblemKind::Malformed, message);
                    Vec::new()
                }
            }
        }
        _ => {
            let Some(text) = sources.text(&shared) else { return Vec::new() };
            text.lines().filter_map(listed_in_line).map(|it| paths::absolute(directory, it)).collect()
        }
    };
    let is_project = |path: &PathBuf| matches!(paths::extension(path).as_str(), "csproj" | "fsproj" | "vbproj");
    listed.into_iter().filter(is_project).collect()
}

/// `Project("{type}") = "Name", "path\to.csproj", "{id}"`
fn listed_in_line(line: &str) -> Option<&str> {
    let (_, rest) = line.trim_start().strip_prefix("Project(")?.split_once('=')?;
    // Name, comma, path, comma, id.
    rest.split('"').nth(3)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    fn listed(name: &str, text: &str) -> (Vec<PathBuf>, usize) {
        let files: BTreeMap<PathBuf, Arc<str>> = [(PathBuf::from("/r/s").join(name), text.into())].into();
        let mut sources = Sources::new(&files, Path::new("/r"));
        let projects = projects(&mut sources, &Path::new("/r/s").join(name));
        (projects, sources.problems.len())
    }

    #[test]
    fn reads_every_kind_of_solution() {
        let sln = "Microsoft Visual Studio Solution File, Format Version 12.00\r\n\
            Project(\"{FAE04EC0-301F-11D3-BF4B-00C04F79EFBC}\") = \"A\", \"src\\A\\A.csproj\", \"{1}\"\r\nEndProject\r\n\
            Project(\"{2150E333-8FDC-42A3-9474-1A3956D46DE8}\") = \"Folder\", \"Folder\", \"{2}\"\r\nEndProject\r\n\
            Project(\"{X}\") = \"B, \"\"\", \"..\\B.fsproj\", \"{3}\"\r\nGlobal\r\nEndGlobal\r\n";
        assert_eq!(listed("x.sln", sln).0[0], Path::new("/r/s/src/A/A.csproj"));
        let slnx = r#"<Solution><Folder Name="/src/"><Project Path="src/A.csproj" /><File Path="x.md"/></Folder>
            <Project Path="..\B.vbproj"><Platform Project="x64"/></Project><Project Path="d.dcproj"/></Solution>"#;
        assert_eq!(listed("x.slnx", slnx), (vec!["/r/s/src/A.csproj".into(), "/r/B.vbproj".into()], 0));
        let slnf = r#"{ "solution": { "path": "..\\all\\X.sln", "projects": ["src\\A.csproj", "B.csproj"] } }"#;
        assert_eq!(listed("x.slnf", slnf), (vec!["/r/all/src/A.csproj".into(), "/r/all/B.csproj".into()], 0));
    }

    #[test]
    fn broken_solutions_are_problems() {
        assert_eq!(listed("x.slnx", "<Solution>"), (vec![], 1));
        assert_eq!(listed("x.slnf", "{"), (vec![], 1));
        assert_eq!(listed("x.sln", "Project(\nProject(\"x\") = \n"), (vec![], 0));
    }
}
