//! Projects that make one call and nowhere another. Reported once for each project, at the call to look at.

use super::FileContext;
use crate::framework_step::FrameworkStep;
use crate::message::{Names, Site};
use dslint_rules::{CallMatcher, Match, PresenceMatcher, Raised, Rule, Severity};
use dslint_syntax::ast::*;
use dslint_syntax::text::TextRange;

pub(crate) fn run<'a>(
    context: &FileContext<'a>,
    rule: &'static Rule,
    matched: &'static Match,
    matcher: &'static PresenceMatcher,
    sites: &mut Vec<Site<'a>>,
) {
    let Some(own) = calls(context, &matcher.call.name).into_iter().next() else { return };
    // The first file of the project that makes the call speaks for it.
    let earlier = context.beside().take_while(|other| other.file != context.file);
    if earlier.into_iter().any(|other| !calls(&other, &matcher.call.name).is_empty()) {
        return;
    }
    let around: Vec<FileContext<'a>> = context.around().collect();
    if around.iter().any(|other| matcher.absent.iter().any(|name| settles(other, name))) {
        return;
    }
    let preferred = matcher.prefer.as_ref().and_then(|name| {
        around.iter().find_map(|other| calls(other, name).into_iter().next().map(|range| other.place(range)))
    });
    let place = preferred.unwrap_or_else(|| context.place(own));
    let Some(primary) = context.label(place, "") else { return };
    let raised = matcher.raised.as_ref().filter(|raised| is_raised(context, &around, raised));
    // The step of the framework does its harm whatever release it comes with.
    if raised.is_none() && !crosses(context, matcher) {
        return;
    }
    sites.push(Site {
        names: Names { symbol: context.text(place).to_owned(), ..Names::default() },
        severity: raised.map(|_| Severity::Warning),
        message: raised.and_then(|raised| raised.message.as_ref()),
        ..context.site(rule, matched, primary)
    });
}

/// Whether the upgrade takes the host over the step between frameworks that makes the finding louder.
fn is_raised(context: &FileContext<'_>, around: &[FileContext<'_>], raised: &Raised) -> bool {
    let projects = context.owners().iter().filter_map(|&owner| context.workspace.project(owner));
    let mut steps = projects.filter_map(|project| FrameworkStep::of(context.to, project));
    let call = CallMatcher { methods: vec![raised.call.clone()], type_arguments: Vec::new(), arity: None };
    steps.any(|step| step.crosses(raised.framework_before))
        && around.iter().any(|other| !super::calls::calls(other, &call).is_empty())
}

/// Whether the upgrade crosses one of the releases. From an unknown version it may.
pub(crate) fn crosses(context: &FileContext<'_>, matcher: &PresenceMatcher) -> bool {
    let from = context.route.from.as_ref();
    let is_crossed = |release| from.is_none_or(|from| from < release) && release <= context.to;
    matcher.crosses.is_empty() || matcher.crosses.iter().any(is_crossed)
}

/// The names of the called methods of that name.
pub(crate) fn calls(context: &FileContext<'_>, name: &str) -> Vec<TextRange> {
    let unit = context.program.unit(context.file);
    unit.exprs
        .iter()
        .filter_map(|expr| match &expr.kind {
            ExprKind::Call { callee, .. } => unit.called(*callee),
            _ => None,
        })
        .filter(|called| called.name.text == name)
        .map(|called| called.name.range)
        .collect()
}

/// Whether a file calls or assigns a member of that name, outside of any branch.
fn settles(context: &FileContext<'_>, name: &str) -> bool {
    let unit = context.program.unit(context.file);
    let assigned = unit.exprs.iter().filter_map(|expr| match &expr.kind {
        ExprKind::Assign { left, .. } => match &unit.expr(*left).kind {
            ExprKind::Member { member, .. } => Some(member.name.clone()),
            _ => None,
        },
        _ => None,
    });
    let initialized = unit.exprs.iter().flat_map(|expr| match &expr.kind {
        ExprKind::Initializer(entries) => entries
            .iter()
            .filter_map(|entry| match entry {
                InitializerEntry::Member(name, _) => Some(name.clone()),
                _ => None,
            })
            .collect(),
        _ => Vec::new(),
    });
    let written = assigned.chain(initialized).filter(|member| member.text == name).map(|member| member.range);
    calls(context, name).into_iter().chain(written).any(|range| !in_branch(unit, range))
}

fn in_branch(unit: &CompilationUnit, range: TextRange) -> bool {
    unit.stmts.iter().any(|stmt| match &stmt.kind {
        StmtKind::If { then, otherwise, .. } => {
            let inside = |id: &StmtId| unit.stmt(*id).range.contains(range);
            inside(then) || otherwise.as_ref().is_some_and(inside)
        }
        StmtKind::Switch { .. } => stmt.range.contains(range),
        _ => false,
    })
}
