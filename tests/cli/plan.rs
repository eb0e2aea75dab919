//! `dslint plan`: what is to do, to ask and clear, the steps, and that nothing from the analysed tree gets to be markup.

use crate::support::{HOST, Tree, assert_valid, corpus, repository_json, run_in};
use serde_json::{Value, json};
use std::fs;
use std::path::Path;

const SNAPSHOT: &str = r#"using Microsoft.EntityFrameworkCore;
namespace Host.Migrations;

[DbContext(typeof(Duende.IdentityServer.EntityFramework.DbContexts.ConfigurationDbContext))]
partial class ConfigurationDbContextModelSnapshot : ModelSnapshot
{
    protected override void BuildModel(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity("Duende.IdentityServer.EntityFramework.Entities.Client", b =>
        {
            b.Property<int>("Id");
            b.Property<string>("ClientId");
            b.ToTable("Clients");
        });
    }
}
"#;

/// An old host with a configuration store whose snapshot lacks the columns of 6.3.
fn old_host() -> Tree {
    let host = HOST
        .replace("net8.0", "net6.0")
        .replace("7.2.4", "6.2.3")
        .replace("Duende.IdentityServer\"", "Duende.IdentityServer.EntityFramework\"");
    let program = "using Microsoft.AspNetCore.Builder;\nusing Microsoft.Extensions.DependencyInjection;\n\
                   var builder = WebApplication.CreateBuilder(args);\n\
                   builder.Services.AddIdentityServer().AddConfigurationStore(o => { });\n";
    Tree::new(&[
        (".git/HEAD", ""),
        ("src/Host/Host.csproj", &host),
        ("src/Host/Program.cs", program),
        ("src/Host/Data/My Migrations/ConfigurationDbContextModelSnapshot.cs", SNAPSHOT),
    ])
}

fn plan(tree: &Tree, arguments: &[&str]) -> Value {
    let run = tree.run(&[&["plan", "--format", "json"], arguments].concat());
    let document: Value = serde_json::from_str(&run.stdout).unwrap_or_else(|error| panic!("{error}: {}", run.stderr));
    assert_valid(&repository_json("docs/plan.schema.json"), &document);
    document
}

fn row<'p>(plan: &'p Value, code: &str) -> &'p Value {
    let rows = plan["rows"].as_array().unwrap();
    rows.iter().find(|row| row["code"] == code).unwrap_or_else(|| panic!("no row {code}"))
}

fn step<'p>(plan: &'p Value, project: usize, kind: &str) -> Option<&'p Value> {
    plan["projects"][project]["steps"].as_array().unwrap().iter().find(|step| step["kind"] == kind)
}

#[test]
fn golden_plans() {
    for solution in ["template-host-7.2", "legacy-host-6.2"] {
        for (format, extension) in [("human", "txt"), ("markdown", "md")] {
            let path = format!("tests/golden/plan/{solution}.{extension}");
            let expected = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(&path)).unwrap_or_default();
            let run = run_in(&corpus()[solution], &["plan", "--format", format]);
            assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{path}");
            assert!(run.stdout == expected.replace("\r\n", "\n"), "{path} is stale: run `cargo xtask bless`");
        }
    }
}

#[test]
fn lines_fit_a_terminal() {
    for (name, directory) in corpus() {
        let run = run_in(&directory, &["plan", "--from", "6.2"]);
        for line in run.stdout.lines().filter(|line| !line.contains("dotnet ef")) {
            assert!(
                line.chars().count() <= 100 || !line.trim().contains(' ') || line.contains(" → "),
                "{name}: {line}"
            );
        }
    }
}

#[test]
fn conforms_to_its_schema_and_counts_add_up() {
    let schema = repository_json("docs/plan.schema.json");
    for (name, directory) in corpus() {
        let run = run_in(&directory, &["plan", "--format", "json", "--from", "6.2"]);
        assert_eq!(run.code, 0, "{name}: {}", run.stderr);
        let plan: Value = serde_json::from_str(&run.stdout).unwrap();
        assert_valid(&schema, &plan);
        let rows = plan["rows"].as_array().unwrap();
        let of = |verdict: &str| rows.iter().filter(|row| row["verdict"] == verdict).count();
        let steps = plan["projects"].as_array().unwrap().iter().flat_map(|it| it["steps"].as_array().unwrap());
        let open = steps.filter(|step| step["open"] == true).count();
        assert_eq!(plan["counts"]["toDo"], of("affected") + open, "{name}");
        assert_eq!(plan["counts"]["toAsk"], of("unknown"), "{name}");
        assert_eq!(plan["counts"]["clear"], of("clear"), "{name}");
        for row in rows {
            let (sites, verdict) = (row["sites"].as_array().unwrap(), row["verdict"].as_str().unwrap());
            assert_eq!(sites.is_empty(), verdict != "affected", "{row}");
            assert_eq!(row["searched"].is_string(), verdict == "clear", "{row}");
            let because = row["because"].as_array().unwrap();
            assert!(because.is_empty() || verdict != "clear", "{row}");
            assert!(!because.is_empty() || verdict != "unknown", "{row}");
        }
        // A checklist has a box for everything that is open.
        let markdown = run_in(&directory, &["plan", "--format", "markdown", "--from", "6.2"]).stdout;
        let boxes = markdown.lines().filter(|line| line.starts_with("- [ ] ")).count();
        let unread = plan["unread"].as_array().unwrap().len();
        assert_eq!(boxes, of("affected") + of("unknown") + open + unread, "{name}");
    }
}

