//! Strings at places where their value matters: arguments of certain calls, comparisons with certain members.

use super::{FileContext, registration};
use crate::diagnostic::{Confidence, Edit, Fix};
use crate::message::{Names, Site};
use dslint_rules::{Applicability, FixKind, Match, MethodName, Rule, StringMatcher};
use dslint_semantic::bind::Symbol;
use dslint_semantic::member::MemberSource;
use dslint_semantic::table::Place;
use dslint_semantic::value::{ObservedCall, State, Tracked, Value};
use dslint_syntax::ast::{BinaryOp, ExprId, ExprKind, Pattern, StmtKind};
use dslint_syntax::text::TextRange;
use std::collections::BTreeMap;

/// A text that flowed somewhere.
struct Flow {
    place: Place,
    to: Place,
    value: String,
    certain: bool,
}

pub(crate) fn run<'a>(
    context: &FileContext<'a>,
    rule: &'static Rule,
    matched: &'static Match,
    matcher: &StringMatcher,
    sites: &mut Vec<Site<'a>>,
) {
    let mut flows: BTreeMap<Place, Flow> = BTreeMap::new();
    let mut add = |flow: Flow| {
        let known = flows.entry(flow.place).or_insert(Flow { value: flow.value.clone(), ..flow });
        known.certain |= flow.certain;
    };
    for path in context.runs().iter().flat_map(|run| &run.paths) {
        for call in path.calls() {
            if !matcher.argument_of.iter().any(|method| is_call_of(context, call, method)) {
                continue;
            }
            for argument in &call.arguments {
                if texts(path, argument, true).is_empty() {
                    unknown(context, rule, call);
                }
                for (value, place, certain) in texts(path, argument, true) {
                    if matcher.values.iter().any(|wanted| *wanted == value) {
                        let place = place.unwrap_or(call.name);
                        add(Flow { place, to: call.name, value, certain });
                    }
                }
            }
        }
    }
    for (place, value) in compared(context, matcher) {
        add(Flow { place, to: place, value, certain: true });
    }
    for (place, value) in anywhere(context, matcher) {
        add(Flow { place, to: place, value, certain: true });
    }
    for flow in flows.into_values() {
        let Some(primary) = context.label(flow.place, "") else { continue };
        let apart = !context.same_member(flow.place, flow.to);
        let related = apart.then(|| context.label(flow.to, "used here")).flatten();
        let mut site = Site {
            names: Names { symbol: flow.value.clone(), value: flow.value.clone(), ..Names::default() },
            confidence: if flow.certain { Confidence::Certain } else { Confidence::Likely },
            related: related.into_iter().collect(),
            ..context.site(rule, matched, primary)
        };
        site.fix = match matcher.anywhere {
            true => site.replacement(FixKind::ReplaceText, site.primary.range, "Use"),
            false => fix(context, &site, &flow),
        };
        sites.push(site);
    }
}

/// A call whose argument comes from somewhere that source does not show: a setting, a variable, what a method returns. What
/// is named by a member of some type is a constant of a library, not a setting.
fn unknown(context: &FileContext<'_>, rule: &'static Rule, call: &ObservedCall) {
    if call.name.file != context.file {
        return;
    }
    let unit = context.program.unit(context.file);
    let binding = context.program.binding(context.file);
    let Some(arguments) = unit.exprs.iter().find_map(|expr| match &expr.kind {
        ExprKind::Call { callee, arguments } => {
            unit.called(*callee).filter(|called| called.name.range == call.name.range).map(|_| arguments)
        }
        _ => None,
    }) else {
        return;
    };
    // The host's own name is the name of its own meter.
    let is_own = |text: &str| ["ApplicationName", "Assembly", "typeof", "nameof"].iter().any(|it| text.contains(it));
    let is_open = |id: ExprId| {
        let expr = unit.expr(id);
        let within = |range: TextRange| expr.range.contains(range);
        let is_read = |inner: ExprId| {
            within(unit.expr(inner).range)
                && (matches!(unit.expr(inner).kind, ExprKind::Element { .. } | ExprKind::Call { .. })
                    || matches!(binding.symbol(inner), Symbol::Local(_)))
        };
        (0..unit.exprs.len() as u32).map(ExprId).any(is_read) && !is_own(context.text(context.place(expr.range)))
    };
    let is_unknown = |id: ExprId| matches!(context.program.constant(context.file, id).value, Value::Unknown);
    let open = arguments.iter().map(|argument| argument.value).find(|&id| is_unknown(id) && is_open(id));
    if let Some(id) = open {
        let text = format!("`{}` gets a name here that is not known in source", context.text(call.name));
        context.undecided(rule, context.place(unit.expr(id).range), text);
    }
}

/// The values inside of literals, wherever these stand.
fn anywhere(context: &FileContext<'_>, matcher: &StringMatcher) -> Vec<(Place, String)> {
    if !matcher.anywhere {
        return Vec::new();
    }
    let literals = context.own().places.iter().map(|&range| context.place(range));
    let within = |literal: Place, value: &str| {
        let at = context.text(literal).find(value)? as u32;
        let start = literal.range.start + at;
        Some((context.place(TextRange::new(start, start + value.len() as u32)), value.to_owned()))
    };
    literals.flat_map(|literal| matcher.values.iter().filter_map(move |value| within(literal, value))).collect()
}

