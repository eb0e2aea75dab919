//! The projects for people: for each one first the IdentityServer that it gets and where that is written, then the rest;
//! last, which version stands where, over all of them.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use anstyle::Style;
use unicode_width::UnicodeWidthStr as _;

use super::view::{Build, Document, FamilyEntry, Package, Problem, Project, Reference, Using, VersionSource};
use crate::report::escape;
use crate::style::{self, paint};
use crate::wrap::{counted, hanging};

/// The terminal that lines are wrapped for.
const WIDTH: usize = 100;
/// Where problems and the packages of the family begin.
const INDENT: usize = 4;
/// Where what stands beside a label begins.
const LABELLED: usize = 2 + 10 + 2;

/// A package, its version, and where that comes from.
struct Row {
    id: String,
    version: Option<String>,
    whence: String,
    is_family: bool,
}

/// All of it.
pub(super) fn render(document: &Document) -> String {
    let mut text = String::new();
    for solution in &document.solutions {
        let projects = counted(solution.projects.len(), "project", "projects");
        let _ = writeln!(text, "{}: {projects}", paint(style::STRONG, shown(&solution.path)));
        for missing in &solution.missing {
            let _ = writeln!(text, "  {} {}", paint(style::WARNING, "not found:"), shown(missing));
        }
    }
    for project in &document.projects {
        if !text.is_empty() {
            text.push('\n');
        }
        push_project(&mut text, project);
    }
    if !document.problems.is_empty() {
        let _ = writeln!(text, "\n{}", paint(style::WARNING, "not evaluated"));
        push_problems(&mut text, &document.problems);
    }
    push_overview(&mut text, document);
    text.lines().map(|line| line.trim_end().to_owned() + "\n").collect()
}

fn push_project(text: &mut String, project: &Project) {
    let context = if project.requested { "" } else { " (referenced)" };
    let _ = writeln!(text, "{}{}", paint(style::STRONG, shown(&project.path)), paint(style::FAINT, context));
    let _ = writeln!(text, "  {}", headline(project));
    let family = project.identity_server.iter().flat_map(|it| &it.packages).map(family_row);
    for line in lines(&family.collect::<Vec<_>>()) {
        let _ = writeln!(text, "{}{line}", " ".repeat(INDENT));
    }
    let others = project.packages.iter().filter(|package| !package.is_identity_server).map(row);
    for (index, line) in lines(&others.collect::<Vec<_>>()).iter().enumerate() {
        push_labelled(text, if index == 0 { "packages" } else { "" }, line);
    }
    let builds: Vec<String> = project.builds.iter().map(build).collect();
    push_line(text, "frameworks", &builds.join(", "));
    push_line(text, "written as", &written_as(project));
    for (index, reference) in project.references.iter().enumerate() {
        push_line(text, if index == 0 { "references" } else { "" }, &reference_line(reference));
    }
    push_line(text, "usings", &usings(project));
    if !project.problems.is_empty() {
        let _ = writeln!(text, "  {}", paint(style::WARNING, "not evaluated"));
        push_problems(text, &project.problems);
    }
}

/// `IdentityServer 7.2.2, 7.2.4: check starts from 7.2.2`
fn headline(project: &Project) -> String {
    let Some(identity_server) = &project.identity_server else {
        return paint(style::FAINT, "no IdentityServer");
    };
    let known = versions(project);
    let first = identity_server.version.as_deref().unwrap_or("an unknown version");
    match &known[..] {
        [] => {
            let what = paint(style::WARNING, "IdentityServer, version unknown");
            match &identity_server.version {
                Some(version) => format!("{what}: check starts from {version}"),
                None => format!("{what}: say which with `dslint check --from`"),
            }
        }
        [one] => paint(style::GOOD, format!("IdentityServer {one}")),
        several => {
            let what = paint(style::WARNING, format!("IdentityServer {}", several.join(", ")));
            format!("{what}: versions are mixed, check starts from {first}")
        }
    }
}

