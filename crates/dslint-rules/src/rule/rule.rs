//! A rule: what changed, how to find it, what to say about it.

use dslint_version::NuGetVersion;
use smol_str::SmolStr;

use super::code::{RuleCode, RuleName};
use super::fix::FixTemplate;
use super::matcher::{CallMatcher, CheckName, Matcher, MemberPath};
use super::provider::Provider;
use super::template::Template;
use super::verdict::{UnknownFact, VerdictText};
use super::vocabulary::{Change, Effect, Effort, Severity, Use};
use crate::page::Page;

/// One change that a person has to understand.
#[derive(Debug, Clone)]
pub struct Rule {
    /// `DS7302`.
    pub code: RuleCode,
    /// `client-credentials-requires-secret`.
    pub name: RuleName,
    /// One line: lower case, no full stop.
    pub summary: String,
    /// The package whose versions decide whether the rule applies.
    pub package: SmolStr,
    /// The first version in which the old code breaks. `None` for rules that belong to no single release: they always apply.
    pub since: Option<NuGetVersion>,
    /// The first version in which that no longer holds.
    pub until: Option<NuGetVersion>,
    /// What happened.
    pub change: Change,
    /// What the old code does after the upgrade.
    pub effect: Effect,
    /// How loud a finding is, unless its match says otherwise.
    pub severity: Severity,
    /// Whether it is on without being asked for.
    pub is_on_by_default: bool,
    /// Where the change is described.
    pub sources: Vec<String>,
    /// What a team should plan for one site.
    pub effort: Effort,
    /// Whether the upgrade guide of the product describes it.
    pub is_in_guide: bool,
    /// The statements of the upgrade guides that it answers, by their ids in rules/coverage.toml.
    pub answers: Vec<String>,
    /// What a finding says, unless its match says otherwise.
    pub message: Template,
    /// What to do, in a sentence.
    pub help: Option<Template>,
    /// Settings of the rule, with their values when nothing is configured.
    pub options: Vec<(SmolStr, OptionValue)>,
    /// What it looks for; any of these.
    pub matches: Vec<Match>,
    /// What makes its findings void.
    pub silencers: Vec<Silencer>,
    /// What makes its findings likely at most.
    pub lowered_by: Vec<Lowering>,
    /// The fix, unless a match has its own.
    pub fix: Option<FixTemplate>,
    /// What keeps the old behaviour, unless a match has its own.
    pub keep: Option<FixTemplate>,
    /// Texts of its row in the ledger.
    pub verdict: VerdictText,
    /// The page it was read from.
    pub page: Page,
}

/// One thing that a rule looks for, and what is said there instead of what the rule says.
#[derive(Debug, Clone)]
pub struct Match {
    /// What is looked for.
    pub matcher: Matcher,
    /// Overrides [`Rule::message`].
    pub message: Option<Template>,
    /// Overrides [`Rule::help`].
    pub help: Option<Template>,
    /// Overrides [`Rule::severity`].
    pub severity: Option<Severity>,
    /// The text beside the marked place.
    pub label: Option<Template>,
    /// Overrides [`Rule::fix`]: `Some(None)` means that there is none here.
    pub fix: Option<Option<FixTemplate>>,
    /// What keeps the old behaviour. Overrides [`Rule::keep`].
    pub keep: Option<FixTemplate>,
    /// What adopts the new behaviour.
    pub adopt: Option<FixTemplate>,
    /// Only in projects that use a package of the rule's family: what is looked for comes with it, but not only with it.
    pub needs_family: bool,
    /// Packages that bring what is looked for too: a project that has one of them is not concerned.
    pub other_providers: Vec<Provider>,
    /// What makes the findings of this match void.
    pub unless: Option<CallMatcher>,
    /// Options that make them void, by what is written to them.
    pub silencers: Vec<Silencer>,
    /// One finding for each project, at the first place, that counts the others.
    pub once: Option<Once>,
}

/// How a finding that stands for all of its project counts the others, in words behind `and`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Once {
    /// One other.
    pub one: String,
    /// Several, behind their number.
    pub many: String,
}

