//! A client assertion or a request object that is signed with a symmetric algorithm.
//!
//! HS256 is common and mostly harmless (an API's own tokens, webhooks); it matters only when the token goes to the
//! token endpoint as `client_assertion` or to the authorize endpoint as `request`. So `new SigningCredentials(…)` is
//! followed: into token descriptors, through unknown code and helper methods, to one of these places.

use crate::diagnostic::Confidence;
use crate::matching::FileContext;
use crate::matching::objects::contains_text;
use crate::message::{Names, Site};
use dslint_rules::{Match, Rule, Trigger, TriggerKind, TriggerRole};
use dslint_semantic::table::Place;
use dslint_semantic::ty::Ty;
use dslint_semantic::value::{HeapId, ObjectState, Property, State, Tracked, Value};
use smol_str::SmolStr;
use std::collections::BTreeMap;

pub(crate) const NAME: &str = "symmetric-client-assertion";

const CREDENTIALS: &str = "Microsoft.IdentityModel.Tokens.SigningCredentials";

/// The algorithms that 7.3 no longer accepts by default: JWA names and the URIs that older samples use.
const SYMMETRIC: [&str; 6] = [
    "HS256",
    "HS384",
    "HS512",
    "http://www.w3.org/2001/04/xmldsig-more#hmac-sha256",
    "http://www.w3.org/2001/04/xmldsig-more#hmac-sha384",
    "http://www.w3.org/2001/04/xmldsig-more#hmac-sha512",
];

/// Values of the `typ` header that say what a token is for.
const TOKEN_TYPES: [&str; 2] = ["client-authentication+jwt", "oauth-authz-req+jwt"];

/// Parameters of the protocol that carry such a token.
const PARAMETERS: [&str; 2] = ["client_assertion", "request"];

/// Where a token is signed, and where it is handed over: these may be different files.
pub(crate) const WORDS: [&str; 3] = ["SigningCredentials", "ClientAssertion", "client_assertion"];

pub(crate) fn triggers() -> Vec<Trigger> {
    let trigger = |(word, kind)| Trigger { text: SmolStr::new_static(word), kind, role: TriggerRole::Match };
    let kinds = [TriggerKind::Identifier, TriggerKind::Identifier, TriggerKind::StringLiteral];
    WORDS.into_iter().zip(kinds).map(trigger).collect()
}

/// The calls whose arguments may be such a place.
pub(crate) const CALLS: [&str; 3] = ["SetParameter", "Add", "AddOptional"];

pub(crate) fn run<'a>(
    context: &FileContext<'a>,
    rule: &'static Rule,
    matched: &'static Match,
    sites: &mut Vec<Site<'a>>,
) {
    let resolver = &context.program.resolver;
    let mut found: BTreeMap<Place, (Place, Confidence, String)> = BTreeMap::new();
    for run in context.runs() {
        for path in &run.paths {
            let credentials: Vec<(HeapId, &Property, String)> = path
                .objects()
                .filter(|(_, object)| is_credentials(resolver, object))
                .filter_map(|(id, object)| {
                    let algorithm = object.properties.get("Algorithm").or_else(|| object.properties.get("#1"))?;
                    Some((id, algorithm, symmetric_text(&algorithm.value)?))
                })
                .collect();
            if credentials.is_empty() {
                continue;
            }
            for (sink, value) in sinks(context, path) {
                for id in path.reachable(&value.value) {
                    let Some((_, algorithm, text)) = credentials.iter().find(|(credential, ..)| *credential == id)
                    else {
                        continue;
                    };
                    let place = algorithm.written;
                    let direct = context.same_member(place, sink);
                    let confidence = if direct { Confidence::Certain } else { Confidence::Likely };
                    let entry = found.entry(place).or_insert((sink, confidence, text.clone()));
                    entry.1 = entry.1.min(confidence);
                }
            }
        }
    }
    for (place, (sink, confidence, algorithm)) in found {
        let Some(primary) = context.label(place, "signed with a symmetric key") else { continue };
        sites.push(Site {
            names: Names { symbol: "SigningCredentials".into(), value: algorithm, ..Names::default() },
            confidence,
            related: context.label(sink, "the token goes to IdentityServer here").into_iter().collect(),
            ..context.site(rule, matched, primary)
        });
    }
}

fn is_credentials(resolver: &dslint_semantic::scope::Resolver<'_>, object: &ObjectState) -> bool {
    resolver.is_named(&object.ty, CREDENTIALS)
        || matches!(&object.ty, Ty::Named(name, _) if name == "SigningCredentials")
}

fn symmetric_text(value: &Tracked) -> Option<String> {
    SYMMETRIC.iter().find(|algorithm| contains_text(value, algorithm)).map(|algorithm| (*algorithm).to_owned())
}

/// The places on a path where a token is handed to IdentityServer, with what is handed over.
fn sinks(context: &FileContext<'_>, path: &State) -> Vec<(Place, Tracked)> {
    let resolver = &context.program.resolver;
    let mut found = Vec::new();
    for (_, object) in path.objects() {
        let is_assertion = resolver.full_name(&object.ty).is_some_and(|name| name.ends_with(".Client.ClientAssertion"))
            || matches!(&object.ty, Ty::Named(name, _) if name == "ClientAssertion");
        for (name, property) in &object.properties {
            let is_parameter = match &object.ty {
                // An anonymous object of extra parameters, or a dictionary of form values.
                Ty::Unknown => PARAMETERS.contains(&name.as_str()),
                _ => name == "ClientAssertion",
            };
            let is_keyed = PARAMETERS.iter().any(|parameter| name.as_str() == format!("[{parameter}]"));
            let is_request = matches!(name.as_str(), "Request" | "RequestObject")
                && resolver.full_name(&object.ty).is_some_and(|name| name.contains("IdentityModel.Client."));
            if is_parameter || is_keyed || is_request || (is_assertion && name == "Value") {
                found.push((property.written, property.value.clone()));
            }
        }
        // A token that says in its header what it is for.
        let says_so = object.properties.values().any(|property| says_token_type(path, property));
        if says_so && let Some(credentials) = object.properties.get("SigningCredentials") {
            found.push((credentials.written, credentials.value.clone()));
        }
    }
    for call in path.calls() {
        if let [name, value, ..] = &call.arguments[..]
            && PARAMETERS.iter().any(|parameter| contains_text(name, parameter))
        {
            found.push((call.name, value.clone()));
        }
    }
    found
}

fn says_token_type(path: &State, property: &Property) -> bool {
    let says = |value: &Tracked| TOKEN_TYPES.iter().any(|ty| contains_text(value, ty));
    says(&property.value)
        || match property.value.value {
            Value::Ref(id) => path.object(id).is_some_and(|header| {
                header.properties.iter().any(|(name, inner)| name == "[typ]" && says(&inner.value))
            }),
            _ => false,
        }
}
