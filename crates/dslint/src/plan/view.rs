//! What a plan says, with paths and positions resolved. Serialized nearly as it stands: docs/plan.schema.json documents it,
//! and fields are added, never changed or removed, without a new `version`.

use serde::Serialize;

use crate::places::Place;
use crate::wrap::counted;

use super::effort;

/// The plan of all projects.
#[derive(Debug, Serialize)]
pub(crate) struct Document {
    pub(crate) version: u32,
    /// The version that was given to start from.
    pub(crate) from: Option<String>,
    pub(crate) to: String,
    pub(crate) counts: Counts,
    pub(crate) projects: Vec<ProjectPlan>,
    /// The projects beside them: searched with the same rules, without a finding.
    pub(crate) beside: Vec<Beside>,
    /// What could not be read or evaluated.
    pub(crate) unread: Vec<Unread>,
    pub(crate) searched: Searched,
}

/// How much there is to do.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Counts {
    /// Steps and affected changes.
    pub(crate) to_do: usize,
    /// Changes that the source cannot settle.
    pub(crate) to_ask: usize,
    /// Changes that concern nothing here.
    pub(crate) clear: usize,
    /// A rough estimate of the edits.
    pub(crate) effort_minutes: u32,
    /// The same in words.
    pub(crate) effort: String,
}

/// The plan of a project.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ProjectPlan {
    /// The project file; none for files under no project.
    pub(crate) path: Option<String>,
    pub(crate) name: String,
    /// Whether it gets the product's packages; others are in the plan for what was found in them.
    pub(crate) uses_identity_server: bool,
    /// The projects of IdentityServer itself that it is built from, or is.
    pub(crate) from_source: Vec<String>,
    pub(crate) target_frameworks: Vec<String>,
    pub(crate) route: Route,
    pub(crate) counts: Counts,
    pub(crate) steps: Vec<Step>,
    /// In JSON the rows of all projects are one list.
    #[serde(skip)]
    pub(crate) rows: Vec<Row>,
}

/// A project beside those with a plan.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Beside {
    pub(crate) path: String,
    pub(crate) name: String,
    /// The C# and Razor files that were searched.
    pub(crate) code_files: usize,
    /// The JSON and YAML files that were searched.
    pub(crate) settings_files: usize,
}

/// An upgrade guide of the product.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct GuideLink {
    /// The release that it leads to.
    pub(crate) release: String,
    pub(crate) title: String,
    pub(crate) url: String,
    /// Whether rules answer it line by line.
    pub(crate) covered: bool,
}

/// The way of a project.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Route {
    /// Where it starts; none where nothing says so.
    pub(crate) from: Option<String>,
    pub(crate) to: String,
    /// The version that the project refers to, where it is another one.
    pub(crate) refers_to: Option<String>,
    /// The releases on the way, the last one included.
    pub(crate) hops: Vec<Hop>,
    /// Releases on the way that no rules were written for.
    pub(crate) not_covered: Vec<String>,
    /// The guides of the releases on the way.
    pub(crate) guides: Vec<GuideLink>,
    /// The version that the project has, where it is the target already or beyond it.
    pub(crate) already: Option<String>,
    /// The former package that it refers to, where it refers to no other.
    pub(crate) former: Option<String>,
}

/// A release on the way.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Hop {
    pub(crate) release: String,
    pub(crate) target_frameworks: Vec<String>,
    pub(crate) affected: usize,
    pub(crate) unknown: usize,
    pub(crate) clear: usize,
}

/// What has to be done beside the documented changes.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Step {
    pub(crate) kind: StepKind,
    /// What, in a sentence.
    pub(crate) text: String,
    pub(crate) places: Vec<Edit>,
    pub(crate) commands: Vec<String>,
    /// What else to know.
    pub(crate) notes: Vec<String>,
    /// Whether something is left to do that no project before it does.
    pub(crate) open: bool,
}

/// The kinds of steps, in the order in which they are done.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum StepKind {
    Guide,
    Framework,
    Packages,
    Schema,
    DataProtection,
}

impl StepKind {
    pub(crate) const fn title(self) -> &'static str {
        match self {
            StepKind::Guide => "Upgrade guide",
            StepKind::Framework => "Target framework",
            StepKind::Packages => "Packages",
            StepKind::Schema => "Database schema",
            StepKind::DataProtection => "Data protection",
        }
    }
}

/// A text to replace.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Edit {
    #[serde(flatten)]
    pub(crate) place: Place,
    pub(crate) old: String,
    pub(crate) new: String,
    /// The packages that get their version there.
    pub(crate) packages: Vec<String>,
    /// The MSBuild property that holds it.
    pub(crate) property: Option<String>,
    /// The referenced project that it comes through.
    pub(crate) through: Option<String>,
    /// The project whose plan has the same edit already.
    pub(crate) done_with: Option<String>,
}

