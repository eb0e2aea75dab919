//! The words of the JSON contract for what the project model knows.

use dslint_project::{Evidence, Language, ProblemKind, ProjectKind, VersionOrigin};

/// How a project is written.
pub(super) const fn kind(kind: ProjectKind) -> &'static str {
    match kind {
        ProjectKind::Sdk => "sdk",
        ProjectKind::Classic => "classic",
        ProjectKind::FileBased => "file-based",
    }
}

/// The language of a project.
pub(super) const fn language(language: Language) -> &'static str {
    match language {
        Language::CSharp => "csharp",
        Language::FSharp => "fsharp",
        Language::VisualBasic => "vb",
    }
}

/// How a version got to a reference.
pub(super) const fn origin(origin: VersionOrigin) -> &'static str {
    match origin {
        VersionOrigin::PackageReference => "package-reference",
        VersionOrigin::PackageReferenceUpdate => "package-reference-update",
        VersionOrigin::CentralPackageVersion => "central-package-version",
        VersionOrigin::VersionOverride => "version-override",
        VersionOrigin::GlobalPackageReference => "global-package-reference",
        VersionOrigin::PackagesConfig => "packages-config",
        VersionOrigin::FileDirective => "file-directive",
        VersionOrigin::Unknown => "unknown",
    }
}

/// What says that a package was resolved.
pub(super) const fn evidence(evidence: Evidence) -> &'static str {
    match evidence {
        Evidence::AssetsFile => "project.assets.json",
        Evidence::LockFile => "packages.lock.json",
        Evidence::PackagesConfig => "packages.config",
    }
}

/// The sort of a problem.
pub(super) const fn problem(kind: ProblemKind) -> &'static str {
    match kind {
        ProblemKind::Unreadable => "unreadable",
        ProblemKind::Malformed => "malformed",
        ProblemKind::UnresolvedImport => "unresolved-import",
        ProblemKind::OutsideRoot => "outside-root",
        ProblemKind::UndecidedCondition => "undecided-condition",
        ProblemKind::UnknownFramework => "unknown-framework",
        ProblemKind::UnknownVersion => "unknown-version",
        ProblemKind::UnresolvedReference => "unresolved-reference",
        ProblemKind::StaleLockFile => "stale-lock-file",
        ProblemKind::Unsupported => "unsupported",
        ProblemKind::TooLarge => "too-large",
    }
}
