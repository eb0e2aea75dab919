//! Suppressions as users write them, and what the program says about them.

use crate::support::{HOST, REFUSED_CLIENT, Tree, assert_valid, repository_json};

const LINE: &str = "        RequireClientSecret = false,";

/// The refused client with something else for the line that is reported.
fn client(line: &str) -> String {
    REFUSED_CLIENT.replace(LINE, line)
}

fn host(config: &str) -> Tree {
    Tree::new(&[(".git/HEAD", ""), ("src/Host/Host.csproj", HOST), ("src/Host/Config.cs", config)])
}

/// The findings of the rules about code and suppressions, without the outdated package.
fn findings(tree: &Tree) -> Vec<String> {
    let all = tree.findings(&[]);
    all.into_iter().filter(|line| !line.ends_with("DS0001")).map(|line| line.replace("src/Host/", "")).collect()
}

fn suppressed(tree: &Tree) -> Vec<String> {
    let report = tree.json(&["--show-suppressed"]);
    assert_valid(&repository_json("docs/json.schema.json"), &report);
    let list = report["suppressed"].as_array().unwrap();
    assert_eq!(report["suppressedCount"], list.len());
    let text = |value: &serde_json::Value| value.as_str().unwrap_or("-").to_owned();
    let entry = |it: &serde_json::Value| {
        let by = &it["suppression"];
        format!("{} {}: {}", text(&it["finding"]["code"]), text(&by["kind"]), text(&by["reason"]))
    };
    list.iter().map(entry).collect()
}

#[test]
fn a_comment_with_a_reason_suppresses() {
    for line in [
        "        RequireClientSecret = false, // dslint: ignore[DS7302] -- only in tests",
        "        // dslint: ignore[client-credentials-requires-secret] -- only in tests\n        RequireClientSecret = false,",
        "        /* dslint: ignore[ds7302]: only in tests */ RequireClientSecret = false,",
    ] {
        let tree = host(&client(line));
        assert_eq!(findings(&tree), [""; 0], "{line}");
        assert_eq!(suppressed(&tree), ["DS7302 comment: only in tests"], "{line}");
        let run = tree.run(&[]);
        assert_eq!(run.code, 0);
        assert!(run.stdout.contains("suppressed: 1 finding; --show-suppressed shows them"), "{}", run.stdout);
    }
}

#[test]
fn comments_that_do_not_count_are_findings() {
    let tree = host(&client("        RequireClientSecret = false, // dslint: ignore[DS7302]"));
    assert_eq!(findings(&tree), ["Config.cs:10 DS7302", "Config.cs:10 DS0011"]);
    let tree = host(&client("        RequireClientSecret = false, // dslint: ignore[DS7302] until=7.3 -- later"));
    assert_eq!(findings(&tree), ["Config.cs:10 DS7302", "Config.cs:10 DS0010"]);
    let tree = host(&client("        RequireClientSecret = false, // dslint: ignore[DS7303x] -- typo"));
    assert_eq!(findings(&tree), ["Config.cs:10 DS7302", "Config.cs:10 DS0013"]);
    let run = tree.run(&["--format", "concise"]);
    assert!(run.stdout.contains("no rule is called `DS7303x`; did you mean `DS7303`?"), "{}", run.stdout);
}

#[test]
fn a_version_that_is_not_reached_yet() {
    let tree = host(&client("        RequireClientSecret = false, // dslint: ignore[DS7302] until=7.3.2 -- later"));
    assert_eq!(tree.json(&["--to", "7.3.1"])["suppressedCount"], 1);
    assert_eq!(tree.json(&["--to", "7.3.2"])["suppressedCount"], 0);
}

#[test]
fn what_suppresses_nothing_is_removed() {
    let config = client("        RequireClientSecret = true, // dslint: ignore[DS7302] -- only in tests");
    let tree = host(&config);
    assert_eq!(findings(&tree), ["Config.cs:10 DS0012"]);
    let run = tree.run(&["--fix", "--format", "concise", "src/Host/Config.cs"]);
    assert!(run.stderr.contains("fixed 1 finding in 1 file"), "{}", run.stderr);
    let fixed = std::fs::read_to_string(tree.root.join("src/Host/Config.cs")).unwrap();
    assert_eq!(fixed, client("        RequireClientSecret = true,"));
}

