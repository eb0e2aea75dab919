//! Every page: its form, and its claims against the API history.
#![allow(clippy::expect_used, clippy::panic)] // what is missing is what these tests are there to report

use std::collections::BTreeSet;

use dslint_rules::Severity;
use dslint_rules::{
    ApiHistory, ApiType, Change, Condition, FixKind, Matcher, MemberPath, Release, Releases, Rule, RuleSet,
    TriggerKind, TriggerRole, TypeUse, UnknownFact, Use,
};

const HEAD_KEYS: [&str; 16] = [
    "code", "summary", "package", "since", "until", "change", "effect", "severity", "default", "sources", "effort",
    "answers", "guide", "message", "help", "options",
];
const TABLES: [&str; 9] = [
    "[options]",
    "[[match]]",
    "[[silenced-by]]",
    "[[lowered-by]]",
    "[fix]",
    "[keep]",
    "[verdict]",
    "[verdict.counted]",
    "[[verdict.unknown-when]]",
];
/// What belongs to the match before it.
const OF_A_MATCH: [&str; 5] =
    ["[match.fix]", "[match.keep]", "[match.adopt]", "[match.raised]", "[[match.silenced-by]]"];

fn rules() -> &'static RuleSet {
    match RuleSet::embedded() {
        Ok(rules) => rules,
        Err(errors) => panic!("{errors}"),
    }
}

fn api() -> &'static ApiHistory {
    ApiHistory::embedded()
}

/// The last release before the change, and the release of the change.
fn around(rule: &Rule) -> Option<(Release, Release)> {
    let since = rule.since.as_ref()?;
    let at = api().release_of(since).expect("`since` is a release of the API history");
    Some((api().release_before(at).expect("a release before the first"), at))
}

/// The type in a release; of two packages the one that has the member.
fn type_in(name: &str, release: Option<Release>) -> Option<ApiType<'static>> {
    api().types_named(name, 0).find(|ty| ty.exists_in(release))
}

fn signatures(path: &MemberPath, release: Release) -> BTreeSet<String> {
    api()
        .types_named(path.type_name(), 0)
        .flat_map(|ty| ty.members_named(path.member()).collect::<Vec<_>>())
        .filter(|member| member.exists_in(release))
        .map(|member| format!("{} {}", member.ty(), member.shape()))
        .collect()
}

fn has_member(path: &MemberPath, release: Option<Release>) -> bool {
    api().types_named(path.type_name(), 0).any(|ty| !ty.lookup(path.member(), release).is_empty())
}

#[test]
fn all_pages_are_read() {
    let stems: BTreeSet<&str> = RuleSet::embedded_pages()
        .map(|(path, _)| path.rsplit('/').next().and_then(|file| file.strip_suffix(".md")).expect("a file name"))
        .collect();
    let names: BTreeSet<&str> = rules().iter().map(|rule| rule.name.as_str()).collect();
    assert_eq!(stems, names);
    assert!(rules().len() >= 6);
    let codes: Vec<&str> = rules().iter().map(|rule| rule.code.as_str()).collect();
    assert!(codes.is_sorted());
    assert_eq!(rules().find("ds7302").map(|rule| rule.name.as_str()), Some("client-credentials-requires-secret"));
    assert_eq!(rules().find("package-outdated").map(|rule| rule.code.as_str()), Some("DS0001"));
}

