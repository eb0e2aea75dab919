//! One type of the API history.

use std::borrow::Cow;

use super::api_member::ApiMember;
use super::history::{ApiHistory, Root, TypeEntry};
use super::parameter::{Shape, TypeParameter};
use super::releases::{Release, ReleaseSet};
use super::scan::{column, split_top_level};
use super::signature::SignatureType;

/// How deep base types are followed.
const BASE_DEPTH_LIMIT: usize = 16;

/// What kind of type it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TypeKind {
    /// A class.
    Class,
    /// A struct.
    Struct,
    /// An interface.
    Interface,
    /// An enum.
    Enum,
    /// A record class.
    Record,
    /// A record struct.
    RecordStruct,
    /// A delegate; its signature is the member `Invoke`.
    Delegate,
}

/// A type under one of its names. `IdentityServer4.Models.Client` and `Duende.IdentityServer.Models.Client` are two types,
/// each with the releases in which it has that name.
#[derive(Clone, Copy)]
pub struct ApiType<'a> {
    history: &'a ApiHistory,
    entry: u32,
    root: Root,
}

/// How a type is declared in some releases. A type that became static, or got another base, has several.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TypeDeclaration {
    line: &'static str,
    releases: ReleaseSet,
}

impl<'a> ApiType<'a> {
    pub(crate) fn new(history: &'a ApiHistory, entry: u32, root: Root) -> ApiType<'a> {
        ApiType { history, entry, root }
    }

    /// The history it belongs to.
    pub fn history(self) -> &'a ApiHistory {
        self.history
    }