/// A documented change in a project.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Row {
    /// The rule's name.
    pub(crate) change: String,
    pub(crate) code: String,
    pub(crate) summary: String,
    pub(crate) since: Option<String>,
    pub(crate) project: Option<String>,
    pub(crate) verdict: VerdictWord,
    /// The worst of the sites.
    pub(crate) severity: Option<&'static str>,
    pub(crate) sites: Vec<Site>,
    /// What was searched, for what is clear.
    pub(crate) searched: Option<String>,
    /// What settles that which no source can tell.
    pub(crate) ask: Option<String>,
    /// The same, one by one.
    #[serde(skip)]
    pub(crate) asks: Vec<Ask>,
    pub(crate) because: Vec<Because>,
    /// What to plan for a site.
    pub(crate) effort: &'static str,
    pub(crate) effort_minutes: u32,
    /// Whether the upgrade guide of the product lists it.
    pub(crate) in_guide: bool,
    pub(crate) docs: Option<String>,
    /// The group it is shown in.
    #[serde(skip)]
    pub(crate) group: Group,
}

/// What is known of a change.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum VerdictWord {
    Affected,
    Unknown,
    Clear,
}

/// The groups of changes, in the order of the way.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Group {
    /// Of a release that the project is past, but the old code is still there.
    Behind((u32, u32)),
    /// Of a release on the way.
    Release((u32, u32)),
    /// Of no single release.
    Any,
}

impl Group {
    pub(crate) fn title(self) -> String {
        match self {
            Group::Behind((major, minor)) => format!("Left over from {major}.{minor}"),
            Group::Release((major, minor)) => format!("Changes of {major}.{minor}"),
            Group::Any => "On every upgrade".to_owned(),
        }
    }
}

/// A place to change.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Site {
    #[serde(flatten)]
    pub(crate) place: Place,
    pub(crate) severity: &'static str,
    pub(crate) confidence: &'static str,
    pub(crate) message: String,
    pub(crate) help: Option<String>,
    /// Why nothing is to be done here, where somebody said so in the code or in settings.
    pub(crate) suppressed: Option<String>,
}

/// A question, SQL or command.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Ask {
    pub(crate) text: String,
    /// The row that asks the same before this one: `DS7302 of Host`.
    pub(crate) asked_for: Option<String>,
}

/// Why the source cannot tell.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Because {
    pub(crate) text: String,
    pub(crate) at: Option<Place>,
}

/// A file that was not read, or not wholly.
#[derive(Debug, Serialize)]
pub(crate) struct Unread {
    pub(crate) path: String,
    pub(crate) why: String,
}

/// What the plan rests on.
#[derive(Debug, Serialize)]
pub(crate) struct Searched {
    pub(crate) files: usize,
    pub(crate) parsed: usize,
    pub(crate) rules: usize,
}

/// What is said once about several sites.
pub(crate) struct Finding<'r> {
    pub(crate) message: &'r str,
    pub(crate) help: Option<&'r str>,
    pub(crate) sites: Vec<&'r Site>,
}

impl Document {
    /// The projects beside those with a plan, in a sentence that names at most some of them.
    pub(crate) fn beside_sentence(&self, most: usize) -> Option<String> {
        let first = self.beside.first()?;
        let files = self.beside.iter().map(|it| it.code_files).sum::<usize>();
        let settings = self.beside.iter().map(|it| it.settings_files).sum::<usize>();
        let mut names: Vec<String> = self.beside.iter().take(most).map(|it| it.name.clone()).collect();
        if self.beside.len() > most {
            names.push(format!("{} more", self.beside.len() - most));
        }
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let searched = format!(
            "{} and {}",
            counted(files, "source file", "source files"),
            counted(settings, "settings file", "settings files")
        );
        Some(match self.beside.len() {
            1 => format!("{} has no finding and does not use IdentityServer; searched: {searched}.", first.name),
            some => format!(
                "{some} projects have no finding and do not use IdentityServer: {}; searched: {searched}.",
                listed(&names)
            ),
        })
    }

    /// Adds the plans of other projects, to another target.
    pub(crate) fn and(mut self, other: Document) -> Document {
        self.counts.add(&other.counts);
        self.counts.set_effort(self.counts.effort_minutes + other.counts.effort_minutes);
        self.beside.retain(|own| !other.projects.iter().any(|it| it.path.as_ref() == Some(&own.path)));
        self.projects.extend(other.projects);
        self.projects.sort_by(|left, right| left.path.cmp(&right.path));
        self
    }
}

