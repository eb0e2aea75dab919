//! A string that is handed to a call that takes any number of them, once beside the string that replaces it: then the old
//! one is not replaced but taken out.

use super::FileContext;
use dslint_semantic::table::{FileId, Place};
use dslint_semantic::value::Value;
use dslint_syntax::ast::*;
use dslint_syntax::lexer::{Token, lex};
use dslint_syntax::text::TextRange;

/// Whether a literal stands inside the call with this name.
pub(crate) fn is_passed_directly(context: &FileContext<'_>, literal: Place, call: Place) -> bool {
    let unit = context.program.unit(literal.file);
    literal.file == call.file
        && unit.exprs.iter().any(|expr| {
            let ExprKind::Call { callee, .. } = &expr.kind else { return false };
            unit.called(*callee).is_some_and(|called| called.name.range == call.range)
                && expr.range.contains(literal.range)
        })
}

/// What to delete so that the literal is gone, where the same call, array or chain of calls has `replacement` already.
/// `None`: it is the only one, or comments stand in between.
pub(crate) fn deletion(context: &FileContext<'_>, literal: Place, replacement: &str) -> Option<Vec<TextRange>> {
    let unit = context.program.unit(literal.file);
    let tokens = lex(&context.program.resolver.table.file(literal.file).text, &Default::default()).tokens;
    let is_there = |items: &[ExprId]| items.iter().any(|&item| is_text(context, literal.file, item, replacement));
    for (index, expr) in unit.exprs.iter().enumerate() {
        let Some(items) =
            items(&expr.kind).filter(|items| items.iter().any(|&it| unit.expr(it).range == literal.range))
        else {
            continue;
        };
        let ExprKind::Call { callee, .. } = &expr.kind else {
            return if is_there(&items) { entry(&tokens, context, literal) } else { None };
        };
        let in_chain = || links(unit, ExprId(index as u32)).iter().any(|items| is_there(items));
        if !is_there(&items) && !in_chain() {
            return None;
        }
        if items.len() > 1 {
            return entry(&tokens, context, literal);
        }
        let ExprKind::Member { target, conditional: false, .. } = &unit.expr(*callee).kind else { return None };
        let link = TextRange::new(unit.expr(*target).range.end, expr.range.end);
        let has_comment = tokens.iter().any(|token| token.is_trivia() && link.contains(token.range));
        return (!has_comment).then(|| vec![link]);
    }
    None
}

fn is_text(context: &FileContext<'_>, file: FileId, expr: ExprId, wanted: &str) -> bool {
    matches!(&context.program.constant(file, expr).value, Value::Text(text) if **text == *wanted)
}

/// The entries of a list of arguments or elements, where all of them are plain.
fn items(kind: &ExprKind) -> Option<Vec<ExprId>> {
    match kind {
        ExprKind::Call { arguments, .. } => arguments.iter().map(|it| it.name.is_none().then_some(it.value)).collect(),
        ExprKind::Initializer(entries) => entries
            .iter()
            .map(|entry| match entry {
                InitializerEntry::Element(value) => Some(*value),
                _ => None,
            })
            .collect(),
        ExprKind::Collection(elements) => {
            elements.iter().map(|element| (!element.spread).then_some(element.value)).collect()
        }
        _ => None,
    }
}

/// The arguments of the calls of the same method in the same chain.
fn links(unit: &CompilationUnit, call: ExprId) -> Vec<Vec<ExprId>> {
    let parts = |id: ExprId| {
        let ExprKind::Call { callee, .. } = &unit.expr(id).kind else { return None };
        let ExprKind::Member { target, member, .. } = &unit.expr(*callee).kind else { return None };
        Some((*target, member.name.text.clone(), items(&unit.expr(id).kind).unwrap_or_default()))
    };
    let Some((mut below, name, _)) = parts(call) else { return Vec::new() };
    let mut found = Vec::new();
    while let Some((target, other, items)) = parts(below) {
        if other == name {
            found.push(items);
        }
        below = target;
    }
    let mut last = call;
    let all = || (0..unit.exprs.len() as u32).map(ExprId);
    while let Some((next, other, items)) = all()
        .filter_map(|id| parts(id).map(|(target, name, items)| (target, id, name, items)))
        .find(|(target, ..)| *target == last)
        .map(|(_, id, name, items)| (id, name, items))
    {
        if other == name {
            found.push(items);
        }
        last = next;
    }
    found
}

/// An entry of a list with its comma: the one behind it, and the line when nothing else stands on it, or the one before.
pub(crate) fn entry(tokens: &[Token], context: &FileContext<'_>, entry: Place) -> Option<Vec<TextRange>> {
    let text = &*context.program.resolver.table.file(entry.file).text;
    let first = tokens.iter().position(|token| token.range.start == entry.range.start)?;
    let last = first + tokens[first..].iter().position(|token| token.range.end == entry.range.end)?;
    let comma = |token: Option<&Token>| token.filter(|token| token.is(b',')).map(|token| token.range);
    if let Some(comma) = comma(tokens.get(last + 1)) {
        if text.get(entry.range.end as usize..comma.start as usize)?.trim().is_empty() {
            return Some(vec![with_blanks(text, TextRange::new(entry.range.start, comma.end))?]);
        }
        return Some(vec![entry.range, comma]);
    }
    let comma = comma(tokens[..first].iter().rev().find(|token| !token.is_trivia()))?;
    let between = text.get(comma.end as usize..entry.range.start as usize)?;
    if between.trim().is_empty() {
        return Some(vec![TextRange::new(comma.start, entry.range.end)]);
    }
    Some(vec![comma, entry.range])
}

/// The range with its whole line when there is nothing else on it, else with the blanks behind it.
fn with_blanks(text: &str, range: TextRange) -> Option<TextRange> {
    let is_blank = |character: char| character == ' ' || character == '\t';
    let before = text.get(..range.start as usize)?;
    let behind = text.get(range.end as usize..)?;
    let line = before.trim_end_matches(is_blank);
    let rest = behind.trim_start_matches(is_blank);
    let end = text.len() - rest.len();
    if line.is_empty() || line.ends_with(['\n', '\r']) {
        let line_end = if rest.starts_with("\r\n") { 2 } else { usize::from(rest.starts_with(['\n', '\r'])) };
        if line_end > 0 {
            return Some(TextRange::from_usize(line.len(), end + line_end));
        }
    }
    // Blanks before the end of the line belong to whoever wrote them.
    if rest.starts_with(['\n', '\r']) {
        return Some(range);
    }
    Some(TextRange::from_usize(range.start as usize, end))
}
