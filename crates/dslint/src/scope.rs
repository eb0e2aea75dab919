//! From the given paths to what is searched and what is reported: the root that bounds upward searches, the files and
//! directories that were asked for, and the projects around them that are read for context.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use dslint_linter::SourceKind;
use dslint_project::{Files, Project, Workspace};

use crate::disk::Disk;
use crate::exclude::Exclude;
use crate::paths;

/// Files that MSBuild looks for in the directories above a project. Without a repository they tell how far up a tree goes.
const TREE_WIDE: [&str; 4] =
    ["Directory.Packages.props", "Directory.Build.props", "Directory.Build.targets", "Directory.Solution.props"];

/// What a run covers.
#[derive(Debug, Default)]
pub(crate) struct Scope {
    /// The directory that bounds upward searches: paths in SARIF start here.
    pub(crate) root: PathBuf,
    /// Directories to report for.
    pub(crate) directories: Vec<PathBuf>,
    /// Single files to report for.
    pub(crate) files: BTreeSet<PathBuf>,
    /// Directories of the projects around, to be read but not reported for.
    pub(crate) context: Vec<PathBuf>,
    /// Given paths that do not exist, as given.
    pub(crate) missing: Vec<String>,
    /// Given paths that are excluded.
    pub(crate) excluded: Vec<String>,
    /// Given files that dslint does not read.
    pub(crate) of_no_kind: Vec<String>,
    /// Given files that projects are made of: project files, and what those import or NuGet writes for them.
    parts: BTreeSet<PathBuf>,
    /// The given paths that are there and not excluded.
    given: BTreeSet<PathBuf>,
    /// Whether a hook gave the paths: a project file is then a file like others.
    is_hook: bool,
}

impl Scope {
    /// Looks at the given paths; none means the working directory. The order of the paths does not matter.
    /// In a hook a project file stands for itself alone.
    pub(crate) fn of(given: &[PathBuf], working_directory: &Path, exclude: &Exclude, is_hook: bool) -> Scope {
        let mut scope = Scope { is_hook, ..Scope::default() };
        let here = [PathBuf::from(".")];
        let given = if given.is_empty() { &here } else { given };
        let mut starts = BTreeSet::new();
        for path in given {
            let Ok(real) = paths::real(&working_directory.join(path)) else {
                scope.missing.push(path.to_string_lossy().into_owned());
                continue;
            };
            starts.insert(if real.is_dir() { real.clone() } else { parent(&real) });
            scope.add(real, working_directory, exclude);
        }
        scope.root = root(&starts).unwrap_or_else(|| working_directory.to_path_buf());
        scope.add_projects_of_solutions(&Disk);
        scope.context = scope.projects_around();
        for list in [&mut scope.missing, &mut scope.excluded, &mut scope.of_no_kind] {
            list.sort();
            list.dedup();
        }
        scope.directories.sort();
        scope.directories.dedup();
        scope
    }

    fn add(&mut self, real: PathBuf, working_directory: &Path, exclude: &Exclude) {
        let shown = paths::relative(working_directory, &real);
        if exclude.matches_with_parents(&real, real.is_dir()) {
            self.excluded.push(shown);
            return;
        }
        self.given.insert(real.clone());
        if real.is_dir() {
            self.directories.push(real);
            return;
        }
        let kind = SourceKind::of(&real);
        if matches!(kind, Some(SourceKind::MsBuild | SourceKind::LockFile)) {
            self.parts.insert(real.clone());
        }
        match kind {
            None => self.of_no_kind.push(shown),
            // As with `dotnet build`, a project stands for what it holds.
            Some(SourceKind::MsBuild) if is_project(&real) && !self.is_hook => self.directories.push(parent(&real)),
            Some(_) => {
                self.files.insert(real);
            }
        }
    }