/// The known versions, oldest first as the packages name them, each once.
fn versions(project: &Project) -> Vec<String> {
    let packages = project.identity_server.iter().flat_map(|it| &it.packages);
    let mut versions: Vec<&String> = packages.filter_map(|package| package.version.as_ref()).collect();
    versions.sort_by_key(|version| version.parse::<dslint_version::NuGetVersion>().ok());
    versions.dedup();
    versions.into_iter().cloned().collect()
}

fn family_row(package: &FamilyEntry) -> Row {
    let mut whence = match &package.reference {
        Some(source) => whence(source, package.evidence),
        None => package.evidence.map(|evidence| format!("from {evidence}")).unwrap_or_default(),
    };
    if let Some(through) = &package.through {
        let _ = write!(whence, ", through {}", name(through));
    }
    push_frameworks(&mut whence, package.frameworks.as_deref());
    Row { id: package.id.clone(), version: package.version.clone(), whence, is_family: true }
}

fn row(package: &Package) -> Row {
    let mut whence = whence(&package.source, package.evidence);
    push_frameworks(&mut whence, package.frameworks.as_deref());
    Row { id: package.id.clone(), version: package.version.clone(), whence, is_family: false }
}

fn push_frameworks(whence: &mut String, frameworks: Option<&[String]>) {
    if let Some(frameworks) = frameworks {
        let _ = write!(whence, ", for {}", frameworks.join(" and "));
    }
}

/// `Directory.Build.props:12:20 in $(DuendeVersion), central`
fn whence(source: &VersionSource, evidence: Option<&str>) -> String {
    let mut text = match (&source.written, source.requested.as_str()) {
        (Some(at), _) => format!("{}:{}:{}", at.path, at.line, at.column),
        (None, "") => "no version is given".to_owned(),
        (None, requested) => format!("`{requested}`"),
    };
    if let Some(property) = &source.property {
        let _ = write!(text, " in $({property})");
    }
    let how = match source.origin {
        "package-reference-update" => ", PackageReference Update",
        "central-package-version" => ", central",
        "version-override" => ", VersionOverride",
        "global-package-reference" => ", GlobalPackageReference",
        _ => "",
    };
    text.push_str(how);
    if source.floating {
        let _ = write!(text, ", floating {}", source.requested);
    }
    if let Some(evidence) = evidence.filter(|evidence| *evidence != "packages.config") {
        let _ = write!(text, ", resolved in {evidence}");
    }
    if source.uncertain {
        text.push_str(", on a condition that was not decided");
    }
    text
}

/// One line for each row, in columns.
fn lines(rows: &[Row]) -> Vec<String> {
    let width = |column: fn(&Row) -> &str| rows.iter().map(|row| column(row).width()).max().unwrap_or(0);
    let (ids, versions) = (width(|row| &row.id), width(Row::version));
    let line = |row: &Row| {
        let (id, version, whence) = match row.is_family {
            true => (style::CODE, style::STRONG, Style::new()),
            false => (Style::new(), Style::new(), style::FAINT),
        };
        let version = if row.version.is_none() { style::WARNING } else { version };
        format!(
            "{}{}  {}{}  {}",
            paint(id, shown(&row.id)),
            " ".repeat(ids - row.id.width()),
            paint(version, shown(row.version())),
            " ".repeat(versions - row.version().width()),
            paint(whence, shown(&row.whence)),
        )
    };
    rows.iter().map(line).collect()
}

impl Row {
    fn version(&self) -> &str {
        self.version.as_deref().unwrap_or("?")
    }
}

/// A line with a label, where there is something to say.
fn push_line(text: &mut String, label: &str, content: &str) {
    if !content.is_empty() {
        push_labelled(text, label, &hanging(&shown(content), WIDTH - LABELLED, LABELLED));
    }
}

fn push_labelled(text: &mut String, label: &str, content: &str) {
    let _ = writeln!(text, "  {}  {content}", paint(style::FAINT, format!("{label:<10}")));
}

