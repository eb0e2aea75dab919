//! `--hook` and `--from-commit`: the paths of a commit hook, and versions held against those of an earlier commit.

use std::process::Command;

use crate::support::{HOST, REFUSED_CLIENT, Run, Tree, command_in};

/// A constant that takes another value in 7.3: nothing breaks, so it matters only to who crosses 7.3 (DS7303).
const METER: &str = r#"using OpenTelemetry.Metrics;

public static class Telemetry
{
    public static void Add(MeterProviderBuilder metrics) => metrics.AddMeter("Duende.IdentityServer.Experimental");
}
"#;

const CENTRAL: &str = r#"<Project>
  <PropertyGroup><ManagePackageVersionsCentrally>true</ManagePackageVersionsCentrally></PropertyGroup>
  <ItemGroup><PackageVersion Include="Duende.IdentityServer" Version="7.2.4" /></ItemGroup>
</Project>
"#;

impl Tree {
    fn git(&self, arguments: &[&str]) {
        let mut command = Command::new("git");
        for name in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"] {
            command.env_remove(name);
        }
        let identity = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"];
        let status = command.args(identity).args(arguments).current_dir(&self.root).status().unwrap();
        assert!(status.success(), "git {arguments:?}");
    }

    fn commit(&self) {
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "--allow-empty", "--message", "change"]);
    }

    /// A committed repository.
    fn committed(files: &[(&str, &str)]) -> Tree {
        let tree = Tree::new(files);
        tree.git(&["init", "--quiet", "--initial-branch", "main"]);
        tree.commit();
        tree
    }
}

fn raised(text: &str) -> String {
    let raised = text.replace("7.2.4", "7.3.4");
    assert_ne!(raised, text);
    raised
}

#[test]
fn what_cannot_be_checked_is_nobodys_mistake() {
    let tree = Tree::committed(&[
        ("src/Host/Host.csproj", HOST),
        ("src/Host/Config.cs", REFUSED_CLIENT),
        ("README.md", ""),
        ("gen/G.cs", REFUSED_CLIENT),
    ]);
    let given = ["--hook", "README.md", "src/Host/Gone.cs", "gen/G.cs", "Gone.csproj", "--exclude", "gen/"];
    let run = tree.run(&given);
    assert_eq!((run.code, run.stdout.as_str(), run.stderr.as_str()), (0, "", ""));
    let run = tree.run(&[&given[..], &["--format", "json"]].concat());
    assert!(run.code == 0 && run.stdout.contains("\"findings\": []"), "a format for programs is whole: {}", run.stdout);
    let run = tree.run(&[&given[..], &["src/Host/Config.cs", "--format", "concise"]].concat());
    assert_eq!((run.code, run.stderr.as_str()), (1, ""));
    assert!(run.stdout.starts_with("src/Host/Config.cs:10:9: error DS7302 ") && run.stdout.lines().count() == 1);
}

#[test]
fn a_raised_version_is_held_against_the_last_commit() {
    let tree = Tree::committed(&[("src/Host/Host.csproj", HOST), ("src/Host/Telemetry.cs", METER)]);
    tree.write("src/Host/Host.csproj", raised(HOST));
    let silent = ["src/Host/Telemetry.cs:5 DS7303"];
    assert_eq!(tree.findings(&[]), Vec::<String>::new(), "on 7.3.4 it is too late to see what was silent");
    assert_eq!(tree.findings(&["--hook", "src/Host/Host.csproj"]), silent, "the project file alone is enough");
    assert_eq!(tree.findings(&["--from-commit", "HEAD"]), silent);
    let summary = tree.run(&["--hook", "src/Host/Host.csproj"]).stdout;
    assert!(summary.contains("7.2.4 → 7.3.4 (refers to 7.3.4 now)  Host"), "{summary}");
    tree.commit();
    assert_eq!(tree.findings(&["--hook", "src/Host/Host.csproj"]), Vec::<String>::new(), "7.3.4 is where it is now");
    assert_eq!(tree.findings(&["--from-commit", "HEAD~1"]), silent);
    tree.write("src/Host/Host.csproj", HOST.replace("7.2.4", "7.1.0"));
    assert_eq!(tree.findings(&["--hook", "src/Host/Telemetry.cs"]), silent, "going back starts from where it goes");
}

