//! Imports, conditions and their problems, and input that wants to do harm.

use super::{sdk, tree};

const A: &str = "<ItemGroup><PackageReference Include=\"A\" Version=\"$(V)\"/></ItemGroup>";

fn props(body: &str) -> String {
    format!("<Project>{body}</Project>")
}

fn v(version: &str) -> String {
    format!("<PropertyGroup><V>{version}</V></PropertyGroup>")
}

#[test]
fn follows_imports() {
    let project = sdk(A);
    for (what, files, packages) in [
        (
            "GetPathOfFileAbove",
            vec![
                (
                    "a/Directory.Build.props",
                    props(
                        "<Import Project=\"$([MSBuild]::GetPathOfFileAbove('Directory.Build.props', '$(MSBuildThisFileDirectory)../'))\" />",
                    ),
                ),
                ("Directory.Build.props", props(&v("1.1"))),
            ],
            "A 1.1.0 PackageReference Directory.Build.props=1.1",
        ),
        (
            "GetDirectoryNameOfFileAbove",
            vec![
                (
                    "a/Directory.Build.props",
                    props(
                        "<Import Project=\"$([MSBuild]::GetDirectoryNameOfFileAbove($(MSBuildThisFileDirectory), 'eng/v.props'))/eng/v.props\" />",
                    ),
                ),
                ("eng/v.props", props(&v("1.2"))),
            ],
            "A 1.2.0 PackageReference eng/v.props=1.2",
        ),
        (
            "a relative path with backslashes, relative to the importing file",
            vec![
                ("Directory.Build.props", props(r#"<Import Project="eng\x\one.props" />"#)),
                ("eng/x/one.props", props(r#"<ImportGroup><Import Project="..\two.props" /></ImportGroup>"#)),
                ("eng/two.props", props(&v("1.3"))),
            ],
            "A 1.3.0 PackageReference eng/two.props=1.3",
        ),
        (
            "a condition with Exists, relative to the importing file",
            vec![
                (
                    "Directory.Build.props",
                    props(
                        "<Import Project='eng/v.props' Condition=\"Exists('eng/v.props')\"/><Import Project='no.props' Condition=\"exists('no.props')\"/>",
                    ),
                ),
                ("eng/v.props", props(&v("1.4"))),
            ],
            "A 1.4.0 PackageReference eng/v.props=1.4",
        ),
        (
            "the last one wins",
            vec![
                ("Directory.Build.props", props(&format!("{}<Import Project='v.props'/>", v("1")))),
                ("v.props", props(&v("1.5"))),
            ],
            "A 1.5.0 PackageReference v.props=1.5",
        ),
        (
            "a file that imports itself and the one that imports it",
            vec![
                (
                    "Directory.Build.props",
                    props("<Import Project='Directory.Build.props'/><Import Project='v.props'/>"),
                ),
                ("v.props", props(&format!("<Import Project='Directory.Build.props'/>{}", v("1.6")))),
            ],
            "A 1.6.0 PackageReference v.props=1.6",
        ),
        (
            "Directory.Build.props by path",
            vec![
                ("Directory.Build.props", props(&v("1"))),
                (
                    "Directory.Build.targets",
                    props("<PropertyGroup Condition=\"'$(V)' == '1'\"><V>1.7</V></PropertyGroup>"),
                ),
            ],
            "A 1.7.0 PackageReference Directory.Build.targets=1.7",
        ),
    ] {
        let mut all: Vec<(&str, &str)> = files.iter().map(|(path, text)| (*path, text.as_str())).collect();
        all.push(("a/A.csproj", &project));
        let tree = tree(&all);
        assert_eq!(tree.packages("a/A.csproj"), [packages], "{what}");
        assert_eq!(tree.problems(), Vec::<String>::new(), "{what}");
        assert!(!tree.project("a/A.csproj").inputs.is_empty(), "{what}");
    }
}

#[test]
fn explicit_sdk_imports_and_switches() {
    let explicit = "<Project><PropertyGroup><ImportDirectoryBuildTargets>false</ImportDirectoryBuildTargets></PropertyGroup>\
        <Import Project=\"Sdk.props\" Sdk=\"Microsoft.NET.Sdk.Web\" /><PropertyGroup><TargetFramework>net8.0</TargetFramework></PropertyGroup>\
        <ItemGroup><PackageReference Include=\"A\" Version=\"$(V)\"/></ItemGroup><Import Project=\"Sdk.targets\" Sdk=\"Microsoft.NET.Sdk.Web\" /></Project>";
    let tree = tree(&[
        ("a/A.csproj", explicit),
        ("Directory.Build.props", &props(&v("1.0"))),
        ("Directory.Build.targets", &props(&v("2.0"))),
    ]);
    assert_eq!(tree.packages("a/A.csproj"), ["A 1.0.0 PackageReference Directory.Build.props=1.0"]);
    let project = tree.project("a/A.csproj");
    assert_eq!(
        (project.sdks.len(), project.sdk(), project.kind),
        (1, Some("Microsoft.NET.Sdk.Web"), crate::ProjectKind::Sdk)
    );
}

#[test]
fn tells_problems_with_their_place() {
    for (what, body, problem) in [
        ("missing", "<Import Project='no.props'/>", "a/A.csproj=no.props: the imported file `no.props` is missing"),
        (
            "outside",
            r"<Import Project='..\..\x.props'/>",
            r"a/A.csproj=..\..\x.props: the import of `..\..\x.props` leads out of the analysed tree and is not followed",
        ),
        (
            "undefined",
            "<Import Project='$(Nope)x.props'/>",
            "a/A.csproj=$(Nope)x.props: the import of `$(Nope)x.props` is not followed: `$(Nope)` is not defined",
        ),
        (
            "unknown",
            "<Import Project='$([X]::Y())'/>",
            "a/A.csproj=$([X]::Y()): the import of `$([X]::Y())` is not followed: `$([X]::Y())` could not be worked out",
        ),
        (
            "wildcard",
            "<Import Project='*.props'/>",
            "a/A.csproj=*.props: the import of `*.props` has wildcards and is not followed",
        ),
        (
            "condition",
            "<PropertyGroup Condition='Frob(1)'/>",
            "a/A.csproj=Frob(1): the condition cannot be decided: the function `Frob` is not known; what it guards is taken as possible",
        ),
        (
            "broken",
            "<PropertyGroup>",
            "a/A.csproj=: broken XML: ill-formed document: expected `</PropertyGroup>`, but `</Project>` was found",
        ),
        (
            "reference",
            "<ItemGroup><ProjectReference Include='../B/B.csproj'/></ItemGroup>",
            "a/A.csproj=../B/B.csproj: the referenced project `../B/B.csproj` is missing",
        ),
        (
            "reference outside",
            "<ItemGroup><ProjectReference Include='../../B.csproj'/></ItemGroup>",
            "a/A.csproj=../../B.csproj: the project reference `../../B.csproj` leads out of the analysed tree",
        ),
        (
            "framework",
            "<PropertyGroup><TargetFramework>8!</TargetFramework></PropertyGroup>",
            "a/A.csproj=8!: `8!` is not a target framework",
        ),
    ] {
        let tree = tree(&[
            ("a/A.csproj", &sdk(body)),
            ("z/Z.csproj", &sdk("")),
            ("/x.props", "<Project/>"),
            ("/B.csproj", "<Project/>"),
        ]);
        assert_eq!(tree.problems().first().map(String::as_str), Some(problem), "{what}");
        assert_eq!(tree.project("z/Z.csproj").name, "Z", "the rest loads: {what}");
    }
    let toolset =
        sdk("<Import Project='$(MSBuildExtensionsPath)\\x.props'/><Import Project='$(NuGetPackageRoot)a/b.targets'/>\
        <Import Project='..\\packages\\x.props' Condition=\"Exists('..\\packages\\x.props')\"/>");
    assert_eq!(tree(&[("a/A.csproj", &toolset)]).problems(), Vec::<String>::new());
    let shared = tree(&[
        ("a/A.csproj", &sdk("")),
        ("b/B.csproj", &sdk("")),
        ("Directory.Build.props", &props("<Import Project='no.props'/>")),
        ("paket.references", ""),
    ]);
    assert_eq!(shared.problems(), ["Directory.Build.props=no.props: the imported file `no.props` is missing"]);
}

#[test]
fn undecided_conditions_take_everything_as_possible() {
    let body = "<PropertyGroup Condition=\"'$(OS)' == 'Windows_NT'\"><V>1.0</V></PropertyGroup>\
        <ItemGroup><PackageReference Include=\"A\" Version=\"$(V)\"/><PackageReference Include=\"B\" Version=\"1.0\" Condition=\"$([X]::Y())\"/>\
        <PackageReference Include=\"C\" Version=\"1.0\" /><PackageReference Remove=\"C\" Condition=\"'$(V)' == '1.0'\"/></ItemGroup>\
        <Choose><When Condition=\"'$(OS)' == 'x'\"><ItemGroup><PackageReference Include=\"D\" Version=\"1\"/></ItemGroup></When>\
        <When Condition=\"true\"><ItemGroup><PackageReference Include=\"D\" Version=\"2\"/></ItemGroup></When>\
        <Otherwise><ItemGroup><PackageReference Include=\"D\" Version=\"3\"/></ItemGroup></Otherwise></Choose>";
    let tree = tree(&[("a/A.csproj", &sdk(body))]);
    assert_eq!(
        tree.packages("a/A.csproj"),
        [
            "A 1.0.0 PackageReference a/A.csproj=1.0 ?",
            "B 1.0.0 PackageReference a/A.csproj=1.0 ?",
            "C 1.0.0 PackageReference a/A.csproj=1.0 ?",
            "D 1.0.0 PackageReference a/A.csproj=1 ?",
            "D 2.0.0 PackageReference a/A.csproj=2 ?",
        ]
    );
    assert_eq!(tree.problems().len(), 1, "what hangs on the machine is no problem: {:?}", tree.problems());
}

#[test]
fn hostile_input_is_harmless() {
    let doubling = format!("<PropertyGroup><A>xxxxxxxx</A>{}</PropertyGroup>", "<A>$(A)$(A)</A>".repeat(5_000));
    let lists = format!("<ItemGroup><P Include='a;b'/>{}</ItemGroup>", "<P Include='@(P);@(P)'/>".repeat(64));
    let nested = format!("{}{}", "<Choose><When Condition='true'>".repeat(120), "</When></Choose>".repeat(120));
    let deep = "<a>".repeat(100_000);
    let frameworks = format!(
        "<Project Sdk='X'><PropertyGroup><TargetFrameworks>{}</TargetFrameworks></PropertyGroup></Project>",
        (0..5_000).map(|it| format!("net{}.0;", it + 5)).collect::<String>()
    );
    let chain: Vec<(String, String)> = (0..300)
        .map(|it| (format!("c/{it}.props"), props(&format!("<Import Project='{}.props'/>", it + 1))))
        .chain([("c/300.props".to_owned(), props("")), ("c/C.csproj".to_owned(), sdk("<Import Project='0.props'/>"))])
        .collect();
    let big = format!("<PropertyGroup><B>{}</B></PropertyGroup>", "y".repeat(60_000));
    let arguments = "$(B),".repeat(20_000);
    let functions = format!(
        "{big}<PropertyGroup><C>$([System.String]::Concat({arguments}'x'))</C><D>$(B.Replace('y','{0}').Replace('y','{0}'))</D></PropertyGroup>{1}",
        "y".repeat(1000),
        "<PropertyGroup Condition=\"'$(B)' == '$(B)x'\"/>".repeat(5_000)
    );
    let mut files = vec![
        ("0/A.csproj", sdk(&functions)),
        ("1/A.csproj", sdk(&doubling)),
        ("2/A.csproj", sdk(&lists)),
        ("3/A.csproj", sdk(&nested)),
        ("4/A.csproj", deep),
        ("5/A.csproj", frameworks),
        ("6/A.csproj", sdk("<ItemGroup><ProjectReference Include='A.csproj;../7/A.csproj'/></ItemGroup>")),
        ("7/A.csproj", sdk("<ItemGroup><ProjectReference Include='../6/A.csproj'/></ItemGroup>")),
        ("8/A.csproj", sdk(&format!("<PropertyGroup Condition=\"{}\"/>", "(".repeat(50_000)))),
        ("9/A.csproj", "not xml".to_owned()),
        ("10/A.csproj", "<Solution/>".to_owned()),
    ];
    files.extend(chain.iter().map(|(path, text)| (path.as_str(), text.clone())));
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (*path, text.as_str())).collect();
    let started = std::time::Instant::now();
    let tree = tree(&files);
    assert!(started.elapsed().as_secs() < 20, "{:?}", started.elapsed());
    assert_eq!(tree.workspace.projects.len(), 9);
    assert_eq!(tree.project("5/A.csproj").target_frameworks.len(), 32);
    let six = tree.project("6/A.csproj").id;
    assert_eq!(tree.workspace.closure(six).len(), 2);
    for (file, message) in [
        ("0/A.csproj", "are too large"),
        ("2/A.csproj", "more than 100000 items"),
        ("3/A.csproj", "nest deeper"),
        ("4/A.csproj", "nest deeper"),
        ("5/A.csproj", "more than 32"),
        ("8/A.csproj", "cannot be decided"),
        ("9/A.csproj", "broken XML"),
        ("10/A.csproj", "a `Project` element is expected"),
        ("c/", "imports nest deeper"),
    ] {
        let found = tree.problems().iter().any(|it| it.starts_with(file) && it.contains(message));
        assert!(
            found,
            "{file} {message}: {:?}",
            tree.problems().iter().map(|it| &it[..it.len().min(90)]).collect::<Vec<_>>()
        );
    }
}
