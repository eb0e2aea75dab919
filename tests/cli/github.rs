//! Annotations of GitHub Actions and the summary of a step, read back as the runner reads them.

use crate::support::{HOST, REFUSED_CLIENT, Run, Tree, command_in};
use std::collections::BTreeMap;
use std::fs;

/// A workflow command.
struct Annotation {
    kind: String,
    properties: BTreeMap<String, String>,
    message: String,
}

/// Reads a line as the runner does; none for a line that is no command.
fn annotation(line: &str) -> Option<Annotation> {
    let (head, message) = line.strip_prefix("::")?.split_once("::")?;
    let (kind, properties) = head.split_once(' ').unwrap_or((head, ""));
    let data = |text: &str| text.replace("%0D", "\r").replace("%0A", "\n").replace("%25", "%");
    let property = |pair: &str| {
        let (name, value) = pair.split_once('=').unwrap();
        (name.to_owned(), data(&value.replace("%3A", ":").replace("%2C", ",")))
    };
    Some(Annotation {
        kind: kind.to_owned(),
        properties: properties.split(',').map(property).collect(),
        message: data(message),
    })
}

fn annotations(output: &str) -> Vec<Annotation> {
    output.lines().filter_map(annotation).collect()
}

/// Runs with a step summary, and gives it back.
fn run_with_summary(tree: &Tree, arguments: &[&str]) -> (Run, String) {
    let summary = tree.root.join("summary.md");
    let output = command_in(&tree.root, &[arguments, &["--format", "github"]].concat())
        .env("GITHUB_STEP_SUMMARY", &summary)
        .output()
        .unwrap();
    (Run::of(&output), fs::read_to_string(summary).unwrap_or_default())
}

/// A host with so many refused clients, on a line each.
fn clients(count: usize) -> Tree {
    let client = "    new Client { AllowedGrantTypes = GrantTypes.ClientCredentials, RequireClientSecret = false },\n";
    let code = format!(
        "using Duende.IdentityServer.Models;\npublic static class Config {{\n  public static Client[] All = new[] {{\n{}  }};\n}}\n",
        client.repeat(count)
    );
    Tree::new(&[("Host.csproj", HOST), ("Config.cs", &code)])
}

#[test]
fn a_finding_is_an_annotation_on_its_lines() {
    let run = Tree::host().run(&["--format", "github"]);
    let found = annotations(&run.stdout);
    assert_eq!(found.len(), run.stdout.lines().count());
    let error = &found[0];
    assert_eq!(error.kind, "error");
    let expected = [
        ("col", "9"),
        ("endColumn", "36"),
        ("endLine", "10"),
        ("file", "src/Host/Config.cs"),
        ("line", "10"),
        ("title", "DS7302 client-credentials-requires-secret"),
    ];
    assert_eq!(error.properties, expected.map(|(name, value)| (name.to_owned(), value.to_owned())).into());
    let (message, help) = error.message.split_once("\n\n").unwrap();
    assert!(message.starts_with("this client allows") && help.starts_with("drop `RequireClientSecret"), "{help}");
    assert_eq!(found[1].kind, "notice");
}

#[test]
fn paths_start_at_the_top_of_the_repository() {
    let tree = Tree::host();
    let inner = Tree { root: tree.root.join("src/Host"), ..tree };
    let found = annotations(&inner.run(&["--format", "github"]).stdout);
    assert_eq!(found[0].properties["file"], "src/Host/Config.cs");
}

#[test]
fn nothing_in_a_name_ends_a_command_or_a_property() {
    let name = "a,b%0A=c%.cs";
    let tree = Tree::new(&[("Host.csproj", HOST), (name, REFUSED_CLIENT)]);
    let found = annotations(&tree.run(&["--format", "github", "--rule", "DS7302"]).stdout);
    assert_eq!((found.len(), found[0].properties["file"].as_str()), (1, name));
}

#[cfg(unix)]
#[test]
fn a_line_break_in_a_name_starts_no_command() {
    let tree = Tree::new(&[("Host.csproj", HOST), ("a\n::error::b:c.cs", REFUSED_CLIENT)]);
    for format in ["github", "azure", "msbuild", "concise"] {
        let run = tree.run(&["--format", format, "--rule", "DS7302"]);
        assert_eq!(run.stdout.lines().count(), 1, "{format}: {}", run.stdout);
    }
    let found = annotations(&tree.run(&["--format", "github", "--rule", "DS7302"]).stdout);
    assert_eq!(found[0].properties["file"], "a\n::error::b:c.cs");
}