impl Once {
    /// ` and 3 more clients`; nothing for none.
    pub fn others(&self, count: usize) -> String {
        match count {
            0 => String::new(),
            1 => format!(" and {}", self.one),
            _ => format!(" and {count} {}", self.many),
        }
    }
}

/// What makes the findings of a rule void when it occurs in the project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Silencer {
    /// Members.
    pub members: Vec<MemberPath>,
    /// The uses of them that count.
    pub uses: Vec<Use>,
    /// Whether all of the members must be used, or any of them.
    pub all: bool,
    /// Of a match: a use counts only when one of these is written or added, or when nothing is left.
    pub holds: Vec<SmolStr>,
}

/// What makes the findings of a rule likely at most when it occurs in the project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lowering {
    /// A call, or a service that is registered.
    pub fact: UnknownFact,
    /// A member that changes nothing where the named type goes on calling it.
    pub keeps: Option<MemberPath>,
    /// What is said about its place.
    pub because: String,
}

/// The value of a setting of a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OptionValue {
    /// `true`, `false`.
    Bool(bool),
    /// A whole number.
    Integer(i64),
    /// A string.
    Text(SmolStr),
    /// Strings.
    List(Vec<SmolStr>),
}

impl Match {
    /// The packages that matter only in some of their versions, and those that matter in any.
    pub fn providers(&self) -> impl Iterator<Item = &Provider> {
        let kept_by = match &self.matcher {
            Matcher::Namespace(matcher) => &matcher.kept_by[..],
            _ => &[],
        };
        self.other_providers.iter().chain(kept_by)
    }
}

impl Rule {
    /// Whether it is about a change of the product, and not about dslint's own suppressions.
    pub fn is_about_releases(&self) -> bool {
        self.change != Change::None
    }

    /// Whether it looks at the versions of packages, so that its fixes set one.
    pub fn is_about_versions(&self) -> bool {
        self.matches.iter().any(|matched| matches!(matched.matcher, Matcher::Package(_)))
    }

    /// The severity of findings of one of its matches.
    pub fn severity_of(&self, matched: &Match) -> Severity {
        matched.severity.unwrap_or(self.severity)
    }

    /// The message for findings of one of its matches.
    pub fn message_of<'a>(&'a self, matched: &'a Match) -> &'a Template {
        matched.message.as_ref().unwrap_or(&self.message)
    }

    /// The help for findings of one of its matches.
    pub fn help_of<'a>(&'a self, matched: &'a Match) -> Option<&'a Template> {
        matched.help.as_ref().or(self.help.as_ref())
    }

    /// The fix for findings of one of its matches.
    pub fn fix_of<'a>(&'a self, matched: &'a Match) -> Option<&'a FixTemplate> {
        match &matched.fix {
            Some(own) => own.as_ref(),
            None => self.fix.as_ref(),
        }
    }

    /// What keeps the old behaviour at the findings of one of its matches.
    pub fn keep_of<'a>(&'a self, matched: &'a Match) -> Option<&'a FixTemplate> {
        matched.keep.as_ref().or(self.keep.as_ref())
    }

    /// The minor release whose change it is; `None` for rules that belong to no single release.
    pub fn release(&self) -> Option<(u32, u32)> {
        self.since.as_ref().map(|since| (since.major(), since.minor()))
    }

    /// The checks written in code that it names.
    pub fn checks(&self) -> impl Iterator<Item = &CheckName> {
        self.matches.iter().filter_map(|matched| match &matched.matcher {
            Matcher::Check(name) => Some(name),
            _ => None,
        })
    }

    /// Whether any of its matches can be fixed.
    pub fn has_fix(&self) -> bool {
        self.matches.iter().any(|matched| self.fix_of(matched).is_some())
    }

    /// Whether it matters for an upgrade from one version to another. Compile and runtime breaks stay as long as the old code is
    /// there, so they count for every target from `since` on; the others when the upgrade crosses `since`.
    pub fn applies(&self, from: &NuGetVersion, to: &NuGetVersion) -> bool {
        let Some(since) = &self.since else { return true };
        let is_reached = since <= to && self.until.as_ref().is_none_or(|until| to < until);
        is_reached && (self.effect.is_lasting() || from < since)
    }
}
