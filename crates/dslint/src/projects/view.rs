//! What is told about projects, with paths and positions resolved. Serialized as it stands: docs/projects.schema.json
//! documents it, and fields are added, never changed or removed, without a new `version`.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use dslint_linter::{FamilyPackage, Skipped, SourceKind};
use dslint_linter::{identity_server_packages, identity_server_version, is_identity_server};
use dslint_project as model;
use dslint_project::{Frameworks, Location, PackageReference, Workspace};
use dslint_syntax::text::TextRange;
use serde::Serialize;

use super::words;
use crate::disk::Disk;
use crate::places::{Place, Places};
use crate::scope::Scope;

/// Version of the contract.
const VERSION: u32 = 1;

/// Everything.
#[derive(Debug, Serialize)]
pub(crate) struct Document {
    pub(crate) version: u32,
    pub(crate) solutions: Vec<Solution>,
    pub(crate) projects: Vec<Project>,
    /// Problems of files that belong to no project.
    pub(crate) problems: Vec<Problem>,
}

/// A solution.
#[derive(Debug, Serialize)]
pub(crate) struct Solution {
    pub(crate) path: String,
    pub(crate) projects: Vec<String>,
    pub(crate) missing: Vec<String>,
}

/// A project.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Project {
    pub(crate) path: String,
    pub(crate) name: String,
    /// Whether it was asked for, or is only read because others refer to it.
    pub(crate) requested: bool,
    pub(crate) kind: &'static str,
    pub(crate) language: &'static str,
    pub(crate) sdks: Vec<Sdk>,
    pub(crate) identity_server: Option<IdentityServer>,
    pub(crate) target_frameworks: Vec<String>,
    pub(crate) builds: Vec<Build>,
    pub(crate) packages: Vec<Package>,
    pub(crate) transitive_packages: Vec<TransitivePackage>,
    pub(crate) references: Vec<Reference>,
    pub(crate) unresolved_references: Vec<UnresolvedReference>,
    pub(crate) implicit_usings: bool,
    pub(crate) usings: Vec<Using>,
    pub(crate) problems: Vec<Problem>,
}

/// An SDK that a project names.
#[derive(Debug, Serialize)]
pub(crate) struct Sdk {
    pub(crate) name: String,
    pub(crate) version: Option<String>,
}

/// The IdentityServer that a project gets.
#[derive(Debug, Serialize)]
pub(crate) struct IdentityServer {
    /// The oldest version, from which `check` starts.
    pub(crate) version: Option<String>,
    pub(crate) packages: Vec<FamilyEntry>,
}

/// A package of the family that a project gets.
#[derive(Debug, Serialize)]
pub(crate) struct FamilyEntry {
    pub(crate) id: String,
    pub(crate) version: Option<String>,
    /// The project whose reference brings it; none for the project's own.
    pub(crate) through: Option<String>,
    /// None for a package that only a lock or assets file names.
    pub(crate) reference: Option<VersionSource>,
    /// What says that it was resolved to that version.
    pub(crate) evidence: Option<&'static str>,
    /// None: for all frameworks of the project that asks for it.
    pub(crate) frameworks: Option<Vec<String>>,
}

/// What a project is for one target framework.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Build {
    pub(crate) framework: Option<String>,
    pub(crate) symbols: Vec<String>,
    /// Those that the project files define, and the one that names the framework.
    pub(crate) notable_symbols: Vec<String>,
}

/// A package that a project asks for.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Package {
    pub(crate) id: String,
    pub(crate) is_identity_server: bool,
    pub(crate) version: Option<String>,
    #[serde(flatten)]
    pub(crate) source: VersionSource,
    pub(crate) evidence: Option<&'static str>,
    /// None: for all of the project's frameworks.
    pub(crate) frameworks: Option<Vec<String>>,
    /// Whether projects that reference this one can use its types.
    pub(crate) flows: bool,
}

/// How the version of a package got to its reference.
#[derive(Debug, Serialize)]
pub(crate) struct VersionSource {
    /// As written, `$(…)` included; empty where nothing is.
    pub(crate) requested: String,
    pub(crate) origin: &'static str,
    pub(crate) floating: bool,
    pub(crate) property: Option<String>,
    pub(crate) written: Option<Place>,
    /// Where the package is asked for.
    pub(crate) at: Option<Place>,
    /// Whether it hangs on a condition that could not be decided.
    pub(crate) uncertain: bool,
}

/// A package that a lock or assets file names beyond those that are asked for.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct TransitivePackage {
    pub(crate) id: String,
    pub(crate) is_identity_server: bool,
    pub(crate) version: String,
    pub(crate) evidence: &'static str,
    pub(crate) frameworks: Option<Vec<String>>,
}

/// A project that a project references.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Reference {
    pub(crate) path: String,
    /// The packages of the family that come through it.
    pub(crate) identity_server: Vec<Brought>,
}

