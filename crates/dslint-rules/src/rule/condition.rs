//! Conditions on the properties of an object.

use smol_str::SmolStr;

/// A literal value in a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Literal {
    /// `true`, `false`.
    Bool(bool),
    /// A whole number.
    Integer(i64),
    /// A string.
    Text(SmolStr),
}

impl std::fmt::Display for Literal {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Literal::Bool(value) => write!(formatter, "{value}"),
            Literal::Integer(value) => write!(formatter, "{value}"),
            Literal::Text(value) => write!(formatter, "{value:?}"),
        }
    }
}

/// What must hold for the value of a property.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Condition {
    /// It is this.
    Equals(Literal),
    /// It is known, and not this.
    NotEquals(Literal),
    /// It is a collection that contains this.
    Contains(Literal),
    /// It is a collection with an object whose properties are these.
    ContainsWhere(Vec<(SmolStr, Literal)>),
    /// It was never assigned.
    Unset,
    /// It was assigned, whatever the value.
    Set,
    /// It is JSON text of an object whose members are these.
    Json(Vec<(SmolStr, Literal)>),
}

/// A condition on one property of an object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PropertyCondition {
    /// The property.
    pub property: SmolStr,
    /// What must hold for its value.
    pub condition: Condition,
    /// The value to assume when the property was never assigned and the API history knows no literal value.
    pub default: Option<Literal>,
}
