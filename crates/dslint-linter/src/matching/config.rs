//! Names in settings files, and objects in them that a host binds to types of the package.

use super::FileContext;
use crate::config::ConfigFile;
use crate::diagnostic::{Confidence, Fix, Label};
use crate::family::uses_family;
use crate::ledger::{Counted, Undecided};
use crate::matching::objects::{self, Truth};
use crate::matching::tally::Seen;
use crate::message::{Names, Site};
use crate::plan::Plan;
use dslint_project::{ProjectId, Workspace};
use dslint_rules::{
    ApiHistory, Applicability, Condition, ConfigMatcher, ConfigObject, FixKind, Match, Matcher, MemberPath,
    ObjectMatcher, PropertyCondition, Rule, TypeKind,
};
use dslint_semantic::value::{Tracked, Value as Known};
use dslint_syntax::settings::{Entry, Node, Value};
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
    for file in settings.files {
        for &(rule, counted) in &settings.plan.route(&file.owners).counted {
            let mut sites = Vec::new();
            for matched in &counted.matches {
                let Matcher::Object(matcher) = &matched.matcher else { continue };
                let Some(place) = &matcher.config else { continue };
                let objects = Objects { settings, file, rule: counted, matched, matcher, place };
                objects.run(&mut sites, &mut Vec::new(), &mut Vec::new());
            }
            let owners = || file.owners.clone();
            found.extend(sites.into_iter().map(|site| Counted {
                rule: rule.code.as_str(),
                owners: owners(),
                at: site.primary,
            }));
        }
    }
    found
}

/// Matches all settings files.
pub(crate) fn run<'a>(
    settings: &Settings<'_, 'a>,
    sites: &mut Vec<Site<'a>>,
    undecided: &mut Vec<Undecided>,
    seen: &mut Vec<Seen>,
) {
    for file in settings.files {
        for &rule in &settings.plan.route(&file.owners).rules {
            let rule: &'static Rule = rule;
            for matched in &rule.matches {
                match &matched.matcher {
                    Matcher::Config(matcher) => names(settings, file, rule, matched, matcher, sites),
                    Matcher::Object(matcher) => {
                        let Some(place) = &matcher.config else { continue };
                        let objects = Objects { settings, file, rule, matched, matcher, place };
                        objects.run(sites, undecided, seen);
                    }
                    _ => {}
                }
            }
        }
    }
}

fn site<'a>(
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

/// The objects of one file against one matcher.
struct Objects<'o, 's, 'a> {
    settings: &'o Settings<'s, 'a>,
    file: &'o ConfigFile,
    rule: &'static Rule,
    matched: &'static Match,
    matcher: &'o ObjectMatcher,
    place: &'o ConfigObject,
}

/// An object of a file, with what it lies over.
#[derive(Clone, Copy)]
struct Layers<'n> {
    top: &'n Node,
    below: Option<&'n Node>,
}

/// An entry and whether it stands in the file below.
type Found<'n> = (&'n Entry, bool);

impl<'n> Layers<'n> {
    fn entry(self, key: &str) -> Option<Found<'n>> {
        let below = || self.below.and_then(|below| below.entry(key)).map(|entry| (entry, true));
        self.top.entry(key).map(|entry| (entry, false)).or_else(below)
    }
}

impl<'a> Objects<'_, '_, 'a> {
    fn run(&self, sites: &mut Vec<Site<'a>>, undecided: &mut Vec<Undecided>, seen: &mut Vec<Seen>) {
        let is_host = |&project: &ProjectId| uses_family(self.settings.workspace, project);
        let projects = self.settings.workspace.projects.iter().map(|project| project.id);
        let concerned = match self.file.owners.is_empty() {
            // A folder of settings beside the projects: theirs, if they use the package.
            true => projects.into_iter().any(|project| is_host(&project)),
            false => self.file.owners.iter().any(is_host),
        };
        if !concerned {
            return;
        }
        let base = self.file.base.and_then(|base| self.settings.files.get(base));
        for document in &self.file.documents {
            document.visit(&mut |path, node| {
                if !matches!(node.value, Value::Object(_)) || !self.place.at.matches(path) {
                    return;
                }
                let below = base.and_then(|base| base.documents.first()).and_then(|document| document.at(path));
                let object = Layers { top: node, below };
                if self.place.has.as_ref().is_none_or(|key| object.entry(key).is_some()) {
                    seen.push(self.seen(node, object));
                    self.judge(path, object, base, sites, undecided);
                }
            });
        }
    }

