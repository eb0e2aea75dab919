//! What dslint says about a place: the diagnostic, its labels and its fix.

use crate::source::SourceId;
use dslint_project::ProjectId;
use dslint_rules::{Applicability, Rule, Severity};
use dslint_syntax::text::TextRange;

/// How sure a finding is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Confidence {
    /// Every name was resolved and the facts hold together on one path.
    Certain,
    /// A fact was joined through a field, a helper or a branch, or an owner was inferred from its context.
    Likely,
}

impl Confidence {
    /// The word for reports.
    pub fn as_str(self) -> &'static str {
        match self {
            Confidence::Certain => "certain",
            Confidence::Likely => "likely",
        }
    }
}

/// A place with a text about it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Label {
    /// The file.
    pub source: SourceId,
    /// The bytes of its decoded text.
    pub range: TextRange,
    /// What is to be said about it, in a few words.
    pub text: String,
}

/// A finding.
#[derive(Clone, Debug)]
pub struct Diagnostic {
    /// The rule that was matched.
    pub rule: &'static Rule,
    /// How bad it is.
    pub severity: Severity,
    /// How sure it is.
    pub confidence: Confidence,
    /// What is wrong and why it matters for this upgrade, in one or two sentences.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
    /// The place to edit.
    pub primary: Label,
    /// The other half of the evidence.
    pub related: Vec<Label>,
    /// How to edit it.
    pub fix: Option<Fix>,
    /// How to decide about a change of behaviour, at most one fix for each decision. Never applied unless the decision was
    /// asked for by name.
    pub decisions: Vec<(Decision, Fix)>,
    /// The project of the file; none for a file under no project.
    pub project: Option<ProjectId>,
}

impl Diagnostic {
    /// The fix that follows from a decision.
    pub fn fix_for(&self, decision: Decision) -> Option<&Fix> {
        self.decisions.iter().find(|(known, _)| *known == decision).map(|(_, fix)| fix)
    }
}

/// What a team can decide about a change of behaviour.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Decision {
    /// Write down the former default, so that everything goes on as before.
    KeepOld,
    /// Change the code so that it works with the new behaviour.
    AdoptNew,
}

impl Decision {
    /// The word for reports and options.
    pub fn as_str(self) -> &'static str {
        match self {
            Decision::KeepOld => "keep-old-behavior",
            Decision::AdoptNew => "adopt-new-behavior",
        }
    }
}

/// A change of text that removes a finding.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fix {
    /// What it does, as an imperative.
    pub title: String,
    /// The edits; they do not overlap.
    pub edits: Vec<Edit>,
    /// Whether it may be applied without looking.
    pub applicability: Applicability,
}

/// A replacement of some bytes of a decoded text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Edit {
    /// The file.
    pub source: SourceId,
    /// What is replaced.
    pub range: TextRange,
    /// By what.
    pub replacement: String,
}