#[test]
fn a_given_start_outweighs_the_last_commit() {
    let tree = Tree::committed(&[("Host.csproj", HOST), ("Telemetry.cs", METER)]);
    tree.write("Host.csproj", raised(HOST));
    assert_eq!(tree.findings(&["--hook", "--from", "7.3", "Host.csproj"]), Vec::<String>::new());
    let run = tree.run(&["--from", "7.2", "--from-commit", "HEAD"]);
    assert!(run.code == 2 && run.stderr.contains("cannot be used with"), "{}", run.stderr);
}

#[test]
fn the_start_of_a_range_of_commits_is_that_of_the_range() {
    let tree = Tree::committed(&[("Host.csproj", HOST), ("Telemetry.cs", METER)]);
    tree.git(&["tag", "before"]);
    tree.write("Host.csproj", raised(HOST));
    tree.commit();
    let run = |revision: &str| {
        let mut command = command_in(&tree.root, &["--hook", "Host.csproj", "--format", "concise"]);
        Run::of(&command.env("PRE_COMMIT_FROM_REF", revision).output().unwrap())
    };
    assert!(run("before").stdout.starts_with("Telemetry.cs:5:"), "{}", run("before").stdout);
    let lost = run("nowhere");
    assert_eq!(lost.stdout, "");
    let note =
        "projects start from the versions that they refer to now, since nowhere cannot be read: it names no commit";
    assert!(lost.stderr.contains(note), "{}", lost.stderr);
}

#[test]
fn central_versions_stand_for_the_projects_that_take_them_in() {
    let host = HOST.replace(" Version=\"7.2.4\"", "");
    let lock = r#"{"version":2,"dependencies":{"net8.0":{"Duende.IdentityServer":{"type":"Direct","requested":"[7.2.4, )","resolved":"7.2.4"}}}}"#;
    let tree = Tree::committed(&[
        ("Directory.Packages.props", CENTRAL),
        ("src/Host/Host.csproj", &host),
        ("src/Host/Config.cs", REFUSED_CLIENT),
        ("src/Host/packages.lock.json", lock),
        ("src/Other/Other.csproj", "<Project Sdk=\"Microsoft.NET.Sdk\" />"),
        ("elsewhere/Config.cs", REFUSED_CLIENT),
        ("elsewhere/Elsewhere.csproj", HOST),
        ("elsewhere/Directory.Packages.props", "<Project />"),
    ]);
    let host = ["src/Host/Config.cs:10 DS7302"];
    for part in ["Directory.Packages.props", "src/Host/packages.lock.json", "src/Host/Host.csproj"] {
        assert_eq!(tree.findings(&["--rule", "DS7302", part]), host, "{part}");
        assert_eq!(tree.findings(&["--rule", "DS7302", "--hook", part]), Vec::<String>::new(), "nothing moved: {part}");
    }
    tree.write("src/Host/packages.lock.json", lock.replace("\"resolved\":\"7.2.4\"", "\"resolved\":\"7.2.5\""));
    let resolved = tree.findings(&["--hook", "--rule", "DS7302", "src/Host/packages.lock.json"]);
    assert_eq!(resolved, host, "what is locked is what is used");
    tree.write("src/Host/packages.lock.json", lock);
    tree.write("Directory.Packages.props", raised(CENTRAL));
    assert_eq!(tree.findings(&["--hook", "--rule", "DS7302", "Directory.Packages.props"]), host);
    let excluded = ["--hook", "Directory.Packages.props", "--exclude", "src/Host/"];
    assert_eq!(tree.findings(&excluded), Vec::<String>::new(), "exclusions hold for the projects, too");
}