    /// Paths in trees that are not on the disk: `files` are all that are there, the solutions among them read through
    /// `reader`. All of a tree is read, so nothing more is needed as context.
    pub(crate) fn in_trees(
        root: &Path,
        given: &[PathBuf],
        working_directory: &Path,
        exclude: &Exclude,
        files: &BTreeSet<PathBuf>,
        reader: &dyn Files,
    ) -> Scope {
        let mut scope = Scope { root: root.to_path_buf(), ..Scope::default() };
        if given.is_empty() {
            scope.directories.push(working_directory.to_path_buf());
        }
        for path in given {
            let absolute = paths::without_dots(&working_directory.join(path));
            let shown = paths::relative(working_directory, &absolute);
            let is_file = files.contains(&absolute);
            if !is_file && absolute != root && !files.range(absolute.clone()..).any(|file| file.starts_with(&absolute))
            {
                scope.missing.push(path.to_string_lossy().into_owned());
            } else if exclude.matches_with_parents(&absolute, !is_file) {
                scope.excluded.push(shown);
            } else if !is_file {
                scope.directories.push(absolute);
            } else if is_project(&absolute) {
                scope.directories.push(parent(&absolute));
            } else if SourceKind::of(&absolute).is_none() {
                scope.of_no_kind.push(shown);
            } else {
                scope.files.insert(absolute);
            }
        }
        scope.add_projects_of_solutions(reader);
        scope
    }

    /// As with `dotnet build`, a solution stands for its projects.
    fn add_projects_of_solutions(&mut self, reader: &dyn Files) {
        let solutions: Vec<PathBuf> = self.files.iter().filter(|file| is_solution(file)).cloned().collect();
        if solutions.is_empty() {
            return;
        }
        let workspace = Workspace::load(reader, &self.root, &solutions);
        let listed = workspace.solutions.iter().filter(|solution| solutions.contains(&solution.path));
        let projects = listed.flat_map(|solution| &solution.projects).filter_map(|id| workspace.project(*id));
        self.directories.extend(projects.map(|project| project.directory.clone()));
    }

    /// What a hook passes and dslint cannot check needs no words.
    pub(crate) fn forget_what_is_left_out(&mut self) {
        self.missing.clear();
        self.excluded.clear();
        self.of_no_kind.clear();
    }

    /// Whether [`Scope::add_projects_of_parts`] may find something. In a hook that depends on the commit before.
    pub(crate) fn needs_tree(&self) -> bool {
        !self.is_hook && !self.parts.is_empty() && !self.directories.contains(&self.root)
    }

    /// A project file stands for its project, and so does a file that projects take in for each of those, be it
    /// Directory.Packages.props at the top or a lock file. `tree` are the files below the root.
    pub(crate) fn add_projects_of_parts(&mut self, tree: &[PathBuf]) {
        let project_files: Vec<PathBuf> = tree.iter().chain(&self.parts).filter(|it| is_project(it)).cloned().collect();
        let workspace = Workspace::load(&Disk, &self.root, &project_files);
        let is_part = |project: &&Project| {
            self.parts.contains(&project.path) || project.inputs.iter().any(|input| self.parts.contains(input))
        };
        let projects: Vec<&Project> = workspace.projects.iter().filter(is_part).collect();
        self.add_whole(&workspace, &projects, tree);
    }

