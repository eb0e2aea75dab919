//! Parameters and type parameters of a member's shape column.

use super::scan::{bracketed, find_top_level, split_top_level};
use super::signature::SignatureType;

/// How an argument is passed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ParameterMode {
    /// By value.
    Value,
    /// `params`: any number of arguments.
    Params,
    /// `ref`.
    Ref,
    /// `out`.
    Out,
    /// `in`.
    In,
}

/// One parameter of a constructor, method, indexer or operator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiParameter {
    /// Its name.
    pub name: &'static str,
    /// Its type.
    pub ty: SignatureType,
    /// The text of the default value, when the parameter is optional.
    pub default: Option<&'static str>,
    /// How the argument is passed.
    pub mode: ParameterMode,
}

impl ApiParameter {
    /// Whether a call may leave it out.
    pub fn is_optional(&self) -> bool {
        self.default.is_some() || self.mode == ParameterMode::Params
    }
}

/// One type parameter with what `where` says about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TypeParameter {
    /// Its name.
    pub name: &'static str,
    /// Constraints as written: `class`, `new()`, type names.
    pub constraints: Vec<&'static str>,
}

/// A shape column taken apart: `<T>(int a){get} where T:class`.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct Shape {
    type_parameters: &'static str,
    parameters: &'static str,
    rest: &'static str,
}

impl Shape {
    pub(crate) fn parse(text: &'static str) -> Shape {
        let mut shape = Shape { rest: text, ..Shape::default() };
        if let Some((inside, rest)) = bracketed(shape.rest, b'<', b'>') {
            (shape.type_parameters, shape.rest) = (inside, rest);
        }
        if let Some((inside, rest)) = bracketed(shape.rest, b'(', b')') {
            (shape.parameters, shape.rest) = (inside, rest);
        }
        shape
    }

    /// The text of the accessor list, without its braces.
    pub(crate) fn accessors(self) -> Option<&'static str> {
        bracketed(self.rest, b'{', b'}').map(|(inside, _)| inside)
    }

    pub(crate) fn parameters(self) -> Vec<ApiParameter> {
        if self.parameters.is_empty() {
            return Vec::new();
        }
        split_top_level(self.parameters, b',').map(|text| parameter(text.trim())).collect()
    }

    pub(crate) fn type_parameters(self) -> Vec<TypeParameter> {
        if self.type_parameters.is_empty() {
            return Vec::new();
        }
        split_top_level(self.type_parameters, b',')
            .map(|name| TypeParameter { name: name.trim(), constraints: self.constraints(name.trim()) })
            .collect()
    }

    fn constraints(self, parameter: &str) -> Vec<&'static str> {
        for clause in self.rest.split("where ").skip(1) {
            if let Some((name, constraints)) = clause.split_once(':')
                && name.trim() == parameter
            {
                return split_top_level(constraints.trim(), b',').map(str::trim).collect();
            }
        }
        Vec::new()
    }
}

fn parameter(text: &'static str) -> ApiParameter {
    const MODES: [(&str, ParameterMode); 4] = [
        ("params ", ParameterMode::Params),
        ("ref ", ParameterMode::Ref),
        ("out ", ParameterMode::Out),
        ("in ", ParameterMode::In),
    ];
    let (declaration, default) = match find_top_level(text, b'=') {
        Some(at) => (text[..at].trim_end(), Some(text[at + 1..].trim_start())),
        None => (text, None),
    };
    let (mode, declaration) = MODES
        .iter()
        .find_map(|(word, mode)| declaration.strip_prefix(word).map(|rest| (*mode, rest)))
        .unwrap_or((ParameterMode::Value, declaration));
    let (ty, name) = match declaration.rfind(' ') {
        Some(blank) => (&declaration[..blank], &declaration[blank + 1..]),
        None => (declaration, ""),
    };
    ApiParameter { name, ty: SignatureType::parse(ty), default, mode }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_generic_shape() {
        let shape = Shape::parse(
            "<T,U>(ref Dictionary<string,T> map, U u=default, params string[] names) where T:class,new() where U:X<T>",
        );
        let parameters = shape.parameters();
        assert_eq!(parameters[0].mode, ParameterMode::Ref);
        assert_eq!((parameters[0].name, parameters[0].ty.text), ("map", "Dictionary<string,T>"));
        assert_eq!(parameters[1].default, Some("default"));
        assert!(parameters[2].is_optional());
        let types = shape.type_parameters();
        assert_eq!(types[0], TypeParameter { name: "T", constraints: vec!["class", "new()"] });
        assert_eq!(types[1].constraints, ["X<T>"]);
    }

    #[test]
    fn an_indexer_shape() {
        let shape = Shape::parse("(string name){get;protected set}");
        assert_eq!(shape.accessors(), Some("get;protected set"));
        assert_eq!(shape.parameters()[0].name, "name");
        assert!(Shape::parse("").parameters().is_empty());
        assert_eq!(Shape::parse("{get}").accessors(), Some("get"));
    }
}
