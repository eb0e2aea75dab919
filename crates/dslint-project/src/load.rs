//! Loading: from the files of a walk to evaluated projects with ids and references between them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use dslint_syntax::text::TextRange;
use smol_str::SmolStr;

use crate::directives;
use crate::evaluate::{Entry, Evaluation, evaluate};
use crate::files::{Files, Location, Problem, ProblemKind};
use crate::framework::TargetFramework;
use crate::items::Item;
use crate::lockfile::Resolution;
use crate::packages::{self, Frameworks, PackageReference, ResolvedPackage, join_by};
use crate::packages_config;
use crate::paths;
use crate::project::{
    AssemblyReference, Build, GlobalUsing, Language, Project, ProjectId, ProjectKind, UnresolvedReference,
};
use crate::properties::{Doubt, Property, list};
use crate::sdk;
use crate::solution::{self, Solution};
use crate::sources::{KnownFiles, ProjectFile, Sources};

/// How many target frameworks one project may have.
const MAX_FRAMEWORKS: usize = 32;

/// What a file-based app has unless something says otherwise.
const APP_DEFAULTS: [(&str, &str); 4] =
    [("OutputType", "Exe"), ("TargetFramework", "net10.0"), ("ImplicitUsings", "enable"), ("Nullable", "enable")];

/// A project whose references have no ids yet.
struct Loaded {
    project: Project,
    references: Vec<(PathBuf, Location)>,
}

pub(crate) fn load(
    files: &dyn Files,
    root: &Path,
    project_files: &[PathBuf],
) -> (Vec<Project>, Vec<Solution>, Vec<Problem>) {
    let listed: BTreeSet<&PathBuf> = project_files.iter().collect();
    let files = &KnownFiles::new(files);
    let mut sources = Sources::new(files, root);
    let mut pending = BTreeSet::new();
    let mut solutions = Vec::new();
    for &path in &listed {
        match paths::extension(path).as_str() {
            "sln" | "slnx" | "slnf" => {
                let projects = solution::projects(&mut sources, path);
                pending.extend(projects.iter().filter(|it| it.starts_with(root) && files.is_file(it)).cloned());
                solutions.push((path.clone(), projects));
            }
            "csproj" | "fsproj" | "vbproj" | "cs" => {
                pending.insert(path.clone());
            }
            _ => {}
        }
    }
    let mut loader = Loader {
        sources,
        by_key: pending.iter().map(|path| (paths::key(path), path.clone())).collect(),
        solution_directories: solutions.iter().filter_map(|(path, _)| path.parent().map(Path::to_path_buf)).collect(),
    };
    let mut loaded: BTreeMap<PathBuf, Option<Loaded>> = BTreeMap::new();
    while let Some(path) = pending.pop_first() {
        if loaded.contains_key(&path) {
            continue;
        }
        let project = loader.project(&path);
        let references = project.iter().flat_map(|project| &project.references);
        pending.extend(references.map(|(path, _)| path.clone()).filter(|path| !loaded.contains_key(path)));
        loaded.insert(path, project);
    }
    finish(loaded, solutions, loader.sources.problems)
}

