//! A client assertion or a request object that is signed with a symmetric algorithm.
//!
//! HS256 is common and mostly harmless (an API's own tokens, webhooks); it matters only when the token goes to the
//! token endpoint as `client_assertion` or to the authorize endpoint as `request`. So `new SigningCredentials(…)` is
//! followed: into token descriptors, through unknown code and helper methods, to one of these places.

use crate::diagnostic::Confidence;
use crate::family::uses_family;
use crate::matching::FileContext;
use crate::matching::objects::contains_text;
use crate::message::{Names, Site};
use dslint_rules::{Match, Rule, Trigger, TriggerKind};
use dslint_semantic::table::Place;
use dslint_semantic::ty::Ty;
use dslint_semantic::value::{HeapId, ObjectState, Property, State, Tracked, Value};
use std::collections::BTreeMap;

pub(crate) const NAME: &str = "symmetric-client-assertion";

/// The same for request objects, for which another option counts.
pub(crate) const REQUEST_NAME: &str = "symmetric-request-object";

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

/// What a token is for: the value of its `typ` header, and the parameter of the protocol that carries it.
#[derive(Clone, Copy)]
struct Purpose {
    ty: &'static str,
    parameter: &'static str,
}

const ASSERTION: Purpose = Purpose { ty: "client-authentication+jwt", parameter: "client_assertion" };

const REQUEST: Purpose = Purpose { ty: "oauth-authz-req+jwt", parameter: "request" };

/// Where a token is signed, and where it is handed over: these may be different files.
pub(crate) const WORDS: [&str; 3] = ["SigningCredentials", "ClientAssertion", "client_assertion"];

pub(crate) fn triggers() -> Vec<Trigger> {
    let kinds = [TriggerKind::Identifier, TriggerKind::Identifier, TriggerKind::StringLiteral];
    WORDS.into_iter().zip(kinds).map(super::trigger).collect()
}

/// The calls whose arguments may be such a place.
pub(crate) const CALLS: [&str; 4] = ["SetParameter", "Add", "AddOptional", "Create"];

pub(crate) fn run<'a>(
    context: &FileContext<'a>,
    rule: &'static Rule,
    matched: &'static Match,
    sites: &mut Vec<Site<'a>>,
) {
    follow(context, rule, matched, ASSERTION, sites);
}

pub(crate) fn run_request<'a>(
    context: &FileContext<'a>,
    rule: &'static Rule,
    matched: &'static Match,
    sites: &mut Vec<Site<'a>>,
) {
    follow(context, rule, matched, REQUEST, sites);
}

fn follow<'a>(
    context: &FileContext<'a>,
    rule: &'static Rule,
    matched: &'static Match,
    purpose: Purpose,
    sites: &mut Vec<Site<'a>>,
) {
    let projects = &context.workspace.projects;
    // Whose server it is that these projects sign for is not seen.
    let is_alone = !projects.is_empty() && !projects.iter().any(|project| uses_family(context.workspace, project.id));
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
            for (sink, value) in sinks(context, path, purpose) {
                for id in path.reachable(&value.value) {
                    let Some((_, algorithm, text)) = credentials.iter().find(|(credential, ..)| *credential == id)
                    else {
                        continue;
                    };
                    let place = algorithm.written;
                    let direct = context.same_member(place, sink);
                    let confidence = if direct && !is_alone { Confidence::Certain } else { Confidence::Likely };
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

/// The name of the algorithm, as the header of a token and the options of the server have it.
fn symmetric_text(value: &Tracked) -> Option<String> {
    let index = SYMMETRIC.iter().position(|algorithm| contains_text(value, algorithm))?;
    SYMMETRIC.get(index % 3).map(|algorithm| (*algorithm).to_owned())
}

/// The places on a path where a token is handed to IdentityServer, with what is handed over.
fn sinks(context: &FileContext<'_>, path: &State, purpose: Purpose) -> Vec<(Place, Tracked)> {
    let resolver = &context.program.resolver;
    let is_assertion = purpose.parameter == ASSERTION.parameter;
    let keyed = format!("[{}]", purpose.parameter);
    let mut found = Vec::new();
    for (_, object) in path.objects() {
        let is_value = is_assertion
            && (resolver.full_name(&object.ty).is_some_and(|name| name.ends_with(".Client.ClientAssertion"))
                || matches!(&object.ty, Ty::Named(name, _) if name == "ClientAssertion"));
        for (name, property) in &object.properties {
            let is_parameter = match &object.ty {
                // An anonymous object of extra parameters, or a dictionary of form values.
                Ty::Unknown => name == purpose.parameter || (is_assertion && name == "ClientAssertion"),
                _ => is_assertion && name == "ClientAssertion",
            };
            let is_request = !is_assertion
                && matches!(name.as_str(), "Request" | "RequestObject")
                && resolver.full_name(&object.ty).is_some_and(|name| name.contains("IdentityModel.Client."));
            if is_parameter || name == &keyed || is_request || (is_value && name == "Value") {
                found.push((property.written, property.value.clone()));
            }
        }
        // A pair of a form.
        for (key, value) in [("#0", "#1"), ("Key", "Value")] {
            if let (Some(key), Some(value)) = (object.properties.get(key), object.properties.get(value))
                && contains_text(&key.value, purpose.parameter)
            {
                found.push((value.written, value.value.clone()));
            }
        }
        // A token that says in its header what it is for.
        let says_so = object.properties.values().any(|property| says_token_type(path, property, purpose));
        if says_so && let Some(credentials) = object.properties.get("SigningCredentials") {
            found.push((credentials.written, credentials.value.clone()));
        }
    }
    for call in path.calls() {
        if let [name, value, ..] = &call.arguments[..]
            && contains_text(name, purpose.parameter)
        {
            found.push((call.name, value.clone()));
        }
    }
    found
}

fn says_token_type(path: &State, property: &Property, purpose: Purpose) -> bool {
    let says = |value: &Tracked| contains_text(value, purpose.ty);
    says(&property.value)
        || match property.value.value {
            Value::Ref(id) => path.object(id).is_some_and(|header| {
                header.properties.iter().any(|(name, inner)| name == "[typ]" && says(&inner.value))
            }),
            _ => false,
        }
}