    fn entry(self) -> &'a TypeEntry {
        self.history.entry(self.entry)
    }

    /// The full name with the arity suffix: ``Duende.IdentityServer.Stores.ICache`1``, `Outer.Inner`.
    pub fn full_name(self) -> Cow<'static, str> {
        self.root.expand(self.entry().name)
    }

    /// Whether this is its full name, arity suffix included. Cheaper than comparing [`ApiType::full_name`].
    pub fn is_named(self, full_name: &str) -> bool {
        self.root.strip(full_name) == Some(self.entry().name)
    }

    /// The namespace.
    pub fn namespace(self) -> Cow<'static, str> {
        self.root.expand(self.entry().namespace())
    }

    /// The last part of the name, without arity.
    pub fn simple_name(self) -> &'static str {
        self.entry().simple_name()
    }

    /// The names from the outermost type inwards, without arity: `IdentityServerConstants`, `SecretTypes`.
    pub fn nesting(self) -> impl Iterator<Item = &'static str> {
        let entry = self.entry();
        entry.name[entry.namespace_start()..].split('.').map(|part| part.split('`').next().unwrap_or(part))
    }

    /// The type that contains it.
    pub fn outer(self) -> Option<ApiType<'a>> {
        let entry = self.entry();
        let (outer, _) = entry.name.rsplit_once('.')?;
        if outer.len() < entry.namespace_start() {
            return None;
        }
        self.history.named_under(self.root, outer).find(|outer| outer.package() == self.package())
    }

    /// The types it contains that have this name.
    pub fn nested_named(self, name: &str, arity: usize) -> Option<ApiType<'a>> {
        self.history.type_named(&format!("{}.{name}", self.full_name()), arity)
    }

    /// The package that ships it. For a type outside both roots (an extension class in `Microsoft.Extensions…`) that both
    /// IdentityServer4 and Duende IdentityServer have, it is the package of the latter.
    pub fn package(self) -> Cow<'static, str> {
        let Some(rest) = self.entry().package.strip_prefix('~') else { return Cow::Borrowed(self.entry().package) };
        let root = match self.root {
            Root::None if self.releases().intersection(self.history.table().current).is_empty() => Root::Legacy,
            Root::None => Root::Current,
            root => root,
        };
        if rest.is_empty() { Cow::Borrowed(root.name()) } else { Cow::Owned(format!("{}{rest}", root.name())) }
    }

    /// Whether it comes from another package than IdentityServer's: it is there in every release.
    pub fn is_external(self) -> bool {
        self.entry().is_external
    }

    /// The number of its type parameters.
    pub fn arity(self) -> usize {
        self.entry().arity()
    }

    /// The releases that have it under this name.
    pub fn releases(self) -> ReleaseSet {
        self.entry().releases.intersection(self.root.releases(self.history.table()))
    }

    /// Whether a release has it under this name; `None` asks for any release.
    pub fn exists_in(self, release: impl Into<Option<Release>>) -> bool {
        self.releases().contains(release.into())
    }

    /// How it is declared, oldest first.
    pub fn declarations(self) -> impl Iterator<Item = TypeDeclaration> + use<'a> {
        let entry = self.entry();
        let table = self.history.table();
        let own = self.releases();
        entry.block.lines().filter(|line| !line.starts_with(' ')).filter_map(move |line| {
            let releases = table.range(column(line, 2), entry.whole(table)).intersection(own);
            (!releases.is_empty()).then_some(TypeDeclaration { line, releases })
        })
    }

    /// How it is declared in a release, or in the last one that has it.
    pub fn declaration(self, release: Option<Release>) -> Option<TypeDeclaration> {
        self.declarations().filter(|declaration| declaration.releases.contains(release)).last()
    }

    /// What kind of type it is, in the last release that has it.
    pub fn kind(self) -> TypeKind {
        self.declaration(None).map_or(TypeKind::Class, TypeDeclaration::kind)
    }

    /// Whether it is static, in the last release that has it.
    pub fn is_static(self) -> bool {
        self.declaration(None).is_some_and(TypeDeclaration::is_static)
    }

    /// Whether it is abstract, in the last release that has it.
    pub fn is_abstract(self) -> bool {
        self.declaration(None).is_some_and(TypeDeclaration::is_abstract)
    }

    /// Whether it is sealed, in the last release that has it.
    pub fn is_sealed(self) -> bool {
        self.declaration(None).is_some_and(TypeDeclaration::is_sealed)
    }

    /// Whether it is obsolete, in the last release that has it.
    pub fn is_obsolete(self) -> bool {
        self.declaration(None).is_some_and(|it| it.attributes().any(|attribute| attribute.starts_with("obsolete")))
    }

    /// Its type parameters.
    pub fn type_parameters(self) -> Vec<TypeParameter> {
        self.declaration(None).map(TypeDeclaration::type_parameters).unwrap_or_default()
    }

    /// Its base types and interfaces in a release; `None` gives those of any release.
    pub fn bases(self, release: Option<Release>) -> Vec<SignatureType> {
        let mut bases = Vec::new();
        for declaration in self.declarations().filter(|declaration| declaration.releases.contains(release)) {
            for base in declaration.bases() {
                if !bases.contains(&base) {
                    bases.push(base);
                }
            }
        }
        bases
    }

    /// The base types and interfaces that the history knows.
    pub fn base_types(self, release: Option<Release>) -> Vec<ApiType<'a>> {
        self.bases(release).iter().filter_map(|base| self.resolve(base.name, base.arity(), release)).collect()
    }

    /// Whether it is `ancestor` or derives from it, directly or not.
    pub fn derives_from(self, ancestor: ApiType<'_>, release: Option<Release>) -> bool {
        self.is_derived(ancestor, release, 0)
    }

    fn is_derived(self, ancestor: ApiType<'_>, release: Option<Release>, depth: usize) -> bool {
        self == ancestor
            || depth < BASE_DEPTH_LIMIT
                && self.base_types(release).into_iter().any(|base| base.is_derived(ancestor, release, depth + 1))
    }

    /// Finds the type that a name in one of its signatures means.
    pub fn resolve(self, text: &str, arity: usize, release: Option<Release>) -> Option<ApiType<'a>> {
        self.history.resolve_from(Some(self.root), self.is_external(), text, arity, release)
    }

    /// Its members of all releases that have it under this name, in the order of the file.
    pub fn members(self) -> impl Iterator<Item = ApiMember<'a>> {
        self.member_lines().map(move |line| ApiMember::new(self, line)).filter(|member| member.exists_in(None))
    }

    /// Its own members of this name (without arity), all signatures of all releases.
    pub fn members_named(self, name: &str) -> impl Iterator<Item = ApiMember<'a>> {
        self.member_lines()
            .map(move |line| ApiMember::new(self, line))
            .filter(move |member| member.name() == name && member.exists_in(None))
    }

    /// Members of this name, its own or inherited ones, that a release has. Own ones come first.
    pub fn lookup(self, name: &str, release: Option<Release>) -> Vec<ApiMember<'a>> {
        let mut found = Vec::new();
        let mut seen = vec![self];
        let mut level = vec![self];
        for _ in 0..BASE_DEPTH_LIMIT {
            let mut bases = Vec::new();
            for ty in level {
                found.extend(ty.members_named(name).filter(|member| member.exists_in(release)));
                for base in ty.base_types(release) {
                    if !seen.contains(&base) {
                        seen.push(base);
                        bases.push(base);
                    }
                }
            }
            if bases.is_empty() {
                break;
            }
            level = bases;
        }
        found
    }

    /// The text of the value that a property (own or inherited) has in a new object when nothing was assigned: what the
    /// parameterless constructor assigns, the initial value, or the default of the CLR. `None` when that is code.
    pub fn unassigned_value(self, property: &str, release: Option<Release>) -> Option<&'static str> {
        let member = self.lookup(property, release).into_iter().next()?;
        let assigned = [self, member.owner()].into_iter().find_map(|ty| {
            ty.members_named(".ctor")
                .filter(|constructor| constructor.exists_in(release) && constructor.parameters().is_empty())
                .find_map(|constructor| constructor.assignments().find(|(name, _)| *name == property))
        });
        assigned.map(|(_, value)| value).or_else(|| member.unassigned_value())
    }

    fn member_lines(self) -> impl Iterator<Item = &'static str> + use<'a> {
        self.entry().block.lines().filter_map(|line| line.strip_prefix(' '))
    }
}