/// Gives ids by path and turns the paths of references into them.
fn finish(
    loaded: BTreeMap<PathBuf, Option<Loaded>>,
    solutions: Vec<(PathBuf, Vec<PathBuf>)>,
    mut problems: Vec<Problem>,
) -> (Vec<Project>, Vec<Solution>, Vec<Problem>) {
    let loaded: Vec<(PathBuf, Loaded)> = loaded.into_iter().filter_map(|(path, it)| Some((path, it?))).collect();
    let ids: BTreeMap<PathBuf, ProjectId> =
        loaded.iter().enumerate().map(|(index, (path, _))| (path.clone(), ProjectId(index as u32))).collect();
    let mut projects = Vec::with_capacity(loaded.len());
    for (path, Loaded { mut project, references }) in loaded {
        project.id = ids.get(&path).copied().unwrap_or(ProjectId(0));
        for (path, at) in references {
            match ids.get(&path) {
                Some(&id) if id == project.id => {}
                Some(&id) => project.references.push(id),
                // It was there and could not be read.
                None => project.unresolved_references.push(UnresolvedReference { path, at }),
            }
        }
        project.references.sort();
        project.references.dedup();
        projects.push(project);
    }
    let solutions = solutions
        .into_iter()
        .map(|(path, listed)| {
            let mut solution = Solution { path, projects: Vec::new(), missing: Vec::new() };
            for path in listed {
                match ids.get(&path) {
                    Some(&id) => solution.projects.push(id),
                    None => solution.missing.push(path),
                }
            }
            solution.projects.sort();
            solution.projects.dedup();
            solution.missing.sort();
            solution.missing.dedup();
            solution
        })
        .collect();
    problems.sort();
    problems.dedup();
    (projects, solutions, problems)
}

struct Loader<'f> {
    sources: Sources<'f>,
    /// The known projects, to find those that a reference spells in another case.
    by_key: BTreeMap<String, PathBuf>,
    solution_directories: BTreeSet<PathBuf>,
}