impl Row {
    /// The sites by what is said about them.
    pub(crate) fn findings(&self) -> Vec<Finding<'_>> {
        let mut findings: Vec<Finding<'_>> = Vec::new();
        for site in &self.sites {
            let (message, help) = (site.message.as_str(), site.help.as_deref());
            match findings.iter_mut().find(|it| it.message == message && it.help == help) {
                Some(finding) => finding.sites.push(site),
                None => findings.push(Finding { message, help, sites: vec![site] }),
            }
        }
        findings
    }

    /// The sites where something is to be done.
    pub(crate) fn open_sites(&self) -> impl Iterator<Item = &Site> {
        self.sites.iter().filter(|site| site.suppressed.is_none())
    }

    /// Whether it is affected, and all of its sites are suppressed.
    pub(crate) fn is_suppressed(&self) -> bool {
        !self.sites.is_empty() && self.open_sites().next().is_none()
    }

    /// `3 places, hours each`
    pub(crate) fn extent(&self) -> String {
        match self.open_sites().count() {
            0 => "suppressed".to_owned(),
            1 => format!("1 place, {}", self.effort),
            places => format!("{places} places, {} each", self.effort),
        }
    }
}

impl ProjectPlan {
    /// What to know about the project and its way, in sentences.
    pub(crate) fn sentences(&self) -> Vec<String> {
        let mut sentences = match (self.from_source.as_slice(), self.uses_identity_server) {
            ([], true) => Vec::new(),
            ([], false) => {
                return vec!["It does not use IdentityServer itself: it is here for what was found in it.".to_owned()];
            }
            ([own], false) if Some(own) == self.path.as_ref() => {
                return vec!["It is IdentityServer itself, built from source in this workspace.".to_owned()];
            }
            (sources, _) => {
                let main =
                    sources.iter().find(|it| it.ends_with("/Duende.IdentityServer.csproj")).unwrap_or(&sources[0]);
                vec![format!("IdentityServer is built from source in this workspace, from {main}.")]
            }
        };
        sentences.extend(self.route.sentences());
        sentences
    }

    /// The rows by group, in the order of the way; in each what has to be done first.
    pub(crate) fn groups(&self) -> Vec<(Group, Vec<&Row>)> {
        let mut groups: Vec<(Group, Vec<&Row>)> = Vec::new();
        for row in &self.rows {
            match groups.iter_mut().find(|(group, _)| *group == row.group) {
                Some((_, rows)) => rows.push(row),
                None => groups.push((row.group, vec![row])),
            }
        }
        groups.sort_by_key(|(group, _)| *group);
        for (_, rows) in &mut groups {
            rows.sort_by_key(|row| row.verdict);
        }
        groups
    }
}

impl Route {
    /// `7.2.4 → 7.3.4`
    pub(crate) fn title(&self) -> String {
        format!("{} → {}", self.from.as_deref().unwrap_or("unknown version"), self.to)
    }

    /// What to know about the way, in sentences.
    pub(crate) fn sentences(&self) -> Vec<String> {
        let mut sentences = Vec::new();
        if let Some(former) = &self.former {
            sentences.push(format!(
                "It refers to {former}, which ends with 4.1: no rule of dslint is about the step to Duende.IdentityServer. Take \
                 that first, then make a plan from there."
            ));
            return sentences;
        }
        let is_asked_for = self.refers_to.is_some();
        if let (Some(already), false) = (&self.already, is_asked_for) {
            sentences.push(match *already == self.to {
                true => format!("Nothing to do: the project is at {already} already."),
                false => format!("Nothing to do: the project is at {already} already, beyond the target {}.", self.to),
            });
            return sentences;
        }
        let releases: Vec<&str> = self.hops.iter().map(|hop| hop.release.as_str()).collect();
        if let Some((last, between)) = releases.split_last().filter(|(_, between)| !between.is_empty()) {
            sentences.push(format!("The way to {last} crosses {}.", listed(between)));
        }
        match &self.from {
            Some(from) => sentences.push(format!(
                "Every change was judged for the direct jump, with the code as it is for {from} and the packages of {}.",
                self.to
            )),
            None => sentences.push(
                "The version to start from is not known, so every change up to the target counts; say it with --from."
                    .to_owned(),
            ),
        }
        match (&self.already, &self.refers_to) {
            (Some(already), Some(_)) => sentences.push(format!(
                "The project refers to {already} already: what follows only tells whether code that was written for {} was \
                 changed with it.",
                self.from.as_deref().unwrap_or("before")
            )),
            (None, Some(own)) => sentences.push(format!("The project refers to {own}.")),
            _ => {}
        }
        sentences
    }
}

impl Counts {
    /// `4 to do, 1 to ask, 12 clear`
    pub(crate) fn text(&self) -> String {
        format!("{} to do, {} to ask, {} clear", self.to_do, self.to_ask, self.clear)
    }

    pub(crate) fn add(&mut self, other: &Counts) {
        self.to_do += other.to_do;
        self.to_ask += other.to_ask;
        self.clear += other.clear;
    }

    pub(crate) fn set_effort(&mut self, minutes: u32) {
        self.effort_minutes = minutes;
        self.effort = effort::words(minutes);
    }
}

/// `6.3, 7.0 and 7.1`
pub(crate) fn listed(items: &[&str]) -> String {
    match items {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}