#[test]
fn nothing_is_unused_where_no_rule_looked() {
    let tree = host(&client("        RequireClientSecret = true, // dslint: ignore[DS7302] -- only in tests"));
    // Not selected, and not on the way.
    assert_eq!(tree.findings(&["--rule", "DS7303", "--rule", "DS0012"]), [""; 0]);
    assert_eq!(tree.findings(&["--rule", "DS7302", "--rule", "DS0012"]), ["src/Host/Config.cs:10 DS0012"]);
    assert_eq!(tree.findings(&["--rule", "DS7302", "--rule", "DS0012", "--from", "7.0", "--to", "7.2"]), [""; 0]);
    // A file without any word of the rules is seen as well.
    let tree = host("// dslint: ignore[DS7302] -- only in tests\nclass Empty { }\n");
    assert_eq!(findings(&tree), ["Config.cs:1 DS0012"]);
}

#[test]
fn the_nearest_finding_is_shown() {
    let config = client("        RequireClientSecret = false,").replace(
        "    public static",
        "    // dslint: ignore[DS7302] -- one line too high\n    public const int A = 1;\n    public static",
    );
    let tree = host(&config);
    assert_eq!(findings(&tree), ["Config.cs:7 DS0012", "Config.cs:12 DS7302"]);
    assert!(tree.run(&[]).stdout.contains("the nearest finding of DS7302"));
}

#[test]
fn project_files_and_razor() {
    let project = HOST.replace(
        "    <PackageReference",
        "    <!-- dslint: ignore[DS0001]: moves with the gateway -->\n    <PackageReference",
    );
    let page = "@page\n@{\n    var client = new Duende.IdentityServer.Models.Client {\n        AllowedGrantTypes = \
                Duende.IdentityServer.Models.GrantTypes.ClientCredentials,\n        @* dslint: ignore[DS7302] -- shown only *@\n\
                        RequireClientSecret = false,\n    };\n}\n";
    let plain = page.replace("        @* dslint: ignore[DS7302] -- shown only *@\n", "");
    let commented =
        page.replace("@* dslint: ignore[DS7302] -- shown only *@", "// dslint: ignore[DS7302] -- shown only");
    let tree = |page: &str| {
        Tree::new(&[(".git/HEAD", ""), ("src/Host/Host.csproj", &project), ("src/Host/Pages/Index.cshtml", page)])
    };
    assert_eq!(tree(&plain).findings(&[]), ["src/Host/Pages/Index.cshtml:5 DS7302"]);
    let tree = tree(&commented);
    assert_eq!(tree.findings(&[]), [""; 0]);
    assert_eq!(suppressed(&tree), ["DS0001 comment: moves with the gateway", "DS7302 comment: shown only"]);
}

#[test]
fn sarif_has_suppressed_results_on_request() {
    let tree = host(&client("        RequireClientSecret = false, // dslint: ignore[DS7302] -- only in tests"));
    let sarif = |arguments: &[&str]| -> serde_json::Value {
        serde_json::from_str(&tree.run(&[arguments, &["--format", "sarif", "--rule", "DS7302"]].concat()).stdout)
            .unwrap()
    };
    assert_eq!(sarif(&[])["runs"][0]["results"].as_array().unwrap().len(), 0);
    let log = sarif(&["--show-suppressed"]);
    assert_valid(&repository_json("tests/sarif/sarif-2.1.0.json"), &log);
    let suppression = &log["runs"][0]["results"][0]["suppressions"][0];
    assert_eq!((&suppression["kind"], &suppression["justification"]), (&"inSource".into(), &"only in tests".into()));
    assert_eq!(suppression["location"]["physicalLocation"]["region"]["startLine"], 10);
}

#[test]
fn plans_say_what_was_suppressed() {
    let tree = host(&client("        RequireClientSecret = false, // dslint: ignore[DS7302] -- only in tests"));
    let plan: serde_json::Value = serde_json::from_str(&tree.run(&["plan", "--format", "json"]).stdout).unwrap();
    assert_valid(&repository_json("docs/plan.schema.json"), &plan);
    let rows = plan["rows"].as_array().unwrap();
    let row = rows.iter().find(|row| row["code"] == "DS7302").unwrap();
    assert_eq!((&row["verdict"], &row["sites"][0]["suppressed"]), (&"affected".into(), &"only in tests".into()));
    assert!(rows.iter().all(|row| !row["code"].as_str().unwrap().starts_with("DS001")));
    assert!(tree.run(&["plan"]).stdout.contains("suppressed: only in tests"));
}

