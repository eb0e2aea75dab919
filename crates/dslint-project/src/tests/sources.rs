//! Which files a project compiles, its usings, symbols and compiler settings.

use std::path::Path;

use super::{sdk, tree};

/// Each row: the path of a source file and the projects that own it.
fn check(files: &[(&str, &str)], owners: &[(&str, &[&str])]) {
    let tree = tree(files);
    for (path, names) in owners {
        let ids = tree.workspace.owners(&Path::new("/r").join(path));
        assert_eq!(tree.names(&ids), *names, "{path}");
    }
}

#[test]
fn default_globs() {
    let removed = sdk(
        "<ItemGroup><Compile Remove=\"Old\\**\" /><Compile Remove='Gone.cs'/><Content Remove='**/*.razor'/></ItemGroup>",
    );
    check(
        &[
            ("a/A.csproj", &removed),
            ("a/nested/N.csproj", &sdk("")),
            ("a/nested/Twin.csproj", &sdk("")),
            ("f/F.fsproj", &sdk("")),
            ("a/bin/tool/Tool.csproj", &sdk("")),
        ],
        &[
            ("a/Program.cs", &["A"]),
            ("a/deep/er/X.CS", &["A"]),
            ("a/Pages/Index.cshtml", &["A"]),
            ("a/App.razor", &[]),
            ("a/Old/X.cs", &[]),
            ("a/old/x/y.cs", &[]),
            ("a/Gone.cs", &[]),
            ("a/bin/Debug/x.cs", &[]),
            ("a/obj/x.cs", &[]),
            ("a/bin/tool/X.cs", &["Tool"]),
            ("a/.hidden/x.cs", &[]),
            ("a/node_modules/p/x.cs", &[]),
            ("a/readme.md", &[]),
            ("a/nested/X.cs", &["N", "Twin"]),
            ("a/nested/App.razor", &["N", "Twin"]),
            ("a/nested/obj/X.cs", &[]),
            ("f/X.cs", &[]),
            ("elsewhere/X.cs", &[]),
        ],
    );
}

#[test]
fn default_globs_switched_off() {
    let off = sdk(
        "<PropertyGroup><EnableDefaultCompileItems>false</EnableDefaultCompileItems></PropertyGroup><ItemGroup><Compile Include='src/**/*.cs' Exclude='src/No.cs'/></ItemGroup>",
    );
    let all_off = sdk(
        "<PropertyGroup><EnableDefaultItems>False</EnableDefaultItems><X>b.cs</X></PropertyGroup><ItemGroup><Compile Include='$(X);c.cs'/></ItemGroup>",
    );
    let excludes = sdk(
        "<PropertyGroup><DefaultItemExcludes>$(DefaultItemExcludes);Templates/**</DefaultItemExcludes><BaseIntermediateOutputPath>tmp\\</BaseIntermediateOutputPath></PropertyGroup>",
    );
    check(
        &[("a/A.csproj", &off), ("b/B.csproj", &all_off), ("c/C.csproj", &excludes)],
        &[
            ("a/X.cs", &[]),
            ("a/src/y/X.cs", &["A"]),
            ("a/src/No.cs", &[]),
            ("a/X.razor", &["A"]),
            ("b/a.cs", &[]),
            ("b/b.cs", &["B"]),
            ("b/c.cs", &["B"]),
            ("b/X.razor", &[]),
            ("c/X.cs", &["C"]),
            ("c/Templates/X.cs", &[]),
            ("c/tmp/X.cs", &[]),
        ],
    );
}

