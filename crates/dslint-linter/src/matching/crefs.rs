//! Names in documentation comments: `<see cref="TokenCleanupService.RemoveExpiredGrantsAsync" />`. The compiler only warns
//! about one that leads nowhere (CS1574), so they are notes.

use super::FileContext;
use crate::diagnostic::Fix;
use crate::message::{Names, Site};
use dslint_rules::{FixKind, Match, Matcher, Rule, Severity, TypeUse, Use};
use dslint_semantic::scope::Scope;
use dslint_semantic::ty::Ty;
use dslint_syntax::ast::*;
use dslint_syntax::text::TextRange;
use smol_str::SmolStr;

/// How an attribute that names something begins.
const CREF: &str = "cref=";

/// A name in a documentation comment.
struct Cref {
    /// Its parts between the dots, without type arguments and parameters.
    name: QualifiedName,
    scope: Scope,
    /// The namespace around it.
    namespace: String,
}

/// Whether the text of a token is a documentation comment that names something.
pub(crate) fn names_something(comment: &str) -> bool {
    (comment.starts_with("///") || comment.starts_with("/**")) && comment.contains(CREF)
}

/// Holds the names of all documentation comments against the rules.
pub(crate) fn run<'a>(context: &FileContext<'a>, sites: &mut Vec<Site<'a>>) {
    for cref in crefs(context) {
        for &rule in &context.route.rules {
            for matched in rule.matches.iter().filter(|matched| context.is_concerned(matched)) {
                sites.extend(named(context, matched, &cref).and_then(|range| site(context, rule, matched, range)));
            }
        }
    }
}

fn site<'a>(
    context: &FileContext<'a>,
    rule: &'static Rule,
    matched: &'static Match,
    range: TextRange,
) -> Option<Site<'a>> {
    let primary = context.label(context.place(range), "")?;
    let symbol = context.text(context.place(range)).to_owned();
    let text = format!(
        "this documentation comment names `{symbol}`, which {} {} no longer has: the reference leads nowhere (CS1574)",
        rule.package, context.to
    );
    let mut site = Site {
        names: Names { symbol, ..Names::default() },
        severity: Some(Severity::Note),
        text: Some(text),
        ..context.site(rule, matched, primary)
    };
    // What the page calls its fix is about code.
    site.fix = site
        .replacement(FixKind::Rename, range, "Use")
        .map(|fix| Fix { title: format!("Use `{}`", fix.edits[0].replacement), ..fix });
    Some(site)
}

/// The part of a name that a match means.
fn named(context: &FileContext<'_>, matched: &Match, cref: &Cref) -> Option<TextRange> {
    let resolver = &context.program.resolver;
    let segments = &cref.name.segments;
    let ty = |count: usize| {
        let name = QualifiedName { alias: None, segments: segments.get(..count)?.to_vec() };
        let range = segments.first()?.name.range;
        let ty = resolver.ty(&cref.scope, &TypeSyntax { kind: TypeKind::Name(name), range });
        (!matches!(ty, Ty::Unknown)).then_some(ty)
    };
    match &matched.matcher {
        Matcher::Namespace(matcher) if matcher.kept_by.is_empty() => {
            super::namespaces::in_comment(context, matcher, &cref.name, &cref.namespace)
        }
        Matcher::Type(matcher) if matcher.includes(TypeUse::Cref) => {
            let is_one = |count: &usize| {
                ty(*count).is_some_and(|ty| {
                    let is_own = super::types::is_own(context, &ty);
                    !is_own && matcher.types.iter().any(|name| resolver.is_named(&ty, name))
                })
            };
            let count = (1..=segments.len()).find(is_one)?;
            segments.get(count - 1).map(|segment| segment.name.range)
        }
        Matcher::Member(matcher) if matcher.includes(Use::Cref) => {
            let (last, owner) = segments.split_last()?;
            let path = matcher.members.iter().find(|path| last.name.text == path.member())?;
            let owner = match owner.is_empty() {
                true => context.type_around(last.name.range)?,
                false => ty(owner.len())?,
            };
            let is_own = super::types::is_own(context, &owner) && resolver.is_named(&owner, path.type_name());
            (!is_own && resolver.derives_from(&owner, path.type_name())).then_some(last.name.range)
        }
        _ => None,
    }
}

fn crefs(context: &FileContext<'_>) -> Vec<Cref> {
    let mut found = Vec::new();
    // A comment that names what a rule looks for is among the places that made the file worth reading.
    for &place in &context.own().places {
        let comment = context.text(context.place(place));
        if !names_something(comment) {
            continue;
        }
        for (at, _) in comment.match_indices(CREF) {
            let start = at + CREF.len();
            let Some(quote) = comment[start..].chars().next().filter(|it| matches!(it, '"' | '\'')) else { continue };
            let Some(length) = comment[start + 1..].find(quote) else { continue };
            let value = &comment[start + 1..start + 1 + length];
            let offset = place.start + start as u32 + 1;
            let Some(name) = qualified(value, offset) else { continue };
            let namespace = context.namespace_behind(place);
            found.push(Cref { name, scope: context.scope_behind(place), namespace });
        }
    }
    found
}

/// The dotted name of a reference: `T:` and the like before it, parameters and type arguments are left out.
fn qualified(value: &str, offset: u32) -> Option<QualifiedName> {
    let prefix = if value.as_bytes().get(1) == Some(&b':') { 2 } else { 0 };
    let end = value.find('(').unwrap_or(value.len());
    let mut segments = Vec::new();
    let mut start = prefix;
    for part in value.get(prefix..end)?.split('.') {
        let name = part.split(['{', '<', '`']).next().unwrap_or(part);
        let is_name = name.chars().all(|it| it.is_alphanumeric() || it == '_') && !name.is_empty();
        if !is_name {
            return None;
        }
        let range = TextRange::new(offset + start as u32, offset + (start + name.len()) as u32);
        segments.push(Segment { name: Ident { text: SmolStr::new(name), range }, arguments: Vec::new() });
        start += part.len() + 1;
    }
    Some(QualifiedName { alias: None, segments })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_taken_apart() {
        let parts = |value: &str| -> Option<Vec<String>> {
            let name = qualified(value, 0)?;
            Some(name.segments.iter().map(|it| value[it.name.range.usize()].to_owned()).collect())
        };
        let some = |parts: &[&str]| Some(parts.iter().map(ToString::to_string).collect::<Vec<_>>());
        assert_eq!(parts("A.B.C(int, string)"), some(&["A", "B", "C"]));
        assert_eq!(parts("M:A.B{T}.C"), some(&["A", "B", "C"]));
        assert_eq!(parts("Run"), some(&["Run"]));
        assert_eq!(parts(""), None);
        assert_eq!(parts("operator +"), None);
    }
}
