//! What `_ViewImports.cshtml` and `_Imports.razor` say for the files in their folder and below, and where a component
//! belongs.

use super::RazorKind;
use crate::ast::*;
use crate::text::TextRange;
use smol_str::SmolStr;

/// A file whose directives hold for others.
#[derive(Clone, Copy, Debug)]
pub struct Import<'i> {
    /// The parsed file.
    pub unit: &'i CompilationUnit,
    /// The folders that lead from its folder to that of the importing file.
    pub folders: &'i [SmolStr],
}

/// Whether files of this name hold for the other files of their kind in their folder and below.
pub fn is_imports(file_name: &str, kind: RazorKind) -> bool {
    let name = match kind {
        RazorKind::Page => "_ViewImports.cshtml",
        RazorKind::Component => "_Imports.razor",
    };
    file_name.eq_ignore_ascii_case(name)
}

/// Adds to a Razor file what the import files above it say, nearest first: usings, injected properties, the model, the
/// base class and the namespace. All of it has empty ranges.
pub fn import(unit: &mut CompilationUnit, imports: &[Import<'_>]) {
    let places_nothing = |ty: &TypeSyntax| ty.range.is_empty();
    for import in imports {
        let Some(root) = import.unit.namespaces.first() else { continue };
        // What has no place is in every Razor file, or was imported itself.
        let usings: Vec<Using> =
            root.usings.iter().filter(|using| !using.range.is_empty()).map(without_place).collect();
        if let Some(root) = unit.namespaces.first_mut() {
            root.usings.extend(usings);
        }
        let (Some(page), Some(imported)) = (unit.types.first_mut(), import.unit.types.first()) else { continue };
        for member in &imported.members {
            let says_more = member.kind == MemberKind::Property
                && member.initializer.is_none()
                && matches!(member.body, Body::None)
                && member.ty.as_ref().is_some_and(|ty| !ty.range.is_empty())
                && !page.members.iter().any(|known| known.name.text == member.name.text);
            if says_more {
                page.members.push(injected(member));
            }
        }
    }
    let base =
        imports.iter().filter_map(|import| import.unit.types.first()?.bases.first()).find(|base| !places_nothing(base));
    if let (Some(page), Some(base)) = (unit.types.first_mut(), base)
        && let Some(own) = page.bases.first_mut().filter(|own| places_nothing(own))
    {
        *own = placeless(base);
    }
    let namespace = imports.iter().find_map(|import| {
        let index = import.unit.types.first()?.namespace;
        let name = import.unit.namespace_name(index);
        let parts = name.split('.').map(SmolStr::new).chain(import.folders.iter().cloned());
        (!name.is_empty()).then(|| parts.collect::<Vec<_>>())
    });
    if let Some(namespace) = namespace {
        move_to_namespace(unit, namespace);
    }
}

/// Makes the class of a component what it is for other files: a partial class with the name of its file, in its own or
/// an imported namespace, or else the given one.
pub fn declare_component(unit: &mut CompilationUnit, name: &str, namespace: impl IntoIterator<Item = SmolStr>) {
    let Some(component) = unit.types.first_mut() else { return };
    component.name.text = SmolStr::new(name);
    component.modifiers = Modifiers::PUBLIC;
    component.modifiers.insert(Modifiers::PARTIAL);
    move_to_namespace(unit, namespace.into_iter().collect());
}

/// Puts the class of a file without a namespace into one.
fn move_to_namespace(unit: &mut CompilationUnit, name: Vec<SmolStr>) {
    let root = NamespaceIndex(0);
    if name.is_empty() || unit.types.first().is_none_or(|page| page.namespace != root) {
        return;
    }
    let Some(range) = unit.namespaces.first().map(|root| root.range) else { return };
    let index = NamespaceIndex(unit.namespaces.len() as u32);
    let name = name.into_iter().map(|text| Ident { text, range: TextRange::default() }).collect();
    unit.namespaces.push(NamespaceDecl { parent: Some(root), name, usings: Vec::new(), range });
    for ty in unit.types.iter_mut().filter(|ty| ty.namespace == root) {
        ty.namespace = index;
    }
}

fn injected(member: &MemberDecl) -> MemberDecl {
    MemberDecl {
        name: nowhere(&member.name),
        ty: member.ty.as_ref().map(placeless),
        accessors: Vec::new(),
        attributes: Vec::new(),
        range: TextRange::default(),
        ..member.clone()
    }
}

fn without_place(using: &Using) -> Using {
    let kind = match &using.kind {
        UsingKind::Alias(name) => UsingKind::Alias(nowhere(name)),
        kind => kind.clone(),
    };
    Using { kind, global: using.global, target: placeless(&using.target), range: TextRange::default() }
}

fn nowhere(name: &Ident) -> Ident {
    Ident { text: name.text.clone(), range: TextRange::default() }
}

/// The same type, with empty ranges. Types are as deep as the parser takes brackets, which is not deep.
fn placeless(ty: &TypeSyntax) -> TypeSyntax {
    let all = |types: &[TypeSyntax]| types.iter().map(placeless).collect();
    let kind = match &ty.kind {
        TypeKind::Name(name) => {
            let segment =
                |segment: &Segment| Segment { name: nowhere(&segment.name), arguments: all(&segment.arguments) };
            TypeKind::Name(QualifiedName {
                alias: name.alias.as_ref().map(nowhere),
                segments: name.segments.iter().map(segment).collect(),
            })
        }
        TypeKind::Array(element) => TypeKind::Array(Box::new(placeless(element))),
        TypeKind::Nullable(element) => TypeKind::Nullable(Box::new(placeless(element))),
        TypeKind::Tuple(elements) => TypeKind::Tuple(all(elements)),
        kind => kind.clone(),
    };
    TypeSyntax { kind, range: TextRange::default() }
}
