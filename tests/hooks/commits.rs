//! Commits that are refused and commits that pass, with the manifest of this repository and the program of this build.

use std::fs;
use std::path::Path;
use tempfile::TempDir;

use crate::repository::{Repository, tagged};
use crate::runner::{Runner, runners};

const HOST: &str = r#"<Project Sdk="Microsoft.NET.Sdk.Web">
  <PropertyGroup><TargetFramework>net8.0</TargetFramework></PropertyGroup>
  <ItemGroup><PackageReference Include="Duende.IdentityServer" Version="7.2.4" /></ItemGroup>
</Project>
"#;

/// A client that 7.3 refuses: DS7302.
const REFUSED: &str = r#"using Duende.IdentityServer.Models;

public static class Config
{
    public static Client Machine => new() { AllowedGrantTypes = GrantTypes.ClientCredentials, RequireClientSecret = false };
}
"#;

/// What changes silently on the way to 7.3: DS7303.
const METER: &str = r#"using OpenTelemetry.Metrics;

public static class Telemetry
{
    public static void Add(MeterProviderBuilder metrics) => metrics.AddMeter("Duende.IdentityServer.Experimental");
}
"#;

fn allowed() -> String {
    REFUSED.replace(", RequireClientSecret = false", "")
}

/// Runs a test with every runner, each in a repository of its own with this hook.
fn with_each(hook: &str, test: impl Fn(&Repository, &Runner)) {
    for runner in runners() {
        let home = TempDir::new().unwrap();
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let hooks = tagged(root, &[".pre-commit-hooks.yaml".to_owned()], &home.path().canonicalize().unwrap());
        test(&Repository::new(&hooks, hook, &runner), &runner);
    }
}

const SYSTEM: &str = "      - id: dslint-system\n";

#[test]
fn a_bad_change_is_refused_and_a_good_one_passes() {
    with_each(SYSTEM, |repository, _| {
        repository.begin(&[("src/Host.csproj", HOST), ("src/Config.cs", &allowed()), ("src/Old.cs", REFUSED)]);
        repository.write("src/Config.cs", REFUSED);
        repository.commit_all().is_refused(&["error[DS7302]", "src/Config.cs:5:", "help: ", "found 1 error in 1 file"]);
        repository.write("src/Config.cs", &(allowed() + "// a client with a secret\n"));
        repository.commit_all().passes();
        repository.write("README.md", "What dslint does not read starts nothing.");
        repository.commit_all().passes();
    });
}

#[test]
fn deleted_and_renamed_files_do_no_harm() {
    with_each(SYSTEM, |repository, _| {
        let client = allowed();
        repository.begin(&[
            ("src/Host.csproj", HOST),
            ("src/A.cs", &client),
            ("src/B.cs", REFUSED),
            ("Ünï code.cs", &client),
        ]);
        repository.git(&["rm", "--quiet", "src/B.cs"]);
        repository.git(&["mv", "src/A.cs", "src/C.cs"]);
        repository.git(&["mv", "Ünï code.cs", "Ünï.cs"]);
        repository.write("src/D.cs", &client);
        repository.commit_all().passes();
        repository.git(&["rm", "--quiet", "src/Host.csproj"]);
        repository.commit_all().passes();
        repository.git(&["mv", "src/C.cs", "src/E.cs"]);
        repository.write("src/E.cs", REFUSED);
        repository.commit_all().is_refused(&["src/E.cs:5:"]);
    });
}

#[test]
fn a_raised_version_alone_is_refused_for_what_it_brings() {
    with_each(SYSTEM, |repository, _| {
        let central = "<Project><PropertyGroup><ManagePackageVersionsCentrally>true</ManagePackageVersionsCentrally></PropertyGroup><ItemGroup><PackageVersion Include=\"Duende.IdentityServer\" Version=\"7.2.4\" /></ItemGroup></Project>\n";
        repository.begin(&[
            ("Directory.Packages.props", central),
            ("a/A.csproj", &HOST.replace(" Version=\"7.2.4\"", "")),
            ("a/Telemetry.cs", METER),
            ("b/Directory.Packages.props", "<Project />\n"),
            ("b/B.csproj", HOST),
            ("b/Telemetry.cs", METER),
        ]);
        repository.write("Directory.Packages.props", &central.replace("7.2.4", "7.3.4"));
        let attempt = repository.commit_all();
        attempt.is_refused(&["warning[DS7303]", "a/Telemetry.cs:5:", "7.2.4 → 7.3.4 (refers to 7.3.4 now)  A"]);
        assert!(!attempt.output.contains("b/Telemetry.cs"), "{}", attempt.output);
        repository.git(&["reset", "--quiet", "--hard"]);
        repository.write("b/B.csproj", &HOST.replace("7.2.4", "7.3.4"));
        repository.commit_all().is_refused(&["b/Telemetry.cs:5:"]);
        repository.write("b/Telemetry.cs", &METER.replace(".Experimental", ""));
        repository.commit_all().passes();
    });
}

#[test]
fn a_change_that_moves_no_project_is_not_refused_for_old_findings() {
    with_each(SYSTEM, |repository, _| {
        let current = HOST.replace("7.2.4", "7.3.4");
        repository.begin(&[("src/Host.csproj", &current), ("src/Old.cs", REFUSED)]);
        let property = "<Nullable>enable</Nullable></PropertyGroup>";
        repository.write("src/Host.csproj", &current.replace("</PropertyGroup>", property));
        repository.commit_all().passes();
    });
}