#[test]
fn steps_of_an_old_host() {
    let tree = old_host();
    let plan = plan(&tree, &["--to", "7.3"]);
    let framework = step(&plan, 0, "framework").unwrap();
    let edit = &framework["places"][0];
    assert_eq!(
        json!([edit["path"], edit["line"], edit["column"], edit["old"], edit["new"]]),
        json!(["src/Host/Host.csproj", 3, 22, "net6.0", "net8.0"])
    );
    let packages = step(&plan, 0, "packages").unwrap();
    assert_eq!((&packages["places"][0]["old"], &packages["places"][0]["new"]), (&"6.2.3".into(), &"7.3.4".into()));
    assert_eq!(row(&plan, "DS6306")["verdict"], "affected");
    assert_eq!(
        step(&plan, 0, "schema").unwrap()["commands"],
        json!([
            "dotnet ef migrations add Update_DuendeIdentityServer_v6_3 --context ConfigurationDbContext --project \
             src/Host/Host.csproj --output-dir 'Data/My Migrations'"
        ])
    );
    assert!(step(&plan, 0, "data-protection").is_some());
    let hops: Vec<&Value> =
        plan["projects"][0]["route"]["hops"].as_array().unwrap().iter().map(|it| &it["release"]).collect();
    assert_eq!(hops, ["6.3", "7.0", "7.1", "7.2", "7.3"]);
    // 6.3 runs on net6.0, so neither the framework nor what hangs on it is touched.
    let near = self::plan(&tree, &["--to", "6.3"]);
    assert!(step(&near, 0, "framework").is_none() && step(&near, 0, "data-protection").is_none());
    assert!(step(&near, 0, "schema").is_some());
}

/// What the row about the columns of clients says for a host with these files beside its program and project.
fn client_columns(program: &str, files: &[(&str, &str)]) -> (Value, Option<Value>) {
    let host =
        HOST.replace("7.2.4", "6.2.3").replace("Duende.IdentityServer\"", "Duende.IdentityServer.EntityFramework\"");
    let program = format!(
        "using Duende.IdentityServer.EntityFramework.DbContexts;\nusing Microsoft.AspNetCore.Builder;\n\
         using Microsoft.Extensions.DependencyInjection;\nvar builder = WebApplication.CreateBuilder(args);\n{program}\n"
    );
    let mut all = vec![(".git/HEAD", ""), ("src/Host/Host.csproj", host.as_str()), ("src/Host/Program.cs", &program)];
    all.extend(files);
    let plan = plan(&Tree::new(&all), &["--to", "6.3"]);
    let host = plan["projects"].as_array().unwrap().iter().position(|it| it["name"] == "Host").unwrap();
    let path = &plan["projects"][host]["path"];
    let row = plan["rows"].as_array().unwrap().iter().find(|row| row["code"] == "DS6306" && row["project"] == *path);
    (row.unwrap().clone(), step(&plan, host, "schema").cloned())
}

