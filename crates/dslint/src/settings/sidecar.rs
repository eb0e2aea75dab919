//! Ignores for files that cannot hold a comment, such as JSON: they stand in the settings file, beside what they are about.

use dslint_project::Location;
use dslint_rules::Rule;
use dslint_version::NuGetVersion;

/// Findings of one rule to leave out in some files.
#[derive(Clone, Debug)]
pub(crate) struct SidecarIgnore {
    /// The rule.
    pub(crate) rule: &'static Rule,
    /// The files, in the syntax of `.gitignore`, from the directory of the settings file. It is a valid pattern:
    /// [`Exclude::new`](crate::exclude::Exclude::new) takes it.
    pub(crate) path: String,
    /// The first target for which the findings are reported again.
    pub(crate) until: Option<NuGetVersion>,
    /// Why the findings may stay. Not empty.
    pub(crate) reason: String,
    /// The `[[ignore]]` table: the settings file and the bytes of its decoded text.
    pub(crate) at: Location,
    /// The line of the table, from 1.
    pub(crate) line: u32,
}
