//! The property pass: imports and properties in document order, as MSBuild does it. What holds items is kept for the
//! item pass.

use std::cell::Cell;
use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use dslint_syntax::text::TextRange;
use dslint_syntax::xml::{Attribute, Element};
use smol_str::SmolStr;

use crate::condition::{self, Truth};
use crate::files::{Problem, ProblemKind};
use crate::framework::TargetFramework;
use crate::items::{ItemPass, Items};
use crate::paths;
use crate::properties::{Doubt, Expansion, MAX_WORK, Properties, Property, Scope, unescape};
use crate::sdk::{self, SdkReference};
use crate::sources::{ProjectFile, Sources};

/// How deep imports and `Choose` may nest together.
const MAX_DEPTH: usize = 100;

/// What one project is for one target framework.
#[derive(Debug, Default)]
pub(crate) struct Evaluation {
    pub(crate) framework: Option<TargetFramework>,
    pub(crate) properties: Properties,
    pub(crate) items: Items,
    pub(crate) problems: Vec<Problem>,
    pub(crate) sdks: Vec<SdkReference>,
    /// Whether `Directory.Packages.props` was imported.
    pub(crate) packages_file: bool,
    /// The files that were read, the project's own included.
    pub(crate) imports: HashSet<Arc<Path>>,
}

/// Something with items, met during the property pass.
pub(crate) enum Statement {
    /// An `ItemGroup` or a `Choose`.
    Group { file: Arc<ProjectFile>, element: Arc<Element>, doubt: Doubt },
    /// The place where the SDK's own items are defined.
    SdkItems,
}

/// What a project starts from.
pub(crate) struct Entry<'a> {
    pub(crate) path: &'a Path,
    pub(crate) file: Arc<ProjectFile>,
    /// Properties that the project cannot change, and those it can, such as `SolutionDir` and the directives of an app.
    pub(crate) globals: Vec<(SmolStr, String)>,
    pub(crate) defaults: Vec<Property>,
}

/// Evaluates a project once.
pub(crate) fn evaluate(sources: &mut Sources<'_>, entry: &Entry<'_>) -> Evaluation {
    let work = Cell::new(MAX_WORK);
    let mut evaluator = Evaluator {
        sources,
        project: entry.path,
        properties: Properties::default(),
        statements: Vec::new(),
        imported: HashSet::new(),
        problems: Vec::new(),
        sdks: Vec::new(),
        packages_file: false,
        prologue: false,
        epilogue: false,
        depth: 0,
        work: &work,
    };
    for (name, value) in &entry.globals {
        evaluator.properties.set_global(name, value);
    }
    for property in &entry.defaults {
        evaluator.properties.set(property.clone());
    }
    evaluator.project(&entry.file);
    let Evaluator { properties, statements, imported, problems, sdks, packages_file, .. } = evaluator;
    let mut pass = ItemPass::new(&properties, sources, entry.path, &sdks, problems, &work);
    for statement in &statements {
        pass.statement(statement);
    }
    let (items, mut problems) = pass.finish();
    if work.get() == 0 {
        let message = "the properties and items are too large".to_owned();
        problems.push(Problem::new(&entry.file.path, TextRange::default(), ProblemKind::TooLarge, message));
    }
    Evaluation { framework: None, properties, items, problems, sdks, packages_file, imports: imported }
}

struct Evaluator<'w, 'f> {
    sources: &'w mut Sources<'f>,
    project: &'w Path,
    properties: Properties,
    statements: Vec<Statement>,
    /// MSBuild imports a file once and skips it with a warning after that, which also ends cycles.
    imported: HashSet<Arc<Path>>,
    problems: Vec<Problem>,
    sdks: Vec<SdkReference>,
    packages_file: bool,
    prologue: bool,
    epilogue: bool,
    depth: usize,
    work: &'w Cell<usize>,
}

