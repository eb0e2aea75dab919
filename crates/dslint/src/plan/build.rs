//! From an analysis to the plan: which projects, their ways, rows and counts. What has to be done beside the documented
//! changes stands in `steps`.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use dslint_linter::{
    Analysis, Diagnostic, Label, SourceKind, Suppressed, Verdict, identity_server_packages, identity_server_sources,
    identity_server_version,
};
use dslint_project::{Project, ProjectId};
use dslint_rules::{Matcher, OlderThan, Releases, Rule};
use dslint_version::NuGetVersion;

use super::effort;
use super::guides;
use super::snapshots;
use super::steps::Steps;
use super::tables::Tables;
use super::view::{
    Ask, Because, Beside, Counts, Document, Group, Hop, ProjectPlan, Route, Row, Searched, Site, Step, Unread,
    VerdictWord,
};
use crate::places::{Place, Places};
use crate::report::Report;
use crate::scope::Scope;

/// Version of the contract.
const VERSION: u32 = 1;

/// Makes the plan of an analysis.
pub(super) struct Builder<'a> {
    pub(super) analysis: &'a Analysis,
    pub(super) scope: &'a Scope,
    pub(super) places: Places<'a>,
    /// All files of the walk.
    pub(super) files: &'a [PathBuf],
    /// The projects to plan for, where that is not up to the scope.
    pub(super) only: Option<&'a BTreeSet<ProjectId>>,
}