#[test]
fn columns_of_clients_are_clear_only_where_they_are_seen() {
    let store = "builder.Services.AddIdentityServer().AddConfigurationStore(o => { });";
    let complete = SNAPSHOT.replace(
        "b.ToTable(\"Clients\");",
        "b.Property<bool>(\"RequireDPoP\"); b.Property<int>(\"DPoPValidationMode\"); \
         b.Property<TimeSpan>(\"DPoPClockSkew\"); b.Property<string>(\"InitiateLoginUri\");",
    );
    let snapshot = "src/Host/Migrations/ConfigurationDbContextModelSnapshot.cs";
    let (row, step) = client_columns(store, &[(snapshot, &complete)]);
    assert_eq!((&row["verdict"], step), (&"clear".into(), None));
    let (row, step) = client_columns("builder.Services.AddIdentityServer().AddInMemoryClients([]);", &[]);
    assert_eq!((&row["verdict"], step), (&"clear".into(), None));

    // A context of another name is not the one with the migrations.
    let own = "builder.Services.AddIdentityServer().AddConfigurationStore<TeamDbContext>(o => { });";
    let (row, step) = client_columns(own, &[(snapshot, &complete)]);
    assert_eq!(row["verdict"], "unknown");
    assert!(row["because"][0]["text"].as_str().unwrap().contains("`TeamDbContext`"), "{row}");
    assert_eq!(step.unwrap()["commands"], json!([]));

    for program in [
        store,
        "builder.Services.AddConfigurationDbContext<ConfigurationDbContext>(o => { });",
        "class Db : ConfigurationDbContext<Db> { public Db() : base(null) { } }",
        "class Db : Duende.IdentityServer.EntityFramework.Interfaces.IConfigurationDbContext { }",
    ] {
        let (row, step) = client_columns(program, &[]);
        assert_eq!(row["verdict"], "unknown", "{program}: {row}");
        assert!(row["ask"].as_str().unwrap().contains("SELECT RequireDPoP"), "{row}");
        // A migration beside none would create all tables again.
        assert_eq!(step.unwrap()["commands"], json!([]), "{program}");
    }
    let custom = "class Store : Duende.IdentityServer.Stores.IClientStore { }";
    let (row, step) = client_columns(custom, &[]);
    assert_eq!((&row["verdict"], step), (&"unknown".into(), None));
}

#[test]
fn scripts_for_the_table_of_clients_are_a_question() {
    let program = "builder.Services.AddIdentityServer();";
    let script = "CREATE TABLE [dbo].[Clients] ([ClientId] nvarchar(200), [RequirePkce] bit)";
    let (row, step) = client_columns(program, &[("src/Host/db/001.sql", script)]);
    assert_eq!((&row["verdict"], step), (&"unknown".into(), None));
    assert_eq!(row["because"][0]["at"]["path"], "src/Host/db/001.sql");
    assert!(row["because"][0]["text"].as_str().unwrap().starts_with("001.sql "), "{row}");
    let (row, _) = client_columns(program, &[("db/crm.sql", "ALTER TABLE Clients ADD City nvarchar(50)")]);
    assert_eq!(row["verdict"], "clear");
}

#[test]
fn migrations_of_another_project_are_made_through_the_host() {
    let store = "builder.Services.AddIdentityServer().AddConfigurationStore(o => { });";
    let library = HOST
        .replace("Sdk.Web", "Sdk")
        .replace("7.2.4", "6.2.3")
        .replace("Duende.IdentityServer\"", "Duende.IdentityServer.EntityFramework.Storage\"");
    let host = HOST
        .replace("7.2.4", "6.2.3")
        .replace("</ItemGroup>", "<ProjectReference Include=\"../Database/Database.csproj\" /></ItemGroup>");
    let files = [
        ("src/Database/Database.csproj", library.as_str()),
        ("src/Database/Clients/ConfigurationDbContextModelSnapshot.cs", SNAPSHOT),
        ("src/Host/Host.csproj", host.as_str()),
    ];
    let (row, step) = client_columns(store, &files);
    assert_eq!(row["verdict"], "unknown");
    assert_eq!(
        step.unwrap()["commands"],
        json!([
            "dotnet ef migrations add Update_DuendeIdentityServer_v6_3 --context ConfigurationDbContext --project \
             src/Database/Database.csproj --startup-project src/Host/Host.csproj --output-dir Clients"
        ])
    );
}

#[test]
fn a_store_in_a_database_is_a_question() {
    let plan = plan(&old_host(), &[]);
    let unknown = row(&plan, "DS7302");
    assert_eq!(unknown["verdict"], "unknown");
    assert_eq!(unknown["because"][0]["at"]["path"], "src/Host/Program.cs");
    assert!(unknown["ask"].as_str().unwrap().starts_with("SELECT "));
    let text = old_host().run(&["plan"]).stdout;
    assert!(text.contains("  ? DS7302") && text.contains("      settled by:\n        SELECT "), "{text}");
}