impl Evaluator<'_, '_> {
    fn project(&mut self, file: &Arc<ProjectFile>) {
        self.imported.insert(Arc::clone(&file.path));
        self.sdks.extend(sdk::declared(file));
        // An `Sdk` attribute stands for an import of Sdk.props at the start and of Sdk.targets at the end.
        let implicit = !self.sdks.is_empty();
        if implicit {
            self.sdk_props(file);
        }
        self.walk(file, Doubt::Certain);
        if implicit || self.prologue {
            self.sdk_targets(file);
        }
    }

    /// What `Sdk.props`, or `Microsoft.Common.props` of a project without an SDK, does before the body.
    fn sdk_props(&mut self, file: &Arc<ProjectFile>) {
        if std::mem::replace(&mut self.prologue, true) {
            return;
        }
        self.properties.set_default("Configuration", "Debug");
        self.properties.set_default("Platform", "AnyCPU");
        self.import_above(file, "ImportDirectoryBuildProps", "DirectoryBuildPropsPath", "Directory.Build.props");
        self.packages_file = self.import_above(
            file,
            "ImportDirectoryPackagesProps",
            "DirectoryPackagesPropsPath",
            "Directory.Packages.props",
        );
        if !self.sdks.is_empty() {
            sdk::set_initial_properties(&mut self.properties);
        }
        self.statements.push(Statement::SdkItems);
    }

    /// What `Sdk.targets` or the targets of the language do after the body.
    fn sdk_targets(&mut self, file: &Arc<ProjectFile>) {
        if std::mem::replace(&mut self.epilogue, true) {
            return;
        }
        let name = paths::stem(self.project);
        sdk::set_final_properties(&mut self.properties, &self.sdks, &name);
        if self.sdks.iter().any(|sdk| sdk.name.eq_ignore_ascii_case("Microsoft.Build.CentralPackageVersions")) {
            self.import_above(file, "EnableCentralPackageVersions", "CentralPackagesFile", "Packages.props");
        }
        self.import_above(file, "ImportDirectoryBuildTargets", "DirectoryBuildTargetsPath", "Directory.Build.targets");
    }

    /// Imports the nearest file of that name above the project, unless a property says no or where it is.
    fn import_above(&mut self, file: &Arc<ProjectFile>, switch: &str, path: &str, name: &str) -> bool {
        if self.properties.is_false(switch) {
            return false;
        }
        let directory = self.project.parent().unwrap_or(self.project);
        let written = self.properties.get(path).filter(|property| !property.value.is_empty());
        let found = match written {
            Some(property) if property.doubt == Doubt::Unknown => {
                let at = property.literal.as_ref().map(|literal| literal.at.range).unwrap_or_default();
                let message = format!("the path of `{name}` could not be worked out");
                self.problem(file, at, ProblemKind::UnresolvedImport, message);
                None
            }
            Some(property) => Some(paths::absolute(directory, &unescape(&property.value))),
            None => {
                let files = self.sources.files;
                paths::file_above(self.sources.root, directory, name, |path| files.is_file(path))
            }
        };
        match found {
            Some(path) if !path.starts_with(self.sources.root) => {
                let message = format!("`{name}` leads out of the analysed tree");
                self.problem(file, TextRange::default(), ProblemKind::OutsideRoot, message);
                false
            }
            Some(path) if self.sources.files.is_file(&path) => {
                self.import_file(&path, Doubt::Certain);
                true
            }
            _ => false,
        }
    }

    fn import_file(&mut self, path: &Path, doubt: Doubt) {
        if self.imported.contains(path) {
            return;
        }
        if let Some(file) = self.sources.project_file(path) {
            self.imported.insert(Arc::clone(&file.path));
            self.walk(&file, doubt);
        }
    }

    fn walk(&mut self, file: &Arc<ProjectFile>, doubt: Doubt) {
        if !self.enter(file, file.root.name_range) {
            return;
        }
        for element in &file.children {
            match element.name.as_str() {
                "PropertyGroup" => self.property_group(file, element, doubt),
                "ItemGroup" => self.keep(file, element, doubt),
                "Choose" => {
                    self.keep(file, element, doubt);
                    self.choose(file, element, doubt);
                }
                "Import" => self.import(file, element, doubt),
                "ImportGroup" => {
                    if let Some(doubt) = self.decide(file, element, doubt, &file.directory) {
                        for import in element.children_named("Import") {
                            self.import(file, import, doubt);
                        }
                    }
                }
                _ => {}
            }
        }
        self.depth -= 1;
    }

