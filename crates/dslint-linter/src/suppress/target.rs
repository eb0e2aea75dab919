//! What a `Target` names: a documentation comment id such as `~M:Ns.T.M(System.String)`, or the older form without `~`.

use dslint_semantic::scope::Resolver;
use dslint_semantic::table::{DeclId, FileId, Place};
use dslint_syntax::ast::{MemberDecl, MemberKind, NamespaceIndex, TypeIndex};
use dslint_syntax::text::TextRange;

/// Finds the declarations that targets name.
pub(crate) struct Targets<'t, 'a> {
    pub(crate) resolver: &'t Resolver<'a>,
    /// Whether a file is part of what the attribute is about.
    pub(crate) is_here: &'t dyn Fn(FileId) -> bool,
}

impl Targets<'_, '_> {
    /// The places that a target names.
    pub(crate) fn of(&self, scope: &str, target: &str) -> Vec<Place> {
        let id = target.strip_prefix('~').unwrap_or(target);
        let (kind, name) = match id.split_once(':') {
            Some((kind, name)) if kind.len() == 1 => (kind, name),
            _ => ("", id),
        };
        match scope.to_ascii_lowercase().as_str() {
            "namespace" if matches!(kind, "" | "N") => self.namespaces(name, false),
            "namespaceanddescendants" if matches!(kind, "" | "N") => self.namespaces(name, true),
            "type" if matches!(kind, "" | "T") => self.types(name),
            "member" if matches!(kind, "" | "M" | "P" | "F" | "E") => self.members(kind, name),
            _ => Vec::new(),
        }
    }

    fn types(&self, name: &str) -> Vec<Place> {
        let table = self.resolver.table;
        let ids = table.decls().filter(|(id, _)| self.is_type(*id, name)).map(|(id, _)| id);
        let parts = ids.flat_map(|id| &table.decl(id).parts).filter(|(file, _)| (self.is_here)(*file));
        parts.map(|&(file, index)| Place { file, range: table.part(file, index).range }).collect()
    }

    /// Whether a type has this name, in which each part may end in its arity. Nested types follow `.` or `+`.
    fn is_type(&self, id: DeclId, name: &str) -> bool {
        let table = self.resolver.table;
        let mut plain = String::with_capacity(name.len());
        for (index, part) in name.split(['.', '+']).enumerate() {
            if index > 0 {
                plain.push('.');
            }
            plain.push_str(part.split('`').next().unwrap_or(part));
        }
        let last = name.rsplit(['.', '+']).next().unwrap_or(name);
        let arity = last.split_once('`').and_then(|(_, arity)| arity.parse().ok()).unwrap_or(0);
        let decl = table.decl(id);
        let own = decl.parts.first().map(|&(file, index)| table.part(file, index).type_parameters.len());
        decl.full_name == plain && own == Some(arity)
    }

    fn members(&self, kind: &str, name: &str) -> Vec<Place> {
        let (path, parameters) = match name.split_once('(') {
            Some((path, rest)) => (path, Some(rest.split_once(')').map_or(rest, |(inside, _)| inside))),
            None => (name, None),
        };
        let Some((ty, member)) = path.rsplit_once('.') else { return Vec::new() };
        // `Ns.T.#ctor` has its sign in both forms, `Ns.T.#M` in the older one; `I#M` is an explicit implementation.
        let member = member.split("``").next().unwrap_or(member);
        let member = if member.starts_with("#c") { member } else { member.rsplit('#').next().unwrap_or(member) };
        let table = self.resolver.table;
        let accessor = member.split_once('_').filter(|(word, _)| matches!(kind, "" | "M") && is_accessor(word));
        let mut places = Vec::new();
        for (id, _) in table.decls().filter(|(id, _)| self.is_type(*id, ty)) {
            for &(file, index) in table.decl(id).parts.iter().filter(|(file, _)| (self.is_here)(*file)) {
                for decl in &table.part(file, index).members {
                    if let Some((word, name)) = accessor {
                        places.extend(accessor_range(decl, word, name).map(|range| Place { file, range }));
                    }
                    let wanted = is_kind(decl.kind, kind) && is_member(decl, member);
                    if wanted && self.takes(file, index, decl, kind, parameters) {
                        places.push(Place { file, range: decl.range });
                    }
                }
            }
        }
        places
    }

    /// Whether a member has the parameters of an id. Types are compared where both sides are plain names.
    fn takes(&self, file: FileId, index: TypeIndex, decl: &MemberDecl, kind: &str, parameters: Option<&str>) -> bool {
        let listed: Vec<&str> = match parameters {
            Some(list) => top_level(list),
            // The older form leaves them out; in an id nothing means none.
            None if kind.is_empty() || decl.kind == MemberKind::Indexer => return true,
            None => Vec::new(),
        };
        let scope = self.resolver.member_scope(file, index, decl);
        listed.len() == decl.parameters.len()
            && listed.iter().zip(&decl.parameters).all(|(wanted, own)| {
                let is_plain = wanted.chars().all(|it| it.is_alphanumeric() || matches!(it, '.' | '_'));
                let full = own.ty.as_ref().and_then(|ty| self.resolver.full_name(&self.resolver.ty(&scope, ty)));
                !is_plain || full.is_none_or(|full| full == *wanted || !wanted.contains('.'))
            })
    }

