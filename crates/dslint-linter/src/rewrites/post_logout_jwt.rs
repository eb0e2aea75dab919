//! An override of `SendLogoutNotificationAsync` that calls the base method once becomes one of `PostLogoutJwt`.

use super::Change;
use crate::matching::FileContext;
use dslint_syntax::ast::*;
use dslint_syntax::lexer::{TokenKind, lex};
use dslint_syntax::text::TextRange;

const OLD: &str = "SendLogoutNotificationAsync";
const NEW: &str = "PostLogoutJwt";
const PAYLOAD: &str = "data";

pub(super) fn rewrite(context: &FileContext<'_>, place: TextRange) -> Option<Vec<Change>> {
    let unit = context.program.unit(context.file);
    let (decl, member) = unit
        .types
        .iter()
        .find_map(|decl| decl.members.iter().find(|member| member.name.range == place).map(|member| (decl, member)))?;
    let [parameter] = &member.parameters[..] else { return None };
    if !member.modifiers.contains(Modifiers::OVERRIDE) || decl.members.iter().any(|other| other.name.text == NEW) {
        return None;
    }
    let text = &*context.program.resolver.table.file(context.file).text;
    let words = lex(text, &Default::default()).tokens.into_iter().filter(|token| token.kind == TokenKind::Word);
    let inside: Vec<&str> =
        words.filter(|token| member.range.contains(token.range)).map(|token| &text[token.range.usize()]).collect();
    // The name once in the declaration and once in the call; nothing may be called like the new parameter.
    if inside.contains(&PAYLOAD) || inside.iter().filter(|word| **word == OLD).count() != 2 {
        return None;
    }
    let (name, argument) = unit.exprs.iter().filter(|expr| member.range.contains(expr.range)).find_map(|expr| {
        let ExprKind::Call { callee, arguments } = &expr.kind else { return None };
        let ExprKind::Member { target, member: called, .. } = &unit.expr(*callee).kind else { return None };
        let [argument] = &arguments[..] else { return None };
        let is_base = matches!(unit.expr(*target).kind, ExprKind::Base) && called.name.text == OLD;
        (is_base && argument.name.is_none()).then_some((called.name.range, unit.expr(argument.value)))
    })?;
    let is_parameter = matches!(&argument.kind, ExprKind::Name(it) if it.name.text == parameter.name.text);
    let imports = context.program.resolver.table.imports(context.file, "System.Collections.Generic");
    let space = if imports { "" } else { "System.Collections.Generic." };
    let after = |range: TextRange| TextRange::new(range.end, range.end);
    is_parameter.then(|| {
        vec![
            (place, NEW.to_owned()),
            (after(parameter.range), format!(", {space}Dictionary<string, string> {PAYLOAD}")),
            (name, NEW.to_owned()),
            (after(argument.range), format!(", {PAYLOAD}")),
        ]
    })
}