#[test]
fn linked_and_listed_files() {
    let classic = "<Project><ItemGroup><Compile Include=\"Program.cs\" /><Compile Include=\"Sub\\X.cs\"><SubType>Code</SubType></Compile>\
        <Content Include=\"Views\\Index.cshtml\"/></ItemGroup><Import Project=\"$(MSBuildBinPath)\\Microsoft.CSharp.targets\"/></Project>";
    let linker = sdk(
        "<ItemGroup><Compile Include=\"..\\shared\\One.cs\" Link=\"One.cs\"/><Compile Include=\"../shared/glob/**/*.cs\"><Link>%(Filename)</Link></Compile></ItemGroup>\
        <Import Project=\"..\\shared\\s.projitems\" Label=\"Shared\"/>",
    );
    check(
        &[
            ("c/C.csproj", classic),
            ("l/L.csproj", &linker),
            ("m/M.csproj", &linker),
            ("o/Owner.csproj", &sdk("<ItemGroup><Compile Remove='../shared/**'/></ItemGroup>")),
            (
                "shared/s.projitems",
                "<Project><ItemGroup><Compile Include=\"$(MSBuildThisFileDirectory)Item.cs\"/></ItemGroup></Project>",
            ),
            ("g/glob.csproj", &sdk("<ItemGroup><Compile Include='../[x]{y}/*.cs'/></ItemGroup>")),
        ],
        &[
            ("c/Program.cs", &["C"]),
            ("c/Sub/X.cs", &["C"]),
            ("c/Other.cs", &[]),
            ("c/Views/Index.cshtml", &["C"]),
            ("c/Views/Other.cshtml", &[]),
            ("shared/One.cs", &["L", "M"]),
            ("shared/Two.cs", &[]),
            ("shared/glob/a/B.cs", &["L", "M"]),
            ("shared/Item.cs", &["L", "M"]),
            ("[x]{y}/A.cs", &["glob"]),
            ("x/A.cs", &[]),
        ],
    );
    // A link into another project's folder belongs to both.
    check(
        &[("a/A.csproj", &sdk("")), ("b/B.csproj", &sdk("<ItemGroup><Compile Include='../a/X.cs'/></ItemGroup>"))],
        &[("a/X.cs", &["A", "B"]), ("a/Y.cs", &["A"])],
    );
    check(&[("x/app.cs", "#:package A@1\n"), ("x/other.cs", "")], &[("x/app.cs", &["app"]), ("x/other.cs", &[])]);
}

#[test]
fn sources_per_framework_and_uncertain_removal() {
    let project = "<Project Sdk='Microsoft.NET.Sdk'><PropertyGroup><TargetFrameworks>net8.0;net48</TargetFrameworks></PropertyGroup>\
        <ItemGroup Condition=\"'$(TargetFramework)' == 'net48'\"><Compile Remove='Core.cs'/></ItemGroup>\
        <ItemGroup Condition=\"'$(OS)' == 'x'\"><Compile Remove='Maybe.cs'/></ItemGroup><ItemGroup><Compile Remove='None.cs'/></ItemGroup></Project>";
    check(&[("a/A.csproj", project)], &[("a/Core.cs", &["A"]), ("a/Maybe.cs", &["A"]), ("a/None.cs", &[])]);
}

#[test]
fn usings() {
    let names = |body: &str, sdk_name: &str| {
        let project = sdk(body).replace("Microsoft.NET.Sdk", sdk_name);
        let tree = tree(&[("a/A.csproj", &project)]);
        let usings = &tree.project("a/A.csproj").usings;
        usings
            .iter()
            .map(|it| {
                format!(
                    "{}{}{}",
                    it.name,
                    it.alias.as_ref().map(|a| format!("={a}")).unwrap_or_default(),
                    if it.is_static { "!" } else { "" }
                )
            })
            .collect::<Vec<_>>()
            .join(" ")
    };
    let implicit = "System System.Collections.Generic System.IO System.Linq System.Net.Http System.Threading System.Threading.Tasks";
    let on = "<PropertyGroup><ImplicitUsings>enable</ImplicitUsings></PropertyGroup>";
    assert_eq!(names("", "Microsoft.NET.Sdk"), "");
    assert_eq!(names(on, "Microsoft.NET.Sdk"), implicit);
    assert_eq!(names(&on.replace("enable", "True"), "Microsoft.NET.Sdk"), implicit);
    assert_eq!(names(&on.replace("enable", "disable"), "Microsoft.NET.Sdk"), "");
    let web = names(on, "Microsoft.NET.Sdk.Web");
    assert!(web.contains("Microsoft.AspNetCore.Builder") && web.contains("System.Net.Http.Json"), "{web}");
    let edited = format!(
        "{on}<ItemGroup><Using Remove='System.Linq;System.IO'/><Using Include='Duende.IdentityServer'/><Using Include='X.Y' Alias='Z'/>\
         <Using Include='M.N'><Static>true</Static></Using></ItemGroup>"
    );
    assert_eq!(
        names(&edited, "Microsoft.NET.Sdk"),
        "System System.Collections.Generic System.Net.Http System.Threading System.Threading.Tasks Duende.IdentityServer X.Y=Z M.N!"
    );
    let wpf = format!("<PropertyGroup><UseWPF>true</UseWPF></PropertyGroup>{on}");
    assert!(!names(&wpf, "Microsoft.NET.Sdk").contains("System.IO"));
}