#[test]
fn keys_and_tables_are_in_order() {
    for (path, text) in RuleSet::embedded_pages() {
        let head = text.split("```").nth(1).expect("a head");
        let mut key_rank = 0;
        let mut table_rank = None;
        for line in head.lines().skip(1) {
            if line.starts_with('[') {
                let line = if OF_A_MATCH.contains(&line) { "[[match]]" } else { line };
                let rank = TABLES.iter().position(|known| *known == line).unwrap_or_else(|| panic!("{path}: {line}"));
                assert!(table_rank <= Some(rank), "{path}: {line} stands too late");
                table_rank = Some(rank);
            } else if table_rank.is_none()
                && !line.starts_with([' ', ']', '#'])
                && let Some((key, _)) = line.split_once('=')
            {
                let found = HEAD_KEYS.iter().position(|known| *known == key.trim());
                let rank = found.unwrap_or_else(|| panic!("{path}: key {key}"));
                assert!(rank >= key_rank, "{path}: `{}` stands too late", key.trim());
                key_rank = rank;
            }
        }
        assert!(key_rank > 0 && table_rank.is_some(), "{path}");
    }
}

#[test]
fn pages_have_reported_and_clean_examples() {
    for rule in rules() {
        let reported = rule.page.examples.iter().filter(|example| !example.is_near_miss()).count();
        let near_misses = rule.page.examples.iter().filter(|example| example.is_near_miss()).count();
        assert!(reported > 0, "{}: no reported example", rule.name);
        assert!(near_misses > 0, "{}: no near miss", rule.name);
        for example in &rule.page.examples {
            assert!(!example.lead.is_empty(), "{}: an example without a sentence", rule.name);
        }
    }
}

#[test]
fn fixes_are_shown() {
    for rule in rules() {
        let edits = rule.matches.iter().filter_map(|matched| rule.fix_of(matched)).count() > 0;
        assert_eq!(edits, rule.page.has_fixed(), "{}: a fix needs an example of it, and only a fix does", rule.name);
        let files = || rule.page.examples.iter().flat_map(|example| &example.files);
        let keeps = rule.matches.iter().any(|matched| rule.keep_of(matched).is_some());
        assert_eq!(keeps, files().any(|file| file.kept.is_some()), "{}: `keep` and its example", rule.name);
        let adopts = rule.matches.iter().any(|matched| matched.adopt.is_some());
        assert_eq!(adopts, files().any(|file| file.adopted.is_some()), "{}: `adopt` and its example", rule.name);
        for fix in rule.matches.iter().filter_map(|matched| rule.fix_of(matched)) {
            assert!(fix.title.is_some(), "{}: a fix without a title", rule.name);
            assert_ne!(fix.kind, FixKind::None);
        }
        // A likely finding is one step less loud.
        let lower = |severity| if severity == Severity::Error { Severity::Warning } else { Severity::Note };
        let severities: BTreeSet<_> = rule
            .matches
            .iter()
            .flat_map(|matched| {
                // A check may know that the worse case is at hand.
                let is_raised = match &matched.matcher {
                    Matcher::Presence(matcher) => matcher.raised.is_some(),
                    Matcher::Check(_) => true,
                    _ => false,
                };
                // A reference in a documentation comment is a note, whatever the rule is.
                let is_named = match &matched.matcher {
                    Matcher::Member(matcher) => matcher.includes(Use::Cref),
                    Matcher::Type(matcher) => matcher.includes(TypeUse::Cref),
                    Matcher::Namespace(_) => true,
                    _ => false,
                };
                let named = is_named.then_some(Severity::Note);
                [Some(rule.severity_of(matched)), is_raised.then_some(Severity::Warning), named]
            })
            .flatten()
            .flat_map(|severity| [severity, lower(severity)])
            .collect();
        for file in rule.page.examples.iter().flat_map(|example| &example.files) {
            for expected in file.expected.iter().filter(|expected| expected.rule.is_none()) {
                assert!(severities.contains(&expected.severity), "{}: {expected:?} in {}", rule.name, file.name);
            }
            assert_ne!(file.fixed.as_deref(), Some(file.text.as_str()), "{}: a fix that changes nothing", rule.name);
        }
    }
}

#[test]
fn packages_are_known() {
    for rule in rules() {
        assert!(Releases::embedded().family_of(&rule.package).is_some(), "{}: package {}", rule.name, rule.package);
    }
}