fn is_call_of(context: &FileContext<'_>, call: &ObservedCall, method: &MethodName) -> bool {
    if context.text(call.name) != method.name.as_str() {
        return false;
    }
    match (&call.symbol, &method.owner) {
        // A method of the team's own that has this name is run itself; what it does inside counts.
        (Some(symbol), _) if matches!(symbol.source, MemberSource::Declared(..)) => false,
        (Some(symbol), Some(owner)) => context.program.resolver.is_named(&symbol.owner, owner),
        (None, Some(owner)) => context.program.resolver.derives_from(&call.receiver, owner),
        (_, None) => true,
    }
}

/// The texts that a value is or holds, where each was written, and whether it surely is one of them.
fn texts(path: &State, value: &Tracked, certain: bool) -> Vec<(String, Option<Place>, bool)> {
    match &value.value {
        Value::Text(text) => vec![(text.to_string(), value.origin, certain)],
        Value::OneOf(values) => values.iter().flat_map(|value| texts(path, value, false)).collect(),
        Value::Ref(id) => path
            .list(*id)
            .into_iter()
            .flat_map(|list| &list.items)
            .flat_map(|item| texts(path, item, certain))
            .collect(),
        _ => Vec::new(),
    }
}

/// `x.Name == "…"`, `"…" != x.Name`, `x.Name is "…"`, `x.Name.Equals("…")`, `x.Name switch { "…" => }`.
fn compared(context: &FileContext<'_>, matcher: &StringMatcher) -> Vec<(Place, String)> {
    let mut found = Vec::new();
    if !matcher.compared_with.iter().any(|path| context.names(path.member())) {
        return found;
    }
    let program = context.program;
    let unit = program.unit(context.file);
    let binding = program.binding(context.file);
    let is_member = |id| match binding.symbol(id) {
        Symbol::Member(member) => matcher.compared_with.iter().any(|path| {
            program.resolver.member_name(member) == path.member()
                && program.resolver.is_named(&member.owner, path.type_name())
        }),
        _ => false,
    };
    let mut check = |id| {
        let constant = program.constant(context.file, id);
        if let Value::Text(text) = &constant.value
            && matcher.values.iter().any(|wanted| **wanted == **text)
        {
            found.push((constant.origin.unwrap_or(context.place(unit.expr(id).range)), text.to_string()));
        }
    };
    for expr in &unit.exprs {
        match &expr.kind {
            ExprKind::Binary { op: BinaryOp::Equal | BinaryOp::NotEqual, left, right } => {
                if is_member(*left) {
                    check(*right);
                } else if is_member(*right) {
                    check(*left);
                }
            }
            ExprKind::Is { operand, pattern } if is_member(*operand) => constants_in(pattern, &mut check),
            ExprKind::Switch { subject, arms } if is_member(*subject) => {
                arms.iter().for_each(|arm| constants_in(&arm.pattern, &mut check));
            }
            ExprKind::Call { callee, arguments } => {
                if let ExprKind::Member { target, member, .. } = &unit.expr(*callee).kind
                    && member.name.text == "Equals"
                {
                    let by_type = matches!(binding.symbol(*target), Symbol::Type(_));
                    match &arguments[..] {
                        [first, ..] if !by_type && is_member(*target) => check(first.value),
                        [first, second, ..] if by_type && is_member(first.value) => check(second.value),
                        [first, second, ..] if by_type && is_member(second.value) => check(first.value),
                        _ => {}
                    }
                }
            }
            _ => {}
        }
    }
    for stmt in &unit.stmts {
        if let StmtKind::Switch { subject, sections } = &stmt.kind
            && is_member(*subject)
        {
            let labels = sections.iter().flat_map(|section| &section.labels);
            labels.filter_map(|(pattern, _)| pattern.as_ref()).for_each(|pattern| constants_in(pattern, &mut check));
        }
    }
    found
}

fn constants_in(pattern: &Pattern, check: &mut dyn FnMut(ExprId)) {
    let mut open = vec![pattern];
    while let Some(pattern) = open.pop() {
        match pattern {
            Pattern::Constant(id) => check(*id),
            Pattern::Not(inner) => open.push(inner),
            Pattern::And(left, right) | Pattern::Or(left, right) => open.extend([&**left, &**right]),
            _ => {}
        }
    }
}

/// Replaces the literal, or takes it out where the same call or chain has the new one already. Only a literal is changed: a
/// folded or interpolated string is not one piece of text. What others may read too, and what is compared, is for a
/// person to look at.
fn fix(context: &FileContext<'_>, site: &Site<'_>, flow: &Flow) -> Option<Fix> {
    let template = site.rule.fix_of(site.matched)?;
    let place = flow.place;
    let text = context.text(place);
    let is_literal = text.starts_with('"') && text.ends_with('"') && text.len() > 1 && text.matches('"').count() == 2;
    if template.kind != FixKind::ReplaceText || !is_literal {
        return None;
    }
    let replacement = site.render(template.to.as_ref()?);
    let edit =
        |range, replacement: &str| Edit { source: site.primary.source, range, replacement: replacement.to_owned() };
    let edits = match registration::deletion(context, place, replacement.trim_matches('"')) {
        Some(ranges) => ranges.into_iter().map(|range| edit(range, "")).collect(),
        None => vec![edit(place.range, &replacement)],
    };
    let is_direct = registration::is_passed_directly(context, place, flow.to);
    Some(Fix {
        title: site.title(template, || "Replace".to_owned()),
        edits,
        applicability: match template.applicability {
            Applicability::Safe if !is_direct => Applicability::Unsafe,
            other => other,
        },
    })
}
