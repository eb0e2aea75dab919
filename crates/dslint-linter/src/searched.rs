//! What was searched: of a project and those it references the files that were read, and of a rule what became of them.
//! Every number is counted from what was read and matched.

use crate::analysis::Skipped;
use crate::config;
use crate::family::is_family_source;
use crate::load::Parsed;
use crate::matching::tally::{self, Seen};
use dslint_project::{ProjectId, Workspace};
use dslint_rules::{ApiHistory, Matcher, Rule, TriggerRole};
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::path::{Path, PathBuf};

/// A project with those it references, without IdentityServer itself where that is built from source: its own stores and
/// options are no answer of the host's.
pub(crate) fn closure(workspace: &Workspace, project: ProjectId) -> HashSet<ProjectId> {
    let all = workspace.closure(project).into_iter();
    all.filter(|&other| other == project || !is_family_source(workspace, other)).collect()
}

/// What was read of a project and of those it references.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Reach {
    /// C# and Razor files.
    pub code: usize,
    /// Those of them that are Razor.
    pub razor: usize,
    /// JSON and YAML files.
    pub settings: usize,
    /// Projects that are referenced, directly or through others.
    pub references: usize,
}

/// The files of a run that were read, with their projects.
pub(crate) struct Read {
    code: Vec<(bool, Vec<ProjectId>)>,
    settings: Vec<Vec<ProjectId>>,
}

impl Read {
    pub(crate) fn new(
        workspace: &Workspace,
        code: &[PathBuf],
        files: &[PathBuf],
        skipped: &[Skipped],
        reads_settings: bool,
    ) -> Read {
        let unread: HashSet<&Path> =
            skipped.iter().filter(|it| is_wholly_unread(&it.why)).map(|it| it.path.as_path()).collect();
        let read = |path: &&PathBuf| !unread.contains(path.as_path());
        let is_razor = |path: &Path| path.extension().is_some_and(|extension| !extension.eq_ignore_ascii_case("cs"));
        let mut directories = BTreeMap::new();
        for project in &workspace.projects {
            directories.entry(project.directory.as_path()).or_insert_with(Vec::new).push(project.id);
        }
        let nearest = |path: &Path| path.ancestors().skip(1).find_map(|it| directories.get(it)).cloned();
        let settings = files.iter().filter(|path| reads_settings && config::format_of(path).is_some());
        let settings: BTreeSet<&PathBuf> = settings.filter(read).collect();
        Read {
            code: code.iter().filter(read).map(|path| (is_razor(path), workspace.owners(path))).collect(),
            settings: settings.into_iter().map(|path| nearest(path).unwrap_or_default()).collect(),
        }
    }

    /// What was read of a project alone.
    pub(crate) fn own(&self, project: ProjectId) -> Reach {
        let code = self.code.iter().filter(|(_, owners)| owners.contains(&project));
        Reach {
            razor: code.clone().filter(|(is_razor, _)| *is_razor).count(),
            code: code.count(),
            settings: self.settings.iter().filter(|owners| owners.contains(&project)).count(),
            references: 0,
        }
    }

    /// What was read of a project and those it references.
    pub(crate) fn reach(&self, workspace: &Workspace, project: ProjectId) -> Reach {
        let closure = closure(workspace, project);
        let is_near = |owners: &[ProjectId]| owners.iter().any(|owner| closure.contains(owner));
        let code = self.code.iter().filter(|(_, owners)| is_near(owners));
        Reach {
            razor: code.clone().filter(|(is_razor, _)| *is_razor).count(),
            code: code.count(),
            settings: self.settings.iter().filter(|owners| is_near(owners)).count(),
            references: closure.len().saturating_sub(1),
        }
    }
}

fn is_wholly_unread(why: &str) -> bool {
    why.starts_with("not analysed") || why.starts_with("cannot be read")
}

impl Reach {
    /// `42 C# files, 3 settings files`
    pub fn files(&self, with_settings: bool) -> String {
        let code = if self.razor > 0 { "C# and Razor" } else { "C#" };
        match with_settings {
            true => format!("{}, {}", files(self.code, code), files(self.settings, "settings")),
            false => files(self.code, code),
        }
    }

    /// `Host and its 4 references`
    pub fn projects(&self, name: &str) -> String {
        match self.references {
            0 => name.to_owned(),
            1 => format!("{name} and its reference"),
            some => format!("{name} and its {some} references"),
        }
    }
}

fn files(count: usize, kind: &str) -> String {
    match count {
        0 => format!("no {kind} file"),
        1 => format!("1 {kind} file"),
        some => format!("{some} {kind} files"),
    }
}

/// Whether a rule looks into source files at all.
pub(crate) fn reads_code(rule: &Rule) -> bool {
    rule.matches.iter().any(|matched| !matches!(matched.matcher, Matcher::Package(_)))
}

/// Whether a rule looks into settings files.
pub(crate) fn reads_settings(rule: &Rule) -> bool {
    rule.matches.iter().any(|matched| match &matched.matcher {
        Matcher::Config(_) => true,
        Matcher::Object(matcher) => matcher.config.is_some(),
        _ => false,
    })
}

/// What was looked at for a rule in a project, in clauses.
pub(crate) struct Search<'s> {
    pub(crate) workspace: &'s Workspace,
    pub(crate) project: ProjectId,
    pub(crate) reach: Reach,
    /// For each rule the files that hold one of the names it looks for, with their projects.
    pub(crate) named: &'s BTreeMap<&'static str, Vec<Vec<ProjectId>>>,
    pub(crate) seen: &'s [Seen],
    /// The referenced projects in which the rule found something: what was searched ends at the project itself then.
    pub(crate) found_in: Vec<&'s str>,
}