#[test]
fn members_exist_before_and_are_gone_or_changed_after() {
    let mut checked = 0;
    for rule in rules() {
        let Some((before, at)) = around(rule) else { continue };
        for matched in &rule.matches {
            let Matcher::Member(matcher) = &matched.matcher else { continue };
            for path in &matcher.members {
                checked += 1;
                let old = signatures(path, before);
                assert!(!old.is_empty(), "{}: {path} does not exist before", rule.name);
                // Of other packages the history is not known.
                let ty = type_in(path.type_name(), Some(before));
                if ty.is_some_and(|ty| ty.is_external()) {
                    continue;
                }
                let new = signatures(path, at);
                match rule.change {
                    Change::Removed | Change::Renamed | Change::Moved => {
                        assert!(new.is_empty(), "{}: {path} is still there", rule.name);
                    }
                    Change::SignatureChanged | Change::TypeChanged => {
                        assert_ne!(old, new, "{}: {path} is unchanged", rule.name);
                    }
                    _ => {}
                }
                let fix = rule.fix_of(matched).filter(|fix| fix.kind == FixKind::Rename);
                if let Some(to) = fix.and_then(|fix| fix.to.as_ref()) {
                    let renamed = MemberPath::parse(&format!("{}.{to}", path.type_name())).expect("a name");
                    assert!(!signatures(&renamed, at).is_empty(), "{}: {renamed} does not exist", rule.name);
                }
            }
        }
    }
    assert!(checked >= 4);
}

#[test]
fn objects_have_the_properties_that_are_asked_for() {
    for rule in rules() {
        let before = around(rule).map(|(before, _)| before);
        for matched in &rule.matches {
            let Matcher::Object(matcher) = &matched.matcher else { continue };
            for name in &matcher.types {
                let ty = type_in(name, before).unwrap_or_else(|| panic!("{}: {name} does not exist", rule.name));
                for condition in &matcher.conditions {
                    // What has to be set is new.
                    let release =
                        if condition.condition == Condition::Unset { around(rule).map(|(_, at)| at) } else { before };
                    let property = ty.lookup(&condition.property, release);
                    let property = property.first().unwrap_or_else(|| {
                        panic!("{}: {name} has no {}", rule.name, condition.property);
                    });
                    if let Condition::ContainsWhere(members) = &condition.condition {
                        let element = property.ty().arguments.first().cloned().expect("a collection");
                        let element = ty.resolve(element.name, element.arity(), before).expect("a known element type");
                        for (member, _) in members {
                            assert!(!element.lookup(member, before).is_empty(), "{}: {element:?} {member}", rule.name);
                        }
                    }
                }
            }
        }
    }
}

#[test]
fn other_names_exist() {
    for rule in rules() {
        let at = around(rule).map(|(_, at)| at);
        let of_matches = rule.matches.iter().flat_map(|matched| &matched.silencers);
        for path in rule.silencers.iter().chain(of_matches).flat_map(|silencer| &silencer.members) {
            assert!(has_member(path, at), "{}: {path} does not exist at `since`", rule.name);
        }
        for matched in &rule.matches {
            let Matcher::String(matcher) = &matched.matcher else { continue };
            for path in &matcher.compared_with {
                assert!(has_member(path, None), "{}: {path} does not exist", rule.name);
            }
            for method in &matcher.argument_of {
                let is_known = api().types().any(|ty| {
                    method.owner.as_ref().is_none_or(|owner| ty.is_named(owner))
                        && ty.members_named(&method.name).next().is_some()
                });
                assert!(is_known, "{}: no method {method}", rule.name);
            }
        }
        for unknown in &rule.verdict.unknown_when {
            if let Some(argument) = &unknown.argument {
                assert!(type_in(argument, at).is_some(), "{}: {argument} does not exist", rule.name);
            }
            match &unknown.fact {
                UnknownFact::Call(method) => {
                    let is_known = api().extension_methods_named(&method.name).any(|method| method.exists_in(at));
                    assert!(is_known, "{}: no method {method}", rule.name);
                }
                UnknownFact::Implements(name) | UnknownFact::Binds(name) | UnknownFact::Registers(name) => {
                    assert!(type_in(name, at).is_some(), "{}: {name} does not exist", rule.name);
                }
                UnknownFact::Reads(members) => {
                    for path in members {
                        assert!(has_member(path, at), "{}: {path} does not exist", rule.name);
                    }
                }
            }
        }
    }
}

