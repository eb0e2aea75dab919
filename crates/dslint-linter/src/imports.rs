//! The files whose directives hold for the Razor files in their folder and below: `_ViewImports.cshtml` and
//! `_Imports.razor`. They are read when the first such file needs them.

use crate::source::Reader;
use dslint_project::{ProjectId, Workspace};
use dslint_syntax::ast::CompilationUnit;
use dslint_syntax::csharp;
use dslint_syntax::directive::Symbols;
use dslint_syntax::razor::{self, Import, RazorKind};
use dslint_syntax::text::SourceText;
use smol_str::SmolStr;
use std::collections::HashMap;
use std::path::{Component, Path, PathBuf};
use std::sync::OnceLock;

struct ImportFile {
    path: PathBuf,
    owners: Vec<ProjectId>,
    unit: OnceLock<Option<CompilationUnit>>,
}

/// The import files of a run by their folder.
pub(crate) struct RazorImports<'r> {
    reader: &'r dyn Reader,
    pages: HashMap<PathBuf, ImportFile>,
    components: HashMap<PathBuf, ImportFile>,
}

impl<'r> RazorImports<'r> {
    /// Finds the import files among the files of a run, which come with their projects.
    pub(crate) fn new<'f>(
        reader: &'r dyn Reader,
        files: impl IntoIterator<Item = (&'f Path, &'f [ProjectId])>,
    ) -> RazorImports<'r> {
        let mut imports = RazorImports { reader, pages: HashMap::new(), components: HashMap::new() };
        for (path, owners) in files {
            let Some((kind, name, folder)) = razor_file(path) else { continue };
            if razor::is_imports(name, kind) {
                let file = ImportFile { path: path.to_path_buf(), owners: owners.to_vec(), unit: OnceLock::new() };
                let by_folder = match kind {
                    RazorKind::Page => &mut imports.pages,
                    RazorKind::Component => &mut imports.components,
                };
                by_folder.insert(folder.to_path_buf(), file);
            }
        }
        imports
    }

    /// Adds to a Razor file what the import files above it say, and gives a component its name and namespace.
    pub(crate) fn apply(&self, unit: &mut CompilationUnit, path: &Path, owners: &[ProjectId], workspace: &Workspace) {
        let Some((kind, name, folder)) = razor_file(path) else { return };
        let by_folder = match kind {
            RazorKind::Page => &self.pages,
            RazorKind::Component => &self.components,
        };
        let above: Vec<(&CompilationUnit, Vec<SmolStr>)> = folder
            .ancestors()
            .filter_map(|above| Some((above, by_folder.get(above)?)))
            .filter(|(_, file)| file.path != path)
            // Those of a project hold for its files only.
            .filter(|(_, file)| owners.is_empty() || file.owners.iter().any(|owner| owners.contains(owner)))
            .filter_map(|(above, file)| Some((self.unit(file, kind)?, folders(above, folder))))
            .collect();
        let imports: Vec<Import<'_>> = above.iter().map(|(unit, folders)| Import { unit, folders }).collect();
        razor::import(unit, &imports);
        if kind == RazorKind::Component {
            let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
            let project = owners.first().and_then(|&owner| workspace.project(owner));
            let root = project.map(|project| project.root_namespace()).unwrap_or_default();
            let below = project.map(|project| folders(&project.directory, folder)).unwrap_or_default();
            let parts = root.split('.').filter(|part| !part.is_empty()).map(SmolStr::new);
            razor::declare_component(unit, stem, parts.chain(below));
        }
    }

    fn unit<'f>(&self, file: &'f ImportFile, kind: RazorKind) -> Option<&'f CompilationUnit> {
        let read = || {
            let text = SourceText::decode(self.reader.read(&file.path).ok()?).ok()?;
            Some(csharp::parse_razor(&text.text, kind, &Symbols::default()).ok()?.unit)
        };
        file.unit.get_or_init(read).as_ref()
    }
}

/// The kind of a Razor file, its name and its folder.
fn razor_file(path: &Path) -> Option<(RazorKind, &str, &Path)> {
    let name = path.file_name()?.to_str()?;
    Some((RazorKind::of(name)?, name, path.parent()?))
}

