//! The ledger: for every project and every change on its way one row with a verdict. Findings are the evidence of the
//! affected rows; a row is clear only when nothing stands against it.

use crate::analysis::Skipped;
use crate::diagnostic::{Diagnostic, Label};
use crate::family::uses_family;
use crate::load::Parsed;
use crate::matching::tally::Seen;
use crate::matching::{FileContext, members, presence};
use crate::plan::Plan;
use crate::searched::{self, Reach, Read, Search, closure, reads_code, reads_settings};
use crate::suppress::{Suppressed, is_about_suppressions};
use dslint_project::{Language, ProjectId, Workspace};
use dslint_rules::{Matcher, MemberPath, MethodName, Rule, UnknownFact, UnknownWhen, Use};
use dslint_semantic::bind::Symbol;
use dslint_semantic::table::FileId;
use dslint_semantic::ty::Ty;
use dslint_syntax::ast::{ExprKind, TypeIndex};
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::path::Path;
use std::sync::Arc;

/// What is known of one change in one project.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Verdict {
    /// Something has to be done: the findings, as indices of [`Analysis::diagnostics`](crate::Analysis::diagnostics).
    Affected(Vec<usize>),
    /// Nothing has to be done.
    Clear {
        /// What was searched, in a sentence.
        searched: String,
    },
    /// The source cannot tell.
    Unknown {
        /// Why.
        because: Vec<Reason>,
    },
}

/// Why the source cannot tell.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Reason {
    /// A clause that follows "because".
    pub text: String,
    /// The place that says so.
    pub at: Option<Label>,
}

/// One change in one project.
#[derive(Clone, Debug)]
pub struct Row {
    /// The project; none for files under no project.
    pub project: Option<ProjectId>,
    /// The change.
    pub rule: &'static Rule,
    /// What is known. Where all findings are suppressed it is affected, without sites.
    pub verdict: Verdict,
    /// What is suppressed, as indices of [`Analysis::suppressed`](crate::Analysis::suppressed).
    pub suppressed: Vec<usize>,
    /// Beside the sites of an affected row: what could not be decided.
    pub open: Vec<Reason>,
    /// What settles that which the source cannot tell: questions, SQL or commands. The names of tables are left to the
    /// reader: `{table:Client}`.
    pub asks: Vec<String>,
}

/// The rows, by project and code.
#[derive(Clone, Debug, Default)]
pub struct Ledger {
    /// In the order of the workspace's projects, then by code.
    pub rows: Vec<Row>,
    /// What was read of each project, in the order of the workspace.
    pub own: Vec<Reach>,
}

/// An object whose state could not be decided.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Undecided {
    pub(crate) rule: &'static str,
    /// The projects of the file.
    pub(crate) owners: Vec<ProjectId>,
    pub(crate) at: Label,
    pub(crate) text: String,
}

/// Something that looks like a change and is none.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Counted {
    /// The rule in whose row it counts.
    pub(crate) rule: &'static str,
    /// The projects of the file.
    pub(crate) owners: Vec<ProjectId>,
    pub(crate) at: Label,
}

/// What the ledger is made of.
pub(crate) struct Evidence<'e, 'a> {
    pub(crate) workspace: &'e Workspace,
    pub(crate) plan: &'e Plan,
    pub(crate) diagnostics: &'e [Diagnostic],
    pub(crate) suppressed: &'e [Suppressed],
    pub(crate) undecided: &'e [Undecided],
    pub(crate) counted: &'e [Counted],
    pub(crate) seen: &'e [Seen],
    pub(crate) read: &'e Read,
    pub(crate) skipped: &'e [Skipped],
    pub(crate) parsed: &'e [Parsed],
    pub(crate) files: &'e [FileId],
    pub(crate) context: &'e dyn Fn(FileId) -> FileContext<'a>,
}