impl Loader<'_> {
    fn project(&mut self, path: &Path) -> Option<Loaded> {
        let extension = paths::extension(path);
        let (file, kind, language) = if extension == "cs" {
            let text = self.sources.files.read(path)?;
            (Arc::new(directives::project_file(path, &text)?), Some(ProjectKind::FileBased), Language::CSharp)
        } else {
            (self.sources.project_file(path)?, None, Language::of(&extension)?)
        };
        let evaluations = self.evaluations(path, &file, kind);
        Some(self.assemble(path, kind, language, evaluations))
    }

    /// One evaluation for each target framework.
    fn evaluations(&mut self, path: &Path, file: &Arc<ProjectFile>, kind: Option<ProjectKind>) -> Vec<Evaluation> {
        let plain = |name: &str, value: &str| Property {
            name: SmolStr::new(name),
            value: value.to_owned(),
            doubt: Doubt::Certain,
            literal: None,
        };
        let mut defaults = Vec::new();
        let directory = path.parent().unwrap_or(path);
        let above = directory.ancestors().take_while(|it| it.starts_with(self.sources.root));
        if let Some(directory) = above.into_iter().find(|it| self.solution_directories.contains(*it)) {
            defaults.push(plain("SolutionDir", &paths::with_slash(directory)));
        }
        if kind == Some(ProjectKind::FileBased) {
            defaults.extend(APP_DEFAULTS.map(|(name, value)| plain(name, value)));
        }
        let mut entry = Entry { path, file: Arc::clone(file), globals: Vec::new(), defaults };
        let mut outer = evaluate(&mut self.sources, &entry);
        let (frameworks, multiple) = self.frameworks(&outer, file);
        if !multiple {
            outer.framework = frameworks.into_iter().next().map(|(framework, _)| framework);
            return vec![outer];
        }
        let mut evaluations = Vec::with_capacity(frameworks.len());
        for (framework, text) in frameworks {
            entry.globals = vec![(SmolStr::new("TargetFramework"), text)];
            let mut evaluation = evaluate(&mut self.sources, &entry);
            evaluation.framework = Some(framework);
            evaluations.push(evaluation);
        }
        if evaluations.is_empty() { vec![outer] } else { evaluations }
    }

    /// The target frameworks with their text, and whether the project is built for each of several.
    fn frameworks(&mut self, outer: &Evaluation, file: &ProjectFile) -> (Vec<(TargetFramework, String)>, bool) {
        let properties = &outer.properties;
        let value = |name: &str| properties.value(name).trim();
        let (name, multiple) = match (value("TargetFramework"), value("TargetFrameworks")) {
            ("", "") if outer.sdks.is_empty() => {
                let identifier = value("TargetFrameworkIdentifier");
                let framework = TargetFramework::from_version(identifier, value("TargetFrameworkVersion"));
                return (framework.map(|it| (it, String::new())).into_iter().collect(), false);
            }
            ("", "") => ("TargetFramework", false),
            ("", _) => ("TargetFrameworks", true),
            // Several in the singular property is a mistake that is easy to understand.
            (one, _) => ("TargetFramework", one.contains(';')),
        };
        let at = properties.get(name).and_then(|property| property.literal.as_ref()).map(|literal| literal.at.clone());
        let at = at.unwrap_or_else(|| file.at(file.root.name_range));
        let mut frameworks: Vec<(TargetFramework, String)> = Vec::new();
        let unknown = properties.get(name).is_some_and(|property| property.doubt == Doubt::Unknown);
        for text in list(value(name)).filter(|_| !unknown) {
            match text.parse::<TargetFramework>() {
                Ok(framework) if frameworks.iter().any(|(known, _)| *known == framework) => {}
                Ok(framework) => frameworks.push((framework, text.to_owned())),
                Err(error) => {
                    self.sources.problem(&at.path, at.range, ProblemKind::UnknownFramework, error.to_string());
                }
            }
        }
        if frameworks.len() > MAX_FRAMEWORKS {
            let message = format!("more than {MAX_FRAMEWORKS} target frameworks");
            self.sources.problem(&at.path, at.range, ProblemKind::TooLarge, message);
            frameworks.truncate(MAX_FRAMEWORKS);
        }
        if frameworks.is_empty() {
            let message = match unknown {
                true => format!("the target framework `{}` could not be worked out", value(name)),
                false => "the project has no target framework".to_owned(),
            };
            self.sources.problem(&at.path, at.range, ProblemKind::UnknownFramework, message);
        }
        (frameworks, multiple)
    }

    fn assemble(
        &mut self,
        path: &Path,
        kind: Option<ProjectKind>,
        language: Language,
        evaluations: Vec<Evaluation>,
    ) -> Loaded {
        let directory = path.parent().unwrap_or(path).to_path_buf();
        let sdks = evaluations.first().map(|evaluation| evaluation.sdks.clone()).unwrap_or_default();
        let kind = kind.unwrap_or(if sdks.is_empty() { ProjectKind::Classic } else { ProjectKind::Sdk });
        let mut inputs = BTreeSet::new();
        let (packages, resolved) = self.packages(path, kind, &evaluations, &mut inputs);
        let pins = packages::join(evaluations.iter().map(|it| (it.framework.clone(), packages::pins(it))).collect());
        let mut references = BTreeMap::new();
        let mut unresolved_references = Vec::new();
        let mut assembly_references: Vec<AssemblyReference> = Vec::new();
        for evaluation in &evaluations {
            for item in evaluation.items.of("projectreference") {
                match self.reference(&directory, item) {
                    Some(Ok((path, at))) => {
                        references.entry(path).or_insert(at);
                    }
                    Some(Err(unresolved)) if !unresolved_references.contains(&unresolved) => {
                        unresolved_references.push(unresolved);
                    }
                    _ => {}
                }
            }
            for reference in evaluation.items.of("reference").iter().filter_map(assembly_reference) {
                if !assembly_references.contains(&reference) {
                    assembly_references.push(reference);
                }
            }
        }
        let usings = join_by(
            evaluations.iter().map(|it| (it.framework.clone(), global_usings(it))).collect(),
            |using: &mut GlobalUsing| &mut using.frameworks,
        );
        let implicit_usings = evaluations.iter().any(|evaluation| sdk::has_implicit_usings(&evaluation.properties));
        let mut builds = Vec::with_capacity(evaluations.len());
        for mut evaluation in evaluations {
            self.sources.problems.append(&mut evaluation.problems);
            inputs.extend(evaluation.imports.iter().filter(|it| it.as_ref() != path).map(|it| it.to_path_buf()));
            builds.push(Build {
                symbols: sdk::symbols(&evaluation.properties, evaluation.framework.as_ref()),
                framework: evaluation.framework,
                properties: evaluation.properties,
                compile: evaluation.items.compile,
            });
        }
        let project = Project {
            id: ProjectId(0),
            path: path.to_path_buf(),
            directory,
            name: paths::stem(path),
            kind,
            language,
            sdks,
            target_frameworks: builds.iter().filter_map(|build| build.framework.clone()).collect(),
            builds,
            packages,
            pins,
            resolved,
            references: Vec::new(),
            unresolved_references,
            assembly_references,
            usings,
            implicit_usings,
            inputs: inputs.into_iter().collect(),
        };
        Loaded { project, references: references.into_iter().collect() }
    }

    fn packages(
        &mut self,
        path: &Path,
        kind: ProjectKind,
        evaluations: &[Evaluation],
        inputs: &mut BTreeSet<PathBuf>,
    ) -> (Vec<PackageReference>, Vec<ResolvedPackage>) {
        let directory = path.parent().unwrap_or(path);
        if self.sources.files.is_file(&directory.join("paket.references")) {
            let message = "the packages of Paket are not read".to_owned();
            self.sources.problem(&path.into(), TextRange::default(), ProblemKind::Unsupported, message);
        }
        let mut builds = Vec::new();
        for evaluation in evaluations {
            let (packages, mut problems) = packages::collect(evaluation, kind == ProjectKind::FileBased);
            self.sources.problems.append(&mut problems);
            builds.push((evaluation.framework.clone(), packages));
        }
        let config = directory.join("packages.config");
        if kind == ProjectKind::Classic
            && builds.iter().all(|(_, packages)| packages.is_empty())
            && self.sources.files.is_file(&config)
        {
            let packages = packages_config::packages(&mut self.sources, &config);
            inputs.insert(config);
            return (packages, Vec::new());
        }
        let mut resolved = Vec::new();
        for file in self.resolutions(path, evaluations, inputs) {
            let all: Option<Vec<_>> = builds
                .iter_mut()
                .map(|(framework, packages)| Some((framework.clone(), file.apply(framework.as_ref(), packages)?)))
                .collect();
            match all {
                Some(all) if resolved.is_empty() => {
                    resolved = join_by(all, |package: &mut ResolvedPackage| &mut package.frameworks);
                }
                Some(_) => {}
                None if file.is_lock_file() => {
                    let path = lock_path(path, evaluations);
                    let message = "the lock file does not fit what the project asks for and is not used".to_owned();
                    let at = TextRange::default();
                    self.sources.problem(&path.as_path().into(), at, ProblemKind::StaleLockFile, message);
                }
                // Nobody restored since the project file changed; that is no fault of the code base.
                None => {}
            }
        }
        (packages::join(builds), resolved)
    }

    /// The lock file and the assets file; what comes later has the last word.
    fn resolutions(
        &mut self,
        path: &Path,
        evaluations: &[Evaluation],
        inputs: &mut BTreeSet<PathBuf>,
    ) -> Vec<Resolution> {
        let mut found = Vec::new();
        let lock = lock_path(path, evaluations);
        let directory = path.parent().unwrap_or(path);
        let written = |name: &str| {
            let value = evaluations.first().map(|it| it.properties.value(name)).unwrap_or_default();
            Some(value).filter(|value| !value.is_empty() && !value.contains("$("))
        };
        let obj = written("MSBuildProjectExtensionsPath").or_else(|| written("BaseIntermediateOutputPath"));
        let assets = paths::absolute(&paths::absolute(directory, obj.unwrap_or("obj")), "project.assets.json");
        type Read = fn(&str) -> Result<Resolution, serde_json::Error>;
        let both: [(PathBuf, Read); 2] = [(lock, Resolution::lock_file), (assets, Resolution::assets_file)];
        for (path, read) in both {
            if !path.starts_with(self.sources.root) || !self.sources.files.is_file(&path) {
                continue;
            }
            let shared: Arc<Path> = path.as_path().into();
            let Some(text) = self.sources.text(&shared) else { continue };
            inputs.insert(path);
            match read(&text) {
                Ok(resolution) => found.push(resolution),
                Err(error) => {
                    let message = format!("broken JSON: {error}");
                    self.sources.problem(&shared, TextRange::default(), ProblemKind::Malformed, message);
                }
            }
        }
        found
    }

    /// The project that a `ProjectReference` means; `None` where it brings no code.
    fn reference(&mut self, directory: &Path, item: &Item) -> Option<Result<(PathBuf, Location), UnresolvedReference>> {
        let at = item.at.clone()?;
        if item.text("referenceoutputassembly").eq_ignore_ascii_case("false") {
            return None;
        }
        let written = paths::absolute(directory, &item.identity);
        let fault = |sources: &mut Sources<'_>, kind, message: String| {
            sources.problem(&at.path, at.range, kind, message);
            Some(Err(UnresolvedReference { path: written.clone(), at: at.clone() }))
        };
        if item.identity.contains(['*', '?', '$', '@']) {
            let message = format!("the project reference `{}` is not followed", item.identity);
            return fault(&mut self.sources, ProblemKind::Unsupported, message);
        }
        let found = if self.sources.files.is_file(&written) {
            Some(written.clone())
        } else {
            let key = paths::key(&written);
            // A file-based app may name the directory of a project.
            let inside = || self.by_key.values().find(|it| it.parent() == Some(written.as_path()) && is_project(it));
            self.by_key.get(&key).or_else(inside).cloned()
        };
        match found {
            Some(path) if !path.starts_with(self.sources.root) => {
                let message = format!("the project reference `{}` leads out of the analysed tree", item.identity);
                fault(&mut self.sources, ProblemKind::OutsideRoot, message)
            }
            Some(path) if is_project(&path) => Some(Ok((path, at))),
            // Other project types hold no code for us.
            Some(_) => None,
            None if !is_project(&written)
                && written.extension().is_some_and(|it| it.to_string_lossy().ends_with("proj")) =>
            {
                None
            }
            None if !written.starts_with(self.sources.root) => {
                let message = format!("the project reference `{}` leads out of the analysed tree", item.identity);
                fault(&mut self.sources, ProblemKind::OutsideRoot, message)
            }
            None => {
                let message = format!("the referenced project `{}` is missing", item.identity);
                fault(&mut self.sources, ProblemKind::UnresolvedReference, message)
            }
        }
    }
}

