//! `dslint plan` says "clear" only where it looked: clients that are read when the host runs, keys in other forms, files
//! that were left out.

use crate::support::{HOST, Tree};
use serde_json::Value;

const USINGS: &str = "using System.Collections.Generic;\nusing System.Text.Json;\nusing Duende.IdentityServer.Models;\n\
    using Microsoft.AspNetCore.Builder;\nusing Microsoft.Extensions.Configuration;\nusing Microsoft.Extensions.DependencyInjection;\n\
    var builder = WebApplication.CreateBuilder(args);\nvar services = builder.Services;\n";

fn host(program: &str, others: &[(&str, &str)]) -> Tree {
    let program = format!("{USINGS}{program}");
    let mut files = vec![(".git/HEAD", ""), ("src/Host/Host.csproj", HOST), ("src/Host/Program.cs", program.as_str())];
    files.extend(others);
    Tree::new(&files)
}

fn plan(tree: &Tree, arguments: &[&str]) -> Value {
    let run = tree.run(&[&["plan", "--format", "json"], arguments].concat());
    serde_json::from_str(&run.stdout).unwrap_or_else(|error| panic!("{error}: {}", run.stderr))
}

fn row<'p>(plan: &'p Value, code: &str) -> &'p Value {
    let rows = plan["rows"].as_array().unwrap();
    rows.iter().find(|row| row["code"] == code).unwrap_or_else(|| panic!("no row {code}"))
}

fn verdict(plan: &Value, code: &str) -> String {
    row(plan, code)["verdict"].as_str().unwrap().to_owned()
}

fn because(plan: &Value, code: &str) -> String {
    let reasons = row(plan, code)["because"].as_array().cloned().unwrap_or_default();
    reasons.iter().map(|reason| reason["text"].as_str().unwrap().to_owned()).collect::<Vec<_>>().join("\n")
}

#[test]
fn clients_that_are_read_are_a_question() {
    for program in [
        "services.AddIdentityServer().AddInMemoryClients(builder.Configuration.GetSection(\"C\").Get<List<Client>>());",
        "services.AddIdentityServer().AddInMemoryClients(builder.Configuration.GetSection(\"C\").Get<Client[]>());",
        "var c = builder.Configuration.GetSection(\"C\").Get<IEnumerable<Client>>();",
        "var c = new List<Client>(); builder.Configuration.GetSection(\"C\").Bind(c);",
        "var c = new List<Client>(); ConfigurationBinder.Bind(builder.Configuration, \"C\", c);",
        "var c = (List<Client>)builder.Configuration.Get(typeof(List<Client>));",
        "services.Configure<Login>(builder.Configuration.GetSection(\"Login\"));",
        "services.AddOptions<Login>().BindConfiguration(\"Login\").ValidateOnStart();",
        "var c = JsonSerializer.Deserialize<List<Client>>(System.IO.File.ReadAllText(\"clients.json\"));",
        "var c = Newtonsoft.Json.JsonConvert.DeserializeObject<List<Client>>(\"\");",
        "services.AddSingleton<Duende.IdentityServer.Stores.IClientStore>(sp => Remote.Store(sp));",
        "services.AddTransient(typeof(Duende.IdentityServer.Stores.IClientStore), Remote.Type);",
        "services.AddIdentityServer().AddConfigurationStore<Db>(o => { });",
        "services.AddIdentityServer().AddConfigurationStoreCache();",
        "services.AddIdentityServer().AddClientStoreCache<Remote>();",
    ] {
        let options = "using System.Collections.Generic;\nusing Duende.IdentityServer.Models;\n\
                       public class Login { public string Name { get; set; } public List<Client> Clients { get; set; } }";
        let tree = host(program, &[("src/Host/Login.cs", options)]);
        for (from, code) in [("7.2", "DS7302"), ("7.2", "DS7304"), ("6.2", "DS6305")] {
            let plan = plan(&tree, &["--from", from, "--to", "7.3"]);
            assert_eq!(verdict(&plan, code), "unknown", "{code}: {program}");
            assert!(row(&plan, code)["ask"].is_string(), "{code}: {program}");
        }
    }
}

