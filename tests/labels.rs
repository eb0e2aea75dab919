//! The other half of the evidence: related labels point at the code that brings it about.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking, also in what it shares with others")]

mod support;

use dslint_linter::{Confidence, Request};
use dslint_rules::{Releases, RuleSet};
use std::collections::BTreeMap;
use std::path::PathBuf;
use support::Memory;

/// Text of the related label and confidence of the only DS7302 in a method with these statements.
fn related(statements: &str) -> (String, Confidence) {
    let code = format!(
        "using System.Collections.Generic;\nusing Duende.IdentityServer.Models;\n\
         public static class Grants {{ public const string Machine = \"client_credentials\"; }}\n\
         public static class Setup\n{{\n    public static Client Make()\n    {{\n{statements}\n        return c;\n    }}\n\
         static void Extend(Client it) {{ it.AllowedGrantTypes.Add(\"client_credentials\"); }}\n}}\n"
    );
    let memory = Memory::new([("Setup.cs", code.as_str())]);
    let analysis = dslint_linter::analyze(Request {
        root: PathBuf::from("/ws"),
        files: memory.paths(),
        left_out: dslint_linter::LeftOut::default(),
        reader: &memory,
        from: Some("7.2.0".parse().unwrap()),
        starts: dslint_linter::Starts::new(),
        to: Releases::embedded().resolve("7.3").unwrap(),
        rules: RuleSet::embedded().unwrap().iter().filter(|rule| rule.code.as_str() == "DS7302").collect(),
        rule_set: RuleSet::embedded().unwrap(),
        sidecar: Vec::new(),
        severities: BTreeMap::new(),
    });
    let [found] = &analysis.diagnostics[..] else { panic!("{statements}: {:#?}", analysis.diagnostics) };
    let label = found.related.iter().find(|label| label.text.contains("AllowedGrantTypes")).unwrap();
    let text = &analysis.sources.get(label.source).text;
    (text[label.range.usize()].to_owned(), found.confidence)
}

#[test]
fn what_was_added_later_is_labelled_where_it_is_added() {
    let client = "var c = new Client { AllowedGrantTypes = GrantTypes.Code, RequireClientSecret = false };";
    let labelled = |more: &str| related(&format!("{client}\n{more}"));
    let certain = |text: &str| (text.to_owned(), Confidence::Certain);
    assert_eq!(labelled("c.AllowedGrantTypes.Add(Grants.Machine);"), certain("Grants.Machine"));
    assert_eq!(labelled("c.AllowedGrantTypes.Add(\"client_credentials\");"), certain("\"client_credentials\""));
    assert_eq!(
        labelled("c.AllowedGrantTypes.Add(\"x\"); c.AllowedGrantTypes.Add(Grants.Machine);").0,
        "Grants.Machine"
    );
    assert_eq!(labelled("Extend(c);").0, "\"client_credentials\"");
    let removed =
        "c.AllowedGrantTypes.Add(\"x\"); c.AllowedGrantTypes.Remove(\"x\"); c.AllowedGrantTypes.Add(Grants.Machine);";
    assert_eq!(labelled(removed).0, "Grants.Machine");
}

#[test]
fn what_was_there_from_the_beginning_is_labelled_as_the_property() {
    let there = "AllowedGrantTypes = GrantTypes.ClientCredentials";
    let labelled =
        |more: &str| related(&format!("var c = new Client {{ {there}, RequireClientSecret = false }};\n{more}")).0;
    assert_eq!(labelled(""), there);
    assert_eq!(labelled("c.AllowedGrantTypes.Add(\"x\");"), there);
    assert_eq!(labelled("c.AllowedGrantTypes.Add(Grants.Machine);"), there);
    let braces = "AllowedGrantTypes = { Grants.Machine }";
    assert_eq!(related(&format!("var c = new Client {{ {braces}, RequireClientSecret = false }};")).0, braces);
}

#[test]
fn a_list_that_is_filled_first() {
    let list = "var types = new List<string>();\ntypes.Add(Grants.Machine);\n";
    let client = "var c = new Client { AllowedGrantTypes = types, RequireClientSecret = false };";
    assert_eq!(related(&format!("{list}{client}")).0, "Grants.Machine");
}
