//! Names in settings files; the objects in them are for [`layers`](super::layers).

use super::FileContext;
use super::layers::Objects;
use crate::config::ConfigFile;
use crate::diagnostic::{Confidence, Fix, Label};
use crate::family::uses_family;
use crate::ledger::{Counted, Undecided};
use crate::matching::tally::Seen;
use crate::message::{Names, Site};
use crate::plan::Plan;
use dslint_project::{ProjectId, Workspace};
use dslint_rules::{Applicability, ConfigMatcher, FixKind, Match, Matcher, Rule};
use dslint_syntax::settings::Value;
use dslint_syntax::text::TextRange;
use smol_str::SmolStr;

/// What matching settings files needs.
pub(crate) struct Settings<'s, 'a> {
    pub(crate) files: &'s [ConfigFile],
    pub(crate) workspace: &'s Workspace,
    pub(crate) plan: &'a Plan,
    /// The C# files, for the calls that bind sections.
    pub(crate) code: &'s [FileContext<'a>],
}

/// What only is counted in the settings files.
pub(crate) fn count(settings: &Settings<'_, '_>) -> Vec<Counted> {
    let mut found = Vec::new();
    for (index, file) in settings.files.iter().enumerate() {
        for &(rule, counted) in &settings.plan.route(&file.owners).counted {
            let mut sites = Vec::new();
            for matched in &counted.matches {
                let Matcher::Object(matcher) = &matched.matcher else { continue };
                let Some(place) = &matcher.config else { continue };
                Objects { settings, index, rule: counted, matched, matcher, place }.run(
                    &mut sites,
                    &mut Vec::new(),
                    &mut Vec::new(),
                );
            }
            let owners = || concerned(settings, file);
            found.extend(sites.into_iter().map(|site| Counted {
                rule: rule.code.as_str(),
                owners: owners(),
                at: site.primary,
            }));
        }
    }
    found
}

/// Takes out what options in code make void.
pub(crate) fn silence<'a>(settings: &Settings<'_, 'a>, sites: &mut Vec<Site<'a>>) {
    super::silencing::apply(sites, &|project| {
        let around = project.map(|it| super::projects_around(settings.workspace, it)).unwrap_or_default();
        settings.code.first().map(|first| first.files_of(around).collect()).unwrap_or_default()
    });
}

/// Matches all settings files.
pub(crate) fn run<'a>(
    settings: &Settings<'_, 'a>,
    sites: &mut Vec<Site<'a>>,
    undecided: &mut Vec<Undecided>,
    seen: &mut Vec<Seen>,
) {
    for (index, file) in settings.files.iter().enumerate() {
        for &rule in &settings.plan.route(&file.owners).rules {
            let rule: &'static Rule = rule;
            for matched in &rule.matches {
                match &matched.matcher {
                    Matcher::Config(matcher) => names(settings, file, rule, matched, matcher, sites),
                    Matcher::Object(matcher) => {
                        let Some(place) = &matcher.config else { continue };
                        let objects = Objects { settings, index, rule, matched, matcher, place };
                        objects.run(sites, undecided, seen);
                    }
                    _ => {}
                }
            }
        }
    }
}

/// The projects that a file concerns: for a folder of settings beside the projects, all that use the package.
pub(super) fn concerned(settings: &Settings<'_, '_>, file: &ConfigFile) -> Vec<ProjectId> {
    let is_host = |&project: &ProjectId| uses_family(settings.workspace, project);
    match file.owners.is_empty() {
        true => settings.workspace.projects.iter().map(|project| project.id).filter(is_host).collect(),
        false => file.owners.clone(),
    }
}

pub(super) fn site<'a>(
    settings: &Settings<'_, 'a>,
    file: &ConfigFile,
    rule: &'static Rule,
    matched: &'static Match,
    range: TextRange,
) -> Site<'a> {
    let primary = Label { source: file.source, range, text: String::new() };
    let route = settings.plan.route(&file.owners);
    Site { project: file.owners.first().copied(), ..Site::new(rule, matched, route, &settings.plan.to, primary) }
}