#[test]
fn what_only_looks_like_reading_is_clear() {
    for program in [
        "var c = builder.Configuration.GetSection(\"C\").Get<List<string>>();",
        "var c = builder.Configuration.GetSection(\"C\").Get<List<Shop.Client>>();",
        "services.Configure<Login>(options => options.Clients = new List<Client>());",
        "services.AddIdentityServer().AddInMemoryClients(new List<Client>());",
        "var store = services.BuildServiceProvider().GetRequiredService<Duende.IdentityServer.Stores.IClientStore>();",
        "var c = JsonSerializer.Deserialize<Shown>(\"{}\");",
    ] {
        let others = "using System.Collections.Generic;\nusing Duende.IdentityServer.Models;\n\
                      public class Login { public List<Client> Clients { get; set; } }\n\
                      public class Shown { public string Id { get; set; } public Client Client { get; } }\n\
                      namespace Shop { public class Client { } }";
        let tree = host(program, &[("src/Host/Login.cs", others)]);
        assert_eq!(verdict(&plan(&tree, &["--to", "7.3"]), "DS7302"), "clear", "{program}");
    }
}

#[test]
fn half_of_a_client_is_a_question() {
    let program = "services.AddIdentityServer();";
    let variable = "Clients__0__RequireClientSecret";
    for (path, text) in [
        ("deploy/compose.yaml", format!("services:\n  login:\n    environment:\n      - {variable}=false\n")),
        ("deploy/app.yaml", format!("env:\n  - name: {variable}\n    value: \"false\"\n")),
        ("src/Host/.env", format!("{variable}=false\n")),
        ("src/Host/appsettings.Production.json", "{ \"Clients:0:RequireClientSecret\": false }".to_owned()),
        (
            "src/Host/Properties/launchSettings.json",
            format!("{{\"profiles\":{{\"a\":{{\"environmentVariables\":{{\"{variable}\":\"false\"}}}}}}}}"),
        ),
    ] {
        let tree = host(program, &[(path, &text)]);
        let told = plan(&tree, &["--to", "7.3"]);
        assert_eq!(verdict(&told, "DS7302"), "unknown", "{path}");
        assert!(because(&told, "DS7302").contains("whose rest is not in the files"), "{path}");
        let settled = text.replace("false", "true");
        let tree = host(program, &[(path, &settled)]);
        assert_eq!(verdict(&plan(&tree, &["--to", "7.3"]), "DS7302"), "clear", "{path}");
    }
}

#[test]
fn settings_beside_the_projects_that_are_no_yaml_are_a_question() {
    let tree =
        host("services.AddIdentityServer();", &[("deploy/a.yaml", "Clients__0__RequireClientSecret: {{ .x }}: {\n")]);
    let told = plan(&tree, &["--to", "7.3"]);
    assert_eq!(verdict(&told, "DS7302"), "unknown");
    assert!(because(&told, "DS7302").starts_with("a.yaml was not analysed"), "{}", because(&told, "DS7302"));
}

const CLIENT: &str = "using Duende.IdentityServer.Models;\npublic static class Clients { public static Client One => new Client \
    { AllowedGrantTypes = GrantTypes.ClientCredentials, RequireClientSecret = false }; }\n";

/// What a row without findings says, and that the command it names settles it.
fn settled_by(tree: &Tree, arguments: &[&str], code: &str) -> (String, String) {
    let told = plan(tree, &[arguments, &["--to", "7.3"]].concat());
    assert_eq!(verdict(&told, code), "unknown", "{}", because(&told, code));
    (because(&told, code), row(&told, code)["ask"].as_str().unwrap().to_owned())
}

#[test]
fn files_that_are_left_out_are_a_question() {
    let tree = host(
        "services.AddIdentityServer();",
        &[
            (".gitignore", "src/Host/Made/\n"),
            ("src/Host/Made/Clients.cs", CLIENT),
            ("src/Host/obj/X.cs", CLIENT),
            ("bin/Y.cs", CLIENT),
        ],
    );
    let (because, ask) = settled_by(&tree, &[], "DS7301");
    assert_eq!(because, "a file of it was not read (`.gitignore`): src/Host/Made/Clients.cs");
    assert_eq!(ask, "`dslint plan . src/Host/Made/Clients.cs`");
    let told = plan(&tree, &[".", "src/Host/Made/Clients.cs", "--to", "7.3"]);
    assert_eq!((verdict(&told, "DS7301").as_str(), verdict(&told, "DS7302").as_str()), ("clear", "affected"));

    let tree =
        host("services.AddIdentityServer();", &[("src/Host/Made/Clients.cs", CLIENT), ("node_modules/a/X.cs", "")]);
    let (because, ask) = settled_by(&tree, &["--exclude", "Made/"], "DS7301");
    assert_eq!(because, "a file of it was not read (`exclude`): src/Host/Made/Clients.cs");
    assert!(ask.contains("without this `--exclude`"), "{ask}");
    assert_eq!(verdict(&plan(&tree, &["--to", "7.3"]), "DS7302"), "affected");
}

