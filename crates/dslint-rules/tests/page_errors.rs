//! What is said about wrong pages: file, line, column, and what would be right.

use dslint_rules::{Condition, Literal, Matcher, RuleSet, Severity, Use};

const HEAD: &str = r#"code    = "DS7399"
summary = "a thing was removed"
package = "Duende.IdentityServer"
since   = "7.3.0"
change  = "removed"
effect  = "compile"
sources = ["https://example.com/"]
effort  = "hours"
"#;

const MATCH: &str = "[[match]]\nmember = \"A.B.C\"\n";

const BODY: &str = "# Title\n\nText.\n\n## What to do\n\nThis.\n\n## Examples\n\nOne.\n\n```cs\na(); // error\n```\n";

fn page(head: &str, body: &str) -> String {
    format!("```toml\n{head}```\n\n{body}")
}

fn read(text: &str) -> Result<RuleSet, String> {
    RuleSet::from_pages([("rules/x/a-thing.md", text)]).map_err(|errors| errors.to_string())
}

#[track_caller]
fn assert_error(head: &str, expected: &str) {
    let error = read(&page(head, BODY)).map(|_| String::new()).unwrap_or_else(|error| error);
    assert!(error.contains(expected), "\n  found: {error}\nexpected: {expected}");
}

#[test]
fn a_right_page() {
    let rules = read(&page(&format!("{HEAD}{MATCH}"), BODY)).unwrap();
    let rule = rules.find("a-thing").unwrap();
    assert_eq!(rule.severity, Severity::Error);
    assert_eq!(rule.message.as_str(), "`{symbol}` was removed in Duende.IdentityServer 7.3.0");
    assert!(rule.is_on_by_default && rule.is_in_guide);
    let Matcher::Member(matcher) = &rule.matches[0].matcher else { panic!() };
    assert!(matcher.includes(Use::Cref) && !matcher.includes(Use::Mutate));
    assert_eq!(
        (rule.page.title.as_str(), rule.page.text.as_str(), rule.page.what_to_do.as_str()),
        ("Title", "Text.", "This.")
    );
    assert!(rule.page.markdown.starts_with("# Title") && !rule.page.markdown.contains("toml"));
    let file = &rule.page.examples[0].files[0];
    assert_eq!((file.name.as_str(), file.text.as_str(), file.expected[0].line), ("Example.cs", "a();\n", 1));
    let text = page(&format!("{HEAD}{MATCH}"), BODY);
    assert_eq!(text.lines().nth(file.line - 1), Some("a(); // error"));
}

#[test]
fn unknown_keys_have_a_place_and_a_guess() {
    let head = HEAD.replace("summary", "sumary ");
    assert_error(&format!("{head}{MATCH}"), "rules/x/a-thing.md:3:1: unknown key `sumary`; did you mean `summary`?");
    assert_error(
        &format!("{HEAD}[[match]]\nmembers = \"A.B.C\"\n"),
        ":11:1: unknown key `members`; did you mean `member`?",
    );
    assert_error(
        &format!("{HEAD}[[match]]\nobject = \"A.B\"\nprimary = \"P\"\nwhere.P.equal = true\n"),
        ":13:9: unknown key `equal`; did you mean `equals`?",
    );
}

#[test]
fn missing_keys_and_wrong_words() {
    assert_error(&format!("{}{MATCH}", HEAD.replace("effort  = \"hours\"\n", "")), "missing field `effort`");
    assert_error(
        &format!("{}{MATCH}", HEAD.replace("removed\"\n", "remved\"\n")),
        ":6:11: unknown change `remved`; did you mean `removed`?",
    );
    assert_error(&format!("{}{MATCH}", HEAD.replace("DS7399", "DS739")), ":2:11: `DS739` is no rule code");
    assert_error(
        &format!("{}{MATCH}", HEAD.replace("DS7399", "DS7299")),
        "code DS7299 is of release 7.2, `since` is 7.3.0",
    );
    assert_error(&format!("{}{MATCH}", HEAD.replace("since   = \"7.3.0\"\n", "")), "a rule of a release needs `since`");
    assert_error(&format!("{}{MATCH}", HEAD.replace("https:", "http:")), ":8:12: a source is an https address");
    assert_error(&format!("{}{MATCH}", HEAD.replace("a thing was", "A thing was")), "starts in lower case");
    assert_error(&format!("{HEAD}until = \"7.2.0\"\n{MATCH}"), "`until` comes after `since`");
    assert_error(&format!("{HEAD}default = \"no\"\n{MATCH}"), "`default` is \"on\" or \"off\"");
    assert_error(
        &format!("{HEAD}message = \"{{sybol}}\"\n{MATCH}"),
        ":10:11: unknown placeholder `{sybol}`; did you mean `symbol`?",
    );
    let head = HEAD.replace("removed\"\n", "default-changed\"\n");
    assert_error(&format!("{head}{MATCH}"), "a rule of change `default-changed` needs a `message`");
    assert_error(HEAD, "a rule needs at least one `[[match]]`");
}

