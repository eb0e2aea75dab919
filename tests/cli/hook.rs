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
        for mode in [&["--rule", "DS7302"][..], &["--rule", "DS7302", "--hook"]] {
            assert_eq!(tree.findings(&[mode, &[part]].concat()), host, "{part} {mode:?}");
        }
    }
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
    assert_eq!(tree.findings(&["--hook", "src/Host/Host.csproj", "--rule", "DS7302"]), linked);
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
    let run = tree.run(&["--hook", "--fix", "Host.csproj", "--format", "concise"]);
    assert!(
        run.stderr.contains("fixed 1 finding") && run.stdout.contains("Config.cs:10:"),
        "{}{}",
        run.stdout,
        run.stderr
    );
    let text = std::fs::read_to_string(tree.root.join("Telemetry.cs")).unwrap();
    assert!(!text.contains("Experimental"), "{text}");
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
