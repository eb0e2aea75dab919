//! A suppression as it stands in a file.

use super::{Suppression, SuppressionKind};
use crate::diagnostic::Label;
use crate::source::SourceId;
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
    /// Its place in [`Directive::items`].
    pub(crate) item: usize,
    /// Whether it kept a finding from being reported.
    pub(crate) is_used: bool,
}

impl Named {
    pub(crate) fn new(text: &str, range: TextRange, rule: Option<&'static Rule>) -> Named {
        Named { text: SmolStr::new(text), range, rule, item: 0, is_used: false }
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
    /// Everything in its list; pragmas name codes of others too.
    pub(crate) items: Vec<TextRange>,
    pub(crate) until: Option<NuGetVersion>,
    pub(crate) reason: Option<String>,
    /// Why it cannot be understood.
    pub(crate) wrong: Option<String>,
    pub(crate) cover: Cover,
}

impl Directive {
    /// Marks what it says about a rule as used. Whether it says anything about it.
    pub(crate) fn uses(&mut self, rule: &Rule) -> bool {
        let mut is_named = false;
        for named in self.named.iter_mut().filter(|named| named.rule.is_some_and(|own| std::ptr::eq(own, rule))) {
            named.is_used = true;
            is_named = true;
        }
        is_named
    }

    /// What is said about a finding that it suppresses.
    pub(crate) fn suppression(&self, source: Option<SourceId>) -> Suppression {
        Suppression {
            kind: self.kind,
            reason: self.reason.clone(),
            at: source.map(|source| Label { source, range: self.range, text: String::new() }),
        }
    }

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