#[test]
fn a_match_has_one_subject_and_what_goes_with_it() {
    assert_error(
        &format!("{HEAD}[[match]]\nuses = [\"call\"]\n"),
        "a match needs exactly one of `type`, `namespace`, `member`",
    );
    assert_error(&format!("{HEAD}{MATCH}string = \"x\"\n"), ":12:10: a match needs exactly one of");
    assert_error(&format!("{HEAD}{MATCH}where.P.equals = true\n"), "`where` only goes with `object`");
    assert_error(&format!("{HEAD}{MATCH}family = true\n"), ":12:10: `family` only goes with `package`");
    assert_error(&format!("{HEAD}{MATCH}uses = [\"calls\"]\n"), ":12:9: unknown use `calls`; did you mean `call`?");
    assert_error(&format!("{HEAD}{MATCH}uses = [\"mutate\"]\n"), "`mutate` only goes with `[[silenced-by]]`");
    assert_error(
        &format!("{HEAD}[[match]]\nmember = \"B.C\"\n"),
        ":11:10: `B.C`: not of the form `Namespace.Type.Member`",
    );
    assert_error(&format!("{HEAD}[[match]]\nschema = \"A.B\"\n"), ":11:10: `schema` matches are not supported yet");
    assert_error(&format!("{HEAD}[[match]]\ntype = \"A\"\n"), ":11:8: `A`: not the full name of a type");
    assert_error(&format!("{HEAD}{MATCH}lacks = \"X\"\n"), "`lacks` only goes with `implements`");
    assert_error(
        &format!("{HEAD}[[match]]\nstring = \"x\"\n"),
        "`string` needs `argument-of`, `compared-with` or `anywhere = true`",
    );
}

#[test]
fn objects() {
    let object = "[[match]]\nobject = \"A.B\"\n";
    assert_error(&format!("{HEAD}{object}"), "`object` needs `where`");
    assert_error(&format!("{HEAD}{object}where.P.equals = 1\n"), "`object` needs `primary`");
    assert_error(
        &format!("{HEAD}{object}where.P.equals = 1\nprimary = \"Q\"\n"),
        "`primary` is one of the properties of `where`",
    );
    assert_error(&format!("{HEAD}{object}where.P = {{}}\nprimary = \"P\"\n"), "a condition needs exactly one of");
    assert_error(
        &format!("{HEAD}{object}where.P.equals = 1.5\nprimary = \"P\"\n"),
        "a boolean, a whole number or a string",
    );
    assert_error(
        &format!("{HEAD}{object}where.P.equals = 1\nprimary = \"P\"\ndefault.Q = 1\n"),
        ":14:13: `default.Q` has no `where.Q` beside it",
    );
    let head =
        format!("{HEAD}{object}where.P.equals = 1\nwhere.Q.json = {{ a = \"b\" }}\nprimary = \"P\"\ndefault.P = 2\n");
    let rules = read(&page(&head, BODY)).unwrap();
    let Matcher::Object(matcher) = &rules.find("DS7399").unwrap().matches[0].matcher else { panic!() };
    assert_eq!(matcher.condition("P").unwrap().default, Some(Literal::Integer(2)));
    assert_eq!(
        matcher.condition("Q").unwrap().condition,
        Condition::Json(vec![("a".into(), Literal::Text("b".into()))])
    );
}

#[test]
fn fixes_and_verdicts() {
    assert_error(&format!("{HEAD}{MATCH}[fix]\nkind = \"rename\"\n"), ":13:8: a fix of kind `rename` needs `to`");
    assert_error(
        &format!("{HEAD}{MATCH}[fix]\nkind = \"none\"\nto = \"x\"\n"),
        "`to` does not go with a fix of kind `none`",
    );
    assert_error(&format!("{HEAD}{MATCH}[fix]\nkind = \"remove\"\n"), "a fix needs `applicability`");
    assert_error(&format!("{HEAD}{MATCH}[[verdict.unknown-when]]\ncall = \"X\"\n"), "needs `because`");
    assert_error(
        &format!("{HEAD}{MATCH}[[verdict.unknown-when]]\nbecause = \"X\"\n"),
        "needs exactly one of `call`, `implements`",
    );
}

