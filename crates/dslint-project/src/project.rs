//! A project as the rest of dslint sees it: frameworks, packages, references, usings, symbols and properties.

use std::path::PathBuf;

use dslint_version::NuGetVersion;
use smol_str::SmolStr;

use crate::compile::Operation;
use crate::files::Location;
use crate::framework::TargetFramework;
use crate::packages::{Frameworks, PackageReference, ResolvedPackage};
use crate::properties::{Properties, unescape};
use crate::sdk::SdkReference;

/// A project of a [`Workspace`](crate::Workspace): its index in `projects`, which is sorted by path.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct ProjectId(pub u32);

/// How a project is written.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum ProjectKind {
    /// A project file that names an SDK.
    Sdk,
    /// A project file that lists its files and imports the targets of its language.
    Classic,
    /// A C# file with `#:` directives and no project file.
    FileBased,
}

/// The language of a project.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Language {
    /// `.csproj` and file-based apps.
    CSharp,
    /// `.fsproj`
    FSharp,
    /// `.vbproj`
    VisualBasic,
}

impl Language {
    pub(crate) fn of(extension: &str) -> Option<Self> {
        match extension {
            "csproj" => Some(Self::CSharp),
            "fsproj" => Some(Self::FSharp),
            "vbproj" => Some(Self::VisualBasic),
            _ => None,
        }
    }
}

/// A namespace or type that every file of the project uses: a `Using` item, or one of `ImplicitUsings`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct GlobalUsing {
    /// The namespace, or the type of an alias or a static using.
    pub name: String,
    /// The alias.
    pub alias: Option<String>,
    /// Whether it is a `using static`.
    pub is_static: bool,
    /// Where it is written; `None` for those of `ImplicitUsings`.
    pub at: Option<Location>,
    /// The target frameworks it is for.
    pub frameworks: Frameworks,
}

/// A `Reference` to an assembly.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AssemblyReference {
    /// The simple name.
    pub name: String,
    /// `Version=` of the full name.
    pub version: Option<NuGetVersion>,
    /// `HintPath` as written.
    pub hint_path: Option<String>,
    /// Where the name stands.
    pub at: Location,
}

/// A project reference without a project.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct UnresolvedReference {
    /// The path it leads to.
    pub path: PathBuf,
    /// Where it is written.
    pub at: Location,
}

/// What a project is for one target framework.
#[derive(Clone, Debug)]
pub struct Build {
    /// The framework; `None` where it could not be worked out.
    pub framework: Option<TargetFramework>,
    /// The preprocessor symbols: written ones, those of the configuration and those of the framework. Sorted.
    pub symbols: Vec<String>,
    pub(crate) properties: Properties,
    pub(crate) compile: Vec<Operation>,
}

impl Build {
    /// The value of an MSBuild property; `None` where it is not defined or empty.
    pub fn property(&self, name: &str) -> Option<String> {
        let value = self.properties.value(name).trim();
        (!value.is_empty()).then(|| unescape(value))
    }

    /// Where the value of an MSBuild property is literally written; `None` where no single place holds it.
    pub fn property_written_at(&self, name: &str) -> Option<&Location> {
        self.properties.get(name)?.literal.as_ref().map(|literal| &literal.at)
    }
}

/// A project.
#[derive(Clone, Debug)]
pub struct Project {
    /// Its index in the workspace.
    pub id: ProjectId,
    /// The project file, or the C# file of a file-based app.
    pub path: PathBuf,
    /// The directory of that file.
    pub directory: PathBuf,
    /// The file name without extension. A source build of a package is a project with the package's name.
    pub name: String,
    /// How it is written.
    pub kind: ProjectKind,
    /// Its language.
    pub language: Language,
    /// The SDKs it names; empty for classic projects.
    pub sdks: Vec<SdkReference>,
    /// The frameworks it targets, in the order of the file.
    pub target_frameworks: Vec<TargetFramework>,
    /// One for each target framework, in the same order, and always at least one.
    pub builds: Vec<Build>,
    /// The packages it asks for, in the order they are met.
    pub packages: Vec<PackageReference>,
    /// The central versions of packages that it does not ask for: they hold where such a package comes through another one.
    /// Empty unless the project pins transitive packages.
    pub pins: Vec<PackageReference>,
    /// All packages that a lock or assets file resolved; empty without such a file.
    pub resolved: Vec<ResolvedPackage>,
    /// The projects it references directly, sorted.
    pub references: Vec<ProjectId>,
    /// References that lead nowhere, or out of the analysed tree.
    pub unresolved_references: Vec<UnresolvedReference>,
    /// References to assemblies.
    pub assembly_references: Vec<AssemblyReference>,
    /// Usings that hold in all its files, implicit ones included.
    pub usings: Vec<GlobalUsing>,
    /// Whether `ImplicitUsings` is on.
    pub implicit_usings: bool,
    /// The other files that make up this project: imports, lock file, packages.config. Sorted.
    pub inputs: Vec<PathBuf>,
}

