//! Where versions come from: every way to write one, with the place of the literal.

use super::{Tree, sdk, tree};
use crate::Evidence;

const CENTRAL: &str = "<Project><PropertyGroup><ManagePackageVersionsCentrally>true</ManagePackageVersionsCentrally>\
    <Duende>7.0.6</Duende></PropertyGroup><ItemGroup><PackageVersion Include=\"A\" Version=\"7.0.4\"/>\
    <PackageVersion Include=\"B\" Version=\"$(Duende)\" /><PackageVersion Update=\"C\" Version=\"0\"/></ItemGroup></Project>";

/// What is tested, the files, the packages of a/A.csproj.
type Row<'a> = (&'a str, &'a [(&'a str, &'a str)], &'a [&'a str]);

fn check(rows: &[Row<'_>]) {
    for (what, files, packages) in rows {
        let tree = tree(files);
        assert_eq!(tree.packages("a/A.csproj"), *packages, "{what}");
        assert_eq!(tree.problems(), Vec::<String>::new(), "{what}");
    }
}

fn items(items: &str) -> String {
    sdk(&format!("<ItemGroup>{items}</ItemGroup>"))
}

#[test]
fn references_with_their_own_version() {
    let one = |written: &str, expected: &[&str]| {
        check(&[(written, &[("a/A.csproj", &items(written))], expected)]);
    };
    one(r#"<PackageReference Include="A" Version="7.0.4"/>"#, &["A 7.0.4 PackageReference a/A.csproj=7.0.4"]);
    one(
        r#"<PackageReference Include="A" version="7.1.0-rc.2"/>"#,
        &["A 7.1.0-rc.2 PackageReference a/A.csproj=7.1.0-rc.2"],
    );
    one(r#"<PackageReference Include="A" VERSION=" [7.0] "/>"#, &["A 7.0.0 PackageReference a/A.csproj=[7.0]"]);
    one(
        "<PackageReference Include='A'>\n  <Version>\n 7.0.4 \n</Version></PackageReference>",
        &["A 7.0.4 PackageReference a/A.csproj=7.0.4"],
    );
    one(r#"<packagereference include="A" Version="7.0.*"/>"#, &["A 7.0.* PackageReference a/A.csproj=7.0.*"]);
    one(
        r#"<PackageReference Include="A;B ; C" Version="1.0"/>"#,
        &[
            "A 1.0.0 PackageReference a/A.csproj=1.0",
            "B 1.0.0 PackageReference a/A.csproj=1.0",
            "C 1.0.0 PackageReference a/A.csproj=1.0",
        ],
    );
    one(
        r#"<PackageReference Include="A" Version="1.0"/><PackageReference Update="a" Version="2.0"/>"#,
        &["A 2.0.0 PackageReferenceUpdate a/A.csproj=2.0"],
    );
    one(
        r#"<PackageReference Include="A" Version="1.0"/><PackageReference Include="B" Version="1.0"/><PackageReference Remove="a;x"/>"#,
        &["B 1.0.0 PackageReference a/A.csproj=1.0"],
    );
    one(
        r#"<P Include="A;B" Version="1.0"/><PackageReference Include="@(P)" Exclude="z"/><PackageReference Update="@(PackageReference)" Version="2.0"/>"#,
        &["A 2.0.0 PackageReferenceUpdate a/A.csproj=2.0", "B 2.0.0 PackageReferenceUpdate a/A.csproj=2.0"],
    );
    one(r#"<PackageReference Include="A" Version="1.0"/><PackageReference Remove="@(PackageReference)"/>"#, &[]);
    one(r#"<PackageReference Include="Microsoft.AspNetCore.App"/>"#, &["Microsoft.AspNetCore.App - Unknown -"]);
}

#[test]
fn versions_in_properties() {
    let project = |version: &str| items(&format!(r#"<PackageReference Include="A" Version="{version}"/>"#));
    let props = "<Project><PropertyGroup><V> 7.0.4 </V><W>$(v)</W><Minor>0</Minor></PropertyGroup></Project>";
    check(&[
        (
            "a property of Directory.Build.props",
            &[("a/A.csproj", &project("$(V)")), ("Directory.Build.props", props)],
            &["A 7.0.4 PackageReference Directory.Build.props=7.0.4"],
        ),
        (
            "a property through a property",
            &[("a/A.csproj", &project("$(W)")), ("Directory.Build.props", props)],
            &["A 7.0.4 PackageReference Directory.Build.props=7.0.4"],
        ),
        (
            "a part of a version stands nowhere as a whole",
            &[("a/A.csproj", &project("7.$(Minor).4")), ("Directory.Build.props", props)],
            &["A 7.0.4 PackageReference -"],
        ),
        (
            "the project overrides the props, the targets override the project",
            &[
                (
                    "a/A.csproj",
                    &project("$(V)").replace("<ItemGroup>", "<PropertyGroup><V>7.1</V></PropertyGroup><ItemGroup>"),
                ),
                ("Directory.Build.props", props),
                ("Directory.Build.targets", "<Project><PropertyGroup><V>7.2</V></PropertyGroup></Project>"),
            ],
            &["A 7.2.0 PackageReference Directory.Build.targets=7.2"],
        ),
        (
            "a property that is set after the item in the same project",
            &[(
                "a/A.csproj",
                &project("$(V)").replace("</Project>", "<PropertyGroup><V>7.3</V></PropertyGroup></Project>"),
            )],
            &["A 7.3.0 PackageReference a/A.csproj=7.3"],
        ),
    ]);
    let tree = tree(&[("a/A.csproj", &project("$(W)")), ("Directory.Build.props", props)]);
    assert_eq!(tree.project("a/A.csproj").packages[0].property.as_deref(), Some("V"));
    assert_eq!(tree.project("a/A.csproj").packages[0].raw, "$(W)");
}

#[test]
fn updates_and_includes_in_directory_build_files() {
    let targets = "<Project><ItemGroup><PackageReference Update=\"A\" Version=\"7.0.4\"/>\
        <PackageReference Include=\"MinVer\"><Version>4.3.0</Version><PrivateAssets>All</PrivateAssets></PackageReference></ItemGroup></Project>";
    check(&[
        (
            "Update in Directory.Build.targets",
            &[("a/A.csproj", &items("<PackageReference Include='A'/>")), ("Directory.Build.targets", targets)],
            &[
                "A 7.0.4 PackageReferenceUpdate Directory.Build.targets=7.0.4",
                "MinVer 4.3.0 PackageReference Directory.Build.targets=4.3.0",
            ],
        ),
        (
            "the nearest file only",
            &[
                ("a/A.csproj", &items("<PackageReference Include='A' Version='1'/>")),
                ("Directory.Build.targets", targets),
                ("a/Directory.Build.targets", "<Project/>"),
            ],
            &["A 1.0.0 PackageReference a/A.csproj=1"],
        ),
        (
            "an Update before the Include, in the props, changes nothing",
            &[
                ("a/A.csproj", &items("<PackageReference Include='A' Version='1'/>")),
                (
                    "Directory.Build.props",
                    "<Project><ItemGroup><PackageReference Update='A' Version='2'/></ItemGroup></Project>",
                ),
            ],
            &["A 1.0.0 PackageReference a/A.csproj=1"],
        ),
        (
            "central package versions of the SDK before NuGet had them",
            &[
                (
                    "a/A.csproj",
                    &items("<PackageReference Include='A'/>")
                        .replace("Sdk=\"", "Sdk=\"Microsoft.Build.CentralPackageVersions/2.1.3;"),
                ),
                (
                    "Packages.props",
                    "<Project><ItemGroup><PackageReference Update='A' Version='7.0.4'/></ItemGroup></Project>",
                ),
            ],
            &["A 7.0.4 PackageReferenceUpdate Packages.props=7.0.4"],
        ),
    ]);
}

#[test]
fn central_package_management() {
    let a = items(r#"<PackageReference Include="a"/>"#);
    check(&[
        (
            "the version of the central file",
            &[("a/A.csproj", &a), ("Directory.Packages.props", CENTRAL)],
            &["a 7.0.4 CentralPackageVersion Directory.Packages.props=7.0.4"],
        ),
        (
            "a property of the central file",
            &[("a/A.csproj", &items("<PackageReference Include='B'/>")), ("Directory.Packages.props", CENTRAL)],
            &["B 7.0.6 CentralPackageVersion Directory.Packages.props=7.0.6"],
        ),
        (
            "VersionOverride",
            &[
                ("a/A.csproj", &items("<PackageReference Include='A' VersionOverride='7.1.0'/>")),
                ("Directory.Packages.props", CENTRAL),
            ],
            &["A 7.1.0 VersionOverride a/A.csproj=7.1.0"],
        ),
        (
            "VersionOverride switched off",
            &[
                ("a/A.csproj", &items("<PackageReference Include='A' VersionOverride='7.1.0'/>")),
                ("Directory.Packages.props", CENTRAL),
                (
                    "Directory.Build.props",
                    "<Project><PropertyGroup><CentralPackageVersionOverrideEnabled>false</CentralPackageVersionOverrideEnabled></PropertyGroup></Project>",
                ),
            ],
            &["A 7.0.4 CentralPackageVersion Directory.Packages.props=7.0.4"],
        ),
        (
            "GlobalPackageReference",
            &[
                ("a/A.csproj", &a),
                (
                    "Directory.Packages.props",
                    &CENTRAL.replace("</ItemGroup>", "<GlobalPackageReference Include=\"G\" Version=\"2.0\"/></ItemGroup>"),
                ),
            ],
            &[
                "a 7.0.4 CentralPackageVersion Directory.Packages.props=7.0.4",
                "G 2.0.0 GlobalPackageReference Directory.Packages.props=2.0",
            ],
        ),
        (
            "the nearest file, which imports the one above and updates it",
            &[
                ("a/A.csproj", &a),
                ("Directory.Packages.props", CENTRAL),
                (
                    "a/Directory.Packages.props",
                    "<Project><Import Project=\"$([MSBuild]::GetPathOfFileAbove(Directory.Packages.props, $(MSBuildThisFileDirectory)..))\"/>\
                     <ItemGroup><PackageVersion Update=\"A\" Version=\"7.3.0\"/></ItemGroup></Project>",
                ),
            ],
            &["a 7.3.0 CentralPackageVersion a/Directory.Packages.props=7.3.0"],
        ),
        (
            "a project that opts out",
            &[
                (
                    "a/A.csproj",
                    &items("<PackageReference Include='A' Version='5'/>").replace(
                        "<ItemGroup>",
                        "<PropertyGroup><ManagePackageVersionsCentrally>false</ManagePackageVersionsCentrally></PropertyGroup><ItemGroup>",
                    ),
                ),
                ("Directory.Packages.props", CENTRAL),
            ],
            &["A 5.0.0 PackageReference a/A.csproj=5"],
        ),
        (
            "another file by DirectoryPackagesPropsPath",
            &[
                ("a/A.csproj", &a),
                ("eng/Versions.props", CENTRAL),
                (
                    "Directory.Build.props",
                    "<Project><PropertyGroup><DirectoryPackagesPropsPath>$(MSBuildThisFileDirectory)eng/Versions.props</DirectoryPackagesPropsPath></PropertyGroup></Project>",
                ),
            ],
            &["a 7.0.4 CentralPackageVersion eng/Versions.props=7.0.4"],
        ),
    ]);
    let without = tree(&[("a/A.csproj", &a), ("Directory.Packages.props", &CENTRAL.replace(">true<", ">false<"))]);
    assert_eq!(without.problems(), ["a/A.csproj=a: the version of `a` is unknown: none is given"]);
    let global = tree(&[
        ("a/A.csproj", &items("")),
        (
            "Directory.Packages.props",
            &CENTRAL.replace("PackageVersion Include=\"A\"", "GlobalPackageReference Include=\"A\""),
        ),
    ]);
    assert!(!global.project("a/A.csproj").packages[0].flows_to_dependents());
}

#[test]
fn versions_per_target_framework() {
    let project = "<Project Sdk=\"Microsoft.NET.Sdk\"><PropertyGroup><TargetFrameworks>net8.0; net9.0;net48</TargetFrameworks></PropertyGroup>\
        <PropertyGroup Condition=\"'$(TargetFramework)' == 'net8.0'\"><V>8.0.1</V></PropertyGroup>\
        <PropertyGroup Condition=\"$(TargetFramework.StartsWith('net9'))\"><V>9.0.1</V></PropertyGroup>\
        <ItemGroup><PackageReference Include=\"All\" Version=\"1.0\"/></ItemGroup>\
        <ItemGroup Condition=\"$([MSBuild]::IsTargetFrameworkCompatible('$(TargetFramework)', 'net8.0'))\"><PackageReference Include=\"Core\" Version=\"$(V)\"/></ItemGroup>\
        <ItemGroup Condition=\"'$(TargetFrameworkIdentifier)' == '.NETFramework'\"><PackageReference Include=\"Old\" Version=\"2.0\"/></ItemGroup>\
        <Choose><When Condition=\"'$(TargetFramework)' == 'net48'\"><ItemGroup><PackageReference Include=\"C\" Version=\"1\"/></ItemGroup></When>\
        <Otherwise><ItemGroup><PackageReference Include=\"C\" Version=\"2\"/></ItemGroup></Otherwise></Choose></Project>";
    check(&[(
        "conditions on the framework",
        &[("a/A.csproj", project)],
        &[
            "All 1.0.0 PackageReference a/A.csproj=1.0",
            "Core 8.0.1 PackageReference a/A.csproj=8.0.1 net8.0",
            "C 2.0.0 PackageReference a/A.csproj=2 net8.0+net9.0",
            "Core 9.0.1 PackageReference a/A.csproj=9.0.1 net9.0",
            "Old 2.0.0 PackageReference a/A.csproj=2.0 net48",
            "C 1.0.0 PackageReference a/A.csproj=1 net48",
        ],
    )]);
    let tree = tree(&[("a/A.csproj", project)]);
    let project = tree.project("a/A.csproj");
    assert_eq!(project.effective_version("core").unwrap().to_string(), "8.0.1");
    assert_eq!(project.effective_version("C").unwrap().to_string(), "1.0.0");
    assert_eq!(project.effective_version("none"), None);
}

#[test]
fn packages_config_of_classic_projects() {
    let classic = "<Project ToolsVersion=\"15.0\" xmlns=\"http://schemas.microsoft.com/developer/msbuild/2003\"><PropertyGroup>\
        <TargetFrameworkVersion>v4.8</TargetFrameworkVersion></PropertyGroup><ItemGroup><Reference Include=\"X, Version=1.2.0.0, Culture=neutral\">\
        <HintPath>..\\packages\\X.1.2.0\\lib\\X.dll</HintPath></Reference></ItemGroup><Import Project=\"$(MSBuildToolsPath)\\Microsoft.CSharp.targets\"/></Project>";
    let config = "<packages><package id=\"A\" version=\"7.0.4\" targetFramework=\"net48\"/><package id=\"D\" version=\"1.0.0\" developmentDependency=\"true\"/></packages>";
    let files = [("a/A.csproj", classic), ("a/packages.config", config)];
    check(&[(
        "packages.config",
        &files,
        &["A 7.0.4 PackagesConfig a/packages.config=7.0.4", "D 1.0.0 PackagesConfig a/packages.config=1.0.0"],
    )]);
    let tree = tree(&files);
    let project = tree.project("a/A.csproj");
    assert_eq!(project.packages[0].evidence, Some(Evidence::PackagesConfig));
    assert!(!project.packages[1].flows_to_dependents());
    let reference = &project.assembly_references[0];
    assert_eq!((reference.name.as_str(), reference.version.as_ref().unwrap().to_string()), ("X", "1.2.0".to_owned()));
    check(&[
        (
            "an SDK project ignores a left-over packages.config",
            &[("a/A.csproj", &items("<PackageReference Include='A' Version='8'/>")), ("a/packages.config", config)],
            &["A 8.0.0 PackageReference a/A.csproj=8"],
        ),
        (
            "a classic project with PackageReference",
            &[(
                "a/A.csproj",
                &classic.replace(
                    "<ItemGroup>",
                    "<ItemGroup><PackageReference Include=\"A\"><Version>8.0</Version></PackageReference>",
                ),
            )],
            &["A 8.0.0 PackageReference a/A.csproj=8.0"],
        ),
    ]);
}

#[test]
fn file_directives() {
    let tree = tree(&[
        (
            "tool.cs",
            "#!/usr/bin/env dotnet\n#:sdk Microsoft.NET.Sdk.Web\n#:package A@7.0.4\n#:package B\n#:property V=1\nreturn;",
        ),
        ("plain.cs", "class C;"),
        ("Directory.Packages.props", &CENTRAL.replace("Include=\"A\"", "Include=\"Z\"")),
    ]);
    assert_eq!(
        tree.packages("tool.cs"),
        ["A 7.0.4 FileDirective tool.cs=7.0.4", "B 7.0.6 CentralPackageVersion Directory.Packages.props=7.0.6"]
    );
    assert_eq!(tree.workspace.projects.len(), 1);
    let project = tree.project("tool.cs");
    assert_eq!((project.sdk(), project.target_frameworks[0].moniker()), (Some("Microsoft.NET.Sdk.Web"), "net10.0"));
    assert_eq!((project.property("V").as_deref(), project.output_type().as_str()), (Some("1"), "Exe"));
    assert!(project.implicit_usings);
}

fn resolved(tree: &Tree) -> Vec<String> {
    let packages = &tree.project("a/A.csproj").packages;
    packages
        .iter()
        .map(|it| format!("{} {:?} {:?}", it.id, it.resolved.as_ref().map(ToString::to_string), it.evidence))
        .collect()
}

const LOCK: &str = r#"{"version": 1, "dependencies": {"net8.0": {
    "A": {"type": "Direct", "requested": "[7.0.*, )", "resolved": "7.0.8", "contentHash": "x"},
    "T": {"type": "Transitive", "resolved": "3.0.0"}, "p": {"type": "Project"}}, "net8.0/linux-x64": {}}}"#;

const ASSETS: &str = r#"{"version": 3, "targets": {"net8.0": {"A/7.0.9": {"type": "package", "dependencies": {"T": "1"}},
    "T/4.0.0": {"type": "package"}, "P/1.0.0": {"type": "project"}}},
    "project": {"frameworks": {"net8.0": {"dependencies": {"A": {"target": "Package", "version": "[7.0.*, )"}}}}}}"#;

#[test]
fn lock_and_assets_files() {
    let project = items("<PackageReference Include='A' Version='7.0.*'/>");
    let locked = tree(&[("a/A.csproj", &project), ("a/packages.lock.json", LOCK)]);
    assert_eq!(resolved(&locked), [r#"A Some("7.0.8") Some(LockFile)"#]);
    let project_of = |tree: &Tree, id: &str| tree.project("a/A.csproj").effective_version(id).map(|it| it.to_string());
    assert_eq!(project_of(&locked, "t").as_deref(), Some("3.0.0"));
    let both = tree(&[("a/A.csproj", &project), ("a/packages.lock.json", LOCK), ("a/obj/project.assets.json", ASSETS)]);
    assert_eq!(resolved(&both), [r#"A Some("7.0.9") Some(AssetsFile)"#]);
    assert_eq!(both.problems(), Vec::<String>::new());

    let windows = |text: &str| text.replace("net8.0\"", "net8.0-windows7.0\"");
    let desktop = tree(&[
        ("a/A.csproj", &project.replace(">net8.0<", ">net8.0-windows<")),
        ("a/packages.lock.json", &windows(LOCK)),
        ("a/obj/project.assets.json", &windows(ASSETS)),
    ]);
    assert_eq!(resolved(&desktop), [r#"A Some("7.0.9") Some(AssetsFile)"#]);

    let newer = items("<PackageReference Include='A' Version='7.1.0'/>");
    let stale = tree(&[("a/A.csproj", &newer), ("a/packages.lock.json", LOCK), ("a/obj/project.assets.json", ASSETS)]);
    assert_eq!(resolved(&stale), ["A None None"]);
    assert_eq!(project_of(&stale, "A").as_deref(), Some("7.1.0"));
    assert_eq!(
        stale.problems(),
        ["a/packages.lock.json=: the lock file does not fit what the project asks for and is not used"]
    );
    let broken = tree(&[("a/A.csproj", &project), ("a/packages.lock.json", "{"), ("a/obj/project.assets.json", "[]")]);
    assert_eq!((resolved(&broken).len(), broken.problems().len()), (1, 2));
}

#[test]
fn unknown_versions_are_problems() {
    for (item, problem) in [
        (
            "<PackageReference Include='A' Version='$(Nope)'/>",
            "$(Nope): the version of `A` is unknown: `$(Nope)` is not defined",
        ),
        (
            "<PackageReference Include='A' Version='7.$(Nope).1'/>",
            "7.$(Nope).1: the version of `A` is unknown: `$(Nope)` is not defined",
        ),
        (
            "<PackageReference Include='A' Version='$([X.Y]::Z())'/>",
            "$([X.Y]::Z()): the version of `A` is unknown: `$([X.Y]::Z())` could not be worked out",
        ),
        (
            "<PackageReference Include='A' Version='%(V)'/>",
            "%(V): the version of `A` is unknown: `%(V)` could not be worked out",
        ),
        (
            "<PackageReference Include='A' Version='seven'/>",
            "seven: the version of `A` is unknown: `seven` is not a version range: `seven` is not a version: `seven` is not a number",
        ),
        ("<PackageReference Include='A'/>", "A: the version of `A` is unknown: none is given"),
    ] {
        let tree = tree(&[("a/A.csproj", &items(item))]);
        assert_eq!(tree.problems(), [format!("a/A.csproj={problem}")]);
        assert_eq!(tree.workspace.problems[0].package.as_deref(), Some("A"));
        assert_eq!(tree.project("a/A.csproj").packages[0].version(), None);
    }
    let central =
        tree(&[("a/A.csproj", &items("<PackageReference Include='X'/>")), ("Directory.Packages.props", CENTRAL)]);
    assert_eq!(central.problems(), ["a/A.csproj=X: the version of `X` is unknown: no `PackageVersion` gives one"]);
}
