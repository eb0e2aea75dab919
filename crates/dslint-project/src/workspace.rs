//! The workspace: every project of the analysed tree, and the questions asked about them.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::compile::{OperationKind, Pattern, membership};
use crate::files::{Files, Problem};
use crate::load;
use crate::owners::Owners;
use crate::packages::PackageReference;
use crate::paths;
use crate::project::{Language, Project, ProjectId};
use crate::solution::Solution;

/// The projects of a tree.
#[derive(Clone, Debug, Default)]
pub struct Workspace {
    /// All projects, sorted by path; a [`ProjectId`] is an index into them.
    pub projects: Vec<Project>,
    /// All solutions, sorted by path.
    pub solutions: Vec<Solution>,
    /// What could not be read, resolved or decided, sorted by file and position.
    pub problems: Vec<Problem>,
    owners: Owners,
}

impl Workspace {
    /// Loads the projects among `project_files` and those they reference inside `root`.
    ///
    /// Paths are absolute and normalized. `project_files` may hold project files, solutions and C# files that may be
    /// file-based apps, in any order; C# files without `#:` directives are passed over. Searches for
    /// Directory.Build.props and its like, and imports, stay inside `root`.
    pub fn load(files: &dyn Files, root: &Path, project_files: &[PathBuf]) -> Workspace {
        let (projects, solutions, problems) = load::load(files, root, project_files);
        let owners = Owners::new(&projects);
        Workspace { projects, solutions, problems, owners }
    }

    /// A project by its id; `None` for an id of another workspace.
    pub fn project(&self, id: ProjectId) -> Option<&Project> {
        self.projects.get(id.0 as usize)
    }

    /// The project of a project file.
    pub fn project_at(&self, path: &Path) -> Option<&Project> {
        let index = self.projects.binary_search_by(|project| project.path.as_path().cmp(path)).ok()?;
        self.projects.get(index)
    }

    /// The projects that compile a `.cs`, `.cshtml` or `.razor` file, sorted; several for files that are linked. Empty
    /// for a file that no project compiles.
    pub fn owners(&self, path: &Path) -> Vec<ProjectId> {
        self.owners.of(&self.projects, path)
    }

    /// The project itself, then every project it references directly or through others, nearest first.
    pub fn closure(&self, id: ProjectId) -> Vec<ProjectId> {
        let mut seen = BTreeSet::from([id]);
        let mut closure = vec![id];
        let mut next = 0;
        while let Some(project) = closure.get(next).copied().map(|id| self.project(id)) {
            next += 1;
            for &reference in project.map(|project| project.references.as_slice()).unwrap_or_default() {
                if seen.insert(reference) {
                    closure.push(reference);
                }
            }
        }
        closure
    }

    /// What projects compile by name and what is not among `files`: single files, and directories of wildcards outside of a
    /// project of which nothing is there. What a build writes is not counted.
    pub fn not_among(&self, files: &[PathBuf]) -> Vec<(ProjectId, PathBuf)> {
        let read: BTreeSet<String> = files.iter().map(|file| paths::key(file)).collect();
        let is_output = |key: &str| ["/obj/", "/bin/", "$("].iter().any(|part| key.contains(part));
        let mut found = BTreeSet::new();
        for project in self.projects.iter().filter(|project| project.language == Language::CSharp) {
            let own = format!("{}/", paths::key(&project.directory).trim_end_matches('/'));
            for build in &project.builds {
                let includes = build.compile.iter().filter(|it| it.kind == OperationKind::Include && !it.is_default);
                for pattern in includes.flat_map(|operation| &operation.patterns) {
                    let missing = match pattern {
                        Pattern::File(key, path) => {
                            let counts = membership(&build.compile, key).is_some() && !is_output(key);
                            (counts && !read.contains(key)).then_some(path)
                        }
                        Pattern::Wildcard { base, directory, .. } if !base.starts_with(&own) && !is_output(base) => {
                            let next = read.range(base.clone()..).next();
                            (!next.is_some_and(|key| key.starts_with(base.as_str()))).then_some(directory)
                        }
                        _ => None,
                    };
                    found.extend(missing.map(|path| (project.id, path.clone())));
                }
            }
        }
        found.into_iter().collect()
    }

    /// The packages whose types a project can use: its own, and those that flow to it from the projects it references.
    pub fn packages_in_closure(&self, id: ProjectId) -> Vec<(ProjectId, &PackageReference)> {
        let projects = self.closure(id).into_iter().filter_map(|it| self.project(it));
        projects
            .flat_map(|project| project.packages.iter().map(|package| (project.id, package)))
            .filter(|(owner, package)| *owner == id || package.flows_to_dependents())
            .collect()
    }
}
