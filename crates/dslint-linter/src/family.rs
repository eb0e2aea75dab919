//! The IdentityServer that a project gets: packages of its own, of the projects it references, and those that a lock or
//! assets file names.

use dslint_project::{Frameworks, PackageReference, Project, ProjectId, ResolvedPackage, Workspace};
use dslint_rules::Releases;
use dslint_version::NuGetVersion;

/// A package of the IdentityServer family that a project gets.
#[derive(Clone, Copy, Debug)]
pub struct FamilyPackage<'w> {
    /// The package id as it is written where it comes from.
    pub id: &'w str,
    /// The reference that asks for it; none for one that only a lock or assets file names.
    pub reference: Option<&'w PackageReference>,
    /// The project whose reference that is.
    pub owner: ProjectId,
    /// What the lock or assets file of the project says, where that decides.
    pub resolved: Option<&'w ResolvedPackage>,
}

impl<'w> FamilyPackage<'w> {
    /// The version that the project gets; `None` for floating and unknown versions.
    pub fn version(&self) -> Option<&'w NuGetVersion> {
        match self.resolved {
            Some(resolved) => Some(&resolved.version),
            None => self.reference.and_then(PackageReference::version),
        }
    }

    /// The oldest version that it can be.
    fn oldest(&self) -> Option<&'w NuGetVersion> {
        let minimum = || self.reference?.range.as_ref()?.minimum();
        self.version().or_else(minimum)
    }
}

/// Whether a package belongs to Duende IdentityServer or to IdentityServer4, its former name.
pub fn is_identity_server(id: &str) -> bool {
    Releases::embedded().family_of(id).is_some()
}

/// The packages of the family that a project gets: its own first, then those that come through references, nearest first.
///
/// As with NuGet a reference of the project itself outweighs what others ask for, and what a restore wrote down outweighs
/// what would follow from the references.
pub fn identity_server_packages<'w>(workspace: &'w Workspace, project: &'w Project) -> Vec<FamilyPackage<'w>> {
    let is_settled = |id: &str| {
        let mut own = project.packages_named(id);
        own.any(|own| own.version().is_some() && !own.uncertain && own.frameworks == Frameworks::All)
    };
    let mut packages: Vec<FamilyPackage<'w>> = Vec::new();
    for (owner, reference) in workspace.packages_in_closure(project.id) {
        let id = reference.id.as_str();
        let is_own = owner == project.id;
        if !is_identity_server(id) || (!is_own && is_settled(id)) {
            continue;
        }
        // What was resolved for the project's own references stands in them.
        let resolved = project.resolved.iter().find(|it| !is_own && it.id.eq_ignore_ascii_case(id));
        packages.push(FamilyPackage { id, reference: Some(reference), owner, resolved });
    }
    for resolved in project.resolved.iter().filter(|it| is_identity_server(&it.id)) {
        let id = resolved.id.as_str();
        if is_new(&packages, resolved) {
            packages.push(FamilyPackage { id, reference: None, owner: project.id, resolved: Some(resolved) });
        }
    }
    packages
}

/// Whether no known package stands for it: another package, or another version for another framework.
fn is_new(packages: &[FamilyPackage<'_>], resolved: &ResolvedPackage) -> bool {
    !packages
        .iter()
        .any(|known| known.id.eq_ignore_ascii_case(&resolved.id) && known.version() == Some(&resolved.version))
}

/// The oldest version of the family that a project gets: where `check` starts from. `None` for a project without, and where
/// nothing says which.
pub fn identity_server_version(workspace: &Workspace, project: &Project) -> Option<NuGetVersion> {
    identity_server_packages(workspace, project).iter().filter_map(FamilyPackage::oldest).min().cloned()
}

/// Whether a project uses a package of the family, or its source.
pub(crate) fn uses_family(workspace: &Workspace, project: ProjectId) -> bool {
    let Some(family) = Releases::embedded().main_family() else { return false };
    !is_family_source(workspace, project)
        && (workspace.packages_in_closure(project).iter().any(|(_, package)| family.contains(&package.id))
            || workspace.closure(project).into_iter().any(|id| is_family_source(workspace, id)))
}

/// The projects among which a project takes IdentityServer from source, itself included; none for one that does not.
pub fn identity_server_sources(workspace: &Workspace, project: ProjectId) -> Vec<&Project> {
    let closure = workspace.closure(project).into_iter();
    let sources = closure.filter(|&id| is_family_source(workspace, id));
    let mut sources: Vec<&Project> = sources.filter_map(|id| workspace.project(id)).collect();
    sources.sort_by(|left, right| left.path.cmp(&right.path));
    sources
}

/// Whether a project is the source of a package of the family.
pub(crate) fn is_family_source(workspace: &Workspace, project: ProjectId) -> bool {
    let Some(family) = Releases::embedded().main_family() else { return false };
    workspace.project(project).is_some_and(|project| family.contains(&project.name))
}