#[test]
fn files_and_projects_from_elsewhere_are_a_question() {
    let project = HOST.replace(
        "</ItemGroup>",
        "<Compile Include=\"..\\..\\..\\outside\\Clients.cs\" /><Compile Include=\"$(IntermediateOutputPath)X.cs\" />\
         <Compile Include=\"obj\\Y.cs\" /></ItemGroup>",
    );
    let program = format!("{USINGS}services.AddIdentityServer();");
    let tree = Tree::new(&[
        ("tree/.git/HEAD", ""),
        ("tree/src/Host/Host.csproj", &project),
        ("tree/src/Host/Program.cs", &program),
        ("outside/Clients.cs", CLIENT),
    ]);
    let inside = Tree { root: tree.root.join("tree"), guard: tree.guard };
    let (because, ask) = settled_by(&inside, &[], "DS7301");
    assert_eq!(because, "a file that it compiles from elsewhere was not read: ../outside/Clients.cs");
    assert_eq!(ask, "`dslint plan . ../outside/Clients.cs`");
    let told = plan(&inside, &[".", "../outside/Clients.cs", "--to", "7.3"]);
    assert_eq!((verdict(&told, "DS7301").as_str(), verdict(&told, "DS7302").as_str()), ("clear", "affected"));

    let project =
        HOST.replace("</ItemGroup>", "<ProjectReference Include=\"..\\..\\..\\other\\Lib.csproj\" /></ItemGroup>");
    let tree = Tree::new(&[
        ("tree/.git/HEAD", ""),
        ("tree/src/Host/Host.csproj", &project),
        ("tree/src/Host/Program.cs", &program),
        ("other/Lib.csproj", HOST),
        ("other/Clients.cs", CLIENT),
    ]);
    let inside = Tree { root: tree.root.join("tree"), guard: tree.guard };
    let (because, ask) = settled_by(&inside, &[], "DS7301");
    assert_eq!(because, "a project that it references was not read: ../other/Lib.csproj");
    assert_eq!(ask, "`dslint plan . ../other`");
    assert_eq!(verdict(&plan(&inside, &[".", "../other", "--to", "7.3"]), "DS7301"), "clear");
}

#[test]
fn a_linked_file_below_the_root_is_read() {
    let project = HOST.replace("</ItemGroup>", "<Compile Include=\"..\\Shared\\Clients.cs\" /></ItemGroup>");
    let program = format!("{USINGS}services.AddIdentityServer();");
    let tree = Tree::new(&[
        (".git/HEAD", ""),
        ("src/Host/Host.csproj", &project),
        ("src/Host/Program.cs", &program),
        ("src/Shared/Clients.cs", CLIENT),
    ]);
    assert_eq!(verdict(&plan(&tree, &["src/Host", "--to", "7.3"]), "DS7302"), "affected");
}

#[test]
fn generated_code_is_searched_and_its_findings_are_told_apart() {
    let generated =
        format!("// <auto-generated/>\n{CLIENT}public static class Made {{ public const bool No = false; }}\n");
    let own = "using Duende.IdentityServer.Models;\npublic static class Own { public static Client One => new Client \
        { AllowedGrantTypes = GrantTypes.ClientCredentials, RequireClientSecret = Made.No }; }\n";
    let tree = host("services.AddIdentityServer();", &[("src/Host/Clients.g.cs", &generated)]);
    let told = plan(&tree, &["--to", "7.3"]);
    assert_eq!(row(&told, "DS7302")["sites"][0]["path"], "src/Host/Clients.g.cs");
    assert!(row(&told, "DS7302")["sites"][0]["suppressed"].as_str().unwrap().starts_with("generated: "), "{told}");
    assert_eq!(verdict(&told, "DS7301"), "clear");
    let tree =
        host("services.AddIdentityServer();", &[("src/Host/Clients.g.cs", &generated), ("src/Host/Own.cs", own)]);
    let told = plan(&tree, &["--to", "7.3"]);
    let sites = row(&told, "DS7302")["sites"].as_array().unwrap().clone();
    let own: Vec<&Value> = sites.iter().filter(|site| site["suppressed"].is_null()).collect();
    assert_eq!((sites.len(), own.len(), &own[0]["path"]), (2, 1, &"src/Host/Own.cs".into()));
}
