//! The declared types of all files, joined: partial types are one symbol, and who can see what follows the project
//! references.

use crate::scope::{Found, Resolver, Scope};
use crate::ty::Ty;
use dslint_rules::{ApiHistory, Release};
use dslint_syntax::ast::*;
use dslint_syntax::text::TextRange;
use smol_str::SmolStr;
use std::collections::HashMap;
use std::sync::Arc;

/// Names a file of the analysis.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct FileId(pub u32);

/// Names a declared type.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct DeclId(pub u32);

/// A place in a file.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Place {
    /// The file.
    pub file: FileId,
    /// The bytes of its text.
    pub range: TextRange,
}

/// What binding needs of one file.
#[derive(Debug)]
pub struct FileFacts {
    /// Its syntax tree.
    pub unit: CompilationUnit,
    /// Its text.
    pub text: Arc<str>,
    /// The projects that compile it, as indices of [`ProjectContext`]s; none for a loose file.
    pub projects: Vec<u32>,
}

/// What binding needs of one project.
#[derive(Clone, Debug, Default)]
pub struct ProjectContext {
    /// The projects whose types it sees, itself included.
    pub closure: Vec<u32>,
    /// The usings that hold for all its files.
    pub usings: Vec<ProjectUsing>,
    /// The release whose API its code is written against; none: any.
    pub release: Option<Release>,
}

/// A `<Using>` item or an implicit using.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ProjectUsing {
    /// The namespace or type.
    pub target: String,
    /// Its alias, where it has one.
    pub alias: Option<SmolStr>,
    /// Whether it brings in static members.
    pub is_static: bool,
}

/// A declared type with all its parts.
#[derive(Clone, Debug)]
pub struct DeclaredType {
    /// Its full name, nested types with a dot.
    pub full_name: String,
    /// Its parts.
    pub parts: Vec<(FileId, TypeIndex)>,
    /// The type around it.
    pub outer: Option<DeclId>,
    /// Its bases, resolved.
    pub bases: Vec<Ty>,
    /// The projects that declare it; none: loose files.
    pub projects: Vec<u32>,
    /// The file, when it is `file`-local.
    pub file_local: Option<FileId>,
}

/// The usings of one namespace declaration.
#[derive(Clone, Debug, Default)]
pub struct Usings {
    /// Full names of the imported namespaces.
    pub namespaces: Vec<String>,
    /// The types whose static members are imported, as written.
    pub statics: Vec<QualifiedName>,
    /// Aliases and what they stand for.
    pub aliases: Vec<(SmolStr, TypeSyntax)>,
}

/// All declared types and usings.
#[derive(Debug)]
pub struct SymbolTable {
    pub(crate) files: Vec<FileFacts>,
    pub(crate) projects: Vec<ProjectContext>,
    pub(crate) decls: Vec<DeclaredType>,
    by_name: HashMap<(String, usize), Vec<DeclId>>,
    by_part: HashMap<(FileId, TypeIndex), DeclId>,
    /// Declared namespaces and every prefix of one, with the projects that declare them (none: loose files).
    namespaces: HashMap<String, Vec<Option<u32>>>,
    pub(crate) extensions: HashMap<SmolStr, Vec<(DeclId, FileId, TypeIndex, usize)>>,
    /// By file, then by namespace declaration.
    pub(crate) usings: Vec<Vec<Usings>>,
    /// By project: the usings of its files that say `global`, and those of the project file. Loose files come last.
    pub(crate) global_usings: Vec<Usings>,
    loose_release: Option<Release>,
}

impl SymbolTable {
    /// Joins the files. Files of no project see the API of the `loose_release`.
    pub fn new(files: Vec<FileFacts>, projects: Vec<ProjectContext>, loose_release: Option<Release>) -> SymbolTable {
        let mut table = SymbolTable {
            files,
            projects,
            decls: Vec::new(),
            by_name: HashMap::new(),
            by_part: HashMap::new(),
            namespaces: HashMap::new(),
            extensions: HashMap::new(),
            usings: Vec::new(),
            global_usings: Vec::new(),
            loose_release,
        };
        let files = std::mem::take(&mut table.files);
        for (index, facts) in files.iter().enumerate() {
            table.declare(FileId(index as u32), facts);
        }
        table.files = files;
        table.collect_usings();
        table.resolve_bases();
        table
    }

