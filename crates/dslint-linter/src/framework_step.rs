//! The target framework that a release makes a project move to.

use dslint_project::{FrameworkFamily, Project, TargetFramework};
use dslint_rules::Releases;
use dslint_version::NuGetVersion;

/// The step from frameworks that the target release does not support.
#[derive(Clone, Debug)]
pub struct FrameworkStep {
    /// The frameworks of the project that have to go.
    pub old: Vec<TargetFramework>,
    /// The oldest one that takes their place.
    pub new: TargetFramework,
    /// All that the release is built for.
    pub offered: Vec<TargetFramework>,
}

impl FrameworkStep {
    /// The step of a project on its way to a release; none where the release supports all its frameworks.
    pub fn of(to: &NuGetVersion, project: &Project) -> Option<FrameworkStep> {
        let line = Releases::embedded().line_of(to)?;
        let offered: Vec<TargetFramework> = line.target_frameworks.iter().filter_map(|it| it.parse().ok()).collect();
        let is_supported = |it: &TargetFramework| offered.iter().any(|offer| it.is_compatible_with(offer));
        let old: Vec<TargetFramework> =
            project.target_frameworks.iter().filter(|it| !is_supported(it)).cloned().collect();
        let new = offered.iter().min_by_key(|it| it.version())?.clone();
        (!old.is_empty()).then_some(FrameworkStep { old, new, offered })
    }

    /// Whether it goes from before a version of .NET, major and minor, to that version or beyond.
    pub fn crosses(&self, version: (u32, u32)) -> bool {
        let of = |it: &TargetFramework| (it.version().0, it.version().1);
        let is_core = |it: &TargetFramework| it.family() == FrameworkFamily::NetCoreApp;
        is_core(&self.new) && of(&self.new) >= version && self.old.iter().any(|old| is_core(old) && of(old) < version)
    }
}
