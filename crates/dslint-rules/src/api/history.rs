//! The index over the API files: where each type stands, by full name, by simple name, by namespace.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::OnceLock;

use dslint_version::NuGetVersion;

use super::api_member::{ApiMember, MemberKind};
use super::api_type::ApiType;
use super::known_value::{KnownValue, KnownValueLine};
use super::releases::{Release, ReleaseName, ReleaseSet, ReleaseTable};
use super::scan::column;

const IDENTITY_SERVER: &str = include_str!("../../../../rules/api/duende-identityserver.api");
const EXTERNAL: &str = include_str!("../../../../rules/api/external.api");
const KNOWN_VALUES: &str = include_str!("../../../../rules/api/known-values.tsv");

/// C#'s words for types, and the types they mean.
const KEYWORDS: [(&str, &str); 16] = [
    ("string", "System.String"),
    ("bool", "System.Boolean"),
    ("int", "System.Int32"),
    ("object", "System.Object"),
    ("long", "System.Int64"),
    ("byte", "System.Byte"),
    ("char", "System.Char"),
    ("double", "System.Double"),
    ("decimal", "System.Decimal"),
    ("short", "System.Int16"),
    ("float", "System.Single"),
    ("uint", "System.UInt32"),
    ("ulong", "System.UInt64"),
    ("ushort", "System.UInt16"),
    ("sbyte", "System.SByte"),
    ("void", "System.Void"),
];

/// What the `~` of a name stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Root {
    /// `IdentityServer4`, up to 4.1.
    Legacy,
    /// `Duende.IdentityServer`, from 5.0.
    Current,
    /// The name has no `~`.
    None,
}

impl Root {
    const SPELLED: [Root; 2] = [Root::Legacy, Root::Current];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Root::Legacy => "IdentityServer4",
            Root::Current => "Duende.IdentityServer",
            Root::None => "",
        }
    }

    /// The full name of what stands below this root.
    pub(crate) fn expand(self, rest: &'static str) -> Cow<'static, str> {
        match (self, rest) {
            (Root::None, rest) => Cow::Borrowed(rest),
            (root, "") => Cow::Borrowed(root.name()),
            (root, rest) => Cow::Owned(format!("{}.{rest}", root.name())),
        }
    }

    /// The part of a full name below this root.
    pub(crate) fn strip(self, full_name: &str) -> Option<&str> {
        match self {
            Root::None => Some(full_name),
            root => match full_name.strip_prefix(root.name())? {
                "" => Some(""),
                rest => rest.strip_prefix('.'),
            },
        }
    }

    pub(crate) fn releases(self, table: &ReleaseTable) -> ReleaseSet {
        match self {
            Root::Legacy => table.legacy,
            Root::Current => table.current,
            Root::None => ReleaseSet::ALL,
        }
    }
}

/// Where one type stands in the text.
#[derive(Debug)]
pub(crate) struct TypeEntry {
    /// The full name, without `~.` when it has one.
    pub(crate) name: &'static str,
    /// Whether the name begins with `~`.
    pub(crate) is_rooted: bool,
    /// Whether it stands in the file of other packages.
    pub(crate) is_external: bool,
    pub(crate) package: &'static str,
    /// Its declaration lines and member lines.
    pub(crate) block: &'static str,
    /// The releases that have it under either name.
    pub(crate) releases: ReleaseSet,
    /// Length of the namespace in `name`.
    namespace_len: u32,
    /// Where the last part of `name` begins.
    simple_start: u32,
    /// Another type of the same name in another package.
    next: Option<u32>,
}

