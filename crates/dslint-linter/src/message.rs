//! Building diagnostics: the texts of a rule with what was found put in.

use crate::diagnostic::{Confidence, Decision, Diagnostic, Edit, Fix, Label};
use crate::plan::Route;
use dslint_project::ProjectId;
use dslint_rules::{Applicability, FixKind, FixTemplate, Match, Placeholder, Rule, RuleCode, Severity, Template};
use dslint_syntax::text::TextRange;
use dslint_version::NuGetVersion;
use std::collections::BTreeMap;

/// What a template may name at one place.
#[derive(Clone, Debug, Default)]
pub(crate) struct Names {
    pub(crate) symbol: String,
    pub(crate) ty: String,
    pub(crate) value: String,
    pub(crate) property: String,
    /// How many others a finding stands for, in words behind its own place.
    pub(crate) others: String,
}

/// Everything but the texts of a finding.
pub(crate) struct Site<'a> {
    pub(crate) rule: &'static Rule,
    pub(crate) matched: &'static Match,
    pub(crate) route: &'a Route,
    pub(crate) to: &'a NuGetVersion,
    pub(crate) names: Names,
    pub(crate) confidence: Confidence,
    /// Instead of what the match or the rule says.
    pub(crate) severity: Option<Severity>,
    /// Instead of what the match or the rule says.
    pub(crate) message: Option<&'static Template>,
    /// Instead of any message of the page.
    pub(crate) text: Option<String>,
    /// Instead of any help of the page.
    pub(crate) help: Option<String>,
    pub(crate) primary: Label,
    pub(crate) related: Vec<Label>,
    pub(crate) fix: Option<Fix>,
    /// The ways to decide about a change of behaviour.
    pub(crate) decisions: Vec<(Decision, Fix)>,
    pub(crate) project: Option<ProjectId>,
}

impl<'a> Site<'a> {
    /// A certain finding about nothing but its place.
    pub(crate) fn new(
        rule: &'static Rule,
        matched: &'static Match,
        route: &'a Route,
        to: &'a NuGetVersion,
        primary: Label,
    ) -> Site<'a> {
        Site {
            rule,
            matched,
            route,
            to,
            names: Names::default(),
            confidence: Confidence::Certain,
            severity: None,
            message: None,
            text: None,
            help: None,
            primary,
            related: Vec::new(),
            fix: None,
            decisions: Vec::new(),
            project: None,
        }
    }

    pub(crate) fn render(&self, template: &Template) -> String {
        template.render(|placeholder| match placeholder {
            Placeholder::Symbol => self.names.symbol.clone(),
            Placeholder::Type => self.names.ty.clone(),
            Placeholder::Value => self.names.value.clone(),
            Placeholder::Property => self.names.property.clone(),
            Placeholder::Others => self.names.others.clone(),
            Placeholder::From => {
                self.route.from.as_ref().map_or_else(|| "the current version".to_owned(), ToString::to_string)
            }
            Placeholder::To => self.to.to_string(),
        })
    }

    /// What a fix is called: as its page says, else as given.
    pub(crate) fn title(&self, template: &FixTemplate, otherwise: impl FnOnce() -> String) -> String {
        template.title.as_ref().map(|title| self.render(title)).unwrap_or_else(otherwise)
    }

    /// The rule's fix of a kind that puts its text at a range of the file. `verb` begins its title where the page has none.
    pub(crate) fn replacement(&self, kind: FixKind, range: TextRange, verb: &str) -> Option<Fix> {
        let template = self.rule.fix_of(self.matched).filter(|template| template.kind == kind)?;
        let replacement = self.render(template.to.as_ref()?);
        Some(Fix {
            title: self.title(template, || format!("{verb} `{replacement}`")),
            edits: vec![Edit { source: self.primary.source, range, replacement }],
            applicability: template.applicability,
        })
    }

    /// The finding, as loud as `configured` says, else as the site or the page does. What is only likely is one step less loud
    /// than what is certain.
    pub(crate) fn diagnostic(mut self, configured: &BTreeMap<RuleCode, Severity>) -> Diagnostic {
        let own = || self.severity.unwrap_or_else(|| self.rule.severity_of(self.matched));
        let severity = configured.get(&self.rule.code).copied().unwrap_or_else(own);
        let severity = match (self.confidence, severity) {
            (Confidence::Likely, Severity::Error) => Severity::Warning,
            (Confidence::Likely, Severity::Warning) => Severity::Note,
            (_, severity) => severity,
        };
        if let Some(label) = &self.matched.label {
            self.primary.text = self.render(label);
        }
        if let Some(fix) = self.fix.as_mut().filter(|fix| fix.applicability == Applicability::Safe)
            && self.confidence != Confidence::Certain
        {
            // What is only likely is for a person to look at.
            fix.applicability = Applicability::Unsafe;
        }
        Diagnostic {
            message: self
                .text
                .take()
                .unwrap_or_else(|| self.render(self.message.unwrap_or_else(|| self.rule.message_of(self.matched)))),
            help: self.help.take().or_else(|| self.rule.help_of(self.matched).map(|help| self.render(help))),
            rule: self.rule,
            severity,
            confidence: self.confidence,
            primary: self.primary,
            related: self.related,
            fix: self.fix,
            decisions: self.decisions,
            project: self.project,
        }
    }
}