#[test]
fn symbols_and_settings() {
    let body = "<PropertyGroup><DefineConstants>$(DefineConstants);MINE, OTHER</DefineConstants><LangVersion>preview</LangVersion><Nullable>enable</Nullable>\
        <NoWarn>$(NoWarn);CS1591,DS7302</NoWarn><WarningsAsErrors>$(WarningsAsErrors);nullable</WarningsAsErrors><TreatWarningsAsErrors>TRUE</TreatWarningsAsErrors>\
        <RootNamespace>My.App</RootNamespace><IsTestProject>true</IsTestProject><Custom>a%3Bb</Custom></PropertyGroup>";
    let tree = tree(&[
        ("a/My App.csproj", &sdk(body)),
        ("b/B.csproj", &sdk("<PropertyGroup><DefineConstants>ONLY</DefineConstants></PropertyGroup>")),
    ]);
    let project = tree.project("a/My App.csproj");
    let symbols = &project.builds[0].symbols;
    for symbol in ["MINE", "OTHER", "TRACE", "DEBUG", "NET8_0", "NET6_0_OR_GREATER", "NETCOREAPP"] {
        assert!(symbols.iter().any(|it| it == symbol), "{symbol} in {symbols:?}");
    }
    assert_eq!(project.lang_version().as_deref(), Some("preview"));
    assert_eq!(project.nullable().as_deref(), Some("enable"));
    assert_eq!(project.no_warn(), ["1701", "1702", "CS1591", "DS7302"]);
    assert_eq!(project.warnings_as_errors(), ["NU1605", "nullable"]);
    assert!(project.treats_warnings_as_errors() && project.is_test_project());
    assert_eq!((project.root_namespace().as_str(), project.assembly_name().as_str()), ("My.App", "My App"));
    assert_eq!(project.property("custom").as_deref(), Some("a;b"));
    assert_eq!(project.output_type(), "Library");
    let other = tree.project("b/B.csproj");
    let symbols = &other.builds[0].symbols;
    assert!(symbols.iter().any(|it| it == "DEBUG") && !symbols.iter().any(|it| it == "TRACE"), "{symbols:?}");
}

#[test]
fn symbols_of_classic_and_multi_targeted_projects() {
    let classic = "<Project><Import Project=\"$(MSBuildExtensionsPath)\\$(MSBuildToolsVersion)\\Microsoft.Common.props\" Condition=\"Exists('x')\" />\
        <PropertyGroup><Configuration Condition=\" '$(Configuration)' == '' \">Debug</Configuration><Platform Condition=\" '$(Platform)' == '' \">AnyCPU</Platform>\
        <TargetFrameworkVersion>v4.7.2</TargetFrameworkVersion></PropertyGroup>\
        <PropertyGroup Condition=\" '$(Configuration)|$(Platform)' == 'Debug|AnyCPU' \"><DefineConstants>DEBUG;TRACE</DefineConstants></PropertyGroup>\
        <PropertyGroup Condition=\" '$(Configuration)|$(Platform)' == 'Release|AnyCPU' \"><DefineConstants>NONE</DefineConstants></PropertyGroup>\
        <Import Project=\"$(MSBuildToolsPath)\\Microsoft.CSharp.targets\" /></Project>";
    let multi = "<Project Sdk='Microsoft.NET.Sdk'><PropertyGroup><TargetFrameworks>net8.0;net472</TargetFrameworks></PropertyGroup>\
        <PropertyGroup Condition=\"'$(TargetFramework)' == 'net8.0'\"><DefineConstants>$(DefineConstants);NEW</DefineConstants></PropertyGroup></Project>";
    let tree = tree(&[("a/A.csproj", classic), ("m/M.csproj", multi)]);
    let project = tree.project("a/A.csproj");
    assert_eq!(project.kind, crate::ProjectKind::Classic);
    assert_eq!(project.target_frameworks[0].moniker(), "net472");
    assert_eq!(project.builds[0].symbols, ["DEBUG", "TRACE"]);
    let project = tree.project("m/M.csproj");
    let has = |framework: &str, symbol: &str| {
        project.build(&framework.parse().unwrap()).unwrap().symbols.iter().any(|it| it == symbol)
    };
    assert!(has("net8.0", "NEW") && has("net8.0", "NET8_0") && !has("net8.0", "NETFRAMEWORK"));
    assert!(!has("net472", "NEW") && has("net472", "NET472") && has("net472", "NET461_OR_GREATER"));
}