fn is_project(path: &Path) -> bool {
    Language::of(&paths::extension(path)).is_some()
}

fn lock_path(path: &Path, evaluations: &[Evaluation]) -> PathBuf {
    let directory = path.parent().unwrap_or(path);
    let written = evaluations.first().map(|it| it.properties.value("NuGetLockFilePath")).unwrap_or_default();
    paths::absolute(directory, if written.is_empty() { "packages.lock.json" } else { written })
}

fn global_usings(evaluation: &Evaluation) -> Vec<GlobalUsing> {
    let items = evaluation.items.of("using").iter();
    items
        .map(|item| GlobalUsing {
            name: item.identity.clone(),
            alias: Some(item.text("alias").to_owned()).filter(|alias| !alias.is_empty()),
            is_static: item.text("static").eq_ignore_ascii_case("true"),
            at: item.at.clone(),
            frameworks: Frameworks::All,
        })
        .collect()
}

fn assembly_reference(item: &Item) -> Option<AssemblyReference> {
    let mut parts = item.identity.split(',').map(str::trim);
    let name = parts.next()?.to_owned();
    let version = parts.find_map(|part| part.strip_prefix("Version=")).and_then(|version| version.parse().ok());
    let hint_path = Some(item.text("hintpath").to_owned()).filter(|path| !path.is_empty());
    Some(AssemblyReference { name, version, hint_path, at: item.at.clone()? })
}