/// A package of the family that comes through a project reference.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Brought {
    pub(crate) id: String,
    pub(crate) version: Option<String>,
    /// The project whose package it is.
    pub(crate) project: String,
}

/// A reference to a project that was not found.
#[derive(Debug, Serialize)]
pub(crate) struct UnresolvedReference {
    pub(crate) path: String,
    pub(crate) at: Option<Place>,
}

/// A namespace or type that all files of a project use.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Using {
    pub(crate) name: String,
    pub(crate) alias: Option<String>,
    pub(crate) is_static: bool,
    /// None for those of `ImplicitUsings`.
    pub(crate) at: Option<Place>,
    pub(crate) frameworks: Option<Vec<String>>,
}

/// What could not be evaluated.
#[derive(Debug, Serialize)]
pub(crate) struct Problem {
    pub(crate) path: String,
    /// None for the file as a whole.
    pub(crate) at: Option<Place>,
    pub(crate) kind: &'static str,
    pub(crate) package: Option<String>,
    pub(crate) message: String,
}

/// Turns the workspace into what is told about it.
pub(crate) struct Views<'a> {
    workspace: &'a Workspace,
    scope: &'a Scope,
    places: Places<'a>,
}

impl<'a> Views<'a> {
    /// Paths are told from the working directory.
    pub(crate) fn new(workspace: &'a Workspace, scope: &'a Scope, working_directory: &'a Path) -> Views<'a> {
        Views { workspace, scope, places: Places::new(working_directory, &Disk) }
    }

    /// All of it; `skipped` is what the walk could not do.
    pub(crate) fn document(&self, skipped: &[Skipped]) -> Document {
        let projects = &self.workspace.projects;
        let known: BTreeSet<&Path> = projects.iter().flat_map(files_of).collect();
        let of_none = self.workspace.problems.iter().filter(|problem| !known.contains(problem.path.as_ref()));
        // What is lost of source files says nothing about projects.
        let is_code = |path: &Path| matches!(SourceKind::of(path), Some(SourceKind::CSharp | SourceKind::Razor));
        let unsearched = skipped.iter().filter(|skip| !is_code(&skip.path)).map(|skip| Problem {
            path: self.places.path(&skip.path),
            at: None,
            kind: "not-searched",
            package: None,
            message: skip.why.clone(),
        });
        Document {
            version: VERSION,
            solutions: self.workspace.solutions.iter().map(|solution| self.solution(solution)).collect(),
            projects: projects.iter().map(|project| self.project(project)).collect(),
            problems: of_none.map(|problem| self.problem(problem)).chain(unsearched).collect(),
        }
    }

    fn solution(&self, solution: &model::Solution) -> Solution {
        let projects = solution.projects.iter().filter_map(|id| self.workspace.project(*id));
        Solution {
            path: self.places.path(&solution.path),
            projects: projects.map(|project| self.places.path(&project.path)).collect(),
            missing: solution.missing.iter().map(|path| self.places.path(path)).collect(),
        }
    }

    fn project(&self, project: &model::Project) -> Project {
        let files: BTreeSet<&Path> = files_of(project).collect();
        let problems = self.workspace.problems.iter().filter(|problem| files.contains(problem.path.as_ref()));
        let references = project.references.iter().filter_map(|id| self.workspace.project(*id));
        // The family first; otherwise in the order of the files.
        let (family, others): (Vec<_>, Vec<_>) = project.packages.iter().partition(|it| is_identity_server(&it.id));
        Project {
            path: self.places.path(&project.path),
            name: project.name.clone(),
            requested: self.scope.covers(&project.path),
            kind: words::kind(project.kind),
            language: words::language(project.language),
            sdks: project
                .sdks
                .iter()
                .map(|sdk| Sdk { name: sdk.name.to_string(), version: sdk.version.as_ref().map(ToString::to_string) })
                .collect(),
            identity_server: self.identity_server(project),
            target_frameworks: project.target_frameworks.iter().map(|it| it.moniker().to_owned()).collect(),
            builds: project.builds.iter().map(build).collect(),
            packages: family.into_iter().chain(others).map(|package| self.package(package)).collect(),
            transitive_packages: project.resolved.iter().filter(|it| !it.direct).map(transitive).collect(),
            references: references.map(|reference| self.reference(reference)).collect(),
            unresolved_references: project
                .unresolved_references
                .iter()
                .map(|it| UnresolvedReference { path: self.places.path(&it.path), at: self.places.at(&it.at) })
                .collect(),
            implicit_usings: project.implicit_usings,
            usings: project
                .usings
                .iter()
                .map(|using| Using {
                    name: using.name.clone(),
                    alias: using.alias.clone(),
                    is_static: using.is_static,
                    at: using.at.as_ref().and_then(|at| self.places.at(at)),
                    frameworks: only(&using.frameworks),
                })
                .collect(),
            problems: problems.map(|problem| self.problem(problem)).collect(),
        }
    }

    fn identity_server(&self, project: &model::Project) -> Option<IdentityServer> {
        let packages = identity_server_packages(self.workspace, project);
        let entry = |package: &FamilyPackage<'_>| {
            let owner = self.workspace.project(package.owner).filter(|owner| owner.id != project.id);
            let evidence = match package.resolved {
                Some(resolved) => Some(resolved.evidence),
                None => package.reference.and_then(|reference| reference.evidence),
            };
            FamilyEntry {
                id: package.id.to_owned(),
                version: package.version().map(ToString::to_string),
                through: owner.map(|owner| self.places.path(&owner.path)),
                reference: package.reference.map(|reference| self.source(reference)),
                evidence: evidence.map(words::evidence),
                frameworks: match (package.reference, package.resolved) {
                    (Some(reference), _) => only(&reference.frameworks),
                    (None, resolved) => resolved.and_then(|resolved| only(&resolved.frameworks)),
                },
            }
        };
        (!packages.is_empty()).then(|| IdentityServer {
            version: identity_server_version(self.workspace, project).map(|version| version.to_string()),
            packages: packages.iter().map(entry).collect(),
        })
    }