/// Names in keys and texts. Who reads them is not seen, so none is certain.
fn names<'a>(
    settings: &Settings<'_, 'a>,
    file: &ConfigFile,
    rule: &'static Rule,
    matched: &'static Match,
    matcher: &ConfigMatcher,
    sites: &mut Vec<Site<'a>>,
) {
    let mut found: Vec<(TextRange, &SmolStr)> = Vec::new();
    for document in &file.documents {
        document.visit(&mut |path, node| {
            if !matcher.path.matches(path) || matcher.except.iter().any(|except| except.matches(path)) {
                return;
            }
            let texts: Vec<(&str, TextRange)> = match &node.value {
                Value::Scalar(text) => vec![(text.as_str(), node.range)],
                Value::Object(entries) => entries.iter().map(|entry| (entry.key.as_str(), entry.key_range)).collect(),
                Value::Array(_) | Value::Null => Vec::new(),
            };
            for (text, range) in texts {
                found.extend(matcher.holds.iter().flat_map(|name| {
                    places(text, name)
                        .then(|| written(&file.text, range, name))
                        .into_iter()
                        .flatten()
                        .map(move |at| (at, name))
                }));
            }
        });
    }
    for (range, name) in found {
        let mut site = Site {
            names: Names { symbol: name.to_string(), value: name.to_string(), ..Names::default() },
            confidence: Confidence::Likely,
            ..site(settings, file, rule, matched, range)
        };
        site.fix = replacement(&site, file);
        sites.push(site);
    }
}

/// Whether a text is a name, or holds it as an entry of a list or in quotes.
fn places(text: &str, name: &str) -> bool {
    let is_edge = |character: Option<char>| character.is_none_or(|it| "\"',;|()[]{}=".contains(it));
    let text = text.trim();
    text.match_indices(name)
        .any(|(at, _)| is_edge(text[..at].chars().next_back()) && is_edge(text[at + name.len()..].chars().next()))
}

/// Where a name stands in the text of a value; all of the value where escapes hide it.
fn written(text: &str, range: TextRange, name: &str) -> Vec<TextRange> {
    let inside = text.get(range.usize()).unwrap_or_default();
    let is_part = |character: Option<char>| character.is_some_and(|it| it.is_alphanumeric() || "._-".contains(it));
    let found: Vec<TextRange> = inside
        .match_indices(name)
        .filter(|(at, _)| {
            !is_part(inside[..*at].chars().next_back()) && !is_part(inside[at + name.len()..].chars().next())
        })
        .map(|(at, _)| TextRange::new(range.start + at as u32, range.start + (at + name.len()) as u32))
        .collect();
    if found.is_empty() { vec![range] } else { found }
}

fn replacement(site: &Site<'_>, file: &ConfigFile) -> Option<Fix> {
    // What is written with escapes is for a person.
    if file.text.get(site.primary.range.usize()) != Some(site.names.value.as_str()) {
        return None;
    }
    let fix = site.replacement(FixKind::ReplaceText, site.primary.range, "Use")?;
    let applicability = match fix.applicability {
        Applicability::Safe => Applicability::Unsafe,
        other => other,
    };
    Some(Fix { applicability, ..fix })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_count_whole() {
        let name = "Duende.IdentityServer.Experimental";
        for text in [
            "Duende.IdentityServer.Experimental",
            " Duende.IdentityServer.Experimental ",
            "A,Duende.IdentityServer.Experimental;B",
            "sum(x{otel_scope_name=\"Duende.IdentityServer.Experimental\"})",
            "Duende.IdentityServer.Experimental[token]",
        ] {
            assert!(places(text, name), "{text}");
        }
        for text in [
            "see Duende.IdentityServer.Experimental for more",
            "Contoso.Duende.IdentityServer.Experimental",
            "Duende.IdentityServer.Experimental.More",
            "Duende.IdentityServer.Experimental/readme",
        ] {
            assert!(!places(text, name), "{text}");
        }
    }
}
