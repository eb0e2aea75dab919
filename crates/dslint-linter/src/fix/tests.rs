use super::*;
use crate::analysis::{Request, Searched};
use crate::source::Reader;
use dslint_rules::{Releases, RuleSet};
use dslint_syntax::text::Encoding;
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::io;
use std::path::PathBuf;

struct Memory(BTreeMap<PathBuf, Vec<u8>>);

impl Reader for Memory {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        self.0.get(path).cloned().ok_or_else(|| io::ErrorKind::NotFound.into())
    }

    fn is_file(&self, path: &Path) -> bool {
        self.0.contains_key(path)
    }
}

const METERS: &str = "using OpenTelemetry.Metrics;\n\npublic static class Setup\n{\n    public static void Configure(MeterProviderBuilder metrics)\n    {\n        BODY\n    }\n}\n";

fn memory(files: &[(&str, Vec<u8>)]) -> Memory {
    Memory(files.iter().map(|(name, bytes)| (Path::new("/ws").join(name), bytes.clone())).collect())
}

fn request(memory: &Memory) -> Request<'_> {
    Request {
        root: PathBuf::from("/ws"),
        files: memory.0.keys().cloned().collect(),
        left_out: crate::LeftOut::default(),
        reader: memory,
        from: Some("7.2.4".parse().unwrap()),
        starts: crate::Starts::new(),
        to: Releases::embedded().newest_covered().unwrap().last_patch.clone(),
        rules: RuleSet::embedded().unwrap().iter().filter(|rule| rule.code.as_str() == "DS7303").collect(),
        rule_set: RuleSet::embedded().unwrap(),
        sidecar: Vec::new(),
        severities: BTreeMap::new(),
    }
}

fn fixed(memory: &Memory, unsafe_too: bool) -> Fixes {
    let choice = Choice {
        unsafe_too,
        decision: None,
        is_asked: &|_| true,
        with_imports: true,
        is_shown: &|_| true,
        is_left_alone: &|_| Vec::new(),
    };
    fix(request(memory), choice)
}

fn fixed_text(body: &str, unsafe_too: bool) -> String {
    let memory = memory(&[("A.cs", METERS.replace("BODY", body).into_bytes())]);
    let fixes = fixed(&memory, unsafe_too);
    assert_eq!(fixes.refused, []);
    let text = fixes
        .files
        .first()
        .map_or_else(|| METERS.replace("BODY", body), |file| String::from_utf8(file.new.clone()).unwrap());
    let (head, tail) = METERS.split_once("BODY").unwrap();
    text.strip_prefix(head).unwrap().strip_suffix(tail).unwrap().to_owned()
}

#[test]
fn the_old_meter_goes_where_the_new_one_is_registered() {
    for (body, expected) in [
        (
            r#"metrics.AddMeter("X", "Duende.IdentityServer.Experimental");"#,
            r#"metrics.AddMeter("X", "Duende.IdentityServer");"#,
        ),
        (
            r#"metrics.AddMeter("Duende.IdentityServer.Experimental", "Duende.IdentityServer");"#,
            r#"metrics.AddMeter("Duende.IdentityServer");"#,
        ),
        (
            r#"metrics.AddMeter("Duende.IdentityServer", "Duende.IdentityServer.Experimental", "Duende.IdentityServer.Experimental", "X");"#,
            r#"metrics.AddMeter("Duende.IdentityServer", "X");"#,
        ),
        (
            r#"metrics.AddMeter("Duende.IdentityServer.Experimental").AddMeter("Duende.IdentityServer");"#,
            r#"metrics.AddMeter("Duende.IdentityServer");"#,
        ),
        (
            r#"metrics.AddMeter("Duende.IdentityServer").AddMeter("X", "Duende.IdentityServer.Experimental");"#,
            r#"metrics.AddMeter("Duende.IdentityServer").AddMeter("X");"#,
        ),
        (
            r#"metrics.AddMeter(["Duende.IdentityServer", "Duende.IdentityServer.Experimental"]);"#,
            r#"metrics.AddMeter(["Duende.IdentityServer"]);"#,
        ),
        (
            "metrics.AddMeter(\"Duende.IdentityServer\", // stable\n \"Duende.IdentityServer.Experimental\" /* old */);",
            "metrics.AddMeter(\"Duende.IdentityServer\" // stable\n  /* old */);",
        ),
        // A comment in the link stays: naming a meter twice does no harm.
        (
            "metrics.AddMeter(\"Duende.IdentityServer\") // stable\n .AddMeter(\"Duende.IdentityServer.Experimental\");",
            "metrics.AddMeter(\"Duende.IdentityServer\") // stable\n .AddMeter(\"Duende.IdentityServer\");",
        ),
        (
            "metrics.AddMeter(\"Duende.IdentityServer\");\n metrics.AddMeter(\"Duende.IdentityServer.Experimental\");",
            "metrics.AddMeter(\"Duende.IdentityServer\");\n metrics.AddMeter(\"Duende.IdentityServer\");",
        ),
    ] {
        assert_eq!(fixed_text(body, false), expected);
    }
}