/// `net9.0 (NET9_0, LEGACY)`
fn build(build: &Build) -> String {
    let framework = build.framework.as_deref().unwrap_or("unknown");
    match build.notable_symbols.as_slice() {
        [] => framework.to_owned(),
        symbols => format!("{framework} ({})", symbols.join(", ")),
    }
}

fn written_as(project: &Project) -> String {
    let language = match project.language {
        "fsharp" => ", F#",
        "vb" => ", Visual Basic",
        _ => "",
    };
    let sdk = |sdk: &super::view::Sdk| match &sdk.version {
        Some(version) => format!("{} {version}", sdk.name),
        None => sdk.name.clone(),
    };
    let kind = match project.kind {
        "sdk" => project.sdks.iter().map(sdk).collect::<Vec<_>>().join(", "),
        "classic" => "a project without SDK".to_owned(),
        _ => "a file-based app".to_owned(),
    };
    kind + language
}

/// `Tidewater.Accounts.Core: Duende.IdentityServer 7.2.2`
fn reference_line(reference: &Reference) -> String {
    let package = |package: &super::view::Brought| {
        format!("{} {}", package.id, package.version.as_deref().unwrap_or("of unknown version"))
    };
    let packages: Vec<String> = reference.identity_server.iter().map(package).collect();
    match packages.is_empty() {
        true => name(&reference.path).to_owned(),
        false => format!("{}: {}", name(&reference.path), packages.join(", ")),
    }
}

/// `Xunit, Id = Duende.IdentityServer, 9 implicit`
fn usings(project: &Project) -> String {
    let written = |using: &Using| match (&using.alias, using.is_static) {
        (Some(alias), _) => format!("{alias} = {}", using.name),
        (None, true) => format!("static {}", using.name),
        (None, false) => using.name.clone(),
    };
    let (own, implicit): (Vec<_>, Vec<_>) = project.usings.iter().partition(|using| using.at.is_some());
    let mut parts: Vec<String> = own.into_iter().map(written).collect();
    if !implicit.is_empty() {
        parts.push(format!("{} implicit", implicit.len()));
    }
    parts.join(", ")
}

fn push_problems(text: &mut String, problems: &[Problem]) {
    for problem in problems {
        let at = problem.at.as_ref().map(|at| format!(":{}:{}", at.line, at.column)).unwrap_or_default();
        let line = shown(&format!("{}{at}: {}", problem.path, problem.message));
        let _ = writeln!(text, "{}{}", " ".repeat(INDENT), hanging(&line, WIDTH - INDENT - 2, INDENT + 2));
    }
}

/// Which versions there are, with the projects that get them.
fn push_overview(text: &mut String, document: &Document) {
    if document.projects.is_empty() {
        return;
    }
    let mut by_version: BTreeMap<(bool, String), Vec<&str>> = BTreeMap::new();
    for project in &document.projects {
        let known = versions(project);
        let version = match &project.identity_server {
            None => "none".to_owned(),
            Some(_) if known.is_empty() => "unknown".to_owned(),
            Some(_) => known.join(", "),
        };
        by_version.entry((project.identity_server.is_none(), version)).or_default().push(&project.name);
    }
    let width = by_version.keys().map(|(_, version)| version.len()).max().unwrap_or(0);
    let projects = counted(document.projects.len(), "project", "projects");
    let _ = writeln!(text, "\n{} {projects}, by their IdentityServer", paint(style::STRONG, "found"));
    for ((is_without, version), names) in by_version {
        let indent = 2 + width + 2;
        let names = hanging(&shown(&names.join(", ")), WIDTH.saturating_sub(indent).max(30), indent);
        let of = if is_without { style::FAINT } else { style::STRONG };
        let _ = writeln!(text, "  {}  {names}", paint(of, format!("{version:<width$}")));
    }
}

/// The file name of a project without its extension.
fn name(path: &str) -> &str {
    let file = path.rsplit('/').next().unwrap_or(path);
    file.rsplit_once('.').map_or(file, |(stem, _)| stem)
}

fn shown(text: &str) -> String {
    escape::line(text).into_owned()
}
