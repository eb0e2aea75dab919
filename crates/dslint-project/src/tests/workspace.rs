//! References, closures, solutions, and the same answer for any order of input.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::{sdk, tree};
use crate::Workspace;

fn references(paths: &str) -> String {
    sdk(&format!("<ItemGroup><ProjectReference Include=\"{paths}\"/></ItemGroup>"))
}

#[test]
fn closures() {
    let host = sdk(
        "<ItemGroup><ProjectReference Include=\"..\\lib\\Lib.csproj\"/><ProjectReference Include='../gen/Gen.csproj' ReferenceOutputAssembly='false'/>\
        <ProjectReference Include='../web/app.esproj'/><ProjectReference Include='../LIB2/lib2.csproj'/><PackageReference Include='H' Version='1'/></ItemGroup>",
    );
    let lib = sdk(
        "<ItemGroup><ProjectReference Include=\"../is/Duende.IdentityServer.csproj\"/><PackageReference Include='L' Version='1'/>\
        <PackageReference Include='P' Version='1' PrivateAssets='All'/></ItemGroup>",
    );
    let tree = tree(&[
        ("host/Host.csproj", &host),
        ("lib/Lib.csproj", &lib),
        ("lib2/Lib2.csproj", &references("../lib/Lib.csproj;../host/Host.csproj")),
        ("is/Duende.IdentityServer.csproj", &sdk("")),
        ("gen/Gen.csproj", &sdk("")),
        ("web/app.esproj", "<Project/>"),
    ]);
    assert_eq!(tree.problems(), Vec::<String>::new());
    let id = tree.project("host/Host.csproj").id;
    assert_eq!(tree.names(&tree.workspace.closure(id)), ["Host", "Lib", "Lib2", "Duende.IdentityServer"]);
    let packages = tree.workspace.packages_in_closure(id);
    let packages: Vec<_> = packages.iter().map(|(_, package)| package.id.as_str()).collect();
    assert_eq!(packages, ["H", "L"]);
    let lib = tree.workspace.packages_in_closure(tree.project("lib/Lib.csproj").id);
    assert_eq!(lib.len(), 2);
    assert!(tree.workspace.project(crate::ProjectId(99)).is_none());
}

#[test]
fn loads_references_that_were_not_listed() {
    let files: BTreeMap<PathBuf, Arc<str>> = [
        ("/r/a/A.csproj", references("../b/B.csproj")),
        ("/r/b/B.csproj", references("../c/C.csproj")),
        ("/r/c/C.csproj", sdk("")),
        ("/r/x.slnx", "<Solution><Project Path='d/D.csproj'/><Project Path='../out/O.csproj'/></Solution>".to_owned()),
        ("/r/d/D.csproj", sdk("<PropertyGroup><P>$(SolutionDir)</P></PropertyGroup>")),
        ("/out/O.csproj", sdk("")),
    ]
    .map(|(path, text)| (path.into(), text.into()))
    .into();
    let listed = ["/r/x.slnx".into(), "/r/a/A.csproj".into()];
    let workspace = Workspace::load(&files, Path::new("/r"), &listed);
    let names: Vec<_> = workspace.projects.iter().map(|it| it.name.as_str()).collect();
    assert_eq!(names, ["A", "B", "C", "D"]);
    let solution = &workspace.solutions[0];
    assert_eq!((solution.projects.len(), solution.missing.as_slice()), (1, ["/out/O.csproj".into()].as_slice()));
    assert_eq!(workspace.projects[3].property("P").as_deref(), Some("/r/"));
}

#[test]
fn solutions() {
    let tree = tree(&[
        (
            "s/all.sln",
            "Project(\"{1}\") = \"A\", \"..\\a\\A.csproj\", \"{2}\"\r\nProject(\"{1}\") = \"N\", \"N.csproj\", \"{2}\"\r\n",
        ),
        ("s/some.slnf", r#"{"solution": {"path": "all.sln", "projects": ["..\\a\\A.csproj"]}}"#),
        ("x.slnx", "<Solution><Project Path='a/A.csproj'/><Project Path='b/B.csproj'/></Solution>"),
        ("a/A.csproj", &sdk("")),
        ("b/B.csproj", &sdk("")),
    ]);
    let listed: Vec<_> =
        tree.workspace.solutions.iter().map(|it| (tree.names(&it.projects), it.missing.len())).collect();
    assert_eq!(listed, [(vec!["A"], 1), (vec!["A"], 0), (vec!["A", "B"], 0)]);
}

#[test]
fn a_file_based_app_references_a_project_by_its_directory() {
    let tree = tree(&[
        ("app.cs", "#:project lib\n#:project b/B.csproj\n"),
        ("lib/Lib.csproj", &sdk("")),
        ("b/B.csproj", &sdk("")),
    ]);
    assert_eq!(tree.names(&tree.project("app.cs").references), ["B", "Lib"]);
    assert_eq!(tree.problems(), Vec::<String>::new());
}

#[test]
fn the_order_of_input_does_not_matter() {
    let props = "<Project><Import Project='no.props'/><PropertyGroup><V>1.0</V></PropertyGroup></Project>";
    let files: BTreeMap<PathBuf, Arc<str>> = [
        ("/r/a/A.csproj", references("../b/B.csproj;../c/C.csproj")),
        ("/r/b/B.csproj", references("../c/C.csproj;../nope.csproj")),
        (
            "/r/c/C.csproj",
            sdk("<ItemGroup><PackageReference Include='X' Version='$(V)'/><PackageReference Include='Y'/></ItemGroup>"),
        ),
        ("/r/x.sln", "Project(\"{1}\") = \"A\", \"a\\A.csproj\", \"{2}\"".to_owned()),
        ("/r/app.cs", "#:package Z@1\n".to_owned()),
        ("/r/Directory.Build.props", props.to_owned()),
    ]
    .map(|(path, text)| (path.into(), text.into()))
    .into();
    let mut listed: Vec<PathBuf> =
        ["/r/a/A.csproj", "/r/b/B.csproj", "/r/c/C.csproj", "/r/x.sln", "/r/app.cs"].map(Into::into).into();
    // Properties live in hash maps; everything else must print the same.
    let print = |listed: &[PathBuf]| {
        let workspace = Workspace::load(&files, Path::new("/r"), listed);
        let projects: Vec<_> = workspace
            .projects
            .iter()
            .map(|it| {
                format!(
                    "{:?} {} {:?} {:?} {:?} {:?} {:?}",
                    it.id, it.name, it.packages, it.references, it.unresolved_references, it.inputs, it.usings
                )
            })
            .collect();
        format!("{projects:#?} {:?} {:?}", workspace.solutions, workspace.problems)
    };
    let expected = print(&listed);
    for _ in 0..listed.len() {
        listed.rotate_left(1);
        assert_eq!(print(&listed), expected);
        let twice: Vec<PathBuf> = listed.iter().rev().chain(&listed).cloned().collect();
        assert_eq!(print(&twice), expected);
    }
}
