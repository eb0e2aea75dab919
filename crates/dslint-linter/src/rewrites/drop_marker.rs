//! The `IServerSideSessionsMarker` that a class passes to the constructor of `TokenCleanupService` is taken out.

use super::Change;
use crate::matching::{FileContext, registration};
use dslint_semantic::ty::Ty;
use dslint_syntax::ast::*;
use dslint_syntax::lexer::lex;
use dslint_syntax::text::TextRange;

const MARKER: &str = "IServerSideSessionsMarker";

pub(super) fn rewrite(context: &FileContext<'_>, place: TextRange) -> Option<Vec<Change>> {
    let unit = context.program.unit(context.file);
    let arguments = super::pass_service::base_call(unit, place)?.arguments;
    let binding = context.program.binding(context.file);
    let is_marker = |argument: &&Argument| {
        let name = match binding.ty(argument.value) {
            Ty::Package(package, _) => package.simple_name() == MARKER,
            Ty::Named(name, _) => name == MARKER,
            _ => false,
        };
        // What is computed may do something besides.
        name && argument.name.is_none() && matches!(unit.expr(argument.value).kind, ExprKind::Name(_))
    };
    let mut markers = arguments.iter().filter(is_marker);
    let (marker, None) = (markers.next()?, markers.next()) else { return None };
    let tokens = lex(&context.program.resolver.table.file(context.file).text, &Default::default()).tokens;
    let ranges = registration::entry(&tokens, context, context.place(unit.expr(marker.value).range))?;
    Some(ranges.into_iter().map(|range| (range, String::new())).collect())
}