impl TypeEntry {
    pub(crate) fn namespace(&self) -> &'static str {
        &self.name[..self.namespace_len as usize]
    }

    /// Where the name of the outermost type begins.
    pub(crate) fn namespace_start(&self) -> usize {
        if self.namespace_len == 0 { 0 } else { self.namespace_len as usize + 1 }
    }

    pub(crate) fn simple_name(&self) -> &'static str {
        let last = &self.name[self.simple_start as usize..];
        last.split_once('`').map_or(last, |(name, _)| name)
    }

    pub(crate) fn arity(&self) -> usize {
        self.name[self.simple_start as usize..].split_once('`').and_then(|(_, n)| n.parse().ok()).unwrap_or(0)
    }

    /// What an empty range column of a declaration means.
    pub(crate) fn whole(&self, table: &ReleaseTable) -> ReleaseSet {
        if self.is_external { ReleaseSet::ALL } else { table.legacy.union(table.current) }
    }
}

/// The public symbols of the packages, by release.
#[derive(Debug)]
pub struct ApiHistory {
    table: ReleaseTable,
    types: Vec<TypeEntry>,
    /// First type of a name, for names below `~` and for the others.
    rooted: HashMap<&'static str, u32>,
    plain: HashMap<&'static str, u32>,
    /// Type indices in the order of their simple names.
    by_simple_name: Vec<u32>,
    /// The types that have an extension method of a name. Every call asks for them, so a search would dominate a run.
    extensions: HashMap<&'static str, Vec<u32>>,
    /// Namespaces, and every prefix of one, with the releases that have them.
    namespaces: HashMap<(Root, &'static str), ReleaseSet>,
    known_values: Vec<KnownValueLine>,
}

impl ApiHistory {
    /// The embedded files. The first call reads them.
    pub fn embedded() -> &'static ApiHistory {
        static HISTORY: OnceLock<ApiHistory> = OnceLock::new();
        HISTORY.get_or_init(|| ApiHistory::parse(IDENTITY_SERVER, EXTERNAL, KNOWN_VALUES))
    }

    /// Indexes API text. Lines that are not of the form are passed over.
    pub fn parse(api: &'static str, external: &'static str, known_values: &'static str) -> ApiHistory {
        let versions = api.lines().find(|line| line.starts_with("!versions")).unwrap_or("");
        let mut history = ApiHistory {
            table: ReleaseTable::parse(versions),
            types: Vec::with_capacity(1400),
            rooted: HashMap::with_capacity(1024),
            plain: HashMap::with_capacity(512),
            by_simple_name: Vec::new(),
            extensions: HashMap::with_capacity(256),
            namespaces: HashMap::with_capacity(256),
            known_values: KnownValueLine::all(known_values),
        };
        history.scan(api, false);
        history.scan(external, true);
        history.find_namespaces();
        let mut order: Vec<u32> = (0..history.types.len() as u32).collect();
        order.sort_by_key(|index| history.types[*index as usize].simple_name());
        history.by_simple_name = order;
        history
    }

    fn scan(&mut self, text: &'static str, is_external: bool) {
        let mut package = "";
        let mut start = 0usize;
        let mut open: Option<TypeEntry> = None;
        for line in text.split_inclusive('\n') {
            let (begin, end) = (start, start + line.len());
            start = end;
            match line.as_bytes()[0] {
                b' ' => {
                    let Some(entry) = &mut open else { continue };
                    entry.block = &text[end - line.len() - entry.block.len()..end];
                    let kind = column(line, 0);
                    if kind.starts_with(" m") && kind[2..].contains('x') {
                        let name = column(line, 1);
                        let name = name.split_once('`').map_or(name, |(name, _)| name);
                        // The type that is open comes next.
                        let (types, index) = (self.extensions.entry(name).or_default(), self.types.len() as u32);
                        if types.last() != Some(&index) {
                            types.push(index);
                        }
                    }
                }
                b'!' => {
                    self.close(open.take());
                    if let Some(name) = line.strip_prefix("!package ") {
                        package = name.trim_end();
                    }
                }
                b'#' | b'\n' | b'\r' => self.close(open.take()),
                _ => {
                    let line = line.trim_end();
                    let name = column(line, 1);
                    let (is_rooted, name) = match name.strip_prefix("~.") {
                        Some(rest) => (true, rest),
                        None => (false, name),
                    };
                    let whole = if is_external { ReleaseSet::ALL } else { self.table.legacy.union(self.table.current) };
                    let releases = self.table.range(column(line, 2), whole);
                    match &mut open {
                        Some(entry) if entry.name == name && entry.is_rooted == is_rooted => {
                            entry.releases = entry.releases.union(releases);
                            entry.block = &text[begin - entry.block.len()..end];
                        }
                        _ => {
                            self.close(open.take());
                            open = Some(TypeEntry {
                                name,
                                is_rooted,
                                is_external,
                                package,
                                block: &text[begin..end],
                                releases,
                                namespace_len: 0,
                                simple_start: name.rfind('.').map_or(0, |dot| dot as u32 + 1),
                                next: None,
                            });
                        }
                    }
                }
            }
        }
        self.close(open);
    }