#[test]
fn fixes_leave_suppressed_findings_alone() {
    let line = "metrics.AddMeter(\"Duende.IdentityServer.Experimental\"); // dslint: ignore[DS7303] -- the dashboard moves first";
    let config = format!(
        "using OpenTelemetry.Metrics;\n\npublic static class Setup\n{{\n    public static void Configure(MeterProviderBuilder metrics)\n    {{\n        {line}\n    }}\n}}\n"
    );
    let tree = host(&config);
    assert_eq!(suppressed(&tree), ["DS7303 comment: the dashboard moves first"]);
    tree.run(&["--fix", "src/Host/Config.cs"]);
    assert_eq!(std::fs::read_to_string(tree.root.join("src/Host/Config.cs")).unwrap(), config);
}

#[test]
fn pragmas_hold_up_to_the_next_one() {
    let with = |before: &str, after: &str| host(&client(&format!("{before}\n{LINE}\n{after}")));
    let disable = "#pragma warning disable DS7302, CS0618 // only in tests";
    let tree = with(disable, "#pragma warning restore DS7302");
    assert_eq!(findings(&tree), [""; 0]);
    assert_eq!(suppressed(&tree), ["DS7302 pragma: only in tests"]);
    assert_eq!(suppressed(&with("#pragma warning disable", "")), ["DS7302 pragma: -"]);
    for before in [
        "#pragma warning disable DS7302\n#pragma warning restore DS7302",
        "#if NEVER\n#pragma warning disable DS7302\n#endif",
        "#pragma warning disable CS0618",
    ] {
        let found = findings(&with(before, ""));
        assert!(found.iter().any(|line| line.ends_with("DS7302")), "{before}: {found:?}");
    }
    // Whatever resembles no code of ours belongs to another analyzer.
    assert_eq!(findings(&with("#pragma warning disable DS0618", "")), ["Config.cs:11 DS7302"]);
    assert_eq!(findings(&with("#pragma warning disable ds7302", "")), ["Config.cs:10 DS0013", "Config.cs:11 DS7302"]);
}

#[test]
fn unused_pragmas_go_with_what_restores_them() {
    let config = client(
        "#pragma warning disable DS7302, CS0618\n        RequireClientSecret = true,\n#pragma warning restore DS7302, CS0618",
    );
    let tree = host(&config);
    assert_eq!(findings(&tree), ["Config.cs:10 DS0012"]);
    tree.run(&["--fix", "src/Host/Config.cs"]);
    let fixed = std::fs::read_to_string(tree.root.join("src/Host/Config.cs")).unwrap();
    assert_eq!(fixed, config.replace("DS7302, ", ""));
    let config = client(
        "#pragma warning disable DS7302\n        RequireClientSecret = true,\n#pragma warning restore DS7302, CS0618",
    );
    let tree = host(&config);
    tree.run(&["--fix", "src/Host/Config.cs"]);
    let fixed = std::fs::read_to_string(tree.root.join("src/Host/Config.cs")).unwrap();
    assert_eq!(fixed, config.replace("#pragma warning disable DS7302\n", "").replace("DS7302, ", ""));
}