impl Project {
    /// The first SDK it names.
    pub fn sdk(&self) -> Option<&str> {
        self.sdks.first().map(|sdk| sdk.name.as_str())
    }

    /// What it is for one target framework.
    pub fn build(&self, framework: &TargetFramework) -> Option<&Build> {
        self.builds.iter().find(|build| build.framework.as_ref() == Some(framework))
    }

    /// The value of an MSBuild property for the first target framework that has one.
    pub fn property(&self, name: &str) -> Option<String> {
        self.builds.iter().find_map(|build| build.property(name))
    }

    /// The references to a package; several where frameworks or conditions differ.
    pub fn packages_named<'p>(&'p self, id: &'p str) -> impl Iterator<Item = &'p PackageReference> {
        self.packages.iter().filter(move |package| package.is(id))
    }

    /// The version of a package that this project uses: the lowest over its frameworks of what it asks for, else of what
    /// a lock or assets file says it gets through other packages. `None` where the package is not used, floats, or its
    /// version is unknown.
    pub fn effective_version(&self, id: &str) -> Option<NuGetVersion> {
        let direct = self.packages_named(id).filter_map(PackageReference::version).min();
        let resolved = || self.resolved.iter().filter(|it| it.id.eq_ignore_ascii_case(id)).map(|it| &it.version).min();
        direct.or_else(resolved).cloned()
    }

    /// `LangVersion`, where it is set.
    pub fn lang_version(&self) -> Option<String> {
        self.property("LangVersion")
    }

    /// `Nullable`, where it is set.
    pub fn nullable(&self) -> Option<String> {
        self.property("Nullable")
    }

    /// `OutputType`, `Library` where nothing else is known.
    pub fn output_type(&self) -> String {
        self.property("OutputType").unwrap_or_else(|| "Library".to_owned())
    }

    /// `RootNamespace`, by default the project's name.
    pub fn root_namespace(&self) -> String {
        self.property("RootNamespace").unwrap_or_else(|| self.name.replace(' ', "_"))
    }

    /// `AssemblyName`, by default the project's name.
    pub fn assembly_name(&self) -> String {
        self.property("AssemblyName").unwrap_or_else(|| self.name.clone())
    }

    /// The id of the package it builds, by default the assembly's name.
    pub fn package_id(&self) -> String {
        self.property("PackageId").unwrap_or_else(|| self.assembly_name())
    }

    /// The codes of `NoWarn` over all frameworks, sorted.
    pub fn no_warn(&self) -> Vec<String> {
        self.codes("NoWarn")
    }

    /// The codes of `WarningsAsErrors` over all frameworks, sorted.
    pub fn warnings_as_errors(&self) -> Vec<String> {
        self.codes("WarningsAsErrors")
    }

    /// The codes of `WarningsNotAsErrors` over all frameworks, sorted.
    pub fn warnings_not_as_errors(&self) -> Vec<String> {
        self.codes("WarningsNotAsErrors")
    }

    /// `TreatWarningsAsErrors`
    pub fn treats_warnings_as_errors(&self) -> bool {
        self.is_true("TreatWarningsAsErrors")
    }

    /// Whether it holds tests: `IsTestProject`, the test SDK's package, or a test SDK.
    pub fn is_test_project(&self) -> bool {
        self.is_true("IsTestProject")
            || self.packages_named("Microsoft.NET.Test.Sdk").next().is_some()
            || self.sdks.iter().any(|sdk| sdk.name.eq_ignore_ascii_case("MSTest.Sdk"))
    }

    fn is_true(&self, name: &str) -> bool {
        self.builds.iter().any(|build| build.properties.is_true(name))
    }

    fn codes(&self, name: &str) -> Vec<String> {
        let mut codes: Vec<String> = self
            .builds
            .iter()
            .flat_map(|build| build.properties.value(name).split([';', ',', ' ', '\n', '\r', '\t']))
            .map(|code| SmolStr::new(code.trim()))
            .filter(|code| !code.is_empty() && !code.contains('$'))
            .map(String::from)
            .collect();
        codes.sort();
        codes.dedup();
        codes
    }
}
