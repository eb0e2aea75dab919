//! A statement for the options of a host, put into the lambda of the call that takes them:
//! `AddIdentityServer(options => { … })`.

use super::FileContext;
use crate::diagnostic::{Decision, Edit, Fix};
use crate::message::Site;
use dslint_rules::{Applicability, FixKind, FixTemplate};
use dslint_semantic::table::FileId;
use dslint_syntax::ast::*;
use dslint_syntax::text::TextRange;
use std::collections::BTreeMap;

/// The parameter of a lambda that is not there yet.
const PARAMETER: &str = "options";

/// Adds what would keep the old behaviour to the findings of a file.
pub(crate) fn keep_old(context: &FileContext<'_>, sites: &mut [Site<'_>]) {
    for site in sites {
        let Some(template) = site.rule.keep_of(site.matched).filter(|keep| keep.kind == FixKind::SetOption) else {
            continue;
        };
        if let Some(fix) = fix(context, site, template) {
            site.decisions.push((Decision::KeepOld, fix));
        }
    }
}

/// The fix, where exactly one call takes the options and a statement fits in there.
fn fix(context: &FileContext<'_>, site: &Site<'_>, template: &FixTemplate) -> Option<Fix> {
    let call = template.within.as_ref()?;
    let statement = site.render(template.to.as_ref()?);
    // What is to be written depends on a value that is not known.
    if statement.trim_end().ends_with('=') {
        return None;
    }
    // A file that is compiled in several ways is one file.
    let mut places: BTreeMap<(u32, TextRange), (FileId, ExprId)> = BTreeMap::new();
    for other in context.neighbours() {
        for (id, range) in calls(&other, call) {
            places.insert((other.own().source.0, range), (other.file, id));
        }
    }
    let ((_, &(file, id)), None) = (places.first_key_value()?, places.keys().nth(1)) else { return None };
    let unit = context.program.unit(file);
    let text = &*context.program.resolver.table.file(file).text;
    let (range, replacement) = insertion(unit, text, id, &statement)?;
    Some(Fix {
        title: site.title(template, || format!("Set `{statement}`")),
        edits: vec![Edit { source: context.parsed[file.0 as usize].source, range, replacement }],
        applicability: Applicability::Unsafe,
    })
}

fn calls(context: &FileContext<'_>, name: &str) -> Vec<(ExprId, TextRange)> {
    let unit = context.program.unit(context.file);
    let is_it = |id: ExprId| {
        let ExprKind::Call { callee, .. } = &unit.expr(id).kind else { return false };
        unit.called(*callee).is_some_and(|called| called.name.text == name)
    };
    let all = (0..unit.exprs.len() as u32).map(ExprId);
    all.filter(|&id| is_it(id)).map(|id| (id, unit.expr(id).range)).collect()
}

/// What to replace by what, so that the lambda of a call ends with a statement.
fn insertion(unit: &CompilationUnit, text: &str, call: ExprId, statement: &str) -> Option<(TextRange, String)> {
    let ExprKind::Call { arguments, .. } = &unit.expr(call).kind else { return None };
    let newline = if text.contains("\r\n") { "\r\n" } else { "\n" };
    match &arguments[..] {
        [] => {
            let end = unit.expr(call).range.end - 1;
            (text.get(end as usize..=end as usize)? == ")")
                .then(|| (TextRange::new(end, end), format!("{PARAMETER} => {PARAMETER}.{statement}")))
        }
        [argument] => {
            let lambda = unit.expr(argument.value);
            let ExprKind::Lambda { parameters, body } = &lambda.kind else { return None };
            let [parameter] = &parameters[..] else { return None };
            let name = &parameter.name.text;
            match body {
                Body::Block(block) => {
                    let end = unit.stmt(*block).range.end.checked_sub(1)?;
                    let line = line_start(text, end);
                    let before = text.get(line as usize..end as usize)?;
                    if !before.trim().is_empty() {
                        return Some((TextRange::new(end, end), format!("{name}.{statement}; ")));
                    }
                    let StmtKind::Block(statements) = &unit.stmt(*block).kind else { return None };
                    let last = statements.last().map(|&last| indentation(text, unit.stmt(last).range.start));
                    let indent = last.map_or_else(|| format!("{before}    "), str::to_owned);
                    Some((TextRange::new(line, line), format!("{indent}{name}.{statement};{newline}")))
                }
                Body::Expr(inner) => {
                    let inner = unit.expr(*inner).range;
                    let arrow = text.get(parameter.range.end as usize..inner.start as usize)?.find("=>")? as u32;
                    let start = parameter.range.end + arrow + 2;
                    let indent = indentation(text, lambda.range.start);
                    let old = text.get(inner.usize())?;
                    let block = [
                        format!("{newline}{indent}{{"),
                        format!("{newline}{indent}    {old};"),
                        format!("{newline}{indent}    {name}.{statement};"),
                        format!("{newline}{indent}}}"),
                    ];
                    Some((TextRange::new(start, inner.end), block.concat()))
                }
                Body::None => None,
            }
        }
        _ => None,
    }
}

fn line_start(text: &str, offset: u32) -> u32 {
    text.get(..offset as usize).and_then(|before| before.rfind('\n')).map_or(0, |at| at as u32 + 1)
}

/// The blanks at the beginning of a line.
fn indentation(text: &str, offset: u32) -> &str {
    let line = text.get(line_start(text, offset) as usize..).unwrap_or_default();
    &line[..line.len() - line.trim_start_matches([' ', '\t']).len()]
}
