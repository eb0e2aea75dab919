//! Client assertions that say in their header what they are: as the type of a descriptor, in a dictionary of headers, in a
//! `JwtHeader`.
//!
//! That the audience is the token endpoint is certain to be refused; any other may be the issuer.

use crate::matching::FileContext;
use crate::matching::objects::contains_text;
use crate::message::{Names, Site};
use dslint_rules::{Match, Rule, Severity, Trigger, TriggerKind};
use dslint_semantic::table::Place;
use dslint_semantic::value::{ObjectState, Tracked, Value};
use dslint_syntax::ast::*;
use std::collections::BTreeMap;

pub(crate) const NAME: &str = "strict-client-assertion";

const TOKEN_TYPE: &str = "client-authentication+jwt";

pub(crate) const WORDS: [&str; 4] = [TOKEN_TYPE, "ClientAuthentication", "TokenType", "typ"];

pub(crate) const CALLS: [&str; 2] = ["Add", "TryAdd"];

pub(crate) fn triggers() -> Vec<Trigger> {
    [
        (TOKEN_TYPE, TriggerKind::StringLiteral),
        ("ClientAuthentication", TriggerKind::Identifier),
        ("TokenType", TriggerKind::Identifier),
        ("typ", TriggerKind::StringLiteral),
    ]
    .into_iter()
    .map(super::trigger)
    .collect()
}

pub(crate) fn run<'a>(
    context: &FileContext<'a>,
    rule: &'static Rule,
    matched: &'static Match,
    sites: &mut Vec<Site<'a>>,
) {
    // Where the token endpoint is the audience.
    let mut found: BTreeMap<Place, Option<Place>> = BTreeMap::new();
    let mut add = |place: Place, audience: Option<Place>| {
        let known = found.entry(place).or_default();
        *known = known.or(audience);
    };
    for path in context.runs().iter().flat_map(|run| &run.paths) {
        for (id, object) in path.objects() {
            for (name, property) in &object.properties {
                let says = match name.as_str() {
                    "TokenType" => is_descriptor(context, object),
                    "[typ]" => true,
                    _ => false,
                };
                if says && is_type(&property.value) {
                    let holds = |other: &ObjectState| {
                        other.properties.values().any(|it| matches!(it.value.value, Value::Ref(held) if held == id))
                    };
                    let holder = path.objects().map(|(_, other)| other).find(|other| holds(other));
                    let audience = endpoint(context, object).or_else(|| endpoint(context, holder?));
                    add(property.written, audience);
                }
            }
        }
        for call in path.calls() {
            if let [key, value, ..] = &call.arguments[..]
                && contains_text(key, "typ")
                && is_type(value)
            {
                add(call.name, None);
            }
        }
    }
    for place in written(context) {
        add(place, None);
    }
    // A literal in a place that was found is the same finding.
    let places: Vec<Place> = found.keys().copied().collect();
    let is_inside = |place: &Place| {
        places.iter().any(|other| other != place && other.file == place.file && other.range.contains(place.range))
    };
    for (place, audience) in found.into_iter().filter(|(place, _)| !is_inside(place)) {
        let Some(primary) = context.label(place, "") else { continue };
        let related = audience.and_then(|audience| context.label(audience, "the token endpoint is the audience here"));
        sites.push(Site {
            names: Names { symbol: "typ".to_owned(), value: TOKEN_TYPE.to_owned(), ..Names::default() },
            severity: audience.map(|_| Severity::Warning),
            related: related.into_iter().collect(),
            ..context.site(rule, matched, primary)
        });
    }
}

fn is_type(value: &Tracked) -> bool {
    contains_text(value, TOKEN_TYPE)
}

fn is_descriptor(context: &FileContext<'_>, object: &ObjectState) -> bool {
    context.program.resolver.derives_from(&object.ty, "Microsoft.IdentityModel.Tokens.SecurityTokenDescriptor")
}

/// Where the audience of a token is set to a token endpoint.
fn endpoint(context: &FileContext<'_>, object: &ObjectState) -> Option<Place> {
    let audience = object.properties.get("Audience")?;
    let is_url = |text: &str| text.trim_end_matches('/').ends_with("/connect/token");
    let is_endpoint = match &audience.value.value {
        Value::Text(text) => is_url(text),
        // `discovery.TokenEndpoint`
        Value::Unknown => context.text(audience.written).trim_end_matches(['!', ' ']).ends_with(".TokenEndpoint"),
        _ => false,
    };
    is_endpoint.then_some(audience.written)
}

/// `header["typ"] = "…"`, `{ "typ", "…" }`, `["typ"] = "…"`, `new JwtHeader(credentials, map, "…")`.
fn written(context: &FileContext<'_>) -> Vec<Place> {
    if !context.names(TOKEN_TYPE) && !context.names("ClientAuthentication") {
        return Vec::new();
    }
    let unit = context.program.unit(context.file);
    let text = |id: ExprId| match context.program.constant(context.file, id).value {
        Value::Text(text) => text.to_string(),
        _ => String::new(),
    };
    let is_key = |arguments: &[Argument]| matches!(arguments, [key] if text(key.value) == "typ");
    let mut found = Vec::new();
    for expr in &unit.exprs {
        match &expr.kind {
            ExprKind::Assign { left, right, .. } => {
                if let ExprKind::Element { arguments, .. } = &unit.expr(*left).kind
                    && is_key(arguments)
                    && text(*right) == TOKEN_TYPE
                {
                    found.push(context.place(expr.range));
                }
            }
            ExprKind::New { ty: Some(ty), arguments, .. } => {
                let is_header = matches!(&ty.kind, TypeKind::Name(name)
                    if name.segments.last().is_some_and(|last| last.name.text == "JwtHeader"));
                let typed = arguments.iter().find(|argument| text(argument.value) == TOKEN_TYPE);
                if let Some(typed) = typed.filter(|_| is_header) {
                    found.push(context.place(unit.expr(typed.value).range));
                }
            }
            _ => {}
        }
    }
    found
}
