//! `dslint projects`: the versions that each project gets, where they are written, and what could not be evaluated.

use crate::support::{HOST, Tree, assert_valid, corpus, repository_json, run_in};
use serde_json::{Value, json};

const OTHER: &str = r#"<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><TargetFramework>net8.0</TargetFramework></PropertyGroup>
<ItemGroup><ProjectReference Include="../Host/Host.csproj" /></ItemGroup></Project>"#;

fn projects(tree: &Tree, arguments: &[&str]) -> Value {
    let run = tree.run(&[&["projects", "--format", "json"], arguments].concat());
    let document = serde_json::from_str(&run.stdout).unwrap_or_else(|error| panic!("{error}: {}", run.stdout));
    assert_valid(&repository_json("docs/projects.schema.json"), &document);
    document
}

fn host(item_group: &str) -> String {
    HOST.replace(r#"<PackageReference Include="Duende.IdentityServer" Version="7.2.4" />"#, item_group)
}

#[test]
fn corpus_solutions_for_people() {
    for (name, directory) in corpus() {
        let run = run_in(&directory, &["projects"]);
        assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{name}");
        insta::assert_snapshot!(name, run.stdout);
    }
}

#[test]
fn corpus_solutions_for_programs() {
    let schema = repository_json("docs/projects.schema.json");
    for (name, directory) in corpus() {
        let run = run_in(&directory, &["projects", "--format", "json"]);
        assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{name}");
        let document: Value = serde_json::from_str(&run.stdout).unwrap();
        assert_valid(&schema, &document);
        let problems =
            document["projects"].as_array().unwrap().iter().flat_map(|it| it["problems"].as_array().unwrap());
        assert_eq!(problems.collect::<Vec<_>>(), Vec::<&Value>::new(), "{name}");
        // What is shown is where `check` starts.
        let checked = run_in(&directory, &["--format", "json", "--fail-on", "never"]);
        let checked: Value = serde_json::from_str(&checked.stdout).unwrap();
        let paths = |document: &Value| -> Vec<String> {
            document["projects"].as_array().unwrap().iter().map(|it| it["path"].to_string()).collect()
        };
        assert_eq!(paths(&document), paths(&checked), "{name}");
    }
}

#[test]
fn a_version_is_shown_where_it_is_written() {
    let document: Value =
        serde_json::from_str(&run_in(&corpus()["ef-host-cpm-7.2"], &["projects", "--format", "json"]).stdout).unwrap();
    let host = &document["projects"][1];
    assert_eq!(host["name"], "Tidewater.Accounts.Host");
    assert_eq!(host["identityServer"]["version"], "7.2.2");
    let versions: Vec<_> = host["identityServer"]["packages"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| {
            json!([it["id"], it["version"], it["through"], it["reference"]["origin"], it["reference"]["property"]])
        })
        .collect();
    let core = "src/Tidewater.Accounts.Core/Tidewater.Accounts.Core.csproj";
    assert_eq!(
        versions,
        [
            json!(["Duende.IdentityServer.EntityFramework", "7.2.4", null, "version-override", null]),
            json!(["Duende.IdentityServer", "7.2.2", core, "central-package-version", "DuendeVersion"]),
        ]
    );
    let written = &host["identityServer"]["packages"][1]["reference"]["written"];
    assert_eq!(written["path"], "Directory.Build.props");
    assert_eq!((&written["line"], &written["column"], &written["endColumn"]), (&12.into(), &20.into(), &25.into()));
}

#[test]
fn floating_and_unknown_versions_are_told() {
    let floating =
        Tree::new(&[("Host.csproj", &host(r#"<PackageReference Include="Duende.IdentityServer" Version="7.*" />"#))]);
    let text = floating.run(&["projects"]).stdout;
    assert!(text.contains("IdentityServer, version unknown: check starts from 7.0.0"), "{text}");
    assert!(text.contains("Duende.IdentityServer  ?  Host.csproj:6:64, floating 7.*"), "{text}");
    let entry = &projects(&floating, &[])["projects"][0]["packages"][0];
    assert_eq!((&entry["version"], &entry["floating"]), (&Value::Null, &true.into()));

    let unknown = Tree::new(&[(
        "Host.csproj",
        &host(r#"<PackageReference Include="Duende.IdentityServer" Version="$(Nope)" />"#),
    )]);
    let text = unknown.run(&["projects"]).stdout;
    assert!(text.contains("version unknown: say which with `dslint check --from`"), "{text}");
    assert!(
        text.contains("  not evaluated\n    Host.csproj:6:64: the version of `Duende.IdentityServer` is unknown"),
        "{text}"
    );
    let project = &projects(&unknown, &[])["projects"][0];
    let problem = &project["problems"][0];
    assert_eq!((&problem["kind"], &problem["package"]), (&"unknown-version".into(), &"Duende.IdentityServer".into()));
    assert_eq!((&problem["at"]["line"], &problem["at"]["column"]), (&6.into(), &64.into()));
}

#[test]
fn a_lock_file_says_what_the_project_really_gets() {
    let lock = r#"{"version":1,"dependencies":{"net8.0":{
        "Contoso.Hosting":{"type":"Direct","requested":"[1.0.0, )","resolved":"1.0.0"},
        "Duende.IdentityServer":{"type":"Transitive","resolved":"7.1.2"}}}}"#;
    let tree = Tree::new(&[
        ("Host.csproj", &host(r#"<PackageReference Include="Contoso.Hosting" Version="1.0.0" />"#)),
        ("packages.lock.json", lock),
    ]);
    let text = tree.run(&["projects"]).stdout;
    assert!(
        text.contains("  IdentityServer 7.1.2\n    Duende.IdentityServer  7.1.2  from packages.lock.json\n"),
        "{text}"
    );
    let project = &projects(&tree, &[])["projects"][0];
    assert_eq!(project["transitivePackages"][0]["version"], "7.1.2");
    let text = tree.run(&["check", "--fail-on", "never"]).stdout;
    assert!(text.contains("7.1.2 → "), "{text}");
}

#[test]
fn a_reference_of_its_own_outweighs_what_others_bring() {
    let own = OTHER.replace(
        "<ProjectReference",
        r#"<PackageReference Include="Duende.IdentityServer" Version="7.3.4" /><ProjectReference"#,
    );
    let tree = Tree::new(&[("Host/Host.csproj", HOST), ("Api/Api.csproj", &own)]);
    let project = &projects(&tree, &[])["projects"][0];
    assert_eq!(project["identityServer"]["version"], "7.3.4");
    assert_eq!(project["identityServer"]["packages"].as_array().unwrap().len(), 1);
    assert_eq!(
        project["references"],
        json!([{
            "path": "Host/Host.csproj",
            "identityServer": [{ "id": "Duende.IdentityServer", "version": "7.2.4", "project": "Host/Host.csproj" }],
        }])
    );
}

#[test]
fn symbols_and_frameworks() {
    let project = r#"<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup>
<TargetFrameworks>net6.0;net8.0</TargetFrameworks><DefineConstants>$(DefineConstants);LEGACY</DefineConstants>
</PropertyGroup><ItemGroup>
<PackageReference Include="Duende.IdentityServer" Version="6.3.10" Condition="'$(TargetFramework)' == 'net6.0'" />
<PackageReference Include="Duende.IdentityServer" Version="7.2.4" Condition="'$(TargetFramework)' == 'net8.0'" />
</ItemGroup></Project>"#;
    let tree = Tree::new(&[("A.csproj", project)]);
    let text = tree.run(&["projects"]).stdout;
    insta::assert_snapshot!(text, @r"
    A.csproj
      IdentityServer 6.3.10, 7.2.4: versions are mixed, check starts from 6.3.10
        Duende.IdentityServer  6.3.10  A.csproj:4:60, for net6.0
        Duende.IdentityServer  7.2.4   A.csproj:5:60, for net8.0
      frameworks  net6.0 (LEGACY, NET6_0), net8.0 (LEGACY, NET8_0)
      written as  Microsoft.NET.Sdk

    found 1 project, by their IdentityServer
      6.3.10, 7.2.4  A
    ");
    let builds = &projects(&tree, &[])["projects"][0]["builds"];
    assert_eq!(builds[1]["notableSymbols"], json!(["LEGACY", "NET8_0"]));
    let symbols = builds[1]["symbols"].as_array().unwrap();
    assert!(symbols.contains(&"NET6_0_OR_GREATER".into()) && symbols.contains(&"TRACE".into()));
}

#[test]
fn referenced_projects_are_listed_as_such() {
    let tree = Tree::new(&[(".git/HEAD", ""), ("Host/Host.csproj", HOST), ("Api/Api.csproj", OTHER)]);
    let names = |arguments: &[&str]| -> Vec<Value> {
        let document = projects(&tree, arguments);
        document["projects"].as_array().unwrap().iter().map(|it| json!([it["name"], it["requested"]])).collect()
    };
    assert_eq!(names(&["Api"]), [json!(["Api", true]), json!(["Host", false])]);
    assert_eq!(names(&["Host/Host.csproj"]), [json!(["Host", true])]);
    assert_eq!(names(&["--exclude", "Api/"]), [json!(["Host", true])]);
    assert!(tree.run(&["projects", "Api"]).stdout.contains("Host/Host.csproj (referenced)\n"));
}

#[test]
fn what_is_broken_is_told() {
    let slnx = r#"<Solution><Project Path="A.csproj" /><Project Path="B.csproj" /></Solution>"#;
    let tree = Tree::new(&[("x.slnx", slnx), ("A.csproj", HOST), ("C.csproj", "<Project>")]);
    let run = tree.run(&["projects"]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    assert!(run.stdout.starts_with("x.slnx: 1 project\n  not found: B.csproj\n"), "{}", run.stdout);
    assert!(run.stdout.contains("\nnot evaluated\n    C.csproj:"), "{}", run.stdout);
    let document = projects(&tree, &[]);
    assert_eq!(document["problems"][0]["kind"], "malformed");
}

#[test]
fn exit_codes() {
    let empty = Tree::new(&[("A.cs", "class A { }")]);
    for arguments in [&["projects"][..], &["projects", "--format", "json"]] {
        let run = empty.run(arguments);
        assert_eq!(run.code, 3);
        assert!(run.stderr.contains("error: no project was found"), "{}", run.stderr);
    }
    assert_eq!(projects(&empty, &[])["projects"], json!([]));
    let tree = Tree::new(&[("A.csproj", HOST)]);
    let run = tree.run(&["projects", "nope", "A.csproj"]);
    assert_eq!(run.code, 2);
    assert!(run.stdout.contains("A.csproj") && run.stderr.contains("nope does not exist"), "{}", run.stderr);
    let run = tree.run(&["projects", "nope"]);
    assert_eq!((run.code, run.stdout.as_str()), (2, ""));
    assert_eq!(tree.run(&["projects", "--from", "7.2"]).code, 2);
    assert!(tree.run(&["project"]).stderr.contains("did you mean the command `dslint projects`"));
}

#[test]
fn names_cannot_steer_the_terminal() {
    let id = "Duende.Identity\u{1b}[31mServer";
    let tree = Tree::new(&[("A.csproj", &host(&format!(r#"<PackageReference Include="{id}" Version="1.0" />"#)))]);
    assert!(!tree.run(&["projects", "--color", "never"]).stdout.contains('\x1b'));
}
