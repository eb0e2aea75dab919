//! SARIF: valid, and as GitHub code scanning takes it. tests/sarif/check.sh asks the official validator as well.

use crate::support::{HOST, REFUSED_CLIENT, Tree, assert_valid, corpus, repository_json, run_in};
use serde_json::Value;
use std::collections::HashSet;

fn sarif(tree: &Tree, arguments: &[&str]) -> Value {
    let run = tree.run(&[arguments, &["--format", "sarif"]].concat());
    serde_json::from_str(&run.stdout).unwrap_or_else(|error| panic!("{error}: {}", run.stderr))
}

fn results(log: &Value) -> &Vec<Value> {
    log["runs"][0]["results"].as_array().unwrap()
}

#[test]
fn conforms_to_the_schema() {
    let schema = repository_json("tests/sarif/sarif-2.1.0.json");
    let tree = Tree::host();
    assert_valid(&schema, &sarif(&tree, &[]));
    tree.write("src/Host/Broken.csproj", "<Project>");
    let log = sarif(&tree, &[]);
    assert_valid(&schema, &log);
    let notification = &log["runs"][0]["invocations"][0]["toolExecutionNotifications"][0];
    let uri = &notification["locations"][0]["physicalLocation"]["artifactLocation"]["uri"];
    assert_eq!(uri, "src/Host/Broken.csproj");
    assert_valid(&schema, &sarif(&Tree::new(&[]), &[]));
}

#[test]
fn says_everything_that_code_scanning_shows() {
    let log = sarif(&Tree::host(), &[]);
    let run = &log["runs"][0];
    assert_eq!(run["automationDetails"]["id"], "dslint/");
    assert_eq!(run["columnKind"], "utf16CodeUnits");
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    for rule in rules {
        for field in ["shortDescription", "fullDescription", "help"] {
            let text = rule[field]["text"].as_str().unwrap();
            assert!(!text.is_empty() && (field == "help" || text.chars().count() <= 1024), "{} {field}", rule["id"]);
        }
        assert!(rule["help"]["markdown"].as_str().unwrap().contains("## What to do"));
        assert!(rule["helpUri"].as_str().unwrap().starts_with("https://"));
    }
    let result = &results(&log)[0];
    assert_eq!(result["ruleId"], rules[result["ruleIndex"].as_u64().unwrap() as usize]["id"]);
    let place = &result["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "src/Host/Config.cs");
    assert_eq!(place["artifactLocation"]["uriBaseId"], "%SRCROOT%");
    let text = result["message"]["text"].as_str().unwrap();
    assert!(text.contains("`client_credentials`") && text.contains("](1)"), "{text}");
    assert_eq!(result["relatedLocations"][0]["id"], 1);
}

#[test]
fn every_solution_is_within_the_limits_of_code_scanning() {
    let schema = repository_json("tests/sarif/sarif-2.1.0.json");
    let is_relative = |uri: &str| !uri.starts_with('/') && !uri.contains(':') && !uri.contains('\\');
    let mut fixes = 0;
    for name in corpus().keys() {
        let tree = Tree::of_corpus(name);
        let log = sarif(&tree, &["--to", "7.3"]);
        assert_valid(&schema, &log);
        assert!(!log.to_string().contains(tree.root.to_str().unwrap()), "{name} names a place of this machine");
        let run = &log["runs"][0];
        for rule in run["tool"]["driver"]["rules"].as_array().unwrap() {
            let tags = rule["properties"]["tags"].as_array().unwrap();
            assert!((1..=10).contains(&tags.len()) && tags.iter().collect::<HashSet<_>>().len() == tags.len());
            assert!(rule["properties"].get("security-severity").is_none(), "{}: an upgrade is no weakness", rule["id"]);
            assert!(rule["name"].as_str().unwrap().len() <= 255);
        }
        let mut prints = HashSet::new();
        for result in results(&log) {
            assert!(prints.insert(result["partialFingerprints"]["dslint/v1"].as_str().unwrap()), "{name}");
            assert!(result["partialFingerprints"]["primaryLocationLineHash"].is_string(), "{name}");
            assert_eq!(result["locations"].as_array().unwrap().len(), 1);
            let related = result["relatedLocations"].as_array().map_or(0, Vec::len);
            assert!(related <= 100);
            let text = result["message"]["text"].as_str().unwrap();
            assert!((1..=related).all(|id| text.contains(&format!("]({id})"))), "{text}");
            fixes += result["fixes"].as_array().map_or(0, Vec::len);
        }
        let mut values = vec![run];
        while let Some(value) = values.pop() {
            values.extend(value.as_array().into_iter().flatten());
            values.extend(value.as_object().into_iter().flat_map(|object| object.values()));
            if let Some(artifact) = value.get("artifactLocation") {
                assert!(is_relative(artifact["uri"].as_str().unwrap()), "{artifact}");
                assert_eq!(artifact["uriBaseId"], "%SRCROOT%");
            }
        }
    }
    assert!(fixes > 5, "{fixes}");
}

#[test]
fn several_runs_over_a_commit_have_a_category_each() {
    let tree = Tree::host();
    let id = |arguments: &[&str]| sarif(&tree, arguments)["runs"][0]["automationDetails"]["id"].clone();
    assert_eq!(id(&["--sarif-category", "to 7.2"]), "to 7.2/");
    assert_eq!(id(&["--sarif-category", "dslint/api/"]), "dslint/api/");
    assert_eq!(tree.run(&["--sarif-category", ""]).code, 2);
}

#[test]
fn paths_start_at_the_top_of_the_repository() {
    let tree = Tree::host();
    tree.write("src/Host/A b#é.cs", REFUSED_CLIENT.replace("Config", "A"));
    let run = run_in(&tree.root.join("src/Host"), &["--format", "sarif", "--rule", "DS7302"]);
    let log: Value = serde_json::from_str(&run.stdout).unwrap();
    let uri = |result: &Value| result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].clone();
    let uris: Vec<Value> = results(&log).iter().map(uri).collect();
    assert_eq!(uris, ["src/Host/A%20b%23%C3%A9.cs", "src/Host/Config.cs"]);
    assert_eq!(results(&log)[0]["properties"]["project"], "src/Host/Host.csproj");
}