#[test]
fn severities_of_editorconfig() {
    let severity = |files: &[(&str, &str)]| -> String {
        let tree = host(REFUSED_CLIENT);
        files.iter().for_each(|(path, text)| tree.write(path, text));
        let report = tree.json(&["--rule", "DS7302"]);
        let found = report["findings"][0]["severity"].as_str().unwrap_or("none").to_owned();
        assert_eq!(report["suppressedCount"], usize::from(found == "none"));
        found
    };
    let id = |value: &str| format!("[*.cs]\ndotnet_diagnostic.DS7302.severity = {value}\n");
    for (value, expected) in [
        ("error", "error"),
        ("Warning # for now", "warning"),
        ("suggestion", "note"),
        ("silent", "none"),
        ("none", "none"),
        ("default", "error"),
        ("loud", "error"),
    ] {
        assert_eq!(severity(&[(".editorconfig", &id(value))]), expected, "{value}");
    }
    let category = "[*]\ndotnet_analyzer_diagnostic.category-upgrade.severity = warning\n";
    let all = "[*]\ndotnet_analyzer_diagnostic.severity = suggestion\n";
    assert_eq!(severity(&[(".editorconfig", category), ("src/.editorconfig", all)]), "warning");
    assert_eq!(severity(&[(".editorconfig", &id("warning")), ("src/.editorconfig", all)]), "warning");
    assert_eq!(
        severity(&[(".editorconfig", &id("none")), ("src/Host/.editorconfig", &format!("root = true\n{all}"))]),
        "note"
    );
    assert_eq!(
        severity(&[("src/.globalconfig", "is_global = true\ndotnet_diagnostic.DS7302.severity = none")]),
        "none"
    );
    assert_eq!(severity(&[(".editorconfig", "[Config.cs]\ngenerated_code = true\n")]), "none");
    assert_eq!(severity(&[(".editorconfig", "[Other.cs]\ngenerated_code = true\n")]), "error");
}

#[test]
fn project_properties_outweigh_editorconfig() {
    let severity = |properties: &str, editorconfig: &str| -> String {
        let tree = host(REFUSED_CLIENT);
        let group = format!("<Project><PropertyGroup>{properties}</PropertyGroup></Project>");
        tree.write("Directory.Build.props", group);
        if !editorconfig.is_empty() {
            let text = format!("[*.cs]\ndotnet_diagnostic.DS7302.severity = {editorconfig}\n");
            tree.write(".editorconfig", text);
        }
        let report = tree.json(&["--rule", "DS7302"]);
        report["findings"][0]["severity"].as_str().unwrap_or("none").to_owned()
    };
    assert_eq!(severity("<NoWarn>$(NoWarn);CS1591, DS7302</NoWarn>", "error"), "none");
    assert_eq!(severity("<WarningsAsErrors>DS7302</WarningsAsErrors>", "none"), "error");
    assert_eq!(severity("<WarningsAsErrors>DS7302</WarningsAsErrors><NoWarn>DS7302</NoWarn>", ""), "none");
    assert_eq!(severity("<TreatWarningsAsErrors>true</TreatWarningsAsErrors>", "warning"), "error");
    assert_eq!(severity("<TreatWarningsAsErrors>true</TreatWarningsAsErrors>", "suggestion"), "note");
    let kept = "<TreatWarningsAsErrors>true</TreatWarningsAsErrors><WarningsNotAsErrors>DS7302</WarningsNotAsErrors>";
    assert_eq!(severity(kept, "warning"), "warning");
    let tree = host(REFUSED_CLIENT);
    tree.write(
        "src/Host/Host.csproj",
        HOST.replace("</TargetFramework>", "</TargetFramework>\n    <NoWarn>DS7302;DS0001</NoWarn>"),
    );
    assert_eq!(tree.findings(&[]), [""; 0]);
    assert_eq!(suppressed(&tree), ["DS7302 project: NoWarn", "DS0001 project: NoWarn"]);
    let text = tree.run(&["--show-suppressed"]).stdout;
    assert!(text.contains("by src/Host/Host.csproj:4: NoWarn"), "{text}");
}

#[test]
fn what_settings_switched_off_is_not_unused() {
    let tree = host(&client("        RequireClientSecret = true, // dslint: ignore[DS7302] -- only in tests"));
    tree.write(".editorconfig", "[*.cs]\ndotnet_diagnostic.DS7302.severity = none\n");
    assert_eq!(findings(&tree), [""; 0]);
    tree.write(".editorconfig", "[*.cs]\ndotnet_diagnostic.DS0012.severity = error\n");
    assert_eq!(tree.json(&["--rule", "DS7302", "--rule", "DS0012"])["findings"][0]["severity"], "error");
}

/// A host whose client has an attribute, and other files.
fn attributed(attribute: &str, files: &[(&str, &str)]) -> Tree {
    let config =
        REFUSED_CLIENT.replace("    public static Client", &format!("    {attribute}\n    public static Client"));
    let tree = host(&config);
    files.iter().for_each(|(path, text)| tree.write(path, text));
    tree
}

const QUALIFIED: &str = "System.Diagnostics.CodeAnalysis.SuppressMessage(\"Upgrade\", \"DS7302:secret\", Justification = \"only in tests\")";

