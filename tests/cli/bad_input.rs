//! Bad input: a clear word about it, and the rest of the run is not lost.

use crate::support::{HOST, REFUSED_CLIENT, Tree, places, skipped};

const FOUND: &str = "Config.cs:10 DS7302";

/// A host with a refused client, and something bad beside it.
fn with(path: &str, bytes: &[u8]) -> Tree {
    Tree::of_bytes(&[("Host.csproj", HOST.as_bytes()), ("Config.cs", REFUSED_CLIENT.as_bytes()), (path, bytes)])
}

#[test]
fn invalid_utf8_is_read_as_the_compiler_reads_it() {
    let bytes = REFUSED_CLIENT.replace("Machine", "Caf#").into_bytes();
    let bytes: Vec<u8> = bytes.into_iter().map(|byte| if byte == b'#' { 0xE9 } else { byte }).collect();
    let tree = with("Legacy.cs", &bytes);
    assert_eq!(tree.findings(&["--rule", "DS7302"]), [FOUND, "Legacy.cs:10 DS7302"]);
}

#[test]
fn utf16_and_utf8_with_marks_are_read() {
    let code = REFUSED_CLIENT.replace("Config", "Wide").replace('\n', "\r\n");
    let little: Vec<u8> = [0xFF, 0xFE].into_iter().chain(code.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let big: Vec<u8> = [0xFE, 0xFF].into_iter().chain(code.encode_utf16().flat_map(u16::to_be_bytes)).collect();
    let marked: Vec<u8> = [0xEF, 0xBB, 0xBF].into_iter().chain(code.bytes()).collect();
    for bytes in [little, big, marked] {
        let tree = with("Wide.cs", &bytes);
        assert_eq!(tree.findings(&["--rule", "DS7302"]), [FOUND, "Wide.cs:10 DS7302"]);
        assert_eq!(tree.json(&["Wide.cs"])["findings"][0]["column"], 9);
    }
}

#[test]
fn a_binary_file_is_named() {
    let tree = with("Binary.cs", b"RequireClientSecret\0\x01\x02");
    let report = tree.json(&["--rule", "DS7302"]);
    assert_eq!(places(&report), [FOUND]);
    let skipped = skipped(&report);
    assert!(
        skipped.len() == 1 && skipped[0].starts_with("Binary.cs: ") && skipped[0].contains("binary"),
        "{skipped:?}"
    );
}

#[test]
fn broken_xml_is_named() {
    let tree = with("Other/Other.csproj", b"<Project><PropertyGroup></Project>");
    let report = tree.json(&["--rule", "DS7302"]);
    assert_eq!(places(&report), [FOUND]);
    let skipped = skipped(&report);
    assert!(
        skipped.iter().any(|it| it.starts_with("Other/Other.csproj: ") && it.contains("broken XML")),
        "{skipped:?}"
    );
    let human = tree.run(&[]).stdout;
    assert!(human.contains("not wholly read: 1 place\n  Other/Other.csproj: broken XML"), "{human}");
}

#[test]
fn code_that_does_not_parse_costs_nothing_else() {
    let tree = with("Broken.cs", b"class { RequireClientSecret = = false; void ((( } }} \" '");
    assert_eq!(tree.findings(&["--rule", "DS7302"]), [FOUND]);
}

#[test]
fn hostile_nesting_costs_nothing_else() {
    let words = "// AllowedGrantTypes ClientCredentials\nclass X { bool RequireClientSecret = ";
    for piece in ["a<", "(a)-", "(", "{", "[", "a?b:", "!", "new(", "$\"{"] {
        let code = format!("{words}{}", piece.repeat(200 * 1024 / piece.len()));
        let tree = with("Hostile.cs", code.as_bytes());
        let run = tree.run(&["--rule", "DS7302", "--format", "json"]);
        assert_eq!(run.code, 1, "{piece}: {}", run.stderr);
        assert_eq!(places(&serde_json::from_str(&run.stdout).unwrap()), [FOUND], "{piece}");
    }
}

#[test]
fn a_very_long_line_is_cut_around_what_is_marked() {
    let code = REFUSED_CLIENT.replace('\n', " ");
    let code = format!("/*{}*/ {code} /*{}*/", "x".repeat(100_000), "y".repeat(100_000));
    let tree = Tree::new(&[("Host.csproj", HOST), ("Config.cs", &code)]);
    let run = tree.run(&["--quiet", "Config.cs"]);
    assert_eq!(run.code, 1);
    assert!(run.stdout.contains("RequireClientSecret = false"), "{}", run.stdout);
    assert!(run.stdout.lines().all(|line| line.chars().count() < 400), "{}", run.stdout);
}

#[test]
fn control_characters_are_shown_and_not_obeyed() {
    let code = REFUSED_CLIENT.replace("false,", "false, // \x1b[2J\u{202e}\u{9b}");
    let tree = Tree::new(&[("Host.csproj", HOST), ("Con\u{202e}fig\x1b[1m.cs", &code)]);
    for format in ["human", "concise", "msbuild"] {
        let run = tree.run(&["--format", format]);
        assert_eq!(run.code, 1);
        let is_bad = |it: char| it != '\n' && (it.is_control() || it == '\u{202e}');
        assert!(!run.stdout.contains(is_bad), "{:?}", run.stdout);
        assert!(run.stdout.contains(r"Con\u{202e}fig\u{1b}[1m.cs"), "{}", run.stdout);
    }
    assert!(tree.run(&[]).stdout.contains(r"false, // \u{1b}[2J\u{202e}\u{9b}"));
    let run = tree.run(&["no\x1b[2Jpe", ".", "--color", "always"]);
    assert!(run.stderr.contains(r"no\u{1b}[2Jpe does not exist"), "{:?}", run.stderr);
}

#[cfg(unix)]
mod unix {
    use super::*;
    use std::fs::{self, Permissions};
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    use std::process::Command;

    #[test]
    fn a_loop_of_directories_is_harmless() {
        let tree = with("Pages/Login.cs", b"class Login { }");
        symlink("..", tree.root.join("Pages/up")).unwrap();
        symlink(".", tree.root.join("here")).unwrap();
        symlink("b", tree.root.join("a")).unwrap();
        symlink("a", tree.root.join("b")).unwrap();
        let report = tree.json(&["--rule", "DS7302"]);
        assert_eq!(places(&report), [FOUND]);
        assert_eq!(skipped(&report), Vec::<String>::new());
    }

    #[test]
    fn links_out_of_the_tree_are_not_followed() {
        let elsewhere = Tree::new(&[("Config.cs", REFUSED_CLIENT)]);
        let tree = with("A.cs", b"");
        symlink(&elsewhere.root, tree.root.join("out")).unwrap();
        let report = tree.json(&["--rule", "DS7302"]);
        assert_eq!(places(&report), [FOUND]);
        assert_eq!(skipped(&report), ["out: a symbolic link out of the searched directories; it was not followed"]);
    }

    #[test]
    fn a_pipe_is_not_waited_for() {
        let tree = with("A.cs", b"");
        let made = Command::new("mkfifo").arg(tree.root.join("Pipe.cs")).status();
        if !made.is_ok_and(|status| status.success()) {
            return;
        }
        for arguments in [&["--rule", "DS7302"][..], &["--rule", "DS7302", "Pipe.cs", "."]] {
            let report = tree.json(arguments);
            assert_eq!(places(&report), [FOUND]);
            let skipped = skipped(&report);
            assert!(skipped.len() == 1 && skipped[0].ends_with("not a regular file"), "{skipped:?}");
        }
    }

    #[test]
    fn what_cannot_be_read_is_named() {
        let tree = with("Secret.cs", b"class A { }");
        tree.write("closed/B.cs", "");
        fs::set_permissions(tree.root.join("Secret.cs"), Permissions::from_mode(0o000)).unwrap();
        fs::set_permissions(tree.root.join("closed"), Permissions::from_mode(0o000)).unwrap();
        if fs::read(tree.root.join("Secret.cs")).is_ok() {
            // The superuser reads everything.
            return;
        }
        let report = tree.json(&["--rule", "DS7302"]);
        fs::set_permissions(tree.root.join("closed"), Permissions::from_mode(0o700)).unwrap();
        assert_eq!(places(&report), [FOUND]);
        let skipped = skipped(&report);
        assert!(skipped[0].starts_with("Secret.cs: permission denied"), "{skipped:?}");
        assert!(skipped[1].starts_with("closed: permission denied"), "{skipped:?}");
    }
}