    /// Adds projects by their paths, with all that they hold.
    pub(crate) fn add_projects<'p>(&mut self, paths: impl IntoIterator<Item = &'p PathBuf>, tree: &[PathBuf]) {
        let project_files: Vec<PathBuf> = tree.iter().filter(|it| is_project(it)).cloned().collect();
        let workspace = Workspace::load(&Disk, &self.root, &project_files);
        let projects: Vec<&Project> = paths.into_iter().filter_map(|path| workspace.project_at(path)).collect();
        self.add_whole(&workspace, &projects, tree);
    }

    fn add_whole(&mut self, workspace: &Workspace, projects: &[&Project], tree: &[PathBuf]) {
        self.directories.extend(projects.iter().map(|project| project.directory.clone()));
        self.directories.sort();
        self.directories.dedup();
        // What a project compiles from elsewhere.
        let is_compiled = |path: &Path| {
            let owners = workspace.owners(path);
            projects.iter().any(|project| owners.contains(&project.id))
        };
        let linked: Vec<PathBuf> =
            tree.iter().filter(|path| !self.covers(path) && is_compiled(path)).cloned().collect();
        self.files.extend(linked);
        self.context = self.projects_around();
    }

    /// Whether what was given may change the version of a project.
    pub(crate) fn has_parts(&self) -> bool {
        !self.parts.is_empty()
    }

    /// Whether a file that projects are made of was given itself.
    pub(crate) fn is_part(&self, path: &Path) -> bool {
        self.parts.contains(path)
    }

    /// Whether a path was given itself, or with a directory.
    pub(crate) fn was_given(&self, path: &Path) -> bool {
        path.ancestors().any(|above| self.given.contains(above))
    }

    /// Whether findings in a file were asked for.
    pub(crate) fn covers(&self, path: &Path) -> bool {
        self.files.contains(path) || self.directories.iter().any(|directory| path.starts_with(directory))
    }

    /// The directories that are walked.
    pub(crate) fn searched(&self) -> Vec<PathBuf> {
        let all: BTreeSet<&PathBuf> = self.directories.iter().chain(&self.context).collect();
        all.into_iter().cloned().collect()
    }

    /// The directories of projects that the found ones reference and that are not searched yet, and the files below the root
    /// that they compile by name: these are part of the projects that were asked for.
    pub(crate) fn referenced(&self, files: &[PathBuf]) -> (Vec<PathBuf>, Vec<PathBuf>) {
        let searched = self.searched();
        if searched.contains(&self.root) {
            return Default::default();
        }
        let projects: Vec<PathBuf> = files.iter().filter(|file| is_project(file)).cloned().collect();
        let workspace = Workspace::load(&Disk, &self.root, &projects);
        let linked = workspace.not_among(files).into_iter().map(|(_, path)| path);
        let linked: Vec<PathBuf> = linked.filter(|path| path.starts_with(&self.root) && path.is_file()).collect();
        let directories: BTreeSet<PathBuf> = workspace.projects.into_iter().map(|project| project.directory).collect();
        let is_new = |directory: &PathBuf| !searched.iter().any(|known| directory.starts_with(known));
        (directories.into_iter().filter(is_new).collect(), linked)
    }

    /// The directories of the projects that hold the given paths.
    fn projects_around(&self) -> Vec<PathBuf> {
        let starts = self.directories.iter().cloned().chain(self.files.iter().map(|file| parent(file)));
        let around: BTreeSet<PathBuf> = starts.filter_map(|start| self.project_above(&start)).collect();
        around.into_iter().filter(|directory| !self.directories.contains(directory)).collect()
    }

    fn project_above(&self, start: &Path) -> Option<PathBuf> {
        let above = start.ancestors().take_while(|directory| directory.starts_with(&self.root));
        above.into_iter().find(|directory| holds(directory, is_project)).map(Path::to_path_buf)
    }
}

fn parent(path: &Path) -> PathBuf {
    path.parent().unwrap_or(path).to_path_buf()
}

pub(crate) fn is_project(path: &Path) -> bool {
    has_extension(path, &["csproj", "fsproj", "vbproj"])
}

fn is_solution(path: &Path) -> bool {
    SourceKind::of(path) == Some(SourceKind::Solution)
}

fn has_extension(path: &Path, extensions: &[&str]) -> bool {
    let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
    extensions.iter().any(|known| known.eq_ignore_ascii_case(extension))
}

fn holds(directory: &Path, is_such: impl Fn(&Path) -> bool) -> bool {
    let Ok(entries) = fs::read_dir(directory) else { return false };
    entries.flatten().any(|entry| is_such(&entry.path()))
}