#[test]
fn what_others_may_read_too_is_for_a_person() {
    let body = "const string old = \"Duende.IdentityServer.Experimental\";\n metrics.AddMeter(old);";
    assert_eq!(fixed_text(body, false), body);
    assert_eq!(fixed_text(body, true), body.replace(".Experimental", ""));
}

#[test]
fn what_cannot_be_written_back_is_left_alone() {
    let source = METERS.replace("BODY", "metrics.AddMeter(\"Duende.IdentityServer.Experimental\"); // \u{e9}");
    let latin: Vec<u8> = Encoding::Windows1252.encode(&source).unwrap();
    let fixes = fixed(&memory(&[("A.cs", [&b"\xEF\xBB\xBF"[..], &latin].concat())]), false);
    assert!(fixes.files.is_empty());
    assert_eq!(fixes.refused[0].why, "its encoding is mixed: the bytes around a fix would change");
    assert_eq!(fixes.after().diagnostics.len(), 1);
    let fixes = fixed(&memory(&[("A.cs", latin.clone())]), false);
    assert_eq!(fixes.files[0].new.len() + ".Experimental".len(), latin.len());
}

/// An analysis of `text` in which a finding has each of the fixes.
fn analysis(text: &str, fixes: &[&[(u32, u32, &str)]]) -> Analysis {
    let memory = memory(&[(
        "A.cs",
        METERS.replace("BODY", "metrics.AddMeter(\"Duende.IdentityServer.Experimental\");").into_bytes(),
    )]);
    let mut analysis = crate::lint::analyze(request(&memory));
    analysis.searched = Searched::default();
    let source = analysis.sources.add(crate::SourceFile::new(PathBuf::from("/ws/B.cs"), text.into(), Encoding::Utf8));
    let model = analysis.diagnostics.remove(0);
    for edits in fixes {
        let mut diagnostic = model.clone();
        let edits = edits.iter().map(|&(start, end, replacement)| Edit {
            source,
            range: TextRange::new(start, end),
            replacement: replacement.to_owned(),
        });
        diagnostic.fix = Some(Fix {
            title: String::new(),
            edits: edits.collect(),
            applicability: dslint_rules::Applicability::Safe,
        });
        analysis.diagnostics.push(diagnostic);
    }
    analysis
}

#[test]
fn fixes_compose_and_overlapping_ones_wait() {
    let analysis = analysis(
        "0123456789",
        &[
            &[(2, 4, "ab")],
            &[(3, 5, "x"), (7, 8, "y")],
            &[(2, 4, "ab"), (8, 9, "")],
            &[(4, 4, "i")],
            &[(5, 6, "z")],
            &[(10, 20, "")],
        ],
    );
    let round = apply(&analysis, &|diagnostic| diagnostic.fix.as_ref());
    assert_eq!(round.len(), 1);
    assert_eq!(round[0].text, "01ab4z679");
    assert_eq!(round[0].applied, [0, 2, 4]);
}

/// Any file around a fix, in any encoding: every byte but those of the fix is the same.
fn surroundings() -> impl Strategy<Value = (String, usize, bool)> {
    ("[ -~\u{a0}-\u{ff}]{0,40}", 0..5usize, any::<bool>())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn bytes_around_a_fix_stay((comment, encoding, is_crlf) in surroundings()) {
        let encodings = [Encoding::Utf8, Encoding::Utf8Bom, Encoding::Utf16Le, Encoding::Utf16Be, Encoding::Windows1252];
        let body = format!("// é {comment}\n\t metrics.AddMeter(\"Duende.IdentityServer.Experimental\"); // {comment}  ");
        let text = METERS.replace("BODY", &body);
        let text = if is_crlf { text.replace('\n', "\r\n") } else { text };
        let old = encodings[encoding].encode(&text).unwrap();
        let new = encodings[encoding].encode(&text.replacen("r.Experimental\");", "r\");", 1)).unwrap();
        let fixes = fixed(&memory(&[("A.cs", old)]), false);
        // A comment may hold what the body holds; then the first place is another one.
        prop_assume!(!comment.contains("Experimental"));
        prop_assert_eq!(&fixes.files[0].new, &new);
    }
}