impl Builder<'_> {
    /// The plan; `report` says what was searched and what was not read.
    pub(super) fn document(&self, report: &Report<'_>) -> Document {
        let workspace = &self.analysis.workspace;
        let snapshots = snapshots::find(self.files, workspace, &self.places);
        let tables = Tables::find(self.files, workspace, &self.places);
        let mut steps = Steps::new(self.analysis, &self.places, &snapshots);
        let mut known = BTreeSet::new();
        let mut projects = Vec::new();
        let mut read = BTreeMap::new();
        let mut beside = Vec::new();
        for project in workspace.projects.iter().filter(|project| self.is_asked(project)) {
            match self.is_concerned(project) {
                true => {
                    let mut plan = self.project(project, &mut steps, &tables, &mut known);
                    guides::push_step(&mut plan, &mut read);
                    projects.push(plan);
                }
                false => beside.extend(self.beside(project)),
            }
        }
        if self.only.is_none() {
            projects.extend(self.loose(&mut known));
        }
        refer_to_what_was_asked(&mut projects);
        let mut counts = Counts::default();
        for project in &projects {
            counts.add(&project.counts);
        }
        counts.set_effort(projects.iter().map(|project| project.counts.effort_minutes).sum());
        Document {
            version: VERSION,
            from: self.analysis.from.as_ref().map(ToString::to_string),
            to: self.analysis.to.to_string(),
            counts,
            projects,
            beside,
            unread: report
                .skipped
                .iter()
                .map(|skip| Unread { path: skip.path.clone(), why: skip.why.clone() })
                .collect(),
            searched: Searched {
                files: self.analysis.searched.files,
                parsed: self.analysis.searched.parsed,
                rules: self.analysis.searched.rules.len(),
            },
        }
    }

    /// Whether a project, or something in it, was asked for.
    fn is_asked(&self, project: &Project) -> bool {
        if let Some(only) = self.only {
            return only.contains(&project.id);
        }
        let given = self.scope.directories.iter().chain(&self.scope.files);
        self.scope.covers(&project.path) || given.into_iter().any(|path| path.starts_with(&project.directory))
    }

    fn is_concerned(&self, project: &Project) -> bool {
        let workspace = &self.analysis.workspace;
        let uses = !identity_server_packages(workspace, project).is_empty();
        let sources = identity_server_sources(workspace, project.id);
        let is_host = !sources.is_empty() && sources.iter().all(|source| source.id != project.id);
        uses || is_host || self.analysis.ledger.of(project.id).next().is_some()
    }

    fn label(&self, label: &Label) -> Place {
        self.places.of(self.analysis.sources.get(label.source), label.range)
    }

    /// A project that has no plan, and is not IdentityServer itself.
    fn beside(&self, project: &Project) -> Option<Beside> {
        let own = self.analysis.ledger.own.get(project.id.0 as usize)?;
        let sources = identity_server_sources(&self.analysis.workspace, project.id);
        if sources.iter().any(|source| source.id == project.id) {
            return None;
        }
        let path = self.places.path(&project.path);
        Some(Beside { path, name: project.name.clone(), code_files: own.code, settings_files: own.settings })
    }

    fn project(
        &self,
        project: &Project,
        steps: &mut Steps<'_>,
        tables: &Tables,
        known: &mut BTreeSet<(String, Place)>,
    ) -> ProjectPlan {
        let workspace = &self.analysis.workspace;
        let path = self.places.path(&project.path);
        let packages = identity_server_packages(workspace, project);
        let sources = identity_server_sources(workspace, project.id);
        let is_source = sources.iter().any(|it| it.id == project.id);
        let uses = (!packages.is_empty() || !sources.is_empty()) && !is_source;
        let own = identity_server_version(workspace, project).filter(|_| uses);
        let is_main = |id: &str| Releases::embedded().main_family().is_some_and(|family| family.contains(id));
        let former = packages.first().filter(|_| sources.is_empty() && packages.iter().all(|it| !is_main(it.id)));
        let former = former.map(|it| it.version().map_or_else(|| it.id.to_owned(), |at| format!("{} {at}", it.id)));
        let already = own.clone().filter(|own| *own >= self.analysis.to);
        let start = self.analysis.starts.get(&project.path).cloned();
        let from = self.analysis.from.clone().or(start).or_else(|| own.clone());
        let mut rows = Vec::new();
        for row in self.analysis.ledger.of(project.id).filter(|row| !is_bump(row.rule)) {
            rows.extend(self.row(row, Some(project), from.as_ref()));
        }
        if already.as_ref().is_some_and(|already| Some(already) == from.as_ref()) {
            // There is no way on which something could be clear or not known; what is left over still is.
            rows.retain(|row| row.verdict == VerdictWord::Affected);
        }
        for row in &mut rows {
            let closure = workspace.closure(project.id);
            row.asks.iter_mut().for_each(|ask| ask.text = tables.fill(&ask.text, &closure));
            row.ask = joined(&row.asks);
        }
        let mut steps = steps.of(project, &rows);
        if !is_source && packages.is_empty() && !sources.is_empty() {
            steps.push(guides::source_step(&sources, &self.analysis.to, |path| self.places.path(path)));
        }
        steps.retain(|step| step.open || already.is_none());
        let counts = counts(&rows, &steps, known);
        ProjectPlan {
            route: Route {
                already: already.map(|it| it.to_string()),
                former,
                ..self.route(from.as_ref(), own.filter(|own| Some(own) != from.as_ref()), &rows)
            },
            from_source: sources.iter().map(|it| self.places.path(&it.path)).collect(),
            name: project.name.clone(),
            path: Some(path),
            uses_identity_server: uses,
            target_frameworks: project.target_frameworks.iter().map(|it| it.moniker().to_owned()).collect(),
            counts,
            steps,
            rows,
        }
    }

    /// What was found in files under no project.
    fn loose(&self, known: &mut BTreeSet<(String, Place)>) -> Option<ProjectPlan> {
        let from = self.analysis.from.clone();
        let rows = self.analysis.ledger.rows.iter().filter(|row| row.project.is_none() && !is_bump(row.rule));
        let rows: Vec<Row> = rows.filter_map(|row| self.row(row, None, from.as_ref())).collect();
        let counts = counts(&rows, &[], known);
        (!rows.is_empty()).then(|| ProjectPlan {
            path: None,
            name: "files under no project".to_owned(),
            uses_identity_server: false,
            from_source: Vec::new(),
            target_frameworks: Vec::new(),
            route: self.route(from.as_ref(), None, &rows),
            counts,
            steps: Vec::new(),
            rows,
        })
    }

    /// Reasons with their places, each once.
    fn because(&self, reasons: &[dslint_linter::Reason]) -> Vec<Because> {
        let mut told: Vec<Because> = Vec::new();
        for reason in reasons {
            let at = reason.at.as_ref().map(|label| self.label(label));
            let reason = Because { text: reason.text.clone(), at };
            if !told.contains(&reason) {
                told.push(reason);
            }
        }
        told
    }

    /// The row of a change; none for a change that lies behind the project and left nothing.
    fn row(&self, known: &dslint_linter::Row, project: Option<&Project>, from: Option<&NuGetVersion>) -> Option<Row> {
        let (rule, verdict) = (known.rule, &known.verdict);
        let mut found: Vec<&Diagnostic> = match verdict {
            Verdict::Affected(sites) => sites.iter().filter_map(|site| self.analysis.diagnostics.get(*site)).collect(),
            Verdict::Clear { .. } | Verdict::Unknown { .. } => Vec::new(),
        };
        let all_suppressed = &self.analysis.suppressed;
        let mut suppressed: Vec<&Suppressed> =
            known.suppressed.iter().filter_map(|index| all_suppressed.get(*index)).collect();
        if let Some(project) = project {
            let is_shared = |found: &&Diagnostic| self.is_shared(found, rule, project);
            found.extend(self.analysis.diagnostics.iter().filter(is_shared));
            suppressed.extend(all_suppressed.iter().filter(|it| self.is_shared(&it.diagnostic, rule, project)));
        }
        let is_behind = matches!((from, &rule.since), (Some(from), Some(since)) if since <= from);
        if is_behind && found.is_empty() && suppressed.is_empty() {
            return None;
        }
        let verdict = match verdict {
            _ if !found.is_empty() || !suppressed.is_empty() => &Verdict::Affected(Vec::new()),
            verdict => verdict,
        };
        let (word, searched, because) = match verdict {
            Verdict::Affected(_) => (VerdictWord::Affected, None, self.because(&known.open)),
            Verdict::Clear { searched } => (VerdictWord::Clear, Some(searched.clone()), Vec::new()),
            Verdict::Unknown { because } => (VerdictWord::Unknown, None, self.because(because)),
        };
        let open = found.len();
        let mut sites: Vec<Site> = found.iter().map(|found| self.site(found)).collect();
        sites.extend(suppressed.iter().map(|it| Site {
            suppressed: Some(it.by.reason.clone().unwrap_or_else(|| "no reason is given".to_owned())),
            ..self.site(&it.diagnostic)
        }));
        let all = found.iter().copied().chain(suppressed.iter().map(|it| &it.diagnostic));
        let severity = all.map(|found| found.severity).min();
        sites.sort_by(|left, right| left.place.cmp(&right.place));
        let asks: Vec<Ask> = known.asks.iter().map(|ask| Ask { text: ask.clone(), asked_for: None }).collect();
        let release = rule.release();
        Some(Row {
            change: rule.name.to_string(),
            code: rule.code.to_string(),
            summary: rule.summary.clone(),
            since: rule.since.as_ref().map(ToString::to_string),
            project: project.map(|project| self.places.path(&project.path)),
            verdict: word,
            severity: severity.map(|severity| severity.as_str()),
            effort: rule.effort.as_str(),
            effort_minutes: effort::minutes(rule.effort, open),
            sites,
            searched,
            ask: joined(&asks),
            asks,
            because,
            in_guide: rule.is_in_guide,
            docs: rule.sources.first().cloned(),
            group: match release {
                Some(release) if is_behind => Group::Behind(release),
                Some(release) => Group::Release(release),
                None => Group::Any,
            },
        })
    }

    /// Whether a finding was told for another project, but stands in something that this project has too: a linked file, a
    /// version or using that several projects take from one place.
    fn is_shared(&self, found: &Diagnostic, rule: &'static Rule, project: &Project) -> bool {
        if found.project == Some(project.id) || !std::ptr::eq(found.rule, rule) {
            return false;
        }
        let (path, range) = (&self.analysis.sources.get(found.primary.source).path, found.primary.range);
        match SourceKind::of(path) {
            Some(SourceKind::CSharp | SourceKind::Razor) => self.analysis.workspace.owners(path).contains(&project.id),
            _ => {
                let versions = project.packages.iter().filter_map(|package| package.written_at.as_ref());
                let usings = project.usings.iter().filter_map(|using| using.at.as_ref());
                let mut own = versions.chain(usings).chain(project.packages.iter().map(|it| &it.reference_at));
                own.any(|at| at.range == range && *at.path == **path)
            }
        }
    }

    fn site(&self, found: &Diagnostic) -> Site {
        Site {
            place: self.label(&found.primary),
            severity: found.severity.as_str(),
            confidence: found.confidence.as_str(),
            message: found.message.clone(),
            help: found.help.clone(),
            suppressed: None,
        }
    }

    fn route(&self, from: Option<&NuGetVersion>, own: Option<NuGetVersion>, rows: &[Row]) -> Route {
        let to = &self.analysis.to;
        let target = (to.major(), to.minor());
        let start = from.map(|from| (from.major(), from.minor()));
        let of = |minor: (u32, u32), word: VerdictWord| {
            rows.iter().filter(|row| row.group == Group::Release(minor) && row.verdict == word).count()
        };
        let has_rows = |minor: (u32, u32)| rows.iter().any(|row| row.group == Group::Release(minor));
        let is_on_the_way = |minor: (u32, u32)| match start {
            Some(start) => minor > start || (minor == start && (has_rows(minor) || start == target)),
            None => has_rows(minor) || minor == target,
        };
        let already = from.is_some_and(|from| from >= to);
        let lines: Vec<_> = Releases::embedded()
            .lines()
            .iter()
            .filter(|line| !already && line.minor <= target && is_on_the_way(line.minor))
            .collect();
        Route {
            from: from.map(ToString::to_string),
            to: to.to_string(),
            refers_to: own.map(|own| own.to_string()),
            not_covered: lines.iter().filter(|line| !line.is_covered).map(ToString::to_string).collect(),
            guides: lines.iter().filter(|line| Some(line.minor) != start).map(|line| guides::of(line)).collect(),
            already: None,
            former: None,
            hops: lines
                .iter()
                .map(|line| Hop {
                    release: line.to_string(),
                    target_frameworks: line.target_frameworks.clone(),
                    affected: of(line.minor, VerdictWord::Affected),
                    unknown: of(line.minor, VerdictWord::Unknown),
                    clear: of(line.minor, VerdictWord::Clear),
                })
                .collect(),
        }
    }
}

