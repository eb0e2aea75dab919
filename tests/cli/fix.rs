//! Fixes as users meet them: what is written, what is left alone, and what is told.

use crate::support::{HOST, Run, Tree};
use std::fs;

/// Two findings in one file: a string and a member, both with a safe fix.
const METERS: &str = r#"using Duende.IdentityServer;
using OpenTelemetry.Metrics;

public static class Setup
{
    // Grüße
    public static void Configure(MeterProviderBuilder metrics)
    {
        metrics.AddMeter("Duende.IdentityServer.Experimental");
        metrics.AddMeter(Telemetry.ServiceNameExperimental);
    }
}
"#;

fn fixed_meters() -> String {
    METERS.replace(".Experimental\"", "\"").replace("ServiceNameExperimental", "ServiceName")
}

fn tree(meters: impl AsRef<[u8]>) -> Tree {
    let tree = Tree::new(&[(".git/HEAD", ""), ("Host.csproj", HOST)]);
    tree.write("Setup.cs", meters);
    tree
}

fn bytes(tree: &Tree, path: &str) -> Vec<u8> {
    fs::read(tree.root.join(path)).unwrap()
}

fn fix(tree: &Tree) -> Run {
    tree.run(&["--fix", "--rule", "DS7303", "--from", "7.2"])
}

fn utf16(text: &str) -> Vec<u8> {
    [0xFF, 0xFE].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect()
}

#[test]
fn every_encoding_and_line_end_stays_byte_for_byte() {
    let crlf = |text: &str| format!("\u{feff}{}", text.replace('\n', "\r\n")).into_bytes();
    let latin = |text: &str| text.chars().map(|it| u8::try_from(u32::from(it)).unwrap()).collect::<Vec<u8>>();
    let plain = |text: &str| text.as_bytes().to_vec();
    let both = |encode: &dyn Fn(&str) -> Vec<u8>| (encode(METERS), encode(&fixed_meters()));
    for (old, new) in [both(&plain), both(&crlf), both(&utf16), both(&latin)] {
        let tree = tree(old);
        let run = fix(&tree);
        assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
        assert!(run.stderr.contains("note: fixed 2 findings in 1 file"), "{}", run.stderr);
        assert_eq!(bytes(&tree, "Setup.cs"), new);
    }
}

#[test]
fn several_rules_in_one_run_and_nothing_in_the_second() {
    let tree = tree(METERS);
    let run = tree.run(&["--fix"]);
    assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
    assert!(run.stderr.contains("fixed 3 findings in 2 files"), "{}", run.stderr);
    assert!(run.stderr.contains("versions were raised"), "{}", run.stderr);
    let written = [bytes(&tree, "Setup.cs"), bytes(&tree, "Host.csproj")];
    assert_eq!(written, [fixed_meters().into_bytes(), HOST.replace("7.2.4", "7.3.4").into_bytes()]);
    let run = tree.run(&["--fix"]);
    assert!(run.stderr.contains("nothing to fix"), "{}", run.stderr);
    assert_eq!(written, [bytes(&tree, "Setup.cs"), bytes(&tree, "Host.csproj")]);
}

#[test]
fn what_is_left_is_reported_as_before_the_version_was_raised() {
    let tree = tree(METERS.replace(
        "metrics.AddMeter(\"Duende.IdentityServer.Experimental\")",
        "const string old = \"Duende.IdentityServer.Experimental\"; metrics.AddMeter(old)",
    ));
    let run = tree.run(&["--fix", "--format", "concise"]);
    assert_eq!(run.code, 1, "{}", run.stderr);
    assert!(run.stdout.starts_with("Setup.cs:9:") && run.stdout.contains("DS7303"), "{}", run.stdout);
    assert!(run.stderr.contains("fixed 2 findings in 2 files; 1 more with --unsafe-fixes"), "{}", run.stderr);
    let run = tree.run(&["--fix", "--unsafe-fixes", "--from", "7.2"]);
    assert!(run.code == 0 && run.stderr.contains("fixed 1 finding in 1 file"), "{}", run.stderr);
}

