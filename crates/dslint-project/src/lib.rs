//! MSBuild and NuGet files to a [`Workspace`]: projects, their packages and where the versions are written, target
//! frameworks, symbols, usings and references. Nothing is built or run, and no file is opened here: texts come through
//! [`Files`]. Knows no C# beyond the directives of file-based apps.

mod compile;
mod condition;
mod directives;
mod evaluate;
mod files;
mod framework;
mod functions;
mod items;
mod load;
mod lockfile;
mod owners;
mod packages;
mod packages_config;
mod paths;
mod project;
mod properties;
mod sdk;
mod solution;
mod sources;
mod workspace;

#[cfg(test)]
mod tests;

pub use dslint_version::{NuGetVersion, VersionRange};

pub use files::{Files, Location, Problem, ProblemKind};
pub use framework::{FrameworkFamily, ParseFrameworkError, TargetFramework};
pub use packages::{Evidence, Frameworks, PackageReference, ResolvedPackage, VersionOrigin};
pub use project::{
    AssemblyReference, Build, GlobalUsing, Language, Project, ProjectId, ProjectKind, UnresolvedReference,
};
pub use sdk::SdkReference;
pub use solution::Solution;
pub use workspace::Workspace;