#[test]
fn regions_are_of_one_line() {
    let code = REFUSED_CLIENT.replace("RequireClientSecret = false", "RequireClientSecret =\n            false");
    let tree = Tree::new(&[("Host.csproj", HOST), ("Config.cs", &code)]);
    for result in results(&sarif(&tree, &[])) {
        let places =
            [&result["locations"], &result["relatedLocations"]].into_iter().flat_map(|it| it.as_array()).flatten();
        for place in places {
            let region = &place["physicalLocation"]["region"];
            assert_eq!(region["startLine"], region["endLine"]);
            assert!(region["endColumn"].as_u64() >= region["startColumn"].as_u64());
        }
    }
}

#[test]
fn fingerprints_survive_edits_elsewhere_and_tell_equal_lines_apart() {
    let member = |name: &str| {
        format!(
            "    public static Client {name} => new() {{ AllowedGrantTypes = GrantTypes.ClientCredentials, RequireClientSecret = false }};\n"
        )
    };
    let code = |before: &str, members: &[&str]| {
        let members: String = members.iter().map(|name| member(name)).collect();
        format!("{before}using Duende.IdentityServer.Models;\npublic static class Config\n{{\n{members}}}\n")
    };
    let tree = Tree::new(&[("Host.csproj", HOST)]);
    let fingerprints = |code: &str| {
        tree.write("Config.cs", code);
        let log = sarif(&tree, &["--rule", "DS7302"]);
        let own = |result: &Value| result["partialFingerprints"]["dslint/v1"].as_str().unwrap().to_owned();
        results(&log).iter().map(own).collect::<Vec<_>>()
    };
    let plain = fingerprints(&code("", &["A", "B"]));
    assert_eq!(plain.len(), 2);
    assert_ne!(plain[0], plain[1]);
    assert_eq!(fingerprints(&code("// a comment\n\n", &["A", "B"])), plain);
    assert_eq!(fingerprints(&code("", &["A", "B"]).replace("    public", "\tpublic")), plain);
    assert_eq!(fingerprints(&code("", &["B", "C"]))[0], plain[1]);
    let twins = fingerprints(&code("", &["A", "A"]));
    assert_ne!(twins[0], twins[1]);
    assert_eq!(twins[0], plain[0]);
}

#[test]
fn equal_lines_in_different_members_do_not_take_the_fingerprint_of_each_other() {
    let method = |name: &str| {
        format!(
            "    static Client {name}()\n    {{\n        return new Client {{ AllowedGrantTypes = GrantTypes.ClientCredentials, RequireClientSecret = false }};\n    }}\n"
        )
    };
    let tree = Tree::new(&[("Host.csproj", HOST)]);
    let fingerprints = |names: &[&str]| {
        let methods: String = names.iter().map(|name| method(name)).collect();
        let code = format!("using Duende.IdentityServer.Models;\nclass Config\n{{\n{methods}}}\n");
        tree.write("Config.cs", code);
        let log = sarif(&tree, &["--rule", "DS7302"]);
        let own = |result: &Value| result["partialFingerprints"]["dslint/v1"].as_str().unwrap().to_owned();
        results(&log).iter().map(own).collect::<Vec<_>>()
    };
    let [first, second] = fingerprints(&["A", "B"]).try_into().unwrap();
    assert_eq!(fingerprints(&["B", "A"]), [second.clone(), first]);
    assert_eq!(fingerprints(&["New", "B"])[1], second);
}

#[test]
fn more_results_than_code_scanning_keeps_are_cut_by_severity() {
    let clients =
        "        new Client { AllowedGrantTypes = GrantTypes.ClientCredentials, RequireClientSecret = false },\n"
            .repeat(5_000);
    let code = format!(
        "using Duende.IdentityServer.Models;\npublic static class Config {{\n    public static Client[] All = new[] {{\n{clients}    }};\n}}\n"
    );
    let tree = Tree::new(&[("Host.csproj", HOST), ("Config.cs", &code)]);
    let run = tree.run(&["--format", "sarif"]);
    let log: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(results(&log).len(), 5_000);
    assert!(results(&log).iter().all(|result| result["level"] == "error"), "the note about the package is cut");
    assert!(run.stderr.contains("the 1 least severe findings were left out"), "{}", run.stderr);
}
