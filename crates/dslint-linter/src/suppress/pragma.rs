//! `#pragma warning disable|restore DS7302, …` as the compiler has it: from the end of the directive to the next one that
//! says otherwise or the end of the file. Without codes it is about all of them. Codes are compared with their case.

use super::SuppressionKind;
use super::code::is_like_ours;
use super::directive::{Cover, Directive, Named};
use dslint_rules::{RuleCode, RuleSet};
use dslint_syntax::directive::Symbols;
use dslint_syntax::lexer::{TokenKind, lex};
use dslint_syntax::text::TextRange;

/// One directive.
#[derive(Debug)]
pub(crate) struct Pragma {
    pub(crate) directive: Directive,
    /// `disable`, not `restore`.
    pub(crate) disables: bool,
    /// Without codes: about all of them.
    is_bare: bool,
}

/// What one outcome of the `#if`s of a file sees.
#[derive(Debug)]
struct Variant {
    hidden: Vec<TextRange>,
    /// Its directives in their order, as indices.
    active: Vec<usize>,
}

/// The directives of a file.
#[derive(Debug, Default)]
pub(crate) struct Pragmas {
    pub(crate) all: Vec<Pragma>,
    variants: Vec<Variant>,
}

impl Pragma {
    fn is_about(&self, code: &RuleCode) -> bool {
        self.is_bare || self.directive.named.iter().any(|named| named.text == code.as_str())
    }
}

impl Pragmas {
    /// Those of a file, for each of the symbol sets under which it is compiled.
    pub(crate) fn read(text: &str, symbol_sets: &[Symbols], rules: &'static RuleSet) -> Pragmas {
        let mut pragmas = Pragmas::default();
        if !text.contains("pragma") {
            return pragmas;
        }
        let mut outcomes = Vec::new();
        for symbols in symbol_sets {
            let lexed = lex(text, symbols);
            if outcomes.contains(&lexed.outcome) {
                continue;
            }
            outcomes.push(lexed.outcome);
            let of = |kind: TokenKind| lexed.tokens.iter().filter(move |token| token.kind == kind).map(|it| it.range);
            let mut active = Vec::new();
            for range in of(TokenKind::Directive) {
                let known = pragmas.all.iter().position(|known| known.directive.range == range);
                let index = known.or_else(|| {
                    pragmas.all.push(parse(text, range, rules)?);
                    Some(pragmas.all.len() - 1)
                });
                active.extend(index);
            }
            pragmas.variants.push(Variant { hidden: of(TokenKind::Inactive).collect(), active });
        }
        pragmas
    }

    /// The directives that hold at a place, one for each outcome that sees the place, and whether they keep a finding from
    /// being reported: they do where all of these outcomes have one.
    pub(crate) fn covering(&self, code: &RuleCode, at: u32) -> (Vec<usize>, bool) {
        let mut covering = Vec::new();
        let mut is_quiet = true;
        for variant in &self.variants {
            if variant.hidden.iter().any(|hidden| hidden.contains_offset(at)) {
                continue;
            }
            let before = variant.active.iter().rev().filter(|&&index| self.all[index].directive.range.end <= at);
            match before.copied().find(|&index| self.all[index].is_about(code)) {
                Some(index) if self.all[index].disables => covering.push(index),
                _ => is_quiet = false,
            }
        }
        is_quiet &= !covering.is_empty();
        (covering, is_quiet)
    }

    /// The directive that ends what another one begins for a code, if it names the code.
    pub(crate) fn restoring(&self, begin: usize, code: &str) -> Option<usize> {
        let variant = self.variants.iter().find(|variant| variant.active.contains(&begin))?;
        let mut after = variant.active.iter().skip_while(|index| **index != begin).skip(1).copied();
        let names = |index: &usize| self.all[*index].directive.named.iter().any(|named| named.text == code);
        after
            .find(|index| self.all[*index].is_bare || names(index))
            .filter(|index| names(index) && !self.all[*index].disables)
    }
}

