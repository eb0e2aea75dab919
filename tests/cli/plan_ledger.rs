//! The rows of `dslint plan`: what a clear one was searched for, what an open one asks, and the projects that are no plain hosts.

use crate::support::{HOST, Tree, assert_valid, repository_json};
use serde_json::{Value, json};

const STORE: &str = "using Duende.IdentityServer.Models;\nusing Duende.IdentityServer.Stores;\nusing System.Threading.Tasks;\n\
    namespace Shop;\npublic class TenantStore : IClientStore\n{\n    \
    public Task<Client> FindClientByIdAsync(string clientId) => Task.FromResult<Client>(null);\n}\n";
const CLIENTS: &str = "using Duende.IdentityServer.Models;\nnamespace Shop;\npublic static class Config\n{\n    \
    public static Client[] Clients => new[]\n    {\n        \
    new Client { ClientId = \"a\", AllowedGrantTypes = GrantTypes.ClientCredentials },\n        \
    new Client { ClientId = \"b\", AllowedGrantTypes = GrantTypes.Code, RequireClientSecret = false },\n        \
    new Client { ClientId = \"c\", AllowedGrantTypes = GrantTypes.Code },\n    };\n}\n";
const PROGRAM: &str = "using Microsoft.Extensions.DependencyInjection;\nnamespace Shop;\npublic static class Startup\n{\n    \
    public static void Add(IServiceCollection services) => services.AddIdentityServer()REST;\n}\n";
const LIBRARY: &str = r#"<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><TargetFramework>net8.0</TargetFramework></PropertyGroup></Project>"#;

fn program(rest: &str) -> String {
    PROGRAM.replace("REST", rest)
}

fn plan(tree: &Tree, arguments: &[&str]) -> Value {
    let run = tree.run(&[&["plan", "--format", "json"], arguments].concat());
    let document: Value = serde_json::from_str(&run.stdout).unwrap_or_else(|error| panic!("{error}: {}", run.stderr));
    assert_valid(&repository_json("docs/plan.schema.json"), &document);
    document
}

fn row<'p>(plan: &'p Value, code: &str, project: &str) -> &'p Value {
    let rows = plan["rows"].as_array().unwrap();
    let found = rows.iter().find(|row| row["code"] == code && row["project"] == project);
    found.unwrap_or_else(|| panic!("no row {code} of {project}"))
}

fn step<'p>(plan: &'p Value, project: usize, kind: &str) -> Option<&'p Value> {
    plan["projects"][project]["steps"].as_array().unwrap().iter().find(|step| step["kind"] == kind)
}