/// The top of the repository; without one, the highest directory from which MSBuild would still take something.
fn root(starts: &BTreeSet<PathBuf>) -> Option<PathBuf> {
    let common = paths::common_ancestor(starts.iter().map(PathBuf::as_path))?;
    if let Some(top) = common.ancestors().find(|directory| directory.join(".git").exists()) {
        return Some(top.to_path_buf());
    }
    let nearest = |is_such: &dyn Fn(&Path) -> bool| common.ancestors().find(|directory| is_such(directory));
    let tops = TREE_WIDE
        .iter()
        .filter_map(|name| nearest(&|directory: &Path| directory.join(name).is_file()))
        .chain(nearest(&|directory: &Path| holds(directory, is_solution)))
        .chain(nearest(&|directory: &Path| holds(directory, is_project)));
    tops.chain([common.as_path()]).min_by_key(|directory| directory.as_os_str().len()).map(Path::to_path_buf)
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Tree {
        _guard: tempfile::TempDir,
        root: PathBuf,
    }

    fn tree(files: &[(&str, &str)]) -> Tree {
        let guard = tempfile::tempdir().unwrap();
        let root = paths::real(guard.path()).unwrap();
        for (path, text) in files {
            let path = root.join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        Tree { _guard: guard, root }
    }

    impl Tree {
        fn scope(&self, given: &[&str], globs: &[&str]) -> Scope {
            let globs: Vec<String> = globs.iter().map(ToString::to_string).collect();
            let given: Vec<PathBuf> = given.iter().map(PathBuf::from).collect();
            Scope::of(&given, &self.root, &Exclude::new(&self.root, &globs).unwrap(), false)
        }

        fn shown<'a>(&self, paths: impl IntoIterator<Item = &'a PathBuf>) -> Vec<String> {
            paths.into_iter().map(|path| paths::relative(&self.root, path)).collect()
        }
    }

    #[test]
    fn a_file_has_its_project_as_context() {
        let tree = tree(&[(".git/HEAD", ""), ("src/Host/Host.csproj", ""), ("src/Host/Pages/Login.cs", "")]);
        let scope = tree.scope(&["src/Host/Pages/Login.cs"], &[]);
        assert_eq!(scope.root, tree.root);
        assert_eq!(tree.shown(&scope.context), ["src/Host"]);
        assert!(scope.covers(&tree.root.join("src/Host/Pages/Login.cs")));
        assert!(!scope.covers(&tree.root.join("src/Host/Program.cs")));
        let scope = tree.scope(&["src/Host/Pages"], &[]);
        assert_eq!(
            (tree.shown(&scope.directories), tree.shown(&scope.context)),
            (vec!["src/Host/Pages".into()], vec!["src/Host".into()])
        );
        let scope = tree.scope(&["src"], &[]);
        assert!(scope.context.is_empty(), "projects below are searched anyway");
    }

    #[test]
    fn the_root_without_a_repository_is_where_msbuild_stops() {
        let tree = tree(&[("r/Directory.Packages.props", ""), ("r/src/A/A.csproj", ""), ("r/src/A/P/X.cs", "")]);
        assert_eq!(tree.scope(&["r/src/A/P"], &[]).root, tree.root.join("r"));
        let tree = self::tree(&[("r/X.cs", ""), ("s/Y.cs", "")]);
        assert_eq!(tree.scope(&["r/X.cs"], &[]).root, tree.root.join("r"));
        assert_eq!(tree.scope(&["s/Y.cs", "r"], &[]).root, tree.root);
    }

    #[test]
    fn projects_and_solutions_stand_for_what_they_hold() {
        let sln =
            "Project(\"{FAE04EC0-301F-11D3-BF4B-00C04F79EFBC}\") = \"A\", \"src\\A\\A.csproj\", \"{1}\"\nEndProject\n";
        let slnx = "<Solution><Project Path=\"src/A/A.csproj\" /><Project Path=\"src/B/B.csproj\" /></Solution>";
        let slnf = "{\"solution\":{\"path\":\"x.sln\",\"projects\":[\"src\\\\B\\\\B.csproj\"]}}";
        let tree = tree(&[
            ("x.sln", sln),
            ("y.slnx", slnx),
            ("z.slnf", slnf),
            ("src/A/A.csproj", "<Project Sdk=\"Microsoft.NET.Sdk\" />"),
            ("src/B/B.csproj", "<Project Sdk=\"Microsoft.NET.Sdk\" />"),
        ]);
        let directories = |given: &str| tree.shown(&tree.scope(&[given], &[]).directories);
        assert_eq!(directories("x.sln"), ["src/A"]);
        assert_eq!(directories("y.slnx"), ["src/A", "src/B"]);
        assert_eq!(directories("z.slnf"), ["src/B"]);
        assert_eq!(directories("src/B/B.csproj"), ["src/B"]);
    }

    #[test]
    fn says_what_it_leaves_out() {
        let tree = tree(&[("A.cs", ""), ("gen/B.cs", ""), ("README.md", "")]);
        let scope = tree.scope(&["A.cs", "gen/B.cs", "README.md", "Nope.cs"], &["gen/"]);
        assert_eq!(tree.shown(&scope.files), ["A.cs"]);
        assert_eq!(scope.excluded, ["gen/B.cs"]);
        assert_eq!(scope.of_no_kind, ["README.md"]);
        assert_eq!(scope.missing, ["Nope.cs"]);
    }
}