    fn package(&self, package: &PackageReference) -> Package {
        Package {
            id: package.id.clone(),
            is_identity_server: is_identity_server(&package.id),
            version: package.version().map(ToString::to_string),
            source: self.source(package),
            evidence: package.evidence.map(words::evidence),
            frameworks: only(&package.frameworks),
            flows: package.flows_to_dependents(),
        }
    }

    fn source(&self, package: &PackageReference) -> VersionSource {
        VersionSource {
            requested: package.raw.clone(),
            origin: words::origin(package.origin),
            floating: package.range.as_ref().is_some_and(|range| range.is_floating()),
            property: package.property.as_ref().map(ToString::to_string),
            written: package.written_at.as_ref().and_then(|at| self.places.at(at)),
            at: self.places.at(&package.reference_at),
            uncertain: package.uncertain,
        }
    }

    fn reference(&self, project: &model::Project) -> Reference {
        let brought = self.workspace.packages_in_closure(project.id).into_iter();
        let mut identity_server: Vec<Brought> = Vec::new();
        for (owner, package) in brought.filter(|(_, it)| it.flows_to_dependents() && is_identity_server(&it.id)) {
            let owner = self.workspace.project(owner).unwrap_or(project);
            let version = package.version().map(ToString::to_string);
            let brought = Brought { id: package.id.clone(), version, project: self.places.path(&owner.path) };
            if !identity_server.contains(&brought) {
                identity_server.push(brought);
            }
        }
        Reference { path: self.places.path(&project.path), identity_server }
    }

    fn problem(&self, problem: &model::Problem) -> Problem {
        let is_whole_file = problem.range == TextRange::default();
        let at = Location { path: problem.path.clone(), range: problem.range };
        Problem {
            path: self.places.path(&problem.path),
            at: if is_whole_file { None } else { self.places.at(&at) },
            kind: words::problem(problem.kind),
            package: problem.package.as_ref().map(ToString::to_string),
            message: problem.message.clone(),
        }
    }
}

/// The files that make up a project.
fn files_of(project: &model::Project) -> impl Iterator<Item = &Path> {
    [project.path.as_path()].into_iter().chain(project.inputs.iter().map(PathBuf::as_path))
}

fn build(build: &model::Build) -> Build {
    let of_framework = build.framework.as_ref().map(|framework| framework.symbols()).unwrap_or_default();
    let names_it = |symbol: &String| {
        of_framework.contains(symbol)
            && symbol.contains(|character: char| character.is_ascii_digit())
            && !symbol.ends_with("_OR_GREATER")
    };
    let is_notable = |symbol: &&String| {
        names_it(symbol) || !(of_framework.contains(symbol) || ["DEBUG", "TRACE"].contains(&symbol.as_str()))
    };
    Build {
        framework: build.framework.as_ref().map(|framework| framework.moniker().to_owned()),
        symbols: build.symbols.clone(),
        notable_symbols: build.symbols.iter().filter(is_notable).cloned().collect(),
    }
}

fn transitive(package: &model::ResolvedPackage) -> TransitivePackage {
    TransitivePackage {
        id: package.id.clone(),
        is_identity_server: is_identity_server(&package.id),
        version: package.version.to_string(),
        evidence: words::evidence(package.evidence),
        frameworks: only(&package.frameworks),
    }
}

fn only(frameworks: &Frameworks) -> Option<Vec<String>> {
    match frameworks {
        Frameworks::All => None,
        Frameworks::Only(frameworks) => Some(frameworks.iter().map(|it| it.moniker().to_owned()).collect()),
    }
}