/// What is asked, as one text.
fn joined(asks: &[Ask]) -> Option<String> {
    let texts: Vec<&str> = asks.iter().map(|ask| ask.text.as_str()).collect();
    (!texts.is_empty()).then(|| texts.join("\n"))
}

/// What was asked for a row before is not asked again, in the order in which rows are shown.
fn refer_to_what_was_asked(projects: &mut [ProjectPlan]) {
    let mut asked: BTreeMap<String, String> = BTreeMap::new();
    for project in projects.iter_mut() {
        let name = project.name.clone();
        let order = |row: &Row| (row.group, row.verdict, row.code.clone());
        let mut rows: Vec<&mut Row> = project.rows.iter_mut().collect();
        rows.sort_by_key(|row| order(row));
        for row in rows {
            for ask in &mut row.asks {
                match asked.get(&ask.text) {
                    Some(row) => ask.asked_for = Some(row.clone()),
                    None => {
                        asked.insert(ask.text.clone(), format!("{} of {name}", row.code));
                    }
                }
            }
        }
    }
}

/// Whether a rule says what the step of the packages says.
fn is_bump(rule: &Rule) -> bool {
    rule.since.is_none()
        && rule.matches.iter().any(|matched| match &matched.matcher {
            Matcher::Package(package) => package.family && matches!(package.older_than, Some(OlderThan::Target)),
            _ => false,
        })
}

