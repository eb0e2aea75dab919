//! Type names as they stand in signatures, taken apart.

use super::scan::{bracketed, find_top_level, split_top_level};

/// How deep arguments may nest before the rest is kept as plain text.
const DEPTH_LIMIT: usize = 24;

/// A type as a signature writes it: `Dictionary<string,string[]>`, `int?`, `(string name, int count)[]`.
///
/// Names are simple names or the shortest unambiguous suffix; [`crate::ApiHistory::resolve_signature_name`] and
/// [`crate::ApiType::resolve`] find the type that is meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignatureType {
    /// The whole text.
    pub text: &'static str,
    /// The name without arguments; empty for a tuple.
    pub name: &'static str,
    /// Type arguments, in order.
    pub arguments: Vec<SignatureType>,
    /// Elements of a tuple.
    pub elements: Vec<TupleElement>,
    /// Whether `?` follows: kept on value types only.
    pub nullable: bool,
    /// Ranks of the array brackets, from left to right: `int[][,]` has 1 and 2.
    pub array_ranks: Vec<u8>,
}

/// One element of a tuple type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TupleElement {
    /// The element's type.
    pub ty: SignatureType,
    /// The element's name, when it has one.
    pub name: Option<&'static str>,
}

impl SignatureType {
    /// Takes a type text apart. Text that is no type comes back as a name.
    pub fn parse(text: &'static str) -> SignatureType {
        SignatureType::parse_at(text.trim(), 0)
    }

    fn parse_at(text: &'static str, depth: usize) -> SignatureType {
        let mut ty = SignatureType {
            text,
            name: text,
            arguments: Vec::new(),
            elements: Vec::new(),
            nullable: false,
            array_ranks: Vec::new(),
        };
        if depth >= DEPTH_LIMIT {
            return ty;
        }
        let mut core = text;
        while let Some(open) = core.ends_with(']').then(|| core.rfind('[')).flatten() {
            let rank = core[open..].bytes().filter(|byte| *byte == b',').count();
            ty.array_ranks.insert(0, u8::try_from(rank + 1).unwrap_or(u8::MAX));
            core = &core[..open];
        }
        if let Some(inner) = core.strip_suffix('?') {
            ty.nullable = true;
            core = inner;
        }
        ty.name = core;
        if let Some((inside, "")) = bracketed(core, b'(', b')') {
            ty.name = "";
            ty.elements = split_top_level(inside, b',').map(|part| tuple_element(part.trim(), depth + 1)).collect();
        } else if let Some(open) = find_top_level(core, b'<')
            && let Some((inside, "")) = bracketed(&core[open..], b'<', b'>')
        {
            ty.name = &core[..open];
            ty.arguments =
                split_top_level(inside, b',').map(|part| SignatureType::parse_at(part.trim(), depth + 1)).collect();
        }
        ty
    }

    /// The number of type arguments.
    pub fn arity(&self) -> usize {
        self.arguments.len()
    }

    /// Whether this is an array.
    pub fn is_array(&self) -> bool {
        !self.array_ranks.is_empty()
    }

    /// Whether this is a tuple.
    pub fn is_tuple(&self) -> bool {
        !self.elements.is_empty()
    }

    /// The type of the elements of an array: the same type with the outermost brackets taken off.
    pub fn element(&self) -> Option<SignatureType> {
        let mut element = self.clone();
        if element.array_ranks.is_empty() {
            return None;
        }
        element.array_ranks.remove(0);
        if element.array_ranks.is_empty()
            && let Some(open) = self.text.rfind('[')
        {
            element.text = &self.text[..open];
        }
        Some(element)
    }
}

impl std::fmt::Display for SignatureType {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(self.text)
    }
}

fn tuple_element(text: &'static str, depth: usize) -> TupleElement {
    match text.rfind(' ') {
        Some(blank) if find_top_level(text, b' ').is_some() => TupleElement {
            ty: SignatureType::parse_at(text[..blank].trim_end(), depth),
            name: Some(&text[blank + 1..]),
        },
        _ => TupleElement { ty: SignatureType::parse_at(text, depth), name: None },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn generics_arrays_and_nullable() {
        let ty = SignatureType::parse("Task<Dictionary<string,Models.Client[]>>");
        assert_eq!((ty.name, ty.arity()), ("Task", 1));
        let inner = &ty.arguments[0];
        assert_eq!((inner.name, inner.arity()), ("Dictionary", 2));
        assert_eq!(inner.arguments[1].name, "Models.Client");
        assert_eq!(inner.arguments[1].element().map(|element| element.text), Some("Models.Client"));
        let ty = SignatureType::parse("int?[][,]");
        assert_eq!((ty.name, ty.nullable, &ty.array_ranks[..]), ("int", true, &[1, 2][..]));
    }

    #[test]
    fn tuples() {
        let ty = SignatureType::parse("(Dictionary<string,int> map, bool)[]");
        assert!(ty.is_tuple() && ty.is_array());
        assert_eq!(ty.elements[0].name, Some("map"));
        assert_eq!((ty.elements[1].ty.name, ty.elements[1].name), ("bool", None));
    }

    #[test]
    fn depth_is_capped() {
        let text: &'static str = Box::leak(format!("{}int{}", "A<".repeat(5000), ">".repeat(5000)).into_boxed_str());
        let mut ty = &SignatureType::parse(text);
        let mut depth = 0;
        while let Some(next) = ty.arguments.first() {
            ty = next;
            depth += 1;
        }
        assert_eq!(depth, DEPTH_LIMIT);
    }
}