/// Reads a directive; `None` for one that is about other things.
fn parse(text: &str, range: TextRange, rules: &'static RuleSet) -> Option<Pragma> {
    let line = text.get(range.usize())?;
    let rest = line.strip_prefix('#')?.trim_start();
    let rest = word(word(rest, "pragma")?, "warning")?;
    let disable = word(rest, "disable");
    let list = disable.or_else(|| word(rest, "restore"))?;
    let after = list.len();
    let (list, reason) = match list.split_once("//") {
        Some((list, comment)) => (list, Some(comment.trim().to_owned()).filter(|reason| !reason.is_empty())),
        None => (list, None),
    };
    let is_bare = list.trim().is_empty();
    let mut at = range.end as usize - after;
    let (mut items, mut named) = (Vec::new(), Vec::new());
    for part in list.split(',') {
        let start = at + part.len() - part.trim_start().len();
        at += part.len() + 1;
        // Behind a code without a comma the compiler reads nothing more.
        let code = part.split_whitespace().next().unwrap_or_default();
        if code.is_empty() {
            continue;
        }
        let item = TextRange::from_usize(start, start + code.len());
        let rule = rules.by_code(code).filter(|rule| rule.code.as_str() == code);
        if rule.is_some() || is_like_ours(code) {
            named.push(Named { item: items.len(), ..Named::new(code, item, rule) });
        }
        items.push(item);
    }
    if !is_bare && named.is_empty() {
        return None;
    }
    Some(Pragma {
        directive: Directive {
            kind: SuppressionKind::Pragma,
            range,
            named,
            items,
            until: None,
            reason,
            wrong: None,
            cover: Cover::Nothing,
        },
        disables: disable.is_some(),
        is_bare,
    })
}

/// What follows a word.
fn word<'t>(text: &'t str, word: &str) -> Option<&'t str> {
    let rest = text.trim_start().strip_prefix(word)?;
    (!rest.starts_with(|next: char| next.is_alphanumeric() || next == '_')).then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, symbol_sets: &[&[&str]]) -> Pragmas {
        let sets: Vec<Symbols> = symbol_sets.iter().map(|names| Symbols::new(names.iter().copied())).collect();
        Pragmas::read(text, &sets, RuleSet::embedded().unwrap())
    }

    /// Which of the lines `x` are covered.
    fn covered(text: &str, symbol_sets: &[&[&str]]) -> Vec<bool> {
        let pragmas = read(text, symbol_sets);
        let places = text.match_indices("x;").map(|(at, _)| at as u32);
        places.map(|at| pragmas.covering(&"DS7302".parse().unwrap(), at).1).collect()
    }

    #[test]
    fn regions() {
        for (text, expected) in [
            ("x;\n#pragma warning disable DS7302\nx;\n#pragma warning restore DS7302\nx;", vec![false, true, false]),
            ("#pragma warning disable\nx;\n#pragma warning restore\nx;", vec![true, false]),
            ("#pragma warning disable\n#pragma warning restore DS7302\nx;", vec![false]),
            ("#pragma warning disable DS7302\n#pragma warning restore DS7303\nx;", vec![true]),
            ("#pragma warning disable DS7302\n#pragma warning restore // all\nx;", vec![false]),
            ("#  pragma   warning   disable CS0618 , DS7302 // why\nx;", vec![true]),
            ("#pragma warning disable DS7303 DS7302\nx;", vec![false]),
            ("#pragma warning disable ds7302\nx;", vec![false]),
            ("#pragma warning disableDS7302\nx;", vec![false]),
            ("#pragma checksum \"DS7302\"\nx;", vec![false]),
            ("#if NEVER\n#pragma warning disable DS7302\n#endif\nx;", vec![false]),
            ("// #pragma warning disable DS7302\nx;", vec![false]),
        ] {
            assert_eq!(covered(text, &[&[]]), expected, "{text}");
        }
    }

    #[test]
    fn every_framework_has_its_say() {
        let text = "#if A\n#pragma warning disable DS7302\n#endif\nx;\n#if A\nx;\n#endif";
        assert_eq!(covered(text, &[&["A"]]), [true, true]);
        assert_eq!(covered(text, &[&["A"], &[]]), [false, true]);
        let both = "#if A\n#pragma warning disable DS7302\n#else\n#pragma warning disable DS7302 // too\n#endif\nx;";
        assert_eq!(covered(both, &[&["A"], &[]]), [true]);
    }

    #[test]
    fn what_holds_for_one_framework_is_in_use() {
        let pragmas = read("#if A\n#pragma warning disable DS7302\n#endif\nx;", &[&["A"], &[]]);
        assert_eq!(pragmas.covering(&"DS7302".parse().unwrap(), 43), (vec![0], false));
    }

    #[test]
    fn codes_of_others_are_none_of_ours() {
        let names = |text: &str| -> Vec<(String, bool)> {
            let pragmas = read(text, &[&[]]);
            let named = pragmas.all.iter().flat_map(|pragma| &pragma.directive.named);
            named.map(|named| (named.text.to_string(), named.rule.is_some())).collect()
        };
        assert_eq!(
            names("#pragma warning disable 612, CS0618, DS7302, ds7302, DS9999, DS126858 // why"),
            [("DS7302".to_owned(), true), ("ds7302".to_owned(), false), ("DS9999".to_owned(), false)]
        );
        assert_eq!(read("#pragma warning disable 612, CS0618", &[&[]]).all.len(), 0);
    }
}