#[test]
fn a_diff_is_printed_and_nothing_is_written() {
    let tree = tree(METERS.replace('\n', "\r\n"));
    for arguments in [&["--diff"][..], &["--fix", "--diff"]] {
        let run = tree.run(&[arguments, &["--rule", "DS7303"]].concat());
        assert_eq!(run.code, 1, "{}", run.stderr);
        assert!(run.stdout.starts_with("--- a/Setup.cs\n+++ b/Setup.cs\n@@ -6,7 +6,7 @@\n"), "{}", run.stdout);
        assert!(run.stdout.contains("\n+        metrics.AddMeter(Telemetry.ServiceName);\r\n"), "{}", run.stdout);
        assert!(run.stderr.contains("would fix 2 findings in 1 file"), "{}", run.stderr);
        assert_eq!(bytes(&tree, "Setup.cs"), METERS.replace('\n', "\r\n").into_bytes());
    }
}

#[test]
fn a_central_version_is_raised_for_a_whole_project_only() {
    let central = r#"<Project><PropertyGroup><ManagePackageVersionsCentrally>true</ManagePackageVersionsCentrally><Ids>7.2.4</Ids></PropertyGroup><ItemGroup><PackageVersion Include="Duende.IdentityServer" Version="7.2.4" /><PackageVersion Include="Duende.IdentityServer.EntityFramework" Version="$(Ids)" /></ItemGroup></Project>"#;
    let project = HOST.replace(" Version=\"7.2.4\"", "").replace(
        "  </ItemGroup>",
        "  <PackageReference Include=\"Duende.IdentityServer.EntityFramework\" />\n  </ItemGroup>",
    );
    let tree = Tree::new(&[
        (".git/HEAD", ""),
        ("Directory.Packages.props", central),
        ("src/Host/Host.csproj", &project),
        ("src/Host/Program.cs", ""),
    ]);
    tree.run(&["src/Host/Program.cs", "--fix"]);
    assert_eq!(bytes(&tree, "Directory.Packages.props"), central.as_bytes());
    // The property is for a person to look at, and a family of which a part is raised fits no release.
    let run = tree.run(&["src/Host", "--fix"]);
    assert!(run.stderr.contains("nothing to fix; 2 more with --unsafe-fixes"), "{}", run.stderr);
    assert_eq!(bytes(&tree, "Directory.Packages.props"), central.as_bytes());
    tree.run(&["src/Host", "--fix", "--unsafe-fixes"]);
    assert_eq!(bytes(&tree, "Directory.Packages.props"), central.replace("7.2.4", "7.3.4").into_bytes());
}

#[test]
fn options_go_together() {
    let tree = tree(METERS);
    assert_eq!(tree.run(&["--unsafe-fixes"]).code, 2);
    assert_eq!(tree.run(&["--diff", "--format", "json"]).code, 2);
    assert_eq!(bytes(&tree, "Setup.cs"), METERS.as_bytes());
}

#[cfg(unix)]
mod unix {
    use super::{METERS, bytes, fix, fixed_meters, tree};
    use crate::support::{HOST, Tree};
    use std::fs::{self, Permissions};
    use std::os::unix::fs::{PermissionsExt as _, symlink};

    #[test]
    fn what_cannot_be_written_is_told_and_the_others_are_written() {
        let tree = tree(METERS);
        tree.write("locked/Other.cs", METERS.replace("Setup", "Other"));
        let path = tree.root.join("locked/Other.cs");
        fs::set_permissions(&path, Permissions::from_mode(0o444)).unwrap();
        fs::set_permissions(tree.root.join("locked"), Permissions::from_mode(0o555)).unwrap();
        let run = fix(&tree);
        fs::set_permissions(tree.root.join("locked"), Permissions::from_mode(0o755)).unwrap();
        assert_eq!(run.code, 2, "{}", run.stderr);
        assert!(run.stderr.contains("warning: locked/Other.cs was not changed: "), "{}", run.stderr);
        assert!(run.stderr.contains("fixed 2 findings in 1 file"), "{}", run.stderr);
        assert!(run.stdout.contains("locked/Other.cs:9:"), "what is left is reported: {}", run.stdout);
        assert_eq!(bytes(&tree, "Setup.cs"), fixed_meters().into_bytes());
        assert_eq!(bytes(&tree, "locked/Other.cs"), METERS.replace("Setup", "Other").into_bytes());
        assert_eq!(fs::read_dir(tree.root.join("locked")).unwrap().count(), 1);
    }