#[test]
fn a_version_that_comes_through_a_reference_is_the_dependents_too() {
    let reference = "<ProjectReference Include=\"../Shared/Shared.csproj\" />";
    let host = format!("<Project Sdk=\"Microsoft.NET.Sdk\"><ItemGroup>{reference}</ItemGroup></Project>");
    let tree = Tree::committed(&[
        ("Shared/Shared.csproj", HOST),
        ("Host/Host.csproj", &host),
        ("Host/Telemetry.cs", METER),
        ("Lone/Lone.csproj", "<Project Sdk=\"Microsoft.NET.Sdk\" />"),
        ("Lone/Config.cs", REFUSED_CLIENT),
    ]);
    assert_eq!(tree.findings(&["--hook", "Shared/Shared.csproj", "--rule", "DS7303"]), Vec::<String>::new());
    tree.write("Shared/Shared.csproj", raised(HOST));
    assert_eq!(tree.findings(&["--hook", "Shared/Shared.csproj"]), ["Host/Telemetry.cs:5 DS7303"]);
}

#[test]
fn files_that_a_project_links_belong_to_it() {
    let link = "<Compile Include=\"../../shared/*.cs\" />\n  </ItemGroup>";
    let tree = Tree::committed(&[
        ("src/Host/Host.csproj", &HOST.replace("</ItemGroup>", link)),
        ("shared/Config.cs", REFUSED_CLIENT),
        ("shared/deep/Config.cs", REFUSED_CLIENT),
    ]);
    let linked = ["shared/Config.cs:10 DS7302"];
    assert_eq!(tree.findings(&["src/Host/Host.csproj", "--rule", "DS7302"]), linked);
    let csproj = std::fs::read_to_string(tree.root.join("src/Host/Host.csproj")).unwrap();
    tree.write("src/Host/Host.csproj", raised(&csproj));
    assert_eq!(tree.findings(&["--hook", "src/Host/Host.csproj", "--rule", "DS7302", "--to", "7.3"]), linked);
}

/// Projects under `Directory.Build.props`, with old findings in the code and at the package references.
fn old_debts() -> Tree {
    Tree::committed(&[
        ("Directory.Build.props", "<Project><PropertyGroup><Nullable>enable</Nullable></PropertyGroup></Project>"),
        (
            "Host/Host.csproj",
            &HOST.replace(
                "</ItemGroup>",
                "  <PackageReference Include=\"Serilog\" Version=\"4.0.0\" />\n  </ItemGroup>",
            ),
        ),
        ("Host/Config.cs", REFUSED_CLIENT),
    ])
}

#[test]
fn a_change_that_moves_no_project_reports_only_the_passed_file() {
    let tree = old_debts();
    let host = std::fs::read_to_string(tree.root.join("Host/Host.csproj")).unwrap();
    let own = ["Host/Host.csproj:6 DS0001"];
    for changed in [
        host.replace("4.0.0", "4.1.0"),
        host.replace("</PropertyGroup>", "<Nullable>enable</Nullable></PropertyGroup>"),
        host.replace(
            "</ItemGroup>",
            "<PackageReference Include=\"Duende.BFF\" Version=\"2.0.0\" Condition=\"false\" /></ItemGroup>",
        ),
    ] {
        assert_ne!(changed, host);
        tree.write("Host/Host.csproj", &changed);
        assert_eq!(tree.findings(&["--hook", "Host/Host.csproj"]), own, "{changed}");
    }
    tree.write(
        "Directory.Build.props",
        "<Project><PropertyGroup><Nullable>disable</Nullable></PropertyGroup></Project>",
    );
    assert_eq!(tree.findings(&["--hook", "Directory.Build.props"]), Vec::<String>::new());
    let given = ["--hook", "Host/Host.csproj", "Host/Config.cs"];
    assert_eq!(tree.findings(&given).len(), 2, "what was passed is reported as ever");
}