    fn close(&mut self, entry: Option<TypeEntry>) {
        let Some(entry) = entry else { return };
        let index = self.types.len() as u32;
        let names = if entry.is_rooted { &mut self.rooted } else { &mut self.plain };
        let mut at = *names.entry(entry.name).or_insert(index);
        self.types.push(entry);
        while at != index {
            at = *self.types[at as usize].next.get_or_insert(index);
        }
    }

    fn find_namespaces(&mut self) {
        for index in 0..self.types.len() {
            let entry = &self.types[index];
            let names = if entry.is_rooted { &self.rooted } else { &self.plain };
            let mut namespace = &entry.name[..entry.simple_start.saturating_sub(1) as usize];
            while names.contains_key(namespace) {
                namespace = namespace.rfind('.').map_or("", |dot| &namespace[..dot]);
            }
            let (is_rooted, releases) = (entry.is_rooted, entry.releases);
            self.types[index].namespace_len = namespace.len() as u32;
            for root in if is_rooted { &Root::SPELLED[..] } else { &[Root::None] } {
                let releases = releases.intersection(root.releases(&self.table));
                if !releases.is_empty() {
                    self.add_namespace(*root, namespace, releases);
                }
            }
        }
    }

    fn add_namespace(&mut self, root: Root, namespace: &'static str, releases: ReleaseSet) {
        let mut namespace = namespace;
        loop {
            let known = self.namespaces.entry((root, namespace)).or_default();
            if known.union(releases) == *known {
                return; // so have its prefixes
            }
            *known = known.union(releases);
            match namespace.rfind('.') {
                Some(dot) => namespace = &namespace[..dot],
                None if root != Root::None && !namespace.is_empty() => namespace = "",
                None if root == Root::Current => {
                    self.add_namespace(Root::None, "Duende", releases);
                    return;
                }
                None => return,
            }
        }
    }

    /// The minor releases, oldest first.
    pub fn releases(&self) -> &[ReleaseName] {
        &self.table.names
    }

    /// The release that a version belongs to, by major and minor; `None` when the history does not know it.
    pub fn release_of(&self, version: &NuGetVersion) -> Option<Release> {
        self.table.release(version.major(), version.minor())
    }

    /// The name of a release.
    pub fn release_name(&self, release: Release) -> Option<ReleaseName> {
        self.table.names.get(release.index()).copied()
    }

    /// The release before this one.
    pub fn release_before(&self, release: Release) -> Option<Release> {
        release.0.checked_sub(1).map(Release)
    }

    /// The number of types, in both files.
    pub fn type_count(&self) -> usize {
        self.types.len()
    }

