//! A relying party that checks the `typ` header of a logout token and does not accept `logout+jwt`.
//!
//! `ValidTypes = { "at+jwt" }` is common where an API validates access tokens, and harmless there. It counts only in a
//! member that has to do with a `logout_token`: as a parameter, a form key or a constant of that value.

use crate::diagnostic::{Confidence, Decision, Edit, Fix};
use crate::matching::FileContext;
use crate::matching::objects::contains_text;
use crate::message::{Names, Site};
use dslint_rules::{Match, Rule, Trigger, TriggerKind};
use dslint_semantic::bind::Symbol;
use dslint_semantic::member::MemberSource;
use dslint_semantic::table::Place;
use dslint_semantic::value::Value;
use dslint_syntax::ast::*;
use dslint_syntax::text::TextRange;
use std::collections::BTreeMap;

pub(crate) const NAME: &str = "logout-token-type";

const PARAMETERS: &str = "Microsoft.IdentityModel.Tokens.TokenValidationParameters";

const NEW_TYPE: &str = "logout+jwt";

/// Words in a member that has to do with logout tokens.
pub(crate) const WORDS: [&str; 2] = ["logout_token", "LogoutToken"];

pub(crate) fn triggers() -> Vec<Trigger> {
    [
        ("logout_token", TriggerKind::Identifier),
        ("logout_token", TriggerKind::StringLiteral),
        ("LogoutToken", TriggerKind::Identifier),
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
    let resolver = &context.program.resolver;
    let mut found: BTreeMap<Place, (Confidence, Option<Place>)> = BTreeMap::new();
    for run in context.runs() {
        let member = context.place(run.member);
        if !WORDS.iter().any(|word| context.text(member).contains(word)) {
            continue;
        }
        for path in &run.paths {
            for (_, object) in path.objects() {
                let Some(types) = object.properties.get("ValidTypes") else { continue };
                if !resolver.is_named(&object.ty, PARAMETERS) {
                    continue;
                }
                let Value::Ref(id) = types.value.value else { continue };
                let Some(list) = path.list(id) else { continue };
                let accepts = list
                    .items
                    .iter()
                    .any(|item| contains_text(item, NEW_TYPE) || !matches!(item.value, Value::Text(_)));
                if !list.open && !list.items.is_empty() && !accepts {
                    let near = context.same_member(types.written, member);
                    let confidence = if near { Confidence::Certain } else { Confidence::Likely };
                    found.insert(types.written, (confidence, list.items.first().and_then(|item| item.origin)));
                }
            }
        }
        found.extend(comparisons(context, member).into_iter().map(|place| (place, (Confidence::Certain, None))));
    }
    for (place, (confidence, first)) in found {
        let Some(primary) = context.label(place, "") else { continue };
        let mut site = Site {
            names: Names { symbol: "typ".to_owned(), ..Names::default() },
            confidence,
            ..context.site(rule, matched, primary)
        };
        site.decisions
            .extend(first.and_then(|first| accept(context, &site, place, first)).map(|fix| (Decision::AdoptNew, fix)));
        sites.push(site);
    }
}

/// Puts the new value before the first of the accepted ones, where that is a literal in the same list.
fn accept(context: &FileContext<'_>, site: &Site<'_>, list: Place, first: Place) -> Option<Fix> {
    let template = site.matched.adopt.as_ref()?;
    if first.file != list.file || !list.range.contains(first.range) || !context.text(first).starts_with('"') {
        return None;
    }
    let at = TextRange::new(first.range.start, first.range.start);
    Some(Fix {
        title: site.render(template.title.as_ref()?),
        edits: vec![Edit {
            source: site.primary.source,
            range: at,
            replacement: format!("{}, ", site.render(template.to.as_ref()?)),
        }],
        applicability: template.applicability,
    })
}

/// `token.Header.Typ != "JWT"` in a member.
fn comparisons(context: &FileContext<'_>, member: Place) -> Vec<Place> {
    let unit = context.program.unit(context.file);
    let binding = context.program.binding(context.file);
    // A `Typ` that the team declared itself is something else.
    let is_foreign = |id: ExprId| match binding.symbol(id) {
        Symbol::Member(member) => !matches!(member.source, MemberSource::Declared(..)),
        _ => true,
    };
    let is_type = |id: ExprId| {
        matches!(&unit.expr(id).kind, ExprKind::Member { member, .. } if member.name.text == "Typ") && is_foreign(id)
    };
    let mut found = Vec::new();
    // Whoever names the new value here knows of it.
    if context.text(member).contains(NEW_TYPE) {
        return found;
    }
    for expr in unit.exprs.iter().filter(|expr| member.range.contains(expr.range)) {
        let ExprKind::Binary { op: BinaryOp::Equal | BinaryOp::NotEqual, left, right } = &expr.kind else { continue };
        let other = match (is_type(*left), is_type(*right)) {
            (true, false) => *right,
            (false, true) => *left,
            _ => continue,
        };
        match context.program.constant(context.file, other).value {
            Value::Text(text) if &*text != NEW_TYPE => found.push(context.place(expr.range)),
            _ => {}
        }
    }
    found
}