    /// Resolves the base lists. Twice: a base may be a nested type that is inherited from another base.
    fn resolve_bases(&mut self) {
        for _ in 0..2 {
            let resolver = Resolver::new(self);
            let resolved: Vec<Vec<Ty>> = self.decls.iter().map(|decl| self.bases_of(&resolver, decl)).collect();
            for (decl, bases) in self.decls.iter_mut().zip(resolved) {
                decl.bases = bases;
            }
        }
    }

    /// The bases that all parts of a type name, the class first.
    fn bases_of(&self, resolver: &Resolver<'_>, decl: &DeclaredType) -> Vec<Ty> {
        let mut bases: Vec<Ty> = Vec::new();
        for &(file, index) in &decl.parts {
            let scope = resolver.base_scope(file, index);
            for base in self.part(file, index).bases.iter().map(|base| resolver.ty(&scope, base)) {
                if !bases.contains(&base) {
                    bases.push(base);
                }
            }
        }
        if decl.parts.len() > 1 {
            bases.sort_by_key(|base| resolver.is_interface(base));
        }
        bases
    }

    fn declare(&mut self, file: FileId, facts: &FileFacts) {
        let unit = &facts.unit;
        let names: Vec<String> =
            (0..unit.namespaces.len()).map(|index| unit.namespace_name(NamespaceIndex(index as u32))).collect();
        for name in &names {
            let mut end = name.len();
            while end > 0 {
                let owners = self.namespaces.entry(name[..end].to_owned()).or_default();
                match facts.projects.as_slice() {
                    [] => owners.push(None),
                    projects => owners.extend(projects.iter().copied().map(Some)),
                }
                owners.sort_unstable();
                owners.dedup();
                end = name[..end].rfind('.').unwrap_or(0);
            }
        }
        for (index, decl) in unit.types.iter().enumerate() {
            let index = TypeIndex(index as u32);
            let outer = decl.parent.and_then(|parent| self.by_part.get(&(file, parent)).copied());
            let prefix = match outer {
                Some(outer) => self.decls[outer.0 as usize].full_name.as_str(),
                None => names[decl.namespace.0 as usize].as_str(),
            };
            let full_name =
                if prefix.is_empty() { decl.name.text.to_string() } else { format!("{prefix}.{}", decl.name.text) };
            let file_local = decl.modifiers.contains(Modifiers::FILE).then_some(file);
            let id = self.join(full_name, decl.type_parameters.len(), outer, file_local, facts);
            self.decls[id.0 as usize].parts.push((file, index));
            self.by_part.insert((file, index), id);
            for (member_index, member) in decl.members.iter().enumerate() {
                let extends = member.parameters.first().is_some_and(|first| first.modifiers.contains(Modifiers::THIS));
                if extends {
                    let entry = (id, file, index, member_index);
                    self.extensions.entry(member.name.text.clone()).or_default().push(entry);
                }
            }
        }
    }

    /// The symbol of a declaration: the one that another part of the same type made, or a new one.
    fn join(
        &mut self,
        full_name: String,
        arity: usize,
        outer: Option<DeclId>,
        file_local: Option<FileId>,
        facts: &FileFacts,
    ) -> DeclId {
        let key = (full_name, arity);
        let same = self.by_name.get(&key).into_iter().flatten().copied().find(|&id| {
            let other = &self.decls[id.0 as usize];
            other.file_local == file_local && shares(&other.projects, &facts.projects)
        });
        if let Some(id) = same {
            let projects = &mut self.decls[id.0 as usize].projects;
            for project in &facts.projects {
                if !projects.contains(project) {
                    projects.push(*project);
                }
            }
            return id;
        }
        let id = DeclId(self.decls.len() as u32);
        self.decls.push(DeclaredType {
            full_name: key.0.clone(),
            parts: Vec::new(),
            outer,
            bases: Vec::new(),
            projects: facts.projects.clone(),
            file_local,
        });
        self.by_name.entry(key).or_default().push(id);
        id
    }