    fn seen(&self, node: &Node, object: Layers<'_>) -> Seen {
        let holds = |condition: &PropertyCondition| {
            let entry = object.entry(&condition.property);
            self.holds(condition, entry.map(|(entry, _)| &entry.node)) >= Truth::Maybe
        };
        Seen {
            rule: self.rule.code.as_str(),
            matched: self.rule.matches.iter().position(|it| std::ptr::eq(it, self.matched)).unwrap_or_default(),
            owners: self.file.owners.clone(),
            at: Label { source: self.file.source, range: node.range, text: String::new() },
            held: self.matcher.conditions.iter().map(holds).collect(),
            in_settings: true,
        }
    }

    fn judge(
        &self,
        path: &[SmolStr],
        object: Layers<'_>,
        base: Option<&ConfigFile>,
        sites: &mut Vec<Site<'a>>,
        undecided: &mut Vec<Undecided>,
    ) {
        let facts: Vec<(&PropertyCondition, Truth, Option<Found<'_>>)> = self
            .matcher
            .conditions
            .iter()
            .map(|condition| {
                let entry = object.entry(&condition.property);
                (condition, self.holds(condition, entry.map(|(entry, _)| &entry.node)), entry)
            })
            .collect();
        let Some((_, _, Some((primary, primary_below)))) =
            facts.iter().find(|(condition, ..)| condition.property == self.matcher.primary)
        else {
            return;
        };
        // What stands in the file below alone is found there.
        let is_here = facts.iter().any(|(_, _, entry)| matches!(entry, Some((_, false))));
        let worst = facts.iter().map(|(_, truth, _)| *truth).min();
        if !is_here || worst == Some(Truth::No) {
            return;
        }
        if worst == Some(Truth::Unknown) {
            let open = facts.iter().find(|(_, truth, _)| *truth == Truth::Unknown);
            let property = open.map(|(condition, ..)| condition.property.as_str()).unwrap_or_default();
            undecided.push(Undecided {
                rule: self.rule.code.as_str(),
                owners: self.file.owners.clone(),
                at: Label { source: self.file.source, range: primary.range(), text: String::new() },
                text: format!("`{property}` of the object at this place is not known before it is deployed"),
            });
            return;
        }
        let source_of =
            |below: bool| if below { base.map_or(self.file.source, |base| base.source) } else { self.file.source };
        let related = facts
            .iter()
            .filter(|(condition, ..)| condition.property != self.matcher.primary)
            .filter_map(|(condition, _, entry)| {
                let (entry, below) = (*entry)?;
                let text = format!("`{}` {}", condition.property, objects::describe(&condition.condition));
                Some(Label { source: source_of(below), range: entry.range(), text })
            })
            .collect();
        let joined = facts.iter().any(|(_, _, entry)| matches!(entry, Some((_, true))));
        let certain = !joined && self.is_bound(path);
        let mut site = Site {
            names: Names {
                symbol: self.matcher.primary.to_string(),
                ty: self.matcher.types.first().map(|ty| simple(ty).to_owned()).unwrap_or_default(),
                value: primary.node.text().unwrap_or_default().to_owned(),
                property: self.matcher.primary.to_string(),
                ..Names::default()
            },
            confidence: if certain { Confidence::Certain } else { Confidence::Likely },
            related,
            ..site(self.settings, self.file, self.rule, self.matched, primary.range())
        };
        site.primary.source = source_of(*primary_below);
        sites.push(site);
    }

    /// Whether a condition holds for what is written; for nothing written, for the default.
    fn holds(&self, condition: &PropertyCondition, node: Option<&Node>) -> Truth {
        match (&condition.condition, node.map(|node| &node.value)) {
            (Condition::Unset, node) => objects::truth(node.is_none()),
            (Condition::Set, node) => objects::truth(node.is_some()),
            (Condition::Contains(literal), Some(Value::Array(items))) => {
                items.iter().map(|item| objects::equals(&known(item), literal)).max().unwrap_or(Truth::No)
            }
            // A binder takes an object of numbered keys for a list, too.
            (Condition::Contains(literal), Some(Value::Object(entries))) => {
                entries.iter().map(|entry| objects::equals(&known(&entry.node), literal)).max().unwrap_or(Truth::No)
            }
            (Condition::Contains(_) | Condition::ContainsWhere(_), _) => Truth::No,
            (Condition::Equals(dslint_rules::Literal::Bool(wanted)), Some(Value::Scalar(text))) => {
                match text.trim().to_ascii_lowercase().parse::<bool>() {
                    Ok(value) => objects::truth(value == *wanted),
                    Err(_) => Truth::Unknown,
                }
            }
            (Condition::Equals(dslint_rules::Literal::Text(wanted)), Some(Value::Scalar(text)))
                if enum_member(wanted).is_some() =>
            {
                let name = text.trim();
                // A binder takes a number, too; whose it is, is not looked up.
                match name.parse::<i64>() {
                    Ok(_) => Truth::Unknown,
                    Err(_) => objects::truth(enum_member(wanted).is_some_and(|it| it.eq_ignore_ascii_case(name))),
                }
            }
            (other, Some(_)) => {
                let value = node.map(known).unwrap_or_default();
                objects::holds_alone(&Tracked { value, ..Tracked::default() }, other)
            }
            (other, None) => {
                let value = condition.default.as_ref().map(objects::literal_value).unwrap_or_else(|| Tracked {
                    value: self.default_value(&condition.property),
                    ..Tracked::default()
                });
                objects::holds_alone(&value, other)
            }
        }
    }

    fn default_value(&self, property: &str) -> Known {
        let release = self.settings.plan.release(&self.file.owners);
        let types = self.matcher.types.iter().flat_map(|ty| ApiHistory::embedded().types_named(ty, 0));
        let text = types.into_iter().find_map(|ty| ty.unassigned_value(property, release));
        text.and_then(dslint_semantic::value::literal).unwrap_or_default()
    }

    /// Whether a host binds the section in which the object stands, in a file that hosts read without being told.
    fn is_bound(&self, path: &[SmolStr]) -> bool {
        let name = self.file.path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        if !name.to_ascii_lowercase().starts_with("appsettings.") {
            return false;
        }
        let workspace = self.settings.workspace;
        let near = |context: &&FileContext<'_>| {
            context
                .owners()
                .iter()
                .any(|owner| self.file.owners.iter().any(|own| workspace.closure(*own).contains(owner) || own == owner))
        };
        self.settings.code.iter().filter(near).any(|context| {
            super::sections::bound(context, &self.place.bound_by).iter().any(|section| {
                let parts = section.split(':').count();
                path.len() > parts
                    && path[..parts].iter().zip(section.split(':')).all(|(a, b)| a.eq_ignore_ascii_case(b))
            })
        })
    }
}

/// The name of a member of an enum that is written as its full name.
fn enum_member(text: &str) -> Option<&str> {
    let path = MemberPath::parse(text)?;
    let is_enum = ApiHistory::embedded().types_named(path.type_name(), 0).any(|ty| ty.kind() == TypeKind::Enum);
    is_enum.then(|| text.rsplit('.').next()).flatten()
}

fn known(node: &Node) -> Known {
    match &node.value {
        Value::Scalar(text) => Known::Text(text.as_str().into()),
        Value::Null => Known::Null,
        Value::Object(_) | Value::Array(_) => Known::Unknown,
    }
}

fn simple(full_name: &str) -> &str {
    full_name.rsplit('.').next().unwrap_or(full_name)
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