#[test]
fn what_moves_a_project_reports_it_whole() {
    let tree = old_debts();
    let host = std::fs::read_to_string(tree.root.join("Host/Host.csproj")).unwrap();
    let whole = ["Host/Config.cs:10 DS7302"];
    let findings = |given: &str| tree.findings(&["--hook", "--rule", "DS7302", given]);
    for (what, changed) in [
        ("a target framework", host.replace("net8.0", "net9.0")),
        ("another package that rules name", host.replace("Serilog", "Duende.IdentityModel")),
        ("one whose presence decides", host.replace("Serilog", "Duende.BFF.Yarp")),
        ("a version through a property", {
            let property = "<Ids>7.2.5</Ids></PropertyGroup>";
            host.replace("</PropertyGroup>", property).replace("\"7.2.4\"", "\"$(Ids)\"")
        }),
    ] {
        tree.write("Host/Host.csproj", &changed);
        assert_eq!(findings("Host/Host.csproj"), whole, "{what}");
    }
    tree.write("Host/Host.csproj", &host);
    let props =
        "<Project><ItemGroup><PackageReference Include=\"IdentityModel\" Version=\"6.0.0\" /></ItemGroup></Project>";
    tree.write("Directory.Build.props", props);
    assert_eq!(findings("Directory.Build.props"), whole, "through a props file");
}

#[test]
fn a_new_project_is_reported_whole_when_it_is_passed() {
    let tree = old_debts();
    tree.write("New/New.csproj", HOST);
    tree.write("New/Config.cs", REFUSED_CLIENT);
    let only = ["--hook", "--rule", "DS7302"];
    assert_eq!(tree.findings(&[&only[..], &["New/New.csproj"]].concat()), ["New/Config.cs:10 DS7302"]);
    tree.write("Directory.Build.props", "<Project />");
    let untracked = tree.findings(&[&only[..], &["Directory.Build.props"]].concat());
    assert_eq!(untracked, Vec::<String>::new(), "what nobody added is not in the commit");
}

#[test]
fn what_a_restore_wrote_moves_nothing() {
    let floating = HOST.replace("7.2.4", "7.*");
    let tree = Tree::committed(&[("Host/Host.csproj", &floating), ("Host/Config.cs", REFUSED_CLIENT)]);
    let assets = r#"{"version":3,"targets":{"net8.0":{"Duende.IdentityServer/7.2.4":{"type":"package"}}},"project":{"frameworks":{"net8.0":{"dependencies":{"Duende.IdentityServer":{"target":"Package","version":"[7.*, )"}}}}}}"#;
    tree.write("Host/obj/project.assets.json", assets);
    assert_eq!(tree.findings(&["--hook", "--rule", "DS7302", "Host/Host.csproj"]), Vec::<String>::new());
}

#[test]
fn without_a_commit_before_a_project_file_stands_for_its_project() {
    let tree = Tree::new(&[("Host/Host.csproj", HOST), ("Host/Config.cs", REFUSED_CLIENT)]);
    let whole = ["Host/Config.cs:10 DS7302"];
    let given = ["--hook", "--rule", "DS7302", "Host/Host.csproj"];
    assert_eq!(tree.findings(&given), whole, "no repository");
    tree.git(&["init", "--quiet"]);
    assert_eq!(tree.findings(&given), whole, "no commit");
}

#[test]
fn a_file_is_on_the_way_of_the_projects_around_it() {
    let tree = Tree::committed(&[
        ("Host/Host.csproj", &raised(HOST)),
        ("scripts/Telemetry.cs", METER),
        ("Lib/Lib.csproj", "<Project Sdk=\"Microsoft.NET.Sdk\" />"),
        ("Lib/Telemetry.cs", METER),
    ]);
    let given = ["--hook", "scripts/Telemetry.cs", "Lib/Telemetry.cs"];
    assert_eq!(tree.findings(&[]), Vec::<String>::new());
    assert_eq!(tree.findings(&given), Vec::<String>::new(), "as in a run over everything");
    tree.write("Host/Host.csproj", HOST);
    assert_eq!(tree.findings(&given).len(), 2);
}