impl PartialEq for ApiType<'_> {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.history, other.history) && self.entry == other.entry && self.root == other.root
    }
}

impl Eq for ApiType<'_> {}

impl std::hash::Hash for ApiType<'_> {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        (self.entry, self.root).hash(state);
    }
}

impl std::fmt::Debug for ApiType<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "ApiType({})", self.full_name())
    }
}

impl TypeDeclaration {
    /// The releases in which the type is declared this way.
    pub fn releases(self) -> ReleaseSet {
        self.releases
    }

    /// What kind of type it is.
    pub fn kind(self) -> TypeKind {
        match self.line.as_bytes().first() {
            Some(b'S') => TypeKind::Struct,
            Some(b'I') => TypeKind::Interface,
            Some(b'E') => TypeKind::Enum,
            Some(b'R') => TypeKind::Record,
            Some(b'V') => TypeKind::RecordStruct,
            Some(b'D') => TypeKind::Delegate,
            _ => TypeKind::Class,
        }
    }

    /// It cannot be instantiated or derived from.
    pub fn is_static(self) -> bool {
        self.has_flag(b's')
    }

    /// It cannot be instantiated.
    pub fn is_abstract(self) -> bool {
        self.has_flag(b'a')
    }

    /// It cannot be derived from.
    pub fn is_sealed(self) -> bool {
        self.has_flag(b'z')
    }

    /// Base types and interfaces.
    pub fn bases(self) -> Vec<SignatureType> {
        let text = column(self.line, 3);
        if text.is_empty() {
            return Vec::new();
        }
        split_top_level(text, b',').map(|base| SignatureType::parse(base.trim())).collect()
    }

    /// Type parameters.
    pub fn type_parameters(self) -> Vec<TypeParameter> {
        Shape::parse(column(self.line, 4)).type_parameters()
    }

    /// `obsolete`, `experimental("id")`, `hidden`, `flags`.
    pub fn attributes(self) -> impl Iterator<Item = &'static str> {
        column(self.line, 5).split([' ', ',']).filter(|attribute| !attribute.is_empty())
    }

    fn has_flag(self, flag: u8) -> bool {
        column(self.line, 0).as_bytes().iter().skip(1).any(|byte| *byte == flag)
    }
}