#[test]
fn attributes_cover_their_declarations() {
    let tree = attributed(&format!("[{QUALIFIED}]"), &[]);
    assert_eq!(findings(&tree), [""; 0]);
    assert_eq!(suppressed(&tree), ["DS7302 attribute: only in tests"]);
    // Names are bound, not compared.
    let usings = [(
        "src/Host/Usings.cs",
        "global using Quiet = System.Diagnostics.CodeAnalysis.SuppressMessageAttribute;\nstatic class Codes { public const string Secret = \"DS7302\"; }\n",
    )];
    let tree = attributed("[Quiet(\"Upgrade\", \"DS7302\")] // SuppressMessage", &usings);
    assert_eq!(suppressed(&tree), ["DS7302 attribute: -"]);
    let own = [("src/Host/Own.cs", "class SuppressMessageAttribute(string a, string b) : System.Attribute;\n")];
    assert_eq!(findings(&attributed("[SuppressMessage(\"Upgrade\", \"DS7302\")]", &own)), ["Config.cs:11 DS7302"]);
    assert_eq!(findings(&attributed("[SuppressMessage(\"Upgrade\", \"DS7302\")]", &[])), ["Config.cs:11 DS7302"]);
    // On the type, in another part of it.
    let part = format!("namespace Host;\n[{QUALIFIED}]\npublic static partial class Config;\n");
    let tree = attributed("", &[("src/Host/Part.cs", &part)]);
    tree.write("src/Host/Config.cs", REFUSED_CLIENT.replace("static class", "static partial class"));
    assert_eq!(suppressed(&tree), ["DS7302 attribute: only in tests"]);
}

#[test]
fn assemblies_name_what_they_mean() {
    let count = |scope: &str| {
        let text = format!(
            "using System.Diagnostics.CodeAnalysis;\n[assembly: SuppressMessage(\"Upgrade\", \"DS7302\", Justification = \"x\"{scope})]\n"
        );
        let tree = attributed("", &[("src/Host/GlobalSuppressions.cs", &text)]);
        let found = findings(&tree);
        assert!(found.len() == 2 || found.is_empty(), "{scope}: {found:?}");
        tree.json(&[])["suppressedCount"].as_u64().unwrap()
    };
    for scope in [
        "",
        ", Scope = \"module\"",
        ", Scope = \"type\", Target = \"~T:Host.Config\"",
        ", Scope = \"Type\", Target = \"Host.Config\"",
        ", Scope = \"member\", Target = \"~P:Host.Config.Machine\"",
        ", Scope = \"member\", Target = \"Host.Config.#Machine\"",
        ", Scope = \"namespaceanddescendants\", Target = \"~N:Host\"",
    ] {
        assert_eq!(count(scope), 1, "{scope}");
    }
    for scope in [
        ", Scope = \"type\", Target = \"~T:Host.Config`1\"",
        ", Scope = \"member\", Target = \"~M:Host.Config.Machine\"",
        ", Scope = \"member\", Target = \"~P:Host.Config.Other\"",
        ", Scope = \"namespace\", Target = \"~N:Host\"",
        ", Scope = \"namespaceanddescendants\", Target = \"~N:Ho\"",
        ", Scope = \"resource\", Target = \"x\"",
    ] {
        assert_eq!(count(scope), 0, "{scope}");
    }
}

#[test]
fn overloads_are_told_apart_by_their_parameters() {
    let config = "using Duende.IdentityServer.Models;\nnamespace Host;\nclass Config\n{\n    Client Make(string a) => new() { AllowedGrantTypes = \
                  GrantTypes.ClientCredentials, RequireClientSecret = false };\n    Client Make(int a) => new() { AllowedGrantTypes = \
                  GrantTypes.ClientCredentials, RequireClientSecret = false };\n}\n";
    let found = |target: &str| {
        let tree = host(config);
        let text = format!(
            "[assembly: System.Diagnostics.CodeAnalysis.SuppressMessage(\"\", \"DS7302\", Scope = \"member\", Target = \"{target}\")]\n"
        );
        tree.write("src/Host/Quiet.cs", text);
        findings(&tree)
    };
    assert_eq!(found("~M:Host.Config.Make(System.String)~Duende.IdentityServer.Models.Client"), ["Config.cs:6 DS7302"]);
    assert_eq!(found("~M:Host.Config.Make(System.Int32)"), ["Config.cs:5 DS7302"]);
    assert_eq!(found("~M:Host.Config.Make"), ["Config.cs:5 DS7302", "Config.cs:6 DS7302", "Quiet.cs:1 DS0012"]);
}