#[test]
fn a_place_of_several_lines_has_no_columns() {
    let code = REFUSED_CLIENT.replace("RequireClientSecret = false", "RequireClientSecret =\n            false");
    let tree = Tree::new(&[("Host.csproj", HOST), ("Config.cs", &code)]);
    let found = annotations(&tree.run(&["--format", "github"]).stdout);
    let names: Vec<&str> = found[0].properties.keys().map(String::as_str).collect();
    assert_eq!(names, ["endLine", "file", "line", "title"]);
    assert_eq!((&*found[0].properties["line"], &*found[0].properties["endLine"]), ("10", "11"));
}

#[test]
fn no_more_than_github_takes_and_the_rest_in_the_summary() {
    let tree = clients(25);
    let (run, summary) = run_with_summary(&tree, &[]);
    let kinds: Vec<String> = annotations(&run.stdout).into_iter().map(|it| it.kind).collect();
    assert_eq!(kinds, [vec!["error".to_owned(); 10], vec!["notice".to_owned()]].concat());
    let last = run.stdout.lines().last().unwrap();
    assert!(last.starts_with("15 more findings are only in the step summary"), "{last}");
    assert!(summary.starts_with("## dslint: 25 errors, 1 note\n"), "{summary}");
    assert_eq!(summary.matches("\n| error | [DS7302](https://").count(), 25);
    assert!(summary.contains("| `Config.cs:28` | this client allows `client_credentials`"), "{summary}");
    let without = tree.run(&["--format", "github"]).stdout;
    assert!(without.ends_with("15 more findings are not shown: GitHub takes 10 errors, warnings and notices from a step; --format concise shows all\n"), "{without}");
}

#[test]
fn the_summary_is_added_to_what_is_there() {
    let tree = Tree::host();
    tree.write("summary.md", "# Mine");
    let (_, summary) = run_with_summary(&tree, &["--output", "commands.txt"]);
    assert!(summary.starts_with("# Mine\n## dslint: 1 error, 1 note\n"), "{summary}");
    assert_eq!(annotations(&fs::read_to_string(tree.root.join("commands.txt")).unwrap()).len(), 2);
    let clean = Tree::new(&[("A.cs", "class A { }\n"), ("Broken.csproj", "<Project>")]);
    let (run, summary) = run_with_summary(&clean, &[]);
    assert_eq!(run.stdout, "1 place was not wholly read; --format human says why\n");
    assert!(summary.starts_with("## dslint: no findings\n") && summary.contains("| `Broken.csproj` | "), "{summary}");
}

#[test]
fn the_summary_is_cut_at_what_github_takes() {
    let tree = clients(5_000);
    tree.write("summary.md", "x".repeat(1000));
    let (run, summary) = run_with_summary(&tree, &[]);
    assert_eq!(run.stderr, "");
    assert!((1_000_000..=1_048_576).contains(&summary.len()), "{}", summary.len());
    let rows = summary.matches("\n| error | ").count();
    let cut = summary.lines().last().unwrap();
    let expected =
        format!("{} findings are cut here: GitHub takes 1 MiB of summary from a step.", thousands(5_001 - rows));
    assert_eq!(cut, expected);
    let full = "x".repeat(1_048_576 - 50);
    tree.write("summary.md", &full);
    let (run, again) = run_with_summary(&tree, &[]);
    assert!(again == full && run.stderr.contains("it is full: GitHub takes 1 MiB from a step"), "{}", run.stderr);
    assert!(run.stdout.contains(" not shown: "), "{}", run.stdout);
}

fn thousands(number: usize) -> String {
    format!("{},{:03}", number / 1000, number % 1000)
}

#[test]
fn a_summary_that_cannot_be_written_is_a_warning() {
    let tree = Tree::host();
    let output =
        command_in(&tree.root, &["--format", "github"]).env("GITHUB_STEP_SUMMARY", &tree.root).output().unwrap();
    let run = Run::of(&output);
    assert_eq!(run.code, 1);
    assert!(run.stderr.contains("warning: cannot write the step summary"), "{}", run.stderr);
    assert_eq!(annotations(&run.stdout).len(), 2);
}
