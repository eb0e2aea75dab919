//! A suppression as it stands in a file.

use super::SuppressionKind;
use dslint_rules::Rule;
use dslint_syntax::text::TextRange;
use dslint_version::NuGetVersion;
use smol_str::SmolStr;

/// A rule that a suppression names.
#[derive(Clone, Debug)]
pub(crate) struct Named {
    /// As written.
    pub(crate) text: SmolStr,
    pub(crate) range: TextRange,
    /// None for a name that no rule has.
    pub(crate) rule: Option<&'static Rule>,
    /// Whether it kept a finding from being reported.
    pub(crate) is_used: bool,
}

impl Named {
    pub(crate) fn new(text: &str, range: TextRange, rule: Option<&'static Rule>) -> Named {
        Named { text: SmolStr::new(text), range, rule, is_used: false }
    }
}

/// Where findings have to stand to be covered.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Cover {
    /// Nowhere.
    Nothing,
    /// They begin or end on this line of the same file.
    Line(TextRange),
    /// They begin in this part of the same file.
    Part(TextRange),
}

impl Cover {
    pub(crate) fn holds(&self, found: TextRange) -> bool {
        let last = found.end.saturating_sub(1).max(found.start);
        match self {
            Cover::Nothing => false,
            Cover::Line(line) => line.contains_offset(found.start) || line.contains_offset(last),
            Cover::Part(part) => part.contains_offset(found.start),
        }
    }
}

/// A suppression as it stands in a file.
#[derive(Clone, Debug)]
pub(crate) struct Directive {
    pub(crate) kind: SuppressionKind,
    /// The comment, directive or attribute.
    pub(crate) range: TextRange,
    pub(crate) named: Vec<Named>,
    pub(crate) until: Option<NuGetVersion>,
    pub(crate) reason: Option<String>,
    /// Why it cannot be understood.
    pub(crate) wrong: Option<String>,
    pub(crate) cover: Cover,
}

impl Directive {
    /// Whether its time is over.
    pub(crate) fn is_expired(&self, to: &NuGetVersion) -> bool {
        self.until.as_ref().is_some_and(|until| until <= to)
    }

    /// Whether it suppresses anything at all: dslint's own needs a reason.
    pub(crate) fn counts(&self, to: &NuGetVersion) -> bool {
        let is_explained = self.reason.is_some() || !self.kind.needs_reason();
        self.wrong.is_none() && is_explained && !self.is_expired(to)
    }
}