#[test]
fn fixes_of_a_hook_are_on_the_way_from_the_last_commit() {
    let tree = Tree::committed(&[("Host.csproj", HOST), ("Telemetry.cs", METER), ("Config.cs", REFUSED_CLIENT)]);
    tree.write("Host.csproj", raised(HOST));
    let before = std::fs::read_to_string(tree.root.join("Host.csproj")).unwrap();
    let read = |path: &str| std::fs::read_to_string(tree.root.join(path)).unwrap();
    let fix = ["--hook", "--fix", "--format", "concise"];
    let run = tree.run(&[&fix[..], &["Host.csproj"]].concat());
    assert!(run.stdout.contains("Telemetry.cs:5:") && run.stderr.contains("nothing to fix"), "{}", run.stderr);
    assert_eq!(read("Telemetry.cs"), METER, "it is not in the commit");
    let run = tree.run(&[&fix[..], &["Host.csproj", "Telemetry.cs"]].concat());
    assert!(
        run.stderr.contains("fixed 1 finding") && run.stdout.contains("Config.cs:10:"),
        "{}{}",
        run.stdout,
        run.stderr
    );
    assert!(!read("Telemetry.cs").contains("Experimental"));
    assert_eq!(read("Host.csproj"), before);
}

#[test]
fn a_hook_raises_a_version_only_when_that_is_asked() {
    let central = HOST.replace(" Version=\"7.2.4\"", "");
    let tree = Tree::committed(&[
        ("Host/Host.csproj", HOST),
        ("Central/Directory.Packages.props", CENTRAL),
        ("Central/Central.csproj", &central),
    ]);
    let read = |path: &str| std::fs::read_to_string(tree.root.join(path)).unwrap();
    let given = ["--hook", "--fix", "Host/Host.csproj", "Central/Central.csproj"];
    let run = tree.run(&given);
    assert!(run.stdout.contains("DS0001") && run.stderr.contains("nothing to fix"), "{}{}", run.stdout, run.stderr);
    assert_eq!(read("Host/Host.csproj"), HOST);
    tree.run(&[&given[..], &["--rule", "DS0001"]].concat());
    assert!(!read("Host/Host.csproj").contains("7.2.4"));
    assert_eq!(read("Central/Directory.Packages.props"), CENTRAL, "it was not passed");
    tree.run(&["--hook", "--fix", "--rule", "package-outdated", "Central/Directory.Packages.props"]);
    assert!(!read("Central/Directory.Packages.props").contains("7.2.4"));
}

#[test]
fn a_commit_that_cannot_be_read_is_wrong_usage() {
    let tree = Tree::committed(&[("Host.csproj", HOST)]);
    for (revision, why) in [("nowhere", "it names no commit"), ("--all", "it names no commit")] {
        let run = tree.run(&[&format!("--from-commit={revision}")]);
        assert!(run.code == 2 && run.stderr.contains(why), "{revision}: {}", run.stderr);
    }
    let mut without_git = command_in(&tree.root, &["--from-commit", "HEAD"]);
    let run = Run::of(&without_git.env("PATH", &tree.root).output().unwrap());
    assert!(run.code == 2 && run.stderr.contains("git could not be run: it is not installed"), "{}", run.stderr);
    let run = Tree::new(&[("Host.csproj", HOST)]).run(&["--from-commit", "HEAD"]);
    assert!(run.code == 2 && run.stderr.contains("is no git repository"), "{}", run.stderr);
    let run = Tree::new(&[("Host.csproj", HOST)]).run(&["--hook", "Host.csproj"]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""), "a hook works without a repository");
}