    #[test]
    fn links_out_of_the_tree_are_not_followed() {
        let elsewhere =
            Tree::new(&[("Setup.cs", METERS), ("Imported.props", &HOST.replace(" Sdk=\"Microsoft.NET.Sdk.Web\"", ""))]);
        let tree = Tree::new(&[
            (".git/HEAD", ""),
            ("Host.csproj", "<Project Sdk=\"Microsoft.NET.Sdk.Web\"><Import Project=\"Imported.props\" /></Project>"),
        ]);
        for name in ["Setup.cs", "Imported.props"] {
            symlink(elsewhere.root.join(name), tree.root.join(name)).unwrap();
        }
        let imported = bytes(&elsewhere, "Imported.props");
        let run = tree.run(&["--fix"]);
        assert_eq!(bytes(&elsewhere, "Setup.cs"), METERS.as_bytes());
        assert_eq!(bytes(&elsewhere, "Imported.props"), imported);
        assert_eq!(run.code, 2, "{}", run.stderr);
        let warning = "Imported.props was not changed: a symbolic link leads out of the tree; it was not followed";
        assert!(run.stderr.contains(warning), "{}", run.stderr);
        assert!(fs::symlink_metadata(tree.root.join("Imported.props")).unwrap().is_symlink());
    }
}

/// A host that relies on consumed tokens, in a file of its own.
const RETENTION: &str = "using Duende.IdentityServer.EntityFramework.Options;\n\npublic static class Retention\n{\n    public static void Configure(OperationalStoreOptions options) => options.RemoveConsumedTokens = true;\n}\n";

const STARTUP: &str = "using Microsoft.Extensions.DependencyInjection;\r\n\r\npublic static class Startup\r\n{\r\n    public static void Configure(IServiceCollection services)\r\n    {\r\n        services.AddIdentityServer(options => options.EmitStaticAudienceClaim = true);\r\n    }\r\n}\r\n";

fn retention() -> Tree {
    let tree = Tree::new(&[(".git/HEAD", ""), ("Host.csproj", HOST), ("Retention.cs", RETENTION)]);
    tree.write("Startup.cs", STARTUP);
    tree
}

#[test]
fn a_decision_is_written_where_the_options_are() {
    let tree = retention();
    let ask = ["--rule", "DS6305", "--from", "6.2", "--to", "6.3"];
    let before = tree.run(&ask);
    assert!(before.stdout.contains("keep: Keep consumed refresh tokens"), "{}", before.stdout);
    assert!(before.stdout.contains("--fix --keep-old-behavior"), "{}", before.stdout);
    let run = tree.run(&[&["--fix", "--keep-old-behavior"], &ask[..]].concat());
    assert!(run.stderr.contains("note: fixed 1 finding in 1 file"), "{}", run.stderr);
    assert_eq!(bytes(&tree, "Retention.cs"), RETENTION.as_bytes());
    let startup = String::from_utf8(bytes(&tree, "Startup.cs")).unwrap();
    assert!(
        startup.contains(
            "        services.AddIdentityServer(options =>\r\n        {\r\n            options.EmitStaticAudienceClaim = true;\r\n            options.PersistentGrants.DeleteOneTimeOnlyRefreshTokensOnUse = false;\r\n        });\r\n"
        ),
        "{startup}"
    );
    assert_eq!(tree.run(&ask).code, 0);
}

#[test]
fn a_decision_is_never_taken_unasked() {
    let tree = retention();
    let ask = ["--rule", "DS6305", "--from", "6.2", "--to", "6.3"];
    for flags in [&["--fix"][..], &["--fix", "--unsafe-fixes"], &["--fix", "--adopt-new-behavior"]] {
        let run = tree.run(&[flags, &ask[..]].concat());
        assert!(run.stderr.contains("nothing to fix"), "{flags:?}: {}", run.stderr);
        assert_eq!(bytes(&tree, "Startup.cs"), STARTUP.as_bytes());
    }
    assert_eq!(tree.run(&["--keep-old-behavior"]).code, 2);
    assert_eq!(tree.run(&["--fix", "--keep-old-behavior", "--adopt-new-behavior"]).code, 2);
}