#[test]
fn unused_attributes_go() {
    let fixed = |attributes: &str| {
        let config = client("        RequireClientSecret = true,")
            .replace("    public static Client", &format!("{attributes}    public static Client"));
        let tree = host(&config);
        let run = tree.run(&["--fix", "src/Host/Config.cs"]);
        assert!(run.stderr.contains("fixed 1 finding"), "{}{}", run.stdout, run.stderr);
        std::fs::read_to_string(tree.root.join("src/Host/Config.cs")).unwrap()
    };
    let clean = client("        RequireClientSecret = true,");
    assert_eq!(fixed(&format!("    [{QUALIFIED}]\n")), clean);
    let other = clean.replace("    public static Client", "    [System.Obsolete]\n    public static Client");
    assert_eq!(fixed(&format!("    [System.Obsolete, {QUALIFIED}]\n")), other);
    assert_eq!(fixed(&format!("    [{QUALIFIED}, System.Obsolete]\n")), other);
    let tree = attributed("[System.Diagnostics.CodeAnalysis.SuppressMessage(\"Upgrade\", \"DS7320\")]", &[]);
    assert_eq!(findings(&tree), ["Config.cs:7 DS0013", "Config.cs:11 DS7302"]);
}

#[test]
fn entries_of_the_settings_file() {
    let tree = host(REFUSED_CLIENT);
    let entry = |path: &str, more: &str| {
        format!("[[ignore]]\npath = \"{path}\"\nrule = \"DS7302\"\nreason = \"only in tests\"\n{more}")
    };
    tree.write("dslint.toml", entry("Config.cs", ""));
    assert_eq!(findings(&tree), [""; 0]);
    assert_eq!(suppressed(&tree), ["DS7302 settings: only in tests"]);
    let run = tree.run(&["--show-suppressed"]);
    assert!(run.stdout.contains("by dslint.toml:1: only in tests"), "{}", run.stdout);
    tree.write("dslint.toml", entry("src/Host/", "until = \"7.3\"\n"));
    assert_eq!(findings(&tree), ["dslint.toml:1 DS0010", "Config.cs:10 DS7302"]);
    let report = tree.run(&[]).stdout;
    assert!(report.contains("settle what it hid, then take the entry out of dslint.toml"), "{report}");
    tree.write("dslint.toml", entry("clients.json", ""));
    assert_eq!(findings(&tree), ["dslint.toml:1 DS0012", "Config.cs:10 DS7302"]);
    let report = tree.run(&[]).stdout;
    assert!(report.contains("take the entry out of dslint.toml, or correct its path"), "{report}");
}

/// Two projects that compile `src/Shared/Config.cs`, with properties of their own.
fn linked(first: &str, second: &str) -> Tree {
    let project = |properties: &str| {
        HOST.replace("</TargetFramework>", &format!("</TargetFramework>\n    {properties}"))
            .replace("    <PackageReference", "    <Compile Include=\"../Shared/Config.cs\" />\n    <PackageReference")
    };
    Tree::new(&[
        (".git/HEAD", ""),
        ("src/A/A.csproj", &project(first)),
        ("src/B/B.csproj", &project(second)),
        ("src/Shared/Config.cs", REFUSED_CLIENT),
    ])
}

#[test]
fn a_linked_file_is_quiet_where_all_its_projects_are() {
    let severity = |first: &str, second: &str| {
        let report = linked(first, second).json(&["--rule", "DS7302"]);
        report["findings"][0]["severity"].as_str().unwrap_or("none").to_owned()
    };
    let (quiet, loud) = ("<NoWarn>DS7302</NoWarn>", "<WarningsAsErrors>DS7302</WarningsAsErrors>");
    assert_eq!(severity(quiet, ""), "error");
    assert_eq!(severity("", quiet), "error");
    assert_eq!(severity(quiet, quiet), "none");
    let soft = |first: &str, second: &str| {
        let tree = linked(first, second);
        tree.write(".editorconfig", "[*.cs]\ndotnet_diagnostic.DS7302.severity = suggestion\n");
        let report = tree.json(&["--rule", "DS7302"]);
        report["findings"][0]["severity"].as_str().unwrap_or("none").to_owned()
    };
    assert_eq!(soft("", loud), "error");
    assert_eq!(soft(quiet, ""), "note");
    assert_eq!(soft(loud, quiet), "error");
}