    /// Aliases first: the target of another using may begin with one.
    fn collect_usings(&mut self) {
        let mut global: Vec<Usings> = self.projects.iter().map(project_usings).collect();
        global.push(Usings::default());
        let mut by_file = Vec::with_capacity(self.files.len());
        for facts in &self.files {
            let mut by_namespace = Vec::with_capacity(facts.unit.namespaces.len());
            for namespace in &facts.unit.namespaces {
                let mut usings = Usings::default();
                for using in &namespace.usings {
                    for usings in targets(using, facts, &mut global, &mut usings) {
                        match (&using.kind, &using.target.kind) {
                            (UsingKind::Alias(name), _) => {
                                usings.aliases.push((name.text.clone(), using.target.clone()));
                            }
                            (UsingKind::Static, TypeKind::Name(name)) => usings.statics.push(name.clone()),
                            _ => {}
                        }
                    }
                }
                by_namespace.push(usings);
            }
            by_file.push(by_namespace);
        }
        self.usings = by_file;
        self.global_usings = global;
        self.resolve_imports();
    }

    fn resolve_imports(&mut self) {
        let mut global = self.global_usings.clone();
        let mut by_file = self.usings.clone();
        let resolver = Resolver::new(self);
        for (file, facts) in self.files.iter().enumerate() {
            for (index, namespace) in facts.unit.namespaces.iter().enumerate() {
                let at = NamespaceIndex(index as u32);
                for using in &namespace.usings {
                    let (UsingKind::Namespace, TypeKind::Name(name)) = (&using.kind, &using.target.kind) else {
                        continue;
                    };
                    let scope = Scope::beside_usings(FileId(file as u32), at);
                    let imported = match resolver.qualified_name(&scope, name) {
                        Some(Found::Namespace(namespace)) => namespace,
                        _ => dotted(name),
                    };
                    for usings in targets(using, facts, &mut global, &mut by_file[file][index]) {
                        usings.namespaces.push(imported.clone());
                    }
                }
            }
        }
        self.usings = by_file;
        self.global_usings = global;
    }

    /// Whether a file sees a namespace: it is declared in what the file sees, or known from a package.
    pub fn has_namespace(&self, name: &str, from: FileId) -> bool {
        let declared = self.namespaces.get(name).is_some_and(|owners| {
            owners.iter().any(|owner| match owner {
                None => self.file(from).projects.is_empty(),
                Some(owner) => self.file(from).projects.iter().any(|&project| {
                    self.projects.get(project as usize).is_some_and(|context| context.closure.contains(owner))
                }),
            })
        });
        declared || ApiHistory::embedded().has_namespace(name)
    }

    /// The release whose API the code of a file is written against: that of its first project that has one.
    pub fn release(&self, file: FileId) -> Option<Release> {
        match self.file(file).projects.as_slice() {
            [] => self.loose_release,
            projects => projects.iter().find_map(|&project| self.projects.get(project as usize)?.release),
        }
    }

    /// A file.
    pub fn file(&self, id: FileId) -> &FileFacts {
        &self.files[id.0 as usize]
    }

    /// The number of files.
    pub fn file_count(&self) -> u32 {
        self.files.len() as u32
    }

    /// A declared type.
    pub fn decl(&self, id: DeclId) -> &DeclaredType {
        &self.decls[id.0 as usize]
    }

    /// All declared types.
    pub fn decls(&self) -> impl Iterator<Item = (DeclId, &DeclaredType)> {
        self.decls.iter().enumerate().map(|(index, decl)| (DeclId(index as u32), decl))
    }

