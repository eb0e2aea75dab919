//! What a plan says, with paths and positions resolved. Serialized nearly as it stands: docs/plan.schema.json documents it,
//! and fields are added, never changed or removed, without a new `version`.

use serde::Serialize;

use crate::places::Place;

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
    pub(crate) target_frameworks: Vec<String>,
    pub(crate) route: Route,
    pub(crate) counts: Counts,
    pub(crate) steps: Vec<Step>,
    /// In JSON the rows of all projects are one list.
    #[serde(skip)]
    pub(crate) rows: Vec<Row>,
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
    Framework,
    Packages,
    Schema,
    DataProtection,
}

impl StepKind {
    pub(crate) const fn title(self) -> &'static str {
        match self {
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
    /// Adds the plans of other projects, to another target.
    pub(crate) fn and(mut self, other: Document) -> Document {
        self.counts.add(&other.counts);
        self.counts.set_effort(self.counts.effort_minutes + other.counts.effort_minutes);
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
        let releases: Vec<&str> = self.hops.iter().map(|hop| hop.release.as_str()).collect();
        if let Some((last, between)) = releases.split_last().filter(|(_, between)| !between.is_empty()) {
            sentences.push(format!("The way to {last} crosses {}.", listed(between)));
        }
        match &self.from {
            Some(from) if *from == self.to => sentences.push(format!("The project is at {from} already.")),
            Some(from) => sentences.push(format!(
                "The rows hold for the direct jump: each was evaluated on both ends, {from} and {}.",
                self.to
            )),
            None => sentences.push(
                "The version to start from is not known, so every change up to the target counts; say it with --from."
                    .to_owned(),
            ),
        }
        if let Some(own) = &self.refers_to {
            sentences.push(format!("The project refers to {own}."));
        }
        let bare = self.hops.iter().filter(|hop| hop.affected + hop.unknown + hop.clear == 0);
        let bare: Vec<&str> = bare.map(|hop| hop.release.as_str()).filter(|it| !self.is_not_covered(it)).collect();
        if !bare.is_empty() {
            sentences.push(format!("No rule of dslint is about {}: read the upgrade guide.", listed(&bare)));
        }
        if !self.not_covered.is_empty() {
            let releases: Vec<&str> = self.not_covered.iter().map(String::as_str).collect();
            sentences.push(format!(
                "dslint has no complete rules for {}: read the upgrade guides of these releases.",
                listed(&releases)
            ));
        }
        sentences
    }

    fn is_not_covered(&self, release: &str) -> bool {
        self.not_covered.iter().any(|it| it == release)
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