/// What there is to do; a place that was counted with another project takes no more effort.
fn counts(rows: &[Row], steps: &[Step], known: &mut BTreeSet<(String, Place)>) -> Counts {
    let of = |word: VerdictWord| rows.iter().filter(|row| row.verdict == word).count();
    let mut minutes = 0;
    for row in rows.iter().filter(|row| row.open_sites().next().is_some()) {
        let new = row.open_sites().filter(|site| known.insert((row.code.clone(), site.place.clone()))).count();
        let open = row.open_sites().count();
        let places = u32::try_from(open).unwrap_or(u32::MAX);
        minutes += match new {
            0 => 0,
            new if new == open => row.effort_minutes,
            new => row.effort_minutes / places * u32::try_from(new).unwrap_or(0),
        };
    }
    let edits = steps.iter().flat_map(|step| &step.places).filter(|edit| edit.done_with.is_none()).count();
    minutes += effort::minutes(dslint_rules::Effort::Minutes, edits);
    let mut counts = Counts {
        to_do: of(VerdictWord::Affected) - rows.iter().filter(|row| row.is_suppressed()).count()
            + steps.iter().filter(|step| step.open).count(),
        to_ask: of(VerdictWord::Unknown),
        clear: of(VerdictWord::Clear),
        ..Counts::default()
    };
    counts.set_effort(minutes);
    counts
}