    /// The symbol of a type declaration.
    pub fn decl_of(&self, file: FileId, index: TypeIndex) -> Option<DeclId> {
        self.by_part.get(&(file, index)).copied()
    }

    /// The syntax of one part.
    pub fn part(&self, file: FileId, index: TypeIndex) -> &TypeDecl {
        self.file(file).unit.type_decl(index)
    }

    /// The declared type of a full name that `from` sees.
    pub fn declared(&self, full_name: &str, arity: usize, from: FileId) -> Option<DeclId> {
        let candidates = self.by_name.get(&(full_name.to_owned(), arity))?;
        candidates.iter().copied().find(|&id| self.sees(from, id))
    }

    /// Whether a file imports a namespace, by a directive of its own or a global one.
    pub fn imports(&self, file: FileId, namespace: &str) -> bool {
        let own = self.usings[file.0 as usize].iter();
        let projects = &self.file(file).projects;
        let global = projects.iter().filter_map(|&project| self.global_usings.get(project as usize));
        let loose = self.global_usings.last().filter(|_| projects.is_empty());
        own.chain(global).chain(loose).any(|usings| usings.namespaces.iter().any(|imported| imported == namespace))
    }

    /// Whether any of the files declares a member of that name.
    pub fn declares_member(&self, name: &str) -> bool {
        let mut types = self.files.iter().flat_map(|facts| &facts.unit.types);
        types.any(|decl| decl.members.iter().any(|member| member.name.text == name))
    }

    /// Whether code in `from` sees a declared type: same file, same project, or a referenced one.
    pub fn sees(&self, from: FileId, id: DeclId) -> bool {
        let decl = self.decl(id);
        if let Some(file) = decl.file_local {
            return file == from;
        }
        let projects = &self.file(from).projects;
        if projects.is_empty() || decl.projects.is_empty() {
            return projects.is_empty() && decl.projects.is_empty();
        }
        projects.iter().any(|&project| {
            self.projects.get(project as usize).is_some_and(|context| shares(&context.closure, &decl.projects))
        })
    }
}

/// Loose files share with loose files only.
fn shares(left: &[u32], right: &[u32]) -> bool {
    (left.is_empty() && right.is_empty()) || left.iter().any(|project| right.contains(project))
}

/// The sets that a directive adds to: its own, and those of the projects where it is global.
fn targets<'u>(
    using: &Using,
    facts: &FileFacts,
    global: &'u mut [Usings],
    own: &'u mut Usings,
) -> impl Iterator<Item = &'u mut Usings> {
    let loose = global.len() - 1;
    let is_global = using.global;
    let projects = facts.projects.clone();
    let shared = global.iter_mut().enumerate().filter(move |(index, _)| {
        is_global && if projects.is_empty() { *index == loose } else { projects.contains(&(*index as u32)) }
    });
    std::iter::once(own).chain(shared.map(|(_, usings)| usings))
}

fn dotted(name: &QualifiedName) -> String {
    let mut text = String::new();
    for segment in &name.segments {
        if !text.is_empty() {
            text.push('.');
        }
        text.push_str(&segment.name.text);
    }
    text
}

fn project_usings(project: &ProjectContext) -> Usings {
    let mut usings = Usings::default();
    for using in &project.usings {
        let segments: Vec<Segment> = using
            .target
            .trim_start_matches("global::")
            .split('.')
            .map(|part| Segment {
                name: Ident { text: SmolStr::new(part), range: TextRange::default() },
                arguments: Vec::new(),
            })
            .collect();
        let name = QualifiedName { alias: None, segments };
        match &using.alias {
            Some(alias) => usings
                .aliases
                .push((alias.clone(), TypeSyntax { kind: TypeKind::Name(name), range: TextRange::default() })),
            None if using.is_static => usings.statics.push(name),
            None => usings.namespaces.push(dotted(&name)),
        }
    }
    usings
}