#[test]
fn a_range_of_commits_is_held_against_its_first() {
    with_each(SYSTEM, |repository, runner| {
        repository.begin(&[("Host.csproj", HOST), ("Telemetry.cs", METER)]);
        repository.begin(&[("Host.csproj", &HOST.replace("7.2.4", "7.3.4"))]);
        repository.begin(&[("Program.cs", "// nothing\n")]);
        repository.run(runner, "HEAD~2", "HEAD").is_refused(&["Telemetry.cs:5:", "7.2.4 → 7.3.4"]);
        repository.run(runner, "HEAD~1", "HEAD").passes();
    });
}

#[test]
fn only_what_is_staged_counts() {
    with_each(SYSTEM, |repository, _| {
        repository.begin(&[("Host.csproj", HOST), ("Config.cs", &allowed()), ("Telemetry.cs", METER)]);
        repository.write("Host.csproj", &HOST.replace("7.2.4", "7.3.4"));
        repository.write("Config.cs", REFUSED);
        repository.write("Program.cs", "// nothing\n");
        repository.git(&["add", "Program.cs"]);
        repository.commit().passes();
        assert!(repository.read("Config.cs") == REFUSED && repository.read("Host.csproj").contains("7.3.4"));
        repository.git(&["add", "Config.cs"]);
        repository.write("Config.cs", &allowed());
        let attempt = repository.commit();
        attempt.is_refused(&["Config.cs:5:"]);
        assert!(!attempt.output.contains("refers to 7.3.4 now"), "{}", attempt.output);
    });
}

#[test]
fn exclusions_hold() {
    let hook = "      - id: dslint-system\n        args: [--exclude, generated/]\n        exclude: ^samples/\n";
    with_each(hook, |repository, _| {
        repository.begin(&[("Host.csproj", HOST)]);
        repository.write("samples/Config.cs", REFUSED);
        repository.write("src/generated/Config.cs", REFUSED);
        repository.commit_all().passes();
        repository.write("src/Config.cs", REFUSED);
        repository.commit_all().is_refused(&["src/Config.cs:5:", "found 1 error in 1 file"]);
    });
}

#[test]
fn many_files_give_one_report() {
    with_each(SYSTEM, |repository, _| {
        repository.begin(&[("Host.csproj", HOST)]);
        for number in 0..400 {
            repository.write(&format!("src/Client{number}.cs"), &REFUSED.replace("Config", &format!("Client{number}")));
        }
        let attempt = repository.commit_all();
        attempt.is_refused(&["found 400 errors in 400 files"]);
        assert_eq!(attempt.output.matches("searched ").count(), 1);
    });
}

#[test]
fn the_hook_that_fixes_leaves_the_fix_to_be_staged() {
    // This hook is built in the manifest; with `language: system` it runs the program of this build.
    let hook = "      - id: dslint-fix\n        language: system\n";
    with_each(hook, |repository, runner| {
        repository.begin(&[("Host.csproj", HOST), ("Telemetry.cs", METER)]);
        repository.write("Host.csproj", &HOST.replace("7.2.4", "7.3.4"));
        repository.write("Telemetry.cs", &(METER.to_owned() + "// in the commit\n"));
        repository.commit_all().is_refused(&["modified"]);
        assert!(!repository.read("Telemetry.cs").contains("Experimental"), "{}", runner.name);
        repository.commit_all().passes();
    });
}

#[test]
fn the_manifest_reads_the_files_that_dslint_reads() {
    let manifest = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(".pre-commit-hooks.yaml")).unwrap();
    let has_types = manifest.lines().any(|line| line.trim_start().starts_with("types"));
    assert!(!has_types, "old installations refuse a manifest with types that they do not know");
    for runner in runners() {
        let home = TempDir::new().unwrap();
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let hooks = tagged(root, &[".pre-commit-hooks.yaml".to_owned()], &home.path().canonicalize().unwrap());
        // A finding at every file would be much to write; what is passed shows in what a verbose run tells.
        let hook = "      - id: dslint-system\n        entry: echo these\n        verbose: true\n";
        let repository = Repository::new(&hooks, hook, &runner);
        let read = [
            "A.cs",
            "B.CSHTML",
            "C.razor",
            "D.csproj",
            "E.fsproj",
            "F.vbproj",
            "Directory.Build.props",
            "x/G.targets",
            "x/packages.lock.json",
            "appsettings.json",
            "collector.YAML",
            "packages.config",
        ];
        let not_read = ["A.csx", "C.cs.txt", "D.sln", "my-packages.config", "README.md"];
        for path in read.iter().chain(&not_read) {
            repository.write(path, "x");
        }
        let attempt = repository.commit_all();
        attempt.passes();
        let words = attempt.output.lines().find_map(|line| line.trim().strip_prefix("these "));
        let mut passed: Vec<&str> = words.unwrap_or_default().split(' ').collect();
        passed.sort_unstable();
        let mut expected = read.to_vec();
        expected.sort_unstable();
        assert_eq!(passed, expected, "{}: {}", runner.name, attempt.output);
    }
}