#[test]
fn triggers_are_derived() {
    let words = |name: &str, role: TriggerRole| -> Vec<(String, TriggerKind)> {
        let rule = rules().by_name(name).expect(name);
        let triggers = rule.triggers(api()).into_iter().filter(|trigger| trigger.role == role);
        triggers.map(|trigger| (trigger.text.to_string(), trigger.kind)).collect()
    };
    let identifier = |text: &str| (text.to_owned(), TriggerKind::Identifier);
    let literal = |text: &str| (text.to_owned(), TriggerKind::StringLiteral);
    assert_eq!(words("client-credentials-requires-secret", TriggerRole::Match), [identifier("RequireClientSecret")]);
    assert_eq!(words("symmetric-signing-algorithms", TriggerRole::Match), [literal("JWK"), identifier("JsonWebKey")]);
    assert_eq!(
        words("symmetric-signing-algorithms", TriggerRole::Silence),
        [
            identifier("SupportedClientAssertionSigningAlgorithms"),
            identifier("SupportedRequestObjectSigningAlgorithms")
        ]
    );
    assert_eq!(
        words("experimental-meter-renamed", TriggerRole::Match),
        [
            identifier("AddMeter"),
            literal("Duende.IdentityServer.Experimental"),
            identifier("ExperimentalMeter"),
            identifier("ServiceNameExperimental"),
        ]
    );
    assert_eq!(
        words("client-credentials-requires-secret", TriggerRole::Unknown),
        [
            identifier("AddClientConfigurationStore"),
            identifier("AddClientStore"),
            identifier("AddClientStoreCache"),
            identifier("AddConfigurationStore"),
            identifier("AddConfigurationStoreCache"),
            identifier("AddIdentityServerConfiguration"),
            identifier("AddInMemoryClients"),
            identifier("BindConfiguration"),
            identifier("Configuration"),
            identifier("ConfigurationBinder"),
            identifier("Deserialize"),
            identifier("DeserializeAsync"),
            identifier("DeserializeObject"),
            identifier("GetFromJsonAsync"),
            identifier("GetRequiredSection"),
            identifier("GetSection"),
            identifier("IClientStore"),
            identifier("IConfiguration"),
            identifier("IConfigurationRoot"),
            identifier("IConfigurationSection"),
            identifier("PopulateObject"),
            identifier("ReadFromJsonAsync"),
            identifier("XmlSerializer"),
        ]
    );
    assert!(words("package-outdated", TriggerRole::Match).is_empty());
}

#[test]
fn rules_apply_by_their_effect() {
    let version = |text: &str| text.parse::<dslint_version::NuGetVersion>().expect("a version");
    let applies =
        |name: &str, from: &str, to: &str| rules().by_name(name).expect(name).applies(&version(from), &version(to));
    assert!(applies("client-credentials-requires-secret", "7.2.4", "7.3.4"));
    assert!(applies("client-credentials-requires-secret", "7.3.1", "7.3.4"), "what is broken stays broken");
    assert!(!applies("client-credentials-requires-secret", "7.1.0", "7.2.4"));
    assert!(applies("experimental-meter-renamed", "7.2.4", "7.3.4"));
    assert!(!applies("experimental-meter-renamed", "7.3.0", "7.3.4"));
    assert!(applies("package-outdated", "7.3.0", "7.3.4"));
}