#[test]
fn a_version_that_the_framework_cannot_have_is_not_written() {
    let host = HOST.replace("net8.0", "net6.0").replace("7.2.4", "6.3.10");
    let tree = Tree::new(&[(".git/HEAD", ""), ("Host.csproj", &host)]);
    let run = tree.run(&["--fix", "--unsafe-fixes", "--to", "7.3"]);
    assert!(run.stderr.contains("nothing to fix"), "{}", run.stderr);
    let told = run.stdout.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(told.contains("move Host from `net6.0` to `net8.0` first"), "{}", run.stdout);
    assert_eq!(bytes(&tree, "Host.csproj"), host.as_bytes());
}

#[test]
fn pinned_versions_go_along() {
    let central = r#"<Project><PropertyGroup><ManagePackageVersionsCentrally>true</ManagePackageVersionsCentrally><CentralPackageTransitivePinningEnabled>true</CentralPackageTransitivePinningEnabled></PropertyGroup><ItemGroup><PackageVersion Include="Duende.IdentityServer" Version="7.2.4" /><PackageVersion Include="Duende.IdentityServer.Storage" Version="7.2.4" /></ItemGroup></Project>"#;
    let project = HOST.replace(" Version=\"7.2.4\"", "");
    let tree =
        Tree::new(&[(".git/HEAD", ""), ("Directory.Packages.props", central), ("src/Host/Host.csproj", &project)]);
    let run = tree.run(&["--fix"]);
    assert!(run.stderr.contains("fixed 2 findings in 1 file"), "{}", run.stderr);
    assert_eq!(bytes(&tree, "Directory.Packages.props"), central.replace("7.2.4", "7.3.4").into_bytes());
}

#[test]
fn two_renames_meet_on_one_name() {
    let page = "using System.Text;\n\npublic class Page\n{\n    public string Read(string text) => Encoding.UTF8.GetString(IdentityModel.Base64Url.Decode(text));\n}\n";
    let host = HOST.replace("7.2.4", "7.0.8");
    let tree = Tree::new(&[(".git/HEAD", ""), ("Host.csproj", &host), ("Page.cs", page)]);
    let run = tree.run(&["--fix", "--unsafe-fixes"]);
    assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
    let fixed = page.replace("IdentityModel.Base64Url.Decode", "System.Buffers.Text.Base64Url.DecodeFromChars");
    assert_eq!(String::from_utf8(bytes(&tree, "Page.cs")).unwrap(), fixed);
}

#[test]
fn half_a_change_is_refused() {
    let setup = "using Duende.IdentityServer.EntityFramework;\nusing Microsoft.Extensions.DependencyInjection;\n\npublic static class Setup\n{\n    public static void Configure(IServiceCollection services) => services.AddTransient<TokenCleanupService, Purge>();\n}\n";
    let job = "using Duende.IdentityServer.EntityFramework;\n\npublic class Purge { }\n\npublic class Job(TokenCleanupService cleanup) { }\n";
    let host = HOST.replace("net8.0", "net6.0").replace("7.2.4", "6.2.5");
    let tree = Tree::new(&[(".git/HEAD", ""), ("Host.csproj", &host), ("Setup.cs", setup), ("Job.cs", job)]);
    let arguments = ["--fix", "--unsafe-fixes", "--to", "6.3", "--rule", "DS6301"];
    let run = tree.run(&arguments);
    // Who asks for the class would no longer get it.
    assert!(run.stderr.contains("DS6301 would be found in line 5 of Job.cs"), "{}", run.stderr);
    assert_eq!(bytes(&tree, "Setup.cs"), setup.as_bytes());
    tree.write("Job.cs", job.replace("TokenCleanupService cleanup", "ITokenCleanupService cleanup"));
    let run = tree.run(&arguments);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_eq!(bytes(&tree, "Setup.cs"), setup.replace("<Token", "<IToken").into_bytes());
}