/// The names of the folders that lead from one folder to another below it.
fn folders(from: &Path, to: &Path) -> Vec<SmolStr> {
    let below = to.strip_prefix(from).unwrap_or(Path::new(""));
    below
        .components()
        .filter_map(|part| match part {
            Component::Normal(name) => name.to_str().map(|name| SmolStr::new(name.replace([' ', '-'], "_"))),
            _ => None,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    struct Memory(BTreeMap<PathBuf, &'static str>);

    impl Reader for Memory {
        fn read(&self, path: &Path) -> std::io::Result<Vec<u8>> {
            self.0.get(path).map(|text| text.as_bytes().to_vec()).ok_or_else(|| std::io::ErrorKind::NotFound.into())
        }

        fn is_file(&self, path: &Path) -> bool {
            self.0.contains_key(path)
        }
    }

    impl dslint_project::Files for Memory {
        fn read(&self, path: &Path) -> Option<std::sync::Arc<str>> {
            self.0.get(path).map(|&text| text.into())
        }

        fn is_file(&self, path: &Path) -> bool {
            self.0.contains_key(path)
        }
    }

    /// The namespace and name of the class of a file, and its usings as far as they are not in every Razor file.
    fn imported(files: &Memory, name: &str) -> (String, Vec<String>) {
        let workspace = Workspace::load(files, Path::new("/w"), &[PathBuf::from("/w/app/My.App.csproj")]);
        let paths: Vec<(PathBuf, Vec<ProjectId>)> =
            files.0.keys().map(|path| (path.clone(), workspace.owners(path))).collect();
        let imports = RazorImports::new(files, paths.iter().map(|(path, owners)| (path.as_path(), owners.as_slice())));
        let path = Path::new(name);
        let kind = RazorKind::of(name).unwrap();
        let mut unit = csharp::parse_razor(files.0[path], kind, &Symbols::default()).unwrap().unit;
        imports.apply(&mut unit, path, &workspace.owners(path), &workspace);
        let class = &unit.types[0];
        let usings = unit.namespaces[0].usings.iter().filter_map(|using| match &using.target.kind {
            dslint_syntax::ast::TypeKind::Name(name) => {
                Some(name.segments.iter().map(|part| part.name.text.as_str()).collect::<Vec<_>>().join("."))
            }
            _ => None,
        });
        let usings = usings.filter(|using| !using.starts_with("System") && !using.starts_with("Microsoft")).collect();
        (format!("{}:{}", unit.namespace_name(class.namespace), class.name.text), usings)
    }

    #[test]
    fn import_files_hold_for_their_folder_and_below() {
        let files = Memory(
            [
                ("/w/_ViewImports.cshtml", "@using Outside"),
                ("/w/app/My.App.csproj", "<Project Sdk=\"Microsoft.NET.Sdk.Web\"/>"),
                ("/w/app/Pages/_ViewImports.cshtml", "@using A\n@namespace App.Pages"),
                ("/w/app/Pages/Account/_ViewImports.cshtml", "@using B"),
                ("/w/app/Pages/Account/Login/Index.cshtml", "@using Own\n@Model.X"),
                ("/w/app/Views/Home.cshtml", "@Model.X"),
                ("/w/app/_Imports.razor", "@using C"),
                ("/w/app/Parts/My-Parts/Counter.razor", "@X"),
            ]
            .into_iter()
            .map(|(path, text)| (PathBuf::from(path), text))
            .collect(),
        );
        let owned = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect::<Vec<_>>();
        assert_eq!(
            imported(&files, "/w/app/Pages/Account/Login/Index.cshtml"),
            ("App.Pages.Account.Login:__Page".to_owned(), owned(&["Own", "B", "A"]))
        );
        assert_eq!(
            imported(&files, "/w/app/Pages/Account/_ViewImports.cshtml"),
            ("App.Pages.Account:__Page".to_owned(), owned(&["B", "A"]))
        );
        assert_eq!(imported(&files, "/w/app/Views/Home.cshtml"), (":__Page".to_owned(), owned(&[])));
        assert_eq!(
            imported(&files, "/w/app/Parts/My-Parts/Counter.razor"),
            ("My.App.Parts.My_Parts:Counter".to_owned(), owned(&["C"]))
        );
    }
}