impl Search<'_> {
    pub(crate) fn sentence(&self, rule: &'static Rule) -> String {
        let mut clauses = Vec::new();
        let name = self.workspace.project(self.project).map_or("", |project| project.name.as_str());
        let projects = self.reach.projects(name);
        if reads_code(rule) {
            let searched = format!("{} of {projects}", self.reach.files(reads_settings(rule)));
            clauses.push(match self.names(rule) {
                Some(names) => format!("{searched}, {names}"),
                None => searched,
            });
        }
        clauses.extend(self.packages(rule, &projects));
        clauses.extend(self.objects(rule));
        if !self.found_in.is_empty() {
            clauses.push(format!("what was found in {} stands there", self.found_in.join(", ")));
        }
        clauses.join("; ")
    }

    fn is_near(&self) -> impl Fn(&[ProjectId]) -> bool {
        let closure: HashSet<ProjectId> = match self.found_in.is_empty() {
            true => closure(self.workspace, self.project),
            false => HashSet::from([self.project]),
        };
        move |owners: &[ProjectId]| owners.iter().any(|owner| closure.contains(owner))
    }

    /// In how many files the names occur that a rule looks for: not where it looks into objects, whose names are everywhere.
    fn names(&self, rule: &'static Rule) -> Option<String> {
        let words = words(rule);
        if self.reach.code == 0 || words.is_empty() || rule.matches.iter().any(is_object) {
            return None;
        }
        let is_near = self.is_near();
        let holding = self.named.get(rule.code.as_str()).into_iter().flatten().filter(|owners| is_near(owners)).count();
        let words: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
        let names = match words.as_slice() {
            [one] => one.clone(),
            [first @ .., last] if first.len() < 3 => format!("{} or {last}", first.join(", ")),
            all => format!("any of the {} names it looks for", all.len()),
        };
        let count = if holding == 0 { "none".to_owned() } else { holding.to_string() };
        Some(format!("{count} of them with {names}"))
    }

    fn packages(&self, rule: &'static Rule, projects: &str) -> Vec<String> {
        let packages = rule.matches.iter().filter_map(|matched| match &matched.matcher {
            Matcher::Package(matcher) => Some(matcher.package.as_str()),
            _ => None,
        });
        let is_near = self.is_near();
        let mut all = self.workspace.packages_in_closure(self.project);
        all.retain(|(owner, _)| is_near(&[*owner]));
        let places: BTreeSet<_> =
            all.iter().map(|(_, it)| (&*it.reference_at.path, it.reference_at.range, it.id.as_str())).collect();
        let mut clauses: Vec<String> = packages
            .map(|id| {
                let own = all.iter().filter(|(_, package)| package.id.eq_ignore_ascii_case(id));
                let own: BTreeSet<_> = own.map(|(_, it)| (&*it.reference_at.path, it.reference_at.range)).collect();
                let total = match places.len() {
                    1 => "1 package reference".to_owned(),
                    some => format!("{some} package references"),
                };
                let found = if own.is_empty() { "none".to_owned() } else { own.len().to_string() };
                format!("{total} of {projects}, {found} of them to `{id}`")
            })
            .collect();
        clauses.dedup();
        clauses
    }

    fn objects(&self, rule: &'static Rule) -> Vec<String> {
        let is_near = self.is_near();
        let mut clauses: Vec<String> = Vec::new();
        for (index, matched) in rule.matches.iter().enumerate() {
            let Matcher::Object(matcher) = &matched.matcher else { continue };
            let seen = tally::of(self.seen, rule, index, &is_near);
            // Of several kinds of objects those that there are; if there are none, the first.
            if !seen.is_empty() || rule.matches.iter().position(is_object) == Some(index) {
                clauses.push(tally::sentence(matcher, &seen));
            }
        }
        if clauses.len() > 1 {
            clauses.retain(|clause| !clause.starts_with("no "));
        }
        clauses
    }
}

fn is_object(matched: &dslint_rules::Match) -> bool {
    matches!(matched.matcher, Matcher::Object(_))
}

/// The names that a rule looks for in code.
fn words(rule: &'static Rule) -> BTreeSet<String> {
    let own = rule.triggers(ApiHistory::embedded()).into_iter().chain(crate::checks::triggers(rule));
    own.filter(|trigger| trigger.role == TriggerRole::Match).map(|trigger| trigger.text.to_string()).collect()
}

/// For each rule the files that hold one of its names as a token, with their projects.
pub(crate) fn named(
    rules: &[&'static Rule],
    parsed: &[Parsed],
    text: &dyn Fn(usize) -> std::sync::Arc<str>,
) -> BTreeMap<&'static str, Vec<Vec<ProjectId>>> {
    let words: Vec<(&'static str, BTreeSet<String>)> =
        rules.iter().map(|rule| (rule.code.as_str(), words(rule))).collect();
    let mut known = BTreeMap::new();
    for (index, file) in parsed.iter().enumerate().filter(|(_, file)| !file.places.is_empty()) {
        let text = text(index);
        let bare = |token: &str| token.trim_matches(['@', '$', '"']).to_owned();
        let tokens: BTreeSet<String> =
            file.places.iter().filter_map(|place| text.get(place.usize())).map(bare).collect();
        for (code, words) in &words {
            if words.iter().any(|word| tokens.contains(word)) {
                // A file that is parsed for several frameworks is one.
                known.entry(*code).or_insert_with(BTreeMap::new).insert(file.source, file.owners.clone());
            }
        }
    }
    known.into_iter().map(|(code, files)| (code, files.into_values().collect())).collect()
}