    fn keep(&mut self, file: &Arc<ProjectFile>, element: &Arc<Element>, doubt: Doubt) {
        self.statements.push(Statement::Group { file: Arc::clone(file), element: Arc::clone(element), doubt });
    }

    fn enter(&mut self, file: &Arc<ProjectFile>, range: TextRange) -> bool {
        if self.depth >= MAX_DEPTH {
            self.problem(file, range, ProblemKind::TooLarge, format!("imports nest deeper than {MAX_DEPTH}"));
            return false;
        }
        self.depth += 1;
        true
    }

    fn choose(&mut self, file: &Arc<ProjectFile>, choose: &Element, doubt: Doubt) {
        if !self.enter(file, choose.name_range) {
            return;
        }
        let branches = chosen(choose, doubt, |when| self.decide(file, when, doubt, self.directory()));
        for (branch, doubt) in branches {
            for child in &branch.children {
                match child.name.as_str() {
                    "PropertyGroup" => self.property_group(file, child, doubt),
                    "Choose" => self.choose(file, child, doubt),
                    _ => {}
                }
            }
        }
        self.depth -= 1;
    }

    fn property_group(&mut self, file: &Arc<ProjectFile>, group: &Element, doubt: Doubt) {
        let Some(doubt) = self.decide(file, group, doubt, self.directory()) else { return };
        for element in &group.children {
            if let Some(doubt) = self.decide(file, element, doubt, self.directory()) {
                self.property(file, element, doubt);
            }
        }
    }

    fn property(&mut self, file: &Arc<ProjectFile>, element: &Element, doubt: Doubt) {
        let scope = self.scope(file);
        let expansion = scope.expand(&element.text);
        let literal = scope.literal(&element.text, &expansion, file.at(element.text_range));
        self.properties.set(Property {
            name: element.name.clone(),
            value: expansion.text,
            doubt: doubt.max(expansion.doubt),
            literal,
        });
    }

    fn import(&mut self, file: &Arc<ProjectFile>, element: &Element, doubt: Doubt) {
        let Some(doubt) = self.decide(file, element, doubt, &file.directory) else { return };
        let Some(project) = element.attribute("Project") else { return };
        if let Some(sdk) = element.attribute("Sdk") {
            self.import_sdk(file, &project.value, sdk);
            return;
        }
        if let Some(toolset) = sdk::toolset_file(&project.value) {
            match toolset {
                sdk::ToolsetFile::CommonProps => self.sdk_props(file),
                sdk::ToolsetFile::LanguageTargets => self.sdk_targets(file),
                sdk::ToolsetFile::Other => {}
            }
            return;
        }
        let expansion = self.scope(file).expand(&project.value);
        let range = project.value_range;
        if let Some(message) = unresolved(&expansion, &project.value) {
            // An import that may not even be asked for is only worth a word if it can be.
            if doubt == Doubt::Certain {
                self.problem(file, range, ProblemKind::UnresolvedImport, message);
            }
            return;
        }
        for part in expansion.text.split(';').map(str::trim).filter(|part| !part.is_empty()) {
            self.import_path(file, range, &unescape(part), doubt.max(expansion.doubt));
        }
    }

    fn import_path(&mut self, file: &Arc<ProjectFile>, range: TextRange, written: &str, doubt: Doubt) {
        if written.contains(['*', '?']) {
            let message = format!("the import of `{written}` has wildcards and is not followed");
            self.problem(file, range, ProblemKind::Unsupported, message);
            return;
        }
        let path: PathBuf = paths::absolute(&file.directory, written);
        if !path.starts_with(self.sources.root) {
            let message = format!("the import of `{written}` leads out of the analysed tree and is not followed");
            self.problem(file, range, ProblemKind::OutsideRoot, message);
        } else if self.sources.files.is_file(&path) {
            self.import_file(&path, doubt);
        } else if doubt == Doubt::Certain {
            let message = format!("the imported file `{written}` is missing");
            self.problem(file, range, ProblemKind::UnresolvedImport, message);
        }
    }