#[test]
fn bodies() {
    let head = format!("{HEAD}{MATCH}");
    let error = |body: &str| read(&page(&head, body)).unwrap_err();
    assert!(error("## What to do\n").contains("the headings of a page are"));
    assert!(error(&BODY.replace("## Examples", "## Example")).contains(":22:1: the headings of a page are"));
    assert!(error(&format!("{BODY}\n## More\n")).contains("no heading follows `## Examples`"));
    assert!(error(&BODY.replace("```cs", "```c")).contains("a fence of an example is"));
    assert!(error(BODY.trim_end().trim_end_matches('`')).contains(":26:1: a fence that is not closed"));
    assert!(error(&BODY.replace("// error", "// error: Bad Name")).contains(":27:1: `Bad Name` is no rule name"));
    assert!(error(&BODY.replace("```cs", "```cs fixed")).contains("follows the file that it shows again"));
    assert!(read("# No head\n").unwrap_err().contains("a page begins with its head"));
    assert!(error(&BODY.replace("Text.\n", "")).contains("a page says what changed and what to do"));
}

#[test]
fn fences_that_name_files_form_one_project() {
    let examples = "One.\n\n```cs A.cs\na\n```\n```cs B.cs\nb // note\n```\n```cs fixed A.cs\nc\n```\n\nTwo.\n\n```cs\nd\n```\n\n```cs\ne\n```\n";
    let start = BODY.find("One.").unwrap();
    let rules = read(&page(&format!("{HEAD}{MATCH}"), &format!("{}{examples}", &BODY[..start]))).unwrap();
    let examples = &rules.find("a-thing").unwrap().page.examples;
    assert_eq!(examples.len(), 3);
    let names: Vec<_> = examples[0].files.iter().map(|file| file.name.as_str()).collect();
    assert_eq!(names, ["A.cs", "B.cs"]);
    assert_eq!(examples[0].files[0].fixed.as_deref(), Some("c\n"));
    assert!(!examples[0].is_near_miss() && examples[1].is_near_miss());
    assert_eq!(examples[1].lead, "Two.");
}

#[test]
fn pages_of_teams() {
    let join = |name: &str, head: &str| {
        let text = page(head, BODY);
        RuleSet::embedded().unwrap().with_team_pages([(name, text.as_str())]).map_err(|errors| errors.to_string())
    };
    let head = HEAD.replace("DS7399", "ACME1");
    let rules = join("t/a-thing.md", &format!("{head}{MATCH}")).unwrap();
    assert_eq!(rules.len(), RuleSet::embedded().unwrap().len() + 1);
    assert_eq!(rules.iter().next().unwrap().code.as_str(), "ACME1", "in the order of codes");
    assert_eq!(rules.by_code("acme1").unwrap().release(), Some((7, 3)));
    for (name, head, expected) in [
        ("t/a-thing.md", HEAD.to_owned() + MATCH, "t/a-thing.md:2:11: codes like DS7399 are dslint's own"),
        ("t/package-outdated.md", head.clone() + MATCH, "ACME1 `package-outdated` is also the rule of rules/"),
        ("t/a-thing.md", head.replace("ACME1", "Acme") + MATCH, ":2:11: `Acme` is no rule code: two to eight capital"),
        ("t/a-thing.md", head.clone() + "[[match]]\ncheck = \"client-schema\"\n", ":11:9: `check` only goes with"),
        (
            "t/a-thing.md",
            head.replace("Duende.IdentityServer", "Acme.Auth") + MATCH,
            ":4:11: a package of IdentityServer",
        ),
    ] {
        let error = join(name, &head).unwrap_err();
        assert!(error.contains(expected), "\n  found: {error}\nexpected: {expected}");
    }
    assert_error(&(head + MATCH), ":2:11: a code begins with `DS`");
}

#[test]
fn twins_are_refused() {
    let text = page(&format!("{HEAD}{MATCH}"), BODY);
    let error =
        RuleSet::from_pages([("a/one.md", text.as_str()), ("a/two.md", text.as_str())]).unwrap_err().to_string();
    assert!(error.contains("a/two.md:1:1: DS7399 `two` is also the rule of a/one.md"), "{error}");
}