#[test]
fn one_place_is_edited_once() {
    let project = HOST.replace(r#" Version="7.2.4""#, "");
    let central = r#"<Project><PropertyGroup><ManagePackageVersionsCentrally>true</ManagePackageVersionsCentrally></PropertyGroup>
<ItemGroup><PackageVersion Include="Duende.IdentityServer" Version="7.2.4" /></ItemGroup></Project>"#;
    let tree = Tree::new(&[
        (".git/HEAD", ""),
        ("Directory.Packages.props", central),
        ("A/A.csproj", &project),
        ("B/B.csproj", &project),
    ]);
    let plan = plan(&tree, &[]);
    let of = |project: usize| step(&plan, project, "packages").unwrap();
    assert_eq!((&of(0)["open"], &of(0)["places"][0]["doneWith"]), (&true.into(), &Value::Null));
    assert_eq!((&of(1)["open"], &of(1)["places"][0]["doneWith"]), (&false.into(), &"A".into()));
    assert_eq!(plan["counts"]["effortMinutes"], 10);
}

#[test]
fn a_linked_file_concerns_every_project_that_has_it() {
    let linked = HOST.replace("<ItemGroup>", r#"<ItemGroup><Compile Include="../Shared/Config.cs" />"#);
    let tree = Tree::new(&[
        (".git/HEAD", ""),
        ("Shared/Config.cs", crate::support::REFUSED_CLIENT),
        ("A/A.csproj", &linked),
        ("B/B.csproj", &linked),
    ]);
    let plan = plan(&tree, &[]);
    let rows: Vec<&Value> = plan["rows"].as_array().unwrap().iter().filter(|row| row["code"] == "DS7302").collect();
    assert_eq!(rows.iter().map(|row| &row["verdict"]).collect::<Vec<_>>(), ["affected", "affected"]);
    assert_eq!(plan["counts"]["effortMinutes"], 180 + 2 * 10);
}

#[test]
fn nothing_from_the_tree_is_markup() {
    let name = "src/<script>alert(1)</script>`|`/Host & `x`.csproj";
    let project = HOST.replace("7.2.4", "[7.2.4]").replace("net8.0", "net8.0;<b>");
    let config = crate::support::REFUSED_CLIENT;
    let tree = Tree::new(&[
        (".git/HEAD", ""),
        (name, &project),
        ("src/<script>alert(1)</script>`|`/<img src=x onerror=alert(1)>.cs", config),
        ("src/<script>alert(1)</script>`|`/Bad.csproj", "<Project><`|<script>"),
    ]);
    let html = tree.run(&["plan", "--format", "html"]).stdout;
    assert!(html.contains("&lt;script&gt;") && html.contains("&lt;img src=x onerror=alert(1)&gt;"), "{html}");
    for tag in ["<script", "<img", "<b>alert", "<link", "url(", "src=\"", "@import"] {
        assert!(!html.contains(tag), "{tag}");
    }
    let markdown = tree.run(&["plan", "--format", "markdown"]).stdout;
    assert!(markdown.contains("DS7302"), "{markdown}");
    for line in markdown.lines() {
        let bare = without_code(line);
        for (at, _) in bare.match_indices(['<', '|']) {
            assert!(bare[..at].ends_with('\\'), "{line}");
        }
    }
}

/// A line of Markdown without its code spans, read as CommonMark does: a run of marks up to the next one of its length.
fn without_code(line: &str) -> String {
    let mut bare = String::new();
    let mut rest = line;
    while let Some(open) = rest.find('`') {
        if rest[..open].ends_with('\\') {
            bare.push_str(&rest[..=open]);
            rest = &rest[open + 1..];
            continue;
        }
        bare.push_str(&rest[..open]);
        let marks = rest[open..].len() - rest[open..].trim_start_matches('`').len();
        let inner = &rest[open + marks..];
        let mut at = 0;
        let close = loop {
            let Some(next) = inner[at..].find('`') else { panic!("a span does not end: {line}") };
            let run = inner[at + next..].len() - inner[at + next..].trim_start_matches('`').len();
            if run == marks {
                break at + next;
            }
            at += next + run;
        };
        rest = &inner[close + marks..];
    }
    bare + rest
}

#[test]
fn a_page_is_whole_and_needs_nothing() {
    let html = run_in(&corpus()["legacy-host-6.2"], &["plan", "--format", "html"]).stdout;
    assert!(html.starts_with("<!DOCTYPE html>") && html.ends_with("</html>\n"));
    assert!(html.contains("prefers-color-scheme: dark") && html.contains("@media print"));
    assert_eq!(html.matches("<svg class=\"across\"").count(), 2);
    for tag in ["div", "ul", "ol", "li", "section", "svg", "p", "code", "pre", "span", "h4"] {
        let opened = html.matches(&format!("<{tag}>")).count() + html.matches(&format!("<{tag} ")).count();
        assert_eq!(opened, html.matches(&format!("</{tag}>")).count(), "{tag}");
    }
}

#[test]
fn the_same_for_any_number_of_threads() {
    let directory = &corpus()["multi-solution"];
    for format in ["human", "markdown", "json", "html"] {
        let run = |jobs: &str| run_in(directory, &["plan", "--format", format, "--jobs", jobs]).stdout;
        assert_eq!(run("1"), run("4"), "{format}");
    }
}

#[test]
fn exit_codes_and_output() {
    let tree = Tree::host();
    // A plan is a report, not a gate.
    assert_eq!(tree.run(&["plan"]).code, 0);
    let run = tree.run(&["plan", "--format", "html", "-o", "plan.html"]);
    assert_eq!((run.code, run.stdout.as_str()), (0, ""));
    assert!(run.stderr.contains("2 to do, ") && run.stderr.contains("written to plan.html"), "{}", run.stderr);
    assert!(fs::read_to_string(tree.root.join("plan.html")).unwrap().contains("</html>"));
    for arguments in
        [&["plan", "--to", "9.9"][..], &["plan", "nope"], &["plan", "--from", "7.3", "--to", "7.2"], &["plan", "--x"]]
    {
        assert_eq!(tree.run(arguments).code, 2, "{arguments:?}");
    }
    let other = Tree::new(&[("A.csproj", r#"<Project Sdk="Microsoft.NET.Sdk" />"#), ("A.cs", "class A { }")]);
    for format in ["human", "markdown", "html"] {
        let run = other.run(&["plan", "--format", format]);
        assert_eq!((run.code, run.stdout.as_str()), (3, ""));
        assert!(run.stderr.contains("nothing that uses IdentityServer was found"), "{}", run.stderr);
    }
    assert_eq!(plan(&other, &[])["projects"], json!([]));
}

#[test]
fn a_meter_whose_name_is_a_setting_is_a_question() {
    let setup = |name: &str, before: &str| {
        format!(
            "using Microsoft.Extensions.Configuration;\nusing OpenTelemetry.Metrics;\n\npublic static class Setup\n{{\n    public static void Configure(MeterProviderBuilder metrics, IConfiguration configuration)\n    {{\n        {before}metrics.AddMeter({name});\n    }}\n}}\n"
        )
    };
    let verdict = |setup: &str, settings: &str| {
        let tree =
            Tree::new(&[(".git/HEAD", ""), ("Host.csproj", HOST), ("Setup.cs", setup), ("appsettings.json", settings)]);
        let plan = plan(&tree, &[]);
        (row(&plan, "DS7303")["verdict"].clone(), row(&plan, "DS7303")["because"][0]["at"]["line"].clone())
    };
    let own = "{}";
    assert_eq!(verdict(&setup("configuration[\"Otel:Meter\"]", ""), own), (json!("unknown"), json!(8)));
    let loop_ = "foreach (var meter in configuration.GetSection(\"Meters\").Get<string[]>()) ";
    assert_eq!(verdict(&setup("meter", loop_), own), (json!("unknown"), json!(8)));
    // The file in the tree says which it is.
    let old = r#"{ "Otel": { "Meter": "Duende.IdentityServer.Experimental" } }"#;
    assert_eq!(verdict(&setup("configuration[\"Otel:Meter\"]", ""), old).0, "affected");
    // A constant of another library is no setting.
    for known in ["\"Own\"", "MassTransit.Monitoring.InstrumentationOptions.MeterName", "typeof(Setup).FullName"] {
        assert_eq!(verdict(&setup(known, ""), own).0, "clear", "{known}");
    }
}

#[test]
fn a_package_of_unknown_version_may_bring_the_old_library() {
    let host = |version: &str| {
        let reference = format!(
            "  <PackageReference Include=\"Duende.AccessTokenManagement\" Version=\"{version}\" />\n  </ItemGroup>"
        );
        HOST.replace("7.2.4", "7.0.8").replace("</ItemGroup>", &reference)
    };
    let code = "using IdentityModel;\n\npublic class Page { }\n";
    for (version, renamed, twice) in
        [("3.*", "unknown", "clear"), ("3.0.1", "clear", "affected"), ("3.1.1", "affected", "clear")]
    {
        let tree = Tree::new(&[(".git/HEAD", ""), ("Host.csproj", &host(version)), ("Page.cs", code)]);
        let plan = plan(&tree, &[]);
        let verdicts = (&row(&plan, "DS7101")["verdict"], &row(&plan, "DS7103")["verdict"]);
        assert_eq!(verdicts, (&json!(renamed), &json!(twice)), "{version}");
    }
}