impl Ledger {
    pub(crate) fn new(evidence: &Evidence<'_, '_>) -> Ledger {
        let reach: Vec<Reach> =
            evidence.workspace.projects.iter().map(|it| evidence.read.reach(evidence.workspace, it.id)).collect();
        let text = |index: usize| {
            let context = (evidence.context)(FileId(index as u32));
            context.program.resolver.table.file(context.file).text.clone()
        };
        let named = searched::named(&evidence.plan.rules(), evidence.parsed, &text);
        let mut facts = Facts { evidence, known: BTreeMap::new(), reach: &reach, named };
        let mut rows = Vec::new();
        for project in &evidence.workspace.projects {
            let id = project.id;
            let mut found = evidence.diagnostics.iter().chain(evidence.suppressed.iter().map(|it| &it.diagnostic));
            let has_finding = found.any(|found| found.project == Some(id) && !is_about_suppressions(found.rule));
            if !uses_family(evidence.workspace, id) && !has_finding {
                continue;
            }
            for &rule in evidence.plan.route(&[id]).rules.iter().filter(|rule| !is_about_suppressions(rule)) {
                let sites = sites(evidence, Some(id), rule);
                let suppressed = suppressed(evidence, Some(id), rule);
                // A project without the product is in the ledger for what was found in it, and for nothing else.
                if !sites.is_empty() || !suppressed.is_empty() || uses_family(evidence.workspace, id) {
                    let verdict = match suppressed.is_empty() {
                        true => facts.verdict(id, rule, sites),
                        false => Verdict::Affected(sites),
                    };
                    let open = match verdict {
                        Verdict::Affected(_) => facts.undecided(id, rule),
                        _ => Vec::new(),
                    };
                    let asks = facts.asks(id, rule, &verdict, &open);
                    rows.push(Row { project: Some(id), rule, verdict, suppressed, open, asks });
                }
            }
        }
        for &rule in evidence.plan.route(&[]).rules.iter().filter(|rule| !is_about_suppressions(rule)) {
            let sites = sites(evidence, None, rule);
            let suppressed = suppressed(evidence, None, rule);
            if !sites.is_empty() || !suppressed.is_empty() {
                let verdict = Verdict::Affected(sites);
                let asks = rule.verdict.ask.iter().cloned().collect();
                rows.push(Row { project: None, rule, verdict, suppressed, open: Vec::new(), asks });
            }
        }
        let own = evidence.workspace.projects.iter().map(|it| evidence.read.own(it.id)).collect();
        Ledger { rows, own }
    }

    /// The rows of a project.
    pub fn of(&self, project: ProjectId) -> impl Iterator<Item = &Row> {
        self.rows.iter().filter(move |row| row.project == Some(project))
    }
}

fn sites(evidence: &Evidence<'_, '_>, project: Option<ProjectId>, rule: &'static Rule) -> Vec<usize> {
    let found = evidence.diagnostics.iter().enumerate();
    found
        .filter(|(_, found)| found.project == project && std::ptr::eq(found.rule, rule))
        .map(|(index, _)| index)
        .collect()
}

fn suppressed(evidence: &Evidence<'_, '_>, project: Option<ProjectId>, rule: &'static Rule) -> Vec<usize> {
    let all = evidence.suppressed.iter().map(|it| &it.diagnostic).enumerate();
    all.filter(|(_, found)| found.project == project && std::ptr::eq(found.rule, rule))
        .map(|(index, _)| index)
        .collect()
}

/// Where the facts stand under which the source cannot tell; each is looked for once.
struct Facts<'e, 'a> {
    evidence: &'e Evidence<'e, 'a>,
    known: BTreeMap<String, Vec<(FileId, Fact)>>,
    reach: &'e [Reach],
    named: BTreeMap<&'static str, Vec<Vec<ProjectId>>>,
}

/// Where a fact stands, and the type it is about.
#[derive(Clone)]
struct Fact {
    at: Label,
    symbol: String,
}

impl Facts<'_, '_> {
    fn verdict(&mut self, project: ProjectId, rule: &'static Rule, sites: Vec<usize>) -> Verdict {
        if !sites.is_empty() {
            return Verdict::Affected(sites);
        }
        let evidence = self.evidence;
        let closure = closure(evidence.workspace, project);
        let facts = self.holding(project, rule);
        let mut because: Vec<Reason> = facts
            .iter()
            .map(|(unknown, fact)| Reason { text: unknown.because.clone(), at: Some(fact.at.clone()) })
            .collect();
        because.extend(self.undecided(project, rule));
        if because.is_empty() {
            let mut others: Vec<ProjectId> = closure.iter().copied().filter(|other| *other != project).collect();
            others.sort();
            others.retain(|&other| {
                !self::sites(evidence, Some(other), rule).is_empty()
                    || !suppressed(evidence, Some(other), rule).is_empty()
            });
            let named = others.iter().filter_map(|&other| evidence.workspace.project(other));
            let found_in: Vec<&str> = named.map(|other| other.name.as_str()).collect();
            let search = Search {
                workspace: evidence.workspace,
                project,
                reach: match found_in.is_empty() {
                    true => self.reach[project.0 as usize],
                    false => evidence.read.own(project),
                },
                found_in,
                named: &self.named,
                seen: evidence.seen,
            };
            let mut clauses: Vec<String> = match self.not_asked(project, rule) {
                Some(why) => vec![why],
                None => {
                    let clear = rule.verdict.clear.clone();
                    vec![clear.unwrap_or_else(|| format!("nothing that matches: {}", rule.summary))]
                }
            };
            clauses.push(format!("searched: {}", search.sentence(rule)));
            let counted = rule.verdict.counted.as_ref();
            let own = HashSet::from([project]);
            let counted_in = if others.is_empty() { &closure } else { &own };
            clauses.extend(counted.and_then(|counted| counted.text(self.count(rule, counted_in))));
            return Verdict::Clear { searched: clauses.join("; ") };
        }
        Verdict::Unknown { because }
    }

