//! What a fix does to the text at a finding.

use smol_str::SmolStr;

use super::template::Template;
use super::vocabulary::{Applicability, FixKind};

/// The fix of a rule or of one of its matches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FixTemplate {
    /// What it does. [`FixKind::None`] is never kept: there is no template then.
    pub kind: FixKind,
    /// The new text: name, expression or version. `None` when the kind removes.
    pub to: Option<Template>,
    /// What it is called in an editor.
    pub title: Option<Template>,
    /// The call whose lambda a statement goes into; only with [`FixKind::SetOption`].
    pub within: Option<SmolStr>,
    /// What the methods are called on the new type; only with [`FixKind::ReplaceType`]. A call of another is not changed.
    pub members: Vec<(SmolStr, SmolStr)>,
    /// Whether it may be applied unseen.
    pub applicability: Applicability,
}
