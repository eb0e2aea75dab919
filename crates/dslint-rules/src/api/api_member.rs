//! One member of a type, in one of its signatures.

use super::api_type::ApiType;
use super::known_value::KnownValue;
use super::parameter::{ApiParameter, Shape, TypeParameter};
use super::releases::{Release, ReleaseSet};
use super::scan::{column, split_top_level};
use super::signature::SignatureType;

/// What kind of member it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MemberKind {
    /// A constructor.
    Constructor,
    /// A method.
    Method,
    /// A property.
    Property,
    /// An indexer.
    Indexer,
    /// A field that is not `const`.
    Field,
    /// A `const` field.
    Constant,
    /// An event.
    Event,
    /// A member of an enum.
    EnumMember,
    /// An operator or conversion.
    Operator,
}

/// Which accessors a property or indexer offers outside its own assembly.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Accessors {
    /// It can be read.
    pub get: bool,
    /// It can be assigned at any time.
    pub set: bool,
    /// It can be assigned in an object initializer only.
    pub init: bool,
}

/// One signature of one member. A symbol whose signature changed has several, each with its releases.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ApiMember<'a> {
    owner: ApiType<'a>,
    /// The line without its leading blank.
    line: &'static str,
}

impl<'a> ApiMember<'a> {
    pub(crate) fn new(owner: ApiType<'a>, line: &'static str) -> ApiMember<'a> {
        ApiMember { owner, line }
    }

    /// The type that declares it.
    pub fn owner(self) -> ApiType<'a> {
        self.owner
    }

    /// What kind of member it is.
    pub fn kind(self) -> MemberKind {
        match self.line.as_bytes().first() {
            Some(b'c') => MemberKind::Constructor,
            Some(b'p') => MemberKind::Property,
            Some(b'i') => MemberKind::Indexer,
            Some(b'f') => MemberKind::Field,
            Some(b'k') => MemberKind::Constant,
            Some(b'e') => MemberKind::Event,
            Some(b'n') => MemberKind::EnumMember,
            Some(b'o') => MemberKind::Operator,
            _ => MemberKind::Method,
        }
    }

    /// The name without arity: `.ctor` for constructors, `this[]` for indexers, `operator ==` for operators.
    pub fn name(self) -> &'static str {
        let name = column(self.line, 1);
        match name.split_once('`') {
            Some((name, _)) => name,
            None if name.is_empty() => ".ctor",
            None => name,
        }
    }

    /// `Full.Type.Name.Member`.
    pub fn full_name(self) -> String {
        format!("{}.{}", self.owner.full_name(), self.name())
    }

    /// The number of type parameters of a generic method.
    pub fn arity(self) -> usize {
        column(self.line, 1).split_once('`').and_then(|(_, arity)| arity.parse().ok()).unwrap_or(0)
    }

    /// The releases that have it with this signature.
    pub fn releases(self) -> ReleaseSet {
        let whole = self.owner.releases();
        self.owner.history().table().range(column(self.line, 2), whole).intersection(whole)
    }

    /// Whether a release has it with this signature; `None` asks for any release.
    pub fn exists_in(self, release: impl Into<Option<Release>>) -> bool {
        self.releases().contains(release.into())
    }

    /// The first release that has it; `None` for members of other packages, which are always there.
    pub fn first(self) -> Option<Release> {
        let releases = self.releases();
        if releases.is_all() { None } else { releases.first() }
    }

    /// The last release that has it; `None` for members of other packages, which are always there.
    pub fn last(self) -> Option<Release> {
        let releases = self.releases();
        if releases.is_all() { None } else { releases.last() }
    }

    /// Its type, or the return type; empty text for constructors and enum members.
    pub fn ty(self) -> SignatureType {
        SignatureType::parse(column(self.line, 3))
    }

    /// The shape column as it stands: parameters, accessors, constraints. Equal text is an equal signature.
    pub fn shape(self) -> &'static str {
        column(self.line, 4)
    }

    /// Its parameters. An extension method has its `this` parameter first.
    pub fn parameters(self) -> Vec<ApiParameter> {
        Shape::parse(self.shape()).parameters()
    }

    /// Its type parameters.
    pub fn type_parameters(self) -> Vec<TypeParameter> {
        Shape::parse(self.shape()).type_parameters()
    }

    /// Its accessors, for properties and indexers.
    pub fn accessors(self) -> Accessors {
        let mut accessors = Accessors::default();
        for word in Shape::parse(self.shape()).accessors().unwrap_or("").split(';') {
            match word.trim().rsplit(' ').next() {
                Some("get") => accessors.get = true,
                Some("set") => accessors.set = true,
                Some("init") => accessors.init = true,
                _ => {}
            }
        }
        accessors
    }

    /// The text of its value: a literal, a list of literals, a named constant, `new()`. `None` when there is none, and when
    /// the file says only that it is code.
    pub fn value(self) -> Option<&'static str> {
        let text = column(self.line, 5);
        let text = text.strip_prefix("=>").unwrap_or(text).trim();
        (!text.is_empty() && text != "...").then_some(text)
    }

    /// Whether its value is code that the file does not show.
    pub fn is_value_hidden(self) -> bool {
        column(self.line, 5) == "..."
    }

    /// The properties that a constructor assigns, with the text of the values: `Type`, `"SharedSecret"`.
    pub fn assignments(self) -> impl Iterator<Item = (&'static str, &'static str)> {
        let text = if self.kind() == MemberKind::Constructor { column(self.line, 5) } else { "" };
        split_top_level(text, b';').filter_map(|assignment| {
            let (property, value) = assignment.split_once('=')?;
            Some((property.trim(), value.trim()))
        })
    }

    /// The string that a literal value means, with its escapes resolved.
    pub fn text_value(self) -> Option<String> {
        unescape(self.value()?)
    }

    /// What the table of known values says about it.
    pub fn known_value(self) -> Option<KnownValue> {
        self.owner.history().known_value(&self.full_name())
    }

    /// The text of the value it has when nothing was assigned: the literal, or the default of the CLR. `None` when that is
    /// code, and for members that hold no value.
    pub fn unassigned_value(self) -> Option<&'static str> {
        if !matches!(self.kind(), MemberKind::Property | MemberKind::Field | MemberKind::Constant)
            || self.is_value_hidden()
        {
            return None;
        }
        self.value().or_else(|| {
            let ty = self.ty();
            Some(match ty.name {
                "bool" if !ty.nullable && !ty.is_array() => "false",
                "int" | "long" | "short" | "byte" | "uint" | "ulong" | "double" | "decimal"
                    if !ty.nullable && !ty.is_array() =>
                {
                    "0"
                }
                _ => "null",
            })
        })
    }

    /// Visible to derived types only.
    pub fn is_protected(self) -> bool {
        self.has_flag(b'p')
    }

    /// Belongs to the type, not to an instance. Constants and enum members do too.
    pub fn is_static(self) -> bool {
        self.has_flag(b's') || matches!(self.kind(), MemberKind::Constant | MemberKind::EnumMember)
    }

    /// Must be overridden. Members of an interface carry no such flag: see [`ApiMember::must_be_implemented`].
    pub fn is_abstract(self) -> bool {
        self.has_flag(b'a')
    }

    /// May be overridden, first declared here.
    pub fn is_virtual(self) -> bool {
        self.has_flag(b'v')
    }

    /// Overrides a member of a base type.
    pub fn is_override(self) -> bool {
        self.has_flag(b'o')
    }

    /// May no longer be overridden.
    pub fn is_sealed(self) -> bool {
        self.has_flag(b'z')
    }

    /// A derived type may override it.
    pub fn is_overridable(self) -> bool {
        (self.is_virtual() || self.is_abstract() || self.is_override()) && !self.is_sealed()
    }

    /// A field that only constructors assign.
    pub fn is_readonly(self) -> bool {
        self.has_flag(b'r')
    }

    /// Must be assigned by the object initializer.
    pub fn is_required(self) -> bool {
        self.has_flag(b'q')
    }

    /// Returns by reference.
    pub fn is_ref(self) -> bool {
        self.has_flag(b'R')
    }

    /// An extension method.
    pub fn is_extension(self) -> bool {
        self.has_flag(b'x')
    }

    /// An interface member with a body, which implementers may leave out.
    pub fn has_default_body(self) -> bool {
        self.has_flag(b'd')
    }

    /// An interface member that implementers have to write.
    pub fn must_be_implemented(self) -> bool {
        self.owner.kind() == super::TypeKind::Interface && !self.has_default_body() && !self.is_static()
    }

    /// Using it gives a warning or an error.
    pub fn is_obsolete(self) -> bool {
        self.attributes().any(|attribute| attribute.starts_with("obsolete"))
    }

    /// Using it is an error.
    pub fn is_obsolete_error(self) -> bool {
        self.attributes().any(|attribute| attribute == "obsolete!")
    }

    /// `obsolete`, `obsolete!`, `experimental("id")`, `hidden`, `setsrequired`.
    pub fn attributes(self) -> impl Iterator<Item = &'static str> {
        column(self.line, 6).split([' ', ',']).filter(|attribute| !attribute.is_empty())
    }

    fn has_flag(self, flag: u8) -> bool {
        column(self.line, 0).as_bytes().iter().skip(1).any(|byte| *byte == flag)
    }
}

/// The content of a string literal with `\"` and `\\` resolved; `None` when `text` is no single string literal.
fn unescape(text: &str) -> Option<String> {
    let inside = text.strip_prefix('"')?.strip_suffix('"')?;
    let mut content = String::with_capacity(inside.len());
    let mut characters = inside.chars();
    while let Some(character) = characters.next() {
        match character {
            '"' => return None,
            '\\' => match characters.next()? {
                'n' => content.push('\n'),
                'r' => content.push('\r'),
                't' => content.push('\t'),
                '0' => content.push('\0'),
                other @ ('"' | '\\' | '\'') => content.push(other),
                _ => return None,
            },
            other => content.push(other),
        }
    }
    Some(content)
}
