//! Whole settings files: what is read, what is refused, and that the table of keys, the schema and the file of `init` agree.

use super::*;
use dslint_syntax::text::Encoding;
use serde_json::Value;

use keys::{IGNORE_KEYS, KEYS, LEVELS};

const HERE: &str = "/w";

fn read(text: &str) -> Result<OfFile, Error> {
    let path = Path::new(HERE).join("conf").join(NAME);
    OfFile::of_text(Arc::new(SourceFile::new(path, text.into(), Encoding::Utf8)), Path::new(HERE))
}

fn right(text: &str) -> OfFile {
    read(text).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

fn schema() -> jsonschema::Validator {
    let text = schema::document(selection::rule_set().unwrap()).unwrap();
    jsonschema::validator_for(&serde_json::from_str(&text).unwrap()).unwrap()
}

fn as_json(text: &str) -> Value {
    serde_json::to_value(toml::from_str::<toml::Table>(text).unwrap()).unwrap()
}

/// The template with every key switched on, and a team's rules left out: their directory is not there.
fn switched_on() -> String {
    let text = template::text(&["A.csproj: 7.2.4 → 7.3.4".to_owned()], "7.3");
    let is_key = |line: &str| {
        let name = line.split(" = ").next().unwrap_or_default();
        line.starts_with('[') || (line.contains(" = ") && !name.contains(' '))
    };
    let line = |line: &str| match line.strip_prefix("# ").filter(|line| is_key(line)) {
        Some(line) if !line.starts_with("extra-rules") => line.to_owned() + "\n",
        _ => line.to_owned() + "\n",
    };
    text.lines().map(line).collect()
}

#[test]
fn every_value_knows_its_line() {
    let OfFile { file, ignores, rules, .. } = right(
        "# a comment\nfrom = \"7.2\"\nto = '7.3.1'\nformat = \"sarif\"\nmin-severity = \"warning\"\nfail-on = \"never\"\n\
         exclude = [\n  \"Generated/\",\n  \"*.old.cs\",\n]\n\n[rules]\nDS7302 = \"note\"\n\n[[ignore]]\npath = \"a/*.json\"\n\
         rule = \"client-credentials-requires-secret\"\nuntil = \"9.1\"\nreason = \"old\"\n",
    );
    let line = |origin: &Origin| origin.text(Path::new(HERE));
    let (from, to) = (file.from.unwrap(), file.to.unwrap());
    assert_eq!((from.value.to_string(), line(&from.origin)), ("7.2.0".to_owned(), "conf/dslint.toml:2".to_owned()));
    assert_eq!((to.value.to_string(), line(&to.origin)), ("7.3.1".to_owned(), "conf/dslint.toml:3".to_owned()));
    assert_eq!(file.format.unwrap().value, Format::Sarif);
    assert_eq!(file.min_severity.unwrap().value, MinSeverity::Warning);
    assert_eq!(file.fail_on.unwrap().value, FailOn::Never);
    let globs: Vec<_> = file.exclude.iter().map(|glob| (glob.value.as_str(), line(&glob.origin))).collect();
    assert_eq!(globs, [("Generated/", "conf/dslint.toml:8".to_owned()), ("*.old.cs", "conf/dslint.toml:9".to_owned())]);
    let rule = rules.iter().find(|setting| setting.rule.code.as_str() == "DS7302").unwrap();
    assert_eq!((rule.severity.value, line(&rule.severity.origin)), (Severity::Note, "conf/dslint.toml:13".to_owned()));
    let [ignore] = &ignores[..] else { panic!("{ignores:?}") };
    assert_eq!(
        (ignore.rule.code.as_str(), ignore.path.as_str(), ignore.reason.as_str()),
        ("DS7302", "a/*.json", "old")
    );
    assert_eq!((ignore.until.as_ref().unwrap().to_string(), ignore.line), ("9.1.0".to_owned(), 15));
    assert_eq!(*ignore.at.path, Path::new(HERE).join("conf").join(NAME));
    assert_eq!(ignore.at.range.len() as usize, "[[ignore]]".len());
}

#[test]
fn an_empty_file_says_nothing() {
    let OfFile { file, rules, ignores, .. } = right("");
    assert!(file.from.is_none() && file.to.is_none() && file.exclude.is_empty() && ignores.is_empty());
    assert!(rules.iter().all(|rule| rule.is_on.origin == Origin::Default && rule.severity.origin == Origin::Default));
}

#[test]
fn mistakes_have_a_place_and_a_way_out() {
    for (text, place, help) in [
        ("fromm = \"7.2\"", "1:1: unknown key `fromm`", "did you mean `from`?"),
        ("[rule]\nDS7302 = \"off\"", "1:2: unknown key `rule`", "did you mean `rules`?"),
        ("to = 7.3", "1:6: `to` is a string, not a number", "write it in quotes: \"7.3\""),
        ("to = \"9.9\"", "1:6: 9.9 is no known IdentityServer release", ""),
        ("from = \"x\"", "1:8: `x` is no version", ""),
        ("format = \"sariff\"", "1:10: unknown format `sariff`", "did you mean `sarif`?"),
        ("fail-on = true", "1:11: `fail-on` is a string, not a boolean", "one of `error`, `warning`, `note`, `never`"),
        ("exclude = \"a\"", "1:11: `exclude` is a list of patterns, not a string", "[\"Generated/\"]"),
        ("exclude = [\"a\", 3]", "1:17: a pattern of `exclude` is a string, not a whole number", "\"3\""),
        ("exclude = [\"[z-a]\"]", "1:12: `[z-a]` is no pattern: invalid range", "as in .gitignore"),
        ("extra-rules = \"nowhere\"", "1:15: cannot read conf/nowhere: entity not found", "directory of this file"),
        ("rules = 3", "1:9: `rules` is a table, not a whole number", "[rules]"),
        ("[rules]\nDS7302 = \"eror\"", "2:10: unknown level `eror`", "did you mean `error`?"),
        ("[rules]\nDS7302 = 3", "2:10: `DS7302` is a string", "one of `error`, `warning`, `note`, `on`, `off`"),
        ("[rules]\n\nDS7399 = \"off\"", "3:1: there is no rule `DS7399`", "did you mean `DS73"),
        ("[rules]\n\"DS9*\" = \"off\"", "2:1: no rule has a code that begins with `DS9`", "as in \"DS73*\""),
        ("ignore = {}", "1:10: `ignore` is a list of tables, not a table", "[[ignore]]"),
        ("ignore = [3]", "1:11: `ignore` is a list of tables, not of a whole number", "[[ignore]]"),
        ("[[ignore]]\npath = \"a\"\nrule = \"DS7302\"", "1:1: an ignore needs `reason`", ""),
        ("[[ignore]]\nreason = \"x\"\nrule = \"DS7302\"", "1:1: an ignore needs `path`", ""),
        ("[[ignore]]\npath = \"a\"\nreason = \"x\"", "1:1: an ignore needs `rule`", ""),
        ("[[ignore]]\npath=\"a\"\nreason=\" \"\nrule=\"DS7302\"", "3:8: an empty reason", "say why"),
        ("[[ignore]]\npath=\"a\"\nreason=\"x\"\nrule=\"DS1\"", "4:6: there is no rule `DS1`", "did you mean"),
        ("[[ignore]]\npath=\"a\"\nreason=\"x\"\nrule=\"DS7302\"\nuntil=\"8\"", "5:7: `8` is no version", "\"8.0\""),
        (
            "[[ignore]]\npath=\"a\"\nreason=\"x\"\nrule=\"DS7302\"\nuntil=\"2026.12\"",
            "5:7: `2026.12` is no version",
            "not a date",
        ),
        (
            "[[ignore]]\npath=\"a\"\nreason=\"x\"\nrule=\"DS7302\"\nuntill=\"8.0\"",
            "5:1: unknown key `untill`",
            "`until`",
        ),
        ("to = \"7.3\"\nto = \"7.2\"", "2:1: duplicate key", ""),
        ("é = 1\n", "1:1: invalid", ""),
    ] {
        let Err(Error::Settings(mistakes)) = read(text) else { panic!("not refused: {text}") };
        let expected = format!("conf/dslint.toml:{place}");
        assert!(mistakes.to_string().contains(&expected), "\n  found: {mistakes}\nexpected: {expected}");
        assert!(mistakes.excerpts().contains(help), "{}", mistakes.excerpts());
    }
}

#[test]
fn half_written_files_are_refused_with_a_place_or_read() {
    let text = switched_on();
    let mut refused = 0;
    for (end, _) in text.char_indices() {
        if let Err(error) = read(&text[..end]) {
            let Error::Settings(mistakes) = error else { panic!("{error}") };
            assert!(mistakes.excerpts().starts_with("\u{1b}"), "{}", mistakes.excerpts());
            refused += 1;
        }
    }
    assert!(refused > 50, "{refused}");
}

#[test]
fn all_mistakes_are_told_at_once_in_their_order() {
    let Err(Error::Settings(mistakes)) = read("x = 1\nto = 7\n[rules]\nDS1 = \"on\"\na-b = \"of\"\n") else { panic!() };
    let text = mistakes.to_string();
    let lines: Vec<&str> = text.lines().map(|line| &line[..20]).collect();
    assert_eq!(lines, ["conf/dslint.toml:1:1", "conf/dslint.toml:2:6", "conf/dslint.toml:4:1", "conf/dslint.toml:5:7"]);
}

#[test]
fn what_init_writes_is_right_as_it_is_and_with_every_key_switched_on() {
    let text = template::text(&[], "7.3");
    let OfFile { file, .. } = right(&text);
    assert_eq!(file.to.unwrap().value.to_string(), "7.3.4");
    assert_eq!(toml::from_str::<toml::Table>(&text).unwrap().len(), 1, "nothing but the target");
    let text = switched_on();
    let OfFile { ignores, .. } = right(&text);
    assert_eq!(ignores.len(), 1);
    let keys = toml::from_str::<toml::Table>(&text).unwrap();
    for key in KEYS.iter().filter(|key| key.name != "extra-rules") {
        assert!(keys.contains_key(key.name), "{} is not in the file of init", key.name);
    }
}

#[test]
fn the_schema_admits_what_the_reader_reads() {
    let schema = schema();
    let assert_valid = |text: &str| {
        let errors: Vec<String> = schema.iter_errors(&as_json(text)).map(|error| error.to_string()).collect();
        assert_eq!(errors, Vec::<String>::new(), "{text}");
    };
    assert_valid(&template::text(&[], "7.3"));
    assert_valid(&switched_on());
    for key in &KEYS {
        assert_valid(key.example);
    }
    for (level, _) in LEVELS {
        assert_valid(&format!(
            "[rules]\nDS7302 = \"{level}\"\nACME001 = \"{level}\"\nour-rule = \"{level}\"\n\"*\" = \"{level}\""
        ));
    }
}

#[test]
fn the_schema_has_what_editors_understand() {
    let schema: Value = serde_json::from_str(&schema::document(selection::rule_set().unwrap()).unwrap()).unwrap();
    assert!(schema.get("$id").is_none(), "taplo refuses a schema whose id is no full address");
    assert!(!schema.to_string().contains("$defs"), "drafts before 2019-09 do not know it");
    for key in &KEYS {
        assert!(schema["properties"][key.name]["description"].is_string(), "{}", key.name);
    }
}

#[test]
fn the_schema_refuses_what_the_reader_refuses() {
    let schema = schema();
    for text in [
        "fromm = \"7.2\"",
        "to = 7.3",
        "to = \"new\"",
        "format = \"sariff\"",
        "exclude = \"a\"",
        "[rules]\nDS7302 = \"eror\"",
        "[rules]\nDS7399 = \"off\"",
        "[[ignore]]\npath = \"a\"\nrule = \"DS7302\"",
        "[[ignore]]\npath=\"a\"\nreason=\"x\"\nrule=\"DS7302\"\nuntill=\"8.0\"",
    ] {
        assert!(read(text).is_err(), "{text}");
        assert!(!schema.is_valid(&as_json(text)), "{text}");
    }
    assert_eq!(IGNORE_KEYS.iter().filter(|key| key.is_required).count(), 3);
}