    /// The text of namespaces: with what is below them, or only what stands directly in them.
    fn namespaces(&self, name: &str, is_deep: bool) -> Vec<Place> {
        let table = self.resolver.table;
        let mut places = Vec::new();
        for file in (0..table.file_count()).map(FileId).filter(|file| (self.is_here)(*file)) {
            let unit = &table.file(file).unit;
            let is_meant = |index: NamespaceIndex| {
                let own = unit.namespace_name(index);
                own == name || (is_deep && own.strip_prefix(name).is_some_and(|rest| rest.starts_with('.')))
            };
            for (index, namespace) in unit.namespaces.iter().enumerate() {
                if is_meant(NamespaceIndex(index as u32)) {
                    let types = unit.types.iter().map(|decl| decl.range);
                    places.extend(without(namespace.range, types).into_iter().map(|range| Place { file, range }));
                }
            }
            if is_deep {
                let types = unit.types.iter().filter(|decl| is_meant(decl.namespace));
                places.extend(types.map(|decl| Place { file, range: decl.range }));
            }
        }
        places
    }
}

/// Whether a word begins the name that the compiler gives an accessor: `get_Name`.
fn is_accessor(word: &str) -> bool {
    matches!(word, "get" | "set" | "add" | "remove")
}

/// The accessor of a property or event of this name; of `Name => …` all of it, which is the body of `get_Name`.
fn accessor_range(decl: &MemberDecl, word: &str, name: &str) -> Option<TextRange> {
    let has_accessors = matches!(decl.kind, MemberKind::Property | MemberKind::Indexer | MemberKind::Event);
    if !has_accessors || !is_member(decl, name) {
        return None;
    }
    // An `init` is a `set_Name` too.
    let is_it = |own: &str| own == word || (own == "init" && word == "set");
    let accessor = decl.accessors.iter().find(|accessor| is_it(&accessor.name.text));
    let whole = || (word == "get" && decl.accessors.is_empty()).then_some(decl.range);
    accessor.map(|accessor| accessor.range).or_else(whole)
}

fn is_kind(kind: MemberKind, letter: &str) -> bool {
    match letter {
        "M" => {
            matches!(kind, MemberKind::Method | MemberKind::Constructor | MemberKind::Destructor | MemberKind::Operator)
        }
        "P" => matches!(kind, MemberKind::Property | MemberKind::Indexer),
        "F" => matches!(kind, MemberKind::Field | MemberKind::EnumMember),
        "E" => kind == MemberKind::Event,
        _ => true,
    }
}

fn is_member(decl: &MemberDecl, name: &str) -> bool {
    match decl.kind {
        MemberKind::Constructor => matches!(name, "#ctor" | "#cctor"),
        MemberKind::Indexer => name == "Item",
        MemberKind::Destructor => name == "Finalize",
        _ => decl.name.text == name,
    }
}

/// The parameters of an id, cut at commas outside of braces and brackets.
fn top_level(list: &str) -> Vec<&str> {
    let (mut depth, mut start) = (0_usize, 0);
    let mut parts = Vec::new();
    for (at, character) in list.char_indices() {
        match character {
            '{' | '[' | '(' => depth += 1,
            '}' | ']' | ')' => depth = depth.saturating_sub(1),
            ',' if depth == 0 => {
                parts.push(list[start..at].trim());
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(list[start..].trim());
    parts.retain(|part| !part.is_empty());
    parts
}

/// What is left of a range without others, which are sorted.
fn without(range: TextRange, others: impl Iterator<Item = TextRange>) -> Vec<TextRange> {
    let mut left = Vec::new();
    let mut at = range.start;
    for other in others.filter(|other| range.contains(*other)) {
        if other.start > at {
            left.push(TextRange::new(at, other.start));
        }
        at = at.max(other.end);
    }
    left.push(TextRange::new(at, range.end));
    left.retain(|part| !part.is_empty());
    left
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_of_an_id() {
        assert_eq!(top_level("System.String,A{B,C},D[0:,0:]"), ["System.String", "A{B,C}", "D[0:,0:]"]);
        assert_eq!(top_level(""), [""; 0]);
    }

    #[test]
    fn what_is_left_of_a_namespace() {
        let range = |start, end| TextRange::new(start, end);
        let types = [range(2, 4), range(3, 4), range(6, 8), range(12, 14)];
        assert_eq!(without(range(0, 10), types.into_iter()), [range(0, 2), range(4, 6), range(8, 10)]);
    }
}