    fn import_sdk(&mut self, file: &Arc<ProjectFile>, project: &str, sdk: &Attribute) {
        let reference = SdkReference::parse(&sdk.value, Some(file.at(sdk.value_range)));
        if !self.sdks.iter().any(|known| known.name == reference.name) {
            self.sdks.push(reference);
        }
        match project.rsplit(['/', '\\']).next().map(str::to_ascii_lowercase).as_deref() {
            Some("sdk.props") => self.sdk_props(file),
            Some("sdk.targets") => self.sdk_targets(file),
            _ => {}
        }
    }

    /// The doubt of what the element guards; `None` where its condition is false.
    fn decide(&mut self, file: &Arc<ProjectFile>, element: &Element, doubt: Doubt, directory: &Path) -> Option<Doubt> {
        let Some(condition) = element.attribute("Condition") else { return Some(doubt) };
        let decision = condition::evaluate(&condition.value, &self.scope(file), directory);
        if let Some(reason) = decision.reason {
            self.problem(file, condition.value_range, ProblemKind::UndecidedCondition, undecided(&reason));
        }
        match decision.truth {
            Truth::True => Some(doubt),
            Truth::Unknown => Some(doubt.max(Doubt::Maybe)),
            Truth::False => None,
        }
    }

    fn scope<'a>(&'a self, file: &'a ProjectFile) -> Scope<'a> {
        Scope {
            properties: &self.properties,
            file,
            project: self.project,
            files: self.sources.files,
            root: self.sources.root,
            work: self.work,
        }
    }

    fn problem(&mut self, file: &Arc<ProjectFile>, range: TextRange, kind: ProblemKind, message: String) {
        self.problems.push(Problem::new(&file.path, range, kind, message));
    }
}

impl<'w> Evaluator<'w, '_> {
    fn directory(&self) -> &'w Path {
        self.project.parent().unwrap_or(self.project)
    }
}

/// The branches of a `Choose` that are taken: the first true `When`, every undecided one before it, else `Otherwise`.
pub(crate) fn chosen<'e>(
    choose: &'e Element,
    doubt: Doubt,
    mut decide: impl FnMut(&'e Element) -> Option<Doubt>,
) -> Vec<(&'e Element, Doubt)> {
    let mut taken = Vec::new();
    for when in choose.children_named("When") {
        match decide(when) {
            None => {}
            Some(certain) if certain == doubt && taken.is_empty() => return vec![(when, doubt)],
            Some(branch) if branch == doubt => {
                taken.push((when, doubt.max(Doubt::Maybe)));
                return taken;
            }
            Some(branch) => taken.push((when, branch)),
        }
    }
    if let Some(otherwise) = choose.child("Otherwise") {
        let doubt = if taken.is_empty() { doubt } else { doubt.max(Doubt::Maybe) };
        taken.push((otherwise, doubt));
    }
    taken
}

pub(crate) fn undecided(reason: &str) -> String {
    format!("the condition cannot be decided: {reason}; what it guards is taken as possible")
}

/// Why a path has no answer.
fn unresolved(expansion: &Expansion, raw: &str) -> Option<String> {
    match (&expansion.unknown, &expansion.undefined) {
        (Some(unknown), _) => {
            Some(format!("the import of `{raw}` is not followed: `{unknown}` could not be worked out"))
        }
        (None, Some(name)) => Some(format!("the import of `{raw}` is not followed: `$({name})` is not defined")),
        (None, None) if expansion.text.trim().is_empty() => {
            Some(format!("the import of `{raw}` is not followed: its path is empty"))
        }
        (None, None) => None,
    }
}
