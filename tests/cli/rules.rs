//! `dslint rules` and `dslint explain`.

use crate::support::Tree;
use serde_json::Value;

#[test]
fn rules_are_listed_for_people_and_programs() {
    let tree = Tree::new(&[]);
    let human = tree.run(&["rules"]);
    assert_eq!(human.code, 0);
    assert!(human.stdout.contains("DS7302  client-credentials-requires-secret"), "{}", human.stdout);
    let list: Value = serde_json::from_str(&tree.run(&["rules", "--format", "json"]).stdout).unwrap();
    assert_eq!(list["version"], 1);
    let rules = list["rules"].as_array().unwrap();
    assert_eq!(rules[0]["code"], "DS0001");
    assert!(rules.iter().any(|rule| rule["name"] == "client-credentials-requires-secret" && rule["since"] == "7.3.0"));
}

#[test]
fn explain_shows_the_page_by_code_or_name() {
    let tree = Tree::new(&[]);
    let page = tree.run(&["explain", "DS7302"]);
    assert_eq!(page.code, 0);
    assert!(
        page.stdout.contains("\nWhat to do\n") && page.stdout.contains("DS7302 (client-credentials-requires-secret)")
    );
    assert!(!page.stdout.contains("```") && !page.stdout.contains("code     ="), "no marks and no head");
    for name in ["ds7302", "client-credentials-requires-secret", "Client-Credentials-Requires-Secret"] {
        assert_eq!(tree.run(&["explain", name]).stdout, page.stdout, "{name}");
    }
    let unknown = tree.run(&["explain", "client-credential-requires-secrets"]);
    assert_eq!(unknown.code, 2);
    assert!(
        unknown.stderr.contains("did you mean `DS7302` (client-credentials-requires-secret)?"),
        "{}",
        unknown.stderr
    );
}
