//! What is searched, what is read as context, and what is reported.

use crate::support::{HOST, REFUSED_CLIENT, Tree};

#[test]
fn a_single_file_is_understood_with_its_project() {
    let tree = Tree::host();
    tree.write("src/Host/Config.cs", REFUSED_CLIENT.replace("using Duende.IdentityServer.Models;", ""));
    tree.write("src/Host/Usings.cs", "global using Duende.IdentityServer.Models;\n");
    tree.write("src/Host/Other.cs", REFUSED_CLIENT.replace("Config", "Other"));
    assert_eq!(tree.findings(&["src/Host/Config.cs"]), ["src/Host/Config.cs:10 DS7302"]);
    let searched = &tree.json(&["src/Host/Config.cs"])["searched"];
    assert_eq!((&searched["files"], &searched["reported"]), (&4.into(), &1.into()));
}

#[test]
fn a_project_that_is_only_referenced_is_read_too() {
    let tree = Tree::host();
    let reference = "<ProjectReference Include=\"../../lib/Names/Names.csproj\" />\n  </ItemGroup>";
    tree.write("src/Host/Host.csproj", HOST.replace("</ItemGroup>", reference));
    tree.write("lib/Names/Names.csproj", "<Project Sdk=\"Microsoft.NET.Sdk\" />");
    tree.write(
        "lib/Names/Grants.cs",
        "public static class Grants { public const string Machine = \"client_credentials\"; }",
    );
    tree.write("src/Host/Config.cs", REFUSED_CLIENT.replace("GrantTypes.ClientCredentials", "{ Grants.Machine }"));
    assert_eq!(tree.findings(&["src/Host", "--rule", "DS7302"]), ["src/Host/Config.cs:10 DS7302"]);
    assert_eq!(tree.findings(&["src/Host/Config.cs"]), ["src/Host/Config.cs:10 DS7302"]);
}

#[test]
fn a_project_brings_the_findings_in_what_it_imports() {
    let tree = Tree::new(&[
        (".git/HEAD", ""),
        (
            "Directory.Packages.props",
            "<Project><PropertyGroup><ManagePackageVersionsCentrally>true</ManagePackageVersionsCentrally></PropertyGroup><ItemGroup><PackageVersion Include=\"Duende.IdentityServer\" Version=\"7.2.4\" /></ItemGroup></Project>",
        ),
        ("src/Host/Host.csproj", &HOST.replace(" Version=\"7.2.4\"", "")),
        ("src/Host/Program.cs", ""),
    ]);
    for arguments in [&["src/Host"][..], &["src/Host/Host.csproj"], &["."]] {
        assert_eq!(tree.findings(arguments), ["Directory.Packages.props:1 DS0001"], "{arguments:?}");
    }
    assert_eq!(tree.findings(&["src/Host/Program.cs"]), Vec::<String>::new());
}

#[test]
fn solutions_and_projects_stand_for_what_they_hold() {
    let tree = Tree::host();
    tree.write("src/Api/Api.csproj", HOST);
    tree.write("src/Api/Config.cs", REFUSED_CLIENT);
    tree.write("Host.slnx", "<Solution><Project Path=\"src/Host/Host.csproj\" /></Solution>");
    let host = ["src/Host/Config.cs:10 DS7302", "src/Host/Host.csproj:6 DS0001"];
    assert_eq!(tree.findings(&["Host.slnx"]), host);
    assert_eq!(tree.findings(&["src/Host/Host.csproj"]), host);
}

#[test]
fn exclusions_hold_for_given_files_too() {
    let tree = Tree::host();
    tree.write("src/Host/Generated/G.cs", REFUSED_CLIENT.replace("Config", "G"));
    assert_eq!(tree.findings(&["--rule", "DS7302"]).len(), 2);
    assert_eq!(tree.findings(&["--rule", "DS7302", "--exclude", "Generated/"]), ["src/Host/Config.cs:10 DS7302"]);
    let run = tree.run(&["src/Host/Generated/G.cs", "--exclude", "Generated/"]);
    assert_eq!(run.code, 3);
    let note = "note: 1 given path is excluded: src/Host/Generated/G.cs";
    assert!(run.stderr.contains(note), "{}", run.stderr);
    assert_eq!(tree.run(&["src", "--exclude", "/src/"]).code, 3, "a given directory is left out like any other");
    assert_eq!(tree.findings(&["src/Host", "--exclude", "Host"]), Vec::<String>::new());
}

#[test]
fn ignored_and_written_directories_are_left_out_unless_they_are_given() {
    let tree = Tree::host();
    tree.write(".gitignore", "out/\n");
    for directory in ["out", "src/Host/bin", "src/Host/obj", "node_modules/x"] {
        tree.write(&format!("{directory}/X.cs"), REFUSED_CLIENT);
    }
    assert_eq!(tree.findings(&["--rule", "DS7302"]), ["src/Host/Config.cs:10 DS7302"]);
    assert_eq!(tree.findings(&["--rule", "DS7302", "out"]), ["out/X.cs:10 DS7302"]);
}

#[test]
fn a_path_may_be_named_like_a_command() {
    let tree = Tree::new(&[("rules/Config.cs", REFUSED_CLIENT), ("checks/Config.cs", REFUSED_CLIENT)]);
    for (arguments, path) in [
        (&["./rules"][..], "rules"),
        (&["check", "rules"], "rules"),
        (&["checks"], "checks"),
        (&["--from", "7.2", "rules"], "rules"),
    ] {
        assert_eq!(
            tree.findings(&[arguments, &["--rule", "DS7302"]].concat()),
            [format!("{path}/Config.cs:10 DS7302")]
        );
    }
}