    /// The facts that hold in a project under which the source cannot tell. Of two that say the same the type that is
    /// declared here says more than the call that registers it.
    fn holding(&mut self, project: ProjectId, rule: &'static Rule) -> Vec<(&'static UnknownWhen, Fact)> {
        let evidence = self.evidence;
        let closure = closure(evidence.workspace, project);
        let near = |file: FileId| evidence.parsed[file.0 as usize].owners.iter().any(|owner| closure.contains(owner));
        let mut holding: Vec<(&'static UnknownWhen, Fact)> = Vec::new();
        for unknown in &rule.verdict.unknown_when {
            let fact = self.places(unknown).iter().find(|(file, _)| near(*file)).map(|(_, fact)| fact.clone());
            if let Some(fact) = fact {
                let is_type = matches!(unknown.fact, UnknownFact::Implements(_));
                holding.retain(|(known, _)| !is_type || known.because != unknown.because);
                holding.push((unknown, fact));
            }
        }
        holding
    }

    /// What settles that which the source does not tell.
    fn asks(&mut self, project: ProjectId, rule: &'static Rule, verdict: &Verdict, open: &[Reason]) -> Vec<String> {
        let mut asks: Vec<String> = Vec::new();
        let mut add = |ask: String| {
            if !asks.contains(&ask) {
                asks.push(ask);
            }
        };
        match verdict {
            Verdict::Clear { .. } if self.not_asked(project, rule).is_some() => return asks,
            Verdict::Clear { .. } => {}
            Verdict::Affected(_) | Verdict::Unknown { .. } => {
                for (unknown, fact) in self.holding(project, rule) {
                    if let Some(ask) = &unknown.ask {
                        add(ask.replace("{symbol}", &fact.symbol));
                    }
                }
                let undecided = self.undecided(project, rule);
                let is_open = matches!(verdict, Verdict::Unknown { .. }) || !open.is_empty();
                if is_open && undecided.iter().any(|reason| reason.at.is_some()) {
                    let look =
                        rule.verdict.look.as_deref().unwrap_or("can what comes in there be what this change is about?");
                    add(format!("look at that code, and at what calls it: {look}"));
                }
                if is_open && undecided.iter().any(|reason| reason.at.is_none()) {
                    add(format!("look there by hand whether it concerns {}", rule.summary));
                }
            }
        }
        rule.verdict.ask.iter().for_each(|ask| add(ask.clone()));
        asks
    }

    /// Objects whose state is not known, and files that were not understood.
    fn undecided(&self, project: ProjectId, rule: &'static Rule) -> Vec<Reason> {
        let evidence = self.evidence;
        let closure = closure(evidence.workspace, project);
        let is_near = |owners: &[ProjectId]| owners.iter().any(|owner| closure.contains(owner));
        let mut open: Vec<Reason> = evidence
            .undecided
            .iter()
            .filter(|it| it.rule == rule.code.as_str() && is_near(&it.owners))
            .map(|it| Reason { text: it.text.clone(), at: Some(it.at.clone()) })
            .collect();
        for skipped in evidence.skipped.iter().filter(|skipped| is_unread(&skipped.why)) {
            let (owners, concerns) = match crate::config::format_of(&skipped.path) {
                Some(_) => (crate::config::owners(evidence.workspace, &skipped.path), reads_settings(rule)),
                None => (evidence.workspace.owners(&skipped.path), reads_code(rule)),
            };
            if concerns && is_near(&owners) {
                open.push(Reason { text: unread_text(&skipped.path, &skipped.why), at: None });
            }
        }
        let other = evidence.workspace.project(project).map(|project| project.language);
        if let Some(language) = other.filter(|it| *it != Language::CSharp && reads_code(rule)) {
            let name = if language == Language::FSharp { "F#" } else { "Visual Basic" };
            open.push(Reason {
                text: format!("the project is written in {name}, which dslint does not read"),
                at: None,
            });
        }
        open
    }

    /// How many places count in the row of a rule.
    fn count(&self, rule: &'static Rule, closure: &HashSet<ProjectId>) -> usize {
        let near = self.evidence.counted.iter().filter(|it| it.rule == rule.code.as_str());
        let near = near.filter(|it| it.owners.iter().any(|owner| closure.contains(owner)));
        near.map(|it| (it.at.source, it.at.range)).collect::<BTreeSet<_>>().len()
    }

    /// Why a rule about hosts that lack a call has nothing to say about a project.
    fn not_asked(&self, project: ProjectId, rule: &'static Rule) -> Option<String> {
        let matchers: Option<Vec<_>> = rule
            .matches
            .iter()
            .map(|matched| match &matched.matcher {
                Matcher::Presence(matcher) => Some(matcher),
                _ => None,
            })
            .collect();
        let evidence = self.evidence;
        let own = evidence.files.iter().filter(|file| evidence.parsed[file.0 as usize].owners.contains(&project));
        let own: Vec<FileContext<'_>> = own.map(|&file| (evidence.context)(file)).collect();
        let matcher = *matchers?.first()?;
        let calls = |context: &FileContext<'_>| !presence::calls(context, &matcher.call.name).is_empty();
        let Some(context) = own.iter().find(|context| calls(context)) else {
            return Some(format!("no host: this project does not call `{}`", matcher.call.name));
        };
        let releases: Vec<String> = matcher.crosses.iter().map(ToString::to_string).collect();
        (!presence::crosses(context, matcher))
            .then(|| format!("the way crosses none of the releases that ask for it ({})", releases.join(", ")))
    }

    fn places(&mut self, unknown: &UnknownWhen) -> &[(FileId, Fact)] {
        let key = format!("{:?} {:?}", unknown.fact, unknown.argument);
        let evidence = self.evidence;
        self.known.entry(key).or_insert_with(|| {
            let mut found = Vec::new();
            for &file in evidence.files {
                let context = (evidence.context)(file);
                let fact = match &unknown.fact {
                    UnknownFact::Call(method) => call_place(&context, method, unknown.argument.as_deref()),
                    UnknownFact::Implements(name) => implementer(&context, name),
                    UnknownFact::Reads(members) => reading_place(&context, members),
                };
                found.extend(fact.map(|fact| (file, fact)));
            }
            found
        })
    }
}

fn is_unread(why: &str) -> bool {
    ["not analysed", "cannot be read"].iter().any(|start| why.starts_with(start)) || why.contains("syntax error")
}

fn unread_text(path: &Path, why: &str) -> String {
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or("a file");
    match why.starts_with("not analysed") {
        true => format!("{name} was {why}"),
        false => format!("of {name}: {why}"),
    }
}

/// The first call of a method in a file, with an argument of a type where one is asked for.
fn call_place(context: &FileContext<'_>, method: &MethodName, argument: Option<&str>) -> Option<Fact> {
    let unit = context.program.unit(context.file);
    let resolver = &context.program.resolver;
    unit.exprs.iter().find_map(|expr| {
        let ExprKind::Call { callee, arguments } = &expr.kind else { return None };
        let segment = unit.called(*callee)?;
        if segment.name.text != method.name {
            return None;
        }
        // Only now: binding a file is the dear part.
        let binding = context.program.binding(context.file);
        let owner = match (binding.symbol(*callee), &method.owner) {
            (Symbol::Member(member), Some(owner)) => resolver.is_named(&member.owner, owner),
            _ => true,
        };
        let takes = argument.is_none_or(|wanted| {
            arguments.iter().any(|argument| resolver.derives_from(binding.ty(argument.value), wanted))
        });
        let at = (owner && takes).then(|| context.label(context.place(segment.name.range), "")).flatten()?;
        let symbol = segment.arguments.first().map_or(segment.name.range, |first| first.range);
        Some(Fact { at, symbol: context.text(context.place(symbol)).to_owned() })
    })
}

/// The first place in a file where one of some members is read for something that is not seen.
fn reading_place(context: &FileContext<'_>, members: &[MemberPath]) -> Option<Fact> {
    let mut uses = members.iter().flat_map(|path| members::uses(context, path));
    let used = uses.find(|used| used.kind == Use::Read && !members::is_copied(context, used.place.range))?;
    let at = context.label(used.place, "")?;
    Some(Fact { at, symbol: context.text(used.place).to_owned() })
}

/// The first type in a file that implements or derives from a type.
fn implementer(context: &FileContext<'_>, name: &str) -> Option<Fact> {
    let resolver = &context.program.resolver;
    let unit = context.program.unit(context.file);
    unit.types.iter().enumerate().find_map(|(index, decl)| {
        let id = resolver.table.decl_of(context.file, TypeIndex(index as u32))?;
        let this = Ty::Declared(id, Arc::from([]));
        let is_one = !resolver.is_named(&this, name) && resolver.derives_from(&this, name);
        let at = is_one.then(|| context.label(context.place(decl.name.range), "")).flatten()?;
        Some(Fact { at, symbol: decl.name.text.to_string() })
    })
}