#[test]
fn an_assembly_speaks_for_its_project_only() {
    for scope in ["", ", Scope = \"type\", Target = \"~T:Host.Config\""] {
        let text = format!(
            "[assembly: System.Diagnostics.CodeAnalysis.SuppressMessage(\"Upgrade\", \"DS7302\", Justification = \"x\"{scope})]\n"
        );
        let rules = ["--rule", "DS7302", "--rule", "DS0012"];
        for (own, other) in [("A", "B"), ("B", "A")] {
            let tree = linked("", "");
            tree.write(&format!("src/{own}/GlobalSuppressions.cs"), &text);
            // Reported for the other project, and yet not unused.
            assert_eq!(tree.findings(&rules), ["src/Shared/Config.cs:10 DS7302"], "{own}{scope}");
            tree.write(&format!("src/{other}/GlobalSuppressions.cs"), &text);
            assert_eq!(tree.findings(&rules), [""; 0], "{scope}");
        }
        let tree = linked("<NoWarn>DS7302</NoWarn>", "");
        tree.write("src/B/GlobalSuppressions.cs", &text);
        assert_eq!(tree.findings(&rules), [""; 0], "{scope}");
    }
}

#[test]
fn generated_code_leaves_migrations_alone() {
    let marked = |text: &str| {
        let tree = host(text);
        tree.write(".editorconfig", "[*.cs]\ngenerated_code = true\n");
        findings(&tree)
    };
    assert_eq!(marked(REFUSED_CLIENT), [""; 0]);
    let migration = format!("{REFUSED_CLIENT}\n[Migration(\"20250101000000_Initial\")]\nclass Initial;\n");
    assert_eq!(marked(&migration), ["Config.cs:10 DS7302"]);
}

#[test]
fn a_pragma_of_one_framework_is_in_use() {
    let config = REFUSED_CLIENT.replace(
        LINE,
        &format!(
            "#if NET8_0\n#pragma warning disable DS7302 // not there\n#endif\n{LINE}\n#pragma warning restore DS7302"
        ),
    );
    let tree = host(&config);
    tree.write(
        "src/Host/Host.csproj",
        HOST.replace("<TargetFramework>net8.0</TargetFramework>", "<TargetFrameworks>net8.0;net9.0</TargetFrameworks>"),
    );
    assert_eq!(findings(&tree), ["Config.cs:13 DS7302"]);
}

#[test]
fn what_is_no_comment_for_dslint_yet_is_told() {
    let said = |line: &str, why: &str| {
        let tree = host(&client(line));
        assert_eq!(findings(&tree), ["Config.cs:10 DS7302", "Config.cs:10 DS0013"], "{line}");
        let run = tree.run(&["--format", "concise"]);
        assert!(run.stdout.contains(why), "{}", run.stdout);
    };
    let near = |comment: &str| format!("{LINE} {comment}");
    said(&near("// dslint ignore[DS7302] -- x"), "there is no colon behind the name; write `dslint: ignore[…]`");
    said(&near("// DSLINT: ignore[DS7302] -- x"), "`DSLINT: ignore` is not written like this");
    said(&near("/// dslint: ignore[DS7302] -- x"), "a comment of documentation is for people");
    said(&near("// dslint: ignore[DS7302] until=2026-12-01 -- x"), "write one like 8.0, not a date");
}

#[test]
fn dashes_in_xml_comments_are_told() {
    let comment = "<!-- dslint: ignore[DS0001] -- pinned -->";
    let project = HOST.replace("    <PackageReference", &format!("    {comment}\n    <PackageReference"));
    let tree = Tree::new(&[(".git/HEAD", ""), ("src/Host/Host.csproj", &project)]);
    assert_eq!(tree.findings(&[]), ["src/Host/Host.csproj:6 DS0013", "src/Host/Host.csproj:7 DS0001"]);
    let run = tree.run(&["--format", "concise"]);
    assert!(run.stdout.contains("XML comments hold no `--`: write `: reason`"), "{}", run.stdout);
}