    /// All types under all their names.
    pub fn types(&self) -> impl Iterator<Item = ApiType<'_>> {
        (0..self.types.len() as u32).flat_map(move |index| self.spellings(index))
    }

    /// The type of a full name. The arity may stand in the name (``ICache`1``) or be given; nested types are `Outer.Inner`.
    /// Where two packages have a type of this name, it is the one of the main package.
    pub fn type_named(&self, full_name: &str, arity: usize) -> Option<ApiType<'_>> {
        self.types_named(full_name, arity).next()
    }

    /// All types of a full name: usually one, two where two packages declare it.
    pub fn types_named(&self, full_name: &str, arity: usize) -> impl Iterator<Item = ApiType<'_>> {
        let last = full_name.rsplit('.').next().unwrap_or(full_name);
        let name = if arity > 0 && !last.contains('`') {
            Cow::Owned(format!("{full_name}`{arity}"))
        } else {
            Cow::Borrowed(full_name)
        };
        let root = Root::SPELLED.into_iter().find(|root| root.strip(&name).is_some_and(|rest| !rest.is_empty()));
        let rooted = root.map(|root| self.named_under(root, root.strip(&name).unwrap_or("")));
        rooted.into_iter().flatten().chain(self.named_under(Root::None, &name))
    }

    pub(crate) fn named_under(&self, root: Root, rest: &str) -> impl Iterator<Item = ApiType<'_>> + use<'_> {
        let names = if root == Root::None { &self.plain } else { &self.rooted };
        std::iter::successors(names.get(rest).copied(), |index| self.entry(*index).next)
            .map(move |index| ApiType::new(self, index, root))
            .filter(|ty| ty.exists_in(None))
    }

    /// Whether a namespace, or one below it, has types in any release.
    pub fn has_namespace(&self, namespace: &str) -> bool {
        self.has_namespace_in(namespace, None)
    }

    /// Whether a namespace, or one below it, has types in a release.
    pub fn has_namespace_in(&self, namespace: &str, release: Option<Release>) -> bool {
        let under = |root: Root| {
            let rest = root.strip(namespace)?;
            self.namespaces.get(&(root, rest)).copied()
        };
        [Root::None, Root::Legacy, Root::Current]
            .into_iter()
            .filter_map(under)
            .any(|releases: ReleaseSet| releases.contains(release))
    }

    /// All types whose last name is this (without arity), under all their full names.
    pub fn types_with_simple_name(&self, simple_name: &str) -> impl Iterator<Item = ApiType<'_>> {
        self.entries_with_simple_name(simple_name).iter().flat_map(move |index| self.spellings(*index))
    }

    /// All extension methods of this name.
    pub fn extension_methods_named(&self, name: &str) -> impl Iterator<Item = ApiMember<'_>> {
        let types = self.extensions.get(name).into_iter().flatten();
        types
            .flat_map(move |index| self.spellings(*index))
            .flat_map(move |ty| ty.members_named(name))
            .filter(|member| member.is_extension())
    }

    /// All constants and read-only fields whose literal value is this string.
    pub fn constants_with_value(&self, text: &str) -> Vec<ApiMember<'_>> {
        let literal = format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""));
        let mut constants = Vec::new();
        for index in 0..self.types.len() as u32 {
            if !self.entry(index).block.contains(&literal) {
                continue;
            }
            for member in self.spellings(index).flat_map(ApiType::members) {
                let is_constant = matches!(member.kind(), MemberKind::Constant | MemberKind::Field);
                if is_constant && member.is_static() && member.value() == Some(&literal) {
                    constants.push(member);
                }
            }
        }
        constants
    }

    /// The type that a name in a signature means: a C# keyword, a simple name, or the shortest unambiguous suffix. Names of
    /// IdentityServer come first, and of two that differ by release the newer one.
    pub fn resolve_signature_name(&self, text: &str, arity: usize) -> Option<ApiType<'_>> {
        self.resolve_from(None, false, text, arity, None)
    }

    /// As [`ApiHistory::resolve_signature_name`], with the names that a release has.
    pub fn resolve_signature_name_in(&self, text: &str, arity: usize, release: Option<Release>) -> Option<ApiType<'_>> {
        self.resolve_from(None, false, text, arity, release)
    }

    pub(crate) fn resolve_from(
        &self,
        root: Option<Root>,
        external_first: bool,
        text: &str,
        arity: usize,
        release: Option<Release>,
    ) -> Option<ApiType<'_>> {
        if arity == 0
            && let Some((_, full_name)) = KEYWORDS.iter().find(|(keyword, _)| *keyword == text)
        {
            return self.type_named(full_name, 0);
        }
        let simple_name = text.rsplit('.').next().unwrap_or(text);
        let simple_name = simple_name.split('`').next().unwrap_or(simple_name);
        let mut best: Option<(u32, ApiType<'_>)> = None;
        for index in self.entries_with_simple_name(simple_name) {
            let entry = self.entry(*index);
            if entry.arity() != arity {
                continue;
            }
            for ty in self.spellings(*index).filter(|ty| ty.exists_in(release)) {
                let full_name = ty.full_name();
                let without_arity = full_name.split('`').next().unwrap_or(&full_name);
                let Some(before) = full_name.strip_suffix(text).or_else(|| without_arity.strip_suffix(text)) else {
                    continue;
                };
                if !(before.is_empty() || before.ends_with('.')) {
                    continue;
                }
                let rank = self.rank(ty, root, external_first, before, release);
                if best.is_none_or(|(known, _)| rank > known) {
                    best = Some((rank, ty));
                }
            }
        }
        best.map(|(_, ty)| ty)
    }

    /// Which of several types a suffix means: the exact name, then the asker's file, then the asker's root or the newer one.
    fn rank(
        &self,
        ty: ApiType<'_>,
        root: Option<Root>,
        external_first: bool,
        before: &str,
        release: Option<Release>,
    ) -> u32 {
        let is_exact = before.is_empty();
        let is_own_file = ty.is_external() == external_first;
        let is_legacy = match (ty.is_external(), root) {
            // IdentityModel became Duende.IdentityModel in 7.1
            (true, _) => {
                let names_duende = before.starts_with("Duende.");
                let is_after_move = match (release, self.table.release(7, 1)) {
                    (Some(release), Some(moved)) => release >= moved,
                    _ => root != Some(Root::Legacy),
                };
                names_duende != is_after_move
            }
            (false, Some(Root::Legacy)) => ty.full_name().starts_with("Duende.IdentityServer."),
            (false, _) => ty.full_name().starts_with("IdentityServer4."),
        };
        u32::from(is_exact) * 8 + u32::from(is_own_file) * 4 + u32::from(!is_legacy) * 2
    }

    /// What a member always yields, where the API file shows only code. Takes the full name of the member.
    pub fn known_value(&self, member: &str) -> Option<KnownValue> {
        let rooted = Root::SPELLED.into_iter().find_map(|root| root.strip(member));
        self.known_values
            .iter()
            .find(|line| match line.member.strip_prefix("~.") {
                Some(rest) => rooted == Some(rest),
                None => line.member == member,
            })
            .and_then(|line| line.value())
    }

    /// The full names of all members with a known value; `~` stands for both roots.
    pub fn known_value_names(&self) -> impl Iterator<Item = &'static str> {
        self.known_values.iter().map(|line| line.member)
    }

    pub(crate) fn table(&self) -> &ReleaseTable {
        &self.table
    }

    pub(crate) fn entry(&self, index: u32) -> &TypeEntry {
        &self.types[index as usize]
    }

    fn spellings(&self, index: u32) -> impl Iterator<Item = ApiType<'_>> {
        let roots: &[Root] = if self.entry(index).is_rooted { &Root::SPELLED } else { &[Root::None] };
        roots.iter().map(move |root| ApiType::new(self, index, *root)).filter(|ty| ty.exists_in(None))
    }

    fn entries_with_simple_name(&self, simple_name: &str) -> &[u32] {
        let start = self.by_simple_name.partition_point(|index| self.entry(*index).simple_name() < simple_name);
        let rest = &self.by_simple_name[start..];
        let len = rest.partition_point(|index| self.entry(*index).simple_name() == simple_name);
        &rest[..len]
    }
}