#[test]
fn a_clear_row_counts_what_was_searched() {
    let host = HOST.replace("<ItemGroup>", r#"<ItemGroup><ProjectReference Include="../Core/Core.csproj" />"#);
    let program = program(".AddInMemoryClients(Config.Clients)");
    let tree = Tree::new(&[
        (".git/HEAD", ""),
        ("Host/Host.csproj", &host),
        ("Host/Startup.cs", &program),
        ("Host/appsettings.json", "{}"),
        ("Core/Core.csproj", LIBRARY),
        ("Core/Config.cs", CLIENTS),
        ("Core/Base64.cs", "namespace Core; class Base64Url { }"),
        ("Other/Other.csproj", LIBRARY),
        ("Other/Other.cs", "class Other { }"),
    ]);
    let plan = plan(&tree, &["--to", "7.3"]);
    let searched = |code: &str| row(&plan, code, "Host/Host.csproj")["searched"].as_str().unwrap().to_owned();
    let clients = searched("DS7302");
    assert!(clients.contains("searched: 3 C# files, 1 settings file of Host and its reference; "), "{clients}");
    assert!(
        clients.contains(
            "looked into 3 `Client` objects: `RequireClientSecret` is `false` in 1, `AllowedGrantTypes` contains \
             `client_credentials` in 1, all of it together in none"
        ) || clients.contains(
            "looked into 3 `Client` objects: `AllowedGrantTypes` contains `client_credentials` in 1, \
             `RequireClientSecret` is `false` in 1, all of it together in none"
        ),
        "{clients}"
    );
    assert!(
        clients.ends_with("one client with `client_credentials` leaves the flag to its default, `true`"),
        "{clients}"
    );
    assert!(searched("DS7306").ends_with("3 C# files of Host and its reference, 1 of them with `Base64Url`"));
    assert!(searched("DS7309").ends_with("none of them with `ServerSideTicketStore`"));
    assert!(
        searched("DS7311")
            .ends_with("1 package reference of Host and its reference, none of them to `Duende.IdentityModel`")
    );
    // What uses no IdentityServer and has no finding is named with what was searched, and has no rows.
    assert_eq!(
        plan["beside"],
        json!([
            { "path": "Core/Core.csproj", "name": "Core", "codeFiles": 2, "settingsFiles": 0 },
            { "path": "Other/Other.csproj", "name": "Other", "codeFiles": 1, "settingsFiles": 0 },
        ])
    );
    for format in ["human", "markdown", "html"] {
        let text = tree.run(&["plan", "--format", format]).stdout;
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(
            text.contains(
                "2 projects have no finding and do not use IdentityServer: Core and Other; searched: 3 source files"
            ),
            "{text}"
        );
    }
}

#[test]
fn what_was_found_elsewhere_is_not_called_clear() {
    let test = HOST.replace("<ItemGroup>", r#"<ItemGroup><ProjectReference Include="../Host/Host.csproj" />"#);
    let tree = Tree::new(&[
        (".git/HEAD", ""),
        ("Host/Host.csproj", HOST),
        ("Host/Config.cs", crate::support::REFUSED_CLIENT),
        ("Tests/Tests.csproj", &test),
        ("Tests/Tests.cs", "class Tests { }"),
    ]);
    let plan = plan(&tree, &["--to", "7.3"]);
    let searched = row(&plan, "DS7302", "Tests/Tests.csproj")["searched"].as_str().unwrap();
    assert!(searched.contains("searched: 1 C# file, no settings file of Tests; no `Client` object"), "{searched}");
    assert!(searched.ends_with("what was found in Host stands there"), "{searched}");
}

#[test]
fn an_ask_follows_from_what_was_found() {
    let of = |rest: &str, more: &[(&str, &str)]| {
        let program = program(rest);
        let mut files = vec![(".git/HEAD", ""), ("Host/Host.csproj", HOST), ("Host/Startup.cs", program.as_str())];
        files.extend_from_slice(more);
        let plan = plan(&Tree::new(&files), &["--to", "7.3"]);
        row(&plan, "DS7302", "Host/Host.csproj").clone()
    };
    let own = of(".AddClientStore<TenantStore>()", &[("Host/TenantStore.cs", STORE)]);
    assert_eq!(own["verdict"], "unknown");
    assert_eq!(own["because"][0]["at"]["path"], "Host/TenantStore.cs");
    assert_eq!(own["because"].as_array().unwrap().len(), 1);
    let ask = own["ask"].as_str().unwrap();
    assert!(ask.starts_with("does `TenantStore` return a client") && !ask.contains("SELECT"), "{ask}");
    let memory = of(".AddInMemoryClients(Config.Clients)", &[("Host/Config.cs", CLIENTS)]);
    assert_eq!((&memory["verdict"], &memory["ask"]), (&"clear".into(), &Value::Null));
    let refused = of("", &[("Host/Config.cs", crate::support::REFUSED_CLIENT)]);
    assert_eq!((&refused["verdict"], &refused["ask"]), (&"affected".into(), &Value::Null));
    let snapshot = "[DbContext(typeof(ConfigurationDbContext))] class X : ModelSnapshot { void B() {\n\
        modelBuilder.Entity(\"Duende.IdentityServer.EntityFramework.Entities.Client\", b => {\n\
        b.ToTable(\"OAuthClients\", \"idsrv\");\n});\n} }";
    let database = of(".AddConfigurationStore()", &[("Host/ConfigurationDbContextModelSnapshot.cs", snapshot)]);
    let ask = database["ask"].as_str().unwrap();
    assert!(ask.contains("FROM idsrv.OAuthClients c JOIN ClientGrantTypes g"), "{ask}");
}

#[test]
fn what_is_asked_twice_is_written_once() {
    let program = program(".AddConfigurationStore()");
    let test = HOST.replace("<ItemGroup>", r#"<ItemGroup><ProjectReference Include="../Host/Host.csproj" />"#);
    let tree = Tree::new(&[
        (".git/HEAD", ""),
        ("Host/Host.csproj", HOST),
        ("Host/Startup.cs", &program),
        ("Tests/Tests.csproj", &test),
    ]);
    for format in ["human", "markdown", "html"] {
        let text = tree.run(&["plan", "--format", format]).stdout;
        assert_eq!(text.matches("JOIN ClientGrantTypes").count(), 1, "{format}: {text}");
        assert!(text.contains("the same as for DS7302 of Host"), "{format}: {text}");
    }
    // In JSON every row is whole.
    let plan = plan(&tree, &[]);
    assert_eq!(row(&plan, "DS7302", "Tests/Tests.csproj")["ask"], row(&plan, "DS7302", "Host/Host.csproj")["ask"]);
}

#[test]
fn built_from_source() {
    let host = HOST.replace(
        r#"<PackageReference Include="Duende.IdentityServer" Version="7.2.4" />"#,
        r#"<ProjectReference Include="../src/Duende.IdentityServer.csproj" />"#,
    );
    let program = program("");
    let tree = Tree::new(&[
        (".git/HEAD", ""),
        ("Host/Host.csproj", &host),
        ("Host/Startup.cs", &program),
        ("Host/Config.cs", crate::support::REFUSED_CLIENT),
        ("src/Duende.IdentityServer.csproj", LIBRARY),
    ]);
    let plan = plan(&tree, &["--from", "7.2", "--to", "7.3"]);
    assert_eq!(plan["projects"][0]["usesIdentityServer"], true);
    assert_eq!(plan["projects"][0]["fromSource"], json!(["src/Duende.IdentityServer.csproj"]));
    assert_eq!(row(&plan, "DS7302", "Host/Host.csproj")["verdict"], "affected");
    assert_eq!(row(&plan, "DS7306", "Host/Host.csproj")["verdict"], "clear");
    for format in ["human", "markdown", "html"] {
        let text = tree.run(&["plan", "--from", "7.2", "--to", "7.3", "--format", format]).stdout;
        assert!(text.contains("is built from source in this workspace"), "{text}");
        assert!(!text.contains("does not use IdentityServer itself"), "{text}");
    }
}

#[test]
fn at_the_target_or_beyond_there_is_nothing_to_do() {
    for (version, to, says) in [
        ("8.0.0", "7.3", "Nothing to do: the project is at 8.0.0 already, beyond the target 7.3.4."),
        ("7.3.4", "7.3", "Nothing to do: the project is at 7.3.4 already."),
    ] {
        let tree = Tree::new(&[
            (".git/HEAD", ""),
            ("Host.csproj", &HOST.replace("7.2.4", version)),
            ("Startup.cs", &program("")),
        ]);
        let plan = plan(&tree, &["--to", to]);
        assert_eq!(
            (&plan["counts"]["toDo"], &plan["counts"]["toAsk"], &plan["counts"]["clear"]),
            (&0.into(), &0.into(), &0.into())
        );
        assert_eq!((&plan["rows"], &plan["projects"][0]["steps"]), (&json!([]), &json!([])));
        for format in ["human", "markdown", "html"] {
            let text = tree.run(&["plan", "--to", to, "--format", format]).stdout;
            assert!(text.contains(says), "{text}");
        }
    }
}

#[test]
fn a_guide_without_rules_is_a_step() {
    let tree = Tree::new(&[
        (".git/HEAD", ""),
        ("A/A.csproj", &HOST.replace("7.2.4", "6.2.3")),
        ("B/B.csproj", &HOST.replace("7.2.4", "6.2.3")),
    ]);
    let plan = plan(&tree, &["--to", "7.3"]);
    let first = step(&plan, 0, "guide").unwrap();
    assert_eq!(first["open"], true);
    assert!(first["text"].as_str().unwrap().starts_with("Not covered by rules: 7.0."), "{first}");
    assert!(first["notes"][0].as_str().unwrap().ends_with("/identityserver/upgrades/v6_3-to-v7_0/"), "{first}");
    assert_eq!(step(&plan, 1, "guide").unwrap()["open"], false);
    let html = tree.run(&["plan", "--to", "7.3", "--format", "html"]).stdout;
    assert!(
        html.contains("<a href=\"https://docs.duendesoftware.com/identityserver/upgrades/v6_3-to-v7_0/\""),
        "{html}"
    );
    assert!(step(&self::plan(&Tree::host(), &["--to", "7.3"]), 0, "guide").is_none());
}

#[test]
fn the_former_product_has_no_way_yet() {
    let tree = Tree::new(&[
        (".git/HEAD", ""),
        ("Host.csproj", &HOST.replace("Duende.IdentityServer\" Version=\"7.2.4", "IdentityServer4\" Version=\"4.1.2")),
        ("Startup.cs", &program("")),
    ]);
    let text = tree.run(&["plan", "--to", "7.3"]).stdout;
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        text.contains("It refers to IdentityServer4 4.1.2, which ends with 4.1: no rule of dslint is about"),
        "{text}"
    );
    assert!(!text.contains("read the upgrade guide"), "{text}");
}
