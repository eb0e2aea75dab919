//! Tables of small trees in memory, loaded as a whole: what each feature makes of packages, files and problems.

mod evaluation;
mod packages;
mod sources;
mod workspace;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::{Frameworks, Location, Project, Workspace};

/// A tree under `/r` and what was loaded from it.
pub(crate) struct Tree {
    pub(crate) files: BTreeMap<PathBuf, Arc<str>>,
    pub(crate) workspace: Workspace,
}

/// Loads the files, whose paths are relative to `/r` unless absolute. Those of a walk are listed by their extension.
pub(crate) fn tree(files: &[(&str, &str)]) -> Tree {
    let files: BTreeMap<PathBuf, Arc<str>> =
        files.iter().map(|(path, text)| (Path::new("/r").join(path), Arc::from(*text))).collect();
    let walked = ["csproj", "fsproj", "vbproj", "sln", "slnx", "slnf", "cs"];
    let listed: Vec<PathBuf> = files
        .keys()
        .filter(|path| path.starts_with("/r") && walked.contains(&crate::paths::extension(path).as_str()))
        .cloned()
        .collect();
    let workspace = Workspace::load(&files, Path::new("/r"), &listed);
    Tree { files, workspace }
}

/// A project in the SDK style with this body, targeting net8.0.
pub(crate) fn sdk(body: &str) -> String {
    format!(
        "<Project Sdk=\"Microsoft.NET.Sdk\"><PropertyGroup><TargetFramework>net8.0</TargetFramework></PropertyGroup>{body}</Project>"
    )
}

impl Tree {
    pub(crate) fn project(&self, path: &str) -> &Project {
        let path = Path::new("/r").join(path);
        self.workspace.project_at(&path).unwrap_or_else(|| panic!("no project {}", path.display()))
    }

    /// `file=text` of a location.
    pub(crate) fn show(&self, at: &Location) -> String {
        let path = at.path.strip_prefix("/r").unwrap_or(&at.path);
        format!("{}={}", path.display(), &self.files[at.path.as_ref()][at.range.usize()])
    }

    /// `Id version origin file=literal`, then the frameworks if not all, and `?` if uncertain.
    pub(crate) fn packages(&self, path: &str) -> Vec<String> {
        let one = |package: &crate::PackageReference| {
            let version = package.version().map(ToString::to_string);
            let range = package.range.as_ref().map(ToString::to_string);
            let mut text = format!(
                "{} {} {:?} {}",
                package.id,
                version.or(range).unwrap_or_else(|| "-".to_owned()),
                package.origin,
                package.written_at.as_ref().map_or_else(|| "-".to_owned(), |at| self.show(at)),
            );
            if let Frameworks::Only(frameworks) = &package.frameworks {
                let frameworks: Vec<_> = frameworks.iter().map(crate::TargetFramework::moniker).collect();
                text.push_str(&format!(" {}", frameworks.join("+")));
            }
            if package.uncertain {
                text.push_str(" ?");
            }
            assert!(self.show(&package.reference_at).ends_with(&format!("={}", package.id)), "{text}");
            text
        };
        self.project(path).packages.iter().map(one).collect()
    }

    /// `file=text: message` of every problem.
    pub(crate) fn problems(&self) -> Vec<String> {
        let all = self.workspace.problems.iter();
        all.map(|it| {
            let at = Location { path: it.path.clone(), range: it.range };
            format!("{}: {}", self.show(&at), it.message)
        })
        .collect()
    }

    pub(crate) fn names(&self, ids: &[crate::ProjectId]) -> Vec<&str> {
        ids.iter().map(|&id| self.workspace.project(id).unwrap().name.as_str()).collect()
    }
}
